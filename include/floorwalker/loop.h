/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The event loop: descriptors, one timer at a time per owner, signals, worker threads, and the
 * server side of HTTP. Over libevent.
 */
#ifndef FLOORWALKER_LOOP_H
#define FLOORWALKER_LOOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"

struct loop;
NODISCARD enum err loop_new(struct loop **out, struct errinfo *e);
void loop_free(struct loop **l);
NODISCARD enum err loop_run(struct loop *l, struct errinfo *e);		/* until loop_stop */
void loop_stop(struct loop *l);		/* from any thread or handler */

struct watch;	/* freed by watch_free, or with the loop */
struct watch *loop_on_readable(struct loop *l, int fd, void (*f)(void *), void *context);
struct watch *loop_on_signal(struct loop *l, int number, void (*f)(void *), void *context);
struct watch *loop_timer(struct loop *l, void (*f)(void *), void *context);	/* not armed */
void watch_arm(struct watch *w, int64_t in_ms);	/* timer: fires once; arming again replaces;
						   negative disarms */
void watch_free(struct watch **w);

/* A worker thread with a queue: jobs run there in order, then done runs on the loop's thread. */
struct worker;
/* start and stop run on the worker's thread, for what must live there (a store handle, jq
 * programs). Either may be NULL. */
NODISCARD enum err worker_new(struct loop *l, enum err (*start)(void *context, struct errinfo *e),
    void (*stop)(void *context), void *context, struct worker **out, struct errinfo *e);
void worker_post(struct worker *w, void (*job)(void *), void (*done)(void *), void *argument);
size_t worker_pending(const struct worker *w);
void worker_free(struct worker **w);	/* lets the queue run dry, joins */

/* The server side of HTTP on loopback or a given address; for tests' servers now, for channels
 * later. One request at a time per handler call. */
struct http_server;
struct http_request {
	const char *method, *path, *query;
	const char *body;		/* at most the server's limit */
	size_t body_size;
	const char *(*header)(const struct http_request *r, const char *name);
	void *inside;
};
struct http_reply;
/* now or later, once */
void http_reply_send(
    struct http_reply *r, int status, const char *content_type, const char *body, size_t size);
NODISCARD enum err http_server_new(struct loop *l, const char *address, int port, size_t body_limit,
    void (*handle)(void *context, const struct http_request *q, struct http_reply *r),
    void *context, struct http_server **out, struct errinfo *e);
int http_server_port(const struct http_server *s);	/* the one given, or chosen for 0 */
void http_server_free(struct http_server **s);

#endif
