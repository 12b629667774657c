/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conversations whose right end is no act: how they are made, and how they are judged; and a third
 * world, of words that nothing else knows, on which they and the set's kind of tasks are spoken.
 */
#include "../../src/benchmark/ends.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/benchmark.h"
#include "lab.h"

#define THIRD 11	/* the seed of the third world */

static struct errinfo why;

/* ---- the third world */

static int
open_third(void **state)
{
	static struct lab l;
	const char *db;
	struct set set;

	lab_new(&l);
	db = file_join(l.arena, l.folder, "set");
	set_make_spoken(l.arena, THIRD, &set);
	set_write(l.arena, db, &set);
	lab_open(&l, db);
	*state = &l;
	return 0;
}

static struct value *
run_ends(struct lab *l, const struct world *w, size_t count, const char *persona, uint64_t seed)
{
	const struct tau_ends_options o = {.world = w,
	    .understander = l->understander,
	    .backend = "builtin",
	    .words = lab_source(l->arena, "scenarios/benchmark/en.yaml"),
	    .ears = lab_source(l->arena, "scenarios/benchmark/ends.yaml"),
	    .personas = lab_source(l->arena, "scenarios/benchmark/personas"),
	    .terms = lab_source(l->arena, "scenarios/oracle/en.yaml"),
	    .only = &persona,
	    .only_count = persona != NULL,
	    .count = count,
	    .seed = seed};
	struct value *out = NULL;

	check_ok(tau_ends(&o, l->arena, &out, &why), &why);
	return out;
}

/* ---- made */

static void
each_end_gets_a_third_and_each_seed_its_own(void **state)
{
	struct lab *l = *state;
	struct ends_task *tasks, *again, *others;
	size_t counts[ENDS_ENDS] = { 0 }, n, m, other, same = 0;

	ends_make(l->arena, l->world, 5, 90, &tasks, &n);
	ends_make(l->arena, l->world, 5, 90, &again, &m);
	ends_make(l->arena, l->world, 6, 90, &others, &other);
	assert_int_equal(n, 90);
	assert_int_equal(m, 90);
	for (size_t i = 0; i < n; i++) {
		const char *text = lab_print(l->arena, ends_task_value(l->arena, &tasks[i], i));

		counts[tasks[i].end]++;
		assert_string_equal(
		    text, lab_print(l->arena, ends_task_value(l->arena, &again[i], i)));
		same += i < other &&
		    text_is(text, lab_print(l->arena, ends_task_value(l->arena, &others[i], i)));
	}
	for (int e = 0; e < ENDS_ENDS; e++)
		assert_int_equal(counts[e], 30);
	assert_true(same < n / 3);
}

/* What the tools do with a wish, by the oracle that was written from their description. */
static const char *
try_with_tools(struct lab *l, const struct ends_wish *w)
{
	static const struct { enum action_kind kind; const char *tool; } tools[] = {
		{ ACTION_CANCEL, "cancel_pending_order" }, { ACTION_RETURN, "return_delivered_order_items" }, { ACTION_EXCHANGE, "exchange_delivered_order_items" },
		{ ACTION_ITEM_CHANGE, "modify_pending_order_items" }, { ACTION_PAYMENT_CHANGE, "modify_pending_order_payment" }, { ACTION_ADDRESS_CHANGE, "modify_pending_order_address" },
	};
	struct arena *a = l->arena;
	struct value *action = value_map(a), *k = value_set_map(action, "kwargs");
	struct oracle o;

	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++)
		if (tools[i].kind == w->kind)
			value_set_text(action, "name", tools[i].tool);
	if (w->kind == ACTION_ADDRESS_CHANGE) {
		k = value_copy(a, value_get(value_get(l->set.users, w->who->id), "address"));
		value_set(action, "kwargs", k);
	}
	value_set_text(k, "order_id", w->order->id);
	value_set_text(k, "reason", w->other_reason ? "found it cheaper" : "no longer needed");
	if (w->line != NULL)
		value_add_text(value_set_list(k, "item_ids"), w->line->sku);
	if (w->becomes != NULL)
		value_add_text(value_set_list(k, "new_item_ids"), w->becomes->sku);
	if (w->method != NULL)
		value_set_text(k, "payment_method_id", w->method->id);
	oracle_begin(&o, a, l->set.users, l->set.orders, l->set.products, w->who->id);
	return oracle_do(&o, action);
}

