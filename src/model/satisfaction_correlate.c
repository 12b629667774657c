/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/random.h"
#include "floorwalker/model/satisfaction.h"

#define RESAMPLES_LEAST 40	/* that had two values on both sides, for an interval */
#define PAIRS_LEAST 10

struct pair {
	double x, y;
	double x_rank, y_rank;		/* mid-ranks */
};

static int
compare(double a, double b)
{
	return (a > b) - (a < b);
}

static int
by_x_then_y(const void *a, const void *b)
{
	const struct pair *p = a, *q = b;
	int order = compare(p->x, q->x);

	return order != 0 ? order : compare(p->y, q->y);
}

static int
by_y(const void *a, const void *b)
{
	return compare(((const struct pair *)a)->y, ((const struct pair *)b)->y);
}

/* n (n - 1) / 2 */
static double
pairs_of(size_t n)
{
	return (double)n * ((double)n - 1) / 2;
}

/* Swaps that a merge sort of y makes: the discordant pairs. y is sorted afterwards. */
static double
swaps(double *y, double *spare, size_t n)
{
	size_t half = n / 2, i = 0, j = half, at = 0;
	double count;

	if (n < 2)
		return 0;
	count = swaps(y, spare, half) + swaps(y + half, spare, n - half);
	while (i < half && j < n)
		if (y[j] < y[i]) {
			count += (double)(half - i);
			spare[at++] = y[j++];
		} else {
			spare[at++] = y[i++];
		}
	while (i < half)
		spare[at++] = y[i++];
	memcpy(y, spare, at * sizeof(*y));
	return count;
}

static bool
ranks_correlate(const struct pair *p, size_t n, double *out)
{
	double mean = ((double)n + 1) / 2, xy = 0, xx = 0, yy = 0;

	for (size_t i = 0; i < n; i++) {
		xy += (p[i].x_rank - mean) * (p[i].y_rank - mean);
		xx += (p[i].x_rank - mean) * (p[i].x_rank - mean);
		yy += (p[i].y_rank - mean) * (p[i].y_rank - mean);
	}
	if (!(xx > 0 && yy > 0))
		return false;
	*out = xy / sqrt(xx * yy);
	return true;
}

/* Sorts p. False where either side has no two values. */
static bool
measure(struct pair *p, size_t n, double *spare, double *spearman, double *kendall)
{
	double x_ties = 0, y_ties = 0, both_ties = 0, discordant, *y = spare + n;
	size_t i, j, k;

	qsort(p, n, sizeof(*p), by_y);
	for (i = 0; i < n; i = j) {
		for (j = i; j < n && compare(p[j].y, p[i].y) == 0; j++)
			continue;
		for (k = i; k < j; k++)
			p[k].y_rank = ((double)i + 1 + (double)j) / 2;
		y_ties += pairs_of(j - i);
	}
	qsort(p, n, sizeof(*p), by_x_then_y);
	for (i = 0; i < n; i = j) {
		size_t same = i;

		for (j = i; j < n && compare(p[j].x, p[i].x) == 0; j++)
			if (compare(p[j].y, p[same].y) != 0) {
				both_ties += pairs_of(j - same);
				same = j;
			}
		both_ties += pairs_of(j - same);
		for (k = i; k < j; k++)
			p[k].x_rank = ((double)i + 1 + (double)j) / 2;
		x_ties += pairs_of(j - i);
	}
	if (!ranks_correlate(p, n, spearman))
		return false;
	for (i = 0; i < n; i++)
		y[i] = p[i].y;
	discordant = swaps(y, spare, n);
	*kendall = (pairs_of(n) - x_ties - y_ties + both_ties - 2 * discordant) /
	    sqrt((pairs_of(n) - x_ties) * (pairs_of(n) - y_ties));
	return true;
}

static int
by_value(const void *a, const void *b)
{
	return compare(*(const double *)a, *(const double *)b);
}

static void
percentiles(double *x, size_t n, double *low, double *high)
{
	qsort(x, n, sizeof(*x), by_value);
	*low = x[(size_t)floor(0.025 * (double)(n - 1))];
	*high = x[(size_t)ceil(0.975 * (double)(n - 1))];
}

static void
intervals(const struct pair *pairs, size_t n, size_t resamples, uint64_t seed, double *spare,
    struct satisfaction_correlation *out)
{
	struct pair *drawn = mem_alloc(n * sizeof(*drawn));
	double *spearman = mem_zero(resamples, sizeof(*spearman)),
	       *kendall = mem_zero(resamples, sizeof(*kendall));
	struct random_stream r;
	size_t done = 0;

	random_init(&r, seed, "satisfaction correlation");
	for (size_t i = 0; i < resamples; i++) {
		for (size_t k = 0; k < n; k++)
			drawn[k] = pairs[random_below(&r, n)];
		done += measure(drawn, n, spare, &spearman[done], &kendall[done]);
	}
	if (done >= RESAMPLES_LEAST) {
		percentiles(spearman, done, &out->spearman_low, &out->spearman_high);
		percentiles(kendall, done, &out->kendall_low, &out->kendall_high);
	}
	mem_free(drawn);
	mem_free(spearman);
	mem_free(kendall);
}

void
satisfaction_correlate(const double *proxy, const double *answer, size_t count, size_t resamples,
    uint64_t seed, struct satisfaction_correlation *out)
{
	struct pair *pairs = mem_alloc((count + 1) * sizeof(*pairs));
	double *spare = mem_zero(2 * count + 1, sizeof(*spare));
	size_t n = 0;

	*out = (struct satisfaction_correlation){
	    0, NAN, NAN, NAN, NAN, NAN, NAN};
	for (size_t i = 0; i < count; i++)
		if (!isnan(proxy[i]) && !isnan(answer[i]))
			pairs[n++] = (struct pair){.x = proxy[i], .y = answer[i]};
	out->n = n;
	if (n >= 2 && measure(pairs, n, spare, &out->spearman, &out->kendall) &&
	    n >= PAIRS_LEAST && resamples >= RESAMPLES_LEAST)
		intervals(pairs, n, resamples, seed, spare, out);
	mem_free(pairs);
	mem_free(spare);
}
