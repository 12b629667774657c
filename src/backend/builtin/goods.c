/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which goods a question over the catalogue is about: by a name of their own, else by what they
 * are.
 */
#include "catalogue.h"

#include <string.h>

enum { GRAM_LIMIT = 4, NAME_LEAST = 4 };

/* A text's words, folded; arena's. */
static size_t
words_of(struct talk *t, const char *text, struct token **out)
{
	return text_tokens(t->a, text ? text : "", text ? strlen(text) : 0, out);
}

static bool
is_ending(const char *s)
{
	return text_is(s, "s") || text_is(s, "es");
}

bool
words_are_alike(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b);

	if (na > nb)
		return nb > 1 && !strncmp(a, b, nb) && is_ending(a + nb);
	return text_is(a, b) || (na > 1 && !strncmp(a, b, na) && is_ending(b + na));
}

/* A name's words. */
struct gram {
	struct token *words;
	size_t count;
};

static struct gram
gram_make(struct talk *t, const char *name)
{
	struct gram g;

	g.count = words_of(t, name, &g.words);
	return g;
}

/* How many of the words from at on, at least one, are the whole name, or its end where by_end is
 * set: "jackets" is the end of "down jacket". */
static size_t
gram_at(
    const struct gram *g, const struct token *words, size_t count, size_t at, bool by_end)
{
	for (size_t skip = 0; skip < g->count && g->count - skip <= GRAM_LIMIT; skip++) {
		size_t k = 0;

		while (skip + k < g->count && at + k < count &&
		    words_are_alike(g->words[skip + k].folded, words[at + k].folded))
			k++;
		if (skip + k == g->count)
			return k;
		if (!by_end)
			break;
	}
	return 0;
}

/* The longest of the survey's runs of words that are this name, and where the first such begins;
 * what is no longer than best leaves both as they are. */
static void
take_longest(const struct gram *g, const struct survey *s, bool by_end, size_t *best, size_t *at)
{
	for (size_t i = 0; i < s->token_count; i++) {
		size_t n = gram_at(g, s->tokens, s->token_count, i, by_end);

		if (n > *best || (n == *best && n && i < *at)) {
			*best = n;
			*at = i;
		}
	}
}

/* The longest run of words that says what the product is, and where it begins. */
static size_t
kind_gram(struct talk *t, const struct product *p, const struct survey *s, size_t *at)
{
	struct gram g = gram_make(t, p->kind);
	size_t best = 0, first = 0;

	take_longest(&g, s, true, &best, &first);
	for (size_t k = 0; k < p->also_count; k++) {
		g = gram_make(t, p->also[k]);
		take_longest(&g, s, false, &best, &first);
	}
	g = gram_make(t, p->department);
	take_longest(&g, s, false, &best, &first);
	if (best)
		*at = first;
	return best;
}

/* What many things are called is nobody's name. */
static bool
is_common(const struct product *list, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++) {
		if (strcasestr(list[i].kind, word))
			return true;
		for (size_t k = 0; k < list[i].also_count; k++)
			if (strcasestr(list[i].also[k], word))
				return true;
	}
	return false;
}

static bool
is_shop_name(const struct talk *t, const char *word)
{
	return t->q->settings->name && strcasestr(t->q->settings->name, word) != NULL;
}

/* The place of a word that is this product's name alone; token_count: none. */
static size_t
called_at(struct talk *t, const struct product *list, size_t count, const struct product *p,
    const struct survey *s)
{
	struct token *own;
	size_t n = words_of(t, p->name, &own);

	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		while (k < s->token_count &&
		    !words_are_alike(own[i].folded, s->tokens[k].folded))
			k++;
		/* what takes longest is asked last: hardly a word of a name is said */
		if (k < s->token_count && strlen(own[i].folded) >= NAME_LEAST &&
		    !is_shop_name(t, own[i].folded) && !is_common(list, count, own[i].folded))
			return k;
	}
	return s->token_count;
}

static void
add(struct survey *s, const struct product *p, size_t at, size_t length)
{
	if (s->product_count == SURVEY_PRODUCTS) {
		s->too_many = true;
		return;
	}
	s->products[s->product_count++] = p;
	s->from = s->product_count == 1 || at < s->from ? at : s->from;
	s->to = at + length > s->to ? at + length : s->to;
}

/* "The Inagh top": of two that bear the name the one that it is. */
static void
keep_kind(struct talk *t, struct survey *s)
{
	size_t kept = 0, at = 0;
	bool any = false;

	for (size_t i = 0; i < s->product_count; i++)
		any = any || kind_gram(t, s->products[i], s, &at) > 0;
	for (size_t i = 0; any && i < s->product_count; i++) {
		size_t n = kind_gram(t, s->products[i], s, &at);

		if (!n)
			continue;
		s->products[kept++] = s->products[i];
		s->to = at + n > s->to ? at + n : s->to;
	}
	s->product_count = any ? kept : s->product_count;
}

static void
add_called(struct talk *t, struct survey *s, const struct product *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t at = called_at(t, list, count, &list[i], s);

		if (at < s->token_count)
			add(s, &list[i], at, 1);
	}
	s->called = s->product_count > 0;
	if (s->product_count > 1)
		keep_kind(t, s);
}

/* Of what things are the longest name counts: a "sleeping bag liner" is no sleeping bag. */
static void
add_kinds(struct talk *t, struct survey *s, const struct product *list, size_t count)
{
	size_t best = 0, at;

	for (size_t i = 0; i < count; i++) {
		size_t n = kind_gram(t, &list[i], s, &at);

		best = n > best ? n : best;
	}
	for (size_t i = 0; best && i < count; i++)
		if (kind_gram(t, &list[i], s, &at) == best)
			add(s, &list[i], at, best);
}

static void
begin(struct talk *t, const char *text, struct survey *out)
{
	memset(out, 0, sizeof *out);
	out->text = text;
	out->unit = "";
	out->high = INT64_MAX;
	out->token_count = words_of(t, text, &out->tokens);
}

bool
survey_last(struct talk *t, const char *text, struct survey *out)
{
	const struct product *p = t->m.product_id[0] &&
		text_has_word_of(t, text, "words.those")
	    ? talk_product(t, t->m.product_id)
	    : NULL;

	begin(t, text, out);
	if (!p)
		return false;
	out->products[out->product_count++] = p;
	out->spoken_of = true;
	return true;
}

/* NULL: failed. */
static const struct product *
all_products(struct talk *t, size_t *count)
{
	const struct product *list = NULL;
	struct errinfo e = {0};
	enum err err = facts_catalogue(t->f, &list, count, &e);

	if (err)
		talk_fail(t, err, &e);
	return err ? NULL : list;
}

bool
survey_all(struct talk *t, const char *text, struct survey *out)
{
	size_t count = 0;
	const struct product *list =
	    text_has_word_of(t, text, "words.anything") ? all_products(t, &count) : NULL;

	begin(t, text, out);
	for (size_t i = 0; list && i < count; i++)
		if (!list[i].gift_card)
			add(out, &list[i], 0, 0);
	out->spoken_of = true;
	return out->product_count > 0 && !out->too_many;
}

bool
survey_goods(struct talk *t, const char *text, struct survey *out)
{
	size_t count = 0;
	const struct product *list = all_products(t, &count);

	begin(t, text, out);
	if (!list)
		return false;
	add_called(t, out, list, count);
	if (!out->product_count)
		add_kinds(t, out, list, count);
	return out->product_count > 0 && !out->too_many;
}
