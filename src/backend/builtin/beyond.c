/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What no action of the shop meets: what the world leaves to people, a cancellation that shall be
 * undone, a parcel that shall be sent faster. It is said so, and people are near.
 */
#include "builtin.h"

#include <string.h>

static bool
is_left_to_people(const struct talk *t, const char *intent)
{
	const struct gate_settings *g = &t->q->settings->gates;

	for (size_t i = 0; i < g->people_count; i++)
		if (text_is(g->people[i], intent))
			return true;
	return false;
}

/* Asked to be done, and not how it is done. */
static bool
is_wanted_done(struct talk *t, const struct wish *w)
{
	return text_has_word_of(t, w->question, "words.requests") ||
	    !question_is_general(t, w->question);
}

bool
leave_to_people(struct talk *t, struct wish *w)
{
	if (!is_left_to_people(t, w->book->intent) ||
	    (w->book->family == FAMILY_ANSWER &&
		(!is_wanted_done(t, w) || understanding_slot(t->u, SLOT_METHOD))))
		return false;
	trace_step(t, "left to people",
	    arena_printf(t->a, "the world leaves \"%s\" to people", w->book->intent),
	    "a question that an article answers");
	say_plain(t, "trouble.person");
	hand_off(t, HANDOFF_POLICY);
	return true;
}

/* Some order of theirs has it: then it is another wish's. */
static bool
is_theirs(struct talk *t, const struct mention *m)
{
	if (!talk_orders(t))
		return true;
	for (size_t i = 0; i < t->order_count; i++)
		if (order_has_mentioned(t, &t->orders[i], m))
			return true;
	return false;
}

/* Of what the message or the wish names, a product by its whole name that isn't in the order, nor
 * in any. */
static const struct product *
named_beside(struct talk *t, const struct wish *w)
{
	const char *text = w->fresh && w->question[0] ? t->u->text : w->question;

	for (size_t i = 0; i < t->u->slot_count + w->mention_count; i++) {
		const struct slot *s = i < t->u->slot_count ? &t->u->slots[i] : NULL;
		struct mention m = { .words = "" };
		const struct product *p;

		if (s && (s->kind != SLOT_PRODUCT || s->except))
			continue;
		m.product_id = s ? s->value : w->mentions[i - t->u->slot_count].product_id;
		p = talk_product(t, m.product_id);
		if (p && !is_theirs(t, &m) &&
		    (strcasestr(t->u->text, p->name) || strcasestr(text, p->name)))
			return p;
	}
	return NULL;
}

bool
refuse_other_goods(struct talk *t, struct wish *w)
{
	const struct order *o = wish_order(t, w);
	const struct product *p =
	    o && w->pick_count && !w->sku[0] ? named_beside(t, w) : NULL;
	struct verdict v = {0};

	for (size_t i = 0; p && i < p->variant_count; i++) {
		struct wish probe = *w;

		if (p->variants[i].stock <= 0)
			continue;
		probe.sku = p->variants[i].sku;
		method_settle_difference(t, &probe);
		struct action_proposal x = action_build(t, &probe, w->book->kind);

		if (!action_try(t, &x, &v) || v.outcome != VERDICT_DENY)
			return false;
		w->rule = v.rule;
		w->said = v.agent;
		w->status = WISH_REFUSED;
		t->m.served = true;
		say_verdict(t, &v);
		return true;
	}
	return false;
}

/* They hold on to an order that isn't theirs. */
enum outcome
refuse_foreign_order(struct talk *t, struct wish *w)
{
	say_plain(t, "order.only_yours");
	w->status = WISH_REFUSED;
	t->m.served = true;
	t->m.order_unknown = false;
	trace_step(t, "refused", "the order isn't on this customer's account", "a number of theirs");
	return OUTCOME_NEXT;
}

static bool
has(struct talk *t, const char *key)
{
	return has_key(t, key) && text_has_word_of(t, t->u->text, key);
}

const char *
beyond_wish(struct talk *t)
{
	const struct intent_guess *top = t->u->intent_count ? &t->u->intents[0] : NULL;
	const struct playbook *book = top ? playbook_find(top->intent) : NULL;
	bool order = understanding_slot(t->u, SLOT_ORDER_NUMBER) || has(t, "words.record.my_order");

	if (talk_only_answers(t))
		return NULL;
	if (order && has(t, "words.undo") && text_has_word_of(t, t->u->text, "words.choose.cancel"))
		return "undo_cancel";
	if (is_left_to_people(t, "warranty") && has(t, "words.repair") &&
	    (!book || book->family != FAMILY_ACTION))
		return "warranty";
	if (t->u->wish_count > 1)
		return NULL;
	if (order && has(t, "words.faster") && (!book || book->family == FAMILY_ANSWER) &&
	    (text_has_word_of(t, t->u->text, "words.requests") ||
		!question_is_general(t, t->u->text)))
		return "send_faster";
	return NULL;
}

static enum outcome
say_beyond(struct talk *t, struct wish *w, const char *key)
{
	say_order(t, key, w->order_id);
	say_plain(t, "human.offer");
	state_expect(t, CHOICE_HUMAN, "yes_no");
	w->status = WISH_REFUSED;
	t->m.served = true;
	return OUTCOME_ASKED;
}

static enum outcome
undo_run(struct talk *t, struct wish *w)
{
	const struct order *o = wish_order(t, w);

	if (!o)
		return OUTCOME_STUCK;
	if (text_is(o->status, "cancelled"))
		return say_beyond(t, w, "beyond.undo_cancel");
	w->book = playbook_find("order_status");	/* nothing is cancelled: how it stands */
	return w->book->run(t, w);
}

static enum outcome
faster_run(struct talk *t, struct wish *w)
{
	const struct order *o = wish_order(t, w);

	if (!o)
		return OUTCOME_STUCK;
	if (order_fits(o, FIT_UNSHIPPED))
		return say_beyond(t, w, "beyond.send_faster");
	w->book = playbook_find("order_status");
	return w->book->run(t, w);
}

bool
is_beyond(const struct playbook *b)
{
	return b >= playbooks_beyond && b < playbooks_beyond + playbooks_beyond_count;
}

/* No model guesses these: beyond_wish() does. */
const struct playbook playbooks_beyond[] = {
	{"undo_cancel", FAMILY_ANSWER, NEEDS(NEED_CUSTOMER) | NEEDS(NEED_ORDER), FIT_PAID_BACK, 0, NULL, NULL, 0, undo_run, false},
	{"send_faster", FAMILY_ANSWER, NEEDS(NEED_CUSTOMER) | NEEDS(NEED_ORDER), FIT_UNSHIPPED, 0, NULL, NULL, 0, faster_run, false},
};
const size_t playbooks_beyond_count = sizeof playbooks_beyond / sizeof playbooks_beyond[0];
