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
	    ".TP\n.I $XDG_CONFIG_HOME/floorwalker/floorwalker.conf\nthe console's settings, and keys of your own\n");
	str_add(out, ".SH SEE ALSO\n.BR floorwalker\\-console (1),\n.BR floorwalker\\-replay (1),\n.BR floorwalker.conf (5),\n.BR floorwalker\\-scenario (5),\n.BR floorwalker\\-simulation (5),\n.BR floorwalker\\-keys (7)\n");
}

/* What the rows of the console can't say. */
static const char console_head[] =
    ".SH THE SCREEN\n"
    "The top line has the shop's live figures. CSAT* is a proxy: what shoppers of conversations closed today would probably answer, 1 to 5, inferred from how those went (the view why ends with the\n"
    "factors of one); CSAT with a share and its n is what shoppers did answer to a survey, 4 or 5 of 5. Below it stand the views,\n"
    "which are opened by their digits. Tab goes from pane to pane, Enter opens what is selected, Esc goes back, and ?\n"
    "lists every command with its key. A command can be typed by its name after a colon; Tab completes it. The last row hints at the keys that do something now.\n"
    "What was read from the store but is being read again says how old it is; no key waits for the store.\n"
    ".SH LINEAR MODE\n"
    "With\n.B \\-\\-linear\nnothing is drawn: for screen readers and braille displays, slow lines and scripts. Commands are the same and are typed, one a line; what they have to show is printed as lines,\n"
    "without borders; what happens is told in one line each, between two commands, never into a line that is being typed. Where standard input or output is no terminal it works all the same.\n"
    ".SH NOTICES\n"
    "A conversation that begins to wait in a queue of yours, words of a shopper in a conversation of yours, an action that waits for approval, and an answer that is about to be late can ring the terminal's bell, be sent to the desktop\n"
    "(OSC 9 or OSC 777) and stand in the window's title; settings bell, notify, notify\\-on, notify\\-every and title say which. Notices name conversations and counts, never a shopper's words.\n"
    ".SH TERMINALS\n"
    "Any terminal that curses knows and that can place text, of one column and one row or more. Colours: true colour, or else 256, 16, 8 or none; themes are measured for contrast.\n"
    "True colour needs a description that has RGB: that of TERM (TERM=xterm\\-direct), or, where COLORTERM is truecolor or 24bit, that of the same terminal by its name with \\-direct (xterm\\-direct for\n"
    "xterm\\-256color), if it agrees with TERM's own in all else. Many systems keep these in a package of their own, ncurses\\-term; without it COLORTERM changes nothing, and the nearest of 256 colours are shown.\n"
    "Nothing is said by colour alone. Where the locale isn't UTF\\-8, letters beyond ASCII show as ?. Direction marks never reach the terminal, so that text from right to left stands in the order in which it was written.\n"
    "The mouse is left to the terminal: selecting and copying work as everywhere. No default key is a prefix of tmux or screen.\n";
static const char console_tail[] =
    ".SH ENVIRONMENT\n.TP\n.B FLOORWALKER_THEME\nthe theme, where none is set\n.TP\n.B NO_COLOR\nset and not empty: no colours\n.TP\n.B COLORFGBG\nset by some terminals: whether their ground is light\n"
    ".TP\n.B INPUTRC\nkeys while something is typed, as\n.BR readline (3)\nhas them\n"
    ".SH FILES\n.TP\n.I $XDG_CONFIG_HOME/floorwalker/floorwalker.conf\nsettings and keys:\n.BR floorwalker.conf (5)\n"
    ".SH SEE ALSO\n.BR floorwalker (1),\n.BR floorwalker.conf (5),\n.BR floorwalker\\-keys (7)\n";

static void
make_console_page(struct str *out)
{
	const struct subcommand *s = &subcommand_console;

	str_addf(out,
	    ".\\\" Made by: floorwalker manual console. Do not edit.\n.TH FLOORWALKER\\-CONSOLE 1 \"\" \"floorwalker %s\" \"User Commands\"\n",
	    FLOORWALKER_VERSION);
	str_add(out, ".SH NAME\nfloorwalker\\-console \\- ");
	add_text(out, s->summary);
	str_add(out, "\n.SH SYNOPSIS\n.B floorwalker console\n.B \\-\\-store\n.I PATH\n[\\fIOPTION\\fR...]\n.SH DESCRIPTION\n");
	add_text(out, s->help);
	str_add(out, "\n.SH OPTIONS\n");
	add_options(out, s);
	str_add(out, console_head);
	str_add(out, ".SH EXAMPLES\n.nf\n");
	add_text(out, s->examples);
	str_add(out, ".fi\n");
	str_add(out, console_tail);
}

