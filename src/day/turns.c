/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The AI's turns: claimed at once, ended after the time that was drawn, so that what happens
 * meanwhile comes first, as in life. While the AI is out, its drafts fail, and what follows is the
 * desk's own doing.
 */
#include <math.h>
#include <string.h>

#include "engine.h"

#define GIVEN_UP_MS 20000	/* a desk waits so long for a draft */

struct pending_turn {
	struct turn_run *run;
	struct guest *guest;
};

/* ---- a backend before another, that is out at times */

struct around {
	struct engine *en;
	struct backend *inner;
};

static enum err
draft(void *self, struct arena *a, const struct backend_request *q, struct backend_draft *out,
    struct errinfo *e)
{
	struct around *x = self;

	if (x->en->draft_fails)
		return err_set(e, ERR_UNAVAILABLE, "the AI gave no answer");
	return backend_draft_reply(x->inner, a, q, out, e);
}

static void
free_around(void *self)
{
	struct around *x = self;

	backend_free(&x->inner);
	mem_free(x);
}

struct backend *
turns_around(struct engine *en, struct backend *take_inner)
{
	static const struct backend_ops ops = { "simulated", draft, free_around, NULL };
	struct around *x = mem_zero(1, sizeof(*x));

	x->en = en;
	x->inner = take_inner;
	return backend_new(&ops, x);
}

/* ---- turns */

static int64_t
latency_of(struct engine *en, struct guest *g)
{
	struct random_stream r;
	double ms;

	if (g == NULL)
		return 0;
	engine_stream(en, &r, "turn", g->number, g->visit, g->turn_count++);
	ms = law_draw(&en->simulation->ai.latency, &r);
	en->draft_fails = ms > GIVEN_UP_MS || happen_ai_is_out(en);
	return ms > GIVEN_UP_MS ? GIVEN_UP_MS : llround(ms);
}

enum err
turns_begin(struct engine *en, bool *did, struct errinfo *e)
{
	struct pending_turn *t;
	struct turn_run *run;
	const char *step = "";
	int64_t latency;
	bool done = false;
	enum err err = desk_turn_claim(en->desk, &run, e);

	*did = err == ERR_OK;
	if (err == ERR_NOT_FOUND)
		return ERR_OK;
	if (err != ERR_OK)
		return err;
	t = mem_zero(1, sizeof(*t));
	t->run = run;
	t->guest = guest_of(en, desk_turn_conversation(run));
	latency = latency_of(en, t->guest);
	while (err == ERR_OK && !done && strcmp(step, "gates") != 0)
		err = desk_turn_step(run, &step, &done, e);
	en->draft_fails = false;
	if (err != ERR_OK || done) {
		turns_drop(t);
		return err;
	}
	if (t->guest != NULL)
		t->guest->turns++;
	calendar_add(&en->calendar, engine_now(en) + latency, TICK_TURN, t, NULL);
	return ERR_OK;
}

void
turns_drop(struct pending_turn *t)
{
	desk_turn_free(&t->run);
	mem_free(t);
}

enum err
turns_end(struct engine *en, struct pending_turn *t, struct errinfo *e)
{
	struct guest *g = t->guest;
	bool done = false;
	enum err err = ERR_OK;

	while (err == ERR_OK && !done)
		err = desk_turn_step(t->run, NULL, &done, e);
	turns_drop(t);
	if (g == NULL || err != ERR_OK)
		return err;
	g->turns--;
	guest_will_hear(en, g);
	return guest_may_end(en, g, e);
}
