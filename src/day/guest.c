/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is here: they come, type, wait, leave, and come again.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine.h"
#include "floorwalker/desk/view.h"

#define PLAIN_WORDS "Hello"	/* of a contact without a script */

/* ---- one of them */

static struct guest *
new_guest(struct engine *en)
{
	struct guest *g = en->free_guests;

	if (g != NULL) {
		en->free_guests = g->next_free;
		return g;
	}
	if (en->guest_count == en->guest_room)
		en->guests = mem_grow(en->guests,
		    en->guest_room = en->guest_room > 0 ? en->guest_room * 2 : 64,
		    sizeof(struct guest *));
	g = en->guests[en->guest_count++] = mem_zero(1, sizeof(*g));
	str_init(&g->text);
	str_init(&g->heard);
	str_init(&g->told);
	return g;
}

void
guest_calls_off(struct engine *en, struct guest *g)
{
	calendar_call_off(&en->calendar, &g->say);
	calendar_call_off(&en->calendar, &g->patience);
	calendar_call_off(&en->calendar, &g->back);
}

void
guest_release(struct engine *en, struct guest *g)
{
	struct str text = g->text, heard = g->heard, told = g->told;
	struct guest_action *actions = g->actions;
	int64_t *conversations = g->conversations;
	size_t room = g->action_room;

	guest_calls_off(en, g);
	if (g->visitor != NULL)
		visitor_free(&g->visitor);
	str_reset(&text);
	str_reset(&heard);
	str_reset(&told);
	*g = (struct guest){.text = text,
	    .heard = heard,
	    .told = told,
	    .actions = actions,
	    .action_room = room,
	    .conversations = conversations,
	    .next_free = en->free_guests};
	en->free_guests = g;
	en->here--;
}

void
guests_free(struct engine *en)
{
	for (size_t i = 0; i < en->guest_count; i++) {
		struct guest *g = en->guests[i];

		if (g->visitor != NULL)
			visitor_free(&g->visitor);
		str_clear(&g->text);
		str_clear(&g->heard);
		str_clear(&g->told);
		mem_free(g->actions);
		mem_free(g->conversations);
		mem_free(g);
	}
	mem_free(en->guests);
	mem_free(en->by_id);
	mem_free(en->hearers);
}

void
guest_moves(struct engine *en, struct guest *g, enum place to)
{
	int64_t *const counts[] = {[PLACE_AI] = &en->with_ai,
	    [PLACE_QUEUE] = &en->queued,
	    [PLACE_PERSON] = &en->with_people,
	    [PLACE_WRAP_UP] = &en->wrapping_up,
	    [PLACE_CLOSED] = NULL};

	if (g->place == PLACE_QUEUE && g->queue_since_ms >= 0) {
		g->contact.queue_ms += engine_now(en) - g->queue_since_ms;
		g->queue_until_ms = engine_now(en);
		g->queue_since_ms = -1;
	}
	if (to == PLACE_QUEUE)
		g->queue_since_ms = engine_now(en);
	if (counts[g->place] != NULL)
		--*counts[g->place];
	if (counts[to] != NULL)
		++*counts[to];
	g->place = to;
}

void
guest_expects(struct engine *en, struct guest *g, int64_t patience_ms)
{
	if (patience_ms == INT64_MAX)
		calendar_call_off(&en->calendar, &g->patience);
	else
		calendar_add(
		    &en->calendar, engine_now(en) + patience_ms, TICK_PATIENCE, g, &g->patience);
}

/* ---- coming */

static void
begin_contact(struct engine *en, struct guest *g)
{
	int64_t now = engine_now(en), end = en->simulation->warm_up_ms +
	    en->simulation->days * DATE_DAY_MS;

	g->contact = (struct contact){.replication = en->replication,
	    .number = g->number,
	    .visit = g->visit,
	    .counts = now >= en->simulation->warm_up_ms && now < end,
	    .hour = simulation_hour(en->simulation, now),
	    .came_ms = now,
	    .first_answer_ms = -1,
	    .queued_ms = -1,
	    .got_ms = -1,
	    .person_ms = -1,
	    .ended_ms = -1,
	    .sentiment_first = NAN,
	    .sentiment_last = NAN,
	    .proxy = NAN,
	    .channel = g->channel,
	    .why = ""};
	g->sent = 0;
	g->action_count = 0;
	g->resolved = g->is_gone = g->is_leaving = g->is_waiting_for_decision = false;
	g->silent_since_ms = g->queue_since_ms = g->queue_until_ms = -1;
	g->before_event = en->event_id;
	g->reason = HANDOFF_NONE;
	str_reset(&g->text);
	str_reset(&g->heard);
	str_reset(&g->told);
	g->heard_turn = g->under_way = 0;
	g->needless_count = 0;
	g->resumes = g->asked_after = false;
}

