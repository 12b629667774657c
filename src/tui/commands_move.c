/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows about moving: between lines, and from where one is to what it opens and back.
 */
#include "floorwalker/text/translate.h"
#include "screen_private.h"
#include "settings_view.h"

static enum err
run_up(struct command_call *c, struct errinfo *e)
{
	(void)e;
	screen_move(c->front, MOVE_UP);
	return ERR_OK;
}

static enum err
run_down(struct command_call *c, struct errinfo *e)
{
	(void)e;
	screen_move(c->front, MOVE_DOWN);
	return ERR_OK;
}

static enum err
run_page_up(struct command_call *c, struct errinfo *e)
{
	(void)e;
	screen_move(c->front, MOVE_PAGE_UP);
	return ERR_OK;
}

static enum err
run_page_down(struct command_call *c, struct errinfo *e)
{
	(void)e;
	screen_move(c->front, MOVE_PAGE_DOWN);
	return ERR_OK;
}

static enum err
run_half_up(struct command_call *c, struct errinfo *e)
{
	(void)e;
	screen_move(c->front, MOVE_HALF_UP);
	return ERR_OK;
}

static enum err
run_half_down(struct command_call *c, struct errinfo *e)
{
	(void)e;
	screen_move(c->front, MOVE_HALF_DOWN);
	return ERR_OK;
}

static enum err
run_top(struct command_call *c, struct errinfo *e)
{
	(void)e;
	screen_move(c->front, MOVE_TOP);
	return ERR_OK;
}

static enum err
run_bottom(struct command_call *c, struct errinfo *e)
{
	(void)e;
	screen_move(c->front, MOVE_BOTTOM);
	return ERR_OK;
}

/* The line that would change the selected setting, to be changed. */
static void
edit_setting(struct screen *s, struct arena *a)
{
	enum tui_setting which = settings_view_choice(s->panes[VIEW_SETTINGS].state);

	if (which != SETTING_COUNT)
		prompt_command(s, arena_printf(a, "set %s ", tui_setting_row(which)->name));
}

static enum err
run_open(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;
	struct pane *p = &s->panes[s->focus];
	/* The parser fills in the selected one where none was named; naming it is what pins it. */
	bool named = c->conversation_id != s->conversation_id;
	struct choice within = {0};
	unsigned asked = named || p->ops->enter == NULL || p->shown == NULL
	    ? 0
	    : p->ops->enter(p->state, &within);

	if (within.conversation_id != 0) {
		screen_open(s, within.conversation_id);
		return ERR_OK;
	}
	if (asked != 0) {
		p->dirty |= asked;
		s->repaint = true;
		return ERR_OK;
	}
	if (!named && s->focus == VIEW_SETTINGS) {
		edit_setting(s, c->arena);
		return ERR_OK;
	}
	if (!named && (s->focus == VIEW_HELP || s->focus != s->main))
		return err_set(e, ERR_STATE, tr("nothing is selected here that could be opened"));
	screen_open(s, named ? c->conversation_id : 0);
	return ERR_OK;
}

static enum err
run_back(struct command_call *c, struct errinfo *e)
{
	(void)e;
	screen_back(c->front, false);
	return ERR_OK;
}

static enum err
run_leave(struct command_call *c, struct errinfo *e)
{
	(void)e;
	screen_back(c->front, true);
	return ERR_OK;
}

static enum err
run_quit(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;

	(void)e;
	s->over = true;
	return ERR_OK;
}

static enum err
run_interrupt(struct command_call *c, struct errinfo *e)
{
	(void)e;
	screen_say(
	    c->front, INK_TEXT, tr("q goes back and leaves from the board; :quit leaves at once."));
	return ERR_OK;
}

static enum err
run_next_pane(struct command_call *c, struct errinfo *e)
{
	(void)e;
	screen_next_pane(c->front, 1);
	return ERR_OK;
}

static enum err
run_previous_pane(struct command_call *c, struct errinfo *e)
{
	(void)e;
	screen_next_pane(c->front, -1);
	return ERR_OK;
}

static const struct command rows[] = {
    {.name = "open",
	.arguments = {{"conversation", ARGUMENT_CONVERSATION, true, NULL}},
	.contexts = CONTEXT_SCREEN,
	.keys = "Enter l Right",
	.summary = N_("Open what is selected"),
	.help =
	    N_("Opens the selected line, or the conversation that is named. An id alone does the same: \":C-17\"."),
	.example = ":open C-17",
	.run = run_open},
    {.name = "back",
	.contexts = CONTEXT_SCREEN,
	.keys = "Esc h Left",
	.summary = N_("Back to where this was opened from"),
	.help =
	    N_("Goes one view back: from reasons and shopper to the conversation, from there to the list, from the list to the board. In a filtered list it clears the filter first."),
	.run = run_back},
    {.name = "leave",
	.contexts = CONTEXT_SCREEN,
	.keys = "q",
	.summary = N_("Back; from the board leave the console"),
	.help =
	    N_("Goes back as Esc does; from the board it asks and then leaves. Conversations that are yours stay yours."),
	.run = run_leave},
    {.name = "quit",
	.contexts = CONTEXT_SCREEN,
	.keys = "",
	.summary = N_("Leave the console at once"),
	.help = N_("Leaves at once. Conversations that are yours stay yours."),
	.example = ":quit",
	.run = run_quit},
    {.name = "interrupt",
	.contexts = CONTEXT_SCREEN,
	.keys = "C-c C-g",
	.summary = N_("Says how to leave"),
	.help =
	    N_("While something is being typed, C-c and C-g leave it. Elsewhere they do nothing but say how to leave, so that a habit loses no work."),
	.run = run_interrupt},
    {.name = "up",
	.contexts = CONTEXT_SCREEN,
	.keys = "k Up C-p",
	.summary = N_("One line up"),
	.run = run_up},
    {.name = "down",
	.contexts = CONTEXT_SCREEN,
	.keys = "j Down C-n",
	.summary = N_("One line down"),
	.run = run_down},
    {.name = "page-up",
	.contexts = CONTEXT_SCREEN,
	.keys = "PageUp M-v",
	.summary = N_("One page up"),
	.run = run_page_up},
    {.name = "page-down",
	.contexts = CONTEXT_SCREEN,
	.keys = "PageDown C-v Space",
	.summary = N_("One page down"),
	.run = run_page_down},
    {.name = "half-up",
	.contexts = CONTEXT_SCREEN,
	.keys = "C-u",
	.summary = N_("Half a page up; of a refund's details"),
	.run = run_half_up},
    {.name = "half-down",
	.contexts = CONTEXT_SCREEN,
	.keys = "C-d",
	.summary = N_("Half a page down; of a refund's details"),
	.run = run_half_down},
    {.name = "top",
	.contexts = CONTEXT_SCREEN,
	.keys = "g Home M-<",
	.summary = N_("To the first line"),
	.run = run_top},
    {.name = "bottom",
	.contexts = CONTEXT_SCREEN,
	.keys = "G End M->",
	.summary = N_("To the last line"),
	.run = run_bottom},
    {.name = "next-pane",
	.contexts = CONTEXT_SCREEN,
	.keys = "Tab",
	.summary = N_("The next pane, or the next view"),
	.help =
	    N_("Moves the focus to the next pane of the screen; where a single one fills it, to the next view."),
	.run = run_next_pane},
    {.name = "previous-pane",
	.contexts = CONTEXT_SCREEN,
	.keys = "S-Tab",
	.summary = N_("The pane or view before"),
	.run = run_previous_pane},
};

const struct command *
move_commands(size_t *count)
{
	*count = sizeof rows / sizeof *rows;
	return rows;
}
