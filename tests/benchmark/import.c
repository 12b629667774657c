/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "lab.h"

static void
no_fault(void *context, const struct world_fault *f)
{
	(void)context;
	if (f->error)
		print_message("# %s\n", f->text);
}

static void
set_becomes_a_world_without_faults(void **state)
{
	struct lab *l = *state;
	size_t errors, warnings;

	check_ok(world_check(l->world_folder, no_fault, NULL, &errors, &warnings, &l->why), &l->why);
	assert_int_equal(errors, 0);
	assert_int_equal(l->counts.customers, 3);
	assert_int_equal(l->counts.orders, 7);
	assert_int_equal(l->counts.variants, 8);
}

static void
same_set_gives_the_same_bytes(void **state)
{
	static const char *const files[] = {
	    "catalogue/shop.yaml", "customers.yaml", "orders.yaml", "policy/cancel.yaml"};
	struct lab *l = *state;

	check_ok(lab_import(l, l->db, "again"), &l->why);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct str a, b;

		str_init(&a);
		str_init(&b);
		check_ok(file_read(file_join(l->arena, l->world_folder, files[i]), 1 << 20, &a, &l->why), &l->why);
		check_ok(file_read(file_join(l->arena, file_join(l->arena, l->folder, "again"), files[i]),
			     1 << 20, &b, &l->why),
		    &l->why);
		assert_string_equal(a.data, b.data);
		str_clear(&a);
		str_clear(&b);
	}
}

static void
folder_with_files_in_it_stays_as_it_is(void **state)
{
	struct lab *l = *state;

	assert_int_equal(lab_import(l, l->db, "world"), ERR_EXISTS);
	assert_true(file_exists(file_join(l->arena, l->world_folder, "orders.yaml")));
}

