/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking back a merge: the duplicate stands on its own again, as it did before, where nothing has
 * come since in either conversation.
 */
#include <string.h>

#include "floorwalker/text/translate.h"
#include "undo.h"

/* The other conversation, and that its last act is the other half of this one. */
static enum err
find_other(struct use *u, const struct undoing *w, const char *key, const char *half,
    struct undoing *other, struct errinfo *e)
{
	const char *back = strcmp(key, "into") == 0 ? "from" : "into";
	int64_t id = value_get_int(w->data, key, 0);
	const struct event *later;
	enum err r;
	*other = (struct undoing){.x = {.who = w->x.who, .actor = w->x.actor}, .raw = ""};
	if ((r = owner_get(u, id, &other->x.c, e)) != ERR_OK ||
	    (r = undo_read_past(u, id, &other->past, e)) != ERR_OK)
		return r;
	if (undo_find_head(u, other, &later) && strcmp(other->head->kind, half) == 0 &&
	    value_get_int(other->data, back, 0) == w->x.c.id)
		return ERR_OK;
	return err_set(e, ERR_STATE,
	    tr("C-%lld has gone on since, so that C-%lld and it stay merged"), (long long)id,
	    (long long)w->x.c.id);
}

/* An open one opens again; a closed one is closed as it was. */
static enum err
part(struct use *u, struct undoing *gone, struct errinfo *e)
{
	struct conversation *c = &gone->x.c;
	const char *state = value_get_text(value_get(gone->data, "before"), "state");
	enum err r;
	c->merged_into = 0;
	c->disposition = value_get_text(gone->data, "disposition");
	if (strcmp(state, conversation_state_name(CONVERSATION_CLOSED)) != 0) {
		if ((r = owner_check_contact(u, c, e)) != ERR_OK ||
		    (r = store_timer_clear(u->d->store, "recontact", c->id, e)) != ERR_OK)
			return r;
		c->closed_ms = 0;
	}
	return undo_restore(u, gone, e);
}

enum err
undo_merge(struct use *u, struct undoing *w, struct errinfo *e)
{
	bool from_gone = strcmp(w->head->kind, EVENT_CONVERSATION_MERGED) == 0;
	struct undoing other, *gone = from_gone ? w : &other, *stays = from_gone ? &other : w;
	enum err r = find_other(u, w, from_gone ? "into" : "from",
	    from_gone ? EVENT_CONVERSATION_JOINED : EVENT_CONVERSATION_MERGED, &other, e);
	if (r != ERR_OK || (r = part(u, gone, e)) != ERR_OK)
		return r;
	if (stays->x.c.state == CONVERSATION_QUEUED)	/* it waits no longer than it did itself */
		stays->x.c.waiting_ms =
		    value_get_int(value_get(stays->data, "before"), "waiting_ms", 0);
	r = undo_record(u, &other, e);
	return r != ERR_OK ? r : owner_put(u, &other.x.c, e);
}
