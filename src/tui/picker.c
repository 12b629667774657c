/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "picker.h"

#include <string.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/text/translate.h"

void
picker_clear(struct picker *p)
{
	mem_free(p->ids);
	*p = (struct picker){.newest_first = p->newest_first};
}

/* The selectable row nearest to from, downwards first; count where there is none. */
static size_t
near_row(const struct picker *p, size_t from)
{
	for (size_t i = from; i < p->count; i++) {
		if (p->ids[i] != 0)
			return i;
	}
	for (size_t i = from < p->count ? from : p->count; i-- > 0;) {
		if (p->ids[i] != 0)
			return i;
	}
	return p->count;
}

static void
select_row(struct picker *p, size_t row)
{
	p->row = row < p->count ? row : 0;
	p->selected = row < p->count ? p->ids[row] : 0;
}

static void
show_row(struct picker *p)
{
	size_t first = p->row;

	if (p->height == 0)
		return;
	while (first > 0 && p->ids[first - 1] == 0)	/* headings above the first choice stay in
							   sight */
		first--;
	if (p->row >= p->top + p->height)
		p->top = p->row - p->height + 1;
	if (first < p->top && p->row - first < p->height)
		p->top = first;
	else if (p->row < p->top)
		p->top = p->row;
	if (p->top + p->height > p->count)
		p->top = p->count > p->height ? p->count - p->height : 0;
}

void
picker_set(struct picker *p, const int64_t *ids, size_t count)
{
	size_t line = p->row >= p->top ? p->row - p->top : 0, before = p->row;

	p->ids = mem_grow(p->ids, count + 1, sizeof *p->ids);
	if (count > 0)
		memcpy(p->ids, ids, count * sizeof *ids);
	p->count = count;
	for (size_t i = 0; p->selected != 0 && i < count; i++) {
		if (ids[i] == p->selected) {
			p->row = i;
			p->top = p->newest_first && p->top == 0 ? 0 : i > line ? i - line : 0;
			show_row(p);
			return;
		}
	}
	select_row(p, near_row(p, before < count ? before : count == 0 ? 0 : count - 1));
	show_row(p);
}

void
picker_place(struct picker *p, size_t height)
{
	p->height = height;
	show_row(p);
}

static bool
move_by(struct picker *p, long rows)
{
	long to = (long)p->row + rows, step = rows < 0 ? -1 : 1;

	if (to < 0)
		to = 0;
	if (to >= (long)p->count)
		to = (long)p->count - 1;
	while (to >= 0 && to < (long)p->count && p->ids[to] == 0)
		to += step;
	if (to < 0 || to >= (long)p->count)
		to = (long)near_row(p, rows < 0 ? 0 : p->count);
	if (to < 0 || to >= (long)p->count || p->ids[to] == p->selected)
		return false;
	select_row(p, (size_t)to);
	return true;
}

bool
picker_move(struct picker *p, enum motion m)
{
	long page = p->height > 1 ? (long)p->height - 1 : 1;
	bool moved = false;

	if (p->count == 0)
		return false;
	switch (m) {
	case MOVE_UP: moved = move_by(p, -1); break;
	case MOVE_DOWN: moved = move_by(p, 1); break;
	case MOVE_PAGE_UP: moved = move_by(p, -page); break;
	case MOVE_PAGE_DOWN: moved = move_by(p, page); break;
	case MOVE_HALF_UP: moved = move_by(p, -(page + 1) / 2); break;
	case MOVE_HALF_DOWN: moved = move_by(p, (page + 1) / 2); break;
	case MOVE_TOP: moved = move_by(p, -(long)p->count); break;
	case MOVE_BOTTOM: moved = move_by(p, (long)p->count); break;
	}
	show_row(p);
	return moved;
}

bool
picker_select(struct picker *p, int64_t id)
{
	for (size_t i = 0; id != 0 && i < p->count; i++) {
		if (p->ids[i] == id) {
			select_row(p, i);
			show_row(p);
			return true;
		}
	}
	return false;
}

void
picker_edge(size_t above, size_t below, struct str *out)
{
	if (above > 0)
		str_addf(out, "▲ %zu", above);
	if (below > 0)
		str_addf(out, "%s▼ %zu", above > 0 ? " " : "", below);
	if (above == 0 && below > 0)
		str_add(out, tr(" more"));
}

void
picker_rest(const struct picker *p, struct str *out)
{
	picker_edge(p->top, p->count > p->top + p->height ? p->count - p->top - p->height : 0, out);
}
