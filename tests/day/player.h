/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Somebody in the seat of a day, played by a program: a second desk on the day's store, which acts from
 * within pace every so often, on a clock of its own that never runs ahead of the day's.
 */
#ifndef FLOORWALKER_TESTS_DAY_PLAYER_H
#define FLOORWALKER_TESTS_DAY_PLAYER_H

#include "floorwalker/base/str.h"
#include "floorwalker/desk/acts.h"
#include "lab.h"

#define PLAYER_SEAT "trainee"

struct player {
	struct lab lab;			/* its simulation and options may be changed before it plays */
	struct agent seat;
	struct injected injected[16];
	char folder[64];
	const char *target;
	struct arena *arena;
	struct clock *clock;
	struct desk_shared shared;
	struct desk *desk;
	int64_t every_ms;		/* looks at the store so often */
	int64_t ends_ms;		/* ends the day then, since the run's start; 0: never */
	int64_t from_ms;		/* the clock's, at the run's start */
	/* Does what it likes with p->desk; whether it did anything. NULL: nothing, ever. */
	bool (*act)(struct player *p, int64_t now_ms);
	int64_t state[64];		/* of act's, by conversation */
	int64_t next_ms;		/* of the clock: when it looks next */
	/* what came of it; texts are the arena's */
	struct contact contacts[512];
	const struct value *transcripts[512];
	size_t count;
	struct str record;		/* all of it */
};

/* A day without demand and without other people, the AI on; who sits there is a senior who serves every
 * queue. */
void player_begin(struct player *p, const struct world *w, const struct understander *u,
    const struct sim_script *s);
NODISCARD enum err player_play(struct player *p, struct errinfo *e);
void player_end(struct player *p);
/* One more who comes, or turn. */
struct injected *player_inject(
    struct player *p, enum injected_kind kind, int64_t at_ms, const char *scenario);
/* The conversation that it has in hand (state CONVERSATION_AGENT); false: none. */
bool player_has(struct player *p, struct arena *a, struct conversation *out);
/* Of the first contact: whether a line of the transcript has it, in any case of letters. */
bool player_heard(const struct player *p, size_t contact, const char *author, const char *words);
const struct deed *player_deed(const struct player *p, size_t contact, enum deed_kind kind);

#endif
