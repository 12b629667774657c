/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "../check.h"
#include "floorwalker/expr.h"

static struct arena *arena;
static struct errinfo info;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static struct value *
json(const char *text)
{
	struct value *v;

	check_ok(value_parse_json(arena, "facts", text, strlen(text), &value_limits_message, &v, &info), &info);
	return v;
}

static void
gives(const char *source, const char *facts, const char *expected)
{
	struct value *result;
	struct expr *x;
	struct str out;

	check_ok(expr_new(&source, 1, &x, &info), &info);
	check_ok(expr_run(x, 0, json(facts), 1000500, arena, &result, &info), &info);
	str_init(&out);
	value_print(&out, result);
	assert_string_equal(out.data, expected);
	str_clear(&out);
	expr_free(&x);
}

static void
refused(const char *source, const char *sentence)
{
	if (expr_check(source, &info) == ERR_OK)
		fail_msg("'%s' was let in", source);
	if (strstr(info.text, sentence) == NULL)
		fail_msg("'%s' for '%s' lacks '%s'", info.text, source, sentence);
}

static void
fails(const char *source, const char *facts, const char *sentence)
{
	struct value *result;
	struct expr *x;

	check_ok(expr_new(&source, 1, &x, &info), &info);
	assert_int_equal(expr_run(x, 0, json(facts), 0, arena, &result, &info), ERR_INPUT);
	if (strstr(info.text, sentence) == NULL)
		fail_msg("'%s' lacks '%s'", info.text, sentence);
	assert_null(result);
	expr_free(&x);
}

static void
expressions_answer_over_facts(void **state)
{
	(void)state;
	gives(".order.total > 100 and (.lines | any(.final_sale) | not)", "{\"order\":{\"total\":189},\"lines\":[{\"final_sale\":false}]}", "true");
	gives("{id: .id, range: [.lines[] | select(.n > 1) | .n], when: $now}", "{\"id\":\"x\",\"lines\":[{\"n\":1},{\"n\":2}]}",
	    "{\"id\":\"x\",\"range\":[2],\"when\":1000.5}");
	gives("(.price | tonumber) * (.n | length) + 0.5", "{\"price\":\"189.00\",\"n\":[1,2]}", "378.5");
	gives("\"\\(.a | length) of \\(.range)\"", "{\"a\":[1],\"range\":3}", "\"1 of 3\"");
	gives(".empty // \"none\"", "{}", "\"none\"");
	gives("if .n >= 2 then \"many\" elif .n == 1 then \"one\" else \"no\" end", "{\"n\":1}", "\"one\"");
	gives(".a as $x | [.b[] | . - $x] | add", "{\"a\":1,\"b\":[3,4]}", "5");
	gives(".text | test(\"^tf-[0-9]+$\"; \"i\")", "{\"text\":\"TF-100\"}", "true");
	gives("9007199254740991 - .n", "{\"n\":0}", "9007199254740991");
	gives(". * 2", "21", "42");
}

static void
several_programs_share_one_compile_and_keep_apart(void **state)
{
	const char *sources[] = {".n", ".n + 1", "{a: .n}", "[.n]", "\"#\\(.n)\""};
	static const char *const expected[] = {"7", "8", "{\"a\":7}", "[7]", "\"#7\""};
	struct expr *x;
	struct value *facts = json("{\"n\":7}"), *result;
	bool truth;

	(void)state;
	check_ok(expr_new(sources, 5, &x, &info), &info);
	for (size_t i = 0; i < 5; i++) {
		struct str out;

		check_ok(expr_run(x, i, facts, 0, arena, &result, &info), &info);
		str_init(&out);
		value_print(&out, result);
		assert_string_equal(out.data, expected[i]);
		str_clear(&out);
	}
	check_ok(expr_test(x, 0, facts, 0, &truth, &info), &info);
	assert_true(truth);
	check_ok(expr_test(x, 0, json("{}"), 0, &truth, &info), &info);
	assert_false(truth);
	assert_int_equal(expr_run(x, 5, facts, 0, arena, &result, &info), ERR_USAGE);
	expr_free(&x);
	assert_null(x);
}

static void
hundreds_of_programs_compile_together(void **state)
{
	const char *sources[600];
	struct value *result;
	struct expr *x;

	(void)state;
	for (int i = 0; i < 600; i++)
		sources[i] = arena_printf(arena, ".n + %d", i);
	check_ok(expr_new(sources, 600, &x, &info), &info);
	check_ok(expr_run(x, 599, json("{\"n\":1}"), 0, arena, &result, &info), &info);
	assert_int_equal(value_as_int(result, 0), 600);
	expr_free(&x);
}

