/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a condition is so: by the order's state, by what the rules say to a return, or by the
 * article that tells how long a refund takes.
 */
#include "condition.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/text/text.h"

enum { COUNT_WORDS = 12 };

/* A span of days, from and to. */
struct span {
	int64_t low, high;
};

static bool
is_about_time_of_refund(struct talk *t, const char *says)
{
	return text_has_word_of(t, says, "words.refund_comes") &&
	    text_has_word_of(t, says, "words.takes_longer");
}

bool
term_is_known(struct talk *t, const struct condition *c)
{
	return is_about_time_of_refund(t, c->says) ||
	    text_has_word_of(t, c->says, "words.can_return") ||
	    text_has_word_of(t, c->says, "words.has_left");
}

/* The number that begins here, in digits or in a word; 0 none. An article counts as one where a
 * unit follows. */
static int64_t
number_at(struct talk *t, const char *s)
{
	if (isdigit((unsigned char)*s))
		return strtoll(s, NULL, 10);
	for (int n = 1; n <= COUNT_WORDS; n++)
		if (text_begins_with_word_of(t, s, arena_printf(t->a, "words.count.%d", n)))
			return n;
	return 0;
}

/* Calendar days of a unit that begins here, in fifths of a working week; 0: none does. */
static int64_t
days_of(struct talk *t, const char *s, int64_t n)
{
	if (text_begins_with_word_of(t, s, "words.unit.working_day"))
		return (n * 7 + 4) / 5;
	if (text_begins_with_word_of(t, s, "words.unit.day"))
		return n;
	if (text_begins_with_word_of(t, s, "words.unit.week"))
		return n * 7;
	return text_begins_with_word_of(t, s, "words.unit.month") ? n * 30 : 0;
}

/* "3 to 5 working days", "a week": the first span of time that is told; false: none. */
static bool
span_in(struct talk *t, const char *text, struct span *out)
{
	struct token *x;
	size_t n = text_tokens(t->a, text, strlen(text), &x);

	for (size_t i = 0; i < n; i++) {
		int64_t first = number_at(t, text + x[i].start), last = first;
		size_t unit = i + 1;

		if (!first)
			continue;
		if (i + 2 < n && (last = number_at(t, text + x[i + 2].start)) > first)
			unit = i + 3;
		else
			last = first;
		if (unit >= n || !days_of(t, text + x[unit].start, last))
			continue;
		out->low = days_of(t, text + x[unit].start, first);
		out->high = days_of(t, text + x[unit].start, last);
		return true;
	}
	return false;
}

/* The next sentence; NULL: none is left. */
static const char *
next_sentence(struct talk *t, const char **at)
{
	const char *s = *at + strspn(*at, " \n");
	size_t length = 0;

	while (s[length] && !(strchr(".!?", s[length]) && (!s[length + 1] || strchr(" \n", s[length + 1]))))
		length++;
	if (!length)
		return NULL;
	*at = s + length + (s[length] != '\0');
	return arena_text_n(t->a, s, length);
}

static const char *
method_key(struct talk *t, const char *kind)
{
	return key_of(t, "words.pays", kind);
}

static bool
is_of_some_method(struct talk *t, const char *sentence)
{
	return text_has_word_of(t, sentence, method_key(t, "card")) ||
	    text_has_word_of(t, sentence, method_key(t, "paypal")) ||
	    text_has_word_of(t, sentence, method_key(t, "gift_card"));
}

static const char *
kind_paid_with(const struct talk *t, const struct order *o)
{
	for (size_t i = 0; i < o->payment_count; i++) {
		const struct payment *x = &o->payments[i];
		const struct payment_method *m =
		    x->refund ? NULL : customer_method(t->customer, x->method_id);

		if (m)
			return m->kind;
	}
	return "";
}

/* How long the money takes, from the article: until it is released, and on its way by this
 * method. */
static bool
refund_span(struct talk *t, const char *kind, struct span *out)
{
	struct wish probe = {.question = phrase(t, "condition.refund_time", NULL),
	    .book = playbook_find("refund_status"), .order_id = "", .product_id = ""};
	struct answer x;
	struct span release = {0, 0}, way = {0, 0}, one;
	bool any = false;

	if (!kind[0] || !answer_find_any(t, &probe, &x))
		return false;
	const char *article = x.list[0].passage->article;

	(void)reaches(t, 0, 0);		/* whatever is found best counts, however unlikely it is */
	for (size_t i = 0; i < x.count; i++) {
		const char *at = x.list[i].passage->text, *s;

		if (!text_is(x.list[i].passage->article, article))
			continue;
		while ((s = next_sentence(t, &at)))
			if (!span_in(t, s, &one))
				continue;
			else if (!is_of_some_method(t, s))
				release.high = one.high > release.high ? one.high : release.high;
			else if (text_has_word_of(t, s, method_key(t, kind)) && !any) {
				way = one;
				any = true;
			}
	}
	out->low = way.low;
	out->high = release.high + way.high;
	if (out->high)
		cite(t, x.list[0].passage->id);
	return out->high > 0;
}

static enum term
decide_time(struct talk *t, const struct condition *c, const struct order *o)
{
	struct span limit, takes;

	if (!span_in(t, c->says, &limit) || !refund_span(t, kind_paid_with(t, o), &takes))
		return TERM_UNKNOWN;
	facts_derive_number(t->f, "days that a refund takes at most", takes.high);

	struct params p = {0};

	param_number(t, &p, "n", takes.high);
	say(t, "condition.takes", &p);
	return takes.high > limit.high ? TERM_HOLDS : TERM_FAILS;
}

/* "Hasn't", "not", "isn't … yet". */
static bool
is_denied(struct talk *t, const char *says)
{
	return text_has_word_of(t, says, "words.not");
}

static enum term
decide_return(struct talk *t, const struct condition *c, struct wish *w, const struct order *o)
{
	struct wish probe = *w;
	struct verdict v = {0};
	bool can;

	probe.reason = probe.reason[0] ? probe.reason : "changed_mind";
	if (!probe.pick_count)
		for (size_t i = 0; i < o->line_count && probe.pick_count < PICK_LIMIT; i++)
			for (size_t k = 0; k < w->mention_count || (!k && !w->mention_count); k++)
				if (!w->mention_count ||
				    line_is_mentioned(t, o, &o->lines[i], &w->mentions[k])) {
					probe.picks[probe.pick_count++] = (struct pick){
					    o->lines[i].id, o->lines[i].quantity};
					break;
				}
	struct action_proposal p = action_build(t, &probe, ACTION_RETURN);

	if (!action_try(t, &p, &v))
		return TERM_UNKNOWN;
	can = v.outcome != VERDICT_DENY;
	if (!can)
		say_verdict(t, &v);
	return can != is_denied(t, c->says) ? TERM_HOLDS : TERM_FAILS;
}

enum term
term_decide(struct talk *t, const struct condition *c, struct wish *w)
{
	const struct order *o = wish_order(t, w);

	if (!o || !t->customer)
		return TERM_UNKNOWN;
	if (is_about_time_of_refund(t, c->says))
		return decide_time(t, c, o);
	if (text_has_word_of(t, c->says, "words.can_return"))
		return decide_return(t, c, w, o);
	if (!text_has_word_of(t, c->says, "words.has_left") || text_is(o->status, "cancelled"))
		return TERM_UNKNOWN;
	bool left = !order_fits(o, FIT_UNSHIPPED);

	say_order(t, left ? "condition.left" : "condition.not_left", o->id);
	return left != is_denied(t, c->says) ? TERM_HOLDS : TERM_FAILS;
}
