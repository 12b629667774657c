/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"

#include "catalogue.h"

#define MENTION_WORDS 8
#define MENTION_PRODUCTS 5		/* slots for an ambiguous mention, at most */
#define MENTION_LEAST 0.35

/* "boots" is "boot": one is the other with an ending that makes many of one. */
static bool
same_stem(const struct words *words, const char *a, size_t a_length, const char *b, size_t b_length)
{
	size_t shorter = a_length < b_length ? a_length : b_length,
	       more = a_length + b_length - 2 * shorter;

	return shorter >= 3 && more > 0 && more <= 3 && memcmp(a, b, shorter) == 0 &&
	    words_is_plural_ending(words, (a_length > b_length ? a : b) + shorter, more);
}

static void
add_word(struct token_words *out, uint32_t word, double similarity)
{
	if (out->count < CATALOGUE_TOKEN_WORDS) {
		out->word[out->count] = word;
		out->similarity[out->count++] = similarity;
	}
}

static void
add_typos(const struct message *m, const char *s, size_t length, struct token_words *out)
{
	const struct understand_index *x = m->index;
	uint32_t letters = catalogue_letters(s, length);
	int limit = length >= 8 ? 2 : 1, best = limit + 1;
	uint32_t found = 0;

	for (size_t i = 0; i < x->word_count; i++) {
		const struct catalogue_word *w = &x->words[i];
		int distance;

		if (w->length + 2 < length || length + 2 < w->length || w->length < 4 ||
		    __builtin_popcount(w->letters ^ letters) > 2 * limit)
			continue;
		distance = catalogue_distance(s, length, w->text, w->length, limit);
		if (distance < best) {
			best = distance;
			found = (uint32_t)i;
		}
	}
	if (best <= limit)
		add_word(out, found, best == 1 ? 0.85 : 0.7);
}

static bool
is_shop_word(const struct message *m, size_t token)
{
	for (size_t i = 0; i < m->index->shop_word_count; i++)
		if (strcmp(m->index->shop_words[i], m->tokens[token].folded) == 0)
			return true;
	return false;
}

/* "Hello Tarn & Fell": the shop is spoken to, and no product named after it, or sounding like it,
 * is meant. */
static bool
is_of_shop_name(const struct message *m, size_t token)
{
	size_t from = token < 2 ? 0 : token - 2,
	       to = token + 2 < m->count ? token + 2 : m->count - 1;

	if (!is_shop_word(m, token))
		return false;
	for (size_t i = from; i <= to; i++)
		if (i != token && is_shop_word(m, i))
			return true;
	return m->index->shop_word_count == 1;
}

/* The catalogue's word that is exactly s; word_count for none. */
static size_t
word_named(const struct understand_index *x, const char *s, size_t length)
{
	for (size_t i = x->first_letter[(unsigned char)s[0]];
	     i < x->first_letter[(unsigned char)s[0] + 1]; i++)
		if (x->words[i].length == length && memcmp(x->words[i].text, s, length) == 0)
			return i;
	return x->word_count;
}

/* "day pack" for the catalogue's "daypack": tokens first and first + 1 written as one. */
static void
add_joined(const struct message *m, size_t first, struct token_words *out)
{
	char joined[64];
	size_t length, word;

	if (first + 1 >= m->count || m->tokens[first].kind != TOKEN_WORD ||
	    m->tokens[first + 1].kind != TOKEN_WORD || !message_between(m, first, " -"))
		return;
	length = strlen(m->tokens[first].folded) + strlen(m->tokens[first + 1].folded);
	if (length < 6 || length >= sizeof joined)
		return;
	strcpy(joined, m->tokens[first].folded);
	strcat(joined, m->tokens[first + 1].folded);
	word = word_named(m->index, joined, length);
	if (word < m->index->word_count)
		add_word(out, (uint32_t)word, 0.95);
}

/* "headtorch" and "head-torch" for the catalogue's "head torch": one word, of two that a name has
 * side by side. */
