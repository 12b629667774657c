/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dates and time zones: ISO 8601 in and out, civil days, local time by IANA zone (TZif files),
 * durations.
 */
#ifndef FLOORWALKER_BASE_DATE_H
#define FLOORWALKER_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/str.h"

#define DATE_DAY_MS ((int64_t)86400000)

/* A civil moment. month 1…12, day 1…31, weekday 0 = Monday … 6 = Sunday. */
struct date {
	int year, month, day, hour, minute, second, weekday;
};

/* A zone's rules, loaded once; thread-safe to read. */
struct zone;
/* "UTC" needs no file */
NODISCARD enum err zone_open(const char *name, struct zone **out, struct errinfo *e);
void zone_free(struct zone **z);
const char *zone_name(const struct zone *z);

void date_from_ms(const struct zone *z, int64_t at_ms, struct date *out);
int64_t date_to_ms(const struct zone *z, const struct date *d);	/* weekday ignored; a skipped hour
								   moves forward, a doubled one is
								   the first */
int64_t date_days(int year, int month, int day);		/* days since 1970-01-01, proleptic
								   Gregorian */
/* Whole local calendar days from one instant to another (negative when later is earlier). */
int64_t date_days_between(const struct zone *z, int64_t from_ms, int64_t to_ms);
/* "2026-10-14", "2026-10-14T09:00:00+01:00", "…Z", also with a fraction of a second. A bare date is
 * noon in z. False on anything else. */
bool date_parse(const struct zone *z, const char *s, int64_t *out_ms);
void date_print(
    struct str *out, const struct zone *z, int64_t at_ms); /* 2026-10-14T09:00:00+01:00 */
void date_print_day(struct str *out, const struct zone *z, int64_t at_ms);	/* 2026-10-14 */
/* "45s", "20m", "4h", "3d", also "1h30m"; and as people say it, "3min", "3 minutes", "1 h 30 m". */
bool duration_parse(const char *s, int64_t *out_ms);
/* "12 s", "4 m 05 s", "2 h 10 m", "3 d": at most two units. */
void duration_print(struct str *out, int64_t ms);

#endif
