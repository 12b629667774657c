/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "days.h"
#include "drill.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"

/* *path: the file; *kept: as a session keeps it, so that it is found again from elsewhere. */
static enum err
find(struct arena *a, const char *given, const char **path, const char **kept, struct errinfo *e)
{

	char whole[PATH_MAX];

	if (file_exists(given) && !file_is_folder(given)) {
		*path = given;
		*kept = realpath(given, whole) != NULL ? arena_text(a, whole) : given;
		return ERR_OK;
	}
	for (int i = 0; i < 3 && strchr(given, '/') == NULL; i++) {
		const char *name = i == 0 ? arena_printf(a, "drills/%s.yaml", given)
		    : i == 1              ? arena_printf(a, "shifts/%s.yaml", given)
					  : arena_printf(a, "%s.yaml", given);

		if ((*path = file_data(a, name)) != NULL) {
			*kept = given;
			return ERR_OK;
		}
	}
	return err_set(e, ERR_NOT_FOUND,
	    "there is no drill, shift or scenario \"%.200s\": name a file, or one that came with floorwalker, such as morning-rush",
	    given);
}

static enum err
open_world(struct call *c, const char *path, struct drill_stage *s, struct errinfo *e)
{
	const char *name = call_text(c, "world", NULL), *folder;
	enum err err;

	if (name == NULL && (err = drill_world(c->arena, path, &name, e)) != ERR_OK)
		return err;
	if ((err = world_folder_find(
		 c->arena, name == NULL ? "tarn-and-fell" : name, &folder, e)) != ERR_OK)
		return err;
	return world_load(folder, &s->world, e);
}

enum err
drill_stage_open(
    struct call *c, const char *given, bool plays, struct drill_stage *out, struct errinfo *e)
{
	struct simulation_words words = { 0 };
	const char *path;
	enum err err;

	*out = (struct drill_stage){ .path = given };
	if ((err = find(c->arena, given, &path, &out->path, e)) != ERR_OK ||
	    (err = open_world(c, path, out, e)) != ERR_OK ||
	    (err = drill_load(c->arena, path, world_settings(out->world), &out->drill, e)) != ERR_OK)
		return err;
	if (!plays)
		return ERR_OK;
	if ((err = desk_understander_open(out->world, &out->understander, e)) != ERR_OK)
		return err;
	words.count = out->drill.simulation.script_path_count;
	words.scenarios = arena_alloc(c->arena, (words.count + 1) * sizeof(*words.scenarios));
	if (words.count > 0)
		memcpy(words.scenarios, out->drill.simulation.script_paths,
		    words.count * sizeof(*words.scenarios));
	days_languages(c->arena, &out->drill.simulation.demand, &words);
	return simulation_script(c->arena, &words, world_settings(out->world), &out->script, e);
}

void
drill_stage_close(struct drill_stage *s)
{
	if (s->script != NULL)
		sim_script_free(&s->script);
	understander_free(&s->understander);
	world_free(&s->world);
	*s = (struct drill_stage){ 0 };
}

struct play_options
drill_play_options(
    const struct drill_stage *s, enum play_seat seat, const struct session *session)
{
	return (struct play_options){.drill = &s->drill,
	    .world = s->world,
	    .understander = s->understander,
	    .script = s->script,
	    .seat = seat,
	    .seed = session->seed,
	    .hints = session->hints};
}

enum err
drill_sessions_folder(const struct call *c, const char **out, struct errinfo *e)
{
	*out = call_text(c, "sessions", NULL);
	if (*out == NULL)
		*out = session_folder(c->arena);
	return *out != NULL ? ERR_OK
			    : err_set(e, ERR_USAGE,
				  "there is no place for sessions: neither $XDG_STATE_HOME nor $HOME is set; give --sessions FOLDER");
}
