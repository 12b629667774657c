/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one table of settings, and their values.
 */
#include "floorwalker/tui/settings.h"

#include <stdio.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "floorwalker/text/translate.h"
#include "floorwalker/tui/theme.h"
#include "list.h"
#include "settings_private.h"

static const struct tui_setting_row rows[SETTING_COUNT] = {
	[SETTING_THEME] = {"theme", SETTING_TEXT, "auto", NULL, 0, 0, "The colours",
	    "A theme's name, or a file's path. auto: $FLOORWALKER_THEME where it is set, mono where $NO_COLOR is, light where $COLORFGBG says that the ground is light, sixteen where the terminal has "
	    "fewer than 256 colours, else dark. True colour is shown where the description of $TERM has it, or where $COLORTERM is truecolor or 24bit and terminfo has the same terminal by the name with "
	    "-direct (xterm-direct for xterm-256color; often in a package of its own, ncurses-term); else the nearest of the colours that there are."},
	[SETTING_BORDERS] = {"borders", SETTING_CHOICE, "auto", "auto unicode ascii", 0, 0, "Lines, bars and marks in Unicode or ASCII",
	    "auto: ASCII where the locale isn't UTF-8 and on the console of Linux, whose font lacks most of these characters. Letters are not touched."},
	[SETTING_LANGUAGE] = {"language", SETTING_CHOICE, "auto", "auto en de", 0, 0, "Language of the console's own words",
	    "auto: German where $LC_ALL, $LC_MESSAGES or $LANG, the first that is set, asks for it; else English. What shoppers and the AI write is never translated by this."},
	[SETTING_CLOCK] = {"clock", SETTING_CHOICE, "24h", "24h 12h", 0, 0, "Times of day as 14:05 or 2:05 pm", "Always in the shop's time zone."},
	[SETTING_DATES] = {"dates", SETTING_CHOICE, "day-first", "day-first month-first iso", 0, 0, "Days as 12 Oct, Oct 12 or 2026-10-12", "Always in the shop's time zone."},
	[SETTING_EDITING] = {"editing", SETTING_CHOICE, "inputrc", "inputrc emacs vi", 0, 0, "Keys while something is typed",
	    "inputrc: what your ~/.inputrc says (readline(3)), emacs where it says nothing. The other keys of your inputrc hold in each case."},
	[SETTING_ESCAPE_DELAY] = {"escape-delay", SETTING_NUMBER, "25", NULL, 0, 500, "Milliseconds that Esc may begin a key",
	    "After Esc the terminal may still be sending the rest of a key such as Up. Raise it only where a slow line takes those apart; at 25 nobody notices. Holds from the next start on."},
	[SETTING_COLUMNS] = {"columns", SETTING_TEXT, "usual", NULL, 0, 0, "Columns of the list of conversations",
	    "Names of columns with spaces between, in order; usual: those that the width has room for. :columns changes them, and tells which there are."},
	[SETTING_CONFIRM_QUIT] = {"confirm-quit", SETTING_SWITCH, "on", NULL, 0, 0, "Ask before q leaves the console", ":quit never asks."},
	[SETTING_TITLE] = {"title", SETTING_SWITCH, "on", NULL, 0, 0, "Name the terminal's window", "How many wait, the shop, and the view or conversation that is open. The title before is put back in the end, where the terminal can."},
	[SETTING_BELL] = {"bell", SETTING_SWITCH, "on", NULL, 0, 0, "Ring the terminal's bell for notices", "What rings is for the terminal to say: a sound, a flash, a mark in tmux's status line."},
	[SETTING_NOTIFY] = {"notify", SETTING_CHOICE, "off", "off osc9 osc777", 0, 0, "Send notices to the desktop through the terminal",
	    "osc9: as iTerm2, Windows Terminal, kitty and ghostty take them; osc777: as rxvt-unicode, foot, VTE's terminals and WezTerm do. Terminals that know neither show nothing. Notices name conversations "
	    "and counts, never a shopper's words."},
	[SETTING_NOTIFY_ON] = {"notify-on", SETTING_CHOICES, "queue,mine,refund,sla", "queue mine refund sla", 0, 0, "What is worth a notice",
	    "queue: a conversation begins to wait in a queue of yours; mine: a shopper writes in a conversation of yours, or one is given to you; refund: an action waits for approval; sla: an answer is about to be late, or is. "
	    "none: no notices."},
	[SETTING_NOTIFY_EVERY] = {"notify-every", SETTING_NUMBER, "30", NULL, 1, 3600, "Seconds at least between two notices", "What happens meanwhile is put together in the next one."},
	[SETTING_NOTIFY_THROUGH] = {"notify-through", SETTING_CHOICE, "none", "none tmux", 0, 0, "Wrap notices for tmux to pass on",
	    "tmux swallows notices unless they are wrapped, and unless its own option allow-passthrough is on. It has no say over the bell."},
	[SETTING_LINEAR] = {"linear", SETTING_CHOICE, "terse", "terse verbose", 0, 0, "How much console --linear tells", "terse: what would be worth a notice (notify-on). verbose: also what the AI and colleagues do."},
};

