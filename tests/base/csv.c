/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../check.h"
#include "floorwalker/base/csv.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"

static struct arena *arena;

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static enum err
parse(const char *text, struct csv_table *t, struct errinfo *e)
{
	return csv_parse(arena, "t.csv", text, strlen(text), &csv_limits_file, t, e);
}

static void
check_refused(const char *text, const char *beginning)
{
	struct csv_table t;
	struct errinfo e;

	assert_int_equal(parse(text, &t, &e), ERR_INPUT);
	if (strncmp(e.text, beginning, strlen(beginning)) != 0)
		fail_msg("\"%s\" should begin with \"%s\"", e.text, beginning);
}

static void
quotes_hold_commas_line_ends_and_quotes(void **state)
{
	struct csv_table t;
	struct errinfo e;

	(void)state;
	check_ok(parse("text,intent\n\"a, b\",x\n\"say \"\"hi\"\"\",\"y\"\n\"two\r\nlines\",z\nlast,",
		     &t, &e),
	    &e);
	assert_int_equal(t.columns, 2);
	assert_int_equal(t.count, 4);
	assert_string_equal(t.header[1], "intent");
	assert_string_equal(t.rows[0].fields[0], "a, b");
	assert_string_equal(t.rows[1].fields[0], "say \"hi\"");
	assert_string_equal(t.rows[1].fields[1], "y");
	assert_string_equal(t.rows[2].fields[0], "two\r\nlines");
	assert_int_equal(t.rows[2].line, 4);
	assert_int_equal(t.rows[3].line, 6);
	assert_string_equal(t.rows[3].fields[1], "");
}

static void
a_byte_order_mark_and_crlf_are_taken(void **state)
{
	struct csv_table t;
	struct errinfo e;

	(void)state;
	check_ok(parse("\xef\xbb\xbftext,intent\r\nwo ist es\xc3\xa9,a\r\n", &t, &e), &e);
	assert_int_equal(csv_column(&t, "text"), 0);
	assert_int_equal(csv_column(&t, "intent"), 1);
	assert_true(csv_column(&t, "label") == SIZE_MAX);
	assert_int_equal(t.count, 1);
	assert_string_equal(t.rows[0].fields[1], "a");
	check_ok(parse("only a header", &t, &e), &e);
	assert_int_equal(t.count, 0);
}

static void
lines_that_hold_nothing_are_no_rows(void **state)
{
	struct csv_table t;
	struct errinfo e;
	size_t line, column;
	const char *text = "\xef\xbb\xbf" "a,b\r\n\r\n1,2\r\n\n\r\n3,4\r\n\r\n\n";

	(void)state;
	check_ok(parse(text, &t, &e), &e);
	assert_int_equal(t.count, 2);
	assert_string_equal(t.rows[1].fields[0], "3");
	assert_int_equal(t.rows[0].line, 3);
	assert_int_equal(t.rows[1].line, 6);
	csv_place(text, strlen(text), &t.rows[1], 1, &line, &column);
	assert_int_equal(line, 6);
	assert_int_equal(column, 3);
	csv_place(text, strlen(text), &(struct csv_row){ .line = 1 }, 1, &line, &column);
	assert_int_equal(line, 1);
	assert_int_equal(column, 3);	/* without the mark */
	check_ok(parse("a\n\"\"\n\nx\n", &t, &e), &e);	/* what is said to be empty is a row */
	assert_int_equal(t.count, 2);
}

static void
what_bends_the_rules_is_refused_where_it_does(void **state)
{
	(void)state;
	check_refused("", "t.csv:1:1: an empty file");
	check_refused("a,b\n1,2,3\n", "t.csv:2:1: 3 fields where the header has 2");
	check_refused("a,b\n\"x\ny\",2\n1\n", "t.csv:4:1: 1 field where the header has 2");
	check_refused("\n\na,b\n1,2\n", "t.csv:1:1: an empty line: the first line names the columns");
	check_refused("a,b\n\n \n", "t.csv:3:1: 1 field");
	check_refused("a,b\n1,2\n\n3\n", "t.csv:4:1: 1 field where the header has 2");
	check_refused("a,b\n1,2\xc3\xa9\"\n", "t.csv:2:5: a quote inside a field");
	check_refused("a,b\n1,\"2\" \n", "t.csv:2:6: text after a closing quote");
	check_refused("a,b\n1,\"2\n3\n", "t.csv:2:3: a quote that is never closed");
	check_refused("a,b\n1\r2,3\n", "t.csv:2:2: a carriage return");
	check_refused("a,b\n1,\xff\n", "t.csv:2:3: broken UTF-8");
	check_refused("a,a\n1,2\n", "t.csv:1:1: two columns are called \"a\"");
}

