/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the screen asks of the reader, and what it does with the answers. One answer at a time is
 * awaited for each pane; what has changed meanwhile is asked again.
 */
#include <stdio.h>
#include <string.h>

#include "floorwalker/text/translate.h"
#include "screen_private.h"

static struct fetch *
begin(struct screen *s, enum fetch_kind kind)
{
	struct fetch *f = fetch_new(kind);

	f->serial = ++s->serial;
	f->commands = s->options.commands;
	f->settings = s->settings;
	snprintf(f->agent, sizeof f->agent, "%s", s->agent);
	f->now_ms = s->now_ms;
	f->source = screen_source(s);
	snprintf(f->query, sizeof f->query, "%s", s->query);
	f->subject.conversation_id = s->conversation_id;
	f->context = screen_context(s);
	return f;
}

static void
send(struct screen *s, struct fetch *f)
{
	if (s->options.read != NULL) {
		s->options.read(s->options.context, f);
		return;
	}
	fetch_run(f, s->options.desk);
	screen_fetched(s, f);
}

/* ---- views */

static void *
wish_of(const struct pane *p)
{
	void *wish;

	if (p->ops->wish == NULL)
		return NULL;
	wish = mem_zero(1, p->ops->wish_size);
	p->ops->wish(p->state, wish);
	return wish;
}

static void
ask_view(struct screen *s, enum view_id v)
{
	struct pane *p = &s->panes[v];
	struct fetch *f;

	if (!(p->dirty & RECALC) || p->rect.w <= 0 || p->reading)
		return;
	f = begin(s, FETCH_VIEW);
	f->view = v;
	f->subject.chosen = s->action_id;
	f->context = s->help_context;
	f->wish = wish_of(p);
	p->dirty = 0;
	p->reading = true;
	if (p->asked_ms == 0)
		p->asked_ms = s->now_ms;
	send(s, f);
}

/* Whether what was read still is about what the screen is about. */
static bool
is_wanted(const struct screen *s, const struct pane *p, const struct fetch *f)
{
	struct list_source source = screen_source(s);
	void *wish = wish_of(p);
	bool same = wish == NULL || memcmp(wish, f->wish, p->ops->wish_size) == 0;

	mem_free(wish);
	if ((p->ops->follows & FOLLOWS_CONVERSATION) &&
	    f->subject.conversation_id != s->conversation_id)
		return false;
	if ((p->ops->follows & FOLLOWS_SOURCE) &&
	    !list_source_is_same(&f->source, &source))
		return false;
	return same && (!(p->ops->follows & FOLLOWS_QUERY) || text_is(f->query, s->query));
}

static void
show(struct screen *s, struct pane *p, struct fetch *f)
{
	struct scope scope = {
	    .arena = f->arena,
	    .settings = s->settings,
	    .commands = s->options.commands,
	    .agent = s->agent,
	    .now_ms = s->now_ms,
	    .conversation_id = f->subject.conversation_id,
	    .action_id = f->subject.chosen,
	    .source = &f->source,
	    .query = f->query,
	    .context = f->context,
	    .user = s->user,
	};
	struct fetch *before = p->shown;

	p->ops->show(p->state, f->found, &scope);
	p->shown = f;
	fetch_free(&before);
	if (!(p->dirty & RECALC))
		p->asked_ms = 0;
}

static void
tell_failure(struct screen *s, struct pane *p, const struct fetch *f)
{
	if (f->code == ERR_BUSY)	/* the next tick tries again */
		p->dirty |= RECALC;
	else if (f->code == ERR_NOT_FOUND && (p->ops->follows & FOLLOWS_CONVERSATION) &&
	    s->conversation_id != 0) {
		screen_say(
		    s, INK_BAD, tr("There is no conversation C-%lld."), (long long)s->conversation_id);
		s->conversation_id = 0;
		s->pinned = false;
		p->dirty |= RECALC;
		ask_view(s, f->view);	/* says that none is selected */
	} else if (f->code != ERR_NOT_FOUND)
		screen_say(s, INK_BAD, tr("%s can't be read: %s"), tr(p->ops->title), f->why.text);
}

static void
take_view(struct screen *s, struct fetch *f)
{
	struct pane *p = &s->panes[f->view];

	p->reading = false;
	if (!is_wanted(s, p, f))
		p->dirty |= RECALC;
	else if (f->code == ERR_OK) {
		enum view_id v = f->view;

		show(s, p, f);
		if (p->ops->more != NULL && p->ops->more(p->state)) {
			p->dirty |= RECALC;
			ask_view(s, v);		/* others stand before it in the reader's line */
		}
		return;
	} else
		tell_failure(s, p, f);
	fetch_free(&f);
}

/* ---- what keys act on */

/* At the refund desk the selected one, unless a conversation was opened by name there. */
static int64_t
chosen_action(const struct screen *s)
{
	return s->main == VIEW_REFUNDS && !s->pinned ? s->action_id : 0;
}

static void
ask_subject(struct screen *s)
{
	struct fetch *f;

	if (s->subject_reading ||
	    (!s->subject_dirty && s->subject.conversation_id == s->conversation_id &&
		s->subject.chosen == chosen_action(s)))
		return;
	s->subject_reading = true;
	s->subject_dirty = false;
	f = begin(s, FETCH_SUBJECT);
	f->subject.chosen = chosen_action(s);
	send(s, f);
}

