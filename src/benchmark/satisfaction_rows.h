/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Building sparse rows by the names of features. Names get numbers as they first occur.
 */
#ifndef FLOORWALKER_BENCHMARK_SATISFACTION_ROWS_H
#define FLOORWALKER_BENCHMARK_SATISFACTION_ROWS_H

#include "satisfaction.h"

#define FEATURE_NAME_BYTES 200

struct row_builder;
struct row_builder *row_builder_new(void);
void row_builder_free(struct row_builder **b);
/* Adds value to a feature of the present row. A name that is too long is cut. */
void row_add(struct row_builder *b, double value, const char *format, ...) PRINTF_LIKE(3, 4);
/* Brings what was added since the last block to this length. */
void row_block_end(struct row_builder *b, double length);
/* The items are a's. */
void row_end(struct row_builder *b, struct arena *a, struct linear_row *out);
/* Features that have occurred. */
size_t row_features(const struct row_builder *b);

#endif
