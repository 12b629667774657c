/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FLOORWALKER_TUI_SCREEN_PRIVATE_H
#define FLOORWALKER_TUI_SCREEN_PRIVATE_H

#include "screen.h"

struct pane {
	const struct view_ops *ops;
	void *state;
	struct fetch *shown;	/* what it shows, and when that was read; NULL: nothing yet */
	unsigned dirty;
	bool reading;		/* an answer is on its way */
	int64_t asked_ms;	/* since when it is out of date; 0 it isn't */
	struct rect rect;	/* where it is drawn, title line and all; w 0: hidden */
};

enum prompt_kind { PROMPT_NONE, PROMPT_COMMAND, PROMPT_TEXT, PROMPT_CONFIRM };

struct prompt {
	enum prompt_kind kind;
	char label[600];
	bool letter;			/* a text that may have several lines */
	/* What the answer is for. */
	const struct command *command;
	char *line;			/* typed so far, NULL where it came from a key */
	int64_t conversation_id, action_id;
	unsigned context;
	size_t argument;		/* whose text is asked for */
	size_t pasted;			/* lines of the longest paste in it */
	bool asks;			/* whether what was pasted shall be sent */
	char given[64];			/* the word before it, "" none */
	char told[600];			/* of what was typed last, below it; "" nothing */
	bool bulk;			/* for each that is marked */
	bool palette;			/* what is typed narrows the palette down */
	const struct command *chosen;	/* in the palette; NULL the first */
	char *seen;			/* of the actions that it is about, as struct command_call
					   has it; owned, NULL nothing */
};

struct screen {
	struct screen_options options;
	char agent[64];
	const struct settings *settings;
	struct tui_settings *user;		/* the agent's */
	struct tui_settings *own_user;		/* where nobody gave them; else NULL */
	struct pane panes[VIEW_COUNT];
	enum view_id main, focus, side, before;	/* before: where back leads from refunds, search,
						   log, help */
	bool from_shift;			/* the list was opened there and leads back */
	bool pinned;				/* the conversation was named, not selected */
	int64_t conversation_id, action_id;
	struct subject subject;			/* as it was read last */
	bool subject_reading, subject_dirty;
	uint64_t serial;			/* of the last fetch */
	struct {				/* a key's command, or completion, that is being
						   looked into: what is typed meanwhile waits */
		uint64_t serial;		/* 0 nothing */
		int64_t since_ms;
		struct typed { char *text; bool paste; } *typed;	/* owned */
		size_t count;
	} pending;
	struct fetch *words;			/* that complete what is typed; NULL none */
	struct list_source source;
	char query[QUERY_BYTES + 1];
	unsigned help_context;
	int columns, rows;
	struct theme *theme;
	int colours;				/* of the terminal; 256 where it isn't known */
	struct desk_figures figures;
	bool has_figures;
	int64_t now_ms;
	struct prompt prompt;
	char message[600];
	enum ink message_ink;
	int64_t message_ms;
	enum ink halted_ink;
	char halted[600];			/* why nothing may be done; "" all may */
	struct {				/* a letter that could not be sent */
		char *text;			/* NULL none */
		const struct command *command;	/* a note never comes up in a reply */
		int64_t conversation_id;
	} kept;
	struct {				/* as it was kept last, or came from the store */
		char *text;			/* NULL: none is there */
		int64_t conversation_id;
	} draft;
	struct { int64_t conversation_id, told_ms; } present;	/* said to be open here */
	struct { int64_t conversation_id, number; } read;	/* said to be read */
	size_t jobs;				/* under way */
	struct bulk *bulk;			/* a command for several; NULL none */
	char title[200];
	bool repaint, over;
	bool redraw;				/* all cells anew, not the difference */
};

/* What stands above the last row: what was said last, else why nothing may be done. "" nothing. */
const char *screen_message(const struct screen *s, enum ink *ink);

/* screen_layout.c: gives each pane its rectangle */
struct frame {
	int top, tabs, body, body_rows, message, foot;	/* rows; -1: not shown */
	int message_rows;
};
struct frame screen_frame(const struct screen *s);
void screen_lay_out(struct screen *s);
/* The views that stand together now, left to right as focus walks; count comes back. */
size_t screen_group(const struct screen *s, enum view_id out[4]);

/* screen_read.c: what goes to the reader, and what comes back */
void read_all(struct screen *s);		/* asks for all that is out of date */
void read_command(struct screen *s, const char *line, unsigned context);
/* The same for the first of several; bulk_previewed() takes the answer. */
void read_preview(struct screen *s, const char *line, unsigned context);
/* What completes the word that begins at start; argument NULL: of a command line. */
void read_words(
    struct screen *s, const char *line, size_t start, const struct argument *argument);
void read_prefix(struct screen *s, const char *prefix);
/* True: what was typed waits, or ended the waiting. */
bool pending_takes(struct screen *s, const char *text, size_t length, bool paste);
void pending_clear(struct screen *s);
bool subject_allows(const struct screen *s, const struct command *c);

