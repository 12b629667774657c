/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "bootstrap.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/stats/interval.h"
#include "floorwalker/stats/special.h"
#include "hall.h"

#define NOISE 1e-17L	/* of sums that cancel, in long doubles, over their parts */

struct interval
bootstrap_ratio(const struct bootstrap *b, size_t ratio)
{
	const struct ratio *r = &b->ratio[ratio];
	double estimate;

	assert(ratio < b->ratios);
	if (r->moments[Y] == 0)
		return (struct interval){.n = r->units};
	estimate = (double)((long double)r->moments[X] / (long double)r->moments[Y]);
	return (struct interval){.estimate = estimate,
	    .low = estimate,
	    .high = estimate,
	    .n = r->units,
	    .known = true};
}

/* Parts that may cancel: what is left, or 0 where that is but their rounding. */
static long double
left_of(const long double *parts, size_t count)
{
	long double sum = 0, size = 0;

	for (size_t i = 0; i < count; i++) {
		sum += parts[i];
		size += fabsl(parts[i]);
	}
	return fabsl(sum) > NOISE * size ? sum : 0;
}

/* The replicates' sums of x - R y; their mean is 0. */
static double
together(const struct bootstrap *b, const struct ratio *r, long double ratio, long double squares)
{
	long double sum = 0;

	for (size_t k = 0; k < b->replicates; k++) {
		long double off = (long double)ratio_sum(r, k) -
		    ratio * (long double)ratio_sum(r, k + b->replicates);

		sum += off * off;
	}
	return (double)(sum / (long double)b->replicates / squares);
}

bool
bootstrap_shape(const struct bootstrap *b, size_t ratio, struct bootstrap_shape *out)
{
	const struct ratio *r = &b->ratio[ratio];
	const wide *m = r->moments;
	long double of, squares, cubes, mean, n = (long double)r->units;

	assert(ratio < b->ratios);
	if (r->units < 2 || m[Y] == 0)
		return false;
	of = (long double)m[X] / (long double)m[Y];
	const long double second[] = {
	    (long double)m[XX], -2 * of * (long double)m[XY], of * of * (long double)m[YY]};
	const long double third[] = {(long double)m[XXX], -3 * of * (long double)m[XXY],
	    3 * of * of * (long double)m[XYY], -of * of * of * (long double)m[YYY]};
	squares = left_of(second, 3);
	cubes = left_of(third, 4);
	if (!(squares > 0))
		return false;
	mean = (long double)m[Y] / n;
	*out = (struct bootstrap_shape){
	    .ratio = (double)of,
	    .n = (double)n,
	    .second = (double)(squares / n / (mean * mean)),
	    .third = (double)(cubes / n / (mean * mean * mean)),
	    .together = together(b, r, of, squares),
	};
	return true;
}

/* Of a ratio with a deviation and skewness of x - R y. */
static struct interval
skewed(const struct bootstrap *b, size_t ratio, double level)
{
	const struct ratio *r = &b->ratio[ratio];
	struct bootstrap_shape x;
	struct interval out;

	if (!bootstrap_shape(b, ratio, &x))
		return (struct interval){.estimate = bootstrap_ratio(b, ratio).estimate, .n = r->units};
	out = interval_skewed(x.ratio, sqrt(x.second / (x.n - 1)),
	    x.third / (x.second * sqrt(x.second * x.n)), t_quantile((1 + level) / 2, x.n - 1));
	out.low = r->negative ? out.low : fmax(0, out.low);
	out.high = r->exceeds ? out.high : fmin(1, out.high);
	out.n = r->units;
	return out;
}

/* Whole numbers are 0 or 1 where their squares add up to what they do. */
bool
bootstrap_is_binary(const struct bootstrap *b, size_t ratio)
{
	const struct ratio *r = &b->ratio[ratio];
	const wide *m = r->moments;

	return !r->negative && !r->exceeds && m[XX] == m[X] && m[YY] == m[Y];
}

