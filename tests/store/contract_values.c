/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Values as they were: numbers to their last bit, texts by their bytes, orders that don't depend on
 * a language.
 */
#include "contract.h"

#include <float.h>

#define NOW INT64_C(1791968400123)	/* needs more than 32 bits */

static void
instants_and_counts_keep_all_their_bits(void **state)
{
	struct fixture *f = *state;
	struct conversation c = plain_conversation("x"), d;
	struct message m, n;
	struct turn t = {.conversation_id = 1,
			.up_to = NOW + 1,
			.epoch = NOW + 2,
			.worker = "",
			.due_ms = NOW + 3,
			.lease_ms = NOW + 4,
			.attempts = NOW + 5,
			.backend = "",
			.intent = "",
			.trace = "{}",
			.created_ms = NOW + 6,
			.ended_ms = NOW + 7},
		    u;
	struct action x = plain_action(1, "k"), y;

	c.epoch = NOW + 1;
	c.message_count = NOW + 2;
	c.shopper_count = NOW + 3;
	c.human_count = NOW + 4;
	c.opened_ms = NOW + 5;
	c.updated_ms = NOW + 6;
	c.shopper_ms = NOW + 7;
	c.waiting_ms = NOW + 8;
	c.due_ms = NOW + 9;
	c.closed_ms = NOW + 10;
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_conversation_add(f->s, &c, &f->e));
	m = plain_message(1, AUTHOR_AI, "words");
	m.epoch = NOW + 1;
	m.turn_id = NOW + 2;
	m.created_ms = NOW + 3;
	m.delivered_ms = NOW + 4;
	ok(f, store_message_add(f->s, &m, &f->e));
	ok(f, store_turn_add(f->s, &t, &f->e));
	x.amount = INT64_C(-9007199254740991);
	x.epoch = NOW + 1;
	x.approvals_needed = 3;
	x.attempts = NOW + 2;
	x.proposed_ms = NOW + 3;
	x.expires_ms = NOW + 4;
	x.decided_ms = NOW + 5;
	x.ended_ms = NOW + 6;
	ok(f, store_action_add(f->s, &x, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_conversation_get(f->s, f->a, 1, &d, &f->e));
	assert_true(d.epoch == NOW + 1 && d.message_count == NOW + 2 &&
	    d.shopper_count == NOW + 3 && d.human_count == NOW + 4 && d.opened_ms == NOW + 5 &&
	    d.updated_ms == NOW + 6 && d.shopper_ms == NOW + 7 && d.waiting_ms == NOW + 8 &&
	    d.due_ms == NOW + 9 && d.closed_ms == NOW + 10);
	ok(f, store_message_get(f->s, f->a, 1, &n, &f->e));
	assert_true(n.epoch == NOW + 1 && n.turn_id == NOW + 2 && n.created_ms == NOW + 3 &&
	    n.delivered_ms == NOW + 4);
	ok(f, store_turn_get(f->s, f->a, 1, &u, &f->e));
	assert_true(u.up_to == NOW + 1 && u.epoch == NOW + 2 && u.due_ms == NOW + 3 &&
	    u.lease_ms == NOW + 4 && u.attempts == NOW + 5 && u.created_ms == NOW + 6 &&
	    u.ended_ms == NOW + 7);
	ok(f, store_action_get(f->s, f->a, 1, &y, &f->e));
	assert_true(y.amount == INT64_C(-9007199254740991) && y.epoch == NOW + 1 &&
	    y.approvals_needed == 3 && y.attempts == NOW + 2 && y.proposed_ms == NOW + 3 &&
	    y.expires_ms == NOW + 4 && y.decided_ms == NOW + 5 && y.ended_ms == NOW + 6);
}

