/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Questions that anyone may ask: which part of a message one stands in, whether it is about the
 * shop's ways rather than the shopper's own order, and the answers to those that no wish was made
 * of.
 */
#include "builtin.h"

#include <string.h>

#include "floorwalker/text/text.h"

#define ASIDE_MOST 0.08	/* of the likeliest intent of a message that is only said aside */
#define GENERAL_LEAST 0.60	/* probability that a passage answers a question about the shop's
				   ways */
#define GENERAL_ASKED 0.45	/* and its likeness to one that the article names */
#define KNOWN_LEAST 0.80	/* probability and likeness of what needs no form of a question */
#define KNOWN_ASKED 0.70
#define WEAK_WISH 0.75		/* probability under which such a question goes before the wish */
#define CERTAIN 0.85		/* probability that needs little likeness */
#define CERTAIN_ASKED 0.25
#define SAME 0.90		/* likeness of the same question in the same words */
#define BESIDE_LEAST 0.75	/* of a question that no wish was made of */
#define BESIDE_ASKED 0.55
#define CLAUSE_WORDS 2		/* fewer ask nothing by themselves */
#define LEAD_WORDS 5		/* a question word stands among the first words */

static bool
ends_clause(const struct token *x)
{
	return x->kind == TOKEN_PUNCTUATION && strchr(".!?;:", x->folded[0]) != NULL;
}

static void
add_clause(struct talk *t, const char *text, size_t from, size_t to, const char *out[],
    size_t limit, size_t *count)
{
	struct token *tokens;

	while (from < to && strchr(" ,-\n", text[from]))
		from++;
	if (from >= to || *count == limit)
		return;
	const char *clause = arena_text_n(t->a, text + from, to - from);
	size_t words = 0, n = text_tokens(t->a, clause, strlen(clause), &tokens);

	for (size_t i = 0; i < n; i++)
		words += tokens[i].kind != TOKEN_PUNCTUATION;
	if (words >= CLAUSE_WORDS)
		out[(*count)++] = clause;
}

static size_t
clauses_cut(struct talk *t, const char *text, const char *out[], size_t limit)
{
	struct token *tokens;
	size_t n = text_tokens(t->a, text, strlen(text), &tokens), from = 0, count = 0;

	for (size_t i = 0; i < n; i++) {
		size_t at = tokens[i].start, end = at + tokens[i].length;

		if (ends_clause(&tokens[i]) && (text[end] == '\0' || strchr(" \n", text[end]))) {
			add_clause(t, text, from, end, out, limit, &count);
			from = end;
		} else if (at > from && text_begins_with_word_of(t, text + at, "words.beside")) {
			add_clause(t, text, from, at, out, limit, &count);
			from = at;	/* "… oh and who pays the postage": the connector begins
					   another */
		}
	}
	add_clause(t, text, from, strlen(text), out, limit, &count);
	return count;
}

/* A turn asks for those of the same text again and again. */
size_t
question_clauses(struct talk *t, const char *text, const char *out[ANSWER_CLAUSES])
{
	struct cut_text *x = &t->cut;

	if (!x->text || !text_is(x->text, text)) {
		x->count = clauses_cut(t, text, x->clauses, ANSWER_CLAUSES);
		x->text = arena_text(t->a, text);
	}
	memcpy(out, x->clauses, x->count * sizeof *out);
	return x->count;
}

static bool
leads_with(struct talk *t, const char *clause, const char *key)
{
	struct token *tokens;
	size_t n = text_tokens(t->a, clause, strlen(clause), &tokens);

	for (size_t i = 0, words = 0; i < n && words < LEAD_WORDS; i++) {
		if (tokens[i].kind == TOKEN_PUNCTUATION)
			continue;
		words++;
		if (text_begins_with_word_of(t, clause + tokens[i].start, key))
			return true;
	}
	return false;
}

