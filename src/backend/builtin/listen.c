/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a message does to the agenda: yes and no to what was asked, objections, and what it asks
 * again.
 */
#include "builtin.h"
#include "context.h"

#include <string.h>

#define TALK_WORDS 8
#define SURE_TALK 0.6	/* probability of small talk from which a question mark is part of it */
#define SAYS_MORE 0.2		/* of a message longer than that, from which it is more than small
				   talk */

bool
talk_is_clear_yes(const struct talk *t)
{
	return context_is_clear_yes(t->u);
}

bool
talk_is_clear_no(const struct talk *t)
{
	return context_is_clear_no(t->u);
}

bool
message_answers(const struct talk *t)
{
	const char *expected = t->m.expected;

	if (text_is_empty(expected))
		return false;
	if (identity_is_answered(t))
		return true;
	if (text_is(expected, "yes_no"))
		return talk_is_clear_yes(t) || talk_is_clear_no(t) ||
		    understanding_slot(t->u, SLOT_ORDINAL);
	for (int k = 0; k < SLOT_KIND_COUNT; k++)
		if (text_is(expected, slot_kind_name((enum slot_kind)k)) &&
		    understanding_slot(t->u, (enum slot_kind)k))
			return true;
	return t->m.choice_count && understanding_slot(t->u, SLOT_ORDINAL);
}

bool
talk_only_answers(const struct talk *t)
{
	return t->answered && t->m.choice != CHOICE_HUMAN && t->m.choice != CHOICE_MORE &&
	    t->m.choice != CHOICE_INTENT;
}

static bool
holds_other_than(const struct talk *t, const struct wish *w)
{
	double deny = t->u->intent_count && text_is(t->u->intents[0].intent, "deny")
	    ? t->u->intents[0].probability
	    : 0;

	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *s = &t->u->slots[i];
		bool all = s->kind == SLOT_ORDINAL &&
		    (text_is(s->value, "all") || text_is(s->value, "both"));

		if (s->kind == SLOT_ORDER_NUMBER
			? !text_is_fold(s->value, w->order_id)
			: s->kind == SLOT_ADDRESS ||
			    (s->kind == SLOT_METHOD && !text_is(s->value, w->method)) ||
			    (s->kind == SLOT_ORDINAL && !all))
			return true;
		if (s->kind == SLOT_OPTION && !s->except && (w->book->needs & NEEDS(NEED_VARIANT)))
			return true;		/* "no, in blue" */
		if (deny < 0.8 &&
		    (s->kind == SLOT_PRODUCT || s->kind == SLOT_OPTION || s->kind == SLOT_METHOD ||
			s->kind == SLOT_QUANTITY || all))
			return true;
	}
	for (size_t i = 0; i < t->u->wish_count; i++) {
		const struct playbook *book = playbook_find(t->u->wishes[i].intent);

		if (book && book->family != FAMILY_TALK &&
		    t->u->wishes[i].probability >= NEW_WISH_ASKED && book != w->book)
			return true;
	}
	return false;
}

static bool
waits_for_choice(const struct talk *t, const struct wish *w)
{
	return w->status == WISH_CONFIRMING || w->status == WISH_CHOOSING ||
	    (wish_is_live(w) &&
		(t->m.choice == CHOICE_VARIANT || t->m.choice == CHOICE_METHOD ||
		    t->m.choice == CHOICE_ORDER || t->m.choice == CHOICE_LINE));
}

/* What the message wants beside what was just summed up or offered; NULL nothing. */
static const struct playbook *
wanted_instead(struct talk *t, const struct wish *w)
{
	for (size_t i = 0; i < t->u->wish_count; i++) {
		const struct playbook *book = playbook_find(t->u->wishes[i].intent);

		if (book && book->family != FAMILY_TALK && book != w->book &&
		    t->u->wishes[i].probability >= NEW_WISH_ASKED && !is_about_method(t, book, NULL))
			return book;
	}
	return NULL;
}

/* "No, not that: my order should go elsewhere": what was summed up is off, and what is wanted is
 * worked anew. */
