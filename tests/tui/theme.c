/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/tui/theme.h"

static char folder[] = "/tmp/floorwalker-theme-XXXXXX";

static enum err
load_text(const char *text, struct theme **t, struct errinfo *e)
{
	char path[64];
	enum err code;

	snprintf(path, sizeof path, "%s/t.yaml", folder);
	check_ok(file_write(path, text, strlen(text), 0600, e), e);
	code = theme_load(path, t, e);
	(void)unlink(path);
	return code;
}

static void
every_theme_that_is_shipped_loads_and_tells_focus_from_the_rest(void **state)
{
	struct arena *a = arena_new();
	struct errinfo e = {0};
	const char **names;
	size_t count;

	(void)state;
	check_ok(theme_list(a, &names, &count, &e), &e);
	assert_true(count >= 7);
	for (size_t i = 0; i < count; i++) {
		static const int depths[] = {0, 8, 16, 256, 1 << 24};
		struct theme *t;

		check_ok(theme_load(names[i], &t, &e), &e);
		assert_string_equal(theme_name(t), names[i]);
		for (size_t d = 0; d < 5; d++) {
			struct paint text =
			    theme_paint(t, (struct style){INK_TEXT, GROUND_PANE}, depths[d]);
			struct paint selected =
			    theme_paint(t, (struct style){INK_TEXT, GROUND_SELECTED}, depths[d]);

			if (depths[d] == 0 && !text_is(names[i], "mono"))
				continue;	/* without colours at all mono is taken */
			assert_true(
			    selected.bg != text.bg || selected.attributes != text.attributes);
		}
		theme_free(&t);
	}
	arena_free(&a);
}

static void
mono_and_no_colours_never_name_a_colour(void **state)
{
	struct errinfo e = {0};
	struct theme *mono, *dark;

	(void)state;
	check_ok(theme_load("mono", &mono, &e), &e);
	check_ok(theme_load("dark", &dark, &e), &e);
	for (uint8_t i = 0; i < INK_COUNT; i++) {
		for (uint8_t g = 0; g < GROUND_COUNT; g++) {
			struct paint m = theme_paint(mono, (struct style){i, g}, 256),
				     d = theme_paint(dark, (struct style){i, g}, 0);

			assert_int_equal(m.fg, COLOUR_DEFAULT);
			assert_int_equal(m.bg, COLOUR_DEFAULT);
			assert_int_equal(d.fg, COLOUR_DEFAULT);
			assert_int_equal(d.bg, COLOUR_DEFAULT);
		}
	}
	theme_free(&mono);
	theme_free(&dark);
}

static void
colours_come_down_to_what_the_terminal_has(void **state)
{
	struct errinfo e = {0};
	struct theme *t;
	struct paint p;

	(void)state;
	check_ok(
	    load_text(
		"name: t\nink:\n  bad: {fg: \"#ff0000\"}\n  good: {fg: \"#00cd00\", few: {fg: green, bold: true}}\n  dim: {fg: 244}\n",
		&t, &e),
	    &e);
	p = theme_paint(t, (struct style){INK_BAD, GROUND_PLAIN}, 1 << 24);
	assert_int_equal(p.fg, COLOUR_RGB | 0xff0000);
	p = theme_paint(t, (struct style){INK_BAD, GROUND_PLAIN}, 256);
	assert_int_equal(p.fg, 196);
	p = theme_paint(t, (struct style){INK_BAD, GROUND_PLAIN}, 16);
	assert_int_equal(p.fg, 9);
	p = theme_paint(t, (struct style){INK_BAD, GROUND_PLAIN}, 8);
	assert_int_equal(p.fg, 1);
	p = theme_paint(t, (struct style){INK_GOOD, GROUND_PLAIN}, 8);
	assert_int_equal(p.fg, 2);
	assert_int_equal(p.attributes, PAINT_BOLD);
	p = theme_paint(t, (struct style){INK_DIM, GROUND_PLAIN}, 1 << 24);
	assert_int_equal(p.fg, COLOUR_RGB | 0x808080);
	/* not in the file */
	p = theme_paint(t, (struct style){INK_ACCENT, GROUND_PLAIN}, 256);
	assert_int_equal(p.fg, COLOUR_DEFAULT);
	theme_free(&t);
}

