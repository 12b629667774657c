/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include <math.h>
#include <stdio.h>

#include "floorwalker/base/random.h"
#include "floorwalker/model/drift.h"

#define NEAR(x, y) assert_true(fabs((double)(x) - (double)(y)) < 1e-9)

static const struct drift_options plain = {DRIFT_SMOOTHING, 400, 1};

/* p = (.7, .3), q = (.5, .5): .2 ln 1.4 + -.2 ln .6 = .0672944473 + .1021651248. */
static void
the_index_is_the_one_worked_by_hand(void **state)
{
	double parts[2], index;

	(void)state;
	index = drift_index((double[]){70, 30}, (double[]){50, 50}, 2, 1e-12, parts);
	assert_true(fabs(index - 0.16945957) < 1e-7);
	assert_true(fabs(parts[0] - 0.06729444) < 1e-7);
	assert_true(fabs(parts[1] - 0.10216512) < 1e-7);
	NEAR(index, drift_index((double[]){50, 50}, (double[]){70, 30}, 2, 1e-12, NULL));
	NEAR(0, drift_index((double[]){3, 6}, (double[]){30, 60}, 2, 1e-12, NULL));
}

/* Smoothed by one half: p = (.5, 9.5)/10, q = (9.5, .5)/10: 2 * .9 ln 19 = 5.2999902. */
static void
an_empty_category_costs_something_finite(void **state)
{
	(void)state;
	assert_true(fabs(drift_index((double[]){0, 9}, (double[]){9, 0}, 2, 0.5, NULL) -
			5.29999016) < 1e-6);
	NEAR(0, drift_index((double[]){0, 0}, (double[]){0, 0}, 2, 0.5, NULL));
	NEAR(0, drift_index((double[]){7, 0, 0}, (double[]){3, 0, 0}, 3, 0.5, NULL));
	assert_true(drift_index((double[]){0, 0}, (double[]){4, 0}, 2, 0.5, NULL) > 0);
}

struct made {
	uint32_t category[4000];
	size_t begin[1001];
	struct drift_period period;
};

/* Conversations of each turns in one category: the first with share in 1000, else the second. */
static void
make(struct made *m, const char *label, size_t conversations, size_t turns, uint64_t share)
{
	struct random_stream r;
	size_t n = 0;

	random_init(&r, 7, label);
	for (size_t c = 0; c < conversations; c++) {
		uint32_t category = random_below(&r, 1000) < share ? 0 : 1;

		m->begin[c] = n;
		for (size_t t = 0; t < turns; t++)
			m->category[n++] = category;
	}
	m->begin[conversations] = n;
	m->period = (struct drift_period){m->category, m->begin, conversations};
}

static void
the_same_seed_gives_the_same_interval_and_it_holds_the_index(void **state)
{
	static struct made now, before;
	struct drift a, b;
	double parts[2];
	struct drift_options other = plain;

	(void)state;
	make(&now, "now", 200, 3, 700);
	make(&before, "before", 200, 3, 500);
	drift_measure(&now.period, &before.period, 2, &plain, parts, &a);
	drift_measure(&now.period, &before.period, 2, &plain, NULL, &b);
	assert_memory_equal(&a, &b, sizeof(a));
	assert_true(a.low <= a.index && a.index <= a.high && a.low > 0);
	NEAR(parts[0] + parts[1], a.index);
	assert_int_equal(a.turns, 600);
	assert_int_equal(a.conversations, 200);
	assert_true(a.index > a.chance);
	other.seed = 2;
	drift_measure(&now.period, &before.period, 2, &other, NULL, &b);
	assert_true(fabs(a.high - b.high) > 1e-12);
	NEAR(a.index, b.index);
}

/* Ten turns of one mind each say no more than one: taken for independent, they would look ten times
 * as sure. */
static void
turns_of_one_conversation_count_as_one_draw(void **state)
{
	static struct made now, before, now_one, before_one;
	struct drift many, one;

	(void)state;
	make(&now, "now", 100, 10, 600);
	make(&before, "before", 100, 10, 500);
	make(&now_one, "now", 100, 1, 600);
	make(&before_one, "before", 100, 1, 500);
	drift_measure(&now.period, &before.period, 2, &plain, NULL, &many);
	drift_measure(&now_one.period, &before_one.period, 2, &plain, NULL, &one);
	assert_true(fabs((many.high - many.low) / (one.high - one.low) - 1) < 0.1);
	assert_true(fabs(many.chance / one.chance - 1) < 0.1);
}

