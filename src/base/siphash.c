/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/base/siphash.h"

#include <pthread.h>
#include <string.h>

#include "floorwalker/base/clock.h"
#include "floorwalker/base/random.h"

static uint64_t key[2];

static void
draw_key(void)
{
	if (random_secret(key, sizeof key, NULL) != ERR_OK) {
		key[0] = (uint64_t)clock_stopwatch_us();
		key[1] = (uint64_t)clock_now_ms(clock_system());
	}
}

static uint64_t
rotate(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static void
mix(uint64_t v[4])
{
	v[0] += v[1];
	v[2] += v[3];
	v[1] = rotate(v[1], 13) ^ v[0];
	v[3] = rotate(v[3], 16) ^ v[2];
	v[0] = rotate(v[0], 32);
	v[2] += v[1];
	v[0] += v[3];
	v[1] = rotate(v[1], 17) ^ v[2];
	v[3] = rotate(v[3], 21) ^ v[0];
	v[2] = rotate(v[2], 32);
}

uint64_t
siphash(const void *bytes, size_t length)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	const unsigned char *p = bytes;
	uint64_t v[4], last = (uint64_t)length << 56;
	size_t i;

	pthread_once(&once, draw_key);
	v[0] = key[0] ^ 0x736f6d6570736575u;
	v[1] = key[1] ^ 0x646f72616e646f6du;
	v[2] = key[0] ^ 0x6c7967656e657261u;
	v[3] = key[1] ^ 0x7465646279746573u;
	for (i = 0; i + 8 <= length; i += 8) {
		uint64_t word;

		memcpy(&word, p + i, 8);
		v[3] ^= word;
		mix(v);
		v[0] ^= word;
	}
	for (size_t j = 0; i + j < length; j++)
		last |= (uint64_t)p[i + j] << (8 * j);
	v[3] ^= last;
	mix(v);
	v[0] ^= last;
	v[2] ^= 0xff;
	mix(v);
	mix(v);
	mix(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}
