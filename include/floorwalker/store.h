/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The store: where every process meets. One port; SQLite and memory behind it.
 *
 *   store.h            records, transactions, work, changes; store/walk.h: walking through conversations
 *   store/event.h      the hash-chained log, checkpoints and their verification
 *   store/passages.h   the private full-text index for passages (in memory, whatever the store)
 *
 * A handle belongs to one thread. Reads outside a transaction see the newest commit. Writes need
 * store_begin(), except where a function says that it is a transaction of its own. A write that
 * finds the store locked waits up to the busy time given at opening, then ERR_BUSY. Records are
 * read into the caller's arena. Ids are given by the store when 0. Every add sets version 1; every
 * put names the version that was read and fails with ERR_CONFLICT where another was first.
 */
#ifndef FLOORWALKER_STORE_H
#define FLOORWALKER_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/model/action.h"
#include "floorwalker/model/conversation.h"
#include "floorwalker/model/query.h"

#define STORE_SCHEMA 7

struct store;

struct store_options {
	bool create;		/* make the file where absent (mode 0600); else ERR_NOT_FOUND */
	bool read_only;		/* a console's screen: never waits on a writer */
	bool passing;		/* it is thrown away with the process that made it: commits aren't
				   synced to the disk, so a crash of the machine may lose it */
	int busy_ms;		/* how long a write waits for another's; 0: 5,000 */
};

/* target: a path (SQLite), or "memory:" (a private one in this process). Migrates an older schema
 * (unless read_only), refuses a newer one. */
NODISCARD enum err store_open(
    const char *target, const struct store_options *options, struct store **out, struct errinfo *e);
void store_close(struct store **s);
const char *store_target(const struct store *s);

NODISCARD enum err store_begin(struct store *s, struct errinfo *e);	/* a write transaction, at
									   once; not nested */
NODISCARD enum err store_commit(struct store *s, struct errinfo *e);	/* durable when it returns
									   ERR_OK */
void store_rollback(struct store *s);	/* nothing open: nothing done */

/* Grows whenever any process commits; costs microseconds; poll it every 50 ms when idle. */
NODISCARD enum err store_change_count(struct store *s, int64_t *out, struct errinfo *e);

/* What has changed since the last look: nothing; only what is no event, such as leases, read marks,
 * drafts and who looks on; or conversations. So that forty people who look on wake nobody to read
 * everything anew: what is quiet may be shown a second or two later. */
enum store_change { STORE_SAME, STORE_QUIET, STORE_MOVED };
struct store_look { int64_t commits, events; };	/* zeroes before the first, which finds STORE_MOVED */
NODISCARD enum err store_look(
    struct store *s, struct store_look *last, enum store_change *out, struct errinfo *e);

/* After an erasure (outside a transaction): nothing of what was deleted or overwritten stays in the
 * file or beside it. ERR_BUSY where another process still reads older pages. */
NODISCARD enum err store_scrub(struct store *s, struct errinfo *e);

/* For simulations, in memory alone (else ERR_STATE): all rows of a closed conversation go, its events
 * among them, with what is kept of its customer (profile), so that days of a million conversations
 * take no more room than those that are open. Outside a transaction; ids are never given again.
 * ERR_NOT_FOUND; ERR_STATE where it is open. */
NODISCARD enum err store_forget(struct store *s, int64_t conversation_id, struct errinfo *e);

/* ---- settings of the store itself: world folder, practice mark, created… */
/* ERR_NOT_FOUND */
NODISCARD enum err store_meta_get(
    struct store *s, struct arena *a, const char *name, const char **out, struct errinfo *e);
NODISCARD enum err store_meta_put(
    struct store *s, const char *name, const char *value, struct errinfo *e);

/* ---- conversations */
/* Conversations that lack what the order goes by (not waiting, no confidence, nothing due) come
 * last, ascending or descending. */
