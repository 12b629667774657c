/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/model/action.h"

#include "names.h"

#define NAMES(array) (sizeof(array) / sizeof((array)[0]))

static const char *const kinds[ACTION_KIND_COUNT] = {
	[ACTION_REFUND] = "refund",
	[ACTION_CANCEL] = "cancel",
	[ACTION_RETURN] = "return",
	[ACTION_EXCHANGE] = "exchange",
	[ACTION_ITEM_CHANGE] = "item_change",
	[ACTION_PAYMENT_CHANGE] = "payment_change",
	[ACTION_ADDRESS_CHANGE] = "address_change",
	[ACTION_PROFILE_ADDRESS_CHANGE] = "profile_address_change",
	[ACTION_DISCOUNT] = "discount",
	[ACTION_GOODWILL] = "goodwill",
};

static const char *const titles[ACTION_KIND_COUNT] = {
	[ACTION_REFUND] = "Refund",
	[ACTION_CANCEL] = "Cancellation",
	[ACTION_RETURN] = "Return",
	[ACTION_EXCHANGE] = "Exchange",
	[ACTION_ITEM_CHANGE] = "Item change",
	[ACTION_PAYMENT_CHANGE] = "Payment change",
	[ACTION_ADDRESS_CHANGE] = "Address change",
	[ACTION_PROFILE_ADDRESS_CHANGE] = "Profile address change",
	[ACTION_DISCOUNT] = "Discount",
	[ACTION_GOODWILL] = "Goodwill",
};

static const char *const states[ACTION_STATE_COUNT] = {
	[ACTION_PROPOSED] = "proposed",
	[ACTION_DENIED_BY_RULE] = "denied_by_rule",
	[ACTION_APPROVED_BY_RULE] = "approved_by_rule",
	[ACTION_WAITING] = "waiting",
	[ACTION_APPROVED] = "approved",
	[ACTION_DENIED] = "denied",
	[ACTION_EXPIRED] = "expired",
	[ACTION_WITHDRAWN] = "withdrawn",
	[ACTION_EXECUTING] = "executing",
	[ACTION_DONE] = "done",
	[ACTION_FAILED] = "failed",
	[ACTION_REVERSED] = "reversed",
};

static const char *const outcomes[] = { "approve", "deny", "human" };

#define TO(state) (1u << ACTION_##state)

/* The life of an action. Approved may fall back to waiting or be denied by rule: policy is asked
 * again at approval and just before execution, on the facts of that moment. A failed one may be
 * tried again, looked at again, or given up. */
static const unsigned next[ACTION_STATE_COUNT] = {
	[ACTION_PROPOSED] = TO(DENIED_BY_RULE) | TO(APPROVED_BY_RULE) | TO(WAITING) | TO(WITHDRAWN),
	[ACTION_APPROVED_BY_RULE] = TO(EXECUTING) | TO(WAITING) | TO(DENIED_BY_RULE) | TO(WITHDRAWN),
	[ACTION_WAITING] = TO(APPROVED) | TO(DENIED) | TO(DENIED_BY_RULE) | TO(EXPIRED) | TO(WITHDRAWN),
	[ACTION_APPROVED] = TO(EXECUTING) | TO(WAITING) | TO(DENIED_BY_RULE) | TO(WITHDRAWN),
	[ACTION_EXECUTING] = TO(DONE) | TO(FAILED),
	[ACTION_FAILED] = TO(EXECUTING) | TO(WAITING) | TO(DENIED) | TO(DENIED_BY_RULE) | TO(WITHDRAWN) | TO(REVERSED),
	[ACTION_DONE] = TO(REVERSED),
};

bool
approval_counts(const struct approval *p, const struct action *x)
{
	return p->approve && p->at_ms >= x->amended_ms && text_is(p->facts_hash, x->facts_hash);
}

const char *
action_kind_name(enum action_kind k)
{
	return name_at(kinds, NAMES(kinds), (size_t)k);
}

const char *
action_kind_title(enum action_kind k)
{
	return name_at(titles, NAMES(titles), (size_t)k);
}

bool
action_kind_from(const char *name, enum action_kind *out)
{
	size_t i;

	if (!name_find(kinds, NAMES(kinds), name, &i))
		return false;
	*out = (enum action_kind)i;
	return true;
}

/* What the records can hold as less: a refund that settles its units for a part, and sums that
 * somebody named. The others follow from prices. */
bool
action_kind_is_amendable(enum action_kind k)
{
	return k == ACTION_REFUND || k == ACTION_DISCOUNT || k == ACTION_GOODWILL;
}

bool
action_kind_is_money(enum action_kind k)
{
	return k == ACTION_REFUND || k == ACTION_CANCEL || k == ACTION_RETURN ||
	    k == ACTION_EXCHANGE || k == ACTION_ITEM_CHANGE || k == ACTION_DISCOUNT ||
	    k == ACTION_GOODWILL;
}

const char *
action_state_name(enum action_state s)
{
	return name_at(states, NAMES(states), (size_t)s);
}

const char *
action_state_title(enum action_state s)
{
	switch (s) {
	case ACTION_DENIED_BY_RULE:
		return "denied by the rules";
	case ACTION_APPROVED_BY_RULE:
		return "approved by the rules";
	case ACTION_WAITING:
		return "waiting for approval";
	default:
		return action_state_name(s);
	}
}

bool
action_state_from(const char *name, enum action_state *out)
{
	size_t i;

	if (!name_find(states, NAMES(states), name, &i))
		return false;
	*out = (enum action_state)i;
	return true;
}

bool
action_state_is_open(enum action_state s)
{
	switch (s) {
	case ACTION_PROPOSED:
	case ACTION_APPROVED_BY_RULE:
	case ACTION_WAITING:
	case ACTION_APPROVED:
	case ACTION_EXECUTING:
	case ACTION_FAILED:
		return true;
	default:
		return false;
	}
}

bool
action_may_become(enum action_state from, enum action_state to)
{
	return (unsigned)from < ACTION_STATE_COUNT && (unsigned)to < ACTION_STATE_COUNT &&
	    (next[from] >> to & 1);
}

const char *
verdict_outcome_name(enum verdict_outcome o)
{
	return name_at(outcomes, NAMES(outcomes), (size_t)o);
}

bool
verdict_outcome_from(const char *name, enum verdict_outcome *out)
{
	size_t i;

	if (!name_find(outcomes, NAMES(outcomes), name, &i))
		return false;
	*out = (enum verdict_outcome)i;
	return true;
}