const struct tui_setting_row *
tui_setting_row(enum tui_setting which)
{
	return &rows[which];
}

struct tui_settings *
tui_settings_new(void)
{
	struct tui_settings *s = mem_zero(1, sizeof *s);

	for (size_t i = 0; i < SETTING_COUNT; i++) {
		s->values[i] = mem_text(rows[i].usual);
		s->origins[i] = mem_text(N_("default"));
	}
	return s;
}

void
tui_settings_free(struct tui_settings **s)
{
	if (*s == NULL)
		return;
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		mem_free((*s)->values[i]);
		mem_free((*s)->origins[i]);
	}
	for (size_t i = 0; i < (*s)->bind_count; i++) {
		mem_free((*s)->binds[i].file);
		mem_free((*s)->binds[i].line);
	}
	mem_free((*s)->binds);
	mem_free(*s);
	*s = NULL;
}

enum tui_setting
tui_setting_find(const char *name)
{
	size_t i = 0;

	while (i < SETTING_COUNT && !text_is(rows[i].name, name))
		i++;
	return (enum tui_setting)i;
}

/* ---- values */

static bool
is_choice(const char *choices, const char *word, size_t length)
{
	while (*choices != '\0') {
		size_t n = strcspn(choices, " ");

		if (n == length && strncmp(choices, word, n) == 0)
			return true;
		choices += n + (choices[n] == ' ');
	}
	return false;
}

/* "queue,mine": each is a choice; "none" is none of them. */
static bool
are_choices(const char *choices, const char *value)
{
	if (text_is(value, "none"))
		return true;
	do {
		size_t n = strcspn(value, ",");

		if (!is_choice(choices, value, n))
			return false;
		value += n;
	} while (*value++ == ',');
	return true;
}

static bool
is_clean(const char *value)
{
	size_t length = strlen(value);

	for (size_t i = 0; i < length; i++)
		if ((unsigned char)value[i] < 0x20 || value[i] == 0x7f)
			return false;
	return length <= 500 && utf8_is_valid(value, length);
}

static bool
fits(const struct tui_setting_row *r, const char *value)
{
	int64_t number;

	switch (r->kind) {
	case SETTING_SWITCH: return text_is(value, "on") || text_is(value, "off");
	case SETTING_CHOICE: return is_choice(r->choices, value, strlen(value)) && *value != '\0';
	case SETTING_CHOICES: return are_choices(r->choices, value);
	case SETTING_NUMBER: return text_to_int(value, r->least, r->most, &number);
	case SETTING_TEXT: break;
	}
	return is_clean(value);
}

void
tui_setting_range(enum tui_setting which, struct str *out)
{
	const struct tui_setting_row *r = &rows[which];
	const char *s = r->choices;

	if (r->kind == SETTING_SWITCH)
		str_add(out, tr("on or off"));
	else if (r->kind == SETTING_NUMBER)
		str_addf(out, tr("%lld to %lld"), (long long)r->least, (long long)r->most);
	else if (r->kind == SETTING_TEXT)
		str_add(out, which == SETTING_THEME ? tr("auto, a theme or a file") : tr("a text"));
	else
		while (*s != '\0') {
			size_t n = strcspn(s, " ");

			str_addf(out, "%s%.*s",
			    s == r->choices           ? ""
				: s[n] == '\0' && r->kind == SETTING_CHOICE ? tr(" or ")
						      : ", ",
			    (int)n, s);
			s += n + (s[n] == ' ');
		}
	if (r->kind == SETTING_CHOICES)
		str_add(out, tr(" with commas between, or none"));
}

static enum err
no_setting(const char *name, struct errinfo *e)
{
	const char *names[SETTING_COUNT], *near;

	for (size_t i = 0; i < SETTING_COUNT; i++)
		names[i] = rows[i].name;
	near = text_nearest(name, names, SETTING_COUNT);
	return err_set(e, ERR_USAGE, tr("there is no setting \"%.40s\"%s%s%s"), name,
	    near != NULL ? tr("; did you mean ") : "", near != NULL ? near : "",
	    near != NULL ? "?" : tr("; :set lists them"));
}

