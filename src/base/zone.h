/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A zone's rules as read from a TZif file (RFC 8536), shared by zone.c (reads) and date.c (uses).
 */
#ifndef FLOORWALKER_BASE_ZONE_H
#define FLOORWALKER_BASE_ZONE_H

#include "floorwalker/base/date.h"

/* One day of a year by the footer's rule: Mm.w.d, Jn or n; seconds after local midnight. */
struct zone_day {
	char kind;		/* 'M', 'J' or '0' */
	int month, week, weekday, day;
	int seconds;
};

/* The rule for instants after the last transition ("IST-1GMT0,M10.5.0,M3.5.0/1"). */
struct zone_rule {
	bool present, has_summer;
	int standard, summer;	/* seconds east of UTC; "summer" may be the smaller one */
	struct zone_day start, end;
};

struct zone {
	char name[64];
	size_t count;		/* of transitions */
	int64_t *at;		/* seconds since the epoch */
	uint8_t *type;
	size_t types;
	int offset[256];	/* seconds east of UTC by type */
	struct zone_rule rule;
};

/* Seconds east of UTC at an instant in seconds. */
int zone_offset(const struct zone *z, int64_t at);

#endif
