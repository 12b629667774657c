/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "fixture.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"

static struct errinfo why;

static enum err
complete(const char *customer, enum action_kind kind, const char *params)
{
	struct facts *x = facts_new(fixture.arena, fixture.shop, customer, FIXTURE_NOW);
	struct action_proposal p = { .kind = kind, .params = fixture_value(&fixture, params) };

	return action_complete(x, &p, &why);
}

static int64_t
amount(const char *customer, enum action_kind kind, const char *params)
{
	return fixture_proposal(&fixture, customer, kind, params).amount;
}

static int64_t
refunded_to(const struct order *o, const char *method)
{
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < o->payment_count; i++)
		if (o->payments[i].refund && text_is(o->payments[i].method_id, method))
			sum += o->payments[i].amount;
	return sum;
}

static void
refund_amount_shares_the_discount_and_gives_shipping_with_the_last_unit(void **state)
{
	(void)state;
	/* goods 233.33, discount 10.00: one jacket 100.00 - floor(4.2857) */
	assert_int_equal(amount("C-2", ACTION_REFUND,
			     "{\"order\": \"T-1\", \"lines\": [{\"id\": 1, \"quantity\": 1}]}"),
	    10000 - 428);
	assert_int_equal(
	    amount("C-2", ACTION_REFUND, "{\"order\": \"T-1\", \"lines\": [{\"id\": 2}]}"),
	    3333 - 142);
	assert_int_equal(amount("C-2", ACTION_REFUND, "{\"order\": \"T-1\"}"), 22828);
	assert_int_equal(
	    amount("C-2", ACTION_RETURN, "{\"order\": \"T-1\", \"lines\": [{\"id\": 1}]}"),
	    20000 - 857);
	/* the returned line was refunded by the file */
	assert_int_equal(amount("C-1", ACTION_REFUND, "{\"order\": \"T-4\"}"), 1000);
}

static void
partial_refunds_add_up_to_what_was_paid_and_never_more(void **state)
{
	struct order o;

	(void)state;
	assert_int_equal(
	    fixture_execute(&fixture, "C-2", "a", ACTION_REFUND,
		"{\"order\": \"T-1\", \"lines\": [{\"id\": 1, \"quantity\": 1}]}", &why),
	    ERR_OK);
	assert_int_equal(fixture_execute(&fixture, "C-2", "b", ACTION_REFUND,
			     "{\"order\": \"T-1\", \"lines\": [{\"id\": 2}]}", &why),
	    ERR_OK);
	assert_int_equal(complete("C-2", ACTION_REFUND,
			     "{\"order\": \"T-1\", \"lines\": [{\"id\": 1, \"quantity\": 2}]}"),
	    ERR_STATE);
	assert_int_equal(
	    fixture_execute(&fixture, "C-2", "c", ACTION_REFUND, "{\"order\": \"T-1\"}", &why),
	    ERR_OK);
	o = fixture_order(&fixture, "T-1");
	assert_int_equal(order_refunded(&o), order_paid(&o));
	/* the gift card, which paid first, first */
	assert_int_equal(refunded_to(&o, "PM-2-2"), 4000);
	assert_int_equal(refunded_to(&o, "PM-2-1"), 18828);
	assert_int_equal(
	    customer_method(&(struct customer){.methods = fixture_customer(&fixture, "C-2").methods,
				.method_count = 3},
		"PM-2-2")
		->balance,
	    8000);
	assert_int_equal(value_count(o.requests), 3);
	assert_string_equal(value_get_text(value_at(o.requests, 0), "kind"), "refund");
	assert_int_equal(amount("C-2", ACTION_REFUND, "{\"order\": \"T-1\"}"), 0);
	assert_int_equal(
	    fixture_execute(&fixture, "C-2", "d", ACTION_REFUND, "{\"order\": \"T-1\"}", &why),
	    ERR_STATE);
}

/* The bottle comes to 31.91; 20.00 settles it. */
static void
a_lowered_refund_settles_its_units_for_less(void **state)
{
	static const char lowered[] =
	    "{\"order\": \"T-1\", \"lines\": [{\"id\": 2}], \"amount\": 2000}";
	struct action_proposal p = fixture_proposal(&fixture, "C-2", ACTION_REFUND, lowered), q = p;
	struct facts *x = facts_new(fixture.arena, fixture.shop, "C-2", FIXTURE_NOW);
	struct order o;

	(void)state;
	assert_int_equal(p.amount, 2000);
	assert_int_equal(value_get_int(p.params, "amount", 0), 2000);
	assert_int_equal(action_complete(x, &q, &why), ERR_OK);
	assert_true(value_is_equal(p.params, q.params));
	/* never above what the units come to; then it is no lowered one */
	p = fixture_proposal(&fixture, "C-2", ACTION_REFUND,
	    "{\"order\": \"T-1\", \"lines\": [{\"id\": 2}], \"amount\": 999999}");
	assert_int_equal(p.amount, 3191);
	assert_null(value_get(p.params, "amount"));
	assert_int_equal(
	    fixture_execute(&fixture, "C-2", "a", ACTION_REFUND, lowered, &why), ERR_OK);
	o = fixture_order(&fixture, "T-1");
	assert_int_equal(order_refunded(&o), 2000);
	assert_int_equal(refunded_to(&o, "PM-2-2"), 2000);
	assert_int_equal(
	    amount("C-2", ACTION_REFUND, "{\"order\": \"T-1\", \"lines\": [{\"id\": 2}]}"), 0);
	assert_int_equal(
	    fixture_execute(&fixture, "C-2", "b", ACTION_REFUND,
		"{\"order\": \"T-1\", \"lines\": [{\"id\": 2}]}", &why),
	    ERR_STATE);
	/* all that is left: the jackets with their share of the discount, and the shipping */
	assert_int_equal(amount("C-2", ACTION_REFUND, "{\"order\": \"T-1\"}"), 22828 - 3191);
}

