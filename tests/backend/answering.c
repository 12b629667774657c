/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What counts as an answer to what was asked, and what doesn't: yes, no, thanks, who they are,
 * which of these.
 */
#include "play.h"

static void
an_order_number_given_to_say_who_they_are_is_the_order_that_is_meant(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "I need to cancel what I ordered", "cancel_order");
	play_prove(&p, "C-1029");
	play_say(&p, "TF-100180, a@b.example", "order_number=TF-100180 email=a@b.example");
	play_expect(&p, "already reached you");
	play_expect_not(&p, "TF-100224");
	play_close(&p);
}

static void
who_they_are_is_no_question_about_the_shop_even_if_it_sounds_like_one(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "where is my order", "order_status");
	play_prove(&p, "C-1046");
	play_say(&p, "TF-100237 and my e-mail is a@b.example",
	    "store_info order_number=TF-100237 email=a@b.example");
	play_expect(&p, "TF-100237");
	assert_int_equal(p.draft.citation_count, 0);
	play_say(&p, "and the opening hours?", "store_info");
	assert_true(p.draft.citation_count > 0);
	play_close(&p);
}

static void
thanks_are_no_yes(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "cancel TF-100237", "cancel_order order_number=TF-100237");
	play_say(&p, "OK thank you", "thanks yes@0.7");
	play_expect_none(&p);
	play_say(&p, "fine, whatever you think is right", "yes@0.65");
	play_expect_none(&p);
	play_close(&p);
}

static void
a_no_ends_the_wish_and_its_summary_does_not_come_again(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "cancel TF-100237", "cancel_order order_number=TF-100237");
	play_say(&p, "no, I've changed my mind, leave everything as it is", "deny no ordinal=all");
	play_expect_none(&p);
	play_expect_not(&p, "€189.00");
	play_say(&p, "yes", "yes");
	play_expect_none(&p);
	play_expect_not(&p, "€189.00");
	play_close(&p);
}

static void
a_no_with_another_order_is_a_correction(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1029");
	play_say(&p, "cancel TF-100224", "cancel_order order_number=TF-100224");
	play_say(&p, "no, TF-100180", "no order_number=TF-100180");
	play_expect(&p, "already reached you");
	play_expect_none(&p);
	play_close(&p);
}

static void
a_line_is_told_by_its_size_and_colour_without_changing_what_it_is_swapped_for(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1038");
	play_say(&p, "send the Keem shorts of TF-100186 back, I don't like them",
	    "return_item order_number=TF-100186 product=P-1012~Keem_shorts reason=changed_mind");
	play_expect(&p, "(slate, M)");
	play_say(&p, "the slate ones in M",
	    "size_advice product=P-1012 option:colour=slate option:size=M");
	play_expect(&p, "(slate, M)");
	play_expect_not(&p, "(sand, M)");
	play_close(&p);
}

static void
the_order_that_is_meant_instead_is_heard_in_either_order(void **state)
{
	static const char *const means[] = {
	    "wrong_item correction order_number=TF-100180 order_number=TF-100224",
	    "correction order_number=TF-100224 order_number=TF-100180"};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct play p;

		play_open(&p, NULL);
		play_prove(&p, "C-1029");
		play_say(&p, "cancel TF-100224", "cancel_order order_number=TF-100224");
		play_say(&p, i ? "not TF-100224 but TF-100180" : "I meant TF-100180, not TF-100224",
		    means[i]);
		play_expect(&p, "already reached you");
		play_expect_none(&p);
		play_close(&p);
	}
}

static void
all_day_is_not_all_of_the_order(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1020");
	play_say(&p, "refund what came broken in TF-100183, I don't have all day",
	    "refund_request order_number=TF-100183 reason=damaged ordinal=all");
	play_expect(&p, "Lettermore flask (oat, 500 ml)\n");
	play_close(&p);
	play_open(&p, NULL);
	play_prove(&p, "C-1020");
	play_say(&p, "refund everything in TF-100183, it came broken",
	    "refund_request order_number=TF-100183 reason=damaged ordinal=all");
	play_expect(&p, "€57.95");
	play_close(&p);
}

static void
what_a_parcel_came_without_is_what_is_missing(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1020");
	play_say(&p, "TF-100183 came without the Fanore bottle",
	    "missing_item order_number=TF-100183 !product=P-5004~Fanore_bottle");
	play_expect(&p, "Fanore bottle");
	play_expect_not(&p, "Lettermore");
	play_close(&p);
}

static void
no_trouble_told_is_a_change_of_mind(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1038");
	play_say(&p, "I want to send the Keem shorts of TF-100186 back, the slate ones in M",
	    "return_item order_number=TF-100186 product=P-1012~Keem_shorts option:colour=slate option:size=M");
	play_say(&p, "they just aren't me", "deny@0.6");
	play_say(&p, "yes", "yes");
	const struct action_proposal *x = play_expect_proposal(&p, ACTION_RETURN, "TF-100186", -1);

	assert_string_equal(value_get_text(x->params, "reason"), "changed_mind");
	play_close(&p);
}