static void
add_parts(const struct understand_index *x, const char *s, size_t length, struct token_words *out)
{
	for (size_t i = 0; i < x->phrase_count; i++)
		for (size_t k = 0; k + 1 < x->phrases[i].count; k++) {
			const struct catalogue_word *a = &x->words[x->phrases[i].words[k]],
						    *b = &x->words[x->phrases[i].words[k + 1]];
			size_t sign = a->length < length && s[a->length] == '-';

			if (a->length + sign + b->length != length ||
			    memcmp(a->text, s, a->length) != 0 ||
			    memcmp(b->text, s + a->length + sign, b->length) != 0)
				continue;
			add_word(out, x->phrases[i].words[k], 0.95);
			add_word(out, x->phrases[i].words[k + 1], 0.95);
			return;
		}
}

void
catalogue_token_words(const struct message *m, size_t token, struct token_words *out)
{
	const struct understand_index *x = m->index;
	const char *s = m->tokens[token].folded;
	size_t length = strlen(s);
	bool excused = message_match_at(m, "reason", token) != NULL;	/* "too short" are no
									   shorts */

	const struct word_match *method = message_match_at(m, "method", token);

	const struct word_match *greeting = message_match_at(m, "greeting", token);

	out->count = 0;
	if (greeting != NULL && greeting->count > 1)
		return;		/* "Dear Sir or Madam": no Maam */
	if (method != NULL && strcmp(method->sub, "gift_card") != 0)
		return;		/* "my card" is no gift card */
	if (is_of_shop_name(m, token) || m->taken[token] || length < 3 || length > 31 ||
	    (m->tokens[token].kind != TOKEN_WORD && m->tokens[token].kind != TOKEN_MIXED))
		return;
	for (size_t i = x->first_letter[(unsigned char)s[0]];
	     i < x->first_letter[(unsigned char)s[0] + 1]; i++) {
		if (x->words[i].length == length && memcmp(x->words[i].text, s, length) == 0)
			add_word(out, (uint32_t)i, 1);
		else if (!excused &&
		    same_stem(m->u->words, x->words[i].text, x->words[i].length, s, length))
			add_word(out, (uint32_t)i, 0.95);
	}
	if (out->count == 0 && !excused && length >= 6)
		add_parts(x, s, length, out);
	if (out->count == 0 && !excused) {
		add_joined(m, token, out);
		if (token > 0)
			add_joined(m, token - 1, out);
	}
	if (out->count == 0 && !excused && length >= 4 && m->tokens[token].kind == TOKEN_WORD &&
	    message_word_rows(m, s) < 2)
		add_typos(m, s, length, out);
}

struct mention {
	size_t from, count;
	struct token_words words[MENTION_WORDS];
	double idf;			/* of all its words */
};

static double
similarity_in(const struct mention *t, uint32_t word)
{
	double best = 0;

	for (size_t i = 0; i < t->count; i++)
		for (size_t k = 0; k < t->words[i].count; k++)
			if (t->words[i].word[k] == word && t->words[i].similarity[k] > best)
				best = t->words[i].similarity[k];
	return best;
}

static bool
speaks_of(const struct catalogue_word *w, uint32_t product)
{
	for (size_t i = 0; i < w->product_count; i++)
		if (w->products[i] == product)
			return true;
	return false;
}

struct product_score {
	uint32_t product;
	double score;
	bool named, whole, head;
};

/* How well a mention speaks of a product: the share of its words that are the product's, and
 * whether a whole phrase of it is there. */
