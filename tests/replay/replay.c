/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Kept conversations: what may stand in their files, what each expectation holds and fails on, whose failure
 * it is, and that a result is the same on any number of threads.
 */
#include "../check.h"

#include <stdio.h>
#include <string.h>

#include "fixture.h"
#include "floorwalker/base/file.h"
#include "floorwalker/replay/baseline.h"
#include "floorwalker/replay/reach.h"

/* ---- reading */

static void
check_fault(const char *text, const char *wanted)
{
	struct replay_suite *s = NULL;

	clear_folder();
	put("one", text);
	if (load(&s) == ERR_OK)
		fail_msg("read without a fault, wanted: %s", wanted);
	if (strstr(g.faults.data, wanted) == NULL)
		fail_msg("wanted: %s\ngot: %s", wanted, g.faults.data);
}

#define GIVEN(what) "conversation: one\ntitle: One\nwho: {order: TF-100187}\ngiven: " what "\nturns:\n  - say: hi\n"

static void
what_is_wrong_in_a_file_is_told_with_its_place_and_what_is_near(void **state)
{
	(void)state;
	check_fault("conversation: one\ntitle: x\nturns:\n  - say: hi\nendd: {}\n", "one.yaml:5:1: unknown key 'endd'");
	check_fault(HEAD "  - say: hi\n    expect: {intnt: greeting}\n", "one.yaml:6:14: nothing can be expected of 'intnt'; did you mean intent");
	check_fault(HEAD "  - say: hi\n    expect: {intent: greting}\n", "there is no intent 'greting'; did you mean greeting");
	check_fault(HEAD "  - say: hi\n    expect: {reply: {contain: x}}\n", "'contain' in a reply; did you mean contains");
	check_fault(HEAD "  - say: hi\n    expect: {confidence: sure}\n", "is a range");
	check_fault(HEAD "  - say: hi\n    expect: {confidence: 0.9..0.1}\n", "is a range");
	check_fault(HEAD "  - say: hi\n    expect: {slots: {order_nummer: x}}\n", "did you mean order_number");
	check_fault(HEAD "  - say: hi\n    expect: {reply: {matches: \"(\"}}\n", "one.yaml:6:31: 'matches'");
	check_fault(HEAD "  - say: hi\n    expect: {actions: [{kind: refnd}]}\n", "no kind of action 'refnd'");
	check_fault(HEAD "  - say: hi\n    expect: {actions: [{kind: refund, amount: lots}]}\n", "is an amount in EUR");
	check_fault(HEAD "  - say: hi\n    expect: {owner: nobody}\n", "there is no owner 'nobody'");
	check_fault(HEAD "  - say: hi\n    expect: {gates: {policy: open}}\n", "a gate has passed or held");
	check_fault(HEAD "  - say: hi\n    expect: {that: \"while(true; .)\"}\n", "'that':");
	check_fault(HEAD "  - say: hi\nend: {intent: greeting}\n", "nothing can be expected of 'intent' at the end");
	check_fault(HEAD "  - say: hi\n    wait: 2h\n", "exactly one of");
	check_fault(HEAD "  - say: \"{emial}\"\n", "nothing stands for {emial}; did you mean email");
	check_fault("conversation: one\ntitle: x\nturns:\n  - say: \"{email}\"\n", "{email} needs 'who'");
	check_fault(HEAD "  - do: tke\n    as: maeve\n", "one.yaml:5:9: 'do': there is no command \"tke\"; did you mean take?");
	check_fault(HEAD "  - do: propose\n    as: maeve\n", "one.yaml:5:9: 'do': propose: the kind is missing");
	check_fault(HEAD "  - do: record ../elsewhere\n    as: maeve\n", "one.yaml:5:9: 'do': record writes a file");
	check_fault(HEAD "  - do: take\n", "one.yaml:5:5: 'as' must be a text");
	check_fault(HEAD "  - do: take\n    as: maeve\n    expect: {refused: []}\n", "'refused' says some of the words");
	check_fault(HEAD "  - say: hi\n    expect: {refused: no}\n", "one.yaml:6:23: 'refused' belongs to a turn in which an agent does something");
	check_fault(GIVEN("{ordres: {}}"), "one.yaml:4:9: unknown key 'ordres'; did you mean 'orders'?");
	check_fault(GIVEN("{orders: [TF-100187]}"), "one.yaml:4:17: 'orders' is a map of 200 ids at most");
	check_fault(GIVEN("{orders: {TF-100187: delivered}}"), "one.yaml:4:29: 'given': what is otherwise in order TF-100187 is a map");
	check_fault(GIVEN("{orders: {TF-100187: {status: sent}}}"), "one.yaml:4:38: order TF-100187: \"status\" can't be \"sent\"");
	check_fault(GIVEN("{orders: {TF-100187: {statuss: sent}}}"), "one.yaml:4:29: 'given': unknown key 'statuss'; did you mean 'status'?");
	check_fault(GIVEN("{orders: {TF-100187: {lines: [{id: 1, quantity: 2}]}}}"), "one.yaml:4:38: order TF-100187: \"sku\"");
	check_fault(GIVEN("{orders: {TF-100187: {id: TF-100188}}}"), "one.yaml:4:34: 'given': the id of a record stays");
	check_fault(GIVEN("{customers: {C-1024: {tier: gold}}}"), "customer C-1024: \"tier\" can't be \"gold\"");
	check_fault(GIVEN("{products: {P-6001: {variants: 3}}}"), "product P-6001: \"variants\" must be a list");
	check_fault(HEAD "  - say: hi\n    fails: often\n", "one.yaml:6:12: 'fails' is true or false");
	check_fault(HEAD "  - wait: 2h\n    fails: true\n", "one.yaml:6:12: 'fails' belongs to a turn in which the shopper says something");
	check_fault("conversation: two\ntitle: x\nturns:\n  - say: hi\n", "belongs in two.yaml");
	check_fault("conversation: one\n  title: x\n", "one.yaml:2:");
	check_fault("hello: 1\n", "begins with 'conversation: NAME'");
}

