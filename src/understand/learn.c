/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading a shop's own phrases and rows.
 */
#include "floorwalker/understand/learn.h"

#include <string.h>

#include "floorwalker/base/csv.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/text/text.h"

#include "phrases.h"

void
learn_add(struct learn_rows *to, struct arena *a, const char *text, const char *label,
    const char *from)
{
	if (to->count == to->capacity) {
		size_t capacity = to->capacity == 0 ? 256 : to->capacity * 2;
		struct learn_row *rows = arena_alloc(a, capacity * sizeof *rows);

		if (to->count > 0)
			memcpy(rows, to->rows, to->count * sizeof *rows);
		to->rows = rows;
		to->capacity = capacity;
	}
	to->rows[to->count++] = (struct learn_row){ text, label, from };
}

enum err
learn_add_shipped(
    struct learn_rows *to, struct arena *a, const char *root, struct errinfo *e)
{
	struct phrase_rows found;
	enum err rc = phrases_load(a, root, "intents", &found, e);

	for (size_t i = 0; rc == ERR_OK && i < found.count; i++)
		learn_add(to, a, found.rows[i].text, found.rows[i].label, root);
	return rc;
}

/* Lower-case words joined by underscores, as intents are called. */
static bool
is_intent_name(const char *name)
{
	static const char *const others[] = {
	    "signals", "values", "sentiment", "language", "synonyms", "wrappings", "reasons"};

	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (text_is(name, others[i]))
			return false;
	return name[0] != '\0' && strlen(name) < 64 &&
	    name[strspn(name, "abcdefghijklmnopqrstuvwxyz_")] == '\0';
}

static enum err
add_file(struct learn_rows *to, struct arena *a, const char *path, const char *name,
    struct errinfo *e)
{
	struct value *list;
	const char *text;
	enum err rc;

	if (!is_intent_name(name))
		return err_set(e, ERR_INPUT,
		    "%s: a world's phrases teach intents, in files called INTENT.yaml; \"%.60s\" is none",
		    path, name);
	rc = value_load(a, path, &list, e);
	if (rc == ERR_OK)
		rc = phrases_list_check(list, e);
	for (size_t i = 0; rc == ERR_OK && i < value_count(list); i++) {
		const struct value *item = value_at(list, i);

		rc = phrases_text(item, &text, e);
		if (rc == ERR_OK)
			learn_add(to, a, text, name,
			    arena_printf(a, "%s:%d", path, value_line(item)));
	}
	return rc;
}

enum err
learn_add_phrases(struct learn_rows *to, struct arena *a, const char *root, struct errinfo *e)
{
	const char **languages, **names;
	size_t language_count, name_count;
	enum err rc = file_list(a, root, "", &languages, &language_count, e);

	for (size_t l = 0; l < language_count && rc == ERR_OK; l++) {
		const char *folder = file_join(a, root, languages[l]);

		if (!file_is_folder(folder)) {
			if (text_ends(languages[l], ".yaml"))
				return err_set(e, ERR_INPUT,
				    "%s: phrases lie in a folder for their language: %s/en/%s",
				    folder, root, languages[l]);
			continue;
		}
		rc = file_list(a, folder, ".yaml", &names, &name_count, e);
		for (size_t i = 0; rc == ERR_OK && i < name_count; i++)
			rc = add_file(to, a, file_join(a, folder, names[i]),
			    arena_text_n(a, names[i], strlen(names[i]) - 5), e);
	}
	return rc;
}

enum err
learn_add_csv(struct learn_rows *to, struct arena *a, const char *path, struct errinfo *e)
{
	struct csv_table t;
	size_t text, intent;
	enum err rc = csv_load(a, path, &csv_limits_file, &t, e);

	if (rc != ERR_OK)
		return rc;
	text = csv_column(&t, "text");
	intent = csv_column(&t, "intent");
	if (text == SIZE_MAX || intent == SIZE_MAX)
		return err_set(e, ERR_INPUT,
		    "%s:1:1: the header lacks a column called %s; rows need text and intent", path,
		    text == SIZE_MAX ? "text" : "intent");
	for (size_t i = 0; i < t.count; i++) {
		const struct csv_row *row = &t.rows[i];
		const char *label = row->fields[intent];

		if (text_is(label, "oos"))
			label = "out_of_scope";
		if (row->fields[text][0] == '\0' || label[0] == '\0')
			return err_set(e, ERR_INPUT, "%s:%zu:1: the %s of this row is empty", path,
			    row->line, label[0] == '\0' ? "intent" : "text");
		learn_add(
		    to, a, row->fields[text], label, arena_printf(a, "%s:%zu", path, row->line));
	}
	if (t.count == 0)
		return err_set(e, ERR_INPUT, "%s: there are no rows below the header", path);
	return ERR_OK;
}

const char *
learn_key(struct arena *a, const char *text)
{
	struct token *tokens;
	size_t count = text_tokens(a, text, strlen(text), &tokens);
	struct str s;
	const char *key;

	str_init(&s);
	for (size_t i = 0; i < count; i++)
		if (tokens[i].kind != TOKEN_PUNCTUATION)
			str_addf(&s, "%s ", tokens[i].folded);
	key = arena_text_n(a, s.data, s.length);
	str_clear(&s);
	return key;
}
