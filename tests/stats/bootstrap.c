/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The streaming bootstrap: its weights, that order and threads change nothing, that it resumes to
 * the same bytes, and its pairing.
 */
#include "../check.h"

#include <math.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/stats/bootstrap.h"
#include "floorwalker/stats/interval.h"
#include "floorwalker/stats/law.h"

#define UNITS 500

/* Costs, and a share of yes. */
static void
unit(uint64_t id, struct bootstrap_pair pairs[2])
{
	struct random_stream r;
	struct law cost = law_lognormal(500, 1);

	random_init(&r, id, "unit");
	pairs[0] = (struct bootstrap_pair){
	    (int64_t)law_draw(&cost, &r) - 100, 1 + (int64_t)random_below(&r, 3)};
	pairs[1] = (struct bootstrap_pair){random_unit(&r) < 0.7, 1};
	if (id % 5 == 0)
		pairs[1] = (struct bootstrap_pair){0, 0};
}

static void
add_units(struct bootstrap *b, uint64_t from, uint64_t to, uint64_t step)
{
	struct bootstrap_pair pairs[2];

	for (uint64_t id = from; id < to; id += step) {
		unit(id, pairs);
		bootstrap_add(b, id, pairs);
	}
}

static struct str
bytes_of(const struct bootstrap *b)
{
	struct arena *a = arena_new();
	struct str out;

	str_init(&out);
	value_print(&out, bootstrap_to_value(a, b));
	arena_free(&a);
	return out;
}

static void
check_same(const struct bootstrap *a, const struct bootstrap *b)
{
	struct str x = bytes_of(a), y = bytes_of(b);

	assert_string_equal(x.data, y.data);
	str_clear(&x);
	str_clear(&y);
}

/* Mean and variance 1, the law of Poisson, and nothing that ties neighbours in id, replicate or
 * seed. */
static void
weights_are_poisson(void **state)
{
	const int n = 400000;
	double seen[9] = {0}, mean = 0, squares = 0, by_id = 0, by_replicate = 0, by_seed = 0,
	       chi2 = 0, p = exp(-1);

	(void)state;
	for (int i = 0; i < n; i++) {
		uint64_t id = (uint64_t)i / 400;
		size_t k = (size_t)i % 400;
		double w = bootstrap_weight(7, k, id);

		seen[(int)w]++;
		mean += w / n;
		squares += (w - 1) * (w - 1) / n;
		by_id += (w - 1) * (bootstrap_weight(7, k, id + 1) - 1.0) / n;
		by_replicate += (w - 1) * (bootstrap_weight(7, k + 1, id) - 1.0) / n;
		by_seed += (w - 1) * (bootstrap_weight(8, k, id) - 1.0) / n;
	}
	for (int k = 0; k < 7; k++) {
		chi2 += (seen[k] - n * p) * (seen[k] - n * p) / (n * p);
		p /= k + 1;
	}
	assert_true(fabs(mean - 1) < 4 / sqrt(n));
	assert_true(fabs(squares - 1) < 4 * sqrt(3.0 / n));
	assert_true(fabs(by_id) < 4 / sqrt(n) && fabs(by_replicate) < 4 / sqrt(n) &&
	    fabs(by_seed) < 4 / sqrt(n));
	assert_true(chi2 < 24); /* 6 degrees: .0005 */
}

static void
order_and_parts_change_nothing(void **state)
{
	struct bootstrap *all = bootstrap_new(1, 101, 2), *back = bootstrap_new(1, 101, 2),
			 *even = bootstrap_new(1, 101, 2), *odd = bootstrap_new(1, 101, 2),
			 *other = bootstrap_new(2, 101, 2);
	struct bootstrap_pair pairs[2];
	struct errinfo e;

	(void)state;
	add_units(all, 0, UNITS, 1);
	for (uint64_t id = UNITS; id-- > 0;) {
		unit(id, pairs);
		bootstrap_add(back, id, pairs);
	}
	add_units(even, 0, UNITS, 2);
	add_units(odd, 1, UNITS, 2);
	check_ok(bootstrap_merge(odd, even, &e), &e);
	check_same(all, back);
	check_same(all, odd);
	assert_int_equal(bootstrap_merge(all, other, &e), ERR_CONFLICT);
	bootstrap_free(&all);
	bootstrap_free(&back);
	bootstrap_free(&even);
	bootstrap_free(&odd);
	bootstrap_free(&other);
	assert_null(all);
}

