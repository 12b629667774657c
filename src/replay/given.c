/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is otherwise in one conversation's own copy of the shop: JSON merge patches (RFC 7396) on records as the
 * world has them. What comes of them stands in the place of the world's records, so that nothing counts as
 * written to that nobody has written to.
 */
#include "given.h"

#include <string.h>

#include "floorwalker/base/str.h"

#define GIVEN_MOST 200			/* records of one kind */
#define COUNT(a) (sizeof(a) / sizeof *(a))

enum kind { ORDERS, PRODUCTS, CUSTOMERS, KINDS };

static const char *const keys[KINDS] = {"orders", "products", "customers"};
static const char *const names[KINDS] = {"order", "product", "customer"};

/* What patch makes of target, which stays as it is; parts are shared. A file is 32 deep at most. */
static const struct value *
merged(struct arena *a, const struct value *target, const struct value *patch)
{
	struct value *out;

	if (value_kind(patch) != VALUE_MAP)
		return patch;
	out = value_map(a);
	for (size_t i = 0; value_kind(target) == VALUE_MAP && i < value_count(target); i++)
		if (value_get(patch, value_key_at(target, i)) == NULL)
			value_set(out, value_key_at(target, i), replay_shared(value_at(target, i)));
	for (size_t i = 0; i < value_count(patch); i++) {
		const char *key = value_key_at(patch, i);

		if (!value_is_null(value_at(patch, i)))
			value_set(out, key, replay_shared(merged(a, value_get(target, key), value_at(patch, i))));
	}
	return out;
}

/* Of that id, among the records that t begins with; count: there are none of that id. */
static size_t
place_of(const struct shop_records *s, enum kind kind, const char *id)
{
	size_t i = 0;

	switch (kind) {
	case ORDERS:
		while (i < s->order_count && !text_is(s->orders[i].id, id))
			i++;
		return i;
	case PRODUCTS:
		while (i < s->product_count && !text_is(s->products[i].id, id))
			i++;
		return i;
	default:
		while (i < s->customer_count && !text_is(s->customers[i].id, id))
			i++;
		return i;
	}
}

static size_t
count_of(const struct shop_records *s, enum kind kind)
{
	return kind == ORDERS ? s->order_count : kind == PRODUCTS ? s->product_count : s->customer_count;
}

/* The record at a place as patch makes it, in its place; where it can't be read all stays as it is. */
static enum err
put(struct arena *a, struct shop_records *s, enum kind kind, size_t at, const struct value *patch,
    struct errinfo *e)
{
	struct order order;
	struct product product;
	struct customer customer;
	enum err err;

	switch (kind) {
	case ORDERS:
		err = order_from_value(a, merged(a, order_to_value(a, &s->orders[at]), patch), &order, e);
		if (err == ERR_OK)
			s->orders[at] = order;
		return err;
	case PRODUCTS:
		err = product_from_value(a, merged(a, product_to_value(a, &s->products[at]), patch), &product, e);
		if (err == ERR_OK)
			s->products[at] = product;
		return err;
	default:
		err = customer_from_value(a, merged(a, customer_to_value(a, &s->customers[at]), patch), &customer, e);
		if (err == ERR_OK)
			s->customers[at] = customer;
		return err;
	}
}

/* What is wrong in a patch's own part has its place already; what is wrong in the whole has the patch's. */
static void
tell_unreadable(struct suite_reading *r, const struct value *patch, const struct errinfo *why)
{
	const char *file = value_source_name(patch);

	if (!text_is_empty(file) && text_starts(why->text, arena_printf(r->a, "%s:", file)))
		replay_suite_fault(r, NULL, "%s", why->text);
	else
		replay_suite_fault(r, patch, "'given': %s", why->text);
}

static void
read_record(struct suite_reading *r, struct talk *t, struct shop_records *own, enum kind kind,
    const char *id, const struct value *patch)
{
	size_t at = place_of(own, kind, id);
	struct errinfo why;

	if (value_kind(patch) != VALUE_MAP)
		replay_suite_fault(r, patch, "'given': what is otherwise in %s %.60s is a map of its fields", names[kind], id);
	else if (value_get(patch, "id") != NULL)
		replay_suite_fault(r, value_get(patch, "id"), "'given': the id of a record stays as it is");
	else if (at == count_of(own, kind))
		t->broken = replay_suite_doubt(r, patch, "the world has no %s %.60s", names[kind], id);
	else if (put(r->a, own, kind, at, patch, &why) != ERR_OK)
		tell_unreadable(r, patch, &why);
}

static void *
copied(struct arena *a, const void *items, size_t count, size_t size)
{
	void *out = arena_alloc(a, (count + 1) * size);

	if (count > 0)
		memcpy(out, items, count * size);
	return out;
}

static struct shop_records *
records_of(struct arena *a, const struct shop_records *from)
{
	struct shop_records *own = arena_alloc(a, sizeof *own);

	*own = *from;
	own->orders = copied(a, from->orders, from->order_count, sizeof *own->orders);
	own->products = copied(a, from->products, from->product_count, sizeof *own->products);
	own->customers = copied(a, from->customers, from->customer_count, sizeof *own->customers);
	return own;
}

/* An order belongs to somebody. */
static void
check_owners(struct suite_reading *r, struct talk *t, const struct shop_records *own,
    const struct value *orders)
{
	for (size_t i = 0; i < value_count(orders); i++) {
		const char *customer = value_get_text(value_at(orders, i), "customer");

		if (customer[0] != '\0' && place_of(own, CUSTOMERS, customer) == own->customer_count)
			t->broken = replay_suite_doubt(r, value_get(value_at(orders, i), "customer"),
			    "the world has no customer %.60s", customer);
	}
}

void
replay_given_read(struct suite_reading *r, const struct value *given, struct talk *t)
{
	struct shop_records *own;
	struct errinfo e;

	t->records = world_records(r->world);
	if (given == NULL)
		return;
	if (value_check_keys(given, keys, COUNT(keys), &e) != ERR_OK) {
		replay_suite_fault(r, NULL, "%s", e.text);
		return;
	}
	own = records_of(r->a, t->records);
	for (size_t k = 0; k < KINDS; k++) {
		const struct value *of = value_get(given, keys[k]);

		if (of != NULL && (value_kind(of) != VALUE_MAP || value_count(of) > GIVEN_MOST)) {
			replay_suite_fault(r, of, "'%s' is a map of %d ids at most to what is otherwise", keys[k], GIVEN_MOST);
			continue;
		}
		for (size_t i = 0; i < value_count(of); i++)
			read_record(r, t, own, (enum kind)k, value_key_at(of, i), value_at(of, i));
	}
	check_owners(r, t, own, value_get(given, "orders"));
	t->given = given;
	t->records = own;
}

void
replay_given_each(const struct talk *t, void (*tell)(void *context, const char *kind, const char *id),
    void *context)
{
	for (size_t k = 0; k < KINDS; k++) {
		const struct value *of = value_get(t->given, keys[k]);

		for (size_t i = 0; i < value_count(of); i++)
			tell(context, names[k], value_key_at(of, i));
	}
}
