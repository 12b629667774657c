/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each criterion on cases that were worked by hand.
 */
#include <math.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "made.h"

#define near(x, y) assert_true(fabs((x) - (y)) < 1e-9)

static const char *
what_of(const struct value *moment)
{
	return value_get_text(moment, "what");
}

/* ---- policy, approvals */

static void
decisions_and_proposals_count_for_policy_and_decisions_for_approvals(void **state)
{
	struct made m;
	const struct value *d;
	struct value *c;

	(void)state;
	made_begin(&m);
	c = made_contact(&m, "a", 0, 600);
	made_action(c, "approved", "me", 60, "refund", 5000);
	made_wrong(made_action(c, "denied", "me", 120, "goodwill", 1234), "The scenario wants it approved.");
	made_wrong(made_action(c, "proposed", "me", 180, "exchange", 0), "The scenario wants no such action.");
	made_action(c, "amended", "me", 190, "refund", 4000);		/* no occasion */
	made_wrong(made_action(c, "approved", "chat-1", 200, "refund", 1), "a colleague's");
	d = made_debrief(&m, "me");
	near(made_score(d, "policy"), 100.0 / 3);
	near(made_score(d, "approvals"), 50);
	assert_int_equal(made_moments(d, "policy"), 3);
	assert_string_equal(what_of(made_moment(d, "policy", 0)), "Approved a refund of 50.00 EUR");
	assert_string_equal(what_of(made_moment(d, "policy", 1)), "Denied a goodwill of 12.34 EUR, wrongly");
	assert_string_equal(what_of(made_moment(d, "policy", 2)), "Proposed an exchange, wrongly");
	assert_string_equal(value_get_text(made_moment(d, "approvals", 1), "why"), "The scenario wants it approved.");
	c = (struct value *)(uintptr_t)value_get(made_criterion(d, "approvals"), "facts");
	assert_int_equal(value_get_int(c, "right", -1), 1);
	assert_int_equal(value_get_int(c, "wrong", -1), 1);
	assert_int_equal(value_get_int(c, "amount_right", -1), 5000);
	assert_int_equal(value_get_int(c, "amount_wrong", -1), 1234);
	made_end(&m);
}

static void
a_promise_against_a_rule_is_lost_for_policy_and_no_occasion_for_accuracy(void **state)
{
	struct made m;
	const struct value *d;
	struct value *c;

	(void)state;
	made_begin(&m);
	c = made_contact(&m, "a", 0, 600);
	made_deed(c, "wrote", "me", 10, "Hello");
	value_set_text(made_wrong(made_deed(c, "wrote", "me", 20, "You get double"), "Nobody gets double."), "rule", "refund-more-than-paid");
	d = made_debrief(&m, "me");
	near(made_score(d, "policy"), 0);
	assert_string_equal(what_of(made_moment(d, "policy", 0)), "Promised what no rule gives (refund-more-than-paid)");
	near(made_score(d, "accuracy"), 100);
	assert_int_equal(made_moments(d, "accuracy"), 1);
	made_end(&m);
}

static struct value *
waiting(struct made *m, const char *kind, int64_t amount)
{
	struct value *c = made_contact(m, "a", 0, 600),
		     *v = value_add_map(made_list(c, "actions"));

	value_set_text(v, "kind", kind);
	value_set_int(v, "amount", amount);
	value_set_bool(v, "by_person", true);
	value_set_bool(v, "done", false);
	value_set_bool(c, "left_waiting_decision", true);
	made_deed(c, "got", "me", 30, "");
	return c;
}

