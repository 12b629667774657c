/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/stats/interval.h"

#include <assert.h>
#include <math.h>

#include "floorwalker/stats/special.h"
#include "hall.h"

static struct interval
wilson(double share, double n, double z)
{
	double whole = 1 + z * z / n, middle = (share + z * z / (2 * n)) / whole,
	       half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / whole;

	return (struct interval){
	    .estimate = share,
	    .low = share <= 0 ? 0 : fmax(0, middle - half),
	    .high = share >= 1 ? 1 : fmin(1, middle + half),
	    .n = llround(n),
	    .known = true,
	};
}

struct interval
interval_wilson(int64_t yes, int64_t n, double level)
{
	assert(yes >= 0 && yes <= n);
	if (n == 0)
		return (struct interval){.known = false};
	return wilson((double)yes / (double)n, (double)n, normal_quantile((1 + level) / 2));
}

/* The lower end for few: Poisson's, of x of n. */
static double
low_of_few(double low, double share, double n, double t)
{
	double x = share * n;

	return x > 0 && x < (n > 50 ? 3.5 : 2.5)
	    ? fmin(low, gamma_p_inverse(x, 2 * normal_cdf(-t)) / n)
	    : low;
}

struct interval
interval_bounded(double share, double n, double t)
{
	struct interval out;

	assert(share >= 0 && share <= 1 && n > 0 && t > 0);
	out = wilson(share, n, t);
	out.low = low_of_few(out.low, share, n, t);
	out.high = 1 - low_of_few(1 - out.high, 1 - share, n, t);
	return out;
}

struct interval
interval_skewed(double estimate, double error, double skewness, double t)
{
	return (struct interval){
	    .estimate = estimate,
	    .low = estimate - error * hall_transform(t, skewness),
	    .high = estimate - error * hall_transform(-t, skewness),
	    .known = true,
	};
}

struct interval
interval_positive(double estimate, double error, double t)
{
	double times;

	if (!(estimate > 0))
		return (struct interval){.known = false};
	times = exp(t * error / estimate);
	return (struct interval){
	    .estimate = estimate,
	    .low = estimate / times,
	    .high = estimate * times,
	    .known = isfinite(estimate * times),
	};
}

static double
mean_of(const double *values, size_t n)
{
	long double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += values[i];
	return (double)(sum / (long double)n);
}

/* Sample covariance, n - 1. */
static double
covariance(const double *a, double mean_a, const double *b, double mean_b, size_t n)
{
	long double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += ((long double)a[i] - mean_a) * ((long double)b[i] - mean_b);
	return (double)(sum / (long double)(n - 1));
}

static struct interval
around(double estimate, double error, size_t n, double level)
{
	double half = error > 0 ? t_quantile((1 + level) / 2, (double)n - 1) * error : 0;

	return (struct interval){
	    .estimate = estimate,
	    .low = estimate - half,
	    .high = estimate + half,
	    .n = (int64_t)n,
	    .known = true,
	};
}

struct interval
interval_mean(const double *values, size_t n, double level)
{
	double mean;

	if (n < 2)
		return (struct interval){.n = (int64_t)n};
	mean = mean_of(values, n);
	return around(
	    mean, sqrt(covariance(values, mean, values, mean, n) / (double)n), n, level);
}

struct interval
interval_paired(const double *a, const double *b, size_t n, double level)
{
	long double sum = 0, squares = 0;
	double mean;

	if (n < 2)
		return (struct interval){.n = (int64_t)n};
	for (size_t i = 0; i < n; i++)
		sum += (long double)a[i] - b[i];
	mean = (double)(sum / (long double)n);
	for (size_t i = 0; i < n; i++) {
		long double off = (long double)a[i] - b[i] - mean;

		squares += off * off;
	}
	return around(
	    mean, sqrt((double)(squares / ((long double)n * (long double)(n - 1)))), n, level);
}

