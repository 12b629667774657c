/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The embedded shop: records are documents of the store; what the store hasn't is read from the
 * base and copied when written.
 */
#include "embedded.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/text/translate.h"

#define SEED_BATCH 500

enum err
shop_embedded_new(struct store *store, const struct shop_records *base,
    const struct settings *settings, const struct clock *clock, struct shop **out,
    struct errinfo *e)
{
	struct shop *s = mem_zero(1, sizeof(*s));

	(void)e;
	s->store = store;
	s->base = base;
	s->settings = settings;
	s->clock = clock;
	s->shelf = shelf_new();
	*out = s;
	return ERR_OK;
}

void
shop_free(struct shop **s)
{
	if (*s == NULL)
		return;
	shelf_free(&(*s)->shelf);
	mem_free(*s);
	*s = NULL;
}

void
shop_watch(struct shop *s, void (*reads)(void *context, const char *kind, const char *id),
    void *context)
{
	s->reads = reads;
	s->reads_context = context;
}

void
shop_tell_reading(const struct shop *s, const char *kind, const char *id)
{
	if (s->reads != NULL)
		s->reads(s->reads_context, kind, id);
}

void
shop_set_till(struct shop *s, const struct shop_till *till)
{
	s->till = till;
}

void
shop_set_outages(struct shop *s, const struct carrier_outage *outages, size_t count)
{
	s->outages = outages;
	s->outage_count = count;
}

/* The order as its carriers show it now. */
static void
show_order(const struct shop *s, struct arena *a, struct order *o)
{
	struct order shown;
	int64_t now;

	if (s->outage_count == 0)
		return;
	now = clock_now_ms(s->clock);
	if (order_in_outage(a, o, s->outages, s->outage_count, now, now, &shown, NULL))
		*o = shown;
}

bool
shop_is_elsewhere(const struct shop *s)
{
	return s->till != NULL;
}

const struct settings *
shop_settings(const struct shop *s)
{
	return s->settings;
}

/* ---- the base: sorted by id */

static int
compare_order(const void *id, const void *o)
{
	return strcmp(id, ((const struct order *)o)->id);
}

static int
compare_customer(const void *id, const void *c)
{
	return strcmp(id, ((const struct customer *)c)->id);
}

static int
compare_product(const void *id, const void *p)
{
	return strcmp(id, ((const struct product *)p)->id);
}

static const void *
base_find(const void *items, size_t count, size_t size, const char *id,
    int (*compare)(const void *, const void *))
{
	return count == 0 ? NULL : bsearch(id, items, count, size, compare);
}

/* ---- documents */

/* The parsed document; *found false where the store has none. */
static enum err
read_document(struct shop *s, struct arena *a, const char *kind, const char *id, struct value **out,
    int64_t *version, bool *found, struct errinfo *e)
{
	struct document d;
	enum err err = store_document_get(s->store, a, kind, id, &d, e);

	*found = err == ERR_OK;
	*version = 0;
	if (err == ERR_NOT_FOUND)
		return ERR_OK;
	if (err != ERR_OK)
		return err;
	*version = d.version;
	return value_parse_json(a, id, d.body, strlen(d.body), &value_limits_message, out, e);
}

static enum err
write_document(struct store *store, const char *kind, const char *id, const struct value *v,
    int64_t version, struct errinfo *e)
{
	struct str s;
	enum err err;

	str_init(&s);
	value_print(&s, v);
	err = store_document_put(store, kind, id, s.data, version, e);
	str_clear(&s);
	return err;
}

/* Order lines name variants; which product that is stands in the catalogue. Filled where the record
 * doesn't say. */
static enum err
fill_products(struct shop *s, struct arena *a, struct order *o, struct errinfo *e)
{
	size_t i;

	for (i = 0; i < o->line_count; i++) {
		struct product p;
		enum err err;

		if (!text_is_empty(o->lines[i].product_id))
			continue;
		err = shop_product_of_sku(s, a, o->lines[i].sku, &p, e);
		if (err != ERR_OK && err != ERR_NOT_FOUND)
			return err;
		o->lines[i].product_id = err == ERR_OK ? p.id : "";
	}
	return ERR_OK;
}

