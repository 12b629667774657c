/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A store in memory forgets conversations that are over, for good; a file never does.
 */
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/store.h"
#include "floorwalker/store/event.h"

static void
add(struct store *s, struct conversation *c, const char *contact, enum conversation_state state)
{
	struct message m = {.author = AUTHOR_SHOPPER, .text = "hello", .source_key = contact, .citations = "[]", .name = ""};
	struct errinfo e;

	*c = (struct conversation){.channel = "web", .contact = contact, .state = state, .epoch = 1};
	check_ok(store_begin(s, &e), &e);
	check_ok(store_conversation_add(s, c, &e), &e);
	m.conversation_id = c->id;
	check_ok(store_message_add(s, &m, &e), &e);
	check_ok(store_event_append(s, c->id, "conversation.opened", "shopper", "{}", 5, NULL, 0, NULL, &e), &e);
	check_ok(store_timer_set(s, "recontact", c->id, 100 + c->id, &e), &e);
	check_ok(store_commit(s, &e), &e);
}

static struct store *
open_memory(void)
{
	struct store_options o = { .create = true };
	struct store *s;
	struct errinfo e;

	check_ok(store_open("memory:", &o, &s, &e), &e);
	return s;
}

static void
all_of_it_goes_and_nothing_else(void **state)
{
	struct store *s = open_memory();
	struct arena *a = arena_new();
	struct conversation one, two, three, x;
	struct event_list events;
	struct message_list messages;
	struct timer t;
	struct errinfo e;
	int64_t last;

	(void)state;
	add(s, &one, "a", CONVERSATION_CLOSED);
	add(s, &two, "b", CONVERSATION_AI);
	add(s, &three, "c", CONVERSATION_CLOSED);
	check_ok(store_forget(s, one.id, &e), &e);
	check_ok(store_forget(s, three.id, &e), &e);
	assert_int_equal(store_conversation_get(s, a, one.id, &x, &e), ERR_NOT_FOUND);
	check_ok(store_conversation_get(s, a, two.id, &x, &e), &e);
	check_ok(store_message_list(s, a, one.id, 0, &messages, &e), &e);
	assert_int_equal(messages.count, 0);
	check_ok(store_message_list(s, a, two.id, 0, &messages, &e), &e);
	assert_int_equal(messages.count, 1);
	check_ok(store_timer_due(s, a, 1000, &t, &e), &e);
	assert_int_equal(t.record_id, two.id);
	check_ok(store_event_after(s, a, 0, 10, &events, &e), &e);
	assert_int_equal(events.count, 1);
	assert_int_equal(events.items[0].id, 2);
	check_ok(store_event_last(s, &last, &e), &e);
	assert_int_equal(last, 3);
	check_ok(store_event_after(s, a, 2, 10, &events, &e), &e);
	assert_int_equal(events.count, 0);
	arena_free(&a);
	store_close(&s);
}

static void
no_id_is_given_again(void **state)
{
	struct store *s = open_memory();
	struct conversation c;
	struct errinfo e;
	int64_t last = 0;

	(void)state;
	for (int i = 0; i < 300; i++) {
		char contact[16];

		(void)snprintf(contact, sizeof(contact), "c%d", i);
		add(s, &c, contact, CONVERSATION_CLOSED);
		assert_true(c.id > last);
		last = c.id;
		check_ok(store_forget(s, c.id, &e), &e);
	}
	store_close(&s);
}

static void
what_is_open_or_a_file_keeps(void **state)
{
	char path[] = "/tmp/floorwalker-forget-XXXXXX";
	struct store_options o = { .create = true };
	struct store *s = open_memory(), *file;
	struct conversation c;
	struct errinfo e;

	(void)state;
	add(s, &c, "a", CONVERSATION_QUEUED);
	assert_int_equal(store_forget(s, c.id, &e), ERR_STATE);
	assert_int_equal(store_forget(s, c.id + 1, &e), ERR_NOT_FOUND);
	check_ok(store_begin(s, &e), &e);
	assert_int_equal(store_forget(s, c.id, &e), ERR_STATE);
	store_rollback(s);
	store_close(&s);
	assert_non_null(mkdtemp(path));
	char target[64];
	(void)snprintf(target, sizeof(target), "%s/store", path);
	check_ok(store_open(target, &o, &file, &e), &e);
	add(file, &c, "a", CONVERSATION_CLOSED);
	assert_int_equal(store_forget(file, c.id, &e), ERR_STATE);
	store_close(&file);
	unlink(target);
	rmdir(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_of_it_goes_and_nothing_else),
	    cmocka_unit_test(no_id_is_given_again),
	    cmocka_unit_test(what_is_open_or_a_file_keeps),
	};

	return RUN_TAP(tests);
}
