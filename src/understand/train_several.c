/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Models of several labels a row: the machines are those of any model, each with the rows of its
 * label against all others. What is different is that a label's probability is its own: a logistic
 * function of its decision (Platt 1999), fitted on folds that are held out, which goes into the
 * weights, so that such a model's decisions are logits.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/understand/classify.h"

#include "kernel.h"
#include "train_private.h"

#define BINS 15
#define PASSES 8		/* over all rows */
#define NEWTON_STEPS 40
#define PRIOR 1.0		/* how firmly a label's logistic function is held to that of all */

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Every label of rows [0, count), sorted, once. */
static enum err
names_find(struct arena *a, const struct training_row *rows, size_t count, const char ***out,
    size_t *found, struct errinfo *e)
{
	const char **all = arena_alloc(a, (count * CLASSIFY_LABELS + 1) * sizeof *all);
	size_t n = 0, kept = 0;

	for (size_t r = 0; r < count; r++) {
		struct classify_labels own;
		const char *wrong = classify_labels_split(a, rows[r].label, &own);

		if (wrong != NULL)
			return err_set(e, ERR_INPUT, "training row %zu %s", r + 1, wrong);
		for (size_t i = 0; i < own.count; i++)
			all[n++] = own.items[i];
	}
	qsort(all, n, sizeof *all, by_text);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || strcmp(all[kept - 1], all[i]) != 0)
			all[kept++] = all[i];
	*out = all;
	*found = kept;
	return ERR_OK;
}

static enum err
own_find(struct train_set *s, const struct training_row *row, size_t r, struct errinfo *e)
{
	struct train_own *own = &s->own[r];
	struct classify_labels labels;
	const char *wrong = classify_labels_split(s->a, row->label, &labels);

	if (wrong != NULL)
		return err_set(e, ERR_INPUT, "training row %zu %s", r + 1, wrong);
	own->classes = arena_alloc(s->a, (labels.count + 1) * sizeof *own->classes);
	for (size_t i = 0; i < labels.count; i++) {
		const char **found =
		    bsearch(&labels.items[i], s->names, s->classes, sizeof *s->names, by_text);

		if (found == NULL)
			return err_set(e, ERR_INPUT,
			    "a row for calibration has the label \"%.60s\", which no row to learn from has",
			    labels.items[i]);
		own->classes[own->count++] = (uint32_t)(found - s->names);
	}
	return ERR_OK;
}

/* Folds are dealt by a row's rarest label, of which they can spare least. */
static void
rarest_find(struct train_set *s)
{
	uint32_t *rows = arena_alloc(s->a, s->classes * sizeof *rows);

	for (size_t r = 0; r < s->taught; r++)
		for (uint32_t i = 0; i < s->own[r].count; i++)
			rows[s->own[r].classes[i]]++;
	for (size_t r = 0; r < s->rows; r++) {
		s->label[r] = s->own[r].count > 0 ? s->own[r].classes[0] : 0;
		for (uint32_t i = 1; i < s->own[r].count; i++)
			if (rows[s->own[r].classes[i]] < rows[s->label[r]])
				s->label[r] = s->own[r].classes[i];
	}
}

enum err
train_set_several(const struct train_recipe *recipe, const struct training_row *rows,
    struct train_set *s, struct errinfo *e)
{
	size_t n = 0;
	enum err rc = names_find(s->a, rows, s->taught, &s->names, &n, e);

	if (rc != ERR_OK)
		return rc;
	if (n < 2 || n > CLASSIFIER_CLASS_LIMIT)
		return err_set(e, ERR_INPUT,
		    "a model of kind %s needs 2 to %d labels, there are %zu", recipe->kind,
		    CLASSIFIER_CLASS_LIMIT, n);
	s->classes = n;
	s->stride = (n + KERNEL_STEP - 1) / KERNEL_STEP * KERNEL_STEP;
	s->outside = CLASSIFIER_NO_FEATURE;
	s->label = arena_alloc(s->a, s->rows * sizeof *s->label);
	s->own = arena_alloc(s->a, s->rows * sizeof *s->own);
	for (size_t r = 0; r < s->rows && rc == ERR_OK; r++)
		rc = own_find(s, &rows[r], r, e);
	if (rc == ERR_OK)
		rarest_find(s);
	return rc;
}

