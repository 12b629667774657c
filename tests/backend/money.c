/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Money back: refunds, returns, where a refund is, a price that fell, and what arrived broken,
 * wrong or short.
 */
#include "play.h"

#include <string.h>

static void
a_change_of_mind_is_returned_with_method_and_amount_in_the_summary(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1001");
	play_say(&p, "I want to return my jacket", "return_item product=P-1001");
	play_expect_none(&p);
	play_say(&p, "I changed my mind", "reason=changed_mind");
	play_expect(&p, "Corrib waterproof jacket (moss, S)");
	play_expect(&p, "€189.00");
	play_expect(&p, "Visa ending 4417");
	play_expect_none(&p);
	play_say(&p, "yes", "yes");
	const struct action_proposal *x =
	    play_expect_proposal(&p, ACTION_RETURN, "TF-100189", 18900);
	assert_string_equal(value_get_text(x->params, "reason"), "changed_mind");
	play_close(&p);
}

static void
a_refund_that_the_rules_refuse_comes_with_what_they_allow(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1001");
	play_say(&p, "money back for TF-100189",
	    "refund_request order_number=TF-100189 reason=changed_mind");
	play_expect(&p, "30 days");
	play_expect_none(&p);
	assert_int_equal(p.draft.citation_count, 1);
	play_say(&p, "the first", "ordinal=1");
	play_expect(&p, "€189.00");
	play_expect_none(&p);
	play_say(&p, "yes do it", "yes");
	play_expect_proposal(&p, ACTION_RETURN, "TF-100189", 18900);
	play_close(&p);
}

static void
everything_but_the_pegs_is_everything_but_the_pegs(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1012");
	play_say(&p, "return all of TF-100203 except the pegs",
	    "return_item order_number=TF-100203 ordinal=all !product=P-6005 reason=changed_mind");
	play_expect(&p, "Clifden");
	play_expect_not(&p, "pegs (");
	play_say(&p, "yes", "yes");
	play_expect_proposal(&p, ACTION_RETURN, "TF-100203", 6500);
	play_close(&p);
}

static void
a_quantity_is_taken_and_corrected_before_the_yes(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1012");
	play_say(&p, "I'd like to return something", "return_item");
	play_expect(&p, "TF-100144");
	play_say(&p, "TF-100144", "order_number=TF-100144");
	play_expect(&p, "2 × Lettermore flask");
	play_say(&p, "one of the flasks", "product=P-5003 quantity=1");
	play_say(&p, "changed my mind", "reason=changed_mind");
	play_expect(&p, "€29.00");
	play_say(&p, "actually both flasks", "quantity=2 product=P-5003");
	play_expect(&p, "€58.00");
	play_expect_none(&p);
	play_say(&p, "yes", "yes");
	play_expect_proposal(&p, ACTION_RETURN, "TF-100144", 5800);
	play_close(&p);
}

static void
opened_hygiene_goods_are_refused_with_the_rule_and_nothing_is_proposed(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1010");
	play_say(&p, "return TF-100184, changed my mind",
	    "return_item order_number=TF-100184 reason=changed_mind");
	play_expect(&p, "worn next to the skin");
	play_expect_none(&p);
	play_close(&p);
}

static void
a_damaged_bottle_has_remedies_and_the_small_refund_goes_through(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1009");
	play_say(&p, "My bottle arrived dented", "damaged_item product=P-5004");
	play_expect(&p, "refund it");
	play_expect_none(&p);
	play_say(&p, "a refund please", "refund_request@0.7");
	play_expect(&p, "€18.00");
	play_expect_none(&p);
	play_say(&p, "yes", "yes");
	const struct action_proposal *x =
	    play_expect_proposal(&p, ACTION_REFUND, "TF-100216", 1800);
	assert_string_equal(value_get_text(x->params, "reason"), "damaged");
	play_close(&p);
}

static void
a_choice_is_heard_misspelt_or_by_its_sense(void **state)
{
	static const char *const said[][2] = {
	    {"i'd take the refnud", ""}, {"I'd like to have what I paid", "refund_request@0.8"}};
	struct play p;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		play_open(&p, NULL);
		play_prove(&p, "C-1009");
		play_say(&p, "My bottle arrived dented", "damaged_item product=P-5004");
		play_say(&p, said[i][0], said[i][1]);
		play_expect(&p, "€18.00");
		play_expect_none(&p);
		play_close(&p);
	}
}

