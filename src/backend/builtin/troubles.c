/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What arrived broken, faulty, wrong or not at all; and complaints.
 */
#include "builtin.h"

static enum outcome
sorry_run(struct talk *t, struct wish *w)
{
	if (w->fresh && !t->sorry)
		say_plain(t, "sorry.lead");
	return trouble_run(t, w);
}

/* To be heard first; a person if they want one. */
static enum outcome
complaint_run(struct talk *t, struct wish *w)
{
	w->status = WISH_DONE;
	say_plain(t, "complaint.heard");
	if (t->m.order_id[0] && t->customer)
		say_order(t, "complaint.about_order", t->m.order_id);
	say_plain(t, "human.offer");
	state_expect(t, CHOICE_HUMAN, "yes_no");
	return OUTCOME_ASKED;
}

static const enum action_kind damaged[] = {ACTION_REFUND, ACTION_EXCHANGE, ACTION_RETURN},
			      faulty[] = {ACTION_EXCHANGE, ACTION_REFUND},
			      wrong[] = {ACTION_REFUND, ACTION_RETURN}, missing[] = {ACTION_REFUND};

#define GOODS (NEEDS(NEED_CUSTOMER) | NEEDS(NEED_ORDER) | NEEDS(NEED_LINES) | NEEDS(NEED_REASON))

const struct playbook playbooks_troubles[] = {
	{"damaged_item", FAMILY_TROUBLE, GOODS, FIT_DELIVERED, 0, "damaged", damaged, 3, sorry_run, false},
	{"faulty_item", FAMILY_TROUBLE, GOODS, FIT_DELIVERED, 0, "faulty", faulty, 2, sorry_run, false},
	{"wrong_item", FAMILY_TROUBLE, GOODS, FIT_DELIVERED, 0, "wrong_item", wrong, 2, sorry_run, false},
	{"missing_item", FAMILY_TROUBLE, GOODS, FIT_DELIVERED, 0, "not_arrived", missing, 1, sorry_run, false},
	{"complaint", FAMILY_ANSWER, 0, FIT_ANY, 0, NULL, NULL, 0, complaint_run, false},
};
const size_t playbooks_troubles_count = sizeof playbooks_troubles / sizeof playbooks_troubles[0];
