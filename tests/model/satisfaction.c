/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include <math.h>
#include <string.h>

#include "floorwalker/base/random.h"
#include "floorwalker/model/satisfaction.h"

#define NEAR(x, y) assert_true(fabs((double)(x) - (double)(y)) < 1e-9)

static double
score_of(const struct satisfaction_factors *f)
{
	struct satisfaction s;

	satisfaction_score(f, &s);
	return s.score;
}

static void
weights_reach_both_ends_of_the_scale_and_no_further(void **state)
{
	const struct satisfaction_weight *w = satisfaction_weights();
	double up = 0, down = 0;

	(void)state;
	for (int i = 0; i < SATISFACTION_FACTOR_COUNT; i++) {
		assert_true(w[i].up >= 0 && w[i].down > 0);
		assert_true((w[i].half > 0) != (w[i].full > 0));
		assert_true(w[i].name != NULL && w[i].title != NULL && strlen(w[i].reason) > 20);
		up += w[i].up;
		down += w[i].down;
	}
	NEAR(up, SATISFACTION_MOST - SATISFACTION_START);
	NEAR(down, SATISFACTION_START - SATISFACTION_LEAST);
}

static void
scores_are_those_worked_by_hand(void **state)
{
	struct satisfaction_factors f = { 0 };
	struct satisfaction s;

	(void)state;
	NEAR(score_of(&f), 3.6);
	f.resolution = SATISFACTION_MET;
	NEAR(score_of(&f), 4.5);
	f.sentiment_last = 1;
	f.sentiment_slope = 0.5;
	NEAR(score_of(&f), 5);
	f.repeats = 1;			/* half of .25 */
	f.wait_queue_ms = 540000;	/* three quarters of .2 */
	satisfaction_score(&f, &s);
	NEAR(s.score, 5 - 0.125 - 0.15);
	NEAR(s.parts[SATISFACTION_WAIT_QUEUE].contribution, -0.15);
	NEAR(s.parts[SATISFACTION_WAIT_QUEUE].weight, 0.2);
	assert_ptr_equal(satisfaction_worst(&s), &s.parts[SATISFACTION_WAIT_QUEUE]);
	f = (struct satisfaction_factors){.resolution = SATISFACTION_UNMET,
	    .abandoned = true,
	    .effort = INFINITY,
	    .repeats = INFINITY,
	    .loops = INFINITY,
	    .transfers = INFINITY,
	    .wait_first_ms = INFINITY,
	    .wait_queue_ms = INFINITY,
	    .wait_longest_ms = INFINITY,
	    .sentiment_last = -7,
	    .sentiment_slope = -2};
	NEAR(score_of(&f), 1);
}

static void
what_is_not_known_counts_nothing_and_is_told_so(void **state)
{
	struct satisfaction_factors f = {.effort = NAN,
	    .repeats = NAN,
	    .loops = NAN,
	    .transfers = NAN,
	    .wait_first_ms = NAN,
	    .wait_queue_ms = NAN,
	    .wait_longest_ms = NAN,
	    .sentiment_last = NAN,
	    .sentiment_slope = NAN};
	struct arena *a = arena_new();
	struct satisfaction s;
	const struct value *v;

	(void)state;
	satisfaction_score(&f, &s);
	NEAR(s.score, SATISFACTION_START);
	assert_null(satisfaction_worst(&s));
	v = satisfaction_to_value(a, &s);
	assert_true(value_get_bool(v, "proxy", false));
	assert_int_equal(value_count(value_get(v, "factors")), SATISFACTION_FACTOR_COUNT);
	assert_true(value_is_null(value_path(v, "factors.0.value")));
	assert_true(value_is_null(value_path(v, "factors.3.value")));
	assert_string_equal(value_get_text(value_path(v, "factors.3"), "name"), "effort");
	arena_free(&a);
}

static void
draw(struct random_stream *r, struct satisfaction_factors *f)
{
	double *numbers[] = {&f->effort, &f->repeats, &f->loops, &f->transfers, &f->wait_first_ms,
	    &f->wait_queue_ms, &f->wait_longest_ms};

	f->resolution = (enum satisfaction_resolution)random_below(r, 3);
	f->abandoned = random_below(r, 2) == 1;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		*numbers[i] = random_exponential(r, i < 4 ? 3 : 200000);
	f->sentiment_last = random_unit(r) * 2 - 1;
	f->sentiment_slope = random_unit(r) * 4 - 2;
}

/* Makes one factor worse. */
static void
worsen(struct random_stream *r, struct satisfaction_factors *f, int factor)
{
	double by = random_exponential(r, 1);

	switch ((enum satisfaction_factor)factor) {
	case SATISFACTION_RESOLUTION:
		f->resolution = f->resolution == SATISFACTION_MET ? SATISFACTION_UNKNOWN
								  : SATISFACTION_UNMET;
		break;
	case SATISFACTION_SENTIMENT_LAST: f->sentiment_last -= by; break;
	case SATISFACTION_SENTIMENT_SLOPE: f->sentiment_slope -= by; break;
	case SATISFACTION_EFFORT: f->effort += by; break;
	case SATISFACTION_REPEATS: f->repeats += by; break;
	case SATISFACTION_LOOPS: f->loops += by; break;
	case SATISFACTION_TRANSFERS: f->transfers += by; break;
	case SATISFACTION_WAIT_FIRST: f->wait_first_ms += by * 60000; break;
	case SATISFACTION_WAIT_QUEUE: f->wait_queue_ms += by * 60000; break;
	case SATISFACTION_WAIT_LONGEST: f->wait_longest_ms += by * 60000; break;
	case SATISFACTION_ABANDONED: f->abandoned = true; break;
	case SATISFACTION_FACTOR_COUNT: break;
	}
}

