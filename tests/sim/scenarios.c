/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scenario files: what is read, what is refused and where, and what the seed may draw from a shop.
 */
#include <string.h>

#include "../check.h"
#include "floorwalker/base/str.h"
#include "shop.h"

#define HEAD "scenario: x\nexpect: contain\n"
#define SHOPPER "shopper:\n  proof: [order_number, email]\n  goals:\n    - {want: refund, reason: damaged}\n"

static int
setup(void **state)
{
	*state = mem_zero(1, sizeof(struct test_shop));
	test_shop_open(*state);
	return 0;
}

static int
teardown(void **state)
{
	test_shop_close(*state);
	mem_free(*state);
	return 0;
}

static void
refuses(struct test_shop *shop, const char *text, const char *where, const char *what)
{
	const char *path = test_shop_file(shop, "x.yaml", text);
	struct scenario s;
	struct errinfo e;

	assert_int_equal(scenario_load(shop->arena, path, "EUR", &s, &e), ERR_INPUT);
	if (strstr(e.text, where) == NULL || strstr(e.text, what) == NULL)
		fail_msg("expected \"%s\" and \"%s\" in: %s", where, what, e.text);
}

static size_t
binds(struct test_shop *shop, const char *bind, struct binding_set *set)
{
	const char *path = test_shop_file(
	    shop, "x.yaml", arena_printf(shop->arena, HEAD "bind:\n%s" SHOPPER, bind));
	struct scenario s;
	struct errinfo e;

	check_ok(scenario_load(shop->arena, path, "EUR", &s, &e), &e);
	bind_all(shop->arena, &shop->world, &s, set);
	return set->count;
}

static void
a_fault_is_named_with_its_line_and_column(void **state)
{
	refuses(*state, HEAD "wieght: 2\n" SHOPPER, "x.yaml:3:1", "weight");
	refuses(*state, "scenario: x\nexpect: contian\n" SHOPPER, "x.yaml:2:9", "contain");
	refuses(*state, "scenario: y\nexpect: contain\n" SHOPPER, "x.yaml:1:", "file's name");
	refuses(*state, "scenario: x\nexpect: escalate\n" SHOPPER, "x.yaml:", "reason");
	refuses(*state, HEAD "shopper:\n  goals: []\n", "x.yaml:4:", "goals");
	refuses(*state, HEAD "hard: [sad]\n" SHOPPER, "x.yaml:3:8", "sad");
	refuses(*state, HEAD "bind:\n  order: {total: cheap}\n" SHOPPER, "x.yaml:4:18", "total");
	refuses(*state, HEAD "bind:\n  line: {colour: red}\n" SHOPPER, "x.yaml:4:10", "colour");
	refuses(
	    *state, HEAD SHOPPER "end:\n  actions:\n    - {kind: refnud}\n", "x.yaml:9:", "refnud");
	refuses(*state, HEAD SHOPPER "end:\n  told: [weather]\n", "x.yaml:8:10", "weather");
	refuses(*state, HEAD SHOPPER "end:\n  actions:\n    - {kind: refund, amount: lots}\n",
	    "x.yaml:9:30", "lots");
}

static void
conditions_take_values_lists_ranges_and_comparisons(void **state)
{
	struct binding_set set;

	assert_int_equal(binds(*state, "  order: {status: delivered}\n", &set), 3);
	assert_int_equal(binds(*state, "  order: {status: [delivered, shipped]}\n", &set), 4);
	assert_int_equal(binds(*state, "  order: {tier: [plus]}\n", &set), 0);
	assert_int_equal(binds(*state, "  order: {days_since_delivery: 5}\n", &set), 2);
	assert_int_equal(binds(*state, "  order: {days_since_delivery: 5..15}\n", &set), 2);
	assert_int_equal(binds(*state, "  order: {days_since_delivery: 5..16}\n", &set), 3);
	assert_int_equal(binds(*state, "  order: {days_since_delivery: '> 5'}\n", &set), 1);
	assert_int_equal(binds(*state, "  order: {days_since_delivery: '>= 5'}\n", &set), 3);
	assert_int_equal(binds(*state, "  line: {price: '< 19.00'}\n", &set), 0);
	assert_int_equal(binds(*state, "  line: {price: <= 19.00}\n", &set), 1);
	assert_int_equal(binds(*state, "  line: {hygiene: true, opened: true}\n", &set), 1);
	assert_int_equal(binds(*state, "  product: {department: Clothing}\n", &set), 5);
	assert_int_equal(
	    binds(*state, "  product: {sized: true}\n  variant: {stock: 0, restock: true}\n", &set),
	    1);
}

