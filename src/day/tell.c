/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a contact came to, and moments of the floor, for whoever counts.
 */
#include <math.h>
#include <string.h>

#include "engine.h"
#include "floorwalker/desk/view.h"

#define ROOM_OF(list) (sizeof(list) / sizeof((list)[0]))

/* Before what was done is taken for told. */
static enum err
read_deeds(struct engine *en, struct guest *g, struct errinfo *e)
{
	if (!en->options->want_transcripts || g->conversation_id == 0 || en->deeds != NULL)
		return ERR_OK;
	en->deeds = arena_new();
	return deeds_read(en, g, en->deeds, e);
}

enum err
tell_judge(struct engine *en, struct guest *g, struct errinfo *e)
{
	struct contact *c = &g->contact;
	struct visit_judged j = { 0 };
	enum err err = read_deeds(en, g, e);

	if (err != ERR_OK)
		return err;
	err = visitor_judge(g->visitor, en->desk, g->conversation_id,
	    c->outcome.handed_off, c->reason, c->outcome.abandoned, &j, e);

	if (err != ERR_OK)
		return err;
	c->as_expected = j.as_expected;
	c->expects_person = j.expects_person;
	c->changes = j.changes;
	c->statements = j.statements;
	c->again = j.again;
	c->held_back = j.held_back;
	c->repeated = j.repeated;
	c->loops = j.loops;
	c->sentiment_first = j.sentiment_first;
	c->sentiment_last = j.sentiment_last;
	c->why = j.why != NULL ? j.why : "";
	c->outcome.simulator_fault = !text_is_empty(j.fault);
	c->resolved = g->resolved || (j.need_met && !c->outcome.abandoned);
	for (size_t i = 0; i < j.replies.count && c->reply_count < ROOM_OF(c->replies); i++) {
		c->replies[c->reply_count].confidence = j.replies.items[i].confidence;
		c->replies[c->reply_count++].wrong = j.replies.items[i].flaw != FLAW_NONE;
	}
	return ERR_OK;
}

/* Its actions, as they stand. */
static enum err
add_actions(struct engine *en, struct guest *g, struct arena *a, struct errinfo *e)
{
	struct contact *c = &g->contact;
	enum err err = ERR_OK;

	for (size_t i = 0; i < g->action_count && c->action_count < ROOM_OF(c->actions); i++) {
		struct action x;

		if ((err = store_action_get(en->store, a, g->actions[i].id, &x, e)) != ERR_OK)
			break;
		c->actions[c->action_count].rule = x.rule;
		c->actions[c->action_count].kind = x.kind;
		c->actions[c->action_count].amount = x.amount;
		c->actions[c->action_count].by_person = x.approvals_needed > 0;
		c->actions[c->action_count++].done = x.state == ACTION_DONE;
	}
	return err;
}

static const char *
author_of(const struct message *m)
{
	return author_name(m->author);
}

/* Of endless people it is chance, and others' doing, which of them has somebody. */
static const char *
name_of(const struct engine *en, const struct message *m)
{
	return en->simulation->endless_staff ? "endless" : m->name;
}

static enum err
transcript(struct engine *en, struct guest *g, struct arena *a, const struct value **out,
    struct errinfo *e)
{
	struct value *list = value_list(a);
	struct message_list messages;
	enum err err = store_message_list(
	    en->store, a, g->conversation_id, g->before_messages, &messages, e);

	for (size_t i = 0; err == ERR_OK && i < messages.count; i++) {
		const struct message *m = &messages.items[i];
		struct value *v;

		if (m->delivery == DELIVERY_WITHDRAWN || m->delivery == DELIVERY_SUPERSEDED ||
		    (m->delivery != DELIVERY_DELIVERED && m->author == AUTHOR_AI))
			continue;
		v = value_add_map(list);
		value_set_text(v, "author", author_of(m));
		if (m->author == AUTHOR_AGENT)
			value_set_text(v, "agent", name_of(en, m));
		value_set_int(v, "at_ms", m->created_ms - en->start_ms);
		value_set_text(v, "text", m->text);
		if (m->confidence >= 0)
			value_set_real(v, "confidence", m->confidence);
	}
	*out = list;
	return err;
}

