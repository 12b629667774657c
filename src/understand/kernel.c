/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel.h"

#include <string.h>

#include "floorwalker/base/wide.h"

#define LANES 8

typedef float lanes __attribute__((vector_size(LANES * sizeof(float)), aligned(4), may_alias));
typedef int32_t whole_lanes
    __attribute__((vector_size(LANES * sizeof(int32_t)), aligned(1), may_alias));

WIDE void
kernel_add(float *sums, const float *row, float times, size_t length)
{
	for (size_t i = 0; i < length; i += LANES) {
		lanes *to = (lanes *)(void *)(sums + i);

		*to = *to + times * *(const lanes *)(const void *)(row + i);
	}
}

/* Four bytes lie in each lane of a load; shifts bring each of them to where its sign is right. So
 * sum b holds, in lane j, the class of byte 4j + b (on a machine that keeps the low byte first). */
WIDE static void
sum_step(lanes sum[4], const int8_t *rows, const uint32_t *index, const float *times, size_t count,
    size_t length)
{
	lanes a = { 0 }, b = { 0 }, c = { 0 }, d = { 0 };

	for (size_t i = 0; i < count; i++) {
		whole_lanes x =
		    *(const whole_lanes *)(const void *)(rows + (size_t)index[i] * length);

		a = a + times[i] * __builtin_convertvector((x << 24) >> 24, lanes);
		b = b + times[i] * __builtin_convertvector((x << 16) >> 24, lanes);
		c = c + times[i] * __builtin_convertvector((x << 8) >> 24, lanes);
		d = d + times[i] * __builtin_convertvector(x >> 24, lanes);
	}
	sum[0] = a;
	sum[1] = b;
	sum[2] = c;
	sum[3] = d;
}

/* The place among four bytes in memory of the one that counts 256^b. */
static size_t
byte_place(size_t b)
{
	const uint32_t one = 1;
	unsigned char low;

	memcpy(&low, &one, 1);
	return low == 1 ? b : 3 - b;
}

void
kernel_sum_bytes(float *sums, const int8_t *rows, const uint32_t *index, const float *times,
    size_t count, size_t length)
{
	for (size_t at = 0; at < length; at += KERNEL_STEP) {
		lanes sum[4];

		sum_step(sum, rows + at, index, times, count, length);
		for (size_t b = 0; b < 4; b++)
			for (size_t j = 0; j < LANES; j++)
				sums[at + 4 * j + byte_place(b)] += sum[b][j];
	}
}
