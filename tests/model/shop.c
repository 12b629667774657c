/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sums of orders; records as values and back, and what is refused on the way.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "floorwalker/model/money.h"
#include "floorwalker/model/shop.h"

static const char order_text[] =
    "{\"id\":\"TF-100101\",\"customer\":\"C-1001\",\"status\":\"delivered\",\"placed_ms\":1000,\"promised_ms\":9000,"
    "\"lines\":[{\"id\":1,\"sku\":\"CORRIB-MOSS-S\",\"product\":\"P-1001\",\"quantity\":2,\"price\":18900,\"final_sale\":false,\"opened\":true,"
    "\"returned\":false},{\"id\":2,\"sku\":\"TENT\",\"product\":\"\",\"quantity\":1,\"price\":100,\"final_sale\":true,\"opened\":false,"
    "\"returned\":true}],\"shipping\":495,\"discount\":1000,\"payments\":[{\"kind\":\"payment\",\"amount\":37395,\"method\":\"PM-1\",\"at_ms\":1000},"
    "{\"kind\":\"refund\",\"amount\":100,\"method\":\"PM-1\",\"at_ms\":2000}],\"address\":{\"line1\":\"14 Abbey Row\",\"line2\":\"\",\"city\":\"Galway\","
    "\"region\":\"\",\"postcode\":\"H91 X2K4\",\"country\":\"IE\"},\"delivery\":\"express\",\"shipments\":[{\"id\":\"S-1\",\"carrier\":\"An Post\","
    "\"tracking\":\"CE1\",\"status\":\"delivered\",\"shipped_ms\":2000,\"delivered_ms\":5000,\"lines\":[1,2],\"events\":[{\"at_ms\":5000,"
    "\"place\":\"Galway\",\"text\":\"Delivered\"}]}],\"note\":\"Ring twice\",\"requests\":[{\"kind\":\"return\",\"lines\":[1]}]}";

static const char customer_text[] =
    "{\"id\":\"C-1001\",\"name\":{\"given\":\"Aoife\",\"family\":\"Nolan\"},\"email\":\"aoife@example.com\","
    "\"phone\":\"\",\"language\":\"en\",\"tier\":\"plus\",\"since_ms\":5,\"address\":{\"line1\":\"\",\"line2\":\"\",\"city\":\"\",\"region\":\"\","
    "\"postcode\":\"\",\"country\":\"\"},\"payment_methods\":[{\"id\":\"PM-1\",\"kind\":\"gift_card\",\"label\":\"Gift card\",\"balance\":4000}],"
    "\"marketing\":true,\"consents\":{\"sms\":true,\"post\":false}}";

static const char product_text[] =
    "{\"id\":\"P-1001\",\"name\":\"Corrib jacket\",\"department\":\"Clothing\",\"kind\":\"jacket\",\"also\":[\"raincoat\"],"
    "\"description\":\"Warm.\",\"care\":\"\",\"attributes\":{\"weight\":\"420 g\",\"material\":\"nylon\"},\"options\":[\"colour\",\"size\"],"
    "\"variants\":[{\"sku\":\"CORRIB-MOSS-S\",\"options\":{\"colour\":\"moss\",\"size\":\"S\"},\"price\":18900,\"was\":21900,\"stock\":4,"
    "\"restock_ms\":0,\"final_sale\":false}],\"hygiene\":false,\"gift_card\":true}";

static struct value *
parse(struct arena *a, const char *text)
{
	struct value *v = NULL;
	struct errinfo e = { 0 };

	assert_int_equal(
	    value_parse_json(a, "record", text, strlen(text), &value_limits_message, &v, &e),
	    ERR_OK);
	return v;
}

static void
assert_prints(const struct value *v, const char *text)
{
	struct str out;

	str_init(&out);
	value_print(&out, v);
	assert_string_equal(out.data, text);
	str_clear(&out);
}

static void
an_order_comes_back_as_it_was_written(void **state)
{
	struct arena *a = arena_new();
	struct order o;

	(void)state;
	assert_int_equal(order_from_value(a, parse(a, order_text), &o, NULL), ERR_OK);
	assert_prints(order_to_value(a, &o), order_text);
	assert_int_equal(order_goods_total(&o), 37900);
	assert_int_equal(order_total(&o), 37395);
	assert_int_equal(order_paid(&o), 37395);
	assert_int_equal(order_refunded(&o), 100);
	assert_int_equal(order_delivered_ms(&o), 5000);
	assert_int_equal(order_line_find(&o, 2)->price, 100);
	assert_null(order_line_find(&o, 3));
	arena_free(&a);
}

