/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The command table: parsing, what must hold before a row runs, keys, and the texts that are made
 * from it.
 */
#include "../check.h"

#include <string.h>

#include "../desk/stage.h"
#include "floorwalker/command.h"
#include "floorwalker/model/canned.h"

static struct stage s;
static struct command_table *table;
static struct str out;
static struct command_call call;

static int
open_it(void **state)
{
	(void)state;
	stage_open(&s, false);
	table = command_table_new();
	str_init(&out);
	call =
	    (struct command_call){.desk = s.desk, .agent = "maeve", .arena = s.arena, .out = &out};
	return 0;
}

static int
close_it(void **state)
{
	(void)state;
	command_table_free(&table);
	str_clear(&out);
	stage_close(&s);
	return 0;
}

static enum err
run(const char *line)
{
	str_reset(&out);
	call.action_id = call.conversation_id = 0;
	return command_run_line(table, line, CONTEXT_SHELL, &call, &s.e);
}

static void
a_line_and_words_do_the_same(void **state)
{
	const char *words[] = {"reply", "C-1", "it's", "on", "its", "way"};
	(void)state;
	stage_say(&s, "ann", "hello");
	check_ok(run("take C-1"), &s.e);
	check_ok(run("reply C-1 it's on its way"), &s.e);
	assert_string_equal(stage_last(&s, 1, AUTHOR_AGENT).text, "it's on its way");
	check_ok(command_run_words(table, words, 6, CONTEXT_SHELL, &call, &s.e), &s.e);
	assert_int_equal(stage_count(&s, 1, AUTHOR_AGENT, DELIVERY_PENDING), 2);
	check_ok(run("reply C-1 \"with quotes\""), &s.e);
	assert_string_equal(stage_last(&s, 1, AUTHOR_AGENT).text, "with quotes");
}

static void
what_is_selected_need_not_be_named(void **state)
{
	(void)state;
	stage_say(&s, "ann", "hello");
	check_ok(run("take C-1"), &s.e);
	call.conversation_id = 1;
	check_ok(
	    command_run_line(table, "reply 5 minutes, please", CONTEXT_CONVERSATION, &call, &s.e),
	    &s.e);
	assert_string_equal(stage_last(&s, 1, AUTHOR_AGENT).text, "5 minutes, please");
	call.conversation_id = 7;
	check_ok(command_run_line(table, "note C-1 seen", CONTEXT_CONVERSATION, &call, &s.e), &s.e);
}

static void
wrong_words_are_named(void **state)
{
	(void)state;
	assert_int_equal(run("tkae C-1"), ERR_USAGE);
	assert_non_null(strstr(s.e.text, "did you mean take?"));
	assert_int_equal(command_run_line(table, "aprove A-1", CONTEXT_LIST, &call, &s.e), ERR_USAGE);
	assert_non_null(strstr(s.e.text, "did you mean approve? It can be used in a conversation or at the refund desk"));
	assert_int_equal(command_run_line(table, "approve A-1", CONTEXT_LIST, &call, &s.e), ERR_USAGE);
	assert_non_null(strstr(s.e.text, "approve can't be used here, only in a conversation or at the refund desk"));
	assert_int_equal(command_run_line(table, "aprove A-1", CONTEXT_REFUNDS, &call, &s.e), ERR_USAGE);
	assert_string_equal(s.e.text + strlen(s.e.text) - strlen("did you mean approve?"), "did you mean approve?");
	assert_int_equal(run(""), ERR_USAGE);
	assert_int_equal(run("take"), ERR_USAGE);
	assert_non_null(strstr(s.e.text, "needs a conversation"));
	assert_int_equal(run("take X-1"), ERR_USAGE);
	assert_int_equal(run("take C-99"), ERR_NOT_FOUND);
	assert_int_equal(run("take C-1 now"), ERR_USAGE);
	assert_int_equal(run("take C-99999999999999999999"), ERR_USAGE);
	stage_say(&s, "ann", "hello");
	assert_int_equal(run("reply C-1 hi"), ERR_STATE);
	assert_non_null(strstr(s.e.text, "take it first"));
	check_ok(run("take C-1"), &s.e);
	assert_int_equal(run("reply C-1"), ERR_USAGE);
	assert_non_null(strstr(s.e.text, "usage: reply [CONVERSATION] TEXT…"));
	assert_int_equal(run("state asleep"), ERR_USAGE);
	assert_int_equal(run("queue nowhere"), ERR_NOT_FOUND);
	call.agent = "";
	assert_int_equal(run("take C-1"), ERR_FORBIDDEN);
	call.agent = "intruder";
	assert_int_equal(run("take C-1"), ERR_FORBIDDEN);
	assert_int_equal(command_run_line(table, "search x", CONTEXT_LIST, &call, &s.e), ERR_USAGE);
}

