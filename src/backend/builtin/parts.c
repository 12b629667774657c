/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parts of the confidence: what of a turn tells how sure its reply may be, each in [0,1]. The
 * first six are named in confidence.c; of the others one that is 0 is left out of the trace. All are
 * signs, not reasons: their weights are fitted to replies of which it is known whether they were
 * right.
 *
 *   of the message
 *     likeliest, margin        probability of its likeliest intent; its lead over the second
 *     outside                  probability that it is out of scope
 *     length, short            words, of 40; three words or fewer
 *     wishes                   wishes beside the first, of 3
 *     asks_itself              it holds a question mark
 *     corrects, unhappy, sad   its signals and mood
 *     doubtful_answer          a yes or no was asked for, and it is neither
 *     unanswered               what was asked last isn't in it
 *     new_wish                 it brings one
 *     unclear                  nothing in it could be made out
 *   of the conversation
 *     turn                     of 10
 *     agenda                   wishes that are still open, of 4
 *     unproven                 nobody has shown who they are
 *     asked_before             how often the same was asked for a wish, of 2
 *     objected                 a summary of it was objected to
 *     mistaken                 answers in a row that they rejected, and messages that weren't
 *                              understood, of 3
 *   of the wish that the reply is about
 *     wish_sure                its probability when it was made out
 *     action, trouble          its family; else it asks for an answer
 *     mentioned, unmatched     things that were named, of 4; more of them than were found in the
 *                              order, of 3
 *     found                    things of the order that are meant, of 4
 *     guessed_lines            things are meant though none was named
 *     guessed_order            the order stands in none of the shopper's messages
 *     left_lines               of an order of several things some aren't meant
 *   of the reply
 *     asks, asks_back          it puts a question; one after what they want at all
 *     asks_who, asks_order, asks_lines, asks_new, asks_reason, asks_person
 *                              which question
 *     sums_up, offers, acts    a summary, a choice of remedies, proposals
 *     refuses                  a wish was refused
 *     gives_up, gives_up_lost  it hands over; not for a reason of the shop's or at their wish
 *     gives_up_unproven        … after asking who they are
 *     declines, small_talk     as the draft says
 *     passages                 it is out of articles
 *     close_passages           how near the second passage comes to the first
 *     several_answers          paragraphs beside the first, of 3
 */
#include "builtin.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#define LONG_MESSAGE 40.0
#define SHORT_MESSAGE 3
#define LONG_TALK 10.0

/* All of them. */
static const char *const names[] = {
	"intent", "slots", "retrieval", "grounding", "progress", "repairs", "likeliest",
	"margin", "outside", "length", "short", "wishes", "asks_itself", "corrects", "unhappy",
	"sad", "doubtful_answer", "unanswered", "new_wish", "unclear", "turn", "agenda",
	"unproven", "asked_before", "objected", "mistaken", "wish_sure", "action", "trouble",
	"mentioned", "unmatched", "found", "guessed_lines", "guessed_order", "left_lines",
	"asks", "sums_up", "offers", "acts", "refuses", "gives_up", "gives_up_lost",
	"gives_up_unproven", "declines", "small_talk", "passages", "close_passages",
	"several_answers", "asks_back", "asks_who", "asks_order", "asks_lines", "asks_new",
	"asks_reason", "asks_person",
};

const char *
backend_builtin_part(size_t i)
{
	return i < sizeof names / sizeof names[0] ? names[i] : NULL;
}

bool
backend_builtin_has_part(const char *name)
{
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (text_is(names[i], name))
			return true;
	return false;
}

struct signs {
	struct talk *t;
	const struct wish *w;		/* that the reply is about; NULL none */
};

static void
put(struct signs *s, const char *name, double x)
{
	assert(backend_builtin_has_part(name));
	x = x < 0 ? 0 : x > 1 ? 1 : x;
	if (x > 0)
		value_set_real(s->t->out->parts, name, x);
}

