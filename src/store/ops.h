/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a backend of the store does. store.c and its neighbours check arguments and transactions; a
 * backend gets only what is in order.
 *
 * Shared rules: records come checked; ids of 0 are given as one more than the largest; *out records
 * are read into the arena. Where an operation fails inside a transaction, the caller rolls back.
 */
#ifndef STORE_OPS_H
#define STORE_OPS_H

#include "floorwalker/store.h"
#include "floorwalker/store/event.h"
#include "floorwalker/store/walk.h"
#include "record.h"

struct search;

/* LEASE: a write whose loss with the machine's power harms nothing, since all that it leads to is
 * written later and durably. */
enum begin { BEGIN_READ, BEGIN_WRITE, BEGIN_LEASE };

enum work { WORK_TURN, WORK_OUTBOX, WORK_TIMER };

struct search_row { int64_t conversation_id, message_id; const char *text; };
struct chain_head { int64_t conversation_id, number; char hash[SEAL_HEX]; };

/* What a query of many records gives: an array of the record's struct in the arena. */
struct rows { void *items; size_t count; };

struct store_ops {
	void (*close)(void *self);
	/* READ: a fixed snapshot */
	enum err (*begin)(void *self, enum begin how, struct errinfo *e);
	enum err (*commit)(void *self, struct errinfo *e);	/* on failure the transaction is
								   gone */
	void (*rollback)(void *self);
	enum err (*change_count)(void *self, int64_t *out, struct errinfo *e);
	enum err (*scrub)(void *self, struct errinfo *e);
	/* outside a transaction, for good; NULL: this backend forgets nothing */
	enum err (*forget)(void *self, int64_t conversation_id, struct errinfo *e);

	/* Records with an id. add: ERR_EXISTS on any key that must be unique, ERR_NOT_FOUND where
	 * the parent is absent. For a message it gives number. */
	enum err (*add)(void *self, enum record type, void *record, struct errinfo *e);
	enum err (*get)(void *self, enum record type, struct arena *a, int64_t id, void *out,
	    struct errinfo *e);
	/* The put of one type; *done is false where no stored record had the version or owner that
	 * it must have. */
	enum err (*put)(
	    void *self, enum record type, const void *record, bool *done, struct errinfo *e);
	/* Writes the readable text anew of a message, a note, or (its trace) a turn; *done is false
	 * where there is no such record. */
	enum err (*set_text)(void *self, enum record type, int64_t id, const char *text, bool *done,
	    struct errinfo *e);
	/* Children of a record in the order of their ids: turns and notes of a conversation,
	 * approvals of an action, reviews of a correction. */
	enum err (*children)(void *self, enum record type, struct arena *a, int64_t parent,
	    struct rows *out, struct errinfo *e);

	/* Records by name: written whatever was there. */
	enum err (*save)(void *self, enum record type, const void *record, struct errinfo *e);
	enum err (*find)(void *self, enum record type, struct arena *a, const char *name, void *out,
	    struct errinfo *e);
	/* *done is false where there is none of this name */
	enum err (*remove)(
	    void *self, enum record type, const char *name, bool *done, struct errinfo *e);
	/* by name */
	enum err (*all)(
	    void *self, enum record type, struct arena *a, struct rows *out, struct errinfo *e);

	/* Records of one person on one conversation. save: ERR_NOT_FOUND where there is no such
	 * conversation; a read mark only goes forwards. */
	enum err (*personal_find)(void *self, enum record type, struct arena *a,
	    int64_t conversation_id, const char *agent, void *out, struct errinfo *e);
	enum err (*personal_save)(
	    void *self, enum record type, const void *record, struct errinfo *e);
	enum err (*personal_remove)(void *self, enum record type, int64_t conversation_id,
	    const char *agent, struct errinfo *e);
	enum err (*presence_forget)(void *self, int64_t before_ms, struct errinfo *e);
	/* by conversation and agent */
	enum err (*presence_since)(void *self, struct arena *a, int64_t since_ms, struct rows *out,
	    struct errinfo *e);

