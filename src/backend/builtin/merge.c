/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Wishes that came with one message and are one: a trouble is the reason for the refund beside it, a
 * feeling is how the other is felt.
 */
#include "builtin.h"

static void
drop(struct talk *t, struct wish *w, const char *why)
{
	w->status = WISH_DROPPED;
	w->fresh = false;
	trace_step(t, "merged", arena_printf(t->a, "\"%s\": %s", w->book->intent, why), NULL);
}

static bool
is_swap(const struct playbook *b)
{
	return b->family == FAMILY_ACTION && b->kind == ACTION_ITEM_CHANGE;
}

/* "Wrong address on my order. Can you change it?": the second only asks for the first. */
static bool
points_back(const struct talk *t, const struct wish *w, const struct wish *x)
{
	return w->book->family == FAMILY_ACTION && x->book->family == FAMILY_ACTION && w->to &&
	    x->to <= w->from && says_little(t, w->from, w->to);
}

/* "It came torn, I want my money back" is one wish, not two; "a refund, or else swap it" is one
 * after the other. */
void
wishes_merge(struct talk *t)
{
	struct memory *m = &t->m;

	for (size_t i = 0; i < m->wish_count; i++)
		for (size_t k = 0; k < m->wish_count; k++) {
			struct wish *w = &m->wishes[i], *x = &m->wishes[k];

			if (i == k || !w->fresh || !x->fresh)
				continue;
			if (points_back(t, w, x)) {
				drop(t, w, "asks for the other");
			} else if (w->book->family == FAMILY_TROUBLE &&
			    (w->book->needs & NEEDS(NEED_REASON)) && !w->reason[0] &&
			    is_goods_action(x->book) && !(x->book->needs & NEEDS(NEED_REASON))) {
				w->remedy = action_kind_name(x->book->kind);
				drop(t, x, "is what they want, once it is known why");
			} else if (w->book->family == FAMILY_TROUBLE &&
			    (is_goods_action(x->book) || is_swap(x->book))) {
				x->reason = topic_denies_trouble(t) ? "changed_mind"
				    : w->reason[0]                  ? w->reason
								    : x->reason;
				drop(t, w, "is the reason for the other");
			} else if (w->book->family == FAMILY_TROUBLE &&
			    x->book->family == FAMILY_TROUBLE && w->probability < x->probability) {
				drop(t, w, "is told of once, as the likelier trouble");
			} else if (text_is(w->book->intent, "refund_request") &&
			    text_is(x->book->intent, "refund_status") && !w->reason[0]) {
				drop(t, w, "asks where the money is");
			} else if (text_is(w->book->intent, "price_adjustment") &&
			    x->book->family == FAMILY_ACTION &&
			    (x->book->needs & NEEDS(NEED_VARIANT))) {
				drop(t, w, "is the difference that the other makes");
			} else if (text_is(w->book->intent, "complaint")) {
				t->sorry = true;
				drop(t, w, "is how the other is felt");
			} else if (text_is(w->book->intent, "order_status") &&
			    x->book->family == FAMILY_TROUBLE &&
			    (text_is(x->book->intent, "late_order") ||
				text_is(x->book->intent, "lost_order"))) {
				drop(t, w, "the other answers it");
			} else if (is_address_change(w->book) && is_address_change(x->book) &&
			    w->book != x->book &&
			    text_has_word_of(t, t->u->text, "words.account") ==
				(x->book->kind == ACTION_PROFILE_ADDRESS_CHANGE)) {
				drop(t, w, "is the same change in other words");
			} else if (w->book->family == FAMILY_ACTION &&
			    x->book->family == FAMILY_ACTION && w->book->kind == ACTION_REFUND &&
			    x->book->kind == ACTION_RETURN) {
				drop(t, w, "comes with the return");
			} else if (i < k && is_goods_action(w->book) && is_goods_action(x->book) &&
			    w->book != x->book) {
				x->spare = true;
			}
		}
}
