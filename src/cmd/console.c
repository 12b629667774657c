/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "floorwalker/base/str.h"
#include "floorwalker/command.h"
#include "floorwalker/model/conversation.h"
#include "floorwalker/tui/tui.h"
#include "floorwalker/world.h"

static enum err
read_size(struct call *c, struct tui_dump *what, struct errinfo *e)
{
	const char *size = call_text(c, "size", "100x30");
	int used = 0;

	if (sscanf(size, "%4dx%4d%n", &what->columns, &what->rows, &used) != 2 ||
	    size[used] != '\0' || what->columns < 1 || what->columns > 1000 || what->rows < 1 ||
	    what->rows > 500)
		return err_set(
		    e, ERR_USAGE, "--size is COLUMNSxROWS, such as 120x40, not \"%.40s\"", size);
	return ERR_OK;
}

static enum err
read_form(struct call *c, struct tui_dump *what, struct errinfo *e)
{
	const char *form = call_text(c, "form", "text");

	if (text_is(form, "text"))
		what->form = TUI_DUMP_TEXT;
	else if (text_is(form, "styles"))
		what->form = TUI_DUMP_STYLES;
	else if (text_is(form, "colours"))
		what->form = TUI_DUMP_COLOURS;
	else
		return err_set(
		    e, ERR_USAGE, "--form is text, styles or colours, not \"%.40s\"", form);
	return ERR_OK;
}

/* What to begin with is a line of a command, or an id. */
static enum err
check_line(const char *option, const char *line, struct errinfo *e)
{
	struct command_table *table = command_table_new();
	const char *names[256], *near;
	size_t count, n = 0;
	const struct command *rows = tui_commands(&count);
	char word[64];
	int64_t id;
	enum err err = ERR_OK;

	command_table_add(table, rows, count);
	snprintf(word, sizeof(word), "%.*s", (int)strcspn(line, " "), line);
	if (word[0] != '\0' && !record_id_parse('C', word, &id) &&
	    command_find(table, word) == NULL) {
		for (size_t i = 0; i < command_count(table) && n < sizeof(names) / sizeof(names[0]);
		     i++)
			names[n++] = command_at(table, i)->name;
		near = text_nearest(word, names, n);
		err = err_set(e, ERR_USAGE,
		    "--%s: there is no view or command \"%s\"%s%s%s (floorwalker manual keys lists them)",
		    option, word, near != NULL ? "; did you mean " : "", near != NULL ? near : "",
		    near != NULL ? "?" : "");
	}
	command_table_free(&table);
	return err;
}

/* One screen on standard output, for scripts and tests. */
static enum err
dump(struct call *c, struct tui_options *options, struct errinfo *e)
{
	struct tui_dump what = { .keys = call_text(c, "typed", NULL) };
	struct str out;
	enum err err;

	options->view = call_text(c, "dump", NULL);
	if ((err = read_size(c, &what, e)) != ERR_OK || (err = read_form(c, &what, e)) != ERR_OK)
		return err;
	str_init(&out);
	if ((err = tui_dump(options, &what, &out, e)) == ERR_OK)
		fputs(out.data, stdout);
	str_clear(&out);
	return err;
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct tui_options options = {.view = call_text(c, "view", NULL),
	    .work = !call_has(c, "no-work"),
	    .backend = call_text(c, "backend", "builtin")};
	struct office office;
	enum err err;

	if ((err = call_need_store(c, &options.target, e)) != ERR_OK ||
	    (options.view != NULL && (err = check_line("view", options.view, e)) != ERR_OK) ||
	    (call_has(c, "dump") &&
		(err = check_line("dump", call_text(c, "dump", ""), e)) != ERR_OK) ||
	    (err = office_open(&office, options.target, NULL, "console", e)) != ERR_OK)
		return err;
	options.shared = &office.shared;
	options.practice = desk_is_practice(office.desk);
	if ((err = agent_of_call(c, office.desk, &options.agent, e)) == ERR_OK &&
	    (err = settings_of_call(c, world_folder(office.shared.world), &options.settings, e)) ==
		ERR_OK)
		err = call_has(c, "dump")     ? dump(c, &options, e)
		    : call_has(c, "linear") ? tui_linear(&options, e)
					    : tui_run(&options, e);
	tui_settings_free(&options.settings);
	office_close(&office);
	return err;
}

static const struct option options[] = {
	{ .name = "store", .value = "PATH", .help = "the store" },
	{ .name = "agent", .value = "ID", .help = "act as this agent: only in a store made for practice" },
	{ .name = "theme", .value = "NAME", .help = "dark, light, high-contrast …, or a file" },
	{ .name = "set", .value = "NAME=VALUE", .help = "a setting (floorwalker.conf(5))", .several = true },
	{ .name = "config", .value = "FILE", .help = "your settings ($XDG_CONFIG_HOME/floorwalker/floorwalker.conf)" },
	{ .name = "keys", .value = "FILE", .help = "keys of your own ($XDG_CONFIG_HOME/floorwalker/keys)" },
	{ .name = "view", .value = "VIEW", .help = "what to begin with: board, list, refunds …, or \"open C-17\"" },
	{ .name = "backend", .value = "NAME", .help = "the AI whose turns run here: builtin (default) or http:URL" },
	{ .name = "no-work", .help = "run no turns here: a floorwalker work does" },
	{ .name = "linear", .help = "no drawing: lines in, lines out, for screen readers" },
	{ .name = "dump", .value = "VIEW", .help = "print one screen and end, without a terminal" },
	{ .name = "size", .value = "CxR", .help = "of a dump, 100x30" },
	{ .name = "typed", .value = "KEYS", .help = "keys typed before a dump: \"j j Enter\"" },
	{ .name = "form", .value = "FORM", .help = "of a dump: text (default), styles or colours" },
	{ .name = NULL },
};

const struct subcommand subcommand_console = {
    .name = "console",
    .words = "",
    .summary = "open the console on a store",
    .help =
	"Shows what waits, what the AI does and how sure it is; take over, answer, give back, approve. ? lists the keys.\n"
	"Runs the AI's turns too, unless --no-work says that another process does.",
    .examples =
	"  floorwalker console --store shop.db\n  floorwalker console --store play.db --agent maeve --theme light\n"
	"  floorwalker console --store play.db --dump board --size 120x40\n",
    .options = options,
    .run = run,
};
