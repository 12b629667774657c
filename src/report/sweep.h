/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside report: a day over one or two of its values.
 *
 *   sweep.c        lines
 *   sweep_html.c   the page
 *   sweep_chart.c  its charts: lines with intervals over one value, heat maps over two
 */
#ifndef FLOORWALKER_REPORT_SWEEP_H
#define FLOORWALKER_REPORT_SWEEP_H

#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"

/* What is shown of each point. */
struct sweep_column {
	const char *name, *head;
	int cells;
};
extern const struct sweep_column sweep_columns[];	/* name NULL ends */

/* The end of an axis' path, which tells it from others. */
const char *sweep_name(const struct value *axis);
/* Of a point by name; NULL where it has none. */
const struct value *sweep_figure(const struct value *point, const char *name);
/* Whether it's the one that was chosen. */
bool sweep_is_best(const struct value *result, const struct value *point);

/* How sure it is that the chosen point keeps the service level, in words. */
void sweep_surely(struct str *out, const struct value *result);

/* Service level and cost over the values. */
void chart_sweep(struct str *out, const struct value *result);

#endif
