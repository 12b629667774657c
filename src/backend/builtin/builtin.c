/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One turn of the builtin engine: catch up, listen, work the agenda, compose.
 */
#include "builtin.h"

#include <math.h>
#include <string.h>

#define CHOICE_LEAST 0.12	/* probability of a wish that is offered as what they may mean */
#define CHOICE_SHARE 0.30	/* and its share of the likeliest's */
#define FOREIGN_SURE 0.95	/* probability from which a message is taken to be in another
				   language */
#define FOREIGN_WORDS 4
#define GREETS 0.5	/* probability from which small talk is answered as such */

void
talk_fail(struct talk *t, enum err code, const struct errinfo *e)
{
	if (t->err)
		return;
	t->err = code;
	t->e = *e;
}

static void
step(const struct talk *t, const char *name)
{
	if (t->q->step)
		t->q->step(t->q->step_context, name);
}

static size_t
live_count(const struct talk *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->m.wish_count; i++)
		n += wish_is_live(&t->m.wishes[i]);
	return n;
}

/* A second wish for the same goods runs only once the first came to nothing. */
static bool
must_wait(struct talk *t, struct wish *w)
{
	if (!w->spare)
		return false;
	for (size_t i = 0; i < t->m.wish_count; i++) {
		const struct wish *x = &t->m.wishes[i];

		if (x == w || x->spare || x->book->family != FAMILY_ACTION)
			continue;
		if (x->status == WISH_DONE && x->agreed == false &&
		    text_is(x->order_id, w->order_id)) {
			w->status = WISH_DROPPED;
			trace_step(t, "spare dropped",
			    arena_printf(t->a, "\"%s\" was done instead", x->book->intent), NULL);
			return true;
		}
		if (wish_is_live(x))
			return true;
	}
	w->spare = false;
	return false;
}

static void
take_intent(struct talk *t, const struct wish *w)
{
	if (t->intent && !w->fresh)
		return;
	if (!t->intent || w->book->family != FAMILY_ANSWER)
		t->intent = w->book->intent;
	if (w->fresh && w->probability < t->intent_probability)
		t->intent_probability = w->probability;
}

static void
work_one(struct talk *t, struct wish *w)
{
	if (!wish_is_live(w) || must_wait(t, w) || t->asked || t->give_up || t->err)
		return;
	take_intent(t, w);
	t->worked = true;
	say_break(t);
	size_t before = t->text.length;

	enum outcome o = wish_work(t, w);

	if (o == OUTCOME_NEXT && (w->status == WISH_REFUSED || w->book->family == FAMILY_ANSWER))
		say_again(t, before);
	if (o == OUTCOME_ASKED)
		t->asked = true;
	if (o == OUTCOME_STUCK && !t->err && !t->give_up && wish_is_live(w))
		hand_off(t, HANDOFF_UNSURE);
	if (t->text.length == before)
		while (t->text.length && t->text.data[t->text.length - 1] == '\n')
			str_cut(&t->text, t->text.length - 1);
}

static void
work_agenda(struct talk *t)
{
	struct memory *m = &t->m;

	for (size_t i = 0; i < m->wish_count; i++)	/* what anyone may be told first: it needs
							   no question back */
		if (m->wishes[i].book->family == FAMILY_ANSWER && m->wishes[i].fresh &&
		    !(m->wishes[i].book->needs & NEEDS(NEED_CUSTOMER)))
			work_one(t, &m->wishes[i]);
	if (!t->give_up && !t->err)
		question_answer_beside(t);
	for (size_t i = 0; i < m->wish_count; i++)
		if (m->wishes[i].book->family == FAMILY_ANSWER && m->wishes[i].fresh)
			work_one(t, &m->wishes[i]);
	if (t->focus && (t->answered || t->focus->agreed || t->focus->moved))
		work_one(t, t->focus);
	for (size_t i = 0; i < m->wish_count; i++)
		if (m->wishes[i].fresh)
			work_one(t, &m->wishes[i]);
	if (t->focus)
		work_one(t, t->focus);
	for (size_t i = 0; i < m->wish_count; i++)	/* the agenda may grow while it is worked */
		work_one(t, &m->wishes[i]);
}

