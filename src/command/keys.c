/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys of one's own: the lines that bind and unbind them, and what these leave odd.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "floorwalker/base/utf8.h"
#include "private.h"

static const struct { unsigned context; const char *name; } contexts[] = {
	{CONTEXT_LIST, "list"}, {CONTEXT_CONVERSATION, "conversation"}, {CONTEXT_REFUNDS, "refunds"}, {CONTEXT_HELP, "help"},
	{CONTEXT_LOG, "log"}, {CONTEXT_SCREEN, "any"},
};
#define CONTEXT_COUNT (sizeof contexts / sizeof *contexts)

/* ---- notation */

static const char *const key_names[] = {
	"Enter", "Esc", "Tab", "S-Tab", "Space", "Backspace", "Delete", "Insert", "Up", "Down", "Left", "Right", "Home", "End", "PageUp", "PageDown",
	"S-Left", "S-Right", "C-Left", "C-Right",
};
#define KEY_NAMES (sizeof key_names / sizeof *key_names)

static bool
is_name(const char *key)
{
	int64_t n;

	for (size_t i = 0; i < KEY_NAMES; i++)
		if (text_is(key, key_names[i]))
			return true;
	return key[0] == 'F' && text_to_int(key + 1, 1, 24, &n);
}

/* One character that shows. */
static bool
is_character(const char *key)
{
	size_t length = strlen(key);

	return length > 0 && (unsigned char)key[0] > ' ' && key[0] != 0x7f &&
	    utf8_is_valid(key, length) && utf8_grapheme(key, length) == length;
}

/* What a terminal can't tell it from; NULL nothing. */
static const char *
same_as(const char *key)
{
	static const struct { const char *key, *same; } same[] = {
		{"C-i", "Tab"}, {"C-m", "Enter"}, {"C-[", "Esc"}, {"C-h", "Backspace"}, {"C-?", "Backspace"},
	};

	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		if (text_is(key, same[i].key))
			return same[i].same;
	return NULL;
}

bool
command_key_is_known(const char *key)
{
	if (same_as(key) != NULL)
		return false;
	if (is_name(key) || is_character(key))
		return true;
	if (text_starts(key, "M-"))
		return is_name(key + 2) || is_character(key + 2);
	return text_starts(key, "C-") && strlen(key) == 3 &&
	    ((key[2] >= 'a' && key[2] <= 'z') || strchr("\\]^_", key[2]) != NULL);
}

/* ---- lines */

struct words {
	const char *file;
	int number;
	const char *line, *at;
};

/* Where the next word begins, and how long it is; 0 at the end. */
static size_t
next_word(struct words *w, const char **word)
{
	size_t n;

	w->at += strspn(w->at, " \t\r");
	*word = w->at;
	n = strcspn(w->at, " \t\r");
	w->at += n;
	return n;
}

static enum err
complain(const struct words *w, const char *word, struct errinfo *e, const char *format, ...)
    PRINTF_LIKE(4, 5);
static enum err
complain(const struct words *w, const char *word, struct errinfo *e, const char *format, ...)
{
	char text[400];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof text, format, ap);
	va_end(ap);
	return err_set(
	    e, ERR_INPUT, "%s:%d:%d: %s", w->file, w->number, (int)(word - w->line) + 1, text);
}

static enum err
read_context(struct words *w, unsigned *out, const char **name, struct errinfo *e)
{
	const char *word, *names[CONTEXT_COUNT], *near;
	size_t n = next_word(w, &word);
	char given[41];

	snprintf(given, sizeof given, "%.*s", (int)n, word);
	for (size_t i = 0; i < CONTEXT_COUNT; i++) {
		names[i] = contexts[i].name;
		if (text_is(given, contexts[i].name)) {
			*out = contexts[i].context;
			*name = contexts[i].name;
			return ERR_OK;
		}
	}
	if (n == 0)
		return complain(w, word, e,
		    "a context, a key and a command are missing; write: bind CONTEXT KEY COMMAND");
	near = text_nearest(given, names, CONTEXT_COUNT);
	return complain(w, word, e,
	    "\"%s\" is no context%s%s%s: any, list, conversation, refunds, help, log", given,
	    near != NULL ? "; did you mean " : "", near != NULL ? near : "",
	    near != NULL ? "?" : "");
}

static enum err
read_key(struct words *w, char out[32], struct errinfo *e)
{
	const char *word, *near;
	size_t n = next_word(w, &word);

	if (n == 0)
		return complain(
		    w, word, e, "a key is missing; write: bind CONTEXT KEY COMMAND");
	snprintf(out, 32, "%.*s", (int)n, word);
	if (n < 32 && command_key_is_known(out))
		return ERR_OK;
	if (same_as(out) != NULL)
		return complain(
		    w, word, e, "a terminal sends %s for %s: write that", same_as(out), out);
	near = text_nearest(out, key_names, KEY_NAMES);
	return complain(w, word, e,
	    "\"%s\" is no key%s%s%s; write a character, Enter, F5, C-x (Control with x), M-x (Alt with x) …",
	    out, near != NULL ? "; did you mean " : "", near != NULL ? near : "",
	    near != NULL ? "?" : "");
}

static enum err
no_command(const struct command_table *t, const struct words *w, const char *word,
    const char *name, const char *where, struct errinfo *e)
{
	const char *names[256], *near;
	size_t count = 0;

	if (command_find(t, name) != NULL)
		return complain(w, word, e, "there is no command \"%s\" in %s", name, where);
	for (size_t i = 0; i < t->count && count < 256; i++)
		names[count++] = t->rows[i]->name;
	near = text_nearest(name, names, count);
	return complain(w, word, e, "there is no command \"%s\" in %s%s%s%s", name, where,
	    near != NULL ? "; did you mean " : "", near != NULL ? near : "",
	    near != NULL ? "?" : "");
}

