/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oracle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void
oracle_begin(struct oracle *o, struct arena *a, const struct value *users,
    const struct value *orders, const struct value *products, const char *user)
{
	*o = (struct oracle){ a, users, orders, products, user, value_map(a), value_map(a), false };
}

/* ---- records */

const struct value *
oracle_order(const struct oracle *o, const char *id)
{
	const struct value *v = value_get(o->changed_orders, id);

	return v != NULL ? v : value_get(o->orders, id);
}

const struct value *
oracle_user(const struct oracle *o, const char *id)
{
	const struct value *v = value_get(o->changed_users, id);

	return v != NULL ? v : value_get(o->users, id);
}

/* To be written to. */
static struct value *
own(struct oracle *o, struct value *changed, const struct value *all, const char *id)
{
	if (value_get(changed, id) == NULL)
		value_set(changed, id, value_copy(o->arena, value_get(all, id)));
	return (struct value *)(uintptr_t)value_get(changed, id);
}

static struct value *
own_order(struct oracle *o, const char *id)
{
	return own(o, o->changed_orders, o->orders, id);
}

static double
round_2(double x)
{
	return floor(x * 100 + 0.5) / 100;
}

static bool
is_gift_card(const char *method)
{
	return strstr(method, "gift_card") != NULL;
}

static const struct value *
method_of(const struct oracle *o, const struct value *order, const char *method)
{
	const struct value *user = oracle_user(o, value_get_text(order, "user_id"));

	return value_get(value_get(user, "payment_methods"), method);
}

static void
add_balance(struct oracle *o, const struct value *order, const char *method, double by)
{
	struct value *user =
	    own(o, o->changed_users, o->users, value_get_text(order, "user_id"));
	struct value *m = (struct value *)(uintptr_t)value_get(
	    value_get(user, "payment_methods"), method);

	value_set_real(m, "balance", round_2(value_get_real(m, "balance", 0) + by));
}

static void
pay(struct oracle *o, struct value *order, const char *type, double amount, const char *method)
{
	struct value *list = value_copy(o->arena, value_get(order, "payment_history")),
		     *m = value_add_map(list);

	value_set_text(m, "transaction_type", type);
	value_set_real(m, "amount", amount);
	value_set_text(m, "payment_method_id", method);
	value_set(order, "payment_history", list);
}

/* ---- items */

static size_t
count_of(const struct value *list, const char *id, bool items)
{
	size_t i, n = 0;

	for (i = 0; i < value_count(list); i++)
		n += text_is(items ? value_get_text(value_at(list, i), "item_id")
				   : value_as_text(value_at(list, i), ""),
		    id);
	return n;
}

static bool
are_in(const struct value *order, const struct value *ids)
{
	size_t i;

	for (i = 0; i < value_count(ids); i++) {
		const char *id = value_as_text(value_at(ids, i), "");

		if (count_of(ids, id, false) > count_of(value_get(order, "items"), id, true))
			return false;
	}
	return true;
}

static const struct value *
item_of(const struct value *order, const char *id)
{
	const struct value *items = value_get(order, "items");
	size_t i;

	for (i = 0; i < value_count(items); i++)
		if (text_is(value_get_text(value_at(items, i), "item_id"), id))
			return value_at(items, i);
	return NULL;
}

/* The available variant of the same product as the item. */
static const struct value *
variant_of(const struct oracle *o, const struct value *item, const char *id)
{
	const struct value *p = value_get(o->products, value_get_text(item, "product_id")),
			   *v = value_get(value_get(p, "variants"), id);

	return value_get_bool(v, "available", false) ? v : NULL;
}

/* What all pairs cost more; NULL, or why they can't be. */
static const char *
difference(const struct oracle *o, const struct value *order, const struct value *ids,
    const struct value *new_ids, double *out)
{
	size_t i;

	*out = 0;
	if (!are_in(order, ids))
		return "no such item in the order";
	if (value_count(ids) != value_count(new_ids))
		return "as many new items as old ones are needed";
	for (i = 0; i < value_count(ids); i++) {
		const struct value *item = item_of(order, value_as_text(value_at(ids, i), "")),
				   *v = variant_of(o, item, value_as_text(value_at(new_ids, i), ""));

		if (v == NULL)
			return "no such new item that is available";
		*out += value_get_real(v, "price", 0) - value_get_real(item, "price", 0);
	}
	return NULL;
}

