/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Quantiles of whole numbers that come in clusters (the waits of one day share a queue): an
 * interval that counts on the clusters alone being independent, in constant memory.
 *
 * For some 500 thresholds (each number below 256, then 8 to a doubling, to 2^40) the sums over
 * clusters of c, c^2, c n and n^2 are kept, c how many of a cluster's n numbers lie at or below
 * it: integers, so that adding in any order gives the same bytes.
 */
#ifndef FLOORWALKER_STATS_CLUSTERS_H
#define FLOORWALKER_STATS_CLUSTERS_H

#include "floorwalker/stats/histogram.h"

struct clusters;
struct clusters *clusters_new(void);
void clusters_free(struct clusters **c);

/* One cluster, whole. An empty one isn't counted. */
void clusters_add(struct clusters *c, const struct histogram *h);
void clusters_merge(struct clusters *into, const struct clusters *from);
int64_t clusters_count(const struct clusters *c);

/* By inverting the interval of the share that lies at or below the quantile (Woodruff 1952). The
 * share's variance is that of a ratio over clusters, at the thresholds next to the quantile;
 * where independent numbers would have a larger one that is taken, once there are `enough`
 * clusters (their few degrees of freedom make theirs uncertain, and numbers that hang together
 * don't vary less). So many independent numbers as would have that variance (Kish 1965), fewer
 * by the ratio of the normal's and Student's quantile, squared (Korn and Graubard 1998), hold
 * the quantile between order statistics as interval_ranks() says, by the binomial's beta
 * function where that number isn't whole; which those are of all numbers is looked up in `all`.
 * all: what was added, together. by_clusters: which variance it was; may be NULL. Not known with
 * fewer than 2 clusters, or too few numbers for so far a quantile. 0 < p < 1. */
struct interval clusters_quantile(const struct clusters *c, const struct histogram *all, double p,
    double level, int64_t enough, bool *by_clusters);

/* Exact, and the same bytes again after reading. ERR_INPUT names what is wrong and where. */
struct value *clusters_to_value(struct arena *a, const struct clusters *c);
NODISCARD enum err clusters_from_value(
    const struct value *v, struct clusters **out, struct errinfo *e);

#endif
