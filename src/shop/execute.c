/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The effects of an approved action: once per key, in one transaction, all or nothing.
 */
#include <string.h>

#include "embedded.h"
#include "floorwalker/base/seal.h"
#include "floorwalker/model/money.h"
#include "floorwalker/text/translate.h"

/* A product whose stock changes: read once, written once. */
struct stock {
	struct product product;
	struct variant *variants;	/* its own, which may be changed */
	int64_t version;
	bool changes;
};

/* Everything is worked out on copies first; nothing is written before all of it stands. */
struct effect {
	struct shop *shop;
	struct arena *arena;
	const char *key;
	int64_t now_ms;
	struct plan plan;
	struct order order;
	struct customer customer;
	int64_t order_version, customer_version;
	bool order_changes, customer_changes;
	struct stock *stocks;
	size_t stock_count;
	int64_t refunded, paid;		/* by this action, on the order */
	struct value *refunds;		/* [{method, amount}] for the result */
};

/* ---- stock */

static enum err
change_stock(struct effect *x, const char *sku, int64_t by, struct errinfo *e)
{
	struct product p;
	struct stock *s = NULL;
	size_t i;
	enum err err;

	for (i = 0; i < x->stock_count && s == NULL; i++)
		if (product_variant(&x->stocks[i].product, sku) != NULL)
			s = &x->stocks[i];
	if (s == NULL) {
		err = shop_product_of_sku(x->shop, x->arena, sku, &p, e);
		if (err == ERR_NOT_FOUND && by > 0)
			return ERR_OK;	/* sold no more: nowhere to put it */
		if (err != ERR_OK)
			return err;
		s = &x->stocks[x->stock_count++];
		if ((err = shop_read_product(
			 x->shop, x->arena, p.id, &s->product, &s->version, e)) != ERR_OK)
			return err;
		s->variants = product_own_variants(x->arena, &s->product);
	}
	for (i = 0; i < s->product.variant_count; i++) {
		struct variant *v = &s->variants[i];

		if (!text_is(v->sku, sku) || (v->uncounted && (by > 0 || v->stock > 0)))
			continue;
		if (v->stock + by < 0)
			return err_set(e, ERR_STATE,
			    tr("of %s there are %lld in stock, %lld are needed"), sku,
			    (long long)v->stock, (long long)-by);
		v->stock += by;
		s->changes = true;
	}
	return ERR_OK;
}

/* ---- money */

static void
change_balance(struct effect *x, const char *method_id, int64_t by)
{
	size_t i;

	for (i = 0; i < x->customer.method_count; i++)
		if (text_is(x->customer.methods[i].id, method_id) &&
		    text_is(x->customer.methods[i].kind, "gift_card")) {
			x->customer.methods[i].balance += by;
			x->customer_changes = true;
		}
}

static void
note_refund(struct effect *x, const char *method_id, int64_t amount)
{
	struct value *m = value_add_map(x->refunds);

	value_set_text(m, "method", method_id);
	value_set_int(m, "amount", amount);
	change_balance(x, method_id, amount);
}

static void
book(struct effect *x, bool refund, int64_t amount, const char *method_id)
{
	struct order *o = &x->order;

	if (amount <= 0)
		return;
	struct payment *more = arena_alloc(x->arena, (o->payment_count + 1) * sizeof(*more));

	if (o->payment_count > 0)
		memcpy(more, o->payments, o->payment_count * sizeof(*more));
	more[o->payment_count++] = (struct payment){
	    .refund = refund, .amount = amount, .method_id = method_id, .at_ms = x->now_ms};
	o->payments = more;
	x->order_changes = true;
	if (refund) {
		x->refunded += amount;
		note_refund(x, method_id, amount);
	} else {
		x->paid += amount;
		change_balance(x, method_id, -amount);
	}
}

/* A gift card of the customer's that didn't exist before. Its number comes of the key, so that
 * repeating repeats it. */
