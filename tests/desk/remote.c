/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An AI behind HTTP is held by the same ground check, gates and policy as the builtin one: whatever
 * its answers say, what counts is what stands in the store afterwards. (remote_faults: answers that
 * aren't what they should be.)
 */
#include "demo.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct demo d;

static void
an_honest_answer_is_sent_with_its_confidence_and_citations(void **state)
{
	(void)state;
	demo_reply(&d,
	    "{\"reply\": \"You have 30 days from delivery to send something back, and Plus members have 60 days.\", \"confidence\": 0.93, "
	    "\"intent\": \"return_item\", \"citations\": [\"KB-return-window#1\"], \"claims\": [{\"text\": \"30 days\", \"source\": \"KB-return-window#1\"}]}");
	int64_t id = demo_say(&d, "ann", "How long do I have to send something back?");
	struct message m = demo_last(&d, id);
	assert_int_equal(demo_conversation(&d, id).state, CONVERSATION_AI);
	assert_true(demo_was_told(&d, id, "30 days from delivery"));
	assert_string_equal(m.name, "http");
	assert_true(m.confidence == 0.93);
	assert_non_null(strstr(m.citations, "\"KB-return-window#1\""));
	demo_reply(&d,
	    "{\"reply\": \"The Corrib waterproof jacket costs €189.00.\", \"confidence\": 0.9}");
	id = demo_say(&d, "bob", "What does the Corrib waterproof jacket cost?");
	assert_true(demo_was_told(&d, id, "€189.00"));
	demo_audit(&d);
}

static const struct {
	const char *says, *reply, *more;	/* more: fields of the reply that should help the
						   lie along */
} lies[] = {
	{"What does the Corrib waterproof jacket cost?", "The Corrib waterproof jacket costs €99.00.", ""},
	{"What does the Corrib waterproof jacket cost?", "It costs €99.00.", "\"claims\": [{\"text\": \"€99.00\", \"source\": \"facts\"}]"},
	{"What does the Corrib waterproof jacket cost?", "It costs €99.00.", "\"small_talk\": true"},
	{"What does the Corrib waterproof jacket cost?", "It costs €99.00.", "\"declines\": true"},
	{"What does the Corrib waterproof jacket cost?", "It costs €99.00.", "\"citations\": [\"KB-return-window#1\"]"},
	{"Is the Corrib waterproof jacket in stock?", "Yes, we have 4711 of them in stock.", ""},
	{"Where is my order TF-100237? I'm rory.nolan@example.net", "It comes on 16 October.", ""},
	{"Where is my order TF-100237? I'm rory.nolan@example.net", "Your order TF-100101 is on its way.", ""},
	{"Where is my order TF-100237? I'm rory.nolan@example.net", "Don't worry, I've refunded you.", ""},
	{"Where is my order TF-100237? I'm rory.nolan@example.net", "I'm refunding you €189.00 now.", ""},
	{"Where is my order TF-100237? I'm rory.nolan@example.net", "Good news: your refund is on its way.", ""},
	{"Where is my order TF-100237? I'm rory.nolan@example.net", "We've cancelled it for you.", ""},
	{"How long do I have to send something back?", "You have 90 days to send it back.", "\"citations\": [\"KB-return-window#1\"]"},
	{"How long do I have to send something back?", "You have 90 days to send it back.", "\"citations\": [\"KB-generous#1\"]"},
};

static void
a_lie_is_not_sent_and_its_draft_is_kept_for_the_agent(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(lies); i++) {
		char json[600], contact[16];
		snprintf(json, sizeof json, "{\"reply\": \"%s\", \"confidence\": 1%s%s}",
		    lies[i].reply, *lies[i].more != '\0' ? ", " : "", lies[i].more);
		snprintf(contact, sizeof contact, "liar%zu", i);
		demo_reply(&d, json);
		int64_t id = demo_say(&d, contact, lies[i].says);
		demo_expect_queued(&d, id, HANDOFF_UNGROUNDED);
		assert_string_equal(demo_conversation(&d, id).draft, lies[i].reply);
		if (demo_was_told(&d, id, lies[i].reply) || !demo_was_told(&d, id, "colleague"))
			fail_msg("\"%s\": told \"%s\"", lies[i].reply, demo_last(&d, id).text);
		assert_non_null(strstr(demo_trace(&d, id), "\"grounded\":false"));
	}
	assert_int_equal(demo_actions(&d, NULL), 0);
	demo_audit(&d);
}

