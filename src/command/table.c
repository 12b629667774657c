/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The registry: rows and their keys.
 */
#include <assert.h>
#include <string.h>

#include "private.h"

struct command_table *
command_table_new(void)
{
	struct command_table *t = mem_zero(1, sizeof *t);
	command_table_add(t, command_desk_rows, command_desk_row_count);
	return t;
}

void
command_table_free(struct command_table **t)
{
	if (*t == NULL)
		return;
	for (size_t i = 0; i < (*t)->binding_count; i++) {
		mem_free((*t)->bindings[i].key);
		mem_free((*t)->bindings[i].line);
		mem_free((*t)->bindings[i].file);
	}
	mem_free((*t)->bindings);
	mem_free((*t)->rows);
	mem_free(*t);
	*t = NULL;
}

/* Calls f for each key of a row until it says true. */
static bool
any_key(const struct command *c, bool (*f)(const char *key, size_t length, const void *with),
    const void *with)
{
	const char *s = c->keys == NULL ? "" : c->keys;
	while (*s != '\0') {
		size_t n = strcspn(s, " ");
		if (n > 0 && f(s, n, with))
			return true;
		s += n + (s[n] == ' ');
	}
	return false;
}

static bool
is_key(const char *key, size_t length, const void *with)
{
	return strlen(with) == length && memcmp(key, with, length) == 0;
}

bool
command_has_key(const struct command *c, const char *key)
{
	return any_key(c, is_key, key);
}

static bool
has_same_key(const char *key, size_t length, const void *with)
{
	char one[32];
	if (length >= sizeof one)
		return false;
	memcpy(one, key, length);
	one[length] = '\0';
	return command_has_key(with, one);
}

void
command_table_add(struct command_table *t, const struct command *rows, size_t count)
{
	t->rows = mem_grow(t->rows, t->count + count, sizeof *t->rows);
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < t->count; k++) {
			bool apart = (t->rows[k]->contexts & rows[i].contexts) == 0;
			assert(apart || strcmp(t->rows[k]->name, rows[i].name) != 0);
			assert(apart || !any_key(&rows[i], has_same_key, t->rows[k]));
			(void)apart;
		}
		t->rows[t->count++] = &rows[i];
	}
}

size_t
command_count(const struct command_table *t)
{
	return t->count;
}

const struct command *
command_at(const struct command_table *t, size_t i)
{
	return i < t->count ? t->rows[i] : NULL;
}

const struct command *
command_find_in(const struct command_table *t, const char *name, unsigned context)
{
	for (size_t i = 0; i < t->count; i++)
		if ((t->rows[i]->contexts & context) != 0 && strcmp(t->rows[i]->name, name) == 0)
			return t->rows[i];
	return NULL;
}

const struct command *
command_find(const struct command_table *t, const char *name)
{
	return command_find_in(t, name, ~0u);
}

const struct binding *
command_binding_of(const struct command_table *t, unsigned context, const char *key)
{
	for (size_t i = t->binding_count; i > 0; i--)
		if ((t->bindings[i - 1].contexts & context) != 0 &&
		    strcmp(t->bindings[i - 1].key, key) == 0)
			return &t->bindings[i - 1];
	return NULL;
}

const struct command *
command_of_key(const struct command_table *t, unsigned context, const char *key)
{
	const struct binding *b = command_binding_of(t, context, key);
	if (b != NULL)
		return b->command;
	for (size_t i = 0; i < t->count; i++)
		if ((t->rows[i]->contexts & context) != 0 && command_has_key(t->rows[i], key))
			return t->rows[i];
	return NULL;
}

const char *
command_line_of_key(const struct command_table *t, unsigned context, const char *key)
{
	const struct binding *b = command_binding_of(t, context, key);
	const struct command *c = b == NULL ? command_of_key(t, context, key) : NULL;
	return b != NULL ? b->line : c != NULL ? c->name : NULL;
}

void
command_keys(
    const struct command_table *t, const struct command *c, unsigned context, struct str *out)
{
	const char *s = c->keys == NULL ? "" : c->keys;
	bool any = false;
	while (*s != '\0') {
		size_t n = strcspn(s, " ");
		char *key = mem_text_n(s, n);
		if (n > 0 && command_of_key(t, context, key) == c &&
		    text_is(command_line_of_key(t, context, key), c->name)) {
			str_addf(out, "%s%s", any ? " " : "", key);
			any = true;
		}
		mem_free(key);
		s += n + (s[n] == ' ');
	}
	for (size_t i = 0; i < t->binding_count; i++) {
		const struct binding *b = &t->bindings[i];
		if (b->command != c || !text_is(b->line, c->name) ||
		    command_binding_of(t, context, b->key) != b || command_has_key(c, b->key))
			continue;
		str_addf(out, "%s%s", any ? " " : "", b->key);
		any = true;
	}
}
