/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records in the shape of tau-bench's retail shop.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/model/money.h"
#include "floorwalker/world/tau.h"

static const struct pair reasons[] = {
	{ "no longer needed", "changed_mind" },
	{ "ordered by mistake", "ordered_by_mistake" },
};
#define REASON_COUNT (sizeof(reasons) / sizeof(reasons[0]))

const char *
tau_reason_from(const char *reason)
{
	size_t i;

	for (i = 0; i < REASON_COUNT; i++)
		if (text_is(reasons[i].name, reason))
			return reasons[i].value;
	return NULL;
}

const char *
tau_reason_to(const char *word)
{
	size_t i;

	for (i = 0; i < REASON_COUNT; i++)
		if (text_is(reasons[i].value, word))
			return reasons[i].name;
	return NULL;
}

static double
units(const struct settings *s, int64_t minor)
{
	return (double)minor / pow(10, money_decimals(s->currency));
}

static void
set_address(struct value *map, const struct address *x)
{
	struct value *m = value_set_map(map, "address");
	struct arena *a = arena_new();

	value_set_text(m, "address1", x->line1);
	value_set_text(m, "address2", x->line2);
	value_set_text(m, "city", x->city);
	value_set_text(m, "state", x->region);
	value_set_text(m, "zip", x->postcode);
	value_set_text(m, "country", tau_country_to(a, x->country));
	arena_free(&a);
}

/* ---- products */

struct value *
tau_product(struct arena *a, const struct settings *s, const struct product *p)
{
	struct value *v = value_map(a), *variants, *m, *options;
	size_t i, j;

	value_set_text(v, "name", p->name);
	value_set_text(v, "product_id", p->id);
	variants = value_set_map(v, "variants");
	for (i = 0; i < p->variant_count; i++) {
		m = value_set_map(variants, p->variants[i].sku);
		value_set_text(m, "item_id", p->variants[i].sku);
		options = value_set_map(m, "options");
		for (j = 0; j < p->variants[i].option_count; j++)
			value_set_text(options, p->variants[i].options[j].name,
			    p->variants[i].options[j].value);
		value_set_bool(m, "available", p->variants[i].stock > 0);
		value_set_real(m, "price", units(s, p->variants[i].price));
	}
	return v;
}

static const struct product *
product_of(const struct shop_records *records, const struct order_line *l,
    const struct variant **variant)
{
	size_t i;

	for (i = 0; i < records->product_count; i++)
		if ((text_is_empty(l->product_id) ||
			text_is(records->products[i].id, l->product_id)) &&
		    (*variant = product_variant(&records->products[i], l->sku)) != NULL)
			return &records->products[i];
	return NULL;
}

/* ---- users */

static int
as_placed(const void *a, const void *b)
{
	const struct order *x = *(const struct order *const *)a,
			   *y = *(const struct order *const *)b;

	if (x->placed_ms != y->placed_ms)
		return x->placed_ms < y->placed_ms ? -1 : 1;
	return strcmp(x->id, y->id);
}

static void
set_orders(struct value *map, const struct shop_records *records, const struct customer *c)
{
	struct value *list = value_set_list(map, "orders");
	const struct order **theirs = mem_zero(records->order_count + 1, sizeof(*theirs));
	size_t i, count = 0;

	for (i = 0; i < records->order_count; i++)
		if (text_is(records->orders[i].customer_id, c->id))
			theirs[count++] = &records->orders[i];
	qsort(theirs, count, sizeof(*theirs), as_placed);
	for (i = 0; i < count; i++)
		value_add_text(list, theirs[i]->id);
	mem_free(theirs);
}

struct value *
tau_user(struct arena *a, const struct shop_records *records, const struct settings *s,
    const struct customer *c)
{
	struct value *v = value_map(a), *m;
	size_t i;

	m = value_set_map(v, "name");
	value_set_text(m, "first_name", c->given);
	value_set_text(m, "last_name", c->family);
	set_address(v, &c->address);
	value_set_text(v, "email", c->email);
	m = value_set_map(v, "payment_methods");
	for (i = 0; i < c->method_count; i++) {
		const struct payment_method *x = &c->methods[i];
		struct value *method = value_set_map(m, x->id);

		value_set_text(
		    method, "source", text_is(x->kind, "card") ? "credit_card" : x->kind);
		if (!text_is_empty(x->brand))
			value_set_text(method, "brand", x->brand);
		if (!text_is_empty(x->last_four))
			value_set_text(method, "last_four", x->last_four);
		if (text_is(x->kind, "gift_card"))
			value_set_real(method, "balance", units(s, x->balance));
		value_set_text(method, "id", x->id);
	}
	set_orders(v, records, c);
	return v;
}

