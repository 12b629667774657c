/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "Swap the trousers of this order and cancel that one": where a message names several orders, and
 * another thing to be done in the part of each, one wish was heard where several were told. And a
 * change that gives way to another.
 */
#include "builtin.h"

#include <string.h>

#include "floorwalker/text/text.h"

enum { PART_LIMIT = 6, DENIED_BEFORE = 2 };

/* A part of the message that names one order. */
struct part {
	size_t from, to;
	const char *order_id;
	const struct playbook *book;	/* NULL: no verb of it is known */
};

static const struct playbook *
book_told(struct talk *t, const char *text, const struct wish *own)
{
	static const enum action_kind kinds[] = {
	    ACTION_CANCEL, ACTION_RETURN, ACTION_EXCHANGE, ACTION_REFUND};

	if (text_has_word_of(t, text, key_of(t, "words.choose", action_kind_name(own->book->kind))))
		return own->book;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (text_has_word_of(t, text, key_of(t, "words.choose", action_kind_name(kinds[i]))))
			return playbook_for(kinds[i]);
	return NULL;
}

/* Parts end between two order numbers, at the last "and", "then" or stop between them. */
static size_t
end_of_part(struct talk *t, size_t from, size_t next)
{
	const char *text = t->u->text;

	for (size_t i = next; i-- > from;)
		if (strchr(".?!;\n", text[i]) ||
		    (text[i] == ' ' && (text_begins_with_word_of(t, text + i + 1, "words.joins") ||
					   text_begins_with_word_of(t, text + i + 1, "words.then"))))
			return i + 1;
	return next;
}

static size_t
parts_of(struct talk *t, const struct wish *own, struct part out[PART_LIMIT])
{
	size_t count = 0, from = 0, length = strlen(t->u->text);
	const struct slot *last = NULL;

	for (size_t i = 0; i < t->u->slot_count && count < PART_LIMIT; i++) {
		const struct slot *s = &t->u->slots[i];

		if (s->kind != SLOT_ORDER_NUMBER || s->except || s->start + s->length > length)
			continue;
		if (last) {
			out[count - 1].to = end_of_part(t, last->start + last->length, s->start);
			from = out[count - 1].to;
		}
		out[count++] = (struct part){from, length, arena_text(t->a, s->value), NULL};
		last = s;
	}
	for (size_t i = 0; i < count; i++)
		out[i].book = book_told(t,
		    arena_text_n(t->a, t->u->text + out[i].from, out[i].to - out[i].from), own);
	return count;
}

static struct wish *
only_fresh(struct talk *t)
{
	struct wish *found = NULL;

	for (size_t i = 0; i < t->m.wish_count; i++) {
		struct wish *w = &t->m.wishes[i];

		if (!w->fresh || !wish_is_live(w))
			continue;
		if (found || w->book->family != FAMILY_ACTION)
			return NULL;
		found = w;
	}
	return found;
}

/* "… and where are the trousers that I ordered?", beside a change that alone was heard. */
static void
where_beside(struct talk *t, struct wish *own)
{
	const char *clauses[ANSWER_CLAUSES];
	size_t count = question_clauses(t, t->u->text, clauses);

	for (size_t i = 1; i < count; i++) {
		const char *at = strstr(t->u->text, clauses[i]);
		size_t from = at ? (size_t)(at - t->u->text) : 0;
		struct wish *x;

		if (!from || !text_has_word_of(t, clauses[i], "words.where_is") ||
		    !(x = agenda_add(t, playbook_find("order_status"), 0.85)))
			continue;
		x->question = clauses[i];
		x->from = from;
		x->to = from + strlen(clauses[i]);
		own->to = own->to > from ? from : own->to;
		trace_step(t, "wish", "where something is, beside a change", "no such question");
		return;
	}
}

void
commands_listen(struct talk *t)
{
	struct wish *alone = only_fresh(t);

	if (alone && !t->answered)
		where_beside(t, alone);
	struct part parts[PART_LIMIT];
	struct wish *own = only_fresh(t);
	size_t count = own && t->u->signals.correction < 0.5 ? parts_of(t, own, parts) : 0,
	       home = PART_LIMIT;
	bool differ = false;

	for (size_t i = 0; i < count; i++) {
		if (!parts[i].book)
			return;
		differ = differ || parts[i].book != own->book;
		home = parts[i].book == own->book ? i : home;
	}
	if (count < 2 || !differ || home == PART_LIMIT)
		return;
	for (size_t i = 0; i < count; i++) {
		struct wish *w =
		    i == home ? own : agenda_add(t, parts[i].book, own->probability);

		if (!w)
			return;
		w->question = arena_text_n(
		    t->a, t->u->text + parts[i].from, parts[i].to - parts[i].from);
		w->from = parts[i].from;
		w->to = parts[i].to;
		w->order_id = parts[i].order_id;
		if (i != home && is_goods_or_swap(w->book))
			wish_take_words(t, w, parts[i].from, parts[i].to);
		trace_step(t, "wish",
		    arena_printf(t->a, "\"%s\" in the part that names its order", w->book->intent),
		    "one thing to be done with all orders");
	}
}

