/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What must fit together in an order: its customer, its money, its dates, its parcels.
 */
#include <string.h>

#include "floorwalker/model/money.h"
#include "reading.h"

static bool
is_one_of(const char *s, const char *a, const char *b, const char *c)
{
	return text_is(s, a) || (b != NULL && text_is(s, b)) || (c != NULL && text_is(s, c));
}

static const struct value *
part(const struct value *at, const char *list, size_t i, const char *key)
{
	const struct value *item = value_at(value_get(at, list), i), *v = value_get(item, key);

	return v != NULL ? v : item != NULL ? item : at;
}

static void
cross_customer(struct reading *r, const struct order *o, const struct value *at)
{
	const struct customer *c = world_customer(r->world, o->customer_id);
	size_t i;

	if (o->customer_id[0] == '\0')
		return;
	if (c == NULL && r->torn_customers)
		return;
	if (c == NULL) {
		fault_at(r, value_get(at, "customer"), "%s: there is no customer %s", o->id,
		    o->customer_id);
		return;
	}
	for (i = 0; i < o->payment_count; i++)
		if (o->payments[i].method_id[0] != '\0' &&
		    customer_method(c, o->payments[i].method_id) == NULL)
			fault_at(r, part(at, "payments", i, "method"),
			    "%s: %s has no payment method %s", o->id, c->id,
			    o->payments[i].method_id);
	if (o->placed_ms < c->since_ms - DATE_DAY_MS)
		warn_at(r, value_get(at, "placed"), "%s was placed before %s became a customer",
		    o->id, c->id);
}

static void
cross_money(struct reading *r, const struct order *o, const struct value *at)
{
	const char *currency = r->world->settings.currency;
	int64_t total = order_total(o), paid = order_paid(o), refunded = order_refunded(o);
	struct str a, b;

	if (order_goods_total(o) > MONEY_MAX / 2 || total < 0) {
		fault_at(r, at,
		    "%s: the amounts of its lines, shipping and discount don't make sense together",
		    o->id);
		return;
	}
	str_init(&a);
	str_init(&b);
	money_print_plain(&a, paid, currency);
	money_print_plain(&b, total, currency);
	if (paid != total && !(text_is(o->status, "cancelled") && paid == 0))
		fault_at(r, value_get(at, "payments") != NULL ? value_get(at, "payments") : at,
		    "%s: payments come to %s, but lines, shipping and discount to %s", o->id, a.data, b.data);
	str_reset(&b);
	money_print_plain(&b, refunded, currency);
	if (refunded > paid)
		fault_at(r, value_get(at, "payments"),
		    "%s: refunds of %s are above what was paid, %s", o->id, b.data, a.data);
	str_clear(&a);
	str_clear(&b);
}

static void
cross_payment_dates(struct reading *r, const struct order *o, const struct value *at)
{
	size_t i;

	for (i = 0; i < o->payment_count; i++) {
		if (o->payments[i].at_ms > r->world->settings.as_of_ms)
			fault_at(
			    r, part(at, "payments", i, "at"), "%s: a payment after as_of", o->id);
		if (o->payments[i].at_ms != 0 && o->payments[i].at_ms < o->placed_ms)
			fault_at(r, part(at, "payments", i, "at"),
			    "%s: a payment before the order was placed", o->id);
	}
}

static bool
is_bare_date(const struct value *v)
{
	return strlen(value_as_text(v, "")) == 10;
}

static void
cross_shipment(struct reading *r, const struct order *o, size_t i, const struct value *at)
{
	const struct shipment *s = &o->shipments[i];
	int64_t as_of = r->world->settings.as_of_ms;
	bool delivered = text_is(s->status, "delivered");
	size_t j;

	for (j = 0; j < s->line_count; j++)
		if (order_line_find(o, s->lines[j]) == NULL)
			fault_at(r, part(at, "shipments", i, "lines"),
			    "%s: shipment %s carries line %lld, which isn't there", o->id, s->id,
			    (long long)s->lines[j]);
	if (s->line_count == 0)
		fault_at(r, part(at, "shipments", i, "lines"), "%s: shipment %s carries nothing",
		    o->id, s->id);
	if (delivered != (s->delivered_ms != 0))
		fault_at(r, part(at, "shipments", i, delivered ? "status" : "delivered"),
		    "%s: shipment %s is %s, so it must %shave a date of delivery", o->id, s->id, s->status, delivered ? "" : "not ");
	if (s->shipped_ms == 0 && !text_is(s->status, "label_created"))
		fault_at(r, part(at, "shipments", i, "status"),
		    "%s: shipment %s is %s, so it must have a date of shipping", o->id, s->id,
		    s->status);
	if (s->shipped_ms != 0 && s->shipped_ms < o->placed_ms &&
	    !is_bare_date(part(at, "shipments", i, "shipped")))
		fault_at(r, part(at, "shipments", i, "shipped"), "%s: shipped before it was placed",
		    o->id);
	if (s->delivered_ms != 0 && s->delivered_ms < s->shipped_ms)
		fault_at(r, part(at, "shipments", i, "delivered"),
		    "%s: delivered before it was shipped", o->id);
	if (s->shipped_ms > as_of || s->delivered_ms > as_of)
		fault_at(r,
		    part(at, "shipments", i, s->delivered_ms > as_of ? "delivered" : "shipped"),
		    "%s: this lies after as_of", o->id);
	for (j = 0; j < s->event_count; j++) {
		const struct value *event = value_at(part(at, "shipments", i, "events"), j);

		if (j > 0 && s->events[j].at_ms < s->events[j - 1].at_ms)
			fault_at(
			    r, event, "%s: events stand in the order of time, oldest first", o->id);
		if (s->events[j].at_ms > as_of)
			fault_at(r, event, "%s: an event after as_of", o->id);
		if (s->events[j].at_ms != 0 && s->events[j].at_ms < o->placed_ms)
			fault_at(r, event, "%s: an event before the order was placed", o->id);
	}
}

