/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Playing a drill: the day on a private store, and in its seat whoever is trained: by a script, at the console,
 * or first the one and then the other.
 */
#ifndef FLOORWALKER_DRILL_PLAY_H
#define FLOORWALKER_DRILL_PLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "floorwalker/drill/drill.h"
#include "floorwalker/drill/script.h"
#include "floorwalker/sim/sim.h"
#include "floorwalker/tui/settings.h"
#include "floorwalker/understand.h"
#include "floorwalker/world.h"

/* Who has the seat. */
enum play_seat {
	PLAY_TRAINEE,			/* commands, and from doors_ms on a person at the console */
	PLAY_COLLEAGUE,			/* an agent of the simulation's, who decides as is right */
	PLAY_NOBODY			/* the AI alone, and the shift's own people */
};
/* The id under which the seat's deeds stand in contacts: the agent's; of a colleague, theirs. Arena's. */
const char *play_player(struct arena *a, const struct drill *d, enum play_seat seat);

struct play_options {
	const struct drill *drill;
	const struct world *world;
	const struct understander *understander;
	const struct sim_script *script;	/* the drill's shoppers */
	enum play_seat seat;
	uint64_t seed;
	const struct script *commands;	/* of the trainee; NULL none */
	bool hints;			/* whether they are given */
	/* Of every command that was run, after it: what was said, or why not. May be NULL. */
	void (*ran)(void *context, const struct script_line *line, enum err code, const char *said);
	void *ran_context;
	/* From time to time, until a person takes over: how far the day is. Nonzero stops (ERR_STATE). May be NULL. */
	int (*progress)(void *context, int64_t now_ms, int64_t of_ms);
	void *progress_context;
};
/* What came of it; in the arena that was given. */
struct played {
	const struct value *contacts;	/* as debrief_contact() gives them, in the order of their ends */
	const char *commands;		/* what was done, as a script */
	int64_t ended_ms;		/* since the midnight of day 1 */
	int64_t done, refused;		/* commands */
	int64_t hints;			/* that were asked for */
};
/* To its end, at once, on this thread. */
NODISCARD enum err play_script(
    struct arena *a, const struct play_options *o, struct played *out, struct errinfo *e);

/* How a person plays it. */
struct play_live {
	int64_t doors_ms;		/* since the midnight of day 1: from then on in the day's time; what of
					   commands is before it is done first */
	double speed;			/* times as fast as life */
	bool linear;			/* without drawing, for screen readers */
	struct tui_settings *settings;	/* the trainee's */
};
/* Opens the console on it and comes back when the trainee has finished, the time is over, or they want to go back:
 * then *rewind_ms is the moment (since the midnight of day 1), else -1. ERR_UNSUPPORTED: no terminal. */
NODISCARD enum err play_console(struct arena *a, const struct play_options *o,
    const struct play_live *how, struct played *out, int64_t *rewind_ms, struct errinfo *e);

#endif