static const char *
issue_gift_card(struct effect *x)
{
	struct customer *c = &x->customer;
	struct payment_method *more = arena_alloc(x->arena, (c->method_count + 1) * sizeof(*more)),
			      *card = &more[c->method_count];
	uint8_t hash[SEAL_HASH];

	seal_sha256(x->key, strlen(x->key), hash);
	if (c->method_count > 0)
		memcpy(more, c->methods, c->method_count * sizeof(*more));
	card->id = arena_printf(
	    x->arena, "%s-GC-%02x%02x%02x%02x", c->id, hash[0], hash[1], hash[2], hash[3]);
	card->kind = "gift_card";
	card->label =
	    arena_printf(x->arena, "Gift card ending %04d", (hash[4] * 256 + hash[5]) % 10000);
	card->balance = 0;
	c->methods = more;
	c->method_count++;
	x->customer_changes = true;
	return card->id;
}

static void
refund_to(struct effect *x, int64_t amount, const char *method)
{
	struct refund_part *parts;
	size_t i, count;

	if (!text_is(method, "original")) {
		book(x, true, amount, text_is(method, "gift_card") ? issue_gift_card(x) : method);
		return;
	}
	parts = refund_split(x->arena, &x->order, amount, &count);
	for (i = 0; i < count; i++)
		book(x, true, parts[i].amount, parts[i].method_id);
}

static enum err
pay_with(struct effect *x, int64_t amount, const char *method, struct errinfo *e)
{
	const struct payment_method *m;

	if (text_is(method, "original"))
		method = order_first_method(&x->order);
	m = customer_method(&x->customer, method);
	if (m == NULL)
		return err_set(e, ERR_STATE,
		    tr("no method of the customer's is there to pay the difference with; name one"));
	if (text_is(m->kind, "gift_card") && m->balance < amount)
		return err_set(
		    e, ERR_STATE, tr("the gift card %s hasn't enough left to pay this"), m->id);
	book(x, false, amount, m->id);
	return ERR_OK;
}

/* ---- the kinds */

static enum err
do_cancel(struct effect *x, struct errinfo *e)
{
	size_t i;
	enum err err;

	refund_to(x, x->plan.amount, "original");
	x->order.status = "cancelled";
	for (i = 0; i < x->order.line_count; i++)
		if ((err = change_stock(x, x->order.lines[i].sku, x->order.lines[i].quantity, e)) !=
		    ERR_OK)
			return err;
	return ERR_OK;
}

static enum err
do_exchange(struct effect *x, struct errinfo *e)
{
	size_t i;
	enum err err;

	x->order.status = "exchange_requested";
	for (i = 0; i < x->plan.line_count; i++)	/* kept aside for the shopper */
		if ((err = change_stock(x, x->plan.lines[i].new_variant->sku,
			 -x->plan.lines[i].quantity, e)) != ERR_OK)
			return err;
	return ERR_OK;
}

static enum err
do_item_change(struct effect *x, struct errinfo *e)
{
	size_t i;
	enum err err;

	for (i = 0; i < x->plan.line_count; i++) {
		const struct plan_line *l = &x->plan.lines[i];
		struct order_line *old = &x->order.lines[l->index];

		if ((err = change_stock(x, l->new_variant->sku, -l->quantity, e)) != ERR_OK ||
		    (err = change_stock(x, old->sku, l->quantity, e)) != ERR_OK)
			return err;
		old->sku = l->new_variant->sku;
		old->product_id = l->new_product->id;
		old->price = l->new_variant->price;
		old->final_sale = l->new_variant->final_sale;
		old->opened = false;
	}
	x->order.items_changed = true;
	if (x->plan.difference > 0)
		return pay_with(x, x->plan.difference, x->plan.method, e);
	if (x->plan.difference < 0) {
		if (-x->plan.difference > refund_left(&x->order))
			return err_set(e, ERR_STATE,
			    tr("more than what is still paid for order %s can't be given back"),
			    x->order.id);
		refund_to(x, -x->plan.difference, x->plan.method);
	}
	return ERR_OK;
}

static enum err
do_payment_change(struct effect *x, struct errinfo *e)
{
	int64_t left = refund_left(&x->order);
	enum err err;
	const struct payment_method *m = customer_method(&x->customer, x->plan.method);

	if (m != NULL && text_is(m->kind, "gift_card") && m->balance < left)
		return err_set(e, ERR_STATE,
		    tr("the gift card %s hasn't enough left to pay for order %s"), m->id, x->order.id);
	/* the new one first, so that the order is never unpaid */
	if ((err = pay_with(x, left, x->plan.method, e)) == ERR_OK)
		refund_to(x, left, "original");
	return err;
}

