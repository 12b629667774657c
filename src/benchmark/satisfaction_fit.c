/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One fold: two scores, of low and of high satisfaction, and thresholds on them. Whatever is
 * fitted or chosen (vocabulary, weights, scale, cost, thresholds) sees the training dialogues
 * alone: cost and thresholds are chosen by predictions for inner folds of them.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "satisfaction.h"

#define INNER_FOLDS 4
#define DIALOGUES_LEAST 5	/* that hold a feature, or it isn't learnt */
#define NEVER 1e30		/* a threshold that no score reaches */

/* Published for BERT on MWOZ: UAR, kappa, F1 of less than 3. */
static const double published[] = { 0.256, 0.133, 0.224 };

/* Each score is the mean of what these say, each in units of its own spread. */
static const struct member {
	enum linear_kind kind;
	double cost;
	double one_times;
} members[] = {
	{ LINEAR_REGRESSION, 0.01, 1 },	/* of the share of raters and what most of them said */
	{ LINEAR_LOGISTIC, 0.02, 3 },	/* of what most of them said */
};
#define MEMBERS (sizeof(members) / sizeof(members[0]))
static const double costs[] = { 1.0 / 3, 1, 3 };
#define COSTS (sizeof(costs) / sizeof(costs[0]))

enum side { LOW, HIGH, SIDES };

/* Which dialogues are learnt from, and which are predicted. */
struct split {
	size_t from, to;		/* predicted: [from, to) */
	size_t without_from, without_to;	/* neither */
};

struct scores {
	double *side[SIDES];		/* [case] */
};

struct fitter {
	const struct satisfaction_cases *cases;
	struct linear_row *rows;	/* [case] over the vocabulary; of learnt rows and predicted */
	struct linear_row *learnt;
	double *targets, *weights, *raw;
	uint32_t *number;		/* [feature] in the vocabulary; UINT32_MAX: not in it */
	uint32_t *dialogues, *last;	/* [feature] how many hold it; the last one that did */
	size_t features;
	struct scores scores;
};

static void
fitter_init(struct fitter *f, const struct satisfaction_cases *cases)
{
	f->cases = cases;
	f->rows = mem_zero(cases->count + 1, sizeof(*f->rows));
	f->learnt = mem_zero(cases->count + 1, sizeof(*f->learnt));
	f->targets = mem_zero(cases->count + 1, sizeof(*f->targets));
	f->raw = mem_zero(cases->count + 1, sizeof(*f->raw));
	f->weights = mem_zero(cases->features + 1, sizeof(*f->weights));
	f->number = mem_zero(cases->features + 1, sizeof(*f->number));
	f->dialogues = mem_zero(cases->features + 1, sizeof(*f->dialogues));
	f->last = mem_zero(cases->features + 1, sizeof(*f->last));
	for (int s = 0; s < SIDES; s++)
		f->scores.side[s] =
		    mem_zero(cases->count + 1, sizeof(*f->scores.side[s]));
}

static void
fitter_clear(struct fitter *f)
{
	mem_free(f->rows);
	mem_free(f->learnt);
	mem_free(f->targets);
	mem_free(f->raw);
	mem_free(f->weights);
	mem_free(f->number);
	mem_free(f->dialogues);
	mem_free(f->last);
	for (int s = 0; s < SIDES; s++)
		mem_free(f->scores.side[s]);
}

static bool
is_predicted(const struct split *s, size_t dialogue)
{
	return dialogue >= s->from && dialogue < s->to;
}

static bool
is_learnt(const struct split *s, size_t dialogue)
{
	return !is_predicted(s, dialogue) &&
	    !(dialogue >= s->without_from && dialogue < s->without_to);
}