/* "My order", "what I bought", and "my jacket" where the message names a thing of the shop's. */
static bool
is_own(struct talk *t, const char *clause)
{
	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *x = &t->u->slots[i];

		if (x->kind == SLOT_ORDER_NUMBER && x->start + x->length <= strlen(t->u->text) &&
		    memmem(clause, strlen(clause), t->u->text + x->start, x->length))
			return true;
	}
	return text_has_word_of(t, clause, "words.own") ||
	    (understanding_slot(t->u, SLOT_PRODUCT) && text_has_word_of(t, clause, "words.my"));
}

/* "It" and the like, but for the one of "is it possible to …". */
static bool
points_at_something(struct talk *t, const char *clause)
{
	struct token *tokens;

	if (text_begins_with_word_of(t, clause, "words.it_leads") &&
	    text_tokens(t->a, clause, strlen(clause), &tokens) > 2)
		clause += tokens[2].start;
	return text_has_word_of(t, clause, "words.pointing");
}

bool
question_is_general(struct talk *t, const char *clause)
{
	if (is_own(t, clause))
		return false;
	if (leads_with(t, clause, "words.asks_how"))
		return true;
	/* "can I pay another way?" of someone whose orders are open before us is about these */
	return !t->customer && leads_with(t, clause, "words.asks_whether") &&
	    !points_at_something(t, clause);
}

/* "Where do I see the balance of a gift card" asks how it is done; "what is on my card" asks for
 * the figure. */
bool
question_asks_where(struct talk *t, const char *text)
{
	return question_is_general(t, text) && !text_has_word_of(t, text, "words.my");
}

/* The passage answers, by its likeness to a known question or by its words alone. */
static bool
is_sure(struct talk *t, const struct answer *x, double least, double asked)
{
	const struct retrieved *best = &x->list[0];

	if (best->words < 2 && !reaches(t, best->asked, SAME))
		return false;		/* one word in common says little */
	return (reaches(t, best->probability, CERTAIN) && reaches(t, best->asked, CERTAIN_ASKED)) ||
	    (reaches(t, best->probability, least) && reaches(t, best->asked, asked));
}

/* Somewhere in the message they tell of a thing of theirs, or what they want done. */
static bool
tells_own_case(struct talk *t)
{
	const char *text = t->u->text;

	return is_own(t, text) ||
	    (text_has_word_of(t, text, "words.wants") &&
		!text_has_word_of(t, text, "words.wonders"));
}

/* All that the message says was answered: what else was heard in the very same words is no wish. */
static bool
is_all_answered(struct talk *t)
{
	const char *clauses[ANSWER_CLAUSES];
	size_t count = question_clauses(t, t->u->text, clauses);

	return count == 1 && t->said_clause_count && strchr(t->u->text, '?') &&
	    question_is_general(t, t->u->text);
}

/* Word for word what an article is known to answer, or all that is sure beside a weak wish, needs
 * no form of a question: "return period for members". */
static bool
is_known(struct talk *t, const struct wish *w, const struct answer *x)
{
	const struct retrieved *best = &x->list[0];
	bool same = reaches(t, best->asked, KNOWN_ASKED), may = leads_with(t, x->clause, "words.asks_may");

	/* "refund please" asks for one */
	if (w->book->family == FAMILY_ACTION && !strchr(x->clause, '?') && !may &&
	    !leads_with(t, x->clause, "words.asks_how"))
		return false;
	return (same || w->probability < WEAK_WISH) && reaches(t, best->probability, KNOWN_LEAST) &&
	    !is_own(t, x->clause) &&
	    (!points_at_something(t, x->clause) ||
		(!t->customer && same && may && best->words > 1));
}

/* "Can I still cancel? I ordered a tent", "can I swap the Corrib": a thing named beside the
 * question, or by its own name, is theirs. */
static bool
names_own_goods(struct talk *t, const char *clause)
{
	for (size_t i = 0; i < t->u->slot_count; i++) {
		const struct slot *x = &t->u->slots[i];

		if (x->kind == SLOT_OPTION && !x->except)
			return true;		/* "could I swap it for size M" */
		if (x->kind != SLOT_PRODUCT || x->start + x->length > strlen(t->u->text))
			continue;
		const struct product *p = talk_product(t, x->value);

		if ((p && product_is_called(t, p, clause)) ||
		    !memmem(clause, strlen(clause), t->u->text + x->start, x->length))
			return true;
	}
	return false;
}

