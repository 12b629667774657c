/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "used.h"

#include <stdlib.h>
#include <string.h>

const char *const used_sources[USED_SOURCES] = {
    "edited", "marked", "came_back", "sent_as_is", "left_alone"};

bool
used_is_right(enum used_source s)
{
	return s >= USED_AS_IS;
}

bool
used_is_talk(const char *intent)
{
	static const char *const talk[] = {"greeting", "thanks", "goodbye", "human", "out_of_scope"};
	for (size_t k = 0; k < sizeof talk / sizeof *talk; k++)
		if (text_is(intent, talk[k]))
			return true;
	return text_is_empty(intent);
}

/* ---- who came back */

struct used_visit
used_visit_of(const struct conversation *c, const char *intent)
{
	bool closed = c->state == CONVERSATION_CLOSED;
	return (struct used_visit){.id = c->id,
	    .opened_ms = c->opened_ms,
	    .closed_ms = closed ? c->closed_ms : 0,
	    .customer_id = c->customer_id,
	    .contact = c->contact,
	    .channel = c->channel,
	    .intent = intent,
	    .alone = closed && c->human_count == 0 && c->reason == HANDOFF_NONE};
}

static int
compare_names(const char *a, const char *b)
{
	return strcmp(a == NULL ? "" : a, b == NULL ? "" : b);
}

static int
compare_opened(const struct used_visit *x, const struct used_visit *y)
{
	int order = compare_names(x->intent, y->intent);
	return order != 0 ? order : (x->opened_ms > y->opened_ms) - (x->opened_ms < y->opened_ms);
}

static int
by_customer(const void *a, const void *b)
{
	const struct used_visit *x = *(const struct used_visit *const *)a,
				*y = *(const struct used_visit *const *)b;
	int order = compare_names(x->customer_id, y->customer_id);
	return order != 0 ? order : compare_opened(x, y);
}

static int
by_contact(const void *a, const void *b)
{
	const struct used_visit *x = *(const struct used_visit *const *)a,
				*y = *(const struct used_visit *const *)b;
	int order = compare_names(x->channel, y->channel);
	if (order == 0)
		order = compare_names(x->contact, y->contact);
	return order != 0 ? order : compare_opened(x, y);
}

/* The first of the same who and what that opened after x closed; NULL none. */
static const struct used_visit *
next_visit(const struct used_visit *x, struct used_visit *const *sorted, size_t count,
    int (*compare)(const void *, const void *))
{
	struct used_visit key = *x;
	const struct used_visit *k = &key;
	size_t low = 0, high = count;
	key.opened_ms = x->closed_ms + 1;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare(&sorted[middle], &k) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == count)
		return NULL;
	key.opened_ms = sorted[low]->opened_ms;
	return compare(&sorted[low], &k) == 0 ? sorted[low] : NULL;
}

void
used_find_returns(struct used_visit *visits, size_t count, int64_t window_ms)
{
	struct used_visit **customers = mem_grow(NULL, count + 1, sizeof *customers),
			  **contacts = mem_grow(NULL, count + 1, sizeof *contacts);
	for (size_t i = 0; i < count; i++)
		customers[i] = contacts[i] = &visits[i];
	if (count > 1) {
		qsort(customers, count, sizeof(struct used_visit *), by_customer);
		qsort(contacts, count, sizeof(struct used_visit *), by_contact);
	}
	for (size_t i = 0; i < count; i++) {
		struct used_visit *x = &visits[i];
		if (x->closed_ms == 0 || text_is_empty(x->intent))
			continue;
		const struct used_visit *y = !text_is_empty(x->customer_id)
		    ? next_visit(x, customers, count, by_customer)
		    : next_visit(x, contacts, count, by_contact);
		x->returned = y != NULL && y->opened_ms - x->closed_ms <= window_ms;
	}
	mem_free(customers);
	mem_free(contacts);
}

/* ---- labels of one conversation */

