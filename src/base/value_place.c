/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a value stood in its source, and faults that say so.
 */
#include "value_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *
value_source_name(const struct value *v)
{
	return v == NULL || v->name == NULL ? "" : v->name;
}

int
value_line(const struct value *v)
{
	return v == NULL ? 0 : v->line;
}

int
value_column(const struct value *v)
{
	return v == NULL ? 0 : v->column;
}

int
value_key_line(const struct value *map, size_t i)
{
	const struct entry *entry = value_private_entry(map, i);

	return entry == NULL ? 0 : entry->line;
}

int
value_key_column(const struct value *map, size_t i)
{
	const struct entry *entry = value_private_entry(map, i);

	return entry == NULL ? 0 : entry->column;
}

const char *
value_source_text(const struct value *v)
{
	if (v == NULL)
		return "";
	if (v->written != NULL)
		return v->written;
	return v->kind == VALUE_TEXT ? v->as.text : "";
}

static enum err
err_at(struct errinfo *e, enum err code, const char *name, int line, int column, const char *format,
    va_list args)
{
	char text[sizeof e->text];

	vsnprintf(text, sizeof text, format, args);
	if (line > 0)
		return err_set(e, code, "%s:%d:%d: %s", name, line, column, text);
	return err_set(e, code, "%s%s%s", name, *name != '\0' ? ": " : "", text);
}

enum err
value_private_err(const struct value_source *s, struct errinfo *e, enum err code, int line,
    int column, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	err_at(e, code, s->name, line, column, format, args);
	va_end(args);
	return code;
}

enum err
value_err(struct errinfo *e, enum err code, const struct value *v, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	err_at(e, code, value_source_name(v), value_line(v), value_column(v), format, args);
	va_end(args);
	return code;
}

static bool
is_known(const char *key, const char *const *known, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(key, known[i]) == 0)
			return true;
	}
	return false;
}

enum err
value_check_keys(const struct value *map, const char *const *known, size_t count, struct errinfo *e)
{
	if (value_kind(map) != VALUE_MAP)
		return value_err(e, ERR_INPUT, map, "expected a map of keys and values");
	for (size_t i = 0; i < map->as.map.count; i++) {
		const struct entry *entry = &map->as.map.entries[i];
		struct value at = {.name = map->name, .line = entry->line, .column = entry->column};
		const char *nearest;
		struct str list;
		enum err err;

		if (is_known(entry->key, known, count))
			continue;
		nearest = text_nearest(entry->key, known, count);
		if (nearest != NULL)
			return value_err(e, ERR_INPUT, &at,
			    "unknown key '%.80s'; did you mean '%s'?", entry->key, nearest);
		str_init(&list);
		for (size_t j = 0; j < count; j++)
			str_addf(&list, "%s%s", j > 0 ? ", " : "", known[j]);
		err = value_err(e, ERR_INPUT, &at, "unknown key '%.80s'; known here: %s",
		    entry->key, list.data);
		str_clear(&list);
		return err;
	}
	return ERR_OK;
}
