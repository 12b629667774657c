/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * YAML texts to values, over libyaml's events. A subset: one document, no anchors, aliases, tags,
 * directives or merge keys.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "value_private.h"

#define DEEPEST ((size_t)512)
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct reader {
	struct value_source *source;
	struct errinfo *e;
	yaml_parser_t parser;
	yaml_event_t event;
	bool has_event;
	size_t depth;
};

static int
line_of(yaml_mark_t mark)
{
	return (int)mark.line + 1;
}

static int
column_of(yaml_mark_t mark)
{
	return (int)mark.column + 1;
}

static enum err
fail(struct reader *r, yaml_mark_t mark, enum err code, const char *what)
{
	return value_private_err(r->source, r->e, code, line_of(mark), column_of(mark), "%s", what);
}

static enum err
fail_here(struct reader *r, const char *what)
{
	return fail(r, r->event.start_mark, ERR_INPUT, what);
}

static enum err
next(struct reader *r)
{
	yaml_parser_t *p = &r->parser;

	if (r->has_event)
		yaml_event_delete(&r->event);
	r->has_event = false;
	if (yaml_parser_parse(p, &r->event)) {
		r->has_event = true;
		return ERR_OK;
	}
	if (p->error == YAML_READER_ERROR)
		return value_private_err(r->source, r->e, ERR_INPUT, line_of(p->mark),
		    column_of(p->mark), "%s (U+%04X); remove this character", p->problem,
		    (unsigned)p->problem_value);
	return value_private_err(r->source, r->e, ERR_INPUT, line_of(p->problem_mark),
	    column_of(p->problem_mark), "%s%s%s",
	    p->problem != NULL ? p->problem : "not readable as YAML",
	    p->context != NULL ? ", " : "", p->context != NULL ? p->context : "");
}

static bool
is_one_of(const char *s, const char *const *words)
{
	for (; *words != NULL; words++) {
		if (**words == *s && strcmp(s, *words) == 0)
			return true;
	}
	return false;
}

/* Digits at s in a base; the number of them. */
static size_t
digits(const char *s, const char *allowed)
{
	return strspn(s, allowed);
}

/* [-+]?[0-9]+ | 0o[0-7]+ | 0x[0-9a-fA-F]+ (YAML 1.2 core schema) */
static bool
looks_integer(const char *s, int *base)
{
	const char *p = s + (*s == '-' || *s == '+');

	*base = 10;
	if (s[0] == '0' && s[1] == 'o') {
		*base = 8;
		return s[2] != '\0' && s[2 + digits(s + 2, "01234567")] == '\0';
	}
	if (s[0] == '0' && s[1] == 'x') {
		*base = 16;
		return s[2] != '\0' && s[2 + digits(s + 2, "0123456789abcdefABCDEF")] == '\0';
	}
	return *p != '\0' && p[digits(p, "0123456789")] == '\0';
}

/* [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )? */
static bool
looks_real(const char *s)
{
	size_t whole, fraction = 0;

	s += *s == '-' || *s == '+';
	whole = digits(s, "0123456789");
	s += whole;
	if (*s == '.') {
		s++;
		fraction = digits(s, "0123456789");
		s += fraction;
	}
	if (whole + fraction == 0)
		return false;
	if (*s == 'e' || *s == 'E') {
		size_t exponent;

		s++;
		s += *s == '-' || *s == '+';
		exponent = digits(s, "0123456789");
		if (exponent == 0)
			return false;
		s += exponent;
	}
	return *s == '\0';
}

