/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each law: its parts agree, its draws pass tests against it, and tests reject draws of another.
 */
#include "../check.h"

#include <math.h>
#include <string.h>

#include "floorwalker/stats/fit.h"
#include "floorwalker/stats/law.h"

#define DRAWS 20000
#define LAWS 8

static double draws[DRAWS];

static void
near(const char *what, double got, double want, double relative)
{
	if (!(fabs(got - want) <= relative * fabs(want)))
		fail_msg("%s: %.17g, not %.17g", what, got, want);
}

/* Continuous ones. */
static void
laws_of(struct law l[LAWS])
{
	l[0] = law_uniform(2, 5);
	l[1] = law_exponential(180);
	l[2] = law_lognormal(360, 0.9);
	l[3] = law_lognormal_median(30, 1.2);
	l[4] = law_gamma(240, 0.5);
	l[5] = law_gamma(240, 1.8);
	l[6] = law_weibull(0.7, 90);
	l[7] = law_weibull(2.5, 10);
}

static void
draw(const struct law *l, const char *label)
{
	struct random_stream r;

	random_init(&r, 6, label);
	for (int i = 0; i < DRAWS; i++)
		draws[i] = law_draw(l, &r);
}

static void
quantiles_invert_and_draws_fit(void **state)
{
	struct law l[LAWS];
	struct errinfo e;

	(void)state;
	laws_of(l);
	for (int i = 0; i < LAWS; i++) {
		struct fit_test ks, chi2;

		check_ok(law_check(&l[i], &e), &e);
		for (double p = 0.001; p < 1; p += 0.037)
			near(law_kind_name(l[i].kind), law_cdf(&l[i], law_quantile(&l[i], p)), p,
			    1e-10);
		draw(&l[i], "fits");
		ks = fit_ks(draws, DRAWS, &l[i]);
		chi2 = fit_chi2(draws, DRAWS, &l[i], 0);
		assert_true(ks.p > 0.001 && ks.n == DRAWS && chi2.p > 0.001 && chi2.df == 49);
		/* and a law that is 10 % off is told from it */
		for (int k = 0; k < DRAWS; k++)
			draws[k] *= 1.1;
		ks = fit_ks(draws, DRAWS, &l[i]);
		assert_true(ks.p < 0.001);
	}
}

/* Mean and variance as integrals of the quantile function. */
static void
moments_are_those_of_the_law(void **state)
{
	struct law l[LAWS];

	(void)state;
	laws_of(l);
	for (int i = 0; i < LAWS; i++) {
		double mean = 0, square = 0;
		const int steps = 200000;

		for (int k = 0; k < steps; k++) {
			double x = law_quantile(&l[i], (k + 0.5) / steps);

			mean += x / steps;
			square += x * x / steps;
		}
		near("mean", mean, law_mean(&l[i]), 2e-3);
		near("variance", square - mean * mean, law_variance(&l[i]), 3e-2);
	}
	near("mean as said", law_mean(&l[2]), 360, 1e-12);
	near("cv as said", sqrt(law_variance(&l[2])) / 360, 0.9, 1e-12);
	near("cv as said", sqrt(law_variance(&l[5])) / 240, 1.8, 1e-12);
	near("median as said", law_quantile(&l[3], 0.5), 30, 1e-12);
}

/* Another law, another mean: the rest of the stream stays as it was, and a larger mean is larger
 * each time. */
static void
a_draw_takes_one_number_of_the_stream(void **state)
{
	struct law l[LAWS], more = law_gamma(300, 0.5);
	struct random_stream r, plain;

	(void)state;
	laws_of(l);
	random_init(&plain, 1, "stream");
	random_u64(&plain);
	for (int i = 0; i < LAWS; i++) {
		random_init(&r, 1, "stream");
		law_draw(&l[i], &r);
		assert_memory_equal(&r, &plain, sizeof r);
	}
	for (uint64_t seed = 0; seed < 1000; seed++) {
		struct random_stream one, other;

		random_init(&one, seed, "stream");
		random_init(&other, seed, "stream");
		assert_true(law_draw(&l[4], &one) < law_draw(&more, &other));
	}
}

static void
values_and_constants_are_laws(void **state)
{
	const double values[] = {30, 10, 20, 20};
	struct arena *a = arena_new();
	struct law l = law_empirical(a, values, 4), five = law_constant(5);
	struct random_stream r;

	(void)state;
	assert_true(law_mean(&l) == 20 && law_variance(&l) == 50);
	assert_true(law_cdf(&l, 9) == 0 && law_cdf(&l, 10) == 0.25 && law_cdf(&l, 25) == 0.75 &&
	    law_cdf(&l, 30) == 1);
	assert_true(law_quantile(&l, 0.25) == 10 && law_quantile(&l, 0.26) == 20 &&
	    law_quantile(&l, 0.76) == 30);
	random_init(&r, 1, "constant");
	assert_true(
	    law_draw(&five, &r) == 5 && law_variance(&five) == 0 && law_cdf(&five, 4.9) == 0);
	l = law_gamma(7, 0);
	assert_true(law_draw(&l, &r) == 7);
	l = law_lognormal(7, 0);
	near("no spread", law_draw(&l, &r), 7, 1e-14);
	arena_free(&a);
}

