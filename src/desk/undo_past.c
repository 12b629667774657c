/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an agent did last, by the log: it tells what that was and what it was before. What was taken
 * back, and what taking it back wrote, is left out of the next look.
 */
#include <string.h>

#include "undo.h"

/* What an event is about its own matter alone: nothing is in the way of what was done before. */
static bool
is_aside(const struct event *x)
{
	static const char *const kinds[] = {EVENT_MESSAGE_DELIVERED, EVENT_MESSAGE_FAILED,
	    EVENT_DRAFT_USED, EVENT_DRAFT_WITHDRAWN, EVENT_REPLY_MARKED_WRONG,
	    EVENT_CORRECTION_ADDED, EVENT_CORRECTION_ACCEPTED, EVENT_CORRECTION_REJECTED,
	    EVENT_SLA_WARNING, EVENT_SLA_BREACHED,
	    EVENT_MONITOR_STARTED, EVENT_MONITOR_ENDED, EVENT_SURVEY_ANSWERED};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i], x->kind) == 0)
			return true;
	return false;
}

const struct value *
undo_data(struct use *u, const struct event *x)
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

enum err
undo_read_past(struct use *u, int64_t id, struct past *p, struct errinfo *e)
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
		const struct value *v = undo_data(u, x);
		skip(p, value_get_int(v, "number", 0), value_get_int(v, "last", 0));
		skip(p, value_get_int(v, "also", 0), value_get_int(v, "also", 0));
		skip(p, value_get_int(v, "began", x->number), x->number);
	}
	return ERR_OK;
}

bool
undo_last_before(const struct past *p, size_t place, size_t *out)
{
	while (place > 0 && p->skipped[place - 1])
		place--;
	*out = place - 1;
	return place > 0;
}

/* Of several events that one act wrote, that which tells it. */
static size_t
head_of(struct use *u, const struct past *p, size_t at)
{
	const struct event *x = &p->events.items[at];
	size_t before = at;
	/* passing on and escalating end with being queued */
	if (strcmp(x->kind, EVENT_OWNER_QUEUED) == 0)
		return undo_last_before(p, at, &before) ? before : at;
	if (strcmp(x->kind, EVENT_CONVERSATION_CLOSED) != 0 ||
	    strcmp(value_get_text(undo_data(u, x), "disposition"), DISPOSITION_MERGED) != 0)
		return at;
	while (before > 0 && strcmp(p->events.items[before].kind, EVENT_CONVERSATION_MERGED) != 0)
		before--;
	return strcmp(p->events.items[before].kind, EVENT_CONVERSATION_MERGED) == 0 ? before : at;
}

bool
undo_find_head(struct use *u, struct undoing *w, const struct event **other)
{
	const struct past *p = &w->past;
	size_t at;
	*other = NULL;
	if (!undo_last_before(p, p->events.count, &at))
		return false;
	if (strcmp(p->events.items[at].actor, w->x.actor) != 0) {
		*other = &p->events.items[at];
		return false;
	}
	w->last = p->events.items[at].number;
	w->head = &p->events.items[head_of(u, p, at)];
	w->data = undo_data(u, w->head);
	return true;
}
