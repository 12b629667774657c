/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Questions over the catalogue that no one product answers: how many there are, the cheapest and
 * the dearest that fits, what there is under a price, what several pieces come to.
 */
#include "catalogue.h"

#include <string.h>

enum { LISTED = 5, NEAR_GOODS = 5, PIECES_MOST = 99 };

#define SURE 0.9		/* of what the words themselves ask */

enum question {
	ASKS_NOTHING, ASKS_COUNT, ASKS_LEAST, ASKS_MOST, ASKS_WITHIN, ASKS_PRICE
};

/* The values that all that fits of a product has in common: "moss" of moss S and moss L. */
static const char *
item_of(struct talk *t, const struct survey *s, const struct product *p, int64_t price)
{
	const struct variant *first = NULL;
	struct pair common[OPTION_LIMIT];
	size_t count = 0;

	for (size_t i = 0; i < p->variant_count; i++) {
		const struct variant *v = &p->variants[i];
		size_t kept = 0;

		if (!survey_fits(s, p, v) || (price && v->price != price) ||
		    (s->in_stock && !variant_is_there(v)))
			continue;
		if (!first) {
			first = v;
			for (; count < v->option_count && count < OPTION_LIMIT; count++)
				common[count] = v->options[count];
			continue;
		}
		for (size_t k = 0; k < count; k++)
			for (size_t o = 0; o < v->option_count; o++)
				if (text_is(common[k].name, v->options[o].name) &&
				    text_is(common[k].value, v->options[o].value))
					common[kept++] = common[k];
		count = kept;
	}
	struct variant shown = {.options = common, .option_count = count};

	return phrase_item(t, p, first ? &shown : NULL, 1);
}

/* The least and the greatest price of what fits of a product; false: nothing does. */
static bool
prices_that_fit(const struct survey *s, const struct product *p, int64_t *low, int64_t *high)
{
	*low = *high = 0;
	for (size_t i = 0; i < p->variant_count; i++) {
		const struct variant *v = &p->variants[i];

		if (!survey_fits(s, p, v) || (s->in_stock && !variant_is_there(v)))
			continue;
		*low = !*low || v->price < *low ? v->price : *low;
		*high = v->price > *high ? v->price : *high;
	}
	return *high > 0;
}

static const char *
item_with_prices(struct talk *t, const struct survey *s, const struct product *p)
{
	struct params line = {0}, range = {0};
	int64_t low, high;

	if (!prices_that_fit(s, p, &low, &high) || !talk_product(t, p->id))
		return "";
	param_money(t, &range, "price", low);
	if (high > low)
		param_money(t, &range, "high", high);
	param_text(&line, "item", item_of(t, s, p, 0));
	param_text(&line, "prices",
	    phrase(t, high > low ? "product.range" : "product.range_one", &range));
	return phrase(t, "catalogue.item", &line);
}

/* What fits, product by product, as many as a reply can hold. */
static size_t
list_that_fits(struct talk *t, const struct survey *s, const char *out[LISTED], size_t *all)
{
	size_t count = 0;

	*all = 0;
	for (size_t i = 0; i < s->product_count; i++) {
		int64_t low, high;

		if (!prices_that_fit(s, s->products[i], &low, &high))
			continue;
		if (++*all <= LISTED)
			out[count++] = item_with_prices(t, s, s->products[i]);
	}
	return count;
}

static bool
say_extreme(struct talk *t, struct survey *s, bool least)
{
	const char *items[LISTED];
	struct params line = {0};
	int64_t best = 0;
	size_t count = 0;

	s->in_stock = true;		/* what isn't there can't be had at any price */
	for (size_t i = 0; i < s->product_count; i++) {
		int64_t low, high;

		if (prices_that_fit(s, s->products[i], &low, &high) &&
		    (!best || (least ? low < best : high > best)))
			best = least ? low : high;
	}
	if (!best) {
		say_plain(t, "catalogue.none");
		return true;
	}
	for (size_t i = 0; i < s->product_count && count < LISTED; i++) {
		int64_t low, high;

		if (!prices_that_fit(s, s->products[i], &low, &high) ||
		    (least ? low : high) != best || !talk_product(t, s->products[i]->id))
			continue;
		t->m.product_id = s->products[i]->id;
		items[count++] = item_of(t, s, s->products[i], best);
	}
	param_text(&line, "items", phrase_join(t, "and", items, count));
	param_money(t, &line, "price", best);
	say(t, least ? "catalogue.cheapest" : "catalogue.dearest", &line);
	return true;
}

