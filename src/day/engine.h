/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the files of a day: one replication as it is played.
 *
 *   run.c       sets it up, moves the clock from one thing that comes due to the next
 *   tools.c     what it shares with the other days of its thread
 *   calendar.c  what comes due
 *   tidings.c   what has changed on the desk, told by its event log
 *   guest.c     who is here: they come, type, wait, leave; guest_hear.c what they hear;
 *               guest_ids.c by their conversations; guest_end.c when a visit is over
 *   turns.c     the AI's turns, each as long as drawn; outages
 *   staff.c     agents by their plan
 *   jobs.c      what agents have in hand, and how fast it goes
 *   decide.c    who looks at actions that wait
 *   happen.c    incidents
 *   seat.c      whoever isn't simulated: what they have in hand, what shoppers do with their words
 *   inject.c    what a trainer puts in
 *   tell.c      what a contact came to; samples of the floor
 *   deeds.c     what people did in it, by the log
 *
 * Instants are ms since the run's start, unless they are named desk_ms.
 */
#ifndef FLOORWALKER_DAY_ENGINE_H
#define FLOORWALKER_DAY_ENGINE_H

#include "calendar.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/base/random.h"
#include "floorwalker/base/str.h"
#include "floorwalker/day/run.h"
#include "floorwalker/sim/visitor.h"
#include "tools.h"

struct worker;
struct job;

enum place {
	PLACE_NOWHERE,
	PLACE_AI,
	PLACE_QUEUE,
	PLACE_PERSON,
	PLACE_WRAP_UP,
	PLACE_CLOSED
};

#define GUEST_ACTIONS 8			/* of struct contact */
#define GUEST_NEEDLESS 8
struct guest_action {
	int64_t id;
	enum action_state state;
};

/* A visitor, from their first visit to their last. Slots of the calendar are theirs: once made, a
 * guest is reused, never freed before the calendar is. */
struct guest {
	struct guest *next_free;
	int64_t number, visit;
	size_t scenario;
	const char *persona, *channel, *tier;
	struct visitor *visitor;	/* NULL: no script, and no words */
	bool is_faulty;			/* nobody in the world fits */
	enum place place;
	int64_t conversation_id;
	int64_t before_messages;	/* number of the last message before this visit */
	int64_t before_event;		/* id of the last event before it */
	int64_t *conversations;		/* all of theirs, for forgetting */
	size_t conversation_count;
	struct contact contact;
	struct str text;		/* that they type */
	struct str heard;		/* that they haven't taken in yet */
	int64_t heard_turn;
	struct str told;		/* likewise, of who has the seat */
	int64_t under_way;		/* words of theirs that haven't gone out yet */
	bool resumes;			/* given back to the AI, and nobody has the word */
	bool asked_after;		/* whether anybody is still there, since they were answered */
	int64_t needless[GUEST_NEEDLESS];	/* events: taken from the AI while all went well */
	size_t needless_count;
	bool is_waiting_for_decision, hears, is_gone, is_leaving;
	int64_t silent_since_ms;	/* waiting for any answer; -1: not */
	int64_t queue_since_ms, queue_until_ms;	/* in a queue; -1: not, never */
	int64_t sent;			/* messages of this visit */
	int turns;			/* of the AI's that run */
	int64_t turn_count;		/* that were begun, for their streams */
	struct job *job;
	enum handoff_reason reason;	/* why it waits, or waited */
	const char *queue;		/* the settings' id */
	struct guest_action *actions;
	size_t action_count, action_room;
	bool resolved;			/* a person settled it */
	calendar_slot say, patience, back;
};

/* What an agent has in hand. */
enum job_phase { JOB_HANDLE, JOB_WRAP_UP, JOB_LOOK };
struct job {
	struct job *next_free;
	struct worker *worker;
	struct guest *guest;		/* NULL: it is gone */
	enum job_phase phase;
	double left_ms;			/* of work, were it alone with a person of speed 1 */
	double attention_ms;		/* of the worker's own time */
	int64_t got_ms;
	int64_t wrap_since_ms;
	double wrap_up_ms;		/* drawn */
	bool has_answered, resolves, passes_on;
	int64_t action_id;		/* of a look */
	calendar_slot done, first;
};

