/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "run.h"

#define FAILURES_MOST 40

/* What is counted over a run, or over one scenario of it. */
struct tally {
	struct containment containment;
	struct ratio contain, contain_hard, escalate, escalate_hard;	/* as expected, of those
									   that expect it */
	struct ratio with_breach;
	int64_t changes, otherwise, statements, again, stopped_by_person, stopped_by_rule,
	    held_back, turns;
};

static void
count_ratio(struct ratio *r, bool hit)
{
	r->denominator++;
	r->numerator += hit;
}

static void
tally_add(struct tally *t, const struct job *j, const struct played *p)
{
	bool hard = scenario_is_hard(j->scenario, NULL);

	containment_add(&t->containment, &p->outcome);
	count_ratio(j->scenario->contain ? &t->contain : &t->escalate, p->ended_as_expected);
	if (hard)
		count_ratio(j->scenario->contain ? &t->contain_hard : &t->escalate_hard,
		    p->ended_as_expected);
	count_ratio(&t->with_breach, played_breaches(p) > 0);
	t->stopped_by_person += p->stopped_by_person;
	t->stopped_by_rule += p->stopped_by_rule;
	t->changes += p->changes;
	t->otherwise += p->otherwise;
	t->statements += p->statements;
	t->again += p->again;
	t->held_back += p->held_back;
	t->turns += p->turns;
}

/* n, of how many and of which, the share and its 95 % interval; no share where nothing counts. */
static void
set_ratio(struct value *map, const char *name, const char *of_which, struct ratio r)
{
	struct value *v = value_set_map(map, name);
	double low, high;

	value_set_int(v, "n", r.numerator);
	value_set_int(v, "of", r.denominator);
	value_set_text(v, "of_which", of_which);
	if (r.denominator == 0)
		return;
	ratio_interval(r, &low, &high);
	value_set_real(v, "share", ratio_value(r));
	value_set_real(v, "low", low);
	value_set_real(v, "high", high);
}

static void
set_share(struct arena *a, struct value *map, const char *name, struct ratio r)
{
	if (r.denominator == 0)
		value_set(map, name, value_null(a));
	else
		value_set_real(map, name, ratio_value(r));
}

static void
set_containment(struct arena *a, struct value *out, const struct containment *c)
{
	struct value *v = value_set_map(out, "containment"), *counts;

	value_set_int(v, "eligible", c->eligible);
	set_share(a, v, "loose", c->loose);
	set_share(a, v, "confirmed", c->confirmed);
	value_set(v, "durable", value_null(a));
	value_set_text(v, "durable_reason", "nobody comes again in these conversations: simulate days (--shift), where they do");
	counts = value_set_map(v, "counts");
	set_ratio(counts, "loose", "eligible", c->loose);
	set_ratio(counts, "confirmed", "eligible", c->confirmed);
	set_ratio(counts, "with_approval", "confirmed", c->with_approval);
	set_ratio(counts, "abandoned", "eligible", c->abandoned);
	set_ratio(counts, "timed_out", "eligible", c->timed_out);
	set_ratio(counts, "handed_off", "eligible", c->handed_off);
}

static void
set_handoffs(struct value *out, const struct plan *p, const struct played *results)
{
	struct value *v = value_set_map(out, "handoffs");
	int64_t counts[HANDOFF_COUNT] = { 0 };

	for (size_t i = 0; i < p->job_count; i++)
		if (results[i].outcome.handed_off)
			counts[results[i].reason]++;
	for (int r = 1; r < HANDOFF_COUNT; r++)
		if (counts[r] > 0)
			value_set_int(v, handoff_reason_name((enum handoff_reason)r), counts[r]);
}

