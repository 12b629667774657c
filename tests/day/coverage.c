/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Interval honesty: of many small runs of made-up days, with handling times that have a heavy tail, how many
 * have 95 % intervals that hold the truth, which a long run tells. So with the shares by intent and by
 * scenario, where visitors come again with the same need; as if all contacts were apart they would hold
 * less, which is looked at too. FLOORWALKER_COVERAGE: how many
 * runs (1,000 in make proof); the bounds widen where they are fewer. Figures that aren't named are
 * printed: doc/simulate.md says which of them hold less.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../check.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "floorwalker/stats/interval.h"
#include "made.h"

#define FIGURES 96			/* and shares by name */
#define RUNS 60
#define LEAST 0.93			/* of intervals that hold */
#define MOST 0.97
#define TRUTH_PER_RUN 3			/* replications of the long run for each of the small ones' */

struct counted {
	char name[60];
	double truth;
	int known, held, below;		/* below: the truth is below the interval */
	int apart;			/* Wilson's interval of so many contacts would have held */
};
struct study {
	struct counted figures[FIGURES];
	size_t count;
};

static int
run_count(void)
{
	const char *text = getenv("FLOORWALKER_COVERAGE");
	int n = text == NULL ? 0 : atoi(text);

	return n > 0 ? n : RUNS;
}

static struct value *
result_of(struct arena *a, const struct simulation *s, uint64_t seed, int64_t replications)
{
	struct days_options o = { .day = { .simulation = s, .seed = seed },
		.replications = replications, .threads = 2, .worst = 1, .player = made_play };
	struct tally *t;
	struct value *out;
	struct errinfo e;

	check_ok(days_run(&o, &t, &e), &e);
	out = tally_result(t, a);
	tally_free(&t);
	return out;
}

/* What is looked at in a result: lists of maps, which have a name, a value, an interval, and for shares
 * how many are of it. */
static const struct looked {
	const char *list, *prefix, *name, *value, *low, *high, *yes, *of;
} looked[] = {
	{ "figures", "", "name", "value", "low", "high", NULL, NULL },
	{ "intents", "contained ", "intent", "share", "low", "high", "contained", "eligible" },
	{ "scenarios", "expected ", "scenario", "expected_share", "expected_low", "expected_high",
	    "as_expected", "contacts" },
};
#define LOOKED (sizeof(looked) / sizeof(looked[0]))

static void
take_truth(struct study *x, const struct simulation *s, int64_t replications)
{
	struct arena *a = arena_new();
	const struct value *result = result_of(a, s, 1, replications);

	for (size_t l = 0; l < LOOKED; l++) {
		const struct value *list = value_get(result, looked[l].list);

		for (size_t i = 0; i < value_count(list) && x->count < FIGURES; i++) {
			struct counted *c = &x->figures[x->count++];

			snprintf(c->name, sizeof(c->name), "%s%s", looked[l].prefix,
			    value_get_text(value_at(list, i), looked[l].name));
			c->truth = value_get_real(value_at(list, i), looked[l].value, NAN);
		}
	}
	arena_free(&a);
}

static struct counted *
find(struct study *x, const char *prefix, const char *name)
{
	for (size_t i = 0; i < x->count; i++)
		if (text_starts(x->figures[i].name, prefix) &&
		    text_is(x->figures[i].name + strlen(prefix), name))
			return &x->figures[i];
	fail_msg("the long run has no %s%s", prefix, name);
	return NULL;
}

static void
take_one(struct counted *c, const struct value *v, const struct looked *l)
{
	double low = value_get_real(v, l->low, NAN), high = value_get_real(v, l->high, NAN);
	struct interval apart;

	if (isnan(low) || isnan(c->truth))
		return;
	c->known++;
	c->held += low <= c->truth && c->truth <= high;
	c->below += c->truth < low;
	if (l->yes == NULL)
		return;
	apart = interval_wilson(value_get_int(v, l->yes, 0), value_get_int(v, l->of, 0), .95);
	c->apart += apart.low <= c->truth && c->truth <= apart.high;
}

static void
take_run(struct study *x, const struct simulation *s, uint64_t seed, int64_t replications)
{
	struct arena *a = arena_new();
	const struct value *result = result_of(a, s, seed, replications);

	for (size_t l = 0; l < LOOKED; l++) {
		const struct value *list = value_get(result, looked[l].list);

		for (size_t i = 0; i < value_count(list); i++)
			take_one(find(x, looked[l].prefix,
				     value_get_text(value_at(list, i), looked[l].name)),
			    value_at(list, i), &looked[l]);
	}
	arena_free(&a);
}

/* Chance alone moves a share of n runs by so much, once in twenty figures; where runs are few,
 * four times in a thousand. */
static double
slack(int n)
{
	return (n >= 1000 ? 1.96 : 2.9) * sqrt(.95 * .05 / n);
}

static struct study *
play(const struct made *m, int64_t replications)
{
	struct simulation s = made_simulation(1, 0);
	struct study *x = mem_zero(1, sizeof(*x));
	int runs = run_count();

	made_now = m;
	take_truth(x, &s, (runs < 300 ? 300 : TRUTH_PER_RUN * runs) * (replications < 4 ? 1 : 2));
	for (int i = 0; i < runs; i++)
		take_run(x, &s, 1000 + (uint64_t)i, replications);
	return x;
}

