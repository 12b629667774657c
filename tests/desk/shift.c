/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a shift goes: handle time, occupancy, adherence and wrap-up against values worked by hand, the
 * same whether read bit by bit or at once, across midnight.
 */
#include "crew.h"

static struct stage s;

#define MINUTE ((int64_t)60000)

static int64_t
midnight(void)
{
	return FIXTURE_NOW - FIXTURE_NOW % DATE_DAY_MS + DATE_DAY_MS;
}

static void
at(int64_t ms)
{
	clock_move_to(s.clock, ms);
	stage_work(&s);
}

static struct shift
look(struct desk *d)
{
	struct shift f;
	check_ok(desk_shift(d, s.arena, &f, &s.e), &s.e);
	return f;
}

/* The desk that looks again and again, and one that looks for the first time. */
static struct shift
look_both_ways(void)
{
	struct desk *fresh = stage_desk(&s, "fresh");
	struct shift again = look(s.desk), first = look(fresh);
	for (size_t i = 0; i < again.count; i++) {
		const struct shift_agent *x = &again.agents[i], *y = &first.agents[i];
		assert_string_equal(x->state, y->state);
		assert_int_equal(x->handled, y->handled);
		assert_int_equal(x->handle_ms, y->handle_ms);
		assert_int_equal(x->wrap_up_ms, y->wrap_up_ms);
		assert_int_equal(x->present_ms, y->present_ms);
		assert_int_equal(x->handling_ms, y->handling_ms);
		assert_int_equal(x->adherent_ms, y->adherent_ms);
		assert_int_equal(x->longest_id, y->longest_id);
		assert_int_equal(x->longest_ms, y->longest_ms);
	}
	desk_free(&fresh);
	return again;
}

static void
time_with_two_conversations_at_once_counts_once(void **state)
{
	(void)state;
	crew_set(&s);
	int64_t t = midnight() + 8 * 60 * MINUTE;
	at(t);
	crew_say(&s, "maeve", "available");
	int64_t one = crew_wait(&s, "ann", 0), two = crew_wait(&s, "bob", 0);
	at(t + 10 * MINUTE);
	check_ok(desk_take(s.desk, "maeve", one, &s.e), &s.e);
	look_both_ways();
	at(t + 15 * MINUTE);
	check_ok(desk_take(s.desk, "maeve", two, &s.e), &s.e);
	struct shift f = look_both_ways();
	assert_int_equal(f.agents[0].has.load, 2000);
	assert_int_equal(f.agents[0].capacity, 2000);
	assert_int_equal(f.agents[0].longest_id, one);
	assert_int_equal(f.agents[0].longest_ms, t + 10 * MINUTE);
	assert_int_equal(f.agents[0].handling_ms, 5 * MINUTE);
	at(t + 20 * MINUTE);
	check_ok(desk_close(s.desk, "maeve", one, "resolved", &s.e), &s.e);	/* wrap-up: five minutes */
	f = look_both_ways();
	assert_int_equal(f.agents[0].has.wrapping_up, 1);
	at(t + 25 * MINUTE);
	at(t + 30 * MINUTE);
	check_ok(desk_give_back(s.desk, "maeve", two, "", &s.e), &s.e);
	at(t + 40 * MINUTE);
	f = look_both_ways();
	const struct shift_agent *x = &f.agents[0];
	assert_int_equal(x->handled, 2);
	assert_int_equal(x->handle_ms, 15 * MINUTE + 15 * MINUTE);
	assert_int_equal(x->wrap_up_ms, 5 * MINUTE);
	assert_int_equal(x->present_ms, 40 * MINUTE);
	assert_int_equal(x->handling_ms, 20 * MINUTE);
	assert_int_equal(x->longest_id, 0);
	assert_int_equal(x->planned_ms, 0);
	assert_int_equal(f.agents[1].present_ms, 0);
	stage_audit(&s);
}

static void
a_break_is_no_time_to_be_occupied_in(void **state)
{
	(void)state;
	crew_set(&s);
	int64_t t = midnight() + 8 * 60 * MINUTE;
	at(t);
	crew_say(&s, "maeve", "available");
	int64_t id = crew_wait(&s, "ann", 0);
	check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
	at(t + 10 * MINUTE);
	crew_say(&s, "maeve", "break");		/* and keeps it */
	at(t + 30 * MINUTE);
	crew_say(&s, "maeve", "busy");
	at(t + 40 * MINUTE);
	struct shift f = look_both_ways();
	assert_int_equal(f.agents[0].present_ms, 20 * MINUTE);
	assert_int_equal(f.agents[0].handling_ms, 20 * MINUTE);
}

