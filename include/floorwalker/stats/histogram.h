/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A histogram of whole numbers >= 0 (ms, cents) with bins of a stated relative width, in memory that
 * grows with the logarithm of the largest (after Tene's HdrHistogram, 2012).
 *
 * Below 256 each number has its own bin; above, each doubling has 128, so a bin is at most 1/128 of
 * its lower end wide, and a quantile, given as the middle of its bin, is at most 1/256 (0.4 %) off.
 * Counts and sums are integers: the order of adding and merging changes nothing.
 */
#ifndef FLOORWALKER_STATS_HISTOGRAM_H
#define FLOORWALKER_STATS_HISTOGRAM_H

#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/value.h"
#include "floorwalker/stats/stats.h"

#define HISTOGRAM_ERROR (1.0 / 256)

struct histogram;
struct histogram *histogram_new(void);
void histogram_free(struct histogram **h);

void histogram_add(struct histogram *h, int64_t value);			/* asserts value >= 0 */
void histogram_add_n(struct histogram *h, int64_t value, int64_t times);	/* times >= 0 */
void histogram_merge(struct histogram *into, const struct histogram *from);

int64_t histogram_count(const struct histogram *h);
double histogram_mean(const struct histogram *h);			/* exact; 0 where empty */
int64_t histogram_least(const struct histogram *h);			/* exact; 0 where empty */
int64_t histogram_most(const struct histogram *h);
/* The number of rank ceil(n p), to HISTOGRAM_ERROR; the least and the most are exact. 0 where empty.
 * 0 <= p <= 1. */
int64_t histogram_quantile(const struct histogram *h, double p);
/* How many are <= value, counting the bin that value lies in as a whole. */
int64_t histogram_at_most(const struct histogram *h, int64_t value);
/* By order statistics, as interval_quantile(): for independent numbers. */
struct interval histogram_quantile_interval(const struct histogram *h, double p, double level);
/* For charts: bin i of histogram_bins(): [*low, *high), its count. */
size_t histogram_bins(const struct histogram *h);
int64_t histogram_bin(const struct histogram *h, size_t i, int64_t *low, int64_t *high);

/* Exact, and the same bytes again after reading. ERR_INPUT names what is wrong and where. */
struct value *histogram_to_value(struct arena *a, const struct histogram *h);
NODISCARD enum err histogram_from_value(
    const struct value *v, struct histogram **out, struct errinfo *e);

#endif