/* One edit of a file, and what the error must name. */
static void
damaged_set_is_refused_by_file_and_id(void **state)
{
	static const struct {
		const char *file, *from, *to, *part, *also;
	} cases[] = {
		{ "users.json", "\"ines_quist\": {", "\"ines quist\": {", "users.json:", "is no id" },
		{ "users.json", "\"balance\": 100.25", "\"balance\": -1", "user ines_quist", "balance" },
		{ "users.json", "\"balance\": 100.25", "\"balance\": 100.251", "user ines_quist", "more decimals" },
		{ "users.json", "\"balance\": 100.25", "\"balance\": 1e300", "user ines_quist", "balance" },
		{ "users.json", "\"balance\": 100.25", "\"balance\": \"100.25\"", "user ines_quist", "balance" },
		{ "users.json", "\"source\": \"paypal\"", "\"source\": \"cheque\"", "user ines_quist", "cheque" },
		{ "users.json", "\"last_four\": \"0042\"", "\"last_four\": \"42\"", "user ines_quist", "four digits" },
		{ "users.json", "\"id\": \"paypal_bo\"", "\"id\": \"paypal_xx\"", "user bram_odell", "paypal_xx" },
		{ "users.json", "\"country\": \"NLD\"", "\"country\": \"Holland\"", "user ines_quist", "Holland" },
		{ "users.json", "\"first_name\": \"Ines\"", "\"first_name\": \"I\\u0007nes\"", "user ines_quist", "control" },
		{ "users.json", "\"first_name\": \"Ines\"", "\"first_name\": \"\"", "user ines_quist", "first_name" },
		{ "users.json", "\"first_name\": \"Ines\"", "\"first_nmae\": \"Ines\"", "user ines_quist", "first_nmae" },
		{ "users.json", "\"first_name\": \"Ines\"", "\"first_name\": [1]", "user ines_quist", "first_name" },
		{ "users.json", "\"QX-506\"", "\"QX-507\"", "user tove_ray", "QX-507" },
		{ "users.json", "\"QX-506\"", "\"QX-506\", \"QX-506\"", "user tove_ray", "twice" },
		{ "users.json", "ines.quist@example.org", "ines.quist@shop.nl", "ines.quist@shop.nl", "customers.yaml" },
		{ "users.json", "bram@example.org", "t.ray@example.net", "bram_odell", "same e-mail" },
		{ "users.json", "\"tove_ray\": {", "\"ines_quist\": {", "users.json:", "ines_quist" },
		{ "orders.json", "\"user_id\": \"tove_ray\"", "\"user_id\": \"nobody\"", "QX-506", "tove_ray" },
		{ "orders.json", "\"order_id\": \"QX-506\"", "\"order_id\": \"QX-606\"", "order QX-506", "another's id" },
		{ "orders.json", "\"status\": \"processed\"", "\"status\": \"lost\"", "order QX-506", "lost" },
		{ "orders.json", "\"item_id\": \"KAY-2\"", "\"item_id\": \"KAY-9\"", "order QX-506", "KAY-9" },
		{ "orders.json", "\"77122\"", "\"77122\", \"77123\"", "order QX-506", "tracking_id" },
		{ "orders.json", "\"credit_card_tr\"", "\"paypal_bo\"", "order QX-506", "paypal_bo" },
		{ "orders.json", "\"amount\": 520.5", "\"amount\": 520.51", "order QX-506", "sum" },
		{ "orders.json", "\"amount\": 520.5", "\"amount\": null", "order QX-506", "amount" },
		{ "orders.json", "\"seats\": \"two\"", "\"seats\": \"three\"", "order QX-506", "other options" },
		{ "orders.json", "\"items\": [", "\"items\": {", "orders.json:", "" },
		{ "products.json", "\"item_id\": \"KAY-2\"", "\"item_id\": \"PAD-1\"", "product P-KAY", "PAD-1" },
		{ "products.json", "\"available\": false", "\"available\": \"no\"", "product P-KAY", "available" },
		{ "products.json", "\"price\": 899.99", "\"price\": 899.999", "product P-KAY", "more decimals" },
		{ "products.json", "\"hull\": \"cedar\"", "\"hall\": \"cedar\"", "product P-KAY", "hull" },
		{ "products.json", "\"hull\": \"cedar\"", "\"hull\": \"plastic\"", "KAY-3", "same options" },
		{ "products.json", "\"product_id\": \"P-LAN\"", "\"product_id\": 7", "product P-LAN", "product_id" },
		{ "products.json", "{", "[", "products.json:", "" },
	};
	static const char *const names[] = { "users", "orders", "products" };
	struct lab *l = *state;
	const char *db = file_join(l->arena, l->folder, "damaged");

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str text, changed;
		const char *at;
		enum err err;

		set_write(l->arena, db, &l->set);
		for (size_t k = 0; k < 3; k++) {	/* as the files lie there, so that edits find their words */
			const char *name = arena_printf(l->arena, "%s.json", names[k]);

			str_init(&text);
			str_init(&changed);
			check_ok(file_read(lab_small_file(l, name), 1 << 20, &text, &l->why), &l->why);
			at = strstr(text.data, cases[i].from);
			if (text_is(name, cases[i].file)) {
				assert_non_null(at);
				/* the last one of the words: what is edited stands with QX-506 */
				for (const char *next = at; text_is(name, "orders.json") && next != NULL;
				     next = strstr(next + 1, cases[i].from))
					at = next;
				str_add_n(&changed, text.data, (size_t)(at - text.data));
				str_add(&changed, cases[i].to);
				str_add(&changed, at + strlen(cases[i].from));
			} else {
				str_add(&changed, text.data);
			}
			check_ok(file_write(file_join(l->arena, db, name), changed.data, changed.length, 0644, &l->why), &l->why);
			str_clear(&text);
			str_clear(&changed);
		}
		err = lab_import(l, db, "from-damaged");
		if (err == ERR_OK)
			fail_msg("case %zu: %s for %s was taken", i, cases[i].to, cases[i].from);
		if (strstr(l->why.text, cases[i].part) == NULL || strstr(l->why.text, cases[i].also) == NULL)
			fail_msg("case %zu wanted '%s' and '%s' in: %s", i, cases[i].part,
			    cases[i].also, l->why.text);
		assert_false(file_exists(file_join(l->arena, l->folder, "from-damaged")));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(set_becomes_a_world_without_faults),
	    cmocka_unit_test(same_set_gives_the_same_bytes),
	    cmocka_unit_test(folder_with_files_in_it_stays_as_it_is),
	    cmocka_unit_test(damaged_set_is_refused_by_file_and_id),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, lab_small, lab_away);
}
