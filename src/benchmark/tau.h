/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside of the benchmark room.
 *
 *   tau_tasks.c    tasks and gold, from their files
 *   tau_tools.c    the set's tools that write, as proposals
 *   tau_reads.c    the set's tools that read
 *   tau_sum.c      its calculator
 *   tau_actor.c    an AI that does what a task's reference actions say
 *   tau_state.c    end states against gold
 *   tau_desk.c     a shop of its own for a task, and the desk's work
 *   tau_replay.c   one task after the other
 *
 * Tasks that shoppers speak are in talk.h.
 */
#ifndef FLOORWALKER_BENCHMARK_TAU_PRIVATE_H
#define FLOORWALKER_BENCHMARK_TAU_PRIVATE_H

#include "floorwalker/benchmark.h"
#include "floorwalker/desk/desk.h"
#include "floorwalker/shop/facts.h"
#include "floorwalker/world/tau.h"

#define TAU_ACTIONS_MAX 100	/* of a task */

struct tau_task {
	const char *file;
	const struct value *id;		/* number or text */
	const char *user;
	const char *instruction;	/* what its user was told to be and to want; "" none */
	const struct value *actions;	/* [{name, kwargs}] */
	const struct value *outputs;	/* texts that the user must have been told; NULL none */
	const struct value *changed_orders, *changed_users;	/* gold: whole records by id */
	const struct value *observed;	/* gold: what each action gave, "Error: …" where it was
					   refused; NULL not told */
};
NODISCARD enum err tau_tasks_load(struct arena *a, const char *tasks, const char *gold,
    struct tau_task **out, size_t *count, struct errinfo *e);

/* ---- tools */
enum tau_tool_kind { TAU_READS, TAU_WRITES, TAU_TALKS };
/* NULL: no tool is called so. */
const struct tau_tool *tau_tool_find(const char *name);
enum tau_tool_kind tau_tool_kind(const struct tau_tool *t);
enum action_kind tau_tool_writes(const struct tau_tool *t);	/* ACTION_KIND_COUNT: nothing */
/* What a tool that writes comes to as a proposal, in the facts' arena. ERR_INPUT, ERR_NOT_FOUND,
 * ERR_FORBIDDEN: nothing can be made of it, with the sentence. */
NODISCARD enum err tau_propose(const struct tau_tool *t, struct facts *f,
    const struct value *kwargs, struct action_proposal *out, struct errinfo *e);
/* What a tool that reads answers. ERR_NOT_FOUND, ERR_INPUT, ERR_FORBIDDEN as for proposals. */
NODISCARD enum err tau_read_tool(const struct tau_tool *t, struct facts *f,
    const struct shop_records *records, const struct value *kwargs, const char **out,
    struct errinfo *e);
/* "2 * (3 + 4.5)" as the set's calculator writes it: rounded to two decimals, "15.0". ERR_INPUT
 * where it is no sum. */
NODISCARD enum err tau_sum(
    struct arena *a, const char *expression, const char **out, struct errinfo *e);

/* ---- the AI that acts */
struct tau_actor {
	const struct shop_records *records;
	const struct value *action;	/* of the next turn; NULL: it only listens */
	bool refused;			/* nothing could be made of the action */
	char why[600];
};
struct backend *tau_actor_backend(struct tau_actor *actor);	/* borrows the actor */

/* ---- a shop for a task */
/* A desk on a store in memory, with the world of shared beneath; its clock stands at the world's
 * own time and is the caller's to free, after the desk. take_backend: the desk's, either way. */
NODISCARD enum err tau_desk_new(const struct desk_shared *shared, const struct desk_tools *tools,
    struct backend *take_backend, struct clock **clock, struct desk **out, struct errinfo *e);
/* Does what is due, and what comes due while a shopper would still look at the screen. */
NODISCARD enum err tau_desk_work(struct desk *d, struct clock *c, struct errinfo *e);

/* ---- end states */
/* Adds {kind: "end_state", record, where} for each record that isn't as gold has it; returns how
 * many. */
NODISCARD enum err tau_compare(struct desk *d, const struct shop_records *base, struct arena *a,
    const struct tau_task *t, struct value *mismatches, size_t *count, struct errinfo *e);

#endif