/* ---- orders */

static const char *
status_of(const struct order *o)
{
	if (text_is(o->status, "pending") && o->items_changed)
		return "pending (item modified)";
	if (text_is(o->status, "processing"))
		return "processed";
	if (text_is(o->status, "return_requested"))
		return "return requested";
	if (text_is(o->status, "exchange_requested"))
		return "exchange requested";
	return o->status;
}

static void
set_items(struct value *v, const struct shop_records *records, const struct settings *s,
    const struct order *o)
{
	struct value *items = value_set_list(v, "items"), *m, *options;
	size_t i, j;
	int64_t k;

	for (i = 0; i < o->line_count; i++) {
		const struct order_line *l = &o->lines[i];
		const struct variant *variant;
		const struct product *p = product_of(records, l, &variant);

		for (k = 0; k < l->quantity; k++) {	/* a piece each */
			m = value_add_map(items);
			value_set_text(m, "name", p != NULL ? p->name : "");
			value_set_text(m, "product_id", p != NULL ? p->id : l->product_id);
			value_set_text(m, "item_id", l->sku);
			value_set_real(m, "price", units(s, l->price));
			options = value_set_map(m, "options");
			for (j = 0; p != NULL && j < variant->option_count; j++)
				value_set_text(options, variant->options[j].name,
				    variant->options[j].value);
		}
	}
}

static void
set_fulfillments(struct value *v, const struct order *o)
{
	struct value *list = value_set_list(v, "fulfillments"), *m, *ids;
	size_t i, j;

	for (i = 0; i < o->shipment_count; i++) {
		const struct shipment *x = &o->shipments[i];

		m = value_add_map(list);
		value_add_text(value_set_list(m, "tracking_id"), x->tracking);
		ids = value_set_list(m, "item_ids");
		for (j = 0; j < x->line_count; j++) {
			const struct order_line *l = order_line_find(o, x->lines[j]);

			value_add_text(ids, l != NULL ? l->sku : "");
		}
	}
}

static void
add_payment(struct value *list, const char *type, double amount, const char *method)
{
	struct value *m = value_add_map(list);

	value_set_text(m, "transaction_type", type);
	value_set_real(m, "amount", amount);
	value_set_text(m, "payment_method_id", method);
}

