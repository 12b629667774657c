/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How conversations stand for the metrics, read from their events; and the live figures over them.
 */
#include <string.h>

#include "floorwalker/desk/view.h"
#include "private.h"

#define FIGURES_LIMIT 20000	/* closed conversations of one day that are looked at */

/* What the events of one conversation tell. */
struct story {
	struct conversation_outcome outcome;
	int64_t queued_ms;		/* since when it waits, while reading */
	const char *queue;
	int64_t answered, answered_in_time;
};

static bool
is_by_agent(const struct event *x)
{
	return text_starts(x->actor, "agent:");
}

static void
answered(const struct desk *d, struct story *s, int64_t at_ms)
{
	const struct queue *q = s->queue == NULL ? NULL : settings_queue(d->settings, s->queue);
	if (s->queued_ms == 0)
		return;
	s->answered++;
	s->answered_in_time += q == NULL || q->level_within_ms <= 0 || at_ms - s->queued_ms <= q->level_within_ms;
	s->queued_ms = 0;
}

static void
tell(const struct desk *d, struct arena *a, struct story *s, const struct event *x)
{
	struct conversation_outcome *o = &s->outcome;
	struct value *data = NULL;
	if (value_parse_json(a, "event", x->data, strlen(x->data), &value_limits_message, &data, NULL) != ERR_OK)
		data = NULL;
	if (strcmp(x->kind, EVENT_OWNER_TAKEN) == 0) {
		o->human_joined = true;
		answered(d, s, x->at_ms);
	} else if (strcmp(x->kind, EVENT_OWNER_QUEUED) == 0) {
		o->handed_off |= !is_by_agent(x);
		s->queued_ms = s->queued_ms == 0 ? x->at_ms : s->queued_ms;
		s->queue = arena_text(a, value_get_text(data, "queue"));
	} else if (strcmp(x->kind, EVENT_CONVERSATION_CLOSED) == 0) {
		const char *by = value_get_text(data, "by");
		o->abandoned = value_get_bool(data, "abandoned", false);
		o->timed_out = strcmp(by, "inactivity") == 0;
		o->need_met |= strcmp(by, "ai") == 0 && !o->handed_off;
		s->queued_ms = 0;
	} else if (strcmp(x->kind, EVENT_CONVERSATION_SETTLED) == 0) {
		o->recontact_known = true;
		o->recontacted |= value_get_bool(data, "recontacted", false);
	} else if (text_starts(x->kind, "action.")) {
		o->human_approved |= is_by_agent(x) && (strcmp(x->kind, "action.approved") == 0 || strcmp(x->kind, EVENT_ACTION_APPROVAL) == 0);
		o->need_met |= strcmp(x->kind, "action.done") == 0;
	} else if (strcmp(x->kind, EVENT_MESSAGE_AI) == 0) {
		o->ai_messages++;
	}
}

static enum err
read_story(struct desk *d, struct arena *a, const struct conversation *c, struct story *out, struct errinfo *e)
{
	struct event_list events;
	*out = (struct story){.outcome = {.ai_on = true, .shopper_messages = c->shopper_count, .human_messages = c->human_count}};
	out->outcome.human_joined = c->human_count > 0;
	enum err r = store_event_list(d->store, a, c->id, &events, e);
	for (size_t i = 0; r == ERR_OK && i < events.count; i++)
		tell(d, a, out, &events.items[i]);
	return r;
}

enum err
desk_outcome(struct desk *d, int64_t conversation_id, struct conversation_outcome *out, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct conversation c;
	struct story s;
	enum err r = store_conversation_get(d->store, a, conversation_id, &c, e);
	if (r == ERR_OK && (r = read_story(d, a, &c, &s, e)) == ERR_OK)
		*out = s.outcome;
	arena_free(&a);
	return r;
}

static int64_t
midnight(const struct desk *d)
{
	struct date x;
	date_from_ms(d->settings->zone, clock_now_ms(d->clock), &x);
	x.hour = x.minute = x.second = 0;
	return date_to_ms(d->settings->zone, &x);
}

static enum err
add_stories(struct desk *d, struct arena *a, const struct conversation_filter *f, bool closed, struct desk_figures *out, struct errinfo *e)
{
	struct conversation_list list;
	enum err r = store_conversation_list(d->store, a, f, &list, e);
	for (size_t i = 0; r == ERR_OK && i < list.count; i++) {
		struct story s;
		struct arena *one = arena_new();
		r = read_story(d, one, &list.items[i], &s, e);
		if (r == ERR_OK && closed)
			containment_add(&out->containment, &s.outcome);
		if (r == ERR_OK) {
			out->level.numerator += s.answered_in_time;
			out->level.denominator += s.answered;
		}
		arena_free(&one);
	}
	return r;
}

static enum err
count_agents(struct desk *d, struct arena *a, int64_t *present, struct errinfo *e)
{
	struct agent_state *agents;
	size_t count;
	enum err r = store_agent_list(d->store, a, &agents, &count, e);
	*present = 0;
	for (size_t i = 0; r == ERR_OK && i < count; i++)
		*present += strcmp(agents[i].state, "offline") != 0;
	return r;
}

static enum err
figures(struct desk *d, struct arena *a, struct desk_figures *out, struct errinfo *e)
{
	struct conversation_counts counts;
	int64_t since = midnight(d);
	struct conversation_filter closed = {.states = 1u << CONVERSATION_CLOSED, .closed_after_ms = since, .limit = FIGURES_LIMIT};
	struct conversation_filter taken = {.states = 1u << CONVERSATION_AGENT | 1u << CONVERSATION_WRAP_UP, .limit = FIGURES_LIMIT};
	enum err r;
	if ((r = store_conversation_counts(d->store, a, &counts, e)) != ERR_OK || (r = count_agents(d, a, &out->agents_present, e)) != ERR_OK ||
	    (r = add_stories(d, a, &closed, true, out, e)) != ERR_OK)
		return r;
	out->ai = counts.by_state[CONVERSATION_AI];
	out->waiting = counts.by_state[CONVERSATION_QUEUED];
	out->with_agents = counts.by_state[CONVERSATION_AGENT] + counts.by_state[CONVERSATION_WRAP_UP];
	out->waiting_actions = counts.waiting_actions;
	out->oldest_waiting_ms = counts.oldest_waiting_ms;
	return add_stories(d, a, &taken, false, out, e);
}

enum err
desk_figures(struct desk *d, struct desk_figures *out, struct errinfo *e)
{
	struct arena *a = arena_new();
	*out = (struct desk_figures){0};
	enum err r = figures(d, a, out, e);
	arena_free(&a);
	return r;
}
