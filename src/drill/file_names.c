/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scenarios that a drill speaks of: where their files are, and what they are called in them.
 */
#include "file.h"

#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"

#define NAMES_MOST 5000

const char *
reader_scenario_file(struct reader *r, const struct value *v, const char *given)
{
	const char *path;

	if (r->f.err != ERR_OK || given == NULL)
		return NULL;
	path = file_beside(r->f.arena, r->path, given);
	if (file_exists(path) && !file_is_folder(path))
		return path;
	path = file_data(r->f.arena, arena_printf(r->f.arena, "scenarios/%s.yaml", given));
	if (path == NULL)
		fields_fault(&r->f, v,
		    "there is no scenario \"%.80s\": name a file beside this one, or one that came with floorwalker, such as refund-damaged-small",
		    given);
	return path;
}

const char *
reader_scenario_name(struct reader *r, const struct value *v, const char *path)
{
	struct value *root;
	const char *name;

	if (r->f.err != ERR_OK || path == NULL)
		return NULL;
	if ((r->f.err = value_load(r->f.arena, path, &root, r->f.e)) != ERR_OK)
		return NULL;
	name = value_get_text(root, "scenario");
	if (*name == '\0')
		fields_fault(&r->f, v, "%.200s is no scenario: it doesn't say scenario: NAME", path);
	return name;
}

static void
add_name(struct reader *r, const char *path)
{
	struct value *root;
	const char *name;

	if (r->name_count == NAMES_MOST ||
	    (r->f.err = value_load(r->f.arena, path, &root, r->f.e)) != ERR_OK)
		return;
	name = value_get_text(root, "scenario");
	if (*name != '\0')
		r->names[r->name_count++] = name;
}

static void
add_names(struct reader *r, const char *path)
{
	const char **files;
	size_t count;

	if (!file_is_folder(path)) {
		add_name(r, path);
		return;
	}
	if ((r->f.err = file_list(r->f.arena, path, ".yaml", &files, &count, r->f.e)) != ERR_OK)
		return;
	for (size_t i = 0; r->f.err == ERR_OK && i < count; i++)
		add_name(r, file_join(r->f.arena, path, files[i]));
}

/* Paths are as a simulation has them: beside its file already, or by name. */
static void
learn_names(struct reader *r)
{
	const struct simulation *s = &r->out->simulation;
	const char *all = file_data(r->f.arena, "scenarios");

	r->knows_names = true;
	r->name_count = 0;
	r->names = arena_alloc(r->f.arena, NAMES_MOST * sizeof(*r->names));
	for (size_t i = 0; r->f.err == ERR_OK && i < s->script_path_count; i++) {
		const char *path = s->script_paths[i];

		path = sim_scenarios_find(r->f.arena, path);
		if (path != NULL)
			add_names(r, path);
	}
	if (s->script_path_count == 0 && all != NULL && r->f.err == ERR_OK)
		add_names(r, all);
}

const char *
reader_scenario(struct reader *r, const struct value *map, const char *key)
{
	const char *name = fields_text(&r->f, map, key), *near;

	if (name == NULL || r->f.err != ERR_OK)
		return NULL;
	if (!r->knows_names)
		learn_names(r);
	for (size_t i = 0; i < r->name_count; i++)
		if (text_is(r->names[i], name))
			return name;
	near = text_nearest(name, r->names, r->name_count);
	fields_fault(&r->f, value_get(map, key),
	    "no scenario \"%.80s\" is played here; %s%s%s", name,
	    near != NULL ? "did you mean \"" : "the shift's scenarios are named by their files",
	    near != NULL ? near : "", near != NULL ? "\"?" : "");
	return NULL;
}