/* How many of the figures that are named hold too few, or too many. */
static int
judge(const struct study *x, const char *const *names, size_t count)
{
	double room = slack(run_count());
	int wrong = 0;

	for (size_t i = 0; i < x->count; i++) {
		const struct counted *c = &x->figures[i];
		double share = c->known > 0 ? (double)c->held / c->known : NAN;
		bool is_named = false;

		for (size_t k = 0; k < count; k++)
			is_named |= text_is(names[k], c->name);
		printf("# %s%-26s %5.1f %% of %4d hold %.6g; below it %d\n", is_named ? "" : "(also) ",
		    c->name, 100 * share, c->known, c->truth, c->below);
		if (is_named && !(share >= LEAST - room && share <= fmin(1, MOST + room)))
			wrong++;
	}
	return wrong;
}

static void
study(const char *const *names, size_t count, int64_t replications)
{
	struct made busy = made_usual;
	struct study *x;
	int wrong;

	busy.per_hour = 18;
	x = play(&busy, replications);
	wrong = judge(x, names, count);
	mem_free(x);
	assert_int_equal(wrong, 0);
}

static void
intervals_over_visitors_hold_the_truth(void **state)
{
	static const char *const names[] = { "containment_loose", "containment_confirmed",
		"containment_durable", "containment_with_approval", "handed_off", "false_handoff",
		"left_with_ai", "frt", "frt_p50", "frt_p95", "recontact", "actions_by_person", "replies_right", "ai_turns", "repeats", "loops", "cost_ai", "given" };

	(void)state;
	study(names, sizeof(names) / sizeof(names[0]), 1);
}

static void
intervals_over_replications_hold_the_truth(void **state)
{
	static const char *const names[] = { "abandoned", "asa", "service_level", "abandonment",
		"backlog", "aht", "occupancy", "handled_per_hour", "resolved", "fcr",
		"recontact", "as_expected", "follow_ups", "cost_per_contact", "cost_handled",
		"cost_people", "cost_per_resolved", "csat_proxy", "csat_low", "contacts", "wait_p80",
		"wait_p95" };

	(void)state;
	study(names, sizeof(names) / sizeof(names[0]), 12);
}

static void
four_replications_are_enough_for_what_depends_on_the_queue_a_little(void **state)
{
	static const char *const names[] = { "abandoned", "asa", "service_level", "abandonment",
		"backlog", "aht", "occupancy", "resolved", "fcr", "recontact", "as_expected",
		"cost_handled", "csat_proxy", "csat_low", "wait_p95" };

	(void)state;
	study(names, sizeof(names) / sizeof(names[0]), 4);
}

/* Every second visitor comes again, with the same intent, and the AI does with them as before. */
static void
study_of_shares(const char *const *names, size_t count, int64_t replications)
{
	struct made again = made_usual;
	struct study *x;
	int known = 0, apart = 0, wrong;

	again.per_hour = 18;
	again.contained = .7;
	again.anyway = .5;
	x = play(&again, replications);
	wrong = judge(x, names, count);
	for (size_t i = 0; i < count; i++) {
		const struct counted *c = find(x, "", names[i]);

		/* What is expected of a contact is the queue's doing, too, and hangs together less. */
		known += text_starts(c->name, "contained") ? c->known : 0;
		apart += text_starts(c->name, "contained") ? c->apart : 0;
		printf("# %s: %.1f %% if they were apart\n", names[i], 100. * c->apart / c->known);
	}
	mem_free(x);
	assert_int_equal(wrong, 0);
	assert_true((double)apart / known < LEAST - slack(run_count()));
}

static void
shares_by_name_hold_the_truth_although_visitors_come_again(void **state)
{
	static const char *const names[] = { "contained refund_request",
		"contained where_is_my_order", "contained change_address",
		"contained product_question", "contained complaint" };

	(void)state;
	study_of_shares(names, sizeof(names) / sizeof(names[0]), 1);
}

static void
shares_by_name_hold_the_truth_over_replications(void **state)
{
	static const char *const names[] = { "contained refund_request",
		"contained where_is_my_order", "contained change_address",
		"contained product_question", "contained complaint", "expected refund_request",
		"expected where_is_my_order", "expected change_address",
		"expected product_question", "expected complaint" };

	(void)state;
	study_of_shares(names, sizeof(names) / sizeof(names[0]), 12);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(intervals_over_visitors_hold_the_truth),
	    cmocka_unit_test(intervals_over_replications_hold_the_truth),
	    cmocka_unit_test(four_replications_are_enough_for_what_depends_on_the_queue_a_little),
	    cmocka_unit_test(shares_by_name_hold_the_truth_although_visitors_come_again),
	    cmocka_unit_test(shares_by_name_hold_the_truth_over_replications),
	};

	if (CHECK_NO_STUDY)
		return 0;
	return RUN_TAP(tests);
}
