/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers with their uncertainty: pure numerics for the simulator, without input, output or state
 * that is shared. Includes base and model only.
 *
 *   stats.h       the interval, which all of them answer with
 *   special.h     normal, t, chi-square, gamma and beta functions and their inverses
 *   erlang.h      M/M/c and M/M/c+M queues, exactly; the least number of agents
 *   law.h         distributions as data: draw, mean, variance, cdf, quantile
 *   fit.h         laws fitted to a sample; Kolmogorov-Smirnov and chi-square tests
 *   poisson.h     arrivals of a rate that changes, with bursts; a test of them
 *   interval.h    intervals of shares, means, ratios and quantiles
 *   bootstrap.h   intervals of ratios of sums over millions of units in constant memory
 *   histogram.h   quantiles of millions of whole numbers in constant memory
 *   clusters.h    intervals of quantiles whose numbers come in clusters
 *   sequential.h  deciding early, and how many more would decide
 *   worst.h       the worst few of many
 */
#ifndef FLOORWALKER_STATS_STATS_H
#define FLOORWALKER_STATS_STATS_H

#include <stdbool.h>
#include <stdint.h>

/* An estimate and where the truth lies at the level that was asked for. known is false where the
 * data give no interval (none at all, one replication, a denominator of nothing); the three numbers
 * are then 0, and must not be shown. All finite where known. n: units that it rests on. */
struct interval {
	double estimate, low, high;
	int64_t n;
	bool known;
};

#endif
