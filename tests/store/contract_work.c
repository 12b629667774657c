/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Turns, actions, approvals, the outbox, timers: work and its leases.
 */
#include "contract.h"

static struct turn
plain_turn(int64_t conversation_id, int64_t due_ms)
{
	return (struct turn){.conversation_id = conversation_id,
	    .up_to = 1,
	    .epoch = 1,
	    .worker = "",
	    .due_ms = due_ms,
	    .backend = "",
	    .confidence = -1,
	    .intent = "",
	    .trace = "{}",
	    .created_ms = 1};
}

/* Conversations 1 … count, each with a turn due at 100 times its id, counted down. */
static void
add_turns(struct fixture *f, int64_t count)
{
	for (int64_t i = 1; i <= count; i++) {
		struct turn t = plain_turn(add_conversation(f, ""), 100 * (count + 1 - i));

		ok(f, store_begin(f->s, &f->e));
		ok(f, store_turn_add(f->s, &t, &f->e));
		ok(f, store_commit(f->s, &f->e));
	}
}

static void
a_conversation_has_one_open_turn(void **state)
{
	struct fixture *f = *state;
	struct turn t = plain_turn(1, 5), u = plain_turn(1, 6), got;

	add_conversation(f, "");
	fails(f, ERR_NOT_FOUND, store_turn_latest(f->s, f->a, 1, &got, &f->e));
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_turn_add(f->s, &t, &f->e));
	fails(f, ERR_EXISTS, store_turn_add(f->s, &u, &f->e));
	ok(f, store_turn_open(f->s, f->a, 1, &got, &f->e));
	assert_int_equal(got.id, t.id);
	got.state = TURN_SENT;
	got.trace = "{\"a\":1}";
	got.confidence = 0.75;
	ok(f, store_turn_put(f->s, &got, &f->e));
	fails(f, ERR_NOT_FOUND, store_turn_open(f->s, f->a, 1, &got, &f->e));
	ok(f, store_turn_add(f->s, &u, &f->e));
	ok(f, store_turn_latest(f->s, f->a, 1, &got, &f->e));
	assert_int_equal(got.id, u.id);
	ok(f, store_turn_get(f->s, f->a, t.id, &got, &f->e));
	assert_string_equal(got.trace, "{\"a\":1}");
	assert_true(got.confidence == 0.75);
	got.state = TURN_WAITING;
	fails(f, ERR_CONFLICT, store_turn_put(f->s, &got, &f->e));
	t = plain_turn(9, 1);
	fails(f, ERR_NOT_FOUND, store_turn_add(f->s, &t, &f->e));
	store_rollback(f->s);
}

static void
turns_are_claimed_in_the_order_in_which_they_fall_due(void **state)
{
	struct fixture *f = *state;
	struct turn t;
	int64_t due;

	add_turns(f, 3);
	ok(f, store_next_due(f->s, &due, &f->e));
	assert_int_equal(due, 100);
	fails(f, ERR_NOT_FOUND, store_turn_claim(f->s, f->a, "w1", 99, 1099, &t, &f->e));
	ok(f, store_turn_claim(f->s, f->a, "w1", 250, 1250, &t, &f->e));
	assert_int_equal(t.id, 3);
	assert_int_equal(t.state, TURN_RUNNING);
	assert_string_equal(t.worker, "w1");
	assert_int_equal(t.lease_ms, 1250);
	assert_int_equal(t.attempts, 1);
	ok(f, store_turn_claim(f->s, f->a, "w2", 250, 1250, &t, &f->e));
	assert_int_equal(t.id, 2);
	fails(f, ERR_NOT_FOUND, store_turn_claim(f->s, f->a, "w3", 250, 1250, &t, &f->e));
	ok(f, store_turn_claim(f->s, f->a, "w3", 300, 1400, &t, &f->e));
	assert_int_equal(t.id, 1);
	ok(f, store_next_due(f->s, &due, &f->e));
	assert_int_equal(due, 1250);
	fails(f, ERR_USAGE, store_turn_claim(f->s, f->a, "", 300, 1400, &t, &f->e));
	fails(f, ERR_USAGE, store_turn_claim(f->s, f->a, "w", 300, 300, &t, &f->e));
}

