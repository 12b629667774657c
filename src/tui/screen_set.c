/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The agent's settings at work: ":set", and what a value changes at once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "editor.h"
#include "floorwalker/text/translate.h"
#include "list.h"
#include "screen_private.h"
#include "words.h"

/* The first of these that is set says the language, as in setlocale(3). */
static const char *
language_of_locale(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < 3; i++) {
		const char *value = getenv(names[i]);

		if (!text_is_empty(value))
			return text_starts(value, "de") && strchr("_.@", value[2]) != NULL ? "de" : "en";
	}
	return "en";
}

static enum err
apply_theme(struct screen *s, struct errinfo *e)
{
	const char *name = tui_setting_text(s->user, SETTING_THEME);
	struct theme *t;
	enum err code;

	if (text_is(name, "auto"))
		name = theme_default(s->colours);
	if (s->colours < 8)
		name = "mono";
	if ((code = theme_load(name, &t, e)) != ERR_OK)
		return code;
	theme_free(&s->theme);
	s->theme = t;
	s->redraw = true;
	return ERR_OK;
}

/* auto never fails for want of a catalogue: that is English. */
static enum err
apply_language(const struct screen *s, struct errinfo *e)
{
	const char *language = tui_setting_text(s->user, SETTING_LANGUAGE);
	enum err code;

	if (!text_is(language, "auto"))
		return translate_to(language, e);
	code = translate_to(language_of_locale(), e);
	return code == ERR_NOT_FOUND ? translate_to("en", e) : code;
}

enum err
screen_apply_settings(struct screen *s, struct errinfo *e)
{
	const struct tui_settings *user = s->user;
	enum err code;

	if ((code = apply_language(s, e)) != ERR_OK || (code = apply_theme(s, e)) != ERR_OK)
		return code;
	words_set_style(tui_setting_is(user, SETTING_CLOCK, "12h"),
	    tui_setting_is(user, SETTING_DATES, "iso")           ? DATES_ISO
		: tui_setting_is(user, SETTING_DATES, "month-first") ? DATES_MONTH_FIRST
								  : DATES_DAY_FIRST);
	editor_set_editing(tui_setting_text(user, SETTING_EDITING));
	screen_changed_all(s);
	return ERR_OK;
}

enum err
screen_set_colours(struct screen *s, int colours, struct errinfo *e)
{
	s->colours = colours;
	return apply_theme(s, e);
}

/* Apart from the others: :columns may have chosen others meanwhile, which any :set must leave. */
enum err
screen_apply_columns(struct screen *s, struct errinfo *e)
{
	return list_columns_parse(tui_setting_text(s->user, SETTING_COLUMNS), s->source.columns,
	    &s->source.column_count, e);
}

enum err
screen_set(struct screen *s, const char *name, const char *value, struct errinfo *e)
{
	enum err code = tui_settings_set(s->user, name, value, N_("this session"), e);

	if (code == ERR_OK && text_is(name, "columns"))
		code = screen_apply_columns(s, e);
	return code == ERR_OK ? screen_apply_settings(s, e) : code;
}

/* ---- :set */

/* "theme is light, from ~/x.conf:3. The colours: …" */
static void
explain(struct screen *s, enum tui_setting which)
{
	const struct tui_setting_row *r = tui_setting_row(which);
	const char *value = tui_setting_text(s->user, which);
	struct str range;

	str_init(&range);
	tui_setting_range(which, &range);
	screen_say(s, INK_TEXT, tr("%s is %s (%s). %s: %s. %s"), r->name,
	    text_is_empty(value) ? "\"\"" : value, tr(tui_setting_origin(s->user, which)),
	    tr(r->summary), range.data, tr(r->help));
	str_clear(&range);
}

enum err
run_set(struct command_call *c, struct errinfo *e)
{
	struct screen *s = c->front;
	enum tui_setting which = tui_setting_find(c->texts[0]);
	const char *file;
	enum err code;

	if (text_is_empty(c->texts[0])) {
		screen_go(s, VIEW_SETTINGS);
		return ERR_OK;
	}
	if (which == SETTING_COUNT)
		return tui_settings_set(s->user, c->texts[0], "", "", e); /* says what is near */
	if (text_is_empty(c->texts[1])) {
		explain(s, which);
		return ERR_OK;
	}
	if ((code = screen_set(s, c->texts[0], c->texts[1], e)) != ERR_OK)
		return code;
	file = tui_settings_own_file(c->arena);
	screen_say(s, INK_GOOD,
	    tr("%s is %s until you leave. To keep it, write into %s: set %s %s"), c->texts[0],
	    c->texts[1], file == NULL ? "floorwalker.conf" : file, c->texts[0], c->texts[1]);
	return ERR_OK;
}

void
complete_set(struct desk *d, const char *begin, void (*word)(void *, const char *), void *context)
{
	(void)d;
	(void)begin;
	for (size_t i = 0; i < SETTING_COUNT; i++)
		word(context, tui_setting_row((enum tui_setting)i)->name);
}
