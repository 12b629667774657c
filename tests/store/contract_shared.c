/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What two handles on one store owe each other, for backends that more than one process can open.
 */
#include "contract.h"

static void
open_second(struct fixture *f, struct store **out)
{
	ok(f, store_open(store_target(f->s), &(struct store_options){ .busy_ms = 20 }, out, &f->e));
}

static void
what_is_not_committed_is_nobody_elses(void **state)
{
	struct fixture *f = *state;
	struct conversation c = plain_conversation("x"), got;
	struct conversation_list list;
	struct message_hit *hits;
	struct message m = plain_message(1, AUTHOR_SHOPPER, "unheard words");
	struct store *other;
	int64_t before, now, id;
	size_t count;

	open_second(f, &other);
	ok(f, store_change_count(other, &before, &f->e));
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_conversation_add(f->s, &c, &f->e));
	ok(f, store_message_add(f->s, &m, &f->e));
	ok(f, store_timer_set(f->s, "sla", 1, 5, &f->e));
	ok(f, store_event_append(f->s, 1, "k", "ai", "{}", 1, NULL, 0, NULL, &f->e));
	fails(f, ERR_NOT_FOUND, store_conversation_get(other, f->a, c.id, &got, &f->e));
	ok(f, store_conversation_list(other, f->a, NULL, &list, &f->e));
	assert_int_equal(list.total, 0);
	ok(f, store_message_search(other, f->a, "unheard", 5, &hits, &count, &f->e));
	assert_int_equal(count, 0);
	ok(f, store_event_last(other, &id, &f->e));
	assert_int_equal(id, 0);
	ok(f, store_next_due(other, &id, &f->e));
	assert_true(id == INT64_MAX);
	ok(f, store_change_count(other, &now, &f->e));
	assert_int_equal(now, before);
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_change_count(other, &now, &f->e));
	assert_true(now > before);
	ok(f, store_conversation_get(other, f->a, c.id, &got, &f->e));
	ok(f, store_message_search(other, f->a, "unheard", 5, &hits, &count, &f->e));
	assert_int_equal(count, 1);
	store_close(&other);
}

static void
what_is_rolled_back_wakes_nobody(void **state)
{
	struct fixture *f = *state;
	struct conversation c = plain_conversation("x");
	struct store *other;
	int64_t before, after;

	open_second(f, &other);
	ok(f, store_change_count(other, &before, &f->e));
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_conversation_add(f->s, &c, &f->e));
	store_rollback(f->s);
	ok(f, store_change_count(other, &after, &f->e));
	assert_int_equal(before, after);
	store_close(&other);
}

/* Ids grow in the order of commits because of it: whoever reads events past the last one that it
 * saw misses none. */
static void
writers_come_one_at_a_time(void **state)
{
	struct fixture *f = *state;
	struct event first, second;
	struct turn t;
	struct store *other;

	open_second(f, &other);
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_event_append(f->s, 1, "k", "ai", "{}", 1, NULL, 0, &first, &f->e));
	fails(f, ERR_BUSY, store_begin(other, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_begin(other, &f->e));
	ok(f, store_event_append(other, 2, "k", "ai", "{}", 1, NULL, 0, &second, &f->e));
	fails(f, ERR_STATE, store_turn_claim(other, f->a, "w", 1, 2, &t, &f->e));
	store_rollback(other);
	ok(f, store_begin(other, &f->e));
	ok(f, store_event_append(other, 2, "k", "ai", "{}", 1, NULL, 0, &second, &f->e));
	ok(f, store_commit(other, &f->e));
	assert_int_equal(first.id, 1);
	assert_int_equal(second.id, 2);	/* what was rolled back left no gap */
	store_close(&other);
}

