/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a changed AI would have done: decisions, hand-overs and money, up to where conversations part.
 */
#include "../check.h"

#include <stdio.h>
#include <string.h>

#include "fixture.h"
#include "floorwalker/base/file.h"
#include "floorwalker/policy.h"
#include "floorwalker/replay/counterfactual.h"

static const struct value *
tell(const struct policy *policy, const struct settings *settings)
{
	const char *paths[] = {file_data(g.a, "scenarios/regression/goals/cancel-pending.yaml"),
	    file_data(g.a, "scenarios/regression/goals/status-pending.yaml"), g.folder};
	struct replay_options is = {.world = g.world, .understander = g.understander, .backend = "builtin", .seed = 1}, other;
	struct replay_suite *suite;
	struct value *result = NULL;

	clear_folder();
	put("other", "conversation: other\ntitle: It went otherwise then\nturns:\n  - say: hello\n    expect: {intent: cancel_order}\n");
	check_ok(replay_suite_load(paths, 3, g.world, NULL, NULL, &suite, &g.e), &g.e);
	is.suite = suite;
	other = is;
	other.policy = policy;
	other.settings = settings;
	check_ok(replay_counterfactual(&is, &other, g.a, &result, &g.e), &g.e);
	replay_suite_free(&suite);
	assert_int_equal(value_get_int(result, "conversations", 0), 3);
	assert_int_equal(value_get_int(result, "as_they_went", 0), 2);
	assert_string_equal(value_as_text(value_path(result, "left_out.0.name"), ""), "other");
	assert_string_equal(value_as_text(value_path(result, "left_out.0.key"), ""), "intent");
	return result;
}

static void
nothing_parts_where_nothing_changed(void **state)
{
	const struct value *r = tell(NULL, NULL);

	(void)state;
	assert_int_equal(value_get_int(r, "same", 0), 2);
	assert_int_equal(value_count(value_get(r, "parted")), 0);
	assert_int_equal(value_count(value_get(r, "decisions")), 0);
}

static void
another_rule_changes_a_decision_and_its_money(void **state)
{
	const char *folder = file_join(g.a, g.folder, "policy"), *from = file_data(g.a, "worlds/tarn-and-fell/policy"), **names, *at;
	const char *rule = "      order_status: pending\n    then: approve";
	struct policy *policy;
	const struct value *r;
	struct str text, out;
	size_t count;

	(void)state;
	check_ok(file_make_folder(folder, &g.e), &g.e);
	check_ok(file_list(g.a, from, ".yaml", &names, &count, &g.e), &g.e);
	for (size_t i = 0; i < count; i++) {
		str_init(&text);
		str_init(&out);
		check_ok(file_read(file_join(g.a, from, names[i]), 1u << 20, &text, &g.e), &g.e);
		at = text_is(names[i], "cancel.yaml") ? strstr(text.data, rule) : NULL;
		if (at != NULL) {
			str_add_n(&out, text.data, (size_t)(at - text.data));
			str_add(&out, "      order_status: pending\n    then: human");
			str_add(&out, at + strlen(rule));
		} else
			str_add(&out, text.data);
		check_ok(file_write(file_join(g.a, folder, names[i]), out.data, out.length, 0644, &g.e), &g.e);
		str_clear(&text);
		str_clear(&out);
	}
	check_ok(policy_load(folder, "EUR", &policy, &g.e), &g.e);
	for (size_t i = 0; i < count; i++)
		(void)remove(file_join(g.a, folder, names[i]));
	(void)remove(folder);
	r = tell(policy, NULL);
	assert_int_equal(value_get_int(r, "same", 0), 1);
	assert_string_equal(value_as_text(value_path(r, "parted.0.name"), ""), "cancel-pending");
	assert_string_equal(value_as_text(value_path(r, "decisions.0.was"), ""), "cancel-pending approve");
	assert_string_equal(value_as_text(value_path(r, "decisions.0.is"), ""), "cancel-pending human");
	assert_int_equal(value_as_int(value_path(r, "decisions.0.n"), 0), 1);
	assert_string_equal(value_as_text(value_path(r, "money.0.kind"), ""), "cancel");
	assert_true(value_as_int(value_path(r, "money.0.was.approve"), 0) > 0);
	assert_int_equal(value_as_int(value_path(r, "money.0.was.approve"), 0), value_as_int(value_path(r, "money.0.is.human"), -1));
	assert_int_equal(value_as_int(value_path(r, "money.0.is.approve"), -1), 0);
	policy_free(&policy);
}

static void
a_threshold_that_nothing_reaches_hands_all_over(void **state)
{
	struct settings settings = *world_settings(g.world);
	const struct value *r;

	(void)state;
	settings.gates.send_at = 1;
	r = tell(NULL, &settings);
	assert_int_equal(value_as_int(value_path(r, "handoffs.gained"), -1), 2);
	assert_int_equal(value_as_int(value_path(r, "handoffs.lost"), -1), 0);
	assert_string_equal(value_as_text(value_path(r, "parted.0.is.reason"), ""), "unsure");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_parts_where_nothing_changed),
	    cmocka_unit_test(another_rule_changes_a_decision_and_its_money),
	    cmocka_unit_test(a_threshold_that_nothing_reaches_hands_all_over),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_all, close_all);
}
