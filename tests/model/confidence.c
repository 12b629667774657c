/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/random.h"
#include "floorwalker/model/confidence.h"
#include "floorwalker/model/drift.h"

#define NEAR(x, y) assert_true(fabs((double)(x) - (double)(y)) < 1e-7)

/* Without a part 1 right of 2, with it 3 of 4: the bias is ln(1/1), the weight ln(3/1). */
static void
a_fit_is_the_one_worked_by_hand(void **state)
{
	const double parts[] = { 0, 0, 1, 1, 1, 1 };
	const unsigned char right[] = { 1, 0, 1, 1, 1, 0 };
	struct confidence_rows rows = { parts, right, NULL, 6, 1 };
	double out[2];

	(void)state;
	assert_true(confidence_fit(&rows, 1e-9, NULL, out));
	assert_true(fabs(out[0] - 1.0986123) < 1e-5);
	assert_true(fabs(out[1]) < 1e-5);
}

/* The same, the wrong one with the part counting three times: 3 of 6, so the part tells nothing. */
static void
rows_may_count_several_times(void **state)
{
	const double parts[] = { 0, 0, 1, 1, 1, 1 }, times[] = { 1, 1, 1, 1, 1, 3 };
	const unsigned char right[] = { 1, 0, 1, 1, 1, 0 };
	struct confidence_rows rows = { parts, right, times, 6, 1 };
	double out[2];

	(void)state;
	assert_true(confidence_fit(&rows, 1e-9, NULL, out));
	assert_true(fabs(out[0]) < 1e-5);
}

/* At the minimum of sum log(1 + exp(s)) - right s + pull / 2 (w - towards)^2 its slope is nought:
 * pull (w - towards) = sum of (right - p) part, and sum of (right - p) = 0. */
static void
a_pull_holds_the_weights_where_rows_are_few(void **state)
{
	const double parts[] = { 0.2, 0.9, 0.7, 0.1, 0.5, 0.4, 0.8, 0.3 }, towards[] = { 2, -1 };
	const unsigned char right[] = { 1, 1, 0, 1 };
	struct confidence_rows rows = { parts, right, NULL, 4, 2 };
	double out[3], slope[3] = { 0 }, far[3];

	(void)state;
	assert_true(confidence_fit(&rows, 0.5, towards, out));
	for (size_t i = 0; i < 4; i++) {
		double s = out[0] * parts[2 * i] + out[1] * parts[2 * i + 1] + out[2];
		double miss = right[i] - 1 / (1 + exp(-s));

		slope[0] += miss * parts[2 * i];
		slope[1] += miss * parts[2 * i + 1];
		slope[2] += miss;
	}
	assert_true(fabs(0.5 * (out[0] - 2) - slope[0]) < 1e-4);
	assert_true(fabs(0.5 * (out[1] + 1) - slope[1]) < 1e-4);
	assert_true(fabs(slope[2]) < 1e-4);
	assert_true(confidence_fit(&rows, 1e6, towards, far));
	assert_true(fabs(far[0] - 2) < 1e-3 && fabs(far[1] + 1) < 1e-3);
}

/* A part that parts them wholly would get a weight without end; the pull keeps it finite. Rows of
 * one side alone teach nothing. */
static void
separable_rows_have_a_minimum_and_one_side_has_none(void **state)
{
	const double parts[] = { 0, 0, 1, 1 };
	const unsigned char right[] = { 0, 0, 1, 1 }, all[] = { 1, 1, 1, 1 };
	struct confidence_rows rows = { parts, right, NULL, 4, 1 }, one = { parts, all, NULL, 4, 1 };
	double out[2];

	(void)state;
	assert_true(confidence_fit(&rows, 0.1, NULL, out));
	assert_true(out[0] > 1 && out[0] < 20);
	assert_false(confidence_fit(&one, 0.1, NULL, out));
}

