/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Arrivals of a Poisson process whose rate changes in steps, with bursts that multiply it.
 *
 * Exact, by inverting the cumulated rate (Cinlar 1975): arrival k is at the time where the cumulated
 * rate reaches E1 + … + Ek, Ej exponential with mean 1, one number of the stream each. So arrivals
 * before a change of the rate stay as they were, to the bit, and the same stream gives at a higher
 * rate the same contacts earlier.
 *
 * Times are ms from the begin of the run, as doubles (a part of a ms matters to a queue; the caller
 * rounds). Rates are per hour.
 */
#ifndef FLOORWALKER_STATS_POISSON_H
#define FLOORWALKER_STATS_POISSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/random.h"
#include "floorwalker/stats/fit.h"

/* From from_ms until the next step (the last: for ever). */
struct poisson_step {
	int64_t from_ms;	/* ascending; before the first the rate is 0 */
	double per_hour;	/* >= 0, finite */
};

/* Multiplies the rate from from_ms up to to_ms; bursts that overlap multiply each other. */
struct poisson_burst {
	int64_t from_ms, to_ms;
	double factor;		/* >= 0 */
};

/* The rate, made ready; immutable, so that threads may share it. */
struct poisson;
/* Copies. ERR_INPUT: no step, not ascending, a negative or infinite rate or factor, a burst that ends
 * before it begins (which of them). The caller frees *out. */
NODISCARD enum err poisson_new(const struct poisson_step *steps, size_t step_count,
    const struct poisson_burst *bursts, size_t burst_count, struct poisson **out,
    struct errinfo *e);
void poisson_free(struct poisson **p);

double poisson_rate_at(const struct poisson *p, double ms);	/* per hour */
double poisson_expected(const struct poisson *p, double ms);	/* the mean number in [0, ms) */

/* Where a stream of arrivals stands: plain, begin with {0}. Two numbers say all, so that it can be
 * stored. */
struct poisson_at {
	double cumulated;	/* E1 + … + Ek */
	int64_t count;		/* k */
};
/* The next arrival before end_ms: true and its time. False where there is none (the stream was drawn
 * from, and `at` moved, all the same: don't go on). */
bool poisson_next(const struct poisson *p, struct poisson_at *at, struct random_stream *r,
    double end_ms, double *out_ms);

/* Do these arrivals (ascending, in [0, end_ms)) come from this rate? By time-rescaling (Brown,
 * Barbieri, Ventura, Kass, Frank 2002): gaps: the increments of the cumulated rate against the
 * exponential law of mean 1; places: cumulated rate over its whole against the uniform law, given
 * their number; number: two-sided exact probability of so many (statistic: the count). */
struct poisson_fit {
	struct fit_test gaps, places, number;
};
/* ERR_INPUT: none, not ascending, outside, or where the rate is 0. */
NODISCARD enum err poisson_test(const struct poisson *p, const double *times_ms, size_t count,
    double end_ms, struct poisson_fit *out, struct errinfo *e);

#endif
