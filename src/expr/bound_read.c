/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bound.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

/* ---- trouble, and what stands next */

void
bound_refuse(struct reader *r, size_t at, const char *format, ...)
{
	va_list args;

	if (r->err == ERR_OK) {
		va_start(args, format);
		r->err = expr_refuse(r->s, at, r->e, format, args);
		va_end(args);
	}
	r->at = r->length;
}

char
bound_peek(struct reader *r)
{
	while (r->at < r->length && strchr(" \t\r\n", r->s[r->at]) != NULL)
		r->at++;
	return r->at < r->length ? r->s[r->at] : '\0';
}

char
bound_ahead(const struct reader *r, size_t n)
{
	return r->at + n < r->length ? r->s[r->at + n] : '\0';
}

void
bound_wrong(struct reader *r)
{
	char c = bound_peek(r);

	if (c == '\0')
		bound_refuse(r, r->at, "does not compile: syntax error, it ends too soon");
	else
		bound_refuse(r, r->at, "does not compile: syntax error at '%.12s'", r->s + r->at);
}

bool
bound_take(struct reader *r, char c)
{
	if (bound_peek(r) != c || r->at >= r->length)
		return false;
	r->at++;
	return true;
}

void
bound_need(struct reader *r, char c)
{
	if (!bound_take(r, c))
		bound_wrong(r);
}

bool
bound_is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	    c == '_';
}

size_t
bound_word_length(const struct reader *r)
{
	size_t n = 0;

	while (bound_is_word(bound_ahead(r, n)))
		n++;
	return n;
}

bool
bound_take_word(struct reader *r, const char *word)
{
	size_t n;

	(void)bound_peek(r);
	n = bound_word_length(r);
	if (n == 0 || strlen(word) != n || memcmp(r->s + r->at, word, n) != 0)
		return false;
	r->at += n;
	return true;
}

/* ---- sums of bounds */

double
bound_sum(double a, double b)
{
	double most = a > b ? a : b;

	return most + log2(1 + exp2((a > b ? b : a) - most));
}

struct bound
bound_either(struct bound a, struct bound b)
{
	return (struct bound){
	    bound_sum(a.size, b.size), bound_sum(a.count, b.count), a.number && b.number};
}

struct bound
bound_pairs(struct bound in, struct bound a, struct bound b)
{
	double more_a = a.count - in.count, more_b = b.count - in.count;

	return (struct bound){bound_sum(a.size + more_b, b.size + more_a), a.count + more_b, false};
}

struct bound
bound_small(struct bound b, double bits)
{
	return (struct bound){b.count + bits, b.count, true};
}

struct bound
bound_elements(struct bound b)
{
	double grown = b.size > BOUND_FACTS ? b.size - BOUND_FACTS : 0,
	       count = b.count + BOUND_LIST + grown;

	return (struct bound){b.size, count < b.size ? count : b.size, false};
}

struct bound
bound_keep(struct reader *r, size_t at, struct bound b)
{
	if ((b.size > BOUND_SIZE && b.size > b.count + 1) || b.count > BOUND_COUNT)
		bound_refuse(r, at,
		    "can grow without measure: take fewer doublings (+, \\( ), lists of itself) and fewer loops within loops");
	return b;
}
