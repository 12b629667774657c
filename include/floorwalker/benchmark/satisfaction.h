/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether satisfaction can be told from a conversation: ratings that people gave to each user turn
 * of dialogues, predicted from what came before the turn. doc/satisfaction.md.
 *
 * What is fitted here serves the benchmark alone and is written nowhere; the proxy that conversations
 * are scored by is floorwalker/model/satisfaction.h, whose weights are stated.
 */
#ifndef FLOORWALKER_BENCHMARK_SATISFACTION_H
#define FLOORWALKER_BENCHMARK_SATISFACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/value.h"

#define SATISFACTION_FOLDS 10

struct satisfaction_options {
	const char *data;		/* a file: ROLE, text, action, ratings apart by tabs */
	uint64_t seed;			/* of the intervals */
	int threads;			/* 1 … 64 */
	void (*progress)(void *context, size_t done, size_t of);	/* NULL none; on any thread,
									   one at a time */
	void *progress_context;
	bool (*is_stopped)(void);	/* NULL: never. Then ERR_STATE */
};
/* Ten contiguous folds of dialogues, each predicted by what is fitted to the other nine. result (the
 * arena's): {uar, kappa, f1_low, n, uar_of_five, intervals, ratings, confusion, folds, fold_means,
 * with_turn: {the same}, data, fitted_on} as doc/satisfaction.md lists it. The same file and seed give the same bytes,
 * whatever the number of threads. Errors in the file name it, line and column: ERR_INPUT, ERR_LIMIT. */
NODISCARD enum err satisfaction_benchmark(const struct satisfaction_options *o, struct arena *a,
    struct value **result, struct errinfo *e);

#endif
