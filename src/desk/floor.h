/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the day's events tell of people: each change of state, each conversation that somebody had.
 * Read once, then only what is new; conversations that stayed with the
 * AI are not kept.
 */
#ifndef FLOORWALKER_DESK_FLOOR_H
#define FLOORWALKER_DESK_FLOOR_H

#include "private.h"

/* A conversation that an agent had, from when they got it. */
struct contact {
	int64_t conversation_id;
	int64_t from_ms, to_ms;		/* to 0: they have it still */
	int64_t wrap_ms;		/* of it, wrapping up, as far as that has ended */
	int64_t wrap_since_ms;		/* wraps up since; 0 doesn't */
	bool handled;			/* ended by them or the shopper; not moved by another */
};

struct state_change {
	int64_t at_ms;
	const char *state;		/* one of a few constants */
};

struct staff {				/* one agent's day */
	struct contact *contacts;
	size_t contact_count, contact_room;
	struct state_change *states;	/* the first holds since midnight */
	size_t state_count, state_room;
};

/* One conversation that people had to do with. */
struct visitor {
	int64_t conversation_id;
	size_t agent;			/* number of who has it + 1; 0 nobody */
	size_t contact;			/* of theirs */
};

struct floor {
	int64_t since_ms;		/* midnight */
	int64_t read_to;		/* id of the last event that was told */
	int64_t opened_from;		/* the first conversation of today; 0 none yet */
	struct staff *staff;		/* of each of the settings' agents */
	size_t staff_count;
	struct visitor *visitors;
	size_t visitor_count, visitor_room;
	size_t *places;			/* by conversation: number of the visitor + 1; 0 free */
	size_t place_count;		/* a power of two, at least twice visitor_count */
};

/* d->floor as of now. */
NODISCARD enum err floor_read(struct desk *d, struct errinfo *e);

#endif
