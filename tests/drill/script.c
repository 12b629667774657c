/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scripts: what a trainee did, as lines. What is written is read again as it was; what is none is named with its
 * place.
 */
#include "../check.h"

#include <string.h>

#include "floorwalker/drill/script.h"

static struct arena *arena;
static struct errinfo info;

static enum err
parse(const char *text, struct script *out)
{
	return script_parse(arena, "s", text, strlen(text), out, &info);
}

static void
lines_have_an_instant_what_is_selected_and_a_command(void **state)
{
	struct script s;

	(void)state;
	assert_int_equal(parse("# a comment\n\n  10:04:31.250 C-3 take\r\n10:04:31.5 C-3 A-12 approve looks right  \n"
			       "+20 state break\n+0.5 reply C-3 one\\ntwo \\\\ three\n34:00 C-4  close\n",
			     &s),
	    ERR_OK);
	assert_int_equal(s.count, 5);
	assert_int_equal(s.items[0].at_ms, 36271250);
	assert_int_equal(s.items[0].conversation_id, 3);
	assert_int_equal(s.items[0].action_id, 0);
	assert_string_equal(s.items[0].command, "take");
	assert_int_equal(s.items[0].number, 3);
	assert_int_equal(s.items[1].at_ms, 36271500);
	assert_int_equal(s.items[1].action_id, 12);
	assert_string_equal(s.items[1].command, "approve looks right");
	assert_int_equal(s.items[2].at_ms, 36291500);
	assert_string_equal(s.items[2].command, "state break");
	assert_int_equal(s.items[2].conversation_id, 0);
	assert_int_equal(s.items[3].at_ms, 36292000);
	assert_string_equal(s.items[3].command, "reply C-3 one\ntwo \\ three");
	assert_int_equal(s.items[4].at_ms, (int64_t)34 * 3600000);
	assert_int_equal(parse("", &s), ERR_OK);
	assert_int_equal(s.count, 0);
	assert_int_equal(parse("10:00 C-3", &s), ERR_OK);	/* an id alone is a command, which opens it */
	assert_string_equal(s.items[0].command, "C-3");
}

static void
what_is_written_is_read_again(void **state)
{
	const struct script_line lines[] = {
		{ .at_ms = 0, .command = "take C-1" },
		{ .at_ms = 1, .conversation_id = 7, .command = "reply a\nb\\n\\ \"c\" 'd' é" },
		{ .at_ms = 90061007, .action_id = 2, .command = "deny no" },
		{ .at_ms = 90061007, .conversation_id = 1, .action_id = 2, .command = "C-5" },
	};
	struct script s;
	struct str text;

	(void)state;
	str_init(&text);
	for (size_t i = 0; i < 4; i++)
		script_add(&text, &lines[i]);
	assert_int_equal(parse(text.data, &s), ERR_OK);
	assert_int_equal(s.count, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(s.items[i].at_ms, lines[i].at_ms);
		assert_int_equal(s.items[i].conversation_id, lines[i].conversation_id);
		assert_int_equal(s.items[i].action_id, lines[i].action_id);
		assert_string_equal(s.items[i].command, lines[i].command);
	}
	str_clear(&text);
}

static void
faults_are_named_with_their_place(void **state)
{
	static const struct { const char *text, *place, *says; } rows[] = {
		{ "10:04 take\n take", "s:2:2", "begins with its instant" },
		{ "10 take", "s:1:1", "begins with its instant" },
		{ "10:61 take", "s:1:1", "begins with its instant" },
		{ "10:04:60 take", "s:1:1", "begins with its instant" },
		{ "10:04:5. take", "s:1:1", "begins with its instant" },
		{ "-1:04 take", "s:1:1", "begins with its instant" },
		{ "99999:04 take", "s:1:1", "begins with its instant" },
		{ "10:04 take\n10:03 take", "s:2:1", "before the line above" },
		{ "10:04", "s:1:6", "command is missing" },
		{ "+5", "s:1:3", "command is missing" },
		{ "10:04take", "s:1:6", "command is missing" },
		{ "10:04 a\001b", "s:1:8", "control character" },
		{ "10:04 a\033[2J", "s:1:8", "control character" },
		{ "10:04 a\xff", "s:1", "UTF-8" },
	};
	struct script s;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(parse(rows[i].text, &s), ERR_INPUT);
		if (strncmp(info.text, rows[i].place, strlen(rows[i].place)) != 0 ||
		    strstr(info.text, rows[i].says) == NULL)
			fail_msg("%s: %s", rows[i].text, info.text);
	}
	assert_int_equal(script_parse(arena, "s", "10:04 a\0b", 9, &s, &info), ERR_INPUT);
}

static void
there_are_limits(void **state)
{
	struct script s;
	struct str text;

	(void)state;
	str_init(&text);
	for (int i = 0; i < 20001; i++)
		str_add(&text, "10:04 take\n");
	assert_int_equal(parse(text.data, &s), ERR_LIMIT);
	for (int i = 0; i < 100000; i++)
		str_add(&text, "10:04 take\n");
	assert_int_equal(parse(text.data, &s), ERR_LIMIT);
	str_clear(&text);
}

static void
instants_stand_alone_too(void **state)
{
	int64_t at;

	(void)state;
	assert_true(script_instant("10:04", &at));
	assert_int_equal(at, 36240000);
	assert_true(script_instant("9:04:01.02", &at));
	assert_int_equal(at, 32641020);
	assert_false(script_instant("10:04 ", &at));
	assert_false(script_instant("C-3", &at));
	assert_false(script_instant("", &at));
	assert_false(script_instant("+5", &at));
}

static int
begin(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_have_an_instant_what_is_selected_and_a_command),
		cmocka_unit_test(what_is_written_is_read_again),
		cmocka_unit_test(faults_are_named_with_their_place),
		cmocka_unit_test(there_are_limits),
		cmocka_unit_test(instants_stand_alone_too),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, begin, end);
}
