/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../src/base/value_private.h"
#include "../check.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/random.h"

static struct arena *arena;
static struct errinfo info;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new();
	memset(&info, 0, sizeof info);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static const struct value *
json(const char *text)
{
	struct value *v;

	check_ok(
	    value_parse_json(arena, "a.json", text, strlen(text), &value_limits_message, &v, &info),
	    &info);
	return v;
}

static const struct value *
yaml(const char *text)
{
	struct value *v;

	check_ok(
	    value_parse_yaml(arena, "a.yaml", text, strlen(text), &value_limits_file, &v, &info),
	    &info);
	return v;
}

static void
json_fails(const char *text, size_t length, enum err code, const char *sentence)
{
	struct value *v = (struct value *)1;

	assert_int_equal(
	    value_parse_json(arena, "a.json", text, length, &value_limits_message, &v, &info),
	    code);
	assert_null(v);
	if (strstr(info.text, sentence) == NULL)
		fail_msg("'%s' lacks '%s'", info.text, sentence);
}

static void
yaml_fails(const char *text, enum err code, const char *sentence)
{
	struct value *v = (struct value *)1;

	assert_int_equal(
	    value_parse_yaml(arena, "a.yaml", text, strlen(text), &value_limits_message, &v, &info),
	    code);
	assert_null(v);
	if (strstr(info.text, sentence) == NULL)
		fail_msg("'%s' lacks '%s'", info.text, sentence);
}

static void
prints(const struct value *v, const char *expected)
{
	struct str out;

	str_init(&out);
	value_print(&out, v);
	assert_string_equal(out.data, expected);
	str_clear(&out);
}

static void
json_round_trip_keeps_order_and_kinds(void **state)
{
	const char *text = "{\"z\":1,\"a\":[true,false,null,-2.5,\"x\"],\"m\":{},\"l\":[]}";

	(void)state;
	prints(json(text), text);
	prints(json(" {\n\"z\" : 1.0 } "), "{\"z\":1}");
	prints(json("\xef\xbb\xbf[1e3,0.1,1e300,123456789012345]"),
	    "[1000,0.1,1e+300,123456789012345]");
}

static void
json_numbers_that_are_integral_become_integers(void **state)
{
	const struct value *v = json("[12, 12.0, 1.2e1, -0, 9007199254740991, 12.5]");

	(void)state;
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(value_kind(value_at(v, i)), VALUE_INT);
	assert_int_equal(value_kind(value_at(v, 5)), VALUE_REAL);
	assert_true(value_as_int(value_at(v, 4), 0) == VALUE_INT_MAX);
	assert_string_equal(value_source_text(value_at(v, 1)), "12.0");
}

static void
json_refuses_numbers_that_would_lose_digits(void **state)
{
	const char *big = "{\"id\": 9007199254740993}";

	(void)state;
	json_fails(
	    big, strlen(big), ERR_LIMIT, "a.json:1:8: the number 9007199254740993 is too large");
	json_fails("1e999", 5, ERR_LIMIT, "too large");
	json_fails("[00]", 4, ERR_INPUT, "leading zeros");
	json_fails("[-]", 3, ERR_INPUT, "a digit after '-'");
	json_fails("[1.]", 4, ERR_INPUT, "a digit after '.'");
	json_fails("[1e]", 4, ERR_INPUT, "exponent");
	json_fails("[+1]", 4, ERR_INPUT, "expected a value");
	json_fails("[NaN]", 5, ERR_INPUT, "expected a value");
}

static void
json_errors_name_line_and_column_in_characters(void **state)
{
	const char *text = "{\n  \"caf\xc3\xa9\": x}";

	(void)state;
	json_fails(text, strlen(text), ERR_INPUT, "a.json:2:11: expected a value");
	json_fails("[1 2]", 5, ERR_INPUT, "a.json:1:4: expected ',' or ']'");
	json_fails("{\"a\":1,}", 8, ERR_INPUT, "a.json:1:8: expected a key");
	json_fails("[1] 2", 5, ERR_INPUT, "a.json:1:5: something follows");
	json_fails("", 0, ERR_INPUT, "a.json:1:1: expected a value, found the end");
	json_fails("[\"a", 3, ERR_INPUT, "no closing quote");
	json_fails("[\"a\n\"]", 6, ERR_INPUT, "a.json:1:4: a text must end on the line");
	json_fails("{\"a\" 1}", 7, ERR_INPUT, "expected ':'");
	json_fails("[1", 2, ERR_INPUT, "not closed");
	json_fails("[\"\\x\"]", 6, ERR_INPUT, "unknown escape");
}