static void
every_fault_of_a_suite_is_told_at_once(void **state)
{
	struct replay_suite *s = NULL;

	(void)state;
	clear_folder();
	put("one", HEAD "  - say: hi\n    expect: {intent: greting, owner: nobody}\n");
	put("two", "conversation: two\ntitle: x\nturns: []\n");
	assert_int_equal(load(&s), ERR_INPUT);
	assert_null(s);
	assert_string_equal(g.e.text, "3 faults, so nothing was played");
}

/* ---- expectations: each holds on one text and fails on the other */

static void
what_holds_and_what_fails(void **state)
{
	static const struct {
		int turn;		/* 1 to 3; 0 the end */
		const char *holds, *fails, *who, *layer;
	} rows[] = {
	    {1, "intent: [damaged_item, faulty_item]", "intent: cancel_order", "agent", "understanding"},
	    {1, "confidence: \"> 0.9\"", "confidence: 0..0.2", "agent", "gates"},
	    {1, "slots: {reason: damaged, order_number: TF-100187}", "slots: {reason: faulty}", "agent", "understanding"},
	    {1, "slots: {product: [P-6001, P-6002]}", "slots: {order_number: TF-100188}", "agent", "understanding"},
	    {1, "identity: proven", "identity: unknown", "agent", "understanding"},
	    {1, "reply: {contains: [\"take it BACK\", refund]}", "reply: {contains: gift card}", "agent", "words"},
	    {1, "reply: {lacks: guarantee}", "reply: {lacks: exchange}", "agent", "words"},
	    {1, "reply: {matches: \"refund it, exchange|return\"}", "reply: {matches: \"^no\"}", "agent", "words"},
	    {2, "reply: {means: \"389 euros come back, from TF-100187\"}", "reply: {means: \"a refund of 388.00\"}", "agent", "words"},
	    {2, "reply: {means: \"TF-100187: 389.00\"}", "reply: {means: \"389.00 can't be paid\"}", "agent", "words"},
	    {2, "cites: [KB-damaged]", "cites: KB-wrong-or-missing", "agent", "knowledge"},
	    {2, "cites: \"KB-damaged#1\"", "cites: []", "agent", "knowledge"},
	    {2, "rule: refund-damaged-larger", "rule: refund-damaged-small", "agent", "policy"},
	    {2, "verdicts: {refund-damaged-larger: human}", "verdicts: {refund-damaged-larger: approve}", "agent", "policy"},
	    {1, "verdicts: {refund-damaged-larger: human, return-damaged: approve}", "verdicts: {refund-damaged-small: approve}", "agent", "policy"},
	    {3, "actions: [{kind: refund, amount: 389.00, state: waiting}]", "actions: [{kind: refund, amount: 388.00}]", "agent", "policy"},
	    {3, "actions: [{verdict: human, kind: refund, order: TF-100187}]", "actions: []", "agent", "policy"},
	    {3, "outcome: sent", "outcome: handed_off", "agent", "gates"},
	    {3, "owner: ai", "owner: [queued, agent]", "agent", "gates"},
	    {3, "gates: {policy: passed, ungrounded: passed}", "gates: {policy: held}", "agent", "gates"},
	    {3, "events: [message.shopper, action.proposed, turn.sent]", "events: [turn.sent, action.proposed]", "agent", "desk"},
	    {3, "that: \".turn.actions[0].amount == 38900\"", "that: \".turn.actions[0].amount == 1\"", "agent", "desk"},
	    {3, "that: [\".turns | length == 3\", \".turn.trace.draft.hand_off == false\"]", "that: .turn.nothing", "agent", "desk"},
	    {1, "within: 1h", "within: 0.0001s", NULL, NULL},
	    {1, "cost: 0", "cost: \"> 0.1\"", "infrastructure", "backend"},
	    {0, "owner: ai", "owner: closed", "agent", "gates"},
	    {0, "rule: refund-damaged-larger", "rule: refund-damaged-plus", "agent", "policy"},
	    {0, "shop: unchanged", "orders: {TF-100187: {status: cancelled}}", "agent", "policy"},
	    {0, "orders: {TF-100187: {status: delivered, customer: C-1024}}", "orders: {TF-100187: {lines: []}}", "agent", "policy"},
	    {0, "cites: KB-damaged", "cites: KB-wrong-or-missing", "agent", "knowledge"},
	    {0, "events: [conversation.opened, conversation.identified, action.waiting]", "events: [turn.handed_off]", "agent", "desk"},
	};
	const char *says[] = {"", OPENS, "  - say: A refund please\n", "  - say: \"yes\"\n"};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (int fails = 0; fails < 2; fails++) {
			const char *what = fails ? rows[i].fails : rows[i].holds, *text = HEAD;
			const struct value *one, *failure;

			if (fails && rows[i].who == NULL)
				continue;
			for (int turn = 1; turn <= 3; turn++)
				text = arena_printf(g.a, "%s%s%s%s%s", text, says[turn],
				    rows[i].turn == turn ? "    expect: {" : "", rows[i].turn == turn ? what : "",
				    rows[i].turn == turn ? "}\n" : "");
			if (rows[i].turn == 0)
				text = arena_printf(g.a, "%send: {%s}\n", text, what);
			clear_folder();
			put("one", text);
			one = value_at(value_get(play(), "results"), 0);
			if ((value_get_int(one, "held", 0) == 0) != fails) {
				struct str shown;

				str_init(&shown);
				value_print(&shown, value_get(one, "failures"));
				fail_msg("%s: %s\n%s", what, fails ? "held" : "failed", shown.data);
			}
			if (!fails)
				continue;
			failure = value_at(value_get(one, "failures"), 0);
			assert_int_equal(value_get_int(failure, "turn", -1), rows[i].turn);
			if (!text_is(value_as_text(value_path(failure, "blame.who"), ""), rows[i].who) ||
			    !text_is(value_as_text(value_path(failure, "blame.layer"), ""), rows[i].layer))
				fail_msg("%s: blamed on %s, %s", what, value_as_text(value_path(failure, "blame.who"), ""),
				    value_as_text(value_path(failure, "blame.layer"), ""));
			assert_true(value_get_text(failure, "expected")[0] != '\0');
			assert_true(value_get_text(failure, "got")[0] != '\0');
		}
}

