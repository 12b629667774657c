/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One fold: two scores, of low and of high satisfaction, and thresholds on them. Whatever is
 * fitted or chosen (vocabulary, weights, trees, scale, thresholds) sees the training dialogues
 * alone: thresholds are chosen by predictions for inner folds of them.
 *
 * What is predicted from the history alone has a teacher: a model that sees the turn itself as well,
 * and so knows more of why people rated as they did than one rating tells. Its opinion of the
 * training turns, each by what is fitted to others, is half of what the history's rows are fitted to
 * (Lopez-Paz et al. 2016, "Unifying distillation and privileged information"). Of turns that are
 * predicted it is never asked.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "satisfaction.h"

#define INNER_FOLDS 4
#define TEACHER_FOLDS 4
#define TEACHER_SHARE 0.5	/* of targets */
#define DIALOGUES_LEAST 5	/* that hold a feature, or it isn't learnt */
#define BOOSTS 2		/* of trees, from different seeds */

/* A linear part of a score, in units of its own spread. */
struct member {
	enum linear_kind kind;
	double cost;
	double one_times;
};
/* Where the turn is in sight: of the share of raters and what most of them said, and of the latter
 * alone. */
static const struct member seeing[] = {
	{ LINEAR_REGRESSION, 0.01, 1 },
	{ LINEAR_LOGISTIC, 0.02, 3 },
};
/* From the history, beside the trees: of the teacher's opinion and what raters said. */
static const struct member taught = { LINEAR_REGRESSION, 0.05, 1 };
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

struct fitter {
	const struct satisfaction_cases *cases;
	struct linear_row *rows;	/* [case] over the vocabulary; of learnt rows and predicted */
	struct linear_row *learnt;
	double *targets, *weights;
	uint32_t *number;		/* [feature] in the vocabulary; UINT32_MAX: not in it */
	uint32_t *dialogues, *last;	/* [feature] how many hold it; the last one that did */
	size_t features;
};

struct scores {
	double *of[SIDES];		/* [case] */
};

static void
fitter_init(struct fitter *f, const struct satisfaction_cases *cases)
{
	f->cases = cases;
	f->rows = mem_zero(cases->count + 1, sizeof(*f->rows));
	f->learnt = mem_zero(cases->count + 1, sizeof(*f->learnt));
	f->targets = mem_zero(cases->count + 1, sizeof(*f->targets));
	f->weights = mem_zero(cases->features + 1, sizeof(*f->weights));
	f->number = mem_zero(cases->features + 1, sizeof(*f->number));
	f->dialogues = mem_zero(cases->features + 1, sizeof(*f->dialogues));
	f->last = mem_zero(cases->features + 1, sizeof(*f->last));
}

static void
fitter_clear(struct fitter *f)
{
	mem_free(f->rows);
	mem_free(f->learnt);
	mem_free(f->targets);
	mem_free(f->weights);
	mem_free(f->number);
	mem_free(f->dialogues);
	mem_free(f->last);
}

/* ---- who is learnt from */

/* Of the dialogues that are learnt in roles, the fold-th of so many equal runs is to be predicted by
 * the others. */
static void
roles_divide(const enum satisfaction_role *roles, size_t dialogues, size_t fold, size_t folds,
    enum satisfaction_role *out)
{
	size_t learnt = 0, at = 0;

	for (size_t d = 0; d < dialogues; d++)
		learnt += roles[d] == SATISFACTION_LEARNT;
	for (size_t d = 0; d < dialogues; d++) {
		bool held = at >= fold * learnt / folds && at < (fold + 1) * learnt / folds;

		out[d] = SATISFACTION_NEITHER;
		if (roles[d] != SATISFACTION_LEARNT)
			continue;
		out[d] = held ? SATISFACTION_PREDICTED : SATISFACTION_LEARNT;
		at++;
	}
}