static void
a_version_that_another_handle_replaced_is_refused(void **state)
{
	struct fixture *f = *state;
	struct conversation mine, theirs;
	struct document d;
	struct store *other;
	int64_t id = add_conversation(f, "x");

	open_second(f, &other);
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_document_put(f->s, "order", "1", "{}", 0, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_conversation_get(f->s, f->a, id, &mine, &f->e));
	ok(f, store_conversation_get(other, f->a, id, &theirs, &f->e));
	ok(f, store_document_get(other, f->a, "order", "1", &d, &f->e));
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_conversation_put(f->s, &mine, &f->e));
	ok(f, store_document_put(f->s, "order", "1", "{\"a\":1}", 1, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_begin(other, &f->e));
	fails(f, ERR_CONFLICT, store_conversation_put(other, &theirs, &f->e));
	fails(f, ERR_CONFLICT,
	    store_document_put(other, "order", "1", "{\"a\":2}", d.version, &f->e));
	store_rollback(other);
	store_close(&other);
}

static void
work_is_leased_to_one(void **state)
{
	struct fixture *f = *state;
	struct store *other;

	for (int i = 0; i < 6; i++) {
		struct turn t = {.conversation_id = add_conversation(f, ""),
		    .up_to = 1,
		    .epoch = 1,
		    .worker = "",
		    .due_ms = 100,
		    .backend = "",
		    .intent = "",
		    .trace = "{}"};
		struct outbox_item x = {.kind = OUTBOX_ACTION,
		    .record_id = i,
		    .conversation_id = t.conversation_id,
		    .key = (char[]){(char)('a' + i), '\0'},
		    .due_ms = 100,
		    .worker = "",
		    .error = ""};

		ok(f, store_begin(f->s, &f->e));
		ok(f, store_turn_add(f->s, &t, &f->e));
		ok(f, store_outbox_add(f->s, &x, &f->e));
		ok(f, store_commit(f->s, &f->e));
	}
	open_second(f, &other);
	for (int64_t i = 1; i <= 6; i++) {
		struct store *who = i % 2 == 0 ? f->s : other;
		struct turn t;
		struct outbox_item x;

		ok(f, store_turn_claim(who, f->a, i % 2 == 0 ? "one" : "two", 100, 900, &t, &f->e));
		assert_int_equal(t.id, i);
		ok(f,
		    store_outbox_claim(who, f->a, i % 2 == 0 ? "one" : "two", 100, 900, &x, &f->e));
		assert_int_equal(x.id, i);
	}
	fails(f, ERR_NOT_FOUND,
	    store_turn_claim(f->s, f->a, "one", 899, 1900, &(struct turn){0}, &f->e));
	fails(f, ERR_NOT_FOUND,
	    store_outbox_claim(other, f->a, "two", 899, 1900, &(struct outbox_item){0}, &f->e));
	store_close(&other);
}

static void
a_reader_may_not_write_and_never_waits(void **state)
{
	struct fixture *f = *state;
	struct conversation c;
	struct store *reader;
	int64_t id = add_conversation(f, "x");

	ok(f,
	    store_open(store_target(f->s),
		&(struct store_options){.read_only = true, .busy_ms = 20}, &reader, &f->e));
	ok(f, store_begin(f->s, &f->e));
	ok(f, store_conversation_get(reader, f->a, id, &c, &f->e));	/* while another writes */
	store_rollback(f->s);
	if (store_begin(reader, &f->e) == ERR_OK)
		fail_msg("a reader began to write");
	store_close(&reader);
}

static void
what_was_committed_is_there_when_the_store_is_opened_again(void **state)
{
	struct fixture *f = *state;
	struct conversation c;
	struct store *again;
	int64_t id = add_conversation(f, "x");

	open_second(f, &again);
	store_close(&f->s);
	f->s = again;
	ok(f, store_conversation_get(f->s, f->a, id, &c, &f->e));
	assert_string_equal(c.contact, "x");
	assert_int_equal(add_conversation(f, "y"), id + 1);
}

static const struct contract list[] = {
	CONTRACT(what_is_not_committed_is_nobody_elses),
	CONTRACT(what_is_rolled_back_wakes_nobody),
	CONTRACT(writers_come_one_at_a_time),
	CONTRACT(a_version_that_another_handle_replaced_is_refused),
	CONTRACT(work_is_leased_to_one),
	CONTRACT(a_reader_may_not_write_and_never_waits),
	CONTRACT(what_was_committed_is_there_when_the_store_is_opened_again),
};
CONTRACTS(contract_shared, list);
