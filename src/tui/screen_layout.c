/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "screen_private.h"

size_t
screen_group(const struct screen *s, enum view_id out[4])
{
	size_t n = 0;

	out[n++] = s->main;
	switch (s->main) {
	case VIEW_BOARD:
		out[n++] = VIEW_LIST;
		break;
	case VIEW_LIST:
	case VIEW_REFUNDS:
	case VIEW_SEARCH:
	case VIEW_LOG:
	case VIEW_SHIFT:
		out[n++] = VIEW_CONVERSATION;
		out[n++] = s->side;
		break;
	default:
		break;
	}
	return n;
}

struct frame
screen_frame(const struct screen *s)
{
	struct frame f = {.top = -1, .tabs = -1, .foot = -1, .message_rows = 1};
	enum ink ink;
	const char *message = screen_message(s, &ink);
	int row = 0, end = s->rows, half = s->rows > 1 ? s->rows / 2 : 1;

	if (s->rows >= 7)
		f.top = row++;
	if (s->rows >= 12)
		f.tabs = row++;
	if (s->rows >= 7)
		f.foot = --end;
	if (s->prompt.kind != PROMPT_NONE) {
		f.message_rows = prompt_rows(s, s->columns);
	} else if (message[0] != '\0') {
		f.message_rows = text_wrap_count(message, strlen(message), s->columns - 4);
		if (f.message_rows > 3)
			f.message_rows = 3;
	}
	if (f.message_rows > half)
		f.message_rows = half;
	if (s->rows < 4 && s->prompt.kind == PROMPT_NONE && message[0] == '\0')
		f.message_rows = 0;
	f.message = end - f.message_rows;
	f.body = row;
	f.body_rows = f.message - row;
	if (f.body_rows < 0)
		f.body_rows = 0;
	return f;
}

/* Widths of the panes of a group by the whole width; 0: not shown. */
static void
share(const struct screen *s, const enum view_id *group, size_t count, int width, int out[4])
{
	size_t focus = 0;

	for (size_t i = 0; i < count; i++) {
		out[i] = 0;
		if (group[i] == s->focus)
			focus = i;
	}
	if (width < 120 || count == 1 || (group[0] == VIEW_SHIFT && width < 170 && focus == 0) ||
	    (group[0] == VIEW_LOG && focus == 0)) {
		out[focus] = width;
		return;
	}
	if (group[0] == VIEW_BOARD) {
		out[0] = width >= 160 ? 64 : 46;
		out[1] = width - out[0] - 1;
		return;
	}
	if (group[0] == VIEW_REFUNDS && width < 170) {	/* its details are a pane already */
		out[focus == 0 ? 0 : focus] = width;
		if (focus > 0) {
			out[1] = width / 2;
			out[2] = width - out[1] - 1;
		}
		return;
	}
	if (group[0] == VIEW_SHIFT && focus < 2) {	/* its table is wide */
		out[0] = width * 58 / 100;
		out[1] = width - out[0] - 1;
		return;
	}
	out[0] = group[0] == VIEW_REFUNDS ? width * 45 / 100 : width >= 240 ? 92 : width * 30 / 100;
	out[2] = group[0] == VIEW_REFUNDS ? 0 : width >= 150 ? width * 31 / 100 : width * 29 / 100;
	if (group[0] == VIEW_REFUNDS && s->focus == group[2]) {
		out[2] = width - out[0] - 1;
		return;
	}
	out[1] = width - out[0] - out[2] - (out[2] > 0 ? 2 : 1);
}

void
screen_lay_out(struct screen *s)
{
	struct frame f = screen_frame(s);
	enum view_id group[4];
	size_t count = screen_group(s, group);
	int widths[4] = {0}, x = 0;

	for (size_t i = 0; i < VIEW_COUNT; i++)
		s->panes[i].rect.w = s->panes[i].rect.h = 0;
	share(s, group, count, s->columns, widths);
	for (size_t i = 0; i < count; i++) {
		struct pane *p = &s->panes[group[i]];

		if (widths[i] <= 0)
			continue;
		p->rect = (struct rect){x, f.body, widths[i], f.body_rows};
		x += widths[i] + 1;
	}
}
