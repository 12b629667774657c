/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "days.h"

#include <stdatomic.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/pool.h"
#include "workload.h"

/* A run: each thread takes the next replication. */
struct days {
	const struct days_options *options;
	bool *done;				/* a place for each replication */
	struct checkpoint *checkpoint;		/* under the pool's lock, as sum */
	struct tally *sum;
	atomic_int_fast64_t contacts, done_ms;	/* done_ms: workload_done() of all replications */
	struct workload workload;
};

/* How far one thread's replication is. */
struct stage {
	struct days *days;
	struct pool *pool;
	struct tally *tally;
	int64_t done_ms, contacts;
};

enum err
days_add(struct tally **sum, struct tally *take_t, struct errinfo *e)
{
	enum err err;

	if (*sum == NULL) {
		*sum = take_t;
		return ERR_OK;
	}
	err = tally_merge(*sum, take_t, e);
	tally_free(&take_t);
	return err;
}

static int
follow(void *context, int64_t now_ms, int64_t of_ms, int64_t contacts)
{
	struct stage *s = context;
	int64_t done_ms = workload_done(&s->days->workload, now_ms);

	(void)of_ms;
	atomic_fetch_add(&s->days->done_ms, done_ms - s->done_ms);
	atomic_fetch_add(&s->days->contacts, contacts - s->contacts);
	s->done_ms = done_ms;
	s->contacts = contacts;
	return pool_is_over(s->pool);
}

static void
take_contact(void *context, const struct contact *c, const struct value *transcript)
{
	tally_contact(((struct stage *)context)->tally, c, transcript);
}

static void
take_sample(void *context, const struct floor_sample *f)
{
	tally_sample(((struct stage *)context)->tally, f);
}

static enum err
keep(struct stage *s, int64_t replication, struct errinfo *e)
{
	struct days *d = s->days;
	struct tally *take_t = s->tally;
	enum err err;

	pool_lock(s->pool);
	if ((err = checkpoint_add(d->checkpoint, replication, take_t, e)) == ERR_OK)
		err = days_add(&d->sum, take_t, e);
	else
		tally_free(&take_t);
	pool_unlock(s->pool);
	return err;
}

static enum err
open_tools(void *context, void **own, struct errinfo *e)
{
	(void)context;
	(void)e;
	*own = day_tools_new();
	return ERR_OK;
}

static void
close_tools(void *context, void *own)
{
	struct day_tools *t = own;

	(void)context;
	day_tools_free(&t);
}

static enum err
play(struct pool *p, void *context, void *own, int64_t replication, struct errinfo *e)
{
	struct days *d = context;
	const struct days_options *o = d->options;
	struct day_options day = o->day;
	struct stage s = { .days = d, .pool = p };
	struct day_teller teller = { &s, take_contact, take_sample };
	enum err err;

	if (d->done[replication])
		return ERR_OK;
	s.tally = tally_new(day.simulation, day.seed, replication, o->worst);
	day.tools = own;
	day.progress = follow;
	day.progress_context = &s;
	if ((err = (o->player == NULL ? day_play : o->player)(&day, replication, &teller, e)) !=
	    ERR_OK) {
		tally_free(&s.tally);
		return err;
	}
	follow(&s, d->workload.length_ms, d->workload.length_ms, s.contacts);
	return keep(&s, replication, e);
}

static int
watch(void *context, int64_t done)
{
	struct days *d = context;
	const struct day_options *o = &d->options->day;

	(void)done;
	return o->progress == NULL
	    ? 0
	    : o->progress(o->progress_context, atomic_load(&d->done_ms),
		  d->workload.length_ms * d->options->replications, atomic_load(&d->contacts));
}

static enum err
play_all(struct days *d, struct errinfo *e)
{
	const struct pool_work w = {.count = d->options->replications,
	    .threads = d->options->threads,
	    .context = d,
	    .open = open_tools,
	    .close = close_tools,
	    .piece = play,
	    .progress = watch};
	enum err err = pool_run(&w, e);

	return err != ERR_STATE
	    ? err
	    : err_set(e, err, "the run was stopped%s",
		  d->checkpoint == NULL
		      ? ""
		      : "; the same command goes on with what the checkpoint has");
}

static void
count_done(struct days *d)
{
	for (int64_t r = 0; r < d->options->replications; r++)
		if (d->done[r])
			atomic_fetch_add(&d->done_ms, d->workload.length_ms);
}

enum err
days_run(const struct days_options *o, struct tally **out, struct errinfo *e)
{
	struct days d = { .options = o };
	enum err err;

	if (o->replications < 1 || o->replications > DAYS_REPLICATIONS_MOST)
		return err_set(
		    e, ERR_USAGE, "replications must be 1 to %d", DAYS_REPLICATIONS_MOST);
	if (o->worst > TALLY_WORST_MOST)
		return err_set(e, ERR_USAGE, "worst must be at most %d", TALLY_WORST_MOST);
	workload_init(&d.workload, o->day.simulation);
	d.done = mem_zero((size_t)o->replications, sizeof(*d.done));
	if ((err = checkpoint_open(o, d.done, &d.sum, &d.checkpoint, e)) == ERR_OK) {
		count_done(&d);
		err = play_all(&d, e);
	}
	checkpoint_close(&d.checkpoint);
	mem_free(d.done);
	workload_clear(&d.workload);
	if (err == ERR_OK)
		*out = d.sum;
	else
		tally_free(&d.sum);
	return err;
}