enum work_state { WORK_OFFLINE, WORK_AVAILABLE, WORK_BREAK, WORK_FINISHING };
struct worker {
	const struct agent *who;
	double speed, adherence;
	bool is_endless;
	bool is_seat;			/* nobody draws what they do: their jobs only keep time */
	enum work_state state;
	enum planned planned;		/* what they follow now */
	enum planned coming;		/* what they are about to */
	int64_t coming_at_ms;		/* as planned */
	int64_t break_ms;		/* length of the break that they are to have */
	int64_t break_until_ms;
	struct job **jobs;
	size_t job_count, job_room;
	struct job *look;		/* at an action; NULL none */
	int64_t since_ms;		/* up to which their time is accounted */
	int64_t present_ms, busy_ms;	/* since the last sample */
	calendar_slot plan, act, bound;
};

struct decision {			/* an action that waits */
	int64_t action_id;
	struct guest *guest;
	struct job *look;		/* NULL: nobody is at it */
	int looks;			/* so many were begun */
};

struct engine {
	const struct day_options *options;
	const struct simulation *simulation;
	const struct day_teller *teller;
	int64_t replication;
	uint64_t seed;			/* of this replication */
	struct arena *arena;
	struct day_tools *tools, *own_tools;	/* own_tools: NULL where they are lent */
	const struct settings *settings;
	struct desk_shared shared;
	struct desk *desk;
	struct store *store;		/* the desk's */
	struct clock *clock;
	int64_t start_ms;		/* of the desk's clock */
	int64_t length_ms;
	bool keeps;			/* a file for a console: nothing is forgotten */
	struct visitors *visitors;	/* the tools' */
	struct arrivals *arrivals;
	struct coming coming;		/* the next; at_ms INT64_MAX none */
	struct calendar calendar;
	int64_t event_id;		/* read so far */
	struct guest *free_guests;
	struct guest **guests;		/* all that were made */
	size_t guest_count, guest_room;
	int64_t here;			/* guests that are, or come again */
	struct { int64_t id; struct guest *guest; } *by_id;	/* conversations, open addressing */
	size_t by_id_count, by_id_room;
	struct guest **hearers;		/* have something to take in */
	size_t hearer_count, hearer_room;
	struct worker *workers;
	struct worker **workers_by_id;
	size_t worker_count;
	struct job *free_jobs;
	struct job **jobs;
	size_t job_count, job_room;
	struct decision *decisions;	/* oldest first */
	size_t decision_count, decision_room;
	bool decisions_moved;		/* somebody might look at one now */
	struct arena *deeds;		/* of the contact that is told next; NULL none */
	struct worker *seat;		/* NULL: nobody has it */
	struct injection { const struct injected *what; int64_t number; size_t scenario; }
	    *injections;
	struct carrier_outage *outages;	/* by the desk's clock */
	size_t outage_count;
	struct happening *happenings;	/* but carriers' */
	size_t happening_count;
	bool draft_fails;		/* the turn in hand gets no answer in time */
	int64_t with_ai, queued, with_people, wrapping_up;
	int64_t contacts;		/* told */
};

/* ---- run.c */
static inline int64_t
engine_now(const struct engine *en)
{
	return clock_now_ms(en->clock) - en->start_ms;
}
/* A stream of this replication's: KIND/a/b/c. */
void engine_stream(const struct engine *en, struct random_stream *r, const char *kind, int64_t a,
    int64_t b, int64_t c);

/* ---- tidings.c */
NODISCARD enum err tidings_read(struct engine *en, struct errinfo *e);

/* ---- guest.c */
struct guest *guest_of(const struct engine *en, int64_t conversation_id);	/* NULL none */
/* The conversation is theirs; or nobody's here any more. */
void guest_know(struct engine *en, struct guest *g, int64_t conversation_id);
void guest_unknow(struct engine *en, int64_t conversation_id);
void guest_calls_off(struct engine *en, struct guest *g);
/* Back among those that can be used again. */
void guest_release(struct engine *en, struct guest *g);
/* text: said first, in the place of their own words; NULL their own. */
NODISCARD enum err guest_arrives(
    struct engine *en, const struct coming *c, const char *text, struct errinfo *e);