static void
people_decide_and_time_passes(void **state)
{
	(void)state;
	clear_folder();
	put("one", HEAD OPENS REST
	    "  - decide: approve\n    expect: {actions: [{kind: refund, state: done, amount: 389.00}], reply: {contains: refund}}\n"
	    "end: {orders: {TF-100187: {status: delivered}}, events: [action.waiting, action.done]}\n");
	put("two", "conversation: two\ntitle: x\nwho: {order: TF-100187}\nturns:\n" OPENS REST
	    "  - decide: deny\n    expect: {actions: [{kind: refund, state: denied}]}\nend: {shop: unchanged}\n");
	put("three", "conversation: three\ntitle: x\nturns:\n  - say: I want to talk to a human\n"
	    "    expect: {owner: queued, reason: asked_for_human, gates: {asked_for_human: held}}\n"
	    "  - do: take\n    as: maeve\n    expect: {owner: agent, events: [owner.taken]}\n"
	    "  - do: reply Hello, this is Maeve\n    as: maeve\n    expect: {reply: {contains: this is Maeve}}\n"
	    "  - wait: 30s\n    expect: {reply: {lacks: Maeve}, owner: agent}\n"
	    "  - leave: true\n");
	assert_int_equal(value_get_int(play(), "held", 0), 3);
}

