/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../check.h"
#include "floorwalker/base/file.h"
#include "floorwalker/benchmark.h"
#include "floorwalker/desk/desk.h"
#include "floorwalker/world/tau.h"
#include "sets.h"

/* A set and the world that was made of it. */
struct lab {
	struct arena *arena;
	char folder[64];		/* of this test alone */
	const char *db, *world_folder;
	struct set set;
	struct world *world;
	struct understander *understander;
	struct tau_counts counts;
};

static struct errinfo why;

static const char *
source(struct arena *a, const char *relative)
{
	const char *root = getenv("srcdir");

	return file_join(a, root != NULL ? root : "..", relative);
}

static enum err
import(struct lab *l, const char *db, const char *name)
{
	const struct tau_import_options o = {.db = db,
	    .out = file_join(l->arena, l->folder, name),
	    .template = source(l->arena, "scenarios/templates/tau-retail"),
	    .messages = source(l->arena, "scenarios/worlds/tarn-and-fell")};

	return tau_import(&o, &l->counts, &why);
}

static void
lab_new(struct lab *l)
{
	memset(l, 0, sizeof(*l));
	l->arena = arena_new();
	(void)snprintf(l->folder, sizeof(l->folder), "/tmp/benchmark-XXXXXX");
	assert_non_null(mkdtemp(l->folder));
}

static void
lab_open(struct lab *l, const char *db)
{
	l->db = db;
	set_read(l->arena, db, &l->set);
	check_ok(import(l, db, "world"), &why);
	l->world_folder = file_join(l->arena, l->folder, "world");
	check_ok(world_load(l->world_folder, &l->world, &why), &why);
	check_ok(desk_understander_open(l->world, &l->understander, &why), &why);
}

static void
lab_close(struct lab *l)
{
	char command[128];

	understander_free(&l->understander);
	world_free(&l->world);
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", l->folder);
	assert_int_equal(system(command), 0);
	arena_free(&l->arena);
}

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

static const char *
print(struct arena *a, const struct value *v)
{
	struct str s;
	const char *text;

	str_init(&s);
	value_print(&s, v);
	text = arena_text(a, s.data);
	str_clear(&s);
	return text;
}

/* For a message: the beginning of it. */
static const char *
shown(struct arena *a, const struct value *v)
{
	return arena_printf(a, "%.300s", print(a, v));
}

static int
small_open(void **state)
{
	static struct lab l;

	lab_new(&l);
	lab_open(&l, source(l.arena, "tests/benchmark/small"));
	*state = &l;
	return 0;
}

static int
lab_away(void **state)
{
	lab_close(*state);
	return 0;
}

static const char *
small(struct lab *l, const char *name)
{
	return file_join(l->arena, l->db, name);
}

/* ---- importing */

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

	check_ok(world_check(l->world_folder, no_fault, NULL, &errors, &warnings, &why), &why);
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

	check_ok(import(l, l->db, "again"), &why);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct str a, b;

		str_init(&a);
		str_init(&b);
		check_ok(file_read(file_join(l->arena, l->world_folder, files[i]), 1 << 20, &a, &why), &why);
		check_ok(file_read(file_join(l->arena, file_join(l->arena, l->folder, "again"), files[i]),
			     1 << 20, &b, &why),
		    &why);
		assert_string_equal(a.data, b.data);
		str_clear(&a);
		str_clear(&b);
	}
}

static void
folder_with_files_in_it_stays_as_it_is(void **state)
{
	struct lab *l = *state;

	assert_int_equal(import(l, l->db, "world"), ERR_EXISTS);
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
			check_ok(file_read(small(l, name), 1 << 20, &text, &why), &why);
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
			check_ok(file_write(file_join(l->arena, db, name), changed.data, changed.length, 0644, &why), &why);
			str_clear(&text);
			str_clear(&changed);
		}
		err = import(l, db, "from-damaged");
		if (err == ERR_OK)
			fail_msg("case %zu: %s for %s was taken", i, cases[i].to, cases[i].from);
		if (strstr(why.text, cases[i].part) == NULL || strstr(why.text, cases[i].also) == NULL)
			fail_msg("case %zu wanted '%s' and '%s' in: %s", i, cases[i].part,
			    cases[i].also, why.text);
		assert_false(file_exists(file_join(l->arena, l->folder, "from-damaged")));
	}
}