static void
key_is_applied_once_and_answers_the_first_result(void **state)
{
	struct action_proposal p = fixture_proposal(
	    &fixture, "C-2", ACTION_REFUND, "{\"order\": \"T-1\", \"lines\": [{\"id\": 2}]}");
	const char *first, *again, *looked_up;
	struct order o;

	(void)state;
	assert_int_equal(
	    shop_effect(fixture.shop, fixture.arena, "k", &looked_up, &why), ERR_NOT_FOUND);
	assert_int_equal(
	    shop_execute(fixture.shop, fixture.arena, "k", &p, "C-2", &first, &why), ERR_OK);
	assert_int_equal(
	    shop_execute(fixture.shop, fixture.arena, "k", &p, "C-2", &again, &why), ERR_OK);
	assert_string_equal(first, again);
	assert_int_equal(shop_effect(fixture.shop, fixture.arena, "k", &looked_up, &why), ERR_OK);
	assert_string_equal(first, looked_up);
	assert_non_null(strstr(first, "\"done\":true"));
	o = fixture_order(&fixture, "T-1");
	assert_int_equal(order_refunded(&o), 3191);
}

static void
effect_shares_the_callers_transaction(void **state)
{
	struct action_proposal p =
	    fixture_proposal(&fixture, "C-2", ACTION_REFUND, "{\"order\": \"T-1\"}");
	const char *result;
	struct order o;

	(void)state;
	assert_int_equal(store_begin(fixture.store, &why), ERR_OK);
	assert_int_equal(
	    shop_execute(fixture.shop, fixture.arena, "k", &p, "C-2", &result, &why), ERR_OK);
	store_rollback(fixture.store);
	o = fixture_order(&fixture, "T-1");
	assert_int_equal(order_refunded(&o), 0);
	assert_int_equal(
	    shop_effect(fixture.shop, fixture.arena, "k", &result, &why), ERR_NOT_FOUND);
}

static void
amount_that_is_no_longer_true_is_refused(void **state)
{
	struct action_proposal p =
	    fixture_proposal(&fixture, "C-2", ACTION_REFUND, "{\"order\": \"T-1\"}");
	const char *result;

	(void)state;
	assert_int_equal(fixture_execute(&fixture, "C-2", "a", ACTION_DISCOUNT,
			     "{\"order\": \"T-1\", \"amount\": 500}", &why),
	    ERR_OK);
	assert_int_equal(
	    shop_execute(fixture.shop, fixture.arena, "b", &p, "C-2", &result, &why), ERR_STATE);
	assert_non_null(strstr(why.text, "changed since"));
}

static void
nobody_acts_on_the_order_of_another(void **state)
{
	struct action_proposal p =
	    fixture_proposal(&fixture, "C-2", ACTION_REFUND, "{\"order\": \"T-1\"}");
	const char *result;

	(void)state;
	assert_int_equal(shop_execute(fixture.shop, fixture.arena, "k", &p, "C-1", &result, &why),
	    ERR_FORBIDDEN);
	assert_int_equal(complete("C-1", ACTION_REFUND, "{\"order\": \"T-1\"}"), ERR_FORBIDDEN);
	assert_int_equal(complete("", ACTION_REFUND, "{\"order\": \"T-1\"}"), ERR_FORBIDDEN);
	assert_int_equal(
	    complete("C-2", ACTION_REFUND, "{\"order\": \"T-1\", \"method\": \"PM-1-1\"}"),
	    ERR_FORBIDDEN);
}

static void
cancel_refunds_each_payment_and_puts_the_goods_back(void **state)
{
	int64_t stock = fixture_stock(&fixture, "JACKET-S");
	struct order o;

	(void)state;
	assert_int_equal(fixture_execute(&fixture, "C-2", "k", ACTION_CANCEL,
			     "{\"order\": \"T-2\", \"reason\": \"changed_mind\"}", &why),
	    ERR_OK);
	o = fixture_order(&fixture, "T-2");
	assert_string_equal(o.status, "cancelled");
	assert_int_equal(refunded_to(&o, "PM-2-1"), 18900);
	assert_int_equal(fixture_stock(&fixture, "JACKET-S"), stock + 1);
	/* was sent */
	assert_int_equal(
	    fixture_execute(&fixture, "C-2", "l", ACTION_CANCEL, "{\"order\": \"T-1\"}", &why),
	    ERR_STATE);
}

