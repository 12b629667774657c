/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The backend over HTTP against a server that answers well, badly, late or not at all.
 */
#include "play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server.h"

static struct server *server;

static void
open_with(struct play *p, enum conduct conduct, int status, const char *body, int64_t timeout_ms)
{
	struct backend *b = NULL;
	struct errinfo e = {0};

	server = server_start(conduct, status, body);
	check_ok(backend_http_new(server_url(server), timeout_ms, &b, &e), &e);
	play_open(p, b);
	p->is_remote = true;
}

static void
done(struct play *p)
{
	play_close(p);
	server_stop(&server);
}

static void
a_reply_becomes_a_draft_and_its_state_comes_back(void **state)
{
	struct play p;

	(void)state;
	open_with(&p, CONDUCT_ANSWERS, 200,
	    "{\"reply\": \"Hello there.\", \"confidence\": 0.9, \"intent\": \"greeting\", \"small_talk\": true, \"citations\": "
	    "[\"KB-returns#1\", \"KB-none#1\"], \"state\": {\"step\": 3}, \"expected\": \"order_number\"}",
	    5000);
	play_say(&p, "hello, I am maeve@shop.example", "greeting");
	assert_string_equal(p.draft.text, "Hello there.");
	assert_true(p.draft.confidence == 0.9);
	assert_true(p.draft.is_small_talk);
	assert_int_equal(p.draft.citation_count, 1);
	assert_string_equal(value_get_text(p.draft.state, "expected"), "order_number");
	assert_non_null(strstr(server_last_request(server), "\"state\":null"));
	assert_non_null(strstr(server_last_request(server), "[email]"));
	assert_null(strstr(server_last_request(server), "maeve@"));
	assert_non_null(strstr(server_last_request(server), "\"kind\":\"refund\""));
	play_say(&p, "hello again", "greeting");
	assert_non_null(strstr(server_last_request(server), "\"state\":{\"step\":3}"));
	done(&p);
}

static void
the_language_is_the_one_it_is_answered_in_whatever_a_word_of_theirs_looks_like(void **state)
{
	struct play p;

	(void)state;
	open_with(&p, CONDUCT_ANSWERS, 200, "{\"reply\": \"Hello there.\", \"confidence\": 0.9}", 5000);
	play_say(&p, "Status?", "order_status language=de");
	assert_non_null(strstr(server_last_request(server), "\"language\":\"en\",\"returned\""));
	done(&p);
}

static void
personal_facts_of_the_customer_go_out_masked(void **state)
{
	struct play p;

	(void)state;
	open_with(&p, CONDUCT_ANSWERS, 200, "{\"reply\": \"Hm.\", \"confidence\": 0.9}", 5000);
	play_prove(&p, "C-1046");
	play_say(&p, "I'm Rory Nolan, where is my order?", "order_status");
	assert_non_null(strstr(server_last_request(server), "TF-100237"));
	assert_null(strstr(server_last_request(server), "Rory"));
	assert_null(strstr(server_last_request(server), p.customer.email));
	assert_null(strstr(server_last_request(server), p.customer.address.line1));
	assert_null(strstr(server_last_request(server), p.customer.phone));
	done(&p);
}

static void
a_proposal_passes_only_with_the_shoppers_own_yes(void **state)
{
	static const char body[] =
	    "{\"reply\": \"That cancels TF-100237.\", \"confidence\": 0.95, \"proposals\": [{\"kind\": \"cancel\", \"params\": {\"order\": \"TF-100237\"}}]}";
	struct play p;

	(void)state;
	open_with(&p, CONDUCT_ANSWERS, 200, body, 5000);
	play_prove(&p, "C-1046");
	play_say(&p, "cancel it", "cancel_order");
	play_expect_none(&p);
	assert_true(p.draft.confidence <= 0.5);
	assert_string_equal(value_get_text(value_at(value_get(p.draft.trace, "steps"), 0), "step"),
	    "proposal dropped");
	play_say(&p, "yes, do", "yes");
	play_expect_proposal(&p, ACTION_CANCEL, "TF-100237", 18900);
	assert_true(p.draft.confidence == 0.95);
	done(&p);
}