struct interval
bootstrap_interval(const struct bootstrap *b, size_t ratio, double level)
{
	const struct ratio *r = &b->ratio[ratio];
	const wide *m = r->moments;

	assert(ratio < b->ratios);
	if (r->units < 2 || m[Y] == 0)
		return (struct interval){.n = r->units};
	if (bootstrap_is_binary(b, ratio))
		return interval_wilson((int64_t)m[X], (int64_t)m[Y], level);
	return skewed(b, ratio, level);
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Between order statistics: rank p (n + 1). */
static double
quantile(const double *sorted, size_t n, double p)
{
	double at = p * ((double)n + 1) - 1;
	size_t below;

	if (at <= 0 || at >= (double)n - 1)
		return at <= 0 ? sorted[0] : sorted[n - 1];
	below = (size_t)at;
	return sorted[below] + (at - (double)below) * (sorted[below + 1] - sorted[below]);
}

/* A replicate that drew no denominator says nothing. */
static bool
replicate(const struct bootstrap *b, const struct ratio *r, size_t k, double *out)
{
	wide denominator = ratio_sum(r, k + b->replicates);

	if (denominator == 0)
		return false;
	*out = (double)((long double)ratio_sum(r, k) / (long double)denominator);
	return true;
}

struct interval
bootstrap_percentiles(const struct bootstrap *b, size_t ratio, double level)
{
	const struct ratio *r = &b->ratio[ratio];
	struct interval out = bootstrap_ratio(b, ratio);
	double *drawn, n = (double)r->units, tail;
	size_t count = 0;

	if (r->units < 2 || !out.known)
		return (struct interval){.n = r->units};
	drawn = mem_grow(NULL, b->replicates, sizeof(*drawn));
	for (size_t k = 0; k < b->replicates; k++)
		count += replicate(b, r, k, &drawn[count]);
	qsort(drawn, count, sizeof(*drawn), by_size);
	tail = normal_cdf(-sqrt(n / (n - 1)) * t_quantile((1 + level) / 2, n - 1));
	out.known = count >= 2 && drawn[0] < drawn[count - 1];
	out.low = out.known ? quantile(drawn, count, tail) : 0;
	out.high = out.known ? quantile(drawn, count, 1 - tail) : 0;
	mem_free(drawn);
	return out;
}

/* Deviation of the replicates' differences, and their skewness, shrunk by what so many of them have of
 * it by chance (James and Stein's way: variance 6/count). False where they don't differ. */
static bool
spread(const double *drawn, size_t count, double *deviation, double *skewness)
{
	double mean = 0, squares = 0, cubes = 0, n = (double)count, chance;

	for (size_t k = 0; k < count; k++)
		mean += drawn[k] / n;
	for (size_t k = 0; k < count; k++) {
		double off = drawn[k] - mean;

		squares += off * off;
		cubes += off * off * off;
	}
	if (count < 2 || !(squares > 0))
		return false;
	*deviation = sqrt(squares / (n - 1));
	*skewness = cubes / n / pow(squares / n, 1.5);
	chance = 6 / n / (*skewness * *skewness);
	*skewness *= chance < 1 ? 1 - chance : 0;
	return true;
}

enum err
bootstrap_difference(const struct bootstrap *a, size_t ratio_a, const struct bootstrap *b,
    size_t ratio_b, double level, struct interval *out, struct errinfo *e)
{
	struct interval one = bootstrap_ratio(a, ratio_a), other = bootstrap_ratio(b, ratio_b);
	int64_t n = one.n < other.n ? one.n : other.n;
	double *drawn, deviation = 0, skewness = 0, x = 0, y = 0, t;
	size_t count = 0;

	if (a->seed != b->seed || a->replicates != b->replicates)
		return err_set(e, ERR_CONFLICT,
		    "sums of other seeds or numbers of replicates aren't paired");
	*out = (struct interval){.n = n};
	if (n < 2 || !one.known || !other.known)
		return ERR_OK;
	drawn = mem_grow(NULL, a->replicates, sizeof(*drawn));
	for (size_t k = 0; k < a->replicates; k++)
		if (replicate(a, &a->ratio[ratio_a], k, &x) && replicate(b, &b->ratio[ratio_b], k, &y))
			drawn[count++] = x - y;
	out->known = spread(drawn, count, &deviation, &skewness);
	mem_free(drawn);
	if (!out->known)
		return ERR_OK;
	t = t_quantile((1 + level) / 2, (double)n - 1);
	out->estimate = one.estimate - other.estimate;
	out->low = out->estimate - deviation * hall_transform(t, skewness);
	out->high = out->estimate - deviation * hall_transform(-t, skewness);
	return ERR_OK;
}
