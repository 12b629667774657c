/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Turns as rows of a table: conversation, role and text, and what else is known of them. Rows of
 * one conversation stand in its order, those of others may stand between them.
 */
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/csv.h"
#include "transcript.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum column { CONVERSATION, ROLE, TEXT, TITLE, LANGUAGE, AT, INTENT, CONTAINS, LACKS };
static const char *const columns[] = {
    "conversation", "role", "text", "title", "language", "at", "intent", "contains", "lacks"};
#define NEEDED 3			/* the first so many */

static const struct csv_limits limits = {
    .bytes = TRANSCRIPT_BYTES_MOST, .rows = 2000000, .columns = 64, .field_bytes = 256 << 10};

struct table {
	struct csv_table csv;
	size_t at[COUNT(columns)];	/* SIZE_MAX: there is no such */
};

/* ---- reading */

/* A text that begins like a formula has an apostrophe before it, so that no spreadsheet takes it
 * for one: one more where it has some. */
static bool
is_formula(const char *s)
{
	s += strspn(s, "'");
	return *s != '\0' && strchr("=+-@\t\r", *s) != NULL;
}

static const char *
field(const struct table *t, size_t row, enum column c)
{
	const char *s = t->at[c] != SIZE_MAX ? t->csv.rows[row].fields[t->at[c]] : "";

	return s[0] == '\'' && is_formula(s) ? s + 1 : s;
}

static bool
role_from(const char *word, enum transcript_role *out)
{
	static const struct {
		const char *word;
		enum transcript_role role;
	} words[] = {{"shopper", TRANSCRIPT_SHOPPER}, {"user", TRANSCRIPT_SHOPPER},
	    {"customer", TRANSCRIPT_SHOPPER}, {"contact", TRANSCRIPT_SHOPPER},
	    {"visitor", TRANSCRIPT_SHOPPER}, {"ai", TRANSCRIPT_AI}, {"bot", TRANSCRIPT_AI},
	    {"assistant", TRANSCRIPT_AI}, {"agent", TRANSCRIPT_AGENT}, {"human", TRANSCRIPT_AGENT},
	    {"system", TRANSCRIPT_SYSTEM}};

	for (size_t i = 0; i < COUNT(words); i++)
		if (text_is_fold(words[i].word, word)) {
			*out = words[i].role;
			return true;
		}
	return false;
}

/* Assertions stand one a line. */
static void
read_assertions(
    struct transcript_reader *r, struct transcript_turn *turn, const char *lines, bool lacks)
{
	while (*lines != '\0') {
		size_t n = strcspn(lines, "\n");
		const char *words = transcript_clean(r, arena_text_n(r->a, lines, n), turn->line);

		if (words[0] != '\0')
			transcript_assert(r->a, turn, lacks, words);
		lines += n + (lines[n] == '\n');
	}
}

static enum err
read_row(struct transcript_reader *r, const struct table *t, size_t row)
{
	int line = (int)t->csv.rows[row].line;
	const char *role_word = field(t, row, ROLE), *at = field(t, row, AT), *text;
	bool asserts = field(t, row, CONTAINS)[0] != '\0' || field(t, row, LACKS)[0] != '\0';
	struct transcript_turn *turn;
	enum transcript_role role;
	enum err err;

	if (!role_from(role_word, &role))
		return transcript_fault(r, line,
		    "'role' is shopper (or user, customer), ai (bot, assistant), agent (human) or system, not \"%.40s\"",
		    role_word);
	text = transcript_clean(r, field(t, row, TEXT), line);
	if (text[0] == '\0' && (!asserts || role != TRANSCRIPT_AI)) {
		transcript_lose(r, line, "turn without words");
		return ERR_OK;
	}
	if ((err = transcript_turn_add(r, role, line, &turn)) != ERR_OK)
		return err;
	turn->text = text;
	turn->intent = transcript_word(r->a, field(t, row, INTENT), 120);
	if (at[0] != '\0' && !transcript_at(at, &turn->at_ms))
		return transcript_fault(
		    r, line, "'at' is an instant such as 2026-10-14T09:00:00Z, not \"%.40s\"", at);
	if (asserts && role != TRANSCRIPT_AI) {
		transcript_lose(r, line, "expectation of who isn't the AI");
		return ERR_OK;
	}
	read_assertions(r, turn, field(t, row, CONTAINS), false);
	read_assertions(r, turn, field(t, row, LACKS), true);
	return ERR_OK;
}

