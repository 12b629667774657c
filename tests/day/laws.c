/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What days tell against the laws that they state: handling, wrap-up and patience by
 * Kolmogorov-Smirnov and chi-square, arrivals by time-rescaling. Each is held against a wrong law of
 * the same mean, too, which it must not fit.
 */
#include "../check.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/stats/fit.h"
#include "floorwalker/stats/poisson.h"
#include "floorwalker/world.h"
#include "lab.h"

#define FITS 0.001	/* p above it: the law may be true */
#define NEVER_BY_CHANCE 1e-6

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

/* ---- times */

static double *
times_of(const struct lab *l, double (*of)(const struct contact *c))
{
	double *x = mem_zero(l->count + 1, sizeof(*x));

	for (size_t i = 0; i < l->count; i++)
		x[i] = of(&l->contacts[i]);
	return x;
}

static double
handling_of(const struct contact *c)
{
	return (double)(c->ended_ms - c->got_ms);
}

static double
wrap_up_of(const struct contact *c)
{
	return (double)c->wrap_up_ms;
}

static double
waited_of(const struct contact *c)
{
	return (double)(c->ended_ms - c->queued_ms);
}

static void
check_law(const double *x, size_t n, const struct law *stated, const struct law *wrong)
{
	struct fit_test ks = fit_ks(x, n, stated), chi2 = fit_chi2(x, n, stated, 0),
			other = fit_ks(x, n, wrong);

	assert_true(n > 1000);
	if (ks.p <= FITS || chi2.p <= FITS)
		fail_msg("of %zu: Kolmogorov-Smirnov p %g, chi-square p %g", n, ks.p, chi2.p);
	assert_true(chi2.df > 10);
	assert_true(other.p < NEVER_BY_CHANCE);
	assert_true(fit_chi2(x, n, wrong, 0).p < NEVER_BY_CHANCE);
}

/* With a law of so many ms by mean, against another of the same mean. */
static void
check_people(const struct law *handling, const struct law *wrong_handling,
    const struct law *wrap_up, const struct law *wrong_wrap_up, uint64_t seed)
{
	struct errinfo e;
	struct lab l;
	double *x;

	lab_begin(&l, world, 90, MINUTE_MS, 80, 1);
	l.options.seed = seed;
	l.simulation.people.otherwise.time = *handling;
	l.simulation.people.wrap_up = *wrap_up;
	check_ok(lab_play(&l, 0, &e), &e);
	assert_int_equal(l.answered, (int64_t)l.count);
	assert_int_equal(l.waited, 0);
	check_law(x = times_of(&l, handling_of), l.count, handling, wrong_handling);
	mem_free(x);
	check_law(x = times_of(&l, wrap_up_of), l.count, wrap_up, wrong_wrap_up);
	mem_free(x);
	lab_end(&l);
}

static void
people_take_as_long_as_is_stated(void **state)
{
	const struct law exponential = law_exponential(6 * MINUTE_MS),
			 lognormal = law_lognormal(6 * MINUTE_MS, 0.7),
			 gamma = law_gamma(40000, 0.5), weibull = law_weibull(1.5, 40000),
			 short_exponential = law_exponential(law_mean(&weibull)),
			 short_lognormal = law_lognormal(40000, 1.0);

	(void)state;
	check_people(&exponential, &lognormal, &gamma, &short_lognormal, 11);
	check_people(&lognormal, &exponential, &weibull, &short_exponential, 12);
}

static void
who_leaves_has_waited_as_long_as_is_stated(void **state)
{
	static const struct planned_shift never = { .from_minute = 0, .to_minute = 60 };	/* on no day */
	const struct law laws[] = {law_exponential(4 * MINUTE_MS), law_lognormal(4 * MINUTE_MS, 0.6)};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct errinfo e;
		struct lab l;
		double *x;

		lab_begin(&l, world, 90, MINUTE_MS, 1, 1);
		l.options.seed = 21 + i;
		l.crew.shifts = &never;
		l.crew.shift_count = 1;
		l.patience = laws[i];
		check_ok(lab_play(&l, 0, &e), &e);
		assert_int_equal(l.left, (int64_t)l.count);
		check_law(x = times_of(&l, waited_of), l.count, &laws[i], &laws[1 - i]);
		mem_free(x);
		lab_end(&l);
	}
}