static void
add(struct command_table *t, const struct words *w, unsigned context, const char *key,
    const struct command *c, const char *line)
{
	size_t n = line == NULL ? 0 : strlen(line);

	while (n > 0 && strchr(" \t\r", line[n - 1]) != NULL)
		n--;
	t->bindings = mem_grow(t->bindings, t->binding_count + 1, sizeof *t->bindings);
	t->bindings[t->binding_count++] = (struct binding){.contexts = context,
	    .key = mem_text(key),
	    .line = line == NULL ? NULL : mem_text_n(line, n),
	    .command = c,
	    .file = mem_text(w->file),
	    .number = w->number};
}

enum err
command_table_bind_line(
    struct command_table *t, const char *name, int number, const char *line, struct errinfo *e)
{
	struct words w = {name, number, line, line};
	const char *word, *where = NULL, *rest;
	const struct command *c;
	char key[32], command[41];
	unsigned context = 0;
	size_t n = next_word(&w, &word);
	bool bind = n == 4 && strncmp(word, "bind", 4) == 0,
	     unbind = n == 6 && strncmp(word, "unbind", 6) == 0;
	enum err code;

	if (n == 0 || word[0] == '#')
		return ERR_OK;
	if (!bind && !unbind)
		return complain(&w, word, e,
		    "\"%.*s\" is no word of a keys file; write: bind CONTEXT KEY COMMAND, or unbind CONTEXT KEY",
		    n > 40 ? 40 : (int)n, word);
	if ((code = read_context(&w, &context, &where, e)) != ERR_OK ||
	    (code = read_key(&w, key, e)) != ERR_OK)
		return code;
	rest = w.at + strspn(w.at, " \t\r");
	n = next_word(&w, &word);
	if (unbind) {
		if (n > 0)
			return complain(
			    &w, word, e, "one word too many; write: unbind CONTEXT KEY");
		add(t, &w, context, key, NULL, NULL);
		return ERR_OK;
	}
	if (n == 0)
		return complain(
		    &w, word, e, "a command is missing; write: bind CONTEXT KEY COMMAND");
	snprintf(command, sizeof command, "%.*s", (int)n, word);
	if (n >= sizeof command || (c = command_find_in(t, command, context)) == NULL)
		return no_command(t, &w, word, command, where, e);
	add(t, &w, context, key, c, rest);
	return ERR_OK;
}

enum err
command_table_bind(struct command_table *t, const char *name, const char *text, struct errinfo *e)
{
	enum err r = ERR_OK;

	for (int number = 1; r == ERR_OK && *text != '\0'; number++) {
		size_t n = strcspn(text, "\n");
		char *line = mem_text_n(text, n);

		r = command_table_bind_line(t, name, number, line, e);
		mem_free(line);
		text += n + (text[n] == '\n');
	}
	return r;
}

/* ---- what is odd */

/* A later line of the same file that binds the same key wherever this one does. */
static const struct binding *
undone_by(const struct command_table *t, size_t i)
{
	const struct binding *b = &t->bindings[i];

	for (size_t k = i + 1; b->command != NULL && k < t->binding_count; k++) {
		const struct binding *later = &t->bindings[k];

		if (later->command != NULL && text_is(later->file, b->file) &&
		    text_is(later->key, b->key) && (b->contexts & ~later->contexts) == 0)
			return later;
	}
	return NULL;
}

/* Who took the command's own key in a context; NULL where nobody did, or it has another. */
static const struct binding *
taken_by(const struct command_table *t, const struct command *c, unsigned context)
{
	const struct binding *b = NULL;
	const char *s = c->keys;
	struct str keys;

	str_init(&keys);
	command_keys(t, c, context, &keys);
	for (; keys.length == 0 && b == NULL && *s != '\0'; s += strspn(s, " ")) {
		char *key = mem_text_n(s, strcspn(s, " "));

		b = command_binding_of(t, context, key);
		mem_free(key);
		s += strcspn(s, " ");
	}
	str_clear(&keys);
	return b;
}

static void
add_lost(const struct command_table *t, const struct command *c, struct str *out)
{
	const struct binding *b = NULL, *here;
	struct str where;
	bool everywhere = true;

	if (text_is_empty(c->keys))
		return;
	str_init(&where);
	for (size_t i = 0; i + 1 < CONTEXT_COUNT; i++) {
		if ((c->contexts & contexts[i].context) == 0)
			continue;
		if ((here = taken_by(t, c, contexts[i].context)) == NULL) {
			everywhere = false;
			continue;
		}
		b = here;
		str_addf(&where, "%s%s", where.length > 0 ? ", " : " in ", contexts[i].name);
	}
	if (b != NULL)
		str_addf(out, "%s:%d: %s has no key any more%s; :%s still does it\n", b->file,
		    b->number, c->name, everywhere ? "" : where.data, c->name);
	str_clear(&where);
}

void
command_table_conflicts(const struct command_table *t, struct str *out)
{
	for (size_t i = 0; i < t->binding_count; i++) {
		const struct binding *b = &t->bindings[i], *later = undone_by(t, i);

		if (later != NULL)
			str_addf(out, "%s:%d: %s is bound again in line %d, so this line does nothing\n",
			    b->file, b->number, b->key, later->number);
	}
	for (size_t i = 0; t->binding_count > 0 && i < t->count; i++)
		add_lost(t, t->rows[i], out);
}
