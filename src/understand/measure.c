/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/random.h"
#include "floorwalker/understand/classify.h"

#include "train_private.h"

#define BINS 15
#define DRAWS 1000	/* of the simulated range */

/* A row as answered. */
struct answered {
	const char *gold, *given;
	double sure;		/* probability of what was given */
	bool right;
};

static bool
is_said_outside(const struct classify_result *r, double threshold)
{
	if (isnan(threshold))
		threshold = r->threshold;
	return threshold < 1 && r->outside >= threshold;
}

static struct answered
answer(const struct classify_result *r, double threshold)
{
	struct answered x = {.gold = classify_is_outside(r->gold) ? CLASSIFY_OUTSIDE : r->gold};
	bool outside = is_said_outside(r, threshold);

	x.given = outside ? CLASSIFY_OUTSIDE : r->best;
	x.sure = outside ? r->outside : r->confidence;
	x.right = strcmp(x.gold, x.given) == 0;
	return x;
}

static int
bin_of(double sure)
{
	return sure >= 1 ? BINS - 1 : sure > 0 ? (int)(sure * BINS) : 0;
}

static double
ece_of(const double sure[BINS], const double right[BINS], size_t n)
{
	double sum = 0;

	for (int b = 0; b < BINS; b++)
		sum += fabs(sure[b] - right[b]);
	return sum / (double)n;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* What a model whose probabilities all hold would show: each answer is right with its
 * probability. */
static void
range_simulate(
    const struct answered *x, size_t n, uint64_t seed, const double sure[BINS],
    struct classify_metrics *out)
{
	double *draws = mem_zero(DRAWS, sizeof *draws);
	struct random_stream r;

	random_init(&r, seed, "understand.calibrated");
	for (int d = 0; d < DRAWS; d++) {
		double right[BINS] = { 0 };

		for (size_t i = 0; i < n; i++)
			right[bin_of(x[i].sure)] += random_unit(&r) < x[i].sure;
		draws[d] = ece_of(sure, right, n);
	}
	qsort(draws, DRAWS, sizeof *draws, by_value);
	out->ece_low = draws[DRAWS / 40];
	out->ece_high = draws[DRAWS - 1 - DRAWS / 40];
	mem_free(draws);
}

static void
calibration(const struct answered *x, size_t n, uint64_t seed, struct classify_metrics *out)
{
	double sure[BINS] = { 0 }, right[BINS] = { 0 };

	for (size_t i = 0; i < n; i++) {
		sure[bin_of(x[i].sure)] += x[i].sure;
		right[bin_of(x[i].sure)] += x[i].right;
	}
	out->ece = ece_of(sure, right, n);
	if (seed != 0)
		range_simulate(x, n, seed, sure, out);
}

static int
by_sureness(const void *a, const void *b)
{
	const struct answered *x = a, *y = b;

	return x->sure > y->sure ? -1 : x->sure < y->sure;
}

static int
by_pair(const void *a, const void *b)
{
	const struct answered *x = a, *y = b;
	int order = strcmp(x->gold, y->gold);

	return order != 0 ? order : strcmp(x->given, y->given);
}

static int
by_count(const void *a, const void *b)
{
	const struct classify_confusion *x = a, *y = b;
	int order;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	order = strcmp(x->gold, y->gold);
	return order != 0 ? order : strcmp(x->given, y->given);
}

/* x is sorted by gold and given. */
static void
confusions(struct arena *a, const struct answered *x, size_t n, struct classify_metrics *out)
{
	out->confusions = arena_alloc(a, (n + 1) * sizeof *out->confusions);
	for (size_t i = 0, j; i < n; i = j) {
		for (j = i; j < n && by_pair(&x[i], &x[j]) == 0; j++)
			;
		if (!x[i].right)
			out->confusions[out->confusion_count++] =
			    (struct classify_confusion){x[i].gold, x[i].given, j - i};
	}
	qsort(
	    out->confusions, out->confusion_count, sizeof *out->confusions, by_count);
}

static int
by_given(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* x is sorted by gold. F1 = 2·right / (rows of the label + rows given it). */
static double
macro_f1(struct arena *a, const struct answered *x, size_t n)
{
	const char **given = arena_alloc(a, n * sizeof *given);
	double sum = 0, labels = 0;

	for (size_t i = 0; i < n; i++)
		given[i] = x[i].given;
	qsort(given, n, sizeof *given, by_given);
	for (size_t i = 0, j, g = 0, of_label; i < n; i = j) {
		double right = 0;

		for (j = i; j < n && strcmp(x[i].gold, x[j].gold) == 0; j++)
			right += x[j].right;
		while (g < n && strcmp(given[g], x[i].gold) < 0)
			g++;
		for (of_label = g; of_label < n && strcmp(given[of_label], x[i].gold) == 0;)
			of_label++;
		sum += 2 * right / (double)(j - i + of_label - g);
		labels++;
	}
	return sum / labels;
}

static double
auroc_of(struct arena *a, const struct classify_result *results, size_t n)
{
	struct train_scored *scores = arena_alloc(a, n * sizeof *scores);
	bool gives = false;

	for (size_t i = 0; i < n; i++)
		gives |= results[i].outside > 0;
	for (size_t i = 0; i < n; i++) {
		scores[i].positive = classify_is_outside(results[i].gold);
		scores[i].score = gives ? results[i].outside : 1 - results[i].confidence;
	}
	return train_auroc(scores, n);
}

void
classify_measure(struct arena *a, const struct classify_result *results, size_t count,
    double threshold, uint64_t seed, struct classify_metrics *out)
{
	struct answered *x = arena_alloc(a, (count + 1) * sizeof *x);
	size_t inside = 0, inside_right = 0, outside_right = 0, said = 0, surest, right = 0;

	memset(out, 0, sizeof *out);
	out->n = count;
	for (size_t i = 0; i < count; i++) {
		x[i] = answer(&results[i], threshold);
		said += is_said_outside(&results[i], threshold);
		if (classify_is_outside(results[i].gold)) {
			out->oos_n++;
			outside_right += x[i].right;
		} else {
			inside++;
			inside_right += x[i].right;
		}
	}
	out->in_scope_accuracy = inside > 0 ? (double)inside_right / (double)inside : NAN;
	out->oos_recall = out->oos_n > 0 ? (double)outside_right / (double)out->oos_n : NAN;
	out->ece = out->ece_low = out->ece_high = out->macro_f1 = out->overall_accuracy = NAN;
	out->accuracy_at_80_coverage = out->coverage = out->auroc_oos = NAN;
	if (count == 0)
		return;
	out->overall_accuracy = (double)(inside_right + outside_right) / (double)count;
	out->coverage = 1 - (double)said / (double)count;
	if (inside > 0 && out->oos_n > 0)
		out->auroc_oos = auroc_of(a, results, count);
	calibration(x, count, seed, out);
	qsort(x, count, sizeof *x, by_sureness);
	surest = (count * 4 + 4) / 5;
	for (size_t i = 0; i < surest; i++)
		right += x[i].right;
	out->accuracy_at_80_coverage = (double)right / (double)surest;
	qsort(x, count, sizeof *x, by_pair);
	confusions(a, x, count, out);
	out->macro_f1 = macro_f1(a, x, count);
}
