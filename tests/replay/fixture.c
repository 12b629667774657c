/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fixture.h"
#include "floorwalker/base/file.h"

struct suite_fixture g;

int
open_all(void **state)
{
	(void)state;
	g.a = arena_new();
	str_init(&g.faults);
	snprintf(g.folder, sizeof g.folder, "/tmp/replay.XXXXXX");
	assert_non_null(mkdtemp(g.folder));
	check_ok(world_load(file_data(g.a, "worlds/tarn-and-fell"), &g.world, &g.e), &g.e);
	check_ok(desk_understander_open(g.world, &g.understander, &g.e), &g.e);
	return 0;
}

void
clear_folder(void)
{
	const char **names;
	size_t count;

	check_ok(file_list(g.a, g.folder, "", &names, &count, &g.e), &g.e);
	for (size_t i = 0; i < count; i++)
		(void)unlink(file_join(g.a, g.folder, names[i]));
}

int
close_all(void **state)
{
	(void)state;
	clear_folder();
	(void)rmdir(g.folder);
	understander_free(&g.understander);
	world_free(&g.world);
	str_clear(&g.faults);
	arena_free(&g.a);
	return 0;
}

void
put(const char *name, const char *text)
{
	check_ok(file_write(file_join(g.a, g.folder, arena_printf(g.a, "%s.yaml", name)), text, strlen(text), 0644, &g.e),
	    &g.e);
}

static void
note_fault(void *context, const char *fault)
{
	(void)context;
	str_addf(&g.faults, "%s\n", fault);
}

enum err
load(struct replay_suite **out)
{
	const char *path = g.folder;

	str_reset(&g.faults);
	return replay_suite_load(&path, 1, g.world, note_fault, NULL, out, &g.e);
}

const struct value *
play_as(struct replay_options o)
{
	struct replay_suite *s;
	struct value *result = NULL;

	if (load(&s) != ERR_OK)
		fail_msg("%s", g.faults.data);
	o.suite = s;
	o.world = g.world;
	o.understander = g.understander;
	if (o.backend == NULL)
		o.backend = "builtin";
	check_ok(replay_run(&o, g.a, &result, &g.e), &g.e);
	replay_suite_free(&s);
	return result;
}

const struct value *
play(void)
{
	return play_as((struct replay_options){
	    .runs = 1, .seed = 1, .threads = 1, .keep_records = true, .keep_briefs = true});
}
