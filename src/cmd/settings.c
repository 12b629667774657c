/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The console's settings from the shell: what holds and where it was said; keys that hide one
 * another.
 */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/tui/tui.h"

enum err
settings_of_call(
    const struct call *c, const char *world_folder, struct tui_settings **out, struct errinfo *e)
{
	struct tui_settings *s = tui_settings_new();
	const char *theme = call_text(c, "theme", NULL);
	const char *const *said;
	size_t count;
	enum err err = tui_settings_load(
	    s, world_folder, call_text(c, "config", NULL), call_text(c, "keys", NULL), e);

	said = call_all(c, "set", &count);
	for (size_t i = 0; err == ERR_OK && i < count; i++)
		err = tui_settings_assign(s, said[i], e);
	if (err == ERR_OK && theme != NULL)
		err = tui_settings_set(s, "theme", theme, "--theme", e);
	if (err == ERR_OK)
		*out = s;
	else
		tui_settings_free(&s);
	return err;
}

static const char *
shown(const char *value)
{
	return text_is_empty(value) ? "\"\"" : value;
}

static void
print_all(const struct tui_settings *s)
{
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		enum tui_setting which = (enum tui_setting)i;

		printf("%-15s %-22s %s\n", tui_setting_row(which)->name,
		    shown(tui_setting_text(s, which)), tui_setting_origin(s, which));
	}
}

static enum err
print_one(const struct tui_settings *s, const char *name, struct errinfo *e)
{
	enum tui_setting which = tui_setting_find(name);
	const struct tui_setting_row *r;
	struct str range;

	if (which == SETTING_COUNT)
		return tui_settings_set((struct tui_settings *)s, name, "", "", e);
	r = tui_setting_row(which);
	str_init(&range);
	tui_setting_range(which, &range);
	printf("%s: %s (%s)\n%s: %s.\n%s\n", r->name, shown(tui_setting_text(s, which)),
	    tui_setting_origin(s, which), r->summary, range.data, r->help);
	str_clear(&range);
	return ERR_OK;
}

/* Lines about keys, where they are odd; *odd then. */
static enum err
check_keys(const struct tui_settings *s, bool *odd, struct errinfo *e)
{
	struct command_table *t = command_table_new();
	struct str said;
	size_t count;
	const struct command *rows = tui_commands(&count);
	enum err err;

	str_init(&said);
	command_table_add(t, rows, count);
	if ((err = tui_settings_bind(s, t, e)) == ERR_OK)
		command_table_conflicts(t, &said);
	*odd = said.length > 0;
	if (said.length > 0)
		printf("\n%s", said.data);
	str_clear(&said);
	command_table_free(&t);
	return err;
}

void
settings_check(struct arena *a, const char *world_folder, size_t *errors, size_t *warnings)
{
	const char *path = file_join(a, world_folder, "floorwalker.conf");
	struct tui_settings *s = tui_settings_new();
	struct command_table *t = command_table_new();
	struct errinfo why = {0};
	struct str said;
	size_t count;
	const struct command *rows = tui_commands(&count);

	str_init(&said);
	command_table_add(t, rows, count);
	if (file_exists(path) &&
	    (tui_settings_read(s, path, &why) != ERR_OK || tui_settings_bind(s, t, &why) != ERR_OK)) {
		printf("error: %s\n", why.text);
		++*errors;
	}
	command_table_conflicts(t, &said);
	for (const char *at = said.length > 0 ? said.data : ""; *at != '\0'; ++*warnings) {
		printf("warning: %.*s\n", (int)strcspn(at, "\n"), at);
		at += strcspn(at, "\n") + 1;
	}
	str_clear(&said);
	command_table_free(&t);
	tui_settings_free(&s);
}

static enum err
run(struct call *c, struct errinfo *e)
{
	struct tui_settings *s = NULL;
	const char *world = call_text(c, "world", NULL), *folder = NULL;
	struct str text;
	bool odd = false;
	enum err err = ERR_OK;

	if (call_has(c, "template")) {
		str_init(&text);
		tui_settings_template(&text);
		fputs(text.data, stdout);
		str_clear(&text);
		return ERR_OK;
	}
	if (world != NULL)
		err = world_folder_find(c->arena, world, &folder, e);
	if (err != ERR_OK || (err = settings_of_call(c, folder, &s, e)) != ERR_OK)
		return err;
	if (c->word_count > 0)
		err = print_one(s, c->words[0], e);
	else
		print_all(s);
	if (err == ERR_OK && c->word_count == 0)
		err = check_keys(s, &odd, e);
	if (odd)
		c->exit_code = 1;
	tui_settings_free(&s);
	return err;
}

static const struct option options[] = {
	{ .name = "world", .value = "DIR", .help = "the team's too, from this world" },
	{ .name = "config", .value = "FILE", .help = "your settings ($XDG_CONFIG_HOME/floorwalker/floorwalker.conf)" },
	{ .name = "keys", .value = "FILE", .help = "keys of your own ($XDG_CONFIG_HOME/floorwalker/keys)" },
	{ .name = "set", .value = "NAME=VALUE", .help = "a setting", .several = true },
	{ .name = "template", .help = "print a floorwalker.conf to begin with" },
	{ .name = NULL },
};

const struct subcommand subcommand_settings = {
    .name = "settings",
    .words = "[NAME]",
    .most = 1,
    .summary = "the console's settings: what holds, and where it was said",
    .help =
	"Lists every setting with its value and where that comes from, then keys of your own that hide others; ends with 1 where there are such.\n"
	"With a NAME explains one. floorwalker.conf(5) says how they are kept.",
    .examples =
	"  floorwalker settings\n  floorwalker settings theme\n"
	"  floorwalker settings --template > ~/.config/floorwalker/floorwalker.conf\n",
    .options = options,
    .run = run,
};
