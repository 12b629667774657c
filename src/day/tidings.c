/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has changed on the desk, told by its event log: nobody who is here is asked.
 */
#include <string.h>

#include "engine.h"
#include "floorwalker/desk/events.h"
#include "floorwalker/desk/view.h"
#include "floorwalker/store/event.h"

#define PAGE 256

/* An event with its data, read when it is asked for. */
struct news {
	struct engine *en;
	struct arena *arena;
	const struct event *event;
	struct guest *guest;
};

static const struct value *
data_of(const struct news *n)
{
	struct value *v;

	if (value_parse_json(n->arena, "event", n->event->data, strlen(n->event->data),
		&value_limits_message, &v, NULL) != ERR_OK)
		return value_map(n->arena);
	return v;
}

/* An agent did it. */
static bool
is_agents(const struct event *x)
{
	return text_starts(x->actor, "agent:");
}

static enum err
told_queued(struct news *n, struct errinfo *e)
{
	const struct value *v = data_of(n);
	struct contact *c = &n->guest->contact;
	enum handoff_reason reason = HANDOFF_OTHER;
	enum err err = ERR_OK;

	if (n->guest->job != NULL)
		err = job_end(n->en, n->guest->job, e);
	(void)handoff_reason_from(value_get_text(v, "reason"), &reason);
	if (n->guest->place == PLACE_AI && n->en->simulation->ai.on && !is_agents(n->event)) {
		c->outcome.handed_off = true;
		c->reason = reason;
	}
	guest_is_queued(n->en, n->guest, value_get_text(v, "queue"), reason);
	return err;
}

static enum err
goes_to(struct news *n, const char *agent, struct errinfo *e)
{
	struct worker *w = staff_find(n->en, agent);

	if (w == NULL)
		return err_set(e, ERR_CORRUPT, "conversation %lld has gone to an agent who isn't there",
		    (long long)n->event->conversation_id);
	return people_get(n->en, n->guest, w, e);
}

static enum err
told_got(struct news *n, struct errinfo *e)
{
	struct guest *g = n->guest;
	const struct value *v = data_of(n);
	bool from_ai = text_is(value_get_text(v, "from"), "ai") && is_agents(n->event);

	if (from_ai && g->visitor != NULL && !happen_ai_is_out(n->en) &&
	    visitor_goes_well(g->visitor) && g->needless_count < GUEST_NEEDLESS)
		g->needless[g->needless_count++] = n->event->id;
	return goes_to(n, value_get_text(v, "agent"), e);
}

/* ---- what only somebody with a desk of their own does */

/* It is the AI's again, whoever had it. */
static enum err
back_to_ai(struct news *n, bool resumes, struct errinfo *e)
{
	struct guest *g = n->guest;
	enum err err = ERR_OK;

	if (g->job != NULL)
		err = job_end(n->en, g->job, e);
	calendar_call_off(&n->en->calendar, &g->patience);
	if (g->place != PLACE_AI)
		guest_moves(n->en, g, PLACE_AI);
	g->contact.ended_ms = -1;
	if (g->visitor != NULL && g->silent_since_ms >= 0)
		guest_expects(n->en, g, visitor_reply_patience_ms(g->visitor));
	g->resumes = resumes;
	guest_will_hear(n->en, g);
	return err;
}

static enum err
told_given_back(struct news *n, struct errinfo *e)
{
	return back_to_ai(n, true, e);
}

static enum err
told_wrap_up(struct news *n, struct errinfo *e)
{
	struct guest *g = n->guest;

	(void)e;
	if (g->job == NULL || g->job->phase == JOB_LOOK)
		return ERR_OK;
	if (g->job->worker->is_seat || g->job->phase == JOB_HANDLE)
		g->contact.ended_ms = engine_now(n->en);
	job_wraps_up(n->en, g->job);
	return ERR_OK;
}

/* By an agent who opened it again, by a shopper who wrote. */
static enum err
told_reopened(struct news *n, struct errinfo *e)
{
	const struct value *v = data_of(n);

	if (n->guest->place != PLACE_CLOSED || !is_agents(n->event))
		return ERR_OK;		/* what they write the day knows itself */
	n->guest->contact.ended_ms = -1;
	return text_is(value_get_text(v, "to"), "agent") ? goes_to(n, value_get_text(v, "agent"), e)
							 : ERR_OK;	/* the queue is told */
}

/* They wrote while it was wrapped up. */
static enum err
told_returned(struct news *n, struct errinfo *e)
{
	(void)e;
	if (n->guest->job != NULL)
		job_goes_on(n->en, n->guest->job);
	return ERR_OK;
}

