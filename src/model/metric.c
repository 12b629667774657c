/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/model/metric.h"

#include <math.h>

#include "floorwalker/base/str.h"

/* The 97.5 % point of the standard normal distribution. */
#define Z95 1.959963984540054

double
ratio_value(struct ratio r)
{
	return r.denominator > 0 ? (double)r.numerator / (double)r.denominator : NAN;
}

void
ratio_interval(struct ratio r, double *low, double *high)
{
	double n = (double)r.denominator, p, centre, half, scale;

	if (r.denominator <= 0) {
		*low = *high = NAN;
		return;
	}
	p = (double)r.numerator / n;
	scale = 1 + Z95 * Z95 / n;
	centre = (p + Z95 * Z95 / (2 * n)) / scale;
	half = Z95 / scale * sqrt(p * (1 - p) / n + Z95 * Z95 / (4 * n * n));
	*low = r.numerator == 0 ? 0 : fmax(0, centre - half);
	*high = r.numerator == r.denominator ? 1 : fmin(1, centre + half);
}

bool
outcome_is_eligible(const struct conversation_outcome *o)
{
	return o->shopper_messages > 0 && o->ai_on && !o->spam && !o->test && !o->simulator_fault;
}

bool
outcome_is_contained_loose(const struct conversation_outcome *o)
{
	return outcome_is_eligible(o) && !o->human_joined;
}

bool
outcome_is_contained_confirmed(const struct conversation_outcome *o)
{
	return outcome_is_contained_loose(o) && o->need_met;
}

bool
outcome_is_contained_durable(const struct conversation_outcome *o)
{
	return outcome_is_contained_confirmed(o) && o->recontact_known && !o->recontacted;
}

static void
count(struct ratio *r, bool yes)
{
	r->denominator++;
	r->numerator += yes;
}

void
containment_add(struct containment *c, const struct conversation_outcome *o)
{
	c->conversations++;
	if (!outcome_is_eligible(o))
		return;
	c->eligible++;
	count(&c->loose, outcome_is_contained_loose(o));
	count(&c->confirmed, outcome_is_contained_confirmed(o));
	if (o->recontact_known)
		count(&c->durable, outcome_is_contained_durable(o));
	if (outcome_is_contained_confirmed(o))
		count(&c->with_approval, o->human_approved);
	count(&c->abandoned, o->abandoned);
	count(&c->timed_out, o->timed_out);
	count(&c->handed_off, o->handed_off);
}

#define ELIGIBLE "eligible conversations: at least one message by the shopper, AI on, not spam, test or simulator fault"

static const struct metric metrics[] = {
	{ "containment_loose", "Containment, loose", "No person joined; counts shoppers who gave up.", ELIGIBLE },
	{ "containment_confirmed", "Containment, confirmed",
	    "No person joined, and the shopper's need was met: they said so, or the end state shows it.", ELIGIBLE },
	{ "containment_durable", "Containment, durable",
	    "Confirmed, and the shopper did not come back about it within the re-contact window (7 days unless set).",
	    "eligible conversations whose re-contact window has passed" },
	{ "containment_with_approval", "Contained with approval",
	    "Contained, confirmed, where a person approved an action without writing a message.", "conversations with confirmed containment" },
	{ "abandoned", "Abandoned", "The shopper left while still needing something.", ELIGIBLE },
	{ "timed_out", "Timed out", "The conversation ended by inactivity.", ELIGIBLE },
	{ "handed_off", "Handed off", "The AI gave the conversation to a queue.", ELIGIBLE },
	{ "false_handoff", "Needless hand-off", "Handed off although the AI could have met the need within the rules.",
	    "handed-off conversations whose scenario says whether a person was needed" },
	{ "resolved", "Need met", "The shopper's need was met, by the AI or a person.", ELIGIBLE },
	{ "aht", "Average handle time", "Talk, hold and wrap-up time of an agent's contact.", "contacts that an agent finished" },
	{ "frt", "First response time", "From the shopper's first message to the first answer by the AI or a person.",
	    "conversations with at least one answer" },
	{ "asa", "Average speed of answer", "From entering a queue to the agent's answer.", "queued conversations that were answered" },
	{ "service_level", "Service level", "Answered by a person within the queue's promised time (80 % in 20 s unless set).",
	    "conversations that entered a queue; one abandoned within the promised time is left out" },
	{ "abandonment", "Queue abandonment", "Left the queue before an answer.", "conversations that entered a queue" },
	{ "occupancy", "Occupancy", "Share of agents' available time spent handling contacts: at least one conversation theirs, wrap-up too.",
	    "agent time in the states available and busy" },
	{ "adherence", "Adherence", "Share of planned time in the planned kind of state: available or busy where work is planned, on a break where one is.",
	    "planned agent time up to now, breaks too" },
	{ "wrap_up_share", "Wrap-up", "Share of the handle time that was wrap-up.", "handle time of contacts that an agent finished" },
	{ "utilisation", "Capacity used", "Conversations held at once, weighted.", "agents' capacity while available" },
	{ "csat", "CSAT", "The shopper's last answer to a survey was 4 or 5 of 5.", "closed conversations that were answered for" },
	{ "survey_responses", "Survey answers", "A shopper answered a survey.",
	    "closed conversations in which a shopper wrote; not those merged, or closed as spam or test" },
	{ "csat_proxy", "CSAT proxy", "A score inferred without a survey from named factors; a proxy, not an answer.",
	    ELIGIBLE },
	{ "recontact", "Re-contact", "The shopper came back about the same need within the window.",
	    "eligible conversations whose re-contact window has passed" },
	{ "ece", "Calibration error (ECE)",
	    "Mean gap between stated confidence and hit rate over ten equal bins, weighted by size (Naeini, Cooper, Hauskrecht, 2015).",
	    "AI turns that were judged right or wrong" },
	{ "grounded", "Grounded replies", "Each claim of the reply was found in a fact or passage of its turn.", "AI replies that were checked" },
	{ "pass_at_k", "pass@k", "At least one of k runs of a scenario passes.", "scenarios run k times" },
	{ "pass_hat_k", "pass^k", "All of k runs of a scenario pass.", "scenarios run k times" },
	{ "flake", "Flakes", "The same scenario both passed and failed over its runs.", "scenarios run more than once" },
	{ "cost", "Cost", "Model and agent cost at the rates given.", ELIGIBLE },
};

const struct metric *
metric_all(size_t *out_count)
{
	*out_count = sizeof(metrics) / sizeof(metrics[0]);
	return metrics;
}

const struct metric *
metric_find(const char *name)
{
	for (size_t i = 0; i < sizeof(metrics) / sizeof(metrics[0]); i++)
		if (text_is(metrics[i].name, name))
			return &metrics[i];
	return NULL;
}
