/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A query of many fields in SQL: put together of the pieces in statements_query.c. Whatever somebody
 * typed is bound; only constants of ours stand in the text.
 */
#include "sql_making.h"

#include <string.h>

/* Whether states are all that is asked: only then an index that has no other column, but gives the
 * order, is worth more than the one that has them all. */
static bool
is_of_states(const struct query *asked)
{
	for (size_t i = 0; asked != NULL && i < asked->count; i++)
		if (asked->terms[i].field != QUERY_STATE)
			return false;
	return true;
}

/* A piece of an order with its parameters bound. */
static const char *
order_piece(struct making *m, const char *piece, const struct conversation_query *asked)
{
	const char *who = NULL, *since = NULL, *out;
	struct str s;

	if (piece == NULL || strchr(piece, '%') == NULL)
		return piece;
	str_init(&s);
	for (const char *c = piece; *c != '\0'; c++) {
		if (c[0] == '%' && c[1] == 'a') {
			if (who == NULL)
				who = making_text(m, asked->agent == NULL ? "" : asked->agent);
			str_add(&s, who);
			c++;
		} else if (c[0] == '%' && c[1] == 't') {
			if (since == NULL)
				since = making_int(m, asked->seen_since_ms);
			str_add(&s, since);
			c++;
		} else {
			str_add_char(&s, *c);
		}
	}
	out = arena_text(m->a, s.data);
	str_clear(&s);
	return out;
}

static void
add_order(struct making *m, const struct conversation_query *asked)
{
	const char *group = query_pieces.group[asked->group],
		   *absent = order_piece(m, query_pieces.absent[asked->sort], asked),
		   *down = asked->descending ? " DESC" : "",
		   *apart = asked->sort == SORT_BY_DUE && !is_of_states(asked->query) ? "+" : "";

	str_add(&m->text, " ORDER BY ");
	if (group != NULL)
		str_addf(&m->text, "%s = %s, %s, ", group,
		    asked->group == GROUP_REASON ? "0" : "''", group);
	if (absent != NULL)
		str_addf(&m->text, apart[0] != '\0' ? "CASE WHEN %s THEN 1 ELSE 0 END, " : "%s, ",
		    absent);
	str_addf(&m->text, "%s%s%s", apart, order_piece(m, query_pieces.sort[asked->sort], asked),
	    down);
	if (asked->sort != SORT_BY_ID)
		str_addf(&m->text, ", c.id%s", down);
}

/* Ids in an array that grows beside the arena, and is copied in once. */
struct growing {
	int64_t *ids;
	size_t count, room;
	struct conversation_run *runs;
	size_t runs_count, runs_room;
};

static void
grow_run(struct growing *g, struct arena *a, const char *key)
{
	if (g->runs_count == 0 || !text_is(g->runs[g->runs_count - 1].key, key)) {
		if (g->runs_count == g->runs_room)
			g->runs = mem_grow(g->runs,
			    g->runs_room = g->runs_room ? g->runs_room * 2 : 16, sizeof *g->runs);
		g->runs[g->runs_count++] = (struct conversation_run){arena_text(a, key), 0};
	}
	g->runs[g->runs_count - 1].count++;
}

static void
settle(struct growing *g, struct arena *a, struct conversation_ids *out)
{
	out->count = g->count;
	out->run_count = g->runs_count;
	out->ids = arena_alloc(a, (g->count + 1) * sizeof *out->ids);
	out->runs = arena_alloc(a, (g->runs_count + 1) * sizeof *out->runs);
	if (g->count > 0)
		memcpy(out->ids, g->ids, g->count * sizeof *out->ids);
	if (g->runs_count > 0)
		memcpy(out->runs, g->runs, g->runs_count * sizeof *out->runs);
	mem_free(g->ids);
	mem_free(g->runs);
}

static enum err
count_all(
    struct sql *q, struct arena *a, const struct query *asked, int64_t *out, struct errinfo *e)
{
	struct making m;
	void *statement;
	enum err r;

	making_begin(&m, q, a);
	str_add(&m.text, query_pieces.count);
	making_conditions(&m, asked, "WHERE", true);
	r = making_use(&m, &statement, e);
	str_clear(&m.text);
	return r ? r : sql_int(q, statement, 0, out, e);
}

static void
make_ids(struct making *m, struct sql *q, struct arena *a, const struct conversation_query *asked)
{
	making_begin(m, q, a);
	str_add(&m->text, query_pieces.ids);
	if (asked->group != GROUP_NONE)
		str_addf(&m->text, ", %s", query_pieces.group[asked->group]);
	str_add(&m->text, query_pieces.some);
	making_conditions(m, asked->query, "WHERE", true);
	add_order(m, asked);
	str_addf(&m->text, " LIMIT %s", making_int(m, (int64_t)asked->limit));
}

