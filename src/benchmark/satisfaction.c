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

static void
set_span(struct arena *a, struct value *out, const char *name, double *x)
{
	struct value *pair = value_set_list(out, name);

	qsort(x, RESAMPLES, sizeof(*x), by_value);
	value_add(pair, value_real(a, rounded(x[(size_t)(0.025 * (RESAMPLES - 1))])));
	value_add(pair, value_real(a, rounded(x[(size_t)ceil(0.975 * (RESAMPLES - 1))])));
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
set_intervals(const struct bench *b, int setting, struct arena *a, struct value *out)
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
	set_span(a, v, "uar", figures[0]);
	set_span(a, v, "kappa", figures[1]);
	set_span(a, v, "f1_low", figures[2]);
	for (size_t i = 0; i < 3; i++)
		mem_free(figures[i]);
	mem_free(each);
}

/* ---- telling */

static void
set_figures(struct value *out, const struct satisfaction_figures *f)
{
	value_set_real(out, "uar", rounded(f->uar));
	value_set_real(out, "kappa", rounded(f->kappa));
	value_set_real(out, "f1_low", rounded(f->f1_low));
	value_set_int(out, "n", (int64_t)f->n);
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

static void
set_folds(const struct bench *b, int setting, struct value *out)
{
	const struct satisfaction_cases *c = &b->cases[setting];
	struct value *folds = value_set_list(out, "folds"), *means;
	double uar = 0, kappa = 0, f1_low = 0;

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
		value_set_real(v, "uar_of_five", rounded(f.uar_of_five));
		value_set_real(v, "worth_inside", rounded(b->choices[setting][fold].worth));
		uar += f.uar_of_five / SATISFACTION_FOLDS;
		kappa += f.kappa / SATISFACTION_FOLDS;
		f1_low += f.f1_low / SATISFACTION_FOLDS;
	}
	means = value_set_map(out, "fold_means");
	value_set_real(means, "uar_of_five", rounded(uar));
	value_set_real(means, "kappa", rounded(kappa));
	value_set_real(means, "f1_low", rounded(f1_low));
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
	value_set_real(out, "uar_of_five", rounded(f.uar_of_five));
	set_intervals(b, setting, a, out);
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
