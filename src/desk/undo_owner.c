/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking back a change of owner.
 */
#include "floorwalker/text/translate.h"
#include "undo.h"

enum err
undo_owner(struct use *u, struct undoing *w, struct errinfo *e)
{
	struct conversation *c = &w->x.c;
	const struct value *before = value_get(w->data, "before");
	enum conversation_state state;
	enum err r;
	if (!conversation_state_from(value_get_text(before, "state"), &state) ||
	    state == CONVERSATION_AI || state == CONVERSATION_CLOSED)
		return err_set(e, ERR_STATE,
		    tr("the AI had C-%lld, and its turn was ended: give it back instead"),
		    (long long)c->id);
	if ((c->state == CONVERSATION_AGENT && (r = replies_withdraw(u, c, e)) != ERR_OK) ||
	    (r = sla_clear_timers(u, c->id, e)) != ERR_OK)
		return r;
	c->state = state == CONVERSATION_QUEUED ? CONVERSATION_QUEUED : CONVERSATION_AGENT;
	c->agent = value_get_text(before, "agent");
	c->queue = value_get_text(before, "queue");
	c->epoch++;
	c->waiting_ms = value_get_int(before, "waiting_ms", 0);
	c->due_ms = value_get_int(before, "due_ms", 0);
	c->level = value_get_int(before, "level", 0);
	(void)handoff_reason_from(value_get_text(before, "reason"), &c->reason);
	/* A promise that was missed before stays missed; one since is missed now. */
	if (c->due_ms > w->head->at_ms)
		return store_timer_set(u->d->store, "sla", c->id, c->due_ms, e);
	return ERR_OK;
}
