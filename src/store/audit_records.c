/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records against the log: a message's sealed bytes are those whose hash its first event carries;
 * an action is in the state that its last event says.
 */
#include <string.h>

#include "audit.h"
#include "chain.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"

/* What the events of a conversation say of its records, found by id. */
struct said { int64_t id; const struct event *first; const char *state; };
struct saids { struct said *items; size_t count, room; };

static struct said *
said_of(struct saids *list, int64_t id)
{
	for (size_t i = list->count; i-- > 0;)
		if (list->items[i].id == id)
			return &list->items[i];
	return NULL;
}

static struct said *
said_take(struct saids *list, struct arena *a, int64_t id, const struct event *event)
{
	struct said *found = said_of(list, id);

	if (found)
		return found;
	if (list->count == list->room) {
		struct said *more =
		    arena_alloc(a, (list->room = list->room ? list->room * 2 : 16) * sizeof(*more));

		if (list->count > 0)
			memcpy(more, list->items, list->count * sizeof(*more));
		list->items = more;
	}
	list->items[list->count] = (struct said){ id, event, NULL };
	return &list->items[list->count++];
}

/* The data of events is read where it can speak of a record at all. */
static void
listen(struct arena *a, const struct event *event, struct saids *messages, struct saids *actions)
{
	struct value *v;
	int64_t message, action;
	const char *state;

	if (!strstr(event->data, "\"message\"") && !strstr(event->data, "\"action\""))
		return;
	if (value_parse_json(
		a, "event", event->data, strlen(event->data), &value_limits_message, &v, NULL))
		return;
	message = value_get_int(v, "message", 0);
	action = value_get_int(v, "action", 0);
	state = value_get_text(v, "state");
	if (message > 0)
		said_take(messages, a, message, event);
	if (action > 0 && *state)
		said_take(actions, a, action, event)->state = state;
}

static void
check_message(struct audit *x, const struct message *m, const struct said *said)
{
	char body[SEAL_HEX];

	if (!said) {
		audit_find(x, AUDIT_RECORD, m->conversation_id, NULL,
		    "no event of conversation %lld speaks of message %lld",
		    (long long)m->conversation_id, (long long)m->id);
		return;
	}
	chain_body_hash(m->sealed, m->sealed_size, body);
	if (strcmp(body, said->first->body) != 0)
		audit_find(x, AUDIT_RECORD, m->conversation_id, said->first,
		    "the sealed words of message %lld are not those that its event was made of",
		    (long long)m->id);
}

static void
check_action(struct audit *x, const struct action *action, const struct said *said)
{
	if (!said)
		audit_find(x, AUDIT_RECORD, action->conversation_id, NULL,
		    "no event of conversation %lld speaks of action %lld",
		    (long long)action->conversation_id, (long long)action->id);
	else if (!text_is(said->state, action_state_name(action->state)))
		audit_find(x, AUDIT_RECORD, action->conversation_id, said->first,
		    "action %lld is %s, but by its last event it is %.40s", (long long)action->id,
		    action_state_name(action->state), said->state);
}

enum err
audit_records(struct audit *x, struct arena *a, int64_t conversation_id, const struct event *events,
    size_t count, struct errinfo *e)
{
	struct action_filter all = { .conversation_id = conversation_id, .limit = INT32_MAX };
	struct saids messages = { 0 }, actions = { 0 };
	struct message_list stored;
	struct action_list acted;
	size_t matched = 0;
	enum err r = store_message_list(x->s, a, conversation_id, INT64_MIN, &stored, e);

	if (!r && conversation_id > 0)
		r = store_action_list(x->s, a, &all, &acted, e);
	else
		acted.count = 0;
	if (r)
		return r;
	for (size_t i = 0; i < count; i++)
		listen(a, &events[i], &messages, &actions);
	for (size_t i = 0; i < stored.count; i++) {
		const struct said *said = said_of(&messages, stored.items[i].id);

		matched += said != NULL;
		check_message(x, &stored.items[i], said);
	}
	for (size_t i = 0; i < acted.count; i++)
		check_action(x, &acted.items[i], said_of(&actions, acted.items[i].id));
	for (size_t i = 0; i < messages.count && matched < messages.count; i++) {
		bool there = false;

		for (size_t j = 0; j < stored.count && !there; j++)
			there = stored.items[j].id == messages.items[i].id;
		if (!there)
			audit_find(x, AUDIT_RECORD, conversation_id, messages.items[i].first,
			    "message %lld is gone from conversation %lld",
			    (long long)messages.items[i].id, (long long)conversation_id);
	}
	for (size_t i = 0; i < actions.count; i++) {
		bool there = false;

		for (size_t j = 0; j < acted.count && !there; j++)
			there = acted.items[j].id == actions.items[i].id;
		if (!there)
			audit_find(x, AUDIT_RECORD, conversation_id, actions.items[i].first,
			    "action %lld is gone from conversation %lld",
			    (long long)actions.items[i].id, (long long)conversation_id);
	}
	return ERR_OK;
}
