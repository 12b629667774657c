/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo.h"

#include "../check.h"
#include "floorwalker/base/file.h"

struct world *world;
struct understander *understander;
struct sim_script *script;

int
demo_open(void **state)
{
	struct arena *a = arena_new();
	const char *folder = file_data(a, "scenarios");
	const struct sim_sources sources = { .paths = &folder, .count = 1, .folder = folder };
	struct errinfo e;

	(void)state;
	check_ok(world_load(file_data(a, "scenarios/worlds/tarn-and-fell"), &world, &e), &e);
	check_ok(understander_open("", &understander, &e), &e);
	check_ok(sim_script_load(&sources, world_settings(world), &script, &e), &e);
	arena_free(&a);
	return 0;
}

int
demo_close(void **state)
{
	(void)state;
	sim_script_free(&script);
	understander_free(&understander);
	world_free(&world);
	return 0;
}
