/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The orders of a set of tau retail.
 */
#include <string.h>

#include "tau.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define LATEST_DAYS 7		/* before as_of: when the last order of a customer was placed */

/* ---- items */

/* What an item says of itself is what the catalogue says of its variant: the world keeps it
 * there alone. */
static void
check_item(struct tau_reader *r, const struct value *v, const struct product *p,
    const struct variant *variant)
{
	const struct value *options = tau_part(r, v, "options", VALUE_MAP);
	const char *product = tau_text(r, v, "product_id", false);
	bool same = value_count(options) == variant->option_count;
	size_t i;

	for (i = 0; i < variant->option_count; i++)
		same = same && text_is(value_get_text(options, variant->options[i].name),
				   variant->options[i].value);
	if (!text_is(product, p->id))
		tau_fault(r, v, "item %.60s is of product %.60s, not %.60s", variant->sku, p->id, product);
	else if (!text_is(tau_text(r, v, "name", false), p->name))
		tau_fault(r, v, "item %.60s has another name than its product, \"%.60s\"",
		    variant->sku, p->name);
	else if (!same)
		tau_fault(r, v, "item %.60s has other options than in the products", variant->sku);
}

static void
read_item(struct tau_reader *r, const struct value *v, struct order *o)
{
	static const char *const keys[] = { "name", "product_id", "item_id", "price", "options" };
	struct order_line *l = &o->lines[o->line_count];
	const struct variant *variant;
	const struct product *p;

	tau_keys(r, v, keys, COUNT(keys));
	l->sku = tau_text(r, v, "item_id", false);
	l->price = tau_amount(r, v, "price");
	l->quantity = 1;
	l->id = (int64_t)++o->line_count;
	p = tau_product_of(r->set, l->sku, &variant);
	if (p == NULL) {
		tau_fault(r, v, "there is no item %.60s in the products", l->sku);
		return;
	}
	l->product_id = p->id;
	check_item(r, v, p, variant);
}

/* ---- shipments */

static void
read_fulfillment(
    struct tau_reader *r, const struct value *v, struct order *o, bool *sent, int64_t placed_ms)
{
	static const char *const keys[] = { "tracking_id", "item_ids" };
	struct shipment *s = &o->shipments[o->shipment_count++];
	bool delivered = text_is(o->status, "delivered");
	const struct value *tracking, *items;
	int64_t *lines;
	size_t i, j;

	tau_keys(r, v, keys, COUNT(keys));
	tracking = tau_part(r, v, "tracking_id", VALUE_LIST);
	items = tau_part(r, v, "item_ids", VALUE_LIST);
	if (r->err != ERR_OK)
		return;
	if (value_count(tracking) != 1 || value_kind(value_at(tracking, 0)) != VALUE_TEXT) {
		tau_fault(r, v, "\"tracking_id\" must be a list of one text");
		return;
	}
	s->id = arena_printf(r->arena, "S-%zu", o->shipment_count);
	s->tracking = tau_id(r, v, value_as_text(value_at(tracking, 0), ""));
	s->carrier = "Carrier";
	s->status = delivered ? "delivered" : "label_created";
	s->shipped_ms = delivered ? placed_ms + DATE_DAY_MS : 0;
	s->delivered_ms = delivered ? placed_ms + 3 * DATE_DAY_MS : 0;
	s->lines = lines = arena_alloc(r->arena, (value_count(items) + 1) * sizeof(*lines));
	for (i = 0; i < value_count(items); i++) {
		const char *sku = value_as_text(value_at(items, i), "");

		for (j = 0; j < o->line_count && (sent[j] || !text_is(o->lines[j].sku, sku)); j++)
			;
		if (j == o->line_count) {
			tau_fault(r, value_at(items, i),
			    "a shipment carries the item %.60s, which the order lacks", sku);
			return;
		}
		sent[j] = true;
		lines[s->line_count++] = o->lines[j].id;
	}
}

/* ---- payments */

static void
read_payment(
    struct tau_reader *r, const struct value *v, const struct customer *c, struct order *o)
{
	static const char *const keys[] = { "transaction_type", "amount", "payment_method_id" };
	struct payment *p = &o->payments[o->payment_count++];
	const char *type;

	tau_keys(r, v, keys, COUNT(keys));
	type = tau_text(r, v, "transaction_type", false);
	p->refund = text_is(type, "refund");
	if (!p->refund && !text_is(type, "payment"))
		tau_fault(r, v, "\"transaction_type\" must be payment or refund, not \"%.40s\"", type);
	p->amount = tau_amount(r, v, "amount");
	p->method_id = tau_text(r, v, "payment_method_id", false);
	p->at_ms = o->placed_ms;
	if (r->err == ERR_OK && customer_method(c, p->method_id) == NULL)
		tau_fault(r, v, "user %.60s has no payment method %.60s", c->id, p->method_id);
}

/* ---- orders */