/* screen_draw.c */
void screen_draw(const struct screen *s, struct cells *c);

/* screen_foot.c */
struct hint {
	char key[16], words[40];
};
void foot_draw(const struct screen *s, struct cells *c, int row);

/* screen_prompt.c */
void prompt_command(struct screen *s, const char *initial);
/* offer: to begin with; call: what the answer is for */
void prompt_text(struct screen *s, const struct command *c, const struct argument *missing,
    const char *line, const char *offer, const struct command_call *call);
void prompt_complete(struct screen *s);		/* the words have come */
void prompt_canned(struct screen *s, const struct fetch *f);	/* for the /prefix before the cursor */
void prompt_confirm(
    struct screen *s, const struct command *c, const char *line, const char *question);
void prompt_key(struct screen *s, const char *key);
void prompt_paste(struct screen *s, const char *text, size_t length);
void prompt_answer(struct screen *s, const char *text);	/* as if that had been typed */
void prompt_end(struct screen *s);
size_t prompt_hints(const struct screen *s, struct hint out[8]);	/* what keys do while it is
									   open */

/* screen_top.c; tabs: they stand below it */
void top_draw(const struct screen *s, struct cells *c, int row, bool tabs);

/* screen_prompt_draw.c */
int prompt_rows(const struct screen *s, int width);
void prompt_draw(const struct screen *s, struct cells *c, struct rect r);
bool prompt_cursor(const struct screen *s, struct rect r, int *x, int *y);

/* screen_run.c: from a key or a line to a command that runs here or is posted */
void screen_run(struct screen *s, const char *line, unsigned context);
void screen_checked(struct screen *s, const struct fetch *f);	/* it may run, or not */
/* the missing text has come */
void screen_answer(struct screen *s, const struct prompt *p, const char *text);
void screen_confirmed(struct screen *s, const struct prompt *p);
void screen_changed_all(struct screen *s);	/* every pane loads again */

/* commands_move.c, commands_view.c, commands_list.c: rows of the command table */
const struct command *move_commands(size_t *count);
const struct command *view_commands(size_t *count);
const struct command *list_commands(size_t *count);

/* screen_palette.c */
void palette_open(struct screen *s);
bool palette_key(struct screen *s, const char *key);	/* true: it was the palette's */
void palette_draw(const struct screen *s, struct cells *c, struct rect body);
/* How well a command fits what was typed: 0 best, -1 not at all. */
int palette_rank(const struct command *c, const char *typed);

/* screen_bulk.c: a command for each conversation that is marked */
/* True: the command was taken for those that are marked, or refused for them. */
bool bulk_takes(struct screen *s, const struct command *c, const char *line, unsigned context);
void bulk_answer(struct screen *s, const char *text);	/* the text that it lacked */
void bulk_previewed(struct screen *s, const struct fetch *f);
void bulk_confirmed(struct screen *s);
void bulk_done(struct screen *s, const struct job *j);	/* one of its jobs */
void bulk_free(struct bulk **b);
void screen_post(struct screen *s, struct job *take_job);

/* screen_keep.c: what is kept without being asked */
void keep_draft(struct screen *s);		/* where a reply is typed and has changed */
void keep_draft_begin(struct screen *s, const char *text);	/* it begins with what is kept */
void keep_all(struct screen *s);
void keep_end(struct screen *s);
/* screen_set.c: the agent's settings */
NODISCARD enum err screen_apply_settings(struct screen *s, struct errinfo *e);
NODISCARD enum err screen_apply_columns(struct screen *s, struct errinfo *e);
/* For this session. */
NODISCARD enum err screen_set(
    struct screen *s, const char *name, const char *value, struct errinfo *e);
NODISCARD enum err run_set(struct command_call *c, struct errinfo *e);
void complete_set(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context);
/* commands_money.c: functions of rows in commands.c and commands_view.c */
NODISCARD enum err run_mark_action(struct command_call *c, struct errinfo *e);
NODISCARD enum err run_approve_marked(struct command_call *c, struct errinfo *e);
NODISCARD enum err run_sort_refunds(struct command_call *c, struct errinfo *e);
NODISCARD enum err run_calibration(struct command_call *c, struct errinfo *e);
void complete_refund_order(
    struct desk *d, const char *begin, void (*word)(void *, const char *), void *context);

/* commands_read.c: rows about what is read: the log, help, why */
const struct command *read_commands(size_t *count);

/* screen_go.c: moving between views */
void screen_settle(struct screen *s);		/* what is selected is what the screen is about */
void screen_go(struct screen *s, enum view_id v);
void screen_back(struct screen *s, bool may_leave);
void screen_next_pane(struct screen *s, int step);
void screen_open(struct screen *s, int64_t conversation_id);
void screen_move(struct screen *s, enum motion m);
struct choice screen_choice(const struct screen *s);
unsigned screen_context(const struct screen *s);
struct list_source screen_source(const struct screen *s);

#endif
