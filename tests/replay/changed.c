/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a change of the world can touch: one change after the other is put into a copy of the demo world, the suite
 * is played in both, and what wasn't chosen must have gone as it went.
 */
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fixture.h"
#include "floorwalker/base/file.h"
#include "floorwalker/replay/reach.h"

static char outer[64], copy[128];	/* a world's folder is called like the world */
static struct value *map;
static const struct value *before;
static const char *const words[] = {"cancel", "status", "stock", "discount", "exchange-too-few", "item-change-several"};

static void
shell(const char *command)
{
	if (system(command) != 0)
		fail_msg("%s", command);
}

static void
fresh_copy(void)
{
	shell(arena_printf(g.a, "rm -rf '%s' && mkdir '%s' && cp -r '%s' '%s' && chmod -R u+w '%s'", outer, outer,
	    world_folder(g.world), copy, copy));
}

static void
edit(const char *file, const char *find, const char *put_instead)
{
	const char *path = file_join(g.a, copy, file), *at;
	struct str text, out;

	str_init(&text);
	str_init(&out);
	check_ok(file_read(path, 16u << 20, &text, &g.e), &g.e);
	if ((at = strstr(text.data, find)) == NULL)
		fail_msg("%s has no \"%s\"", file, find);
	str_add_n(&out, text.data, (size_t)(at - text.data));
	str_add(&out, put_instead);
	str_add(&out, at + strlen(find));
	check_ok(file_write(path, out.data, out.length, 0644, &g.e), &g.e);
	str_clear(&text);
	str_clear(&out);
}

static const struct value *
play_in(struct world *w, struct replay_options o, const char *path, struct value **report)
{
	struct understander *u = NULL;
	struct replay_changes *changes;
	struct replay_suite *suite;
	struct value *result;
	const bool *skips;
	char digest[65], ai[65];

	check_ok(desk_understander_open(w, &u, &g.e), &g.e);
	check_ok(replay_suite_load(&path, 1, w, NULL, NULL, &suite, &g.e), &g.e);
	check_ok(replay_world_digest(world_folder(w), digest, &g.e), &g.e);
	check_ok(replay_ai_digest(ai, &g.e), &g.e);
	o.suite = suite;
	o.world = w;
	o.understander = u;
	o.backend = "builtin";
	o.runs = 1;
	o.keep_briefs = true;
	o.only = words;
	o.only_count = sizeof words / sizeof *words;
	o.world_digest = digest;
	o.ai_digest = ai;
	check_ok(replay_run(&o, g.a, &result, &g.e), &g.e);
	if (report != NULL) {
		check_ok(replay_changes_find(world_folder(g.world), w, &changes, &g.e), &g.e);
		check_ok(replay_choose(&o, changes, map, g.a, &skips, report, &g.e), &g.e);
		replay_changes_free(&changes);
	}
	replay_suite_free(&suite);
	understander_free(&u);
	return value_get(result, "results");
}

static const struct value *
row(const struct value *rows, const char *name)
{
	for (size_t i = 0; i < value_count(rows); i++)
		if (text_is(value_get_text(value_at(rows, i), "name"), name))
			return value_at(rows, i);
	return NULL;
}

/* What was chosen as the copy is now. */
static const struct value *
chosen(uint64_t seed)
{
	struct world *w;
	struct value *report;
	const struct value *now, *skipped;

	check_ok(world_load(copy, &w, &g.e), &g.e);
	now = play_in(w, (struct replay_options){.seed = seed}, file_data(g.a, "scenarios/regression"), &report);
	skipped = value_get(report, "skipped");
	for (size_t i = 0; i < value_count(skipped); i++) {
		const char *name = value_as_text(value_at(skipped, i), "");

		if (!value_is_equal(value_get(row(now, name), "brief"), value_get(row(before, name), "brief")))
			fail_msg("%s goes otherwise, and was left out", name);
	}
	world_free(&w);
	return report;
}

static int64_t
run_of(const struct value *report)
{
	return value_get_int(report, "run", -1);
}

static int64_t
all_of(const struct value *report)
{
	return value_get_int(report, "of", -1);
}

static const char *
first_why(const struct value *report)
{
	return value_as_text(value_path(report, "why.0.why"), "");
}

static int
open_both(void **state)
{
	open_all(state);
	snprintf(outer, sizeof outer, "/tmp/changed.%ld", (long)getpid());
	snprintf(copy, sizeof copy, "%s/tarn-and-fell", outer);
	check_ok(replay_reach_read(g.a, "/nothing/there", &map, &g.e), &g.e);
	before = play_in(g.world, (struct replay_options){.seed = 1, .reach = map}, file_data(g.a, "scenarios/regression"), NULL);
	assert_true(value_count(before) > 20);
	return 0;
}

static int
close_both(void **state)
{
	shell(arena_printf(g.a, "rm -rf '%s'", outer));
	return close_all(state);
}

/* ---- */

