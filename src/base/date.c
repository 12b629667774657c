/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/base/date.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "zone.h"

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Days and civil dates: the arithmetic over eras of 400 years that begin in March (H. Hinnant,
 * "chrono-compatible low-level date algorithms", 2013). */
int64_t
date_days(int year, int month, int day)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = floor_div(y, 400);
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

static void
civil(int64_t days, struct date *out)
{
	int64_t shifted = days + 719468;
	int64_t era = floor_div(shifted, 146097);
	int64_t day_of_era = shifted - era * 146097;
	int64_t year_of_era =
	    (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year =
	    day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t month = (5 * day_of_year + 2) / 153;

	out->day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
	out->month = (int)(month < 10 ? month + 3 : month - 9);
	out->year = (int)(year_of_era + era * 400 + (out->month <= 2));
	out->weekday = (int)(days + 3 - floor_div(days + 3, 7) * 7);
}

void
date_from_ms(const struct zone *z, int64_t at_ms, struct date *out)
{
	int64_t at = floor_div(at_ms, 1000);
	int64_t local = at + zone_offset(z, at);
	int64_t days = floor_div(local, 86400);
	int second = (int)(local - days * 86400);

	civil(days, out);
	out->hour = second / 3600;
	out->minute = second / 60 % 60;
	out->second = second % 60;
}

int64_t
date_to_ms(const struct zone *z, const struct date *d)
{
	int64_t local = date_days(d->year, d->month, d->day) * 86400 + d->hour * 3600 +
	    d->minute * 60 + d->second;
	int before = zone_offset(z, local - 86400), after = zone_offset(z, local + 86400);
	int64_t first = local - (before > after ? before : after),
		second = local - (before > after ? after : before);

	/* Where both read back as this local time, it was there twice: the earlier. */
	if (first + zone_offset(z, first) == local)
		return first * 1000;
	if (second + zone_offset(z, second) == local)
		return second * 1000;
	return (local - before) * 1000;	/* skipped: as the clock before the change would have
					   counted */
}

int64_t
date_days_between(const struct zone *z, int64_t from_ms, int64_t to_ms)
{
	struct date a, b;

	date_from_ms(z, from_ms, &a);
	date_from_ms(z, to_ms, &b);
	return date_days(b.year, b.month, b.day) - date_days(a.year, a.month, a.day);
}

/* Exactly n digits; moves on. */
static bool
take(const char **s, int n, int low, int high, int *out)
{
	int number = 0;

	for (int i = 0; i < n; i++) {
		if (**s < '0' || **s > '9')
			return false;
		number = number * 10 + (*(*s)++ - '0');
	}
	*out = number;
	return number >= low && number <= high;
}

static bool
take_char(const char **s, char c)
{
	if (**s != c)
		return false;
	(*s)++;
	return true;
}

static int
days_in_month(int year, int month)
{
	if (month == 12)
		return 31;
	return (int)(date_days(year, month + 1, 1) - date_days(year, month, 1));
}

/* ".123456": milliseconds, the rest cut off. */
static bool
take_fraction(const char **s, int *ms)
{
	int weight = 100, digits = 0;

	*ms = 0;
	if (!take_char(s, '.'))
		return true;
	for (; **s >= '0' && **s <= '9'; (*s)++, digits++, weight /= 10)
		*ms += (**s - '0') * weight;
	return digits >= 1 && digits <= 9;
}

bool
date_parse(const struct zone *z, const char *s, int64_t *out_ms)
{
	struct date d = {.hour = 12};
	int hours = 0, minutes = 0, ms, sign;

	if (s == NULL || !take(&s, 4, 1, 9999, &d.year) || !take_char(&s, '-') ||
	    !take(&s, 2, 1, 12, &d.month) || !take_char(&s, '-') || !take(&s, 2, 1, 31, &d.day) ||
	    d.day > days_in_month(d.year, d.month))
		return false;
	if (*s == '\0') {
		*out_ms = date_to_ms(z, &d);
		return true;
	}
	if (!take_char(&s, 'T') || !take(&s, 2, 0, 23, &d.hour) || !take_char(&s, ':') ||
	    !take(&s, 2, 0, 59, &d.minute) || !take_char(&s, ':') ||
	    !take(&s, 2, 0, 59, &d.second) || !take_fraction(&s, &ms))
		return false;
	sign = *s == '-' ? -1 : 1;
	if (*s == 'Z') {
		s++;
	} else if (*s == '+' || *s == '-') {
		s++;
		if (!take(&s, 2, 0, 23, &hours) || !take_char(&s, ':') ||
		    !take(&s, 2, 0, 59, &minutes))
			return false;
	} else {
		return false;
	}
	*out_ms = (date_days(d.year, d.month, d.day) * 86400 + d.hour * 3600 + d.minute * 60 + d.second
	    - sign * (hours * 3600 + minutes * 60)) * 1000 + ms;
	return *s == '\0';
}

void
date_print(struct str *out, const struct zone *z, int64_t at_ms)
{
	int offset = zone_offset(z, floor_div(at_ms, 1000));
	int size = abs(offset) / 60;
	struct date d;

	date_from_ms(z, at_ms, &d);
	str_addf(out, "%04d-%02d-%02dT%02d:%02d:%02d", d.year, d.month, d.day, d.hour, d.minute,
	    d.second);
	if (offset == 0 && strcmp(z->name, "UTC") == 0)
		str_add_char(out, 'Z');
	else
		str_addf(out, "%c%02d:%02d", offset < 0 ? '-' : '+', size / 60, size % 60);
}

void
date_print_day(struct str *out, const struct zone *z, int64_t at_ms)
{
	struct date d;

	date_from_ms(z, at_ms, &d);
	str_addf(out, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static const struct {
	char letter;
	const char *words[4];		/* after it, the longest first; NULL ends them */
	int64_t ms;
} units[] = {{'d', {"ays", "ay"}, DATE_DAY_MS}, {'h', {"ours", "our"}, 3600000},
    {'m', {"inutes", "inute", "in"}, 60000}, {'s', {"econds", "econd", "ec"}, 1000}};

#define UNITS (sizeof units / sizeof units[0])

/* What follows the unit that s begins with: "m", "min", "minute" and "minutes" are one. */
static const char *
after_unit(const char *s, size_t unit)
{
	for (const char *const *word = units[unit].words; *word != NULL; word++)
		if (text_starts(s + 1, *word))
			return s + 1 + strlen(*word);
	return s + 1;
}

static const char *
after_spaces(const char *s)
{
	return s + strspn(s, " ");
}

bool
duration_parse(const char *s, int64_t *out_ms)
{
	int64_t total = 0;
	size_t unit = 0;

	if (text_is_empty(s))
		return false;
	while (*s != '\0') {
		int64_t n = 0;
		const char *from = s;

		for (; *s >= '0' && *s <= '9'; s++) {
			n = n * 10 + (*s - '0');
			if (n > 100000000)
				return false;
		}
		if (s == from)
			return false;
		s = after_spaces(s);
		/* Larger units first, each once. */
		while (unit < UNITS && units[unit].letter != *s)
			unit++;
		if (unit == UNITS)
			return false;
		total += n * units[unit].ms;
		s = after_unit(s, unit++);
		if (after_spaces(s)[0] >= '0' && after_spaces(s)[0] <= '9')
			s = after_spaces(s);
	}
	*out_ms = total;
	return true;
}

void
duration_print(struct str *out, int64_t ms)
{
	/* Negated as an unsigned number, so that the smallest has an opposite too. */
	uint64_t size = ms < 0 ? 0 - (uint64_t)ms : (uint64_t)ms;
	size_t unit = 0;

	if (ms <= -1000)
		str_add_char(out, '-');
	while (unit < UNITS - 1 && size < (uint64_t)units[unit].ms)
		unit++;
	str_addf(out, "%llu %c", (unsigned long long)(size / (uint64_t)units[unit].ms),
	    units[unit].letter);
	size %= (uint64_t)units[unit].ms;
	if (unit + 1 < UNITS && size / (uint64_t)units[unit + 1].ms > 0)
		str_addf(out, " %02llu %c",
		    (unsigned long long)(size / (uint64_t)units[unit + 1].ms),
		    units[unit + 1].letter);
}
