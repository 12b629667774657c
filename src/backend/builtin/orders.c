/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where an order is; late and lost ones.
 */
#include "builtin.h"

#include "floorwalker/base/date.h"

static const struct tracking_event *
last_event(const struct shipment *s)
{
	const struct tracking_event *last = NULL;

	for (size_t i = 0; i < s->event_count; i++)
		if (!last || s->events[i].at_ms >= last->at_ms)
			last = &s->events[i];
	return last;
}

static bool
is_pickup(const struct order *o)
{
	return text_is(o->delivery, "pickup");
}

static void
say_shipment(struct talk *t, const struct order *o, const struct shipment *s)
{
	struct params p = {0};
	const struct tracking_event *last = last_event(s);

	param_text(&p, "order", o->id);
	param_text(&p, "carrier", s->carrier);
	param_text(&p, "tracking", s->tracking);
	if (s->shipped_ms)
		param_date(t, &p, "shipped", s->shipped_ms);
	if (s->delivered_ms)
		param_date(t, &p, "date", s->delivered_ms);
	if (text_is(s->status, "delivered") && s->delivered_ms)
		say(t, is_pickup(o) ? "shipment.collected" : "shipment.delivered", &p);
	else
		say(t,
		    key_or(t, "shipment",
			s->shipped_ms || text_is(s->status, "label_created") ? s->status
									     : "label_created",
			"shipment.label_created"),
		    &p);
	if (text_is(s->status, "label_created") && !text_is_empty(s->tracking) &&
	    has_key(t, "shipment.tracking"))
		say(t, "shipment.tracking", &p);
	if (last && !text_is(s->status, "delivered") && !text_is_empty(last->text)) {
		struct params e = {0};

		param_text(&e, "text", last->text);
		param_text(&e, "place", last->place);
		param_date(t, &e, "date", last->at_ms);
		say(t,
		    text_is_empty(last->place) ? "shipment.last_event" : "shipment.last_event_at",
		    &e);
	}
}

/* All of it lies ready where the shopper collects it: what isn't fetched isn't late. */
static bool
is_ready(const struct order *o)
{
	if (!is_pickup(o) || !o->shipment_count || order_delivered_ms(o))
		return false;
	for (size_t i = 0; i < o->shipment_count; i++)
		if (!o->shipments[i].shipped_ms)
			return false;
	return true;
}

static void
say_ready(struct talk *t, const struct order *o)
{
	const struct shipment *s = &o->shipments[o->shipment_count - 1];
	const struct tracking_event *last = last_event(s);
	struct params p = {0};

	param_text(&p, "order", o->id);
	param_date(t, &p, "placed", o->placed_ms);
	param_date(t, &p, "date", s->shipped_ms);
	param_text(&p, "tracking", s->tracking);
	param_text(&p, "place", last && !text_is_empty(last->place) ? last->place : s->carrier);
	say(t, "order.ready", &p);
	if (o->promised_ms >= s->shipped_ms) {
		struct params promised = {0};

		param_date(t, &promised, "date", o->promised_ms);
		say(t, "order.ready_promised", &promised);
	}
}

static bool
is_underway(const struct order *o)
{
	return order_fits(o, FIT_UNDERWAY);
}

static int64_t
days_late(struct talk *t, const struct order *o)
{
	if (!o->promised_ms || !is_underway(o) || order_delivered_ms(o) || is_ready(o))
		return 0;
	int64_t days = date_days_between(t->q->settings->zone, o->promised_ms, t->q->now_ms);

	return days > 0 ? days : 0;
}

/* All shipments lost or sent back: a promised date means nothing any more. */
static bool
is_astray(const struct order *o)
{
	for (size_t i = 0; i < o->shipment_count; i++)
		if (text_is(o->shipments[i].status, "lost") ||
		    text_is(o->shipments[i].status, "returned_to_sender"))
			return true;
	return false;
}

static void
say_promise(struct talk *t, const struct order *o)
{
	struct params p = {0};
	int64_t late = days_late(t, o);

	if (!o->promised_ms || !is_underway(o) || is_astray(o) || is_ready(o))
		return;
	param_date(t, &p, "date", o->promised_ms);
	if (late) {
		facts_derive_number(t->f, "days late", late);
		param_number(t, &p, "n", late);
		say(t, "order.late", &p);
	} else {
		say(t, "order.promised", &p);
	}
}

