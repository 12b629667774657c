/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two conversations about one thing: one goes on, the other closes and points to it.
 */
#include <string.h>

#include "floorwalker/text/translate.h"
#include "floorwalker/desk/acts.h"
#include "deed.h"

/* Both are provably of one person: a shop's customer, or one handle in one channel. */
static bool
is_same_person(const struct conversation *a, const struct conversation *b)
{
	if (!text_is_empty(a->customer_id) && !text_is_empty(b->customer_id))
		return strcmp(a->customer_id, b->customer_id) == 0;
	return !text_is_empty(a->contact) && strcmp(a->contact, b->contact) == 0 &&
	    strcmp(a->channel, b->channel) == 0;
}

/* What must be decided first, or is on its way to the shop. */
static enum err
check_actions(struct use *u, const struct conversation *c, struct errinfo *e)
{
	struct action_filter f = {.conversation_id = c->id};
	struct action_list list;
	enum err r = store_action_list(u->d->store, u->a, &f, &list, e);
	for (size_t i = 0; r == ERR_OK && i < list.count; i++)
		if (action_state_is_open(list.items[i].state))
			return err_set(e, ERR_STATE,
			    tr("A-%lld of C-%lld is %s: it must come to an end before C-%lld is merged"),
			    (long long)list.items[i].id, (long long)c->id,
			    tr(action_state_title(list.items[i].state)), (long long)c->id);
	return r;
}

static enum err
check(struct use *u, struct deed *x, const struct conversation *into, struct errinfo *e)
{
	const struct conversation *c = &x->c;
	enum err r;
	if (c->id == into->id)
		return err_set(e, ERR_USAGE, tr("C-%lld can't be merged into itself; name another"),
		    (long long)c->id);
	if (c->merged_into != 0)
		return err_set(e, ERR_STATE, tr("C-%lld was merged into C-%lld already"),
		    (long long)c->id, (long long)c->merged_into);
	if (into->state == CONVERSATION_CLOSED)
		return err_set(e, ERR_STATE, tr("C-%lld is closed; reopen it before C-%lld is merged into it"),
		    (long long)into->id, (long long)c->id);
	if ((c->state == CONVERSATION_AGENT || c->state == CONVERSATION_WRAP_UP) &&
	    (r = deed_check_owner(u, x, e)) != ERR_OK)
		return r;
	if (!is_same_person(c, into))
		return err_set(e, ERR_FORBIDDEN,
		    tr("nothing proves that C-%lld and C-%lld are of one shopper: neither the same customer nor the same contact"),
		    (long long)into->id, (long long)c->id);
	return check_actions(u, c, e);
}

/* What both were before is on record: merging can be taken back. */
static enum err
record_both(struct use *u, const struct deed *x, const struct conversation *into,
    struct errinfo *e)
{
	struct value *gone = value_map(u->a), *taken = value_map(u->a);
	value_set_int(gone, "into", into->id);
	value_set_text(gone, "agent", x->who->id);
	value_set_int(gone, "epoch", x->c.epoch + 1);
	value_set_text(gone, "disposition", x->c.disposition);
	deed_remember(u, &x->c, gone);
	value_set_int(taken, "from", x->c.id);
	value_set_text(taken, "agent", x->who->id);
	deed_remember(u, into, taken);
	enum err r = record_event(u, x->c.id, EVENT_CONVERSATION_MERGED, x->actor, gone, e);
	return r != ERR_OK
	    ? r
	    : record_event(u, into->id, EVENT_CONVERSATION_JOINED, x->actor, taken, e);
}

static enum err
merge(struct use *u, const char *agent, int64_t id, int64_t duplicate, struct errinfo *e)
{
	struct deed x;
	struct conversation into, *c = &x.c;
	enum err r;
	if ((r = owner_get(u, id, &into, e)) != ERR_OK ||
	    (r = deed_begin(u, agent, duplicate, &x, e)) != ERR_OK ||
	    (r = check(u, &x, &into, e)) != ERR_OK ||
	    (r = replies_flush(u, c, e)) != ERR_OK ||
	    (r = record_withdraw(u, duplicate, e)) != ERR_OK)
		return r;
	int64_t waited = c->state == CONVERSATION_QUEUED ? c->waiting_ms : 0;
	bool was_open = c->state != CONVERSATION_CLOSED;
	if ((r = record_both(u, &x, &into, e)) != ERR_OK)
		return r;
	c->epoch++;
	c->merged_into = id;
	c->level = 0;
	if (was_open)
		r = owner_close(u, c, DISPOSITION_MERGED, "agent", x.actor, false, e);
	c->disposition = DISPOSITION_MERGED;
	if (r != ERR_OK || (r = owner_put(u, c, e)) != ERR_OK)
		return r;
	if (into.state == CONVERSATION_QUEUED && waited != 0 && waited < into.waiting_ms)
		into.waiting_ms = waited;	/* the shopper has waited for longer than it */
	return owner_put(u, &into, e);
}

enum err
desk_merge(struct desk *d, const char *agent, int64_t conversation_id, int64_t duplicate,
    struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r : use_end(&u, merge(&u, agent, conversation_id, duplicate, e), e);
}

enum err
merge_target(
    struct use *u, const struct conversation *c, struct conversation *out, struct errinfo *e)
{
	int64_t next = c->merged_into;
	enum err r = ERR_NOT_FOUND;
	for (int i = 0; i < MERGE_CHAIN && next != 0; i++) {
		if ((r = owner_get(u, next, out, e)) != ERR_OK)
			return r;
		next = out->state == CONVERSATION_CLOSED ? out->merged_into : 0;
	}
	return r;
}