static size_t
count_words(const char *text)
{
	size_t n = 0;

	for (size_t i = 0; text[i]; i++)
		n += !isspace((unsigned char)text[i]) &&
		    (i == 0 || isspace((unsigned char)text[i - 1]));
	return n;
}

/* ---- the message */

static void
put_message(struct signs *s)
{
	const struct talk *t = s->t;
	const struct understanding *u = t->u;
	double first = u->intent_count ? u->intents[0].probability : 0,
	       second = u->intent_count > 1 ? u->intents[1].probability : 0;
	double yes = u->signals.yes, no = u->signals.no;
	size_t words = count_words(u->text);
	bool yes_no = text_is(t->was_expected, "yes_no");

	put(s, "likeliest", first);
	put(s, "margin", first - second);
	put(s, "outside", u->out_of_scope);
	put(s, "length", (double)words / LONG_MESSAGE);
	put(s, "short", words <= SHORT_MESSAGE);
	put(s, "wishes", u->wish_count > 1 ? (double)(u->wish_count - 1) / 3 : 0);
	put(s, "asks_itself", strchr(u->text, '?') != NULL);
	put(s, "corrects", u->signals.correction);
	put(s, "unhappy", u->signals.unhappy_with_answer);
	put(s, "sad", -u->sentiment);
	put(s, "doubtful_answer", yes_no ? 1 - (yes > no ? yes - no : no - yes) : 0);
	put(s, "unanswered", !text_is_empty(t->was_expected) && !t->answered);
	put(s, "new_wish", agenda_has_fresh(t));
	put(s, "unclear", t->unclear);
}

/* ---- the conversation */

static int64_t
asked_most(const struct wish *w)
{
	int64_t most = 0;

	for (int n = 0; n < NEED_COUNT; n++)
		most = w->asks[n] > most ? w->asks[n] : most;
	return most;
}

static void
put_conversation(struct signs *s)
{
	const struct talk *t = s->t;
	int64_t most = t->m.identity_asks;
	size_t live = 0;
	bool objected = false;

	for (size_t i = 0; i < t->m.wish_count; i++) {
		const struct wish *w = &t->m.wishes[i];

		live += wish_is_live(w);
		objected = objected || !text_is_empty(w->declined);
		if (wish_is_live(w) && asked_most(w) > most)
			most = asked_most(w);
	}
	put(s, "turn", (double)(t->m.turn - 1) / LONG_TALK);
	put(s, "agenda", (double)live / 4);
	put(s, "unproven", t->customer == NULL);
	put(s, "asked_before", (double)(most - 1) / 2);
	put(s, "objected", objected);
	put(s, "mistaken", (double)(t->m.failures + t->m.unclear) / 3);
}

/* ---- the wish */

static bool
was_written(const struct talk *t, const char *id)
{
	for (size_t i = 0; i < t->q->transcript_count; i++)
		if (t->q->transcript[i].author == AUTHOR_SHOPPER &&
		    strcasestr(t->q->transcript[i].text, id) != NULL)
			return true;
	return false;
}

static void
put_wish(struct signs *s)
{
	struct talk *t = s->t;
	const struct wish *w = s->w;
	const struct order *o = NULL;
	double mentioned = 0, found;

	if (w == NULL)
		return;
	for (size_t i = 0; i < t->order_count; i++)
		if (text_is(t->orders[i].id, w->order_id))
			o = &t->orders[i];
	for (size_t i = 0; i < w->mention_count; i++)
		mentioned += !w->mentions[i].except;
	found = (double)w->pick_count;
	put(s, "wish_sure", w->probability);
	put(s, "action", w->book->family == FAMILY_ACTION);
	put(s, "trouble", w->book->family == FAMILY_TROUBLE);
	put(s, "mentioned", mentioned / 4);
	put(s, "unmatched", (mentioned - found) / 3);
	put(s, "found", found / 4);
	put(s, "guessed_lines", w->pick_count > 0 && w->mention_count == 0);
	put(s, "guessed_order", w->order_id[0] != '\0' && !was_written(t, w->order_id));
	put(s, "left_lines",
	    o != NULL && w->pick_count > 0 && w->pick_count < o->line_count
		? 1 - found / (double)o->line_count
		: 0);
}

