/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The policy's words as a reading of the records: written apart from the world's decision tables,
 * and never asking them.
 */
#include "ends.h"

#include <string.h>

const char *const ends_sentence_names[ENDS_SENTENCES] = {"not_theirs", "status", "once", "reason",
    "other_product", "unavailable", "same_method", "short_card", "refund_method"};

static unsigned
by(enum ends_sentence s, bool breaks)
{
	return breaks ? 1u << s : 0;
}

static bool
is_gift_card(const struct payment_method *m)
{
	return text_is(m->kind, "gift_card");
}

/* How it was paid when it was placed. */
static bool
is_original(const struct order *o, const struct payment_method *m)
{
	return o->payment_count > 0 && text_is(o->payments[0].method_id, m->id);
}

/* "Each item can be … to an available new item of the same product", and the gift card "must have
 * enough balance to cover the price difference". */
static unsigned
of_new_item(const struct ends_wish *w)
{
	unsigned set = 0;

	if (w->becomes == NULL)
		return 0;
	set |= by(ENDS_OTHER_PRODUCT, w->product != w->new_product);
	set |= by(ENDS_UNAVAILABLE, w->becomes->stock <= 0);
	if (w->method != NULL && is_gift_card(w->method))
		set |= by(ENDS_SHORT_CARD, w->method->balance < w->becomes->price - w->line->price);
	return set;
}

unsigned
ends_forbidden_by(const struct ends_wish *w)
{
	const struct order *o = w->order;
	bool pending = text_is(o->status, "pending"), delivered = text_is(o->status, "delivered");
	unsigned set = by(ENDS_NOT_THEIRS, !text_is(o->customer_id, w->who->id));

	switch (w->kind) {
	case ACTION_CANCEL:
		set |= by(ENDS_STATUS, !pending) | by(ENDS_REASON, w->other_reason);
		break;
	case ACTION_ADDRESS_CHANGE:
		set |= by(ENDS_STATUS, !pending);
		break;
	case ACTION_PAYMENT_CHANGE:
		set |= by(ENDS_STATUS, !pending) | by(ENDS_SAME_METHOD, is_original(o, w->method));
		set |= by(ENDS_SHORT_CARD,
		    is_gift_card(w->method) && w->method->balance < order_total(o));
		break;
	case ACTION_ITEM_CHANGE:
		set |= by(ENDS_STATUS, !pending) | of_new_item(w);
		break;
	case ACTION_EXCHANGE:
		set |= by(ENDS_STATUS, !delivered) | of_new_item(w);
		break;
	case ACTION_RETURN:
		set |= by(ENDS_STATUS, !delivered);
		set |= by(ENDS_REFUND_METHOD, w->method != NULL && !is_original(o, w->method) &&
			!is_gift_card(w->method));
		break;
	default:
		break;
	}
	return set | by(ENDS_ONCE, pending && (o->items_changed || w->items_changed_before));
}
