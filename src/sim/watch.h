/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Watching how each reply strikes the shopper, from what they want and have said at that moment,
 * and at the end which replies a wrong end goes back to (floorwalker/sim/replies.h).
 */
#ifndef FLOORWALKER_SIM_WATCH_H
#define FLOORWALKER_SIM_WATCH_H

#include "floorwalker/sim/replies.h"
#include "shopper.h"

#define EXCHANGES_MOST 128

struct watch {
	struct exchange items[EXCHANGES_MOST];
	size_t said_to[EXCHANGES_MOST];	/* the AI's messages up to and with each exchange */
	size_t count;
	int64_t latest;			/* the last turn that was seen */
	struct str said;		/* all that the shopper wrote */
	bool asked[HEARD_COUNT];	/* for the wish spoken of now, and answered */
	size_t goal;			/* that they belong to */
	bool heard[HEARD_COUNT];	/* the reply that is being watched */
	struct { bool closed[GOALS_MOST], rephrased[GOALS_MOST], detour, corrected; int64_t puzzled, objections,
	    yes_count; } before;
};

void watch_init(struct watch *w);
void watch_clear(struct watch *w);
void watch_said(struct watch *w, const char *text);	/* the shopper sent it */
/* A reply came, before they do anything with it. turn_id: 0 none; ai_count: the AI's messages so
 * far. */
void watch_heard(struct watch *w, const struct shopper *s, const char *text, int64_t turn_id,
    size_t ai_count);
/* What they did with it. */
void watch_done_with(struct watch *w, const struct shopper *s, enum shopper_move move);

/* What came of the conversation. */
struct watch_end {
	bool expected;			/* all is as the scenario wants it */
	bool handed_off, abandoned, contain;
	bool misjudged;			/* a person decided wrongly: the end tells nothing of the
					   replies */
	int64_t changes;		/* outside of what the scenario asks for */
};
void watch_end(struct watch *w, const struct watch_end *end);
/* The exchange whose reply holds the AI's i-th message isn't so. */
void watch_untrue(struct watch *w, size_t ai_message);

#endif