static void
what_was_left_to_expire_is_lost_only_where_it_was_theirs(void **state)
{
	struct made m;
	const struct value *d;
	struct value *c;

	(void)state;
	made_begin(&m);
	(void)waiting(&m, "refund", 10000);			/* theirs, to the last cent */
	d = made_debrief(&m, "me");
	near(made_score(d, "approvals"), 0);
	assert_string_equal(what_of(made_moment(d, "approvals", 0)), "Left a refund of 100.00 EUR undecided");
	assert_int_equal(value_get_int(value_get(made_criterion(d, "approvals"), "facts"), "left", -1), 1);
	made_end(&m);

	made_begin(&m);
	(void)waiting(&m, "refund", 10001);			/* above their limit */
	(void)waiting(&m, "goodwill", 1);			/* no right at all */
	c = waiting(&m, "refund", 1);				/* a colleague decided */
	made_action(c, "denied", "chat-1", 40, "refund", 1);
	c = waiting(&m, "refund", 1);				/* the session ended first */
	value_set_int(c, "ended_ms", AT(3600));
	c = waiting(&m, "refund", 1);				/* they didn't leave for it */
	value_set_bool(c, "left_waiting_decision", false);
	assert_true(isnan(made_score(made_debrief(&m, "me"), "approvals")));
	made_end(&m);

	made_begin(&m);
	c = waiting(&m, "refund", 1);				/* never theirs: colleagues are there … */
	value_set_text((struct value *)(uintptr_t)value_at(value_get(c, "deeds"), 0), "agent", "chat-1");
	made_deed(made_contact(&m, "b", 0, 60), "got", "me", 1, "");
	d = made_debrief(&m, "me");
	assert_true(isnan(made_score(d, "approvals")));
	assert_int_equal(value_get_int(made_criterion(d, "satisfaction"), "occasions", -1), 1);
	m.drill.alone = true;					/* … and if none are, it was */
	d = made_debrief(&m, "me");
	near(made_score(d, "approvals"), 0);
	assert_int_equal(value_get_int(made_criterion(d, "satisfaction"), "occasions", -1), 1);
	assert_int_equal(value_get_int(made_criterion(d, "transfers"), "occasions", -1), 1);
	made_end(&m);
}

static void
two_of_a_kind_need_two_decisions(void **state)
{
	struct made m;
	struct value *c, *v;

	(void)state;
	made_begin(&m);
	c = waiting(&m, "refund", 300);
	v = value_add_map(made_list(c, "actions"));
	value_set_text(v, "kind", "refund");
	value_set_int(v, "amount", 700);
	value_set_bool(v, "by_person", true);
	made_action(c, "denied", "me", 40, "refund", 300);
	near(made_score(made_debrief(&m, "me"), "approvals"), 50);
	made_end(&m);
}

/* ---- accuracy */

static void
accuracy_is_untrue_messages_of_all_that_were_written(void **state)
{
	struct made m;
	const struct value *d;
	struct value *c;

	(void)state;
	made_begin(&m);
	c = made_contact(&m, "a", 0, 600);
	made_deed(c, "wrote", "me", 10, "Hello");
	made_line(c, "shopper", 12, "When will it come?");
	made_wrong(made_deed(c, "wrote", "me", 20, "It comes on Monday."), "It comes on Tuesday.");
	made_deed(c, "wrote", "me", 30, "Anything else?");
	made_deed(c, "wrote", "me", 40, "Bye");
	made_wrong(made_deed(c, "wrote", "chat-1", 50, "x"), "y");
	d = made_debrief(&m, "me");
	near(made_score(d, "accuracy"), 75);
	assert_int_equal(value_get_int(made_moment(d, "accuracy", 1), "line", -1), 2);
	assert_string_equal(value_get_text(made_moment(d, "accuracy", 1), "why"), "It comes on Tuesday.");
	assert_int_equal(value_get_int(value_get(made_criterion(d, "accuracy"), "facts"), "lost", -1), 1);
	made_end(&m);
}

/* ---- times */

static double
first_response(const char *end, int end_at, int wrote_at, int shopper_ended)
{
	struct made m;
	struct value *c;
	double score;

	made_begin(&m);
	c = made_contact(&m, "a", 0, shopper_ended);
	made_deed(c, "got", "me", 100, "");
	if (wrote_at >= 0)
		made_deed(c, "wrote", "me", wrote_at, "Hello");
	if (end != NULL)
		made_deed(c, end, text_is(end, "took") ? "chat-1" : "me", end_at, "");
	score = made_score(made_debrief(&m, "me"), "first_response");
	made_end(&m);
	return score;
}

static void
first_words_within_the_target_win_all_and_fall_straight_to_none_at_three_times_it(void **state)
{
	(void)state;
	near(first_response("closed", 600, 100, 700), 100);
	near(first_response("closed", 600, 160, 700), 100);	/* 60 s */
	near(first_response("closed", 600, 190, 700), 75);	/* 90 s */
	near(first_response("closed", 600, 220, 700), 50);	/* 120 s */
	near(first_response("closed", 600, 280, 700), 0);	/* 180 s */
	near(first_response("closed", 600, 599, 700), 0);
}

