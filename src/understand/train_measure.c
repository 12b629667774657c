/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/mem.h"

#include "train_private.h"

#define BINS 15
#define OUTSIDE_SHARE 0.05	/* of messages: what probability and threshold are set for */
#define OUTSIDE_NEW 2.0		/* so many times the share of new words is taken to be out of scope,
				   where training rows can't tell */
#define PASSES 8	/* over all rows */
#define DRAWINGS 51	/* of rows, for a threshold */
#define ENOUGH_VALID 500	/* rows that calibration can rest on alone */
#define FEW_ROWS 3000	/* up to so many, fitting may take its time */

/* Passes after some rows were taken out. */
static int
passes_after(const struct train_set *s)
{
	return s->rows <= FEW_ROWS ? PASSES : 2;
}

/* Fits m to the rows that use marks. Ratios must not know of rows that are held out: with them, each
 * fit begins anew. */
static void
fit(const struct train_set *s, const struct train_recipe *recipe, const bool *use, int passes,
    struct random_stream *random, struct train_machine *m)
{
	if (recipe->ratios)
		train_ratios_fit(s, recipe, use, PASSES, random, m);
	else
		train_machine_fit(s, recipe, use, passes, random, m);
}

/* What models that hadn't seen a row made of it. */
struct held_out {
	float *decisions, *cosines;	/* [row][stride] */
	float *strange;			/* [original][stride] decisions of models without the row's
					   class; NULL: none were made */
};

static void
held_out_init(const struct train_set *s, bool strange, struct held_out *h)
{
	h->decisions = mem_zero(s->rows * s->stride, sizeof *h->decisions);
	h->cosines = mem_zero(s->rows * s->stride, sizeof *h->cosines);
	h->strange =
	    strange ? mem_zero(s->originals * s->stride, sizeof *h->strange) : NULL;
}

static void
held_out_clear(struct held_out *h)
{
	mem_free(h->decisions);
	mem_free(h->cosines);
	mem_free(h->strange);
}

static void
cross_validate(const struct train_set *s, const struct train_recipe *recipe,
    const struct train_machine *all, struct random_stream *random, struct held_out *h)
{
	bool *use = mem_zero(s->rows, sizeof *use);
	struct train_machine m;

	train_machine_init(s, all->centroids != NULL, &m);
	for (uint32_t fold = 0; fold < TRAIN_FOLDS; fold++) {
		for (size_t r = 0; r < s->rows; r++)
			use[r] = r < s->taught && s->fold[r] != fold;
		train_machine_without(s, use, all, &m);
		fit(s, recipe, use, passes_after(s), random, &m);
		for (size_t r = 0; r < s->rows; r++)
			if (!use[r] && r < s->taught)
				train_machine_decide(s, &m, r, h->decisions + r * s->stride,
				    h->cosines + r * s->stride);
	}
	for (size_t r = s->taught; r < s->rows; r++)
		train_machine_decide(
		    s, all, r, h->decisions + r * s->stride, h->cosines + r * s->stride);
	train_machine_clear(&m);
	mem_free(use);
}

/* Deals the classes to groups; each group is left out in turn, and its rows become strangers to the
 * model of the others. */
static void
leave_classes_out(const struct train_set *s, const struct train_recipe *recipe,
    const struct train_machine *all, struct random_stream *random, struct held_out *h)
{
	bool *use = mem_zero(s->rows, sizeof *use);
	size_t *group = mem_zero(s->classes, sizeof *group);
	struct train_machine m;

	for (size_t k = 0; k < s->classes; k++)
		group[k] = k % TRAIN_FOLDS;
	for (size_t k = s->classes; k > 1; k--) {
		size_t j = (size_t)random_below(random, k), swap = group[k - 1];

		group[k - 1] = group[j];
		group[j] = swap;
	}
	train_machine_init(s, all->centroids != NULL, &m);
	for (size_t g = 0; g < TRAIN_FOLDS; g++) {
		for (size_t r = 0; r < s->rows; r++)
			use[r] = r < s->taught && group[s->label[r]] != g;
		train_machine_without(s, use, all, &m);
		fit(s, recipe, use, passes_after(s), random, &m);
		for (size_t r = 0; r < s->originals; r++) {
			float *decisions = h->strange + r * s->stride;

			if (use[r])
				continue;
			train_machine_decide(s, &m, r, decisions, NULL);
			for (size_t k = 0; k < s->classes; k++)
				decisions[k] = group[k] == g ? -3 : decisions[k];
		}
	}
	train_machine_clear(&m);
	mem_free(group);
	mem_free(use);
}

