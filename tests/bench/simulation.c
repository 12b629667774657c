/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many conversations the simulator plays a second, with the builtin AI and shops in memory, on
 * one thread and on two; how many turns each has; and which share of the processor goes into the
 * bare backend, its drafts alone: what is left is understanding, ground check, store, shopper and
 * oracle. Where others use the machine, too, the figure by the processor holds better than the one
 * by the clock.
 *
 * usage: simulation WORLD SCENARIOS [CONVERSATIONS]
 */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench.h"
#include "floorwalker/base/clock.h"
#include "floorwalker/sim/sim.h"

enum { CONVERSATIONS = 1000, SEED = 77, THREADS_MOST = 2 };

static atomic_llong drafts, draft_ns;
static struct errinfo e;

static int64_t
spent_ns(clockid_t which)
{
	struct timespec t;

	clock_gettime(which, &t);
	return t.tv_sec * 1000000000 + t.tv_nsec;
}

static enum err
draft(void *self, struct arena *a, const struct backend_request *q, struct backend_draft *out,
    struct errinfo *info)
{
	int64_t began = spent_ns(CLOCK_THREAD_CPUTIME_ID);
	enum err err = backend_draft_reply(self, a, q, out, info);

	atomic_fetch_add(&draft_ns, spent_ns(CLOCK_THREAD_CPUTIME_ID) - began);
	atomic_fetch_add(&drafts, 1);
	return err;
}

static void
free_inner(void *self)
{
	struct backend *inner = self;

	backend_free(&inner);
}

static const struct backend_ops timed = {.name = "builtin", .draft = draft, .free = free_inner};

static struct backend *
around(void *context, struct backend *take_inner)
{
	(void)context;
	return backend_new(&timed, take_inner);
}

static void
run(struct sim_options *o, int threads)
{
	struct arena *a = arena_new();
	struct value *result;
	int64_t began_us = clock_stopwatch_us(), began = spent_ns(CLOCK_PROCESS_CPUTIME_ID);
	double seconds, processor, count = (double)o->conversations;

	atomic_store(&drafts, 0);
	atomic_store(&draft_ns, 0);
	o->threads = threads;
	bench_must(sim_run(o, a, &result, &e), &e);
	seconds = (double)(clock_stopwatch_us() - began_us) / 1e6;
	processor = (double)(spent_ns(CLOCK_PROCESS_CPUTIME_ID) - began) / 1e9;
	printf("%d thread%s        %6.0f conversations a second by the clock, %6.0f a second of one processor; %.1f turns each; drafts %.1f %%\n",
	    threads, threads == 1 ? " " : "s", count / seconds, count / processor,
	    (double)atomic_load(&drafts) / count,
	    (double)atomic_load(&draft_ns) / 1e7 / processor);
	arena_free(&a);
}

int
main(int argc, char **argv)
{
	struct sim_options o = {.backend = "builtin", .around = around, .seed = SEED};
	const char *paths[1];
	struct sim_sources sources = {.paths = paths, .count = 1};
	struct understander *understander;
	struct sim_script *script;
	struct world *world;

	if (argc < 3 || argc > 4) {
		fprintf(stderr, "usage: simulation WORLD SCENARIOS [CONVERSATIONS]\n");
		return 2;
	}
	o.conversations = argc > 3 ? atoi(argv[3]) : CONVERSATIONS;
	paths[0] = sources.folder = argv[2];
	bench_must(world_load(argv[1], &world, &e), &e);
	bench_must(desk_understander_open(world, &understander, &e), &e);
	bench_must(sim_script_load(&sources, world_settings(world), &script, &e), &e);
	o.world = world;
	o.understander = understander;
	o.script = script;
	for (int threads = 1; threads <= THREADS_MOST; threads++)
		run(&o, threads);
	sim_script_free(&script);
	understander_free(&understander);
	world_free(&world);
	return 0;
}