/* A plain scalar takes the kind that the core schema gives it. */
static enum err
resolve(struct reader *r, struct value *v, const char *s)
{
	static const char *const nulls[] = {"", "~", "null", "Null", "NULL", NULL};
	static const char *const trues[] = {"true", "True", "TRUE", NULL};
	static const char *const falses[] = {"false", "False", "FALSE", NULL};
	static const char *const endless[] = {".inf", ".Inf", ".INF", "+.inf", "-.inf", "-.Inf",
	    "-.INF", ".nan", ".NaN", ".NAN", NULL};
	yaml_mark_t at = r->event.start_mark;
	double x;
	int base;

	v->kind = VALUE_TEXT;
	v->as.text = s;
	if (is_one_of(s, nulls)) {
		v->kind = VALUE_NULL;
	} else if (is_one_of(s, trues) || is_one_of(s, falses)) {
		v->kind = VALUE_BOOL;
		v->as.truth = (s[0] | 32) == 't';
	} else if (is_one_of(s, endless)) {
		return fail(r, at, ERR_INPUT,
		    "numbers must be finite; if this is a text, put it in quotes");
	} else if (looks_integer(s, &base)) {
		x = base == 10  ? strtod(s, NULL)
		    : base == 8 ? (double)strtoull(s + 2, NULL, 8)
				: (double)strtoull(s + 2, NULL, 16);
		if (fabs(x) > (double)VALUE_INT_MAX)
			return fail(r, at, ERR_LIMIT,
			    "this number is too large to be exact; put it in quotes");
		v->kind = VALUE_INT;
		v->as.n = (int64_t)x;
	} else if (looks_real(s)) {
		if (!text_to_real(s, &x))
			return fail(r, at, ERR_LIMIT,
			    "this number is too large; if it is a text, put it in quotes");
		v->kind = VALUE_REAL;
		v->as.x = x;
	}
	v->written = s;
	return ERR_OK;
}

static enum err
check_plainness(struct reader *r, const void *anchor, const void *tag)
{
	if (anchor != NULL)
		return fail_here(
		    r, "anchors (&name) are not used here; write the value out where it is needed");
	if (tag != NULL)
		return fail_here(r, "tags (!name) are not used here; remove it");
	return ERR_OK;
}

static enum err read_value(struct reader *r, struct value **out);

static enum err
read_list(struct reader *r, struct value *list)
{
	for (;;) {
		struct value *item;
		enum err err = next(r);

		if (err != ERR_OK || r->event.type == YAML_SEQUENCE_END_EVENT)
			return err;
		err = read_value(r, &item);
		if (err != ERR_OK)
			return err;
		value_add(list, item);
	}
}

static enum err
check_key(struct reader *r)
{
	enum err err;

	if (r->event.type == YAML_ALIAS_EVENT)
		return fail_here(r, "aliases (*name) are not used here; write the key out");
	if (r->event.type != YAML_SCALAR_EVENT)
		return fail_here(r, "a key must be a plain word or a text, no list or map");
	err = check_plainness(r, r->event.data.scalar.anchor, r->event.data.scalar.tag);
	if (err != ERR_OK)
		return err;
	if (r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
	    strcmp((char *)r->event.data.scalar.value, "<<") == 0)
		return fail_here(r, "merge keys (<<) are not used here; write the keys out");
	if (strlen((char *)r->event.data.scalar.value) != r->event.data.scalar.length)
		return fail_here(r, "the character NUL has no place in a key");
	return ERR_OK;
}

static enum err
read_map(struct reader *r, struct value *map)
{
	for (;;) {
		struct value *item;
		const char *key;
		yaml_mark_t at;
		int there;
		enum err err = next(r);

		if (err != ERR_OK || r->event.type == YAML_MAPPING_END_EVENT)
			return err;
		err = check_key(r);
		if (err != ERR_OK)
			return err;
		key = arena_text_n(r->source->arena, (char *)r->event.data.scalar.value,
		    r->event.data.scalar.length);
		at = r->event.start_mark;
		err = next(r);
		if (err == ERR_OK)
			err = read_value(r, &item);
		if (err != ERR_OK)
			return err;
		if (!value_private_put(map, key, item, line_of(at), column_of(at), &there))
			return value_private_err(r->source, r->e, ERR_INPUT, line_of(at),
			    column_of(at),
			    "the key '%.80s' is here twice, first in line %d; keep one", key,
			    there);
	}
}

