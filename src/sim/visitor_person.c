/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a shopper does with the words of a person who isn't simulated: whatever their wording, they
 * are a question, a request to wait, a greeting, a refusal, a claim that something is done, or an
 * answer; and whether the shopper has what they came for the store's records say.
 */
#include <string.h>

#include "corpus.h"
#include "floorwalker/base/str.h"
#include "visitor.h"

#define OBJECTIONS_MOST 2	/* to refusals and to what isn't so */
#define UNSURE_MOST 3		/* answers to questions that nobody has taught them */
#define WORDS_LEAST 4		/* of a sentence that says something */

/* A person's message, as it is heard. */
struct words {
	bool heard[HEARD_COUNT];
	bool asks;			/* for something that they know to answer */
	bool questions;			/* whatever */
	bool waits;			/* they are to wait */
	bool says;			/* something that isn't a question, a greeting, or to wait */
	bool met;
};

/* ---- hearing */

static bool
asks_anything(const bool heard[HEARD_COUNT])
{
	for (int i = HEARD_ASK_CONFIRM; i <= HEARD_ASK_WISH; i++)
		if (heard[i])
			return true;
	return false;
}

static bool
asks_detail(const bool heard[HEARD_COUNT])
{
	for (int i = HEARD_ASK_ORDER_NUMBER; i <= HEARD_ASK_METHOD; i++)
		if (heard[i])
			return true;
	return false;
}

/* Apostrophes as the patterns have them. */
static const char *
straightened(struct arena *a, const char *text)
{
	static const char curly[] = "\xe2\x80\x99";
	const char *at;

	while ((at = strstr(text, curly)) != NULL)
		text = arena_printf(a, "%.*s'%s", (int)(at - text), text, at + strlen(curly));
	return text;
}

/* Sentence by sentence: what is asked in one is asked, whatever stands in the next. */
static void
listen(const struct shopper *s, const char *text, struct words *w)
{
	struct arena *a = arena_new();
	const char *sentence;
	size_t at = 0;

	*w = (struct words){ .asks = false };
	text = straightened(a, text);
	while ((sentence = sentence_next(a, text, &at)) != NULL) {
		bool heard[HEARD_COUNT], question = strchr(sentence, '?') != NULL, holds;

		speech_hear_person(s->words, sentence, heard);
		question = question || asks_anything(heard) || heard[HEARD_ANYTHING_ELSE];
		holds = heard[HEARD_HOLD] || heard[HEARD_HANDED_OVER] ||
		    heard[HEARD_WAITING_FOR_COLLEAGUE];
		if (asks_detail(heard))	/* "confirm your postcode" wants the postcode */
			heard[HEARD_ASK_CONFIRM] = false;
		if (question)		/* nothing is refused or claimed in it */
			heard[HEARD_REFUSED] = heard[HEARD_DONE] = false;
		for (int i = 0; i < HEARD_COUNT; i++)
			w->heard[i] = w->heard[i] || heard[i];
		w->questions = w->questions || question;
		w->waits = w->waits || holds;
		w->says = w->says ||
		    (!question && !holds &&
			(heard[HEARD_REFUSED] || heard[HEARD_DONE] ||
			    (!heard[HEARD_GREETING] && text_count_words(sentence) >= WORDS_LEAST)));
	}
	w->asks = asks_anything(w->heard);
	arena_free(&a);
}

static void
keep(struct visitor *v, const char *text)
{
	if (v->person.count == v->person.room) {
		v->person.room = v->person.room == 0 ? 8 : v->person.room * 2;
		v->person.texts =
		    mem_grow(v->person.texts, v->person.room, sizeof(*v->person.texts));
	}
	v->person.texts[v->person.count++] = arena_text(v->arena, text);
}

/* ---- what they want now */

/* The first that isn't over; where the AI has brought all to an end and a person has them all the
 * same, what they came for is open again. */
static void
find_goal(struct shopper *s)
{
	for (size_t i = 0; i < s->scenario->goal_count; i++)
		if (!s->closed[i]) {
			s->goal = i;
			return;
		}
	s->goal = 0;
	s->closed[0] = false;
}

static bool
say_any(struct shopper *s, const char *first, const char *other, struct str *out)
{
	const char *acts[2] = { first, other };

	return shopper_say_first_of(s, acts, 2, out);
}

