/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The figures of the day: the same whether read bit by bit or at once, across midnight, and quick
 * however much was closed.
 */
#include "../check.h"

#include <stdio.h>
#include <string.h>

#include "floorwalker/store/event.h"
#include "stage.h"

static struct stage s;

static struct desk_figures
look(struct desk *d)
{
	struct desk_figures f;
	check_ok(desk_figures(d, &f, &s.e), &s.e);
	return f;
}

/* The desk that looks again and again, and one that looks for the first time. */
static struct desk_figures
look_both_ways(void)
{
	struct desk *fresh = stage_desk(&s, "fresh");
	struct desk_figures again = look(s.desk), first = look(fresh);
	desk_free(&fresh);
	assert_memory_equal(&again, &first, sizeof again);
	return again;
}

static void
bit_by_bit_is_the_same_as_at_once(void **state)
{
	(void)state;
	struct desk_figures f = look_both_ways();
	assert_int_equal(f.containment.conversations, 0);
	s.script.ends = true;
	int64_t happy = stage_say(&s, "ann", "thanks, bye");
	stage_work(&s);
	f = look_both_ways();
	assert_int_equal(f.containment.confirmed.numerator, 1);
	s.script.ends = false;
	stage_say(&s, "ann", "one thing more");	/* opens it again */
	stage_work(&s);
	assert_int_equal(stage_conversation(&s, happy).state, CONVERSATION_AI);
	f = look_both_ways();
	assert_int_equal(f.containment.eligible, 0);
	assert_int_equal(f.ai, 1);
	int64_t helped = stage_say(&s, "cid", "a person now");
	stage_work(&s);
	look_both_ways();
	clock_move_to(s.clock, FIXTURE_NOW + 10000);
	check_ok(desk_take(s.desk, "una", helped, &s.e), &s.e);
	f = look_both_ways();
	assert_int_equal(f.level.denominator, 1);
	check_ok(desk_reply(s.desk, "una", helped, 0, "Here I am.", &s.e), &s.e);
	check_ok(desk_close(s.desk, "una", helped, "resolved", &s.e), &s.e);
	clock_move_to(s.clock, FIXTURE_NOW + 600000);
	stage_work(&s);
	assert_int_equal(stage_conversation(&s, helped).state, CONVERSATION_CLOSED);
	f = look_both_ways();
	assert_int_equal(f.containment.eligible, 1);
	assert_int_equal(f.containment.handed_off.numerator, 1);
	assert_int_equal(f.containment.loose.numerator, 0);
}

static void
at_midnight_a_new_day_begins(void **state)
{
	(void)state;
	int64_t midnight = FIXTURE_NOW - FIXTURE_NOW % DATE_DAY_MS + DATE_DAY_MS;
	s.script.ends = true;
	stage_say(&s, "ann", "thanks, bye");
	stage_work(&s);
	s.script.ends = false;
	clock_move_to(s.clock, midnight - 5000);
	int64_t early = stage_say(&s, "bob", "a person now"),
		late = stage_say(&s, "cid", "a person now");
	stage_work(&s);
	check_ok(desk_take(s.desk, "una", early, &s.e), &s.e);
	struct desk_figures f = look_both_ways();
	assert_int_equal(f.containment.eligible, 1);
	assert_int_equal(f.level.denominator, 1);
	clock_move_to(s.clock, midnight + 5000);
	f = look_both_ways();
	assert_int_equal(f.containment.eligible, 0);
	assert_int_equal(f.level.denominator, 0);
	assert_int_equal(f.waiting, 1);
	check_ok(desk_take(s.desk, "una", late, &s.e), &s.e);
	check_ok(desk_close(s.desk, "una", early, "resolved", &s.e), &s.e);
	clock_move_to(s.clock, midnight + 600000);
	stage_work(&s);
	f = look_both_ways();
	assert_int_equal(f.level.denominator, 1);		/* the late one; the early one was
								   answered yesterday */
	assert_int_equal(f.containment.eligible, 1);		/* what yesterday told of it
								   counts */
	assert_int_equal(f.containment.handed_off.numerator, 1);
}

static void
the_last_hour_is_told_in_twelve_pieces(void **state)
{
	(void)state;
	struct desk_figures f = look_both_ways();
	assert_int_equal(f.trend.known, 12);
	int64_t start = FIXTURE_NOW - FIXTURE_NOW % TREND_PIECE_MS;
	clock_move_to(s.clock, start + TREND_PIECE_MS);
	int64_t first = stage_say(&s, "ann", "a person now");
	stage_say(&s, "bob", "a person now");
	stage_work(&s);
	look(s.desk);
	clock_move_to(s.clock, start + 3 * TREND_PIECE_MS + 1000);
	check_ok(desk_take(s.desk, "una", first, &s.e), &s.e);
	s.script.ends = true;
	stage_say(&s, "cid", "thanks, bye");
	stage_work(&s);
	f = look_both_ways();
	static const int64_t waiting[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 1};
	for (size_t i = 0; i < TREND_PIECES; i++) {
		assert_int_equal(f.trend.waiting[i], waiting[i]);
		assert_int_equal(f.trend.contained[i], i == 11);
		assert_int_equal(f.trend.handed_over[i], i == 9 ? 2 : 0);
	}
	assert_int_equal(f.csat.denominator, 0);
	/* after midnight less is known, but who waits is */
	int64_t midnight = FIXTURE_NOW - FIXTURE_NOW % DATE_DAY_MS + DATE_DAY_MS;
	clock_move_to(s.clock, midnight + TREND_PIECE_MS);
	f = look_both_ways();
	assert_int_equal(f.trend.known, 2);
	assert_int_equal(f.trend.waiting[11], 1);
	assert_int_equal(f.trend.waiting[10], 1);
}

