/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The board, inside: board_read.c reads its lines, view_board.c moves and draws them.
 */
#ifndef FLOORWALKER_TUI_BOARD_H
#define FLOORWALKER_TUI_BOARD_H

#include "floorwalker/desk/view.h"
#include "view.h"

enum board_kind {
	BOARD_HEADING,
	BOARD_WAITING,
	BOARD_QUEUE,
	BOARD_SOON,
	BOARD_OVERDUE,
	BOARD_MINE,
	BOARD_AI,
	BOARD_SNOOZED,
	BOARD_CLOSED,
	BOARD_SAVED,
	BOARD_REFUNDS,
	BOARD_AGENT
};

struct board_line {
	int64_t id;			/* kind * 1000 + number: the same line at each load */
	enum board_kind kind;
	const char *id_name;		/* of the queue or agent */
	const char *name;
	const char *extra;
	int64_t count;
	int64_t since_ms;		/* of the longest waiting */
	int64_t due_ms;			/* the next promise */
	size_t queue;			/* its number in the settings + 1 */
	double level_wanted;		/* of the queue */
	const char *state;		/* of an agent */
	int indent;
};

struct board {
	struct picker picker;
	struct board_line *lines;
	size_t count;
	struct desk_figures figures;
	bool has_figures;
	int height;
};

/* *found: a struct board of which lines and count are set. */
NODISCARD enum err board_fetch(
    struct arena *a, const struct scope *s, const void *wish, void **found, struct errinfo *e);

#endif
