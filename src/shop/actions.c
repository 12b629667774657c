/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Completing proposals, the facts that policy decides on, and judging.
 */
#include <string.h>

#include "embedded.h"
#include "floorwalker/base/date.h"
#include "floorwalker/model/money.h"
#include "floorwalker/text/translate.h"

#define REFUND_WINDOW_DAYS 90

/* Reads what the proposal speaks of through the facts, so that it stands recorded. */
static enum err
read_plan(struct facts *f, const struct action_proposal *p, struct plan *out, struct errinfo *e)
{
	const struct order *o = NULL;
	const struct customer *c;
	const struct product *product;
	const char *named = value_get_text(p->params, "order");
	const char *order_id = text_is_empty(p->order_id) ? named : p->order_id;
	enum err err;
	size_t i;

	if ((err = facts_customer(f, &c, e)) != ERR_OK)
		return err;
	if (p->kind != ACTION_PROFILE_ADDRESS_CHANGE) {
		if (text_is_empty(order_id))
			return err_set(e, ERR_INPUT, tr("order: which order must be said"));
		if (!text_is_empty(named) && !text_is(named, order_id))
			return err_set(e, ERR_INPUT,
			    tr("order: the proposal is about %.40s, its params about %.40s"), order_id,
			    named);
		if ((err = facts_order(f, order_id, &o, e)) != ERR_OK)
			return err;
	}
	if ((err = plan_make(facts_shop(f), facts_arena(f), o, c, p, out, e)) != ERR_OK)
		return err;
	for (i = 0; i < out->line_count; i++) {
		err = facts_product_of_sku(f, o->lines[out->lines[i].index].sku, &product, e);
		if (err != ERR_OK && err != ERR_NOT_FOUND)
			return err;
		if (out->lines[i].new_variant != NULL &&
		    (err = facts_product_of_sku(f, out->lines[i].new_variant->sku, &product, e)) !=
			ERR_OK)
			return err;
	}
	return ERR_OK;
}

static void
complete(struct facts *f, const struct plan *plan, struct action_proposal *p)
{
	p->order_id = plan->order != NULL ? plan->order->id : "";
	p->params = plan_params(facts_arena(f), plan);
	p->amount = plan->amount;
	p->currency = shop_settings(facts_shop(f))->currency;
	if (plan->amount > 0)
		facts_derive_money(f, action_kind_name(plan->kind), plan->amount);
	if (plan->difference != 0)
		facts_derive_money(f, "price difference",
		    plan->difference < 0 ? -plan->difference : plan->difference);
}

enum err
action_complete(struct facts *f, struct action_proposal *p, struct errinfo *e)
{
	struct plan plan;
	enum err err = read_plan(f, p, &plan, e);

	if (err == ERR_OK)
		complete(f, &plan, p);
	return err;
}

/* ---- policy's facts */

static int64_t
at_least_0(int64_t n)
{
	return n > 0 ? n : 0;
}

static void
add_times(struct facts *f, const struct plan *p, struct value *out)
{
	const struct zone *z = shop_settings(facts_shop(f))->zone;
	const struct order *o = p->order;
	struct carried c = plan_carried(p);
	int64_t now = facts_now_ms(f);

	value_set_text(out, "order_status", o->status);
	value_set_bool(out, "delivered", c.delivered);
	value_set_int(out, "days_since_order", at_least_0(date_days_between(z, o->placed_ms, now)));
	if (c.delivered)
		value_set_int(out, "days_since_delivery",
		    at_least_0(date_days_between(z, c.delivered_ms, now)));
	value_set_int(out, "days_late", o->promised_ms == 0 ? 0 :
	    at_least_0(date_days_between(z, o->promised_ms, c.delivered ? c.delivered_ms : now)));
	if (c.status != NULL)
		value_set_text(out, "shipment_status", c.status);
}

/* One refund, over however many methods, counts once: payments of one instant are one. Orders that
 * were cancelled don't count. */
static enum err
count_refunds(struct facts *f, int64_t *count, struct errinfo *e)
{
	const struct zone *z = shop_settings(facts_shop(f))->zone;
	struct order *orders;
	size_t i, j, k, n;
	enum err err =
	    shop_orders_of(facts_shop(f), facts_arena(f), facts_customer_id(f), &orders, &n, e);

	*count = 0;
	for (i = 0; err == ERR_OK && i < n; i++)
		for (j = 0; !text_is(orders[i].status, "cancelled") && j < orders[i].payment_count;
		     j++) {
			const struct payment *p = &orders[i].payments[j];

			if (!p->refund || p->at_ms > facts_now_ms(f) ||
			    date_days_between(z, p->at_ms, facts_now_ms(f)) > REFUND_WINDOW_DAYS)
				continue;
			for (k = 0; k < j &&
			     !(orders[i].payments[k].refund &&
				 orders[i].payments[k].at_ms == p->at_ms);
			     k++)
				;
			*count += k == j;
		}
	return err;
}

