/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which conversations of a suite a change of the world can touch. A run keeps what each conversation asked of
 * the world: policy with the facts, articles with the words, sentences, records. Where a changed world answers all
 * of that as the world before did, the conversation goes as it went, and needn't be played.
 */
#ifndef FLOORWALKER_REPLAY_REACH_H_PUBLIC
#define FLOORWALKER_REPLAY_REACH_H_PUBLIC

#include <stdbool.h>
#include <stddef.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/value.h"
#include "floorwalker/world.h"

struct replay_options;

/* The map of a file, in the arena; none there: an empty one. ERR_INPUT where the file is something else, or of
 * another version. */
NODISCARD enum err replay_reach_read(
    struct arena *a, const char *path, struct value **out, struct errinfo *e);
NODISCARD enum err replay_reach_write(
    const char *path, const struct value *map, struct errinfo *e);
/* SHA-256, hex, over all files of a world that can change what its AI does: the same for a copy. */
NODISCARD enum err replay_world_digest(const char *folder, char out[65], struct errinfo *e);
/* … and over the program and what it came with: its models, synonyms, confidence. */
NODISCARD enum err replay_ai_digest(char out[65], struct errinfo *e);

/* What differs between two worlds, and who is asked on either side. */
struct replay_changes;
/* was: the folder of the world as it was. A folder that isn't there is ERR_NOT_FOUND; one that holds no world
 * any more is no error, all can be touched then. now: borrowed. */
NODISCARD enum err replay_changes_find(const char *was, const struct world *now,
    struct replay_changes **out, struct errinfo *e);
void replay_changes_free(struct replay_changes **c);
/* Chooses the conversations of o's suite that can be touched, by what they reached; those of which it isn't known
 * are. skips: of each conversation of the suite, then of each goal, whether it needn't be played; the arena's.
 * report: {parts: [{file, what, all: bool, why}], of: conversations, run,
 *   why: [{why, n}], most frequent first, skipped: [names]} */
NODISCARD enum err replay_choose(const struct replay_options *o, struct replay_changes *c,
    const struct value *map, struct arena *a, const bool **skips, struct value **report,
    struct errinfo *e);

#endif