/* ---- arrivals */

static int
by_size(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Instants are whole ms; those that fall together are put a bit apart. */
static double *
instants_of(const struct lab *l)
{
	double *x = mem_zero(l->count + 1, sizeof(*x));

	for (size_t i = 0; i < l->count; i++)
		x[i] = (double)l->contacts[i].came_ms;
	qsort(x, l->count, sizeof(*x), by_size);
	for (size_t i = 1; i < l->count; i++)
		if (x[i] <= x[i - 1])
			x[i] = x[i - 1] + 0.01;
	return x;
}

static struct poisson_fit
test_rate(const double *x, size_t n, const struct poisson_step *steps, size_t count,
    const struct poisson_burst *bursts, size_t burst_count)
{
	struct poisson_fit fit;
	struct poisson *p;
	struct errinfo e;

	check_ok(poisson_new(steps, count, bursts, burst_count, &p, &e), &e);
	check_ok(poisson_test(p, x, n, (double)(24 * HOUR_MS), &fit, &e), &e);
	poisson_free(&p);
	return fit;
}

static void
contacts_come_at_the_stated_rate(void **state)
{
	struct burst outage = {.name = "outage", .from_ms = 14 * HOUR_MS, .length_ms = 90 * MINUTE_MS, .factor = 3};
	const struct poisson_burst burst = {14 * HOUR_MS, 14 * HOUR_MS + 90 * MINUTE_MS, 3};
	struct poisson_step steps[24], even = { .from_ms = 0 };
	double all = 0;

	(void)state;
	for (int h = 0; h < 24; h++) {
		steps[h] = (struct poisson_step){h * HOUR_MS, h < 7 ? 20 : h < 12 ? 180 : h < 20 ? 110 : 40};
		all += steps[h].per_hour;
	}
	for (int64_t replication = 0; replication < 3; replication++) {
		struct poisson_fit fit, without, flat;
		struct errinfo e;
		struct lab l;
		double *x;

		lab_begin(&l, world, 0, MINUTE_MS, 40, 1);
		l.options.seed = 31;
		for (int i = 0; i < WEEK_HOURS; i++)
			l.simulation.demand.per_hour[i] = steps[i % 24].per_hour;
		l.simulation.demand.bursts = &outage;
		l.simulation.demand.burst_count = 1;
		check_ok(lab_play(&l, replication, &e), &e);
		x = instants_of(&l);
		fit = test_rate(x, l.count, steps, 24, &burst, 1);
		if (fit.gaps.p <= FITS || fit.places.p <= FITS || fit.number.p <= FITS)
			fail_msg("replication %lld, of %zu: gaps p %g, places p %g, number p %g",
			    (long long)replication, l.count, fit.gaps.p, fit.places.p, fit.number.p);
		/* without the burst, and at one rate all day, it isn't so */
		without = test_rate(x, l.count, steps, 24, NULL, 0);
		assert_true(without.places.p < NEVER_BY_CHANCE);
		even.per_hour = all / 24;
		flat = test_rate(x, l.count, &even, 1, NULL, 0);
		assert_true(flat.places.p < NEVER_BY_CHANCE && flat.gaps.p < NEVER_BY_CHANCE);
		mem_free(x);
		lab_end(&l);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(people_take_as_long_as_is_stated),
	    cmocka_unit_test(who_leaves_has_waited_as_long_as_is_stated),
	    cmocka_unit_test(contacts_come_at_the_stated_rate),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_world, close_world);
}
