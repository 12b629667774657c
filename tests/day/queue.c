/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Days without an AI, where contacts go to a queue at once: nobody is lost, nobody has too many,
 * first come first served, and what comes out agrees with theory.
 */
#include "../check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/stats/erlang.h"
#include "floorwalker/world.h"
#include "lab.h"

static struct world *world;

static int
open_world(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e;
	char *folder = file_data(a, "worlds/tarn-and-fell");
	enum err err = folder == NULL ? ERR_NOT_FOUND : world_load(folder, &world, &e);

	(void)state;
	arena_free(&a);
	return err != ERR_OK;
}

static int
close_world(void **state)
{
	(void)state;
	world_free(&world);
	return 0;
}

static void
all_who_come_are_answered_or_leave(void **state)
{
	struct errinfo e;
	struct lab l;

	(void)state;
	lab_begin(&l, world, 60, 4 * MINUTE_MS, 4, 1);
	l.patience = law_exponential(3 * MINUTE_MS);
	check_ok(lab_play(&l, 0, &e), &e);
	assert_true(l.count > 1000);
	assert_true(l.left > 0);
	assert_int_equal(l.open, 0);
	assert_int_equal((int64_t)l.count, l.answered + l.left);
	assert_int_equal(l.samples, 288);
	for (size_t i = 0; i < l.count; i++) {
		const struct contact *c = &l.contacts[i];

		assert_true(c->ended_ms >= c->came_ms);
		assert_int_equal(c->queued_ms, c->came_ms);
		assert_true(c->outcome.abandoned == (c->got_ms < 0));
		assert_true(c->outcome.abandoned == c->left_in_queue);
		if (c->got_ms >= 0) {
			assert_int_equal(c->person_ms, c->got_ms);
			assert_int_equal(c->handle_ms, c->ended_ms - c->got_ms);
		}
	}
	lab_end(&l);
}

static int
by_instant(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return x[0] != y[0] ? (x[0] > y[0]) - (x[0] < y[0]) : (x[1] > y[1]) - (x[1] < y[1]);
}

static void
nobody_has_more_than_their_capacity(void **state)
{
	struct errinfo e;
	struct lab l;
	int64_t(*moves)[2], at_once = 0, most = 0;
	size_t n = 0;

	(void)state;
	lab_begin(&l, world, 90, 6 * MINUTE_MS, 2, 3);
	l.simulation.people.slow_down = 0.25;
	l.simulation.people.wrap_up = law_exponential(30000);
	l.patience = law_exponential(5 * MINUTE_MS);
	check_ok(lab_play(&l, 0, &e), &e);
	moves = mem_zero(2 * l.count + 1, sizeof(*moves));
	for (size_t i = 0; i < l.count; i++) {
		const struct contact *c = &l.contacts[i];

		if (c->got_ms < 0)
			continue;
		moves[n][0] = c->got_ms;
		moves[n++][1] = 1;
		moves[n][0] = c->got_ms + c->handle_ms;
		moves[n++][1] = -1;	/* who ends at an instant makes room at it */
	}
	qsort(moves, n, sizeof(*moves), by_instant);
	for (size_t i = 0; i < n; i++) {
		at_once += moves[i][1];
		most = at_once > most ? at_once : most;
	}
	assert_int_equal(most, 6);
	assert_int_equal(at_once, 0);
	mem_free(moves);
	lab_end(&l);
}

static void
first_come_is_first_served(void **state)
{
	struct errinfo e;
	struct lab l;
	const struct contact **by_number;
	int64_t last = 0;

	(void)state;
	lab_begin(&l, world, 40, 3 * MINUTE_MS, 2, 1);
	check_ok(lab_play(&l, 0, &e), &e);
	assert_true(l.waited > 100);
	by_number = mem_zero(l.count + 1, sizeof(*by_number));
	for (size_t i = 0; i < l.count; i++)
		by_number[l.contacts[i].number] = &l.contacts[i];
	for (size_t i = 0; i < l.count; i++) {
		assert_non_null(by_number[i]);
		assert_true(by_number[i]->got_ms >= last);
		last = by_number[i]->got_ms;
	}
	mem_free(by_number);
	lab_end(&l);
}

