/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "If the refund takes more than a week, exchange it instead": what a condition says is looked up in
 * the order's records, in what the rules allow, or in the article that tells how long money takes;
 * and decides which of the wishes around it is worked. What can't be decided so decides nothing.
 *
 *   condition.c   the parts of such a sentence, and what comes of them
 *   terms.c       whether it is so
 */
#include "condition.h"

#include <string.h>

#include "floorwalker/text/text.h"

static const enum action_kind verbs[] = {ACTION_EXCHANGE, ACTION_CANCEL};

/* Where the words of the list begin at or behind from; SIZE_MAX: nowhere. */
static size_t
find(struct talk *t, const char *text, const char *key, size_t from)
{
	struct token *tokens;
	size_t n = text_tokens(t->a, text, strlen(text), &tokens);

	for (size_t i = 0; i < n; i++)
		if (tokens[i].start >= from &&
		    text_begins_with_word_of(t, text + tokens[i].start, key))
			return tokens[i].start;
	return SIZE_MAX;
}

static const char *
verb_key(struct talk *t, const struct playbook *b)
{
	return key_of(t, "words.choose", action_kind_name(b->kind));
}

/* The condition ends where a wish, "then" or another part of the sentence begins. */
static size_t
end_of(struct talk *t, const char *text, size_t from, size_t otherwise)
{
	size_t end = strlen(text), mark = from + strcspn(text + from, ",;.:!?\n");
	size_t then = find(t, text, "words.then", from);

	end = mark < end ? mark : end;
	end = then < end ? then : end;
	end = otherwise < end ? otherwise : end;
	for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
		size_t at = find(t, text, key_of(t, "words.choose", action_kind_name(verbs[i])), from);
		size_t who = at < end ? find(t, text, "words.i", from + 1) : SIZE_MAX;

		end = at < end ? (who < at ? who : at) : end;	/* "… I'd rather exchange it" */
	}
	return end;
}

bool
condition_parse(struct talk *t, const char *text, struct condition *out)
{
	memset(out, 0, sizeof *out);
	out->text = text;
	out->from = find(t, text, "words.only_if", 0);
	if (out->from == SIZE_MAX)
		return false;
	out->otherwise = find(t, text, "words.otherwise", out->from + 1);
	out->to = end_of(t, text, out->from, out->otherwise);
	out->says = arena_text_n(t->a, text + out->from, out->to - out->from);
	return out->to > out->from;
}

/* Where the wish is told outside the condition; SIZE_MAX: in no words that are known. */
static size_t
place_of(struct talk *t, const struct condition *c, const struct wish *w)
{
	size_t at = find(t, c->text, verb_key(t, w->book), 0);

	while (at != SIZE_MAX && at >= c->from && at < c->to)
		at = find(t, c->text, verb_key(t, w->book), at + 1);
	return at;
}

/* For when it is so; else for when it isn't. */
static bool
is_for_true(struct talk *t, const struct condition *c, const struct wish *w, bool *known)
{
	size_t at = place_of(t, c, w), last = at;

	*known = at != SIZE_MAX;
	/* said twice, the place behind the condition counts */
	while (last != SIZE_MAX && last < c->from)
		last = find(t, c->text, verb_key(t, w->book), last + 1);
	if (last != SIZE_MAX && last >= c->to)
		at = last;
	if (at >= c->to)
		return at < c->otherwise;
	for (size_t i = 0; i < t->m.wish_count; i++) {
		const struct wish *x = &t->m.wishes[i];
		size_t other;

		if (x == w || x->book->family != FAMILY_ACTION || !wish_is_live(x))
			continue;
		other = place_of(t, c, x);
		if (other != SIZE_MAX && other >= c->to && other < c->otherwise)
			return false;	/* "send it back; but if …, exchange it" */
	}
	return true;			/* "cancel it if …" */
}

static void
apply(struct talk *t, const struct condition *c, const struct wish *about, bool holds)
{
	bool any = false;

	for (size_t i = 0; i < t->m.wish_count; i++) {
		struct wish *x = &t->m.wishes[i];
		bool known, keep;

		if (x->book->family != FAMILY_ACTION || !wish_is_live(x) ||
		    (x->order_id[0] && !text_is_fold(x->order_id, about->order_id)))
			continue;
		keep = is_for_true(t, c, x, &known) == holds;
		if (!known)
			continue;
		x->status = keep ? x->status : WISH_DROPPED;
		x->spare = false;
		any = any || keep;
		if (keep && !x->order_id[0] && text_is(x->book->intent, about->book->intent))
			x->order_id = about->order_id;
	}
	if (any)
		return;
	say_plain(t, "condition.nothing");
	t->just_dropped = t->m.served = true;
}

/* What is told to be done in so many words, of an order that is named. */
static void
take_told_wish(struct talk *t, const struct condition *c)
{
	static const enum action_kind kinds[] = {ACTION_CANCEL, ACTION_RETURN, ACTION_EXCHANGE};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		struct wish probe = {.book = playbook_for(kinds[i])}, *w;

		if (!understanding_slot(t->u, SLOT_ORDER_NUMBER) || !probe.book ||
		    place_of(t, c, &probe) == SIZE_MAX || !(w = agenda_add(t, probe.book, 0.85)))
			continue;
		w->question = t->u->text;
	}
}

/* "If it can still go back, then do that": the wish is the condition's own. */
static void
take_own_wish(struct talk *t, const struct condition *c)
{
	struct wish *w;

	for (size_t i = 0; i < t->m.wish_count; i++)
		if (t->m.wishes[i].fresh && t->m.wishes[i].book->family == FAMILY_ACTION)
			return;
	if (!text_has_word_of(t, c->says, "words.can_return") ||
	    !text_has_word_of(t, c->text + c->to, "words.do_that")) {
		take_told_wish(t, c);
		return;
	}
	for (size_t i = 0; i < t->m.wish_count; i++)
		if (t->m.wishes[i].fresh)
			t->m.wishes[i].status = WISH_DROPPED;
	if ((w = agenda_add(t, playbook_find("return_item"), 0.85)))
		w->question = t->u->text;
}

void
condition_listen(struct talk *t)
{
	struct condition c;
	bool change = false;

	if (!text_has_word_of(t, t->u->text, "words.only_if") ||
	    !condition_parse(t, t->u->text, &c) || !term_is_known(t, &c))
		return;
	take_own_wish(t, &c);
	for (size_t i = 0; i < t->m.wish_count; i++)
		change = change ||
		    (t->m.wishes[i].fresh && t->m.wishes[i].book->family == FAMILY_ACTION);
	if (!change)
		return;
	t->m.condition = t->u->text;
	trace_step(t, "condition", c.says, "a wish without one");
}

void
condition_settle(struct talk *t, struct wish *w)
{
	struct condition c;
	enum term is;

	if (!t->m.condition[0] || w->book->family != FAMILY_ACTION || !w->order_id[0] ||
	    !condition_parse(t, t->m.condition, &c))
		return;
	is = term_decide(t, &c, w);
	trace_step(t, "condition",
	    is == TERM_UNKNOWN ? "can't be decided from what is known"
		: is == TERM_HOLDS ? "holds"
				   : "doesn't hold",
	    "other records, or another article");
	if (is == TERM_UNKNOWN && w->fresh)
		say_plain(t, "condition.unknown");
	if (is != TERM_UNKNOWN)
		apply(t, &c, w, is == TERM_HOLDS);
	t->m.condition = "";
}
