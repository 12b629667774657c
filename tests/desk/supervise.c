/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Watching, whispering, joining, and moving conversations: who may, who sees it, and that a
 * conversation has one owner all the while.
 */
#include "crew.h"

static struct stage s;

static struct conversation_view
view(int64_t id)
{
	struct conversation_view v;
	check_ok(desk_view(s.desk, s.arena, id, &v, &s.e), &s.e);
	return v;
}

static int64_t
with_maeve(const char *contact)
{
	int64_t id = crew_wait(&s, contact, 1000);
	check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
	return id;
}

static void
only_supervisors_may(void **state)
{
	bool watching;
	(void)state;
	crew_set(&s);
	int64_t id = with_maeve("ann");
	assert_int_equal(desk_monitor(s.desk, "dara", id, &watching, &s.e), ERR_FORBIDDEN);
	assert_int_equal(desk_whisper(s.desk, "dara", id, "psst", &s.e), ERR_FORBIDDEN);
	assert_int_equal(desk_barge(s.desk, "dara", id, "me too", &s.e), ERR_FORBIDDEN);
	assert_int_equal(desk_move(s.desk, "dara", id, "maeve", "dara", &s.e), ERR_FORBIDDEN);
	assert_int_equal(desk_barge(s.desk, "nobody", id, "", &s.e), ERR_FORBIDDEN);
	assert_string_equal(stage_conversation(&s, id).agent, "maeve");
}

static void
watching_is_marked_until_it_ends(void **state)
{
	bool watching;
	(void)state;
	crew_set(&s);
	int64_t id = with_maeve("ann");
	check_ok(desk_monitor(s.desk, "una", id, &watching, &s.e), &s.e);
	assert_true(watching);
	assert_int_equal(view(id).watcher_count, 1);
	assert_string_equal(view(id).watchers[0], "una");
	check_ok(desk_monitor(s.desk, "una", id, &watching, &s.e), &s.e);
	assert_false(watching);
	assert_int_equal(view(id).watcher_count, 0);
	check_ok(desk_monitor(s.desk, "una", id, &watching, &s.e), &s.e);
	clock_move_to(s.clock, clock_now_ms(s.clock) + MONITOR_MOST_MS);
	assert_int_equal(view(id).watcher_count, 0);		/* forgotten about */
	check_ok(desk_monitor(s.desk, "una", id, &watching, &s.e), &s.e);
	assert_true(watching);
	check_ok(desk_barge(s.desk, "una", id, "", &s.e), &s.e);
	assert_int_equal(view(id).watcher_count, 0);		/* it is hers now */
	assert_int_equal(desk_monitor(s.desk, "una", id, &watching, &s.e), ERR_STATE);
	stage_audit(&s);
}

static void
who_watches_is_seen_as_the_world_says_and_whispers_by_their_two(void **state)
{
	struct event started = {.kind = EVENT_MONITOR_STARTED}, whispered = {.kind = EVENT_WHISPER_ADDED},
		     other = {.kind = EVENT_OWNER_TAKEN};
	struct value *data = value_map(s.arena);
	(void)state;
	crew_set(&s);
	value_set_text(data, "agent", "una");
	value_set_text(data, "to", "maeve");
	assert_true(desk_event_is_for(&s.settings, "maeve", &started, data));
	s.settings.monitor_hidden = true;
	assert_false(desk_event_is_for(&s.settings, "maeve", &started, data));
	assert_false(desk_event_is_for(&s.settings, "", &started, data));
	assert_true(desk_event_is_for(&s.settings, "una", &started, data));
	assert_true(desk_event_is_for(&s.settings, "maeve", &whispered, data));
	assert_true(desk_event_is_for(&s.settings, "una", &whispered, data));
	assert_false(desk_event_is_for(&s.settings, "dara", &whispered, data));
	assert_false(desk_event_is_for(&s.settings, "", &whispered, NULL));
	assert_true(desk_event_is_for(&s.settings, "", &other, data));
}

