/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Seeded random streams: the same seed and label give the same draws on every machine.
 *
 * xoshiro256** (Blackman, Vigna, 2018), seeded by SHA-256 of seed and label, so that streams with
 * other labels are independent. Not for secrets: those come from random_secret().
 */
#ifndef FLOORWALKER_BASE_RANDOM_H
#define FLOORWALKER_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"

struct random_stream {
	uint64_t s[4];
};

void random_init(struct random_stream *r, uint64_t seed, const char *label);
uint64_t random_u64(struct random_stream *r);
uint64_t random_below(struct random_stream *r, uint64_t bound);	/* uniform in [0, bound), unbiased;
								   bound > 0 */
double random_unit(struct random_stream *r);			/* [0, 1), 53 bits */
double random_exponential(struct random_stream *r, double mean);
double random_normal(struct random_stream *r);			/* mean 0, deviation 1; Marsaglia's
								   polar method */
size_t random_weighted(struct random_stream *r, const double *weights, size_t count);
/* from the operating system */
NODISCARD enum err random_secret(void *out, size_t size, struct errinfo *e);

#endif
