/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside what a thread lends to its days (floorwalker/day/run.h).
 */
#ifndef FLOORWALKER_DAY_TOOLS_H
#define FLOORWALKER_DAY_TOOLS_H

#include "floorwalker/day/run.h"
#include "floorwalker/sim/visitor.h"

struct day_tools {
	struct arena *arena;			/* NULL: nothing is made yet */
	const struct settings *settings;	/* of the day's desk */
	struct policy *policy;			/* NULL: the world's */
	struct desk_shared shared;		/* without keys */
	struct desk_tools *desk;		/* NULL: no turn was played yet */
	struct visitors *visitors;		/* NULL without a script */
};
/* Makes what the first day needs, and does nothing for those after it. */
NODISCARD enum err tools_open(
    struct day_tools *t, const struct day_options *o, struct errinfo *e);
/* And the desk's, once there is a backend, whose sentences are checked. */
NODISCARD enum err tools_for_turns(
    struct day_tools *t, const struct backend *b, struct errinfo *e);

#endif
