/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/text/markdown.h"

#include <md4c.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/base/utf8.h"

#define LARGEST ((size_t)1 << 20)
#define INDENT "  "
#define DASH "\xe2\x80\x93 "

struct reading {
	struct arena *arena;
	const char *source;
	size_t length;
	const char *heading;
	struct str text;		/* of the passage so far */
	const char *first;		/* where its first word stands in the source */
	struct str cell, row;		/* of a table */
	const char **labels;		/* of its columns */
	size_t label_count, column;
	bool in_heading, in_table, in_table_head;
	bool in_code;
	int lists;
	bool fresh_item;
	const char *counted;		/* lines are counted up to here */
	int line;
	struct markdown_passage *passages;
	size_t count, room;
};

static int
line_of(struct reading *r, const char *p)
{
	if (p == NULL || p < r->counted)
		return r->line;
	for (; r->counted < p; r->counted++)
		r->line += *r->counted == '\n';
	return r->line;
}

/* Without blanks at its ends. */
static const char *
trimmed(struct arena *a, const struct str *s)
{
	size_t start = 0, end = s->length;

	while (start < end && strchr(" \n\t", s->data[start]) != NULL)
		start++;
	while (end > start && strchr(" \n\t", s->data[end - 1]) != NULL)
		end--;
	return arena_text_n(a, s->data + start, end - start);
}

static void
end_passage(struct reading *r)
{
	const char *text = trimmed(r->arena, &r->text);

	if (*text != '\0') {
		if (r->count == r->room) {
			size_t room = r->room > 0 ? r->room * 2 : 16;
			struct markdown_passage *grown =
			    arena_alloc(r->arena, room * sizeof *grown);

			if (r->count > 0)
				memcpy(grown, r->passages, r->count * sizeof *grown);
			r->passages = grown;
			r->room = room;
		}
		r->passages[r->count++] =
		    (struct markdown_passage){r->heading, text, line_of(r, r->first)};
	}
	str_reset(&r->text);
	r->first = NULL;
}

static void
begin_item(struct reading *r)
{
	if (r->text.length > 0 && r->text.data[r->text.length - 1] != '\n')
		str_add_char(&r->text, '\n');
	for (int i = 1; i < r->lists; i++)
		str_add(&r->text, INDENT);
	str_add(&r->text, DASH);
	r->fresh_item = true;
}

static int
enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
	struct reading *r = context;

	(void)detail;
	switch (type) {
	case MD_BLOCK_H:
		end_passage(r);
		r->in_heading = true;
		break;
	case MD_BLOCK_UL:
	case MD_BLOCK_OL:
		if (r->lists++ == 0)
			end_passage(r);
		break;
	case MD_BLOCK_LI:
		begin_item(r);
		break;
	case MD_BLOCK_P:
	case MD_BLOCK_CODE:
		r->in_code = type == MD_BLOCK_CODE;
		if (r->lists == 0)
			end_passage(r);
		else if (!r->fresh_item)
			str_add_char(&r->text, ' ');
		break;
	case MD_BLOCK_TABLE:
		if (r->lists == 0)
			end_passage(r);
		r->in_table = true;
		r->label_count = 0;
		break;
	case MD_BLOCK_THEAD:
		r->in_table_head = true;
		break;
	case MD_BLOCK_TR:
		str_reset(&r->row);
		r->column = 0;
		break;
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		str_reset(&r->cell);
		break;
	default:
		break;
	}
	return 0;
}

static void
end_cell(struct reading *r)
{
	const char *cell = trimmed(r->arena, &r->cell);

	if (r->in_table_head) {
		const char **labels = arena_alloc(r->arena, (r->label_count + 1) * sizeof *labels);

		if (r->label_count > 0)
			memcpy(labels, r->labels, r->label_count * sizeof *labels);
		labels[r->label_count++] = cell;
		r->labels = labels;
		return;
	}
	/* "a: b" for two columns; more are told apart by their labels: "a: x 1, y 2". */
	if (r->column > 0 && *cell != '\0') {
		str_add(&r->row, r->column == 1 ? ": " : ", ");
		if (r->label_count > 2 && r->column < r->label_count &&
		    *r->labels[r->column] != '\0')
			str_addf(&r->row, "%s ", r->labels[r->column]);
	}
	str_add(&r->row, cell);
	r->column++;
}

static void
end_row(struct reading *r)
{
	if (r->in_table_head || r->row.length == 0)
		return;
	if (r->text.length > 0)
		str_add_char(&r->text, '\n');
	str_add_n(&r->text, r->row.data, r->row.length);
}

