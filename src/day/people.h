/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The people of a simulation: as its file states them, and as the desk's agents.
 */
#ifndef FLOORWALKER_DAY_PEOPLE_H
#define FLOORWALKER_DAY_PEOPLE_H

#include "floorwalker/day/fields.h"

void people_read(struct fields *f, const struct value *root, struct simulation *s);

#endif
