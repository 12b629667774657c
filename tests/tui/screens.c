/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The console without a terminal: golden screens of each view at five sizes.
 * FLOORWALKER_GOLDEN=update writes the golden files anew: read their difference before it is
 * committed.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/tui/words.h"

static void
each_view_at_each_size_looks_as_it_was_accepted(void **state)
{
	static const struct {
		const char *name, *line;
	} shown[] = {
		{"board", "board"}, {"list", "list all"}, {"waiting", "list waiting"}, {"conversation", "open C-1"}, {"wide-characters", "open C-4"}, {"hostile", "open C-5"},
		{"owned", "open C-7"}, {"why", "why C-1"}, {"shopper", "shopper C-1"}, {"refunds", "refunds"}, {"search", "find sleeve"}, {"fields", "find reason:policy"}, {"grouped", "group queue"}, {"palette", "palette"}, {"log", "log"}, {"help", "help"}, {"shift", "shift"}, {"settings", "set"},
	};
	static const int sizes[][2] = {{80, 24}, {120, 40}, {200, 60}, {40, 10}, {20, 5}};
	bool wrong = false;

	(void)state;
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
		struct bench b;

		bench_begin(&b, FIXTURE_AGENT);
		bench_command(&b, shown[i].line);
		for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
			bench_size(&b, sizes[k][0], sizes[k][1]);
			bench_compare(&b, shown[i].name, sizes[k][0], sizes[k][1], &wrong);
		}
		bench_end(&b);
	}
	assert_false(wrong);
}

static void
board_and_shift_have_their_place_in_forty_columns(void **state)
{
	bool wrong = false;
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "board");
	bench_size(&b, 40, 10);
	bench_compare(&b, "board", 40, 10, &wrong);
	bench_command(&b, "shift");
	bench_size(&b, 40, 10);
	bench_compare(&b, "shift", 40, 10, &wrong);
	bench_end(&b);
	assert_false(wrong);
}

static void
why_speaks_to_an_agent(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_size(&b, 120, 100);
	bench_command(&b, "why C-1");
	check_shows(&b, "if the message had sounded");
	check_shows(&b, "less like “refund request”");
	check_lacks(&b, "threshold");
	check_lacks(&b, "would have to");
	check_lacks(&b, "<=");
	check_lacks(&b, "refund_request");
	bench_end(&b);
}

static void
what_a_rule_wants_is_said_in_words(void **state)
{
	static const struct { const char *written, *words; } wanted[] = {
		{"<= 7", "at most 7"}, {"> 2", "more than 2"}, {"damaged", "damaged"}, {"[damaged, wrong_item]", "damaged or wrong item"}, {"30.00..150.00", "30.00..150.00"},
	};
	struct str s;

	(void)state;
	str_init(&s);
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		str_reset(&s);
		words_wanted(&s, wanted[i].written);
		assert_string_equal(s.data, wanted[i].words);
	}
	str_reset(&s);
	words_condition(&s, ".refunded_before + .amount > .order_total and .days >= 1.5");
	assert_string_equal(
	    s.data, "refunded before + amount more than order total and days at least 1.5");
	str_clear(&s);
}

static void
no_help_line_is_cut_at_eighty_columns(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "help");
	bench_size(&b, 80, 120);
	check_shows(&b, "Lists and finding");
	check_lacks(&b, "…  ");
	check_lacks(&b, "…\n");
	bench_end(&b);
}

static void
no_size_is_too_small_and_no_line_too_wide(void **state)
{
	static const char *const lines[] = {"board", "list all", "open C-4", "why C-1",
	    "shopper C-1", "refunds", "find sleeve", "log", "help", "shift"};
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		bench_command(&b, lines[i]);
		for (int columns = 1; columns < 130; columns += columns < 12 ? 1 : 13) {
			for (int rows = 1; rows < 30; rows += rows < 12 ? 1 : 7)
				bench_size(&b, columns, rows);
		}
	}
	bench_end(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_view_at_each_size_looks_as_it_was_accepted),
		cmocka_unit_test(board_and_shift_have_their_place_in_forty_columns),
		cmocka_unit_test(why_speaks_to_an_agent),
		cmocka_unit_test(what_a_rule_wants_is_said_in_words),
		cmocka_unit_test(no_help_line_is_cut_at_eighty_columns),
		cmocka_unit_test(no_size_is_too_small_and_no_line_too_wide),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
