/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of a conversation: taking in, handing over, waiting, closing, coming back; and the
 * figures over it.
 */
#include "../check.h"


#include <stdio.h>
#include <math.h>
#include <string.h>

#include "stage.h"
#include "floorwalker/store/event.h"

static struct stage s;

static enum err
ingest(const char *contact, const char *key, const char *text, int64_t *id, int64_t *message)
{
	struct incoming in = {.channel = "web",
	    .contact = contact,
	    .source_key = key,
	    .text = text,
	    .text_size = text == NULL ? 0 : strlen(text)};
	return desk_ingest(s.desk, &in, id, message, &s.e);
}

static bool
has_event(int64_t id, const char *kind)
{
	struct event_list list;
	check_ok(store_event_list(desk_store(s.desk), s.arena, id, &list, &s.e), &s.e);
	for (size_t i = 0; i < list.count; i++)
		if (strcmp(list.items[i].kind, kind) == 0)
			return true;
	return false;
}

static void
a_repeated_message_changes_nothing(void **state)
{
	int64_t id, again, m1, m2;
	(void)state;
	check_ok(ingest("ann", "k1", "hello", &id, &m1), &s.e);
	check_ok(ingest("ann", "k1", "hello", &again, &m2), &s.e);
	assert_int_equal(id, again);
	assert_int_equal(m1, m2);
	assert_int_equal(stage_conversation(&s, id).message_count, 1);
	stage_work(&s);
	clock_move_to(s.clock, FIXTURE_NOW + 3600000);
	stage_work(&s);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_CLOSED);
	check_ok(ingest("ann", "k1", "hello", &again, &m2), &s.e);
	assert_int_equal(m1, m2);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_CLOSED);
}

/* Whether the one turn of a message has left a trace, where it was answered or handed over. */
static bool
leaves_trace(enum desk_traces traces, bool hand_off)
{
	const struct value *trace;
	struct turn t;
	int64_t id;
	desk_free(&s.desk);
	s.traces = traces;
	s.desk = stage_desk(&s, "other");
	s.script = (struct script){.text = "Hello there.", .confidence = 0.9, .small_talk = true};
	s.script.hand_off = hand_off;
	s.script.handoff = HANDOFF_ASKED_FOR_HUMAN;
	id = stage_say(&s, "ann", "hello");
	stage_work(&s);
	check_ok(store_turn_latest(desk_store(s.desk), s.arena, id, &t, &s.e), &s.e);
	assert_int_equal(t.state, hand_off ? TURN_HANDED_OFF : TURN_SENT);
	check_ok(desk_trace(s.desk, s.arena, t.id, &trace, &s.e), &s.e);
	if (trace != NULL) {
		const struct value *draft = value_get(trace, "draft");

		assert_string_equal(
		    value_get_text(trace, "outcome"), hand_off ? "handed_off" : "sent");
		assert_true(fabs(value_get_real(draft, "confidence", 0) - 0.9) < 1e-9);
		assert_int_equal(value_get_bool(draft, "hand_off", !hand_off), hand_off);
		assert_true(value_get_bool(draft, "small_talk", false));
		assert_int_equal(value_get(trace, "facts") == NULL, traces == DESK_TRACES_OF_DRAFTS);
	}
	return trace != NULL;
}

static void
only_those_turns_leave_a_trace_of_which_it_is_wanted(void **state)
{
	(void)state;
	assert_true(leaves_trace(DESK_TRACES_ALL, false));
	assert_true(leaves_trace(DESK_TRACES_ALL, true));
	assert_true(leaves_trace(DESK_TRACES_OF_DRAFTS, false));
	assert_true(leaves_trace(DESK_TRACES_OF_DRAFTS, true));
	assert_false(leaves_trace(DESK_TRACES_OF_HANDOFFS, false));
	assert_true(leaves_trace(DESK_TRACES_OF_HANDOFFS, true));
	assert_false(leaves_trace(DESK_TRACES_NONE, false));
	assert_false(leaves_trace(DESK_TRACES_NONE, true));
}

static void
bad_input_is_refused_with_a_sentence(void **state)
{
	int64_t id;
	char big[400];
	(void)state;
	assert_int_equal(ingest("ann", NULL, NULL, &id, NULL), ERR_INPUT);
	assert_int_equal(ingest("ann", NULL, "\x1b[31m\x07", &id, NULL), ERR_INPUT);
	assert_int_equal(ingest("", NULL, "hello", &id, NULL), ERR_INPUT);
	memset(big, 'k', sizeof big - 1);
	big[sizeof big - 1] = '\0';
	assert_int_equal(ingest("ann", big, "hello", &id, NULL), ERR_LIMIT);
	assert_int_equal(ingest(big, NULL, "hello", &id, NULL), ERR_INPUT);
	struct incoming in = {
	    .channel = "web", .text = "hi", .text_size = 2, .conversation_id = 77};
	assert_int_equal(desk_ingest(s.desk, &in, &id, NULL, &s.e), ERR_NOT_FOUND);
	assert_non_null(strstr(s.e.text, "C-77"));
}

