/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scripts of several languages: each file goes to the language that it says it is in.
 */
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/text/language.h"
#include "script.h"

/* The languages of the files, as they are listed. */
static enum err
read_languages(struct arena *a, const struct path_list *files, const char **of, struct errinfo *e)
{
	struct value *v;
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < files->count; i++)
		if ((err = value_load(a, files->items[i], &v, e)) == ERR_OK)
			of[i] = value_as_text(value_get(v, "language"), "en");
	return err;
}

static enum err
no_scenario(const struct sim_language *l, const char *const *of, size_t count, struct errinfo *e)
{
	struct arena *a = arena_new();
	const char **codes = arena_alloc(a, (count + 1) * sizeof(*codes)), *near;
	size_t known = 0, k;
	struct str says;
	enum err err;

	str_init(&says);
	for (size_t i = 0; i < count; i++) {
		for (k = 0; k < known && !text_is(codes[k], of[i]);)
			k++;
		if (k == known)
			codes[known++] = of[i];
	}
	near = language_nearest(l->code, codes, known);
	str_addf(&says, "no scenario is in %s", language_said(a, l->code));
	if (near != NULL)
		str_addf(&says, "; did you mean %s, by its code?", language_said(a, near));
	for (k = 0; k < known; k++)
		str_addf(&says, "%s%s", k > 0 ? ", " : near != NULL ? " They are in " : "; they are in ",
		    language_said(a, codes[k]));
	if (known == 0)
		str_add(&says, ", for there is none");
	err = value_err(e, ERR_INPUT, l->source, "%s", says.data);
	str_clear(&says);
	arena_free(&a);
	return err;
}

static enum err
load_one(const struct sim_sources *sources, const struct path_list *files, const char *const *of,
    const struct sim_language *l, const struct settings *settings, struct sim_script **out,
    struct errinfo *e)
{
	struct path_list own = { NULL, 0, 0 };
	struct sim_sources from = *sources;
	enum err err;

	for (size_t i = 0; i < files->count; i++)
		if (text_is(of[i], l->code))
			script_add_path(&own, files->items[i]);
	from.paths = own.items;
	from.count = own.count;
	err = own.count == 0 ? no_scenario(l, of, files->count, e)
			     : sim_script_load(&from, settings, out, e);
	mem_free(own.items);
	return err;
}

enum err
sim_script_load_several(const struct sim_sources *sources, const struct sim_language *languages,
    size_t language_count, const struct settings *settings, struct sim_script **out,
    struct errinfo *e)
{
	struct arena *a = arena_new();
	struct path_list files = { NULL, 0, 0 };
	struct sim_script *first = NULL, **at = &first;
	const char **of;
	enum err err = ERR_OK;

	if (sources->shopper != NULL && language_count > 1 && !file_is_folder(sources->shopper))
		err = err_set(e, ERR_USAGE,
		    "--shopper: where several languages are spoken it is a folder of LANGUAGE.yaml");
	for (size_t i = 0; err == ERR_OK && i < sources->count; i++)
		err = script_add_paths(a, sources->paths[i], &files, e);
	of = arena_alloc(a, (files.count + 1) * sizeof(*of));
	if (err == ERR_OK)
		err = read_languages(a, &files, of, e);
	for (size_t i = 0; err == ERR_OK && i < language_count; i++)
		if ((err = load_one(sources, &files, of, &languages[i], settings, at, e)) == ERR_OK)
			at = &(*at)->next;
	mem_free(files.items);
	arena_free(&a);
	if (err != ERR_OK) {
		sim_script_free(&first);
		return err;
	}
	*out = first;
	return ERR_OK;
}