static void
a_dead_workers_turn_goes_to_another_and_its_late_answer_is_refused(void **state)
{
	struct fixture *f = *state;
	struct turn first, second;

	add_turns(f, 1);
	ok(f, store_turn_claim(f->s, f->a, "w1", 100, 200, &first, &f->e));
	fails(f, ERR_NOT_FOUND, store_turn_claim(f->s, f->a, "w2", 199, 300, &second, &f->e));
	ok(f, store_turn_claim(f->s, f->a, "w2", 200, 300, &second, &f->e));
	assert_int_equal(second.id, first.id);
	assert_int_equal(second.attempts, 2);
	ok(f, store_begin(f->s, &f->e));
	first.state = TURN_SENT;
	fails(f, ERR_CONFLICT, store_turn_put(f->s, &first, &f->e));
	second.state = TURN_SENT;
	ok(f, store_turn_put(f->s, &second, &f->e));
	fails(f, ERR_CONFLICT, store_turn_put(f->s, &second, &f->e));
	ok(f, store_commit(f->s, &f->e));
	fails(f, ERR_NOT_FOUND, store_turn_claim(f->s, f->a, "w3", 9000, 9100, &second, &f->e));
}

static void
a_restart_takes_the_turn_from_its_worker(void **state)
{
	struct fixture *f = *state;
	struct turn worker, restart;

	add_turns(f, 1);
	ok(f, store_turn_claim(f->s, f->a, "w1", 100, 900, &worker, &f->e));
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_turn_open(f->s, f->a, 1, &restart, &f->e));
	restart.state = TURN_WAITING;
	restart.worker = "";
	restart.up_to = 2;
	restart.due_ms = 150;
	ok(f, store_turn_put(f->s, &restart, &f->e));
	worker.state = TURN_SENT;
	fails(f, ERR_CONFLICT, store_turn_put(f->s, &worker, &f->e));
	worker.id = 55;
	fails(f, ERR_NOT_FOUND, store_turn_put(f->s, &worker, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_turn_claim(f->s, f->a, "w2", 150, 900, &worker, &f->e));
	assert_int_equal(worker.up_to, 2);
}

static void
turns_are_read_by_when_they_were_created(void **state)
{
	static const int64_t created[] = {50, 20, 50, 70};
	struct fixture *f = *state;
	struct turn_list list;

	for (int64_t i = 1; i <= 4; i++) {
		struct turn t = plain_turn(add_conversation(f, ""), 5);

		t.created_ms = created[i - 1];
		ok(f, store_begin(f->s, &f->e));
		ok(f, store_turn_add(f->s, &t, &f->e));
		ok(f, store_commit(f->s, &f->e));
	}
	ok(f, store_turn_since(f->s, f->a, 20, INT64_MAX, 2, &list, &f->e));
	assert_int_equal(list.count, 2);
	assert_int_equal(list.items[0].id, 1);
	assert_int_equal(list.items[1].id, 3);
	ok(f, store_turn_since(f->s, f->a, 50, 3, 2, &list, &f->e));
	assert_int_equal(list.count, 1);
	assert_int_equal(list.items[0].id, 4);
	ok(f, store_turn_since(f->s, f->a, 0, 0, 0, &list, &f->e));
	assert_int_equal(list.count, 4);
	assert_int_equal(list.items[0].id, 2);
}

