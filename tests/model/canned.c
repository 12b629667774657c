/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Canned responses: what is filled in, what is left and told.
 */
#include "../check.h"

#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/model/canned.h"

static const struct canned_facts facts = {.shopper = "Aoife", .shop = "Tarn & Fell", .order = "TF-1001"};

static void
expands(const char *text, const char *to, const char *misses)
{
	const char *missing = "not set";
	struct str out;

	str_init(&out);
	canned_expand(&out, text, &facts, &missing);
	assert_string_equal(out.data, to);
	if (misses == NULL)
		assert_null(missing);
	else
		assert_string_equal(missing, misses);
	str_clear(&out);
}

static void
variables_are_filled_in_and_what_is_not_known_is_named(void **state)
{
	(void)state;
	expands("Hello {shopper}, {order} of {shop}.", "Hello Aoife, TF-1001 of Tarn & Fell.", NULL);
	expands("{tracking} by {carrier}", "{tracking} by {carrier}", "tracking");
	expands("A {brace} { shopper} {} {shopper", "A {brace} { shopper} {} {shopper", NULL);
	expands("{shopper}{shopper}", "AoifeAoife", NULL);
	expands("", "", NULL);
}

static void
what_is_left_unfilled_is_found_before_it_is_sent(void **state)
{
	char name[10];

	(void)state;
	assert_string_equal(canned_unfilled("It is under {tracking}, {carrier} says"), "tracking");
	assert_null(canned_unfilled("Nothing {else} here {"));
	assert_true(canned_unknown("{shopper} {averyverylongword}", name, sizeof name));
	assert_string_equal(name, "averyvery");
	assert_false(canned_unknown("{shopper} { x }", name, sizeof name));
}

static void
a_filled_in_value_is_never_read_again(void **state)
{
	const struct canned_facts odd = {.shopper = "{order}", .order = "TF-1"};
	const char *missing;
	struct str out;

	(void)state;
	str_init(&out);
	canned_expand(&out, "{shopper}", &odd, &missing);
	assert_string_equal(out.data, "{order}");
	str_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(variables_are_filled_in_and_what_is_not_known_is_named),
	    cmocka_unit_test(what_is_left_unfilled_is_found_before_it_is_sent),
	    cmocka_unit_test(a_filled_in_value_is_never_read_again),
	};

	return RUN_TAP(tests);
}
