/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forgetting a conversation, in memory: a simulation of many days keeps those that are open.
 */
#include "memory.h"

#include "floorwalker/base/str.h"

/* All of a group, whose record fits. */
static void
forget_group(struct table *t, size_t group, uint64_t key,
    bool (*fits)(const void *record, const void *of), const void *of)
{
	for (;;) {
		const struct entries *list = table_group(t, group, key);
		struct entry *found = NULL;

		for (size_t i = list->count; i-- > 0 && !found;)
			if (fits(entry_record(list->items[i]), of))
				found = list->items[i];
		if (!found)
			return;
		table_forget(t, found);
	}
}

static bool
message_is_of(const void *record, const void *of)
{
	return ((const struct message *)record)->conversation_id == *(const int64_t *)of;
}

static bool
turn_is_of(const void *record, const void *of)
{
	return ((const struct turn *)record)->conversation_id == *(const int64_t *)of;
}

static bool
note_is_of(const void *record, const void *of)
{
	return ((const struct note *)record)->conversation_id == *(const int64_t *)of;
}

static bool
event_is_of(const void *record, const void *of)
{
	return ((const struct event *)record)->conversation_id == *(const int64_t *)of;
}

static bool
action_is_of(const void *record, const void *of)
{
	return ((const struct action *)record)->conversation_id == *(const int64_t *)of;
}

static bool
approval_is_of(const void *record, const void *of)
{
	return ((const struct approval *)record)->action_id == *(const int64_t *)of;
}

static bool
outbox_is_of(const void *record, const void *of)
{
	const struct outbox_item *x = record, *item = of;

	return x->kind == item->kind && x->record_id == item->record_id;
}

static bool
timer_is_of(const void *record, const void *of)
{
	const struct timer *x = record, *timer = of;

	return x->record_id == timer->record_id && text_is(x->kind, timer->kind);
}

static bool
effect_is_of(const void *record, const void *of)
{
	return text_is(((const struct effect *)record)->key, of);
}

static bool
profile_is_of(const void *record, const void *of)
{
	return text_is(((const struct profile *)record)->customer_id, of);
}

static void
forget_outbox(struct memory *m, enum outbox_kind kind, int64_t record_id)
{
	struct outbox_item of = { .kind = kind, .record_id = record_id };

	forget_group(&m->tables[RECORD_OUTBOX], OUTBOX_BY_RECORD,
	    key_with_int(key_of_int(kind), record_id), outbox_is_of, &of);
}

static void
forget_timer(struct memory *m, const char *kind, int64_t record_id)
{
	struct timer of = { .kind = kind, .record_id = record_id };

	forget_group(&m->tables[RECORD_TIMER], BY_NAME,
	    key_with_text(key_of_int(record_id), kind), timer_is_of, &of);
}

/* What lies beside actions and messages goes before them. */
static void
forget_beside(struct memory *m, int64_t id)
{
	const struct entries *actions = table_group(
	    &m->tables[RECORD_ACTION], ACTIONS_BY_CONVERSATION, key_of_int(id));
	const struct entries *messages = table_group(
	    &m->tables[RECORD_MESSAGE], MESSAGES_BY_CONVERSATION, key_of_int(id));

	for (size_t i = 0; i < actions->count; i++) {
		const struct action *x = entry_record(actions->items[i]);

		forget_group(&m->tables[RECORD_APPROVAL], BY_NAME, key_of_int(x->id),
		    approval_is_of, &x->id);
		forget_group(&m->tables[RECORD_EFFECT], BY_NAME,
		    memory_key_of_names(x->key, NULL, NULL), effect_is_of, x->key);
		forget_outbox(m, OUTBOX_ACTION, x->id);
		forget_timer(m, "expiry", x->id);
	}
	for (size_t i = 0; i < messages->count; i++)
		forget_outbox(m, OUTBOX_MESSAGE,
		    ((const struct message *)entry_record(messages->items[i]))->id);
}

/* Drafts, read marks and presences: as many as there are of open conversations. */
static void
forget_personal(struct memory *m, int64_t id)
{
	static const enum record types[] = { RECORD_DRAFT, RECORD_READ_MARK, RECORD_PRESENCE };

	for (size_t k = 0; k < sizeof types / sizeof *types; k++) {
		struct table *t = &m->tables[types[k]];

		for (size_t i = t->all.count; i-- > 0;)
			if (*(const int64_t *)entry_record(t->all.items[i]) == id)
				table_forget(t, t->all.items[i]);
	}
}

static void
forget_corrections(struct memory *m, int64_t id)
{
	struct table *t = &m->tables[RECORD_CORRECTION], *reviews = &m->tables[RECORD_REVIEW];

	for (size_t i = t->all.count; i-- > 0;) {
		const struct intent_correction *x = entry_record(t->all.items[i]);

		if (x->conversation_id != id)
			continue;
		for (size_t k = reviews->all.count; k-- > 0;)
			if (((const struct correction_review *)entry_record(reviews->all.items[k]))
				->correction_id == x->id)
				table_forget(reviews, reviews->all.items[k]);
		table_forget(t, t->all.items[i]);
	}
}

enum err
memory_forget(void *self, int64_t conversation_id, struct errinfo *e)
{
	static const char *const timers[] = {
	    "sla", "sla_warning", "inactivity", "wrap_up", "recontact", "snooze"};
	struct memory *m = self;
	struct entry *x = table_get(&m->tables[RECORD_CONVERSATION], conversation_id);
	uint64_t key = key_of_int(conversation_id);
	const struct conversation *c;

	if (!x)
		return err_set(e, ERR_NOT_FOUND, "there is no conversation %lld",
		    (long long)conversation_id);
	c = entry_record(x);
	if (c->state != CONVERSATION_CLOSED)
		return err_set(e, ERR_STATE, "conversation %lld is open: it can't be forgotten",
		    (long long)conversation_id);
	forget_beside(m, conversation_id);
	forget_personal(m, conversation_id);
	forget_corrections(m, conversation_id);
	for (size_t i = 0; i < sizeof timers / sizeof *timers; i++)
		forget_timer(m, timers[i], conversation_id);
	forget_group(&m->tables[RECORD_ACTION], ACTIONS_BY_CONVERSATION, key, action_is_of,
	    &conversation_id);
	forget_group(&m->tables[RECORD_TURN], TURNS_BY_CONVERSATION, key, turn_is_of,
	    &conversation_id);
	forget_group(&m->tables[RECORD_NOTE], BY_NAME, key, note_is_of, &conversation_id);
	forget_group(&m->tables[RECORD_MESSAGE], MESSAGES_BY_CONVERSATION, key, message_is_of,
	    &conversation_id);
	forget_group(&m->tables[RECORD_EVENT], BY_NAME, key, event_is_of, &conversation_id);
	if (!text_is_empty(c->customer_id))
		forget_group(&m->tables[RECORD_PROFILE], BY_NAME,
		    memory_key_of_names(c->customer_id, NULL, NULL), profile_is_of, c->customer_id);
	table_forget(&m->tables[RECORD_CONVERSATION], x);
	m->commits++;
	return ERR_OK;
}
