/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a server may do to us: hang, answer late, answer garbage, die; and what it gets to see.
 */
#include "demo.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct demo d;

static struct {
	enum err taken, told;
	int64_t id;
	struct errinfo e;
} beside;

/* Another process's console, while the AI's server has the question: a colleague takes over,
 * another shopper writes. */
static void
act_beside(void *context)
{
	struct incoming in = {
	    .channel = "test", .contact = "other", .text = "hello", .text_size = 5};
	struct desk *desk = NULL;
	int64_t id;
	(void)context;
	beside.taken = beside.told = ERR_UNSUPPORTED;
	if (demo_beside(&d, &desk, &beside.e) != ERR_OK)
		return;
	beside.told = desk_ingest(desk, &in, &id, NULL, &beside.e);
	beside.taken = beside.id == 0 ? ERR_OK : desk_take(desk, "maeve", beside.id, &beside.e);
	desk_free(&desk);
}

static void
a_server_that_hangs_ends_in_a_hand_off_and_blocks_nobody(void **state)
{
	(void)state;
	demo_open(&d, true, 400);
	server_set(d.server, CONDUCT_HANGS, 200, "");
	server_meanwhile(d.server, act_beside, NULL);
	beside.id = 0;
	struct incoming in = {
	    .channel = "test", .contact = "ann", .text = "Where is my parcel?", .text_size = 19};
	bool did;
	int64_t id;
	check_ok(desk_ingest(d.desk, &in, &id, NULL, &d.e), &d.e);
	check_ok(desk_turn_run(d.desk, &did, &d.e), &d.e);
	assert_true(did);
	demo_expect_queued(&d, id, HANDOFF_BACKEND_FAILED);
	assert_non_null(strstr(demo_trace(&d, id), "gave no whole answer within 400 ms"));
	server_stop(&d.server);
	check_ok(beside.told, &beside.e);
	assert_int_equal(demo_conversation(&d, id + 1).state, CONVERSATION_AI);
	demo_audit(&d);
}

static void
expect_late(int64_t id)
{
	struct turn t;
	struct conversation c = demo_conversation(&d, id);
	demo_work(&d);
	assert_int_equal(c.state, CONVERSATION_AGENT);
	assert_string_equal(c.agent, "maeve");
	assert_int_equal(demo_actions(&d, NULL), 0);
	assert_int_equal(demo_refunded(&d, "TF-100205"), 0);
	assert_false(demo_was_told(&d, id, "refunding"));
	check_ok(store_turn_latest(desk_store(d.desk), d.arena, id, &t, &d.e), &d.e);
	assert_int_equal(t.state, TURN_SUPERSEDED);
	demo_audit(&d);
}

static void
nothing_of_a_reply_lands_that_comes_after_a_takeover(void **state)
{
	(void)state;
	beside.id = demo_offered(&d, DEMO_BROKEN, DEMO_OFFER);
	demo_reply(&d,
	    "{\"reply\": \"Thank you, I'm refunding €28.00 now.\", \"confidence\": 0.95, \"proposals\": [" DEMO_REFUND(
		"TF-100205", "\"reason\": \"damaged\"") "]}");
	server_meanwhile(d.server, act_beside, NULL);
	struct incoming in = {
	    .channel = "test", .contact = "fergal", .text = "Yes please", .text_size = 10};
	bool did;
	int64_t id;
	check_ok(desk_ingest(d.desk, &in, &id, NULL, &d.e), &d.e);
	check_ok(desk_turn_run(d.desk, &did, &d.e), &d.e);
	server_meanwhile(d.server, NULL, NULL);
	check_ok(beside.taken, &beside.e);
	assert_int_equal(id, beside.id);
	expect_late(id);
}

static int64_t taken_at_step;

static void
take_at_step(void *context, const char *name)
{
	(void)context;
	if (strcmp(name, "called") == 0 && taken_at_step != 0) {
		check_ok(desk_take(d.desk, "maeve", taken_at_step, &d.e), &d.e);
		taken_at_step = 0;
	}
}

static void
a_takeover_in_the_same_process_is_first_too(void **state)
{
	(void)state;
	d.step = take_at_step;
	demo_open(&d, false, 0);
	int64_t id = demo_offered(&d, DEMO_BROKEN, DEMO_OFFER);
	demo_reply(&d,
	    "{\"reply\": \"Thank you, I'm refunding €28.00 now.\", \"confidence\": 0.95, \"proposals\": [" DEMO_REFUND(
		"TF-100205", "\"reason\": \"damaged\"") "]}");
	taken_at_step = id;
	demo_say(&d, "fergal", "Yes please");
	expect_late(id);
}

