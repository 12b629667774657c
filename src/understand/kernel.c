/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kernel.h"

/* Where the compiler can build both, the loader takes the version for wide vectors if the machine
 * has them. The sanitizers and the loader's choice don't go together. */
#if defined(__x86_64__) && defined(__linux__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

#define LANES 8

typedef float lanes __attribute__((vector_size(LANES * sizeof(float)), aligned(4), may_alias));
typedef int8_t small_lanes __attribute__((vector_size(LANES), aligned(1), may_alias));

WIDE void
kernel_add(float *sums, const float *row, float times, size_t length)
{
	for (size_t i = 0; i < length; i += LANES) {
		lanes *to = (lanes *)(void *)(sums + i);

		*to = *to + times * *(const lanes *)(const void *)(row + i);
	}
}

WIDE void
kernel_add_bytes(float *sums, const int8_t *row, float times, size_t length)
{
	for (size_t i = 0; i < length; i += LANES) {
		lanes *to = (lanes *)(void *)(sums + i);
		small_lanes from = *(const small_lanes *)(const void *)(row + i);

		*to = *to + times * __builtin_convertvector(from, lanes);
	}
}
