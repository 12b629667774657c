/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/benchmark/satisfaction.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/pool.h"
#include "floorwalker/base/random.h"

#include "satisfaction.h"

#define SETTINGS 2		/* from the history alone, and with the turn itself */
#define RESAMPLES 1000

struct bench {
	const struct satisfaction_options *options;
	struct satisfaction_cases cases[SETTINGS];
	int *predictions[SETTINGS];	/* [case] */
	struct satisfaction_choice choices[SETTINGS][SATISFACTION_FOLDS];
};

static void
fold_bounds(size_t dialogues, size_t fold, size_t *from, size_t *to)
{
	*from = fold * dialogues / SATISFACTION_FOLDS;
	*to = (fold + 1) * dialogues / SATISFACTION_FOLDS;
}

/* ---- running */

/* The longer ones, from the history alone, first. */
static enum err
play_fold(struct pool *p, void *context, void *own, int64_t number, struct errinfo *e)
{
	struct bench *b = context;
	size_t setting = (size_t)number / SATISFACTION_FOLDS,
	       fold = (size_t)number % SATISFACTION_FOLDS, from, to;

	(void)p, (void)own, (void)e;
	fold_bounds(b->cases[setting].dialogues, fold, &from, &to);
	satisfaction_fold(&b->cases[setting], setting == 0 ? &b->cases[1] : NULL, from, to,
	    b->predictions[setting], &b->choices[setting][fold]);
	return ERR_OK;
}

static int
watch(void *context, int64_t done)
{
	const struct satisfaction_options *o = ((const struct bench *)context)->options;

	if (o->progress != NULL)
		o->progress(o->progress_context, (size_t)done, SETTINGS * SATISFACTION_FOLDS);
	return o->is_stopped != NULL && o->is_stopped();
}

static enum err
run_folds(struct bench *b, struct errinfo *e)
{
	const struct pool_work w = {.count = SETTINGS * SATISFACTION_FOLDS,
	    .threads = b->options->threads,
	    .context = b,
	    .piece = play_fold,
	    .progress = watch};

	return pool_run(&w, e);
}

/* ---- intervals */

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
rounded(double x)
{
	return floor(x * 1e6 + 0.5) / 1e6;
}

/* Null where the figure itself is undefined; else of the draws in which it isn't. */
static void
set_span(struct arena *a, struct value *out, const char *name, bool is_defined, double *x)
{
	struct value *pair;
	size_t n = 0;

	for (size_t i = 0; i < RESAMPLES; i++)
		if (!isnan(x[i]))
			x[n++] = x[i];
	if (!is_defined || n == 0) {
		value_set(out, name, value_null(a));
		return;
	}
	pair = value_set_list(out, name);
	qsort(x, n, sizeof(*x), by_value);
	value_add(pair, value_real(a, rounded(x[(size_t)(0.025 * (double)(n - 1))])));
	value_add(pair, value_real(a, rounded(x[(size_t)ceil(0.975 * (double)(n - 1))])));
}

static void
figures_sum(struct satisfaction_figures *to, const struct satisfaction_figures *from)
{
	to->n += from->n;
	for (int i = 0; i < RATINGS; i++)
		for (int k = 0; k < RATINGS; k++)
			to->confusion[i][k] += from->confusion[i][k];
}

/* Turns of one dialogue aren't independent: whole dialogues are drawn anew. */
static void
set_intervals(const struct bench *b, int setting, const struct satisfaction_figures *found,
    struct arena *a, struct value *out)
{
	const struct satisfaction_cases *c = &b->cases[setting];
	struct satisfaction_figures *each = mem_zero(c->dialogues, sizeof(*each)), all;
	double *figures[3];
	struct value *v = value_set_map(out, "intervals");
	struct random_stream r;

