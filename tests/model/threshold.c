/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * If the threshold were another, by hand.
 */
#include "../check.h"

#include <math.h>

#include "floorwalker/model/confidence.h"
#include "floorwalker/model/threshold.h"

static void
the_grid_has_the_present_one_once_in_its_place(void **state)
{
	static const struct { double present; size_t count, today; } cases[] = {
		{0.40, 20, 8}, {0.0, 20, 0}, {0.95, 20, 19}, {0.42, 21, 9}, {0.97, 21, 20}, {1.0, 21, 20}, {0.1 + 0.2, 20, 6}, {0.001, 21, 1},
	};
	double at[THRESHOLD_ROWS];
	size_t today;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t n = threshold_grid(cases[i].present, at, &today);

		assert_int_equal(n, cases[i].count);
		assert_int_equal(today, cases[i].today);
		assert_true(at[today] == cases[i].present);
		for (size_t k = 1; k < n; k++)
			assert_true(at[k] > at[k - 1]);
	}
}

/* confidence, held, exempt, label, money */
static const struct threshold_turn turns[] = {
	{.90, false, false, THRESHOLD_RIGHT, 1000},
	{.50, false, false, THRESHOLD_WRONG, 2500},
	{.50, false, false, THRESHOLD_UNKNOWN, 0},
	{.30, false, true, THRESHOLD_RIGHT, 0},		/* small talk */
	{.20, false, false, THRESHOLD_RIGHT, 400},
	{.95, true, false, THRESHOLD_WRONG, 9900},	/* an angry shopper */
	{.10, true, false, THRESHOLD_UNKNOWN, 0},
};

static void
a_row_counts_by_hand(void **state)
{
	struct threshold_row x;

	(void)state;
	threshold_row(turns, 7, 0, &x);
	assert_int_equal(x.handed_off, 2);
	assert_int_equal(x.unsure, 0);
	assert_int_equal(x.sent, 5);
	assert_int_equal(x.sent_labelled, 4);
	assert_int_equal(x.sent_wrong, 1);
	assert_int_equal(x.money_by_rule, 3900);
	assert_int_equal(x.money_to_people, 0);
	/* what is exactly as sure as it must be goes out */
	threshold_row(turns, 7, .50, &x);
	assert_int_equal(x.handed_off, 3);
	assert_int_equal(x.unsure, 1);
	assert_int_equal(x.sent, 4);
	assert_int_equal(x.sent_labelled, 3);
	assert_int_equal(x.sent_wrong, 1);
	assert_int_equal(x.spared_right, 1);
	assert_int_equal(x.spared_wrong, 0);
	assert_int_equal(x.money_by_rule, 3500);
	assert_int_equal(x.money_to_people, 400);
	threshold_row(turns, 7, .55, &x);
	assert_int_equal(x.handed_off, 5);
	assert_int_equal(x.unsure, 3);
	assert_int_equal(x.sent, 2);
	assert_int_equal(x.sent_labelled, 2);
	assert_int_equal(x.sent_wrong, 0);
	assert_int_equal(x.spared_wrong, 1);
	assert_int_equal(x.spared_right, 1);
	assert_int_equal(x.money_by_rule, 1000);
	assert_int_equal(x.money_to_people, 2900);
}

static void
what_is_held_anyhow_and_what_is_exempt_know_no_threshold(void **state)
{
	struct threshold_row x;

	(void)state;
	for (int i = 0; i <= 20; i++) {
		threshold_row(turns + 5, 2, i / 20.0, &x);
		assert_int_equal(x.handed_off, 2);
		assert_int_equal(x.unsure + x.sent + x.money_by_rule + x.money_to_people, 0);
		threshold_row(turns + 3, 1, i / 20.0, &x);
		assert_int_equal(x.sent, 1);
	}
	threshold_row(turns, 0, .5, &x);
	assert_int_equal(x.handed_off + x.sent, 0);
}

static void
the_error_of_a_perfect_confidence_has_a_narrow_interval(void **state)
{
	enum { N = 400 };
	double confidence[N];
	unsigned char right[N], wrong[N];
	uint32_t group[N];
	struct confidence_interval x, y;

	(void)state;
	for (uint32_t i = 0; i < N; i++) {
		confidence[i] = .75;
		right[i] = i % 4 != 0;
		wrong[i] = i % 2 != 0;
		group[i] = i / 4;
	}
	calibration_interval(confidence, right, group, N, N / 4, 10, 300, 1, &x);
	assert_int_equal(x.drawn, 300);
	assert_true(x.low >= 0 && x.low <= x.high && x.high < .001);	/* each group is right three
									   times of four */
	calibration_interval(confidence, wrong, group, N, N / 4, 10, 300, 1, &x);
	assert_true(x.low > .2 && x.high < .3);
	calibration_interval(confidence, wrong, group, N, N / 4, 10, 300, 1, &y);
	assert_true(x.low == y.low && x.high == y.high);
	calibration_interval(confidence, wrong, group, 0, 0, 10, 300, 1, &x);
	assert_true(isnan(x.low) && isnan(x.high));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_grid_has_the_present_one_once_in_its_place),
		cmocka_unit_test(a_row_counts_by_hand),
		cmocka_unit_test(what_is_held_anyhow_and_what_is_exempt_know_no_threshold),
		cmocka_unit_test(the_error_of_a_perfect_confidence_has_a_narrow_interval),
	};

	return RUN_TAP(tests);
}
