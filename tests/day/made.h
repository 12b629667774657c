/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Made-up days: contacts from stated laws, a queue served first come first served, and follow-ups,
 * so that tests know what the truth is. Nobody talks; it takes microseconds a contact.
 */
#ifndef FLOORWALKER_TESTS_DAY_MADE_H
#define FLOORWALKER_TESTS_DAY_MADE_H

#include "floorwalker/day/result.h"

struct made {
	double per_hour;		/* visitors */
	double contained;		/* share that the AI contains */
	int agents;
	double handling_ms, spread;	/* log-normal: median, sigma of the logarithm */
	double patience_ms;		/* exponential */
	double again;			/* share of those whose need wasn't met */
	double faults;			/* share that the simulator spoils */
	double anyway;			/* > 0: share of those who come again whatever came of it; then all
					   who come again do so with the same intent, and the AI does
					   with them as before */
};
extern const struct made made_usual;

/* One day, of which hours count after warm_up_ms; agents paid 24 an hour. */
struct simulation made_simulation(int64_t days, int64_t warm_up_ms);
/* A day_player. Reads made_now. */
enum err made_play(const struct day_options *o, int64_t replication,
    const struct day_teller *teller, struct errinfo *e);
extern const struct made *made_now;

#endif
