/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/stats/clusters.h"

#include <math.h>
#include <string.h>

#include "floorwalker/stats/special.h"
#include "wide.h"

#define PLAIN 256		/* a histogram's bins of one number each: thresholds too */
#define TOGETHER 16		/* its other bins, of which 128 make a doubling, to a threshold */
#define THRESHOLDS (PLAIN + (40 - 8) * 8)
#define UNITS_MOST ((wide)1 << 40)	/* of all clusters together, when read */

struct clusters {
	int64_t count;
	wide units, squares;	/* sums of n, n^2 */
	struct threshold { wide below, squares, products; } at[THRESHOLDS];	/* c, c^2, c n */
};

static size_t
threshold_of(size_t bin)
{
	size_t k = bin < PLAIN ? bin : PLAIN + (bin - PLAIN) / TOGETHER;

	return k < THRESHOLDS ? k : THRESHOLDS - 1;
}

struct clusters *
clusters_new(void)
{
	return mem_zero(1, sizeof(struct clusters));
}

void
clusters_free(struct clusters **c)
{
	mem_free(*c);
	*c = NULL;
}

int64_t
clusters_count(const struct clusters *c)
{
	return c->count;
}

void
clusters_add(struct clusters *c, const struct histogram *h)
{
	wide n = histogram_count(h), below = 0;
	size_t bins = histogram_bins(h), bin = 0;

	if (n == 0)
		return;
	c->count++;
	c->units += n;
	c->squares += n * n;
	for (size_t k = 0; k < THRESHOLDS; k++) {
		int64_t low, high;

		for (; bin < bins && threshold_of(bin) == k; bin++)
			below += histogram_bin(h, bin, &low, &high);
		c->at[k].below += below;
		c->at[k].squares += below * below;
		c->at[k].products += below * n;
	}
}

void
clusters_merge(struct clusters *into, const struct clusters *from)
{
	into->count += from->count;
	into->units += from->units;
	into->squares += from->squares;
	for (size_t k = 0; k < THRESHOLDS; k++) {
		into->at[k].below += from->at[k].below;
		into->at[k].squares += from->at[k].squares;
		into->at[k].products += from->at[k].products;
	}
}

/* ---- the interval */

/* How many times as large the variance of the share at a threshold is as that of independent
 * numbers; 0 where all or none lie below. */
static double
effect_at(const struct clusters *c, size_t k)
{
	const struct threshold *x = &c->at[k];
	long double n = (long double)c->units, share = (long double)x->below / n,
		    clusters = (long double)c->count, sum;

	if (x->below == 0 || x->below == c->units)
		return 0;
	sum = (long double)x->squares - 2 * share * (long double)x->products +
	    share * share * (long double)c->squares;
	return (double)(sum * clusters / (clusters - 1) / (n * share * (1 - share)));
}

/* At the thresholds just below and above the quantile the larger. */
static double
effect_near(const struct clusters *c, double p)
{
	double below = 0, above = 0;

	for (size_t k = 0; k < THRESHOLDS && above == 0; k++) {
		double effect = effect_at(c, k);

		if ((double)c->at[k].below < p * (double)c->units)
			below = effect > 0 ? effect : below;
		else if (effect > 0)
			above = effect;
		else
			break;
	}
	return fmax(below, above);
}

/* P(X <= k) of a binomial of m independent ones, where k and m needn't be whole (by the beta
 * function that it is). */
static double
at_most(double k, double m, double p)
{
	return k >= m ? 1 : beta_i(m - k, k + 1, 1 - p);
}

/* The ranks of n that hold the quantile as the ranks of m independent ones do: interval_ranks()
 * where m = n. */
static bool
find_ranks(int64_t n, double m, double p, double level, int64_t *low, int64_t *high)
{
	double tail = (1 - level) / 2, each = m / (double)n;
	int64_t least = 0, most = n + 1;

	while (most - least > 1) {
		int64_t r = least + (most - least) / 2;

		*(at_most((double)(r - 1) * each, m, p) <= tail ? &least : &most) = r;
	}
	*low = least;
	least = 0;
	most = n + 1;
	while (most - least > 1) {
		int64_t r = least + (most - least) / 2;
		bool holds = (double)r * each >= 1 &&
		    at_most((double)r * each - 1, m, p) >= 1 - tail;

		*(holds ? &most : &least) = r;
	}
	*high = most;
	return *low >= 1 && *high <= n;
}

static double
ranked(const struct histogram *all, int64_t rank)
{
	return (double)histogram_quantile(
	    all, ((double)rank - .5) / (double)histogram_count(all));
}