static bool
out_says(const char *words)
{
	if (strstr(out.data, words) == NULL)
		print_message("# printed: %s\n", out.data);
	return strstr(out.data, words) != NULL;
}

static void
acts_on_a_conversation_say_what_became_of_it(void **state)
{
	(void)state;
	s.settings.undo_send_ms = 5000;
	s.settings.escalation_queue = "general";
	stage_say(&s, "ann", "hello");
	assert_int_equal(run("snooze C-1 2h"), ERR_STATE);
	check_ok(run("assign C-1 maeve"), &s.e);
	assert_true(out_says("C-1 is yours."));
	check_ok(run("reply C-1 On it."), &s.e);
	assert_true(out_says("Goes to C-1 in 5 s"));
	check_ok(run("undo C-1"), &s.e);
	assert_true(out_says("was not sent"));
	assert_string_equal(call.composer, "On it.");
	assert_null(strstr(out.data, "On it."));
	check_ok(run("tag C-1 vip Damaged"), &s.e);
	assert_string_equal(out.data, "C-1 is tagged damaged vip.");
	check_ok(run("untag C-1 vip damaged"), &s.e);
	assert_string_equal(out.data, "C-1 has no tags.");
	check_ok(run("undo C-1"), &s.e);
	assert_string_equal(out.data, "C-1: the tags are on again.");
	assert_int_equal(run("unsnooze C-1"), ERR_STATE);
	check_ok(run("snooze C-1 tomorrow 9:00 the carrier answers"), &s.e);
	assert_true(out_says("C-1 comes back at 2026-10-15 09:00"));
	check_ok(run("show C-1"), &s.e);
	assert_true(out_says("snoozed until 2026-10-15 09:00: the carrier answers"));
	assert_true(out_says("tags damaged vip"));
	check_ok(run("unsnooze C-1"), &s.e);
	assert_int_equal(run("transfer C-1 nowhere"), ERR_NOT_FOUND);
	check_ok(desk_agent_state(s.desk, "dara", "break", &s.e), &s.e);
	check_ok(run("transfer C-1 dara knows tents"), &s.e);
	assert_string_equal(out.data, "Dara Keaveney (on a break) has C-1.");
	check_ok(run("undo C-1"), &s.e);
	assert_string_equal(out.data, "Taken back. C-1 is yours.");
	check_ok(run("escalate C-1 too much"), &s.e);
	assert_string_equal(out.data, "C-1 waits in General for a supervisor.");
	assert_int_equal(run("take C-1"), ERR_FORBIDDEN);
	check_ok(run("queue"), &s.e);
	assert_true(out_says("for a supervisor"));
	assert_int_equal(run("reopen C-1"), ERR_STATE);
	assert_int_equal(run("merge C-1 x"), ERR_USAGE);
	assert_int_equal(run("merge C-1 C-1"), ERR_USAGE);
	call.agent = "una";
	check_ok(run("take C-1"), &s.e);
	check_ok(run("close C-1 answered"), &s.e);
	assert_true(out_says("in wrap-up as answered; it ends in 5 m"));
	check_ok(run("show C-1"), &s.e);
	assert_true(out_says("wraps it up as answered, ends in 5 m"));
	check_ok(run("close C-1"), &s.e);
	assert_int_equal(run("take C-1"), ERR_STATE);
	check_ok(run("reopen C-1 queue"), &s.e);
	assert_true(out_says("C-1 waits in General."));
}

