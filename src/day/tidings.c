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
	if (n->guest->place == PLACE_AI && n->en->simulation->ai.on) {
		c->outcome.handed_off = true;
		c->reason = reason;
	}
	guest_is_queued(n->en, n->guest, value_get_text(v, "queue"), reason);
	return err;
}

static enum err
told_got(struct news *n, struct errinfo *e)
{
	struct worker *w = staff_find(n->en, value_get_text(data_of(n), "agent"));

	if (w == NULL)
		return err_set(e, ERR_CORRUPT, "conversation %lld has gone to an agent who isn't there",
		    (long long)n->event->conversation_id);
	return job_begin(n->en, w, n->guest, e);
}

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

/* The AI's words have reached them. */
static enum err
told_delivered(struct news *n, struct errinfo *e)
{
	struct guest *g = n->guest;
	struct message m;
	const char *raw;
	enum err err = store_message_get(
	    n->en->store, n->arena, value_get_int(data_of(n), "message", 0), &m, e);

	if (err != ERR_OK || m.author != AUTHOR_AI)
		return err;
	g->contact.outcome.ai_messages++;
	guest_answered(n->en, g, false);
	if (g->visitor == NULL)
		return ERR_OK;
	if ((err = desk_message_raw(n->en->desk, n->arena, &m, &raw, e)) != ERR_OK)
		return err;
	str_addf(&g->heard, "%s\n", raw);
	if (m.turn_id != 0)
		g->heard_turn = m.turn_id;
	guest_will_hear(n->en, g);
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
};

static enum err
tell(struct news *n, struct errinfo *e)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].kind, n->event->kind) == 0)
			return kinds[i].told(n, e);
	return strncmp(n->event->kind, "action.", 7) == 0 ? told_action(n, e) : ERR_OK;
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
			if (n.guest != NULL)
				err = tell(&n, e);
		}
		arena_free(&n.arena);
		if (err != ERR_OK)
			return err;
	}
	return err;
}
