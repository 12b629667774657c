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

/*
 * Who is drawn by weight, from one number and names: P(x) = weight of x / sum of weights. Each runs
 * for an exponential time with mean 1 / weight, and who is first wins (Efraimidis, Spirakis 2006,
 * "Weighted random sampling with a reservoir"). In whatever order they join, one more, one less or
 * another weight moves only the draws which that one wins or has won, so that two mixes may be
 * compared on the same numbers: along a line of shares everything behind it would move.
 */
struct random_race {
	uint64_t key;
	double first;
	size_t winner; /* SIZE_MAX: nobody of a weight above 0 has joined */
};
void random_race_start(struct random_race *r, uint64_t key); /* key: drawn */
void random_race_join(struct random_race *r, uint64_t name, double weight, size_t who);
uint64_t random_name(const char *name); /* of a race; FNV-1a (Fowler, Noll, Vo) */
/* from the operating system */
NODISCARD enum err random_secret(void *out, size_t size, struct errinfo *e);

#endif