static double
score_product(const struct understand_index *x, const struct mention *t, struct product_score *out)
{
	double covered = 0, phrase = 0;

	for (size_t i = 0; i < t->count; i++) {
		double best = 0;

		for (size_t k = 0; k < t->words[i].count; k++) {
			const struct catalogue_word *w = &x->words[t->words[i].word[k]];

			if (!speaks_of(w, out->product))
				continue;
			if (w->idf * t->words[i].similarity[k] > best)
				best = w->idf * t->words[i].similarity[k];
			out->named |= w->is_name;
		}
		covered += best;
	}
	for (size_t i = 0; i < x->phrase_count; i++) {
		const struct catalogue_phrase *p = &x->phrases[i];
		double least = 1, weight = p->source == SOURCE_ALSO ? 0.92 : 1;

		if (p->product != out->product)
			continue;
		for (size_t k = 0; k < p->count && least > 0; k++) {
			double s = similarity_in(t, p->words[k]);

			least = s < least ? s : least;
		}
		/* "the mat" may be the sleeping mat: the last word of what it is called. */
		out->head |= p->source != SOURCE_NAME && t->count == 1 &&
		    similarity_in(t, p->words[p->count - 1]) > 0.9;
		if (least > 0 && least * weight * p->idf / t->idf > phrase) {
			phrase = least * weight * p->idf / t->idf;
			out->whole = true;
		}
	}
	out->score = 0.55 * covered / t->idf + 0.3 * (phrase > 1 ? 1 : phrase) +
	    (out->named ? 0.15 : 0) + (out->named && covered / t->idf > 0.6 ? 0.1 : 0);
	return out->score;
}

static int
by_score(const void *a, const void *b)
{
	const struct product_score *x = a, *y = b;

	if (x->score > y->score || x->score < y->score)
		return x->score > y->score ? -1 : 1;
	return x->product < y->product ? -1 : 1;
}

static void
mention_resolve(struct message *m, const struct mention *t)
{
	const struct understand_index *x = m->index;
	struct product_score *found = arena_alloc(m->a, (x->product_count + 1) * sizeof *found);
	bool *seen = arena_alloc(m->a, x->product_count + 1);
	size_t n = 0, near = 0;

	for (size_t i = 0; i < t->count; i++)
		for (size_t k = 0; k < t->words[i].count; k++) {
			const struct catalogue_word *w = &x->words[t->words[i].word[k]];

			for (size_t j = 0; j < w->product_count; j++) {
				if (seen[w->products[j]])
					continue;
				seen[w->products[j]] = true;
				found[n].product = w->products[j];
				found[n].named = found[n].whole = found[n].head = false;
				score_product(x, t, &found[n]);
				n += found[n].named || found[n].whole || found[n].head;
			}
		}
	qsort(found, n, sizeof *found, by_score);
	while (near < n && found[near].score >= found[0].score - 0.08)
		near++;
	for (size_t i = 0; i < near && i < MENTION_PRODUCTS; i++) {
		double p = (found[i].score > 0.97 ? 0.97 : found[i].score) / (double)near;

		if (found[i].score >= MENTION_LEAST)
			message_add(m, SLOT_PRODUCT, "", x->products[found[i].product].id, p,
			    t->from, t->count, false);
	}
}

/* Runs of catalogue words; an option's value may stand within ("corrib moss jacket"). */
void
slots_find_products(struct message *m)
{
	struct mention t;

	if (m->index->product_count == 0)
		return;
	slots_find_options(m);
	for (size_t i = 0; i < m->count; i++) {
		memset(&t, 0, sizeof t);
		t.from = i;
		for (size_t at = i; at < m->count && t.count < MENTION_WORDS; at++) {
			struct token_words *w = &t.words[t.count];
			double idf = 0;

			catalogue_token_words(m, at, w);
			if (w->count == 0 &&
			    !(t.count > 0 && is_option_value(m, at) &&
				message_between(m, at - 1, " ")))
				break;
			if (w->count > 0 && t.count > 0 && !message_between(m, at - 1, " &'"))
				break;
			for (size_t k = 0; k < w->count; k++)
				idf = m->index->words[w->word[k]].idf > idf
				    ? m->index->words[w->word[k]].idf
				    : idf;
			t.idf += idf;
			t.count++;
		}
		if (t.idf > 0)
			mention_resolve(m, &t);
		i += t.count > 1 ? t.count - 1 : 0;
	}
}