/* As the conversation stands then, the log doesn't say; nor does it who has it after a merge. */
static enum err
stands_as(struct news *n, int64_t id, struct errinfo *e)
{
	struct guest *g = n->guest;
	struct conversation c;
	enum err err = store_conversation_get(n->en->store, n->arena, id, &c, e);

	if (err != ERR_OK)
		return err;
	switch (c.state) {
	case CONVERSATION_AI:
		return g->place == PLACE_AI ? ERR_OK : back_to_ai(n, false, e);
	case CONVERSATION_QUEUED:
		if (g->job != NULL && (err = job_end(n->en, g->job, e)) != ERR_OK)
			return err;
		guest_is_queued(n->en, g, c.queue, c.reason);
		return ERR_OK;
	case CONVERSATION_AGENT:
		if (g->job != NULL && text_is(g->job->worker->who->id, c.agent)) {
			job_goes_on(n->en, g->job);
			return ERR_OK;
		}
		return goes_to(n, c.agent, e);
	case CONVERSATION_WRAP_UP:
	case CONVERSATION_CLOSED:
		break;
	}
	return ERR_OK;
}

static enum err
told_undone(struct news *n, struct errinfo *e)
{
	return stands_as(n, n->event->conversation_id, e);
}

/* They go on in the other one. */
static enum err
told_merged(struct news *n, struct errinfo *e)
{
	int64_t into = value_get_int(data_of(n), "into", 0);

	if (guest_of(n->en, into) != n->guest)
		return ERR_OK;
	n->guest->conversation_id = into;
	return stands_as(n, into, e);
}

/* ---- the end, words, actions */

static enum err
told_closed(struct news *n, struct errinfo *e)
{
	struct guest *g = n->guest;
	const struct value *v = data_of(n);
	enum err err = ERR_OK;

	if (text_is(value_get_text(v, "by"), "inactivity"))
		g->contact.outcome.timed_out = true;
	if (g->contact.ended_ms < 0)
		g->contact.ended_ms = engine_now(n->en);
	if (g->silent_since_ms >= 0 &&
	    engine_now(n->en) - g->silent_since_ms > g->contact.longest_silence_ms)
		g->contact.longest_silence_ms = engine_now(n->en) - g->silent_since_ms;
	g->silent_since_ms = -1;
	guest_moves(n->en, g, PLACE_CLOSED);
	if (g->job != NULL)
		err = job_end(n->en, g->job, e);
	return err != ERR_OK ? err : guest_may_end(n->en, g, e);
}

static enum err
told_ai_words(struct news *n, const struct message *m, struct errinfo *e)
{
	struct guest *g = n->guest;
	const char *raw;
	enum err err;

	g->contact.outcome.ai_messages++;
	guest_answered(n->en, g, false);
	if (g->visitor == NULL)
		return ERR_OK;
	if ((err = desk_message_raw(n->en->desk, n->arena, m, &raw, e)) != ERR_OK)
		return err;
	str_addf(&g->heard, "%s\n", raw);
	if (m->turn_id != 0)
		g->heard_turn = m->turn_id;
	guest_will_hear(n->en, g);
	return ERR_OK;
}

/* A message has reached them. What simulated agents write they have heard already. */
static enum err
told_delivered(struct news *n, struct errinfo *e)
{
	struct guest *g = n->guest;
	struct message m;
	const char *raw;
	enum err err = store_message_get(
	    n->en->store, n->arena, value_get_int(data_of(n), "message", 0), &m, e);

	if (err != ERR_OK)
		return err;
	if (m.author == AUTHOR_AI)
		return told_ai_words(n, &m, e);
	if (m.author != AUTHOR_AGENT || !seat_is(n->en, m.name))
		return ERR_OK;
	if ((err = desk_message_raw(n->en->desk, n->arena, &m, &raw, e)) != ERR_OK)
		return err;
	g->under_way -= g->under_way > 0;
	seat_told(n->en, g, raw);
	return guest_may_end(n->en, g, e);
}

/* It won't: taken back, or too late. */
static enum err
told_not_sent(struct news *n, struct errinfo *e)
{
	struct guest *g = n->guest;
	struct message m;
	enum err err;

	if (n->en->seat == NULL)
		return ERR_OK;
	err = store_message_get(
	    n->en->store, n->arena, value_get_int(data_of(n), "message", 0), &m, e);
	if (err != ERR_OK || m.author != AUTHOR_AGENT || !seat_is(n->en, m.name))
		return err;
	g->under_way -= g->under_way > 0;
	return guest_may_end(n->en, g, e);
}

/* Who writes while they wrap up goes on with it. */
static enum err
told_written(struct news *n, struct errinfo *e)
{
	struct guest *g = n->guest;

	(void)e;
	if (!is_agents(n->event) || !seat_is(n->en, n->event->actor + strlen("agent:")))
		return ERR_OK;
	g->under_way++;
	if (seat_has(g))
		job_goes_on(n->en, g->job);
	return ERR_OK;
}

static enum err
told_turn(struct news *n, struct errinfo *e)
{
	(void)e;
	n->guest->contact.ai_turns++;
	return ERR_OK;
}

static struct guest_action *
action_of(struct guest *g, int64_t id)
{
	for (size_t i = 0; i < g->action_count; i++)
		if (g->actions[i].id == id)
			return &g->actions[i];
	if (g->action_count == g->action_room)
		g->actions = mem_grow(g->actions,
		    g->action_room = g->action_room > 0 ? g->action_room * 2 : GUEST_ACTIONS,
		    sizeof(*g->actions));
	g->actions[g->action_count] = (struct guest_action){ .id = id };
	return &g->actions[g->action_count++];
}

