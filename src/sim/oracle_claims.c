/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"
#include "oracle_private.h"

#define QUOTE_LEAST 0.9		/* as like an article's sentence: a quote */
#define LIKE_ENOUGH 0.5		/* as like a sentence: about the same thing */
#define TURNED_BY 0.1		/* so much liker one that says the opposite than any that says the
				   same */
#define WORD_FOR_WORD 0.95
#define FREE_LIKE 0.7		/* people word things freely: less like than that is no term turned round */
#define FREE_WORDS 4
#define TOGETHER 0.75		/* so much of a sentence made of messages: made of them alone but
				   for what they are about */

bool
oracle_is_quote(const struct judged *j)
{
	for (size_t i = 0; i < j->like_count && j->like[i].value >= QUOTE_LEAST; i++)
		if (j->like[i].sentence->source == CORPUS_FOREIGN ||
		    (j->like[i].sentence->source == CORPUS_ARTICLE &&
			j->like[i].sentence->denies == j->read.denies))
			return true;
	return false;
}

/* Whether a phrase is said, and not behind a condition. */
static bool
is_stated(const struct terms *t, const struct phrases *p, struct phrase_text *said)
{
	size_t start, length, condition;

	if (!phrases_find_in(p, said, 0, &start, &length))
		return false;
	condition = phrases_last_in(&t->conditions, said, start);
	return condition == SIZE_MAX;
}

static bool
holds_text(const struct value *list, const char *text)
{
	for (size_t i = 0; i < value_count(list); i++)
		if (text_is(value_as_text(value_at(list, i), ""), text))
			return true;
	return false;
}

static bool
is_late(const struct listening *l, const struct order *x)
{
	int64_t delivered = order_delivered_ms(x);

	return x->promised_ms != 0 &&
	    date_days_between(l->oracle->settings->zone, x->promised_ms,
		delivered != 0 ? delivered : oracle_now(l->oracle, l->c)) > 0;
}

/* named: the sentence is about the order as a whole, which is delivered only when all of its
 * parcels are. */
static bool
is_in_state(
    const struct listening *l, const struct order *x, const struct state_terms *s, bool named)
{
	if (s->about_late)
		return is_late(l, x) == s->late;
	if (named && s->order != NULL)
		return holds_text(s->order, x->status);
	for (size_t i = 0; i < x->shipment_count; i++)
		if (holds_text(s->shipment, x->shipments[i].status))
			return true;
	return holds_text(s->order, x->status);
}

static bool
any_in_state(const struct listening *l, const struct state_terms *s, const char *text)
{
	for (size_t i = 0; i < l->order_count; i++) {
		bool named = oracle_names(text, l->orders[i].then->id);

		if (l->orders[i].meant &&
		    (is_in_state(l, l->orders[i].then, s, named) ||
			is_in_state(l, l->orders[i].now, s, named) ||
			(l->orders[i].meanwhile != NULL &&
			    is_in_state(l, l->orders[i].meanwhile, s, named))))
			return true;
	}
	return s->tier != NULL && l->order_count > 0 &&
	    holds_text(s->tier, l->c->binding->customer->tier);
}

/* News of a carrier is repeated as they wrote it. */
static bool
repeats_news(const struct listening *l, const char *text)
{
	for (size_t i = 0; i < l->order_count; i++)
		for (size_t j = 0; j < l->orders[i].then->shipment_count; j++) {
			const struct shipment *s = &l->orders[i].then->shipments[j];

			for (size_t k = 0; k < s->event_count; k++)
				if (!text_is_empty(s->events[k].text) &&
				    strstr(text, s->events[k].text) != NULL)
					return true;
		}
	return false;
}

/* "An order is first pending, then processing", a list of what each state means: how orders go, and
 * no order of anybody's. */
static bool
is_general(const struct listening *l, struct phrase_text *said)
{
	const struct shop_records *r = oracle_records(l->oracle, l->c);
	const struct terms *t = l->oracle->terms;
	size_t start, length;

	if (!phrases_find_in(&t->general, said, 0, &start, &length) ||
	    phrases_find_in(&t->own, said, 0, &start, &length))
		return false;
	for (size_t i = 0; i < r->order_count; i++)
		if (oracle_names(said->text, r->orders[i].id))
			return false;
	return true;
}

static const char *
wrong_state(const struct listening *l, const struct judged *j)
{
	const struct terms *t = l->oracle->terms;

	if (repeats_news(l, j->text) || is_general(l, j->said))
		return NULL;
	for (size_t i = 0; i < t->state_count; i++)
		if (is_stated(t, &t->states[i].says, j->said) &&
		    !any_in_state(l, &t->states[i], j->text))
			return "that is not the state of any order that is meant, or of their account";
	return NULL;
}

