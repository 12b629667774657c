/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a message says of how something is paid, and what is no wish for that reason.
 */
#include "builtin.h"

#include <string.h>

/* "To another card": where the money of this wish goes, and no other way of paying the order. */
bool
tells_method(const struct talk *t, const struct wish *w, const struct playbook *guessed)
{
	bool payment = guessed->family == FAMILY_ACTION && guessed->kind == ACTION_PAYMENT_CHANGE,
	     told = !strchr(t->u->text, '?') && (text_is(guessed->intent, "gift_card") ||
		     text_is(guessed->intent, "payment_question"));

	return is_goods_action(w->book) && (w->book->needs & NEEDS(NEED_METHOD)) &&
	    (payment || told) && understanding_slot(t->u, SLOT_METHOD);
}

/* What a sentence about a method of payment may be taken for. */
static bool
sounds_like_payment(const struct playbook *b)
{
	static const char *const intents[] = {
	    "price_adjustment", "change_payment", "gift_card", "payment_question"};

	for (size_t i = 0; i < sizeof intents / sizeof intents[0]; i++)
		if (text_is(b->intent, intents[i]))
			return true;
	return false;
}

bool
is_swap_intent(const char *intent)
{
	const struct playbook *b = playbook_find(intent);

	return b && (b->needs & NEEDS(NEED_VARIANT));
}

/* The sentences that the clause stands in; the whole text where it is none. */
static void
sentences_around(const struct talk *t, const struct wish_clause *c, size_t *from, size_t *to)
{
	size_t length = strlen(t->u->text);

	*from = c && c->start < length ? c->start : 0;
	*to = c && c->start < length && c->length <= length - c->start ? c->start + c->length
									: length;
	while (*from > 0 && !strchr(".!?\n", t->u->text[*from - 1]))
		--*from;
	while (*to < length && !strchr(".!?\n", t->u->text[*to]))
		++*to;
}

static bool
wants_swap(const struct talk *t)
{
	for (size_t i = 0; i < t->u->wish_count; i++)
		if (is_swap_intent(t->u->wishes[i].intent))
			return true;
	for (size_t i = 0; understanding_slot(t->u, SLOT_OPTION) && i < t->u->intent_count; i++)
		if (is_swap_intent(t->u->intents[i].intent))
			return true;
	for (size_t i = 0; i < t->m.wish_count; i++)
		if (wish_is_live(&t->m.wishes[i]) &&
		    (t->m.wishes[i].book->needs & NEEDS(NEED_VARIANT)))
			return true;
	return false;
}

/* "Take my card for the difference", beside the wish for another size, is about no price that fell
 * and no other way of paying the order; nor is "with my gift card, please" to a summary. */
bool
is_about_method(struct talk *t, const struct playbook *book, const struct wish_clause *c)
{
	const struct slot *s = understanding_slot(t->u, SLOT_METHOD);
	const struct wish *w = t->focus;
	size_t from, to;

	bool answers = book->family == FAMILY_ANSWER && !(book->needs & NEEDS(NEED_ORDER));

	if (!s || (!sounds_like_payment(book) && !answers))
		return false;
	sentences_around(t, c, &from, &to);
	if (text_has_word_of(t, arena_text_n(t->a, t->u->text + from, to - from),
		"words.difference") &&
	    wants_swap(t))
		return true;
	return w && wish_is_live(w) && !(c && c->asks) && !strchr(t->u->text, '?') &&
	    (w->status == WISH_CONFIRMING || t->m.choice == CHOICE_METHOD) &&
	    (w->book->needs & (NEEDS(NEED_METHOD) | NEEDS(NEED_VARIANT)));
}

/* Where all that was made out is how to pay the difference: the change that it belongs to. */
const struct intent_guess *
behind_method(struct talk *t, const struct intent_guess *g)
{
	const struct playbook *book = playbook_find(g->intent);

	if (!book || !is_about_method(t, book, NULL) || !understanding_slot(t->u, SLOT_PRODUCT))
		return g;
	for (size_t i = 0; i < t->u->intent_count; i++)
		if (is_swap_intent(t->u->intents[i].intent)) {
			struct intent_guess *swap = arena_alloc(t->a, sizeof *swap);

			*swap = (struct intent_guess){t->u->intents[i].intent, NEW_WISH_ASKED};
			return swap;
		}
	return g;
}