static void
listen_objection(struct talk *t)
{
	struct wish *w = t->focus;
	bool against = t->u->signals.no >= 0.5 || t->rejected;
	const struct playbook *book;

	if (!w || w->status != WISH_CONFIRMING || !against || t->u->signals.yes >= 0.5 ||
	    !(book = wanted_instead(t, w)))
		return;
	if (other_is_said(t, w))
		return;
	if (book->family == FAMILY_TROUBLE && t->u->signals.correction >= 0.5)
		return;		/* "the wrong one, I mean the bottle": other goods, no other wish */
	trace_step(t, "objection",
	    arena_printf(t->a, "\"%s\" wasn't meant but \"%s\"", w->book->intent, book->intent),
	    "a yes");
	if (is_goods_action(w->book) && (book->family == FAMILY_TROUBLE || is_goods_action(book))) {
		w->declined = w->hash;
		w->hash = "";
		w->status = WISH_OPEN;
		w->book = book;
		w->moved = true;
		return;
	}
	w->status = WISH_DROPPED;
	t->m.expected = "";
}

/* "No, leave everything as it is": ends the wish, and what else was wanted of the same order. */
static bool
listen_refusal(struct talk *t)
{
	struct wish *w = t->focus;

	if (!w || !waits_for_choice(t, w) || !talk_is_clear_no(t) || holds_other_than(t, w) ||
	    relative_is_told(t, w) ||
	    (t->u->signals.correction >= 0.5 && understanding_slot(t->u, SLOT_PRODUCT)))
		return false;
	for (size_t i = 0; i < t->m.wish_count; i++) {
		struct wish *x = &t->m.wishes[i];

		if (wish_is_live(x) &&
		    (x == w ||
			(x->book->family != FAMILY_ANSWER && text_is(x->order_id, w->order_id))))
			x->status = WISH_DROPPED;
	}
	t->answered = t->just_dropped = t->m.served = true;
	say_plain(t, "left.alone");
	trace_step(t, "no", arena_printf(t->a, "ends \"%s\"", w->book->intent),
	    "another wish, or a detail that changes it");
	return true;
}

/* "Yes, cancel it" to the summary of a refund: it agrees to something that wasn't said. A return
 * and a cancellation bring money back too. */
static bool
names_another_action(struct talk *t, const struct wish *w)
{
	static const enum action_kind kinds[] = {
	    ACTION_REFUND, ACTION_RETURN, ACTION_EXCHANGE, ACTION_CANCEL};
	bool other = false;

	if (text_has_word_of(
		t, t->u->text, key_of(t, "words.choose", action_kind_name(w->book->kind))))
		return false;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		other = other ||
		    (kinds[i] != w->book->kind &&
			!(kinds[i] == ACTION_REFUND &&
			    (w->book->kind == ACTION_RETURN || w->book->kind == ACTION_CANCEL)) &&
			text_has_word_of(
			    t, t->u->text, key_of(t, "words.choose", action_kind_name(kinds[i]))));
	return other;
}

/* A yes to a summary must be an explicit one, and to nothing else; what leaves a doubt is asked
 * again. */
static void
listen_agreement(struct talk *t, struct wish *w)
{
	bool plain = context_is_consent(t->u), other = plain && names_another_action(t, w);

	t->answered = true;
	w->agreed = plain && !other;
	trace_step(t, w->agreed ? "explicit yes" : "doubtful yes",
	    arena_printf(t->a, "to the summary of \"%s\"%s", w->book->intent,
		other ? ", but it names another action" : ""),
	    w->agreed ? "another answer" : "a yes with nothing beside it");
}

/* "OK, pass me on": to the offer of a person, which changes nothing, every assent is one that holds
 * no refusal, question or other wish. */
static bool
accepts_person(const struct talk *t)
{
	const struct signals *s = &t->u->signals;
	double affirm = t->u->intent_count && text_is(t->u->intents[0].intent, "affirm")
	    ? t->u->intents[0].probability
	    : 0;

	if (talk_is_clear_yes(t))
		return true;
	if (talk_is_clear_no(t) || s->no >= 0.4 || s->thanks >= 0.5 || s->goodbye >= 0.5 ||
	    agenda_has_fresh(t) || strchr(t->u->text, '?'))
		return false;
	return s->yes >= 0.3 || s->human >= 0.3 || affirm >= 0.5;
}