/* ---- what agents do */

#define KNOWN "conversation: one\ntitle: x\nwho: {order: TF-100240}\nturns:\n  - say: \"Where is {order}? My e-mail is {email}\"\n"
#define TAKES "  - do: take\n    as: maeve\n"
#define PROPOSES "  - do: propose discount order=TF-100240 amount=9.50\n    as: maeve\n"

static void
check_blame(const struct value *failure, const char *key, const char *who, const char *layer)
{
	assert_string_equal(value_get_text(failure, "key"), key);
	assert_string_equal(value_as_text(value_path(failure, "blame.who"), ""), who);
	assert_string_equal(value_as_text(value_path(failure, "blame.layer"), ""), layer);
}

static void
what_an_agent_proposes_is_decided_and_held_against_what_must_be(void **state)
{
	const struct value *result, *failures;

	(void)state;
	clear_folder();
	put("one", KNOWN TAKES PROPOSES
	    "    expect: {rule: discount-forgotten-code, verdicts: {discount-forgotten-code: approve},\n"
	    "      actions: [{kind: discount, state: done, amount: 9.50}], owner: agent,\n"
	    "      events: [action.proposed, action.approved_by_rule, action.done]}\n"
	    "end: {rule: discount-forgotten-code}\n");
	result = play();
	assert_int_equal(value_get_int(result, "held", 0), 1);
	assert_int_equal(value_as_int(value_path(result, "coverage.rules.touched"), 0), 1);
	assert_string_equal(value_as_text(value_path(result, "results.0.brief.2.rules.0"), ""), "discount-forgotten-code");
	put("one", KNOWN TAKES PROPOSES
	    "    expect: {rule: discount-second, verdicts: {discount-forgotten-code: human}, owner: closed, events: [action.waiting]}\n");
	failures = value_path(play(), "results.0.failures");
	assert_int_equal(value_count(failures), 4);
	check_blame(value_at(failures, 0), "rule", "agent", "policy");
	assert_non_null(strstr(value_as_text(value_path(failures, "0.blame.evidence"), ""), "discount-forgotten-code"));
	check_blame(value_at(failures, 1), "verdicts", "agent", "policy");
	check_blame(value_at(failures, 2), "owner", "agent", "desk");
	check_blame(value_at(failures, 3), "events", "agent", "desk");
	assert_false(value_as_bool(value_path(failures, "0.follows"), true));
	assert_true(value_as_bool(value_path(failures, "3.follows"), false));	/* of what policy decided */
}

static void
a_command_that_is_refused_fails_by_itself(void **state)
{
	const struct value *failures;

	(void)state;
	clear_folder();
	put("one", "conversation: one\ntitle: x\nturns:\n  - say: hi\n  - do: give-back\n    as: maeve\n    expect: {events: [owner.given_back]}\n");
	failures = value_path(play(), "results.0.failures");
	assert_int_equal(value_count(failures), 2);
	check_blame(value_at(failures, 0), "do", "scenario", "desk");
	assert_int_equal(value_as_int(value_path(failures, "0.line"), 0), 5);
	assert_int_equal(value_as_int(value_path(failures, "0.column"), 0), 9);
	assert_false(value_as_bool(value_path(failures, "0.follows"), true));
	check_blame(value_at(failures, 1), "events", "scenario", "desk");
	assert_true(value_as_bool(value_path(failures, "1.follows"), false));
	put("one", KNOWN PROPOSES);		/* nobody has taken it */
	failures = value_path(play(), "results.0.failures");
	assert_int_equal(value_count(failures), 1);
	check_blame(value_at(failures, 0), "do", "scenario", "desk");
}

