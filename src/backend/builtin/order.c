/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which of their orders a wish means: the one that is named, spoken of last, placed when they say, or
 * the only one that it can be; else asked.
 */
#include "builtin.h"

#include <ctype.h>
#include <string.h>

static bool
could_be(struct talk *t, const struct wish *w, const struct order *o, bool by_fit)
{
	if (by_fit && !order_fits(o, w->book->fit))
		return false;
	if (w->other && text_is(o->id, t->m.order_id))
		return false;
	for (size_t i = 0; i < w->mention_count; i++)
		if (!w->mentions[i].except && order_has_mentioned(t, o, &w->mentions[i]))
			return true;
	for (size_t i = 0; i < w->mention_count; i++)
		if (!w->mentions[i].except)
			return false;
	return true;
}

static size_t
candidates(
    struct talk *t, const struct wish *w, bool by_fit, const struct order **out, size_t limit)
{
	size_t count = 0;

	for (size_t i = 0; i < t->order_count && count < limit; i++)
		if (could_be(t, w, &t->orders[i], by_fit))
			out[count++] = &t->orders[i];
	return count;
}

static enum outcome
take_order(struct talk *t, struct wish *w, const char *order_id, double certainty, const char *why)
{
	w->order_id = order_id;
	w->other = false;
	t->m.order_id = order_id;
	t->m.order_unknown = false;
	if (certainty < t->slot_certainty)
		t->slot_certainty = certainty;
	trace_step(t, "order", arena_printf(t->a, "%s: %s", order_id, why),
	    "another order number, or \"the other one\"");
	return talk_order(t, order_id) ? OUTCOME_NEXT : OUTCOME_STUCK;
}

static const char *
order_line_text(struct talk *t, const struct order *o)
{
	struct params p = {0};
	const char *items[3];
	size_t count = 0;

	for (size_t i = 0; i < o->line_count && count < 3; i++) {
		const struct product *product = line_product(t, &o->lines[i]);

		if (product)
			items[count++] = product->name;
	}
	if (o->line_count > 3)
		items[2] = phrase(t, "list.more", NULL);
	param_text(&p, "order", o->id);
	param_date(t, &p, "date", o->placed_ms);
	param_text(&p, "items", phrase_join(t, "and", items, count));
	return phrase(t, "choice.order", &p);
}

/* Where several things are wanted a question says for which it is. */
void
say_which_wish(struct talk *t, const struct wish *w)
{
	struct params p = {0};
	size_t live = 0;

	for (size_t i = 0; i < t->m.wish_count; i++)
		live += wish_is_live(&t->m.wishes[i]) &&
		    t->m.wishes[i].book->family != FAMILY_ANSWER;
	const char *key = w->order_id[0] ? "wish.now_order" : "wish.now";

	if ((live < 2 && !t->proposal_count) || w->asks[NEED_ORDER] > 1 || !has_key(t, key))
		return;
	param_text(&p, "order", w->order_id);
	param_text(&p, "wish", phrase(t, key_or(t, "wish", w->book->intent, "wish.other"), NULL));
	say(t, key, &p);
}

static enum outcome
ask_order(struct talk *t, struct wish *w, const struct order **list, size_t count)
{
	struct params p = {0};

	if (t->m.order_unknown && w->asks[NEED_ORDER] >= ASK_LIMIT && has_key(t, "order.only_yours"))
		return refuse_foreign_order(t, w);
	enum outcome o = need_ask(t, w, NEED_ORDER);

	if (o == OUTCOME_STUCK)
		return o;
	say_which_wish(t, w);
	param_text(&p, "wish", phrase(t, key_or(t, "wish", w->book->intent, "wish.other"), NULL));
	say(t, w->asks[NEED_ORDER] > 1 ? "order.ask_again" : "order.ask", &p);
	state_expect(t, CHOICE_ORDER, slot_kind_name(SLOT_ORDER_NUMBER));
	for (size_t i = 0; i < count && i < 5; i++) {
		struct params line = {0};
		const struct order *read = talk_order(t, list[i]->id);	/* what is spoken of is
									   recorded */

		param_text(&line, "text", order_line_text(t, read ? read : list[i]));
		str_add(&t->text, "\n");
		str_add(&t->text, phrase(t, "choice.line", &line));
		state_choice(t, list[i]->id);
	}
	return o;
}

/* "All of them": a wish each, so that each is summarised and agreed on its own. */
static enum outcome
every_order(struct talk *t, struct wish *w, const struct order **list, size_t count)
{
	w->everything = false;
	for (size_t i = 1; i < count && i < 5; i++)
		if (!wish_again(t, w, list[i]->id))
			break;
	return take_order(t, w, list[0]->id, 0.9, "all that this could mean, one after the other");
}

static enum outcome
unknown_order(struct talk *t, struct wish *w)
{
	if (t->err)
		return OUTCOME_STUCK;
	say_order(t, "order.unknown", w->order_id);
	trace_step(t, "order unknown", "not among this customer's orders", "a number of theirs");
	w->order_id = "";
	w->asks[NEED_ORDER]++;
	t->m.order_unknown = true;
	return OUTCOME_NEXT;
}

static bool
is_same_code(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (*a != '\0' && !isalnum((unsigned char)*a))
			a++;
		while (*b != '\0' && !isalnum((unsigned char)*b))
			b++;
		if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
			return false;
		if (*a == '\0')
			return true;
	}
}

