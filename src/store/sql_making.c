/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What must hold of a conversation, as SQL, and the statement that it makes.
 */
#include "sql_making.h"

#include <string.h>

#define BOUND_MOST 1200	/* of 32 terms with 16 texts, each asked in two places */

void
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

const char *
making_text(struct making *m, const char *text)
{
	return parameter(m, (struct bound){.kind = BOUND_TEXT, .text = text});
}

const char *
making_int(struct making *m, int64_t n)
{
	return parameter(m, (struct bound){.kind = BOUND_INT, .n = n});
}

const char *
making_fill(struct making *m, const char *piece, const char *with)
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
		name = making_text(m, text);
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
	const char *low = t->low == INT64_MIN ? NULL : making_int(m, t->low),
		   *high = t->high == INT64_MAX ? NULL : making_int(m, t->high);

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
	name = making_text(m, arena_text(m->a, match.data));
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
		str_addf(&s, "%s%s", s.length > 0 ? " OR " : "", making_fill(m, d->called, name));
		if (t->field == QUERY_WORDS)
			str_addf(&s, " OR %s", making_fill(m, d->said, name));
		if (t->field == QUERY_WORDS && record_id_parse('C', t->texts[i].text, &id))
			str_addf(&s, " OR c.id = %s", making_int(m, id));
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
	str_add(&s, making_fill(m, query_pieces.order_action,
			texts_fit(m, query_pieces.column[QUERY_ORDER], t)));
	for (size_t i = 0; i < t->text_count; i++) {
		const char *name = matching(m, &t->texts[i]);

		if (name != NULL)
			str_addf(&s, " OR %s", making_fill(m, m->q->driver->said, name));
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
	out = s.length > 0 ? making_fill(m, query_pieces.actions, s.data) : NULL;
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
		    making_fill(m, query_pieces.tagged,
			making_text(m, arena_printf(m->a, " %s%s", t->texts[i].text,
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
		return t->negated ? making_fill(m, query_pieces.actions, action_fits(m, t)) : NULL;
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

void
making_conditions(struct making *m, const struct query *asked, const char *begin, bool words)
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

enum err
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
