/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The command table: parsing, what must hold before a row runs, keys, and the texts that are made
 * from it.
 */
#include "../check.h"

#include <string.h>

#include "../desk/stage.h"
#include "floorwalker/command.h"

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
		STAGED(keys_are_found_by_context_and_bound_by_files),
		STAGED(every_row_has_its_words),
	};
	return RUN_TAP(tests);
}
