/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "floorwalker/base/mem.h"

static const char *const month_names[12] = {"january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december"};
/* As other languages write them, where that differs; in full. */
static const struct {
	const char *name;
	int month;
} foreign_months[] = {{"januar", 1}, {"jänner", 1}, {"februar", 2}, {"märz", 3}, {"mai", 5},
    {"juni", 6}, {"juli", 7}, {"oktober", 10}, {"dezember", 12}, {"enero", 1}, {"febrero", 2},
    {"marzo", 3}, {"abril", 4}, {"mayo", 5}, {"junio", 6}, {"julio", 7}, {"agosto", 8},
    {"septiembre", 9}, {"octubre", 10}, {"noviembre", 11}, {"diciembre", 12}};

void
figure_set_add(struct figure_set *s, int64_t value)
{
	if (s->count == s->room) {
		s->room = s->room == 0 ? 64 : s->room * 2;
		s->values = mem_grow(s->values, s->room, sizeof(*s->values));
	}
	s->values[s->count++] = value;
	s->sorted = false;
}

void
figure_set_add_all(struct figure_set *s, const struct figure_set *more)
{
	if (more->count == 0)
		return;
	if (s->room < s->count + more->count) {
		s->room = (s->count + more->count) * 2;
		s->values = mem_grow(s->values, s->room, sizeof(*s->values));
	}
	memcpy(s->values + s->count, more->values, more->count * sizeof(*s->values));
	s->count += more->count;
	s->sorted = false;
}

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

bool
figure_set_has(struct figure_set *s, int64_t value)
{
	if (s->count == 0)
		return false;
	if (!s->sorted)
		qsort(s->values, s->count, sizeof(*s->values), compare);
	s->sorted = true;
	return bsearch(&value, s->values, s->count, sizeof(*s->values), compare) != NULL;
}

void
figure_set_clear(struct figure_set *s)
{
	mem_free(s->values);
	memset(s, 0, sizeof(*s));
}

static bool
is_word_byte(unsigned char c)
{
	return isalnum(c) || c == '_';
}

/* Digits with groups and decimals: "1,234.50", "1.234,50", "40". Returns bytes; value scaled by
 * 10^decimals, whole tells whether it had no decimals. */
static size_t
read_number(const char *s, int decimals, int64_t *scaled, bool *whole)
{
	size_t end = 0, last_mark = 0;
	int64_t n = 0;
	int after;

	while (isdigit((unsigned char)s[end]) ||
	    ((s[end] == '.' || s[end] == ',') && isdigit((unsigned char)s[end + 1]))) {
		if (!isdigit((unsigned char)s[end]))
			last_mark = end;
		end++;
	}
	after = last_mark > 0 ? (int)(end - last_mark - 1) : 0;
	/* Three digits after a comma are a group of thousands, and after a point too where so many
	 * decimals make no sense. */
	if (after == 3 && (decimals != 3 || s[last_mark] == ','))
		after = 0;
	*whole = after == 0;
	for (size_t i = 0; i < end && n < INT64_MAX / 1000000; i++)
		if (isdigit((unsigned char)s[i]))
			n = n * 10 + (s[i] - '0');
	for (; after < decimals; after++)
		n *= 10;
	for (; after > decimals; after--)
		n /= 10;
	*scaled = n;
	return end;
}

static const char *const signs[][2] = {{"EUR", "€"}, {"GBP", "£"}, {"USD", "$"}, {"JPY", "¥"},
    {"CHF", "CHF"}, {"SEK", "SEK"}, {"NOK", "NOK"}, {"DKK", "DKK"}, {"PLN", "zł"}, {"CZK", "Kč"}};

static const char *
currency_sign(const char *currency)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (strcmp(signs[i][0], currency) == 0)
			return signs[i][1];
	return currency;
}

static bool
ends_with(const char *text, size_t at, const char *what)
{
	size_t n = strlen(what);

	while (at > 0 &&
	    (text[at - 1] == ' ' || (at > 1 && text[at - 2] == '\xc2' && text[at - 1] == '\xa0')))
		at -= text[at - 1] == ' ' ? 1 : 2;
	return at >= n && memcmp(text + at - n, what, n) == 0;
}

static bool
begins_with(const char *text, const char *what)
{
	while (*text == ' ' || (text[0] == '\xc2' && text[1] == '\xa0'))
		text += *text == ' ' ? 1 : 2;
	return strncasecmp(text, what, strlen(what)) == 0;
}

