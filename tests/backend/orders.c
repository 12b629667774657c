/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where orders are: on their way, late, lost; cancelling them; and who may ask.
 */
#include "play.h"

#include "floorwalker/base/clock.h"

#include <string.h>

static void
an_order_is_told_once_the_shopper_has_proven_who_they_are(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "Hi, where is my order?", "greeting order_status");
	play_expect(&p, "order number");
	play_expect_not(&p, "TF-");
	assert_string_equal(value_get_text(p.draft.state, "expected"), "order_number");
	play_prove(&p, "C-1009");
	play_say(&p, "TF-100206, and my mail is x@example.com", "order_number=TF-100206");
	play_expect(&p, "Eoin");
	play_expect(&p, "TF-100206");
	play_expect(&p, "CE100206IE");
	play_expect(&p, "1 day late");
	play_expect_none(&p);
	assert_true(p.draft.confidence > 0.9);
	play_say(&p, "Thanks, bye", "thanks goodbye");
	assert_true(p.draft.ends);
	play_close(&p);
}

static void
what_is_missing_for_a_proof_is_asked_and_a_false_claim_is_told_once_before_a_person_helps(
    void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "where is my order", "order_status");
	play_say(&p, "my number is TF-100206", "order_number=TF-100206");
	play_expect_not(&p, "order number");
	play_expect(&p, "e-mail");
	p.identity_failed = true;
	play_say(&p, "a@b.example", "email=a@b.example");
	play_expect_not(&p, "TF-100206");
	assert_false(p.draft.hand_off);
	p.identity_failed = true;
	play_say(&p, "c@d.example", "email=c@d.example");
	assert_true(p.draft.hand_off);
	assert_int_equal(p.draft.reason, HANDOFF_REPEATED_FAILURE);
	assert_non_null(strstr(p.draft.summary, "fits nobody"));
	play_close(&p);
}

static void
the_order_of_someone_else_is_as_unknown_as_one_that_never_was(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "where is TF-100101", "order_status order_number=TF-100101");
	play_expect(&p, "TF-100101");
	play_expect_not(&p, "delivered");
	play_expect(&p, "TF-100237");
	play_say(&p, "TF-100237 then", "order_number=TF-100237");
	play_expect(&p, "20 October");
	play_close(&p);
}

static void
two_orders_named_in_one_message_are_both_told(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1002");
	play_say(&p, "where are TF-100238 and TF-100213",
	    "order_status order_number=TF-100238 order_number=TF-100213");
	play_expect(&p, "TF-100238, placed");
	play_expect(&p, "TF-100213, placed");
	play_close(&p);
}

static void
a_bare_order_number_asks_the_last_question_again(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1002");
	play_say(&p, "where is TF-100238", "order_status order_number=TF-100238");
	play_say(&p, "and TF-100213?", "order_number=TF-100213");
	play_expect(&p, "TF-100213, placed");
	play_expect(&p, "delivered");
	play_close(&p);
}

static void
an_order_in_time_is_not_called_late(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1007");
	play_say(&p, "my order is late", "late_order");
	play_expect(&p, "20 October");
	play_expect_not(&p, "days late");
	play_expect_none(&p);
	play_close(&p);
}

static void
a_very_late_parcel_gets_its_delivery_charge_as_a_credit_after_a_yes(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1045");
	play_say(&p, "my parcel is late!", "late_order sad");
	play_expect(&p, "13 days late");
	play_expect(&p, "€4.95");
	play_expect_none(&p);
	play_say(&p, "ok", "yes");
	play_expect_proposal(&p, ACTION_GOODWILL, "TF-100171", 495);
	play_close(&p);
}

static void
a_lost_parcel_is_refunded_whole_after_a_yes(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1022");
	play_say(&p, "TF-100141 never came", "lost_order order_number=TF-100141");
	play_expect(&p, "lost");
	play_expect(&p, "€85.95");
	play_expect_none(&p);
	play_say(&p, "yes please", "yes");
	const struct action_proposal *x =
	    play_expect_proposal(&p, ACTION_REFUND, "TF-100141", 8595);
	assert_string_equal(value_get_text(x->params, "reason"), "not_arrived");
	play_close(&p);
}

static void
a_dear_lost_parcel_is_proposed_too_and_the_shopper_hears_that_a_colleague_approves(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1034");
	play_say(&p, "my parcel never arrived", "lost_order");
	play_expect(&p, "colleague");
	play_say(&p, "yes", "yes");
	play_expect_proposal(&p, ACTION_REFUND, "TF-100137", 22900);
	play_expect(&p, "approv");
	play_close(&p);
}

