/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "links.h"

static bool
is_in_sight(const struct links *l, const struct reading *x, const struct page *p, int64_t link)
{
	int row = link < 1 || link > l->count ? -1 : page_row_of(p, link);

	return row >= x->top && row < x->top + x->height;
}

int64_t
links_picked(const struct links *l, const struct reading *x, const struct page *p)
{
	return is_in_sight(l, x, p, l->picked) ? l->picked : 0;
}

/* The next one on the way, where it is in sight. */
static bool
step(struct links *l, const struct reading *x, const struct page *p, bool up)
{
	int64_t from = links_picked(l, x, p), to = from + (up ? -1 : 1);

	if (from == 0) { /* the first that comes into sight on the way */
		for (to = up ? l->count : 1; to >= 1 && to <= l->count; to += up ? -1 : 1) {
			if (is_in_sight(l, x, p, to))
				break;
		}
	}
	if (!is_in_sight(l, x, p, to))
		return false;
	l->picked = to;
	return true;
}

bool
links_move(struct links *l, struct reading *x, const struct page *p, enum motion m)
{
	bool up = m == MOVE_UP, moved;

	if (m != MOVE_UP && m != MOVE_DOWN) {
		moved = reading_move(x, p, m) || l->picked != 0;
		l->picked = 0;
		if (m == MOVE_BOTTOM)
			(void)step(l, x, p, true);
		return moved;
	}
	if (step(l, x, p, up))
		return true;
	moved = reading_move(x, p, m);
	if (!moved && l->picked != 0 && up) { /* above all of them */
		l->picked = 0;
		return true;
	}
	if (moved)
		(void)step(l, x, p, up);
	return moved;
}

void
links_reveal(const struct links *l, struct reading *x, const struct page *p)
{
	int row = page_row_of(p, l->picked), end = page_row_of(p, l->picked + 1);
	int above = row > 0 ? row - 1 : 0; /* a row of what stands before it */

	if (end < 0)
		end = page_rows(p);
	if (row < 0 || end <= x->top + x->height)
		return;
	x->top = end - x->height < above ? end - x->height : above;
	reading_place(x, p, x->height);
}

void
links_render(const struct links *l, const struct reading *x, const struct page *p, struct cells *c,
    struct rect r, bool focused)
{
	int64_t link = links_picked(l, x, p);

	if (link != 0)
		cells_put(c, r, 0, page_row_of(p, link) - x->top,
		    (struct style){focused ? INK_FOCUS : INK_DIM, GROUND_PANE}, "▸");
}
