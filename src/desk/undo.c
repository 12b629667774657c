/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking back what an agent did last. The log tells what that was and what it was before; what was
 * taken back, and what taking it back wrote, is left out of the next look.
 */
#include <string.h>

#include "floorwalker/text/translate.h"
#include "floorwalker/desk/acts.h"
#include "deed.h"

/* The log of a conversation with marks on what doesn't count. */
struct past {
	struct event_list events;
	bool *skipped;
};

/* What an event is about its own matter alone: nothing is in the way of what was done before. */
static bool
is_aside(const struct event *x)
{
	static const char *const kinds[] = {EVENT_MESSAGE_DELIVERED, EVENT_MESSAGE_FAILED,
	    EVENT_DRAFT_USED, EVENT_DRAFT_WITHDRAWN, EVENT_REPLY_MARKED_WRONG,
	    EVENT_CORRECTION_ADDED, EVENT_CORRECTION_ACCEPTED, EVENT_CORRECTION_REJECTED,
	    EVENT_SLA_BREACHED};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i], x->kind) == 0)
			return true;
	return false;
}

static const struct value *
data_of(struct use *u, const struct event *x)
{
	struct value *v;
	return value_parse_json(u->a, "event", x->data, strlen(x->data), &value_limits_message, &v,
		   NULL) == ERR_OK
	    ? v
	    : NULL;
}

static void
skip(struct past *p, int64_t from, int64_t to)
{
	for (size_t i = 0; i < p->events.count; i++)
		if (p->events.items[i].number >= from && p->events.items[i].number <= to)
			p->skipped[i] = true;
}

static enum err
read_past(struct use *u, int64_t id, struct past *p, struct errinfo *e)
{
	enum err r = store_event_list(u->d->store, u->a, id, &p->events, e);
	if (r != ERR_OK)
		return r;
	p->skipped = arena_alloc(u->a, (p->events.count + 1) * sizeof *p->skipped);
	memset(p->skipped, 0, (p->events.count + 1) * sizeof *p->skipped);
	for (size_t i = 0; i < p->events.count; i++) {
		const struct event *x = &p->events.items[i];
		p->skipped[i] = p->skipped[i] || is_aside(x);
		if (strcmp(x->kind, EVENT_ACT_UNDONE) != 0)
			continue;
		const struct value *v = data_of(u, x);
		skip(p, value_get_int(v, "number", 0), value_get_int(v, "last", 0));
		skip(p, value_get_int(v, "also", 0), value_get_int(v, "also", 0));
		skip(p, value_get_int(v, "began", x->number), x->number);
	}
	return ERR_OK;
}

/* The last that counts before place; false: none. */
static bool
last_before(const struct past *p, size_t place, size_t *out)
{
	while (place > 0 && p->skipped[place - 1])
		place--;
	*out = place - 1;
	return place > 0;
}

/* ---- what is taken back */

struct undoing {
	struct deed x;
	struct past past;
	const struct event *head;		/* what the act is known by */
	int64_t last;				/* number of its last event */
	int64_t also;				/* of one elsewhere that goes with it; 0 none */
	const struct value *data;		/* of head */
	const char *raw;			/* a reply's words */
};

static enum err
undo_tags(struct use *u, struct undoing *w, struct errinfo *e)
{
	const char *changed;
	bool added = strcmp(w->head->kind, EVENT_TAGS_ADDED) == 0;
	return tags_change(u, &w->x.c, value_get_text(w->data, "tags"), !added, &changed, e);
}

static enum err
undo_snooze(struct use *u, struct undoing *w, struct errinfo *e)
{
	struct conversation *c = &w->x.c;
	int64_t before = value_get_int(w->data, "before_ms", 0);
	if (before > u->now) {
		c->snoozed_ms = before;
		c->snooze_reason = "";
		return store_timer_set(u->d->store, "snooze", c->id, before, e);
	}
	return owner_wake(u, c, "undone", w->x.actor, e);
}

static enum err
undo_wrap_up(struct use *u, struct undoing *w, struct errinfo *e)
{
	struct conversation *c = &w->x.c;
	c->state = CONVERSATION_AGENT;
	c->disposition = "";
	c->wrap_up_ms = 0;
	return store_timer_clear(u->d->store, "wrap_up", c->id, e);
}