static void
without_a_word_it_depends_on_who_ended_it(void **state)
{
	(void)state;
	assert_true(isnan(first_response("passed_on", 160, -1, 700)));	/* soon passed on */
	near(first_response("passed_on", 220, -1, 700), 50);		/* kept waiting first */
	assert_true(isnan(first_response("took", 150, -1, 700)));	/* a colleague took it */
	near(first_response("took", 220, -1, 700), 50);
	near(first_response(NULL, 0, -1, 120), 0);			/* the shopper left */
	near(first_response(NULL, 0, -1, 3600), 0);			/* the session ended, long after */
	near(first_response("closed", 220, -1, 700), 50);		/* closed without a word */
}

static void
what_came_shortly_before_the_end_isnt_held_against_anybody(void **state)
{
	struct made m;
	struct value *c;
	const struct value *d;

	(void)state;
	made_begin(&m);
	c = made_contact(&m, "a", 3500, -1);
	made_deed(c, "got", "me", 3550, "");
	d = made_debrief(&m, "me");
	assert_true(isnan(made_score(d, "first_response")));
	assert_true(isnan(made_score(d, "handling")));
	assert_true(isnan(made_score(d, "satisfaction")));	/* they might have become content */
	near(made_score(d, "transfers"), 100);
	made_end(&m);
}

static double
handling(const char *end, int end_at, int shopper_ended)
{
	struct made m;
	struct value *c;
	double score;

	made_begin(&m);
	c = made_contact(&m, "a", 0, shopper_ended);
	made_deed(c, "took", "me", 100, "");
	if (end != NULL)
		made_deed(c, end, text_is(end, "got") ? "chat-1" : "me", end_at, "");
	score = made_score(made_debrief(&m, "me"), "handling");
	made_end(&m);
	return score;
}

static void
handling_ends_with_closing_giving_back_or_the_shoppers_end(void **state)
{
	(void)state;
	near(handling("closed", 580, 700), 100);	/* 8 min */
	near(handling("closed", 100 + 960, 1100), 50);	/* 16 min */
	near(handling("closed", 100 + 1440, 1600), 0);	/* 24 min */
	near(handling("gave_back", 580, 700), 100);
	near(handling(NULL, 0, 1060), 50);		/* the shopper's end */
	assert_true(isnan(handling("passed_on", 580, 700)));
	assert_true(isnan(handling("got", 580, 700)));	/* somebody else got it */
}

static void
each_time_that_they_had_it_is_an_occasion_of_its_own(void **state)
{
	struct made m;
	struct value *c;
	const struct value *d, *facts;

	(void)state;
	made_begin(&m);
	c = made_contact(&m, "a", 0, 900);
	made_deed(c, "got", "me", 100, "");
	made_deed(c, "wrote", "me", 110, "Hello");
	made_deed(c, "passed_on", "me", 200, "refunds");
	made_deed(c, "got", "chat-1", 210, "");
	made_deed(c, "passed_on", "chat-1", 300, "me");
	made_deed(c, "got", "me", 310, "");
	made_deed(c, "wrote", "me", 430, "Again");
	made_deed(c, "closed", "me", 900, "");
	d = made_debrief(&m, "me");
	assert_int_equal(made_moments(d, "first_response"), 2);
	near(made_score(d, "first_response"), 75);	/* 10 s: 1; 120 s: 1/2 */
	assert_int_equal(made_moments(d, "handling"), 1);
	assert_int_equal(value_get_int(made_moment(d, "handling", 0), "ms", -1), 590000);
	facts = value_get(made_criterion(d, "first_response"), "facts");
	assert_int_equal(value_get_int(facts, "median_ms", -1), 65000);
	assert_int_equal(value_get_int(facts, "longest_ms", -1), 120000);
	assert_int_equal(value_get_int(facts, "within", -1), 1);
	made_end(&m);
}

static void
in_a_branch_times_count_from_the_branch_on_and_all_else_over_the_whole(void **state)
{
	struct made m;
	struct value *c;
	const struct value *d;

	(void)state;
	made_begin(&m);
	c = made_contact(&m, "a", 0, 900);
	made_deed(c, "got", "me", 100, "");
	made_wrong(made_deed(c, "wrote", "me", 300, "Hello"), "untrue");
	c = made_contact(&m, "b", 500, 900);
	made_deed(c, "got", "me", 600, "");
	made_deed(c, "wrote", "me", 610, "Hello");
	near(made_score(made_debrief(&m, "me"), "first_response"), 50);
	m.session.branch_of = "made-0";
	m.session.branched_ms = AT(500);
	d = made_debrief(&m, "me");
	near(made_score(d, "first_response"), 100);
	near(made_score(d, "accuracy"), 50);
	assert_true(value_get_bool(made_moment(d, "accuracy", 0), "played_again", false));
	assert_false(value_get_bool(made_moment(d, "accuracy", 1), "played_again", false));
	made_end(&m);
}

