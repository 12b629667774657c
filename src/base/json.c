/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON texts to values. A strict scan comes first: it enforces the grammar (RFC 8259), the limits
 * and our own rules, and notes where each value and key stands. The values are then made from the
 * notes, in the same order. What has to be decoded, texts with escapes and numbers that aren't short
 * and whole, cJSON decodes; most is there as it is written.
 */
#include <cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/utf8.h"
#include "value_private.h"

#define DEEPEST ((size_t)512)

struct mark {
	int line, column;
	uint32_t offset, length;	/* of a text with its quotes, and of other scalars */
	uint32_t members;		/* of a list or map */
	bool escaped;			/* a text that isn't as it is written */
};

struct scan {
	struct value_source *source;
	struct errinfo *e;
	const char *text, *at, *end;
	const char *counted;	/* line and column are those of this byte */
	int line, column;
	size_t depth;
	struct mark *marks;
	size_t count, room;
	size_t next;		/* while values are made */
};

/* Moves line and column on to p, which is never behind. */
static void
count_to(struct scan *s, const char *p)
{
	for (; s->counted < p; s->counted++) {
		if (*s->counted == '\n') {
			s->line++;
			s->column = 1;
		} else if (((unsigned char)*s->counted & 0xc0) != 0x80) {
			s->column++;
		}
	}
}

static enum err
fail(struct scan *s, enum err code, const char *what)
{
	count_to(s, s->at);
	return value_private_err(s->source, s->e, code, s->line, s->column, "%s", what);
}

static void
note(struct scan *s, const char *from, const char *to)
{
	if (s->count == s->room) {
		s->room = s->room > 0 ? s->room * 2 : 64;
		s->marks = mem_grow(s->marks, s->room, sizeof *s->marks);
	}
	count_to(s, from);
	s->marks[s->count++] = (struct mark){.line = s->line,
	    .column = s->column,
	    .offset = (uint32_t)(from - s->text),
	    .length = (uint32_t)(to - from)};
}

static void
skip_blanks(struct scan *s)
{
	while (
	    s->at < s->end && (*s->at == ' ' || *s->at == '\n' || *s->at == '\t' || *s->at == '\r'))
		s->at++;
}

static int
hex4(const char *p, const char *end)
{
	int n = 0;

	if (end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		char c = p[i];

		n *= 16;
		if (c >= '0' && c <= '9')
			n += c - '0';
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			n += (c | 32) - 'a' + 10;
		else
			return -1;
	}
	return n;
}

/* At the 'u' of an escape. */
static enum err
scan_unicode(struct scan *s)
{
	int n = hex4(s->at + 1, s->end);

	if (n < 0)
		return fail(s, ERR_INPUT, "\\u needs four hexadecimal digits");
	if (n == 0)
		return fail(s, ERR_INPUT, "the character NUL (\\u0000) has no place in a text");
	if (n >= 0xdc00 && n <= 0xdfff)
		return fail(s, ERR_INPUT, "half of a surrogate pair");
	if (n >= 0xd800 && n <= 0xdbff) {
		const char *second = s->at + 5;
		int low = s->end - second >= 6 && second[0] == '\\' && second[1] == 'u'
		    ? hex4(second + 2, s->end)
		    : -1;

		if (low < 0xdc00 || low > 0xdfff)
			return fail(s, ERR_INPUT, "half of a surrogate pair");
		s->at += 6;
	}
	s->at += 5;
	return ERR_OK;
}

/* Notes it, too. */
static enum err
scan_string(struct scan *s)
{
	const char *from = s->at;
	bool escaped = false;

	note(s, from, from);
	for (s->at++; s->at < s->end;) {
		unsigned char c = (unsigned char)*s->at;

		if (c == '"') {
			struct mark *m = &s->marks[s->count - 1];

			m->length = (uint32_t)(++s->at - from);
			m->escaped = escaped;
			return ERR_OK;
		}
		if (c < 0x20)
			return fail(s, ERR_INPUT,
			    c == '\n'
				? "a text must end on the line where it began; write \\n for a line break"
				: "a control character in a text must be escaped");
		s->at++;
		if (c != '\\')
			continue;
		escaped = true;
		if (s->at == s->end)
			break;
		if (*s->at == 'u') {
			enum err err = scan_unicode(s);

			if (err != ERR_OK)
				return err;
		} else if (strchr("\"\\/bfnrt", *s->at) != NULL) {
			s->at++;
		} else {
			return fail(s, ERR_INPUT,
			    "unknown escape in a text; known are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u");
		}
	}
	return fail(s, ERR_INPUT, "the text has no closing quote");
}