static bool
went_well(const struct action *x)
{
	return x->state == ACTION_DONE || x->state == ACTION_EXECUTING ||
	    x->state == ACTION_APPROVED || x->state == ACTION_APPROVED_BY_RULE ||
	    x->state == ACTION_REVERSED;
}

/* Whether the records of the orders meant show such an action of another day. */
static bool
is_on_record(const struct listening *l, enum action_kind kind)
{
	for (size_t i = 0; i < l->order_count; i++) {
		const struct order *x = l->orders[i].then;

		if (!l->orders[i].meant)
			continue;
		if ((kind == ACTION_REFUND && order_refunded(x) > 0) ||
		    (kind == ACTION_CANCEL && text_is(x->status, "cancelled")))
			return true;
		for (size_t k = 0; k < value_count(x->requests); k++)
			if (text_is(value_get_text(value_at(x->requests, k), "kind"),
				action_kind_name(kind)))
				return true;
	}
	return false;
}

/* The amount of a promise must be that of an action of its kind, where it names one. */
static bool
amount_is(const struct judged *j, const struct action *x)
{
	for (size_t i = 0; i < j->read.figure_count; i++)
		if (j->read.figures[i].figure.kind == FIGURE_MONEY)
			return j->read.figures[i].figure.value == x->amount;
	return true;
}

static bool
is_kept(const struct listening *l, const struct judged *j, const struct promise_terms *p)
{
	for (size_t i = 0; i < l->c->actions->count; i++) {
		const struct action *x = &l->c->actions->items[i];

		if (p->waiting || p->asked ? x->approvals_needed > 0
			: p->approved ? x->approvals_needed > 0 && went_well(x)
				      : x->kind == p->kind && went_well(x) && amount_is(j, x))
			return true;
	}
	return p->record && is_on_record(l, p->kind);
}

static const char *
wrong_promise(const struct listening *l, const struct judged *j)
{
	const struct terms *t = l->oracle->terms;
	size_t start, length;
	bool asks = phrases_find_in(&t->asks, l->message, 0, &start, &length);

	for (size_t i = 0; i < t->promise_count; i++) {
		const struct promise_terms *p = &t->promises[i];

		if (p->asked ? l->c->by_people : asks)
			continue;
		if (is_stated(t, &p->says, j->said) && ((p->asked && asks) || !is_kept(l, j, p)))
			return "that was neither done nor is it under way";
	}
	return NULL;
}

static bool
carries(const struct listening *l, const char *carrier)
{
	for (size_t i = 0; i < l->order_count; i++)
		for (size_t j = 0; l->orders[i].meant && j < l->orders[i].then->shipment_count; j++)
			if (strcasecmp(l->orders[i].then->shipments[j].carrier, carrier) == 0)
				return true;
	return false;
}

static bool
is_repeated(const struct judged *j, const char *name)
{
	for (size_t i = 0; i < j->like_count && j->like[i].value >= LIKE_ENOUGH; i++)
		if (oracle_names(j->like[i].sentence->text, name))
			return true;
	return false;
}

static const char *
wrong_carrier(const struct listening *l, const struct judged *j)
{
	const struct oracle *o = l->oracle;

	for (size_t i = 0; i < o->carrier_count; i++)
		if (letter_pairs_may_hold(&j->pairs, o->carriers[i]) &&
		    oracle_names(j->text, o->carriers[i]) && !carries(l, o->carriers[i]) &&
		    !is_repeated(j, o->carriers[i]))
			return arena_printf(l->arena, "%s has no parcel of theirs", o->carriers[i]);
	return NULL;
}

static bool
has_word(const struct corpus_sentence *s, uint32_t word)
{
	for (size_t i = 0; i < s->word_count; i++)
		if (s->words[i] == word)
			return true;
	return false;
}

static bool
is_within(const struct corpus_sentence *part, const struct corpus_sentence *whole)
{
	for (size_t i = 0; i < part->word_count; i++)
		if (!has_word(whole, part->words[i]))
			return false;
	return true;
}

/* What share of a sentence's words are those of messages put together ("I can {choices}", "cancel
 * the order", "change the item") that deny as little as it does. */
static double
put_together(const struct judged *j)
{
	size_t covered = 0;

	for (size_t w = 0; w < j->read.word_count; w++)
		for (size_t i = 0; i < j->like_count; i++) {
			const struct corpus_sentence *s = j->like[i].sentence;

			if (s->source == CORPUS_MESSAGE && s->denies == j->read.denies &&
			    has_word(s, j->read.words[w]) && is_within(s, &j->read)) {
				covered++;
				break;
			}
		}
	return j->read.word_count > 0 ? (double)covered / (double)j->read.word_count : 0;
}