/* ---- transfers */

static void
needless_transfers_and_takings_lose_the_point_of_that_time(void **state)
{
	struct made m;
	struct value *c;
	const struct value *d;

	(void)state;
	made_begin(&m);
	c = made_contact(&m, "kept", 0, 900);
	made_deed(c, "got", "me", 10, "");
	made_deed(c, "closed", "me", 20, "");
	c = made_contact(&m, "needed", 0, 900);
	made_deed(c, "got", "me", 30, "");
	made_deed(c, "passed_on", "me", 40, "trust");
	c = made_contact(&m, "needless", 0, 900);
	made_deed(c, "got", "me", 50, "");
	made_wrong(made_deed(c, "passed_on", "me", 60, "refunds"), "You serve refunds yourself.");
	c = made_contact(&m, "both", 0, 900);
	made_wrong(made_deed(c, "took", "me", 70, ""), "The AI was doing well.");
	made_wrong(made_deed(c, "passed_on", "me", 80, "care"), "Nobody asked.");
	d = made_debrief(&m, "me");
	near(made_score(d, "transfers"), 50);
	assert_int_equal(made_moments(d, "transfers"), 5);
	assert_string_equal(what_of(made_moment(d, "transfers", 0)), "Kept what was given");
	assert_string_equal(what_of(made_moment(d, "transfers", 1)), "Passed on where there was need");
	assert_string_equal(what_of(made_moment(d, "transfers", 2)), "Passed on without need");
	assert_string_equal(value_get_text(made_moment(d, "transfers", 2), "why"), "You serve refunds yourself.");
	near(value_get_real(made_moment(d, "transfers", 3), "of", -1), 1);
	near(value_get_real(made_moment(d, "transfers", 4), "of", -1), 0);	/* lost once */
	made_end(&m);
}

/* ---- satisfaction */

static void
satisfaction_is_the_proxy_from_1_to_5_as_a_share(void **state)
{
	struct made m;
	struct value *c;
	const struct value *d;
	static const double proxies[] = { 1, 3, 5, 4 };

	(void)state;
	made_begin(&m);
	for (int i = 0; i < 4; i++) {
		c = made_contact(&m, "a", 0, 900);
		made_deed(c, "got", "me", 10 + i, "");
		value_set_real(c, "proxy", proxies[i]);
	}
	c = made_contact(&m, "a", 0, 900);		/* nobody's */
	value_set_real(c, "proxy", 1);
	c = made_contact(&m, "a", 0, 900);		/* a proxy that can't be */
	made_deed(c, "got", "me", 10, "");
	value_set_real(c, "proxy", 77);
	d = made_debrief(&m, "me");
	near(made_score(d, "satisfaction"), 100 * (0 + 0.5 + 1 + 0.75) / 4);
	near(value_get_real(value_get(made_criterion(d, "satisfaction"), "facts"), "mean", 0), 3.25);
	made_end(&m);
}

/* ---- the whole */

static void
criteria_without_an_occasion_weigh_nothing_and_say_so(void **state)
{
	struct made m;
	struct value *c;
	const struct value *d;

	(void)state;
	made_begin(&m);
	d = made_debrief(&m, "me");
	assert_true(value_is_null(value_get(d, "score")));
	assert_true(value_is_null(value_get(d, "passed")));
	for (int i = 0; i < CRITERION_COUNT; i++) {
		const struct value *x = value_at(value_get(d, "criteria"), (size_t)i);

		assert_true(value_is_null(value_get(x, "score")));
		assert_true(value_get_text(x, "none")[0] != '\0');
	}
	m.drill.rubric.weight[CRITERION_TRANSFERS] = 3;
	m.drill.rubric.weight[CRITERION_TONE] = 0;
	c = made_contact(&m, "a", 0, 900);
	value_set_real(c, "proxy", 3);
	made_deed(c, "got", "me", 10, "");
	made_wrong(made_deed(c, "passed_on", "me", 30, ""), "no");
	/* transfers 0 with 3, satisfaction 50 with 1 */
	d = made_debrief(&m, "me");
	near(value_get_real(d, "score", -1), 12.5);
	assert_false(value_get_bool(d, "passed", true));
	m.drill.rubric.pass_at = 12.5;
	assert_true(value_get_bool(made_debrief(&m, "me"), "passed", false));
	made_end(&m);
}

