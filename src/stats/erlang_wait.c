/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erlang.h"

#include <math.h>

#define FAR 50.0L	/* exp(-50) is below the last figure of a long double */

/* log g(x) - log g(peak), from the distance to the peak, lest two large numbers cancel. */
static long double
height(const struct erlang_wait *w, long double x)
{
	long double d = x - w->peak;
	long double at_peak = w->peak > 0 ? w->rate : w->lambda;

	return -at_peak * expm1l(-w->theta * d) / w->theta - w->rate * d;
}

/* Where the height, which falls from `top` (0) towards `out`, is -FAR. */
static long double
cross(const struct erlang_wait *w, long double in, long double out)
{
	for (int i = 0; i < 60; i++) {
		long double middle = (in + out) / 2;

		if (height(w, middle) > -FAR)
			in = middle;
		else
			out = middle;
	}
	return out;
}

void
erlang_wait_init(struct erlang_wait *w, long double lambda, long double rate, long double theta)
{
	long double step = 1 / rate;

	*w = (struct erlang_wait){.lambda = lambda, .rate = rate, .theta = theta};
	w->peak = lambda > rate ? logl(lambda / rate) / theta : 0;
	w->first = w->peak > 0 && height(w, 0) < -FAR ? cross(w, w->peak, 0) : 0;
	while (height(w, w->peak + step) > -FAR)
		step *= 2;
	w->last = cross(w, w->peak, w->peak + step);
}

/* Nodes and weights of Gauss and Legendre, 16 points, the positive half (Abramowitz and Stegun 1964,
 * table 25.4). */
static const long double nodes[8] = {0.0950125098376374401853L, 0.2816035507792589132304L,
    0.4580167776572273863424L, 0.6178762444026437484467L, 0.7554044083550030338951L,
    0.8656312023878317438805L, 0.9445750230732325760779L, 0.9894009349916499325962L};
static const long double weights[8] = {0.1894506104550684962854L, 0.1826034150449235888668L,
    0.1691565193950025381893L, 0.1495959888165767320815L, 0.1246289712555338720525L,
    0.0951585116824927848099L, 0.0622535239386478928628L, 0.0271524594117540948518L};

static void
panel(const struct erlang_wait *w, long double from, long double to, struct erlang_integrals *out)
{
	long double middle = (from + to) / 2, half = (to - from) / 2;

	for (int i = 0; i < 16; i++) {
		long double x = middle + (i % 2 == 0 ? half : -half) * nodes[i / 2];
		long double g = expl(height(w, x)) * weights[i / 2] * half;
		long double patient = g * expl(-w->theta * x);

		out->all += g;
		out->served += patient;
		out->wait += x * patient;
	}
}

/* So far the integrands change by about two powers of e, or patience by one: there a panel of 16 points
 * is exact to the last figures. */
static long double
panel_width(const struct erlang_wait *w, long double x)
{
	long double left = expl(-w->theta * x), slope = w->lambda * left - w->rate;
	long double still = w->theta * (x - w->peak) < FAR ? w->theta : 0;

	return 1 / (fabsl(slope) / 2 + sqrtl(w->lambda * w->theta * left) + still);
}

void
erlang_wait_integrate(const struct erlang_wait *w, long double from, long double to,
    struct erlang_integrals *out)
{
	long double x = fmaxl(from, w->first), end = fminl(to, w->last);

	*out = (struct erlang_integrals){0};
	while (x < end) {
		long double next = fminl(x + panel_width(w, x), end);

		panel(w, x, next, out);
		x = next;
	}
}
