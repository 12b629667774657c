/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Message files and Markdown.
 */
#include <string.h>

#include "../check.h"
#include "floorwalker/base/str.h"
#include "floorwalker/text/markdown.h"
#include "floorwalker/text/messages.h"

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

static enum err
load(const char *yaml, struct messages **m)
{
	struct value *v;

	check_ok(
	    value_parse_yaml(arena, "en.yaml", yaml, strlen(yaml), &value_limits_file, &v, &info),
	    &info);
	return messages_new(v, m, &info);
}

static const char file[] =
    "language: en\n"
    "messages:\n"
    "  shipped: [\"{order} left on {date}.\", \"On {date}, {order} left.\"]\n"
    "  items: {one: \"{n} item\", other: \"{n} items\"}\n"
    "  days:\n"
    "    - {one: a day, other: \"{n} days\"}\n"
    "    - {one: one day, other: \"{n} whole days\"}\n"
    "  brace: \"a {{b}} }\"\n";

static void
renders(struct messages *m, const char *key, size_t variant, const struct message_param *params,
    size_t count, const char *expected)
{
	struct str out;

	str_init(&out);
	str_add(&out, ">");
	check_ok(messages_render(m, &out, key, variant, params, count, &info), &info);
	assert_string_equal(out.data + 1, expected);
	str_clear(&out);
}

static void
messages_render_variants_parameters_and_plurals(void **state)
{
	const struct message_param order[] = {{"order", "TF-1", 0}, {"date", "Friday", 0}},
				   one[] = {{"n", NULL, 1}}, many[] = {{"n", NULL, 12}},
				   worded[] = {{"n", "twelve", 12}};
	struct messages *m;

	(void)state;
	check_ok(load(file, &m), &info);
	assert_string_equal(messages_language(m), "en");
	assert_int_equal(messages_variants(m, "shipped"), 2);
	assert_int_equal(messages_variants(m, "items"), 1);
	assert_int_equal(messages_variants(m, "none"), 0);
	assert_true(messages_has(m, "brace"));
	renders(m, "shipped", 0, order, 2, "TF-1 left on Friday.");
	renders(m, "shipped", 5, order, 2, "On Friday, TF-1 left.");
	renders(m, "items", 0, one, 1, "1 item");
	renders(m, "items", 0, many, 1, "12 items");
	renders(m, "items", 0, worded, 1, "twelve items");
	renders(m, "days", 1, many, 1, "12 whole days");
	renders(m, "days", 0, one, 1, "a day");
	renders(m, "brace", 0, NULL, 0, "a {b} }");
	messages_free(&m);
	assert_null(m);
}

static void
a_missing_parameter_or_key_is_named_and_nothing_is_added(void **state)
{
	const struct message_param order[] = {{"order", "TF-1", 0}};
	struct messages *m;
	struct str out;

	(void)state;
	check_ok(load(file, &m), &info);
	str_init(&out);
	str_add(&out, "kept");
	assert_int_equal(messages_render(m, &out, "shipped", 0, order, 1, &info), ERR_INPUT);
	assert_string_equal(
	    info.text, "message 'shipped' needs the parameter {date}, which was not given");
	assert_int_equal(messages_render(m, &out, "items", 0, order, 1, &info), ERR_INPUT);
	assert_int_equal(messages_render(m, &out, "none", 0, NULL, 0, &info), ERR_NOT_FOUND);
	assert_string_equal(out.data, "kept");
	str_clear(&out);
	messages_free(&m);
}

static void
what_a_parameter_holds_is_never_read_as_a_template(void **state)
{
	const struct message_param order[] = {{"order", "{date}", 0}, {"date", "{{%s", 0}};
	struct messages *m;

	(void)state;
	check_ok(load(file, &m), &info);
	renders(m, "shipped", 0, order, 2, "{date} left on {{%s.");
	messages_free(&m);
}

