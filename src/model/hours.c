/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When a shop's people answer.
 */
#include "floorwalker/model/settings.h"

#include <stdio.h>

#include "floorwalker/base/str.h"
#include "hours.h"

#define MINUTE_MS ((int64_t)60000)
#define LOOK_AHEAD_DAYS 400	/* for the next opening */

bool
hours_is_holiday(const struct settings *s, const struct date *d)
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
	if (o->open_minute == o->close_minute || hours_is_holiday(s, &d))
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

/* ---- stretches of time in which the clocks aren't changed */

static int64_t
floor_to(int64_t n, int64_t unit)
{
	int64_t rest = n % unit;

	return n - (rest < 0 ? rest + unit : rest);
}

int64_t
hours_offset(const struct settings *s, int64_t at_ms)
{
	struct date d;

	date_from_ms(s->zone, at_ms, &d);
	return (date_days(d.year, d.month, d.day) * 86400 + d.hour * 3600 + d.minute * 60 +
		   d.second) * 1000 - floor_to(at_ms, 1000);
}

int64_t
hours_stretch_end(const struct settings *s, int64_t at_ms)
{
	const int64_t step = 6 * 60 * MINUTE_MS;	/* clocks change once in it at most */
	int64_t offset = hours_offset(s, at_ms), low = at_ms;

	while (low < at_ms + DATE_DAY_MS && hours_offset(s, low + step) == offset)
		low += step;
	if (low >= at_ms + DATE_DAY_MS)
		return at_ms + DATE_DAY_MS;
	for (int64_t high = low + step; high - low > 1;) {
		int64_t middle = low + (high - low) / 2;

		if (hours_offset(s, middle) == offset)
			low = middle;
		else
			high = middle;
	}
	return low + 1;
}

/* The first piece of open time in [at_ms, end_ms), a stretch with one offset; false: none. */
static bool
next_piece(
    const struct settings *s, int64_t at_ms, int64_t end_ms, int64_t *from_ms, int64_t *to_ms)
{
	int64_t offset = hours_offset(s, at_ms), local = at_ms + offset, end = end_ms + offset;
	bool found = false;

	for (int64_t day = floor_to(local, DATE_DAY_MS) - DATE_DAY_MS; day < end;
	     day += DATE_DAY_MS) {
		struct date d;
		const struct opening *o;
		int64_t open, close;

		date_from_ms(s->zone, day + DATE_DAY_MS / 2 - offset, &d);
		o = &s->hours[d.weekday];
		if (o->open_minute == o->close_minute || hours_is_holiday(s, &d))
			continue;
		open = day + o->open_minute * MINUTE_MS;
		close = day + o->close_minute * MINUTE_MS +
		    (o->close_minute > o->open_minute ? 0 : DATE_DAY_MS);
		open = open < local ? local : open;
		close = close > end ? end : close;
		if (open >= close || (found && open - offset >= *from_ms))
			continue;
		*from_ms = open - offset;
		*to_ms = close - offset;
		found = true;
	}
	return found;
}

int64_t
settings_open_between(const struct settings *s, int64_t from_ms, int64_t to_ms)
{
	int64_t sum = 0, from, to;

	while (from_ms < to_ms) {
		int64_t end = hours_stretch_end(s, from_ms);

		if (end > to_ms)
			end = to_ms;
		if (next_piece(s, from_ms, end, &from, &to)) {
			sum += to - from;
			end = to;
		}
		from_ms = end;
	}
	return sum;
}

int64_t
settings_open_after(const struct settings *s, int64_t from_ms, int64_t span_ms)
{
	int64_t last = from_ms + LOOK_AHEAD_DAYS * DATE_DAY_MS, from, to;

	while (span_ms > 0 && from_ms < last) {
		int64_t end = hours_stretch_end(s, from_ms);

		if (next_piece(s, from_ms, end, &from, &to)) {
			if (to - from >= span_ms)
				return from + span_ms;
			span_ms -= to - from;
			end = to;
		}
		from_ms = end;
	}
	return span_ms > 0 ? INT64_MAX : from_ms;
}
