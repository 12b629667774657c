/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A shop's settings as its world.yaml states them: hours, queues, agents and their limits, gates,
 * identity rules, timers, promises to shoppers, the plan of who works when.
 *
 * Loads are in thousandths of a conversation: integers, so that sums are exact.
 */
#ifndef FLOORWALKER_MODEL_SETTINGS_H
#define FLOORWALKER_MODEL_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/value.h"
#include "floorwalker/model/action.h"
#include "floorwalker/model/conversation.h"

/* What can prove who a shopper is. */
enum identity_fact {
	IDENTITY_ORDER_NUMBER,
	IDENTITY_EMAIL,
	IDENTITY_POSTCODE,
	IDENTITY_NAME,
	IDENTITY_PHONE,
	IDENTITY_FACT_COUNT
};

struct identity_way {		/* one sufficient proof: all of these, and they fit one customer */
	enum identity_fact facts[4];
	size_t count;
};

#define LOAD_ONE ((int64_t)1000)	/* what an ordinary conversation weighs */

/* What shoppers are promised: a first answer by a person within, and each further one; 0 none. */
struct promise {
	int64_t answer_within_ms, next_within_ms;
};
struct tier_promise {
	const char *tier;
	struct promise promise;		/* 0: as for everybody */
};

struct queue {
	const char *id, *name;
	bool takes[HANDOFF_COUNT];	/* reasons that land here */
	bool assigns;			/* to agents by itself, unless switched at run time; else
					   they take by hand */
	int64_t load;			/* what its conversations weigh, before the channel's
					   weight; 0: LOAD_ONE */
	int64_t answer_within_ms, next_within_ms;
	const struct tier_promise *tiers;
	size_t tier_count;
	double level_share;		/* service level: this share … */
	int64_t level_within_ms;	/* … answered within */
};

enum agent_role { ROLE_AGENT, ROLE_SENIOR, ROLE_SUPERVISOR };

/* A piece of the plan: on these days, from to, minutes of the local day; it may last past
 * midnight. Breaks are minutes of the day that it begins on, too; past midnight above 24 h. */
struct planned_break {
	int from_minute, to_minute;
};
struct planned_shift {
	bool days[7];			/* Monday first */
	int from_minute, to_minute;	/* to above from */
	const struct planned_break *breaks;
	size_t break_count;
};

struct agent {
	const char *id, *name;
	const char *login;		/* of the operating system; "" none */
	enum agent_role role;
	const char *const *queues;
	size_t queue_count;
	const char *const *languages;
	size_t language_count;
	int64_t capacity;		/* conversations of weight 1 */
	const struct planned_shift *shifts;
	size_t shift_count;
	int64_t limits[ACTION_KIND_COUNT];	/* most that they may approve alone, minor units; -1
						   none at all */
};

struct gate_settings {
	double send_at;			/* least confidence */
	double out_of_scope_at;
	double sentiment_floor, sentiment_fall;
	int64_t failures;
	int64_t high_value;		/* minor units; 0 off */
	const char *const *tiers;
	size_t tier_count;
	const char *const *guarded;	/* topics */
	size_t guarded_count;
	const char *const *people;	/* intents that people see to, where no action of the shop
					   meets them */
	size_t people_count;
};

struct opening {
	int open_minute, close_minute;	/* local, of the day; equal: closed */
};

struct channel_weight {
	const char *channel;
	int64_t load;			/* of one conversation, thousandths */
};

/* How promises are kept watch over. */
struct promise_settings {
	bool always;			/* the clock runs day and night; else while the shop is
					   open */
	double warn_share;		/* a warning when this share of the time is used; 0 none */
	int64_t warn_before_ms;		/* or this long before; 0: by the share */
};

struct settings {
	const char *id, *name, *language, *currency, *website;
	const char *order_pattern;	/* PCRE2 */
	struct zone *zone;		/* owned by whoever loaded the settings */
	int64_t as_of_ms;
	struct opening hours[7];	/* Monday first */
	const char *const *holidays;	/* "2026-12-25" */
	size_t holiday_count;
	struct identity_way *identity;
	size_t identity_count;
	const char *const *mask;	/* what is masked where text is stored */
	size_t mask_count;
	struct gate_settings gates;
	int64_t action_expires_ms;
	int64_t four_eyes_above;	/* minor units */
	enum agent_role reveal_role;	/* the least that may see what is masked of a shopper */
	int64_t inactivity_ms, wrap_up_ms, recontact_ms;
	int64_t undo_send_ms;			/* an agent's reply goes out so much later; 0 at
						   once */
	const char *escalation_queue;		/* NULL: the one that most people above serve */
	const char *const *dispositions;	/* outcomes that a conversation may close with;
						   none: any */
	size_t disposition_count;
	const char *const *tags;		/* that are offered; others may be given */
	size_t tag_count;
	struct promise_settings promises;
	bool monitor_hidden;		/* agents don't see that a supervisor watches */
	const struct channel_weight *weights;
	size_t weight_count;
	struct queue *queues;
	size_t queue_count;
	struct agent *agents;
	size_t agent_count;
};

const struct agent *settings_agent(const struct settings *s, const char *id);
const struct agent *settings_agent_of_login(const struct settings *s, const char *login);
const struct queue *settings_queue(const struct settings *s, const char *id);
/* the one with other, last */
const struct queue *settings_queue_for(const struct settings *s, enum handoff_reason reason);
/* Where what is raised to a level goes: the escalation queue, else the queue that most people of that
 * role or above serve, of several the one with the fewest below, then the first. NULL where nobody
 * of such a role serves any. */
const struct queue *settings_queue_above(const struct settings *s, enum agent_role level);
bool settings_is_open(const struct settings *s, int64_t at_ms);
/* hours.c: how long the shop is open between two instants, ms; 0 where to is before from. */
int64_t settings_open_between(const struct settings *s, int64_t from_ms, int64_t to_ms);
/* The instant at which the shop has been open for span_ms since from_ms; INT64_MAX where it
 * doesn't open for so long in the next 400 days. */
int64_t settings_open_after(const struct settings *s, int64_t from_ms, int64_t span_ms);

/* staff.c: promises, weights, skills and the plan */
/* Of a queue to a tier; all 0 where the queue is unknown. */
struct promise settings_promise(const struct settings *s, const char *queue, const char *tier);
/* When a promise made at from_ms falls due, by the shop's clock; 0: never. A shop that states no
 * hours at all has a clock that always runs. */
int64_t settings_due(const struct settings *s, int64_t from_ms, int64_t within_ms);
/* When to warn of it; 0: not at all. */
int64_t settings_warning(const struct settings *s, int64_t from_ms, int64_t within_ms);
/* What a conversation weighs: the channel's weight (1 where none is stated) times the queue's. */
int64_t settings_load(const struct settings *s, const char *channel, const char *queue);
/* Whether an agent has the skills for it: serves the queue, and speaks the language. Who states no
 * languages speaks all; a language that isn't known yet is anybody's. */
bool agent_can_serve(const struct agent *a, const char *queue, const char *language);
enum planned { PLANNED_NOTHING, PLANNED_WORK, PLANNED_BREAK };
/* What an agent's plan says of an instant, and until when it says so (at most a day on). No shift
 * begins on a holiday. */
enum planned agent_planned(
    const struct settings *s, const struct agent *a, int64_t at_ms, int64_t *until_ms);
const char *agent_role_name(enum agent_role r);
bool agent_role_from(const char *name, enum agent_role *out);
const char *identity_fact_name(enum identity_fact f);
bool identity_fact_from(const char *name, enum identity_fact *out);

#endif
