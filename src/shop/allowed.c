/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can be done at all, whatever policy says: the last check before the records change.
 */
#include <string.h>

#include "floorwalker/text/shown.h"
#include "floorwalker/text/translate.h"
#include "embedded.h"

static int
status_rank(const char *status)
{
	static const char *const worst_first[] = {"lost", "returned_to_sender", "delayed",
	    "label_created", "in_transit", "out_for_delivery", "delivered"};
	int i;

	for (i = 0; i < 6 && !text_is(worst_first[i], status); i++)
		;
	return i;
}

static bool
carries(const struct shipment *s, int64_t line_id)
{
	size_t i;

	for (i = 0; i < s->line_count; i++)
		if (s->lines[i] == line_id)
			return true;
	return false;
}

struct carried
plan_carried(const struct plan *p)
{
	struct carried c = { .delivered = p->line_count > 0 };
	size_t i, j;

	for (i = 0; i < p->line_count; i++) {
		bool sent = false;

		for (j = 0; j < p->order->shipment_count; j++) {
			const struct shipment *s = &p->order->shipments[j];

			if (!carries(s, p->order->lines[p->lines[i].index].id))
				continue;
			sent = true;
			if (!text_is(s->status, "delivered"))
				c.delivered = false;
			if (s->delivered_ms > c.delivered_ms)
				c.delivered_ms = s->delivered_ms;
			if (c.status == NULL || status_rank(s->status) < status_rank(c.status))
				c.status = s->status;
		}
		if (!sent)
			c.delivered = false;
	}
	if (c.delivered_ms == 0)
		c.delivered = false;
	return c;
}

static bool
status_is(const struct plan *p, const char *a, const char *b)
{
	return text_is(p->order->status, a) || (b != NULL && text_is(p->order->status, b));
}

static enum err
not_sent(const struct plan *p, struct errinfo *e)
{
	char status[SHOWN_BYTES], kind[SHOWN_BYTES];

	if (status_is(p, "pending", "processing"))
		return ERR_OK;
	return err_set(e, ERR_STATE,
	    tr("order %s is %s: only an order that hasn't been sent can take this (%s)"), p->order->id,
	    shown_word(status, p->order->status), shown_word(kind, action_kind_name(p->kind)));
}

static enum err
came(const struct plan *p, struct errinfo *e)
{
	char status[SHOWN_BYTES];

	if (!text_is(p->order->status, "cancelled") && plan_carried(p).delivered)
		return ERR_OK;
	return err_set(e, ERR_STATE,
	    tr("order %s is %s: these lines haven't been delivered, so they can't come back"),
	    p->order->id, shown_word(status, p->order->status));
}

static enum err
has_units(const struct plan *p, struct errinfo *e)
{
	size_t i;

	for (i = 0; i < p->line_count; i++)
		if (p->lines[i].quantity < 1)
			return err_set(e, ERR_STATE,
			    tr("order %s has nothing left that could be taken: it was refunded, returned or exchanged before"),
			    p->order->id);
	return p->line_count > 0 ? ERR_OK
				 : err_set(e, ERR_STATE, tr("order %s has no lines"), p->order->id);
}

static enum err
at_most(const struct plan *p, int64_t most, struct errinfo *e)
{
	if (p->amount < 1)
		return err_set(e, ERR_STATE,
		    tr("nothing of what was paid for order %s is left to give back"), p->order->id);
	if (p->amount > most)
		return err_set(e, ERR_STATE,
		    tr("more than what is still paid for order %s can't be given back"), p->order->id);
	return ERR_OK;
}

enum err
plan_allowed(const struct plan *p, struct errinfo *e)
{
	const struct payment_method *m = customer_method(p->customer, p->method);
	enum err err;

	switch (p->kind) {
	case ACTION_REFUND:
		return (err = has_units(p, e)) == ERR_OK ? at_most(p, refund_left(p->order), e)
							 : err;
	case ACTION_RETURN:
	case ACTION_EXCHANGE:
		return (err = has_units(p, e)) == ERR_OK ? came(p, e) : err;
	case ACTION_PAYMENT_CHANGE:
		if (m == NULL)
			return err_set(e, ERR_STATE,
			    tr("the method that shall pay for order %s is none of the customer's"),
			    p->order->id);
		if (order_was_paid_by(p->order, m->id))
			return err_set(
			    e, ERR_STATE, tr("%s pays for order %s already"), m->id, p->order->id);
		if (refund_left(p->order) < 1)
			return err_set(e, ERR_STATE,
			    tr("order %s has nothing paid that another method could pay instead"),
			    p->order->id);
		return not_sent(p, e);
	case ACTION_CANCEL:
	case ACTION_ITEM_CHANGE:
	case ACTION_ADDRESS_CHANGE:
		return not_sent(p, e);
	case ACTION_DISCOUNT:
		return at_most(p, refund_left(p->order), e);
	case ACTION_GOODWILL:	/* a credit isn't what was paid, but may not be above it either */
		return at_most(p,
		    text_is(p->method, "gift_card") || (m != NULL && text_is(m->kind, "gift_card"))
			? order_paid(p->order)
			: refund_left(p->order),
		    e);
	case ACTION_PROFILE_ADDRESS_CHANGE:
	case ACTION_KIND_COUNT:
		break;
	}
	return ERR_OK;
}
