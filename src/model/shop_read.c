/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shop's records from values. Every field is checked; the first fault stays in the reader and
 * all that follows is skipped.
 */
#include "floorwalker/model/shop.h"

#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/model/money.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define QUANTITY_MAX 1000000

struct reader {
	struct arena *arena;
	const char *what;	/* "order TF-100101", for messages */
	struct errinfo *e;
	enum err err;
};

static const char *const order_statuses[] = {"pending", "processing", "shipped", "delivered",
    "cancelled", "return_requested", "returned", "exchange_requested"};
static const char *const shipment_statuses[] = {"label_created", "in_transit", "out_for_delivery",
    "delivered", "delayed", "lost", "returned_to_sender"};
static const char *const deliveries[] = { "standard", "express", "pickup" };
static const char *const tiers[] = { "standard", "plus", "vip" };
static const char *const method_kinds[] = { "card", "paypal", "gift_card" };
static const char *const payment_kinds[] = { "payment", "refund" };

static void
check_map(struct reader *r, const struct value *v, const char *const *keys, size_t count)
{
	if (r->err)
		return;
	if (value_kind(v) != VALUE_MAP)
		r->err = value_err(r->e, ERR_INPUT, v, "%s: expected a map of fields", r->what);
	else
		r->err = value_check_keys(v, keys, count, r->e);
}

/* A text; an absent one is otherwise, or a fault where otherwise is NULL. */
static const char *
read_text(struct reader *r, const struct value *map, const char *key, const char *otherwise)
{
	const struct value *v = value_get(map, key);

	if (r->err)
		return "";
	if (value_is_null(v) && otherwise)
		return otherwise;
	if (value_kind(v) != VALUE_TEXT || (!otherwise && !*value_as_text(v, ""))) {
		r->err = value_err(r->e, ERR_INPUT, v ? v : map, "%s: \"%s\" must be a text%s",
		    r->what, key, otherwise ? "" : ", not empty");
		return "";
	}
	return arena_text(r->arena, value_as_text(v, ""));
}

static const char *
read_word(struct reader *r, const struct value *map, const char *key, const char *const *words,
    size_t count, const char *otherwise)
{
	const char *s = read_text(r, map, key, otherwise), *near;

	for (size_t i = 0; i < count; i++)
		if (text_is(words[i], s))
			return words[i];
	if (r->err)
		return "";
	near = text_nearest(s, words, count);
	r->err = value_err(r->e, ERR_INPUT, value_get(map, key),
	    "%s: \"%s\" can't be \"%.60s\"%s%s%s", r->what, key, s, near ? "; did you mean \"" : "",
	    near ? near : "", near ? "\"?" : "");
	return "";
}

static int64_t
read_int(struct reader *r, const struct value *map, const char *key, int64_t low, int64_t high,
    int64_t otherwise)
{
	const struct value *v = value_get(map, key);
	int64_t n;

	if (r->err || value_is_null(v))
		return otherwise;
	n = value_as_int(v, low - 1);
	if (n < low || n > high)
		r->err = value_err(r->e, ERR_INPUT, v,
		    "%s: \"%s\" must be a whole number from %lld to %lld", r->what, key,
		    (long long)low, (long long)high);
	return n;
}

static int64_t
read_amount(struct reader *r, const struct value *map, const char *key)
{
	return read_int(r, map, key, 0, MONEY_MAX, 0);
}

static int64_t
read_instant(struct reader *r, const struct value *map, const char *key)
{
	return read_int(r, map, key, 0, VALUE_INT_MAX, 0);
}

static bool
read_bool(struct reader *r, const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);

	if (r->err || value_is_null(v))
		return false;
	if (value_kind(v) != VALUE_BOOL)
		r->err =
		    value_err(r->e, ERR_INPUT, v, "%s: \"%s\" must be true or false", r->what, key);
	return value_as_bool(v, false);
}

/* A list's items in an array of zeroed elements; NULL and 0 where it is absent. */
static void *
read_list(struct reader *r, const struct value *map, const char *key, size_t size, size_t *count)
{
	const struct value *v = value_get(map, key);

	*count = 0;
	if (r->err || value_is_null(v))
		return NULL;
	if (value_kind(v) != VALUE_LIST) {
		r->err = value_err(r->e, ERR_INPUT, v, "%s: \"%s\" must be a list", r->what, key);
		return NULL;
	}
	*count = value_count(v);
	return *count ? arena_alloc(r->arena, *count * size) : NULL;
}

static const struct value *
item(const struct value *map, const char *key, size_t i)
{
	return value_at(value_get(map, key), i);
}