static void
amounts_come_from_the_records_and_orders_of_others_are_refused(void **state)
{
	static const char body[] = "{\"reply\": \"Done.\", \"confidence\": 1, \"proposals\": ["
	    "{\"kind\": \"refund\", \"params\": {\"order\": \"TF-100189\", \"amount\": 999999, \"reason\": \"damaged\"}},"
	    "{\"kind\": \"refund\", \"params\": {\"order\": \"TF-100101\", \"reason\": \"damaged\"}},"
	    "{\"kind\": \"refund\", \"params\": {\"order\": \"TF-100189\", \"lines\": [{\"id\": 1, \"quantity\": 1}], \"reason\": \"damaged\"}}]}";
	struct play p;

	(void)state;
	open_with(&p, CONDUCT_ANSWERS, 200, body, 5000);
	play_prove(&p, "C-1001");
	play_line(&p, AUTHOR_AI,
	    "TF-100189 came to €189.00. Shall I refund it, and the same for TF-100101?");
	play_say(&p, "yes", "yes");
	assert_int_equal(p.draft.proposal_count, 1);
	play_expect_proposal(&p, ACTION_REFUND, "TF-100189", 18900);
	assert_int_equal(value_count(value_get(p.draft.trace, "steps")), 2);
	done(&p);
}

static void
a_price_that_is_a_lie_is_passed_on_for_the_ground_check_to_refuse(void **state)
{
	struct play p;

	(void)state;
	open_with(&p, CONDUCT_ANSWERS, 200,
	    "{\"reply\": \"The Corrib costs \\u20ac1.00.\", \"confidence\": 1, \"claims\": [{\"text\": \"1.00\", \"source\": \"P-1001\"}]}",
	    5000);
	play_say(&p, "what does the Corrib cost?", "product_question product=P-1001");
	play_expect(&p, "€1.00");
	assert_false(facts_has_money(p.facts, 100));
	assert_true(facts_has_money(p.facts, 18900));
	done(&p);
}

static void
a_hand_off_needs_a_known_reason(void **state)
{
	struct play p;

	(void)state;
	open_with(&p, CONDUCT_ANSWERS, 200,
	    "{\"hand_off\": {\"reason\": \"unsure\", \"summary\": \"Lost me.\"}, \"confidence\": 0.2}",
	    5000);
	play_say(&p, "eh", "");
	assert_true(p.draft.hand_off);
	assert_int_equal(p.draft.reason, HANDOFF_UNSURE);
	assert_string_equal(p.draft.summary, "Lost me.");
	server_set(server, CONDUCT_ANSWERS, 200,
	    "{\"hand_off\": {\"reason\": \"bored\"}, \"confidence\": 0.2}");
	assert_int_equal(play_try(&p, "eh", ""), ERR_INPUT);
	assert_non_null(strstr(p.error.text, "bored"));
	done(&p);
}

static void
terminal_tricks_in_a_reply_are_made_harmless(void **state)
{
	struct play p;

	(void)state;
	open_with(&p, CONDUCT_ANSWERS, 200,
	    "{\"reply\": \"a\\u001b[2Jb\\u202ec\", \"confidence\": 1}", 5000);
	play_say(&p, "eh", "");
	assert_string_equal(p.draft.text, "abc");
	done(&p);
}

static void
a_reply_at_fault_is_refused_with_its_place(void **state)
{
	static const struct {
		const char *body, *says;
		enum err err;
	} cases[] = {
		{"not json", ":1:", ERR_INPUT},
		{"[]", "a reply is a map", ERR_INPUT},
		{"{\"reply\": \"x\"}", "confidence", ERR_INPUT},
		{"{\"reply\": \"x\", \"confidence\": 1.5}", "confidence", ERR_INPUT},
		{"{\"reply\": \"x\", \"confidence\": \"high\"}", "confidence", ERR_INPUT},
		{"{\"reply\": 7, \"confidence\": 1}", "reply", ERR_INPUT},
		{"{\"reply\": \"\", \"confidence\": 1}", "reply", ERR_INPUT},
		{"{\"reply\": \"x\", \"confidence\": 1, \"rely\": 2}", "rely", ERR_INPUT},
		{"{\"reply\": \"x\", \"confidence\": 1, \"citations\": [7]}", "citation", ERR_INPUT},
		{"{\"reply\": \"x\", \"confidence\": 1, \"citations\": [\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\"]}", "citations", ERR_LIMIT},
		{"{\"reply\": \"x\", \"confidence\": 1, \"proposals\": [{\"kind\": \"bribe\", \"params\": {}}]}", "bribe", ERR_INPUT},
		{"{\"reply\": \"x\", \"confidence\": 1, \"proposals\": [{\"kind\": \"refund\"}]}", "params", ERR_INPUT},
		{"{\"reply\": \"x\", \"confidence\": 1, \"state\": 3}", "state", ERR_INPUT},
		{"{\"reply\": \"x\", \"confidence\": 1, \"failures\": -1}", "failures", ERR_INPUT},
	};
	struct play p;

	(void)state;
	open_with(&p, CONDUCT_ANSWERS, 200, "", 5000);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		server_set(server, CONDUCT_ANSWERS, 200, cases[i].body);
		assert_int_equal(play_try(&p, "hello", ""), cases[i].err);
		if (!strstr(p.error.text, cases[i].says))
			fail_msg("\"%s\" is not in: %s", cases[i].says, p.error.text);
	}
	char *long_reply = arena_alloc(p.arena, 6000);

	snprintf(long_reply, 6000, "{\"confidence\": 1, \"reply\": \"%0*d\"}", 5000, 7);
	server_set(server, CONDUCT_ANSWERS, 200, long_reply);
	assert_int_equal(play_try(&p, "hello", ""), ERR_LIMIT);
	done(&p);
}

