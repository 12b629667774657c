/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A page: paragraphs of inked runs, wrapped to a width once, then drawn from any row. For
 * everything that is read rather than picked from.
 */
#ifndef FLOORWALKER_TUI_PAGE_H
#define FLOORWALKER_TUI_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/tui/cell.h"
#include "picker.h"

struct page;
struct page *page_new(void);
void page_free(struct page **p);
void page_reset(struct page *p);
void page_wipe(struct page *p);		/* overwrites its text, and resets it; freeing does
					   so, too, and a page that grows leaves no copy */

/* Begins a paragraph: columns of indentation of its first line and of the others. id: the record
 * that it shows, 0 none. */
void page_begin(struct page *p, int first, int rest, int64_t id);
void page_add(struct page *p, enum ink ink, const char *text);	/* to the paragraph begun last; may
								   hold newlines */
void page_addf(struct page *p, enum ink ink, const char *format, ...) PRINTF_LIKE(3, 4);
void page_bar(struct page *p, double value, int cells);
void page_to(struct page *p, int column);		/* blanks up to a column of a first line */
/* A mark down the left edge of the paragraphs that follow; NULL: none. */
void page_gutter(struct page *p, enum ink ink, const char *mark);
void page_gap(struct page *p);				/* an empty line, never two, none at the
							   top */
void page_heading(struct page *p, const char *text);
void page_field(struct page *p, const char *label, enum ink ink, const char *text);
void page_fieldf(struct page *p, const char *label, enum ink ink, const char *format, ...)
    PRINTF_LIKE(4, 5);
void page_line(struct page *p, enum ink ink, const char *text);	/* a paragraph of its own, indented
								   by two */

void page_layout(struct page *p, int width);		/* nothing to do where neither width nor
							   text changed */
int page_rows(const struct page *p);
int page_row_of(const struct page *p, int64_t id);	/* first row of a record; -1 none */
void page_render(const struct page *p, struct cells *c, struct rect r, int top, enum ground ground);

/* Where a reader is on a page that may grow: a row from the top, or held at the end where holds_end
 * is set and the end was in sight. */
struct reading {
	int top, height;
	bool holds_end, at_end;
};
bool reading_move(struct reading *x, const struct page *p, enum motion m);
void reading_place(struct reading *x, const struct page *p, int height);
/* "▲ 12 ▼ 30": what is out of sight */
void reading_edge(const struct reading *x, const struct page *p, struct str *out);

#endif