static void
what_is_missing_is_told_before_it_is_asked(void **state)
{
	const struct command *c;
	const struct argument *missing;
	(void)state;
	call.agent = "maeve";
	call.conversation_id = 1;
	check_ok(command_parse_line(table, "note", CONTEXT_CONVERSATION, &call, &c, &missing, &s.e),
	    &s.e);
	assert_string_equal(c->name, "note");
	assert_string_equal(missing->name, "text");
	assert_non_null(c->prompt);
	check_ok(command_parse_line(
		     table, "note no photo", CONTEXT_CONVERSATION, &call, &c, &missing, &s.e),
	    &s.e);
	assert_null(missing);
	assert_string_equal(call.texts[0], "no photo");
	call.action_id = 3;	/* what can't be done is refused before a reason is asked for */
	assert_int_equal(
	    command_parse_line(table, "deny", CONTEXT_REFUNDS, &call, &c, &missing, &s.e),
	    ERR_NOT_FOUND);
	call.action_id = 0;
	assert_int_equal(
	    command_parse_line(table, "deny", CONTEXT_CONVERSATION, &call, &c, &missing, &s.e),
	    ERR_STATE);
	assert_string_equal(s.e.text, "nothing in C-1 waits for a decision");
}

static void
actions_are_decided_and_proposed_from_lines(void **state)
{
	int64_t id, action = stage_waiting_refund(&s, &id);
	(void)state;
	check_ok(run("actions"), &s.e);
	assert_non_null(strstr(out.data, "A-1"));
	check_ok(run("approve A-1 photo seen"), &s.e);
	assert_non_null(strstr(out.data, "A-1 is approved"));
	stage_work(&s);
	check_ok(run("show C-1"), &s.e);
	assert_non_null(strstr(out.data, "A-1 done"));
	assert_null(strstr(out.data, "brid@"));
	check_ok(run("take C-1"), &s.e);
	assert_int_equal(run("propose C-1 refunt order=T-1"), ERR_USAGE);
	assert_non_null(strstr(s.e.text, "refund"));
	assert_int_equal(run("propose C-1 refund ordr=T-1"), ERR_USAGE);
	assert_int_equal(run("propose C-1 refund order=T-1 lines=9"), ERR_USAGE);
	assert_int_equal(run("propose C-1 refund order=T-1 lines=1x0"), ERR_USAGE);
	assert_int_equal(run("propose C-1 goodwill order=T-1 amount=a lot"), ERR_USAGE);
	check_ok(run("propose C-1 refund order=T-1 lines=1x1 method=original reason=faulty"), &s.e);
	assert_int_equal(stage_action(&s, 2).state, ACTION_WAITING);
	assert_string_equal(stage_action(&s, 2).proposed_by, "agent:maeve");
	(void)action;
}

static void
keys_are_found_by_context_and_bound_by_files(void **state)
{
	(void)state;
	assert_string_equal(command_of_key(table, CONTEXT_LIST, "t")->name, "take");
	assert_null(command_of_key(table, CONTEXT_REFUNDS, "t"));
	check_ok(command_table_bind(table, "keys",
		     "# mine\n\nbind list T take\nbind refunds A approve looks right\r\n", &s.e),
	    &s.e);
	assert_string_equal(command_of_key(table, CONTEXT_LIST, "T")->name, "take");
	assert_string_equal(
	    command_line_of_key(table, CONTEXT_REFUNDS, "A"), "approve looks right");
	assert_int_equal(
	    command_table_bind(table, "keys", "bind list T take\nbnd x", &s.e), ERR_INPUT);
	assert_non_null(strstr(s.e.text, "keys:2:"));
	assert_int_equal(command_table_bind(table, "keys", "bind refunds T take", &s.e), ERR_INPUT);
	assert_int_equal(command_table_bind(table, "keys", "bind attic T take", &s.e), ERR_INPUT);
	assert_int_equal(command_table_bind(table, "keys", "bind list T", &s.e), ERR_INPUT);
}

