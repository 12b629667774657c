/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much of a run's work lies behind it at an instant: the night passes at once, and the busy hours don't, so that
 * neither the clock nor a count of contacts, of which nobody knows how many will come, tells how far it is.
 */
#ifndef FLOORWALKER_DAY_WORKLOAD_H
#define FLOORWALKER_DAY_WORKLOAD_H

#include "floorwalker/day/simulation.h"

struct workload {
	double *before;			/* contacts that are expected before each hour of the run */
	int64_t hours, length_ms;
};
void workload_init(struct workload *w, const struct simulation *s);
void workload_clear(struct workload *w);
/* As a part of the run's length, in ms; all of it once the run is over. */
int64_t workload_done(const struct workload *w, int64_t now_ms);

#endif
