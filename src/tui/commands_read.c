/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The console's rows about what is read: turns of the AI's, the log, help.
 */
#include <string.h>

#include "floorwalker/text/translate.h"
#include "screen_private.h"

/* Where it isn't in sight it comes first. */
static enum err
step_turn(struct screen *s, int step)
{
	struct pane *p = &s->panes[VIEW_WHY];
	unsigned asked;

	if (p->rect.w <= 0 || p->shown == NULL) {
		screen_go(s, VIEW_WHY);
		return ERR_OK;
	}
	asked = why_step(p->state, step);
	if (asked == 0)
		screen_say(s, INK_TEXT,
		    step < 0 ? tr("There is no earlier turn of the AI's.") : tr("This is the AI's latest turn."));
	p->dirty |= asked;
	s->repaint = true;
	return ERR_OK;
}

static enum err
run_earlier_turn(struct command_call *c, struct errinfo *e)
{
	(void)e;
	return step_turn(c->front, -1);
}

static enum err
run_later_turn(struct command_call *c, struct errinfo *e)
{
	(void)e;
	return step_turn(c->front, 1);
}

static enum err
narrow_log(struct screen *s, const char *words, struct errinfo *e)
{
	enum err code = log_narrow(s->panes[VIEW_LOG].state, s->settings, words, e);

	if (code == ERR_OK)
		screen_changed_all(s);
	return code;
}

static enum err
run_log(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;
	const char *words = c->texts[0];
	enum err code = ERR_OK;

	if (text_is(words, "all"))
		code = narrow_log(s, "", e);
	else if (!text_is_empty(words))
		code = narrow_log(s, words, e);
	if (code == ERR_OK)
		screen_go(s, VIEW_LOG);
	return code;
}

static enum err
run_narrow(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;

	if (s->focus == VIEW_LOG)
		return narrow_log(s, c->texts[0], e);
	help_narrow(s->panes[VIEW_HELP].state, c->texts[0]);
	screen_changed_all(s);
	return ERR_OK;
}

static const struct command rows[] = {
    {.name = "earlier-turn",
	.contexts = CONTEXT_CONVERSATION | CONTEXT_LIST,
	.needs = NEED_CONVERSATION,
	.keys = "[",
	.summary = N_("Why of the AI's turn before"),
	.help = N_("Shows why of the turn before the one that is shown: each message that the AI answered, or handed over, has its own."),
	.run = run_earlier_turn},
    {.name = "later-turn",
	.contexts = CONTEXT_CONVERSATION | CONTEXT_LIST,
	.needs = NEED_CONVERSATION,
	.keys = "]",
	.summary = N_("Why of the AI's turn after"),
	.help = N_("Shows why of the turn after the one that is shown. At the latest it goes on to show whatever is the latest."),
	.run = run_later_turn},
    {.name = "log",
	.arguments = {{"which", ARGUMENT_TEXT, true, NULL}},
	.contexts = CONTEXT_SCREEN,
	.keys = "5",
	.summary = N_("What happened, newest first"),
	.help =
	    N_("All of it, or what is of a kind (kind:owner, kind:action.denied), by somebody (actor:ai, actor:shopper, actor:work, actor: and an agent's id) or of a conversation (C-17); several together. :log all shows all again. It can be paged back to the first event; what is selected stays while more happens."),
	.example = ":log kind:owner actor:maeve",
	.run = run_log},
    {.name = "narrow",
	.arguments = {{"words", ARGUMENT_TEXT, false, NULL}},
	.contexts = CONTEXT_LOG | CONTEXT_HELP,
	.keys = "f",
	.prompt = N_("Show only:"),
	.summary = N_("Show only some of the log, or of help"),
	.help =
	    N_("In help: commands that hold all these words. In the log: kind:owner, actor:ai, C-17. Esc shows all again."),
	.run = run_narrow},
};

const struct command *
read_commands(size_t *count)
{
	*count = sizeof rows / sizeof *rows;
	return rows;
}