static void
a_pending_order_is_cancelled_only_after_a_clear_yes(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "Please cancel my order", "cancel_order");
	play_expect(&p, "TF-100237");
	play_expect(&p, "€189.00");
	play_expect_none(&p);
	assert_string_equal(value_get_text(p.draft.state, "expected"), "yes_no");
	play_say(&p, "Hmm, perhaps", "");
	play_expect_none(&p);
	play_expect(&p, "yes or");
	assert_string_equal(value_get_text(p.draft.state, "expected"), "yes_no");
	play_say(&p, "Yes please", "yes");
	play_expect_proposal(&p, ACTION_CANCEL, "TF-100237", 18900);
	play_close(&p);
}

static void
a_summary_that_gets_no_yes_or_no_twice_goes_to_a_person(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "cancel my order", "cancel_order");
	play_say(&p, "maybe", "");
	play_say(&p, "dunno", "");
	assert_true(p.draft.hand_off);
	assert_int_equal(p.draft.reason, HANDOFF_REPEATED_FAILURE);
	play_expect_none(&p);
	assert_non_null(strstr(p.draft.summary, "not agreed"));
	assert_non_null(strstr(p.draft.summary, "cancel-pending"));
	play_close(&p);
}

static void
a_no_leaves_the_order_and_ends_well(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "cancel my order", "cancel_order");
	play_say(&p, "no, leave it", "no");
	play_expect_none(&p);
	play_say(&p, "yes", "yes");
	play_expect_none(&p);
	play_say(&p, "no thanks, bye", "no thanks goodbye");
	assert_true(p.draft.ends);
	play_close(&p);
}

static void
one_of_two_orders_is_chosen_by_ordinal_and_changed_by_the_other(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1047");
	play_say(&p, "please cancel my order", "cancel_order");
	play_expect(&p, "TF-100235");
	play_expect(&p, "TF-100234");
	play_expect_none(&p);
	play_say(&p, "the second one", "ordinal=2");
	play_expect(&p, "TF-100234");
	play_expect_not(&p, "TF-100235");
	play_say(&p, "no, the other order", "no correction ordinal=other");
	play_expect(&p, "TF-100235");
	play_expect_none(&p);
	play_say(&p, "yes", "yes");
	play_expect_proposal(&p, ACTION_CANCEL, "TF-100235", 15900);
	play_close(&p);
}

static void
both_orders_are_agreed_on_one_by_one(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1047");
	play_say(&p, "cancel both my orders", "cancel_order ordinal=both");
	play_expect_none(&p);
	play_say(&p, "yes", "yes");
	assert_int_equal(p.draft.proposal_count, 1);
	play_expect_proposal(&p, ACTION_CANCEL, "TF-100235", 15900);
	play_expect(&p, "TF-100234");
	play_say(&p, "yes", "yes");
	assert_int_equal(p.draft.proposal_count, 1);
	play_expect_proposal(&p, ACTION_CANCEL, "TF-100234", 15900);
	play_close(&p);
}

static void
a_sent_order_is_not_cancelled_and_the_rule_says_why(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1006");
	play_say(&p, "cancel TF-100211", "cancel_order order_number=TF-100211");
	play_expect(&p, "left our warehouse");
	play_expect_none(&p);
	play_say(&p, "yes do it", "yes");
	play_expect_none(&p);
	play_close(&p);
}

static void
what_waits_for_approval_is_not_proposed_again(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "cancel my order", "cancel_order");
	play_say(&p, "yes", "yes");
	play_execute(&p, ACTION_WAITING);
	play_say(&p, "cancel TF-100237", "cancel_order order_number=TF-100237");
	play_expect_none(&p);
	play_expect(&p, "waits for a colleague");
	play_close(&p);
}

static void
an_order_that_changed_between_summary_and_yes_is_summed_up_anew(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "cancel my order", "cancel_order");
	struct action_proposal other = {
	    .kind = ACTION_ITEM_CHANGE, .order_id = "TF-100237", .currency = "EUR"};
	struct value *params, *line;
	const char *result;
	params = value_map(p.arena);
	value_set_text(params, "order", "TF-100237");
	line = value_add_map(value_set_list(params, "lines"));
	value_set_int(line, "id", 1);
	value_set_text(line, "sku", "CORRIB-ROWAN-S");
	other.params = params;
	struct facts *facts = facts_new(p.arena, p.shop, "C-1046", clock_now_ms(p.clock));
	check_ok(action_complete(facts, &other, &p.error), &p.error);
	check_ok(shop_execute(p.shop, p.arena, "k", &other, "C-1046", &result, &p.error), &p.error);
	play_say(&p, "yes", "yes");
	play_expect_none(&p);
	play_expect(&p, "€149.00");
	play_say(&p, "yes", "yes");
	play_expect_proposal(&p, ACTION_CANCEL, "TF-100237", 14900);
	play_close(&p);
}

