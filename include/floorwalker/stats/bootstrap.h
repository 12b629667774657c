/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The Poisson bootstrap, streaming (Hanley and MacGibbon 2006; Chamandy, Muralidharan, Najmi and
 * Naidu 2012): intervals of ratios of sums over any number of independent units (conversations) in
 * constant memory. In replicate b unit `id` counts W(seed, b, id) times, W Poisson with mean 1.
 *
 * W depends on (seed, b, id) alone, so the order of units, the number of threads and what else was
 * added change nothing; and two accumulators of one seed that saw the same ids are paired: what the
 * units have in common cancels from the difference. All sums are integers, so results are the same
 * bytes in any order.
 *
 * One accumulator holds several ratios over the same units, since drawing weights costs more than
 * adding.
 */
#ifndef FLOORWALKER_STATS_BOOTSTRAP_H
#define FLOORWALKER_STATS_BOOTSTRAP_H

#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/value.h"
#include "floorwalker/stats/stats.h"

#define BOOTSTRAP_REPLICATES 400		/* bootstrap_new(…, 0, …) */
#define BOOTSTRAP_REPLICATES_MOST 10000
#define BOOTSTRAP_RATIOS_MOST 256
#define BOOTSTRAP_VALUE_MOST ((int64_t)1 << 32)	/* |numerator|, |denominator| */
#define BOOTSTRAP_UNITS_MOST ((int64_t)1 << 30)
#define BOOTSTRAP_SCALE 1048576			/* bootstrap_fixed(): 2^20 */

/* What one unit adds to one ratio. {0, 0}: the unit has no part in it (a conversation without a
 * hand-over in the wait after one), and isn't counted in n. Whole numbers in the units that the ratio
 * is to have: ms over contacts, cents over contacts, 1 or 0 over 1. Denominators >= 0. */
struct bootstrap_pair {
	int64_t numerator, denominator;
};

/* For what isn't whole: round(x 2^20), |x| <= 4096; a mean of such has the denominator
 * BOOTSTRAP_SCALE (the ratio then has the unit of x). Asserts. */
int64_t bootstrap_fixed(double x);

struct bootstrap;
/* replicates 0: BOOTSTRAP_REPLICATES. ratios 1 … BOOTSTRAP_RATIOS_MOST. Asserts the limits. */
struct bootstrap *bootstrap_new(uint64_t seed, size_t replicates, size_t ratios);
void bootstrap_free(struct bootstrap **b);

/* One unit: pairs has one for each ratio. An id is added once (that is the caller's to keep). Asserts
 * the limits of values. Not for several threads at a time: one accumulator each, then merge. */
void bootstrap_add(struct bootstrap *b, uint64_t id, const struct bootstrap_pair *pairs);
/* Adds all that `from` saw. ERR_CONFLICT: another seed, number of replicates or of ratios. */
NODISCARD enum err bootstrap_merge(
    struct bootstrap *into, const struct bootstrap *from, struct errinfo *e);

int64_t bootstrap_units(const struct bootstrap *b, size_t ratio);	/* that have a part in it */
/* Sum of numerators over sum of denominators; known is false where the latter is 0 (low = high =
 * estimate else). */
struct interval bootstrap_ratio(const struct bootstrap *b, size_t ratio);
/* Sums as they are; as doubles where they exceed 2^53. */
void bootstrap_sums(
    const struct bootstrap *b, size_t ratio, double *numerators, double *denominators);

/* The interval of a ratio. Not known where fewer than 2 units have a part or the denominators are 0.
 * Where every numerator and denominator is 0 or 1, and none of the former exceeds the latter, it's a
 * share of independent units, and Wilson's interval is given, which no bootstrap betters. */
struct interval bootstrap_interval(const struct bootstrap *b, size_t ratio, double level);
/* Of the difference ratio_a of a - ratio_b of b, paired by ids. a and b may be the same accumulator.
 * ERR_CONFLICT: other seeds or numbers of replicates. */
NODISCARD enum err bootstrap_difference(const struct bootstrap *a, size_t ratio_a,
    const struct bootstrap *b, size_t ratio_b, double level, struct interval *out,
    struct errinfo *e);

/* The weight itself, for tests and for statistics that aren't ratios. */
unsigned bootstrap_weight(uint64_t seed, size_t replicate, uint64_t id);

/* All that it holds, exactly (large numbers as text); reading what was written and writing it again
 * gives the same bytes. From a value: ERR_INPUT names what is wrong and where. Caller frees *out. */
struct value *bootstrap_to_value(struct arena *a, const struct bootstrap *b);
NODISCARD enum err bootstrap_from_value(
    const struct value *v, struct bootstrap **out, struct errinfo *e);

#endif
