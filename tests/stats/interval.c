/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "floorwalker/base/random.h"
#include "floorwalker/stats/interval.h"
#include "floorwalker/stats/special.h"

static void
near(const char *what, double got, double want, double off)
{
	if (!(fabs(got - want) <= off))
		fail_msg("%s: %.17g, not %.17g", what, got, want);
}

/* Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29. */
static void
wilson_is_as_published(void **state)
{
	static const struct {
		int64_t yes, n;
		double low, high;
	} rows[] = {{81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611},
	    {1, 29, 0.0061, 0.1718}};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct interval w = interval_wilson(rows[i].yes, rows[i].n, 0.95);

		assert_true(w.known && w.n == rows[i].n);
		near("low", w.low, rows[i].low, 0.00006);
		near("high", w.high, rows[i].high, 0.00006);
	}
	assert_true(interval_wilson(20, 20, 0.95).high == 1);
	assert_false(interval_wilson(0, 0, 0.95).known);
}

static void
shares_of_units_that_hang_together_are_those_of_fewer(void **state)
{
	double z = normal_quantile(.975);
	struct interval a = interval_bounded(0.3, 40, z), b = interval_wilson(12, 40, 0.95);

	(void)state;
	near("low", a.low, b.low, 1e-12);
	near("high", a.high, b.high, 1e-12);
	assert_true(a.known && a.n == 40);
	/* Poisson's lower limit at 5 %: for 1 -log(.95) = 0.0513, for 2 0.3554 (half of what
	 * tables of chi-square have: .1026, .7107). */
	near("one of 20", interval_bounded(0.05, 20, z).low, 0.0513 / 20, 1e-5);
	near("two of 20", interval_bounded(0.1, 20, z).low, 0.3554 / 20, 1e-5);
	near("all but one", interval_bounded(0.95, 20, z).high, 1 - 0.0513 / 20, 1e-5);
	near("three of 20", interval_bounded(0.15, 20, z).low, interval_wilson(3, 20, 0.95).low, 1e-12);
	near("none", interval_bounded(0, 20, z).high, 0.1611, 0.00006);
	assert_true(interval_bounded(0, 20, z).low == 0 && interval_bounded(1, 20, z).high == 1);
	/* few degrees of freedom: wider */
	assert_true(interval_bounded(0.3, 40, t_quantile(.975, 4)).low < a.low);
	assert_true(interval_bounded(0.3, 20.5, z).high > a.high);
}

/* How often what is between 93 and 100 % should hold does, for every share from .5 to 99.5 % of
 * 22. */
static void
shares_of_few_are_held_often_enough(void **state)
{
	double z = normal_quantile(.975), least = 1;

	(void)state;
	for (double p = .005; p < 1; p += .005) {
		double held = 0;

		for (int64_t k = 0; k <= 22; k++) {
			struct interval i = interval_bounded((double)k / 22, 22, z);

			if (i.low <= p && p <= i.high)
				held += binomial_cdf(k, 22, p) - binomial_cdf(k - 1, 22, p);
		}
		least = fmin(least, held);
	}
	printf("# at the worst share of 22 %.1f %% are held\n", 100 * least);
	assert_true(least > .91);
}

static void
intervals_lean_to_where_the_tail_is(void **state)
{
	struct interval i = interval_skewed(10, 2, 0, 2), j = interval_skewed(10, 2, 0.4, 2),
			k = interval_positive(10, 2, 2);

	(void)state;
	assert_true(i.low == 6 && i.high == 14);
	/* 3 / .4 (cbrt(1 + .4 (2 - .4 / 6)) - 1) = 1.5776, and of -2: -3.3183 */
	near("low", j.low, 10 - 2 * 1.57755, 1e-3);
	near("high", j.high, 10 + 2 * 3.31828, 1e-3);
	near("low of what is positive", k.low, 10 / exp(.4), 1e-9);
	near("high of what is positive", k.high, 10 * exp(.4), 1e-9);
	assert_false(interval_positive(0, 1, 2).known);
}

static void
means_are_students(void **state)
{
	/* Student's sleep data (1908): differences 1.2 2.4 1.3 1.3 0 1 1.8 .8 4.6 1.4 */
	const double a[] = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4},
		     b[] = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2};
	struct interval i = interval_paired(a, b, 10, 0.95);

	(void)state;
	near("mean", i.estimate, 1.58, 1e-12);
	near("low", i.low, 0.7001142, 1e-6);
	near("high", i.high, 2.4598858, 1e-6);
	i = interval_mean(a, 1, 0.95);
	assert_false(i.known);
	i = interval_mean((const double[]){2, 2, 2}, 3, 0.95);
	assert_true(i.known && i.low == 2 && i.high == 2);
}