	enum err (*conversation_of_contact)(void *self, struct arena *a, const char *channel,
	    const char *contact, struct conversation *out, struct errinfo *e);
	enum err (*conversation_list)(void *self, struct arena *a,
	    const struct conversation_filter *f, int reason, struct conversation_list *out,
	    struct errinfo *e);
	/* NULL, and ERR_UNSUPPORTED without a word where a backend has no short way for this filter: by
	 * the list */
	enum err (*conversation_walk)(void *self, const struct conversation_filter *f, int reason,
	    conversation_visit *visit, void *context, struct errinfo *e);
	/* NULL: others may write, too */
	uint64_t (*crew_version)(void *self);
	enum err (*query_ids)(void *self, struct arena *a, const struct conversation_query *q,
	    struct conversation_ids *out, struct errinfo *e);
	/* in the order of ids; those that are gone are left out */
	enum err (*conversation_some)(void *self, struct arena *a, const int64_t *ids, size_t count,
	    struct rows *out, struct errinfo *e);
	enum err (*conversation_counts)(
	    void *self, struct arena *a, struct conversation_counts *out, struct errinfo *e);

	enum err (*message_of_source)(void *self, int64_t conversation_id, const char *source_key,
	    int64_t *id, int64_t *number, struct errinfo *e);
	enum err (*message_list)(void *self, struct arena *a, int64_t conversation_id,
	    int64_t after_number, struct rows *out, struct errinfo *e);
	enum err (*message_set_delivery)(
	    void *self, int64_t id, enum delivery d, int64_t at_ms, struct errinfo *e);
	enum err (*message_withdraw)(void *self, struct arena *a, int64_t conversation_id,
	    int64_t **ids, size_t *count, struct errinfo *e);
	/* q (NULL: any): what the conversation must be besides; total (may be NULL): how many there
	 * are */
	enum err (*message_search)(void *self, struct arena *a, const struct search *search,
	    const struct query *q, size_t limit, struct search_row **out, size_t *count,
	    int64_t *total, struct errinfo *e);

	enum err (*turn_of)(void *self, struct arena *a, int64_t conversation_id, bool open,
	    struct turn *out, struct errinfo *e);
	/* later than (after_ms, after_id), by (created_ms, id) */
	enum err (*turn_since)(void *self, struct arena *a, int64_t after_ms, int64_t after_id,
	    size_t limit, struct rows *out, struct errinfo *e);
	enum err (*action_list)(void *self, struct arena *a, const struct action_filter *f,
	    struct rows *out, struct errinfo *e);
	enum err (*outbox_of)(void *self, struct arena *a, enum outbox_kind kind, int64_t record_id,
	    struct outbox_item *out, struct errinfo *e);
	enum err (*outbox_cancel)(
	    void *self, enum outbox_kind kind, int64_t record_id, struct errinfo *e);
	/* When the first piece of this work is ready; INT64_MAX none. */
	enum err (*first_due)(void *self, enum work work, int64_t *out_ms, struct errinfo *e);
	/* Leases the first turn or outbox item that is ready at now_ms; ERR_NOT_FOUND. */
	enum err (*claim)(void *self, enum work work, struct arena *a, const char *worker,
	    int64_t now_ms, int64_t lease_ms, void *out, struct errinfo *e);
	enum err (*timer_set)(
	    void *self, const char *kind, int64_t record_id, int64_t due_ms, struct errinfo *e);
	enum err (*timer_clear)(void *self, const char *kind, int64_t record_id, struct errinfo *e);
	enum err (*timer_due)(
	    void *self, struct arena *a, int64_t now_ms, struct timer *out, struct errinfo *e);

	/* by id, those past after_id */
	enum err (*correction_list)(void *self, struct arena *a, int64_t after_id, size_t limit,
	    struct rows *out, struct errinfo *e);

