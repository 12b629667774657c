/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The memory backend: one process, one handle, nothing on disk. Simulations run on it, so it is
 * quick and always the same.
 */
#ifndef STORE_MEMORY_H
#define STORE_MEMORY_H

#include "ops.h"
#include "search.h"
#include "table.h"

struct memory {
	struct table tables[RECORD_COUNT];
	struct undo_log log;
	int64_t commits;
};

/* Groups of each table, as memory_shapes[] lists them. */
enum { CONVERSATIONS_BY_STATE, CONVERSATIONS_BY_CONTACT };
enum { MESSAGES_BY_CONVERSATION, MESSAGES_BY_SOURCE };
enum { TURNS_BY_CONVERSATION };
enum {
	ACTIONS_BY_CONVERSATION,
	ACTIONS_BY_ORDER,
	ACTIONS_BY_CUSTOMER,
	ACTIONS_BY_KEY,
	ACTIONS_BY_STATE
};
enum { OUTBOX_BY_RECORD, OUTBOX_BY_KEY };
enum { DOCUMENTS_BY_ID, DOCUMENTS_BY_KIND };
#define BY_NAME 0	/* of records kept by name, of timers by kind and record, of children by
			   parent, of events by conversation */

extern const struct shape memory_shapes[RECORD_COUNT];

uint64_t memory_key_of_names(const char *a, const char *b, const char *c);

uint64_t memory_key_of_queue(const char *queue);	/* of ranks of conversations */

/* Copies of entries that fit, in the arena. */
struct picked { struct entry **items; size_t count, room; };
void picked_add(struct picked *p, struct entry *x);
/* frees what was picked */
void picked_rows(struct picked *p, enum record type, struct arena *a, struct rows *out);
void memory_copy(enum record type, const struct entry *x, struct arena *a, void *out);

/* Operations, by file. */
enum err memory_forget(void *self, int64_t conversation_id, struct errinfo *e);
enum err memory_personal_find(void *self, enum record type, struct arena *a,
    int64_t conversation_id, const char *agent, void *out, struct errinfo *e);
enum err memory_personal_save(
    void *self, enum record type, const void *record, struct errinfo *e);
enum err memory_personal_remove(void *self, enum record type, int64_t conversation_id,
    const char *agent, struct errinfo *e);
/* Borrowed; NULL none. */
const void *memory_personal_of(
    const struct memory *m, enum record type, int64_t conversation_id, const char *agent);
enum err memory_presence_forget(void *self, int64_t before_ms, struct errinfo *e);
enum err memory_presence_since(
    void *self, struct arena *a, int64_t since_ms, struct rows *out, struct errinfo *e);
enum err memory_conversation_of_contact(void *self, struct arena *a, const char *channel,
    const char *contact, struct conversation *out, struct errinfo *e);
enum err memory_conversation_list(void *self, struct arena *a, const struct conversation_filter *f,
    int reason, struct conversation_list *out, struct errinfo *e);
enum err memory_conversation_walk(void *self, const struct conversation_filter *f, int reason,
    conversation_visit *visit, void *context, struct errinfo *e);
uint64_t memory_crew_version(void *self);
enum err memory_query_ids(void *self, struct arena *a, const struct conversation_query *q,
    struct conversation_ids *out, struct errinfo *e);
enum err memory_conversation_some(void *self, struct arena *a, const int64_t *ids, size_t count,
    struct rows *out, struct errinfo *e);
enum err memory_conversation_counts(
    void *self, struct arena *a, struct conversation_counts *out, struct errinfo *e);
enum err memory_message_of_source(void *self, int64_t conversation_id, const char *source_key,
    int64_t *id, int64_t *number, struct errinfo *e);
enum err memory_message_list(void *self, struct arena *a, int64_t conversation_id,
    int64_t after_number, struct rows *out, struct errinfo *e);
enum err memory_message_set_delivery(
    void *self, int64_t id, enum delivery d, int64_t at_ms, struct errinfo *e);
enum err memory_message_withdraw(void *self, struct arena *a, int64_t conversation_id,
    int64_t **ids, size_t *count, struct errinfo *e);