static void
nothing_is_chosen_where_nothing_but_writing_changed(void **state)
{
	const struct value *r;

	(void)state;
	fresh_copy();
	assert_int_equal(run_of(chosen(1)), 0);
	edit("policy/cancel.yaml", "table: cancel", "# what this is about\ntable: cancel");
	r = chosen(1);
	assert_int_equal(run_of(r), 0);
	assert_string_equal(value_as_text(value_path(r, "parts.0.what"), ""), "nothing but how it is written");
}

static void
a_new_rule_touches_those_alone_whom_it_decides_for(void **state)
{
	const struct value *r;

	(void)state;
	fresh_copy();
	edit("policy/cancel.yaml", "rules:\n", "rules:\n  - id: cancel-never\n    when:\n      order_status: pending\n      amount: '> 900000.00'\n    then: deny\n    shopper: No.\n    agent: No.\n    cite: KB-cancel\n");
	assert_int_equal(run_of(chosen(1)), 0);
	edit("policy/cancel.yaml", "> 900000.00", "> 1.00");
	r = chosen(1);
	assert_true(run_of(r) > 0 && run_of(r) < all_of(r) / 2);
	assert_string_equal(first_why(r), "another decision on cancel");
	assert_string_equal(value_as_text(value_path(r, "parts.0.what"), ""), "cancel-never new");
}

static void
a_sentence_touches_where_it_was_looked_up(void **state)
{
	const struct value *r;

	(void)state;
	fresh_copy();
	edit("messages/en.yaml", "  goodbye:", "  never.asked.for: Nothing.\n  goodbye:");
	assert_int_equal(run_of(chosen(1)), 0);
	edit("messages/en.yaml", "To sum up: I cancel all of {order}, worth {amount}.", "To sum up: I shall cancel all of {order}, worth {amount}.");
	r = chosen(1);
	assert_true(run_of(r) > 0 && run_of(r) < all_of(r) / 2);
}

static void
a_record_touches_who_reads_it(void **state)
{
	const struct value *r;

	(void)state;
	fresh_copy();
	edit("orders.yaml", "tracking: '159710010101'", "tracking: '159710010102'");
	r = chosen(1);
	assert_true(run_of(r) < all_of(r) / 4);
	fresh_copy();
	edit("customers.yaml", "marketing: false", "marketing: true");
	r = chosen(1);
	assert_true(run_of(r) < all_of(r) / 4);
	fresh_copy();
	edit("catalogue/footwear.yaml", "price: 139.00", "price: 138.00");
	r = chosen(1);
	assert_true(run_of(r) < all_of(r));
	edit("catalogue/footwear.yaml", "name: Twelve Bens hiking boot", "name: Thirteen Bens hiking boot");
	r = chosen(1);
	assert_int_equal(run_of(r), all_of(r));
}

static void
a_changed_article_touches_a_few(void **state)
{
	const struct value *r;

	(void)state;
	fresh_copy();
	edit("knowledge/tent-care.md", "A footprint saves the floor.", "A footprint saves its floor.");
	r = chosen(1);
	assert_true(run_of(r) < all_of(r) / 4);
}

static bool
is_skipped(const struct value *report, const char *name)
{
	const struct value *skipped = value_get(report, "skipped");

	for (size_t i = 0; i < value_count(skipped); i++)
		if (text_is(value_as_text(value_at(skipped, i), ""), name))
			return true;
	return false;
}

#define KEEM "sku: KEEM-SAND-M\n        options: {colour: sand, size: M}\n        price: 35.00\n        was: 55.00\n        "
#define ROUNDSTONE "sku: ROUNDSTONE-KELP-38\n        options: {colour: kelp, size: '38'}\n        price: 119.00\n        "

static void
what_an_agent_proposes_asks_policy_and_reads_the_shop_too(void **state)
{
	const struct value *r;

	(void)state;
	fresh_copy();
	edit("policy/discount.yaml", "amount: <= 15.00", "amount: <= 14.99");
	r = chosen(1);
	assert_string_equal(first_why(r), "another decision on discount");
	assert_false(is_skipped(r, "discount-forgotten-tf-100240"));	/* of 15.00 */
	assert_true(is_skipped(r, "discount-second-tf-100239"));	/* of 8.00 and less */
	assert_true(is_skipped(r, "exchange-too-few-tf-100145"));
	fresh_copy();
	edit("catalogue/clothing.yaml", KEEM "stock: 1\n", KEEM "stock: 2\n");
	assert_false(is_skipped(chosen(1), "exchange-too-few-tf-100145"));
	fresh_copy();
	edit("macros/everyday.yaml", "Apologise for a late parcel", "Say sorry for a late parcel");
	r = chosen(1);
	assert_string_equal(first_why(r), "an agent acts in it");
	assert_false(is_skipped(r, "discount-second-tf-100239"));
	assert_true(is_skipped(r, "status-pending"));
}