static void
a_command_that_must_be_refused_holds_only_where_it_is_and_for_that_reason(void **state)
{
	const struct value *failures;

	(void)state;
	clear_folder();
	put("one", KNOWN PROPOSES "    expect: {refused: [isn't yours, TAKE it], actions: []}\n");
	assert_int_equal(value_get_int(play(), "held", 0), 1);
	put("one", KNOWN PROPOSES "    expect: {refused: no such line}\n");
	failures = value_path(play(), "results.0.failures");
	assert_int_equal(value_count(failures), 1);
	check_blame(value_at(failures, 0), "refused", "scenario", "desk");
	put("one", KNOWN TAKES "    expect: {refused: isn't yours}\n");
	failures = value_path(play(), "results.0.failures");
	assert_int_equal(value_count(failures), 1);
	check_blame(value_at(failures, 0), "refused", "agent", "desk");
	assert_non_null(strstr(value_as_text(value_path(failures, "0.got"), ""), "done: "));
}

static void
a_gate_that_the_ai_itself_names_has_held(void **state)
{
	(void)state;
	clear_folder();
	put("one", "conversation: one\ntitle: x\nwho: {order: TF-100196}\nturns:\n"
	    "  - say: \"The price of the Killary insulated jacket dropped, could I be credited? {order}, {email}\"\n"
	    "    expect: {reason: policy, gates: {policy: held, ungrounded: passed}}\n");
	assert_int_equal(value_get_int(play(), "held", 0), 1);
}

static void
an_agent_whom_the_world_has_lost_fails_where_they_act(void **state)
{
	const struct value *failure;

	(void)state;
	clear_folder();
	put("one", KNOWN "  - do: take\n    as: maev\n");
	failure = value_path(play(), "results.0.failures.0");
	check_blame(failure, "who", "scenario", "shop");
	assert_string_equal(value_get_text(failure, "got"), "maev is no agent of this shop; did you mean maeve");
}

static void
a_backend_that_cannot_be_reached_is_no_failure_of_the_ai(void **state)
{
	const struct value *result;

	(void)state;
	clear_folder();
	put("one", HEAD OPENS "    expect: {intent: damaged_item}\n");
	result = play_as((struct replay_options){.runs = 1, .threads = 1, .backend = "http:http://127.0.0.1:1/turn"});
	assert_int_equal(value_get_int(result, "failed", -1), 0);
	assert_int_equal(value_get_int(result, "unreachable", -1), 1);
	assert_int_equal(replay_verdict_of(result), REPLAY_UNREACHABLE);
}

/* ---- several runs */

#define STATUS "  - say: \"Where is my order {order}? My e-mail is {email}\"\n"
#define HANDED "    expect: {outcome: handed_off, gates: {backend_failed: held}, owner: queued, reason: backend_failed, queue: general}\n"