static void
json_refuses_duplicate_keys(void **state)
{
	const char *text = "{\"a\": 1,\n \"b\": {\"c\": 1}, \"\\u0061\": 2}";

	(void)state;
	json_fails(text, strlen(text), ERR_INPUT,
	    "a.json:2:17: the key 'a' is here twice, first in line 1");
}

static void
json_finds_duplicates_among_many_keys_quickly(void **state)
{
	struct str text;

	(void)state;
	str_init(&text);
	str_add(&text, "{");
	for (int i = 0; i < 40000; i++)
		str_addf(&text, "\"k%d\":%d,", i, i);
	str_add(&text, "\"k39999\":0}");
	json_fails(text.data, text.length, ERR_INPUT, "the key 'k39999' is here twice");
	str_clear(&text);
}

static void
json_refuses_nul_broken_utf8_and_half_surrogates(void **state)
{
	(void)state;
	json_fails("[\"a\0b\"]", 7, ERR_INPUT, "a.json:1:4: the character NUL");
	json_fails("[\"\\u0000\"]", 10, ERR_INPUT, "NUL");
	json_fails("[\"\xff\"]", 5, ERR_INPUT, "a.json:1:3: byte 0xff is no UTF-8");
	json_fails("[\"\xc0\x80\"]", 6, ERR_INPUT, "no UTF-8");
	json_fails("[\"\xed\xa0\x80\"]", 7, ERR_INPUT, "no UTF-8");
	json_fails("[\"\\ud83d\"]", 10, ERR_INPUT, "half of a surrogate pair");
	json_fails("[\"\\ude00\\ud83d\"]", 16, ERR_INPUT, "half of a surrogate pair");
	prints(json("[\"\\ud83d\\ude00\"]"), "[\"\xf0\x9f\x98\x80\"]");
}

static void
json_limits_depth_nodes_and_bytes(void **state)
{
	struct str text;

	(void)state;
	str_init(&text);
	for (int i = 0; i < 100000; i++)
		str_add_char(&text, '[');
	json_fails(text.data, text.length, ERR_LIMIT, "a.json:1:33: nested too deeply");
	str_reset(&text);
	for (int i = 0; i < 60000; i++)
		str_add(&text, i == 0 ? "[1" : ",1");
	str_add(&text, "]");
	json_fails(text.data, text.length, ERR_LIMIT, "more values");
	str_reset(&text);
	while (text.length <= 1 << 20)
		str_add(&text, "          ");
	json_fails(text.data, text.length, ERR_LIMIT, "larger than the limit");
	str_clear(&text);
}

static void
json_notes_where_values_and_keys_stand(void **state)
{
	const struct value *v = json("{\n  \"a\": [1,\n    {\"b\": \"c\"}]\n}");
	const struct value *inner = value_path(v, "a.1");

	(void)state;
	assert_int_equal(value_line(inner), 3);
	assert_int_equal(value_column(inner), 5);
	assert_int_equal(value_key_line(v, 0), 2);
	assert_int_equal(value_key_column(v, 0), 3);
	assert_int_equal(value_column(value_get(inner, "b")), 11);
	assert_string_equal(value_source_name(inner), "a.json");
}

static void
printing_escapes_controls_and_mends_broken_bytes(void **state)
{
	struct value *v = value_list(arena);

	(void)state;
	value_add_text(v, "a\"\\\n\x1b[31m\x7f\xc2\x9b");
	value_add_text(v, "\xff\xe2\x80\xae\xc3\xa9");
	prints(v, "[\"a\\\"\\\\\\n\\u001b[31m\\u007f\\u009b\",\"\xef\xbf\xbd\\u202e\xc3\xa9\"]");
}

