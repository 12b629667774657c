/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/random.h"
#include "floorwalker/base/str.h"
#include "floorwalker/stats/histogram.h"
#include "floorwalker/stats/interval.h"

#define COUNT 20001

static int64_t numbers[COUNT];

static int
by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void
draw(void)
{
	struct random_stream r;

	random_init(&r, 1, "numbers");
	for (int i = 0; i < COUNT; i++)
		numbers[i] = (int64_t)exp(2 + 3 * random_normal(&r));
}

static struct str
bytes_of(const struct histogram *h)
{
	struct arena *a = arena_new();
	struct str out;

	str_init(&out);
	value_print(&out, histogram_to_value(a, h));
	arena_free(&a);
	return out;
}

static void
every_number_lies_in_its_bin(void **state)
{
	int64_t low, high, before = 0;

	(void)state;
	for (int64_t n = 0; n >= 0 && n < INT64_MAX / 2; n = n < 2000 ? n + 1 : n + n / 37) {
		struct histogram *h = histogram_new();
		size_t bin;

		histogram_add(h, n);
		bin = histogram_bins(h) - 1;
		assert_int_equal(histogram_bin(h, bin, &low, &high), 1);
		assert_true(low <= n && n < high &&
		    (high - low == 1 || (double)(high - low) <= (double)low / 128));
		histogram_free(&h);
	}
	/* without a gap, up to the largest there is */
	struct histogram *h = histogram_new();
	histogram_add(h, INT64_MAX);
	for (size_t i = 0; i < histogram_bins(h); i++) {
		histogram_bin(h, i, &low, &high);
		assert_true(low == before && high > low);
		before = high;
	}
	assert_true(before == INT64_MAX && histogram_quantile(h, 0.5) == INT64_MAX);
	histogram_free(&h);
	assert_null(h);
}

static void
quantiles_are_as_near_as_stated(void **state)
{
	struct histogram *h = histogram_new();
	double sum = 0, sorted[COUNT];

	(void)state;
	assert_true(histogram_count(h) == 0 && histogram_quantile(h, 0.5) == 0 &&
	    histogram_mean(h) == 0 && histogram_bins(h) == 0);
	assert_false(histogram_quantile_interval(h, 0.5, 0.95).known);
	draw();
	for (int i = 0; i < COUNT; i++) {
		histogram_add(h, numbers[i]);
		sum += (double)numbers[i];
	}
	qsort(numbers, COUNT, sizeof numbers[0], by_size);
	for (int i = 0; i < COUNT; i++)
		sorted[i] = (double)numbers[i];
	for (double p = 0.001; p < 1; p += 0.0173) {
		struct interval exact = interval_quantile(sorted, COUNT, p, 0.95),
				i = histogram_quantile_interval(h, p, 0.95);
		double want = sorted[(int)ceil(p * COUNT) - 1],
		       got = (double)histogram_quantile(h, p);

		assert_true(fabs(got - want) <= want * HISTOGRAM_ERROR);
		assert_true(i.known == exact.known &&
		    fabs(i.low - exact.low) <= exact.low * HISTOGRAM_ERROR &&
		    fabs(i.high - exact.high) <= exact.high * HISTOGRAM_ERROR);
	}
	assert_true(histogram_quantile(h, 0) == numbers[0] &&
	    histogram_quantile(h, 1) == numbers[COUNT - 1]);
	assert_true(histogram_least(h) == numbers[0] && histogram_most(h) == numbers[COUNT - 1] &&
	    histogram_count(h) == COUNT);
	assert_true(fabs(histogram_mean(h) - sum / COUNT) < 1e-9 * sum);
	assert_true(histogram_at_most(h, -1) == 0 && histogram_at_most(h, INT64_MAX) == COUNT);
	int64_t at_most = 0;
	while (at_most < COUNT && numbers[at_most] <= 100)
		at_most++;
	assert_int_equal(histogram_at_most(h, 100), at_most);
	histogram_free(&h);
}

static void
order_and_a_halt_change_no_byte(void **state)
{
	struct histogram *all = histogram_new(), *odd = histogram_new(), *even = histogram_new(),
			 *again;
	struct arena *a = arena_new();
	struct value *v;
	struct errinfo e;
	struct str x, y;

	(void)state;
	draw();
	for (int i = 0; i < COUNT; i++)
		histogram_add(all, numbers[i]);
	for (int i = COUNT - 1; i >= 0; i--)
		histogram_add_n(i % 2 ? odd : even, numbers[i], 1);
	histogram_add_n(even, 5, 0);
	y = bytes_of(odd);
	check_ok(value_parse_json(a, "halted", y.data, y.length, &value_limits_file, &v, &e), &e);
	check_ok(histogram_from_value(v, &again, &e), &e);
	histogram_merge(again, even);
	str_clear(&y);
	x = bytes_of(all);
	y = bytes_of(again);
	assert_string_equal(x.data, y.data);
	str_clear(&x);
	str_clear(&y);
	histogram_free(&all);
	histogram_free(&odd);
	histogram_free(&even);
	histogram_free(&again);
	again = histogram_new();
	v = histogram_to_value(a, again);
	histogram_free(&again);
	check_ok(histogram_from_value(v, &again, &e), &e);
	histogram_free(&again);
	arena_free(&a);
}

static void
what_was_tampered_with_is_refused(void **state)
{
	static const char *const bad[] = {"{}", "3",
	    "{\"least\": \"1\", \"most\": \"1\", \"sum\": \"2\", \"bins\": [[1, 1]]}",
	    "{\"least\": \"1\", \"most\": \"1\", \"sum\": \"1\", \"bins\": [[1, -1]]}",
	    "{\"least\": \"1\", \"most\": \"1\", \"sum\": \"1\", \"bins\": [[9999, 1]]}",
	    "{\"least\": \"1\", \"most\": \"2\", \"sum\": \"3\", \"bins\": [[2, 1], [1, 1]]}",
	    "{\"least\": \"0\", \"most\": \"2\", \"sum\": \"3\", \"bins\": [[1, 1], [2, 1]]}",
	    "{\"least\": \"1\", \"most\": \"9223372036854775808\", \"sum\": \"1\", \"bins\": [[1, "
	    "1]]}",
	    "{\"least\": 1, \"most\": \"1\", \"sum\": \"1\", \"bins\": [[1, 1]]}",
	    "{\"least\": \"1\", \"most\": \"1\", \"sum\": \"01\", \"bins\": [[1, 1]]}",
	    "{\"least\": \"1\", \"most\": \"1\", \"sum\": \"1\", \"bins\": [[1, 1]], \"more\": 1}"};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct arena *a = arena_new();
		struct histogram *h = NULL;
		struct value *v;
		struct errinfo e;

		check_ok(
		    value_parse_json(a, "bad", bad[i], strlen(bad[i]), &value_limits_file, &v, &e),
		    &e);
		if (histogram_from_value(v, &h, &e) != ERR_INPUT || h != NULL)
			fail_msg("%s was read", bad[i]);
		arena_free(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_number_lies_in_its_bin),
	    cmocka_unit_test(quantiles_are_as_near_as_stated),
	    cmocka_unit_test(order_and_a_halt_change_no_byte),
	    cmocka_unit_test(what_was_tampered_with_is_refused),
	};

	return RUN_TAP(tests);
}