static enum err
find_columns(struct transcript_reader *r, struct table *t)
{
	for (size_t c = 0; c < COUNT(columns); c++) {
		t->at[c] = csv_column(&t->csv, columns[c]);
		if (c < NEEDED && t->at[c] == SIZE_MAX)
			return transcript_fault(r, 1,
			    "there is no column '%s'; conversation, role and text are needed",
			    columns[c]);
	}
	for (size_t i = 0; i < t->csv.columns; i++) {
		size_t c = 0;

		while (c < COUNT(columns) && t->at[c] != i)
			c++;
		for (size_t row = 0; c == COUNT(columns) && row < t->csv.count; row++)
			if (t->csv.rows[row].fields[i][0] != '\0')
				transcript_lose(r, (int)t->csv.rows[row].line, "column %.60s",
				    t->csv.header[i]);
	}
	return ERR_OK;
}

/* Which conversation each row is of, numbered as they come. */
static size_t
number_rows(struct arena *a, const struct table *t, uint32_t *number)
{
	struct value *numbers = value_map(a);
	size_t count = 0;

	for (size_t i = 0; i < t->csv.count; i++) {
		const char *id = field(t, i, CONVERSATION);
		int64_t known = value_get_int(numbers, id, -1);

		if (known < 0) {
			known = (int64_t)count++;
			value_set_int(numbers, id, known);
		}
		number[i] = (uint32_t)known;
	}
	return count;
}

enum err
transcript_read_csv(struct transcript_reader *r)
{
	struct table t;
	uint32_t *number;
	size_t *order, *begin, count;
	enum err err = csv_parse(r->a, r->name, r->bytes, r->length, &limits, &t.csv, r->e);

	if (err != ERR_OK || (err = find_columns(r, &t)) != ERR_OK)
		return err;
	number = arena_alloc(r->a, (t.csv.count + 1) * sizeof *number);
	order = arena_alloc(r->a, (t.csv.count + 1) * sizeof *order);
	count = number_rows(r->a, &t, number);
	begin = arena_alloc(r->a, (count + 2) * sizeof *begin);
	for (size_t i = 0; i < t.csv.count; i++)
		begin[number[i] + 1]++;
	for (size_t i = 0; i < count; i++)
		begin[i + 1] += begin[i];
	for (size_t i = 0; i < t.csv.count; i++)
		order[begin[number[i]]++] = i;
	for (size_t i = 0; err == ERR_OK && i < t.csv.count; i++) {
		size_t row = order[i];

		if (i == 0 || number[row] != number[order[i - 1]]) {
			err = transcript_begin(r, field(&t, row, CONVERSATION),
			    field(&t, row, TITLE), (int)t.csv.rows[row].line);
			if (err == ERR_OK)
				transcript_last(r)->language =
				    transcript_word(r->a, field(&t, row, LANGUAGE), 40);
		}
		if (err == ERR_OK)
			err = read_row(r, &t, row);
	}
	return err;
}

/* ---- writing */

static void
add_field(struct str *out, const char *text, bool last)
{
	if (text[0] != '\0') {
		str_add(out, is_formula(text) ? "\"'" : "\"");
		for (; *text != '\0'; text++) {
			if (*text == '"')
				str_add_char(out, '"');
			str_add_char(out, *text);
		}
		str_add_char(out, '"');
	}
	str_add(out, last ? "\r\n" : ",");
}

static void
add_lines(struct str *out, const char *const *words, size_t count, bool last)
{
	struct str all;

	str_init(&all);
	for (size_t i = 0; i < count; i++)
		str_addf(&all, "%s%s", i > 0 ? "\n" : "", words[i]);
	add_field(out, all.length > 0 ? all.data : "", last);
	str_clear(&all);
}

static void
add_row(struct str *out, const struct transcript *t, const struct transcript_turn *turn)
{
	struct str at;

	str_init(&at);
	str_add(&at, "");
	if (turn->at_ms != 0)
		transcript_at_print(&at, turn->at_ms);
	add_field(out, t->id, false);
	add_field(out, transcript_role_name(turn->role), false);
	add_field(out, turn->text, false);
	add_field(out, t->title, false);
	add_field(out, t->language, false);
	add_field(out, at.data, false);
	add_field(out, turn->intent, false);
	add_lines(out, turn->contains, turn->contain_count, false);
	add_lines(out, turn->lacks, turn->lack_count, true);
	str_clear(&at);
}

void
transcript_write_csv(struct arena *a, struct transcripts *t, struct str *out)
{
	for (size_t c = 0; c < COUNT(columns); c++)
		str_addf(out, "%s%s", columns[c], c + 1 < COUNT(columns) ? "," : "\r\n");
	for (size_t i = 0; i < t->count; i++) {
		if (t->items[i].count == 0)
			transcripts_lose(
			    a, t, &t->items[i], t->items[i].line, "conversation without turns");
		for (size_t k = 0; k < t->items[i].count; k++)
			add_row(out, &t->items[i], &t->items[i].turns[k]);
	}
}
