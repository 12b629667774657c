/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"

#include "message.h"

struct today {
	struct date date;
	int64_t day;		/* since 1970 */
};

/* The civil date of a day since 1970 (after Howard Hinnant's days algorithms, 2013). */
static void
civil_from_days(int64_t day, struct date *out)
{
	int64_t z = day + 719468, era = (z >= 0 ? z : z - 146096) / 146097,
		in_era = z - era * 146097;
	int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int64_t in_year = in_era - (365 * year + year / 4 - year / 100),
		part = (5 * in_year + 2) / 153;

	memset(out, 0, sizeof *out);
	out->day = (int)(in_year - (153 * part + 2) / 5 + 1);
	out->month = (int)(part < 10 ? part + 3 : part - 9);
	out->year = (int)(year + era * 400 + (out->month <= 2));
	out->weekday = (int)(((day + 3) % 7 + 7) % 7);
}

static bool
is_real(int year, int64_t month, int64_t day)
{
	struct date d;

	if (month < 1 || month > 12 || day < 1 || day > 31 || year < 1900 || year > 2200)
		return false;
	civil_from_days(date_days(year, (int)month, (int)day), &d);
	return d.month == month && d.day == day;
}

static void
add_day(struct message *m, int64_t day, double probability, size_t from, size_t count)
{
	struct date d;

	for (size_t i = from; i < from + count; i++)
		if (m->taken[i])
			return;
	civil_from_days(day, &d);
	message_add(m, SLOT_DATE, "", arena_printf(m->a, "%04d-%02d-%02d", d.year, d.month, d.day),
	    probability, from, count, true);
}

/* Without a year: the nearest such day, or the next one where the words before it look ahead. */
static void
add_day_month(struct message *m, const struct today *t, int64_t day, int64_t month, bool ahead,
    size_t from, size_t count)
{
	int64_t best = 0;
	bool found = false;

	for (int year = t->date.year - 1; year <= t->date.year + 1; year++) {
		int64_t n;

		if (!is_real(year, month, day))
			continue;
		n = date_days(year, (int)month, (int)day);
		if (ahead ? n >= t->day && (!found || n < best)
			  : !found || llabs(n - t->day) < llabs(best - t->day)) {
			best = n;
			found = true;
		}
	}
	if (found)
		add_day(m, best, 0.92, from, count);
}

/* "the 14th": of this month or the last; of this or the next where the words look ahead. */
static void
add_day_only(
    struct message *m, const struct today *t, int64_t day, bool ahead, size_t from, size_t count)
{
	int year = t->date.year;
	int64_t month = t->date.month;

	for (int tries = 0; tries < 3; tries++) {
		int64_t n =
		    is_real(year, month, day) ? date_days(year, (int)month, (int)day) : INT64_MIN;

		if (n != INT64_MIN && (ahead ? n >= t->day : n <= t->day)) {
			add_day(m, n, 0.8, from, count);
			return;
		}
		month += ahead ? 1 : -1;
		if (month == 0 || month == 13) {
			year += ahead ? 1 : -1;
			month = ahead ? 1 : 12;
		}
	}
}

/* "Monday, 5 October", "Friday the 9th": the day of the month says which. */
static bool
is_dated(const struct message *m, const struct word_match *match)
{
	size_t next = match->start + match->count;
	const struct word_match *day;

	if (message_is_word(m, next, ","))
		next++;
	day = message_match_at(m, "date", next);
	return day != NULL && day->start == next &&
	    (text_starts(day->sub, "day") || text_starts(day->sub, "month_day")) &&
	    !text_starts(day->sub, "days.");
}

static void
add_weekday(struct message *m, const struct today *t, const struct word_match *match)
{
	int64_t back = (t->date.weekday - match->captures[0] + 7) % 7;

	if (is_dated(m, match))
		return;
	if (strcmp(match->sub, "weekday.week_on") == 0)
		add_day(m, t->day + (back == 0 ? 7 : 7 - back) + 7, 0.85, match->start,
		    match->count);
	else if (strcmp(match->sub, "weekday.week_back") == 0)
		add_day(m, t->day - (back == 0 ? 7 : back) - 7, 0.85, match->start, match->count);
	else if (strcmp(match->sub, "weekday.future") == 0)
		add_day(m, t->day + (back == 0 ? 7 : 7 - back), 0.85, match->start, match->count);
	else
		add_day(m, t->day - (back == 0 ? 7 : back),
		    strcmp(match->sub, "weekday.past") == 0 ? 0.85 : 0.6, match->start,
		    match->count);
}

static void
add_shifted(struct message *m, const struct today *t, const struct word_match *match,
    const char *unit, int sign)
{
	int64_t n = match->captures[0];
	bool exact = strcmp(unit, "day") == 0;

	if (n < 0 || n > 1000)
		return;
	n *= exact ? 1 : strcmp(unit, "week") == 0 ? 7 : 30;
	add_day(m, t->day + sign * n, exact ? 0.9 : 0.6, match->start, match->count);
}

/* "the 30th of last month" */
static void
add_day_of_month(struct message *m, const struct today *t, const struct word_match *match)
{
	int64_t shift = strcmp(match->sub, "day.last_month") == 0 ? -1
	    : strcmp(match->sub, "day.next_month") == 0           ? 1
								  : 0,
		months = (int64_t)t->date.year * 12 + t->date.month - 1 + shift;
	int year = (int)(months / 12), month = (int)(months % 12) + 1;

	if (is_real(year, month, match->captures[0]))
		add_day(m, date_days(year, month, (int)match->captures[0]), 0.92, match->start,
		    match->count);
}