static void
return_moves_no_money_and_takes_each_unit_once(void **state)
{
	struct order o;

	(void)state;
	assert_int_equal(
	    fixture_execute(&fixture, "C-2", "a", ACTION_RETURN,
		"{\"order\": \"T-1\", \"lines\": [{\"id\": 1, \"quantity\": 1}], \"method\": \"gift_card\"}",
		&why),
	    ERR_OK);
	o = fixture_order(&fixture, "T-1");
	assert_string_equal(o.status, "return_requested");
	assert_int_equal(order_refunded(&o), 0);
	/* it paid for a part */
	assert_string_equal(value_get_text(value_at(o.requests, 0), "method"), "original");
	assert_int_equal(complete("C-2", ACTION_RETURN,
			     "{\"order\": \"T-1\", \"lines\": [{\"id\": 1, \"quantity\": 2}]}"),
	    ERR_STATE);
	assert_int_equal(complete("C-2", ACTION_RETURN,
			     "{\"order\": \"T-1\", \"lines\": [{\"id\": 1, \"quantity\": 1}]}"),
	    ERR_OK);
	/* not delivered */
	assert_int_equal(
	    fixture_execute(&fixture, "C-2", "b", ACTION_RETURN, "{\"order\": \"T-2\"}", &why),
	    ERR_STATE);
	assert_int_equal(fixture_execute(&fixture, "C-2", "c", ACTION_RETURN,
			     "{\"order\": \"T-3\", \"lines\": [{\"id\": 1}]}", &why),
	    ERR_OK);
	/* lost */
	assert_int_equal(fixture_execute(&fixture, "C-2", "d", ACTION_RETURN,
			     "{\"order\": \"T-3\", \"lines\": [{\"id\": 2}]}", &why),
	    ERR_STATE);
}

static void
exchange_keeps_the_new_variant_aside_and_stock_stays_above_zero(void **state)
{
	static const char params[] =
	    "{\"order\": \"T-1\", \"lines\": [{\"id\": 1, \"sku\": \"JACKET-M\", \"quantity\": 1}]}";
	struct order o;

	(void)state;
	assert_int_equal(amount("C-2", ACTION_EXCHANGE, params), 9900);
	assert_int_equal(
	    fixture_execute(&fixture, "C-2", "a", ACTION_EXCHANGE, params, &why), ERR_OK);
	o = fixture_order(&fixture, "T-1");
	assert_string_equal(o.status, "exchange_requested");
	assert_int_equal(fixture_stock(&fixture, "JACKET-M"), 0);
	assert_string_equal(value_get_text(value_path(o.requests, "0.lines.0"), "sku"), "JACKET-M");
	assert_int_equal(
	    fixture_execute(&fixture, "C-2", "b", ACTION_EXCHANGE, params, &why), ERR_STATE);
	assert_non_null(strstr(why.text, "in stock"));
	assert_int_equal(fixture_stock(&fixture, "JACKET-M"), 0);
	/* a refusal leaves nothing */
	assert_int_equal(value_count(fixture_order(&fixture, "T-1").requests), 1);
}

static int64_t
stock_in_catalogue(struct shop *shop, const char *sku)
{
	struct product *products;
	size_t i, count;

	assert_int_equal(shop_products(shop, fixture.arena, &products, &count, &why), ERR_OK);
	for (i = 0; i < count; i++)
		if (product_variant(&products[i], sku) != NULL)
			return product_variant(&products[i], sku)->stock;
	return -1;
}

static void
stock_is_seen_as_it_is_now_by_every_handle(void **state)
{
	struct action_proposal p =
	    fixture_proposal(&fixture, "C-2", ACTION_CANCEL, "{\"order\": \"T-2\"}");
	struct shop *other;
	const char *result;
	size_t round;

	(void)state;
	assert_int_equal(shop_embedded_new(fixture.store, fixture.base, &fixture.settings,
			     fixture.clock, &other, &why),
	    ERR_OK);
	assert_int_equal(stock_in_catalogue(other, "JACKET-S"), 4);
	for (round = 0; round < 2; round++) {	/* what is rolled back wasn't: the same version
						   comes again with another content */
		assert_int_equal(store_begin(fixture.store, &why), ERR_OK);
		assert_int_equal(
		    shop_execute(fixture.shop, fixture.arena, "k", &p, "C-2", &result, &why),
		    ERR_OK);
		assert_int_equal(stock_in_catalogue(other, "JACKET-S"), 5);
		store_rollback(fixture.store);
		assert_int_equal(stock_in_catalogue(other, "JACKET-S"), 4);
	}
	assert_int_equal(
	    fixture_execute(&fixture, "C-2", "x", ACTION_EXCHANGE,
		"{\"order\": \"T-1\", \"lines\": [{\"id\": 1, \"sku\": \"JACKET-M\", \"quantity\": 1}]}",
		&why),
	    ERR_OK);
	assert_int_equal(stock_in_catalogue(other, "JACKET-M"), 0);
	assert_int_equal(stock_in_catalogue(fixture.shop, "JACKET-M"), 0);
	shop_free(&other);
}

