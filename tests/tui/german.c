/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The console in German: every word of the tables is there, and a screen says it, whatever the
 * locale.
 */
#include "bench.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/text/translate.h"

static size_t missing;

/* As an entry of a .po file, to be filled in. */
static void
check_text(const char *text)
{
	if (text == NULL || text[0] == '\0' || tr(text) != text)
		return;
	missing++;
	printf("# msgid \"");
	for (const char *c = text; *c != '\0'; c++)
		printf(*c == '"' || *c == '\\' ? "\\%c" : *c == '\n' ? "\\n" : "%c", *c);
	printf("\"\n# msgstr \"\"\n");
}

static void
every_word_of_the_tables_is_translated(void **state)
{
	struct command_table *t = command_table_new();
	struct errinfo e = {0};
	size_t count;
	const struct command *rows = tui_commands(&count);

	(void)state;
	check_ok(translate_to("de", &e), &e);
	command_table_add(t, rows, count);
	for (size_t i = 0; i < command_count(t); i++) {
		const struct command *c = command_at(t, i);

		check_text(c->summary);
		check_text(c->help);
		check_text(c->prompt);
		if (strlen(tr(c->summary)) > 60)
			print_message("# long: %s\n", tr(c->summary));
	}
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		check_text(tui_setting_row((enum tui_setting)i)->summary);
		check_text(tui_setting_row((enum tui_setting)i)->help);
	}
	for (size_t i = 0; i < VIEW_COUNT; i++)
		check_text(views[i]->title);
	command_table_free(&t);
	check_ok(translate_to("en", &e), &e);
	assert_int_equal(missing, 0);
}

static void
a_screen_speaks_german_from_the_setting_on_and_english_again(void **state)
{
	static const char *const locales[] = {"C.UTF-8", "C"};
	struct bench b;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		(void)setlocale(LC_ALL, locales[i]);
		bench_begin(&b, FIXTURE_AGENT);
		bench_size(&b, 120, 40);
		bench_command(&b, "help");
		check_shows(&b, "Take a conversation from the AI or a queue");
		bench_command(&b, "set language de");
		check_shows(&b, "Gespräch von der KI oder Schlange übernehmen");
		check_lacks(&b, "Take a conversation");
		bench_press(&b, ",");
		check_shows(&b, "Einstellungen");
		check_shows(&b, "Sprache");
		bench_command(&b, "set language en");
		check_lacks(&b, "Sprache");
		bench_end(&b);
	}
	(void)setlocale(LC_ALL, "C.UTF-8");
}

static void
auto_goes_by_the_locale(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	unsetenv("LC_ALL");
	unsetenv("LC_MESSAGES");
	setenv("LANG", "de_AT.UTF-8", 1);
	bench_command(&b, "set language auto");
	assert_string_equal(translate_language(), "de");
	setenv("LC_ALL", "C.UTF-8", 1);
	bench_command(&b, "set language auto");
	assert_string_equal(translate_language(), "en");
	bench_end(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_word_of_the_tables_is_translated),
		cmocka_unit_test(a_screen_speaks_german_from_the_setting_on_and_english_again),
		cmocka_unit_test(auto_goes_by_the_locale),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
