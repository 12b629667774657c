/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One probability that the reply needs no correction: a logistic of named parts, each in [0,1] and
 * 1 where nothing of its kind was used.
 *
 *   confidence = 1 / (1 + exp(-(-9.0 + 3.6 intent + 2.0 slots + 1.8 retrieval + 2.6 grounding + 1.4
 *   progress + 1.0 repairs)))
 *
 *   intent      probability of the wish that was worked on (1 where the message only answered a
 *               question)
 *   slots       probability of the weakest slot that was used
 *   retrieval   probability that the passage answers
 *   grounding   share of figures that stood in the facts
 *   progress    1 less what was asked twice or failed
 *   repairs     0 where the shopper corrected or rejected, else 1
 *
 * All parts at 1 give 0.97; an intent of 0.5 with all else well gives 0.83, of 0.3 gives 0.70; one
 * ungrounded figure of two gives 0.89, which the ground check refuses anyway. The weights are a
 * prior; `floorwalker` measures calibration and the parts are kept in every trace, so that they can
 * be fitted.
 */
#include "builtin.h"

#include <math.h>

static double
unit(double x)
{
	return x < 0 ? 0 : x > 1 ? 1 : x;
}

void
confidence_fill(struct talk *t)
{
	static const double bias = -9.0;
	static const double weights[] = {3.6, 2.0, 1.8, 2.6, 1.4, 1.0};
	static const char *const names[] = {
	    "intent", "slots", "retrieval", "grounding", "progress", "repairs"};
	double sum = bias;
	double parts[] = {
		unit(t->intent_probability),
		unit(t->slot_certainty),
		unit(t->retrieval),
		t->claims ? (double)t->grounded / (double)t->claims : 1,
		unit(1 - 0.35 * (double)(t->m.failures + t->m.unclear)),
		t->repaired ? 0 : 1,
	};

	t->out->parts = value_map(t->a);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		sum += weights[i] * parts[i];
		value_set_real(t->out->parts, names[i], parts[i]);
	}
	t->out->confidence = 1 / (1 + exp(-sum));
}