static bool
skip_digits(struct scan *s)
{
	const char *from = s->at;

	while (s->at < s->end && *s->at >= '0' && *s->at <= '9')
		s->at++;
	return s->at > from;
}

static enum err
scan_number(struct scan *s)
{
	const char *from = s->at;

	if (*s->at == '-')
		s->at++;
	if (s->at < s->end && *s->at == '0')
		s->at++;
	else if (!skip_digits(s))
		return fail(s, ERR_INPUT, "a number needs a digit after '-'");
	if (s->at < s->end && *s->at == '.') {
		s->at++;
		if (!skip_digits(s))
			return fail(s, ERR_INPUT, "a number needs a digit after '.'");
	}
	if (s->at < s->end && (*s->at == 'e' || *s->at == 'E')) {
		s->at++;
		if (s->at < s->end && (*s->at == '+' || *s->at == '-'))
			s->at++;
		if (!skip_digits(s))
			return fail(s, ERR_INPUT, "a number needs a digit in its exponent");
	}
	if (s->at < s->end && *s->at >= '0' && *s->at <= '9')
		return fail(s, ERR_INPUT,
		    "a number has no leading zeros; if it is an id, put it in quotes");
	if (s->at - from > 60) {
		s->at = from;
		return fail(s, ERR_LIMIT, "a number of more than 60 characters; put it in quotes");
	}
	note(s, from, s->at);
	return ERR_OK;
}

static enum err
scan_word(struct scan *s)
{
	static const char *const words[] = {"true", "false", "null"};

	for (size_t i = 0; i < 3; i++) {
		size_t n = strlen(words[i]);

		if ((size_t)(s->end - s->at) >= n && memcmp(s->at, words[i], n) == 0) {
			note(s, s->at, s->at + n);
			s->at += n;
			return ERR_OK;
		}
	}
	return fail(s, ERR_INPUT,
	    "expected a value: a text in double quotes, a number, true, false, null, [ or {");
}

static enum err scan_value(struct scan *s);

static enum err
scan_key(struct scan *s)
{
	enum err err;

	if (s->at == s->end || *s->at != '"')
		return fail(s, ERR_INPUT, "expected a key in double quotes");
	err = scan_string(s);
	if (err != ERR_OK)
		return err;
	skip_blanks(s);
	if (s->at == s->end || *s->at != ':')
		return fail(s, ERR_INPUT, "expected ':' after the key");
	s->at++;
	return ERR_OK;
}

/* At '[' or '{'. */
static enum err
scan_members(struct scan *s)
{
	bool map = *s->at == '{';
	char close = map ? '}' : ']';
	size_t container;
	enum err err;

	if (++s->depth > s->source->limits->depth || s->depth > DEEPEST)
		return fail(s, ERR_LIMIT, "nested too deeply");
	note(s, s->at, s->at);
	container = s->count - 1;
	s->at++;
	skip_blanks(s);
	if (s->at < s->end && *s->at == close) {
		s->at++;
		s->depth--;
		return ERR_OK;
	}
	for (;;) {
		skip_blanks(s);
		err = map ? scan_key(s) : ERR_OK;
		if (err == ERR_OK)
			err = scan_value(s);
		if (err != ERR_OK)
			return err;
		s->marks[container].members++;
		skip_blanks(s);
		if (s->at == s->end)
			return fail(s, ERR_INPUT,
			    map ? "a map is not closed: expected ',' or '}'"
				: "a list is not closed: expected ',' or ']'");
		if (*s->at == close)
			break;
		if (*s->at != ',')
			return fail(
			    s, ERR_INPUT, map ? "expected ',' or '}'" : "expected ',' or ']'");
		s->at++;
	}
	s->at++;
	s->depth--;
	return ERR_OK;
}