/* Drawn from weights 3, -2 and bias 0.5: 20,000 rows give them back within their error. */
static void
the_weights_that_rows_were_drawn_from_are_found(void **state)
{
	enum { ROWS = 20000 };
	double *parts = mem_zero(2 * ROWS, sizeof(*parts)), out[3];
	unsigned char *right = mem_zero(ROWS, 1);
	struct confidence_rows rows = { parts, right, NULL, ROWS, 2 };
	struct random_stream r;

	(void)state;
	random_init(&r, 5, "rows");
	for (size_t i = 0; i < ROWS; i++) {
		parts[2 * i] = random_unit(&r);
		parts[2 * i + 1] = random_unit(&r);
		right[i] = random_unit(&r) <
		    1 / (1 + exp(-(0.5 + 3 * parts[2 * i] - 2 * parts[2 * i + 1])));
	}
	assert_true(confidence_fit(&rows, 0.01, NULL, out));
	assert_true(fabs(out[0] - 3) < 0.2);
	assert_true(fabs(out[1] + 2) < 0.2);
	assert_true(fabs(out[2] - 0.5) < 0.15);
	mem_free(parts);
	mem_free(right);
}

/* Right: .9 .8 .4, wrong: .8 .3. Of six pairs the wrong one is lower in four, tied in one. */
static void
the_area_counts_pairs_and_half_of_ties(void **state)
{
	const double confidence[] = { .9, .8, .4, .8, .3 };
	const unsigned char right[] = { 1, 1, 1, 0, 0 }, all[] = { 1, 1, 1, 1, 1 };

	(void)state;
	NEAR(4.5 / 6, auroc_of_wrong(confidence, right, 5));
	assert_true(isnan(auroc_of_wrong(confidence, all, 5)));
	assert_true(isnan(auroc_of_wrong(confidence, all, 0)));
}

/* Groups that are each as the whole give an interval of no width; alike groups with noise one that
 * holds the area, and that is wider where groups are few. */
static void
the_interval_is_of_groups_drawn_anew(void **state)
{
	enum { ROWS = 800 };
	double confidence[ROWS];
	unsigned char right[ROWS];
	uint32_t group[ROWS], few[ROWS];
	struct confidence_interval x, y, again;
	struct random_stream r;
	double area;

	(void)state;
	for (size_t i = 0; i < ROWS; i++) {
		right[i] = i % 4 != 0;
		confidence[i] = i % 4 == 0 ? .5 : i % 4 == 1 ? .4 : .7;
		group[i] = (uint32_t)(i / 4);
	}
	auroc_interval(confidence, right, group, ROWS, ROWS / 4, 200, 1, &x);
	NEAR(2.0 / 3, x.low);
	NEAR(2.0 / 3, x.high);
	random_init(&r, 3, "rows");
	for (size_t i = 0; i < ROWS; i++) {
		double kind = i % 40 < 20 ? 0.2 : 0;

		group[i] = (uint32_t)(i / 8);
		few[i] = (uint32_t)(i / 80);
		confidence[i] = random_unit(&r);
		right[i] = random_unit(&r) < confidence[i] * 0.8 + kind * (i / 80 % 2 ? 1 : 0);
	}
	area = auroc_of_wrong(confidence, right, ROWS);
	auroc_interval(confidence, right, group, ROWS, ROWS / 8, 400, 1, &x);
	auroc_interval(confidence, right, group, ROWS, ROWS / 8, 400, 1, &again);
	auroc_interval(confidence, right, few, ROWS, ROWS / 80, 400, 1, &y);
	assert_true(x.low < area && area < x.high && x.drawn == 400);
	assert_true(y.low < area && area < y.high);
	assert_true(x.low == again.low && x.high == again.high);
}

/* (.1)^2 + (.2)^2 + (.6)^2 over 3; ln: -(ln .9 + ln .8 + ln .4) / 3. */
static void
scores_are_the_ones_worked_by_hand(void **state)
{
	const double confidence[] = { .9, .2, .4 };
	const unsigned char right[] = { 1, 0, 1 };

	(void)state;
	NEAR((.01 + .04 + .36) / 3, brier_score(confidence, right, 3));
	NEAR(-(log(.9) + log(.8) + log(.4)) / 3, log_loss(confidence, right, 3));
	assert_true(isnan(brier_score(confidence, right, 0)));
	assert_true(log_loss((double[]){0}, (unsigned char[]){1}, 1) < 14);
}

