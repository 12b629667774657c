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

#include <string.h>

#define LONG_MESSAGE 40.0
#define SHORT_MESSAGE 3
#define LONG_TALK 10.0

/* The first six are put by confidence.c. */
enum part {
	PART_INTENT, PART_SLOTS, PART_RETRIEVAL, PART_GROUNDING, PART_PROGRESS,
	PART_REPAIRS, PART_LIKELIEST, PART_MARGIN, PART_OUTSIDE, PART_LENGTH, PART_SHORT,
	PART_WISHES, PART_ASKS_ITSELF, PART_CORRECTS, PART_UNHAPPY, PART_SAD,
	PART_DOUBTFUL_ANSWER, PART_UNANSWERED, PART_NEW_WISH, PART_UNCLEAR, PART_TURN,
	PART_AGENDA, PART_UNPROVEN, PART_ASKED_BEFORE, PART_OBJECTED, PART_MISTAKEN,
	PART_WISH_SURE, PART_ACTION, PART_TROUBLE, PART_MENTIONED, PART_UNMATCHED,
	PART_FOUND, PART_GUESSED_LINES, PART_GUESSED_ORDER, PART_LEFT_LINES, PART_ASKS,
	PART_SUMS_UP, PART_OFFERS, PART_ACTS, PART_REFUSES, PART_GIVES_UP,
	PART_GIVES_UP_LOST, PART_GIVES_UP_UNPROVEN, PART_DECLINES, PART_SMALL_TALK,
	PART_PASSAGES, PART_CLOSE_PASSAGES, PART_SEVERAL_ANSWERS, PART_ASKS_BACK,
	PART_ASKS_WHO, PART_ASKS_ORDER, PART_ASKS_LINES, PART_ASKS_NEW, PART_ASKS_REASON,
	PART_ASKS_PERSON, PART_COUNT
};

static const char *const names[PART_COUNT] = {
	[PART_INTENT] = "intent", [PART_SLOTS] = "slots", [PART_RETRIEVAL] = "retrieval",
	[PART_GROUNDING] = "grounding", [PART_PROGRESS] = "progress",
	[PART_REPAIRS] = "repairs", [PART_LIKELIEST] = "likeliest",
	[PART_MARGIN] = "margin", [PART_OUTSIDE] = "outside", [PART_LENGTH] = "length",
	[PART_SHORT] = "short", [PART_WISHES] = "wishes",
	[PART_ASKS_ITSELF] = "asks_itself", [PART_CORRECTS] = "corrects",
	[PART_UNHAPPY] = "unhappy", [PART_SAD] = "sad",
	[PART_DOUBTFUL_ANSWER] = "doubtful_answer", [PART_UNANSWERED] = "unanswered",
	[PART_NEW_WISH] = "new_wish", [PART_UNCLEAR] = "unclear", [PART_TURN] = "turn",
	[PART_AGENDA] = "agenda", [PART_UNPROVEN] = "unproven",
	[PART_ASKED_BEFORE] = "asked_before", [PART_OBJECTED] = "objected",
	[PART_MISTAKEN] = "mistaken", [PART_WISH_SURE] = "wish_sure",
	[PART_ACTION] = "action", [PART_TROUBLE] = "trouble",
	[PART_MENTIONED] = "mentioned", [PART_UNMATCHED] = "unmatched",
	[PART_FOUND] = "found", [PART_GUESSED_LINES] = "guessed_lines",
	[PART_GUESSED_ORDER] = "guessed_order", [PART_LEFT_LINES] = "left_lines",
	[PART_ASKS] = "asks", [PART_SUMS_UP] = "sums_up", [PART_OFFERS] = "offers",
	[PART_ACTS] = "acts", [PART_REFUSES] = "refuses", [PART_GIVES_UP] = "gives_up",
	[PART_GIVES_UP_LOST] = "gives_up_lost",
	[PART_GIVES_UP_UNPROVEN] = "gives_up_unproven", [PART_DECLINES] = "declines",
	[PART_SMALL_TALK] = "small_talk", [PART_PASSAGES] = "passages",
	[PART_CLOSE_PASSAGES] = "close_passages",
	[PART_SEVERAL_ANSWERS] = "several_answers", [PART_ASKS_BACK] = "asks_back",
	[PART_ASKS_WHO] = "asks_who", [PART_ASKS_ORDER] = "asks_order",
	[PART_ASKS_LINES] = "asks_lines", [PART_ASKS_NEW] = "asks_new",
	[PART_ASKS_REASON] = "asks_reason", [PART_ASKS_PERSON] = "asks_person",
};

const char *
backend_builtin_part(size_t i)
{
	return i < PART_COUNT ? names[i] : NULL;
}

bool
backend_builtin_has_part(const char *name)
{
	for (size_t i = 0; i < PART_COUNT; i++)
		if (text_is(names[i], name))
			return true;
	return false;
}