void
sql_query_text(struct sql *q, const struct conversation_query *asked, struct str *out)
{
	struct arena *a = arena_new();
	struct making m;

	make_ids(&m, q, a, asked);
	str_add(out, m.text.data);
	str_clear(&m.text);
	arena_free(&a);
}

enum err
sql_query_ids(void *self, struct arena *a, const struct conversation_query *asked,
    struct conversation_ids *out, struct errinfo *e)
{
	struct sql *q = self;
	struct arena *scratch = arena_new();
	struct growing g = {0};
	struct making m;
	void *statement = NULL;
	bool row = false;
	enum err r;

	make_ids(&m, q, scratch, asked);
	r = making_use(&m, &statement, e);
	while (!r && (r = q->driver->step(q->connection, statement, &row, e)) == ERR_OK && row) {
		if (g.count == g.room)
			g.ids = mem_grow(g.ids, g.room = g.room ? g.room * 2 : 256, sizeof *g.ids);
		g.ids[g.count++] = q->driver->column_int(statement, 1);
		if (asked->group != GROUP_NONE)
			grow_run(&g, a, q->driver->column_text(statement, 2, NULL));
	}
	if (statement != NULL)
		q->driver->reset(statement);
	str_clear(&m.text);
	settle(&g, a, out);
	out->total = (int64_t)out->count;
	if (!r && out->count == asked->limit)
		r = count_all(q, scratch, asked->query, &out->total, e);
	arena_free(&scratch);
	return r;
}

enum err
sql_conversation_some(void *self, struct arena *a, const int64_t *ids, size_t count,
    struct rows *out, struct errinfo *e)
{
	struct sql *q = self;
	struct conversation *items = arena_alloc(a, (count + 1) * sizeof *items);
	void *statement;
	bool row = false;
	enum err r = sql_use(q, STATEMENT_CONVERSATION_PART, &statement, e);

	*out = (struct rows){items, 0};
	for (size_t i = 0; r == ERR_OK && i < count; i++) {
		q->driver->bind_int(statement, 1, ids[i]);
		r = q->driver->step(q->connection, statement, &row, e);
		if (r == ERR_OK && row)
			sql_read_record(q, statement, RECORD_CONVERSATION,
			    record_types[RECORD_CONVERSATION].count - 1, a, &items[out->count++]);
		q->driver->reset(statement);
	}
	return r;
}

static enum err
count_hits(struct sql *q, struct arena *a, const struct query *asked, const char *match,
    int64_t *total, struct errinfo *e)
{
	struct making m;
	void *statement;
	enum err r;

	making_begin(&m, q, a);
	str_add(&m.text, making_fill(&m, q->driver->search_count, making_text(&m, match)));
	making_conditions(&m, asked, "AND", false);
	r = making_use(&m, &statement, e);
	str_clear(&m.text);
	return r ? r : sql_int(q, statement, 0, total, e);
}

enum err
sql_message_search(void *self, struct arena *a, const struct search *search,
    const struct query *asked, size_t limit, struct search_row **out, size_t *count,
    int64_t *total, struct errinfo *e)
{
	struct sql *q = self;
	struct arena *scratch = arena_new();
	struct making m;
	struct str match;
	void *statement = NULL;
	bool row = false;
	enum err r;

	str_init(&match);
	q->driver->search_match(search, &match);
	making_begin(&m, q, scratch);
	str_add(&m.text, making_fill(&m, q->driver->search_some, making_text(&m, match.data)));
	making_conditions(&m, asked, "AND", false);
	str_addf(&m.text, " %s LIMIT %s", q->driver->search_order, making_int(&m, (int64_t)limit));
	r = making_use(&m, &statement, e);
	*out = arena_alloc(a, limit * sizeof(**out));
	*count = 0;
	while (!r && (r = q->driver->step(q->connection, statement, &row, e)) == ERR_OK && row &&
	    *count < limit) {
		struct search_row *x = &(*out)[(*count)++];

		x->conversation_id = q->driver->column_int(statement, 1);
		x->message_id = q->driver->column_int(statement, 2);
		x->text = arena_text(a, q->driver->column_text(statement, 3, NULL));
	}
	if (statement != NULL)
		q->driver->reset(statement);
	if (total != NULL)
		*total = (int64_t)*count;
	if (!r && total != NULL && *count == limit)
		r = count_hits(q, scratch, asked, match.data, total, e);
	str_clear(&m.text);
	str_clear(&match);
	arena_free(&scratch);
	return r;
}
