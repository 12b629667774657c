/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "floorwalker/benchmark.h"
#include "lab.h"

static struct errinfo why;

static enum err
replay(struct lab *l, const char *tasks, const char *gold, struct value **out)
{
	const struct tau_replay_options o = {.world = l->world,
	    .understander = l->understander,
	    .tasks = &tasks,
	    .gold = &gold,
	    .file_count = 1};

	return tau_replay(&o, l->arena, out, &why);
}

static struct value *
replay_tasks(struct lab *l, const struct tasks *t)
{
	const char *tasks = file_join(l->arena, l->folder, "tasks.jsonl"),
		   *gold = file_join(l->arena, l->folder, "gold.jsonl");
	struct value *out;

	tasks_write(l->arena, t, tasks, gold);
	check_ok(replay(l, tasks, gold, &out), &why);
	return out;
}

/* ---- replaying */

static void
reference_actions_end_as_gold_says(void **state)
{
	struct lab *l = *state;
	struct value *v;

	check_ok(replay(l, lab_small_file(l, "tasks.jsonl"), lab_small_file(l, "gold.jsonl"), &v), &why);
	if (value_count(value_get(v, "mismatches")) > 0)
		fail_msg("%s", lab_shown(l->arena, value_get(v, "mismatches")));
	assert_int_equal(value_get_int(v, "tasks", -1), 13);
	assert_int_equal(value_get_int(v, "exact", -1), 13);
	assert_int_equal(value_get_int(value_get(v, "actions"), "against_policy", -1), 0);
	assert_int_equal(value_get_int(value_get(v, "actions"), "all", -1), 28);
	assert_int_equal(value_get_int(value_get(v, "actions"), "refused", -1), 4);
	assert_int_equal(value_get_int(value_get(v, "by_rule"), "cancel-items-changed", -1), 1);
}

static void
same_tasks_give_the_same_bytes(void **state)
{
	struct lab *l = *state;
	struct value *a, *b;

	check_ok(replay(l, lab_small_file(l, "tasks.jsonl"), lab_small_file(l, "gold.jsonl"), &a), &why);
	check_ok(replay(l, lab_small_file(l, "tasks.jsonl"), lab_small_file(l, "gold.jsonl"), &b), &why);
	assert_string_equal(lab_print(l->arena, a), lab_print(l->arena, b));
}

static void
oracle_agrees_with_gold_that_was_worked_by_hand(void **state)
{
	struct lab *l = *state;
	struct tasks t;

	tasks_read(l->arena, lab_small_file(l, "tasks.jsonl"), lab_small_file(l, "gold.jsonl"), &t);
	for (size_t i = 0; i < t.count; i++) {
		const struct value *actions = value_get(t.items[i], "actions");
		struct oracle o;

		oracle_begin(&o, l->arena, l->set.users, l->set.orders, l->set.products,
		    value_get_text(t.items[i], "user_id"));
		for (size_t k = 0; k < value_count(actions); k++) {
			bool refused = oracle_do(&o, value_at(actions, k)) != NULL;
			const char *name = value_get_text(value_at(actions, k), "name");

			if (text_starts(name, "get_"))
				continue;	/* reads are none of its business */
			assert_int_equal(refused,
			    text_starts(value_as_text(value_at(value_get(t.gold[i], "obs"), k), ""), "Error"));
		}
		if (!oracle_is_at(&o, value_get(t.gold[i], "changed_orders"),
			value_get(t.gold[i], "changed_users")))
			fail_msg("task %zu: %s %s", i + 1, lab_shown(l->arena, o.changed_orders), lab_shown(l->arena, o.changed_users));
	}
}

/* The id says the rule: "3:payment-gift-card-short"; none where the records or the set's own words
 * don't allow it. */
static void
refusals_are_told_with_their_rule(void **state)
{
	struct lab *l = *state;
	const struct value *list;
	struct tasks t;
	struct value *v;

	tasks_read(l->arena, lab_small_file(l, "refused.jsonl"), lab_small_file(l, "refused_gold.jsonl"), &t);
	check_ok(replay(l, lab_small_file(l, "refused.jsonl"), lab_small_file(l, "refused_gold.jsonl"), &v), &why);
	assert_int_equal(value_get_int(v, "exact", -1), 0);
	list = value_get(v, "mismatches");
	for (size_t i = 0; i < t.count; i++) {
		const char *id = value_get_text(t.items[i], "id"), *rule = strchr(id, ':') + 1;
		size_t actions = value_count(value_get(t.items[i], "actions")), k;

		for (k = 0; k < value_count(list); k++) {
			const struct value *m = value_at(list, k);

			if (text_is(value_get_text(m, "task"), id) &&
			    text_is(value_get_text(m, "kind"), "refused") &&
			    value_get_int(m, "action", 0) == (int64_t)actions &&
			    text_is(value_get_text(m, "rule"), rule) &&
			    value_get_text(m, "why")[0] != '\0')
				break;
		}
		if (k == value_count(list))
			fail_msg("task %s wasn't refused by its rule: %s", id, lab_shown(l->arena, list));
	}
}