static void
take_subject(struct screen *s, struct fetch *f)
{
	s->subject_reading = false;
	s->subject = f->subject;
	fetch_free(&f);
}

bool
subject_allows(const struct screen *s, const struct command *c)
{
	const struct command_table *t = s->options.commands;

	for (size_t i = 0; i < command_count(t) && i < COMMANDS_MOST; i++) {
		if (command_at(t, i) == c)
			return s->subject.possible[i];
	}
	return false;
}

void
read_all(struct screen *s)
{
	ask_view(s, s->main);
	if (s->main == VIEW_BOARD)
		ask_view(s, VIEW_LIST);
	screen_settle(s);
	if (s->main != VIEW_LIST && s->main != VIEW_BOARD)
		ask_view(s, VIEW_LIST);
	ask_view(s, VIEW_CONVERSATION);
	ask_view(s, s->side);
	ask_subject(s);
}

/* ---- what waits for an answer before the next key counts */

static void
pend(struct screen *s, struct fetch *f)
{
	s->pending.serial = f->serial;
	s->pending.since_ms = clock_now_ms(s->options.clock);
	send(s, f);
}

void
read_command(struct screen *s, const char *line, unsigned context)
{
	struct fetch *f = begin(s, FETCH_COMMAND);

	f->subject.chosen = chosen_action(s);
	f->line = mem_text(line);
	f->context = context;
	pend(s, f);
}

void
read_preview(struct screen *s, const char *line, unsigned context)
{
	struct fetch *f = begin(s, FETCH_COMMAND);

	f->of_bulk = true;
	f->line = mem_text(line);
	f->context = context;
	pend(s, f);
}

void
read_words(struct screen *s, const char *line, size_t start, const struct argument *argument)
{
	struct fetch *f = begin(s, FETCH_WORDS);

	f->line = mem_text(line);
	f->start = start;
	f->argument = argument;
	pend(s, f);
}

void
read_prefix(struct screen *s, const char *prefix)
{
	struct fetch *f = begin(s, FETCH_CANNED);

	f->line = mem_text(prefix);
	f->subject.conversation_id = s->prompt.conversation_id;
	pend(s, f);
}

static void
forget_keys(struct screen *s)
{
	for (size_t i = 0; i < s->pending.count; i++) {
		mem_wipe(s->pending.typed[i].text, strlen(s->pending.typed[i].text));
		mem_free(s->pending.typed[i].text);
	}
	mem_free(s->pending.typed);
	s->pending.typed = NULL;
	s->pending.count = 0;
}

void
pending_clear(struct screen *s)
{
	forget_keys(s);
	s->pending.serial = 0;
}

#define TYPED_MOST 1000

bool
pending_takes(struct screen *s, const char *text, size_t length, bool paste)
{
	struct typed *x;

	if (s->pending.serial == 0)
		return false;
	if (!paste && (text_is(text, "Esc") || text_is(text, "C-c") || text_is(text, "C-g"))) {
		pending_clear(s);
		screen_say(s, INK_TEXT, tr("Left as it was."));
		return true;
	}
	if (s->pending.count == TYPED_MOST)
		return true;
	s->pending.typed = mem_grow(s->pending.typed, s->pending.count + 1, sizeof *x);
	x = &s->pending.typed[s->pending.count++];
	x->text = mem_text_n(text, length);
	x->paste = paste;
	return true;
}

/* What was typed while the answer was awaited counts now, until it asks for another. */
static void
replay(struct screen *s)
{
	struct typed *typed = s->pending.typed;
	size_t count = s->pending.count, i = 0;

	s->pending.typed = NULL;
	s->pending.count = 0;
	for (; i < count && s->pending.serial == 0; i++) {
		if (typed[i].paste)
			screen_paste(s, typed[i].text, strlen(typed[i].text));
		else
			screen_key(s, typed[i].text);
	}
	for (; i < count && s->pending.serial != 0; i++)
		(void)pending_takes(
		    s, typed[i].text, strlen(typed[i].text), typed[i].paste);
	for (i = 0; i < count; i++) {
		mem_wipe(typed[i].text, strlen(typed[i].text));
		mem_free(typed[i].text);
	}
	mem_free(typed);
}

static void
take_pending(struct screen *s, struct fetch *f)
{
	if (f->serial != s->pending.serial) {	/* left meanwhile */
		fetch_free(&f);
		return;
	}
	s->pending.serial = 0;
	if (f->kind == FETCH_COMMAND) {
		screen_checked(s, f);
	} else if (f->kind == FETCH_CANNED) {
		prompt_canned(s, f);
	} else {
		s->words = f;
		f = NULL;
		prompt_complete(s);
		fetch_free(&s->words);
	}
	fetch_free(&f);
	replay(s);
}

void
screen_fetched(struct screen *s, struct fetch *f)
{
	s->repaint = true;
	switch (f->kind) {
	case FETCH_VIEW: take_view(s, f); break;
	case FETCH_SUBJECT: take_subject(s, f); break;
	default: take_pending(s, f); break;
	}
}

bool
screen_is_reading(const struct screen *s)
{
	bool reading = s->pending.serial != 0 || s->subject_reading;

	for (size_t i = 0; i < VIEW_COUNT; i++)
		reading = reading || s->panes[i].reading;
	return reading;
}
