/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conversations and messages in SQL.
 */
#include "sql.h"

#include <string.h>

#include "floorwalker/text/translate.h"

enum err
sql_conversation_of_contact(void *self, struct arena *a, const char *channel, const char *contact,
    struct conversation *out, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_CONVERSATION_OF_CONTACT, &statement, e);

	if (r)
		return r;
	q->driver->bind_text(statement, 1, channel);
	q->driver->bind_text(statement, 2, contact);
	return sql_one(
	    q, statement, RECORD_CONVERSATION, a, out, "conversation with this contact", e);
}

static void
bind_filter(struct sql *q, void *statement, const struct conversation_filter *f, int reason)
{
	q->driver->bind_int(statement, 1, f->states);
	q->driver->bind_text(statement, 2, f->queue);
	q->driver->bind_text(statement, 3, f->agent);
	q->driver->bind_text(statement, 4, f->customer_id);
	q->driver->bind_int(statement, 5, reason);
	q->driver->bind_int(statement, 6, f->opened_after_ms);
	q->driver->bind_int(statement, 7, f->closed_after_ms);
	q->driver->bind_int(statement, 8, f->snoozed);
	q->driver->bind_int(statement, 9, f->level);
	q->driver->bind_text(statement, 10, f->tag);
}

static enum narrowing
narrow(const struct conversation_filter *f)
{
	if (f->states == 1u << CONVERSATION_CLOSED)
		return f->closed_after_ms != 0 ? NARROW_CLOSED_AFTER : NARROW_CLOSED;
	if (f->states == 0 || (f->states & 1u << CONVERSATION_CLOSED))
		return NARROW_NOTHING;
	return (f->states & (f->states - 1)) == 0 ? NARROW_ONE_OPEN_STATE : NARROW_OPEN;
}

static int
only_state(const struct conversation_filter *f)
{
	int state = 0;

	while (!(f->states >> state & 1))
		state++;
	return state;
}

enum err
sql_conversation_list(void *self, struct arena *a, const struct conversation_filter *f, int reason,
    struct conversation_list *out, struct errinfo *e)
{
	struct sql *q = self;
	enum narrowing narrowing = narrow(f);
	unsigned which = (unsigned)narrowing * 10 + (unsigned)f->order * 2 + f->descending;
	struct rows rows;
	void *statement;
	enum err r =
	    sql_use(q, (enum statement)(STATEMENT_CONVERSATION_LIST + which), &statement, e);

	if (r)
		return r;
	bind_filter(q, statement, f, reason);
	q->driver->bind_int(statement, 11, (int64_t)f->limit);
	q->driver->bind_int(statement, 12, (int64_t)f->offset);
	if (narrowing == NARROW_ONE_OPEN_STATE)
		q->driver->bind_int(statement, 13, only_state(f));
	r = sql_many(q, statement, RECORD_CONVERSATION, record_types[RECORD_CONVERSATION].count - 1,
	    a, &rows, e);
	out->items = rows.items;
	out->count = rows.count;
	out->total = (int64_t)(f->offset + rows.count);
	if (r || (rows.count > 0 && rows.count < f->limit) || (rows.count == 0 && f->offset == 0))
		return r;
	r = sql_use(q, (enum statement)(STATEMENT_CONVERSATION_COUNT + narrowing), &statement, e);
	if (r)
		return r;
	bind_filter(q, statement, f, reason);
	if (narrowing == NARROW_ONE_OPEN_STATE)
		q->driver->bind_int(statement, 11, only_state(f));
	return sql_int(q, statement, 0, &out->total, e);
}

static enum err
count_queues(struct sql *q, struct arena *a, struct conversation_counts *out, struct errinfo *e)
{
	void *statement;
	bool row;
	size_t room = 0;
	enum err r = sql_use(q, STATEMENT_CONVERSATION_COUNT_QUEUES, &statement, e);

	if (r)
		return r;
	while ((r = q->driver->step(q->connection, statement, &row, e)) == ERR_OK && row) {
		size_t n = out->queue_count++;

		if (n == room) {
			void *more =
			    arena_alloc(a, (room = room ? room * 2 : 8) * sizeof(*out->queues));

			if (n > 0)
				memcpy(more, out->queues, n * sizeof(*out->queues));
			out->queues = more;
		}
		out->queues[n].queue = arena_text(a, q->driver->column_text(statement, 1, NULL));
		out->queues[n].count = q->driver->column_int(statement, 2);
		out->queues[n].oldest_ms = q->driver->column_int(statement, 3);
		out->queues[n].due_ms = q->driver->column_int(statement, 4);
		if (out->queues[n].oldest_ms > 0 &&
		    (out->oldest_waiting_ms == 0 ||
			out->queues[n].oldest_ms < out->oldest_waiting_ms))
			out->oldest_waiting_ms = out->queues[n].oldest_ms;
	}
	q->driver->reset(statement);
	return r;
}

enum err
sql_conversation_counts(
    void *self, struct arena *a, struct conversation_counts *out, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	bool row;
	enum err r = sql_use(q, STATEMENT_CONVERSATION_COUNT_STATES, &statement, e);

	if (r)
		return r;
	while ((r = q->driver->step(q->connection, statement, &row, e)) == ERR_OK && row)
		out->by_state[q->driver->column_int(statement, 1)] =
		    q->driver->column_int(statement, 2);
	q->driver->reset(statement);
	if (!r)
		r = sql_use(q, STATEMENT_ACTION_COUNT_WAITING, &statement, e);
	if (!r)
		r = sql_int(q, statement, 0, &out->waiting_actions, e);
	if (!r)
		r = sql_use(q, STATEMENT_CONVERSATION_COUNT_SNOOZED, &statement, e);
	if (!r)
		r = sql_int(q, statement, 0, &out->snoozed, e);
	return r ? r : count_queues(q, a, out, e);
}

enum err
sql_message_of_source(void *self, int64_t conversation_id, const char *source_key, int64_t *id,
    int64_t *number, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	bool row = false;
	enum err r = sql_use(q, STATEMENT_MESSAGE_OF_SOURCE, &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, conversation_id);
	q->driver->bind_text(statement, 2, source_key);
	r = q->driver->step(q->connection, statement, &row, e);
	if (row) {
		*id = q->driver->column_int(statement, 1);
		*number = q->driver->column_int(statement, 2);
	}
	q->driver->reset(statement);
	return r || row ? r : err_set(e, ERR_NOT_FOUND, tr("there is no message with this source key"));
}

enum err
sql_message_list(void *self, struct arena *a, int64_t conversation_id, int64_t after_number,
    struct rows *out, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_MESSAGE_LIST, &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, conversation_id);
	q->driver->bind_int(statement, 2, after_number);
	return sql_many(
	    q, statement, RECORD_MESSAGE, record_types[RECORD_MESSAGE].count, a, out, e);
}

enum err
sql_message_set_delivery(void *self, int64_t id, enum delivery d, int64_t at_ms, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	bool row;
	enum err r = sql_use(q, STATEMENT_MESSAGE_SET_DELIVERY, &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, id);
	q->driver->bind_int(statement, 2, d);
	q->driver->bind_int(statement, 3, at_ms);
	r = sql_run(q, statement, &row, e);
	return r || row ? r : err_set(e, ERR_NOT_FOUND, tr("there is no message %lld"), (long long)id);
}

enum err
sql_message_withdraw(void *self, struct arena *a, int64_t conversation_id, int64_t **ids,
    size_t *count, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_MESSAGE_WITHDRAW, &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, conversation_id);
	return sql_ints(q, statement, a, ids, count, e);
}
