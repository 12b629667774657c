/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/base/pool.h"

#include <pthread.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

#define LOOK_MS 50

struct pool {
	const struct pool_work *work;
	pthread_mutex_t shared;		/* what pieces share */
	pthread_mutex_t lock;		/* of all below */
	pthread_cond_t left;		/* the last thread has */
	int64_t next, done;
	int at_work;
	bool over;
	enum err err;
	struct errinfo error;
};

/* With the lock held. What comes after the end is nobody's matter. */
static void
finish(struct pool *p, enum err err, const struct errinfo *e)
{
	if (p->over)
		return;
	p->over = true;
	p->err = err;
	if (err != ERR_OK)
		p->error = *e;
}

static bool
take(struct pool *p, int64_t *number)
{
	bool taken;

	pthread_mutex_lock(&p->lock);
	taken = !p->over && p->next < p->work->count;
	if (taken)
		*number = p->next++;
	pthread_mutex_unlock(&p->lock);
	return taken;
}

static void
told(struct pool *p, enum err err, const struct errinfo *e)
{
	pthread_mutex_lock(&p->lock);
	if (err != ERR_OK)
		finish(p, err, e);
	else
		p->done++;
	pthread_mutex_unlock(&p->lock);
}

static void *
run(void *context)
{
	struct pool *p = context;
	const struct pool_work *w = p->work;
	struct errinfo e = {ERR_OK, ""};
	void *own = NULL;
	int64_t number;
	enum err err = w->open != NULL ? w->open(w->context, &own, &e) : ERR_OK;

	if (err != ERR_OK)
		told(p, err, &e);
	while (take(p, &number)) {
		err = w->piece(p, w->context, own, number, &e);
		told(p, err, &e);
	}
	if (w->close != NULL)
		w->close(w->context, own);
	pthread_mutex_lock(&p->lock);
	if (--p->at_work == 0)
		pthread_cond_signal(&p->left);
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

/* Until all have left, with a look at how far they are now and then. */
static void
watch(struct pool *p)
{
	const struct pool_work *w = p->work;
	struct errinfo e;
	struct timespec at;

	pthread_mutex_lock(&p->lock);
	while (p->at_work > 0) {
		int64_t done = p->done;
		int stops;

		pthread_mutex_unlock(&p->lock);
		stops = w->progress != NULL ? w->progress(w->context, done) : 0;
		clock_gettime(CLOCK_REALTIME, &at);
		at.tv_nsec += LOOK_MS * 1000000L;
		at.tv_sec += at.tv_nsec / 1000000000L;
		at.tv_nsec %= 1000000000L;
		pthread_mutex_lock(&p->lock);
		if (stops != 0)
			finish(p, err_set(&e, ERR_STATE, "stopped"), &e);
		if (p->at_work > 0)
			(void)pthread_cond_timedwait(&p->left, &p->lock, &at);
	}
	pthread_mutex_unlock(&p->lock);
}

static int
thread_count(const struct pool_work *w)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	int64_t n = w->threads > 0 ? w->threads : cores;

	n = n < w->count ? n : w->count;
	return n < 1 ? 1 : n > POOL_THREADS_MOST ? POOL_THREADS_MOST : (int)n;
}

enum err
pool_run(const struct pool_work *w, struct errinfo *e)
{
	struct pool p = {.work = w, .at_work = thread_count(w)};
	pthread_t threads[POOL_THREADS_MOST];
	int wanted = p.at_work, started = 0;

	pthread_mutex_init(&p.shared, NULL);
	pthread_mutex_init(&p.lock, NULL);
	pthread_cond_init(&p.left, NULL);
	while (started < wanted && pthread_create(&threads[started], NULL, run, &p) == 0)
		started++;
	pthread_mutex_lock(&p.lock);
	p.at_work -= wanted - started - (started == 0);
	pthread_mutex_unlock(&p.lock);
	if (started == 0)		/* no thread is to be had: then on this one */
		run(&p);
	watch(&p);
	for (int i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	pthread_cond_destroy(&p.left);
	pthread_mutex_destroy(&p.lock);
	pthread_mutex_destroy(&p.shared);
	return p.err == ERR_OK ? ERR_OK : err_set(e, p.err, "%s", p.error.text);
}

void
pool_end(struct pool *p)
{
	pthread_mutex_lock(&p->lock);
	finish(p, ERR_OK, NULL);
	pthread_mutex_unlock(&p->lock);
}

bool
pool_is_over(struct pool *p)
{
	bool over;

	pthread_mutex_lock(&p->lock);
	over = p->over;
	pthread_mutex_unlock(&p->lock);
	return over;
}

void
pool_lock(struct pool *p)
{
	pthread_mutex_lock(&p->shared);
}

void
pool_unlock(struct pool *p)
{
	pthread_mutex_unlock(&p->shared);
}
