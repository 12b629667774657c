/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding figures: money, dates, durations, percentages, times of day, plain numbers, and numbers
 * written as words before a unit.
 */
#include "ground_scan.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/model/money.h"

/* A run of digits with separators, read in the language's way. */
struct figure {
	size_t start, end;
	int64_t whole;
	size_t digits;			/* of the whole part */
	bool has_decimals, is_broken;
	char plain[40];			/* "1234.50" */
};

struct scan {
	const struct ground_formats *g;
	struct arena *a;
	struct folded *f;
	int64_t now_ms;
	struct found_list *out;
};

static bool
is_digit_at(const struct folded *f, size_t i)
{
	return i < f->length && (unsigned char)(f->text[i] - '0') < 10;
}

/* A letter or digit of ASCII. */
static bool
is_plain_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
}

static bool
is_group(const struct folded *f, size_t i)
{
	return is_digit_at(f, i) && is_digit_at(f, i + 1) && is_digit_at(f, i + 2) &&
	    !is_digit_at(f, i + 3);
}

/* "4.95" where a comma is the language's own sign: what is quoted in another one. */
static bool
is_quoted_decimal(const struct ground_formats *g, const struct folded *f, size_t i)
{
	return g->decimal == ',' && f->text[i] == '.' && is_digit_at(f, i + 1) &&
	    (!is_digit_at(f, i + 2) || !is_digit_at(f, i + 3));
}

static void
read_figure(const struct ground_formats *g, const struct folded *f, size_t start, struct figure *x)
{
	size_t i = start, o = 0;
	*x = (struct figure){.start = start};
	while (is_digit_at(f, i) || (i > start && f->text[i] == g->group && is_group(f, i + 1))) {
		if (f->text[i] == g->group) {
			i++;
			continue;
		}
		if (x->digits++ < 15) {
			x->whole = x->whole * 10 + (f->text[i] - '0');
			x->plain[o++] = f->text[i];
		} else {
			x->is_broken = true;
		}
		i++;
	}
	if (i < f->length && (f->text[i] == g->decimal || is_quoted_decimal(g, f, i)) &&
	    is_digit_at(f, i + 1)) {
		x->has_decimals = true;
		x->plain[o++] = '.';
		for (i++; is_digit_at(f, i); i++) {
			if (o + 1 < sizeof x->plain)
				x->plain[o++] = f->text[i];
			else
				x->is_broken = true;
		}
	}
	x->is_broken |= x->digits > 1 && f->text[start] == '0';
	x->end = i;
}

static size_t
skip_spaces(const struct folded *f, size_t i)
{
	while (i < f->length && f->text[i] == ' ')
		i++;
	return i;
}

/* Whether its first byte stands there: most words fall by it. */
static bool
begins_at(const struct folded *f, size_t i, const char *word)
{
	return *word != '\0' && i < f->length && f->text[i] == *word;
}

static size_t
whole_word_at(const struct folded *f, size_t i, const char *word)
{
	if (word[0] != '\0' && word[1] != '\0' && f->text[i + 1] != word[1])
		return 0;	/* the text ends with 0 */
	size_t n = strlen(word);
	if (i + n > f->length || memcmp(f->text + i, word, n) != 0 || !folded_is_word(f, i, n))
		return 0;
	return n;
}

/* Length of word at i where it stands there whole; 0 otherwise. */
static size_t
word_at(const struct folded *f, size_t i, const char *word)
{
	return begins_at(f, i, word) ? whole_word_at(f, i, word) : 0;
}

/* A name or its first three letters, with or without a dot. */
static size_t
name_at(const struct folded *f, size_t i, const char *name)
{
	if (!begins_at(f, i, name))
		return 0;
	size_t n = word_at(f, i, name);
	if (n > 0 || strlen(name) < 4)
		return n;
	char brief[4] = {name[0], name[1], name[2], '\0'};
	return word_at(f, i, brief);
}

static int
month_at(const struct scan *s, size_t i, size_t *length)
{
	const struct ground_words *w = &s->g->words;
	for (size_t m = 0; m < w->month_count; m++)
		if ((*length = name_at(s->f, i, w->months[m].word)) > 0)
			return (int)w->months[m].n + 1;
	return 0;
}

