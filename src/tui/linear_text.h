/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the linear console prints: cells as lines without what only eyes need, text without what a
 * terminal would obey.
 */
#ifndef FLOORWALKER_TUI_LINEAR_TEXT_H
#define FLOORWALKER_TUI_LINEAR_TEXT_H

#include "floorwalker/base/str.h"
#include "floorwalker/tui/cell.h"
#include "screen.h"

/* Where the screen is: whether a command led elsewhere. Compared by its bytes. */
struct place {
	int64_t conversation_id;
	int main, focus, side;
	struct list_source source;
	char query[QUERY_BYTES + 1];
};
void place_of(const struct screen *s, struct place *out);

bool linear_is_motion(const char *command);
/* Appends text as whole lines. */
void linear_clean(const char *text, struct str *out);
/* Appends what stands in r: no lines, bars or marks, no gaps of more than two blanks, no empty
 * lines in a row; the selected line begins with "> ". selected_only: that line alone, where there
 * is one. */
void linear_pane(const struct cells *c, struct rect r, bool selected_only, struct str *out);

#endif
