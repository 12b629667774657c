/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/drill/tone.h"

#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/base/value.h"
#include "floorwalker/text/text.h"

#define PHRASES_MOST 400
#define PHRASE_MOST 80
#define SHOUTED_LETTERS 10
#define LANGUAGE_MOST 12

/* ---- words */

static bool
is_word(const struct token *t)
{
	return t->kind == TOKEN_WORD || t->kind == TOKEN_NUMBER || t->kind == TOKEN_MIXED;
}

/* A typographic apostrophe is one like any other. */
static void
add_word(struct str *out, const char *folded)
{
	static const char curly[] = "\u2019";

	for (const char *p = folded; *p != '\0';) {
		bool is_curly = strncmp(p, curly, sizeof(curly) - 1) == 0;

		str_add_char(out, is_curly ? '\'' : *p);
		p += is_curly ? sizeof(curly) - 1 : 1;
	}
	str_add_char(out, ' ');
}

const char *
tone_plain(struct arena *a, const char *text)
{
	struct token *tokens;
	size_t count = text_tokens(a, text, strlen(text), &tokens);
	struct str out;
	const char *kept;

	str_init(&out);
	str_add_char(&out, ' ');
	for (size_t i = 0; i < count; i++)
		if (is_word(&tokens[i]))
			add_word(&out, tokens[i].folded);
	kept = arena_text(a, out.data);
	str_clear(&out);
	return kept;
}

const char *
tone_has(const struct phrases *list, const char *plain)
{
	for (size_t i = 0; i < list->count; i++)
		if (strstr(plain, list->items[i]) != NULL)
			return list->items[i];
	return NULL;
}

/* ---- shouting */

static bool
has_marks_in_a_row(const char *text)
{
	for (const char *p = text; *p != '\0'; p++)
		if ((p[0] == '!' && (p[1] == '!' || p[1] == '?')) || (p[0] == '?' && p[1] == '!'))
			return true;
	return false;
}

bool
tone_is_shouting(const char *text)
{
	size_t left = strlen(text), n, letters = 0, capitals = 0, word = 0, word_capitals = 0;
	uint32_t c = 0;

	if (has_marks_in_a_row(text))
		return true;
	for (;; text += n, left -= n) {
		n = utf8_next(text, left, &c);
		if (n > 0 && utf8_is_letter(c)) {
			word++;
			word_capitals += utf8_is_upper(c);
			continue;
		}
		if (word > 1) {		/* "I" and "A" shout nothing */
			letters += word;
			capitals += word_capitals;
		}
		word = word_capitals = 0;
		if (n == 0)
			return letters >= SHOUTED_LETTERS && 5 * capitals >= 3 * letters;
	}
}

/* ---- sentences */

static bool
ends_sentence(uint32_t c, uint32_t next)
{
	/* "3.50" and "www.example" go on. */
	return c == '\n' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 ||
	    (c == '.' && (next == ' ' || next == '\n' || next == '\0'));
}

size_t
tone_longest_sentence(struct arena *a, const char *text)
{
	size_t most = 0, begin = 0, at = 0, length = strlen(text), n;
	uint32_t c, next;

	for (; at <= length; at += n) {
		struct token *tokens;
		size_t words = 0, count;

		n = utf8_next(text + at, length - at, &c);
		if (n > 0 && utf8_next(text + at + n, length - at - n, &next) == 0)
			next = '\0';
		if (n > 0 && !ends_sentence(c, next))
			continue;
		count = text_tokens(a, text + begin, at - begin, &tokens);
		for (size_t i = 0; i < count; i++)
			words += is_word(&tokens[i]);
		most = words > most ? words : most;
		begin = at + n;
		if (n == 0)
			break;
	}
	return most;
}

/* ---- the lists */

static enum err
read_phrases(struct arena *a, const struct value *root, const char *key, struct phrases *out,
    struct errinfo *e)
{
	const struct value *list = value_get(root, key);
	const char **items;

