/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/tui/cell.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/utf8.h"

struct cells {
	int columns, rows;
	struct cell *items;
};

static const struct cell blank = {.width = 1};

struct cells *
cells_new(int columns, int rows)
{
	struct cells *c = mem_zero(1, sizeof *c);

	cells_resize(c, columns, rows);
	return c;
}

/* What was revealed stood here, too. */
static void
wipe_items(struct cells *c)
{
	mem_wipe(c->items, (size_t)c->columns * (size_t)c->rows * sizeof *c->items);
}

void
cells_free(struct cells **c)
{
	if (*c == NULL)
		return;
	wipe_items(*c);
	mem_free((*c)->items);
	mem_free(*c);
	*c = NULL;
}

void
cells_resize(struct cells *c, int columns, int rows)
{
	assert(columns >= 0 && rows >= 0);
	wipe_items(c);
	c->columns = columns;
	c->rows = rows;
	c->items = mem_grow(c->items, (size_t)columns * (size_t)rows + 1, sizeof *c->items);
	for (size_t i = 0; i < (size_t)columns * (size_t)rows; i++)
		c->items[i] = blank;
}

void
cells_copy(struct cells *to, const struct cells *from)
{
	if (to->columns != from->columns || to->rows != from->rows)
		cells_resize(to, from->columns, from->rows);
	memcpy(
	    to->items, from->items, (size_t)from->columns * (size_t)from->rows * sizeof *to->items);
}

int
cells_columns(const struct cells *c)
{
	return c->columns;
}

int
cells_rows(const struct cells *c)
{
	return c->rows;
}

struct rect
cells_all(const struct cells *c)
{
	return (struct rect){0, 0, c->columns, c->rows};
}

static struct cell *
at(const struct cells *c, int x, int y)
{
	if (x < 0 || y < 0 || x >= c->columns || y >= c->rows)
		return NULL;
	return &c->items[(size_t)y * (size_t)c->columns + (size_t)x];
}

const struct cell *
cells_at(const struct cells *c, int x, int y)
{
	return at(c, x, y);
}

bool
cell_is_equal(const struct cell *a, const struct cell *b)
{
	return a->length == b->length && a->width == b->width && a->style.ink == b->style.ink &&
	    a->style.ground == b->style.ground && memcmp(a->text, b->text, a->length) == 0;
}

static int
clamp(int n, int low, int high)
{
	return n < low ? low : n > high ? high : n;
}

struct rect
rect_part(struct rect r, int x, int y, int w, int h)
{
	int left = clamp(x, 0, r.w < 0 ? 0 : r.w), top = clamp(y, 0, r.h < 0 ? 0 : r.h);
	int right = clamp(x + w, left, r.w < 0 ? 0 : r.w),
	    bottom = clamp(y + h, top, r.h < 0 ? 0 : r.h);

	return (struct rect){r.x + left, r.y + top, right - left, bottom - top};
}

/* Blanks the cell and, where it is half of a wide one, the other half too. */
static void
wipe(struct cells *c, int x, int y, struct style s)
{
	struct cell *here = at(c, x, y), *other = NULL;

	if (here == NULL)
		return;
	if (here->width == 0)
		other = at(c, x - 1, y);
	else if (here->width == 2)
		other = at(c, x + 1, y);
	if (other != NULL) {
		struct style kept = other->style;

		*other = blank;
		other->style = kept;
	}
	*here = blank;
	here->style = s;
}

void
cells_fill(struct cells *c, struct rect r, struct style s)
{
	for (int y = r.y; y < r.y + r.h; y++) {
		for (int x = r.x; x < r.x + r.w; x++)
			wipe(c, x, y, s);
	}
}

/* Controls and direction marks never reach a terminal, whoever let them through before. */
static bool
is_unsafe(uint32_t p)
{
	return p < 0x20 || (p >= 0x7f && p < 0xa0) || (p >= 0x202a && p <= 0x202e) ||
	    (p >= 0x2066 && p <= 0x2069) || p == 0x200e || p == 0x200f || p == 0x061c ||
	    p == 0x2028 || p == 0x2029 || p == 0xfeff || (p >= 0xe0000 && p <= 0xe0fff);
}

struct grapheme {
	char text[CELL_BYTES];
	size_t length;
	int width;
};