bool
used_event_read(struct arena *a, const struct event *x, struct used_event *out)
{
	bool used = text_is(x->kind, EVENT_DRAFT_USED),
	     marked = text_is(x->kind, EVENT_REPLY_MARKED_WRONG),
	     back = text_is(x->kind, EVENT_DRAFT_WITHDRAWN),
	     reopened = text_is(x->kind, EVENT_CONVERSATION_REOPENED);
	struct value *v;
	*out = (struct used_event){.at_ms = x->at_ms, .kind = EVENT_REOPENED};
	if ((!used && !marked && !back && !reopened) || text_is_empty(x->data) ||
	    value_parse_json(a, "event", x->data, strlen(x->data), &value_limits_file, &v, NULL) !=
		ERR_OK)
		return false;
	if (reopened)
		return text_is(value_get_text(v, "to"), "ai");
	const char *how = value_get_text(v, "how");
	out->turn = value_get_int(v, "turn", 0);
	out->kind = marked               ? EVENT_MARKED
	    : back                  ? EVENT_TAKEN_BACK
	    : text_is(how, "other") ? EVENT_OTHER
	    : text_is(how, "as_is") ? EVENT_AS_IS
				    : EVENT_EDITED;
	return true;
}

/* The last reply before an instant that worked on an intent; count where there is none. */
static size_t
last_about(const struct used_turn *turns, size_t count, const char *intent, int64_t before_ms)
{
	for (size_t i = count; i-- > 0;)
		if (turns[i].is_reply && turns[i].created_ms < before_ms &&
		    text_is(turns[i].intent, intent))
			return i;
	return count;
}

static void
label(struct used_found *out, size_t turn, enum used_source source)
{
	if (out->label[turn] == USED_UNKNOWN)
		out->label[turn] = (int)source;
}

/* The shopper opened a closed conversation again: the first turn that worked on a wish tells what
 * for. True where a reply was wrong by that. */
static bool
label_reopened(const struct used_turn *turns, size_t count, int64_t at_ms, struct used_found *out)
{
	for (size_t i = 0; i < count; i++) {
		const struct used_turn *t = &turns[i];
		if (!t->is_reply || t->created_ms < at_ms || used_is_talk(t->intent))
			continue;
		size_t last = last_about(turns, count, t->intent, at_ms);
		if (last == count)
			return false;
		label(out, last, USED_CAME_BACK);
		return true;
	}
	return false;
}

/* Whether the reply that a label is of was taken back: its next event of that turn says so. */
static bool
is_taken_back(const struct used_event *events, size_t count, size_t i)
{
	for (size_t k = i + 1; k < count; k++)
		if (events[k].kind != EVENT_REOPENED && events[k].kind != EVENT_MARKED &&
		    events[k].turn == events[i].turn)
			return events[k].kind == EVENT_TAKEN_BACK;
	return false;
}

/* What agents said and did, turn by turn. True where something was wrong. */
static bool
label_events(const struct used_turn *turns, size_t count, const struct used_event *events,
    size_t event_count, struct used_found *out)
{
	bool any = false;
	for (size_t i = 0; i < event_count; i++) {
		const struct used_event *x = &events[i];
		size_t t = 0;
		if (x->kind == EVENT_REOPENED) {
			any |= label_reopened(turns, count, x->at_ms, out);
			continue;
		}
		while (t < count && turns[t].id != x->turn)
			t++;
		if (t == count || x->kind == EVENT_TAKEN_BACK ||
		    (x->kind != EVENT_MARKED && is_taken_back(events, event_count, i)))
			continue;
		if (x->kind == EVENT_OTHER) {
			out->rewritten++;
			continue;
		}
		any |= x->kind != EVENT_AS_IS;
		label(out, t,
		    x->kind == EVENT_MARKED       ? USED_MARKED
			: x->kind == EVENT_AS_IS ? USED_AS_IS
						 : USED_EDITED);
	}
	return any;
}

void
used_label(const struct used_visit *x, const struct used_turn *turns, size_t count,
    const struct used_event *events, size_t event_count, int64_t window_ms, int64_t now,
    struct used_found *out)
{
	for (size_t i = 0; i < count; i++)
		out->label[i] = USED_UNKNOWN;
	out->rewritten = 0;
	out->not_settled = false;
	if (label_events(turns, count, events, event_count, out) || x->closed_ms == 0 || !x->alone)
		return;
	if (x->returned) {
		size_t last = last_about(turns, count, x->intent, INT64_MAX);
		if (last < count)
			label(out, last, USED_CAME_BACK);
		return;
	}
	out->not_settled = now - x->closed_ms <= window_ms;
	for (size_t i = 0; i < count && !out->not_settled; i++)
		if (turns[i].is_reply)
			label(out, i, USED_LEFT_ALONE);
}
