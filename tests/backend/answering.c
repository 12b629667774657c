/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What counts as an answer to what was asked, and what doesn't: yes, no, thanks, who they are, which of these.
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
	play_say(&p, "TF-100237 and my e-mail is a@b.example", "store_info order_number=TF-100237 email=a@b.example");
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
	play_say(&p, "send the Keem shorts of TF-100186 back, I don't like them", "return_item order_number=TF-100186 product=P-1012~Keem_shorts reason=changed_mind");
	play_expect(&p, "(slate, M)");
	play_say(&p, "the slate ones in M", "size_advice product=P-1012 option:colour=slate option:size=M");
	play_expect(&p, "(slate, M)");
	play_expect_not(&p, "(sand, M)");
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
		cmocka_unit_test(a_line_is_told_by_its_size_and_colour_without_changing_what_it_is_swapped_for),
	};

	return RUN_TAP(tests);
}
