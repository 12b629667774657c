/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside report: numbers as people read them. The same whatever the user's locale is.
 */
#ifndef FLOORWALKER_REPORT_FIGURES_H
#define FLOORWALKER_REPORT_FIGURES_H

#include <stdbool.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"

void figures_plain(struct str *out, double x, int decimals);	/* 1234.5 */
void figures_fixed(struct str *out, double x, int decimals);	/* 1,234.5 */
void figures_count(struct str *out, int64_t n);			/* 1,234 */
void figures_percent(struct str *out, double share);		/* 94.5 % */
void figures_duration(struct str *out, double ms);		/* 3.4 s, 1 min 20 s, 2 h 05 min */
/* A sum in minor units, to the last; – where it is 0. */
void figures_amount(struct str *out, int64_t minor, const char *currency);
/* By a figure's unit (doc/simulate.md, "Days"). currency: a code; "" none. */
void figures_value(struct str *out, const char *unit, double x, const char *currency);
/* "94.0 to 95.1 %"; nothing where there is no interval. */
void figures_interval(struct str *out, const struct value *figure, const char *currency);
/* "Mon 14:00" of an hour of the week. */
void figures_hour(struct str *out, int64_t hour);
/* Of the figures of a result by name; NULL where there is none. */
const struct value *figures_find(const struct value *result, const char *name);
bool figures_has(const struct value *v, const char *key);	/* a number stands there */
/* Of an entry of a list by name (its first value), with its title where it has another: "German (de)". */
void figures_name(struct str *out, const struct value *v);

/* The groups in their order, and what each is called. */
struct figure_group {
	const char *name, *title;
};
extern const struct figure_group figure_groups[];		/* name NULL ends */

#endif