static void
an_outage_that_the_conversation_has_hands_over_and_is_no_trouble_of_the_run(void **state)
{
	const struct value *result, *failure;

	(void)state;
	clear_folder();
	put("one", HEAD STATUS "    fails: true\n" HANDED "end: {owner: queued, that: \".turns[0].fails\"}\n");
	/* in that turn alone */
	put("two", "conversation: two\ntitle: x\nwho: {order: TF-100187}\nturns:\n" STATUS "    fails: false\n    expect: {outcome: sent}\n"
	    "  - say: Where is it?\n    fails: true\n" HANDED "  - do: take\n    as: maeve\n  - do: give-back\n    as: maeve\n" STATUS
	    "    expect: {outcome: sent, owner: ai, gates: {backend_failed: passed}}\n");
	result = play();
	assert_int_equal(value_get_int(result, "held", 0), 2);
	assert_int_equal(value_get_int(result, "unreachable", -1), 0);
	assert_int_equal(replay_verdict_of(result), REPLAY_HELD);
	/* whatever backend there is */
	result = play_as((struct replay_options){.runs = 1, .threads = 1, .only = (const char *[]){"one"}, .only_count = 1,
	    .backend = "http:http://127.0.0.1:1/turn"});
	assert_int_equal(value_get_int(result, "held", 0), 1);
	put("one", HEAD STATUS HANDED);		/* without it nothing is handed over */
	put("two", "conversation: two\ntitle: x\nwho: {order: TF-100187}\nturns:\n" STATUS "    fails: true\n    expect: {outcome: sent}\n");
	result = play();
	assert_int_equal(value_get_int(result, "failed", 0), 2);
	failure = value_path(result, "results.1.failures.0");
	assert_string_equal(value_as_text(value_path(failure, "blame.layer"), ""), "gates");
	assert_string_equal(value_as_text(value_path(failure, "blame.who"), ""), "agent");
}

static void
what_the_world_has_lost_fails_there_alone(void **state)
{
	const struct value *result;

	(void)state;
	clear_folder();
	put("one", HEAD OPENS "    expect: {intent: damaged_item}\n");
	put("two", "conversation: two\ntitle: x\nwho: {order: TF-9}\nturns:\n  - say: \"{order}\"\n    expect: {intent: greeting}\n");
	put("three", "conversation: three\ntitle: x\nturns:\n  - say: hello\n    expect: {cites: KB-nothing}\n");
	result = play();
	assert_int_equal(value_get_int(result, "held", 0), 1);
	assert_string_equal(value_as_text(value_path(result, "results.1.failures.0.blame.layer"), ""), "knowledge");
	assert_string_equal(value_as_text(value_path(result, "results.2.failures.0.blame.who"), ""), "scenario");
}

static void
any_number_of_threads_gives_the_same_bytes(void **state)
{
	struct str first, other;

	(void)state;
	clear_folder();
	put("one", HEAD OPENS REST "end: {owner: queued}\n");
	put("two", "conversation: two\ntitle: x\nturns:\n  - say: hello\n    expect: {intent: greeting}\n");
	put("three", "conversation: three\ntitle: x\nturns:\n  - say: Is the Croaghaun tent waterproof?\n");
	str_init(&first);
	str_init(&other);
	value_print(&first, play_as((struct replay_options){.runs = 4, .seed = 1, .threads = 1, .keep_records = true}));
	value_print(&other, play_as((struct replay_options){.runs = 4, .seed = 1, .threads = 3, .keep_records = true}));
	assert_string_equal(first.data, other.data);
	str_clear(&first);
	str_clear(&other);
}

static void
a_baseline_tells_what_changed_where_a_goal_is_pursued(void **state)
{
	struct replay_options o = {.runs = 2, .seed = 1, .keep_briefs = true};
	struct str text;
	struct value *result, *baseline, *turn;

	(void)state;
	clear_folder();
	str_init(&text);
	check_ok(file_read(file_data(g.a, "scenarios/refund-damaged-small.yaml"), 1u << 20, &text, &g.e), &g.e);
	put("refund-damaged-small", text.data);
	str_clear(&text);
	result = (struct value *)(uintptr_t)play_as(o);
	assert_true(value_count(value_path(result, "results.0.brief")) > 2);
	baseline = replay_baseline_of(g.a, result);
	replay_compare(g.a, baseline, result);
	assert_int_equal(value_count(value_path(result, "comparison.words")), 0);
	assert_int_equal(value_count(value_path(result, "comparison.changed")), 0);
	turn = (struct value *)(uintptr_t)value_path(baseline, "conversations.refund-damaged-small.turns.0");
	value_set_text(turn, "reply", "Other words.");
	turn = (struct value *)(uintptr_t)value_path(baseline, "conversations.refund-damaged-small.turns.1");
	value_set_text(turn, "outcome", "another");
	replay_compare(g.a, baseline, result);
	assert_string_equal(value_as_text(value_path(result, "comparison.words.0.was"), ""), "Other words.");
	assert_string_equal(value_as_text(value_path(result, "comparison.changed.0.key"), ""), "outcome");
	/* of before goals had briefs: nothing is known of how they went */
	value_set((struct value *)(uintptr_t)value_path(baseline, "conversations.refund-damaged-small"), "turns", value_list(g.a));
	replay_compare(g.a, baseline, result);
	assert_int_equal(value_count(value_path(result, "comparison.changed")), 0);
}