static bool
say_within(struct talk *t, struct survey *s)
{
	const char *items[LISTED];
	struct params line = {0};
	size_t all, count;

	s->in_stock = true;
	if (!(count = list_that_fits(t, s, items, &all))) {
		bool above = s->low > 0;

		s->low = 0;
		s->high = INT64_MAX;
		if (list_that_fits(t, s, items, &all))
			say_plain(t, "catalogue.none");
		return say_extreme(t, s, !above);
	}
	param_text(&line, "items", phrase_join(t, "and", items, count));
	say(t, all > count ? "catalogue.within_more" : "catalogue.within", &line);
	return true;
}

/* ---- counting */

/* "How many colours": the option whose values are counted; NULL: no option stands there. */
static const char *
counted_option(struct talk *t, const struct survey *s, size_t at)
{
	for (size_t i = at; i < s->token_count && i < at + NEAR_GOODS &&
	     (i < s->from || s->from < at);
	     i++)
		for (size_t k = 0; k < s->products[0]->option_count; k++) {
			const char *name = s->products[0]->options[k];
			struct token *own;
			size_t n = text_tokens(t->a, name, strlen(name), &own);

			if (n && (words_are_alike(own[n - 1].folded, s->tokens[i].folded) ||
				     text_begins_with_word_of(t, s->text + s->tokens[i].start,
					 key_of(t, "words.option", key_part(t, name)))))
				return name;
		}
	return NULL;
}

static bool
say_values(struct talk *t, const struct survey *s, const char *option)
{
	const struct product *p = s->products[0];
	const char *values[PICK_LIMIT];
	struct params line = {0};
	size_t count = 0;

	for (size_t i = 0; i < p->variant_count; i++)
		for (size_t k = 0; k < p->variants[i].option_count; k++) {
			const struct pair *o = &p->variants[i].options[k];
			bool known = !text_is(o->name, option) || count == PICK_LIMIT;

			for (size_t x = 0; x < count; x++)
				known = known || text_is(values[x], o->value);
			if (!known)
				values[count++] = o->value;
		}
	if (!count || count == PICK_LIMIT || !talk_product(t, p->id))
		return false;
	facts_derive_number(t->f, arena_printf(t->a, "values of %s of %s", option, p->name),
	    (int64_t)count);
	param_text(&line, "product", p->name);
	param_text(&line, "option", phrase_attribute(t, option));
	param_text(&line, "values", phrase_join(t, "and", values, count));
	param_number(t, &line, "n", (int64_t)count);
	say(t, "catalogue.values", &line);
	return true;
}

static bool
say_products(struct talk *t, const struct survey *s)
{
	const char *items[LISTED];
	struct params line = {0};
	size_t all, count = list_that_fits(t, s, items, &all);

	if (!count)
		return false;
	facts_derive_number(t->f, "products of that kind", (int64_t)all);
	param_number(t, &line, "n", (int64_t)all);
	param_text(&line, "items", phrase_join(t, "and", items, count));
	say(t, all > count ? "catalogue.products_more" : "catalogue.products", &line);
	return true;
}

/* Pieces in stock of what fits; -1: the shop doesn't count them all. */
static int64_t
pieces_of(const struct survey *s, const struct product *p)
{
	int64_t sum = 0;

	for (size_t i = 0; i < p->variant_count; i++) {
		const struct variant *v = &p->variants[i];

		if (!survey_fits(s, p, v))
			continue;
		if (v->uncounted)
			return -1;
		sum += v->stock;
	}
	return sum;
}