/* Only a question about the shop's ways stands in the message: it is answered, and nobody is asked
 * who they are for it. */
bool
question_answer_general(struct talk *t, struct wish *w)
{
	struct answer x;

	if (!w->fresh || t->answered || text_is(w->book->intent, "refund_preview") ||
	    !(w->book->needs & NEEDS(NEED_CUSTOMER) ||
		(text_is(w->book->intent, "complaint") && w->probability < WEAK_WISH)) ||
	    w->order_id[0])
		return false;
	if (is_all_answered(t)) {
		w->status = WISH_DROPPED;
		trace_step(t, "answered already",
		    arena_printf(t->a,
			"\"%s\" was heard in a question that an article has answered",
			w->book->intent),
		    NULL);
		return true;
	}
	if (text_is(t->offered, w->book->intent))
		return false;		/* they heard it just now, and want it done */
	bool status = w->book->family != FAMILY_ACTION && (w->book->needs & NEEDS(NEED_ORDER));

	if (tells_own_case(t) || !answer_find(t, w, "", &x) ||
	    (w->book->family == FAMILY_ACTION && names_own_goods(t, x.clause)) ||
	    (w->book->family == FAMILY_ACTION && text_has_word_of(t, x.clause, "words.requests")) ||
	    (status && !reaches(t, x.list[0].asked, BESIDE_ASKED)) ||
	    (!question_is_general(t, x.clause) && !is_known(t, w, &x)) ||
	    !is_sure(t, &x, GENERAL_LEAST, GENERAL_ASKED))
		return false;
	answer_say(t, &x);
	w->status = WISH_DONE;
	t->m.served = true;
	trace_step(t, "general",
	    arena_printf(
		t->a, "\"%s\" asks about the shop's ways, not about an order", w->book->intent),
	    "an order, or something of theirs");
	if (w->book->family == FAMILY_ACTION && !t->asked && t->m.choice != CHOICE_INTENT) {
		say_plain(t, "general.offer");
		state_expect(t, CHOICE_INTENT, "");
		state_choice(t, w->book->intent);
	}
	return true;
}

/* A question word for word as an article has it, though its wish needs something else. */
bool
question_answer_known(struct talk *t, struct wish *w)
{
	struct answer x;

	if (text_has_word_of(t, w->question, "words.pointing") || !answer_find_any(t, w, &x) ||
	    !reaches(t, x.list[0].asked, BESIDE_ASKED) ||
	    !reaches(t, x.list[0].probability, GENERAL_LEAST))
		return false;
	answer_say(t, &x);
	t->m.served = true;
	return true;
}

/* What no wish was made of, or what is no business of the shop's by its words alone: an article may
 * know it all the same. */
bool
question_answer_anyway(struct talk *t)
{
	struct wish probe = {.question = t->u->text, .book = playbook_find("store_info")};
	struct answer x;

	if (!t->err && !t->answered && product_answer_anyway(t, false))
		return true;
	if (t->u->intent_count && t->u->intents[0].probability < ASIDE_MOST)
		return false;		/* no question at all, as far as understanding can tell */
	if (t->err || t->answered || !answer_find_any(t, &probe, &x) ||
	    !is_sure(t, &x, BESIDE_LEAST, BESIDE_ASKED))
		return false;
	answer_say(t, &x);
	t->worked = t->m.served = true;
	t->m.unclear = 0;
	t->intent = x.list[0].passage->about_count ? x.list[0].passage->about[0] : "";
	trace_step(t, "known question",
	    arena_printf(
		t->a, "%s answers what was asked, whatever the wish", x.list[0].passage->id),
	    "other words");
	return true;
}

/* "Don't want to be sending them back": what they would rather not do is no wish, beside the
 * question that is to spare them it. */
