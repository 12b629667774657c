/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The functions of mathematical statistics that libm lacks. Relative errors are of what is
 * returned, measured by tests/stats/special against values to 20 figures.
 *
 * Out of the domain that is stated they assert; they never return NaN within it.
 */
#ifndef FLOORWALKER_STATS_SPECIAL_H
#define FLOORWALKER_STATS_SPECIAL_H

#include <stdint.h>

/* Standard normal: P(Z <= z), by erfc; and its inverse for 0 < p < 1 (Acklam's rational start, then
 * Halley's step on erfc, Acklam 2003), to 1e-14 relative; the far tail below, by its own small p. */
double normal_cdf(double z);
double normal_quantile(double p);

/* Regularised incomplete gamma functions P(a,x) and Q(a,x) = 1 - P, a > 0, x >= 0: series below
 * a + 1, Lentz's continued fraction above (DLMF 8.7.1 and 8.9.2; Lentz 1976), to 1e-12 for
 * a <= 1e6. The inverse of P in x for 0 <= p < 1: Wilson and Hilferty 1931 as start, Newton's steps
 * kept in a bracket. */
double gamma_p(double a, double x);
double gamma_q(double a, double x);
double gamma_p_inverse(double a, double p);

/* Regularised incomplete beta function I_x(a,b), a, b > 0, 0 <= x <= 1 (DLMF 8.17.22). */
double beta_i(double a, double b, double x);

/* Student's t with df > 0 degrees of freedom: cdf by I_x; quantile for 0 < p < 1. */
double t_cdf(double t, double df);
double t_quantile(double p, double df);

/* P(X > x) of chi-square with df > 0. */
double chi2_upper(double x, double df);

/* P(X <= k) of binomial(n, p), k may be -1; of Poisson(mean). Exact by I_x and Q. */
double binomial_cdf(int64_t k, int64_t n, double p);
double poisson_cdf(int64_t k, double mean);

/* P(D_n >= d) of the two-sided one-sample Kolmogorov-Smirnov statistic of n >= 1 values, all
 * parameters known beforehand. Exact by the matrix power of Marsaglia, Tsang and Wang 2003 for
 * n <= 1,000 where n d^2 < 4; else Kolmogorov's limit with Stephens' 1970 correction
 * (sqrt n + .12 + .11/sqrt n) d. */
double ks_upper(double d, int64_t n);

#endif
