/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sentences that repeat one of a source but for the word that turns it: "can" for "can't".
 */
#include "ground_check.h"

#include <string.h>

#define ONE_PLACE 6		/* words of both, together, that may differ at one place */
#define TWO_PLACES 4		/* … at two */
#define MORE_PLACES 4		/* places of a sentence put in other words */
#define MORE_DIFFERENT 8	/* … and words of both there, of one with so many in common */
#define MORE_COMMON 5
#define COMMON_LEAST 3
#define CLAUSE 3	/* words put before or behind a sentence, from which on they are another */
#define CLAUSE_COMMON 5	/* words in common, then */

/* Letters and digits; each byte of each source is looked at. */
static const bool word_bytes[256] = {
	['0' ... '9'] = true, ['A' ... 'Z'] = true, ['a' ... 'z'] = true, [0x80 ... 0xff] = true};

static bool
is_word(char c)
{
	return word_bytes[(unsigned char)c];
}

static bool
is_end(char c)
{
	return c == '.' || c == '!' || c == '?' || c == ';';
}

bool
ground_sentence(const char *text, size_t length, size_t *from, struct sentence *out)
{
	size_t i = *from;
	out->start = i;
	out->count = 0;
	if (i >= length)
		return false;
	while (i < length) {
		size_t start = i;
		if (!is_word(text[i])) {
			if (text[i] == '\n' ||
			    (is_end(text[i]) &&
				(i + 1 >= length || text[i + 1] == ' ' || text[i + 1] == '\n')))
				break;
			i++;
			continue;
		}
		do
			while (++i < length && is_word(text[i]))
				;
		while (i + 1 < length && text[i] == '\'' && is_word(text[i + 1]));
		if (out->count < SENTENCE_WORDS) {
			out->at[out->count] = text + start;
			out->lengths[out->count++] = i - start;
		}
	}
	out->asks = i < length && text[i] == '?';
	out->ends = i < length && text[i] != '\n';
	out->length = i - out->start;
	*from = i + 1;
	return true;
}

static bool
is_same_word(const struct sentence *x, size_t i, const struct sentence *y, size_t k)
{
	return x->lengths[i] == y->lengths[k] && memcmp(x->at[i], y->at[k], x->lengths[i]) == 0;
}

/* Two sentences word by word. */
struct alignment {
	bool in_x[SENTENCE_WORDS], in_y[SENTENCE_WORDS];	/* of their longest common sequence */
	size_t common, different;	/* words; those of both that differ, together */
	size_t places;			/* at which they differ */
	bool forgiven;			/* a clause before or behind isn't counted */
};

/* A clause that is put before or behind a whole sentence turns nothing in it. */
static void
forgive(const struct sentence *x, const struct sentence *y, struct alignment *a)
{
	size_t first = 0, last = 0;
	while (first < x->count && !a->in_x[first])
		first++;
	while (last < x->count && !a->in_x[x->count - 1 - last])
		last++;
	if (y->count == 0 || first == x->count)
		return;
	if (first >= CLAUSE && a->in_y[0]) {
		memset(a->in_x, true, first);
		a->different -= first;
		a->places--;
		a->forgiven = true;
	}
	if (last >= CLAUSE && a->in_y[y->count - 1]) {
		memset(a->in_x + x->count - last, true, last);
		a->different -= last;
		a->places--;
		a->forgiven = true;
	}
}

static void
align(const struct sentence *x, const struct sentence *y, struct alignment *out)
{
	uint8_t best[SENTENCE_WORDS + 1][SENTENCE_WORDS + 1];
	size_t i = 0, k = 0;
	bool differs = false;
	memset(best, 0, sizeof best);
	*out = (struct alignment){.common = 0};
	for (i = x->count; i-- > 0;)
		for (k = y->count; k-- > 0;)
			best[i][k] = is_same_word(x, i, y, k) ? (uint8_t)(best[i + 1][k + 1] + 1)
			    : best[i + 1][k] > best[i][k + 1] ? best[i + 1][k]
							      : best[i][k + 1];
	for (i = k = 0; i < x->count || k < y->count;) {
		if (i < x->count && k < y->count && is_same_word(x, i, y, k)) {
			out->in_x[i++] = out->in_y[k++] = true;
			differs = false;
			continue;
		}
		out->places += !differs;
		differs = true;
		if (k == y->count || (i < x->count && best[i + 1][k] >= best[i][k + 1]))
			i++;
		else
			k++;
	}
	out->common = best[0][0];
	out->different = x->count + y->count - 2 * out->common;
	forgive(x, y, out);
}

/* The same sentence but for something put in the place of something else, or for two small
 * things. */
static bool
is_near(const struct sentence *y, const struct alignment *a)
{
	return a->common >= (a->forgiven ? CLAUSE_COMMON : COMMON_LEAST) &&
	    a->common * 5 >= y->count * 3 && ((a->places <= 1 && a->different <= ONE_PLACE) ||
		(a->places == 2 && a->different <= TWO_PLACES));
}

/* … or in other words here and there. */
static bool
is_reworded(const struct sentence *y, const struct alignment *a)
{
	return a->places <= MORE_PLACES && a->different <= MORE_DIFFERENT &&
	    a->common >= MORE_COMMON && a->common * 5 >= y->count * 3;
}

