/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/base/str.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/mem.h"

static char empty[1];

void
str_init(struct str *s)
{
	s->data = empty;
	s->length = 0;
	s->capacity = 0;
}

void
str_clear(struct str *s)
{
	if (s->capacity > 0)
		mem_free(s->data);
	str_init(s);
}

void
str_reset(struct str *s)
{
	str_cut(s, 0);
}

void
str_cut(struct str *s, size_t length)
{
	if (length > s->length || s->capacity == 0)
		return;
	s->length = length;
	s->data[length] = '\0';
}

static void
grow(struct str *s, size_t more)
{
	size_t need, capacity;

	if (__builtin_add_overflow(s->length, more, &need) || need > SIZE_MAX / 2 - 1)
		need = SIZE_MAX / 2; /* mem_grow says that this is too much */
	if (need < s->capacity)
		return;
	capacity = s->capacity > 0 ? s->capacity : 128;
	while (capacity <= need)
		capacity *= 2;
	s->data = mem_grow(s->capacity > 0 ? s->data : NULL, capacity, 1);
	s->data[s->length] = '\0';
	s->capacity = capacity;
}

/* Makes room for more bytes and the NUL. */
static void
reserve(struct str *s, size_t more)
{
	if (more >= s->capacity - s->length)
		grow(s, more);
}

void
str_add(struct str *s, const char *text)
{
	if (text != NULL)
		str_add_n(s, text, strlen(text));
}

void
str_add_n(struct str *s, const void *bytes, size_t length)
{
	if (length == 0)
		return;
	reserve(s, length);
	memcpy(s->data + s->length, bytes, length);
	s->length += length;
	s->data[s->length] = '\0';
}

void
str_add_char(struct str *s, char c)
{
	reserve(s, 1);
	s->data[s->length++] = c;
	s->data[s->length] = '\0';
}

void
str_addf(struct str *s, const char *format, ...)
{
	va_list args;
	int length;

	reserve(s, 64);
	va_start(args, format);
	length = vsnprintf(s->data + s->length, s->capacity - s->length, format, args);
	va_end(args);
	if (length < 0) {
		s->data[s->length] = '\0';
		return;
	}
	if ((size_t)length >= s->capacity - s->length) {
		reserve(s, (size_t)length);
		va_start(args, format);
		vsnprintf(s->data + s->length, s->capacity - s->length, format, args);
		va_end(args);
	}
	s->length += (size_t)length;
}

char *
str_take(struct str *s)
{
	char *data = s->capacity > 0 ? s->data : mem_text("");

	str_init(s);
	return data;
}

bool
text_is_empty(const char *s)
{
	return s == NULL || *s == '\0';
}

size_t
text_count_words(const char *s)
{
	size_t count = 0;

	for (bool inside = false; *s != '\0'; s++) {
		bool blank = strchr(" \t\n\v\f\r", *s) != NULL;

		count += !blank && !inside;
		inside = !blank;
	}
	return count;
}

bool
text_starts(const char *s, const char *prefix)
{
	return s != NULL && strncmp(s, prefix, strlen(prefix)) == 0;
}

bool
text_ends(const char *s, const char *suffix)
{
	size_t length, tail = strlen(suffix);

	if (s == NULL)
		return false;
	length = strlen(s);
	return length >= tail && memcmp(s + length - tail, suffix, tail) == 0;
}

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool
text_is_fold(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	for (; lower(*a) == lower(*b); a++, b++) {
		if (*a == '\0')
			return true;
	}
	return false;
}

/* Damerau-Levenshtein distance in its optimal string alignment form, over bytes. */
static size_t
edit_distance(const char *a, size_t n, const char *b, size_t m)
{
	size_t rows[3][65];
	size_t *before = rows[0], *last = rows[1], *row = rows[2];

	for (size_t j = 0; j <= m; j++)
		last[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t *spare = before;

		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t best = last[j - 1] + (lower(a[i - 1]) != lower(b[j - 1]));

			if (last[j] + 1 < best)
				best = last[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    before[j - 2] + 1 < best)
				best = before[j - 2] + 1;
			row[j] = best;
		}
		before = last;
		last = row;
		row = spare;
	}
	return last[m];
}

const char *
text_nearest(const char *word, const char *const *names, size_t count)
{
	const char *nearest = NULL;
	size_t best, n;

	if (text_is_empty(word) || (n = strlen(word)) > 64)
		return NULL;
	best = 2 + n / 4;
	for (size_t i = 0; i < count; i++) {
		size_t m = strlen(names[i]);
		size_t distance;

		if (m > 64)
			continue;
		distance = edit_distance(word, n, names[i], m);
		/* A name with nothing in common is no suggestion, however short. */
		if (distance < best && distance < n) {
			best = distance;
			nearest = names[i];
		}
	}
	return nearest;
}

bool
text_to_int(const char *s, int64_t low, int64_t high, int64_t *out)
{
	const char *digits;
	char *end;
	long long n;

	if (s == NULL)
		return false;
	digits = *s == '-' || *s == '+' ? s + 1 : s;
	if (*digits < '0' || *digits > '9')
		return false;
	errno = 0;
	n = strtoll(s, &end, 10);
	if (errno != 0 || *end != '\0' || n < low || n > high)
		return false;
	*out = n;
	return true;
}

static locale_t c_locale;

static void
make_c_locale(void)
{
	c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

bool
text_to_real(const char *s, double *out)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	const char *p;
	char *end;
	double x;

	if (text_is_empty(s))
		return false;
	/* Decimal only: strtod would also take blanks, hexadecimal, "inf" and "nan". */
	p = s + (*s == '-' || *s == '+');
	if (!((*p >= '0' && *p <= '9') || *p == '.') || strspn(p, "0123456789.eE+-") != strlen(p))
		return false;
	pthread_once(&once, make_c_locale);
	x = strtod_l(s, &end, c_locale);
	if (*end != '\0' || end == s || !isfinite(x))
		return false;
	*out = x;
	return true;
}
