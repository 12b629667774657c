/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/model/satisfaction.h"

#include <math.h>
#include <string.h>

/* The shipped weights: stated, not fitted. Each up adds to SATISFACTION_MOST - SATISFACTION_START,
 * each down to SATISFACTION_START - SATISFACTION_LEAST. doc/satisfaction.md explains them. */
static const struct satisfaction_weight weights[SATISFACTION_FACTOR_COUNT] = {
	[SATISFACTION_RESOLUTION] = {
	    .name = "resolution", .title = "whether the need was met", .up = 0.90, .down = 0.70, .full = 1,
	    .reason =
		"Whether the matter was settled says most of what callers later say they felt (Feinberg et al. 2000; task success in Walker et al. 1997)." },
	[SATISFACTION_SENTIMENT_LAST] = {
	    .name = "sentiment_last", .title = "mood of the last message", .up = 0.35, .down = 0.35, .full = 1,
	    .reason =
		"The end of an experience weighs more than its average in what is remembered of it (Kahneman et al. 1993)." },
	[SATISFACTION_SENTIMENT_SLOPE] = {
	    .name = "sentiment_slope", .title = "how the mood changed", .up = 0.15, .down = 0.15, .full = 0.5,
	    .reason =
		"An experience that gets better is remembered as better than one that gets worse (Ariely and Carmon 2000); less than the end itself, of which it is a part." },
	[SATISFACTION_EFFORT] = {
	    .name = "effort", .title = "messages beyond what was needed", .down = 0.30, .half = 4,
	    .reason =
		"What customers have to do themselves drives them away more than delight keeps them (Dixon, Freeman and Toman 2010, customer effort)." },
	[SATISFACTION_REPEATS] = {
	    .name = "repeats", .title = "times the shopper said the same again", .down = 0.25, .half = 1,
	    .reason =
		"Having to explain again is one of the efforts that customers name most (Dixon, Freeman and Toman 2010)." },
	[SATISFACTION_LOOPS] = {
	    .name = "loops", .title = "times the AI said the same again", .down = 0.20, .half = 1,
	    .reason =
		"Repairs and repeated prompts cost satisfaction beside task success (Walker et al. 1997); less than repeats, since the shopper may pass over them." },
	[SATISFACTION_TRANSFERS] = {
	    .name = "transfers", .title = "changes of who serves", .down = 0.20, .half = 1,
	    .reason =
		"Being passed on is an effort of its own (Dixon, Freeman and Toman 2010)." },
	[SATISFACTION_WAIT_FIRST] = {
	    .name = "wait_first_ms", .title = "waiting for the first answer", .down = 0.10, .half = 60000,
	    .reason =
		"A wait before the service begins feels longer than one within it (Maister 1985), but in a chat it is short." },
	[SATISFACTION_WAIT_QUEUE] = {
	    .name = "wait_queue_ms", .title = "waiting for a person", .down = 0.20, .half = 180000,
	    .reason =
		"Delays lower what people say of the whole service (Taylor 1994); each further minute adds less." },
	[SATISFACTION_WAIT_LONGEST] = {
	    .name = "wait_longest_ms", .title = "longest wait for an answer", .down = 0.05, .half = 120000,
	    .reason =
		"A gap within the service is felt less than one before it (Maister 1985)." },
	[SATISFACTION_ABANDONED] = {
	    .name = "abandoned", .title = "left while needing something", .down = 0.10, .full = 1,
	    .reason =
		"Callers who hang up were less satisfied (Feinberg et al. 2000); small, since the unmet need has its own weight." },
};

const struct satisfaction_weight *
satisfaction_weights(void)
{
	return weights;
}

static double
resolution_value(enum satisfaction_resolution r)
{
	return r == SATISFACTION_MET ? 1 : r == SATISFACTION_UNMET ? -1 : NAN;
}

/* In [-1,1], negative for what takes; 0 where the value isn't known. */
static double
share_of(const struct satisfaction_weight *w, double value)
{
	double share;

	if (isnan(value))
		return 0;
	if (w->half > 0) {
		share = value <= 0 ? 0 : isinf(value) ? 1 : value / (value + w->half);
		return -share;
	}
	share = value / w->full;
	share = share > 1 ? 1 : share < -1 ? -1 : share;
	/* what can only harm is a number of harms */
	return w->up > 0 ? share : share > 0 ? -share : 0;
}

void
satisfaction_score(const struct satisfaction_factors *f, struct satisfaction *out)
{
	const double values[SATISFACTION_FACTOR_COUNT] = {
		[SATISFACTION_RESOLUTION] = resolution_value(f->resolution),
		[SATISFACTION_SENTIMENT_LAST] = f->sentiment_last,
		[SATISFACTION_SENTIMENT_SLOPE] = f->sentiment_slope,
		[SATISFACTION_EFFORT] = f->effort,
		[SATISFACTION_REPEATS] = f->repeats,
		[SATISFACTION_LOOPS] = f->loops,
		[SATISFACTION_TRANSFERS] = f->transfers,
		[SATISFACTION_WAIT_FIRST] = f->wait_first_ms,
		[SATISFACTION_WAIT_QUEUE] = f->wait_queue_ms,
		[SATISFACTION_WAIT_LONGEST] = f->wait_longest_ms,
		[SATISFACTION_ABANDONED] = f->abandoned ? 1 : 0,
	};

	out->score = SATISFACTION_START;
	for (int i = 0; i < SATISFACTION_FACTOR_COUNT; i++) {
		const struct satisfaction_weight *w = &weights[i];
		double share = share_of(w, values[i]),
		       weight = share > 0 ? w->up : w->down;

		out->parts[i] = (struct satisfaction_part){
		    w->name, values[i], share, weight, weight * share};
		out->score += weight * share;
	}
	/* the sums of the weights are exact on paper alone */
	if (out->score < SATISFACTION_LEAST)
		out->score = SATISFACTION_LEAST;
	if (out->score > SATISFACTION_MOST)
		out->score = SATISFACTION_MOST;
}

const struct satisfaction_part *
satisfaction_worst(const struct satisfaction *s)
{
	const struct satisfaction_part *worst = NULL;

	for (int i = 0; i < SATISFACTION_FACTOR_COUNT; i++)
		if (s->parts[i].contribution < (worst != NULL ? worst->contribution : 0))
			worst = &s->parts[i];
	return worst;
}

struct value *
satisfaction_to_value(struct arena *a, const struct satisfaction *s)
{
	struct value *out = value_map(a), *factors;

	value_set_bool(out, "proxy", true);
	value_set_real(out, "score", s->score);
	value_set_real(out, "start", SATISFACTION_START);
	factors = value_set_list(out, "factors");
	for (int i = 0; i < SATISFACTION_FACTOR_COUNT; i++) {
		const struct satisfaction_part *p = &s->parts[i];
		struct value *v = value_add_map(factors);

		value_set_text(v, "name", p->name);
		if (isfinite(p->value))
			value_set_real(v, "value", p->value);
		else
			value_set(v, "value", value_null(a));
		value_set_real(v, "weight", p->weight);
		value_set_real(v, "contribution", p->contribution);
	}
	return out;
}
