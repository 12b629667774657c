/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Running days: shoppers come, the AI serves them, what it hands over waits for people, on one desk
 * with one clock. Replications are independent and may run on threads; a result never depends on
 * how many.
 */
#ifndef FLOORWALKER_DAY_RUN_H
#define FLOORWALKER_DAY_RUN_H

#include "floorwalker/day/simulation.h"
#include "floorwalker/desk/desk.h"
#include "floorwalker/model/metric.h"
#include "floorwalker/model/satisfaction.h"
#include "floorwalker/sim/sim.h"

/* What came of one contact: a visitor's visit from their first message to its end. Instants are ms since the
 * run's start, -1 where it never came to be. Money in minor units of the shop's currency. */
struct contact {
	int64_t replication, number;	/* of the visitor */
	int64_t visit;			/* 0 the first, 1 the first follow-up … */
	const char *scenario, *persona, *intent, *channel, *tier, *language;
	bool counts;			/* came after the warm-up, within the days that count */
	int hour;			/* of the week in which they came */

	struct conversation_outcome outcome;
	bool as_expected, expects_person;
	int64_t changes, statements;	/* breaches */
	enum handoff_reason reason;	/* where outcome.handed_off */
	int64_t came_ms, first_answer_ms;	/* by anybody, the AI too */
	int64_t queued_ms, got_ms;	/* put into a queue; given to a person */
	int64_t person_ms, ended_ms;	/* first words of a person; end of the talk, before wrapping
					   up */
	int64_t longest_silence_ms;	/* longest that they waited for any answer */
	int64_t queue_ms;		/* in queues, all together */
	int64_t longest_gap_ms;		/* longest wait for an answer after the first, outside queues */
	bool left_with_ai, left_in_queue, left_waiting_decision;
	int64_t agents;			/* people who had it, one after the other */
	int64_t handle_ms, wrap_up_ms;	/* people's time on it, as the desk counts AHT */
	int64_t ai_turns, held_back, repeated, loops;
	double sentiment_first, sentiment_last;
	bool resolved;			/* need met by the AI, or settled by a person */

	struct { const char *rule; enum action_kind kind; int64_t amount; bool by_person, done; }
	    actions[8];
	size_t action_count;
	int64_t decisions, decisions_wrong;	/* of people on its actions; of them against what
						   the scenario wants */
	struct { double confidence; bool wrong; } replies[32];
	size_t reply_count;
	double ai_cost, people_cost;	/* currency, major units */
	struct satisfaction_factors factors;
	double proxy;			/* their score: CSAT proxy, 1 to 5 (model/satisfaction.h) */
	const char *why;		/* what wasn't as its scenario says */
};

/* A moment of the floor, once every step of SAMPLE_MS, for load, backlog and occupancy. */
#define DAY_SAMPLE_MS ((int64_t)300000)
struct floor_sample {
	int64_t at_ms;
	bool counts;
	int64_t with_ai, queued, with_people, wrapping_up, actions_waiting;
	int64_t present, idle;		/* agents */
	int64_t present_ms, busy_ms;	/* of all agents since the last sample: there; with at least
					   one conversation, wrap-up or waiting action in hand */
	double occupancy;		/* busy_ms / present_ms; NaN where nobody was there */
};

/* Gets everything, on the thread that runs a replication, in order of time. A message for each line that was
 * said, only where want_transcripts; of the contact that is told next. */
struct day_teller {
	void *context;
	void (*contact)(void *context, const struct contact *c, const struct value *transcript);
	void (*sample)(void *context, const struct floor_sample *s);
};

struct day_options {
	const struct simulation *simulation;
	const struct sim_script *script;	/* NULL: contacts without a word of their own, for
						   where no AI serves them */
	const struct world *world;
	const struct understander *understander;
	uint64_t seed;
	const char *target;		/* store; NULL: in memory. A file is one that a console may
					   look into while it runs */
	bool want_transcripts;		/* contact() gets what was said: [{author, at_ms, text,
					   confidence}] */
	/* Called from time to time; may be NULL. Nonzero stops the run (ERR_STATE). */
	int (*progress)(void *context, int64_t now_ms, int64_t of_ms, int64_t contacts);
	void *progress_context;
	/* Called before the clock goes on, with the instant of the desk's clock that comes next, once the store is there; comes
	 * back when it may: so that people can watch. NULL: at once. Nonzero stops the run with ERR_STATE. */
	int (*pace)(void *context, int64_t desk_ms);
	void *pace_context;
};
/* Plays one replication whole on this thread. */
NODISCARD enum err day_play(const struct day_options *o, int64_t replication,
    const struct day_teller *teller, struct errinfo *e);

#endif
