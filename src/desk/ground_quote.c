/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Quoting: which figure of a source the words around a claim belong to.
 */
#include <ctype.h>
#include <string.h>

#include "ground_check.h"

#define NEIGHBOURS 4	/* words on each side that are compared */
#define ENOUGH 3	/* of them the same, one at least on each side: the same words */
#define LABEL 2		/* words before a figure that ends a line: a name that ends with it, "Visa
			   ending 4417" */

struct words {
	const char *at[NEIGHBOURS];
	size_t length[NEIGHBOURS], count;
};

static bool
is_word(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* The words before a place, nearest first; a line is a whole. */
static void
words_before(const struct folded *f, size_t at, struct words *out)
{
	out->count = 0;
	while (at > 0 && out->count < NEIGHBOURS) {
		while (at > 0 && !is_word(f->text[at - 1]) && f->text[at - 1] != '\n')
			at--;
		if (at == 0 || f->text[at - 1] == '\n')
			return;
		size_t end = at;
		while (at > 0 && is_word(f->text[at - 1]))
			at--;
		out->at[out->count] = f->text + at;
		out->length[out->count++] = end - at;
	}
}

static void
words_after(const struct folded *f, size_t at, struct words *out)
{
	out->count = 0;
	while (at < f->length && out->count < NEIGHBOURS) {
		while (at < f->length && !is_word(f->text[at]) && f->text[at] != '\n')
			at++;
		if (at == f->length || f->text[at] == '\n')
			return;
		size_t from = at;
		while (at < f->length && is_word(f->text[at]))
			at++;
		out->at[out->count] = f->text + from;
		out->length[out->count++] = at - from;
	}
}

static size_t
same_words(const struct words *a, const struct words *b)
{
	size_t n = 0;
	while (n < a->count && n < b->count && a->length[n] == b->length[n] &&
	    memcmp(a->at[n], b->at[n], a->length[n]) == 0)
		n++;
	return n;
}

static bool
is_alike(const struct found *x, const struct found *s)
{
	if (x->kind == CLAIM_NUMBER && *x->unit == '\0')
		return (s->kind == CLAIM_NUMBER && *s->unit == '\0') || s->kind == CLAIM_DURATION;
	return s->kind == x->kind && strcmp(s->unit, x->unit) == 0;
}

/* The same figure: by value, or where it has none that counts (2.5, 0100) by how it is written. */
static bool
is_same(const struct check *c, const struct found *x, const struct folded *source,
    const struct found *s)
{
	if (x->exact && s->exact)
		return s->n == x->n;
	return !x->exact && !s->exact && x->length == s->length &&
	    memcmp(c->draft.text + x->start, source->text + s->start, x->length) == 0;
}

/* Of the recorded texts only what stands in the same words counts, so that the word before a figure
 * must be among them: most are not, and what the records claim needn't be found. */
static bool
may_record_it(const struct check *c, const struct words *before)
{
	return before->count > 0 &&
	    strstr(c->sources[c->passage_count].folded.text,
		arena_text_n(c->a, before->at[0], before->length[0])) != NULL;
}

enum quoted
ground_quoted(const struct check *c, const struct found *x, const char **source)
{
	struct words before, after, b, a;
	size_t best = 0;
	enum quoted out = QUOTED_NOT;
	words_before(&c->draft, x->start, &before);
	words_after(&c->draft, x->start + x->length, &after);
	for (size_t i = 0; i < c->source_count; i++) {
		if (i == c->passage_count && !may_record_it(c, &before))
			continue;
		const struct found_list *claims = ground_claims_of(c, i);
		const struct folded *f = &c->sources[i].folded;
		for (size_t k = 0; k < claims->count; k++) {
			const struct found *s = &claims->items[k];
			if (!is_alike(x, s))
				continue;
			words_before(f, s->start, &b);
			words_after(f, s->start + s->length, &a);
			size_t left = same_words(&before, &b), right = same_words(&after, &a);
			bool same = is_same(c, x, f, s),
			     ends = a.count == 0 && left >= LABEL,
			     strong = (left > 0 && right > 0 && left + right >= ENOUGH) || ends;
			const char *name = i < c->passage_count ? c->passages[i]->id : "facts";
			if (strong && (left + right > best || (left + right == best && same))) {
				best = left + right;
				out = same ? QUOTED_SO : QUOTED_OTHERWISE;
				*source = name;
			} else if (same && best == 0 && out == QUOTED_NOT && i < c->passage_count) {
				out = QUOTED_SOMEWHERE;
				*source = name;
			}
		}
	}
	return out;
}
