/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * People: their states, and how much each of them has.
 */
#include "private.h"

#include <string.h>

#include "floorwalker/text/shown.h"
#include "floorwalker/text/translate.h"
#include "floorwalker/desk/shift.h"
#include "floorwalker/store/walk.h"

enum err
people_check_supervisor(struct use *u, const char *agent, const char *does, struct errinfo *e)
{
	char word[SHOWN_BYTES];
	const struct agent *who = settings_agent(u->d->settings, agent);
	if (who == NULL)
		return err_set(
		    e, ERR_FORBIDDEN, tr("%s is no agent of this shop (world.yaml, agents)"), agent);
	if (who->role != ROLE_SUPERVISOR)
		return err_set(e, ERR_FORBIDDEN, tr("only a supervisor %s; the role of %s is %s"), does,
		    who->name, shown_word(word, agent_role_name(who->role)));
	return ERR_OK;
}

static enum err
agent_state(
    struct use *u, const char *by, const char *agent, const char *state, struct errinfo *e)
{
	static const char *const states[] = {"available", "busy", "break", "offline"};
	size_t count = sizeof states / sizeof *states, i = 0;
	struct agent_state x;
	enum err r;
	if (settings_agent(u->d->settings, agent) == NULL)
		return err_set(
		    e, ERR_FORBIDDEN, tr("%s is no agent of this shop (world.yaml, agents)"), agent);
	if (strcmp(by, agent) != 0 &&
	    (r = people_check_supervisor(u, by, tr("sets the state of others"), e)) != ERR_OK)
		return r;
	while (i < count && !text_is(states[i], state))
		i++;
	if (i == count)
		return err_set(e, ERR_USAGE,
		    tr("%s is no state of an agent: available, busy, break, offline"),
		    state == NULL ? "(nothing)" : state);
	r = store_agent_get(u->d->store, u->a, agent, &x, e);
	if (r == ERR_NOT_FOUND)
		x = (struct agent_state){.agent = agent, .state = "offline"};
	else if (r != ERR_OK)
		return r;
	struct value *data = value_map(u->a);
	value_set_text(data, "agent", agent);
	value_set_text(data, "state", states[i]);
	value_set_text(data, "was", x.state);
	if (!text_is(x.state, states[i]) || x.since_ms == 0)
		x.since_ms = u->now;
	x.state = states[i];
	x.seen_ms = strcmp(by, agent) == 0 ? u->now : x.seen_ms;
	if ((r = store_agent_put(u->d->store, &x, e)) != ERR_OK ||
	    (r = distribute_wake(u, e)) != ERR_OK)
		return r;
	return record_event(u, 0, EVENT_AGENT_STATE, record_actor(u, by), data, e);
}

enum err
desk_agent_state(struct desk *d, const char *agent, const char *state, struct errinfo *e)
{
	return desk_agent_state_by(d, agent, agent, state, e);
}

enum err
desk_agent_state_by(struct desk *d, const char *by, const char *agent, const char *state,
    struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r : use_end(&u, agent_state(&u, by, agent, state, e), e);
}

/* ---- who is who: agents are looked up at each look for who is free */

static size_t
place_of(const struct desk *d, const char *id)
{
	uint64_t h = 0xcbf29ce484222325ULL;	/* FNV-1a */
	for (const char *p = id; *p != '\0'; p++)
		h = (h ^ (unsigned char)*p) * 0x100000001b3ULL;
	size_t at = (size_t)(h ^ h >> 32) & (d->agents_room - 1);
	while (d->agents_by_id[at] != NULL && strcmp(d->agents_by_id[at]->id, id) != 0)
		at = (at + 1) & (d->agents_room - 1);
	return at;
}

static void
index_agents(struct desk *d)
{
	const struct settings *s = d->settings;
	mem_free(d->agents_by_id);
	d->agents = s->agents;
	d->agent_count = s->agent_count;
	for (d->agents_room = 16; d->agents_room < 2 * s->agent_count;)
		d->agents_room *= 2;
	d->agents_by_id = mem_zero(d->agents_room, sizeof *d->agents_by_id);
	for (size_t i = s->agent_count; i-- > 0;)
		d->agents_by_id[place_of(d, s->agents[i].id)] = &s->agents[i];
}

const struct agent *
desk_agent(struct desk *d, const char *id)
{
	if (d->agents_by_id == NULL || d->agents != d->settings->agents ||
	    d->agent_count != d->settings->agent_count)
		index_agents(d);
	return id == NULL ? NULL : d->agents_by_id[place_of(d, id)];
}

struct holdings {
	struct desk *desk;
	struct agent_load *loads;
};

static bool
add_load(void *context, const struct conversation *c)
{
	const struct holdings *h = context;
	const struct settings *s = h->desk->settings;
	const struct agent *who = desk_agent(h->desk, c->agent);
	struct agent_load *x = who == NULL ? NULL : &h->loads[who - s->agents];
	if (x == NULL)
		return true;		/* who has left the shop */
	x->load += settings_load(s, c->channel, c->queue);
	x->conversations++;
	x->first_id = x->first_id == 0 ? c->id : x->first_id;
	x->wrapping_up += c->state == CONVERSATION_WRAP_UP;
	x->waiting += c->state == CONVERSATION_AGENT && c->waiting_ms != 0;
	return true;
}

enum err
desk_loads(struct desk *d, struct arena *a, struct agent_load **out, struct errinfo *e)
{
	const struct conversation_filter f = {
	    .states = 1u << CONVERSATION_AGENT | 1u << CONVERSATION_WRAP_UP,
	    .order = ORDER_ID,
	    .snoozed = SNOOZED_NOT};	/* what is laid aside takes no room */
	struct holdings h = {d,
	    arena_alloc(a, (d->settings->agent_count + 1) * sizeof *h.loads)};
	memset(h.loads, 0, (d->settings->agent_count + 1) * sizeof *h.loads);
	*out = h.loads;
	return store_conversation_walk(d->store, &f, add_load, &h, e);
}