/* Two bins of two rows: {.1, .2} with one right: |1 - .3| = .7; {.8, .9} with two: .3. Over four: .25.
 * Ties stay together: four of .5 fill both bins, two of them right: nothing. */
static void
bins_of_equal_numbers_never_part_a_tie(void **state)
{
	const double confidence[] = { .9, .1, .2, .8 }, tied[] = { .5, .5, .5, .5 };
	const unsigned char right[] = { 1, 0, 1, 1 }, half[] = { 1, 1, 0, 0 };

	(void)state;
	NEAR(.25, calibration_error_of_equal_bins(confidence, right, 4, 2));
	NEAR(0, calibration_error_of_equal_bins(tied, half, 4, 2));
	NEAR(.75, calibration_error_of_equal_bins((double[]){.25}, (unsigned char[]){1}, 1, 15));
	assert_true(isnan(calibration_error_of_equal_bins(tied, half, 0, 2)));
}

/* Most confident first: .9 right, .8 wrong, then two that tie at .5, one right; .1 wrong. */
static void
accuracy_by_coverage_is_the_one_worked_by_hand(void **state)
{
	const double confidence[] = { .1, .5, .9, .8, .5 };
	const unsigned char right[] = { 0, 1, 1, 0, 0 };
	double least;

	(void)state;
	NEAR(1, accuracy_at(confidence, right, 5, .2, &least));
	NEAR(.9, least);
	NEAR(.5, accuracy_at(confidence, right, 5, .4, NULL));
	NEAR(1.5 / 3, accuracy_at(confidence, right, 5, .6, &least));
	NEAR(.5, least);
	NEAR(.4, accuracy_at(confidence, right, 5, 1, &least));
	NEAR(.1, least);
	assert_true(isnan(accuracy_at(confidence, right, 0, 1, NULL)));
}

static void
bins_hold_what_falls_into_them(void **state)
{
	struct confidence_bin b[2];

	(void)state;
	confidence_bins((double[]){.1, .3, .5, 1}, (unsigned char[]){0, 1, 1, 1}, 4, b, 2);
	assert_int_equal(b[0].count, 2);
	assert_int_equal(b[0].right, 1);
	NEAR(.2, b[0].mean);
	assert_int_equal(b[1].count, 2);
	assert_int_equal(b[1].right, 2);
	NEAR(.75, b[1].mean);
	/* the calibration error is made of the same: (|.2 - .5| + |.75 - 1|) / 2 */
	NEAR(.275, calibration_error((double[]){.1, .3, .5, 1}, (unsigned char[]){0, 1, 1, 1}, 4, 2));
	confidence_bins(NULL, NULL, 0, b, 2);
	assert_true(isnan(b[0].mean));
}

static const struct value *
parse(struct arena *a, const char *text)
{
	struct value *v;
	struct errinfo e;

	check_ok(value_parse_yaml(
	    a, "confidence.yaml", text, strlen(text), &value_limits_file, &v, &e), &e);
	return v;
}

/* bias -1, weights 2 and 0.5 of parts .5 and 1: the sum is .5. */
static void
weights_come_back_as_they_were_written(void **state)
{
	struct arena *a = arena_new();
	struct confidence_weights w, again;
	struct errinfo e;

	(void)state;
	check_ok(confidence_from_value(a,
	    parse(a, "version: 1\nbias: -1\nweights: {intent: 2, slots: 0.5, gone: 7}\nfrom: {by: hand}\n"),
	    &w, &e), &e);
	NEAR(1 / (1 + exp(-.5)), confidence_of(&w, parse(a, "{slots: 1, intent: 0.5, new: 1}")));
	NEAR(.5, confidence_weight(&w, "slots"));
	NEAR(0, confidence_weight(&w, "new"));
	check_ok(confidence_from_value(a, confidence_to_value(a, &w), &again, &e), &e);
	assert_int_equal(again.count, 3);
	assert_true(again.bias == w.bias && again.weights[0] == w.weights[0]);
	arena_free(&a);
}