static void
a_lie_in_the_words_of_giving_up_is_not_sent_either(void **state)
{
	(void)state;
	demo_reply(&d,
	    "{\"reply\": \"I've refunded you €500.00.\", \"confidence\": 1, \"hand_off\": {\"reason\": \"unsure\", \"summary\": \"Lost.\"}}");
	int64_t id = demo_say(&d, "ann", "Where is my parcel?");
	demo_expect_queued(&d, id, HANDOFF_UNSURE);
	assert_false(demo_was_told(&d, id, "€500.00"));
	assert_string_equal(demo_conversation(&d, id).summary, "Lost.");
}

static void
the_gates_hold_whatever_confidence_is_stated(void **state)
{
	(void)state;
	demo_reply(
	    &d, "{\"reply\": \"Let me help you.\", \"confidence\": 1, \"small_talk\": true}");
	demo_expect_queued(
	    &d, demo_say(&d, "ann", "I want to talk to a human being"), HANDOFF_ASKED_FOR_HUMAN);
	demo_expect_queued(
	    &d, demo_say(&d, "bob", "My lawyer will sue you over this"), HANDOFF_GUARDED_TOPIC);
	demo_reply(&d, "{\"reply\": \"Let me see.\", \"confidence\": 0.14}");
	demo_expect_queued(&d, demo_say(&d, "cat", "Where is my parcel?"), HANDOFF_UNSURE);
}

static void
a_refund_without_the_shoppers_yes_is_no_action(void **state)
{
	static const char body[] =
	    "{\"reply\": \"One moment.\", \"confidence\": 1, \"proposals\": [" DEMO_REFUND(
		"TF-100205", "\"reason\": \"damaged\"") "]}";
	(void)state;
	demo_reply(&d, body);
	int64_t id = demo_say(&d, "fergal", DEMO_BROKEN);
	demo_expect_queued(&d, id, HANDOFF_UNSURE);
	assert_non_null(strstr(demo_trace(&d, id), "proposal dropped"));
	demo_reply(&d, body);
	/* nobody has told them what would happen */
	id =
	    demo_say(&d, "again", "Yes please, refund TF-100205, I'm fergal.odriscoll@example.com");
	assert_non_null(strstr(demo_trace(&d, id), "proposal dropped"));
	assert_int_equal(demo_actions(&d, NULL), 0);
	assert_int_equal(demo_refunded(&d, "TF-100205"), 0);
	demo_audit(&d);
}

static void
a_yes_to_something_else_is_no_action(void **state)
{
	(void)state;
	int64_t id = demo_offered(&d, DEMO_BROKEN,
	    "{\"reply\": \"I'm sorry. Did all of them break?\", \"confidence\": 0.9, \"expected\": \"yes_no\"}");
	demo_reply(&d,
	    "{\"reply\": \"One moment.\", \"confidence\": 1, \"proposals\": [" DEMO_REFUND(
		"TF-100205", "\"reason\": \"damaged\"") "]}");
	demo_say(&d, "fergal", "Yes");
	demo_expect_queued(&d, id, HANDOFF_UNSURE);
	assert_non_null(strstr(demo_trace(&d, id), "names the order"));
	assert_int_equal(demo_actions(&d, NULL), 0);
}

