/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asking who the shopper is, by the ways that the world allows. The desk does the proving; here is
 * only asked for what is still missing.
 */
#include "builtin.h"

#include <string.h>

#define REFUSAL_WORDS 12	/* a longer message wants more than to say that it has no proof */

static const struct {
	enum slot_kind slot;
	enum identity_fact fact;
} heard_by[] = {
	{SLOT_ORDER_NUMBER, IDENTITY_ORDER_NUMBER}, {SLOT_EMAIL, IDENTITY_EMAIL}, {SLOT_POSTCODE, IDENTITY_POSTCODE}, {SLOT_NAME, IDENTITY_NAME},
	{SLOT_PHONE, IDENTITY_PHONE},
};

/* The last question was who they are, and here is something of it. */
bool
identity_is_answered(const struct talk *t)
{
	for (size_t i = 0;
	     t->m.choice == CHOICE_IDENTITY && i < sizeof heard_by / sizeof heard_by[0]; i++)
		if (understanding_slot(t->u, heard_by[i].slot))
			return true;
	return false;
}

static bool
has_no_fact(const struct talk *t)
{
	for (size_t i = 0; i < sizeof heard_by / sizeof heard_by[0]; i++)
		if (understanding_slot(t->u, heard_by[i].slot))
			return false;
	return true;
}

/* "I don't have it", which tells of no parcel that isn't there. */
bool
identity_is_refused(struct talk *t)
{
	return t->had_no_proof && text_count_words(t->u->text) <= REFUSAL_WORDS &&
	    (talk_is_clear_no(t) || text_has_word_of(t, t->u->text, "words.no_proof"));
}

void
identity_listen(struct talk *t)
{
	bool any = false;

	if (t->customer) {
		t->m.identity_asks = 0;
		return;
	}
	for (size_t i = 0; i < sizeof heard_by / sizeof heard_by[0]; i++)
		if (understanding_slot(t->u, heard_by[i].slot)) {
			any = any || !t->m.heard[heard_by[i].fact];
			t->m.heard[heard_by[i].fact] = true;
		}
	/* "I don't have it", or something else than was asked for: the same words again would get
	 * no further */
	t->had_no_proof = !t->q->identity_failed && t->m.choice == CHOICE_IDENTITY &&
	    has_no_fact(t) && !strchr(t->u->text, '?');
	if (t->q->identity_failed || t->had_no_proof)	/* it fits nobody, or isn't at hand: any way
							   will do */
		for (size_t i = 0; i < IDENTITY_FACT_COUNT; i++)
			t->m.heard[i] = false;
	else if (any && t->m.identity_asks > 0)
		t->m.identity_asks--;		/* a step forward is no repeated question */
}

static size_t
missing_of(const struct talk *t, const struct identity_way *way, enum identity_fact out[4])
{
	size_t count = 0;

	for (size_t i = 0; i < way->count; i++)
		if (!t->m.heard[way->facts[i]])
			out[count++] = way->facts[i];
	return count;
}

static const char *
fact_phrase(struct talk *t, enum identity_fact fact)
{
	return phrase(t, key_of(t, "identity", identity_fact_name(fact)), NULL);
}

/* Everything missing for one way; where another begins alike, what it ends on stands beside it:
 * "your order number and the e-mail or the postcode". */
static const char *
way_phrase(struct talk *t, const enum identity_fact *missing, size_t count,
    const enum identity_fact *other_ends, size_t other_count)
{
	const char *parts[4], *ends[8];

	for (size_t i = 0; i < count; i++)
		parts[i] = fact_phrase(t, missing[i]);
	if (other_count) {
		ends[0] = parts[count - 1];
		for (size_t i = 0; i < other_count; i++)
			ends[i + 1] = fact_phrase(t, other_ends[i]);
		parts[count - 1] = phrase_join(t, "or", ends, other_count + 1);
	}
	return phrase_join(t, "and", parts, count);
}

static bool
is_among(enum identity_fact fact, const enum identity_fact *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == fact)
			return true;
	return false;
}

