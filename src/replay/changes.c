/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What differs between two worlds: file by file, and within each by what its lines are about.
 */
#include "changes.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/confidence.h"
#include "floorwalker/desk/ground.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define DEPTH_MOST 8
#define FILES_MOST 20000
#define FILE_BYTES ((size_t)256 << 20)
#define NAMED_MOST 12			/* of what changed in a file */

struct comparing {
	struct replay_changes *c;
	struct arena *a;		/* of files, for as long as they are compared */
	const char *path;		/* of the file, in either world */
	const struct value *was, *is;	/* what it holds; NULL: it isn't there */
	struct str what;		/* that changed in it */
	size_t named;
	const char *all;		/* why any conversation can be touched; NULL: not any */
};

static void
name_change(struct comparing *x, const char *name, const char *how)
{
	if (x->named++ < NAMED_MOST)
		str_addf(&x->what, "%s%s %s", x->what.length > 0 ? ", " : "", name, how);
}

static const char *
how(const struct value *was, const struct value *is)
{
	return was == NULL ? "new" : is == NULL ? "gone" : "changed";
}

static const struct value *
find_by_id(const struct value *list, const char *id)
{
	for (size_t i = 0; i < value_count(list); i++)
		if (text_is(value_get_text(value_at(list, i), "id"), id))
			return value_at(list, i);
	return NULL;
}

/* Each item of a list that differs, by its id. */
static void
each_item(struct comparing *x, const char *key,
    void (*changed)(struct comparing *x, const char *id, const struct value *was, const struct value *is))
{
	const struct value *was = value_get(x->was, key), *is = value_get(x->is, key);

	for (size_t i = 0; i < value_count(is); i++) {
		const struct value *now = value_at(is, i), *then;
		const char *id = value_get_text(now, "id");

		then = i < value_count(was) && text_is(value_get_text(value_at(was, i), "id"), id)
		    ? value_at(was, i)
		    : find_by_id(was, id);
		if (then == NULL || !value_is_equal(then, now))
			changed(x, id, then, now);
	}
	for (size_t i = 0; i < value_count(was); i++) {
		const char *id = value_get_text(value_at(was, i), "id");

		if (!(i < value_count(is) && text_is(value_get_text(value_at(is, i), "id"), id)) &&
		    find_by_id(is, id) == NULL)
			changed(x, id, value_at(was, i), NULL);
	}
}

/* ---- files, by what they are about */

static void
rule_changed(struct comparing *x, const char *id, const struct value *was, const struct value *is)
{
	name_change(x, id, how(was, is));
}

static void
look_at_policy(struct comparing *x)
{
	x->c->policy = true;
	each_item(x, "rules", rule_changed);
	if (x->named == 0)
		name_change(x, "the table", how(x->was, x->is));
}

static void
look_at_article(struct comparing *x)
{
	x->c->knowledge = true;
}

static void
look_at_messages(struct comparing *x)
{
	const struct value *was = value_get(x->was, "messages"), *is = value_get(x->is, "messages");
	const char *language = value_get_text(x->is, "language");

	if (x->was == NULL || x->is == NULL || !text_is(value_get_text(x->was, "language"), language)) {
		x->all = "the AI speaks another language";
		return;
	}
	for (size_t i = 0; i < value_count(is); i++) {
		const char *key = value_key_at(is, i);
		const struct value *then = value_get(was, key);

		if (then != NULL && value_is_equal(then, value_at(is, i)))
			continue;
		name_change(x, key, how(then, value_at(is, i)));
		name_set_add(&x->c->said, arena_printf(x->c->a, "%s/%s", language, key));
	}
	for (size_t i = 0; i < value_count(was); i++)
		if (value_get(is, value_key_at(was, i)) == NULL) {
			name_change(x, value_key_at(was, i), "gone");
			name_set_add(&x->c->said, arena_printf(x->c->a, "%s/%s", language, value_key_at(was, i)));
		}
}

static void
order_changed(struct comparing *x, const char *id, const struct value *was, const struct value *is)
{
	struct arena *a = x->c->a;

	name_change(x, id, how(was, is));
	name_set_add(&x->c->reads, arena_printf(a, "order %s", id));
	if (was != NULL)
		name_set_add(&x->c->reads, arena_printf(a, "orders %s", value_get_text(was, "customer")));
	if (is != NULL)
		name_set_add(&x->c->reads, arena_printf(a, "orders %s", value_get_text(is, "customer")));
}