static void
printing_pretty_indents_by_two(void **state)
{
	struct str out;

	(void)state;
	str_init(&out);
	value_print_pretty(&out, json("{\"a\":[1,2],\"b\":{},\"c\":[]}"));
	assert_string_equal(
	    out.data, "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {},\n  \"c\": []\n}");
	str_clear(&out);
}

static void
reals_print_the_same_with_and_without_the_library(void **state)
{
	struct random_stream r;

	(void)state;
	random_init(&r, 5, "reals");
	for (int i = 0; i < 300000; i++) {
		char own[VALUE_REAL_BYTES], library[VALUE_REAL_BYTES];
		double x = random_unit(&r), ten = pow(10, (double)random_below(&r, 32) - 14);

		switch (i % 6) {
		case 0:
			x *= ten;
			break;
		case 1:		/* few digits, behind the point or before it */
			x = round(x * 1e4) / 1e4 * ten;
			break;
		case 2:
			x = round(x * 1000) / 1000;
			break;
		case 3:		/* beside a power of two, and beside one of ten */
			x = nextafter(ldexp(1, (int)random_below(&r, 80) - 40), x - 0.5);
			break;
		case 4:
			x = nextafter(ten, i % 4 == 0 ? 0 : 1e300);
			break;
		default:
			x = -x * (double)random_below(&r, 100000) / 64;
			break;
		}
		value_private_real(x, own);
		value_private_real_by_library(x, library);
		assert_string_equal(own, library);
		assert_true(strtod(own, NULL) == x);
	}
}

static void
printed_reals_read_back_exactly(void **state)
{
	static const double some[] = {0.1, 1.0 / 3, 5e-324, 1.7976931348623157e308, -123.456, 2.5};

	(void)state;
	for (size_t i = 0; i < sizeof some / sizeof some[0]; i++) {
		struct str out;

		str_init(&out);
		value_print(&out, value_real(arena, some[i]));
		assert_true(value_as_real(json(out.data), 0) == some[i]);
		str_clear(&out);
	}
}

static void
setting_replaces_in_place_and_maps_compare_without_order(void **state)
{
	struct value *v = value_map(arena);

	(void)state;
	value_set_int(v, "a", 1);
	value_set_text(v, "b", "x");
	value_set_real(v, "a", 2.5);
	value_set_bool(value_set_map(v, "c"), "d", true);
	value_add_text(value_set_list(v, "e"), NULL);
	prints(v, "{\"a\":2.5,\"b\":\"x\",\"c\":{\"d\":true},\"e\":[null]}");
	assert_true(
	    value_is_equal(v, json("{\"e\":[null],\"c\":{\"d\":true},\"b\":\"x\",\"a\":2.5}")));
	assert_false(
	    value_is_equal(v, json("{\"e\":[null],\"c\":{\"d\":false},\"b\":\"x\",\"a\":2.5}")));
	assert_true(value_is_equal(value_int(arena, 2), value_real(arena, 2.0)));
	for (int i = 0; i < 1000; i++)
		value_set_int(v, arena_printf(arena, "k%d", i), i);
	assert_int_equal(value_count(v), 1004);
	assert_int_equal(value_get_int(v, "k777", -1), 777);
	assert_int_equal(value_get_int(v, "k1000", -1), -1);
	assert_true(value_is_equal(v, value_copy(arena, v)));
}

static void
reading_what_is_not_there_gives_the_default(void **state)
{
	const struct value *v = json("{\"a\":[{\"b\":7}],\"t\":\"x\"}");

	(void)state;
	assert_int_equal(value_as_int(value_path(v, "a.0.b"), 0), 7);
	assert_null(value_path(v, "a.1.b"));
	assert_null(value_path(v, "a.x"));
	assert_null(value_get(NULL, "a"));
	assert_string_equal(value_get_text(v, "a"), "");
	assert_int_equal(value_get_int(v, "t", 5), 5);
	assert_int_equal(value_count(NULL), 0);
	assert_null(value_key_at(v, 2));
	assert_string_equal(value_source_text(NULL), "");
}

