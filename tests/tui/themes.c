/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each theme's paint on the views where most roles meet, as a terminal of 256 colours and one of 16
 * get it. FLOORWALKER_GOLDEN=update writes the golden files anew.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
paint(const char *theme, int colours, struct str *out)
{
	static const char *const lines[] = {
	    "board", "list all", "open C-1", "why C-1", "refunds", "find sleeve"};
	char command[80];

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct bench b;

		bench_begin(&b, FIXTURE_AGENT);
		snprintf(command, sizeof command, "theme %s", theme);
		bench_command(&b, command);
		bench_command(&b, lines[i]);
		assert_string_equal(theme_name(screen_theme(b.screen)), theme);
		str_addf(out, "== %s, %d colours\n", lines[i], colours);
		cells_dump_colours(b.cells, screen_theme(b.screen), colours, out);
		bench_end(&b);
	}
}

static void
each_theme_paints_as_it_was_accepted(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e = {0};
	const char **names;
	bool wrong = false;
	size_t count;
	char file[80];

	(void)state;
	check_ok(theme_list(a, &names, &count, &e), &e);
	assert_int_equal(count, 7);
	for (size_t i = 0; i < count; i += CHECK_SANITIZED ? 3 : 1) {
		struct str seen;

		str_init(&seen);
		paint(names[i], 256, &seen);
		paint(names[i], 16, &seen);
		snprintf(file, sizeof file, "theme-%s", names[i]);
		bench_compare_text(file, seen.data, &wrong);
		str_clear(&seen);
	}
	arena_free(&a);
	assert_false(wrong);
}

/* Without colours only attributes are left: nothing may paint. */
static void
mono_sends_no_colour(void **state)
{
	struct str seen;

	(void)state;
	str_init(&seen);
	paint("mono", 256, &seen);
	assert_null(strstr(seen.data, "38;"));
	assert_null(strstr(seen.data, "48;"));
	str_clear(&seen);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_theme_paints_as_it_was_accepted),
		cmocka_unit_test(mono_sends_no_colour),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
