/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "floorwalker/stats/interval.h"
#include "floorwalker/stats/special.h"
#include "tally.h"

#define LEVEL 0.95
#define MINUTE_MS 60000

static bool
is_first_by_queue(const struct figure *f, const struct simulation *s)
{
	return f->kind == FIGURE_FIRST && !s->ai.on;
}

static bool
has_ratio(const struct figure *f, const struct simulation *s)
{
	return f->contact != NULL && f->kind != FIGURE_QUEUE && f->kind != FIGURE_TOTAL &&
	    !is_first_by_queue(f, s);
}

bool
figure_ratio(const struct simulation *s, size_t figure, size_t *ratio)
{
	size_t count;
	const struct figure *f = figure_all(&count);

	*ratio = 0;
	for (size_t i = 0; i < figure; i++)
		*ratio += has_ratio(&f[i], s);
	return has_ratio(&f[figure], s);
}

size_t
figure_ratio_count(const struct simulation *s)
{
	size_t count, ratio;

	(void)figure_all(&count);
	return (figure_ratio(s, count - 1, &ratio), ratio + figure_ratio(s, count - 1, &ratio));
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
		v = interval_ratio_fieller(x, y, t->row_count, LEVEL);
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

/* About the quantile of all contacts, as wide as those of replications differ. */
static void
quantile_of_rows(const struct tally *t, size_t i, const struct figure *f, struct estimate *out)
{
	const struct histogram *h = t->numbers[f->numbers];
	double *x = mem_zero(t->row_count, sizeof(*x));
	size_t n = 0;
	struct interval v;

	out->n = histogram_count(h);
	out->has_value = out->n > 0;
	out->value = (double)histogram_quantile(h, f->quantile);
	say_why(t, out);
	for (size_t r = 0; r < t->row_count; r++)
		if (t->rows[r].pairs[i].denominator > 0)
			x[n++] = (double)t->rows[r].pairs[i].numerator;
	v = interval_mean(x, n, LEVEL);
	if (out->has_value && v.known)
		take(out, out->value - (v.high - v.low) / 2, out->value + (v.high - v.low) / 2);
	mem_free(x);
}

/* ---- over contacts */

/* Wilson 1927, of so many contacts as would tell as much if none were of one visitor: n over the
 * design effect (Kish 1965). */
static void
wilson(double p, double n, struct estimate *out)
{
	double z = normal_quantile(1 - (1 - LEVEL) / 2), scale = 1 + z * z / n,
	       centre = (p + z * z / (2 * n)) / scale,
	       half = z / scale * sqrt(p * (1 - p) / n + z * z / (4 * n * n));

	out->low = p <= 0 ? 0 : fmax(0, centre - half);
	out->high = p >= 1 ? 1 : fmin(1, centre + half);
	out->has_interval = true;
}

/* How much wider an interval must be than that of independent contacts, since those of a visitor
 * stand and fall together: by the replicates, which draw visitors. 1 where nobody came again. */
static double
widening(const struct tally *t, size_t ratio, double width)
{
	struct interval v;

	if (t->sums.follow_ups == 0 || !(width > 0))
		return 1;
	v = bootstrap_percentiles(t->bootstrap, ratio, LEVEL);
	return v.known ? fmax(1, (v.high - v.low) / width) : 1;
}

static void
share_of_contacts(const struct tally *t, size_t ratio, double n, struct estimate *out)
{
	double p = out->value, z = normal_quantile(1 - (1 - LEVEL) / 2),
	       wider = widening(t, ratio, 2 * z * sqrt(p * (1 - p) / n));

	wilson(p, n / (wider * wider), out);
}

static void
ratio_of_contacts(const struct tally *t, size_t ratio, const struct figure *f, struct estimate *out)
{
	double numerators, denominators, wider;
	bool share = figure_is_share(f);
	struct interval v;

	bootstrap_sums(t->bootstrap, ratio, &numerators, &denominators);
	out->n = bootstrap_units(t->bootstrap, ratio);
	out->by = "bootstrap";
	out->has_value = denominators > 0;
	if (!out->has_value) {
		out->by = "none";
		out->why = "there is none of what it is over";
		return;
	}
	out->value = numerators / denominators;
	if (share && (denominators == 2 * (double)out->n || out->value <= 0 || out->value >= 1)) {
		share_of_contacts(t, ratio, (double)out->n, out);
		return;
	}
	v = bootstrap_interval(t->bootstrap, ratio, LEVEL);
	wider = widening(t, ratio, v.high - v.low);
	out->has_interval = v.known;
	out->low = out->value - wider * (out->value - v.low);
	out->high = out->value + wider * (v.high - out->value);
	if (!v.known || v.low == v.high) {
		out->has_interval = false;
		out->by = "none";
		out->why = !v.known ? "it needs at least two contacts that aren't alike"
				    : "all are alike, which tells nothing of chance";
	}
}

/* Independent numbers: by the ranks that hold the quantile. */
static void
quantile_of_contacts(const struct tally *t, const struct figure *f, struct estimate *out)
{
	struct interval v =
	    histogram_quantile_interval(t->numbers[f->numbers], f->quantile, LEVEL);

	out->n = histogram_count(t->numbers[f->numbers]);
	out->has_value = out->n > 0;
	out->value = (double)histogram_quantile(t->numbers[f->numbers], f->quantile);
	out->has_interval = v.known;
	out->low = v.low;
	out->high = v.high;
	out->by = v.known ? "order" : "none";
	out->why = v.known ? NULL : "too few contacts for so far a percentile";
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
	bool has_a_ratio = figure_ratio(t->simulation, i, &ratio),
	     by_contact = f->kind != FIGURE_QUEUE && f->kind != FIGURE_TOTAL &&
	    !is_first_by_queue(f, t->simulation) &&
	    !(f->kind == FIGURE_MIXED && t->row_count >= FIGURE_REPLICATIONS);

	*out = (struct estimate){ .by = "none" };
	if (f->quantile > 0) {
		if (by_contact)
			quantile_of_contacts(t, f, out);
		else
			quantile_of_rows(t, i, f, out);
	} else if (by_contact && has_a_ratio) {
		ratio_of_contacts(t, ratio, f, out);
	} else {
		ratio_of_rows(t, i, f, out);
		if (f->kind == FIGURE_MIXED && has_a_ratio && !out->has_interval)
			ratio_of_contacts(t, ratio, f, out);
		else if (f->kind == FIGURE_MIXED && has_a_ratio)
			out->n = bootstrap_units(t->bootstrap, ratio);
		else if (f->kind != FIGURE_TOTAL)
			out->n = units(t, i, f);
	}
	if (f->kind == FIGURE_MIXED && out->has_interval && text_is(out->by, "bootstrap"))
		out->note = narrow;
	bound(f, out);
}
