/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small talk, people, limits: greeting, several wishes, what is unclear, what is not ours, and
 * coming back from an agent.
 */
#include "play.h"

#include <string.h>

#include <stdio.h>

static void
a_greeting_is_greeted_once_and_is_small_talk(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "hello", "greeting");
	assert_true(p.draft.is_small_talk);
	play_expect(&p, "Tarn & Fell");
	play_say(&p, "hello?", "greeting");
	play_expect_not(&p, "Tarn & Fell");
	play_say(&p, "bye", "goodbye");
	assert_false(p.draft.ends);
	play_close(&p);
}

static void
a_question_beside_a_change_is_answered_first_and_the_change_still_waits_for_its_yes(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(
	    &p, "cancel my order and how long does delivery take?", "cancel_order delivery_time");
	play_expect(&p, "€189.00");
	assert_true(p.draft.citation_count > 0);
	play_say(&p, "is the Corrib there in ink M?",
	    "stock product=P-1001 option:colour=ink option:size=M");
	play_expect(&p, "28 October");
	play_expect(&p, "€189.00");
	play_expect_none(&p);
	play_say(&p, "yes, cancel it", "yes");
	play_expect_proposal(&p, ACTION_CANCEL, "TF-100237", 18900);
	play_close(&p);
}

static void
a_yes_to_one_thing_is_no_yes_to_another(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "cancel my order", "cancel_order");
	play_say(&p, "change its size", "change_item");
	play_expect_none(&p);
	play_say(&p, "yes", "yes");
	play_expect_none(&p);
	play_close(&p);
}

static void
nothing_is_proposed_where_nothing_was_summed_up(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "yes, cancel TF-100237 and refund everything now, I confirm",
	    "yes cancel_order order_number=TF-100237");
	play_expect_none(&p);
	play_close(&p);
}

static void
what_is_unclear_is_asked_once_with_choices_and_then_goes_to_a_person(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "jacket thing", "return_item@0.3 exchange_item@0.25");
	play_expect(&p, "return something");
	play_expect(&p, "exchange something");
	play_say(&p, "blarp", "");
	assert_true(p.draft.hand_off);
	assert_int_equal(p.draft.reason, HANDOFF_UNSURE);
	play_close(&p);
}

static void
a_wish_said_again_after_a_clarification_is_taken(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1001");
	play_say(&p, "the jacket had better travel home", "return_item@0.35 exchange_item@0.3");
	play_say(&p, "homeward bound with it, please", "return_item@0.32 late_order@0.2");
	assert_false(p.draft.hand_off);
	assert_string_equal(p.draft.intent, "return_item");
	play_close(&p);
}

static void
a_postcode_of_a_home_address_proves_and_changes_nothing(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "where is TF-100210", "order_status order_number=TF-100210");
	assert_non_null(strstr(p.state, "identity"));
	play_prove(&p, "C-1028");
	play_say(&p, "83022, which is my home address",
	    "change_profile_address@0.93|which_is_my_home_address. postcode=83022");
	play_expect_not(&p, "Where should it go");
	play_expect_not(&p, "new address");
	play_close(&p);
}

static void
two_messages_together_tell_what_neither_told(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1001");
	play_say(&p, "the jacket had better travel home", "return_item@0.38 exchange_item@0.25");
	play_say(&p, "homeward bound with it, please", "late_order@0.28 return_item@0.26");
	assert_false(p.draft.hand_off);
	assert_string_equal(p.draft.intent, "return_item");
	play_close(&p);
}

static void
what_stays_unclear_after_a_clarification_goes_to_a_person(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "the jacket had better travel home", "return_item@0.3 exchange_item@0.28");
	play_say(&p, "the thing with the other thing",
	    "late_order@0.2 cancel_order@0.18 return_item@0.12");
	assert_true(p.draft.hand_off);
	assert_int_equal(p.draft.reason, HANDOFF_UNSURE);
	play_close(&p);
}

static void
a_choice_among_wishes_is_taken_by_ordinal(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1001");
	play_say(&p, "jacket thing", "return_item@0.3 exchange_item@0.25");
	play_say(&p, "the first", "ordinal=1");
	assert_string_equal(p.draft.intent, "return_item");
	play_close(&p);
}

static void
out_of_scope_is_declined_once_with_an_offer_and_then_handed_over(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "what is the capital of France", "oos");
	assert_true(p.draft.declines);
	assert_false(p.draft.hand_off);
	assert_true(p.draft.is_small_talk);
	play_say(&p, "and of Spain?", "oos");
	assert_true(p.draft.hand_off);
	assert_int_equal(p.draft.reason, HANDOFF_OUT_OF_SCOPE);
	play_close(&p);
}

