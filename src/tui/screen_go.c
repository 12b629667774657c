/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "floorwalker/text/translate.h"
#include "screen_private.h"

void
screen_changed_all(struct screen *s)
{
	for (size_t i = 0; i < VIEW_COUNT; i++)
		s->panes[i].dirty |= RECALC;
	s->subject_dirty = true;
	s->repaint = true;
}

unsigned
screen_context(const struct screen *s)
{
	return s->panes[s->focus].ops->context;
}

struct list_source
screen_source(const struct screen *s)
{
	struct list_source source = s->source;
	enum view_id unused;

	if (s->main == VIEW_BOARD) {
		source.filter[0] = '\0';
		source.sorted = false;
		source.group = GROUP_NONE;
		source.kind = LIST_ALL;
		if (s->panes[VIEW_BOARD].shown == NULL ||
		    !board_source(s->panes[VIEW_BOARD].state, &source, &unused))
			source.kind = LIST_WAITING;
	}
	return source;
}

/* The view whose selection the screen is about. */
static enum view_id
chooser(const struct screen *s)
{
	return s->main == VIEW_BOARD ? VIEW_LIST : s->main;
}

struct choice
screen_choice(const struct screen *s)
{
	const struct pane *p = &s->panes[chooser(s)];
	struct choice x = {0};

	if (p->shown != NULL && p->ops->choice != NULL && (s->main != VIEW_BOARD || p->rect.w > 0))
		p->ops->choice(p->state, &x);
	return x;
}

void
screen_settle(struct screen *s)
{
	int64_t conversation = s->conversation_id;
	struct choice x;

	if (s->pinned && s->main == VIEW_LIST && s->panes[VIEW_LIST].shown != NULL)
		view_list.pick(s->panes[VIEW_LIST].state,
		    &(struct choice){.conversation_id = s->conversation_id});
	x = screen_choice(s);
	s->action_id = x.action_id;
	if (!s->pinned && (s->focus == s->main || s->main == VIEW_BOARD || s->conversation_id == 0))
		s->conversation_id = x.conversation_id;
	if (conversation != s->conversation_id) {
		s->panes[VIEW_CONVERSATION].dirty |= RECALC;
		s->panes[s->side].dirty |= RECALC;
	}
}

static bool
is_main(enum view_id v)
{
	return v == VIEW_BOARD || v == VIEW_LIST || v == VIEW_REFUNDS || v == VIEW_SEARCH ||
	    v == VIEW_LOG || v == VIEW_HELP || v == VIEW_SETTINGS ||
	    v == VIEW_CALIBRATION || v == VIEW_SHIFT;
}

void
screen_go(struct screen *s, enum view_id v)
{
	if (is_main(v)) {
		if (v == VIEW_HELP && s->main != VIEW_HELP) {
			s->help_context = screen_context(s);
			help_about(s->panes[VIEW_HELP].state, s->conversation_id);
		}
		if (v != s->main && (s->main == VIEW_BOARD || s->main == VIEW_LIST))
			s->before = s->main;
		if (v != s->main)
			s->pinned = false;
		s->main = v;
	} else {
		enum view_id group[4];

		if (v == VIEW_WHY || v == VIEW_SHOPPER)
			s->side = v;
		if (screen_group(s, group) < 3) {	/* from board, log or help the conversation
							   stands in the list's room */
			s->before = s->main;
			s->main = VIEW_LIST;
			s->source = (struct list_source){.kind = LIST_ALL};
			s->pinned = s->conversation_id != 0;
		}
	}
	s->focus = v;
	screen_changed_all(s);
}

