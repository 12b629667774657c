/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the events of one conversation tell of it for the metrics.
 */
#ifndef FLOORWALKER_DESK_STORY_H
#define FLOORWALKER_DESK_STORY_H

#include "floorwalker/model/metric.h"
#include "private.h"

struct story {
	int64_t conversation_id;
	struct conversation_outcome outcome;
	int64_t closed_ms;		/* 0 while it is open */
	int64_t queued_ms;		/* since when it waits; 0 where it doesn't */
	size_t queue;			/* number of the queue that it waits in, or last waited
					   in, + 1; 0 none known */
	bool waits;			/* for a person, and nobody has it */
	int64_t promised_ms;		/* how long it may wait by its queue's service level; 0 any
					   time */
	int64_t answered, answered_in_time;	/* by agents, out of a queue */
	bool last_in_time;
};

void story_begin(struct story *s, int64_t conversation_id);
/* in the order of their numbers */
void story_tell(struct story *s, const struct desk *d, struct arena *a, const struct event *x);

#endif
