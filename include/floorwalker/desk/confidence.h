/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The weights of the AI's confidence: which serve a world (doc/calibration.md).
 */
#ifndef FLOORWALKER_DESK_CONFIDENCE_H
#define FLOORWALKER_DESK_CONFIDENCE_H

#include "floorwalker/desk/desk.h"
#include "floorwalker/model/confidence.h"

/* A world's own, below its folder. */
#define CONFIDENCE_FILE "models/confidence.json"

/* The world's own weights, else those that came with the program (scenarios/confidence.json).
 * *found false: there are neither, and the backend's prior serves. path (may be NULL): which file it was.
 * All in the arena. ERR_INPUT names file and place: also a weight of a part that the builtin AI
 * doesn't have. */
NODISCARD enum err desk_confidence_load(const struct world *w, struct arena *a,
    struct confidence_weights *out, bool *found, const char **path, struct errinfo *e);

#endif
