/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Promises: a first answer and each further one, by tier, in business hours, with a warning before
 * one is missed.
 */
#include "crew.h"

static struct stage s;

static void
move(int64_t ms)
{
	clock_move_to(s.clock, clock_now_ms(s.clock) + ms);
	stage_work(&s);
}

static void
a_warning_comes_before_a_breach_and_neither_twice(void **state)
{
	const char *data = "";
	(void)state;
	crew_set(&s);
	s.settings.promises.warn_share = 0.75;
	int64_t id = crew_wait(&s, "ann", 0);
	move(89000);
	assert_int_equal(crew_events(&s, id, EVENT_SLA_WARNING, NULL), 0);
	move(1000);
	assert_int_equal(crew_events(&s, id, EVENT_SLA_WARNING, &data), 1);
	assert_non_null(strstr(data, "\"promise\":\"first\""));
	assert_non_null(strstr(data, "\"waited_ms\":90000"));
	assert_int_equal(crew_events(&s, id, EVENT_SLA_BREACHED, NULL), 0);
	move(30000);
	assert_int_equal(crew_events(&s, id, EVENT_SLA_BREACHED, &data), 1);
	move(600000);
	assert_int_equal(crew_events(&s, id, EVENT_SLA_WARNING, NULL), 1);
	assert_int_equal(crew_events(&s, id, EVENT_SLA_BREACHED, NULL), 1);
	assert_int_equal(stage_conversation(&s, id).due_ms, FIXTURE_NOW + 120000);
	stage_audit(&s);
}

static void
an_answer_ends_the_promise_and_the_next_message_begins_another(void **state)
{
	const char *data = "";
	(void)state;
	crew_set(&s);
	int64_t id = crew_wait(&s, "ann", 0);
	check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
	assert_int_equal(stage_conversation(&s, id).due_ms, FIXTURE_NOW + 120000);
	check_ok(desk_reply(s.desk, "maeve", id, 0, "Hello.", &s.e), &s.e);
	move(200000);
	assert_int_equal(crew_events(&s, id, EVENT_SLA_BREACHED, NULL), 0);
	int64_t asked = clock_now_ms(s.clock);
	stage_say(&s, "ann", "and the sleeve?");
	assert_int_equal(stage_conversation(&s, id).waiting_ms, asked);
	assert_int_equal(stage_conversation(&s, id).due_ms, asked + 60000);
	clock_move_to(s.clock, asked + 20000);
	stage_say(&s, "ann", "hello?");		/* the first of the two counts */
	assert_int_equal(stage_conversation(&s, id).due_ms, asked + 60000);
	clock_move_to(s.clock, asked + 60000);
	stage_work(&s);
	assert_int_equal(crew_events(&s, id, EVENT_SLA_BREACHED, &data), 1);
	assert_non_null(strstr(data, "\"promise\":\"next\""));
	assert_non_null(strstr(data, "\"waited_ms\":60000"));
	check_ok(desk_reply(s.desk, "maeve", id, 0, "It will be mended.", &s.e), &s.e);
	assert_int_equal(stage_conversation(&s, id).due_ms, 0);
	check_ok(desk_close(s.desk, "maeve", id, "resolved", &s.e), &s.e);
	stage_say(&s, "ann", "one more thing");	/* during wrap-up */
	assert_int_equal(stage_conversation(&s, id).due_ms, asked + 120000);
}

static void
who_owes_nothing_any_more_misses_nothing(void **state)
{
	(void)state;
	crew_set(&s);
	int64_t back = crew_wait(&s, "ann", 0), closed = crew_wait(&s, "bob", 0),
		moved = crew_wait(&s, "cid", 0);
	check_ok(desk_take(s.desk, "maeve", back, &s.e), &s.e);
	check_ok(desk_give_back(s.desk, "maeve", back, "", &s.e), &s.e);
	check_ok(desk_take(s.desk, "maeve", closed, &s.e), &s.e);
	check_ok(desk_close(s.desk, "maeve", closed, "spam", &s.e), &s.e);
	check_ok(desk_take(s.desk, "maeve", moved, &s.e), &s.e);
	clock_move_to(s.clock, FIXTURE_NOW + 60000);
	check_ok(desk_transfer(s.desk, "maeve", moved, "general", "", &s.e), &s.e);
	assert_int_equal(stage_conversation(&s, back).due_ms, 0);
	assert_int_equal(stage_conversation(&s, closed).due_ms, 0);
	/* the other queue's promise, but the shopper has waited all the while */
	assert_int_equal(stage_conversation(&s, moved).due_ms, FIXTURE_NOW + 360000);
	assert_int_equal(stage_conversation(&s, moved).waiting_ms, FIXTURE_NOW);
	move(240000);
	assert_int_equal(crew_events(&s, back, EVENT_SLA_BREACHED, NULL), 0);
	assert_int_equal(crew_events(&s, closed, EVENT_SLA_BREACHED, NULL), 0);
	assert_int_equal(crew_events(&s, moved, EVENT_SLA_BREACHED, NULL), 0);
	move(60000);
	assert_int_equal(crew_events(&s, moved, EVENT_SLA_BREACHED, NULL), 1);
}