static void
item_change_swaps_the_line_and_settles_the_difference(void **state)
{
	int64_t small = fixture_stock(&fixture, "JACKET-S");
	struct order o;

	(void)state;
	assert_int_equal(
	    fixture_execute(&fixture, "C-2", "a", ACTION_ITEM_CHANGE,
		"{\"order\": \"T-2\", \"lines\": [{\"id\": 1, \"sku\": \"JACKET-M\"}]}", &why),
	    ERR_OK);
	o = fixture_order(&fixture, "T-2");
	assert_true(o.items_changed);
	assert_string_equal(o.lines[0].sku, "JACKET-M");
	assert_int_equal(o.lines[0].price, 19900);
	assert_int_equal(order_paid(&o), 19900);
	assert_int_equal(order_total(&o), 19900);
	assert_int_equal(fixture_stock(&fixture, "JACKET-M"), 0);
	assert_int_equal(fixture_stock(&fixture, "JACKET-S"), small + 1);
	/* and back: cheaper by 10.00, refunded */
	assert_int_equal(
	    fixture_execute(&fixture, "C-2", "b", ACTION_ITEM_CHANGE,
		"{\"order\": \"T-2\", \"lines\": [{\"id\": 1, \"sku\": \"JACKET-S\"}]}", &why),
	    ERR_OK);
	o = fixture_order(&fixture, "T-2");
	assert_int_equal(order_paid(&o) - order_refunded(&o), 18900);
	assert_int_equal(fixture_stock(&fixture, "JACKET-S"), small);
	assert_int_equal(
	    fixture_execute(&fixture, "C-2", "c", ACTION_ITEM_CHANGE,
		"{\"order\": \"T-1\", \"lines\": [{\"id\": 2, \"sku\": \"JACKET-S\"}]}", &why),
	    ERR_STATE); /* was sent */
}

static void
payment_change_never_overdraws_a_gift_card(void **state)
{
	struct order o;

	(void)state;
	assert_int_equal(fixture_execute(&fixture, "C-2", "a", ACTION_PAYMENT_CHANGE,
			     "{\"order\": \"T-2\", \"method\": \"PM-2-2\"}", &why),
	    ERR_STATE);
	assert_int_equal(fixture_customer(&fixture, "C-2").methods[1].balance, 4000);
	assert_int_equal(fixture_execute(&fixture, "C-2", "b", ACTION_PAYMENT_CHANGE,
			     "{\"order\": \"T-2\", \"method\": \"PM-2-3\"}", &why),
	    ERR_OK);
	o = fixture_order(&fixture, "T-2");
	assert_int_equal(refunded_to(&o, "PM-2-1"), 18900);
	/* the new one first, so that the order is never unpaid */
	assert_string_equal(o.payments[1].method_id, "PM-2-3");
	assert_false(o.payments[1].refund);
	assert_true(o.payments[2].refund);
	assert_int_equal(order_paid(&o) - order_refunded(&o), 18900);
}

static void
addresses_change_where_they_still_can(void **state)
{
	static const char address[] =
	    "{\"order\": \"T-2\", \"address\": {\"line1\": \"1 New St\", \"city\": \"Cork\", \"postcode\": \"T23 AB12\", \"country\": \"GB\"}}";

	(void)state;
	assert_int_equal(
	    fixture_execute(&fixture, "C-2", "a", ACTION_ADDRESS_CHANGE, address, &why), ERR_OK);
	assert_string_equal(fixture_order(&fixture, "T-2").address.line1, "1 New St");
	assert_string_equal(fixture_customer(&fixture, "C-2").address.line1, "3 Weir View");
	assert_int_equal(complete("C-2", ACTION_ADDRESS_CHANGE,
			     "{\"order\": \"T-2\", \"address\": {\"line1\": \"1 New St\"}}"),
	    ERR_INPUT);
	assert_non_null(strstr(why.text, "city"));
	assert_int_equal(complete("C-2", ACTION_PROFILE_ADDRESS_CHANGE,
	    "{\"address\": {\"line1\": \"a\\u001b[2J\", \"city\": \"x\", \"postcode\": \"y\", \"country\": \"IE\"}}"), ERR_INPUT);
}

