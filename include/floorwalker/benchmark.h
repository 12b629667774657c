/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Benchmarks of others, on our own desk: doc/benchmark.md.
 *
 *   benchmark.h   replaying the reference actions of tau-bench's retail shop
 */
#ifndef FLOORWALKER_BENCHMARK_H
#define FLOORWALKER_BENCHMARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/value.h"
#include "floorwalker/understand.h"
#include "floorwalker/world.h"

struct tau_replay_options {
	const struct world *world;	/* made by tau_import() of the set that the tasks speak of */
	struct understander *understander;	/* lent; one thread at a time */
	/* files, a JSON map a line; the i-th of one belongs to the i-th of the other */
	const char *const *tasks, *const *gold;
	size_t file_count;
	void (*progress)(void *context, size_t done, size_t of);	/* NULL none */
	void *progress_context;
	bool (*is_stopped)(void);	/* NULL: never. Then ERR_STATE */
};
/* Plays each task's reference actions as a proven shopper who says yes to each: every write is a
 * proposal of an AI that policy judges, and that the desk executes on the embedded shop; reads go
 * through the same facts as any AI's. Then holds the whole end state against gold. result (the
 * arena's): a map as doc/benchmark.md lists it. The same files give the same bytes. Errors in the
 * files name file and line. */
NODISCARD enum err tau_replay(
    const struct tau_replay_options *o, struct arena *a, struct value **result, struct errinfo *e);

#endif