static void
a_question_about_one_order_and_a_wish_for_another_are_kept_apart(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1002");
	play_say(&p, "what happened to TF-100213? And cancel TF-100238.",
	    "cancel_order order_number=TF-100213 order_number=TF-100238");
	play_expect(&p, "TF-100213, placed");
	play_expect(&p, "€89.00");
	play_expect_none(&p);
	play_say(&p, "yes", "yes");
	assert_int_equal(p.draft.proposal_count, 1);
	play_expect_proposal(&p, ACTION_CANCEL, "TF-100238", 8900);
	play_close(&p);
}

static void
a_weak_yes_counts_only_where_it_stands_alone(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "cancel my order", "cancel_order");
	play_say(&p, "ok but is that free of charge", "yes@0.7");
	play_expect_none(&p);
	play_say(&p, "sure", "yes@0.7");
	play_expect_proposal(&p, ACTION_CANCEL, "TF-100237", 18900);
	play_close(&p);
}

static void
who_wants_a_part_cancelled_hears_that_it_is_all_or_nothing(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1044");
	play_say(&p, "cancel one of the headlamps in TF-100232",
	    "cancel_order quantity=1 product=P-6006~headlamps order_number=TF-100232");
	play_expect(&p, "whole");
	play_expect(&p, "€106.95");
	play_expect_none(&p);
	play_say(&p, "no", "no");
	play_expect_none(&p);
	play_close(&p);
}

static void
after_an_order_that_is_not_theirs_another_is_asked_for_and_not_guessed(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1001");
	play_say(&p, "where is TF-999999", "order_status order_number=TF-999999");
	play_expect(&p, "TF-999999");
	play_say(&p, "then refund it, it came broken", "refund_request reason=damaged");
	play_expect_none(&p);
	play_expect_not(&p, "a refund of");
	play_expect(&p, "TF-100189");
	play_say(&p, "TF-100189", "order_number=TF-100189");
	play_expect(&p, "TF-100189");
	play_expect_not(&p, "Which order");
	play_close(&p);
}

static void
what_lies_ready_to_be_collected_is_not_late(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	clock_move_to(p.clock, clock_now_ms(p.clock) + (int64_t)10 * 86400000);
	play_prove(&p, "C-1001");
	play_say(&p, "where is TF-100222", "order_status order_number=TF-100222");
	play_expect(&p, "collect");
	play_expect(&p, "Galway shop");
	play_expect(&p, "13 October");
	play_expect_not(&p, "late");
	play_expect_not(&p, "left our warehouse");
	play_say(&p, "TF-100222 is late", "late_order order_number=TF-100222");
	play_expect(&p, "collect");
	play_expect_none(&p);
	play_close(&p);
}

static size_t
times(const char *text, const char *part)
{
	size_t n = 0;

	while ((text = strstr(text, part)) != NULL) {
		n++;
		text += strlen(part);
	}
	return n;
}

static void
each_thing_that_proves_who_they_are_is_asked_for_once(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	const char *asked = play_say(&p, "Eoin Delahunt here, what's up with TF-100206?",
	    "order_status name=Eoin_Delahunt order_number=TF-100206");

	assert_int_equal(times(asked, "postcode"), 1);
	assert_int_equal(times(asked, "e-mail"), 1);
	play_close(&p);
}

static void
who_has_nothing_to_prove_who_they_are_hears_what_it_is_for_and_may_have_a_person(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	const char *first = arena_text(p.arena, play_say(&p, "where is my order", "order_status"));

	assert_string_not_equal(
	    play_say(&p, "that's gone, I haven't got it", "missing_item@0.9"), first);
	play_expect(&p, "colleague");
	assert_false(p.draft.hand_off);
	assert_string_equal(value_get_text(p.draft.state, "expected"), "yes_no");
	play_say(&p, "ok, do", "yes@0.6");
	assert_true(p.draft.hand_off);
	assert_int_equal(p.draft.reason, HANDOFF_REPEATED_FAILURE);
	play_close(&p);
}

static void
who_wants_no_person_may_come_back_with_a_proof_and_who_finds_it_goes_on(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "where is my order", "order_status");
	play_say(&p, "my client number is 7", "");
	play_expect(&p, "colleague");
	play_say(&p, "no, leave it", "no");
	assert_false(p.draft.hand_off);
	play_expect_not(&p, "Please give me");
	play_say(&p, "where is my order", "order_status");
	play_expect(&p, "order number");
	play_say(&p, "no", "no");
	play_prove(&p, "C-1009");
	play_say(&p, "found it, TF-100206", "order_number=TF-100206");
	play_expect(&p, "CE100206IE");
	play_close(&p);
}

