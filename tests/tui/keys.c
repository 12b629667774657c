/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The console without a terminal: what is selected, and what keys do to it.
 */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/random.h"

static void
enter_opens_what_was_selected_though_the_list_has_changed(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "list waiting");
	bench_press(&b, "j");				/* by promise: C-2, C-1, C-3 */
	check_shows(&b, "▸ C-1");
	(void)fixture_add_waiting(&b.f, "Hasty H.", -5000);
	(void)fixture_add_waiting(&b.f, "Hastier H.", -600000);
	bench_changed(&b);
	check_shows(&b, "▸ C-1");
	check_shows(&b, "  C-11");
	bench_press(&b, "Enter");
	check_shows(&b, "The sleeve is torn");
	bench_end(&b);
}

static void
a_conversation_that_leaves_the_list_stays_under_the_finger(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e = {0};
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "list waiting");
	check_shows(&b, "▸ C-2");
	check_ok(desk_take(b.f.desk, "ewa", 2, &e), &e);	/* a colleague is quicker */
	bench_changed(&b);
	check_shows(&b, "▸ C-2");
	check_shows(&b, "moved on");
	bench_press(&b, "t");
	assert_string_equal(bench_conversation(&b, a, 2).agent, "ewa");
	assert_int_equal(bench_conversation(&b, a, 1).state, CONVERSATION_QUEUED);	/* no neighbour was taken instead */
	check_shows(&b, "✗");
	bench_press(&b, "j");
	check_lacks(&b, "Jürgen");
	arena_free(&a);
	bench_end(&b);
}

static void
a_reader_of_the_transcript_is_kept_at_its_end_and_left_alone_above_it(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "open C-7");
	bench_size(&b, 80, 16);
	for (int i = 0; i < 20; i++)
		fixture_add_message(&b.f, 7, AUTHOR_SHOPPER, "One more line.", 1000 - i);
	fixture_add_message(&b.f, 7, AUTHOR_SHOPPER, "The very last words.", 10);
	bench_changed(&b);
	bench_press(&b, "G");
	bench_press(&b, "k");
	check_shows(&b, "One more line.");
	bench_press(&b, "g");
	check_shows(&b, "The boots are too small.");
	fixture_add_message(&b.f, 7, AUTHOR_SHOPPER, "And after those.", 5);
	bench_changed(&b);
	check_shows(&b, "The boots are too small.");
	bench_end(&b);
}

static void
a_key_takes_a_conversation_and_says_so(void **state)
{
	struct arena *a = arena_new();
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "list waiting");
	bench_press(&b, "t");
	assert_int_equal(b.posted, 1);
	assert_int_equal(bench_conversation(&b, a, 2).state, CONVERSATION_AGENT);
	assert_string_equal(bench_conversation(&b, a, 2).agent, FIXTURE_AGENT);
	check_shows(&b, "✓");
	bench_press(&b, "j");			/* what was just said isn't gone with the next key */
	check_shows(&b, "✓");
	clock_move_to(b.f.clock, FIXTURE_NOW_MS + 30000);
	bench_press(&b, "j");
	check_lacks(&b, "✓");
	arena_free(&a);
	bench_end(&b);
}

static void
who_only_looks_on_changes_nothing(void **state)
{
	struct arena *a = arena_new();
	struct bench b;

	(void)state;
	bench_begin(&b, "");
	bench_command(&b, "list waiting");
	bench_press(&b, "t");
	assert_int_equal(bench_conversation(&b, a, 2).state, CONVERSATION_QUEUED);
	check_shows(&b, "✗");
	arena_free(&a);
	bench_end(&b);
}

static void
approving_asks_and_names_what_it_would_do(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e = {0};
	struct action x;
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_press(&b, "3");
	check_shows(&b, "▸ A-1");
	bench_press(&b, "a");
	check_shows(&b, "Approve A-1: Refund €189.00 for TF-100189, 1 item?");
	bench_press(&b, "j");			/* neither yes nor no */
	check_shows(&b, "Approve A-1");
	bench_press(&b, "n");
	check_shows(&b, "Nothing was done.");
	assert_int_equal(b.posted, 0);
	bench_press(&b, "a");
	bench_press(&b, "y");
	assert_int_equal(b.posted, 1);
	check_shows(&b, "✗");		/* above maeve's limit */
	check_ok(store_action_get(desk_store(b.f.desk), a, 1, &x, &e), &e);
	assert_int_equal(x.state, ACTION_WAITING);
	arena_free(&a);
	bench_end(&b);
}

static void
denying_asks_for_the_reason(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e = {0};
	struct action x;
	struct bench b;

	(void)state;
	bench_begin(&b, "sinead");
	if (settings_agent(desk_settings(b.f.desk), "sinead") == NULL) {
		bench_end(&b);
		bench_begin(&b, FIXTURE_AGENT);
	}
	bench_press(&b, "3");
	bench_press(&b, "d");
	check_shows(&b, "Reason for denying:");
	bench_press(&b, "Enter");
	check_shows(&b, "so nothing was done");
	bench_press(&b, "d");
	bench_type(&b, "C-9 is not it; A-2 neither");	/* reads like ids, and is text */
	bench_press(&b, "Enter");
	check_ok(store_action_get(desk_store(b.f.desk), a, 1, &x, &e), &e);
	if (x.state == ACTION_DENIED)
		assert_string_equal(x.reason, "C-9 is not it; A-2 neither");
	else
		check_shows(&b, "✗");
	check_ok(store_action_get(desk_store(b.f.desk), a, 2, &x, &e), &e);
	assert_int_equal(x.state, ACTION_WAITING);
	arena_free(&a);
	bench_end(&b);
}

