/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The law of Kolmogorov and Smirnov's statistic.
 */
#include "floorwalker/stats/special.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "floorwalker/base/mem.h"

#define EXACT_MOST 1000
#define EXACT_FAR 9	/* n d^2: beyond, what is left is below 1e-7, and the limit is near enough */

/* A square matrix times a power of ten, lest its entries overflow. */
struct matrix {
	size_t size;
	double *at;
	int tens;
};

static struct matrix
matrix_new(size_t size)
{
	return (struct matrix){.size = size, .at = mem_zero(size * size, sizeof(double))};
}

static void
matrix_times(const struct matrix *a, const struct matrix *b, struct matrix *out)
{
	size_t n = a->size;

	memset(out->at, 0, n * n * sizeof(double));
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++)
			for (size_t j = 0; j < n; j++)
				out->at[i * n + j] += a->at[i * n + k] * b->at[k * n + j];
	out->tens = a->tens + b->tens;
	if (out->at[(n / 2) * n + n / 2] > 1e140) {
		for (size_t i = 0; i < n * n; i++)
			out->at[i] *= 1e-140;
		out->tens += 140;
	}
}

static void
matrix_swap(struct matrix *a, struct matrix *b)
{
	struct matrix t = *a;

	*a = *b;
	*b = t;
}

/* power = base^n; base is overwritten. */
static void
matrix_power(struct matrix *base, int64_t n, struct matrix *power, struct matrix *scratch)
{
	memset(power->at, 0, power->size * power->size * sizeof(double));
	for (size_t i = 0; i < power->size; i++)
		power->at[i * power->size + i] = 1;
	power->tens = 0;
	for (; n > 0; n /= 2) {
		if (n % 2 == 1) {
			matrix_times(power, base, scratch);
			matrix_swap(power, scratch);
		}
		matrix_times(base, base, scratch);
		matrix_swap(base, scratch);
	}
}

/* The matrix H of Marsaglia, Tsang and Wang, from n d = k - h, 0 <= h < 1. */
static void
fill(struct matrix *m, double h)
{
	size_t n = m->size;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < n; j++)
			m->at[i * n + j] = j <= i + 1;
	for (size_t i = 0; i < n; i++) {
		m->at[i * n] -= pow(h, (double)(i + 1));
		m->at[(n - 1) * n + i] -= pow(h, (double)(n - i));
	}
	m->at[(n - 1) * n] += 2 * h > 1 ? pow(2 * h - 1, (double)n) : 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j <= i; j++)
			m->at[i * n + j] /= tgamma((double)(i - j) + 2);
}

static double
exact_below(double d, int64_t n)
{
	int64_t k = (int64_t)((double)n * d) + 1;
	size_t size = (size_t)(2 * k - 1);
	struct matrix base = matrix_new(size), power = matrix_new(size), scratch = matrix_new(size);
	double s;

	fill(&base, (double)k - (double)n * d);
	matrix_power(&base, n, &power, &scratch);
	s = power.at[(size_t)(k - 1) * size + (size_t)(k - 1)];
	for (int64_t i = 1; i <= n; i++) {
		s = s * (double)i / (double)n;
		if (s < 1e-140) {
			s *= 1e140;
			power.tens -= 140;
		}
	}
	mem_free(base.at);
	mem_free(power.at);
	mem_free(scratch.at);
	return s * pow(10, power.tens);
}

/* Kolmogorov's limit of P(sqrt(n) D >= x): the alternating series, and its theta transform where that
 * converges badly. */
static double
limit_upper(double x)
{
	double sum = 0;

	if (x < 0.2)
		return 1;
	if (x < 1) {
		for (int k = 1; k < 20; k += 2)
			sum += exp(-k * k * M_PI * M_PI / (8 * x * x));
		return 1 - sqrt(2 * M_PI) / x * sum;
	}
	for (int k = 1; k < 20; k++)
		sum += (k % 2 == 1 ? 2 : -2) * exp(-2 * k * k * x * x);
	return sum;
}

double
ks_upper(double d, int64_t n)
{
	double root = sqrt((double)n), p;

	assert(n >= 1);
	if (d <= 0 || d >= 1)
		return d <= 0 ? 1 : 0;
	if (n <= EXACT_MOST && (double)n * d * d < EXACT_FAR)
		p = 1 - exact_below(d, n);
	else
		p = limit_upper((root + 0.12 + 0.11 / root) * d);
	return p < 0 ? 0 : p > 1 ? 1 : p;
}
