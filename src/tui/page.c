/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/utf8.h"

struct run {
	size_t end;		/* in text */
	enum ink ink;
};

struct paragraph {
	size_t text, run;	/* where they begin */
	int first, rest;
	int64_t id;
	const char *gutter;
	enum ink gutter_ink;
};

struct row {
	size_t paragraph, start, end;
	int indent;
};

struct page {
	struct str text;
	struct run *runs;
	struct paragraph *paragraphs;
	struct row *rows;
	size_t run_count, paragraph_count, row_count;
	size_t run_room, paragraph_room, row_room;
	const char *gutter;
	enum ink gutter_ink;
	int width;		/* that rows are wrapped to; 0: not yet */
};

struct page *
page_new(void)
{
	struct page *p = mem_zero(1, sizeof *p);

	str_init(&p->text);
	return p;
}

void
page_free(struct page **p)
{
	if (*p == NULL)
		return;
	mem_wipe((*p)->text.data, (*p)->text.capacity);
	str_clear(&(*p)->text);
	mem_free((*p)->runs);
	mem_free((*p)->paragraphs);
	mem_free((*p)->rows);
	mem_free(*p);
	*p = NULL;
}

void
page_reset(struct page *p)
{
	str_reset(&p->text);
	p->run_count = p->paragraph_count = p->row_count = 0;
	p->gutter = NULL;
	p->width = 0;
}

void
page_wipe(struct page *p)
{
	mem_wipe(p->text.data, p->text.capacity);	/* also what longer text has left behind */
	page_reset(p);
}

static void *
room_for_one(void *items, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return items;
	*room = *room == 0 ? 64 : *room * 2;
	return mem_grow(items, *room, size);
}

/* Text moves to a larger room without leaving a copy behind. */
static void
make_room(struct page *p, size_t more)
{
	size_t need = p->text.length + more + 1, capacity = p->text.capacity;
	struct str larger = {.length = p->text.length};

	if (need <= capacity)
		return;
	for (capacity = capacity > 0 ? capacity : 1024; capacity < need;)
		capacity *= 2;
	larger.capacity = capacity;
	larger.data = mem_alloc(capacity);
	memcpy(larger.data, p->text.data, p->text.length + 1);
	mem_wipe(p->text.data, p->text.capacity);
	str_clear(&p->text);
	p->text = larger;
}

void
page_begin(struct page *p, int first, int rest, int64_t id)
{
	p->paragraphs = room_for_one(
	    p->paragraphs, p->paragraph_count, &p->paragraph_room, sizeof *p->paragraphs);
	p->paragraphs[p->paragraph_count++] = (struct paragraph){
		.text = p->text.length, .run = p->run_count, .first = first, .rest = rest, .id = id,
		.gutter = p->gutter, .gutter_ink = p->gutter_ink,
	};
	p->width = 0;
}

void
page_add(struct page *p, enum ink ink, const char *text)
{
	if (text_is_empty(text))
		return;
	if (p->paragraph_count == 0)
		page_begin(p, 0, 0, 0);
	make_room(p, strlen(text));
	str_add(&p->text, text);
	if (p->run_count > p->paragraphs[p->paragraph_count - 1].run &&
	    p->runs[p->run_count - 1].ink == ink) {
		p->runs[p->run_count - 1].end = p->text.length;
	} else {
		p->runs = room_for_one(p->runs, p->run_count, &p->run_room, sizeof *p->runs);
		p->runs[p->run_count++] = (struct run){p->text.length, ink};
	}
	p->width = 0;
}

void
page_addf(struct page *p, enum ink ink, const char *format, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof text, format, ap);
	va_end(ap);
	page_add(p, ink, text);
}

void
page_bar(struct page *p, double value, int cells)
{
	if (!(value >= 0 && value <= 1))
		return;
	for (int i = 0; i < cells; i++) {
		bool full = i < (int)(value * cells + 0.5);

		page_add(p, full ? INK_BAR : INK_BAR_REST, full ? "▰" : "▱");
	}
}

void
page_to(struct page *p, int column)
{
	const struct paragraph *last;
	int at;

	if (p->paragraph_count == 0)
		page_begin(p, 0, 0, 0);
	last = &p->paragraphs[p->paragraph_count - 1];
	at = last->first +
	    (p->text.length == last->text
		    ? 0
		    : utf8_width(p->text.data + last->text, p->text.length - last->text));
	page_add(p, INK_TEXT, at >= column ? " " : "");
	for (; at < column; at++)
		page_add(p, INK_TEXT, " ");
}

void
page_gutter(struct page *p, enum ink ink, const char *mark)
{
	p->gutter = mark;
	p->gutter_ink = ink;
}

void
page_gap(struct page *p)
{
	const struct paragraph *last =
	    p->paragraph_count == 0 ? NULL : &p->paragraphs[p->paragraph_count - 1];
	const char *kept = p->gutter;

	if (last == NULL || last->text == p->text.length)
		return;
	p->gutter = NULL;
	page_begin(p, 0, 0, 0);
	p->gutter = kept;
}

