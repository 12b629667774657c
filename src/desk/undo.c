/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking back what an agent did last, in one transaction.
 */
#include <string.h>

#include "floorwalker/text/translate.h"
#include "floorwalker/desk/acts.h"
#include "undo.h"

static const struct {
	const char *kind;
	/* NULL: refused, for why */
	enum err (*undo)(struct use *u, struct undoing *w, struct errinfo *e);
	const char *why;
} acts[] = {
    {EVENT_TAGS_ADDED, undo_tags, NULL},
    {EVENT_TAGS_REMOVED, undo_tags, NULL},
    {EVENT_CONVERSATION_SNOOZED, undo_snooze, NULL},
    {EVENT_OWNER_WRAP_UP, undo_wrap_up, NULL},
    {EVENT_OWNER_ASSIGNED, undo_owner, NULL},
    {EVENT_OWNER_TRANSFERRED, undo_owner, NULL},
    {EVENT_OWNER_ESCALATED, undo_owner, NULL},
    {EVENT_OWNER_TAKEN, undo_owner, NULL},
    {EVENT_OWNER_GIVEN_BACK, undo_owner, NULL},
    {EVENT_CONVERSATION_MERGED, undo_merge, NULL},
    {EVENT_CONVERSATION_JOINED, undo_merge, NULL},
    {EVENT_MESSAGE_AGENT, NULL, N_("your reply has gone out; what a shopper may have read stays")},
    {EVENT_MESSAGE_WITHDRAWN, NULL, N_("your reply was withdrawn already")},
    {EVENT_NOTE_ADDED, NULL, N_("notes stay: colleagues may have read yours")},
    {EVENT_MESSAGE_SYSTEM, NULL, N_("the shopper was told that you joined; pass it on")},
    {EVENT_CUSTOMER_REVEALED, NULL, N_("you have seen it, and that stays on record")},
    {EVENT_OWNER_REOPENED, NULL, N_("you reopened it; close it again")},
    {EVENT_CONVERSATION_CLOSED, NULL, N_("it is closed; reopen it")},
    {EVENT_CONVERSATION_WOKEN, NULL, N_("you brought it back; snooze it again")},
};

/* The last act; *place: of its row in acts. */
static enum err
find_act(struct use *u, struct undoing *w, size_t *place, struct errinfo *e)
{
	const struct event *other;
	if (!undo_find_head(u, w, &other))
		return other != NULL
		    ? undo_others(u, w, other, e)
		    : err_set(e, ERR_STATE, tr("nothing was done in C-%lld"), (long long)w->x.c.id);
	for (*place = 0; *place < sizeof acts / sizeof *acts; ++*place)
		if (strcmp(acts[*place].kind, w->head->kind) == 0)
			return ERR_OK;
	if (text_starts(w->head->kind, "action."))
		return undo_decided(u, value_get_int(w->data, "action", 0), e);
	return err_set(e, ERR_STATE, tr("%s in C-%lld can't be taken back"), w->head->kind,
	    (long long)w->x.c.id);
}

enum err
undo_record(struct use *u, struct undoing *w, struct errinfo *e)
{
	const struct conversation *c = &w->x.c;
	const struct past *p = &w->past;
	struct value *data = value_map(u->a);
	value_set_text(data, "agent", w->x.who->id);
	value_set_text(data, "kind", w->head->kind);
	value_set_int(data, "number", w->head->number);
	value_set_int(data, "last", w->last);
	if (w->also != 0)
		value_set_int(data, "also", w->also);
	value_set_int(data, "began", p->events.items[p->events.count - 1].number + 1);
	value_set_int(data, "epoch", c->epoch);
	value_set_text(data, "owner", conversation_state_name(c->state));
	value_set_int(data, "waiting_ms", c->waiting_ms);
	return record_event(u, c->id, EVENT_ACT_UNDONE, w->x.actor, data, e);
}

/* A reply that has not gone out: it alone can't wait. */
static enum err
undo_reply(struct use *u, struct undoing *w, const struct message *m, struct errinfo *e)
{
	struct conversation *c = &w->x.c;
	enum err r;
	for (size_t i = 0; i < w->past.events.count; i++) {
		const struct event *x = &w->past.events.items[i];
		if (strcmp(x->kind, EVENT_MESSAGE_AGENT) == 0 &&
		    value_get_int(undo_data(u, x), "message", 0) == m->id)
			w->head = x;
		if (c->state == CONVERSATION_WRAP_UP && strcmp(x->kind, EVENT_OWNER_WRAP_UP) == 0)
			w->also = x->number;
	}
	if (w->head == NULL)
		return err_set(e, ERR_CORRUPT, tr("the log of C-%lld doesn't know message %lld"),
		    (long long)c->id, (long long)m->id);
	w->last = w->head->number;
	if ((r = replies_take_back(u, c, m, w->x.actor, &w->raw, e)) != ERR_OK ||
	    c->state != CONVERSATION_WRAP_UP)
		return r;
	return undo_wrap_up(u, w, e);	/* what was to be the last word isn't said */
}

static enum err
undo(struct use *u, const char *agent, int64_t id, struct undoing *w, struct errinfo *e)
{
	struct message m;
	size_t place;
	enum err r = deed_begin(u, agent, id, &w->x, e);
	if (r != ERR_OK || (r = undo_read_past(u, id, &w->past, e)) != ERR_OK)
		return r;
	w->raw = "";
	r = replies_pending(u, &w->x.c, agent, &m, e);
	if (r == ERR_OK) {
		if ((r = undo_reply(u, w, &m, e)) == ERR_OK)
			r = sla_unanswered(u, &w->x.c, e);
	} else if (r == ERR_NOT_FOUND) {
		if ((r = find_act(u, w, &place, e)) != ERR_OK)
			return r;
		r = acts[place].undo != NULL
		    ? acts[place].undo(u, w, e)
		    : err_set(e, ERR_STATE, "C-%lld: %s", (long long)id, tr(acts[place].why));
	}
	if (r != ERR_OK || (r = undo_record(u, w, e)) != ERR_OK)
		return r;
	return owner_put(u, &w->x.c, e);
}

enum err
desk_undo(struct desk *d, struct arena *a, const char *agent, int64_t conversation_id,
    struct desk_undone *out, struct errinfo *e)
{
	struct use u;
	struct undoing w = {0};
	*out = (struct desk_undone){.kind = "", .text = ""};
	enum err r = use_begin(&u, d, e);
	if (r != ERR_OK)
		return r;
	r = undo(&u, agent, conversation_id, &w, e);
	if (r == ERR_OK)
		*out = (struct desk_undone){.kind = arena_text(a, w.head->kind),
		    .text = arena_text(a, w.raw),
		    .number = w.head->number};
	return use_end(&u, r, e);
}
