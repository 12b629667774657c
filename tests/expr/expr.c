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

	check_ok(
	    value_parse_json(arena, "facts", text, strlen(text), &value_limits_message, &v, &info),
	    &info);
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
	gives(".order.total > 100 and (.lines | any(.final_sale) | not)",
	    "{\"order\":{\"total\":189},\"lines\":[{\"final_sale\":false}]}", "true");
	gives("{id: .id, range: [.lines[] | select(.n > 1) | .n], when: $now}",
	    "{\"id\":\"x\",\"lines\":[{\"n\":1},{\"n\":2}]}",
	    "{\"id\":\"x\",\"range\":[2],\"when\":1000.5}");
	gives("(.price | tonumber) * (.n | length) + 0.5", "{\"price\":\"189.00\",\"n\":[1,2]}",
	    "378.5");
	gives("\"\\(.a | length) of \\(.range)\"", "{\"a\":[1],\"range\":3}", "\"1 of 3\"");
	gives(".empty // \"none\"", "{}", "\"none\"");
	gives("if .n >= 2 then \"many\" elif .n == 1 then \"one\" else \"no\" end", "{\"n\":1}",
	    "\"one\"");
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
	static const char *const words[] = {"def f: 1; f", "import \"a\" as a; 1",
	    "include \"a\"; 1", "input", "inputs", "debug", "stderr", "input_filename", "env",
	    "env.HOME", "now", "halt", "halt_error", "reduce .[] as $x (0; 1)",
	    "foreach .[] as $x (0; 1)", "[while(true; .)]", "[until(false; .)]", "[repeat(.)]",
	    "[range(10)]", "range(1e9)", "recurse", "[recurse(.)]", "[limit(1; .)]", "label $f | 1",
	    "walk(.)", "[paths]", "getpath([\"a\"])", "splits(\"a\")", "sub(\"a\";\"b\")",
	    "gsub(\"\";\"b\")", "scan(\"a\")", "combinations", "[combinations(3)]", "ascii",
	    "localtime", "strflocaltime(\"%H\")", "input_line_number", "modulemeta",
	    "get_search_list", "leaf_paths", "env | .x", "builtins", "error(env)", "@foo | now",
	    "path(..)", "limit(3;.[])", "first(range(3))", "infinite", "a::b"};

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
	refused(
	    "((((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))))", "too deeply");
	refused(arena_printf(arena, "%02100d", 1), "limit is 2000");
	refused(
	    "[.a[],.a[],.a[],.a[],.a[],.a[],.a[],.a[],.a[],.a[],.a[],.a[],.a[],.a[],.a[],.a[],.a[]]",
	    "too many iterations");
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

/* So often one after the other, as often as fits. */
static const char *
chain(const char *first, const char *link)
{
	struct str s;
	const char *out;

	str_init(&s);
	str_add(&s, first);
	while (s.length + strlen(link) < 1900)
		str_add(&s, link);
	out = arena_text(arena, s.data);
	str_clear(&s);
	return out;
}

