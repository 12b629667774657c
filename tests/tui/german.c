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

#include "floorwalker/policy.h"
#include "floorwalker/text/shown.h"
#include "floorwalker/text/translate.h"
#include "floorwalker/world.h"

#include "../../src/tui/list.h"
#include "../../src/world/reading.h"

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

/* An id of ours has a row in the table of shown words. */
static void
check_word(const char *id)
{
	for (size_t i = 0; shown_id(i) != NULL; i++)
		if (text_is(shown_id(i), id))
			return;
	missing++;
	printf("# no word for %s\n", id);
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

/* ---- no English of the catalogue on any screen */

/* The originals that stand on screens: without conversions, and not the same in German. Names that
 * are typed stay English. */
struct originals { char **texts; size_t count; };

/* One word may be a name that is typed: of a command, a setting, its value, a column, a group. */
static bool
is_typed(const struct command_table *t, const char *word)
{
	static const char *const others[] = {"queued", "proposed", "available", "offline", "supervisor"};

	for (size_t i = 0; i < command_count(t); i++)
		if (strstr(command_at(t, i)->name, word) != NULL)
			return true;
	for (size_t i = 0; i < SETTING_COUNT; i++)
		if (strstr(tui_setting_row((enum tui_setting)i)->name, word) != NULL)
			return true;
	for (size_t i = 0; i < list_column_count; i++)
		if (text_is(list_columns[i].name, word))
			return true;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (text_is(others[i], word))
			return true;
	return false;
}

/* What the fixture's shoppers, agents and rules say in words of the catalogue. */
static bool
is_said(const char *text)
{
	static const char *const said[] = {" today", "order number", "number", "returns", "Refunds", "cancel", "e-mail", "exchange", "delivered", "proven", "damaged",
	    "return", "the shopper", "nobody", "nothing"};

	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		if (text_is(said[i], text))
			return true;
	return false;
}

static bool
is_telling(const struct command_table *t, const char *text, const char *german)
{
	bool words = strchr(text, ' ') != NULL && strpbrk(text, "abcdefghijklmnopqrstuvwxyz") != NULL;

	return strlen(text) >= 6 && strlen(text) <= 60 && strchr(text, '%') == NULL &&
	    strstr(german, text) == NULL && !is_said(text) && (words || !is_typed(t, text));
}

static void
read_originals(struct originals *o, const struct command_table *t)
{
	const char *folder = getenv("FLOORWALKER_DATA");
	char path[4096], line[4096];
	FILE *in;

	snprintf(path, sizeof path, "%s/texts/de.po", folder == NULL ? "." : folder);
	in = fopen(path, "r");
	assert_non_null(in);
	while (fgets(line, sizeof line, in) != NULL) {
		char *text = line + strlen("msgid \""), *end;

		if (strncmp(line, "msgid \"", strlen("msgid \"")) != 0 ||
		    (end = strrchr(text, '"')) == NULL)
			continue;
		*end = '\0';
		if (strchr(text, '\\') != NULL || !is_telling(t, text, tr(text)))
			continue;
		o->texts = mem_grow(o->texts, o->count + 1, sizeof *o->texts);
		o->texts[o->count++] = mem_text(text);
	}
	fclose(in);
	assert_true(o->count > 500);
}

/* As a whole: not within longer words. */
static bool
stands(const char *screen, const char *text)
{
	for (const char *at = screen; (at = strstr(at, text)) != NULL; at++) {
		char after = at[strlen(text)], before = at == screen ? ' ' : at[-1];

		if (!((before | 32) >= 'a' && (before | 32) <= 'z') && !((after | 32) >= 'a' && (after | 32) <= 'z'))
			return true;
	}
	return false;
}

static size_t
count_english(const struct bench *b, const struct originals *o, const char *line)
{
	size_t found = 0;

	for (size_t i = 0; i < o->count; i++)
		if (stands(b->text.data, o->texts[i])) {
			printf("# %s: \"%s\"\n", line, o->texts[i]);
			found++;
		}
	return found;
}

static void
nothing_of_the_catalogue_stands_there_in_english(void **state)
{
	/* then keys, a space between; what a shopper wrote and the names that are typed are not in
	 * the catalogue */
	static const struct { const char *line, *keys; } shown[] = {
		{"board", ""}, {"list all", ""}, {"list waiting", ""}, {"columns id state tier channel intent reason disposition tags looking unread snoozed owner", ""},
		{"columns usual", ""}, {"group tier", ""}, {"group channel", ""}, {"group reason", ""}, {"group owner", ""}, {"group none", ""}, {"open C-1", ""}, {"open C-7", ""}, {"open C-2", ""},
		{"why C-1", ""}, {"why C-7", "Down Down Down PageDown"}, {"why C-7", "PageDown PageDown PageDown"}, {"why C-2", ""}, {"shopper C-1", ""}, {"shopper C-7", "PageDown"}, {"refunds", ""}, {"refunds", "Down"},
		{"refunds", "PageDown"}, {"find sleeve", ""}, {"find reason:policy", ""}, {"find nothingatall", ""}, {"log", ""}, {"log", "PageUp"}, {"log", "PageUp PageUp"}, {"help", ""}, {"help", "PageDown"},
		{"help", "PageDown PageDown"}, {"help", "PageDown PageDown PageDown"}, {"help", "PageDown PageDown PageDown PageDown"}, {"shift", ""}, {"calibration", ""}, {"set", ""}, {"set", "PageDown"}, {"set clock", ""},
		{"board", ":"}, {"board", ": Tab"}, {"list all", ": Tab t"}, {"list all", "q"}, {"open C-1", "r"}, {"open C-7", "!"}, {"list all", "?"},
	};
	static const char *const refused[] = {
		"aprove", "approve", "open C-999", "sort colour", "group colour", "approve A-999", "deny A-999 x", "propose C-1 refund order=TF-999999", "assign C-1 nobody", "transfer C-1 nowhere",
		"tag C-1 !", "snooze C-1 never", "close C-1 nicely", "merge C-1 C-1", "reopen C-1", "undo C-1", "queue-assign refunds auto", "monitor C-1", "state asleep", "find state:nowhere",
		"set colour red", "theme nowhere", "canned nothing", "macro nothing", "correct C-1 nothing", "wrong C-1 99", "forget nothing", "escalate C-1 x", "amend A-1 99999", "ask A-999 x",
	};
	struct originals o = {0};
	struct bench b;
	size_t found = 0;

	(void)state;
	bench_begin(&b, FIXTURE_AGENT);
	bench_size(&b, 160, 50);
	bench_command(&b, "set language de");
	read_originals(&o, b.table);
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
		char keys[80], *save = NULL;

		bench_command(&b, shown[i].line);
		snprintf(keys, sizeof keys, "%s", shown[i].keys);
		for (char *key = strtok_r(keys, " ", &save); key != NULL; key = strtok_r(NULL, " ", &save))
			bench_press(&b, key);
		found += count_english(&b, &o, shown[i].line);
		for (int n = 0; n < 3 && keys[0] != '\0' && b.screen->prompt.kind != PROMPT_NONE; n++)
			bench_press(&b, "Esc");
	}
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		bench_command(&b, refused[i]);
		found += count_english(&b, &o, refused[i]);
		if (b.screen->prompt.kind != PROMPT_NONE)
			bench_press(&b, "Esc");
	}
	bench_command(&b, "list all");
	bench_command(&b, "mark all");
	bench_command(&b, "macro to-refunds");
	check_shows(&b, "1. senden: „");
	found += count_english(&b, &o, "macro to-refunds, marked");
	bench_press(&b, "n");
	bench_command(&b, "mark none");
	for (size_t i = 0; i < o.count; i++)
		mem_free(o.texts[i]);
	mem_free(o.texts);
	bench_command(&b, "set language en");
	bench_end(&b);
	assert_int_equal(found, 0);
}