static void
damage_and_the_wish_for_money_in_one_message_are_one_wish(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1009");
	play_say(&p, "My bottle arrived dented, I want my money back",
	    "damaged_item refund_request product=P-5004");
	play_expect(&p, "€18.00");
	play_say(&p, "yes", "yes");
	assert_int_equal(p.draft.proposal_count, 1);
	play_expect_proposal(&p, ACTION_REFUND, "TF-100216", 1800);
	play_close(&p);
}

static void
both_is_no_answer_to_one_or_the_other(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1002");
	play_say(&p, "you sent me the wrong thing", "wrong_item");
	play_say(&p, "both", "ordinal=both");
	play_expect_none(&p);
	play_expect(&p, "refund it");
	play_say(&p, "the refund", "refund_request");
	play_say(&p, "yes", "yes");
	play_expect_proposal(&p, ACTION_REFUND, "TF-100213", 5395);
	play_close(&p);
}

static void
a_faulty_coat_is_replaced_by_the_same_one_after_approval(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1013");
	play_say(&p, "my coat is faulty, TF-100125", "faulty_item order_number=TF-100125");
	play_say(&p, "exchange it", "exchange_item");
	play_expect(&p, "two-year guarantee");
	play_say(&p, "yes", "yes");
	const struct action_proposal *x = play_expect_proposal(&p, ACTION_EXCHANGE, "TF-100125", 0);
	assert_string_equal(
	    value_get_text(value_at(value_get(x->params, "lines"), 0), "sku"), "NEPHIN-RUST-S");
	play_close(&p);
}

static void
a_missing_piece_is_refunded_by_its_own_line(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1006");
	play_say(&p, "the cutlery was missing", "missing_item product=P-5007");
	play_expect(&p, "€24.00");
	play_say(&p, "yes", "yes");
	play_expect_proposal(&p, ACTION_REFUND, "TF-100200", 2400);
	play_close(&p);
}

static void
something_that_is_not_in_the_order_is_asked_for_again_and_never_guessed(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1006");
	play_say(&p, "the tent was missing from TF-100200",
	    "missing_item order_number=TF-100200 product=P-1001");
	play_expect(&p, "Corrib");
	play_expect(&p, "Renvyle");
	play_say(&p, "yes", "yes");
	play_expect_none(&p);
	play_close(&p);
}

static void
where_the_money_is_names_amount_method_and_day(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1010");
	play_say(&p, "where is my refund?", "refund_status");
	play_expect(&p, "€63.95");
	play_expect(&p, "7 October");
	play_expect_not(&p, "About your order");
	play_close(&p);
}

static void
money_for_another_order_than_the_one_spoken_of_is_told_with_its_order(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1010");
	play_say(&p, "cancel TF-100241", "cancel_order order_number=TF-100241");
	play_say(&p, "I'd rather have my money", "refund_status");
	play_expect(&p, "About your order TF-100193: ");
	play_expect(&p, "€63.95");
	play_expect(&p, "About your order TF-100241: ");
	play_close(&p);
}

static void
a_refund_that_waits_for_approval_is_told_so(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1034");
	play_say(&p, "my parcel never arrived", "lost_order");
	play_say(&p, "yes", "yes");
	play_execute(&p, ACTION_WAITING);
	play_say(
	    &p, "any news on my refund for TF-100137?", "refund_status order_number=TF-100137");
	play_expect(&p, "waiting for a colleague");
	play_close(&p);
}

static void
a_price_that_fell_goes_to_a_person_with_the_difference(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1045");
	play_say(&p, "the price fell", "price_adjustment order_number=TF-100196");
	play_expect(&p, "€20.00");
	assert_true(p.draft.hand_off);
	assert_int_equal(p.draft.reason, HANDOFF_POLICY);
	assert_non_null(strstr(p.draft.summary, "refund-price"));
	play_expect_none(&p);
	play_close(&p);
}

static void
a_price_that_did_not_fall_is_no_reason_for_money(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1001");
	play_say(&p, "the price fell", "price_adjustment order_number=TF-100189");
	play_expect(&p, "isn't below");
	assert_false(p.draft.hand_off);
	play_close(&p);
}

static void
a_refund_or_else_an_exchange_comes_one_after_the_other(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1001");
	play_say(&p, "refund my jacket, or swap it for L",
	    "refund_request exchange_item product=P-1001 option:size=L reason=changed_mind");
	play_expect_none(&p);
	play_say(&p, "no", "no");
	play_expect(&p, "(moss, L)");
	play_say(&p, "yes", "yes");
	play_expect_proposal(&p, ACTION_EXCHANGE, "TF-100189", 0);
	play_close(&p);
}