/* All that is kept of a conversation and may reach a shopper or the AI. */
static void
lacks(int64_t id, const char *word)
{
	struct message_list messages;
	struct turn_list turns;
	struct conversation c = stage_conversation(&s, id);
	const char *raw;
	struct value *json;
	struct str text;
	check_ok(store_message_list(desk_store(s.desk), s.arena, id, 0, &messages, &s.e), &s.e);
	for (size_t i = 0; i < messages.count; i++) {
		assert_null(strstr(messages.items[i].text, word));
		check_ok(desk_message_raw(s.desk, s.arena, &messages.items[i], &raw, &s.e), &s.e);
		assert_null(strstr(raw, word));
	}
	check_ok(store_turn_list(desk_store(s.desk), s.arena, id, &turns, &s.e), &s.e);
	assert_true(turns.count >= 2);
	for (size_t i = 0; i < turns.count; i++)
		assert_null(strstr(turns.items[i].trace, word));
	assert_null(strstr(c.summary, word));
	assert_null(strstr(c.draft, word));
	assert_null(strstr(c.preview, word));
	check_ok(desk_view_json(s.desk, s.arena, id, &json, &s.e), &s.e);
	str_init(&text);
	value_print(&text, json);
	assert_null(strstr(text.data, word));
	str_clear(&text);
}

static void
a_whisper_reaches_its_agent_and_nobody_else(void **state)
{
	(void)state;
	crew_set(&s);
	stage_hears(NULL);
	int64_t id = crew_wait(&s, "ann", 1000);
	assert_int_equal(desk_whisper(s.desk, "una", id, "psst", &s.e), ERR_STATE);	/* to whom? */
	check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
	check_ok(desk_reply(s.desk, "maeve", id, 0, "One moment.", &s.e), &s.e);
	check_ok(desk_whisper(s.desk, "una", id, "offer the zanzibar voucher, ann@example.com", &s.e), &s.e);
	struct conversation_view v = view(id);
	assert_int_equal(v.note_count, 0);
	assert_int_equal(v.whisper_count, 1);
	assert_string_equal(v.whispers[0].reader, "maeve");
	assert_string_equal(v.whispers[0].agent, "una");
	assert_string_equal(v.whispers[0].text, "offer the zanzibar voucher, [email]");
	assert_int_equal(crew_events(&s, id, EVENT_MESSAGE_AGENT, NULL), 1);
	/* Back to the AI, which answers with all that it is given. */
	check_ok(desk_give_back(s.desk, "maeve", id, "", &s.e), &s.e);
	struct str heard;
	str_init(&heard);
	stage_hears(&heard);
	stage_say(&s, "ann", "and now?");
	stage_work(&s);
	stage_hears(NULL);
	assert_non_null(strstr(heard.data, "and now?"));
	assert_non_null(strstr(heard.data, "One moment."));
	assert_null(strstr(heard.data, "zanzibar"));
	str_clear(&heard);
	lacks(id, "zanzibar");
	assert_int_equal(desk_whisper(s.desk, "una", id, "too late", &s.e), ERR_STATE);
	stage_audit(&s);
}

static void
joining_takes_over_in_one_step_and_says_so(void **state)
{
	(void)state;
	crew_set(&s);
	int64_t id = with_maeve("ann");
	int64_t epoch = stage_conversation(&s, id).epoch;
	check_ok(desk_barge(s.desk, "una", id, "I'm the manager, it will be sorted out.", &s.e), &s.e);
	struct conversation c = stage_conversation(&s, id);
	assert_string_equal(c.agent, "una");
	assert_int_equal(c.epoch, epoch + 1);
	assert_int_equal(c.due_ms, 0);				/* answered */
	assert_string_equal(stage_last(&s, id, AUTHOR_SYSTEM).text, "A colleague has joined and will help you from here.");
	struct message last = stage_last(&s, id, AUTHOR_AGENT);
	assert_string_equal(last.name, "una");
	assert_true(stage_last(&s, id, AUTHOR_SYSTEM).number < last.number);
	/* what maeve was writing is refused, and kept */
	assert_int_equal(desk_reply(s.desk, "maeve", id, epoch, "As I was saying", &s.e), ERR_CONFLICT);
	assert_int_equal(desk_reply(s.desk, "maeve", id, 0, "As I was saying", &s.e), ERR_CONFLICT);
	stage_work(&s);
	assert_int_equal(stage_last(&s, id, AUTHOR_SYSTEM).delivery, DELIVERY_DELIVERED);
	assert_int_equal(stage_count(&s, id, AUTHOR_AGENT, DELIVERY_DELIVERED), 1);
	assert_int_equal(stage_count(&s, id, AUTHOR_AGENT, DELIVERY_SUPERSEDED), 1);
	assert_int_equal(desk_barge(s.desk, "una", id, "again", &s.e), ERR_STATE);
	stage_audit(&s);
}