static void
discount_and_goodwill_stay_within_what_was_paid(void **state)
{
	struct order o;

	(void)state;
	assert_int_equal(
	    complete("C-2", ACTION_DISCOUNT, "{\"order\": \"T-1\", \"amount\": 22829}"), ERR_STATE);
	assert_int_equal(
	    complete("C-2", ACTION_DISCOUNT, "{\"order\": \"T-1\", \"amount\": 0}"), ERR_INPUT);
	assert_int_equal(
	    complete("C-2", ACTION_DISCOUNT, "{\"order\": \"T-1\", \"amount\": -5}"), ERR_INPUT);
	assert_int_equal(
	    complete("C-2", ACTION_GOODWILL, "{\"order\": \"T-1\", \"amount\": \"5\"}"), ERR_INPUT);
	assert_int_equal(fixture_execute(&fixture, "C-2", "a", ACTION_DISCOUNT,
			     "{\"order\": \"T-1\", \"amount\": 2333}", &why),
	    ERR_OK);
	o = fixture_order(&fixture, "T-1");
	assert_int_equal(order_refunded(&o), 2333);
	/* what was discounted later isn't given back again: 33.33 of 233.33 goods, 33.33 off in
	 * all */
	assert_int_equal(
	    amount("C-2", ACTION_REFUND, "{\"order\": \"T-1\", \"lines\": [{\"id\": 2}]}"),
	    3333 - 3333 * 3333 / 23333);
	assert_int_equal(fixture_execute(&fixture, "C-2", "b", ACTION_GOODWILL,
			     "{\"order\": \"T-1\", \"amount\": 500}", &why),
	    ERR_OK);
	assert_int_equal(fixture_customer(&fixture, "C-2").methods[1].balance, 4000 + 2333 + 500);
	assert_int_equal(
	    fixture_execute(&fixture, "C-2", "c", ACTION_GOODWILL,
		"{\"order\": \"T-1\", \"amount\": 700, \"method\": \"original\"}", &why),
	    ERR_OK);
	o = fixture_order(&fixture, "T-1");
	assert_int_equal(order_refunded(&o), 3033);
	assert_int_equal(value_count(o.requests), 3);
	/* the goods with shipping less discounts would be 204.95, but no more than 197.95 is left
	 * of what was paid */
	assert_int_equal(amount("C-2", ACTION_REFUND, "{\"order\": \"T-1\"}"), 19795);
	assert_int_equal(fixture_execute(&fixture, "C-2", "d", ACTION_GOODWILL,
			     "{\"order\": \"T-1\", \"amount\": 999999}", &why),
	    ERR_STATE);
}

static void
who_has_no_gift_card_is_given_one(void **state)
{
	struct customer c;

	(void)state;
	assert_int_equal(fixture_execute(&fixture, "C-1", "k", ACTION_GOODWILL,
			     "{\"order\": \"T-4\", \"amount\": 500}", &why),
	    ERR_OK);
	c = fixture_customer(&fixture, "C-1");
	assert_int_equal(c.method_count, 2);
	assert_string_equal(c.methods[1].kind, "gift_card");
	assert_int_equal(c.methods[1].balance, 500);
	assert_int_equal(fixture_execute(&fixture, "C-1", "k2", ACTION_GOODWILL,
			     "{\"order\": \"T-4\", \"amount\": 250}", &why),
	    ERR_OK);
	c = fixture_customer(&fixture, "C-1");
	assert_int_equal(c.method_count, 2);
	assert_int_equal(c.methods[1].balance, 750);
}