/* The r with (x - r y)^2 <= t^2 (vxx - 2 r vxy + r^2 vyy), v the covariances of the means: between the
 * roots of a r^2 - 2 b r + c where a > 0. */
struct interval
interval_ratio_fieller(
    const double *numerators, const double *denominators, size_t n, double level)
{
	double x, y, t2, vxx, vxy, vyy, a, b, c, root;

	if (n < 2)
		return (struct interval){.n = (int64_t)n};
	x = mean_of(numerators, n);
	y = mean_of(denominators, n);
	vxx = covariance(numerators, x, numerators, x, n) / (double)n;
	vxy = covariance(numerators, x, denominators, y, n) / (double)n;
	vyy = covariance(denominators, y, denominators, y, n) / (double)n;
	t2 = t_quantile((1 + level) / 2, (double)n - 1);
	t2 *= t2;
	a = y * y - t2 * vyy;
	b = x * y - t2 * vxy;
	c = x * x - t2 * vxx;
	if (!(y > 0) || !(a > 0))
		return (struct interval){.n = (int64_t)n};
	root = sqrt(fmax(0, b * b - a * c));
	return (struct interval){
	    .estimate = x / y,
	    .low = fmin((b - root) / a, x / y),
	    .high = fmax((b + root) / a, x / y),
	    .n = (int64_t)n,
	    .known = true,
	};
}

struct interval
interval_ratio_jackknife(
    const double *numerators, const double *denominators, size_t n, double level)
{
	long double x = 0, y = 0, mean = 0, squares = 0;

	if (n < 2)
		return (struct interval){.n = (int64_t)n};
	for (size_t i = 0; i < n; i++) {
		x += numerators[i];
		y += denominators[i];
	}
	if (!(y > 0))
		return (struct interval){.n = (int64_t)n};
	for (size_t i = 0; i < n; i++) {
		if (!(y - denominators[i] > 0))
			return (struct interval){.n = (int64_t)n};
		mean += (x - numerators[i]) / (y - denominators[i]);
	}
	mean /= (long double)n;
	for (size_t i = 0; i < n; i++) {
		long double off = (x - numerators[i]) / (y - denominators[i]) - mean;

		squares += off * off;
	}
	return around((double)((long double)n * (x / y) - (long double)(n - 1) * mean),
	    sqrt((double)(squares * (long double)(n - 1) / (long double)n)), n, level);
}

/* Least k with P(X <= k) >= p of a binomial. */
static int64_t
binomial_quantile(double p, int64_t n, double share)
{
	int64_t low = -1, high = n;

	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;

		if (binomial_cdf(middle, n, share) >= p)
			high = middle;
		else
			low = middle;
	}
	return high;
}

/* X, how many lie at or below the quantile, is binomial(n, p). X_(low) is above it with P(X < low), so
 * low is the largest with P(X <= low - 1) <= tail, and high the least with P(X >= high) <= tail. */
bool
interval_ranks(int64_t n, double p, double level, int64_t *low, int64_t *high)
{
	double tail = (1 - level) / 2;

	assert(p > 0 && p < 1 && level > 0 && level < 1);
	if (n < 1)
		return false;
	*low = binomial_quantile(tail, n, p);
	if (binomial_cdf(*low, n, p) <= tail)
		(*low)++;
	*high = binomial_quantile(1 - tail, n, p) + 1;
	return *low >= 1 && *high <= n;
}

struct interval
interval_quantile(const double *sorted, size_t n, double p, double level)
{
	int64_t low, high, at;

	if (!interval_ranks((int64_t)n, p, level, &low, &high))
		return (struct interval){.n = (int64_t)n};
	at = (int64_t)ceil((double)n * p);
	at = at < low ? low : at > high ? high : at;
	return (struct interval){
	    .estimate = sorted[at - 1],
	    .low = sorted[low - 1],
	    .high = sorted[high - 1],
	    .n = (int64_t)n,
	    .known = true,
	};
}