static void
asking_for_a_person_queues_with_a_sentence_and_a_promise(void **state)
{
	(void)state;
	int64_t id = stage_say(&s, "ann", "get me a person");
	stage_work(&s);
	struct conversation c = stage_conversation(&s, id);
	assert_int_equal(c.state, CONVERSATION_QUEUED);
	assert_string_equal(c.queue, "care");
	assert_int_equal(c.reason, HANDOFF_ASKED_FOR_HUMAN);
	assert_int_equal(c.due_ms, FIXTURE_NOW + 120000);
	assert_int_equal(c.epoch, 2);
	struct message m = stage_last(&s, id, AUTHOR_AI);
	assert_non_null(strstr(m.text, "colleague"));
	assert_int_equal(m.delivery, DELIVERY_DELIVERED);
	assert_string_equal(c.draft, "Hello.");
	clock_move_to(s.clock, FIXTURE_NOW + 121000);
	stage_work(&s);
	assert_true(has_event(id, "sla.breached"));
	stage_audit(&s);
}

static void
a_failing_backend_is_tried_again_and_then_a_person_gets_it(void **state)
{
	(void)state;
	s.script.fails = ERR_UNAVAILABLE;
	int64_t id = stage_say(&s, "ann", "hello");
	stage_work(&s);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_AI);
	clock_move_to(s.clock, FIXTURE_NOW + 2000);
	stage_work(&s);
	clock_move_to(s.clock, FIXTURE_NOW + 12000);
	stage_work(&s);
	assert_int_equal(s.script.calls, 3);
	assert_int_equal(stage_conversation(&s, id).reason, HANDOFF_BACKEND_FAILED);
	s.script.fails = ERR_INPUT;
	id = stage_say(&s, "bob", "hello");
	stage_work(&s);
	assert_int_equal(s.script.calls, 4);
	assert_int_equal(stage_conversation(&s, id).reason, HANDOFF_BACKEND_FAILED);
	stage_audit(&s);
}

static void
an_ungrounded_draft_never_goes_out(void **state)
{
	(void)state;
	s.script.text = "It costs €17.38 and comes on 3 May.";
	s.script.small_talk = false;
	int64_t id = stage_say(&s, "ann", "what does it cost?");
	stage_work(&s);
	struct conversation c = stage_conversation(&s, id);
	assert_int_equal(c.reason, HANDOFF_UNGROUNDED);
	assert_null(strstr(stage_last(&s, id, AUTHOR_AI).text, "17.38"));
	assert_non_null(strstr(c.draft, "17.38"));
	const struct value *trace;
	struct conversation_view v;
	check_ok(desk_view(s.desk, s.arena, id, &v, &s.e), &s.e);
	trace = v.trace;
	assert_int_equal(value_get_int(value_get(trace, "ground"), "ungrounded", 0), 2);
	assert_string_equal(value_get_text(trace, "outcome"), "handed_off");
}

static void
who_gives_wrong_details_again_and_again_gets_a_person(void **state)
{
	(void)state;
	static const char *const tries[] = {
	    "T-1 x1@example.org", "T-1 x2@example.org", "T-1 x3@example.org"};
	int64_t id = 0;
	for (size_t i = 0; i < 3; i++) {
		id = stage_say(&s, "eve", tries[i]);
		stage_work(&s);
	}
	struct conversation c = stage_conversation(&s, id);
	assert_int_equal(c.state, CONVERSATION_QUEUED);
	assert_int_equal(c.reason, HANDOFF_REPEATED_FAILURE);
	assert_string_equal(c.customer_id, "");
	assert_true(has_event(id, "conversation.unidentified"));
}

static void
wrap_up_ends_and_a_message_brings_it_back(void **state)
{
	(void)state;
	int64_t id = stage_say(&s, "ann", "get me a person");
	stage_work(&s);
	check_ok(desk_take(s.desk, "maeve", id, &s.e), &s.e);
	check_ok(desk_close(s.desk, "maeve", id, "answered", &s.e), &s.e);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_WRAP_UP);
	assert_int_equal(stage_say(&s, "ann", "one more"), id);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_AGENT);
	check_ok(desk_close(s.desk, "maeve", id, "answered", &s.e), &s.e);
	clock_move_to(s.clock, FIXTURE_NOW + 301000);
	stage_work(&s);
	struct conversation c = stage_conversation(&s, id);
	assert_int_equal(c.state, CONVERSATION_CLOSED);
	assert_string_equal(c.disposition, "answered");
	assert_int_equal(stage_say(&s, "ann", "back again"), id);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_AI);
	stage_work(&s);
	clock_move_to(s.clock, FIXTURE_NOW + 9 * DATE_DAY_MS);
	stage_work(&s);
	assert_int_equal(stage_conversation(&s, id).state, CONVERSATION_CLOSED);
	clock_move_to(s.clock, FIXTURE_NOW + 18 * DATE_DAY_MS);
	stage_work(&s);
	assert_int_not_equal(stage_say(&s, "ann", "much later"), id);
	stage_audit(&s);
}