static void
malformed_params_are_refused_by_field(void **state)
{
	static const struct {
		enum action_kind kind;
		const char *params, *part;
	} cases[] = {
		{ ACTION_REFUND, "{}", "order" },
		{ ACTION_REFUND, "{\"order\": \"T-1\", \"lnies\": []}", "lines" },
		{ ACTION_REFUND, "{\"order\": \"T-1\", \"amount\": 0}", "amount" },
		{ ACTION_REFUND, "{\"order\": \"T-1\", \"amount\": -5}", "amount" },
		{ ACTION_REFUND, "{\"order\": \"T-1\", \"amount\": \"99\"}", "amount" },
		{ ACTION_CANCEL, "{\"order\": \"T-2\", \"amount\": 99}", "amount" },
		{ ACTION_RETURN, "{\"order\": \"T-1\", \"amount\": 99}", "amount" },
		{ ACTION_REFUND, "{\"order\": \"T-1\", \"lines\": 3}", "lines" },
		{ ACTION_REFUND, "{\"order\": \"T-1\", \"lines\": [3]}", "lines" },
		{ ACTION_REFUND, "{\"order\": \"T-1\", \"lines\": [{\"id\": 7}]}", "no line" },
		{ ACTION_REFUND, "{\"order\": \"T-1\", \"lines\": [{\"id\": 1}, {\"id\": 1}]}", "twice" },
		{ ACTION_REFUND, "{\"order\": \"T-1\", \"lines\": [{\"id\": 1, \"quantity\": 0}]}", "ordered" },
		{ ACTION_REFUND, "{\"order\": \"T-1\", \"lines\": [{\"id\": 1, \"quantity\": -1}]}", "ordered" },
		{ ACTION_REFUND, "{\"order\": \"T-1\", \"lines\": [{\"id\": 1, \"quantity\": 3}]}", "ordered" },
		{ ACTION_REFUND, "{\"order\": \"T-1\", \"reason\": \"because\"}", "reason" },
		{ ACTION_EXCHANGE, "{\"order\": \"T-1\"}", "lines" },
		{ ACTION_EXCHANGE, "{\"order\": \"T-1\", \"lines\": [{\"id\": 1}]}", "sku" },
		{ ACTION_EXCHANGE, "{\"order\": \"T-1\", \"lines\": [{\"id\": 1, \"sku\": \"NONE\"}]}", "NONE" },
		{ ACTION_PAYMENT_CHANGE, "{\"order\": \"T-2\"}", "method" },
		{ ACTION_ADDRESS_CHANGE, "{\"order\": \"T-2\"}", "address" },
		{ ACTION_GOODWILL, "{\"order\": \"T-1\"}", "amount" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (complete("C-2", cases[i].kind, cases[i].params) != ERR_INPUT ||
		    strstr(why.text, cases[i].part) == NULL)
			fail_msg("case %zu wanted '%s' in: %s", i, cases[i].part, why.text);
	}
}

static void
facts_for_policy_are_read_from_the_lines_concerned(void **state)
{
	struct facts *x = facts_new(fixture.arena, fixture.shop, "C-2", FIXTURE_NOW);
	struct action_proposal p = fixture_proposal(&fixture, "C-2", ACTION_REFUND,
	    "{\"order\": \"T-1\", \"lines\": [{\"id\": 2}], \"reason\": \"late\"}");
	struct value *v;
	size_t i;

	(void)state;
	assert_int_equal(action_facts(x, &p, &v, &why), ERR_OK);
	for (i = 0; i < value_count(v); i++) {
		size_t k;

		for (k = 0;
		     k < policy_fact_count() && !text_is(policy_fact_name(k), value_key_at(v, i));
		     k++)
			;
		assert_true(k < policy_fact_count());
	}
	assert_string_equal(value_get_text(v, "action"), "refund");
	assert_string_equal(value_get_text(v, "order_status"), "delivered");
	assert_true(value_get_bool(v, "delivered", false));
	assert_int_equal(value_get_int(v, "days_since_order", -1), 12);
	assert_int_equal(value_get_int(v, "days_since_delivery", -1), 6);
	assert_int_equal(value_get_int(v, "days_late", -1), 1);
	assert_string_equal(value_get_text(v, "shipment_status"), "delivered");
	assert_string_equal(value_get_text(v, "tier"), "plus");
	assert_string_equal(value_get_text(v, "country"), "IE");
	assert_string_equal(value_get_text(v, "reason"), "late");
	assert_int_equal(value_get_int(v, "amount", -1), 3191);
	assert_int_equal(value_get_int(v, "order_total", -1), 22828);
	assert_true(value_get_bool(v, "any_hygiene_opened", false));
	assert_false(value_get_bool(v, "all_items", true));
	assert_string_equal(value_get_text(v, "method"), "original");
	assert_int_equal(value_get_int(v, "hour", -1), 9);
	assert_int_equal(value_count(value_get(v, "items")), 1);
	assert_string_equal(value_get_text(value_path(v, "items.0"), "kind"), "bottle");
	/* of an order in two parcels, each line has its own */
	p = fixture_proposal(
	    &fixture, "C-2", ACTION_REFUND, "{\"order\": \"T-3\", \"lines\": [{\"id\": 1}]}");
	assert_int_equal(action_facts(x, &p, &v, &why), ERR_OK);
	assert_int_equal(value_get_int(v, "days_since_delivery", -1), 15);
	assert_int_equal(value_get_int(v, "days_late", -1), 0);
	p = fixture_proposal(
	    &fixture, "C-2", ACTION_REFUND, "{\"order\": \"T-3\", \"method\": \"PM-2-3\"}");
	assert_int_equal(action_facts(x, &p, &v, &why), ERR_OK);
	assert_false(value_get_bool(v, "delivered", true));
	assert_null(value_get(v, "days_since_delivery"));
	assert_string_equal(value_get_text(v, "shipment_status"), "lost");
	assert_int_equal(value_get_int(v, "days_late", -1), 10);
	assert_true(value_get_bool(v, "any_gift_card", false));
	assert_true(value_get_bool(v, "any_final_sale", false));
	assert_true(value_get_bool(v, "all_items", false));
	assert_string_equal(value_get_text(v, "method"), "other");
}

static void
facts_tell_whether_a_method_covers_and_what_stays_as_it_is(void **state)
{
	static const struct {
		enum action_kind kind;
		const char *params, *fact;
		bool is;
	} cases[] = {
		{ ACTION_PAYMENT_CHANGE, "{\"order\": \"T-2\", \"method\": \"PM-2-2\"}", "method_covers", false },
		{ ACTION_PAYMENT_CHANGE, "{\"order\": \"T-2\", \"method\": \"PM-2-3\"}", "method_covers", true },
		{ ACTION_ITEM_CHANGE, "{\"order\": \"T-2\", \"lines\": [{\"id\": 1, \"sku\": \"JACKET-M\"}], \"method\": \"PM-2-2\"}", "method_covers", true },
		{ ACTION_ITEM_CHANGE, "{\"order\": \"T-2\", \"lines\": [{\"id\": 1, \"sku\": \"JACKET-M\"}]}", "method_covers", true },
		{ ACTION_ITEM_CHANGE, "{\"order\": \"T-2\", \"lines\": [{\"id\": 1, \"sku\": \"JACKET-M\"}]}", "same_variant", false },
		{ ACTION_ITEM_CHANGE, "{\"order\": \"T-2\", \"lines\": [{\"id\": 1, \"sku\": \"JACKET-S\"}]}", "same_variant", true },
		{ ACTION_ITEM_CHANGE, "{\"order\": \"T-2\", \"lines\": [{\"id\": 1, \"sku\": \"JACKET-S\"}]}", "items_changed", false },
		{ ACTION_RETURN, "{\"order\": \"T-1\", \"method\": \"gift_card\"}", "new_gift_card", false },
	};
	struct facts *x = facts_new(fixture.arena, fixture.shop, "C-2", FIXTURE_NOW);
	struct value *v;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct action_proposal p =
		    fixture_proposal(&fixture, "C-2", cases[i].kind, cases[i].params);

		assert_int_equal(action_facts(x, &p, &v, &why), ERR_OK);
		if (value_get(v, cases[i].fact) == NULL ||
		    value_get_bool(v, cases[i].fact, !cases[i].is) != cases[i].is)
			fail_msg("case %zu: %s isn't %d", i, cases[i].fact, cases[i].is);
	}
	assert_int_equal(value_get_int(v, "payments", -1), 2);
	assert_int_equal(
	    fixture_execute(&fixture, "C-2", "a", ACTION_ITEM_CHANGE,
		"{\"order\": \"T-2\", \"lines\": [{\"id\": 1, \"sku\": \"JACKET-M\"}]}", &why),
	    ERR_OK);
	x = facts_new(fixture.arena, fixture.shop, "C-2", FIXTURE_NOW);
	struct action_proposal p =
	    fixture_proposal(&fixture, "C-2", ACTION_CANCEL, "{\"order\": \"T-2\"}");

	assert_int_equal(action_facts(x, &p, &v, &why), ERR_OK);
	assert_true(value_get_bool(v, "items_changed", false));
}