static void
the_same_seed_gives_the_same_day(void **state)
{
	uint64_t sums[4];
	struct errinfo e;

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct lab l;

		lab_begin(&l, world, 30, 5 * MINUTE_MS, 3, 2);
		l.simulation.people.slow_down = 0.3;
		l.simulation.people.transfers = 0.2;
		l.simulation.people.wrap_up = law_lognormal(40000, 0.5);
		l.patience = law_exponential(10 * MINUTE_MS);
		l.options.seed = i == 2 ? 8 : 7;
		check_ok(lab_play(&l, i == 3 ? 1 : 0, &e), &e);
		sums[i] = lab_sum(&l);
		lab_end(&l);
	}
	assert_true(sums[0] == sums[1]);
	assert_true(sums[0] != sums[2]);
	assert_true(sums[0] != sums[3]);
}

/* Another roster leaves who comes, and how long each takes, as they are. */
static void
another_roster_draws_the_same_contacts(void **state)
{
	struct errinfo e;
	struct lab few, many;
	int64_t(*handled)[2];

	(void)state;
	lab_begin(&few, world, 40, 3 * MINUTE_MS, 3, 1);
	lab_begin(&many, world, 40, 3 * MINUTE_MS, 9, 1);
	check_ok(lab_play(&few, 0, &e), &e);
	check_ok(lab_play(&many, 0, &e), &e);
	assert_int_equal(few.count, many.count);
	assert_true(few.waited > many.waited);
	handled = mem_zero(few.count, sizeof(*handled));
	for (size_t i = 0; i < few.count; i++) {
		handled[few.contacts[i].number][0] = few.contacts[i].handle_ms;
		handled[many.contacts[i].number][1] = many.contacts[i].handle_ms;
	}
	for (size_t i = 0; i < few.count; i++)
		assert_int_equal(handled[i][0], handled[i][1]);
	mem_free(handled);
	lab_end(&few);
	lab_end(&many);
}

static void
one_agent_agrees_with_theory(void **state)
{
	const struct erlang_load load = {.arrivals = 30, .handling = 1.0 / 60, .patience = INFINITY, .agents = 1};
	struct erlang exact;
	struct errinfo e;
	struct lab l;
	double waited, wait;

	(void)state;
	check_ok(erlang_solve(&load, 0, &exact, &e), &e);
	lab_begin(&l, world, 30, MINUTE_MS, 1, 1);
	l.simulation.days = 7;
	check_ok(lab_play(&l, 0, &e), &e);
	waited = (double)l.waited / (double)l.count;
	wait = l.waits_ms / (double)l.count / (double)HOUR_MS;
	assert_true(fabs(waited - exact.p_wait) < 0.05);
	assert_true(fabs(wait - exact.mean_wait) < 0.25 * exact.mean_wait);
	assert_true(fabs((double)l.busy_ms / (double)l.present_ms - exact.occupancy) < 0.04);
	lab_end(&l);
}

static void
nobody_there_leaves_all_waiting(void **state)
{
	static const struct planned_shift never = { .from_minute = 0, .to_minute = 60 };
	struct errinfo e;
	struct lab l;

	(void)state;
	lab_begin(&l, world, 10, MINUTE_MS, 2, 1);
	l.crew.shifts = &never;
	l.crew.shift_count = 1;
	check_ok(lab_play(&l, 0, &e), &e);
	assert_true(l.count > 100);
	assert_int_equal(l.open, (int64_t)l.count);
	assert_int_equal(l.present_ms, 0);
	lab_end(&l);
	lab_begin(&l, world, 10, MINUTE_MS, 2, 1);
	l.crew.shifts = &never;
	l.crew.shift_count = 1;
	l.patience = law_constant(90000);
	check_ok(lab_play(&l, 0, &e), &e);
	assert_int_equal(l.left, (int64_t)l.count);
	for (size_t i = 0; i < l.count; i++)
		assert_int_equal(l.contacts[i].ended_ms - l.contacts[i].came_ms, 90000);
	lab_end(&l);
}

