/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * orders.yaml: orders with lines, payments and shipments.
 */
#include <stdlib.h>
#include <string.h>

#include "reading.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define ORDERS_MAX 1000000
#define PARTS_MAX 200		/* lines, payments, shipments, events of one order */

static const struct value *
few(struct reading *r, const struct value *list, const char *what)
{
	if (value_count(list) <= PARTS_MAX)
		return list;
	fault_at(r, list, "more than %d %s", PARTS_MAX, what);
	return NULL;
}

static void
read_line(struct reading *r, const struct value *v, struct order *o)
{
	static const char *const known[] = {
	    "id", "sku", "quantity", "price", "final_sale", "opened", "returned"};
	struct order_line *l = &o->lines[o->line_count];
	const struct sku_place *place;

	if (!is_map(r, v, "a line"))
		return;
	only_keys(r, v, known, COUNT(known));
	l->id = need_int(r, v, "id", 1, 100000);
	l->sku = need_id(r, v, "sku");
	place = world_sku(r->world, l->sku);
	if (place == NULL && l->sku[0] != '\0' && !r->torn_catalogue)
		fault_at(r, value_get(v, "sku"), "there is no article %s in the catalogue", l->sku);
	l->product_id = place != NULL ? place->product->id : "";
	l->quantity = need_int(r, v, "quantity", 1, 10000);
	l->price = need_amount(r, v, "price");
	l->final_sale = may_bool(r, v, "final_sale", place != NULL && place->variant->final_sale);
	l->opened = may_bool(r, v, "opened", false);
	l->returned = may_bool(r, v, "returned", false);
	if (order_line_find(o, l->id) != NULL)
		fault_at(r, value_get(v, "id"), "%s has two lines %lld", o->id, (long long)l->id);
	o->line_count++;
}

static void
read_payment(struct reading *r, const struct value *v, struct order *o)
{
	static const char *const known[] = { "kind", "amount", "method", "at" };
	static const char *const kinds[] = { "payment", "refund" };
	struct payment *p = &o->payments[o->payment_count];

	if (!is_map(r, v, "a payment"))
		return;
	only_keys(r, v, known, COUNT(known));
	p->refund = text_is(need_word(r, v, "kind", kinds, COUNT(kinds)), "refund");
	p->amount = need_amount(r, v, "amount");
	if (p->amount == 0 && value_get(v, "amount") != NULL)
		fault_at(r, value_get(v, "amount"), "a payment of nothing is none");
	p->method_id = need_id(r, v, "method");
	p->at_ms = need_instant(r, v, "at");
	o->payment_count++;
}

static void
read_shipment(struct reading *r, const struct value *v, struct order *o)
{
	static const char *const known[] = {
	    "id", "carrier", "tracking", "status", "shipped", "delivered", "lines", "events"};
	static const char *const event_keys[] = { "at", "place", "text" };
	static const char *const statuses[] = {"label_created", "in_transit", "out_for_delivery",
	    "delivered", "delayed", "lost", "returned_to_sender"};
	struct shipment *s = &o->shipments[o->shipment_count];
	const struct value *lines, *events;
	struct tracking_event *event;
	int64_t *ids;
	size_t i;

	if (!is_map(r, v, "a shipment"))
		return;
	only_keys(r, v, known, COUNT(known));
	s->id = need_id(r, v, "id");
	s->carrier = need_text(r, v, "carrier");
	s->tracking = may_text(r, v, "tracking");
	s->status = need_word(r, v, "status", statuses, COUNT(statuses));
	s->shipped_ms = may_instant(r, v, "shipped");
	s->delivered_ms = may_instant(r, v, "delivered");
	lines = few(r, need_list(r, v, "lines"), "lines");
	s->lines = ids = arena_alloc(r->kept, (value_count(lines) + 1) * sizeof(*ids));
	for (i = 0; i < value_count(lines); i++)
		ids[s->line_count++] = value_as_int(value_at(lines, i), 0);
	events = few(r, value_get(v, "events"), "events");
	s->events = event = arena_alloc(r->kept, (value_count(events) + 1) * sizeof(*event));
	for (i = 0; i < value_count(events); i++) {
		if (!is_map(r, value_at(events, i), "an event"))
			continue;
		only_keys(r, value_at(events, i), event_keys, COUNT(event_keys));
		event[s->event_count].at_ms = need_instant(r, value_at(events, i), "at");
		event[s->event_count].place = may_text(r, value_at(events, i), "place");
		event[s->event_count++].text = need_text(r, value_at(events, i), "text");
	}
	o->shipment_count++;
}