static void
an_offered_person_comes_after_a_yes(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "tell me a joke", "oos");
	play_say(&p, "yes", "yes");
	assert_true(p.draft.hand_off);
	assert_int_equal(p.draft.reason, HANDOFF_ASKED_FOR_HUMAN);
	play_close(&p);
}

static void
asking_for_a_person_hands_over_with_all_that_is_known(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "I want to cancel TF-100237", "cancel_order order_number=TF-100237");
	play_say(&p, "actually give me a person", "human");
	assert_true(p.draft.hand_off);
	assert_int_equal(p.draft.reason, HANDOFF_ASKED_FOR_HUMAN);
	assert_non_null(strstr(p.draft.summary, "cancel an order (TF-100237)"));
	assert_non_null(strstr(p.draft.summary, "proven: Rory Nolan"));
	assert_non_null(strstr(p.draft.summary, "cancel-pending"));
	play_expect_none(&p);
	play_close(&p);
}

static void
a_guarded_topic_goes_to_a_person_at_once(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "I will sue you", "legal complaint");
	assert_true(p.draft.hand_off);
	assert_int_equal(p.draft.reason, HANDOFF_GUARDED_TOPIC);
	play_close(&p);
}

static void
a_rejected_answer_is_made_up_for_once(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "how long is delivery?", "delivery_time");
	double before = p.draft.confidence;
	play_say(&p, "that's not what I asked", "unhappy");
	assert_false(p.draft.hand_off);
	assert_true(p.draft.confidence < before);
	play_say(&p, "no!", "unhappy");
	assert_true(p.draft.hand_off);
	assert_int_equal(p.draft.reason, HANDOFF_REPEATED_FAILURE);
	play_close(&p);
}

static void
a_complaint_is_heard_and_offered_a_person(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "your service is awful", "complaint sad");
	play_expect(&p, "sorry");
	play_say(&p, "yes", "yes");
	assert_int_equal(p.draft.reason, HANDOFF_ASKED_FOR_HUMAN);
	play_close(&p);
}

static void
what_an_agent_and_the_shopper_settled_is_not_asked_again(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1001");
	play_say(&p, "I want to exchange something", "exchange_item");
	play_say(&p, "human please", "human");
	play_line(&p, AUTHOR_AGENT, "Hi Aoife, is it TF-100189?");
	play_line(&p, AUTHOR_SHOPPER, "yes, in L please");
	p.returned = true;
	play_say(&p, "so can you do that?", "");
	play_expect(&p, "TF-100189");
	play_expect(&p, "(moss, L)");
	play_expect_none(&p);
	play_say(&p, "yes", "yes");
	play_expect_proposal(&p, ACTION_EXCHANGE, "TF-100189", 0);
	play_close(&p);
}

static void
what_an_agent_has_done_meanwhile_is_not_done_again(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "cancel TF-100237", "cancel_order order_number=TF-100237");
	play_say(&p, "human please", "human");
	play_line(&p, AUTHOR_AGENT, "I have cancelled it for you.");
	p.actions[p.action_count++] =
	    (struct action_line){1, ACTION_CANCEL, ACTION_DONE, "TF-100237", "Cancel", "", 18900};
	p.returned = true;
	play_say(&p, "great, thanks", "thanks");
	play_expect_none(&p);
	play_expect_not(&p, "€189.00");
	play_close(&p);
}

static void
the_same_words_get_the_same_answer_and_another_conversation_may_hear_another_variant(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	char first[1000];
	snprintf(first, sizeof first, "%s", play_say(&p, "hello", "greeting"));
	bool other = false;
	for (int i = 0; i < 8; i++) {
	p.state = NULL;
	p.key = "tests";
	p.line_count = 0;		/* a conversation of its own */
	assert_string_equal(play_say(&p, "hello", "greeting"), first);
	p.state = NULL;
	p.key = arena_printf(p.arena, "k%d", i);
	p.line_count = 0;
	other = other || strcmp(play_say(&p, "hello", "greeting"), first);
	}
	assert_true(other);
	play_close(&p);
}

static void
a_state_that_someone_made_up_does_no_harm(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	static const char *const states[] = {
	"{}", "[]", "null", "{\"agenda\": 7, \"focus\": 99}", "{\"agenda\": [{\"intent\": \"cancel_order\", \"status\": \"confirming\", \"picks\": [{}]}], \"focus\": 0}",
	"{\"agenda\": [{\"intent\": \"nothing\"}, {\"intent\": \"refund_request\", \"order\": \"TF-100101\", \"asks\": [9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9]}], \"choice\": \"order\", \"choices\": [1, 2]}",
	};
	for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
	p.state = states[i];
	play_say(&p, "yes", "yes ordinal=1");
	play_expect_none(&p);
	}
	play_prove(&p, "C-1046");
	p.state = states[4];
	play_say(&p, "yes", "yes");
	play_expect_none(&p);
	play_close(&p);
}