/* The order that is named, also where its number was written without its signs: "W12" for
 * "#W-12". */
static const struct order *
named_order(struct talk *t, struct wish *w)
{
	const struct order *o = wish_order(t, w);

	if (o || t->err || !talk_orders(t))
		return o;
	for (size_t i = 0; i < t->order_count; i++)
		if (is_same_code(t->orders[i].id, w->order_id))
			return talk_order(t, t->orders[i].id);
	return NULL;
}

/* Those of the orders named that are theirs, where "one of them" was said. */
static size_t
named_ones(struct talk *t, const struct wish *w, const struct order **out)
{
	size_t count = 0;

	for (size_t i = 0; i < w->among_count; i++) {
		const struct order *o = talk_order(t, w->among[i]);

		if (o)
			out[count++] = o;
	}
	return count;
}

/* Something was done about it in this conversation: whether the next thing is for it as well is
 * asked where it might be another. */
static bool
was_acted_on(const struct talk *t, const char *order_id)
{
	for (size_t i = 0; i < t->q->action_count; i++)
		if (text_is(t->q->actions[i].order_id, order_id) &&
		    (t->q->actions[i].state == ACTION_DONE ||
			action_state_is_open(t->q->actions[i].state)))
			return true;
	for (size_t i = 0; i < t->proposal_count; i++)
		if (text_is(t->proposals[i].order_id, order_id))
			return true;
	return false;
}

/* Those placed on the day or in the month that the message names, where any are. */
static size_t
placed_when_named(struct talk *t, const struct wish *w, const struct order *const *list,
    size_t count, const struct order **out)
{
	const struct order *all[16];
	size_t on_day = w->fresh || w == t->focus ? orders_by_date(t, list, count, out) : 0;

	return on_day || !(w->fresh || w == t->focus)
	    ? on_day
	    : orders_by_date(t, all, candidates(t, w, false, all, 16), out);
}

/* Whether its trouble was told and the order was spoken of last. */
static bool
is_told_already(struct talk *t, const struct wish *w)
{
	return w->book->kind == ACTION_REFUND && w->book->family == FAMILY_ACTION &&
	    !w->mention_count && !w->everything && !w->other && !w->asks[NEED_ORDER] &&
	    reason_is_known(t, t->m.order_id);
}

enum outcome
need_order(struct talk *t, struct wish *w)
{
	const struct order *list[16];
	bool by_fit = true;
	size_t count;

	if (!w->order_id[0] && w->among_count && (count = named_ones(t, w, list)) > 1)
		return ask_order(t, w, list, count);
	if (t->err)
		return OUTCOME_STUCK;
	if (w->order_id[0]) {
		const struct order *o = named_order(t, w);

		if (o) {
			t->m.order_id = w->order_id = o->id;
			t->m.order_unknown = false;
			return OUTCOME_NEXT;
		}
		if (unknown_order(t, w) == OUTCOME_STUCK)
			return OUTCOME_STUCK;
	}
	if (!talk_orders(t))
		return OUTCOME_STUCK;
	if (!t->order_count) {
		say_plain(t, "order.none");
		w->status = WISH_DROPPED;
		return OUTCOME_NEXT;
	}
	count = candidates(t, w, true, list, 16);
	if (!count) {
		by_fit = false;
		count = candidates(t, w, false, list, 16);
	}
	if (!count) {
		w->mention_count = 0;
		w->other = false;
		count = candidates(t, w, false, list, 16);
		say_plain(t, "order.no_such_item");
		return ask_order(t, w, list, count);
	}
	const struct order *dated[16];
	size_t on_day = placed_when_named(t, w, list, count, dated);

	if (on_day == 1 && !w->other)
		return take_order(t, w, dated[0]->id, 0.9, "placed on the day that was named");
	if (on_day > 1)
		return ask_order(t, w, dated, on_day);
	if (t->m.order_unknown && !w->mention_count && !w->everything)
		return ask_order(t, w, list, count);
	if (is_told_already(t, w))
		return take_order(
		    t, w, t->m.order_id, 0.85, "spoken of last, and its trouble was told");
	for (size_t i = 0; i < count && !w->other && !w->asks[NEED_ORDER]; i++)
		if (text_is(list[i]->id, t->m.order_id) && !w->everything &&
		    !(count > 1 && w->book->family == FAMILY_ACTION &&
			was_acted_on(t, list[i]->id)))
			return take_order(t, w, list[i]->id, 0.85, "spoken of last");
	/* the talk was about another order, which this can't mean: it is asked, not guessed */
	if (count == 1 && !w->asks[NEED_ORDER] && by_fit && w->book->family != FAMILY_ANSWER &&
	    !w->mention_count && t->m.order_id[0] && !w->other && !w->fresh &&
	    !text_is_fold(list[0]->id, t->m.order_id))
		return ask_order(t, w, list, count);
	if (count == 1 && (!w->asks[NEED_ORDER] || (w->moved && w->mention_count)))
		return take_order(t, w, list[0]->id, 0.9, "the only one that this can mean");
	if (w->everything && by_fit && count > 1 && !(w->book->needs & NEEDS(NEED_LINES)))
		return every_order(t, w, list, count);
	if (w->book->family == FAMILY_ANSWER && !by_fit && !w->asks[NEED_ORDER])
		return take_order(t, w, list[0]->id, 0.75, "the newest; none is under way");
	return ask_order(t, w, list, count);
}
