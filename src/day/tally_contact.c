/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "tally.h"

#define SAME_UNIT_BITS 40		/* of a visitor's number, below that of the replication */

static int64_t
fixed(double x)
{
	return isfinite(x) ? (int64_t)llround(x * BOOTSTRAP_SCALE) : 0;
}

static struct told
told_of(const struct simulation *s, const struct contact *c, struct satisfaction *satisfaction)
{
	struct told t = { .c = c, .s = s, .eligible = outcome_is_eligible(&c->outcome),
		.queued = c->queued_ms >= 0, .wait_ms = -1 };

	t.answered = t.queued && c->person_ms >= 0;
	t.left = t.queued && !t.answered && c->left_in_queue;
	if (t.answered || t.left)
		t.wait_ms = (t.answered ? c->person_ms : c->ended_ms) - c->queued_ms;
	if (t.wait_ms < -1)
		t.wait_ms = 0;
	satisfaction_score(&c->factors, satisfaction);
	t.satisfaction = satisfaction;
	t.proxy = satisfaction->score;
	return t;
}

struct bootstrap_pair
tally_pair(const struct simulation *s, const struct contact *c, size_t figure)
{
	struct bootstrap_pair out = { 0, 0 };
	struct satisfaction satisfaction;
	struct told told = told_of(s, c, &satisfaction);
	size_t count;
	const struct figure *f = &figure_all(&count)[figure];

	if (f->contact != NULL)
		f->contact(&told, &out);
	return out;
}

/* A visitor, whose contacts stand and fall together. */
static uint64_t
unit_of(const struct contact *c)
{
	return (uint64_t)c->replication << SAME_UNIT_BITS | (uint64_t)c->number;
}

/* Shares are put in twice as large, so that the bootstrap doesn't take a visitor's contacts for
 * independent ones. */
static void
add_figures(struct tally *t, const struct told *told, bool is_fault)
{
	struct bootstrap_pair pairs[FIGURE_MOST] = { { 0, 0 } };
	size_t count, ratio;
	const struct figure *f = figure_all(&count);

	for (size_t i = 0; i < count; i++) {
		struct bootstrap_pair p = { 0, 0 };
		int64_t times = figure_is_share(&f[i]) ? 2 : 1;

		if (f[i].contact == NULL || (is_fault && !f[i].counts_faults))
			continue;
		f[i].contact(told, &p);
		t->rows[0].pairs[i].numerator += p.numerator;
		t->rows[0].pairs[i].denominator += p.denominator;
		if (figure_ratio(i, &ratio))
			pairs[ratio] = (struct bootstrap_pair){ times * p.numerator,
			    times * p.denominator };
	}
	bootstrap_add(t->bootstrap, unit_of(told->c), pairs);
}

static void
add_numbers(struct tally *t, const struct told *told)
{
	const struct contact *c = told->c;
	size_t bin = 0;

	if (c->first_answer_ms >= c->came_ms)
		histogram_add(t->numbers[NUMBERS_FIRST], c->first_answer_ms - c->came_ms);
	if (c->agents > 0 && c->handle_ms >= 0)
		histogram_add(t->numbers[NUMBERS_HANDLE], c->handle_ms);
	if (told->answered)
		histogram_add(t->numbers[NUMBERS_WAIT], told->wait_ms);
	if (told->wait_ms < 0)
		return;
	while (bin + 1 < WAIT_BINS && told->wait_ms >= wait_edges[bin + 1])
		bin++;
	if (told->answered)
		t->sums.waits[bin].answered++;
	else
		t->sums.waits[bin].left++;
}

static void
add_hour(struct tally *t, const struct told *told)
{
	struct hour_sums *h = &t->sums.hours[(unsigned)told->c->hour % WEEK_HOURS];
	bool within = told->wait_ms >= 0 && told->wait_ms <= t->simulation->level_within_ms;

	h->arrivals++;
	h->queued += told->queued;
	h->answered += told->answered;
	h->left += told->left;
	h->within += told->answered && within;
	h->promised += told->queued && !(told->left && within);
}

static void
add_funnel(struct tally *t, const struct told *told)
{
	const struct contact *c = told->c;
	int64_t *n = t->sums.funnel;

	n[FUNNEL_CONTACTS]++;
	n[FUNNEL_AI] += c->outcome.ai_messages > 0;
	n[FUNNEL_CONTAINED] += outcome_is_contained_confirmed(&c->outcome);
	n[FUNNEL_HANDED_OVER] += c->outcome.handed_off;
	n[FUNNEL_WAITED] += told->queued;
	n[FUNNEL_PERSON] += c->person_ms >= 0;
	n[FUNNEL_RESOLVED] += c->resolved;
	if (c->outcome.handed_off && (unsigned)c->reason < HANDOFF_COUNT) {
		t->sums.handoffs[c->reason]++;
		t->sums.heat[(unsigned)c->hour % DAY_HOURS][c->reason]++;
	}
}