/* Halted, written, read, gone on with: the bytes of a run that went through. */
static void
a_halted_run_resumes_to_the_same_bytes(void **state)
{
	struct bootstrap *all = bootstrap_new(UINT64_MAX, 0, 2),
			 *half = bootstrap_new(UINT64_MAX, 0, 2), *again;
	struct arena *a = arena_new();
	struct value *read;
	struct errinfo e;
	struct str text;

	(void)state;
	add_units(all, 0, UNITS, 1);
	add_units(half, 0, UNITS / 2, 1);
	text = bytes_of(half);
	check_ok(
	    value_parse_json(a, "halted", text.data, text.length, &value_limits_file, &read, &e),
	    &e);
	check_ok(bootstrap_from_value(read, &again, &e), &e);
	check_same(half, again);
	add_units(again, UNITS / 2, UNITS, 1);
	check_same(all, again);
	str_clear(&text);
	bootstrap_free(&all);
	bootstrap_free(&half);
	bootstrap_free(&again);
	arena_free(&a);
}

/* Each forgery of one place is refused with a sentence, and nothing crashes. */
static void
what_was_tampered_with_is_refused(void **state)
{
	static const char *const bad[] = {"{}", "[]",
	    "{\"seed\": \"-1\", \"replicates\": 1, \"sums\": []}",
	    "{\"seed\": \"1\", \"replicates\": 20000, \"sums\": [{}]}",
	    "{\"seed\": \"1\", \"replicates\": 1, \"sums\": [{}]}",
	    "{\"seed\": \"1\", \"replicates\": 1, \"sums\": [{\"units\": 5, \"negative\": false, "
	    "\"exceeds\": false, \"moments\": "
	    "[\"5\",\"3\",\"5\",\"5\",\"3\",\"5\",\"5\",\"5\",\"3\"], \"numerators\": [\"1\"], "
	    "\"denominators\": [\"1\"]}]}",
	    "{\"seed\": \"1\", \"replicates\": 1, \"sums\": [{\"units\": 5, \"negative\": false, "
	    "\"exceeds\": false, \"moments\": "
	    "[\"3\",\"5\",\"3\",\"3\",\"5\",\"3\",\"3\",\"3\",\"5\"], \"numerators\": [\"1\"], "
	    "\"denominators\": [\"-1\"]}]}",
	    "{\"seed\": \"1\", \"replicates\": 1, \"sums\": [{\"units\": 5, \"negative\": false, "
	    "\"exceeds\": false, \"moments\": "
	    "[\"3\",\"5\",\"3\",\"3\",\"5\",\"3\",\"3\",\"3\",\"5\"], \"numerators\": "
	    "[\"999999999999999999999999\"], \"denominators\": [\"1\"]}]}",
	    "{\"seed\": \"1\", \"replicates\": 1, \"sums\": [{\"units\": 5, \"negative\": false, "
	    "\"exceeds\": false, \"moments\": "
	    "[\"3\",\"5\",\"3\",\"3\",\"5\",\"3\",\"3\",\"3\",\"5\"], \"numerators\": [1], "
	    "\"denominators\": [\"1\"]}]}"};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct arena *a = arena_new();
		struct bootstrap *b = NULL;
		struct value *v;
		struct errinfo e;

		check_ok(
		    value_parse_json(a, "bad", bad[i], strlen(bad[i]), &value_limits_file, &v, &e),
		    &e);
		if (bootstrap_from_value(v, &b, &e) != ERR_INPUT || b != NULL)
			fail_msg("%s was read", bad[i]);
		arena_free(&a);
	}
}