static size_t
word_length(const char *s)
{
	size_t n = 0;

	while (isalpha((unsigned char)s[n]) || (unsigned char)s[n] >= 0x80)
		n++;
	return n;
}

/* Whether two words may be the same but for case, by their first letter: most aren't. */
static bool
begins_as(const char *s, const char *name)
{
	return ((*s ^ *name) & ~32) == 0;
}

static int
foreign_month(const char *s, size_t length)
{
	for (size_t i = 0; i < sizeof(foreign_months) / sizeof(foreign_months[0]); i++)
		if (begins_as(s, foreign_months[i].name) && length == strlen(foreign_months[i].name) &&
		    strncasecmp(s, foreign_months[i].name, length) == 0)
			return foreign_months[i].month;
	return 0;
}

bool
figure_is_in_day(const char *text, size_t dot)
{
	return dot > 0 && text[dot] == '.' && isdigit((unsigned char)text[dot - 1]) &&
	    text[dot + 1] == ' ' &&
	    (strncasecmp(text + dot + 2, "April", 5) == 0 ||
		strncasecmp(text + dot + 2, "August", 6) == 0 ||
		strncasecmp(text + dot + 2, "September", 9) == 0 ||
		strncasecmp(text + dot + 2, "November", 8) == 0 ||
		foreign_month(text + dot + 2, word_length(text + dot + 2)) > 0);
}

/* 1…12 where a month's name or its first three letters stand at s; *length gets its bytes. */
static int
month_at(const char *s, size_t *length)
{
	size_t n = word_length(s);
	int m;

	*length = n;
	if (n < 3)
		return 0;
	if ((m = foreign_month(s, n)) > 0)
		return m;
	for (m = 0; m < 12; m++)
		if (begins_as(s, month_names[m]) && strncasecmp(s, month_names[m], n) == 0 &&
		    (n == 3 || n == strlen(month_names[m]) || (m == 8 && n == 4)))
			return m + 1;
	return 0;
}

static int
year_at(const char *s, size_t *length)
{
	size_t n = 0;

	*length = 0;
	while (s[n] == ' ' || s[n] == ',')
		n++;
	if (n > 0 && (strncasecmp(s + n, "de ", 3) == 0 || strncasecmp(s + n, "del ", 4) == 0))
		n += s[n + 2] == ' ' ? 3 : 4;
	if (n > 0 && isdigit((unsigned char)s[n]) && isdigit((unsigned char)s[n + 1]) &&
	    isdigit((unsigned char)s[n + 2]) && isdigit((unsigned char)s[n + 3]) &&
	    !isdigit((unsigned char)s[n + 4])) {
		*length = n + 4;
		return atoi(s + n);
	}
	return 0;
}

/* "7 October 2026", "7th of Oct": the number n of n_length bytes stands at s. */
static bool
day_month(const char *s, size_t n_length, int64_t n, struct figure *out)
{
	size_t i = n_length, word, year_length;
	int month, year;

	if (n_length > 2)
		return false;		/* "36 October" is a day that there isn't */
	if (begins_with(s + i, "st") || begins_with(s + i, "nd") || begins_with(s + i, "rd") ||
	    begins_with(s + i, "th"))
		i += 2;
	if (s[i] == '.' && s[i + 1] == ' ')	/* "7. Oktober" */
		i++;
	i += strspn(s + i, " ");
	if (strncasecmp(s + i, "of ", 3) == 0 || strncasecmp(s + i, "de ", 3) == 0)
		i += 3;
	month = month_at(s + i, &word);
	if (month == 0)
		return false;
	year = year_at(s + i + word, &year_length);
	out->kind = FIGURE_DAY;
	out->value = year * 10000 + month * 100 + n;
	out->length = i + word + year_length;
	return true;
}

/* "October 7, 2026" with the month's name at s. */
static bool
month_day(const char *s, struct figure *out)
{
	size_t word, i, digits, year_length;
	int month = month_at(s, &word), day, year;

	if (month == 0 || s[word] != ' ')
		return false;
	i = word + strspn(s + word, " ");
	digits = strspn(s + i, "0123456789");
	day = atoi(s + i);
	if (digits == 0 || digits > 2 || day < 1 || day > 31)
		return false;
	year = year_at(s + i + digits, &year_length);
	out->kind = FIGURE_DAY;
	out->value = year * 10000 + month * 100 + day;
	out->length = i + digits + year_length;
	return true;
}