static void
look_at_orders(struct comparing *x)
{
	each_item(x, "orders", order_changed);
}

/* What a claim of who somebody is can fit. */
static bool
same_to_claims(const struct value *was, const struct value *is)
{
	static const char *const keys[] = {"name", "email", "phone", "address"};

	for (size_t i = 0; i < COUNT(keys); i++)
		if (!value_is_equal(value_get(was, keys[i]), value_get(is, keys[i])))
			return false;
	return true;
}

static void
customer_changed(struct comparing *x, const char *id, const struct value *was, const struct value *is)
{
	name_change(x, id, how(was, is));
	name_set_add(&x->c->reads, arena_printf(x->c->a, "customer %s", id));
	if (was == NULL || is == NULL || !same_to_claims(was, is))
		name_set_add(&x->c->reads, "customers");
}

static void
look_at_customers(struct comparing *x)
{
	each_item(x, "customers", customer_changed);
}

/* Without what a message can't be about, and no words are taken from: how much of it there is, at which price. */
static const struct value *
as_it_is_called(struct arena *a, const struct value *product)
{
	static const char *const plain[] = {"price", "was", "stock", "final_sale"};
	struct value *out = value_copy(a, product);
	const struct value *variants = value_get(out, "variants");

	for (size_t i = 0; i < value_count(variants); i++)
		for (size_t k = 0; k < COUNT(plain); k++)
			value_set(replay_shared(value_at(variants, i)), plain[k], value_null(a));
	value_set(out, "description", value_null(a));
	value_set(out, "care", value_null(a));
	return out;
}

static void
product_changed(struct comparing *x, const char *id, const struct value *was, const struct value *is)
{
	name_change(x, id, how(was, is));
	name_set_add(&x->c->reads, arena_printf(x->c->a, "product %s", id));
	name_set_add(&x->c->reads, "catalogue");
	if (was == NULL || is == NULL ||
	    !value_is_equal(as_it_is_called(x->a, was), as_it_is_called(x->a, is)))
		x->all = "what a message is about is told by the catalogue's names";
}

static void
look_at_catalogue(struct comparing *x)
{
	if (x->was == NULL || x->is == NULL ||
	    !value_is_equal(value_get(x->was, "department"), value_get(x->is, "department")))
		x->all = "what a message is about is told by the catalogue's names";
	each_item(x, "products", product_changed);
}

static void
name_settings(struct comparing *x, const char *path, const struct value *was, const struct value *is)
{
	if (value_is_equal(was, is))
		return;
	if (value_kind(was) != VALUE_MAP || value_kind(is) != VALUE_MAP) {
		name_change(x, path, how(was, is));
		return;
	}
	for (size_t i = 0; i < value_count(is); i++) {
		const char *key = value_key_at(is, i);

		name_settings(x, path[0] == '\0' ? key : arena_printf(x->a, "%s.%s", path, key),
		    value_get(was, key), value_at(is, i));
	}
	for (size_t i = 0; i < value_count(was); i++)
		if (value_get(is, value_key_at(was, i)) == NULL)
			name_change(x, value_key_at(was, i), "gone");
}

static void
look_at_settings(struct comparing *x)
{
	name_settings(x, "", x->was, x->is);
	x->all = "a setting changed, and all go by the settings";
}

static void
look_at_model(struct comparing *x)
{
	x->all = "a model changed, and all that is said goes through it";
}

/* What models are taught with says nothing by itself. */
static void
look_at_phrases(struct comparing *x)
{
	str_addf(&x->what, "what an intent is taught with; the models are another matter");
}

static void
look_at_acts(struct comparing *x)
{
	x->c->acts = true;
}

static void
look_at_nothing(struct comparing *x)
{
	str_add(&x->what, "nothing that the AI reads");
}

static const struct about {
	const char *path;		/* or what it begins with */
	bool is_yaml;
	void (*look)(struct comparing *x);
} abouts[] = {
    {"policy/cases/", false, look_at_nothing},
    {"policy/", true, look_at_policy},
    {"knowledge/", false, look_at_article},
    {"messages/", true, look_at_messages},
    {"catalogue/", true, look_at_catalogue},
    {"orders.yaml", true, look_at_orders},
    {"customers.yaml", true, look_at_customers},
    {"world.yaml", true, look_at_settings},
    {"models/", false, look_at_model},
    {"phrases/", false, look_at_phrases},
    {"canned/", false, look_at_acts},
    {"macros/", false, look_at_acts},
    {"questions/", false, look_at_nothing},
    {"guardrails/", false, look_at_nothing},
    {"README.md", false, look_at_nothing},
};

