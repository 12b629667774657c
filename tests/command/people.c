/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commands on people: from lines, with what they say, and who is refused.
 */
#include "../desk/crew.h"

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
	crew_set(&s);
	table = command_table_new();
	str_init(&out);
	call = (struct command_call){.desk = s.desk, .agent = "una", .arena = s.arena, .out = &out};
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
run(const char *agent, const char *line)
{
	str_reset(&out);
	call.agent = agent;
	call.action_id = call.conversation_id = 0;
	return command_run_line(table, line, CONTEXT_SHELL, &call, &s.e);
}

static void
states_are_ones_own_and_a_supervisor_sets_those_of_others(void **state)
{
	(void)state;
	check_ok(run("maeve", "state available"), &s.e);
	assert_string_equal(out.data, "You are available.");
	assert_int_equal(run("maeve", "state break dara"), ERR_FORBIDDEN);
	check_ok(run("una", "state break dara"), &s.e);
	assert_string_equal(out.data, "Dara Keaveney is break.");
	assert_int_equal(run("una", "state break nobody"), ERR_FORBIDDEN);
}

static void
queues_are_switched_by_supervisors_alone(void **state)
{
	(void)state;
	assert_int_equal(run("maeve", "queue-assign care auto"), ERR_FORBIDDEN);
	assert_non_null(strstr(s.e.text, "queue-assign is for supervisors"));
	assert_int_equal(run("una", "queue-assign care always"), ERR_USAGE);
	assert_int_equal(run("una", "queue-assign cares auto"), ERR_NOT_FOUND);
	check_ok(run("una", "queue-assign care auto"), &s.e);
	check_ok(run("maeve", "state available"), &s.e);
	int64_t id = crew_wait(&s, "ann", 1000);
	assert_string_equal(stage_conversation(&s, id).agent, "maeve");
	check_ok(run("una", "queue-assign care hand"), &s.e);
	assert_string_equal(out.data, "In Care conversations wait until they are taken.");
}

static void
a_supervisor_watches_whispers_and_joins(void **state)
{
	(void)state;
	int64_t id = crew_wait(&s, "ann", 1000);
	assert_int_equal(id, 1);
	assert_int_equal(run("una", "whisper C-1 psst"), ERR_STATE);
	assert_non_null(strstr(s.e.text, "no other agent has C-1"));
	check_ok(run("maeve", "take C-1"), &s.e);
	assert_int_equal(run("maeve", "monitor C-1"), ERR_FORBIDDEN);
	check_ok(run("una", "monitor C-1"), &s.e);
	assert_string_equal(out.data, "You watch C-1, and its agent sees that.");
	check_ok(run("una", "monitor C-1"), &s.e);
	assert_string_equal(out.data, "You watch C-1 no more.");
	check_ok(run("una", "whisper C-1 offer the voucher"), &s.e);
	assert_string_equal(out.data, "Whispered to Maeve Brennan in C-1.");
	/* what anybody may print has no whispers in it */
	check_ok(run("dara", "show C-1"), &s.e);
	assert_null(strstr(out.data, "voucher"));
	check_ok(run("una", "barge C-1 I'm here."), &s.e);
	assert_string_equal(stage_conversation(&s, 1).agent, "una");
	assert_string_equal(stage_last(&s, 1, AUTHOR_AGENT).text, "I'm here.");
	assert_int_equal(run("una", "whisper C-1 to myself"), ERR_STATE);
}

static void
moves_are_proposed_and_then_done_as_they_stand(void **state)
{
	struct str offer;
	(void)state;
	check_ok(run("una", "rebalance"), &s.e);
	assert_non_null(strstr(out.data, "Nobody has too much"));
	for (int i = 0; i < 3; i++) {
		crew_wait(&s, (const char *[]){"a", "b", "c"}[i], 1000);
		check_ok(desk_take(s.desk, "maeve", i + 1, &s.e), &s.e);
	}
	crew_say(&s, "maeve", "available");
	crew_say(&s, "dara", "available");
	check_ok(run("una", "rebalance"), &s.e);
	assert_string_equal(out.data,
	    "C-1 from Maeve Brennan to Dara Keaveney\nTo do so: rebalance C-1:maeve:dara");
	assert_string_equal(stage_conversation(&s, 1).agent, "maeve");	/* only shown */
	str_init(&offer);
	check_ok(command_find(table, "rebalance")->offer(&call, &offer, &s.e), &s.e);
	assert_string_equal(offer.data, "C-1:maeve:dara");
	str_clear(&offer);
	assert_int_equal(run("una", "rebalance C-1:maeve"), ERR_USAGE);
	assert_int_equal(run("una", "rebalance C-1:maeve:dara C-2"), ERR_USAGE);
	assert_string_equal(stage_conversation(&s, 1).agent, "maeve");	/* nothing of a wrong line */
	check_ok(run("una", "rebalance C-1:maeve:dara, C-2:maeve:dara"), &s.e);
	assert_string_equal(out.data, "2 moved.");
	assert_string_equal(stage_conversation(&s, 2).agent, "dara");
	assert_int_equal(run("una", "rebalance C-1:maeve:dara C-3:maeve:dara"), ERR_CONFLICT);
	assert_non_null(strstr(s.e.text, "1 of 2 moved. Maeve Brennan doesn't have C-1 any more"));
	assert_string_equal(stage_conversation(&s, 3).agent, "dara");
	assert_int_equal(run("maeve", "rebalance"), ERR_FORBIDDEN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(states_are_ones_own_and_a_supervisor_sets_those_of_others, open_it, close_it),
	    cmocka_unit_test_setup_teardown(queues_are_switched_by_supervisors_alone, open_it, close_it),
	    cmocka_unit_test_setup_teardown(a_supervisor_watches_whispers_and_joins, open_it, close_it),
	    cmocka_unit_test_setup_teardown(moves_are_proposed_and_then_done_as_they_stand, open_it, close_it),
	};
	return RUN_TAP(tests);
}