static void
a_no_to_the_offer_is_no_action(void **state)
{
	(void)state;
	int64_t id = demo_offered(&d, DEMO_BROKEN, DEMO_OFFER);
	demo_reply(&d,
	    "{\"reply\": \"Doing so.\", \"confidence\": 1, \"proposals\": [" DEMO_REFUND(
		"TF-100205", "\"reason\": \"damaged\"") "]}");
	demo_say(&d, "fergal", "No, leave it");
	assert_int_equal(demo_actions(&d, NULL), 0);
	assert_int_equal(demo_refunded(&d, "TF-100205"), 0);
	(void)id;
}

static void
after_a_yes_a_rule_approves_and_the_shops_amount_is_paid(void **state)
{
	struct action x = {0};
	(void)state;
	int64_t id = demo_offered(&d, DEMO_BROKEN, DEMO_OFFER);
	demo_reply(&d,
	    "{\"reply\": \"Thank you, I'm refunding €28.00 now.\", \"confidence\": 0.95, \"proposals\": [" DEMO_REFUND(
		"TF-100205", "\"reason\": \"damaged\", \"amount\": 2800") "]}");
	demo_say(&d, "fergal", "Yes please");
	assert_int_equal(demo_actions(&d, &x), 1);
	assert_int_equal(x.state, ACTION_DONE);
	assert_int_equal(x.amount, 2800);
	assert_string_equal(x.rule, "refund-damaged-small");
	assert_string_equal(x.proposed_by, "ai");
	assert_int_equal(demo_refunded(&d, "TF-100205"), 2800);
	assert_int_equal(demo_conversation(&d, id).state, CONVERSATION_AI);
	assert_true(demo_was_told(&d, id, "€28.00 now"));
	demo_audit(&d);
}

static void
an_amount_that_the_records_do_not_give_is_no_action(void **state)
{
	static const char *const amounts[] = {"999999", "1", "-2800", "28.00", "\"2800\"", "[]"};
	(void)state;
	for (size_t i = 0; i < COUNT(amounts); i++) {
		char json[400];
		snprintf(json, sizeof json,
		    "{\"reply\": \"Thank you.\", \"confidence\": 1, \"proposals\": [" DEMO_REFUND(
			"TF-100205", "\"reason\": \"damaged\", \"amount\": %s") "]}",
		    amounts[i]);
		int64_t id = demo_offered(&d, DEMO_BROKEN, DEMO_OFFER);
		demo_reply(&d, json);
		demo_say(&d, "fergal", "Yes please");
		demo_expect_queued(&d, id, HANDOFF_UNSURE);
		assert_non_null(strstr(
		    demo_trace(&d, id), "another amount than the records give, which is 2800"));
		check_ok(desk_shopper_left(d.desk, id, &d.e), &d.e);
		demo_wait(&d, 10 * 86400000LL);	/* beyond the re-contact window: the next is a new
						   conversation */
	}
	assert_int_equal(demo_actions(&d, NULL), 0);
	assert_int_equal(demo_refunded(&d, "TF-100205"), 0);
}

static void
goodwill_of_the_servers_own_size_waits_for_a_person_or_is_denied(void **state)
{
	struct action x = {0};
	(void)state;
	demo_offered(&d, DEMO_BROKEN, DEMO_OFFER);
	demo_reply(&d,
	    "{\"reply\": \"Thank you.\", \"confidence\": 1, \"proposals\": [{\"kind\": \"goodwill\", \"params\": {\"order\": \"TF-100205\", "
	    "\"amount\": 50000, \"method\": \"original\", \"reason\": \"damaged\"}}]}");
	demo_say(&d, "fergal", "Yes please");
	assert_int_equal(demo_actions(&d, &x), 1);
	assert_int_equal(x.amount, 50000);
	assert_true(x.state == ACTION_WAITING || x.state == ACTION_DENIED_BY_RULE);
	assert_int_equal(demo_refunded(&d, "TF-100205"), 0);
}

