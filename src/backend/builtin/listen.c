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

/* "No, don't cancel it, send it to 5 Mill Street": where an address stands beside a no, the order
 * shall go there, whatever else the words sound like. */
static bool
listen_place(struct talk *t, struct wish *w)
{
	const struct intent_guess *g = is_address_change(w->book) ? NULL : topic_of_place(t);
	struct wish *x = g ? agenda_add(t, playbook_find(g->intent), NEW_WISH_ASKED) : NULL;

	if (!x)
		return false;
	w->status = WISH_DROPPED;
	x->fresh = true;
	x->question = t->u->text;
	if (x->book->needs & NEEDS(NEED_ORDER))
		wish_set_order(t, x, w->order_id);
	t->m.expected = "";
	t->objected = true;
	trace_step(t, "objection",
	    arena_printf(t->a, "\"%s\" to the address that is told", x->book->intent), "no address");
	return true;
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
	t->answered = false;		/* what is wanted instead is heard like a first wish */
	t->objected = true;
}

/* What is wanted instead is of the same order, unless it names one; where it wasn't made out after
 * all, nothing is changed. */
static void
settle_objection(struct talk *t)
{
	if (!t->objected)
		return;
	for (size_t i = 0; i < t->m.wish_count; i++) {
		struct wish *x = &t->m.wishes[i];

		if (x->fresh && !x->order_id[0] && (x->book->needs & NEEDS(NEED_ORDER)) &&
		    x->book->family != FAMILY_ANSWER &&
		    !understanding_slot(t->u, SLOT_ORDER_NUMBER))
			wish_set_order(t, x, t->focus->order_id);
	}
	if (agenda_has_fresh(t))
		return;
	t->answered = t->just_dropped = t->m.served = true;
	say_plain(t, "left.alone");
}

/* The wish ends, and what else was wanted of the same order. */
static void
end_with_no(struct talk *t, struct wish *w)
{
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
}

/* "No, leave everything as it is". */
static bool
listen_refusal(struct talk *t)
{
	struct wish *w = t->focus;

	if (!w || w->status == WISH_CONFIRMING || !waits_for_choice(t, w) ||
	    !talk_is_clear_no(t) || holds_other_than(t, w) ||
	    (t->u->signals.correction >= 0.5 && understanding_slot(t->u, SLOT_PRODUCT)))
		return false;
	end_with_no(t, w);
	return true;
}

/* "No, my son likes it", to a summary. */
static bool
listen_no(struct talk *t)
{
	if (!t->focus)
		return false;
	refusal_note(t, t->focus);
	if (!refusal_is_said(t, t->focus))
		return false;
	t->rejected = false;		/* of what was summed up, and no answer was wrong */
	end_with_no(t, t->focus);
	listen_questions(t);
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

	/* "Shall I leave it as it is?" – "yes, leave it", "leave everything" */
	if (t->m.choice == CHOICE_LEAVE && !t->u->signals.consent &&
	    text_has_word_of(t, t->u->text, "words.keeps_it") && !strchr(t->u->text, '?'))
		yes = true;
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
		no = no && !yes;
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
		trace_step(t, "no",
		    arena_printf(t->a, "to the summary of \"%s\", which it corrects",
			w->book->intent),
		    "a no without a detail");
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

/* "I'd like to know the drop of your shoe": what names goods and asks is about them, where nothing
 * likelier is wanted. */
static void
listen_goods(struct talk *t)
{
	const struct slot *s = understanding_slot(t->u, SLOT_PRODUCT);
	bool asks = strchr(t->u->text, '?') ||
	    (t->u->wish_clauses && t->u->wish_count && t->u->wish_clauses[0].asks);
	const struct playbook *top =
	    t->u->intent_count ? playbook_find(t->u->intents[0].intent) : NULL;
	struct wish *w;

	if (!top || !(top->needs & NEEDS(NEED_PRODUCT)) || !s || s->probability < NAMED_SURE ||
	    !asks || t->answered || t->m.expected[0] || t->out_of_scope ||
	    understanding_slot(t->u, SLOT_ORDER_NUMBER) || agenda_has_fresh(t) ||
	    (t->focus && wish_is_live(t->focus)))
		return;
	if ((w = agenda_add(t, playbook_find("product_question"), NEW_WISH_ASKED))) {
		w->fresh = true;
		w->question = t->u->text;
		trace_step(t, "wish", "a question that names goods", "a likelier wish");
	}
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
	bool no = listen_no(t), place = !no && t->focus && t->focus->no_to &&
	    listen_place(t, t->focus);

	if (!no && !place)
		listen_objection(t);
	if (!no && !listen_refusal(t)) {
		listen_choice(t);
		if (!place && !identity_is_refused(t))
			listen_wishes(t);
		listen_again(t);
		listen_goods(t);
		slots_take(t);
		listen_keeping(t);
		listen_yes_no(t);
		settle_objection(t);
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