/* A mean's replicates spread as theory has it; and a share is Wilson's. */
static void
ratios_and_their_spread_are_right(void **state)
{
	struct bootstrap *b = bootstrap_new(3, 4000, 2);
	double values[UNITS], sum = 0, above, below;
	struct interval mean, drawn;

	(void)state;
	for (uint64_t id = 0; id < UNITS; id++) {
		struct bootstrap_pair pairs[2];

		unit(id, pairs);
		pairs[0].denominator = 1;
		values[id] = (double)pairs[0].numerator;
		sum += values[id];
		bootstrap_add(b, id, pairs);
	}
	mean = interval_mean(values, UNITS, 0.95);
	drawn = bootstrap_percentiles(b, 0, 0.95);
	assert_true(fabs(bootstrap_ratio(b, 0).estimate - sum / UNITS) < 1e-9);
	assert_true(fabs((drawn.high - drawn.low) / (mean.high - mean.low) - 1) < 0.08);
	drawn = bootstrap_interval(b, 0, 0.95);
	assert_true(drawn.known && drawn.n == UNITS);
	assert_true(fabs((drawn.high - drawn.low) / (mean.high - mean.low) - 1) < 0.08);
	assert_true(
	    drawn.high - drawn.estimate > drawn.estimate - drawn.low); /* skewed to the right */
	bootstrap_sums(b, 1, &above, &below);
	assert_true(below == UNITS - UNITS / 5 && bootstrap_units(b, 1) == UNITS - UNITS / 5);
	mean = interval_wilson((int64_t)above, (int64_t)below, 0.95);
	drawn = bootstrap_interval(b, 1, 0.95);
	assert_true(drawn.low == mean.low && drawn.high == mean.high);
	bootstrap_free(&b);
}

/* Paired by id: what two runs share cancels from the difference, and only there. */
static void
shared_units_cancel_from_differences(void **state)
{
	struct bootstrap *a = bootstrap_new(4, 0, 1), *b = bootstrap_new(4, 0, 1),
			 *apart = bootstrap_new(4, 0, 1), *seed = bootstrap_new(5, 0, 1);
	struct interval paired, unpaired;
	struct random_stream r;
	struct errinfo e;

	(void)state;
	random_init(&r, 1, "pairs");
	for (uint64_t id = 0; id < 400; id++) {
		int64_t x = (int64_t)random_below(&r, 10000),
			y = x + 50 + (int64_t)random_below(&r, 100);

		bootstrap_add(a, id, &(struct bootstrap_pair){x, 1});
		bootstrap_add(b, id, &(struct bootstrap_pair){y, 1});
		bootstrap_add(apart, id + 1000000, &(struct bootstrap_pair){y, 1});
	}
	check_ok(bootstrap_difference(b, 0, a, 0, 0.95, &paired, &e), &e);
	check_ok(bootstrap_difference(apart, 0, a, 0, 0.95, &unpaired, &e), &e);
	assert_true(paired.known && paired.low > 90 && paired.high < 110 && paired.low < 100 &&
	    paired.high > 99);
	assert_true(unpaired.high - unpaired.low > 50 * (paired.high - paired.low));
	check_ok(bootstrap_difference(a, 0, a, 0, 0.95, &paired, &e), &e);
	assert_false(paired.known);
	assert_int_equal(bootstrap_difference(a, 0, seed, 0, 0.95, &paired, &e), ERR_CONFLICT);
	bootstrap_free(&a);
	bootstrap_free(&b);
	bootstrap_free(&apart);
	bootstrap_free(&seed);
}

