/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Actions that wait for a person: whoever is available, has the right and has the least in hand looks
 * at the one that waits longest, and decides as it deserves, or wrongly, as often as is stated.
 */
#include <stdlib.h>
#include <string.h>

#include "engine.h"

#define LOOKS_MOST 6		/* at one action: after that it is left to expire */
#define SCAN_MOST 16		/* of those that wait, at one time */

void
decide_add(struct engine *en, struct guest *g, int64_t action_id)
{
	for (size_t i = 0; i < en->decision_count; i++)
		if (en->decisions[i].action_id == action_id)
			return;
	if (en->decision_count == en->decision_room)
		en->decisions = mem_grow(en->decisions,
		    en->decision_room = en->decision_room > 0 ? en->decision_room * 2 : 16,
		    sizeof(*en->decisions));
	en->decisions[en->decision_count++] =
	    (struct decision){ .action_id = action_id, .guest = g };
	en->decisions_moved = true;
}

enum err
decide_drop(struct engine *en, int64_t action_id, struct errinfo *e)
{
	for (size_t i = 0; i < en->decision_count; i++) {
		struct job *look = en->decisions[i].look;

		if (en->decisions[i].action_id != action_id)
			continue;
		memmove(en->decisions + i, en->decisions + i + 1,
		    (en->decision_count - i - 1) * sizeof(*en->decisions));
		en->decision_count--;
		if (look == NULL)
			return ERR_OK;
		en->decisions_moved = true;
		return job_end(en, look, e);
	}
	return ERR_OK;
}

static int
by_load(const void *a, const void *b)
{
	const struct worker *x = *(struct worker *const *)a, *y = *(struct worker *const *)b;

	if (x->job_count != y->job_count)
		return x->job_count < y->job_count ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* Who could look, the least busy first. */
static size_t
lookers(struct engine *en, struct worker **out)
{
	size_t count = 0;

	for (size_t i = 0; i < en->worker_count; i++) {
		struct worker *w = &en->workers[i];

		if (w->state == WORK_AVAILABLE && !w->is_seat && (w->look == NULL || w->is_endless))
			out[count++] = w;
	}
	qsort(out, count, sizeof(struct worker *), by_load);
	return count;
}

/* The draws are the contact's: which of its actions, and how often it was looked at. */
static void
stream_of(const struct engine *en, const struct decision *d, struct random_stream *r)
{
	size_t i = 0;

	while (i < d->guest->action_count && d->guest->actions[i].id != d->action_id)
		i++;
	engine_stream(en, r, "look", d->guest->number, d->guest->visit,
	    (int64_t)i * LOOKS_MOST + d->looks);
}

static enum err
give(struct engine *en, struct decision *d, struct worker **who, size_t *count, struct errinfo *e)
{
	struct random_stream r;

	for (size_t i = 0; i < *count; i++) {
		struct errinfo why;
		enum err err =
		    desk_may_approve(en->desk, who[i]->who->id, d->action_id, &why);

		if (err == ERR_FORBIDDEN || err == ERR_STATE)
			continue;
		if (err != ERR_OK)
			return err_set(e, err, "%s", why.text);
		stream_of(en, d, &r);
		d->looks++;
		d->look = job_look(en, who[i], d->guest, d->action_id,
		    law_draw(&en->simulation->people.approval, &r));
		memmove(who + i, who + i + 1, (*count - i - 1) * sizeof(struct worker *));
		--*count;
		return ERR_OK;
	}
	return ERR_OK;
}

enum err
decide_begin(struct engine *en, struct errinfo *e)
{
	struct worker **who;
	size_t count, scanned = 0;
	enum err err = ERR_OK;

	en->decisions_moved = false;
	if (en->decision_count == 0)
		return ERR_OK;
	who = mem_zero(en->worker_count + 1, sizeof(struct worker *));
	count = lookers(en, who);
	for (size_t i = 0;
	     err == ERR_OK && i < en->decision_count && count > 0 && scanned < SCAN_MOST; i++) {
		struct decision *d = &en->decisions[i];

		if (d->look != NULL || d->looks >= LOOKS_MOST)
			continue;
		scanned++;
		err = give(en, d, who, &count, e);
	}
	mem_free(who);
	return err;
}

static void
note(const struct decision *d, bool errs)
{
	struct contact *c = &d->guest->contact;

	c->decisions++;
	c->decisions_wrong += errs;
	if (errs && d->guest->visitor != NULL)
		visitor_was_misjudged(d->guest->visitor, d->action_id);
}

static enum err
decide(struct engine *en, const struct decision *d, const char *agent, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct random_stream r;
	struct action x;
	struct errinfo why;
	bool approves, errs;
	int64_t left;
	enum err err = store_action_get(en->store, a, d->action_id, &x, e);

	if (err == ERR_OK) {
		engine_stream(en, &r, "decides", d->guest->number, d->guest->visit, d->looks);
		approves = d->guest->visitor == NULL || visitor_deserves(d->guest->visitor, x.kind);
		errs = random_unit(&r) < en->simulation->people.approval_errors;
		approves = approves != errs;
		err = approves ? desk_approve(en->desk, agent, d->action_id, "", &left, &why)
			       : desk_deny(en->desk, agent, d->action_id,
				     people_say(en, d->guest, SAYING_DENIED), &why);
		if (err == ERR_OK)
			note(d, errs);
		/* facts may have changed, or it was decided meanwhile: another looks again */
		if (err == ERR_CONFLICT || err == ERR_STATE || err == ERR_FORBIDDEN)
			err = ERR_OK;
		else if (err != ERR_OK)
			err = err_set(e, err, "%s", why.text);
	}
	arena_free(&a);
	return err;
}

enum err
decide_looked(struct engine *en, struct job *j, struct errinfo *e)
{
	int64_t id = j->action_id;
	const char *agent = j->worker->who->id;
	enum err err;

	for (size_t i = 0; i < en->decision_count; i++)
		if (en->decisions[i].action_id == id) {
			struct decision d = en->decisions[i];

			en->decisions[i].look = NULL;
			en->decisions_moved = true;
			err = decide(en, &d, agent, e);
			return err != ERR_OK ? err : job_end(en, j, e);
		}
	return job_end(en, j, e);
}
