/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A query of many fields in SQL: put together of the pieces in statements_query.c. Whatever somebody
 * typed is bound; only constants of ours stand in the text.
 */
#include "sql.h"

#include <string.h>

#define BOUND_MOST 1200	/* of 32 terms with 16 texts, each asked in two places */

struct bound {
	enum { BOUND_INT, BOUND_REAL, BOUND_TEXT } kind;
	int64_t n;
	double x;
	const char *text;
};

/* A statement in the making. */
struct making {
	struct sql *q;
	struct arena *a;
	struct str text;
	struct bound *bound;
	int count;
};

static void
making_begin(struct making *m, struct sql *q, struct arena *a)
{
	*m = (struct making){.q = q, .a = a, .bound = arena_alloc(a, BOUND_MOST * sizeof *m->bound)};
	str_init(&m->text);
}

static const char *
parameter(struct making *m, struct bound b)
{
	m->bound[m->count++] = b;
	return arena_printf(m->a, "$%d", m->count);
}

static const char *
with_text(struct making *m, const char *text)
{
	return parameter(m, (struct bound){.kind = BOUND_TEXT, .text = text});
}

static const char *
with_int(struct making *m, int64_t n)
{
	return parameter(m, (struct bound){.kind = BOUND_INT, .n = n});
}

/* A piece of ours with its one %s filled in. */
static const char *
fill(struct making *m, const char *piece, const char *with)
{
	const char *hole = strstr(piece, "%s");

	return arena_printf(m->a, "%.*s%s%s", (int)(hole - piece), piece, with, hole + 2);
}

static const char *
texts_fit(struct making *m, const char *column, const struct query_term *t)
{
	struct str s;
	const char *out;

	str_init(&s);
	for (size_t i = 0; i < t->text_count; i++) {
		const char *text = t->texts[i].text, *name;

		str_add(&s, i > 0 ? " OR " : "");
		name = with_text(m, text);
		if (t->texts[i].begins)
			str_addf(&s, "SUBSTR(%s, 1, LENGTH(%s)) = %s", column, name, name);
		else
			str_addf(&s, "%s = %s", column, name);
	}
	out = arena_printf(m->a, "(%s)", s.data);
	str_clear(&s);
	return out;
}

/* Constants by their number: one alone so that its index serves. */
static const char *
bits_fit(struct making *m, const char *column, uint64_t bits)
{
	struct str s;
	const char *out;
	int one = 0;

	if (bits == 0)
		return "1 = 0";
	while (!(bits >> one & 1))
		one++;
	if ((bits & (bits - 1)) == 0)
		return arena_printf(m->a, "%s = %d", column, one);
	str_init(&s);
	for (int i = one; i < 64; i++)
		if (bits >> i & 1)
			str_addf(&s, "%s%d", i > one ? ", " : "", i);
	out = arena_printf(m->a, "%s IN (%s)", column, s.data);
	str_clear(&s);
	return out;
}

static const char *
range_fits(struct making *m, const char *column, const struct query_term *t)
{
	const char *low = t->low == INT64_MIN ? NULL : with_int(m, t->low),
		   *high = t->high == INT64_MAX ? NULL : with_int(m, t->high);

	if (low != NULL && high != NULL)
		return arena_printf(m->a, "(%s >= %s AND %s <= %s)", column, low, column, high);
	return low != NULL ? arena_printf(m->a, "%s >= %s", column, low)
	    : high != NULL ? arena_printf(m->a, "%s <= %s", column, high)
			   : "1 = 1";
}

static const char *
reals_fit(struct making *m, const char *column, const struct query_term *t)
{
	const char *low = parameter(m, (struct bound){.kind = BOUND_REAL, .x = t->real_low}),
		   *high = parameter(m, (struct bound){.kind = BOUND_REAL, .x = t->real_high});

	return arena_printf(m->a, "(%s %s %s AND %s %s %s)", column, t->low_open ? ">" : ">=", low,
	    column, t->high_open ? "<" : "<=", high);
}

/* The parameter that finds one text in a full-text index; NULL: there is no word in it. */
static const char *
matching(struct making *m, const struct query_text *text)
{
	struct search search = {0};
	struct str match;
	const char *name = NULL;

	search_add(m->a, &search, text);
	if (search.count == 0)
		return NULL;
	str_init(&match);
	m->q->driver->search_match(&search, &match);
	name = with_text(m, arena_text(m->a, match.data));
	str_clear(&match);
	return name;
}