static void
each_queue_has_its_service_level(void **state)
{
	(void)state;
	int64_t quick = stage_say(&s, "ann", "a person now"), slow = stage_say(&s, "bob", "a person now");
	stage_work(&s);
	clock_move_to(s.clock, FIXTURE_NOW + 10000);
	check_ok(desk_take(s.desk, "una", quick, &s.e), &s.e);
	struct desk_figures f = look_both_ways();
	assert_int_equal(f.levels[0].denominator, 1);
	assert_int_equal(f.levels[0].numerator, 1);
	clock_move_to(s.clock, FIXTURE_NOW + 30000);
	check_ok(desk_take(s.desk, "una", slow, &s.e), &s.e);
	check_ok(desk_transfer(s.desk, "una", slow, "general", "", &s.e), &s.e);
	check_ok(desk_take(s.desk, "una", slow, &s.e), &s.e);
	f = look_both_ways();
	assert_int_equal(f.levels[0].denominator, 2);	/* care: within 20 s */
	assert_int_equal(f.levels[0].numerator, 1);
	assert_int_equal(f.levels[1].denominator, 1);
	assert_int_equal(f.levels[1].numerator, 1);
	assert_int_equal(f.level.denominator, 3);	/* which is their sum */
	assert_int_equal(f.level.numerator, 2);
}

static void
append(int64_t conversation, const char *kind, const char *actor, const char *data)
{
	check_ok(store_event_append(desk_store(s.desk), conversation, kind, actor, data,
		     FIXTURE_NOW, NULL, 0, NULL, &s.e),
	    &s.e);
}

static void
ten_thousand_closed_cost_one_look_nothing_the_next(void **state)
{
	(void)state;
	check_ok(store_begin(desk_store(s.desk), &s.e), &s.e);
	for (int64_t id = 1; id <= 10000; id++) {
		append(id, "conversation.opened", "shopper", "{}");
		append(id, "message.shopper", "shopper", "{}");
		append(id, "message.ai", "ai", "{}");
		append(id, "turn.sent", "ai", "{}");
		append(id, "conversation.closed", "ai",
		    id % 4 == 0 ? "{\"by\":\"inactivity\"}" : "{\"by\":\"ai\"}");
	}
	check_ok(store_commit(desk_store(s.desk), &s.e), &s.e);
	int64_t start = clock_stopwatch_us();
	struct desk_figures f = look(s.desk);
	int64_t first = clock_stopwatch_us() - start;
	assert_int_equal(f.containment.eligible, 10000);
	assert_int_equal(f.containment.confirmed.numerator, 7500);
	assert_int_equal(f.containment.timed_out.numerator, 2500);
	start = clock_stopwatch_us();
	for (int i = 0; i < 20; i++)
		f = look(s.desk);
	int64_t next = (clock_stopwatch_us() - start) / 20;
	print_message("# 10,000 closed: %lld µs the first time, %lld µs each later one\n",
	    (long long)first, (long long)next);
	assert_int_equal(f.containment.eligible, 10000);
	assert_true(next * 5 < first && next < 50000);
}

/* A long day that is looked at for the first time is no long look. */
static void
proxies_are_looked_at_a_few_at_a_time(void **state)
{
	enum { CLOSED = 2 * FIGURE_PROXIES + 100 };
	char who[20];
	(void)state;
	s.script.ends = true;
	for (int i = 0; i < CLOSED; i++) {
		snprintf(who, sizeof who, "w%d", i);
		stage_say(&s, who, "thanks for the parcel, it came in time, bye");
		if (i % 100 == 99)
			stage_work(&s);
	}
	stage_work(&s);
	int64_t start = clock_stopwatch_us();
	struct desk_figures f = look(s.desk);
	int64_t first = clock_stopwatch_us() - start;
	assert_int_equal(f.proxies, FIGURE_PROXIES);
	assert_int_equal(f.proxies_wait, CLOSED - FIGURE_PROXIES);
	f = look(s.desk);
	assert_int_equal(f.proxies, 2 * FIGURE_PROXIES);
	f = look(s.desk);
	assert_int_equal(f.proxies, CLOSED);
	assert_int_equal(f.proxies_wait, 0);
	start = clock_stopwatch_us();
	f = look(s.desk);
	print_message("# %d proxies: the first look %lld µs, with %d of them; a later one %lld µs\n",
	    CLOSED, (long long)first, FIGURE_PROXIES, (long long)(clock_stopwatch_us() - start));
	assert_int_equal(f.proxies, CLOSED);
	assert_true(f.proxy > 4 && f.proxy < 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_prestate_setup_teardown(bit_by_bit_is_the_same_as_at_once, stage_on_file, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(at_midnight_a_new_day_begins, stage_on_file, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(each_queue_has_its_service_level, stage_on_file, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(the_last_hour_is_told_in_twelve_pieces, stage_on_file, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(
		ten_thousand_closed_cost_one_look_nothing_the_next, stage_in_memory, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(proxies_are_looked_at_a_few_at_a_time, stage_in_memory, stage_away, &s),
	};
	return RUN_TAP(tests);
}