static void
name(const struct engine *en, struct guest *g)
{
	struct contact *c = &g->contact;

	c->scenario = en->visitors == NULL ? ""
	    : g->visitor != NULL
	    ? visitor_scenario(g->visitor)
	    : visitors_scenario_name(en->visitors, g->scenario);
	c->persona = g->visitor != NULL ? visitor_persona(g->visitor)
	    : g->persona != NULL	  ? g->persona
					  : "";
	c->intent = g->visitor != NULL ? visitor_intent(g->visitor) : "";
	c->tier = g->visitor != NULL ? visitor_tier(g->visitor) : g->tier != NULL ? g->tier : "";
	c->language = g->visitor != NULL ? visitor_language(g->visitor) : en->settings->language;
	c->channel = g->channel;
}

static void
rate(struct contact *c)
{
	const struct conversation_outcome *o = &c->outcome;
	int64_t ended = c->ended_ms >= 0 ? c->ended_ms : c->came_ms;
	struct satisfaction_factors *f = &c->factors;
	struct satisfaction s;

	*f = (struct satisfaction_factors){
	    .resolution = o->simulator_fault ? SATISFACTION_UNKNOWN
		: c->resolved		     ? SATISFACTION_MET
					     : SATISFACTION_UNMET,
	    .abandoned = o->abandoned,
	    .effort = o->shopper_messages > SATISFACTION_TASK_MESSAGES
		? (double)(o->shopper_messages - SATISFACTION_TASK_MESSAGES)
		: 0,
	    .repeats = (double)c->repeated,
	    .loops = (double)c->loops,
	    .transfers = (double)o->handed_off + (c->agents > 1 ? (double)(c->agents - 1) : 0),
	    .wait_first_ms = (double)((c->first_answer_ms >= 0 ? c->first_answer_ms : ended) - c->came_ms),
	    .wait_queue_ms = (double)c->queue_ms,
	    .wait_longest_ms = (double)c->longest_gap_ms,
	    .sentiment_last = c->sentiment_last,
	    .sentiment_slope = (c->sentiment_last - c->sentiment_first) /
		(o->shopper_messages > 1 ? (double)(o->shopper_messages - 1) : 1)};
	satisfaction_score(f, &s);
	c->proxy = s.score;
}

enum err
tell_contact(struct engine *en, struct guest *g, struct errinfo *e)
{
	struct contact *c = &g->contact;
	const struct value *said = NULL;
	struct arena *a = arena_new();
	enum err err = ERR_OK;

	name(en, g);
	c->conversation_id = g->conversation_id;
	c->outcome.ai_on = en->simulation->ai.on;
	if (g->is_faulty) {
		c->outcome.simulator_fault = true;
		c->why = "nobody in the world fits this scenario";
	}
	if (g->visitor == NULL)
		c->resolved = g->resolved;
	c->outcome.need_met = c->resolved;
	rate(c);
	c->ai_cost = (double)c->ai_turns * en->simulation->ai.cost_per_turn;
	if (g->action_count > 0)
		err = add_actions(en, g, a, e);
	if (err == ERR_OK)
		err = read_deeds(en, g, e);
	if (err == ERR_OK && en->options->want_transcripts && g->conversation_id != 0)
		err = transcript(en, g, a, &said, e);
	en->contacts++;
	if (err == ERR_OK && en->teller->contact != NULL)
		en->teller->contact(en->teller->context, c, said);
	if (en->deeds != NULL)
		arena_free(&en->deeds);
	arena_free(&a);
	return err;
}

void
tell_sample(struct engine *en)
{
	const struct simulation *s = en->simulation;
	int64_t now = engine_now(en), present_ms = 0, busy_ms = 0;
	struct floor_sample x = {.at_ms = now,
	    .counts = now > s->warm_up_ms,
	    .with_ai = en->with_ai,
	    .queued = en->queued,
	    .with_people = en->with_people,
	    .wrapping_up = en->wrapping_up,
	    .actions_waiting = (int64_t)en->decision_count};

	for (size_t i = 0; i < en->worker_count; i++) {
		struct worker *w = &en->workers[i];

		worker_settle(en, w);
		present_ms += w->present_ms;
		busy_ms += w->busy_ms;
		w->present_ms = w->busy_ms = 0;
		if (w->state != WORK_AVAILABLE && w->state != WORK_FINISHING)
			continue;
		x.present++;
		x.idle += w->job_count == 0;
	}
	x.present_ms = present_ms;
	x.busy_ms = busy_ms;
	x.occupancy = present_ms > 0 ? (double)busy_ms / (double)present_ms : NAN;
	if (en->teller->sample != NULL)
		en->teller->sample(en->teller->context, &x);
}