static void
a_trouble_beside_the_change_that_mends_it_is_one_wish(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "I took the wrong jacket in TF-100237, make it a rowan S",
	    "wrong_item change_item order_number=TF-100237 option:colour=rowan option:size=S");
	play_expect(&p, "(rowan, S)");
	play_expect_not(&p, "cancel");
	play_say(&p, "yes", "yes");
	play_expect_proposal(&p, ACTION_ITEM_CHANGE, "TF-100237", -1);
	play_close(&p);
}

static void
one_change_of_address_is_not_two(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "send TF-100237 elsewhere, I have moved",
	    "change_profile_address change_address order_number=TF-100237");
	play_say(&p, "7 Park Avenue, Sligo, F91 Y3TA",
	    "address=7_Park_Avenue,_Sligo,_F91_Y3TA postcode=F91_Y3TA");
	play_expect(&p, "TF-100237 goes to 7 Park Avenue, Sligo, F91 Y3TA");
	play_say(&p, "yes", "yes");
	play_expect_proposal(&p, ACTION_ADDRESS_CHANGE, "TF-100237", -1);
	play_say(&p, "thanks", "thanks");
	play_expect_not(&p, "account");
	play_close(&p);
}

static void
the_goods_own_sizes_are_read_where_general_words_mislead(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1037");
	play_say(
	    &p, "could I swap the duffel for 90 L?", "exchange_item product=P-3004 option:size=L");
	play_expect(&p, "90 L");
	play_expect_not(&p, "doesn't come in");
	play_close(&p);
}

static void
who_insists_on_what_is_not_there_is_asked_whether_to_leave_it(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "make TF-100237 an ink M",
	    "change_item order_number=TF-100237 option:colour=ink option:size=M");
	play_expect(&p, "out of stock");
	play_say(&p, "ink, M", "option:colour=ink option:size=M");
	play_expect(&p, "leave");
	assert_false(p.draft.hand_off);
	play_say(&p, "yes", "yes");
	play_expect_none(&p);
	assert_false(p.draft.hand_off);
	play_close(&p);
}

static void
beyond_the_shop_twice_goes_to_a_person_whatever_was_said_between(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "what is the capital of France", "oos");
	play_say(&p, "no need", "no");
	assert_false(p.draft.hand_off);
	play_say(&p, "and of Spain?", "oos");
	assert_int_equal(p.draft.reason, HANDOFF_OUT_OF_SCOPE);
	play_close(&p);
}

static void
an_order_number_is_never_beyond_the_shop(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "how fares TF-100237", "oos order_number=TF-100237");
	play_expect(&p, "TF-100237, placed on");
	play_close(&p);
}

static void
a_remark_beside_a_wish_is_passed_over(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "my dog says hello, where is my order", "discount@0.6 order_status");
	play_expect_not(&p, "guess");
	play_expect_not(&p, "reliable");
	play_expect(&p, "TF-100237");
	play_close(&p);
}

static void
an_objection_takes_the_summary_away_and_works_what_is_wanted(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "cancel TF-100237", "cancel_order order_number=TF-100237");
	play_say(&p, "no, not that, it should go elsewhere", "no change_address");
	play_expect_not(&p, "€189.00");
	play_expect(&p, "street");
	play_say(&p, "yes", "yes");
	play_expect_none(&p);
	play_close(&p);
}

static void
a_summary_asked_again_is_whole(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "cancel TF-100237", "cancel_order order_number=TF-100237");
	play_say(&p, "hm", "");
	play_expect(&p, "€189.00");
	play_expect(&p, "yes or");
	play_close(&p);
}

static void
nothing_wrong_is_no_wrong_item(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1038");
	play_say(&p,
	    "nothing wrong with the slate Keem shorts in M of TF-100186, I want to send them back",
	    "wrong_item return_item order_number=TF-100186 product=P-1012~Keem_shorts option:colour=slate option:size=M reason=wrong_item");
	play_say(&p, "yes", "yes");
	const struct action_proposal *x = play_expect_proposal(&p, ACTION_RETURN, "TF-100186", -1);

	assert_string_equal(value_get_text(x->params, "reason"), "changed_mind");
	play_close(&p);
}

static void
a_detour_does_not_answer_the_question_that_waits(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1038");
	play_say(&p, "send the slate Keem shorts in M of TF-100186 back",
	    "return_item order_number=TF-100186 product=P-1012~Keem_shorts option:colour=slate option:size=M");
	play_say(&p, "how long does delivery take?", "delivery_time");
	play_expect_not(&p, "To sum up");
	assert_string_equal(value_get_text(p.draft.state, "expected"), "reason");
	play_close(&p);
}

static void
a_postcode_that_no_pattern_knows_is_taken_where_it_was_asked_for(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "change the address of TF-100237", "change_address order_number=TF-100237");
	play_say(&p, "12 Quay Street, Galway", "address=12_Quay_Street,_Galway");
	play_say(&p, "Q9 7ZZ is the postcode", "oos");
	play_expect(&p, "12 Quay Street, Galway, Q9 7ZZ");
	play_close(&p);
}

