/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How often do 95 % intervals hold the truth? Means and ratios of 30, 100 and 300 units, skewed
 * ones among them, by the method that was taken and by the ones that weren't; and paired
 * differences. FLOORWALKER_FULL=1: 10,000 runs for each row instead of 400.
 */
#include "../check.h"

#include <math.h>
#include <stdlib.h>

#include "floorwalker/stats/bootstrap.h"
#include "floorwalker/stats/interval.h"
#include "floorwalker/stats/law.h"

enum { TAKEN, PERCENTILES, PLAIN_T, METHODS };

/* What units are drawn like; the truth is of the ratio. */
enum shape {
	NORMAL,
	EXPONENTIAL,
	LOGNORMAL,
	HEAVY,
	MOSTLY_NOTHING,
	SHARE,
	RARE,
	TURNS,
	SIZES,
	SUBSET
};
static const struct {
	const char *name;
	double truth;
	double least[3]; /* coverage in % that the taken method must reach at 30, 100, 300 units */
} rows[] = {
    [NORMAL] = {"mean, normal", 10, {93, 93, 93}},
    [EXPONENTIAL] = {"mean, exponential", 1, {92.5, 92.5, 93}},
    [LOGNORMAL] = {"mean, log-normal cv .9", 1, {91.5, 92.5, 92.5}},
    [HEAVY] = {"mean, log-normal cv 2", 1, {88, 90, 90.5}},
    [MOSTLY_NOTHING] = {"mean, 4 of 5 nothing", 1, {92.5, 92.5, 92.5}},
    [SHARE] = {"share, .3", 0.3, {93, 93, 93}},
    [RARE] = {"share, .05", 0.05, {92, 93, 92}},
    [TURNS] = {"ratio, yes of turns", 0.3, {93, 93, 93}},
    [SIZES] = {"ratio, skewed sizes", 1, {91, 92.5, 92.5}},
    [SUBSET] = {"mean, 3 of 10 have it", 1, {90.5, 92.5, 92.5}},
};
#define ROWS (sizeof rows / sizeof rows[0])
static const size_t sizes[3] = {30, 100, 300};

static int64_t
fixed(double x)
{
	return bootstrap_fixed(x / 64) * 4; /* room for long tails: 2^-16 */
}

static struct bootstrap_pair
unit(enum shape s, struct random_stream *r)
{
	const struct law exponential = law_exponential(1), lognormal = law_lognormal(1, 0.9),
			 heavy = law_lognormal(1, 2), money = law_lognormal(5, 1),
			 size = law_gamma(4, 0.7);
	struct bootstrap_pair p = {0, 65536};
	double x = 0, f;

	switch (s) {
	case NORMAL:
		x = 10 + random_normal(r);
		break;
	case EXPONENTIAL:
		x = law_draw(&exponential, r);
		break;
	case LOGNORMAL:
		x = law_draw(&lognormal, r);
		break;
	case HEAVY:
		x = law_draw(&heavy, r);
		break;
	case MOSTLY_NOTHING:
		x = random_unit(r) < 0.2 ? law_draw(&money, r) : 0;
		break;
	case SHARE:
	case RARE:
		return (struct bootstrap_pair){random_unit(r) < rows[s].truth, 1};
	case TURNS:
		p.denominator = 1 + (int64_t)random_below(r, 6);
		for (int64_t i = 0; i < p.denominator; i++)
			p.numerator += random_unit(r) < 0.3;
		return p;
	case SIZES:
		x = law_draw(&size, r);
		f = random_unit(r);
		return (struct bootstrap_pair){fixed(3 * x * f * f), fixed(x)};
	case SUBSET:
		if (random_unit(r) >= 0.3)
			return (struct bootstrap_pair){0, 0};
		x = law_draw(&exponential, r);
		break;
	}
	p.numerator = fixed(x);
	return p;
}

static int
runs(void)
{
	return CHECK_FULL ? 10000 : 400;
}

static void
count_cover(struct interval i, double truth, int *cover)
{
	*cover += i.known && i.low <= truth && truth <= i.high;
}