static const char *const *
read_texts(struct reader *r, const struct value *map, const char *key, size_t *count)
{
	const char **texts = read_list(r, map, key, sizeof(*texts), count);

	for (size_t i = 0; i < *count; i++) {
		const struct value *v = item(map, key, i);

		if (!r->err && value_kind(v) != VALUE_TEXT)
			r->err = value_err(
			    r->e, ERR_INPUT, v, "%s: \"%s\" must hold texts only", r->what, key);
		texts[i] = arena_text(r->arena, value_as_text(v, ""));
	}
	return texts;
}

static const struct pair *
read_pairs(struct reader *r, const struct value *map, const char *key, size_t *count)
{
	const struct value *v = value_get(map, key);
	struct pair *pairs;

	*count = 0;
	if (r->err || value_is_null(v))
		return NULL;
	if (value_kind(v) != VALUE_MAP) {
		r->err = value_err(
		    r->e, ERR_INPUT, v, "%s: \"%s\" must be a map of texts", r->what, key);
		return NULL;
	}
	*count = value_count(v);
	pairs = *count ? arena_alloc(r->arena, *count * sizeof(*pairs)) : NULL;
	for (size_t i = 0; i < *count; i++) {
		pairs[i].name = arena_text(r->arena, value_key_at(v, i));
		pairs[i].value = read_text(r, v, pairs[i].name, NULL);
	}
	return pairs;
}

