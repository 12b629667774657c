/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mutation.h"

#include <ctype.h>
#include <string.h>

#include "corpus.h"
#include "floorwalker/base/str.h"

#define PLACES_MOST 256

/* Where something can be put otherwise. */
struct place {
	const struct wrong_terms *wrong;
	size_t text, start, length;
};

size_t
mutation_kinds(const struct terms *t, const char *kinds[MUTATION_KINDS_MOST])
{
	size_t count = 0;

	for (size_t i = 0; i < t->wrong_count && count < MUTATION_KINDS_MOST; i++) {
		size_t j = 0;

		while (j < count && !text_is(kinds[j], t->wrong[i].kind))
			j++;
		if (j == count)
			kinds[count++] = t->wrong[i].kind;
	}
	return count;
}

/* Whether an action that would make the statement true was taken, or waits. */
static bool
would_be_true(const struct wrong_terms *w, const struct oracle_case *c)
{
	for (size_t i = 0; i < c->actions->count; i++)
		if (w->unless[c->actions->items[i].kind])
			return true;
	return false;
}

static void
find_in_sentence(const struct wrong_terms *w, const char *sentence, size_t text, size_t offset,
    struct place *out, size_t *count)
{
	size_t from = 0, start, length;

	if (w->within.count > 0 && !phrases_find(&w->within, sentence, 0, &start, &length))
		return;
	while (*count < PLACES_MOST && phrases_find(&w->find, sentence, from, &start, &length)) {
		out[(*count)++] = (struct place){ w, text, offset + start, length };
		from = start + (length > 0 ? length : 1);
	}
}

static void
find_places(const struct wrong_terms *w, const struct oracle_case *c, struct arena *a,
    struct place *out, size_t *count)
{
	if (!text_is_empty(w->add)) {
		if (c->ai_count > 0 && *count < PLACES_MOST && !would_be_true(w, c))
			out[(*count)++] = (struct place){
			    w, c->ai_count - 1, strlen(c->ai_texts[c->ai_count - 1]), 0};
		return;
	}
	for (size_t i = 0; i < c->ai_count; i++) {
		const char *sentence;
		size_t at = 0;

		while ((sentence = sentence_next(a, c->ai_texts[i], &at)) != NULL)
			find_in_sentence(w, sentence, i, at - strlen(sentence), out, count);
	}
}

/* Another digit in the place of the first that isn't a leading nought. */
static const char *
with_other_digit(const char *found, size_t length, struct random_stream *r, struct arena *a)
{
	char *text = arena_text_n(a, found, length);
	size_t digits = 0, which;

	for (size_t i = 0; i < length; i++)
		digits += isdigit((unsigned char)text[i]) != 0;
	which = digits > 0 ? random_below(r, digits) : 0;
	for (size_t i = 0; digits > 0 && i < length; i++)
		if (isdigit((unsigned char)text[i]) && which-- == 0) {
			text[i] = (char)('0' + (text[i] - '0' + 1 + (int)random_below(r, 8)) % 10);
			break;
		}
	return text;
}

bool
mutation_make(const struct terms *t, const char *kind, const struct oracle_case *c,
    struct random_stream *r, struct arena *a, const char **out)
{
	struct place *places = arena_alloc(a, PLACES_MOST * sizeof(*places)), *p;
	const char *text, *put;
	size_t count = 0;

	for (size_t i = 0; i < t->wrong_count; i++)
		if (text_is(t->wrong[i].kind, kind))
			find_places(&t->wrong[i], c, a, places, &count);
	if (count == 0)
		return false;
	p = &places[random_below(r, count)];
	text = c->ai_texts[p->text];
	put = !text_is_empty(p->wrong->add) ? arena_printf(a, " %s", p->wrong->add)
	    : p->wrong->digit               ? with_other_digit(text + p->start, p->length, r, a)
					    : p->wrong->put;
	for (size_t i = 0; i < c->ai_count; i++)
		out[i] = c->ai_texts[i];
	out[p->text] =
	    arena_printf(a, "%.*s%s%s", (int)p->start, text, put, text + p->start + p->length);
	return true;
}
