/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/base/random.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/random.h>

#include "floorwalker/base/seal.h"
#include "floorwalker/base/str.h"

static uint64_t
little_endian(const uint8_t *bytes)
{
	uint64_t n = 0;

	for (int i = 7; i >= 0; i--)
		n = n << 8 | bytes[i];
	return n;
}

void
random_init(struct random_stream *r, uint64_t seed, const char *label)
{
	uint8_t hash[SEAL_HASH];
	struct str text;

	str_init(&text);
	for (int i = 0; i < 8; i++)
		str_add_char(&text, (char)(seed >> (8 * i) & 0xff));
	str_add(&text, label);
	seal_sha256(text.data, text.length, hash);
	str_clear(&text);
	for (int i = 0; i < 4; i++)
		r->s[i] = little_endian(hash + 8 * i);
}

static uint64_t
rotate(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

uint64_t
random_u64(struct random_stream *r)
{
	uint64_t *s = r->s;
	uint64_t result = rotate(s[1] * 5, 7) * 9;
	uint64_t t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate(s[3], 45);
	return result;
}

uint64_t
random_below(struct random_stream *r, uint64_t bound)
{
	uint64_t least, draw;

	assert(bound > 0);
	least = (0 - bound) % bound; /* 2^64 mod bound: draws below it would make small results
					likelier */
	do
		draw = random_u64(r);
	while (draw < least);
	return draw % bound;
}

double
random_unit(struct random_stream *r)
{
	return (double)(random_u64(r) >> 11) * 0x1p-53;
}

double
random_exponential(struct random_stream *r, double mean)
{
	return -mean * log1p(-random_unit(r));
}

double
random_normal(struct random_stream *r)
{
	double x, y, square;

	do {
		x = 2 * random_unit(r) - 1;
		y = 2 * random_unit(r) - 1;
		square = x * x + y * y;
	} while (square >= 1 || square == 0);
	return x * sqrt(-2 * log(square) / square);
}

size_t
random_weighted(struct random_stream *r, const double *weights, size_t count)
{
	double total = 0, at;
	size_t last = 0;

	assert(count > 0);
	for (size_t i = 0; i < count; i++)
		total += weights[i] > 0 ? weights[i] : 0;
	at = random_unit(r) * total;
	for (size_t i = 0; i < count; i++) {
		if (!(weights[i] > 0))
			continue;
		last = i;
		if (at < weights[i])
			return i;
		at -= weights[i];
	}
	return last; /* rounding took the draw past the end; or no weight at all: the first */
}

/* ---- races */

/* Every bit of the number weighs on every bit of the result: the finish of SplitMix64 (Steele, Lea,
 * Flood 2014). */
static uint64_t
stirred(uint64_t x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9U;
	x = (x ^ x >> 27) * 0x94d049bb133111ebU;
	return x ^ x >> 31;
}

uint64_t
random_name(const char *name)
{
	uint64_t hash = 0xcbf29ce484222325U;

	for (; *name != '\0'; name++)
		hash = (hash ^ (uint8_t)*name) * 0x100000001b3U;
	return hash;
}

void
random_race_start(struct random_race *r, uint64_t key)
{
	*r = (struct random_race){ .key = key, .first = INFINITY, .winner = SIZE_MAX };
}

void
random_race_join(struct random_race *r, uint64_t name, double weight, size_t who)
{
	double u = ((double)(stirred(stirred(name) ^ r->key) >> 11) + 0.5) * 0x1p-53, time;

	/* -log(u) is at least 1 - u: most need no logarithm to be too late */
	if (!(weight > 0) || 1 - u >= r->first * weight)
		return;
	time = -log(u) / weight;
	if (time < r->first) {
		r->first = time;
		r->winner = who;
	}
}

enum err
random_secret(void *out, size_t size, struct errinfo *e)
{
	size_t done = 0;

	while (done < size) {
		ssize_t n = getrandom((char *)out + done, size - done, 0);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(e, ERR_IO, "the operating system gives no random bytes: %s",
			    strerror(errno));
		done += (size_t)n;
	}
	return ERR_OK;
}