/* Yes and no where a summary, a single offer or an offer of a person waits for it. */
static void
listen_yes_no(struct talk *t)
{
	struct wish *w = t->focus;
	bool yes = t->m.choice == CHOICE_HUMAN ? accepts_person(t) : talk_is_clear_yes(t),
	     no = talk_is_clear_no(t);

	if (!yes && !no)
		return;
	if (t->m.choice == CHOICE_HUMAN) {
		t->answered = true;
		if (identity_is_missing(t))
			identity_settle(
			    t, yes || text_has_word_of(t, t->u->text, "words.no_proof"));
		else
			t->wants_human = yes;
		return;
	}
	if (t->m.choice == CHOICE_LEAVE && w && wish_is_live(w)) {
		t->answered = true;
		w->asks[NEED_VARIANT] = no ? 0 : w->asks[NEED_VARIANT];
		if (yes) {
			w->status = WISH_DROPPED;
			t->just_dropped = t->m.served = true;
			say_plain(t, "left.alone");
		}
		return;
	}
	if (t->m.choice == CHOICE_MORE) {
		t->answered = true;
		t->wants_no_more = no;
		t->wants_more = yes;
		return;
	}
	if (!w || w->moved)
		return;
	if (w->status == WISH_CONFIRMING && yes) {
		listen_agreement(t, w);
	} else if (w->status == WISH_CONFIRMING) {
		t->answered = true;
		trace_step(t, "no", arena_printf(t->a, "to the summary of \"%s\"", w->book->intent),
		    "another answer");
		if ((t->u->signals.correction < 0.5 || !t->u->slot_count) &&
		    !holds_other_than(t, w)) {
			w->status = WISH_DROPPED;
			t->just_dropped = t->m.served = true;
			say_plain(t, "left.alone");
		}
	} else if (no && wish_is_live(w) &&
	    (w->status == WISH_CHOOSING || t->m.choice == CHOICE_VARIANT ||
		t->m.choice == CHOICE_METHOD)) {
		t->answered = true;
		w->status = WISH_DROPPED;
		t->just_dropped = t->m.served = true;
		say_plain(t, "left.alone");
	}
}

/* "Ah no, those are in TF-100185", after a refusal: the same of another order. */
static bool
try_with_order(struct talk *t)
{
	const struct slot *s = understanding_slot(t->u, SLOT_ORDER_NUMBER);
	struct wish *w = t->m.wish_count ? &t->m.wishes[t->m.wish_count - 1] : NULL;

	if (!w || w->status != WISH_REFUSED || w->book->family != FAMILY_ACTION ||
	    !w->order_id[0] || text_is_fold(w->order_id, s->value) || strchr(t->u->text, '?'))
		return false;
	w->status = WISH_OPEN;
	wish_set_order(t, w, arena_text(t->a, s->value));
	memset(w->asks, 0, sizeof w->asks);
	t->focus = w;
	t->answered = t->repaired = true;
	return true;
}

/* "I'll keep it after all. When will it be here?": what was summed up is off, whatever is asked
 * beside. */
static void
listen_keeping(struct talk *t)
{
	struct wish *w = t->focus;

	if (!w || w->fresh || w->moved || w->status != WISH_CONFIRMING ||
	    w->book->family != FAMILY_ACTION || talk_is_clear_yes(t) ||
	    understanding_slot(t->u, SLOT_PRODUCT) || understanding_slot(t->u, SLOT_OPTION) ||
	    !text_has_word_of(t, t->u->text, "words.keeps_it"))
		return;
	for (size_t i = 0; i < t->m.wish_count; i++)
		if (t->m.wishes[i].fresh && t->m.wishes[i].book->family != FAMILY_ANSWER)
			return;
	w->status = WISH_DROPPED;
	t->just_dropped = t->m.served = t->answered = true;
	say_plain(t, "left.alone");
	trace_step(t, "kept", arena_printf(t->a, "ends \"%s\"", w->book->intent),
	    "another wish, or a yes");
}

