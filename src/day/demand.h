/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The demand of a simulation, read from its file.
 */
#ifndef FLOORWALKER_DAY_DEMAND_H
#define FLOORWALKER_DAY_DEMAND_H

#include "floorwalker/day/fields.h"

extern const char *const weekday_names[7];	/* Monday first */

/* fields_at() of something that begins within the days that count. */
int64_t demand_at(struct fields *f, const struct value *map, const struct simulation *s);
/* s->path and s->days are set already. */
void demand_read(struct fields *f, const struct value *root, struct simulation *s);

#endif
