/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of a conversation: who owns it, and what a change of owner takes with it.
 */
#include "floorwalker/text/translate.h"
#include "private.h"

#include <string.h>

#define COUNT_SEEN(u) (sizeof (u)->seen / sizeof *(u)->seen)

static void
remember(struct use *u, const struct conversation *c)
{
	size_t at = 0;
	while (at < COUNT_SEEN(u) && u->seen[at].id != c->id)
		at++;
	if (at == COUNT_SEEN(u))
		at = u->seen_next++ % COUNT_SEEN(u);
	u->seen[at].id = c->id;
	u->seen[at].state = c->state;
	u->seen[at].agent = arena_text(u->a, c->agent);
}

enum err
owner_get(struct use *u, int64_t id, struct conversation *c, struct errinfo *e)
{
	enum err r = store_conversation_get(u->d->store, u->a, id, c, e);
	if (r == ERR_NOT_FOUND)
		return err_set(e, r, tr("there is no conversation C-%lld"), (long long)id);
	if (r == ERR_OK)
		remember(u, c);
	return r;
}

static bool
is_with_agent(enum conversation_state s)
{
	return s == CONVERSATION_AGENT || s == CONVERSATION_WRAP_UP;
}

/* Tells queues that assign who has got or lost it, and that one waits. */
static enum err
tell_change(struct use *u, const struct conversation *c, struct errinfo *e)
{
	bool has = is_with_agent(c->state);
	for (size_t i = 0; i < COUNT_SEEN(u); i++) {
		bool had = is_with_agent(u->seen[i].state);
		bool moved = had && has && strcmp(u->seen[i].agent, c->agent) != 0;
		enum err r = ERR_OK;
		if (u->seen[i].id != c->id)
			continue;
		if (had && (!has || moved))
			r = distribute_served(u, u->seen[i].agent, e);
		if (r == ERR_OK && has && (!had || moved))
			r = distribute_served(u, c->agent, e);
		if (r != ERR_OK)
			return r;
	}
	return c->state == CONVERSATION_QUEUED ? distribute_wake(u, e) : ERR_OK;
}

enum err
owner_put(struct use *u, struct conversation *c, struct errinfo *e)
{
	bool owes = c->state == CONVERSATION_QUEUED || c->state == CONVERSATION_AGENT;
	enum err r = tell_change(u, c, e);
	if (r == ERR_OK && !owes && (c->waiting_ms != 0 || c->due_ms != 0))
		r = sla_answered(u, c, e);
	if (r != ERR_OK)
		return r;
	c->updated_ms = u->now;
	r = store_conversation_put(u->d->store, c, e);
	if (r == ERR_OK)
		remember(u, c);
	return r;
}

const struct value *
owner_announces(struct use *u, const struct turn *t)
{
	struct value *v;
	if (text_is_empty(t->trace) ||
	    value_parse_json(u->a, "trace", t->trace, strlen(t->trace), &value_limits_message, &v,
		NULL) != ERR_OK)
		return NULL;
	return value_get(v, "announces");
}

enum err
owner_end_turn(struct use *u, const struct conversation *c, const char *why,
    struct value **announces, struct errinfo *e)
{
	struct turn t;
	enum err r = store_turn_open(u->d->store, u->a, c->id, &t, e);
	if (announces != NULL)
		*announces = NULL;
	if (r == ERR_NOT_FOUND)
		return ERR_OK;
	if (r != ERR_OK)
		return r;
	if (announces != NULL && owner_announces(u, &t) != NULL)
		*announces = value_copy(u->a, owner_announces(u, &t));
	t.state = TURN_SUPERSEDED;
	t.ended_ms = u->now;
	if ((r = store_turn_put(u->d->store, &t, e)) != ERR_OK)
		return r;
	struct value *data = record_data(u, "turn", t.id);
	value_set_text(data, "why", why);
	return record_event(u, c->id, EVENT_TURN_SUPERSEDED, "work", data, e);
}

static const char *
announces_trace(struct use *u, const struct value *announces)
{
	struct str s;
	if (announces == NULL || value_count(announces) == 0)
		return "";
	struct value *v = value_map(u->a);
	value_set(v, "announces", value_copy(u->a, announces));
	str_init(&s);
	value_print(&s, v);
	const char *out = arena_text(u->a, s.data);
	str_clear(&s);
	return out;
}

enum err
owner_ask_turn(struct use *u, const struct conversation *c, int64_t up_to,
    const struct value *announces, struct errinfo *e)
{
	struct turn t = {
	    .conversation_id = c->id,
	    .up_to = up_to,
	    .epoch = c->epoch,
	    .state = TURN_WAITING,
	    .worker = "",
	    .due_ms = u->now,
	    .backend = "",
	    .confidence = -1,
	    .intent = "",
	    .trace = announces_trace(u, announces),
	    .created_ms = u->now,
	};
	return store_turn_add(u->d->store, &t, e);
}

