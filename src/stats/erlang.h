/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside stats: the wait that an endlessly patient contact would have in M/M/c+M, as integrals.
 */
#ifndef FLOORWALKER_STATS_ERLANG_PRIVATE_H
#define FLOORWALKER_STATS_ERLANG_PRIVATE_H

/* Rates of an Erlang A queue, and where the density of the wait is: log g(x) has its peak at `peak`,
 * and is 50 below it at `first` (or 0) and `last`. */
struct erlang_wait {
	long double lambda, rate /* c mu */, theta;
	long double peak, first, last;
};

/* Integrals of g(x)/g(peak). */
struct erlang_integrals {
	long double all;	/* of it */
	long double served;	/* times exp(-theta x): patience outlasts the wait */
	long double wait;	/* times x exp(-theta x) */
};

void erlang_wait_init(
    struct erlang_wait *w, long double lambda, long double rate, long double theta);
/* 0 <= from; to may be INFINITY. */
void erlang_wait_integrate(const struct erlang_wait *w, long double from, long double to,
    struct erlang_integrals *out);

#endif
