/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a message names decides what it is about: an order or a product in it belongs to a wish, and
 * a trouble that it denies is none.
 */
#include "builtin.h"

#include <string.h>

#include "floorwalker/text/text.h"

#define NAMED 0.85		/* probability of a named product that a wish must be about */
#define HINTED 0.10		/* least probability of the wish that fits what is named */
#define HINTED_CHANGE 0.35	/* and of one that may change something */
#define HINTED_PLACE 0.05	/* least probability of the wish that an address is for */
#define PLACE 0.60		/* probability of an address from which one is told */
#define REASON_HEARD 0.60	/* probability of a reason that speaks for its wish */
#define HINTED_REASON 0.20	/* and least probability of that wish */
#define SURE 0.85		/* a wish so sure stands beside it */
#define REACH 3			/* words that a denial reaches over: "nothing is really wrong" */

static bool
is_word_of(struct talk *t, const char *word, const char *key)
{
	return text_has_word_of(t, word, key);
}

bool
topic_denies_trouble(struct talk *t)
{
	struct token *tokens;
	size_t count = text_tokens(t->a, t->u->text, strlen(t->u->text), &tokens);

	for (size_t i = 0; i < count; i++) {
		if (tokens[i].kind == TOKEN_PUNCTUATION ||
		    !is_word_of(t, tokens[i].folded, "words.trouble"))
			continue;
		for (size_t back = 1;
		     back <= REACH && back <= i && tokens[i - back].kind != TOKEN_PUNCTUATION;
		     back++)
			if (is_word_of(t, tokens[i - back].folded, "words.denial"))
				return true;
	}
	return false;
}

static bool
is_about_nothing(const struct playbook *b)
{
	return b && b->family == FAMILY_ANSWER &&
	    !(b->needs & (NEEDS(NEED_ORDER) | NEEDS(NEED_PRODUCT)));
}

/* The likeliest of all guesses that is about what is named. */
static const struct intent_guess *
likeliest_about(const struct talk *t, unsigned needs)
{
	for (size_t i = 0; i < t->u->intent_count; i++) {
		const struct playbook *b = playbook_find(t->u->intents[i].intent);

		if (b && (b->needs & needs) &&
		    t->u->intents[i].probability >=
			(b->family == FAMILY_ANSWER ? HINTED : HINTED_CHANGE))
			return &t->u->intents[i];
	}
	return NULL;
}

const struct intent_guess *
topic_of_place(const struct talk *t)
{
	const struct slot *place = understanding_slot(t->u, SLOT_ADDRESS);

	for (size_t i = 0; place && place->probability >= PLACE && i < t->u->intent_count; i++) {
		const struct playbook *b = playbook_find(t->u->intents[i].intent);

		if (b && (b->needs & NEEDS(NEED_ADDRESS)) &&
		    t->u->intents[i].probability >= HINTED_PLACE)
			return &t->u->intents[i];
	}
	return NULL;
}

static bool
is_named(const struct talk *t, bool *order)
{
	const struct slot *o = understanding_slot(t->u, SLOT_ORDER_NUMBER),
			  *p = understanding_slot(t->u, SLOT_PRODUCT);

	*order = o && o->probability >= NAMED;
	return *order || (p && p->probability >= NAMED);
}

/* "The price of it dropped": what is told as a reason is no question about the goods, where the
 * wish that it is the reason of is likely too. */
static const struct intent_guess *
told_as_reason(const struct talk *t, const struct playbook *said, double probability)
{
	bool doubtful;
	const struct slot *s = understanding_reason(t->u, &doubtful);

	if (!s || doubtful || s->probability < REASON_HEARD || !said ||
	    said->family != FAMILY_ANSWER || said->reason || probability >= SURE)
		return NULL;
	for (size_t i = 0; i < t->u->intent_count; i++) {
		const struct playbook *b = playbook_find(t->u->intents[i].intent);

		if (b && b->reason && text_is(b->reason, s->value) &&
		    t->u->intents[i].probability >= HINTED_REASON)
			return &t->u->intents[i];
	}
	return NULL;
}

static const struct intent_guess *
surer(struct talk *t, const char *intent, double probability, const struct intent_guess *only,
    const char *why)
{
	struct intent_guess *better = arena_alloc(t->a, sizeof *better);

	better->intent = intent;
	better->probability = probability > only->probability ? probability : only->probability;
	if (better->probability > 1)
		better->probability = 1;
	trace_step(t, "topic",
	    arena_printf(t->a, "\"%s\" rather than \"%s\": %s", intent, only->intent, why),
	    "nothing named, or a surer wish");
	return better;
}

/* Whether a gift card can be sent back is a question about gift cards, though it names one. */
static bool
is_named_by_topic(struct talk *t, const struct intent_guess *only)
{
	const struct slot *s = understanding_slot(t->u, SLOT_PRODUCT);
	const struct product *p =
	    s && text_is(only->intent, "gift_card") ? talk_product(t, s->value) : NULL;

	return p && p->gift_card;
}

const struct intent_guess *
topic_guess(struct talk *t, const struct intent_guess *only)
{
	const struct playbook *said = playbook_find(only->intent);
	const struct intent_guess *about;
	bool order;

	if (said && said->family == FAMILY_ANSWER && !strchr(t->u->text, '?') &&
	    (!t->m.expected[0] || t->m.choice == CHOICE_INTENT) && (about = topic_of_place(t)))
		return surer(t, about->intent, PLACE, only, "an address is told");
	if (t->answered || (t->m.expected[0] && t->m.choice != CHOICE_INTENT))
		return only;
	if ((about = told_as_reason(t, said, only->probability)))
		return surer(t, about->intent, about->probability + only->probability, only,
		    "its reason was told");
	if (!is_about_nothing(said) || only->probability >= SURE || !is_named(t, &order))
		return only;
	about =
	    likeliest_about(t, order ? NEEDS(NEED_ORDER) : NEEDS(NEED_PRODUCT) | NEEDS(NEED_LINES));
	if (!about && !order)
		return only;
	if (about && !order && is_named_by_topic(t, only))
		return surer(t, only->intent, only->probability + about->probability, only,
		    "what it is about is named");
	return surer(t, about ? about->intent : "order_status", about ? about->probability : 0,
	    only, order ? "an order is named" : "a product is named");
}
