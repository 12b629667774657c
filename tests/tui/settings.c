/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Settings: what they are at first, what files say, what is refused and where it stood.
 */
#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/file.h"
#include "floorwalker/tui/settings.h"
#include "floorwalker/tui/tui.h"

static enum err
parse(struct tui_settings *s, const char *text, struct errinfo *e)
{
	return tui_settings_parse(s, "f.conf", text, strlen(text), e);
}

static void
every_setting_has_its_words_and_a_default_that_it_takes(void **state)
{
	struct tui_settings *s = tui_settings_new();
	struct errinfo e = {0};
	struct str range;

	(void)state;
	str_init(&range);
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		const struct tui_setting_row *r = tui_setting_row((enum tui_setting)i);

		assert_int_equal(tui_setting_find(r->name), i);
		assert_true(strlen(r->summary) > 0 && strlen(r->summary) <= 52);
		assert_true(strlen(r->help) > 0 && r->help[strlen(r->help) - 1] == '.');
		assert_string_equal(tui_setting_text(s, (enum tui_setting)i), r->usual);
		assert_string_equal(tui_setting_origin(s, (enum tui_setting)i), "default");
		check_ok(tui_settings_set(s, r->name, r->usual, "test", &e), &e);
		str_reset(&range);
		tui_setting_range((enum tui_setting)i, &range);
		assert_true(range.length > 0);
	}
	str_clear(&range);
	tui_settings_free(&s);
}

static void
a_file_says_values_and_a_later_line_wins(void **state)
{
	struct tui_settings *s = tui_settings_new();
	struct errinfo e = {0};

	(void)state;
	check_ok(parse(s,
		     "# mine\r\n\r\nset bell off\n  set\ttheme   light  \nset columns \"id  reason\"\n"
		     "set notify-on mine,sla\nset bell on\nset notify-every 60",
		     &e),
	    &e);
	assert_true(tui_setting_is_on(s, SETTING_BELL));
	assert_string_equal(tui_setting_origin(s, SETTING_BELL), "f.conf:7");
	assert_string_equal(tui_setting_text(s, SETTING_THEME), "light");
	assert_string_equal(tui_setting_text(s, SETTING_COLUMNS), "id  reason");
	assert_int_equal(tui_setting_number(s, SETTING_NOTIFY_EVERY), 60);
	assert_true(tui_setting_has(s, SETTING_NOTIFY_ON, "sla"));
	assert_false(tui_setting_has(s, SETTING_NOTIFY_ON, "queue"));
	assert_string_equal(tui_setting_origin(s, SETTING_TITLE), "default");
	check_ok(tui_settings_assign(s, "theme=mono", &e), &e);
	assert_string_equal(tui_setting_text(s, SETTING_THEME), "mono");
	assert_string_equal(tui_setting_origin(s, SETTING_THEME), "--set");
	tui_settings_free(&s);
}

static void
a_fault_is_told_with_its_place_and_what_was_near_and_changes_nothing(void **state)
{
	static const struct { const char *text, *place, *words; } faults[] = {
		{"set\n", "f.conf:1:4:", "a name and a value are missing"}, {"set thme light\n", "f.conf:1:5:", "did you mean theme?"},
		{"\nset theme lihgt\n", "f.conf:2:11:", "no theme named lihgt"}, {"set bell perhaps\n", "f.conf:1:10:", "it is on or off"},
		{"set clock 13h\n", "f.conf:1:11:", "24h or 12h"}, {"set notify-every 0\n", "f.conf:1:18:", "1 to 3600"},
		{"set notify-on mine,all\n", "f.conf:1:15:", "queue, mine, refund, sla with commas between"}, {"set bell\n", "f.conf:1:9:", "a value is missing"},
		{"sett bell on\n", "f.conf:1:1:", "did you mean set?"}, {"# a\n  unbnd any x\n", "f.conf:2:3:", "did you mean unbind?"},
		{"set columns a\033]0;x\007\n", "f.conf:1:13:", "columns can't be"}, {"set columns \xff\n", "f.conf:1:1:", "no text in UTF-8"},
		{"set notify osc8\n", "f.conf:1:12:", "off, osc9 or osc777"},
	};
	struct tui_settings *s = tui_settings_new();
	struct errinfo e;

	(void)state;
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		memset(&e, 0, sizeof e);
		assert_int_equal(parse(s, faults[i].text, &e), ERR_INPUT);
		if (strstr(e.text, faults[i].place) == NULL ||
		    strstr(e.text, faults[i].words) == NULL)
			fail_msg("\"%s\" says: %s", faults[i].text, e.text);
	}
	for (size_t i = 0; i < SETTING_COUNT; i++)
		assert_string_equal(tui_setting_origin(s, (enum tui_setting)i), "default");
	assert_int_equal(tui_settings_parse(s, "f.conf", "set bell o\0n\n", 13, &e), ERR_INPUT);
	assert_non_null(strstr(e.text, "f.conf:1:11:"));
	assert_int_equal(tui_settings_assign(s, "bell", &e), ERR_USAGE);
	assert_int_equal(tui_settings_assign(s, "bel=on", &e), ERR_USAGE);
	assert_non_null(strstr(e.text, "did you mean bell?"));
	tui_settings_free(&s);
}