/* Of the base's arrays only those that a reader may fill are copied. */
static void
copy_base_order(struct arena *a, const struct order *from, struct order *out)
{
	*out = *from;
	out->lines = arena_alloc(a, (from->line_count + 1) * sizeof(*out->lines));
	if (from->line_count > 0)
		memcpy(out->lines, from->lines, from->line_count * sizeof(*out->lines));
}

enum err
shop_read_order(struct shop *s, struct arena *a, const char *id, struct order *out,
    int64_t *version, struct errinfo *e)
{
	struct value *v;
	bool found;
	enum err err;

	shop_tell_reading(s, "order", id);
	if ((err = read_document(s, a, "order", id, &v, version, &found, e)) != ERR_OK)
		return err;
	if (found) {
		if ((err = order_from_value(a, v, out, e)) != ERR_OK)
			return err_prefix(e, "order %.60s in the store", id);
	} else {
		const struct order *o = s->base == NULL ? NULL :
		    base_find(s->base->orders, s->base->order_count, sizeof(*o), id, compare_order);

		if (o == NULL)
			return err_set(e, ERR_NOT_FOUND, tr("there is no order %.60s"), id);
		copy_base_order(a, o, out);
	}
	return fill_products(s, a, out, e);
}

enum err
shop_read_customer(struct shop *s, struct arena *a, const char *id, struct customer *out,
    int64_t *version, struct errinfo *e)
{
	struct value *v;
	bool found;
	enum err err;

	shop_tell_reading(s, "customer", id);
	if ((err = read_document(s, a, "customer", id, &v, version, &found, e)) != ERR_OK)
		return err;
	if (found) {
		err = customer_from_value(a, v, out, e);
		return err == ERR_OK ? ERR_OK : err_prefix(e, "customer %.60s in the store", id);
	}
	const struct customer *c = s->base == NULL
	    ? NULL
	    : base_find(
		  s->base->customers, s->base->customer_count, sizeof(*c), id, compare_customer);

	if (c == NULL)
		return err_set(e, ERR_NOT_FOUND, tr("there is no customer %.60s"), id);
	*out = *c;
	return ERR_OK;
}