static bool
say_pieces(struct talk *t, const struct survey *s)
{
	bool said = false;

	for (size_t i = 0; i < s->product_count && i < LISTED; i++) {
		const struct product *p = s->products[i];
		struct params line = {0};
		int64_t low, high, n = pieces_of(s, p);

		if (n < 0 || !prices_that_fit(s, p, &low, &high) || !talk_product(t, p->id))
			continue;
		facts_derive_number(t->f, arena_printf(t->a, "pieces of %s in stock", p->name), n);
		param_text(&line, "item", item_of(t, s, p, 0));
		param_number(t, &line, "n", n);
		say(t, n ? "catalogue.pieces" : "catalogue.pieces_none", &line);
		t->m.product_id = p->id;
		said = true;
	}
	return said;
}

/* The goods stand right behind "how many", with nothing but their options and words like
 * "different" between: "how many people fit into the tent" counts no tents. */
static bool
counts_goods(struct talk *t, const struct survey *s, size_t after)
{
	size_t end = s->spoken_of ? survey_find(t, s, "words.those", after) : s->from;

	for (size_t i = after, n; i < s->token_count && i < end; i += n) {
		n = survey_phrase(t, s, "words.count_between", i);
		for (size_t k = 0; k < s->value_count && !n; k++)
			n = s->value_at[k] == i;
		if (!n)
			return false;
	}
	return s->from >= after || s->spoken_of;
}

static bool
say_count(struct talk *t, struct survey *s)
{
	size_t many = survey_find(t, s, "words.how_many", 0),
	       after = many + survey_phrase(t, s, "words.how_many", many);
	const char *option;

	if (s->product_count == 1 && (option = counted_option(t, s, after)))
		return say_values(t, s, option);
	if (!counts_goods(t, s, after))
		return false;
	if (s->product_count > 1 &&
	    (text_has_word_of(t, s->text, "words.kinds") || (!s->in_stock && !s->value_count)))
		return say_products(t, s);
	return say_pieces(t, s);
}

/* ---- prices */

/* "Zoom 3x" is a value of the goods, and no three of them. */
static bool
is_of_a_value(const struct talk *t, const struct survey *s, const struct slot *q)
{
	const struct product *p = s->product_count == 1 ? s->products[0] : NULL;

	for (size_t v = 0; p && v < p->variant_count; v++)
		for (size_t i = 0; i < p->variants[v].option_count; i++) {
			const struct pair *o = &p->variants[v].options[i];
			const char *at = value_in_text(t->u->text, o->name, o->value);
			size_t from = at ? (size_t)(at - t->u->text) : 0;

			if (at && from <= q->start && q->start < from + strlen(o->value))
				return true;
		}
	return false;
}

static int64_t
pieces_asked(const struct talk *t, const struct survey *s)
{
	const struct slot *q = understanding_slot(t->u, SLOT_QUANTITY);
	int64_t n;

	return q && !is_of_a_value(t, s, q) && text_to_int(q->value, 2, PIECES_MOST, &n) ? n : 0;
}

static bool
say_total(struct talk *t, const struct survey *s, int64_t n)
{
	const struct product *p = s->products[0];
	struct params line = {0};
	int64_t low, high;

	if (!prices_that_fit(s, p, &low, &high) || low != high || !talk_product(t, p->id))
		return false;
	facts_derive_number(t->f, "pieces asked for", n);
	facts_derive_money(t->f, arena_printf(t->a, "price of %lld pieces", (long long)n), n * low);
	param_text(&line, "item", item_of(t, s, p, 0));
	param_money(t, &line, "price", low);
	param_money(t, &line, "total", n * low);
	param_number(t, &line, "n", n);
	say(t, "catalogue.total", &line);
	t->m.product_id = p->id;
	return true;
}

