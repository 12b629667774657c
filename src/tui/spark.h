/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sparklines: a row of numbers as blocks of rising height.
 */
#ifndef FLOORWALKER_TUI_SPARK_H
#define FLOORWALKER_TUI_SPARK_H

#include <stddef.h>
#include <stdint.h>

#define SPARK_MOST 64

/* One cell a number, the largest of them full height, 0 and below the lowest; numbers past
 * SPARK_MOST are left out. Returns out, with room for SPARK_MOST * 3 + 1 bytes. */
const char *spark_print(char *out, const int64_t *numbers, size_t count);
int64_t spark_largest(const int64_t *numbers, size_t count);

#endif