enum conversation_order { ORDER_ID, ORDER_UPDATED, ORDER_WAITING, ORDER_CONFIDENCE, ORDER_DUE };
/* A snoozed conversation is out of the usual lists: they ask for SNOOZED_NOT. */
enum snooze_filter { SNOOZED_OR_NOT, SNOOZED_NOT, SNOOZED_ONLY };
struct conversation_filter {
	unsigned states;		/* bit 1 << state; 0 all */
	const char *queue, *agent, *customer_id, *reason;	/* NULL any */
	enum conversation_order order;
	bool descending;
	int64_t opened_after_ms, closed_after_ms;	/* later than; 0 any */
	enum snooze_filter snoozed;
	int64_t level;			/* escalated so high, or higher; 0 any */
	const char *tag;		/* NULL any; ERR_USAGE where it is no slug */
	size_t limit, offset;		/* limit 0: 1,000 */
};
struct conversation_list {
	struct conversation *items;	/* sealed_state not loaded */
	size_t count;
	int64_t total;			/* that match, whatever the limit */
};
/* sets id, version; ERR_EXISTS: contact is open */
NODISCARD enum err store_conversation_add(
    struct store *s, struct conversation *c, struct errinfo *e);
/* Sets version. A sealed_state of NULL (as from a list) leaves the stored one; "" with size 0
 * empties it. has_key false erases the key. */
NODISCARD enum err store_conversation_put(
    struct store *s, struct conversation *c, struct errinfo *e);
NODISCARD enum err store_conversation_get(
    struct store *s, struct arena *a, int64_t id, struct conversation *out, struct errinfo *e);
/* The open conversation of a contact, or the newest closed one where none is open. */
NODISCARD enum err store_conversation_of_contact(struct store *s, struct arena *a,
    const char *channel, const char *contact, struct conversation *out, struct errinfo *e);
NODISCARD enum err store_conversation_list(struct store *s, struct arena *a,
    const struct conversation_filter *f, struct conversation_list *out, struct errinfo *e);
/* ---- conversations by a query, in any order: first who they are, all of them, so that a list can
 * be walked from end to end without asking again; then the records of those in sight. */
/* Conversations that lack what the order goes by come last, whichever way it goes; equal ones stand
 * by id. */
enum conversation_sort {
	SORT_BY_ID,
	SORT_BY_SHOPPER,
	SORT_BY_CONFIDENCE,
	SORT_BY_SENTIMENT,
	SORT_BY_TREND,		/* of the mood: how far it fell or rose */
	SORT_BY_REASON,
	SORT_BY_INTENT,
	SORT_BY_WAITING,
	SORT_BY_DUE,
	SORT_BY_CHANNEL,
	SORT_BY_TIER,
	SORT_BY_OWNER,
	SORT_BY_QUEUE,
	SORT_BY_LANGUAGE,
	SORT_BY_STATE,
	SORT_BY_OPENED,
	SORT_BY_UPDATED,
	SORT_BY_CLOSED,
	SORT_BY_MESSAGES,
	SORT_BY_TAGS,
	SORT_BY_CUSTOMER,
	SORT_BY_DISPOSITION,
	SORT_BY_SNOOZED,	/* when it comes back */
	SORT_BY_PREVIEW,
	SORT_BY_UNREAD,		/* of the open ones: how many messages the agent hasn't seen */
	SORT_BY_LOOKING,	/* the first by id of the others who look at it */
	SORT_BY_COUNT
};
enum conversation_group {
	GROUP_NONE,
	GROUP_QUEUE,
	GROUP_OWNER,
	GROUP_REASON,
	GROUP_TIER,
	GROUP_CHANNEL,
	GROUP_COUNT
};
#define STORE_IDS_MOST 250000
#define OWNER_AI " ai"		/* as keys of runs: no agent is called so */
#define OWNER_QUEUE " queue"
struct conversation_query {
	const struct query *query;	/* NULL: all */
	enum conversation_sort sort;
	bool descending;
	enum conversation_group group;	/* groups by their key, those without one last */
	int64_t now_ms;
	size_t limit;			/* 0: STORE_IDS_MOST */
	const char *agent;		/* id: whose unread, and who isn't one of the others;
					   NULL nobody */
	int64_t seen_since_ms;		/* who was there since then looks */
};
/* key: the queue's or agent's id (or one of the above), the reason's number, the tier, the
 * channel. */
struct conversation_run { const char *key; size_t count; };
struct conversation_ids {
	int64_t *ids;
	size_t count;
	int64_t total;			/* that fit, whatever the limit */
	struct conversation_run *runs;	/* of ids, in their order; none where not grouped */
	size_t run_count;
};
NODISCARD enum err store_query_ids(struct store *s, struct arena *a,
    const struct conversation_query *q, struct conversation_ids *out, struct errinfo *e);
