/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A query's text into terms.
 */
#include "query.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/utf8.h"

struct reader {
	const char *begin, *at;
	struct arena *a;
	const struct query_scope *scope;
	struct query *out;
	size_t room;
};

/* The scope's, of the query that this thread parses. */
static _Thread_local const char *(*in_words)(const char *format);

static const char *
said(const char *format)
{
	return in_words != NULL ? in_words(format) : format;
}

/* Formats are checked where they are written, and translations when they are loaded. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
enum err
query_err(struct errinfo *e, enum err code, size_t column, const char *format, ...)
{
	char text[400];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof text, said(format), ap);
	va_end(ap);
	return err_set(e, code, said(N_("column %zu: %s")), column, text);
}

#pragma GCC diagnostic pop

static size_t
column_of(const struct reader *r, const char *at)
{
	const char *s = r->begin;
	size_t column = 1, used;
	uint32_t point;

	while (s < at && (used = utf8_next(s, (size_t)(at - s), &point)) > 0) {
		s += used;
		column++;
	}
	return column;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void
query_add(struct arena *a, struct query *q, struct query_term t)
{
	struct query_term *more = arena_alloc(a, (q->count + 1) * sizeof *more);

	if (q->count > 0)
		memcpy(more, q->terms, q->count * sizeof *more);
	more[q->count++] = t;
	q->terms = more;
}

/* A run up to a blank, or what stands between quotes. A quote that nobody closes holds to the
 * end. */
static const char *
take_text(struct reader *r, const char *stop, bool *quoted)
{
	const char *from = r->at;
	size_t n;

	*quoted = *from == '"';
	if (*quoted) {
		const char *end = strchr(from + 1, '"');

		r->at = end == NULL ? from + strlen(from) : end + 1;
		return arena_text_n(
		    r->a, from + 1, (size_t)((end == NULL ? r->at : end) - from - 1));
	}
	for (n = 0; from[n] != '\0' && !is_blank(from[n]) && from[n] != '"' &&
	     strchr(stop, from[n]) == NULL;)
		n++;
	r->at = from + n;
	return arena_text_n(r->a, from, n);
}

/* The name of a field before its colon or comparison; NULL: these are words. */
static const char *
field_before(struct reader *r, size_t *length)
{
	const char *s = r->at;
	size_t n = 0;

	while (isalpha((unsigned char)s[n]) || (n > 0 && (s[n] == '-' || s[n] == '_')))
		n++;
	*length = n;
	if (n == 0 || n > 40)
		return NULL;
	return s[n] == ':' || s[n] == '<' || s[n] == '>' || s[n] == '=' ? arena_text_n(r->a, s, n)
									: NULL;
}

static enum err
no_field(const char *name, size_t column, struct errinfo *e)
{
	const char *names[64], *near;
	size_t count = 0;

	for (; count < query_name_count && count < 64; count++)
		names[count] = query_names[count].name;
	near = text_nearest(name, names, count);
	if (near != NULL)
		return query_err(e, ERR_INPUT, column,
		    N_("there is no field \"%.40s\"; did you mean %s? To look for the word itself, put it in quotes"),
		    name, near);
	return query_err(e, ERR_INPUT, column,
	    N_("there is no field \"%.40s\"; there are reason, state, agent, queue, tag, amount, conf, waiting, due, opened, intent, order, customer … To look for the word itself, put it in quotes"),
	    name);
}

static char
take_relation(struct reader *r)
{
	char first;

	if (*r->at == ':')
		r->at++;
	first = *r->at;
	if (first != '<' && first != '>' && first != '=')
		return ':';
	r->at++;
	if (first == '=')
		return ':';
	if (*r->at != '=')
		return first;
	r->at++;
	return first == '<' ? '[' : ']';
}

