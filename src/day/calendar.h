/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What comes due, by instant and then in the order in which it was asked for: a heap. What is
 * called off stays where it is until it is on top, or until more than half is such.
 */
#ifndef FLOORWALKER_DAY_CALENDAR_H
#define FLOORWALKER_DAY_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum tick {
	TICK_SAYS,		/* a visitor has typed */
	TICK_PATIENCE,		/* theirs is out */
	TICK_RETURNS,		/* they come again */
	TICK_TURN,		/* a turn of the AI's ends */
	TICK_PLAN,		/* an agent's plan says another thing */
	TICK_ACT,		/* and they follow it */
	TICK_BOUND,		/* they have stayed on for long enough */
	TICK_FIRST,		/* a job's first words */
	TICK_JOB,		/* what they are at is done */
	TICK_INCIDENT,		/* one begins or ends */
	TICK_INJECT,		/* what a trainer puts in */
	TICK_SAMPLE
};

/* Of what can be called off: the number of the entry that holds; 0 none. The owner outlives the
 * agenda. */
typedef uint64_t calendar_slot;

struct due {
	int64_t at_ms;
	uint64_t number;
	enum tick tick;
	void *who;
	calendar_slot *slot;
};

struct calendar {
	struct due *items;
	size_t count, room, stale;
	uint64_t numbers;
};

void calendar_clear(struct calendar *a);
/* slot: holds this one from now on, what it held is called off; NULL: it can't be called off. */
void calendar_add(
    struct calendar *a, int64_t at_ms, enum tick tick, void *who, calendar_slot *slot);
void calendar_call_off(struct calendar *a, calendar_slot *slot);
/* INT64_MAX: nothing */
int64_t calendar_next(struct calendar *a);
/* The first is taken; its slot is empty afterwards. Only where calendar_next() told of one. */
struct due calendar_take(struct calendar *a);

#endif
