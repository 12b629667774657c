/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one person has of one conversation, in SQL: drafts, read marks, presences.
 */
#include "sql.h"

static const struct {
	enum statement save, find, remove;
} personal[RECORD_COUNT] = {
    [RECORD_DRAFT] = {STATEMENT_DRAFT_SAVE, STATEMENT_DRAFT_FIND, STATEMENT_DRAFT_REMOVE},
    [RECORD_READ_MARK] = {.save = STATEMENT_READ_MARK_SAVE, .find = STATEMENT_READ_MARK_FIND},
    [RECORD_PRESENCE] = {STATEMENT_PRESENCE_SAVE, STATEMENT_PRESENCE_FIND,
	STATEMENT_PRESENCE_REMOVE},
};

enum err
sql_personal_find(void *self, enum record type, struct arena *a, int64_t conversation_id,
    const char *agent, void *out, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, personal[type].find, &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, conversation_id);
	q->driver->bind_text(statement, 2, agent);
	return sql_one(q, statement, type, a, out, record_types[type].name, e);
}

enum err
sql_personal_save(void *self, enum record type, const void *record, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, personal[type].save, &statement, e);

	if (r)
		return r;
	sql_bind_record(q, statement, type, record);
	return sql_run(q, statement, NULL, e);
}

enum err
sql_personal_remove(void *self, enum record type, int64_t conversation_id, const char *agent,
    struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, personal[type].remove, &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, conversation_id);
	q->driver->bind_text(statement, 2, agent);
	return sql_run(q, statement, NULL, e);
}

enum err
sql_presence_forget(void *self, int64_t before_ms, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_PRESENCE_FORGET, &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, before_ms);
	return sql_run(q, statement, NULL, e);
}

enum err
sql_presence_since(
    void *self, struct arena *a, int64_t since_ms, struct rows *out, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_PRESENCE_SINCE, &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, since_ms);
	return sql_many(
	    q, statement, RECORD_PRESENCE, record_types[RECORD_PRESENCE].count, a, out, e);
}