static enum visitor_move
thank(struct visitor *v, const struct words *w, struct str *out)
{
	struct shopper *s = &v->shopper;

	for (size_t i = 0; i < s->scenario->goal_count; i++)
		s->closed[i] = true;
	s->thanked = true;
	shopper_say(s, w->heard[HEARD_ANYTHING_ELSE] ? "nothing_else" : "thanks", out);
	return VISITOR_SAYS;
}

static enum visitor_move
accept(struct visitor *v, struct str *out)
{
	v->shopper.thanked = true;
	say_any(&v->shopper, "person.accept", "settle.none", out);
	return VISITOR_SAYS;
}

/* Argues, asks for somebody above, accepts it: as the persona does. claimed: that it was done. */
static enum visitor_move
object(struct visitor *v, bool claimed, int64_t most, struct str *out)
{
	const struct persona *p = v->persona;
	double drawn;

	if (!v->person.began)
		visitor_stream(v, "person", &v->person.moods);
	v->person.began = true;
	drawn = random_unit(&v->person.moods);
	if (v->person.objections >= most) {
		if (drawn >= p->argues)
			return accept(v, out);
		return VISITOR_LEAVES;
	}
	if (!claimed && drawn >= p->argues + p->asks_for_person)
		return accept(v, out);
	v->person.objections++;
	if (claimed)
		say_any(&v->shopper, "person.not_yet", "argue", out);
	else
		say_any(&v->shopper, drawn < p->argues ? "argue" : "person.above", "argue", out);
	return VISITOR_SAYS;
}

/* What they wanted to know isn't in it: they ask once more. */
static enum visitor_move
ask_again(struct visitor *v, struct str *out)
{
	struct shopper *s = &v->shopper;

	if (v->person.objections++ >= OBJECTIONS_MOST)
		return accept(v, out);
	if (speech_can_say(s->words, "person.not_answered"))
		shopper_say(s, "person.not_answered", out);
	shopper_open_goal(s, s->goal, out);
	return VISITOR_SAYS;
}

/* ---- what they do */

static enum visitor_move
after_thanks(struct visitor *v, const struct words *w, struct str *out)
{
	if (!w->heard[HEARD_ANYTHING_ELSE] || v->person.again)
		return VISITOR_WAITS;	/* they go without another word */
	v->person.again = true;
	shopper_say(&v->shopper, "nothing_else", out);
	return VISITOR_SAYS;
}

static enum visitor_move
reply(struct visitor *v, const struct words *w, const char *text, struct str *out)
{
	struct shopper *s = &v->shopper;

	if (w->asks)
		shopper_answer(s, text, w->heard, out);
	if (out->length > 0)
		return VISITOR_SAYS;
	if (v->person.unsure++ >= UNSURE_MOST)
		return VISITOR_WAITS;
	if (w->heard[HEARD_ANYTHING_ELSE] || v->person.unsure == 1)
		shopper_open_goal(s, s->goal, out);
	else
		shopper_say(s, "dont_know", out);
	return VISITOR_SAYS;
}

static bool
is_after_change(const struct visitor *v)
{
	for (size_t i = 0; i < v->scenario->action_count; i++)
		if (v->scenario->actions[i].state == ACTION_DONE)
			return true;
	return false;
}

/* One of several wishes is over: by a refusal, for a question by an answer, for a change by the shop's
 * records or the person's word for it. They come to the next. */
static bool
goes_on(struct visitor *v, const struct words *w, struct str *out)
{
	struct shopper *s = &v->shopper;
	bool change = speech_wants_action(s->words, s->scenario->goals[s->goal].want);

	if (change && !w->met && !w->heard[HEARD_DONE] && !w->heard[HEARD_REFUSED])
		return false;
	if (w->heard[HEARD_REFUSED] && !w->heard[HEARD_DONE])
		shopper_fall_back(s);
	for (size_t i = 0; i < s->scenario->goal_count; i++)
		if (i != s->goal && !s->closed[i] && !s->opened[i]) {
			s->closed[s->goal] = true;
			s->goal = i;
			shopper_open_goal(s, i, out);
			return true;
		}
	return false;
}

