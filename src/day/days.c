/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "days.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#include "floorwalker/base/mem.h"

#define THREADS_MOST 64

/* Shared by the threads of a run: each takes the next replication. */
struct days {
	const struct days_options *options;
	bool *done;				/* a place for each replication */
	struct checkpoint *checkpoint;
	atomic_int_fast64_t next, contacts, played_ms;	/* played_ms: of all replications */
	int64_t length_ms;
	atomic_int failed, stopped, at_work;
	pthread_mutex_t lock;			/* of sum, checkpoint, error */
	struct tally *sum;
	struct errinfo error;
};

/* How far one thread's replication is. */
struct stage {
	struct days *days;
	struct tally *tally;
	int64_t now_ms, contacts;
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

static void
fail(struct days *d, const struct errinfo *e)
{
	pthread_mutex_lock(&d->lock);
	if (atomic_exchange(&d->failed, 1) == 0)
		d->error = *e;
	pthread_mutex_unlock(&d->lock);
}

static int
follow(void *context, int64_t now_ms, int64_t of_ms, int64_t contacts)
{
	struct stage *s = context;

	(void)of_ms;
	atomic_fetch_add(&s->days->played_ms, now_ms - s->now_ms);
	atomic_fetch_add(&s->days->contacts, contacts - s->contacts);
	s->now_ms = now_ms;
	s->contacts = contacts;
	return atomic_load(&s->days->stopped) != 0 || atomic_load(&s->days->failed) != 0;
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
keep(struct days *d, int64_t replication, struct tally *take_t, struct errinfo *e)
{
	enum err err;

	pthread_mutex_lock(&d->lock);
	if ((err = checkpoint_add(d->checkpoint, replication, take_t, e)) == ERR_OK)
		err = days_add(&d->sum, take_t, e);
	else
		tally_free(&take_t);
	pthread_mutex_unlock(&d->lock);
	return err;
}

static enum err
play(struct days *d, int64_t replication, struct errinfo *e)
{
	const struct days_options *o = d->options;
	struct day_options day = o->day;
	struct stage s = { .days = d };
	struct day_teller teller = { &s, take_contact, take_sample };
	enum err err;

	s.tally = tally_new(day.simulation, day.seed, replication, o->worst);
	day.progress = follow;
	day.progress_context = &s;
	if ((err = (o->player == NULL ? day_play : o->player)(&day, replication, &teller, e)) !=
	    ERR_OK) {
		tally_free(&s.tally);
		return err;
	}
	follow(&s, d->length_ms, d->length_ms, s.contacts);
	return keep(d, replication, s.tally, e);
}

static void *
work(void *context)
{
	struct days *d = context;
	struct errinfo e = { ERR_OK, "" };

	while (atomic_load(&d->failed) == 0 && atomic_load(&d->stopped) == 0) {
		int64_t r = atomic_fetch_add(&d->next, 1);

		if (r >= d->options->replications)
			break;
		if (!d->done[r] && play(d, r, &e) != ERR_OK && atomic_load(&d->stopped) == 0)
			fail(d, &e);
	}
	atomic_fetch_sub(&d->at_work, 1);
	return NULL;
}

/* On the caller's thread, until all are done. */
static void
watch(struct days *d)
{
	const struct day_options *o = &d->options->day;
	const struct timespec pause = { .tv_nsec = 50 * 1000 * 1000 };

	while (o->progress != NULL && atomic_load(&d->at_work) > 0) {
		if (o->progress(o->progress_context, atomic_load(&d->played_ms),
			d->length_ms * d->options->replications, atomic_load(&d->contacts)) != 0)
			atomic_store(&d->stopped, 1);
		nanosleep(&pause, NULL);
	}
}

static int
thread_count(const struct days_options *o)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	int n = o->threads > 0 ? o->threads : (int)(cores < 1 ? 1 : cores);

	if (n > o->replications)
		n = (int)o->replications;
	return n > THREADS_MOST ? THREADS_MOST : n;
}

static enum err
play_all(struct days *d, struct errinfo *e)
{
	pthread_t threads[THREADS_MOST];
	int count = thread_count(d->options), started = 0;

	atomic_store(&d->at_work, count);
	for (; started < count; started++)
		if (pthread_create(&threads[started], NULL, work, d) != 0)
			break;
	atomic_fetch_sub(&d->at_work, count - started);
	if (started == 0) {
		atomic_store(&d->at_work, 1);
		work(d);
	}
	watch(d);
	for (int i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	if (atomic_load(&d->failed) != 0)
		return err_set(e, d->error.code, "%s", d->error.text);
	if (atomic_load(&d->stopped) != 0)
		return err_set(e, ERR_STATE, "the run was stopped%s",
		    d->checkpoint == NULL ? ""
					  : "; the same command goes on with what the checkpoint has");
	return ERR_OK;
}

static void
count_done(struct days *d)
{
	for (int64_t r = 0; r < d->options->replications; r++)
		if (d->done[r])
			atomic_fetch_add(&d->played_ms, d->length_ms);
}

enum err
days_run(const struct days_options *o, struct tally **out, struct errinfo *e)
{
	struct days d = { .options = o, .length_ms = simulation_length_ms(o->day.simulation) };
	enum err err;

	if (o->replications < 1 || o->replications > DAYS_REPLICATIONS_MOST)
		return err_set(
		    e, ERR_USAGE, "replications must be 1 to %d", DAYS_REPLICATIONS_MOST);
	if (o->worst > TALLY_WORST_MOST)
		return err_set(e, ERR_USAGE, "worst must be at most %d", TALLY_WORST_MOST);
	d.done = mem_zero((size_t)o->replications, sizeof(*d.done));
	pthread_mutex_init(&d.lock, NULL);
	if ((err = checkpoint_open(o, d.done, &d.sum, &d.checkpoint, e)) == ERR_OK) {
		count_done(&d);
		err = play_all(&d, e);
	}
	checkpoint_close(&d.checkpoint);
	pthread_mutex_destroy(&d.lock);
	mem_free(d.done);
	if (err == ERR_OK)
		*out = d.sum;
	else
		tally_free(&d.sum);
	return err;
}
