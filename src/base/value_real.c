/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reals in decimal: the shortest that reads back. Numbers of everyday size in integers, exactly, the
 * way that Steele and White (1990) ask for with any; the others by the C library.
 */
#include <float.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "value_private.h"

static locale_t c_locale;

static void
make_c_locale(void)
{
	c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

/* The digits of a number, as d1.d2d3… times 10 to the power of the exponent. */
struct digits {
	char text[18];
	int count, exponent;
	bool negative;
};

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
		memcpy(out, "0.000", 5);
		memcpy(out + 1 - x, d->text, (size_t)count);
		out[1 - x + count] = '\0';
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
reads_back(double x, int digits, char *text)
{
	snprintf(text, VALUE_REAL_BYTES, "%.*g", digits, x);
	return strtod(text, NULL) == x;
}

/* By the C library, whatever x is. The last resort, 17 digits, are at hand first; of 16, which
 * most numbers that were computed have or lack by chance, they tell what these would be. */
static void
shortest(double x, char *text)
{
	struct digits d = digits_of(x), less = d;

	if (may_be_short(x, &d) && reads_back(x, 15, text))
		return;
	if (!round_last(&less)) {
		if (reads_back(x, 16, text))
			return;
	} else {
		write_digits(&less, text);
		if (strtod(text, NULL) == x)
			return;
	}
	write_digits(&d, text);
}

/* ---- numbers of everyday size, in integers */

#define POWERS 28
#define SCALED_LEAST 1e-11	/* so that 5^p fits in 64 bits, and its product with 53 in 128 */
#define SCALED_MOST 1e15
#define TEN_17 ((uint64_t)100000000000000000u)

static const uint64_t five_to[POWERS] = {1u, 5u, 25u, 125u, 625u, 3125u, 15625u, 78125u, 390625u,
    1953125u, 9765625u, 48828125u, 244140625u, 1220703125u, 6103515625u, 30517578125u,
    152587890625u, 762939453125u, 3814697265625u, 19073486328125u, 95367431640625u,
    476837158203125u, 2384185791015625u, 11920928955078125u, 59604644775390625u,
    298023223876953125u, 1490116119384765625u, 7450580596923828125u};

/* x times 10^power is mantissa times 5^power over 2^shift, exactly; without what stands behind the
 * point it has 17 digits. */
struct scaled {
	unsigned __int128 product;
	uint64_t mantissa, whole;
	int power, shift;
};

static bool
scale(double x, struct scaled *out)
{
	int exponent;

	if (!(x >= SCALED_LEAST && x < SCALED_MOST))
		return false;
	out->mantissa = (uint64_t)ldexp(frexp(x, &exponent), DBL_MANT_DIG);
	if (out->mantissa == (uint64_t)1 << 52)
		return false;	/* of a power of two the next number below is nearer */
	/* log10(2) is 0.30103: a power too high by one, at most. */
	out->power = 17 - (int)floor(0.30103 * (exponent - 1));
	for (int i = 0; i < 3; i++, out->power--) {
		out->shift = DBL_MANT_DIG - exponent - out->power;
		if (out->power >= POWERS || out->power < 0 || out->shift < 1 || out->shift > 63)
			continue;
		out->product = (unsigned __int128)out->mantissa * five_to[out->power];
		if (out->product >> out->shift < TEN_17) {
			out->whole = (uint64_t)(out->product >> out->shift);
			return out->whole >= TEN_17 / 10;
		}
	}
	return false;
}

/* Rounded to 17 digits and the last so many of them zeros (unit is 10 to their power), halves to
 * even. */
static uint64_t
rounded(const struct scaled *x, uint64_t unit)
{
	uint64_t rest = x->whole % unit, kept = x->whole / unit,
		 behind = (uint64_t)x->product & (((uint64_t)1 << x->shift) - 1),
		 half = (uint64_t)1 << (x->shift - 1);
	bool above, at;

	if (unit == 1) {
		above = behind > half;
		at = behind == half;
	} else {
		above = rest > unit / 2 || (rest == unit / 2 && behind > 0);
		at = rest == unit / 2 && behind == 0;
	}
	return (kept + (above || (at && kept % 2 == 1))) * unit;
}

/* Nearer to x than half the way to the next number. */
static bool
is_nearest(const struct scaled *x, uint64_t decimal)
{
	unsigned __int128 other = (unsigned __int128)decimal << x->shift,
			  gap = other > x->product ? other - x->product : x->product - other;

	return gap * 2 < five_to[x->power];
}

/* The shortest of 15, 16 and 17 digits. */
static bool
shortest_scaled(double x, char *text)
{
	struct digits d = {.negative = signbit(x), .count = 15};
	struct scaled s;
	uint64_t n;

	if (!scale(fabs(x), &s))
		return false;
	n = rounded(&s, 100);
	if (!is_nearest(&s, n)) {
		d.count = 16;
		n = rounded(&s, 10);
	}
	if (d.count == 16 && !is_nearest(&s, n)) {
		d.count = 17;
		n = rounded(&s, 1);
	}
	d.exponent = 16 - s.power;
	if (n == TEN_17) {
		n /= 10;
		d.exponent++;
	}
	for (int i = 17; i-- > 0; n /= 10)
		d.text[i] = (char)('0' + n % 10);
	write_digits(&d, text);
	return true;
}

/* Whatever the user's locale. */
void
value_private_real(double x, char text[VALUE_REAL_BYTES])
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	locale_t users;

	if (shortest_scaled(x, text))
		return;
	pthread_once(&once, make_c_locale);
	users = uselocale(c_locale);
	shortest(x, text);
	uselocale(users);
}

void
value_private_real_by_library(double x, char text[VALUE_REAL_BYTES])
{
	shortest(x, text);
}