static enum err
scan_value(struct scan *s)
{
	skip_blanks(s);
	if (++s->source->nodes > s->source->limits->nodes)
		return fail(s, ERR_LIMIT, "more values than one text may hold");
	if (s->at == s->end)
		return fail(s, ERR_INPUT, "expected a value, found the end");
	switch (*s->at) {
	case '{':
	case '[':
		return scan_members(s);
	case '"':
		return scan_string(s);
	case '-':
	case '0':
	case '1':
	case '2':
	case '3':
	case '4':
	case '5':
	case '6':
	case '7':
	case '8':
	case '9':
		return scan_number(s);
	default:
		return scan_word(s);
	}
}

/* A literal of the text, decoded; the caller's (cJSON_Delete). NULL: cJSON could not. */
static cJSON *
decode(const struct scan *s, const struct mark *m)
{
	return cJSON_ParseWithLength(s->text + m->offset, m->length);
}

/* Whole and short enough for a real to hold it exactly. */
static bool
is_plain_number(const char *literal, size_t length, int64_t *out)
{
	size_t i = *literal == '-';
	int64_t n = 0;

	if (length > 15)
		return false;
	for (; i < length; i++) {
		if (literal[i] < '0' || literal[i] > '9')
			return false;
		n = n * 10 + (literal[i] - '0');
	}
	*out = *literal == '-' ? -n : n;
	return true;
}

static enum err
read_number(struct scan *s, const struct mark *m, double *out)
{
	cJSON *item = decode(s, m);

	if (item == NULL)
		return fail(s, ERR_INPUT, "cJSON could not decode this text");
	*out = item->valuedouble;
	cJSON_Delete(item);
	return ERR_OK;
}

static enum err
make_number(struct scan *s, const struct mark *m, struct value **out)
{
	const char *literal = s->text + m->offset;
	bool integral = memchr(literal, '.', m->length) == NULL &&
	    memchr(literal, 'e', m->length) == NULL && memchr(literal, 'E', m->length) == NULL;
	enum err err = ERR_OK;
	struct value *v;
	int64_t n;
	double x = 0;

	if (is_plain_number(literal, m->length, &n))
		x = (double)n;
	else
		err = read_number(s, m, &x);
	if (err != ERR_OK)
		return err;
	if (!isfinite(x) || (integral && fabs(x) > (double)VALUE_INT_MAX))
		return value_private_err(s->source, s->e, ERR_LIMIT, m->line, m->column,
		    "the number %.*s is too large to be exact; put it in quotes", (int)m->length, literal);
	if (x == trunc(x) && fabs(x) <= (double)VALUE_INT_MAX) {
		v = value_private_new(s->source, VALUE_INT, m->line, m->column);
		v->as.n = (int64_t)x;
	} else {
		v = value_private_new(s->source, VALUE_REAL, m->line, m->column);
		v->as.x = x;
	}
	v->written = arena_text_n(s->source->arena, literal, m->length);
	*out = v;
	return ERR_OK;
}

static enum err
make_text(struct scan *s, const struct mark *m, const char **out)
{
	cJSON *item;

	if (!m->escaped) {
		*out = arena_text_n(s->source->arena, s->text + m->offset + 1, m->length - 2);
		return ERR_OK;
	}
	item = decode(s, m);
	if (item == NULL)
		return fail(s, ERR_INPUT, "cJSON could not decode this text");
	*out = arena_text(s->source->arena, item->valuestring);
	cJSON_Delete(item);
	return ERR_OK;
}

static enum err make(struct scan *s, struct value **out);

static enum err
make_member(struct scan *s, struct value *v)
{
	const struct mark *key = v->kind == VALUE_MAP ? &s->marks[s->next++] : NULL;
	const char *name = NULL;
	struct value *member;
	int there;
	enum err err = key != NULL ? make_text(s, key, &name) : ERR_OK;

	if (err == ERR_OK)
		err = make(s, &member);
	if (err != ERR_OK)
		return err;
	if (key == NULL)
		value_add(v, member);
	else if (!value_private_put(v, name, member, key->line, key->column, &there))
		return value_private_err(s->source, s->e, ERR_INPUT, key->line, key->column,
		    "the key '%.80s' is here twice, first in line %d; keep one", name, there);
	return ERR_OK;
}

