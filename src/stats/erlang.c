/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/stats/erlang.h"

#include <math.h>

#include "erlang.h"

#define STATES_MOST 100000000
#define LEFT_OUT 1e-18L

/* Either queue, solved as far as every figure needs it. */
struct solved {
	long double lambda, rate, theta; /* theta 0: M/M/c */
	long double free, busy, queue;	 /* P(an agent is free), P(none is), E[waiting] */
	struct erlang_wait wait;	 /* M/M/c+M alone */
	struct erlang_integrals whole;
};

static enum err
check(const struct erlang_load *l, struct errinfo *e)
{
	if (!(l->arrivals > 0) || !isfinite(l->arrivals))
		return err_set(
		    e, ERR_INPUT, "arrivals must be a rate above 0, not %g", l->arrivals);
	if (!(l->handling > 0) || !isfinite(l->handling))
		return err_set(
		    e, ERR_INPUT, "handling must take a time above 0, not %g", l->handling);
	if (!(l->patience > 0))
		return err_set(
		    e, ERR_INPUT, "patience must be a time above 0, not %g", l->patience);
	if (l->agents < 1 || l->agents > ERLANG_AGENTS_MOST)
		return err_set(
		    e, ERR_INPUT, "agents must be 1 to %d, not %d", ERLANG_AGENTS_MOST, l->agents);
	return ERR_OK;
}

static enum err
solve_endless(const struct erlang_load *l, struct solved *s, struct errinfo *e)
{
	long double work = s->lambda * l->handling, blocked = 1, spare;

	if (l->arrivals * l->handling >= l->agents)
		return err_set(e, ERR_STATE,
		    "%g agents' worth of work arrives for %d, so without people leaving the queue "
		    "grows for ever",
		    l->arrivals * l->handling, l->agents);
	for (int k = 1; k <= l->agents; k++)
		blocked = work * blocked / (k + work * blocked);
	spare = 1 - work / l->agents;
	s->busy = blocked / (1 - (1 - spare) * (1 - blocked));
	s->free = spare * (1 - blocked) / (1 - (1 - spare) * (1 - blocked));
	s->queue = s->busy * (1 - spare) / spare;
	return ERR_OK;
}

/* Sums over the chain's states, weights relative to the mode's. */
struct chain {
	long double sum, busy, queue;
	long states;
};

static void
chain_add(struct chain *c, double waiting, long double weight)
{
	c->sum += weight;
	if (waiting >= 0) {
		c->busy += weight;
		c->queue += waiting * weight;
	}
	c->states++;
}

/* How fast a state empties. `waiting` is the number in the system less the agents. */
static long double
departures(const struct solved *s, const struct erlang_load *l, double waiting)
{
	return waiting >= 0 ? s->rate + waiting * s->theta
			    : (l->agents + waiting) / (long double)l->handling;
}

static enum err
solve_leaving(const struct erlang_load *l, struct solved *s, struct errinfo *e)
{
	double mode = floor(s->lambda > s->rate ? (double)((s->lambda - s->rate) / s->theta)
						: l->arrivals * l->handling - l->agents);
	struct chain c = {0};
	long double weight = 1, ratio;

	if (mode > 1e15)
		return err_set(e, ERR_LIMIT,
		    "a patience of %g is too long to reckon with: leave it away for none who leave",
		    l->patience);
	chain_add(&c, mode, 1);
	for (double k = mode; k > -l->agents && c.states < STATES_MOST; k--) {
		ratio = departures(s, l, k) / s->lambda;
		weight *= ratio;
		chain_add(&c, k - 1, weight);
		ratio = departures(s, l, k - 1) / s->lambda;
		if (ratio < 1 && weight * (1 + fabs(k)) * ratio < LEFT_OUT * c.sum * (1 - ratio))
			break;
	}
	weight = 1;
	for (double k = mode + 1; c.states < STATES_MOST; k++) {
		weight *= s->lambda / departures(s, l, k);
		chain_add(&c, k, weight);
		ratio = s->lambda / departures(s, l, k + 1);
		if (ratio < 1 &&
		    weight * (1 + fabs(k) + 1 / (1 - ratio)) * ratio <
			LEFT_OUT * c.sum * (1 - ratio))
			break;
	}
	if (c.states >= STATES_MOST)
		return err_set(e, ERR_LIMIT,
		    "a patience of %g is too long to reckon with: leave it away for none who leave",
		    l->patience);
	s->busy = c.busy / c.sum;
	s->free = (c.sum - c.busy) / c.sum;
	s->queue = c.queue / c.sum;
	erlang_wait_init(&s->wait, s->lambda, s->rate, s->theta);
	erlang_wait_integrate(&s->wait, 0, INFINITY, &s->whole);
	return ERR_OK;
}

static enum err
solve(const struct erlang_load *l, struct solved *s, struct errinfo *e)
{
	enum err err;

	if ((err = check(l, e)) != ERR_OK)
		return err;
	*s = (struct solved){
	    .lambda = l->arrivals,
	    .rate = l->agents / (long double)l->handling,
	    .theta = isinf(l->patience) ? 0 : 1 / (long double)l->patience,
	};
	return isinf(l->patience) ? solve_endless(l, s, e) : solve_leaving(l, s, e);
}

