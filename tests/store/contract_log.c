/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The event log.
 */
#include "contract.h"

#include <stdio.h>

#include "floorwalker/base/seal.h"

#define ZEROES "0000000000000000000000000000000000000000000000000000000000000000"

static struct event
append(
    struct fixture *f, int64_t conversation_id, const char *kind, const char *data, int64_t at_ms)
{
	struct event x;

	ok(f,
	    store_event_append(f->s, conversation_id, kind, "ai", data, at_ms, NULL, 0, &x, &f->e));
	return x;
}

static void
events_are_linked_by_the_hash_that_the_header_defines(void **state)
{
	struct fixture *f = *state;
	struct event x;
	struct event_list list;
	uint8_t hash[SEAL_HASH];
	char hex[SEAL_HEX], body[SEAL_HEX], text[800];

	ok(f, store_begin(f->s, &f->e));
	append(f, 7, "turn.sent", "{\"a\":1}", 1234);
	ok(f,
	    store_event_append(
		f->s, 7, "message.ai", "ai", "{}", 1235, "sealed\0bytes", 12, &x, &f->e));
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_event_list(f->s, f->a, 7, &list, &f->e));
	assert_int_equal(list.count, 2);
	assert_string_equal(list.items[0].previous, ZEROES);
	assert_string_equal(list.items[0].body, ZEROES);
	snprintf(text, sizeof(text),
	    "floorwalker-event-1\n7\n1\n1234\nturn.sent\nai\n%s\n7\n{\"a\":1}\n%s\n", ZEROES,
	    ZEROES);
	seal_sha256(text, strlen(text), hash);
	seal_hex(hash, sizeof(hash), hex);
	assert_string_equal(list.items[0].hash, hex);
	seal_sha256("sealed\0bytes", 12, hash);
	seal_hex(hash, sizeof(hash), body);
	assert_string_equal(list.items[1].body, body);
	snprintf(text, sizeof(text),
	    "floorwalker-event-1\n7\n2\n1235\nmessage.ai\nai\n%s\n2\n{}\n%s\n", hex, body);
	seal_sha256(text, strlen(text), hash);
	seal_hex(hash, sizeof(hash), hex);
	assert_string_equal(list.items[1].hash, hex);
	assert_string_equal(list.items[1].previous, list.items[0].hash);
	assert_string_equal(x.hash, hex);
	assert_int_equal(x.number, 2);
	assert_int_equal(x.id, 2);
}

static void
long_events_hash_like_short_ones(void **state)
{
	struct fixture *f = *state;
	struct event x;
	struct str text;
	uint8_t hash[SEAL_HASH];
	char hex[SEAL_HEX], data[3001];

	for (size_t length = 700; length <= 3000; length += 23) {
		memset(data, 'd', length);
		data[length] = '\0';
		ok(f, store_begin(f->s, &f->e));
		x = append(f, (int64_t)length, "k", data, 1);
		store_rollback(f->s);
		str_init(&text);
		str_addf(&text, "floorwalker-event-1\n%zu\n1\n1\nk\nai\n%s\n%zu\n%s\n%s\n", length,
		    ZEROES, length, data, ZEROES);
		seal_sha256(text.data, text.length, hash);
		seal_hex(hash, sizeof(hash), hex);
		assert_string_equal(x.hash, hex);
		str_clear(&text);
	}
}

static void
chains_grow_apart_and_are_read_together(void **state)
{
	struct fixture *f = *state;
	struct event_list list;
	int64_t last;

	ok(f, store_begin(f->s, &f->e));
	for (int64_t i = 0; i < 6; i++)
		append(f, i % 3, "k", "{}", i);
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_event_last(f->s, &last, &f->e));
	assert_int_equal(last, 6);
	ok(f, store_event_after(f->s, f->a, 2, 3, &list, &f->e));
	assert_int_equal(list.count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(list.items[i].id, i + 3);
	assert_int_equal(list.items[1].number, 2);
	assert_int_equal(list.items[1].conversation_id, 0);
	ok(f, store_event_after(f->s, f->a, 6, 3, &list, &f->e));
	assert_int_equal(list.count, 0);
	ok(f, store_event_list(f->s, f->a, 9, &list, &f->e));
	assert_int_equal(list.count, 0);
}

/* The ids of a page in their order, as text. */
static const char *
page(struct fixture *f, struct event_filter filter)
{
	struct event_list list;
	const char *out = "";

	ok(f, store_event_page(f->s, f->a, &filter, &list, &f->e));
	for (size_t i = 0; i < list.count; i++)
		out = arena_printf(f->a, "%s%s%lld", out, i > 0 ? " " : "", (long long)list.items[i].id);
	return out;
}