static void
ids_are_shown_as_words(void **state)
{
	char out[SHOWN_BYTES];
	struct errinfo e = {0};

	(void)state;
	assert_string_equal(shown_word(out, "refund_request"), "refund request");
	assert_string_equal(shown_word(out, "of_the_shop"), "of the shop");
	assert_string_equal(shown_word(out, NULL), "");
	check_ok(translate_to("de", &e), &e);
	missing = 0;
	for (size_t i = 0; shown_id(i) != NULL; i++) {
		shown_word(out, shown_id(i));
		assert_null(strchr(out, '_'));
	}
	for (size_t i = 0; i < world_intent_count; i++)
		check_word(world_intents[i]);
	for (int i = 0; i < ACTION_KIND_COUNT; i++)
		check_word(action_kind_name((enum action_kind)i));
	for (int i = 0; i < ACTION_STATE_COUNT; i++)
		check_word(action_state_name((enum action_state)i));
	for (int i = 0; i < 5; i++)
		check_word(conversation_state_name((enum conversation_state)i));
	for (int i = 0; i <= ROLE_SUPERVISOR; i++)
		check_word(agent_role_name((enum agent_role)i));
	for (size_t i = 0; i < policy_fact_count(); i++)
		check_word(policy_fact_name(i));
	assert_string_equal(shown_word(out, "refund_request"), "Erstattungswunsch");
	check_ok(translate_to("en", &e), &e);
	assert_int_equal(missing, 0);
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
		cmocka_unit_test(nothing_of_the_catalogue_stands_there_in_english),
		cmocka_unit_test(ids_are_shown_as_words),
		cmocka_unit_test(what_is_typed_and_asked_is_german),
		cmocka_unit_test(auto_goes_by_the_locale),
	};

	setenv("INPUTRC", "/dev/null", 1);
	return RUN_TAP(tests);
}