static void
set_actions(struct value *out, const struct plan *p, const struct played *results)
{
	struct value *v = value_set_map(out, "actions");

	for (int k = 0; k < ACTION_KIND_COUNT; k++) {
		struct value *kind = NULL;

		for (int s = 0; s < ACTION_STATE_COUNT; s++) {
			int64_t n = 0;

			for (size_t i = 0; i < p->job_count; i++)
				n += results[i].actions[k][s];
			if (n == 0)
				continue;
			if (kind == NULL)
				kind = value_set_map(v, action_kind_name((enum action_kind)k));
			value_set_int(kind, action_state_name((enum action_state)s), n);
		}
	}
}

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void
set_turns(struct value *out, const struct plan *p, const struct played *results)
{
	struct value *v = value_set_map(out, "turns");
	int64_t *turns = mem_zero(p->job_count, sizeof(*turns)), sum = 0;

	for (size_t i = 0; i < p->job_count; i++)
		sum += turns[i] = results[i].turns;
	qsort(turns, p->job_count, sizeof(*turns), compare);
	value_set_int(v, "total", sum);
	value_set_real(v, "mean", (double)sum / (double)p->job_count);
	value_set_int(v, "median", turns[(p->job_count - 1) / 2]);
	value_set_int(v, "p95", turns[(p->job_count - 1) * 95 / 100]);
	value_set_int(v, "most", turns[p->job_count - 1]);
	mem_free(turns);
}

static void
set_scenarios(struct value *out, const struct sim_options *o, const struct plan *p,
    const struct played *results)
{
	struct value *list = value_set_list(out, "scenarios");

	for (size_t s = 0; s < o->script->scenario_count; s++) {
		const struct scenario *c = &o->script->scenarios[s];
		struct value *v;
		struct ratio r = { 0, 0 };
		int64_t breaches = 0;

		if (p->sets[s].count == 0)
			continue;

		v = value_add_map(list);
		for (size_t i = 0; i < p->job_count; i++)
			if (p->jobs[i].scenario == c) {
				count_ratio(&r, results[i].ended_as_expected);
				breaches += played_breaches(&results[i]);
			}
		value_set_text(v, "scenario", c->name);
		value_set_text(v, "expect", c->contain ? "contain" : "escalate");
		value_set_bool(v, "hard", scenario_is_hard(c, NULL));
		value_set_int(v, "conversations", r.denominator);
		value_set_int(v, "as_expected", r.numerator);
		value_set_int(v, "policy_breaches", breaches);
	}
}

/* Scenarios that nothing in the world fits. */
static void
set_skipped(struct value *out, const struct sim_options *o, const struct plan *p)
{
	struct value *list = value_set_list(out, "skipped");

	for (size_t s = 0; s < o->script->scenario_count; s++)
		if (p->sets[s].count == 0)
			value_add_text(list, o->script->scenarios[s].name);
}

static void
add_failure(struct value *list, const struct plan *p, const struct played *results, size_t i)
{
	struct value *v = value_add_map(list);

	value_set_int(v, "conversation", p->jobs[i].number);
	value_set_text(v, "scenario", p->jobs[i].scenario->name);
	value_set_text(v, "persona", p->jobs[i].persona->name);
	value_set_text(v, "why", results[i].why != NULL ? results[i].why : "");
	if (results[i].transcript != NULL)
		value_set_text(v, "transcript", results[i].transcript);
}

/* Breaches first, then the first failure of each scenario, then a second, until there are
 * enough. */
static void
set_failures(struct value *out, const struct sim_options *o, const struct plan *p,
    const struct played *results)
{
	struct value *list = value_set_list(out, "failures");
	size_t most = o->failures > 0 ? o->failures : FAILURES_MOST,
	       *shown = mem_zero(o->script->scenario_count, sizeof(*shown));
	bool *taken = mem_zero(p->job_count, sizeof(*taken));

	for (size_t round = 0; round <= most; round++)
		for (size_t i = 0; i < p->job_count && value_count(list) < most; i++) {
			size_t s = (size_t)(p->jobs[i].scenario - o->script->scenarios);
			bool breach = played_breaches(&results[i]) > 0;

			if (results[i].ended_as_expected || taken[i] ||
			    (round == 0 ? !breach : shown[s] >= round))
				continue;
			taken[i] = true;
			shown[s]++;
			add_failure(list, p, results, i);
		}
	mem_free(shown);
	mem_free(taken);
}

