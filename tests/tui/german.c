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
	static const char *const states[] = {"available", "busy", "break", "offline"};
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
	for (int i = 0; i < HANDOFF_COUNT; i++)
		check_text(handoff_reason_title((enum handoff_reason)i));
	for (int i = 0; i < ACTION_STATE_COUNT; i++)
		check_text(action_state_title((enum action_state)i));
	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		check_text(states[i]);
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

/* Every tab stands there whole, and the last row ends with the whole way out. */
static void
check_edges(struct bench *b, int columns)
{
	static const char *const whole[] = {"Übersicht", "Gespräche", "Erstattungen", "Suche",
	    "Protokoll", "Hilfe", "Schicht", "Kalibrierung"};
	static const char *const brief[] = {
	    "Übersicht", "Liste", "Geld", "Suche", "Protokoll", "Hilfe", "Schicht", "Kalib"};
	struct str tab;

	str_init(&tab);
	for (int i = 0; i < 8; i++) {
		str_reset(&tab);
		str_addf(&tab, "%d %s", i + 1, columns < 100 ? brief[i] : whole[i]);
		if (strstr(bench_row(b, 1), tab.data) == NULL)
			fail_msg("the tabs lack \"%s\":\n%s", tab.data, b->text.data);
	}
	str_clear(&tab);
	if (strstr(bench_row(b, 1), "…") != NULL || strstr(bench_row(b, -1), "…") != NULL)
		fail_msg("something is cut:\n%s", b->text.data);
	check_hints(b, "q leave  : command  ? help");
}

static void
each_view_speaks_german_and_fits(void **state)
{
	static const struct { const char *line, *words, *english; } shown[] = {
		{"board", "Warten auf Menschen", "Waiting for"}, {"list all", " · alle", "with"}, {"list soon", "gleich fällig", "due within"}, {"open C-1", "zuständig: ", "with "},
		{"why C-1", "Zug der KI um", "The AI's turn"}, {"shopper C-1", "Bestellungen", "Orders"}, {"refunds", "freizugeben", "to approve"}, {"find sleeve", "Suche", "Search"},
		{"find reason:policy", "Suche", "Search"}, {"log", "Sie: übernommen, zuvor die KI", "took it"}, {"help", "Gespräch an die KI zurückgeben", "Give a"}, {"shift", "Plantreue", "adherence"},
		{"calibration", "Schwelle", "threshold"}, {"set", "Einstellungen", "Settings"}, {"list all", "Gespräche", "Conversations"}, {"group owner", "Bei der KI", "With the AI"}, {"group none", "Gespräche", "Conversations"},
	};
	static const int sizes[][2] = {{80, 24}, {120, 40}};
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "set language de");
	for (size_t k = 0; k < 2; k++) {
		bench_size(&b, sizes[k][0], sizes[k][1]);
		for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
			if (text_is(shown[i].line, "shift") && sizes[k][0] < 100)
				continue;	/* that column has no room */
			bench_command(&b, shown[i].line);
			check_shows(&b, shown[i].words);
			check_lacks(&b, shown[i].english);
			check_edges(&b, sizes[k][0]);
		}
	}
	bench_command(&b, "set language en");
	bench_end(&b);
}

static void
what_is_typed_and_asked_is_german(void **state)
{
	struct bench b;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_command(&b, "set language de");
	bench_command(&b, "board");
	bench_press(&b, "q");
	check_shows(&b, "floorwalker verlassen?");
	check_shows(&b, "y ja  n nein");
	bench_press(&b, "n");
	check_shows(&b, "Nichts wurde getan.");
	bench_press(&b, ":");
	check_hints(&b, "abbrechen");
	bench_press(&b, "Esc");
	check_shows(&b, "Alles blieb, wie es war.");
	bench_command(&b, "list all");
	bench_command(&b, "mark all");
	check_shows(&b, "markiert");
	bench_press(&b, "Z");
	check_shows(&b, "tut hier nichts");
	bench_command(&b, "mark none");
	bench_command(&b, "sort colour");
	check_shows(&b, "es gibt keine Spalte colour");
	bench_command(&b, "shift");
	bench_size(&b, 80, 40);
	check_shows(&b, "1 Gespräch, Last 1");
	bench_command(&b, "set language en");
	bench_end(&b);
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
		cmocka_unit_test(each_view_speaks_german_and_fits),
		cmocka_unit_test(what_is_typed_and_asked_is_german),
		cmocka_unit_test(auto_goes_by_the_locale),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