static enum err
read_scalar(struct reader *r, struct value *v)
{
	size_t length = r->event.data.scalar.length;
	const char *s = arena_text_n(r->source->arena, (char *)r->event.data.scalar.value, length);
	enum err err = check_plainness(r, r->event.data.scalar.anchor, r->event.data.scalar.tag);

	if (err != ERR_OK)
		return err;
	if (strlen(s) != length)
		return fail_here(r, "the character NUL (\\0) has no place in a text");
	if (r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
		return resolve(r, v, s);
	v->as.text = s;
	return ERR_OK;
}

static enum err
enter(struct reader *r, const void *anchor, const void *tag)
{
	if (++r->depth > r->source->limits->depth || r->depth > DEEPEST)
		return fail(r, r->event.start_mark, ERR_LIMIT, "nested too deeply");
	return check_plainness(r, anchor, tag);
}

/* The value that begins with the present event. */
static enum err
read_value(struct reader *r, struct value **out)
{
	yaml_mark_t at = r->event.start_mark;
	enum err err;

	*out = NULL;
	if (++r->source->nodes > r->source->limits->nodes)
		return fail(r, at, ERR_LIMIT, "more values than one text may hold");
	switch (r->event.type) {
	case YAML_SCALAR_EVENT:
		*out = value_private_new(r->source, VALUE_TEXT, line_of(at), column_of(at));
		return read_scalar(r, *out);
	case YAML_SEQUENCE_START_EVENT:
		err =
		    enter(r, r->event.data.sequence_start.anchor, r->event.data.sequence_start.tag);
		*out = value_private_new(r->source, VALUE_LIST, line_of(at), column_of(at));
		if (err == ERR_OK)
			err = read_list(r, *out);
		r->depth--;
		return err;
	case YAML_MAPPING_START_EVENT:
		err = enter(r, r->event.data.mapping_start.anchor, r->event.data.mapping_start.tag);
		*out = value_private_new(r->source, VALUE_MAP, line_of(at), column_of(at));
		if (err == ERR_OK)
			err = read_map(r, *out);
		r->depth--;
		return err;
	case YAML_ALIAS_EVENT:
		return fail_here(r, "aliases (*name) are not used here; write the value out");
	default:
		return fail_here(r, "expected a value");
	}
}

static enum err
read_stream(struct reader *r, struct value **out)
{
	enum err err = next(r); /* start of stream */

	if (err == ERR_OK)
		err = next(r);
	if (err != ERR_OK)
		return err;
	if (r->event.type == YAML_STREAM_END_EVENT) {
		*out = value_private_new(r->source, VALUE_NULL, 1, 1);
		return ERR_OK;
	}
	if (r->event.data.document_start.version_directive != NULL ||
	    r->event.data.document_start.tag_directives.start !=
		r->event.data.document_start.tag_directives.end)
		return fail_here(r, "directives (%) are not used here; remove the line");
	err = next(r);
	if (err == ERR_OK)
		err = read_value(r, out);
	if (err == ERR_OK)
		err = next(r); /* end of document */
	if (err == ERR_OK)
		err = next(r);
	if (err == ERR_OK && r->event.type != YAML_STREAM_END_EVENT)
		return fail_here(r, "a second document begins here; one file holds one");
	return err;
}

enum err
value_parse_yaml(struct arena *a, const char *name, const char *text, size_t length,
    const struct value_limits *limits, struct value **out, struct errinfo *e)
{
	struct value_source source = {.arena = a, .limits = limits};
	struct reader r = {.source = &source, .e = e};
	enum err err;

	*out = NULL;
	source.name = arena_text(a, name != NULL ? name : "");
	if (length >= strlen(BYTE_ORDER_MARK) &&
	    memcmp(text, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK)) == 0) {
		text += strlen(BYTE_ORDER_MARK);	/* no column of its own */
		length -= strlen(BYTE_ORDER_MARK);
	}
	err = value_private_check_text(&source, text, length, e);
	if (err != ERR_OK)
		return err;
	if (!yaml_parser_initialize(&r.parser))
		return err_set(e, ERR_IO, "libyaml could not start");
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)text, length);
	err = read_stream(&r, out);
	if (err != ERR_OK)
		*out = NULL;
	if (r.has_event)
		yaml_event_delete(&r.event);
	yaml_parser_delete(&r.parser);
	return err;
}
