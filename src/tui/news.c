/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "news.h"

#include <string.h>

#include "floorwalker/desk/events.h"
#include "floorwalker/store/event.h"
#include "floorwalker/text/translate.h"
#include "words.h"

#define EVENTS_MOST 500			/* of one look */
/* Kinds that shops with promises, assignment and snoozing have. */
#define SLA_WARNING "sla.warning"
#define OWNER_ASSIGNED "owner.assigned"
#define WHISPER_ADDED "whisper.added"
#define CONVERSATION_WOKEN "conversation.woken"

struct news {
	int64_t after;			/* id of the last event seen; -1: not looked yet */
};

/* One look. */
struct look {
	struct desk *desk;
	const struct settings *settings;
	const struct agent *me;		/* NULL: who only looks on */
	bool all;
	struct arena *a;
	struct news_list *out;
	size_t room;
};

struct news *
news_new(void)
{
	struct news *n = mem_zero(1, sizeof *n);

	n->after = -1;
	return n;
}

void
news_free(struct news **n)
{
	mem_free(*n);
	*n = NULL;
}

static void
add(struct look *l, enum notice_kind kind, int64_t conversation_id, const char *text,
    const char *words)
{
	struct news_item *items;

	if (kind == NOTICE_KIND_COUNT && !l->all)
		return;
	if (l->out->count == l->room) {
		l->room = l->room == 0 ? 32 : 2 * l->room;
		items = arena_alloc(l->a, l->room * sizeof *items);
		if (l->out->count > 0)
			memcpy(items, l->out->items, l->out->count * sizeof *items);
		l->out->items = items;
	}
	l->out->items[l->out->count++] = (struct news_item){kind, conversation_id, text, words};
}

/* Who has no queue named serves all. */
static bool
is_of_my_queues(const struct look *l, const char *queue)
{
	bool mine = l->me != NULL && l->me->queue_count == 0;

	for (size_t i = 0; l->me != NULL && !mine && i < l->me->queue_count; i++)
		mine = text_is(l->me->queues[i], queue);
	return mine;
}

static bool
is_mine(const struct look *l, const struct conversation *c)
{
	return l->me != NULL && text_is(c->agent, l->me->id) &&
	    (c->state == CONVERSATION_AGENT || c->state == CONVERSATION_WRAP_UP);
}

static bool
was_me(const struct look *l, const struct event *x)
{
	return l->me != NULL && text_starts(x->actor, "agent:") && text_is(x->actor + 6, l->me->id);
}

/* A sentence as the log says it, behind the conversation's id. */
static const char *
sentence(const struct look *l, const struct event *x, const struct value *data)
{
	struct str s;
	const char *out;

	str_init(&s);
	words_event(&s, l->settings, l->me == NULL ? "" : l->me->id, x, data);
	out = s.length == 0 ? ""
	    : x->conversation_id == 0
	    ? arena_text(l->a, s.data)
	    : arena_printf(l->a, "C-%lld: %s", (long long)x->conversation_id, s.data);
	str_clear(&s);
	return out;
}

static void
tell_message(struct look *l, const struct event *x, const struct value *data)
{
	struct conversation c;
	struct message m;
	bool mine;

	if (store_conversation_get(desk_store(l->desk), l->a, x->conversation_id, &c, NULL) !=
		ERR_OK ||
	    store_message_get(
		desk_store(l->desk), l->a, value_get_int(data, "message", 0), &m, NULL) != ERR_OK)
		return;
	mine = is_mine(l, &c) && text_is(x->kind, EVENT_MESSAGE_SHOPPER);
	if (was_me(l, x))
		return;
	add(l, mine ? NOTICE_MINE : NOTICE_KIND_COUNT, x->conversation_id,
	    arena_printf(l->a,
		text_is(x->kind, EVENT_MESSAGE_SHOPPER)  ? tr("C-%lld: the shopper wrote")
		    : text_is(x->kind, EVENT_MESSAGE_AI) ? tr("C-%lld: the AI wrote")
							 : tr("C-%lld: a colleague wrote"),
		(long long)x->conversation_id),
	    m.text);
}

static void
tell_queued(struct look *l, const struct event *x, const struct value *data)
{
	const char *queue = value_get_text(data, "queue");
	enum handoff_reason r;
	bool known = handoff_reason_from(value_get_text(data, "reason"), &r);

	if (!is_of_my_queues(l, queue) || was_me(l, x)) {
		add(l, NOTICE_KIND_COUNT, x->conversation_id, sentence(l, x, data), "");
		return;
	}
	add(l, NOTICE_QUEUE, x->conversation_id,
	    known ? arena_printf(l->a, tr("C-%lld waits in %s: %s"), (long long)x->conversation_id,
			words_queue(l->settings, queue), tr(handoff_reason_title(r)))
		  : arena_printf(l->a, tr("C-%lld waits in %s"), (long long)x->conversation_id,
			words_queue(l->settings, queue)),
	    "");
}

