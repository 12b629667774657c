/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traits.h"

#include <math.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "scenario.h"

const struct trait_name order_traits[] = {
	{ "status", TRAIT_TEXT }, { "days_since_order", TRAIT_NUMBER }, { "days_since_delivery", TRAIT_NUMBER }, { "delivered", TRAIT_FLAG },
	{ "line_count", TRAIT_NUMBER }, { "shipment_count", TRAIT_NUMBER }, { "shipment_status", TRAIT_TEXT }, { "days_late", TRAIT_NUMBER }, { "total", TRAIT_MONEY },
	{ "refunded", TRAIT_MONEY }, { "refunded_all", TRAIT_FLAG }, { "refund_count", TRAIT_NUMBER }, { "country", TRAIT_TEXT }, { "tier", TRAIT_TEXT },
	{ "language", TRAIT_TEXT }, { "payment", TRAIT_TEXT }, { "other_method", TRAIT_TEXT }, { "methods", TRAIT_NUMBER }, { "refunds_90_days", TRAIT_NUMBER },
	{ "orders", TRAIT_NUMBER }, { "gift_cards", TRAIT_NUMBER }, { "requests", TRAIT_NUMBER }, { "any_final_sale", TRAIT_FLAG }, { "any_hygiene_opened", TRAIT_FLAG },
	{ "any_gift_card", TRAIT_FLAG }, { "only_gift_cards", TRAIT_FLAG },
};
const size_t order_trait_count = ORDER_TRAIT_COUNT;
_Static_assert(sizeof(order_traits) / sizeof(order_traits[0]) == ORDER_TRAIT_COUNT, "a name for each trait");

const struct trait_name line_traits[] = {
	{ "price", TRAIT_MONEY }, { "quantity", TRAIT_NUMBER }, { "refund", TRAIT_MONEY }, { "price_fall", TRAIT_MONEY }, { "final_sale", TRAIT_FLAG },
	{ "hygiene", TRAIT_FLAG }, { "opened", TRAIT_FLAG }, { "returned", TRAIT_FLAG }, { "gift_card", TRAIT_FLAG }, { "kind", TRAIT_TEXT }, { "only_here", TRAIT_FLAG },
};
const size_t line_trait_count = LINE_TRAIT_COUNT;
_Static_assert(sizeof(line_traits) / sizeof(line_traits[0]) == LINE_TRAIT_COUNT, "a name for each trait");

const struct trait_name product_traits[] = {
	{ "kind", TRAIT_TEXT }, { "department", TRAIT_TEXT }, { "gift_card", TRAIT_FLAG }, { "attributes", TRAIT_NUMBER }, { "options", TRAIT_NUMBER }, { "sized", TRAIT_FLAG },
};
const size_t product_trait_count = PRODUCT_TRAIT_COUNT;
_Static_assert(sizeof(product_traits) / sizeof(product_traits[0]) == PRODUCT_TRAIT_COUNT, "a name for each trait");

const struct trait_name variant_traits[] = {{"price", TRAIT_MONEY}, {"stock", TRAIT_NUMBER},
    {"restock", TRAIT_FLAG}, {"final_sale", TRAIT_FLAG}};
const size_t variant_trait_count = VARIANT_TRAIT_COUNT;
_Static_assert(sizeof(variant_traits) / sizeof(variant_traits[0]) == VARIANT_TRAIT_COUNT, "a name for each trait");

static const char *
worst_shipment(const struct order *o)
{
	static const char *const worst_first[] = {"lost", "returned_to_sender", "delayed",
	    "label_created", "in_transit", "out_for_delivery", "delivered"};

	for (size_t i = 0; i < sizeof(worst_first) / sizeof(worst_first[0]); i++)
		for (size_t j = 0; j < o->shipment_count; j++)
			if (text_is(o->shipments[j].status, worst_first[i]))
				return worst_first[i];
	return "";
}

/* Refunds of an order in the last days; what went out at one instant over several methods is
 * one. */
static int
refunds_within(const struct bind_world *w, const struct order *o, int64_t days)
{
	int n = 0;

	for (size_t i = 0; i < o->payment_count; i++) {
		bool again = false;

		if (!o->payments[i].refund ||
		    date_days_between(w->zone, o->payments[i].at_ms, w->now_ms) > days)
			continue;
		for (size_t j = 0; j < i; j++)
			again = again ||
			    (o->payments[j].refund && o->payments[j].at_ms == o->payments[i].at_ms);
		n += !again;
	}
	return n;
}

/* Over all orders of a customer, cancelled ones aside: the money of those was never earned. */
static double
refunds_in_90_days(const struct bind_world *w, const char *customer_id)
{
	int n = 0;

	for (size_t i = 0; i < w->records->order_count; i++) {
		const struct order *o = &w->records->orders[i];

		if (text_is(o->customer_id, customer_id) && !text_is(o->status, "cancelled"))
			n += refunds_within(w, o, 90);
	}
	return n;
}

static double
order_count_of(const struct shop_records *r, const char *customer_id)
{
	int n = 0;

	for (size_t i = 0; i < r->order_count; i++)
		n += text_is(r->orders[i].customer_id, customer_id);
	return n;
}

static void
customer_traits(
    const struct bind_world *w, const struct order *o, const struct customer *c, struct trait *t)
{
	const struct payment_method *other = bind_other_method(o, c);
	int gift_cards = 0;

	for (size_t i = 0; i < c->method_count; i++)
		gift_cards += text_is(c->methods[i].kind, "gift_card");
	t[ORDER_TIER].text = c->tier;
	t[ORDER_LANGUAGE].text = c->language;
	t[ORDER_METHODS].number = (double)c->method_count;
	t[ORDER_GIFT_CARDS].number = gift_cards;
	t[ORDER_REFUNDS_90_DAYS].number = refunds_in_90_days(w, c->id);
	t[ORDER_ORDERS].number = order_count_of(w->records, c->id);
	t[ORDER_OTHER_METHOD].text = other != NULL ? other->kind : "";
	for (size_t i = 0; i < o->payment_count; i++) {
		const struct payment_method *m = customer_method(c, o->payments[i].method_id);

		if (!o->payments[i].refund && m != NULL)
			t[ORDER_PAYMENT].text = m->kind;
	}
}