static void
a_faulty_binding_is_refused_with_its_place_and_what_was_near(void **state)
{
	static const struct { const char *line, *place, *words; } faults[] = {
		{"bind lits T take", "keys:1:6:", "did you mean list?"}, {"bind list T", "keys:1:12:", "a command is missing"},
		{"bind list  Entr take", "keys:1:12:", "did you mean Enter?"}, {"bind list C-i take", "keys:1:11:", "a terminal sends Tab"},
		{"bind list T tak", "keys:1:13:", "did you mean take?"}, {"bind refunds T take", "keys:1:16:", "no command \"take\" in refunds"},
		{"unbind list t x", "keys:1:15:", "one word too many"}, {"bind", "keys:1:5:", "are missing"}, {"bind list", "keys:1:10:", "a key is missing"},
		{"bind list two take", "keys:1:11:", "is no key"}, {"\n bound list T take", "keys:2:2:", "is no word of a keys file"},
	};
	struct command_table *t = command_table_new();

	(void)state;
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		assert_int_equal(
		    command_table_bind(t, "keys", faults[i].line, &s.e), ERR_INPUT);
		if (strstr(s.e.text, faults[i].place) == NULL ||
		    strstr(s.e.text, faults[i].words) == NULL)
			fail_msg("\"%s\" says: %s", faults[i].line, s.e.text);
	}
	command_table_free(&t);
}

static void
what_a_binding_takes_away_is_said(void **state)
{
	struct command_table *t = command_table_new();
	struct str said;

	(void)state;
	str_init(&said);
	command_table_conflicts(t, &said);
	assert_int_equal(said.length, 0);
	check_ok(command_table_bind(t, "keys",
		     "bind list T take\nbind list t note\nbind conversation x reply\n", &s.e),
	    &s.e);
	command_table_conflicts(t, &said);	/* take has T in lists; close has nothing there */
	assert_string_equal(said.data,
	    "keys:3: close has no key any more in conversation; :close still does it\n");
	str_reset(&said);
	check_ok(command_table_bind(t, "keys",
		     "bind any F9 take\nbind list F9 note\nunbind any r\nbind list x log\n"
		     "bind list x note\n",
		     &s.e) == ERR_INPUT ? ERR_OK : ERR_STATE,
	    &s.e);				/* log is no command of the desk's */
	check_ok(
	    command_table_bind(t, "mine", "bind list F7 take\nbind any F7 note\n", &s.e), &s.e);
	command_table_conflicts(t, &said);
	assert_non_null(strstr(said.data, "mine:1: F7 is bound again in line 2, so this line does nothing\n"));
	assert_non_null(strstr(said.data, "keys:3: reply has no key any more in list; :reply"));
	assert_null(
	    strstr(said.data, "keys:1: F9")); /* a special one after a general one is meant */
	assert_null(command_of_key(t, CONTEXT_LIST, "r"));
	assert_null(command_line_of_key(t, CONTEXT_LIST, "r"));
	str_clear(&said);
	command_table_free(&t);
}

static void
every_row_has_its_words(void **state)
{
	struct str roff;
	(void)state;
	str_init(&roff);
	command_manual_keys(table, &roff);
	for (size_t i = 0; i < command_count(table); i++) {
		const struct command *c = command_at(table, i);
		assert_true(strlen(c->summary) > 8 && strlen(c->help) > 8 &&
		    strstr(c->example, c->name) != NULL);
		assert_ptr_equal(command_find(table, c->name), c);
	}
	assert_non_null(strstr(roff.data, "give\\-back"));
	str_reset(&roff);
	command_completion_bash(table, &roff);
	assert_non_null(strstr(roff.data, "give-back"));
	str_clear(&roff);
}