/* Nobody in the world fits: the simulator's own fault, which is told and counts for nothing. */
static enum err
tell_nobody(struct engine *en, struct guest *g, struct errinfo *e)
{
	g->is_faulty = true;
	g->contact.ended_ms = engine_now(en);
	enum err err = tell_contact(en, g, e);

	guest_release(en, g);
	return err;
}

enum err
guest_arrives(
    struct engine *en, const struct coming *c, const char *text, struct errinfo *e)
{
	struct guest *g = new_guest(en);
	const struct visit visit = {.number = c->number,
	    .scenario = c->scenario,
	    .persona = c->persona,
	    .tier = c->tier,
	    .channel = c->channel,
	    .at_ms = clock_now_ms(en->clock)};
	enum err err;

	g->number = c->number;
	g->scenario = c->scenario;
	g->channel = c->channel != NULL ? c->channel : "web";
	g->persona = c->persona;
	g->tier = c->tier;
	en->here++;
	begin_contact(en, g);
	if (en->visitors == NULL) {
		str_add(&g->text, text != NULL ? text : PLAIN_WORDS);
		return guest_says(en, g, e);
	}
	err = visitor_new(en->visitors, en->desk, &visit, &g->visitor, e);
	if (err == ERR_NOT_FOUND)
		return tell_nobody(en, g, e);
	if (err != ERR_OK)
		return err;
	if (text != NULL)
		visitor_open_with(g->visitor, text, &g->text);
	else
		visitor_open(g->visitor, &g->text);
	return guest_says(en, g, e);
}

enum err
guest_returns(struct engine *en, struct guest *g, struct errinfo *e)
{
	enum err err;

	g->visit++;
	begin_contact(en, g);
	g->conversation_id = 0;		/* where they had one, the desk knows */
	if ((err = visitor_return(g->visitor, en->desk, clock_now_ms(en->clock), e)) != ERR_OK)
		return err;
	visitor_open(g->visitor, &g->text);
	return guest_says(en, g, e);
}

/* ---- talking */

static const char *
contact_of(const struct guest *g, char room[48])
{
	if (g->visitor != NULL)
		return visitor_contact(g->visitor);
	(void)snprintf(room, 48, "visitor-%lld", (long long)g->number);
	return room;
}

/* Somebody has had it opened again meanwhile: they find themselves where it is. */
static enum err
find_place(struct engine *en, struct guest *g, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct conversation c;
	enum err err = store_conversation_get(en->store, a, g->conversation_id, &c, e);

	if (err == ERR_OK && c.state == CONVERSATION_AGENT && staff_find(en, c.agent) != NULL)
		err = people_get(en, g, staff_find(en, c.agent), e);
	else if (err == ERR_OK && c.state == CONVERSATION_QUEUED && en->simulation->ai.on)
		guest_is_queued(en, g, c.queue, c.reason);
	arena_free(&a);
	return err;
}

static bool
is_too_late(const struct guest *g)
{
	return g->text.length == 0 || g->place == PLACE_CLOSED ||
	    (g->place == PLACE_WRAP_UP && !seat_has(g));
}

void
guest_awaits_answer(struct engine *en, struct guest *g)
{
	if (g->silent_since_ms < 0)
		g->silent_since_ms = engine_now(en);
	if (g->visitor != NULL && en->simulation->ai.on && g->place == PLACE_AI)
		guest_expects(en, g, visitor_reply_patience_ms(g->visitor));
	else if (seat_has(g))
		seat_owes(en, g);
	if (g->told.length > 0 || (seat_has(g) && g->heard.length > 0))
		guest_will_hear(en, g);	/* what came while they typed */
}

