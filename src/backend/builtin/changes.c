/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Changes to an order or an account: cancel, exchange, another item, another payment, another
 * address.
 */
#include "builtin.h"

#define ORDER (NEEDS(NEED_CUSTOMER) | NEEDS(NEED_ORDER))
#define SWAP (ORDER | NEEDS(NEED_LINES) | NEEDS(NEED_VARIANT))

/* Before it ships an exchange is an item change, and after it the other way round: the records say
 * which. */
static enum outcome
swap_run(struct talk *t, struct wish *w)
{
	const struct order *o = wish_order(t, w);
	enum action_kind fits;

	if (!o)
		return OUTCOME_STUCK;
	fits = order_fits(o, FIT_UNSHIPPED) ? ACTION_ITEM_CHANGE : ACTION_EXCHANGE;
	if (fits != w->book->kind && (fits == ACTION_ITEM_CHANGE || order_fits(o, FIT_DELIVERED))) {
		const char *sku = w->sku;
		size_t swaps = w->swap_count;

		wish_turn_into(t, w, fits);
		w->sku = sku;
		w->swap_count = swaps;
	}
	if (!w->reason[0] && w->book->kind == ACTION_EXCHANGE)
		w->reason = "changed_mind";
	method_settle_difference(t, w);
	return action_run(t, w);
}

const struct playbook playbooks_changes[] = {
	{"cancel_order", FAMILY_ACTION, ORDER, FIT_UNSHIPPED, ACTION_CANCEL, NULL, NULL, 0, action_run, false},
	{"exchange_item", FAMILY_ACTION, SWAP, FIT_DELIVERED, ACTION_EXCHANGE, NULL, NULL, 0, swap_run, false},
	{"change_item", FAMILY_ACTION, SWAP, FIT_UNSHIPPED, ACTION_ITEM_CHANGE, NULL, NULL, 0, swap_run, false},
	{"change_payment", FAMILY_ACTION, ORDER | NEEDS(NEED_METHOD), FIT_UNSHIPPED, ACTION_PAYMENT_CHANGE, NULL, NULL, 0, action_run, false},
	{"change_address", FAMILY_ACTION, ORDER | NEEDS(NEED_ADDRESS), FIT_UNDERWAY, ACTION_ADDRESS_CHANGE, NULL, NULL, 0, action_run, false},
	{"change_profile_address", FAMILY_ACTION, NEEDS(NEED_CUSTOMER) | NEEDS(NEED_ADDRESS), FIT_ANY, ACTION_PROFILE_ADDRESS_CHANGE, NULL, NULL, 0, action_run, false},
};
const size_t playbooks_changes_count = sizeof playbooks_changes / sizeof playbooks_changes[0];
