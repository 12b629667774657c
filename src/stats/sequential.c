/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/stats/sequential.h"

#include <assert.h>
#include <math.h>

#include "floorwalker/stats/special.h"
#include "hall.h"

#define SCALE 1048576.0
#define COARSE 1024.0	/* so that a million cubes of the largest fit */
#define SKEWED_LEAST 25	/* Cochran's rule */
#define MORE_MOST 1000000000000
#define ALIKE_ALPHA 0.025

const struct sequential_plan sequential_plan_usual = {
    .alpha = 0.05,
    .tightest = 1000,
    .least = SEQUENTIAL_LEAST,
};
const struct sequential_plan sequential_plan_few = {
    .alpha = 0.01,
    .tightest = 20,
    .least = SEQUENTIAL_LEAST_FEW,
};

void
sequential_add(struct sequential *s, double difference)
{
	__int128 fixed, coarse;

	assert(fabs(difference) <= SEQUENTIAL_VALUE_MOST);
	fixed = llround(difference * SCALE);
	coarse = llround(difference * COARSE);
	if (s->n == 0 || fixed < s->least)
		s->least = (int64_t)fixed;
	if (s->n == 0 || fixed > s->most)
		s->most = (int64_t)fixed;
	s->n++;
	s->sum += fixed;
	s->squares += fixed * fixed;
	s->cubes += coarse * coarse * coarse;
}

void
sequential_merge(struct sequential *into, const struct sequential *from)
{
	if (from->n == 0)
		return;
	if (into->n == 0 || from->least < into->least)
		into->least = from->least;
	if (into->n == 0 || from->most > into->most)
		into->most = from->most;
	into->n += from->n;
	into->sum += from->sum;
	into->squares += from->squares;
	into->cubes += from->cubes;
}

static double
mean_of(const struct sequential *s)
{
	return s->n > 0 ? (double)((long double)s->sum / (long double)s->n / SCALE) : 0;
}

bool
sequential_is_uniform(const struct sequential *s)
{
	return s->n > 0 && s->least == s->most;
}

double
sequential_deviation(const struct sequential *s)
{
	long double n = (long double)s->n, off;

	if (s->n < 2 || sequential_is_uniform(s))
		return 0;
	off = (long double)s->squares - (long double)s->sum * (long double)s->sum / n;
	return off > 0 ? (double)(sqrtl(off / (n - 1)) / SCALE) : 0;
}

static double
skewness_of(const struct sequential *s)
{
	long double mean = mean_of(s), deviation = sequential_deviation(s), third;

	third = (long double)s->cubes / (COARSE * COARSE * COARSE) / (long double)s->n -
	    3 * mean * ((long double)s->squares / (SCALE * SCALE) / (long double)s->n) +
	    2 * mean * mean * mean;
	return (double)(third / (deviation * deviation * deviation));
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

/* Were a share p different from all so far, that many in a row would come with (1 - p)^count. */
static double
seldom(const struct sequential *s, int64_t count)
{
	double row = (double)(s->least == 0 ? count : count - 1);

	return row > 0 ? -expm1(log(ALIKE_ALPHA) / row) : 1;
}

double
sequential_seldom(const struct sequential *s)
{
	assert(sequential_is_uniform(s));
	return seldom(s, s->n);
}

static struct interval
after_uniform(const struct sequential *s, int64_t count, const struct sequential_plan *plan)
{
	double mean = mean_of(s), share = seldom(s, count);

	return (struct interval){
	    .estimate = mean,
	    .low = mean - share * (mean + plan->range),
	    .high = mean + share * (plan->range - mean),
	    .n = s->n,
	    .known = true,
	};
}

/* What count differences of this mean, deviation and skewness lack for an interval. */
static enum sequential_lack
lack_after(const struct sequential *s, int64_t count, const struct sequential_plan *plan)
{
	double skewness;

	if (s->n == 0)
		return SEQUENTIAL_LACKS_ALL;
	if (sequential_is_uniform(s))
		return plan->range > 0 && fabs(mean_of(s)) <= plan->range
		    ? SEQUENTIAL_LACKS_NOTHING
		    : SEQUENTIAL_LACKS_VARIETY;
	if (count < plan->least || count < 2 || sequential_deviation(s) <= 0 ||
	    !isfinite(half_width(count, plan)))
		return SEQUENTIAL_LACKS_NUMBER;
	skewness = skewness_of(s);
	return (double)count < SKEWED_LEAST * skewness * skewness ? SEQUENTIAL_LACKS_EVENNESS
								  : SEQUENTIAL_LACKS_NOTHING;
}

enum sequential_lack
sequential_lack(const struct sequential *s, const struct sequential_plan *plan)
{
	return lack_after(s, s->n, plan);
}

int64_t
sequential_evens_out(const struct sequential *s)
{
	double skewness = sequential_deviation(s) > 0 ? skewness_of(s) : 0,
	       n = ceil(SKEWED_LEAST * skewness * skewness);

	return n <= MORE_MOST ? (int64_t)n : -1;
}

/* What the interval would be after count, with this mean, deviation and skewness. */
static struct interval
after(const struct sequential *s, int64_t count, const struct sequential_plan *plan)
{
	double deviation = sequential_deviation(s), mean = mean_of(s), n = (double)count, skewness, t,
	       error, most = plan->range > 0 ? plan->range : INFINITY;

	assert(plan->alpha > 0 && plan->alpha < 1);
	if (lack_after(s, count, plan) != SEQUENTIAL_LACKS_NOTHING)
		return (struct interval){.n = s->n};
	if (sequential_is_uniform(s))
		return after_uniform(s, count, plan);
	skewness = skewness_of(s);
	t = half_width(count, plan) * sqrt(n);
	error = deviation / sqrt(n);
	return (struct interval){
	    .estimate = mean,
	    .low = fmax(mean - error * hall_transform(t, skewness / sqrt(n)), -most),
	    .high = fmin(mean - error * hall_transform(-t, skewness / sqrt(n)), most),
	    .n = s->n,
	    .known = true,
	};
}

struct interval
sequential_interval(const struct sequential *s, const struct sequential_plan *plan)
{
	return after(s, s->n, plan);
}

static enum sequential_verdict
verdict_of(struct interval i, const struct sequential_plan *plan)
{
	if (!i.known)
		return SEQUENTIAL_OPEN;
	if (i.low > 0)
		return SEQUENTIAL_ABOVE;
	if (i.high < 0)
		return SEQUENTIAL_BELOW;
	return fmax(-i.low, i.high) <= plan->margin ? SEQUENTIAL_SAME : SEQUENTIAL_OPEN;
}

enum sequential_verdict
sequential_verdict(const struct sequential *s, const struct sequential_plan *plan)
{
	return verdict_of(sequential_interval(s, plan), plan);
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

/* The interval only shrinks with n, so bisection finds where it's small enough. */
int64_t
sequential_more(const struct sequential *s, const struct sequential_plan *plan)
{
	int64_t low = s->n, high = s->n;

	if (s->n == 0)
		return -1;
	while (verdict_of(after(s, high, plan), plan) == SEQUENTIAL_OPEN) {
		if (high > MORE_MOST)
			return -1;
		low = high;
		high *= 2;
	}
	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;

		if (verdict_of(after(s, middle, plan), plan) == SEQUENTIAL_OPEN)
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
