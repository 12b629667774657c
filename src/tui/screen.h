/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The screen: which views are open, what is selected, what is being typed, what was said last. It
 * takes keys and gives cells; it knows no terminal and runs no command on the store itself.
 */
#ifndef FLOORWALKER_TUI_SCREEN_H
#define FLOORWALKER_TUI_SCREEN_H

#include "floorwalker/base/clock.h"
#include "floorwalker/desk/view.h"
#include "floorwalker/tui/cell.h"
#include "floorwalker/tui/theme.h"
#include "floorwalker/tui/tui.h"
#include "fetch.h"
#include "view.h"

struct screen;

/* What goes to a desk that may write: a command, or what is kept without being asked. */
enum job_kind {
	JOB_COMMAND,
	JOB_KEEP_DRAFT,		/* line: the text of a reply as far as it is typed */
	JOB_SEEN,		/* read up to message number */
	JOB_PRESENT,		/* the conversation is open here */
	JOB_ABSENT
};
struct job {
	enum job_kind kind;
	int64_t number;
	struct screen *screen;
	const struct command_table *table;
	char *words[6];			/* of the command line, owned */
	size_t count;
	char *line;			/* instead of words: as typed, owned; else NULL */
	unsigned context;
	int64_t conversation_id, action_id;
	char agent[64];
	char *seen;			/* as struct command_call has it; owned, NULL nothing */
	/* filled by job_run */
	enum err code;
	struct errinfo why;
	char *said;			/* owned */
	bool of_bulk;			/* one of several: told together */
	char *composer;			/* owned, raw: words that it gives back to the composer of
					   replies, of conversation_id; NULL none */
	bool was_agent_text;		/* typed words are in it: given back to the composer where
					   it fails */
};
void job_run(struct job *j, struct desk *d);	/* on any thread */
/* The same where somebody sees to commands (side NULL: nobody does). */
void job_run_beside(struct job *j, struct desk *d, const struct tui_side *side);
void job_free(struct job **j);

struct screen_options {
	const struct settings *settings;	/* borrowed */
	struct desk *desk;			/* for reading at once, where read is NULL;
						   borrowed */
	/* Where reading goes: fetch_run() on another thread, then screen_fetched() on the
	 * screen's. NULL: it is done here and now, on desk. */
	void (*read)(void *context, struct fetch *take_fetch);
	const struct command_table *commands;	/* borrowed */
	const struct clock *clock;
	const struct clock *reader;		/* by which it goes how long a message is read, where clock
						   is faster than life; NULL: clock */
	const char *agent;			/* NULL or "": looks on */
	const char *theme;			/* NULL: as set */
	struct tui_settings *user; /* the agent's, which :set changes; borrowed; NULL: the
				      defaults */
	bool practice, dated;
	const char *onlooker;			/* said to who looks on and would act; may be NULL */
	/* Where commands that may write go; screen_done() is called with the job afterwards, on the
	 * screen's thread. NULL: refused. */
	void (*post)(void *context, struct job *take_job);
	void (*suspend)(void *context);		/* NULL: can't */
	const struct tui_side *side;		/* NULL: nobody */
	void *context;
};

NODISCARD enum err screen_new(
    const struct screen_options *options, struct screen **out, struct errinfo *e);
void screen_free(struct screen **s);
void screen_resize(struct screen *s, int columns, int rows);
void screen_key(struct screen *s, const char *key);		/* key notation: "j", "C-n",
								   "Enter", "é" */
void screen_paste(struct screen *s, const char *text, size_t length);
void screen_changed(struct screen *s);				/* the store did */
void screen_tick(struct screen *s);				/* about once a second */
void screen_done(struct screen *s, struct job *take_job);
void screen_fetched(struct screen *s, struct fetch *take_fetch);
bool screen_is_reading(const struct screen *s);			/* an answer is still to come */
void screen_figures(struct screen *s, const struct desk_figures *f);	/* for the top line */
void screen_run_line(struct screen *s, const char *line);	/* as if typed after ":" */
void screen_say(struct screen *s, enum ink ink, const char *format, ...) PRINTF_LIKE(3, 4);
/* Why nothing may be done now, shown for as long as it lasts; "": all may go on. */
void screen_halt(struct screen *s, enum ink ink, const char *why);
/* Draws; c has the size given last. False: nothing had changed since the last call, c is as it
 * was. */
bool screen_render(struct screen *s, struct cells *c);
bool screen_cursor(const struct screen *s, int *x, int *y);	/* false: hidden */
/* The terminal has so many: "auto" goes by it, and where there are none every theme is mono. */
NODISCARD enum err screen_set_colours(struct screen *s, int colours, struct errinfo *e);
const struct tui_settings *screen_user(const struct screen *s);
bool screen_wants_all(struct screen *s);	/* once after a redraw was asked for: every cell
						   anew */
bool screen_is_over(const struct screen *s);
const struct theme *screen_theme(const struct screen *s);
const char *screen_title(const struct screen *s);		/* of the terminal's window; until
								   the next call */

#endif
