/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "../../src/benchmark/tau_tools.h"
#include "floorwalker/base/clock.h"
#include "lab.h"

static const char *
answer(struct lab *l, const char *user, const char *tool, const char *kwargs)
{
	const struct settings *s = world_settings(l->world);
	struct clock *clock = clock_virtual_new(s->as_of_ms);
	struct store_options options = { .create = true };
	const char *out = NULL;
	struct store *store;
	struct value *k;
	struct shop *shop;
	struct facts *f;
	enum err err;

	check_ok(value_parse_json(l->arena, "kwargs", kwargs, strlen(kwargs), &value_limits_message,
		     &k, &l->why),
	    &l->why);
	check_ok(store_open("memory:", &options, &store, &l->why), &l->why);
	check_ok(shop_embedded_new(store, world_records(l->world), s, clock, &shop, &l->why),
	    &l->why);
	f = facts_new(l->arena, shop, user, s->as_of_ms);
	err = tau_read_tool(
	    tau_tool_find(tool), f, world_records(l->world), k, &out, &l->why);
	shop_free(&shop);
	store_close(&store);
	clock_free(&clock);
	return err == ERR_OK ? out : err_name(err);
}

static void
expect_record(struct lab *l, const char *user, const char *tool, const char *kwargs,
    const struct value *wanted)
{
	const char *text = answer(l, user, tool, kwargs);
	struct value *got;

	check_ok(value_parse_json(l->arena, tool, text, strlen(text), &value_limits_message, &got,
		     &l->why),
	    &l->why);
	assert_true(oracle_same(wanted, got));
}

static void
sums_are_rounded_and_written_as_the_set_does(void **state)
{
	static const struct {
		const char *expression, *wanted;	/* NULL: it is no sum */
	} cases[] = {
		{ "2 * (3 + 4.5)", "15.0" },
		{ "1 / 3", "0.33" },
		{ "2 / 3", "0.67" },
		{ "-1 / 3", "-0.33" },
		{ "10 - 4 - 3", "3.0" },
		{ "12 / 4 / 3", "1.0" },
		{ "-(2 + 3) * -2", "10.0" },
		{ "155.33 - 147.05 + 268.77", "277.05" },
		{ "0.005 - 0.005", "0.0" },
		{ "  7  ", "7.0" },
		{ "", NULL },
		{ "1 +", NULL },
		{ "(1", NULL },
		{ "1)", NULL },
		{ "1 2", NULL },
		{ "1.2.3", NULL },
		{ "1 / 0", NULL },
		{ "2 ** 3", NULL },
		{ "1e3", NULL },
		{ "__import__", NULL },
		{ "9999999999 * 9999999999", NULL },
	};
	struct lab *l = *state;
	const char *out;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum err err = tau_sum(l->arena, cases[i].expression, &out, &l->why);

		if ((err == ERR_OK) != (cases[i].wanted != NULL) ||
		    (err == ERR_OK && !text_is(out, cases[i].wanted)))
			fail_msg("%s gave %s", cases[i].expression, err == ERR_OK ? out : l->why.text);
	}
	char deep[300];

	memset(deep, '(', sizeof(deep) - 1);
	deep[sizeof(deep) - 1] = '\0';
	assert_int_equal(tau_sum(l->arena, deep, &out, &l->why), ERR_INPUT);
}

static void
reads_give_the_records_of_the_set(void **state)
{
	struct lab *l = *state;

	expect_record(l, "bram_odell", "get_user_details", "{\"user_id\": \"bram_odell\"}",
	    value_get(l->set.users, "bram_odell"));
	expect_record(l, "ines_quist", "get_order_details", "{\"order_id\": \"QX-502\"}",
	    value_get(l->set.orders, "QX-502"));
	expect_record(l, "", "get_product_details", "{\"product_id\": \"P-KAY\"}",
	    value_get(l->set.products, "P-KAY"));
	assert_string_equal(answer(l, "", "list_all_product_types", "{}"),
	    "{\"Lantern\":\"P-LAN\",\"Paddle\":\"P-PAD\",\"River Kayak\":\"P-KAY\"}");
	assert_string_equal(
	    answer(l, "", "find_user_id_by_email", "{\"email\": \"INES.Quist@example.org\"}"),
	    "ines_quist");
	assert_string_equal(answer(l, "", "find_user_id_by_name_zip",
				"{\"first_name\": \"tove\", \"last_name\": \"RAY\", \"zip\": \"1621 EF\"}"),
	    "tove_ray");
}

static void
reads_are_refused_where_the_set_or_the_desk_says_so(void **state)
{
	struct lab *l = *state;

	assert_string_equal(answer(l, "", "find_user_id_by_email", "{\"email\": \"no@example.org\"}"), "not_found");
	assert_string_equal(answer(l, "", "find_user_id_by_email", "{}"), "not_found");
	assert_string_equal(answer(l, "", "find_user_id_by_name_zip",
				"{\"first_name\": \"Tove\", \"last_name\": \"Ray\", \"zip\": \"1621\"}"),
	    "not_found");
	assert_string_equal(answer(l, "", "get_product_details", "{\"product_id\": \"KAY-1\"}"), "not_found");
	assert_string_equal(answer(l, "bram_odell", "get_order_details", "{\"order_id\": \"QX-501\"}"), "forbidden");
	assert_string_equal(answer(l, "bram_odell", "get_order_details", "{\"order_id\": \"QX-999\"}"), "not_found");
	assert_string_equal(answer(l, "bram_odell", "get_user_details", "{\"user_id\": \"tove_ray\"}"), "forbidden");
	assert_string_equal(answer(l, "", "get_user_details", "{\"user_id\": \"tove_ray\"}"), "forbidden");
	assert_null(tau_tool_find("give_all"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sums_are_rounded_and_written_as_the_set_does),
	    cmocka_unit_test(reads_give_the_records_of_the_set),
	    cmocka_unit_test(reads_are_refused_where_the_set_or_the_desk_says_so),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, lab_small, lab_away);
}
