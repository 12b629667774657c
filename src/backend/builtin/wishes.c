/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The wishes that a message adds to the agenda, what only says more about one, and what is no wish
 * at all.
 */
#include "builtin.h"
#include "context.h"

#include <string.h>

/* How sure a guess must be to become a wish: less when nothing was asked, more when the message
 * answers a question already. */
#define NEW_WISH 0.45
#define NEW_WISH_FULL 0.30	/* where order and goods are told with it */
#define FULL_SURE 0.75		/* what it then counts for: its goods speak for it */
#define NEW_WISH_ANSWERED 0.80
#define REASON_LEAST 0.35

bool
is_goods_action(const struct playbook *b)
{
	return b->family == FAMILY_ACTION &&
	    (b->kind == ACTION_REFUND || b->kind == ACTION_RETURN || b->kind == ACTION_EXCHANGE);
}

bool
is_goods_or_swap(const struct playbook *b)
{
	return is_goods_action(b) || (b->needs & NEEDS(NEED_VARIANT));
}

bool
is_address_change(const struct playbook *b)
{
	return b->family == FAMILY_ACTION &&
	    (b->kind == ACTION_ADDRESS_CHANGE || b->kind == ACTION_PROFILE_ADDRESS_CHANGE);
}

static bool
is_among_choices(const struct talk *t, enum action_kind kind)
{
	for (size_t i = 0; t->m.choice == CHOICE_ACTION && i < t->m.choice_count; i++)
		if (text_is(t->m.choices[i], action_kind_name(kind)))
			return true;
	return false;
}

static bool
names_another_order(const struct talk *t, const struct wish *w)
{
	const struct slot *s = understanding_slot(t->u, SLOT_ORDER_NUMBER);

	return s && w->order_id[0] && !text_is_fold(s->value, w->order_id) &&
	    t->u->signals.correction < 0.5;
}

/* A guess may only say more about what is being talked of: the reason of a return, the choice among
 * remedies, the same aim in other words. */
static bool
belongs_to(struct talk *t, struct wish *w, const struct playbook *book, double probability)
{
	if (!wish_is_live(w) || names_another_order(t, w))
		return false;
	if (w->book == book)
		return true;
	/* "the wrong order, I mean …" is no wrong item: what corrects a summary gives no reason */
	if (book->family == FAMILY_TROUBLE && w->book->family == FAMILY_ACTION &&
	    (w->status == WISH_CONFIRMING || w->status == WISH_CHOOSING) &&
	    (t->u->signals.correction >= 0.5 ||
		(is_goods_action(w->book) && understanding_slot(t->u, SLOT_ORDER_NUMBER))))
		return true;
	/* the wanted one isn't there: then they rather send it back */
	if ((w->book->kind == ACTION_EXCHANGE || w->book->kind == ACTION_ITEM_CHANGE) &&
	    w->book->family == FAMILY_ACTION && t->m.choice == CHOICE_VARIANT &&
	    book->family == FAMILY_ACTION &&
	    (book->kind == ACTION_RETURN || book->kind == ACTION_REFUND ||
		book->kind == ACTION_CANCEL)) {
		wish_turn_into(t, w, book->kind);
		w->moved = true;
		t->answered = true;
		return true;
	}
	if (book->family == FAMILY_TROUBLE && is_goods_action(w->book) && book->reason) {
		const char *reason = reason_heard(t, book, probability);

		if (reason[0] && !text_is(w->reason, reason) && reason_may_change(t, w)) {
			w->reason = reason;
			w->moved = true;
		}
		return true;
	}
	if (tells_method(t, w, book))
		return true;
	if (is_address_change(w->book) && is_address_change(book) &&
	    !text_has_word_of(t, t->u->text, "words.account"))
		return true;
	if (book->family == FAMILY_TROUBLE && w->book->family == FAMILY_TROUBLE)
		return w->status == WISH_CHOOSING;
	if (book->family != FAMILY_ACTION)
		return false;
	if (w->status == WISH_CHOOSING && is_among_choices(t, book->kind)) {
		wish_turn_into(t, w, book->kind);
		t->answered = true;
		return true;
	}
	if (w->book->family == FAMILY_TROUBLE && is_goods_action(book)) {
		if (w->reason[0])
			wish_turn_into(t, w, book->kind);
		else
			w->remedy = action_kind_name(book->kind);	/* once the reason is
									   known */
		return true;
	}
	return (w->book->kind == ACTION_RETURN && book->kind == ACTION_REFUND &&
		   w->book->family == FAMILY_ACTION) ||
	    (w->book->family == FAMILY_ACTION && w->book->kind == ACTION_REFUND &&
		book->kind == ACTION_RETURN && w->status != WISH_CONFIRMING);
}

