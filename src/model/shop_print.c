/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shop's records as values.
 */
#include "floorwalker/model/shop.h"

#include "floorwalker/base/str.h"

static void
set_pairs(struct value *map, const char *key, const struct pair *pairs, size_t count)
{
	struct value *m = value_set_map(map, key);

	for (size_t i = 0; i < count; i++)
		value_set_text(m, pairs[i].name, pairs[i].value);
}

static void
set_texts(struct value *map, const char *key, const char *const *texts, size_t count)
{
	struct value *list = value_set_list(map, key);

	for (size_t i = 0; i < count; i++)
		value_add_text(list, texts[i]);
}

static void
set_address(struct value *map, const struct address *x)
{
	struct value *m = value_set_map(map, "address");

	value_set_text(m, "line1", x->line1);
	value_set_text(m, "line2", x->line2);
	value_set_text(m, "city", x->city);
	value_set_text(m, "region", x->region);
	value_set_text(m, "postcode", x->postcode);
	value_set_text(m, "country", x->country);
}

struct value *
product_to_value(struct arena *a, const struct product *p)
{
	struct value *v = value_map(a), *list;

	value_set_text(v, "id", p->id);
	value_set_text(v, "name", p->name);
	value_set_text(v, "department", p->department);
	value_set_text(v, "kind", p->kind);
	set_texts(v, "also", p->also, p->also_count);
	value_set_text(v, "description", p->description);
	value_set_text(v, "care", p->care);
	set_pairs(v, "attributes", p->attributes, p->attribute_count);
	set_texts(v, "options", p->options, p->option_count);
	list = value_set_list(v, "variants");
	for (size_t i = 0; i < p->variant_count; i++) {
		const struct variant *x = &p->variants[i];
		struct value *m = value_add_map(list);

		value_set_text(m, "sku", x->sku);
		set_pairs(m, "options", x->options, x->option_count);
		value_set_int(m, "price", x->price);
		value_set_int(m, "was", x->was);
		value_set_int(m, "stock", x->stock);
		value_set_int(m, "restock_ms", x->restock_ms);
		value_set_bool(m, "final_sale", x->final_sale);
		if (x->uncounted)
			value_set_bool(m, "uncounted", true);
	}
	value_set_bool(v, "hygiene", p->hygiene);
	value_set_bool(v, "gift_card", p->gift_card);
	return v;
}

struct value *
customer_to_value(struct arena *a, const struct customer *c)
{
	struct value *v = value_map(a), *name, *list;

	value_set_text(v, "id", c->id);
	name = value_set_map(v, "name");
	value_set_text(name, "given", c->given);
	value_set_text(name, "family", c->family);
	value_set_text(v, "email", c->email);
	value_set_text(v, "phone", c->phone);
	value_set_text(v, "language", c->language);
	value_set_text(v, "tier", c->tier);
	value_set_int(v, "since_ms", c->since_ms);
	set_address(v, &c->address);
	list = value_set_list(v, "payment_methods");
	for (size_t i = 0; i < c->method_count; i++) {
		struct value *m = value_add_map(list);

		value_set_text(m, "id", c->methods[i].id);
		value_set_text(m, "kind", c->methods[i].kind);
		value_set_text(m, "label", c->methods[i].label);
		if (!text_is_empty(c->methods[i].brand))
			value_set_text(m, "brand", c->methods[i].brand);
		if (!text_is_empty(c->methods[i].last_four))
			value_set_text(m, "last_four", c->methods[i].last_four);
		value_set_int(m, "balance", c->methods[i].balance);
	}
	value_set_bool(v, "marketing", c->marketing);
	if (c->consent_count == 0)
		return v;
	list = value_set_map(v, "consents");
	for (size_t i = 0; i < c->consent_count; i++)
		value_set_bool(list, c->consents[i].name, c->consents[i].given);
	return v;
}

static void
set_shipments(struct arena *a, struct value *v, const struct order *o)
{
	struct value *list = value_set_list(v, "shipments");

	for (size_t i = 0; i < o->shipment_count; i++) {
		const struct shipment *x = &o->shipments[i];
		struct value *m = value_add_map(list), *lines, *events;

		value_set_text(m, "id", x->id);
		value_set_text(m, "carrier", x->carrier);
		value_set_text(m, "tracking", x->tracking);
		value_set_text(m, "status", x->status);
		value_set_int(m, "shipped_ms", x->shipped_ms);
		value_set_int(m, "delivered_ms", x->delivered_ms);
		lines = value_set_list(m, "lines");
		for (size_t j = 0; j < x->line_count; j++)
			value_add(lines, value_int(a, x->lines[j]));
		events = value_set_list(m, "events");
		for (size_t j = 0; j < x->event_count; j++) {
			struct value *event = value_add_map(events);

			value_set_int(event, "at_ms", x->events[j].at_ms);
			value_set_text(event, "place", x->events[j].place);
			value_set_text(event, "text", x->events[j].text);
		}
	}
}

static void
set_order_lines(struct value *v, const struct order *o)
{
	struct value *list = value_set_list(v, "lines");

	for (size_t i = 0; i < o->line_count; i++) {
		const struct order_line *x = &o->lines[i];
		struct value *m = value_add_map(list);

		value_set_int(m, "id", x->id);
		value_set_text(m, "sku", x->sku);
		value_set_text(m, "product", x->product_id);
		value_set_int(m, "quantity", x->quantity);
		value_set_int(m, "price", x->price);
		value_set_bool(m, "final_sale", x->final_sale);
		value_set_bool(m, "opened", x->opened);
		value_set_bool(m, "returned", x->returned);
	}
}

struct value *
order_to_value(struct arena *a, const struct order *o)
{
	struct value *v = value_map(a), *list;

	value_set_text(v, "id", o->id);
	value_set_text(v, "customer", o->customer_id);
	value_set_text(v, "status", o->status);
	value_set_int(v, "placed_ms", o->placed_ms);
	value_set_int(v, "promised_ms", o->promised_ms);
	set_order_lines(v, o);
	value_set_int(v, "shipping", o->shipping);
	value_set_int(v, "discount", o->discount);
	list = value_set_list(v, "payments");
	for (size_t i = 0; i < o->payment_count; i++) {
		struct value *m = value_add_map(list);

		value_set_text(m, "kind", o->payments[i].refund ? "refund" : "payment");
		value_set_int(m, "amount", o->payments[i].amount);
		value_set_text(m, "method", o->payments[i].method_id);
		value_set_int(m, "at_ms", o->payments[i].at_ms);
	}
	set_address(v, &o->address);
	value_set_text(v, "delivery", o->delivery);
	set_shipments(a, v, o);
	value_set_text(v, "note", o->note);
	if (o->items_changed)
		value_set_bool(v, "items_changed", true);
	value_set(v, "requests", o->requests ? value_copy(a, o->requests) : value_list(a));
	return v;
}
