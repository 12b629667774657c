/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * WORLD/models: intents.model is in use, intents.model.previous the one before it, and intents.json
 * says by each one's hash what it is made of. Each is replaced by rename; the model last, so that at
 * any moment the one in use is whole and described.
 */
#include "teach.h"

#include <string.h>
#include <unistd.h>

#include "floorwalker/base/clock.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/file.h"

#include "private.h"

#define MODEL_LIMIT ((size_t)256 << 20)
#define CURRENT "intents.model"
#define PREVIOUS "intents.model.previous"
#define REVERTED "intents.model.reverted"
#define MADE_OF "intents.json"

static const char *
path_of(struct arena *a, const struct world *w, const char *name)
{
	return file_join(a, file_join(a, world_folder(w), "models"), name);
}

/* "" where there is no such file. */
static enum err
hash_of(struct arena *a, const char *path, const char **out, struct errinfo *e)
{
	uint8_t hash[SEAL_HASH];
	char hex[SEAL_HEX];
	struct str s;
	*out = "";
	if (!file_exists(path))
		return ERR_OK;
	str_init(&s);
	enum err r = file_read(path, MODEL_LIMIT, &s, e);
	if (r == ERR_OK) {
		seal_sha256(s.data, s.length, hash);
		seal_hex(hash, sizeof hash, hex);
		*out = arena_text(a, hex);
	}
	str_clear(&s);
	return r;
}

static enum err
copy(const char *from, const char *to, struct errinfo *e)
{
	struct str s;
	str_init(&s);
	enum err r = file_read(from, MODEL_LIMIT, &s, e);
	if (r == ERR_OK)
		r = file_write(to, s.data, s.length, 0644, e);
	str_clear(&s);
	return r;
}

/* The list of what models are made of; empty where there is none. */
static enum err
load_made_of(
    struct arena *a, const struct world *w, const struct value **out, struct errinfo *e)
{
	const char *path = path_of(a, w, MADE_OF);
	struct value *v;
	*out = NULL;
	if (!file_exists(path))
		return ERR_OK;
	enum err r = value_load(a, path, &v, e);
	if (r != ERR_OK)
		return r;
	if (value_get_int(v, "version", 0) != 1 ||
	    value_kind(value_get(v, "models")) != VALUE_LIST)
		return value_err(e, ERR_INPUT, v,
		    "this doesn't say what models are made of; move it away, and learn anew");
	*out = value_get(v, "models");
	return ERR_OK;
}

static const struct value *
entry_of(const struct value *models, const char *hash)
{
	for (size_t i = 0; i < value_count(models) && *hash != '\0'; i++)
		if (text_is(value_get_text(value_at(models, i), "model"), hash))
			return value_at(models, i);
	return NULL;
}

enum err
teach_load_kept(struct teaching *t, bool *unknown, struct errinfo *e)
{
	const struct value *models, *rows;
	const char *hash;
	enum err r = hash_of(t->a, path_of(t->a, t->w, CURRENT), &hash, e);
	if (r != ERR_OK || *hash == '\0' || (r = load_made_of(t->a, t->w, &models, e)) != ERR_OK)
		return r;
	rows = value_get(entry_of(models, hash), "rows");
	*unknown = rows == NULL;
	for (size_t i = 0; i < value_count(rows); i++) {
		const char *text = value_as_text(value_at(value_at(rows, i), 0), ""),
			   *intent = value_as_text(value_at(value_at(rows, i), 1), "");
		if (*text == '\0' || *intent == '\0')
			return value_err(e, ERR_INPUT, value_at(rows, i),
			    "a row should be a text and its intent; learn anew after moving this file away");
		learn_add(&t->was, t->a, text, intent, "");
	}
	return ERR_OK;
}

static struct value *
describe(struct teaching *t, const char *hash, const struct value *figures)
{
	struct value *v = value_map(t->a), *list;
	struct str s;
	str_init(&s);
	date_print(&s, world_settings(t->w)->zone, clock_now_ms(clock_system()));
	value_set_text(v, "model", hash);
	value_set_text(v, "made", arena_text(t->a, s.data));
	str_clear(&s);
	value_set_text(v, "seed", arena_printf(t->a, "%llu", (unsigned long long)t->asked->seed));
	value_set_int(v, "shipped_rows", (int64_t)t->shipped.count);
	list = value_set_list(v, "sources");
	for (size_t i = 0; i < t->source_count; i++) {
		struct value *one = value_add_map(list);
		value_set_text(one, "file", t->sources[i].file);
		value_set_int(one, "rows", (int64_t)t->sources[i].rows);
	}
	value_set(v, "figures", value_copy(t->a, figures));
	list = value_set_list(v, "rows");
	for (size_t i = 0; i < t->own.count; i++) {
		struct value *row = value_list(t->a);
		value_add_text(row, teach_masked(t, t->own.rows[i].text));
		value_add_text(row, t->own.rows[i].label);
		value_add(list, row);
	}
	return v;
}

enum err
teach_keep(struct teaching *t, const char *model, const struct value *figures, struct errinfo *e)
{
	const char *current = path_of(t->a, t->w, CURRENT),
		   *previous = path_of(t->a, t->w, PREVIOUS), *hash, *was;
	const struct value *models, *kept;
	struct value *v = value_map(t->a), *list;
	struct str s;
	enum err r;
	if ((r = file_make_folder(path_of(t->a, t->w, ""), e)) != ERR_OK ||
	    (r = hash_of(t->a, model, &hash, e)) != ERR_OK ||
	    (r = hash_of(t->a, current, &was, e)) != ERR_OK ||
	    (r = load_made_of(t->a, t->w, &models, e)) != ERR_OK)
		return r;
	value_set_int(v, "version", 1);
	list = value_set_list(v, "models");
	value_add(list, describe(t, hash, figures));
	kept = text_is(was, hash) ? NULL : entry_of(models, was);
	if (kept != NULL)
		value_add(list, value_copy(t->a, kept));
	str_init(&s);
	value_print_pretty(&s, v);
	str_add_char(&s, '\n');
	r = file_write(path_of(t->a, t->w, MADE_OF), s.data, s.length, 0644, e);
	str_clear(&s);
	if (r == ERR_OK && *was != '\0')
		r = copy(current, previous, e);
	else if (r == ERR_OK)
		(void)unlink(previous);	/* the one before is the shipped one */
	return r != ERR_OK ? r : copy(model, current, e);
}

enum err
desk_learn_revert(const struct world *w, bool *uses_own, struct errinfo *e)
{
	struct arena *a = arena_new();
	const char *current = path_of(a, w, CURRENT), *previous = path_of(a, w, PREVIOUS),
		   *aside = path_of(a, w, REVERTED);
	bool is = file_exists(current), was = file_exists(previous);
	struct understander *u = NULL;
	enum err r = ERR_OK;
	if (!is && !was)
		r = err_set(e, ERR_STATE, "%s has learnt nothing: there is nothing to go back to",
		    world_folder(w));
	if (r == ERR_OK && is)
		r = copy(current, aside, e);
	if (r == ERR_OK && was)
		r = copy(previous, current, e);
	else if (r == ERR_OK && unlink(current) != 0)
		r = err_set(e, ERR_IO, "%s can't be removed", current);
	if (r == ERR_OK && is)
		r = copy(aside, previous, e);
	else if (r == ERR_OK)
		(void)unlink(previous);
	if (is)
		(void)unlink(aside);
	if (r == ERR_OK)
		r = desk_understander_open(w, &u, e);
	understander_free(&u);
	*uses_own = was;
	arena_free(&a);
	return r;
}
