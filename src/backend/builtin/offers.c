/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What else the rules allow: each remedy is judged before it is offered, so that nothing is
 * promised that policy would refuse.
 */
#include "builtin.h"

/* Whether this much can be judged now: an exchange for another size is, once its size is known; the
 * same again is known already. */
static bool
is_open(struct talk *t, const struct wish *w, enum action_kind kind)
{
	struct wish probe = *w;
	struct verdict v = {0};
	const struct order *o = wish_order(t, w);
	const struct order_line *l =
	    o && w->pick_count ? order_line_find(o, w->picks[0].line_id) : NULL;

	if (kind == ACTION_GOODWILL || kind == ACTION_DISCOUNT || !o)
		return false;
	if (kind == ACTION_ADDRESS_CHANGE || kind == ACTION_PROFILE_ADDRESS_CHANGE ||
	    kind == ACTION_PAYMENT_CHANGE)
		return true;		/* asked for and judged with their own details */
	if (kind != ACTION_CANCEL && !l)
		return true;
	probe.sku = l ? l->sku : "";
	for (size_t i = 0; i < w->pick_count; i++)
		if ((l = order_line_find(o, w->picks[i].line_id)))
			wish_swap(&probe, l->id, l->sku);
	if (!probe.reason[0])
		probe.reason = "changed_mind";
	method_settle_difference(t, &probe);
	struct action_proposal p = action_build(t, &probe, kind);

	if (!action_try(t, &p, &v)) {
		/* the same variant for itself is no exchange where nothing is wrong with it: then
		 * the shopper's size decides */
		return !t->err && (kind == ACTION_EXCHANGE || kind == ACTION_ITEM_CHANGE) &&
		    text_is(probe.reason, "changed_mind");
	}
	return v.outcome != VERDICT_DENY;
}

enum outcome
offer_remedies(
    struct talk *t, struct wish *w, const enum action_kind *kinds, size_t count, const char *lead)
{
	enum action_kind open[CHOICE_LIMIT];
	const char *labels[CHOICE_LIMIT];
	struct params p = {0};
	size_t n = 0;

	for (size_t i = 0; i < count && n < CHOICE_LIMIT; i++)
		if (playbook_for(kinds[i]) && is_open(t, w, kinds[i])) {
			labels[n] = phrase(t, key_of(t, "offer", action_kind_name(kinds[i])), NULL);
			open[n++] = kinds[i];
		}
	if (t->err)
		return OUTCOME_STUCK;
	if (!n) {
		w->status = WISH_REFUSED;
		return OUTCOME_NEXT;
	}
	enum outcome o = need_ask(t, w, NEED_CONFIRM);

	if (o == OUTCOME_STUCK)
		return o;
	if (lead)
		say_plain(t, lead);
	param_text(&p, "choices", phrase_join(t, "or", labels, n));
	say(t, n == 1 ? "offers.one" : "offers.several", &p);
	state_expect(t, CHOICE_ACTION, n == 1 ? "yes_no" : slot_kind_name(SLOT_ORDINAL));
	for (size_t i = 0; i < n; i++)
		state_choice(t, action_kind_name(open[i]));
	w->status = WISH_CHOOSING;
	trace_step(t, "offered",
	    arena_printf(t->a, "%zu of %zu remedies that policy doesn't refuse", n, count),
	    "other facts of the order");
	return OUTCOME_ASKED;
}

/* Policy refuses every remedy: its reason for the first that can be judged without more details. */
static enum outcome
say_refusal(struct talk *t, struct wish *w)
{
	if (leave_to_people(t, w))
		return OUTCOME_STUCK;
	for (size_t i = 0; i < w->book->remedy_count; i++) {
		struct action_proposal p = action_build(t, w, w->book->remedies[i]);
		struct verdict v = {0};

		if (action_try(t, &p, &v)) {
			w->rule = v.rule;
			w->said = v.agent;
			say_verdict(t, &v);
			w->status = WISH_REFUSED;
			return OUTCOME_NEXT;
		}
		if (t->err)
			return OUTCOME_STUCK;
	}
	say_plain(t, "trouble.person");
	hand_off(t, HANDOFF_POLICY);
	return OUTCOME_STUCK;
}

/* Something went wrong with an order: which remedies are open; the only one goes straight to its
 * summary. */
enum outcome
trouble_run(struct talk *t, struct wish *w)
{
	enum action_kind open[CHOICE_LIMIT];
	size_t n = 0;

	if (!w->reason[0] && w->book->reason)
		w->reason = w->book->reason;
	for (size_t i = 0; i < w->book->remedy_count && n < CHOICE_LIMIT; i++)
		if (is_open(t, w, w->book->remedies[i]))
			open[n++] = w->book->remedies[i];
	if (t->err)
		return OUTCOME_STUCK;
	if (!n)
		return say_refusal(t, w);
	for (size_t i = 0; i < n; i++)
		if (n == 1 || text_is(w->remedy, action_kind_name(open[i]))) {
			wish_turn_into(t, w, open[i]);
			return wish_work(t, w);
		}
	return offer_remedies(t, w, open, n, "trouble.lead");
}