/* ---- going through them */

static void
add_part(struct comparing *x, const char *what)
{
	struct value *one = value_add_map(x->c->parts);

	value_set_text(one, "file", x->path);
	value_set_text(one, "what", what);
	value_set_bool(one, "all", x->all != NULL);
	value_set_text(one, "why", x->all != NULL ? x->all : "");
	if (x->all != NULL && x->c->all == NULL)
		x->c->all = arena_printf(x->c->a, "%s: %s", x->path, x->all);
}

/* NULL where there is none, or where it can't be read: then the other side has what it is compared with. */
static const struct value *
read_side(struct arena *a, const char *folder, const char *path)
{
	const char *full = file_join(a, folder, path);
	struct value *out = NULL;
	struct errinfo e;

	return file_exists(full) && value_load(a, full, &out, &e) == ERR_OK ? out : NULL;
}

static void
look_at_file(struct replay_changes *c, const char *path)
{
	struct comparing x = {.c = c, .a = arena_new(), .path = path};
	const struct about *about = NULL;
	bool was = file_exists(file_join(x.a, c->was.folder, path)),
	     is = file_exists(file_join(x.a, c->is.folder, path));

	str_init(&x.what);
	for (size_t i = 0; i < COUNT(abouts) && about == NULL; i++)
		if (text_starts(path, abouts[i].path))
			about = &abouts[i];
	if (about != NULL && about->is_yaml) {
		x.was = read_side(x.a, c->was.folder, path);
		x.is = read_side(x.a, c->is.folder, path);
	}
	if (about == NULL)
		x.all = "nothing is known of what reads it";
	else if (!about->is_yaml || x.was == NULL || x.is == NULL || !value_is_equal(x.was, x.is))
		about->look(&x);
	else
		str_add(&x.what, "nothing but how it is written");
	if (x.named > NAMED_MOST)
		str_addf(&x.what, " and %zu more", x.named - NAMED_MOST);
	add_part(&x, x.what.length > 0 ? x.what.data : !was ? "new" : !is ? "gone" : "changed");
	str_clear(&x.what);
	arena_free(&x.a);
}

static enum err
list_files(struct arena *a, const char *folder, const char *below, int depth, struct name_set *out,
    struct errinfo *e)
{
	const char **names;
	size_t count;
	enum err err;

	if (depth > DEPTH_MOST || out->count > FILES_MOST)
		return err_set(e, ERR_LIMIT, "%s: more files than a world has", folder);
	err = file_list(a, file_join(a, folder, below), "", &names, &count, e);
	for (size_t i = 0; err == ERR_OK && i < count; i++) {
		const char *path = below[0] == '\0' ? names[i] : file_join(a, below, names[i]);

		if (file_is_folder(file_join(a, folder, path)))
			err = list_files(a, folder, path, depth + 1, out, e);
		else
			name_set_add(out, path);
	}
	return err;
}

static bool
same_bytes(struct arena *a, const struct replay_changes *c, const char *path)
{
	struct str was, is;
	struct errinfo e;
	bool same;

	str_init(&was);
	str_init(&is);
	same = file_read(file_join(a, c->was.folder, path), FILE_BYTES, &was, &e) == ERR_OK &&
	    file_read(file_join(a, c->is.folder, path), FILE_BYTES, &is, &e) == ERR_OK &&
	    was.length == is.length && (was.length == 0 || memcmp(was.data, is.data, was.length) == 0);
	str_clear(&was);
	str_clear(&is);
	return same;
}

