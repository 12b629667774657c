/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The console: what an agent sees and types.
 *
 *   tui/tui.h    running the console, or printing one of its screens
 *   tui/cell.h   the cell buffer that views draw on
 *   tui/theme.h  roles of ink and ground, and the theme files that colour them
 *   tui/settings.h  what an agent can set, and the files that say so
 *   tui/line.h   reading one line from a terminal, for `floorwalker chat`
 *
 * Reads go through a read-only handle of the store; commands run on a worker's thread with a desk
 * of its own; so neither a slow backend nor a locked store stops the screen.
 */
#ifndef FLOORWALKER_TUI_TUI_H
#define FLOORWALKER_TUI_TUI_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "floorwalker/base/clock.h"
#include "floorwalker/base/err.h"
#include "floorwalker/base/str.h"
#include "floorwalker/command.h"
#include "floorwalker/desk/desk.h"
#include "floorwalker/tui/settings.h"

/* A command as it was run: its words, or the line instead; and what was selected. */
struct tui_deed {
	const char *line;			/* NULL: words */
	const char *const *words;
	size_t count;
	const struct command *command;		/* NULL: there is none of that name */
	int64_t conversation_id, action_id;	/* 0 none */
	enum err code;				/* what came of it */
};
/* Somebody beside the console who sees to what is done in it (a drill does). */
struct tui_side {
	void *context;
	/* Around each command that goes to the store, on the worker's thread. An error: it isn't run, and leave()
	 * isn't called. Both may wait for a moment. */
	enum err (*enter)(void *context, struct errinfo *e);
	void (*leave)(void *context, const struct tui_deed *what);
	/* About once a second, on the screen's thread: appends a sentence that is to be said, and why nothing may be
	 * done now. True: the console is to close. */
	bool (*look)(void *context, struct str *say, struct str *halted);
};

struct tui_options {
	const char *target;			/* the store; it must be bound to a world already */
	const struct desk_shared *shared;	/* the world, models and keys of that store;
						   borrowed */
	const char *agent;			/* id in the settings; NULL or "": looks on, changes
						   nothing */
	struct tui_settings *settings;		/* the agent's; :set changes them; NULL: the
						   defaults */
	const char *view;			/* the first: "board", or a command line such as
						   "open C-17"; NULL: board */
	const struct clock *clock;		/* NULL: the system's */
	bool practice;				/* says so in the top line */
	bool dated;				/* the clock there has its date, too */
	const char *onlooker;			/* without an agent: said, translated, to who asks for what is an
						   agent's; NULL: that their login stands for none */
	bool work;				/* this process also runs turns, outbox and
						   timers */
	const char *backend;			/* for work: "builtin", "http:URL"; NULL: builtin */
	/* Runs on a thread of its own from the first screen on, and returns soon after *stop is
	 * true (the demo's shoppers live here). May be NULL. */
	void (*background)(void *context, const atomic_bool *stop);
	void *background_context;
	/* More rows for the command table (a drill's); borrowed. Rows without CONTEXT_SHELL run on
	 * the screen's thread, others on the worker's. */
	const struct command *rows;
	size_t row_count;
	const struct tui_side *side;		/* NULL: nobody */
};

/* Runs until the agent quits, or SIGTERM, SIGHUP or SIGINT. The terminal is as before on every way
 * out. ERR_UNSUPPORTED: no terminal. */
NODISCARD enum err tui_run(const struct tui_options *options, struct errinfo *e);

/* The same without drawing: commands are read as lines from standard input, what they show and what happens is
 * printed as lines; for screen readers. Neither needs to be a terminal. Runs until "quit", the end of the input, or
 * SIGTERM, SIGHUP or SIGINT. */
NODISCARD enum err tui_linear(const struct tui_options *options, struct errinfo *e);

enum tui_dump_form {
	TUI_DUMP_TEXT,		/* the characters */
	TUI_DUMP_STYLES,	/* and below them one letter a cell for its ink and one for its
				   ground */
	TUI_DUMP_COLOURS,	/* characters with SGR sequences of the theme */
};
struct tui_dump {
	int columns, rows;	/* at least 1 x 1, at most 1000 x 500 */
	const char *keys;	/* typed first, in key notation with spaces between: "j j Enter";
				   NULL none. Nothing is changed in the store: commands that would
				   are refused */
	enum tui_dump_form form;
};
/* Appends one screen as it would look now, without a terminal. options->view says which. */
NODISCARD enum err tui_dump(const struct tui_options *options, const struct tui_dump *what,
    struct str *out, struct errinfo *e);

/* The console's own rows: views, moving, quitting. They need the screen as command_call.front, so
 * are in no shell. Static. */
const struct command *tui_commands(size_t *count);

#endif