static void
actions_come_back_whole_and_know_their_version(void **state)
{
	struct fixture *f = *state;
	struct action x = plain_action(1, "key-1"), y, z;

	add_conversation(f, "");
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_action_add(f->s, &x, &f->e));
	assert_int_equal(x.version, 1);
	ok(f, store_action_get(f->s, f->a, x.id, &y, &f->e));
	assert_int_equal(y.amount, 7900);
	assert_string_equal(y.currency, "EUR");
	assert_string_equal(y.key, "key-1");
	assert_int_equal(y.kind, ACTION_REFUND);
	assert_memory_equal(y.sealed_params, "{}", 2);
	assert_int_equal(y.approvals_needed, 1);
	z = y;
	y.state = ACTION_APPROVED;
	y.first_amount = 9900;
	y.amended_by = "maeve";
	y.amended_ms = 11;
	y.asked_by = "tomas";
	y.question = "Is there a photo?";
	y.asked_ms = 12;
	y.answered_ms = 13;
	ok(f, store_action_put(f->s, &y, &f->e));
	assert_int_equal(y.version, 2);
	ok(f, store_action_get(f->s, f->a, x.id, &y, &f->e));
	assert_int_equal(y.first_amount, 9900);
	assert_string_equal(y.amended_by, "maeve");
	assert_int_equal(y.amended_ms, 11);
	assert_string_equal(y.asked_by, "tomas");
	assert_string_equal(y.question, "Is there a photo?");
	assert_int_equal(y.asked_ms, 12);
	assert_int_equal(y.answered_ms, 13);
	fails(f, ERR_CONFLICT, store_action_put(f->s, &z, &f->e));
	z = plain_action(1, "key-1");
	fails(f, ERR_EXISTS, store_action_add(f->s, &z, &f->e));
	assert_int_equal(z.version, 0);
	z = plain_action(8, "key-2");
	fails(f, ERR_NOT_FOUND, store_action_add(f->s, &z, &f->e));
	store_rollback(f->s);
}

static void
assert_actions(struct fixture *f, struct action_filter filter, const char *ids)
{
	struct action_list list;
	char got[40] = "";

	ok(f, store_action_list(f->s, f->a, &filter, &list, &f->e));
	for (size_t i = 0; i < list.count; i++)
		strcat(got, (char[]){ (char)('0' + list.items[i].id), '\0' });
	assert_string_equal(got, ids);
}

static void
actions_are_listed_by_what_is_asked(void **state)
{
	struct fixture *f = *state;
	static const struct {
		int64_t conversation;
		enum action_state state;
		const char *order, *customer;
		int64_t expires;
	} four[] = {
	    {1, ACTION_WAITING, "TF-1", "C-1", 100},
	    {1, ACTION_DONE, "TF-2", "C-1", 0},
	    {2, ACTION_WAITING, "TF-2", "C-2", 200},
	    {2, ACTION_PROPOSED, "", "", 50},
	};

	add_conversation(f, "");
	add_conversation(f, "");
	ok(f, store_begin(f->s, &f->e));
	for (size_t i = 0; i < 4; i++) {
		struct action x = plain_action(four[i].conversation, "");

		x.state = four[i].state;
		x.order_id = four[i].order;
		x.customer_id = four[i].customer;
		x.expires_ms = four[i].expires;
		ok(f, store_action_add(f->s, &x, &f->e));
	}
	ok(f, store_commit(f->s, &f->e));
	assert_actions(f, (struct action_filter){ 0 }, "1234");
	assert_actions(f, (struct action_filter){ .states = 1u << ACTION_WAITING }, "13");
	assert_actions(
	    f, (struct action_filter){.states = 1u << ACTION_WAITING | 1u << ACTION_DONE}, "123");
	assert_actions(f, (struct action_filter){ .conversation_id = 1 }, "12");
	assert_actions(
	    f, (struct action_filter){.conversation_id = 2, .states = 1u << ACTION_WAITING}, "3");
	assert_actions(f, (struct action_filter){ .order_id = "TF-2" }, "23");
	assert_actions(f, (struct action_filter){ .order_id = "" }, "4");
	assert_actions(f, (struct action_filter){ .customer_id = "C-1" }, "12");
	assert_actions(f, (struct action_filter){ .customer_id = "C-1", .order_id = "TF-2" }, "2");
	assert_actions(f, (struct action_filter){ .expires_before_ms = 200 }, "14");
	assert_actions(f,
	    (struct action_filter){.states = 1u << ACTION_WAITING, .expires_before_ms = 200}, "1");
	assert_actions(f, (struct action_filter){ .limit = 3 }, "123");
	assert_actions(f, (struct action_filter){ .conversation_id = 5 }, "");
}

