/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "statements.h"

#include "floorwalker/store.h"

/* The numbers that stand in the statements and in stored records; constants are only ever
 * appended. */
_Static_assert(CONVERSATION_QUEUED == 1 && CONVERSATION_CLOSED == 4, "states of conversations are stored as numbers");
_Static_assert(AUTHOR_AI == 1 && DELIVERY_PENDING == 0 && DELIVERY_WITHDRAWN == 2 && DELIVERY_FAILED == 4, "messages are stored by numbers");
_Static_assert(TURN_WAITING == 0 && TURN_RUNNING == 1 && TURN_FAILED == 5, "states of turns are stored as numbers");
_Static_assert(ACTION_WAITING == 3 && ACTION_REVERSED == 11 && ACTION_GOODWILL == 9, "actions are stored by numbers");
_Static_assert(OUTBOX_WAITING == 0 && OUTBOX_LEASED == 1 && OUTBOX_CANCELLED == 3 && OUTBOX_DEAD == 4 && OUTBOX_ACTION == 1,
    "outbox items are stored by numbers");
_Static_assert(HANDOFF_OTHER == 13 && ORDER_ID == 0 && ORDER_DUE == 4, "reasons are stored, and lists are chosen, by number");

/* Columns of each table after its id. */
#define CONVERSATION_FIELDS \
	"version, channel, contact, shopper, customer_id, tier, language, state, queue, agent, epoch, reason, intent, " \
	"confidence, sentiment, sentiment_first, summary, draft, preview, disposition, message_count, shopper_count, " \
	"human_count, opened_ms, updated_ms, shopper_ms, waiting_ms, due_ms, closed_ms, " \
	"snoozed_ms, snooze_reason, tags, level, merged_into, wrap_up_ms, key"
#define MESSAGE_FIELDS \
	"conversation_id, number, author, name, text, sealed, source_key, epoch, turn_id, confidence, citations, " \
	"delivery, created_ms, delivered_ms"
#define TURN_FIELDS \
	"conversation_id, up_to, epoch, state, worker, lease_ms, attempts, due_ms, backend, confidence, intent, trace, " \
	"created_ms, ended_ms"
#define ACTION_FIELDS \
	"version, conversation_id, epoch, customer_id, order_id, kind, state, sealed_params, title, amount, currency, " \
	"verdict, rule, facts, facts_hash, proposed_by, key, result, reason, approvals_needed, attempts, proposed_ms, " \
	"expires_ms, decided_ms, ended_ms, first_amount, amended_by, amended_ms, asked_by, question, asked_ms, answered_ms"
#define APPROVAL_FIELDS \
	"action_id, agent, approve, reason, facts_hash, at_ms"
#define OUTBOX_FIELDS \
	"kind, record_id, conversation_id, epoch, key, state, due_ms, attempts, worker, lease_ms, error"
#define NOTE_FIELDS \
	"conversation_id, agent, text, created_ms, reader"
#define CORRECTION_FIELDS \
	"conversation_id, message_id, agent, was, intent, created_ms"
#define REVIEW_FIELDS \
	"correction_id, agent, accept, reason, at_ms"
/* a kind with all below it: what follows its name and a dot, up to what follows a dot */
#define EVENT_PAGE \
	"id > $1 AND id < $2 AND ($3 = '' OR kind = $3 OR (kind > $3 || '.' AND kind < $3 || '/')) AND ($4 = '' OR actor = $4) "
#define EVENT_FIELDS \
	"conversation_id, number, kind, actor, data, at_ms, body, previous, hash"
#define CHECKPOINT_FIELDS \
	"at_ms, last_event, heads, previous, seal"

/* The id given, or one more than the largest: write transactions come one at a time. */
#define NEXT_ID(table) "COALESCE($1, (SELECT COALESCE(MAX(id), 0) + 1 FROM " table "))"
#define SELECT(fields, table) "SELECT id, " fields " FROM " table " "
#define CONVERSATION_WHOLE CONVERSATION_FIELDS ", sealed_state"