NODISCARD enum err guest_says(struct engine *en, struct guest *g, struct errinfo *e);
/* What stands in text is said once it is typed. */
void guest_types(struct engine *en, struct guest *g);
NODISCARD enum err guest_loses_patience(struct engine *en, struct guest *g, struct errinfo *e);
NODISCARD enum err guest_returns(struct engine *en, struct guest *g, struct errinfo *e);
/* Puts them on the list of those who hear what was sent, once all of it is here. */
void guest_will_hear(struct engine *en, struct guest *g);
NODISCARD enum err guests_hear(struct engine *en, struct errinfo *e);
void guest_is_queued(struct engine *en, struct guest *g, const char *queue,
    enum handoff_reason reason);
/* Counts, and keeps time of queues. */
void guest_moves(struct engine *en, struct guest *g, enum place to);
void guest_answered(struct engine *en, struct guest *g, bool by_person);
/* Ends the visit where everything about it has come to an end. */
NODISCARD enum err guest_may_end(struct engine *en, struct guest *g, struct errinfo *e);
/* The run is over while they are here. */
NODISCARD enum err guest_is_cut_off(struct engine *en, struct guest *g, struct errinfo *e);
void guests_free(struct engine *en);

/* They say so much in so many words, and only that: what they were about to say stays. */
NODISCARD enum err guest_is_made_to_say(
    struct engine *en, struct guest *g, const char *text, struct errinfo *e);
/* They go; whatever they waited for comes too late. */
NODISCARD enum err guest_leaves(struct engine *en, struct guest *g, struct errinfo *e);
NODISCARD enum err guest_abandons(struct engine *en, struct guest *g, struct errinfo *e);
/* They have said something, or were told to wait. */
void guest_awaits_answer(struct engine *en, struct guest *g);
void guest_expects(struct engine *en, struct guest *g, int64_t patience_ms);
/* What they do with what they have heard from the AI or from who has the seat. */
NODISCARD enum err guest_does(
    struct engine *en, struct guest *g, enum visitor_move move, struct errinfo *e);

/* ---- seat.c */
/* The settings with one more agent, or with this one in the place of who has the same id. */
const struct settings *seat_join(
    struct arena *a, const struct settings *s, const struct agent *seat);
bool seat_has(const struct guest *g);	/* a conversation of theirs in hand */
bool seat_is(const struct engine *en, const char *agent);	/* agent's id */
NODISCARD enum err seat_comes(struct engine *en, struct errinfo *e);	/* at its time */
void seat_state(struct engine *en, const char *state);	/* as the desk names it */
NODISCARD enum err seat_gets(struct engine *en, struct guest *g, struct errinfo *e);
/* Their words have reached the shopper. */
void seat_told(struct engine *en, struct guest *g, const char *text);
NODISCARD enum err seat_is_heard(struct engine *en, struct guest *g, struct errinfo *e);
NODISCARD enum err seat_tries_patience(struct engine *en, struct guest *g, struct errinfo *e);
/* The shopper has said something and waits for an answer of theirs. */
void seat_owes(struct engine *en, struct guest *g);
NODISCARD enum err seat_has_decided(struct engine *en, struct guest *g, int64_t action_id,
    bool approves, struct errinfo *e);
NODISCARD enum err seat_has_proposed(
    struct engine *en, struct guest *g, int64_t action_id, struct errinfo *e);

/* ---- inject.c */
NODISCARD enum err inject_plan(struct engine *en, struct errinfo *e);
NODISCARD enum err inject_now(struct engine *en, void *what, struct errinfo *e);

/* ---- deeds.c */
/* Into the contact, the arena's. */
NODISCARD enum err deeds_read(
    struct engine *en, struct guest *g, struct arena *a, struct errinfo *e);