static void
a_common_word_means_the_one_that_is_in_an_order_of_theirs(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1008");
	play_say(&p, "my jacket has a broken zip", "damaged_item product=P-1001~jacket");
	play_say(&p, "exchange it", "exchange_item");
	play_expect(&p, "Nephin down jacket");
	play_say(&p, "yes", "yes");
	play_expect_proposal(&p, ACTION_EXCHANGE, "TF-100181", 0);
	play_close(&p);
}

static void
trouble_that_is_told_as_a_reason_is_the_reason(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1012");
	play_say(&p, "send back both flasks of TF-100144",
	    "return_item ordinal=both product=P-5003 order_number=TF-100144");
	play_say(&p, "they leak", "faulty_item@0.4 reason=faulty");
	play_expect(&p, "two-year guarantee");
	play_say(&p, "yes", "yes");
	const struct action_proposal *x =
	    play_expect_proposal(&p, ACTION_RETURN, "TF-100144", 5800);
	assert_string_equal(value_get_text(x->params, "reason"), "faulty");
	play_close(&p);
}

static void
a_reason_that_is_not_surely_understood_is_asked_with_all_there_are_and_then_goes_to_a_person(
    void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1012");
	play_say(&p, "money back for the flask of TF-100144, it is odd",
	    "refund_request damaged_item@0.5 product=P-5003 order_number=TF-100144");
	play_expect_none(&p);
	play_expect(&p, "?");
	play_say(&p, "well, it's the lid", "damaged_item@0.4");
	play_expect(&p, "something is missing");
	play_say(&p, "the lid, I said", "damaged_item@0.4");
	play_expect(&p, "a colleague");
	play_say(&p, "yes", "yes");
	const struct action_proposal *x = play_expect_proposal(&p, ACTION_REFUND, "TF-100144", -1);
	assert_string_equal(value_get_text(x->params, "reason"), "other");
	play_close(&p);
}

static void
two_reasons_about_as_likely_are_asked_and_an_ordinal_answers(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1012");
	play_say(&p, "money back for the flask of TF-100144",
	    "refund_request reason=damaged reason=not_arrived product=P-5003 order_number=TF-100144");
	play_expect_none(&p);
	play_say(&p, "hm, one of those", "reason=damaged reason=not_arrived");
	play_expect(&p, "something is missing");
	play_say(&p, "the fourth", "ordinal=4");
	play_say(&p, "yes", "yes");
	const struct action_proposal *x = play_expect_proposal(&p, ACTION_REFUND, "TF-100144", -1);
	assert_string_equal(value_get_text(x->params, "reason"), "not_arrived");
	play_close(&p);
}

static void
a_trouble_that_is_told_with_another_reason_goes_on_as_that(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1012");
	play_say(&p, "the flask of TF-100144 is missing",
	    "damaged_item@0.7 reason=not_arrived product=P-5003 order_number=TF-100144");
	play_expect_none(&p);
	play_expect_not(&p, "damaged");
	play_say(&p, "yes", "yes");
	const struct action_proposal *x = play_expect_proposal(&p, ACTION_REFUND, "TF-100144", -1);
	assert_string_equal(value_get_text(x->params, "reason"), "not_arrived");
	play_close(&p);
}

static void
money_on_another_card_than_paid_goes_to_a_person_and_is_no_exchange(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1012");
	play_say(&p, "refund the flask of TF-100144, it came dented",
	    "refund_request reason=damaged product=P-5003 order_number=TF-100144");
	play_say(&p, "but to another card please", "change_payment method=other");
	play_expect_none(&p);
	play_expect_not(&p, "instead");
	assert_true(p.draft.hand_off || strstr(p.draft.text, "approve") != NULL);
	play_close(&p);
}

static void
a_trouble_that_its_own_words_speak_against_is_asked_about(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1012");
	play_say(&p, "wrong size of the flask in TF-100144",
	    "wrong_item@0.9 reason=changed_mind reason=wrong_item product=P-5003 order_number=TF-100144");
	play_expect_none(&p);
	play_expect(&p, "May I ask why");
	play_close(&p);
}

