/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a conversation stands for the metrics, read from its events.
 */
#include "story.h"

#include <string.h>

#include "floorwalker/desk/view.h"

void
story_begin(struct story *s, int64_t conversation_id)
{
	*s = (struct story){.conversation_id = conversation_id,
	    .outcome = {.ai_on = true},
	    .first_answer_ms = -1};
}

static const struct value *
data_of(struct arena *a, const struct event *x)
{
	struct value *data;
	return value_parse_json(a, "event", x->data, strlen(x->data), &value_limits_message, &data,
		   NULL) == ERR_OK
	    ? data
	    : NULL;
}

static void
tell_queued(
    struct story *s, const struct desk *d, struct arena *a, const struct event *x, bool by_agent)
{
	const struct queue *q = settings_queue(d->settings, value_get_text(data_of(a, x), "queue"));
	s->outcome.handed_off |= !by_agent;
	s->waits = true;
	s->queue = q == NULL ? 0 : (size_t)(q - d->settings->queues) + 1;
	s->queued_ms = s->queued_ms == 0 ? x->at_ms : s->queued_ms;
	s->promised_ms = q == NULL || q->level_within_ms <= 0 ? 0 : q->level_within_ms;
}

static void
tell_answered(struct story *s, const struct event *x)
{
	s->outcome.human_joined = true;
	if (s->queued_ms == 0)
		return;
	s->last_in_time = s->promised_ms == 0 || x->at_ms - s->queued_ms <= s->promised_ms;
	s->answered++;
	s->answered_in_time += s->last_in_time;
	s->queued_ms = 0;
}

/* A change of owner that was taken back: it waits as it did, or doesn't. */
static void
tell_undone(struct story *s, struct arena *a, const struct event *x)
{
	const struct value *data = data_of(a, x);
	const char *kind = value_get_text(data, "kind");
	bool queued = strcmp(value_get_text(data, "owner"), "queued") == 0;
	bool merged = strcmp(kind, EVENT_CONVERSATION_MERGED) == 0;
	if ((!merged && !text_starts(kind, "owner.")) || strcmp(kind, EVENT_OWNER_WRAP_UP) == 0)
		return;
	if (queued && strcmp(kind, EVENT_OWNER_TAKEN) == 0 && s->answered > 0) {
		s->answered--;
		s->answered_in_time -= s->last_in_time;
	}
	if (merged && strcmp(value_get_text(data, "owner"), "closed") != 0)
		s->closed_ms = 0;
	s->waits = queued;
	s->queued_ms = queued ? value_get_int(data, "waiting_ms", 0) : 0;
}

static void
tell_closed(struct story *s, struct arena *a, const struct event *x)
{
	const struct value *data = data_of(a, x);
	const char *by = value_get_text(data, "by");
	s->outcome.abandoned = value_get_bool(data, "abandoned", false);
	s->outcome.timed_out = strcmp(by, "inactivity") == 0;
	s->outcome.need_met |= strcmp(by, "ai") == 0 && !s->outcome.handed_off;
	s->queued_ms = 0;
	s->waits = false;
	s->closed_ms = x->at_ms;
}

/* ---- what the shopper waited for */

static void
tell_wrote(struct story *s, int64_t at_ms)
{
	s->mood_known = false;
	if (s->wrote_ms == 0)
		s->wrote_ms = at_ms;
	if (s->silent_ms == 0)
		s->silent_ms = at_ms;
}

/* Words of the AI's or of an agent's have reached the shopper. A gap begins where they wrote, or
 * left the queue since. */
static void
tell_heard(struct story *s, int64_t at_ms)
{
	int64_t since = s->left_queue_ms > s->silent_ms ? s->left_queue_ms : s->silent_ms;

	if (s->first_answer_ms < 0 && s->wrote_ms != 0)
		s->first_answer_ms = at_ms - s->wrote_ms;
	else if (s->silent_ms != 0 && !s->waits && at_ms - since > s->longest_gap_ms)
		s->longest_gap_ms = at_ms - since;
	s->silent_ms = s->waits ? at_ms : 0;
}

static void
tell_delivered(struct story *s, struct arena *a, const struct event *x)
{
	/* that somebody joined answers nothing */
	if (s->told_id == 0 || value_get_int(data_of(a, x), "message", 0) != s->told_id)
		tell_heard(s, x->at_ms);
}

static void
tell_question(struct story *s, struct arena *a, const struct event *x)
{
	const struct value *data = data_of(a, x);

	if (strcmp(value_get_text(data, "to"), "shopper") == 0 && s->asked_count < STORY_ASKED)
		s->asked[s->asked_count++] = (int32_t)value_get_int(data, "number", 0);
}

static void
tell_survey(struct story *s, struct arena *a, const struct event *x)
{
	const struct value *data = data_of(a, x);
	int64_t at_ms = value_get_int(data, "answered_ms", 0);

	if (s->score != 0 && at_ms < s->score_ms)
		return;
	s->score = (int8_t)value_get_int(data, "score", 0);
	s->score_ms = at_ms;
}

