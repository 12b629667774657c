/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What each of several things is to become: the words about one thing say nothing of another.
 */
#include "builtin.h"

#include <string.h>

const char *
wish_sku(const struct wish *w, int64_t line_id)
{
	if (w->pick_count <= 1)
		return w->sku;
	for (size_t i = 0; i < w->swap_count; i++)
		if (w->swaps[i].line_id == line_id)
			return w->swaps[i].sku;
	return "";
}

void
wish_swap(struct wish *w, int64_t line_id, const char *sku)
{
	for (size_t i = 0; i < w->swap_count; i++)
		if (w->swaps[i].line_id == line_id) {
			w->swaps[i].sku = sku;
			return;
		}
	if (w->swap_count < PICK_LIMIT)
		w->swaps[w->swap_count++] = (struct swap){line_id, sku};
}

/* The words that a text has about one thing, in pieces. */
struct about {
	const char *pieces[SPOT_LIMIT];
	size_t count;
};

static bool
names_a_value(const struct product *p, const struct variant *base, const char *words)
{
	for (size_t i = 0; p->variant_count && i < p->variants[0].option_count; i++)
		if (named_value(p, base, i, words))
			return true;
	return false;
}

static const struct variant *
base_of(const struct wish *w, const struct product *p, const struct order_line *l)
{
	const struct variant *v = product_variant(p, wish_sku(w, l->id));

	return v ? v : product_variant(p, l->sku);
}

/* "White for the mouse, glass for the shelf": the values stand before the names. */
static bool
values_come_first(struct talk *t, const struct order *o, const struct spot *spots, size_t count,
    const char *text)
{
	const struct spot *last = &spots[count - 1];
	const struct order_line *l = spot_line(t, o, &spots[0], text),
				*z = spot_line(t, o, last, text);

	return l && z && spots[0].begin &&
	    names_a_value(spots[0].p, product_variant(spots[0].p, l->sku),
		arena_text_n(t->a, text, spots[0].from)) &&
	    !names_a_value(last->p, product_variant(last->p, z->sku),
		arena_text_n(t->a, text + last->end, last->to - last->end));
}

/* The line that a spot is about; of a product that is named as often as there are lines of it, the
 * one at the same place. */
static const struct order_line *
line_at(struct talk *t, const struct wish *w, const struct order *o, const struct spot *spots,
    size_t count, size_t at, const char *text)
{
	const struct order_line *l = spot_line(t, o, &spots[at], text), *of[PICK_LIMIT];
	size_t named = 0, before = 0, lines = 0;

	if (l)
		return l;
	for (size_t i = 0; i < count; i++) {
		named += spots[i].p == spots[at].p;
		before += spots[i].p == spots[at].p && i < at;
	}
	for (size_t i = 0; i < w->pick_count; i++) {
		const struct order_line *x = order_line_find(o, w->picks[i].line_id);

		if (x && line_product(t, x) == spots[at].p)
			of[lines++] = x;
	}
	return named == lines && before < lines ? of[before] : NULL;
}

static void
words_about(struct talk *t, const struct wish *w, const struct order *o,
    const struct order_line *l, const char *text, bool alone, struct about *out)
{
	struct spot spots[SPOT_LIMIT];
	size_t count = named_spots(t, w, o, text, spots);

	out->count = 0;
	if (!count && alone)
		out->pieces[out->count++] = text;
	if (!count)
		return;
	bool first = values_come_first(t, o, spots, count, text);

	for (size_t i = 0; i < count; i++) {
		size_t from = first ? (i ? spots[i - 1].end : 0) : spots[i].begin,
		       to = first ? spots[i].end : spots[i].to;

		if (line_at(t, w, o, spots, count, i, text) == l)
			out->pieces[out->count++] = arena_text_n(t->a, text + from, to - from);
	}
}