static void
work_far_in_time_keeps_its_instant(void **state)
{
	struct fixture *f = *state;
	struct outbox_item x = {.kind = OUTBOX_ACTION,
			       .record_id = NOW + 1,
			       .conversation_id = NOW + 2,
			       .epoch = NOW + 3,
			       .key = "k",
			       .due_ms = NOW + 4,
			       .worker = "",
			       .error = ""},
			   got;
	struct event_list events;
	struct timer t;
	int64_t due;

	ok(f, store_begin(f->s, &f->e));
	ok(f, store_outbox_add(f->s, &x, &f->e));
	ok(f, store_timer_set(f->s, "sla", NOW + 5, NOW + 6, &f->e));
	ok(f, store_event_append(f->s, NOW, "k", "ai", "{}", NOW + 7, NULL, 0, NULL, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_next_due(f->s, &due, &f->e));
	assert_true(due == NOW + 4);
	ok(f, store_outbox_claim(f->s, f->a, "w", NOW + 4, NOW + 90, &got, &f->e));
	assert_true(got.record_id == NOW + 1 && got.conversation_id == NOW + 2 &&
	    got.epoch == NOW + 3 && got.due_ms == NOW + 4 && got.lease_ms == NOW + 90);
	fails(f, ERR_NOT_FOUND, store_timer_due(f->s, f->a, NOW + 5, &t, &f->e));
	ok(f, store_timer_due(f->s, f->a, NOW + 6, &t, &f->e));
	assert_true(t.record_id == NOW + 5 && t.due_ms == NOW + 6);
	ok(f, store_event_list(f->s, f->a, NOW, &events, &f->e));
	assert_int_equal(events.count, 1);
	assert_true(events.items[0].conversation_id == NOW && events.items[0].at_ms == NOW + 7);
}

static void
reals_come_back_to_the_last_bit(void **state)
{
	struct fixture *f = *state;
	static const double reals[] = {
	    0.1 + 0.2, 1.0 / 3, 0, -1, 1, DBL_MIN, DBL_EPSILON, 0.7499999999999999, -0.35};

	for (size_t i = 0; i < sizeof(reals) / sizeof(reals[0]); i++) {
		struct conversation c = plain_conversation(""), d;

		c.confidence = reals[i];
		c.sentiment = reals[i];
		ok(f, store_begin(f->s, &f->e));
		ok(f, store_conversation_add(f->s, &c, &f->e));
		ok(f, store_commit(f->s, &f->e));
		ok(f, store_conversation_get(f->s, f->a, c.id, &d, &f->e));
		assert_memory_equal(&d.confidence, &reals[i], sizeof(double));
		assert_memory_equal(&d.sentiment, &reals[i], sizeof(double));
	}
}

/* "é" in one character and in two, capital and small, with and without a blank behind. */
static const char *const alike[] = {"e", "E", "e ", " e", "\xc3\xa9", "e\xcc\x81", "\xc3\x89", "ss",
    "\xc3\x9f", "\xef\xbd\x85", "e\t", "%", "_"};
#define ALIKE (sizeof(alike) / sizeof(alike[0]))

static void
keys_that_look_alike_are_not_the_same(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < ALIKE; i++)
		add_conversation(f, alike[i]);
	ok(f, store_begin(f->s, &f->e));
	for (size_t i = 0; i < ALIKE; i++) {
		struct message m = plain_message(1, AUTHOR_SHOPPER, "words");
		struct outbox_item x = {.kind = OUTBOX_ACTION,
		    .record_id = (int64_t)i,
		    .key = alike[i],
		    .worker = "",
		    .error = ""};

		m.source_key = alike[i];
		ok(f, store_message_add(f->s, &m, &f->e));
		ok(f, store_outbox_add(f->s, &x, &f->e));
		ok(f, store_meta_put(f->s, alike[i], alike[i], &f->e));
		ok(f, store_effect_add(f->s, alike[i], alike[i], 1, &f->e));
		ok(f, store_document_put(f->s, "order", alike[i], alike[i], 0, &f->e));
		ok(f, store_document_index(f->s, "order", "name", alike[i], alike[i], &f->e));
	}
	ok(f, store_commit(f->s, &f->e));
	for (size_t i = 0; i < ALIKE; i++) {
		struct conversation c;
		struct document d;
		const char *value, **ids;
		size_t count;

		ok(f, store_conversation_of_contact(f->s, f->a, "web", alike[i], &c, &f->e));
		assert_int_equal(c.id, i + 1);
		ok(f, store_meta_get(f->s, f->a, alike[i], &value, &f->e));
		assert_string_equal(value, alike[i]);
		ok(f, store_effect_get(f->s, f->a, alike[i], &value, &f->e));
		assert_string_equal(value, alike[i]);
		ok(f, store_document_get(f->s, f->a, "order", alike[i], &d, &f->e));
		assert_string_equal(d.body, alike[i]);
		ok(f,
		    store_document_find(
			f->s, f->a, "order", "name", alike[i], &ids, &count, &f->e));
		assert_int_equal(count, 1);
		assert_string_equal(ids[0], alike[i]);
	}
}