static void
a_canned_response_is_shown_filled_in_and_what_is_not_known_stops_it(void **state)
{
	const struct command *c = command_find(table, "canned");

	(void)state;
	stage_say(&s, "ann", "hello");
	check_ok(run("take C-1"), &s.e);
	call.conversation_id = 1;
	call.table = table;
	call.texts[0] = "photo";
	str_reset(&out);
	check_ok(c->offer(&call, &out, &s.e), &s.e);
	assert_non_null(strstr(out.data, "Send to C-1: “Hello, Maeve here. Could you send a photo?”"));
	assert_int_equal(stage_count(&s, 1, AUTHOR_AGENT, DELIVERY_PENDING), 0);
	check_ok(run("canned C-1 /photo"), &s.e);
	assert_non_null(strstr(stage_last(&s, 1, AUTHOR_AGENT).text, "Could you send a photo?"));
	assert_int_equal(run("canned C-1 late"), ERR_INPUT);	/* nobody knows of which order */
	assert_non_null(strstr(s.e.text, "{order} can't be filled in"));
	assert_int_equal(run("canned C-1 lat"), ERR_NOT_FOUND);
	assert_non_null(strstr(s.e.text, "did you mean late?"));
	assert_int_equal(run("reply C-1 It is under {tracking}."), ERR_INPUT);
	assert_non_null(strstr(s.e.text, "{tracking} is still to be filled in"));
	check_ok(run("reply C-1 A brace {here} is nothing of ours"), &s.e);
	assert_int_equal(stage_count(&s, 1, AUTHOR_AGENT, DELIVERY_PENDING), 2);
}

static void
a_macro_is_shown_and_done_in_order_and_stops_where_a_step_fails(void **state)
{
	struct conversation c;
	const struct command *row = command_find(table, "macro");

	(void)state;
	stage_say(&s, "ann", "hello");
	check_ok(run("take C-1"), &s.e);
	call.conversation_id = 1;
	call.table = table;
	call.texts[0] = "to-care";
	str_reset(&out);
	check_ok(row->offer(&call, &out, &s.e), &s.e);
	assert_non_null(strstr(out.data, "1. send “I'm passing this to a colleague"));
	assert_non_null(strstr(out.data, "2. transfer care"));
	check_ok(run("macro C-1 to-care"), &s.e);
	check_ok(store_conversation_get(desk_store(s.desk), s.arena, 1, &c, &s.e), &s.e);
	assert_string_equal(c.queue, "care");
	assert_int_equal(stage_count(&s, 1, AUTHOR_AGENT, DELIVERY_PENDING), 1);
	assert_int_equal(run("macro C-1 to-care"), ERR_STATE);	/* not hers any more */
	assert_non_null(strstr(s.e.text, "stopped at step 1 of 2"));
	assert_non_null(strstr(s.e.text, "Done before: nothing"));
	check_ok(run("take C-1"), &s.e);
	assert_int_equal(run("macro C-1 late-parcel"), ERR_INPUT);	/* its text can't be filled in */
	assert_int_equal(stage_count(&s, 1, AUTHOR_AGENT, DELIVERY_PENDING), 1);
	assert_int_equal(run("macro C-1 late-parcl"), ERR_NOT_FOUND);
	assert_non_null(strstr(s.e.text, "did you mean late-parcel?"));
}

static void
a_macro_that_could_not_be_done_is_found_before_it_is(void **state)
{
	static const struct { const char *line, *says; } wrong[] = {
	    {"fly away", "there is no command"}, {"approve A-3", "nothing that a macro does"}, {"transfer", "lacks its to"},
	    {"macro no-answer", "a macro may not macro"}, {"note C-3 hello", "it names none"}, {"state busy", "nothing that a macro does"}};
	struct macro_step step = {.kind = STEP_COMMAND, .place = "macros/x.yaml:3:9"};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		step.command = wrong[i].line;
		assert_true(command_macro_check(table, &step, &s.e) != ERR_OK);
		if (strstr(s.e.text, wrong[i].says) == NULL || strstr(s.e.text, "macros/x.yaml:3:9: ") == NULL)
			fail_msg("%s: %s", wrong[i].line, s.e.text);
	}
	step.command = "close no_answer";
	check_ok(command_macro_check(table, &step, &s.e), &s.e);
}