static int
leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
	struct reading *r = context;

	(void)detail;
	switch (type) {
	case MD_BLOCK_H:
		r->heading = trimmed(r->arena, &r->text);
		r->in_heading = false;
		str_reset(&r->text);
		r->first = NULL;
		break;
	case MD_BLOCK_UL:
	case MD_BLOCK_OL:
		if (--r->lists == 0)
			end_passage(r);
		break;
	case MD_BLOCK_P:
	case MD_BLOCK_CODE:
		r->in_code = false;
		r->fresh_item = false;
		if (r->lists == 0)
			end_passage(r);
		break;
	case MD_BLOCK_THEAD:
		r->in_table_head = false;
		break;
	case MD_BLOCK_TH:
	case MD_BLOCK_TD:
		end_cell(r);
		break;
	case MD_BLOCK_TR:
		end_row(r);
		break;
	case MD_BLOCK_TABLE:
		r->in_table = false;
		if (r->lists == 0)
			end_passage(r);
		break;
	default:
		break;
	}
	return 0;
}

static int
on_span(MD_SPANTYPE type, void *detail, void *context)
{
	(void)type;
	(void)detail;
	(void)context;
	return 0;
}

/* "&amp;" and its like; an unknown name stays as it was written. */
static void
add_entity(struct str *out, const char *s, size_t length)
{
	static const struct {
		const char *name;
		uint32_t point;
	} known[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'},
	    {"&apos;", '\''}, {"&nbsp;", ' '}, {"&ndash;", 0x2013}, {"&mdash;", 0x2014},
	    {"&hellip;", 0x2026}, {"&euro;", 0x20ac}, {"&pound;", 0xa3}, {"&copy;", 0xa9},
	    {"&reg;", 0xae}, {"&trade;", 0x2122}, {"&times;", 0xd7}, {"&deg;", 0xb0},
	    {"&rsquo;", 0x2019}, {"&lsquo;", 0x2018}, {"&ldquo;", 0x201c}, {"&rdquo;", 0x201d}};
	uint32_t point = 0;
	char bytes[4], number[12];
	size_t n;

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		if (strlen(known[i].name) == length && memcmp(known[i].name, s, length) == 0)
			point = known[i].point;
	}
	if (point == 0 && length > 3 && length < sizeof number && s[1] == '#') {
		bool hexadecimal = (s[2] | 32) == 'x';

		memcpy(number, s + 2 + hexadecimal, length - 3 - hexadecimal);
		number[length - 3 - hexadecimal] = '\0';
		point = (uint32_t)strtoul(number, NULL, hexadecimal ? 16 : 10);
	}
	n = point != 0 ? utf8_put(bytes, point) : 0;
	if (n > 0)
		str_add_n(out, bytes, n);
	else
		str_add_n(out, s, length);
}

static int
on_text(MD_TEXTTYPE type, const MD_CHAR *s, MD_SIZE size, void *context)
{
	struct reading *r = context;
	struct str *out = r->in_table ? &r->cell : &r->text;

	if (type == MD_TEXT_HTML)
		return 0;
	r->fresh_item = false;
	if (r->first == NULL && !r->in_heading && s >= r->source && s < r->source + r->length)
		r->first = s;
	switch (type) {
	case MD_TEXT_NULLCHAR:
		str_add(out, "\xef\xbf\xbd");
		break;
	case MD_TEXT_BR:
		str_add_char(out, '\n');
		break;
	case MD_TEXT_SOFTBR:
		str_add_char(out, ' ');
		break;
	case MD_TEXT_ENTITY:
		add_entity(out, s, size);
		break;
	default:
		str_add_n(out, s, size);
		break;
	}
	return 0;
}

enum err
markdown_passages(struct arena *a, const char *source, size_t length, struct markdown_passage **out,
    size_t *count, struct errinfo *e)
{
	const MD_PARSER parser = {
	    .flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEURLAUTOLINKS,
	    .enter_block = enter_block,
	    .leave_block = leave_block,
	    .enter_span = on_span,
	    .leave_span = on_span,
	    .text = on_text};
	struct reading r = {.arena = a,
	    .source = source,
	    .length = length,
	    .heading = "",
	    .counted = source,
	    .line = 1};
	int failed;

	*out = NULL;
	*count = 0;
	if (length > LARGEST)
		return err_set(e, ERR_LIMIT, "a Markdown text of %zu bytes; the limit is %zu",
		    length, LARGEST);
	if (!utf8_is_valid(source, length))
		return err_set(e, ERR_INPUT, "the Markdown text is not UTF-8; save it as UTF-8");
	str_init(&r.text);
	str_init(&r.cell);
	str_init(&r.row);
	failed = md_parse(source, (MD_SIZE)length, &parser, &r);
	str_clear(&r.text);
	str_clear(&r.cell);
	str_clear(&r.row);
	if (failed != 0)
		return err_set(e, ERR_INPUT, "md4c could not read this Markdown");
	*out = r.passages;
	*count = r.count;
	return ERR_OK;
}
