/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which lines of the order a wish means: the only one, those named, all, all but those named; else
 * asked.
 */
#include "builtin.h"

#include <string.h>

/* Words like "the blue one" choose among lines, unless they say what to change to. */
static bool
line_has_options(struct talk *t, const struct wish *w, const struct order_line *l)
{
	const struct product *p = line_product(t, l);
	const struct variant *v = p ? product_variant(p, l->sku) : NULL;

	if (!v || (w->book->needs & NEEDS(NEED_VARIANT)))
		return true;
	for (size_t i = 0; i < w->option_count; i++) {
		bool held = false;

		for (size_t k = 0; k < v->option_count; k++)
			held = held || text_is_fold(v->options[k].value, w->options[i].value);
		if (!held)
			return false;
	}
	return true;
}

static bool
fits_by_words(struct talk *t, const struct wish *w, const struct order *o, bool except)
{
	for (size_t i = 0; i < w->mention_count; i++)
		if (w->mentions[i].except == except && order_has_words(t, o, w->mentions[i].words))
			return true;
	return false;
}

/* What fits by its words goes before what was guessed from a likeness, but for a slip. */
static bool
counts(struct talk *t, const struct order *o, const struct mention *m, bool by_words)
{
	return !by_words || order_has_words(t, o, m->words) ||
	    named_with_slips(t, talk_product(t, m->product_id), m->words);
}

static bool
named(struct talk *t, const struct wish *w, const struct order *o, const struct order_line *l,
    bool except)
{
	bool by_words = fits_by_words(t, w, o, except);

	for (size_t i = 0; i < w->mention_count; i++)
		if (w->mentions[i].except == except &&
		    line_is_mentioned(t, o, l, &w->mentions[i]) &&
		    counts(t, o, &w->mentions[i], by_words))
			return true;
	return false;
}

bool
wish_picks(const struct wish *w, int64_t line_id)
{
	for (size_t i = 0; i < w->pick_count; i++)
		if (w->picks[i].line_id == line_id)
			return true;
	return false;
}

static bool
has_mentions(const struct wish *w, bool except)
{
	for (size_t i = 0; i < w->mention_count; i++)
		if (w->mentions[i].except == except)
			return true;
	return false;
}

static int64_t
quantity_of(const struct wish *w, const struct order_line *l)
{
	return w->quantity > 0 && w->quantity < l->quantity ? w->quantity : l->quantity;
}

static void
pick(struct wish *w, const struct order_line *l)
{
	if (w->pick_count < PICK_LIMIT)
		w->picks[w->pick_count++] = (struct pick){l->id, quantity_of(w, l)};
}

static size_t
matching(struct talk *t, const struct wish *w, const struct order *o, bool by_options,
    const struct order_line **out)
{
	bool by_name = has_mentions(w, false), by_except = has_mentions(w, true);
	size_t count = 0;

	for (size_t i = 0; i < o->line_count && count < PICK_LIMIT; i++) {
		const struct order_line *l = &o->lines[i];

		if (l->returned || (by_name && !named(t, w, o, l, false)) ||
		    (by_except && named(t, w, o, l, true)))
			continue;
		if (by_options && !line_has_options(t, w, l))
			continue;
		out[count++] = l;
	}
	return count;
}

static enum outcome
ask_lines(struct talk *t, struct wish *w, const struct order_line **list, size_t count)
{
	struct params p = {0};
	enum outcome o = need_ask(t, w, NEED_LINES);

	if (o == OUTCOME_STUCK)
		return o;
	param_text(&p, "order", w->order_id);
	param_text(&p, "wish", phrase(t, key_or(t, "wish", w->book->intent, "wish.other"), NULL));
	say(t, w->asks[NEED_LINES] > 1 ? "line.ask_again" : "line.ask", &p);
	state_expect(t, CHOICE_LINE, slot_kind_name(SLOT_PRODUCT));
	for (size_t i = 0; i < count && i < CHOICE_LIMIT; i++) {
		const struct product *product = line_product(t, list[i]);
		struct params line = {0};

		if (!product)
			continue;
		param_text(&line, "text",
		    phrase_item(
			t, product, product_variant(product, list[i]->sku), list[i]->quantity));
		str_add(&t->text, "\n");
		str_add(&t->text, phrase(t, "choice.line", &line));
		state_choice(t, arena_printf(t->a, "%lld", (long long)list[i]->id));
	}
	return o;
}

/* Picks that were chosen by ordinal have no quantity yet; picks of another order are gone. */
static bool
picks_hold(struct wish *w, const struct order *o)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->pick_count; i++) {
		const struct order_line *l = order_line_find(o, w->picks[i].line_id);

		if (l && !l->returned)
			w->picks[kept++] = (struct pick){l->id,
			    w->picks[i].quantity > 0 ? w->picks[i].quantity : quantity_of(w, l)};
	}
	w->pick_count = kept;
	return kept > 0;
}