static void
a_goal_is_pursued_as_often_as_words_are_said(void **state)
{
	struct replay_options o = {.runs = 3, .seed = 1, .threads = 1};
	struct str text;
	const struct value *result;
	const char *at;

	(void)state;
	clear_folder();
	str_init(&text);
	check_ok(file_read(file_data(g.a, "scenarios/refund-damaged-small.yaml"), 1u << 20, &text, &g.e), &g.e);
	put("refund-damaged-small", text.data);
	put("two", "conversation: two\ntitle: x\nturns:\n  - say: hello\n    expect: {intent: greeting}\n");
	result = play_as(o);
	assert_int_equal(value_get_int(result, "conversations", 0), 2);
	assert_int_equal(value_get_int(result, "held", 0), 2);
	at = strstr(text.data, "amount: line");
	assert_non_null(at);
	put("refund-damaged-small", arena_printf(g.a, "%.*samount: 1.00%s", (int)(at - text.data), text.data, at + strlen("amount: line")));
	result = play_as(o);
	assert_int_equal(value_get_int(result, "failed", 0), 1);
	assert_string_equal(value_as_text(value_path(result, "results.1.failures.0.key"), ""), "goal");
	assert_string_equal(value_as_text(value_path(result, "results.1.severity"), ""), "money");
	o.backend = "http:http://127.0.0.1:1/turn";
	result = play_as(o);
	assert_int_equal(value_get_int(result, "failed", -1), 0);	/* no failure of the AI's, here as there */
	assert_int_equal(value_get_int(result, "unreachable", -1), 2);
	assert_int_equal(replay_verdict_of(result), REPLAY_UNREACHABLE);
	str_clear(&text);
}

#define ASKS "  - say: \"I want to return {order}. My e-mail is {email}\"\n    expect: {identity: proven}\n  - say: I changed my mind\n"
#define ON_ITS_WAY "    expect: {verdicts: {return-on-its-way: deny}}\n"

/* The tent was delivered 7 days before; here it is still on its way, at another address and price. */
static void
what_is_given_holds_in_that_conversation_alone(void **state)
{
	const struct value *result;

	(void)state;
	clear_folder();
	put("one", "conversation: one\ntitle: One\nwho: {order: TF-100187}\ngiven:\n"
	    "  orders: {TF-100187: {status: shipped, shipments: [{id: S-1, carrier: DPD, status: in_transit, lines: [1]}]}}\n"
	    "  customers: {C-1024: {email: new@example.org}}\nturns:\n" ASKS ON_ITS_WAY
	    "end: {shop: unchanged, orders: {TF-100187: {status: shipped, customer: C-1024}}}\n");
	put("two", "conversation: two\ntitle: Two\nwho: {order: TF-100187}\nturns:\n" ASKS
	    "    expect: {verdicts: {return-in-window: approve}}\n"
	    "end: {shop: unchanged, orders: {TF-100187: {status: delivered}}}\n");
	put("three", "conversation: three\ntitle: Three\n"
	    "given: {products: {P-6001: {variants: [{sku: INISHMAAN-2-MOSS, options: {capacity: two people, colour: moss}, price: 12300, stock: 1}]}}}\n"
	    "turns:\n  - say: How much is the Inishmaan tent?\n    expect: {reply: {contains: \"€123.00\"}}\n");
	result = play();
	assert_int_equal(value_get_int(result, "held", 0), 3);
	/* without what is given it fails */
	clear_folder();
	put("one", HEAD ASKS ON_ITS_WAY);
	assert_int_equal(value_get_int(play(), "failed", 0), 1);
}

