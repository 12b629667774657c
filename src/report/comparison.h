/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside report: differences of two days as people read them, in lines and on the page.
 *
 *   comparison.c        lines
 *   comparison_html.c   the page
 *   comparison_chart.c  its forest of differences
 */
#ifndef FLOORWALKER_REPORT_COMPARISON_H
#define FLOORWALKER_REPORT_COMPARISON_H

#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"

/* With its sign: "+3.7", shares in points. */
void comparison_change(struct str *out, const char *unit, double x, const char *currency);
/* "+0.4 pt to +2.1 pt" of a map with unit, low, high; nothing where there is no interval. */
void comparison_interval(struct str *out, const struct value *v, const char *currency);
/* What is decided, in a sentence. */
void comparison_verdict(struct str *out, const struct value *decides);
/* Adds the sentence that all differences are the same, and how many others there may be; false, and
 * nothing, where they aren't. */
bool comparison_sameness(struct str *out, const struct value *decides);
/* Whether the same shoppers came on both sides, or how many on one alone; without a full stop. */
void comparison_arrivals(struct str *out, const struct value *result);
/* The interval leaves 0 out. */
bool comparison_differs(const struct value *v);

/* Shares in points, and what else there is relative to A. */
void chart_differences(struct str *out, const struct value *result);

#endif