static enum visitor_move
react(struct visitor *v, const struct words *w, const char *text, struct str *out)
{
	const bool *h = w->heard;
	bool agreed = !h[HEARD_ASK_ORDER_NUMBER] && !h[HEARD_ASK_EMAIL] && !h[HEARD_ASK_POSTCODE] &&
	    !h[HEARD_ASK_NAME] && !h[HEARD_ASK_OFFER] && !h[HEARD_ASK_LINE] && !h[HEARD_ASK_NEW];

	if (w->says && !h[HEARD_REFUSED] && (agreed || !w->questions) && goes_on(v, w, out))
		return VISITOR_SAYS;
	if (w->met && w->says && !h[HEARD_REFUSED] && agreed)
		return thank(v, w, out);
	if (w->questions && !(h[HEARD_REFUSED] && !w->asks))
		return reply(v, w, text, out);
	if (w->waits && !h[HEARD_DONE] && !h[HEARD_REFUSED])
		return VISITOR_WAITS;
	if (!w->says)
		return VISITOR_WAITS;
	if (h[HEARD_REFUSED]) {
		if (goes_on(v, w, out))
			return VISITOR_SAYS;
		/* a refusal by right is argued with once */
		if (w->met && v->person.objections > 0)
			return thank(v, w, out);
		return object(v, false, OBJECTIONS_MOST, out);
	}
	if (h[HEARD_DONE])
		return object(v, true, OBJECTIONS_MOST, out);
	return is_after_change(v) ? VISITOR_WAITS : ask_again(v, out);
}

enum err
visitor_hear_words(struct visitor *v, int64_t conversation_id, const char *text,
    enum visitor_move *move, struct str *out, struct errinfo *e)
{
	int64_t reopened = v->shopper.reopened;
	struct words w;
	struct str say;
	bool done;
	enum err err;

	listen(&v->shopper, text, &w);
	keep(v, text);
	v->person.answered = v->person.answered || w.says;
	find_goal(&v->shopper);
	*move = VISITOR_WAITS;
	if ((err = visitor_need_is_met(v, conversation_id, &w.met, &done, e)) != ERR_OK)
		return err;
	/* where the scenario asks for nothing to be done, a claim that it was is still no deed */
	if (w.heard[HEARD_DONE] && !done &&
	    speech_wants_action(v->shopper.words, v->scenario->goals[v->shopper.goal].want))
		w.met = false;
	str_init(&say);
	*move = v->shopper.thanked ? after_thanks(v, &w, &say) : react(v, &w, text, &say);
	if (*move == VISITOR_SAYS && say.length > 0) {
		shopper_dress(&v->shopper, false, &say);
		visitor_note_said(v, say.data, reopened);
		str_add(out, say.data);
	} else if (*move == VISITOR_SAYS)
		*move = VISITOR_WAITS;	/* there are no words for it */
	str_clear(&say);
	return ERR_OK;
}

bool
visitor_is_done(const struct visitor *v)
{
	return v->shopper.thanked;
}

/* In words of their own; else what they want, once more. */
void
visitor_asks_after(struct visitor *v, struct str *out)
{
	struct shopper *s = &v->shopper;
	int64_t reopened = s->reopened;
	struct str say;

	str_init(&say);
	find_goal(s);
	if (speech_can_say(s->words, "person.still_there"))
		shopper_say(s, "person.still_there", &say);
	else
		shopper_open_goal(s, s->goal, &say);
	shopper_dress(s, false, &say);
	s->reopened = reopened;		/* nobody had to be told again */
	if (say.length > 0)
		visitor_note_said(v, say.data, reopened);
	str_add(out, say.data);
	str_clear(&say);
}

void
visitor_says_again(struct visitor *v, struct str *out)
{
	struct shopper *s = &v->shopper;
	int64_t reopened = s->reopened;
	struct str say;

	str_init(&say);
	find_goal(s);
	shopper_open_goal(s, s->goal, &say);
	shopper_dress(s, false, &say);
	if (say.length > 0)
		visitor_note_said(v, say.data, reopened);
	str_add(out, say.data);
	str_clear(&say);
}

bool
visitor_goes_well(const struct visitor *v)
{
	if (!v->scenario->contain || v->shopper.asked_for_person)
		return false;
	for (size_t i = 0; i < v->watch.count; i++)
		if (v->watch.items[i].flaw != FLAW_NONE)
			return false;
	return true;
}
