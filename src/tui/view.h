/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Views: each one static instance of struct view_ops at the end of its own file. What a view shows
 * is read on another thread (fetch) and then taken into its state (show); it is placed into a size,
 * draws itself purely from its state, and moves; it never talks to a terminal and never changes the
 * store.
 */
#ifndef FLOORWALKER_TUI_VIEW_H
#define FLOORWALKER_TUI_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/command.h"
#include "floorwalker/desk/desk.h"
#include "floorwalker/desk/view.h"
#include "floorwalker/tui/cell.h"
#include "floorwalker/tui/settings.h"
#include "picker.h"

enum view_id {
	VIEW_BOARD,
	VIEW_LIST,
	VIEW_CONVERSATION,
	VIEW_WHY,
	VIEW_SHOPPER,
	VIEW_REFUNDS,
	VIEW_SEARCH,
	VIEW_LOG,
	VIEW_HELP,
	VIEW_SETTINGS,
	VIEW_CALIBRATION,
	VIEW_SHIFT,
	VIEW_COUNT
};

enum { REPAINT = 1, RECALC = 2 };	/* what an event asks of a view */

/* What of the screen a view is about: where that has changed, what was read is out of date. */
enum { FOLLOWS_CONVERSATION = 1, FOLLOWS_SOURCE = 2, FOLLOWS_QUERY = 4 };

/* Which conversations the list shows. */
enum list_kind {
	LIST_ALL,
	LIST_WAITING,
	LIST_QUEUE,
	LIST_MINE,
	LIST_AI,
	LIST_SOON,
	LIST_CLOSED,
	LIST_AGENT,
	LIST_OVERDUE,
	LIST_SNOOZED,
	LIST_SAVED,
	LIST_KIND_COUNT
};
#define LIST_COLUMNS_MOST 28
struct list_source {
	enum list_kind kind;
	char name[64];		/* of the queue, agent or saved search */
	bool sorted;		/* else in the usual order of its kind */
	enum conversation_sort sort;
	bool descending;
	enum conversation_group group;
	char filter[QUERY_BYTES + 1];	/* a query that rows must fit, too; "" all */
	unsigned char columns[LIST_COLUMNS_MOST];	/* places in the table of columns */
	size_t column_count;		/* 0: those that are usual for the width */
};
/* As a query, appended: "state:queued queue:refunds tier:vip". */
void list_source_words(const struct list_source *s, struct str *out);
/* Whether both are the same rows in the same order, columns aside. */
bool list_source_is_same(const struct list_source *a, const struct list_source *b);

/* What a view may look at while it is read or takes what was read. Everything is borrowed for the
 * call. */
struct scope {
	struct desk *desk;			/* reads only; NULL on the screen's thread */
	struct arena *arena;			/* of what is found: lives until the next show */
	const struct settings *settings;
	const struct command_table *commands;
	const char *agent;			/* id or "" */
	int64_t now_ms;
	int64_t conversation_id;		/* that the screen is about; 0 none */
	int64_t action_id;
	const struct list_source *source;
	const char *query;			/* of the search */
	unsigned context;			/* that help was asked in */
	const struct tui_settings *user;	/* the agent's; NULL on the reader's thread */
};

/* What a view may look at while it draws, besides its state. */
struct scene {
	const struct settings *settings;
	const char *agent;
	int64_t now_ms;
	bool focused;
	const struct tui_settings *user;	/* the agent's */
};

/* What is selected in a view: 0 none. */
struct choice {
	int64_t conversation_id, action_id;
	int64_t message_id;	/* where in the conversation to begin reading; 0 its end */
};

