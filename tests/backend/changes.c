/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Changes: another size, another item, another payment, another address.
 */
#include "play.h"

#include <string.h>

static void
an_exchange_names_old_new_and_cost(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1001");
	play_say(&p, "Can I swap the jacket for a size L?",
	    "exchange_item product=P-1001 option:size=L");
	play_expect(&p, "(moss, S)");
	play_expect(&p, "(moss, L)");
	play_expect(&p, "the same price");
	play_say(&p, "yes", "yes");
	const struct action_proposal *x = play_expect_proposal(&p, ACTION_EXCHANGE, "TF-100189", 0);
	assert_string_equal(
	    value_get_text(value_at(value_get(x->params, "lines"), 0), "sku"), "CORRIB-MOSS-L");
	play_close(&p);
}

static void
a_size_corrected_after_the_summary_makes_a_new_summary(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1001");
	play_say(&p, "I want to exchange TF-100189", "exchange_item order_number=TF-100189");
	play_expect(&p, "moss M");
	play_say(&p, "size M please", "option:size=M");
	play_say(&p, "no, I meant L", "no correction option:size=L");
	play_expect(&p, "(moss, L)");
	play_expect_none(&p);
	play_say(&p, "yes", "yes");
	const struct action_proposal *x = play_expect_proposal(&p, ACTION_EXCHANGE, "TF-100189", 0);
	assert_string_equal(
	    value_get_text(value_at(value_get(x->params, "lines"), 0), "sku"), "CORRIB-MOSS-L");
	play_close(&p);
}

static void
a_size_that_is_out_of_stock_is_told_with_its_date_and_others_are_offered(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1001");
	play_say(&p, "swap my jacket for ink M",
	    "exchange_item product=P-1001 option:colour=ink option:size=M");
	play_expect(&p, "out of stock");
	play_expect(&p, "28 October");
	play_expect(&p, "ink L");
	play_expect_none(&p);
	play_close(&p);
}

static void
a_size_that_does_not_exist_is_told_so(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1047");
	play_say(
	    &p, "change TF-100234 to XXL", "change_item order_number=TF-100234 option:size=XXL");
	play_expect(&p, "doesn't come in XXL");
	play_expect_none(&p);
	play_close(&p);
}

static void
before_it_ships_an_exchange_is_a_change_of_the_order(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(
	    &p, "exchange TF-100237 for XL", "exchange_item order_number=TF-100237 option:size=XL");
	play_say(&p, "yes", "yes");
	play_expect_proposal(&p, ACTION_ITEM_CHANGE, "TF-100237", 0);
	play_close(&p);
}

static void
a_cheaper_variant_says_what_comes_back(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "make TF-100237 a rowan S",
	    "change_item order_number=TF-100237 option:colour=rowan option:size=S");
	play_expect(&p, "€40.00 less");
	play_expect_none(&p);
	play_close(&p);
}

static void
an_order_goes_to_an_address_that_was_given_in_parts(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "send my order to another address", "change_address");
	assert_string_equal(value_get_text(p.draft.state, "expected"), "address");
	play_say(&p, "12 Quay Street, Galway", "address=12_Quay_Street");
	play_say(&p, "H91 X2K4", "postcode=H91_X2K4");
	play_expect(&p, "12 Quay Street, Galway, H91 X2K4");
	assert_true(facts_has_number(p.facts, 91));
	play_expect_none(&p);
	play_say(&p, "yes", "yes");
	const struct action_proposal *x =
	    play_expect_proposal(&p, ACTION_ADDRESS_CHANGE, "TF-100237", -1);
	assert_string_equal(value_get_text(value_get(x->params, "address"), "city"), "Galway");
	play_close(&p);
}

static void
the_address_of_a_sent_parcel_stays(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1004");
	play_say(&p, "send TF-100219 to 12 Quay Street, Galway, H91 X2K4",
	    "change_address order_number=TF-100219 address=12_Quay_Street postcode=H91_X2K4");
	play_expect(&p, "left us");
	play_expect_none(&p);
	play_close(&p);
}