/* Lines that the words of this mention may mean, by themselves or by what was guessed from them. */
static size_t
lines_meant(struct talk *t, const struct wish *w, const struct order *o, const struct mention *m)
{
	bool by_words = fits_by_words(t, w, o, false);
	size_t count = 0;

	for (size_t i = 0; i < o->line_count; i++) {
		bool meant = false;

		for (size_t k = 0; k < w->mention_count && !o->lines[i].returned; k++) {
			const struct mention *x = &w->mentions[k];

			meant = meant ||
			    (!x->except &&
				(x == m || (m->words[0] && text_is_fold(x->words, m->words))) &&
				line_is_mentioned(t, o, &o->lines[i], x) &&
				counts(t, o, x, by_words));
		}
		count += meant;
	}
	return count;
}

/* "The mat" with two mats in the order is one of them, and which is asked. */
static bool
each_is_one(struct talk *t, const struct wish *w, const struct order *o)
{
	for (size_t i = 0; i < w->mention_count; i++)
		if (!w->mentions[i].except && lines_meant(t, w, o, &w->mentions[i]) > 1)
			return false;
	return true;
}

/* "The blue" mat, the mat "(blue)": what can't be what it shall become. */
static const char *
beside_name(struct talk *t, const struct spot *s, const char *text)
{
	const char *after = text + s->end + strspn(text + s->end, " ");
	size_t length = *after == '(' ? strcspn(after, ")") : 0;

	return arena_printf(t->a, "%.*s %.*s", (int)(s->from - s->begin), text + s->begin,
	    (int)length, after);
}

/* The words want something of it that it hasn't, or name all that it has; "the hat in blue" may be
 * the blue hat, or the red one that shall become blue. */
static bool
spot_wants(struct talk *t, const struct spot *s, const struct order_line *l, const char *text)
{
	const struct variant *now = product_variant(s->p, l->sku);
	const char *words = arena_text_n(t->a, text + s->begin, s->to - s->begin);

	for (size_t i = 0; now && i < now->option_count; i++)
		if (named_value(s->p, now, i, words))
			return true;
	return names_present(s->p, now, beside_name(t, s, text));
}

/* "The blue mat and the grey one's case", where the words tell which mat: those lines instead of
 * all that the names may mean. Zero where some name stays open. */
static size_t
described(struct talk *t, const struct wish *w, const struct order *o, const char *text,
    const struct order_line **out)
{
	struct spot spots[SPOT_LIMIT];
	size_t spot_count = named_spots(t, w, o, text, spots), count = 0;
	bool swaps = w->book->needs & NEEDS(NEED_VARIANT);

	if (has_mentions(w, true))
		return 0;
	for (size_t i = 0; i < spot_count; i++) {
		const struct order_line *l = spot_line(t, o, &spots[i], text);
		bool known = false;

		if (!l || (swaps && !w->asks[NEED_LINES] && !spot_wants(t, &spots[i], l, text)))
			return 0;
		for (size_t k = 0; k < count; k++)
			known = known || out[k] == l;
		if (!known && count < PICK_LIMIT)
			out[count++] = l;
	}
	return count;
}

enum outcome
need_lines(struct talk *t, struct wish *w)
{
	const struct order_line *list[PICK_LIMIT], *told[PICK_LIMIT];
	const struct order *o = wish_order(t, w);

	if (!o)
		return OUTCOME_STUCK;
	if (picks_hold(w, o))
		return OUTCOME_NEXT;
	/* "the blue mat and the shelf": the blue is the mat's, and no line is both */
	size_t some = 0;

	if (w->mention_count > 1 && !w->everything &&
	    !(some = described(t, w, o, t->u->text, told)))
		some = described(t, w, o, w->question, told);
	size_t count = matching(t, w, o, w->option_count > 0 && some < 2, list);

	if (!count && w->option_count)
		count = matching(t, w, o, false, list);
	if (!count && w->mention_count) {
		struct params p = {0};
		const struct product *product = talk_product(t, w->mentions[0].product_id);

		param_text(&p, "order", o->id);
		param_text(&p, "product", product ? product->name : "");
		say(t, "line.unknown", &p);
		w->mention_count = 0;
		count = matching(t, w, o, false, list);
	}
	if (!count) {
		say_order(t, "line.none_left", o->id);
		w->status = WISH_REFUSED;
		return OUTCOME_NEXT;
	}
	bool settled = count == 1 || w->everything ||
	    ((has_mentions(w, true) || w->mention_count > 1) && each_is_one(t, w, o));

	if (!settled) {
		if (!some && !(some = described(t, w, o, t->u->text, told)))
			some = described(t, w, o, w->question, told);
		settled = some > 0;
		count = some ? some : count;
		memcpy(list, told, some * sizeof *list);
	}
	if (!settled)
		return ask_lines(t, w, list, count);
	w->pick_count = 0;
	for (size_t i = 0; i < count; i++)
		pick(w, list[i]);
	trace_step(t, "items",
	    arena_printf(t->a, "%zu of %zu lines of %s", w->pick_count, o->line_count, o->id),
	    "other items named");
	return OUTCOME_NEXT;
}
