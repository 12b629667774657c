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
	char label[200];
	bool letter;			/* a text that may have several lines */
	/* What the answer is for. */
	const struct command *command;
	char *line;			/* typed so far, NULL where it came from a key */
	int64_t conversation_id, action_id;
	unsigned context;
	size_t argument;		/* whose text is asked for */
	char given[64];			/* the word before it, "" none */
};

struct screen {
	struct screen_options options;
	char agent[64];
	const struct settings *settings;
	struct pane panes[VIEW_COUNT];
	enum view_id main, focus, side, before;	/* before: where back leads from refunds, search,
						   log, help */
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
	char query[256];
	unsigned help_context;
	int columns, rows;
	struct theme *theme;
	struct desk_figures figures;
	bool has_figures;
	int64_t now_ms;
	struct prompt prompt;
	char message[600];
	enum ink message_ink;
	int64_t message_ms;
	char halted[600];			/* why nothing may be done; "" all may */
	struct {				/* a letter that could not be sent */
		char *text;			/* NULL none */
		const struct command *command;	/* a note never comes up in a reply */
		int64_t conversation_id;
	} kept;
	size_t jobs;				/* under way */
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
/* What completes the word that begins at start; argument NULL: of a command line. */
void read_words(
    struct screen *s, const char *line, size_t start, const struct argument *argument);
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
void prompt_confirm(
    struct screen *s, const struct command *c, const char *line, const char *question);
void prompt_key(struct screen *s, const char *key);
void prompt_paste(struct screen *s, const char *text, size_t length);
void prompt_end(struct screen *s);
size_t prompt_hints(const struct screen *s, struct hint out[8]);	/* what keys do while it is
									   open */

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
