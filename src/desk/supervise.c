/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a supervisor does with a conversation of others: watches it, whispers to its agent, joins.
 */
#include "deed.h"

#include <string.h>

#include "floorwalker/text/translate.h"
#include "floorwalker/desk/shift.h"

static enum err
begin(struct use *u, const char *agent, const char *does, int64_t id, struct conversation *c,
    struct errinfo *e)
{
	enum err r = people_check_supervisor(u, agent, does, e);
	return r != ERR_OK ? r : owner_get(u, id, c, e);
}

static bool
is_with_agent(const struct conversation *c)
{
	return c->state == CONVERSATION_AGENT || c->state == CONVERSATION_WRAP_UP;
}

/* ---- watching */

static const char *
agent_in(struct arena *a, const struct event *x)
{
	struct value *data;
	if (value_parse_json(
		a, "event", x->data, strlen(x->data), &value_limits_message, &data, NULL) != ERR_OK)
		return "";
	return value_get_text(data, "agent");
}

static size_t
drop(const char **out, size_t count, const char *agent)
{
	size_t n = 0;
	for (size_t i = 0; i < count; i++)
		if (strcmp(out[i], agent) != 0)
			out[n++] = out[i];
	return n;
}

size_t
supervise_watchers(struct desk *d, struct arena *a, const struct event_list *events,
    const char **out, size_t most)
{
	int64_t since = clock_now_ms(d->clock) - MONITOR_MOST_MS;
	size_t n = 0;
	for (size_t i = 0; i < events->count; i++) {
		const struct event *x = &events->items[i];
		bool starts = strcmp(x->kind, EVENT_MONITOR_STARTED) == 0;
		if (strcmp(x->kind, EVENT_CONVERSATION_CLOSED) == 0)
			n = 0;
		if (!starts && strcmp(x->kind, EVENT_MONITOR_ENDED) != 0 &&
		    strcmp(x->kind, EVENT_OWNER_TAKEN) != 0)
			continue;
		const char *agent = agent_in(a, x);
		n = drop(out, n, agent);
		if (starts && x->at_ms > since && n < most)
			out[n++] = agent;
	}
	return n;
}

static enum err
monitor(struct use *u, const char *agent, int64_t id, bool *watching, struct errinfo *e)
{
	struct conversation c;
	struct event_list events;
	const char *watchers[16];
	enum err r = begin(u, agent, tr("watches conversations of others"), id, &c, e);
	if (r != ERR_OK || (r = store_event_list(u->d->store, u->a, id, &events, e)) != ERR_OK)
		return r;
	size_t n = supervise_watchers(u->d, u->a, &events, watchers, 16);
	*watching = drop(watchers, n, agent) == n;
	if (*watching && c.state == CONVERSATION_CLOSED)
		return err_set(e, ERR_STATE, tr("C-%lld is closed: there is nothing to watch"),
		    (long long)id);
	if (*watching && is_with_agent(&c) && strcmp(c.agent, agent) == 0)
		return err_set(e, ERR_STATE, tr("C-%lld is yours"), (long long)id);
	struct value *data = value_map(u->a);
	value_set_text(data, "agent", agent);
	return record_event(u, id, *watching ? EVENT_MONITOR_STARTED : EVENT_MONITOR_ENDED,
	    record_actor(u, agent), data, e);
}

enum err
desk_monitor(struct desk *d, const char *agent, int64_t conversation_id, bool *watching,
    struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r
			   : use_end(&u, monitor(&u, agent, conversation_id, watching, e), e);
}

bool
desk_event_is_for(const struct settings *s, const char *agent, const struct event *x,
    const struct value *data)
{
	const struct agent *who = settings_agent(s, agent);
	if (text_starts(x->kind, "monitor."))
		return !s->monitor_hidden || (who != NULL && who->role == ROLE_SUPERVISOR);
	if (text_is(x->kind, EVENT_WHISPER_ADDED))
		return who != NULL &&
		    (text_is(value_get_text(data, "to"), agent) ||
			text_is(value_get_text(data, "agent"), agent));
	return true;
}

/* ---- whispering */

