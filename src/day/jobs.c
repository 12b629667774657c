/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What agents have in hand: conversations, wrapping up, actions to look at. An agent shares their
 * attention: with n in hand each goes on at speed / (1 + slow_down (n - 1)), so that each further
 * one makes all take longer, and what is left is measured in work, not in time. All draws are the
 * contact's own, so that another roster leaves them as they are.
 */
#include <math.h>
#include <string.h>

#include "engine.h"

#define BEFORE_PASSING_ON (1.0 / 3)	/* of the work, by who then passes it on */

static double
rate_of(const struct engine *en, const struct worker *w)
{
	double others = w->job_count > 1 ? (double)(w->job_count - 1) : 0;

	return w->is_endless ? w->speed
			     : w->speed / (1 + en->simulation->people.slow_down * others);
}

void
worker_settle(struct engine *en, struct worker *w)
{
	int64_t now = engine_now(en), passed = now - w->since_ms;
	double rate;

	w->since_ms = now;
	if (passed <= 0)
		return;
	if (w->state == WORK_AVAILABLE || w->state == WORK_FINISHING) {
		w->present_ms += passed;
		w->busy_ms += w->job_count > 0 ? passed : 0;
	}
	if (w->is_endless)
		return;
	rate = rate_of(en, w);
	for (size_t i = 0; i < w->job_count; i++) {
		w->jobs[i]->left_ms -= (double)passed * rate;
		w->jobs[i]->attention_ms += (double)passed / (double)w->job_count;
	}
}

static void
arm(struct engine *en, struct job *j, double rate)
{
	double takes = j->left_ms > 0 ? j->left_ms / rate : 0;

	calendar_add(&en->calendar, engine_now(en) + llround(takes), TICK_JOB, j, &j->done);
}

/* After the number in hand has changed, all of it will be done at other times. */
static void
arm_all(struct engine *en, struct worker *w)
{
	double rate = rate_of(en, w);

	for (size_t i = 0; !w->is_endless && !w->is_seat && i < w->job_count; i++)
		arm(en, w->jobs[i], rate);
}

static struct job *
new_job(struct engine *en)
{
	struct job *j = en->free_jobs;

	if (j != NULL) {
		en->free_jobs = j->next_free;
		j->next_free = NULL;
		return j;
	}
	if (en->job_count == en->job_room)
		en->jobs = mem_grow(en->jobs,
		    en->job_room = en->job_room > 0 ? en->job_room * 2 : 64,
		    sizeof(struct job *));
	return en->jobs[en->job_count++] = mem_zero(1, sizeof(*j));
}

void
jobs_free(struct engine *en)
{
	for (size_t i = 0; i < en->job_count; i++)
		mem_free(en->jobs[i]);
	mem_free(en->jobs);
}

static struct job *
take_on(struct engine *en, struct worker *w, struct guest *g, enum job_phase phase, double work_ms)
{
	struct job *j = new_job(en);

	worker_settle(en, w);
	*j = (struct job){.worker = w,
	    .guest = g,
	    .phase = phase,
	    .left_ms = work_ms,
	    .got_ms = engine_now(en)};
	if (w->job_count == w->job_room)
		w->jobs = mem_grow(w->jobs, w->job_room = w->job_room > 0 ? w->job_room * 2 : 4,
		    sizeof(struct job *));
	w->jobs[w->job_count++] = j;
	if (w->is_endless)
		arm(en, j, w->speed);
	else
		arm_all(en, w);
	return j;
}

/* ---- a conversation */

static const struct handling *
handling_of(const struct people *p, enum handoff_reason reason)
{
	for (size_t i = 0; i < p->handling_count; i++)
		if (p->handling[i].reason == reason)
			return &p->handling[i];
	return &p->otherwise;
}

/* Another queue than the one that it came from; NULL: there is none. */
static const char *
other_queue(const struct engine *en, const struct guest *g, double at)
{
	const struct settings *s = en->settings;
	size_t others = 0, pick;

	for (size_t i = 0; i < s->queue_count; i++)
		others += !text_is(s->queues[i].id, g->queue);
	if (others == 0)
		return NULL;
	pick = (size_t)(at * (double)others);
	for (size_t i = 0; i < s->queue_count; i++)
		if (!text_is(s->queues[i].id, g->queue) && pick-- == 0)
			return s->queues[i].id;
	return NULL;
}

