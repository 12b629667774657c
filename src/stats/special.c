/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * In long double throughout: the logarithms of gamma functions of large arguments cancel, and would
 * take the figures of a double with them.
 */
#include "floorwalker/stats/special.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdbool.h>

#define STEPS_MOST 2000000

/* lgammal() itself writes to a global. */
static long double
log_gamma(long double a)
{
	int sign;

	return lgammal_r(a, &sign);
}

double
normal_cdf(double z)
{
	return 0.5 * erfc(-z * M_SQRT1_2);
}

/* Acklam's coefficients: to 1.15e-9 relative, which one step of Halley's squares twice over. */
static double
acklam(double p)
{
	static const double a[] = {-3.969683028665376e+01, 2.209460984245205e+02,
	    -2.759285104469687e+02, 1.383577518672690e+02, -3.066479806614716e+01,
	    2.506628277459239e+00};
	static const double b[] = {-5.447609879822406e+01, 1.615858368580409e+02,
	    -1.556989798598866e+02, 6.680131188771972e+01, -1.328068155288572e+01, 1};
	static const double c[] = {-7.784894002430293e-03, -3.223964580411365e-01,
	    -2.400758277161838e+00, -2.549732539343734e+00, 4.374664141464968e+00,
	    2.938163982698783e+00};
	static const double d[] = {7.784695709041462e-03, 3.224671290700398e-01,
	    2.445134137142996e+00, 3.754408661907416e+00, 1};
	bool tail = p < 0.02425;
	double x = tail ? sqrt(-2 * log(p)) : (p - 0.5) * (p - 0.5), top = 0, bottom = 0;

	for (int i = 0; i < 6; i++)
		top = top * x + (tail ? c[i] : a[i]);
	for (int i = 0; i < (tail ? 5 : 6); i++)
		bottom = bottom * x + (tail ? d[i] : b[i]);
	return tail ? top / bottom : top * (p - 0.5) / bottom;
}

double
normal_quantile(double p)
{
	bool upper = p > 0.5;
	double q = upper ? 1 - p : p, z, u;

	assert(p > 0 && p < 1);
	z = acklam(q);
	u = (normal_cdf(z) - q) * sqrt(2 * M_PI) * exp(z * z / 2);
	z -= u / (1 + z * u / 2);
	return upper ? -z : z;
}

/* x^a e^-x / Gamma(a + 1) */
static long double
gamma_front(long double a, long double x)
{
	return expl(a * logl(x) - x - log_gamma(a + 1));
}

static long double
gamma_series(long double a, long double x)
{
	long double term = 1, sum = 1;

	for (int n = 1; n < STEPS_MOST && term > sum * LDBL_EPSILON; n++) {
		term *= x / (a + n);
		sum += term;
	}
	return gamma_front(a, x) * sum;
}

/* Lentz's way of evaluating a continued fraction from its front: what it divides by is kept off 0. */
static long double
off_zero(long double x)
{
	return fabsl(x) < LDBL_MIN / LDBL_EPSILON ? LDBL_MIN / LDBL_EPSILON : x;
}

static long double
gamma_fraction(long double a, long double x)
{
	long double b = x + 1 - a, c = 1 / off_zero(0), d = 1 / off_zero(b), h = d, change;

	for (int i = 1; i < STEPS_MOST; i++) {
		long double t = -(long double)i * (i - a);

		b += 2;
		d = 1 / off_zero(t * d + b);
		c = off_zero(b + t / c);
		change = c * d;
		h *= change;
		if (fabsl(change - 1) < 2 * LDBL_EPSILON)
			break;
	}
	return gamma_front(a, x) * a * h;
}

double
gamma_p(double a, double x)
{
	assert(a > 0 && x >= 0);
	if (x <= 0)
		return 0;
	if (isinf(x))
		return 1;
	return (double)(x < a + 1 ? gamma_series(a, x) : 1 - gamma_fraction(a, x));
}

double
gamma_q(double a, double x)
{
	assert(a > 0 && x >= 0);
	if (x <= 0)
		return 1;
	if (isinf(x))
		return 0;
	return (double)(x < a + 1 ? 1 - gamma_series(a, x) : gamma_fraction(a, x));
}