enum err
owner_announce(struct use *u, const struct conversation *c, int64_t action_id, struct errinfo *e)
{
	struct value *list;
	struct turn t;
	int64_t up_to = 0;
	enum err r = store_turn_open(u->d->store, u->a, c->id, &t, e);
	if (r == ERR_OK)
		up_to = t.up_to;
	else if (r != ERR_NOT_FOUND)
		return r;
	if ((r = owner_end_turn(u, c, "decision", &list, e)) != ERR_OK)
		return r;
	if (list == NULL)
		list = value_list(u->a);
	value_add(list, value_int(u->a, action_id));
	return owner_ask_turn(u, c, up_to, list, e);
}

static int64_t
later(int64_t now, int64_t in_ms)
{
	return in_ms > INT64_MAX - now ? INT64_MAX : now + in_ms;
}

enum err
owner_queue(struct use *u, struct conversation *c, enum handoff_reason reason, const char *queue,
    const char *actor, struct errinfo *e)
{
	struct store *s = u->d->store;
	const struct queue *q = queue != NULL ? settings_queue(u->d->settings, queue)
					      : settings_queue_for(u->d->settings, reason);
	enum err r;
	if (q == NULL)
		return err_set(e, ERR_NOT_FOUND, tr("there is no queue %s in this shop's world.yaml"),
		    queue != NULL ? queue : "for other reasons");
	if ((r = owner_wake(u, c, "moved", actor, e)) != ERR_OK)
		return r;
	c->state = CONVERSATION_QUEUED;
	c->wrap_up_ms = 0;
	c->queue = q->id;
	c->reason = reason;
	c->epoch++;
	if ((r = store_timer_clear(s, "inactivity", c->id, e)) != ERR_OK ||
	    (r = store_timer_clear(s, "wrap_up", c->id, e)) != ERR_OK ||
	    (r = sla_first(u, c, e)) != ERR_OK)
		return r;
	struct value *data = value_map(u->a);
	value_set_text(data, "queue", q->id);
	value_set_text(data, "reason", handoff_reason_name(reason));
	value_set_int(data, "epoch", c->epoch);
	return record_event(u, c->id, EVENT_OWNER_QUEUED, actor, data, e);
}

enum err
owner_mark_returned(struct use *u, struct conversation *c, bool returned, struct errinfo *e)
{
	struct dialogue s;
	enum err r = dialogue_load(u->d, u->a, c, &s, e);
	if (r != ERR_OK)
		return r;
	s.returned = returned;
	return dialogue_save(u->d, u->a, c, &s, e);
}

enum err
owner_await_shopper(struct use *u, const struct conversation *c, struct errinfo *e)
{
	int64_t silent = u->d->settings->inactivity_ms;
	return silent > 0
	    ? store_timer_set(u->d->store, "inactivity", c->id, later(u->now, silent), e)
	    : ERR_OK;
}

static enum err
clear_timers(struct use *u, int64_t id, struct errinfo *e)
{
	const char *kinds[] = {"sla", "sla_warning", "inactivity", "wrap_up"};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		enum err r = store_timer_clear(u->d->store, kinds[i], id, e);
		if (r != ERR_OK)
			return r;
	}
	return ERR_OK;
}

enum err
owner_close(struct use *u, struct conversation *c, const char *disposition, const char *by,
    const char *actor, bool abandoned, struct errinfo *e)
{
	enum err r;
	if ((r = owner_end_turn(u, c, "closed", NULL, e)) != ERR_OK ||
	    (r = owner_wake(u, c, "closed", actor, e)) != ERR_OK ||
	    (r = clear_timers(u, c->id, e)) != ERR_OK)
		return r;
	c->state = CONVERSATION_CLOSED;
	c->disposition = disposition;
	c->closed_ms = u->now;
	c->waiting_ms = 0;
	c->due_ms = 0;
	c->wrap_up_ms = 0;
	c->level = 0;
	if (u->d->settings->recontact_ms > 0 &&
	    (r = store_timer_set(u->d->store, "recontact", c->id,
		 later(u->now, u->d->settings->recontact_ms), e)) != ERR_OK)
		return r;
	struct value *data = value_map(u->a);
	value_set_text(data, "disposition", disposition);
	value_set_text(data, "by", by);
	value_set_bool(data, "abandoned", abandoned);
	return record_event(u, c->id, EVENT_CONVERSATION_CLOSED, actor, data, e);
}
