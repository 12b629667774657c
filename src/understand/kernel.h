/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two loops in which training and prediction spend their time: adding rows, times numbers, to
 * sums. Each sum is its own chain of additions, so the results are the same bits at any width of
 * the machine's vectors.
 */
#ifndef FLOORWALKER_UNDERSTAND_KERNEL_H
#define FLOORWALKER_UNDERSTAND_KERNEL_H

#include <stddef.h>
#include <stdint.h>

#define KERNEL_STEP 32	/* every length is a multiple of it */

void kernel_add(float *sums, const float *row, float times, size_t length);
/* sums += Σ times[i] · row index[i] of rows of length bytes. */
void kernel_sum_bytes(float *sums, const int8_t *rows, const uint32_t *index, const float *times,
    size_t count, size_t length);

#endif