static void
what_goes_wrong_on_the_way_is_an_error_of_its_kind(void **state)
{
	static const struct {
		enum conduct conduct;
		int status;
		enum err err;
	} cases[] = {
		{CONDUCT_DIES, 200, ERR_TIMEOUT}, {CONDUCT_GARBLES, 200, ERR_INPUT}, {CONDUCT_FLOODS, 200, ERR_LIMIT}, {CONDUCT_REDIRECTS, 302, ERR_INPUT},
		{CONDUCT_ANSWERS, 500, ERR_UNAVAILABLE}, {CONDUCT_ANSWERS, 429, ERR_UNAVAILABLE}, {CONDUCT_ANSWERS, 401, ERR_FORBIDDEN}, {CONDUCT_ANSWERS, 404, ERR_INPUT},
	};
	struct play p;

	(void)state;
	open_with(&p, CONDUCT_ANSWERS, 200, "", 5000);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		server_set(server, cases[i].conduct, cases[i].status,
		    "{\"reply\": \"x\", \"confidence\": 1}");
		assert_int_equal(play_try(&p, "hello", ""), cases[i].err);
	}
	done(&p);
}

static void
a_server_that_hangs_or_is_gone_costs_no_more_than_its_time(void **state)
{
	struct play p;

	(void)state;
	open_with(&p, CONDUCT_HANGS, 200, "", 150);
	assert_int_equal(play_try(&p, "hello", ""), ERR_TIMEOUT);
	server_stop(&server);
	assert_int_equal(play_try(&p, "hello", ""), ERR_UNAVAILABLE);
	play_close(&p);
}

static void
a_token_goes_out_as_a_header_and_never_in_clear_text_to_another_host(void **state)
{
	struct play p;
	struct backend *b = NULL;
	struct errinfo e = {0};

	(void)state;
	setenv("FLOORWALKER_HTTP_TOKEN", "sesame", 1);
	open_with(&p, CONDUCT_ANSWERS, 200, "{\"reply\": \"x\", \"confidence\": 1}", 5000);
	play_say(&p, "hello", "greeting");
	assert_non_null(
	    strstr(server_last_request(server), "\r\nAuthorization: Bearer sesame\r\n"));
	assert_int_equal(backend_http_new("http://ai.example/turn", 0, &b, &e), ERR_USAGE);
	assert_null(strstr(e.text, "sesame"));
	unsetenv("FLOORWALKER_HTTP_TOKEN");
	assert_int_equal(backend_http_new("ftp://ai.example/turn", 0, &b, &e), ERR_USAGE);
	assert_int_equal(backend_open("nonsense", &b, &e), ERR_USAGE);
	check_ok(backend_open("http:http://ai.example/turn", &b, &e), &e);
	assert_string_equal(backend_name(b), "http");
	backend_free(&b);
	check_ok(backend_open("builtin", &b, &e), &e);
	assert_string_equal(backend_name(b), "builtin");
	backend_free(&b);
	done(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_reply_becomes_a_draft_and_its_state_comes_back),
	    cmocka_unit_test(the_language_is_the_one_it_is_answered_in_whatever_a_word_of_theirs_looks_like),
	    cmocka_unit_test(personal_facts_of_the_customer_go_out_masked),
	    cmocka_unit_test(a_proposal_passes_only_with_the_shoppers_own_yes),
	    cmocka_unit_test(amounts_come_from_the_records_and_orders_of_others_are_refused),
	    cmocka_unit_test(a_price_that_is_a_lie_is_passed_on_for_the_ground_check_to_refuse),
	    cmocka_unit_test(a_hand_off_needs_a_known_reason),
	    cmocka_unit_test(terminal_tricks_in_a_reply_are_made_harmless),
	    cmocka_unit_test(a_reply_at_fault_is_refused_with_its_place),
	    cmocka_unit_test(what_goes_wrong_on_the_way_is_an_error_of_its_kind),
	    cmocka_unit_test(a_server_that_hangs_or_is_gone_costs_no_more_than_its_time),
	    cmocka_unit_test(a_token_goes_out_as_a_header_and_never_in_clear_text_to_another_host),
	};

	return RUN_TAP(tests);
}