static void
yaml_plain_scalars_follow_the_core_schema(void **state)
{
	const struct value *v = yaml(
	    "a: 189.00\nb: 007\nc: 0x1F\nd: 0o17\ne: ~\nf: True\ng: yes\nh: '12'\ni: 1e3\nj: +5\nk:\nl: .5\nm: 1_000\n"
	    "n: 2026-10-14\no: \"null\"\np: |\n  12\n");

	(void)state;
	prints(v,
	    "{\"a\":189,\"b\":7,\"c\":31,\"d\":15,\"e\":null,\"f\":true,\"g\":\"yes\",\"h\":\"12\",\"i\":1000,\"j\":5,\"k\":null,\"l\":0.5,"
	    "\"m\":\"1_000\",\"n\":\"2026-10-14\",\"o\":\"null\",\"p\":\"12\\n\"}");
	assert_string_equal(value_source_text(value_get(v, "a")), "189.00");
	assert_string_equal(value_source_text(value_get(v, "b")), "007");
	assert_string_equal(value_source_text(value_get(v, "f")), "True");
}

static void
yaml_notes_where_values_and_keys_stand(void **state)
{
	const struct value *v =
	    yaml("# c\ncaf\xc3\xa9: {x: [1, \xc3\xa9, two]}\nlist:\n  - name: q\n    other: r\n");

	(void)state;
	assert_int_equal(value_line(value_path(v, "caf\xc3\xa9.x.2")), 2);
	assert_int_equal(value_column(value_path(v, "caf\xc3\xa9.x.2")), 18);
	assert_int_equal(value_key_line(v, 1), 3);
	assert_int_equal(value_key_line(value_path(v, "list.0"), 1), 5);
	assert_int_equal(value_key_column(value_path(v, "list.0"), 1), 5);
	assert_int_equal(value_column(value_path(v, "list.0.other")), 12);
}

/* As editors of others put it before the first character. */
static void
yaml_may_begin_with_a_byte_order_mark(void **state)
{
	const struct value *v = yaml("\xef\xbb\xbf" "a: {x: 1}\nb: 2\n");

	(void)state;
	assert_string_equal(value_key_at(v, 0), "a");
	assert_int_equal(value_key_line(v, 0), 1);
	assert_int_equal(value_key_column(v, 0), 1);
	assert_int_equal(value_get_int(value_get(v, "a"), "x", 0), 1);
	assert_int_equal(value_get_int(v, "b", 0), 2);
	yaml_fails("\xef\xbb\xbf" "a: &x 1\n", ERR_INPUT, "a.yaml:1:4: anchors");
	yaml_fails("\xef\xbb\xbf" "a: 1\nb: *x\n", ERR_INPUT, "a.yaml:2:4: aliases");
}

static void
yaml_refuses_what_hides_meaning(void **state)
{
	(void)state;
	yaml_fails("a: &x 1\n", ERR_INPUT, "a.yaml:1:4: anchors");
	yaml_fails("a: &x [1]\nb: *x\n", ERR_INPUT, "anchors");
	yaml_fails("b: *x\n", ERR_INPUT, "a.yaml:1:4: aliases");
	yaml_fails("a: !!int 1\n", ERR_INPUT, "a.yaml:1:4: tags");
	yaml_fails("a: !x {b: 1}\n", ERR_INPUT, "tags");
	yaml_fails("b:\n  <<: {a: 1}\n", ERR_INPUT, "a.yaml:2:3: merge keys");
	yaml_fails("? [1]\n: 2\n", ERR_INPUT, "a.yaml:1:3: a key must be");
	yaml_fails("a: 1\n---\nb: 2\n", ERR_INPUT, "a.yaml:2:1: a second document");
	yaml_fails("%YAML 1.1\n---\na: 1\n", ERR_INPUT, "directives");
	yaml_fails("a: 1\nb: 2\na: 3\n", ERR_INPUT,
	    "a.yaml:3:1: the key 'a' is here twice, first in line 1");
	yaml_fails("a: .inf\n", ERR_INPUT, "finite");
	yaml_fails("a: 12345678901234567890\n", ERR_LIMIT, "a.yaml:1:4: this number is too large");
	yaml_fails("a: \"x\\0y\"\n", ERR_INPUT, "NUL");
	yaml_fails("a: \"\xff\"\n", ERR_INPUT, "a.yaml:1:5: byte 0xff is no UTF-8");
	yaml_fails("a: \x1b[31m\n", ERR_INPUT, "U+001B");
}