static enum err
do_goodwill(struct effect *x, struct errinfo *e)
{
	const struct payment_method *m = customer_method(&x->customer, x->plan.method);

	(void)e;
	if (text_is(x->plan.method, "gift_card"))
		note_refund(x, issue_gift_card(x), x->plan.amount);	/* a credit, no payment of
									   the order's */
	else if (m != NULL && text_is(m->kind, "gift_card"))
		note_refund(x, m->id, x->plan.amount);
	else
		refund_to(x, x->plan.amount, x->plan.method);
	return ERR_OK;
}

static enum err
do_kind(struct effect *x, struct errinfo *e)
{
	switch (x->plan.kind) {
	case ACTION_REFUND:
		refund_to(x, x->plan.amount, x->plan.method);
		break;
	case ACTION_CANCEL:
		return do_cancel(x, e);
	case ACTION_RETURN:
		x->order.status = "return_requested";
		break;
	case ACTION_EXCHANGE:
		return do_exchange(x, e);
	case ACTION_ITEM_CHANGE:
		return do_item_change(x, e);
	case ACTION_PAYMENT_CHANGE:
		return do_payment_change(x, e);
	case ACTION_ADDRESS_CHANGE:
		x->order.address = x->plan.address;
		break;
	case ACTION_PROFILE_ADDRESS_CHANGE:
		x->customer.address = x->plan.address;
		x->customer_changes = true;
		break;
	case ACTION_DISCOUNT:
		refund_to(x, x->plan.amount, "original");
		break;
	case ACTION_GOODWILL:
		return do_goodwill(x, e);
	case ACTION_KIND_COUNT:
		break;
	}
	return ERR_OK;
}

/* ---- the record of what was done */

static void
add_request(struct effect *x)
{
	struct value *list = x->order.requests != NULL ? value_copy(x->arena, x->order.requests)
						       : value_list(x->arena),
		     *m, *lines, *line;
	const struct plan *p = &x->plan;
	size_t i;

	m = value_add_map(list);
	value_set_text(m, "kind", action_kind_name(p->kind));
	value_set_int(m, "at", x->now_ms);
	value_set_text(m, "key", x->key);
	value_set_int(m, "amount", p->amount);
	value_set_int(m, "refunded", x->refunded - x->paid > 0 ? x->refunded - x->paid : 0);
	value_set_text(m, "method", p->method);
	value_set_text(m, "reason", p->reason);
	if (p->difference != 0)
		value_set_int(m, "difference", p->difference);
	lines = value_set_list(m, "lines");
	for (i = 0; i < p->line_count &&
	     (p->kind == ACTION_REFUND || p->kind == ACTION_RETURN || p->kind == ACTION_EXCHANGE ||
		 p->kind == ACTION_ITEM_CHANGE);
	     i++) {
		line = value_add_map(lines);
		value_set_int(line, "id", p->order->lines[p->lines[i].index].id);
		value_set_int(line, "quantity", p->lines[i].quantity);
		if (p->lines[i].new_variant != NULL)
			value_set_text(line, "sku", p->lines[i].new_variant->sku);
	}
	x->order.requests = list;
	x->order_changes = true;
}

static const char *
result_of(struct effect *x)
{
	struct value *v = value_map(x->arena);
	struct str s;
	const char *text;

	value_set_bool(v, "done", true);
	value_set_text(v, "action", action_kind_name(x->plan.kind));
	if (x->plan.order != NULL) {
		value_set_text(v, "order", x->order.id);
		value_set_text(v, "status", x->order.status);
	}
	value_set_int(v, "amount", x->plan.amount);
	value_set_text(v, "currency", x->shop->settings->currency);
	value_set(v, "refunds", x->refunds);
	str_init(&s);
	value_print(&s, v);
	text = arena_text(x->arena, s.data);
	str_clear(&s);
	return text;
}

static enum err
write_all(struct effect *x, struct errinfo *e)
{
	enum err err = ERR_OK;
	size_t i;

	if (x->order_changes)
		err = shop_write_order(x->shop, &x->order, x->order_version, e);
	if (err == ERR_OK && x->customer_changes)
		err = shop_write_customer(x->shop, &x->customer, x->customer_version, e);
	for (i = 0; err == ERR_OK && i < x->stock_count; i++)
		if (x->stocks[i].changes)
			err = shop_write_product(
			    x->shop, &x->stocks[i].product, x->stocks[i].version, e);
	return err;
}

