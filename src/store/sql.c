/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Transactions, and what is the same for every record.
 */
#include "sql.h"

#include <string.h>

#include "floorwalker/text/translate.h"

static const struct {
	enum statement add, get, put, children, set_text, save, find, all, remove;
} plain[RECORD_COUNT] = {
    [RECORD_CONVERSATION] = {.add = STATEMENT_CONVERSATION_ADD,
	.get = STATEMENT_CONVERSATION_GET,
	.put = STATEMENT_CONVERSATION_PUT},
    [RECORD_MESSAGE] = {.add = STATEMENT_MESSAGE_ADD,
	.get = STATEMENT_MESSAGE_GET,
	.set_text = STATEMENT_MESSAGE_SET_TEXT},
    [RECORD_TURN] = {.add = STATEMENT_TURN_ADD,
	.get = STATEMENT_TURN_GET,
	.put = STATEMENT_TURN_PUT,
	.children = STATEMENT_TURN_LIST,
	.set_text = STATEMENT_TURN_SET_TRACE},
    [RECORD_ACTION] = {.add = STATEMENT_ACTION_ADD,
	.get = STATEMENT_ACTION_GET,
	.put = STATEMENT_ACTION_PUT},
    [RECORD_APPROVAL] = {.add = STATEMENT_APPROVAL_ADD,
	.get = STATEMENT_APPROVAL_GET,
	.children = STATEMENT_APPROVAL_LIST},
    [RECORD_OUTBOX] = {.add = STATEMENT_OUTBOX_ADD,
	.get = STATEMENT_OUTBOX_GET,
	.put = STATEMENT_OUTBOX_PUT},
    [RECORD_NOTE] = {.add = STATEMENT_NOTE_ADD,
	.get = STATEMENT_NOTE_GET,
	.children = STATEMENT_NOTE_LIST,
	.set_text = STATEMENT_NOTE_SET_TEXT},
    [RECORD_CORRECTION] = {.add = STATEMENT_CORRECTION_ADD, .get = STATEMENT_CORRECTION_GET},
    [RECORD_REVIEW] = {.add = STATEMENT_REVIEW_ADD,
	.get = STATEMENT_REVIEW_GET,
	.children = STATEMENT_REVIEW_LIST},
    [RECORD_EVENT] = {.add = STATEMENT_EVENT_ADD, .get = STATEMENT_EVENT_GET},
    [RECORD_CHECKPOINT] = {.add = STATEMENT_CHECKPOINT_ADD, .get = STATEMENT_CHECKPOINT_GET},
    [RECORD_META] = {.save = STATEMENT_META_SAVE,
	.find = STATEMENT_META_FIND,
	.all = STATEMENT_META_ALL},
    [RECORD_AGENT] = {.save = STATEMENT_AGENT_SAVE,
	.find = STATEMENT_AGENT_FIND,
	.all = STATEMENT_AGENT_ALL},
    [RECORD_PROFILE] = {.save = STATEMENT_PROFILE_SAVE,
	.find = STATEMENT_PROFILE_FIND,
	.all = STATEMENT_PROFILE_ALL},
    [RECORD_MACRO] = {.save = STATEMENT_MACRO_SAVE,
	.find = STATEMENT_MACRO_FIND,
	.all = STATEMENT_MACRO_ALL},
    [RECORD_SAVED] = {.save = STATEMENT_SAVED_SAVE,
	.find = STATEMENT_SAVED_FIND,
	.all = STATEMENT_SAVED_ALL,
	.remove = STATEMENT_SAVED_REMOVE},
    [RECORD_INDEX] = {.save = STATEMENT_DOCUMENT_INDEX},
    [RECORD_EFFECT] = {.find = STATEMENT_EFFECT_FIND},
};

static void
sql_close(void *self)
{
	struct sql *q = self;

	for (size_t i = 0; i < STATEMENT_COUNT; i++)
		if (q->prepared[i])
			q->driver->finish(q->prepared[i]);
	sql_query_forget(q);
	q->driver->close(q->connection);
	mem_free(q);
}

static enum err
sql_begin(void *self, enum begin how, struct errinfo *e)
{
	struct sql *q = self;

	return q->driver->begin(q->connection, how, e);
}

static enum err
sql_commit(void *self, struct errinfo *e)
{
	struct sql *q = self;

	return q->driver->commit(q->connection, e);
}

static void
sql_rollback(void *self)
{
	struct sql *q = self;

	q->driver->rollback(q->connection);
}

static enum err
sql_change_count(void *self, int64_t *out, struct errinfo *e)
{
	struct sql *q = self;

	return q->driver->change_count(q->connection, out, e);
}

static enum err
sql_scrub(void *self, struct errinfo *e)
{
	struct sql *q = self;

	return q->driver->scrub(q->connection, e);
}

/* A message's number is one more than the largest of its conversation, unless it has one. */
static enum err
give_number(struct sql *q, struct message *m, struct errinfo *e)
{
	void *statement;
	enum err r = sql_use(q, STATEMENT_MESSAGE_NUMBER, &statement, e);

	if (r || m->number != 0)
		return r;
	q->driver->bind_int(statement, 1, m->conversation_id);
	return sql_int(q, statement, 1, &m->number, e);
}

static enum err
sql_add(void *self, enum record type, void *record, struct errinfo *e)
{
	struct sql *q = self;
	int64_t *id = record;	/* the first field of each of these */
	void *statement;
	enum err r = type == RECORD_MESSAGE ? give_number(q, record, e) : ERR_OK;

	if (!r)
		r = sql_use(q, plain[type].add, &statement, e);
	if (r)
		return r;
	sql_bind_record(q, statement, type, record);
	r = sql_int(q, statement, 0, id, e);
	if (!r && *id == 0)
		return err_set(
		    e, ERR_EXISTS, tr("there is a %s like this already"), tr(record_types[type].name));
	return r;
}