static void
adherence_is_held_against_the_plan_and_its_breaks(void **state)
{
	static const struct planned_break breaks[] = {{12 * 60, 12 * 60 + 30}};
	static const struct planned_shift shifts[] = {{.days = {true, true, true, true, true, true, true},
	    .from_minute = 8 * 60, .to_minute = 16 * 60, .breaks = breaks, .break_count = 1}};
	(void)state;
	crew_set(&s);
	crew_agents[0].shifts = shifts;
	crew_agents[0].shift_count = 1;
	int64_t t = midnight() + 8 * 60 * MINUTE;
	at(t - 30 * MINUTE);
	crew_say(&s, "maeve", "available");	/* early: outside of the plan */
	at(t + 60 * MINUTE);
	struct shift f = look_both_ways();
	assert_int_equal(f.agents[0].planned, PLANNED_WORK);
	assert_int_equal(f.agents[0].planned_until_ms, t + 4 * 60 * MINUTE);
	assert_int_equal(f.agents[0].planned_ms, 60 * MINUTE);
	assert_int_equal(f.agents[0].adherent_ms, 60 * MINUTE);
	at(t + (4 * 60 + 10) * MINUTE);		/* ten minutes late for the break */
	crew_say(&s, "maeve", "break");
	at(t + (4 * 60 + 50) * MINUTE);		/* and twenty late from it */
	crew_say(&s, "maeve", "available");
	crew_agents[1].shifts = shifts;		/* who doesn't come keeps no break either */
	crew_agents[1].shift_count = 1;
	at(t + 5 * 60 * MINUTE);
	f = look_both_ways();
	assert_int_equal(f.agents[0].planned_ms, 5 * 60 * MINUTE);
	assert_int_equal(f.agents[0].adherent_ms, (5 * 60 - 10 - 20) * MINUTE);
	assert_int_equal(f.agents[1].planned_ms, 5 * 60 * MINUTE);
	assert_int_equal(f.agents[1].adherent_ms, 0);
}

static void
what_was_begun_before_midnight_is_known_after_it(void **state)
{
	(void)state;
	crew_set(&s);
	int64_t t = midnight();
	at(t - 60 * MINUTE);
	crew_say(&s, "maeve", "available");
	crew_say(&s, "dara", "available");
	int64_t one = crew_wait(&s, "ann", 0), two = crew_wait(&s, "bob", 0), gone = crew_wait(&s, "cid", 0);
	check_ok(desk_take(s.desk, "maeve", one, &s.e), &s.e);
	check_ok(desk_take(s.desk, "dara", two, &s.e), &s.e);
	check_ok(desk_take(s.desk, "dara", gone, &s.e), &s.e);
	check_ok(desk_give_back(s.desk, "dara", gone, "", &s.e), &s.e);
	struct shift f = look_both_ways();
	assert_int_equal(f.agents[1].handled, 1);
	at(t + 30 * MINUTE);
	check_ok(desk_give_back(s.desk, "maeve", one, "", &s.e), &s.e);
	crew_say(&s, "maeve", "offline");
	at(t + 60 * MINUTE);
	/* the desk that looked before midnight, and one that looks only now: the one that maeve had at
	 * midnight is over already */
	f = look_both_ways();
	assert_int_equal(f.since_ms, t);
	assert_int_equal(f.agents[0].present_ms, 30 * MINUTE);
	assert_int_equal(f.agents[0].handling_ms, 30 * MINUTE);
	assert_int_equal(f.agents[0].handled, 1);
	assert_int_equal(f.agents[0].handle_ms, 90 * MINUTE);
	assert_int_equal(f.agents[1].present_ms, 60 * MINUTE);
	assert_int_equal(f.agents[1].handling_ms, 60 * MINUTE);
	assert_int_equal(f.agents[1].handled, 0);
	assert_int_equal(f.agents[1].longest_id, two);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_prestate_setup_teardown(time_with_two_conversations_at_once_counts_once, stage_on_file, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(a_break_is_no_time_to_be_occupied_in, stage_on_file, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(adherence_is_held_against_the_plan_and_its_breaks, stage_on_file, stage_away, &s),
	    cmocka_unit_test_prestate_setup_teardown(what_was_begun_before_midnight_is_known_after_it, stage_on_file, stage_away, &s),
	};
	return RUN_TAP(tests);
}