static void
vocabulary_make(struct fitter *f, const enum satisfaction_role *roles)
{
	const struct satisfaction_cases *c = f->cases;

	memset(f->dialogues, 0, c->features * sizeof(*f->dialogues));
	memset(f->last, 0xff, c->features * sizeof(*f->last));
	for (size_t i = 0; i < c->count; i++) {
		const struct satisfaction_case *one = &c->items[i];

		if (roles[one->dialogue] != SATISFACTION_LEARNT)
			continue;
		for (size_t k = 0; k < one->row.count; k++) {
			uint32_t feature = one->row.items[k].feature;

			f->dialogues[feature] += f->last[feature] != (uint32_t)one->dialogue;
			f->last[feature] = (uint32_t)one->dialogue;
		}
	}
	f->features = 0;
	for (size_t k = 0; k < c->features; k++)
		f->number[k] = f->dialogues[k] >= DIALOGUES_LEAST ? (uint32_t)f->features++
								  : UINT32_MAX;
}

/* The vocabulary and the rows over it; the items are a's. */
static void
rows_make(struct fitter *f, const enum satisfaction_role *roles, struct arena *a)
{
	const struct satisfaction_cases *c = f->cases;

	vocabulary_make(f, roles);
	for (size_t i = 0; i < c->count; i++) {
		const struct linear_row *from = &c->items[i].row;
		struct linear_item *items;
		size_t n = 0;

		if (roles[c->items[i].dialogue] == SATISFACTION_NEITHER)
			continue;
		items = arena_alloc(a, (from->count + 1) * sizeof(*items));
		for (size_t k = 0; k < from->count; k++)
			if (f->number[from->items[k].feature] != UINT32_MAX)
				items[n++] = (struct linear_item){
				    f->number[from->items[k].feature], from->items[k].value};
		f->rows[i] = (struct linear_row){items, n};
	}
}

/* ---- parts of scores */

/* What most raters said. */
static double
most_of(const struct satisfaction_case *c, int side)
{
	return side == LOW ? c->rating < 2 : c->rating > 2;
}

static double
target_of(const struct satisfaction_case *c, int side)
{
	return (most_of(c, side) + (side == LOW ? c->low : c->high)) / 2;
}

/* Adds values [case] to the scores of predicted cases, in units of their spread over the learnt ones. */
static void
part_add(const struct satisfaction_cases *c, const enum satisfaction_role *roles, const double *values,
    double weight, double *scores)
{
	double sum = 0, squares = 0, n = 0, mean, spread;

	for (size_t i = 0; i < c->count; i++)
		if (roles[c->items[i].dialogue] == SATISFACTION_LEARNT) {
			sum += values[i];
			squares += values[i] * values[i];
			n++;
		}
	mean = n > 0 ? sum / n : 0;
	spread = n > 0 ? sqrt(fmax(squares / n - mean * mean, 0)) : 0;
	for (size_t i = 0; i < c->count; i++)
		if (roles[c->items[i].dialogue] == SATISFACTION_PREDICTED)
			scores[i] += weight * (values[i] - mean) / (spread > 1e-9 ? spread : 1);
}

/* targets: [case]; NULL: those of most raters. values: room for [case]. */
static void
linear_add(struct fitter *f, const enum satisfaction_role *roles, const struct member *m, int side,
    const double *targets, double *values, double *scores)
{
	const struct satisfaction_cases *c = f->cases;
	struct linear_settings settings = {m->kind, m->cost, m->one_times};
	size_t n = 0;

	for (size_t i = 0; i < c->count; i++)
		if (roles[c->items[i].dialogue] == SATISFACTION_LEARNT) {
			f->learnt[n] = f->rows[i];
			f->targets[n++] = m->kind == LINEAR_LOGISTIC ? most_of(&c->items[i], side)
								     : targets[i];
		}
	linear_fit(f->learnt, f->targets, n, f->features, &settings, f->weights);
	for (size_t i = 0; i < c->count; i++)
		if (roles[c->items[i].dialogue] != SATISFACTION_NEITHER)
			values[i] = linear_value(f->weights, f->features, &f->rows[i]);
	part_add(c, roles, values, 1, scores);
}

/* ---- the teacher */

