/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The console without a terminal: what is typed and pasted: replies, the command line.
 */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

#include "../../src/tui/editor.h"

static void
a_reply_is_written_with_drafts_and_new_lines_and_sent(void **state)
{
	struct arena *a = arena_new();
	const char *last;
	struct bench b;
	int64_t before;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "open C-7");
	before = bench_messages(&b, a, 7, &last);
	bench_press(&b, "r");
	check_hints(&b, "Enter send  M-Enter new line  Tab take the AI's draft  Esc leave it");
	check_no_hint(&b, "q leave");
	bench_press(&b, "Tab");
	check_shows(&b, "Shall I do that?");
	bench_press(&b, "M-Enter");
	bench_press(&b, "é");
	bench_type(&b, "t q:x");
	bench_press(&b, "Left");
	bench_press(&b, "Backspace");
	bench_press(&b, "Enter");
	assert_int_equal(bench_messages(&b, a, 7, &last), before + 1);
	assert_string_equal(last, "We can exchange the boots for size 41. Shall I do that?\nét qx");
	bench_press(&b, "r");
	bench_type(&b, "never mind");
	check_no_hint(&b, "Tab");		/* a draft never lands in the middle of what is
						   written */
	bench_press(&b, "Esc");
	assert_int_equal(bench_messages(&b, a, 7, &last), before + 1);
	bench_press(&b, "Up");			/* no history of letters, and keys are commands
						   again */
	arena_free(&a);
	bench_end(&b);
}

static void
a_letter_that_could_not_be_sent_is_not_lost(void **state)
{
	struct errinfo e = {0};
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "open C-7");
	bench_press(&b, "r");
	bench_type(&b, "A long letter");
	/* from another console of the same agent */
	check_ok(desk_give_back(b.f.desk, FIXTURE_AGENT, 7, "elsewhere", &e), &e);
	bench_press(&b, "Enter");
	check_shows(&b, "✗");
	check_ok(desk_take(b.f.desk, FIXTURE_AGENT, 7, &e), &e);
	bench_changed(&b);
	bench_press(&b, "r");
	check_shows(&b, "A long letter");
	bench_end(&b);
}

static void
a_reply_taken_back_is_in_the_composer_again(void **state)
{
	struct arena *a = arena_new();
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "open C-7");
	bench_press(&b, "r");
	bench_type(&b, "Size 41 is on its way to you");
	bench_press(&b, "Enter");
	check_shows(&b, "Goes to C-7 in 5 s; undo takes it back until then.");
	check_shows(&b, "not sent yet: undo takes it back");
	bench_press(&b, "u");
	check_shows(&b, "withdrawn before it was sent");
	/* in hand at once */
	check_shows(&b, "Size 41 is on its way to you");
	bench_type(&b, ", today.");
	bench_press(&b, "Enter");
	check_shows(&b, "Size 41 is on its way to you, today.");
	arena_free(&a);
	bench_end(&b);
}

static void
what_is_done_to_a_conversation_stands_in_its_head_and_log(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "open C-7");
	bench_press(&b, "z");
	bench_type(&b, "2h the carrier answers");
	bench_press(&b, "Enter");
	check_shows(&b, "snoozed until 16:05");
	check_shows(&b, "you laid it aside until 14 Oct 16:05");
	bench_press(&b, "L");
	bench_type(&b, "dam");
	bench_press(&b, "Tab");
	bench_press(&b, "Enter");
	check_shows(&b, "C-7 is tagged damaged.");
	check_shows(&b, "#damaged");
	bench_press(&b, "u");
	check_shows(&b, "C-7: the tags are off again.");
	check_lacks(&b, "#damaged");
	bench_press(&b, "e");
	bench_type(&b, "too much for me");
	bench_press(&b, "Enter");
	check_shows(&b, "C-7 waits in Trust and safety for a senior.");
	check_shows(&b, "you escalated it to a senior: too much for me");
	bench_end(&b);
}

static void
a_note_that_failed_never_comes_up_in_a_reply(void **state)
{
	struct errinfo e = {0};
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "open C-7");
	bench_press(&b, "n");
	bench_type(&b, "She sounds angry.");
	check_ok(store_begin(desk_store(b.f.desk), &e), &e);	/* another write is under way: this
								   one fails */
	bench_press(&b, "Enter");
	store_rollback(desk_store(b.f.desk));
	check_shows(&b, "✗");
	bench_press(&b, "r");
	check_lacks(&b, "She sounds angry.");
	bench_press(&b, "Esc");
	bench_press(&b, "n");
	check_shows(&b, "She sounds angry.");
	bench_end(&b);
}

