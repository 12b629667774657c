/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Replay: conversations kept as files, played again to the AI through the same desk as real life, each in a
 * fresh copy of the shop, and what came back held against what must come back (floorwalker-scenario(5)).
 *
 * A suite is one or more folders (with those below them) or files. Nothing of the machine enters a result, so
 * that the same seed gives the same bytes whatever the threads; how long an answer took is looked at only
 * where a conversation asks for it.
 */
#ifndef FLOORWALKER_REPLAY_REPLAY_H
#define FLOORWALKER_REPLAY_REPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/backend.h"
#include "floorwalker/base/err.h"
#include "floorwalker/base/value.h"
#include "floorwalker/understand.h"
#include "floorwalker/world.h"

/* Conversations as read from their files: read-only, shared by threads. */
struct replay_suite;

/* What the world may have lost (an order, article, rule, queue, agent) is no fault: what is expected of it fails,
 * and replay_lint() tells it. Every fault is told, with file, line and column and what was near; a suite with faults is none: ERR_INPUT
 * with their number, or where found is NULL with the first. */
NODISCARD enum err replay_suite_load(const char *const *paths, size_t count, const struct world *w,
    void (*found)(void *context, const char *fault), void *context, struct replay_suite **out,
    struct errinfo *e);
void replay_suite_free(struct replay_suite **s);
size_t replay_suite_count(const struct replay_suite *s);
const char *replay_suite_name(const struct replay_suite *s, size_t i);	/* NULL past the end */

struct replay_options {
	const struct replay_suite *suite;
	const struct world *world;
	const struct understander *understander;
	const struct settings *settings;	/* in the place of the world's; NULL: its own */
	const struct policy *policy;		/* likewise */
	const char *backend;			/* "builtin" or "http:URL" */
	/* Puts a backend of the caller's before each desk's, which it takes; NULL: none. */
	struct backend *(*around)(void *context, struct backend *take_inner);
	void *around_context;
	const char *const *only;		/* names, or words that begin or tag them; NULL: all */
	size_t only_count;
	int64_t runs;				/* of each conversation, with seeds apart; 1 to 100 */
	uint64_t seed;
	int threads;				/* 0: one a core; never changes a result */
	bool keep_records;			/* what was seen, of every run, not of failures alone */
	bool keep_briefs;			/* what a baseline is made of, of the first run */
	struct value *reach;			/* a map (reach.h) that gets what each conversation reached; NULL:
						   it isn't kept. Grows in the arena of the run */
	const char *world_digest, *ai_digest;	/* with reach: what the run is made with */
	const bool *skips;			/* of each conversation, then each goal, that it isn't played;
						   NULL: all are */
	/* From time to time, on the caller's thread; nonzero stops. May be NULL. */
	int (*progress)(void *context, int64_t done, int64_t of);
	void *progress_context;
};

/* Exit codes of floorwalker replay, and what a result stands for. */
enum replay_verdict {
	REPLAY_HELD,			/* every expectation of every run */
	REPLAY_FAILED,			/* one of the AI's didn't */
	REPLAY_UNUSABLE,		/* a suite that can't be read, or wrong usage */
	REPLAY_UNREACHABLE		/* the backend or the store, not the AI: never a failure of its */
};

/* Plays the suite. result, in the arena:
 *   {world, backend, seed, runs, conversations, held, failed, unreachable, flaky,
 *    pass_at_1: share with {n, of, share, low, high},
 *    pass_hat: [{k, share, low, high}],           pass^k for k of 1 to runs
 *    coverage: {intents, rules, gates, articles, actions: {of, touched, missing: [names]}},
 *    results: [{name, title, file, line, severity, tags, held: runs that did, of: runs,
 *      flaky: bool, unreachable: runs that the backend didn't answer,
 *      failures: [{run, turn, key, expected, got, why, line, column, blame: {who, layer, evidence},
 *        follows: a turn before it failed already, so it may come of that}],
 *      record: what was seen in the first run that failed; with keep_records records: [of every run]; with
 *      keep_briefs brief: [of each turn of the first run its reply, intent, outcome, rules, citations, actions …];
 *      goal: true where a goal was pursued}],
 *    failures: {by_severity: {money, answer, words}, of conversations; by_blame: {WHO: n}, by_layer: {LAYER: n}, of
 *      expectations that failed first}}
 * A record is what jq expressions see of a conversation, floorwalker-scenario(5) describes it. */
NODISCARD enum err replay_run(
    const struct replay_options *o, struct arena *a, struct value **result, struct errinfo *e);
enum replay_verdict replay_verdict_of(const struct value *result);

/* Conversations that prove nothing or can't be passed, [{name, file, line, kind, what}]; runs and keep_… of the
 * options don't count. kind: "nothing" is expected; "mute", an AI that says nothing passes it; "contradiction",
 * no reply could do; "undecided", people decide where nothing waits; "unasked", the
 * backend is to fail where nobody asks it; "world": it speaks of an order, article, rule,
 * queue or agent that the world hasn't. */
NODISCARD enum err replay_lint(const struct replay_options *o, struct arena *a,
    struct value **findings, struct errinfo *e);

#endif
