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
 * theorem 2.2 with rho^2 = g, which needs no normality. On the way there its ends are turned for
 * skewness by Hall's (1992) cubic transform, as those of bootstrap_interval() are (costs of skewness
 * 8 were found to differ from their own mean 9 % of the time without it, and 3 % with it), and
 * nothing is decided before a plan's least number of differences, nor before 25 times their squared
 * skewness (Cochran 1977, 2.15): differences that are rare and all to one side take longer.
 *
 * Of replications there are tens, not thousands: sequential_plan_few has the interval tightest at 20 (at
 * 1,000 it would be endless before the 30th) and decides from the 20th on. Its alpha is .01: that is exact
 * for normal differences, and what it leaves of .05 is for those that aren't. tests/stats/sequential
 * counts 500 series a law (2,000 in make proof), looked at from the 20th to the 300th: for skewed, lumpy and rare
 * differences at most 3.8 % of the 2,000 were wrong (at .05 from the 10th on up to 9.4 % would be). A law that is
 * all but the same in nine of ten and far off in the tenth is beyond it (5.7 %): 20 without such a one
 * come in 12 %.
 *
 * As long as all differences are the same, there is no deviation to go by, but a binomial law: were a
 * share p of them different, n in a row would be the same with probability (1 - p)^n, so p is at most
 * 1 - .025^(1/n) (Clopper and Pearson 1934; n - 1 where they are the same other than 0, which was not said
 * before). It is the run from the first on, so this holds at every look at once, too. Where a difference
 * can't be beyond +-range, as one of shares can't be beyond +-1, that bounds its mean. The .025 are what
 * the confidence sequence leaves: a truth beyond the margin is left out at one of its ends alone.
 *
 * Differences are kept as integers of 2^-20, so the order and merging change nothing.
 */
#ifndef FLOORWALKER_STATS_SEQUENTIAL_H
#define FLOORWALKER_STATS_SEQUENTIAL_H

#include <stdbool.h>
#include <stdint.h>

#include "floorwalker/stats/stats.h"

#define SEQUENTIAL_LEAST 50			/* differences before anything is decided */
#define SEQUENTIAL_LEAST_FEW 20			/* and where each is of a replication */
#define SEQUENTIAL_VALUE_MOST 1048576.0		/* |difference| */

struct sequential_plan {
	double alpha;		/* of the confidence sequence, over all looks */
	double margin;		/* a difference up to this doesn't matter; 0: every one does */
	int64_t tightest;	/* the number at which the interval is to be tightest, which sets g
				   (Waudby-Smith et al. 2024, appendix B.2); 0: 1,000 */
	int64_t least;		/* before so many nothing is decided, unless all are the same */
	double range;		/* no difference can be beyond +-range; 0: nothing bounds them */
};
extern const struct sequential_plan sequential_plan_usual;	/* margin, range 0 */
extern const struct sequential_plan sequential_plan_few;	/* of replications */

/* Begin with {0}. Plain. */
struct sequential {
	int64_t n;
	int64_t least, most;	/* of 2^-20 */
	__int128 sum, squares;	/* of 2^-20 */
	__int128 cubes;		/* of 2^-10, for the skewness */
};

void sequential_add(struct sequential *s, double difference);	/* asserts finite and the limit */
void sequential_merge(struct sequential *into, const struct sequential *from);
double sequential_deviation(const struct sequential *s);	/* n - 1; 0 where n < 2 */

/* Whether there are any, and all are the same; then at most what share of all to come may differ from that,
 * as said above. */
bool sequential_is_uniform(const struct sequential *s);
double sequential_seldom(const struct sequential *s);

/* The confidence sequence's interval now, cut at +-range. Not known before so many as are said above, nor
 * where all differences are the same and nothing bounds them: of the rare ones nothing has been seen yet. */
struct interval sequential_interval(
    const struct sequential *s, const struct sequential_plan *plan);

/* Why there is none now. */
enum sequential_lack {
	SEQUENTIAL_LACKS_NOTHING,	/* there is one */
	SEQUENTIAL_LACKS_ALL,		/* no difference yet */
	SEQUENTIAL_LACKS_NUMBER,	/* fewer than the plan's least number */
	SEQUENTIAL_LACKS_EVENNESS,	/* fewer than 25 times their squared skewness */
	SEQUENTIAL_LACKS_VARIETY	/* all are the same, and nothing bounds them */
};
enum sequential_lack sequential_lack(
    const struct sequential *s, const struct sequential_plan *plan);
/* From how many on they are even enough, if their skewness stays as it is: 25 times its square; -1
 * above 1e12. */
int64_t sequential_evens_out(const struct sequential *s);

enum sequential_verdict {
	SEQUENTIAL_OPEN,	/* go on */
	SEQUENTIAL_ABOVE,	/* the whole interval is above 0 */
	SEQUENTIAL_BELOW,
	SEQUENTIAL_SAME,	/* the whole interval is within +-margin, and holds 0 */
};
enum sequential_verdict sequential_verdict(
    const struct sequential *s, const struct sequential_plan *plan);
const char *sequential_verdict_name(enum sequential_verdict v);	/* "open"; static */

/* How many more would decide, if mean, deviation and skewness stay as they are (a rough guess before
 * the plan's least number; where all are the same: if they stay so): 0 where decided; -1 where more than
 * 1e12 would be needed or nothing would decide, and where there is none yet. */
int64_t sequential_more(const struct sequential *s, const struct sequential_plan *plan);

/* For a plain test of fixed size at two-sided alpha: pairs needed to see a true mean difference
 * `effect` with probability power, differences' deviation `deviation` (normal approximation with
 * Guenther's 1981 correction z^2/2 for t); -1 where above 1e12. effect != 0. */
int64_t pairs_needed(double effect, double deviation, double alpha, double power);
/* And its power with n pairs (Johnson and Welch's 1940 normal approximation to the noncentral t). n >= 2. */
double pairs_power(double effect, double deviation, double alpha, int64_t n);

#endif