static void
one_row(enum shape s, size_t at, double percent[METHODS])
{
	int cover[METHODS] = {0};
	double x[300], y[300];
	struct random_stream r;

	random_init(&r, at, rows[s].name);
	for (int run = 0; run < runs(); run++) {
		struct bootstrap *b = bootstrap_new((uint64_t)run, 0, 1);

		for (size_t id = 0; id < sizes[at]; id++) {
			struct bootstrap_pair p = unit(s, &r);

			x[id] = (double)p.numerator;
			y[id] = (double)p.denominator;
			bootstrap_add(b, id, &p);
		}
		count_cover(bootstrap_interval(b, 0, 0.95), rows[s].truth, &cover[TAKEN]);
		count_cover(bootstrap_percentiles(b, 0, 0.95), rows[s].truth, &cover[PERCENTILES]);
		count_cover(
		    interval_ratio_fieller(x, y, sizes[at], 0.95), rows[s].truth, &cover[PLAIN_T]);
		bootstrap_free(&b);
	}
	for (int m = 0; m < METHODS; m++)
		percent[m] = 100.0 * cover[m] / runs();
}

static void
intervals_hold_the_truth_as_often_as_they_say(void **state)
{
	int off = 0;

	(void)state;
	print_message("# %-24s %5s %8s %12s %8s\n", "", "units", "taken", "percentiles", "Fieller");
	for (enum shape s = 0; s < ROWS; s++) {
		for (size_t at = 0; at < 3; at++) {
			double percent[METHODS];
			/* 3 standard errors of so many runs, at what is to be reached */
			double slack = 300 * sqrt(0.95 * 0.05 / runs());

			one_row(s, at, percent);
			print_message("# %-24s %5zu %8.1f %12.1f %8.1f\n", rows[s].name, sizes[at],
			    percent[TAKEN], percent[PERCENTILES], percent[PLAIN_T]);
			/* shares of few units are lumpy: Wilson's may hold it more often */
			if (percent[TAKEN] < rows[s].least[at] - slack / 2 ||
			    percent[TAKEN] > (s == MOSTLY_NOTHING ? 98 : 97) + slack / 2)
				off++;
		}
	}
	assert_int_equal(off, 0);
}

/* Two runs on the same units: costs where one of five is dearer in the second, and their turns. */
static void
paired_differences_hold_the_truth(void **state)
{
	const struct law cost = law_lognormal(4, 1), more = law_exponential(2);
	static const double least[3] = {0.90, 0.92, 0.925};

	(void)state;
	for (size_t at = 0; at < 3; at++) {
		int cover = 0, worse = 0;
		struct random_stream r;
		struct errinfo e;

		random_init(&r, at, "paired");
		for (int run = 0; run < runs(); run++) {
			struct bootstrap *a = bootstrap_new((uint64_t)run, 0, 1),
					 *b = bootstrap_new((uint64_t)run, 0, 1);
			struct interval paired;

			for (size_t id = 0; id < sizes[at]; id++) {
				double x = law_draw(&cost, &r);
				double y = x * (0.9 + 0.2 * random_unit(&r)) +
				    (random_unit(&r) < 0.2 ? law_draw(&more, &r) : 0);

				bootstrap_add(a, id, &(struct bootstrap_pair){fixed(x), 65536});
				bootstrap_add(b, id, &(struct bootstrap_pair){fixed(y), 65536});
			}
			check_ok(bootstrap_difference(b, 0, a, 0, 0.95, &paired, &e), &e);
			count_cover(paired, 0.4, &cover);
			worse += paired.high < 0.4;
			bootstrap_free(&a);
			bootstrap_free(&b);
		}
		print_message("# paired difference, skewed %4zu units: %.1f (above %.1f)\n",
		    sizes[at], 100.0 * cover / runs(), 100.0 * worse / runs());
		assert_true(cover > (least[at] - 1.5 * sqrt(0.05 * 0.95 / runs())) * runs());
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(intervals_hold_the_truth_as_often_as_they_say),
	    cmocka_unit_test(paired_differences_hold_the_truth),
	};

	if (CHECK_NO_STUDY)
		return 0;
	return RUN_TAP(tests);
}