static void
vocabulary_make(struct fitter *f, const struct split *s)
{
	const struct satisfaction_cases *c = f->cases;

	memset(f->dialogues, 0, c->features * sizeof(*f->dialogues));
	memset(f->last, 0xff, c->features * sizeof(*f->last));
	for (size_t i = 0; i < c->count; i++) {
		const struct satisfaction_case *one = &c->items[i];

		for (size_t k = 0; is_learnt(s, one->dialogue) && k < one->row.count; k++) {
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

/* The rows over the vocabulary; the items are a's. */
static void
rows_make(struct fitter *f, const struct split *s, struct arena *a)
{
	const struct satisfaction_cases *c = f->cases;

	for (size_t i = 0; i < c->count; i++) {
		const struct linear_row *from = &c->items[i].row;
		struct linear_item *items;
		size_t n = 0;

		if (!is_learnt(s, c->items[i].dialogue) && !is_predicted(s, c->items[i].dialogue))
			continue;
		items = arena_alloc(a, (from->count + 1) * sizeof(*items));
		for (size_t k = 0; k < from->count; k++)
			if (f->number[from->items[k].feature] != UINT32_MAX)
				items[n++] = (struct linear_item){
				    f->number[from->items[k].feature], from->items[k].value};
		f->rows[i] = (struct linear_row){items, n};
	}
}

static double
target_of(const struct satisfaction_case *c, const struct member *m, int side)
{
	double most = side == LOW ? c->rating < 2 : c->rating > 2,
	       share = side == LOW ? c->low : c->high;

	return m->kind == LINEAR_LOGISTIC ? most : (most + share) / 2;
}

/* Adds one member's values to the scores of predicted cases, in units of their spread over the
 * learnt rows. */
static void
member_add(struct fitter *f, const struct split *s, const struct member *m, double cost, int side)
{
	const struct satisfaction_cases *c = f->cases;
	struct linear_settings settings = {m->kind, m->cost * cost, m->one_times};
	double sum = 0, squares = 0, mean, spread;
	size_t n = 0;

	for (size_t i = 0; i < c->count; i++)
		if (is_learnt(s, c->items[i].dialogue)) {
			f->learnt[n] = f->rows[i];
			f->targets[n++] = target_of(&c->items[i], m, side);
		}
	linear_fit(f->learnt, f->targets, n, f->features, &settings, f->weights);
	for (size_t i = 0; i < n; i++) {
		double value = linear_value(f->weights, f->features, &f->learnt[i]);

		sum += value;
		squares += value * value;
	}
	mean = n > 0 ? sum / (double)n : 0;
	spread = n > 0 ? sqrt(fmax(squares / (double)n - mean * mean, 0)) : 0;
	for (size_t i = 0; i < c->count; i++)
		if (is_predicted(s, c->items[i].dialogue))
			f->scores.side[side][i] +=
			    (linear_value(f->weights, f->features, &f->rows[i]) - mean) /
			    ((spread > 1e-9 ? spread : 1) * MEMBERS);
}

/* Scores of the predicted cases. */
static void
score(struct fitter *f, const struct split *s, double cost)
{
	struct arena *a = arena_new();

	vocabulary_make(f, s);
	rows_make(f, s, a);
	for (int side = 0; side < SIDES; side++) {
		for (size_t i = 0; i < f->cases->count; i++)
			if (is_predicted(s, f->cases->items[i].dialogue))
				f->scores.side[side][i] = 0;
		for (size_t m = 0; m < MEMBERS; m++)
			member_add(f, s, &members[m], cost, side);
	}
	arena_free(&a);
}

/* ---- thresholds */

static int
decide(const struct satisfaction_choice *t, double low, double high)
{
	bool is_low = low >= t->low, is_high = high >= t->high;

	if (is_low && (!is_high || low - t->low >= high - t->high))
		return low >= t->lowest ? 0 : 1;
	return is_high ? (high >= t->highest ? 4 : 3) : 2;
}

double
satisfaction_worth(const struct satisfaction_figures *f)
{
	double uar = f->uar_of_five / published[0], kappa = f->kappa / published[1],
	       low = f->f1_low / published[2];

	return fmin(uar, fmin(kappa, low));
}

/* Inner cases and their scores, to choose by. */
struct trial {
	int *rating;
	double *side[SIDES], *sorted[SIDES];	/* highest first */
	size_t count;
};

static double
worth_of(const struct trial *t, const struct satisfaction_choice *c)
{
	struct satisfaction_figures f;

	memset(&f, 0, sizeof(f));
	for (size_t i = 0; i < t->count; i++)
		satisfaction_figures_add(
		    &f, t->rating[i], decide(c, t->side[LOW][i], t->side[HIGH][i]));
	satisfaction_figures_finish(&f);
	return satisfaction_worth(&f);
}

static int
highest_first(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x < y) - (x > y);
}

/* The score that this share of cases reaches. */
static double
reached_by(const struct trial *t, int side, double share)
{
	return share > 0 && t->count > 0 ? t->sorted[side][(size_t)(share * (double)t->count)] : NEVER;
}

static const double shares[] = { 0, .01, .02, .03, .04, .05, .06, .07, .08, .09, .1, .11, .12, .13, .14, .16,
	.18, .2, .23, .26, .3 };
static const double rare_shares[] = { 0, .0005, .001, .002, .003, .005, .0075, .01, .015, .02, .03 };
#define AROUND 2
#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static void
keep_better(const struct trial *t, const struct satisfaction_choice *now, struct satisfaction_choice *best)
{
	double worth = worth_of(t, now);

	if (worth > best->worth) {
		*best = *now;
		best->worth = worth;
	}
}

/* The mean worth around a place of the grid: one high point among low ones is luck. */
static double
worth_around(const double grid[COUNT(shares)][COUNT(shares)], size_t i, size_t k)
{
	double sum = 0, n = 0;

	for (size_t x = i > AROUND ? i - AROUND : 0; x <= i + AROUND && x < COUNT(shares); x++)
		for (size_t y = k > AROUND ? k - AROUND : 0; y <= k + AROUND && y < COUNT(shares); y++) {
			sum += grid[x][y];
			n++;
		}
	return sum / n;
}

/* The thresholds of low and of high together. */
static void
middle_choose(const struct trial *t, struct satisfaction_choice *out)
{
	double grid[COUNT(shares)][COUNT(shares)], best = -1;
	size_t at[SIDES] = { 0, 0 };

	for (size_t i = 0; i < COUNT(shares); i++)
		for (size_t k = 0; k < COUNT(shares); k++) {
			out->low = reached_by(t, LOW, shares[i]);
			out->high = reached_by(t, HIGH, shares[k]);
			grid[i][k] = worth_of(t, out);
		}
	for (size_t i = 0; i < COUNT(shares); i++)
		for (size_t k = 0; k < COUNT(shares); k++)
			if (worth_around(grid, i, k) > best) {
				best = worth_around(grid, i, k);
				at[LOW] = i;
				at[HIGH] = k;
			}
	out->low = reached_by(t, LOW, shares[at[LOW]]);
	out->high = reached_by(t, HIGH, shares[at[HIGH]]);
	out->worth = grid[at[LOW]][at[HIGH]];
}

/* Those, then the outer ones in turn. */
static void
thresholds_choose(const struct trial *t, double cost, struct satisfaction_choice *best)
{
	struct satisfaction_choice now, own = { cost, NEVER, NEVER, NEVER, NEVER, 0 };

	middle_choose(t, &own);
	for (size_t i = 0; i < COUNT(rare_shares); i++) {
		now = own;
		now.lowest = reached_by(t, LOW, rare_shares[i]);
		keep_better(t, &now, &own);
	}
	for (size_t i = 0; i < COUNT(rare_shares); i++) {
		now = own;
		now.highest = reached_by(t, HIGH, rare_shares[i]);
		keep_better(t, &now, &own);
	}
	if (own.worth > best->worth)
		*best = own;
}

/* ---- a fold */

/* The i-th dialogue that isn't in [from, to). */
static size_t
skip(size_t i, size_t from, size_t to)
{
	return i < from ? i : i + (to - from);
}

/* Scores of all cases outside [from, to), each by what is fitted to the other inner folds. */
static void
score_inside(struct fitter *f, size_t from, size_t to, double cost)
{
	size_t rest = f->cases->dialogues - (to - from);

	for (size_t k = 0; k < INNER_FOLDS; k++) {
		size_t begin = k * rest / INNER_FOLDS, end = (k + 1) * rest / INNER_FOLDS;
		struct split s = {skip(begin, from, to), 0, from, to};

		/* around [from, to) it may reach over it: scores there are never looked at */
		s.to = end > begin ? skip(end - 1, from, to) + 1 : s.from;
		score(f, &s, cost);
	}
}

static void
trial_fill(const struct fitter *f, size_t from, size_t to, struct trial *t)
{
	t->count = 0;
	for (size_t i = 0; i < f->cases->count; i++) {
		const struct satisfaction_case *c = &f->cases->items[i];

		if (c->dialogue >= from && c->dialogue < to)
			continue;
		t->rating[t->count] = c->rating;
		for (int side = 0; side < SIDES; side++)
			t->side[side][t->count] = t->sorted[side][t->count] =
			    f->scores.side[side][i];
		t->count++;
	}
	for (int side = 0; side < SIDES; side++)
		qsort(t->sorted[side], t->count, sizeof(double), highest_first);
}

void
satisfaction_fold(const struct satisfaction_cases *cases, size_t from, size_t to, int *predictions,
    struct satisfaction_choice *choice)
{
	struct split s = {from, to, 0, 0};
	struct fitter f;
	struct trial t;

	fitter_init(&f, cases);
	t.rating = mem_zero(cases->count + 1, sizeof(*t.rating));
	for (int side = 0; side < SIDES; side++) {
		t.side[side] = mem_zero(cases->count + 1, sizeof(double));
		t.sorted[side] = mem_zero(cases->count + 1, sizeof(double));
	}
	*choice = (struct satisfaction_choice){costs[0], NEVER, NEVER, NEVER, NEVER, -1};
	for (size_t i = 0; i < COSTS; i++) {
		score_inside(&f, from, to, costs[i]);
		trial_fill(&f, from, to, &t);
		thresholds_choose(&t, costs[i], choice);
	}
	score(&f, &s, choice->cost);
	for (size_t i = 0; i < cases->count; i++)
		if (is_predicted(&s, cases->items[i].dialogue))
			predictions[i] =
			    decide(choice, f.scores.side[LOW][i], f.scores.side[HIGH][i]);
	for (int side = 0; side < SIDES; side++) {
		mem_free(t.side[side]);
		mem_free(t.sorted[side]);
	}
	mem_free(t.rating);
	fitter_clear(&f);
}