static void
write_to(const char *folder, const char *name, const char *text)
{
	struct errinfo e = {0};
	char path[300];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	check_ok(file_make_folder(folder, &e), &e);
	check_ok(file_write(path, text, strlen(text), 0600, &e), &e);
}

static void
the_agents_file_stands_above_the_teams_and_keys_come_from_all(void **state)
{
	char folder[] = "/tmp/floorwalker-settings-XXXXXX", world[100], mine[100], other[100], command[200];
	struct command_table *t = command_table_new();
	struct tui_settings *s = tui_settings_new();
	struct errinfo e = {0};
	struct str said;
	size_t count;
	const struct command *rows = tui_commands(&count);

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(world, sizeof world, "%s/world", folder);
	snprintf(mine, sizeof mine, "%s/floorwalker", folder);
	snprintf(other, sizeof other, "%s/other.conf", folder);
	write_to(world, "floorwalker.conf", "set theme light\nset clock 12h\nbind list F8 take\nbind list t note\n");
	write_to(mine, "floorwalker.conf", "set theme high-contrast\nbind any F9 list mine\n");
	write_to(mine, "keys", "bind list t log\n");
	setenv("XDG_CONFIG_HOME", folder, 1);
	check_ok(tui_settings_load(s, world, NULL, NULL, &e), &e);
	assert_string_equal(tui_setting_text(s, SETTING_THEME), "high-contrast");
	assert_string_equal(tui_setting_text(s, SETTING_CLOCK), "12h");
	assert_non_null(strstr(tui_setting_origin(s, SETTING_CLOCK), "/world/floorwalker.conf:2"));
	command_table_add(t, rows, count);
	check_ok(tui_settings_bind(s, t, &e), &e);
	assert_string_equal(command_line_of_key(t, CONTEXT_LIST, "F8"), "take");
	assert_string_equal(command_line_of_key(t, CONTEXT_LIST, "F9"), "list mine");
	assert_string_equal(command_line_of_key(t, CONTEXT_LIST, "t"), "log");
	str_init(&said);
	command_table_conflicts(t, &said);	/* the agent's key over the team's is meant; take still has F8 */
	assert_string_equal(said.data == NULL ? "" : said.data, "");
	str_clear(&said);
	assert_int_equal(tui_settings_load(s, NULL, "/nonexistent.conf", NULL, &e), ERR_NOT_FOUND);
	write_to(mine, "keys", "bind list t no-such\n");
	tui_settings_free(&s);
	s = tui_settings_new();
	check_ok(tui_settings_load(s, world, NULL, NULL, &e), &e);
	assert_int_equal(tui_settings_bind(s, t, &e), ERR_INPUT);
	assert_non_null(strstr(e.text, "/floorwalker/keys:1:13:"));
	command_table_free(&t);
	tui_settings_free(&s);
	snprintf(command, sizeof command, "rm -r '%s'", folder);
	assert_int_equal(system(command), 0);
}

static void
the_template_says_every_default_and_parses_with_and_without_its_hashes(void **state)
{
	struct tui_settings *s = tui_settings_new();
	struct errinfo e = {0};
	struct str text;

	(void)state;
	str_init(&text);
	tui_settings_template(&text);
	check_ok(tui_settings_parse(s, "f.conf", text.data, text.length, &e), &e);
	assert_string_equal(tui_setting_origin(s, SETTING_BELL), "default");
	for (char *at = text.data; (at = strstr(at, "\n#")) != NULL; at += 2)
		if (at[2] != ' ')
			at[1] = ' ';
	check_ok(tui_settings_parse(s, "f.conf", text.data, text.length, &e), &e);
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		assert_string_equal(tui_setting_text(s, (enum tui_setting)i),
		    tui_setting_row((enum tui_setting)i)->usual);
		assert_non_null(strstr(tui_setting_origin(s, (enum tui_setting)i), "f.conf:"));
	}
	str_clear(&text);
	tui_settings_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_setting_has_its_words_and_a_default_that_it_takes),
		cmocka_unit_test(a_file_says_values_and_a_later_line_wins),
		cmocka_unit_test(a_fault_is_told_with_its_place_and_what_was_near_and_changes_nothing),
		cmocka_unit_test(the_agents_file_stands_above_the_teams_and_keys_come_from_all),
		cmocka_unit_test(the_template_says_every_default_and_parses_with_and_without_its_hashes),
	};

	return RUN_TAP(tests);
}