void
page_heading(struct page *p, const char *text)
{
	page_gap(p);
	page_begin(p, 0, 0, 0);
	page_add(p, INK_TITLE, text);
}

#define LABEL 15

void
page_field(struct page *p, const char *label, enum ink ink, const char *text)
{
	page_begin(p, 2, LABEL, 0);
	page_add(p, INK_DIM, label);
	page_to(p, LABEL);
	page_add(p, ink, text_is_empty(text) ? "–" : text);
}

void
page_fieldf(struct page *p, const char *label, enum ink ink, const char *format, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof text, format, ap);
	va_end(ap);
	page_field(p, label, ink, text);
}

void
page_line(struct page *p, enum ink ink, const char *text)
{
	page_begin(p, 2, 2, 0);
	page_add(p, ink, text);
}

static void
wrap_paragraph(struct page *p, size_t n, int width)
{
	const struct paragraph *x = &p->paragraphs[n];
	size_t at = x->text,
	       end = n + 1 < p->paragraph_count ? p->paragraphs[n + 1].text : p->text.length;
	int indent = x->first;

	do {
		size_t next = 0, length = 0;
		int room = width - indent;

		if (room < 8)	/* too narrow to indent */
			room = width - (indent = x->gutter != NULL && width > 4 ? 2 : 0);
		if (at < end)
			length = text_wrap(p->text.data + at, end - at, room, &next);
		p->rows = room_for_one(p->rows, p->row_count, &p->row_room, sizeof *p->rows);
		p->rows[p->row_count++] = (struct row){n, at, at + length, indent};
		at += next;
		indent = x->rest;
	} while (at < end);
}

void
page_layout(struct page *p, int width)
{
	if (width < 1)
		width = 1;
	if (p->width == width)
		return;
	p->row_count = 0;
	for (size_t i = 0; i < p->paragraph_count; i++)
		wrap_paragraph(p, i, width);
	p->width = width;
}

int
page_rows(const struct page *p)
{
	return (int)p->row_count;
}

int
page_row_of(const struct page *p, int64_t id)
{
	for (size_t i = 0; i < p->row_count; i++) {
		if (p->paragraphs[p->rows[i].paragraph].id == id)
			return (int)i;
	}
	return -1;
}

static void
render_row(const struct page *p, const struct row *row, struct cells *c, struct rect r, int y,
    enum ground ground)
{
	const struct paragraph *x = &p->paragraphs[row->paragraph];
	size_t at = row->start, run = x->run;
	int column = row->indent;

	if (x->gutter != NULL)
		cells_put(
		    c, r, 0, y, (struct style){(uint8_t)x->gutter_ink, (uint8_t)ground}, x->gutter);
	while (at < row->end && run < p->run_count) {
		size_t end = p->runs[run].end < row->end ? p->runs[run].end : row->end;

		if (end > at) {
			column = cells_put_n(c, r, column, y,
			    (struct style){(uint8_t)p->runs[run].ink, (uint8_t)ground},
			    p->text.data + at, end - at);
			at = end;
		}
		run++;
	}
}

void
page_render(const struct page *p, struct cells *c, struct rect r, int top, enum ground ground)
{
	for (int y = 0; y < r.h; y++) {
		if (top + y >= 0 && (size_t)(top + y) < p->row_count)
			render_row(p, &p->rows[top + y], c, r, y, ground);
	}
}

static int
last_top(const struct reading *x, const struct page *p)
{
	int last = page_rows(p) - x->height;

	return last < 0 ? 0 : last;
}

bool
reading_move(struct reading *x, const struct page *p, enum motion m)
{
	int before = x->top, last = last_top(x, p), page = x->height > 2 ? x->height - 2 : 1;

	switch (m) {
	case MOVE_UP: x->top--; break;
	case MOVE_DOWN: x->top++; break;
	case MOVE_PAGE_UP: x->top -= page; break;
	case MOVE_PAGE_DOWN: x->top += page; break;
	case MOVE_HALF_UP: x->top -= (page + 1) / 2; break;
	case MOVE_HALF_DOWN: x->top += (page + 1) / 2; break;
	case MOVE_TOP: x->top = 0; break;
	case MOVE_BOTTOM: x->top = last; break;
	}
	x->top = x->top < 0 ? 0 : x->top > last ? last : x->top;
	x->at_end = x->holds_end && x->top == last;
	return x->top != before;
}

void
reading_place(struct reading *x, const struct page *p, int height)
{
	int last;

	x->height = height;
	last = last_top(x, p);
	if (x->at_end || x->top > last)
		x->top = last;
}

void
reading_edge(const struct reading *x, const struct page *p, struct str *out)
{
	picker_edge(x->top < 0 ? 0 : (size_t)x->top,
	    last_top(x, p) > x->top ? (size_t)(last_top(x, p) - x->top) : 0, out);
}
