/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/stats/poisson.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/stats/special.h"

#define HOUR_MS 3600000.0

/* Pieces of constant rate from 0 on; the last has no end. */
struct piece {
	double from, rate;	/* ms; per ms */
	double before;		/* expected in [0, from) */
};

struct poisson {
	struct piece *pieces;
	size_t count;
};

static enum err
check(const struct poisson_step *steps, size_t step_count, const struct poisson_burst *bursts,
    size_t burst_count, struct errinfo *e)
{
	if (step_count == 0)
		return err_set(e, ERR_INPUT, "arrivals need a rate");
	for (size_t i = 0; i < step_count; i++) {
		if (!(steps[i].per_hour >= 0) || !isfinite(steps[i].per_hour))
			return err_set(e, ERR_INPUT,
			    "rate %zu of arrivals is %g, and must be at least 0", i + 1,
			    steps[i].per_hour);
		if (i > 0 && steps[i].from_ms <= steps[i - 1].from_ms)
			return err_set(e, ERR_INPUT,
			    "rate %zu of arrivals begins no later than the one before", i + 1);
	}
	for (size_t i = 0; i < burst_count; i++) {
		if (!(bursts[i].factor >= 0) || !isfinite(bursts[i].factor))
			return err_set(e, ERR_INPUT,
			    "burst %zu multiplies by %g, and must by at least 0", i + 1,
			    bursts[i].factor);
		if (bursts[i].to_ms < bursts[i].from_ms)
			return err_set(e, ERR_INPUT, "burst %zu ends before it begins", i + 1);
	}
	return ERR_OK;
}

static int
by_time(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

static double
rate_from(const struct poisson_step *steps, size_t step_count, const struct poisson_burst *bursts,
    size_t burst_count, double from)
{
	double rate = 0;

	for (size_t i = 0; i < step_count && (double)steps[i].from_ms <= from; i++)
		rate = steps[i].per_hour / HOUR_MS;
	for (size_t i = 0; i < burst_count; i++)
		if ((double)bursts[i].from_ms <= from && from < (double)bursts[i].to_ms)
			rate *= bursts[i].factor;
	return rate;
}

static void
add_border(struct poisson *p, int64_t ms)
{
	p->pieces[p->count++].from = ms > 0 ? (double)ms : 0;
}

enum err
poisson_new(const struct poisson_step *steps, size_t step_count,
    const struct poisson_burst *bursts, size_t burst_count, struct poisson **out,
    struct errinfo *e)
{
	struct poisson *p;
	size_t kept = 0;
	enum err err;

	if ((err = check(steps, step_count, bursts, burst_count, e)) != ERR_OK)
		return err;
	p = mem_zero(1, sizeof(*p));
	p->pieces = mem_zero(1 + step_count + 2 * burst_count, sizeof(*p->pieces));
	add_border(p, 0);
	for (size_t i = 0; i < step_count; i++)
		add_border(p, steps[i].from_ms);
	for (size_t i = 0; i < burst_count; i++) {
		add_border(p, bursts[i].from_ms);
		add_border(p, bursts[i].to_ms);
	}
	qsort(p->pieces, p->count, sizeof(*p->pieces), by_time);
	for (size_t i = 0; i < p->count; i++) {
		double from = p->pieces[i].from;
		double rate = rate_from(steps, step_count, bursts, burst_count, from);
		const struct piece *last = kept > 0 ? &p->pieces[kept - 1] : NULL;

		/* A border without a change is none: what was expected must not depend on it. */
		if (last != NULL && last->rate == rate)
			continue;
		p->pieces[kept++] = (struct piece){
		    .from = from,
		    .rate = rate,
		    .before = last != NULL ? last->before + last->rate * (from - last->from) : 0,
		};
	}
	p->count = kept;
	*out = p;
	return ERR_OK;
}

void
poisson_free(struct poisson **p)
{
	if (*p == NULL)
		return;
	mem_free((*p)->pieces);
	mem_free(*p);
	*p = NULL;
}

/* The piece that ms lies in; the first where it's below 0. */
static const struct piece *
piece_at(const struct poisson *p, double ms)
{
	size_t low = 0, high = p->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (p->pieces[middle].from <= ms)
			low = middle;
		else
			high = middle;
	}
	return &p->pieces[low];
}

double
poisson_rate_at(const struct poisson *p, double ms)
{
	return ms < 0 ? 0 : piece_at(p, ms)->rate * HOUR_MS;
}

double
poisson_expected(const struct poisson *p, double ms)
{
	const struct piece *at = piece_at(p, ms);

	return ms <= 0 ? 0 : at->before + at->rate * (ms - at->from);
}

/* The last piece before which fewer than this are expected: pieces of rate 0 are stepped over. */
static const struct piece *
piece_of_number(const struct poisson *p, double cumulated)
{
	size_t low = 0, high = p->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (p->pieces[middle].before < cumulated)
			low = middle;
		else
			high = middle;
	}
	return &p->pieces[low];
}

bool
poisson_next(const struct poisson *p, struct poisson_at *at, struct random_stream *r,
    double end_ms, double *out_ms)
{
	const struct piece *piece;

	at->cumulated += random_exponential(r, 1);
	at->count++;
	piece = piece_of_number(p, at->cumulated);
	if (piece->rate <= 0)
		return false;
	*out_ms = piece->from + (at->cumulated - piece->before) / piece->rate;
	return *out_ms < end_ms;
}

static enum err
check_times(const struct poisson *p, const double *times_ms, size_t count, double end_ms,
    struct errinfo *e)
{
	if (count == 0)
		return err_set(e, ERR_INPUT, "there are no arrivals to test");
	for (size_t i = 0; i < count; i++) {
		if (!(times_ms[i] >= 0 && times_ms[i] < end_ms))
			return err_set(e, ERR_INPUT, "arrival %zu, at %g ms, is outside of the run",
			    i + 1, times_ms[i]);
		if (i > 0 && times_ms[i] < times_ms[i - 1])
			return err_set(
			    e, ERR_INPUT, "arrival %zu is before the one before", i + 1);
		if (poisson_rate_at(p, times_ms[i]) <= 0)
			return err_set(e, ERR_INPUT,
			    "arrival %zu, at %g ms, is where none can be", i + 1, times_ms[i]);
	}
	return ERR_OK;
}

enum err
poisson_test(const struct poisson *p, const double *times_ms, size_t count, double end_ms,
    struct poisson_fit *out, struct errinfo *e)
{
	struct law gap = law_exponential(1), place = law_uniform(0, 1);
	double *gaps, *places, whole, before = 0, few, many;
	enum err err;

	if ((err = check_times(p, times_ms, count, end_ms, e)) != ERR_OK)
		return err;
	gaps = mem_grow(NULL, count, sizeof(*gaps));
	places = mem_grow(NULL, count, sizeof(*places));
	whole = poisson_expected(p, end_ms);
	for (size_t i = 0; i < count; i++) {
		double at = poisson_expected(p, times_ms[i]);

		gaps[i] = at - before;
		places[i] = at / whole;
		before = at;
	}
	out->gaps = fit_ks(gaps, count, &gap);
	out->places = fit_ks(places, count, &place);
	few = poisson_cdf((int64_t)count, whole);
	many = 1 - poisson_cdf((int64_t)count - 1, whole);
	out->number = (struct fit_test){
	    .statistic = (double)count,
	    .p = fmin(1, 2 * fmin(few, many)),
	    .n = (int64_t)count,
	};
	mem_free(gaps);
	mem_free(places);
	return ERR_OK;
}
