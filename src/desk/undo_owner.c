/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking back a change of owner: who had it has it again, person, queue or AI.
 */
#include <string.h>

#include "floorwalker/text/translate.h"
#include "undo.h"

/* What went with the AI's ownership: its turn, and what it was about to say or do. */
struct begun {
	int64_t turn;		/* 0 none */
	bool withdrawn;
};

/* true: the event is of what taking a conversation from the AI writes beside. */
static bool
look_at_begun(struct use *u, const struct event *x, struct begun *b)
{
	const char *why = value_get_text(undo_data(u, x), "why");
	bool ended = strcmp(x->kind, EVENT_TURN_SUPERSEDED) == 0 &&
	    (strcmp(why, "taken") == 0 || strcmp(why, "closed") == 0);
	bool withdrawn = strcmp(x->actor, "work") == 0 &&
	    (strcmp(x->kind, EVENT_MESSAGE_WITHDRAWN) == 0 ||
		strcmp(x->kind, "action.withdrawn") == 0);
	if (ended)
		b->turn = value_get_int(undo_data(u, x), "turn", 0);
	b->withdrawn |= withdrawn;
	return ended || withdrawn || strcmp(x->kind, EVENT_CONVERSATION_WOKEN) == 0 ||
	    strcmp(x->kind, EVENT_NOTE_ADDED) == 0;
}

static struct begun
find_begun(struct use *u, const struct undoing *w)
{
	const struct event_list *all = &w->past.events;
	size_t head = (size_t)(w->head - all->items);
	struct begun b = {0};
	for (size_t i = head; i > 0 && look_at_begun(u, &all->items[i - 1], &b);)
		i--;
	for (size_t i = head + 1; i < all->count && all->items[i].number <= w->last; i++)
		(void)look_at_begun(u, &all->items[i], &b);
	return b;
}

/* The AI goes on where it was: what it was answering, it answers anew. */
static enum err
back_to_ai(struct use *u, struct undoing *w, struct errinfo *e)
{
	struct conversation *c = &w->x.c;
	struct begun b = find_begun(u, w);
	struct turn t;
	enum err r;
	if (b.withdrawn)
		return err_set(e, ERR_STATE,
		    tr("the AI had C-%lld, and what it was about to say or do was withdrawn: it can't go on from there"),
		    (long long)c->id);
	c->draft = "";
	if ((r = owner_await_shopper(u, c, e)) != ERR_OK || b.turn == 0)
		return r;
	if ((r = store_turn_get(u->d->store, u->a, b.turn, &t, e)) != ERR_OK)
		return r;
	return owner_ask_turn(u, c, t.up_to, owner_announces(u, &t), e);
}

enum err
undo_restore(struct use *u, struct undoing *w, struct errinfo *e)
{
	struct conversation *c = &w->x.c;
	const struct value *before = value_get(w->data, "before");
	enum conversation_state state;
	if (!conversation_state_from(value_get_text(before, "state"), &state))
		return err_set(e, ERR_STATE,
		    tr("what C-%lld was before isn't on record: give it back, or pass it on"),
		    (long long)c->id);
	c->state = state == CONVERSATION_WRAP_UP ? CONVERSATION_AGENT : state;
	c->agent = value_get_text(before, "agent");
	c->queue = value_get_text(before, "queue");
	c->epoch++;
	c->waiting_ms = value_get_int(before, "waiting_ms", 0);
	c->due_ms = value_get_int(before, "due_ms", 0);
	c->level = value_get_int(before, "level", 0);
	(void)handoff_reason_from(value_get_text(before, "reason"), &c->reason);
	if (state == CONVERSATION_AI)
		return back_to_ai(u, w, e);
	/* A promise that was missed before stays missed; one since is missed now. */
	if (c->due_ms > w->head->at_ms)
		return store_timer_set(u->d->store, "sla", c->id, c->due_ms, e);
	return ERR_OK;
}

/* What an agent reads of it is again what the AI handed over, not that it was given back. */
static enum err
find_summary(struct use *u, struct conversation *c, struct errinfo *e)
{
	struct turn_list all;
	enum err r = store_turn_list(u->d->store, u->a, c->id, &all, e);
	c->summary = "";
	for (size_t i = r == ERR_OK ? all.count : 0; i > 0 && *c->summary == '\0'; i--) {
		const struct turn *t = &all.items[i - 1];
		struct value *v;
		if (t->state != TURN_HANDED_OFF)
			continue;
		if (value_parse_json(u->a, "trace", t->trace, strlen(t->trace),
			&value_limits_message, &v, NULL) == ERR_OK)
			c->summary = value_get_text(value_get(v, "draft"), "summary");
		if (*c->summary == '\0')
			c->summary = handoff_reason_title(c->reason);
	}
	return r;
}

/* From the AI, which hasn't answered yet: its turn ends unheard. */
static enum err
leave_ai(struct use *u, struct conversation *c, struct errinfo *e)
{
	enum err r;
	if ((r = owner_end_turn(u, c, "taken", NULL, e)) != ERR_OK ||
	    (r = record_withdraw(u, c->id, e)) != ERR_OK ||
	    (r = store_timer_clear(u->d->store, "inactivity", c->id, e)) != ERR_OK)
		return r;
	return owner_mark_returned(u, c, false, e);
}

enum err
undo_owner(struct use *u, struct undoing *w, struct errinfo *e)
{
	struct conversation *c = &w->x.c;
	bool from_ai = c->state == CONVERSATION_AI;
	enum err r;
	if ((from_ai && (r = leave_ai(u, c, e)) != ERR_OK) ||
	    (c->state == CONVERSATION_AGENT && (r = replies_withdraw(u, c, e)) != ERR_OK) ||
	    (r = sla_clear_timers(u, c->id, e)) != ERR_OK || (r = undo_restore(u, w, e)) != ERR_OK)
		return r;
	return from_ai ? find_summary(u, c, e) : ERR_OK;
}