/* Words: said, or the shopper's name, or an id. */
static const char *
words_fit(struct making *m, const struct query_term *t)
{
	const struct sql_driver *d = m->q->driver;
	struct str s;
	const char *out;

	str_init(&s);
	for (size_t i = 0; i < t->text_count; i++) {
		const char *name = matching(m, &t->texts[i]);
		int64_t id;

		if (name == NULL)
			continue;
		str_addf(&s, "%s%s", s.length > 0 ? " OR " : "", fill(m, d->called, name));
		if (t->field == QUERY_WORDS)
			str_addf(&s, " OR %s", fill(m, d->said, name));
		if (t->field == QUERY_WORDS && record_id_parse('C', t->texts[i].text, &id))
			str_addf(&s, " OR c.id = %s", with_int(m, id));
	}
	out = s.length > 0 ? arena_printf(m->a, "(%s)", s.data) : NULL;
	str_clear(&s);
	return out;
}

static const char *
order_fits(struct making *m, const struct query_term *t)
{
	struct str s;
	const char *out;

	str_init(&s);
	str_add(&s, fill(m, query_pieces.order_action,
			texts_fit(m, query_pieces.column[QUERY_ORDER], t)));
	for (size_t i = 0; i < t->text_count; i++) {
		const char *name = matching(m, &t->texts[i]);

		if (name != NULL)
			str_addf(&s, " OR %s", fill(m, m->q->driver->said, name));
	}
	out = arena_printf(m->a, "(%s)", s.data);
	str_clear(&s);
	return out;
}

/* What an action must be for one term. */
static const char *
action_fits(struct making *m, const struct query_term *t)
{
	uint64_t kinds = t->bits >> QUERY_KINDS,
		 states = t->bits & ((UINT64_C(1) << QUERY_KINDS) - 1);

	if (t->field == QUERY_AMOUNT)
		return range_fits(m, query_pieces.column[QUERY_AMOUNT], t);
	if (kinds == 0 || states == 0)
		return kinds == 0 ? bits_fit(m, "x.state", states) : bits_fit(m, "x.kind", kinds);
	return arena_printf(m->a, "(%s OR %s)", bits_fit(m, "x.kind", kinds),
	    bits_fit(m, "x.state", states));
}

/* Terms of actions that must hold are of one action together. */
static const char *
actions_fit(struct making *m, const struct query *asked)
{
	struct str s;
	const char *out;

	str_init(&s);
	for (size_t i = 0; i < asked->count; i++) {
		const struct query_term *t = &asked->terms[i];

		if ((t->field == QUERY_AMOUNT || t->field == QUERY_ACTION) && !t->negated)
			str_addf(&s, "%s%s", s.length > 0 ? " AND " : "", action_fits(m, t));
	}
	out = s.length > 0 ? fill(m, query_pieces.actions, s.data) : NULL;
	str_clear(&s);
	return out;
}

/* Tags stand in one text with a blank between: each is looked for with blanks around it. */
static const char *
tags_fit(struct making *m, const struct query_term *t)
{
	struct str s;
	const char *out;

	str_init(&s);
	for (size_t i = 0; i < t->text_count; i++)
		str_addf(&s, "%s%s", i > 0 ? " OR " : "",
		    fill(m, query_pieces.tagged,
			with_text(m, arena_printf(m->a, " %s%s", t->texts[i].text,
				t->texts[i].begins ? "" : " "))));
	out = arena_printf(m->a, "(%s)", s.data);
	str_clear(&s);
	return out;
}

/* NULL: the term says nothing. */
static const char *
term_fits(struct making *m, const struct query_term *t)
{
	switch (t->field) {
	case QUERY_WORDS:
	case QUERY_SHOPPER: return words_fit(m, t);
	case QUERY_ORDER: return order_fits(m, t);
	case QUERY_AMOUNT:
	case QUERY_ACTION:
		return t->negated ? fill(m, query_pieces.actions, action_fits(m, t)) : NULL;
	case QUERY_TAG: return tags_fit(m, t);
	case QUERY_SNOOZED: return t->low == 0 ? query_pieces.awake : query_pieces.snoozed;
	default: break;
	}
	switch (query_shape(t->field)) {
	case QUERY_TEXTS: return texts_fit(m, query_pieces.column[t->field], t);
	case QUERY_BITS: return bits_fit(m, query_pieces.column[t->field], t->bits);
	case QUERY_RANGE: return range_fits(m, query_pieces.column[t->field], t);
	case QUERY_REALS: return reals_fit(m, query_pieces.column[t->field], t);
	default: return NULL;
	}
}