static struct wish *
live_same(struct talk *t, const struct playbook *book)
{
	for (size_t i = 0; i < t->m.wish_count; i++)
		if (t->m.wishes[i].book == book && wish_is_live(&t->m.wishes[i]) &&
		    !names_another_order(t, &t->m.wishes[i]))
			return &t->m.wishes[i];
	return NULL;
}

/* The open wish that this says more about: the one that was asked about before any other. */
static struct wish *
told_more(struct talk *t, const struct playbook *book, double probability)
{
	if (t->focus && belongs_to(t, t->focus, book, probability))
		return t->focus;
	for (size_t i = 0; i < t->m.wish_count; i++) {
		struct wish *w = &t->m.wishes[i];

		if (w != t->focus && !w->fresh && w->book->family != FAMILY_ANSWER &&
		    belongs_to(t, w, book, probability))
			return w;
	}
	return NULL;
}

/* A few words that answered the question hold no other wish; and a longer answer asks nothing
 * beside, unless it asks. */
static bool
is_only_an_answer(const struct talk *t, const struct playbook *book, const struct wish_clause *c)
{
	bool asks = strchr(t->u->text, '?') || (c && c->asks),
	     which = t->m.choice == CHOICE_LINE || t->m.choice == CHOICE_VARIANT ||
	    t->m.choice == CHOICE_METHOD;

	if (t->m.choice == CHOICE_ORDER && c && c->bare && !asks &&
	    understanding_slot(t->u, SLOT_PRODUCT))
		return true;		/* "it's the one with the fleece in it" tells which order */
	if (which && t->u->slot_count && book->family == FAMILY_ANSWER && !asks)
		return true;		/* "I'd like size S" is no question about sizes */
	if (t->u->signals.correction >= 0.5 && t->focus && wish_is_live(t->focus) &&
	    understanding_slot(t->u, SLOT_PRODUCT) && book->family == FAMILY_ANSWER && !asks)
		return true;		/* "not the pack, I mean the jacket" asks nothing about
					   jackets */
	if (t->focus && other_is_said(t, t->focus) && !asks)
		return true;
	if (!t->answered)
		return false;
	if (is_address_change(book) && identity_is_answered(t) && !asks && c && c->bare &&
	    !understanding_slot(t->u, SLOT_ADDRESS))
		return true;		/* "83022, that's my home address" proves who they are */
	if (book->family == FAMILY_ANSWER && !asks)
		return true;
	return context_is_short(t->u->text, 4) && !(t->focus && t->focus->status == WISH_CHOOSING);
}

/* Troubles of the thing itself, which "nothing is wrong with it" denies. */
static bool
is_goods_trouble(const struct playbook *b)
{
	return b->reason &&
	    (text_is(b->reason, "damaged") || text_is(b->reason, "faulty") ||
		text_is(b->reason, "wrong_item"));
}

/* "… and I'd like a new one": the remedy that they ask for in the same breath; "" none, or
 * several. */
static const char *
named_remedy(struct talk *t, const struct playbook *trouble)
{
	const char *named = "";

	for (size_t i = 0; i < trouble->remedy_count; i++) {
		const char *kind = action_kind_name(trouble->remedies[i]);

		if (!text_has_word_of(t, t->u->text, key_of(t, "words.choose", kind)))
			continue;
		if (named[0])
			return "";
		named = kind;
	}
	return named;
}

#define REMARK_SURE 0.95	/* of several guesses one that only remarks something is a wish from
				   here; a trouble sooner */
#define REMARK_TROUBLE 0.6

#define LITTLE 5	/* words of a request that says nothing of itself: "can you change it" */

bool
says_little(const struct talk *t, size_t from, size_t to)
{
	size_t words = 0;

	for (size_t i = from; i < to; i++)
		words += t->u->text[i] != ' ' && (i == from || t->u->text[i - 1] == ' ');
	for (size_t i = 0; i < t->u->slot_count; i++)
		if (t->u->slots[i].start >= from && t->u->slots[i].start < to)
			return false;
	return words <= LITTLE;
}

static bool
is_other_wish(struct talk *t, const struct intent_guess *g, const struct wish_clause *x,
    const struct wish_clause *c, bool likelier)
{
	const struct playbook *book = playbook_find(g->intent);

	return x != c && !(book && is_about_method(t, book, x)) &&
	    (x->asks ||
		((!x->bare || likelier) && !says_little(t, x->start, x->start + x->length)));
}

