/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files of settings: where they lie, how they are read, and what is written about them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/utf8.h"
#include "settings_private.h"

#define FILE_LIMIT 262144
#define LINE_LIMIT 2000

/* ---- lines */

struct place {
	const char *file;
	int line;
};

static enum err
complain(const struct place *p, size_t column, const char *text, struct errinfo *e)
{
	return err_set(e, ERR_INPUT, "%s:%d:%zu: %s", p->file, p->line, column + 1, text);
}

/* "set NAME VALUE": the value is the rest of the line, its quotes taken off where it has them. */
static enum err
read_set(
    struct tui_settings *s, const struct place *p, const char *line, size_t at, struct errinfo *e)
{
	char name[64], value[LINE_LIMIT + 1], origin[600];
	struct errinfo why = {0};
	size_t name_at = at + strspn(line + at, " \t"), n = strcspn(line + name_at, " \t"),
	       value_at, length;
	bool known;

	if (n == 0)
		return complain(
		    p, name_at, "a name and a value are missing; write: set NAME VALUE", e);
	snprintf(name, sizeof name, "%.*s", (int)n, line + name_at);
	value_at = name_at + n + strspn(line + name_at + n, " \t");
	length = strlen(line + value_at);
	while (length > 0 && strchr(" \t", line[value_at + length - 1]) != NULL)
		length--;
	known = tui_setting_find(name) != SETTING_COUNT;
	if (length == 0 && known)
		return complain(p, value_at, "a value is missing; write: set NAME VALUE (\"\" for an empty one)", e);
	if (length >= 2 && (line[value_at] == '"' || line[value_at] == '\'') &&
	    line[value_at + length - 1] == line[value_at])
		snprintf(value, sizeof value, "%.*s", (int)length - 2, line + value_at + 1);
	else
		snprintf(value, sizeof value, "%.*s", (int)length, line + value_at);
	snprintf(origin, sizeof origin, "%s:%d", p->file, p->line);
	if (tui_settings_set(s, name, value, origin, &why) != ERR_OK)
		return complain(p, known ? value_at : name_at, why.text, e);
	return ERR_OK;
}

static void
keep_bind(struct tui_settings *s, const struct place *p, const char *line)
{
	s->binds = mem_grow(s->binds, s->bind_count + 1, sizeof *s->binds);
	s->binds[s->bind_count++] =
	    (struct bind_line){mem_text(p->file), mem_text(line), p->line};
}

static enum err
read_line(struct tui_settings *s, const struct place *p, const char *line, struct errinfo *e)
{
	static const char *const known[] = {"set", "bind", "unbind"};
	size_t at = strspn(line, " \t"), n = strcspn(line + at, " \t");
	char word[41], text[200];
	const char *near;

	if (n == 0 || line[at] == '#')
		return ERR_OK;
	snprintf(word, sizeof word, "%.*s", (int)n, line + at);
	if (text_is(word, "set"))
		return read_set(s, p, line, at + n, e);
	if (text_is(word, "bind") || text_is(word, "unbind")) {
		keep_bind(s, p, line);
		return ERR_OK;
	}
	near = text_nearest(word, known, 3);
	snprintf(text, sizeof text,
	    "\"%s\" begins no line%s%s%s; write: set NAME VALUE, bind CONTEXT KEY COMMAND, or "
	    "unbind CONTEXT KEY",
	    word, near != NULL ? "; did you mean " : "", near != NULL ? near : "",
	    near != NULL ? "?" : "");
	return complain(p, at, text, e);
}

enum err
tui_settings_parse(
    struct tui_settings *s, const char *name, const char *text, size_t length, struct errinfo *e)
{
	struct place p = {name, 0};
	enum err code = ERR_OK;