static void
one_of_two_orders_is_asked_for_and_the_other_is_left(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "TF-100234 and TF-100235 are the same, cancel one of the two",
	    "cancel_order order_number=TF-100234 order_number=TF-100235");
	play_prove(&p, "C-1047");
	play_say(&p, "Orla Mulrooney", "name=Orla_Mulrooney");
	play_expect(&p, "TF-100234");
	play_expect(&p, "TF-100235");
	play_expect(&p, "?");
	play_expect_not(&p, "159");
	play_say(&p, "the second one", "ordinal=2");
	play_expect(&p, "TF-100235");
	play_expect_not(&p, "TF-100234");
	play_say(&p, "yes", "yes");
	play_expect_proposal(&p, ACTION_CANCEL, "TF-100235", 15900);
	play_expect_not(&p, "TF-100234");
	play_close(&p);
}

static void
either_of_two_orders_is_the_first_of_them_after_a_summary(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1047");
	play_say(&p, "cancel just one, TF-100234 or TF-100235",
	    "cancel_order order_number=TF-100234 order_number=TF-100235");
	play_expect_none(&p);
	play_say(&p, "either one", "");
	play_expect(&p, "TF-100234");
	play_expect(&p, "159.00");
	play_expect_none(&p);
	play_close(&p);
}

static void
what_went_wrong_is_remembered_for_a_wish_that_comes_after_a_no(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1009");
	play_say(
	    &p, "TF-100206 never got here", "lost_order order_number=TF-100206 reason=not_arrived");
	play_say(&p, "no", "no");
	play_expect_none(&p);
	play_say(&p, "a refund then", "refund_request");
	play_expect_not(&p, "?");
	play_expect(&p, "late but still moving");
	play_close(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_order_is_told_once_the_shopper_has_proven_who_they_are),
	    cmocka_unit_test(
		what_is_missing_for_a_proof_is_asked_and_a_false_claim_is_told_once_before_a_person_helps),
	    cmocka_unit_test(the_order_of_someone_else_is_as_unknown_as_one_that_never_was),
	    cmocka_unit_test(two_orders_named_in_one_message_are_both_told),
	    cmocka_unit_test(a_bare_order_number_asks_the_last_question_again),
	    cmocka_unit_test(an_order_in_time_is_not_called_late),
	    cmocka_unit_test(a_very_late_parcel_gets_its_delivery_charge_as_a_credit_after_a_yes),
	    cmocka_unit_test(a_lost_parcel_is_refunded_whole_after_a_yes),
	    cmocka_unit_test(
		a_dear_lost_parcel_is_proposed_too_and_the_shopper_hears_that_a_colleague_approves),
	    cmocka_unit_test(a_pending_order_is_cancelled_only_after_a_clear_yes),
	    cmocka_unit_test(a_summary_that_gets_no_yes_or_no_twice_goes_to_a_person),
	    cmocka_unit_test(a_no_leaves_the_order_and_ends_well),
	    cmocka_unit_test(one_of_two_orders_is_chosen_by_ordinal_and_changed_by_the_other),
	    cmocka_unit_test(both_orders_are_agreed_on_one_by_one),
	    cmocka_unit_test(a_sent_order_is_not_cancelled_and_the_rule_says_why),
	    cmocka_unit_test(what_waits_for_approval_is_not_proposed_again),
	    cmocka_unit_test(an_order_that_changed_between_summary_and_yes_is_summed_up_anew),
	    cmocka_unit_test(a_question_about_one_order_and_a_wish_for_another_are_kept_apart),
	    cmocka_unit_test(a_weak_yes_counts_only_where_it_stands_alone),
	    cmocka_unit_test(who_wants_a_part_cancelled_hears_that_it_is_all_or_nothing),
	    cmocka_unit_test(
		after_an_order_that_is_not_theirs_another_is_asked_for_and_not_guessed),
	    cmocka_unit_test(what_lies_ready_to_be_collected_is_not_late),
	    cmocka_unit_test(each_thing_that_proves_who_they_are_is_asked_for_once),
	    cmocka_unit_test(
		who_has_nothing_to_prove_who_they_are_hears_what_it_is_for_and_may_have_a_person),
	    cmocka_unit_test(
		who_wants_no_person_may_come_back_with_a_proof_and_who_finds_it_goes_on),
	    cmocka_unit_test(one_of_two_orders_is_asked_for_and_the_other_is_left),
	    cmocka_unit_test(either_of_two_orders_is_the_first_of_them_after_a_summary),
	    cmocka_unit_test(what_went_wrong_is_remembered_for_a_wish_that_comes_after_a_no),
	};

	return RUN_TAP(tests);
}