/* The price of the one that is described, where its words weren't found as an option: "the 90 litre
 * one", "the carbon poles". */
static bool
say_described(struct talk *t, const struct survey *s)
{
	const struct product *p = s->products[0];
	struct params line = {0};
	int64_t low, high;

	if (!prices_that_fit(s, p, &low, &high) || low != high || !talk_product(t, p->id))
		return false;
	param_text(&line, "product", item_of(t, s, p, 0));
	param_money(t, &line, "price", low);
	say(t, "product.price", &line);
	t->m.product_id = p->id;
	return true;
}

/* From the lowest to the highest. */
static bool
say_prices(struct talk *t, const struct survey *s)
{
	const struct product *p = s->products[0];
	struct params line = {0};
	const char *prices = talk_product(t, p->id) ? phrase_prices(t, p, NULL) : "";

	if (!prices[0])
		return false;
	param_text(&line, "product", p->name);
	param_text(&line, "price", prices);
	say(t, "product.price", &line);
	return true;
}

/* A change alone was heard in the message: what is asked beside it has no wish of its own. */
static bool
only_change_is_heard(const struct talk *t)
{
	bool change = false;

	for (size_t i = 0; i < t->m.wish_count; i++) {
		const struct wish *w = &t->m.wishes[i];

		if (w->fresh && wish_is_live(w) && w->book->family == FAMILY_ANSWER)
			return false;
		change = change || (w->fresh && w->book->family == FAMILY_ACTION);
	}
	return change;
}

static bool
is_described(const struct talk *t, const struct survey *s)
{
	for (size_t i = 0; i < s->value_count; i++) {
		bool heard = false;

		for (size_t k = 0; k < t->u->slot_count && !heard; k++)
			heard = t->u->slots[k].kind == SLOT_OPTION &&
			    text_is_fold(t->u->slots[k].value, s->values[i].value);
		if (!heard)
			return true;
	}
	return false;
}

/* ---- what is asked */

static enum question
asked_by_words(struct talk *t, const char *text)
{
	if (text_has_word_of(t, text, "words.how_many"))
		return ASKS_COUNT;
	if (text_has_word_of(t, text, "words.cheapest"))
		return ASKS_LEAST;
	if (text_has_word_of(t, text, "words.dearest") ||
	    (text_has_word_of(t, text, "words.best") && understanding_slot(t->u, SLOT_MONEY)))
		return ASKS_MOST;
	if (understanding_slot(t->u, SLOT_MONEY) &&
	    (text_has_word_of(t, text, "words.under") || text_has_word_of(t, text, "words.over") ||
		text_has_word_of(t, text, "words.up_to")))
		return ASKS_WITHIN;
	if (text_has_word_of(t, text, "words.price"))
		return ASKS_PRICE;
	return ASKS_NOTHING;
}

/* "Is delivery free over 75 euros for a jacket?": the amount limits something else. */
static bool
is_limit_of_else(const struct talk *t, const struct survey *s)
{
	const struct slot *x = understanding_slot(t->u, SLOT_MONEY);
	const char *at = strstr(t->u->text, s->text);
	bool behind = at && x && s->from < s->token_count && !s->spoken_of &&
	    s->tokens[s->from].start + (size_t)(at - t->u->text) > x->start;

	for (size_t i = 0; i < t->m.wish_count && behind; i++)
		if (t->m.wishes[i].fresh && !(t->m.wishes[i].book->needs & NEEDS(NEED_PRODUCT)))
			return true;
	return false;
}

static bool
say_answer(struct talk *t, struct survey *s, enum question q, bool beside)
{
	switch (q) {
	case ASKS_COUNT:
		return say_count(t, s);
	case ASKS_LEAST: case ASKS_MOST:
		return say_extreme(t, s, q == ASKS_LEAST);
	case ASKS_WITHIN:
		return s->limited && !is_limit_of_else(t, s) && say_within(t, s);
	case ASKS_PRICE:
		if (s->product_count != 1)
			return false;
		if (pieces_asked(t, s))
			return say_total(t, s, pieces_asked(t, s));
		if (beside && s->called && !is_described(t, s))
			return say_prices(t, s);
		return is_described(t, s) && say_described(t, s);
	case ASKS_NOTHING:
		break;
	}
	return false;
}