	enum err (*document_get)(void *self, struct arena *a, const char *kind, const char *id,
	    struct document *out, struct errinfo *e);
	/* expected: the version to be replaced, 0 to be new, -1 whatever. */
	enum err (*document_put)(
	    void *self, const struct document *d, int64_t expected, bool *done, struct errinfo *e);
	enum err (*document_list)(
	    void *self, struct arena *a, const char *kind, struct rows *out, struct errinfo *e);
	enum err (*document_find)(void *self, struct arena *a, const char *kind, const char *name,
	    const char *value, const char ***ids, size_t *count, struct errinfo *e);
	/* Where there is none, nothing happens. */
	enum err (*document_remove)(void *self, const char *kind, const char *id, struct errinfo *e);
	enum err (*document_unindex)(void *self, const char *kind, const char *name,
	    const char *value, const char *id, struct errinfo *e);
	enum err (*effect_add)(void *self, const struct effect *x, bool *done, struct errinfo *e);

	/* number 0 where it is new */
	enum err (*chain_get)(
	    void *self, int64_t conversation_id, struct chain_head *out, struct errinfo *e);
	/* gives id; moves the chain's head */
	enum err (*event_add)(void *self, struct event *x, struct errinfo *e);
	enum err (*event_list)(void *self, struct arena *a, int64_t conversation_id,
	    struct rows *out, struct errinfo *e);
	enum err (*event_after)(void *self, struct arena *a, int64_t after_id, size_t limit,
	    struct rows *out, struct errinfo *e);
	/* those of store_event_of_use() */
	enum err (*event_of_use)(void *self, struct arena *a, int64_t after_id, size_t limit,
	    struct rows *out, struct errinfo *e);
	/* nothing of the filter is NULL, before_id and limit are set */
	enum err (*event_page)(void *self, struct arena *a, const struct event_filter *f,
	    struct rows *out, struct errinfo *e);
	enum err (*event_last)(void *self, int64_t *out_id, struct errinfo *e);
	enum err (*chains_moved)(void *self, struct arena *a, int64_t after_event,
	    struct chain_head **out, size_t *count, struct errinfo *e);
	enum err (*checkpoint_last)(
	    void *self, struct arena *a, struct checkpoint *out, struct errinfo *e);
	/* Conversations that have a chain, an event, a message or an action, ascending. */
	enum err (*audited)(
	    void *self, struct arena *a, int64_t **out, size_t *count, struct errinfo *e);
};

enum transaction { TRANSACTION_NONE, TRANSACTION_READ, TRANSACTION_WRITE };

struct store {
	const struct store_ops *ops;
	void *self;
	char *target;
	bool read_only;
	enum transaction open;
};

#define STORE_LIST_LIMIT 1000
#define WALK_PAGE 200
#define STORE_CHANGED "someone else has changed it since it was read"

/* store.c's helpers, for its neighbours. All check the transaction and the record's texts. */
/* A transaction for leases alone: see BEGIN_LEASE. */
NODISCARD enum err store_begin_lease(struct store *s, struct errinfo *e);
NODISCARD enum err store_must_write(const struct store *s, struct errinfo *e);
/* Adds a record that has an id; a failed add leaves the id as it was. */
NODISCARD enum err store_add(struct store *s, enum record type, void *record, struct errinfo *e);
/* Replaces one; where that is refused, ERR_NOT_FOUND, or ERR_CONFLICT with why. */
NODISCARD enum err store_put(struct store *s, enum record type, const void *record, int64_t id,
    const char *why, struct errinfo *e);
/* Writes a record's readable text anew: set_text. */
NODISCARD enum err store_set_text(
    struct store *s, enum record type, int64_t id, const char *text, struct errinfo *e);
/* Writes a record that is kept by name. */
NODISCARD enum err store_save(
    struct store *s, enum record type, const void *record, struct errinfo *e);

/* Backends. */
NODISCARD enum err memory_open(const struct store_ops **ops, void **self, struct errinfo *e);
NODISCARD enum err sql_open_sqlite(const char *path, const struct store_options *options,
    const struct store_ops **ops, void **self, struct errinfo *e);

#endif
