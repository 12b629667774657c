/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Worlds: a shop as a folder of plain files (doc/worlds.md): loading, checking, generating.
 */
#ifndef FLOORWALKER_WORLD_H
#define FLOORWALKER_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/knowledge.h"
#include "floorwalker/model/canned.h"
#include "floorwalker/model/settings.h"
#include "floorwalker/model/shop.h"
#include "floorwalker/policy.h"
#include "floorwalker/text/messages.h"

struct world;	/* read-only once loaded; shared by threads */

/* the first fault ends it */
NODISCARD enum err world_load(const char *folder, struct world **out, struct errinfo *e);
void world_free(struct world **w);
const char *world_folder(const struct world *w);
const struct settings *world_settings(const struct world *w);
const struct shop_records *world_records(const struct world *w);
const struct policy *world_policy(const struct world *w);
const struct knowledge *world_knowledge(const struct world *w);
/* With the articles in a language where they are written in it; the world's own where the AI has no
 * sentences in it. */
const struct knowledge *world_knowledge_in(const struct world *w, const char *language);
/* The AI's sentences in a language, or in the world's own where there is no such file. */
const struct messages *world_messages(const struct world *w, const char *language);

/* of each language that has a file; NULL past the last */
const struct messages *world_messages_at(const struct world *w, size_t i);

/* What agents say and do often; none where the world has no such files. */
const struct canned *world_canned(const struct world *w, size_t *count);
const struct macro_plan *world_macros(const struct world *w, size_t *count);

struct world_fault {
	bool error;			/* else a warning */
	const char *text;		/* "catalogue/clothing.yaml:31:9: …" */
};
/* Reads everything and reports each fault: dangling references, bad amounts, sums that don't fit,
 * unreachable rules, typos in keys. Counts come back. */
NODISCARD enum err world_check(const char *folder,
    void (*found)(void *context, const struct world_fault *), void *context, size_t *errors,
    size_t *warnings, struct errinfo *e);

/* Pieces of a plan as world.yaml writes an agent's "shifts"; NULL: none. The arena's. The first fault, with
 * its place. */
NODISCARD enum err world_read_shifts(struct arena *a, const struct value *list,
    const struct planned_shift **out, size_t *count, struct errinfo *e);

struct world_generate_options {
	const char *base;		/* a world whose catalogue, knowledge, policy, messages and
					   settings are kept */
	const char *out;		/* a new folder */
	size_t customers, orders;	/* 500, 1,500; up to 20,000 and 15,000, what files of 16 MiB
					   hold */
	uint64_t seed;
	bool (*is_stopped)(void);	/* asked at the end; NULL: never. Then ERR_STATE, and
					   nothing is made */
};
/* Whole or not at all. Writes a world with the base's files and seeded customers and orders of
 * every state, consistent with the format. The same seed gives the same bytes. */
NODISCARD enum err world_generate(const struct world_generate_options *o, struct errinfo *e);

#endif
