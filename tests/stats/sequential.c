/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Stopping early: how often is a difference that isn't there found at any look, over 2,000 series
 * each looked at after every unit; and how soon one that is there.
 */
#include "../check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/random.h"
#include "floorwalker/stats/law.h"
#include "floorwalker/stats/sequential.h"

#define SERIES (CHECK_SANITIZED ? 500 : 2000)
#define LONG 2000

enum shape {
	NORMAL, WON_OR_LOST, SELDOM, SKEWED, ONE_SIDED, SHAPES,
	EXPONENTIAL = SHAPES, LESS_SKEWED, ONE_IN_FIVE, LUMPY, LUMPY_AND_RARE, NEAR_ALL, PRODUCT, HALF_IDLE, ALL_SHAPES
};
static const char *const names[ALL_SHAPES] = {"normal", "won or lost, 1 in 2 differ", "1 in 10 differ",
    "skewed costs", "1 in 20, to one side", "exponential", "costs less skewed", "1 in 5, to one side",
    "twentieths, 1 in 10", "twentieths, 1 in 50", "shares of 30 near 1", "products", "half 0, half exponential"};

/* Of n that are each 1 with probability p, the share. */
static double
share_of(int n, double p, struct random_stream *r)
{
	int yes = 0;

	for (int i = 0; i < n; i++)
		yes += random_unit(r) < p;
	return (double)yes / n;
}

/* Of mean 0, as differences of replications may be. */
static double
difference_of_few(enum shape s, struct random_stream *r)
{
	const struct law cost = law_lognormal(1, 0.8);
	double product = 1;

	switch (s) {
	case EXPONENTIAL:
		return random_exponential(r, 1) - 1;
	case LESS_SKEWED:
		return law_draw(&cost, r) - 1;
	case ONE_IN_FIVE:
		return (random_unit(r) < 0.2) - 0.2;
	case LUMPY:
		return share_of(20, 0.1, r) - 0.1;
	case LUMPY_AND_RARE:
		return share_of(20, 0.02, r) - 0.02;
	case NEAR_ALL:
		return share_of(30, 0.97, r) - share_of(30, 0.97, r);
	case PRODUCT:
		for (int i = 0; i < 5; i++)
			product *= random_unit(r);
		return product - 1 / 32.0;
	case HALF_IDLE:
		return random_unit(r) < 0.5 ? random_exponential(r, 1) - 1 : 0;
	default:
		return 0;
	}
}

/* Mean 0 + shift deviations. */
static double
difference(enum shape s, double shift, struct random_stream *r)
{
	const struct law cost = law_lognormal(1, 1.5);
	double u;

	switch (s) {
	case NORMAL:
		return random_normal(r) + shift;
	case WON_OR_LOST:
	case SELDOM:
		u = random_unit(r) * (s == SELDOM ? 10 : 2);
		return u >= 1 ? 0 : u < 0.5 * (1 + shift) ? 1 : -1;
	case SKEWED:
		return 1.5 * shift + law_draw(&cost, r) - 1; /* of mean 0, and skewed to one side */
	case ONE_SIDED:
		return (random_unit(r) < 0.05) - 0.05 + 0.22 * shift;
	default:
		return difference_of_few(s, r);
	}
}

/* At which unit it's decided; 0: never. */
static int
decided_at(enum shape s, double shift, const struct sequential_plan *plan, int longest,
    struct random_stream *r, enum sequential_verdict *verdict)
{
	struct sequential q = {0};

	for (int n = 1; n <= longest; n++) {
		sequential_add(&q, difference(s, shift, r));
		*verdict = sequential_verdict(&q, plan);
		if (*verdict != SEQUENTIAL_OPEN)
			return n;
	}
	return 0;
}

static void
what_is_not_there_is_seldom_found(void **state)
{
	int off = 0;

	(void)state;
	for (enum shape s = 0; s < SHAPES; s++) {
		struct random_stream r;
		enum sequential_verdict v;
		int wrong = 0;

		random_init(&r, s, "null");
		for (int i = 0; i < SERIES; i++)
			wrong += decided_at(s, 0, &sequential_plan_usual, LONG, &r, &v) > 0;
		print_message("# %s: found in %d of %d series though there is none\n", names[s],
		    wrong, SERIES);
		off += wrong > SERIES / 20;
	}
	assert_int_equal(off, 0);
}

#define FEW_SERIES (CHECK_FULL ? 2000 : CHECK_SANITIZED ? 60 : 500)
#define FEW_LONG (CHECK_SANITIZED ? 60 : 300)

