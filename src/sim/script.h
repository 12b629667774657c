/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside struct sim_script: scenarios, personas and words together, of one language and then of the next.
 *
 *   script.c          of one language
 *   script_find.c     where it lies, by a name
 *   script_several.c  of several, each from those of its files
 */
#ifndef FLOORWALKER_SIM_SCRIPT_H
#define FLOORWALKER_SIM_SCRIPT_H

#include "floorwalker/sim/persona.h"
#include "floorwalker/sim/sim.h"
#include "scenario.h"
#include "floorwalker/sim/speech.h"
#include "terms.h"

struct sim_script {
	struct sim_script *next;	/* of another language; NULL none */
	struct arena *arena;
	struct scenario *scenarios;
	size_t scenario_count;
	struct persona *personas;
	size_t persona_count;
	struct speech *words;
	struct terms *terms;		/* the oracle's */
	const char *currency;
};

struct path_list {
	const char **items;
	size_t count, room;
};
void script_add_path(struct path_list *list, const char *path);
/* A file, or those of a folder. */
NODISCARD enum err script_add_paths(
    struct arena *a, const char *path, struct path_list *list, struct errinfo *e);
bool scenario_allows(const struct scenario *s, const char *persona);
/* A persona that the scenario allows, drawn; where it names none, also of those that are for days
 * alone where days is set. */
const struct persona *script_persona(const struct sim_script *s, const struct scenario *c,
    bool days, struct random_stream *r);

#endif
