/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/cmd.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "floorwalker/base/log.h"
#include "floorwalker/base/str.h"

static const struct subcommand *const rows[] = {
    &subcommand_demo,
    &subcommand_confidence_refit,
    &subcommand_confidence_threshold,
    &subcommand_console,
    &subcommand_store_init,
    &subcommand_work,
    &subcommand_say,
    &subcommand_chat,
    &subcommand_do,
    &subcommand_actions_export,
    &subcommand_survey_import,
    &subcommand_survey_answer,
    &subcommand_survey_report,
    &subcommand_policy_explain,
    &subcommand_policy_check,
    &subcommand_policy_test,
    &subcommand_drill_rewind,
    &subcommand_drill_debrief,
    &subcommand_drill_compare,
    &subcommand_drill_progress,
    &subcommand_drill_list,
    &subcommand_drill,
    &subcommand_replay_lint,
    &subcommand_replay,
    &subcommand_record,
    &subcommand_policy_compare,
    &subcommand_policy_cover,
    &subcommand_world_check,
    &subcommand_world_generate,
    &subcommand_world_import,
    &subcommand_suite_import,
    &subcommand_suite_export,
    &subcommand_knowledge_eval,
    &subcommand_settings,
    &subcommand_simulate,
    &subcommand_staffing,
    &subcommand_compare,
    &subcommand_sweep,
    &subcommand_handling,
    &subcommand_benchmark_calibration,
    &subcommand_benchmark_erlang,
    &subcommand_benchmark_satisfaction,
    &subcommand_benchmark_tau_retail,
    &subcommand_guardrails_run,
    &subcommand_intents_train,
    &subcommand_intents_eval,
    &subcommand_intents_predict,
    &subcommand_intents_curve,
    &subcommand_sentiment_train,
    &subcommand_sentiment_eval,
    &subcommand_sentiment_predict,
    &subcommand_language_train,
    &subcommand_language_eval,
    &subcommand_language_predict,
    &subcommand_intents_drift,
    &subcommand_intents_corrections,
    &subcommand_intents_learn,
    &subcommand_audit,
    &subcommand_manual,
};
#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

const struct subcommand *const *
subcommand_all(size_t *count)
{
	*count = ROW_COUNT;
	return rows;
}

static void
print_overview(FILE *to)
{
	fputs(
	    "floorwalker: supervise, correct and train the AI that serves a shop's customers\n\nusage: floorwalker SUBCOMMAND [OPTION…] [WORD…]\n\n",
	    to);
	for (size_t i = 0; i < ROW_COUNT; i++)
		fprintf(to, "  %-20s %s\n", rows[i]->name, rows[i]->summary);
	fputs("\n  floorwalker SUBCOMMAND --help   what it does, its options, examples\n"
	      "  floorwalker --version           the version\n\nexample:\n  floorwalker store init --store shop.db --world tarn-and-fell --practice\n", to);
}

/* Options that stand alone, before any subcommand. */
static const char *const own_options[] = { "--help", "--version" };

/* Words that make no sense: what is wrong on standard error, made safe to show, and the exit
 * code. */
static int PRINTF_LIKE(1, 2)
refuse(const char *format, ...)
{
	struct errinfo e;
	va_list args;
	char text[sizeof(e.text)];

	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	enum err err = err_set(&e, ERR_USAGE, "%s", text);

	fprintf(stderr, "floorwalker: %s\n", e.text);
	return err_exit_code(err);
}

static bool
asks_for_help(const char *word)
{
	return text_is(word, "--help") || text_is(word, "-h");
}

/* A subcommand's name is one word or two. *used gets how many. */
static const struct subcommand *
find(int argc, char **argv, int *used)
{
	for (size_t i = 0; i < ROW_COUNT; i++) {
		const char *space = strchr(rows[i]->name, ' ');
		size_t first =
		    space != NULL ? (size_t)(space - rows[i]->name) : strlen(rows[i]->name);

		if (strlen(argv[1]) != first || strncmp(argv[1], rows[i]->name, first) != 0)
			continue;
		if (space == NULL || (argc > 2 && text_is(argv[2], space + 1))) {
			*used = space == NULL ? 2 : 3;
			return rows[i];
		}
	}
	return NULL;
}

/* The second word of a row of this family ("store"), or NULL where the row is none of it. */
static const char *
second_word(const struct subcommand *s, const char *family)
{
	size_t length = strlen(family);

	return length > 0 && strncmp(s->name, family, length) == 0 && s->name[length] == ' '
	    ? s->name + length + 1
	    : NULL;
}

static void
print_family(const char *family, FILE *to)
{
	for (size_t i = 0; i < ROW_COUNT; i++)
		if (second_word(rows[i], family) != NULL)
			fprintf(to, "  floorwalker %-20s %s\n", rows[i]->name, rows[i]->summary);
}

/* False where there is no such family. */
static bool
print_family_help(const char *family)
{
	size_t i;

	for (i = 0; i < ROW_COUNT && second_word(rows[i], family) == NULL; i++)
		;
	if (i == ROW_COUNT)
		return false;
	printf("usage: floorwalker %s WORD [OPTION…] [WORD…]\n\n", family);
	print_family(family, stdout);
	printf(
	    "\n  floorwalker %s WORD --help   what it does, its options, examples\n\nexamples:\n",
	    family);
	for (; i < ROW_COUNT; i++)
		if (second_word(rows[i], family) != NULL)
			fputs(rows[i]->examples, stdout);
	return true;
}

/* "floorwalker store" alone, or with a second word that is none of its own: what there is under
 * it. */
