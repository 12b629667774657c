/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The definition of every metric, once: what counts, over which denominator, and the words for it
 * on screens and in reports.
 */
#ifndef FLOORWALKER_MODEL_METRIC_H
#define FLOORWALKER_MODEL_METRIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is known about one ended conversation. Filled from the store's records, or by the
 * simulator. */
struct conversation_outcome {
	int64_t shopper_messages, ai_messages, human_messages;
	bool ai_on;			/* the AI was switched on for it */
	bool spam, test, simulator_fault;
	bool human_joined;		/* a person wrote a message, or owned it */
	bool human_approved;		/* a person approved an action without a message */
	bool handed_off;		/* the AI gave it to a queue */
	bool abandoned;			/* the shopper left while needing something */
	bool timed_out;			/* ended by inactivity */
	bool need_met;			/* the shopper said so, or the end state shows it */
	bool recontact_known;		/* the window has passed or was simulated */
	bool recontacted;
};

/* A ratio with its denominator named. value is NaN where denominator is 0. */
struct ratio {
	int64_t numerator, denominator;
};
double ratio_value(struct ratio r);
/* Wilson score interval at 95 % (Wilson, 1927); low and high in [0,1]; NaN where denominator is
 * 0. */
void ratio_interval(struct ratio r, double *low, double *high);

/* Eligible: at least one shopper message, AI on, not spam, test or simulator fault; asking for a
 * human at once counts. */
bool outcome_is_eligible(const struct conversation_outcome *o);
bool outcome_is_contained_loose(const struct conversation_outcome *o);	/* no human joined; counts
									   shoppers who gave up */
/* the need was met, no human joined */
bool outcome_is_contained_confirmed(const struct conversation_outcome *o);
bool outcome_is_contained_durable(const struct conversation_outcome *o);	/* confirmed, and no
										   re-contact within
										   the window */

struct containment {
	int64_t conversations, eligible;
	struct ratio loose, confirmed, durable;	/* durable.denominator counts only those whose
						   window is known */
	struct ratio with_approval;		/* of confirmed: a person approved, shown apart */
	struct ratio abandoned, timed_out, handed_off;
};
void containment_add(struct containment *c, const struct conversation_outcome *o);

/* Name, definition and denominator in a sentence each, for help, reports and the manual. */
struct metric {
	const char *name, *title, *definition, *denominator;
};
const struct metric *metric_all(size_t *count);
const struct metric *metric_find(const char *name);

#endif
