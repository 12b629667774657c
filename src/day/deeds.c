/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people did in a contact, simulated or not, by the log: what they wrote is judged by the oracle
 * that judges the AI, what they decided by what the scenario wants, what they passed on or took by
 * whether there was any need.
 */
#include <string.h>

#include "engine.h"
#include "floorwalker/desk/events.h"
#include "floorwalker/desk/view.h"
#include "floorwalker/store/event.h"

struct reading {
	struct engine *en;
	struct guest *guest;
	struct arena *arena;
	struct event_list events;
	const struct event *event;	/* in hand */
	const struct value *data;	/* its */
	struct deed *deeds;
	int64_t *numbers;		/* of the events that they are of, in the conversation */
	int64_t *messages;		/* that were written; 0 none */
	size_t count;
};

static const char *const names[] = {
    [DEED_GOT] = "got", [DEED_TOOK] = "took", [DEED_WROTE] = "wrote", [DEED_PASSED_ON] = "passed_on",
    [DEED_GAVE_BACK] = "gave_back", [DEED_CLOSED] = "closed", [DEED_PROPOSED] = "proposed",
    [DEED_APPROVED] = "approved", [DEED_DENIED] = "denied", [DEED_AMENDED] = "amended",
    [DEED_ASKED] = "asked"};

const char *
deed_kind_name(enum deed_kind k)
{
	return names[k];
}

static const struct value *
data_of(struct reading *r)
{
	struct value *v;

	if (value_parse_json(r->arena, "event", r->event->data, strlen(r->event->data),
		&value_limits_message, &v, NULL) != ERR_OK)
		return value_map(r->arena);
	return v;
}

/* Who did it; "" no agent. */
static const char *
actor_of(const struct reading *r)
{
	static const char mark[] = "agent:";

	return text_starts(r->event->actor, mark) ? r->event->actor + strlen(mark) : "";
}

static struct deed *
add(struct reading *r, enum deed_kind kind, const char *agent)
{
	struct deed *d = &r->deeds[r->count];

	*d = (struct deed){.kind = kind,
	    .at_ms = r->event->at_ms - r->en->start_ms,
	    .agent = arena_text(r->arena, agent),
	    .text = "",
	    .rule = "",
	    .why = ""};
	r->numbers[r->count] = r->event->number;
	r->messages[r->count++] = 0;
	return d;
}

static void
blame(struct deed *d, const char *why)
{
	d->wrong = true;
	d->why = why;
}

/* ---- owners */

static enum err
got(struct reading *r, struct errinfo *e)
{
	const char *agent = value_get_text(r->data, "agent"), *actor = actor_of(r);
	struct deed *d;

	(void)e;
	if (*actor != '\0' && !text_is(actor, agent)) {
		d = add(r, DEED_PASSED_ON, actor);
		d->text = arena_text(r->arena, agent);
	}
	d = add(r, text_is(actor, agent) ? DEED_TOOK : DEED_GOT, agent);
	for (size_t i = 0; i < r->guest->needless_count; i++)
		if (r->guest->needless[i] == r->event->id)
			blame(d, "The AI had it, and was doing well.");
	return ERR_OK;
}

/* The action that waits, which they would have to decide. */
static enum err
may_decide(struct reading *r, const char *agent, bool *may, struct errinfo *e)
{
	const struct guest *g = r->guest;
	const struct agent *who = settings_agent(r->en->settings, agent);
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && *may && i < g->action_count; i++) {
		struct action x;

		err = store_action_get(r->en->store, r->arena, g->actions[i].id, &x, e);
		if (err != ERR_OK || x.approvals_needed == 0 || x.proposed_ms > r->event->at_ms ||
		    (x.decided_ms != 0 && x.decided_ms <= r->event->at_ms))
			continue;
		*may = x.amount <= who->limits[x.kind] && x.approvals_needed == 1;
	}
	return err;
}

static bool
serves(const struct agent *who, const char *queue)
{
	for (size_t i = 0; i < who->queue_count; i++)
		if (text_is(who->queues[i], queue))
			return true;
	return false;
}

/* Where it had waited before: of its own reason, or the one that its queue is for. */
static const struct queue *
queue_before(const struct reading *r)
{
	const struct value *before = value_get(r->data, "before");
	const struct queue *q =
	    settings_queue(r->en->settings, value_get_text(before, "queue"));
	enum handoff_reason reason;

	if (q == NULL && handoff_reason_from(value_get_text(before, "reason"), &reason))
		q = settings_queue_for(r->en->settings, reason);
	return q;
}

