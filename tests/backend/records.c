/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What only the shopper's own records answer, and what no action of the shop meets.
 */
#include "play.h"

static void
open_for(struct play *p, const char *customer)
{
	play_open(p, NULL);
	play_prove(p, customer);
}

static void
an_order_s_total_contents_payment_and_address_are_told(void **state)
{
	struct play p;

	(void)state;
	open_for(&p, "C-1046");
	play_say(&p, "What did TF-100237 come to altogether?", "order_status@0.5 order_number=TF-100237");
	play_expect(&p, "€189.00");
	play_say(&p, "And what did I order with it, TF-100237?", "order_status@0.5 order_number=TF-100237");
	play_expect(&p, "Corrib");
	play_say(&p, "How did I pay for TF-100237?", "payment_question@0.6 order_number=TF-100237");
	play_expect(&p, "Visa ending 7163");
	play_say(&p, "Which delivery address does TF-100237 have?", "change_address@0.6 order_number=TF-100237");
	play_expect(&p, "14 Abbey Row");
	play_expect_none(&p);
	play_close(&p);
}

static void
what_an_account_holds_is_told_to_its_owner_alone(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "Which address is saved in my account?", "account@0.8");
	play_expect_not(&p, "14 Abbey Row");
	play_prove(&p, "C-1046");
	play_say(&p, "TF-100237, rory.nolan@example.net", "order_number=TF-100237 email=rory.nolan@example.net");
	play_expect(&p, "14 Abbey Row");
	play_say(&p, "Which payment methods are on file?", "payment_question@0.6");
	play_expect(&p, "Visa ending 7163");
	play_close(&p);
}

/* The same words with a wish in them are a wish. */
static void
a_change_of_address_is_no_question_about_it(void **state)
{
	struct play p;

	(void)state;
	open_for(&p, "C-1046");
	play_say(&p, "Can the delivery address of TF-100237 be changed?", "change_address@0.9 order_number=TF-100237");
	play_expect_not(&p, "14 Abbey Row");
	play_expect(&p, "address");
	play_close(&p);
}

static void
a_cancelled_order_is_not_brought_back_and_a_person_is_offered(void **state)
{
	struct play p;

	(void)state;
	open_for(&p, "C-1048");
	play_say(&p, "Please reinstate my cancelled order TF-100116", "cancel_order@0.9 order_number=TF-100116");
	play_expect(&p, "TF-100116 was cancelled");
	play_expect(&p, "colleague");
	play_expect_none(&p);
	assert_false(p.draft.hand_off);
	play_say(&p, "yes please", "yes");
	assert_true(p.draft.hand_off);
	play_close(&p);
}

static void
who_holds_on_to_an_order_of_somebody_else_is_refused_and_not_handed_over(void **state)
{
	struct play p;

	(void)state;
	open_for(&p, "C-1046");
	play_say(&p, "Please cancel TF-100101", "cancel_order order_number=TF-100101");
	play_expect(&p, "TF-100101");
	play_say(&p, "I mean TF-100101", "order_number=TF-100101");
	play_expect(&p, "your");
	assert_false(p.draft.hand_off);
	play_expect_none(&p);
	play_close(&p);
}

static void
an_order_s_number_is_known_without_its_signs(void **state)
{
	struct play p;

	(void)state;
	open_for(&p, "C-1046");
	play_say(&p, "where is TF100237", "order_status order_number=TF100237");
	play_expect(&p, "TF-100237, placed");
	play_close(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_order_s_total_contents_payment_and_address_are_told),
	    cmocka_unit_test(what_an_account_holds_is_told_to_its_owner_alone),
	    cmocka_unit_test(a_change_of_address_is_no_question_about_it),
	    cmocka_unit_test(a_cancelled_order_is_not_brought_back_and_a_person_is_offered),
	    cmocka_unit_test(
		who_holds_on_to_an_order_of_somebody_else_is_refused_and_not_handed_over),
	    cmocka_unit_test(an_order_s_number_is_known_without_its_signs),
	};

	return RUN_TAP(tests);
}