/* The policy's reading over here and the tools' over there were written apart. */
static void
what_is_to_be_refused_is_an_error_of_the_tools(void **state)
{
	struct lab *l = *state;
	struct ends_task *tasks;
	size_t n, tried = 0;

	ends_make(l->arena, l->world, 1, 240, &tasks, &n);
	for (size_t i = 0; i < n; i++) {
		const struct ends_wish *w = &tasks[i].wish;

		if (tasks[i].end != ENDS_REFUSE || w->items_changed_before)
			continue;	/* their records don't say that they were changed */
		if (try_with_tools(l, w) == NULL)
			fail_msg("the tools allow: %s",
			    lab_print(l->arena, ends_task_value(l->arena, &tasks[i], i)));
		tried++;
	}
	assert_true(tried > 50);
}

/* With the one thing set right that forbids it, the same wish is allowed by both. */
static void
what_forbids_is_one_thing_alone(void **state)
{
	struct lab *l = *state;
	struct ends_task *tasks;
	size_t n, tried = 0;

	ends_make(l->arena, l->world, 2, 240, &tasks, &n);
	for (size_t i = 0; i < n; i++) {
		struct ends_wish w = tasks[i].wish;

		if (tasks[i].end != ENDS_REFUSE || !w.other_reason)
			continue;
		w.other_reason = false;
		assert_int_equal(ends_forbidden_by(&w), 0);
		assert_null(try_with_tools(l, &w));
		tried++;
	}
	assert_true(tried > 0);
}

/* ---- judged */

static void
every_conversation_is_counted_once(void **state)
{
	struct lab *l = *state;
	struct value *v = run_ends(l, l->world, 36, NULL, 1);
	const struct value *ends = value_get(v, "ends");
	int64_t tries = 0, passed = 0;

	assert_int_equal(value_count(ends), 3);
	for (size_t i = 0; i < value_count(ends); i++) {
		tries += value_get_int(value_at(ends, i), "tries", 0);
		passed += value_get_int(value_at(ends, i), "passed", 0);
	}
	assert_int_equal(tries, 4 * 36);
	assert_int_equal(passed, value_get_int(v, "passed", -1));
	assert_int_equal(tries - passed, value_count(value_get(v, "failures")));
	assert_int_equal(value_count(value_get(v, "pass_hat")), 4);
	assert_int_equal(value_get_int(v, "forbidden_writes", -1), 0);
	assert_int_equal(value_get_int(v, "ungrounded", -1), 0);
}

/* A world of words that no phrase, article or other world has. */
static void
most_hold_in_a_third_world(void **state)
{
	struct lab *l = *state;
	struct value *v = run_ends(l, l->world, 60, NULL, 1);
	int64_t of = value_get_int(v, "conversations", 0), passed = value_get_int(v, "passed", 0);

	print_message("# %lld of %lld\n", (long long)passed, (long long)of);
	if (passed * 100 < of * 80)
		fail_msg("%s", lab_print(l->arena, value_get(v, "failures")));
}

static void
same_seed_gives_the_same_bytes(void **state)
{
	struct lab *l = *state;

	assert_string_equal(lab_print(l->arena, run_ends(l, l->world, 12, NULL, 7)),
	    lab_print(l->arena, run_ends(l, l->world, 12, NULL, 7)));
}

/* Every "deny" of a table becomes "approve". */
static void
allow_all(struct lab *l, const char *world, const char *table)
{
	const char *path = file_join(
	    l->arena, world, arena_printf(l->arena, "policy/%s.yaml", table));
	struct str from, to;
	const char *s, *hit;

	str_init(&from);
	str_init(&to);
	check_ok(file_read(path, 1 << 20, &from, &why), &why);
	for (s = from.data; (hit = strstr(s, "then: deny")) != NULL; s = hit + 10) {
		str_add_n(&to, s, (size_t)(hit - s));
		str_add(&to, "then: approve");
	}
	str_add(&to, s);
	check_ok(file_write(path, to.data, to.length, 0644, &why), &why);
	str_clear(&from);
	str_clear(&to);
}

