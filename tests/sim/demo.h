/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The demo world with its models, and all scenarios that came with the program: opened once for a group of tests.
 */
#ifndef FLOORWALKER_TESTS_SIM_DEMO_H
#define FLOORWALKER_TESTS_SIM_DEMO_H

#include "floorwalker/sim/sim.h"
#include "floorwalker/understand.h"
#include "floorwalker/world.h"

extern struct world *world;
extern struct understander *understander;
extern struct sim_script *script;

/* Of cmocka: before and after a group. */
int demo_open(void **state);
int demo_close(void **state);

#endif