	for (size_t i = 0; i < 3; i++)
		figures[i] = mem_zero(RESAMPLES, sizeof(double));
	for (size_t i = 0; i < c->count; i++)
		satisfaction_figures_add(&each[c->items[i].dialogue], c->items[i].rating,
		    b->predictions[setting][i]);
	random_init(&r, b->options->seed, "satisfaction dialogues");
	for (size_t i = 0; i < RESAMPLES; i++) {
		memset(&all, 0, sizeof(all));
		for (size_t k = 0; k < c->dialogues; k++)
			figures_sum(&all, &each[random_below(&r, c->dialogues)]);
		satisfaction_figures_finish(&all);
		figures[0][i] = all.uar;
		figures[1][i] = all.kappa;
		figures[2][i] = all.f1_low;
	}
	set_span(a, v, "uar", !isnan(found->uar), figures[0]);
	set_span(a, v, "kappa", !isnan(found->kappa), figures[1]);
	set_span(a, v, "f1_low", !isnan(found->f1_low), figures[2]);
	for (size_t i = 0; i < 3; i++)
		mem_free(figures[i]);
	mem_free(each);
}

/* ---- telling */

static void
set_figure(struct value *out, const char *key, double x)
{
	value_set_real_or_null(out, key, !isnan(x), isnan(x) ? 0 : rounded(x));
}

static void
set_figures(struct value *out, const struct satisfaction_figures *f)
{
	set_figure(out, "uar", f->uar);
	set_figure(out, "kappa", f->kappa);
	set_figure(out, "f1_low", f->f1_low);
	value_set_int(out, "n", (int64_t)f->n);
}

/* Why a figure is null: {figure: reason}, where any is. */
static void
set_undefined(struct value *out, const struct satisfaction_figures *f)
{
	struct value *v;

	if (!isnan(f->kappa) && !isnan(f->f1_low))
		return;
	v = value_set_map(out, "undefined");
	if (f->n == 0)
		value_set_text(v, "uar", "no turn is rated");
	if (isnan(f->kappa))
		value_set_text(v, "kappa", f->n == 0
		    ? "no turn is rated"
		    : "people and predictions gave one rating alone, the same: chance alone agrees in all");
	if (isnan(f->f1_low))
		value_set_text(v, "f1_low", f->n == 0
		    ? "no turn is rated"
		    : "nobody rated a turn less than 3, and none was predicted to be");
}

/* Turns by what people and predictions gave, and recall of each rating. */
static void
set_ratings(struct arena *a, struct value *out, const struct satisfaction_figures *f)
{
	struct value *ratings = value_set_list(out, "ratings"), *rows;

	for (int i = 0; i < RATINGS; i++) {
		struct value *v = value_add_map(ratings);
		size_t people = 0, predicted = 0;

		for (int k = 0; k < RATINGS; k++) {
			people += f->confusion[i][k];
			predicted += f->confusion[k][i];
		}
		value_set_int(v, "rating", i + 1);
		value_set_int(v, "people", (int64_t)people);
		value_set_int(v, "predicted", (int64_t)predicted);
		value_set_int(v, "right", (int64_t)f->confusion[i][i]);
	}
	rows = value_set_list(out, "confusion");
	for (int i = 0; i < RATINGS; i++) {
		struct value *row = value_list(a);

		for (int k = 0; k < RATINGS; k++)
			value_add(row, value_int(a, (int64_t)f->confusion[i][k]));
		value_add(rows, row);
	}
}

/* Over the folds in which it's defined. */
struct mean {
	double sum;
	int64_t n;
};

static void
mean_add(struct mean *m, double x)
{
	if (isnan(x))
		return;
	m->sum += x;
	m->n++;
}

static void
set_mean(struct value *out, const char *key, const struct mean *m)
{
	set_figure(out, key, m->n > 0 ? m->sum / (double)m->n : NAN);
}

