/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/model/drift.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/random.h"

/* A smoothed share; every category's is the same where there is nothing. */
static double
share(double count, double total, double extra, size_t categories)
{
	double whole = total > 0 ? 1 : 0;

	return ((total > 0 ? count / total : 0) + extra) / (whole + extra * (double)categories);
}

double
drift_index(const double *counts, const double *reference, size_t categories, double smoothing,
    double *parts)
{
	double n = 0, m = 0, index = 0, extra;

	for (size_t i = 0; i < categories; i++) {
		n += counts[i];
		m += reference[i];
	}
	extra = smoothing / fmax(1, fmin(n, m));
	for (size_t i = 0; i < categories; i++) {
		double p = share(counts[i], n, extra, categories);
		double q = share(reference[i], m, extra, categories);
		double part = (p - q) * log(p / q);

		index += part;
		if (parts != NULL)
			parts[i] = part;
	}
	return index;
}

static void
add_conversation(const struct drift_period *p, size_t c, double *counts)
{
	for (size_t i = p->begin[c]; i < p->begin[c + 1]; i++)
		counts[p->category[i]] += 1;
}

/* Counts of as many conversations as there are, drawn with replacement. */
static void
draw(struct random_stream *r, const struct drift_period *p, size_t categories, double *counts)
{
	memset(counts, 0, categories * sizeof(*counts));
	for (size_t i = 0; i < p->conversations; i++)
		add_conversation(p, (size_t)random_below(r, p->conversations), counts);
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* The value below which a share of count sorted values lies, between neighbours in proportion (type
 * 7 of Hyndman and Fan, 1996). */
static double
quantile(const double *sorted, size_t count, double share)
{
	double at = share * (double)(count - 1);
	size_t below = (size_t)at;

	if (below + 1 >= count)
		return sorted[count - 1];
	return sorted[below] + (at - (double)below) * (sorted[below + 1] - sorted[below]);
}

struct scratch {
	double *counts, *reference, *drawn;
	size_t *order;
};

static void
find_interval(const struct drift_period *p, const struct drift_period *q, size_t categories,
    const struct drift_options *o, struct scratch *s, struct drift *out)
{
	struct random_stream r;
	double mean = 0;

	random_init(&r, o->seed, "drift/bootstrap");
	for (size_t i = 0; i < o->resamples; i++) {
		draw(&r, p, categories, s->counts);
		draw(&r, q, categories, s->reference);
		s->drawn[i] =
		    drift_index(s->counts, s->reference, categories, o->smoothing, NULL);
		mean += s->drawn[i] / (double)o->resamples;
	}
	qsort(s->drawn, o->resamples, sizeof(*s->drawn), by_size);
	out->low = out->index - fmax(0, mean - quantile(s->drawn, o->resamples, 0.025));
	out->low = fmax(0, out->low);
	out->high = out->index + fmax(0, quantile(s->drawn, o->resamples, 0.975) - mean);
}

static void
find_chance(const struct drift_period *p, const struct drift_period *q, size_t categories,
    const struct drift_options *o, struct scratch *s, struct drift *out)
{
	size_t all = p->conversations + q->conversations;
	struct random_stream r;

	random_init(&r, o->seed, "drift/chance");
	for (size_t i = 0; i < all; i++)
		s->order[i] = i;
	for (size_t n = 0; n < o->resamples; n++) {
		memset(s->counts, 0, categories * sizeof(*s->counts));
		memset(s->reference, 0, categories * sizeof(*s->reference));
		for (size_t i = 0; i < all; i++) {
			size_t j = i + (size_t)random_below(&r, all - i), c = s->order[j];

			s->order[j] = s->order[i];
			s->order[i] = c;
			add_conversation(c < p->conversations ? p : q,
			    c < p->conversations ? c : c - p->conversations,
			    i < p->conversations ? s->counts : s->reference);
		}
		s->drawn[n] =
		    drift_index(s->counts, s->reference, categories, o->smoothing, NULL);
	}
	qsort(s->drawn, o->resamples, sizeof(*s->drawn), by_size);
	out->chance = quantile(s->drawn, o->resamples, 0.95);
}

static size_t
count_all(const struct drift_period *p, double *counts)
{
	size_t with_turns = 0;

	for (size_t c = 0; c < p->conversations; c++) {
		add_conversation(p, c, counts);
		with_turns += p->begin[c + 1] > p->begin[c];
	}
	return with_turns;
}

void
drift_measure(const struct drift_period *period, const struct drift_period *reference,
    size_t categories, const struct drift_options *options, double *parts, struct drift *out)
{
	size_t all = period->conversations + reference->conversations;
	struct scratch s = {mem_zero(categories + 1, sizeof(*s.counts)),
	    mem_zero(categories + 1, sizeof(*s.reference)),
	    mem_zero(options->resamples, sizeof(*s.drawn)), mem_zero(all + 1, sizeof(*s.order))};

	assert(options->resamples >= 40 && options->smoothing > 0);
	memset(out, 0, sizeof(*out));
	out->conversations = count_all(period, s.counts);
	out->reference_conversations = count_all(reference, s.reference);
	out->turns = period->begin[period->conversations];
	out->reference_turns = reference->begin[reference->conversations];
	out->index = drift_index(s.counts, s.reference, categories, options->smoothing, parts);
	if (period->conversations > 0 && reference->conversations > 0) {
		find_interval(period, reference, categories, options, &s, out);
		find_chance(period, reference, categories, options, &s, out);
	}
	mem_free(s.counts);
	mem_free(s.reference);
	mem_free(s.drawn);
	mem_free(s.order);
}

enum drift_worry
drift_worry(const struct drift *d, double watch, double act)
{
	if (d->index <= d->chance)
		return DRIFT_NONE;
	return d->index < watch ? DRIFT_SMALL : d->index < act ? DRIFT_MODERATE : DRIFT_LARGE;
}

const char *
drift_worry_name(enum drift_worry w)
{
	static const char *const names[] = { "none", "small", "moderate", "large" };

	return names[w];
}

const char *
drift_worry_advice(enum drift_worry w)
{
	static const char *const advice[] = {
	    "no more than chance: nothing to do",
	    "more than chance, yet small: nothing to do now",
	    "moderate: read the examples, and look again soon",
	    "large: the AI meets other words; read the examples, correct and learn",
	};

	return advice[w];
}

double
mcnemar_exact(size_t better, size_t worse)
{
	size_t n = better + worse, least = better < worse ? better : worse;
	double tail = 0;

	if (n == 0)
		return 1;
	for (size_t k = 0; k <= least; k++)
		tail += exp(lgamma((double)n + 1) - lgamma((double)k + 1) -
		    lgamma((double)(n - k) + 1) - (double)n * log(2));
	return fmin(1, 2 * tail);
}

double
calibration_error(
    const double *confidence, const unsigned char *right, size_t count, size_t bins)
{
	double error = 0;

	if (count == 0)
		return (double)NAN;
	for (size_t b = 0; b < bins; b++) {
		double sum = 0, hits = 0;

		for (size_t i = 0; i < count; i++) {
			size_t bin = (size_t)(confidence[i] * (double)bins);

			if ((bin < bins ? bin : bins - 1) != b)
				continue;
			sum += confidence[i];
			hits += right[i];
		}
		error += fabs(hits - sum) / (double)count;
	}
	return error;
}