/* With denominators of 1 both are the interval of a mean; else both hold the truth as often as they
 * say. */
static void
ratios_hold_the_truth(void **state)
{
	double x[25], y[25], one[25];
	int fieller = 0, jackknife = 0;
	struct random_stream r;
	struct interval i, j, mean;

	(void)state;
	random_init(&r, 1, "ratios");
	for (int run = 0; run < 4000; run++) {
		for (int k = 0; k < 25; k++) {
			y[k] = 50 + random_exponential(&r, 50);
			x[k] = 2 * y[k] + 20 * random_normal(&r);
			one[k] = 1;
		}
		i = interval_ratio_fieller(x, y, 25, 0.95);
		j = interval_ratio_jackknife(x, y, 25, 0.95);
		fieller += i.known && i.low <= 2 && 2 <= i.high;
		jackknife += j.known && j.low <= 2 && 2 <= j.high;
	}
	assert_true(fieller > 3740 && fieller < 3860); /* 95 % of 4,000 is 3,800, deviation 14 */
	assert_true(jackknife > 3720 && jackknife < 3860);
	mean = interval_mean(x, 25, 0.95);
	i = interval_ratio_fieller(x, one, 25, 0.95);
	j = interval_ratio_jackknife(x, one, 25, 0.95);
	near("Fieller", i.low, mean.low, 1e-9);
	near("Fieller", i.high, mean.high, 1e-9);
	near("jackknife", j.low, mean.low, 1e-9);
	near("jackknife", j.high, mean.high, 1e-9);
	/* denominators that may well be nothing: no interval */
	assert_false(
	    interval_ratio_fieller((const double[]){1, 2, 3}, (const double[]){0, 0, 1}, 3, 0.95)
		.known);
	assert_false(
	    interval_ratio_jackknife((const double[]){1, 2, 3}, (const double[]){0, 0, 1}, 3, 0.95)
		.known);
	assert_false(
	    interval_ratio_fieller((const double[]){1, 2}, (const double[]){0, 0}, 2, 0.95).known);
}

/* For the median of 10 the second and ninth hold 97.9 %, the third and eighth only 89.1 % (David
 * and Nagaraja 2003). And whatever n and p: enough, and no wider than need be. */
static void
ranks_hold_as_much_as_they_say_and_little_more(void **state)
{
	int64_t low, high;

	(void)state;
	assert_true(interval_ranks(10, 0.5, 0.95, &low, &high));
	assert_int_equal(low, 2);
	assert_int_equal(high, 9);
	assert_false(interval_ranks(10, 0.99, 0.95, &low, &high));
	assert_false(interval_ranks(5, 0.5, 0.95, &low, &high));
	assert_false(interval_ranks(0, 0.5, 0.95, &low, &high));
	for (int64_t n = 20; n < 3000; n = n * 3 / 2) {
		for (double p = 0.05; p < 1; p += 0.15) {
			if (!interval_ranks(n, p, 0.9, &low, &high))
				continue;
			assert_true(
			    binomial_cdf(low - 1, n, p) <= 0.05 && binomial_cdf(low, n, p) > 0.05);
			assert_true(1 - binomial_cdf(high - 1, n, p) <= 0.05 &&
			    1 - binomial_cdf(high - 2, n, p) > 0.05);
		}
	}
}

static void
quantiles_lie_between_values(void **state)
{
	double sorted[100];
	struct interval i;

	(void)state;
	for (int k = 0; k < 100; k++)
		sorted[k] = k + 1;
	i = interval_quantile(sorted, 100, 0.5, 0.95);
	assert_true(i.known && i.estimate == 50 && i.low == 40 && i.high == 61);
	assert_false(interval_quantile(sorted, 100, 0.999, 0.95).known);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(wilson_is_as_published),
	    cmocka_unit_test(shares_of_units_that_hang_together_are_those_of_fewer),
	    cmocka_unit_test(shares_of_few_are_held_often_enough),
	    cmocka_unit_test(intervals_lean_to_where_the_tail_is),
	    cmocka_unit_test(means_are_students),
	    cmocka_unit_test(ratios_hold_the_truth),
	    cmocka_unit_test(ranks_hold_as_much_as_they_say_and_little_more),
	    cmocka_unit_test(quantiles_lie_between_values),
	};

	return RUN_TAP(tests);
}