static void
faulty_message_files_are_refused_at_their_place(void **state)
{
	static const struct {
		const char *yaml, *sentence;
	} cases[] = {
		{"language: en\nmessages:\n  a: \"x {b\"\n", "en.yaml:3:6: message 'a': '{' must begin"},
		{"language: en\nmessages:\n  a: \"x {} y\"\n", "en.yaml:3:6:"},
		{"language: en\nmessages:\n  a: {one: x}\n", "en.yaml:3:6: message 'a': plural forms need 'other'"},
		{"language: en\nmessages:\n  a: {on: x, other: y}\n", "en.yaml:3:7: unknown key 'on'; did you mean 'one'?"},
		{"language: en\nmessages:\n  a: []\n", "empty"},
		{"language: en\nmessages:\n  a: 12\n", "expected a text"},
		{"language: en\nmessages:\n  a: [[x]]\n", "expected a text"},
		{"messages:\n  a: x\n", "'language' is missing"},
		{"language: en\n", "'messages' must be a map"},
		{"language: en\nmesages: {}\n", "did you mean 'messages'?"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct messages *m;

		assert_int_equal(load(cases[i].yaml, &m), ERR_INPUT);
		assert_null(m);
		if (strstr(info.text, cases[i].sentence) == NULL)
			fail_msg("'%s' lacks '%s'", info.text, cases[i].sentence);
	}
}

static void
plural_categories_follow_each_language(void **state)
{
	static const struct {
		const char *language;
		int64_t n;
		const char *category;
	} cases[] = {
		{"en", 1, "one"}, {"en", 0, "other"}, {"en-GB", 1, "one"}, {"de", 2, "other"}, {"fr", 0, "one"}, {"fr", 2, "other"},
		{"fr", 1000000, "many"}, {"es", 0, "other"}, {"es", 1000000, "many"}, {"pt", 0, "one"}, {"pt-PT", 0, "other"}, {"pt-BR", 0, "one"},
		{"pl", 1, "one"}, {"pl", 2, "few"}, {"pl", 12, "many"}, {"pl", 22, "few"}, {"pl", 21, "many"}, {"ru", 21, "one"}, {"ru", 11, "many"},
		{"hr", 5, "other"}, {"cs", 3, "few"}, {"cs", 5, "other"}, {"ja", 1, "other"}, {"zh", 1, "other"}, {"ar", 0, "zero"}, {"ar", 2, "two"},
		{"ar", 103, "few"}, {"ar", 111, "many"}, {"ar", 100, "other"}, {"ga", 2, "two"}, {"ga", 7, "many"}, {"cy", 3, "few"}, {"lt", 11, "other"},
		{"lt", 22, "few"}, {"lv", 10, "zero"}, {"lv", 21, "one"}, {"ro", 0, "few"}, {"ro", 119, "few"}, {"ro", 20, "other"}, {"sl", 102, "two"},
		{"xx", 1, "other"}, {"en", -1, "one"}, {"sv", 1, "one"}, {"da", 1, "one"}, {"fi", 1, "one"}, {"it", 1, "one"}, {"nl", 1, "one"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		if (strcmp(plural_category(cases[i].language, cases[i].n), cases[i].category) != 0)
			fail_msg("%s %lld", cases[i].language, (long long)cases[i].n);
	}
}

static void
passages(const char *source, const char *expected)
{
	struct markdown_passage *p;
	struct str out;
	size_t count;

	check_ok(markdown_passages(arena, source, strlen(source), &p, &count, &info), &info);
	str_init(&out);
	for (size_t i = 0; i < count; i++)
		str_addf(&out, "%d[%s]%s\n", p[i].line, p[i].heading, p[i].text);
	assert_string_equal(out.data, expected);
	str_clear(&out);
}

static void
markdown_becomes_passages_with_heading_and_line(void **state)
{
	(void)state;
	passages(
	    "Intro *one*\nmore.\n\n# Delivery **times**\n\nTwo [days](http://x).\n\n## Cost\n\nFree &amp; fast &#8364;5 `code`.\n",
	    "1[]Intro one more.\n6[Delivery times]Two days.\n10[Cost]Free & fast \xe2\x82\xac"
	    "5 code.\n");
	passages("", "");
	passages("# Only a heading\n", "");
}

static void
lists_and_tables_are_one_passage_each(void **state)
{
	(void)state;
	passages("# L\n\nBefore:\n\n- a\n- b *c*\n  - d\n- e\n\n  f\n\nAfter.\n",
	    "3[L]Before:\n5[L]\xe2\x80\x93 a\n\xe2\x80\x93 b c\n  \xe2\x80\x93 d\n\xe2\x80\x93 e f\n12[L]After.\n");
	passages("| Zone | Cost |\n|---|---|\n| Ireland | 4.95 |\n| *EU* | 9.95 |\n",
	    "1[]Ireland: 4.95\nEU: 9.95\n");
	passages("| Zone | Cost | Days |\n|---|---|---|\n| Ireland | 4.95 | 2 |\n",
	    "1[]Ireland: Cost 4.95, Days 2\n");
}

static void
html_is_dropped_and_quotes_and_code_stay(void **state)
{
	(void)state;
	passages(
	    "<script>alert(1)</script>\n\na <b onclick=\"x\">bold</b> word\n", "3[]a bold word\n");
	passages("> quoted\n\n```\ncode here\n```\n", "1[]quoted\n4[]code here\n");
}

static void
what_is_no_text_or_too_large_is_refused(void **state)
{
	struct markdown_passage *p;
	struct str deep;
	size_t count;

	(void)state;
	assert_int_equal(markdown_passages(arena, "a\xff", 2, &p, &count, &info), ERR_INPUT);
	str_init(&deep);
	for (int i = 0; i < 20000; i++)
		str_add(&deep, "> * ");
	check_ok(markdown_passages(arena, deep.data, 4000, &p, &count, &info), &info);
	while (deep.length <= 1 << 20)
		str_add(&deep, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
	assert_int_equal(
	    markdown_passages(arena, deep.data, deep.length, &p, &count, &info), ERR_LIMIT);
	str_clear(&deep);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(messages_render_variants_parameters_and_plurals),
		TEST(a_missing_parameter_or_key_is_named_and_nothing_is_added),
		TEST(what_a_parameter_holds_is_never_read_as_a_template),
		TEST(faulty_message_files_are_refused_at_their_place),
		TEST(plural_categories_follow_each_language),
		TEST(markdown_becomes_passages_with_heading_and_line),
		TEST(lists_and_tables_are_one_passage_each),
		TEST(html_is_dropped_and_quotes_and_code_stay),
		TEST(what_is_no_text_or_too_large_is_refused),
	};

	return RUN_TAP(tests);
}
