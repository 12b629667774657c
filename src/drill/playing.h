/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the files that play a drill.
 *
 *   play.c     the day, its store, what is done in it by a script, what it came to
 *   console.c  a person in the seat: the console and the day's thread take turns
 *   hints.c    what a trainee might look at now
 *   script.c   commands with their instants, as text
 *
 * Instants are ms since the midnight of day 1 unless they are named desk_ms.
 */
#ifndef FLOORWALKER_DRILL_PLAYING_H
#define FLOORWALKER_DRILL_PLAYING_H

#include "floorwalker/base/clock.h"
#include "floorwalker/command.h"
#include "floorwalker/desk/desk.h"
#include "floorwalker/drill/play.h"

struct console;
struct playing {
	const struct play_options *o;
	struct arena *arena;
	struct simulation simulation;	/* the drill's; with a colleague where one has the seat */
	struct day_options day;
	const struct settings *settings;	/* of its desks */
	const char *folder;		/* NULL: not made yet */
	const char *target;
	int64_t midnight_ms;		/* of day 1, by the desk's clock */
	int64_t end_ms;			/* of the drill */
	int64_t reached_ms;		/* where the day stands */
	struct value *contacts;
	struct { int64_t id; const char *scenario; } *begun;	/* conversations, and what they are about */
	size_t begun_count, begun_room;
	struct str commands;		/* that were done */
	int64_t done, refused, hints;
	bool gives_hints;
	bool has_left;			/* the trainee: the day ends where it stands */
	/* scripted commands, on the day's thread */
	size_t next;			/* of o->commands */
	struct desk_shared shared;
	struct clock *clock;
	struct desk *desk;
	struct command_table *table;
	struct console *console;	/* NULL: nobody is at one */
};
NODISCARD enum err playing_begin(
    struct arena *a, const struct play_options *o, struct playing *p, struct errinfo *e);
/* The whole day, on this thread. */
NODISCARD enum err playing_run(struct playing *p, struct errinfo *e);
void playing_tell(struct playing *p, struct played *out);
void playing_end(struct playing *p);	/* the store is gone after it */
/* Puts a command on record; the word for leaving, too. */
#define PLAYING_QUIT "quit"
/* What a conversation is about; NULL: it isn't known. */
const char *playing_scenario(const struct playing *p, int64_t conversation_id);
void playing_note(struct playing *p, const struct script_line *line, enum err code);

/* ---- console.c: on the day's thread */
/* Until the clock may go to at_ms, or to an earlier instant at which something was done. */
int64_t console_pace(struct console *c, int64_t at_ms);
int64_t console_doors_ms(const struct console *c);

/* ---- hints.c */
/* The command: on a desk's thread, with struct playing beside it. */
const struct command *hint_row(void);
/* A sentence or two about the conversation that is selected (0: none), or else about what is most urgent for the
 * seat: where to look, not what to answer. */
NODISCARD enum err hint_make(const struct playing *p, struct desk *d, int64_t conversation_id,
    struct str *out, struct errinfo *e);

#endif