#define FILTER \
	"($1 = 0 OR (($1 >> state) & 1) = 1) AND (CAST($2 AS TEXT) IS NULL OR queue = $2) AND (CAST($3 AS TEXT) IS NULL OR agent = $3) " \
	"AND (CAST($4 AS TEXT) IS NULL OR customer_id = $4) AND ($5 < 0 OR reason = $5) AND ($6 = 0 OR opened_ms > $6) " \
	"AND ($7 = 0 OR closed_ms > $7) AND ($8 = 0 OR ($8 = 2) = (snoozed_ms > 0)) AND ($9 = 0 OR level >= $9) " \
	"AND (CAST($10 AS TEXT) IS NULL OR ' ' || tags || ' ' LIKE '% ' || $10 || ' %') "
#define LIST_CONVERSATIONS(which, order) \
	SELECT(CONVERSATION_FIELDS, "conversations") "WHERE " which FILTER "ORDER BY " order " LIMIT $11 OFFSET $12"
/* What is absent comes last, whichever way it goes. */
#define LISTS(which, id) \
	LIST_CONVERSATIONS(which, id), \
	LIST_CONVERSATIONS(which, id " DESC"), \
	LIST_CONVERSATIONS(which, "updated_ms, id"), \
	LIST_CONVERSATIONS(which, "updated_ms DESC, id DESC"), \
	LIST_CONVERSATIONS(which, "CASE WHEN waiting_ms = 0 THEN 1 ELSE 0 END, waiting_ms, id"), \
	LIST_CONVERSATIONS(which, "waiting_ms DESC, id DESC"), \
	LIST_CONVERSATIONS(which, "CASE WHEN confidence < 0 THEN 1 ELSE 0 END, confidence, id"), \
	LIST_CONVERSATIONS(which, "confidence DESC, id DESC"), \
	LIST_CONVERSATIONS(which, "CASE WHEN due_ms = 0 THEN 1 ELSE 0 END, due_ms, id"), \
	LIST_CONVERSATIONS(which, "due_ms DESC, id DESC")
#define COUNT_CONVERSATIONS(which, id) "SELECT COUNT(*) FROM conversations WHERE " which FILTER
/* In the order of enum narrowing; state is the parameter after the last. An order by +id doesn't
 * tempt the planner to walk through all rows by id. */
#define NARROWED(what, state) \
	what("", "id"), what("state <> 4 AND ", "+id"), what("state <> 4 AND state = " state " AND ", "+id"), what("state = 4 AND ", "id"), \
	what("state = 4 AND closed_ms > $7 AND ", "+id")
#define LIST_ACTIONS(which) \
	SELECT(ACTION_FIELDS, "actions") "WHERE " which "($1 = 0 OR (($1 >> state) & 1) = 1) AND ($2 = 0 OR conversation_id = $2) " \
	"AND (CAST($3 AS TEXT) IS NULL OR order_id = $3) AND (CAST($4 AS TEXT) IS NULL OR customer_id = $4) " \
	"AND ($5 = 0 OR (expires_ms > 0 AND expires_ms < $5)) ORDER BY id LIMIT $6"

