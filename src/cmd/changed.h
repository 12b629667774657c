/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * floorwalker replay --changed-since: only what a change can touch.
 */
#ifndef FLOORWALKER_CMD_CHANGED_H
#define FLOORWALKER_CMD_CHANGED_H

#include "cmd.h"
#include "floorwalker/replay/reach.h"
#include "floorwalker/replay/replay.h"

/* What a run keeps of what conversations reach, and what it is chosen by. */
struct changed {
	const char *path;		/* of the map; NULL: none is kept */
	bool is_given;			/* the path is; else the map is no more than help */
	bool is_kept;			/* what this run reaches can be told */
	struct value *map, *report;
	char world[65], ai[65];
};
/* Reads the map and chooses, as the call's options say; nothing where they say nothing. o gets what is reached,
 * and what is skipped. */
NODISCARD enum err changed_open(struct changed *x, struct call *c, const char *const *suites,
    size_t count, struct replay_options *o, struct errinfo *e);
/* Keeps what was reached, and adds to result, as changed, what was chosen. */
NODISCARD enum err changed_close(struct changed *x, struct call *c, struct value *result,
    struct errinfo *e);

#endif
