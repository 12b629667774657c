/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One probability that the reply needs no correction: a logistic of named parts, each in [0,1]. Of
 * the first six each is 1 where nothing of its kind was used; parts.c adds the others.
 *
 *   intent      probability of the wish that was worked on (1 where the message only answered a
 *               question)
 *   slots       probability of the weakest slot that was used
 *   retrieval   probability that the passage answers
 *   grounding   share of figures that stood in the facts
 *   progress    1 less what was asked twice or failed
 *   repairs     0 where the shopper corrected or rejected, else 1
 *
 * The weights come with the turn: the world's own, or those that came with the program, fitted to
 * replies of which it was known whether they were right (doc/calibration.md). Where there are none a
 * prior serves that knows the six alone:
 *
 *   confidence = 1 / (1 + exp(-(-9.0 + 3.6 intent + 2.0 slots + 1.8 retrieval + 2.6 grounding + 1.4
 *   progress + 1.0 repairs)))
 *
 * By it all parts at 1 give 0.97; an intent of 0.5 with all else well gives 0.83, of 0.3 gives 0.70;
 * one ungrounded figure of two gives 0.89, which the ground check refuses anyway.
 */
#include "builtin.h"

static const struct confidence_weights prior = {
    .names = {"intent", "slots", "retrieval", "grounding", "progress", "repairs"},
    .weights = {3.6, 2.0, 1.8, 2.6, 1.4, 1.0},
    .count = 6,
    .bias = -9.0,
};

const struct confidence_weights *
backend_builtin_prior(void)
{
	return &prior;
}

static double
unit(double x)
{
	return x < 0 ? 0 : x > 1 ? 1 : x;
}

void
confidence_fill(struct talk *t)
{
	double parts[] = {
		unit(t->intent_probability),
		unit(t->slot_certainty),
		unit(t->retrieval),
		t->claims ? (double)t->grounded / (double)t->claims : 1,
		unit(1 - 0.35 * (double)(t->m.failures + t->m.unclear)),
		t->repaired ? 0 : 1,
	};

	t->out->parts = value_map(t->a);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		value_set_real(t->out->parts, prior.names[i], parts[i]);
	parts_fill(t);
	t->out->confidence =
	    confidence_of(t->q->confidence != NULL ? t->q->confidence : &prior, t->out->parts);
}