static void
set_folds(const struct bench *b, int setting, struct value *out)
{
	const struct satisfaction_cases *c = &b->cases[setting];
	struct value *folds = value_set_list(out, "folds"), *means;
	struct mean uar = { 0 }, kappa = { 0 }, f1_low = { 0 };

	for (size_t fold = 0; fold < SATISFACTION_FOLDS; fold++) {
		struct value *v = value_add_map(folds);
		struct satisfaction_figures f;
		size_t from, to;

		fold_bounds(c->dialogues, fold, &from, &to);
		memset(&f, 0, sizeof(f));
		for (size_t i = 0; i < c->count; i++)
			if (c->items[i].dialogue >= from && c->items[i].dialogue < to)
				satisfaction_figures_add(
				    &f, c->items[i].rating, b->predictions[setting][i]);
		satisfaction_figures_finish(&f);
		value_set_int(v, "from", (int64_t)from + 1);
		value_set_int(v, "to", (int64_t)to);
		set_figures(v, &f);
		set_figure(v, "uar_of_five", f.uar_of_five);
		value_set_real(v, "worth_inside", rounded(b->choices[setting][fold].worth));
		mean_add(&uar, f.uar_of_five);
		mean_add(&kappa, f.kappa);
		mean_add(&f1_low, f.f1_low);
	}
	means = value_set_map(out, "fold_means");
	set_mean(means, "uar_of_five", &uar);
	set_mean(means, "kappa", &kappa);
	set_mean(means, "f1_low", &f1_low);
}

static void
set_setting(const struct bench *b, int setting, struct arena *a, struct value *out)
{
	const struct satisfaction_cases *c = &b->cases[setting];
	struct satisfaction_figures f;

	memset(&f, 0, sizeof(f));
	for (size_t i = 0; i < c->count; i++)
		satisfaction_figures_add(&f, c->items[i].rating, b->predictions[setting][i]);
	satisfaction_figures_finish(&f);
	set_figures(out, &f);
	set_figure(out, "uar_of_five", f.uar_of_five);
	set_undefined(out, &f);
	set_intervals(b, setting, &f, a, out);
	set_ratings(a, out, &f);
	set_folds(b, setting, out);
}

static void
set_set(struct value *out, const struct rated_set *set)
{
	size_t user = 0, overall = 0;

	for (size_t i = 0; i < set->count; i++) {
		overall += set->dialogues[i].overall >= 0;
		for (size_t k = 0; k < set->dialogues[i].count; k++)
			user += set->dialogues[i].turns[k].user;
	}
	value_set_int(out, "dialogues", (int64_t)set->count);
	value_set_int(out, "turns", (int64_t)set->turns);
	value_set_int(out, "user_turns", (int64_t)user);
	value_set_int(out, "unrated", (int64_t)(user - set->rated));
	value_set_int(out, "overall_left_out", (int64_t)overall);
}

enum err
satisfaction_benchmark(const struct satisfaction_options *o, struct arena *a, struct value **result,
    struct errinfo *e)
{
	struct bench *b = mem_zero(1, sizeof(*b));
	struct arena *scratch = arena_new();
	struct rated_set set;
	enum err err = satisfaction_read(scratch, o->data, &set, e);

	b->options = o;
	if (err == ERR_OK && set.count < 2 * SATISFACTION_FOLDS)
		err = err_set(e, ERR_INPUT, "%s: %zu dialogues; ten folds need at least %d",
		    o->data, set.count, 2 * SATISFACTION_FOLDS);
	for (int s = 0; err == ERR_OK && s < SETTINGS; s++) {
		satisfaction_cases_make(scratch, &set, s == 1, &b->cases[s]);
		b->predictions[s] = mem_zero(b->cases[s].count + 1, sizeof(int));
	}
	if (err == ERR_OK)
		err = run_folds(b, e);
	if (err == ERR_OK) {
		*result = value_map(a);
		set_setting(b, 0, a, *result);
		set_setting(b, 1, a, value_set_map(*result, "with_turn"));
		set_set(value_set_map(*result, "data"), &set);
		value_set_text(*result, "fitted_on",
		    "the other nine folds of this file, for this figure alone; the shipped proxy has stated weights");
	}
	for (int s = 0; s < SETTINGS; s++)
		mem_free(b->predictions[s]);
	arena_free(&scratch);
	mem_free(b);
	return err;
}
