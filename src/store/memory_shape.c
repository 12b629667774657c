/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * By what each table in memory is grouped, and when its work is due.
 */
#include "memory.h"

#include "floorwalker/base/str.h"

uint64_t
memory_key_of_names(const char *a, const char *b, const char *c)
{
	uint64_t key = key_with_text(key_of_int(0), a);

	if (b)
		key = key_with_text(key, b);
	if (c)
		key = key_with_text(key, c);
	return key;
}

#define KEY(function, type, condition, expression) \
	static bool \
	function(const void *record, uint64_t *key) \
	{ \
		const struct type *x = record; \
		if (!(condition)) \
			return false; \
		*key = (expression); \
		return true; \
	}

KEY(conversation_state, conversation, true, key_of_int(x->state))
KEY(conversation_contact, conversation, true, memory_key_of_names(x->channel, x->contact, NULL))
KEY(message_conversation, message, true, key_of_int(x->conversation_id))
KEY(message_source, message, !text_is_empty(x->source_key),
    key_with_text(key_of_int(x->conversation_id), x->source_key))
KEY(turn_conversation, turn, true, key_of_int(x->conversation_id))
KEY(action_conversation, action, true, key_of_int(x->conversation_id))
KEY(action_order, action, !text_is_empty(x->order_id), memory_key_of_names(x->order_id, NULL, NULL))
KEY(action_customer, action, !text_is_empty(x->customer_id),
    memory_key_of_names(x->customer_id, NULL, NULL))
KEY(action_key, action, !text_is_empty(x->key), memory_key_of_names(x->key, NULL, NULL))
KEY(action_state, action, true, key_of_int(x->state))
KEY(approval_action, approval, true, key_of_int(x->action_id))
KEY(outbox_record, outbox_item, true, key_with_int(key_of_int(x->kind), x->record_id))
KEY(outbox_key, outbox_item, true, memory_key_of_names(x->key, NULL, NULL))
KEY(timer_record, timer, true, key_with_text(key_of_int(x->record_id), x->kind))
KEY(note_conversation, note, true, key_of_int(x->conversation_id))
KEY(review_correction, correction_review, true, key_of_int(x->correction_id))
KEY(event_conversation, event, true, key_of_int(x->conversation_id))
KEY(meta_name, meta, true, memory_key_of_names(x->name, NULL, NULL))
KEY(agent_name, agent_state, true, memory_key_of_names(x->agent, NULL, NULL))
KEY(profile_name, profile, true, memory_key_of_names(x->customer_id, NULL, NULL))
KEY(saved_key, saved_search, true, memory_key_of_names(x->key, NULL, NULL))
KEY(macro_name, macro, true, memory_key_of_names(x->name, NULL, NULL))
KEY(draft_owner, composer_draft, true, key_with_text(key_of_int(x->conversation_id), x->agent))
KEY(read_mark_owner, read_mark, true, key_with_text(key_of_int(x->conversation_id), x->agent))
KEY(presence_owner, presence, true, key_with_text(key_of_int(x->conversation_id), x->agent))
KEY(document_id, document, true, memory_key_of_names(x->kind, x->id, NULL))
KEY(document_kind, document, true, memory_key_of_names(x->kind, NULL, NULL))
KEY(index_value, document_key, true, memory_key_of_names(x->kind, x->name, x->value))
KEY(effect_name, effect, true, memory_key_of_names(x->key, NULL, NULL))

/* What decides who has room for more: who holds what, and who is there since when. */
KEY(conversation_held, conversation, (x->state == CONVERSATION_AGENT || x->state == CONVERSATION_WRAP_UP) && x->snoozed_ms == 0,
    memory_key_of_names(x->agent, x->channel, x->queue))
KEY(agent_there, agent_state, true,
    key_with_int(key_with_int(memory_key_of_names(x->agent, x->state, NULL), x->since_ms), x->served_ms))

/* Those that wait in a queue, by how long. */
static bool
conversation_waiting(const void *record, uint64_t *key, int64_t *rank)
{
	const struct conversation *x = record;

	if (x->state != CONVERSATION_QUEUED)
		return false;
	*key = memory_key_of_queue(x->queue);
	*rank = x->waiting_ms == 0 ? INT64_MAX : x->waiting_ms;
	return true;
}

uint64_t
memory_key_of_queue(const char *queue)
{
	return key_with_text(key_of_int(CONVERSATION_QUEUED), queue);
}

static int64_t
turn_due(const void *record)
{
	const struct turn *t = record;

	return t->state == TURN_WAITING ? t->due_ms
	    : t->state == TURN_RUNNING  ? t->lease_ms
					: INT64_MAX;
}

static int64_t
outbox_due(const void *record)
{
	const struct outbox_item *x = record;

	return x->state == OUTBOX_WAITING ? x->due_ms
	    : x->state == OUTBOX_LEASED   ? x->lease_ms
					  : INT64_MAX;
}

static int64_t
timer_due(const void *record)
{
	return ((const struct timer *)record)->due_ms;
}

const struct shape memory_shapes[RECORD_COUNT] = {
	[RECORD_CONVERSATION] = { { conversation_state, conversation_contact }, NULL,
	    .ranked = conversation_waiting, .counted = conversation_held },
	[RECORD_MESSAGE] = { { message_conversation, message_source }, NULL },
	[RECORD_TURN] = { { turn_conversation }, turn_due },
	[RECORD_ACTION] = { { action_conversation, action_order, action_customer, action_key, action_state }, NULL },
	[RECORD_APPROVAL] = { { approval_action }, NULL },
	[RECORD_OUTBOX] = { { outbox_record, outbox_key }, outbox_due },
	[RECORD_TIMER] = { { timer_record }, timer_due, .unlisted = true },
	[RECORD_NOTE] = { { note_conversation }, NULL },
	[RECORD_REVIEW] = { { review_correction }, NULL },
	[RECORD_EVENT] = { { event_conversation }, NULL },
	[RECORD_META] = { { meta_name }, NULL },
	[RECORD_AGENT] = { { agent_name }, NULL, .counted = agent_there },
	[RECORD_PROFILE] = { { profile_name }, NULL },
	[RECORD_MACRO] = { { macro_name }, NULL },
	[RECORD_SAVED] = { { saved_key }, NULL },
	[RECORD_DRAFT] = { { draft_owner }, NULL },
	[RECORD_READ_MARK] = { { read_mark_owner }, NULL },
	[RECORD_PRESENCE] = { { presence_owner }, NULL },
	[RECORD_DOCUMENT] = { { document_id, document_kind }, NULL },
	[RECORD_INDEX] = { { index_value }, NULL },
	[RECORD_EFFECT] = { { effect_name }, NULL },
};