/* To whoever had it, with the wait that it had, under a new epoch. */
static enum err
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
    {EVENT_MESSAGE_AGENT, NULL, N_("your reply has gone out; what a shopper may have read stays")},
    {EVENT_MESSAGE_WITHDRAWN, NULL, N_("your reply was withdrawn already")},
    {EVENT_NOTE_ADDED, NULL, N_("notes stay: colleagues may have read yours")},
    {EVENT_OWNER_TAKEN, NULL, N_("you took it; give it back, or pass it on")},
    {EVENT_OWNER_GIVEN_BACK, NULL, N_("the AI has it and may be answering; take it again")},
    {EVENT_OWNER_REOPENED, NULL, N_("you reopened it; close it again")},
    {EVENT_CONVERSATION_CLOSED, NULL, N_("it is closed; reopen it")},
    {EVENT_CONVERSATION_MERGED, NULL, N_("it was merged; who writes in it again opens it")},
    {EVENT_CONVERSATION_JOINED, NULL, N_("what was merged into it stays closed")},
    {EVENT_CONVERSATION_WOKEN, NULL, N_("you brought it back; snooze it again")},
};

/* What somebody else has done since, in words. */
static const char *
deed_in_words(const char *kind)
{
	static const struct { const char *kind, *words; } all[] = {
	    {EVENT_MESSAGE_AGENT, N_("replied")}, {EVENT_NOTE_ADDED, N_("written a note")},
	    {EVENT_OWNER_TAKEN, N_("taken it")}, {EVENT_OWNER_GIVEN_BACK, N_("given it back")},
	    {EVENT_OWNER_QUEUED, N_("put it into a queue")}, {EVENT_OWNER_ASSIGNED, N_("assigned it")},
	    {EVENT_OWNER_WRAP_UP, N_("closed it")}, {EVENT_OWNER_REOPENED, N_("reopened it")},
	    {EVENT_CONVERSATION_CLOSED, N_("closed it")}, {EVENT_CONVERSATION_SNOOZED, N_("snoozed it")},
	    {EVENT_CONVERSATION_WOKEN, N_("brought it back")}, {EVENT_TAGS_ADDED, N_("tagged it")},
	    {EVENT_TAGS_REMOVED, N_("taken tags off it")}, {EVENT_CONVERSATION_MERGED, N_("merged it")},
	    {EVENT_CONVERSATION_JOINED, N_("merged another into it")},
	};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (strcmp(all[i].kind, kind) == 0)
			return tr(all[i].words);
	return text_starts(kind, "action.") ? tr("decided on an action") : tr("acted on it");
}

/* Who did what last, where it isn't the agent. */
static enum err
others(struct use *u, const struct undoing *w, const struct event *x, struct errinfo *e)
{
	const char *who = x->actor;
	const struct agent *a = text_starts(who, "agent:")
	    ? settings_agent(u->d->settings, who + strlen("agent:"))
	    : NULL;
	if (strcmp(x->kind, EVENT_MESSAGE_SHOPPER) == 0)
		return err_set(e, ERR_STATE,
		    tr("nothing of yours to take back in C-%lld: the shopper has written since"),
		    (long long)w->x.c.id);
	if (a == NULL)
		return err_set(e, ERR_STATE,
		    tr("nothing of yours to take back in C-%lld: since then came %s"),
		    (long long)w->x.c.id, x->kind);
	return err_set(e, ERR_STATE,
	    tr("nothing of yours to take back in C-%lld: %s has %s since"), (long long)w->x.c.id,
	    a->name, deed_in_words(x->kind));
}

/* The last act; *place: of its row in acts. */
static enum err
find_act(struct use *u, struct undoing *w, size_t *place, struct errinfo *e)
{
	const struct past *p = &w->past;
	size_t at;
	if (!last_before(p, p->events.count, &at))
		return err_set(e, ERR_STATE, tr("nothing was done in C-%lld"), (long long)w->x.c.id);
	const struct event *x = &p->events.items[at];
	if (strcmp(x->actor, w->x.actor) != 0)
		return others(u, w, x, e);
	w->last = x->number;
	/* passing on and escalating end with being queued */
	if (strcmp(x->kind, EVENT_OWNER_QUEUED) == 0 && last_before(p, at, &at))
		x = &p->events.items[at];
	w->head = x;
	w->data = data_of(u, x);
	for (*place = 0; *place < sizeof acts / sizeof *acts; ++*place)
		if (strcmp(acts[*place].kind, x->kind) == 0)
			return ERR_OK;
	if (text_starts(x->kind, "action."))
		return err_set(e, ERR_STATE,
		    tr("what was decided or proposed on A-%lld can't be taken back: it may be on its way to the shop"),
		    (long long)value_get_int(w->data, "action", 0));
	return err_set(e, ERR_STATE, tr("%s in C-%lld can't be taken back"), x->kind,
	    (long long)w->x.c.id);
}

static enum err
record_undone(struct use *u, struct undoing *w, struct errinfo *e)
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
		    value_get_int(data_of(u, x), "message", 0) == m->id)
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
	if (r != ERR_OK || (r = read_past(u, id, &w->past, e)) != ERR_OK)
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
	if (r != ERR_OK || (r = record_undone(u, w, e)) != ERR_OK)
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
