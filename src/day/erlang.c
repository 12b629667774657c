/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/day/erlang.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "erlang.h"

#define THREADS_MOST 64

/* ---- playing all: each thread takes the next replication of the next case; sums have their own
 * places, so that their number changes nothing */

struct pool {
	const struct erlang_options *options;
	const struct erlang_case *cases;
	size_t count;
	const size_t *first;		/* of each case: number of its first replication */
	struct erlang_sums *sums;
	size_t all;
	atomic_size_t next, done;
	atomic_bool failed;
	pthread_mutex_t lock;		/* of error */
	struct errinfo error;
};

static void
fail(struct pool *p, const struct errinfo *e)
{
	pthread_mutex_lock(&p->lock);
	if (!atomic_exchange(&p->failed, true))
		p->error = *e;
	pthread_mutex_unlock(&p->lock);
}

static void *
play_some(void *context)
{
	struct pool *p = context;
	struct errinfo e;
	size_t i;

	while (!atomic_load(&p->failed) && (i = atomic_fetch_add(&p->next, 1)) < p->all) {
		size_t k = 0;

		while (k + 1 < p->count && p->first[k + 1] <= i)
			k++;
		if (erlang_play(p->options, &p->cases[k], k, (int64_t)(i - p->first[k]), &p->sums[i],
			&e) != ERR_OK)
			fail(p, &e);
		atomic_fetch_add(&p->done, 1);
	}
	return NULL;
}

static void
watch(struct pool *p)
{
	const struct timespec pause = { .tv_nsec = 50 * 1000 * 1000 };
	const struct erlang_options *o = p->options;
	struct errinfo e;

	while (atomic_load(&p->done) < p->all && !atomic_load(&p->failed)) {
		if (o->progress != NULL)
			o->progress(o->progress_context, (int64_t)atomic_load(&p->done),
			    (int64_t)p->all);
		if (o->is_stopped != NULL && o->is_stopped()) {
			(void)err_set(&e, ERR_STATE, "stopped");
			fail(p, &e);
		}
		nanosleep(&pause, NULL);
	}
}

static enum err
run_pool(struct pool *p, struct errinfo *e)
{
	pthread_t threads[THREADS_MOST];
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	int count = p->options->threads > 0 ? p->options->threads : (int)cores, started = 0;

	count = count < 1 ? 1 : count > THREADS_MOST ? THREADS_MOST : count;
	pthread_mutex_init(&p->lock, NULL);
	for (; started < count; started++)
		if (pthread_create(&threads[started], NULL, play_some, p) != 0)
			break;
	if (started == 0)
		play_some(p);
	else
		watch(p);
	for (int i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	pthread_mutex_destroy(&p->lock);
	return atomic_load(&p->failed) ? err_set(e, p->error.code, "%s", p->error.text) : ERR_OK;
}

enum err
erlang_play_all(const struct erlang_options *o, const struct erlang_case *cases, size_t count,
    struct erlang_sums *sums, struct errinfo *e)
{
	struct pool p = { .options = o, .cases = cases, .count = count, .sums = sums };
	size_t *first = mem_zero(count + 1, sizeof(*first));
	enum err err;

	for (size_t i = 0; i < count; i++) {
		first[i] = p.all;
		p.all += (size_t)cases[i].replications;
	}
	p.first = first;
	err = run_pool(&p, e);
	mem_free(first);
	return err;
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
	struct value *row = value_add_map(list), *wrong;
	struct figure f[FIGURES];
	int64_t contacts = 0;
	double worst = 0;

	compare_case(c, sums, f);
	for (int64_t i = 0; i < c->replications; i++)
		contacts += sums[i].contacts;
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
	for (size_t i = 0; i < ERLANG_COLUMNS; i++)
		if (c->wrong[i]) {
			value_add_text(wrong, erlang_columns[i]);
			score->wrong++;
		}
	score->worst = fabs(worst) > fabs(score->worst) ? worst : score->worst;
}

static struct value *
tell(const struct erlang_options *o, const struct erlang_case *cases, size_t count,
    const struct erlang_sums *sums, struct arena *a)
{
	struct value *v = value_map(a), *list = value_list(a);
	struct score score = { 0 };

	for (size_t i = 0; i < count; sums += cases[i++].replications)
		tell_case(a, list, &cases[i], sums, &score);
	value_set_text(v, "kind", "erlang");
	value_set_text(v, "reference", o->reference);
	value_set_int(v, "seed", (int64_t)o->seed);
	value_set_bool(v, "passed",
	    fabs(score.worst) <= ERLANG_Z_MOST && score.wrong == 0 &&
		(double)score.above <= ERLANG_SELDOM_SHARE * (double)score.comparisons);
	value_set_real(v, "worst_z", score.worst);
	value_set_int(v, "comparisons", score.comparisons);
	value_set_int(v, "above_3", score.above);
	value_set_int(v, "wrong", score.wrong);
	value_set(v, "cases", list);
	return v;
}

enum err
erlang_benchmark(const struct erlang_options *o, struct arena *a, struct value **result,
    struct errinfo *e)
{
	struct erlang_case *cases;
	struct erlang_sums *sums;
	size_t count, all = 0;
	enum err err = erlang_read(o, a, &cases, &count, e);

	if (err != ERR_OK)
		return err;
	for (size_t i = 0; i < count; i++)
		all += (size_t)cases[i].replications;
	sums = arena_alloc(a, all * sizeof(*sums));
	if ((err = erlang_play_all(o, cases, count, sums, e)) == ERR_OK)
		*result = tell(o, cases, count, sums, a);
	return err;
}