static enum err
passed_on(struct reading *r, struct errinfo *e)
{
	const char *agent = actor_of(r);
	const struct agent *who = settings_agent(r->en->settings, agent);
	const struct queue *q = queue_before(r);
	struct deed *d;
	bool may = true;
	enum err err;

	if (who == NULL)
		return ERR_OK;
	d = add(r, DEED_PASSED_ON, agent);
	d->text = arena_printf(r->arena, "%s%s%s", value_get_text(r->data, "queue"),
	    text_is_empty(value_get_text(r->data, "why")) ? "" : ": ",
	    value_get_text(r->data, "why"));
	if (q == NULL || !serves(who, q->id))
		return ERR_OK;
	if ((err = may_decide(r, agent, &may, e)) == ERR_OK && may)
		blame(d,
		    arena_printf(r->arena,
			"%s serves the queue %s, and has the right to settle it", who->name, q->id));
	return err;
}

static enum err
gave_back(struct reading *r, struct errinfo *e)
{
	(void)e;
	add(r, DEED_GAVE_BACK, value_get_text(r->data, "agent"));
	return ERR_OK;
}

/* Closed at once, or wrapped up first: once. */
static enum err
closed(struct reading *r, struct errinfo *e)
{
	const char *agent = actor_of(r);

	(void)e;
	for (size_t i = r->count; i-- > 0 && *agent != '\0';)
		if (text_is(r->deeds[i].agent, agent)) {
			if (r->deeds[i].kind == DEED_CLOSED)
				return ERR_OK;
			break;
		}
	if (*agent != '\0')
		add(r, DEED_CLOSED, agent)->text =
		    arena_text(r->arena, value_get_text(r->data, "disposition"));
	return ERR_OK;
}

/* ---- words */

static enum err
wrote(struct reading *r, struct errinfo *e)
{
	struct message m;
	struct deed *d;
	enum err err = store_message_get(
	    r->en->store, r->arena, value_get_int(r->data, "message", 0), &m, e);

	if (err != ERR_OK || m.delivery == DELIVERY_WITHDRAWN || m.delivery == DELIVERY_SUPERSEDED)
		return err;
	d = add(r, DEED_WROTE, m.name);
	r->messages[r->count - 1] = m.id;
	return desk_message_raw(r->en->desk, r->arena, &m, &d->text, e);
}

/* ---- actions */

static enum err
about_action(struct reading *r, enum deed_kind kind, struct deed **out, struct errinfo *e)
{
	struct action x;
	struct deed *d;
	enum err err = store_action_get(
	    r->en->store, r->arena, value_get_int(r->data, "action", 0), &x, e);

	*out = NULL;
	if (err != ERR_OK || *actor_of(r) == '\0')
		return err;
	d = *out = add(r, kind, actor_of(r));
	d->action_id = x.id;
	d->action = x.kind;
	d->amount = x.amount;
	d->rule = x.rule;
	return ERR_OK;
}

static enum err
proposed(struct reading *r, struct errinfo *e)
{
	struct deed *d;
	enum err err = about_action(r, DEED_PROPOSED, &d, e);

	if (d != NULL && r->guest->visitor != NULL && !visitor_wants(r->guest->visitor, d->action))
		blame(d, "The shopper wants nothing of the kind.");
	return err;
}

/* Whether the scenario says what is right. */
static bool
is_judged(const struct reading *r, const struct deed *d)
{
	return r->guest->visitor != NULL && !visitor_leaves_open(r->guest->visitor, d->action);
}

static enum err
approved(struct reading *r, struct errinfo *e)
{
	struct deed *d;
	enum err err = about_action(r, DEED_APPROVED, &d, e);

	if (d != NULL && is_judged(r, d) && !visitor_deserves(r->guest->visitor, d->action))
		blame(d, "By the rules, and by what is true of this order, it is to be denied.");
	return err;
}

static enum err
denied(struct reading *r, struct errinfo *e)
{
	struct deed *d;
	enum err err = about_action(r, DEED_DENIED, &d, e);

	if (d == NULL)
		return err;
	d->text = arena_text(r->arena, value_get_text(r->data, "why"));
	if (is_judged(r, d) && visitor_deserves(r->guest->visitor, d->action))
		blame(d, "By the rules, and by what is true of this order, it is to be approved.");
	return err;
}