static bool
is_own(const struct train_set *s, size_t row, uint32_t class)
{
	for (uint32_t i = 0; i < s->own[row].count; i++)
		if (s->own[row].classes[i] == class)
			return true;
	return false;
}

/* Decisions [row][stride] of machines that hadn't seen the row. */
static void
cross_validate(const struct train_set *s, const struct train_recipe *recipe,
    const struct train_machine *all, struct random_stream *random, float *decisions)
{
	bool *use = mem_zero(s->rows, sizeof *use);
	struct train_machine m;

	train_machine_init(s, false, &m);
	for (uint32_t fold = 0; fold < TRAIN_FOLDS; fold++) {
		for (size_t r = 0; r < s->rows; r++)
			use[r] = r < s->taught && s->fold[r] != fold;
		train_machine_without(s, use, all, &m);
		train_machine_fit(s, recipe, use, PASSES, random, &m);
		for (size_t r = 0; r < s->taught; r++)
			if (!use[r])
				train_machine_decide(s, &m, r, decisions + r * s->stride, NULL);
	}
	for (size_t r = s->taught; r < s->rows; r++)
		train_machine_decide(s, all, r, decisions + r * s->stride, NULL);
	train_machine_clear(&m);
	mem_free(use);
}

/* A decision and whether it should be yes; of several rows that are alike once. */
struct shown {
	double decision;
	bool yes;
};

/* 1 / (1 + exp(-(slope · decision + offset))) */
struct curve {
	double slope, offset;
};

static double
curve_at(const struct curve *c, double decision)
{
	return 1 / (1 + exp(-(c->slope * decision + c->offset)));
}

static double
curve_loss(const struct shown *x, size_t n, const struct curve *prior, double firm,
    const struct curve *c)
{
	double slope = c->slope - prior->slope, offset = c->offset - prior->offset,
	       sum = firm / 2 * (slope * slope + offset * offset);

	for (size_t i = 0; i < n; i++) {
		double z = c->slope * x[i].decision + c->offset;

		z = x[i].yes ? -z : z;
		sum += z > 0 ? z + log(1 + exp(-z)) : log(1 + exp(z));
	}
	return sum;
}

/* Newton's method with halved steps (Lin, Lin and Weng 2007), with a normal prior around a curve:
 * a label with few rows keeps what holds for all labels. */
static struct curve
curve_fit(const struct shown *x, size_t n, const struct curve *prior, double firm)
{
	struct curve c = *prior;
	double loss = curve_loss(x, n, prior, firm, &c);

	for (int step = 0; step < NEWTON_STEPS; step++) {
		double g0 = firm * (c.slope - prior->slope), g1 = firm * (c.offset - prior->offset),
		       h00 = firm + 1e-9, h11 = firm + 1e-9, h01 = 0, det, d0, d1, part = 1, next;
		struct curve to;

		for (size_t i = 0; i < n; i++) {
			double p = curve_at(&c, x[i].decision), over = p - (x[i].yes ? 1 : 0),
			       w = p * (1 - p);

			g0 += over * x[i].decision;
			g1 += over;
			h00 += w * x[i].decision * x[i].decision;
			h01 += w * x[i].decision;
			h11 += w;
		}
		det = h00 * h11 - h01 * h01;
		d0 = (h11 * g0 - h01 * g1) / det;
		d1 = (h00 * g1 - h01 * g0) / det;
		do {
			to = (struct curve){c.slope - part * d0, c.offset - part * d1};
			next = curve_loss(x, n, prior, firm, &to);
			part /= 2;
		} while (next > loss && part > 1e-4);
		if (next >= loss - 1e-9 * fabs(loss))
			break;
		c = to;
		loss = next;
	}
	return c;
}