struct signs {
	struct talk *t;
	const struct wish *w;		/* that the reply is about; NULL none */
};

static void
put(struct signs *s, enum part part, double x)
{
	x = x < 0 ? 0 : x > 1 ? 1 : x;
	if (x > 0)
		value_set_real(s->t->out->parts, names[part], x);
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
	size_t words = text_count_words(u->text);
	bool yes_no = text_is(t->was_expected, "yes_no");

	put(s, PART_LIKELIEST, first);
	put(s, PART_MARGIN, first - second);
	put(s, PART_OUTSIDE, u->out_of_scope);
	put(s, PART_LENGTH, (double)words / LONG_MESSAGE);
	put(s, PART_SHORT, words <= SHORT_MESSAGE);
	put(s, PART_WISHES, u->wish_count > 1 ? (double)(u->wish_count - 1) / 3 : 0);
	put(s, PART_ASKS_ITSELF, strchr(u->text, '?') != NULL);
	put(s, PART_CORRECTS, u->signals.correction);
	put(s, PART_UNHAPPY, u->signals.unhappy_with_answer);
	put(s, PART_SAD, -u->sentiment);
	put(s, PART_DOUBTFUL_ANSWER, yes_no ? 1 - (yes > no ? yes - no : no - yes) : 0);
	put(s, PART_UNANSWERED, !text_is_empty(t->was_expected) && !t->answered);
	put(s, PART_NEW_WISH, agenda_has_fresh(t));
	put(s, PART_UNCLEAR, t->unclear);
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
	put(s, PART_TURN, (double)(t->m.turn - 1) / LONG_TALK);
	put(s, PART_AGENDA, (double)live / 4);
	put(s, PART_UNPROVEN, t->customer == NULL);
	put(s, PART_ASKED_BEFORE, (double)(most - 1) / 2);
	put(s, PART_OBJECTED, objected);
	put(s, PART_MISTAKEN, (double)(t->m.failures + t->m.unclear) / 3);
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
	put(s, PART_WISH_SURE, w->probability);
	put(s, PART_ACTION, w->book->family == FAMILY_ACTION);
	put(s, PART_TROUBLE, w->book->family == FAMILY_TROUBLE);
	put(s, PART_MENTIONED, mentioned / 4);
	put(s, PART_UNMATCHED, (mentioned - found) / 3);
	put(s, PART_FOUND, found / 4);
	put(s, PART_GUESSED_LINES, w->pick_count > 0 && w->mention_count == 0);
	put(s, PART_GUESSED_ORDER, w->order_id[0] != '\0' && !was_written(t, w->order_id));
	put(s, PART_LEFT_LINES,
	    o != NULL && w->pick_count > 0 && w->pick_count < o->line_count
		? 1 - found / (double)o->line_count
		: 0);
}

/* ---- the reply */

static void
put_questions(struct signs *s)
{
	static const struct { enum choice_kind kind; enum part part; } kinds[] = {
		{ CHOICE_INTENT, PART_ASKS_BACK }, { CHOICE_IDENTITY, PART_ASKS_WHO }, { CHOICE_ORDER, PART_ASKS_ORDER }, { CHOICE_LINE, PART_ASKS_LINES },
		{ CHOICE_VARIANT, PART_ASKS_NEW }, { CHOICE_REASON, PART_ASKS_REASON }, { CHOICE_HUMAN, PART_ASKS_PERSON },
	};
	const struct talk *t = s->t;

	put(s, PART_ASKS, t->asked);
	for (size_t i = 0; t->asked && i < sizeof kinds / sizeof kinds[0]; i++)
		put(s, kinds[i].part, t->m.choice == kinds[i].kind);
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
	put(s, PART_SUMS_UP, sums_up);
	put(s, PART_OFFERS, offers);
	put(s, PART_ACTS, t->proposal_count > 0);
	put(s, PART_REFUSES, refuses);
	put(s, PART_GIVES_UP, t->give_up != HANDOFF_NONE);
	put(s, PART_GIVES_UP_LOST, gave_up_lost(t));
	put(s, PART_GIVES_UP_UNPROVEN,
	    gave_up_lost(t) && t->customer == NULL && t->m.identity_asks > 0);
	put(s, PART_DECLINES, t->out->declines);
	put(s, PART_SMALL_TALK, t->out->is_small_talk);
	put(s, PART_PASSAGES, t->citation_count > 0);
	if (t->citation_count > 0 && value_get_real(best, "probability", 0) > 0)
		put(s, PART_CLOSE_PASSAGES,
		    value_get_real(next, "probability", 0) /
			value_get_real(best, "probability", 1));
	put(s, PART_SEVERAL_ANSWERS, t->text.data ? (double)paragraphs(t->text.data) / 3 : 0);
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