static bool
add_date(struct scan *s, size_t start, size_t end, int year, int month, int day)
{
	struct date now, d = {.year = year, .month = month, .day = day, .hour = 12};
	if (month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	if (year == 0) {
		date_from_ms(s->g->settings->zone, s->now_ms, &now);
		d.year = now.year;
	}
	struct found *x = found_add(s->out, s->a, s->f, CLAIM_DATE, start, end - start);
	x->n = date_to_ms(s->g->settings->zone, &d);
	x->exact = true;
	return true;
}

/* A day that no month has: claimed, and never true. */
static bool
add_no_date(struct scan *s, size_t start, size_t end)
{
	found_add(s->out, s->a, s->f, CLAIM_DATE, start, end - start);
	return true;
}

/* "3rd of March", "3 de marzo". */
static size_t
skip_of(const struct folded *f, size_t i)
{
	if (i + 3 <= f->length &&
	    (memcmp(f->text + i, "of ", 3) == 0 || memcmp(f->text + i, "de ", 3) == 0))
		return skip_spaces(f, i + 3);
	if (i + 4 <= f->length && memcmp(f->text + i, "del ", 4) == 0)
		return skip_spaces(f, i + 4);
	return i;
}

/* The year after a date, if there is one: moves *end past it. */
static int
year_after(const struct scan *s, size_t *end)
{
	size_t i = *end;
	while (i < s->f->length && strchr(" ,.", s->f->text[i]) != NULL)
		i++;
	i = skip_of(s->f, i);
	if (!is_group(s->f, i + 1) || !is_digit_at(s->f, i) || (i > 0 && is_digit_at(s->f, i - 1)))
		return 0;
	int year = atoi(s->f->text + i);
	if (year < 1990 || year > 2100)
		return 0;
	*end = i + 4;
	return year;
}

static size_t
skip_ordinal(const struct folded *f, size_t i)
{
	static const char *const endings[] = {"st", "nd", "rd", "th"};
	for (size_t k = 0; k < 4; k++)
		if (i + 2 <= f->length && memcmp(f->text + i, endings[k], 2) == 0 &&
		    (i + 2 == f->length || !isalpha((unsigned char)f->text[i + 2])))
			return i + 2;
	return i < f->length && f->text[i] == '.' ? i + 1 : i;
}

/* "3.12." where a full stop doesn't begin decimals: a day of this year. */
static bool
scan_day_and_month(struct scan *s, const struct figure *x, size_t stop)
{
	size_t end = stop + 1;
	if (s->g->decimal == '.' || s->f->text[stop] != '.')
		return false;
	while (is_digit_at(s->f, end))
		end++;
	if (end == stop + 1 || end > stop + 3 || end >= s->f->length || s->f->text[end] != '.' ||
	    is_digit_at(s->f, end + 1) ||
	    (end + 1 < s->f->length && s->f->text[end + 1] != ' ' && s->f->text[end + 1] != ','))
		return false;
	int day = atoi(s->f->text + x->start), month = atoi(s->f->text + stop + 1);
	if (end + 1 >= s->f->length || month > 12)	/* "4.95." ends a sentence */
		return false;
	return add_date(s, x->start, end + 1, 0, month, day);
}

/* 2026-10-14, 14/10/2026, 14.10.2026, 14 October (2026), 14. Oktober, October 14(th), (2026). */
static bool
scan_numeric_date(struct scan *s, const struct figure *x)
{
	const char *t = s->f->text + x->start;
	int a, b, c, used = 0;
	size_t left = s->f->length - x->start;
	if (left >= 10 && t[4] == '-' && t[7] == '-' &&
	    sscanf(t, "%4d-%2d-%2d%n", &a, &b, &c, &used) == 3 && used == 10)
		return add_date(s, x->start, x->start + 10, a, b, c);
	size_t i = x->start;
	while (is_digit_at(s->f, i))
		i++;
	if (i >= s->f->length || (s->f->text[i] != '/' && s->f->text[i] != '.') || i - x->start > 2)
		return false;
	if (sscanf(t, s->f->text[i] == '/' ? "%2d/%2d/%4d%n" : "%2d.%2d.%4d%n", &a, &b, &c,
		&used) != 3 ||
	    c < 1990)
		return scan_day_and_month(s, x, i);
	return add_date(s, x->start, x->start + (size_t)used, c, b, a);
}

static bool
scan_named_date(struct scan *s, const struct figure *x)
{
	size_t length, end;
	if (x->has_decimals || x->digits > 2)
		return false;
	size_t i = skip_spaces(s->f, skip_ordinal(s->f, x->end));
	i = skip_of(s->f, i);
	int month = month_at(s, i, &length);
	if (month > 0) {
		end = i + length;
		int year = year_after(s, &end);
		return add_date(s, x->start, end, year, month, (int)x->whole) ||
		    add_no_date(s, x->start, end);
	}
	if (x->start < 2)
		return false;
	size_t back = x->start - 1;	/* the month before the day */
	if (s->f->text[back] != ' ')
		return false;
	while (back > 0 &&
	    (isalpha((unsigned char)s->f->text[back - 1]) ||
		(unsigned char)s->f->text[back - 1] >= 0x80))
		back--;
	month = month_at(s, back, &length);
	if (month == 0 || back + length + 1 != x->start)
		return false;
	end = skip_ordinal(s->f, x->end);
	if (end > x->end && s->f->text[end - 1] == '.')
		end = x->end;
	int year = year_after(s, &end);
	return add_date(s, back, end, year, month, (int)x->whole) || add_no_date(s, back, end);
}

static void
add_money(struct scan *s, const struct figure *x, size_t start, size_t end)
{
	struct found *c = found_add(s->out, s->a, s->f, CLAIM_MONEY, start, end - start);
	c->exact = !x->is_broken && money_parse(x->plain, s->g->settings->currency, &c->n);
}

static bool
ends_with_at(const struct folded *f, size_t end, const char *word, size_t *start)
{
	size_t n = strlen(word);
	while (end > 0 && f->text[end - 1] == ' ')
		end--;
	if (n == 0 || end < n || memcmp(f->text + end - n, word, n) != 0)
		return false;
	*start = end - n;
	return true;
}

static bool
scan_money(struct scan *s, const struct figure *x)
{
	static const char *const signs[] = {"€", "$", "£", "¥"};
	size_t start, after = skip_spaces(s->f, x->end), n;
	const char *words[6] = {
	    s->g->symbol, s->g->currency, signs[0], signs[1], signs[2], signs[3]};
	for (size_t i = 0; i < 6; i++) {
		if (ends_with_at(s->f, x->start, words[i], &start)) {
			add_money(s, x, start, x->end);
			return true;
		}
		n = strlen(words[i]);
		if (n > 0 && after + n <= s->f->length &&
		    memcmp(s->f->text + after, words[i], n) == 0) {
			add_money(s, x, x->start, after + n);
			return true;
		}
	}
	if ((n = word_at(s->f, after, "euro")) > 0 || (n = word_at(s->f, after, "euros")) > 0 ||
	    (n = word_at(s->f, after, "cents")) > 0) {
		add_money(s, x, x->start, after + n);
		if (s->f->text[after] == 'c')
			s->out->items[s->out->count - 1].exact = false;
		return true;
	}
	return false;
}

/* The unit at i, by what it is called in all languages; where its word ends in *length. */
static const char *
unit_at(const struct scan *s, size_t i, size_t *length)
{
	const struct ground_words *w = &s->g->words;
	i = skip_spaces(s->f, i);
	if (i < s->f->length && s->f->text[i] == '-')
		i++;
	for (size_t k = 0; k < w->unit_count; k++) {
		size_t n = word_at(s->f, i, w->units[k].word);
		if (n > 0) {
			*length = i + n;
			return w->units[k].root;
		}
	}
	return NULL;
}

static bool
scan_time(struct scan *s, const struct figure *x)
{
	if (x->digits > 2 || x->end + 2 >= s->f->length || s->f->text[x->end] != ':' ||
	    !is_digit_at(s->f, x->end + 1) || !is_digit_at(s->f, x->end + 2) ||
	    is_digit_at(s->f, x->end + 3))
		return false;
	struct found *c =
	    found_add(s->out, s->a, s->f, CLAIM_NUMBER, x->start, x->end + 3 - x->start);
	c->unit = ":";
	c->n = x->whole * 60 + (s->f->text[x->end + 1] - '0') * 10 + (s->f->text[x->end + 2] - '0');
	c->exact = true;
	return true;
}

static bool
is_list_mark(const struct folded *f, const struct figure *x)
{
	bool first = x->start == 0 || f->text[x->start - 1] == '\n';
	return first && !x->has_decimals && x->end + 1 < f->length &&
	    (f->text[x->end] == '.' || f->text[x->end] == ')') && f->text[x->end + 1] == ' ';
}

static void
scan_plain(struct scan *s, const struct figure *x)
{
	size_t end;
	const char *unit = unit_at(s, x->end, &end);
	struct found *c;
	if (unit != NULL) {
		c = found_add(s->out, s->a, s->f, CLAIM_DURATION, x->start, end - x->start);
		c->unit = unit;
	} else if (x->end < s->f->length && s->f->text[skip_spaces(s->f, x->end)] == '%') {
		c = found_add(s->out, s->a, s->f, CLAIM_NUMBER, x->start,
		    skip_spaces(s->f, x->end) + 1 - x->start);
		c->unit = "%";
	} else {
		c = found_add(s->out, s->a, s->f, CLAIM_NUMBER, x->start, x->end - x->start);
	}
	c->n = x->whole;
	c->exact = !x->has_decimals && !x->is_broken;
}

/* Where something may begin: digits, and words that begin as those of the lists. */
struct starts {
	uint32_t *digits, *words;
	size_t digit_count, word_count;
};

static void
find_starts(const struct scan *s, struct starts *out)
{
	const struct ground_words *w = &s->g->words;
	const struct folded *f = s->f;
	bool behind_word = false;
	*out = (struct starts){.digits = arena_room(s->a, (f->length + 1) * sizeof *out->digits),
	    .words = arena_room(s->a, (f->length + 1) * sizeof *out->words)};
	for (size_t i = 0; i < f->length; i++) {
		unsigned char c = (unsigned char)f->text[i];
		if ((unsigned char)(c - '0') < 10)
			out->digits[out->digit_count++] = (uint32_t)i;
		if (!behind_word && (w->first_number[c] | w->first_weekday[c]) != 0)
			out->words[out->word_count++] = (uint32_t)i;
		behind_word = is_plain_word((char)c);
	}
}

static void
scan_number_words(struct scan *s, const struct starts *starts)
{
	const struct ground_words *w = &s->g->words;
	for (size_t m = 0; m < starts->word_count; m++) {
		size_t i = starts->words[m], k = w->first_number[(unsigned char)s->f->text[i]];
		if (k == 0 || s->f->taken[i] || (i > 0 && s->f->text[i - 1] == '-'))
			continue;
		for (; k > 0; k = w->numbers[k - 1].next) {
			const struct word_number *x = &w->numbers[k - 1];
			size_t end, n = whole_word_at(s->f, i, x->word);
			const char *unit = n > 0 ? unit_at(s, i + n, &end) : NULL;
			if (unit == NULL)
				continue;
			struct found *c = found_add(s->out, s->a, s->f, CLAIM_DURATION, i, end - i);
			c->n = x->n;
			c->unit = unit;
			c->exact = true;
			break;
		}
	}
}

static void
scan_weekdays(struct scan *s, const struct starts *starts)
{
	for (size_t m = 0; m < starts->word_count; m++) {
		size_t i = starts->words[m],
		       k = s->g->words.first_weekday[(unsigned char)s->f->text[i]];
		if (k == 0 || s->f->taken[i])
			continue;
		for (; k > 0; k = s->g->words.weekdays[k - 1].next) {
			const struct word_number *x = &s->g->words.weekdays[k - 1];
			size_t n = whole_word_at(s->f, i, x->word);
			if (n == 0)
				continue;
			struct found *c = found_add(s->out, s->a, s->f, CLAIM_DATE, i, n);
			c->n = x->n;
			c->unit = "day";
			break;
		}
	}
}

void
ground_scan_figures(const struct ground_formats *g, struct arena *a, struct folded *f,
    int64_t now_ms, struct found_list *out)
{
	struct scan s = {g, a, f, now_ms, out};
	struct starts starts;
	size_t done = 0;	/* where what was read last ends */
	find_starts(&s, &starts);
	for (size_t m = 0; m < starts.digit_count; m++) {
		struct figure x;
		size_t i = starts.digits[m];
		if (i < done || f->taken[i])
			continue;
		read_figure(g, f, i, &x);
		if (!scan_numeric_date(&s, &x) && !scan_named_date(&s, &x) && !scan_money(&s, &x) &&
		    !scan_time(&s, &x) && !is_list_mark(f, &x))
			scan_plain(&s, &x);
		if (out->count > 0 &&
		    out->items[out->count - 1].start + out->items[out->count - 1].length > x.end)
			x.end =
			    out->items[out->count - 1].start + out->items[out->count - 1].length;
		done = x.end;
	}
	scan_number_words(&s, &starts);
	scan_weekdays(&s, &starts);
}