static enum err
read_records(struct effect *x, const struct action_proposal *p, const char *customer_id,
    struct order *now, struct errinfo *e)
{
	const char *id =
	    text_is_empty(p->order_id) ? value_get_text(p->params, "order") : p->order_id;
	enum err err = shop_read_customer(
	    x->shop, x->arena, customer_id, &x->customer, &x->customer_version, e);

	if (err == ERR_OK && p->kind != ACTION_PROFILE_ADDRESS_CHANGE) {
		err = shop_read_order(x->shop, x->arena, id, now, &x->order_version, e);
		if (err == ERR_OK && !text_is(now->customer_id, customer_id))
			err = err_set(e, ERR_FORBIDDEN, tr("order %.60s isn't of customer %.60s"), id,
			    customer_id);
	}
	return err;
}

/* Copies what effects change; the plan keeps looking at the records as they were. */
static void
copy_records(struct effect *x, const struct order *now, const struct customer *customer)
{
	if (now != NULL) {
		x->order = *now;
		x->order.lines = arena_alloc(x->arena, (now->line_count + 1) * sizeof(*now->lines));
		if (now->line_count > 0)
			memcpy(x->order.lines, now->lines, now->line_count * sizeof(*now->lines));
	}
	x->customer.methods =
	    arena_alloc(x->arena, (customer->method_count + 1) * sizeof(*customer->methods));
	if (customer->method_count > 0)
		memcpy(x->customer.methods, customer->methods,
		    customer->method_count * sizeof(*customer->methods));
	x->stocks = arena_alloc(x->arena, (2 * x->order.line_count + 1) * sizeof(*x->stocks));
	x->refunds = value_list(x->arena);
}

static enum err
apply(struct effect *x, const struct action_proposal *p, const char *customer_id,
    const char **result, struct errinfo *e)
{
	struct order now;
	struct customer customer;
	enum err err = read_records(x, p, customer_id, &now, e);

	if (err != ERR_OK)
		return err;
	customer = x->customer;
	if ((err = plan_make(x->shop, x->arena,
		 p->kind == ACTION_PROFILE_ADDRESS_CHANGE ? NULL : &now, &customer, p, &x->plan,
		 e)) != ERR_OK)
		return err;
	if (x->plan.amount != p->amount)
		return err_set(e, ERR_STATE,
		    tr("the records changed since this was approved: it would now be %lld instead of %lld (minor units)"),
		    (long long)x->plan.amount, (long long)p->amount);
	if ((err = plan_allowed(&x->plan, e)) != ERR_OK)
		return err;
	copy_records(x, x->plan.order, &customer);
	if ((err = do_kind(x, e)) != ERR_OK)
		return err;
	if (x->plan.order != NULL)
		add_request(x);
	if ((err = write_all(x, e)) != ERR_OK)
		return err;
	*result = result_of(x);
	return store_effect_add(x->shop->store, x->key, *result, x->now_ms, e);
}

enum err
shop_execute(struct shop *s, struct arena *a, const char *key, const struct action_proposal *p,
    const char *customer_id, const char **result, struct errinfo *e)
{
	struct effect x = { .shop = s, .arena = a, .key = key, .now_ms = clock_now_ms(s->clock) };
	struct errinfo nested;
	if (s->till != NULL)
		return s->till->execute(s->till->self, a, key, p, customer_id, result, e);
	enum err err = store_begin(s->store, &nested);
	bool own = err == ERR_OK;

	if (!own && err != ERR_STATE) {		/* ERR_STATE: the caller's transaction is open */
		if (e != NULL)
			*e = nested;
		return err;
	}
	err = store_effect_get(s->store, a, key, result, e);
	if (err == ERR_NOT_FOUND)
		err = apply(&x, p, customer_id, result, e);
	if (own && err == ERR_OK)
		err = store_commit(s->store, e);
	if (own && err != ERR_OK)
		store_rollback(s->store);
	return err;
}

enum err
shop_effect(
    struct shop *s, struct arena *a, const char *key, const char **result, struct errinfo *e)
{
	return s->till != NULL ? s->till->effect(s->till->self, a, key, result, e)
			       : store_effect_get(s->store, a, key, result, e);
}