static void
approvals_belong_to_an_action(void **state)
{
	struct fixture *f = *state;
	struct action x = plain_action(1, "k");
	struct approval one = {.action_id = 1,
			    .agent = "maeve",
			    .approve = true,
			    .reason = "",
			    .facts_hash = "h",
			    .at_ms = 5},
			two = one, lost = one;
	struct approval_list list;

	add_conversation(f, "");
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_action_add(f->s, &x, &f->e));
	ok(f, store_approval_add(f->s, &one, &f->e));
	two.approve = false;
	two.reason = "Too high";
	ok(f, store_approval_add(f->s, &two, &f->e));
	ok(f, store_approval_list(f->s, f->a, 1, &list, &f->e));
	assert_int_equal(list.count, 2);
	assert_true(list.items[0].approve && !list.items[1].approve);
	assert_string_equal(list.items[1].reason, "Too high");
	lost.action_id = 4;
	fails(f, ERR_NOT_FOUND, store_approval_add(f->s, &lost, &f->e));
	store_rollback(f->s);
}

static struct outbox_item
plain_item(const char *key, int64_t record_id, int64_t due_ms)
{
	return (struct outbox_item){.kind = OUTBOX_MESSAGE,
	    .record_id = record_id,
	    .conversation_id = 1,
	    .epoch = 1,
	    .key = key,
	    .due_ms = due_ms,
	    .worker = "",
	    .error = ""};
}