/* ---- the reply */

static void
put_questions(struct signs *s)
{
	static const struct { enum choice_kind kind; const char *name; } kinds[] = {
		{ CHOICE_INTENT, "asks_back" }, { CHOICE_IDENTITY, "asks_who" }, { CHOICE_ORDER, "asks_order" }, { CHOICE_LINE, "asks_lines" },
		{ CHOICE_VARIANT, "asks_new" }, { CHOICE_REASON, "asks_reason" }, { CHOICE_HUMAN, "asks_person" },
	};
	const struct talk *t = s->t;

	put(s, "asks", t->asked);
	for (size_t i = 0; t->asked && i < sizeof kinds / sizeof kinds[0]; i++)
		put(s, kinds[i].name, t->m.choice == kinds[i].kind);
}

/* For a reason that lies in the conversation, not in the shop or in what they asked for. */
static bool
gave_up_lost(const struct talk *t)
{
	return t->give_up == HANDOFF_UNSURE || t->give_up == HANDOFF_REPEATED_FAILURE ||
	    t->give_up == HANDOFF_OUT_OF_SCOPE;
}

static size_t
paragraphs(const char *text)
{
	size_t n = 0;

	for (const char *p = text; (p = strstr(p, "\n\n")) != NULL; p += 2)
		n++;
	return n;
}

static void
put_reply(struct signs *s)
{
	const struct talk *t = s->t;
	const struct value *best = value_at(t->passages, 0), *next = value_at(t->passages, 1);
	bool sums_up = false, offers = false, refuses = false;

	for (size_t i = 0; i < t->m.wish_count; i++) {
		enum wish_status status = t->m.wishes[i].status;

		sums_up = sums_up || (t->asked && status == WISH_CONFIRMING);
		offers = offers || (t->asked && status == WISH_CHOOSING);
		refuses = refuses || (status == WISH_REFUSED &&
				       (t->m.wishes[i].fresh || &t->m.wishes[i] == t->focus));
	}
	put(s, "sums_up", sums_up);
	put(s, "offers", offers);
	put(s, "acts", t->proposal_count > 0);
	put(s, "refuses", refuses);
	put(s, "gives_up", t->give_up != HANDOFF_NONE);
	put(s, "gives_up_lost", gave_up_lost(t));
	put(s, "gives_up_unproven",
	    gave_up_lost(t) && t->customer == NULL && t->m.identity_asks > 0);
	put(s, "declines", t->out->declines);
	put(s, "small_talk", t->out->is_small_talk);
	put(s, "passages", t->citation_count > 0);
	if (t->citation_count > 0 && value_get_real(best, "probability", 0) > 0)
		put(s, "close_passages",
		    value_get_real(next, "probability", 0) /
			value_get_real(best, "probability", 1));
	put(s, "several_answers", t->text.data ? (double)paragraphs(t->text.data) / 3 : 0);
	put_questions(s);
}

/* Which wish the reply is about: what it sums up, else what was spoken of, else the first that is
 * open or came with the message. */
static const struct wish *
wish_of(const struct talk *t)
{
	for (size_t i = 0; i < t->m.wish_count; i++)
		if (t->m.wishes[i].status == WISH_CONFIRMING)
			return &t->m.wishes[i];
	if (t->focus && !t->focus->fresh && wish_is_live(t->focus))
		return t->focus;
	for (size_t i = 0; i < t->m.wish_count; i++)
		if (t->m.wishes[i].fresh || wish_is_live(&t->m.wishes[i]))
			return &t->m.wishes[i];
	return t->focus;
}

void
parts_fill(struct talk *t)
{
	struct signs s = { t, wish_of(t) };

	put_message(&s);
	put_conversation(&s);
	put_wish(&s);
	put_reply(&s);
}