static enum err
read(struct arena *a, const char *text, struct law *out, struct errinfo *e)
{
	struct value *v;

	check_ok(
	    value_parse_yaml(a, "world.yaml", text, strlen(text), &value_limits_file, &v, e), e);
	return law_from_value(a, v, out, e);
}

static void
laws_are_read_as_they_are_written(void **state)
{
	static const char *const good[] = {"5", "{law: constant, value: 5}",
	    "{law: uniform, low: 1, high: 2}", "{law: exponential, mean: 3}",
	    "{law: lognormal, mean: 360, cv: 0.9}", "{law: lognormal, median: 300, sigma: 0.5}",
	    "{law: gamma, mean: 5, cv: 0.5}", "{law: weibull, shape: 2, scale: 3}",
	    "{law: empirical, values: [3, 1, 2]}"};
	static const struct {
		const char *text, *says;
	} bad[] = {{"{law: lognormal, mean: 360}", "needs cv"},
	    {"{law: lognormal, mean: 360, cv: -1}", "above 0"},
	    {"{law: gamma, mean: 5, cv: -0.5}", "above 0"},
	    {"{law: exponential, mean: 0}", "above 0"},
	    {"{law: gama, mean: 5, cv: 1}", "did you mean gamma"},
	    {"{law: exponential, mean: 5, cv: 1}", "cv"}, {"-1", "at least 0"},
	    {"often", "a law is"}, {"{law: empirical, values: []}", "values"},
	    {"{law: empirical, values: [1, -2]}", "at least 0"},
	    {"{law: uniform, low: 2, high: 1}", "low <= high"},
	    {"{law: lognormal, mean: -3, cv: 1}", "above 0"}, {"{mean: 3}", "a law is"}};
	struct arena *a = arena_new();
	struct law l, again;
	struct errinfo e;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		check_ok(read(a, good[i], &l, &e), &e);
		check_ok(law_from_value(a, law_to_value(a, &l), &again, &e), &e);
		near(good[i], law_mean(&again), law_mean(&l), 1e-12);
		near(good[i], law_variance(&again), law_variance(&l), 1e-12);
		assert_true(strlen(law_text(a, &l)) > 5);
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_int_equal(read(a, bad[i].text, &l, &e), ERR_INPUT);
		if (strstr(e.text, bad[i].says) == NULL || strstr(e.text, "world.yaml:1:") == NULL)
			fail_msg("%s: %s", bad[i].text, e.text);
	}
	arena_free(&a);
}

static void
samples_give_their_law_back(void **state)
{
	struct law l = law_lognormal_median(300, 0.7), other = law_exponential(300);
	struct fit f;
	struct errinfo e;

	(void)state;
	draw(&l, "sample");
	check_ok(fit_lognormal(draws, DRAWS, &f, &e), &e);
	near("median", exp(f.law.a), 300, 0.02);
	near("sigma", f.law.b, 0.7, 0.02);
	assert_true(f.ks.p > 0.01 && f.chi2.p > 0.001 && f.chi2.df == 47);
	check_ok(fit_exponential(draws, DRAWS, &f, &e), &e);
	assert_true(f.ks.p < 1e-6 && f.chi2.p < 1e-6);
	draw(&other, "sample");
	check_ok(fit_exponential(draws, DRAWS, &f, &e), &e);
	near("mean", f.law.a, 300, 0.03);
	assert_true(f.chi2.p > 0.001);
	check_ok(fit_lognormal(draws, DRAWS, &f, &e), &e);
	assert_true(f.chi2.p < 1e-6);
	draws[7] = 0;
	assert_int_equal(fit_lognormal(draws, DRAWS, &f, &e), ERR_INPUT);
	assert_non_null(strstr(e.text, "value 8"));
	assert_int_equal(fit_exponential(draws, 1, &f, &e), ERR_INPUT);
	assert_int_equal(fit_exponential((const double[]){2, 2}, 2, &f, &e), ERR_INPUT);
	assert_int_equal(fit_chi2(draws, 8, &l, 0).df, 0);
}

/* p of true laws is uniform: as often below .05 as it says. */
static void
tests_reject_the_truth_as_often_as_they_say(void **state)
{
	struct law l = law_gamma(10, 0.8);
	struct random_stream r;
	double x[60];
	int ks = 0, chi2 = 0;

	(void)state;
	random_init(&r, 2, "true");
	for (int run = 0; run < 2000; run++) {
		for (int i = 0; i < 60; i++)
			x[i] = law_draw(&l, &r);
		ks += fit_ks(x, 60, &l).p < 0.05;
		chi2 += fit_chi2(x, 60, &l, 0).p < 0.05;
	}
	assert_true(ks > 65 && ks < 135);
	assert_true(chi2 > 60 && chi2 < 140);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(quantiles_invert_and_draws_fit),
	    cmocka_unit_test(moments_are_those_of_the_law),
	    cmocka_unit_test(a_draw_takes_one_number_of_the_stream),
	    cmocka_unit_test(values_and_constants_are_laws),
	    cmocka_unit_test(laws_are_read_as_they_are_written),
	    cmocka_unit_test(samples_give_their_law_back),
	    cmocka_unit_test(tests_reject_the_truth_as_often_as_they_say),
	};

	return RUN_TAP(tests);
}