/* Each would take longer than the world has stood, or all memory, on an empty map. */
static void
what_could_grow_without_measure_is_refused_when_it_is_loaded(void **state)
{
	static const char *const bombs[][2] = {
		{"\"ab\"", "|.+."}, {"\"ab\"", "|\"\\(.)\\(.)\""}, {"[1]", "|[.,.]"}, {"[1]", "|.+."}, {"1", "|(.,.)"}, {"1", "|{a:.,b:.}"}, {"1", "|{a:(.,.)}"},
		{"\"\\\"\"", "|tojson"}, {"\"'\"", "|@sh"}, {"\"a\"", "|@base64"}, {"\"\\\"\"", "|@json"}, {"\"<\"", "|@html"}, {"\"%\"", "|@uri"}, {"[\"\\\"\"]", "|[@csv]"},
		{"\"x\"", "|.*100"}, {"\"x\"", "|100*."}, {"1", "+(1,2)"}, {"[1,2,3]", "|[.[],.[]]"}, {"\"a\"", "|[.,.]|join(.[0])"}, {"1", "|[.,.]|tostring"},
		{"\"a\"", "| . as $x | $x + $x"}, {".", "|(1,2) as $x"}, {"{}", "|to_entries|{a:.,b:.}"}, {"1", "|if (true,false) then . else . end"}, {"[1]", "|map(.,.)"},
		{"\"a\"", "|(.+.)?"}, {"\"a\"", "|try (.+.) catch ."}, {"\"a\"", "|first(.+.)"}, {"1", "|-(.,.)"}, {"\"a\"", "|.//.|.+."},
		{"1", "|.[(0,1)]?"}, {"1", "|select((true,true))"}, {"1", "|pow((1,2);(1,2))"}, {"1", "|nth((0,0);.,.)"},
	};
	static const char *const loops[] = {
		"[.a[] as $a | .b[] as $b | .c[] as $c | .d[] as $d | $a + $b + $c + $d]",
		"any(.a[]; . as $a | any($a[], $a[]; . as $b | any($a[]; any($b[]; any($a[]; . == 1)))))",
		".a as $a | [$a[] | [$a[] | [$a[] | $a]]]", ".a as $a | $a | map($a | map($a | map($a | length)))", ". as [$a, $b] | [$a[], $b[]] | map([$a[], $b[]] | map([$a[]]))",
		"\"\\(.a[])\\(.a[])\\(.a[])\\(.a[])\"", "{a: .a[], b: .a[], c: .a[], d: .a[]}", ".a[] + .a[] + .a[] + .a[]", "[.a[] == .a[], (.a[] and .a[] and .a[] and .a[])]",
	};

	(void)state;
	for (size_t i = 0; i < sizeof bombs / sizeof bombs[0]; i++)
		refused(chain(bombs[i][0], bombs[i][1]), "column ");
	for (size_t i = 0; i < sizeof loops / sizeof loops[0]; i++)
		refused(loops[i], "grow without measure");
	refused(
	    "\"ab\"|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.|.+.",
	    "line 1, column ");
}

static void
what_walks_facts_in_step_with_their_size_may_be_long(void **state)
{
	static const char *const fair[] = {
		"{id: .id, lines: [.line_items[] | {sku, name: .title, price: (.price | tonumber), quantity: .qty}], shipments: [.fulfilments[] | {carrier, code: .tracking, "
		"items: [.line_items[] | {sku, qty}]}], customer: {email: .customer.email, name: \"\\(.customer.first) \\(.customer.last)\"}}",
		"[.items[] | select(.hygiene and .opened)] | length > 3", ".items | map(select(.a)) | map(.b) | map(select(. > 1)) | map(. + 1) | sort_by(.) | unique | length",
		".a + .b + .c + .d + .e - .f > (.g | length) * 100", "[.items[].quantity] | add", ".amount * 100 > .order_total * 15", ".a == \"x\" or .a == \"y\" or .a == \"z\" or .b",
		"[\"IE\",\"GB\",\"DE\",\"FR\",\"NL\",\"ES\",\"IT\",\"US\"] as $known | .country as $c | $known | index($c) != null", "any(.items[]; .a as $a | any(.tags[]; . == $a))",
		"if .a then .b elif .c then .d else (.e | ascii_downcase | startswith(\"x\")) end", ".a | to_entries | map(select(.value > 1) | .key) | join(\", \")",
		"try (.a | tonumber) catch 0", ".a as [$x, {b: $y}] | $x + $y", ".[\"a b\"]? // .\"c d\" // {\"e\": 1, (\"f\"): 2, $now}.e", "-(.a) + -1 < .5e1", "[.a[1:], .a[:-1], .a[-1]] | length",
	};
	struct expr *x;

	(void)state;
	for (size_t i = 0; i < sizeof fair / sizeof fair[0]; i++) {
		check_ok(expr_new(&fair[i], 1, &x, &info), &info);
		expr_free(&x);
	}
}

