/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The SQL backend: typed operations written once (sql*.c) over a small driver. A driver knows one
 * database's library and dialect.
 */
#ifndef STORE_SQL_H
#define STORE_SQL_H

#include "ops.h"
#include "search.h"
#include "statements.h"

/* Parameters and columns count from 1. What a column gives lives until the statement steps or is
 * reset. */
struct sql_driver {
	const char *name;
	void (*close)(void *connection);
	enum err (*begin)(void *connection, enum begin how, struct errinfo *e);
	enum err (*commit)(void *connection, struct errinfo *e);
	void (*rollback)(void *connection);
	enum err (*change_count)(void *connection, int64_t *out, struct errinfo *e);
	enum err (*scrub)(void *connection, struct errinfo *e);

	enum err (*prepare)(
	    void *connection, const char *text, void **statement, struct errinfo *e);
	void (*finish)(void *statement);
	void (*reset)(void *statement);	/* forgets what was bound, too */
	/* Bound bytes are borrowed until reset; NULL binds NULL. */
	void (*bind_int)(void *statement, int at, int64_t n);
	void (*bind_real)(void *statement, int at, double x);
	void (*bind_text)(void *statement, int at, const char *s);
	void (*bind_blob)(void *statement, int at, const void *bytes, size_t size);
	enum err (*step)(void *connection, void *statement, bool *row, struct errinfo *e);
	int64_t (*column_int)(void *statement, int at);
	double (*column_real)(void *statement, int at);
	const char *(*column_text)(void *statement, int at, size_t *length);	/* NULL for NULL */
	const void *(*column_blob)(void *statement, int at, size_t *size);	/* NULL for NULL */

	/* Full text; %s: the parameter, what search_match() writes. Hits as conversation, id and
	 * text of the message, among conversations c (what else must fit follows with AND, then
	 * search_order: best first, then by id); how many there are; and that c's messages, or its
	 * shopper's name, fit. */
	void (*search_match)(const struct search *s, struct str *out);
	const char *search_some, *search_count, *search_order, *said, *called;
};

#define SQL_QUERIES 16
struct sql {
	const struct sql_driver *driver;
	void *connection;
	void *prepared[STATEMENT_COUNT];	/* each on first use */
	struct {			/* queries that were put together, the last few */
		char *text;
		void *statement;
		int64_t used;
	} queries[SQL_QUERIES];
	int64_t query_uses;
};

extern const struct sql_driver sqlite_driver;
NODISCARD enum err sqlite_connect(
    const char *path, const struct store_options *options, void **connection, struct errinfo *e);

/* Helpers of sql_row.c. A statement that was used is reset by whoever took it with sql_use(). */
NODISCARD enum err sql_use(
    struct sql *q, enum statement which, void **statement, struct errinfo *e);
void sql_bind_record(struct sql *q, void *statement, enum record type, const void *record);
void sql_read_record(
    struct sql *q, void *statement, enum record type, size_t columns, struct arena *a, void *out);
/* Steps once and resets: *row says whether a row came. */
NODISCARD enum err sql_run(struct sql *q, void *statement, bool *row, struct errinfo *e);
/* Steps once, reads the first column, resets. otherwise where no row came. */
NODISCARD enum err sql_int(
    struct sql *q, void *statement, int64_t otherwise, int64_t *out, struct errinfo *e);
/* One record, ERR_NOT_FOUND ("no WHAT" in the message); or all of them, as an array. */
NODISCARD enum err sql_one(struct sql *q, void *statement, enum record type, struct arena *a,
    void *out, const char *what, struct errinfo *e);
NODISCARD enum err sql_many(struct sql *q, void *statement, enum record type, size_t columns,
    struct arena *a, struct rows *out, struct errinfo *e);
/* The integers of the first column. */
NODISCARD enum err sql_ints(struct sql *q, void *statement, struct arena *a, int64_t **out,
    size_t *count, struct errinfo *e);

/* Operations, by file. */
enum err sql_personal_find(void *self, enum record type, struct arena *a,
    int64_t conversation_id, const char *agent, void *out, struct errinfo *e);
enum err sql_personal_save(
    void *self, enum record type, const void *record, struct errinfo *e);
enum err sql_personal_remove(void *self, enum record type, int64_t conversation_id,
    const char *agent, struct errinfo *e);
enum err sql_presence_forget(void *self, int64_t before_ms, struct errinfo *e);
enum err sql_presence_since(
    void *self, struct arena *a, int64_t since_ms, struct rows *out, struct errinfo *e);
enum err sql_conversation_of_contact(void *self, struct arena *a, const char *channel,
    const char *contact, struct conversation *out, struct errinfo *e);
enum err sql_conversation_list(void *self, struct arena *a, const struct conversation_filter *f,
    int reason, struct conversation_list *out, struct errinfo *e);