static bool
is_only_a_remark(struct talk *t, const struct intent_guess *g, const struct playbook *book,
    const struct wish_clause *c)
{
	bool doubtful,
	    told = book->family == FAMILY_TROUBLE && understanding_reason(t->u, &doubtful),
	    other = false;

	if (!c || !c->bare)
		return false;
	for (size_t i = 0; i < t->u->wish_count; i++)
		other = other ||
		    is_other_wish(t, &t->u->wishes[i], &t->u->wish_clauses[i], c,
			t->u->wishes[i].probability > g->probability);
	return other && g->probability < (told ? REMARK_TROUBLE : REMARK_SURE);
}

static const char *
words_of(struct talk *t, const struct wish_clause *c)
{
	size_t length = strlen(t->u->text);

	if (!c || c->start > length || c->length > length - c->start)
		return arena_text_n(t->a, t->u->text, length < 400 ? length : 400);
	return arena_text_n(t->a, t->u->text + c->start, c->length < 400 ? c->length : 400);
}

/* Beside the wish for a change, or while one is being worked on, a question about it wants an
 * answer and no second change. */
static bool
is_about_terms(struct talk *t, const struct playbook *book, const struct wish_clause *c)
{
	if (!c || !c->asks || (book->family != FAMILY_ACTION && book->family != FAMILY_TROUBLE))
		return false;
	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *s = &t->u->slots[i];

		if ((s->kind == SLOT_PRODUCT || s->kind == SLOT_ORDER_NUMBER ||
			s->kind == SLOT_OPTION) &&
		    s->start >= c->start && s->start < c->start + c->length)
			return false;
	}
	if (text_has_word_of(t, words_of(t, c), "words.condition"))
		return true;
	if (book->family == FAMILY_TROUBLE)
		return false;
	for (size_t i = 0; t->u->wish_clauses && i < t->u->wish_count; i++) {
		const struct playbook *other = playbook_find(t->u->wishes[i].intent);

		if (&t->u->wish_clauses[i] != c && other &&
		    (other->family == FAMILY_ACTION || other->family == FAMILY_TROUBLE))
			return true;
	}
	return t->focus && wish_is_live(t->focus) && t->focus->book == book &&
	    t->u->wish_count == 1 && strchr(t->u->text, '?');
}

static void
add_terms(struct talk *t, const struct intent_guess *g, const struct wish_clause *c)
{
	struct wish *w = agenda_add(t, playbook_find("terms"), g->probability);

	if (!w)
		return;
	w->fresh = true;
	w->question = words_of(t, c);
	w->topic = g->intent;
	trace_step(t, "wish",
	    arena_printf(
		t->a, "a question about \"%s\" with probability %.2f", g->intent, g->probability),
	    "a request instead of a question");
}

/* "… for size L, and the other for size S": where a change is wanted that asks for no size. */
static bool
only_names_options(
    const struct talk *t, const struct playbook *book, const struct wish_clause *c)
{
	bool swap = false;

	for (size_t i = 0; i < t->u->wish_count; i++)
		swap = swap || is_swap_intent(t->u->wishes[i].intent);
	if (book->family != FAMILY_ANSWER || !c || c->asks || !swap)
		return false;
	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *s = &t->u->slots[i];

		if (s->kind == SLOT_OPTION && s->start >= c->start &&
		    s->start < c->start + c->length)
			return true;
	}
	return false;
}

/* What is asked for anew isn't left alone because it was once. */
static void
forget_refusals(struct talk *t, const struct wish *w)
{
	for (size_t i = 0; i < t->m.wish_count; i++) {
		struct wish *x = &t->m.wishes[i];

		if (x != w && x->status == WISH_DROPPED && x->book == w->book)
			x->hash = "";
	}
}

/* Told when asked why: "I no longer need it" wants nothing else cancelled. */
static bool
only_tells_why(
    const struct talk *t, const struct playbook *book, const struct wish_clause *c)
{
	bool doubtful;

	return text_is(t->m.expected, slot_kind_name(SLOT_REASON)) && t->focus &&
	    wish_is_live(t->focus) && book->family == FAMILY_ACTION && (!c || c->bare) &&
	    understanding_reason(t->u, &doubtful) && !understanding_slot(t->u, SLOT_ORDER_NUMBER);
}

/* An order, and which of its things: "TF-100203, all except the pegs" is said by somebody who wants
 * something done with them. */
