/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside a run: the plan of conversations in batches (plan.c), playing one (play.c) on a
 * thread's stage (stage.c), threads (run.c), the sum (summary.c).
 */
#ifndef FLOORWALKER_SIM_RUN_H
#define FLOORWALKER_SIM_RUN_H

#include "bind.h"
#include "mutation.h"
#include "oracle.h"
#include "floorwalker/sim/replies.h"
#include "script.h"

/* One planned conversation. */
struct job {
	int64_t number;			/* of the conversation, 0… */
	const struct scenario *scenario;
	const struct persona *persona;
	struct binding binding;
};

/* Jobs whose customers all differ: they share one fresh copy of the shop. */
struct batch {
	size_t first, count;		/* in plan.jobs */
};

struct plan {
	struct job *jobs;
	size_t job_count;
	struct batch *batches;
	size_t batch_count;
	struct binding_set *sets;	/* one a scenario; empty: nothing in the world fits it */
};

/* What came of one conversation. */
struct played {
	struct conversation_outcome outcome;
	enum handoff_reason reason;
	int64_t turns;			/* the AI's */
	int64_t actions[ACTION_KIND_COUNT][ACTION_STATE_COUNT];
	int64_t changes, otherwise, statements, again, stopped_by_person, stopped_by_rule,
	    held_back;
	bool end_holds;
	bool ended_as_expected;		/* contained and met, or handed over for the named reason,
					   and nothing wrong beside */
	struct { uint8_t tried, counted; } trials[MUTATION_KINDS_MOST];	/* of the oracle, with wrong
									   statements of each
									   kind */
	struct replies replies;		/* in replies_arena; NULL where nobody asked for them */
	struct arena *replies_arena;
	char *why;			/* mem_free; NULL where all was well */
	char *transcript;		/* mem_free; NULL where not kept */
};

/* Changes that nobody asked for, statements that aren't so, summaries of what was refused. */
static inline int64_t
played_breaches(const struct played *p)
{
	return p->changes + p->statements + p->again;
}

/* Draws scenario, persona and binding of each conversation from its own stream. ERR_INPUT where
 * this world has nothing for any scenario. */
NODISCARD enum err run_plan(
    const struct sim_options *o, struct arena *a, struct plan *out, struct errinfo *e);

/* What a thread needs to play a batch. */
struct stage {
	const struct sim_options *options;
	struct desk_shared shared;	/* world and models of the options, a keyring of its own */
	struct desk_tools *tools;
	struct oracle *oracle;		/* a thread's own */
	struct desk *desk;
	struct clock *clock;
	struct snapshot before;
	struct arena *snapshot_arena;
};
/* oracle and tools for the thread; close it either way */
NODISCARD enum err stage_open(const struct sim_options *o, struct stage *out, struct errinfo *e);
void stage_close(struct stage *s);
/* One conversation on the desk that stands. */
NODISCARD enum err stage_play_one(
    struct stage *s, const struct job *j, struct played *out, struct errinfo *e);
NODISCARD enum err stage_play(struct stage *s, const struct plan *p, const struct batch *b,
    struct played *results, struct errinfo *e);

struct value *summary_make(struct arena *a, const struct sim_options *o, const struct plan *p,
    const struct played *results);

#endif