static void
facts_count_refunds_and_actions(void **state)
{
	struct facts *x = facts_new(fixture.arena, fixture.shop, "C-1", FIXTURE_NOW);
	struct action_proposal p;
	struct value *v;

	(void)state;
	p = fixture_proposal(
	    &fixture, "C-1", ACTION_GOODWILL, "{\"order\": \"T-4\", \"amount\": 100}");
	assert_int_equal(action_facts(x, &p, &v, &why), ERR_OK);
	assert_int_equal(value_get_int(v, "refunds_last_90_days", -1), 1);
	assert_int_equal(value_get_int(v, "refunded_before", -1), 19900);
	assert_int_equal(value_get_int(v, "actions_on_order", -1), 0);
	assert_string_equal(value_get_text(v, "method"), "gift_card");
	/* a refund over two methods is one refund */
	assert_int_equal(
	    fixture_execute(&fixture, "C-2", "k", ACTION_REFUND, "{\"order\": \"T-1\"}", &why),
	    ERR_OK);
	x = facts_new(fixture.arena, fixture.shop, "C-2", FIXTURE_NOW);
	p = fixture_proposal(&fixture, "C-2", ACTION_ITEM_CHANGE,
	    "{\"order\": \"T-2\", \"lines\": [{\"id\": 1, \"sku\": \"JACKET-M\"}]}");
	assert_int_equal(action_facts(x, &p, &v, &why), ERR_OK);
	assert_int_equal(value_get_int(v, "refunds_last_90_days", -1), 1);
	assert_true(value_get_bool(v, "same_product", false));
	assert_true(value_get_bool(v, "new_in_stock", false));
	assert_true(value_get_int(v, "new_left", -1) > 0);
	assert_int_equal(value_get_int(v, "price_difference", 0), 1000);
	p = fixture_proposal(
	    &fixture, "C-2", ACTION_GOODWILL, "{\"order\": \"T-1\", \"amount\": 100}");
	assert_int_equal(action_facts(x, &p, &v, &why), ERR_OK);
	assert_int_equal(value_get_int(v, "actions_on_order", -1), 1);
}

static void
what_is_gone_is_for_policy_to_explain_and_not_to_do(void **state)
{
	static const char line[] = "{\"order\": \"T-4\", \"lines\": [{\"id\": 1}]}",
			  all[] = "{\"order\": \"T-1\"}";
	struct facts *x = facts_new(fixture.arena, fixture.shop, "C-1", FIXTURE_NOW);
	struct action_proposal p = fixture_proposal(&fixture, "C-1", ACTION_RETURN, line);
	struct value *v;

	(void)state;
	assert_int_equal(p.amount, 0);
	assert_int_equal(action_facts(x, &p, &v, &why), ERR_OK);
	assert_string_equal(value_get_text(v, "order_status"), "returned");
	assert_false(value_get_bool(v, "all_items", true));
	assert_int_equal(value_get_int(value_path(v, "items.0"), "quantity", 0), 1);
	assert_int_equal(
	    fixture_execute(&fixture, "C-1", "a", ACTION_RETURN, line, &why), ERR_STATE);
	/* one line gone and another not: which is meant must be said */
	assert_int_equal(complete("C-1", ACTION_RETURN,
			     "{\"order\": \"T-4\", \"lines\": [{\"id\": 1}, {\"id\": 2}]}"),
	    ERR_STATE);
	assert_int_equal(fixture_execute(&fixture, "C-2", "b", ACTION_RETURN, all, &why), ERR_OK);
	x = facts_new(fixture.arena, fixture.shop, "C-2", FIXTURE_NOW);
	p = fixture_proposal(&fixture, "C-2", ACTION_RETURN, all);
	assert_int_equal(action_facts(x, &p, &v, &why), ERR_OK);
	assert_true(value_get_bool(v, "all_items", false));
	assert_int_equal(
	    fixture_execute(&fixture, "C-2", "c", ACTION_RETURN, all, &why), ERR_STATE);
	assert_int_equal(value_count(fixture_order(&fixture, "T-1").requests), 1);
}

