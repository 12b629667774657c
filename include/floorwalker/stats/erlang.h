/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Exact figures of a staffed queue in its steady state: Poisson arrivals, exponential handling, c
 * agents who take one contact each, first come first served; without abandonment (M/M/c, Erlang C:
 * Erlang 1917) or with exponential patience (M/M/c+M, Erlang A: Palm 1957; Mandelbaum and Zeltyn
 * 2007).
 *
 * Any unit of time, the same throughout: rates are per that unit, means and waits in it.
 *
 * Erlang C comes from Erlang B's recursion. Erlang A comes from its birth-death chain, summed from
 * its mode both ways in long double until what is left out is below 1e-18 of the whole (the ratios
 * of neighbours fall away from the mode, so a geometric series bounds the rest). The wait that an
 * endlessly patient contact would have, V, has the density  v(x) = P(all busy) g(x) / int g  on
 * x > 0 with  g(x) = exp(lambda (1 - exp(-theta x))/theta - c mu x)  (Baccelli and Hebuterne 1981;
 * Zeltyn and Mandelbaum 2005, 2.4), integrated by Gauss-Legendre panels; it's served where V is
 * below its patience.
 */
#ifndef FLOORWALKER_STATS_ERLANG_H
#define FLOORWALKER_STATS_ERLANG_H

#include <stdbool.h>

#include "floorwalker/base/err.h"

#define ERLANG_AGENTS_MOST 5000

/* Infinite patience makes it M/M/c. */
struct erlang_load {
	double arrivals;	/* lambda: per unit of time, > 0 */
	double handling;	/* 1/mu: mean time an agent spends on a contact, wrap-up within it,
				   > 0 */
	double patience;	/* 1/theta: mean time a contact waits before it leaves, > 0;
				   INFINITY: none leaves */
	int agents;		/* c: 1 … ERLANG_AGENTS_MOST */
};

/* Over all contacts, those who leave among them, except where it says otherwise. */
struct erlang {
	double p_wait;			/* all agents busy on arrival; P(wait > 0) */
	double p_abandon;		/* leaves before it's served; 0 in M/M/c */
	double p_served_within;		/* is served, and waited at most T: service level with those
					   who leave counted as missed */
	double mean_wait;		/* until served or left */
	double mean_wait_served;	/* of those served, those who didn't wait among them */
	double queue;			/* mean number that waits */
	double occupancy;		/* of an agent's time, on contacts, [0,1] */
};

/* within: T, >= 0. ERR_INPUT: out of its domain (which, and the value). ERR_STATE: M/M/c with
 * arrivals x handling >= agents, which has no steady state. ERR_LIMIT: Erlang A with a chain of over
 * 100,000,000 states that count (patience absurdly long). */
NODISCARD enum err erlang_solve(
    const struct erlang_load *load, double within, struct erlang *out, struct errinfo *e);

enum erlang_of {
	ERLANG_ALL,	/* until served or left, over all contacts */
	ERLANG_SERVED,	/* of those served */
};

/* The wait that a share p (0 < p < 1) of contacts doesn't exceed; 0 where so many don't wait at all.
 * To 1e-9 relative. Errors as of erlang_solve(). */
NODISCARD enum err erlang_wait_quantile(const struct erlang_load *load, enum erlang_of of, double p,
    double *out, struct errinfo *e);

/* What a roster must keep. */
struct erlang_target {
	double share;		/* p_served_within at least this, 0 < share < 1 */
	double within;		/* T, >= 0 */
	double most_abandoned;	/* p_abandon at most this; 1: any */
};

/* The least number of agents that keeps the target; load->agents isn't read. Both figures improve
 * with every agent, so bisection finds it. ERR_LIMIT: not even ERLANG_AGENTS_MOST. */
NODISCARD enum err erlang_least_agents(const struct erlang_load *load,
    const struct erlang_target *target, int *out, struct errinfo *e);

#endif