static void
a_record_outlives_the_tree_that_it_was_read_from(void **state)
{
	struct arena *a = arena_new(), *tree = arena_new();
	struct order o;
	struct customer c;
	struct product p;

	(void)state;
	assert_int_equal(order_from_value(a, parse(tree, order_text), &o, NULL), ERR_OK);
	assert_int_equal(customer_from_value(a, parse(tree, customer_text), &c, NULL), ERR_OK);
	assert_int_equal(product_from_value(a, parse(tree, product_text), &p, NULL), ERR_OK);
	arena_free(&tree);
	assert_prints(order_to_value(a, &o), order_text);
	assert_prints(customer_to_value(a, &c), customer_text);
	assert_prints(product_to_value(a, &p), product_text);
	assert_int_equal(customer_method(&c, "PM-1")->balance, 4000);
	assert_null(customer_method(&c, "PM-2"));
	assert_int_equal(product_variant(&p, "CORRIB-MOSS-S")->was, 21900);
	assert_null(product_variant(&p, "corrib-moss-s"));
	arena_free(&a);
}

static void
an_order_is_delivered_when_its_last_shipment_is(void **state)
{
	struct shipment shipments[] = { { .delivered_ms = 50 }, { .delivered_ms = 0 } };
	struct order o = { .shipments = shipments, .shipment_count = 2 };

	(void)state;
	assert_int_equal(order_delivered_ms(&o), 0);
	shipments[1].delivered_ms = 40;
	assert_int_equal(order_delivered_ms(&o), 50);
	o.shipment_count = 0;
	assert_int_equal(order_delivered_ms(&o), 0);
}

static void
sums_of_a_forged_order_stop_at_the_bound(void **state)
{
	struct order_line lines[] = {
	    {.price = MONEY_MAX, .quantity = 1000000}, {.price = MONEY_MAX, .quantity = 1}};
	struct order o = { .lines = lines, .line_count = 2, .shipping = 100 };

	(void)state;
	assert_int_equal(order_goods_total(&o), MONEY_MAX);
	assert_int_equal(order_total(&o), MONEY_MAX);
}

static void
what_is_absent_has_a_plain_default(void **state)
{
	struct arena *a = arena_new();
	struct order o;
	struct customer c;

	(void)state;
	assert_int_equal(
	    order_from_value(a, parse(a, "{\"id\":\"X\",\"status\":\"pending\"}"), &o, NULL),
	    ERR_OK);
	assert_string_equal(o.delivery, "standard");
	assert_string_equal(o.note, "");
	assert_string_equal(o.address.city, "");
	assert_int_equal(o.line_count, 0);
	assert_null(o.requests);
	assert_int_equal(customer_from_value(a, parse(a, "{\"id\":\"X\"}"), &c, NULL), ERR_OK);
	assert_string_equal(c.tier, "standard");
	assert_string_equal(c.given, "");
	arena_free(&a);
}