/* Rows for calibration that are enough stand alone: they are what is to come, while folds of
 * training rows are often nearer to each other. */
static bool
is_calibrating(const struct train_set *s, size_t row)
{
	return s->rows - s->taught >= ENOUGH_VALID ? row >= s->taught
						   : train_set_is_judged(s, row);
}

/* Mean negative log likelihood of the labels at a scale. */
static double
loss(const struct train_set *s, const float *decisions, double scale)
{
	double sum = 0, n = 0;

	for (size_t r = 0; r < s->rows; r++) {
		const float *d = decisions + r * s->stride;
		float most = d[0];
		double total = 0;

		if (!is_calibrating(s, r))
			continue;
		n++;
		for (size_t k = 1; k < s->classes; k++)
			most = d[k] > most ? d[k] : most;
		for (size_t k = 0; k < s->classes; k++)
			total += (double)expf((float)scale * (d[k] - most));
		sum += log(total) - scale * (double)(d[s->label[r]] - most);
	}
	return sum / n;
}

/* Temperature scaling (Guo et al. 2017), by golden section on the logarithm of the scale. */
static double
scale_fit(const struct train_set *s, const float *decisions)
{
	const double ratio = 0.6180339887498949;
	double low = log(0.2), high = log(60);

	for (int i = 0; i < 14; i++) {
		double a = high - ratio * (high - low), b = low + ratio * (high - low);

		if (loss(s, decisions, exp(a)) < loss(s, decisions, exp(b)))
			high = b;
		else
			low = a;
	}
	return exp((low + high) / 2);
}

static void
certainty_fit(struct train_set *s, const struct held_out *h)
{
	double *measures = mem_zero(s->rows * CERTAINTY_MEASURES, sizeof *measures),
	       p[CLASSIFIER_CLASS_LIMIT];
	bool *right = mem_zero(s->rows, sizeof *right);
	size_t n = 0, wrong = 0;

	for (size_t r = 0; r < s->rows; r++) {
		const float *decisions = h->decisions + r * s->stride;
		uint32_t best;

		if (s->label[r] == s->outside || !is_calibrating(s, r))
			continue;
		classifier_softmax(&s->shape.head, decisions, p);
		best = classifier_best(&s->shape.head, p);
		classifier_certainty_measures(&s->shape.head, p, best, decisions, &s->sparse[r],
		    measures + n * CERTAINTY_MEASURES);
		right[n] = best == s->label[r];
		wrong += !right[n++];
	}
	if (wrong > 0 && wrong < n)
		train_fit_logistic(
		    measures, CERTAINTY_MEASURES, right, n, 1, s->shape.head.certainty);
	mem_free(measures);
	mem_free(right);
}

static void
measures_of(const struct train_set *s, size_t r, const float *decisions, const float *cosines,
    double *out)
{
	const struct classifier_head *h = &s->shape.head;
	double p[CLASSIFIER_CLASS_LIMIT];

	classifier_softmax(h, decisions, p);
	classifier_outside_measures(
	    h, p, classifier_best(h, p), decisions, cosines, &s->sparse[r], out);
	/* The words of a class that was left out are mostly known from the others, and its rows lie
	 * nearer to them than what is really strange: of the measures only the best decision says
	 * the same of both. */
	for (size_t i = 1; h->outside_source == OUTSIDE_CLASSES && i < OUTSIDE_MEASURES; i++)
		if (i != OUTSIDE_BEST)
			out[i] = 0;
}

/* Which share of messages to expect outside. Without rows to tell it: in proportion to the share of
 * words still to come that training never saw, which is that of the words it saw once (Good
 * 1953). */
static double
outside_share(const struct train_set *s)
{
	double share = OUTSIDE_NEW * s->new_words;

	if (s->shape.head.outside_source != OUTSIDE_CLASSES)
		return OUTSIDE_SHARE;
	return share < 0.01 ? 0.01 : share > 0.5 ? 0.5 : share;
}