static void
lead_in(struct talk *t)
{
	const struct signals *s = &t->u->signals;
	struct params p = {0};

	if (s->greeting >= GREETS && !t->m.greeted) {
		param_text(&p, "shop", t->q->settings->name);
		say(t, agenda_has_fresh(t) || live_count(t) ? "greeting.short" : "greeting.hello",
		    &p);
		if (!agenda_has_fresh(t) && !live_count(t))
			t->intent = "greeting";
	}
	if (t->q->returned)
		say_plain(t, "returned.hello");
	if (t->q->just_proven && t->customer) {
		param_text(&p, "name", t->customer->given);
		say(t, "identity.thanks", &p);
	}
	if (t->sorry && (agenda_has_fresh(t) || live_count(t)))
		say_plain(t, "sorry.lead");
}

static void
clarify(struct talk *t)
{
	const char *labels[3];
	struct params p = {0};
	size_t count = 0;

	if (t->m.unclear++ >= 1) {
		hand_off(t, HANDOFF_UNSURE);
		return;
	}
	state_expect(t, CHOICE_INTENT, slot_kind_name(SLOT_ORDINAL));
	for (size_t i = 0; i < t->u->intent_count && count < 3; i++) {
		const struct playbook *book = playbook_find(t->u->intents[i].intent);
		const char *key = book ? key_of(t, "wish", book->intent) : "";

		if (!book || book->family == FAMILY_TALK ||
		    t->u->intents[i].probability < CHOICE_LEAST ||
		    t->u->intents[i].probability < CHOICE_SHARE * t->u->intents[0].probability ||
		    !has_key(t, key))
			continue;
		labels[count++] = phrase(t, key, NULL);
		state_choice(t, book->intent);
	}
	if (count < 2)
		/* a single one isn't named, so that a yes can't mean it */
		state_expect(t, CHOICE_INTENT, slot_kind_name(SLOT_ORDINAL));
	for (size_t i = 0; i < t->u->intent_count; i++)
		state_lean(t, &t->u->intents[i]);
	t->intent_probability = t->u->intent_count ? t->u->intents[0].probability : 0;
	/* a question back is right whatever the wish is */
	t->intent_probability = t->intent_probability < 0.7 ? 0.7 : t->intent_probability;
	param_text(&p, "choices", phrase_join(t, "or", labels, count));
	say(t, count > 1 ? "clarify.choices" : "clarify.open", &p);
	t->asked = true;
	trace_step(t, "unclear", "no intent is likely enough", "a likelier intent");
}

static void
decline(struct talk *t)
{
	t->intent = "out_of_scope";
	if (t->m.declined++ >= 1) {
		hand_off(t, HANDOFF_OUT_OF_SCOPE);
		return;
	}
	say_plain(t, "decline");
	say_plain(t, "human.offer");
	state_expect(t, CHOICE_HUMAN, "yes_no");
	t->asked = true;
	t->out->declines = true;
	trace_step(t, "declined",
	    arena_printf(t->a, "out of scope with probability %.2f", t->u->out_of_scope),
	    "asking for a person");
}

static void
small_talk(struct talk *t)
{
	const struct signals *s = &t->u->signals;
	bool nothing_left = live_count(t) == 0;

	if (t->asked || t->give_up)
		return;
	if ((s->goodbye >= GREETS && !agenda_has_fresh(t)) || t->wants_no_more ||
	    (s->thanks >= GREETS && nothing_left && !t->proposal_count && !agenda_has_fresh(t) &&
		!t->worked && !t->just_dropped)) {
		t->intent = t->intent                              ? t->intent
		    : s->thanks >= s->goodbye && !t->wants_no_more ? "thanks"
								   : "goodbye";
		say_plain(t,
		    (s->goodbye >= GREETS && !agenda_has_fresh(t)) || t->wants_no_more ? "goodbye"
										       : "thanks");
		t->out->ends = nothing_left && t->m.served;
		state_expect(t, CHOICE_NONE, "");
		return;
	}
	if (!t->text.length && t->wants_more) {
		say_plain(t, "more.what");
		return;
	}
	if (!t->text.length && t->answered && nothing_left) {
		say_plain(t, "fine");
		t->just_dropped = true;
	}
	if (nothing_left && t->m.served && (t->proposal_count || t->just_dropped)) {
		say_plain(t, "anything_else");
		state_expect(t, CHOICE_MORE, "yes_no");
	}
}

