/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside stats: what a bootstrap keeps.
 */
#ifndef FLOORWALKER_STATS_BOOTSTRAP_PRIVATE_H
#define FLOORWALKER_STATS_BOOTSTRAP_PRIVATE_H

#include "floorwalker/stats/bootstrap.h"
#include "wide.h"

#define WEIGHT_MOST 8
#define LANES 4		/* weights to a hash */

/* Sums of x^i y^j over units, x numerator, y denominator. */
enum moment { X, Y, XX, XY, YY, XXX, XXY, XYY, YYY, MOMENTS };

struct ratio {
	int64_t units;
	bool negative;		/* some numerator is below 0 */
	bool exceeds;		/* some numerator is above its denominator */
	wide moments[MOMENTS];
	/* By replicate: numerators, then denominators. What was added lately is in `late`, in words
	 * that the processor adds fast, and goes to `sums` before it could overflow. */
	int64_t *late;
	wide *sums;
	int64_t late_bound;	/* no |late| exceeds it */
};

struct bootstrap {
	uint64_t seed;
	size_t replicates, ratios;
	struct ratio *ratio;
	uint8_t *weights;	/* of the unit drawn last */
	uint64_t drawn_id;
	bool has_drawn;
};

/* Of replicate k < replicates; offset by `replicates`: its denominator. */
static inline wide
ratio_sum(const struct ratio *r, size_t k)
{
	return r->sums[k] + r->late[k];
}

#endif
