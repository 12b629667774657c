/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include <math.h>
#include <string.h>

#include "floorwalker/stats/poisson.h"

#define HOUR 3600000
#define MOST 20000

static const struct poisson_step day[] = {{0, 30}, {2 * HOUR, 200}, {5 * HOUR, 0}, {6 * HOUR, 90}};
static const struct poisson_burst outage[] = {{3 * HOUR, 4 * HOUR, 5}, {HOUR * 7 / 2, 8 * HOUR, 2}};
static double times[MOST];

static struct poisson *
made(const struct poisson_step *steps, size_t step_count, const struct poisson_burst *bursts,
    size_t burst_count)
{
	struct poisson *p;
	struct errinfo e;

	check_ok(poisson_new(steps, step_count, bursts, burst_count, &p, &e), &e);
	return p;
}

static size_t
arrivals(const struct poisson *p, uint64_t seed, double end)
{
	struct poisson_at at = {0};
	struct random_stream r;
	size_t n = 0;

	random_init(&r, seed, "arrivals");
	while (n < MOST && poisson_next(p, &at, &r, end, &times[n]))
		n++;
	assert_true(n < MOST);
	return n;
}

static void
the_rate_is_what_was_said(void **state)
{
	struct poisson *p = made(day, 4, outage, 2);

	(void)state;
	assert_true(poisson_rate_at(p, -1) == 0);
	assert_true(fabs(poisson_rate_at(p, 0) - 30) < 1e-9);
	assert_true(fabs(poisson_rate_at(p, 3.2 * HOUR) - 1000) < 1e-9);
	assert_true(fabs(poisson_rate_at(p, 3.7 * HOUR) - 2000) < 1e-9);
	assert_true(fabs(poisson_rate_at(p, 4.5 * HOUR) - 400) < 1e-9);
	assert_true(poisson_rate_at(p, 5.5 * HOUR) == 0);
	assert_true(fabs(poisson_rate_at(p, 7 * HOUR) - 180) < 1e-9);
	assert_true(fabs(poisson_rate_at(p, 99 * HOUR) - 90) < 1e-9);
	/* 2 h of 30, 1 of 200, 1/2 of 1,000, 1/2 of 2,000, 1 of 400, 1 of 0, 2 of 180, 2 of 90 */
	assert_true(fabs(poisson_expected(p, 10 * HOUR) -
			(60 + 200 + 500 + 1000 + 400 + 360 + 180)) < 1e-6);
	poisson_free(&p);
	assert_null(p);
	/* before the first step there is none; one that began before the run goes on in it */
	p = made((const struct poisson_step[]){{-5 * HOUR, 10}, {HOUR, 20}}, 2, NULL, 0);
	assert_true(fabs(poisson_expected(p, 2 * HOUR) - 30) < 1e-9);
	poisson_free(&p);
	p = made((const struct poisson_step[]){{HOUR, 20}}, 1, NULL, 0);
	assert_true(poisson_expected(p, HOUR) == 0);
	poisson_free(&p);
}

/* Pass against their own rate, most of the time; against another they fail. */
static void
arrivals_come_from_their_rate_and_from_no_other(void **state)
{
	struct poisson *p = made(day, 4, outage, 2), *flat = made(day, 4, outage, 1);
	int gaps = 0, places = 0, number = 0, wrong = 0;
	struct poisson_fit f;
	struct errinfo e;

	(void)state;
	for (uint64_t seed = 0; seed < 400; seed++) {
		size_t n = arrivals(p, seed, 10.0 * HOUR);

		check_ok(poisson_test(p, times, n, 10.0 * HOUR, &f, &e), &e);
		gaps += f.gaps.p < 0.05;
		places += f.places.p < 0.05;
		number += f.number.p < 0.05;
		check_ok(poisson_test(flat, times, n, 10.0 * HOUR, &f, &e), &e);
		wrong += f.gaps.p < 0.05 && f.places.p < 0.05 && f.number.p < 0.05;
	}
	assert_true(gaps < 38 && places < 38 && number < 38); /* 20, deviation 4.4 */
	assert_true(gaps > 5 && places > 5 && number > 5);
	assert_int_equal(wrong, 400);
	/* as regular as a clock: the number is right, the gaps aren't */
	for (int i = 0; i < 300; i++)
		times[i] = (i + 0.5) * HOUR / 150;
	poisson_free(&flat);
	flat = made((const struct poisson_step[]){{0, 150}}, 1, NULL, 0);
	check_ok(poisson_test(flat, times, 300, 2.0 * HOUR, &f, &e), &e);
	assert_true(f.gaps.p < 1e-6 && f.number.p > 0.5);
	poisson_free(&p);
	poisson_free(&flat);
}

