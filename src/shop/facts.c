/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Recording what a turn reads. Recording keeps a pointer; looking into what was recorded costs only
 * when asked.
 */
#include <string.h>

#include "floorwalker/text/translate.h"
#include "recorded.h"

struct facts *
facts_new(struct arena *a, struct shop *s, const char *customer_id, int64_t now_ms)
{
	struct facts *f = arena_alloc(a, sizeof(*f));

	f->arena = a;
	f->shop = s;
	f->customer_id = arena_text(a, customer_id != NULL ? customer_id : "");
	f->now_ms = now_ms;
	return f;
}

struct arena *
facts_arena(const struct facts *f)
{
	return f->arena;
}

struct shop *
facts_shop(const struct facts *f)
{
	return f->shop;
}

int64_t
facts_now_ms(const struct facts *f)
{
	return f->now_ms;
}

const char *
facts_customer_id(const struct facts *f)
{
	return f->customer_id;
}

void
facts_set_customer(struct facts *f, const char *customer_id)
{
	if (text_is(f->customer_id, customer_id))
		return;
	f->customer_id = arena_text(f->arena, customer_id);
	f->customer = NULL;
	f->haystack = NULL;
}

static void
keep(struct facts *f, struct recorded *r, const void *item)
{
	if (r->count == r->room) {
		size_t room = r->room == 0 ? 8 : 2 * r->room;
		const void **items = arena_alloc(f->arena, room * sizeof(*items));

		if (r->count > 0)
			memcpy(items, r->items, r->count * sizeof(*items));
		r->items = items;
		r->room = room;
	}
	r->items[r->count++] = item;
	f->haystack = NULL;
}

const struct order *
facts_recorded_order(const struct facts *f, size_t i)
{
	return i < f->orders.count ? f->orders.items[i] : NULL;
}

const struct product *
facts_recorded_product(const struct facts *f, size_t i)
{
	return i < f->products.count ? f->products.items[i] : NULL;
}

static const struct order *
order_read_before(const struct facts *f, const char *id)
{
	size_t i;

	for (i = 0; i < f->orders.count; i++)
		if (text_is(facts_recorded_order(f, i)->id, id))
			return f->orders.items[i];
	return NULL;
}

enum err
facts_order(struct facts *f, const char *order_id, const struct order **out, struct errinfo *e)
{
	const struct order *before = order_read_before(f, order_id);
	struct order *o;
	enum err err;

	if (before == NULL) {
		o = arena_alloc(f->arena, sizeof(*o));
		if ((err = shop_order(f->shop, f->arena, order_id, o, e)) != ERR_OK)
			return err;
		if (text_is_empty(f->customer_id) || !text_is(o->customer_id, f->customer_id))
			return err_set(e, ERR_FORBIDDEN,
			    tr("order %.60s isn't proven to be this shopper's"), order_id);
		keep(f, &f->orders, o);
		before = o;
	} else if (!text_is(before->customer_id, f->customer_id)) {
		return err_set(
		    e, ERR_FORBIDDEN, tr("order %.60s isn't proven to be this shopper's"), order_id);
	}
	*out = before;
	return ERR_OK;
}

enum err
facts_orders(struct facts *f, const struct order **out, size_t *count, struct errinfo *e)
{
	struct order *orders;
	enum err err;
	size_t i;

	*count = 0;
	if (text_is_empty(f->customer_id))
		return err_set(e, ERR_FORBIDDEN,
		    tr("who the shopper is isn't proven yet, so their orders stay closed"));
	if ((err = shop_orders_of(f->shop, f->arena, f->customer_id, &orders, count, e)) != ERR_OK)
		return err;
	for (i = 0; i < *count; i++) {
		const struct order *before = order_read_before(f, orders[i].id);

		if (before != NULL)
			orders[i] = *before;	/* a turn sees one state of each record */
		else
			keep(f, &f->orders, &orders[i]);
	}
	f->listed = true;
	*out = orders;
	return ERR_OK;
}