static void
read_status(struct tau_reader *r, const struct value *v, struct order *o)
{
	const char *status = tau_text(r, v, "status", false);

	o->items_changed = text_is(status, "pending (item modified)");
	o->status = o->items_changed ? "pending"
	    : text_is(status, "processed") ? "processing"
					   : status;
	if (!o->items_changed && !text_is(status, "pending") && !text_is(status, "processed") &&
	    !text_is(status, "delivered") && !text_is(status, "cancelled"))
		tau_fault(r, value_get(v, "status"),
		    "\"status\" can be pending, pending (item modified), processed, delivered or cancelled, not \"%.40s\"",
		    status);
}

/* In the order in which the customer's list has them, a day apart, the last some days ago. */
static int64_t
placed_at(struct tau_reader *r, const char *id, const struct value *at, const char *user)
{
	const struct value *list = value_get(value_get(r->set->users, user), "orders");
	size_t i, count = value_count(list);

	for (i = 0; i < count && !text_is(value_as_text(value_at(list, i), ""), id); i++)
		;
	if (i == count)
		tau_fault(r, at, "the orders of user %.60s don't name it", user);
	return r->set->as_of_ms - (int64_t)(LATEST_DAYS + count - 1 - i) * DATE_DAY_MS;
}

static void
read_parts(struct tau_reader *r, const struct value *v, const struct customer *c, struct order *o)
{
	const struct value *items = tau_part(r, v, "items", VALUE_LIST),
			   *sent = tau_part(r, v, "fulfillments", VALUE_LIST),
			   *paid = tau_part(r, v, "payment_history", VALUE_LIST);
	bool *is_sent = arena_alloc(r->arena, (value_count(items) + 1) * sizeof(*is_sent));
	size_t i;

	if (r->err == ERR_OK && value_count(items) == 0)
		tau_fault(r, v, "it has no items");
	o->lines = arena_alloc(r->arena, (value_count(items) + 1) * sizeof(*o->lines));
	for (i = 0; r->err == ERR_OK && i < value_count(items); i++)
		read_item(r, value_at(items, i), o);
	o->shipments = arena_alloc(r->arena, (value_count(sent) + 1) * sizeof(*o->shipments));
	for (i = 0; r->err == ERR_OK && i < value_count(sent); i++)
		read_fulfillment(r, value_at(sent, i), o, is_sent, o->placed_ms);
	o->payments = arena_alloc(r->arena, (value_count(paid) + 1) * sizeof(*o->payments));
	for (i = 0; r->err == ERR_OK && i < value_count(paid); i++)
		read_payment(r, value_at(paid, i), c, o);
	if (r->err == ERR_OK && order_paid(o) != order_total(o))
		tau_fault(r, v, "its payments aren't the sum of its items");
	if (r->err == ERR_OK && order_refunded(o) > order_paid(o))
		tau_fault(r, v, "its refunds are above what was paid");
}

static void
read_order(struct tau_reader *r, const char *key, const struct value *v, struct order *o)
{
	static const char *const keys[] = {"order_id", "user_id", "address", "items",
	    "fulfillments", "status", "payment_history"};
	const struct customer *c;

	r->what = arena_printf(r->arena, "order %.60s", key);
	tau_keys(r, v, keys, COUNT(keys));
	o->id = tau_id(r, v, tau_text(r, v, "order_id", false));
	if (!text_is(o->id, key))
		tau_fault(r, v, "it stands under another's id");
	o->customer_id = tau_text(r, v, "user_id", false);
	c = tau_customer(r->set, o->customer_id);
	if (c == NULL)
		tau_fault(r, v, "there is no user %.60s", o->customer_id);
	read_status(r, v, o);
	tau_address(r, v, &o->address);
	o->delivery = "standard";
	o->note = "";
	if (r->err != ERR_OK)
		return;
	o->placed_ms = placed_at(r, o->id, v, o->customer_id);
	read_parts(r, v, c, o);
}

static void
check_list(struct tau_reader *r, const char *user, const struct value *list)
{
	size_t i, j;

	r->what = arena_printf(r->arena, "user %.60s", user);
	for (i = 0; r->err == ERR_OK && i < value_count(list); i++) {
		const struct value *at = value_at(list, i);
		const char *id = value_as_text(at, "");
		const struct value *order = value_get(r->set->orders, id);

		if (!text_is(value_get_text(order, "user_id"), user))
			tau_fault(r, at, "there is no order \"%.60s\" of theirs", id);
		for (j = 0; j < i; j++)
			if (text_is(value_as_text(value_at(list, j), ""), id))
				tau_fault(r, at, "order %.60s is listed twice", id);
	}
}

enum err
tau_read_orders(struct arena *a, struct tau_set *set, struct errinfo *e)
{
	struct tau_reader r = { .arena = a, .set = set, .what = "", .e = e };
	struct shop_records *records = &set->records;
	size_t i, count = value_count(set->orders);

	for (i = 0; r.err == ERR_OK && i < value_count(set->users); i++)
		check_list(&r, value_key_at(set->users, i),
		    value_get(value_at(set->users, i), "orders"));
	records->orders = arena_alloc(a, (count + 1) * sizeof(*records->orders));
	for (i = 0; r.err == ERR_OK && i < count; i++)
		read_order(&r, value_key_at(set->orders, i), value_at(set->orders, i),
		    &records->orders[records->order_count++]);
	return r.err;
}