/* Each pair takes an item of its own. */
static struct value *
changed_items(const struct oracle *o, const struct value *order, const struct value *ids,
    const struct value *new_ids)
{
	const struct value *items = value_get(order, "items");
	bool *used = arena_alloc(o->arena, (value_count(ids) + 1) * sizeof(*used));
	struct value *out = value_list(o->arena);
	size_t i, j;

	for (i = 0; i < value_count(items); i++) {
		struct value *item = value_copy(o->arena, value_at(items, i));
		const char *id = value_get_text(item, "item_id");

		for (j = 0; j < value_count(ids) &&
		     (used[j] || !text_is(value_as_text(value_at(ids, j), ""), id));
		     j++)
			;
		if (j < value_count(ids)) {
			const struct value *v =
			    variant_of(o, item, value_as_text(value_at(new_ids, j), ""));

			used[j] = true;
			value_set_text(item, "item_id", value_get_text(v, "item_id"));
			value_set_real(item, "price", value_get_real(v, "price", 0));
			value_set(item, "options", value_copy(o->arena, value_get(v, "options")));
		}
		value_add(out, item);
	}
	return out;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static struct value *
sorted(const struct oracle *o, const struct value *ids)
{
	const char **texts = arena_alloc(o->arena, (value_count(ids) + 1) * sizeof(*texts));
	struct value *out = value_list(o->arena);
	size_t i;

	for (i = 0; i < value_count(ids); i++)
		texts[i] = value_as_text(value_at(ids, i), "");
	qsort(texts, value_count(ids), sizeof(*texts), by_text);
	for (i = 0; i < value_count(ids); i++)
		value_add_text(out, texts[i]);
	return out;
}

/* ---- the tools */

static struct value *
address_of(const struct oracle *o, const struct value *k)
{
	static const char *const names[] = {
	    "address1", "address2", "city", "state", "country", "zip"};
	struct value *m = value_map(o->arena);
	size_t i;

	for (i = 0; i < 6; i++)
		value_set_text(m, names[i], value_get_text(k, names[i]));
	return m;
}

static const char *
cancel(struct oracle *o, const struct value *order, const struct value *k)
{
	const char *reason = value_get_text(k, "reason");
	const struct value *paid = value_get(order, "payment_history");
	struct value *mine;
	size_t i, count = value_count(paid);

	if (!text_is(value_get_text(order, "status"), "pending"))
		return "not pending";
	if (!text_is(reason, "no longer needed") && !text_is(reason, "ordered by mistake"))
		return "no such reason";
	mine = own_order(o, value_get_text(order, "order_id"));
	for (i = 0; i < count; i++) {
		const char *method = value_get_text(value_at(paid, i), "payment_method_id");
		double amount = value_get_real(value_at(paid, i), "amount", 0);

		o->refunded_again |=
		    text_is(value_get_text(value_at(paid, i), "transaction_type"), "refund");
		pay(o, mine, "refund", amount, method);
		if (is_gift_card(method))
			add_balance(o, mine, method, amount);
	}
	value_set_text(mine, "status", "cancelled");
	value_set_text(mine, "cancel_reason", reason);
	return NULL;
}

static const char *
change_payment(struct oracle *o, const struct value *order, const struct value *k)
{
	const char *new_method = value_get_text(k, "payment_method_id"), *old;
	const struct value *m = method_of(o, order, new_method),
			   *paid = value_get(order, "payment_history");
	struct value *mine;
	double amount;

	if (!text_is(value_get_text(order, "status"), "pending"))
		return "not pending";
	if (m == NULL)
		return "no such method";
	if (value_count(paid) != 1 ||
	    !text_is(value_get_text(value_at(paid, 0), "transaction_type"), "payment"))
		return "more than one payment";
	old = value_get_text(value_at(paid, 0), "payment_method_id");
	amount = value_get_real(value_at(paid, 0), "amount", 0);
	if (text_is(old, new_method))
		return "the same method";
	if (is_gift_card(new_method) && value_get_real(m, "balance", 0) < amount)
		return "the card is short";
	mine = own_order(o, value_get_text(order, "order_id"));
	pay(o, mine, "payment", amount, new_method);
	pay(o, mine, "refund", amount, old);
	if (is_gift_card(new_method))
		add_balance(o, mine, new_method, -amount);
	if (is_gift_card(old))
		add_balance(o, mine, old, amount);
	return NULL;
}

static const char *
change_items(struct oracle *o, const struct value *order, const struct value *k)
{
	const struct value *ids = value_get(k, "item_ids"), *new_ids = value_get(k, "new_item_ids"), *m;
	const char *method = value_get_text(k, "payment_method_id"), *why;
	struct value *mine, *items;
	double by;

	if (!text_is(value_get_text(order, "status"), "pending"))
		return "not pending";
	if ((why = difference(o, order, ids, new_ids, &by)) != NULL)
		return why;
	if ((m = method_of(o, order, method)) == NULL)
		return "no such method";
	if (is_gift_card(method) && value_get_real(m, "balance", 0) < by)
		return "the card is short";
	items = changed_items(o, order, ids, new_ids);
	mine = own_order(o, value_get_text(order, "order_id"));
	pay(o, mine, by > 0 ? "payment" : "refund", fabs(by), method);
	if (is_gift_card(method))
		add_balance(o, mine, method, -by);
	value_set(mine, "items", items);
	value_set_text(mine, "status", "pending (item modified)");
	return NULL;
}

static const char *
send_back(struct oracle *o, const struct value *order, const struct value *k)
{
	const char *method = value_get_text(k, "payment_method_id");
	const struct value *ids = value_get(k, "item_ids"),
			   *first = value_at(value_get(order, "payment_history"), 0);
	struct value *mine;

	if (!text_is(value_get_text(order, "status"), "delivered"))
		return "not delivered";
	if (method_of(o, order, method) == NULL)
		return "no such method";
	if (!is_gift_card(method) && !text_is(method, value_get_text(first, "payment_method_id")))
		return "neither the original method nor a gift card";
	if (!are_in(order, ids))
		return "no such item in the order";
	mine = own_order(o, value_get_text(order, "order_id"));
	value_set_text(mine, "status", "return requested");
	value_set(mine, "return_items", sorted(o, ids));
	value_set_text(mine, "return_payment_method_id", method);
	return NULL;
}

static const char *
exchange(struct oracle *o, const struct value *order, const struct value *k)
{
	const struct value *ids = value_get(k, "item_ids"), *new_ids = value_get(k, "new_item_ids"), *m;
	const char *method = value_get_text(k, "payment_method_id"), *why;
	struct value *mine;
	double by;

	if (!text_is(value_get_text(order, "status"), "delivered"))
		return "not delivered";
	if ((why = difference(o, order, ids, new_ids, &by)) != NULL)
		return why;
	if ((m = method_of(o, order, method)) == NULL)
		return "no such method";
	if (is_gift_card(method) && value_get_real(m, "balance", 0) < by)
		return "the card is short";
	mine = own_order(o, value_get_text(order, "order_id"));
	value_set_text(mine, "status", "exchange requested");
	value_set(mine, "exchange_items", sorted(o, ids));
	value_set(mine, "exchange_new_items", sorted(o, new_ids));
	value_set_text(mine, "exchange_payment_method_id", method);
	value_set_real(mine, "exchange_price_difference", round_2(by));
	return NULL;
}

const char *
oracle_do(struct oracle *o, const struct value *action)
{
	const char *name = value_get_text(action, "name");
	const struct value *k = value_get(action, "kwargs");
	const char *id = value_get_text(k, "order_id");
	const struct value *order = oracle_order(o, id);

	if (text_is(name, "modify_user_address")) {
		if (!text_is(value_get_text(k, "user_id"), o->user))
			return "another's";
		value_set(own(o, o->changed_users, o->users, o->user), "address", address_of(o, k));
		return NULL;
	}
	if (value_get(k, "order_id") == NULL)
		return NULL;	/* reads */
	if (order == NULL || !text_is(value_get_text(order, "user_id"), o->user))
		return "another's, or no order";
	if (text_is(name, "cancel_pending_order"))
		return cancel(o, order, k);
	if (text_is(name, "modify_pending_order_payment"))
		return change_payment(o, order, k);
	if (text_is(name, "modify_pending_order_items"))
		return change_items(o, order, k);
	if (text_is(name, "return_delivered_order_items"))
		return send_back(o, order, k);
	if (text_is(name, "exchange_delivered_order_items"))
		return exchange(o, order, k);
	if (!text_is(name, "modify_pending_order_address"))
		return NULL;
	if (!text_is(value_get_text(order, "status"), "pending"))
		return "not pending";
	value_set(own_order(o, id), "address", address_of(o, k));
	return NULL;
}

/* ---- end states */

bool
oracle_same(const struct value *a, const struct value *b)
{
	bool map = value_kind(a) == VALUE_MAP;
	size_t i;

	if ((value_kind(a) == VALUE_INT || value_kind(a) == VALUE_REAL) &&
	    (value_kind(b) == VALUE_INT || value_kind(b) == VALUE_REAL))
		return fabs(value_as_real(a, 0) - value_as_real(b, 0)) <= 1e-6;
	if (value_kind(a) != value_kind(b) || value_count(a) != value_count(b))
		return false;
	if (!map && value_kind(a) != VALUE_LIST)
		return value_is_equal(a, b);
	for (i = 0; i < value_count(a); i++)
		if (!oracle_same(
			value_at(a, i), map ? value_get(b, value_key_at(a, i)) : value_at(b, i)))
			return false;
	return true;
}

static bool
is_at(const struct value *changed, const struct value *wanted, const struct value *all)
{
	size_t i;

	for (i = 0; i < value_count(changed); i++) {
		const char *id = value_key_at(changed, i);
		const struct value *w = value_get(wanted, id);

		if (!oracle_same(value_at(changed, i), w != NULL ? w : value_get(all, id)))
			return false;
	}
	for (i = 0; i < value_count(wanted); i++) {
		const char *id = value_key_at(wanted, i);

		if (value_get(changed, id) == NULL &&
		    !oracle_same(value_at(wanted, i), value_get(all, id)))
			return false;
	}
	return true;
}

bool
oracle_is_at(
    const struct oracle *o, const struct value *changed_orders, const struct value *changed_users)
{
	return is_at(o->changed_orders, changed_orders, o->orders) &&
	    is_at(o->changed_users, changed_users, o->users);
}
