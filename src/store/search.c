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
add_phrase(struct arena *a, struct search *out, const char *s, size_t length, bool begins)
{
	struct phrase *p = &out->phrases[out->count];

	if (out->count == SEARCH_PHRASES || length == 0)
		return;
	*p = (struct phrase){.raw = arena_text_n(a, s, length), .begins = begins};
	p->count = add_words(a, s, length, &p->words, SEARCH_WORDS);
	out->count += p->count > 0;
}

/* No quote is in it: those end a phrase. */
void
search_add(struct arena *a, struct search *out, const struct query_text *t)
{
	char *plain = arena_text(a, t->text);

	for (char *c = plain; *c != '\0'; c++)
		*c = *c == '"' ? ' ' : *c;
	add_phrase(a, out, plain, strlen(plain), t->begins);
}

void
search_parse(struct arena *a, const char *query, struct search *out)
{
	const char *quote;
	size_t length;

	memset(out, 0, sizeof(*out));
	while (*query) {
		if (*query == '"' && (quote = strchr(query + 1, '"')) != NULL) {
			add_phrase(a, out, query + 1, (size_t)(quote - query - 1), false);
			query = quote + 1;
			continue;
		}
		query += *query == '"';
		length = strcspn(query, " \t\n\"");
		add_phrase(a, out, query, length, false);
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
		if (p->begins && i + 1 == p->count ? !text_starts(words[at + i], p->words[i])
						   : strcmp(p->words[i], words[at + i]) != 0)
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

/* The words of a text that a phrase takes, by their number. */
static bool *
words_taken(struct arena *a, const struct search *s, const char *const *words, size_t count)
{
	bool *taken = arena_alloc(a, count + 1);

	for (size_t i = 0; i < count; i++)
		for (size_t p = 0; p < s->count; p++)
			for (size_t k = 0; stands_at(&s->phrases[p], words, count, i) &&
			     k < s->phrases[p].count; k++)
				taken[i + k] = true;
	return taken;
}

void
search_snippet(struct arena *a, const struct search *s, const char *text, struct message_hit *out)
{
	size_t length = strlen(text), at = 0, begin, end, hit = 0, number = 0, from = 0, to = length;
	const char **words;
	size_t count = search_words(a, text, &words), dots;
	bool *taken = words_taken(a, s, words, count);

	while (hit < count && !taken[hit])
		hit++;
	hit = hit < count && hit > SNIPPET_BEFORE ? hit - SNIPPET_BEFORE : 0;
	while (number < hit + SNIPPET_WORDS && next_word(text, length, &at, &begin, &end)) {
		if (number == hit)
			from = number == 0 ? 0 : begin;
		if (number + 1 == hit + SNIPPET_WORDS)
			to = end;
		dots = from > 0 ? strlen("…") : 0;
		if (number >= hit && number < count && taken[number] &&
		    out->mark_count < SNIPPET_MARKS) {
			out->marks[out->mark_count].from = begin - from + dots;
			out->marks[out->mark_count++].length = end - begin;
		}
		number++;
	}
	out->snippet = arena_printf(a, "%s%.*s%s", from > 0 ? "…" : "", (int)(to - from),
	    text + from, to < length ? "…" : "");
}
