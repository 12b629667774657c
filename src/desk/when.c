/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An instant as people write it.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/text/translate.h"
#include "floorwalker/base/date.h"
#include "floorwalker/desk/acts.h"
#include "floorwalker/text/text.h"

#define MORNING 9	/* hour where only a day is said */

static const char *const weekdays[] = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

static size_t
word_length(const char *s)
{
	return strcspn(s, " \t");
}

static const char *
after(const char *s, size_t n)
{
	s += n;
	return s + strspn(s, " \t");
}

/* "9:00", "17:30" */
static bool
is_time(const char *s, size_t n, int *hour, int *minute)
{
	size_t digits = strspn(s, "0123456789");
	if (digits < 1 || digits > 2 || n != digits + 3 || s[digits] != ':' ||
	    !isdigit((unsigned char)s[digits + 1]) || !isdigit((unsigned char)s[digits + 2]))
		return false;
	*hour = digits == 1 ? s[0] - '0' : (s[0] - '0') * 10 + s[1] - '0';
	*minute = (s[digits + 1] - '0') * 10 + s[digits + 2] - '0';
	return *hour < 24 && *minute < 60;
}

static bool
is_word(const char *s, size_t n, const char *word)
{
	char said[16];
	if (n >= sizeof said)
		return false;
	memcpy(said, s, n);
	said[n] = '\0';
	return text_is_fold(said, word);
}

/* A day that is written: its midnight, counted in days from today or as it stands. */
static bool
is_day(const struct zone *zone, int64_t now_ms, const char *s, size_t n, struct date *day)
{
	char said[12];
	int64_t ahead = -1, at;
	date_from_ms(zone, now_ms, day);
	if (is_word(s, n, "today"))
		ahead = 0;
	else if (is_word(s, n, "tomorrow"))
		ahead = 1;
	for (int i = 0; i < 7 && ahead < 0; i++)
		if (is_word(s, n, weekdays[i]))
			ahead = (i - day->weekday + 6) % 7 + 1;	/* the next one, not today */
	if (ahead >= 0) {
		day->hour = 12;
		day->minute = day->second = 0;
		date_from_ms(zone, date_to_ms(zone, day) + ahead * DATE_DAY_MS, day);
		return true;
	}
	if (n != 10)
		return false;
	memcpy(said, s, n);
	said[n] = '\0';
	if (strspn(said, "0123456789-") != n || !date_parse(zone, said, &at))
		return false;
	date_from_ms(zone, at, day);
	return true;
}

static enum err
no_time(const char *s, struct errinfo *e)
{
	struct str word;
	str_init(&word);
	text_sanitise(&word, s, word_length(s), 40, NULL);
	(void)err_set(e, ERR_USAGE,
	    tr("\"%s\" is no time; write 30m, 2h, 3d, 17:30, tomorrow 9:00, monday or 2026-10-15 9:00"),
	    word.length > 0 ? word.data : "");
	str_clear(&word);
	return ERR_USAGE;
}

static enum err
check(const struct zone *zone, int64_t now_ms, int64_t at_ms, struct errinfo *e)
{
	struct str s;
	enum err r = ERR_OK;
	str_init(&s);
	date_print(&s, zone, at_ms);
	if (at_ms <= now_ms)
		r = err_set(e, ERR_USAGE, tr("%s is past"), s.data);
	else if (at_ms - now_ms > SNOOZE_MOST_MS)
		r = err_set(e, ERR_USAGE, tr("%s is too far away: %d days at most"), s.data,
		    (int)(SNOOZE_MOST_MS / DATE_DAY_MS));
	str_clear(&s);
	return r;
}

enum err
when_parse(const struct zone *zone, int64_t now_ms, const char *words, int64_t *out_ms,
    const char **rest, struct errinfo *e)
{
	const char *s = after(words == NULL ? "" : words, 0);
	size_t n = word_length(s);
	char span[24];
	struct date day;
	int hour = MORNING, minute = 0;
	int64_t at = 0, length;
	if (n == 0)
		return err_set(e, ERR_USAGE,
		    tr("until when? write 30m, 2h, 3d, 17:30, tomorrow 9:00, monday or 2026-10-15 9:00"));
	snprintf(span, sizeof span, "%.*s", (int)(n < sizeof span ? n : sizeof span - 1), s);
	if (n < sizeof span && duration_parse(span, &length)) {
		/* of 100 years already nobody speaks */
		at = length > SNOOZE_MOST_MS ? now_ms + SNOOZE_MOST_MS + 1 : now_ms + length;
		s = after(s, n);
	} else if (is_time(s, n, &hour, &minute)) {
		date_from_ms(zone, now_ms, &day);
		day.hour = hour;
		day.minute = minute;
		day.second = 0;
		at = date_to_ms(zone, &day);
		if (at <= now_ms) {	/* tomorrow's */
			day.hour = 12;
			date_from_ms(zone, date_to_ms(zone, &day) + DATE_DAY_MS, &day);
			day.hour = hour;
			day.minute = minute;
			day.second = 0;
			at = date_to_ms(zone, &day);
		}
		s = after(s, n);
	} else if (is_day(zone, now_ms, s, n, &day)) {
		s = after(s, n);
		n = word_length(s);
		if (is_time(s, n, &hour, &minute))
			s = after(s, n);
		day.hour = hour;
		day.minute = minute;
		day.second = 0;
		at = date_to_ms(zone, &day);
	} else {
		return no_time(s, e);
	}
	*out_ms = at;
	*rest = s;
	return check(zone, now_ms, at, e);
}
