/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/day/erlang.h"

#include <math.h>
#include <string.h>

#include "erlang.h"
#include "floorwalker/base/pool.h"

/* ---- playing all: each thread takes the next replication of the next case; sums have their own
 * places, so that their number changes nothing */

struct plays {
	const struct erlang_options *options;
	const struct erlang_case *cases;
	struct erlang_sums *sums;
	int64_t all;			/* contacts, about */
	atomic_int_fast64_t played;
};

static enum err
play(struct pool *p, void *context, void *own, int64_t number, struct errinfo *e)
{
	struct plays *x = context;
	int64_t replication = number;
	size_t k = 0;

	(void)p, (void)own;
	while (replication >= x->cases[k].replications)
		replication -= x->cases[k++].replications;
	return erlang_play(
	    x->options, &x->cases[k], k, replication, &x->played, &x->sums[number], e);
}

static int
watch(void *context, int64_t done)
{
	struct plays *x = context;
	const struct erlang_options *o = x->options;
	int64_t played = atomic_load_explicit(&x->played, memory_order_relaxed);

	(void)done;
	if (o->progress != NULL)
		o->progress(o->progress_context, played < x->all ? played : x->all, x->all);
	return o->is_stopped != NULL && o->is_stopped();
}

enum err
erlang_play_all(const struct erlang_options *o, const struct erlang_case *cases, size_t count,
    struct erlang_sums *sums, struct errinfo *e)
{
	struct plays x = { .options = o, .cases = cases, .sums = sums };
	struct pool_work w = {
	    .threads = o->threads, .context = &x, .piece = play, .progress = watch};

	for (size_t i = 0; i < count; i++) {
		w.count += cases[i].replications;
		x.all += cases[i].replications * erlang_size(&cases[i]);
	}
	return pool_run(&w, e);
}

/* ---- comparing */

struct figure {
	double simulated, error, exact, z;
};

double
erlang_ratio(const double *x, const double *y, size_t n, double *standard_error)
{
	double sum_x = 0, sum_y = 0, squares = 0, ratio;

	for (size_t i = 0; i < n; i++) {
		sum_x += x[i];
		sum_y += y[i];
	}
	ratio = sum_y > 0 ? sum_x / sum_y : 0;
	for (size_t i = 0; i < n; i++)
		squares += (x[i] - ratio * y[i]) * (x[i] - ratio * y[i]);
	*standard_error = sum_y > 0 ? sqrt(squares * (double)n / (double)(n - 1)) / sum_y : 0;
	return ratio;
}

/* A ratio of sums with its standard error. least: the error that independent contacts would have. */
static struct figure
compare(const double *x, const double *y, size_t n, double exact, double least)
{
	struct figure f = { .exact = exact };

	f.simulated = erlang_ratio(x, y, n, &f.error);
	if (f.error < least)
		f.error = least;
	f.z = f.error > 0 ? (f.simulated - exact) / f.error : 0;
	return f;
}

enum { WAIT, ABANDON, MEAN_WAIT, OCCUPANCY, FIGURES };
static const char *const names[FIGURES] = { "p_wait", "p_abandon", "mean_wait", "occupancy" };
static const size_t columns[FIGURES] = { 0, 1, 2, 4 };	/* of erlang_columns[] */

static void
compare_case(const struct erlang_case *c, const struct erlang_sums *sums, struct figure *out)
{
	size_t n = (size_t)c->replications;
	double *of[FIGURES], *contacts = mem_zero(n, sizeof(double)),
	       *present = mem_zero(n, sizeof(double)), all = 0, unit_ms = erlang_unit_ms(c);
	const struct erlang *x = &c->exact;

	for (int k = 0; k < FIGURES; k++)
		of[k] = mem_zero(n, sizeof(double));
	for (size_t i = 0; i < n; i++) {
		of[WAIT][i] = (double)sums[i].waited;
		of[ABANDON][i] = (double)sums[i].left;
		of[MEAN_WAIT][i] = (double)sums[i].wait_ms / unit_ms;
		of[OCCUPANCY][i] = (double)sums[i].busy_ms;
		present[i] = (double)sums[i].present_ms;
		all += contacts[i] = (double)sums[i].contacts;
	}
	out[WAIT] = compare(
	    of[WAIT], contacts, n, x->p_wait, sqrt(x->p_wait * (1 - x->p_wait) / all));
	out[ABANDON] = compare(of[ABANDON], contacts, n, x->p_abandon,
	    sqrt(x->p_abandon * (1 - x->p_abandon) / all));
	/* a wait of an exponential length, or none */
	out[MEAN_WAIT] = compare(of[MEAN_WAIT], contacts, n, x->mean_wait,
	    x->p_wait > 0 ? x->mean_wait * sqrt((2 / x->p_wait - 1) / all) : 0);
	out[OCCUPANCY] = compare(of[OCCUPANCY], present, n, x->occupancy, 0);
	for (int k = 0; k < FIGURES; k++)
		mem_free(of[k]);
	mem_free(contacts);
	mem_free(present);
}

