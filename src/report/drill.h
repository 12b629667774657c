/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside report: drills.
 *
 *   drill_words.c             words, numbers and wrapping that all of these share
 *   drill_text.c              a debrief in lines
 *   drill_html.c              … as a page; drill_html_talks.c its talks, side by side
 *   drill_comparison.c        two debriefs, in lines; drill_comparison_html.c as a page
 *   drill_progress.c          many, in lines and as a page; drill_progress_chart.c its chart
 */
#ifndef FLOORWALKER_REPORT_DRILL_H
#define FLOORWALKER_REPORT_DRILL_H

#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"

#define DRILL_WIDTH 80

/* Words within DRILL_WIDTH cells, each line indented so deep; first stands before the first line, within the
 * indentation. Whatever a terminal mustn't get is taken out. A word that is wider than a line is broken. */
void drill_wrap(struct str *out, const char *first, const char *text, int indent);
void drill_wrapf(struct str *out, const char *first, int indent, const char *format, ...)
    PRINTF_LIKE(4, 5);
void drill_heading(struct str *out, const char *text);
/* "10:24:10", of an instant of the day. */
void drill_clock(struct str *out, int64_t at_ms);
/* "2026-10-14"; nothing where the zone or the instant isn't known. */
void drill_day(struct str *out, const struct zone *zone, const struct value *debrief);
/* "74"; "-" where there is none. */
void drill_score(struct str *out, const struct value *v, const char *key);
/* "passed"; "not passed: 1 of what was to be learnt was not met" */
void drill_verdict(struct str *out, const struct value *debrief);
/* "+12", "-3", "0", "-" */
void drill_change(struct str *out, const struct value *v, const char *key);
/* "4.5", "6" */
void drill_points(struct str *out, double points);
bool drill_has(const struct value *v, const char *key);	/* a number stands there */
/* "met", "not met", "no occasion" */
const char *drill_met(const struct value *met);
/* The title of a criterion by its id, out of the list of any of the maps. */
const char *drill_title(const struct value *map, const char *criterion);
/* Who spoke, as people read it: "Shopper", "AI", "una". */
const char *drill_author(const struct value *line);
/* A sentence about the parts of a criterion: "Median 40 s, longest 2 min 05 s; 5 of 6 within 1 min 00 s." Nothing
 * where there is nothing to say. */
void drill_facts(struct str *out, const struct value *criterion, const char *currency);
bool drill_is_lost(const struct value *moment);
/* The line of the transcript that a moment is about; NULL none. */
const struct value *drill_line(const struct value *debrief, const struct value *moment);

/* The moments of a debrief by talk, in order of time: those of talk t are items[begin[t]] to items[begin[t + 1] - 1].
 * The debrief's own are borrowed. */
struct drill_moments {
	const struct value **items;
	size_t *begin, talks;
};
void drill_moments_init(struct drill_moments *m, const struct value *debrief);
void drill_moments_clear(struct drill_moments *m);

/* The lines of a progress, within a debrief's too; and its charts and table within a page. */
void drill_progress_lines(
    const struct value *progress, const struct zone *zone, struct str *out);
void drill_progress_figures(
    const struct value *progress, const struct zone *zone, struct str *out);
void drill_progress_charts(const struct value *progress, struct str *out);
void drill_page_notes(const struct value *map, struct str *out);
void drill_page_lessons(const struct value *list, struct str *out);
void drill_page_talks(const struct value *debrief, struct str *out);
void drill_page_end(struct str *out);

#endif