static void
what_gets_worse_never_raises_the_score(void **state)
{
	struct random_stream r;
	size_t lower[SATISFACTION_FACTOR_COUNT] = { 0 };

	(void)state;
	random_init(&r, 1, "monotone");
	for (int i = 0; i < 20000; i++) {
		int factor = (int)random_below(&r, SATISFACTION_FACTOR_COUNT);
		struct satisfaction_factors f;
		struct satisfaction before, after;
		double sum = SATISFACTION_START;

		draw(&r, &f);
		satisfaction_score(&f, &before);
		worsen(&r, &f, factor);
		satisfaction_score(&f, &after);
		assert_true(after.score <= before.score + 1e-12);
		assert_true(after.score >= 1 && before.score <= 5);
		lower[factor] += after.score < before.score;
		for (int k = 0; k < SATISFACTION_FACTOR_COUNT; k++) {
			sum += after.parts[k].contribution;
			NEAR(after.parts[k].contribution,
			    after.parts[k].weight * after.parts[k].share);
		}
		NEAR(sum, after.score);
	}
	for (int k = 0; k < SATISFACTION_FACTOR_COUNT; k++)
		assert_true(lower[k] > 500);	/* each matters */
}

/* ---- correlation */

/* x: 1 2 3 4 5, y: 2 1 4 3 5: two of ten pairs are discordant, squared rank differences sum to 4. */
static void
correlations_are_those_worked_by_hand(void **state)
{
	struct satisfaction_correlation c;

	(void)state;
	satisfaction_correlate(
	    (double[]){1, 2, 3, 4, 5}, (double[]){2, 1, 4, 3, 5}, 5, 0, 1, &c);
	NEAR(c.spearman, 1 - 6 * 4.0 / (5 * 24));
	NEAR(c.kendall, 0.6);
	assert_true(isnan(c.kendall_low));
	/* Ties: x 1 1 2 3, y 1 2 2 2. Of 6 pairs 1 is tied in x, 3 in y; concordant 2, discordant
	 * 0: 2 / sqrt(5 * 3). Ranks 1.5 1.5 3 4 and 1 3 3 3: 2 / sqrt(4.5 * 3). */
	satisfaction_correlate((double[]){1, 1, 2, 3, NAN}, (double[]){1, 2, 2, 2, 4}, 5, 0, 1, &c);
	assert_int_equal(c.n, 4);
	NEAR(c.kendall, 2 / sqrt(15));
	NEAR(c.spearman, 2 / sqrt(13.5));
	satisfaction_correlate((double[]){1, 2, 3}, (double[]){2, 2, 2}, 3, 1000, 1, &c);
	assert_true(isnan(c.spearman) && isnan(c.kendall));
	satisfaction_correlate(NULL, NULL, 0, 1000, 1, &c);
	assert_true(c.n == 0 && isnan(c.spearman));
}

#define PAIRS 300
/* By counting every pair. */
static double
kendall_slowly(const double *x, const double *y, size_t n)
{
	double score = 0, xs = 0, ys = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++) {
			double dx = x[i] > x[j] ? 1 : x[i] < x[j] ? -1 : 0,
			       dy = y[i] > y[j] ? 1 : y[i] < y[j] ? -1 : 0;

			score += dx * dy;
			xs += dx * dx;
			ys += dy * dy;
		}
	return score / sqrt(xs * ys);
}

static void
a_sort_counts_the_pairs_that_counting_counts(void **state)
{
	struct random_stream r;
	double x[PAIRS], y[PAIRS];
	struct satisfaction_correlation c, again, back;

	(void)state;
	random_init(&r, 3, "pairs");
	for (int round = 0; round < 20; round++) {
		for (size_t i = 0; i < PAIRS; i++) {
			x[i] = round % 2 ? random_unit(&r) : (double)random_below(&r, 7);
			y[i] = floor(x[i] * 3 + random_unit(&r) * 4);
		}
		satisfaction_correlate(x, y, PAIRS, 0, 1, &c);
		NEAR(c.kendall, kendall_slowly(x, y, PAIRS));
	}
	satisfaction_correlate(x, y, PAIRS, 200, 1, &c);
	satisfaction_correlate(x, y, PAIRS, 200, 1, &again);
	assert_memory_equal(&c, &again, sizeof(c));
	assert_true(c.spearman_low < c.spearman && c.spearman < c.spearman_high);
	assert_true(c.kendall_low < c.kendall && c.kendall < c.kendall_high);
	for (size_t i = 0; i < PAIRS; i++)
		y[i] = -y[i];
	satisfaction_correlate(x, y, PAIRS, 0, 1, &back);
	NEAR(back.kendall, -c.kendall);
	NEAR(back.spearman, -c.spearman);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weights_reach_both_ends_of_the_scale_and_no_further),
		cmocka_unit_test(scores_are_those_worked_by_hand),
		cmocka_unit_test(what_is_not_known_counts_nothing_and_is_told_so),
		cmocka_unit_test(what_gets_worse_never_raises_the_score),
		cmocka_unit_test(correlations_are_those_worked_by_hand),
		cmocka_unit_test(a_sort_counts_the_pairs_that_counting_counts),
	};

	return RUN_TAP(tests);
}