/* "2026-10-07", "7/10/2026", "07.10.2026": the day first, as everywhere outside of America. */
static bool
day_in_digits(const char *s, struct figure *out)
{
	int year, month, day, used = 0;
	char mark = s[strspn(s, "0123456789")];

	if (mark != '-' && mark != '/' && mark != '.')
		return false;
	if (!(sscanf(s, "%4d-%2d-%2d%n", &year, &month, &day, &used) == 3 && used == 10) &&
	    !(sscanf(s, "%2d/%2d/%4d%n", &day, &month, &year, &used) == 3 && used >= 8) &&
	    !(sscanf(s, "%2d.%2d.%4d%n", &day, &month, &year, &used) == 3 && used >= 8))
		return false;
	if (month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	out->kind = FIGURE_DAY;
	out->value = year * 10000 + month * 100 + day;
	out->length = (size_t)used;
	return true;
}

/* Whether the number of length bytes at stands beside the sign or code of a currency. */
static bool
is_amount_in(
    const char *text, size_t at, size_t length, const char *currency, const char *sign)
{
	return ends_with(text, at, sign) || ends_with(text, at, currency) ||
	    begins_with(text + at + length, sign) || begins_with(text + at + length, currency);
}

static bool
is_foreign_amount(const char *text, size_t at, size_t length)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (is_amount_in(text, at, length, signs[i][0], signs[i][1]))
			return true;
	return false;
}

bool
figure_is_bare_amount(const char *text, const struct figure *f)
{
	const char *end = text + f->start + f->length;

	return f->kind == FIGURE_NUMBER && f->length > 3 && (end[-3] == '.' || end[-3] == ',');
}

static bool
number_at(const char *text, size_t at, const char *currency, int decimals, struct figure *out)
{
	int64_t scaled, plain;
	bool whole;
	size_t length;

	out->start = at;
	if (day_in_digits(text + at, out))
		return true;
	length = read_number(text + at, decimals, &scaled, &whole);
	(void)read_number(text + at, 3, &plain, &whole);
	if (whole && day_month(text + at, length, plain / 1000, out))
		return true;
	out->length = length;
	if (is_amount_in(text, at, length, currency, currency_sign(currency))) {
		out->kind = FIGURE_MONEY;
		out->value = scaled;
		return true;
	}
	out->kind = is_foreign_amount(text, at, length) ? FIGURE_FOREIGN : FIGURE_NUMBER;
	out->value = plain;
	return true;
}

/* Part of an identifier: it hangs by a hyphen on a word with a letter in it (TF-100101); "10-14" is
 * two numbers. */
static bool
hangs_on_word(const char *text, size_t at)
{
	size_t i = at;

	if (i < 2 || text[i - 1] != '-')
		return false;
	for (i--; i > 0 && is_word_byte((unsigned char)text[i - 1]); i--)
		if (isalpha((unsigned char)text[i - 1]))
			return true;
	return false;
}

bool
figure_next(const char *text, size_t *at, const char *currency, int decimals, struct figure *out)
{
	while (text[*at] != '\0') {
		size_t i = *at;

		if (i > 0 && is_word_byte((unsigned char)text[i - 1])) {
			(*at)++;
			continue;
		}
		if (isdigit((unsigned char)text[i])) {
			if (!hangs_on_word(text, i) &&
			    number_at(text, i, currency, decimals, out)) {
				*at = i + out->length;
				return true;
			}
			*at += strspn(text + i, "0123456789");
			continue;
		}
		if (isalpha((unsigned char)text[i]) && month_day(text + i, out)) {
			out->start = i;
			*at = i + out->length;
			return true;
		}
		(*at)++;
	}
	return false;
}

bool
figure_word(const char *text, size_t *at, size_t *start, size_t *length)
{
	while (text[*at] != '\0') {
		size_t i = *at, n = 0;
		bool digit = false, letter = false, sign = false;

		for (; is_word_byte((unsigned char)text[i + n]) ||
		     (n > 0 && text[i + n] != '\0' && strchr("-.@+", text[i + n]) != NULL &&
			 is_word_byte((unsigned char)text[i + n + 1]));
		     n++) {
			digit = digit || isdigit((unsigned char)text[i + n]);
			letter = letter || isalpha((unsigned char)text[i + n]);
			sign = sign || text[i + n] == '@';
		}
		*at = i + (n > 0 ? n : 1);
		if ((digit && letter) || sign) {
			*start = i;
			*length = n;
			return true;
		}
	}
	return false;
}
