/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goods and articles: stock, sizes, what a product is like, and questions that articles answer.
 */
#include "play.h"

#include <string.h>

static void
stock_is_told_by_variant_with_its_price_or_its_date(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "have you got the Corrib jacket?", "stock product=P-1001");
	play_expect(&p, "moss S");
	play_say(&p, "and in rowan XL?", "stock product=P-1001 option:colour=rowan option:size=XL");
	play_expect(&p, "out of stock");
	play_expect(&p, "11 November");
	play_say(&p, "in moss L?", "stock product=P-1001 option:colour=moss option:size=L");
	play_expect(&p, "€189.00");
	play_close(&p);
}

static void
stock_of_nothing_named_is_asked_for_and_then_answered(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "do you have it in stock?", "stock");
	assert_string_equal(value_get_text(p.draft.state, "expected"), "product");
	play_say(&p, "the Corrib one", "product=P-1001");
	play_expect(&p, "Corrib waterproof jacket");
	play_close(&p);
}

static void
another_colour_alone_asks_again_about_the_same_product(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "Corrib in moss L?", "stock product=P-1001 option:colour=moss option:size=L");
	play_say(&p, "and ink M?", "option:colour=ink option:size=M");
	play_expect(&p, "28 October");
	play_close(&p);
}

static void
a_price_is_told_as_a_range_or_for_the_variant(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "what does the Corrib cost?", "product_question product=P-1001");
	play_expect(&p, "€149.00");
	play_expect(&p, "€189.00");
	play_say(
	    &p, "how much is it in moss?", "product_question product=P-1001 option:colour=moss");
	play_expect(&p, "€189.00");
	play_expect_not(&p, "€149.00");
	play_close(&p);
}

static void
an_attribute_answers_what_was_asked(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "how waterproof is the Corrib?", "product_question product=P-1001");
	play_expect(&p, "20,000 mm");
	play_say(&p, "what is its weight?", "product_question");
	play_expect(&p, "420 g");
	play_say(&p, "can I wash it?", "product_question");
	play_expect(&p, "30 °C");
	play_close(&p);
}

static void
how_it_fits_comes_from_the_catalogue(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "how does the Corrib fit?", "size_advice product=P-1001");
	play_expect(&p, "room for a fleece");
	play_close(&p);
}

static void
a_gift_card_s_balance_is_told_to_its_owner_alone(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "what is on my gift card?", "gift_card");
	play_expect_not(&p, "€40.00");
	play_prove(&p, "C-1001");
	play_say(&p, "what is on my gift card?", "gift_card");
	play_expect(&p, "€40.00");
	play_close(&p);
}

static void
questions_are_answered_from_cited_articles(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	static const char *const asked[][2] = {
	{"delivery_time", "how long does delivery take in Ireland?"}, {"delivery_cost", "what does delivery to Germany cost?"},
	{"payment_question", "can I pay with PayPal?"}, {"invoice", "I need an invoice"}, {"account", "I forgot my password"},
	{"discount", "do you have a discount code?"}, {"store_info", "where is your shop?"}, {"warranty", "how long is the guarantee?"},
	{"loyalty", "what is Plus?"}, {"privacy", "what data do you keep about me?"},
	};
	for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
	play_say(&p, asked[i][1], asked[i][0]);
	if (!p.draft.citation_count)
	fail_msg("no citation for: %s", p.draft.text);
	assert_string_equal(p.draft.intent, asked[i][0]);
	assert_false(p.draft.is_small_talk);
	assert_null(strchr(p.draft.text, '{'));
	}
	play_close(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stock_is_told_by_variant_with_its_price_or_its_date),
		cmocka_unit_test(stock_of_nothing_named_is_asked_for_and_then_answered),
		cmocka_unit_test(another_colour_alone_asks_again_about_the_same_product),
		cmocka_unit_test(a_price_is_told_as_a_range_or_for_the_variant),
		cmocka_unit_test(an_attribute_answers_what_was_asked),
		cmocka_unit_test(how_it_fits_comes_from_the_catalogue),
		cmocka_unit_test(a_gift_card_s_balance_is_told_to_its_owner_alone),
		cmocka_unit_test(questions_are_answered_from_cited_articles),
	};

	return RUN_TAP(tests);
}