static void
say_refunds(struct talk *t, const struct order *o)
{
	for (size_t i = 0; i < o->payment_count; i++) {
		struct params p = {0};

		if (!o->payments[i].refund)
			continue;
		param_money(t, &p, "amount", o->payments[i].amount);
		param_date(t, &p, "date", o->payments[i].at_ms);
		param_text(&p, "method", phrase_method(t, o->payments[i].method_id));
		param_text(&p, "order", o->id);
		say(t, "refund.sent", &p);
	}
}

static void
say_status(struct talk *t, const struct order *o)
{
	struct params p = {0};

	if (is_ready(o)) {
		say_ready(t, o);
		return;
	}
	param_text(&p, "order", o->id);
	param_date(t, &p, "placed", o->placed_ms);
	if (order_delivered_ms(o))
		param_date(t, &p, "date", order_delivered_ms(o));
	say(t, key_of(t, "order", o->status), &p);
	if (o->shipment_count > 1) {
		facts_derive_number(t->f, "parcels", (int64_t)o->shipment_count);
		param_number(t, &p, "n", (int64_t)o->shipment_count);
		say(t, "order.parcels", &p);
	}
	if (!text_is(o->status, "cancelled") && !text_is(o->status, "pending"))
		for (size_t i = 0; i < o->shipment_count; i++)
			say_shipment(t, o, &o->shipments[i]);
	if (text_is(o->status, "cancelled"))
		say_refunds(t, o);
	say_promise(t, o);
}

static enum outcome
order_status_run(struct talk *t, struct wish *w)
{
	const struct order *o = wish_order(t, w);

	if (!o)
		return OUTCOME_STUCK;
	say_status(t, o);
	w->status = WISH_DONE;
	t->m.served = true;
	return OUTCOME_NEXT;
}

static void
take_all_lines(struct wish *w, const struct order *o)
{
	w->pick_count = 0;
	for (size_t i = 0; i < o->line_count && w->pick_count < PICK_LIMIT; i++)
		if (!o->lines[i].returned)
			w->picks[w->pick_count++] =
			    (struct pick){o->lines[i].id, o->lines[i].quantity};
}

/* The delivery charge as a credit for a late parcel, where policy approves that much without a
 * person. */
static bool
offers_credit(struct talk *t, struct wish *w, const struct order *o)
{
	struct wish probe = *w;
	struct verdict v = {0};

	if (o->shipping <= 0)
		return false;
	probe.amount = o->shipping;
	probe.method = "";
	probe.reason = "late";
	struct action_proposal p = action_build(t, &probe, ACTION_GOODWILL);

	return !action_already(t, &probe, &p) && action_try(t, &p, &v) &&
	    v.outcome == VERDICT_APPROVE;
}

static enum outcome
credit_run(struct talk *t, struct wish *w)
{
	const struct order *o = wish_order(t, w);

	if (!o)
		return OUTCOME_STUCK;
	w->amount = o->shipping;
	w->method = "";
	w->reason = "late";
	return action_run(t, w);
}

static enum outcome
late_credit(struct talk *t, struct wish *w, const struct order *o)
{
	if (offers_credit(t, w, o)) {
		wish_turn_into(t, w, ACTION_GOODWILL);
		return credit_run(t, w);
	}
	if (t->err)
		return OUTCOME_STUCK;
	if (w->status == WISH_REFUSED)		/* policy has said why already */
		return OUTCOME_NEXT;
	w->status = WISH_DONE;
	(void)answer_from_passages(t, w, "");
	return OUTCOME_NEXT;
}

static int64_t
days_came_late(struct talk *t, const struct order *o)
{
	int64_t delivered = order_delivered_ms(o);

	return delivered && o->promised_ms
	    ? date_days_between(t->q->settings->zone, o->promised_ms, delivered)
	    : days_late(t, o);
}

/* Late, lost or never come: where it is, and, where it is overdue, astray or said to be delivered,
 * what can be done. */