static void
read_parts(struct reading *r, const struct value *v, struct order *o)
{
	const struct value *lines = few(r, need_list(r, v, "lines"), "lines"),
			   *payments = few(r, need_list(r, v, "payments"), "payments"),
			   *shipments = few(r, value_get(v, "shipments"), "shipments");
	size_t i;

	o->lines = arena_alloc(r->kept, (value_count(lines) + 1) * sizeof(*o->lines));
	for (i = 0; i < value_count(lines); i++)
		read_line(r, value_at(lines, i), o);
	if (lines != NULL && o->line_count == 0)
		fault_at(r, lines, "%s has no lines", o->id);
	o->payments = arena_alloc(r->kept, (value_count(payments) + 1) * sizeof(*o->payments));
	for (i = 0; i < value_count(payments); i++)
		read_payment(r, value_at(payments, i), o);
	if (shipments != NULL && value_kind(shipments) != VALUE_LIST)
		fault_at(r, shipments, "'shipments' must be a list");
	o->shipments = arena_alloc(r->kept, (value_count(shipments) + 1) * sizeof(*o->shipments));
	for (i = 0; i < value_count(shipments); i++)
		read_shipment(r, value_at(shipments, i), o);
}

static void
read_order(struct reading *r, const struct value *v, struct order *o)
{
	static const char *const known[] = {"id", "customer", "placed", "status", "lines",
	    "shipping", "discount", "payments", "address", "delivery", "promised", "shipments",
	    "note", "items_changed"};
	static const char *const statuses[] = {"pending", "processing", "shipped", "delivered",
	    "cancelled", "return_requested", "returned", "exchange_requested"};
	static const char *const deliveries[] = { "standard", "express", "pickup" };
	const struct customer *c;

	only_keys(r, v, known, COUNT(known));
	o->id = need_id(r, v, "id");
	if (r->world->order_pattern != NULL && o->id[0] != '\0' &&
	    !pattern_is_whole(r->world->order_pattern, o->id))
		fault_at(
		    r, value_get(v, "id"), "%s doesn't fit the order_pattern of world.yaml", o->id);
	o->customer_id = need_id(r, v, "customer");
	o->placed_ms = need_instant(r, v, "placed");
	o->status = need_word(r, v, "status", statuses, COUNT(statuses));
	o->shipping = need_amount(r, v, "shipping");
	o->discount = may_amount(r, v, "discount", 0);
	o->delivery = need_word(r, v, "delivery", deliveries, COUNT(deliveries));
	o->promised_ms = may_instant(r, v, "promised");
	o->note = may_text(r, v, "note");
	o->items_changed = may_bool(r, v, "items_changed", false);
	read_parts(r, v, o);
	c = world_customer(r->world, o->customer_id);
	if (value_get(v, "address") != NULL)
		read_address(r, value_get(v, "address"), &o->address);
	else if (c != NULL)
		o->address = c->address;
	else
		o->address = (struct address){ "", "", "", "", "", "" };
	cross_order(r, o, v);
}

static int
by_id(const void *a, const void *b, void *orders)
{
	const struct order *all = orders;
	const struct placed *x = a, *y = b;
	int order = strcmp(all[x->index].id, all[y->index].id);

	return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

void
read_orders(struct reading *r)
{
	static const char *const known[] = { "orders" };
	struct shop_records *records = &r->world->records;
	const struct value *root = parse_file(r, "orders.yaml"), *list;
	struct order *read;
	struct placed *places;
	size_t i, n = 0;

	if (root == NULL || !is_map(r, root, "orders.yaml"))
		return;
	only_keys(r, root, known, COUNT(known));
	list = need_list(r, root, "orders");
	if (value_count(list) > ORDERS_MAX) {
		fault_at(r, list, "more than %d orders", ORDERS_MAX);
		return;
	}
	read = arena_alloc(r->files, (value_count(list) + 1) * sizeof(*read));
	places = arena_alloc(r->files, (value_count(list) + 1) * sizeof(*places));
	for (i = 0; i < value_count(list); i++)
		if (is_map(r, value_at(list, i), "an order")) {
			places[n] = (struct placed){ .at = value_at(list, i), .index = n };
			read_order(r, value_at(list, i), &read[n++]);
		}
	qsort_r(places, n, sizeof(*places), by_id, read);
	records->orders = arena_alloc(r->kept, (n + 1) * sizeof(*records->orders));
	records->order_count = n;
	for (i = 0; i < n; i++) {
		records->orders[i] = read[places[i].index];
		if (i > 0 && text_is(records->orders[i].id, records->orders[i - 1].id))
			fault_at(
			    r, places[i].at, "the order %s is there twice", records->orders[i].id);
	}
}

static int
compare_id(const void *id, const void *o)
{
	return strcmp(id, ((const struct order *)o)->id);
}

const struct order *
world_order(const struct world *w, const char *id)
{
	return w->records.order_count == 0 ? NULL
					   : bsearch(id, w->records.orders, w->records.order_count,
						 sizeof(struct order), compare_id);
}