static void
goods_traits(const struct bind_world *w, const struct order *o, struct trait *t)
{
	bool final_sale = false, opened = false, gift_card = false, others = false;

	for (size_t i = 0; i < o->line_count; i++) {
		const struct order_line *l = &o->lines[i];
		const struct product *p = records_product_of_sku(w->records, l->sku);

		final_sale = final_sale || l->final_sale;
		opened = opened || (l->opened && p != NULL && p->hygiene);
		gift_card = gift_card || (p != NULL && p->gift_card);
		others = others || p == NULL || !p->gift_card;
	}
	t[ORDER_ANY_FINAL_SALE].number = final_sale;
	t[ORDER_ANY_HYGIENE_OPENED].number = opened;
	t[ORDER_ANY_GIFT_CARD].number = gift_card;
	t[ORDER_ONLY_GIFT_CARDS].number = gift_card && !others;
}

void
traits_of_order(
    const struct bind_world *w, const struct order *o, const struct customer *c, struct trait *t)
{
	int64_t delivered = order_delivered_ms(o);
	int64_t late_against = delivered != 0 ? delivered : w->now_ms;

	memset(t, 0, ORDER_TRAIT_COUNT * sizeof(*t));
	t[ORDER_STATUS].text = o->status;
	t[ORDER_DAYS_SINCE_ORDER].number =
	    (double)date_days_between(w->zone, o->placed_ms, w->now_ms);
	t[ORDER_DAYS_SINCE_DELIVERY].number =
	    delivered != 0 ? (double)date_days_between(w->zone, delivered, w->now_ms) : (double)NAN;
	t[ORDER_DELIVERED].number = delivered != 0;
	t[ORDER_LINE_COUNT].number = (double)o->line_count;
	t[ORDER_SHIPMENT_COUNT].number = (double)o->shipment_count;
	t[ORDER_SHIPMENT_STATUS].text = worst_shipment(o);
	t[ORDER_DAYS_LATE].number = o->promised_ms != 0
	    ? fmax(0, (double)date_days_between(w->zone, o->promised_ms, late_against))
	    : 0;
	t[ORDER_TOTAL].number = (double)order_total(o);
	t[ORDER_REFUNDED].number = (double)order_refunded(o);
	t[ORDER_REFUNDED_ALL].number = order_refunded(o) > 0 && order_refunded(o) >= order_total(o);
	t[ORDER_REFUND_COUNT].number = refunds_within(w, o, INT32_MAX);
	t[ORDER_COUNTRY].text = o->address.country;
	t[ORDER_REQUESTS].number = (double)value_count(o->requests);
	customer_traits(w, o, c, t);
	goods_traits(w, o, t);
}

/* Whether no other order of the customer holds the product. */
static bool
is_only_here(const struct bind_world *w, const struct order *o, const struct product *p)
{
	for (size_t i = 0; i < w->records->order_count; i++) {
		const struct order *x = &w->records->orders[i];

		for (size_t j = 0;
		     x != o && text_is(x->customer_id, o->customer_id) && j < x->line_count; j++)
			if (product_variant(p, x->lines[j].sku) != NULL)
				return false;
	}
	return true;
}

void
traits_of_line(const struct bind_world *w, const struct order *o, const struct order_line *l,
    const struct product *p, struct trait *t)
{
	const struct variant *now = product_variant(p, l->sku);

	memset(t, 0, LINE_TRAIT_COUNT * sizeof(*t));
	t[LINE_PRICE].number = (double)l->price;
	t[LINE_QUANTITY].number = (double)l->quantity;
	t[LINE_REFUND].number = (double)bind_refund_of(o, l);
	t[LINE_PRICE_FALL].number = now != NULL ? (double)(l->price - now->price) : (double)NAN;
	t[LINE_FINAL_SALE].number = l->final_sale;
	t[LINE_HYGIENE].number = p->hygiene;
	t[LINE_OPENED].number = l->opened;
	t[LINE_RETURNED].number = l->returned;
	t[LINE_GIFT_CARD].number = p->gift_card;
	t[LINE_KIND].text = p->kind;
	t[LINE_ONLY_HERE].number = is_only_here(w, o, p);
}

void
traits_of_product(const struct product *p, struct trait *t)
{
	bool sized = false;

	memset(t, 0, PRODUCT_TRAIT_COUNT * sizeof(*t));
	for (size_t i = 0; i < p->option_count; i++)
		sized = sized || text_is(p->options[i], "size");
	t[PRODUCT_KIND].text = p->kind;
	t[PRODUCT_DEPARTMENT].text = p->department;
	t[PRODUCT_GIFT_CARD].number = p->gift_card;
	t[PRODUCT_ATTRIBUTES].number = (double)p->attribute_count;
	t[PRODUCT_OPTIONS].number = (double)p->option_count;
	t[PRODUCT_SIZED].number = sized;
}

void
traits_of_variant(const struct variant *v, struct trait *t)
{
	memset(t, 0, VARIANT_TRAIT_COUNT * sizeof(*t));
	t[VARIANT_PRICE].number = (double)v->price;
	t[VARIANT_STOCK].number = (double)v->stock;
	t[VARIANT_RESTOCK].number = v->restock_ms != 0;
	t[VARIANT_FINAL_SALE].number = v->final_sale;
}