/* "24/7" */
static void
take(struct message *m, const struct word_match *match)
{
	for (size_t i = match->start; i < match->start + match->count; i++)
		m->taken[i] = true;
}

static void
add_match(struct message *m, const struct today *t, const struct word_match *match)
{
	const char *sub = match->sub;
	const int64_t *c = match->captures;
	bool ahead = message_match_before(m, "future", NULL, match->start);
	int64_t n;

	if (text_starts(sub, "days.")) {
		if (text_to_int(sub + 5, -400, 400, &n))
			add_day(m, t->day + n, n != 0 && (n % 7 == 0 || n % 30 == 0) ? 0.6 : 0.95,
			    match->start, match->count);
	} else if (match->capture_count == 0) {
		return;
	} else if (text_starts(sub, "ago.")) {
		add_shifted(m, t, match, sub + 4, -1);
	} else if (text_starts(sub, "ahead.")) {
		add_shifted(m, t, match, sub + 6, 1);
	} else if (text_starts(sub, "weekday.")) {
		add_weekday(m, t, match);
	} else if (text_starts(sub, "day.")) {
		add_day_of_month(m, t, match);
	} else if (strcmp(sub, "day") == 0) {
		/* "the second" is one of several things, "the 2nd" a day. */
		if (m->tokens[match->start + match->count - 1].kind != TOKEN_WORD)
			add_day_only(m, t, c[0], ahead, match->start, match->count);
	} else if (match->capture_count < 2) {
		return;
	} else if (strcmp(sub, "day_month") == 0) {
		add_day_month(m, t, c[0], c[1], ahead, match->start, match->count);
	} else if (strcmp(sub, "month_day") == 0) {
		add_day_month(m, t, c[1], c[0], ahead, match->start, match->count);
	} else if (match->capture_count == 3 && c[2] <= 2200) {
		bool month_first = strcmp(sub, "month_day_year") == 0;
		int64_t day = month_first ? c[1] : c[0], month = month_first ? c[0] : c[1];

		if (is_real((int)c[2], month, day))
			add_day(m, date_days((int)c[2], (int)month, (int)day), 0.97, match->start,
			    match->count);
	}
}

/* Day, month and perhaps year in figures; the day comes first unless only the other order is a
 * date. */
static void
add_figures(struct message *m, const struct today *t, int64_t first, int64_t second, int64_t year,
    size_t from, size_t count)
{
	bool sure = first > 12 || second > 12 || first == second;
	int64_t day = second > 12 ? second : first, month = second > 12 ? first : second;

	if (year < 0) {
		if (month >= 1 && month <= 12 && day >= 1 && day <= 31)
			add_day_month(m, t, day, month, false, from, count);
		return;
	}
	year += year < 100 ? 2000 : 0;
	if (is_real((int)year, month, day))
		add_day(
		    m, date_days((int)year, (int)month, (int)day), sure ? 0.97 : 0.8, from, count);
}

/* "2026-10-12", "12.10.2026" (one token each), "12/10/2026", "12/10". */
static void
figures(struct message *m, const struct today *t)
{
	for (size_t i = 0; i < m->count; i++) {
		const struct token *token = &m->tokens[i];
		int a, b, c, n = 0;

		if (m->taken[i] || (token->kind != TOKEN_NUMBER && token->kind != TOKEN_MIXED) ||
		    token->length > 10)
			continue;
		if (sscanf(token->folded, "%4d-%2d-%2d%n", &a, &b, &c, &n) == 3 &&
		    (size_t)n == strlen(token->folded) && is_real(a, b, c))
			add_day(m, date_days(a, b, c), 0.98, i, 1);
		else if (sscanf(token->folded, "%2d%*1[.-]%2d%*1[.-]%4d%n", &a, &b, &c, &n) == 3 &&
		    (size_t)n == strlen(token->folded))
			add_figures(m, t, a, b, c, i, 1);
		else if (token->length <= 2 && i + 2 < m->count && message_is_word(m, i + 1, "/") &&
		    m->tokens[i + 2].length <= 2 &&
		    (m->notes[i].classes & m->notes[i + 2].classes & 1u << CLASS_NUMBER)) {
			bool year = i + 4 < m->count && message_is_word(m, i + 3, "/") &&
			    m->notes[i + 4].classes & 1u << CLASS_NUMBER;

			add_figures(m, t, m->notes[i].value[CLASS_NUMBER],
			    m->notes[i + 2].value[CLASS_NUMBER],
			    year ? m->notes[i + 4].value[CLASS_NUMBER] : -1, i, year ? 5 : 3);
		}
	}
}

void
slots_find_dates(struct message *m)
{
	struct today t;

	if (m->context->zone != NULL)
		date_from_ms(m->context->zone, m->context->now_ms, &t.date);
	else
		civil_from_days(m->context->now_ms / DATE_DAY_MS, &t.date);
	t.day = date_days(t.date.year, t.date.month, t.date.day);
	for (size_t i = 0; i < m->match_count; i++)
		if (strcmp(m->matches[i].group, "date") == 0 &&
		    strcmp(m->matches[i].sub, "none") == 0)
			take(m, &m->matches[i]);
	figures(m, &t);
	for (size_t length = WORDS_ELEMENTS; length > 0; length--)
		for (size_t i = 0; i < m->match_count; i++)
			if (m->matches[i].count == length &&
			    strcmp(m->matches[i].group, "date") == 0)
				add_match(m, &t, &m->matches[i]);
}