static void
writes_that_should_have_been_refused_are_told(void **state)
{
	static const char task[] = "{\"id\": 1, \"user_id\": \"ines_quist\", \"actions\": [{\"name\": \"cancel_pending_order\", \"kwargs\": {\"order_id\": \"QX-501\", \"reason\": \"no longer needed\"}}]}\n",
			  gold[] = "{\"id\": 1, \"obs\": [\"Error: no\"], \"changed_orders\": {}, \"changed_users\": {}}\n";
	struct lab *l = *state;
	const char *t = file_join(l->arena, l->folder, "t.jsonl"), *g = file_join(l->arena, l->folder, "g.jsonl");
	struct value *v;

	check_ok(file_write(t, task, strlen(task), 0644, &why), &why);
	check_ok(file_write(g, gold, strlen(gold), 0644, &why), &why);
	check_ok(replay(l, t, g, &v), &why);
	assert_int_equal(value_get_int(v, "exact", -1), 0);
	assert_int_equal(value_count(value_get(v, "mismatches")), 2);
	assert_string_equal(value_get_text(value_path(v, "mismatches.0"), "kind"), "not_refused");
	assert_string_equal(value_get_text(value_path(v, "mismatches.1"), "record"), "order QX-501");
}

/* One edit of gold, and where the end state then isn't as it says; NULL: it still is. */
static void
end_states_are_held_whole_and_amounts_to_a_millionth(void **state)
{
	static const struct {
		const char *from, *to, *where;
	} cases[] = {
		{ "\"amount\": 15.2,", "\"amount\": 15.21,", "payment_history.1.amount: 15.2, wanted 15.21" },
		{ "\"amount\": 15.2,", "\"amount\": 15.200002,", "payment_history.1.amount" },
		{ "\"amount\": 15.2,", "\"amount\": 15.2000005,", NULL },
		{ "\"amount\": 15.2,", "\"amount\": \"15.2\",", "payment_history.1.amount" },
		{ "\"balance\": 85.05", "\"balance\": 85.06", "payment_methods.gift_card_iq.balance: 85.05, wanted 85.06" },
		{ "\"balance\": 131.7,", "\"balance\": 100.25,", "balance" },
		{ "\"status\": \"cancelled\", ", "", "status: \"cancelled\", wanted not there" },
		{ "\"cancel_reason\": \"no longer needed\"", "\"cancel_reason\": \"no longer needed\", \"by\": 1", "by: not there, wanted 1" },
		{ "[\"KAY-1\", \"PAD-1\", \"PAD-1\"], \"return_payment", "[\"PAD-1\", \"KAY-1\", \"PAD-1\"], \"return_payment", "return_items.0" },
		{ "\"exchange_price_difference\": 135.7", "\"exchange_price_difference\": 135.8", "exchange_price_difference" },
		{ "\"changed_users\": {\"tove_ray\"", "\"changed_users\": {\"nobody\": {}, \"tove_ray\"", "all of it: not there" },
		{ "\"credit_card_tr\": {\"source\": \"credit_card\", \"brand\": \"mastercard\"", "\"credit_card_tr\": {\"brand\": \"mastercard\", \"source\": \"credit_card\"", NULL },
	};
	struct lab *l = *state;
	const char *g = file_join(l->arena, l->folder, "edited.jsonl"), *at;
	struct value *v;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str text, edited;

		str_init(&text);
		str_init(&edited);
		check_ok(file_read(lab_small_file(l, "gold.jsonl"), 1 << 20, &text, &why), &why);
		at = strstr(text.data, cases[i].from);
		if (at == NULL)
			fail_msg("case %zu isn't in gold", i);
		str_add_n(&edited, text.data, (size_t)(at - text.data));
		str_add(&edited, cases[i].to);
		str_add(&edited, at + strlen(cases[i].from));
		check_ok(file_write(g, edited.data, edited.length, 0644, &why), &why);
		str_clear(&text);
		str_clear(&edited);
		check_ok(replay(l, lab_small_file(l, "tasks.jsonl"), g, &v), &why);
		assert_int_equal(value_get_int(v, "exact", -1), cases[i].where == NULL ? 13 : 12);
		if (cases[i].where != NULL &&
		    strstr(value_get_text(value_path(v, "mismatches.0"), "where"), cases[i].where) == NULL)
			fail_msg("case %zu: %s", i, lab_shown(l->arena, value_get(v, "mismatches")));
	}
}