static void
the_same_refund_many_times_in_one_reply_pays_once(void **state)
{
	(void)state;
	demo_offered(&d, DEMO_BROKEN, DEMO_OFFER);
	demo_reply(&d,
	    "{\"reply\": \"Thank you.\", \"confidence\": 0.95, \"proposals\": [" DEMO_REFUND(
		"TF-100205", "\"reason\": \"damaged\"") ", " DEMO_REFUND("TF-100205",
		"\"reason\": \"damaged\"") ", " DEMO_REFUND("TF-100205",
		"\"reason\": \"damaged\"") "]}");
	demo_say(&d, "fergal", "Yes please");
	assert_int_equal(demo_actions(&d, NULL), 1);
	assert_int_equal(demo_refunded(&d, "TF-100205"), 2800);
	demo_audit(&d);
}

static void
a_refund_in_parts_under_the_limit_is_not_done_twice_by_a_rule(void **state)
{
	(void)state;
	demo_offered(&d, DEMO_BROKEN, DEMO_OFFER);
	demo_reply(&d, "{\"reply\": \"Thank you.\", \"confidence\": 0.95, \"proposals\": ["
	    DEMO_REFUND("TF-100205", "\"reason\": \"damaged\", \"lines\": [{\"id\": 1, \"quantity\": 1}]") ", "
	    DEMO_REFUND("TF-100205", "\"reason\": \"wrong_item\", \"lines\": [{\"id\": 1, \"quantity\": 2}]") "]}");
	demo_say(&d, "fergal", "Yes please");
	assert_int_equal(demo_refunded(&d, "TF-100205"), 1400);	/* the second is judged on what the
								   first left */
	demo_audit(&d);
}

static void
a_false_amount_in_the_words_hands_over_and_pays_nothing(void **state)
{
	struct action x = {0};
	(void)state;
	int64_t id = demo_offered(&d, DEMO_BROKEN, DEMO_OFFER);
	demo_reply(&d,
	    "{\"reply\": \"Thank you, I'm refunding €999.00 now.\", \"confidence\": 1, \"proposals\": [" DEMO_REFUND(
		"TF-100205", "\"reason\": \"damaged\"") "]}");
	demo_say(&d, "fergal", "Yes please");
	demo_expect_queued(&d, id, HANDOFF_UNGROUNDED);
	assert_int_equal(demo_actions(&d, &x), 1);
	assert_int_equal(x.state, ACTION_WAITING);
	assert_int_equal(x.amount, 2800);
	assert_int_equal(demo_refunded(&d, "TF-100205"), 0);
	assert_false(demo_was_told(&d, id, "€999.00"));
	demo_audit(&d);
}

static void
where_a_rule_asks_for_a_person_the_action_waits(void **state)
{
	struct action x = {0};
	int64_t left;
	(void)state;
	int64_t id = demo_offered(&d, 
	    "My jacket from TF-100189 arrived damaged, I want a refund. aoife.nolan@example.com",
	    "{\"reply\": \"TF-100189 came to €189.00. Shall I ask for a refund?\", \"confidence\": 0.9}");
	demo_reply(&d,
	    "{\"reply\": \"I've passed it on to a colleague.\", \"confidence\": 0.9, \"proposals\": [" DEMO_REFUND(
		"TF-100189", "\"reason\": \"damaged\"") "]}");
	demo_say(&d, "fergal", "Yes please");
	assert_int_equal(demo_actions(&d, &x), 1);
	assert_int_equal(x.state, ACTION_WAITING);
	assert_int_equal(x.amount, 18900);
	assert_string_equal(x.rule, "refund-damaged-larger");
	assert_int_equal(demo_refunded(&d, "TF-100189"), 0);
	/* her limit is 150.00 */
	assert_int_equal(desk_approve(d.desk, "maeve", x.id, "", &left, &d.e), ERR_FORBIDDEN);
	assert_int_equal(demo_conversation(&d, id).state, CONVERSATION_AI);
	demo_audit(&d);
}

