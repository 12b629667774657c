/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The factors of a conversation's CSAT proxy, from what the store has of it: each worked by hand.
 */
#include "../check.h"

#include <math.h>
#include <string.h>

#include "floorwalker/desk/acts.h"
#include "floorwalker/desk/survey.h"
#include "stage.h"

static struct stage s;

static void
at(int64_t seconds)
{
	clock_move_to(s.clock, FIXTURE_NOW + seconds * 1000);
}

static struct conversation_satisfaction
look(int64_t id)
{
	struct conversation_satisfaction x;
	check_ok(desk_satisfaction(s.desk, s.arena, id, &x, &s.e), &s.e);
	return x;
}

/* A value that isn't known is NAN. */
static void
expect(const struct conversation_satisfaction *x, enum satisfaction_factor f, double value)
{
	double is = x->proxy.parts[f].value;
	if (isnan(value) ? !isnan(is) : fabs(is - value) > 1e-9)
		fail_msg("%s is %g, not %g", x->proxy.parts[f].name, is, value);
}

static void
what_the_ai_settles_alone_is_met_without_friction(void **state)
{
	(void)state;
	s.script.ends = true;
	int64_t id = stage_say(&s, "ann", "thanks, bye");
	at(4);
	stage_work(&s);
	struct conversation_satisfaction x = look(id);
	assert_true(x.applies && x.is_final);
	expect(&x, SATISFACTION_RESOLUTION, 1);
	expect(&x, SATISFACTION_SENTIMENT_LAST, 0);
	expect(&x, SATISFACTION_SENTIMENT_SLOPE, 0);
	expect(&x, SATISFACTION_EFFORT, 0);
	expect(&x, SATISFACTION_REPEATS, 0);
	expect(&x, SATISFACTION_LOOPS, 0);
	expect(&x, SATISFACTION_TRANSFERS, 0);
	expect(&x, SATISFACTION_WAIT_FIRST, 4000);
	expect(&x, SATISFACTION_WAIT_QUEUE, 0);
	expect(&x, SATISFACTION_WAIT_LONGEST, 0);
	expect(&x, SATISFACTION_ABANDONED, 0);
	/* 3.6 + 0.9 for the need, less 0.1 of a wait that is 4 of 64 seconds */
	assert_true(fabs(x.proxy.score - (3.6 + 0.9 - 0.1 * 4 / 64)) < 1e-9);
}

static void
people_waits_and_what_was_said_again_count(void **state)
{
	(void)state;
	int64_t id = stage_say(&s, "ann", "a person now");
	stage_work(&s);
	at(60);
	check_ok(desk_take(s.desk, "una", id, &s.e), &s.e);
	at(90);
	check_ok(desk_reply(s.desk, "una", id, 0, "Here I am.", &s.e), &s.e);
	stage_work(&s);
	at(100);
	stage_say(&s, "ann", "a person, now!");
	struct conversation_satisfaction x = look(id);
	assert_true(x.applies && !x.is_final);
	expect(&x, SATISFACTION_RESOLUTION, NAN);
	at(120);
	check_ok(desk_assign(s.desk, "una", id, "dara", "", &s.e), &s.e);
	at(160);
	check_ok(desk_reply(s.desk, "dara", id, 0, "And here am I.", &s.e), &s.e);
	stage_work(&s);
	check_ok(desk_close(s.desk, "dara", id, "resolved", &s.e), &s.e);
	at(900);
	stage_work(&s);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_CLOSED);
	x = look(id);
	expect(&x, SATISFACTION_RESOLUTION, 1);
	expect(&x, SATISFACTION_SENTIMENT_LAST, NAN);	/* the AI hasn't read the last words */
	expect(&x, SATISFACTION_SENTIMENT_SLOPE, NAN);
	expect(&x, SATISFACTION_REPEATS, 1);
	expect(&x, SATISFACTION_TRANSFERS, 2);		/* the AI, Úna, Dara */
	expect(&x, SATISFACTION_WAIT_FIRST, 0);
	expect(&x, SATISFACTION_WAIT_QUEUE, 60000);
	expect(&x, SATISFACTION_WAIT_LONGEST, 60000);	/* from 100 s to 160 s; the queue is apart */
	expect(&x, SATISFACTION_ABANDONED, 0);
}