static const struct { const char *text, *says; } bad_orders[] = {
	{ "[]", "expected a map" },
	{ "{}", "\"id\" must be a text, not empty" },
	{ "{\"id\":7}", "\"id\" must be a text" },
	{ "{\"id\":\"X\"}", "\"status\" must be a text" },
	{ "{\"id\":\"X\",\"status\":\"deliverd\"}", "did you mean \"delivered\"?" },
	{ "{\"id\":\"X\",\"status\":\"pending\",\"shiping\":1}", "shiping" },
	{ "{\"id\":\"X\",\"status\":\"pending\",\"shipping\":-1}", "\"shipping\" must be a whole number" },
	{ "{\"id\":\"X\",\"status\":\"pending\",\"shipping\":1.5}", "\"shipping\" must be a whole number" },
	{ "{\"id\":\"X\",\"status\":\"pending\",\"shipping\":\"1\"}", "\"shipping\" must be a whole number" },
	{ "{\"id\":\"X\",\"status\":\"pending\",\"lines\":{}}", "\"lines\" must be a list" },
	{ "{\"id\":\"X\",\"status\":\"pending\",\"lines\":[7]}", "expected a map" },
	{ "{\"id\":\"X\",\"status\":\"pending\",\"lines\":[{\"sku\":\"A\"}]}", "needs an \"id\"" },
	{ "{\"id\":\"X\",\"status\":\"pending\",\"lines\":[{\"id\":1,\"sku\":\"A\",\"quantity\":0}]}", "\"quantity\"" },
	{ "{\"id\":\"X\",\"status\":\"pending\",\"lines\":[{\"id\":1,\"sku\":\"A\",\"opened\":1}]}", "\"opened\" must be true or false" },
	{ "{\"id\":\"X\",\"status\":\"pending\",\"lines\":[{\"id\":1,\"sku\":\"A\"},{\"id\":1,\"sku\":\"B\"}]}", "two lines have the id 1" },
	{ "{\"id\":\"X\",\"status\":\"pending\",\"lines\":[{\"id\":1,\"sku\":\"A\",\"price\":9007199254740991,\"quantity\":2}]}", "more than can be held" },
	{ "{\"id\":\"X\",\"status\":\"pending\",\"payments\":[{\"kind\":\"gift\",\"amount\":1}]}", "\"kind\" can't be \"gift\"" },
	{ "{\"id\":\"X\",\"status\":\"pending\",\"address\":{\"country\":\"Ireland\"}}", "two capital letters" },
	{ "{\"id\":\"X\",\"status\":\"pending\",\"address\":[]}", "expected a map" },
	{ "{\"id\":\"X\",\"status\":\"pending\",\"shipments\":[{\"id\":\"S\",\"status\":\"lost\",\"lines\":[4]}]}", "names line 4" },
	{ "{\"id\":\"X\",\"status\":\"pending\",\"shipments\":[{\"id\":\"S\",\"status\":\"lost\",\"lines\":[\"a\"]}]}", "ids of lines" },
	{ "{\"id\":\"X\",\"status\":\"pending\",\"requests\":\"all\"}", "\"requests\" must be a list" },
};

static void
a_faulty_order_is_refused_by_the_name_of_its_field(void **state)
{
	struct arena *a = arena_new();
	struct order o;
	struct errinfo e;

	(void)state;
	for (size_t i = 0; i < sizeof(bad_orders) / sizeof(bad_orders[0]); i++) {
		memset(&e, 0, sizeof(e));
		assert_int_equal(
		    order_from_value(a, parse(a, bad_orders[i].text), &o, &e), ERR_INPUT);
		if (!strstr(e.text, bad_orders[i].says))
			fail_msg("%s: got \"%s\", wanted \"%s\"", bad_orders[i].text, e.text,
			    bad_orders[i].says);
	}
	assert_int_equal(order_from_value(a, NULL, &o, &e), ERR_INPUT);
	arena_free(&a);
}

static void
faulty_customers_and_products_are_refused(void **state)
{
	struct arena *a = arena_new();
	struct customer c;
	struct product p;
	struct errinfo e;

	(void)state;
	assert_int_equal(
	    customer_from_value(a, parse(a, "{\"id\":\"X\",\"tier\":\"gold\"}"), &c, &e),
	    ERR_INPUT);
	assert_int_equal(
	    customer_from_value(a, parse(a, "{\"id\":\"X\",\"name\":\"Aoife\"}"), &c, &e),
	    ERR_INPUT);
	assert_int_equal(
	    customer_from_value(a,
		parse(a, "{\"id\":\"X\",\"payment_methods\":[{\"id\":\"P\",\"kind\":\"cash\"}]}"),
		&c, &e),
	    ERR_INPUT);
	assert_int_equal(
	    product_from_value(a, parse(a, "{\"id\":\"X\",\"variants\":[{}]}"), &p, &e), ERR_INPUT);
	assert_int_equal(
	    product_from_value(a, parse(a, "{\"id\":\"X\",\"also\":[1]}"), &p, &e), ERR_INPUT);
	assert_int_equal(
	    product_from_value(a, parse(a, "{\"id\":\"X\",\"attributes\":{\"a\":1}}"), &p, &e),
	    ERR_INPUT);
	assert_int_equal(
	    product_from_value(
		a, parse(a, "{\"id\":\"X\",\"variants\":[{\"sku\":\"A\",\"stock\":-1}]}"), &p, &e),
	    ERR_INPUT);
	assert_non_null(strstr(e.text, "product X"));
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_order_comes_back_as_it_was_written),
		cmocka_unit_test(a_record_outlives_the_tree_that_it_was_read_from),
		cmocka_unit_test(an_order_is_delivered_when_its_last_shipment_is),
		cmocka_unit_test(sums_of_a_forged_order_stop_at_the_bound),
		cmocka_unit_test(what_is_absent_has_a_plain_default),
		cmocka_unit_test(a_faulty_order_is_refused_by_the_name_of_its_field),
		cmocka_unit_test(faulty_customers_and_products_are_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