static bool
has_mismatch(const struct value *result, const char *id)
{
	const struct value *list = value_get(result, "mismatches");

	for (size_t i = 0; i < value_count(list); i++)
		if (text_is(value_get_text(value_at(list, i), "task"), id))
			return true;
	return false;
}

/* The verdict is the oracle's for each task with one argument changed. */
static void
expect_verdicts(struct lab *l, const struct tasks *from)
{
	struct tasks t;
	struct value *v;
	bool *differs;
	size_t different = 0;

	tasks_change(l->arena, &l->set, from, &t, &differs);
	assert_true(t.count > 2 * from->count);
	v = replay_tasks(l, &t);
	for (size_t i = 0; i < t.count; i++) {
		different += differs[i];
		if (has_mismatch(v, value_get_text(t.items[i], "id")) != differs[i])
			fail_msg("the oracle says that %s %s; %s", lab_print(l->arena, t.items[i]),
			    differs[i] ? "ends otherwise" : "ends as gold says",
			    lab_print(l->arena, t.gold[i]));
	}
	assert_true(different > from->count);
	print_message("# %zu tasks with one argument changed, %zu of them end otherwise\n", t.count,
	    different);
}

static void
one_argument_changed_changes_the_verdict_where_the_end_state_differs(void **state)
{
	struct lab *l = *state;
	struct tasks t;

	tasks_read(l->arena, lab_small_file(l, "tasks.jsonl"), lab_small_file(l, "gold.jsonl"), &t);
	expect_verdicts(l, &t);
}

/* Names, products, kinds of options and ids that nobody wrote code for. */
static void
sets_made_at_random_end_as_the_oracle_says(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= (CHECK_SANITIZED ? 1 : 3); seed++) {
		struct lab l;
		struct set s;
		struct tasks t;
		struct value *v;
		const char *db;

		lab_new(&l);
		set_make(l.arena, seed, &s);
		db = file_join(l.arena, l.folder, "db");
		set_write(l.arena, db, &s);
		lab_open(&l, db);
		set_make_tasks(l.arena, seed, &l.set, 150, &t);
		v = replay_tasks(&l, &t);
		if (value_count(value_get(v, "mismatches")) > 0)
			fail_msg("seed %d: %s", (int)seed, lab_shown(l.arena, value_get(v, "mismatches")));
		assert_int_equal(value_get_int(v, "exact", -1), 150);
		assert_true(value_get_int(value_get(v, "actions"), "done", 0) > 60);
		assert_true(value_get_int(value_get(v, "actions"), "refused", 0) > 60);
		t.count = 30;
		expect_verdicts(&l, &t);
		lab_close(&l);
	}
}

static void
damaged_tasks_are_refused_by_file_and_line(void **state)
{
	static const struct {
		const char *task, *gold, *part;
	} cases[] = {
		{ "{", "{}", "t.jsonl line 1:" },
		{ "[]", "{}", "a map" },
		{ "{\"user_id\": \"a\", \"actions\": []}", "{}", "\"id\"" },
		{ "{\"id\": 1, \"actions\": []}", "{\"id\": 1}", "user_id" },
		{ "{\"id\": 1, \"user_id\": \"a\"}", "{\"id\": 1}", "actions" },
		{ "{\"id\": 1, \"user_id\": \"a\", \"actions\": [3]}", "{\"id\": 1}", "action 1" },
		{ "{\"id\": 1, \"user_id\": \"a\", \"actions\": [{\"name\": \"give_all\", \"kwargs\": {}}]}", "{\"id\": 1}", "give_all" },
		{ "{\"id\": 1, \"user_id\": \"a\", \"actions\": []}", "{\"id\": 2}", "gold has nothing" },
		{ "{\"id\": 1, \"user_id\": \"a\", \"actions\": []}", "{\"id\": 1}", "changed_orders" },
		{ "{\"id\": 1, \"user_id\": \"a\", \"actions\": []}", "{\"id\": 1, \"changed_orders\": {}, \"changed_users\": {}, \"obs\": [\"\"]}", "obs" },
		{ "{\"id\": 1, \"user_id\": \"a\", \"actions\": []}\n{\"id\": 1, \"user_id\": \"a\", \"actions\": []}", "{\"id\": 1, \"changed_orders\": {}, \"changed_users\": {}}", "twice" },
		{ "", "{\"id\": 1}", "only 0 tasks" },
	};
	struct lab *l = *state;
	const char *t = file_join(l->arena, l->folder, "t.jsonl"), *g = file_join(l->arena, l->folder, "g.jsonl");
	struct value *v;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		check_ok(file_write(t, cases[i].task, strlen(cases[i].task), 0644, &why), &why);
		check_ok(file_write(g, cases[i].gold, strlen(cases[i].gold), 0644, &why), &why);
		assert_int_not_equal(replay(l, t, g, &v), ERR_OK);
		if (strstr(why.text, cases[i].part) == NULL)
			fail_msg("case %zu wanted '%s' in: %s", i, cases[i].part, why.text);
	}
}

