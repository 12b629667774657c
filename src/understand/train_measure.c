/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "train_private.h"

#define BINS 15

/* Decisions and cosines of each row by a model that hasn't seen it. */
static void
cross_validate(struct train_set *s, double cost, double *decisions, double *cosines)
{
	bool *use = mem_zero(s->rows, sizeof *use);
	struct train_fitted f;

	train_fitted_init(s, &f);
	s->shape.weights = f.weights;
	s->shape.bias = f.bias;
	s->shape.centroid = f.centroid;
	for (uint32_t fold = 0; fold < TRAIN_FOLDS; fold++) {
		for (size_t r = 0; r < s->rows; r++)
			use[r] = s->fold[r] != fold;
		memset(f.weights, 0, s->features * s->classes * sizeof *f.weights);
		memset(f.bias, 0, s->classes * sizeof *f.bias);
		train_fit(s, use, cost, &f);
		train_centroids(s, use, &f);
		for (size_t r = 0; r < s->rows; r++)
			if (!use[r])
				classifier_decide(&s->shape, &s->sparse[r],
				    decisions + r * s->classes, cosines + r * s->classes);
	}
	s->shape.weights = s->shape.bias = s->shape.centroid = NULL;
	train_fitted_clear(&f);
	mem_free(use);
}

/* Mean negative log likelihood of the labels at a scale. */
static double
loss(const struct train_set *s, const double *decisions, double scale)
{
	double sum = 0;

	for (size_t r = 0; r < s->rows; r++) {
		const double *d = decisions + r * s->classes;
		double most = d[0], total = 0;

		for (size_t k = 1; k < s->classes; k++)
			most = d[k] > most ? d[k] : most;
		for (size_t k = 0; k < s->classes; k++)
			total += exp(scale * (d[k] - most));
		sum += log(total) - scale * (d[s->label[r]] - most);
	}
	return sum / (double)s->rows;
}

/* Temperature scaling (Guo et al. 2017), by golden section on the logarithm of the scale. */
static double
scale_fit(const struct train_set *s, const double *decisions)
{
	const double ratio = 0.6180339887498949;
	double low = log(0.2), high = log(60);

	for (int i = 0; i < 40; i++) {
		double a = high - ratio * (high - low), b = low + ratio * (high - low);

		if (loss(s, decisions, exp(a)) < loss(s, decisions, exp(b)))
			high = b;
		else
			low = a;
	}
	return exp((low + high) / 2);
}

struct scored {
	double score;
	bool positive;
};

static int
by_score(const void *a, const void *b)
{
	const struct scored *x = a, *y = b;

	return x->score < y->score ? -1 : x->score > y->score;
}

/* Area under the receiver operating characteristic: the Mann-Whitney statistic with mid ranks. */
static double
auroc(struct scored *x, size_t n)
{
	double rank_sum = 0, positives = 0;

	qsort(x, n, sizeof *x, by_score);
	for (size_t i = 0, j; i < n; i = j) {
		for (j = i; j < n && !(x[j].score > x[i].score); j++)
			;
		for (size_t k = i; k < j; k++)
			if (x[k].positive) {
				rank_sum += (double)(i + j + 1) / 2;
				positives++;
			}
	}
	if (positives < 1 || positives > (double)n - 1)
		return 0;
	return (rank_sum - positives * (positives + 1) / 2) / (positives * ((double)n - positives));
}

struct tally {
	double confidence[BINS], right[BINS], in_bin[BINS], correct, inside, caught, outside,
	    false_alarms;
};

static void
tally_row(struct tally *t, const struct train_set *s, size_t r, const double *p)
{
	size_t best = 0;
	int bin;

	for (size_t k = 1; k < s->classes; k++)
		best = p[k] > p[best] ? k : best;
	bin = (int)(p[best] * BINS);
	bin = bin >= BINS ? BINS - 1 : bin;
	t->confidence[bin] += p[best];
	t->in_bin[bin]++;
	t->right[bin] += best == s->label[r];
	if (s->label[r] == s->outside) {
		t->outside++;
		t->caught += p[s->outside] >= 0.5;
	} else {
		t->inside++;
		t->correct += best == s->label[r];
		t->false_alarms += s->outside != CLASSIFIER_NO_FEATURE && p[s->outside] >= 0.5;
	}
}