static void
who_leaves_before_a_first_answer_has_been_abandoned_and_after_one_not(void **state)
{
	(void)state;
	crew_set(&s);
	int64_t first = crew_wait(&s, "ann", 0), next = crew_wait(&s, "bob", 0);
	check_ok(desk_take(s.desk, "maeve", first, &s.e), &s.e);
	check_ok(desk_take(s.desk, "maeve", next, &s.e), &s.e);
	check_ok(desk_reply(s.desk, "maeve", next, 0, "Done.", &s.e), &s.e);
	stage_say(&s, "bob", "thanks, bye");
	check_ok(desk_shopper_left(s.desk, first, &s.e), &s.e);
	check_ok(desk_shopper_left(s.desk, next, &s.e), &s.e);
	assert_string_equal(stage_conversation(&s, first).disposition, "abandoned");
	assert_string_equal(stage_conversation(&s, next).disposition, "ended");
}

static void
the_clock_stands_still_while_the_shop_is_closed(void **state)
{
	const char *data = "";
	(void)state;
	crew_set(&s);
	int64_t midnight = FIXTURE_NOW - FIXTURE_NOW % DATE_DAY_MS + DATE_DAY_MS;
	for (int i = 0; i < 7; i++)
		s.settings.hours[i] = (struct opening){8 * 60, 20 * 60};
	clock_move_to(s.clock, midnight - 4 * 3600000 - 60000);	/* a minute before closing */
	int64_t id = crew_wait(&s, "ann", 0);
	assert_int_equal(stage_conversation(&s, id).due_ms, midnight + 8 * 3600000 + 60000);
	move(10 * 3600000);
	assert_int_equal(crew_events(&s, id, EVENT_SLA_BREACHED, NULL), 0);
	clock_move_to(s.clock, midnight + 8 * 3600000 + 60000);
	stage_work(&s);
	assert_int_equal(crew_events(&s, id, EVENT_SLA_BREACHED, &data), 1);
}

static void
a_tier_has_its_own_promise(void **state)
{
	static const struct tier_promise tiers[] = {{"vip", {30000, 10000}}};
	(void)state;
	crew_set(&s);
	crew_queues[0].tiers = tiers;
	crew_queues[0].tier_count = 1;
	int64_t id = crew_wait(&s, "ann", 0);
	assert_int_equal(stage_conversation(&s, id).due_ms, FIXTURE_NOW + 120000);
	struct conversation c = stage_conversation(&s, id);
	check_ok(store_begin(desk_store(s.desk), &s.e), &s.e);
	c.tier = "vip";
	check_ok(store_conversation_put(desk_store(s.desk), &c, &s.e), &s.e);
	check_ok(store_commit(desk_store(s.desk), &s.e), &s.e);
	check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
	check_ok(desk_transfer(s.desk, "maeve", id, "care", "", &s.e), &s.e);
	assert_int_equal(stage_conversation(&s, id).due_ms, FIXTURE_NOW + 30000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_prestate_setup_teardown(a_warning_comes_before_a_breach_and_neither_twice, stage_on_file, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(an_answer_ends_the_promise_and_the_next_message_begins_another, stage_on_file, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(who_owes_nothing_any_more_misses_nothing, stage_in_memory, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(who_leaves_before_a_first_answer_has_been_abandoned_and_after_one_not, stage_in_memory, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(the_clock_stands_still_while_the_shop_is_closed, stage_in_memory, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(a_tier_has_its_own_promise, stage_in_memory, stage_away, &s),
	};
	return RUN_TAP(tests);
}
