/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Documents, effects, events and checkpoints in SQL.
 */
#include "sql.h"

#include <string.h>

#include "floorwalker/text/translate.h"

enum err
sql_document_get(void *self, struct arena *a, const char *kind, const char *id,
    struct document *out, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_DOCUMENT_GET, &statement, e);

	if (r)
		return r;
	q->driver->bind_text(statement, 1, kind);
	q->driver->bind_text(statement, 2, id);
	r = sql_one(q, statement, RECORD_DOCUMENT, a, out, "document", e);
	return r == ERR_NOT_FOUND ? err_set(e, r, tr("there is no %.80s \"%.80s\""), kind, id) : r;
}

enum err
sql_document_put(
    void *self, const struct document *d, int64_t expected, bool *done, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q,
	    expected < 0        ? STATEMENT_DOCUMENT_SAVE
		: expected == 0 ? STATEMENT_DOCUMENT_ADD
				: STATEMENT_DOCUMENT_REPLACE,
	    &statement, e);

	if (r)
		return r;
	q->driver->bind_text(statement, 1, d->kind);
	q->driver->bind_text(statement, 2, d->id);
	q->driver->bind_text(statement, 3, d->body);
	if (expected > 0)
		q->driver->bind_int(statement, 4, expected);
	return sql_run(q, statement, done, e);
}

enum err
sql_document_list(
    void *self, struct arena *a, const char *kind, struct rows *out, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_DOCUMENT_LIST, &statement, e);

	if (r)
		return r;
	q->driver->bind_text(statement, 1, kind);
	return sql_many(
	    q, statement, RECORD_DOCUMENT, record_types[RECORD_DOCUMENT].count, a, out, e);
}

enum err
sql_document_find(void *self, struct arena *a, const char *kind, const char *name,
    const char *value, const char ***ids, size_t *count, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	bool row;
	size_t room = 0;
	enum err r = sql_use(q, STATEMENT_DOCUMENT_FIND, &statement, e);

	*ids = NULL;
	*count = 0;
	if (r)
		return r;
	q->driver->bind_text(statement, 1, kind);
	q->driver->bind_text(statement, 2, name);
	q->driver->bind_text(statement, 3, value);
	while ((r = q->driver->step(q->connection, statement, &row, e)) == ERR_OK && row) {
		if (*count == room) {
			const char **more =
			    arena_alloc(a, (room = room ? room * 2 : 8) * sizeof(*more));

			if (*count > 0)
				memcpy(more, *ids, *count * sizeof(*more));
			*ids = more;
		}
		(*ids)[(*count)++] = arena_text(a, q->driver->column_text(statement, 1, NULL));
	}
	q->driver->reset(statement);
	return r;
}

enum err
sql_document_remove(void *self, const char *kind, const char *id, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_DOCUMENT_REMOVE, &statement, e);

	if (r)
		return r;
	q->driver->bind_text(statement, 1, kind);
	q->driver->bind_text(statement, 2, id);
	return sql_run(q, statement, NULL, e);
}

enum err
sql_document_unindex(void *self, const char *kind, const char *name, const char *value,
    const char *id, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_DOCUMENT_UNINDEX, &statement, e);

	if (r)
		return r;
	q->driver->bind_text(statement, 1, kind);
	q->driver->bind_text(statement, 2, name);
	q->driver->bind_text(statement, 3, value);
	q->driver->bind_text(statement, 4, id);
	return sql_run(q, statement, NULL, e);
}

enum err
sql_effect_add(void *self, const struct effect *x, bool *done, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_EFFECT_ADD, &statement, e);

	if (r)
		return r;
	sql_bind_record(q, statement, RECORD_EFFECT, x);
	return sql_run(q, statement, done, e);
}

static void
read_head(struct sql *q, void *statement, struct chain_head *out)
{
	size_t length;
	const char *hash = q->driver->column_text(statement, 3, &length);

	memset(out, 0, sizeof(*out));
	out->conversation_id = q->driver->column_int(statement, 1);
	out->number = q->driver->column_int(statement, 2);
	memcpy(out->hash, hash, length < SEAL_HEX ? length : SEAL_HEX - 1);
}

enum err
sql_chain_get(void *self, int64_t conversation_id, struct chain_head *out, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	bool row = false;
	enum err r = sql_use(q, STATEMENT_CHAIN_GET, &statement, e);

	memset(out, 0, sizeof(*out));
	if (r)
		return r;
	q->driver->bind_int(statement, 1, conversation_id);
	r = q->driver->step(q->connection, statement, &row, e);
	if (row)
		read_head(q, statement, out);
	q->driver->reset(statement);
	return r;
}

