/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include <string.h>

#include "../../src/tui/page.h"
#include "../../src/tui/picker.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/tui/cell.h"

static const struct style plain = {INK_TEXT, GROUND_PLAIN};

static void
check_text(const struct cells *c, const char *wanted)
{
	struct str out;

	str_init(&out);
	cells_dump_text(c, &out);
	assert_string_equal(out.data, wanted);
	str_clear(&out);
}

static void
text_is_clipped_to_its_rectangle_on_every_side(void **state)
{
	struct cells *c = cells_new(8, 3);
	struct rect r = {2, 1, 4, 1};

	(void)state;
	assert_int_equal(cells_put(c, r, -2, 0, plain, "abcdefgh"), 6);
	assert_int_equal(cells_put(c, r, 0, 1, plain, "below"), 5);
	assert_int_equal(cells_put(c, r, 0, -1, plain, "above"), 5);
	check_text(c, "\n  cdef\n\n");
	cells_put(c, (struct rect){6, 0, 50, 50}, 0, 0, plain, "outside");
	check_text(c, "      ou\n  cdef\n\n");
	cells_free(&c);
}

static void
a_wide_character_never_shows_half(void **state)
{
	struct cells *c = cells_new(6, 1);
	struct rect r = {0, 0, 5, 1};

	(void)state;
	assert_int_equal(cells_put(c, r, 0, 0, plain, "山田太"), 6);
	check_text(c, "山田\n");			/* the third would be cut in half at the
							   edge */
	assert_int_equal(cells_at(c, 1, 0)->width, 0);
	cells_put(c, r, 1, 0, plain, "x");		/* over the right half of the first */
	check_text(c, " x田\n");
	cells_put(c, r, 2, 0, plain, "y");		/* over the left half of the second */
	check_text(c, " xy\n");
	assert_int_equal(cells_at(c, 3, 0)->width, 1);
	cells_put(c, r, 0, 0, plain, "a");
	cells_put(c, r, -1, 0, plain, "山");		/* begins before the edge: its half there is
							   blank */
	check_text(c, " xy\n");
	cells_free(&c);
}

static void
emoji_and_marks_take_the_cells_that_terminals_give_them(void **state)
{
	struct cells *c = cells_new(20, 1);

	(void)state;
	assert_int_equal(cells_put(c, cells_all(c), 0, 0, plain, "🧥☔"), 4);
	assert_int_equal(cells_put(c, cells_all(c), 0, 0, plain, "👨‍👩‍👧‍👦"), 2);
	assert_int_equal(cells_put(c, cells_all(c), 0, 0, plain, "e\xcc\x81"), 1);
	assert_int_equal(cells_at(c, 0, 0)->length, 3);
	assert_int_equal(cells_put(c, cells_all(c), 0, 0, plain, "Jürgen Ä."), 9);
	cells_free(&c);
}

static void
hostile_text_leaves_no_control_in_any_cell(void **state)
{
	static const char hostile[] = "a\033[2Jb\033]0;x\007c\xe2\x80\xae"
				      "d\t\x01\x7f\xc2\x9b"
				      "e\xff\xc0\xaf\xe2\x80\x8f\xf3\xa0\x80\x81g\nh";
	struct cells *c = cells_new(60, 1);
	struct str out;

	(void)state;
	cells_put(c, cells_all(c), 0, 0, plain, hostile);
	str_init(&out);
	cells_dump_text(c, &out);
	for (size_t i = 0; i + 1 < out.length; i++) {
		unsigned char b = (unsigned char)out.data[i];

		assert_false(b < 0x20 || b == 0x7f);
		assert_false(b == 0xc2 && (unsigned char)out.data[i + 1] < 0xa0);
	}
	assert_null(strstr(out.data, "\xe2\x80\xae"));
	assert_non_null(strchr(out.data, 'h'));
	str_clear(&out);
	cells_free(&c);
}

