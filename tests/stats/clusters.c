/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Quantiles of numbers that come in clusters: against ranks worked out by hand, how often they
 * hold the truth, and that order changes nothing.
 */
#include "../check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/random.h"
#include "floorwalker/base/str.h"
#include "floorwalker/stats/clusters.h"
#include "floorwalker/stats/interval.h"
#include "floorwalker/stats/special.h"

static void
add(struct clusters *c, struct histogram *all, const int64_t *numbers, size_t count)
{
	struct histogram *h = histogram_new();

	for (size_t i = 0; i < count; i++)
		histogram_add(h, numbers[i]);
	clusters_add(c, h);
	histogram_merge(all, h);
	histogram_free(&h);
}

/* 200 clusters of four, each one number four times: they tell as much as 200 numbers, less what
 * Student's t takes off. */
static void
four_of_a_kind_tell_as_much_as_one(void **state)
{
	struct clusters *c = clusters_new();
	struct histogram *all = histogram_new();
	double ratio = normal_quantile(.975) / t_quantile(.975, 199);
	int64_t low, high, few = (int64_t)(800 / (4 * 200. / 199) * ratio * ratio);
	struct interval i;
	bool by;

	(void)state;
	for (int64_t k = 0; k < 200; k++)
		add(c, all, (const int64_t[]){ k, k, k, k }, 4);
	assert_true(interval_ranks(few, .5, .95, &low, &high));
	i = clusters_quantile(c, all, .5, .95, 4, &by);
	assert_true(i.known && by && i.n == 800 && i.estimate == 99);
	assert_true(fabs(i.low - floor((double)(low - 1) * 200 / (double)few)) <= 2);
	assert_true(fabs(i.high - ceil((double)high * 200 / (double)few)) <= 2);
	assert_true(i.low > 82 && i.low < 88 && i.high > 110 && i.high < 116);
	clusters_free(&c);
	histogram_free(&all);
}

/* Clusters that are all alike: not narrower than independent numbers, once there are enough of
 * them. */
static void
clusters_that_dont_differ_give_the_interval_of_independent_numbers(void **state)
{
	struct clusters *c = clusters_new();
	struct histogram *all = histogram_new();
	struct interval i, j;
	int64_t numbers[50];
	bool by;

	(void)state;
	for (int64_t k = 0; k < 50; k++)
		numbers[k] = 3 * k;
	add(c, all, numbers, 50);
	assert_false(clusters_quantile(c, all, .8, .95, 4, &by).known);
	for (int k = 1; k < 6; k++)
		add(c, all, numbers, 50);
	i = clusters_quantile(c, all, .8, .95, 4, &by);
	j = histogram_quantile_interval(all, .8, .95);
	assert_true(i.known && !by && i.low == j.low && i.high == j.high);
	j = clusters_quantile(c, all, .8, .95, 7, &by);
	assert_true(j.known && by && j.low <= i.low && j.high > i.high);
	assert_false(clusters_quantile(c, all, .999, .95, 4, &by).known);
	clusters_free(&c);
	histogram_free(&all);
}

/* ---- the truth */

static double
drawn(struct random_stream *r, int64_t *numbers, size_t count)
{
	double day = 500 * random_normal(r);

	for (size_t i = 0; i < count; i++) {
		double x = 5000 + day + 500 * random_normal(r);

		numbers[i] = x < 0 ? 0 : (int64_t)x;
	}
	return day;
}

static void
intervals_hold_the_quantile_of_clusters(void **state)
{
	double truth = 5000 + normal_quantile(.8) * sqrt(2 * 500. * 500);
	int runs = CHECK_SANITIZED ? 100 : 1000, known = 0, held = 0, naive = 0;

	(void)state;
	for (int run = 0; run < runs; run++) {
		struct clusters *c = clusters_new();
		struct histogram *all = histogram_new();
		struct random_stream r;
		struct interval i, j;
		int64_t numbers[30];

		random_init(&r, (uint64_t)run, "clusters");
		for (int k = 0; k < 12; k++) {
			drawn(&r, numbers, 30);
			add(c, all, numbers, 30);
		}
		i = clusters_quantile(c, all, .8, .95, 4, NULL);
		j = histogram_quantile_interval(all, .8, .95);
		known += i.known;
		/* a histogram's numbers are rounded by so much */
		held += i.known && i.low * (1 - HISTOGRAM_ERROR) <= truth &&
		    truth <= i.high * (1 + HISTOGRAM_ERROR);
		naive += j.low <= truth && truth <= j.high;
		clusters_free(&c);
		histogram_free(&all);
	}
	printf("# %.1f %% of %d hold; as if independent %.1f %%\n", 100. * held / known, known,
	    100. * naive / runs);
	assert_true(known > runs * 9 / 10);
	assert_true(held > .92 * known && held < .985 * known);
	assert_true(naive < .7 * runs);
}

/* ---- the same bytes */

static char *
bytes_of(const struct clusters *c)
{
	struct arena *a = arena_new();
	struct str out;

	str_init(&out);
	value_print(&out, clusters_to_value(a, c));
	arena_free(&a);
	return str_take(&out);
}

static void
order_changes_nothing_and_what_is_written_reads_back(void **state)
{
	struct clusters *a = clusters_new(), *b = clusters_new(), *part = clusters_new(), *back;
	struct histogram *all = histogram_new();
	struct arena *arena = arena_new();
	struct errinfo e;
	char *x, *y;

	(void)state;
	for (int64_t k = 0; k < 20; k++)
		add(a, all, (const int64_t[]){ k * k * k, 7, k << 38 }, 3);
	for (int64_t k = 19; k >= 0; k--)
		add(k < 9 ? b : part, all, (const int64_t[]){ k * k * k, 7, k << 38 }, 3);
	add(b, all, NULL, 0);
	clusters_merge(b, part);
	x = bytes_of(a);
	y = bytes_of(b);
	assert_string_equal(x, y);
	mem_free(y);
	assert_int_equal(clusters_count(b), 20);
	check_ok(clusters_from_value(clusters_to_value(arena, a), &back, &e), &e);
	y = bytes_of(back);
	assert_string_equal(x, y);
	mem_free(x);
	mem_free(y);
	clusters_free(&a);
	clusters_free(&b);
	clusters_free(&part);
	clusters_free(&back);
	histogram_free(&all);
	arena_free(&arena);
}

static void
what_was_tampered_with_is_refused(void **state)
{
	static const char *const keys[] = { "clusters", "units", "squares", "thresholds" };
	struct clusters *c = clusters_new(), *back = NULL;
	struct histogram *all = histogram_new();
	struct arena *a = arena_new();
	struct errinfo e;

	(void)state;
	add(c, all, (const int64_t[]){ 1, 2, 900 }, 3);
	for (size_t i = 0; i < 4; i++) {
		struct value *v = clusters_to_value(a, c);

		value_set_text(v, keys[i], "2");
		assert_int_equal(clusters_from_value(v, &back, &e), ERR_INPUT);
		assert_null(back);
	}
	clusters_free(&c);
	histogram_free(&all);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(four_of_a_kind_tell_as_much_as_one),
	    cmocka_unit_test(clusters_that_dont_differ_give_the_interval_of_independent_numbers),
	    cmocka_unit_test(intervals_hold_the_quantile_of_clusters),
	    cmocka_unit_test(order_changes_nothing_and_what_is_written_reads_back),
	    cmocka_unit_test(what_was_tampered_with_is_refused),
	};

	return RUN_TAP(tests);
}