static void
naming_the_goods_changes_no_reason(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1012");
	play_say(&p, "refund TF-100144, it came dented",
	    "refund_request reason=damaged order_number=TF-100144");
	play_say(&p, "the flasks, both", "missing_item product=P-5003 ordinal=both");
	play_expect_not(&p, "missing");
	play_say(&p, "yes", "yes");
	const struct action_proposal *x = play_expect_proposal(&p, ACTION_REFUND, "TF-100144", -1);
	assert_string_equal(value_get_text(x->params, "reason"), "damaged");
	play_close(&p);
}

static void
what_is_meant_instead_is_taken_alone(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1025");
	play_say(&p, "return the sleeping bag of TF-100145, changed my mind",
	    "return_item product=P-4002~sleeping_bag order_number=TF-100145 reason=changed_mind");
	play_expect(&p, "Lough Fee");
	play_say(&p, "sorry, wrong one: it's the top, not the sleeping bag",
	    "correction product=P-1006~top !product=P-4002~sleeping_bag");
	play_expect(&p, "Inagh");
	play_expect_not(&p, "Lough Fee");
	play_expect_not(&p, "Silver");
	play_close(&p);
}

static void
a_correction_that_sounds_like_a_question_about_goods_corrects(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1025");
	play_say(&p, "return the sleeping bag of TF-100145, changed my mind",
	    "return_item product=P-4002~sleeping_bag order_number=TF-100145 reason=changed_mind");
	play_say(&p, "not the sleeping bag, I mean the top",
	    "product_question@0.9 correction !product=P-4002~sleeping_bag product=P-1006~top");
	play_expect(&p, "Inagh");
	play_expect_not(&p, "Lough Fee");
	play_close(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_change_of_mind_is_returned_with_method_and_amount_in_the_summary),
	    cmocka_unit_test(a_refund_that_the_rules_refuse_comes_with_what_they_allow),
	    cmocka_unit_test(everything_but_the_pegs_is_everything_but_the_pegs),
	    cmocka_unit_test(a_quantity_is_taken_and_corrected_before_the_yes),
	    cmocka_unit_test(
		opened_hygiene_goods_are_refused_with_the_rule_and_nothing_is_proposed),
	    cmocka_unit_test(a_damaged_bottle_has_remedies_and_the_small_refund_goes_through),
	    cmocka_unit_test(a_choice_is_heard_misspelt_or_by_its_sense),
	    cmocka_unit_test(damage_and_the_wish_for_money_in_one_message_are_one_wish),
	    cmocka_unit_test(both_is_no_answer_to_one_or_the_other),
	    cmocka_unit_test(a_faulty_coat_is_replaced_by_the_same_one_after_approval),
	    cmocka_unit_test(a_missing_piece_is_refunded_by_its_own_line),
	    cmocka_unit_test(
		something_that_is_not_in_the_order_is_asked_for_again_and_never_guessed),
		cmocka_unit_test(where_the_money_is_names_amount_method_and_day),
		cmocka_unit_test(money_for_another_order_than_the_one_spoken_of_is_told_with_its_order),
	    cmocka_unit_test(a_refund_that_waits_for_approval_is_told_so),
	    cmocka_unit_test(a_price_that_fell_goes_to_a_person_with_the_difference),
	    cmocka_unit_test(a_price_that_did_not_fall_is_no_reason_for_money),
	    cmocka_unit_test(a_refund_or_else_an_exchange_comes_one_after_the_other),
	    cmocka_unit_test(a_common_word_means_the_one_that_is_in_an_order_of_theirs),
	    cmocka_unit_test(trouble_that_is_told_as_a_reason_is_the_reason),
	    cmocka_unit_test(
		a_reason_that_is_not_surely_understood_is_asked_with_all_there_are_and_then_goes_to_a_person),
	    cmocka_unit_test(two_reasons_about_as_likely_are_asked_and_an_ordinal_answers),
	    cmocka_unit_test(a_trouble_that_is_told_with_another_reason_goes_on_as_that),
	    cmocka_unit_test(a_trouble_that_its_own_words_speak_against_is_asked_about),
	    cmocka_unit_test(naming_the_goods_changes_no_reason),
	    cmocka_unit_test(what_is_meant_instead_is_taken_alone),
	    cmocka_unit_test(a_correction_that_sounds_like_a_question_about_goods_corrects),
	    cmocka_unit_test(money_on_another_card_than_paid_goes_to_a_person_and_is_no_exchange),
	};

	return RUN_TAP(tests);
}