/* Their records in the order of ids, sealed_state not loaded; those that are gone are left out. */
NODISCARD enum err store_conversation_some(struct store *s, struct arena *a, const int64_t *ids,
    size_t count, struct conversation_list *out, struct errinfo *e);

struct conversation_counts {
	int64_t by_state[5];
	int64_t waiting_actions;
	int64_t snoozed;		/* of those with agents */
	int64_t oldest_waiting_ms;	/* 0 none */
	/* of those that wait there: since when, and the promise that is due first; 0 none */
	struct { const char *queue; int64_t count, oldest_ms, due_ms; } *queues;
	size_t queue_count;
};
NODISCARD enum err store_conversation_counts(
    struct store *s, struct arena *a, struct conversation_counts *out, struct errinfo *e);

/* ---- messages */
struct message_list { struct message *items; size_t count; };
/* Gives number; ERR_EXISTS where the conversation has this source_key already (id and number of
 * that one are set). */
NODISCARD enum err store_message_add(struct store *s, struct message *m, struct errinfo *e);
NODISCARD enum err store_message_get(
    struct store *s, struct arena *a, int64_t id, struct message *out, struct errinfo *e);
NODISCARD enum err store_message_list(struct store *s, struct arena *a, int64_t conversation_id,
    int64_t after_number, struct message_list *out, struct errinfo *e);
NODISCARD enum err store_message_set_delivery(
    struct store *s, int64_t id, enum delivery d, int64_t at_ms, struct errinfo *e);
/* Pending AI messages of a conversation become withdrawn; their ids come back. */
NODISCARD enum err store_message_withdraw(struct store *s, struct arena *a, int64_t conversation_id,
    int64_t **ids, size_t *count, struct errinfo *e);
/* Another masked text for a message that was written already, in the full-text index too: who the
 * shopper is came out later. Its sealed bytes stay, and with them the log. */
NODISCARD enum err store_message_set_text(
    struct store *s, int64_t id, const char *text, struct errinfo *e);
/* Full text over masked messages, best first; words, "a phrase". */
#define SNIPPET_MARKS 12
struct message_hit {
	int64_t conversation_id, message_id;
	const char *snippet;
	struct { size_t from, length; } marks[SNIPPET_MARKS];	/* what was looked for, in the
								   snippet; bytes */
	size_t mark_count;
};
NODISCARD enum err store_message_search(struct store *s, struct arena *a, const char *query,
    size_t limit, struct message_hit **out, size_t *count, struct errinfo *e);
/* The same for the words of a query that a message must hold, in conversations for which all else
 * of it holds; none where the query has no such words. *total: how many there are. */
NODISCARD enum err store_message_find(struct store *s, struct arena *a, const struct query *q,
    size_t limit, struct message_hit **out, size_t *count, int64_t *total, struct errinfo *e);
/* Whether a query looks for words at all. */
bool store_query_has_words(const struct query *q);

/* ---- saved searches: an agent's own, and the team's (owner "") */
#define SAVED_NAME_MAX 40
struct saved_search {
	const char *key;		/* "OWNER/NAME" */
	const char *owner, *name;
	const char *query;		/* as it was written */
	const char *agent;		/* who saved it */
	int64_t saved_ms;
};
NODISCARD enum err store_saved_put(struct store *s, const struct saved_search *x, struct errinfo *e);
NODISCARD enum err store_saved_get(
    struct store *s, struct arena *a, const char *key, struct saved_search *out, struct errinfo *e);
NODISCARD enum err store_saved_remove(struct store *s, const char *key, struct errinfo *e);
/* by key: the team's first */
NODISCARD enum err store_saved_list(
    struct store *s, struct arena *a, struct saved_search **out, size_t *count, struct errinfo *e);

/* ---- turns: the AI's work. At most one waiting or running per conversation. */
NODISCARD enum err store_turn_add(struct store *s, struct turn *t, struct errinfo *e);
/* ERR_CONFLICT where the stored turn has ended, or where t->worker is set and is not the stored
 * one: a lease that was lost. Whoever may act over a worker's head (a restart, a takeover) puts
 * worker "" or the one that it read. */
NODISCARD enum err store_turn_put(struct store *s, const struct turn *t, struct errinfo *e);
NODISCARD enum err store_turn_get(
    struct store *s, struct arena *a, int64_t id, struct turn *out, struct errinfo *e);