static enum err
make(struct scan *s, struct value **out)
{
	const struct mark *m = &s->marks[s->next++];
	enum err err = ERR_OK;
	struct value *v;

	*out = NULL;
	switch (s->text[m->offset]) {
	case '"':
		v = value_private_new(s->source, VALUE_TEXT, m->line, m->column);
		err = make_text(s, m, &v->as.text);
		break;
	case 't':
	case 'f':
		v = value_private_new(s->source, VALUE_BOOL, m->line, m->column);
		v->as.truth = s->text[m->offset] == 't';
		v->written = v->as.truth ? "true" : "false";
		break;
	case 'n':
		v = value_private_new(s->source, VALUE_NULL, m->line, m->column);
		v->written = "null";
		break;
	case '[':
	case '{':
		v = value_private_new(s->source,
		    s->text[m->offset] == '[' ? VALUE_LIST : VALUE_MAP, m->line, m->column);
		for (uint32_t i = 0; err == ERR_OK && i < m->members; i++)
			err = make_member(s, v);
		break;
	default:
		return make_number(s, m, out);
	}
	*out = v;
	return err;
}

static enum err
parse(struct scan *s, struct value **out)
{
	enum err err = scan_value(s);

	if (err != ERR_OK)
		return err;
	skip_blanks(s);
	if (s->at < s->end)
		return fail(s, ERR_INPUT, "something follows the value; one text holds one value");
	return make(s, out);
}

enum err
value_parse_json(struct arena *a, const char *name, const char *text, size_t length,
    const struct value_limits *limits, struct value **out, struct errinfo *e)
{
	struct value_source source = {.arena = a, .limits = limits};
	struct scan s = {.source = &source, .e = e, .line = 1, .column = 1};
	enum err err;

	*out = NULL;
	source.name = arena_text(a, name != NULL ? name : "");
	err = value_private_check_text(&source, text, length, e);
	if (err != ERR_OK)
		return err;
	if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		length -= 3;
	}
	s.text = s.at = s.counted = text;
	s.end = text + length;
	err = parse(&s, out);
	if (err != ERR_OK)
		*out = NULL;
	mem_free(s.marks);
	return err;
}

enum err
value_private_check_text(
    const struct value_source *s, const char *text, size_t length, struct errinfo *e)
{
	int line = 1, column = 1;
	uint32_t point;

	if (length > s->limits->bytes || length > UINT32_MAX / 2)
		return err_set(e, ERR_LIMIT, "%s: %zu bytes, larger than the limit of %zu", s->name,
		    length, s->limits->bytes);
	if (utf8_is_valid(text, length) && memchr(text, '\0', length) == NULL)
		return ERR_OK;
	for (size_t i = 0, n; i < length; i += n, column++) {
		n = utf8_next(text + i, length - i, &point);
		if (n == 1 && point == 0xfffd)
			return value_private_err(s, e, ERR_INPUT, line, column,
			    "byte 0x%02x is no UTF-8; save the text as UTF-8",
			    (unsigned)(unsigned char)text[i]);
		if (point == 0)
			return value_private_err(s, e, ERR_INPUT, line, column,
			    "the character NUL has no place in a text");
		if (point == '\n') {
			line++;
			column = 0;
		}
	}
	return ERR_OK;
}

enum err
value_load(struct arena *a, const char *path, struct value **out, struct errinfo *e)
{
	struct str text;
	enum err err;

	*out = NULL;
	str_init(&text);
	err = file_read(path, value_limits_file.bytes, &text, e);
	if (err == ERR_OK && text_ends(path, ".json"))
		err = value_parse_json(a, path, text.data, text.length, &value_limits_file, out, e);
	else if (err == ERR_OK)
		err = value_parse_yaml(a, path, text.data, text.length, &value_limits_file, out, e);
	str_clear(&text);
	return err;
}