struct score {
	double worst;
	int64_t comparisons, above, wrong;
	bool falls_short;	/* a case had fewer replications or contacts than are asked for */
};

static void
tell_figure(struct value *row, const char *name, const struct figure *f, const struct erlang_case *c,
    size_t column)
{
	struct value *v = value_set_map(row, name);

	value_set_real(v, "simulated", f->simulated);
	value_set_real(v, "exact", f->exact);
	value_set_real(v, "standard_error", f->error);
	value_set_real(v, "z", f->z);
	if (c->given[column])
		value_set_real(v, "reference", c->reference[column]);
}

static void
tell_case(struct arena *a, struct value *list, const struct erlang_case *c,
    const struct erlang_sums *sums, struct score *score)
{
	struct value *row = value_add_map(list), *wrong, *not_given;
	struct figure f[FIGURES];
	int64_t contacts = 0;
	double worst = 0;

	compare_case(c, sums, f);
	for (int64_t i = 0; i < c->replications; i++)
		contacts += sums[i].contacts;
	score->falls_short |= contacts < ERLANG_CONTACTS_LEAST || c->replications < ERLANG_REPLICATIONS_LEAST;
	value_set_text(row, "case", c->name);
	value_set_real(row, "lambda", c->load.arrivals);
	value_set_real(row, "mu", 1 / c->load.handling);
	value_set_int(row, "agents", c->load.agents);
	if (isinf(c->load.patience))
		value_set(row, "patience", value_null(a));
	else
		value_set_real(row, "patience", c->load.patience);
	value_set_int(row, "replications", c->replications);
	value_set_int(row, "contacts", contacts);
	value_set_int(row, "warm_up_contacts", (int64_t)c->warm_up);
	value_set_real(row, "relaxation", c->relaxation);
	for (int k = 0; k < FIGURES; k++) {
		tell_figure(row, names[k], &f[k], c, columns[k]);
		worst = fabs(f[k].z) > fabs(worst) ? f[k].z : worst;
		score->above += fabs(f[k].z) > ERLANG_Z_SELDOM;
		score->comparisons++;
	}
	value_set_real(row, "worst_z", worst);
	wrong = value_set_list(row, "wrong");
	not_given = value_set_list(row, "not_given");
	for (size_t i = 0; i < ERLANG_COLUMNS; i++) {
		if (!c->given[i])
			value_add_text(not_given, erlang_columns[i]);
		if (!c->wrong[i])
			continue;
		value_add_text(wrong, erlang_columns[i]);
		score->wrong++;
	}
	score->worst = fabs(worst) > fabs(score->worst) ? worst : score->worst;
}

static struct value *
tell(const struct erlang_options *o, const struct erlang_file *file, const struct erlang_sums *sums,
    struct arena *a)
{
	struct value *v = value_map(a), *list = value_list(a), *ignored;
	struct score score = { 0 };

	for (size_t i = 0; i < file->count; sums += file->cases[i++].replications)
		tell_case(a, list, &file->cases[i], sums, &score);
	value_set_text(v, "kind", "erlang");
	value_set_text(v, "reference", o->reference);
	value_set_int(v, "seed", (int64_t)o->seed);
	value_set_bool(v, "passed",
	    fabs(score.worst) <= ERLANG_Z_MOST && score.wrong == 0 &&
		(double)score.above <= ERLANG_SELDOM_SHARE * (double)score.comparisons);
	value_set_bool(v, "as_asked", !score.falls_short);
	value_set_real(v, "worst_z", score.worst);
	value_set_int(v, "comparisons", score.comparisons);
	value_set_int(v, "above_3", score.above);
	value_set_int(v, "wrong", score.wrong);
	ignored = value_set_list(v, "ignored_columns");
	for (size_t i = 0; i < file->ignored_count; i++)
		value_add_text(ignored, file->ignored[i]);
	value_set(v, "cases", list);
	return v;
}

enum err
erlang_benchmark(const struct erlang_options *o, struct arena *a, struct value **result,
    struct errinfo *e)
{
	struct erlang_file file;
	struct erlang_sums *sums;
	size_t all = 0;
	enum err err = erlang_read(o, a, &file, e);

	if (err != ERR_OK)
		return err;
	for (size_t i = 0; i < file.count; i++)
		all += (size_t)file.cases[i].replications;
	sums = arena_alloc(a, all * sizeof(*sums));
	if ((err = erlang_play_all(o, file.cases, file.count, sums, e)) == ERR_OK)
		*result = tell(o, &file, sums, a);
	return err;
}