static void
what_the_moments_lost_is_what_the_whole_lacks(void **state)
{
	struct made m;
	struct value *c;
	const struct value *d, *list;
	double lost = 0, in_talks = 0;

	(void)state;
	made_begin(&m);
	m.drill.rubric.weight[CRITERION_POLICY] = 4;
	c = made_contact(&m, "a", 0, 900);
	value_set_text(c, "reason", "sentiment");
	value_set_real(c, "proxy", 2.2);
	made_deed(c, "got", "me", 10, "");
	made_wrong(made_deed(c, "wrote", "me", 99, "NO THAT IS YOUR FAULT"), "untrue");
	made_wrong(made_action(c, "approved", "me", 120, "refund", 1), "no");
	made_deed(c, "wrote", "me", 130, "Thanks");
	made_deed(c, "closed", "me", 700, "");
	c = made_contact(&m, "b", 0, 900);
	made_deed(c, "got", "me", 20, "");
	made_deed(c, "wrote", "me", 25, "Hello, I am here.");
	made_action(c, "denied", "me", 120, "refund", 1);
	d = made_debrief(&m, "me");
	list = value_get(d, "moments");
	for (size_t i = 0; i < value_count(list); i++)
		lost += value_get_real(value_at(list, i), "lost", NAN);
	near(lost, 100 - value_get_real(d, "score", NAN));
	list = value_get(d, "conversations");
	for (size_t i = 0; i < value_count(list); i++)
		in_talks += value_get_real(value_at(list, i), "lost", NAN);
	near(in_talks, lost);
	made_end(&m);
}

static void
the_simulators_own_faults_are_left_out_and_counted(void **state)
{
	struct made m;
	struct value *c;
	const struct value *d, *notes;
	bool told = false;

	(void)state;
	made_begin(&m);
	c = made_contact(&m, "a", 0, 900);
	made_wrong(made_deed(c, "wrote", "me", 10, "x"), "y");
	value_set_bool(c, "simulator_fault", true);
	d = made_debrief(&m, "me");
	assert_true(isnan(made_score(d, "accuracy")));
	notes = value_get(d, "notes");
	for (size_t i = 0; i < value_count(notes); i++)
		told |= strstr(value_as_text(value_at(notes, i), ""), "1 contact is left out") != NULL;
	assert_true(told);
	made_end(&m);
}

static void
lessons_are_met_by_their_scenarios_alone(void **state)
{
	struct lesson lessons[] = {
	    { .id = "one", .text = "t", .criterion = CRITERION_ACCURACY, .at_least = 100, .scenario = "a" },
	    { .id = "two", .text = "t", .criterion = CRITERION_ACCURACY, .at_least = 100, .scenario = "b" },
	    { .id = "all", .text = "t", .criterion = CRITERION_ACCURACY, .at_least = 50 },
	    { .id = "none", .text = "t", .criterion = CRITERION_ACCURACY, .at_least = 1, .scenario = "c" } };
	struct made m;
	const struct value *d, *list;

	(void)state;
	made_begin(&m);
	m.drill.lessons = lessons;
	m.drill.lesson_count = 4;
	made_deed(made_contact(&m, "a", 0, 900), "wrote", "me", 10, "x");
	made_wrong(made_deed(made_contact(&m, "b", 0, 900), "wrote", "me", 10, "x"), "y");
	d = made_debrief(&m, "me");
	list = value_get(d, "lessons");
	assert_true(value_get_bool(value_at(list, 0), "met", false));
	assert_false(value_get_bool(value_at(list, 1), "met", true));
	/* the score alone doesn't pass; what had no occasion stops nobody */
	m.drill.rubric.pass_at = 1;
	d = made_debrief(&m, "me");
	assert_int_equal(value_get_int(d, "lessons_unmet", -1), 1);
	assert_false(value_get_bool(d, "passed", true));
	lessons[1].at_least = 0;
	d = made_debrief(&m, "me");
	assert_int_equal(value_get_int(d, "lessons_unmet", -1), 0);
	assert_true(value_get_bool(d, "passed", false));
	lessons[1].at_least = 100;
	d = made_debrief(&m, "me");
	list = value_get(d, "lessons");
	assert_true(value_get_bool(value_at(list, 2), "met", false));
	assert_true(value_is_null(value_get(value_at(list, 3), "met")));
	made_end(&m);
}