static int
wrong_second_word(int argc, char **argv)
{
	const char *names[ROW_COUNT], *near;
	size_t count = 0;
	int code;

	for (size_t i = 0; i < ROW_COUNT; i++)
		if (second_word(rows[i], argv[1]) != NULL)
			names[count++] = second_word(rows[i], argv[1]);
	near = argc > 2 ? text_nearest(argv[2], names, count) : NULL;
	if (argc < 3)
		code = refuse("%s needs a second word:", argv[1]);
	else if (near != NULL)
		code = refuse("%s has no \"%.60s\"; did you mean \"%s %s\"? It has:", argv[1],
		    argv[2], argv[1], near);
	else
		code = refuse("%s has no \"%.60s\"; it has:", argv[1], argv[2]);
	print_family(argv[1], stderr);
	return code;
}

/* The row whose part of the name (0 all of it, 1 the first word, 2 the second) is nearest to a
 * word; NULL where none is near. */
static const struct subcommand *
nearest_row(const char *word, int part)
{
	char parts[ROW_COUNT][32];
	const char *names[ROW_COUNT], *near;

	for (size_t i = 0; i < ROW_COUNT; i++) {
		size_t first = strcspn(rows[i]->name, " ");

		snprintf(parts[i], sizeof(parts[i]), "%.*s", part == 1 ? (int)first : -1,
		    part == 2 ? rows[i]->name + first + (rows[i]->name[first] != '\0')
			      : rows[i]->name);
		names[i] = parts[i];
	}
	near = text_nearest(word, names, ROW_COUNT);
	return near != NULL ? rows[(size_t)(near - parts[0]) / sizeof(parts[0])] : NULL;
}

static int
unknown_option(const char *word)
{
	const char *near =
	    text_nearest(word, own_options, sizeof(own_options) / sizeof(own_options[0]));

	return refuse(
	    "there is no option %.60s%s%s%s before a subcommand (floorwalker --help lists what there is)",
	    word, near != NULL ? "; did you mean " : "", near != NULL ? near : "",
	    near != NULL ? "?" : "");
}

/* No row has these words: tells the nearest one. */
static int
unknown(int argc, char **argv)
{
	const struct subcommand *near = NULL;
	char both[64];

	for (size_t i = 0; i < ROW_COUNT; i++)
		if (second_word(rows[i], argv[1]) != NULL)
			return wrong_second_word(argc, argv);
	if (argv[1][0] == '-')
		return unknown_option(argv[1]);
	snprintf(both, sizeof(both), "%s %s", argv[1], argc > 2 ? argv[2] : "");
	if (argc > 2)
		near = nearest_row(both, 0);
	for (int part = 0; near == NULL && part < 3; part++)
		near = nearest_row(argv[1], part);
	return refuse("there is no subcommand \"%.60s\"%s%s%s (floorwalker --help lists them)",
	    argv[1], near != NULL ? "; did you mean \"" : "", near != NULL ? near->name : "",
	    near != NULL ? "\"?" : "");
}

static int
help(int argc, char **argv)
{
	const struct subcommand *s;
	struct str text;
	int used;

	if (argc < 3) {
		print_overview(stdout);
		return 0;
	}
	s = find(argc - 1, argv + 1, &used);
	if (s == NULL)
		return argc == 3 && print_family_help(argv[2]) ? 0 : unknown(argc - 1, argv + 1);
	str_init(&text);
	subcommand_help(s, &text);
	fputs(text.data, stdout);
	str_clear(&text);
	return 0;
}

static int
run(const struct subcommand *s, int argc, char **argv)
{
	struct call c = { .sub = s, .arena = arena_new() };
	struct errinfo e = { 0 };
	struct str text;
	enum err err;

	str_init(&text);
	err = call_parse(&c, s, argc, argv, &e);
	if (err == ERR_OK && call_has(&c, "help")) {
		subcommand_help(s, &text);
		fputs(text.data, stdout);
	} else if (err == ERR_OK)
		err = s->run(&c, &e);
	fflush(stdout);
	if (err != ERR_OK) {
		fprintf(stderr, "floorwalker %s: %s\n", s->name, e.text);
		if (err == ERR_USAGE) {
			subcommand_usage(s, &text);
			fprintf(stderr, "usage: %s\n", text.data);
		}
	}
	str_clear(&text);
	arena_free(&c.arena);
	return err == ERR_OK || c.exit_code != 0 ? c.exit_code : err_exit_code(err);
}

static int
dispatch(int argc, char **argv)
{
	const struct subcommand *s;
	int used;

	if (argc < 2) {
		print_overview(stderr);
		return 2;
	}
	if (text_is(argv[1], "--version")) {
		printf("floorwalker %s\n", FLOORWALKER_VERSION);
		return 0;
	}
	if (asks_for_help(argv[1]) || text_is(argv[1], "help"))
		return help(argc, argv);
	if (argc > 2 && asks_for_help(argv[2]) && print_family_help(argv[1]))
		return 0;
	s = find(argc, argv, &used);
	return s != NULL ? run(s, argc - used, argv + used) : unknown(argc, argv);
}

/* What isn't open gets /dev/null: else the next file opened, a store perhaps, would be where
 * messages go. */
static void
hold_standard_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 &&
		    open("/dev/null", fd == STDERR_FILENO ? O_WRONLY : O_RDONLY) != fd)
			_exit(1);
}

int
cmd_main(int argc, char **argv)
{
	int code;

	hold_standard_streams();
	log_to(STDERR_FILENO, LOG_WARN);
	code = dispatch(argc, argv);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fputs(
		    "floorwalker: not all of the output could be written: its reader is gone, or there is no room\n",
		    stderr);
		if (code == 0)
			code = 1;
	}
	return code;
}