enum err
job_begin(struct engine *en, struct worker *w, struct guest *g, struct errinfo *e)
{
	const struct people *p = &en->simulation->people;
	const struct handling *h = handling_of(p, g->reason);
	struct contact *c = &g->contact;
	struct random_stream r;
	struct job *j;
	double work, first, wrap_up, resolves, passes;

	if (g->job != NULL) {
		enum err err = job_end(en, g->job, e);

		if (err != ERR_OK)
			return err;
	}
	engine_stream(en, &r, "people", g->number, g->visit, c->agents++);
	work = law_draw(&h->time, &r);
	first = law_draw(&p->first_reply, &r);
	wrap_up = law_draw(&p->wrap_up, &r);
	resolves = random_unit(&r);
	passes = random_unit(&r);
	calendar_call_off(&en->calendar, &g->patience);
	guest_moves(en, g, PLACE_PERSON);
	c->outcome.human_joined = true;
	if (c->got_ms < 0)
		c->got_ms = engine_now(en);
	bool passes_on = c->agents == 1 && passes < p->transfers && other_queue(en, g, 0) != NULL;

	j = take_on(en, w, g, JOB_HANDLE, passes_on ? work * BEFORE_PASSING_ON : work);
	j->wrap_up_ms = wrap_up;
	j->passes_on = passes_on;
	j->resolves = resolves < h->resolves;
	g->job = j;
	calendar_add(&en->calendar, engine_now(en) + llround(first), TICK_FIRST, j, &j->first);
	return ERR_OK;
}

void
job_keep_time(struct engine *en, struct worker *w, struct guest *g)
{
	g->job = take_on(en, w, g, JOB_HANDLE, 0);
}

enum err
people_get(struct engine *en, struct guest *g, struct worker *w, struct errinfo *e)
{
	return w->is_seat ? seat_gets(en, g, e) : job_begin(en, w, g, e);
}

/* Who looks on with a console may have been faster, so that it isn't the worker's any more: the log
 * will tell. */
static enum err
unless_too_late(const struct engine *en, enum err err)
{
	bool late = err == ERR_CONFLICT || err == ERR_STATE || err == ERR_FORBIDDEN;

	return late && en->options->pace != NULL ? ERR_OK : err;
}

const char *
people_say(const struct engine *en, const struct guest *g, enum saying what)
{
	static const struct {
		const char *language, *says[SAYING_COUNT];
	} words[] = {
		{ "en", { "Hello, I'm reading what you wrote and looking into it.",
			"That is settled now. Have a good day.",
			"I'm sorry, I can't settle that for you today.",
			"Not in line with our policy this time" } },
		{ "de", { "Guten Tag, ich lese gerade nach und kümmere mich darum.",
			"Das ist jetzt erledigt. Einen schönen Tag noch.",
			"Es tut mir leid, das kann ich heute nicht für Sie lösen.",
			"Das passt diesmal nicht zu unseren Regeln" } },
		{ "es", { "Hola, estoy leyendo lo que ha escrito y me ocupo de ello.",
			"Ya está resuelto. Que tenga un buen día.",
			"Lo siento, hoy no puedo resolverlo.",
			"Esta vez no se ajusta a nuestras normas" } },
	};
	const char *language = g->visitor != NULL ? visitor_language(g->visitor) : en->settings->language;
	size_t i = sizeof(words) / sizeof(words[0]) - 1;

	while (i > 0 && strncmp(words[i].language, language, 2) != 0)
		i--;
	return words[i].says[what];
}

static enum err
answer(struct engine *en, struct job *j, bool last, struct errinfo *e)
{
	struct guest *g = j->guest;
	const char *text = people_say(en, g,
	    !last ? SAYING_FIRST : j->resolves ? SAYING_SETTLED : SAYING_LEFT_OPEN);
	enum err err = desk_reply(
	    en->desk, j->worker->who->id, g->conversation_id, 0, text, e);

	if (err != ERR_OK)
		return unless_too_late(en, err);
	j->has_answered = true;
	g->contact.outcome.human_messages++;
	guest_answered(en, g, true);
	if (g->visitor == NULL)
		return ERR_OK;
	str_reset(&g->text);
	calendar_call_off(&en->calendar, &g->say);
	if (visitor_hear_person(g->visitor, text, last && j->resolves, &g->text) == VISITOR_SAYS &&
	    !last)
		guest_types(en, g);	/* a last word of thanks isn't waited for */
	return ERR_OK;
}

enum err
job_first_words(struct engine *en, struct job *j, struct errinfo *e)
{
	return j->phase == JOB_HANDLE && !j->has_answered ? answer(en, j, false, e) : ERR_OK;
}

/* The shop's outcome for it, where it lists any. */
static const char *
disposition_of(const struct engine *en, bool resolved)
{
	const char *wanted = resolved ? "resolved" : "unresolved";

	for (size_t i = 0; i < en->settings->disposition_count; i++)
		if (text_is(en->settings->dispositions[i], wanted))
			return wanted;
	return "";
}