static size_t
shown_of(const struct train_set *s, const float *decisions, uint32_t class, struct shown *out)
{
	size_t n = 0;

	for (size_t r = 0; r < s->rows; r++) {
		if (!train_set_is_judged(s, r))
			continue;
		out[n].decision = (double)decisions[r * s->stride + class];
		out[n++].yes = is_own(s, r, class);
	}
	return n;
}

/* One curve for all labels, then one for each that its rows may bend away from it. */
static void
curves_fit(const struct train_set *s, const float *decisions, struct curve *out)
{
	const struct curve flat = {3, 0};
	struct shown *x = mem_zero(s->rows * s->classes, sizeof *x);
	struct curve common;
	size_t n = 0;

	for (uint32_t k = 0; k < s->classes; k++)
		n += shown_of(s, decisions, k, x + n);
	common = curve_fit(x, n, &flat, 1e-3);
	for (uint32_t k = 0; k < s->classes; k++) {
		n = shown_of(s, decisions, k, x);
		out[k] = curve_fit(x, n, &common, PRIOR);
		/* A machine that is wrong throughout tells nothing rather than the opposite. */
		out[k].slope = out[k].slope > 0 ? out[k].slope : 0;
	}
	mem_free(x);
}

/* A pair of a row and a label as held-out machines judge it. */
struct judged_label {
	double probability;
	bool yes;
};

static int
by_probability(const void *a, const void *b)
{
	const struct judged_label *x = a, *y = b;

	return x->probability > y->probability ? -1 : x->probability < y->probability;
}

/* The probability from which on a label is given: where micro-F1 is best. Sorts. */
static double
threshold_fit(struct judged_label *x, size_t n, double *best)
{
	double all = 0, right = 0, threshold = 0.5;

	*best = 0;
	for (size_t i = 0; i < n; i++)
		all += x[i].yes;
	qsort(x, n, sizeof *x, by_probability);
	for (size_t i = 0; i < n; i++) {
		double f1;

		right += x[i].yes;
		f1 = 2 * right / ((double)(i + 1) + all);
		if (f1 > *best && (i + 1 == n || x[i + 1].probability < x[i].probability)) {
			*best = f1;
			threshold = i + 1 < n ? (x[i].probability + x[i + 1].probability) / 2
					      : x[i].probability / 2;
		}
	}
	return threshold;
}

static void
report_make(const struct train_set *s, const float *decisions, const struct curve *curves,
    struct train_report *report)
{
	double sure[BINS] = { 0 }, right[BINS] = { 0 }, rows = 0, exact = 0;
	struct judged_label *x = mem_zero(s->rows * s->classes, sizeof *x);
	size_t n = 0;

	for (size_t r = 0; r < s->rows; r++)
		for (uint32_t k = 0; train_set_is_judged(s, r) && k < s->classes; k++) {
			double p = curve_at(
			    &curves[k], (double)decisions[r * s->stride + k]);
			int bin = p >= 1 ? BINS - 1 : (int)(p * BINS);

			x[n].probability = p;
			x[n++].yes = is_own(s, r, k);
			sure[bin] += p;
			right[bin] += is_own(s, r, k);
		}
	for (int b = 0; b < BINS; b++)
		report->ece += fabs(sure[b] - right[b]) / (double)n;
	report->threshold = threshold_fit(x, n, &report->micro_f1);
	for (size_t r = 0; r < s->rows; r++) {
		bool same = true;

		if (!train_set_is_judged(s, r))
			continue;
		for (uint32_t k = 0; k < s->classes; k++)
			same &= is_own(s, r, k) ==
			    (curve_at(&curves[k], (double)decisions[r * s->stride + k]) >=
				report->threshold);
		rows++;
		exact += same;
	}
	report->exact = exact / rows;
	mem_free(x);
}