/* Whether nothing that is closed can fit: then the index of what is open has all that is asked. */
static bool
is_of_open(const struct query *asked)
{
	bool closed = true;

	for (size_t i = 0; i < asked->count; i++) {
		const struct query_term *t = &asked->terms[i];

		if (t->field == QUERY_STATE)
			closed = closed && (t->bits >> CONVERSATION_CLOSED & 1) != t->negated;
	}
	return !closed;
}

/* What must hold, after begin ("WHERE") or AND. words false: those that messages are searched by
 * are left out. */
static void
add_conditions(struct making *m, const struct query *asked, const char *begin, bool words)
{
	const char *piece;

	if (asked == NULL)
		return;
	if (is_of_open(asked)) {
		str_addf(&m->text, " %s %s", begin, query_pieces.is_open);
		begin = "AND";
	}
	for (size_t i = 0; i < asked->count; i++) {
		const struct query_term *t = &asked->terms[i];

		if ((t->field == QUERY_WORDS && !t->negated && !words) ||
		    (piece = term_fits(m, t)) == NULL)
			continue;
		str_addf(&m->text, " %s %s%s%s", begin, t->negated ? "NOT (" : "", piece,
		    t->negated ? ")" : "");
		begin = "AND";
	}
	if ((piece = actions_fit(m, asked)) != NULL)
		str_addf(&m->text, " %s %s", begin, piece);
}

/* The statement, prepared unless it was, with all bound. */
static enum err
making_use(struct making *m, void **statement, struct errinfo *e)
{
	struct sql *q = m->q;
	size_t oldest = 0, at = SQL_QUERIES;
	enum err r = ERR_OK;

	for (size_t i = 0; i < SQL_QUERIES; i++) {
		if (q->queries[i].text != NULL && text_is(q->queries[i].text, m->text.data))
			at = i;
		if (q->queries[i].used < q->queries[oldest].used)
			oldest = i;
	}
	if (at == SQL_QUERIES) {
		at = oldest;
		if (q->queries[at].text != NULL)
			q->driver->finish(q->queries[at].statement);
		mem_free(q->queries[at].text);
		q->queries[at].text = NULL;
		r = q->driver->prepare(q->connection, m->text.data, &q->queries[at].statement, e);
		if (r == ERR_OK)
			q->queries[at].text = mem_text(m->text.data);
	}
	if (r != ERR_OK)
		return r;
	q->queries[at].used = ++q->query_uses;
	*statement = q->queries[at].statement;
	for (int i = 0; i < m->count; i++) {
		const struct bound *b = &m->bound[i];

		if (b->kind == BOUND_INT)
			q->driver->bind_int(*statement, i + 1, b->n);
		else if (b->kind == BOUND_REAL)
			q->driver->bind_real(*statement, i + 1, b->x);
		else
			q->driver->bind_text(*statement, i + 1, b->text);
	}
	return ERR_OK;
}

void
sql_query_forget(struct sql *q)
{
	for (size_t i = 0; i < SQL_QUERIES; i++) {
		if (q->queries[i].text != NULL)
			q->driver->finish(q->queries[i].statement);
		mem_free(q->queries[i].text);
	}
}

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
				who = with_text(m, asked->agent == NULL ? "" : asked->agent);
			str_add(&s, who);
			c++;
		} else if (c[0] == '%' && c[1] == 't') {
			if (since == NULL)
				since = with_int(m, asked->seen_since_ms);
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
	add_conditions(&m, asked, "WHERE", true);
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
	add_conditions(m, asked->query, "WHERE", true);
	add_order(m, asked);
	str_addf(&m->text, " LIMIT %s", with_int(m, (int64_t)asked->limit));
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
	str_add(&m.text, fill(&m, q->driver->search_count, with_text(&m, match)));
	add_conditions(&m, asked, "AND", false);
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
	str_add(&m.text, fill(&m, q->driver->search_some, with_text(&m, match.data)));
	add_conditions(&m, asked, "AND", false);
	str_addf(&m.text, " %s LIMIT %s", q->driver->search_order, with_int(&m, (int64_t)limit));
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
