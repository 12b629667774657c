/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bind.h"

#include <math.h>
#include <string.h>

#include "floorwalker/base/str.h"

enum order_trait {
	ORDER_STATUS, ORDER_DAYS_SINCE_ORDER, ORDER_DAYS_SINCE_DELIVERY, ORDER_DELIVERED, ORDER_LINE_COUNT, ORDER_SHIPMENT_COUNT, ORDER_SHIPMENT_STATUS, ORDER_DAYS_LATE,
	ORDER_TOTAL, ORDER_REFUNDED, ORDER_COUNTRY, ORDER_TIER, ORDER_LANGUAGE, ORDER_PAYMENT, ORDER_METHODS, ORDER_REFUNDS_90_DAYS, ORDER_ORDERS, ORDER_GIFT_CARDS,
	ORDER_REQUESTS, ORDER_TRAIT_COUNT
};
const struct trait_name order_traits[] = {
	{ "status", TRAIT_TEXT }, { "days_since_order", TRAIT_NUMBER }, { "days_since_delivery", TRAIT_NUMBER }, { "delivered", TRAIT_FLAG },
	{ "line_count", TRAIT_NUMBER }, { "shipment_count", TRAIT_NUMBER }, { "shipment_status", TRAIT_TEXT }, { "days_late", TRAIT_NUMBER }, { "total", TRAIT_MONEY },
	{ "refunded", TRAIT_MONEY }, { "country", TRAIT_TEXT }, { "tier", TRAIT_TEXT }, { "language", TRAIT_TEXT }, { "payment", TRAIT_TEXT }, { "methods", TRAIT_NUMBER },
	{ "refunds_90_days", TRAIT_NUMBER }, { "orders", TRAIT_NUMBER }, { "gift_cards", TRAIT_NUMBER }, { "requests", TRAIT_NUMBER },
};
const size_t order_trait_count = ORDER_TRAIT_COUNT;
_Static_assert(sizeof(order_traits) / sizeof(order_traits[0]) == ORDER_TRAIT_COUNT, "a name for each trait");

enum line_trait { LINE_PRICE, LINE_QUANTITY, LINE_FINAL_SALE, LINE_HYGIENE, LINE_OPENED, LINE_GIFT_CARD, LINE_KIND, LINE_ALTERNATIVES, LINE_ALTERNATIVES_SAME_PRICE, LINE_TRAIT_COUNT };
const struct trait_name line_traits[] = {
	{ "price", TRAIT_MONEY }, { "quantity", TRAIT_NUMBER }, { "final_sale", TRAIT_FLAG }, { "hygiene", TRAIT_FLAG }, { "opened", TRAIT_FLAG }, { "gift_card", TRAIT_FLAG },
	{ "kind", TRAIT_TEXT }, { "alternatives", TRAIT_NUMBER }, { "alternatives_same_price", TRAIT_NUMBER },
};
const size_t line_trait_count = LINE_TRAIT_COUNT;
_Static_assert(sizeof(line_traits) / sizeof(line_traits[0]) == LINE_TRAIT_COUNT, "a name for each trait");

enum product_trait { PRODUCT_KIND, PRODUCT_DEPARTMENT, PRODUCT_GIFT_CARD, PRODUCT_ATTRIBUTES, PRODUCT_OPTIONS, PRODUCT_TRAIT_COUNT };
const struct trait_name product_traits[] = {
	{ "kind", TRAIT_TEXT }, { "department", TRAIT_TEXT }, { "gift_card", TRAIT_FLAG }, { "attributes", TRAIT_NUMBER }, { "options", TRAIT_NUMBER },
};
const size_t product_trait_count = PRODUCT_TRAIT_COUNT;

enum variant_trait { VARIANT_PRICE, VARIANT_STOCK, VARIANT_RESTOCK, VARIANT_FINAL_SALE, VARIANT_TRAIT_COUNT };
const struct trait_name variant_traits[] = { { "price", TRAIT_MONEY }, { "stock", TRAIT_NUMBER }, { "restock", TRAIT_FLAG }, { "final_sale", TRAIT_FLAG } };
const size_t variant_trait_count = VARIANT_TRAIT_COUNT;

const struct customer *
records_customer(const struct shop_records *r, const char *id)
{
	for (size_t i = 0; i < r->customer_count; i++)
		if (text_is(r->customers[i].id, id))
			return &r->customers[i];
	return NULL;
}

const struct product *
records_product_of_sku(const struct shop_records *r, const char *sku)
{
	for (size_t i = 0; i < r->product_count; i++)
		if (product_variant(&r->products[i], sku) != NULL)
			return &r->products[i];
	return NULL;
}

static const char *
worst_shipment(const struct order *o)
{
	static const char *const worst_first[] = { "lost", "returned_to_sender", "delayed", "label_created", "in_transit", "out_for_delivery", "delivered" };

	for (size_t i = 0; i < sizeof(worst_first) / sizeof(worst_first[0]); i++)
		for (size_t j = 0; j < o->shipment_count; j++)
			if (text_is(o->shipments[j].status, worst_first[i]))
				return worst_first[i];
	return "";
}

