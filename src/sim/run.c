/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run.h"

#include <string.h>

#include "floorwalker/base/pool.h"
#include "floorwalker/base/str.h"

/* Each thread takes the next batch; results have their own places. */
struct plays {
	const struct sim_options *options;
	const struct plan *plan;
	struct played *results;
};

static enum err
open_stage(void *context, void **own, struct errinfo *e)
{
	struct stage *s = mem_zero(1, sizeof(*s));

	*own = s;
	return stage_open(((struct plays *)context)->options, s, e);
}

static void
close_stage(void *context, void *own)
{
	(void)context;
	stage_close(own);
	mem_free(own);
}

static enum err
play_batch(struct pool *p, void *context, void *own, int64_t number, struct errinfo *e)
{
	struct plays *x = context;

	(void)p;
	return stage_play(own, x->plan, &x->plan->batches[number], x->results, e);
}

static int
watch(void *context, int64_t done)
{
	const struct plays *x = context;

	if (x->options->progress != NULL)
		x->options->progress(x->options->progress_context,
		    (size_t)done < x->plan->batch_count
			? (int64_t)x->plan->batches[done].first
			: (int64_t)x->plan->job_count,
		    (int64_t)x->plan->job_count);
	return 0;
}

static enum err
play_all(
    const struct sim_options *o, const struct plan *plan, struct played *results, struct errinfo *e)
{
	struct plays x = { .options = o, .plan = plan, .results = results };
	const struct pool_work w = {.count = (int64_t)plan->batch_count,
	    .threads = o->threads,
	    .context = &x,
	    .open = open_stage,
	    .close = close_stage,
	    .piece = play_batch,
	    .progress = watch};

	return pool_run(&w, e);
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