/* ERR_NOT_FOUND */
NODISCARD enum err store_turn_open(
    struct store *s, struct arena *a, int64_t conversation_id, struct turn *out, struct errinfo *e);
NODISCARD enum err store_turn_latest(
    struct store *s, struct arena *a, int64_t conversation_id, struct turn *out, struct errinfo *e);
struct turn_list { struct turn *items; size_t count; };
/* by id */
NODISCARD enum err store_turn_list(struct store *s, struct arena *a, int64_t conversation_id,
    struct turn_list *out, struct errinfo *e);
/* Turns of all conversations created later than (after_ms, after_id), by (created_ms, id): page by
 * page with the last one's, from (when, INT64_MAX). limit 0: 1,000 */
NODISCARD enum err store_turn_since(struct store *s, struct arena *a, int64_t after_ms,
    int64_t after_id, size_t limit, struct turn_list *out, struct errinfo *e);
/* as store_message_set_text(); of ended turns too */
NODISCARD enum err store_turn_set_trace(
    struct store *s, int64_t id, const char *trace, struct errinfo *e);
/* A transaction of its own: leases the first due turn (waiting, or running with its lease run out)
 * to worker until lease_ms (an instant) and counts the attempt; ERR_NOT_FOUND where none. First is
 * what became ready first: its due_ms, or the end of the lost lease. */
NODISCARD enum err store_turn_claim(struct store *s, struct arena *a, const char *worker,
    int64_t now_ms, int64_t lease_ms, struct turn *out, struct errinfo *e);

/* ---- actions and approvals */
struct action_filter {
	unsigned states;		/* bit 1 << state; 0 all */
	int64_t conversation_id;	/* 0 any */
	const char *order_id, *customer_id;
	int64_t expires_before_ms;	/* 0 any */
	size_t limit;			/* 0: 1,000 */
};
struct action_list { struct action *items; size_t count; };
struct approval_list { struct approval *items; size_t count; };
NODISCARD enum err store_action_add(struct store *s, struct action *x, struct errinfo *e);
NODISCARD enum err store_action_put(struct store *s, struct action *x, struct errinfo *e);
NODISCARD enum err store_action_get(
    struct store *s, struct arena *a, int64_t id, struct action *out, struct errinfo *e);
/* by id */
NODISCARD enum err store_action_list(struct store *s, struct arena *a,
    const struct action_filter *f, struct action_list *out, struct errinfo *e);
NODISCARD enum err store_approval_add(struct store *s, struct approval *x, struct errinfo *e);
NODISCARD enum err store_approval_list(struct store *s, struct arena *a, int64_t action_id,
    struct approval_list *out, struct errinfo *e);

/* ---- the outbox: what must reach a channel or the shop; at least once towards it, exactly once in
 * effect by key */
enum outbox_kind { OUTBOX_MESSAGE, OUTBOX_ACTION };
enum outbox_state { OUTBOX_WAITING, OUTBOX_LEASED, OUTBOX_SENT, OUTBOX_CANCELLED, OUTBOX_DEAD };
struct outbox_item {
	int64_t id;
	enum outbox_kind kind;
	int64_t record_id;		/* message or action */
	int64_t conversation_id;
	int64_t epoch;			/* must still be the conversation's when an AI message goes
					   out */
	const char *key;		/* idempotency; unique */
	enum outbox_state state;
	int64_t due_ms;
	int64_t attempts;
	const char *worker;
	int64_t lease_ms;
	const char *error;		/* of the last try */
};
/* ERR_EXISTS on the key */
NODISCARD enum err store_outbox_add(struct store *s, struct outbox_item *x, struct errinfo *e);
/* ERR_CONFLICT where the stored item was sent or cancelled, or another worker leases it (as for
 * turns). */
NODISCARD enum err store_outbox_put(
    struct store *s, const struct outbox_item *x, struct errinfo *e);
/* the newest of the record */
NODISCARD enum err store_outbox_of(struct store *s, struct arena *a, enum outbox_kind kind,
    int64_t record_id, struct outbox_item *out, struct errinfo *e);
/* As store_turn_claim(): waiting and due, or leased with the lease run out; counts the attempt. */
NODISCARD enum err store_outbox_claim(struct store *s, struct arena *a, const char *worker,
    int64_t now_ms, int64_t lease_ms, struct outbox_item *out,
    struct errinfo *e); /* a transaction of its own; ERR_NOT_FOUND
							   where none is due */