/* "… and what does a lantern cost?": none of the wish's verbs stands in it. */
static bool
is_of_price(struct talk *t, const char *clause, const struct wish *w)
{
	return text_has_word_of(t, clause, "words.price") && w->book->family == FAMILY_ACTION &&
	    !text_has_word_of(
		t, clause, key_of(t, "words.choose", action_kind_name(w->book->kind)));
}

/* Words of the message that another wish stands in, or that are about an order of theirs. */
static bool
is_about_their_own(struct talk *t, const char *clause, size_t from, size_t to)
{
	for (size_t i = 0; i < t->m.wish_count; i++) {
		const struct wish *w = &t->m.wishes[i];

		if (w->fresh && w->book->family != FAMILY_ANSWER && wish_is_live(w) &&
		    (!w->to || (w->from < to && from < w->to)) &&
		    !(from && is_of_price(t, clause, w)))
			return true;
	}
	for (size_t i = 0; i < t->u->slot_count; i++)
		if (t->u->slots[i].kind == SLOT_ORDER_NUMBER && t->u->slots[i].start >= from &&
		    t->u->slots[i].start < to)
			return true;
	return text_has_word_of(t, clause, "words.own") ||
	    text_has_word_of(t, clause, "words.i_ordered");
}

/* The questions that were heard in these words have their answer. */
static void
settle(struct talk *t, size_t from, size_t to)
{
	for (size_t i = 0; i < t->m.wish_count; i++) {
		struct wish *w = &t->m.wishes[i];

		if (w->fresh && w->book->family == FAMILY_ANSWER && wish_is_live(w) &&
		    (!w->to || t->u->wish_count < 2 || (w->from < to && from < w->to)))
			w->status = WISH_DONE;
	}
	if (t->said_clause_count < ANSWER_CLAUSES)
		t->said_clauses[t->said_clause_count++] =
		    arena_text_n(t->a, t->u->text + from, to - from);
	t->worked = t->m.served = t->claims_made = true;
	t->out_of_scope = t->unclear = false;
	t->m.unclear = t->m.declined = 0;
	t->intent = t->intent ? t->intent : "product_question";
	t->intent_probability = t->intent_probability < SURE ? SURE : t->intent_probability;
}

static bool
answer_clause(struct talk *t, const char *clause, bool only)
{
	const char *at = strstr(t->u->text, clause);
	size_t from = at ? (size_t)(at - t->u->text) : 0, to = from + strlen(clause);
	enum question q = asked_by_words(t, clause);
	struct survey s;

	if (q == ASKS_NOTHING || is_about_their_own(t, clause, from, to))
		return false;
	/* what the goods are may stand in another part of the message, where nothing else does */
	if (!survey_goods(t, clause, &s) && (only || !survey_goods(t, t->u->text, &s)) &&
	    !survey_last(t, clause, &s) && !survey_all(t, clause, &s))
		return false;
	survey_limits(t, &s);
	say_break(t);
	if (!say_answer(t, &s, q, !only && only_change_is_heard(t)))
		return false;
	settle(t, from, to);
	trace_step(t, "catalogue",
	    arena_printf(t->a, "asked over %zu products, of which %zu options are named",
		s.product_count, s.value_count),
	    "an order of theirs, or no goods named");
	return true;
}

bool
catalogue_answer(struct talk *t)
{
	const char *clauses[ANSWER_CLAUSES];
	size_t count = question_clauses(t, t->u->text, clauses);
	bool said = false;

	if (t->answered || t->err)
		return false;
	for (size_t i = 0; i < count && !t->err; i++)
		said = answer_clause(t, clauses[i], count == 1) || said;
	return said;
}