static struct address
read_address(struct reader *r, const struct value *map)
{
	static const char *const keys[] = {
	    "line1", "line2", "city", "region", "postcode", "country"};
	const struct value *v = value_get(map, "address");
	struct address x;

	if (!value_is_null(v))
		check_map(r, v, keys, COUNT(keys));
	x.line1 = read_text(r, v, "line1", "");
	x.line2 = read_text(r, v, "line2", "");
	x.city = read_text(r, v, "city", "");
	x.region = read_text(r, v, "region", "");
	x.postcode = read_text(r, v, "postcode", "");
	x.country = read_text(r, v, "country", "");
	if (!r->err && *x.country &&
	    (strlen(x.country) != 2 || strspn(x.country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 2))
		r->err = value_err(r->e, ERR_INPUT, value_get(v, "country"),
		    "%s: \"country\" must be two capital letters (ISO 3166-1)", r->what);
	return x;
}

/* The id first, so that every later message can name the record. */
static const char *
read_id(struct reader *r, const struct value *v, const char *kind)
{
	const char *id;

	r->what = kind;
	id = read_text(r, v, "id", NULL);
	if (!r->err)
		r->what = arena_printf(r->arena, "%s %.80s", kind, id);
	return id;
}

static void
read_variant(struct reader *r, const struct value *v, struct variant *x)
{
	static const char *const keys[] = {
	    "sku", "options", "price", "was", "stock", "restock_ms", "final_sale", "uncounted"};

	check_map(r, v, keys, COUNT(keys));
	x->sku = read_text(r, v, "sku", NULL);
	x->options = read_pairs(r, v, "options", &x->option_count);
	x->price = read_amount(r, v, "price");
	x->was = read_amount(r, v, "was");
	x->stock = read_int(r, v, "stock", 0, VALUE_INT_MAX, 0);
	x->restock_ms = read_instant(r, v, "restock_ms");
	x->final_sale = read_bool(r, v, "final_sale");
	x->uncounted = read_bool(r, v, "uncounted");
}

enum err
product_from_value(struct arena *a, const struct value *v, struct product *out, struct errinfo *e)
{
	static const char *const keys[] = {"id", "name", "department", "kind", "also",
	    "description", "care", "attributes", "options", "variants", "hygiene", "gift_card"};
	struct reader r = { a, "product", e, ERR_OK };
	struct variant *variants;

	memset(out, 0, sizeof(*out));
	check_map(&r, v, keys, COUNT(keys));
	out->id = read_id(&r, v, "product");
	out->name = read_text(&r, v, "name", "");
	out->department = read_text(&r, v, "department", "");
	out->kind = read_text(&r, v, "kind", "");
	out->also = read_texts(&r, v, "also", &out->also_count);
	out->description = read_text(&r, v, "description", "");
	out->care = read_text(&r, v, "care", "");
	out->attributes = read_pairs(&r, v, "attributes", &out->attribute_count);
	out->options = read_texts(&r, v, "options", &out->option_count);
	out->variants = variants =
	    read_list(&r, v, "variants", sizeof(*variants), &out->variant_count);
	for (size_t i = 0; i < out->variant_count && !r.err; i++)
		read_variant(&r, item(v, "variants", i), &variants[i]);
	out->hygiene = read_bool(&r, v, "hygiene");
	out->gift_card = read_bool(&r, v, "gift_card");
	return r.err;
}

static void
read_method(struct reader *r, const struct value *v, struct payment_method *x)
{
	static const char *const keys[] = {
	    "id", "kind", "label", "brand", "last_four", "balance"};

	check_map(r, v, keys, COUNT(keys));
	x->id = read_text(r, v, "id", NULL);
	x->kind = read_word(r, v, "kind", method_kinds, COUNT(method_kinds), NULL);
	x->label = read_text(r, v, "label", "");
	x->brand = read_text(r, v, "brand", "");
	x->last_four = read_text(r, v, "last_four", "");
	x->balance = read_amount(r, v, "balance");
}

static struct consent *
read_consents(struct reader *r, const struct value *map, size_t *count)
{
	const struct value *v = value_get(map, "consents");
	struct consent *all;

	*count = 0;
	if (r->err || value_is_null(v))
		return NULL;
	if (value_kind(v) != VALUE_MAP) {
		r->err = value_err(
		    r->e, ERR_INPUT, v, "%s: \"consents\" must be a map of true and false", r->what);
		return NULL;
	}
	*count = value_count(v);
	all = *count ? arena_alloc(r->arena, *count * sizeof(*all)) : NULL;
	for (size_t i = 0; i < *count; i++) {
		all[i].name = arena_text(r->arena, value_key_at(v, i));
		all[i].given = read_bool(r, v, all[i].name);
	}
	return all;
}

enum err
customer_from_value(struct arena *a, const struct value *v, struct customer *out, struct errinfo *e)
{
	static const char *const keys[] = {"id", "name", "email", "phone", "language", "tier",
	    "since_ms", "address", "payment_methods", "marketing", "consents"};
	static const char *const name_keys[] = { "given", "family" };
	struct reader r = { a, "customer", e, ERR_OK };
	const struct value *name = value_get(v, "name");

	memset(out, 0, sizeof(*out));
	check_map(&r, v, keys, COUNT(keys));
	out->id = read_id(&r, v, "customer");
	if (!value_is_null(name))
		check_map(&r, name, name_keys, COUNT(name_keys));
	out->given = read_text(&r, name, "given", "");
	out->family = read_text(&r, name, "family", "");
	out->email = read_text(&r, v, "email", "");
	out->phone = read_text(&r, v, "phone", "");
	out->language = read_text(&r, v, "language", "");
	out->tier = read_word(&r, v, "tier", tiers, COUNT(tiers), "standard");
	out->since_ms = read_instant(&r, v, "since_ms");
	out->address = read_address(&r, v);
	out->methods =
	    read_list(&r, v, "payment_methods", sizeof(*out->methods), &out->method_count);
	for (size_t i = 0; i < out->method_count && !r.err; i++)
		read_method(&r, item(v, "payment_methods", i), &out->methods[i]);
	out->marketing = read_bool(&r, v, "marketing");
	out->consents = read_consents(&r, v, &out->consent_count);
	return r.err;
}

static void
read_order_line(struct reader *r, const struct value *v, struct order_line *x)
{
	static const char *const keys[] = {
	    "id", "sku", "product", "quantity", "price", "final_sale", "opened", "returned"};

	check_map(r, v, keys, COUNT(keys));
	x->id = read_int(r, v, "id", 1, VALUE_INT_MAX, 0);
	if (!r->err && x->id == 0)
		r->err = value_err(r->e, ERR_INPUT, v, "%s: a line needs an \"id\"", r->what);
	x->sku = read_text(r, v, "sku", NULL);
	x->product_id = read_text(r, v, "product", "");
	x->quantity = read_int(r, v, "quantity", 1, QUANTITY_MAX, 1);
	x->price = read_amount(r, v, "price");
	x->final_sale = read_bool(r, v, "final_sale");
	x->opened = read_bool(r, v, "opened");
	x->returned = read_bool(r, v, "returned");
}

static void
read_payment(struct reader *r, const struct value *v, struct payment *x)
{
	static const char *const keys[] = { "kind", "amount", "method", "at_ms" };

	check_map(r, v, keys, COUNT(keys));
	x->refund =
	    text_is(read_word(r, v, "kind", payment_kinds, COUNT(payment_kinds), NULL), "refund");
	x->amount = read_amount(r, v, "amount");
	x->method_id = read_text(r, v, "method", "");
	x->at_ms = read_instant(r, v, "at_ms");
}

static void
read_shipment(struct reader *r, const struct value *v, struct shipment *x)
{
	static const char *const keys[] = {
	    "id", "carrier", "tracking", "status", "shipped_ms", "delivered_ms", "lines", "events"};
	static const char *const event_keys[] = { "at_ms", "place", "text" };
	struct tracking_event *events;
	int64_t *lines;

	check_map(r, v, keys, COUNT(keys));
	x->id = read_text(r, v, "id", NULL);
	x->carrier = read_text(r, v, "carrier", "");
	x->tracking = read_text(r, v, "tracking", "");
	x->status = read_word(r, v, "status", shipment_statuses, COUNT(shipment_statuses), NULL);
	x->shipped_ms = read_instant(r, v, "shipped_ms");
	x->delivered_ms = read_instant(r, v, "delivered_ms");
	x->lines = lines = read_list(r, v, "lines", sizeof(*lines), &x->line_count);
	for (size_t i = 0; i < x->line_count; i++) {
		lines[i] = value_as_int(item(v, "lines", i), 0);
		if (!r->err && lines[i] < 1)
			r->err = value_err(r->e, ERR_INPUT, item(v, "lines", i),
			    "%s: \"lines\" must hold ids of lines", r->what);
	}
	x->events = events = read_list(r, v, "events", sizeof(*events), &x->event_count);
	for (size_t i = 0; i < x->event_count; i++) {
		check_map(r, item(v, "events", i), event_keys, COUNT(event_keys));
		events[i].at_ms = read_instant(r, item(v, "events", i), "at_ms");
		events[i].place = read_text(r, item(v, "events", i), "place", "");
		events[i].text = read_text(r, item(v, "events", i), "text", "");
	}
}

/* What only shows when the parts are together: sums within the bound, lines that exist, once
 * each. */
static void
check_order(struct reader *r, const struct value *v, const struct order *o)
{
	int64_t total = o->shipping, line;

	for (size_t i = 0; i < o->line_count && !r->err; i++) {
		if (!money_times(o->lines[i].price, o->lines[i].quantity, &line) ||
		    !money_add(total, line, &total))
			r->err = value_err(r->e, ERR_INPUT, item(v, "lines", i),
			    "%s: the lines add up to more than can be held", r->what);
		else if (order_line_find(o, o->lines[i].id) != &o->lines[i])
			r->err = value_err(r->e, ERR_INPUT, item(v, "lines", i),
			    "%s: two lines have the id %lld", r->what, (long long)o->lines[i].id);
	}
	for (size_t i = 0; i < o->shipment_count && !r->err; i++)
		for (size_t j = 0; j < o->shipments[i].line_count && !r->err; j++)
			if (!order_line_find(o, o->shipments[i].lines[j]))
				r->err = value_err(r->e, ERR_INPUT, item(v, "shipments", i),
				    "%s: shipment %.60s names line %lld, which the order lacks",
				    r->what, o->shipments[i].id,
				    (long long)o->shipments[i].lines[j]);
}

static void
read_order_lists(struct reader *r, const struct value *v, struct order *out)
{
	out->lines = read_list(r, v, "lines", sizeof(*out->lines), &out->line_count);
	for (size_t i = 0; i < out->line_count && !r->err; i++)
		read_order_line(r, item(v, "lines", i), &out->lines[i]);
	out->payments = read_list(r, v, "payments", sizeof(*out->payments), &out->payment_count);
	for (size_t i = 0; i < out->payment_count && !r->err; i++)
		read_payment(r, item(v, "payments", i), &out->payments[i]);
	out->shipments =
	    read_list(r, v, "shipments", sizeof(*out->shipments), &out->shipment_count);
	for (size_t i = 0; i < out->shipment_count && !r->err; i++)
		read_shipment(r, item(v, "shipments", i), &out->shipments[i]);
}

enum err
order_from_value(struct arena *a, const struct value *v, struct order *out, struct errinfo *e)
{
	static const char *const keys[] = {"id", "customer", "status", "placed_ms", "promised_ms",
	    "lines", "shipping", "discount", "payments", "address", "delivery", "shipments", "note",
	    "items_changed", "requests"};
	struct reader r = { a, "order", e, ERR_OK };
	size_t requests;

	memset(out, 0, sizeof(*out));
	check_map(&r, v, keys, COUNT(keys));
	out->id = read_id(&r, v, "order");
	out->customer_id = read_text(&r, v, "customer", "");
	out->status = read_word(&r, v, "status", order_statuses, COUNT(order_statuses), NULL);
	out->placed_ms = read_instant(&r, v, "placed_ms");
	out->promised_ms = read_instant(&r, v, "promised_ms");
	out->shipping = read_amount(&r, v, "shipping");
	out->discount = read_amount(&r, v, "discount");
	read_order_lists(&r, v, out);
	out->address = read_address(&r, v);
	out->delivery = read_word(&r, v, "delivery", deliveries, COUNT(deliveries), "standard");
	out->note = read_text(&r, v, "note", "");
	out->items_changed = read_bool(&r, v, "items_changed");
	(void)read_list(&r, v, "requests", 1, &requests);
	out->requests = requests ? value_copy(a, value_get(v, "requests")) : NULL;
	check_order(&r, v, out);
	return r.err;
}
