/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "screen.h"
#include "floorwalker/text/translate.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "screen_private.h"

const struct view_ops *const views[VIEW_COUNT] = {
	[VIEW_BOARD] = &view_board, [VIEW_LIST] = &view_list, [VIEW_CONVERSATION] = &view_conversation, [VIEW_WHY] = &view_why,
	[VIEW_SHOPPER] = &view_shopper, [VIEW_REFUNDS] = &view_refunds, [VIEW_SEARCH] = &view_search, [VIEW_LOG] = &view_log, [VIEW_HELP] = &view_help,
	[VIEW_SETTINGS] = &view_settings,
	[VIEW_CALIBRATION] = &view_calibration,
	[VIEW_SHIFT] = &view_shift,
};

enum err
screen_new(const struct screen_options *options, struct screen **out, struct errinfo *e)
{
	struct screen *s = mem_zero(1, sizeof *s);
	enum err code;

	*out = NULL;
	s->options = *options;
	s->settings = options->settings;
	snprintf(s->agent, sizeof s->agent, "%s", options->agent == NULL ? "" : options->agent);
	s->colours = 256;
	s->user = options->user;
	if (s->user == NULL)
		s->user = s->own_user = tui_settings_new();
	if ((!text_is_empty(options->theme) &&
		(code = tui_settings_set(s->user, "theme", options->theme, "--theme", e)) != ERR_OK) ||
	    (code = screen_apply_settings(s, e)) != ERR_OK ||
	    (code = screen_apply_columns(s, e)) != ERR_OK) {
		tui_settings_free(&s->own_user);
		mem_free(s);
		return code;
	}
	for (size_t i = 0; i < VIEW_COUNT; i++) {
		struct pane *p = &s->panes[i];

		p->ops = views[i];
		p->state = mem_zero(1, p->ops->state_size);
		p->dirty = RECALC;
		if (p->ops->open != NULL)
			p->ops->open(p->state);
	}
	s->main = s->focus = s->before = VIEW_BOARD;
	s->side = VIEW_WHY;
	s->source.kind = LIST_WAITING;
	s->columns = 80;
	s->rows = 24;
	s->now_ms = clock_now_ms(options->clock);
	s->repaint = true;
	*out = s;
	return ERR_OK;
}

void
screen_free(struct screen **s)
{
	if (*s == NULL)
		return;
	prompt_end(*s);
	for (size_t i = 0; i < VIEW_COUNT; i++) {
		struct pane *p = &(*s)->panes[i];

		p->ops->close(p->state);
		mem_free(p->state);
		fetch_free(&p->shown);
	}
	pending_clear(*s);
	bulk_free(&(*s)->bulk);
	keep_end(*s);
	fetch_free(&(*s)->words);
	theme_free(&(*s)->theme);
	tui_settings_free(&(*s)->own_user);
	mem_free((*s)->kept.text);
	mem_free(*s);
	*s = NULL;
}

void
screen_resize(struct screen *s, int columns, int rows)
{
	s->columns = columns < 1 ? 1 : columns;
	s->rows = rows < 1 ? 1 : rows;
	screen_changed_all(s);
}

static int64_t
reader_ms(const struct screen *s)
{
	return s->options.reader != NULL ? clock_now_ms(s->options.reader) : s->now_ms;
}

void
screen_say(struct screen *s, enum ink ink, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(s->message, sizeof s->message, format, ap);
	va_end(ap);
	for (size_t n = strlen(s->message); n > 0 && s->message[n - 1] == '\n'; n--)
		s->message[n - 1] = '\0';
	s->message_ink = ink;
	s->message_ms = reader_ms(s);
	s->repaint = true;
}

void
screen_halt(struct screen *s, enum ink ink, const char *why)
{
	s->halted_ink = ink;
	if (text_is(s->halted, why))
		return;
	snprintf(s->halted, sizeof s->halted, "%s", why);
	if (why[0] == '\0')
		screen_changed_all(s);
	else
		s->message[0] = '\0';	/* it would hide this */
	s->repaint = true;
}

const char *
screen_message(const struct screen *s, enum ink *ink)
{
	*ink = s->message[0] != '\0' ? s->message_ink : s->halted_ink;
	return s->message[0] != '\0' ? s->message : s->halted;
}

#define MESSAGE_LEAST_MS 4000	/* a key does not wipe what was only just said */
#define MESSAGE_MOST_MS 20000	/* errors stay until a key */

