/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbered pieces of work on several threads: each is begun once, in the order of their numbers. Whoever
 * gives each piece's result a place of its own gets the same bytes from any number of threads.
 */
#ifndef FLOORWALKER_BASE_POOL_H
#define FLOORWALKER_BASE_POOL_H

#include <stdbool.h>
#include <stdint.h>

#include "floorwalker/base/err.h"

#define POOL_THREADS_MOST 64

struct pool;
struct pool_work {
	int64_t count;			/* pieces */
	int threads;			/* 0: one a core; never more than pieces */
	void *context;			/* of all that is called */
	/* What a thread has of its own, made before its first piece; NULL: nothing. close() gets it even
	 * where open() failed. */
	NODISCARD enum err (*open)(void *context, void **own, struct errinfo *e);
	void (*close)(void *context, void *own);
	/* On one of the threads. The first error ends the work. */
	NODISCARD enum err (*piece)(
	    struct pool *p, void *context, void *own, int64_t number, struct errinfo *e);
	/* On the caller's thread from time to time; may be NULL. Nonzero stops: ERR_STATE, "stopped". */
	int (*progress)(void *context, int64_t done);
};
/* Ends when every thread has. */
NODISCARD enum err pool_run(const struct pool_work *w, struct errinfo *e);

/* ---- from within a piece */
/* Enough: no further piece is begun, and that is no error. */
void pool_end(struct pool *p);
/* Whether a long piece may give up, since nobody wants its result any more: something failed, or it was stopped or
 * ended. What it answers then counts for nothing. */
bool pool_is_over(struct pool *p);
/* Over what pieces share. Not recursive; not held where any of these is called. */
void pool_lock(struct pool *p);
void pool_unlock(struct pool *p);

#endif