enum err
guest_says(struct engine *en, struct guest *g, struct errinfo *e)
{
	char contact[48];
	struct incoming in = {.channel = g->channel,
	    .contact = contact_of(g, contact),
	    .text = g->text.data,
	    .text_size = g->text.length,
	    .conversation_id = g->conversation_id,
	    .to_people = !en->simulation->ai.on,
	    .to_reason = HANDOFF_OTHER};
	bool first = g->conversation_id == 0;
	int64_t message_id;
	struct message m;
	struct arena *a;
	enum err err;

	if (is_too_late(g))
		return ERR_OK;
	err = desk_ingest(en->desk, &in, &g->conversation_id, &message_id, e);

	if (err != ERR_OK)
		return err;
	guest_know(en, g, g->conversation_id);
	if (first && g->visit > 0) {
		a = arena_new();
		err = store_message_get(en->store, a, message_id, &m, e);
		g->before_messages = err == ERR_OK ? m.number - 1 : 0;
		arena_free(&a);
	} else if (first) {
		g->before_messages = 0;
	}
	if (first)
		guest_moves(en, g, PLACE_AI);	/* the log tells of a queue */
	g->sent++;
	g->contact.outcome.shopper_messages++;
	str_reset(&g->text);
	guest_awaits_answer(en, g);
	return err == ERR_OK && first && g->visit > 0 && en->options->pace != NULL
	    ? find_place(en, g, e)
	    : err;
}

enum err
guest_is_made_to_say(struct engine *en, struct guest *g, const char *text, struct errinfo *e)
{
	struct str typed = g->text;
	enum err err;

	str_init(&g->text);
	if (g->visitor != NULL)
		visitor_says(g->visitor, text, &g->text);
	else
		str_add(&g->text, text);
	err = guest_says(en, g, e);
	str_clear(&g->text);
	g->text = typed;
	return err == ERR_INPUT ? ERR_OK : err;	/* there was nothing in it to be said */
}

void
guest_types(struct engine *en, struct guest *g)
{
	calendar_add(&en->calendar,
	    engine_now(en) + visitor_pause_ms(g->visitor, g->text.data), TICK_SAYS, g, &g->say);
}

enum err
guest_leaves(struct engine *en, struct guest *g, struct errinfo *e)
{
	g->is_leaving = true;
	guest_calls_off(en, g);
	return desk_shopper_left(en->desk, g->conversation_id, e);
}

enum err
guest_abandons(struct engine *en, struct guest *g, struct errinfo *e)
{
	struct contact *c = &g->contact;

	c->outcome.abandoned = true;
	c->left_in_queue = g->place == PLACE_QUEUE;
	c->left_waiting_decision = g->place == PLACE_AI && g->is_waiting_for_decision;
	c->left_with_ai = g->place == PLACE_AI && !g->is_waiting_for_decision;
	c->left_with_person = seat_has(g);
	return guest_leaves(en, g, e);
}

enum err
guest_loses_patience(struct engine *en, struct guest *g, struct errinfo *e)
{
	if (seat_has(g) && (g->place == PLACE_PERSON || g->place == PLACE_WRAP_UP))
		return seat_tries_patience(en, g, e);
	if (g->place != PLACE_AI && g->place != PLACE_QUEUE)
		return ERR_OK;		/* a person has them */
	return guest_abandons(en, g, e);
}

void
guest_is_queued(
    struct engine *en, struct guest *g, const char *queue, enum handoff_reason reason)
{
	struct contact *c = &g->contact;
	const struct queue *q = settings_queue(en->settings, queue);
	int64_t patience = INT64_MAX;

	if (g->place != PLACE_QUEUE)
		guest_moves(en, g, PLACE_QUEUE);
	g->queue = q != NULL ? q->id : "";
	g->reason = reason;
	g->is_waiting_for_decision = false;
	if (c->queued_ms < 0)
		c->queued_ms = engine_now(en);
	if (g->silent_since_ms < 0)
		g->silent_since_ms = engine_now(en);
	if (g->visitor != NULL) {
		patience = visitor_queue_patience_ms(g->visitor);
	} else if (en->simulation->patience != NULL) {
		struct random_stream r;

		engine_stream(en, &r, "patience", g->number, g->visit, 0);
		patience = llround(law_draw(en->simulation->patience, &r));
	}
	guest_expects(en, g, patience);
}

void
guest_answered(struct engine *en, struct guest *g, bool by_person)
{
	struct contact *c = &g->contact;
	int64_t now = engine_now(en),
		since = g->queue_until_ms > g->silent_since_ms ? g->queue_until_ms : g->silent_since_ms;

	if (c->first_answer_ms < 0)
		c->first_answer_ms = now;
	else if (g->silent_since_ms >= 0 && g->place != PLACE_QUEUE &&
	    now - since > c->longest_gap_ms)
		c->longest_gap_ms = now - since;
	if (by_person && c->person_ms < 0)
		c->person_ms = now;
	if (g->silent_since_ms >= 0 && now - g->silent_since_ms > c->longest_silence_ms)
		c->longest_silence_ms = now - g->silent_since_ms;
	g->silent_since_ms = g->place == PLACE_QUEUE ? now : -1;
}
