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

NODISCARD enum err list_load(
    void *state, struct arena *a, const struct scope *s, struct errinfo *e);
/* x NULL: the titles of the columns. */
void list_draw_columns(const struct list_entry *x, struct cells *c, struct rect r, int y,
    enum ground g, const struct scene *s);
void list_draw_two_lines(const struct list_entry *x, struct cells *c, struct rect r, int y,
    enum ground g, const struct scene *s);

#endif
