/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is written from the table: usage, the manual page of keys, completion for the shell.
 */
#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "private.h"

void
command_usage(const struct command *c, struct str *out)
{
	str_add(out, c->name);
	for (size_t i = 0; i < 4 && c->arguments[i].name != NULL; i++) {
		const struct argument *a = &c->arguments[i];
		str_add(out, a->optional ? " [" : " ");
		for (const char *s = a->name; *s != '\0'; s++)
			str_add_char(out, (char)toupper((unsigned char)*s));
		str_add(out, a->kind == ARGUMENT_TEXT ? "…" : "");
		str_add(out, a->optional ? "]" : "");
	}
}

static void
add_roff(struct str *out, const char *s)
{
	for (; *s != '\0'; s++) {
		if (*s == '\\')
			str_add(out, "\\e");
		else if (*s == '-')
			str_add(out, "\\-");
		else if (*s == '\'')
			str_add(out, "\\(aq");
		else
			str_add_char(out, *s);
	}
}

static void
add_row(const struct command *c, struct str *out)
{
	struct str usage;
	str_init(&usage);
	command_usage(c, &usage);
	str_add(out, ".TP\n.B ");
	add_roff(out, text_is_empty(c->keys) ? c->name : c->keys);
	str_add(out, "\n");
	add_roff(out, c->summary);
	str_add(out, ".\n.br\n");
	add_roff(out, usage.data);
	str_add(out, text_is_empty(c->help) ? "\n" : "\n.br\n");
	if (!text_is_empty(c->help)) {
		add_roff(out, c->help);
		str_add_char(out, '\n');
	}
	str_clear(&usage);
}

/* What the table can't say. Lines of roff. */
static const char head[] =
    ".TH FLOORWALKER\\-KEYS 7\n"
    ".SH NAME\nfloorwalker\\-keys \\- keys and commands of the console\n"
    ".SH DESCRIPTION\n"
    "C\\-x is Control with x, M\\-x Alt with x (or Esc, then x at once), S\\-Tab Shift with Tab. The last row of the screen hints at the keys that do something now;\n"
    "? lists all. Every command can be typed by its name after a colon, and those of the desk in a shell with\n.BR \"floorwalker do\" .\n"
    ".SH WHILE TYPING\n"
    "Enter ends the line, Esc leaves it, Tab completes. In a reply or a note M\\-Enter or C\\-o begins a new line; in an empty reply Tab takes the AI's draft. Other keys edit as\n"
    ".BR readline (3)\nhas them. Pasted text is never taken as commands.\n";
static const char tail[] =
    ".SH KEYS OF YOUR OWN\n"
    "Lines of floorwalker.conf bind a key to a command line, or take it away:\n.PP\n.nf\nbind CONTEXT KEY COMMAND\nbind list F7 take\nbind any F9 list mine\nunbind any C\\-z\n.fi\n.PP\n"
    "Contexts: any, list, conversation, refunds, help, log. Where a line hides another, or takes a command's last key, the console says so when it starts;\n.B floorwalker settings\nsays it too. See\n.BR floorwalker.conf (5).\n"
    ".SH SEE ALSO\n.BR floorwalker (1),\n.BR floorwalker\\-console (1),\n.BR floorwalker.conf (5)\n";

static void
add_section(const struct command_table *t, const char *title, unsigned contexts, struct str *out)
{
	bool any = false;
	for (size_t i = 0; i < t->count; i++) {
		if ((t->rows[i]->contexts & CONTEXT_SCREEN) != contexts)
			continue;
		if (!any)
			str_addf(out, ".SH %s\n", title);
		any = true;
		add_row(t->rows[i], out);
	}
}

/* Each command once, under where it can be given. */
void
command_manual_keys(const struct command_table *t, struct str *out)
{
	static const struct { const char *title; unsigned contexts; } sections[] = {
		{"LISTS AND CONVERSATIONS", CONTEXT_LIST | CONTEXT_CONVERSATION}, {"LISTS", CONTEXT_LIST}, {"CONVERSATIONS", CONTEXT_CONVERSATION},
		{"CONVERSATIONS AND THE REFUND DESK", CONTEXT_CONVERSATION | CONTEXT_REFUNDS}, {"THE REFUND DESK", CONTEXT_REFUNDS}, {"THE LOG AND HELP", CONTEXT_LOG | CONTEXT_HELP}, {"EVERYWHERE", CONTEXT_SCREEN},
	};
	const size_t count = sizeof sections / sizeof *sections;
	str_add(out, head);
	for (size_t k = 0; k < count; k++)
		add_section(t, sections[k].title, sections[k].contexts, out);
	for (size_t i = 0; i < t->count; i++) {
		unsigned screen = t->rows[i]->contexts & CONTEXT_SCREEN;
		bool told = screen == 0;
		for (size_t k = 0; k < count; k++)
			told = told || screen == sections[k].contexts;
		assert(told);	/* a new mix of contexts needs a section */
		(void)told;
	}
	str_add(out, tail);
}

void
command_completion_bash(const struct command_table *t, struct str *out)
{
	str_add(out, "_floorwalker_do()\n{\n\tCOMPREPLY=($(compgen -W \"");
	for (size_t i = 0, n = 0; i < t->count; i++)
		if ((t->rows[i]->contexts & CONTEXT_SHELL) != 0)
			str_addf(out, "%s%s", n++ > 0 ? " " : "", t->rows[i]->name);
	str_add(out, "\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n}\n");
}
