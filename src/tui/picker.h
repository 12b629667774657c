/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A picker: rows of which one is selected, by record id and never by row, so that a list which
 * refreshes does not move what Enter acts on.
 */
#ifndef FLOORWALKER_TUI_PICKER_H
#define FLOORWALKER_TUI_PICKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/str.h"

enum motion {
	MOVE_UP,
	MOVE_DOWN,
	MOVE_PAGE_UP,
	MOVE_PAGE_DOWN,
	MOVE_HALF_UP,
	MOVE_HALF_DOWN,
	MOVE_TOP,
	MOVE_BOTTOM
};

struct picker {
	int64_t *ids;		/* 0: a row that can't be selected, a heading */
	size_t count;
	int64_t selected;	/* 0 none */
	size_t row;		/* where selected is now */
	size_t top;		/* first row shown */
	size_t height;		/* rows that fit */
	bool newest_first;	/* while the first row is in sight, new ones above it come into
				   sight */
};

void picker_clear(struct picker *p);
/* Takes a copy of new ids. What was selected stays selected, and on its line of the screen where
 * that can be; a selected record that is gone gives way to its neighbour. */
void picker_set(struct picker *p, const int64_t *ids, size_t count);
void picker_place(struct picker *p, size_t height);
bool picker_move(struct picker *p, enum motion m);
bool picker_select(struct picker *p, int64_t id);	/* false: not there */
void picker_edge(size_t above, size_t below, struct str *out);	/* "▲ 12 ▼ 30": what is out of
								   sight; nothing where all is
								   seen */
void picker_rest(const struct picker *p, struct str *out);	/* the same of its own rows */

#endif