static void
facts_are_only_read(void **state)
{
	static const char *const changes[] = {".a = 1", ".a |= 1", ".a += 1", ".a -= 1", ".a /= 2",
	    ".a %= 2", ".a //= 2", ".[1000000000] = 1", "(.a = 1) | .a", "{a: (.b |= 2)}"};

	(void)state;
	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
		refused(changes[i], "facts are not changed here");
	refused(".a *= 2", "facts are not changed here");
}

static void
a_regular_expression_ends_soon_on_any_text(void **state)
{
	static const char *const slow[] = {"(a+)+$", "(a*)*b", "(a|aa)+$", "(a|b|ab)*c",
	    "a*a*a*a*b", "(?:x+x+)+y", "(.*)\\\\1", "(?<n>.)\\\\k<n>", "a{1,5000}", "(a{5}){9}",
	    "[a-z]+.*x?.*"};

	(void)state;
	for (size_t i = 0; i < sizeof slow / sizeof slow[0]; i++) {
		refused(
		    arena_printf(arena, ".a | test(\"%s\")", slow[i]), "this regular expression");
		refused(arena_printf(arena, "[.a | match(\"%s\"; \"g\")] | length", slow[i]),
		    "this regular expression");
	}
	refused(".a | test(.b)", "text in quotes");
	refused(".a | test(\"x\" + .b)", "text in quotes");
	refused(".a | test(\"x\\(.b)\")", "text in quotes");
	refused(".a | test([\"x\", \"i\"])", "text in quotes");
	refused(".a | split(\"(a+)+$\"; null)", "split");
	gives(".a | test(\"^(tf|tx)-[0-9]{4,6}[+*]?.*$\"; \"i\")", "{\"a\":\"TF-100210 again\"}",
	    "true");
	gives(
	    "[.a | match(\"[0-9]+\"; \"g\") | .string]", "{\"a\":\"1 and 22\"}", "[\"1\",\"22\"]");
}

static void
what_is_no_jq_is_told_when_it_is_loaded(void **state)
{
	static const char *const broken[] = {".b ===", ".a |", ".a +", "| .a", ".a and",
	    "if .a then .b", "[.a,]", "{a:}", "{:1}", ".a as 1 | 2", ".a as $x", "f(", ".a ) ",
	    "1 2", "\"a\" \"b\""};

	(void)state;
	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
		refused(broken[i], "column ");
}