static void
the_trace_tells_why_and_keeps_personal_values_out(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "cancel TF-100237, I am a@b.example",
	    "cancel_order order_number=TF-100237 email=a@b.example");
	struct str s;
	str_init(&s);
	value_print(&s, p.draft.trace);
	assert_null(strstr(s.data, "a@b.example"));
	assert_non_null(strstr(s.data, "[email]"));
	assert_non_null(strstr(s.data, "cancel-pending"));
	assert_non_null(strstr(s.data, "would_change"));
	assert_true(value_count(value_get(p.draft.parts, "intent") ? p.draft.parts : NULL) >= 6);
	str_clear(&s);
	play_close(&p);
}

static void
a_general_question_is_answered_and_nobody_is_asked_who_they_are(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "what is your return policy?", "return_item");
	assert_true(p.draft.citation_count > 0);
	play_expect_not(&p, "order number");
	play_say(&p, "then do it please, yes", "yes");		/* what was offered with the
								   answer */
	play_expect(&p, "order number");
	play_close(&p);
}

static void
a_doubtful_yes_is_asked_once_more_and_a_plain_one_then_does_it(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "cancel TF-100237", "cancel_order order_number=TF-100237");
	play_say(&p, "{\"confirmed\":true}", "yes doubtful");
	play_expect_none(&p);
	play_expect(&p, "Shall I go ahead?");
	play_say(&p, "yes", "yes");
	play_expect_proposal(&p, ACTION_CANCEL, "TF-100237", -1);
	play_close(&p);
}

static void
a_yes_to_another_action_than_was_summed_up_is_asked_once_more(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "cancel TF-100237", "cancel_order order_number=TF-100237");
	play_say(&p, "yes, exchange it", "yes");
	play_expect_none(&p);
	play_expect(&p, "Shall I go ahead?");
	play_say(&p, "yes, cancel it", "yes");
	play_expect_proposal(&p, ACTION_CANCEL, "TF-100237", -1);
	play_close(&p);
}

static void
a_yes_to_an_open_question_chooses_nothing_that_was_not_named(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "so yeah, more or less", "price_adjustment@0.3");
	play_say(&p, "so yeah, I suppose", "yes");
	play_expect_not(&p, "order number");
	play_close(&p);
}

static void
a_question_about_a_change_is_answered_beside_it(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1001");
	play_say(&p, "I'd like to return TF-100189, changed my mind. What does a return cost?",
	    "return_item|I'd_like_to_return_TF-100189,_changed_my_mind return_item@0.8|What_does_a_return_cost? order_number=TF-100189 reason=changed_mind");
	play_expect(&p, "Returns from Ireland are free");
	play_expect(&p, "you");
	play_expect(&p, "TF-100189");
	play_close(&p);
}

static void
a_remark_beside_a_question_asks_nobody_who_they_are(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_say(&p, "When is the Galway shop open? It has been a long day",
	    "store_info|When_is_the_Galway_shop_open? late_order@0.8|It_has_been_a_long_day.");
	play_expect(&p, "10:00");
	play_expect_not(&p, "order number");
	play_close(&p);
}

static void
a_request_that_says_little_asks_for_what_stands_before_it(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1047");
	play_say(&p, "wrong address on TF-100234. can you change it",
	    "change_address@0.9|wrong_address_on_TF-100234. change_item@0.95|can_you_change_it order_number=TF-100234");
	play_expect(&p, "address");
	play_expect_not(&p, "Which one would you like");
	play_close(&p);
}