struct view_ops {
	const char *name, *title;
	unsigned context;
	unsigned follows;
	size_t state_size;			/* zeroed before open */
	void (*open)(void *state);		/* NULL: nothing to do */
	/* What reading needs to know of the state, copied: plain values only, zeroed before. Where
	 * it has changed before the answer comes, the answer is thrown away and asked anew. NULL:
	 * nothing. */
	size_t wish_size;
	void (*wish)(const void *state, void *wish);
	/* Reads what the view shows, on the reader's thread, where the state may not be touched.
	 * *found and all that it points to is in the arena. */
	enum err (*fetch)(struct arena *a, const struct scope *s, const void *wish, void **found,
	    struct errinfo *e);
	/* Takes it into the state, on the screen's thread: never reads the store, never fails. What
	 * was selected stays selected, by its id. */
	void (*show)(void *state, const void *found, const struct scope *s);
	/* Whether what was shown is a beginning, and the rest is to be fetched at once; NULL never. */
	bool (*more)(const void *state);
	void (*place)(void *state, int width, int height);
	void (*render)(const void *state, struct cells *c, struct rect r, const struct scene *s);
	unsigned (*move)(void *state, enum motion m);	/* what it asks for: REPAINT, RECALC, 0
							   where nothing moved */
	/* Enter on what is picked within the view: what it asks for, as move; or the conversation
	 * to open in out. Neither: nothing is picked. NULL: nothing ever is. */
	unsigned (*enter)(void *state, struct choice *out);
	void (*choice)(const void *state, struct choice *out);	/* NULL: a view that follows the
								   screen's */
	void (*pick)(void *state, const struct choice *x);	/* selects it where it is there;
								   NULL */
	/* What its title line says after the name; NULL nothing. */
	void (*caption)(const void *state, const struct scene *s, struct str *out);
	/* And at its right end: what is out of sight. ink is dim unless it says otherwise. NULL
	 * nothing. */
	void (*edge)(const void *state, struct str *out, enum ink *ink);
	void (*close)(void *state);
};

extern const struct view_ops view_board, view_list, view_conversation, view_why, view_shopper,
    view_refunds, view_search, view_log, view_help, view_settings, view_calibration, view_shift;
extern const struct view_ops *const views[VIEW_COUNT];

/* Of the board: the list that its selected line opens; false where it opens something else (view:
 * what). */
bool board_source(const void *state, struct list_source *out, enum view_id *view);
/* Of the list: what is marked, ascending (borrowed until it is marked anew); and marking. A query
 * marks what of the list fits it, once that is read. */
enum list_marking { MARK_TOGGLE, MARK_NOT, MARK_NONE, MARK_ALL };
size_t view_list_marks(const void *state, const int64_t **ids);
void view_list_mark(void *state, int64_t id, enum list_marking how);
void view_list_mark_query(void *state, const char *query);
/* Of the conversation: reading begins at a message, once it is shown. */
void conversation_begin_at(void *state, int64_t conversation_id, int64_t message_id);
/* Of the log: which events it shows, "kind:owner actor:maeve C-17"; "" all. ERR_USAGE says what it
 * takes. */
NODISCARD enum err log_narrow(
    void *state, const struct settings *s, const char *words, struct errinfo *e);
bool log_is_narrowed(const void *state);
void log_words(const void *state, struct str *out);	/* what it was given, appended */
/* Of help: which conversation was selected when it was asked for; 0 none. */
void help_about(void *state, int64_t conversation_id);
/* Of help: only commands that hold all words; "" all. */
void help_narrow(void *state, const char *words);
const char *help_words(const void *state);
bool help_back(void *state);	/* to the list, or to all of it; false: it shows that */
/* Of why: to the turn before (-1) or after (1); what it asks for, 0 where there is none. */
unsigned why_step(void *state, int step);
/* Of the shopper: the agent may see what is masked, from the next reading on. */
void shopper_reveal(void *state, int64_t conversation_id);
bool shopper_tick(void *state, int64_t now_ms);	/* puts it away again in time: whether it did */
/* Of the refund desk. Marks the selected one or takes its mark away; "rule": marks all that wait as
 * its kind by its rule; "none": takes all marks away. False where nothing can be marked. */
bool refunds_mark(void *state, const char *which);
/* The marked ones, in the order in which they were marked; until the next call that changes them. */
size_t refunds_marked(const void *state, const int64_t **ids);
/* The order named, or the next where the name is empty: its name; NULL where there is none such. */
const char *refunds_order(void *state, const char *name);
/* Of the calibration: how many days it looks back. */
void calibration_set_days(void *state, int64_t days);
/* What the top line tells, for the board's trends; copied. */
void board_figures(void *state, const struct desk_figures *f);
/* Of the shift: the list of who is selected; false where nobody is. */
bool shift_source(const void *state, struct list_source *out);
/* Of the conversation: the AI's draft that waits for an agent, "" none; its record, NULL none. */
const char *conversation_draft(const void *state);
const struct conversation *conversation_record(const void *state);
/* Shows more of a long history, or folds it again; false: nothing changes. */
bool conversation_unfold(void *state, bool more);
/* Opens or closes the texts of the passages that it cites; false: it cites none. */
bool conversation_passages(void *state);
/* The number of the last message, where the end is in sight; 0 else. */
int64_t conversation_read_to(const void *state);

#endif