	for (size_t i = 0; code == ERR_OK && i < length;) {
		const char *end = memchr(text + i, '\n', length - i);
		size_t n = end == NULL ? length - i : (size_t)(end - text) - i, whole = n;
		char *line;

		if (n > 0 && text[i + n - 1] == '\r')
			n--;
		line = mem_text_n(text + i, n);
		p.line++;
		if (n > LINE_LIMIT)
			code = complain(&p, LINE_LIMIT, "a line is longer than 2000 bytes", e);
		else if (strlen(line) != n || !utf8_is_valid(line, n))
			code = complain(&p, strlen(line) == n ? 0 : strlen(line),
			    "this is no text in UTF-8", e);
		else
			code = read_line(s, &p, line, e);
		mem_free(line);
		i += whole + 1;
	}
	return code;
}

/* ---- files */

static enum err
read_file(struct tui_settings *s, const char *path, bool must, struct errinfo *e)
{
	struct str text;
	enum err code;

	if (path == NULL || (!must && !file_exists(path)))
		return ERR_OK;
	str_init(&text);
	code = file_read(path, FILE_LIMIT, &text, e);
	if (code == ERR_OK)
		code = tui_settings_parse(
		    s, path, text.data == NULL ? "" : text.data, text.length, e);
	str_clear(&text);
	return code;
}

enum err
tui_settings_read(struct tui_settings *s, const char *path, struct errinfo *e)
{
	return read_file(s, path, true, e);
}

static const char *
own_file(struct arena *a, const char *name)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (!text_is_empty(config))
		return arena_printf(a, "%s/floorwalker/%s", config, name);
	if (!text_is_empty(home))
		return arena_printf(a, "%s/.config/floorwalker/%s", home, name);
	return NULL;
}

const char *
tui_settings_own_file(struct arena *a)
{
	return own_file(a, "floorwalker.conf");
}

enum err
tui_settings_load(struct tui_settings *s, const char *world_folder, const char *own,
    const char *keys, struct errinfo *e)
{
	struct arena *a = arena_new();
	enum err code;

	if ((code = read_file(s, FLOORWALKER_SYSCONFDIR "/floorwalker.conf", false, e)) == ERR_OK &&
	    world_folder != NULL)
		code = read_file(s, file_join(a, world_folder, "floorwalker.conf"), false, e);
	if (code == ERR_OK)
		code = read_file(s, own != NULL ? own : tui_settings_own_file(a), own != NULL, e);
	if (code == ERR_OK)
		code = read_file(s, keys != NULL ? keys : own_file(a, "keys"), keys != NULL, e);
	arena_free(&a);
	return code;
}

enum err
tui_settings_bind(const struct tui_settings *s, struct command_table *t, struct errinfo *e)
{
	enum err code = ERR_OK;

	for (size_t i = 0; code == ERR_OK && i < s->bind_count; i++)
		code = command_table_bind_line(
		    t, s->binds[i].file, s->binds[i].number, s->binds[i].line, e);
	return code;
}

/* ---- what is written about them */

static void
add_roff(struct str *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '\\')
			str_add(out, "\\e");
		else if (*text == '-')
			str_add(out, "\\-");
		else
			str_add_char(out, *text);
	}
}

static const char head[] =
    ".TH FLOORWALKER.CONF 5\n"
    ".SH NAME\nfloorwalker.conf \\- settings and keys of the console\n"
    ".SH DESCRIPTION\n"
    "A file of lines. A line that begins with # is a comment; every other one is one of these:\n"
    ".TP\n.BI \"set \" \"NAME VALUE\"\nThe value is the rest of the line; quotes around all of it are taken off.\n"
    ".TP\n.BI \"bind \" \"CONTEXT KEY COMMAND\"\nThe key means the command line from then on. Contexts: any, list, conversation, refunds, help, log. Keys are written as in\n"
    ".BR floorwalker\\-keys (7),\nwhere all commands are.\n"
    ".TP\n.BI \"unbind \" \"CONTEXT KEY\"\nThe key means nothing there.\n"
    ".PP\nA line that can't be understood is told with its place, and the console doesn't start. Keys that hide one another, and commands that lost their last key, are told when it starts.\n"
    ".PP\nIn the console\n.B :set\nlists all settings, with what they are and where that comes from;\n.BI \":set \" NAME\nexplains one,\n.BI \":set \" \"NAME VALUE\"\n"
    "changes it until you leave.\n.B floorwalker settings\nprints the list and tells of trouble;\n.B floorwalker settings \\-\\-template\nprints a file to begin with.\n"
    ".SH SETTINGS\n";