static void
searches_speak_the_query_language_and_are_saved(void **state)
{
	(void)state;
	stage_say(&s, "ann", "hello, a lantern is broken");
	check_ok(run("search lantern state:ai"), &s.e);
	assert_non_null(strstr(out.data, "C-1"));
	check_ok(run("search lantern state:closed"), &s.e);
	assert_string_equal(out.data, "Nothing found.");
	check_ok(run("search is:open"), &s.e);
	assert_non_null(strstr(out.data, "C-1"));
	assert_int_equal(run("search stat:open"), ERR_INPUT);
	assert_non_null(strstr(s.e.text, "column 1: there is no field \"stat\"; did you mean state?"));
	check_ok(run("save live is:open"), &s.e);
	check_ok(run("searches"), &s.e);
	assert_string_equal(out.data, "live  is:open  1");
	check_ok(run("share live"), &s.e);
	check_ok(run("searches"), &s.e);
	assert_string_equal(out.data, "live  is:open  (the team's)  1");
	call.agent = "dara";
	assert_int_equal(run("forget live"), ERR_FORBIDDEN);
	assert_non_null(strstr(s.e.text, "Maeve Brennan saved it"));
	call.agent = "maeve";
	check_ok(run("forget live"), &s.e);
	assert_int_equal(run("forget live"), ERR_NOT_FOUND);
}

/* A refund of 31.91 that waits (A-1), and three goodwills that dara proposed on the same conversation,
 * by one rule: A-2 20.00, A-3 15.00, A-4 110.00. */
static void
let_four_wait(void)
{
	static const int amounts[] = {2000, 1500, 11000};
	int64_t id, action;
	(void)stage_waiting_refund(&s, &id);
	check_ok(desk_take(s.desk, "dara", id, &s.e), &s.e);
	for (size_t i = 0; i < 3; i++) {
		struct value *v;
		const char *json = arena_printf(s.arena,
		    "{\"order\":\"T-1\",\"amount\":%d,\"reason\":\"damaged\"}", amounts[i]);
		check_ok(value_parse_json(s.arena, "params", json, strlen(json),
			     &value_limits_message, &v, &s.e),
		    &s.e);
		check_ok(desk_propose(s.desk, "dara", id, ACTION_GOODWILL, v, &action, &s.e), &s.e);
		assert_int_equal(action, i + 2);
	}
	assert_string_equal(stage_action(&s, 2).rule, stage_action(&s, 3).rule);
	call.agent = "una";
}

static void
a_batch_is_of_one_rule_and_each_action_is_recorded_by_itself(void **state)
{
	(void)state;
	let_four_wait();
	check_ok(run("approve-batch A-2 A-3 A-2"), &s.e);
	assert_non_null(strstr(out.data, "2 approved, together €35.00."));
	assert_non_null(strstr(out.data, "A-2 approved\nA-3 approved\n"));
	assert_int_equal(stage_action(&s, 2).state, ACTION_APPROVED);
	assert_int_equal(stage_action(&s, 3).state, ACTION_APPROVED);
	stage_audit(&s);
}

static void
a_batch_of_several_rules_does_nothing(void **state)
{
	(void)state;
	let_four_wait();
	assert_int_equal(run("approve-batch A-1 A-2"), ERR_USAGE);
	assert_non_null(strstr(s.e.text, "one kind"));
	assert_int_equal(run("approve-batch A-2 A-99"), ERR_NOT_FOUND);
	assert_int_equal(run("approve-batch A-2 seven"), ERR_USAGE);
	assert_int_equal(run("approve-batch"), ERR_USAGE);
	check_ok(desk_amend(s.desk, "una", 3, 500, NULL, "", &s.e), &s.e);	/* by another rule now */
	assert_int_equal(run("approve-batch A-2 A-3"), ERR_USAGE);
	assert_non_null(strstr(s.e.text, "one rule"));
	assert_int_equal(stage_action(&s, 1).state, ACTION_WAITING);
	assert_int_equal(stage_action(&s, 2).state, ACTION_WAITING);
}