/* P(wait > t), of all; P(served, and wait > t). */
static long double
waits_longer(const struct solved *s, long double t)
{
	struct erlang_integrals rest;

	if (s->theta <= 0)
		return s->busy * expl((s->lambda - s->rate) * t);
	erlang_wait_integrate(&s->wait, t, INFINITY, &rest);
	return s->busy * rest.all / s->whole.all * expl(-s->theta * t);
}

static long double
served_later(const struct solved *s, long double t)
{
	struct erlang_integrals rest;

	if (s->theta <= 0)
		return waits_longer(s, t);
	erlang_wait_integrate(&s->wait, t, INFINITY, &rest);
	return s->busy * rest.served / s->whole.all;
}

static long double
served_within(const struct solved *s, long double t)
{
	struct erlang_integrals part;

	if (s->theta <= 0)
		return s->free - s->busy * expm1l((s->lambda - s->rate) * t);
	erlang_wait_integrate(&s->wait, 0, t, &part);
	return s->free + s->busy * part.served / s->whole.all;
}

enum err
erlang_solve(const struct erlang_load *load, double within, struct erlang *out, struct errinfo *e)
{
	struct solved s;
	long double served;
	enum err err;

	if (!(within >= 0) || !isfinite(within))
		return err_set(
		    e, ERR_INPUT, "the wait to keep within must be at least 0, not %g", within);
	if ((err = solve(load, &s, e)) != ERR_OK)
		return err;
	served = 1 - s.theta * s.queue / s.lambda;
	*out = (struct erlang){
	    .p_wait = (double)s.busy,
	    .p_abandon = (double)(s.theta * s.queue / s.lambda),
	    .p_served_within = (double)served_within(&s, within),
	    .mean_wait = (double)(s.queue / s.lambda),
	    .mean_wait_served = (double)(s.queue / s.lambda),
	    .queue = (double)s.queue,
	    .occupancy = (double)(s.lambda * served / s.rate),
	};
	if (s.theta > 0) {
		served = s.free + s.busy * s.whole.served / s.whole.all;
		out->mean_wait_served = (double)(s.busy * s.whole.wait / s.whole.all / served);
		out->occupancy = (double)(s.lambda * served / s.rate);
	}
	return ERR_OK;
}

enum err
erlang_wait_quantile(
    const struct erlang_load *load, enum erlang_of of, double p, double *out, struct errinfo *e)
{
	long double (*longer)(const struct solved *, long double) =
	    of == ERLANG_ALL ? waits_longer : served_later;
	long double low = 0, high, rest = 1 - (long double)p;
	struct solved s;
	enum err err;

	if (!(p > 0 && p < 1))
		return err_set(e, ERR_INPUT, "a share must lie between 0 and 1, not %g", p);
	if ((err = solve(load, &s, e)) != ERR_OK)
		return err;
	if (of == ERLANG_SERVED)
		rest *= s.theta > 0 ? s.free + s.busy * s.whole.served / s.whole.all : 1;
	*out = 0;
	if (longer(&s, 0) <= rest)
		return ERR_OK;
	for (high = 1 / s.rate; longer(&s, high) > rest; high *= 2)
		low = high;
	while (high - low > 1e-12L * high) {
		long double middle = (low + high) / 2;

		if (longer(&s, middle) > rest)
			low = middle;
		else
			high = middle;
	}
	*out = (double)high;
	return ERR_OK;
}

/* An unstable M/M/c keeps nothing. */
static enum err
keeps(const struct erlang_load *load, const struct erlang_target *t, int agents, bool *out,
    struct errinfo *e)
{
	struct erlang_load l = *load;
	struct erlang found;
	enum err err;

	l.agents = agents;
	err = erlang_solve(&l, t->within, &found, e);
	*out = err == ERR_OK && found.p_served_within >= t->share &&
	    found.p_abandon <= t->most_abandoned;
	return err == ERR_STATE ? ERR_OK : err;
}

enum err
erlang_least_agents(
    const struct erlang_load *load, const struct erlang_target *target, int *out, struct errinfo *e)
{
	int low = 0, high = 1;
	bool kept = false;
	enum err err;

	if (!(target->share > 0 && target->share < 1))
		return err_set(
		    e, ERR_INPUT, "a target share must lie between 0 and 1, not %g", target->share);
	if (!(target->most_abandoned >= 0))
		return err_set(e, ERR_INPUT, "the most who may leave must be a share, not %g",
		    target->most_abandoned);
	for (;; high = high * 2 < ERLANG_AGENTS_MOST ? high * 2 : ERLANG_AGENTS_MOST) {
		if ((err = keeps(load, target, high, &kept, e)) != ERR_OK)
			return err;
		if (kept)
			break;
		if (high == ERLANG_AGENTS_MOST)
			return err_set(e, ERR_LIMIT,
			    "not even %d agents, as many as are reckoned with, serve %g %% of these contacts in time",
			    ERLANG_AGENTS_MOST, 100 * target->share);
		low = high;
	}
	while (high - low > 1) {
		int middle = (low + high) / 2;

		if ((err = keeps(load, target, middle, &kept, e)) != ERR_OK)
			return err;
		*(kept ? &high : &low) = middle;
	}
	*out = high;
	return ERR_OK;
}