static void
outcomes_are_read_from_events(void **state)
{
	(void)state;
	struct conversation_outcome o;
	struct desk_figures f;
	s.script.ends = true;
	int64_t happy = stage_say(&s, "ann", "thanks, bye");
	stage_work(&s);
	assert_int_equal(stage_conversation(&s, happy).state, CONVERSATION_CLOSED);
	assert_int_equal(stage_last(&s, happy, AUTHOR_AI).delivery, DELIVERY_DELIVERED);
	check_ok(desk_outcome(s.desk, happy, &o, &s.e), &s.e);
	assert_true(outcome_is_contained_confirmed(&o));
	int64_t gone = stage_say(&s, "bob", "a person now");
	stage_work(&s);
	check_ok(desk_shopper_left(s.desk, gone, &s.e), &s.e);
	check_ok(desk_outcome(s.desk, gone, &o, &s.e), &s.e);
	assert_true(o.abandoned && o.handed_off && !o.human_joined);
	int64_t helped = stage_say(&s, "cid", "a person now");
	stage_work(&s);
	clock_move_to(s.clock, FIXTURE_NOW + 10000);
	check_ok(desk_take(s.desk, "una", helped, &s.e), &s.e);
	check_ok(desk_agent_state(s.desk, "una", "available", &s.e), &s.e);
	assert_int_equal(desk_agent_state(s.desk, "una", "asleep", &s.e), ERR_USAGE);
	check_ok(desk_figures(s.desk, &f, &s.e), &s.e);
	assert_int_equal(f.with_agents, 1);
	assert_int_equal(f.agents_present, 1);
	assert_int_equal(f.containment.eligible, 2);
	assert_int_equal(f.containment.confirmed.numerator, 1);
	assert_int_equal(f.level.denominator, 1);
	assert_int_equal(f.level.numerator, 1);
	assert_true(ratio_value(f.level) == 1.0);
}

static void
a_transfer_goes_on_counting_the_wait(void **state)
{
	(void)state;
	int64_t id = stage_say(&s, "ann", "get me a person");
	stage_work(&s);
	clock_move_to(s.clock, FIXTURE_NOW + 5000);
	assert_int_equal(desk_transfer(s.desk, "maeve", id, "nowhere", "", &s.e), ERR_NOT_FOUND);
	check_ok(desk_transfer(s.desk, "maeve", id, "general", "not for care", &s.e), &s.e);
	struct conversation c = stage_conversation(&s, id);
	assert_string_equal(c.queue, "general");
	assert_int_equal(c.waiting_ms, FIXTURE_NOW);
	check_ok(desk_note(s.desk, "maeve", id, "write to ann@example.org", &s.e), &s.e);
	struct conversation_view v;
	check_ok(desk_view(s.desk, s.arena, id, &v, &s.e), &s.e);
	assert_int_equal(v.note_count, 1);
	assert_string_equal(v.notes[0].text, "write to [email]");
}

static void
a_turn_costs_little(void **state)
{
	(void)state;
	enum { COUNT = 400 };
	char contact[32];
	int64_t began = clock_stopwatch_us();
	for (int i = 0; i < COUNT; i++) {
		snprintf(contact, sizeof contact, "c%d", i);
		stage_say(&s, contact, "where is my order?");
		stage_work(&s);
	}
	int64_t each = (clock_stopwatch_us() - began) / COUNT;
	print_message(
	    "# %lld µs a conversation with one message, answered and delivered\n", (long long)each);
	assert_true(each < 3000);
}

int
main(void)
{
#define STAGED(f) cmocka_unit_test_prestate_setup_teardown(f, stage_in_memory, stage_away, &s)
	const struct CMUnitTest tests[] = {
		STAGED(a_repeated_message_changes_nothing),
		STAGED(only_those_turns_leave_a_trace_of_which_it_is_wanted),
		STAGED(bad_input_is_refused_with_a_sentence),
		STAGED(asking_for_a_person_queues_with_a_sentence_and_a_promise),
		STAGED(a_failing_backend_is_tried_again_and_then_a_person_gets_it),
		STAGED(an_ungrounded_draft_never_goes_out),
		STAGED(who_gives_wrong_details_again_and_again_gets_a_person),
		STAGED(wrap_up_ends_and_a_message_brings_it_back),
		STAGED(outcomes_are_read_from_events),
		STAGED(a_transfer_goes_on_counting_the_wait),
		STAGED(a_turn_costs_little),
	};
	return RUN_TAP(tests);
}