static void
joining_the_ai_or_a_queue_works_too_and_without_words_the_shopper_still_waits(void **state)
{
	(void)state;
	crew_set(&s);
	int64_t live = stage_say(&s, "ann", "hello"), waits = crew_wait(&s, "bob", 1000);
	check_ok(desk_barge(s.desk, "una", live, "Hello.", &s.e), &s.e);
	check_ok(desk_barge(s.desk, "una", waits, "", &s.e), &s.e);
	assert_int_equal(stage_conversation(&s, live).reason, HANDOFF_TAKEN);
	assert_true(stage_conversation(&s, waits).waiting_ms != 0);
	assert_true(stage_conversation(&s, waits).due_ms != 0);
	check_ok(desk_close(s.desk, "una", live, "resolved", &s.e), &s.e);
	check_ok(desk_close(s.desk, "una", live, "resolved", &s.e), &s.e);
	assert_int_equal(desk_barge(s.desk, "una", live, "x", &s.e), ERR_STATE);
	stage_audit(&s);
}

static void
too_much_is_moved_to_who_has_room_and_only_from_who_still_has_it(void **state)
{
	struct shift_moves moves;
	(void)state;
	crew_set(&s);
	crew_say(&s, "maeve", "available");
	int64_t ids[4];
	for (int i = 0; i < 4; i++)		/* by hand twice as many as she can have */
		ids[i] = with_maeve((const char *[]){"a", "b", "c", "d"}[i]);
	check_ok(desk_reply(s.desk, "maeve", ids[0], 0, "Hello.", &s.e), &s.e);
	check_ok(desk_rebalance(s.desk, s.arena, &moves, &s.e), &s.e);
	assert_int_equal(moves.count, 0);	/* nobody else is there */
	crew_say(&s, "dara", "available");
	check_ok(desk_rebalance(s.desk, s.arena, &moves, &s.e), &s.e);
	assert_int_equal(moves.count, 2);	/* down to her capacity; who wasn't answered first */
	assert_int_equal(moves.items[0].conversation_id, ids[1]);
	assert_int_equal(moves.items[1].conversation_id, ids[2]);
	assert_string_equal(moves.items[0].from, "maeve");
	assert_string_equal(moves.items[0].to, "dara");
	struct conversation before = stage_conversation(&s, ids[1]), after;
	check_ok(desk_move(s.desk, "una", ids[1], "maeve", "dara", &s.e), &s.e);
	after = stage_conversation(&s, ids[1]);
	assert_string_equal(after.agent, "dara");
	assert_int_equal(after.epoch, before.epoch + 1);
	assert_int_equal(after.waiting_ms, before.waiting_ms);
	assert_int_equal(after.due_ms, before.due_ms);
	assert_int_equal(desk_move(s.desk, "una", ids[1], "maeve", "dara", &s.e), ERR_CONFLICT);
	assert_int_equal(desk_reply(s.desk, "maeve", ids[1], before.epoch, "late", &s.e), ERR_CONFLICT);
	assert_int_equal(desk_move(s.desk, "una", ids[2], "maeve", "nobody", &s.e), ERR_NOT_FOUND);
	crew_say(&s, "maeve", "offline");	/* then all of hers is too much */
	check_ok(desk_rebalance(s.desk, s.arena, &moves, &s.e), &s.e);
	assert_int_equal(moves.count, 3);
	stage_audit(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_prestate_setup_teardown(only_supervisors_may, stage_in_memory, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(watching_is_marked_until_it_ends, stage_on_file, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(who_watches_is_seen_as_the_world_says_and_whispers_by_their_two, stage_in_memory, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(a_whisper_reaches_its_agent_and_nobody_else, stage_on_file, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(joining_takes_over_in_one_step_and_says_so, stage_on_file, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(joining_the_ai_or_a_queue_works_too_and_without_words_the_shopper_still_waits, stage_in_memory, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(too_much_is_moved_to_who_has_room_and_only_from_who_still_has_it, stage_on_file, stage_away, &s),
	};
	return RUN_TAP(tests);
}
