/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "floorwalker/base/str.h"

#define THREADS_MOST 64

/* Shared by the threads of a run: each takes the next batch; results have their own places. */
struct pool {
	const struct sim_options *options;
	const struct plan *plan;
	struct played *results;
	atomic_size_t next, done;	/* batches */
	atomic_int failed;
	pthread_mutex_t lock;		/* of error */
	struct errinfo error;
};

static void
fail(struct pool *p, const struct errinfo *e)
{
	pthread_mutex_lock(&p->lock);
	if (atomic_exchange(&p->failed, 1) == 0)
		p->error = *e;
	pthread_mutex_unlock(&p->lock);
}

static void *
play_batches(void *context)
{
	struct pool *p = context;
	struct stage stage;
	struct errinfo e;

	if (stage_open(p->options, &stage, &e) != ERR_OK)
		fail(p, &e);
	while (atomic_load(&p->failed) == 0) {
		size_t i = atomic_fetch_add(&p->next, 1);

		if (i >= p->plan->batch_count)
			break;
		if (stage_play(&stage, p->plan, &p->plan->batches[i], p->results, &e) != ERR_OK)
			fail(p, &e);
		atomic_fetch_add(&p->done, 1);
	}
	stage_close(&stage);
	return NULL;
}

static int64_t
conversations_done(struct pool *p)
{
	size_t done = atomic_load(&p->done);

	return done < p->plan->batch_count ? (int64_t)p->plan->batches[done].first
					   : (int64_t)p->plan->job_count;
}

static void
watch(struct pool *p)
{
	const struct timespec pause = { .tv_nsec = 100 * 1000 * 1000 };

	while (p->options->progress != NULL && atomic_load(&p->done) < p->plan->batch_count &&
	    atomic_load(&p->failed) == 0) {
		p->options->progress(p->options->progress_context, conversations_done(p),
		    (int64_t)p->plan->job_count);
		nanosleep(&pause, NULL);
	}
}

static int
thread_count(const struct sim_options *o, const struct plan *p)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	int n = o->threads > 0 ? o->threads : (int)(cores < 1 ? 1 : cores);

	if ((size_t)n > p->batch_count)
		n = (int)p->batch_count;
	return n < 1 ? 1 : n > THREADS_MOST ? THREADS_MOST : n;
}

static enum err
play_all(
    const struct sim_options *o, const struct plan *plan, struct played *results, struct errinfo *e)
{
	struct pool pool = { .options = o, .plan = plan, .results = results };
	pthread_t threads[THREADS_MOST];
	int count = thread_count(o, plan), started = 0;

	pthread_mutex_init(&pool.lock, NULL);
	for (; started < count; started++)
		if (pthread_create(&threads[started], NULL, play_batches, &pool) != 0)
			break;
	if (started == 0)
		play_batches(&pool);
	else
		watch(&pool);
	for (int i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	pthread_mutex_destroy(&pool.lock);
	if (atomic_load(&pool.failed) == 0)
		return ERR_OK;
	return err_set(e, pool.error.code, "%s", pool.error.text);
}

static void
tell_replies(const struct sim_options *o, const struct plan *plan, struct played *results)
{
	for (size_t i = 0; o->replies.take != NULL && i < plan->job_count; i++)
		for (size_t k = 0; k < results[i].replies.count; k++) {
			struct reply_seen *r = &results[i].replies.items[k];

			r->task = plan->jobs[i].scenario->name;
			r->conversation = plan->jobs[i].number;
			o->replies.take(o->replies.context, r);
		}
}

enum err
sim_run(
    const struct sim_options *options, struct arena *a, struct value **result, struct errinfo *e)
{
	struct played *results;
	struct plan plan;
	enum err err;

	if (options->conversations < 1 || options->conversations > 10000000)
		return err_set(e, ERR_USAGE, "conversations must be 1 to 10,000,000");
	if ((err = run_plan(options, a, &plan, e)) != ERR_OK)
		return err;
	results = mem_zero((size_t)options->conversations, sizeof(*results));
	if ((err = play_all(options, &plan, results, e)) == ERR_OK) {
		*result = summary_make(a, options, &plan, results);
		tell_replies(options, &plan, results);
	}
	for (int64_t i = 0; i < options->conversations; i++) {
		arena_free(&results[i].replies_arena);
		mem_free(results[i].why);
		mem_free(results[i].transcript);
	}
	mem_free(results);
	return err;
}