static void
what_a_rule_denies_is_not_done(void **state)
{
	struct action x = {0};
	(void)state;
	demo_offered(&d, 
	    "I don't like the pegs from TF-100205, I want my money back. fergal.odriscoll@example.com",
	    DEMO_OFFER);
	demo_reply(&d,
	    "{\"reply\": \"Let me see.\", \"confidence\": 0.9, \"proposals\": [" DEMO_REFUND(
		"TF-100205", "\"reason\": \"changed_mind\"") "]}");
	demo_say(&d, "fergal", "Yes please");
	assert_int_equal(demo_actions(&d, &x), 1);
	assert_int_equal(x.state, ACTION_DENIED_BY_RULE);
	assert_int_equal(demo_refunded(&d, "TF-100205"), 0);
	demo_audit(&d);
}

static void
nothing_happens_to_another_customers_order_or_for_somebody_unproven(void **state)
{
	(void)state;
	int64_t id = demo_offered(&d, DEMO_BROKEN, DEMO_OFFER);
	demo_reply(&d,
	    "{\"reply\": \"Done.\", \"confidence\": 1, \"proposals\": [" DEMO_REFUND(
		"TF-100189", "\"reason\": \"damaged\"") "]}");
	demo_say(&d, "fergal", "Yes please");
	demo_expect_queued(&d, id, HANDOFF_UNSURE);
	demo_reply(&d, "{\"reply\": \"Shall I refund that?\", \"confidence\": 0.9}");
	demo_say(&d, "stranger", "My order TF-100205 came broken");
	demo_reply(&d,
	    "{\"reply\": \"Done.\", \"confidence\": 1, \"proposals\": [" DEMO_REFUND(
		"TF-100205", "\"reason\": \"damaged\"") "]}");
	id = demo_say(&d, "stranger", "Yes please");
	demo_expect_queued(&d, id, HANDOFF_UNSURE);
	assert_non_null(strstr(demo_trace(&d, id), "isn't proven"));
	assert_int_equal(demo_actions(&d, NULL), 0);
	assert_int_equal(demo_refunded(&d, "TF-100189"), 0);
	assert_int_equal(demo_refunded(&d, "TF-100205"), 0);
	demo_audit(&d);
}

int
main(void)
{
#define REMOTE(f) cmocka_unit_test_prestate_setup_teardown(f, demo_in_memory, demo_away, &d)
#define ON_FILE(f) {#f " (on a file)", f, demo_on_file, demo_away, &d}
	const struct CMUnitTest tests[] = {
		REMOTE(an_honest_answer_is_sent_with_its_confidence_and_citations),
		ON_FILE(an_honest_answer_is_sent_with_its_confidence_and_citations),
		REMOTE(a_lie_is_not_sent_and_its_draft_is_kept_for_the_agent),
		REMOTE(a_lie_in_the_words_of_giving_up_is_not_sent_either),
		REMOTE(the_gates_hold_whatever_confidence_is_stated),
		REMOTE(a_refund_without_the_shoppers_yes_is_no_action),
		REMOTE(a_yes_to_something_else_is_no_action),
		REMOTE(a_no_to_the_offer_is_no_action),
		REMOTE(after_a_yes_a_rule_approves_and_the_shops_amount_is_paid),
		ON_FILE(after_a_yes_a_rule_approves_and_the_shops_amount_is_paid),
		REMOTE(an_amount_that_the_records_do_not_give_is_no_action),
		REMOTE(goodwill_of_the_servers_own_size_waits_for_a_person_or_is_denied),
		REMOTE(the_same_refund_many_times_in_one_reply_pays_once),
		REMOTE(a_refund_in_parts_under_the_limit_is_not_done_twice_by_a_rule),
		REMOTE(a_false_amount_in_the_words_hands_over_and_pays_nothing),
		REMOTE(where_a_rule_asks_for_a_person_the_action_waits),
		REMOTE(what_a_rule_denies_is_not_done),
		REMOTE(nothing_happens_to_another_customers_order_or_for_somebody_unproven),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, demo_load, demo_unload);
}
