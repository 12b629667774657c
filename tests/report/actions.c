/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Actions as rows: decimals by currency, quotes, and no formula.
 */
#include <string.h>

#include "../check.h"
#include "floorwalker/base/csv.h"
#include "floorwalker/report/report.h"

static struct arena *arena;
static struct zone *zone;

static int
begin(void **state)
{
	struct errinfo e;

	(void)state;
	arena = arena_new();
	check_ok(zone_open("UTC", &zone, &e), &e);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arena_free(&arena);
	zone_free(&zone);
	return 0;
}

static struct action
action(const char *currency, int64_t amount, const char *title)
{
	return (struct action){.id = 3, .conversation_id = 17, .kind = ACTION_REFUND, .state = ACTION_DONE, .order_id = "TF-1", .title = title, .amount = amount,
	    .first_amount = amount + 1, .currency = currency, .rule = "R-07", .proposed_by = "ai", .reason = "", .amended_by = "maeve", .amended_ms = 2000,
	    .asked_by = "", .question = "", .result = "{\"method\":\"PM-1\"}", .proposed_ms = 1000, .approvals_needed = 2};
}

static struct csv_table
table_of(const struct value *list, struct str *text)
{
	struct csv_table t;
	struct errinfo e;

	report_actions_csv(list, text);
	check_ok(csv_parse(arena, "out.csv", text->data, text->length, &csv_limits_file, &t, &e), &e);
	return t;
}

static const char *
field(const struct csv_table *t, size_t row, const char *name)
{
	size_t at = csv_column(t, name);

	assert_true(at != SIZE_MAX && row < t->count);
	return t->rows[row].fields[at];
}

static void
an_amount_has_its_currencys_decimals(void **state)
{
	static const struct { const char *currency; int64_t minor; const char *wanted, *first; } cases[] = {
		{"EUR", 2000, "20.00", "20.01"}, {"EUR", 5, "0.05", "0.06"}, {"JPY", 2000, "2000", "2001"}, {"KWD", 2000, "2.000", "2.001"}, {"KWD", -5, "-0.005", "-0.004"},
	};
	struct value *list = value_list(arena);
	struct approval_list none = {0};
	struct csv_table t;
	struct str text;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct action x = action(cases[i].currency, cases[i].minor, "Refund");

		report_add_action(list, arena, &x, &none, zone);
	}
	str_init(&text);
	t = table_of(list, &text);
	assert_int_equal(t.count, 5);
	for (size_t i = 0; i < t.count; i++) {
		assert_string_equal(field(&t, i, "amount"), cases[i].wanted);
		assert_string_equal(field(&t, i, "first_amount"), cases[i].first);
		assert_string_equal(field(&t, i, "currency"), cases[i].currency);
		assert_string_equal(field(&t, i, "amount_minor"),
		    arena_printf(arena, "%lld", (long long)cases[i].minor));
	}
	str_clear(&text);
}

static void
text_is_quoted_and_never_a_formula(void **state)
{
	static const struct { const char *text, *wanted; } cases[] = {
		{"plain, with a comma", "plain, with a comma"}, {"say \"yes\"", "say \"yes\""}, {"two\nlines", "two\nlines"}, {"=HYPERLINK(1)", "'=HYPERLINK(1)"},
		{"+1", "'+1"}, {"-1", "'-1"}, {"@SUM(A1)", "'@SUM(A1)"}, {"\t=1", "'\t=1"}, {"a=1", "a=1"},
	};
	struct value *list = value_list(arena);
	struct approval_list none = {0};
	struct csv_table t;
	struct str text;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct action x = action("EUR", 100, cases[i].text);

		report_add_action(list, arena, &x, &none, zone);
	}
	str_init(&text);
	t = table_of(list, &text);
	for (size_t i = 0; i < t.count; i++)
		assert_string_equal(field(&t, i, "title"), cases[i].wanted);
	assert_null(strstr(text.data, ",="));
	/* every record ends in CR LF, and nothing else does */
	assert_memory_equal(text.data + text.length - 2, "\r\n", 2);
	assert_non_null(strstr(text.data, "failure\r\n\"A-3\",\"C-17\",\"refund\",\"done\",\"TF-1\",100,\"EUR\",1.00,101,1.01,"));
	str_clear(&text);
}

static void
who_decided_is_named_and_what_the_shop_said_is_not(void **state)
{
	struct approval given[] = {{.agent = "maeve", .approve = true}, {.agent = "una", .approve = true}, {.agent = "dara"}};
	struct approval_list list_given = {given, 3};
	struct value *list = value_list(arena);
	struct action x = action("EUR", 100, "Refund");
	struct csv_table t;
	struct str text;

	(void)state;
	report_add_action(list, arena, &x, &list_given, zone);
	str_init(&text);
	t = table_of(list, &text);
	assert_string_equal(field(&t, 0, "approved_by"), "maeve; una");
	assert_string_equal(field(&t, 0, "denied_by"), "dara");
	assert_string_equal(field(&t, 0, "proposed"), "1970-01-01T00:00:01Z");
	assert_string_equal(field(&t, 0, "decided"), "");
	assert_string_equal(field(&t, 0, "failure"), "");
	assert_null(strstr(text.data, "PM-1"));
	str_clear(&text);
}

int
main(void)
{
#define WITH(f) cmocka_unit_test_setup_teardown(f, begin, end)
	const struct CMUnitTest tests[] = {
	    WITH(an_amount_has_its_currencys_decimals),
	    WITH(text_is_quoted_and_never_a_formula),
	    WITH(who_decided_is_named_and_what_the_shop_said_is_not),
	};

	return RUN_TAP(tests);
}