static void
where_data_give_no_interval_there_is_none(void **state)
{
	struct bootstrap *b = bootstrap_new(1, 50, 1);

	(void)state;
	assert_false(bootstrap_interval(b, 0, 0.95).known || bootstrap_ratio(b, 0).known ||
	    bootstrap_percentiles(b, 0, 0.95).known);
	bootstrap_add(b, 1, &(struct bootstrap_pair){30, 10});
	assert_false(bootstrap_interval(b, 0, 0.95).known);
	assert_true(bootstrap_ratio(b, 0).known && bootstrap_ratio(b, 0).estimate == 3);
	for (uint64_t id = 2; id < 100; id++)
		bootstrap_add(b, id, &(struct bootstrap_pair){3 * (int64_t)id, (int64_t)id});
	assert_false(
	    bootstrap_interval(b, 0, 0.95).known || bootstrap_percentiles(b, 0, 0.95).known);
	bootstrap_add(b, 100, &(struct bootstrap_pair){4, 1});
	assert_true(
	    bootstrap_interval(b, 0, 0.95).known && bootstrap_percentiles(b, 0, 0.95).known);
	bootstrap_free(&b);
}

/* 6 of 2, 1 of 1, 2 of 1, 3 of 2: of 12 over 6, so e = (2, -1, 0, -1) / 1.5. */
static void
shapes_are_what_is_worked_out_by_hand(void **state)
{
	struct bootstrap *b = bootstrap_new(3, 0, 2), *pairs = bootstrap_new(3, 4000, 1);
	static const struct bootstrap_pair units[] = {{6, 2}, {1, 1}, {2, 1}, {3, 2}};
	struct bootstrap_shape x;

	(void)state;
	assert_false(bootstrap_shape(b, 0, &x));
	for (uint64_t id = 0; id < 4; id++) {
		const struct bootstrap_pair both[] = {units[id], {id == 1, 1}};

		bootstrap_add(b, id, both);
	}
	assert_true(bootstrap_shape(b, 0, &x));
	assert_true(x.ratio == 2 && x.n == 4);
	assert_true(fabs(x.second - (4 + 1 + 1) / 4. / 2.25) < 1e-12);
	assert_true(fabs(x.third - (8 - 1 - 1) / 4. / 3.375) < 1e-12);
	assert_true(!bootstrap_is_binary(b, 0) && bootstrap_is_binary(b, 1));
	/* three of one id that are alike vary three times as much as three apart */
	for (uint64_t id = 0; id < 60; id++)
		for (int k = 0; k < 3; k++)
			bootstrap_add(pairs, id, &(struct bootstrap_pair){id % 4 == 0, 1});
	assert_true(bootstrap_shape(pairs, 0, &x));
	assert_true(fabs(x.together - 3) < .2);
	bootstrap_free(&b);
	bootstrap_free(&pairs);
}

/* The largest values, so often that words of 64 bits would overflow. */
static void
large_sums_stay_exact(void **state)
{
	struct bootstrap *b = bootstrap_new(1, 4, 1), *again;
	struct arena *a = arena_new();
	double above, below;
	struct errinfo e;

	(void)state;
	for (int doubled = 0; doubled < 29; doubled++) {
		if (doubled == 0)
			bootstrap_add(b, 1,
			    &(struct bootstrap_pair){-BOOTSTRAP_VALUE_MOST, BOOTSTRAP_VALUE_MOST});
		check_ok(bootstrap_merge(b, b, &e), &e);
	}
	assert_int_equal(bootstrap_merge(b, b, &e), ERR_LIMIT);
	bootstrap_sums(b, 0, &above, &below);
	assert_true(above == -0x1p61 && below == 0x1p61);
	check_ok(bootstrap_from_value(bootstrap_to_value(a, b), &again, &e), &e);
	check_same(b, again);
	assert_true(bootstrap_fixed(-1.5) == -1572864);
	bootstrap_free(&b);
	bootstrap_free(&again);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(weights_are_poisson),
	    cmocka_unit_test(order_and_parts_change_nothing),
	    cmocka_unit_test(a_halted_run_resumes_to_the_same_bytes),
	    cmocka_unit_test(what_was_tampered_with_is_refused),
	    cmocka_unit_test(ratios_and_their_spread_are_right),
	    cmocka_unit_test(shared_units_cancel_from_differences),
	    cmocka_unit_test(where_data_give_no_interval_there_is_none),
	    cmocka_unit_test(shapes_are_what_is_worked_out_by_hand),
	    cmocka_unit_test(large_sums_stay_exact),
	};

	return RUN_TAP(tests);
}