static void
the_outbox_takes_a_key_once(void **state)
{
	struct fixture *f = *state;
	struct outbox_item x = plain_item("m-1", 1, 10), y = plain_item("m-1", 2, 10), got;

	ok(f, store_begin(f->s, &f->e));
	ok(f, store_outbox_add(f->s, &x, &f->e));
	fails(f, ERR_EXISTS, store_outbox_add(f->s, &y, &f->e));
	assert_int_equal(y.id, 0);
	y.key = "";
	fails(f, ERR_USAGE, store_outbox_add(f->s, &y, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_outbox_of(f->s, f->a, OUTBOX_MESSAGE, 1, &got, &f->e));
	assert_int_equal(got.id, x.id);
	fails(f, ERR_NOT_FOUND, store_outbox_of(f->s, f->a, OUTBOX_ACTION, 1, &got, &f->e));
}

static void
outbox_items_are_leased_retried_and_sent_once(void **state)
{
	struct fixture *f = *state;
	struct outbox_item x = plain_item("m-1", 1, 10), late;

	ok(f, store_begin(f->s, &f->e));
	ok(f, store_outbox_add(f->s, &x, &f->e));
	ok(f, store_commit(f->s, &f->e));
	fails(f, ERR_NOT_FOUND, store_outbox_claim(f->s, f->a, "w1", 9, 99, &x, &f->e));
	ok(f, store_outbox_claim(f->s, f->a, "w1", 10, 110, &x, &f->e));
	assert_true(x.attempts == 1 && x.state == OUTBOX_LEASED);
	late = x;
	ok(f, store_begin(f->s, &f->e));
	x.state = OUTBOX_WAITING;
	x.due_ms = 500;
	x.error = "time-out";
	ok(f, store_outbox_put(f->s, &x, &f->e));
	ok(f, store_commit(f->s, &f->e));
	fails(f, ERR_NOT_FOUND, store_outbox_claim(f->s, f->a, "w2", 499, 600, &x, &f->e));
	ok(f, store_outbox_claim(f->s, f->a, "w2", 500, 600, &x, &f->e));
	assert_int_equal(x.attempts, 2);
	assert_string_equal(x.error, "time-out");
	ok(f, store_begin(f->s, &f->e));
	late.state = OUTBOX_SENT;
	fails(f, ERR_CONFLICT, store_outbox_put(f->s, &late, &f->e));
	x.state = OUTBOX_SENT;
	ok(f, store_outbox_put(f->s, &x, &f->e));
	x.state = OUTBOX_WAITING;
	fails(f, ERR_CONFLICT, store_outbox_put(f->s, &x, &f->e));
	ok(f, store_commit(f->s, &f->e));
}

static void
only_what_has_not_started_is_cancelled(void **state)
{
	struct fixture *f = *state;
	struct outbox_item started = plain_item("a", 1, 10), waiting = plain_item("b", 2, 20), got;

	ok(f, store_begin(f->s, &f->e));
	ok(f, store_outbox_add(f->s, &started, &f->e));
	ok(f, store_outbox_add(f->s, &waiting, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_outbox_claim(f->s, f->a, "w", 10, 100, &got, &f->e));
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_outbox_cancel(f->s, OUTBOX_MESSAGE, 1, &f->e));
	ok(f, store_outbox_cancel(f->s, OUTBOX_MESSAGE, 2, &f->e));
	ok(f, store_outbox_cancel(f->s, OUTBOX_ACTION, 2, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_outbox_of(f->s, f->a, OUTBOX_MESSAGE, 1, &got, &f->e));
	assert_int_equal(got.state, OUTBOX_LEASED);
	ok(f, store_outbox_of(f->s, f->a, OUTBOX_MESSAGE, 2, &got, &f->e));
	assert_int_equal(got.state, OUTBOX_CANCELLED);
	fails(f, ERR_NOT_FOUND, store_outbox_claim(f->s, f->a, "w", 50, 100, &got, &f->e));
}

static void
timers_ring_by_time_and_then_by_age(void **state)
{
	struct fixture *f = *state;
	static const char *const kinds[] = { "sla", "expiry", "inactivity", "sla" };
	static const int64_t records[] = {1, 1, 2, 3}, dues[] = {300, 100, 300, 200},
			     rings[] = {100, 200, 300, 300};
	static const char *const order[] = { "expiry", "sla", "sla", "inactivity" };
	struct timer t;

	ok(f, store_begin(f->s, &f->e));
	for (size_t i = 0; i < 4; i++)
		ok(f, store_timer_set(f->s, kinds[i], records[i], dues[i], &f->e));
	fails(f, ERR_NOT_FOUND, store_timer_due(f->s, f->a, 99, &t, &f->e));
	for (size_t i = 0; i < 4; i++) {
		ok(f, store_timer_due(f->s, f->a, 1000, &t, &f->e));
		assert_string_equal(t.kind, order[i]);
		assert_int_equal(t.due_ms, rings[i]);
		ok(f, store_timer_clear(f->s, t.kind, t.record_id, &f->e));
	}
	fails(f, ERR_NOT_FOUND, store_timer_due(f->s, f->a, 1000, &t, &f->e));
	ok(f, store_timer_clear(f->s, "sla", 1, &f->e));
	ok(f, store_commit(f->s, &f->e));
}

static void
a_timer_is_one_per_kind_and_record(void **state)
{
	struct fixture *f = *state;
	struct timer t;
	int64_t due;

	ok(f, store_begin(f->s, &f->e));
	ok(f, store_timer_set(f->s, "sla", 1, 100, &f->e));
	ok(f, store_timer_set(f->s, "sla", 1, 400, &f->e));
	ok(f, store_next_due(f->s, &due, &f->e));
	assert_int_equal(due, 400);
	ok(f, store_timer_set(f->s, "sla", 1, 50, &f->e));
	ok(f, store_timer_due(f->s, f->a, 60, &t, &f->e));
	ok(f, store_timer_clear(f->s, "sla", 1, &f->e));
	ok(f, store_next_due(f->s, &due, &f->e));
	assert_true(due == INT64_MAX);
	ok(f, store_commit(f->s, &f->e));
}

static void
the_next_work_is_the_earliest_of_its_three_kinds(void **state)
{
	struct fixture *f = *state;
	struct outbox_item x = plain_item("k", 1, 50);
	struct turn t;
	int64_t due;

	add_turns(f, 1);
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_timer_set(f->s, "sla", 1, 70, &f->e));
	ok(f, store_next_due(f->s, &due, &f->e));
	assert_int_equal(due, 70);
	ok(f, store_outbox_add(f->s, &x, &f->e));
	ok(f, store_next_due(f->s, &due, &f->e));
	assert_int_equal(due, 50);
	ok(f, store_outbox_cancel(f->s, OUTBOX_MESSAGE, 1, &f->e));
	ok(f, store_timer_clear(f->s, "sla", 1, &f->e));
	ok(f, store_next_due(f->s, &due, &f->e));
	assert_int_equal(due, 100);
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_turn_claim(f->s, f->a, "w", 100, 130, &t, &f->e));
	ok(f, store_next_due(f->s, &due, &f->e));
	assert_int_equal(due, 130);
}