/* After each event: whether they wait for a person is known by then. */
static void
tell_waits(struct story *s, const struct event *x, bool waited)
{
	if (s->waits && !waited)
		s->entered_ms = x->at_ms;
	if (!waited || s->waits)
		return;
	s->queue_ms += x->at_ms - s->entered_ms;
	s->left_queue_ms = x->at_ms;
}

/* What only the proxy and surveys are made of. */
static void
tell_satisfaction(struct story *s, struct arena *a, const struct event *x)
{
	if (strcmp(x->kind, EVENT_MESSAGE_SHOPPER) == 0)
		tell_wrote(s, x->at_ms);
	else if (strcmp(x->kind, EVENT_MESSAGE_DELIVERED) == 0)
		tell_delivered(s, a, x);
	else if (strcmp(x->kind, EVENT_MESSAGE_SYSTEM) == 0)
		s->told_id = value_get_int(data_of(a, x), "message", 0);
	else if (strcmp(x->kind, EVENT_TURN_SENT) == 0 || strcmp(x->kind, EVENT_TURN_HANDED_OFF) == 0)
		s->mood_known = true;
	else if (strcmp(x->kind, EVENT_CONVERSATION_REOPENED) == 0 ||
	    strcmp(x->kind, EVENT_OWNER_REOPENED) == 0)
		s->silent_ms = 0;	/* while it was closed nobody owed an answer */
	else if (strcmp(x->kind, EVENT_ACTION_ASKED) == 0)
		tell_question(s, a, x);
	else if (strcmp(x->kind, EVENT_SURVEY_ANSWERED) == 0)
		tell_survey(s, a, x);
}

static void
tell_outcome(struct story *s, const struct desk *d, struct arena *a, const struct event *x)
{
	struct conversation_outcome *o = &s->outcome;
	bool by_agent = text_starts(x->actor, "agent:");
	if (strcmp(x->kind, EVENT_MESSAGE_SHOPPER) == 0) {
		o->shopper_messages++;
	} else if (strcmp(x->kind, EVENT_MESSAGE_AI) == 0) {
		o->ai_messages++;
	} else if (strcmp(x->kind, EVENT_MESSAGE_AGENT) == 0) {
		o->human_messages++;
		tell_answered(s, x);
	} else if (strcmp(x->kind, EVENT_OWNER_TAKEN) == 0) {
		s->waits = false;
		tell_answered(s, x);	/* who takes it by hand is there */
	} else if (strcmp(x->kind, EVENT_OWNER_ASSIGNED) == 0) {
		s->waits = false;
		o->human_joined = true;	/* who is given it is there once they write */
	} else if (strcmp(x->kind, EVENT_MESSAGE_WITHDRAWN) == 0 && by_agent) {
		o->human_messages--;	/* taken back before it went out */
	} else if (strcmp(x->kind, EVENT_OWNER_ESCALATED) == 0 ||
	    strcmp(x->kind, EVENT_CONVERSATION_MERGED) == 0) {
		o->human_joined = true;
	} else if (strcmp(x->kind, EVENT_OWNER_REOPENED) == 0) {
		o->human_joined = true;
		s->closed_ms = 0;
	} else if (strcmp(x->kind, EVENT_ACT_UNDONE) == 0) {
		tell_undone(s, a, x);
	} else if (strcmp(x->kind, EVENT_OWNER_QUEUED) == 0) {
		tell_queued(s, d, a, x, by_agent);
	} else if (strcmp(x->kind, EVENT_CONVERSATION_CLOSED) == 0) {
		tell_closed(s, a, x);
	} else if (strcmp(x->kind, EVENT_CONVERSATION_REOPENED) == 0) {
		s->closed_ms = 0;
	} else if (strcmp(x->kind, EVENT_CONVERSATION_SETTLED) == 0) {
		o->recontact_known = true;
		o->recontacted |= value_get_bool(data_of(a, x), "recontacted", false);
	} else if (strcmp(x->kind, EVENT_ACTION_APPROVAL) == 0 ||
	    strcmp(x->kind, "action.approved") == 0) {
		o->human_approved |= by_agent;
	} else if (strcmp(x->kind, "action.done") == 0) {
		o->need_met = true;
	}
}

void
story_tell(struct story *s, const struct desk *d, struct arena *a, const struct event *x)
{
	bool waited = s->waits;

	tell_outcome(s, d, a, x);
	tell_satisfaction(s, a, x);
	tell_waits(s, x, waited);
}

enum err
desk_outcome(
    struct desk *d, int64_t conversation_id, struct conversation_outcome *out, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct conversation c;
	struct event_list events;
	struct story s;
	enum err r = store_conversation_get(d->store, a, conversation_id, &c, e);
	if (r == ERR_OK)
		r = store_event_list(d->store, a, conversation_id, &events, e);
	story_begin(&s, conversation_id);
	for (size_t i = 0; r == ERR_OK && i < events.count; i++)
		story_tell(&s, d, a, &events.items[i]);
	*out = s.outcome;
	arena_free(&a);
	return r;
}
