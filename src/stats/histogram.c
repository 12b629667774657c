/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/stats/histogram.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/stats/interval.h"
#include "wide.h"

#define PLAIN 256	/* bins of one number each */
#define SUB_BITS 7	/* bins a doubling: 2^7 */
#define SUBS (1 << SUB_BITS)
#define BINS_MOST (PLAIN + (63 - SUB_BITS - 1) * SUBS)

struct histogram {
	int64_t *bins;
	size_t size;		/* of bins */
	int64_t count, least, most;
	wide sum;
};

static size_t
bin_of(int64_t value)
{
	int exponent;

	if (value < PLAIN)
		return (size_t)value;
	exponent = 63 - __builtin_clzll((unsigned long long)value);
	return (size_t)(PLAIN + (exponent - SUB_BITS - 1) * SUBS) +
	    (size_t)((value >> (exponent - SUB_BITS)) - SUBS);
}

static int64_t
width_of(size_t bin)
{
	return bin < PLAIN ? 1 : (int64_t)1 << ((bin - PLAIN) / SUBS + 1);
}

static int64_t
low_of(size_t bin)
{
	return bin < PLAIN ? (int64_t)bin
			   : (int64_t)(SUBS + (bin - PLAIN) % SUBS) * width_of(bin);
}

struct histogram *
histogram_new(void)
{
	return mem_zero(1, sizeof(struct histogram));
}

void
histogram_free(struct histogram **h)
{
	if (*h == NULL)
		return;
	mem_free((*h)->bins);
	mem_free(*h);
	*h = NULL;
}

static void
reserve(struct histogram *h, size_t size)
{
	size_t grown = size < PLAIN ? PLAIN : (size + SUBS - 1) / SUBS * SUBS;

	if (size <= h->size)
		return;
	h->bins = mem_grow(h->bins, grown, sizeof(*h->bins));
	memset(h->bins + h->size, 0, (grown - h->size) * sizeof(*h->bins));
	h->size = grown;
}

void
histogram_add_n(struct histogram *h, int64_t value, int64_t times)
{
	size_t bin;

	assert(value >= 0 && times >= 0);
	if (times == 0)
		return;
	bin = bin_of(value);
	reserve(h, bin + 1);
	h->bins[bin] += times;
	h->least = h->count == 0 || value < h->least ? value : h->least;
	h->most = h->count == 0 || value > h->most ? value : h->most;
	h->count += times;
	h->sum += (wide)value * times;
}

void
histogram_add(struct histogram *h, int64_t value)
{
	histogram_add_n(h, value, 1);
}

void
histogram_merge(struct histogram *into, const struct histogram *from)
{
	if (from->count == 0)
		return;
	reserve(into, from->size);
	for (size_t i = 0; i < from->size; i++)
		into->bins[i] += from->bins[i];
	into->least = into->count == 0 || from->least < into->least ? from->least : into->least;
	into->most = into->count == 0 || from->most > into->most ? from->most : into->most;
	into->count += from->count;
	into->sum += from->sum;
}

int64_t
histogram_count(const struct histogram *h)
{
	return h->count;
}

double
histogram_mean(const struct histogram *h)
{
	return h->count > 0 ? (double)((long double)h->sum / (long double)h->count) : 0;
}

int64_t
histogram_least(const struct histogram *h)
{
	return h->least;
}

int64_t
histogram_most(const struct histogram *h)
{
	return h->most;
}

/* The number of a rank, 1 … count. */
static int64_t
ranked(const struct histogram *h, int64_t rank)
{
	int64_t below = 0, middle;

	if (rank <= 1 || rank >= h->count)
		return rank <= 1 ? h->least : h->most;
	for (size_t i = 0; i < h->size; i++) {
		below += h->bins[i];
		if (below < rank)
			continue;
		middle = low_of(i) + (width_of(i) - 1) / 2;
		return middle < h->least ? h->least : middle > h->most ? h->most : middle;
	}
	return h->most;
}

/* ceil(n p), but not thrown up by the last bit of p: .95 of 20 is rank 19. */
static int64_t
rank_of(int64_t n, double p)
{
	int64_t rank = (int64_t)ceil((double)n * p * (1 - 1e-14));

	return rank < 1 ? 1 : rank > n ? n : rank;
}

int64_t
histogram_quantile(const struct histogram *h, double p)
{
	assert(p >= 0 && p <= 1);
	return h->count > 0 ? ranked(h, rank_of(h->count, p)) : 0;
}

int64_t
histogram_at_most(const struct histogram *h, int64_t value)
{
	int64_t sum = 0;
	size_t last = value < 0 ? 0 : bin_of(value) + 1;

	for (size_t i = 0; i < last && i < h->size; i++)
		sum += h->bins[i];
	return sum;
}