/* Only to those whose approval would count. */
static void
tell_waiting(struct look *l, const struct event *x, const struct value *data)
{
	int64_t id = value_get_int(data, "action", 0);
	struct errinfo ignored;
	struct action action;

	if (l->me == NULL || was_me(l, x) ||
	    desk_may_approve(l->desk, l->me->id, id, &ignored) != ERR_OK ||
	    store_action_get(desk_store(l->desk), l->a, id, &action, NULL) != ERR_OK) {
		add(l, NOTICE_KIND_COUNT, x->conversation_id, sentence(l, x, data), "");
		return;
	}
	add(l, NOTICE_REFUND, x->conversation_id,
	    arena_printf(l->a, tr("A-%lld waits for approval"), (long long)id), action.title);
}

/* To whoever has it; while nobody has, to those whose queue it waits in. */
static void
tell_promise(struct look *l, const struct event *x, const struct value *data)
{
	const char *agent = value_get_text(data, "agent");
	int64_t left = value_get_int(data, "due_ms", 0) - x->at_ms;
	long long id = (long long)x->conversation_id;

	if (text_is_empty(agent) ? !is_of_my_queues(l, value_get_text(data, "queue"))
				 : l->me == NULL || !text_is(agent, l->me->id))
		add(l, NOTICE_KIND_COUNT, x->conversation_id, sentence(l, x, data), "");
	else if (text_is(x->kind, EVENT_SLA_BREACHED))
		add(l, NOTICE_SLA, x->conversation_id,
		    arena_printf(l->a, tr("C-%lld is late: its promise was missed"), id), "");
	else
		add(l, NOTICE_SLA, x->conversation_id,
		    arena_printf(l->a, tr("C-%lld is due in %lld s"), id,
			(long long)(left < 0 ? 0 : left + 999) / 1000),
		    "");
}

/* What makes a conversation the agent's, or brings it back to them, without their doing. */
static void
tell_given(struct look *l, const struct event *x, const struct value *data)
{
	bool whisper = text_is(x->kind, WHISPER_ADDED), back = text_is(x->kind, CONVERSATION_WOKEN);
	const char *to = value_get_text(data, whisper ? "to" : "agent"),
		   *why = value_get_text(data, "why");

	if (l->me == NULL || !text_is(to, l->me->id) || was_me(l, x) ||
	    (back && text_is(why, "agent")))
		add(l, NOTICE_KIND_COUNT, x->conversation_id, sentence(l, x, data), "");
	else
		add(l, NOTICE_MINE, x->conversation_id,
		    arena_printf(l->a,
			whisper    ? tr("C-%lld: a supervisor whispers to you")
			    : back ? tr("C-%lld is back from where you laid it")
				   : tr("C-%lld was given to you"),
			(long long)x->conversation_id),
		    "");
}

static void
tell(struct look *l, const struct event *x)
{
	struct value *data = NULL;

	if (value_parse_json(l->a, "event", x->data, strlen(x->data), &value_limits_message, &data,
		NULL) != ERR_OK)
		return;
	if (text_starts(x->kind, "message.") && value_get_int(data, "epoch", -1) >= 0)
		tell_message(l, x, data);
	else if (text_is(x->kind, EVENT_OWNER_QUEUED))
		tell_queued(l, x, data);
	else if (text_is(x->kind, "action.waiting") ||
	    (text_is(x->kind, EVENT_ACTION_PROPOSED) &&
		text_is(value_get_text(data, "state"), "waiting")))
		tell_waiting(l, x, data);
	else if (text_is(x->kind, EVENT_SLA_BREACHED) || text_is(x->kind, SLA_WARNING))
		tell_promise(l, x, data);
	else if (text_is(x->kind, OWNER_ASSIGNED) || text_is(x->kind, WHISPER_ADDED) ||
	    text_is(x->kind, CONVERSATION_WOKEN))
		tell_given(l, x, data);
	else if (event_is_shown(x->kind) && !was_me(l, x))
		add(l, NOTICE_KIND_COUNT, x->conversation_id, sentence(l, x, data), "");
}

enum err
news_read(struct news *n, struct desk *d, const char *agent, bool all, struct arena *a,
    struct news_list *out, struct errinfo *e)
{
	struct look l = {
	    .desk = d, .settings = desk_settings(d), .all = all, .a = a, .out = out};
	struct event_list events;
	enum err code;

	*out = (struct news_list){0};
	l.me = text_is_empty(agent) ? NULL : settings_agent(l.settings, agent);
	if (n->after < 0)
		return store_event_last(desk_store(d), &n->after, e);
	if ((code = store_event_after(desk_store(d), a, n->after, EVENTS_MOST, &events, e)) !=
	    ERR_OK)
		return code;
	for (size_t i = 0; i < events.count; i++) {
		n->after = events.items[i].id;
		tell(&l, &events.items[i]);
	}
	out->more = events.count == EVENTS_MOST;
	return out->more ? store_event_last(desk_store(d), &n->after, e) : ERR_OK;
}