/* Done ones stand in the order's record, open ones in the store. The very proposal that is judged
 * again (same kind, same amount) isn't one more. */
static enum err
count_actions(struct facts *f, const struct plan *p, int64_t *count, struct errinfo *e)
{
	struct action_filter filter = { .order_id = p->order->id };
	struct action_list list;
	enum err err = store_action_list(facts_shop(f)->store, facts_arena(f), &filter, &list, e);
	size_t i;

	*count = (int64_t)value_count(p->order->requests);
	for (i = 0; err == ERR_OK && i < list.count; i++)
		if (action_state_is_open(list.items[i].state) &&
		    !(list.items[i].kind == p->kind && list.items[i].amount == p->amount))
			++*count;
	return err;
}

static void
add_items(const struct plan *p, struct value *out)
{
	bool final_sale = false, hygiene_opened = false, gift_card = false;
	struct value *items = value_set_list(out, "items");
	size_t i;

	for (i = 0; i < p->line_count; i++) {
		const struct plan_line *pl = &p->lines[i];
		const struct order_line *l = &p->order->lines[pl->index];
		bool hygiene = pl->product != NULL && pl->product->hygiene,
		     card = pl->product != NULL && pl->product->gift_card;
		struct value *m = value_add_map(items);

		value_set_text(m, "sku", l->sku);
		value_set_text(m, "product", l->product_id);
		value_set_text(m, "kind", pl->product != NULL ? pl->product->kind : "");
		value_set_int(m, "quantity", pl->quantity > 0 ? pl->quantity : l->quantity);
		value_set_int(m, "price", l->price);
		value_set_bool(m, "final_sale", l->final_sale);
		value_set_bool(m, "hygiene", hygiene);
		value_set_bool(m, "opened", l->opened);
		value_set_bool(m, "gift_card", card);
		final_sale |= l->final_sale;
		hygiene_opened |= hygiene && l->opened;
		gift_card |= card;
	}
	value_set_bool(out, "any_final_sale", final_sale);
	value_set_bool(out, "any_hygiene_opened", hygiene_opened);
	value_set_bool(out, "any_gift_card", gift_card);
	value_set_bool(out, "all_items", p->all_items);
}

static const char *
method_word(const struct plan *p)
{
	const struct payment_method *m;

	if (text_is(p->method, "") || text_is(p->method, "original") ||
	    order_was_paid_by(p->order, p->method))
		return "original";
	m = customer_method(p->customer, p->method);
	return m == NULL || text_is(m->kind, "gift_card") ? "gift_card" : "other";
}

/* Whether what this takes of the method is there: a gift card holds no more than its balance. */
static bool
method_covers(const struct plan *p)
{
	int64_t due = p->kind == ACTION_PAYMENT_CHANGE ? refund_left(p->order) : p->difference;
	const struct payment_method *m = customer_method(
	    p->customer, text_is(p->method, "original") ? order_first_method(p->order) : p->method);

	return due <= 0 || (m != NULL && (!text_is(m->kind, "gift_card") || m->balance >= due));
}

static void
add_method(const struct plan *p, struct value *out)
{
	value_set_text(out, "method", method_word(p));
	value_set_bool(out, "new_gift_card", text_is(p->method, "gift_card") &&
	    customer_method(p->customer, p->method) == NULL);
	if (p->kind == ACTION_PAYMENT_CHANGE || p->kind == ACTION_EXCHANGE ||
	    p->kind == ACTION_ITEM_CHANGE)
		value_set_bool(out, "method_covers", method_covers(p));
}

static void
add_variants(const struct plan *p, struct value *out)
{
	bool same = true, stock = true, as_it_was = false;
	int64_t left = INT64_MAX;
	size_t i;

	for (i = 0; i < p->line_count; i++) {
		const struct plan_line *l = &p->lines[i];

		as_it_was = as_it_was ||
		    text_is(p->order->lines[l->index].sku, l->new_variant->sku);
		same = same && l->product != NULL && text_is(l->product->id, l->new_product->id);
		stock = stock && l->new_variant->stock >= l->quantity;
		left = l->new_variant->stock < left ? l->new_variant->stock : left;
	}
	value_set_bool(out, "same_product", same);
	value_set_bool(out, "same_variant", as_it_was);
	value_set_bool(out, "new_in_stock", stock);
	value_set_int(out, "new_left", p->line_count > 0 && left > 0 ? left : 0);
	value_set_int(out, "price_difference", p->difference);
}