static void
trouble_at_compiling_and_running_is_told(void **state)
{
	const char *sources[] = {".a", ".b ==="};
	struct expr *x;

	(void)state;
	assert_int_equal(expr_new(sources, 2, &x, &info), ERR_INPUT);
	assert_non_null(strstr(info.text, "does not compile: syntax error"));
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

/* Whether both ways to test say the same on facts; false where it is left to jq. */
static bool
is_plain_on(const char *source, const char *facts)
{
	const struct expr_plain *plain = expr_plain_read(arena, source);
	bool fast, slow;
	struct expr *x;

	if (plain == NULL || !expr_plain_test(plain, json(facts), &fast))
		return false;
	check_ok(expr_new(&source, 1, &x, &info), &info);
	check_ok(expr_test(x, 0, json(facts), 0, &slow, &info), &info);
	expr_free(&x);
	if (fast != slow)
		fail_msg("'%s' on %s is %d, and %d by jq", source, facts, fast, slow);
	return true;
}

static void
plain_comparisons_say_what_jq_says(void **state)
{
	static const char *const sources[] = {".a < .b", ".a<=.b", ".a == .b", ".a != .b",
	    ".a >= .b", ".a > .b", ".a * 100 > .b * 15", ".a + .b - .c > 7",
	    ".a - .b - .c == 0 - 3", "2 * (.a + .b) * 0.5 <= .c", "(.a) < (.b - (1 + .c))",
	    ".a * 3 + .c != .c + 3 * .a", "(.l | length) > .a",
	    "([.l[] | select(.x)] | length) == .b", "([.l[]|select(.x|not)]|length) < (.l|length)",
	    "([ .l[] | select( .x and .n ) ] | length) >= 1", "([.l[].n] | add) > 1 + .c",
	    "0.1 + 0.2 == 0.3", ".a\t>\n1"};
	static const char *const facts[] = {
	    "{\"a\":1,\"b\":2,\"c\":2,\"l\":[{\"n\":1,\"x\":true}]}",
	    "{\"a\":2,\"b\":2,\"c\":3,\"l\":[{\"n\":1,\"x\":false},{\"n\":0.5},{\"n\":4,\"x\":0}]}",
	    "{\"a\":-5,\"b\":0.25,\"c\":0,\"l\":[{\"n\":-5,\"x\":null},{\"n\":0.25,\"x\":\"\"}]}",
	    "{\"a\":9007199254740991,\"b\":9007199254740991,\"c\":1,\"l\":[{\"n\":7,\"x\":[]}]}",
	    "{\"a\":0.1,\"b\":0.2,\"c\":0.3,\"l\":[{\"n\":0.1,\"x\":{}},{\"n\":0.2,\"x\":1},{\"n\":0.3}]}"};

	(void)state;
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		for (size_t k = 0; k < sizeof facts / sizeof *facts; k++)
			assert_true(is_plain_on(sources[i], facts[k]));
}

static void
what_is_more_than_a_plain_comparison_is_left_to_jq(void **state)
{
	static const char *const sources[] = {"", ".a", ". > 1", ".a > 1 and .b", ".a / 2 > 1",
	    ".a % 2 == 1", ".a.b > 1", ".a[0] > 1", ".a? > 1", "(.a > 1)", ".a > -1",
	    ".a > 1e3", ".a > 1.", ".a > \"1\"", ".a > $now", ".a < .b < .c", "1 2 > 1",
	    ".1a > 1", "(.a > 1", ".a // 0 > 1", ".a > 1 # more", "length > 1",
	    "((((((((((.a)))))))))) > 1", ".l | length > 1", "([.l[]] | length) > 1",
	    "([.l[] | select(.x) | .n] | length) > 1", "([.l[] | select(.x or .n)] | length) > 1",
	    "([.l[] | select(.x and .n | not)] | length) > 1", "([.l[].n.m] | add) > 1",
	    "(.l | lengthy) > 1", "([.l[].n] | length) > 1", "([.l[] | select(.x)] | add) > 1"};
	static const char *const lists[] = {"{}", "{\"l\":null}", "{\"l\":{\"a\":1}}",
	    "{\"l\":\"text\"}"};
	static const char *const facts[] = {"{}", "{\"a\":null,\"b\":1}",
	    "{\"a\":true,\"b\":1}", "{\"a\":\"1\",\"b\":1}", "{\"a\":[],\"b\":1}", "[1]"};

	(void)state;
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		if (expr_plain_read(arena, sources[i]) != NULL)
			fail_msg("'%s' was taken to be plain", sources[i]);
	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
		assert_false(is_plain_on(".a + 1 > .b", facts[i]));
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		assert_false(is_plain_on("(.l | length) > 1", lists[i]));
	assert_false(is_plain_on("([.l[].n] | add) > 1", "{\"l\":[]}"));
	assert_false(is_plain_on("([.l[].n] | add) > 1", "{\"l\":[{\"n\":1},{\"n\":\"1\"}]}"));
	assert_false(is_plain_on("([.l[] | select(.x)] | length) > 1", "{\"l\":[1]}"));
	assert_false(is_plain_on(".a * .a * .a > 1", "{\"a\":1e200}"));
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
		TEST(what_could_grow_without_measure_is_refused_when_it_is_loaded),
		TEST(what_walks_facts_in_step_with_their_size_may_be_long),
		TEST(facts_are_only_read),
		TEST(a_regular_expression_ends_soon_on_any_text),
		TEST(what_is_no_jq_is_told_when_it_is_loaded),
		TEST(trouble_at_compiling_and_running_is_told),
		TEST(plain_comparisons_say_what_jq_says),
		TEST(what_is_more_than_a_plain_comparison_is_left_to_jq),
	};

	return RUN_TAP(tests);
}
