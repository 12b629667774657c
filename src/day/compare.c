/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Both sides of a comparison are played replication by replication, on threads. What is ready is taken in
 * by the order of replications alone, so that the number of threads changes neither a figure nor when it
 * stops; replications that were played past that are dropped.
 */
#include "floorwalker/day/compare.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "compare.h"
#include "floorwalker/base/pool.h"

/* One side of one replication. */
struct played {
	struct tally *tally;
	struct by_visitor by_visitor;
};

/* All of it under the pool's lock. */
struct both {
	const struct compare_options *options;
	struct comparison *comparison;
	struct played (*played)[2];		/* a place for each replication */
	atomic_int_fast64_t taken;		/* replications that were taken in */
};

static void
free_played(struct played *p)
{
	tally_free(&p->tally);
	mem_free(p->by_visitor.pairs);
	mem_free(p->by_visitor.came);
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
make_room(struct by_visitor *v, size_t at)
{
	size_t room = v->room == 0 ? 1024 : v->room;

	if (at < v->room)
		return;
	while (room <= at)
		room *= 2;
	v->pairs = mem_grow(v->pairs, room, sizeof(*v->pairs));
	v->came = mem_grow(v->came, room, sizeof(*v->came));
	memset(v->pairs + v->room, 0, (room - v->room) * sizeof(*v->pairs));
	memset(v->came + v->room, 0, (room - v->room) * sizeof(*v->came));
	v->room = room;
}

static void
take_contact(void *context, const struct contact *c, const struct value *transcript)
{
	struct listener *l = context;
	struct by_visitor *v = &l->played->by_visitor;
	struct bootstrap_pair p;
	size_t at = (size_t)c->number;

	(void)transcript;
	tally_contact(l->played->tally, c, NULL);
	make_room(v, at);
	by_visitor_came(v, at, c->counts);
	if (!c->counts || c->outcome.simulator_fault)
		return;
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
	(void)now_ms, (void)of_ms, (void)contacts;
	return pool_is_over(((struct listener *)context)->pool);
}

/* A thread's tools, of each side. */
static enum err
open_tools(void *context, void **own, struct errinfo *e)
{
	struct day_tools **t = mem_zero(2, sizeof(*t));

	(void)context;
	(void)e;
	t[0] = day_tools_new();
	t[1] = day_tools_new();
	*own = t;
	return ERR_OK;
}

static void
close_tools(void *context, void *own)
{
	struct day_tools **t = own;

	(void)context;
	day_tools_free(&t[0]);
	day_tools_free(&t[1]);
	mem_free(t);
}

static enum err
play_side(struct pool *p, const struct both *b, struct day_tools *tools, int64_t replication,
    int side, struct played *out, struct errinfo *e)
{
	const struct compare_options *o = b->options;
	struct day_options day = o->sides[side].day;
	struct listener l = { day.simulation, b->comparison->figure, out, p };
	struct day_teller teller = { &l, take_contact, take_sample };

	*out = (struct played){ 0 };
	out->tally = tally_new(day.simulation, day.seed, replication, 1);
	day.tools = tools;
	day.target = NULL;
	day.want_transcripts = false;
	day.progress = go_on;
	day.progress_context = &l;
	return (o->player == NULL ? day_play : o->player)(&day, replication, &teller, e);
}

/* ---- both, in order */

/* Under the lock. Once it is decided nothing more is taken in, whatever was played. */
static enum err
take_what_is_ready(struct pool *p, struct both *b, struct errinfo *e)
{
	const struct compare_options *o = b->options;
	enum err err = ERR_OK;

	while (err == ERR_OK && b->taken < o->replications && !b->comparison->is_over) {
		struct played *x = b->played[b->taken];

		if (x[0].tally == NULL || x[1].tally == NULL)
			break;
		err = comparison_add(b->comparison, x[0].tally, x[1].tally, &x[0].by_visitor,
		    &x[1].by_visitor, e);
		x[0].tally = x[1].tally = NULL;
		free_played(&x[0]);
		free_played(&x[1]);
		b->taken++;
		if (!o->plays_all && comparison_is_decided(b->comparison)) {
			b->comparison->is_over = true;
			pool_end(p);
		}
	}
	return err;
}

/* Pieces are a and b of each replication in turn. */
static enum err
play(struct pool *p, void *context, void *own, int64_t number, struct errinfo *e)
{
	struct both *b = context;
	struct day_tools **tools = own;
	struct played out;
	enum err err =
	    play_side(p, b, tools[number % 2], number / 2, (int)(number % 2), &out, e);

	if (err != ERR_OK) {
		free_played(&out);
		return err;
	}
	pool_lock(p);
	b->played[number / 2][number % 2] = out;
	err = take_what_is_ready(p, b, e);
	pool_unlock(p);
	return err;
}

static int
watch(void *context, int64_t done)
{
	struct both *b = context;
	const struct compare_options *o = b->options;

	(void)done;
	return o->progress == NULL
	    ? 0
	    : o->progress(o->progress_context, atomic_load(&b->taken), o->replications);
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
	struct both b = { .options = o };
	const struct pool_work w = {.count = 2 * o->replications,
	    .threads = o->threads,
	    .context = &b,
	    .open = open_tools,
	    .close = close_tools,
	    .piece = play,
	    .progress = watch};
	struct comparison c;
	enum err err;

	if ((err = check(o, e)) != ERR_OK || (err = comparison_begin(&c, o, e)) != ERR_OK)
		return err;
	b.comparison = &c;
	b.played = mem_zero((size_t)o->replications, sizeof(*b.played));
	if ((err = pool_run(&w, e)) == ERR_OK)
		err = comparison_result(&c, a, result, e);
	for (int64_t i = 0; i < o->replications; i++) {
		free_played(&b.played[i][0]);
		free_played(&b.played[i][1]);
	}
	mem_free(b.played);
	comparison_end(&c);
	return err;
}
