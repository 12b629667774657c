/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Settings in the console: listed, explained, changed, and what each changes.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/text/translate.h"

static void
a_key_lists_all_settings_and_enter_begins_to_change_the_selected_one(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_size(&b, 120, 30);
	bench_press(&b, ",");
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		const struct tui_setting_row *r = tui_setting_row((enum tui_setting)i);

		check_shows(&b, r->name);
		check_shows(&b, r->summary);
	}
	check_shows(&b, "▸ theme           dark                     --theme");
	bench_press(&b, "j");
	bench_press(&b, "Enter");
	check_shows(&b, ":set borders");
	bench_type(&b, "ascii");
	bench_press(&b, "Enter");
	check_shows(&b, "▸ borders         ascii                    this session");
	bench_press(&b, "Esc");
	check_shows(&b, "Waiting for a person");
	bench_end(&b);
}

static void
the_list_of_settings_fits_every_size(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "set");
	for (int columns = 1; columns < 130; columns += columns < 12 ? 1 : 13)
		for (int rows = 1; rows < 40; rows += rows < 12 ? 1 : 7)
			bench_size(&b, columns, rows);
	bench_size(&b, 40, 10);
	check_shows(&b, "▸ theme");
	bench_press(&b, "G");
	check_shows(&b, "▸ linear");
	check_shows(&b, "terse");
	bench_end(&b);
}

static void
set_explains_changes_and_says_how_to_keep_it(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_size(&b, 160, 30);
	setenv("XDG_CONFIG_HOME", "/x", 1);
	bench_command(&b, "set bell");
	check_shows(&b, "bell is on (default). Ring the terminal's bell for notices: on or off.");
	bench_command(&b, "set bell off");
	check_shows(&b, "bell is off until you leave. To keep it, write into /x/floorwalker/floorwalker.conf: set bell off");
	bench_command(&b, "set bell perhaps");
	check_shows(&b, "✗ bell can't be \"perhaps\"; it is on or off");
	bench_command(&b, "set bel off");
	check_shows(&b, "did you mean bell?");
	bench_command(&b, "set theme nocturne");
	check_shows(&b, "there is no theme named nocturne");
	bench_command(&b, "set theme high-contrast");
	assert_string_equal(theme_name(screen_theme(b.screen)), "high-contrast");
	assert_int_equal(b.posted, 0);
	bench_end(&b);
}

static void
columns_are_those_that_are_set_until_others_are_chosen(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_size(&b, 100, 24);
	bench_command(&b, "list all");
	check_shows(&b, " shopper ");
	bench_command(&b, "set columns id tier");
	assert_null(strstr(bench_row(&b, 3), " shopper "));
	assert_non_null(strstr(bench_row(&b, 3), " tier"));
	bench_command(&b, "columns id channel");
	bench_command(&b, "set bell off");		/* touches no columns */
	assert_non_null(strstr(bench_row(&b, 3), " channel"));
	bench_command(&b, "set columns id nonsense");
	check_shows(&b, "there is no column nonsense");
	bench_end(&b);
}

static void
names_and_values_complete(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_press(&b, ":");
	bench_type(&b, "set bo");
	bench_press(&b, "Tab");
	check_shows(&b, ":set borders");
	bench_type(&b, "un");
	bench_press(&b, "Tab");
	check_shows(&b, ":set borders unicode");
	bench_press(&b, "Esc");
	bench_end(&b);
}

static void
times_and_days_are_said_as_set(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	check_shows(&b, "14:05");
	bench_command(&b, "set clock 12h");
	check_shows(&b, "2:05 pm");
	check_lacks(&b, "14:05");
	bench_command(&b, "set clock 24h");
	bench_command(&b, "shopper C-1");
	bench_size(&b, 100, 60);
	check_shows(&b, " Oct 2026");
	bench_command(&b, "set dates iso");
	check_shows(&b, "2026-10-");
	check_lacks(&b, " Oct 2026");
	bench_command(&b, "set dates month-first");
	check_shows(&b, "Oct 1");
	bench_command(&b, "set dates day-first");
	bench_end(&b);
}

static void
leaving_asks_unless_it_is_set_not_to(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_press(&b, "q");
	check_shows(&b, "Leave floorwalker?");
	assert_false(screen_is_over(b.screen));
	bench_press(&b, "n");
	bench_command(&b, "set confirm-quit off");
	bench_press(&b, "q");
	assert_true(screen_is_over(b.screen));
	bench_end(&b);
}

static void
lines_are_edited_as_in_vi_where_that_is_set(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "set editing vi");
	bench_press(&b, ":");
	bench_type(&b, "one two");
	bench_press(&b, "Esc");			/* to vi's command mode, not away */
	bench_type(&b, "0dw");
	check_shows(&b, ":two");
	check_lacks(&b, "one");
	bench_press(&b, "C-c");
	bench_command(&b, "set editing emacs");
	bench_press(&b, ":");
	bench_type(&b, "one two");
	bench_press(&b, "C-a");
	bench_press(&b, "M-d");
	check_shows(&b, ": two");
	bench_press(&b, "Esc");
	check_lacks(&b, ": two");
	bench_end(&b);
}

static void
the_window_has_a_title_unless_it_is_set_not_to(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	assert_string_equal(screen_title(b.screen), "(3) floorwalker: Tarn & Fell, board");
	bench_command(&b, "set title off");
	assert_string_equal(screen_title(b.screen), "");
	bench_end(&b);
}

/* What Esc, Enter or a prefix of tmux and screen would take can't be a default key; and what a
 * table says can be typed. */
static void
every_command_can_be_reached_and_no_default_key_is_taken_by_others(void **state)
{
	static const char *const taken[] = {"C-b", "C-a", "C-s", "C-q", "C-\\"};
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	for (size_t i = 0; i < command_count(b.table); i++) {
		const struct command *c = command_at(b.table, i);
		const char *key = c->keys == NULL ? "" : c->keys;

		assert_ptr_equal(command_find(b.table, c->name), c);	/* by its :name */
		for (; *key != '\0'; key += strcspn(key, " "), key += strspn(key, " ")) {
			char one[32];

			snprintf(one, sizeof one, "%.*s", (int)strcspn(key, " "), key);
			if (!command_key_is_known(one))
				fail_msg("%s: no terminal sends %s", c->name, one);
			for (size_t k = 0; k < sizeof taken / sizeof *taken; k++)
				if (text_is(one, taken[k]))
					fail_msg("%s: %s is taken by a multiplexer or a terminal",
					    c->name, one);
			for (unsigned x = 1; x < CONTEXT_SHELL; x <<= 1)
				if ((c->contexts & x) && command_of_key(b.table, x, one) != c)
					fail_msg("%s: %s means something else", c->name, one);
		}
	}
	bench_end(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(columns_are_those_that_are_set_until_others_are_chosen),
	    cmocka_unit_test(a_key_lists_all_settings_and_enter_begins_to_change_the_selected_one),
	    cmocka_unit_test(the_list_of_settings_fits_every_size),
	    cmocka_unit_test(set_explains_changes_and_says_how_to_keep_it),
	    cmocka_unit_test(names_and_values_complete),
	    cmocka_unit_test(times_and_days_are_said_as_set),
	    cmocka_unit_test(leaving_asks_unless_it_is_set_not_to),
	    cmocka_unit_test(lines_are_edited_as_in_vi_where_that_is_set),
	    cmocka_unit_test(the_window_has_a_title_unless_it_is_set_not_to),
	    cmocka_unit_test(every_command_can_be_reached_and_no_default_key_is_taken_by_others),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
