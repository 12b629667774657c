/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether the AI's confidence can be believed: replies of simulated conversations, each labelled
 * right or wrong (floorwalker/sim/replies.h), split by task into a half that weights are fitted to
 * and a half that they are tested on. doc/calibration.md.
 */
#ifndef FLOORWALKER_BENCHMARK_CALIBRATION_H
#define FLOORWALKER_BENCHMARK_CALIBRATION_H

#include "floorwalker/benchmark.h"
#include "floorwalker/model/confidence.h"
#include "floorwalker/sim/sim.h"

/* Replies of one kind of conversation. */
struct calibration_set {
	const char *name;		/* "scenarios", "de" … */
	const struct sim_script *script;	/* scenarios; NULL: tasks that are spoken */
	const struct tau_talk_options *talk;	/* then: whose replies, progress and seed are set
						   here */
};

struct calibration_options {
	const struct calibration_set *sets;
	size_t set_count;
	const struct world *world;	/* of scenarios */
	const struct understander *understander;
	const char *backend;
	int64_t conversations;		/* of each set of scenarios */
	uint64_t seed;
	int threads;
	const struct confidence_weights *weights;	/* measured beside the confidence that the
							   drafts had; NULL none */
	bool fit;			/* fits weights to the fitting half and measures them too */
	double pull;			/* > 0 */
	/* gets every reply, with the name of its set; NULL nobody */
	void (*reply)(void *context, const char *set, bool testing, const struct reply_seen *r);
	void *reply_context;
	void (*progress)(void *context, const char *set, int64_t done, int64_t of);
	void *progress_context;
};

/* Which half a task is in: by a hash of its name (SHA-256, its highest bit), so that it is the same
 * in every run, and no conversation of it is in the other. */
bool calibration_is_testing(const char *task);

/* result (the arena's): {seed, conversations, replies, sets: [{set, fitting: {tasks, replies,
 * wrong}, testing: {…}}], flaws: {flaw: {SET: count}}, small_talk, measures: {given | weights |
 * fitted: {fitting, testing: {all, at_stake, SET: as confidence_measures()}}}, fitted: as
 * confidence_to_value(), where fit; cross: the fitting half measured by weights fitted to four
 * fifths of its other tasks}. at_stake: replies that are no small talk and don't hand over. Of one
 * scenario at most 25 conversations are played. *fitted gets the weights where fit; its names are
 * the arena's. The same options give the same bytes. ERR_STATE where there is nothing to fit. */
NODISCARD enum err calibration_run(const struct calibration_options *o, struct arena *a,
    struct value **result, struct confidence_weights *fitted, struct errinfo *e);

#endif
