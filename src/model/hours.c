/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When a shop's people answer.
 */
#include "floorwalker/model/settings.h"

#include <stdio.h>

#include "floorwalker/base/str.h"

static bool
is_holiday(const struct settings *s, const struct date *d)
{
	char day[40];

	snprintf(day, sizeof(day), "%04d-%02d-%02d", d->year, d->month, d->day);
	for (size_t i = 0; i < s->holiday_count; i++)
		if (text_is(s->holidays[i], day))
			return true;
	return false;
}

/* Whether the opening that began on the civil day of `at_ms` covers the minute, counted from that
 * day's midnight. */
static bool
opening_covers(const struct settings *s, int64_t at_ms, int minute)
{
	struct date d;
	const struct opening *o;
	int end;

	date_from_ms(s->zone, at_ms, &d);
	o = &s->hours[d.weekday];
	if (o->open_minute == o->close_minute || is_holiday(s, &d))
		return false;
	end = o->close_minute > o->open_minute ? o->close_minute : o->close_minute + 24 * 60;
	return minute >= o->open_minute && minute < end;
}

bool
settings_is_open(const struct settings *s, int64_t at_ms)
{
	struct date d;
	int minute;

	date_from_ms(s->zone, at_ms, &d);
	minute = d.hour * 60 + d.minute;
	if (opening_covers(s, at_ms, minute))
		return true;
	/* Past midnight the evening before may still be open. Noon of that day is found whatever
	 * the clocks did in the night. */
	d.hour = 12;
	return opening_covers(s, date_to_ms(s->zone, &d) - DATE_DAY_MS, minute + 24 * 60);
}