	if (value_kind(list) != VALUE_LIST || value_count(list) == 0)
		return value_err(e, ERR_INPUT, list != NULL ? list : root,
		    "'%s' must be a list of words or phrases, with one at least", key);
	if (value_count(list) > PHRASES_MOST)
		return value_err(e, ERR_LIMIT, list, "'%s' holds more than %d phrases", key,
		    PHRASES_MOST);
	items = arena_alloc(a, value_count(list) * sizeof(*items));
	for (size_t i = 0; i < value_count(list); i++) {
		const char *text = value_source_text(value_at(list, i));

		items[i] = tone_plain(a, strlen(text) <= PHRASE_MOST ? text : "");
		if (items[i][1] == '\0')
			return value_err(e, ERR_INPUT, value_at(list, i),
			    "'%s' holds words or phrases, each of at most %d bytes; quote what YAML takes for something else",
			    key, PHRASE_MOST);
	}
	*out = (struct phrases){items, value_count(list)};
	return ERR_OK;
}

static enum err
read_all(struct arena *a, const struct value *root, struct tone_words *out, struct errinfo *e)
{
	static const char *const known[] = { "language", "greeting", "apology", "closing", "upset",
		"blaming", "dismissive", "bare", "sentence_words" };
	const struct {
		const char *key;
		struct phrases *to;
	} lists[] = { { "greeting", &out->greeting }, { "apology", &out->apology },
		{ "closing", &out->closing }, { "upset", &out->upset },
		{ "blaming", &out->blaming }, { "dismissive", &out->dismissive },
		{ "bare", &out->bare } };
	enum err err = value_check_keys(root, known, sizeof(known) / sizeof(known[0]), e);
	const char *language = value_get_text(root, "language");
	int64_t words = value_get_int(root, "sentence_words", 0);

	if (err != ERR_OK)
		return err;
	if (*language == '\0' || strlen(language) > LANGUAGE_MOST ||
	    strspn(language, "abcdefghijklmnopqrstuvwxyz") != strlen(language))
		return value_err(e, ERR_INPUT, root,
		    "'language' is missing, or none: small letters like en");
	if (words < 5 || words > 200)
		return value_err(e, ERR_INPUT,
		    value_get(root, "sentence_words") != NULL ? value_get(root, "sentence_words") : root,
		    "'sentence_words' is a whole number from 5 to 200: the most words of a sentence that is easily read");
	out->language = arena_text(a, language);
	out->sentence_words = (size_t)words;
	for (size_t i = 0; err == ERR_OK && i < sizeof(lists) / sizeof(lists[0]); i++)
		err = read_phrases(a, root, lists[i].key, lists[i].to, e);
	return err;
}

enum err
tone_read(struct arena *a, const char *name, const char *text, size_t length,
    struct tone_words *out, struct errinfo *e)
{
	struct value *root;
	enum err err =
	    value_parse_yaml(a, name, text, length, &value_limits_message, &root, e);

	*out = (struct tone_words){0};
	return err == ERR_OK ? read_all(a, root, out, e) : err;
}

enum err
tone_load(struct arena *a, const char *folder, struct tone_words **out, size_t *count,
    struct errinfo *e)
{
	const char **names;
	size_t found;
	enum err err = file_list(a, folder, ".yaml", &names, &found, e);

	*count = 0;
	if (err != ERR_OK)
		return err;
	*out = arena_alloc(a, (found + 1) * sizeof(**out));
	for (size_t i = 0; err == ERR_OK && i < found; i++) {
		const char *path = file_join(a, folder, names[i]);
		struct str text;

		str_init(&text);
		if ((err = file_read(path, value_limits_message.bytes, &text, e)) == ERR_OK)
			err = tone_read(a, path, text.data, text.length, &(*out)[*count], e);
		*count += err == ERR_OK;
		str_clear(&text);
	}
	return err;
}

const struct tone_words *
tone_find(const struct tone_words *list, size_t count, const char *language)
{
	size_t length = language == NULL ? 0 : strcspn(language, "-_");

	for (size_t i = 0; i < count; i++)
		if (strlen(list[i].language) == length &&
		    strncmp(list[i].language, language, length) == 0)
			return &list[i];
	return NULL;
}