static void
a_long_log_is_read_in_pages_both_ways(void **state)
{
	static const char *const kinds[] = {"owner.taken", "owners.met", "owner", "turn.sent", "owner.queued", "owner-less"};
	struct fixture *f = *state;

	ok(f, store_begin(f->s, &f->e));
	for (int64_t i = 0; i < 12; i++)
		ok(f, store_event_append(f->s, i % 3, kinds[i % 6], i % 2 == 0 ? "ai" : "agent:x",
			  "{}", i, NULL, 0, NULL, &f->e));
	ok(f, store_commit(f->s, &f->e));
	assert_string_equal(page(f, (struct event_filter){.limit = 3}), "12 11 10");
	assert_string_equal(page(f, (struct event_filter){.before_id = 10, .limit = 3}), "9 8 7");
	assert_string_equal(page(f, (struct event_filter){.before_id = 3, .limit = 9}), "2 1");
	assert_string_equal(page(f, (struct event_filter){.after_id = 9, .ascending = true, .limit = 2}), "10 11");
	assert_string_equal(page(f, (struct event_filter){.kind = "owner"}), "11 9 7 5 3 1");
	assert_string_equal(page(f, (struct event_filter){.kind = "owner.taken"}), "7 1");
	assert_string_equal(page(f, (struct event_filter){.kind = "own"}), "");
	assert_string_equal(page(f, (struct event_filter){.actor = "agent:x", .after_id = 6}), "12 10 8");
	assert_string_equal(page(f, (struct event_filter){.conversation_id = 2}), "12 9 6 3");
	assert_string_equal(page(f, (struct event_filter){.conversation_id = 2, .before_id = 9, .limit = 1}), "6");
	assert_string_equal(page(f, (struct event_filter){.conversation_id = 2, .after_id = 3, .ascending = true, .kind = "owner"}), "9");
	assert_string_equal(page(f, (struct event_filter){.conversation_id = 7}), "");
}

static void
a_kind_that_breaks_its_line_is_refused(void **state)
{
	struct fixture *f = *state;

	ok(f, store_begin(f->s, &f->e));
	fails(
	    f, ERR_INPUT, store_event_append(f->s, 1, "a\nb", "ai", "{}", 1, NULL, 0, NULL, &f->e));
	fails(f, ERR_INPUT, store_event_append(f->s, 1, "", "ai", "{}", 1, NULL, 0, NULL, &f->e));
	fails(f, ERR_INPUT,
	    store_event_append(f->s, 1, "k", "agent:x\n", "{}", 1, NULL, 0, NULL, &f->e));
	ok(f, store_event_append(f->s, 1, "k", "agent:x", NULL, 1, NULL, 0, NULL, &f->e));
	ok(f, store_commit(f->s, &f->e));
}

static void
a_checkpoint_is_due_after_many_events_or_minutes(void **state)
{
	struct fixture *f = *state;
	uint8_t master[SEAL_KEY] = { 1 };
	struct keyring *k = keyring_new_from(master);
	bool due;

	ok(f, store_checkpoint_is_due(f->s, 1000000000, &due, &f->e));
	assert_false(due);
	ok(f, store_begin(f->s, &f->e));
	append(f, 1, "k", "{}", 1000);
	ok(f, store_checkpoint_is_due(f->s, 300999, &due, &f->e));
	assert_false(due);
	ok(f, store_checkpoint_is_due(f->s, 301000, &due, &f->e));
	assert_true(due);
	ok(f, store_checkpoint(f->s, k, 301000, &f->e));
	ok(f, store_checkpoint_is_due(f->s, 900000, &due, &f->e));
	assert_false(due);
	for (int i = 0; i < 999; i++)
		append(f, i % 7, "k", "{}", 301000);
	ok(f, store_checkpoint_is_due(f->s, 301001, &due, &f->e));
	assert_false(due);
	append(f, 1, "k", "{}", 301000);
	ok(f, store_checkpoint_is_due(f->s, 301001, &due, &f->e));
	assert_true(due);
	ok(f, store_commit(f->s, &f->e));
	keyring_free(&k);
}

static void
what_speaks_of_replies_is_read_apart(void **state)
{
	struct fixture *f = *state;
	struct event_list list;

	ok(f, store_begin(f->s, &f->e));
	append(f, 1, "draft.used", "{}", 1);
	append(f, 1, "turn.sent", "{}", 2);
	append(f, 2, "reply.marked_wrong", "{}", 3);
	append(f, 1, "conversation.reopened", "{}", 4);
	append(f, 1, "draft.used", "{}", 5);
	ok(f, store_commit(f->s, &f->e));
	ok(f, store_event_of_use(f->s, f->a, 0, 3, &list, &f->e));
	assert_int_equal(list.count, 3);
	assert_int_equal(list.items[0].at_ms, 1);
	assert_int_equal(list.items[1].at_ms, 3);
	assert_int_equal(list.items[2].at_ms, 4);
	ok(f, store_event_of_use(f->s, f->a, list.items[2].id, 3, &list, &f->e));
	assert_int_equal(list.count, 1);
	assert_int_equal(list.items[0].at_ms, 5);
}

static const struct contract list[] = {
	CONTRACT(what_speaks_of_replies_is_read_apart),
	CONTRACT(events_are_linked_by_the_hash_that_the_header_defines),
	CONTRACT(long_events_hash_like_short_ones),
	CONTRACT(chains_grow_apart_and_are_read_together),
	CONTRACT(a_long_log_is_read_in_pages_both_ways),
	CONTRACT(a_kind_that_breaks_its_line_is_refused),
	CONTRACT(a_checkpoint_is_due_after_many_events_or_minutes),
};
CONTRACTS(contract_log, list);
