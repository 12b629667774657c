/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shift: who is here in which state, how much each has against what they can have, how their
 * time went, and what a supervisor does about it.
 */
#ifndef FLOORWALKER_DESK_SHIFT_H
#define FLOORWALKER_DESK_SHIFT_H

#include "floorwalker/desk/desk.h"
#include "floorwalker/model/metric.h"

/* ---- loads: what agents have now, wrap-up too */
struct agent_load {
	int64_t load;			/* thousandths of a conversation, by the world's weights */
	int64_t conversations, wrapping_up;
	int64_t waiting;		/* whose shopper waits for an answer */
};
/* One of each of the settings' agents, in their order; the arena's. */
NODISCARD enum err desk_loads(
    struct desk *d, struct arena *a, struct agent_load **out, struct errinfo *e);

/* ---- queues that assign */
/* Whether a queue gives its conversations to agents by itself: as its world says, or as it was
 * switched last. a: of what is read on the way. */
NODISCARD enum err desk_queue_assigns(
    struct desk *d, struct arena *a, const char *queue, bool *out, struct errinfo *e);
/* A supervisor switches it; ERR_FORBIDDEN where agent is none. What agents have they keep. */
NODISCARD enum err desk_set_queue_assigns(
    struct desk *d, const char *agent, const char *queue, bool on, struct errinfo *e);

/* ---- states */
/* The state of an agent, set by themselves or a supervisor: "available", "busy", "break",
 * "offline". Only who is available is given anything. */
NODISCARD enum err desk_agent_state_by(struct desk *d, const char *by, const char *agent,
    const char *state, struct errinfo *e);

#endif
