/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Interval honesty on days that were really played: small.yaml through the desk, many runs with
 * seeds apart, each of which says what a long run with another seed comes to. How many of their 95
 * % intervals hold that, figure by figure, after one replication and after all five.
 *
 * The long run isn't the truth either. Where its standard error is t of the deviation between the
 * runs' own values, intervals that hold the truth 95 % of the time hold its value P(|Z| < 1.96 /
 * sqrt(1 + t^2)) of the time; t is printed.
 *
 * With FLOORWALKER_FULL set there are 1,000 runs on each of two floors, and a figure that is named
 * is wrong where less than 93 % hold, or more than 97 %, by more than the chance of so many runs
 * (the whole of Wilson's interval lies beyond). More may hold of a share with fewer than 10 yes or
 * no in a run, since counts are whole and no interval of them can hold just 95 %, and of what is
 * wide on purpose since a run may have none of what is rare. Else there are 30 on one floor, and
 * wrong is what an interval which holds the truth 93 % of the time shows less than once in ten
 * million: so many misses. So is a figure of which no run has an interval.
 *
 * To look at intervals without playing again: FLOORWALKER_KEPT names a folder that days are kept
 * in (kept.h), FLOORWALKER_RUNS, _TRUTH, _SEEDS and _THREADS how many runs, replications of the
 * long run, the first seed, and threads.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../check.h"
#include "../sim/demo.h"
#include "kept.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/pool.h"
#include "floorwalker/base/str.h"
#include "floorwalker/day/result.h"
#include "floorwalker/stats/interval.h"
#include "floorwalker/stats/special.h"
#include "floorwalker/world.h"

#define FIGURES 64
#define REPLICATIONS 5
#define RUNS_SHORT 30
#define RUNS_FULL 1000
#define TRUTH_SHORT 120			/* replications of the long run */
#define TRUTH_FULL 1500
#define TRUTH_SEED 1
#define SEEDS_FROM 100000	/* of the small runs */
#define T_MOST 0.1

static int
number_of(const char *name, int otherwise)
{
	const char *text = getenv(name);
	int n = text == NULL ? 0 : atoi(text);

	return n > 0 ? n : otherwise;
}

static int
threads(void)
{
	return number_of("FLOORWALKER_THREADS", 0);
}

/* ---- runs */

struct said {			/* of one figure, by one run; NaN: nothing */
	double value, low, high, n;
	bool is_share;
};
struct study {
	struct arena *arena;
	struct simulation simulation;
	char names[FIGURES][40];
	size_t count;
	struct said truth[FIGURES];
	int runs;
	struct said (*days)[FIGURES];	/* by each replication alone, REPLICATIONS to a run */
	struct said (*all)[FIGURES];	/* by each run */
};

static void
read_figures(struct tally *t, struct said *out, char names[][40], size_t *count)
{
	struct arena *a = arena_new();
	const struct value *list = value_get(tally_result(t, a), "figures");

	for (size_t i = 0; i < value_count(list) && i < FIGURES; i++) {
		const struct value *v = value_at(list, i);

		out[i] = (struct said){ value_get_real(v, "value", NAN),
			value_get_real(v, "low", NAN), value_get_real(v, "high", NAN),
			value_get_real(v, "n", 0),
			text_is(value_get_text(v, "unit"), "share") };
		if (names != NULL)
			snprintf(names[i], sizeof(names[i]), "%s", value_get_text(v, "name"));
	}
	if (count != NULL)
		*count = value_count(list) < FIGURES ? value_count(list) : FIGURES;
	arena_free(&a);
}

static struct day_options
day_of(const struct study *x, uint64_t seed)
{
	return (struct day_options){ .simulation = &x->simulation, .script = script, .world = world,
		.understander = understander, .seed = seed };
}

static void
take_contact(void *context, const struct contact *c, const struct value *transcript)
{
	tally_contact(context, c, transcript);
}

static void
take_sample(void *context, const struct floor_sample *f)
{
	tally_sample(context, f);
}

/* One small run: looked at after each replication alone, and after all. */
static enum err
play_run(struct pool *p, void *context, void *own, int64_t number, struct errinfo *e)
{
	struct study *x = context;
	struct day_options o = day_of(x, (uint64_t)(number_of("FLOORWALKER_SEEDS", SEEDS_FROM) + number));
	struct tally *sum = NULL;
	enum err err = ERR_OK;

	(void)own;
	for (int64_t r = 0; err == ERR_OK && r < REPLICATIONS && !pool_is_over(p); r++) {
		struct tally *t = tally_new(&x->simulation, o.seed, r, 1);
		const struct day_teller teller = { t, take_contact, take_sample };

		err = kept_play(&o, r, &teller, e);
		read_figures(t, x->days[number * REPLICATIONS + r], NULL, NULL);
		if (sum == NULL) {
			sum = t;
			continue;
		}
		if (err == ERR_OK)
			err = tally_merge(sum, t, e);
		tally_free(&t);
	}
	if (err == ERR_OK && sum != NULL)
		read_figures(sum, x->all[number], NULL, NULL);
	tally_free(&sum);
	return err;
}

static void
play_truth(struct study *x, int64_t replications)
{
	struct days_options o = { .day = day_of(x, TRUTH_SEED), .replications = replications,
		.threads = threads(), .worst = 1, .player = kept_play };
	struct tally *t;
	struct errinfo e;

	check_ok(days_run(&o, &t, &e), &e);
	read_figures(t, x->truth, x->names, &x->count);
	tally_free(&t);
}

static struct study *
study_play(const struct change *changes, size_t count, int runs, const char *name)
{
	struct study *x = mem_zero(1, sizeof(*x));
	struct pool_work w = { .count = runs, .threads = threads(), .context = x,
		.piece = play_run };
	struct errinfo e;

	x->arena = arena_new();
	x->runs = runs;
	x->days = mem_zero((size_t)runs * REPLICATIONS, sizeof(*x->days));
	x->all = mem_zero((size_t)runs, sizeof(*x->all));
	check_ok(simulation_load(x->arena, file_data(x->arena, "tests/day/small.yaml"),
		     world_settings(world), changes, count, &x->simulation, &e),
	    &e);
	x->simulation.name = name;
	play_truth(x, number_of("FLOORWALKER_TRUTH", CHECK_FULL ? TRUTH_FULL : TRUTH_SHORT));
	check_ok(pool_run(&w, &e), &e);
	return x;
}

static void
study_free(struct study *x)
{
	arena_free(&x->arena);
	mem_free(x->days);
	mem_free(x->all);
	mem_free(x);
}

/* ---- what holds */

struct held {
	int known, held, below;		/* below: the truth is below the interval */
	bool is_of_few;			/* a share with fewer than 10 yes or no in a run */
	double t;			/* the long run's standard error over the runs' deviation */
	double expected;		/* of intervals that are as they should be */
};

static void
count_held(const struct said (*said)[FIGURES], int runs, const struct said *truth, size_t i,
    struct held *h)
{
	double sum = 0, squares = 0, counted = 0, error = (truth->high - truth->low) / (2 * normal_quantile(.975));
	int n = 0;

	*h = (struct held){ .t = NAN, .expected = NAN };
	for (int r = 0; r < runs; r++) {
		const struct said *s = &said[r][i];

		if (!isnan(s->value)) {
			n++;
			sum += s->value;
			counted += s->n;
			squares += s->value * s->value;
		}
		if (isnan(s->low) || isnan(truth->value))
			continue;
		h->known++;
		h->held += s->low <= truth->value && truth->value <= s->high;
		h->below += truth->value < s->low;
	}
	if (n < 2)
		return;
	h->is_of_few = truth->is_share &&
	    counted / n * fmin(truth->value, 1 - truth->value) < 10;
	h->t = error / sqrt((squares - sum * sum / n) / (n - 1));
	h->expected =
	    1 - 2 * normal_cdf(-normal_quantile(.975) / sqrt(1 + h->t * h->t));
}

/* So many misses of n come less than once in ten million where each has the chance p. */
static int
misses_most(int n, double p)
{
	double term = pow(1 - p, n), below = term;
	int k = 0;

	while (k < n && 1 - below > 1e-7) {
		term *= (double)(n - k) / (k + 1) * p / (1 - p);
		below += term;
		k++;
	}
	return k;
}

static bool
is_wrong(const struct held *h, bool may_be_wide, bool full)
{
	struct interval v = interval_wilson(h->held, h->known, .95);

	if (!full)
		return h->known - h->held > misses_most(h->known, .07) ||
		    (h->known == 0 && !may_be_wide);
	return !v.known || v.high < .93 || (v.low > .97 && !h->is_of_few && !may_be_wide) ||
	    !(h->t <= T_MOST);
}

static bool
is_named(const char *name, const char *const *names)
{
	while (*names != NULL && !text_is(*names, name))
		names++;
	return *names != NULL;
}

/* Wide where what makes them is rare (a calm floor's few waits, the few who are dissatisfied), and
 * ranks, which are whole. */
static const char *const wide[] = { "asa", "silence", "backlog", "csat_proxy", "frt_p50", "wait_p50",
	"wait_p80", NULL };
static const char *const by_visitors[] = { "containment_loose", "containment_confirmed",
	"containment_durable", "containment_with_approval", "handed_off", "abandoned", "frt", "frt_p50",
	"resolved", "fcr", "recontact", "as_expected", "replies_right", "ai_turns", "messages", "cost_ai",
	"actions_by_person", "csat_proxy", "csat_low", NULL };
static const char *const by_replications[] = { "containment_loose", "containment_confirmed",
	"containment_durable", "containment_with_approval", "handed_off", "false_handoff", "abandoned",
	"frt", "frt_p50", "asa", "wait_p50", "wait_p80", "service_level", "abandonment", "silence",
	"backlog", "aht", "wrap_up_share", "occupancy", "handled_per_hour", "resolved", "fcr",
	"recontact", "as_expected", "replies_right", "ai_turns", "messages", "cost_per_contact",
	"cost_handled", "cost_ai", "cost_people", "cost_per_resolved", "given", "actions_by_person",
	"csat_proxy", "csat_low", "contacts", NULL };

static int
show(const struct study *x, const char *title, bool alone, bool full)
{
	const char *const *names = alone ? by_visitors : by_replications;
	int wrong = 0;

	printf("# %s, %s\n", title, alone ? "one replication" : "five replications");
	for (size_t i = 0; i < x->count; i++) {
		struct held h;
		struct interval v;
		bool named = is_named(x->names[i], names);

		if (alone)
			count_held(x->days, x->runs * REPLICATIONS, &x->truth[i], i, &h);
		else
			count_held(x->all, x->runs, &x->truth[i], i, &h);
		v = interval_wilson(h.held, h.known, .95);
		printf("# %s%-26s %5.1f %% (%.1f to %.1f) of %4d hold %.6g%s; below it %d; t %.3f, so %.1f %%\n",
		    named ? "" : "(also) ", x->names[i],
		    h.known > 0 ? 100.0 * h.held / h.known : (double)NAN, 100 * v.low, 100 * v.high,
		    h.known, x->truth[i].value, h.is_of_few ? ", few" : "", h.below, h.t,
		    100 * h.expected);
		if (named && is_wrong(&h, is_named(x->names[i], wide), full)) {
			printf("# ^ that is wrong\n");
			wrong++;
		}
	}
	return wrong;
}

static void
intervals_of_played_days_hold_the_truth(void **state)
{
	static const struct change calmer[] = { { "people.crews.chat.count", "2" } };
	bool full = CHECK_FULL;
	int wrong = 0;

	(void)state;
	for (int floor = 0; floor < (full ? 2 : 1); floor++) {
		struct study *x = study_play(calmer, (size_t)floor,
		    number_of("FLOORWALKER_RUNS", full ? RUNS_FULL : RUNS_SHORT),
		    floor == 0 ? "busy" : "calm");
		const char *title = floor == 0 ? "a busy floor" : "a calm floor";

		wrong += show(x, title, true, full);
		wrong += show(x, title, false, full);
		study_free(x);
	}
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(intervals_of_played_days_hold_the_truth),
	};

	if (CHECK_NO_STUDY)
		return 0;
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, demo_open, demo_close);
}