static enum outcome
late_run(struct talk *t, struct wish *w)
{
	const struct order *o = wish_order(t, w);
	bool delivered, never_came = text_is(w->book->reason, "not_arrived");

	if (!o)
		return OUTCOME_STUCK;
	delivered = order_delivered_ms(o) > 0;
	if (w->status == WISH_OPEN) {
		say_status(t, o);
		t->m.served = true;
	}
	if (text_is(o->status, "cancelled") ||
	    (!is_astray(o) && !(never_came && delivered) && days_came_late(t, o) <= 0)) {
		if (is_underway(o) && !is_ready(o))
			say_plain(t, "order.not_late");
		w->status = WISH_DONE;
		return OUTCOME_NEXT;
	}
	if (!is_astray(o) && !never_came)
		return late_credit(t, w, o);
	w->reason = "not_arrived";
	take_all_lines(w, o);
	enum outcome outcome = trouble_run(t, w);

	return outcome == OUTCOME_NEXT && w->status == WISH_REFUSED ? late_credit(t, w, o)
								    : outcome;
}

/* Another order than those that the shopper's other wishes are about is named first. */
static void
say_whose(struct talk *t, const struct wish *w, const struct order *o)
{
	for (size_t i = 0; i < t->m.wish_count; i++) {
		const struct wish *x = &t->m.wishes[i];

		if (x == w || !x->order_id[0] || text_is(x->order_id, o->id))
			continue;
		say_order(t, "order.about", o->id);
		t->told_of = o->id;
		return;
	}
}

static enum outcome
refund_status_run(struct talk *t, struct wish *w)
{
	const struct order *o = wish_order(t, w);
	bool asked_for = false;

	if (!o)
		return OUTCOME_STUCK;
	w->status = WISH_DONE;
	t->m.served = true;
	for (size_t i = 0; i < t->q->action_count; i++) {
		const struct action_line *x = &t->q->actions[i];

		if (text_is(x->order_id, o->id) && action_kind_is_money(x->kind) &&
		    action_state_is_open(x->state)) {
			say_order(t,
			    x->state == ACTION_WAITING ? "refund.waiting" : "refund.running",
			    o->id);
			asked_for = true;
		}
	}
	if (order_refunded(o) > 0) {
		say_whose(t, w, o);
		say_refunds(t, o);
	} else if (text_is(o->status, "return_requested")) {
		say_order(t, "refund.return_open", o->id);
	} else if (text_is(o->status, "returned") || text_is(o->status, "cancelled")) {
		say_order(t, "refund.to_come", o->id);
	} else if (!asked_for) {
		say_order(t, "refund.none", o->id);
	}
	if ((order_refunded(o) > 0 || asked_for || order_fits(o, FIT_PAID_BACK)) &&
	    !answer_from_passages(t, w, ""))
		(void)answer_from_article(t, w);
	return OUTCOME_NEXT;
}

static const enum action_kind astray[] = {ACTION_REFUND};

const struct playbook playbooks_orders[] = {
	{"order_status", FAMILY_ANSWER, NEEDS(NEED_CUSTOMER) | NEEDS(NEED_ORDER), FIT_UNDERWAY, 0, NULL, NULL, 0, order_status_run, false},
	{"late_order", FAMILY_TROUBLE, NEEDS(NEED_CUSTOMER) | NEEDS(NEED_ORDER), FIT_UNDERWAY, 0, "late", astray, 1, late_run, false},
	{"lost_order", FAMILY_TROUBLE, NEEDS(NEED_CUSTOMER) | NEEDS(NEED_ORDER), FIT_UNDERWAY, 0, "not_arrived", astray, 1, late_run, false},
	/* only offered */
	{"late_credit", FAMILY_ACTION, NEEDS(NEED_CUSTOMER) | NEEDS(NEED_ORDER), FIT_ANY, ACTION_GOODWILL, "late", NULL, 0, credit_run, false},
	{"refund_status", FAMILY_ANSWER, NEEDS(NEED_CUSTOMER) | NEEDS(NEED_ORDER), FIT_PAID_BACK, 0, NULL, NULL, 0, refund_status_run, false},
};
const size_t playbooks_orders_count = sizeof playbooks_orders / sizeof playbooks_orders[0];