static void
a_corrected_house_number_keeps_the_town(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1040");
	play_say(&p, "I moved", "change_profile_address");
	play_say(&p, "to 5 Main St", "address=5_Main_St");
	play_say(&p, "Cork", "");
	play_say(&p, "T12 AB34", "postcode=T12_AB34");
	play_expect(&p, "5 Main St, Cork, T12 AB34");
	play_say(&p, "no, number 7 Main St", "correction address=7_Main_St");
	play_expect(&p, "7 Main St, Cork, T12 AB34");
	play_expect_none(&p);
	play_say(&p, "yes", "yes");
	play_expect_proposal(&p, ACTION_PROFILE_ADDRESS_CHANGE, "", -1);
	play_close(&p);
}

static void
a_payment_is_changed_only_to_a_method_of_theirs(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1008");
	play_say(&p, "can I pay TF-100236 with paypal instead",
	    "change_payment order_number=TF-100236 method=paypal");
	play_expect(&p, "Gift card ending 0452");
	play_expect_none(&p);
	play_say(&p, "yes, that one", "yes");
	play_expect(&p, "Gift card ending 0452");
	play_expect_none(&p);
	play_say(&p, "yes", "yes");
	play_expect_proposal(&p, ACTION_PAYMENT_CHANGE, "TF-100236", -1);
	play_close(&p);
}

static void
without_another_method_nothing_is_asked_twice(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "can I pay another way", "change_payment");
	play_expect(&p, "no other way");
	play_expect_none(&p);
	play_close(&p);
}

static void
words_behind_the_postcode_are_no_part_of_the_address(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "please send it to 12 Quay Street, Galway, H91 X2K4 instead",
	    "change_address correction address=12_Quay_Street,_Galway,_H91_X2K4_instead postcode=H91_X2K4");
	play_expect(&p, "12 Quay Street, Galway, H91 X2K4, IE");
	assert_true(p.draft.confidence > 0.7);
	play_close(&p);
}

static void
a_question_in_between_names_no_size(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1007");
	play_say(&p, "swap the trousers of TF-100194",
	    "exchange_item order_number=TF-100194 product=P-1010~trousers");
	play_say(&p, "how long is your guarantee?", "warranty");
	play_expect_not(&p, "To sum up");
	play_expect_not(&p, "we would exchange");
	play_close(&p);
}

static void
a_question_in_between_is_no_address(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1047");
	play_say(&p, "change the address of TF-100234", "change_address order_number=TF-100234");
	play_say(&p, "before that: do you mend things?", "warranty");
	play_say(&p, "12 Quay Street, Cork, T12 AB34",
	    "address=12_Quay_Street,_Cork,_T12_AB34 postcode=T12_AB34");
	play_expect(&p, "12 Quay Street");
	play_expect_not(&p, "before that");
	play_close(&p);
}

static void
a_town_is_told_without_its_lead(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1047");
	play_say(&p, "change the address of TF-100234", "change_address order_number=TF-100234");
	play_say(&p, "12 Quay Street", "address=12_Quay_Street");
	play_say(&p, "That's Cork", "");
	play_say(&p, "T12 AB34", "postcode=T12_AB34");
	play_expect(&p, "12 Quay Street, Cork");
	play_close(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_exchange_names_old_new_and_cost),
	    cmocka_unit_test(a_size_corrected_after_the_summary_makes_a_new_summary),
	    cmocka_unit_test(
		a_size_that_is_out_of_stock_is_told_with_its_date_and_others_are_offered),
	    cmocka_unit_test(a_size_that_does_not_exist_is_told_so),
	    cmocka_unit_test(before_it_ships_an_exchange_is_a_change_of_the_order),
	    cmocka_unit_test(a_cheaper_variant_says_what_comes_back),
	    cmocka_unit_test(an_order_goes_to_an_address_that_was_given_in_parts),
	    cmocka_unit_test(the_address_of_a_sent_parcel_stays),
	    cmocka_unit_test(a_corrected_house_number_keeps_the_town),
	    cmocka_unit_test(a_payment_is_changed_only_to_a_method_of_theirs),
	    cmocka_unit_test(without_another_method_nothing_is_asked_twice),
	    cmocka_unit_test(words_behind_the_postcode_are_no_part_of_the_address),
	    cmocka_unit_test(a_question_in_between_names_no_size),
	    cmocka_unit_test(a_question_in_between_is_no_address),
	    cmocka_unit_test(a_town_is_told_without_its_lead),
	};

	return RUN_TAP(tests);
}
