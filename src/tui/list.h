/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of conversations, inside: view_list.c moves and shows it, list_load.c reads its part of
 * the store, list_draw.c draws one conversation.
 */
#ifndef FLOORWALKER_TUI_LIST_H
#define FLOORWALKER_TUI_LIST_H

#include "view.h"

struct list_entry {
	struct conversation c;
	bool moved_on;		/* no longer of this list, shown until the selection leaves it */
};

/* Of a long list a window is held, around what is selected; of a filtered one all that passes. */
struct list {
	struct picker picker;
	struct list_source source;
	struct list_entry *entries;
	size_t count;
	int64_t total, first;	/* of the whole list; where the window begins in it */
	int64_t wanted;		/* row of the whole list that is to be selected by the next load; -1
				   none */
	int width;
};

#define LIST_WINDOW 1000
#define ONE_LINE 72		/* from this width on an entry takes one line */

/* What reading must know: which part of which list, and what has to be in it. */
struct list_wish {
	struct list_source source;	/* that is shown now */
	int64_t selected, row;		/* row: of the whole list */
	size_t line;			/* of the window */
	int64_t wanted;
};

void list_wish(const void *state, void *wish);
NODISCARD enum err list_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e);
void list_show(void *state, const void *found, const struct scope *s);
/* x NULL: the titles of the columns. */
void list_draw_columns(const struct list_entry *x, struct cells *c, struct rect r, int y,
    enum ground g, const struct scene *s);
void list_draw_two_lines(const struct list_entry *x, struct cells *c, struct rect r, int y,
    enum ground g, const struct scene *s);

#endif
