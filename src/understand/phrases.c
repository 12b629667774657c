/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "phrases.h"

#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"

static void
row_add(struct phrase_rows *out, struct arena *a, const char *text, const char *label)
{
	if (out->count == out->capacity) {
		size_t capacity = out->capacity == 0 ? 1024 : out->capacity * 2;
		struct training_row *rows = arena_alloc(a, capacity * sizeof *rows);

		if (out->count > 0)
			memcpy(rows, out->rows, out->count * sizeof *rows);
		out->rows = rows;
		out->capacity = capacity;
	}
	out->rows[out->count].text = text;
	out->rows[out->count++].label = label;
}

enum err
phrases_list_check(const struct value *list, struct errinfo *e)
{
	if (value_kind(list) != VALUE_LIST)
		return value_err(e, ERR_INPUT, list,
		    "a list of phrases should stand here, each on a line of its own after \"- \"");
	return ERR_OK;
}

enum err
phrases_text(const struct value *item, const char **out, struct errinfo *e)
{
	*out = value_kind(item) == VALUE_TEXT ? value_as_text(item, "") : value_source_text(item);
	if (value_kind(item) == VALUE_LIST || value_kind(item) == VALUE_MAP || text_is_empty(*out))
		return value_err(e, ERR_INPUT, item, "a phrase is a text; put it in quotes");
	return ERR_OK;
}

static enum err
list_add(struct phrase_rows *out, struct arena *a, const struct value *list, const char *label,
    struct errinfo *e)
{
	enum err rc = phrases_list_check(list, e);
	const char *text;

	for (size_t i = 0; rc == ERR_OK && i < value_count(list); i++) {
		rc = phrases_text(value_at(list, i), &text, e);
		if (rc == ERR_OK)
			row_add(out, a, text, label);
	}
	return rc;
}

/* A map of lists, or of maps of lists: labels join the keys by dots. */
static enum err
tree_add(struct phrase_rows *out, struct arena *a, const struct value *v, const char *label,
    int depth, struct errinfo *e)
{
	enum err rc = ERR_OK;

	if (value_kind(v) != VALUE_MAP || depth > 4)
		return list_add(out, a, v, label, e);
	for (size_t i = 0; i < value_count(v) && rc == ERR_OK; i++)
		rc = tree_add(out, a, value_at(v, i),
		    arena_printf(a, "%s%s%s", label,
			label[0] == '\0' || text_ends(label, "/") || text_ends(label, "@") ? ""
											   : ".",
			value_key_at(v, i)),
		    depth + 1, e);
	return rc;
}

static bool
is_in(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* Intents whose phrases tell why, and intents whose phrases tell no reason. */
static const char *const troubles[] = {"damaged_item", "faulty_item", "wrong_item", "missing_item",
    "lost_order", "late_order", "price_adjustment"};
static const char *const reasonless[] = {"aside", "order_status", "product_question", "stock",
    "delivery_time", "invoice", "change_address", "refund_status", "size_advice", "human",
    "store_info", "payment_question", "delivery_cost", "account", "gift_card", "discount",
    "loyalty", "privacy", "greeting", "thanks", "goodbye", "affirm", "deny", "out_of_scope",
    "change_payment", "change_profile_address"};

#define IS_IN(name, names) is_in(name, names, sizeof names / sizeof names[0])

static bool
is_kept(const char *kind, const char *name)
{
	static const char *const others[] = {
	    "signals", "values", "sentiment", "language", "synonyms"};

	if (strcmp(kind, "words") == 0)
		return strcmp(name, "signals") == 0 || strcmp(name, "values") == 0;
	if (strcmp(kind, "reasons") == 0)
		return strcmp(name, kind) == 0 || strcmp(name, "wrappings") == 0 ||
		    IS_IN(name, troubles) || IS_IN(name, reasonless);
	if (strcmp(kind, "intents") != 0)
		return strcmp(name, kind) == 0;
	return !IS_IN(name, others);
}

/* Of the phrases that say nothing but a reason those that are called like an intent tell of it,
 * too. */
static enum err
reasons_add(struct phrase_rows *out, struct arena *a, const struct value *v, const char *kind,
    struct errinfo *e)
{
	enum err rc = ERR_OK;

	for (size_t i = 0; i < value_count(v) && rc == ERR_OK; i++)
		if (strcmp(kind, "reasons") == 0 || IS_IN(value_key_at(v, i), troubles))
			rc = list_add(out, a, value_at(v, i), value_key_at(v, i), e);
	return rc;
}

static enum err
file_add(struct phrase_rows *out, struct arena *a, const char *path, const char *kind,
    const char *language, const char *name, struct errinfo *e)
{
	struct value *v;
	enum err rc = value_load(a, path, &v, e);

	if (rc != ERR_OK)
		return rc;
	if (strcmp(name, "wrappings") == 0)
		return tree_add(out, a, v, "@", 0, e);
	if (strcmp(name, "reasons") == 0)
		return reasons_add(out, a, v, kind, e);
	if (strcmp(kind, "intents") == 0)
		return list_add(out, a, v, name, e);
	if (strcmp(kind, "reasons") == 0)
		return list_add(out, a, v, IS_IN(name, troubles) ? name : "none", e);
	if (strcmp(kind, "language") == 0)
		return list_add(out, a, v, language, e);
	if (strcmp(kind, "words") == 0)
		return tree_add(out, a, v, arena_printf(a, "%s/", language), 0, e);
	return tree_add(out, a, v, "", 0, e);
}

/* Wishes of a language that has no phrases of reasons would all teach that they tell none. */
static bool
is_language_kept(const char *kind, const char *const *names, size_t count)
{
	return strcmp(kind, "reasons") != 0 || is_in("reasons.yaml", names, count);
}

enum err
phrases_load(
    struct arena *a, const char *root, const char *kind, struct phrase_rows *out, struct errinfo *e)
{
	const char **languages, **names;
	size_t language_count, name_count;
	enum err rc = file_list(a, root, "", &languages, &language_count, e);

	memset(out, 0, sizeof *out);
	for (size_t l = 0; l < language_count && rc == ERR_OK; l++) {
		const char *folder = file_join(a, root, languages[l]);

		if (!file_is_folder(folder))
			continue;
		rc = file_list(a, folder, ".yaml", &names, &name_count, e);
		if (rc != ERR_OK || !is_language_kept(kind, names, name_count))
			continue;
		for (size_t i = 0; rc == ERR_OK && i < name_count; i++) {
			const char *name = arena_text_n(a, names[i], strlen(names[i]) - 5);

			if (is_kept(kind, name))
				rc = file_add(out, a, file_join(a, folder, names[i]), kind,
				    languages[l], name, e);
		}
	}
	if (rc == ERR_OK && out->count == 0)
		rc = err_set(e, ERR_NOT_FOUND, "%s: no phrases for a model of kind %s", root, kind);
	return rc;
}
