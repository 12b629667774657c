/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/base/csv.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"

const struct csv_limits csv_limits_file = {
    .bytes = (size_t)256 << 20, .rows = 2000000, .columns = 64, .field_bytes = 64 << 10};

struct reader {
	struct arena *arena;
	const char *name, *text;
	size_t length, at;
	size_t line, line_start;	/* the present line, and where it begins */
	const struct csv_limits *limits;
	struct str field;
	const char **fields;		/* of the present record */
	size_t count;
	struct errinfo *e;
};

/* "NAME:LINE:COLUMN: " for a byte of the present line. */
static enum err
fault(const struct reader *r, enum err code, size_t at, const char *what)
{
	size_t column = 1;

	for (size_t i = r->line_start; i < at; i++)
		column += ((unsigned char)r->text[i] & 0xc0) != 0x80;
	return err_set(r->e, code, "%s:%zu:%zu: %s", r->name, r->line, column, what);
}

static bool
at_line_end(const struct reader *r, size_t at)
{
	return at >= r->length || r->text[at] == '\n' ||
	    (r->text[at] == '\r' && at + 1 < r->length && r->text[at + 1] == '\n');
}

/* Bytes of the byte order mark before the header. */
static size_t
mark_of(const char *text, size_t length)
{
	return length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

/* Appends one character of a field as it is. */
static enum err
take_character(struct reader *r)
{
	uint32_t point;
	size_t n = utf8_next(r->text + r->at, r->length - r->at, &point);

	if (r->text[r->at] == '\0')
		return fault(r, ERR_INPUT, r->at, "a zero byte: this is no text file");
	if (n == 1 && point == 0xfffd)
		return fault(r, ERR_INPUT, r->at, "broken UTF-8: save the file as UTF-8");
	if (r->field.length + n > r->limits->field_bytes)
		return fault(r, ERR_LIMIT, r->at, "a field longer than the limit: is a quote missing?");
	str_add_n(&r->field, r->text + r->at, n);
	if (r->text[r->at] == '\n') {
		r->line++;
		r->line_start = r->at + 1;
	}
	r->at += n;
	return ERR_OK;
}

/* From after the opening quote to after the closing one. */
static enum err
take_quoted(struct reader *r)
{
	size_t line = r->line, line_start = r->line_start, opened = r->at - 1;
	enum err rc = ERR_OK;

	while (rc == ERR_OK && r->at < r->length) {
		if (r->text[r->at] != '"') {
			rc = take_character(r);
			continue;
		}
		if (r->at + 1 < r->length && r->text[r->at + 1] == '"') {
			r->at++;
			rc = take_character(r);
			continue;
		}
		r->at++;
		if (!at_line_end(r, r->at) && r->text[r->at] != ',')
			return fault(r, ERR_INPUT, r->at,
			    "text after a closing quote: a quote inside a quoted field is written twice");
		return ERR_OK;
	}
	if (rc != ERR_OK)
		return rc;
	r->line = line;
	r->line_start = line_start;
	return fault(r, ERR_INPUT, opened, "a quote that is never closed");
}

static enum err
take_plain(struct reader *r)
{
	enum err rc = ERR_OK;

	while (rc == ERR_OK && !at_line_end(r, r->at) && r->text[r->at] != ',') {
		if (r->text[r->at] == '"')
			return fault(r, ERR_INPUT, r->at,
			    "a quote inside a field without quotes: put the whole field in quotes and write this one twice");
		if (r->text[r->at] == '\r')
			return fault(r, ERR_INPUT, r->at,
			    "a carriage return without a line feed: end lines in LF or CR LF");
		rc = take_character(r);
	}
	return rc;
}

/* One record with its line end into r->fields. */
static enum err
take_record(struct reader *r)
{
	enum err rc;

	for (r->count = 0;; r->at++) {
		if (r->count == r->limits->columns)
			return fault(r, ERR_LIMIT, r->at, "more columns than the limit");
		str_reset(&r->field);
		if (r->at < r->length && r->text[r->at] == '"') {
			r->at++;
			rc = take_quoted(r);
		} else {
			rc = take_plain(r);
		}
		if (rc != ERR_OK)
			return rc;
		r->fields[r->count++] =
		    arena_text_n(r->arena, r->field.data, r->field.length);
		if (at_line_end(r, r->at))
			break;
	}
	if (r->at < r->length)
		r->at += r->text[r->at] == '\r' ? 2 : 1;
	r->line++;
	r->line_start = r->at;
	return ERR_OK;
}

static const char **
fields_copy(const struct reader *r)
{
	const char **copy = arena_alloc(r->arena, r->count * sizeof *copy);

	memcpy(copy, r->fields, r->count * sizeof *copy);
	return copy;
}

static enum err
take_header(struct reader *r, struct csv_table *out)
{
	enum err rc;

	r->at = r->line_start = mark_of(r->text, r->length);
	if (r->at == r->length)
		return fault(r, ERR_INPUT, r->at, "an empty file: the first line names the columns");
	if (at_line_end(r, r->at))
		return fault(r, ERR_INPUT, r->at, "an empty line: the first line names the columns");
	rc = take_record(r);
	if (rc != ERR_OK)
		return rc;
	out->header = fields_copy(r);
	out->columns = r->count;
	for (size_t i = 0; i < r->count; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(r->fields[i], r->fields[j]) == 0)
				return err_set(r->e, ERR_INPUT,
				    "%s:1:1: two columns are called \"%.60s\": rename one", r->name,
				    r->fields[i]);
	return ERR_OK;
}

/* A line that holds nothing, not even a comma, is no row. */
static bool
skip_blank(struct reader *r)
{
	if (r->at >= r->length || !at_line_end(r, r->at))
		return false;
	r->at += r->text[r->at] == '\r' ? 2 : 1;
	r->line++;
	r->line_start = r->at;
	return true;
}

static enum err
take_row(struct reader *r, struct csv_table *out, size_t *room)
{
	size_t line = r->line, start = r->at;
	enum err rc = take_record(r);

	if (rc != ERR_OK)
		return rc;
	if (r->count != out->columns)
		return err_set(r->e, ERR_INPUT,
		    "%s:%zu:1: %zu field%s where the header has %zu: put a text with commas in quotes",
		    r->name, line, r->count, r->count == 1 ? "" : "s", out->columns);
	if (out->count == r->limits->rows)
		return err_set(r->e, ERR_LIMIT, "%s:%zu:1: more than %zu rows: split the file",
		    r->name, line, r->limits->rows);
	if (out->count == *room) {
		struct csv_row *rows;

		*room = *room == 0 ? 256 : *room * 2;
		rows = arena_alloc(r->arena, *room * sizeof *rows);
		if (out->count > 0)
			memcpy(rows, out->rows, out->count * sizeof *rows);
		out->rows = rows;
	}
	out->rows[out->count].line = line;
	out->rows[out->count].start = start;
	out->rows[out->count++].fields = fields_copy(r);
	return ERR_OK;
}

enum err
csv_parse(struct arena *a, const char *name, const char *text, size_t length,
    const struct csv_limits *limits, struct csv_table *out, struct errinfo *e)
{
	struct reader r = {.arena = a, .name = name, .text = text, .length = length, .line = 1,
	    .limits = limits, .e = e};
	size_t room = 0;
	enum err rc;

	memset(out, 0, sizeof *out);
	out->name = arena_text(a, name);
	if (length > limits->bytes)
		return err_set(e, ERR_LIMIT, "%s: %zu bytes, more than the limit of %zu", name,
		    length, limits->bytes);
	str_init(&r.field);
	r.fields = arena_alloc(a, limits->columns * sizeof *r.fields);
	rc = take_header(&r, out);
	while (rc == ERR_OK && r.at < length)
		if (!skip_blank(&r))
			rc = take_row(&r, out, &room);
	str_clear(&r.field);
	return rc;
}

enum err
csv_load(struct arena *a, const char *path, const struct csv_limits *limits, struct csv_table *out,
    struct errinfo *e)
{
	struct str text;
	enum err rc;

	str_init(&text);
	rc = file_read(path, limits->bytes, &text, e);
	if (rc == ERR_OK)
		rc = csv_parse(a, path, text.data, text.length, limits, out, e);
	str_clear(&text);
	return rc;
}

/* The rules were kept when it was parsed: a quote within quotes is doubled, and so opens them again. */
void
csv_place(const char *text, size_t length, const struct csv_row *row, size_t field, size_t *line,
    size_t *column)
{
	bool quoted = false;

	*line = row->line;
	*column = 1;
	for (size_t i = row->start == 0 ? mark_of(text, length) : row->start; i < length && field > 0;
	     i++) {
		char c = text[i];

		if (c == '"')
			quoted = !quoted;
		if (!quoted && (c == '\n' || (c == '\r' && i + 1 < length && text[i + 1] == '\n')))
			return;
		if (!quoted && c == ',')
			field--;
		*column += ((unsigned char)c & 0xc0) != 0x80;
		if (c == '\n') {
			++*line;
			*column = 1;
		}
	}
}

size_t
csv_column(const struct csv_table *t, const char *name)
{
	for (size_t i = 0; i < t->columns; i++)
		if (strcmp(t->header[i], name) == 0)
			return i;
	return SIZE_MAX;
}