static void
a_zero_byte_is_refused(void **state)
{
	struct csv_table t;
	struct errinfo e;

	(void)state;
	assert_int_equal(
	    csv_parse(arena, "t.csv", "a\nb\0c\n", 6, &csv_limits_file, &t, &e), ERR_INPUT);
	assert_string_equal(e.text, "t.csv:2:2: a zero byte: this is no text file");
}

static void
limits_hold(void **state)
{
	const struct csv_limits small = {.bytes = 40, .rows = 2, .columns = 3, .field_bytes = 8};
	struct csv_table t;
	struct errinfo e;

	(void)state;
	check_ok(csv_parse(arena, "t.csv", "a,b,c\n1,2,3\n4,5,12345678\n", 25, &small, &t, &e), &e);
	assert_int_equal(
	    csv_parse(arena, "t.csv", "a\n1\n2\n3\n", 8, &small, &t, &e), ERR_LIMIT);
	assert_int_equal(csv_parse(arena, "t.csv", "a,b,c,d\n", 8, &small, &t, &e), ERR_LIMIT);
	assert_int_equal(csv_parse(arena, "t.csv", "a\n123456789\n", 12, &small, &t, &e), ERR_LIMIT);
	assert_int_equal(csv_parse(arena, "t.csv",
			     "a\n1\n222222222222222222222222222222222222222", 41, &small, &t, &e),
	    ERR_LIMIT);
}

static void
a_file_that_is_missing_is_said_to_be(void **state)
{
	struct csv_table t;
	struct errinfo e;

	(void)state;
	assert_int_equal(
	    csv_load(arena, "/nowhere/at/all.csv", &csv_limits_file, &t, &e), ERR_NOT_FOUND);
}

static void
expect_place(const char *text, size_t row, size_t field, size_t line, size_t column)
{
	struct csv_table t;
	struct errinfo e;
	size_t at_line, at_column;

	check_ok(csv_parse(arena, "t.csv", text, strlen(text), &csv_limits_file, &t, &e), &e);
	csv_place(text, strlen(text), &t.rows[row], field, &at_line, &at_column);
	assert_int_equal(at_line, line);
	assert_int_equal(at_column, column);
}

static void
a_field_has_its_place_whatever_stands_before_it(void **state)
{
	(void)state;
	expect_place("a,b,c\n1,2,3\n4,5,6\n", 1, 0, 3, 1);
	expect_place("a,b,c\n1,2,3\n4,5,6\n", 1, 2, 3, 5);
	expect_place("\xef\xbb\xbf" "a,b\n\xc3\xbc\xc3\xbc,2\n", 0, 1, 2, 4);	/* in code points */
	expect_place("a,b,c\n\"x,\"\"y\nz\",2,3\n", 0, 1, 3, 4);
	expect_place("a,b,c\n\"x,\"\"y\nz\",\"\",3\n", 0, 2, 3, 7);
	expect_place("a,b\r\n1,2\r\n3,4\r\n", 0, 7, 2, 4);	/* there is none: where the row ends */
	expect_place("a,b\n1,2", 0, 7, 2, 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(quotes_hold_commas_line_ends_and_quotes, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_byte_order_mark_and_crlf_are_taken, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(lines_that_hold_nothing_are_no_rows, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		what_bends_the_rules_is_refused_where_it_does, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_zero_byte_is_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(limits_hold, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_field_has_its_place_whatever_stands_before_it, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_file_that_is_missing_is_said_to_be, set_up, tear_down),
	};

	return RUN_TAP(tests);
}