static void
outside_fit(struct train_set *s, const struct train_recipe *recipe, const struct held_out *h)
{
	size_t rows = s->rows + (h->strange != NULL ? s->originals : 0);
	double *measures = mem_zero(rows * OUTSIDE_MEASURES, sizeof *measures);
	bool *outside = mem_zero(rows, sizeof *outside);
	double share = outside_share(s), strangers = 0;

	for (size_t r = 0; r < s->rows; r++) {
		outside[r] = s->label[r] == s->outside;
		measures_of(s, r, h->decisions + r * s->stride, h->cosines + r * s->stride,
		    measures + r * OUTSIDE_MEASURES);
	}
	for (size_t i = s->rows; i < rows; i++) {
		size_t r = i - s->rows;

		outside[i] = true;
		measures_of(s, r, h->strange + r * s->stride, h->cosines + r * s->stride,
		    measures + i * OUTSIDE_MEASURES);
	}
	for (size_t i = 0; i < rows; i++)
		strangers += outside[i];
	train_fit_logistic(measures, OUTSIDE_MEASURES, outside, rows,
	    recipe->assume ? share / (1 - share) * ((double)rows - strangers) / strangers : 1,
	    s->shape.head.outside);
	mem_free(measures);
	mem_free(outside);
}

/* A row as judged by a model that hadn't seen it. */
struct judged {
	double outside, confidence;	/* of the best class */
	bool right, is_outside;
};

static size_t
judge_all(const struct train_set *s, const struct held_out *h, struct judged *out)
{
	double p[CLASSIFIER_CLASS_LIMIT];
	size_t n = 0;

	for (size_t r = 0; r < s->rows; r++) {
		uint32_t best;

		if (!train_set_is_judged(s, r))
			continue;
		out[n].outside = classifier_judge(&s->shape.head, h->decisions + r * s->stride,
		    h->cosines + r * s->stride, &s->sparse[r], p);
		best = classifier_best(&s->shape.head, p);
		out[n].confidence = p[best];
		out[n].right = best == s->label[r];
		out[n++].is_outside = s->label[r] == s->outside;
	}
	for (size_t r = 0; h->strange != NULL && r < s->originals; r++) {
		out[n].outside = classifier_judge(&s->shape.head, h->strange + r * s->stride,
		    h->cosines + r * s->stride, &s->sparse[r], p);
		out[n].confidence = 0;
		out[n].right = false;
		out[n++].is_outside = true;
	}
	return n;
}

static int
by_outside(const void *a, const void *b)
{
	const struct judged *x = a, *y = b;

	return x->outside < y->outside ? -1 : x->outside > y->outside;
}

/* Where most would be right of rows sorted by outside that count times each; 1 where a kind is
 * missing. */
static double
threshold_of(const struct judged *x, const uint8_t *times, size_t n, double share)
{
	double inside = 0, outside = 0, best = -1, threshold = 1, right = 0, caught;

	for (size_t i = 0; i < n; i++) {
		outside += x[i].is_outside ? times[i] : 0;
		inside += x[i].is_outside ? 0 : times[i];
	}
	if (inside < 1 || outside < 1)
		return 1;
	caught = outside;
	for (size_t i = 0; i <= n; i++) {
		double worth =
		    (1 - share) * right / inside + share * caught / outside;

		if (worth > best) {
			best = worth;
			threshold = i == 0 ? 0
			    : i == n       ? (x[n - 1].outside + 1) / 2
					   : (x[i - 1].outside + x[i].outside) / 2;
		}
		if (i < n) {
			right += !x[i].is_outside && x[i].right ? times[i] : 0;
			caught -= x[i].is_outside ? times[i] : 0;
		}
	}
	return threshold;
}

/* How often a row is drawn where as many are drawn as there are: Poisson, mean one. */
static uint8_t
drawn_times(struct random_stream *random)
{
	double u = random_unit(random), p = exp(-1), sum = p;
	uint8_t k = 0;

	while (u > sum && k < 8) {
		p /= ++k;
		sum += p;
	}
	return k;
}

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

/* The probability from which on a message is taken to be outside: where most would be right if
 * that share of them were. One set of rows puts the best place wherever chance has it; so it is the
 * middle one of what many drawings of the rows say (Breiman 1996: bagging). Sorts. */
static double
threshold_fit(struct judged *x, size_t n, double share, struct random_stream *random)
{
	double found[DRAWINGS];
	uint8_t *times = mem_zero(n + 1, sizeof *times);

	qsort(x, n, sizeof *x, by_outside);
	for (size_t d = 0; d < DRAWINGS; d++) {
		for (size_t i = 0; i < n; i++)
			times[i] = drawn_times(random);
		found[d] = threshold_of(x, times, n, share);
	}
	mem_free(times);
	qsort(found, DRAWINGS, sizeof *found, by_value);
	return found[DRAWINGS / 2];
}

