/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Intervals of shares, of means and ratios over replications, and of quantiles.
 *
 * level: 0.95 for 95 %, 0 < level < 1. Each answers with `known` false where the data give none.
 */
#ifndef FLOORWALKER_STATS_INTERVAL_H
#define FLOORWALKER_STATS_INTERVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/stats/stats.h"

/* A share of independent yes-or-no units (Wilson 1927); 0 <= yes <= n. n = 0: not known. */
struct interval interval_wilson(int64_t yes, int64_t n, double level);

/* Of a share of n units that needn't be a whole number (units that hang together tell as much as
 * fewer that don't: n over the design effect, Kish 1965), with any quantile in place of the
 * normal one: Student's where the effect was estimated. Wilson's, with the end that is next to 0
 * or 1 moved out where at most 2 (3 for n > 50) lie apart from the others, x = n share: there
 * Wilson's leaves the truth out too often, and Poisson's lower limit is taken instead, half the
 * quantile of chi-square with 2 x degrees (Brown, Cai and DasGupta 2001, 4.1.1). 0 <= share <=
 * 1, n > 0, t > 0. */
struct interval interval_bounded(double share, double n, double t);
/* Around an estimate with a standard error and a skewness of its own (that of its units over
 * sqrt n), turned by Hall's (1992) cubic transform. t: of the error's degrees of freedom. */
struct interval interval_skewed(double estimate, double error, double skewness, double t);
/* Of what is positive, on the scale of its logarithm, by the delta method: estimate exp(-+ t
 * error / estimate). Not known where the estimate isn't above 0. */
struct interval interval_positive(double estimate, double error, double t);

/* A mean over independent replications (or units): Student's t (1908), n - 1 degrees. n < 2: not
 * known. */
struct interval interval_mean(const double *values, size_t n, double level);

/* Sum of numerators over sum of denominators across replications, denominators > 0 together.
 * Fieller 1954: the ratios r for which mean(x - r y) isn't told from 0 by a t test; not known where
 * the denominators' mean isn't told from 0 (the set isn't an interval). Jackknife: bias and variance
 * by leaving each replication out (Quenouille 1956, Tukey 1958), t with n - 1 degrees. n < 2: not
 * known. Fieller is the better where denominators vary much; take it unless you need the
 * jackknife. */
struct interval interval_ratio_fieller(
    const double *numerators, const double *denominators, size_t n, double level);
struct interval interval_ratio_jackknife(
    const double *numerators, const double *denominators, size_t n, double level);

/* The difference of two means of pairs: interval_mean() of a[i] - b[i]. */
struct interval interval_paired(const double *a, const double *b, size_t n, double level);

/* Ranks (1 … n) of the order statistics that hold the p-quantile with at least the level, whatever
 * the law (Wilks 1948; David and Nagaraja 2003, 7.1): P(X_(low) <= quantile <= X_(high)) >= level,
 * each tail at most half of the rest. False where n is too small for it at this p (n = 10, p = .99).
 * 0 < p < 1. */
bool interval_ranks(int64_t n, double p, double level, int64_t *low, int64_t *high);
/* The same as values; the estimate is the order statistic of rank ceil(n p). sorted: ascending. For
 * independent values: waits in one queue aren't, so use replications there. */
struct interval interval_quantile(const double *sorted, size_t n, double p, double level);

#endif