struct interval
histogram_quantile_interval(const struct histogram *h, double p, double level)
{
	int64_t low, high, at;

	if (h->count == 0 || !interval_ranks(h->count, p, level, &low, &high))
		return (struct interval){.n = h->count};
	at = rank_of(h->count, p);
	at = at < low ? low : at > high ? high : at;
	return (struct interval){
	    .estimate = (double)ranked(h, at),
	    .low = (double)ranked(h, low),
	    .high = (double)ranked(h, high),
	    .n = h->count,
	    .known = true,
	};
}

size_t
histogram_bins(const struct histogram *h)
{
	return h->count > 0 ? bin_of(h->most) + 1 : 0;
}

int64_t
histogram_bin(const struct histogram *h, size_t i, int64_t *low, int64_t *high)
{
	*low = low_of(i);
	*high = *low > INT64_MAX - width_of(i) ? INT64_MAX : *low + width_of(i);
	return h->bins[i];
}

struct value *
histogram_to_value(struct arena *a, const struct histogram *h)
{
	struct value *out = value_map(a), *bins;

	value_set_text(out, "least", wide_text(a, h->least));
	value_set_text(out, "most", wide_text(a, h->most));
	value_set_text(out, "sum", wide_text(a, h->sum));
	bins = value_set_list(out, "bins");
	for (size_t i = 0; i < h->size; i++) {
		struct value *pair;

		if (h->bins[i] == 0)
			continue;
		pair = value_list(a);
		value_add(pair, value_int(a, (int64_t)i));
		value_add(pair, value_int(a, h->bins[i]));
		value_add(bins, pair);
	}
	return out;
}

/* Adds the bins, and sums up between which bounds the sum must then lie. */
static enum err
read_bins(const struct value *bins, struct histogram *h, wide *low, wide *high, struct errinfo *e)
{
	int64_t last = -1;

	for (size_t i = 0; i < value_count(bins); i++) {
		const struct value *pair = value_at(bins, i);
		int64_t bin = value_as_int(value_at(pair, 0), -1),
			count = value_as_int(value_at(pair, 1), 0);

		if (value_count(pair) != 2 || bin <= last || bin >= BINS_MOST)
			return value_err(
			    e, ERR_INPUT, pair, "a bin is its number, ascending, and its count");
		if (count < 1 || count > VALUE_INT_MAX - h->count)
			return value_err(e, ERR_INPUT, pair, "a bin must count 1 or more");
		reserve(h, (size_t)bin + 1);
		h->bins[bin] = count;
		h->count += count;
		*low += (wide)low_of((size_t)bin) * count;
		*high += ((wide)low_of((size_t)bin) + width_of((size_t)bin) - 1) * count;
		last = bin;
	}
	return ERR_OK;
}

static enum err
read(const struct value *v, struct histogram *h, struct errinfo *e)
{
	static const char *const known[] = {"least", "most", "sum", "bins"};
	const struct value *bins = value_get(v, "bins");
	wide least, most, low = 0, high = 0;
	size_t count = value_count(bins);
	enum err err;

	if (value_kind(v) != VALUE_MAP || value_kind(bins) != VALUE_LIST)
		return value_err(e, ERR_INPUT, v, "a histogram is a map with bins");
	if ((err = value_check_keys(v, known, 4, e)) != ERR_OK ||
	    (err = wide_read(value_get(v, "least"), "least", &least, e)) != ERR_OK ||
	    (err = wide_read(value_get(v, "most"), "most", &most, e)) != ERR_OK ||
	    (err = wide_read(value_get(v, "sum"), "sum", &h->sum, e)) != ERR_OK ||
	    (err = read_bins(bins, h, &low, &high, e)) != ERR_OK)
		return err;
	if (least < 0 || most < least || most > INT64_MAX || h->sum < low || h->sum > high ||
	    (count == 0 && most != 0) ||
	    (count > 0 &&
		((int64_t)bin_of((int64_t)least) != value_as_int(value_at(value_at(bins, 0), 0), -1) ||
		    (int64_t)bin_of((int64_t)most) !=
			value_as_int(value_at(value_at(bins, count - 1), 0), -1))))
		return value_err(
		    e, ERR_INPUT, v, "a histogram's least, most or sum doesn't fit its bins");
	h->least = (int64_t)least;
	h->most = (int64_t)most;
	return ERR_OK;
}

enum err
histogram_from_value(const struct value *v, struct histogram **out, struct errinfo *e)
{
	struct histogram *h = histogram_new();
	enum err err = read(v, h, e);

	if (err != ERR_OK) {
		histogram_free(&h);
		return err;
	}
	*out = h;
	return ERR_OK;
}
