/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "value_private.h"

static locale_t c_locale;

static void
make_c_locale(void)
{
	c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

/* The digits of a number and where its point stands: 0.d1d2d3… times 10 to the power of that. */
struct digits { char text[18]; int count, exponent; bool negative; };

/* x in 17 digits, correctly rounded. */
static struct digits
digits_of(double x)
{
	struct digits d = {.negative = signbit(x)};
	char text[40];
	const char *s = text;

	snprintf(text, sizeof text, "%.16e", fabs(x));
	for (; *s != 'e'; s++)
		if (*s != '.')
			d.text[d.count++] = *s;
	d.exponent = (int)strtol(s + 1, NULL, 10);
	return d;
}

/* Rounded to one digit less; false where the last is a five, which may stand for a little more or
 * less. */
static bool
round_last(struct digits *d)
{
	char last = d->text[d->count - 1];
	int i = d->count - 2;

	if (last == '5')
		return false;
	d->text[--d->count] = '\0';
	if (last < '5')
		return true;
	while (i >= 0 && d->text[i] == '9')
		d->text[i--] = '0';
	if (i >= 0) {
		d->text[i]++;
		return true;
	}
	d->text[0] = '1';	/* 9.99 became 10.0 */
	d->exponent++;
	return true;
}

/* As printf's %g writes so many digits. */
static void
write_digits(const struct digits *d, char *out)
{
	int count = d->count, x = d->exponent;
	bool plain = x >= -4 && x < d->count;

	while (count > 1 && d->text[count - 1] == '0')
		count--;
	if (d->negative)
		*out++ = '-';
	if (plain && x < 0) {
		out += sprintf(out, "0.%.*s%.*s", -x - 1, "000", count, d->text);
		return;
	}
	for (int i = 0; i < count || (plain && i <= x); i++) {
		if (i == (plain ? x : 0) + 1)
			*out++ = '.';
		*out++ = i < count ? d->text[i] : '0';
	}
	*out = '\0';
	if (!plain)
		sprintf(out, "e%c%02d", x < 0 ? '-' : '+', x < 0 ? -x : x);
}

/* Whether 15 digits can read back as x at all, by its 17: rounding them moves them by up to 50 at the
 * last place, and what reads back as x is less than 12 away, as half of the last bit is 2^-53 of x at
 * most, unless x is so small that bits are missing. */
static bool
may_be_short(double x, const struct digits *seventeen)
{
	int tail = (seventeen->text[15] - '0') * 10 + seventeen->text[16] - '0';

	return tail <= 12 || tail >= 88 || fabs(x) < DBL_MIN;
}

static bool
reads_back(double x, int digits, char *text, size_t size)
{
	snprintf(text, size, "%.*g", digits, x);
	return strtod(text, NULL) == x;
}

/* The shortest decimal that reads back as x. The last resort, 17 digits, are at hand first; of 16, which
 * most numbers that were computed have or lack by chance, they tell what these would be. */
static void
shortest(double x, char *text, size_t size)
{
	struct digits d = digits_of(x), less = d;

	if (may_be_short(x, &d) && reads_back(x, 15, text, size))
		return;
	if (!round_last(&less)) {
		if (reads_back(x, 16, text, size))
			return;
	} else {
		write_digits(&less, text);
		if (strtod(text, NULL) == x)
			return;
	}
	write_digits(&d, text);
}

/* Whatever the user's locale. */
static void
print_real(struct str *out, double x)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	locale_t users;
	char text[40];

	pthread_once(&once, make_c_locale);
	users = uselocale(c_locale);
	shortest(x, text, sizeof text);
	uselocale(users);
	str_add(out, text);
	/* A large real without a mark would read back as an integer, and be refused as inexact. */
	if (strpbrk(text, ".e") == NULL &&
	    (x > (double)VALUE_INT_MAX || x < -(double)VALUE_INT_MAX))
		str_add(out, ".0");
}

static void
print_escape(struct str *out, unsigned char c)
{
	static const char *const letters[] = {['\b'] = "\\b",
	    ['\t'] = "\\t",
	    ['\n'] = "\\n",
	    ['\f'] = "\\f",
	    ['\r'] = "\\r",
	    ['"'] = "\\\"",
	    ['\\'] = "\\\\"};

	if (c < sizeof letters / sizeof letters[0] && letters[c] != NULL)
		str_add(out, letters[c]);
	else
		str_addf(out, "\\u%04x", c);
}

/* Beyond ASCII: broken bytes become U+FFFD, C1 controls and what reorders a line are escaped.
 * Returns the bytes used. */
static size_t
print_wide(struct str *out, const char *s, size_t length)
{
	uint32_t point;
	size_t n = utf8_next(s, length, &point);

	if ((point >= 0x80 && point < 0xa0) || (point >= 0x202a && point <= 0x202e) ||
	    (point >= 0x2066 && point <= 0x2069) || point == 0x2028 || point == 0x2029)
		str_addf(out, "\\u%04x", point);
	else if (point == 0xfffd)
		str_add(out, "\xef\xbf\xbd");
	else
		str_add_n(out, s, n);
	return n;
}

static void
print_text(struct str *out, const char *s)
{
	size_t length = strlen(s);

	str_add_char(out, '"');
	for (size_t i = 0; i < length;) {
		size_t plain = i;

		while (plain < length && (unsigned char)s[plain] >= 0x20 &&
		    (unsigned char)s[plain] < 0x7f && s[plain] != '"' && s[plain] != '\\')
			plain++;
		str_add_n(out, s + i, plain - i);
		i = plain;
		if (i == length)
			break;
		if ((unsigned char)s[i] < 0x80)
			print_escape(out, (unsigned char)s[i++]);
		else
			i += print_wide(out, s + i, length - i);
	}
	str_add_char(out, '"');
}

static void
new_line(struct str *out, int indent)
{
	str_add_char(out, '\n');
	for (int i = 0; i < indent; i++)
		str_add(out, "  ");
}

/* indent < 0: all on one line. */
static void
print(struct str *out, const struct value *v, int indent)
{
	bool map = v != NULL && v->kind == VALUE_MAP;
	int deeper = indent < 0 ? indent : indent + 1;

	switch (value_kind(v)) {
	case VALUE_NULL:
		str_add(out, "null");
		return;
	case VALUE_BOOL:
		str_add(out, v->as.truth ? "true" : "false");
		return;
	case VALUE_INT:
		str_addf(out, "%lld", (long long)v->as.n);
		return;
	case VALUE_REAL:
		print_real(out, v->as.x);
		return;
	case VALUE_TEXT:
		print_text(out, v->as.text);
		return;
	case VALUE_LIST:
	case VALUE_MAP:
		break;
	}
	str_add_char(out, map ? '{' : '[');
	for (size_t i = 0; i < value_count(v); i++) {
		if (i > 0)
			str_add_char(out, ',');
		if (deeper >= 0)
			new_line(out, deeper);
		if (map) {
			print_text(out, v->as.map.entries[i].key);
			str_add(out, deeper >= 0 ? ": " : ":");
		}
		print(out, value_at(v, i), deeper);
	}
	if (deeper >= 0 && value_count(v) > 0)
		new_line(out, indent);
	str_add_char(out, map ? '}' : ']');
}

void
value_print(struct str *out, const struct value *v)
{
	print(out, v, -1);
}

void
value_print_pretty(struct str *out, const struct value *v)
{
	print(out, v, 0);
}
