/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is written from the table: usage, the manual page of keys, completion for the shell.
 */
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

void
command_manual_keys(const struct command_table *t, struct str *out)
{
	static const unsigned order[] = {CONTEXT_LIST, CONTEXT_CONVERSATION, CONTEXT_REFUNDS, CONTEXT_HELP, CONTEXT_LOG};
	str_add(out, ".TH FLOORWALKER\\-KEYS 7\n.SH NAME\nfloorwalker\\-keys \\- keys and commands of the console\n");
	for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
		str_add(out, ".SH ");
		for (const char *s = command_context_name(order[k]); *s != '\0'; s++)
			str_add_char(out, (char)toupper((unsigned char)*s));
		str_add_char(out, '\n');
		for (size_t i = 0; i < t->count; i++)
			if ((t->rows[i]->contexts & order[k]) != 0)
				add_row(t->rows[i], out);
	}
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