enum err
facts_customer(struct facts *f, const struct customer **out, struct errinfo *e)
{
	struct customer *c;
	enum err err;

	if (text_is_empty(f->customer_id))
		return err_set(e, ERR_FORBIDDEN,
		    tr("who the shopper is isn't proven yet, so their records stay closed"));
	if (f->customer == NULL) {
		c = arena_alloc(f->arena, sizeof(*c));
		if ((err = shop_customer(f->shop, f->arena, f->customer_id, c, e)) != ERR_OK)
			return err;
		f->customer = c;
		f->haystack = NULL;
	}
	*out = f->customer;
	return ERR_OK;
}

static const struct product *
product_read_before(const struct facts *f, const char *id)
{
	size_t i;

	for (i = 0; i < f->products.count; i++)
		if (text_is(facts_recorded_product(f, i)->id, id))
			return f->products.items[i];
	return NULL;
}

static const struct product *
record_product(struct facts *f, const struct product *p)
{
	struct product *copy = arena_alloc(f->arena, sizeof(*copy));

	*copy = *p;
	keep(f, &f->products, copy);
	return copy;
}

enum err
facts_product(
    struct facts *f, const char *product_id, const struct product **out, struct errinfo *e)
{
	const struct product *before = product_read_before(f, product_id);
	struct product p;
	enum err err;
	size_t i;

	for (i = 0; before == NULL && i < f->catalogue_count; i++)
		if (text_is(f->catalogue[i].id, product_id))
			before = record_product(f, &f->catalogue[i]);
	if (before == NULL) {
		if ((err = shop_product(f->shop, f->arena, product_id, &p, e)) != ERR_OK)
			return err;
		before = record_product(f, &p);
	}
	*out = before;
	return ERR_OK;
}

enum err
facts_product_of_sku(
    struct facts *f, const char *sku, const struct product **out, struct errinfo *e)
{
	struct product p;
	enum err err;
	size_t i;

	for (i = 0; i < f->products.count; i++)
		if (product_variant(facts_recorded_product(f, i), sku) != NULL) {
			*out = f->products.items[i];
			return ERR_OK;
		}
	for (i = 0; i < f->catalogue_count; i++)
		if (product_variant(&f->catalogue[i], sku) != NULL) {
			*out = record_product(f, &f->catalogue[i]);
			return ERR_OK;
		}
	if ((err = shop_product_of_sku(f->shop, f->arena, sku, &p, e)) != ERR_OK)
		return err;
	*out = record_product(f, &p);
	return ERR_OK;
}

enum err
facts_catalogue(struct facts *f, const struct product **out, size_t *count, struct errinfo *e)
{
	struct product *products;
	enum err err;

	if (f->catalogue == NULL) {
		if ((err = shop_products(f->shop, f->arena, &products, &f->catalogue_count, e)) !=
		    ERR_OK)
			return err;
		f->catalogue = products;
	}
	*out = f->catalogue;
	*count = f->catalogue_count;
	return ERR_OK;
}

static void
derive(struct facts *f, enum derived_kind kind, const char *what, const char *text, int64_t n)
{
	struct derived *d = arena_alloc(f->arena, sizeof(*d));

	d->kind = kind;
	d->what = arena_text(f->arena, what);
	d->text = arena_text(f->arena, text);
	d->n = n;
	keep(f, &f->derived, d);
}

void
facts_derive_money(struct facts *f, const char *what, int64_t minor)
{
	derive(f, DERIVED_MONEY, what, NULL, minor);
}

void
facts_derive_number(struct facts *f, const char *what, int64_t n)
{
	derive(f, DERIVED_NUMBER, what, NULL, n);
}

void
facts_derive_date(struct facts *f, const char *what, int64_t at_ms)
{
	derive(f, DERIVED_DATE, what, NULL, at_ms);
}

void
facts_derive_text(struct facts *f, const char *what, const char *text)
{
	derive(f, DERIVED_TEXT, what, text, 0);
}

void
facts_add_verdict(
    struct facts *f, enum action_kind kind, const char *order_id, const struct verdict *v)
{
	struct recorded_verdict *r = arena_alloc(f->arena, sizeof(*r));

	r->kind = kind;
	r->order_id = arena_text(f->arena, order_id != NULL ? order_id : "");
	r->verdict = *v;
	keep(f, &f->verdicts, r);
}