/* A word that turns a term, of the language's list. */
static bool
is_turning(const struct check *c, const char *at, size_t length)
{
	const struct role_words *w = &c->g->terms;
	for (size_t i = 0; i < w->count; i++)
		if (strlen(w->words[i]) == length && memcmp(w->words[i], at, length) == 0)
			return true;
	return false;
}

static bool
turns_among(const struct check *c, const struct sentence *s, const bool *common)
{
	for (size_t i = 0; i < s->count; i++)
		if (!common[i] && is_turning(c, s->at[i], s->lengths[i]))
			return true;
	return false;
}

/* Words that are the same have the same outline. */
static uint8_t
outline(const char *at, size_t length)
{
	return (uint8_t)((unsigned char)at[0] * 7u + (unsigned char)at[length - 1] * 131u +
	    (unsigned char)at[length / 2] * 29u + length * 17u);
}

/* Where a source's sentences begin, with the outlines of their words, for all sentences of a draft:
 * most have too little in common with any to be compared word by word. */
static void
outline_source(const struct check *c, struct source *source)
{
	const struct folded *f = &source->folded;
	size_t from = 0, room = 0, words = 0;
	struct sentence y;
	uint8_t *outlines = arena_room(c->a, f->length / 2 + 1);
	while (ground_sentence(f->text, f->length, &from, &y)) {
		if (y.count < COMMON_LEAST)
			continue;
		if (source->sentence_count == room) {
			room = room == 0 ? 32 : room * 2;
			struct outlined *more = arena_room(c->a, room * sizeof *more);
			if (source->sentence_count > 0)
				memcpy(more, source->sentences,
				    source->sentence_count * sizeof *more);
			source->sentences = more;
		}
		for (size_t i = 0; i < y.count; i++)
			outlines[words + i] = outline(y.at[i], y.lengths[i]);
		source->sentences[source->sentence_count++] =
		    (struct outlined){y.start, y.count, outlines + words};
		words += y.count;
	}
}

/* The words of a sentence, by their outlines. */
struct outlines { bool has[256]; };

/* No fewer than the words that the two have in common. */
static size_t
common_at_most(const struct outlines *x, const struct outlined *y)
{
	size_t n = 0;
	for (size_t i = 0; i < y->count; i++)
		n += x->has[y->outlines[i]];
	return n;
}

/* How a sentence stands to one source: its common words where it repeats a sentence of it but for a
 * few, or all. *turned: what differs turns it. */
static size_t
likest(const struct check *c, const struct sentence *x, const struct outlines *words,
    const struct source *source, bool *turned, bool *whole)
{
	struct alignment a;
	struct sentence y;
	size_t best = 0;
	for (size_t i = 0; i < source->sentence_count; i++) {
		const struct outlined *o = &source->sentences[i];
		size_t most, from = o->start;
		if (o->count > 2 * x->count || x->count > 2 * o->count)
			continue;
		if ((most = common_at_most(words, o)) < COMMON_LEAST || most * 5 < o->count * 3)
			continue;
		ground_sentence(source->folded.text, source->folded.length, &from, &y);
		align(x, &y, &a);
		if (a.different == 0 && a.common == x->count) {
			*whole = true;
			return a.common;
		}
		bool near = is_near(&y, &a);
		if (a.common <= best || !(near || is_reworded(&y, &a)))
			continue;
		bool here = turns_among(c, x, a.in_x), there = turns_among(c, &y, a.in_y);
		/* in other words some word of the list may stand for nothing: one must stand against
		   another */
		if (!near && !(here && there))
			continue;
		best = a.common;
		*turned = here || there;
	}
	return best;
}

static bool
is_turned(const struct check *c, const struct sentence *x)
{
	struct outlines words = {{false}};
	size_t best = 0;
	bool out = false;
	for (size_t i = 0; i < x->count; i++)
		words.has[outline(x->at[i], x->lengths[i])] = true;
	for (size_t i = 0; i < c->source_count; i++) {
		bool turned = false, whole = false;
		size_t common = likest(c, x, &words, &c->sources[i], &turned, &whole);
		if (whole)
			return false;
		if (common > best || (common == best && !turned)) {
			best = common;
			out = turned;
		}
	}
	return out;
}

/* "– Spiddal pot set (two people)": a line of a list that says nothing of it. */
static bool
is_label(const struct check *c, const struct sentence *x)
{
	static const char bullet[] = "– ";
	return !x->ends && x->length >= sizeof bullet - 1 &&
	    memcmp(c->draft.text + x->start, bullet, sizeof bullet - 1) == 0;
}

void
ground_find_turned(struct check *c, struct found_list *out)
{
	struct sentence x;
	size_t from = 0;
	if (c->g->terms.count == 0)
		return;
	for (size_t i = 0; i < c->source_count; i++)
		outline_source(c, &c->sources[i]);
	while (ground_sentence(c->draft.text, c->draft.length, &from, &x))
		if (!x.asks && !is_label(c, &x) && x.count >= COMMON_LEAST && is_turned(c, &x))
			found_add(out, c->a, &c->draft, CLAIM_TERM, x.start, x.length);
}
