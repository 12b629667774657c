/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loop_private.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>

#include "floorwalker/base/mem.h"

struct job {
	struct job *next;
	void (*work)(void *);
	void (*done)(void *);
	void *argument;
};

struct queue {
	struct job *first, *last;
};

struct worker {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct queue waiting, finished;
	size_t pending;		/* posted, and done has not run */
	bool closing;
	bool started;
	enum err start_err;
	struct errinfo start_info;
	enum err (*start)(void *context, struct errinfo *e);
	void (*stop)(void *context);
	void *context;
	struct event *woken;	/* on the loop: something has finished */
	bool *freed;		/* told when a done handler frees its worker */
};

static void
put(struct queue *q, struct job *j)
{
	j->next = NULL;
	if (q->last != NULL)
		q->last->next = j;
	else
		q->first = j;
	q->last = j;
}

static struct job *
take(struct queue *q)
{
	struct job *j = q->first;

	if (j != NULL) {
		q->first = j->next;
		if (q->first == NULL)
			q->last = NULL;
	}
	return j;
}

static void
work_through(struct worker *w)
{
	struct job *j;

	pthread_mutex_lock(&w->lock);
	for (;;) {
		while (w->waiting.first == NULL && !w->closing)
			pthread_cond_wait(&w->changed, &w->lock);
		j = take(&w->waiting);
		if (j == NULL)
			break;
		pthread_mutex_unlock(&w->lock);
		j->work(j->argument);
		pthread_mutex_lock(&w->lock);
		put(&w->finished, j);
		event_active(w->woken, EV_TIMEOUT, 0);
	}
	pthread_mutex_unlock(&w->lock);
}

static void *
thread_main(void *arg)
{
	struct worker *w = arg;
	struct errinfo info;
	enum err err;

	memset(&info, 0, sizeof info);
	err = w->start != NULL ? w->start(w->context, &info) : ERR_OK;
	pthread_mutex_lock(&w->lock);
	w->started = true;
	w->start_err = err;
	w->start_info = info;
	pthread_cond_broadcast(&w->changed);
	pthread_mutex_unlock(&w->lock);
	if (err != ERR_OK)
		return NULL;
	work_through(w);
	if (w->stop != NULL)
		w->stop(w->context);
	return NULL;
}

/* Runs what has finished, in order. A handler may free the worker, or post more. */
static void
run_finished(struct worker *w)
{
	bool freed = false;

	w->freed = &freed;
	for (;;) {
		struct job *j;

		pthread_mutex_lock(&w->lock);
		j = take(&w->finished);
		if (j != NULL)
			w->pending--;
		pthread_mutex_unlock(&w->lock);
		if (j == NULL)
			break;
		if (j->done != NULL)
			j->done(j->argument);
		mem_free(j);
		if (freed)
			return;
	}
	w->freed = NULL;
}

static void
on_woken(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	run_finished(arg);
}

/* Signals are the loop's business. */
static int
start_thread(struct worker *w)
{
	sigset_t all, kept;
	int failed;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &kept);
	failed = pthread_create(&w->thread, NULL, thread_main, w);
	pthread_sigmask(SIG_SETMASK, &kept, NULL);
	return failed;
}

static void
release(struct worker *w)
{
	event_free(w->woken);
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->changed);
	mem_free(w);
}

enum err
worker_new(struct loop *l, enum err (*start)(void *context, struct errinfo *e),
    void (*stop)(void *context), void *context, struct worker **out, struct errinfo *e)
{
	struct worker *w = mem_zero(1, sizeof *w);
	enum err err;
	int failed;

	*out = NULL;
	w->start = start;
	w->stop = stop;
	w->context = context;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->changed, NULL);
	w->woken = event_new(loop_private_base(l), -1, 0, on_woken, w);
	failed = start_thread(w);
	if (failed != 0) {
		release(w);
		return err_set(e, ERR_IO, "cannot start a thread: %s", strerror(failed));
	}
	pthread_mutex_lock(&w->lock);
	while (!w->started)
		pthread_cond_wait(&w->changed, &w->lock);
	pthread_mutex_unlock(&w->lock);
	if (w->start_err != ERR_OK) {
		pthread_join(w->thread, NULL);
		err = err_set(e, w->start_err, "%s", w->start_info.text);
		release(w);
		return err;
	}
	*out = w;
	return ERR_OK;
}

void
worker_post(struct worker *w, void (*job)(void *), void (*done)(void *), void *argument)
{
	struct job *j = mem_zero(1, sizeof *j);

	j->work = job;
	j->done = done;
	j->argument = argument;
	pthread_mutex_lock(&w->lock);
	put(&w->waiting, j);
	w->pending++;
	pthread_cond_signal(&w->changed);
	pthread_mutex_unlock(&w->lock);
}

size_t
worker_pending(const struct worker *w)
{
	struct worker *locked = (struct worker *)(uintptr_t)w;
	size_t pending;

	pthread_mutex_lock(&locked->lock);
	pending = w->pending;
	pthread_mutex_unlock(&locked->lock);
	return pending;
}

void
worker_free(struct worker **worker)
{
	struct worker *w;
	bool *freed;

	if (worker == NULL || *worker == NULL)
		return;
	w = *worker;
	*worker = NULL;
	freed = w->freed;
	pthread_mutex_lock(&w->lock);
	w->closing = true;
	pthread_cond_signal(&w->changed);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	run_finished(w);
	if (freed != NULL)
		*freed = true;
	release(w);
}