static void
add_reliability(struct tally *t, const struct contact *c)
{
	for (size_t i = 0; i < c->reply_count; i++) {
		double confidence = c->replies[i].confidence;
		int bin = (int)(confidence * RELIABILITY_BINS);

		if (!(confidence >= 0 && confidence <= 1))
			continue;
		if (bin == RELIABILITY_BINS)
			bin--;
		t->sums.reliability[bin].n++;
		t->sums.reliability[bin].confidence += fixed(confidence);
		t->sums.reliability[bin].right += !c->replies[i].wrong;
	}
}

static void
add_factors(struct tally *t, const struct satisfaction *s)
{
	for (int i = 0; i < SATISFACTION_FACTOR_COUNT; i++) {
		if (!isfinite(s->parts[i].value))
			continue;
		t->sums.factors[i].n++;
		t->sums.factors[i].value += fixed(s->parts[i].value);
		t->sums.factors[i].weight += fixed(s->parts[i].weight);
		t->sums.factors[i].contribution += fixed(s->parts[i].contribution);
	}
}

static void
count_outcome(struct names *names, const char *name, const struct told *told,
    const uint8_t *weights)
{
	struct named *x = names_at(names, text_is_empty(name) ? "unknown" : name);

	if (x == NULL)
		return;
	x->counts[NAMED_CONTACTS]++;
	x->counts[NAMED_ELIGIBLE] += told->eligible;
	x->counts[NAMED_CONTAINED] += outcome_is_contained_confirmed(&told->c->outcome);
	x->counts[NAMED_HANDED_OFF] += told->eligible && told->c->outcome.handed_off;
	x->counts[NAMED_RESOLVED] += told->c->resolved;
	x->counts[NAMED_AS_EXPECTED] += told->c->as_expected;
	x->counts[NAMED_PROXY] += fixed(told->proxy);
	x->counts[NAMED_BREACHES] += told->c->changes + told->c->statements + told->c->again > 0;
	x->counts[NAMED_AGAIN] += told->c->visit > 0;
	shares_add(x, told, weights);
}

static void
add_names(struct tally *t, const struct told *told)
{
	const struct contact *c = told->c;
	const uint8_t *weights = bootstrap_weights(t->bootstrap, unit_of(c));
	char name[300];
	struct named *x;

	count_outcome(&t->intents, c->intent, told, weights);
	count_outcome(&t->scenarios, c->scenario, told, weights);
	count_outcome(&t->languages, c->language, told, weights);
	for (size_t i = 0; i < c->action_count; i++) {
		snprintf(name, sizeof(name), "%s\t%.250s", action_kind_name(c->actions[i].kind),
		    text_is_empty(c->actions[i].rule) ? "" : c->actions[i].rule);
		if ((x = names_at(&t->rules, name)) == NULL)
			continue;
		x->counts[0]++;
		x->counts[1] += c->actions[i].done;
		x->counts[2] += c->actions[i].by_person;
		x->counts[3] += c->actions[i].done ? c->actions[i].amount : 0;
	}
}

static void
add_fault(struct tally *t, const struct contact *c)
{
	const char *why = text_is_empty(c->why) ? "unknown" : c->why;
	char line[200];
	struct named *x;

	snprintf(line, sizeof(line), "%.*s", (int)strcspn(why, "\n"), why);
	if ((x = names_at(&t->faults, line)) != NULL)
		x->counts[0]++;
	t->sums.faults++;
}

void
tally_contact(struct tally *t, const struct contact *c, const struct value *transcript)
{
	struct satisfaction satisfaction;
	struct told told;

	assert(t->row_count == 1 && !t->is_closed && t->rows[0].replication == c->replication);
	if (!c->counts) {
		t->sums.warm_up++;
		return;
	}
	told = told_of(t->simulation, c, &satisfaction);
	add_figures(t, &told, c->outcome.simulator_fault);
	if (c->outcome.simulator_fault) {
		add_fault(t, c);
		return;
	}
	t->sums.contacts++;
	t->sums.follow_ups += c->visit > 0;
	add_numbers(t, &told);
	add_hour(t, &told);
	add_funnel(t, &told);
	add_reliability(t, c);
	add_factors(t, &satisfaction);
	add_names(t, &told);
	kept_add(&t->kept, &told, transcript);
}