static const struct {
	enum conduct conduct;
	int status;
	const char *body, *why;
	int tries;			/* turns; each that is unavailable is tried again later */
} failures[] = {
	{CONDUCT_GARBLES, 200, "", "no HTTP", 1},
	{CONDUCT_FLOODS, 200, "", "more than 1048576 bytes", 1},
	{CONDUCT_REDIRECTS, 302, "", "redirects are not followed", 1},
	{CONDUCT_DIES, 200, "{\"reply\": \"Hello.\", \"confidence\": 1}", "broke off its answer", 1},
	{CONDUCT_ANSWERS, 500, "oops", "status 500", 3},
	{CONDUCT_ANSWERS, 404, "{\"reply\": \"Hello.\", \"confidence\": 1}", "status 404", 1},
	{CONDUCT_ANSWERS, 403, "", "FLOORWALKER_HTTP_TOKEN", 1},
	{CONDUCT_ANSWERS, 200, "", ":1:1:", 1},
	{CONDUCT_ANSWERS, 200, "\xff\xfe\x01", ":1:1:", 1},
	{CONDUCT_ANSWERS, 200, "{\"reply\": \"Hello.\", \"confid", ":1:2", 1},
	{CONDUCT_ANSWERS, 200, "{\"reply\": {\"text\": \"Hello.\"}, \"confidence\": 1}", "must be a text", 1},
	{CONDUCT_ANSWERS, 200, "{\"reply\": \"Hello.\", \"confidence\": \"high\"}", "must be a number", 1},
	{CONDUCT_ANSWERS, 200, "{\"reply\": \"Hello.\", \"confidence\": 1e999}", "too large", 1},
	{CONDUCT_ANSWERS, 200, "{\"reply\": \"Hello.\", \"confidence\": 1, \"approve\": true}", "approve", 1},
	{CONDUCT_ANSWERS, 200, "{\"reply\": \"Hello.\", \"confidence\": 1, \"proposals\": [[[]]]}", "a proposal is a map", 1},
	{CONDUCT_ANSWERS, 200, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", "deep", 1},
};

static void
expect_failure(int64_t id, const char *why, const char *what)
{
	demo_expect_queued(&d, id, HANDOFF_BACKEND_FAILED);
	if (strstr(demo_trace(&d, id), why) == NULL)
		fail_msg("%s: \"%s\" isn't in %s", what, why, demo_trace(&d, id));
	if (strstr(demo_conversation(&d, id).summary, why) == NULL)
		fail_msg("%s: \"%s\" isn't in %s", what, why, demo_conversation(&d, id).summary);
	assert_true(demo_was_told(&d, id, "colleague"));
	assert_false(demo_was_told(&d, id, "Hello."));
}

static void
what_goes_wrong_hands_over_with_the_reason_in_the_trace(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(failures); i++) {
		char contact[16];
		snprintf(contact, sizeof contact, "unlucky%zu", i);
		server_set(d.server, failures[i].conduct, failures[i].status, failures[i].body);
		int64_t id = demo_say(&d, contact, "Where is my parcel?");
		for (int k = 1; k < failures[i].tries; k++) {
			assert_int_equal(demo_conversation(&d, id).state, CONVERSATION_AI);
			assert_int_equal(server_calls(d.server), k);
			demo_wait(&d, 10000);
		}
		assert_int_equal(server_calls(d.server), failures[i].tries);
		expect_failure(id, failures[i].why, failures[i].body);
	}
	demo_audit(&d);
}

static void
a_refused_connection_is_tried_again_and_then_handed_over(void **state)
{
	(void)state;
	server_stop(&d.server);
	int64_t id = demo_say(&d, "ann", "Where is my parcel?");
	assert_int_equal(demo_conversation(&d, id).state, CONVERSATION_AI);
	demo_wait(&d, 2000);
	demo_wait(&d, 10000);
	expect_failure(id, "can't be reached", "refused");
	demo_audit(&d);
}

