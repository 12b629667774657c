/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the screen keeps without being asked: a reply as far as it is typed, what was read, and
 * which conversation is open here.
 */
#include <stdio.h>
#include <string.h>

#include "editor.h"
#include "floorwalker/desk/acts.h"
#include "screen_private.h"

/* Who only looks on leaves no trace. */
static void
post(struct screen *s, enum job_kind kind, int64_t conversation_id, int64_t number,
    const char *text)
{
	struct job *j;

	if (s->options.post == NULL || s->agent[0] == '\0')
		return;
	j = mem_zero(1, sizeof *j);
	j->kind = kind;
	j->screen = s;
	j->conversation_id = conversation_id;
	j->number = number;
	j->line = text == NULL ? NULL : mem_text(text);
	snprintf(j->agent, sizeof j->agent, "%s", s->agent);
	s->options.post(s->options.context, j);
}

static void
forget_draft(struct screen *s)
{
	if (s->draft.text != NULL)
		mem_wipe(s->draft.text, strlen(s->draft.text));
	mem_free(s->draft.text);
	s->draft.text = NULL;
}

void
keep_draft(struct screen *s)
{
	const struct prompt *p = &s->prompt;
	const char *text;

	if (p->kind != PROMPT_TEXT || !text_is(p->command->name, "reply"))
		return;
	text = editor_text();
	if (s->draft.text != NULL && s->draft.conversation_id == p->conversation_id &&
	    text_is(s->draft.text, text))
		return;
	if (s->draft.text == NULL && text[0] == '\0')
		return;
	forget_draft(s);
	s->draft.text = mem_text(text);
	s->draft.conversation_id = p->conversation_id;
	post(s, JOB_KEEP_DRAFT, p->conversation_id, 0, text);
}

void
keep_draft_begin(struct screen *s, const char *text)
{
	forget_draft(s);
	if (text[0] == '\0')
		return;
	s->draft.text = mem_text(text);
	s->draft.conversation_id = s->prompt.conversation_id;
}

/* Which conversation is open: the one that has the focus, or whose reasons or shopper have. */
static int64_t
open_conversation(const struct screen *s)
{
	return s->focus == VIEW_CONVERSATION || s->focus == s->side ? s->conversation_id : 0;
}

static void
keep_presence(struct screen *s)
{
	int64_t open = open_conversation(s);

	if (s->present.conversation_id != 0 && s->present.conversation_id != open)
		post(s, JOB_ABSENT, s->present.conversation_id, 0, NULL);
	if (open != 0 &&
	    (open != s->present.conversation_id ||
		s->now_ms - s->present.told_ms >= PRESENCE_BEAT_MS)) {
		post(s, JOB_PRESENT, open, 0, NULL);
		s->present.told_ms = s->now_ms;
	}
	s->present.conversation_id = open;
}

static void
keep_read(struct screen *s)
{
	const struct pane *p = &s->panes[VIEW_CONVERSATION];
	const struct conversation *c = p->shown == NULL ? NULL : conversation_record(p->state);
	int64_t number;

	if (c == NULL || p->rect.w <= 0 || open_conversation(s) != c->id ||
	    (number = conversation_read_to(p->state)) == 0 ||
	    (s->read.conversation_id == c->id && s->read.number >= number))
		return;
	s->read.conversation_id = c->id;
	s->read.number = number;
	post(s, JOB_SEEN, c->id, number, NULL);
}

void
keep_all(struct screen *s)
{
	keep_draft(s);
	keep_presence(s);
	keep_read(s);
}

void
keep_end(struct screen *s)
{
	forget_draft(s);
}
