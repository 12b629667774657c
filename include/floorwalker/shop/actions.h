/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an action would mean now: whether the shop's records can take it at all, what it costs or
 * gives back, and the facts that policy decides on.
 */
#ifndef FLOORWALKER_SHOP_ACTIONS_H
#define FLOORWALKER_SHOP_ACTIONS_H

#include "floorwalker/shop/facts.h"
#include "floorwalker/policy.h"

/* Checks params by kind (known lines, quantities, articles, methods that are the customer's, a full
 * address) against the records and completes the proposal: amount, currency, and params (in the
 * facts' arena) with all that was left open filled in. ERR_INPUT: params malformed (names the
 * field); ERR_STATE: the records have nothing left to do it with (text fit for an agent);
 * ERR_FORBIDDEN: not this customer's. What the state of the order allows is for policy to say, with
 * a reason that a shopper can read; shop_execute refuses what can't be done.
 *
 * Lines of which no unit is left (refunded, returned, exchanged before) can be proposed, so that
 * policy can say why not; the amount is then 0 and shop_execute refuses.
 *
 * params: lines may be left out (all units still open); quantity of a line too (all of its open
 * units). method: "original" (the methods that paid, the default), the id of one of the customer's
 * methods, or "gift_card" (their first gift card, else a new one; the default of goodwill). A
 * method that paid for the order counts as "original" in refund and return. reason: as policy's
 * fact, "other" where unsaid.
 *
 * amount, in minor units:
 *   refund, return   (a refund: or params.amount, where a person has lowered it to less; its units
 *                    are settled all the same, and nothing more is left of them to refund)
 *                    A - S + D, at most what is paid and not refunded yet. A: price x quantity over
 *                    the chosen units. S: the order's discount (with discounts granted later) in
 *                    proportion to value:
 *                    with T the value of all lines, B that of units refunded before, floor(discount
 *                    (B + A) / T) - floor(discount B / T), so that parts add up to the whole to the
 *                    cent. D: the shipping, where with this action every unit of the order is
 *                    refunded.
 *   cancel           what is paid and not refunded yet
 *   exchange, item_change   the absolute difference of price: current price of the new variants
 *                           less what was paid for the old ones; its sign is policy's fact
 *                           price_difference
 *   discount, goodwill      params.amount (a discount at most what is paid and not refunded yet)
 *   others           0 */
NODISCARD enum err action_complete(struct facts *f, struct action_proposal *p, struct errinfo *e);
/* The facts of policy for a completed proposal, as doc/worlds.md lists them. */
NODISCARD enum err action_facts(
    struct facts *f, const struct action_proposal *p, struct value **out, struct errinfo *e);
/* Both, and the verdict; records it in facts. policy_facts and trace may be NULL. */
NODISCARD enum err action_judge(struct facts *f, struct policy_session *policy,
    struct action_proposal *p, struct verdict *out, struct value **policy_facts,
    struct value *trace, struct errinfo *e);
/* "Refund €79.00 for TF-100117, 1 item": masked, in plain English for agents. */
const char *action_title(struct arena *a, const struct action_proposal *p);

#endif