static void
a_server_that_comes_back_in_time_is_heard(void **state)
{
	(void)state;
	server_set(d.server, CONDUCT_ANSWERS, 500, "");
	int64_t id = demo_say(&d, "ann", "Hello there");
	demo_reply(&d, "{\"reply\": \"Good morning.\", \"confidence\": 0.9, \"small_talk\": true}");
	demo_wait(&d, 2000);
	assert_int_equal(demo_conversation(&d, id).state, CONVERSATION_AI);
	assert_true(demo_was_told(&d, id, "Good morning."));
}

static void
expect_nothing_personal(const char *when)
{
	static const char *const raw[] = {"fergal.odriscoll", "910 1144", "9101144", "Rock Cottage",
	    "Pier Road", "H71", "PV42", "Fergal", "Driscoll", "maeve@", "1 Quay Street",
	    "085 123 4567"};
	const char *request = server_last_request(d.server);
	assert_non_null(strstr(request, "\"messages\":["));
	for (size_t i = 0; i < COUNT(raw); i++)
		if (strstr(request, raw[i]) != NULL)
			fail_msg(
			    "%s: \"%s\" is posted: %s", when, raw[i], strstr(request, "\r\n\r\n"));
}

static void
what_is_posted_holds_nothing_personal(void **state)
{
	struct action x = {0};
	(void)state;
	demo_reply(&d,
	    "{\"reply\": \"Which order is it?\", \"confidence\": 0.9, \"expected\": \"order_number\"}");
	int64_t id = demo_say(&d, "fergal",
	    "Hi, my name is Fergal O'Driscoll, fergal.odriscoll@example.com, +353 20 910 1144. My postcode is H71 PV42.");
	expect_nothing_personal("not proven yet");
	demo_reply(&d, DEMO_OFFER);
	demo_say(&d, "fergal",
	    "It's TF-100205, I live in Rock Cottage, Pier Road, Clifden. It came broken, says fergal");
	assert_string_equal(demo_conversation(&d, id).customer_id, "C-1044");
	expect_nothing_personal("just proven");
	assert_non_null(strstr(server_last_request(d.server), "TF-100205"));
	assert_non_null(strstr(server_last_request(d.server), "[email]"));
	assert_null(strstr(server_last_request(d.server), "fergal"));	/* which no pattern takes
									   for a name */
	demo_reply(&d,
	    "{\"reply\": \"Shall I send your profile's post to the new address instead of the one for TF-100205?\", \"confidence\": 0.9}");
	demo_say(&d, "fergal",
	    "Can you change my address to 1 Quay Street, Galway, H91 X2K4? My phone is 085 123 4567 now.");
	expect_nothing_personal("with a new address");
	demo_reply(&d,
	    "{\"reply\": \"A colleague looks at it.\", \"confidence\": 0.9, \"proposals\": [{\"kind\": \"profile_address_change\", \"params\": "
	    "{\"address\": {\"line1\": \"1 Quay Street\", \"line2\": \"\", \"city\": \"Galway\", \"region\": \"Galway\", \"postcode\": \"H91 X2K4\", \"country\": \"IE\"}}}]}");
	demo_say(&d, "fergal", "Yes please");
	expect_nothing_personal("with a yes");
	assert_int_equal(demo_actions(&d, &x), 1);
	demo_reply(
	    &d, "{\"reply\": \"You're welcome.\", \"confidence\": 0.9, \"small_talk\": true}");
	demo_say(&d, "fergal", "Thank you");
	expect_nothing_personal("with an action about the address");
}

int
main(void)
{
#define REMOTE(f) cmocka_unit_test_prestate_setup_teardown(f, demo_in_memory, demo_away, &d)
#define ON_FILE(f) {#f " (on a file)", f, demo_on_file, demo_away, &d}
#define OPENS_ITSELF(f) {#f, f, NULL, demo_away, &d}
	const struct CMUnitTest tests[] = {
		OPENS_ITSELF(a_server_that_hangs_ends_in_a_hand_off_and_blocks_nobody),
		ON_FILE(nothing_of_a_reply_lands_that_comes_after_a_takeover),
		OPENS_ITSELF(a_takeover_in_the_same_process_is_first_too),
		REMOTE(what_goes_wrong_hands_over_with_the_reason_in_the_trace),
		REMOTE(a_refused_connection_is_tried_again_and_then_handed_over),
		REMOTE(a_server_that_comes_back_in_time_is_heard),
		REMOTE(what_is_posted_holds_nothing_personal),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, demo_load, demo_unload);
}