static void
who_leaves_the_queue_was_let_down(void **state)
{
	(void)state;
	int64_t id = stage_say(&s, "ann", "I am furious, a person now");
	stage_work(&s);
	at(300);
	check_ok(desk_shopper_left(s.desk, id, &s.e), &s.e);
	struct conversation_satisfaction x = look(id);
	expect(&x, SATISFACTION_RESOLUTION, -1);
	expect(&x, SATISFACTION_ABANDONED, 1);
	expect(&x, SATISFACTION_WAIT_QUEUE, 300000);
	expect(&x, SATISFACTION_TRANSFERS, 1);		/* handed on, and nobody came */
	expect(&x, SATISFACTION_SENTIMENT_LAST, -0.9);
	assert_true(x.proxy.score < 2.6);
}

static void
the_same_answer_and_the_same_number_again_are_told_apart_from_new_words(void **state)
{
	(void)state;
	s.script.text = "Could you tell me which order it is, please?";
	int64_t id = stage_say(&s, "ann", "Hello there, where is TF-100101 by now");
	stage_work(&s);
	at(10);
	stage_say(&s, "ann", "As I told you it's for TF-100101");
	stage_work(&s);
	at(20);
	s.script.text = "Thanks, I have all that I need from you.";
	stage_say(&s, "ann", "Friday then, and how much was postage?");
	stage_work(&s);
	at(30);
	stage_say(&s, "ann", "ok");
	stage_work(&s);
	at(40);
	stage_say(&s, "ann", "ok");
	stage_work(&s);
	struct conversation_satisfaction x = look(id);
	expect(&x, SATISFACTION_REPEATS, 1);	/* the number; an ok is nobody's repetition */
	expect(&x, SATISFACTION_LOOPS, 3);	/* the first once more, the second twice */
	expect(&x, SATISFACTION_EFFORT, 1);
	expect(&x, SATISFACTION_RESOLUTION, NAN);
}

/* Thanks that nobody answered are no wait of two hours. */
static void
coming_back_begins_no_wait_while_it_was_closed(void **state)
{
	(void)state;
	int64_t id = stage_say(&s, "ann", "a person now");
	stage_work(&s);
	check_ok(desk_take(s.desk, "una", id, &s.e), &s.e);
	check_ok(desk_reply(s.desk, "una", id, 0, "Done.", &s.e), &s.e);
	stage_work(&s);
	stage_say(&s, "ann", "thanks");
	check_ok(desk_close(s.desk, "una", id, "resolved", &s.e), &s.e);
	at(900);
	stage_work(&s);
	struct conversation_satisfaction x = look(id);
	assert_true(x.is_final);
	expect(&x, SATISFACTION_WAIT_LONGEST, 0);
	at(7200);
	assert_int_equal(stage_say(&s, "ann", "one thing more, and another"), id);
	at(7203);
	stage_work(&s);
	x = look(id);
	expect(&x, SATISFACTION_WAIT_LONGEST, 3000);
	expect(&x, SATISFACTION_RESOLUTION, NAN);
	assert_false(x.is_final);
}

static void
what_an_approver_asks_is_no_change_of_who_serves(void **state)
{
	int64_t id, action = stage_waiting_refund(&s, &id);
	(void)state;
	stage_work(&s);
	check_ok(desk_ask(s.desk, "una", action, "Could you send a photo?", &s.e), &s.e);
	stage_work(&s);
	stage_say(&s, "brid", "here it is, I hope that you can see it");
	stage_work(&s);
	struct conversation_satisfaction x = look(id);
	assert_int_equal(stage_count(&s, id, AUTHOR_AGENT, DELIVERY_DELIVERED), 1);
	expect(&x, SATISFACTION_TRANSFERS, 0);
}

static void
a_conversation_that_was_merged_or_is_spam_has_none(void **state)
{
	(void)state;
	int64_t one = stage_say(&s, "ann", "a person now");
	stage_work(&s);
	check_ok(desk_take(s.desk, "una", one, &s.e), &s.e);
	check_ok(desk_close(s.desk, "una", one, "spam", &s.e), &s.e);
	at(900);
	stage_work(&s);
	assert_int_equal(stage_conversation(&s, one).state, CONVERSATION_CLOSED);
	assert_false(look(one).applies);
}

#define ON(f) cmocka_unit_test_prestate_setup_teardown(f, stage_in_memory, stage_away, &s)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    ON(what_the_ai_settles_alone_is_met_without_friction),
	    ON(people_waits_and_what_was_said_again_count),
	    ON(who_leaves_the_queue_was_let_down),
	    ON(the_same_answer_and_the_same_number_again_are_told_apart_from_new_words),
	    ON(coming_back_begins_no_wait_while_it_was_closed),
	    ON(what_an_approver_asks_is_no_change_of_who_serves),
	    ON(a_conversation_that_was_merged_or_is_spam_has_none),
	};
	return RUN_TAP(tests);
}
