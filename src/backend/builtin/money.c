/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Money back: refunds, returns, a price that fell.
 */
#include "builtin.h"

/* What the shopper would get if today's price were what they had paid; 0 where no price fell. */
static int64_t
price_fall(struct talk *t, const struct order *o, const struct wish *w)
{
	int64_t sum = 0;

	for (size_t i = 0; i < w->pick_count; i++) {
		const struct order_line *l = order_line_find(o, w->picks[i].line_id);
		const struct product *p = l ? line_product(t, l) : NULL;
		const struct variant *v = p ? product_variant(p, l->sku) : NULL;

		if (v && v->price < l->price)
			sum += (l->price - v->price) * w->picks[i].quantity;
	}
	return sum;
}

/* A price that fell is refunded by a person, who compares the two; what the rules say about it is
 * heard before it is handed over. */
static enum outcome
price_adjustment_run(struct talk *t, struct wish *w)
{
	const struct order *o = wish_order(t, w);
	struct params p = {0};
	struct verdict v = {0};

	if (!o)
		return OUTCOME_STUCK;
	int64_t fall = price_fall(t, o, w);

	t->m.served = true;
	param_text(&p, "order", o->id);
	param_text(&p, "items", phrase_picks(t, w, o));
	if (!fall) {
		say(t, "price.not_fallen", &p);
		(void)answer_from_passages(t, w, "");
		w->status = WISH_DONE;
		return OUTCOME_NEXT;
	}
	facts_derive_money(t->f, "price paid less price today", fall);
	param_money(t, &p, "amount", fall);
	say(t, "price.fallen", &p);
	w->reason = "price";
	struct action_proposal refund = action_build(t, w, ACTION_REFUND);

	if (action_try(t, &refund, &v)) {
		w->rule = v.rule;
		w->said = v.agent;
		say_verdict(t, &v);
	}
	if (t->err)
		return OUTCOME_STUCK;
	if (v.outcome == VERDICT_DENY && !text_is_empty(v.rule)) {
		w->status = WISH_REFUSED;
		return OUTCOME_NEXT;
	}
	hand_off(t, HANDOFF_POLICY);
	return OUTCOME_STUCK;
}

#define GOODS (NEEDS(NEED_CUSTOMER) | NEEDS(NEED_ORDER) | NEEDS(NEED_LINES))

const struct playbook playbooks_money[] = {
	{"refund_request", FAMILY_ACTION, GOODS | NEEDS(NEED_REASON) | NEEDS(NEED_METHOD), FIT_DELIVERED, ACTION_REFUND, NULL, NULL, 0, action_run, false},
	{"return_item", FAMILY_ACTION, GOODS | NEEDS(NEED_REASON) | NEEDS(NEED_METHOD), FIT_DELIVERED, ACTION_RETURN, NULL, NULL, 0, action_run, false},
	{"refund_preview", FAMILY_ANSWER, GOODS, FIT_ANY, 0, NULL, NULL, 0, preview_run, false},
	{"price_adjustment", FAMILY_ANSWER, GOODS, FIT_ANY, 0, "price", NULL, 0, price_adjustment_run, false},
};
const size_t playbooks_money_count = sizeof playbooks_money / sizeof playbooks_money[0];