/* What whoever has the seat has decided, or proposed, is judged as what others do. */
static enum err
told_decision(struct news *n, int64_t id, struct errinfo *e)
{
	const char *kind = n->event->kind;
	bool denied = strcmp(kind, "action.denied") == 0;

	if (!is_agents(n->event) || !seat_is(n->en, n->event->actor + strlen("agent:")))
		return ERR_OK;
	if (strcmp(kind, EVENT_ACTION_PROPOSED) == 0)
		return seat_has_proposed(n->en, n->guest, id, e);
	return denied || strcmp(kind, "action.approved") == 0 ||
		strcmp(kind, EVENT_ACTION_APPROVAL) == 0
	    ? seat_has_decided(n->en, n->guest, id, !denied, e)
	    : ERR_OK;
}

static enum err
told_action(struct news *n, struct errinfo *e)
{
	const struct value *v = data_of(n);
	int64_t id = value_get_int(v, "action", 0);
	struct guest_action *x = action_of(n->guest, id);
	enum err err;

	if (!action_state_from(value_get_text(v, "state"), &x->state))
		return ERR_OK;
	if (strcmp(n->event->kind, "action.approved") == 0)
		n->guest->contact.outcome.human_approved = true;
	if ((err = told_decision(n, id, e)) != ERR_OK)
		return err;
	if (x->state == ACTION_WAITING)
		decide_add(n->en, n->guest, id);
	else if ((err = decide_drop(n->en, id, e)) != ERR_OK)
		return err;
	return guest_may_end(n->en, n->guest, e);
}

static const struct {
	const char *kind;
	enum err (*told)(struct news *n, struct errinfo *e);
} kinds[] = {
	{EVENT_OWNER_QUEUED, told_queued},
	{EVENT_OWNER_ASSIGNED, told_got},
	{EVENT_OWNER_TAKEN, told_got},
	{EVENT_CONVERSATION_CLOSED, told_closed},
	{EVENT_MESSAGE_DELIVERED, told_delivered},
	{EVENT_TURN_SENT, told_turn},
	{EVENT_TURN_HANDED_OFF, told_turn},
	{EVENT_OWNER_GIVEN_BACK, told_given_back},
	{EVENT_OWNER_WRAP_UP, told_wrap_up},
	{EVENT_OWNER_REOPENED, told_reopened},
	{EVENT_CONVERSATION_RETURNED, told_returned},
	{EVENT_CONVERSATION_MERGED, told_merged},
	{EVENT_ACT_UNDONE, told_undone},
	{EVENT_MESSAGE_AGENT, told_written},
	{EVENT_MESSAGE_WITHDRAWN, told_not_sent},
	{EVENT_MESSAGE_SUPERSEDED, told_not_sent},
	{EVENT_MESSAGE_FAILED, told_not_sent},
};

/* Of nobody's conversation: whoever has the seat comes and goes. */
static void
told_of_all(struct news *n)
{
	const struct value *v;

	if (n->en->seat == NULL || strcmp(n->event->kind, EVENT_AGENT_STATE) != 0)
		return;
	v = data_of(n);
	if (seat_is(n->en, value_get_text(v, "agent")))
		seat_state(n->en, value_get_text(v, "state"));
}

static enum err
tell(struct news *n, struct errinfo *e)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].kind, n->event->kind) == 0)
			return kinds[i].told(n, e);
	return strncmp(n->event->kind, "action.", 7) == 0 ? told_action(n, e) : ERR_OK;
}

/* Somebody may do something to a conversation whose shopper is gone, or of an earlier visit: that is
 * nothing to them, but for what becomes of their actions. */
static bool
is_told(const struct news *n)
{
	return n->guest != NULL &&
	    ((!n->guest->is_gone &&
		 n->event->conversation_id == n->guest->conversation_id) ||
		text_starts(n->event->kind, "action."));
}

enum err
tidings_read(struct engine *en, struct errinfo *e)
{
	int64_t last;
	enum err err;

	while ((err = store_event_last(en->store, &last, e)) == ERR_OK && last > en->event_id) {
		struct news n = {.en = en, .arena = arena_new()};
		struct event_list list = { 0 };

		err = store_event_after(en->store, n.arena, en->event_id, PAGE, &list, e);
		if (err == ERR_OK && list.count == 0)
			en->event_id = last;	/* what there was has been forgotten */
		for (size_t i = 0; err == ERR_OK && i < list.count; i++) {
			n.event = &list.items[i];
			en->event_id = n.event->id;
			n.guest = n.event->conversation_id == 0
			    ? NULL
			    : guest_of(en, n.event->conversation_id);
			if (n.event->conversation_id == 0)
				told_of_all(&n);
			else if (is_told(&n))
				err = tell(&n, e);
		}
		arena_free(&n.arena);
		if (err != ERR_OK)
			return err;
	}
	return err;
}