/* Turns scores of learnt cases into shares of raters: 1 / (1 + exp(-(slope * score + shift))), by
 * Newton's steps (Platt 1999, "Probabilistic Outputs for Support Vector Machines"). */
static void
calibrate(const struct satisfaction_cases *c, const enum satisfaction_role *roles, int side,
    double *scores)
{
	double slope = 1, shift = -2;

	for (int step = 0; step < 30; step++) {
		double by_slope = 0, by_shift = 0, ss = 1e-6, st = 0, tt = 1e-6, det;

		for (size_t i = 0; i < c->count; i++) {
			double p, curve, off, x = scores[i];

			if (roles[c->items[i].dialogue] != SATISFACTION_LEARNT)
				continue;
			p = 1 / (1 + exp(-(slope * x + shift)));
			curve = p * (1 - p);
			off = target_of(&c->items[i], side) - p;
			by_slope += off * x;
			by_shift += off;
			ss += curve * x * x;
			st += curve * x;
			tt += curve;
		}
		det = ss * tt - st * st;
		slope = fmin(fmax(slope + (by_slope * tt - by_shift * st) / det, 0), 20);
		shift = fmin(fmax(shift + (by_shift * ss - by_slope * st) / det, -20), 20);
	}
	for (size_t i = 0; i < c->count; i++)
		scores[i] = 1 / (1 + exp(-(slope * scores[i] + shift)));
}

/* What the teacher thinks of the learnt cases, each asked of one that hasn't learnt from it. */
static void
teach(struct fitter *f, const enum satisfaction_role *roles, double *opinions[SIDES])
{
	const struct satisfaction_cases *c = f->cases;
	enum satisfaction_role *inner = mem_zero(c->dialogues + 1, sizeof(*inner));
	double *values = mem_zero(c->count + 1, sizeof(*values)),
	       *targets = mem_zero(c->count + 1, sizeof(*targets));

	for (int side = 0; side < SIDES; side++)
		memset(opinions[side], 0, c->count * sizeof(double));
	for (size_t fold = 0; fold < TEACHER_FOLDS; fold++) {
		struct arena *a = arena_new();

		roles_divide(roles, c->dialogues, fold, TEACHER_FOLDS, inner);
		rows_make(f, inner, a);
		for (int side = 0; side < SIDES; side++) {
			for (size_t i = 0; i < c->count; i++)
				targets[i] = target_of(&c->items[i], side);
			for (size_t m = 0; m < COUNT(seeing); m++)
				linear_add(f, inner, &seeing[m], side, targets, values, opinions[side]);
		}
		arena_free(&a);
	}
	for (int side = 0; side < SIDES; side++)
		calibrate(c, roles, side, opinions[side]);
	mem_free(inner);
	mem_free(values);
	mem_free(targets);
}

/* ---- scores */

/* One side's scores of predicted cases. opinions: the teacher's; NULL: there is none. */
static void
score_side(struct fitter *f, const enum satisfaction_role *roles, int side, const double *opinions,
    struct scores *out)
{
	const struct satisfaction_cases *c = f->cases;
	double *values = mem_zero(c->count + 1, sizeof(*values)),
	       *targets = mem_zero(c->count + 1, sizeof(*targets)),
	       *sum = mem_zero(c->count + 1, sizeof(*sum));

	for (size_t i = 0; i < c->count; i++)
		targets[i] = target_of(&c->items[i], side);
	for (uint64_t k = 0; opinions != NULL && k < BOOSTS; k++) {
		satisfaction_boost(c, roles, targets, k, values);
		part_add(c, roles, values, 1.0 / BOOSTS, sum);
	}
	for (size_t i = 0; opinions != NULL && i < c->count; i++)
		targets[i] += TEACHER_SHARE * (opinions[i] - targets[i]);
	for (size_t m = 0; opinions == NULL && m < COUNT(seeing); m++)
		linear_add(f, roles, &seeing[m], side, targets, values, sum);
	if (opinions != NULL)
		linear_add(f, roles, &taught, side, targets, values, sum);
	for (size_t i = 0; i < c->count; i++)
		if (roles[c->items[i].dialogue] == SATISFACTION_PREDICTED)
			out->of[side][i] = sum[i];
	mem_free(values);
	mem_free(targets);
	mem_free(sum);
}