static void
a_long_reply_is_wrapped_between_words(void **state)
{
	struct bench b;
	int x, y;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_size(&b, 60, 24);
	bench_command(&b, "open C-7");
	bench_press(&b, "r");
	bench_type(
	    &b, "I am sorry about the boots and I have set a pair aside in forty-one for you to ");
	check_shows(&b,
	    " I am sorry about the boots and I have set a pair aside in\n forty-one for you to");
	assert_true(screen_cursor(b.screen, &x, &y));
	assert_int_equal(x, 1 + 21);
	bench_press(&b, "Home");
	assert_true(screen_cursor(b.screen, &x, &y));
	assert_int_equal(x, 1);
	for (int i = 0; i < 58; i++)
		bench_press(&b, "Right");
	assert_true(screen_cursor(b.screen, &x, &y));
	assert_int_equal(x, 1);		/* before "forty", in the second row */
	bench_press(&b, "C-o");
	check_shows(&b, " set a pair aside in\n forty-one for you to");
	bench_end(&b);
}

/* readline has keys that accept a line and go on to the next; C-o is a new line elsewhere. */
static void
only_enter_ends_a_line(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_press(&b, ":");
	bench_type(&b, "note C-7 not yet");
	bench_press(&b, "C-o");
	check_shows(&b, "note C-7 not yet");
	check_hints(&b, "Enter");
	bench_press(&b, "Esc");
	bench_end(&b);
}

static void
giving_back_offers_a_summary_of_what_was_done(void **state)
{
	struct arena *a = arena_new();
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "open C-7");
	bench_press(&b, "b");
	check_shows(&b, "Summary for the AI: Maeve Brennan gave it back after 0 replies.");
	check_hints(&b, "Enter give-back  Esc leave it");
	bench_press(&b, "Esc");
	assert_int_equal(bench_conversation(&b, a, 7).state, CONVERSATION_AGENT);
	bench_press(&b, "b");
	bench_type(&b, " Size 41 is set aside.");
	bench_press(&b, "Enter");
	assert_int_equal(bench_conversation(&b, a, 7).state, CONVERSATION_AI);
	assert_string_equal(bench_conversation(&b, a, 7).summary,
	    "Maeve Brennan gave it back after 0 replies. Size 41 is set aside.");
	arena_free(&a);
	bench_end(&b);
}

static void
closing_offers_a_disposition_and_completes_others(void **state)
{
	struct arena *a = arena_new();
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "open C-7");
	bench_press(&b, "x");
	check_shows(&b, "resolved");
	bench_press(&b, "C-u");
	bench_type(&b, "dup");
	bench_press(&b, "Tab");
	bench_press(&b, "Enter");
	check_shows(&b, "C-7 is in wrap-up as duplicate; it ends in");
	bench_press(&b, "x");
	check_shows(&b, "duplicate");
	bench_press(&b, "Enter");
	assert_int_equal(bench_conversation(&b, a, 7).state, CONVERSATION_CLOSED);
	assert_string_equal(bench_conversation(&b, a, 7).disposition, "duplicate");
	arena_free(&a);
	bench_end(&b);
}

static void
pasted_text_never_acts(void **state)
{
	static const char pasted[] = "t\nq\ny\n:quit\n\033[2Jr";
	struct arena *a = arena_new();
	const char *last;
	struct bench b;
	int64_t before;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "open C-7");
	screen_paste(b.screen, pasted, strlen(pasted));
	bench_look(&b);
	check_shows(&b, "never taken as commands");
	assert_int_equal(b.posted, 0);
	assert_false(screen_is_over(b.screen));
	before = bench_messages(&b, a, 7, &last);
	bench_press(&b, "r");
	screen_paste(b.screen, pasted, strlen(pasted));
	bench_look(&b);
	assert_int_equal(bench_messages(&b, a, 7, &last), before);	/* its newlines don't
									   send */
	bench_press(&b, "Enter");
	bench_press(&b, "y");
	assert_int_equal(bench_messages(&b, a, 7, &last), before + 1);
	assert_string_equal(last, "t\nq\ny\n:quit\nr");
	arena_free(&a);
	bench_end(&b);
}

static void
what_is_typed_outlives_every_size_of_the_screen(void **state)
{
	static const int sizes[][2] = {{20, 5}, {10, 3}, {1, 1}, {200, 60}, {80, 24}};
	struct arena *a = arena_new();
	const char *last;
	struct bench b;
	int x, y;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "open C-7");
	bench_press(&b, "r");
	bench_type(&b, "Your pair in forty-one is set aside until Friday.");
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		bench_size(&b, sizes[i][0], sizes[i][1]);
		if (screen_cursor(b.screen, &x, &y))
			assert_true(x >= 0 && x < sizes[i][0] && y >= 0 && y < sizes[i][1]);
	}
	check_shows(&b, "Your pair in forty-one is set aside until Friday.");
	bench_size(&b, 20, 5);
	check_shows(&b, "Friday.");		/* where the cursor is */
	bench_press(&b, "Enter");
	(void)bench_messages(&b, a, 7, &last);
	assert_string_equal(last, "Your pair in forty-one is set aside until Friday.");
	arena_free(&a);
	bench_end(&b);
}

