/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Days that were played once are kept in files, so that what is made of them (figures, intervals)
 * can be looked at again in seconds. Texts of contacts aren't kept.
 */
#ifndef FLOORWALKER_TESTS_DAY_KEPT_H
#define FLOORWALKER_TESTS_DAY_KEPT_H

#include "floorwalker/day/run.h"

/* A day_player. Where the environment's FLOORWALKER_KEPT names a folder, a day is told from its
 * file there, FLOOR-SEED-REPLICATION, or played and kept; else it is played. floor: the
 * simulation's `name`. The files are this machine's and this build's: throw the folder away when
 * anything changes that days are played from. */
enum err kept_play(const struct day_options *o, int64_t replication,
    const struct day_teller *teller, struct errinfo *e);

#endif
