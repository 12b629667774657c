/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside report: a page of days, in pieces.
 *
 *   days_html.c      the page: head, what matters first, sections
 *   replay_html.c    the page of a replay
 *   drill_html.c     the page of a drill; drill.h lists its pieces
 *   days_style.c     its style: light and dark, paper, small screens
 *   days_tables.c    tables
 *   days_contacts.c  the worst contacts, how to have the run again
 *   page.c           escaping, and the frame that each chart stands in
 *   chart_lines.c    charts over time and hours
 *   chart_bars.c     bars: waits, intents, the funnel
 *   chart_squares.c  the reliability diagram, the heat map
 *
 * Nothing is told by colour alone: lines have dashes and their name at their end, areas have
 * hatching, cells their number. Beside each chart is a table of what it shows.
 */
#ifndef FLOORWALKER_REPORT_PAGE_H
#define FLOORWALKER_REPORT_PAGE_H

#include <stddef.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"

/* Text as text, within elements and within quoted attributes: what has a meaning in HTML is
 * escaped; what isn't seen, or turns the order of letters, is written out as ‹U+202E›. */
void page_text(struct str *out, const char *s);
void page_textf(struct str *out, const char *format, ...) PRINTF_LIKE(2, 3);

/* A chart's frame: <figure>, <svg> of these units with title and description for who doesn't see
 * it. Texts are escaped. Least width: below it, the chart scrolls. */
struct chart {
	const char *id, *title, *description;
	int width, height;
};
void chart_begin(struct str *out, const struct chart *c);
void chart_end(struct str *out);		/* the svg; then come the table and </figure> */
/* <details> with the table of a chart. */
void table_begin(struct str *out, const char *summary, const char *const *heads, size_t count);
void table_end(struct str *out);
void cell_text(struct str *out, const char *s);		/* the row's head */
void cell_number(struct str *out, double x, int decimals);
void cell_count(struct str *out, int64_t n);
void cell_percent(struct str *out, double share);
void cell_duration(struct str *out, double ms);

/* SVG pieces. kind: a class of the style. */
void svg_text(struct str *out, double x, double y, const char *kind, const char *text);
void svg_line(struct str *out, double x1, double y1, double x2, double y2, const char *kind);
void svg_rect(struct str *out, double x, double y, double w, double h, const char *kind);
/* So many cells of a text that stands beside a chart; out is emptied before. */
void svg_short(struct str *out, const char *s, int cells);
void svg_dot(struct str *out, double x, double y, double r, const char *kind);
/* A line with ends across it. */
void svg_whisker(struct str *out, double from, double to, double y);
/* A round number not below x, for the end of an axis, and how many steps lead to it. */
double axis_top(double x, int *steps);
/* The upright axis of a chart: lines across it, and what they stand for at their left. */
struct axis_room {
	double left, right, bottom, height;	/* where the lines lie; the top one height above the bottom */
};
void axis_add(struct str *out, const struct axis_room *r, double top, int steps, bool is_share);

/* Up to <body>: no script, nothing from elsewhere. */
void page_head(struct str *out, const char *title);
void page_style(struct str *out);
void chart_load(struct str *out, const struct value *result);
void chart_timeline(struct str *out, const struct value *result);
void chart_waits(struct str *out, const struct value *result);
void chart_intents(struct str *out, const struct value *result);
void chart_funnel(struct str *out, const struct value *result);
void chart_reliability(struct str *out, const struct value *result);
void chart_heat(struct str *out, const struct value *result);
void page_figures(struct str *out, const struct value *result);
void page_lists(struct str *out, const struct value *result);
void page_worst(struct str *out, const struct value *result);
void page_reproduce(struct str *out, const struct value *result);

#endif