/* Slopes and offsets go into the weights. */
static void
curves_apply(const struct train_set *s, const struct curve *curves, struct train_machine *m)
{
	for (size_t f = 0; f < s->features; f++)
		for (size_t k = 0; k < s->classes; k++)
			m->weights[f * s->stride + k] *= (float)curves[k].slope;
	for (size_t k = 0; k < s->classes; k++)
		m->bias[k] = (float)((double)m->bias[k] * curves[k].slope + curves[k].offset);
}

static void
calibrate(struct train_set *s, const struct train_recipe *recipe, uint64_t seed,
    struct train_machine *m, struct train_report *report)
{
	float *decisions = mem_zero(s->rows * s->stride, sizeof *decisions);
	struct curve *curves = mem_zero(s->classes, sizeof *curves);
	bool *all = mem_zero(s->rows, sizeof *all);
	struct random_stream random;

	random_init(&random, seed, "understand.passes");
	for (size_t r = 0; r < s->rows; r++)
		all[r] = r < s->taught;
	train_machine_fit(s, recipe, all, PASSES, &random, m);
	cross_validate(s, recipe, m, &random, decisions);
	curves_fit(s, decisions, curves);
	report_make(s, decisions, curves, report);
	curves_apply(s, curves, m);
	s->shape.head.scale = 1;
	s->shape.head.outside_source = OUTSIDE_UNKNOWN;
	s->shape.head.threshold = (float)report->threshold;
	mem_free(all);
	mem_free(curves);
	mem_free(decisions);
}

/* The rows, and behind them what the names of their labels make. */
static enum err
names_join(struct arena *a, const struct train_input *input, struct train_input *out,
    size_t *named, struct errinfo *e)
{
	struct training_row *own, *all;
	const char **names;
	size_t count;
	enum err rc;

	for (size_t r = 0; r < input->count; r++)
		if (input->rows[r].label == NULL || input->rows[r].label[0] == '@')
			return err_set(e, ERR_INPUT,
			    "training row %zu has no label, or one that begins with @", r + 1);
	rc = names_find(a, input->rows, input->count, &names, &count, e);
	if (rc != ERR_OK)
		return rc;
	*named = train_names_add(a, names, count, &own);
	all = arena_alloc(a, (input->count + *named + 1) * sizeof *all);
	for (size_t r = 0; r < input->count; r++)
		all[r] = input->rows[r];
	for (size_t r = 0; r < *named; r++)
		all[input->count + r] = own[r];
	*out = *input;
	out->rows = all;
	out->count += *named;
	return ERR_OK;
}

/* What names make is in every fold's training, and nothing is judged by it. */
static void
names_set_apart(struct train_set *s, size_t named)
{
	s->originals -= named;
	for (size_t r = s->originals; r < s->taught; r++)
		s->fold[r] = TRAIN_FOLDS;
}

enum err
train_several(const struct train_recipe *recipe, const struct train_input *input,
    const char *out_path, struct train_report *report, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct train_input with_names;
	struct train_machine m;
	struct train_set s;
	size_t named = 0;
	enum err rc = names_join(a, input, &with_names, &named, e);

	memset(report, 0, sizeof *report);
	if (rc == ERR_OK)
		rc = train_set_make(recipe, &with_names, &s, e);
	if (rc != ERR_OK) {
		arena_free(&a);
		return rc;
	}
	names_set_apart(&s, named);
	report->rows = s.originals;
	report->classes = s.classes;
	report->features = s.features;
	train_machine_init(&s, false, &m);
	calibrate(&s, recipe, input->seed, &m, report);
	if (out_path != NULL)
		rc = train_write(&s, &m, recipe->kind, out_path, e);
	train_machine_clear(&m);
	train_set_clear(&s);
	arena_free(&a);
	return rc;
}