void
job_wraps_up(struct engine *en, struct job *j)
{
	if (j->phase == JOB_WRAP_UP)
		return;
	worker_settle(en, j->worker);
	j->phase = JOB_WRAP_UP;
	j->left_ms = j->wrap_up_ms;
	j->wrap_since_ms = engine_now(en);
	calendar_call_off(&en->calendar, &j->first);
	guest_moves(en, j->guest, PLACE_WRAP_UP);
	if (j->worker->is_endless)
		arm(en, j, j->worker->speed);
	else
		arm_all(en, j->worker);
}

/* Where a console has taken back that a colleague closed it, they soon close it again. */
void
job_goes_on(struct engine *en, struct job *j)
{
	if (j->phase != JOB_WRAP_UP)
		return;
	worker_settle(en, j->worker);
	j->guest->contact.wrap_up_ms += engine_now(en) - j->wrap_since_ms;
	j->guest->contact.ended_ms = -1;
	j->phase = JOB_HANDLE;
	j->passes_on = false;
	guest_moves(en, j->guest, PLACE_PERSON);
	if (j->worker->is_endless)
		arm(en, j, j->worker->speed);
	else
		arm_all(en, j->worker);
}

static enum err
finish(struct engine *en, struct job *j, struct errinfo *e)
{
	struct guest *g = j->guest;
	enum err err = ERR_OK;

	calendar_call_off(&en->calendar, &j->first);
	if ((g->visitor != NULL || !j->has_answered) && (err = answer(en, j, true, e)) != ERR_OK)
		return err;
	g->resolved = j->resolves;
	g->contact.ended_ms = engine_now(en);
	if (en->settings->wrap_up_ms > 0)
		job_wraps_up(en, j);
	return unless_too_late(en,
	    desk_close(en->desk, j->worker->who->id, g->conversation_id,
		disposition_of(en, j->resolves), e));	/* the log tells what comes of it */
}

enum err
job_is_done(struct engine *en, struct job *j, struct errinfo *e)
{
	struct random_stream r;

	worker_settle(en, j->worker);
	switch (j->phase) {
	case JOB_LOOK:
		return decide_looked(en, j, e);
	case JOB_WRAP_UP:
		return unless_too_late(en,
		    desk_close(
			en->desk, j->worker->who->id, j->guest->conversation_id, "", e));
	case JOB_HANDLE:
		break;
	}
	if (!j->passes_on)
		return finish(en, j, e);
	engine_stream(en, &r, "passes on", j->guest->number, j->guest->visit, 0);
	return job_pass_on(
	    en, j, other_queue(en, j->guest, random_unit(&r)), "somebody else's matter", e);
}

enum err
job_pass_on(
    struct engine *en, struct job *j, const char *queue, const char *why, struct errinfo *e)
{
	return unless_too_late(en,
	    desk_transfer(
		en->desk, j->worker->who->id, j->guest->conversation_id, queue, why, e));
}

enum err
job_end(struct engine *en, struct job *j, struct errinfo *e)
{
	struct worker *w = j->worker;
	int64_t now = engine_now(en);
	size_t at = 0;

	worker_settle(en, w);
	calendar_call_off(&en->calendar, &j->done);
	calendar_call_off(&en->calendar, &j->first);
	if (w->is_endless)
		j->attention_ms = (double)(now - j->got_ms);
	if (j->guest != NULL) {
		struct contact *c = &j->guest->contact;

		c->people_cost +=
		    j->attention_ms / 3600000 * en->simulation->people.cost_per_hour;
		if (j->phase != JOB_LOOK) {
			c->handle_ms += now - j->got_ms;
			c->wrap_up_ms += j->phase == JOB_WRAP_UP ? now - j->wrap_since_ms : 0;
			j->guest->job = NULL;
		}
	}
	while (w->jobs[at] != j)
		at++;
	memmove(w->jobs + at, w->jobs + at + 1, (w->job_count - at - 1) * sizeof(struct job *));
	w->job_count--;
	if (w->look == j)
		w->look = NULL;
	j->guest = NULL;
	j->next_free = en->free_jobs;
	en->free_jobs = j;
	arm_all(en, w);
	return staff_is_free(en, w, e);
}

struct job *
job_look(struct engine *en, struct worker *w, struct guest *g, int64_t action_id, double length_ms)
{
	struct job *j = take_on(en, w, g, JOB_LOOK, length_ms);

	j->action_id = action_id;
	w->look = j;
	return j;
}