static bool
line_is_sent(const struct order *o, int64_t id, bool and_came)
{
	size_t i, j;

	for (i = 0; i < o->shipment_count; i++)
		for (j = 0; j < o->shipments[i].line_count; j++)
			if (o->shipments[i].lines[j] == id &&
			    (!and_came || text_is(o->shipments[i].status, "delivered")))
				return true;
	return false;
}

/* The state of the order and of its parcels tell one story. */
static void
cross_status(struct reading *r, const struct order *o, const struct value *at)
{
	const struct value *place = value_get(at, "status") != NULL ? value_get(at, "status") : at;
	bool came = is_one_of(o->status, "delivered", "return_requested", "returned") ||
	    text_is(o->status, "exchange_requested");
	bool all_delivered = o->shipment_count > 0, moved = false;
	size_t i;

	for (i = 0; i < o->shipment_count; i++) {
		all_delivered = all_delivered && text_is(o->shipments[i].status, "delivered");
		moved = moved || !text_is(o->shipments[i].status, "label_created");
	}
	/* the other one may be on its way already */
	if (came && !all_delivered && !text_is(o->status, "exchange_requested"))
		fault_at(r, place, "%s is %s, so every shipment must have been delivered", o->id,
		    o->status);
	for (i = 0; came && i < o->line_count; i++)
		if (!line_is_sent(o, o->lines[i].id, true))
			fault_at(r, part(at, "lines", i, "id"),
			    "%s is %s, but line %lld is in no shipment that was delivered", o->id,
			    o->status, (long long)o->lines[i].id);
	if (text_is(o->status, "shipped") && !moved)
		fault_at(r, place, "%s is shipped, but no shipment has left", o->id);
	if (text_is(o->status, "shipped") && all_delivered) {
		bool all_sent = true;

		for (i = 0; i < o->line_count; i++)
			all_sent = all_sent && line_is_sent(o, o->lines[i].id, false);
		if (all_sent)
			fault_at(r, place, "%s is shipped, but all of it was delivered", o->id);
	}
	if (is_one_of(o->status, "pending", "processing", "cancelled") && moved)
		fault_at(r, place, "%s is %s, but a shipment has left", o->id, o->status);
	for (i = 0; i < o->line_count; i++) {
		if (o->lines[i].returned &&
		    !is_one_of(o->status, "returned", "return_requested", "delivered"))
			fault_at(r, part(at, "lines", i, "returned"),
			    "%s is %s, so no line can have come back", o->id, o->status);
		if (o->lines[i].opened && !came && !text_is(o->status, "shipped"))
			fault_at(r, part(at, "lines", i, "opened"),
			    "%s is %s, so nothing of it can be opened", o->id, o->status);
	}
}

void
cross_order(struct reading *r, const struct order *o, const struct value *at)
{
	size_t i, j;

	cross_customer(r, o, at);
	cross_money(r, o, at);
	cross_payment_dates(r, o, at);
	if (o->placed_ms > r->world->settings.as_of_ms)
		fault_at(r, value_get(at, "placed"), "%s: placed after as_of", o->id);
	if (o->promised_ms != 0 && o->promised_ms < o->placed_ms - DATE_DAY_MS)
		fault_at(r, value_get(at, "promised"),
		    "%s: promised for a day before it was placed", o->id);
	for (i = 0; i < o->shipment_count; i++) {
		cross_shipment(r, o, i, at);
		for (j = 0; j < i; j++)
			if (text_is(o->shipments[i].id, o->shipments[j].id))
				fault_at(r, part(at, "shipments", i, "id"),
				    "%s has two shipments %s", o->id, o->shipments[i].id);
	}
	cross_status(r, o, at);
}