/* ---- turns.c */
struct backend *turns_around(struct engine *en, struct backend *take_inner);
/* Claims one that is due and runs all of it but its last step. *did: there was one. */
NODISCARD enum err turns_begin(struct engine *en, bool *did, struct errinfo *e);
struct pending_turn;
NODISCARD enum err turns_end(struct engine *en, struct pending_turn *t, struct errinfo *e);
void turns_drop(struct pending_turn *t);

/* ---- staff.c */
NODISCARD enum err staff_begin(struct engine *en, struct errinfo *e);
void staff_free(struct engine *en);
struct worker *staff_find(const struct engine *en, const char *id);	/* NULL none */
void staff_plan(struct engine *en, struct worker *w);
NODISCARD enum err staff_act(struct engine *en, struct worker *w, struct errinfo *e);
NODISCARD enum err staff_bound(struct engine *en, struct worker *w, struct errinfo *e);
/* They have nothing in hand any more: who was finishing goes. */
NODISCARD enum err staff_is_free(struct engine *en, struct worker *w, struct errinfo *e);

/* ---- jobs.c */
void worker_settle(struct engine *en, struct worker *w);
NODISCARD enum err job_begin(
    struct engine *en, struct worker *w, struct guest *g, struct errinfo *e);
/* The worker has the guest's conversation from now on, whoever had it before. */
NODISCARD enum err people_get(
    struct engine *en, struct guest *g, struct worker *w, struct errinfo *e);
struct job *job_look(struct engine *en, struct worker *w, struct guest *g, int64_t action_id,
    double length_ms);
NODISCARD enum err job_first_words(struct engine *en, struct job *j, struct errinfo *e);
NODISCARD enum err job_is_done(struct engine *en, struct job *j, struct errinfo *e);
/* In the seat's hand: it keeps time alone, as all of theirs do. */
void job_keep_time(struct engine *en, struct worker *w, struct guest *g);
/* Wrapping up; or not yet after all. */
void job_wraps_up(struct engine *en, struct job *j);
void job_goes_on(struct engine *en, struct job *j);
/* It isn't the worker's any more: handed on, closed, dropped. */
NODISCARD enum err job_end(struct engine *en, struct job *j, struct errinfo *e);
NODISCARD enum err job_pass_on(
    struct engine *en, struct job *j, const char *queue, const char *why, struct errinfo *e);
enum saying { SAYING_FIRST, SAYING_SETTLED, SAYING_LEFT_OPEN, SAYING_DENIED, SAYING_COUNT };
/* What people say to them, or of their action, in their language where it has words here; else in English. */
const char *people_say(const struct engine *en, const struct guest *g, enum saying what);
void jobs_free(struct engine *en);

/* ---- decide.c */
void decide_add(struct engine *en, struct guest *g, int64_t action_id);
/* It waits no more: who looks at it stops. */
NODISCARD enum err decide_drop(struct engine *en, int64_t action_id, struct errinfo *e);
NODISCARD enum err decide_begin(struct engine *en, struct errinfo *e);	/* who can, looks */
NODISCARD enum err decide_looked(struct engine *en, struct job *j, struct errinfo *e);

/* ---- happen.c */
/* ERR_INPUT where an incident is about a carrier or goods that this world doesn't have. */
NODISCARD enum err happen_check(const struct engine *en, struct errinfo *e);
/* What carriers show, for the shop and for who judges. */
void happen_plan_outages(struct engine *en);
void happen_begin(struct engine *en);
NODISCARD enum err happen_now(struct engine *en, void *what, struct errinfo *e);
bool happen_ai_is_out(const struct engine *en);
/* Where stock is endless: what a visit has taken or brought back is as it was. */
NODISCARD enum err happen_restock(struct engine *en, struct errinfo *e);

/* ---- tell.c */
/* What came of the visit, by the oracle, into the contact. */
NODISCARD enum err tell_judge(struct engine *en, struct guest *g, struct errinfo *e);
NODISCARD enum err tell_contact(struct engine *en, struct guest *g, struct errinfo *e);
void tell_sample(struct engine *en);

#endif
