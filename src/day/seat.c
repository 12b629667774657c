/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whoever has the seat isn't simulated: what they do is done on the store, by a desk of theirs, and the
 * log tells of it. Here is what follows: they have it in hand, and the shopper reads what they write,
 * answers, waits for so long, thanks or goes.
 */
#include <string.h>

#include "engine.h"

const struct settings *
seat_join(struct arena *a, const struct settings *s, const struct agent *seat)
{
	struct settings *out = arena_alloc(a, sizeof(*out));
	struct agent *agents = arena_alloc(a, (s->agent_count + 1) * sizeof(*agents));
	size_t at = 0;

	*out = *s;
	memcpy(agents, s->agents, s->agent_count * sizeof(*agents));
	while (at < s->agent_count && !text_is(agents[at].id, seat->id))
		at++;
	agents[at] = *seat;
	agents[at].shift_count = 0;	/* they come and go as they like */
	out->agents = agents;
	out->agent_count = at < s->agent_count ? s->agent_count : s->agent_count + 1;
	return out;
}

bool
seat_has(const struct guest *g)
{
	return g->job != NULL && g->job->worker->is_seat;
}

bool
seat_is(const struct engine *en, const char *agent)
{
	return en->seat != NULL && text_is(en->seat->who->id, agent);
}

enum err
seat_comes(struct engine *en, struct errinfo *e)
{
	seat_state(en, "available");
	return desk_agent_state(en->desk, en->seat->who->id, "available", e);
}

void
seat_state(struct engine *en, const char *state)
{
	static const struct { const char *name; enum work_state state; } states[] = {
		{ "available", WORK_AVAILABLE }, { "busy", WORK_FINISHING },
		{ "break", WORK_BREAK }, { "offline", WORK_OFFLINE },
	};

	worker_settle(en, en->seat);
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (text_is(states[i].name, state))
			en->seat->state = states[i].state;
}

/* ---- patience */

void
seat_owes(struct engine *en, struct guest *g)
{
	g->asked_after = false;
	if (g->visitor != NULL)
		guest_expects(en, g, visitor_person_patience_ms(g->visitor));
}

enum err
seat_gets(struct engine *en, struct guest *g, struct errinfo *e)
{
	struct contact *c = &g->contact;
	bool waited = g->silent_since_ms >= 0 || g->is_waiting_for_decision;
	enum err err;

	if (seat_has(g)) {		/* while they wrapped it up */
		job_goes_on(en, g->job);
		guest_moves(en, g, PLACE_PERSON);
		return ERR_OK;
	}
	if (g->job != NULL && (err = job_end(en, g->job, e)) != ERR_OK)
		return err;
	calendar_call_off(&en->calendar, &g->patience);
	guest_moves(en, g, PLACE_PERSON);
	c->agents++;
	c->outcome.human_joined = true;
	if (c->got_ms < 0)
		c->got_ms = engine_now(en);
	job_keep_time(en, en->seat, g);
	g->resumes = g->is_waiting_for_decision = false;
	if (waited && g->silent_since_ms < 0)
		g->silent_since_ms = engine_now(en);
	if (waited)
		seat_owes(en, g);
	guest_will_hear(en, g);		/* what the AI has said before */
	return ERR_OK;
}

/* For how long they hold out, they ask once whether anybody is there; then they go. Who has thanked
 * goes anyway, and is asked for nothing more. */
enum err
seat_tries_patience(struct engine *en, struct guest *g, struct errinfo *e)
{
	enum err err;

	if (visitor_is_done(g->visitor))
		return guest_leaves(en, g, e);
	if (g->asked_after)
		return guest_abandons(en, g, e);
	if (g->say != 0)
		return ERR_OK;		/* they are about to say something anyway */
	str_reset(&g->text);
	visitor_asks_after(g->visitor, &g->text);
	if ((err = guest_says(en, g, e)) == ERR_OK)
		g->asked_after = true;
	return err;
}

/* ---- words */

void
seat_told(struct engine *en, struct guest *g, const char *text)
{
	g->contact.outcome.human_messages++;
	guest_answered(en, g, true);
	if (g->visitor == NULL)
		return;
	calendar_call_off(&en->calendar, &g->patience);
	str_addf(&g->told, "%s%s", g->told.length > 0 ? "\n" : "", text);
	guest_will_hear(en, g);
}

/* They have nothing to say to it, and wait for more. */
static void
waits(struct engine *en, struct guest *g)
{
	if (!visitor_is_done(g->visitor) && g->silent_since_ms < 0)
		g->silent_since_ms = engine_now(en);
	if (seat_has(g))
		seat_owes(en, g);
}

enum err
seat_is_heard(struct engine *en, struct guest *g, struct errinfo *e)
{
	enum visitor_move move;
	enum err err = ERR_OK;

	if (g->told.length == 0 || g->say != 0 || g->is_leaving || g->place == PLACE_NOWHERE)
		return ERR_OK;
	str_reset(&g->text);
	err = visitor_hear_words(
	    g->visitor, g->conversation_id, g->told.data, &move, &g->text, e);
	str_reset(&g->told);
	if (err != ERR_OK)
		return err;
	if (g->place == PLACE_CLOSED)	/* it was the last word */
		return guest_may_end(en, g, e);
	if (g->place == PLACE_WRAP_UP && visitor_is_done(g->visitor)) {
		str_reset(&g->text);	/* a last word of thanks isn't waited for */
		return ERR_OK;
	}
	if (move != VISITOR_WAITS && move != VISITOR_IS_DONE)
		return guest_does(en, g, move, e);
	waits(en, g);
	return ERR_OK;
}

/* ---- decisions */

enum err
seat_has_decided(struct engine *en, struct guest *g, int64_t action_id, bool approves,
    struct errinfo *e)
{
	struct contact *c = &g->contact;
	struct arena *a = arena_new();
	struct action x;
	bool errs = false, open = false;
	enum err err = store_action_get(en->store, a, action_id, &x, e);

	if (err == ERR_OK && g->visitor != NULL) {
		open = visitor_leaves_open(g->visitor, x.kind);
		errs = !open && approves != visitor_deserves(g->visitor, x.kind);
	}
	c->decisions++;
	c->decisions_wrong += errs;
	if (errs || open)		/* their doing, whatever comes of it */
		visitor_was_misjudged(g->visitor, action_id);
	arena_free(&a);
	return err;
}

enum err
seat_has_proposed(struct engine *en, struct guest *g, int64_t action_id, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct action x;
	enum err err = store_action_get(en->store, a, action_id, &x, e);

	if (err == ERR_OK && g->visitor != NULL)
		visitor_was_offered(g->visitor, action_id, x.kind);
	arena_free(&a);
	return err;
}
