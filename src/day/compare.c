/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Both sides of a comparison are played replication by replication, on threads. What is ready is taken in
 * by the order of replications alone, so that the number of threads changes neither a figure nor when it
 * stops; replications that were played past that are dropped.
 */
#include "floorwalker/day/compare.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "compare.h"
#include "floorwalker/base/str.h"

#define THREADS_MOST 64
#define PAUSE_NS (50 * 1000 * 1000)

/* One side of one replication. */
struct played {
	struct tally *tally;
	struct by_visitor by_visitor;
};

struct pool {
	const struct compare_options *options;
	struct comparison *comparison;
	pthread_mutex_t lock;
	int64_t next;				/* of 2 x replications: a and b in turn */
	struct played (*played)[2];		/* a place for each replication */
	int64_t taken;				/* replications that were taken in */
	int at_work;
	bool stops;
	struct errinfo error;
	enum err err;
};

static void
free_played(struct played *p)
{
	tally_free(&p->tally);
	mem_free(p->by_visitor.pairs);
	*p = (struct played){ 0 };
}

/* ---- a side */

struct listener {
	const struct simulation *simulation;
	size_t figure;
	struct played *played;
	struct pool *pool;
};

static void
take_contact(void *context, const struct contact *c, const struct value *transcript)
{
	struct listener *l = context;
	struct by_visitor *v = &l->played->by_visitor;
	struct bootstrap_pair p;
	size_t at = (size_t)c->number;

	(void)transcript;
	tally_contact(l->played->tally, c, NULL);
	if (!c->counts || c->outcome.simulator_fault)
		return;
	if (at >= v->room) {
		size_t room = v->room == 0 ? 1024 : v->room;

		while (room <= at)
			room *= 2;
		v->pairs = mem_grow(v->pairs, room, sizeof(*v->pairs));
		memset(v->pairs + v->room, 0, (room - v->room) * sizeof(*v->pairs));
		v->room = room;
	}
	p = tally_pair(l->simulation, c, l->figure);
	v->pairs[at].numerator += p.numerator;
	v->pairs[at].denominator += p.denominator;
}

static void
take_sample(void *context, const struct floor_sample *s)
{
	tally_sample(((struct listener *)context)->played->tally, s);
}

static int
go_on(void *context, int64_t now_ms, int64_t of_ms, int64_t contacts)
{
	struct pool *p = ((struct listener *)context)->pool;
	int stops;

	(void)now_ms, (void)of_ms, (void)contacts;
	pthread_mutex_lock(&p->lock);
	stops = p->stops;
	pthread_mutex_unlock(&p->lock);
	return stops;
}

static enum err
play(struct pool *p, int64_t replication, int side, struct played *out, struct errinfo *e)
{
	const struct compare_options *o = p->options;
	struct day_options day = o->sides[side].day;
	struct listener l = { day.simulation, p->comparison->figure, out, p };
	struct day_teller teller = { &l, take_contact, take_sample };

	*out = (struct played){ 0 };
	out->tally = tally_new(day.simulation, day.seed, replication, 1);
	day.target = NULL;
	day.want_transcripts = false;
	day.progress = go_on;
	day.progress_context = &l;
	return (o->player == NULL ? day_play : o->player)(&day, replication, &teller, e);
}

/* ---- both, in order */

/* With the lock held. */
static void
take_what_is_ready(struct pool *p)
{
	const struct compare_options *o = p->options;

	while (!p->stops && p->taken < o->replications) {
		struct played *x = p->played[p->taken];

		if (x[0].tally == NULL || x[1].tally == NULL)
			return;
		p->err = comparison_add(p->comparison, x[0].tally, x[1].tally, &x[0].by_visitor,
		    &x[1].by_visitor, &p->error);
		x[0].tally = x[1].tally = NULL;
		free_played(&x[0]);
		free_played(&x[1]);
		p->taken++;
		p->stops = p->err != ERR_OK || p->taken == o->replications ||
		    (!o->plays_all && comparison_is_decided(p->comparison));
	}
}