static void
hints_are_of_the_line_while_one_is_typed(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_press(&b, "/");
	check_hints(&b, " Enter find  Tab complete  Esc leave it");
	check_no_hint(&b, "take");
	bench_press(&b, "Esc");
	bench_press(&b, ":");
	check_hints(&b, " Enter run  Tab complete  Up earlier commands  Esc leave it");
	bench_press(&b, "Esc");
	bench_press(&b, "q");
	check_hints(&b, " y quit  n no");
	bench_end(&b);
}

static void
the_command_line_completes_and_remembers(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_press(&b, ":");
	bench_type(&b, "ref");
	bench_press(&b, "Tab");
	check_shows(&b, "refresh");		/* refresh or refunds */
	check_shows(&b, "refunds");
	bench_type(&b, "u");
	bench_press(&b, "Tab");
	bench_press(&b, "Enter");
	check_shows(&b, "A-1");
	bench_press(&b, ":");
	bench_press(&b, "Up");
	check_shows(&b, ":refunds");
	bench_press(&b, "C-c");
	bench_press(&b, ":");
	bench_type(&b, "list big");
	bench_press(&b, "Tab");
	bench_press(&b, "Enter");
	check_shows(&b, "1 · Large orders");
	bench_press(&b, ":");
	bench_type(&b, "no-such-thing");
	bench_press(&b, "Enter");
	check_shows(&b, "✗");
	bench_press(&b, ":");
	bench_type(&b, "C-4");
	bench_press(&b, "Enter");
	check_shows(&b, "山田");
	bench_end(&b);
}

static void
a_search_that_is_left_leaves_nothing_behind(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "list all");
	bench_type(&b, ":sort id");
	bench_press(&b, "Enter");
	bench_press(&b, ":");
	bench_press(&b, "C-r");
	bench_type(&b, "so");
	bench_press(&b, "Esc");
	bench_type(&b, ":the");		/* else these would be looked for */
	check_shows(&b, ":the");
	check_lacks(&b, ":sort");
	bench_press(&b, "C-r");
	bench_press(&b, "C-x");		/* keys that begin others end a search */
	bench_press(&b, "C-d");
	bench_press(&b, "Esc");
	bench_press(&b, ":");
	bench_press(&b, "Up");
	bench_press(&b, "Backspace");
	bench_press(&b, "Esc");
	bench_press(&b, ":");
	bench_press(&b, "C-_");		/* there is nothing to undo in a new line */
	bench_type(&b, "x");
	bench_press(&b, "Enter");
	check_shows(&b, "no command \"x\"");
	bench_end(&b);
}

static void
what_is_pasted_during_a_search_stays(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "open C-7");
	bench_press(&b, "n");
	bench_type(&b, "before");
	bench_press(&b, "C-r");
	bench_type(&b, "mono");
	screen_paste(b.screen, " pasted", strlen(" pasted"));
	assert_string_equal(editor_text(), " pastedbefore");	/* where the search had led */
	bench_press(&b, "C-e");
	assert_string_equal(editor_text(), " pastedbefore");
	bench_press(&b, "Esc");
	bench_end(&b);
}

/* With what makes readline repeat a key, and with what was cut. */
static void
no_key_is_repeated_without_end(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "open C-7");
	bench_press(&b, "r");
	bench_press(&b, "M-9");
	for (int n = 0; n < 9; n++)
		bench_press(&b, "9");
	bench_press(&b, "x");
	assert_int_equal(strlen(editor_text()), 99);
	for (int n = 0; n < 300; n++) {
		bench_press(&b, "C-a");
		bench_press(&b, "C-k");
		bench_press(&b, "C-y");
		bench_press(&b, "C-y");
		assert_in_range(strlen(editor_text()), 99, 16384);
	}
	bench_press(&b, "M--");
	for (int n = 0; n < 9; n++)
		bench_press(&b, "9");
	bench_press(&b, "C-f");
	bench_press(&b, "Esc");
	bench_end(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reply_is_written_with_drafts_and_new_lines_and_sent),
		cmocka_unit_test(a_letter_that_could_not_be_sent_is_not_lost),
		cmocka_unit_test(a_reply_taken_back_is_in_the_composer_again),
		cmocka_unit_test(what_is_done_to_a_conversation_stands_in_its_head_and_log),
		cmocka_unit_test(a_note_that_failed_never_comes_up_in_a_reply),
		cmocka_unit_test(a_long_reply_is_wrapped_between_words),
		cmocka_unit_test(only_enter_ends_a_line),
		cmocka_unit_test(giving_back_offers_a_summary_of_what_was_done),
		cmocka_unit_test(closing_offers_a_disposition_and_completes_others),
		cmocka_unit_test(pasted_text_never_acts),
		cmocka_unit_test(what_is_typed_outlives_every_size_of_the_screen),
		cmocka_unit_test(hints_are_of_the_line_while_one_is_typed),
		cmocka_unit_test(the_command_line_completes_and_remembers),
		cmocka_unit_test(a_search_that_is_left_leaves_nothing_behind),
		cmocka_unit_test(what_is_pasted_during_a_search_stays),
		cmocka_unit_test(no_key_is_repeated_without_end),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
