/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Money in and out, by currency and language.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "floorwalker/model/money.h"

static void
amounts_are_read_exactly(void **state)
{
	static const struct { const char *text, *currency; int64_t minor; } good[] = {
		{ "189.00", "EUR", 18900 }, { "-4.95", "EUR", -495 }, { "40", "EUR", 4000 }, { "40.5", "EUR", 4050 }, { "0.01", "USD", 1 },
		{ "500", "JPY", 500 }, { "1.234", "KWD", 1234 }, { "1.2", "KWD", 1200 }, { "7.25", "XYZ", 725 }, { "007", "EUR", 700 },
		{ "90071992547409.91", "EUR", MONEY_MAX }, { "-90071992547409.91", "EUR", -MONEY_MAX }, { "9007199254740991", "JPY", MONEY_MAX },
	};
	int64_t n;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(money_parse(good[i].text, good[i].currency, &n));
		assert_int_equal(n, good[i].minor);
	}
}

static void
anything_else_is_no_amount(void **state)
{
	static const struct { const char *text, *currency; } bad[] = {
		{ "", "EUR" }, { "-", "EUR" }, { ".5", "EUR" }, { "5.", "EUR" }, { "1.234", "EUR" }, { "1.0", "JPY" }, { "1.2345", "KWD" },
		{ "+5", "EUR" }, { "1,00", "EUR" }, { "1.0.0", "EUR" }, { "1e3", "EUR" }, { "0x10", "EUR" }, { " 1", "EUR" }, { "1 ", "EUR" },
		{ "--1", "EUR" }, { "€1", "EUR" }, { "90071992547409.92", "EUR" }, { "9007199254740992", "JPY" },
		{ "99999999999999999999999999", "EUR" }, { "9007199254740991", "EUR" },
	};
	int64_t n = 77;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(money_parse(bad[i].text, bad[i].currency, &n));
	assert_false(money_parse(NULL, "EUR", &n));
	assert_int_equal(n, 77);
}

static void
sums_and_products_never_pass_the_bound(void **state)
{
	int64_t n = 0;

	(void)state;
	assert_true(money_add(MONEY_MAX, -1, &n) && n == MONEY_MAX - 1);
	assert_false(money_add(MONEY_MAX, 1, &n));
	assert_false(money_add(INT64_MAX, INT64_MAX, &n));
	assert_false(money_add(-MONEY_MAX, -1, &n));
	assert_true(money_times(-300, 3, &n) && n == -900);
	assert_false(money_times(MONEY_MAX, 2, &n));
	assert_false(money_times(INT64_MIN, -1, &n));
	assert_int_equal(n, -900);
}

static void
shoppers_read_amounts_in_their_own_way(void **state)
{
	static const struct { int64_t minor; const char *currency, *language, *text; } cases[] = {
		{ 18900, "EUR", "en", "€189.00" }, { 18900, "EUR", "en-IE", "€189.00" }, { 18900, "EUR", "", "€189.00" },
		{ 18900, "EUR", NULL, "€189.00" }, { 18900, "EUR", "xx", "€189.00" }, { 18900, "EUR", "de", "189,00 €" },
		{ 18900, "EUR", "fr", "189,00 €" }, { 18900, "EUR", "es", "189,00 €" }, { 18900, "EUR", "nl", "€ 189,00" },
		{ -495, "EUR", "en", "-€4.95" }, { -495, "EUR", "de", "-4,95 €" }, { 5, "GBP", "en", "£0.05" }, { 0, "USD", "en", "$0.00" },
		{ 123456789, "USD", "en", "$1,234,567.89" }, { 123456789, "EUR", "de", "1.234.567,89 €" }, { 123456, "EUR", "es", "1234,56 €" },
		{ 1234567, "EUR", "es", "12.345,67 €" }, { 100000, "EUR", "en", "€1,000.00" }, { 99999, "EUR", "en", "€999.99" },
		{ 5000, "JPY", "en", "¥5,000" }, { 5000, "JPY", "de", "5.000 ¥" }, { 1234, "KWD", "en", "KWD 1.234" },
		{ 1234, "KWD", "de", "1,234 KWD" }, { 725, "XYZ", "en", "XYZ 7.25" }, { MONEY_MAX, "JPY", "en", "¥9,007,199,254,740,991" },
	};
	struct str out;

	(void)state;
	str_init(&out);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		str_reset(&out);
		money_print(&out, cases[i].minor, cases[i].currency, cases[i].language);
		assert_string_equal(out.data, cases[i].text);
	}
	str_clear(&out);
}

static void
plain_amounts_are_read_back_as_they_were(void **state)
{
	static const int64_t amounts[] = {
	    0, 1, -1, 99, 100, 12345, -98765432, MONEY_MAX, -MONEY_MAX};
	static const char *const currencies[] = { "EUR", "JPY", "KWD", "CLF" };
	struct str out;
	int64_t n;

	(void)state;
	str_init(&out);
	for (size_t c = 0; c < 4; c++)
		for (size_t i = 0; i < sizeof(amounts) / sizeof(amounts[0]); i++) {
			str_reset(&out);
			money_print_plain(&out, amounts[i], currencies[c]);
			assert_true(money_parse(out.data, currencies[c], &n));
			assert_int_equal(n, amounts[i]);
		}
	str_reset(&out);
	money_print_plain(&out, -5, "EUR");
	assert_string_equal(out.data, "-0.05");
	str_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts_are_read_exactly),
		cmocka_unit_test(anything_else_is_no_amount),
		cmocka_unit_test(sums_and_products_never_pass_the_bound),
		cmocka_unit_test(shoppers_read_amounts_in_their_own_way),
		cmocka_unit_test(plain_amounts_are_read_back_as_they_were),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