/* The values that the text wants of this thing; false: none. */
static bool
wanted_in(struct talk *t, const struct wish *w, const struct order *o, const struct order_line *l,
    const struct product *p, const char *text, bool alone, const char *wanted[OPTION_LIMIT])
{
	const struct variant *base = base_of(w, p, l);
	struct about about;
	bool any = false;

	memset(wanted, 0, OPTION_LIMIT * sizeof *wanted);
	words_about(t, w, o, l, text, alone, &about);
	for (size_t k = 0; k < about.count; k++)
		for (size_t i = 0; base && i < base->option_count && i < OPTION_LIMIT; i++) {
			const char *value = named_value(p, base, i, about.pieces[k]);

			wanted[i] = value ? value : wanted[i];
			any = any || value;
		}
	for (size_t k = 0; k < about.count && !any; k++)
		any = names_present(p, base, about.pieces[k]);
	return any;
}

/* Takes what a text says of every thing, where the shop has it. */
static void
hear_text(struct talk *t, struct wish *w, const struct order *o, const char *text)
{
	for (size_t i = 0; i < w->pick_count; i++) {
		const struct order_line *l = order_line_find(o, w->picks[i].line_id);
		const struct product *p = l ? line_product(t, l) : NULL;
		const char *wanted[OPTION_LIMIT];
		bool alone = w->asked_line ? w->asked_line == w->picks[i].line_id
					   : !wish_sku(w, w->picks[i].line_id)[0];

		if (!p || !wanted_in(t, w, o, l, p, text, alone, wanted))
			continue;
		const struct variant *v = variant_wanted(p, base_of(w, p, l), wanted);

		if (v && (w->same_again || v != product_variant(p, l->sku)) && v->stock > 0)
			wish_swap(w, l->id, v->sku);
	}
}

/* The first thing that isn't settled: what was wrong with what was said of it, or which it is to
 * be. */
static enum outcome
settle(struct talk *t, struct wish *w, const struct order *o, const struct order_line *l,
    const char *text)
{
	const struct product *p = line_product(t, l);
	const struct variant *now = p ? product_variant(p, l->sku) : NULL;
	const char *wanted[OPTION_LIMIT], *sku = "";
	bool any = p && wanted_in(t, w, o, l, p, text, w->asked_line == l->id, wanted);
	enum outcome outcome;

	if (!p)
		return OUTCOME_STUCK;
	if (!any && reason_is_ours(w->reason) && !w->another) {
		wish_swap(w, l->id, l->sku);	/* the same again, whole */
		return OUTCOME_NEXT;
	}
	if (w->asked_line != l->id)
		w->asks[NEED_VARIANT] = 0;	/* each thing is a question of its own */
	outcome = any ? variant_settle(t, w, p, now, wanted, &sku) : variant_ask(t, w, p, now, NULL);
	w->asked_line = l->id;
	if (outcome == OUTCOME_NEXT)
		wish_swap(w, l->id, sku);
	return outcome;
}

enum outcome
need_swaps(struct talk *t, struct wish *w, const struct order *o)
{
	const char *text = w->heard_swaps ? t->u->text : w->question;

	if (!w->heard_swaps)
		hear_text(t, w, o, w->question);
	if (!w->fresh && (w == t->focus || w->moved) && !text_is(t->u->text, w->question))
		hear_text(t, w, o, t->u->text);
	w->heard_swaps = true;
	for (size_t i = 0; i < w->pick_count; i++) {
		const struct order_line *l = order_line_find(o, w->picks[i].line_id);
		enum outcome outcome;

		if (!l || wish_sku(w, w->picks[i].line_id)[0])
			continue;
		outcome = settle(t, w, o, l, text);
		if (outcome != OUTCOME_NEXT)
			return outcome;
	}
	w->asked_line = 0;
	trace_step(t, "variants", arena_printf(t->a, "%zu things, each another one", w->pick_count),
	    "other sizes or colours");
	return OUTCOME_NEXT;
}
