/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/stats/fit.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/stats/special.h"

#define BINS_MOST 50
#define EXPECTED_LEAST 5

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

struct fit_test
fit_ks(const double *values, size_t count, const struct law *l)
{
	double *sorted, most = 0, n = (double)count;

	assert(count > 0);
	sorted = mem_grow(NULL, count, sizeof(*sorted));
	memcpy(sorted, values, count * sizeof(*sorted));
	qsort(sorted, count, sizeof(*sorted), by_size);
	for (size_t i = 0; i < count; i++) {
		double at = law_cdf(l, sorted[i]);

		most = fmax(most, fmax((double)(i + 1) / n - at, at - (double)i / n));
	}
	mem_free(sorted);
	return (struct fit_test){
	    .statistic = most,
	    .p = ks_upper(most, (int64_t)count),
	    .n = (int64_t)count,
	};
}

struct fit_test
fit_chi2(const double *values, size_t count, const struct law *l, int estimated)
{
	size_t bins = count / EXPECTED_LEAST < BINS_MOST ? count / EXPECTED_LEAST : BINS_MOST;
	int64_t seen[BINS_MOST] = {0};
	struct fit_test t = {.n = (int64_t)count, .df = (int)bins - 1 - estimated, .p = 1};
	double expected;

	if (t.df < 1) {
		t.df = 0;
		return t;
	}
	expected = (double)count / (double)bins;
	for (size_t i = 0; i < count; i++) {
		size_t bin = (size_t)(law_cdf(l, values[i]) * (double)bins);

		seen[bin < bins ? bin : bins - 1]++;
	}
	for (size_t i = 0; i < bins; i++) {
		double off = (double)seen[i] - expected;

		t.statistic += off * off / expected;
	}
	t.p = chi2_upper(t.statistic, t.df);
	return t;
}

static enum err
check(const double *values, size_t count, struct errinfo *e)
{
	bool differ = false;

	if (count < 2)
		return err_set(e, ERR_INPUT, "a law needs at least 2 values to be fitted");
	for (size_t i = 0; i < count; i++) {
		if (!(values[i] > 0) || !isfinite(values[i]))
			return err_set(e, ERR_INPUT,
			    "value %zu is %g, and a law of times needs numbers above 0", i + 1,
			    values[i]);
		differ = differ || values[i] != values[0];
	}
	if (!differ)
		return err_set(e, ERR_INPUT, "all %zu values are %g: that is a constant", count,
		    values[0]);
	return ERR_OK;
}

static void
measure(const double *values, size_t count, int estimated, struct fit *f)
{
	f->ks = fit_ks(values, count, &f->law);
	f->chi2 = fit_chi2(values, count, &f->law, estimated);
}

enum err
fit_exponential(const double *values, size_t count, struct fit *out, struct errinfo *e)
{
	long double sum = 0;
	enum err err;

	if ((err = check(values, count, e)) != ERR_OK)
		return err;
	for (size_t i = 0; i < count; i++)
		sum += values[i];
	out->law = law_exponential((double)(sum / (long double)count));
	measure(values, count, 1, out);
	return ERR_OK;
}

enum err
fit_lognormal(const double *values, size_t count, struct fit *out, struct errinfo *e)
{
	long double mean = 0, squares = 0;
	enum err err;

	if ((err = check(values, count, e)) != ERR_OK)
		return err;
	for (size_t i = 0; i < count; i++)
		mean += logl(values[i]);
	mean /= (long double)count;
	for (size_t i = 0; i < count; i++) {
		long double off = logl(values[i]) - mean;

		squares += off * off;
	}
	out->law = (struct law){
	    .kind = LAW_LOGNORMAL,
	    .a = (double)mean,
	    .b = (double)sqrtl(squares / (long double)(count - 1)),
	};
	measure(values, count, 2, out);
	return ERR_OK;
}