static void *
work(void *context)
{
	struct pool *p = context;

	pthread_mutex_lock(&p->lock);
	while (!p->stops && p->next < 2 * p->options->replications) {
		int64_t n = p->next++;
		struct played out;
		struct errinfo e;
		enum err err;

		pthread_mutex_unlock(&p->lock);
		err = play(p, n / 2, (int)(n % 2), &out, &e);
		pthread_mutex_lock(&p->lock);
		if (p->stops || err != ERR_OK) {
			free_played(&out);
			if (!p->stops) {
				p->err = err;
				p->error = e;
				p->stops = true;
			}
			break;
		}
		p->played[n / 2][n % 2] = out;
		take_what_is_ready(p);
	}
	p->at_work--;
	pthread_mutex_unlock(&p->lock);
	return NULL;
}

/* On the caller's thread, until all are done. */
static void
watch(struct pool *p)
{
	const struct compare_options *o = p->options;
	const struct timespec pause = { .tv_nsec = PAUSE_NS };
	bool more = true;

	while (more) {
		int64_t taken;

		pthread_mutex_lock(&p->lock);
		more = p->at_work > 0;
		taken = p->taken;
		pthread_mutex_unlock(&p->lock);
		if (more && o->progress != NULL &&
		    o->progress(o->progress_context, taken, o->replications) != 0) {
			pthread_mutex_lock(&p->lock);
			if (!p->stops)
				p->err = err_set(&p->error, ERR_STATE, "the comparison was stopped");
			p->stops = true;
			pthread_mutex_unlock(&p->lock);
		}
		if (more)
			nanosleep(&pause, NULL);
	}
}

static int
thread_count(const struct compare_options *o)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	int n = o->threads > 0 ? o->threads : (int)(cores < 1 ? 1 : cores);

	return n > THREADS_MOST ? THREADS_MOST : n;
}

static enum err
play_all(struct pool *p, struct errinfo *e)
{
	pthread_t threads[THREADS_MOST];
	int count = thread_count(p->options), started = 0;

	p->at_work = count;
	for (; started < count; started++)
		if (pthread_create(&threads[started], NULL, work, p) != 0)
			break;
	pthread_mutex_lock(&p->lock);
	p->at_work -= count - started;
	p->at_work += started == 0;
	pthread_mutex_unlock(&p->lock);
	if (started == 0)
		work(p);
	watch(p);
	for (int i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	return p->err == ERR_OK ? ERR_OK : err_set(e, p->err, "%s", p->error.text);
}

static enum err
check(const struct compare_options *o, struct errinfo *e)
{
	if (o->replications < 1 || o->replications > DAYS_REPLICATIONS_MOST)
		return err_set(
		    e, ERR_USAGE, "replications must be 1 to %d", DAYS_REPLICATIONS_MOST);
	if (o->sides[0].day.seed != o->sides[1].day.seed)
		return err_set(e, ERR_USAGE, "both sides must have the same seed");
	if (!(o->margin >= 0) || !isfinite(o->margin))
		return err_set(e, ERR_USAGE, "a margin must be 0 or more");
	return ERR_OK;
}

enum err
compare_run(
    const struct compare_options *o, struct arena *a, struct value **result, struct errinfo *e)
{
	struct pool p = { .options = o };
	struct comparison c;
	enum err err;

	if ((err = check(o, e)) != ERR_OK || (err = comparison_begin(&c, o, e)) != ERR_OK)
		return err;
	p.comparison = &c;
	p.played = mem_zero((size_t)o->replications, sizeof(*p.played));
	pthread_mutex_init(&p.lock, NULL);
	if ((err = play_all(&p, e)) == ERR_OK)
		err = comparison_result(&c, a, result, e);
	for (int64_t i = 0; i < o->replications; i++) {
		free_played(&p.played[i][0]);
		free_played(&p.played[i][1]);
	}
	mem_free(p.played);
	pthread_mutex_destroy(&p.lock);
	comparison_end(&c);
	return err;
}
