/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/text/translate.h"
#include "deed.h"

#include <string.h>

enum err
deed_begin(struct use *u, const char *agent, int64_t id, struct deed *x, struct errinfo *e)
{
	x->who = settings_agent(u->d->settings, agent);
	if (x->who == NULL)
		return err_set(e, ERR_FORBIDDEN, tr("%s is no agent of this shop (world.yaml, agents)"),
		    agent == NULL ? "nobody" : agent);
	x->actor = record_actor(u, agent);
	return owner_get(u, id, &x->c, e);
}

bool
deed_is_with(const struct conversation *c, const char *agent)
{
	return (c->state == CONVERSATION_AGENT || c->state == CONVERSATION_WRAP_UP) &&
	    strcmp(c->agent, agent) == 0;
}

const char *
deed_owner_name(struct use *u, const struct conversation *c)
{
	const struct agent *a = settings_agent(u->d->settings, c->agent);
	return a != NULL ? a->name : c->agent;
}

enum err
deed_closed(const struct conversation *c, struct errinfo *e)
{
	if (c->merged_into != 0)
		return err_set(e, ERR_STATE, tr("C-%lld was merged into C-%lld: go on there"),
		    (long long)c->id, (long long)c->merged_into);
	return err_set(e, ERR_STATE,
	    tr("C-%lld is closed; reopen it first, or wait until the shopper writes"), (long long)c->id);
}

enum err
deed_check_owner(struct use *u, const struct deed *x, struct errinfo *e)
{
	const struct conversation *c = &x->c;
	if (deed_is_with(c, x->who->id))
		return ERR_OK;
	if (c->state == CONVERSATION_AGENT || c->state == CONVERSATION_WRAP_UP)
		return err_set(
		    e, ERR_CONFLICT, tr("%s has C-%lld"), deed_owner_name(u, c), (long long)c->id);
	if (c->state == CONVERSATION_CLOSED)
		return deed_closed(c, e);
	return err_set(e, ERR_STATE, tr("C-%lld isn't yours: %s; take it first"), (long long)c->id,
	    c->state == CONVERSATION_AI ? "the AI has it" : "it waits in a queue");
}

const char *
deed_words(struct use *u, const struct conversation *c, const char *text, size_t limit)
{
	if (text_is_empty(text))
		return "";
	const char *safe = desk_harmless(u->a, text, strlen(text), limit);
	return record_mask(u->d, u->a, c->customer_id, safe);
}

enum err
deed_note(struct use *u, const struct conversation *c, const char *agent, const char *masked,
    struct errinfo *e)
{
	struct note n = {
	    .conversation_id = c->id, .agent = agent, .text = masked, .created_ms = u->now};
	enum err r = store_note_add(u->d->store, &n, e);
	if (r != ERR_OK)
		return r;
	struct value *data = record_data(u, "note", n.id);
	value_set_text(data, "agent", agent);
	return record_event(u, c->id, EVENT_NOTE_ADDED, record_actor(u, agent), data, e);
}

void
deed_remember(struct use *u, const struct conversation *c, struct value *data)
{
	struct value *before = value_set_map(data, "before");
	(void)u;
	value_set_text(before, "state", conversation_state_name(c->state));
	value_set_text(before, "agent", c->agent);
	value_set_text(before, "queue", c->queue);
	value_set_text(before, "reason", handoff_reason_name(c->reason));
	value_set_int(before, "waiting_ms", c->waiting_ms);
	value_set_int(before, "due_ms", c->due_ms);
	value_set_int(before, "level", c->level);
}

enum err
deed_hand_to(struct use *u, struct deed *x, const char *to, struct errinfo *e)
{
	static const char *const timers[] = {"inactivity", "wrap_up"};
	struct conversation *c = &x->c;
	enum err r = deed_is_with(c, x->who->id) ? replies_flush(u, c, e)
						 : replies_withdraw(u, c, e);
	if (r != ERR_OK || (r = owner_end_turn(u, c, "taken", NULL, e)) != ERR_OK ||
	    (r = record_withdraw(u, c->id, e)) != ERR_OK ||
	    (r = owner_wake(u, c, "moved", x->actor, e)) != ERR_OK)
		return r;
	for (size_t i = 0; i < sizeof timers / sizeof *timers; i++)
		if ((r = store_timer_clear(u->d->store, timers[i], c->id, e)) != ERR_OK)
			return r;
	c->state = CONVERSATION_AGENT;
	c->agent = to;
	c->epoch++;	/* the shopper goes on waiting until they are answered */
	c->wrap_up_ms = 0;
	return ERR_OK;
}
