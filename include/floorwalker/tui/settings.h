/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an agent can set of the console, in one table; and the files that say so.
 *
 * floorwalker.conf(5): lines "set NAME VALUE", "bind CONTEXT KEY COMMAND" and "unbind CONTEXT KEY";
 * a line that begins with # is a comment. What is said later wins: the default,
 * $sysconfdir/floorwalker.conf, the world's floorwalker.conf (the team's),
 * $XDG_CONFIG_HOME/floorwalker/floorwalker.conf (the agent's), the agent's file of keys, --set,
 * :set.
 */
#ifndef FLOORWALKER_TUI_SETTINGS_H
#define FLOORWALKER_TUI_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/str.h"
#include "floorwalker/command.h"

enum tui_setting {
	SETTING_THEME,
	SETTING_BORDERS,
	SETTING_LANGUAGE,
	SETTING_CLOCK,
	SETTING_DATES,
	SETTING_EDITING,
	SETTING_ESCAPE_DELAY,
	SETTING_COLUMNS,
	SETTING_CONFIRM_QUIT,
	SETTING_TITLE,
	SETTING_BELL,
	SETTING_NOTIFY,
	SETTING_NOTIFY_ON,
	SETTING_NOTIFY_EVERY,
	SETTING_NOTIFY_THROUGH,
	SETTING_LINEAR,
	SETTING_COUNT
};
enum tui_setting_kind {
	SETTING_SWITCH,		/* on or off */
	SETTING_CHOICE,		/* one of the choices */
	SETTING_CHOICES,	/* some of them with commas between, or none */
	SETTING_NUMBER,		/* from least to most */
	SETTING_TEXT
};
struct tui_setting_row {
	const char *name;
	enum tui_setting_kind kind;
	const char *usual;		/* the default */
	const char *choices;		/* with spaces between; NULL none */
	int64_t least, most;
	const char *summary;		/* one line */
	const char *help;		/* a paragraph */
};
/* Static. */
const struct tui_setting_row *tui_setting_row(enum tui_setting which);

struct tui_settings;
struct tui_settings *tui_settings_new(void);		/* the defaults */
void tui_settings_free(struct tui_settings **s);
/* The files that are there, in their order. world_folder may be NULL. own, keys: instead of the
 * agent's usual files, and must be there; NULL: the usual ones, which may be missing. ERR_INPUT
 * names file, line, column and what was near. */
NODISCARD enum err tui_settings_load(struct tui_settings *s, const char *world_folder,
    const char *own, const char *keys, struct errinfo *e);
/* One file that must be there. */
NODISCARD enum err tui_settings_read(struct tui_settings *s, const char *path, struct errinfo *e);
/* One file, its text given. name is for messages. */
NODISCARD enum err tui_settings_parse(
    struct tui_settings *s, const char *name, const char *text, size_t length, struct errinfo *e);
/* origin: what is told as where the value comes from ("--set", "this session"); copied. ERR_USAGE:
 * no such setting, or no such value. */
NODISCARD enum err tui_settings_set(struct tui_settings *s, const char *name, const char *value,
    const char *origin, struct errinfo *e);
/* NAME=VALUE, of --set. */
NODISCARD enum err tui_settings_assign(
    struct tui_settings *s, const char *assignment, struct errinfo *e);
/* Binds the keys that the files name. */
NODISCARD enum err tui_settings_bind(
    const struct tui_settings *s, struct command_table *t, struct errinfo *e);

/* Values; borrowed until it is set again. */
const char *tui_setting_text(const struct tui_settings *s, enum tui_setting which);
bool tui_setting_is(const struct tui_settings *s, enum tui_setting which, const char *value);
bool tui_setting_is_on(const struct tui_settings *s, enum tui_setting which);
int64_t tui_setting_number(const struct tui_settings *s, enum tui_setting which);
bool tui_setting_has(const struct tui_settings *s, enum tui_setting which, const char *choice);
const char *tui_setting_origin(const struct tui_settings *s, enum tui_setting which);
/* SETTING_COUNT where there is none of that name. */
enum tui_setting tui_setting_find(const char *name);
/* Words that fit as the value: choices, on and off, the themes. */
void tui_setting_values(
    enum tui_setting which, void (*word)(void *, const char *), void *context);
/* "on or off", "24h or 12h", "0 to 500": appended. */
void tui_setting_range(enum tui_setting which, struct str *out);
/* Where an agent's own settings are kept; arena's. NULL: neither $XDG_CONFIG_HOME nor $HOME is
 * set. */
const char *tui_settings_own_file(struct arena *a);

/* roff, for floorwalker.conf(5) */
void tui_settings_manual(struct str *out);
/* A floorwalker.conf with every setting, explained, commented out at its default. */
void tui_settings_template(struct str *out);

#endif
