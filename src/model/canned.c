/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/model/canned.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const struct { const char *name; size_t at; } variables[] = {
	{"shopper", offsetof(struct canned_facts, shopper)}, {"agent", offsetof(struct canned_facts, agent)},
	{"shop", offsetof(struct canned_facts, shop)}, {"website", offsetof(struct canned_facts, website)},
	{"order", offsetof(struct canned_facts, order)}, {"tracking", offsetof(struct canned_facts, tracking)},
	{"carrier", offsetof(struct canned_facts, carrier)}, {"conversation", offsetof(struct canned_facts, conversation)},
};
#define VARIABLES (sizeof variables / sizeof *variables)

const char *
canned_variable(size_t i)
{
	return i < VARIABLES ? variables[i].name : NULL;
}

/* The word in braces at s; its length, 0 where there is none. */
static size_t
word_at(const char *s)
{
	size_t n;

	if (*s != '{')
		return 0;
	n = strspn(s + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_.");
	return n > 0 && n < 40 && s[1 + n] == '}' ? n : 0;
}

static size_t
variable_of(const char *word, size_t length)
{
	size_t i = 0;

	while (i < VARIABLES && (strlen(variables[i].name) != length ||
				    memcmp(variables[i].name, word, length) != 0))
		i++;
	return i;
}

void
canned_expand(
    struct str *out, const char *text, const struct canned_facts *facts, const char **missing)
{
	if (missing != NULL)
		*missing = NULL;
	while (*text != '\0') {
		size_t n = word_at(text), i = n > 0 ? variable_of(text + 1, n) : VARIABLES;
		const char *value = NULL;

		if (i == VARIABLES) {
			str_add_char(out, *text++);
			continue;
		}
		memcpy(&value, (const char *)facts + variables[i].at, sizeof value);
		if (text_is_empty(value)) {
			if (missing != NULL && *missing == NULL)
				*missing = variables[i].name;
			str_add_n(out, text, n + 2);
		} else {
			str_add(out, value);
		}
		text += n + 2;
	}
}

const char *
canned_unfilled(const char *text)
{
	for (; *text != '\0'; text++) {
		size_t n = word_at(text), i = n > 0 ? variable_of(text + 1, n) : VARIABLES;

		if (i < VARIABLES)
			return variables[i].name;
	}
	return NULL;
}

bool
canned_unknown(const char *text, char *name, size_t size)
{
	for (; *text != '\0'; text++) {
		size_t n = word_at(text);

		if (n == 0 || variable_of(text + 1, n) < VARIABLES)
			continue;
		snprintf(name, size, "%.*s", (int)n, text + 1);
		return true;
	}
	return false;
}

const char *
canned_in(
    const struct canned_text *texts, size_t count, const char *language, const char *otherwise)
{
	for (size_t i = 0; i < count; i++)
		if (text_is(texts[i].language, language))
			return texts[i].text;
	for (size_t i = 0; i < count; i++)
		if (text_is(texts[i].language, otherwise))
			return texts[i].text;
	return count > 0 ? texts[0].text : "";
}