static double
refunds_in_90_days(const struct bind_world *w, const char *customer_id)
{
	int n = 0;

	for (size_t i = 0; i < w->records->order_count; i++) {
		const struct order *o = &w->records->orders[i];

		for (size_t j = 0; text_is(o->customer_id, customer_id) && j < o->payment_count; j++)
			if (o->payments[j].refund && date_days_between(w->zone, o->payments[j].at_ms, w->now_ms) <= 90)
				n++;
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
customer_traits(const struct bind_world *w, const struct order *o, const struct customer *c, struct trait *t)
{
	int gift_cards = 0;

	for (size_t i = 0; i < c->method_count; i++)
		gift_cards += text_is(c->methods[i].kind, "gift_card");
	t[ORDER_TIER].text = c->tier;
	t[ORDER_LANGUAGE].text = c->language;
	t[ORDER_METHODS].number = (double)c->method_count;
	t[ORDER_GIFT_CARDS].number = gift_cards;
	t[ORDER_REFUNDS_90_DAYS].number = refunds_in_90_days(w, c->id);
	t[ORDER_ORDERS].number = order_count_of(w->records, c->id);
	for (size_t i = 0; i < o->payment_count; i++) {
		const struct payment_method *m = customer_method(c, o->payments[i].method_id);

		if (!o->payments[i].refund && m != NULL)
			t[ORDER_PAYMENT].text = m->kind;
	}
}

static void
traits_of_order(const struct bind_world *w, const struct order *o, const struct customer *c, struct trait *t)
{
	int64_t delivered = order_delivered_ms(o);
	int64_t late_against = delivered != 0 ? delivered : w->now_ms;

	memset(t, 0, ORDER_TRAIT_COUNT * sizeof(*t));
	t[ORDER_STATUS].text = o->status;
	t[ORDER_DAYS_SINCE_ORDER].number = (double)date_days_between(w->zone, o->placed_ms, w->now_ms);
	t[ORDER_DAYS_SINCE_DELIVERY].number = delivered != 0 ? (double)date_days_between(w->zone, delivered, w->now_ms) : (double)NAN;
	t[ORDER_DELIVERED].number = delivered != 0;
	t[ORDER_LINE_COUNT].number = (double)o->line_count;
	t[ORDER_SHIPMENT_COUNT].number = (double)o->shipment_count;
	t[ORDER_SHIPMENT_STATUS].text = worst_shipment(o);
	t[ORDER_DAYS_LATE].number = o->promised_ms != 0 ? fmax(0, (double)date_days_between(w->zone, o->promised_ms, late_against)) : 0;
	t[ORDER_TOTAL].number = (double)order_total(o);
	t[ORDER_REFUNDED].number = (double)order_refunded(o);
	t[ORDER_COUNTRY].text = o->address.country;
	t[ORDER_REQUESTS].number = (double)value_count(o->requests);
	customer_traits(w, o, c, t);
}

static void
traits_of_line(const struct order_line *l, const struct product *p, struct trait *t)
{
	int others = 0, same = 0;

	for (size_t i = 0; i < p->variant_count; i++) {
		const struct variant *v = &p->variants[i];

		if (v->stock > 0 && !text_is(v->sku, l->sku)) {
			others++;
			same += v->price == l->price;
		}
	}
	memset(t, 0, LINE_TRAIT_COUNT * sizeof(*t));
	t[LINE_PRICE].number = (double)l->price;
	t[LINE_QUANTITY].number = (double)l->quantity;
	t[LINE_FINAL_SALE].number = l->final_sale || (product_variant(p, l->sku) != NULL && product_variant(p, l->sku)->final_sale);
	t[LINE_HYGIENE].number = p->hygiene;
	t[LINE_OPENED].number = l->opened;
	t[LINE_GIFT_CARD].number = p->gift_card;
	t[LINE_KIND].text = p->kind;
	t[LINE_ALTERNATIVES].number = others;
	t[LINE_ALTERNATIVES_SAME_PRICE].number = same;
}

/* A variant in stock that differs from v in exactly the named option. */
static const struct variant *
variant_with_other(const struct product *p, const struct variant *v, const char *option)
{
	for (size_t i = 0; i < p->variant_count; i++) {
		const struct variant *w = &p->variants[i];
		bool fits = w != v && w->stock > 0;

		for (size_t j = 0; fits && j < w->option_count && j < v->option_count; j++)
			fits = text_is(w->options[j].name, option) != text_is(w->options[j].value, v->options[j].value);
		if (fits)
			return w;
	}
	return NULL;
}

static const char *
wanted_option(const struct scenario *s)
{
	for (size_t i = 0; i < s->goal_count; i++)
		if (*s->goals[i].new_option != '\0')
			return s->goals[i].new_option;
	return "";
}

static bool
needs_correction(const struct scenario *s, enum correction what)
{
	for (size_t i = 0; i < s->goal_count; i++)
		if (s->goals[i].correct == what)
			return true;
	return false;
}

/* Another line of the order whose product differs, so that a shopper can name it by mistake. */
static void
find_others(const struct bind_world *w, struct binding *b)
{
	for (size_t i = 0; i < b->order->line_count && b->other_line == NULL; i++) {
		const struct order_line *l = &b->order->lines[i];
		const struct product *p = records_product_of_sku(w->records, l->sku);

		if (l != b->line && p != NULL && p != b->product) {
			b->other_line = l;
			b->other_product = p;
		}
	}
	for (size_t i = 0; i < w->records->order_count && b->other_order == NULL; i++) {
		const struct order *o = &w->records->orders[i];

		if (o != b->order && text_is(o->customer_id, b->customer->id))
			b->other_order = o;
	}
}

static bool
complete(const struct bind_world *w, const struct scenario *s, struct binding *b)
{
	const char *option = wanted_option(s);

	find_others(w, b);
	if (*option != '\0') {
		b->new_variant = b->variant != NULL ? variant_with_other(b->product, b->variant, option) : NULL;
		if (b->new_variant == NULL)
			return false;
	}
	if (needs_correction(s, CORRECT_LINE) && b->other_line == NULL)
		return false;
	return !needs_correction(s, CORRECT_ORDER) || b->other_order != NULL;
}

static void
add(struct binding_set *set, size_t *room, const struct binding *b)
{
	if (set->count == *room) {
		*room = *room == 0 ? 64 : *room * 2;
		set->items = mem_grow(set->items, *room, sizeof(*set->items));
	}
	set->items[set->count++] = *b;
}

static void
bind_order(const struct bind_world *w, const struct scenario *s, const struct order *o, struct binding_set *set, size_t *room)
{
	const struct customer *c = records_customer(w->records, o->customer_id);
	struct trait order[ORDER_TRAIT_COUNT], line[LINE_TRAIT_COUNT];

	if (c == NULL)
		return;
	traits_of_order(w, o, c, order);
	if (!condition_holds(&s->order, order))
		return;
	for (size_t i = 0; i < o->line_count; i++) {
		struct binding b = { .customer = c, .order = o, .line = &o->lines[i] };

		b.product = records_product_of_sku(w->records, b.line->sku);
		if (b.product == NULL)
			continue;
		b.variant = product_variant(b.product, b.line->sku);
		traits_of_line(b.line, b.product, line);
		if (condition_holds(&s->line, line) && complete(w, s, &b))
			add(set, room, &b);
	}
}

static void
bind_product(const struct scenario *s, const struct product *p, struct binding_set *set, size_t *room)
{
	struct trait product[PRODUCT_TRAIT_COUNT] = { { 0 } }, variant[VARIANT_TRAIT_COUNT] = { { 0 } };

	product[PRODUCT_KIND].text = p->kind;
	product[PRODUCT_DEPARTMENT].text = p->department;
	product[PRODUCT_GIFT_CARD].number = p->gift_card;
	product[PRODUCT_ATTRIBUTES].number = (double)p->attribute_count;
	product[PRODUCT_OPTIONS].number = (double)p->option_count;
	if (!condition_holds(&s->product, product))
		return;
	for (size_t i = 0; i < p->variant_count; i++) {
		const struct variant *v = &p->variants[i];

		variant[VARIANT_PRICE].number = (double)v->price;
		variant[VARIANT_STOCK].number = (double)v->stock;
		variant[VARIANT_RESTOCK].number = v->restock_ms != 0;
		variant[VARIANT_FINAL_SALE].number = v->final_sale;
		if (condition_holds(&s->variant, variant))
			add(set, room, &(struct binding){ .product = p, .variant = v });
	}
}

/* A product question and the like: anyone may ask, so each candidate gets a customer in turn. */
static void
give_customers(const struct bind_world *w, struct binding_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->items[i].customer == NULL && w->records->customer_count > 0)
			set->items[i].customer = &w->records->customers[i % w->records->customer_count];
}

void
bind_all(struct arena *a, const struct bind_world *w, const struct scenario *s, struct binding_set *out)
{
	struct binding_set set = { NULL, 0 };
	size_t room = 0;

	if (s->binds_order)
		for (size_t i = 0; i < w->records->order_count; i++)
			bind_order(w, s, &w->records->orders[i], &set, &room);
	else if (s->binds_product)
		for (size_t i = 0; i < w->records->product_count; i++)
			bind_product(s, &w->records->products[i], &set, &room);
	else
		for (size_t i = 0; i < w->records->customer_count; i++)
			add(&set, &room, &(struct binding){ .customer = &w->records->customers[i] });
	give_customers(w, &set);
	out->count = set.count;
	out->items = arena_alloc(a, (set.count + 1) * sizeof(*out->items));
	if (set.count > 0)
		memcpy(out->items, set.items, set.count * sizeof(*set.items));
	mem_free(set.items);
}
