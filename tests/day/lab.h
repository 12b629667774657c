/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small day to play, and what came of it.
 */
#ifndef FLOORWALKER_TESTS_DAY_LAB_H
#define FLOORWALKER_TESTS_DAY_LAB_H

#include "floorwalker/day/run.h"

#define MINUTE_MS ((int64_t)60000)
#define HOUR_MS ((int64_t)3600000)

struct lab {
	struct simulation simulation;
	struct crew crew;
	struct law patience;
	struct day_options options;
	/* what came of it */
	struct contact *contacts;
	size_t count, room;
	int64_t answered, left, open, waited, samples, faults;
	int64_t present_ms, busy_ms;
	int64_t most_with_people, most_queued;
	int64_t lines;			/* of transcripts */
	double waits_ms;		/* of all that are over, in a queue */
};

/* Contacts without a script, no AI, one queue's worth of people: agents of this capacity who are
 * always there, exponential handling, nothing else takes time. */
void lab_begin(struct lab *l, const struct world *w, double per_hour, double handling_ms,
    int64_t agents, int64_t capacity);
NODISCARD enum err lab_play(struct lab *l, int64_t replication, struct errinfo *e);
void lab_end(struct lab *l);
/* All that was told, as one number. */
uint64_t lab_sum(const struct lab *l);

#endif