/* What the rows of replay can't say. */
static const char replay_tail[] =
    ".SH WHOSE FAILURE\nEach failure names whom it is blamed on: the AI (by layer: understanding, knowledge, policy, gates, words, desk, shop), the conversation itself, or the infrastructure (a backend that was late).\n"
    "What fails in later turns may come of the first failure; it is counted, and shown in full by\n.BR \"\\-\\-format json\" .\n"
    ".SH WHAT A CHANGE CAN TOUCH\n"
    "A run with\n.B \\-\\-reach\n.I FILE\nkeeps of each conversation all that it asked of the world: policy with the facts that it decided on, articles with the words that were looked for, sentences, orders, customers and goods. "
    "What shoppers say stands there with {email}, {name} … in the place of what the records say of them.\n"
    ".PP\n.B \\-\\-changed\\-since\n.I WHAT\ncompares the world with what it was, asks both of them all that again, and plays those conversations that are answered otherwise somewhere. The others go as they went, since each next question follows from the answers before. "
    ".I WHAT\nis a folder that holds the world as it was, or a revision of the git checkout that its folder lies in; git is run for that, and reaches no network.\n"
    ".PP\nAll are played where it can't be told: a changed setting or model, names in the catalogue, sentences that every reply is checked against, files that nothing is known of, another backend than builtin, a world that can't be read any more. "
    "So is any conversation that is new, changed, or failed the last time, or that was played with another program, seed, or world than the two; and each goal. Another version of a decision table is no change where it decides the same. "
    "Phrases that models are taught with change nothing until a model is trained from them.\n"
    ".SH A BASELINE\n.B \\-\\-baseline\n.I FILE\n.B \\-\\-update\naccepts a run. Later runs are held against it: what failed then may fail still, but what is worse doesn't pass. Of severity money nothing that fails ever passes, of severity words everything does.\n"
    "Told apart are only words that changed, and other things that no expectation asks about: another rule, another article, another owner.\n"
    ".SH EXIT STATUS\n.TP\n.B 0\nall hold, or the gate has nothing to hold back\n.TP\n.B 1\nsomething failed\n.TP\n.B 2\nwrong usage, or a suite or world that can't be read\n.TP\n.B 3\nthe backend or the store couldn't be reached: never a failure of the AI\n"
    ".SH SEE ALSO\n.BR floorwalker (1),\n.BR floorwalker\\-scenario (5),\n.BR floorwalker\\-simulation (5)\n";

/* A page about several subcommands: what begins it, a part for each, and what the rows can't say. */
struct page {
	const char *title, *name, *synopsis, *tail;
	const struct subcommand *const *rows;
	const char *const *parts;	/* headings */
	size_t count;
};

static void
make_rows_page(const struct page *p, struct str *out)
{
	str_addf(out,
	    ".\\\" Made by: floorwalker manual %s. Do not edit.\n.TH FLOORWALKER\\-%s 1 \"\" \"floorwalker %s\" \"User Commands\"\n",
	    p->name, p->title, FLOORWALKER_VERSION);
	str_addf(out, ".SH NAME\nfloorwalker\\-%s \\- ", p->name);
	add_text(out, p->rows[0]->summary);
	str_addf(out, "\n.SH SYNOPSIS\n%s", p->synopsis);
	for (size_t i = 0; i < p->count; i++) {
		str_addf(out, ".SH %s\n", p->parts[i]);
		add_text(out, p->rows[i]->help);
		str_add(out, "\n.PP\nOptions:\n");
		add_options(out, p->rows[i]);
	}
	str_add(out, ".SH EXAMPLES\n.nf\n");
	for (size_t i = 0; i < p->count; i++)
		add_text(out, p->rows[i]->examples);
	str_add(out, ".fi\n");
	str_add(out, p->tail);
}

static void
make_replay_page(struct str *out)
{
	static const struct subcommand *const rows[] = {
	    &subcommand_replay, &subcommand_replay_lint, &subcommand_record};
	static const char *const parts[] = { "DESCRIPTION", "LINT", "RECORD" };
	static const struct page page = {.title = "REPLAY",
	    .name = "replay",
	    .synopsis =
		".B floorwalker replay\n[\\fIOPTION\\fR...] [\\fISUITE\\fR...]\n.br\n.B floorwalker replay lint\n[\\fIOPTION\\fR...] [\\fISUITE\\fR...]\n.br\n"
		".B floorwalker record\n.B \\-\\-into\n.I FOLDER\n[\\fIOPTION\\fR...] [\\fICONVERSATION\\fR...]\n",
	    .tail = replay_tail,
	    .rows = rows,
	    .parts = parts,
	    .count = sizeof rows / sizeof *rows};

	make_rows_page(&page, out);
}

