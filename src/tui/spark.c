/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spark.h"

#include <string.h>

static const char blocks[][4] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
#define BLOCKS ((int64_t)(sizeof blocks / sizeof *blocks))

int64_t
spark_largest(const int64_t *numbers, size_t count)
{
	int64_t most = 0;

	for (size_t i = 0; i < count; i++)
		most = numbers[i] > most ? numbers[i] : most;
	return most;
}

const char *
spark_print(char *out, const int64_t *numbers, size_t count)
{
	int64_t most = spark_largest(numbers, count);
	char *at = out;

	for (size_t i = 0; i < count && i < SPARK_MOST; i++) {
		double share = most > 0 && numbers[i] > 0 ? (double)numbers[i] / (double)most : 0;

		memcpy(at, blocks[(int64_t)(share * (double)(BLOCKS - 1) + 0.5)], 3);
		at += 3;
	}
	*at = '\0';
	return out;
}
