/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A no to a summary, whatever reason stands beside it, told apart from a correction of what was
 * summed up and from another wish.
 */
#include "builtin.h"

#include <stdlib.h>
#include <string.h>

#define YES_LEAST 0.25		/* from here a yes stands beside the no: which is meant is asked */
#define NO_LEAST 0.30		/* less than that is the "no" of a tale: "no, I asked next door" */
#define HEARD 0.60		/* probability of a reason that is told */
#define SURE_AMOUNT 0.80	/* of "all" and "both" that stand alone */
#define LEAD 5			/* letters of a sound before it: "ah", "hmm", "pues" */
#define BARE 5			/* words of one that says little else than a value */
#define ASIDE 7			/* words of a message that names things to correct, not beside a
				   reason */

/* A word of refusal at the beginning, or behind a sound or the like: "ah no, …". */
static bool
begins_with_no(struct talk *t, const char *text)
{
	size_t lead = strcspn(text, " ,.!");
	const char *next = text + lead + strspn(text + lead, " ,.!");

	return text_begins_with_word_of(t, text, "words.no") ||
	    (lead <= LEAD && text_begins_with_word_of(t, next, "words.no"));
}

/* "No, …", "leave it", "I'd rather keep it": without a yes beside it. */
static bool
says_no(struct talk *t)
{
	const struct signals *s = &t->u->signals;
	const char *text = t->u->text + strspn(t->u->text, " \t\n.,;:!-");

	if (s->yes >= YES_LEAST)
		return false;
	if (s->no >= NO_LEAST && begins_with_no(t, text))
		return true;
	if (text_begins_with_word_of(t, text, "words.keeps_it") ||
	    (text_begins_with_word_of(t, text, "words.stop") && !strchr(text, '?')))
		return true;
	return talk_is_clear_no(t) ||
	    (text_has_word_of(t, text, "words.keeps_it") && !strchr(text, '?') &&
		!text_has_word_of(t, text, "words.joins"));
}

static int64_t
picked_quantity(const struct wish *w)
{
	int64_t n = 0;

	for (size_t i = 0; i < w->pick_count; i++)
		n += w->picks[i].quantity;
	return n;
}

static bool
variant_has(const struct variant *v, const struct slot *s)
{
	for (size_t i = 0; v && i < v->option_count; i++)
		if (text_is_fold(v->options[i].value, s->value))
			return true;
	return false;
}

/* A value that what was summed up hasn't: "no, the blue one". What they have now is named by who
 * keeps it too, so that only a bare value asks for it: "no, moss". */
static bool
is_other_value(struct talk *t, const struct wish *w, const struct order *o, const struct slot *s)
{
	bool elsewhere = false;

	for (size_t i = 0; i < o->line_count; i++) {
		const struct product *p = line_product(t, &o->lines[i]);
		bool picked = wish_picks(w, o->lines[i].id);

		if (!p)
			continue;
		if (picked && variant_has(product_variant(p, wish_sku(w, o->lines[i].id)), s))
			return false;
		if (picked && variant_has(product_variant(p, o->lines[i].sku), s))
			return (w->book->needs & NEEDS(NEED_VARIANT)) &&
			    text_count_words(t->u->text) <= BARE;
		elsewhere = elsewhere || variant_has(product_variant(p, o->lines[i].sku), s);
	}
	return elsewhere || (w->book->needs & NEEDS(NEED_VARIANT)) ||
	    text_count_words(t->u->text) <= ASIDE;
}

/* Goods of the order that weren't summed up; of several that were, those that they keep. */
static bool
is_other_product(struct talk *t, const struct wish *w, const struct order *o, const struct slot *s)
{
	struct mention m = {s->value, slot_words(t, s), s->except};
	bool other = false, whole = w->pick_count == 0;

	if (goods_are_kept(t, s))
		return (whole ? o->line_count : w->pick_count) > 1;
	if (s->except)
		return (whole ? o->line_count : w->pick_count) > 1 && text_count_words(t->u->text) <= ASIDE;
	for (size_t i = 0; i < o->line_count; i++) {
		if (!line_is_mentioned(t, o, &o->lines[i], &m))
			continue;
		if (wish_picks(w, o->lines[i].id))
			return w->pick_count > 1 && text_count_words(t->u->text) <= ASIDE;
		other = !whole || o->line_count > 1;
	}
	return other && (!whole || text_count_words(t->u->text) <= ASIDE);
}