const char *const statements[STATEMENT_COUNT] = {
	[STATEMENT_META_SAVE] = "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2",
	[STATEMENT_META_FIND] = "SELECT name, value FROM meta WHERE name = $1",
	[STATEMENT_META_ALL] = "SELECT name, value FROM meta ORDER BY name",
	[STATEMENT_CONVERSATION_ADD] = "INSERT INTO conversations (id, " CONVERSATION_WHOLE ") VALUES (" NEXT_ID("conversations") ", "
	    "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, "
	    "$27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38) ON CONFLICT DO NOTHING RETURNING id",
	[STATEMENT_CONVERSATION_PUT] = "UPDATE conversations SET (" CONVERSATION_WHOLE ") = ($2 + 1, "
	    "$3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, "
	    "$27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, COALESCE($38, sealed_state)) WHERE id = $1 AND version = $2 RETURNING id",
	/* Most puts leave the indexed columns as they are: then no index is touched. */
	[STATEMENT_CONVERSATION_PUT_IN_PLACE] = "UPDATE conversations SET (version, "
	    "shopper, tier, language, agent, epoch, reason, intent, confidence, sentiment, sentiment_first, summary, draft, "
	    "preview, disposition, message_count, shopper_count, human_count, opened_ms, updated_ms, shopper_ms, waiting_ms, "
	    "due_ms, closed_ms, snoozed_ms, snooze_reason, tags, level, merged_into, wrap_up_ms, key, sealed_state) = ($2 + 1, $5, $7, $8, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, "
	    "$22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, COALESCE($38, sealed_state)) WHERE id = $1 AND version = $2 AND "
	    "channel = $3 AND contact = $4 AND customer_id = $6 AND state = $9 AND queue = $10 RETURNING id",
	[STATEMENT_CONVERSATION_GET] = SELECT(CONVERSATION_WHOLE, "conversations") "WHERE id = $1",
	[STATEMENT_CONVERSATION_PART] = SELECT(CONVERSATION_FIELDS, "conversations") "WHERE id = $1",
	[STATEMENT_CONVERSATION_OF_CONTACT] = SELECT(CONVERSATION_WHOLE, "conversations") "WHERE channel = $1 AND contact = $2 "
	    "ORDER BY CASE WHEN state <> 4 THEN 0 ELSE 1 END, id DESC LIMIT 1",
	[STATEMENT_CONVERSATION_COUNT_STATES] = "SELECT state, COUNT(*) FROM conversations WHERE state <> 4 GROUP BY state "
	    "UNION ALL SELECT 4, COUNT(*) FROM conversations WHERE state = 4",
	[STATEMENT_CONVERSATION_COUNT_QUEUES] = "SELECT queue, COUNT(*), "
	    "COALESCE(MIN(CASE WHEN waiting_ms > 0 THEN waiting_ms END), 0), COALESCE(MIN(CASE WHEN due_ms > 0 THEN due_ms END), 0) "
	    "FROM conversations WHERE state <> 4 AND state = 1 "
	    "GROUP BY queue ORDER BY queue",
	[STATEMENT_CONVERSATION_COUNT] = NARROWED(COUNT_CONVERSATIONS, "$11"),
	[STATEMENT_CONVERSATION_LIST] = NARROWED(LISTS, "$13"),
	[STATEMENT_MESSAGE_ADD] = "INSERT INTO messages (id, " MESSAGE_FIELDS ") VALUES (" NEXT_ID("messages") ", "
	    "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING RETURNING id",
	[STATEMENT_MESSAGE_NUMBER] = "SELECT COALESCE(MAX(number), 0) + 1 FROM messages WHERE conversation_id = $1",
	[STATEMENT_MESSAGE_GET] = SELECT(MESSAGE_FIELDS, "messages") "WHERE id = $1",
	[STATEMENT_MESSAGE_LIST] = SELECT(MESSAGE_FIELDS, "messages") "WHERE conversation_id = $1 AND number > $2 ORDER BY number",
	[STATEMENT_MESSAGE_OF_SOURCE] = "SELECT id, number FROM messages WHERE conversation_id = $1 AND source_key = $2 AND source_key <> ''",
	[STATEMENT_MESSAGE_SET_DELIVERY] = "UPDATE messages SET delivery = $2, delivered_ms = $3 WHERE id = $1 RETURNING id",
	[STATEMENT_MESSAGE_SET_TEXT] = "UPDATE messages SET text = $2 WHERE id = $1 RETURNING id",
	[STATEMENT_MESSAGE_WITHDRAW] = "UPDATE messages SET delivery = 2 WHERE conversation_id = $1 AND author = 1 AND delivery = 0 RETURNING id",
	[STATEMENT_TURN_ADD] = "INSERT INTO turns (id, " TURN_FIELDS ") VALUES (" NEXT_ID("turns") ", "
	    "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING RETURNING id",
	[STATEMENT_TURN_PUT] = "UPDATE turns SET (" TURN_FIELDS ") = ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) "
	    "WHERE id = $1 AND state < 2 AND ($6 = '' OR worker = $6) RETURNING id",
	[STATEMENT_TURN_GET] = SELECT(TURN_FIELDS, "turns") "WHERE id = $1",
	[STATEMENT_TURN_OPEN] = SELECT(TURN_FIELDS, "turns") "WHERE conversation_id = $1 AND state < 2",
	[STATEMENT_TURN_LATEST] = SELECT(TURN_FIELDS, "turns") "WHERE conversation_id = $1 ORDER BY id DESC LIMIT 1",
	[STATEMENT_TURN_LIST] = SELECT(TURN_FIELDS, "turns") "WHERE conversation_id = $1 ORDER BY id",
	[STATEMENT_TURN_SINCE] = SELECT(TURN_FIELDS, "turns") "WHERE (created_ms, id) > ($1, $2) ORDER BY created_ms, id LIMIT $3",
	[STATEMENT_TURN_SET_TRACE] = "UPDATE turns SET trace = $2 WHERE id = $1 RETURNING id",
	[STATEMENT_TURN_CLAIM] = "UPDATE turns SET state = 1, worker = $1, lease_ms = $2, attempts = attempts + 1 WHERE id = "
	    "(SELECT id FROM turns WHERE ready_ms IS NOT NULL AND ready_ms <= $3 ORDER BY ready_ms, id LIMIT 1) "
	    "RETURNING id, " TURN_FIELDS,
	[STATEMENT_TURN_FIRST] = "SELECT ready_ms FROM turns WHERE ready_ms IS NOT NULL ORDER BY ready_ms LIMIT 1",
	[STATEMENT_OUTBOX_CLAIM] = "UPDATE outbox SET state = 1, worker = $1, lease_ms = $2, attempts = attempts + 1 WHERE id = "
	    "(SELECT id FROM outbox WHERE ready_ms IS NOT NULL AND ready_ms <= $3 ORDER BY ready_ms, id LIMIT 1) "
	    "RETURNING id, " OUTBOX_FIELDS,
	[STATEMENT_OUTBOX_FIRST] = "SELECT ready_ms FROM outbox WHERE ready_ms IS NOT NULL ORDER BY ready_ms LIMIT 1",
	[STATEMENT_ACTION_ADD] = "INSERT INTO actions (id, " ACTION_FIELDS ") VALUES (" NEXT_ID("actions") ", "
	    "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, "
	    "$27, $28, $29, $30, $31, $32, $33) ON CONFLICT DO NOTHING RETURNING id",
	[STATEMENT_ACTION_PUT] = "UPDATE actions SET (" ACTION_FIELDS ") = ($2 + 1, "
	    "$3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, "
	    "$27, $28, $29, $30, $31, $32, $33) WHERE id = $1 AND version = $2 RETURNING id",
	[STATEMENT_ACTION_GET] = SELECT(ACTION_FIELDS, "actions") "WHERE id = $1",
	[STATEMENT_ACTION_LIST] = LIST_ACTIONS(""),
	[STATEMENT_ACTION_OF_CONVERSATION] = LIST_ACTIONS("conversation_id = $2 AND "),
	[STATEMENT_ACTION_OF_ORDER] = LIST_ACTIONS("order_id = $3 AND order_id <> '' AND "),
	[STATEMENT_ACTION_OF_CUSTOMER] = LIST_ACTIONS("customer_id = $4 AND customer_id <> '' AND "),
	[STATEMENT_ACTION_WAITING] = LIST_ACTIONS("state = 3 AND "),
	[STATEMENT_ACTION_COUNT_WAITING] = "SELECT COUNT(*) FROM actions WHERE state = 3",
	[STATEMENT_APPROVAL_ADD] = "INSERT INTO approvals (id, " APPROVAL_FIELDS ") VALUES (" NEXT_ID("approvals") ", "
	    "$2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id",
	[STATEMENT_APPROVAL_GET] = SELECT(APPROVAL_FIELDS, "approvals") "WHERE id = $1",
	[STATEMENT_APPROVAL_LIST] = SELECT(APPROVAL_FIELDS, "approvals") "WHERE action_id = $1 ORDER BY id",
	[STATEMENT_OUTBOX_ADD] = "INSERT INTO outbox (id, " OUTBOX_FIELDS ") VALUES (" NEXT_ID("outbox") ", "
	    "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING RETURNING id",
	[STATEMENT_OUTBOX_PUT] = "UPDATE outbox SET (" OUTBOX_FIELDS ") = ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
	    "WHERE id = $1 AND state IN (0, 1, 4) AND ($10 = '' OR worker = $10) RETURNING id",
	[STATEMENT_OUTBOX_GET] = SELECT(OUTBOX_FIELDS, "outbox") "WHERE id = $1",
	[STATEMENT_OUTBOX_OF] = SELECT(OUTBOX_FIELDS, "outbox") "WHERE kind = $1 AND record_id = $2 ORDER BY id DESC LIMIT 1",
	[STATEMENT_OUTBOX_CANCEL] = "UPDATE outbox SET state = 3 WHERE kind = $1 AND record_id = $2 AND state = 0",
	[STATEMENT_TIMER_SET] = "INSERT INTO timers (id, kind, record_id, due_ms) VALUES (" NEXT_ID("timers") ", $2, $3, $4) "
	    "ON CONFLICT (kind, record_id) DO UPDATE SET due_ms = $4",
	[STATEMENT_TIMER_CLEAR] = "DELETE FROM timers WHERE kind = $1 AND record_id = $2",
	[STATEMENT_TIMER_DUE] = "SELECT id, kind, record_id, due_ms FROM timers WHERE due_ms <= $1 ORDER BY due_ms, id LIMIT 1",
	[STATEMENT_TIMER_FIRST] = "SELECT due_ms FROM timers ORDER BY due_ms LIMIT 1",
	[STATEMENT_NOTE_ADD] = "INSERT INTO notes (id, " NOTE_FIELDS ") VALUES (" NEXT_ID("notes") ", "
	    "$2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id",
	[STATEMENT_NOTE_GET] = SELECT(NOTE_FIELDS, "notes") "WHERE id = $1",
	[STATEMENT_NOTE_LIST] = SELECT(NOTE_FIELDS, "notes") "WHERE conversation_id = $1 ORDER BY id",
	[STATEMENT_NOTE_SET_TEXT] = "UPDATE notes SET text = $2 WHERE id = $1 RETURNING id",
	[STATEMENT_CORRECTION_ADD] = "INSERT INTO corrections (id, " CORRECTION_FIELDS ") VALUES (" NEXT_ID("corrections") ", "
	    "$2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id",
	[STATEMENT_CORRECTION_GET] = SELECT(CORRECTION_FIELDS, "corrections") "WHERE id = $1",
	[STATEMENT_CORRECTION_LIST] = SELECT(CORRECTION_FIELDS, "corrections") "WHERE id > $1 ORDER BY id LIMIT $2",
	[STATEMENT_REVIEW_ADD] = "INSERT INTO reviews (id, " REVIEW_FIELDS ") VALUES (" NEXT_ID("reviews") ", "
	    "$2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id",
	[STATEMENT_REVIEW_GET] = SELECT(REVIEW_FIELDS, "reviews") "WHERE id = $1",
	[STATEMENT_REVIEW_LIST] = SELECT(REVIEW_FIELDS, "reviews") "WHERE correction_id = $1 ORDER BY id",
	[STATEMENT_AGENT_SAVE] = "INSERT INTO agents (agent, state, since_ms, seen_ms, served_ms) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (agent) DO "
	    "UPDATE SET state = $2, since_ms = $3, seen_ms = $4, served_ms = $5",
	[STATEMENT_AGENT_FIND] = "SELECT agent, state, since_ms, seen_ms, served_ms FROM agents WHERE agent = $1",
	[STATEMENT_AGENT_ALL] = "SELECT agent, state, since_ms, seen_ms, served_ms FROM agents ORDER BY agent",
	[STATEMENT_PROFILE_SAVE] = "INSERT INTO profiles (customer_id, shown, key, conversations, first_ms, last_ms) VALUES ($1, $2, $3, $4, $5, $6) ON "
	    "CONFLICT (customer_id) DO UPDATE SET shown = $2, key = $3, conversations = $4, first_ms = $5, last_ms = $6",
	[STATEMENT_PROFILE_FIND] = "SELECT customer_id, shown, key, conversations, first_ms, last_ms FROM profiles WHERE customer_id = $1",
	[STATEMENT_PROFILE_ALL] = "SELECT customer_id, shown, key, conversations, first_ms, last_ms FROM profiles ORDER BY customer_id",
	[STATEMENT_MACRO_SAVE] = "INSERT INTO macros (name, text, actions) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET text = $2, actions = $3",
	[STATEMENT_MACRO_FIND] = "SELECT name, text, actions FROM macros WHERE name = $1",
	[STATEMENT_MACRO_ALL] = "SELECT name, text, actions FROM macros ORDER BY name",
	[STATEMENT_SAVED_SAVE] = "INSERT INTO saved_searches (key, owner, name, query, agent, saved_ms) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT "
	    "(key) DO UPDATE SET query = $4, agent = $5, saved_ms = $6",
	[STATEMENT_SAVED_FIND] = "SELECT key, owner, name, query, agent, saved_ms FROM saved_searches WHERE key = $1",
	[STATEMENT_SAVED_ALL] = "SELECT key, owner, name, query, agent, saved_ms FROM saved_searches ORDER BY key",
	[STATEMENT_SAVED_REMOVE] = "DELETE FROM saved_searches WHERE key = $1 RETURNING key",
	[STATEMENT_DRAFT_SAVE] = "INSERT INTO drafts (conversation_id, agent, sealed, updated_ms) VALUES ($1, $2, $3, $4) "
	    "ON CONFLICT (conversation_id, agent) DO UPDATE SET sealed = $3, updated_ms = $4",
	[STATEMENT_DRAFT_FIND] = "SELECT conversation_id, agent, sealed, updated_ms FROM drafts WHERE conversation_id = $1 AND agent = $2",
	[STATEMENT_DRAFT_REMOVE] = "DELETE FROM drafts WHERE conversation_id = $1 AND agent = $2",
	[STATEMENT_READ_MARK_SAVE] = "INSERT INTO read_marks (conversation_id, agent, messages, at_ms) VALUES ($1, $2, $3, $4) "
	    "ON CONFLICT (conversation_id, agent) DO UPDATE SET messages = $3, at_ms = $4 WHERE read_marks.messages < $3",
	[STATEMENT_READ_MARK_FIND] = "SELECT conversation_id, agent, messages, at_ms FROM read_marks WHERE conversation_id = $1 AND agent = $2",
	[STATEMENT_PRESENCE_SAVE] = "INSERT INTO presences (conversation_id, agent, since_ms, seen_ms) VALUES ($1, $2, $3, $4) "
	    "ON CONFLICT (conversation_id, agent) DO UPDATE SET since_ms = $3, seen_ms = $4",
	[STATEMENT_PRESENCE_FIND] = "SELECT conversation_id, agent, since_ms, seen_ms FROM presences WHERE conversation_id = $1 AND agent = $2",
	[STATEMENT_PRESENCE_REMOVE] = "DELETE FROM presences WHERE conversation_id = $1 AND agent = $2",
	[STATEMENT_PRESENCE_FORGET] = "DELETE FROM presences WHERE seen_ms < $1",
	[STATEMENT_PRESENCE_SINCE] = "SELECT conversation_id, agent, since_ms, seen_ms FROM presences WHERE seen_ms >= $1 ORDER BY conversation_id, agent",
	[STATEMENT_CONVERSATION_COUNT_SNOOZED] = "SELECT COUNT(*) FROM conversations WHERE state <> 4 AND state = 2 AND snoozed_ms > 0",
	[STATEMENT_DOCUMENT_GET] = "SELECT kind, id, body, version FROM documents WHERE kind = $1 AND id = $2",
	[STATEMENT_DOCUMENT_ADD] = "INSERT INTO documents (kind, id, body, version) VALUES ($1, $2, $3, 1) ON CONFLICT DO NOTHING RETURNING version",
	[STATEMENT_DOCUMENT_REPLACE] = "UPDATE documents SET body = $3, version = version + 1 WHERE kind = $1 AND id = $2 AND version = $4 RETURNING version",
	[STATEMENT_DOCUMENT_SAVE] = "INSERT INTO documents (kind, id, body, version) VALUES ($1, $2, $3, 1) ON CONFLICT (kind, id) DO UPDATE SET body = $3, "
	    "version = documents.version + 1 RETURNING version",
	[STATEMENT_DOCUMENT_LIST] = "SELECT kind, id, body, version FROM documents WHERE kind = $1 ORDER BY id",
	[STATEMENT_DOCUMENT_INDEX] = "INSERT INTO document_keys (kind, name, value, id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
	[STATEMENT_DOCUMENT_FIND] = "SELECT id FROM document_keys WHERE kind = $1 AND name = $2 AND value = $3 ORDER BY id",
	[STATEMENT_DOCUMENT_REMOVE] = "DELETE FROM documents WHERE kind = $1 AND id = $2",
	[STATEMENT_DOCUMENT_UNINDEX] = "DELETE FROM document_keys WHERE kind = $1 AND name = $2 AND value = $3 AND id = $4",
	[STATEMENT_EFFECT_ADD] = "INSERT INTO effects (key, result, at_ms) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING key",
	[STATEMENT_EFFECT_FIND] = "SELECT key, result, at_ms FROM effects WHERE key = $1",
	[STATEMENT_CHAIN_GET] = "SELECT conversation_id, number, hash FROM chains WHERE conversation_id = $1",
	[STATEMENT_CHAIN_SET] = "INSERT INTO chains (conversation_id, number, hash) VALUES ($1, $2, $3) ON CONFLICT (conversation_id) DO UPDATE SET "
	    "number = $2, hash = $3",
	[STATEMENT_CHAINS_MOVED] = "SELECT conversation_id, number, hash FROM chains WHERE conversation_id IN (SELECT conversation_id FROM events WHERE id > "
	    "$1) ORDER BY conversation_id",
	[STATEMENT_EVENT_ADD] = "INSERT INTO events (id, " EVENT_FIELDS ") VALUES (" NEXT_ID("events") ", "
	    "$2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING id",
	[STATEMENT_EVENT_GET] = SELECT(EVENT_FIELDS, "events") "WHERE id = $1",
	[STATEMENT_EVENT_LIST] = SELECT(EVENT_FIELDS, "events") "WHERE conversation_id = $1 ORDER BY number",
	[STATEMENT_EVENT_AFTER] = SELECT(EVENT_FIELDS, "events") "WHERE id > $1 ORDER BY id LIMIT $2",
	/* the very words of the index */
	[STATEMENT_EVENT_OF_USE] = SELECT(EVENT_FIELDS, "events") "WHERE kind IN ('draft.used', 'draft.withdrawn', 'reply.marked_wrong', 'conversation.reopened') "
	    "AND id > $1 ORDER BY id LIMIT $2",
	[STATEMENT_EVENT_PAGE] = SELECT(EVENT_FIELDS, "events") "WHERE " EVENT_PAGE "ORDER BY id DESC LIMIT $5",
	[STATEMENT_EVENT_PAGE_UP] = SELECT(EVENT_FIELDS, "events") "WHERE " EVENT_PAGE "ORDER BY id LIMIT $5",
	[STATEMENT_EVENT_PAGE_OF] = SELECT(EVENT_FIELDS, "events") "WHERE conversation_id = $6 AND " EVENT_PAGE "ORDER BY number DESC LIMIT $5",
	[STATEMENT_EVENT_PAGE_OF_UP] = SELECT(EVENT_FIELDS, "events") "WHERE conversation_id = $6 AND " EVENT_PAGE "ORDER BY number LIMIT $5",
	[STATEMENT_EVENT_LAST] = "SELECT COALESCE(MAX(id), 0) FROM events",
	[STATEMENT_CHECKPOINT_ADD] = "INSERT INTO checkpoints (id, " CHECKPOINT_FIELDS ") VALUES (" NEXT_ID("checkpoints") ", "
	    "$2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id",
	[STATEMENT_CHECKPOINT_GET] = SELECT(CHECKPOINT_FIELDS, "checkpoints") "WHERE id = $1",
	[STATEMENT_CHECKPOINT_LAST] = SELECT(CHECKPOINT_FIELDS, "checkpoints") "ORDER BY id DESC LIMIT 1",
	[STATEMENT_AUDITED] = "SELECT conversation_id FROM chains UNION SELECT conversation_id FROM events UNION SELECT conversation_id FROM messages "
	    "UNION SELECT conversation_id FROM actions ORDER BY 1",
};
