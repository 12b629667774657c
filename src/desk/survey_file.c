/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Survey answers out of a file.
 */
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/desk/survey.h"
#include "floorwalker/model/conversation.h"
#include "private.h"

/* A file is taken in by one transaction, during which nobody else writes: that of most rows takes
 * 3 s, and others wait for 5 s. */
static const struct csv_limits limits = {
    .bytes = SURVEY_FILE_MOST, .rows = 20000, .columns = 16, .field_bytes = 64 << 10};

static const char *const names[SURVEY_COLUMNS] = {
    [SURVEY_CONVERSATION] = "conversation",
    [SURVEY_SCORE] = "score",
    [SURVEY_COMMENT] = "comment",
    [SURVEY_ANSWERED_AT] = "answered_at",
    [SURVEY_KEY] = "key",
};

struct reading {
	struct csv_table table;
	size_t at[SURVEY_COLUMNS];	/* SIZE_MAX: the file has none */
	const struct zone *zone;
	const char *text;
	size_t length;
};

/* "NAME:LINE:COLUMN: " before what e says. */
static enum err
place(const struct reading *x, size_t row, enum survey_column column, struct errinfo *e)
{
	size_t line, at;
	csv_place(x->text, x->length, &x->table.rows[row],
	    x->at[column] == SIZE_MAX ? 0 : x->at[column], &line, &at);
	return err_prefix(e, "%s:%zu:%zu", x->table.name, line, at);
}

static enum err
read_header(struct reading *x, struct errinfo *e)
{
	for (size_t c = 0; c < SURVEY_COLUMNS; c++) {
		x->at[c] = csv_column(&x->table, names[c]);
		if (x->at[c] == SIZE_MAX && c != SURVEY_COMMENT)
			return err_set(e, ERR_INPUT,
			    "%s:1:1: the header has no column \"%s\": it needs conversation, score, answered_at and key, and may have comment",
			    x->table.name, names[c]);
	}
	for (size_t i = 0; i < x->table.columns; i++) {
		bool known = false;
		for (size_t c = 0; c < SURVEY_COLUMNS; c++)
			known |= strcmp(x->table.header[i], names[c]) == 0;
		if (!known)
			return err_set(e, ERR_INPUT,
			    "%s:1:1: no column is called \"%.60s\": there are conversation, score, comment, answered_at and key",
			    x->table.name, x->table.header[i]);
	}
	return ERR_OK;
}

static const char *
field(const struct reading *x, size_t row, enum survey_column c)
{
	return x->at[c] == SIZE_MAX ? "" : x->table.rows[row].fields[x->at[c]];
}

/* A day without a time has no place for one. */
static bool
is_day(const char *s)
{
	return strchr(s, 'T') == NULL && strchr(s, ' ') == NULL;
}

static enum err
read_row(const struct reading *x, size_t row, struct survey_answer *out,
    enum survey_column *column, struct errinfo *e)
{
	const char *score = field(x, row, SURVEY_SCORE), *at = field(x, row, SURVEY_ANSWERED_AT);
	*out = (struct survey_answer){.comment = field(x, row, SURVEY_COMMENT),
	    .key = field(x, row, SURVEY_KEY),
	    .is_day = is_day(at),
	    .row = row};
	*column = SURVEY_CONVERSATION;
	if (!record_id_parse('C', field(x, row, *column), &out->conversation_id))
		return err_set(e, ERR_INPUT, "\"%.40s\" is no conversation: it should be like C-17",
		    field(x, row, *column));
	*column = SURVEY_SCORE;
	if (strlen(score) != 1 || score[0] < '0' + SURVEY_LEAST_SCORE ||
	    score[0] > '0' + SURVEY_MOST_SCORE)
		return err_set(e, ERR_INPUT, "\"%.40s\" is no score: it should be %d to %d", score,
		    SURVEY_LEAST_SCORE, SURVEY_MOST_SCORE);
	out->score = score[0] - '0';
	*column = SURVEY_ANSWERED_AT;
	if (!date_parse(x->zone, at, &out->answered_ms))
		return err_set(e, ERR_INPUT,
		    "\"%.40s\" is no instant: it should be like 2026-10-14 or 2026-10-14T09:30:00Z",
		    at);
	*column = SURVEY_KEY;
	if (*out->key == '\0')
		return err_set(e, ERR_INPUT,
		    "the key is empty: by it an answer is known again when the file is imported twice");
	return ERR_OK;
}

static enum err
read_file(struct reading *x, struct arena *a, const char *name, struct survey_answer **out,
    size_t *count, struct errinfo *e)
{
	enum err r = csv_parse(a, name, x->text, x->length, &limits, &x->table, e);
	if (r != ERR_OK || (r = read_header(x, e)) != ERR_OK)
		return r;
	*count = x->table.count;
	*out = arena_alloc(a, (*count + 1) * sizeof **out);
	for (size_t i = 0; i < *count; i++) {
		enum survey_column column;
		if (read_row(x, i, &(*out)[i], &column, e) != ERR_OK)
			return place(x, i, column, e);
	}
	return ERR_OK;
}

enum err
survey_parse(struct arena *a, const struct zone *zone, const char *name, const char *text,
    size_t length, struct survey_answer **out, size_t *count, struct errinfo *e)
{
	struct reading x = {.zone = zone, .text = text, .length = length};
	return read_file(&x, a, name, out, count, e);
}

enum err
desk_survey_import(struct desk *d, struct arena *a, const char *name, const char *text,
    size_t length, struct survey_added *out, struct errinfo *e)
{
	struct reading x = {.zone = d->settings->zone, .text = text, .length = length};
	struct survey_answer *answers;
	enum survey_column column = SURVEY_COLUMNS;
	size_t count, at;
	enum err r = read_file(&x, a, name, &answers, &count, e);
	if (r != ERR_OK)
		return r;
	r = desk_survey_add(d, NULL, answers, count, out, &at, &column, e);
	return r == ERR_OK || column == SURVEY_COLUMNS ? r : place(&x, answers[at].row, column, e);
}