/* The method that a request went by: as said, or the one that paid first. */
static const char *
method_of(const struct order *o, const struct value *request)
{
	const char *method = value_get_text(request, "method");
	size_t i;

	for (i = 0; text_is(method, "original") && i < o->payment_count; i++)
		if (!o->payments[i].refund)
			return o->payments[i].method_id;
	return method;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The pieces of a request by their article: those that there were, or (of a line that becomes
 * another) those that come. */
static void
set_pieces(struct value *v, const char *key, const struct order *o, const struct value *request,
    bool coming)
{
	const struct value *lines = value_get(request, "lines");
	struct value *list = value_set_list(v, key);
	const char **skus = NULL;
	size_t i, count = 0;
	int64_t k;

	for (i = 0; i < value_count(lines); i++) {
		const struct value *line = value_at(lines, i);
		const struct order_line *l = order_line_find(o, value_get_int(line, "id", 0));

		for (k = value_get_int(line, "quantity", 1); k > 0; k--) {
			skus = mem_grow(skus, count + 1, sizeof(*skus));
			skus[count++] = coming ? value_get_text(line, "sku") : l != NULL ? l->sku : "";
		}
	}
	if (count > 0)
		qsort(skus, count, sizeof(*skus), by_text);
	for (i = 0; i < count; i++)
		value_add_text(list, skus[i]);
	mem_free(skus);
}

static void
set_request(struct value *v, struct value *payments, const struct settings *s,
    const struct order *o, const struct value *r)
{
	const char *kind = value_get_text(r, "kind"), *reason = value_get_text(r, "reason");

	if (text_is(kind, "cancel")) {
		const char *said = tau_reason_to(reason);

		value_set_text(v, "cancel_reason", said != NULL ? said : reason);
	} else if (text_is(kind, "return")) {
		set_pieces(v, "return_items", o, r, false);
		value_set_text(v, "return_payment_method_id", method_of(o, r));
	} else if (text_is(kind, "exchange")) {
		set_pieces(v, "exchange_items", o, r, false);
		set_pieces(v, "exchange_new_items", o, r, true);
		value_set_text(v, "exchange_payment_method_id", method_of(o, r));
		value_set_real(
		    v, "exchange_price_difference", units(s, value_get_int(r, "difference", 0)));
	} else if (text_is(kind, "item_change") && value_get_int(r, "difference", 0) == 0) {
		/* that nothing was paid is booked there as a refund of nothing; here it isn't */
		add_payment(payments, "refund", 0, method_of(o, r));
	}
}

struct value *
tau_order(struct arena *a, const struct shop_records *records, const struct settings *s,
    const struct order *o)
{
	struct value *v = value_map(a), *payments;
	size_t i;

	value_set_text(v, "order_id", o->id);
	value_set_text(v, "user_id", o->customer_id);
	set_address(v, &o->address);
	set_items(v, records, s, o);
	set_fulfillments(v, o);
	value_set_text(v, "status", status_of(o));
	payments = value_set_list(v, "payment_history");
	for (i = 0; i < o->payment_count; i++)
		add_payment(payments, o->payments[i].refund ? "refund" : "payment",
		    units(s, o->payments[i].amount), o->payments[i].method_id);
	for (i = 0; i < value_count(o->requests); i++)
		set_request(v, payments, s, o, value_at(o->requests, i));
	return v;
}

/* ---- the same or not */

static bool
is_number(const struct value *v)
{
	return value_kind(v) == VALUE_INT || value_kind(v) == VALUE_REAL;
}

static bool
differ(struct str *where, const char *path, const struct value *wanted, const struct value *got)
{
	str_addf(where, "%s: ", *path != '\0' ? path : "all of it");
	if (got == NULL)
		str_add(where, "not there");
	else
		value_print(where, got);
	str_add(where, ", wanted ");
	if (wanted == NULL)
		str_add(where, "not there");
	else
		value_print(where, wanted);
	return false;
}

static bool
is_same(const struct value *wanted, const struct value *got, struct arena *a, const char *path,
    struct str *where)
{
	const char *dot = *path != '\0' ? "." : "";
	bool map = value_kind(wanted) == VALUE_MAP;
	size_t i;

	if (wanted == NULL || got == NULL)
		return differ(where, path, wanted, got);
	if (is_number(wanted) && is_number(got))
		return fabs(value_as_real(wanted, 0) - value_as_real(got, 0)) <= TAU_TOLERANCE
		    ? true
		    : differ(where, path, wanted, got);
	if (value_kind(wanted) != value_kind(got))
		return differ(where, path, wanted, got);
	if (!map && value_kind(wanted) != VALUE_LIST)
		return value_is_equal(wanted, got) ? true : differ(where, path, wanted, got);
	for (i = 0; i < value_count(wanted); i++) {
		const char *key = map ? value_key_at(wanted, i) : arena_printf(a, "%zu", i);

		if (!is_same(value_at(wanted, i), map ? value_get(got, key) : value_at(got, i), a,
			arena_printf(a, "%s%s%s", path, dot, key), where))
			return false;
	}
	for (i = map ? 0 : value_count(wanted); i < value_count(got); i++) {
		const char *key = map ? value_key_at(got, i) : arena_printf(a, "%zu", i);

		if (!map || value_get(wanted, key) == NULL)
			return differ(where, arena_printf(a, "%s%s%s", path, dot, key), NULL,
			    value_at(got, i));
	}
	return true;
}

bool
tau_is_same(const struct value *wanted, const struct value *got, struct str *where)
{
	struct arena *a = arena_new();
	bool same = is_same(wanted, got, a, "", where);

	arena_free(&a);
	return same;
}