/* The same path as classifier_probabilities(), from decisions already made. */
static void
probabilities(const struct train_set *s, const double *d, const double *measures, double *p)
{
	double most = d[0], sum = 0, z = 0, rest;

	for (size_t k = 1; k < s->classes; k++)
		most = d[k] > most ? d[k] : most;
	for (size_t k = 0; k < s->classes; k++)
		sum += p[k] = exp((double)s->shape.head.scale * (d[k] - most));
	for (size_t k = 0; k < s->classes; k++)
		p[k] /= sum;
	if (s->outside == CLASSIFIER_NO_FEATURE)
		return;
	for (size_t i = 0; i < OUTSIDE_FEATURES; i++)
		z += (double)s->shape.head.outside[i] * measures[i];
	z = 1 / (1 + exp(-z));
	rest = 1 - p[s->outside];
	for (size_t k = 0; k < s->classes; k++)
		p[k] = k == s->outside ? z : rest > 0 ? p[k] / rest * (1 - z) : 0;
}

static void
report_make(const struct train_set *s, const double *decisions, const double *measures,
    struct train_report *report)
{
	struct tally t;
	struct scored *scores = mem_zero(s->rows, sizeof *scores);
	double p[CLASSIFIER_CLASS_LIMIT];

	memset(&t, 0, sizeof t);
	for (size_t r = 0; r < s->originals; r++) {
		probabilities(s, decisions + r * s->classes, measures + r * OUTSIDE_FEATURES, p);
		tally_row(&t, s, r, p);
		scores[r].positive = s->label[r] == s->outside;
		scores[r].score = s->outside == CLASSIFIER_NO_FEATURE ? 0 : p[s->outside];
	}
	memset(report, 0, sizeof *report);
	report->rows = s->originals;
	report->classes = s->classes;
	report->features = s->features;
	report->accuracy = t.inside > 0 ? t.correct / t.inside : 0;
	for (int b = 0; b < BINS; b++)
		report->ece += fabs(t.confidence[b] - t.right[b]) / (double)s->originals;
	if (s->outside != CLASSIFIER_NO_FEATURE) {
		report->outside_auroc = auroc(scores, s->originals);
		report->outside_recall = t.outside > 0 ? t.caught / t.outside : 0;
		report->outside_false = t.inside > 0 ? t.false_alarms / t.inside : 0;
	}
	mem_free(scores);
}

void
train_calibrate(struct train_set *s, const struct train_recipe *recipe, struct train_report *report)
{
	double *decisions = mem_zero(s->rows * s->classes, sizeof *decisions),
	       *cosines = mem_zero(s->rows * s->classes, sizeof *cosines);
	double *measures = mem_zero(s->rows * OUTSIDE_FEATURES, sizeof *measures);
	bool *outside = mem_zero(s->rows, sizeof *outside);

	cross_validate(s, recipe->cost, decisions, cosines);
	s->shape.head.scale = (float)scale_fit(s, decisions);
	if (s->outside != CLASSIFIER_NO_FEATURE) {
		for (size_t r = 0; r < s->rows; r++) {
			outside[r] = s->label[r] == s->outside;
			classifier_outside_measures(&s->shape.head, decisions + r * s->classes,
			    cosines + r * s->classes, (double)s->sparse[r].known,
			    measures + r * OUTSIDE_FEATURES);
		}
		train_fit_outside(measures, outside, s->rows, s->shape.head.outside);
	}
	report_make(s, decisions, measures, report);
	mem_free(decisions);
	mem_free(cosines);
	mem_free(measures);
	mem_free(outside);
}