static void
a_faulty_theme_is_refused_with_the_place_of_the_fault(void **state)
{
	static const struct {
		const char *text, *place, *words;
	} faults[] = {
		{"name: t\nink:\n  bad: {fg: reddish}\n", ":3:13:", "reddish is no colour"},
		{"name: t\nink:\n  bad: {fg: 256}\n", ":3:13:", "256 is no colour"},
		{"name: t\nink:\n  bad: {fg: \"#12345g\"}\n", ":3:13:", "is no colour"},
		{"name: t\nink:\n  bad: {fgg: red}\n", ":3:9:", "fg"},
		{"name: t\nink:\n  baad: {fg: red}\n", ":3:3:", "bad"},
		{"name: t\nink:\n  bad: {bold: 3}\n", ":3:15:", "bold is true or false"},
		{"name: t\nink:\n  bad: {few: {few: {fg: red}}}\n", ":3:15:", "few"},
		{"name: t\nink: [1, 2]\n", ":2:6:", "map of roles"},
		{"ink: {}\n", ":1:1:", "needs a name"},
		{"name: t\nassumes: dark\n", ":2:10:", "a map with fg and bg"},
		{"name: t\nassumes: {fg: default, bg: 0}\n", ":2:10:", "neither is default"},
		{"name: t\nassumes: {fg: 1, gb: 0}\n", ":2:18:", "bg"},
		{"[]\n", ":1:1:", "a theme is a map"},
		{"name: t\nground:\n  selected: 4\n", ":3:13:", "a role is a map"},
		{"name: t\nname: u\n", ":2:1:", "name"},
	};
	struct errinfo e;
	struct theme *t;

	(void)state;
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		memset(&e, 0, sizeof e);
		assert_int_not_equal(load_text(faults[i].text, &t, &e), ERR_OK);
		assert_null(t);
		if (strstr(e.text, faults[i].place) == NULL ||
		    strstr(e.text, faults[i].words) == NULL)
			fail_msg("fault %zu says: %s", i, e.text);
	}
	assert_int_equal(theme_load("no-such-theme", &t, &e), ERR_NOT_FOUND);
}

static void
the_environment_chooses_a_theme_where_nobody_did(void **state)
{
	(void)state;
	unsetenv("FLOORWALKER_THEME");
	unsetenv("NO_COLOR");
	unsetenv("COLORFGBG");
	assert_string_equal(theme_default(256), "dark");
	assert_string_equal(theme_default(16), "sixteen");
	assert_string_equal(theme_default(0), "mono");
	setenv("COLORFGBG", "0;15", 1);
	assert_string_equal(theme_default(256), "light");
	setenv("NO_COLOR", "", 1);
	assert_string_equal(theme_default(256), "light");
	setenv("NO_COLOR", "1", 1);
	assert_string_equal(theme_default(256), "mono");
	setenv("FLOORWALKER_THEME", "high-contrast", 1);
	assert_string_equal(theme_default(256), "high-contrast");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_theme_that_is_shipped_loads_and_tells_focus_from_the_rest),
		cmocka_unit_test(mono_and_no_colours_never_name_a_colour),
		cmocka_unit_test(colours_come_down_to_what_the_terminal_has),
		cmocka_unit_test(a_faulty_theme_is_refused_with_the_place_of_the_fault),
		cmocka_unit_test(the_environment_chooses_a_theme_where_nobody_did),
	};
	int failed;

	if (mkdtemp(folder) == NULL)
		return 99;
	failed = RUN_TAP(tests);
	(void)rmdir(folder);
	return failed;
}
