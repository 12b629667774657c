/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cell buffer: what views draw on. A cell holds one grapheme, its width and its style; nothing
 * here knows a terminal.
 *
 * Every function clips to its rectangle and to the buffer. Text is taken as untrusted: controls,
 * broken bytes and direction marks show as U+FFFD, a newline as a space. A wide grapheme that would
 * be cut in half at an edge becomes a blank, and overwriting half of one blanks its other half.
 */
#ifndef FLOORWALKER_TUI_CELL_H
#define FLOORWALKER_TUI_CELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/str.h"
#include "floorwalker/tui/theme.h"

#define CELL_BYTES 28

struct cell {
	char text[CELL_BYTES];	/* not NUL-terminated when full */
	uint8_t length;		/* 0: a blank */
	uint8_t width;		/* 1, 2; 0: the right half of the cell before */
	struct style style;
};

struct rect {
	int x, y, w, h;
};

struct cells;
struct cells *cells_new(int columns, int rows);
void cells_free(struct cells **c);
void cells_resize(struct cells *c, int columns, int rows);	/* all blank */
void cells_copy(struct cells *to, const struct cells *from);	/* same size after it */
int cells_columns(const struct cells *c);
int cells_rows(const struct cells *c);
struct rect cells_all(const struct cells *c);
const struct cell *cells_at(const struct cells *c, int x, int y);	/* NULL outside */
bool cell_is_equal(const struct cell *a, const struct cell *b);

/* The part of r from (x, y) of r on, of at most w by h; never larger than r, never negative. */
struct rect rect_part(struct rect r, int x, int y, int w, int h);

void cells_fill(struct cells *c, struct rect r, struct style s);	/* blanks */
/* Draws text on row y of r, from column x of r on; returns the column after its end (of r), whether
 * it fitted or not. */
int cells_put(struct cells *c, struct rect r, int x, int y, struct style s, const char *text);
int cells_put_n(
    struct cells *c, struct rect r, int x, int y, struct style s, const char *text, size_t length);
int cells_putf(struct cells *c, struct rect r, int x, int y, struct style s, const char *format,
    ...) PRINTF_LIKE(6, 7);
/* Within width columns from x: cut with "…" where it doesn't fit, blank-padded; right aligned when
 * asked. */
void cells_field(struct cells *c, struct rect r, int x, int y, int width, struct style s,
    const char *text, bool right);
/* wrapped at words into r; rows that it took */
int cells_paragraph(struct cells *c, struct rect r, struct style s, const char *text);
/* │ over r's height */
void cells_line_down(struct cells *c, struct rect r, int x, struct style s);
/* ─ over r's width */
void cells_line_across(struct cells *c, struct rect r, int y, struct style s);
/* A bar of width cells for value in [0,1]; nothing for another value. */
void cells_bar(struct cells *c, struct rect r, int x, int y, int width, struct style full,
    struct style rest, double value);

/* One line of text wrapped at spaces to width columns (at least 1): bytes of the line without its
 * trailing spaces; *next gets where the next line starts (length at the end). A word wider than
 * width is cut at a grapheme. A newline ends a line. */
size_t text_wrap(const char *s, size_t length, int width, size_t *next);
int text_wrap_count(const char *s, size_t length, int width);	/* lines; at least 1 */

/* Text back end: rows with trailing blanks cut, each with its newline. */
void cells_dump_text(const struct cells *c, struct str *out);
/* Rows of one letter a cell for ink ('.' for plain text on plain ground), then rows for grounds. */
void cells_dump_styles(const struct cells *c, struct str *out);
void cells_dump_colours(const struct cells *c, const struct theme *t, int colours, struct str *out);
/* What a terminal without UTF-8 shows for a cell: ASCII of the same width ("?" where nothing is
 * near). out: room for 3 bytes. */
void cell_ascii(const struct cell *x, char out[3]);
/* ASCII for a line, bar, mark or arrow; NUL where it is no such. */
char cell_symbol(const struct cell *x);
/* Lines, bars, marks and arrows become ASCII; letters stay. */
void cells_plain_symbols(struct cells *c);

#endif
