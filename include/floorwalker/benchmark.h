/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Benchmarks of others, on our own desk: doc/benchmark.md.
 *
 *   tau_replay()   the reference actions of tau-bench's retail shop, as they are
 *   tau_talk()     its tasks, spoken by shoppers to the AI
 *   tau_ends()     conversations made from its records, whose right end is no act
 */
#ifndef FLOORWALKER_BENCHMARK_H
#define FLOORWALKER_BENCHMARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/value.h"
#include "floorwalker/sim/replies.h"
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

struct tau_talk_options {
	const struct world *world;	/* as for the replay */
	struct understander *understander;
	const char *const *tasks, *const *gold;
	size_t file_count;
	const char *backend;		/* "builtin" or "http:URL" */
	const char *words;		/* the file of what shoppers say */
	const char *personas;		/* a folder of them */
	const char *terms;		/* the words of the oracle that listens */
	const char *const *only;	/* names of personas; none: all of the folder */
	size_t only_count;
	size_t limit;			/* the first tasks of each file; 0 all */
	uint64_t seed;
	const char *turns;		/* NULL; else the file by which the task's instruction is
					   turned from "you" to "I" and said first, instead of what
					   the shopper would say of themselves */
	bool refuses;			/* the shopper says no to every summary: for tests */
	struct reply_taker replies;	/* gets every reply of the AI's; then none is held back for
					   want of confidence */
	void (*progress)(void *context, size_t done, size_t of);
	void *progress_context;
	bool (*is_stopped)(void);
};
/* Each task once by each persona: a shopper who knows what its reference actions need says it to
 * the AI, which works on a shop of this conversation's own. Scored by the end state, and by what
 * the task wants to have been told. result (the arena's): a map as doc/benchmark.md lists it. The
 * same files and seed give the same bytes. */
NODISCARD enum err tau_talk(
    const struct tau_talk_options *o, struct arena *a, struct value **result, struct errinfo *e);
struct tau_ends_options {
	const struct world *world;	/* made by tau_import(), or of its template: the policy is
					   that of the set */
	struct understander *understander;
	const char *backend;		/* "builtin" or "http:URL" */
	const char *words;		/* the file of what shoppers say */
	const char *ears;		/* the file of what they listen for */
	const char *personas;		/* a folder of them */
	const char *terms;		/* the words of the oracle that listens */
	const char *const *only;	/* names of personas; none: all of the folder */
	size_t only_count;
	size_t count;			/* of tasks */
	uint64_t seed;
	const char *out;		/* a file that gets the tasks, a JSON map a line; NULL none */
	void (*progress)(void *context, size_t done, size_t of);
	void *progress_context;
	bool (*is_stopped)(void);
};
/* Makes tasks from the world's records whose right end is to refuse, to hand over or only to tell,
 * by the policy's words and never by the world's tables, and has each spoken once by each persona.
 * Scored by what was said and by records that stay as they were. result (the arena's): a map as
 * doc/benchmark.md lists it. The same world and seed give the same bytes. */
NODISCARD enum err tau_ends(
    const struct tau_ends_options *o, struct arena *a, struct value **result, struct errinfo *e);
/* Of n tries c passed: how likely k of them, drawn without putting back, all passed. */
double tau_pass_hat(size_t n, size_t c, size_t k);

#endif