static void
yaml_errors_name_line_and_column(void **state)
{
	struct str text;

	(void)state;
	yaml_fails("a: [1, 2\nb: 3\n", ERR_INPUT, "a.yaml:2:");
	yaml_fails("a: 1\n\tb: 2\n", ERR_INPUT, "a.yaml:2:1: found a tab character");
	str_init(&text);
	for (int i = 0; i < 1000; i++)
		str_add(&text, "[");
	yaml_fails(text.data, ERR_LIMIT, "a.yaml:1:33: nested too deeply");
	str_clear(&text);
	assert_true(value_is_null(yaml("")));
	assert_true(value_is_null(yaml("# only a comment\n")));
}

static void
unknown_keys_are_named_with_the_nearest(void **state)
{
	static const char *const known[] = {"queues", "agents", "hours"};

	(void)state;
	check_ok(value_check_keys(yaml("hours: 1\nagents: 2\n"), known, 3, &info), &info);
	assert_int_equal(
	    value_check_keys(yaml("hours: 1\nqueus: 2\n"), known, 3, &info), ERR_INPUT);
	assert_string_equal(info.text, "a.yaml:2:1: unknown key 'queus'; did you mean 'queues'?");
	assert_int_equal(value_check_keys(yaml("zebra: 1\n"), known, 3, &info), ERR_INPUT);
	assert_string_equal(
	    info.text, "a.yaml:1:1: unknown key 'zebra'; known here: queues, agents, hours");
	assert_int_equal(value_check_keys(yaml("- 1\n"), known, 3, &info), ERR_INPUT);
}

static void
loading_chooses_the_parser_by_the_files_ending(void **state)
{
	char folder[] = "/tmp/value-test-XXXXXX";
	struct value *v;
	char *path;

	(void)state;
	assert_non_null(mkdtemp(folder));
	path = file_join(arena, folder, "a.yaml");
	check_ok(file_write(path, "a: b\n", 5, 0644, &info), &info);
	check_ok(value_load(arena, path, &v, &info), &info);
	assert_string_equal(value_get_text(v, "a"), "b");
	unlink(path);
	path = file_join(arena, folder, "a.json");
	check_ok(file_write(path, "a: b\n", 5, 0644, &info), &info);
	assert_int_equal(value_load(arena, path, &v, &info), ERR_INPUT);
	unlink(path);
	assert_int_equal(value_load(arena, path, &v, &info), ERR_NOT_FOUND);
	rmdir(folder);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(json_round_trip_keeps_order_and_kinds),
		TEST(json_numbers_that_are_integral_become_integers),
		TEST(json_refuses_numbers_that_would_lose_digits),
		TEST(json_errors_name_line_and_column_in_characters),
		TEST(json_refuses_duplicate_keys),
		TEST(json_finds_duplicates_among_many_keys_quickly),
		TEST(json_refuses_nul_broken_utf8_and_half_surrogates),
		TEST(json_limits_depth_nodes_and_bytes),
		TEST(json_notes_where_values_and_keys_stand),
		TEST(printing_escapes_controls_and_mends_broken_bytes),
		TEST(printing_pretty_indents_by_two),
		TEST(reals_print_the_same_with_and_without_the_library),
		TEST(printed_reals_read_back_exactly),
		TEST(setting_replaces_in_place_and_maps_compare_without_order),
		TEST(reading_what_is_not_there_gives_the_default),
		TEST(yaml_plain_scalars_follow_the_core_schema),
		TEST(yaml_notes_where_values_and_keys_stand),
		TEST(yaml_may_begin_with_a_byte_order_mark),
		TEST(yaml_refuses_what_hides_meaning),
		TEST(yaml_errors_name_line_and_column),
		TEST(unknown_keys_are_named_with_the_nearest),
		TEST(loading_chooses_the_parser_by_the_files_ending),
	};

	return RUN_TAP(tests);
}