/* Three groups, each its own fold: what is said of one is what weights fitted to the other two say. Of
 * one group alone nothing is left to fit to. */
static void
cross_fitting_never_sees_the_group_that_it_judges(void **state)
{
	static const char *const texts[] = { "{x: 0.1}", "{x: 0.9}", "{x: 0.4}", "{x: 0.6}", "{x: 0.2}", "{x: 0.7}" };
	static const char *const names[] = { "x" };
	const bool right[] = { false, true, true, false, false, true };
	const uint32_t group[] = { 7, 7, 2, 2, 9, 9 };
	struct arena *a = arena_new();
	struct confidence_case cases[6];
	struct confidence_weights w;
	double out[6];

	(void)state;
	for (size_t i = 0; i < 6; i++)
		cases[i] = (struct confidence_case){parse(a, texts[i]), right[i], group[i]};
	assert_true(confidence_cross_fit(cases, 6, names, 1, 0.5, NULL, 3, out));
	assert_true(confidence_fit_cases(cases + 2, 4, names, 1, 0.5, NULL, &w));
	NEAR(confidence_of(&w, cases[0].parts), out[0]);
	NEAR(confidence_of(&w, cases[1].parts), out[1]);
	assert_true(confidence_fit_cases(cases, 4, names, 1, 0.5, NULL, &w));
	NEAR(confidence_of(&w, cases[5].parts), out[5]);
	assert_false(confidence_cross_fit(cases, 2, names, 1, 0.5, NULL, 3, out));
	arena_free(&a);
}

static void
faults_in_a_file_of_weights_are_named(void **state)
{
	static const struct { const char *text, *says; } faults[] = {
		{ "[1]", "are a map" },
		{ "{version: 1, bias: 0}", "are a map" },
		{ "{version: 2, bias: 0, weights: {}}", "'version' must be 1" },
		{ "{version: 1, weights: {}}", "'bias' is missing" },
		{ "{version: 1, bias: x, weights: {}}", "'bias' must be a number" },
		{ "{version: 1, bias: 0, weights: {intent: 101}}", "'intent' must be a number" },
		{ "{version: 1, bias: 0, weights: {intent: -1e9}}", "'intent' must be a number" },
		{ "{version: 1, bias: 0, weights: {}, wieghts: 1}", "wieghts" },
	};
	struct arena *a = arena_new();
	struct confidence_weights w;

	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		struct errinfo e = { .code = ERR_OK };

		assert_int_equal(
		    confidence_from_value(a, parse(a, faults[i].text), &w, &e), ERR_INPUT);
		if (strstr(e.text, faults[i].says) == NULL)
			fail_msg("%s: %s", faults[i].text, e.text);
	}
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fit_is_the_one_worked_by_hand),
		cmocka_unit_test(rows_may_count_several_times),
		cmocka_unit_test(a_pull_holds_the_weights_where_rows_are_few),
		cmocka_unit_test(separable_rows_have_a_minimum_and_one_side_has_none),
		cmocka_unit_test(the_weights_that_rows_were_drawn_from_are_found),
		cmocka_unit_test(the_area_counts_pairs_and_half_of_ties),
		cmocka_unit_test(the_interval_is_of_groups_drawn_anew),
		cmocka_unit_test(scores_are_the_ones_worked_by_hand),
		cmocka_unit_test(bins_of_equal_numbers_never_part_a_tie),
		cmocka_unit_test(accuracy_by_coverage_is_the_one_worked_by_hand),
		cmocka_unit_test(bins_hold_what_falls_into_them),
		cmocka_unit_test(weights_come_back_as_they_were_written),
		cmocka_unit_test(cross_fitting_never_sees_the_group_that_it_judges),
		cmocka_unit_test(faults_in_a_file_of_weights_are_named),
	};

	return RUN_TAP(tests);
}