static bool
is_told_in_full(const struct talk *t, const struct playbook *b)
{
	const struct slot *which = understanding_slot(t->u, SLOT_ORDINAL);

	return (is_goods_action(b) || (b->family == FAMILY_ACTION && b->kind == ACTION_CANCEL)) &&
	    understanding_slot(t->u, SLOT_ORDER_NUMBER) && which &&
	    (text_is(which->value, "all") || text_is(which->value, "both")) &&
	    understanding_slot(t->u, SLOT_PRODUCT) && !strchr(t->u->text, '?');
}

/* "All but the tent": the tent isn't missing. */
static bool
is_left_out(const struct talk *t, const struct playbook *b)
{
	const struct slot *which = understanding_slot(t->u, SLOT_ORDINAL),
			  *what = understanding_slot(t->u, SLOT_PRODUCT);
	bool change = false;

	for (size_t i = 0; i < t->m.wish_count; i++)
		change = change ||
		    (t->m.wishes[i].fresh && t->m.wishes[i].book->family == FAMILY_ACTION);
	return change && text_is(b->intent, "missing_item") && which &&
	    text_is(which->value, "all") && what && what->except;
}

static bool
is_no_trouble(struct talk *t, const struct playbook *book)
{
	/* "you got that wrong": the answer, no goods */
	if (t->rejected && text_is(book->reason, "wrong_item") &&
	    !understanding_slot(t->u, SLOT_PRODUCT))
		return true;
	return (is_goods_trouble(book) && topic_denies_trouble(t)) || is_left_out(t, book);
}

/* An order, a thing of it and what it should be. */
static bool
is_swap_in_full(const struct talk *t, const struct playbook *b)
{
	return (b->needs & NEEDS(NEED_VARIANT)) && understanding_slot(t->u, SLOT_ORDER_NUMBER) &&
	    understanding_slot(t->u, SLOT_PRODUCT) && understanding_slot(t->u, SLOT_OPTION);
}

/* How likely a guess must be to become a wish here. */
static double
least_of(struct talk *t, const struct playbook *book)
{
	/* "no. But where is my parcel?" */
	bool offer = t->m.choice == CHOICE_HUMAN || t->m.choice == CHOICE_MORE ||
	    t->m.choice == CHOICE_INTENT;

	if (text_is(t->m.expected, slot_kind_name(SLOT_REASON)) && book->family == FAMILY_TROUBLE)
		return REASON_LEAST;		/* "it leaks" answers "why?" */
	if (t->answered && !offer)
		return NEW_WISH_ANSWERED;
	if (t->m.expected[0] && !offer)
		return NEW_WISH_ASKED;
	return is_told_in_full(t, book) || is_swap_in_full(t, book) ? NEW_WISH_FULL : NEW_WISH;
}

static void
take_guess(struct talk *t, const struct intent_guess *g, const struct wish_clause *c)
{
	const struct playbook *book = playbook_find(g->intent);

	if (!book || book->family == FAMILY_TALK || g->probability < least_of(t, book) ||
	    is_only_an_answer(t, book, c))
		return;
	if (book->family == FAMILY_TROUBLE && is_no_trouble(t, book))
		return;
	if (is_about_method(t, book, c)) {
		trace_step(t, "passed over",
		    arena_printf(t->a, "\"%s\", which says how to pay", g->intent),
		    "no change of goods that a method belongs to");
		return;
	}
	if (only_names_options(t, book, c)) {
		trace_step(t, "passed over",
		    arena_printf(t->a, "\"%s\" in what goods shall become", g->intent),
		    "a question");
		return;
	}
	if (is_only_a_remark(t, g, book, c)) {
		trace_step(t, "passed over", arena_printf(t->a, "\"%s\" in a remark", g->intent),
		    "a request, a question, or an order or product in it");
		return;
	}
	if (is_about_terms(t, book, c)) {
		add_terms(t, g, c);
		return;
	}
	struct wish *told = told_more(t, book, g->probability);

	if (told) {
		trace_step(t, "same wish",
		    arena_printf(
			t->a, "\"%s\" says more about \"%s\"", g->intent, told->book->intent),
		    NULL);
		t->intent_probability = g->probability;
		return;
	}
	if (only_tells_why(t, book, c))
		return;
	struct wish *w = live_same(t, book);

	if (!w && (w = agenda_add(t, book, g->probability)))
		forget_refusals(t, w);
	if (!w) {
		trace_step(t, "agenda full", g->intent, "one of the open wishes comes to an end");
		return;
	}
	w->fresh = true;
	w->probability = g->probability;
	if (is_told_in_full(t, book) && w->probability < FULL_SURE)
		w->probability = FULL_SURE;
	bool whole = (book->needs & NEEDS(NEED_PRODUCT)) && t->u->wish_count == 1 &&
	    !text_is(book->intent, "stock");

	w->question = words_of(t, whole ? NULL : c);	/* what is asked of goods may stand in any
							   part */
	if (c) {
		w->from = c->start;
		w->to = c->start + c->length;
	}
	if (book->family == FAMILY_TROUBLE && (book->needs & NEEDS(NEED_REASON))) {
		w->reason = reason_heard(t, book, g->probability);
		w->remedy = named_remedy(t, book);
		reason_settle(t, w);
	} else if (book->reason) {
		w->reason = book->reason;
	}
	trace_step(t, "wish",
	    arena_printf(t->a, "\"%s\" with probability %.2f", g->intent, g->probability),
	    "a probability under the threshold");
}

