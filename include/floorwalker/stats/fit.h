/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Laws against a sample: maximum likelihood fits, and tests of goodness of fit.
 */
#ifndef FLOORWALKER_STATS_FIT_H
#define FLOORWALKER_STATS_FIT_H

#include <stddef.h>
#include <stdint.h>

#include "floorwalker/stats/law.h"

/* A statistic and how likely one so large is where the law is true. */
struct fit_test {
	double statistic, p;
	int64_t n;
	int df;		/* chi-square's degrees of freedom; 0 for Kolmogorov-Smirnov */
};

/* Kolmogorov-Smirnov of a sample (any order; copied) against a law that was stated beforehand, and
 * is continuous. p by ks_upper(). Where the law's parameters were estimated from this same sample, p
 * is far too large (Lilliefors 1967): a small p still rejects, a large one says little. count > 0. */
struct fit_test fit_ks(const double *values, size_t count, const struct law *l);

/* Pearson's chi-square over bins of equal probability under the law (Mann and Wald 1942), so many as
 * leave at least 5 expected in each, at most 50 and at least 2; estimated: how many parameters were
 * estimated from this sample (df = bins - 1 - estimated; the true limit lies between that and bins -
 * 1: Chernoff and Lehmann 1954, so p is a little too small at most). df is 0 and p 1 where the sample
 * is too small. The law must be continuous. */
struct fit_test fit_chi2(const double *values, size_t count, const struct law *l, int estimated);

struct fit {
	struct law law;
	struct fit_test ks, chi2;	/* ks.p is of the fitted law: with Lilliefors' caveat */
};

/* Mean; mean and deviation (n - 1) of the logarithms. ERR_INPUT: fewer than 2 values, one that isn't
 * finite or isn't above 0 (which), or all the same. */
NODISCARD enum err fit_exponential(
    const double *values, size_t count, struct fit *out, struct errinfo *e);
NODISCARD enum err fit_lognormal(
    const double *values, size_t count, struct fit *out, struct errinfo *e);

#endif
