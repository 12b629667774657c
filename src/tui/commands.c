/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The console's own rows of the command table: those of its other files, and those about the
 * console itself.
 */
#include <assert.h>
#include <string.h>

#include "floorwalker/text/translate.h"
#include "floorwalker/tui/tui.h"
#include "screen_private.h"

static enum err
run_command(struct command_call *c, struct errinfo *e)
{
	(void)e;
	prompt_command(c->front, "");
	return ERR_OK;
}

static enum err
run_refresh(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;

	(void)e;
	s->redraw = true;
	screen_changed_all(s);
	return ERR_OK;
}

static void
complete_theme(struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	struct arena *a = arena_new();
	const char **names;
	size_t count;

	(void)d;
	(void)begin;
	if (theme_list(a, &names, &count, NULL) == ERR_OK) {
		for (size_t i = 0; i < count; i++)
			word(context, names[i]);
	}
	arena_free(&a);
}

static enum err
run_theme(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;
	const char **names, *name = c->texts[0];
	size_t count;
	enum err code;

	if (text_is_empty(name)) {
		if ((code = theme_list(c->arena, &names, &count, e)) != ERR_OK)
			return code;
		for (size_t i = 0; i < count; i++) {
			if (text_is(names[i], theme_name(s->theme)))
				name = names[(i + 1) % count];
		}
		if (text_is_empty(name))
			name = count > 0 ? names[0] : "dark";
	}
	if ((code = screen_set(s, "theme", name, e)) != ERR_OK)
		return code;
	screen_say(s, INK_TEXT, tr("Theme: %s"), theme_name(s->theme));
	return ERR_OK;
}

static enum err
run_suspend(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;

	if (s->options.suspend == NULL)
		return err_set(e, ERR_UNSUPPORTED, tr("there is no shell to go back to"));
	s->options.suspend(s->options.context);
	return ERR_OK;
}
static const struct command rows[] = {
    {.name = "mark-action",
	.arguments = {{"which", ARGUMENT_WORD, true, NULL}},
	.contexts = CONTEXT_REFUNDS,
	.keys = "*",
	.summary = N_("Mark an action, or take its mark away"),
	.help =
	    N_("With rule all are marked that wait as its kind by its rule; with none no mark is left. What is decided loses its mark."),
	.example = ":mark-action rule",
	.run = run_mark_action},
    {.name = "approve-marked",
	.contexts = CONTEXT_REFUNDS,
	.keys = "Y",
	.summary = N_("Approve all marked actions, of one rule"),
	.help =
	    N_("Asks first, with how many, their sum and their rule; then it is approve-batch of those that are marked: each is judged and recorded by itself."),
	.run = run_approve_marked},
    {.name = "sort-refunds",
	.arguments = {{"order", ARGUMENT_WORD, true, complete_refund_order}},
	.contexts = CONTEXT_REFUNDS,
	.keys = "o",
	.summary = N_("The next order of the refund desk"),
	.help = N_("oldest, amount, expiry or rule; without a word the next of these."),
	.example = ":sort-refunds amount",
	.run = run_sort_refunds},
    {.name = "command",
	.contexts = CONTEXT_SCREEN,
	.keys = ": M-x",
	.summary = N_("Type a command; Tab completes"),
	.run = run_command},
    {.name = "refresh",
	.contexts = CONTEXT_SCREEN,
	.keys = "C-l F5",
	.summary = N_("Read and draw everything again"),
	.run = run_refresh},
    {.name = "theme",
	.arguments = {{"name", ARGUMENT_WORD, true, complete_theme}},
	.contexts = CONTEXT_SCREEN,
	.keys = "T",
	.summary = N_("The next theme, or the one named"),
	.example = ":theme high-contrast",
	.run = run_theme},
    {.name = "set",
	.arguments = {{"name", ARGUMENT_WORD, true, complete_set},
	    {"value", ARGUMENT_TEXT, true, NULL}},
	.contexts = CONTEXT_SCREEN,
	.keys = ",",
	.summary = N_("Settings: list, explain or change them"),
	.help =
	    N_("Without a name all settings, with what they are and where that comes from; with one, what it is for; with a value, changes it until you leave. floorwalker.conf(5) keeps them."),
	.example = ":set theme light",
	.run = run_set},
    {.name = "suspend",
	.contexts = CONTEXT_SCREEN,
	.keys = "C-z",
	.summary = N_("Back to the shell; fg returns"),
	.run = run_suspend},
};

static const struct command *
own_commands(size_t *count)
{
	*count = sizeof rows / sizeof *rows;
	return rows;
}

/* As help and the manual list them. */
static const struct command *(*const tables[])(size_t *count) = {
    move_commands, view_commands, own_commands, list_commands, read_commands};
#define CONSOLE_ROWS_MOST 96

const struct command *
tui_commands(size_t *count)
{
	static struct command all[CONSOLE_ROWS_MOST];	/* built once, before there are threads */
	static size_t built;
	size_t n;

	if (built == 0) {
		for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
			const struct command *of_table = tables[i](&n);

			assert(built + n <= CONSOLE_ROWS_MOST);
			memcpy(&all[built], of_table, n * sizeof *all);
			built += n;
		}
	}
	*count = built;
	return all;
}
