/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Containment and its intervals.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "floorwalker/base/str.h"
#include "floorwalker/model/metric.h"

static void
intervals_equal_published_ones(void **state)
{
	/* Newcombe, Statistics in Medicine 17 (1998), table I, method 3: Wilson score without
	 * continuity correction. */
	static const struct { struct ratio r; double low, high; } published[] = {
		{ { 81, 263 }, 0.2553, 0.3662 },
		{ { 15, 148 }, 0.0624, 0.1605 },
		{ { 0, 20 }, 0.0000, 0.1611 },
		{ { 1, 29 }, 0.0061, 0.1718 },
	};
	double low, high;

	(void)state;
	for (size_t i = 0; i < sizeof(published) / sizeof(published[0]); i++) {
		ratio_interval(published[i].r, &low, &high);
		assert_true(fabs(low - published[i].low) < 0.00005001);
		assert_true(fabs(high - published[i].high) < 0.00005001);
	}
	ratio_interval((struct ratio){ 20, 20 }, &low, &high);
	assert_true(high == 1 && low < 1);
}

static void
an_empty_denominator_is_no_number(void **state)
{
	double low, high;

	(void)state;
	ratio_interval((struct ratio){ 0, 0 }, &low, &high);
	assert_true(isnan(low) && isnan(high) && isnan(ratio_value((struct ratio){ 0, 0 })));
	assert_true(ratio_value((struct ratio){ 1, 4 }) == 0.25);
}

static struct conversation_outcome
outcome(void)
{
	return (struct conversation_outcome){
	    .shopper_messages = 2, .ai_messages = 2, .ai_on = true};
}

static void
only_real_conversations_with_the_ai_on_are_eligible(void **state)
{
	struct conversation_outcome o = outcome();

	(void)state;
	assert_true(outcome_is_eligible(&o));
	o.handed_off = o.human_joined = true;	/* asked for a human at once: still counts */
	assert_true(outcome_is_eligible(&o));
	o = outcome(); o.shopper_messages = 0; assert_false(outcome_is_eligible(&o));
	o = outcome(); o.ai_on = false; assert_false(outcome_is_eligible(&o));
	o = outcome(); o.spam = true; assert_false(outcome_is_eligible(&o));
	o = outcome(); o.test = true; assert_false(outcome_is_eligible(&o));
	o = outcome(); o.simulator_fault = true; assert_false(outcome_is_eligible(&o));
	assert_false(outcome_is_contained_loose(&o));
}

static void
containment_is_stated_three_ways_over_named_denominators(void **state)
{
	struct containment c;
	struct conversation_outcome o;

	(void)state;
	memset(&c, 0, sizeof(c));
	o = outcome(); o.abandoned = true; containment_add(&c, &o);	/* loose alone */
	o = outcome(); o.need_met = true; containment_add(&c, &o);	/* confirmed, window open */
	/* durable */
	o = outcome(); o.need_met = o.recontact_known = true; containment_add(&c, &o);
	/* came back */
	o = outcome();
	o.need_met = o.recontact_known = o.recontacted = true;
	containment_add(&c, &o);
	/* with approval */
	o = outcome(); o.need_met = o.human_approved = true; containment_add(&c, &o);
	/* a person helped */
	o = outcome(); o.need_met = o.human_joined = o.handed_off = true; containment_add(&c, &o);
	o = outcome(); o.timed_out = true; o.recontact_known = true; containment_add(&c, &o);
	o = outcome(); o.test = true; containment_add(&c, &o);
	assert_int_equal(c.conversations, 8);
	assert_int_equal(c.eligible, 7);
	assert_true(c.loose.numerator == 6 && c.loose.denominator == 7);
	assert_true(c.confirmed.numerator == 4 && c.confirmed.denominator == 7);
	assert_true(c.durable.numerator == 1 && c.durable.denominator == 3);
	assert_true(c.with_approval.numerator == 1 && c.with_approval.denominator == 4);
	assert_true(c.abandoned.numerator == 1 && c.abandoned.denominator == 7);
	assert_true(c.timed_out.numerator == 1 && c.handed_off.numerator == 1);
}

static void
every_metric_says_what_it_counts_over_what(void **state)
{
	size_t count;
	const struct metric *all = metric_all(&count);

	(void)state;
	assert_true(count >= 20);
	for (size_t i = 0; i < count; i++) {
		assert_ptr_equal(metric_find(all[i].name), &all[i]);
		assert_false(text_is_empty(all[i].title) || text_is_empty(all[i].definition) ||
		    text_is_empty(all[i].denominator));
	}
	assert_null(metric_find("happiness"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(intervals_equal_published_ones),
		cmocka_unit_test(an_empty_denominator_is_no_number),
		cmocka_unit_test(only_real_conversations_with_the_ai_on_are_eligible),
		cmocka_unit_test(containment_is_stated_three_ways_over_named_denominators),
		cmocka_unit_test(every_metric_says_what_it_counts_over_what),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