static void
a_filter_and_an_order_change_the_list_and_esc_clears(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "list all");
	bench_press(&b, "f");
	bench_type(&b, "jurgen care");		/* case and accents aside */
	bench_press(&b, "Enter");
	check_shows(&b, "C-2");
	check_lacks(&b, "C-3");
	bench_press(&b, "Esc");
	check_shows(&b, "C-3");
	bench_command(&b, "sort confidence");
	check_shows(&b, "least sure first");
	bench_end(&b);
}

static void
an_unknown_key_says_where_help_is(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_press(&b, "Z");
	check_shows(&b, "Z does nothing here. ? shows the keys.");
	bench_press(&b, "?");
	check_shows(&b, "In lists");	/* first what can be done where it was asked */
	check_shows(&b, "▸ t                take");
	bench_press(&b, "Esc");
	check_shows(&b, "Waiting for a person");
	bench_press(&b, "q");
	check_shows(&b, "Leave floorwalker?");
	bench_press(&b, "n");
	assert_false(screen_is_over(b.screen));
	bench_press(&b, "q");
	bench_press(&b, "y");
	assert_true(screen_is_over(b.screen));
	bench_end(&b);
}

static void
no_key_collides_with_a_multiplexer_or_flow_control(void **state)
{
	static const char *const taken[] = {"C-b", "C-s", "C-q", "C-\\", "C-j", "C-m", "C-i", "C-["};
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
		for (unsigned context = 1; context < CONTEXT_SHELL; context <<= 1)
			assert_null(command_of_key(b.table, context, taken[i]));
	}
	bench_end(&b);
}

static void
a_key_that_was_bound_anew_acts_and_is_shown_as_such(void **state)
{
	struct errinfo e = {0};
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	check_ok(command_table_bind(b.table, "keys", "# mine\nbind list E take\nbind list t log\nbind any F9 list mine\n", &e), &e);
	bench_command(&b, "list waiting");
	check_shows(&b, "E take");
	bench_press(&b, "t");
	check_shows(&b, "▌Log");
	bench_press(&b, "F9");
	check_shows(&b, "Conversations  mine · 1");
	bench_press(&b, "?");
	check_shows(&b, "▸ E                take");
	assert_int_equal(command_table_bind(b.table, "keys", "bind list E no-such\n", &e), ERR_INPUT);
	assert_non_null(strstr(e.text, "keys:1"));
	bench_end(&b);
}

static void
a_thousand_random_keys_break_nothing(void **state)
{
	static const char *const keys[] = {
		"j", "k", "Enter", "Esc", "Tab", "S-Tab", "w", "s", "v", "1", "2", "3", "4", "5", "6", "?", "g", "G", "PageDown", "PageUp", "C-d", "C-u", "o", "f", "/", ":", "r", "n",
		"t", "d", "a", "x", "b", "m", "p", "é", "山", "Space", "Up", "Down", "Backspace", "M-Enter", "C-o", "C-c", "T", "C-l", "y", "Home", "End", "M-x", "C-w", "C-y", "C-t",
	};
	struct random_stream r;
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	random_init(&r, 7, "keys");
	for (int i = 0; i < 1000; i++) {
		if (random_below(&r, 20) == 0)
			bench_size(&b, 1 + (int)random_below(&r, 210), 1 + (int)random_below(&r, 60));
		bench_press(&b, keys[random_below(&r, sizeof keys / sizeof *keys)]);
		if (random_below(&r, 10) == 0)
			screen_tick(b.screen);
		if (screen_is_over(b.screen)) {
			bench_end(&b);
			bench_begin(&b, FIXTURE_AGENT);
		}
	}
	bench_end(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(enter_opens_what_was_selected_though_the_list_has_changed),
		cmocka_unit_test(a_conversation_that_leaves_the_list_stays_under_the_finger),
		cmocka_unit_test(a_reader_of_the_transcript_is_kept_at_its_end_and_left_alone_above_it),
		cmocka_unit_test(a_key_takes_a_conversation_and_says_so),
		cmocka_unit_test(who_only_looks_on_changes_nothing),
		cmocka_unit_test(approving_asks_and_names_what_it_would_do),
		cmocka_unit_test(denying_asks_for_the_reason),
		cmocka_unit_test(a_filter_and_an_order_change_the_list_and_esc_clears),
		cmocka_unit_test(an_unknown_key_says_where_help_is),
		cmocka_unit_test(no_key_collides_with_a_multiplexer_or_flow_control),
		cmocka_unit_test(a_key_that_was_bound_anew_acts_and_is_shown_as_such),
		cmocka_unit_test(a_thousand_random_keys_break_nothing),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