/* The ways that need least more. */
static const char *
ways_missing(struct talk *t)
{
	const struct settings *s = t->q->settings;
	enum { WAYS = 8 };
	enum identity_fact missing[WAYS][4], ends[WAYS];
	size_t counts[WAYS], ways = s->identity_count < WAYS ? s->identity_count : WAYS, least = 5,
			     kept = 0;
	bool said[WAYS] = {false};
	const char *texts[WAYS];

	for (size_t i = 0; i < ways; i++) {
		counts[i] = missing_of(t, &s->identity[i], missing[i]);
		if (counts[i] && counts[i] < least)
			least = counts[i];
	}
	for (size_t i = 0; i < ways; i++) {
		size_t others = 0;

		if (counts[i] != least || said[i])
			continue;
		for (size_t k = i + 1; k < ways; k++) {
			if (counts[k] != least || said[k] ||
			    memcmp(missing[i], missing[k], (least - 1) * sizeof missing[i][0]))
				continue;
			said[k] = true;
			if (missing[k][least - 1] != missing[i][least - 1] &&
			    !is_among(missing[k][least - 1], ends, others))
				ends[others++] = missing[k][least - 1];
		}
		texts[kept++] = way_phrase(t, missing[i], least, ends, others);
	}
	return phrase_join(t, "or_else", texts, kept);
}

/* Asking who they are is right whichever of the likely wishes it is, as long as it needs a
 * customer. */
static double
needing_identity(const struct talk *t, const struct wish *w)
{
	double sum = 0;

	for (size_t i = 0; i < t->u->intent_count; i++) {
		const struct playbook *book = playbook_find(t->u->intents[i].intent);

		if (book && (book->needs & NEEDS(NEED_CUSTOMER)))
			sum += t->u->intents[i].probability;
	}
	sum = sum > w->probability ? sum : w->probability;
	return sum > t->intent_probability ? (sum < 1 ? sum : 1) : t->intent_probability;
}

/* A person was offered because nothing proves who they are: the state keeps it as the asking that
 * came to its end. */
bool
identity_is_missing(const struct talk *t)
{
	return !t->customer && !t->m.declined && t->m.identity_asks >= ASK_LIMIT;
}

/* What the offer of a person came to. Without one, what needs a proof is left until they have
 * it. */
void
identity_settle(struct talk *t, bool accepted)
{
	if (accepted) {
		t->wants_human = true;
		hand_off(t, HANDOFF_REPEATED_FAILURE);
		return;
	}
	for (size_t i = 0; i < t->m.wish_count; i++)
		if (wish_is_live(&t->m.wishes[i]) &&
		    (t->m.wishes[i].book->needs & NEEDS(NEED_CUSTOMER)))
			t->m.wishes[i].status = WISH_DROPPED;
	t->m.identity_asks = 0;
	t->just_dropped = t->m.served = true;
	say_plain(t, "identity.left");
	trace_step(
	    t, "identity", "not proven, and no person wanted", "a claim that fits one customer");
}

static enum outcome
offer_person(struct talk *t, struct wish *w)
{
	struct params p = {0};

	param_text(&p, "missing", ways_missing(t));
	t->m.identity_asks = ASK_LIMIT;
	say(t, "identity.cannot", &p);
	t->intent_probability = needing_identity(t, w);
	t->focus = w;
	state_expect(t, CHOICE_HUMAN, "yes_no");
	trace_step(
	    t, "offered", "a person, as nothing proves who they are", "a fact that was asked for");
	t->asked = true;
	return OUTCOME_ASKED;
}

enum outcome
need_customer(struct talk *t, struct wish *w)
{
	struct params p = {0};
	bool some = false;

	if (t->customer)
		return OUTCOME_NEXT;
	bool again = t->m.identity_asks && !t->answered && !t->q->identity_failed &&
	    talk_asked_between(t);

	if (!t->q->settings->identity_count || (!again && t->m.identity_asks >= ASK_LIMIT)) {
		trace_step(
		    t, "identity", "not proven after asking", "a claim that fits one customer");
		hand_off(t, HANDOFF_REPEATED_FAILURE);
		return OUTCOME_STUCK;
	}
	if (t->had_no_proof && !agenda_has_fresh(t))
		return offer_person(t, w);
	for (size_t i = 0; i < t->q->settings->identity_count; i++)
		for (size_t k = 0; k < t->q->settings->identity[i].count; k++)
			some = some || t->m.heard[t->q->settings->identity[i].facts[k]];
	param_text(&p, "missing", ways_missing(t));
	t->m.identity_asks += !again;
	say(t,
	    t->q->identity_failed ? "identity.failed"
		: some            ? "identity.more"
				  : "identity.ask",
	    &p);
	t->intent_probability = needing_identity(t, w);
	t->focus = w;			/* an order number in the answer is the wish's own */
	state_expect(t, CHOICE_IDENTITY,
	    slot_kind_name(
		some && t->m.heard[IDENTITY_ORDER_NUMBER] ? SLOT_EMAIL : SLOT_ORDER_NUMBER));
	trace_step(t, "asked", arena_printf(t->a, "who they are, for \"%s\"", w->book->intent),
	    "identity proven");
	t->asked = true;
	return OUTCOME_ASKED;
}