/* A thing of the shop's by its whole name, which has more words than what anybody calls such
 * things. */
static bool
names_goods_in_full(struct talk *t)
{
	const struct slot *s = understanding_slot(t->u, SLOT_PRODUCT);
	const struct product *p = s ? talk_product(t, s->value) : NULL;

	return p && strchr(p->name, ' ') && strcasestr(t->u->text, p->name);
}

/* Not the shop's to answer, and nothing in it that is. */
static bool
is_out_of_scope(struct talk *t)
{
	const struct understanding *u = t->u;
	const struct intent_guess *top = u->intent_count ? &u->intents[0] : NULL;
	double at = t->q->settings->gates.out_of_scope_at;

	bool detail = (text_is(t->m.expected, slot_kind_name(SLOT_ADDRESS)) ||
			  text_is(t->m.expected, slot_kind_name(SLOT_POSTCODE))) &&
	    !strchr(u->text, '?');

	if (t->answered || t->wants_human || detail || understanding_slot(u, SLOT_ORDER_NUMBER) ||
	    names_goods_in_full(t))
		return false;
	if (top && text_is(top->intent, "out_of_scope") && top->probability >= 0.5)
		return true;
	return u->out_of_scope >= (at > 0 ? at : 0.6) &&
	    !(u->wish_count && u->wishes[0].probability >= 0.85);
}

void
listen_wishes(struct talk *t)
{
	const struct understanding *u = t->u;

	if (compare_is_asked(t) && !t->answered &&
	    !(u->wish_count && playbook_find(u->wishes[0].intent) &&
		(playbook_find(u->wishes[0].intent)->needs & NEEDS(NEED_CUSTOMER)) &&
		u->wishes[0].probability >= NEW_WISH_ANSWERED)) {
		take_guess(t, &(struct intent_guess){"product_question", 0.9}, NULL);
		return;
	}
	const char *told = beyond_wish(t);

	if (!told)
		told = record_wish(t);
	if (told) {
		take_guess(t, &(struct intent_guess){told, NAMED_SURE}, NULL);
		return;
	}
	t->out_of_scope = is_out_of_scope(t);
	if (t->out_of_scope) {
		sums_listen(t);
		return;
	}
	const struct intent_guess *again = restated_guess(t);

	if (again)
		take_guess(t, again, NULL);
	else if (u->wish_count > 1)
		for (size_t i = 0; i < u->wish_count; i++)
			take_guess(t, &u->wishes[i], u->wish_clauses ? &u->wish_clauses[i] : NULL);
	else if (u->wish_count || u->intent_count)
		take_guess(t,
		    behind_method(t, topic_guess(t, u->wish_count ? &u->wishes[0] : &u->intents[0])),
		    u->wish_count ? u->wish_clauses : NULL);
	wishes_merge(t);
	regions_widen_questions(t);
	questions_settle(t);
	commands_listen(t);
	sums_listen(t);
	condition_listen(t);
	commands_replace(t);
}

/* "No. But when will it be here?": what else the guesses want is part of the answer. */
void
listen_questions(struct talk *t)
{
	const struct understanding *u = t->u;

	if (!strchr(u->text, '?'))
		return;
	for (size_t i = 0; i < u->wish_count; i++) {
		const struct playbook *book = playbook_find(u->wishes[i].intent);

		if (book && book->family == FAMILY_ANSWER)
			take_guess(t, &u->wishes[i], u->wish_clauses ? &u->wish_clauses[i] : NULL);
	}
}