static void
a_field_that_is_too_narrow_ends_with_an_ellipsis(void **state)
{
	struct cells *c = cells_new(12, 4);

	(void)state;
	cells_field(c, cells_all(c), 0, 0, 8, plain, "Refunds and", false);
	cells_field(c, cells_all(c), 0, 1, 8, plain, "12", true);
	cells_field(c, cells_all(c), 0, 2, 5, plain, "山田太郎", false);
	cells_field(c, cells_all(c), 10, 3, 8, plain, "abc", false);
	check_text(c, "Refunds…\n      12\n山田…\n          a…\n");
	cells_free(&c);
}

static void
wrapping_keeps_every_word_and_no_line_is_too_wide(void **state)
{
	static const char text[] =
	    "Hello there, 山田太郎さん! A verylongwordthatdoesnotfit anywhere.\nNew line";
	size_t at = 0, next;
	int lines = 0;

	(void)state;
	while (at < strlen(text)) {
		size_t length = text_wrap(text + at, strlen(text) - at, 12, &next);
		struct cells *c = cells_new(12, 1);

		assert_true(cells_put_n(c, cells_all(c), 0, 0, plain, text + at, length) <= 12);
		cells_free(&c);
		assert_true(next > 0);
		at += next;
		lines++;
	}
	assert_int_equal(lines, text_wrap_count(text, strlen(text), 12));
	assert_int_equal(text_wrap_count("", 0, 10), 1);
	assert_int_equal(text_wrap("well-known e-mail", 17, 8, &next), 5);
	assert_int_equal(text_wrap("my e-mail", 9, 6, &next), 2);
	assert_int_equal(text_wrap("山", 3, 1, &next), 3);	/* takes what can't fit, else it
								   would never end */
}

static void
a_bar_shows_its_value_and_nothing_for_what_is_none(void **state)
{
	struct cells *c = cells_new(10, 3);

	(void)state;
	cells_bar(c, cells_all(c), 0, 0, 5, plain, plain, 0.61);
	cells_bar(c, cells_all(c), 0, 1, 5, plain, plain, 1);
	cells_bar(c, cells_all(c), 0, 2, 5, plain, plain, -1);
	check_text(c, "▰▰▰▱▱\n▰▰▰▰▰\n\n");
	cells_free(&c);
}

static void
a_terminal_without_utf8_gets_ascii_of_the_same_width(void **state)
{
	struct cells *c = cells_new(10, 1);
	char out[3];

	(void)state;
	cells_put(c, cells_all(c), 0, 0, plain, "│▰é山z");
	cell_ascii(cells_at(c, 0, 0), out);
	assert_string_equal(out, "|");
	cell_ascii(cells_at(c, 1, 0), out);
	assert_string_equal(out, "#");
	cell_ascii(cells_at(c, 2, 0), out);
	assert_string_equal(out, "e");
	cell_ascii(cells_at(c, 3, 0), out);
	assert_string_equal(out, "??");
	cell_ascii(cells_at(c, 5, 0), out);
	assert_string_equal(out, "z");
	cells_free(&c);
}

static void
lines_and_marks_can_be_ascii_while_letters_stay(void **state)
{
	struct cells *c = cells_new(16, 1);

	(void)state;
	cells_put(c, cells_all(c), 0, 0, plain, "│▰┼▸é→▇🧥❤️✨");
	cells_plain_symbols(c);
	check_text(c, "|#+>é>*🧥❤️✨\n");	/* pictures are no marks of ours */
	cells_plain_symbols(c);
	check_text(c, "|#+>é>*🧥❤️✨\n");
	cells_free(&c);
}

static void
parts_of_a_rectangle_never_reach_outside_it(void **state)
{
	struct rect r = rect_part((struct rect){5, 5, 10, 4}, 8, -1, 20, 20);

	(void)state;
	assert_int_equal(r.x, 13);
	assert_int_equal(r.y, 5);
	assert_int_equal(r.w, 2);
	assert_int_equal(r.h, 4);
	r = rect_part((struct rect){5, 5, 10, 4}, 40, 40, 3, 3);
	assert_int_equal(r.w, 0);
	assert_int_equal(r.h, 0);
}