/* Takes the next grapheme; bytes used come back. Long ones keep the code points that fit a cell. */
static size_t
next_grapheme(const char *s, size_t length, struct grapheme *g)
{
	size_t used = utf8_grapheme(s, length), i = 0;

	g->length = 0;
	if (used == 0)
		return 0;
	g->width = utf8_grapheme_width(s, used);
	while (i < used) {
		uint32_t point;
		char bytes[4];
		size_t n = utf8_next(s + i, used - i, &point), out;

		if (n == 0)
			break;
		i += n;
		if (point == '\n' || point == '\r' || point == '\t')
			point = ' ';
		else if (is_unsafe(point))
			point = 0xfffd;
		out = utf8_put(bytes, point);
		if (g->length + out > sizeof g->text)
			break;
		memcpy(g->text + g->length, bytes, out);
		g->length += out;
		if (point == ' ' || point == 0xfffd) {
			g->width = 1;
			break;
		}
	}
	if (i < used &&
	    (g->text[g->length - 1] == ' ' ||
		(g->length >= 3 && memcmp(g->text + g->length - 3, "\xef\xbf\xbd", 3) == 0)))
		return i;
	return used;
}

int
cells_put_n(
    struct cells *c, struct rect r, int x, int y, struct style s, const char *text, size_t length)
{
	struct grapheme g;
	size_t i = 0, used;

	while (i < length && (used = next_grapheme(text + i, length - i, &g)) > 0) {
		struct cell *here;

		i += used;
		if (g.width <= 0)
			continue;
		if (y < 0 || y >= r.h || x >= r.w) {
			x += g.width;
			continue;
		}
		if (x >= 0 && x + g.width <= r.w && r.x + x + g.width <= c->columns &&
		    (here = at(c, r.x + x, r.y + y)) != NULL) {
			for (int k = 0; k < g.width; k++)
				wipe(c, r.x + x + k, r.y + y, s);
			memcpy(here->text, g.text, g.length);
			here->length = g.length == 1 && g.text[0] == ' ' ? 0 : (uint8_t)g.length;
			here->width = (uint8_t)g.width;
			if (g.width == 2)
				at(c, r.x + x + 1, r.y + y)->width = 0;
		} else if (x + g.width > 0) {
			wipe(c, r.x + (x < 0 ? 0 : x), r.y + y, s);
		}
		x += g.width;
	}
	return x;
}

int
cells_put(struct cells *c, struct rect r, int x, int y, struct style s, const char *text)
{
	return text == NULL ? x : cells_put_n(c, r, x, y, s, text, strlen(text));
}

int
cells_putf(struct cells *c, struct rect r, int x, int y, struct style s, const char *format, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof text, format, ap);
	va_end(ap);
	return cells_put(c, r, x, y, s, text);
}

void
cells_field(struct cells *c, struct rect r, int x, int y, int width, struct style s,
    const char *text, bool right)
{
	struct rect field = rect_part(r, x, y, width, 1);
	size_t length = text == NULL ? 0 : strlen(text), fit;
	int used, full;

	if (field.w <= 0 || field.h <= 0)
		return;
	cells_fill(c, field, s);
	full = utf8_width(text == NULL ? "" : text, length);
	if (full <= field.w) {
		cells_put_n(
		    c, field, right ? field.w - full : 0, 0, s, text == NULL ? "" : text, length);
		return;
	}
	fit = utf8_fit(text, length, field.w - 1, &used);
	while (fit > 0 && text[fit - 1] == ' ')
		fit--;
	cells_put(c, field, cells_put_n(c, field, 0, 0, s, text, fit), 0, s, "…");
}

void
cells_line_down(struct cells *c, struct rect r, int x, struct style s)
{
	for (int y = 0; y < r.h; y++)
		cells_put(c, r, x, y, s, "│");
}

void
cells_line_across(struct cells *c, struct rect r, int y, struct style s)
{
	for (int x = 0; x < r.w; x++)
		cells_put(c, r, x, y, s, "─");
}

void
cells_bar(struct cells *c, struct rect r, int x, int y, int width, struct style full,
    struct style rest, double value)
{
	int filled;

	if (!(value >= 0 && value <= 1) || width <= 0)
		return;
	filled = (int)lround(value * width);
	for (int i = 0; i < width; i++)
		cells_put(c, r, x + i, y, i < filled ? full : rest, i < filled ? "▰" : "▱");
}

void
cells_plain_symbols(struct cells *c)
{
	for (size_t i = 0; i < (size_t)c->columns * (size_t)c->rows; i++) {
		char near = cell_symbol(&c->items[i]);

		if (near == '\0')
			continue;
		c->items[i].text[0] = near;
		c->items[i].length = 1;
	}
}