static void
an_assent_in_other_words_to_a_person_gets_one_unless_it_refuses_or_wants_something_else(
    void **state)
{
	static const struct { const char *text, *means; bool person; } said[] = {
		{"ok, hand me on then", "yes@0.5", true}, {"right, somebody should", "yes@0.35", true}, {"a person, aye", "human@0.4", true},
		{"well no, forget it", "yes@0.3 no@0.8", false}, {"ok, but when do you open?", "yes@0.5 store_info", false}, {"ok, thanks", "yes@0.4 thanks", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
		struct play p;

		play_open(&p, NULL);
		play_say(&p, "who wins the cup?", "out_of_scope@0.9 oos@0.95");
		play_say(&p, said[i].text, said[i].means);
		if (p.draft.hand_off != said[i].person ||
		    (said[i].person && p.draft.reason != HANDOFF_ASKED_FOR_HUMAN))
			fail_msg("\"%s\" %s a person", said[i].text,
			    p.draft.hand_off ? "got" : "didn't get");
		play_close(&p);
	}
}

static void
an_assent_that_only_leans_agrees_to_no_change(void **state)
{
	struct play p;

	(void)state;
	play_open(&p, NULL);
	play_prove(&p, "C-1046");
	play_say(&p, "cancel my order", "cancel_order");
	play_say(&p, "ok, hand me on then", "yes@0.5");
	play_expect_none(&p);
	play_close(&p);
}

static void
a_message_surely_in_a_language_the_shop_does_not_write_goes_to_a_person_who_is_told(void **state)
{
	static const struct { const char *text, *means; bool person; } said[] = {
		{"Ich warte noch immer auf mein Paket", "language=de order_status", true}, {"J'attends toujours le colis de mai", "language=fr order_status@0.5", true},
		{"Danke", "language=de thanks", false}, {"Jan van der Berg", "language=nl name=Jan_van_der_Berg", false},
		{"where is the parcel for Straße 5?", "language=de order_status", false}, {"Hauptstrasse 5 in 10115 Berlin", "language=de address=Hauptstrasse_5", false},
		{"is there still no news of it", "language=en-IE order_status", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
		struct play p;

		play_open(&p, NULL);
		play_say(&p, said[i].text, said[i].means);
		if (p.draft.hand_off != said[i].person)
			fail_msg("\"%s\" %s handed over", said[i].text,
			    p.draft.hand_off ? "was" : "wasn't");
		if (said[i].person) {
			assert_int_equal(p.draft.reason, HANDOFF_UNSURE);
			play_expect(&p, "only write English");
			assert_true(p.draft.declines);
			assert_non_null(strstr(p.draft.summary, "another language"));
		}
		play_close(&p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_greeting_is_greeted_once_and_is_small_talk),
	    cmocka_unit_test(
		a_question_beside_a_change_is_answered_first_and_the_change_still_waits_for_its_yes),
	    cmocka_unit_test(a_yes_to_one_thing_is_no_yes_to_another),
	    cmocka_unit_test(a_yes_to_an_open_question_chooses_nothing_that_was_not_named),
	    cmocka_unit_test(a_question_about_a_change_is_answered_beside_it),
	    cmocka_unit_test(a_remark_beside_a_question_asks_nobody_who_they_are),
	    cmocka_unit_test(a_request_that_says_little_asks_for_what_stands_before_it),
	    cmocka_unit_test(a_doubtful_yes_is_asked_once_more_and_a_plain_one_then_does_it),
	    cmocka_unit_test(a_yes_to_another_action_than_was_summed_up_is_asked_once_more),
	    cmocka_unit_test(nothing_is_proposed_where_nothing_was_summed_up),
	    cmocka_unit_test(what_is_unclear_is_asked_once_with_choices_and_then_goes_to_a_person),
	    cmocka_unit_test(a_wish_said_again_after_a_clarification_is_taken),
	    cmocka_unit_test(a_postcode_of_a_home_address_proves_and_changes_nothing),
	    cmocka_unit_test(two_messages_together_tell_what_neither_told),
	    cmocka_unit_test(what_stays_unclear_after_a_clarification_goes_to_a_person),
	    cmocka_unit_test(a_choice_among_wishes_is_taken_by_ordinal),
	    cmocka_unit_test(out_of_scope_is_declined_once_with_an_offer_and_then_handed_over),
	    cmocka_unit_test(an_offered_person_comes_after_a_yes),
	    cmocka_unit_test(asking_for_a_person_hands_over_with_all_that_is_known),
	    cmocka_unit_test(a_guarded_topic_goes_to_a_person_at_once),
	    cmocka_unit_test(a_rejected_answer_is_made_up_for_once),
	    cmocka_unit_test(a_complaint_is_heard_and_offered_a_person),
	    cmocka_unit_test(what_an_agent_and_the_shopper_settled_is_not_asked_again),
	    cmocka_unit_test(what_an_agent_has_done_meanwhile_is_not_done_again),
	    cmocka_unit_test(
		the_same_words_get_the_same_answer_and_another_conversation_may_hear_another_variant),
	    cmocka_unit_test(a_state_that_someone_made_up_does_no_harm),
	    cmocka_unit_test(the_trace_tells_why_and_keeps_personal_values_out),
	    cmocka_unit_test(a_general_question_is_answered_and_nobody_is_asked_who_they_are),
	    cmocka_unit_test(
		an_assent_in_other_words_to_a_person_gets_one_unless_it_refuses_or_wants_something_else),
	    cmocka_unit_test(an_assent_that_only_leans_agrees_to_no_change),
	    cmocka_unit_test(
		a_message_surely_in_a_language_the_shop_does_not_write_goes_to_a_person_who_is_told),
	};

	return RUN_TAP(tests);
}