/* ---- replaying */

static void
reference_actions_end_as_gold_says(void **state)
{
	struct lab *l = *state;
	struct value *v;

	check_ok(replay(l, small(l, "tasks.jsonl"), small(l, "gold.jsonl"), &v), &why);
	if (value_count(value_get(v, "mismatches")) > 0)
		fail_msg("%s", shown(l->arena, value_get(v, "mismatches")));
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

	check_ok(replay(l, small(l, "tasks.jsonl"), small(l, "gold.jsonl"), &a), &why);
	check_ok(replay(l, small(l, "tasks.jsonl"), small(l, "gold.jsonl"), &b), &why);
	assert_string_equal(print(l->arena, a), print(l->arena, b));
}

static void
oracle_agrees_with_gold_that_was_worked_by_hand(void **state)
{
	struct lab *l = *state;
	struct tasks t;

	tasks_read(l->arena, small(l, "tasks.jsonl"), small(l, "gold.jsonl"), &t);
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
			fail_msg("task %zu: %s %s", i + 1, shown(l->arena, o.changed_orders), shown(l->arena, o.changed_users));
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

	tasks_read(l->arena, small(l, "refused.jsonl"), small(l, "refused_gold.jsonl"), &t);
	check_ok(replay(l, small(l, "refused.jsonl"), small(l, "refused_gold.jsonl"), &v), &why);
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
			fail_msg("task %s wasn't refused by its rule: %s", id, shown(l->arena, list));
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
		check_ok(file_read(small(l, "gold.jsonl"), 1 << 20, &text, &why), &why);
		at = strstr(text.data, cases[i].from);
		if (at == NULL)
			fail_msg("case %zu isn't in gold", i);
		str_add_n(&edited, text.data, (size_t)(at - text.data));
		str_add(&edited, cases[i].to);
		str_add(&edited, at + strlen(cases[i].from));
		check_ok(file_write(g, edited.data, edited.length, 0644, &why), &why);
		str_clear(&text);
		str_clear(&edited);
		check_ok(replay(l, small(l, "tasks.jsonl"), g, &v), &why);
		assert_int_equal(value_get_int(v, "exact", -1), cases[i].where == NULL ? 13 : 12);
		if (cases[i].where != NULL &&
		    strstr(value_get_text(value_path(v, "mismatches.0"), "where"), cases[i].where) == NULL)
			fail_msg("case %zu: %s", i, shown(l->arena, value_get(v, "mismatches")));
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
			fail_msg("the oracle says that %s %s; %s", print(l->arena, t.items[i]),
			    differs[i] ? "ends otherwise" : "ends as gold says",
			    print(l->arena, t.gold[i]));
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

	tasks_read(l->arena, small(l, "tasks.jsonl"), small(l, "gold.jsonl"), &t);
	expect_verdicts(l, &t);
}

/* Names, products, kinds of options and ids that nobody wrote code for. */
static void
sets_made_at_random_end_as_the_oracle_says(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 3; seed++) {
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
			fail_msg("seed %d: %s", (int)seed, shown(l.arena, value_get(v, "mismatches")));
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
	const char *db = source(a, "../shared/data/tau-retail");
	const char *full = getenv("FLOORWALKER_FULL");
	struct lab l;

	(void)state;
	if (!file_exists(file_join(a, db, "retail_tasks_dev.jsonl"))) {
		arena_free(&a);
		print_message("# the public set isn't here\n");
		skip();
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
			fail_msg("%s", shown(l.arena, value_get(v, "mismatches")));
		assert_int_equal(value_get_int(v, "exact", -1), t.count);
		assert_int_equal(value_get_int(value_get(v, "actions"), "against_policy", -1), 0);
		print_message("# %s: %zu of %zu exact\n", parts[i], t.count, t.count);
		if (i == 0 || (full != NULL && full[0] != '\0'))
			expect_verdicts(&l, &t);
	}
	lab_close(&l);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(set_becomes_a_world_without_faults),
	    cmocka_unit_test(same_set_gives_the_same_bytes),
	    cmocka_unit_test(folder_with_files_in_it_stays_as_it_is),
	    cmocka_unit_test(damaged_set_is_refused_by_file_and_id),
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
	return cmocka_run_group_tests(tests, small_open, lab_away);
}