static void
an_instant_that_is_not_there_meets_no_range(void **state)
{
	struct binding_set set;

	assert_int_equal(
	    binds(*state, "  order: {status: shipped, days_since_delivery: 0..900}\n", &set), 0);
}

static void
a_refund_is_the_lines_share_and_the_delivery_where_nothing_is_kept(void **state)
{
	struct test_shop *s = *state;
	const struct order *two = &s->records.orders[0], *one = &s->records.orders[2];

	assert_int_equal(bind_refund_of(two, &two->lines[0]), 18900 - 970 * 18900 / 22700);
	assert_int_equal(bind_refund_of(two, NULL), 22700 - 970);
	assert_int_equal(bind_refund_of(one, &one->lines[0]), 19900 + 695);
}

static void
the_wanted_variant_differs_in_its_option_price_and_stock_as_asked(void **state)
{
	struct test_shop *shop = *state;
	static const struct { const char *new, *sku; } cases[] = {
		{ "{option: size}", "CORRIB-MOSS-L" }, { "{option: colour}", "CORRIB-INK-M" }, { "{option: any, price: same}", "CORRIB-MOSS-L" },
		{ "{option: any, price: dearer}", "CORRIB-INK-M" },
	};

	for (size_t i = 0; i < 4; i++) {
		const char *text = arena_printf(shop->arena,
		    HEAD
		    "bind:\n  order: {tier: standard}\n  line: {kind: jacket}\nshopper:\n  proof: []\n  goals:\n    - {want: exchange, new: %s}\n",
		    cases[i].new);
		struct binding_set set;
		struct scenario s;
		struct errinfo e;

		check_ok(
		    scenario_load(shop->arena, test_shop_file(shop, "x.yaml", text), "EUR", &s, &e),
		    &e);
		bind_all(shop->arena, &shop->world, &s, &set);
		assert_int_equal(set.count, 1);
		assert_string_equal(set.items[0].new_variant->sku, cases[i].sku);
	}
}

static void
a_correction_needs_something_to_mix_up(void **state)
{
	struct test_shop *shop = *state;
	const char *text = HEAD
	    "bind:\n  order: {status: [delivered, shipped]}\nshopper:\n  proof: []\n  goals:\n    - {want: cancel, correct: order}\n";
	struct binding_set set;
	struct scenario s;
	struct errinfo e;

	check_ok(
	    scenario_load(shop->arena, test_shop_file(shop, "x.yaml", text), "EUR", &s, &e), &e);
	bind_all(shop->arena, &shop->world, &s, &set);
	assert_int_equal(set.count, 3);
	for (size_t i = 0; i < set.count; i++) {
		assert_string_equal(set.items[i].customer->id, "C-1");
		assert_ptr_not_equal(set.items[i].order, set.items[i].other_order);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		a_fault_is_named_with_its_line_and_column, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		conditions_take_values_lists_ranges_and_comparisons, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		an_instant_that_is_not_there_meets_no_range, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_refund_is_the_lines_share_and_the_delivery_where_nothing_is_kept, setup,
		teardown),
	    cmocka_unit_test_setup_teardown(
		the_wanted_variant_differs_in_its_option_price_and_stock_as_asked, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_correction_needs_something_to_mix_up, setup, teardown),
	};

	return RUN_TAP(tests);
}