enum err memory_message_search(void *self, struct arena *a, const struct search *search,
    const struct query *q, size_t limit, struct search_row **out, size_t *count, int64_t *total,
    struct errinfo *e);
enum err memory_turn_since(void *self, struct arena *a, int64_t after_ms, int64_t after_id,
    size_t limit, struct rows *out, struct errinfo *e);
enum err memory_event_of_use(void *self, struct arena *a, int64_t after_id, size_t limit,
    struct rows *out, struct errinfo *e);

/* memory_query.c: a query made ready, so that each conversation is asked quickly. */
struct asked;
struct asked *asked_new(const struct memory *m, const struct query *q);	/* q NULL: all fit */
void asked_free(struct asked **q);
bool asked_fits(const struct asked *q, const struct conversation *c);
enum err memory_turn_of(void *self, struct arena *a, int64_t conversation_id, bool open,
    struct turn *out, struct errinfo *e);
enum err memory_action_list(void *self, struct arena *a, const struct action_filter *f,
    struct rows *out, struct errinfo *e);
enum err memory_outbox_of(void *self, struct arena *a, enum outbox_kind kind, int64_t record_id,
    struct outbox_item *out, struct errinfo *e);
enum err memory_outbox_cancel(
    void *self, enum outbox_kind kind, int64_t record_id, struct errinfo *e);
enum err memory_first_due(void *self, enum work work, int64_t *out_ms, struct errinfo *e);
enum err memory_claim(void *self, enum work work, struct arena *a, const char *worker,
    int64_t now_ms, int64_t lease_ms, void *out, struct errinfo *e);
enum err memory_timer_set(
    void *self, const char *kind, int64_t record_id, int64_t due_ms, struct errinfo *e);
enum err memory_timer_clear(void *self, const char *kind, int64_t record_id, struct errinfo *e);
enum err memory_timer_due(
    void *self, struct arena *a, int64_t now_ms, struct timer *out, struct errinfo *e);
enum err memory_correction_list(void *self, struct arena *a, int64_t after_id, size_t limit,
    struct rows *out, struct errinfo *e);
enum err memory_document_get(void *self, struct arena *a, const char *kind, const char *id,
    struct document *out, struct errinfo *e);
enum err memory_document_put(
    void *self, const struct document *d, int64_t expected, bool *done, struct errinfo *e);
enum err memory_document_list(
    void *self, struct arena *a, const char *kind, struct rows *out, struct errinfo *e);
enum err memory_document_find(void *self, struct arena *a, const char *kind, const char *name,
    const char *value, const char ***ids, size_t *count, struct errinfo *e);
enum err memory_document_remove(
    void *self, const char *kind, const char *id, struct errinfo *e);
enum err memory_document_unindex(void *self, const char *kind, const char *name,
    const char *value, const char *id, struct errinfo *e);
enum err memory_effect_add(void *self, const struct effect *x, bool *done, struct errinfo *e);
enum err memory_chain_get(
    void *self, int64_t conversation_id, struct chain_head *out, struct errinfo *e);
enum err memory_event_add(void *self, struct event *x, struct errinfo *e);
enum err memory_event_list(
    void *self, struct arena *a, int64_t conversation_id, struct rows *out, struct errinfo *e);
enum err memory_event_page(void *self, struct arena *a, const struct event_filter *f,
    struct rows *out, struct errinfo *e);
enum err memory_event_after(void *self, struct arena *a, int64_t after_id, size_t limit,
    struct rows *out, struct errinfo *e);
enum err memory_event_last(void *self, int64_t *out_id, struct errinfo *e);
enum err memory_chains_moved(void *self, struct arena *a, int64_t after_event,
    struct chain_head **out, size_t *count, struct errinfo *e);
enum err memory_checkpoint_last(
    void *self, struct arena *a, struct checkpoint *out, struct errinfo *e);
enum err memory_audited(
    void *self, struct arena *a, int64_t **out, size_t *count, struct errinfo *e);

#endif