/* ---- the AI */

static void
the_ai_is_scored_by_the_same_rubric_where_that_can_be_said(void **state)
{
	struct made m;
	struct value *c;
	const struct value *d;

	(void)state;
	made_begin(&m);
	c = made_contact(&m, "kept", 0, 300);
	value_set_int(c, "first_answer_ms", AT(5));
	made_line(c, "shopper", 0, "Hi");
	made_line(c, "ai", 5, "Hello, how can I help?");
	made_line(c, "ai", 60, "It is on its way.");
	value_set_bool(value_add_map(made_list(c, "replies")), "wrong", false);
	value_set_bool(value_add_map(made_list(c, "replies")), "wrong", true);
	c = made_contact(&m, "needless", 0, 300);
	value_set_int(c, "first_answer_ms", AT(90));
	value_set_int(c, "queued_ms", AT(100));
	value_set_bool(c, "handed_off", true);
	value_set_int(c, "changes", 2);
	value_set_real(c, "proxy", 1);
	made_line(c, "ai", 90, "A colleague will help.");
	c = made_contact(&m, "before", -600, 300);		/* came before the drill began */
	made_line(c, "ai", -590, "YES");
	c = made_contact(&m, "away", 0, 300);		/* it didn't choose to hand over */
	value_set_bool(c, "handed_off", true);
	value_set_text(c, "reason", "backend_failed");
	value_set_int(c, "queued_ms", AT(5));
	made_line(c, "ai", 5, "A colleague will help.");
	(void)made_contact(&m, "people", 0, 300);		/* the AI said nothing */
	d = made_debrief(&m, "ai");
	assert_int_equal(value_count(value_get(d, "conversations")), 3);
	near(made_score(d, "policy"), 200.0 / 3);
	near(made_score(d, "accuracy"), 50);
	assert_int_equal(value_get_int(made_moment(d, "accuracy", 1), "line", -1), 2);
	near(made_score(d, "first_response"), 87.5);		/* 5 s: 1; 90 s: 3/4 */
	near(made_score(d, "handling"), 100);
	near(made_score(d, "transfers"), 50);
	near(made_score(d, "satisfaction"), 200.0 / 3);
	assert_true(isnan(made_score(d, "approvals")));
	assert_non_null(strstr(value_get_text(made_criterion(d, "approvals"), "none"), "The AI"));
	made_end(&m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(decisions_and_proposals_count_for_policy_and_decisions_for_approvals),
	    cmocka_unit_test(a_promise_against_a_rule_is_lost_for_policy_and_no_occasion_for_accuracy),
	    cmocka_unit_test(what_was_left_to_expire_is_lost_only_where_it_was_theirs),
	    cmocka_unit_test(two_of_a_kind_need_two_decisions),
	    cmocka_unit_test(accuracy_is_untrue_messages_of_all_that_were_written),
	    cmocka_unit_test(first_words_within_the_target_win_all_and_fall_straight_to_none_at_three_times_it),
	    cmocka_unit_test(without_a_word_it_depends_on_who_ended_it),
	    cmocka_unit_test(what_came_shortly_before_the_end_isnt_held_against_anybody),
	    cmocka_unit_test(handling_ends_with_closing_giving_back_or_the_shoppers_end),
	    cmocka_unit_test(each_time_that_they_had_it_is_an_occasion_of_its_own),
	    cmocka_unit_test(in_a_branch_times_count_from_the_branch_on_and_all_else_over_the_whole),
	    cmocka_unit_test(needless_transfers_and_takings_lose_the_point_of_that_time),
	    cmocka_unit_test(satisfaction_is_the_proxy_from_1_to_5_as_a_share),
	    cmocka_unit_test(criteria_without_an_occasion_weigh_nothing_and_say_so),
	    cmocka_unit_test(what_the_moments_lost_is_what_the_whole_lacks),
	    cmocka_unit_test(the_simulators_own_faults_are_left_out_and_counted),
	    cmocka_unit_test(lessons_are_met_by_their_scenarios_alone),
	    cmocka_unit_test(the_ai_is_scored_by_the_same_rubric_where_that_can_be_said),
	};

	return RUN_TAP(tests);
}
