/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The simulator's oracle, listening to anybody's conversation: whether what the AI said to one
 * shopper is true by the world's records and files. It shares no code with the ground check that
 * the desk itself holds replies against.
 */
#ifndef FLOORWALKER_SIM_LISTENER_H
#define FLOORWALKER_SIM_LISTENER_H

#include "floorwalker/store.h"
#include "floorwalker/world.h"

struct sim_listener;

/* terms: the oracle's words of the language that is spoken, scenarios/oracle/LANGUAGE.yaml. The
 * world must outlive it. */
NODISCARD enum err sim_listener_new(
    const struct world *w, const char *terms, struct sim_listener **out, struct errinfo *e);
void sim_listener_free(struct sim_listener **l);

struct sim_listened {
	const struct customer *customer;	/* who speaks, as the world has them */
	struct store *store;			/* of the conversation, at its end */
	int64_t conversation_id;
	const char *const *ai_texts, *const *shopper_texts;	/* raw, in their order */
	size_t ai_count, shopper_count;
};
struct sim_heard {
	int64_t untrue;			/* sentences that state an amount, day, number, code or
					   stock that isn't so */
	int64_t promises;		/* … a state or a term that isn't so, or something that
					   no rule gives */
	const char *why;		/* a line each: what is wrong, and the sentence; arena's */
};
NODISCARD enum err sim_listener_judge(struct sim_listener *l, struct arena *a,
    const struct sim_listened *c, struct sim_heard *out, struct errinfo *e);

#endif
