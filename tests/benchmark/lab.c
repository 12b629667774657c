/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lab.h"

const char *
lab_source(struct arena *a, const char *relative)
{
	const char *root = getenv("srcdir");

	return file_join(a, root != NULL ? root : "..", relative);
}

enum err
lab_import(struct lab *l, const char *db, const char *name)
{
	const struct tau_import_options o = {.db = db,
	    .out = file_join(l->arena, l->folder, name),
	    .template = lab_source(l->arena, "scenarios/templates/tau-retail"),
	    .messages = lab_source(l->arena, "scenarios/worlds/tarn-and-fell")};

	return tau_import(&o, &l->counts, &l->why);
}

void
lab_new(struct lab *l)
{
	memset(l, 0, sizeof(*l));
	l->arena = arena_new();
	(void)snprintf(l->folder, sizeof(l->folder), "/tmp/benchmark-XXXXXX");
	assert_non_null(mkdtemp(l->folder));
}

void
lab_open(struct lab *l, const char *db)
{
	l->db = db;
	set_read(l->arena, db, &l->set);
	check_ok(lab_import(l, db, "world"), &l->why);
	l->world_folder = file_join(l->arena, l->folder, "world");
	check_ok(world_load(l->world_folder, &l->world, &l->why), &l->why);
	check_ok(desk_understander_open(l->world, &l->understander, &l->why), &l->why);
}

void
lab_close(struct lab *l)
{
	char command[128];

	understander_free(&l->understander);
	world_free(&l->world);
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", l->folder);
	assert_int_equal(system(command), 0);
	arena_free(&l->arena);
}

const char *
lab_print(struct arena *a, const struct value *v)
{
	struct str s;
	const char *text;

	str_init(&s);
	value_print(&s, v);
	text = arena_text(a, s.data);
	str_clear(&s);
	return text;
}

/* For a message: the beginning of it. */
const char *
lab_shown(struct arena *a, const struct value *v)
{
	return arena_printf(a, "%.300s", lab_print(a, v));
}

int
lab_small(void **state)
{
	static struct lab l;

	lab_new(&l);
	lab_open(&l, lab_source(l.arena, "tests/benchmark/small"));
	*state = &l;
	return 0;
}

int
lab_away(void **state)
{
	lab_close(*state);
	return 0;
}

const char *
lab_small_file(struct lab *l, const char *name)
{
	return file_join(l->arena, l->db, name);
}