static void
fade_message(struct screen *s, bool key)
{
	int64_t age = reader_ms(s) - s->message_ms;

	if (s->message[0] == '\0' || age < MESSAGE_LEAST_MS ||
	    (!key && (s->message_ink == INK_BAD || age < MESSAGE_MOST_MS)))
		return;
	s->message[0] = '\0';
	s->repaint = true;
}

void
screen_key(struct screen *s, const char *key)
{
	const char *line;

	s->now_ms = clock_now_ms(s->options.clock);
	if (pending_takes(s, key, strlen(key), false))
		return;
	line = command_line_of_key(s->options.commands, screen_context(s), key);
	if (s->prompt.kind != PROMPT_NONE) {
		/* the shell is a key away even then; what was typed stays */
		if (text_is(line, "suspend") && s->options.suspend != NULL)
			s->options.suspend(s->options.context);
		else
			prompt_key(s, key);
		return;
	}
	fade_message(s, true);
	if (line != NULL)
		screen_run(s, line, screen_context(s));
	else
		screen_say(s, INK_TEXT, tr("%s does nothing here. ? shows the keys."), key);
	screen_settle(s);
}

void
screen_paste(struct screen *s, const char *text, size_t length)
{
	if (!pending_takes(s, text, length, true))
		prompt_paste(s, text, length);
}

void
screen_changed(struct screen *s)
{
	screen_changed_all(s);
}

void
screen_tick(struct screen *s)
{
	s->now_ms = clock_now_ms(s->options.clock);
	fade_message(s, false);
	keep_all(s);
	if (shopper_tick(s->panes[VIEW_SHOPPER].state, s->now_ms))
		s->repaint = true;
	s->panes[VIEW_BOARD].dirty |= REPAINT;
	if (s->main == VIEW_BOARD || s->main == VIEW_SHIFT || s->source.kind == LIST_SOON ||
	    s->source.kind == LIST_OVERDUE)	/* what is due soon changes
									   with the time alone */
		s->panes[s->main].dirty |= RECALC;
	s->repaint = true;
}

void
screen_figures(struct screen *s, const struct desk_figures *f)
{
	s->figures = *f;
	s->has_figures = true;
	board_figures(s->panes[VIEW_BOARD].state, f);
	s->repaint = true;
}

bool
screen_render(struct screen *s, struct cells *c)
{
	if (!s->repaint)
		return false;
	s->now_ms = clock_now_ms(s->options.clock);
	(void)shopper_tick(s->panes[VIEW_SHOPPER].state, s->now_ms);	/* also after a long sleep */
	screen_lay_out(s);
	read_all(s);
	screen_lay_out(s);	/* a message may have come, and taken a row */
	for (size_t i = 0; i < VIEW_COUNT; i++) {
		struct pane *p = &s->panes[i];
		int title = s->rows >= 7 ? 1 : 0;

		if (p->rect.w > 0 && p->shown != NULL)
			p->ops->place(
			    p->state, p->rect.w, p->rect.h - title < 0 ? 0 : p->rect.h - title);
	}
	screen_draw(s, c);
	s->repaint = false;
	return true;
}

bool
screen_cursor(const struct screen *s, int *x, int *y)
{
	struct frame f = screen_frame(s);

	return prompt_cursor(s, (struct rect){0, f.message, s->columns, f.message_rows}, x, y);
}

bool
screen_is_over(const struct screen *s)
{
	return s->over;
}

const struct theme *
screen_theme(const struct screen *s)
{
	return s->theme;
}

const struct tui_settings *
screen_user(const struct screen *s)
{
	return s->user;
}

const char *
screen_title(const struct screen *s)
{
	struct screen *mine = (struct screen *)s;	/* the buffer is no state */
	char waiting[32] = "";

	if (s->has_figures && s->figures.waiting > 0)	/* seen in a list of windows, too */
		snprintf(waiting, sizeof waiting, "(%lld) ", (long long)s->figures.waiting);
	if (!tui_setting_is_on(s->user, SETTING_TITLE))
		mine->title[0] = '\0';
	else if (s->focus == VIEW_CONVERSATION && s->conversation_id != 0)
		snprintf(mine->title, sizeof mine->title, "%sfloorwalker: %s, C-%lld", waiting,
		    s->settings->name, (long long)s->conversation_id);
	else
		snprintf(mine->title, sizeof mine->title, "%sfloorwalker: %s, %s", waiting,
		    s->settings->name, s->panes[s->focus].ops->name);
	return mine->title;
}

bool
screen_wants_all(struct screen *s)
{
	bool all = s->redraw;

	s->redraw = false;
	return all;
}