enum err
shop_read_product(struct shop *s, struct arena *a, const char *id, struct product *out,
    int64_t *version, struct errinfo *e)
{
	struct document d;
	enum err err;

	shop_tell_reading(s, "product", id);
	err = store_document_get(s->store, a, "product", id, &d, e);
	*version = 0;
	if (err == ERR_OK) {
		*version = d.version;
		return shelf_read(s->shelf, a, id, d.body, out, e);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	const struct product *p = s->base == NULL ? NULL :
	    base_find(s->base->products, s->base->product_count, sizeof(*p), id, compare_product);

	if (p == NULL)
		return err_set(e, ERR_NOT_FOUND, tr("there is no product %.60s"), id);
	*out = *p;
	return ERR_OK;
}

static enum err
put_order(struct store *store, const struct order *o, int64_t version, struct errinfo *e)
{
	struct arena *a = arena_new();
	enum err err = write_document(store, "order", o->id, order_to_value(a, o), version, e);

	arena_free(&a);
	if (err == ERR_OK && version <= 0)
		err = store_document_index(store, "order", "customer", o->customer_id, o->id, e);
	return err;
}

static enum err
put_customer(struct store *store, const struct customer *c, int64_t version, struct errinfo *e)
{
	struct arena *a = arena_new();
	enum err err =
	    write_document(store, "customer", c->id, customer_to_value(a, c), version, e);
	struct str key;

	arena_free(&a);
	if (err != ERR_OK || version > 0)
		return err;
	str_init(&key);
	identity_fold_email(&key, c->email);
	err = store_document_index(store, "customer", "email", key.data, c->id, e);
	if (err == ERR_OK) {
		str_reset(&key);
		identity_fold_name(&key, c->given, c->family);
		err = store_document_index(store, "customer", "name", key.data, c->id, e);
	}
	str_clear(&key);
	return err;
}

static enum err
put_product(struct store *store, const struct product *p, int64_t version, struct errinfo *e)
{
	struct arena *a = arena_new();
	enum err err = write_document(store, "product", p->id, product_to_value(a, p), version, e);
	size_t i;

	arena_free(&a);
	for (i = 0; err == ERR_OK && version <= 0 && i < p->variant_count; i++)
		err = store_document_index(store, "product", "sku", p->variants[i].sku, p->id, e);
	return err;
}

enum err
shop_write_order(struct shop *s, const struct order *o, int64_t version, struct errinfo *e)
{
	return put_order(s->store, o, version, e);
}

enum err
shop_write_customer(struct shop *s, const struct customer *c, int64_t version, struct errinfo *e)
{
	return put_customer(s->store, c, version, e);
}

enum err
shop_write_product(struct shop *s, const struct product *p, int64_t version, struct errinfo *e)
{
	return put_product(s->store, p, version, e);
}

/* ---- the port's readers */

enum err
shop_order(
    struct shop *s, struct arena *a, const char *order_id, struct order *out, struct errinfo *e)
{
	int64_t version;
	enum err err = shop_read_order(s, a, order_id, out, &version, e);

	if (err == ERR_OK)
		show_order(s, a, out);
	return err;
}

enum err
shop_customer(struct shop *s, struct arena *a, const char *customer_id, struct customer *out,
    struct errinfo *e)
{
	int64_t version;

	return shop_read_customer(s, a, customer_id, out, &version, e);
}

enum err
shop_product(
    struct shop *s, struct arena *a, const char *product_id, struct product *out, struct errinfo *e)
{
	int64_t version;

	return shop_read_product(s, a, product_id, out, &version, e);
}

enum err
shop_product_of_sku(
    struct shop *s, struct arena *a, const char *sku, struct product *out, struct errinfo *e)
{
	const char **ids;
	size_t i, count = 0;
	enum err err = store_document_find(s->store, a, "product", "sku", sku, &ids, &count, e);

	if (err != ERR_OK && err != ERR_NOT_FOUND)
		return err;
	if (err == ERR_OK && count > 0)
		return shop_product(s, a, ids[0], out, e);
	for (i = 0; s->base != NULL && i < s->base->product_count; i++)
		if (product_variant(&s->base->products[i], sku) != NULL)
			return shop_product(s, a, s->base->products[i].id, out, e);
	return err_set(e, ERR_NOT_FOUND, tr("there is no article %.60s"), sku);
}

static int
newest_first(const void *a, const void *b)
{
	const struct order *x = a, *y = b;

	if (x->placed_ms != y->placed_ms)
		return x->placed_ms > y->placed_ms ? -1 : 1;
	return strcmp(x->id, y->id);
}

static bool
is_among(const char *id, const char *const *ids, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(ids[i], id) == 0)
			return true;
	return false;
}

enum err
shop_orders_of(struct shop *s, struct arena *a, const char *customer_id, struct order **out,
    size_t *count, struct errinfo *e)
{
	const char **ids = NULL;
	size_t i, stored = 0, n = 0, base = s->base != NULL ? s->base->order_count : 0, room;
	struct order *orders;
	enum err err;

	shop_tell_reading(s, "orders", customer_id);
	err = store_document_find(s->store, a, "order", "customer", customer_id, &ids, &stored, e);
	*count = 0;
	if (err == ERR_NOT_FOUND)
		stored = 0;
	else if (err != ERR_OK)
		return err;
	for (i = 0, room = stored + 1; i < base; i++)
		room += strcmp(s->base->orders[i].customer_id, customer_id) == 0;
	orders = arena_alloc(a, room * sizeof(*orders));
	for (i = 0; i < stored; i++)
		if ((err = shop_order(s, a, ids[i], &orders[n++], e)) != ERR_OK)
			return err;
	for (i = 0; i < base; i++) {
		const struct order *o = &s->base->orders[i];

		if (strcmp(o->customer_id, customer_id) != 0 || is_among(o->id, ids, stored))
			continue;
		copy_base_order(a, o, &orders[n]);
		if ((err = fill_products(s, a, &orders[n], e)) != ERR_OK)
			return err;
		show_order(s, a, &orders[n++]);
	}
	qsort(orders, n, sizeof(*orders), newest_first);
	*out = orders;
	*count = n;
	return ERR_OK;
}

static int
by_product_id(const void *a, const void *b)
{
	return strcmp(((const struct product *)a)->id, ((const struct product *)b)->id);
}

