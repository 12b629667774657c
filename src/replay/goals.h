/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FLOORWALKER_REPLAY_GOALS_H
#define FLOORWALKER_REPLAY_GOALS_H

#include "floorwalker/sim/sim.h"
#include "suite.h"

struct goal {
	const char *name, *title, *file;
	const struct value *at;
	enum severity severity;
	struct sim_script *script;	/* owned */
};

/* A file that begins with scenario:. The first fault. */
NODISCARD enum err replay_goal_load(struct suite_reading *r, const struct value *root,
    const char *path, struct goal *out, struct errinfo *e);
/* Plays it as often as the options say, and adds its row of the results. *held: runs that ended as they should;
 * *away: those that the backend didn't answer. */
NODISCARD enum err replay_goal_play(const struct replay_options *o, struct arena *a,
    const struct goal *g, struct value *list, int64_t *held, int64_t *away,
    struct errinfo *e);

#endif
