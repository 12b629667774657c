/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Decisions to be made again: from a store's actions, from simulated conversations, from every order
 * of a world and what could be asked of it.
 */
#ifndef FLOORWALKER_CMD_DECISIONS_H
#define FLOORWALKER_CMD_DECISIONS_H

#include "cmd.h"
#include "floorwalker/policy.h"
#include "floorwalker/world.h"

struct decision {
	enum action_kind kind;
	const struct value *facts;	/* policy's */
	int64_t now_ms, amount;
	const char *what;		/* "A-17", "TF-100101" … */
	size_t times;			/* the same facts, met again */
};
struct decisions {
	struct arena *a;
	struct decision *items;
	size_t count, room;
	size_t *buckets, bucket_count;	/* by hash of facts, so that the same are one */
	int64_t made;
};
void decisions_init(struct decisions *d, struct arena *a);
void decisions_add(struct decisions *d, enum action_kind kind, const struct value *facts,
    int64_t now_ms, const char *what);

/* Actions on record, with the facts that they were first decided on. */
NODISCARD enum err decisions_of_store(
    struct decisions *d, const char *target, struct errinfo *e);
/* All that policy was asked in simulated conversations, by the AI and by the desk. */
NODISCARD enum err decisions_of_scenarios(struct decisions *d, struct call *c,
    const struct world *w, int64_t conversations, uint64_t seed, struct errinfo *e);
/* Each order of the world with each kind of action, reason, way of payment, line and amount. */
NODISCARD enum err decisions_of_orders(
    struct decisions *d, const struct world *w, struct errinfo *e);

/* DIR/policy, or DIR where it holds tables itself. */
NODISCARD enum err policy_open(struct call *c, const char *folder, const char *currency,
    struct policy **out, struct errinfo *e);

#endif