static void
completing_twice_changes_nothing(void **state)
{
	static const char *const params[] = {
	    "{\"order\": \"T-1\"}", "{\"order\": \"T-1\", \"lines\": [{\"id\": 1}]}"};
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		struct action_proposal p = fixture_proposal(
					   &fixture, "C-2", ACTION_REFUND, params[i]),
				       q = p;
		struct facts *x = facts_new(fixture.arena, fixture.shop, "C-2", FIXTURE_NOW);

		assert_int_equal(action_complete(x, &q, &why), ERR_OK);
		assert_true(value_is_equal(p.params, q.params));
		assert_int_equal(p.amount, q.amount);
	}
}

static void
judging_records_the_verdict_and_titles_name_nobody(void **state)
{
	static const char table[] =
	    "table: refund\nversion: 1\nsays: x\nrules:\n  - id: small\n    when: {amount: <= 40.00, days_since_delivery: 0..30}\n"
	    "    then: approve\n    shopper: Gladly, within 30 days.\n    agent: Small.\n";
	char folder[] = "/tmp/shop-test-XXXXXX", path[64];
	struct facts *x = facts_new(fixture.arena, fixture.shop, "C-2", FIXTURE_NOW);
	struct action_proposal p = {.kind = ACTION_REFUND,
	    .params = fixture_value(&fixture, "{\"order\": \"T-1\", \"lines\": [{\"id\": 2}]}")};
	struct policy *policy;
	struct policy_session *session;
	struct verdict verdict;
	struct value *v, *trace = value_list(fixture.arena);

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/refund.yaml", folder);
	assert_int_equal(file_write(path, table, strlen(table), 0600, &why), ERR_OK);
	assert_int_equal(policy_load(folder, "EUR", &policy, &why), ERR_OK);
	assert_int_equal(policy_session_new(policy, &session, &why), ERR_OK);
	assert_int_equal(action_judge(x, session, &p, &verdict, &v, trace, &why), ERR_OK);
	assert_string_equal(verdict.rule, "small");
	assert_int_equal(verdict.outcome, VERDICT_APPROVE);
	assert_int_equal(p.amount, 3191);
	assert_string_equal(p.currency, "EUR");
	assert_string_equal(p.order_id, "T-1");
	assert_int_equal(value_count(trace), 1);
	assert_true(facts_has_text(x, "within 30 days"));
	assert_true(facts_has_money(x, 3191));
	assert_string_equal(action_title(fixture.arena, &p), "Refund €31.91 for T-1, 1 item");
	policy_session_free(&session);
	policy_free(&policy);
	unlink(path);
	rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_BOTH(refund_amount_shares_the_discount_and_gives_shipping_with_the_last_unit),
	    FIXTURE_BOTH(partial_refunds_add_up_to_what_was_paid_and_never_more),
	    FIXTURE_BOTH(a_lowered_refund_settles_its_units_for_less),
	    FIXTURE_BOTH(key_is_applied_once_and_answers_the_first_result),
	    FIXTURE_BOTH(effect_shares_the_callers_transaction),
	    FIXTURE_BOTH(amount_that_is_no_longer_true_is_refused),
	    FIXTURE_BOTH(nobody_acts_on_the_order_of_another),
	    FIXTURE_BOTH(cancel_refunds_each_payment_and_puts_the_goods_back),
	    FIXTURE_BOTH(return_moves_no_money_and_takes_each_unit_once),
	    FIXTURE_BOTH(exchange_keeps_the_new_variant_aside_and_stock_stays_above_zero),
	    FIXTURE_BOTH(stock_is_seen_as_it_is_now_by_every_handle),
	    FIXTURE_BOTH(item_change_swaps_the_line_and_settles_the_difference),
	    FIXTURE_BOTH(payment_change_never_overdraws_a_gift_card),
	    FIXTURE_BOTH(facts_tell_whether_a_method_covers_and_what_stays_as_it_is),
	    FIXTURE_BOTH(addresses_change_where_they_still_can),
	    FIXTURE_BOTH(discount_and_goodwill_stay_within_what_was_paid),
	    FIXTURE_BOTH(who_has_no_gift_card_is_given_one),
	    FIXTURE_BOTH(malformed_params_are_refused_by_field),
	    FIXTURE_BOTH(facts_for_policy_are_read_from_the_lines_concerned),
	    FIXTURE_BOTH(facts_count_refunds_and_actions),
	    FIXTURE_BOTH(what_is_gone_is_for_policy_to_explain_and_not_to_do),
	    FIXTURE_BOTH(completing_twice_changes_nothing),
	    FIXTURE_BOTH(judging_records_the_verdict_and_titles_name_nobody),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("effects", tests, NULL, NULL);
}
