/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Promises to shoppers: a first answer by a person, and each further one; a warning before one is
 * missed. A conversation has one instant at which an answer is due, due_ms, with its two timers;
 * both go once a person has written, or nobody owes an answer any more.
 */
#include "private.h"

#include <string.h>

#define TIMER_DUE "sla"
#define TIMER_WARNING "sla_warning"

static enum err
promise(struct use *u, struct conversation *c, int64_t within_ms, struct errinfo *e)
{
	struct store *s = u->d->store;
	int64_t warn_ms = settings_warning(u->d->settings, u->now, within_ms);
	enum err r;
	if ((r = sla_clear_timers(u, c->id, e)) != ERR_OK)
		return r;
	c->due_ms = settings_due(u->d->settings, u->now, within_ms);
	if (c->due_ms == 0)
		return ERR_OK;
	r = store_timer_set(s, TIMER_DUE, c->id, c->due_ms, e);
	return r != ERR_OK || warn_ms == 0 ? r
					   : store_timer_set(s, TIMER_WARNING, c->id, warn_ms, e);
}

enum err
sla_clear_timers(struct use *u, int64_t id, struct errinfo *e)
{
	enum err r = store_timer_clear(u->d->store, TIMER_DUE, id, e);
	return r != ERR_OK ? r : store_timer_clear(u->d->store, TIMER_WARNING, id, e);
}

enum err
sla_first(struct use *u, struct conversation *c, struct errinfo *e)
{
	c->waiting_ms = u->now;
	return promise(
	    u, c, settings_promise(u->d->settings, c->queue, c->tier).answer_within_ms, e);
}

enum err
sla_next(struct use *u, struct conversation *c, struct errinfo *e)
{
	if (c->waiting_ms != 0)
		return ERR_OK;	/* the first of several messages counts */
	c->waiting_ms = u->now;
	return promise(u, c, settings_promise(u->d->settings, c->queue, c->tier).next_within_ms, e);
}

enum err
sla_answered(struct use *u, struct conversation *c, struct errinfo *e)
{
	c->waiting_ms = 0;
	c->due_ms = 0;
	return sla_clear_timers(u, c->id, e);
}

enum err
sla_unanswered(struct use *u, struct conversation *c, struct errinfo *e)
{
	struct promise p = settings_promise(u->d->settings, c->queue, c->tier);
	struct message_list list;
	int64_t first = 0, last = 0;
	bool answered = false;
	enum err r = store_message_list(u->d->store, u->a, c->id, 0, &list, e);
	for (size_t i = 0; r == ERR_OK && i < list.count; i++) {
		const struct message *m = &list.items[i];
		if (m->author == AUTHOR_SHOPPER) {
			last = m->created_ms;
			first = first == 0 ? last : first;
		} else if (m->author == AUTHOR_AGENT && m->delivery != DELIVERY_SUPERSEDED &&
		    m->delivery != DELIVERY_WITHDRAWN) {
			answered |= m->epoch == c->epoch;
			first = last = 0;
		}
	}
	if (r != ERR_OK || c->state != CONVERSATION_AGENT || last == 0)
		return r;
	c->waiting_ms = answered ? first : last;	/* before, the AI had answered what was earlier */
	c->due_ms = settings_due(u->d->settings, c->waiting_ms,
	    answered ? p.next_within_ms : p.answer_within_ms);
	return c->due_ms > u->now ? store_timer_set(u->d->store, TIMER_DUE, c->id, c->due_ms, e)
				  : ERR_OK;
}

enum err
sla_has_answer(struct use *u, const struct conversation *c, bool *out, struct errinfo *e)
{
	struct message_list list;
	*out = false;
	if (c->state == CONVERSATION_QUEUED || c->human_count == 0)
		return ERR_OK;
	enum err r = store_message_list(u->d->store, u->a, c->id, 0, &list, e);
	for (size_t i = 0; r == ERR_OK && i < list.count; i++)
		*out |= list.items[i].author == AUTHOR_AGENT && list.items[i].epoch == c->epoch &&
		    list.items[i].delivery != DELIVERY_SUPERSEDED;
	return r;
}

/* What the two events have in common; c.due_ms 0 where nothing is owed any more. */
static enum err
owed(struct use *u, const struct timer *t, struct conversation *c, struct value **data,
    struct errinfo *e)
{
	bool answered;
	enum err r = owner_get(u, t->record_id, c, e);
	if (r != ERR_OK)
		return r;
	if ((c->state != CONVERSATION_QUEUED && c->state != CONVERSATION_AGENT) ||
	    c->waiting_ms == 0)
		c->due_ms = 0;
	if (c->due_ms == 0 || (r = sla_has_answer(u, c, &answered, e)) != ERR_OK)
		return r;
	*data = value_map(u->a);
	value_set_text(*data, "queue", c->queue);
	value_set_text(*data, "promise", answered ? "next" : "first");
	value_set_int(*data, "waited_ms", u->now - c->waiting_ms);
	if (c->state == CONVERSATION_AGENT)
		value_set_text(*data, "agent", c->agent);
	return ERR_OK;
}

enum err
sla_breach(struct use *u, const struct timer *t, struct errinfo *e)
{
	struct conversation c;
	struct value *data;
	enum err r = owed(u, t, &c, &data, e);
	if (r != ERR_OK || c.due_ms == 0)
		return r;
	return record_event(u, c.id, EVENT_SLA_BREACHED, "work", data, e);
}

enum err
sla_warn(struct use *u, const struct timer *t, struct errinfo *e)
{
	struct conversation c;
	struct value *data;
	enum err r = owed(u, t, &c, &data, e);
	if (r != ERR_OK || c.due_ms == 0 || u->now >= c.due_ms)
		return r;	/* it comes too late to be a warning */
	value_set_int(data, "due_ms", c.due_ms);
	return record_event(u, c.id, EVENT_SLA_WARNING, "work", data, e);
}