/* A verb of the list stands in the text, and no "not" right before it. */
static bool
is_told_to(struct talk *t, enum action_kind kind, bool *denied)
{
	const char *text = t->u->text, *key = key_of(t, "words.choose", action_kind_name(kind));
	struct token *words;
	size_t n = text_tokens(t->a, text, strlen(text), &words);
	bool told = false;

	*denied = false;
	for (size_t i = 0; i < n; i++) {
		bool no = false;

		if (!text_begins_with_word_of(t, text + words[i].start, key))
			continue;
		for (size_t back = 1; back <= DENIED_BEFORE && back <= i; back++)
			no = no || text_has_word_of(t, words[i - back].folded, "words.denies");
		*denied = *denied || no;
		told = told || !no;
	}
	return told;
}

/* "Do not cancel it, change it to L": what was summed up is denied, and another verb told. */
static void
take_instead(struct talk *t, struct wish *w)
{
	static const enum action_kind kinds[] = {
	    ACTION_ITEM_CHANGE, ACTION_EXCHANGE, ACTION_RETURN, ACTION_CANCEL};
	bool own_denied, denied, unshipped;
	const struct order *o = t->customer ? wish_order(t, w) : NULL;

	if (!o || is_told_to(t, w->book->kind, &own_denied))
		return;
	unshipped = order_fits(o, FIT_UNSHIPPED);
	/* "no, keep the order, but make it size M" */
	bool other_size = t->u->signals.no >= 0.5 && understanding_slot(t->u, SLOT_OPTION) &&
	    !(w->book->needs & NEEDS(NEED_VARIANT));

	if (!own_denied && !other_size)
		return;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		bool before = kinds[i] == ACTION_ITEM_CHANGE || kinds[i] == ACTION_CANCEL;
		const struct playbook *book = playbook_for(kinds[i]);
		struct wish *x;

		bool sized = other_size &&
		    (kinds[i] == ACTION_ITEM_CHANGE || kinds[i] == ACTION_EXCHANGE);

		if (kinds[i] == w->book->kind || before != unshipped || !book ||
		    (!sized && !is_told_to(t, kinds[i], &denied)))
			continue;
		for (size_t k = 0; k < t->m.wish_count; k++)
			if (t->m.wishes[k].fresh && t->m.wishes[k].book == w->book)
				t->m.wishes[k].status = WISH_DROPPED;
		w->status = WISH_DROPPED;
		w->hash = "";
		if (!(x = agenda_add(t, book, 0.9)))
			return;
		x->question = t->u->text;
		x->order_id = o->id;
		trace_step(t, "instead",
		    arena_printf(t->a, "\"%s\" is denied, \"%s\" told", w->book->intent, book->intent),
		    NULL);
		return;
	}
}

static bool
names_other_goods(struct talk *t, const struct wish *w)
{
	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *s = &t->u->slots[i];
		bool same = false;

		if (s->kind == SLOT_ORDER_NUMBER && !text_is_fold(s->value, w->order_id))
			return true;
		for (size_t k = 0; s->kind == SLOT_PRODUCT && k < w->mention_count; k++)
			same = same || text_is(w->mentions[k].product_id, s->value);
		if (s->kind == SLOT_PRODUCT && !same)
			return true;
	}
	return text_has_word_of(t, t->u->text, "words.as_well");
}

/* "You know what, just cancel the whole order": a change that was summed up and not agreed to gives
 * way to one of the same order that it can't go with. */
void
commands_replace(struct talk *t)
{
	struct wish *w = t->focus;

	if (!w || w->fresh || w->status != WISH_CONFIRMING || w->book->family != FAMILY_ACTION ||
	    talk_is_clear_yes(t))
		return;
	take_instead(t, w);
	for (size_t i = 0; i < t->m.wish_count; i++) {
		struct wish *x = &t->m.wishes[i];
		bool cancels = w->book->kind == ACTION_CANCEL || x->book->kind == ACTION_CANCEL,
		     goods = is_goods_action(w->book) && is_goods_action(x->book);

		if (!x->fresh || !wish_is_live(x) || x->book->family != FAMILY_ACTION ||
		    x->book == w->book || (!cancels && !goods) || names_other_goods(t, w))
			continue;
		w->status = WISH_DROPPED;
		w->hash = "";		/* it may be wanted again */
		x->order_id = x->order_id[0] ? x->order_id : w->order_id;
		for (size_t k = 0; goods && k < w->pick_count; k++)
			x->picks[x->pick_count++] = w->picks[k];
		trace_step(t, "replaced",
		    arena_printf(t->a, "\"%s\" gives way to \"%s\"", w->book->intent,
			x->book->intent),
		    "words like \"also\", or other goods");
		return;
	}
}
