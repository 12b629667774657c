/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <string.h>

#include "floorwalker/base/date.h"
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

/* How late an order is, against its delivery or now; a day's turn during the run aside. */
static void
allow_days_late(const struct oracle *o, const struct order *order, struct allowed *to)
{
	int64_t delivered = order_delivered_ms(order);
	int64_t late = date_days_between(o->settings->zone, order->promised_ms, delivered != 0 ? delivered : o->now_ms);

	if (late > 0)
		oracle_allow_number(to, late);
}

/* Each amount and day that the bound customer's orders hold, and sums that follow from them. */
static void
allow_order(const struct oracle *o, const struct order *order, struct allowed *to)
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
	/* Any choice of lines, with and without their share of the discount, with and without shipping. */
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
	if (order->promised_ms != 0)
		allow_days_late(o, order, to);
	oracle_learn(o, order->id, to);
	allow_address(o, &order->address, to);
}

/* The price differences that an exchange of a line could bring. */
static void
allow_differences(const struct oracle *o, const struct order *order, struct allowed *to)
{
	for (size_t i = 0; i < order->line_count; i++) {
		const struct order_line *l = &order->lines[i];
		const struct product *p = records_product_of_sku(o->records, l->sku);

		for (size_t j = 0; p != NULL && j < p->variant_count; j++) {
			int64_t difference = p->variants[j].price - l->price;

			figure_set_add(&to->money, (difference < 0 ? -difference : difference) * l->quantity);
		}
	}
}

/* A shopper's own numbers and codes may be echoed, their amounts and days may not. */
static void
allow_shopper(const struct oracle *o, const char *text, struct allowed *to)
{
	struct figure f;
	size_t at = 0, start, length;

	while (figure_next(text, &at, o->settings->currency, o->decimals, &f))
		if (f.kind == FIGURE_NUMBER)
			figure_set_add(&to->numbers, f.value);
	for (at = 0; figure_word(text, &at, &start, &length);)
		figure_set_add(&to->words, oracle_word(text + start, length));
}

static bool
is_spoken_of(const struct oracle_case *c, const struct product *p)
{
	for (size_t i = 0; i < c->ai_count; i++)
		if (strcasestr(c->ai_texts[i], p->name) != NULL)
			return true;
	return p == c->binding->product || p == c->binding->other_product;
}

static void
allow_all(const struct figure_set *from, struct figure_set *to)
{
	for (size_t i = 0; i < from->count; i++)
		figure_set_add(to, from->values[i]);
}

/* The figures of a product may be said where the product is. */
static void
allow_products(const struct oracle *o, const struct oracle_case *c, struct allowed *to)
{
	for (size_t i = 0; i < o->records->product_count; i++) {
		const struct allowed *p = &o->products[i].figures;

		if (!is_spoken_of(c, o->products[i].product))
			continue;
		allow_all(&p->money, &to->money);
		allow_all(&p->numbers, &to->numbers);
		allow_all(&p->days, &to->days);
		allow_all(&p->words, &to->words);
	}
}

void
oracle_allow_case(const struct oracle *o, const struct oracle_case *c, struct allowed *to)
{
	const struct customer *customer = c->binding->customer;
	int64_t orders = 0;

	for (size_t i = 0; i < o->records->order_count; i++) {
		if (!text_is(o->records->orders[i].customer_id, customer->id))
			continue;
		orders++;
		allow_order(o, &o->records->orders[i], to);
		allow_differences(o, &o->records->orders[i], to);
	}
	oracle_allow_number(to, orders);
	for (size_t i = 0; i < customer->method_count; i++) {
		figure_set_add(&to->money, customer->methods[i].balance);
		oracle_learn(o, customer->methods[i].label, to);
	}
	allow_address(o, &customer->address, to);
	oracle_learn(o, customer->email, to);
	for (size_t i = 0; i < c->shopper_count; i++)
		allow_shopper(o, c->shopper_texts[i], to);
	allow_products(o, c, to);
}

static bool
is_allowed(struct oracle *o, struct allowed *here, const struct figure *f)
{
	switch (f->kind) {
	case FIGURE_MONEY:
		return figure_set_has(&here->money, f->value) || figure_set_has(&o->world.money, f->value);
	case FIGURE_DAY:
		return figure_set_has(&here->days, f->value % 10000) || figure_set_has(&o->world.days, f->value % 10000);
	case FIGURE_NUMBER:
		/* One thing is no claim ("one of these", "1 item"). */
		return f->value == 1000 || figure_set_has(&here->numbers, f->value) || figure_set_has(&o->world.numbers, f->value);
	}
	return false;
}

/* Whether a word with digits claims anything: a number with its unit ("30-day", "65L") is a number, short ones are sizes. */
static bool
is_claim(const char *word, size_t length)
{
	size_t digits = 0, i = 0;

	if (memchr(word, '@', length) != NULL)
		return true;
	while (i < length && (isdigit((unsigned char)word[i]) || word[i] == '.'))
		i++;
	if (i > 0 && (i == length || word[i] == '-' || isalpha((unsigned char)word[i])) && length - i <= 5)
		return false;
	for (i = 0; i < length; i++)
		digits += isdigit((unsigned char)word[i]) != 0;
	return length >= 6 && digits >= 2;
}

/* Order numbers, tracking numbers, codes and addresses must be this customer's, the world's or the shopper's own words. */
static void
check_words(struct oracle *o, struct allowed *here, const char *text, struct oracle_verdict *out)
{
	size_t at = 0, start, length;

	while (figure_word(text, &at, &start, &length)) {
		int64_t hash = oracle_word(text + start, length);

		if (!is_claim(text + start, length) || figure_set_has(&here->words, hash) || figure_set_has(&o->world.words, hash))
			continue;
		out->statements++;
		str_addf(&out->why, "\"%.*s\" is nothing of this shopper's and stands in no file of the world: %s\n", (int)length, text + start, text);
	}
}

void
oracle_check_statements(struct oracle *o, const struct oracle_case *c, struct oracle_verdict *out)
{
	struct allowed here;

	memset(&here, 0, sizeof(here));
	oracle_allow_case(o, c, &here);
	for (size_t i = 0; i < c->ai_count; i++) {
		struct figure f;
		size_t at = 0;

		while (figure_next(c->ai_texts[i], &at, o->settings->currency, o->decimals, &f))
			if (!is_allowed(o, &here, &f)) {
				out->statements++;
				str_addf(&out->why, "\"%.*s\" stands nowhere in the world for this shopper: %s\n", (int)f.length, c->ai_texts[i] + f.start, c->ai_texts[i]);
			}
		check_words(o, &here, c->ai_texts[i], out);
	}
	allowed_clear(&here);
}

