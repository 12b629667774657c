/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tasks that shoppers speak to the AI, instead of actions that are replayed.
 *
 *   talk_goals.c    what a task's shopper wants and knows, from its reference actions
 *   talk_shopper.c  what they say, and what they do with what they hear
 *   talk_instruction.c  a task's instruction as what its shopper says first
 *   talk_line.c     the stage, and one conversation on it, in a shop of its own
 *   talk.c          tasks by personas; what came of it
 *   talk_sum.c      the figures
 */
#ifndef FLOORWALKER_BENCHMARK_TALK_H
#define FLOORWALKER_BENCHMARK_TALK_H

#include "floorwalker/sim/listener.h"
#include "floorwalker/sim/persona.h"
#include "floorwalker/sim/speech.h"
#include "tau.h"

#define TALK_PERSONAS_MOST 16

/* One thing that a wish is about, as a shopper calls it: never by an id. */
struct talk_thing {
	const char *name;		/* of the product */
	const char *called;		/* "the Lantern", "the Lantern (gas)" where the order has
					   several */
	const char *wanted;		/* "wide blade": what shall differ; all options where nothing
					   does; NULL: it shall become nothing */
	const char *whole;		/* all options of it; NULL where wanted is */
	size_t asked;			/* times that it was asked what this shall become */
	const char *const *must_name;	/* values that a summary has to say of what it becomes */
	size_t must_name_count;
};

struct talk_goal {
	enum action_kind kind;
	const char *order;		/* "" none */
	const char *reason;		/* of a cancellation, the world's word */
	struct talk_thing *things;
	size_t thing_count;
	const char *const *others;	/* products of the order that it isn't about */
	size_t other_count;
	const char *method;		/* its label; "" none */
	const struct address *address;	/* NULL none */
	bool opened, closed, agreed, rephrased;
	const char *ended;		/* how it was closed without being done; NULL */
};

/* What the shopper of a task is after, in the arena. ERR_OK with no goal where the task has no
 * action that writes. */
struct talk_brief {
	const struct customer *customer;
	bool knows_email;		/* else name and postcode */
	struct talk_goal *goals;
	size_t goal_count;
	const char *fault;		/* a reference action no words can be made of; NULL none */
};
NODISCARD enum err talk_brief_make(struct arena *a, const struct shop_records *records,
    const struct tau_task *t, struct talk_brief *out, struct errinfo *e);

/* ---- the shopper */
enum talk_move {
	TALK_SAYS,
	TALK_IS_DONE,			/* nothing more is wanted */
	TALK_IS_PUZZLED			/* heard nothing that they understand, several times */
};
struct talk_shopper {
	const struct speech *words;
	const struct persona *persona;
	struct talk_brief *brief;
	struct arena *arena;
	struct random_stream random;
	bool refuses;			/* says no to each summary: for tests */
	bool detoured, thanked;
	int puzzled, objections;
	size_t said;
	size_t now;			/* the goal that is spoken of */
};
void talk_open(struct talk_shopper *s, struct str *out);
enum talk_move talk_hear(struct talk_shopper *s, const char *text, struct str *out);

/* ---- their instruction, spoken */
/* The turns of a file, [from, to] each. */
NODISCARD enum err talk_turns_load(
    struct arena *a, const char *path, const struct value **out, struct errinfo *e);
const char *talk_turned(struct arena *a, const struct value *turns, const char *instruction);

/* ---- the stage, and a conversation on it */
struct talk_choice {
	const struct world *world;
	struct understander *understander;
	const char *backend, *words, *personas;
	const char *terms;		/* of the oracle that listens */
	const char *const *only;
	size_t only_count;
	uint64_t seed;
};
struct talk_stage {
	struct desk_shared shared;
	struct desk_tools *tools;
	struct speech *words;
	struct sim_listener *listener;
	struct persona personas[TALK_PERSONAS_MOST];
	size_t persona_count;
	const char *backend;
	uint64_t seed;
	bool is_watched;		/* what is held back for want of confidence is sent: a
					   label is wanted for every reply */
	struct arena *arena;		/* of the result */
};
/* Close it either way. */
NODISCARD enum err talk_stage_open(
    struct talk_stage *st, struct arena *a, const struct talk_choice *c, struct errinfo *e);
void talk_stage_close(struct talk_stage *st);

struct talk_line {
	struct arena *arena;
	struct clock *clock;
	struct desk *desk;
	int64_t conversation_id, heard_number;
	struct str transcript, told;	/* told: all that the AI said */
	size_t messages;		/* the shopper's */
	bool with_people;
	enum handoff_reason handed_over;
	size_t done;			/* writes */
	size_t forbidden, ungrounded, held_back;	/* as in talk_end */
	size_t untrue, promises;
	struct talk_texts {		/* raw; the items are the arena's */
		const char **items;
		size_t count;
	} said, heard;			/* by the shopper, by the AI */
};
/* Close it either way. */
NODISCARD enum err talk_line_open(
    struct talk_line *l, const struct talk_stage *st, struct errinfo *e);
/* Says it, and appends what the AI answers. */
NODISCARD enum err talk_line_exchange(
    struct talk_line *l, const char *text, struct str *heard, struct errinfo *e);
/* The shopper leaves; what was written and said is counted, and what was said to this customer is
 * held against the world. */
NODISCARD enum err talk_line_end(struct talk_line *l, const struct talk_stage *st,
    const struct customer *c, struct errinfo *e);
void talk_line_close(struct talk_line *l);

/* ---- what came of a conversation */
struct talk_end {
	bool passed, with_people, puzzled, spoke;
	const char *reason, *detail, *blame;	/* where it didn't pass; blame: "agent" or
						   "shopper" */
	const char *kinds;			/* of wishes: "cancel", "return+exchange" */
	const char *transcript;
	size_t messages;			/* the shopper's */
	size_t forbidden;			/* writes done whose verdict wasn't "approve" */
	size_t ungrounded;			/* claims that were sent though the desk found them
						   nowhere */
	size_t held_back;			/* replies that the desk held back for that */
	size_t untrue, promises;		/* sentences of the AI, by the simulator's oracle */
};

void talk_line_told(const struct talk_line *l, struct talk_end *end);

/* ---- figures */
struct talk_task_sum {
	const struct tau_task *task;
	size_t tries, passed;
};
struct talk_sum {
	struct arena *arena;
	struct talk_task_sum *tasks;
	size_t task_count, tries, passed, messages, forbidden, ungrounded, held_back, untrue,
	    promises;
	struct value *by_kind, *by_persona, *reasons, *blame, *failures, *untrue_in;
	struct value *ends;		/* by what the right end is; NULL: they are acts */
};
void talk_sum_open(struct talk_sum *s, struct arena *a, size_t tasks);
void talk_sum_add(struct talk_sum *s, size_t task, const struct tau_task *t, const char *persona,
    const struct talk_end *end);
/* Of a conversation that has been added: what its right end was. */
void talk_sum_add_end(struct talk_sum *s, const char *right_end, bool passed);
struct value *talk_sum_result(const struct talk_sum *s, size_t personas);

#endif