/* Who says goodbye while something waits for an answer leaves it as it is. */
static void
leave(struct talk *t)
{
	bool enough = t->u->signals.thanks >= GREETS && has_key(t, "words.enough") &&
	    text_has_word_of(t, t->u->text, "words.enough");

	if (agenda_has_fresh(t) || !live_count(t) ||
	    (!enough && (t->u->signals.goodbye < 0.6 || t->answered || t->u->slot_count)))
		return;
	for (size_t i = 0; i < t->m.wish_count; i++)
		if (wish_is_live(&t->m.wishes[i])) {
			if (t->m.wishes[i].status == WISH_CONFIRMING && !t->just_dropped) {
				say_plain(t, "left.alone");
				t->just_dropped = true;
			}
			t->m.wishes[i].status = WISH_DROPPED;
		}
	trace_step(t, "left", "goodbye instead of an answer", "an answer");
}

bool
talk_asked_between(const struct talk *t)
{
	for (size_t i = 0; i < t->m.wish_count; i++)
		if (t->m.wishes[i].fresh &&
		    (t->m.wishes[i].book->family != FAMILY_ANSWER || t->m.wishes[i].book->needs))
			return false;
	return agenda_has_fresh(t);
}

/* "Did you mean this or that?" is still to be answered after a question in between. */
static void
clarify_again(struct talk *t, const struct memory *before)
{
	const char *labels[CHOICE_LIMIT];
	struct params p = {0};

	if (before->choice != CHOICE_INTENT || before->choice_count < 2 || t->answered ||
	    t->asked || t->give_up || !t->worked || live_count(t))
		return;
	state_expect(t, CHOICE_INTENT, slot_kind_name(SLOT_ORDINAL));
	for (size_t i = 0; i < before->choice_count; i++) {
		labels[i] = phrase(t, key_of(t, "wish", before->choices[i]), NULL);
		state_choice(t, before->choices[i]);
	}
	for (size_t i = 0; i < before->leaning_count; i++)
		state_lean(t, &before->leanings[i]);
	param_text(&p, "choices", phrase_join(t, "or", labels, before->choice_count));
	say_break(t);
	say(t, "clarify.again", &p);
	t->asked = true;
}

static void
reject(struct talk *t)
{
	int64_t limit = t->q->settings->gates.failures > 0 ? t->q->settings->gates.failures : 2;

	t->m.failures++;
	if (t->m.failures >= limit) {
		hand_off(t, HANDOFF_REPEATED_FAILURE);
		return;
	}
	say_plain(t, "sorry.missed");
	if (!live_count(t) && !agenda_has_fresh(t))
		clarify(t);
}

/* A few words, a name or an address may be of any language: only a whole sentence without a word of
 * the shop's own tells. */
static bool
is_foreign(struct talk *t)
{
	const char *ours = messages_language(t->q->messages), *theirs = t->u->language;
	const char *text = t->u->text;
	size_t words = 0;

	for (size_t i = 0; text[i]; i++)
		words += text[i] != ' ' && (i == 0 || text[i - 1] == ' ') && !understanding_in_slot(t->u, i);
	if (words < FOREIGN_WORDS || t->u->language_probability < FOREIGN_SURE ||
	    text_is_empty(ours) || text_is_empty(theirs) || language_is(ours, theirs))
		return false;
	return !understanding_slot(t->u, SLOT_ADDRESS) &&
	    !text_is(t->was_expected, slot_kind_name(SLOT_ADDRESS)) &&
	    !text_has_word_of(t, t->u->text, "words.language");
}

static bool
is_guarded(const struct talk *t)
{
	const struct gate_settings *g = &t->q->settings->gates;

	for (size_t i = 0; !text_is_empty(t->u->signals.guarded) && i < g->guarded_count; i++)
		if (text_is(g->guarded[i], t->u->signals.guarded))
			return true;
	return false;
}

