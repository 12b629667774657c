/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Questions that articles answer, with what the records add to them.
 */
#include "builtin.h"

/* The proven customer's own gift cards after the article. */
static enum outcome
gift_card_run(struct talk *t, struct wish *w)
{
	bool own = false;

	if (!t->customer && text_has_word_of(t, w->question, "words.balance") &&
	    !question_asks_where(t, w->question))
		return need_customer(t, w);	/* what is on theirs is told to them alone */
	for (size_t i = 0; t->customer && i < t->customer->method_count; i++) {
		const struct payment_method *m = &t->customer->methods[i];
		struct params p = {0};

		if (!text_is(m->kind, "gift_card"))
			continue;
		param_text(&p, "method", m->label);
		param_money(t, &p, "amount", m->balance);
		say(t, "gift_card.balance", &p);
		own = true;
	}
	if (!answer_from_passages(t, w, "") && !own && !answer_from_article(t, w))
		return answer_unknown(t, w);
	w->status = WISH_DONE;
	t->m.served = true;
	return OUTCOME_NEXT;
}

/* "Why was I charged …": what was paid for the order they speak of, then the article. */
static enum outcome
payment_run(struct talk *t, struct wish *w)
{
	const struct slot *s = understanding_slot(t->u, SLOT_ORDER_NUMBER);
	const struct order *o = s && t->customer ? talk_order(t, s->value) : NULL;

	for (size_t i = 0; o && i < o->payment_count; i++) {
		struct params p = {0};

		param_text(&p, "order", o->id);
		param_money(t, &p, "amount", o->payments[i].amount);
		param_date(t, &p, "date", o->payments[i].at_ms);
		param_text(&p, "method", phrase_method(t, o->payments[i].method_id));
		say(t, o->payments[i].refund ? "refund.sent" : "payment.made", &p);
	}
	if (!answer_from_passages(t, w, "") && !o && !answer_from_article(t, w))
		return answer_unknown(t, w);
	w->status = WISH_DONE;
	t->m.served = true;
	return OUTCOME_NEXT;
}

/* How one orders stands in the shop's article about it, whatever thing is named beside the
 * wish ("I'd like to order a tent" asks nothing about tents). */
static enum outcome
place_order_run(struct talk *t, struct wish *w)
{
	if (!answer_from_article(t, w) && !answer_from_topic(t, w))
		return knowledge_run(t, w);
	w->status = WISH_DONE;
	t->m.served = true;
	return OUTCOME_NEXT;
}

const struct playbook playbooks_answers[] = {
	{"delivery_time", FAMILY_ANSWER, 0, FIT_ANY, 0, NULL, NULL, 0, knowledge_run, false},
	{"delivery_cost", FAMILY_ANSWER, 0, FIT_ANY, 0, NULL, NULL, 0, knowledge_run, false},
	{"payment_question", FAMILY_ANSWER, 0, FIT_ANY, 0, NULL, NULL, 0, payment_run, false},
	{"invoice", FAMILY_ANSWER, 0, FIT_ANY, 0, NULL, NULL, 0, knowledge_run, false},
	{"account", FAMILY_ANSWER, 0, FIT_ANY, 0, NULL, NULL, 0, knowledge_run, false},
	{"gift_card", FAMILY_ANSWER, 0, FIT_ANY, 0, NULL, NULL, 0, gift_card_run, false},
	{"discount", FAMILY_ANSWER, 0, FIT_ANY, 0, NULL, NULL, 0, knowledge_run, false},
	{"place_order", FAMILY_ANSWER, 0, FIT_ANY, 0, NULL, NULL, 0, place_order_run, false},
	{"store_info", FAMILY_ANSWER, 0, FIT_ANY, 0, NULL, NULL, 0, knowledge_run, false},
	{"warranty", FAMILY_ANSWER, 0, FIT_ANY, 0, NULL, NULL, 0, knowledge_run, false},
	{"loyalty", FAMILY_ANSWER, 0, FIT_ANY, 0, NULL, NULL, 0, knowledge_run, false},
	/* a question about a change that stands beside it */
	{"terms", FAMILY_ANSWER, 0, FIT_ANY, 0, NULL, NULL, 0, knowledge_run, false},
	{"privacy", FAMILY_ANSWER, 0, FIT_ANY, 0, NULL, NULL, 0, knowledge_run, false},
};
const size_t playbooks_answers_count = sizeof playbooks_answers / sizeof playbooks_answers[0];