static void
whatever_loops_or_reaches_outside_is_refused(void **state)
{
	static const char *const words[] = {"def f: 1; f", "import \"a\" as a; 1", "include \"a\"; 1", "input", "inputs", "debug", "stderr",
	    "input_filename", "env", "env.HOME", "now", "halt", "halt_error", "reduce .[] as $x (0; 1)", "foreach .[] as $x (0; 1)",
	    "[while(true; .)]", "[until(false; .)]", "[repeat(.)]", "[range(10)]", "range(1e9)", "recurse", "[recurse(.)]", "[limit(1; .)]",
	    "label $f | 1", "walk(.)", "[paths]", "getpath([\"a\"])", "splits(\"a\")", "sub(\"a\";\"b\")", "gsub(\"\";\"b\")", "scan(\"a\")",
	    "combinations", "[combinations(3)]", "ascii", "localtime", "strflocaltime(\"%H\")", "input_line_number", "modulemeta", "get_search_list",
	    "leaf_paths", "env | .x", "builtins", "error(env)", "@foo | now", "path(..)", "limit(3;.[])", "first(range(3))", "infinite", "a::b"};

	(void)state;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		refused(words[i], "line 1, column ");
	refused(".a | ..", "column 6: '..'");
	refused("$ENV.HOME", "$ENV");
	refused("$__loc__", "$__");
	refused("$__program", "$__");
	refused("\"\\(now)\"", "'now'");
	refused("\"a\\(\"b\\(env)\")\"", "'env'");
	refused(".a\n | range(3)", "line 2, column 4");
}

static void
fields_and_keys_may_bear_any_name(void **state)
{
	(void)state;
	gives(".range + .def", "{\"range\":1,\"def\":2}", "3");
	gives("{input, now: .now}", "{\"input\":1,\"now\":2}", "{\"input\":1,\"now\":2}");
	gives(".[\"range\"]", "{\"range\":1}", "1");
	refused("{a: input}", "'input'");
	refused("{(input): 1}", "'input'");
}

static void
no_expression_breaks_out_of_its_brackets(void **state)
{
	(void)state;
	refused("1) | (2", "closes nothing");
	refused("(1", "not closed");
	refused("[1)", "closes nothing");
	refused("1 # )", "comments");
	refused("\"abc", "no closing quote");
	refused("\"\\(1\"", "no closing quote");
	refused("", "empty");
	refused("1 ` 2", "no meaning");
	refused("((((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))))", "too deeply");
	refused(arena_printf(arena, "%02100d", 1), "limit is 2000");
	refused("[.a[],.a[],.a[],.a[],.a[],.a[],.a[],.a[],.a[],.a[],.a[],.a[],.a[],.a[],.a[],.a[],.a[]]", "too many iterations");
}

static void
multiplying_needs_numbers_for_sure(void **state)
{
	(void)state;
	refused(".a * .b", "tonumber");
	refused("\"x\" * 1e9", "tonumber");
	refused("1e9 * \"x\"", "tonumber");
	refused(".a * 99999", "tonumber");
	refused("(.a | tonumber) * .b", "tonumber");
	refused(".a * (.b | tonumber)", "tonumber");
	refused("\"\\(.a * .b)\"", "tonumber");
	refused("(.a * (1)) * (.b)", "tonumber");
	gives("(.a | tonumber) * (.b | tonumber)", "{\"a\":\"2\",\"b\":3}", "6");
	gives(".a * 100", "{\"a\":2}", "200");
	gives("[.a[] * 2] | length", "{\"a\":[1,2]}", "2");
}

static void
trouble_at_compiling_and_running_is_told(void **state)
{
	const char *sources[] = {".a", ".b ==="};
	struct expr *x;

	(void)state;
	assert_int_equal(expr_new(sources, 2, &x, &info), ERR_INPUT);
	assert_non_null(strstr(info.text, "'.b ===' does not compile: syntax error"));
	assert_null(x);
	sources[1] = "$nope";
	assert_int_equal(expr_new(sources, 2, &x, &info), ERR_INPUT);
	assert_non_null(strstr(info.text, "$nope"));
	fails(".a.b", "{\"a\":[]}", "fails on these facts: Cannot index array");
	fails("empty", "{}", "no result");
	fails(".[]", "[1,2]", "several results");
	fails("error(\"x\")", "{}", "fails on these facts: x");
	fails(". / 0", "1", "fails on these facts");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(expressions_answer_over_facts),
		TEST(several_programs_share_one_compile_and_keep_apart),
		TEST(hundreds_of_programs_compile_together),
		TEST(whatever_loops_or_reaches_outside_is_refused),
		TEST(fields_and_keys_may_bear_any_name),
		TEST(no_expression_breaks_out_of_its_brackets),
		TEST(multiplying_needs_numbers_for_sure),
		TEST(trouble_at_compiling_and_running_is_told),
	};

	return RUN_TAP(tests);
}