enum err
shop_products(
    struct shop *s, struct arena *a, struct product **out, size_t *count, struct errinfo *e)
{
	size_t i, n = 0, stored = 0, base = s->base != NULL ? s->base->product_count : 0;
	struct document *documents = NULL;
	struct product *products;
	enum err err;

	shop_tell_reading(s, "catalogue", "");
	err = store_document_list(s->store, a, "product", &documents, &stored, e);
	*count = 0;
	if (err != ERR_OK)
		return err;
	products = arena_alloc(a, (base + stored + 1) * sizeof(*products));
	if (base > 0)
		memcpy(products, s->base->products, base * sizeof(*products));
	n = base;
	for (i = 0; i < stored; i++) {
		struct product *at = base == 0
		    ? NULL
		    : bsearch(documents[i].id, products, base, sizeof(*products), compare_product);

		if (at == NULL)
			at = &products[n++];
		if ((err = shelf_read(s->shelf, a, documents[i].id, documents[i].body, at, e)) !=
		    ERR_OK)
			return err;
	}
	qsort(products, n, sizeof(*products), by_product_id);
	*out = products;
	*count = n;
	return ERR_OK;
}

/* ---- seeding */

static void
shift(int64_t *at_ms, int64_t by)
{
	if (*at_ms != 0)
		*at_ms += by;
}

/* A copy whose instants are moved; strings stay the original's. */
static struct order
shifted_order(struct arena *a, const struct order *from, int64_t by)
{
	struct order o = *from;
	struct tracking_event *events;
	size_t i, j;

	shift(&o.placed_ms, by);
	shift(&o.promised_ms, by);
	o.payments = arena_alloc(a, (o.payment_count + 1) * sizeof(*o.payments));
	for (i = 0; i < o.payment_count; i++) {
		o.payments[i] = from->payments[i];
		shift(&o.payments[i].at_ms, by);
	}
	o.shipments = arena_alloc(a, (o.shipment_count + 1) * sizeof(*o.shipments));
	for (i = 0; i < o.shipment_count; i++) {
		struct shipment *sh = &o.shipments[i];

		*sh = from->shipments[i];
		shift(&sh->shipped_ms, by);
		shift(&sh->delivered_ms, by);
		events = arena_alloc(a, (sh->event_count + 1) * sizeof(*events));
		for (j = 0; j < sh->event_count; j++) {
			events[j] = sh->events[j];
			shift(&events[j].at_ms, by);
		}
		sh->events = events;
	}
	return o;
}

static struct product
shifted_product(struct arena *a, const struct product *from, int64_t by)
{
	struct product p = *from;
	struct variant *variants = product_own_variants(a, &p);

	for (size_t i = 0; i < p.variant_count; i++)
		shift(&variants[i].restock_ms, by);
	return p;
}

static enum err
seed_one(struct store *store, const struct shop_records *r, size_t i, int64_t by, struct errinfo *e)
{
	struct arena *a = arena_new();
	enum err err;

	if (i < r->product_count) {
		struct product p = shifted_product(a, &r->products[i], by);

		err = put_product(store, &p, -1, e);
	} else if (i < r->product_count + r->customer_count) {
		struct customer c = r->customers[i - r->product_count];

		shift(&c.since_ms, by);
		err = put_customer(store, &c, -1, e);
	} else {
		struct order o =
		    shifted_order(a, &r->orders[i - r->product_count - r->customer_count], by);

		err = put_order(store, &o, -1, e);
	}
	arena_free(&a);
	return err;
}

enum err
shop_embedded_seed(
    struct store *store, const struct shop_records *r, int64_t shift_ms, struct errinfo *e)
{
	size_t i = 0, end, total = r->product_count + r->customer_count + r->order_count;

	while (i < total) {
		enum err err = store_begin(store, e);

		if (err != ERR_OK)
			return err;
		for (end = i + SEED_BATCH < total ? i + SEED_BATCH : total;
		     err == ERR_OK && i < end; i++)
			err = seed_one(store, r, i, shift_ms, e);
		if (err == ERR_OK)
			err = store_commit(store, e);
		if (err != ERR_OK) {
			store_rollback(store);
			return err;
		}
	}
	return ERR_OK;
}
