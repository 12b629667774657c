/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sums of numbers with + - * / and brackets.
 */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "tau.h"

#define SUM_MAX 1000		/* bytes */
#define DEPTH_MAX 50

struct sum {
	const char *at;
	int depth;
	const char *fault;		/* the first; all that follows is worth nothing */
};

static double add(struct sum *s);

static void
skip(struct sum *s)
{
	while (*s->at == ' ')
		s->at++;
}

static bool
take(struct sum *s, char c)
{
	skip(s);
	if (*s->at != c)
		return false;
	s->at++;
	return true;
}

static double
number(struct sum *s)
{
	char digits[64];
	size_t length = strspn(s->at, "0123456789.");
	double x = 0;

	if (length == 0 || length >= sizeof(digits)) {
		s->fault = "a number is missing, or too long";
		return 0;
	}
	memcpy(digits, s->at, length);
	digits[length] = '\0';
	s->at += length;
	if (!text_to_real(digits[0] == '.' || digits[length - 1] == '.' ? "" : digits, &x))
		s->fault = "that is no number";
	return x;
}

static double
one(struct sum *s)
{
	double x;

	if (s->fault != NULL || ++s->depth > DEPTH_MAX) {
		s->fault = s->fault != NULL ? s->fault : "too deep";
		return 0;
	}
	skip(s);
	if (take(s, '-'))
		x = -one(s);
	else if (take(s, '+'))
		x = one(s);
	else if (take(s, '(')) {
		x = add(s);
		if (!take(s, ')'))
			s->fault = "a bracket isn't closed";
	} else
		x = number(s);
	s->depth--;
	return x;
}

static double
multiply(struct sum *s)
{
	double x = one(s), by;

	while (s->fault == NULL) {
		if (take(s, '*')) {
			x *= one(s);
		} else if (take(s, '/')) {
			by = one(s);
			if (by == 0)
				s->fault = "division by 0";
			else
				x /= by;
		} else {
			break;
		}
	}
	return x;
}

static double
add(struct sum *s)
{
	double x = multiply(s);

	while (s->fault == NULL) {
		if (take(s, '+'))
			x += multiply(s);
		else if (take(s, '-'))
			x -= multiply(s);
		else
			break;
	}
	return x;
}

enum err
tau_sum(struct arena *a, const char *expression, const char **out, struct errinfo *e)
{
	struct sum s = { .at = expression };
	long long hundredths;
	double x;

	if (strlen(expression) > SUM_MAX)
		return err_set(e, ERR_LIMIT, "a sum has %d bytes at most", SUM_MAX);
	if (expression[strspn(expression, "0123456789+-*/(). ")] != '\0')
		return err_set(e, ERR_INPUT, "a sum has numbers, + - * / and brackets");
	x = add(&s);
	skip(&s);
	if (s.fault == NULL && *s.at != '\0')
		s.fault = "something is left over";
	if (s.fault != NULL || !isfinite(x) || fabs(x) > 1e13)
		return err_set(e, ERR_INPUT, "%.200s: %s", expression,
		    s.fault != NULL ? s.fault : "too large");
	hundredths = llround(fabs(x) * 100);
	*out = arena_printf(a, hundredths % 10 == 0 ? "%s%lld.%01lld" : "%s%lld.%02lld",
	    x < 0 && hundredths > 0 ? "-" : "", hundredths / 100,
	    hundredths % 10 == 0 ? hundredths % 100 / 10 : hundredths % 100);
	return ERR_OK;
}
