/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "floorwalker/base/str.h"
#include "floorwalker/command.h"
#include "floorwalker/tui/tui.h"

/* Text as roff takes it: a backslash, and a dot or quote at the begin of a line, are no
 * requests. */
static void
add_text(struct str *out, const char *text)
{
	bool line_begins = true;

	for (; *text != '\0'; text++) {
		if (line_begins && (*text == '.' || *text == '\''))
			str_add(out, "\\&");
		if (*text == '\\')
			str_add(out, "\\e");
		else if (*text == '-')
			str_add(out, "\\-");
		else
			str_add_char(out, *text);
		line_begins = *text == '\n';
	}
}

static void
add_options(struct str *out, const struct subcommand *s)
{
	for (const struct option *o = s->options; o->name != NULL; o++) {
		str_add(out, ".TP\n.B \\-\\-");
		add_text(out, o->name);
		if (o->value != NULL)
			str_addf(out, " \\fI%s\\fR", o->value);
		str_add_char(out, '\n');
		add_text(out, o->help);
		str_addf(out, "%s\n", o->several ? " (may be given several times)" : "");
	}
}

static void
add_subcommand(struct str *out, const struct subcommand *s)
{
	str_add(out, ".SS ");
	add_text(out, s->name);
	str_add(out, "\n.nf\n.B ");
	subcommand_usage(s, out);
	str_add(out, "\n.fi\n.PP\n");
	add_text(out, s->help);
	str_add_char(out, '\n');
	add_options(out, s);
	str_add(out, ".PP\nExamples:\n.PP\n.nf\n.RS\n");
	add_text(out, s->examples);
	str_add(out, ".RE\n.fi\n");
}

static void
make_page(struct str *out)
{
	size_t count;
	const struct subcommand *const *rows = subcommand_all(&count);

	str_addf(out,
	    ".\\\" Made by: floorwalker manual. Do not edit.\n.TH FLOORWALKER 1 \"\" \"floorwalker %s\" \"User Commands\"\n",
	    FLOORWALKER_VERSION);
	str_add(out,
	    ".SH NAME\nfloorwalker \\- supervise, correct and train the AI that serves a shop's customers\n");
	str_add(out,
	    ".SH SYNOPSIS\n.B floorwalker\n.I SUBCOMMAND\n[\\fIOPTION\\fR...] [\\fIWORD\\fR...]\n");
	str_add(out,
	    ".SH DESCRIPTION\nA console for support teams whose first line is an AI: it shows every live conversation with what the AI understood, how sure it is and on what its\n"
	    "answer rests, queues what the AI must not or cannot finish, and lets agents take over, give back and approve refunds. The same engine, store, rules\n"
	    "and scenario files serve a simulator that replays synthetic shoppers.\n.SH SUBCOMMANDS\n");
	for (size_t i = 0; i < count; i++)
		add_subcommand(out, rows[i]);
	str_add(out,
	    ".SH EXIT STATUS\n0: done. 1: it failed, or its answer is no. 2: words that make no sense.\n");
	str_add(out,
	    ".SH ENVIRONMENT\n.TP\n.B FLOORWALKER_DATA\nwhere worlds, scenarios, themes and models lie, before the installed folder\n"
	    ".TP\n.B FLOORWALKER_HTTP_TOKEN\nsent as a bearer token to an http: backend\n.TP\n.B FLOORWALKER_THEME\nthe console's theme\n"
	    ".TP\n.B NO_COLOR\nset: the console uses no colours\n");
	str_add(out,
	    ".SH FILES\n.TP\n.I STORE\nthe store: SQLite\n.TP\n.I STORE.key\nits master key, mode 0600; without it nothing that was sealed can be read\n"
	    ".TP\n.I $XDG_CONFIG_HOME/floorwalker/keys\nkeys of your own\n");
	str_add(out, ".SH SEE ALSO\n.BR floorwalker\\-keys (7)\n");
}

/* Completion: the subcommand, its options, the commands behind "do". */
static void
make_completion(const struct command_table *table, struct str *out)
{
	size_t count;
	const struct subcommand *const *rows = subcommand_all(&count);

	command_completion_bash(table, out);
	str_add(out,
	    "_floorwalker()\n{\n\tlocal here=\"${COMP_WORDS[COMP_CWORD]}\" words=\"\"\n\tcase \"$COMP_CWORD ${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n\t1*) words=\"");
	for (size_t i = 0; i < count; i++)
		if (i == 0 ||
		    strncmp(rows[i]->name, rows[i - 1]->name, strcspn(rows[i]->name, " ") + 1) != 0)
			str_addf(out, "%.*s ", (int)strcspn(rows[i]->name, " "), rows[i]->name);
	str_add(out, "help --version\" ;;\n");
	for (size_t i = 0; i < count; i++) {
		str_addf(out, "\t*\" %s\"*) words=\"", rows[i]->name);
		for (const struct option *o = rows[i]->options; o->name != NULL; o++)
			str_addf(out, "--%s ", o->name);
		str_add(out, "--help\" ;;\n");
	}
	str_add(out,
	    "\tesac\n\tcase \"${COMP_WORDS[1]} $here\" in \"do \"[!-]*|\"do \") _floorwalker_do; return ;; esac\n"
	    "\tCOMPREPLY=($(compgen -W \"$words\" -- \"$here\"))\n}\ncomplete -o default -F _floorwalker floorwalker\n");
}

static enum err
run(struct call *c, struct errinfo *e)
{
	const char *page = c->word_count > 0 ? c->words[0] : "floorwalker";
	struct command_table *table = command_table_new();
	struct str out;
	size_t count;
	const struct command *rows = tui_commands(&count);
	enum err err = ERR_OK;

	command_table_add(table, rows, count);
	str_init(&out);
	if (text_is(page, "floorwalker"))
		make_page(&out);
	else if (text_is(page, "keys"))
		command_manual_keys(table, &out);
	else if (text_is(page, "completion"))
		make_completion(table, &out);
	else
		err = err_set(e, ERR_USAGE,
		    "there is no page \"%.40s\": floorwalker, keys or completion", page);
	fputs(out.data, stdout);
	str_clear(&out);
	command_table_free(&table);
	return err;
}

static const struct option options[] = { { .name = NULL } };

const struct subcommand subcommand_manual = {
    .name = "manual",
    .words = "[PAGE]",
    .most = 1,
    .summary = "print a manual page, or the completion for bash",
    .help =
	"PAGE is floorwalker (the default, this manual), keys (the console's commands and keys), or completion (for bash).",
    .examples =
	"  floorwalker manual keys | man -l -\n  floorwalker manual completion > ~/.local/share/bash-completion/completions/floorwalker\n",
    .options = options,
    .run = run,
};