/* Items of this record that have not started (waiting): cancelled. ERR_OK whether there were any;
 * store_outbox_of() tells what became of it. */
NODISCARD enum err store_outbox_cancel(
    struct store *s, enum outbox_kind kind, int64_t record_id, struct errinfo *e);

/* ---- timers: one heap by (due, id) */
struct timer {
	int64_t id;
	const char *kind;		/* "sla", "expiry", "inactivity", "wrap_up" … */
	int64_t record_id;		/* conversation or action */
	int64_t due_ms;
};
/* one per kind and record; replaces */
NODISCARD enum err store_timer_set(
    struct store *s, const char *kind, int64_t record_id, int64_t due_ms, struct errinfo *e);
NODISCARD enum err store_timer_clear(
    struct store *s, const char *kind, int64_t record_id, struct errinfo *e);
/* the first; ERR_NOT_FOUND */
NODISCARD enum err store_timer_due(
    struct store *s, struct arena *a, int64_t now_ms, struct timer *out, struct errinfo *e);
/* When any work (turn, outbox, timer) is next due: INT64_MAX where none. */
NODISCARD enum err store_next_due(struct store *s, int64_t *out_ms, struct errinfo *e);

/* ---- people and texts */
struct agent_state {
	const char *agent;
	const char *state;		/* "available", "busy", "break", "offline" */
	int64_t since_ms, seen_ms;
	int64_t served_ms;		/* when they last got or ended a conversation; 0 never */
};
NODISCARD enum err store_agent_put(struct store *s, const struct agent_state *x, struct errinfo *e);
/* ERR_NOT_FOUND: never said a state, never served */
NODISCARD enum err store_agent_get(struct store *s, struct arena *a, const char *agent,
    struct agent_state *out, struct errinfo *e);
NODISCARD enum err store_agent_list(
    struct store *s, struct arena *a, struct agent_state **out, size_t *count, struct errinfo *e);
/* The support profile of a shop's customer: how often they came, and their data key. */
struct profile {
	const char *customer_id;	/* the shop's */
	const char *shown;		/* masked name */
	uint8_t key[SEAL_WRAPPED];
	int64_t conversations;
	int64_t first_ms, last_ms;
};
NODISCARD enum err store_profile_put(struct store *s, const struct profile *x, struct errinfo *e);
NODISCARD enum err store_profile_get(struct store *s, struct arena *a, const char *customer_id,
    struct profile *out, struct errinfo *e);
NODISCARD enum err store_note_add(struct store *s, struct note *n, struct errinfo *e);
/* as store_message_set_text() */
NODISCARD enum err store_note_set_text(
    struct store *s, int64_t id, const char *text, struct errinfo *e);
NODISCARD enum err store_note_list(struct store *s, struct arena *a, int64_t conversation_id,
    struct note **out, size_t *count, struct errinfo *e);
/* ---- corrections of what a message meant, and their reviews: only ever appended */
/* ERR_NOT_FOUND: no such conversation */
NODISCARD enum err store_correction_add(
    struct store *s, struct intent_correction *x, struct errinfo *e);
NODISCARD enum err store_correction_get(
    struct store *s, struct arena *a, int64_t id, struct intent_correction *out, struct errinfo *e);
/* by id, those past after_id; limit 0: 1,000 */
NODISCARD enum err store_correction_list(struct store *s, struct arena *a, int64_t after_id,
    size_t limit, struct intent_correction **out, size_t *count, struct errinfo *e);
/* ERR_NOT_FOUND: no such correction */
NODISCARD enum err store_review_add(struct store *s, struct correction_review *x, struct errinfo *e);
/* by id: the last one counts */
NODISCARD enum err store_review_list(struct store *s, struct arena *a, int64_t correction_id,
    struct correction_review **out, size_t *count, struct errinfo *e);

/* ---- what one person has of one conversation. None of it is an event, and each commit of its own
 * is one that doesn't wait for the disk (a crash of the program loses none, one of the machine the
 * last moments). */

/* What an agent has typed and not sent, sealed. */
struct composer_draft {
	int64_t conversation_id;
	const char *agent;
	const char *sealed;
	size_t sealed_size;
	int64_t updated_ms;
};
/* Part of the open transaction, or one of its own where none is open: so are the deletes. Replaces.
 * ERR_NOT_FOUND: no such conversation. */
NODISCARD enum err store_draft_put(
    struct store *s, const struct composer_draft *x, struct errinfo *e);
