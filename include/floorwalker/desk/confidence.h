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
 * *found false: there are neither, and the backend's prior serves. path (may be NULL): which file
 * it was. All in the arena. ERR_INPUT names file and place: also a weight of a part that the builtin AI
 * doesn't have. */
NODISCARD enum err desk_confidence_load(const struct world *w, struct arena *a,
    struct confidence_weights *out, bool *found, const char **path, struct errinfo *e);

/* ---- labels from use */

/* An agent says that a reply of the AI's was wrong: number of the message, 0 the AI's last. It
 * changes nothing of the conversation, and is on record for whoever refits. ERR_NOT_FOUND: there is
 * no such message; ERR_STATE: it isn't one that the AI drafted; ERR_EXISTS: it was said already. */
NODISCARD enum err desk_mark_wrong(struct desk *d, const char *agent, int64_t conversation_id,
    int64_t number, struct errinfo *e);

#define CALIBRATE_LEAST 30	/* labels of either kind */
#define CALIBRATE_PULL 4.0	/* towards the weights in use */

struct calibrate_asked {
	int64_t window_ms;		/* who comes back about the same within it wasn't served; 0:
					   the world's re-contact window */
	int64_t least;			/* wrong ones, and right ones, below which nothing is
					   fitted */
	double pull;
	uint64_t seed;
	const char *adopt_by;		/* the agent who has reviewed it and adopts it; NULL:
					   nothing is written */
};
/* Reads what use says of the AI's replies, and what weights fitted to that are worth beside those
 * in use, each conversation judged by weights that didn't see it. *out (the arena's): {labels, wrong,
 * conversations, from: {edited, marked, came_back, sent_as_is, left_alone}, left_out: {rewritten,
 * not_settled, no_parts}, missing: why nothing was fitted; else present, refit: as
 * confidence_measures(), better, weights: as confidence_to_value(), adopted}.
 *
 * With adopt_by: writes WORLD/models/confidence.json whole or not at all, the one before beside it
 * as confidence.json.previous, with an event in the log. Desks that are open keep the weights that
 * they began with. ERR_FORBIDDEN: it takes a senior agent or a supervisor; ERR_STATE: too few
 * labels, or the refit isn't the better one. */
NODISCARD enum err desk_calibrate(struct desk *d, struct arena *a,
    const struct calibrate_asked *asked, struct value **out, struct errinfo *e);

#endif