/* By byte, in whatever language the machine is set to. */
static void
names_are_listed_by_their_bytes(void **state)
{
	struct fixture *f = *state;
	static const char *const given[] = {
	    "b", "\xc3\xa9mile", "B", "a-c", "Zoe", "a b", "ab", "10", "9", "a_b"};
	static const char *const sorted[] = {
	    "10", "9", "B", "Zoe", "a b", "a-c", "a_b", "ab", "b", "\xc3\xa9mile"};
	struct agent_state *agents;
	struct macro *macros;
	struct document *documents;
	const char **ids;
	size_t count;

	ok(f, store_begin(f->s, &f->e));
	for (size_t i = 0; i < 10; i++) {
		ok(f, store_agent_put(f->s, &(struct agent_state){given[i], "busy", 1, 2, 3}, &f->e));
		ok(f, store_macro_put(f->s, &(struct macro){ given[i], "x", "[]" }, &f->e));
		ok(f, store_document_put(f->s, "order", given[i], "{}", 0, &f->e));
		ok(f, store_document_index(f->s, "order", "of", "C-1", given[i], &f->e));
	}
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_agent_list(f->s, f->a, &agents, &count, &f->e));
	assert_int_equal(count, 10);
	ok(f, store_macro_list(f->s, f->a, &macros, &count, &f->e));
	assert_int_equal(count, 10);
	ok(f, store_document_list(f->s, f->a, "order", &documents, &count, &f->e));
	assert_int_equal(count, 10);
	ok(f, store_document_find(f->s, f->a, "order", "of", "C-1", &ids, &count, &f->e));
	assert_int_equal(count, 10);
	for (size_t i = 0; i < 10; i++) {
		assert_string_equal(agents[i].agent, sorted[i]);
		assert_string_equal(macros[i].name, sorted[i]);
		assert_string_equal(documents[i].id, sorted[i]);
		assert_string_equal(ids[i], sorted[i]);
	}
}

static void
long_keys_are_keys(void **state)
{
	struct fixture *f = *state;
	char key[1001], *other;
	const char *value;
	struct document d;

	memset(key, 'k', 1000);
	key[1000] = '\0';
	other = arena_text(f->a, key);
	other[999] = 'l';
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_meta_put(f->s, key, "1", &f->e));
	ok(f, store_meta_put(f->s, other, "2", &f->e));
	ok(f, store_effect_add(f->s, key, "1", 1, &f->e));
	ok(f, store_effect_add(f->s, other, "2", 1, &f->e));
	ok(f, store_document_put(f->s, "order", key, "1", 0, &f->e));
	ok(f, store_document_put(f->s, "order", other, "2", 0, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_meta_get(f->s, f->a, other, &value, &f->e));
	assert_string_equal(value, "2");
	ok(f, store_effect_get(f->s, f->a, other, &value, &f->e));
	assert_string_equal(value, "2");
	ok(f, store_document_get(f->s, f->a, "order", key, &d, &f->e));
	assert_string_equal(d.body, "1");
}

/* Records that are equal in what the order goes by come in the order of their ids, or the reverse
 * where it descends. */
static void
ties_are_ordered_by_id(void **state)
{
	struct fixture *f = *state;
	static const enum conversation_order orders[] = {
	    ORDER_ID, ORDER_UPDATED, ORDER_WAITING, ORDER_CONFIDENCE, ORDER_DUE};

	for (int i = 0; i < 6; i++) {
		struct conversation c = plain_conversation("");

		c.state = CONVERSATION_QUEUED;
		c.waiting_ms = c.due_ms = NOW;
		ok(f, store_begin(f->s, &f->e));
		ok(f, store_conversation_add(f->s, &c, &f->e));
		ok(f, store_commit(f->s, &f->e));
	}
	for (size_t i = 0; i < 10; i++) {
		struct conversation_filter filter = {.order = orders[i / 2],
		    .descending = i % 2 == 1,
		    .states = i % 3 == 0 ? 1u << CONVERSATION_QUEUED : 0};
		struct conversation_list list;

		ok(f, store_conversation_list(f->s, f->a, &filter, &list, &f->e));
		assert_int_equal(list.count, 6);
		for (int64_t n = 0; n < 6; n++)
			assert_int_equal(list.items[n].id, filter.descending ? 6 - n : n + 1);
	}
}

static const struct contract list[] = {
	CONTRACT(instants_and_counts_keep_all_their_bits),
	CONTRACT(work_far_in_time_keeps_its_instant),
	CONTRACT(reals_come_back_to_the_last_bit),
	CONTRACT(keys_that_look_alike_are_not_the_same),
	CONTRACT(names_are_listed_by_their_bytes),
	CONTRACT(long_keys_are_keys),
	CONTRACT(ties_are_ordered_by_id),
};
CONTRACTS(contract_values, list);
