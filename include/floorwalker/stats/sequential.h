/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Stopping early, and how many more would decide: a confidence sequence for a mean of differences,
 * valid at every look at once, so that looking after each unit doesn't make chance findings likelier.
 *
 * The interval after n differences is the set of means m with
 *   (1 + n g)^(-1/2) [ (1 + t^2/(n-1)) / (1 + t^2/((n-1)(1 + n g))) ]^(n/2) < 1/alpha,
 * t = sqrt(n) (mean - m)/deviation: the t test's Bayes factor with a normal prior of variance g on
 * the effect over its deviation and Haar's on the deviation. It's an e-process, so by Ville's
 * inequality P(the truth is ever left out) <= alpha for normal differences from the second on
 * (Lai 1976; Wang and Ramdas 2023; Perez-Ortiz, Lardy, de Heide, Grunwald 2024). For large n it is
 * the asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024,
 * theorem 2.2 with rho^2 = g, which needs no normality. Until then: nothing is decided before
 * SEQUENTIAL_LEAST differences.
 *
 * Differences are kept as integers of 2^-20, so the order and merging change nothing.
 */
#ifndef FLOORWALKER_STATS_SEQUENTIAL_H
#define FLOORWALKER_STATS_SEQUENTIAL_H

#include <stdbool.h>
#include <stdint.h>

#include "floorwalker/stats/stats.h"

#define SEQUENTIAL_LEAST 50			/* differences before anything is decided */
#define SEQUENTIAL_VALUE_MOST 1048576.0		/* |difference| */

struct sequential_plan {
	double alpha;		/* how often it may be wrong at any look at all; .05 */
	double margin;		/* a difference up to this doesn't matter; 0: every one does */
	int64_t tightest;	/* the number at which the interval is to be tightest, which sets g
				   (Waudby-Smith et al. 2024, appendix B.2); 0: 1,000 */
};
extern const struct sequential_plan sequential_plan_usual;

/* Begin with {0}. Plain. */
struct sequential {
	int64_t n;
	__int128 sum, squares;
};

void sequential_add(struct sequential *s, double difference);	/* asserts finite and the limit */
void sequential_merge(struct sequential *into, const struct sequential *from);
double sequential_deviation(const struct sequential *s);	/* n - 1; 0 where n < 2 */

/* The confidence sequence's interval now. Not known before SEQUENTIAL_LEAST, nor where all differences
 * are the same: of the rare ones nothing has been seen yet. */
struct interval sequential_interval(
    const struct sequential *s, const struct sequential_plan *plan);

enum sequential_verdict {
	SEQUENTIAL_OPEN,	/* go on */
	SEQUENTIAL_ABOVE,	/* the whole interval is above 0 */
	SEQUENTIAL_BELOW,
	SEQUENTIAL_SAME,	/* the whole interval is within +-margin, and holds 0 */
};
enum sequential_verdict sequential_verdict(
    const struct sequential *s, const struct sequential_plan *plan);
const char *sequential_verdict_name(enum sequential_verdict v);	/* "open"; static */

/* How many more would decide, if mean and deviation stay as they are: 0 where decided; -1 where
 * more than 1e12 would be needed, or nothing can be said yet (before SEQUENTIAL_LEAST). */
int64_t sequential_more(const struct sequential *s, const struct sequential_plan *plan);

/* For a plain test of fixed size at two-sided alpha: pairs needed to see a true mean difference
 * `effect` with probability power, differences' deviation `deviation` (normal approximation with
 * Guenther's 1981 correction z^2/2 for t); -1 where above 1e12. effect != 0. */
int64_t pairs_needed(double effect, double deviation, double alpha, double power);
/* And its power with n pairs (Johnson and Welch's 1940 normal approximation to the noncentral t). n >= 2. */
double pairs_power(double effect, double deviation, double alpha, int64_t n);

#endif
