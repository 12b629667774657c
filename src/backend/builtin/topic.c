/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a message names decides what it is about: an order or a product in it belongs to a wish, and a trouble that it denies is none.
 */
#include "builtin.h"

#include <string.h>

#include "floorwalker/text/text.h"

#define NAMED 0.85		/* probability of a named product that a wish must be about */
#define HINTED 0.10		/* least probability of the wish that fits what is named */
#define HINTED_CHANGE 0.35	/* and of one that may change something */
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
		if (tokens[i].kind == TOKEN_PUNCTUATION || !is_word_of(t, tokens[i].folded, "words.trouble"))
			continue;
		for (size_t back = 1; back <= REACH && back <= i && tokens[i - back].kind != TOKEN_PUNCTUATION; back++)
			if (is_word_of(t, tokens[i - back].folded, "words.denial"))
				return true;
	}
	return false;
}

static bool
is_about_nothing(const struct playbook *b)
{
	return b && b->family == FAMILY_ANSWER && !(b->needs & (NEEDS(NEED_ORDER) | NEEDS(NEED_PRODUCT)));
}

/* The likeliest of all guesses that is about what is named. */
static const struct intent_guess *
likeliest_about(const struct talk *t, unsigned needs)
{
	for (size_t i = 0; i < t->u->intent_count; i++) {
		const struct playbook *b = playbook_find(t->u->intents[i].intent);

		if (b && (b->needs & needs) && t->u->intents[i].probability >= (b->family == FAMILY_ANSWER ? HINTED : HINTED_CHANGE))
			return &t->u->intents[i];
	}
	return NULL;
}

static bool
is_named(const struct talk *t, bool *order)
{
	const struct slot *o = understanding_slot(t->u, SLOT_ORDER_NUMBER), *p = understanding_slot(t->u, SLOT_PRODUCT);

	*order = o && o->probability >= NAMED;
	return *order || (p && p->probability >= NAMED);
}

const struct intent_guess *
topic_guess(struct talk *t, const struct intent_guess *only)
{
	const struct playbook *said = playbook_find(only->intent);
	struct intent_guess *better;
	const struct intent_guess *about;
	bool order;

	if (!is_about_nothing(said) || only->probability >= SURE || t->answered || (t->m.expected[0] && t->m.choice != CHOICE_INTENT) || !is_named(t, &order))
		return only;
	about = likeliest_about(t, order ? NEEDS(NEED_ORDER) : NEEDS(NEED_PRODUCT) | NEEDS(NEED_LINES));
	if (!about && !order)
		return only;
	better = arena_alloc(t->a, sizeof *better);
	better->intent = about ? about->intent : "order_status";
	better->probability = about && about->probability > only->probability ? about->probability : only->probability;
	trace_step(t, "topic", arena_printf(t->a, "\"%s\" rather than \"%s\": %s is named", better->intent, only->intent, order ? "an order" : "a product"),
	    "nothing named, or a surer wish");
	return better;
}