/* The same where there are few: at every one from the 20th to the 300th. */
static void
of_few_what_is_not_there_is_seldom_found(void **state)
{
	int off = 0;

	(void)state;
	for (enum shape s = 0; s < ALL_SHAPES; s++) {
		struct random_stream r;
		enum sequential_verdict v;
		int wrong = 0;

		random_init(&r, s, "few");
		for (int i = 0; i < FEW_SERIES; i++)
			wrong += decided_at(s, 0, &sequential_plan_few, FEW_LONG, &r, &v) > 0;
		print_message("# few, %s: found in %d of %d series though there is none\n", names[s],
		    wrong, FEW_SERIES);
		off += wrong > FEW_SERIES / 20;
	}
	assert_int_equal(off, 0);
}

/* A difference of two deviations is found by the default number of replications, and of one soon. */
static void
of_few_what_is_there_is_found(void **state)
{
	struct random_stream r;
	enum sequential_verdict v;
	int at_once = 0, soon = 0;

	(void)state;
	random_init(&r, 1, "few there");
	for (int i = 0; i < 200; i++) {
		at_once += decided_at(NORMAL, 2, &sequential_plan_few, 20, &r, &v) > 0 &&
		    v == SEQUENTIAL_ABOVE;
		soon += decided_at(NORMAL, 1, &sequential_plan_few, 60, &r, &v) > 0 &&
		    v == SEQUENTIAL_ABOVE;
	}
	print_message("# of 200: two deviations found in 20 %d times, one in 60 %d times\n", at_once, soon);
	assert_true(at_once >= 180 && soon >= 190);
}

/* Of shares that were alike in all, a share of 1 - .025^(1/n) may differ at most: within .05 from the
 * 146th on, and how many more that takes is known from the first. */
static void
what_is_alike_in_all_is_the_same_within_a_margin(void **state)
{
	struct sequential_plan plan = sequential_plan_usual;
	struct sequential q = {0};
	struct interval i;

	(void)state;
	plan.margin = 0.025;
	plan.range = 1;
	for (int n = 1; n <= 145; n++) {
		sequential_add(&q, 0);
		assert_int_equal(sequential_verdict(&q, &plan), SEQUENTIAL_OPEN);
		assert_int_equal(sequential_more(&q, &plan), 146 - n);
	}
	sequential_add(&q, 0);
	i = sequential_interval(&q, &plan);
	assert_true(i.known && fabs(i.high - (1 - pow(0.025, 1 / 146.0))) < 1e-12 && i.low == -i.high);
	assert_true(sequential_is_uniform(&q) && fabs(sequential_seldom(&q) - i.high) < 1e-12);
	assert_int_equal(sequential_verdict(&q, &plan), SEQUENTIAL_SAME);
	plan.range = 0; /* nothing says how far a rare one goes */
	assert_int_equal(sequential_verdict(&q, &plan), SEQUENTIAL_OPEN);
	assert_int_equal(sequential_more(&q, &plan), -1);
	q = (struct sequential){0}; /* the same, and not 0 */
	plan.range = 1;
	for (int n = 1; n <= 40; n++)
		sequential_add(&q, 0.3);
	assert_int_equal(sequential_verdict(&q, &plan), SEQUENTIAL_ABOVE);
	assert_true(sequential_deviation(&q) <= 0);
	plan.range = 0;
	assert_false(sequential_interval(&q, &plan).known);
}

/* Of twenty differences that are 1 or -1 it would go to 1.3. */
static void
no_interval_goes_beyond_what_differences_can_be(void **state)
{
	struct sequential_plan plan = sequential_plan_few;
	struct sequential q = {0};
	struct interval wide, cut;

	(void)state;
	for (int n = 0; n < 20; n++)
		sequential_add(&q, n % 10 < 7 ? 1 : -1);
	wide = sequential_interval(&q, &plan);
	plan.range = 1;
	cut = sequential_interval(&q, &plan);
	assert_true(wide.known && wide.low > -1 && wide.high > 1.1);
	assert_true(cut.known && cut.low == wide.low && cut.high == 1);
	q = (struct sequential){0};
	for (int n = 0; n < 20; n++)
		sequential_add(&q, n % 10 < 7 ? -1 : 1);
	cut = sequential_interval(&q, &plan);
	assert_true(cut.known && cut.low == -1 && fabs(cut.high + wide.low) < 1e-12);
}