/* Whoever does what is to be refused fails, and it is said that something was written. */
static void
who_does_what_is_to_be_refused_fails(void **state)
{
	struct lab *l = *state;
	struct world *lax;
	struct value *v;
	const struct value *failures;
	size_t written = 0;

	check_ok(lab_import(l, l->db, "lax"), &l->why);
	allow_all(l, file_join(l->arena, l->folder, "lax"), "cancel");
	allow_all(l, file_join(l->arena, l->folder, "lax"), "payment_change");
	check_ok(world_load(file_join(l->arena, l->folder, "lax"), &lax, &why), &why);
	v = run_ends(l, lax, 66, "plain", 1);
	failures = value_get(v, "failures");
	for (size_t i = 0; i < value_count(failures); i++)
		written += text_is(value_get_text(value_at(failures, i), "reason"), "written");
	assert_true(written > 0);
	world_free(&lax);
}

/* ---- the set's kind of tasks, in its words */

static void
tasks_of_a_third_world_are_spoken(void **state)
{
	struct lab *l = *state;
	const char *files[] = { file_join(l->arena, l->folder, "tasks.jsonl"),
		file_join(l->arena, l->folder, "gold.jsonl") };
	const struct tau_talk_options o = {.world = l->world,
	    .understander = l->understander,
	    .tasks = &files[0],
	    .gold = &files[1],
	    .file_count = 1,
	    .backend = "builtin",
	    .words = lab_source(l->arena, "scenarios/benchmark/en.yaml"),
	    .personas = lab_source(l->arena, "scenarios/benchmark/personas"),
	    .terms = lab_source(l->arena, "scenarios/oracle/en.yaml"),
	    .seed = 1};
	struct value *v = NULL;
	struct tasks tasks;

	set_make_spoken_tasks(l->arena, THIRD, &l->set, 12, &tasks);
	tasks_write(l->arena, &tasks, files[0], files[1]);
	check_ok(tau_talk(&o, l->arena, &v, &why), &why);
	print_message("# %lld of %lld\n", (long long)value_get_int(v, "passed", 0),
	    (long long)value_get_int(v, "conversations", 0));
	assert_int_equal(value_get_int(v, "forbidden_writes", -1), 0);
	if (value_get_int(v, "passed", 0) * 2 < value_get_int(v, "conversations", 0))
		fail_msg("%s", lab_print(l->arena, value_get(v, "failures")));
}

/* ---- instructions */

static void
an_instruction_is_turned_word_by_word(void **state)
{
	struct lab *l = *state;
	const struct value *turns;

	check_ok(talk_turns_load(l->arena, lab_source(l->arena, "scenarios/benchmark/instruction.yaml"), &turns, &why), &why);
	assert_string_equal(talk_turned(l->arena, turns, "Your name is Bo. You are shy; you've a lamp that was sent to you, and you want yours young."),
	    "My name is Bo. I am shy; I've a lamp that was sent to me, and I want mine young.");
	assert_string_equal(talk_turned(l->arena, turns, ""), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_end_gets_a_third_and_each_seed_its_own),
	    cmocka_unit_test(what_is_to_be_refused_is_an_error_of_the_tools),
	    cmocka_unit_test(what_forbids_is_one_thing_alone),
	    cmocka_unit_test(every_conversation_is_counted_once),
	    cmocka_unit_test(most_hold_in_a_third_world),
	    cmocka_unit_test(same_seed_gives_the_same_bytes),
	    cmocka_unit_test(who_does_what_is_to_be_refused_fails),
	    cmocka_unit_test(an_instruction_is_turned_word_by_word),
	    cmocka_unit_test(tasks_of_a_third_world_are_spoken),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_third, lab_away);
}