static void
what_a_batch_may_not_approve_is_told_and_the_others_stay_approved(void **state)
{
	(void)state;
	s.settings.four_eyes_above = 10000;
	let_four_wait();
	call.json = value_map(s.arena);
	assert_int_equal(run("approve-batch A-2 A-3 A-4"), ERR_OK);
	assert_non_null(strstr(out.data, "2 approved, together €35.00; 1 need one more person"));
	check_ok(run("deny A-4 \"too much\""), &s.e);
	stage_close(&s);
	stage_open(&s, false);
	call.desk = s.desk;
	call.arena = s.arena;
	call.json = NULL;
	let_four_wait();
	s.settings.agents[2].limits[ACTION_GOODWILL] = 4000;
	assert_int_equal(run("approve-batch A-2 A-3 A-4"), ERR_STATE);
	s.settings.agents[2].limits[ACTION_GOODWILL] = 25000;
	assert_non_null(strstr(s.e.text, "2 approved, together €35.00; 1 refused: A-4: "));
	assert_int_equal(stage_action(&s, 2).state, ACTION_APPROVED);
	assert_int_equal(stage_action(&s, 4).state, ACTION_WAITING);
	stage_audit(&s);
}

/* Asked and confirmed, but one was changed between. */
static void
a_batch_approves_no_amount_that_was_not_in_its_question(void **state)
{
	const struct command *c = command_find(table, "approve-batch");
	(void)state;
	let_four_wait();
	call.texts[0] = "A-2 A-3";
	call.seen = NULL;
	check_ok(c->offer(&call, &out, &s.e), &s.e);
	assert_string_equal(
	    out.data, "Approve 2 × goodwill, together €35.00, by rule goodwill-trouble?");
	check_ok(desk_amend(s.desk, "una", 3, 1200, NULL, "", &s.e), &s.e);
	assert_int_equal(run("approve-batch A-2 A-3"), ERR_STATE);
	assert_non_null(strstr(s.e.text, "1 approved, together €20.00; 1 refused: A-3: "));
	assert_non_null(strstr(s.e.text, "has changed since you looked"));
	call.seen = NULL;
}

static void
an_amount_is_read_in_the_actions_currency(void **state)
{
	(void)state;
	let_four_wait();
	assert_int_equal(run("amend A-1 20,00"), ERR_USAGE);
	assert_int_equal(run("amend A-1 20.001"), ERR_USAGE);
	check_ok(run("amend A-1 20.00 half of it is worn"), &s.e);
	assert_int_equal(stage_action(&s, 1).amount, 2000);
	assert_non_null(strstr(out.data, "Refund €20.00"));
	check_ok(run("ask A-1 is there a photo?"), &s.e);
	assert_non_null(strstr(out.data, "Asked Dara Keaveney by a note"));
}

int
main(void)
{
#define STAGED(f) cmocka_unit_test_setup_teardown(f, open_it, close_it)
	const struct CMUnitTest tests[] = {
		STAGED(a_line_and_words_do_the_same),
		STAGED(what_is_selected_need_not_be_named),
		STAGED(wrong_words_are_named),
		STAGED(acts_on_a_conversation_say_what_became_of_it),
		STAGED(what_is_missing_is_told_before_it_is_asked),
		STAGED(actions_are_decided_and_proposed_from_lines),
		STAGED(a_batch_is_of_one_rule_and_each_action_is_recorded_by_itself),
		STAGED(a_batch_of_several_rules_does_nothing),
		STAGED(what_a_batch_may_not_approve_is_told_and_the_others_stay_approved),
		STAGED(a_batch_approves_no_amount_that_was_not_in_its_question),
		STAGED(an_amount_is_read_in_the_actions_currency),
		STAGED(keys_are_found_by_context_and_bound_by_files),
		STAGED(a_faulty_binding_is_refused_with_its_place_and_what_was_near),
		STAGED(what_a_binding_takes_away_is_said),
		STAGED(every_row_has_its_words),
		STAGED(a_canned_response_is_shown_filled_in_and_what_is_not_known_stops_it),
		STAGED(a_macro_is_shown_and_done_in_order_and_stops_where_a_step_fails),
		STAGED(a_macro_that_could_not_be_done_is_found_before_it_is),
		STAGED(searches_speak_the_query_language_and_are_saved),
	};
	return RUN_TAP(tests);
}