/* Where a share of .026 does differ, the same within .025 is seldom said of what began alike. */
static void
what_is_alike_by_chance_is_seldom_the_same(void **state)
{
	struct sequential_plan plan = sequential_plan_few;
	struct random_stream r;
	int wrong = 0;

	(void)state;
	plan.margin = 0.025;
	plan.range = 1;
	random_init(&r, 1, "alike");
	for (int k = 0; k < FEW_SERIES; k++) {
		struct sequential q = {0};

		for (int n = 0; n < FEW_LONG; n++) {
			sequential_add(&q, random_unit(&r) < 0.026);
			if (sequential_verdict(&q, &plan) == SEQUENTIAL_SAME) {
				wrong++;
				break;
			}
		}
	}
	print_message("# alike by chance: %d of %d\n", wrong, FEW_SERIES);
	assert_true(wrong <= FEW_SERIES / 20);
}

static void
what_is_there_is_found(void **state)
{
	struct random_stream r;
	enum sequential_verdict v;
	int found = 0, wrong = 0;
	double after = 0;

	(void)state;
	random_init(&r, 1, "there");
	for (int i = 0; i < 300; i++) {
		int n = decided_at(NORMAL, -0.25, &sequential_plan_usual, LONG, &r, &v);

		found += n > 0 && v == SEQUENTIAL_BELOW;
		wrong += n > 0 && v != SEQUENTIAL_BELOW;
		after += n / 300.0;
	}
	print_message("# a quarter of a deviation: found after %.0f pairs on average; a test of "
		      "fixed size needs %lld\n",
	    after, (long long)pairs_needed(0.25, 1, 0.05, 0.9));
	assert_true(found > 295 && wrong == 0 && after < 400);
}

static void
what_does_not_matter_is_the_same(void **state)
{
	struct sequential_plan plan = sequential_plan_usual;
	struct random_stream r;
	enum sequential_verdict v;
	int same = 0, wrong = 0;

	(void)state;
	plan.margin = 0.2;
	random_init(&r, 1, "same");
	for (int i = 0; i < 300; i++) {
		if (decided_at(NORMAL, 0, &plan, LONG, &r, &v) > 0)
			*(v == SEQUENTIAL_SAME ? &same : &wrong) += 1;
	}
	assert_true(same > 280 && wrong < 15);
	assert_string_equal(sequential_verdict_name(SEQUENTIAL_SAME), "same");
}

/* For many, it's the asymptotic sequence as published: half a width of
 * s sqrt(2 (n g + 1)/(n^2 g) log(sqrt(n g + 1)/alpha)). */
static void
the_interval_is_the_published_one_for_many(void **state)
{
	double l = -2 * log(0.05), g = (l + log(l + 1)) / 1000, n = 40000, half, got;
	struct sequential q = {0};
	struct interval i;

	(void)state;
	for (int k = 0; k < 40000; k++)
		sequential_add(&q, k % 2 ? 3 : 1);
	i = sequential_interval(&q, &sequential_plan_usual);
	half = sqrt(2 * (n * g + 1) / (n * n * g) * log(sqrt(n * g + 1) / 0.05));
	got = (i.high - i.low) / 2;
	assert_true(
	    i.known && i.n == 40000 && fabs(i.estimate - 2) < 1e-12 && fabs(got / half - 1) < 1e-3);
	assert_true(fabs(sequential_deviation(&q) - 1) < 1e-4);
}

static void
little_is_not_decided_upon(void **state)
{
	struct sequential q = {0};

	(void)state;
	assert_int_equal(sequential_more(&q, &sequential_plan_usual), -1);
	for (int i = 1; i < SEQUENTIAL_LEAST; i++) {
		sequential_add(&q, 10 + i % 2);
		assert_int_equal(sequential_verdict(&q, &sequential_plan_usual), SEQUENTIAL_OPEN);
		/* the first alone says nothing; then it's at least what is lacking of the least */
		if (i == 1)
			assert_int_equal(sequential_more(&q, &sequential_plan_usual), -1);
		else
			assert_true(sequential_more(&q, &sequential_plan_usual) >= SEQUENTIAL_LEAST - i);
	}
	sequential_add(&q, 10);
	assert_int_equal(sequential_verdict(&q, &sequential_plan_usual), SEQUENTIAL_ABOVE);
	q = (struct sequential){0};
	for (int i = 0; i < 500; i++) /* all the same: of what is rare nothing was seen */
		sequential_add(&q, 0);
	assert_false(sequential_interval(&q, &sequential_plan_usual).known);
	assert_int_equal(sequential_more(&q, &sequential_plan_usual), -1);
}

/* Of 19 zeros and a one the mean is .05, the variance .05, the third moment .05 (.95) (.9) = .04275, so the squared
 * skewness .04275^2 / .05^3 = 14.6205, and 25 times that 365.5. */