void
screen_back(struct screen *s, bool may_leave)
{
	if (s->focus == VIEW_WHY || s->focus == VIEW_SHOPPER) {
		s->focus = VIEW_CONVERSATION;
	} else if (s->focus != s->main) {
		s->focus = s->main;
	} else if (s->main == VIEW_LIST && s->source.filter[0] != '\0') {
		s->source.filter[0] = '\0';
	} else if (s->main == VIEW_LOG && log_is_narrowed(s->panes[VIEW_LOG].state)) {
		(void)!log_narrow(s->panes[VIEW_LOG].state, s->settings, "", NULL);
	} else if (s->main == VIEW_HELP && help_back(s->panes[VIEW_HELP].state)) {
		s->panes[VIEW_HELP].dirty |= RECALC;
	} else if (s->main == VIEW_LIST) {
		s->main = s->focus = s->from_shift ? VIEW_SHIFT : VIEW_BOARD;
		s->from_shift = false;
	} else if (s->main != VIEW_BOARD) {
		s->main = s->focus = is_main(s->before) ? s->before : VIEW_BOARD;
	} else if (may_leave && !tui_setting_is_on(s->user, SETTING_CONFIRM_QUIT)) {
		s->over = true;
		return;
	} else if (may_leave) {
		prompt_confirm(
		    s, command_find(s->options.commands, "quit"), "quit", tr("Leave floorwalker?"));
		return;
	} else {
		screen_say(s, INK_TEXT, tr("This is the first view; q leaves."));
		return;
	}
	screen_changed_all(s);
}

void
screen_next_pane(struct screen *s, int step)
{
	static const enum view_id round[] = {
	    VIEW_BOARD, VIEW_LIST, VIEW_REFUNDS, VIEW_SEARCH, VIEW_LOG, VIEW_HELP,
	    VIEW_SHIFT, VIEW_CALIBRATION};
	const int views_round = (int)(sizeof round / sizeof *round);
	enum view_id group[4];
	int count = (int)screen_group(s, group), at = 0;

	if (count == 1 || (s->main == VIEW_BOARD && s->panes[VIEW_LIST].rect.w == 0)) {
		for (int i = 0; i < views_round; i++) {
			if (round[i] == s->main)
				at = i;
		}
		screen_go(s, round[(at + step + views_round) % views_round]);
		return;
	}
	for (int i = 0; i < count; i++) {
		if (group[i] == s->focus)
			at = i;
	}
	s->focus = group[(at + step + count) % count];
	screen_changed_all(s);
}

void
screen_open(struct screen *s, int64_t conversation_id)
{
	struct pane *p = &s->panes[s->main];
	struct choice x = {.conversation_id = conversation_id};

	if (s->focus == VIEW_BOARD && conversation_id == 0) {
		struct list_source source = {.kind = LIST_ALL};
		enum view_id view;

		if (board_source(p->state, &source, &view))
			s->source = source;
		screen_go(s, view);
		return;
	}
	if (s->focus == VIEW_SHIFT && conversation_id == 0) {
		if (shift_source(p->state, &s->source)) {
			screen_go(s, VIEW_LIST);
			s->from_shift = true;
		}
		return;
	}
	if (conversation_id == 0)
		conversation_id = s->conversation_id;
	if (conversation_id == 0) {
		screen_say(s, INK_TEXT, tr("There is nothing to open here."));
		return;
	}
	if (s->main == VIEW_BOARD) {
		struct list_source source = screen_source(s);

		s->main = VIEW_LIST;
		s->source =
		    x.conversation_id != 0 ? (struct list_source){.kind = LIST_ALL} : source;
	}
	if (s->main == VIEW_SEARCH && x.conversation_id == 0)
		conversation_begin_at(s->panes[VIEW_CONVERSATION].state, conversation_id,
		    screen_choice(s).message_id);
	s->pinned = x.conversation_id != 0;
	s->conversation_id = conversation_id;
	screen_go(s, VIEW_CONVERSATION);
	s->conversation_id = conversation_id;
}

void
screen_move(struct screen *s, enum motion m)
{
	struct pane *p = &s->panes[s->focus];
	unsigned asked = p->shown == NULL ? 0 : p->ops->move(p->state, m);

	if (asked == 0)
		return;
	p->dirty |= asked;
	s->repaint = true;
	if (s->focus == chooser(s) || s->focus == VIEW_BOARD) {
		s->pinned = false;
		if (s->focus == VIEW_BOARD)
			s->panes[VIEW_LIST].dirty |= RECALC;
	}
}