static void
report_make(const struct train_set *s, const struct judged *x, size_t n,
    struct train_report *report)
{
	double confidence[BINS] = { 0 }, right[BINS] = { 0 }, inside = 0, outside = 0, rows = 0;
	double threshold = (double)s->shape.head.threshold;
	struct train_scored *scores = mem_zero(n, sizeof *scores);

	memset(report, 0, sizeof *report);
	report->rows = s->originals;
	report->classes = s->classes;
	report->features = s->features;
	report->threshold = threshold;
	for (size_t i = 0; i < n; i++) {
		bool is_out = x[i].outside >= threshold && threshold < 1,
		     strange = x[i].is_outside && s->shape.head.outside_source == OUTSIDE_CLASSES;
		double sure = is_out ? x[i].outside : x[i].confidence;
		int bin = sure >= 1 ? BINS - 1 : sure > 0 ? (int)(sure * BINS) : 0;

		scores[i].positive = x[i].is_outside;
		scores[i].score = x[i].outside;
		inside += !x[i].is_outside;
		outside += x[i].is_outside;
		report->accuracy += !x[i].is_outside && x[i].right && !is_out;
		report->outside_recall += x[i].is_outside && is_out;
		report->outside_false += !x[i].is_outside && is_out;
		/* A stranger's probability is beside the classes', and so is an insider's that is
		 * taken for one. */
		if (strange || (is_out && s->shape.head.outside_source == OUTSIDE_CLASSES))
			continue;
		rows++;
		confidence[bin] += sure;
		right[bin] += is_out ? x[i].is_outside : x[i].right && !x[i].is_outside;
	}
	report->accuracy /= inside > 0 ? inside : 1;
	report->outside_recall /= outside > 0 ? outside : 1;
	report->outside_false /= inside > 0 ? inside : 1;
	report->outside_auroc = train_auroc(scores, n);
	for (int b = 0; b < BINS; b++)
		report->ece += fabs(confidence[b] - right[b]) / (rows > 0 ? rows : 1);
	mem_free(scores);
}

static int
by_score(const void *a, const void *b)
{
	const struct train_scored *x = a, *y = b;

	return x->score < y->score ? -1 : x->score > y->score;
}

/* Area under the receiver operating characteristic: the Mann-Whitney statistic with mid ranks. */
double
train_auroc(struct train_scored *x, size_t n)
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

void
train_calibrate(struct train_set *s, const struct train_recipe *recipe, uint64_t seed,
    struct train_machine *m, struct train_report *report)
{
	struct classifier_head *head = &s->shape.head;
	bool *all = mem_alloc(s->rows * sizeof *all);
	struct judged *judged = mem_zero(s->rows + s->originals, sizeof *judged);
	struct random_stream random;
	struct held_out h;
	size_t n;

	head->centroids = m->centroids != NULL;
	head->threshold = 1;
	head->outside_source = s->outside != CLASSIFIER_NO_FEATURE ? OUTSIDE_ROWS
	    : recipe->assume && s->classes > TRAIN_FOLDS       ? OUTSIDE_CLASSES
								   : OUTSIDE_UNKNOWN;
	random_init(&random, seed, "understand.passes");
	for (size_t r = 0; r < s->rows; r++)
		all[r] = r < s->taught;
	fit(s, recipe, all, PASSES, &random, m);
	held_out_init(s, head->outside_source == OUTSIDE_CLASSES, &h);
	cross_validate(s, recipe, m, &random, &h);
	if (h.strange != NULL)
		leave_classes_out(s, recipe, m, &random, &h);
	head->scale = (float)scale_fit(s, h.decisions);
	if (recipe->certainty)
		certainty_fit(s, &h);
	if (head->outside_source != OUTSIDE_UNKNOWN)
		outside_fit(s, recipe, &h);
	n = judge_all(s, &h, judged);
	if (head->outside_source != OUTSIDE_UNKNOWN)
		head->threshold = (float)threshold_fit(judged, n, outside_share(s), &random);
	report_make(s, judged, n, report);
	held_out_clear(&h);
	mem_free(judged);
	mem_free(all);
}
