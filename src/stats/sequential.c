/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/stats/sequential.h"

#include <assert.h>
#include <math.h>

#include "floorwalker/stats/special.h"

#define SCALE 1048576.0
#define MORE_MOST 1000000000000

const struct sequential_plan sequential_plan_usual = {
    .alpha = 0.05,
    .margin = 0,
    .tightest = 1000,
};

void
sequential_add(struct sequential *s, double difference)
{
	__int128 fixed;

	assert(fabs(difference) <= SEQUENTIAL_VALUE_MOST);
	fixed = llround(difference * SCALE);
	s->n++;
	s->sum += fixed;
	s->squares += fixed * fixed;
}

void
sequential_merge(struct sequential *into, const struct sequential *from)
{
	into->n += from->n;
	into->sum += from->sum;
	into->squares += from->squares;
}

static double
mean_of(const struct sequential *s)
{
	return s->n > 0 ? (double)((long double)s->sum / (long double)s->n / SCALE) : 0;
}

double
sequential_deviation(const struct sequential *s)
{
	long double n = (long double)s->n, off;

	if (s->n < 2)
		return 0;
	off = (long double)s->squares - (long double)s->sum * (long double)s->sum / n;
	return off > 0 ? (double)(sqrtl(off / (n - 1)) / SCALE) : 0;
}

/* Half the interval's width for n differences of deviation 1; INFINITY where all means are within. */
static double
half_width(int64_t count, const struct sequential_plan *plan)
{
	double n = (double)count, tightest = (double)(plan->tightest > 0 ? plan->tightest : 1000);
	double l = -2 * log(plan->alpha), g = (l + log(l + 1)) / tightest, a = 1 + n * g;
	double log_m = (log(a) - 2 * log(plan->alpha)) / n;

	if (log_m >= log(a))
		return INFINITY;
	return sqrt(expm1(log_m) / (1 - exp(log_m) / a) * (n - 1) / n);
}

struct interval
sequential_interval(const struct sequential *s, const struct sequential_plan *plan)
{
	double deviation = sequential_deviation(s), mean = mean_of(s), half;

	assert(plan->alpha > 0 && plan->alpha < 1);
	if (s->n < SEQUENTIAL_LEAST || deviation <= 0)
		return (struct interval){.n = s->n};
	half = half_width(s->n, plan) * deviation;
	if (!isfinite(half))
		return (struct interval){.n = s->n};
	return (struct interval){
	    .estimate = mean,
	    .low = mean - half,
	    .high = mean + half,
	    .n = s->n,
	    .known = true,
	};
}

enum sequential_verdict
sequential_verdict(const struct sequential *s, const struct sequential_plan *plan)
{
	struct interval i = sequential_interval(s, plan);

	if (!i.known)
		return SEQUENTIAL_OPEN;
	if (i.low > 0)
		return SEQUENTIAL_ABOVE;
	if (i.high < 0)
		return SEQUENTIAL_BELOW;
	return fmax(-i.low, i.high) <= plan->margin ? SEQUENTIAL_SAME : SEQUENTIAL_OPEN;
}

const char *
sequential_verdict_name(enum sequential_verdict v)
{
	static const char *const names[] = {
	    [SEQUENTIAL_OPEN] = "open",
	    [SEQUENTIAL_ABOVE] = "above",
	    [SEQUENTIAL_BELOW] = "below",
	    [SEQUENTIAL_SAME] = "same",
	};

	return names[v];
}

/* The width only shrinks with n, so bisection finds where it's small enough. */
int64_t
sequential_more(const struct sequential *s, const struct sequential_plan *plan)
{
	double mean = fabs(mean_of(s)), deviation = sequential_deviation(s);
	double need = fmax(mean, plan->margin - mean);
	int64_t low = s->n, high = s->n;

	if (!sequential_interval(s, plan).known)
		return -1;
	if (sequential_verdict(s, plan) != SEQUENTIAL_OPEN)
		return 0;
	while (half_width(high, plan) * deviation >= need) {
		if (high > MORE_MOST)
			return -1;
		low = high;
		high *= 2;
	}
	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;

		if (half_width(middle, plan) * deviation >= need)
			low = middle;
		else
			high = middle;
	}
	return high - s->n;
}

int64_t
pairs_needed(double effect, double deviation, double alpha, double power)
{
	double z = normal_quantile(1 - alpha / 2);
	double both = (z + normal_quantile(power)) * deviation / effect, n;

	n = ceil(both * both + z * z / 2);
	return !(n <= MORE_MOST) ? -1 : n < 2 ? 2 : (int64_t)n;
}

double
pairs_power(double effect, double deviation, double alpha, int64_t n)
{
	double df = (double)n - 1, shift, t, spread;

	assert(n >= 2);
	if (deviation <= 0)
		return effect < 0 || effect > 0 ? 1 : alpha;
	t = t_quantile(1 - alpha / 2, df);
	shift = effect / deviation * sqrt((double)n);
	spread = sqrt(1 + t * t / (2 * df));
	t *= 1 - 1 / (4 * df);
	return normal_cdf((shift - t) / spread) + normal_cdf((-shift - t) / spread);
}