enum err
sql_event_add(void *self, struct event *x, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_EVENT_ADD, &statement, e);

	if (r)
		return r;
	sql_bind_record(q, statement, RECORD_EVENT, x);
	r = sql_int(q, statement, 0, &x->id, e);
	if (!r && x->id == 0)
		return err_set(e, ERR_CORRUPT,
		    "conversation %lld has an event %lld beyond its chain's head; run an audit",
		    (long long)x->conversation_id, (long long)x->number);
	if (!r)
		r = sql_use(q, STATEMENT_CHAIN_SET, &statement, e);
	if (r)
		return r;
	q->driver->bind_int(statement, 1, x->conversation_id);
	q->driver->bind_int(statement, 2, x->number);
	q->driver->bind_text(statement, 3, x->hash);
	return sql_run(q, statement, NULL, e);
}

enum err
sql_event_list(
    void *self, struct arena *a, int64_t conversation_id, struct rows *out, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_EVENT_LIST, &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, conversation_id);
	return sql_many(q, statement, RECORD_EVENT, record_types[RECORD_EVENT].count, a, out, e);
}

enum err
sql_event_after(void *self, struct arena *a, int64_t after_id, size_t limit, struct rows *out,
    struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_EVENT_AFTER, &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, after_id);
	q->driver->bind_int(statement, 2, (int64_t)limit);
	return sql_many(q, statement, RECORD_EVENT, record_types[RECORD_EVENT].count, a, out, e);
}

enum err
sql_event_of_use(void *self, struct arena *a, int64_t after_id, size_t limit, struct rows *out,
    struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_EVENT_OF_USE, &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, after_id);
	q->driver->bind_int(statement, 2, (int64_t)limit);
	return sql_many(q, statement, RECORD_EVENT, record_types[RECORD_EVENT].count, a, out, e);
}

enum err
sql_event_page(void *self, struct arena *a, const struct event_filter *f, struct rows *out,
    struct errinfo *e)
{
	/* by whether it is of one conversation, and whether it ascends */
	static const enum statement wanted[2][2] = {
	    {STATEMENT_EVENT_PAGE, STATEMENT_EVENT_PAGE_UP},
	    {STATEMENT_EVENT_PAGE_OF, STATEMENT_EVENT_PAGE_OF_UP}};
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, wanted[f->conversation_id != 0][f->ascending], &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, f->after_id);
	q->driver->bind_int(statement, 2, f->before_id);
	q->driver->bind_text(statement, 3, f->kind);
	q->driver->bind_text(statement, 4, f->actor);
	q->driver->bind_int(statement, 5, (int64_t)f->limit);
	if (f->conversation_id != 0)
		q->driver->bind_int(statement, 6, f->conversation_id);
	return sql_many(q, statement, RECORD_EVENT, record_types[RECORD_EVENT].count, a, out, e);
}

enum err
sql_event_last(void *self, int64_t *out_id, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_EVENT_LAST, &statement, e);

	return r ? r : sql_int(q, statement, 0, out_id, e);
}

enum err
sql_chains_moved(void *self, struct arena *a, int64_t after_event, struct chain_head **out,
    size_t *count, struct errinfo *e)
{
	struct sql *q = self;
	struct chain_head *heads = NULL;
	void *statement;
	bool row;
	size_t n = 0, room = 0;
	enum err r = sql_use(q, STATEMENT_CHAINS_MOVED, &statement, e);

	if (r)
		return r;
	q->driver->bind_int(statement, 1, after_event);
	while ((r = q->driver->step(q->connection, statement, &row, e)) == ERR_OK && row) {
		if (n == room)
			heads = mem_grow(heads, room = room ? room * 2 : 32, sizeof(*heads));
		read_head(q, statement, &heads[n++]);
	}
	q->driver->reset(statement);
	*count = n;
	*out = arena_alloc(a, (n + 1) * sizeof(*heads));
	if (n > 0)
		memcpy(*out, heads, n * sizeof(*heads));
	mem_free(heads);
	return r;
}

enum err
sql_checkpoint_last(void *self, struct arena *a, struct checkpoint *out, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_CHECKPOINT_LAST, &statement, e);

	return r ? r : sql_one(q, statement, RECORD_CHECKPOINT, a, out, "checkpoint", e);
}

enum err
sql_audited(void *self, struct arena *a, int64_t **out, size_t *count, struct errinfo *e)
{
	struct sql *q = self;
	void *statement;
	enum err r = sql_use(q, STATEMENT_AUDITED, &statement, e);

	return r ? r : sql_ints(q, statement, a, out, count, e);
}