static void
many_timers_and_their_undoing_keep_the_order(void **state)
{
	struct fixture *f = *state;
	struct timer t;
	int64_t last = 0;

	ok(f, store_begin(f->s, &f->e));
	for (int64_t i = 0; i < 300; i++)
		ok(f, store_timer_set(f->s, "sla", i, i * 7919 % 1009, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_begin(f->s, &f->e));
	for (int64_t i = 0; i < 300; i += 3) {
		ok(f, store_timer_clear(f->s, "sla", i, &f->e));
		ok(f, store_timer_set(f->s, "sla", i + 1, 5, &f->e));
		ok(f, store_timer_set(f->s, "expiry", i, 3, &f->e));
	}
	store_rollback(f->s);
	ok(f, store_begin(f->s, &f->e));
	for (int64_t i = 0; i < 300; i++) {
		ok(f, store_timer_due(f->s, f->a, 2000, &t, &f->e));
		assert_true(t.due_ms >= last);
		assert_int_equal(t.due_ms, t.record_id * 7919 % 1009);
		last = t.due_ms;
		ok(f, store_timer_clear(f->s, "sla", t.record_id, &f->e));
	}
	fails(f, ERR_NOT_FOUND, store_timer_due(f->s, f->a, 2000, &t, &f->e));
	ok(f, store_commit(f->s, &f->e));
}

static const struct contract list[] = {
	CONTRACT(a_conversation_has_one_open_turn),
	CONTRACT(turns_are_claimed_in_the_order_in_which_they_fall_due),
	CONTRACT(a_dead_workers_turn_goes_to_another_and_its_late_answer_is_refused),
	CONTRACT(a_restart_takes_the_turn_from_its_worker),
	CONTRACT(turns_are_read_by_when_they_were_created),
	CONTRACT(actions_come_back_whole_and_know_their_version),
	CONTRACT(actions_are_listed_by_what_is_asked),
	CONTRACT(approvals_belong_to_an_action),
	CONTRACT(the_outbox_takes_a_key_once),
	CONTRACT(outbox_items_are_leased_retried_and_sent_once),
	CONTRACT(only_what_has_not_started_is_cancelled),
	CONTRACT(timers_ring_by_time_and_then_by_age),
	CONTRACT(a_timer_is_one_per_kind_and_record),
	CONTRACT(the_next_work_is_the_earliest_of_its_three_kinds),
	CONTRACT(many_timers_and_their_undoing_keep_the_order),
};
CONTRACTS(contract_work, list);