static double
gamma_start(double a, double p)
{
	double z, cube, least = exp((log(p) + (double)log_gamma(a + 1)) / a);

	if (a < 0.5 || p < 1e-6)
		return least;
	z = normal_quantile(p);
	cube = 1 - 1 / (9 * a) + z / (3 * sqrt(a));
	return cube > 0.1 ? a * cube * cube * cube : least;
}

double
gamma_p_inverse(double a, double p)
{
	double x, low = 0, high = INFINITY;

	assert(a > 0 && p >= 0 && p < 1);
	if (p <= 0)
		return 0;
	x = gamma_start(a, p);
	for (int i = 0; i < 200 && x > 0; i++) {
		/* the smaller of the two tails keeps its figures */
		double off = p < 0.5 ? gamma_p(a, x) - p : (1 - p) - gamma_q(a, x);
		double slope = (double)(gamma_front(a, x) * a / x), next = x - off / slope;

		*(off > 0 ? &high : &low) = x;
		if (!(next > low && next < high))
			next = isinf(high) ? 2 * x : (low + high) / 2;
		if (fabs(next - x) <= 4 * DBL_EPSILON * x)
			return next;
		x = next;
	}
	return x;
}

static long double
beta_fraction(long double a, long double b, long double x)
{
	long double c = 1, d = 1 / off_zero(1 - (a + b) * x / (a + 1)), h = d, change = 0;

	for (int m = 1; m < STEPS_MOST && fabsl(change - 1) > 2 * LDBL_EPSILON; m++) {
		long double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		long double odd =
		    -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));

		d = 1 / off_zero(1 + even * d);
		c = off_zero(1 + even / c);
		h *= d * c;
		d = 1 / off_zero(1 + odd * d);
		c = off_zero(1 + odd / c);
		change = d * c;
		h *= change;
	}
	return h;
}

/* Where 1 - x is known better than by subtraction. */
static double
beta_both(long double a, long double b, long double x, long double rest)
{
	long double front;

	if (x <= 0 || rest <= 0)
		return x <= 0 ? 0 : 1;
	front = expl(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * logl(x) + b * logl(rest));
	if (x < (a + 1) / (a + b + 2))
		return (double)(front * beta_fraction(a, b, x) / a);
	return (double)(1 - front * beta_fraction(b, a, rest) / b);
}

double
beta_i(double a, double b, double x)
{
	assert(a > 0 && b > 0 && x >= 0 && x <= 1);
	return beta_both(a, b, x, 1 - (long double)x);
}

/* P(T > t), t >= 0 */
static double
t_upper(double t, double df)
{
	long double square = (long double)t * t;

	return 0.5 * beta_both(df / 2.0L, 0.5L, df / (df + square), square / (df + square));
}

double
t_cdf(double t, double df)
{
	assert(df > 0);
	return t < 0 ? t_upper(-t, df) : 1 - t_upper(t, df);
}

double
t_quantile(double p, double df)
{
	double q = p > 0.5 ? 1 - p : p, t, step = 1;
	long double front;

	assert(p > 0 && p < 1 && df > 0);
	if (p == 0.5)
		return 0;
	/* The upper tail is convex, and the normal quantile is on its left: Newton's steps only
	 * go right. */
	t = -normal_quantile(q);
	front = log_gamma((df + 1) / 2.0L) - log_gamma(df / 2.0L) - 0.5L * logl(df * M_PIl);
	for (int i = 0; i < 2000 && fabs(step) > 4 * DBL_EPSILON * t; i++) {
		long double density =
		    expl(front - (df + 1) / 2.0L * log1pl((long double)t * t / df));

		step = (double)((t_upper(t, df) - q) / density);
		t += step;
	}
	return p > 0.5 ? t : -t;
}

double
chi2_upper(double x, double df)
{
	return gamma_q(df / 2, x / 2);
}

double
binomial_cdf(int64_t k, int64_t n, double p)
{
	assert(n >= 0 && p >= 0 && p <= 1);
	if (k < 0 || k >= n)
		return k < 0 ? 0 : 1;
	return beta_both((long double)(n - k), (long double)(k + 1), 1 - (long double)p, p);
}

double
poisson_cdf(int64_t k, double mean)
{
	return k < 0 ? 0 : gamma_q((double)k + 1, mean);
}