static void
what_fits_by_its_words_goes_before_a_likeness(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1020");
	play_say(&p, "Dear Sir, the Fanore bottle of TF-100183 came broken, refund it",
	    "refund_request order_number=TF-100183 product=P-5002~Sir product=P-5004~Fanore_bottle reason=damaged");
	play_expect_not(&p, "Lettermore");
	play_close(&p);
}

static void
goodbye_with_a_question_open_leaves_all_as_it_is(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "cancel TF-100237", "cancel_order order_number=TF-100237");
	play_say(&p, "thank you, bye", "thanks goodbye");
	play_expect_none(&p);
	play_expect_not(&p, "€189.00");
	assert_false(p.draft.hand_off);
	play_say(&p, "yes", "yes");
	play_expect_none(&p);
	play_close(&p);
}

static void
what_it_is_not_is_what_was_bought(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1020");
	play_say(&p, "what came in TF-100183 is not the Fanore bottle, refund it",
	    "refund_request order_number=TF-100183 !product=P-5004~Fanore_bottle reason=wrong_item");
	play_expect_not(&p, "Lettermore");
	play_say(&p, "not the Fanore bottle, I mean the Lettermore flask",
	    "correction !product=P-5004~Fanore_bottle !product=P-5003~Lettermore_flask");
	play_expect(&p, "Lettermore");
	play_expect_not(&p, "Fanore");
	play_close(&p);
}

static void
a_question_in_between_does_not_lose_the_one_that_was_unclear(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "jacket thing", "return_item@0.3 exchange_item@0.25");
	play_say(&p, "how long does delivery take?", "delivery_time");
	assert_true(p.draft.citation_count > 0);
	play_expect(&p, "return something or exchange something");
	play_say(&p, "the first", "ordinal=1");
	assert_string_equal(p.draft.intent, "return_item");
	play_close(&p);
}

static void
a_thing_that_is_named_is_not_everything(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1038");
	play_say(&p,
	    "what with the rain and everything: the Keem shorts of TF-100186 came torn, refund them",
	    "refund_request order_number=TF-100186 product=P-1012~Keem_shorts reason=damaged ordinal=all");
	play_expect(&p, "(sand, M)\n");
	play_expect_not(&p, "To sum up");
	play_close(&p);
}

static void
a_far_likeness_settles_nothing(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1020");
	play_say(&p, "Dear Madam, refund what came broken in TF-100183",
	    "refund_request order_number=TF-100183 product=P-5004~Madam reason=damaged");
	play_expect(&p, "Lettermore flask (oat, 500 ml)\n");
	play_expect_not(&p, "€");
	play_close(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_order_number_given_to_say_who_they_are_is_the_order_that_is_meant),
	    cmocka_unit_test(who_they_are_is_no_question_about_the_shop_even_if_it_sounds_like_one),
	    cmocka_unit_test(thanks_are_no_yes),
	    cmocka_unit_test(a_no_ends_the_wish_and_its_summary_does_not_come_again),
	    cmocka_unit_test(a_no_with_another_order_is_a_correction),
	    cmocka_unit_test(
		a_line_is_told_by_its_size_and_colour_without_changing_what_it_is_swapped_for),
	    cmocka_unit_test(the_order_that_is_meant_instead_is_heard_in_either_order),
	    cmocka_unit_test(all_day_is_not_all_of_the_order),
	    cmocka_unit_test(what_a_parcel_came_without_is_what_is_missing),
	    cmocka_unit_test(no_trouble_told_is_a_change_of_mind),
	    cmocka_unit_test(a_trouble_beside_the_change_that_mends_it_is_one_wish),
	    cmocka_unit_test(one_change_of_address_is_not_two),
	    cmocka_unit_test(the_goods_own_sizes_are_read_where_general_words_mislead),
	    cmocka_unit_test(who_insists_on_what_is_not_there_is_asked_whether_to_leave_it),
	    cmocka_unit_test(beyond_the_shop_twice_goes_to_a_person_whatever_was_said_between),
	    cmocka_unit_test(an_order_number_is_never_beyond_the_shop),
	    cmocka_unit_test(a_remark_beside_a_wish_is_passed_over),
	    cmocka_unit_test(an_objection_takes_the_summary_away_and_works_what_is_wanted),
	    cmocka_unit_test(a_summary_asked_again_is_whole),
	    cmocka_unit_test(nothing_wrong_is_no_wrong_item),
	    cmocka_unit_test(a_detour_does_not_answer_the_question_that_waits),
	    cmocka_unit_test(a_postcode_that_no_pattern_knows_is_taken_where_it_was_asked_for),
	    cmocka_unit_test(what_fits_by_its_words_goes_before_a_likeness),
	    cmocka_unit_test(goodbye_with_a_question_open_leaves_all_as_it_is),
	    cmocka_unit_test(what_it_is_not_is_what_was_bought),
	    cmocka_unit_test(a_question_in_between_does_not_lose_the_one_that_was_unclear),
	    cmocka_unit_test(a_thing_that_is_named_is_not_everything),
	    cmocka_unit_test(a_far_likeness_settles_nothing),
	};

	return RUN_TAP(tests);
}
