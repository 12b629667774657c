/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The console's own rows of the command table.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/text/translate.h"
#include "floorwalker/tui/tui.h"
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

static enum err
run_board(struct command_call *c, struct errinfo *e)
{
	(void)e;
	screen_go(c->front, VIEW_BOARD);
	return ERR_OK;
}

static enum err
run_conversation(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;

	(void)e;
	if (c->conversation_id != s->conversation_id)
		screen_open(s, c->conversation_id);
	else
		screen_go(s, VIEW_CONVERSATION);
	return ERR_OK;
}

static enum err
go_beside(struct screen *s, enum view_id v, int64_t conversation_id, struct errinfo *e)
{
	if (conversation_id == 0)
		return err_set(e, ERR_STATE, tr("no conversation is selected"));
	if (s->focus == v && conversation_id == s->conversation_id) {	/* the same key again leads
									   back */
		screen_back(s, false);
		return ERR_OK;
	}
	if (conversation_id != s->conversation_id)
		screen_open(s, conversation_id);
	screen_go(s, v);
	return ERR_OK;
}

static enum err
run_why(struct command_call *c, struct errinfo *e)
{
	return go_beside(c->front, VIEW_WHY, c->conversation_id, e);
}

static enum err
run_shopper(struct command_call *c, struct errinfo *e)
{
	return go_beside(c->front, VIEW_SHOPPER, c->conversation_id, e);
}

static enum err
fold(struct screen *s, bool more, const char *nothing, struct errinfo *e)
{
	struct pane *p = &s->panes[VIEW_CONVERSATION];

	if (p->shown == NULL || !conversation_unfold(p->state, more))
		return err_set(e, ERR_STATE, "%s", nothing);
	s->repaint = true;
	return ERR_OK;
}

static enum err
run_unfold(struct command_call *c, struct errinfo *e)
{
	return fold(c->front, true, tr("all of its messages are shown"), e);
}

static enum err
run_fold(struct command_call *c, struct errinfo *e)
{
	return fold(c->front, false, tr("no more than its last messages are shown"), e);
}

static enum err
run_passages(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;
	struct pane *p = &s->panes[VIEW_CONVERSATION];

	if (p->shown == NULL || !conversation_passages(p->state))
		return err_set(e, ERR_STATE, tr("nothing in this conversation cites an article"));
	s->repaint = true;
	return ERR_OK;
}

static enum err
run_refunds(struct command_call *c, struct errinfo *e)
{
	(void)e;
	screen_go(c->front, VIEW_REFUNDS);
	return ERR_OK;
}

static enum err
run_hits(struct command_call *c, struct errinfo *e)
{
	(void)e;
	screen_go(c->front, VIEW_SEARCH);
	return ERR_OK;
}

static enum err
run_shift(struct command_call *c, struct errinfo *e)
{
	(void)e;
	screen_go(c->front, VIEW_SHIFT);
	return ERR_OK;
}

static enum err
run_help(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;

	(void)e;
	if (s->focus == VIEW_HELP)
		screen_back(s, false);
	else
		screen_go(s, VIEW_HELP);
	return ERR_OK;
}

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
    {.name = "board",
	.contexts = CONTEXT_SCREEN,
	.keys = "1",
	.summary = N_("What waits, for how long, who is here"),
	.help = N_("The board: each line opens its list."),
	.run = run_board},
    {.name = "refunds",
	.contexts = CONTEXT_SCREEN,
	.keys = "3",
	.summary = N_("Actions that wait for approval"),
	.run = run_refunds},
    {.name = "hits",
	.contexts = CONTEXT_SCREEN,
	.keys = "4",
	.summary = N_("What was found last"),
	.run = run_hits},
    {.name = "calibration",
	.arguments = {{"days", ARGUMENT_WORD, true, NULL}},
	.contexts = CONTEXT_SCREEN,
	.keys = "8",
	.summary = N_("How far the AI's confidence can be believed"),
	.help =
	    N_("Reliability of the confidence, and what would have happened if the threshold were another: hand-offs, wrong answers, money, from the recorded turns of the last days (28, or as many as are named)."),
	.example = ":calibration 7",
	.run = run_calibration},
    {.name = "help",
	.contexts = CONTEXT_SCREEN,
	.keys = "? F1 6",
	.summary = N_("All commands and their keys"),
	.help =
	    N_("All commands with their keys. Keys can be changed in floorwalker.conf: lines \"bind CONTEXT KEY COMMAND\"."),
	.run = run_help},
    {.name = "shift",
	.contexts = CONTEXT_SCREEN,
	.keys = "7",
	.summary = N_("Who works, how much, how it goes"),
	.help =
	    N_("Agents with their state, load against capacity, handle time, occupancy and adherence since midnight. Enter opens the list of who is selected; monitor, whisper and barge act on the conversation that they have for longest."),
	.run = run_shift},
    {.name = "conversation",
	.arguments = {{"conversation", ARGUMENT_CONVERSATION, true, NULL}},
	.contexts = CONTEXT_SCREEN,
	.needs = NEED_CONVERSATION,
	.keys = "v",
	.summary = N_("The words of the selected conversation"),
	.run = run_conversation},
    {.name = "passages",
	.contexts = CONTEXT_CONVERSATION,
	.keys = "o",
	.summary = N_("Open or close the texts that the AI cites"),
	.help =
	    N_("Shows, below each message of the AI's, the passages of the articles that it rests on."),
	.run = run_passages},
    {.name = "unfold",
	.contexts = CONTEXT_CONVERSATION,
	.keys = "}",
	.summary = N_("Show more of a long history"),
	.help = N_("Of a long conversation the last 60 messages are shown; this shows 500 more."),
	.run = run_unfold},
    {.name = "fold",
	.contexts = CONTEXT_CONVERSATION,
	.keys = "{",
	.summary = N_("Show only the last messages again"),
	.run = run_fold},
    {.name = "why",
	.arguments = {{"conversation", ARGUMENT_CONVERSATION, true, NULL}},
	.contexts = CONTEXT_SCREEN,
	.needs = NEED_CONVERSATION,
	.keys = "w",
	.summary = N_("Why the AI said what it said"),
	.help =
	    N_("What a turn understood, read, tried and decided, how sure it was, and what would have led elsewhere: the latest, or with [ and ] any. j moves to the articles that it looked at; Enter opens one in place."),
	.example = ":why C-17",
	.run = run_why},
    {.name = "shopper",
	.arguments = {{"conversation", ARGUMENT_CONVERSATION, true, NULL}},
	.contexts = CONTEXT_SCREEN,
	.needs = NEED_CONVERSATION,
	.keys = "s",
	.summary = N_("The shopper, their orders and tracking"),
	.help =
	    N_("Who the shopper is, as far as it has been proven; their orders with tracking, and their earlier conversations."),
	.run = run_shopper},
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

#define ROWS (sizeof rows / sizeof *rows)

const struct command *
tui_commands(size_t *count)
{
	static struct command all[ROWS + LIST_ROWS_MOST + READ_ROWS_MOST];	/* built once, before there are
									   threads */
	size_t more, reading;
	const struct command *of_lists = list_commands(&more), *of_reading = read_commands(&reading);

	if (all[0].name == NULL) {
		memcpy(all, rows, sizeof rows);
		memcpy(&all[ROWS], of_lists, more * sizeof *all);
		memcpy(&all[ROWS + more], of_reading, reading * sizeof *all);
	}
	*count = ROWS + more + reading;
	return all;
}