/* What the rows of drills can't say. */
static const char drill_tail[] =
    ".SH COMMANDS OF A DRILL\nBesides those of the console (floorwalker\\-keys(7)):\n"
    ".TP\n.B hint\n(M-h) where to look now; counted in the debrief\n.TP\n.B lessons\nwhat is to be learnt\n.TP\n.BR pause \", \" go\nstop and start the drill's clock; while it stands nothing can be done\n"
    ".TP\n.B rewind \\fIMOMENT\\fR\ngo back, and try again\n"
    ".SH SCRIPTS\nA script is a line for each command:\n.PP\n.nf\n"
    "# lines that begin with # say nothing\n10:04:31.250 C-3 take\n10:04:40 C-3 reply Hello, I am looking at your order now.\n+20 A-1 approve\n.fi\n.PP\n"
    "An instant is a time of the drill's day; hours past 24 are the next days'. + and a number is so many seconds after the line before. C-3 and A-1 are what is selected in the console, "
    "the rest is a command as in\n.BR \"floorwalker do\" ,\nwith \\en for a new line and \\e\\e for a backslash. A command that is refused is told, and the script goes on.\n.B quit\nleaves the seat, and ends the session.\n"
    "What a session's trainee did is kept as such a script, in the file \\fIcommands\\fR of its folder: the same commands at the same instants give the same session again.\n"
    ".SH FILES\n.TP\n.I $XDG_STATE_HOME/floorwalker/drills\nthe sessions, a folder each; without that variable below\n.IR ~/.local/state .\nIn them is what the trainee wrote; the shoppers are made up.\n"
    ".SH EXIT STATUS\n.TP\n.B 0\npassed\n.TP\n.B 1\nplayed, and not passed\n.TP\n.B 2\nwrong usage, or something that couldn't be read or played\n"
    ".SH SEE ALSO\n.BR floorwalker (1),\n.BR floorwalker\\-drill (5),\n.BR floorwalker\\-simulation (5),\n.BR floorwalker\\-keys (7)\n";

static void
make_drill_page(struct str *out)
{
	static const struct subcommand *const rows[] = {&subcommand_drill, &subcommand_drill_rewind,
	    &subcommand_drill_debrief, &subcommand_drill_compare, &subcommand_drill_progress,
	    &subcommand_drill_list};
	static const char *const parts[] = {
	    "DESCRIPTION", "REWIND", "DEBRIEF", "COMPARE", "PROGRESS", "LIST"};
	static const struct page page = {.title = "DRILL",
	    .name = "drill",
	    .synopsis =
		".B floorwalker drill\n[\\fIOPTION\\fR...] \\fIDRILL\\fR|\\fISHIFT\\fR|\\fISCENARIO\\fR\n.br\n.B floorwalker drill rewind\n[\\fIOPTION\\fR...] \\fISESSION MOMENT\\fR\n.br\n"
		".B floorwalker drill debrief\n[\\fIOPTION\\fR...] \\fISESSION\\fR\n.br\n.B floorwalker drill compare\n[\\fIOPTION\\fR...] \\fISESSION\\fR \\fISESSION\\fR|\\fBai\\fR|\\fBexpert\\fR\n.br\n"
		".B floorwalker drill progress\n[\\fIOPTION\\fR...] [\\fIDRILL\\fR]\n.br\n.B floorwalker drill list\n[\\fIOPTION\\fR...] [\\fIDRILL\\fR]\n",
	    .tail = drill_tail,
	    .rows = rows,
	    .parts = parts,
	    .count = sizeof rows / sizeof *rows};

	make_rows_page(&page, out);
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
	else if (text_is(page, "console"))
		make_console_page(&out);
	else if (text_is(page, "replay"))
		make_replay_page(&out);
	else if (text_is(page, "drill"))
		make_drill_page(&out);
	else if (text_is(page, "conf"))
		tui_settings_manual(&out);
	else if (text_is(page, "completion"))
		make_completion(table, &out);
	else
		err = err_set(e, ERR_USAGE,
		    "there is no page \"%.40s\": floorwalker, console, drill, replay, conf, keys or completion", page);
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
	"PAGE is floorwalker (the default, this manual), console, drill, replay, conf (the console's settings), keys (its commands and keys), or completion (for bash).",
    .examples =
	"  floorwalker manual keys | man -l -\n  floorwalker manual completion > ~/.local/share/bash-completion/completions/floorwalker\n",
    .options = options,
    .run = run,
};
