/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What commands about simulated days print, and how a run is had again.
 */
#include <stdio.h>
#include <string.h>

#include "days.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"

#define FILE_MOST ((size_t)16 << 20)

enum err
days_format(const struct call *c, enum days_format *out, struct errinfo *e)
{
	const char *v = call_text(c, "format", "text");

	if (text_is(v, "text"))
		*out = AS_TEXT;
	else if (text_is(v, "json"))
		*out = AS_JSON;
	else if (text_is(v, "html"))
		*out = AS_HTML;
	else
		return err_set(
		    e, ERR_USAGE, "--format is text, json or html, not \"%.60s\"", v);
	return ERR_OK;
}

void
days_print(const struct days_report *r, enum days_format format, const struct value *result)
{
	struct str text;

	str_init(&text);
	if (format == AS_HTML) {
		r->html(result, &text);
	} else if (format == AS_TEXT) {
		r->text(result, &text);
	} else {
		value_print_pretty(&text, result);
		str_add_char(&text, '\n');
	}
	fwrite(text.data, 1, text.length, stdout);
	fflush(stdout);
	str_clear(&text);
}

void
days_add_word(struct str *out, const char *word)
{
	if (strpbrk(word, " \t\n'\"\\$*?;&|<>()`#~") == NULL && *word != '\0') {
		str_add(out, word);
		return;
	}
	str_add_char(out, '\'');
	for (; *word != '\0'; word++)
		if (*word == '\'')
			str_add(out, "'\\''");
		else
			str_add_char(out, *word);
	str_add_char(out, '\'');
}

/* As often as it was given; a flag's value is empty. */
static void
add_option(const struct call *c, const char *name, struct str *out)
{
	size_t count;
	const char *const *values = call_all(c, name, &count);
	bool is_flag = false;

	for (const struct option *o = c->sub->options; o->name != NULL; o++)
		is_flag |= text_is(o->name, name) && o->value == NULL;
	for (size_t i = 0; i < count; i++) {
		str_addf(out, " --%s%s", name, is_flag ? "" : " ");
		if (!is_flag)
			days_add_word(out, values[i]);
	}
}

static void
set_file(struct value *v, const char *key, const char *path)
{
	struct str text;
	struct errinfo e;

	if (path == NULL)
		return;
	str_init(&text);
	if (file_read(path, FILE_MOST, &text, &e) == ERR_OK)
		value_set_text(v, key, text.data);
	str_clear(&text);
}

void
days_set_reproduce(struct call *c, const struct days_again *q, struct value *result)
{
	struct value *v = value_set_map(result, "reproduce");
	struct str text;

	str_init(&text);
	str_add(&text, q->command);
	for (size_t i = 0; q->options[i] != NULL; i++)
		add_option(c, q->options[i], &text);
	str_add(&text, q->tail == NULL ? "" : q->tail);
	for (size_t i = 0; i < c->word_count; i++) {
		str_add_char(&text, ' ');
		days_add_word(&text, c->words[i]);
	}
	value_set_text(v, "command", text.data);
	value_set_text(v, "version", FLOORWALKER_VERSION);
	str_clear(&text);
	set_file(v, "file", q->path);
	if (q->other_path != NULL && (q->path == NULL || !text_is(q->path, q->other_path)))
		set_file(v, "other_file", q->other_path);
}
