/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Actions that matter (money or the shop's records), the verdicts of policy on them, approvals by
 * people.
 */
#ifndef FLOORWALKER_MODEL_ACTION_H
#define FLOORWALKER_MODEL_ACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/value.h"

enum action_kind {
	ACTION_REFUND,
	ACTION_CANCEL,
	ACTION_RETURN,
	ACTION_EXCHANGE,
	ACTION_ITEM_CHANGE,
	ACTION_PAYMENT_CHANGE,
	ACTION_ADDRESS_CHANGE,
	ACTION_PROFILE_ADDRESS_CHANGE,
	ACTION_DISCOUNT,
	ACTION_GOODWILL,
	ACTION_KIND_COUNT
};

/* proposed -> denied_by_rule | approved_by_rule | waiting -> approved | denied | expired |
 * withdrawn; approved(_by_rule) -> executing -> done | failed (retryable) -> reversed. */
enum action_state {
	ACTION_PROPOSED,
	ACTION_DENIED_BY_RULE,
	ACTION_APPROVED_BY_RULE,
	ACTION_WAITING,
	ACTION_APPROVED,
	ACTION_DENIED,
	ACTION_EXPIRED,
	ACTION_WITHDRAWN,	/* a takeover came before it started */
	ACTION_EXECUTING,
	ACTION_DONE,
	ACTION_FAILED,
	ACTION_REVERSED,
	ACTION_STATE_COUNT
};

enum verdict_outcome { VERDICT_APPROVE, VERDICT_DENY, VERDICT_HUMAN };

/* What policy said. Strings are the policy's or the arena's: the function that fills it says
 * which. */
struct verdict {
	enum verdict_outcome outcome;
	const char *table;
	const char *version;		/* of the table */
	const char *rule;		/* id; "" where no rule matched (outcome is then HUMAN) */
	const char *shopper;		/* the reason as a shopper reads it */
	const char *agent;		/* the reason as an agent reads it */
	const char *cite;		/* article id or "" */
	const char *const *offer;	/* kinds of action that the rules allow instead */
	size_t offer_count;
};

/* What somebody wants done. params by kind (all ids as in the shop):
 *   refund, return   {order, lines: [{id, quantity}], method, reason}; a refund that a person has
 *                    lowered also {amount}
 *   cancel           {order, reason}
 *   exchange, item_change {order, lines: [{id, sku}], method}     sku: the new variant
 *   payment_change   {order, method}
 *   address_change   {order, address: {line1 …}}     profile_address_change {address}
 *   discount         {order, amount}   goodwill {order, amount, method}
 * amount is what the shop's facts say the action costs or gives back, never what a text says. */
struct action_proposal {
	enum action_kind kind;
	const char *order_id;		/* "" for profile_address_change */
	const struct value *params;
	int64_t amount;			/* minor units; what the shopper gets (refund, goodwill,
					   discount) or the price difference */
	const char *currency;
};

struct action {
	int64_t id;			/* shown as A-3 */
	int64_t version;
	int64_t conversation_id;
	int64_t epoch;			/* of the conversation when proposed */
	const char *customer_id;
	const char *order_id;
	enum action_kind kind;
	enum action_state state;
	const char *sealed_params;	/* JSON of params, sealed with the conversation's key, about
					   "action" */
	size_t sealed_params_size;
	const char *title;		/* masked one-liner: "Refund €79.00 for TF-100117, 1
					   item" */
	int64_t amount;
	const char *currency;
	const char *verdict;		/* JSON of the first verdict, with the rows tried */
	const char *rule;		/* id of the rule that decided */
	const char *facts;		/* JSON of policy's facts when proposed */
	const char *facts_hash;		/* of the facts that the present verdict rests on */
	const char *proposed_by;	/* "ai", "agent:maeve" */
	const char *key;		/* idempotency key towards the shop */
	const char *result;		/* JSON from the shop, or the failure in words */
	const char *reason;		/* of a denial by a person */
	int64_t approvals_needed;	/* 0, 1, or 2 (four-eyes) */
	int64_t attempts;
	int64_t proposed_ms;
	int64_t expires_ms;
	int64_t decided_ms;
	int64_t ended_ms;
	int64_t first_amount;		/* as proposed; another than amount: a person changed it */
	const char *amended_by;		/* agent who changed the amount last; "" nobody */
	int64_t amended_ms;
	const char *asked_by;		/* agent who asked for evidence last; "" nobody */
	const char *question;		/* masked */
	int64_t asked_ms;
	int64_t answered_ms;		/* 0: still open */
};

struct approval {
	int64_t id;
	int64_t action_id;
	const char *agent;
	bool approve;			/* else deny */
	const char *reason;
	const char *facts_hash;		/* what they saw */
	int64_t at_ms;
};

/* Whether an approval is one of what the action is now: not a denial, not of other facts, nor of
 * before its amount was changed. */
bool approval_counts(const struct approval *p, const struct action *x);

const char *action_kind_name(enum action_kind k);	/* "refund" … ; also the name of its policy
							   table */
const char *action_kind_title(enum action_kind k);	/* "Refund" … */
bool action_kind_from(const char *name, enum action_kind *out);
bool action_kind_is_amendable(enum action_kind k);	/* a person may change its amount */
bool action_kind_is_money(enum action_kind k);		/* gives the shopper money: limits apply to
							   the amount */
const char *action_state_name(enum action_state s);
const char *action_state_title(enum action_state s);	/* for people: "denied by the rules",
							   "waiting for approval" … */
bool action_state_from(const char *name, enum action_state *out);
bool action_state_is_open(enum action_state s);		/* may still lead to an effect */
/* Whether the life of an action allows this step; the one table of transitions. */
bool action_may_become(enum action_state from, enum action_state to);
const char *verdict_outcome_name(enum verdict_outcome o);	/* "approve", "deny", "human" */
bool verdict_outcome_from(const char *name, enum verdict_outcome *out);

#endif
