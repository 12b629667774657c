/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Amounts, numbers, days and codes are found in sentences, however they are written.
 */
#include <string.h>

#include "../../src/sim/figures.h"
#include "../check.h"

static struct figure
only(const char *text)
{
	struct figure f, more;
	size_t at = 0;

	if (!figure_next(text, &at, "EUR", 2, &f))
		fail_msg("no figure in \"%s\"", text);
	if (figure_next(text, &at, "EUR", 2, &more))
		fail_msg("a second figure in \"%s\"", text);
	return f;
}

static void
is(const char *text, enum figure_kind kind, int64_t value)
{
	struct figure f = only(text);

	if (f.kind != kind || f.value != value)
		fail_msg("\"%s\" was read as kind %d, value %lld", text, (int)f.kind,
		    (long long)f.value);
}

static void
amounts_are_found_with_their_sign_or_code_on_either_side(void **state)
{
	(void)state;
	is("That is €189.00 in all.", FIGURE_MONEY, 18900);
	is("That is € 189 in all.", FIGURE_MONEY, 18900);
	is("189,00 € zurück", FIGURE_MONEY, 18900);
	is("You get 4.95 EUR back", FIGURE_MONEY, 495);
	is("You get EUR 1,234.50 back", FIGURE_MONEY, 123450);
	is("1.234,50 € zurück", FIGURE_MONEY, 123450);
	is("€1,234", FIGURE_MONEY, 123400);
	is("(€5).", FIGURE_MONEY, 500);
}

static void
numbers_keep_their_decimals_and_groups(void **state)
{
	(void)state;
	is("within 30 days", FIGURE_NUMBER, 30000);
	is("20,000 mm of water", FIGURE_NUMBER, 20000000);
	is("about 7.5 cm", FIGURE_NUMBER, 7500);
	is("1.5 and nothing more.", FIGURE_NUMBER, 1500);
	is("it holds 65L", FIGURE_NUMBER, 65000);
}

static void
days_are_found_in_words_and_in_digits(void **state)
{
	(void)state;
	is("by Friday 16 October", FIGURE_DAY, 1016);
	is("by 16 October 2026", FIGURE_DAY, 20261016);
	is("on the 7th of Oct", FIGURE_DAY, 1007);
	is("October 7, 2026", FIGURE_DAY, 20261007);
	is("on 2026-10-07", FIGURE_DAY, 20261007);
	is("on 7/10/2026", FIGURE_DAY, 20261007);
	is("am 07.10.2026", FIGURE_DAY, 20261007);
}

static void
ranges_are_two_numbers(void **state)
{
	struct figure f;
	size_t at = 0;

	(void)state;
	assert_true(figure_next("2-9 days", &at, "EUR", 2, &f));
	assert_int_equal(f.value, 2000);
	assert_true(figure_next("2-9 days", &at, "EUR", 2, &f));
	assert_int_equal(f.value, 9000);
}

static void
digits_inside_words_are_no_figures(void **state)
{
	struct figure f;
	size_t at = 0;

	(void)state;
	assert_false(figure_next("TF-100101 and CE123IE, H91", &at, "EUR", 2, &f));
}

static void
codes_and_addresses_are_found_as_words(void **state)
{
	const char *text = "Order TF-100101 (CE123IE), write to help@example.com. Thirty days.";
	static const char *const expected[] = { "TF-100101", "CE123IE", "help@example.com" };
	size_t at = 0, start, length;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		assert_true(figure_word(text, &at, &start, &length));
		assert_int_equal(length, strlen(expected[i]));
		assert_memory_equal(text + start, expected[i], length);
	}
	assert_false(figure_word(text, &at, &start, &length));
}

static void
a_set_finds_what_was_added(void **state)
{
	struct figure_set s = { 0 };

	(void)state;
	for (int64_t i = 0; i < 1000; i++)
		figure_set_add(&s, i * 7 % 1000);
	assert_true(figure_set_has(&s, 999));
	assert_false(figure_set_has(&s, 1000));
	figure_set_add(&s, 1000);
	assert_true(figure_set_has(&s, 1000));
	figure_set_clear(&s);
	assert_false(figure_set_has(&s, 999));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts_are_found_with_their_sign_or_code_on_either_side),
		cmocka_unit_test(numbers_keep_their_decimals_and_groups),
		cmocka_unit_test(days_are_found_in_words_and_in_digits),
		cmocka_unit_test(ranges_are_two_numbers),
		cmocka_unit_test(digits_inside_words_are_no_figures),
		cmocka_unit_test(codes_and_addresses_are_found_as_words),
		cmocka_unit_test(a_set_finds_what_was_added),
	};

	return RUN_TAP(tests);
}