static void
what_an_interval_lacks_is_told(void **state)
{
	struct sequential_plan plan = sequential_plan_few;
	struct sequential q = {0};

	(void)state;
	assert_int_equal(sequential_lack(&q, &plan), SEQUENTIAL_LACKS_ALL);
	sequential_add(&q, 0);
	assert_int_equal(sequential_lack(&q, &plan), SEQUENTIAL_LACKS_VARIETY);
	plan.range = 1;
	assert_int_equal(sequential_lack(&q, &plan), SEQUENTIAL_LACKS_NOTHING);
	assert_int_equal(sequential_evens_out(&q), 0);
	sequential_add(&q, 1);
	assert_int_equal(sequential_lack(&q, &plan), SEQUENTIAL_LACKS_NUMBER);
	while (q.n < 20)
		sequential_add(&q, 0);
	assert_int_equal(sequential_lack(&q, &plan), SEQUENTIAL_LACKS_EVENNESS);
	assert_false(sequential_interval(&q, &plan).known);
	assert_int_equal(sequential_evens_out(&q), 366);
	for (int i = 0; i < 20; i++)
		sequential_add(&q, i % 2 ? 1 : -1);
	assert_int_equal(sequential_lack(&q, &plan), SEQUENTIAL_LACKS_NOTHING);
	assert_true(sequential_interval(&q, &plan).known);
}

/* So many more of the same do decide, and one fewer doesn't; parts add up to the whole. */
static void
how_many_more_is_right(void **state)
{
	struct sequential q = {0}, more, odd = {0}, even = {0};
	int64_t n;

	(void)state;
	for (int i = 0; i < 100; i++) {
		double x = i % 2 ? 1.1 : -0.9;

		sequential_add(&q, x);
		sequential_add(i % 3 ? &odd : &even, x);
	}
	sequential_merge(&odd, &even);
	assert_memory_equal(&odd, &q, sizeof q);
	n = sequential_more(&q, &sequential_plan_usual);
	assert_true(n > 0);
	more = q;
	for (int64_t i = 0; i < n + n % 2; i++)
		sequential_add(&more, i % 2 ? 1.1 : -0.9);
	assert_int_equal(sequential_verdict(&more, &sequential_plan_usual), SEQUENTIAL_ABOVE);
	assert_int_equal(sequential_more(&more, &sequential_plan_usual), 0);
	more = q;
	for (int64_t i = 0; i < (n - 20) / 2 * 2; i++)
		sequential_add(&more, i % 2 ? 1.1 : -0.9);
	assert_int_equal(sequential_verdict(&more, &sequential_plan_usual), SEQUENTIAL_OPEN);
}

/* Cohen 1988, table 2.3: d = .5, one sample or pairs, two-sided .05, power .80: 34. And by trying.
 */
static void
power_is_as_tables_have_it(void **state)
{
	(void)state;
	assert_int_equal(pairs_needed(0.5, 1, 0.05, 0.8), 34);
	assert_int_equal(pairs_needed(-0.2, 1, 0.05, 0.8), 199);
	assert_int_equal(pairs_needed(1e-9, 1, 0.05, 0.8), -1);
	assert_true(fabs(pairs_power(0.5, 1, 0.05, 34) - 0.8077775) < 0.005);
	assert_true(fabs(pairs_power(0, 1, 0.05, 200) - 0.05) < 0.002);
	assert_true(pairs_power(-0.5, 1, 0.05, 34) == pairs_power(0.5, 1, 0.05, 34));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_not_there_is_seldom_found),
	    cmocka_unit_test(of_few_what_is_not_there_is_seldom_found),
	    cmocka_unit_test(of_few_what_is_there_is_found),
	    cmocka_unit_test(what_is_alike_in_all_is_the_same_within_a_margin),
	    cmocka_unit_test(no_interval_goes_beyond_what_differences_can_be),
	    cmocka_unit_test(what_is_alike_by_chance_is_seldom_the_same),
	    cmocka_unit_test(what_is_there_is_found),
	    cmocka_unit_test(what_does_not_matter_is_the_same),
	    cmocka_unit_test(the_interval_is_the_published_one_for_many),
	    cmocka_unit_test(what_an_interval_lacks_is_told),
	    cmocka_unit_test(little_is_not_decided_upon),
	    cmocka_unit_test(how_many_more_is_right),
	    cmocka_unit_test(power_is_as_tables_have_it),
	};

	return RUN_TAP(tests);
}