/* Two categories, nothing changed: the index is about a chi-square of one degree times (1/n + 1/m)
 * (Yurdakul, Naranjo, 2020), whose 95th hundredth is 3.841. */
static void
chance_is_what_theory_says_where_turns_are_independent(void **state)
{
	static struct made now, before;
	struct drift d;
	struct drift_options o = {DRIFT_SMOOTHING, 4000, 1};
	size_t above = 0;

	(void)state;
	make(&now, "now", 400, 1, 500);
	make(&before, "before", 400, 1, 500);
	drift_measure(&now.period, &before.period, 2, &o, NULL, &d);
	assert_true(fabs(d.chance / (3.841 * 2 / 400) - 1) < 0.15);
	for (int i = 0; i < 100; i++) {
		char label[16];

		snprintf(label, sizeof(label), "now %d", i);
		make(&now, label, 200, 2, 300);
		snprintf(label, sizeof(label), "before %d", i);
		make(&before, label, 200, 2, 300);
		drift_measure(&now.period, &before.period, 2, &plain, NULL, &d);
		above += drift_worry(&d, DRIFT_WATCH, DRIFT_ACT) != DRIFT_NONE;
	}
	assert_in_range(above, 0, 12);
}

static void
worry_goes_by_chance_first_and_then_by_the_limits(void **state)
{
	struct drift d = {.index = 0.3, .chance = 0.4};

	(void)state;
	assert_int_equal(drift_worry(&d, 0.1, 0.25), DRIFT_NONE);
	d.chance = 0.01;
	assert_int_equal(drift_worry(&d, 0.1, 0.25), DRIFT_LARGE);
	assert_int_equal(drift_worry(&d, 0.1, 0.35), DRIFT_MODERATE);
	assert_int_equal(drift_worry(&d, 0.31, 0.35), DRIFT_SMALL);
	d.index = 0.25;
	assert_int_equal(drift_worry(&d, 0.1, 0.25), DRIFT_LARGE);
	assert_string_equal(drift_worry_name(DRIFT_MODERATE), "moderate");
}

/* 2 * (1 + 10 + 45) / 2^10 = .109375; 2 * 1 / 2^5 = .0625. */
static void
mcnemar_is_exact(void **state)
{
	(void)state;
	NEAR(mcnemar_exact(8, 2), 0.109375);
	NEAR(mcnemar_exact(2, 8), 0.109375);
	NEAR(mcnemar_exact(5, 0), 0.0625);
	NEAR(mcnemar_exact(3, 3), 1);
	NEAR(mcnemar_exact(0, 0), 1);
	assert_true(mcnemar_exact(2000, 1500) > 0 && mcnemar_exact(2000, 1500) < 1e-15);
}

/* Bins of a half: (.4, .2) with one right, |1 - .6| = .4; (.8, 1) with one right, |1 - 1.8| = .8;
 * together 1.2 of 4 rows. */
static void
calibration_error_weighs_bins_by_their_rows(void **state)
{
	(void)state;
	NEAR(calibration_error(
		 (double[]){.4, .8, .2, 1}, (unsigned char[]){1, 1, 0, 0}, 4, 2),
	    0.3);
	assert_true(isnan(calibration_error(NULL, NULL, 0, 15)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_index_is_the_one_worked_by_hand),
		cmocka_unit_test(an_empty_category_costs_something_finite),
		cmocka_unit_test(the_same_seed_gives_the_same_interval_and_it_holds_the_index),
		cmocka_unit_test(turns_of_one_conversation_count_as_one_draw),
		cmocka_unit_test(chance_is_what_theory_says_where_turns_are_independent),
		cmocka_unit_test(worry_goes_by_chance_first_and_then_by_the_limits),
		cmocka_unit_test(mcnemar_is_exact),
		cmocka_unit_test(calibration_error_weighs_bins_by_their_rows),
	};

	return RUN_TAP(tests);
}
