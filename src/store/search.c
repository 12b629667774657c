/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search.h"

#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"

#define SNIPPET_BEFORE 4
#define SNIPPET_WORDS 14

static bool
is_word(uint32_t point)
{
	return utf8_is_letter(point) || utf8_is_digit(point);
}

/* The next run of letters and digits from *at; its bounds in the text. False at the end. */
static bool
next_word(const char *s, size_t length, size_t *at, size_t *begin, size_t *end)
{
	uint32_t point;
	size_t used;

	while ((used = utf8_next(s + *at, length - *at, &point)) > 0 && !is_word(point))
		*at += used;
	*begin = *at;
	while ((used = utf8_next(s + *at, length - *at, &point)) > 0 && is_word(point))
		*at += used;
	*end = *at;
	return *end > *begin;
}

static size_t
add_words(struct arena *a, const char *s, size_t length, const char ***out, size_t limit)
{
	struct str folded;
	const char **words = NULL;
	size_t at = 0, begin, end, count = 0, room = 0;

	str_init(&folded);
	utf8_fold_plain(&folded, s, length);
	while (count < limit && next_word(folded.data, folded.length, &at, &begin, &end)) {
		if (count == room) {
			const char **more =
			    arena_alloc(a, (room = room ? room * 2 : 16) * sizeof(*more));

			if (count > 0)
				memcpy(more, words, count * sizeof(*more));
			words = more;
		}
		words[count++] = arena_text_n(a, folded.data + begin, end - begin);
	}
	str_clear(&folded);
	*out = words;
	return count;
}

size_t
search_words(struct arena *a, const char *text, const char ***out)
{
	return add_words(a, text, strlen(text), out, (size_t)-1);
}

static void
add_phrase(struct arena *a, struct search *out, const char *s, size_t length)
{
	struct phrase *p = &out->phrases[out->count];

	if (out->count == SEARCH_PHRASES || length == 0)
		return;
	p->count = add_words(a, s, length, &p->words, SEARCH_WORDS);
	p->raw = arena_text_n(a, s, length);
	out->count += p->count > 0;
}

void
search_parse(struct arena *a, const char *query, struct search *out)
{
	const char *quote;
	size_t length;

	memset(out, 0, sizeof(*out));
	while (*query) {
		if (*query == '"' && (quote = strchr(query + 1, '"')) != NULL) {
			add_phrase(a, out, query + 1, (size_t)(quote - query - 1));
			query = quote + 1;
			continue;
		}
		query += *query == '"';
		length = strcspn(query, " \t\n\"");
		add_phrase(a, out, query, length);
		query += length;
		query += *query != '\0' && *query != '"';
	}
}

static bool
stands_at(const struct phrase *p, const char *const *words, size_t count, size_t at)
{
	if (at + p->count > count)
		return false;
	for (size_t i = 0; i < p->count; i++)
		if (strcmp(p->words[i], words[at + i]) != 0)
			return false;
	return true;
}

size_t
phrase_count(const struct phrase *p, const char *const *words, size_t count)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++)
		found += stands_at(p, words, count, i);
	return found;
}

const char *
search_snippet(struct arena *a, const struct search *s, const char *text)
{
	size_t length = strlen(text), at = 0, begin, end, hit = 0, number = 0, from = 0,
	       to = length;
	const char **words;
	size_t count = search_words(a, text, &words);

	for (size_t i = 0; i < count && hit == 0; i++)
		for (size_t p = 0; p < s->count; p++)
			if (stands_at(&s->phrases[p], words, count, i))
				hit = i + 1;
	hit = hit > SNIPPET_BEFORE ? hit - SNIPPET_BEFORE : 1;
	while (next_word(text, length, &at, &begin, &end)) {
		number++;
		if (number == hit)
			from = number == 1 ? 0 : begin;
		if (number == hit + SNIPPET_WORDS - 1) {
			to = end;
			break;
		}
	}
	return arena_printf(a, "%s%.*s%s", from > 0 ? "…" : "", (int)(to - from), text + from,
	    to < length ? "…" : "");
}