static int
by_name(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static enum err
look_at_files(struct replay_changes *c, struct errinfo *e)
{
	struct name_set files = {.a = c->a};
	enum err err;

	if ((err = list_files(c->a, c->was.folder, "", 0, &files, e)) != ERR_OK ||
	    (err = list_files(c->a, c->is.folder, "", 0, &files, e)) != ERR_OK)
		return err;
	if (files.count > 1)	/* their places in the set aren't asked for any more */
		qsort(files.items, files.count, sizeof *files.items, by_name);
	for (size_t i = 0; i < files.count; i++)
		if (!same_bytes(c->a, c, files.items[i]))
			look_at_file(c, files.items[i]);
	return ERR_OK;
}

/* ---- articles and sentences, as they are read */

/* Of an intent that an article is about first of all, another may be the only or the plainest one now. */
static void
note_abouts(struct replay_changes *c, const struct knowledge *from, const struct knowledge *other)
{
	for (size_t i = 0; i < knowledge_count(from); i++) {
		const struct passage *x = knowledge_at(from, i), *y = knowledge_find(other, x->id);
		bool same = y != NULL && x->about_count == y->about_count;

		for (size_t k = 0; same && k < x->about_count; k++)
			same = text_is(x->about[k], y->about[k]);
		if (!same && x->about_count > 0)
			name_set_add(&c->about, x->about[0]);
	}
}

static void
note_said(void *context, const struct messages *m, const char *key)
{
	struct name_set *s = context;

	name_set_add(s, arena_printf(s->a, "%s/%s", messages_language(m), key));
}

/* Every reply is held against what some sentences promise. */
static void
look_at_promises(struct replay_changes *c, const struct world *w)
{
	struct name_set promised = {.a = c->a};
	const struct settings *settings = world_settings(w);
	const struct shop_records *records = world_records(w);
	const struct messages *m;

	for (size_t i = 0; (m = world_messages_at(w, i)) != NULL; i++) {
		struct ground_checker *g = NULL;
		struct errinfo e;

		messages_watch(note_said, &promised);
		if (ground_checker_new(settings, records->products, records->product_count, m, &g, &e) != ERR_OK)
			g = NULL;
		messages_watch(NULL, NULL);
		ground_checker_free(&g);
	}
	for (size_t i = 0; i < c->said.count && c->all == NULL; i++)
		if (name_set_has(&promised, c->said.items[i]))
			c->all = arena_printf(c->a, "every reply is checked against the sentence %s", c->said.items[i]);
}

static enum err
look_closer(struct replay_changes *c, struct errinfo *e)
{
	struct confidence_weights weights;
	bool found;
	enum err err;

	if (c->said.count > 0) {
		look_at_promises(c, c->was.world);
		look_at_promises(c, c->is.world);
	}
	if (!c->knowledge)
		return ERR_OK;
	for (size_t i = 0; i < c->is.language_count; i++) {
		const struct knowledge *was = world_knowledge_in(c->was.world, c->is.languages[i]),
				       *is = world_knowledge_in(c->is.world, c->is.languages[i]);

		note_abouts(c, was, is);
		note_abouts(c, is, was);
	}
	if ((err = desk_confidence_load(c->is.world, c->a, &weights, &found, NULL, e)) != ERR_OK)
		return err;
	if (!found)
		weights = *backend_builtin_prior();
	c->weight_retrieval = confidence_weight(&weights, "retrieval");
	c->weight_close = confidence_weight(&weights, "close_passages");
	return ERR_OK;
}

enum err
replay_changes_find(const char *was, const struct world *now, struct replay_changes **out, struct errinfo *e)
{
	struct arena *a = arena_new();
	struct replay_changes *c = arena_alloc(a, sizeof *c);
	struct errinfo why;
	enum err err = ERR_OK;

	*out = NULL;
	c->a = c->said.a = c->reads.a = c->about.a = a;
	c->parts = value_list(a);
	if (!file_is_folder(was))
		err = err_set(e, ERR_NOT_FOUND, "%s: there is no such folder", was);
	else if (world_load(was, &c->old, &why) != ERR_OK)
		c->all = arena_printf(a, "the world as it was can't be read: %s", why.text);
	else if ((err = changes_side_open(&c->was, c->old, e)) == ERR_OK &&
	    (err = changes_side_open(&c->is, now, e)) == ERR_OK &&
	    (err = look_at_files(c, e)) == ERR_OK)
		err = look_closer(c, e);
	if (err != ERR_OK)
		replay_changes_free(&c);
	*out = c;
	return err;
}

void
replay_changes_free(struct replay_changes **c)
{
	struct arena *a;

	if (*c == NULL)
		return;
	changes_side_close(&(*c)->was);
	changes_side_close(&(*c)->is);
	world_free(&(*c)->old);
	a = (*c)->a;
	*c = NULL;
	arena_free(&a);
}
