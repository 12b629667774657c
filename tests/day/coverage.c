/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Interval honesty: of many small runs of made-up days, with handling times that have a heavy tail, how many
 * have 95 % intervals that hold the truth, which a long run tells. FLOORWALKER_COVERAGE: how many
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
#include "made.h"

#define FIGURES 64
#define RUNS 60
#define TRUTH_PER_RUN 3			/* replications of the long run for each of the small ones' */

struct counted {
	char name[40];
	double truth;
	int known, held, below;		/* below: the truth is below the interval */
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

static void
take_truth(struct study *x, const struct simulation *s, int64_t replications)
{
	struct arena *a = arena_new();
	const struct value *list = value_get(result_of(a, s, 1, replications), "figures");

	for (size_t i = 0; i < value_count(list) && i < FIGURES; i++) {
		struct counted *c = &x->figures[x->count++];

		snprintf(c->name, sizeof(c->name), "%s", value_get_text(value_at(list, i), "name"));
		c->truth = value_get_real(value_at(list, i), "value", NAN);
	}
	arena_free(&a);
}

static void
take_run(struct study *x, const struct simulation *s, uint64_t seed, int64_t replications)
{
	struct arena *a = arena_new();
	const struct value *list = value_get(result_of(a, s, seed, replications), "figures");

	for (size_t i = 0; i < x->count; i++) {
		struct counted *c = &x->figures[i];
		double low = value_get_real(value_at(list, i), "low", NAN),
		       high = value_get_real(value_at(list, i), "high", NAN);

		if (isnan(low) || isnan(c->truth))
			continue;
		c->known++;
		c->held += low <= c->truth && c->truth <= high;
		c->below += c->truth < low;
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

static void
study(const char *const *names, size_t count, int64_t replications, double least, double most)
{
	struct simulation s = made_simulation(1, 0);
	struct study *x = mem_zero(1, sizeof(*x));
	struct made busy = made_usual;
	int runs = run_count(), wrong = 0;
	double room = slack(runs);

	busy.per_hour = 18;
	made_now = &busy;
	take_truth(x, &s, (runs < 300 ? 300 : TRUTH_PER_RUN * runs) * (replications < 4 ? 1 : 2));
	for (int i = 0; i < runs; i++)
		take_run(x, &s, 1000 + (uint64_t)i, replications);
	for (size_t i = 0; i < x->count; i++) {
		const struct counted *c = &x->figures[i];
		double share = c->known > 0 ? (double)c->held / c->known : NAN;
		bool is_named = false;

		for (size_t k = 0; k < count; k++)
			is_named |= text_is(names[k], c->name);
		printf("# %s%-26s %5.1f %% of %4d hold %.6g; below it %d\n", is_named ? "" : "(also) ",
		    c->name, 100 * share, c->known, c->truth, c->below);
		if (is_named && !(share >= least - room && share <= fmin(1, most + room)))
			wrong++;
	}
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
	study(names, sizeof(names) / sizeof(names[0]), 1, .93, .97);
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
	study(names, sizeof(names) / sizeof(names[0]), 12, .93, .97);
}

static void
four_replications_are_enough_for_what_depends_on_the_queue_a_little(void **state)
{
	static const char *const names[] = { "abandoned", "asa", "service_level", "abandonment",
		"backlog", "aht", "occupancy", "resolved", "fcr", "recontact", "as_expected",
		"cost_handled", "csat_proxy", "csat_low", "wait_p95" };

	(void)state;
	study(names, sizeof(names) / sizeof(names[0]), 4, .93, .97);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(intervals_over_visitors_hold_the_truth),
	    cmocka_unit_test(intervals_over_replications_hold_the_truth),
	    cmocka_unit_test(four_replications_are_enough_for_what_depends_on_the_queue_a_little),
	};

	if (CHECK_NO_STUDY)
		return 0;
	return RUN_TAP(tests);
}