static void
a_page_wraps_its_runs_and_keeps_their_ink(void **state)
{
	struct cells *c = cells_new(20, 6);
	struct page *p = page_new();

	(void)state;
	page_heading(p, "Title");
	page_begin(p, 2, 4, 7);
	page_add(p, INK_TEXT, "one two three ");
	page_add(p, INK_BAD, "four five six");
	page_gap(p);
	page_gap(p);
	page_line(p, INK_TEXT, "end");
	page_layout(p, 20);
	assert_int_equal(page_row_of(p, 7), 1);
	assert_int_equal(page_row_of(p, 8), -1);
	page_render(p, c, cells_all(c), 0, GROUND_PANE);
	check_text(c, "Title\n  one two three four\n    five six\n\n  end\n\n");
	assert_int_equal(cells_at(c, 2, 1)->style.ink, INK_TEXT);
	assert_int_equal(cells_at(c, 16, 1)->style.ink, INK_BAD);
	assert_int_equal(cells_at(c, 4, 2)->style.ink, INK_BAD);
	page_free(&p);
	cells_free(&c);
}

static void
what_is_selected_stays_selected_while_the_list_changes_around_it(void **state)
{
	struct picker p = {0};

	(void)state;
	picker_set(&p, (int64_t[]){1, 2, 3, 4, 5, 6}, 6);
	picker_place(&p, 3);
	assert_true(picker_select(&p, 4));
	picker_set(&p, (int64_t[]){9, 8, 1, 2, 3, 4, 5, 6}, 8);	/* two come in above */
	assert_int_equal(p.selected, 4);
	assert_int_equal(p.row, 5);
	assert_int_equal(p.row - p.top, 2);			/* on the same line of the screen */
	picker_set(&p, (int64_t[]){6, 5, 4}, 3);			/* sorted anew */
	assert_int_equal(p.selected, 4);
	picker_set(&p, (int64_t[]){6, 5}, 2);			/* gone: the neighbour */
	assert_int_equal(p.selected, 5);
	picker_set(&p, NULL, 0);
	assert_int_equal(p.selected, 0);
	picker_set(&p, (int64_t[]){7}, 1);
	assert_int_equal(p.selected, 7);
	picker_clear(&p);
}

static void
headings_are_passed_over_in_both_directions(void **state)
{
	struct picker p = {0};

	(void)state;
	picker_set(&p, (int64_t[]){0, 1, 0, 0, 2, 0}, 6);
	picker_place(&p, 6);
	assert_int_equal(p.selected, 1);
	assert_false(picker_move(&p, MOVE_UP));
	assert_true(picker_move(&p, MOVE_DOWN));
	assert_int_equal(p.selected, 2);
	assert_false(picker_move(&p, MOVE_DOWN));
	assert_true(picker_move(&p, MOVE_TOP));
	assert_int_equal(p.selected, 1);
	assert_true(picker_move(&p, MOVE_BOTTOM));
	assert_int_equal(p.selected, 2);
	picker_clear(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_clipped_to_its_rectangle_on_every_side),
		cmocka_unit_test(a_wide_character_never_shows_half),
		cmocka_unit_test(emoji_and_marks_take_the_cells_that_terminals_give_them),
		cmocka_unit_test(hostile_text_leaves_no_control_in_any_cell),
		cmocka_unit_test(a_field_that_is_too_narrow_ends_with_an_ellipsis),
		cmocka_unit_test(wrapping_keeps_every_word_and_no_line_is_too_wide),
		cmocka_unit_test(a_bar_shows_its_value_and_nothing_for_what_is_none),
		cmocka_unit_test(a_terminal_without_utf8_gets_ascii_of_the_same_width),
		cmocka_unit_test(lines_and_marks_can_be_ascii_while_letters_stay),
		cmocka_unit_test(parts_of_a_rectangle_never_reach_outside_it),
		cmocka_unit_test(a_page_wraps_its_runs_and_keeps_their_ink),
		cmocka_unit_test(what_is_selected_stays_selected_while_the_list_changes_around_it),
		cmocka_unit_test(headings_are_passed_over_in_both_directions),
	};

	return RUN_TAP(tests);
}