static void
drop_avoided(struct talk *t)
{
	bool asks = false;

	for (size_t i = 0; i < t->m.wish_count; i++)
		asks =
		    asks || (t->m.wishes[i].fresh && t->m.wishes[i].book->family == FAMILY_ANSWER);
	for (size_t i = 0; asks && i < t->m.wish_count; i++) {
		struct wish *w = &t->m.wishes[i];

		if (!w->fresh || w->book->family != FAMILY_ACTION ||
		    (w->book->kind != ACTION_RETURN && w->book->kind != ACTION_EXCHANGE &&
			w->book->kind != ACTION_REFUND))
			continue;
		w->status = WISH_DROPPED;
		w->fresh = false;
		trace_step(t, "avoided",
		    arena_printf(t->a, "\"%s\" is what they would rather not do", w->book->intent),
		    NULL);
	}
}

/* "It doesn't fit, can I get another size?" asks for an exchange, not for advice. */
static void
turn_misfit(struct talk *t)
{
	struct wish *advice = NULL;

	for (size_t i = 0; i < t->m.wish_count; i++) {
		struct wish *w = &t->m.wishes[i];

		if (w->fresh && text_is(w->book->intent, "size_advice"))
			advice = w;
		else if (w->fresh && w->book->family != FAMILY_ANSWER)
			return;		/* what is to be done about it was heard */
	}
	if (advice && playbook_find("exchange_item")) {
		advice->book = playbook_find("exchange_item");
		trace_step(t, "turned into",
		    "advice on sizes goes on as an exchange: what they have doesn't fit",
		    "no other size asked for");
	}
}

/* "That's not what I asked. What does it cost?": of what was spoken of. */
static void
turn_to_product(struct talk *t)
{
	const struct product *p = t->m.product_id[0] ? talk_product(t, t->m.product_id) : NULL;
	bool asked = p && text_has_word_of(t, t->u->text, "words.price");

	for (size_t i = 0; p && !asked && i < p->attribute_count; i++)
		asked = attribute_is_asked(t, p, &p->attributes[i], t->u->text);
	for (size_t i = 0; asked && i < t->m.wish_count; i++) {
		struct wish *w = &t->m.wishes[i];

		if (!w->fresh || w->book->family != FAMILY_ANSWER || w->order_id[0] ||
		    (w->book->needs & NEEDS(NEED_PRODUCT)) ||
		    text_is(w->book->intent, "delivery_cost"))
			continue;
		w->book = playbook_find("product_question");
		w->product_id = p->id;
		w->question = t->u->text;
		trace_step(t, "turned into",
		    "a question about the product spoken of: the last answer missed it", "no complaint");
	}
}

void
questions_settle(struct talk *t)
{
	if (t->repaired && !understanding_slot(t->u, SLOT_ORDER_NUMBER) &&
	    !understanding_slot(t->u, SLOT_PRODUCT))
		turn_to_product(t);
	if (text_has_word_of(t, t->u->text, "words.avoid"))
		drop_avoided(t);
	if (text_has_word_of(t, t->u->text, "words.misfit") &&
	    text_has_word_of(t, t->u->text, "words.instead"))
		turn_misfit(t);
}

/* A question beside a wish: "… and who pays the postage?" */
void
question_answer_beside(struct talk *t)
{
	const char *clauses[ANSWER_CLAUSES];
	size_t count = question_clauses(t, t->u->text, clauses);

	for (size_t i = 0; i < count && count > 1 && !t->err; i++) {
		struct wish probe = {.question = clauses[i], .book = playbook_find("store_info")};
		struct answer x;
		bool said = false;

		for (size_t k = 0; k < t->said_clause_count; k++)
			said = said || strstr(t->said_clauses[k], clauses[i]) ||
			    strstr(clauses[i], t->said_clauses[k]);
		if (said || !question_is_general(t, clauses[i]) ||
		    !answer_find_any(t, &probe, &x) ||
		    !is_sure(t, &x, BESIDE_LEAST, BESIDE_ASKED))
			continue;
		say_break(t);
		answer_say(t, &x);
		t->worked = t->m.served = true;
		trace_step(t, "beside",
		    arena_printf(
			t->a, "%s answers a question beside the wish", x.list[0].passage->id),
		    "no question");
	}
}