static enum err
whisper(struct use *u, const char *agent, int64_t id, const char *text, struct errinfo *e)
{
	struct conversation c;
	enum err r = begin(u, agent, tr("whispers to agents"), id, &c, e);
	if (r != ERR_OK)
		return r;
	if (!is_with_agent(&c))
		return err_set(e, ERR_STATE, tr("no agent has C-%lld: there is nobody to whisper to"),
		    (long long)id);
	if (strcmp(c.agent, agent) == 0)
		return err_set(e, ERR_STATE, tr("C-%lld is yours; a note keeps what you think of it"),
		    (long long)id);
	const char *safe = text == NULL ? "" : desk_harmless(u->a, text, strlen(text), REPLY_LIMIT);
	if (*safe == '\0')
		return err_set(e, ERR_USAGE, tr("a whisper needs words"));
	struct note n = {.conversation_id = id,
	    .agent = agent,
	    .reader = c.agent,
	    .text = record_mask(u->d, u->a, c.customer_id, safe),
	    .created_ms = u->now};
	if ((r = store_note_add(u->d->store, &n, e)) != ERR_OK)
		return r;
	struct value *data = record_data(u, "note", n.id);
	value_set_text(data, "agent", agent);
	value_set_text(data, "to", c.agent);
	return record_event(u, id, EVENT_WHISPER_ADDED, record_actor(u, agent), data, e);
}

enum err
desk_whisper(struct desk *d, const char *agent, int64_t conversation_id, const char *text,
    struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r : use_end(&u, whisper(&u, agent, conversation_id, text, e), e);
}

/* ---- joining */

/* The supervisor becomes the owner: what nobody may write any more is withdrawn. */
static enum err
take_over(struct use *u, struct deed *x, struct errinfo *e)
{
	struct conversation *c = &x->c;
	enum conversation_state was = c->state;
	const char *before = c->agent, *agent = x->who->id;
	struct value *data = value_map(u->a);
	deed_remember(u, c, data);
	enum err r = deed_hand_to(u, x, agent, e);
	if (r != ERR_OK)
		return r;
	value_set_text(data, "agent", agent);
	value_set_text(data, "from",
	    was == CONVERSATION_AI	   ? "ai"
		: was == CONVERSATION_QUEUED ? "queued"
					     : "agent");
	if (was == CONVERSATION_AGENT || was == CONVERSATION_WRAP_UP)
		value_set_text(data, "was", before);
	if (was == CONVERSATION_AI)
		c->reason = HANDOFF_TAKEN;
	value_set_int(data, "epoch", c->epoch);
	return record_event(u, c->id, EVENT_OWNER_TAKEN, x->actor, data, e);
}

static enum err
say(struct use *u, struct conversation *c, const char *agent, const char *text, struct errinfo *e)
{
	struct message m = {.author = AUTHOR_AGENT,
	    .name = agent,
	    .text = text,
	    .delivery = DELIVERY_PENDING};
	enum err r = record_message(u, c, &m, record_actor(u, agent), e);
	if (r != ERR_OK)
		return r;
	c->human_count++;
	return sla_answered(u, c, e);
}

static enum err
barge(struct use *u, const char *agent, int64_t id, const char *text, struct errinfo *e)
{
	struct deed x;
	const char *words;
	enum err r = people_check_supervisor(u, agent, tr("joins conversations of others"), e);
	if (r != ERR_OK || (r = deed_begin(u, agent, id, &x, e)) != ERR_OK)
		return r;
	if (x.c.state == CONVERSATION_CLOSED)
		return deed_closed(&x.c, e);
	if (is_with_agent(&x.c) && strcmp(x.c.agent, agent) == 0)
		return err_set(e, ERR_STATE, tr("C-%lld is yours already"), (long long)id);
	const char *safe = text == NULL ? "" : desk_harmless(u->a, text, strlen(text), REPLY_LIMIT);
	if ((r = announce_joined(u->d, u->a, &x.c, &words, e)) != ERR_OK ||
	    (r = take_over(u, &x, e)) != ERR_OK)
		return r;
	struct message joined = {.author = AUTHOR_SYSTEM,
	    .name = "",
	    .text = words,
	    .delivery = DELIVERY_PENDING};
	if ((r = record_message(u, &x.c, &joined, x.actor, e)) != ERR_OK ||
	    (*safe != '\0' && (r = say(u, &x.c, agent, safe, e)) != ERR_OK))
		return r;
	return owner_put(u, &x.c, e);
}

enum err
desk_barge(struct desk *d, const char *agent, int64_t conversation_id, const char *text,
    struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r : use_end(&u, barge(&u, agent, conversation_id, text, e), e);
}
