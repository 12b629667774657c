/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/understand/classify.h"

#define BINS 15

/* The labels of all rows and models, sorted. */
struct tallies {
	struct classify_label_metrics *labels;
	size_t count;
};

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int
by_label(const void *a, const void *b)
{
	const struct classify_label_metrics *x = a, *y = b;

	return strcmp(x->label, y->label);
}

static int
by_rows(const void *a, const void *b)
{
	const struct classify_label_metrics *x = a, *y = b;

	return x->rows != y->rows ? (x->rows > y->rows ? -1 : 1) : strcmp(x->label, y->label);
}

static struct classify_label_metrics *
tally_of(const struct tallies *t, const char *label)
{
	struct classify_label_metrics wanted = {.label = label};

	return bsearch(&wanted, t->labels, t->count, sizeof *t->labels, by_label);
}

/* Models of folds share their labels, mostly: the same list is looked at once. */
static void
tallies_make(struct arena *a, const struct classify_set_result *results,
    const struct classify_labels *gold, size_t count, struct tallies *out)
{
	const char *const *last = NULL;
	const char **all;
	size_t n = 0, room = 0;

	for (size_t i = 0; i < count; i++) {
		room += gold[i].count + (results[i].labels != last ? results[i].label_count : 0);
		last = results[i].labels;
	}
	all = arena_alloc(a, (room + 1) * sizeof *all);
	last = NULL;
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; results[i].labels != last && k < results[i].label_count; k++)
			all[n++] = results[i].labels[k];
		for (size_t k = 0; k < gold[i].count; k++)
			all[n++] = gold[i].items[k];
		last = results[i].labels;
	}
	qsort(all, n, sizeof *all, by_text);
	out->count = 0;
	out->labels = arena_alloc(a, (n + 1) * sizeof *out->labels);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || strcmp(all[i - 1], all[i]) != 0)
			out->labels[out->count++].label = all[i];
}

static bool
has(const struct classify_labels *labels, const char *label)
{
	return bsearch(&label, labels->items, labels->count, sizeof labels->items[0], by_text) !=
	    NULL;
}

/* Sums of the calibration's bins. */
struct bins {
	double sure[BINS], right[BINS], pairs;
};

/* Counts one row; whether it was given exactly its set. */
static bool
row_count(const struct classify_set_result *r, const struct classify_labels *gold,
    double threshold, const struct tallies *t, struct bins *bins)
{
	size_t right = 0, given = 0;

	for (size_t k = 0; k < gold->count; k++)
		tally_of(t, gold->items[k])->rows++;
	for (size_t k = 0; k < r->label_count; k++) {
		double p = r->each[k];
		int bin = p >= 1 ? BINS - 1 : p > 0 ? (int)(p * BINS) : 0;
		bool yes = has(gold, r->labels[k]);
		struct classify_label_metrics *label;

		bins->sure[bin] += p;
		bins->right[bin] += yes;
		bins->pairs++;
		if (p < (isnan(threshold) ? r->threshold : threshold))
			continue;
		label = tally_of(t, r->labels[k]);
		label->given++;
		label->right += yes;
		given++;
		right += yes;
	}
	return right == gold->count && given == gold->count;
}

static double
share(size_t part, size_t whole)
{
	return whole > 0 ? (double)part / (double)whole : NAN;
}

static void
labels_measure(struct tallies *t, struct classify_set_metrics *out)
{
	size_t rows = 0, given = 0, right = 0, with_rows = 0, kept = 0;
	double sum = 0;

	for (size_t i = 0; i < t->count; i++) {
		struct classify_label_metrics *l = &t->labels[i];

		rows += l->rows;
		given += l->given;
		right += l->right;
		l->precision = share(l->right, l->given);
		l->recall = share(l->right, l->rows);
		l->f1 = share(2 * l->right, l->rows + l->given);
		with_rows += l->rows > 0;
		sum += l->rows > 0 ? l->f1 : 0;
		if (l->rows > 0 || l->given > 0)
			t->labels[kept++] = *l;
	}
	qsort(t->labels, kept, sizeof *t->labels, by_rows);
	out->labels = t->labels;
	out->label_count = kept;
	out->pairs = rows;
	out->micro_precision = share(right, given);
	out->micro_recall = share(right, rows);
	out->micro_f1 = share(2 * right, rows + given);
	out->macro_f1 = with_rows > 0 ? sum / (double)with_rows : NAN;
}

void
classify_measure_sets(struct arena *a, const struct classify_set_result *results, size_t count,
    double threshold, struct classify_set_metrics *out)
{
	struct classify_labels *gold = arena_alloc(a, (count + 1) * sizeof *gold);
	struct bins bins = { .pairs = 0 };
	struct tallies t;
	size_t exact = 0;

	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < count; i++) {
		/* What is damaged was refused where it was read. */
		if (classify_labels_split(a, results[i].gold, &gold[i]) != NULL)
			gold[i].count = 0;
		out->none_n += gold[i].count == 0;
	}
	tallies_make(a, results, gold, count, &t);
	for (size_t i = 0; i < count; i++)
		exact += row_count(&results[i], &gold[i], threshold, &t, &bins);
	out->n = count;
	out->exact = share(exact, count);
	labels_measure(&t, out);
	out->ece = bins.pairs > 0 ? 0 : NAN;
	for (int b = 0; b < BINS && bins.pairs > 0; b++)
		out->ece += fabs(bins.sure[b] - bins.right[b]) / bins.pairs;
}
