/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drills: a person in an agent's seat, on a private copy of the shop, with shoppers, queue and AI as in a
 * simulation; and afterwards what there is to learn from it.
 *
 *   drill/drill.h    the trainer's file; playing; sessions
 *   drill/debrief.h  what a session came to, by the rubric; beside another; over many
 *   drill/tone.h     what is looked for in an agent's words, by language
 *
 * A session is a seed and the trainee's commands with their instants. All else follows from them: so it
 * can be played again, up to any moment, and go on otherwise from there.
 */
#ifndef FLOORWALKER_DRILL_DRILL_H
#define FLOORWALKER_DRILL_DRILL_H

#include <stdbool.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/value.h"
#include "floorwalker/day/run.h"
#include "floorwalker/day/simulation.h"
#include "floorwalker/drill/tone.h"
#include "floorwalker/model/settings.h"

/* ---- the trainer's file (floorwalker-drill(5)) */
enum criterion {
	CRITERION_POLICY,		/* what was decided, proposed and written is what the shop's rules give */
	CRITERION_ACCURACY,		/* what was written is so, by the shop's records and passages */
	CRITERION_FIRST_RESPONSE,	/* from being given a conversation to the first words */
	CRITERION_HANDLING,		/* time on a conversation */
	CRITERION_TONE,
	CRITERION_TRANSFERS,		/* passed on or taken where there was no need */
	CRITERION_APPROVALS,		/* right and wrong, and those left to expire */
	CRITERION_SATISFACTION,		/* the shoppers' CSAT proxy */
	CRITERION_COUNT
};
const char *criterion_name(enum criterion c);	/* "first_response", as in the file */
const char *criterion_title(enum criterion c);	/* "Time to first response" */
bool criterion_from(const char *name, enum criterion *out);

struct rubric {
	double weight[CRITERION_COUNT];	/* of the score; at least one above 0 */
	int64_t first_response_ms, handling_ms;	/* within which all points are won */
	double pass_at;			/* 0 to 100 */
};
/* What must be learnt: met where the session has what is asked for. */
struct lesson {
	const char *id, *text;
	enum criterion criterion;
	double at_least;		/* 0 to 100, of that criterion … */
	const char *scenario;		/* … in conversations of this scenario; NULL all */
	const char *hint;		/* what is said where hints are on and such a conversation waits; NULL
					   none */
};
enum drill_event_kind { DRILL_INJECTS, DRILL_PAUSES, DRILL_SAYS };
struct drill_event {
	enum drill_event_kind kind;
	int64_t at_ms;			/* since the midnight of day 1 */
	const char *text;		/* shown to the trainee when it pauses or says something */
};
struct drill {
	const char *name, *title, *about;
	const char *path;		/* of its file; of the shift or scenario where there is none */
	const char *world;		/* NULL: as its shift says, or that which came with the program */
	struct simulation simulation;	/* what is played, with the trainer's outages and incidents */
	bool one_scenario;		/* it is a single shopper's */
	bool alone;			/* no colleagues: the simulation has no people but the seat */
	struct agent seat;		/* the trainee's; without a plan: there all the time. Its id may be
					   that of one of the world's people, whose place it then takes */
	uint64_t seed;
	int64_t from_ms, length_ms;	/* since the midnight of day 1; how long it goes */
	double speed;			/* times as fast as life, 0.1 to 100 */
	bool hints;
	struct lesson *lessons;
	size_t lesson_count;
	struct drill_event *events;	/* in order of time */
	size_t event_count;
	struct injected *injected;
	size_t injected_count;
	struct rubric rubric;
	const char *currency;		/* of the amounts, the world's */
	struct tone_words *tones;	/* by language, as many as there are */
	size_t tone_count;
	const char *expert;		/* a script, its path made whole; NULL: a colleague of the simulation's */
};
/* The world that a file names, before anything else of it is read; NULL where it names none. */
NODISCARD enum err drill_world(
    struct arena *a, const char *path, const char **out, struct errinfo *e);
/* A drill file, a simulation file (the seat then is a supervisor's of the world, and joins its people; it goes
 * on for 40 minutes from the first hour in which anybody comes) or a scenario file (one shopper comes at 10:00,
 * and nobody but the seat is there). settings: the world's; borrowed. Scenarios that are named must be among
 * those that are played. The first fault with file, line and column, an unknown key with the nearest known one.
 * ERR_NOT_FOUND: a file that it names isn't there. In the arena. */
NODISCARD enum err drill_load(struct arena *a, const char *path, const struct settings *settings,
    struct drill *out, struct errinfo *e);

/* ---- sessions: folders of mode 0700 beneath one folder
 *   session.json   struct session
 *   commands       the script (drill/script.h) of what the trainee did
 *   contacts.json  what came of each contact (drill/debrief.h), once it is over
 */
struct session {
	const char *id;			/* its folder's name: "morning-rush-2", counted up */
	const char *drill, *drill_path;	/* name; the file, as it was given */
	const char *trainee;		/* who: a name of their own, or "ai", "expert" */
	const char *seat;		/* the agent's id */
	uint64_t seed;
	double speed;
	bool hints;
	int64_t hints_taken;
	int64_t begun_ms;		/* real time; for a progress over sessions */
	int64_t ended_ms;		/* of the day's clock, since the midnight of day 1; -1: it isn't over */
	const char *branch_of;		/* NULL: of none */
	int64_t branched_ms;		/* up to where it is that one's, since the midnight of day 1 */
};
/* Where they are kept unless told otherwise: $XDG_STATE_HOME/floorwalker/drills, or the like below $HOME;
 * arena's. NULL: neither is set. */
const char *session_folder(struct arena *a);
/* Makes a folder for a new session below folder (made too), and writes session.json into it; io->id is set,
 * the arena's. */
NODISCARD enum err session_new(
    struct arena *a, const char *folder, struct session *io, struct errinfo *e);
/* Whole or not at all. ERR_USAGE: its id is no session's. */
NODISCARD enum err session_write(
    const char *folder, const struct session *s, struct errinfo *e);
/* The path of one of a session's files ("commands"), in the arena. ERR_USAGE: what is given can't be an id: small
 * letters, digits and single hyphens between them. */
NODISCARD enum err session_path(struct arena *a, const char *folder, const char *id,
    const char *name, const char **out, struct errinfo *e);
/* ERR_NOT_FOUND names the nearest. ERR_INPUT: the file was changed by somebody, with the place; ERR_UNSUPPORTED:
 * it is a newer version's. */
NODISCARD enum err session_read(struct arena *a, const char *folder, const char *id,
    struct session *out, struct errinfo *e);
struct session_list { struct session *items; size_t count; };
/* By begun_ms. trainee, drill: NULL all. What can't be read is left out; *broken counts it. */
NODISCARD enum err session_list(struct arena *a, const char *folder, const char *trainee,
    const char *drill, struct session_list *out, size_t *broken, struct errinfo *e);
NODISCARD enum err session_write_contacts(
    const char *folder, const char *id, const struct value *contacts, struct errinfo *e);
NODISCARD enum err session_read_contacts(struct arena *a, const char *folder, const char *id,
    const struct value **out, struct errinfo *e);

#endif