static void
reply(struct talk *t)
{
	if (is_guarded(t)) {
		hand_off(t, HANDOFF_GUARDED_TOPIC);
		return;
	}
	if (t->wants_human) {
		t->intent = "human";
		hand_off(t, HANDOFF_ASKED_FOR_HUMAN);
		return;
	}
	if (is_foreign(t)) {
		t->foreign = t->out->declines = true;	/* what isn't understood sounds out of scope
							   too: it is said why */
		trace_step(t, "language",
		    arena_printf(t->a, "\"%s\" with probability %.2f, which the shop doesn't write",
			t->u->language, t->u->language_probability),
		    "a message in the shop's language");
		hand_off(t, HANDOFF_UNSURE);
		return;
	}
	lead_in(t);
	if (!t->rejected)
		catalogue_answer(t);

	if (t->out_of_scope) {
		if (!question_answer_anyway(t))
			decline(t);
		return;
	}
	if (t->rejected && !t->answered)
		reject(t);
	if (t->give_up || t->asked)
		return;
	struct memory before = t->m;

	t->offered =
	    before.choice == CHOICE_INTENT && before.choice_count == 1 ? before.choices[0] : "";

	state_expect(t, CHOICE_NONE, "");
	leave(t);
	work_agenda(t);
	if (talk_asked_between(t))
		clarify_again(t, &before);
	if (t->unclear && !t->asked && !t->give_up && !t->worked) {
		const struct intent_guess *top = t->u->intent_count ? &t->u->intents[0] : NULL;

		if (top &&
		    (text_is(top->intent, "greeting")
			    ? top->probability >= 0.6
			    : t->q->just_proven && top->probability < 0.2))
			say_plain(t, "more.what");	/* they only greeted again, or said who they
							   are */
		else if (!question_answer_anyway(t))
			clarify(t);
	}
	small_talk(t);
	if (!t->text.length && !t->give_up && !t->err)
		clarify(t);
}

static void
fill(struct talk *t)
{
	struct backend_draft *out = t->out;

	handoff_sum_up(t);
	if (t->give_up)
		handoff_fill(t);
	out->text = arena_text(t->a, t->text.data ? t->text.data : "");
	out->citation_count = t->citation_count;
	const char **ids = arena_alloc(t->a, (t->citation_count + 1) * sizeof *ids);

	memcpy(ids, t->citations, t->citation_count * sizeof *ids);
	out->citations = ids;
	out->proposals = arena_alloc(t->a, (t->proposal_count + 1) * sizeof *out->proposals);
	memcpy(out->proposals, t->proposals, t->proposal_count * sizeof *out->proposals);
	out->proposal_count = t->give_up ? 0 : t->proposal_count;
	const struct intent_guess *top = t->u->intent_count ? &t->u->intents[0] : NULL;

	out->intent = arena_text(t->a,
	    t->intent                            ? t->intent
		: t->focus                       ? t->focus->book->intent
		: top && top->probability >= 0.3 ? top->intent
						 : "");
	out->failures = t->m.failures;
	out->is_small_talk = !t->claims_made && !t->worked && !t->give_up;
	t->m.greeted = true;
	confidence_fill(t);
	trace_fill(t);
	out->state = state_write(t);
}

static enum err
draft(void *self, struct arena *a, const struct backend_request *q, struct backend_draft *out,
    struct errinfo *e)
{
	struct talk *t = arena_alloc(a, sizeof *t);

	(void)self;
	t->a = a;
	t->q = q;
	t->say = q->messages;
	t->u = q->understanding;
	t->f = q->facts;
	t->out = out;
	t->customer = q->customer;
	t->slot_certainty = t->retrieval = t->intent_probability = 1;
	t->nearest = INFINITY;
	t->m.expected = t->m.order_id = t->m.product_id = t->m.condition = "";
	str_init(&t->text);
	trace_open(t);
	state_read(t, q->state);
	t->offered = "";
	t->was_expected = t->m.expected;
	t->m.turn++;
	if (t->customer) {
		struct errinfo x = {0};
		enum err err = facts_customer(t->f, &t->customer, &x);

		if (err)
			talk_fail(t, err, &x);
	}
	step(t, "state");
	if (q->returned)
		returned_catch_up(t);
	identity_listen(t);
	listen_message(t);
	step(t, "listened");
	if (!t->err)
		reply(t);
	step(t, "composed");
	if (!t->err)
		fill(t);
	str_clear(&t->text);
	if (t->err) {
		if (e)
			*e = t->e;
		return t->err;
	}
	return ERR_OK;
}

enum err
backend_builtin_new(struct backend **out, struct errinfo *e)
{
	static const struct backend_ops ops = {"builtin", draft, NULL, sentences_check};

	(void)e;
	*out = backend_new(&ops, NULL);
	return ERR_OK;
}