enum err sql_query_ids(void *self, struct arena *a, const struct conversation_query *q,
    struct conversation_ids *out, struct errinfo *e);
enum err sql_conversation_some(void *self, struct arena *a, const int64_t *ids, size_t count,
    struct rows *out, struct errinfo *e);
void sql_query_forget(struct sql *q);
/* The statement of a query, for whoever wants to know how it is done. */
void sql_query_text(struct sql *q, const struct conversation_query *asked, struct str *out);
enum err sql_conversation_counts(
    void *self, struct arena *a, struct conversation_counts *out, struct errinfo *e);
enum err sql_message_of_source(void *self, int64_t conversation_id, const char *source_key,
    int64_t *id, int64_t *number, struct errinfo *e);
enum err sql_message_list(void *self, struct arena *a, int64_t conversation_id,
    int64_t after_number, struct rows *out, struct errinfo *e);
enum err sql_message_set_delivery(
    void *self, int64_t id, enum delivery d, int64_t at_ms, struct errinfo *e);
enum err sql_message_withdraw(void *self, struct arena *a, int64_t conversation_id, int64_t **ids,
    size_t *count, struct errinfo *e);
enum err sql_message_search(void *self, struct arena *a, const struct search *search,
    const struct query *asked, size_t limit, struct search_row **out, size_t *count,
    int64_t *total, struct errinfo *e);
enum err sql_turn_since(void *self, struct arena *a, int64_t after_ms, int64_t after_id,
    size_t limit, struct rows *out, struct errinfo *e);
enum err sql_event_of_use(void *self, struct arena *a, int64_t after_id, size_t limit,
    struct rows *out, struct errinfo *e);
enum err sql_turn_of(void *self, struct arena *a, int64_t conversation_id, bool open,
    struct turn *out, struct errinfo *e);
enum err sql_action_list(void *self, struct arena *a, const struct action_filter *f,
    struct rows *out, struct errinfo *e);
enum err sql_outbox_of(void *self, struct arena *a, enum outbox_kind kind, int64_t record_id,
    struct outbox_item *out, struct errinfo *e);
enum err sql_outbox_cancel(void *self, enum outbox_kind kind, int64_t record_id, struct errinfo *e);
enum err sql_first_due(void *self, enum work work, int64_t *out_ms, struct errinfo *e);
enum err sql_claim(void *self, enum work work, struct arena *a, const char *worker, int64_t now_ms,
    int64_t lease_ms, void *out, struct errinfo *e);
enum err sql_timer_set(
    void *self, const char *kind, int64_t record_id, int64_t due_ms, struct errinfo *e);
enum err sql_timer_clear(void *self, const char *kind, int64_t record_id, struct errinfo *e);
enum err sql_timer_due(
    void *self, struct arena *a, int64_t now_ms, struct timer *out, struct errinfo *e);
enum err sql_correction_list(void *self, struct arena *a, int64_t after_id, size_t limit,
    struct rows *out, struct errinfo *e);
enum err sql_document_get(void *self, struct arena *a, const char *kind, const char *id,
    struct document *out, struct errinfo *e);
enum err sql_document_put(
    void *self, const struct document *d, int64_t expected, bool *done, struct errinfo *e);
enum err sql_document_list(
    void *self, struct arena *a, const char *kind, struct rows *out, struct errinfo *e);
enum err sql_document_find(void *self, struct arena *a, const char *kind, const char *name,
    const char *value, const char ***ids, size_t *count, struct errinfo *e);
enum err sql_document_remove(
    void *self, const char *kind, const char *id, struct errinfo *e);
enum err sql_document_unindex(void *self, const char *kind, const char *name, const char *value,
    const char *id, struct errinfo *e);
enum err sql_effect_add(void *self, const struct effect *x, bool *done, struct errinfo *e);
enum err sql_chain_get(
    void *self, int64_t conversation_id, struct chain_head *out, struct errinfo *e);
enum err sql_event_add(void *self, struct event *x, struct errinfo *e);
enum err sql_event_list(
    void *self, struct arena *a, int64_t conversation_id, struct rows *out, struct errinfo *e);
enum err sql_event_page(void *self, struct arena *a, const struct event_filter *f, struct rows *out,
    struct errinfo *e);
enum err sql_event_after(void *self, struct arena *a, int64_t after_id, size_t limit,
    struct rows *out, struct errinfo *e);
enum err sql_event_last(void *self, int64_t *out_id, struct errinfo *e);
enum err sql_chains_moved(void *self, struct arena *a, int64_t after_event, struct chain_head **out,
    size_t *count, struct errinfo *e);
enum err sql_checkpoint_last(
    void *self, struct arena *a, struct checkpoint *out, struct errinfo *e);
enum err sql_audited(void *self, struct arena *a, int64_t **out, size_t *count, struct errinfo *e);

#endif
