/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "floorwalker/base/str.h"
#include "oracle_private.h"

static void
allow_address(const struct oracle *o, const struct address *a, struct allowed *to)
{
	oracle_learn(o, a->line1, to);
	oracle_learn(o, a->line2, to);
	oracle_learn(o, a->city, to);
	oracle_learn(o, a->postcode, to);
}

/* Each amount and day that the bound customer's orders hold, and sums that follow from them. */
void
oracle_allow_order(const struct oracle *o, const struct order *order, struct allowed *to)
{
	int64_t goods = order_goods_total(order), lines[12];
	size_t n = order->line_count < 12 ? order->line_count : 12;

	for (size_t i = 0; i < n; i++) {
		lines[i] = order->lines[i].price * order->lines[i].quantity;
		figure_set_add(&to->money, order->lines[i].price);
		oracle_allow_number(to, order->lines[i].quantity);
		for (int64_t q = 1; q <= order->lines[i].quantity; q++)
			figure_set_add(&to->money, order->lines[i].price * q);
	}
	/* Any choice of lines, with and without their share of the discount, with and without
	 * shipping. */
	for (unsigned choice = 1; choice < 1U << n; choice++) {
		int64_t sum = 0, share;

		for (size_t i = 0; i < n; i++)
			sum += (choice >> i & 1) != 0 ? lines[i] : 0;
		share = goods > 0 ? order->discount * sum / goods : 0;
		for (int64_t cent = 0; cent <= (order->discount > 0 ? 1 : 0); cent++) {
			figure_set_add(&to->money, sum - share - cent);
			figure_set_add(&to->money, sum - share - cent + order->shipping);
		}
		figure_set_add(&to->money, sum);
	}
	figure_set_add(&to->money, order->shipping);
	figure_set_add(&to->money, order->discount);
	figure_set_add(&to->money, goods);
	figure_set_add(&to->money, order_total(order));
	figure_set_add(&to->money, order_paid(order));
	figure_set_add(&to->money, order_refunded(order));
	figure_set_add(&to->money, order_paid(order) - order_refunded(order));
	oracle_allow_number(to, (int64_t)order->line_count);
	oracle_allow_number(to, (int64_t)order->shipment_count);
	oracle_allow_day(o, to, order->placed_ms);
	oracle_allow_day(o, to, order->promised_ms);
	for (size_t i = 0; i < order->payment_count; i++) {
		figure_set_add(&to->money, order->payments[i].amount);
		oracle_allow_day(o, to, order->payments[i].at_ms);
	}
	for (size_t i = 0; i < order->shipment_count; i++) {
		const struct shipment *s = &order->shipments[i];

		oracle_learn(o, s->tracking, to);
		oracle_allow_day(o, to, s->shipped_ms);
		oracle_allow_day(o, to, s->delivered_ms);
		for (size_t j = 0; j < s->event_count; j++)
			oracle_allow_day(o, to, s->events[j].at_ms);
		for (size_t j = 0; j < s->event_count; j++)
			oracle_learn(o, s->events[j].text, to);
	}
	oracle_learn(o, order->id, to);
	allow_address(o, &order->address, to);
}

static void
allow_exchange(const struct order_line *line, const struct product *p, struct allowed *to)
{
	for (size_t j = 0; p != NULL && j < p->variant_count; j++) {
		int64_t difference = p->variants[j].price - line->price;

		figure_set_add(&to->money, (difference < 0 ? -difference : difference) * line->quantity);
	}
}

/* The same of an order of the world's, found once: many conversations are about the same. */
void
oracle_allow_world_order(struct oracle *o, const struct order *order, struct allowed *to)
{
	uintptr_t first = (uintptr_t)o->records->orders, at = (uintptr_t)order;
	size_t i = (size_t)(at - first) / sizeof(*order);
	struct allowed *kept;

	if (at < first || i >= o->records->order_count) {
		oracle_allow_order(o, order, to);
		return;
	}
	kept = &o->orders[i];
	if (kept->numbers.count == 0)	/* an order has the number of its lines, at least */
		oracle_allow_order(o, order, kept);
	figure_set_add_all(&to->money, &kept->money);
	figure_set_add_all(&to->numbers, &kept->numbers);
	figure_set_add_all(&to->days, &kept->days);
	figure_set_add_all(&to->words, &kept->words);
}

/* The price differences that an exchange of a line could bring. */
void
oracle_allow_differences(const struct listening *l, const struct order *order, struct allowed *to)
{
	for (size_t i = 0; i < order->line_count; i++) {
		const struct product *p = records_product_of_sku(l->oracle->records, order->lines[i].sku);

		allow_exchange(&order->lines[i], p, to);
		for (size_t k = 0; p != NULL && l->c->own != NULL && k < l->changed_count; k++)
			if (text_is(l->changed[k].id, p->id))
				allow_exchange(&order->lines[i], &l->changed[k], to);
	}
}

/* A shopper's own numbers and codes may be echoed, their amounts and days may not. */
void
oracle_allow_shopper(const struct oracle *o, const char *text, struct allowed *to)
{
	struct figure f;
	size_t at = 0, start, length;

	while (figure_next(text, &at, o->settings->currency, o->decimals, &f))
		if (f.kind == FIGURE_NUMBER)
			figure_set_add(&to->numbers, f.value);
	for (at = 0; figure_word(text, &at, &start, &length);)
		figure_set_add(&to->words, oracle_word(text + start, length));
}

void
oracle_allow_account(const struct oracle *o, const struct customer *customer, size_t orders, struct allowed *to)
{
	oracle_allow_number(to, (int64_t)orders);
	for (size_t i = 0; i < customer->method_count; i++) {
		figure_set_add(&to->money, customer->methods[i].balance);
		oracle_learn(o, customer->methods[i].label, to);
	}
	allow_address(o, &customer->address, to);
	oracle_learn(o, customer->email, to);
}

/* The account as it stands at the end, where something of it has changed: a card that was paid
 * with, an address. */
enum err
oracle_allow_account_now(struct listening *l, struct errinfo *e)
{
	const struct customer *customer = l->c->binding->customer;
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < l->c->after->count; i++) {
		const struct document *d = &l->c->after->items[i];
		struct customer now;
		struct value *v;

		if (!text_is(d->kind, "customer") || !text_is(d->id, customer->id))
			continue;
		if ((err = value_parse_json(l->arena, d->id, d->body, strlen(d->body), &value_limits_file, &v, e)) == ERR_OK &&
		    (err = customer_from_value(l->arena, v, &now, e)) == ERR_OK)
			oracle_allow_account(l->oracle, &now, l->order_count, &l->person);
	}
	return err;
}