/* "No, only one of them", "both". */
static bool
is_other_amount(struct talk *t, const struct wish *w, const struct order *o)
{
	int64_t picked = picked_quantity(w), whole = 0;
	const struct slot *all = understanding_slot(t->u, SLOT_ORDINAL),
			  *n = understanding_slot(t->u, SLOT_QUANTITY);

	for (size_t i = 0; i < o->line_count; i++)
		whole += o->lines[i].returned ? 0 : o->lines[i].quantity;
	if (n && atoll(n->value) != picked && atoll(n->value) <= whole)
		return true;
	if (text_count_words(t->u->text) > ASIDE || text_has_word_of(t, t->u->text, "words.keeps_it"))
		return false;
	if (all && (text_is(all->value, "all") || text_is(all->value, "both")))
		return all->probability >= SURE_AMOUNT && picked < whole;
	return picked > 1 && text_has_word_of(t, t->u->text, "words.only_some");
}

/* "No, only the jacket": of an order, which is cancelled whole. */
static bool
names_a_part(struct talk *t, const struct order *o)
{
	const struct slot *s = understanding_slot(t->u, SLOT_PRODUCT);

	return o->line_count > 1 && text_count_words(t->u->text) <= ASIDE &&
	    !text_has_word_of(t, t->u->text, "words.keeps_it") &&
	    ((s && !goods_are_kept(t, s)) ||
		text_has_word_of(t, t->u->text, "words.only_some"));
}

/* Another line, value or amount of the goods that were summed up. */
static bool
corrects_goods(struct talk *t, const struct wish *w)
{
	const struct order *o = w->order_id[0] ? wish_order(t, w) : NULL;

	if (o && is_cancel(w->book))
		return names_a_part(t, o);
	if (!o || !is_goods_or_swap(w->book))
		return false;
	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *s = &t->u->slots[i];

		if ((s->kind == SLOT_PRODUCT && is_other_product(t, w, o, s)) ||
		    (s->kind == SLOT_OPTION && !s->except && s->probability >= SLOT_LEAST &&
			is_other_value(t, w, o, s)) ||
		    (s->kind == SLOT_REASON && s->probability >= HEARD &&
			reason_is_ours(s->value) && !text_is(s->value, w->reason)))
			return true;
	}
	return is_other_amount(t, w, o) || relative_is_told(t, w) || other_is_said(t, w);
}

/* Something to be done instead, said outright: no question, no aside, and not what they'd keep. */
static bool
wants_instead(struct talk *t, const struct wish *w)
{
	if (text_has_word_of(t, t->u->text, "words.keeps_it"))
		return false;
	bool asks = strchr(t->u->text, '?');

	for (size_t i = 0; i < t->u->wish_count; i++) {
		const struct playbook *book = playbook_find(t->u->wishes[i].intent);

		if (!book || book == w->book || t->u->wishes[i].probability < NEW_WISH_ASKED)
			continue;
		if (book->family == FAMILY_ACTION ||
		    (book->family == FAMILY_TROUBLE &&
			(asks || (is_goods_action(w->book) && book->reason &&
				     reason_is_ours(book->reason)))))
			return true;
	}
	return false;
}

/* Another order, way of paying or address; the address may stand there without a word before it. */
static bool
corrects_terms(struct talk *t, const struct wish *w)
{
	struct address read = {"", "", "", "", "", ""};

	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *s = &t->u->slots[i];
		bool which = s->kind == SLOT_ORDINAL && !text_is(s->value, "all") &&
		    !text_is(s->value, "both") && text_count_words(t->u->text) <= ASIDE;

		if (which || (s->kind == SLOT_ORDER_NUMBER && !text_is_fold(s->value, w->order_id)) ||
		    s->kind == SLOT_ADDRESS || s->kind == SLOT_POSTCODE ||
		    (s->kind == SLOT_METHOD && !text_is(method_heard(t, s), w->method)))
			return true;
	}
	return is_address_change(w->book) && address_read(t, NULL, &read) &&
	    (read.city[0] || read.postcode[0]);
}

static bool
corrects(struct talk *t, const struct wish *w)
{
	return corrects_terms(t, w) || corrects_goods(t, w);
}

bool
refusal_is_said(struct talk *t, const struct wish *w)
{
	return w->status == WISH_CONFIRMING && !w->moved && says_no(t) && !corrects(t, w) &&
	    !wants_instead(t, w);
}

void
refusal_note(struct talk *t, struct wish *w)
{
	if (w->status == WISH_CONFIRMING && (says_no(t) || talk_is_clear_no(t)))
		w->no_to = w->hash;
}
