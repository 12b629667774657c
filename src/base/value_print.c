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

static void
print_real(struct str *out, double x)
{
	char text[VALUE_REAL_BYTES];

	value_private_real(x, text);
	str_add(out, text);
	/* A large real without a mark would read back as an integer, and be refused as inexact. */
	if (strpbrk(text, ".e") == NULL &&
	    (x > (double)VALUE_INT_MAX || x < -(double)VALUE_INT_MAX))
		str_add(out, ".0");
}

static void
print_int(struct str *out, int64_t n)
{
	char text[24], *at = text + sizeof text;
	uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;

	do
		*--at = (char)('0' + left % 10);
	while ((left /= 10) > 0);
	if (n < 0)
		*--at = '-';
	str_add_n(out, at, (size_t)(text + sizeof text - at));
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
		print_int(out, v->as.n);
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
