/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows about the views: each goes to one, or unfolds what it shows.
 */
#include "floorwalker/text/translate.h"
#include "screen_private.h"

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

static const struct command rows[] = {
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
};

const struct command *
view_commands(size_t *count)
{
	*count = sizeof rows / sizeof *rows;
	return rows;
}