/* The field's values, with commas between. */
static enum err
take_values(struct reader *r, struct query_term *t, struct errinfo *e)
{
	struct query_value v = {.relation = take_relation(r)};
	enum err code = ERR_OK;
	bool more = true;

	for (size_t count = 0; code == ERR_OK && more; count++) {
		v.column = column_of(r, r->at);
		v.text = take_text(r, ",", &v.quoted);
		if (v.text[0] == '\0')
			return query_err(e, ERR_INPUT, v.column,
			    N_("%s: says nothing: a value must follow, as in %s"),
			    query_field_name(t->field),
			    query_shape(t->field) == QUERY_RANGE ||
				    query_shape(t->field) == QUERY_REALS
				? "amount:>50"
				: "state:queued");
		if (count > 0 && (v.relation != ':' || query_shape(t->field) == QUERY_RANGE ||
				     query_shape(t->field) == QUERY_REALS))
			return query_err(e, ERR_INPUT, v.column,
			    N_("%s takes one value; a range is written 10..20"),
			    query_field_name(t->field));
		code = query_take_value(r->a, t, &v, r->scope, e);
		more = *r->at == ',';
		r->at += more;
	}
	if (code == ERR_OK && *r->at != '\0' && !is_blank(*r->at))
		return query_err(e, ERR_INPUT, column_of(r, r->at),
		    N_("a blank must stand between what is looked for"));
	return code;
}

/* Words: one, or a phrase in quotes. */
static void
take_words(struct reader *r, struct query_term *t)
{
	bool quoted, begins = false;
	const char *text = take_text(r, "", &quoted);
	size_t n = strlen(text);

	if (!quoted && t->negated && query_word_is_state(text, r->scope, t))
		return;
	t->field = QUERY_WORDS;
	if (!quoted && n > 1 && text[n - 1] == '*') {
		text = arena_text_n(r->a, text, n - 1);
		begins = true;
	}
	if (n > 0)
		t->texts[t->text_count++] = (struct query_text){text, begins};
}

static enum err
take_term(struct reader *r, struct errinfo *e)
{
	struct query_term t = {.column = column_of(r, r->at)};
	const char *name;
	size_t length;
	enum err code = ERR_OK;

	if ((*r->at == '-' || *r->at == '!') && r->at[1] != '\0' && !is_blank(r->at[1])) {
		t.negated = true;
		r->at++;
	}
	if ((name = field_before(r, &length)) == NULL) {
		take_words(r, &t);
	} else {
		if (!query_field_from(name, &t.field))
			return no_field(name, column_of(r, r->at), e);
		r->at += length;
		code = take_values(r, &t, e);
	}
	if (code != ERR_OK || (t.field == QUERY_WORDS && t.text_count == 0))
		return code;
	if (r->out->count == QUERY_TERMS)
		return query_err(e, ERR_LIMIT, t.column,
		    N_("a query has at most %d terms"), QUERY_TERMS);
	r->out->terms[r->out->count++] = t;
	return ERR_OK;
}

static enum err
parse(struct arena *a, const char *text, const struct query_scope *scope, struct query *out,
    struct errinfo *e)
{
	struct reader r = {.begin = text, .at = text, .a = a, .scope = scope, .out = out};
	size_t length = strlen(text);

	*out = (struct query){0};
	if (length > QUERY_BYTES)
		return query_err(e, ERR_LIMIT, 1,
		    N_("a query has at most %d bytes; this one has %zu"), QUERY_BYTES, length);
	if (!utf8_is_valid(text, length))
		return query_err(e, ERR_INPUT, 1, N_("a query must be UTF-8"));
	out->terms = arena_alloc(a, QUERY_TERMS * sizeof *out->terms);
	while (*r.at != '\0') {
		enum err code = ERR_OK;

		if (is_blank(*r.at))
			r.at++;
		else
			code = take_term(&r, e);
		if (code != ERR_OK) {
			out->count = 0;
			return code;
		}
	}
	return ERR_OK;
}

enum err
query_parse(struct arena *a, const char *text, const struct query_scope *scope, struct query *out,
    struct errinfo *e)
{
	enum err code;

	in_words = scope->words;
	code = parse(a, text, scope, out, e);
	in_words = NULL;
	return code;
}