struct interval
clusters_quantile(const struct clusters *c, const struct histogram *all, double p, double level,
    int64_t enough, bool *by_clusters)
{
	double effect, z = normal_quantile((1 + level) / 2), t;
	int64_t low, high, n = histogram_count(all);
	bool by;

	if (c->count < 2)
		return (struct interval){ .n = n };
	effect = effect_near(c, p);
	by = effect > 1 || c->count < enough;
	t = by ? t_quantile((1 + level) / 2, (double)c->count - 1) : z;
	if (by_clusters != NULL)
		*by_clusters = by;
	if (!find_ranks(n, (double)n / fmax(1, effect) * (z / t) * (z / t), p, level, &low, &high))
		return (struct interval){ .n = n };
	return (struct interval){
	    .estimate = (double)histogram_quantile(all, p),
	    .low = ranked(all, low),
	    .high = ranked(all, high),
	    .n = n,
	    .known = true,
	};
}

/* ---- stored */

static const char *const keys[] = { "clusters", "units", "squares", "thresholds" };

/* Thresholds that differ from those before: [k, c, c^2, c n]. */
struct value *
clusters_to_value(struct arena *a, const struct clusters *c)
{
	struct value *out = value_map(a), *list;
	struct threshold last = { 0, 0, 0 };

	value_set_int(out, keys[0], c->count);
	value_set_text(out, keys[1], wide_text(a, c->units));
	value_set_text(out, keys[2], wide_text(a, c->squares));
	list = value_set_list(out, keys[3]);
	for (size_t k = 0; k < THRESHOLDS; k++) {
		const struct threshold *x = &c->at[k];
		struct value *row;

		if (x->below == last.below && x->squares == last.squares &&
		    x->products == last.products)
			continue;
		row = value_list(a);
		value_add(row, value_int(a, (int64_t)k));
		value_add_text(row, wide_text(a, x->below));
		value_add_text(row, wide_text(a, x->squares));
		value_add_text(row, wide_text(a, x->products));
		value_add(list, row);
		last = *x;
	}
	return out;
}

/* What the interval counts upon: they grow with the threshold, and none exceeds what all numbers
 * give. */
static bool
fits(const struct clusters *c, const struct threshold *x, const struct threshold *last)
{
	return x->below >= last->below && x->squares >= last->squares &&
	    x->products >= last->products && x->below <= c->units && x->squares <= x->products &&
	    x->products <= c->squares;
}

static enum err
read_thresholds(const struct value *list, struct clusters *c, struct errinfo *e)
{
	struct threshold last = { 0, 0, 0 };
	size_t next = 0;
	enum err err;

	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *row = value_at(list, i);
		int64_t k = value_as_int(value_at(row, 0), -1);
		struct threshold x;

		if (value_count(row) != 4 || k < (int64_t)next || k >= THRESHOLDS)
			return value_err(e, ERR_INPUT, row,
			    "a threshold is its number, ascending, and three sums");
		if ((err = wide_read(value_at(row, 1), "sums", &x.below, e)) != ERR_OK ||
		    (err = wide_read(value_at(row, 2), "sums", &x.squares, e)) != ERR_OK ||
		    (err = wide_read(value_at(row, 3), "sums", &x.products, e)) != ERR_OK)
			return err;
		if (!fits(c, &x, &last))
			return value_err(e, ERR_INPUT, row, "the sums contradict each other");
		for (; next < (size_t)k; next++)
			c->at[next] = last;
		last = x;
	}
	for (; next < THRESHOLDS; next++)
		c->at[next] = last;
	return last.below == c->units && last.products == c->squares
	    ? ERR_OK
	    : value_err(e, ERR_INPUT, list, "the thresholds don't hold all numbers");
}

static enum err
read(const struct value *v, struct clusters *c, struct errinfo *e)
{
	enum err err;

	if (value_kind(v) != VALUE_MAP || value_kind(value_get(v, keys[3])) != VALUE_LIST)
		return value_err(e, ERR_INPUT, v, "clusters are a map with thresholds");
	if ((err = value_check_keys(v, keys, 4, e)) != ERR_OK ||
	    (err = wide_read(value_get(v, keys[1]), keys[1], &c->units, e)) != ERR_OK ||
	    (err = wide_read(value_get(v, keys[2]), keys[2], &c->squares, e)) != ERR_OK)
		return err;
	c->count = value_get_int(v, keys[0], -1);
	if (c->count < 0 || c->units < c->count || c->units > UNITS_MOST || c->squares < c->units ||
	    c->squares > c->units * c->units || (c->count == 0 && c->units > 0))
		return value_err(e, ERR_INPUT, v, "the sums of clusters contradict each other");
	return read_thresholds(value_get(v, keys[3]), c, e);
}

enum err
clusters_from_value(const struct value *v, struct clusters **out, struct errinfo *e)
{
	struct clusters *c = clusters_new();
	enum err err = read(v, c, e);

	if (err != ERR_OK) {
		clusters_free(&c);
		return err;
	}
	*out = c;
	return ERR_OK;
}
