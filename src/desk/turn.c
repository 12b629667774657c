/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Turns: claimed by lease, run in named steps, given up or tried again when something fails.
 */
#include "turn.h"

#include <string.h>

static const struct {
	const char *name, *after;
	enum err (*run)(struct turn_run *r, struct errinfo *e);
} steps[] = {
	{"load", "load:done", turn_load},
	{"understand", "understand:done", turn_understand},
	{"identify", "identify:done", turn_identify},
	{"draft", "draft:done", turn_draft},
	{"judge", "judge:done", turn_judge},
	{"ground", "ground:done", turn_ground},
	{"gates", "gates:done", turn_gates},
	{"commit", "commit:done", turn_commit},
};
#define STEP_COUNT (sizeof steps / sizeof *steps)

enum err
desk_turn_claim(struct desk *d, struct turn_run **out, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct turn t;
	int64_t now = clock_now_ms(d->clock);
	enum err err = d->backend == NULL
	    ? err_set(e, ERR_UNAVAILABLE, "this desk has no backend: turns can't be run here")
	    : store_turn_claim(d->store, a, d->worker, now, now + TURN_LEASE_MS, &t, e);
	if (err != ERR_OK) {
		arena_free(&a);
		return err;
	}
	struct turn_run *r = arena_alloc(a, sizeof *r);
	r->d = d;
	r->a = a;
	r->now = now;
	r->turn = t;
	*out = r;
	return ERR_OK;
}

int64_t
desk_turn_conversation(const struct turn_run *r)
{
	return r->turn.conversation_id;
}

void
desk_turn_free(struct turn_run **r)
{
	if (*r == NULL)
		return;
	struct arena *a = (*r)->a;
	*r = NULL;
	arena_free(&a);
}

/* The turn waits and is tried again; after some tries a person gets the conversation. */
static enum err
fail(struct turn_run *r, const struct errinfo *why, struct errinfo *e)
{
	struct use u;
	struct turn t;
	struct conversation c;
	enum err err = use_begin(&u, r->d, e);
	if (err != ERR_OK)
		return err;
	if ((err = store_turn_get(r->d->store, u.a, r->turn.id, &t, e)) != ERR_OK ||
	    t.state != TURN_RUNNING || strcmp(t.worker, r->d->worker) != 0)
		return use_end(&u, err, e);
	struct value *data = record_data(&u, "turn", t.id);
	const char *said = record_mask(r->d, u.a, "", why->text);
	value_set_text(data, "error", said);
	value_set_int(data, "attempts", t.attempts);
	t.state = t.attempts < TURN_ATTEMPTS ? TURN_WAITING : TURN_FAILED;
	t.worker = "";
	t.due_ms = u.now + 1000 * t.attempts * t.attempts;
	if (t.state == TURN_FAILED)
		t.ended_ms = u.now;
	if ((err = store_turn_put(r->d->store, &t, e)) == ERR_OK)
		err = record_event(&u, t.conversation_id, EVENT_TURN_FAILED, "work", data, e);
	if (err == ERR_OK && t.state == TURN_FAILED &&
	    (err = owner_get(&u, t.conversation_id, &c, e)) == ERR_OK && c.epoch == t.epoch &&
	    c.state == CONVERSATION_AI &&
	    (err = owner_queue(&u, &c, HANDOFF_BACKEND_FAILED, NULL, "work", e)) == ERR_OK)
		err = owner_put(&u, &c, e);
	return use_end(&u, err, e);
}

/* How long a step took by the shop's clock, where it took any time: none does where time is
 * simulated, so that the same seed gives the same trace. */
static void
note_time(struct turn_run *r, const char *name, int64_t since_ms)
{
	int64_t took = clock_now_ms(r->d->clock) - since_ms;
	if (took <= 0)
		return;
	if (r->times == NULL)
		r->times = value_map(r->a);
	value_set_int(r->times, name, took);
}

enum err
desk_turn_step(struct turn_run *r, const char **step, bool *done, struct errinfo *e)
{
	struct errinfo why = {0};
	const char *name = steps[r->step].name;
	*done = false;
	if (step != NULL)
		*step = name;
	int64_t since_ms = clock_now_ms(r->d->clock);
	use_tell_step(r->d, name);
	enum err err = steps[r->step].run(r, &why);
	note_time(r, name, since_ms);
	use_tell_step(r->d, steps[r->step].after);
	if (err != ERR_OK) {
		*done = r->is_done = true;
		return fail(r, &why, e);
	}
	*done = r->is_done = ++r->step == STEP_COUNT;
	return ERR_OK;
}

enum err
desk_turn_run(struct desk *d, bool *did, struct errinfo *e)
{
	struct turn_run *r;
	bool done = false;
	enum err err = desk_turn_claim(d, &r, e);
	*did = err == ERR_OK;
	if (err == ERR_NOT_FOUND)
		return ERR_OK;
	if (err != ERR_OK)
		return err;
	while (err == ERR_OK && !done)
		err = desk_turn_step(r, NULL, &done, e);
	desk_turn_free(&r);
	return err;
}
