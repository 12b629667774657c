/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shift: who is here in which state, how much each has against what they can have, how their
 * time went, and what a supervisor does about it.
 */
#ifndef FLOORWALKER_DESK_SHIFT_H
#define FLOORWALKER_DESK_SHIFT_H

#include "floorwalker/desk/desk.h"
#include "floorwalker/model/metric.h"
#include "floorwalker/store/event.h"

/* ---- loads: what agents have now, wrap-up too */
struct agent_load {
	int64_t load;			/* thousandths of a conversation, by the world's weights */
	int64_t conversations, wrapping_up;
	int64_t waiting;		/* whose shopper waits for an answer */
	int64_t first_id;		/* of the earliest of them; 0 none */
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

/* ---- what a supervisor does with a conversation; all of it ERR_FORBIDDEN to others */
/* Marks that they watch it; done again: not any more. Ends by itself when it closes, when they take
 * it, and after MONITOR_MOST_MS. */
#define MONITOR_MOST_MS ((int64_t)3600000)
NODISCARD enum err desk_monitor(struct desk *d, const char *agent, int64_t conversation_id,
    bool *watching, struct errinfo *e);
/* A note that only the agent who has the conversation reads, and who wrote it: never the shopper,
 * never the AI, and no agent who gets the conversation later. ERR_STATE where no other agent has
 * it. */
NODISCARD enum err desk_whisper(struct desk *d, const char *agent, int64_t conversation_id,
    const char *text, struct errinfo *e);
/* Joins visibly. A conversation has one owner, so joining is taking over: in one transaction the
 * supervisor owns it under a new epoch, the shopper is told that another person has joined, and the
 * words go out (text "": none yet). Whatever the AI or the agent before still writes under the old
 * epoch is refused. ERR_STATE where it is theirs already, or closed. */
NODISCARD enum err desk_barge(struct desk *d, const char *agent, int64_t conversation_id,
    const char *text, struct errinfo *e);
/* Whether an agent may see an event: whispers are for their two, watching for supervisors alone
 * where the world hides it. data NULL: as if it named nobody. */
bool desk_event_is_for(const struct settings *s, const char *agent, const struct event *x,
    const struct value *data);

/* ---- moving conversations from who has too much to who has room */
struct shift_move {
	int64_t conversation_id;
	const char *from, *to;		/* agents */
};
struct shift_moves {
	struct shift_move *items;
	size_t count;
};
/* What would even the load out: from agents above their capacity, and from those offline, to
 * available ones with the skills and the room; unanswered ones first. Changes nothing. */
NODISCARD enum err desk_rebalance(
    struct desk *d, struct arena *a, struct shift_moves *out, struct errinfo *e);
/* Moves one conversation from the agent who must still have it to another: a new epoch; what the
 * shopper waits for goes on counting. ERR_CONFLICT: somebody else has it by now. */
NODISCARD enum err desk_move(struct desk *d, const char *by, int64_t conversation_id,
    const char *from, const char *to, struct errinfo *e);

/* ---- how it goes */
/* One agent's shift. Times are ms since midnight, the local one, and count up to now; shares have
 * no value where their denominator is 0. Definitions: model/metric.h, aht, occupancy, adherence,
 * wrap_up_share. */
struct shift_agent {
	const char *id;
	const char *state;
	int64_t since_ms;		/* instant; 0: never said */
	int64_t seen_ms;		/* instant of their last sign of life; 0 none */
	struct agent_load has;
	int64_t capacity;		/* thousandths, as loads */
	int64_t handled;		/* contacts that ended today with them: closed, given back,
					   passed on; not those that another moved away */
	int64_t handle_ms, wrap_up_ms;	/* of these: from getting to ending each; wrap-up of it */
	int64_t present_ms;		/* available or busy */
	int64_t handling_ms;		/* of it: with at least one conversation, wrap-up too */
	int64_t planned_ms;		/* of the plan up to now, breaks too; 0 without one */
	int64_t adherent_ms;		/* of it: present where work was planned, on a
					   break where one was; offline is neither */
	enum planned planned;		/* now */
	int64_t planned_until_ms;	/* instant; 0 without a plan */
	int64_t longest_id;		/* the conversation that they have for longest; 0 none */
	int64_t longest_ms;		/* since then, an instant; 0 unknown */
};
struct shift {
	struct shift_agent *agents;	/* in the settings' order */
	size_t count;
	int64_t since_ms;		/* midnight */
};
/* The desk keeps what it has read of the day: the first look takes its length, each later one only
 * what is new. Everything is the arena's, or the settings'. */
NODISCARD enum err desk_shift(
    struct desk *d, struct arena *a, struct shift *out, struct errinfo *e);

#endif
