/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/cmd.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "floorwalker/base/log.h"
#include "floorwalker/base/str.h"

static const struct subcommand *const rows[] = {
	&subcommand_demo, &subcommand_console, &subcommand_store_init, &subcommand_work, &subcommand_say, &subcommand_chat, &subcommand_do, &subcommand_policy_explain, &subcommand_policy_check,
	&subcommand_world_check, &subcommand_world_generate, &subcommand_simulate, &subcommand_audit, &subcommand_manual,
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
	fputs("floorwalker: supervise, correct and train the AI that serves a shop's customers\n\nusage: floorwalker SUBCOMMAND [OPTION…] [WORD…]\n\n", to);
	for (size_t i = 0; i < ROW_COUNT; i++)
		fprintf(to, "  %-16s %s\n", rows[i]->name, rows[i]->summary);
	fputs("\n  floorwalker SUBCOMMAND --help   what it does, its options, examples\n"
	      "  floorwalker --version           the version\n\nexample:\n  floorwalker store init --store shop.db --world tarn-and-fell --practice\n", to);
}

/* A subcommand's name is one word or two. *used gets how many. */
static const struct subcommand *
find(int argc, char **argv, int *used)
{
	for (size_t i = 0; i < ROW_COUNT; i++) {
		const char *space = strchr(rows[i]->name, ' ');
		size_t first = space != NULL ? (size_t)(space - rows[i]->name) : strlen(rows[i]->name);

		if (strlen(argv[1]) != first || strncmp(argv[1], rows[i]->name, first) != 0)
			continue;
		if (space == NULL || (argc > 2 && text_is(argv[2], space + 1))) {
			*used = space == NULL ? 2 : 3;
			return rows[i];
		}
	}
	return NULL;
}

/* "floorwalker store" alone, or with a second word that is none of its own: what there is under it. */
static bool
explain_family(int argc, char **argv)
{
	size_t length = strlen(argv[1]);
	bool any = false;

	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (strncmp(rows[i]->name, argv[1], length) != 0 || rows[i]->name[length] != ' ')
			continue;
		if (!any && argc > 2 && !text_is(argv[2], "--help"))
			fprintf(stderr, "floorwalker: %s has no \"%s\"; it has:\n", argv[1], argv[2]);
		else if (!any)
			fprintf(stderr, "floorwalker: %s needs a second word:\n", argv[1]);
		fprintf(stderr, "  floorwalker %-16s %s\n", rows[i]->name, rows[i]->summary);
		any = true;
	}
	return any;
}

static int
unknown(int argc, char **argv)
{
	const char *names[ROW_COUNT], *near;

	if (explain_family(argc, argv))
		return 2;
	for (size_t i = 0; i < ROW_COUNT; i++)
		names[i] = rows[i]->name;
	near = text_nearest(argv[1], names, ROW_COUNT);
	fprintf(stderr, "floorwalker: there is no subcommand \"%s\"", argv[1]);
	if (near != NULL)
		fprintf(stderr, "; did you mean \"%s\"?", near);
	fputs(" (floorwalker --help lists them)\n", stderr);
	return 2;
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
		return unknown(argc - 1, argv + 1);
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
	return err != ERR_OK ? err_exit_code(err) : c.exit_code;
}

int
cmd_main(int argc, char **argv)
{
	const struct subcommand *s;
	int used;

	log_to(STDERR_FILENO, LOG_WARN);
	if (argc < 2) {
		print_overview(stderr);
		return 2;
	}
	if (text_is(argv[1], "--version")) {
		printf("floorwalker %s\n", FLOORWALKER_VERSION);
		return 0;
	}
	if (text_is(argv[1], "--help") || text_is(argv[1], "-h") || text_is(argv[1], "help"))
		return help(argc, argv);
	s = find(argc, argv, &used);
	return s != NULL ? run(s, argc - used, argv + used) : unknown(argc, argv);
}
