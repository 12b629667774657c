/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "floorwalker/benchmark.h"
#include "lab.h"

static struct errinfo why;

static struct value *
talk(struct lab *l, size_t limit, const char *persona, uint64_t seed, bool refuses)
{
	const char *tasks = lab_small_file(l, "tasks.jsonl"), *gold = lab_small_file(l, "gold.jsonl");
	const struct tau_talk_options o = {.world = l->world,
	    .understander = l->understander,
	    .tasks = &tasks,
	    .gold = &gold,
	    .file_count = 1,
	    .backend = "builtin",
	    .words = lab_source(l->arena, "scenarios/benchmark/en.yaml"),
	    .personas = lab_source(l->arena, "scenarios/benchmark/personas"),
	    .terms = lab_source(l->arena, "scenarios/oracle/en.yaml"),
	    .only = &persona,
	    .only_count = persona != NULL,
	    .limit = limit,
	    .seed = seed,
	    .refuses = refuses};
	struct value *out = NULL;

	check_ok(tau_talk(&o, l->arena, &out, &why), &why);
	return out;
}

static void
chances_of_several_passes_are_those_worked_by_hand(void **state)
{
	(void)state;
	assert_float_equal(tau_pass_hat(4, 4, 4), 1, 1e-12);
	assert_float_equal(tau_pass_hat(4, 3, 1), 0.75, 1e-12);
	assert_float_equal(tau_pass_hat(4, 3, 2), 0.5, 1e-12);	/* 3 of 6 pairs */
	assert_float_equal(tau_pass_hat(4, 2, 2), 1.0 / 6, 1e-12);
	assert_float_equal(tau_pass_hat(4, 3, 3), 0.25, 1e-12);	/* 1 of 4 */
	assert_float_equal(tau_pass_hat(4, 3, 4), 0, 1e-12);
	assert_float_equal(tau_pass_hat(4, 0, 1), 0, 1e-12);
	assert_float_equal(tau_pass_hat(2, 2, 3), 0, 1e-12);
}

static bool
has_failed(const struct value *v, int64_t task)
{
	const struct value *failures = value_get(v, "failures");

	for (size_t i = 0; i < value_count(failures); i++)
		if (value_get_int(value_at(failures, i), "task", -1) == task)
			return true;
	return false;
}

/* A cancellation, changes of payment, and what the shop refuses as gold does. */
static void
simple_tasks_pass_end_to_end(void **state)
{
	struct lab *l = *state;
	struct value *v = talk(l, 0, "plain", 1, false);
	const int64_t simple[] = { 1, 4, 11, 12 };

	for (size_t i = 0; i < sizeof(simple) / sizeof(simple[0]); i++)
		if (has_failed(v, simple[i]))
			fail_msg("task %d: %s", (int)simple[i],
			    lab_print(l->arena, value_get(v, "failures")));
	assert_int_equal(value_get_int(v, "tasks", -1), 13);
	assert_int_equal(value_get_int(v, "forbidden_writes", -1), 0);
	assert_int_equal(value_get_int(v, "ungrounded", -1), 0);
}

/* What gold changes stays as it was: each record of it differs, and nothing was written. */
static void
who_says_no_changes_nothing(void **state)
{
	struct lab *l = *state;
	struct value *v = talk(l, 9, "plain", 1, true);
	const struct value *failures = value_get(v, "failures");

	assert_int_equal(value_get_int(v, "passed", -1), 0);
	assert_int_equal(value_count(failures), 9);
	for (size_t i = 0; i < value_count(failures); i++)
		assert_null(strstr(value_get_text(value_at(failures, i), "transcript"), ": done, "));
}

static void
same_seed_gives_the_same_bytes(void **state)
{
	struct lab *l = *state;

	assert_string_equal(lab_print(l->arena, talk(l, 4, NULL, 7, false)),
	    lab_print(l->arena, talk(l, 4, NULL, 7, false)));
}

static void
every_conversation_is_counted_once(void **state)
{
	struct lab *l = *state;
	struct value *v = talk(l, 0, NULL, 1, false);
	int64_t passed = 0, tries = 0;
	const struct value *kinds = value_get(v, "by_kind");

	assert_int_equal(value_get_int(v, "conversations", -1), 4 * value_get_int(v, "tasks", -1));
	assert_int_equal(value_count(value_get(v, "pass_hat")), 4);
	for (size_t i = 0; i < value_count(kinds); i++) {
		tries += value_get_int(value_at(kinds, i), "tries", 0);
		passed += value_get_int(value_at(kinds, i), "passed", 0);
	}
	assert_int_equal(tries, value_get_int(v, "conversations", -1));
	assert_int_equal(passed, value_get_int(v, "passed", -1));
	assert_int_equal(tries - passed, value_count(value_get(v, "failures")));
	assert_int_equal(value_get_int(v, "forbidden_writes", -1), 0);
	assert_int_equal(value_get_int(v, "ungrounded", -1), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(chances_of_several_passes_are_those_worked_by_hand),
	    cmocka_unit_test(simple_tasks_pass_end_to_end),
	    cmocka_unit_test(who_says_no_changes_nothing),
	    cmocka_unit_test(same_seed_gives_the_same_bytes),
	    cmocka_unit_test(every_conversation_is_counted_once),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, lab_small, lab_away);
}