/* Another rate at five leaves all before it as it was, to the bit; a border where nothing changes
 * leaves all; a stream that is taken up again goes on. */
static void
a_change_leaves_what_is_before_it(void **state)
{
	const struct poisson_step other[] = {{0, 30}, {HOUR, 30}, {2 * HOUR, 200}, {5 * HOUR, 77}};
	struct poisson *p = made(day, 4, outage, 1), *q = made(other, 4, outage, 1);
	struct poisson_at at = {0}, kept = {0};
	struct random_stream r, s;
	double x, y;
	int same = 0;

	(void)state;
	random_init(&r, 3, "arrivals");
	random_init(&s, 3, "arrivals");
	while (poisson_next(p, &at, &r, 5.0 * HOUR, &x)) {
		struct poisson_at copy = kept; /* as if stored and read */

		assert_true(poisson_next(q, &copy, &s, 5.0 * HOUR, &y));
		kept = copy;
		assert_true(x == y);
		same++;
	}
	assert_true(same > 500);
	poisson_free(&p);
	poisson_free(&q);
}

static void
what_makes_no_rate_is_refused(void **state)
{
	static const struct poisson_step falling[] = {{0, 1}, {0, 2}}, negative[] = {{0, -1}},
					 endless[] = {{0, INFINITY}}, fine[] = {{0, 1}, {HOUR, 0}};
	static const struct poisson_burst backwards[] = {{5, 4, 2}}, minus[] = {{4, 5, -2}};
	struct poisson *p = NULL;
	struct poisson_fit f;
	struct errinfo e;

	(void)state;
	assert_int_equal(poisson_new(fine, 0, NULL, 0, &p, &e), ERR_INPUT);
	assert_int_equal(poisson_new(falling, 2, NULL, 0, &p, &e), ERR_INPUT);
	assert_int_equal(poisson_new(negative, 1, NULL, 0, &p, &e), ERR_INPUT);
	assert_int_equal(poisson_new(endless, 1, NULL, 0, &p, &e), ERR_INPUT);
	assert_int_equal(poisson_new(fine, 2, backwards, 1, &p, &e), ERR_INPUT);
	assert_int_equal(poisson_new(fine, 2, minus, 1, &p, &e), ERR_INPUT);
	assert_non_null(strstr(e.text, "burst 1"));
	assert_null(p);
	check_ok(poisson_new(fine, 2, NULL, 0, &p, &e), &e);
	assert_int_equal(poisson_test(p, NULL, 0, 5, &f, &e), ERR_INPUT);
	assert_int_equal(poisson_test(p, (const double[]){2, 1}, 2, 5, &f, &e), ERR_INPUT);
	assert_int_equal(poisson_test(p, (const double[]){6}, 1, 5, &f, &e), ERR_INPUT);
	assert_int_equal(
	    poisson_test(p, (const double[]){1.5 * HOUR}, 1, 2.0 * HOUR, &f, &e), ERR_INPUT);
	poisson_free(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_rate_is_what_was_said),
	    cmocka_unit_test(arrivals_come_from_their_rate_and_from_no_other),
	    cmocka_unit_test(a_change_leaves_what_is_before_it),
	    cmocka_unit_test(what_makes_no_rate_is_refused),
	};

	return RUN_TAP(tests);
}