/* ERR_NOT_FOUND */
NODISCARD enum err store_draft_get(struct store *s, struct arena *a, int64_t conversation_id,
    const char *agent, struct composer_draft *out, struct errinfo *e);
/* ERR_OK whether there was one */
NODISCARD enum err store_draft_delete(
    struct store *s, int64_t conversation_id, const char *agent, struct errinfo *e);

/* How much of a conversation an agent has read, to be held against its message_count. (Numbers of
 * messages won't do: a reply that was refused has one, and isn't counted.) */
struct read_mark {
	int64_t conversation_id;
	const char *agent;
	int64_t messages;
	int64_t at_ms;
};
/* Only ever forwards. ERR_NOT_FOUND: no such conversation. */
NODISCARD enum err store_read_mark_put(
    struct store *s, const struct read_mark *x, struct errinfo *e);
/* read[i]: how many messages of ids[i] the agent has read; 0 none. One moment of the store for
 * all. */
NODISCARD enum err store_read_mark_list(struct store *s, const char *agent, const int64_t *ids,
    size_t count, int64_t *read, struct errinfo *e);

/* Who has a conversation open, as they said last. */
struct presence {
	int64_t conversation_id;
	const char *agent;
	int64_t since_ms, seen_ms;
};
/* Replaces, and forgets whoever was last seen before forget_ms. ERR_NOT_FOUND: no such
 * conversation. */
NODISCARD enum err store_presence_put(
    struct store *s, const struct presence *x, int64_t forget_ms, struct errinfo *e);
NODISCARD enum err store_presence_get(struct store *s, struct arena *a, int64_t conversation_id,
    const char *agent, struct presence *out, struct errinfo *e);
NODISCARD enum err store_presence_delete(
    struct store *s, int64_t conversation_id, const char *agent, struct errinfo *e);
/* All that were seen since an instant, by conversation and agent: as many as agents look at
 * something. */
NODISCARD enum err store_presence_list(struct store *s, struct arena *a, int64_t seen_since_ms,
    struct presence **out, size_t *count, struct errinfo *e);

/* ---- texts */
struct macro { const char *name, *text, *actions; };	/* actions: JSON list of command lines */
NODISCARD enum err store_macro_put(struct store *s, const struct macro *m, struct errinfo *e);
NODISCARD enum err store_macro_list(
    struct store *s, struct arena *a, struct macro **out, size_t *count, struct errinfo *e);

/* ---- documents: records of the embedded shop (orders, stock, customers), and the effects that
 * were applied, once per key */
struct document { const char *kind, *id, *body; int64_t version; };	/* body: JSON */
NODISCARD enum err store_document_get(struct store *s, struct arena *a, const char *kind,
    const char *id, struct document *out, struct errinfo *e);
/* version: the one that was read, 0 where it must be new, -1 whatever; ERR_CONFLICT otherwise. */
NODISCARD enum err store_document_put(struct store *s, const char *kind, const char *id,
    const char *body, int64_t version, struct errinfo *e);
NODISCARD enum err store_document_list(struct store *s, struct arena *a, const char *kind,
    struct document **out, size_t *count, struct errinfo *e);
/* A second way to a document: (kind, name, value) -> id; several ids per value; for "order of
 * customer", "customer of e-mail". */
NODISCARD enum err store_document_index(struct store *s, const char *kind, const char *name,
    const char *value, const char *id, struct errinfo *e);
NODISCARD enum err store_document_find(struct store *s, struct arena *a, const char *kind,
    const char *name, const char *value, const char ***ids, size_t *count, struct errinfo *e);
/* Takes them away for good, for records that were made up for a while (a simulation's); where there is
 * none, nothing happens. The ways to a document are taken away one by one. */
NODISCARD enum err store_document_remove(
    struct store *s, const char *kind, const char *id, struct errinfo *e);
NODISCARD enum err store_document_unindex(struct store *s, const char *kind, const char *name,
    const char *value, const char *id, struct errinfo *e);
/* ERR_NOT_FOUND: not applied */
NODISCARD enum err store_effect_get(
    struct store *s, struct arena *a, const char *key, const char **result, struct errinfo *e);
/* ERR_EXISTS */
NODISCARD enum err store_effect_add(
    struct store *s, const char *key, const char *result, int64_t at_ms, struct errinfo *e);

#endif
