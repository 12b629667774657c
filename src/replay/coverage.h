/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What records touch of a world: intents understood, rules that decided, gates that held, articles cited,
 * actions by the state that they came to.
 */
#ifndef FLOORWALKER_REPLAY_COVERAGE_H
#define FLOORWALKER_REPLAY_COVERAGE_H

#include "suite.h"

/* {intents, rules, gates, articles, actions: {name: times}}, empty; the arena's. */
struct value *replay_touched_new(struct arena *a);
void replay_touch(struct value *touched, struct arena *a, const struct value *record);
void replay_touched_add(struct value *to, const struct value *from);
/* {intents, rules, …: {of, touched, missing: [names]}} of all that the world has. */
struct value *replay_coverage(struct arena *a, const struct world *w, const struct value *touched);

#endif