/* So that a change of the world's record is known to touch it, whoever's the order is here. */
static void
what_is_given_lies_over_a_record_that_counts_as_read(void **state)
{
	const struct value *reads;
	struct value *map;
	bool found = false;

	(void)state;
	clear_folder();
	put("one", "conversation: one\ntitle: One\ngiven: {products: {P-6001: {care: none}}}\nturns:\n  - say: hi\n");
	check_ok(replay_reach_read(g.a, "/nothing/there", &map, &g.e), &g.e);
	(void)play_as((struct replay_options){.runs = 1, .threads = 1, .reach = map, .world_digest = "w", .ai_digest = "a"});
	reads = value_path(map, "conversations.one.runs.0.reads");
	for (size_t i = 0; i < value_count(reads); i++)
		found = found || text_is(value_as_text(value_at(reads, i), ""), "product P-6001");
	assert_true(found);
}

static void
what_is_given_of_a_record_that_the_world_has_lost_fails_there(void **state)
{
	const struct value *result;

	(void)state;
	clear_folder();
	put("one", GIVEN("{orders: {TF-999999: {status: shipped}}}"));
	put("two", "conversation: two\ntitle: Two\ngiven: {orders: {TF-100187: {customer: C-9999}}}\nturns:\n  - say: hi\n");
	result = play();
	assert_int_equal(value_get_int(result, "failed", 0), 2);
	assert_string_equal(value_as_text(value_path(result, "results.0.failures.0.got"), ""), "the world has no order TF-999999");
	assert_string_equal(value_as_text(value_path(result, "results.1.failures.0.got"), ""), "the world has no customer C-9999");
	assert_string_equal(value_as_text(value_path(result, "results.0.failures.0.blame.who"), ""), "scenario");
}

static void
what_holds_in_some_runs_only_is_flaky(void **state)
{
	const struct value *result, *one;

	(void)state;
	clear_folder();
	/* which of several wordings is taken goes by the seed */
	put("one", HEAD OPENS "    expect: {reply: {contains: \"isn't how it should be\"}}\n");
	put("two", "conversation: two\ntitle: x\nturns:\n  - say: hello\n");
	result = play_as((struct replay_options){.runs = 8, .seed = 1, .threads = 2});
	one = value_path(result, "results.0");
	assert_true(value_get_bool(one, "flaky", false));
	assert_int_equal(value_get_int(result, "flaky", 0), 1);
	assert_int_equal(value_get_int(result, "held", 0), 1);
	/* pass^8 of the flaky one is 0, of the other 1 */
	assert_float_equal(value_as_real(value_path(result, "pass_hat.7.share"), -1), 0.5, 1e-9);
	assert_int_equal(replay_verdict_of(result), REPLAY_FAILED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_is_wrong_in_a_file_is_told_with_its_place_and_what_is_near),
	    cmocka_unit_test(every_fault_of_a_suite_is_told_at_once),
	    cmocka_unit_test(what_holds_and_what_fails),
	    cmocka_unit_test(people_decide_and_time_passes),
	    cmocka_unit_test(what_an_agent_proposes_is_decided_and_held_against_what_must_be),
	    cmocka_unit_test(a_command_that_is_refused_fails_by_itself),
	    cmocka_unit_test(a_command_that_must_be_refused_holds_only_where_it_is_and_for_that_reason),
	    cmocka_unit_test(a_gate_that_the_ai_itself_names_has_held),
	    cmocka_unit_test(an_agent_whom_the_world_has_lost_fails_where_they_act),
	    cmocka_unit_test(a_backend_that_cannot_be_reached_is_no_failure_of_the_ai),
	    cmocka_unit_test(an_outage_that_the_conversation_has_hands_over_and_is_no_trouble_of_the_run),
	    cmocka_unit_test(what_the_world_has_lost_fails_there_alone),
	    cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
	    cmocka_unit_test(a_baseline_tells_what_changed_where_a_goal_is_pursued),
	    cmocka_unit_test(a_goal_is_pursued_as_often_as_words_are_said),
	    cmocka_unit_test(what_is_given_holds_in_that_conversation_alone),
	    cmocka_unit_test(what_is_given_lies_over_a_record_that_counts_as_read),
	    cmocka_unit_test(what_is_given_of_a_record_that_the_world_has_lost_fails_there),
	    cmocka_unit_test(what_holds_in_some_runs_only_is_flaky),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, open_all, close_all);
}
