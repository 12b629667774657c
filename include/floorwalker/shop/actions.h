/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an action would mean now: whether the shop's records can take it at all, what it costs or gives back, and the facts that policy decides on.
 */
#ifndef FLOORWALKER_SHOP_ACTIONS_H
#define FLOORWALKER_SHOP_ACTIONS_H

#include "floorwalker/shop/facts.h"
#include "floorwalker/policy.h"

/* Checks params by kind (known lines, quantities, variants of the same product, methods that are the customer's, a full address) against the records and completes the proposal: amount, currency,
 * default method. ERR_INPUT: params malformed (names the field); ERR_STATE: the records don't allow it at all (text fit for an agent); ERR_FORBIDDEN: not this customer's. */
NODISCARD enum err action_complete(struct facts *f, struct action_proposal *p, struct errinfo *e);
/* The facts of policy for a completed proposal, as doc/worlds.md lists them. */
NODISCARD enum err action_facts(struct facts *f, const struct action_proposal *p, struct value **out, struct errinfo *e);
/* Both, and the verdict; records it in facts. policy_facts and trace may be NULL. */
NODISCARD enum err action_judge(struct facts *f, struct policy_session *policy, struct action_proposal *p, struct verdict *out,
    struct value **policy_facts, struct value *trace, struct errinfo *e);
/* "Refund €79.00 for TF-100117, 1 item": masked, in plain English for agents. */
const char *action_title(struct arena *a, const struct action_proposal *p);

#endif
