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

/* What a person did in a contact, an agent of the simulation or whoever has the seat. */
enum deed_kind {
	DEED_GOT,			/* was given it by a queue or a colleague */
	DEED_TOOK,			/* out of a queue, or from the AI */
	DEED_WROTE,
	DEED_PASSED_ON,			/* to a queue, a colleague, somebody above */
	DEED_GAVE_BACK,			/* to the AI */
	DEED_CLOSED,
	DEED_PROPOSED,			/* an action, for the shopper */
	DEED_APPROVED,
	DEED_DENIED,
	DEED_AMENDED,			/* an action's amount */
	DEED_ASKED			/* for evidence */
};
struct deed {
	enum deed_kind kind;
	int64_t at_ms;
	const char *agent;
	const char *text;		/* what was written, raw; the reason that was given; to whom it was passed
					   on; "" none */
	int64_t action_id;		/* 0 none; with its: */
	enum action_kind action;
	int64_t amount;			/* minor units */
	const char *rule;		/* that left it to a person */
	bool wrong;			/* DEED_APPROVED, DEED_DENIED, DEED_PROPOSED: against what the scenario
					   wants; DEED_WROTE: states or promises what isn't so; DEED_PASSED_ON:
					   they serve that queue and have the right themselves; DEED_TOOK: the AI
					   had it, and was doing as the scenario says */
	const char *why;		/* a sentence; "" where it isn't wrong */
};

/* What came of one contact: a visitor's visit from their first message to its end. Instants are ms since the
 * run's start, -1 where it never came to be. Money in minor units of the shop's currency. */
struct contact {
	int64_t replication, number;	/* of the visitor; below 0 of who was put in */
	int64_t conversation_id;	/* 0: the simulator's own fault came before there was any */
	int64_t visit;			/* 0 the first, 1 the first follow-up … */
	const char *scenario, *persona, *intent, *channel, *tier, *language;
	bool counts;			/* came after the warm-up, within the days that count */
	int hour;			/* of the week in which they came */

	struct conversation_outcome outcome;
	bool as_expected, expects_person;
	int64_t changes, statements, again;	/* breaches, as in struct visit_judged */
	enum handoff_reason reason;	/* where outcome.handed_off */
	int64_t came_ms, first_answer_ms;	/* by anybody, the AI too */
	int64_t queued_ms, got_ms;	/* put into a queue; given to a person */
	int64_t person_ms, ended_ms;	/* first words of a person; end of the talk, before wrapping
					   up */
	int64_t longest_silence_ms;	/* longest that they waited for any answer */
	int64_t queue_ms;		/* in queues, all together */
	int64_t longest_gap_ms;		/* longest wait for an answer after the first, outside queues */
	bool left_with_ai, left_in_queue, left_waiting_decision, left_with_person;
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
	const struct deed *deeds;	/* in order; only where want_transcripts. What was taken back isn't
					   among them */
	size_t deed_count;
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

/* What a trainer puts into a day beside what its file says. */
enum injected_kind {
	INJECTED_ARRIVAL,		/* a shopper comes */
	INJECTED_TURN			/* a shopper who is there says a sentence of the trainer's, whatever they were
					   about to say */
};
struct injected {
	enum injected_kind kind;
	int64_t at_ms;			/* since the midnight of day 1, as incidents are */
	const char *scenario;		/* of who comes (ERR_INPUT: there is none); of who speaks: NULL whoever the seat has, else whoever has waited
					   longest, else whoever came last. Where nobody is there, nobody speaks */
	const char *persona, *channel, *tier;	/* of who comes; NULL drawn */
	const char *text;		/* said; NULL of who comes: their own words */
};

/* What the days that a thread plays have in common: the desk's tools, the rules, the visitors' records
 * and the oracle. The first day makes what it needs, and it is lent to those after it: they have the
 * same simulation, script, world, understander and seat, which outlive it. One thread. */
struct day_tools;
struct day_tools *day_tools_new(void);
void day_tools_free(struct day_tools **t);

struct day_options {
	const struct simulation *simulation;
	const struct sim_script *script;	/* NULL: contacts without a word of their own, for
						   where no AI serves them */
	const struct world *world;
	const struct understander *understander;
	struct day_tools *tools;	/* lent; NULL: the day makes its own */
	uint64_t seed;
	const char *target;		/* store; NULL: in memory. A file is one that a console may
					   look into while it runs; its key, beside it, is that of every day,
					   and no secret */
	bool want_transcripts;		/* contact() gets what was said: [{author, agent, at_ms, text,
					   confidence}]; agent: who, where the author is one */
	/* Called from time to time; may be NULL. Nonzero stops the run (ERR_STATE). */
	int (*progress)(void *context, int64_t now_ms, int64_t of_ms, int64_t contacts);
	void *progress_context;
	/* Called before the clock goes on, with the instant of the desk's clock that comes next, once the store is
	 * there (INT64_MAX: nothing comes any more, which is asked only where somebody has the seat: the day goes on
	 * until INT64_MAX comes back, or DAY_ENDS); comes back when it may: so that people can watch. Gives the
	 * instant up to which the clock may go: that one; or an earlier one, at which somebody has done something on
	 * the store: what follows from it happens, and it is asked again. DAY_STOPS ends the run with ERR_STATE;
	 * DAY_ENDS ends the day here, as the end of its time would: who is here is told as cut off. NULL: at once. */
	int64_t (*pace)(void *context, int64_t desk_ms);
	void *pace_context;
	/* Of every contact, once it has a conversation, with the context of pace: what it is about (NULL: without a
	 * script). May be NULL. */
	void (*begun)(void *context, int64_t conversation_id, const char *scenario);
	/* Somebody who isn't simulated joins the agents, and is available from seat_from_ms on (ms since the
	 * run's start). Queues give to them as to all; nobody draws what they do: it is done on the store, with a
	 * desk of its own, by whoever has the pace. Shoppers whom they have read what they write, answer what they
	 * are asked, object, thank or leave. NULL: nobody. Needs a target that is a file. */
	const struct agent *seat;
	int64_t seat_from_ms;
	const struct injected *injected;	/* in any order */
	size_t injected_count;
};
#define DAY_STOPS ((int64_t)-1)
#define DAY_ENDS ((int64_t)-2)
/* The settings of the day with all its agents, in the arena: for desks that others open on its store
 * (desk_shared.settings). They have the shop's own undo_send and wrap_up, where the day's desk has those
 * of a simulation: so each holds for who acts by it. */
const struct settings *day_settings(struct arena *a, const struct day_options *o);
/* When the day begins by the desk's clock: ms, at the run's start. */
int64_t day_start_ms(const struct day_options *o);
const char *deed_kind_name(enum deed_kind k);	/* "took" */
/* Plays one replication whole on this thread. */
NODISCARD enum err day_play(const struct day_options *o, int64_t replication,
    const struct day_teller *teller, struct errinfo *e);

#endif
