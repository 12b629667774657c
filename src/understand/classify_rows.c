/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdint.h>
#include <string.h>

#include "floorwalker/base/csv.h"
#include "floorwalker/base/str.h"
#include "floorwalker/understand/classify.h"

const char *
classify_column(const char *kind)
{
	static const char *const columns[][2] = {
	    {"intents", "intent"}, {"sentiment", "sentiment"}, {"language", "language"}};

	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
		if (strcmp(columns[i][0], kind) == 0)
			return columns[i][1];
	return NULL;
}

bool
classify_is_outside(const char *label)
{
	return text_is(label, CLASSIFY_OUTSIDE) || text_is(label, "out_of_scope");
}

static void
row_add(struct arena *a, struct classify_rows *out, const char *text, const char *label)
{
	if (out->count == out->capacity) {
		size_t capacity = out->capacity == 0 ? 256 : out->capacity * 2;
		struct training_row *rows = arena_alloc(a, capacity * sizeof *rows);

		if (out->count > 0)
			memcpy(rows, out->rows, out->count * sizeof *rows);
		out->rows = rows;
		out->capacity = capacity;
	}
	out->rows[out->count].text = text;
	out->rows[out->count++].label = label;
}

static enum err
column_find(const struct csv_table *t, const char *name, size_t *out, struct errinfo *e)
{
	*out = csv_column(t, name);
	return *out != SIZE_MAX
	    ? ERR_OK
	    : err_set(e, ERR_INPUT,
		  "%s:1:1: there is no column \"%s\": the first line names the columns", t->name,
		  name);
}

/* A label as rows keep it; what is wrong with a set of them is an error. */
static enum err
label_take(struct arena *a, const char *path, size_t line, const char *kind, const char *label,
    struct classify_rows *out, const char **taken, struct errinfo *e)
{
	struct classify_labels labels;
	const char *wrong;

	*taken = classify_is_outside(label) ? CLASSIFY_OUTSIDE : label;
	if (!text_is(kind, "intents"))
		return ERR_OK;
	if ((wrong = classify_labels_split(a, label, &labels)) != NULL)
		return err_set(e, ERR_INPUT, "%s:%zu:1: the intent %s", path, line, wrong);
	if (out->several_line == 0 && classify_is_set(label)) {
		out->several_line = line;
		out->several_file = path;
	}
	return ERR_OK;
}

enum err
classify_rows_load(struct arena *a, const char *path, const char *kind, struct classify_rows *out,
    struct errinfo *e)
{
	const char *column = classify_column(kind);
	size_t text, label;
	struct csv_table t;
	enum err rc;

	if (column == NULL)
		return err_set(e, ERR_USAGE, "there is no kind of model \"%s\"", kind);
	if ((rc = csv_load(a, path, &csv_limits_file, &t, e)) != ERR_OK ||
	    (rc = column_find(&t, csv_column(&t, "utterance") == SIZE_MAX ? "text" : "utterance",
		 &text, e)) != ERR_OK ||
	    (rc = column_find(&t, column, &label, e)) != ERR_OK)
		return rc;
	for (size_t r = 0; r < t.count; r++) {
		const char **fields = t.rows[r].fields, *taken;

		if (fields[text][0] == '\0' || fields[label][0] == '\0')
			return err_set(e, ERR_INPUT, "%s:%zu:1: the %s is empty: fill it or take the row out",
			    path, t.rows[r].line, fields[text][0] == '\0' ? "text" : column);
		rc = label_take(a, path, t.rows[r].line, kind, fields[label], out, &taken, e);
		if (rc != ERR_OK)
			return rc;
		row_add(a, out, fields[text], taken);
	}
	return ERR_OK;
}
