/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * After "did you mean this or that?" the wish comes again, seldom in the words of the choices: what
 * two messages say together is surer than what one does.
 */
#include "builtin.h"

#include <string.h>

#define OFFERED_QUESTION 0.20	/* probability from which the likeliest guess is taken, where it was
				   among the leanings of the message before */
#define OFFERED_CHANGE 0.25	/* of what is summed up and agreed to before it is done, or asks a
				   detail first */
#define TOGETHER_QUESTION 0.40	/* of both messages' probabilities added up, for one that isn't the
				   likeliest now */
#define TOGETHER_CHANGE 0.60
#define TOGETHER_LEAD 1.25	/* of the likeliest by both over the next */
#define LEANED_LEAST 0.10	/* in the message before: less is no leaning */

static double
leaned(const struct talk *t, const char *intent)
{
	for (size_t i = 0; i < t->m.leaning_count; i++)
		if (text_is(t->m.leanings[i].intent, intent))
			return t->m.leanings[i].probability;
	return 0;
}

/* The best by both messages, and what the next best comes to. */
static const struct intent_guess *
likeliest_together(const struct talk *t, const struct intent_guess **now, double *sum, double *next)
{
	const struct intent_guess *best = NULL;

	*now = NULL;
	*sum = *next = 0;
	for (size_t i = 0; i < t->u->intent_count; i++) {
		const struct intent_guess *g = &t->u->intents[i];
		const struct playbook *book = playbook_find(g->intent);
		double both = g->probability + leaned(t, g->intent);

		if (!book || book->family == FAMILY_TALK)
			continue;
		if (!*now)
			*now = g;
		if (both > *sum) {
			*next = *sum;
			*sum = both;
			best = g;
		} else if (both > *next) {
			*next = both;
		}
	}
	return best;
}

const struct intent_guess *
restated_guess(struct talk *t)
{
	const struct intent_guess *now, *both, *taken = NULL;
	struct intent_guess *surer;
	double sum, next;

	if (t->m.choice != CHOICE_INTENT || !t->m.leaning_count || t->answered || t->rejected ||
	    t->wants_human || talk_is_clear_no(t))
		return NULL;
	for (size_t i = 0; i < t->u->wish_count; i++)
		if (t->u->wishes[i].probability >= NEW_WISH_ASKED)
			return NULL;		/* clear by itself */
	both = likeliest_together(t, &now, &sum, &next);
	if (!both)
		return NULL;
	bool small = playbook_find(now->intent)->family == FAMILY_ANSWER;

	if (leaned(t, now->intent) >= LEANED_LEAST &&
	    now->probability >= (small ? OFFERED_QUESTION : OFFERED_CHANGE))
		taken = now;
	small = playbook_find(both->intent)->family == FAMILY_ANSWER;
	if (leaned(t, both->intent) >= LEANED_LEAST &&
	    sum >= (small ? TOGETHER_QUESTION : TOGETHER_CHANGE) && sum >= TOGETHER_LEAD * next)
		taken = both;
	if (!taken)
		return NULL;
	surer = arena_alloc(t->a, sizeof *surer);
	surer->intent = taken->intent;
	surer->probability =
	    taken->probability > NEW_WISH_ASKED ? taken->probability : NEW_WISH_ASKED;
	trace_step(t, "restated",
	    arena_printf(
		t->a, "\"%s\", which the message before may have meant too", taken->intent),
	    "a likelier wish that nobody had thought of");
	return surer;
}