/* "And TF-100213?", "and in blue?": the last question of its kind again, about something else. */
static void
listen_again(struct talk *t)
{
	bool order = understanding_slot(t->u, SLOT_ORDER_NUMBER),
	     product =
		 understanding_slot(t->u, SLOT_PRODUCT) || understanding_slot(t->u, SLOT_OPTION);
	enum need n = order ? NEED_ORDER : NEED_PRODUCT;
	const struct playbook *book = order ? playbook_find("order_status") : NULL;

	if ((!order && !product) || t->answered || agenda_has_fresh(t) || t->out_of_scope ||
	    (t->focus && wish_is_live(t->focus)))
		return;
	if (product && !order && !understanding_slot(t->u, SLOT_PRODUCT) && !t->m.product_id[0])
		return;
	for (size_t i = 0; i < t->m.wish_count; i++)
		if (t->m.wishes[i].book->family == FAMILY_ANSWER &&
		    (t->m.wishes[i].book->needs & NEEDS(n)))
			book = t->m.wishes[i].book;
	if (order && try_with_order(t))
		return;
	struct wish *w = book ? agenda_add(t, book, 0.8) : NULL;

	if (!w)
		return;
	w->question = t->u->text;
	trace_step(t, "wish",
	    arena_printf(
		t->a, "\"%s\" again, about another %s", book->intent, order ? "order" : "product"),
	    "an intent of its own");
}

static bool
has_talk(const struct talk *t)
{
	const struct signals *s = &t->u->signals;

	const struct intent_guess *top = t->u->intent_count ? &t->u->intents[0] : NULL;
	const struct playbook *book = top ? playbook_find(top->intent) : NULL;

	if (book && book->family == FAMILY_TALK && top->probability < SURE_TALK &&
	    strchr(t->u->text, '?'))
		return s->human >= 0.5;		/* "Hello, is it coming? Have a nice day" asks
						   something */
	if (book && book->family != FAMILY_TALK && top->probability >= SAYS_MORE &&
	    !context_is_short(t->u->text, TALK_WORDS))
		return s->human >= 0.5;		/* "… Thank you very much" behind a wish that wasn't
						   made out */
	return s->thanks >= 0.5 || s->goodbye >= 0.5 || s->greeting >= 0.5 || s->human >= 0.5;
}

/* "Again" and the like tell of a wrong answer only where nothing else is wanted, and where there
 * was an answer. */
static bool
is_rejection(const struct talk *t)
{
	double unhappy = t->u->signals.unhappy_with_answer;

	if (t->m.turn < 2 || unhappy < 0.6)
		return false;
	return unhappy >= 0.9 || t->u->wish_count == 0 ||
	    t->u->wishes[0].probability < NEW_WISH_ASKED;
}

void
listen_message(struct talk *t)
{
	const struct signals *s = &t->u->signals;

	t->answered = message_answers(t);
	t->rejected = is_rejection(t);
	t->repaired = t->rejected || (t->m.turn > 1 && s->unhappy_with_answer >= 0.6) ||
	    (s->correction >= 0.5 && t->focus && wish_is_live(t->focus));
	if (s->human >= 0.6 ||
	    (t->u->intent_count && text_is(t->u->intents[0].intent, "human") &&
		t->u->intents[0].probability >= 0.6))
		t->wants_human = true;
	if (t->m.choice == CHOICE_HUMAN && talk_is_clear_no(t))
		t->wants_human = false;
	listen_objection(t);
	if (!listen_refusal(t)) {
		listen_choice(t);
		if (!identity_is_refused(t))
			listen_wishes(t);
		listen_again(t);
		listen_goods(t);
		slots_take(t);
		listen_keeping(t);
		listen_yes_no(t);
	}
	if (t->u->sentiment <= -0.4)
		t->sorry = true;
	if (agenda_has_fresh(t))
		t->m.declined = 0;
	t->unclear = !t->answered && !agenda_has_fresh(t) && !has_talk(t) && !t->wants_human &&
	    !(t->focus && (wish_is_live(t->focus) || t->focus->moved)) && !t->repaired;
	if (t->answered || agenda_has_fresh(t))
		t->m.failures = 0;
	if (agenda_has_fresh(t) || t->answered)
		t->m.unclear = 0;
}