/* A user whom the world doesn't have proves nothing, and that is a mismatch. */
static void
unknown_user_is_not_proven(void **state)
{
	static const char task[] = "{\"id\": 1, \"user_id\": \"nobody\", \"actions\": []}\n",
			  gold[] = "{\"id\": 1, \"changed_orders\": {}, \"changed_users\": {}}\n";
	struct lab *l = *state;
	const char *t = file_join(l->arena, l->folder, "t.jsonl"), *g = file_join(l->arena, l->folder, "g.jsonl");
	struct value *v;

	check_ok(file_write(t, task, strlen(task), 0644, &why), &why);
	check_ok(file_write(g, gold, strlen(gold), 0644, &why), &why);
	check_ok(replay(l, t, g, &v), &why);
	assert_string_equal(value_get_text(value_path(v, "mismatches.0"), "kind"), "not_proven");
}

/* ---- the public set, where it lies beside the tree */

static void
public_set_is_exact_in_all_tasks(void **state)
{
	static const char *const parts[] = { "dev", "train" };
	struct arena *a = arena_new();
	const char *db = lab_source(a, "../shared/data/tau-retail");
	struct lab l;

	(void)state;
	if (!file_exists(file_join(a, db, "retail_tasks_dev.jsonl"))) {
		arena_free(&a);
		check_skip("the public set isn't beside this checkout");
	}
	lab_new(&l);
	lab_open(&l, db);
	for (size_t i = 0; i < 2; i++) {
		const char *tasks = file_join(l.arena, db, arena_printf(l.arena, "retail_tasks_%s.jsonl", parts[i])),
			   *gold = file_join(l.arena, db, arena_printf(l.arena, "retail_gold_%s.jsonl", parts[i]));
		struct tasks t;
		struct value *v;

		tasks_read(l.arena, tasks, gold, &t);
		check_ok(replay(&l, tasks, gold, &v), &why);
		if (value_count(value_get(v, "mismatches")) > 0)
			fail_msg("%s", lab_shown(l.arena, value_get(v, "mismatches")));
		assert_int_equal(value_get_int(v, "exact", -1), t.count);
		assert_int_equal(value_get_int(value_get(v, "actions"), "against_policy", -1), 0);
		print_message("# %s: %zu of %zu exact\n", parts[i], t.count, t.count);
		if ((i == 0 && !CHECK_SANITIZED) || CHECK_FULL)
			expect_verdicts(&l, &t);
	}
	lab_close(&l);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(oracle_agrees_with_gold_that_was_worked_by_hand),
	    cmocka_unit_test(reference_actions_end_as_gold_says),
	    cmocka_unit_test(same_tasks_give_the_same_bytes),
	    cmocka_unit_test(refusals_are_told_with_their_rule),
	    cmocka_unit_test(writes_that_should_have_been_refused_are_told),
	    cmocka_unit_test(end_states_are_held_whole_and_amounts_to_a_millionth),
	    cmocka_unit_test(one_argument_changed_changes_the_verdict_where_the_end_state_differs),
	    cmocka_unit_test(sets_made_at_random_end_as_the_oracle_says),
	    cmocka_unit_test(damaged_tasks_are_refused_by_file_and_line),
	    cmocka_unit_test(unknown_user_is_not_proven),
	    cmocka_unit_test(public_set_is_exact_in_all_tasks),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, lab_small, lab_away);
}
