/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include "floorwalker/desk/gates.h"

static const char *const guarded[] = {"legal", "threat"}, *const tiers[] = {"vip"};
static const struct gate_settings settings = {.send_at = 0.7,
    .out_of_scope_at = 0.6,
    .sentiment_floor = -0.7,
    .sentiment_fall = 0.6,
    .failures = 2,
    .high_value = 100000,
    .tiers = tiers,
    .tier_count = 1,
    .guarded = guarded,
    .guarded_count = 2};
static const struct gate_input good = {
    .settings = &settings, .guarded = "", .confidence = 0.9, .tier = "standard"};

static enum handoff_reason
run(struct gate_input in)
{
	struct gate_result results[HANDOFF_COUNT];
	size_t count;
	enum handoff_reason r = gates_run(&in, results, &count);
	assert_true(count > 8 && count < HANDOFF_COUNT);
	bool all = true;
	for (size_t i = 0; i < count; i++)
		all = all && results[i].passed;
	assert_int_equal(all, r == HANDOFF_NONE);
	return r;
}

#define WITH(...) ({ struct gate_input in = good; __VA_ARGS__; run(in); })

static void
a_good_draft_passes(void **state)
{
	(void)state;
	assert_int_equal(run(good), HANDOFF_NONE);
	assert_int_equal(WITH(in.confidence = 0.7), HANDOFF_NONE);
	assert_int_equal(WITH(in.guarded = "health"), HANDOFF_NONE);	/* not guarded in this
									   shop */
	assert_int_equal(WITH(in.order_value = 100000), HANDOFF_NONE);	/* nothing is done to it */
	assert_int_equal(WITH(in.sentiment_first = 0.9; in.sentiment = 0.1), HANDOFF_NONE);
}

static void
each_gate_stops_what_it_is_for(void **state)
{
	(void)state;
	assert_int_equal(WITH(in.human_asked = 0.5), HANDOFF_ASKED_FOR_HUMAN);
	assert_int_equal(WITH(in.guarded = "threat"), HANDOFF_GUARDED_TOPIC);
	assert_int_equal(WITH(in.sentiment = -0.7), HANDOFF_SENTIMENT);
	assert_int_equal(WITH(in.out_of_scope = 0.6), HANDOFF_OUT_OF_SCOPE);
	assert_int_equal(WITH(in.backend_failed = true), HANDOFF_BACKEND_FAILED);
	assert_int_equal(
	    WITH(in.backend_hand_off = true; in.backend_reason = HANDOFF_POLICY), HANDOFF_POLICY);
	assert_int_equal(WITH(in.failures = 2), HANDOFF_REPEATED_FAILURE);
	assert_int_equal(WITH(in.has_proposal = true; in.order_value = 100000), HANDOFF_HIGH_VALUE);
	assert_int_equal(WITH(in.has_proposal = true; in.tier = "vip"), HANDOFF_HIGH_VALUE);
	assert_int_equal(WITH(in.proposal_refused = true), HANDOFF_POLICY);
	assert_int_equal(WITH(in.ungrounded = 1), HANDOFF_UNGROUNDED);
	assert_int_equal(WITH(in.confidence = 0.69), HANDOFF_UNSURE);
}

/* Moods of one conversation in order; how many messages pass until a person gets it, all of them
 * where none does. */
static size_t
until_handed_over(const double *moods, size_t count)
{
	double lowest = 0;
	for (size_t i = 0; i < count; i++) {
		if (WITH(in.sentiment = moods[i]; in.sentiment_first = moods[0];
			 in.sentiment_lowest = lowest) == HANDOFF_SENTIMENT)
			return i;
		lowest = moods[i] < lowest ? moods[i] : lowest;
	}
	return count;
}
#define UNTIL(...) until_handed_over((const double[]){__VA_ARGS__}, sizeof((const double[]){__VA_ARGS__}) / sizeof(double))

static void
a_sad_fact_told_politely_stays_with_the_ai(void **state)
{
	(void)state;
	assert_int_equal(UNTIL(-0.35, 0, 0.1), 3);		/* it arrived broken, sadly; the
								   number; thanks */
	assert_int_equal(UNTIL(0.6, -0.4, 0), 3);		/* hello, lovely shop; it leaks
								   badly; the number */
	assert_int_equal(UNTIL(0.9, -0.55), 2);
	assert_int_equal(UNTIL(-0.44, 0, -0.45, 0), 4);		/* the same fact again */
	assert_int_equal(UNTIL(-0.2, -0.3, -0.4, -0.45), 4);	/* disappointed, and so it stays */
	assert_int_equal(UNTIL(0, -0.5, 0), 3);			/* one curt word after a question */
}

static void
who_gets_angrier_gets_a_person(void **state)
{
	(void)state;
	assert_int_equal(UNTIL(-0.35, -0.55, -0.6), 1);		/* disappointed; this is annoying */
	assert_int_equal(UNTIL(-0.4, 0, 0, -0.52), 3);		/* with answers in between */
	assert_int_equal(UNTIL(0, -0.61), 1);			/* I'm angry now */
	assert_int_equal(UNTIL(0.5, 0, -0.6), 2);
	assert_int_equal(UNTIL(-0.1, -0.72), 1);
	assert_int_equal(UNTIL(-0.7), 0);
	assert_int_equal(UNTIL(-0.2, -0.36, -0.41, -0.52), 3);
}

static void
what_is_asked_for_counts_before_what_is_lacking(void **state)
{
	(void)state;
	assert_int_equal(WITH(in.human_asked = 0.9; in.guarded = "legal"; in.ungrounded = 3;
			      in.confidence = 0.1),
	    HANDOFF_ASKED_FOR_HUMAN);
	assert_int_equal(WITH(in.guarded = "legal"; in.sentiment = -1; in.confidence = 0.1),
	    HANDOFF_GUARDED_TOPIC);
	assert_int_equal(WITH(in.ungrounded = 1; in.confidence = 0.1), HANDOFF_UNGROUNDED);
}

static void
a_polite_refusal_and_small_talk_pass_where_nothing_is_claimed(void **state)
{
	(void)state;
	assert_int_equal(WITH(in.out_of_scope = 0.9; in.draft_declines = true), HANDOFF_NONE);
	assert_int_equal(WITH(in.is_small_talk = true; in.confidence = 0.2), HANDOFF_NONE);
	assert_int_equal(WITH(in.is_small_talk = true; in.ungrounded = 1), HANDOFF_UNGROUNDED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_draft_passes),
		cmocka_unit_test(each_gate_stops_what_it_is_for),
		cmocka_unit_test(a_sad_fact_told_politely_stays_with_the_ai),
		cmocka_unit_test(who_gets_angrier_gets_a_person),
		cmocka_unit_test(what_is_asked_for_counts_before_what_is_lacking),
		cmocka_unit_test(a_polite_refusal_and_small_talk_pass_where_nothing_is_claimed),
	};
	return RUN_TAP(tests);
}
