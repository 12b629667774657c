/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Seeing what is masked of a shopper: a right, for a reason, for a moment, and on record.
 */
#ifndef FLOORWALKER_DESK_REVEAL_H
#define FLOORWALKER_DESK_REVEAL_H

#include "floorwalker/desk/desk.h"

#define REVEAL_MS INT64_C(30000)	/* that it may be looked at */

/* What may be seen: the texts are the arena's, raw: for one screen, never for a log, a file or a
 * message. */
struct revealed {
	char *name, *email, *phone;
	char *address;			/* its lines, with newlines between */
	int64_t until_ms;		/* then it must be gone from the screen; 0: nothing may be
					   seen, all texts are NULL */
};

/* Puts on record that the agent looks, and why; desk_revealed() gives what there is to see from
 * then on. ERR_FORBIDDEN: the world gives it to other roles (reveal); ERR_USAGE: no reason;
 * ERR_STATE: nobody has proven who the shopper is. */
NODISCARD enum err desk_reveal(struct desk *d, const char *agent, int64_t conversation_id,
    const char *why, struct errinfo *e);
/* Whether the agent's role may. */
bool desk_may_reveal(const struct desk *d, const char *agent);
/* Only what the log says was revealed to this agent, in this conversation, in the last moments; all
 * NULL otherwise. Changes nothing. */
NODISCARD enum err desk_revealed(struct desk *d, struct arena *a, const char *agent,
    int64_t conversation_id, struct revealed *out, struct errinfo *e);

#endif
