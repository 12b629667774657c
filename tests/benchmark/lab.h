/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A set, and the world that was made of it, in a folder of their own.
 */
#ifndef FLOORWALKER_TESTS_BENCHMARK_LAB_H
#define FLOORWALKER_TESTS_BENCHMARK_LAB_H

#include "../check.h"
#include "floorwalker/base/file.h"
#include "floorwalker/desk/desk.h"
#include "floorwalker/world/tau.h"
#include "sets.h"

struct lab {
	struct arena *arena;
	char folder[64];		/* of this test alone */
	const char *db, *world_folder;
	struct set set;
	struct world *world;
	struct understander *understander;
	struct tau_counts counts;
	struct errinfo why;
};

void lab_new(struct lab *l);
void lab_open(struct lab *l, const char *db);	/* after lab_new(): imports it */
void lab_close(struct lab *l);
/* Set-up and tear-down of a group: the lab of tests/benchmark/small, that *state points to. */
int lab_small(void **state);
int lab_away(void **state);

/* Imports another one under this name; l->why says why not. */
enum err lab_import(struct lab *l, const char *db, const char *name);
const char *lab_source(struct arena *a, const char *relative);	/* of the source tree */
const char *lab_small_file(struct lab *l, const char *name);
const char *lab_print(struct arena *a, const struct value *v);
const char *lab_shown(struct arena *a, const struct value *v);	/* for a message: its beginning */

#endif