/* Of the wrong statements put before the oracle, what share it counted, by kind. */
static void
set_trials(struct value *out, const struct sim_options *o, const struct plan *p,
    const struct played *results)
{
	const char *kinds[MUTATION_KINDS_MOST];
	size_t count = mutation_kinds(o->script->terms, kinds);
	struct value *map;

	if (!o->try_oracle)
		return;
	map = value_set_map(out, "oracle");
	for (size_t k = 0; k < count; k++) {
		struct ratio r = { 0, 0 };

		for (size_t i = 0; i < p->job_count; i++) {
			r.denominator += results[i].trials[k].tried;
			r.numerator += results[i].trials[k].counted;
		}
		set_ratio(map, kinds[k], "tried", r);
	}
}

static void
set_expectations(struct value *out, const struct tally *t)
{
	struct value *v = value_set_map(out, "as_expected");

	set_ratio(v, "contain", "that expect it", t->contain);
	set_ratio(v, "contain_hard", "hard ones", t->contain_hard);
	set_ratio(v, "escalate", "that expect it", t->escalate);
	set_ratio(v, "escalate_hard", "hard ones", t->escalate_hard);
}

/* How much of what is expected is hard: of the conversations, and of the scenarios that were
 * played. */
static void
set_hardness(
    struct value *out, const struct sim_options *o, const struct plan *p, const struct tally *t)
{
	struct value *v = value_set_map(out, "hard");
	struct ratio contain = { 0, 0 }, escalate = { 0, 0 };

	for (size_t s = 0; s < o->script->scenario_count; s++)
		if (p->sets[s].count > 0)
			count_ratio(o->script->scenarios[s].contain ? &contain : &escalate,
			    scenario_is_hard(&o->script->scenarios[s], NULL));
	set_ratio(v, "contain", "conversations that expect it",
	    (struct ratio){t->contain_hard.denominator, t->contain.denominator});
	set_ratio(v, "escalate", "conversations that expect it",
	    (struct ratio){t->escalate_hard.denominator, t->escalate.denominator});
	set_ratio(v, "contain_scenarios", "scenarios that expect it", contain);
	set_ratio(v, "escalate_scenarios", "scenarios that expect it", escalate);
}

struct value *
summary_make(struct arena *a, const struct sim_options *o, const struct plan *p,
    const struct played *results)
{
	struct value *out = value_map(a), *breaches, *stopped;
	struct tally t;

	memset(&t, 0, sizeof(t));
	for (size_t i = 0; i < p->job_count; i++)
		tally_add(&t, &p->jobs[i], &results[i]);
	value_set_text(out, "world", world_settings(o->world)->id);
	value_set_text(out, "backend", o->backend);
	value_set_text(out, "seed", arena_printf(a, "%llu", (unsigned long long)o->seed));
	value_set_int(out, "conversations", (int64_t)p->job_count);
	set_containment(a, out, &t.containment);
	set_expectations(out, &t);
	set_hardness(out, o, p, &t);
	set_handoffs(out, p, results);
	set_actions(out, p, results);
	set_turns(out, p, results);
	value_set_int(out, "policy_breaches", t.changes + t.statements + t.again);
	breaches = value_set_map(out, "breaches");
	value_set_int(breaches, "changes", t.changes);
	value_set_int(breaches, "done_otherwise", t.otherwise);
	value_set_int(breaches, "statements", t.statements);
	value_set_int(breaches, "proposed_again", t.again);
	set_ratio(breaches, "conversations", "played", t.with_breach);
	stopped = value_set_map(out, "stopped");
	value_set_int(stopped, "by_person", t.stopped_by_person);
	value_set_int(stopped, "by_rule", t.stopped_by_rule);
	value_set_int(out, "drafts_held_back", t.held_back);
	set_trials(out, o, p, results);
	set_scenarios(out, o, p, results);
	set_skipped(out, o, p);
	set_failures(out, o, p, results);
	return out;
}
