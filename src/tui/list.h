/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of conversations, inside: view_list.c moves and shows it, list_load.c reads its part of
 * the store, list_columns.c knows its columns, list_draw.c draws one conversation, list_marks.c
 * keeps what is marked.
 */
#ifndef FLOORWALKER_TUI_LIST_H
#define FLOORWALKER_TUI_LIST_H

#include "view.h"

struct list_entry {
	struct conversation c;	/* id 0: not read yet, or a heading */
	bool moved_on;		/* no longer of this list, shown until the selection leaves it */
	bool unread;		/* something was written since this agent looked */
	const char *looking;	/* who else has it open, "" nobody; NULL as well */
};

/* Above a group: its row, and what is in it. */
struct list_heading {
	size_t row;
	const char *key;
	size_t count;
};

/* All conversations of the list are held by their ids, so that it is walked without asking anybody;
 * of those around the selection the records too. */
struct list {
	struct picker picker;		/* rows: ids, 0 for headings */
	struct list_source source;
	const int64_t *rows;
	size_t count;
	struct list_entry *entries;	/* of the rows from first on */
	size_t first, entry_count;
	struct list_heading *headings;
	size_t heading_count;
	int64_t total;			/* that there are, whatever is held */
	const char *problem;		/* why nothing can be shown; NULL */
	const char *asked;		/* of a saved search: its query; NULL */
	int64_t *marks;			/* owned; ascending */
	size_t mark_count, marks_here;	/* here: of them in this list */
	char mark_query[QUERY_BYTES + 1];	/* rows that fit it are to be marked; "" none */
	bool mark_full;			/* more would have been marked than may be */
	size_t lines;			/* rows that are seen at once */
	int width;
	int id_width;			/* that the longest id needs */
};

#define LIST_WINDOW 600		/* records held */
#define LIST_STEP 100		/* the window moves by so many */
#define ONE_LINE 72		/* from this width on an entry takes one line */
#define MARKS_MOST 500

/* What reading must know: which part of the list, and what has to be in it. */
struct list_wish {
	size_t first;			/* row that the window begins at */
	int64_t kept;			/* a conversation that has left the list and is still
					   selected; 0 none */
	char mark_query[QUERY_BYTES + 1];
};

void list_wish(const void *state, void *wish);
NODISCARD enum err list_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e);
void list_show(void *state, const void *found, const struct scope *s);
/* The record of a row; NULL where it isn't read. */
const struct list_entry *list_entry_at(const struct list *l, size_t row);
const struct list_heading *list_heading_at(const struct list *l, size_t row);
/* Where the records that are held should begin now. */
size_t list_window(const struct list *l);

/* ---- columns */
struct list_column {
	const char *name, *title;
	int least, most;
	int from;		/* usual from this width of the pane on; 0: only where it was chosen */
	int turn;		/* in growing; 0 never */
	bool right;
	enum conversation_sort sort;
	bool descending;	/* which way it is usually read */
	enum ink (*words)(char *out, const struct list_entry *x, const struct scene *s);
	bool is_bar;
};
extern const struct list_column list_columns[];
extern const size_t list_column_count;
/* By name, or by a name of the query language's; false where there is none. */
bool list_column_from(const char *name, size_t *out);
/* ERR_USAGE: there is no such column, and what is near. */
NODISCARD enum err list_column_none(const char *name, struct errinfo *e);
/* Names with spaces or commas between, "usual" for none, into places in the table: room for
 * LIST_COLUMNS_MOST. */
NODISCARD enum err list_columns_parse(
    const char *names, unsigned char *chosen, size_t *count, struct errinfo *e);

/* l: whose columns; x NULL: the titles. */
void list_draw_columns(const struct list *l, const struct list_entry *x, struct cells *c,
    struct rect r, int y, enum ground g, const struct scene *s);
void list_draw_two_lines(const struct list_entry *x, struct cells *c, struct rect r, int y,
    enum ground g, const struct scene *s);
void list_draw_heading(const struct list *l, const struct list_heading *h, struct cells *c,
    struct rect r, int y, const struct scene *s);

/* ---- marks */
bool list_is_marked(const struct list *l, int64_t id);
void list_count_marks(struct list *l);	/* sets marks_here */
void list_mark(struct list *l, int64_t id, bool on);	/* beyond MARKS_MOST nothing, mark_full */

#endif