static enum err
amended(struct reading *r, struct errinfo *e)
{
	struct deed *d;
	enum err err = about_action(r, DEED_AMENDED, &d, e);

	if (d != NULL) {
		d->amount = value_get_int(r->data, "after", d->amount);
		d->text = arena_text(r->arena, value_get_text(r->data, "why"));
	}
	return err;
}

static enum err
asked(struct reading *r, struct errinfo *e)
{
	struct deed *d;
	enum err err = about_action(r, DEED_ASKED, &d, e);

	if (d != NULL)
		d->text = arena_text(r->arena, value_get_text(r->data, "question"));
	return err;
}

/* ---- taken back */

static void
forget(struct reading *r, int64_t from, int64_t to)
{
	size_t n = 0;

	for (size_t i = 0; i < r->count; i++) {
		if (r->numbers[i] >= from && r->numbers[i] <= to)
			continue;
		r->deeds[n] = r->deeds[i];
		r->messages[n] = r->messages[i];
		r->numbers[n++] = r->numbers[i];
	}
	r->count = n;
}

static enum err
undone(struct reading *r, struct errinfo *e)
{
	int64_t also = value_get_int(r->data, "also", 0);

	(void)e;
	forget(r, value_get_int(r->data, "number", 0), value_get_int(r->data, "last", 0));
	if (also != 0)
		forget(r, also, also);
	return ERR_OK;
}

/* ---- all of it */

static const struct {
	const char *kind;
	enum err (*read)(struct reading *r, struct errinfo *e);
} kinds[] = {
	{EVENT_OWNER_TAKEN, got},
	{EVENT_OWNER_ASSIGNED, got},
	{EVENT_OWNER_TRANSFERRED, passed_on},
	{EVENT_OWNER_ESCALATED, passed_on},
	{EVENT_OWNER_GIVEN_BACK, gave_back},
	{EVENT_OWNER_WRAP_UP, closed},
	{EVENT_CONVERSATION_CLOSED, closed},
	{EVENT_MESSAGE_AGENT, wrote},
	{EVENT_ACTION_PROPOSED, proposed},
	{EVENT_ACTION_APPROVAL, approved},
	{"action.approved", approved},
	{"action.denied", denied},
	{EVENT_ACTION_AMENDED, amended},
	{EVENT_ACTION_ASKED, asked},
	{EVENT_ACT_UNDONE, undone},
};

static enum err
read_event(struct reading *r, struct errinfo *e)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].kind, r->event->kind) == 0) {
			r->data = data_of(r);
			return kinds[i].read(r, e);
		}
	return ERR_OK;
}

static enum err
judge_words(struct reading *r, struct errinfo *e)
{
	const char **texts = arena_alloc(r->arena, (r->count + 1) * sizeof(*texts));
	const char **why = arena_alloc(r->arena, (r->count + 1) * sizeof(*why));
	size_t n = 0;
	enum err err;

	for (size_t i = 0; i < r->count; i++)
		if (r->messages[i] != 0)
			texts[n++] = r->deeds[i].text;
	if (n == 0 || r->guest->visitor == NULL)
		return ERR_OK;
	err = visitor_judge_words(r->guest->visitor, r->en->desk, r->arena,
	    r->guest->conversation_id, texts, n, why, e);
	n = 0;
	for (size_t i = 0; err == ERR_OK && i < r->count; i++) {
		if (r->messages[i] == 0)
			continue;
		if (*why[n] != '\0')
			blame(&r->deeds[i], why[n]);
		n++;
	}
	return err;
}

enum err
deeds_read(struct engine *en, struct guest *g, struct arena *a, struct errinfo *e)
{
	struct reading r = { .en = en, .guest = g, .arena = a };
	enum err err = store_event_list(en->store, a, g->conversation_id, &r.events, e);
	size_t room = r.events.count * 2 + 1;	/* one event is two deeds at most */

	if (err != ERR_OK)
		return err;
	r.deeds = arena_alloc(a, room * sizeof(*r.deeds));
	r.numbers = arena_alloc(a, room * sizeof(*r.numbers));
	r.messages = arena_alloc(a, room * sizeof(*r.messages));
	for (size_t i = 0; err == ERR_OK && i < r.events.count; i++) {
		r.event = &r.events.items[i];
		if (r.event->id > g->before_event)
			err = read_event(&r, e);
	}
	if (err == ERR_OK)
		err = judge_words(&r, e);
	g->contact.deeds = r.deeds;
	g->contact.deed_count = r.count;
	return err;
}
