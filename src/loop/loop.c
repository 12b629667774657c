/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loop_private.h"

#include <assert.h>
#include <event2/thread.h>
#include <pthread.h>

#include "floorwalker/base/mem.h"

struct watch {
	struct loop *loop;
	struct watch *before, *after;
	struct event *event;
	void (*f)(void *);
	void *context;
};

struct loop {
	struct event_base *base;
	struct event *stop;
	struct watch *watches;
};

static void
prepare_threads(void)
{
	evthread_use_pthreads();
}

static void
on_stop(evutil_socket_t fd, short what, void *arg)
{
	struct loop *l = arg;

	(void)fd;
	(void)what;
	event_base_loopbreak(l->base);
}

enum err
loop_new(struct loop **out, struct errinfo *e)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct loop *l;

	*out = NULL;
	pthread_once(&once, prepare_threads);
	l = mem_zero(1, sizeof *l);
	l->base = event_base_new();
	if (l->base != NULL)
		l->stop = event_new(l->base, -1, 0, on_stop, l);
	if (l->stop == NULL) {
		loop_free(&l);
		return err_set(e, ERR_IO,
		    "libevent could not start an event loop; are there descriptors left (ulimit -n)?");
	}
	*out = l;
	return ERR_OK;
}

void
loop_free(struct loop **l)
{
	if (l == NULL || *l == NULL)
		return;
	while ((*l)->watches != NULL) {
		struct watch *w = (*l)->watches;

		watch_free(&w);
	}
	if ((*l)->stop != NULL)
		event_free((*l)->stop);
	if ((*l)->base != NULL)
		event_base_free((*l)->base);
	mem_free(*l);
	*l = NULL;
}

enum err
loop_run(struct loop *l, struct errinfo *e)
{
	if (event_base_loop(l->base, EVLOOP_NO_EXIT_ON_EMPTY) < 0)
		return err_set(e, ERR_IO, "libevent could not wait for events");
	return ERR_OK;
}

/* An event, not a flag: a stop that comes before the loop runs, or from another thread, is not
 * lost. */
void
loop_stop(struct loop *l)
{
	event_active(l->stop, EV_TIMEOUT, 0);
}

struct event_base *
loop_private_base(struct loop *l)
{
	return l->base;
}

/* The handler may free its watch: nothing of it is touched afterwards. */
static void
on_event(evutil_socket_t fd, short what, void *arg)
{
	struct watch *w = arg;

	(void)fd;
	(void)what;
	w->f(w->context);
}

static struct watch *
watch_new(struct loop *l, int fd, short what, void (*f)(void *), void *context)
{
	struct watch *w = mem_zero(1, sizeof *w);

	w->loop = l;
	w->f = f;
	w->context = context;
	w->event = event_new(l->base, fd, what, on_event, w);
	assert(w->event != NULL); /* only wrong arguments or no memory make it fail */
	w->after = l->watches;
	if (l->watches != NULL)
		l->watches->before = w;
	l->watches = w;
	return w;
}

struct watch *
loop_on_readable(struct loop *l, int fd, void (*f)(void *), void *context)
{
	struct watch *w = watch_new(l, fd, EV_READ | EV_PERSIST, f, context);

	event_add(w->event, NULL);
	return w;
}

struct watch *
loop_on_signal(struct loop *l, int number, void (*f)(void *), void *context)
{
	struct watch *w = watch_new(l, number, EV_SIGNAL | EV_PERSIST, f, context);

	event_add(w->event, NULL);
	return w;
}

struct watch *
loop_timer(struct loop *l, void (*f)(void *), void *context)
{
	return watch_new(l, -1, 0, f, context);
}

void
watch_arm(struct watch *w, int64_t in_ms)
{
	struct timeval in = {
	    .tv_sec = (time_t)(in_ms / 1000), .tv_usec = (suseconds_t)(in_ms % 1000 * 1000)};

	if (in_ms < 0)
		event_del(w->event);
	else
		event_add(w->event, &in);
}

void
watch_free(struct watch **w)
{
	if (w == NULL || *w == NULL)
		return;
	if ((*w)->before != NULL)
		(*w)->before->after = (*w)->after;
	else
		(*w)->loop->watches = (*w)->after;
	if ((*w)->after != NULL)
		(*w)->after->before = (*w)->before;
	event_free((*w)->event);
	mem_free(*w);
	*w = NULL;
}
