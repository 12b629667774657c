/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Turns, actions, the outbox, timers and corrections in SQL.
 */
#include "sql.h"

enum err
sql_turn_of(void *self, struct arena *a, int64_t conversation_id, bool open, struct turn *out,
    struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, open ? STATEMENT_TURN_OPEN : STATEMENT_TURN_LATEST, &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, conversation_id);
	return sql_one(q, statement, RECORD_TURN, a, out, open ? "open turn" : "turn", e);
}

enum err
sql_turn_since(void *self, struct arena *a, int64_t after_ms, int64_t after_id, size_t limit,
    struct rows *out, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_TURN_SINCE, &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, after_ms);
	q->driver->bind_int(statement, 2, after_id);
	q->driver->bind_int(statement, 3, (int64_t)limit);
	return sql_many(q, statement, RECORD_TURN, record_types[RECORD_TURN].count, a, out, e);
}

/* The narrowest statement for what is asked: each has its index. */
static enum statement
action_statement(const struct action_filter *f)
{
	if (f->conversation_id)
		return STATEMENT_ACTION_OF_CONVERSATION;
	if (f->order_id && *f->order_id)
		return STATEMENT_ACTION_OF_ORDER;
	if (f->customer_id && *f->customer_id)
		return STATEMENT_ACTION_OF_CUSTOMER;
	return f->states == 1u << ACTION_WAITING ? STATEMENT_ACTION_WAITING : STATEMENT_ACTION_LIST;
}

enum err
sql_action_list(
    void *self, struct arena *a, const struct action_filter *f, struct rows *out, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, action_statement(f), &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, f->states);
	q->driver->bind_int(statement, 2, f->conversation_id);
	q->driver->bind_text(statement, 3, f->order_id);
	q->driver->bind_text(statement, 4, f->customer_id);
	q->driver->bind_int(statement, 5, f->expires_before_ms);
	q->driver->bind_int(statement, 6, (int64_t)f->limit);
	return sql_many(q, statement, RECORD_ACTION, record_types[RECORD_ACTION].count, a, out, e);
}

enum err
sql_outbox_of(void *self, struct arena *a, enum outbox_kind kind, int64_t record_id,
    struct outbox_item *out, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_OUTBOX_OF, &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, kind);
	q->driver->bind_int(statement, 2, record_id);
	return sql_one(q, statement, RECORD_OUTBOX, a, out, "outbox item for this record", e);
}

enum err
sql_outbox_cancel(void *self, enum outbox_kind kind, int64_t record_id, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_OUTBOX_CANCEL, &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, kind);
	q->driver->bind_int(statement, 2, record_id);
	return sql_run(q, statement, NULL, e);
}

enum err
sql_first_due(void *self, enum work work, int64_t *out_ms, struct errinfo *e)
{
	static const enum statement first[] = {
	    STATEMENT_TURN_FIRST, STATEMENT_OUTBOX_FIRST, STATEMENT_TIMER_FIRST};
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, first[work], &statement, e);

	return r ? r : sql_int(q, statement, INT64_MAX, out_ms, e);
}

enum err
sql_claim(void *self, enum work work, struct arena *a, const char *worker, int64_t now_ms,
    int64_t lease_ms, void *out, struct errinfo *e)
{
	struct sql *q = self;
	bool turn = work == WORK_TURN;
	void *statement;
	enum err r =
	    sql_use(q, turn ? STATEMENT_TURN_CLAIM : STATEMENT_OUTBOX_CLAIM, &statement, e);

	if (r)
		return r;
	q->driver->bind_text(statement, 1, worker);
	q->driver->bind_int(statement, 2, lease_ms);
	q->driver->bind_int(statement, 3, now_ms);
	return sql_one(q, statement, turn ? RECORD_TURN : RECORD_OUTBOX, a, out,
	    turn ? "turn that is due" : "outbox item that is due", e);
}

enum err
sql_timer_set(void *self, const char *kind, int64_t record_id, int64_t due_ms, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_TIMER_SET, &statement, e);

	if (r)
		return r;
	q->driver->bind_blob(statement, 1, NULL, 0);
	q->driver->bind_text(statement, 2, kind);
	q->driver->bind_int(statement, 3, record_id);
	q->driver->bind_int(statement, 4, due_ms);
	return sql_run(q, statement, NULL, e);
}

enum err
sql_timer_clear(void *self, const char *kind, int64_t record_id, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_TIMER_CLEAR, &statement, e);

	if (r)
		return r;
	q->driver->bind_text(statement, 1, kind);
	q->driver->bind_int(statement, 2, record_id);
	return sql_run(q, statement, NULL, e);
}

enum err
sql_timer_due(void *self, struct arena *a, int64_t now_ms, struct timer *out, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_TIMER_DUE, &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, now_ms);
	return sql_one(q, statement, RECORD_TIMER, a, out, "timer that is due", e);
}

enum err
sql_correction_list(void *self, struct arena *a, int64_t after_id, size_t limit, struct rows *out,
    struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_CORRECTION_LIST, &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, after_id);
	q->driver->bind_int(statement, 2, (int64_t)limit);
	return sql_many(
	    q, statement, RECORD_CORRECTION, record_types[RECORD_CORRECTION].count, a, out, e);
}
