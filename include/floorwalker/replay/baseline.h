/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs held against earlier ones: a baseline that was accepted, and a ledger of how often each conversation
 * held. Both are JSON files that are written whole or not at all.
 */
#ifndef FLOORWALKER_REPLAY_BASELINE_H
#define FLOORWALKER_REPLAY_BASELINE_H

#include <stdbool.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/value.h"
#include "floorwalker/replay/replay.h"

/* Of a result whose run kept briefs: {version, world, runs, conversations: {name: {held, of, severity, turns:
 * [what was seen of each, without its trace]}}}. The arena's. */
struct value *replay_baseline_of(struct arena *a, const struct value *result);
/* ERR_INPUT: no baseline, or one of another version. */
NODISCARD enum err replay_baseline_read(
    struct arena *a, const char *path, struct value **out, struct errinfo *e);

/* Adds to result, whose run kept briefs, comparison: {
 *   better, worse: [names that failed and now hold in every run; the other way round],
 *   words: [{name, turn, was, is}: the same but for how it is said],
 *   changed: [{name, turn, key, was, is}: something that no expectation asks about],
 *   new, gone: [names; not those that replay_choose() left out], kept: how many are in both,
 *   mcnemar: {better, worse, p}: exact and two-sided, on conversations that are in both} */
void replay_compare(struct arena *a, const struct value *baseline, struct value *result);

struct replay_gate {
	int64_t most_worse;		/* conversations that may be worse */
	bool by_significance;		/* only where McNemar's test tells so at .05, however many */
};
/* With a comparison: what failed before may fail still, but for money, which never may. reason, the arena's,
 * says in a sentence why it failed. */
enum replay_verdict replay_gate(struct arena *a, const struct value *result,
    const struct replay_gate *g, const char **reason);

/* Reads the ledger (none there: an empty one), adds this run to it, writes it. Adds to result ledger: {runs: how
 * many each of them holds at most, turned: [names that held in all of at least 3 earlier entries and don't now],
 * flaky: [{name, held, of}: over time, worst first]}. ERR_INPUT where the file is something else. */
NODISCARD enum err replay_ledger(
    struct arena *a, const char *path, struct value *result, struct errinfo *e);

#endif
