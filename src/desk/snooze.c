/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Laying a conversation aside, and its coming back.
 */
#include <string.h>

#include "floorwalker/text/translate.h"
#include "floorwalker/desk/acts.h"
#include "deed.h"

#define REASON_LIMIT 200

enum err
owner_wake(struct use *u, struct conversation *c, const char *why, const char *actor,
    struct errinfo *e)
{
	struct value *data = value_map(u->a);
	enum err r;
	if (c->snoozed_ms == 0)
		return ERR_OK;
	value_set_text(data, "why", why);
	value_set_text(data, "agent", c->agent);
	c->snoozed_ms = 0;
	c->snooze_reason = "";
	if ((r = store_timer_clear(u->d->store, "snooze", c->id, e)) != ERR_OK)
		return r;
	return record_event(u, c->id, EVENT_CONVERSATION_WOKEN, actor, data, e);
}

static enum err
snooze(struct use *u, const char *agent, int64_t id, const char *words, struct errinfo *e)
{
	struct deed x;
	struct conversation *c = &x.c;
	const char *why;
	int64_t until;
	enum err r = deed_begin(u, agent, id, &x, e);
	if (r != ERR_OK || (r = deed_check_owner(u, &x, e)) != ERR_OK)
		return r;
	if (c->state == CONVERSATION_WRAP_UP)
		return err_set(e, ERR_STATE, tr("C-%lld is being wrapped up; undo that first"),
		    (long long)id);
	if ((r = when_parse(u->d->settings->zone, u->now, words, &until, &why, e)) != ERR_OK)
		return r;
	struct value *data = value_map(u->a);
	value_set_text(data, "agent", agent);
	value_set_int(data, "until_ms", until);
	value_set_int(data, "before_ms", c->snoozed_ms);
	c->snoozed_ms = until;
	c->snooze_reason = deed_words(u, c, why, REASON_LIMIT);
	value_set_text(data, "why", c->snooze_reason);
	if ((r = store_timer_set(u->d->store, "snooze", id, until, e)) != ERR_OK ||
	    (r = record_event(u, id, EVENT_CONVERSATION_SNOOZED, x.actor, data, e)) != ERR_OK)
		return r;
	return owner_put(u, c, e);
}

enum err
desk_snooze(struct desk *d, const char *agent, int64_t conversation_id, const char *words,
    struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r : use_end(&u, snooze(&u, agent, conversation_id, words, e), e);
}

static enum err
unsnooze(struct use *u, const char *agent, int64_t id, struct errinfo *e)
{
	struct deed x;
	enum err r = deed_begin(u, agent, id, &x, e);
	if (r != ERR_OK || (r = deed_check_owner(u, &x, e)) != ERR_OK)
		return r;
	if (x.c.snoozed_ms == 0)
		return err_set(e, ERR_STATE, tr("C-%lld isn't snoozed"), (long long)id);
	r = owner_wake(u, &x.c, "agent", x.actor, e);
	return r != ERR_OK ? r : owner_put(u, &x.c, e);
}

enum err
desk_unsnooze(struct desk *d, const char *agent, int64_t conversation_id, struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r : use_end(&u, unsnooze(&u, agent, conversation_id, e), e);
}