static enum err
add_order_facts(struct facts *f, const struct plan *p, struct value *out, struct errinfo *e)
{
	int64_t actions;
	enum err err = count_actions(f, p, &actions, e);

	if (err != ERR_OK)
		return err;
	add_times(f, p, out);
	value_set_int(out, "order_total", at_least_0(order_total(p->order)));
	value_set_int(out, "refunded_before", order_refunded(p->order));
	value_set_int(out, "actions_on_order", actions);
	add_items(p, out);
	if (p->kind != ACTION_ADDRESS_CHANGE)
		add_method(p, out);
	if (p->kind == ACTION_EXCHANGE || p->kind == ACTION_ITEM_CHANGE)
		add_variants(p, out);
	value_set_int(out, "payments", (int64_t)p->order->payment_count);
	value_set_bool(out, "items_changed", p->order->items_changed);
	return ERR_OK;
}

static enum err
facts_of_plan(struct facts *f, const struct plan *p, struct value **out, struct errinfo *e)
{
	struct value *v = value_map(facts_arena(f));
	const struct address *at = p->order != NULL ? &p->order->address : &p->customer->address;
	int64_t refunds;
	struct date local;
	enum err err = count_refunds(f, &refunds, e);

	if (err != ERR_OK)
		return err;
	date_from_ms(shop_settings(facts_shop(f))->zone, facts_now_ms(f), &local);
	value_set_text(v, "action", action_kind_name(p->kind));
	value_set_text(v, "tier", p->customer->tier);
	value_set_text(v, "country", at->country);
	value_set_text(v, "reason", p->reason);
	value_set_int(v, "amount", p->amount);
	value_set_int(v, "refunds_last_90_days", refunds);
	value_set_int(v, "hour", local.hour);
	if (p->kind == ACTION_ADDRESS_CHANGE || p->kind == ACTION_PROFILE_ADDRESS_CHANGE)
		value_set_bool(
		    v, "address_country_changes", !text_is(p->address.country, at->country));
	if (p->order != NULL && (err = add_order_facts(f, p, v, e)) != ERR_OK)
		return err;
	*out = v;
	return ERR_OK;
}

enum err
action_facts(
    struct facts *f, const struct action_proposal *p, struct value **out, struct errinfo *e)
{
	struct plan plan;
	enum err err = read_plan(f, p, &plan, e);

	return err == ERR_OK ? facts_of_plan(f, &plan, out, e) : err;
}

enum err
action_judge(struct facts *f, struct policy_session *policy, struct action_proposal *p,
    struct verdict *out, struct value **policy_facts, struct value *trace, struct errinfo *e)
{
	struct plan plan;
	struct value *v;
	enum err err = read_plan(f, p, &plan, e);

	if (err != ERR_OK)
		return err;
	complete(f, &plan, p);
	if ((err = facts_of_plan(f, &plan, &v, e)) != ERR_OK ||
	    (err = policy_decide(policy, p->kind, v, facts_now_ms(f), out, trace, e)) != ERR_OK)
		return err;
	facts_add_verdict(f, p->kind, p->order_id, out);
	if (policy_facts != NULL)
		*policy_facts = v;
	return ERR_OK;
}

/* ---- the title */

static int64_t
title_units(const struct value *params)
{
	const struct value *lines = value_get(params, "lines");
	int64_t units = 0;
	size_t i;

	for (i = 0; i < value_count(lines); i++)
		units += value_get_int(value_at(lines, i), "quantity", 1);
	return units;
}

const char *
action_title(struct arena *a, const struct action_proposal *p)
{
	int64_t units = title_units(p->params);
	struct str s;
	const char *title;

	str_init(&s);
	str_add(&s, action_kind_title(p->kind));
	if (p->amount != 0 && p->kind != ACTION_EXCHANGE && p->kind != ACTION_ITEM_CHANGE) {
		str_add_char(&s, ' ');
		money_print(&s, p->amount, p->currency, "en");
	}
	if (!text_is_empty(p->order_id))
		str_addf(&s, " for %s", p->order_id);
	if (units > 0)
		str_addf(&s, ", %lld item%s", (long long)units, units == 1 ? "" : "s");
	if (p->amount != 0 && (p->kind == ACTION_EXCHANGE || p->kind == ACTION_ITEM_CHANGE)) {
		str_add(&s, ", price difference ");
		money_print(&s, p->amount, p->currency, "en");
	}
	title = arena_text(a, s.data);
	str_clear(&s);
	return title;
}