/* The four lines that TF-100234 has here alone are read as if the world had them. */
static void
what_is_given_asks_as_what_the_world_has(void **state)
{
	const struct value *r;

	(void)state;
	fresh_copy();
	edit("policy/item_change.yaml", "(.items | length) > 3", "(.items | length) > 4");
	r = chosen(1);
	assert_string_equal(first_why(r), "another decision on item_change");
	assert_false(is_skipped(r, "item-change-several-tf-100234"));
	fresh_copy();
	edit("catalogue/footwear.yaml", ROUNDSTONE "stock: 15\n", ROUNDSTONE "stock: 14\n");
	assert_false(is_skipped(chosen(1), "item-change-several-tf-100234"));
	fresh_copy();
	edit("orders.yaml", "tracking: CE100136IE", "tracking: CE100137IE");
	assert_true(is_skipped(chosen(1), "item-change-several-tf-100234"));
}

static void
what_cant_be_told_is_played(void **state)
{
	const struct value *r;

	(void)state;
	fresh_copy();
	edit("world.yaml", "send_at: 0.40", "send_at: 0.41");
	r = chosen(1);
	assert_int_equal(run_of(r), all_of(r));
	assert_string_equal(first_why(r), "world.yaml: a setting changed, and all go by the settings");
	assert_string_equal(value_as_text(value_path(r, "parts.0.what"), ""), "gates.send_at changed");
	fresh_copy();
	shell(arena_printf(g.a, "echo 1 > '%s/more.txt'", copy));
	r = chosen(1);
	assert_int_equal(run_of(r), all_of(r));
	fresh_copy();
	r = chosen(2);
	assert_int_equal(run_of(r), all_of(r));
	assert_string_equal(first_why(r), "it was played with other seeds");
}

static const struct value *
choose_again(struct world *w, const char *path)
{
	struct value *report;

	(void)play_in(w, (struct replay_options){.seed = 1}, path, &report);
	return report;
}

/* Of one conversation: changed itself, failed, unknown. */
static void
who_changed_or_failed_is_played(void **state)
{
	const char *text = "conversation: cancel-me\ntitle: One\nturns:\n  - say: hello\n    expect: {intent: %s}\n";

	(void)state;
	clear_folder();
	put("cancel-me", arena_printf(g.a, text, "greeting"));
	assert_string_equal(first_why(choose_again(g.world, g.folder)), "nothing is known of what it reached");
	(void)play_in(g.world, (struct replay_options){.seed = 1, .reach = map}, g.folder, NULL);
	assert_int_equal(run_of(choose_again(g.world, g.folder)), 0);
	put("cancel-me", arena_printf(g.a, text, "cancel_order"));
	assert_string_equal(first_why(choose_again(g.world, g.folder)), "it has changed itself");
	(void)play_in(g.world, (struct replay_options){.seed = 1, .reach = map}, g.folder, NULL);
	assert_string_equal(first_why(choose_again(g.world, g.folder)), "it failed the last time");
}

static void
the_map_is_kept_without_whom_it_is_about(void **state)
{
	const char *path = file_join(g.a, g.folder, "reached.json");
	struct value *again;
	struct str text;

	(void)state;
	clear_folder();
	check_ok(replay_reach_write(path, map, &g.e), &g.e);
	check_ok(replay_reach_read(g.a, path, &again, &g.e), &g.e);
	assert_true(value_is_equal(again, map));
	str_init(&text);
	check_ok(file_read(path, 64u << 20, &text, &g.e), &g.e);
	for (size_t i = 0; i < world_records(g.world)->customer_count; i++)
		assert_null(strstr(text.data, world_records(g.world)->customers[i].email));
	str_clear(&text);
	check_ok(file_write(path, "{}", 2, 0644, &g.e), &g.e);
	assert_int_equal(replay_reach_read(g.a, path, &again, &g.e), ERR_INPUT);
	assert_non_null(strstr(g.e.text, "reached.json"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_is_chosen_where_nothing_but_writing_changed),
	    cmocka_unit_test(a_new_rule_touches_those_alone_whom_it_decides_for),
	    cmocka_unit_test(a_sentence_touches_where_it_was_looked_up),
	    cmocka_unit_test(a_record_touches_who_reads_it),
	    cmocka_unit_test(a_changed_article_touches_a_few),
	    cmocka_unit_test(what_an_agent_proposes_asks_policy_and_reads_the_shop_too),
	    cmocka_unit_test(what_is_given_asks_as_what_the_world_has),
	    cmocka_unit_test(what_cant_be_told_is_played),
	    cmocka_unit_test(who_changed_or_failed_is_played),
	    cmocka_unit_test(the_map_is_kept_without_whom_it_is_about),
	};
	/* the others read worlds over and over */
	const struct CMUnitTest few[] = {
	    cmocka_unit_test(a_changed_article_touches_a_few),
	    cmocka_unit_test(who_changed_or_failed_is_played),
	    cmocka_unit_test(the_map_is_kept_without_whom_it_is_about),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return CHECK_SANITIZED ? cmocka_run_group_tests(few, open_both, close_both)
			       : cmocka_run_group_tests(tests, open_both, close_both);
}
