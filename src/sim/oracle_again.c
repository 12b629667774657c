/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "floorwalker/base/str.h"
#include "oracle_private.h"

/* What a reply puts to the shopper: kinds of action as bits, and all that says of what: figures,
 * numbers of orders, values of goods. */
struct proposal {
	unsigned kinds;
	struct figure_set words;
};

static void
note_figures(const struct oracle *o, const char *text, struct proposal *p)
{
	struct figure f;
	size_t at = 0, start, length;

	while (figure_next(text, &at, o->settings->currency, o->decimals, &f))
		figure_set_add(&p->words, f.value);
	for (at = 0; figure_word(text, &at, &start, &length);)
		figure_set_add(&p->words, oracle_word(text + start, length));
}

/* "Moss, L", of goods that are named. */
static void
note_values(const struct product *x, const char *text, struct proposal *p)
{
	for (size_t i = 0; i < x->variant_count; i++)
		for (size_t k = 0; k < x->variants[i].option_count; k++) {
			const char *value = x->variants[i].options[k].value;

			if (oracle_names(text, value))
				figure_set_add(&p->words, oracle_word(value, strlen(value)));
		}
}

static void
note_goods(const struct oracle *o, const char *text, struct proposal *p)
{
	for (size_t i = 0; i < o->records->product_count; i++) {
		const struct product *x = &o->records->products[i];

		if (oracle_find(text, x->name) == NULL)
			continue;
		figure_set_add(&p->words, oracle_word(x->id, strlen(x->id)));
		note_values(x, text, p);
	}
}

/* What a message sums up and asks a yes for; no kinds: nothing. */
static void
read_proposal(const struct oracle *o, struct arena *a, const char *text, struct proposal *out)
{
	const struct terms *t = o->terms;
	const char *sentence;
	size_t at = 0, start, length;

	memset(out, 0, sizeof(*out));
	if (!phrases_find(&t->asks, text, 0, &start, &length))
		return;
	while ((sentence = sentence_next(a, text, &at)) != NULL)
		for (size_t i = 0; i < t->proposal_count; i++) {
			if (!phrases_find(&t->proposals[i].says, sentence, 0, &start, &length))
				continue;
			out->kinds |= 1u << t->proposals[i].kind;
			note_figures(o, sentence, out);
			note_goods(o, sentence, out);
		}
}

static bool
holds_all(struct figure_set *whole, const struct figure_set *part)
{
	for (size_t i = 0; i < part->count; i++)
		if (!figure_set_has(whole, part->values[i]))
			return false;
	return true;
}

static bool
is_same(struct proposal *a, struct proposal *b)
{
	return a->kinds != 0 && a->kinds == b->kinds && holds_all(&a->words, &b->words) &&
	    holds_all(&b->words, &a->words);
}

/* The reply to a no must not sum up once more what that no was said to. */
void
oracle_check_again(const struct oracle *o, struct arena *a, const struct oracle_case *c,
    struct oracle_verdict *out)
{
	out->again = 0;
	for (size_t i = 0; i < c->refused_count; i++) {
		size_t k = c->refused[i];
		struct proposal before, after;

		if (k == 0 || k >= c->ai_count)
			continue;
		read_proposal(o, a, c->ai_texts[k - 1], &before);
		read_proposal(o, a, c->ai_texts[k], &after);
		if (is_same(&before, &after)) {
			out->again++;
			str_addf(&out->why, "they had said no to that: %s\n", c->ai_texts[k]);
		}
		figure_set_clear(&before.words);
		figure_set_clear(&after.words);
	}
}
