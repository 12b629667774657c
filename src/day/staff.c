/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Agents: they come, rest and go by their plan, some of them some minutes late. Who has something
 * in hand finishes it first, and isn't given more meanwhile; at the end of a shift what isn't done
 * after a while is passed on.
 */
#include <stdlib.h>
#include <string.h>

#include "engine.h"

#define STAY_MOST_MS ((int64_t)30 * 60000)	/* after the end of a shift */
#define DRIFT_MOST_MINUTES 10

static int
by_id(const void *a, const void *b)
{
	const struct worker *x = *(struct worker *const *)a, *y = *(struct worker *const *)b;

	return strcmp(x->who->id, y->who->id);
}

struct worker *
staff_find(const struct engine *en, const char *id)
{
	size_t low = 0, high = en->worker_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(en->workers_by_id[middle]->who->id, id);

		if (order == 0)
			return en->workers_by_id[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* Agents stand in the order of the crews; without crews they are the world's own. */
static void
take_crews(struct engine *en)
{
	const struct people *p = &en->simulation->people;
	size_t at = 0;

	for (size_t i = 0; i < en->worker_count; i++)
		en->workers[i].speed = en->workers[i].adherence = 1;
	if (en->simulation->endless_staff)
		return;
	for (size_t i = 0; i < p->crew_count; i++)
		for (int64_t k = 0; k < p->crews[i].count && at < en->worker_count; k++, at++) {
			en->workers[at].speed = p->crews[i].speed > 0 ? p->crews[i].speed : 1;
			en->workers[at].adherence = p->crews[i].adherence;
		}
}

static enum err
say_state(struct engine *en, struct worker *w, enum work_state state, struct errinfo *e)
{
	static const char *const words[] = {
	    [WORK_OFFLINE] = "offline", [WORK_AVAILABLE] = "available", [WORK_BREAK] = "break",
	    [WORK_FINISHING] = "busy"};

	worker_settle(en, w);
	if (state == WORK_AVAILABLE)
		en->decisions_moved = true;
	w->state = state;
	return desk_agent_state(en->desk, w->who->id, words[state], e);
}

/* When the plan says another thing, they will follow it, soon after. */
static void
follow(struct engine *en, struct worker *w, enum planned kind, int64_t at_ms)
{
	bool begins = kind == PLANNED_BREAK ||
	    (kind == PLANNED_WORK && w->coming == PLANNED_NOTHING);
	struct random_stream r;
	int64_t drift = 0;

	if (begins && w->adherence < 1) {
		engine_stream(en, &r, w->who->id, at_ms, 0, 0);
		if (random_unit(&r) >= w->adherence)
			drift = 60000 * (1 + (int64_t)random_below(&r, DRIFT_MOST_MINUTES));
	}
	w->coming = kind;
	w->coming_at_ms = at_ms;
	calendar_add(&en->calendar, engine_now(en) + drift, TICK_ACT, w, &w->act);
}

void
staff_plan(struct engine *en, struct worker *w)
{
	int64_t now = clock_now_ms(en->clock), until;
	enum planned kind = agent_planned(en->settings, w->who, now, &until);

	if (kind != w->coming) {
		if (kind == PLANNED_BREAK)
			w->break_ms = until - now;
		follow(en, w, kind, engine_now(en));
	}
	if (until <= now)
		until = now + 60000;	/* a plan that stands still */
	if (until != INT64_MAX)
		calendar_add(&en->calendar, until - en->start_ms, TICK_PLAN, w, &w->plan);
}

/* No plan of theirs is followed: they are there from their instant on. */
static enum err
begin_seat(struct engine *en, struct worker *w, struct errinfo *e)
{
	en->seat = w;
	w->is_seat = true;
	w->is_endless = false;
	if (en->options->seat_from_ms <= 0)
		return seat_comes(en, e);
	calendar_add(&en->calendar, en->options->seat_from_ms, TICK_ACT, w, &w->act);
	return ERR_OK;
}

static enum err
begin_break(struct engine *en, struct worker *w, struct errinfo *e)
{
	w->break_until_ms = engine_now(en) + w->break_ms;
	if (w->coming == PLANNED_WORK)	/* it began late: it is as long all the same */
		calendar_add(&en->calendar, w->break_until_ms, TICK_ACT, w, &w->act);
	return say_state(en, w, WORK_BREAK, e);
}

/* Away, where nothing is in hand; else as soon as nothing is. */
static enum err
go(struct engine *en, struct worker *w, struct errinfo *e)
{
	if (w->job_count > 0)
		return w->state == WORK_FINISHING ? ERR_OK
						  : say_state(en, w, WORK_FINISHING, e);
	calendar_call_off(&en->calendar, &w->bound);
	return w->planned == PLANNED_BREAK ? begin_break(en, w, e)
					   : say_state(en, w, WORK_OFFLINE, e);
}

enum err
staff_act(struct engine *en, struct worker *w, struct errinfo *e)
{
	int64_t now = engine_now(en);

	if (w->is_seat)
		return seat_comes(en, e);
	if (w->coming == PLANNED_WORK) {
		if (w->state == WORK_BREAK && now < w->break_until_ms) {
			calendar_add(&en->calendar, w->break_until_ms, TICK_ACT, w, &w->act);
			return ERR_OK;
		}
		if (w->state == WORK_FINISHING && w->planned == PLANNED_BREAK)
			return ERR_OK;	/* the break is still to come */
		w->planned = PLANNED_WORK;
		calendar_call_off(&en->calendar, &w->bound);
		return w->state == WORK_AVAILABLE ? ERR_OK : say_state(en, w, WORK_AVAILABLE, e);
	}
	w->planned = w->coming;
	if (w->planned == PLANNED_NOTHING)
		calendar_add(&en->calendar, now + STAY_MOST_MS, TICK_BOUND, w, &w->bound);
	return go(en, w, e);
}

enum err
staff_is_free(struct engine *en, struct worker *w, struct errinfo *e)
{
	return w->state == WORK_FINISHING && w->job_count == 0 && !w->is_seat ? go(en, w, e)
									      : ERR_OK;
}

/* Long after the end of their shift: what they have goes back to where it came from. */
enum err
staff_bound(struct engine *en, struct worker *w, struct errinfo *e)
{
	enum err err = ERR_OK;

	for (size_t i = w->job_count; err == ERR_OK && i-- > 0 && i < w->job_count;) {
		struct job *j = w->jobs[i];

		if (j->phase == JOB_HANDLE)
			err = job_pass_on(en, j, j->guest->queue, "end of the shift", e);
		else if (j->phase == JOB_LOOK)
			err = decide_looked(en, j, e);
	}
	return err;
}

enum err
staff_begin(struct engine *en, struct errinfo *e)
{
	enum err err = ERR_OK;

	en->worker_count = en->settings->agent_count;
	en->workers = mem_zero(en->worker_count + 1, sizeof(*en->workers));
	en->workers_by_id = mem_zero(en->worker_count + 1, sizeof(*en->workers_by_id));
	for (size_t i = 0; i < en->worker_count; i++) {
		en->workers[i].who = &en->settings->agents[i];
		en->workers[i].is_endless = en->simulation->endless_staff;
		en->workers_by_id[i] = &en->workers[i];
	}
	qsort(en->workers_by_id, en->worker_count, sizeof(*en->workers_by_id), by_id);
	take_crews(en);
	for (size_t i = 0; err == ERR_OK && i < en->worker_count; i++) {
		struct worker *w = en->workers_by_id[i];	/* as the desk lists them */

		if (en->options->seat != NULL && text_is(w->who->id, en->options->seat->id))
			err = begin_seat(en, w, e);
		else if (w->who->shift_count == 0)
			err = say_state(en, w, WORK_AVAILABLE, e);
		else
			staff_plan(en, w);
	}
	return err;
}

void
staff_free(struct engine *en)
{
	for (size_t i = 0; i < en->worker_count; i++)
		mem_free(en->workers[i].jobs);
	mem_free(en->workers);
	mem_free(en->workers_by_id);
}
