/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/stats/law.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "floorwalker/stats/special.h"

struct law
law_constant(double value)
{
	return (struct law){.kind = LAW_CONSTANT, .a = value};
}

struct law
law_uniform(double low, double high)
{
	return (struct law){.kind = LAW_UNIFORM, .a = low, .b = high};
}

struct law
law_exponential(double mean)
{
	return (struct law){.kind = LAW_EXPONENTIAL, .a = mean};
}

struct law
law_lognormal(double mean, double cv)
{
	double square =
	    cv >= 0 ? log1p(cv * cv) : NAN; /* a negative one must not vanish in its square */

	return (struct law){.kind = LAW_LOGNORMAL, .a = log(mean) - square / 2, .b = sqrt(square)};
}

struct law
law_lognormal_median(double median, double sigma)
{
	return (struct law){.kind = LAW_LOGNORMAL, .a = log(median), .b = sigma};
}

struct law
law_gamma(double mean, double cv)
{
	if (cv == 0)
		return law_constant(mean);
	return (struct law){
	    .kind = LAW_GAMMA, .a = cv > 0 ? 1 / (cv * cv) : NAN, .b = mean * cv * cv};
}

struct law
law_weibull(double shape, double scale)
{
	return (struct law){.kind = LAW_WEIBULL, .a = shape, .b = scale};
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

struct law
law_empirical(struct arena *a, const double *values, size_t count)
{
	double *copy = arena_alloc(a, (count > 0 ? count : 1) * sizeof(double));

	for (size_t i = 0; i < count; i++)
		copy[i] = values[i];
	qsort(copy, count, sizeof(double), by_size);
	return (struct law){.kind = LAW_EMPIRICAL, .values = copy, .count = count};
}

static enum err
check_values(const struct law *l, struct errinfo *e)
{
	if (l->count == 0)
		return err_set(e, ERR_INPUT, "an empirical law needs values");
	for (size_t i = 0; i < l->count; i++)
		if (!(l->values[i] >= 0) || !isfinite(l->values[i]))
			return err_set(e, ERR_INPUT,
			    "an empirical law needs numbers of at least 0, not %g", l->values[i]);
	return ERR_OK;
}

enum err
law_check(const struct law *l, struct errinfo *e)
{
	bool two = l->kind != LAW_CONSTANT && l->kind != LAW_EXPONENTIAL;

	if (l->kind == LAW_EMPIRICAL)
		return check_values(l, e);
	if (!isfinite(l->a) || (two && !isfinite(l->b)))
		return err_set(e, ERR_INPUT, "the %s law needs finite numbers, a mean or median above 0 and no cv below 0",
		    law_kind_name(l->kind));
	if (l->kind == LAW_CONSTANT && l->a < 0)
		return err_set(e, ERR_INPUT, "a constant must be at least 0, not %g", l->a);
	if (l->kind == LAW_UNIFORM && !(l->a >= 0 && l->b >= l->a))
		return err_set(e, ERR_INPUT, "a uniform law needs 0 <= low <= high, not %g and %g",
		    l->a, l->b);
	if (l->kind == LAW_EXPONENTIAL && !(l->a > 0))
		return err_set(
		    e, ERR_INPUT, "an exponential law needs a mean above 0, not %g", l->a);
	if (l->kind == LAW_LOGNORMAL && !(l->b >= 0))
		return err_set(
		    e, ERR_INPUT, "a log-normal law needs a sigma of at least 0, not %g", l->b);
	if ((l->kind == LAW_GAMMA || l->kind == LAW_WEIBULL) && !(l->a > 0 && l->b > 0))
		return err_set(e, ERR_INPUT, "the %s law needs all it's given above 0",
		    law_kind_name(l->kind));
	return ERR_OK;
}

double
law_draw(const struct law *l, struct random_stream *r)
{
	/* 52 bits and a half: never 0, never 1 */
	return law_quantile(l, ((double)(random_u64(r) >> 12) + 0.5) * 0x1p-52);
}

double
law_mean(const struct law *l)
{
	long double sum = 0;

	switch (l->kind) {
	case LAW_CONSTANT:
	case LAW_EXPONENTIAL:
		return l->a;
	case LAW_UNIFORM:
		return (l->a + l->b) / 2;
	case LAW_LOGNORMAL:
		return exp(l->a + l->b * l->b / 2);
	case LAW_GAMMA:
		return l->a * l->b;
	case LAW_WEIBULL:
		return l->b * tgamma(1 + 1 / l->a);
	case LAW_EMPIRICAL:
		for (size_t i = 0; i < l->count; i++)
			sum += l->values[i];
		return (double)(sum / (long double)l->count);
	}
	return 0;
}

double
law_variance(const struct law *l)
{
	double mean = law_mean(l), second;
	long double sum = 0;

	switch (l->kind) {
	case LAW_CONSTANT:
		return 0;
	case LAW_EXPONENTIAL:
		return mean * mean;
	case LAW_UNIFORM:
		return (l->b - l->a) * (l->b - l->a) / 12;
	case LAW_LOGNORMAL:
		return expm1(l->b * l->b) * mean * mean;
	case LAW_GAMMA:
		return mean * l->b;
	case LAW_WEIBULL:
		second = l->b * l->b * tgamma(1 + 2 / l->a);
		return second - mean * mean;
	case LAW_EMPIRICAL:
		for (size_t i = 0; i < l->count; i++)
			sum += ((long double)l->values[i] - mean) * (l->values[i] - mean);
		return (double)(sum / (long double)l->count);
	}
	return 0;
}

/* How many values are at most x. */
static size_t
at_most(const struct law *l, double x)
{
	size_t low = 0, high = l->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (l->values[middle] <= x)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

double
law_cdf(const struct law *l, double x)
{
	if (x < 0)
		return 0;
	switch (l->kind) {
	case LAW_CONSTANT:
		return x >= l->a;
	case LAW_UNIFORM:
		return x >= l->b ? 1 : x <= l->a ? 0 : (x - l->a) / (l->b - l->a);
	case LAW_EXPONENTIAL:
		return -expm1(-x / l->a);
	case LAW_LOGNORMAL:
		if (l->b <= 0)
			return x >= exp(l->a);
		return x > 0 ? normal_cdf((log(x) - l->a) / l->b) : 0;
	case LAW_GAMMA:
		return gamma_p(l->a, x / l->b);
	case LAW_WEIBULL:
		return -expm1(-pow(x / l->b, l->a));
	case LAW_EMPIRICAL:
		return (double)at_most(l, x) / (double)l->count;
	}
	return 0;
}

double
law_quantile(const struct law *l, double p)
{
	double rank;

	assert(p > 0 && p < 1);
	switch (l->kind) {
	case LAW_CONSTANT:
		return l->a;
	case LAW_UNIFORM:
		return l->a + p * (l->b - l->a);
	case LAW_EXPONENTIAL:
		return -l->a * log1p(-p);
	case LAW_LOGNORMAL:
		return exp(l->a + l->b * normal_quantile(p));
	case LAW_GAMMA:
		return l->b * gamma_p_inverse(l->a, p);
	case LAW_WEIBULL:
		return l->b * pow(-log1p(-p), 1 / l->a);
	case LAW_EMPIRICAL:
		rank = ceil(p * (double)l->count);
		return l->values[rank < 1 ? 0 : (size_t)rank - 1];
	}
	return 0;
}