static void
all_on_a_break_serve_nobody_until_it_is_over(void **state)
{
	static const struct planned_break noon = { 12 * 60, 13 * 60 };
	static const struct planned_shift day = {.days = {true, true, true, true, true, true, true},
	    .from_minute = 8 * 60,
	    .to_minute = 18 * 60,
	    .breaks = &noon,
	    .break_count = 1};
	struct errinfo e;
	struct lab l;

	(void)state;
	lab_begin(&l, world, 20, 5 * MINUTE_MS, 5, 1);
	l.crew.shifts = &day;
	l.crew.shift_count = 1;
	l.patience = law_exponential(20 * MINUTE_MS);
	check_ok(lab_play(&l, 0, &e), &e);
	assert_true(l.answered > 100);
	for (size_t i = 0; i < l.count; i++) {
		int64_t got = l.contacts[i].got_ms;

		if (got < 0)
			continue;
		assert_true(got >= 8 * HOUR_MS && got <= 18 * HOUR_MS);
		assert_false(got > 12 * HOUR_MS && got < 13 * HOUR_MS);
	}
	lab_end(&l);
}

static void
no_patience_at_all_is_answered_at_once_or_not(void **state)
{
	struct errinfo e;
	struct lab l;

	(void)state;
	lab_begin(&l, world, 60, 3 * MINUTE_MS, 2, 1);
	l.patience = law_constant(0.001);
	check_ok(lab_play(&l, 0, &e), &e);
	assert_true(l.left > 0);
	assert_true(l.answered > 0);
	assert_true(l.waits_ms == 0);
	lab_end(&l);
}

static void
endless_people_keep_nobody_waiting(void **state)
{
	struct errinfo e;
	struct lab l;

	(void)state;
	lab_begin(&l, world, 120, 30 * MINUTE_MS, 1, 1);
	l.simulation.endless_staff = true;
	l.simulation.people.slow_down = 1;
	check_ok(lab_play(&l, 0, &e), &e);
	assert_int_equal(l.waited, 0);
	assert_int_equal(l.answered, (int64_t)l.count);
	assert_true(l.most_with_people > 30);
	lab_end(&l);
}

static void
who_is_passed_on_has_two_agents(void **state)
{
	struct errinfo e;
	struct lab l;
	int64_t two = 0;

	(void)state;
	lab_begin(&l, world, 30, 2 * MINUTE_MS, 10, 1);
	l.simulation.people.transfers = 0.25;
	check_ok(lab_play(&l, 0, &e), &e);
	for (size_t i = 0; i < l.count; i++) {
		assert_true(l.contacts[i].agents <= 2);
		two += l.contacts[i].agents == 2;
	}
	assert_true(fabs((double)two / (double)l.count - 0.25) < 0.06);
	assert_int_equal(l.answered, (int64_t)l.count);
	lab_end(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(all_who_come_are_answered_or_leave),
	    cmocka_unit_test(nobody_has_more_than_their_capacity),
	    cmocka_unit_test(first_come_is_first_served),
	    cmocka_unit_test(the_same_seed_gives_the_same_day),
	    cmocka_unit_test(another_roster_draws_the_same_contacts),
	    cmocka_unit_test(one_agent_agrees_with_theory),
	    cmocka_unit_test(nobody_there_leaves_all_waiting),
	    cmocka_unit_test(all_on_a_break_serve_nobody_until_it_is_over),
	    cmocka_unit_test(no_patience_at_all_is_answered_at_once_or_not),
	    cmocka_unit_test(endless_people_keep_nobody_waiting),
	    cmocka_unit_test(who_is_passed_on_has_two_agents),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_world, close_world);
}