static enum err
no_value(const struct tui_setting_row *r, const char *value, struct errinfo *e)
{
	struct str range;

	str_init(&range);
	tui_setting_range((enum tui_setting)(r - rows), &range);
	(void)err_set(e, ERR_USAGE, tr("%s can't be \"%.60s\"; it is %s"), r->name, value, range.data);
	str_clear(&range);
	return ERR_USAGE;
}

/* What only others know: a theme must load, and columns must be there, now rather than when they are
 * wanted. */
static enum err
check_theme(const char *value, struct errinfo *e)
{
	struct theme *t;
	enum err code = text_is(value, "auto") ? ERR_OK : theme_load(value, &t, e);

	if (code == ERR_OK && !text_is(value, "auto"))
		theme_free(&t);
	return code;
}

static enum err
check_columns(const char *value, struct errinfo *e)
{
	unsigned char chosen[LIST_COLUMNS_MOST];
	size_t count;

	return list_columns_parse(value, chosen, &count, e);
}

enum err
tui_settings_set(struct tui_settings *s, const char *name, const char *value, const char *origin,
    struct errinfo *e)
{
	enum tui_setting which = tui_setting_find(name);
	char *copy;
	enum err code;

	if (which == SETTING_COUNT)
		return no_setting(name, e);
	if (!fits(&rows[which], value))
		return no_value(&rows[which], value, e);
	if ((which == SETTING_THEME && (code = check_theme(value, e)) != ERR_OK) ||
	    (which == SETTING_COLUMNS && (code = check_columns(value, e)) != ERR_OK))
		return code;
	copy = mem_text(value);		/* first: it may be the old one */
	mem_free(s->values[which]);
	s->values[which] = copy;
	copy = mem_text(origin);
	mem_free(s->origins[which]);
	s->origins[which] = copy;
	return ERR_OK;
}

enum err
tui_settings_assign(struct tui_settings *s, const char *assignment, struct errinfo *e)
{
	const char *equals = strchr(assignment, '=');
	char name[64];

	if (equals == NULL || (size_t)(equals - assignment) >= sizeof name)
		return err_set(e, ERR_USAGE,
		    "--set is NAME=VALUE, such as theme=light, not \"%.60s\"", assignment);
	snprintf(name, sizeof name, "%.*s", (int)(equals - assignment), assignment);
	return tui_settings_set(s, name, equals + 1, "--set", e);
}

const char *
tui_setting_text(const struct tui_settings *s, enum tui_setting which)
{
	return s->values[which];
}

bool
tui_setting_is(const struct tui_settings *s, enum tui_setting which, const char *value)
{
	return text_is(s->values[which], value);
}

bool
tui_setting_is_on(const struct tui_settings *s, enum tui_setting which)
{
	return text_is(s->values[which], "on");
}

int64_t
tui_setting_number(const struct tui_settings *s, enum tui_setting which)
{
	int64_t n = 0;

	(void)text_to_int(s->values[which], rows[which].least, rows[which].most, &n);
	return n;
}

bool
tui_setting_has(const struct tui_settings *s, enum tui_setting which, const char *choice)
{
	const char *at = s->values[which];

	for (size_t n; *at != '\0'; at += n + (at[n] == ',')) {
		n = strcspn(at, ",");
		if (n == strlen(choice) && strncmp(at, choice, n) == 0)
			return true;
	}
	return false;
}

const char *
tui_setting_origin(const struct tui_settings *s, enum tui_setting which)
{
	return s->origins[which];
}

void
tui_setting_values(enum tui_setting which, void (*word)(void *, const char *), void *context)
{
	const struct tui_setting_row *r = &rows[which];
	struct arena *a = arena_new();
	const char **names, *s = r->choices != NULL ? r->choices : "";
	size_t count;

	if (r->kind == SETTING_SWITCH) {
		word(context, "on");
		word(context, "off");
	}
	for (size_t n; *s != '\0'; s += n + (s[n] == ' ')) {
		n = strcspn(s, " ");
		word(context, arena_text_n(a, s, n));
	}
	if (which == SETTING_THEME) {
		word(context, "auto");
		if (theme_list(a, &names, &count, NULL) == ERR_OK)
			for (size_t i = 0; i < count; i++)
				word(context, names[i]);
	}
	arena_free(&a);
}
