/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The functions against values that were reckoned to 40 figures with mpmath.
 */
#include "../check.h"

#include <math.h>
#include <stdio.h>

#include "floorwalker/stats/special.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
near(const char *what, double got, double want, double relative)
{
	if (!(fabs(got - want) <= relative * fabs(want)))
		fail_msg("%s: %.17g, not %.17g", what, got, want);
}

static void
normal_is_exact(void **state)
{
	(void)state;
	near("Phi(-10)", normal_cdf(-10), 7.619853024160526066e-24, 1e-13);
	near("Phi(-1.5)", normal_cdf(-1.5), 0.066807201268858066004, 1e-14);
	near("Phi(0.3)", normal_cdf(0.3), 0.61791142218895263307, 1e-14);
	near("z(.975)", normal_quantile(0.975), 1.9599639845400538556, 1e-14);
	near("z(.95)", normal_quantile(0.95), 1.6448536269514722843, 1e-14);
	near("z(.6)", normal_quantile(0.6), 0.25334710313579974132, 1e-14);
	near("z(1e-10)", normal_quantile(1e-10), -6.3613409024040561991, 1e-14);
	near("z(.5)", 1 + normal_quantile(0.5), 1, 1e-15);
	for (double p = 1e-300; p < 0.5; p *= 7)
		near("Phi(z(p))", normal_cdf(normal_quantile(p)), p, 1e-12);
}

static void
gamma_is_exact(void **state)
{
	static const struct {
		double a, x, p, q;
	} rows[] = {
	    {0.5, 0.1, 0.34527915398142297956, 0.65472084601857702044},
	    {2.5, 3, 0.69378108158672159912, 0.30621891841327840088},
	    {10, 30, 0.99999287824913718442, 7.1217508628155770916e-6},
	    {100, 90, 0.1582209891864301681, 0.8417790108135698319},
	    {1e4, 10100, 0.8413487504471796224, 0.1586512495528203776},
	    {1e6, 1000500, 0.69155047577149718153, 0.30844952422850281847},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		near("P", gamma_p(rows[i].a, rows[i].x), rows[i].p, 1e-12);
		near("Q", gamma_q(rows[i].a, rows[i].x), rows[i].q, 1e-11);
		near("P's inverse", gamma_p_inverse(rows[i].a, rows[i].p), rows[i].x,
		    rows[i].p > 0.999 ? 1e-10 : 1e-11);
	}
	for (double a = 0.05; a < 3000; a *= 3)
		for (double p = 1e-6; p < 1; p = p < 0.1 ? p * 10 : p + 0.2)
			near("P(P's inverse)", gamma_p(a, gamma_p_inverse(a, p)), p, 1e-11);
	assert_true(gamma_p_inverse(2, 0) == 0);
	near("chi2", chi2_upper(3.84, 1), 0.050043521248705103189, 1e-13);
	near("chi2", chi2_upper(10, 5), 0.075235246146512178722, 1e-13);
	near("chi2", chi2_upper(120, 100), 0.084406681093691829623, 1e-12);
}

static void
beta_and_t_are_exact(void **state)
{
	static const struct {
		double p, df, t;
	} rows[] = {
	    {0.975, 1, 12.706204736174693314},
	    {0.975, 2, 4.3026527297494617894},
	    {0.975, 5, 2.5705818356363147828},
	    {0.975, 29, 2.0452296421327038745},
	    {0.95, 3.5, 2.2224334936496006681},
	    {0.9995, 4, 8.6103015813795227571},
	    {0.975, 1000, 1.9623390808264081039},
	};

	(void)state;
	near("I", beta_i(2, 3, 0.4), 0.52480000000000003837, 1e-13);
	near("I", beta_i(0.5, 0.5, 0.01), 0.063768560858519848583, 1e-13);
	near("I", beta_i(50, 70, 0.5), 0.96685433437360215636, 1e-12);
	near("I", beta_i(1000, 1200, 0.45), 0.33466234267154131582, 1e-12);
	near("I", beta_i(3, 0.2, 0.9), 0.19414127962989722211, 1e-13);
	for (size_t i = 0; i < COUNT(rows); i++) {
		near("t", t_quantile(rows[i].p, rows[i].df), rows[i].t, 1e-12);
		near("t below", t_quantile(1 - rows[i].p, rows[i].df), -rows[i].t, 1e-11);
		near("T", t_cdf(rows[i].t, rows[i].df), rows[i].p, 1e-14);
	}
	assert_true(t_quantile(0.5, 7) == 0);
	/* df 1 is Cauchy's, far out, too */
	near("t(1e-12, 1)", t_quantile(1e-12, 1), -1 / tan(M_PI * 1e-12), 1e-11);
}

/* By summing what each count has for itself. */
static void
counts_are_exact(void **state)
{
	double sum = 0, term = pow(0.7, 25);

	(void)state;
	for (int k = 0; k <= 25; k++) {
		sum += term;
		near("binomial", binomial_cdf(k, 25, 0.3), sum, 1e-12);
		term *= (25.0 - k) / (k + 1) * 0.3 / 0.7;
	}
	sum = 0;
	term = exp(-7.5);
	for (int k = 0; k < 40; k++) {
		sum += term;
		near("Poisson", poisson_cdf(k, 7.5), sum, 1e-12);
		term *= 7.5 / (k + 1);
	}
	assert_true(binomial_cdf(-1, 5, 0.5) == 0 && binomial_cdf(5, 5, 0.5) == 1);
	assert_true(poisson_cdf(-1, 5) == 0);
}

/* P(D_10 < .274) as Marsaglia, Tsang and Wang publish it; n = 1 and 2 in closed form; critical
 * values of 5 % as tables have them (Miller 1956). */
static void
kolmogorov_smirnov_is_exact(void **state)
{
	(void)state;
	near("D_10", 1 - ks_upper(0.274, 10), 0.6284796154565043, 1e-12);
	near("D_1", ks_upper(0.7, 1), 0.6, 1e-12);
	near("D_2", ks_upper(0.4, 2), 1 - 2 * (0.8 - 0.5) * (0.8 - 0.5), 1e-12);
	near("D_20", ks_upper(0.29408, 20), 0.05, 1e-3);
	near("D_100", ks_upper(0.13403, 100), 0.05, 1e-3);
	near("limit", ks_upper(1.3581 / sqrt(1e8), 100000000), 0.05, 1e-3);
	/* where the exact law gives way to the limit, they agree */
	near("join", ks_upper(0.9 / sqrt(1001), 1001), ks_upper(0.9 / sqrt(1000), 1000), 1e-2);
	near("join", ks_upper(1.7 / sqrt(1001), 1001), ks_upper(1.7 / sqrt(1000), 1000), 2e-2);
	assert_true(ks_upper(0, 5) == 1 && ks_upper(1, 5) == 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(normal_is_exact),
	    cmocka_unit_test(gamma_is_exact),
	    cmocka_unit_test(beta_and_t_are_exact),
	    cmocka_unit_test(counts_are_exact),
	    cmocka_unit_test(kolmogorov_smirnov_is_exact),
	};

	return RUN_TAP(tests);
}