/* Letters of any language, with hyphens and apostrophes inside. */
static size_t
name_at(const char *s)
{
	size_t n = 0;

	while (isalpha((unsigned char)s[n]) || (unsigned char)s[n] >= 0x80 ||
	    (n > 0 && (s[n] == '-' || s[n] == '\'') && isalpha((unsigned char)s[n + 1])))
		n++;
	return n;
}

static bool
is_their_name(const struct listening *l, const struct judged *j, const char *word)
{
	const struct customer *c = l->c->binding->customer;

	if (oracle_names(c->given, word) || oracle_names(c->family, word) || is_repeated(j, word))
		return true;
	for (size_t i = 0; i < j->named_count; i++)
		if (oracle_names(j->named[i]->name, word))
			return true;
	for (size_t i = 0; i < l->c->shopper_count; i++)
		if (oracle_names(l->c->shopper_texts[i], word))
			return true;
	for (size_t i = 0; l->c->by_people && i < l->oracle->settings->agent_count; i++)
		if (oracle_names(l->oracle->settings->agents[i].name, word))
			return true;
	return false;
}

/* "Hello, I'm reading it." calls nobody anything. */
static bool
is_all_capital(const char *called)
{
	for (const char *s = called; *s != '\0'; s++)
		if ((s == called || s[-1] == ' ') && islower((unsigned char)*s))
			return false;
	return true;
}

/* A name that they are called by and that isn't theirs, or that of another customer; at a
 * sentence's beginning any word has a capital. */
static const char *
wrong_name(const struct listening *l, const struct judged *j)
{
	size_t start, length;

	if (phrases_find_in(&l->oracle->terms->greets, j->said, 0, &start, &length)) {
		const char *called = arena_text_n(l->arena, j->text + start, length);

		if (!is_their_name(l, j, called) && !(l->c->by_people && !is_all_capital(called)))
			return arena_printf(l->arena, "%s is not their name", called);
	}
	for (const char *s = j->text + name_at(j->text); *s != '\0';) {
		size_t n = name_at(s);

		if (n > 2 && (isupper((unsigned char)*s) || (unsigned char)*s >= 0x80) &&
		    figure_set_has(&l->oracle->names, oracle_word(s, n))) {
			const char *word = arena_text_n(l->arena, s, n);

			if (!is_their_name(l, j, word) && !repeats_news(l, j->text))
				return arena_printf(l->arena, "%s is not their name", word);
		}
		s += n > 0 ? n : 1;
	}
	return NULL;
}

/* A sentence that is like one of the world's but denies what that says, and like none that says the
 * same. */
static const char *
turned_round(const struct listening *l, const struct judged *j)
{
	double same = 0, opposite = 0;
	const struct corpus_sentence *turned = NULL;

	for (size_t i = 0; i < j->like_count; i++) {
		const struct likeness *x = &j->like[i];

		if (x->sentence->source == CORPUS_FOREIGN)
			continue;
		if (x->sentence->denies == j->read.denies)
			same = x->value > same ? x->value : same;
		else if (x->value > opposite) {
			opposite = x->value;
			turned = x->sentence;
		}
	}
	if (l->c->by_people && (opposite < FREE_LIKE || j->read.word_count < FREE_WORDS))
		return NULL;
	if (turned == NULL || j->read.word_count < 3 || opposite < LIKE_ENOUGH ||
	    opposite <= same || (opposite < WORD_FOR_WORD && opposite < same + TURNED_BY) ||
	    put_together(j) >= TOGETHER)
		return NULL;
	return arena_printf(l->arena, "it says the opposite of \"%s\"", turned->text);
}

/* What is given away must be so in a sentence of the world's that says the same thing. */
static const char *
wrong_gift(const struct listening *l, const struct judged *j)
{
	const struct phrases *generous = &l->oracle->terms->generous;
	size_t start, length;

	if (!phrases_find_in(generous, j->said, 0, &start, &length))
		return NULL;
	for (size_t i = 0; i < j->like_count && j->like[i].value >= LIKE_ENOUGH; i++)
		if (phrases_find(generous, j->like[i].sentence->text, 0, &start, &length))
			return NULL;
	return "nothing in the world's files gives that away";
}

const char *
oracle_wrong_claim(struct listening *l, const struct judged *j)
{
	const char *what = NULL;
	size_t length = strlen(j->text);

	if (length > 0 && j->text[length - 1] == '?')
		return NULL;		/* a question states nothing */
	if (!oracle_is_quote(j) && (what = wrong_state(l, j)) == NULL)
		what = wrong_promise(l, j);
	if (what == NULL && (what = wrong_carrier(l, j)) == NULL &&
	    (what = wrong_name(l, j)) == NULL && (what = turned_round(l, j)) == NULL)
		what = wrong_gift(l, j);
	return what;
}