/* teacher: NULL: none */
static void
score(struct fitter *f, struct fitter *teacher, const enum satisfaction_role *roles, struct scores *out)
{
	double *opinions[SIDES] = { NULL, NULL };
	struct arena *a = arena_new();

	rows_make(f, roles, a);
	for (int side = 0; teacher != NULL && side < SIDES; side++)
		opinions[side] = mem_zero(f->cases->count + 1, sizeof(double));
	if (teacher != NULL)
		teach(teacher, roles, opinions);
	for (int side = 0; side < SIDES; side++) {
		score_side(f, roles, side, opinions[side], out);
		mem_free(opinions[side]);
	}
	arena_free(&a);
}

/* ---- a fold */

/* Thresholds, by scores of the learnt cases, each by what is fitted to the other inner folds. */
static void
choose(const struct satisfaction_cases *c, const enum satisfaction_role *roles, const struct scores *s,
    struct satisfaction_choice *choice)
{
	struct satisfaction_trial t = { .rating = mem_zero(c->count + 1, sizeof(*t.rating)) };

	for (int side = 0; side < SIDES; side++) {
		t.side[side] = mem_zero(c->count + 1, sizeof(double));
		t.sorted[side] = mem_zero(c->count + 1, sizeof(double));
	}
	for (size_t i = 0; i < c->count; i++) {
		if (roles[c->items[i].dialogue] != SATISFACTION_LEARNT)
			continue;
		t.rating[t.count] = c->items[i].rating;
		for (int side = 0; side < SIDES; side++)
			t.side[side][t.count] = t.sorted[side][t.count] = s->of[side][i];
		t.count++;
	}
	satisfaction_choose(&t, choice);
	for (int side = 0; side < SIDES; side++) {
		mem_free(t.side[side]);
		mem_free(t.sorted[side]);
	}
	mem_free(t.rating);
}

static void
predict(const struct satisfaction_cases *c, const enum satisfaction_role *roles, const struct scores *s,
    const struct satisfaction_choice *choice, int *predictions)
{
	for (size_t i = 0; i < c->count; i++)
		if (roles[c->items[i].dialogue] == SATISFACTION_PREDICTED)
			predictions[i] = satisfaction_decide(choice, s->of[LOW][i], s->of[HIGH][i]);
}

void
satisfaction_fold(const struct satisfaction_cases *cases, const struct satisfaction_cases *teacher,
    size_t from, size_t to, int *predictions, struct satisfaction_choice *choice)
{
	enum satisfaction_role *roles = mem_zero(cases->dialogues + 1, sizeof(*roles)),
			       *inner = mem_zero(cases->dialogues + 1, sizeof(*inner));
	struct fitter f, of_teacher, *taught_by = teacher != NULL ? &of_teacher : NULL;
	struct scores s;

	for (size_t d = 0; d < cases->dialogues; d++)
		roles[d] = d >= from && d < to ? SATISFACTION_PREDICTED : SATISFACTION_LEARNT;
	fitter_init(&f, cases);
	if (teacher != NULL)
		fitter_init(&of_teacher, teacher);
	for (int side = 0; side < SIDES; side++)
		s.of[side] = mem_zero(cases->count + 1, sizeof(double));
	for (size_t k = 0; k < INNER_FOLDS; k++) {
		roles_divide(roles, cases->dialogues, k, INNER_FOLDS, inner);
		score(&f, taught_by, inner, &s);
	}
	choose(cases, roles, &s, choice);
	score(&f, taught_by, roles, &s);
	predict(cases, roles, &s, choice, predictions);
	for (int side = 0; side < SIDES; side++)
		mem_free(s.of[side]);
	fitter_clear(&f);
	if (teacher != NULL)
		fitter_clear(&of_teacher);
	mem_free(roles);
	mem_free(inner);
}
