/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records to parameters, rows to records.
 */
#include "sql.h"

#include <string.h>

#include "floorwalker/text/translate.h"

enum err
sql_use(struct sql *q, enum statement which, void **statement, struct errinfo *e)
{
	if (!q->prepared[which]) {
		enum err r = q->driver->prepare(
		    q->connection, statements[which], &q->prepared[which], e);

		if (r)
			return r;
	}
	*statement = q->prepared[which];
	return ERR_OK;
}

static bool
flag(const void *record, const struct column *c)
{
	return c->beside == NO_FIELD || *(const bool *)((const char *)record + c->beside);
}

static void
bind_column(
    const struct sql_driver *d, void *statement, int at, const struct column *c, const void *record)
{
	const char *field = (const char *)record + c->at;
	const char *s;
	size_t size;

	switch (c->kind) {
	case COLUMN_INT:
		d->bind_int(statement, at, *(const int64_t *)(const void *)field);
		break;
	case COLUMN_REAL:
		d->bind_real(statement, at, *(const double *)(const void *)field);
		break;
	case COLUMN_ENUM:
		d->bind_int(statement, at, *(const int *)(const void *)field);
		break;
	case COLUMN_BOOL:
		d->bind_int(statement, at, *(const bool *)(const void *)field);
		break;
	case COLUMN_TEXT:
		memcpy(&s, field, sizeof(s));
		d->bind_text(statement, at, s ? s : "");
		break;
	case COLUMN_BLOB:
		memcpy(&s, field, sizeof(s));
		memcpy(&size, (const char *)record + c->beside, sizeof(size));
		d->bind_blob(statement, at, s, size);
		break;
	case COLUMN_KEY:
		d->bind_blob(statement, at, flag(record, c) ? field : NULL, SEAL_WRAPPED);
		break;
	case COLUMN_HEX:
		d->bind_text(statement, at, field);
		break;
	}
}

void
sql_bind_record(struct sql *q, void *statement, enum record type, const void *record)
{
	const struct record_type *t = &record_types[type];

	for (size_t i = 0; i < t->count; i++)
		bind_column(q->driver, statement, (int)i + 1, &t->columns[i], record);
	if (strcmp(t->columns[0].name, "id") == 0 && t->columns[0].kind == COLUMN_INT &&
	    *(const int64_t *)record == 0)
		q->driver->bind_blob(statement, 1, NULL, 0);	/* NULL: the statement gives the
								   next */
}

static void
read_column(const struct sql_driver *d, void *statement, int at, const struct column *c,
    struct arena *a, void *record)
{
	char *field = (char *)record + c->at;
	const char *s;
	size_t size = 0;
	bool there;

	switch (c->kind) {
	case COLUMN_INT:
		*(int64_t *)(void *)field = d->column_int(statement, at);
		break;
	case COLUMN_REAL:
		*(double *)(void *)field = d->column_real(statement, at);
		break;
	case COLUMN_ENUM:
		*(int *)(void *)field = (int)d->column_int(statement, at);
		break;
	case COLUMN_BOOL:
		*(bool *)(void *)field = d->column_int(statement, at) != 0;
		break;
	case COLUMN_TEXT:
		s = d->column_text(statement, at, &size);
		s = arena_text_n(a, s ? s : "", s ? size : 0);
		memcpy(field, &s, sizeof(s));
		break;
	case COLUMN_BLOB:
		s = d->column_blob(statement, at, &size);
		s = arena_text_n(a, s ? s : "", s ? size : 0);
		memcpy(field, &s, sizeof(s));
		memcpy((char *)record + c->beside, &size, sizeof(size));
		break;
	case COLUMN_KEY:
		s = d->column_blob(statement, at, &size);
		there = s && size == SEAL_WRAPPED;
		if (there)
			memcpy(field, s, SEAL_WRAPPED);
		if (c->beside != NO_FIELD)
			*(bool *)((char *)record + c->beside) = there;
		break;
	case COLUMN_HEX:
		s = d->column_text(statement, at, &size);
		memcpy(field, s ? s : "", size = size < SEAL_HEX ? size : SEAL_HEX - 1);
		field[size] = '\0';
		break;
	}
}

void
sql_read_record(
    struct sql *q, void *statement, enum record type, size_t columns, struct arena *a, void *out)
{
	const struct record_type *t = &record_types[type];

	memset(out, 0, t->size);
	for (size_t i = 0; i < columns; i++)
		read_column(q->driver, statement, (int)i + 1, &t->columns[i], a, out);
}

/* To the statement's end, so that its changes are complete, and ready for its next use. */
static enum err
end(struct sql *q, void *statement, bool row, struct errinfo *e)
{
	enum err r = ERR_OK;

	while (row && !r)
		r = q->driver->step(q->connection, statement, &row, e);
	q->driver->reset(statement);
	return r;
}

enum err
sql_run(struct sql *q, void *statement, bool *row, struct errinfo *e)
{
	bool stepped = false;
	enum err r = q->driver->step(q->connection, statement, &stepped, e);
	enum err ended = end(q, statement, stepped, e);

	if (row)
		*row = stepped;
	return r ? r : ended;
}

enum err
sql_int(struct sql *q, void *statement, int64_t otherwise, int64_t *out, struct errinfo *e)
{
	bool row = false;
	enum err r = q->driver->step(q->connection, statement, &row, e), ended;

	*out = row ? q->driver->column_int(statement, 1) : otherwise;
	ended = end(q, statement, row, e);
	return r ? r : ended;
}

enum err
sql_one(struct sql *q, void *statement, enum record type, struct arena *a, void *out,
    const char *what, struct errinfo *e)
{
	bool row = false;
	enum err r = q->driver->step(q->connection, statement, &row, e), ended;

	if (row)
		sql_read_record(q, statement, type, record_types[type].count, a, out);
	ended = end(q, statement, row, e);
	if (!r && !row)
		return err_set(e, ERR_NOT_FOUND, tr("there is no %s"), what);
	return r ? r : ended;
}

/* An array that grows outside the arena and is copied in once. */
struct growing { char *items; size_t count, room, size; };

static void *
grow(struct growing *g)
{
	if (g->count == g->room)
		g->items = mem_grow(g->items, g->room = g->room ? g->room * 2 : 16, g->size);
	return g->items + g->count++ * g->size;
}

static void *
settle(struct growing *g, struct arena *a)
{
	void *items = g->count ? arena_alloc(a, g->count * g->size) : NULL;

	if (items)
		memcpy(items, g->items, g->count * g->size);
	mem_free(g->items);
	return items;
}

enum err
sql_many(struct sql *q, void *statement, enum record type, size_t columns, struct arena *a,
    struct rows *out, struct errinfo *e)
{
	struct growing g = { .size = record_types[type].size };
	bool row = false;
	enum err r;

	while ((r = q->driver->step(q->connection, statement, &row, e)) == ERR_OK && row)
		sql_read_record(q, statement, type, columns, a, grow(&g));
	q->driver->reset(statement);
	out->items = settle(&g, a);
	out->count = g.count;
	return r;
}

enum err
sql_ints(struct sql *q, void *statement, struct arena *a, int64_t **out, size_t *count,
    struct errinfo *e)
{
	struct growing g = { .size = sizeof(int64_t) };
	bool row = false;
	enum err r;

	while ((r = q->driver->step(q->connection, statement, &row, e)) == ERR_OK && row)
		*(int64_t *)grow(&g) = q->driver->column_int(statement, 1);
	q->driver->reset(statement);
	*out = settle(&g, a);
	*count = g.count;
	return r;
}