static const char tail[] =
    ".SH FILES\nWhat is said later wins.\n"
    ".TP\n.I /etc/floorwalker.conf\nof this machine (where the program was installed to another place: of its sysconfdir)\n"
    ".TP\n.I WORLD/floorwalker.conf\nof the team: beside the shop's world.yaml\n"
    ".TP\n.I $XDG_CONFIG_HOME/floorwalker/floorwalker.conf\nyour own; without $XDG_CONFIG_HOME in ~/.config. Another with\n.BR \\-\\-config .\n"
    ".TP\n.I $XDG_CONFIG_HOME/floorwalker/keys\nread after it, by the same rules; for those who keep keys apart. Another with\n.BR \\-\\-keys .\n"
    ".PP\nLast come\n.B \\-\\-set\n.IR NAME=VALUE ,\n.B \\-\\-theme\nand what is set in the console.\n"
    ".SH EXAMPLE\n.nf\nset theme high\\-contrast\nset notify osc777\nset notify\\-on mine,sla\nbind list F7 take\nbind any F9 list mine\nunbind any C\\-z\n.fi\n"
    ".SH SEE ALSO\n.BR floorwalker\\-console (1),\n.BR floorwalker\\-keys (7)\n";

void
tui_settings_manual(struct str *out)
{
	struct str range;

	str_init(&range);
	str_add(out, ".\\\" Made by: floorwalker manual conf. Do not edit.\n");
	str_add(out, head);
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		const struct tui_setting_row *r = tui_setting_row((enum tui_setting)i);

		str_reset(&range);
		tui_setting_range((enum tui_setting)i, &range);
		str_add(out, ".TP\n.B ");
		add_roff(out, r->name);
		str_add(out, "\n");
		add_roff(out, r->summary);
		str_add(out, ": ");
		add_roff(out, range.data);
		str_add(out, ". Default: ");
		add_roff(out, text_is_empty(r->usual) ? "\"\"" : r->usual);
		str_add(out, ".\n.br\n");
		add_roff(out, r->help);
		str_add(out, "\n");
	}
	str_add(out, tail);
	str_clear(&range);
}

/* Wrapped at 78 columns, each line behind "# ". */
static void
add_comment(struct str *out, const char *text)
{
	while (*text != '\0') {
		size_t n = strlen(text);

		if (n > 76)
			for (n = 76; n > 0 && text[n] != ' '; n--)
				;
		if (n == 0)
			n = strcspn(text, " ");
		str_addf(out, "# %.*s\n", (int)n, text);
		text += n + (text[n] == ' ');
	}
}

void
tui_settings_template(struct str *out)
{
	str_add(out, "# floorwalker.conf: see floorwalker.conf(5). Take the # off a line to change what it says.\n");
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		const struct tui_setting_row *r = tui_setting_row((enum tui_setting)i);
		struct str words;

		str_init(&words);
		str_addf(&words, "%s: ", r->summary);
		tui_setting_range((enum tui_setting)i, &words);
		str_addf(&words, ". %s", r->help);
		str_add_char(out, '\n');
		add_comment(out, words.data);
		str_addf(out, "#set %s %s\n", r->name, text_is_empty(r->usual) ? "\"\"" : r->usual);
		str_clear(&words);
	}
	str_add(out, "\n# Keys: bind CONTEXT KEY COMMAND, unbind CONTEXT KEY.\n#bind list F7 take\n#unbind any C-z\n");
}