static enum err
sql_get(void *self, enum record type, struct arena *a, int64_t id, void *out, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, plain[type].get, &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, id);
	r = sql_one(q, statement, type, a, out, record_types[type].name, e);
	return r == ERR_NOT_FOUND
	    ? err_set(e, r, tr("there is no %s %lld"), tr(record_types[type].name), (long long)id)
	    : r;
}

static enum err
put_by(struct sql *q, enum statement which, enum record type, const void *record, bool *done,
    struct errinfo *e)
{
	void *statement;
	enum err r = sql_use(q, which, &statement, e);

	if (r)
		return r;
	sql_bind_record(q, statement, type, record);
	return sql_run(q, statement, done, e);
}

static enum err
sql_put(void *self, enum record type, const void *record, bool *done, struct errinfo *e)
{
	enum err r = ERR_OK;

	if (type == RECORD_CONVERSATION)
		r = put_by(self, STATEMENT_CONVERSATION_PUT_IN_PLACE, type, record, done, e);
	return r || *done ? r : put_by(self, plain[type].put, type, record, done, e);
}

static enum err
sql_children(void *self, enum record type, struct arena *a, int64_t parent, struct rows *out,
    struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, plain[type].children, &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, parent);
	return sql_many(q, statement, type, record_types[type].count, a, out, e);
}

static enum err
sql_set_text(
    void *self, enum record type, int64_t id, const char *text, bool *done, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, plain[type].set_text, &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, id);
	q->driver->bind_text(statement, 2, text);
	return sql_run(q, statement, done, e);
}

static enum err
sql_save(void *self, enum record type, const void *record, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, plain[type].save, &statement, e);

	if (r)
		return r;
	sql_bind_record(q, statement, type, record);
	return sql_run(q, statement, NULL, e);
}

static enum err
sql_find(
    void *self, enum record type, struct arena *a, const char *name, void *out, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, plain[type].find, &statement, e);

	if (r)
		return r;
	q->driver->bind_text(statement, 1, name);
	r = sql_one(q, statement, type, a, out, record_types[type].name, e);
	return r == ERR_NOT_FOUND
	    ? err_set(e, r, tr("there is no %s \"%.80s\""), tr(record_types[type].name), name)
	    : r;
}

static enum err
sql_all(void *self, enum record type, struct arena *a, struct rows *out, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, plain[type].all, &statement, e);

	if (r)
		return r;
	return sql_many(q, statement, type, record_types[type].count, a, out, e);
}

static enum err
sql_remove(void *self, enum record type, const char *name, bool *done, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, plain[type].remove, &statement, e);

	if (r)
		return r;
	q->driver->bind_text(statement, 1, name);
	return sql_run(q, statement, done, e);
}

static const struct store_ops sql_ops = {
	.close = sql_close,
	.begin = sql_begin,
	.commit = sql_commit,
	.rollback = sql_rollback,
	.change_count = sql_change_count,
	.scrub = sql_scrub,
	.add = sql_add,
	.get = sql_get,
	.put = sql_put,
	.children = sql_children,
	.set_text = sql_set_text,
	.save = sql_save,
	.find = sql_find,
	.all = sql_all,
	.remove = sql_remove,
	.personal_find = sql_personal_find,
	.personal_save = sql_personal_save,
	.personal_remove = sql_personal_remove,
	.presence_forget = sql_presence_forget,
	.presence_since = sql_presence_since,
	.conversation_of_contact = sql_conversation_of_contact,
	.conversation_list = sql_conversation_list,
	.query_ids = sql_query_ids,
	.conversation_some = sql_conversation_some,
	.conversation_counts = sql_conversation_counts,
	.message_of_source = sql_message_of_source,
	.message_list = sql_message_list,
	.message_set_delivery = sql_message_set_delivery,
	.message_withdraw = sql_message_withdraw,
	.message_search = sql_message_search,
	.turn_of = sql_turn_of,
	.turn_since = sql_turn_since,
	.action_list = sql_action_list,
	.outbox_of = sql_outbox_of,
	.outbox_cancel = sql_outbox_cancel,
	.first_due = sql_first_due,
	.claim = sql_claim,
	.timer_set = sql_timer_set,
	.timer_clear = sql_timer_clear,
	.timer_due = sql_timer_due,
	.correction_list = sql_correction_list,
	.document_get = sql_document_get,
	.document_put = sql_document_put,
	.document_list = sql_document_list,
	.document_find = sql_document_find,
	.document_remove = sql_document_remove,
	.document_unindex = sql_document_unindex,
	.effect_add = sql_effect_add,
	.chain_get = sql_chain_get,
	.event_add = sql_event_add,
	.event_list = sql_event_list,
	.event_after = sql_event_after,
	.event_of_use = sql_event_of_use,
	.event_page = sql_event_page,
	.event_last = sql_event_last,
	.chains_moved = sql_chains_moved,
	.checkpoint_last = sql_checkpoint_last,
	.audited = sql_audited,
};

enum err
sql_open_sqlite(const char *path, const struct store_options *options, const struct store_ops **ops,
    void **self, struct errinfo *e)
{
	struct sql *q;
	void *connection;
	enum err r = sqlite_connect(path, options, &connection, e);

	if (r)
		return r;
	q = mem_zero(1, sizeof(*q));
	q->driver = &sqlite_driver;
	q->connection = connection;
	*ops = &sql_ops;
	*self = q;
	return ERR_OK;
}
