/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "changed.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "git.h"

#define MAP_NAME "reached.json"		/* beside the suite */

/* ---- the world as it was */

static const char *
last_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

/* A world is called like its folder: another name is led to by one that is right, below a folder that goes. */
static enum err
called_so(struct call *c, const char *folder, const char *name, const char *outer, const char **was,
    struct errinfo *e)
{
	char *real = realpath(folder, NULL);

	*was = file_join(c->arena, outer, name);
	if (real == NULL || symlink(real, *was) != 0) {
		free(real);
		return err_set(e, ERR_IO, "%s can't be reached through %s", folder, *was);
	}
	free(real);
	return ERR_OK;
}

static enum err
checked_out(struct call *c, const char *world, const char *revision, const char *outer, const char **was,
    struct errinfo *e)
{
	enum err err;

	*was = file_join(c->arena, outer, last_name(world));
	if ((err = file_make_folder(*was, e)) != ERR_OK)
		return err;
	return git_folder_at(world, revision, *was, e);
}

static int
remove_one(const char *path, const struct stat *status, int kind, struct FTW *at)
{
	(void)status;
	(void)kind;
	(void)at;
	return remove(path);
}

static enum err
choose(struct changed *x, struct call *c, struct replay_options *o, struct errinfo *e)
{
	const char *since = call_text(c, "changed-since", ""), *was = since;
	struct replay_changes *changes = NULL;
	const char *world = world_folder(o->world);
	char outer[64] = "/tmp/floorwalker-changed-XXXXXX";
	enum err err;

	if (mkdtemp(outer) == NULL)
		return err_set(e, ERR_IO, "no folder can be made in /tmp");
	err = file_is_folder(since) ? called_so(c, since, last_name(world), outer, &was, e)
				    : checked_out(c, world, since, outer, &was, e);
	if (err == ERR_OK && (err = replay_changes_find(was, o->world, &changes, e)) == ERR_OK &&
	    (err = replay_choose(o, changes, x->map, c->arena, &o->skips, &x->report, e)) == ERR_OK)
		value_set_text(x->report, "since", since);
	replay_changes_free(&changes);
	(void)nftw(outer, remove_one, 16, FTW_DEPTH | FTW_PHYS);	/* a link, never what it leads to */
	return err;
}

/* ---- the map */

static void
find_map(struct changed *x, struct call *c, const char *const *suites, size_t count)
{
	x->path = call_text(c, "reach", NULL);
	x->is_given = x->path != NULL;
	if (x->path == NULL && call_has(c, "changed-since"))
		x->path = count > 0 && file_is_folder(suites[0])
		    ? file_join(c->arena, suites[0], MAP_NAME)
		    : NULL;
}

enum err
changed_open(struct changed *x, struct call *c, const char *const *suites, size_t count,
    struct replay_options *o, struct errinfo *e)
{
	enum err err;

	*x = (struct changed){0};
	find_map(x, c, suites, count);
	if (x->path == NULL && call_has(c, "changed-since"))
		return err_set(e, ERR_USAGE,
		    "--changed-since needs what conversations reached the last time: name a suite's folder, or the file with --reach");
	if (x->path == NULL)
		return ERR_OK;
	if ((err = replay_reach_read(c->arena, x->path, &x->map, e)) != ERR_OK ||
	    (err = replay_world_digest(world_folder(o->world), x->world, e)) != ERR_OK ||
	    (err = replay_ai_digest(x->ai, e)) != ERR_OK)
		return err;
	x->is_kept = text_is(o->backend, "builtin");	/* what another reaches isn't seen here */
	o->reach = x->is_kept ? x->map : NULL;
	o->world_digest = x->world;
	o->ai_digest = x->ai;
	return call_has(c, "changed-since") ? choose(x, c, o, e) : ERR_OK;
}

enum err
changed_close(struct changed *x, struct call *c, struct value *result, struct errinfo *e)
{
	enum err err;

	(void)c;
	if (x->report != NULL)
		value_set(result, "changed", x->report);
	if (x->path == NULL || !x->is_kept || (err = replay_reach_write(x->path, x->map, e)) == ERR_OK)
		return ERR_OK;
	if (x->is_given)
		return err;
	fprintf(stderr, "what conversations reached isn't kept, and all will be played again: %s\n", e->text);
	return ERR_OK;
}
