/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "floorwalker/stats/interval.h"
#include "floorwalker/stats/special.h"
#include "tally.h"

#define LEVEL 0.95
#define MINUTE_MS 60000

bool
figure_is_by_queue(const struct figure *f, const struct simulation *s)
{
	return f->kind == FIGURE_QUEUE || (f->kind == FIGURE_FIRST && !s->ai.on);
}

static bool
has_ratio(const struct figure *f)
{
	return f->contact != NULL && f->sample == NULL && f->kind != FIGURE_TOTAL;
}

bool
figure_ratio(size_t figure, size_t *ratio)
{
	size_t count;
	const struct figure *f = figure_all(&count);

	*ratio = 0;
	for (size_t i = 0; i < figure; i++)
		*ratio += has_ratio(&f[i]);
	return has_ratio(&f[figure]);
}

size_t
figure_ratio_count(void)
{
	size_t count, ratio;

	(void)figure_all(&count);
	return (figure_ratio(count - 1, &ratio), ratio + figure_ratio(count - 1, &ratio));
}

/* ---- over replications */

static void
sum_rows(const struct tally *t, size_t i, double *numerators, double *denominators,
    struct bootstrap_pair *sum)
{
	*sum = (struct bootstrap_pair){ 0, 0 };
	for (size_t r = 0; r < t->row_count; r++) {
		const struct bootstrap_pair *p = &t->rows[r].pairs[i];

		numerators[r] = (double)p->numerator;
		denominators[r] = (double)p->denominator;
		sum->numerator += p->numerator;
		sum->denominator += p->denominator;
	}
}

static void
take(struct estimate *out, double low, double high)
{
	out->has_interval = true;
	out->low = low;
	out->high = high;
	out->by = "replications";
}

static void
say_why(const struct tally *t, struct estimate *out)
{
	out->by = "none";
	out->why = t->row_count < 2
	    ? "contacts of one run hang together: it needs at least two replications"
	    : "too few replications for what they have of it";
}

/* Means of counts are skewed, and never below 0. */
static struct interval
mean_of_counts(const double *x, const double *y, size_t n)
{
	struct interval v = interval_ratio_fieller(x, y, n, LEVEL), like = v;
	double sum = 0, moments = 0;

	for (size_t r = 0; r < n; r++)
		moments += y[r];
	for (size_t r = 0; r < n && v.known; r++)
		sum += (x[r] - v.estimate * y[r]) * (x[r] - v.estimate * y[r]);
	if (!v.known || !(sum > 0))
		return v;
	v = interval_positive(v.estimate, sqrt(sum * (double)n / (double)(n - 1)) / moments,
	    t_quantile((1 + LEVEL) / 2, (double)n - 1));
	return v.known ? v : like;
}

static void
ratio_of_rows(const struct tally *t, size_t i, const struct figure *f, struct estimate *out)
{
	double *x = mem_zero(t->row_count, sizeof(*x)), *y = mem_zero(t->row_count, sizeof(*y));
	struct bootstrap_pair sum;
	struct interval v;

	sum_rows(t, i, x, y, &sum);
	say_why(t, out);
	if (f->kind == FIGURE_TOTAL) {
		v = interval_mean(x, t->row_count, LEVEL);
		out->value = (double)sum.numerator / (double)t->row_count;
		out->has_value = true;
		out->n = (int64_t)t->row_count;
	} else {
		v = text_is(f->unit, "count") ? mean_of_counts(x, y, t->row_count)
					      : interval_ratio_fieller(x, y, t->row_count, LEVEL);
		out->has_value = sum.denominator > 0;
		out->value = out->has_value ? (double)sum.numerator / (double)sum.denominator : 0;
	}
	if (out->has_value && v.known && v.low < v.high)
		take(out, v.low, v.high);
	else if (v.known)
		out->why = "all replications are alike, which tells nothing of chance";
	mem_free(x);
	mem_free(y);
}

/* ---- quantiles */

static void
quantile_of_clusters(const struct tally *t, const struct figure *f, struct estimate *out)
{
	struct interval v = clusters_quantile(t->clusters[f->numbers], t->numbers[f->numbers],
	    f->quantile, LEVEL, FIGURE_REPLICATIONS, NULL);

	say_why(t, out);
	if (t->row_count > 1)
		out->why = "too few contacts for so far a percentile";
	if (v.known)
		take(out, v.low, v.high);
}

/* Independent numbers: by the ranks that hold the quantile. */
static void
quantile_of_contacts(const struct tally *t, const struct figure *f, struct estimate *out)
{
	struct interval v =
	    histogram_quantile_interval(t->numbers[f->numbers], f->quantile, LEVEL);

	out->has_interval = v.known;
	out->low = v.low;
	out->high = v.high;
	out->by = v.known ? "order" : "none";
	out->why = v.known ? NULL : "too few contacts for so far a percentile";
}

static void
quantile(const struct tally *t, const struct figure *f, struct estimate *out)
{
	out->n = histogram_count(t->numbers[f->numbers]);
	out->has_value = out->n > 0;
	out->value = (double)histogram_quantile(t->numbers[f->numbers], f->quantile);
	if (out->has_value && !figure_is_by_queue(f, t->simulation))
		quantile_of_contacts(t, f, out);
	else if (out->has_value)
		quantile_of_clusters(t, f, out);
}

/* ---- */

static void
bound(const struct figure *f, struct estimate *out)
{
	if (!out->has_interval)
		return;
	out->low = fmin(fmax(out->low, 0), out->value);
	out->high = fmax(out->high, out->value);
	if (figure_is_share(f))
		out->high = fmin(out->high, 1);
}

/* What n counts of a figure over replications: its denominators, which are contacts, moments of the
 * floor, or agents' time. */
static int64_t
units(const struct tally *t, size_t i, const struct figure *f)
{
	int64_t n = 0;

	for (size_t r = 0; r < t->row_count; r++)
		n += t->rows[r].pairs[i].denominator;
	return text_is(f->unit, "money")			       ? n / BOOTSTRAP_SCALE
	    : text_is(f->name, "present")			       ? n / DAY_SAMPLE_MS
	    : figure_is_share(f) && f->sample != NULL	       ? n / MINUTE_MS
	    : text_is(f->unit, "per_hour")			       ? n / MINUTE_MS
								       : n;
}

static const char narrow[] =
    "over visitors alone, although contacts of a day share a queue: too narrow where people are busy, until there are 4 replications";

void
tally_estimate(const struct tally *t, size_t i, struct estimate *out)
{
	size_t count, ratio;
	const struct figure *f = &figure_all(&count)[i];

	*out = (struct estimate){ .by = "none" };
	if (f->quantile > 0) {
		quantile(t, f, out);
	} else if (figure_ratio(i, &ratio)) {
		tally_estimate_ratio(t, i, ratio, out);
	} else {
		ratio_of_rows(t, i, f, out);
		if (f->kind != FIGURE_TOTAL)
			out->n = units(t, i, f);
	}
	if (f->kind == FIGURE_MIXED && out->has_interval && text_is(out->by, "bootstrap"))
		out->note = narrow;
	bound(f, out);
}

bool
figure_is_share(const struct figure *f)
{
	return text_is(f->unit, "share");
}
