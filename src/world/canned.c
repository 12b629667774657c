/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * canned/ and macros/ (.yaml): what agents say and do often. Both may be absent.
 */
#include <string.h>

#include "floorwalker/base/file.h"
#include "reading.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define PREFIX_MAX 32
#define COMMAND_MAX 300

/* A name that is typed: small letters, digits and hyphens. */
static const char *
need_slug(struct reading *r, const struct value *map, const char *key)
{
	const char *text = need_text(r, map, key);
	size_t n = strlen(text);

	if (n > PREFIX_MAX || strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") != n)
		fault_at(r, value_get(map, key),
		    "'%s' has small letters, digits and hyphens, %d at most: it is typed", key, PREFIX_MAX);
	return text;
}

static void
check_variables(struct reading *r, const struct value *v, const char *text)
{
	const char *names[16], *near;
	char unknown[60];
	size_t count = 0;

	if (!canned_unknown(text, unknown, sizeof unknown))
		return;
	while (count < COUNT(names) && canned_variable(count) != NULL) {
		names[count] = canned_variable(count);
		count++;
	}
	near = text_nearest(unknown, names, count);
	fault_at(r, v, "nothing fills in {%s}%s%s; doc/worlds.md lists the variables", unknown,
	    near != NULL ? "; did you mean " : "", near != NULL ? near : "");
}

/* A map of texts by language, or one text in the world's own. */
static const struct canned_text *
read_texts(struct reading *r, const struct value *v, size_t *count)
{
	const char *own = r->world->settings.language;
	size_t n = value_kind(v) == VALUE_MAP ? value_count(v) : 1;
	struct canned_text *out = arena_alloc(r->kept, (n + 1) * sizeof *out);
	bool has_own = false;

	*count = 0;
	for (size_t i = 0; i < n; i++) {
		const struct value *one = value_kind(v) == VALUE_MAP ? value_at(v, i) : v;
		const char *text = text_of(r, one, "a text"),
			   *language = value_kind(v) == VALUE_MAP ? value_key_at(v, i) : own;

		has_own = has_own || text_is(language, own);
		if (strlen(language) > 12)
			fault_at(r, one, "'%.20s' is no language: de, en, pt-BR", language);
		if (text[0] == '\0')
			fault_at(r, one, "a text is empty");
		check_variables(r, one, text);
		out[(*count)++] = (struct canned_text){arena_text(r->kept, language), text};
	}
	if (!has_own)
		fault_at(r, v, "the text in the world's own language (%s) is missing", own);
	return out;
}

static const struct canned *
find_canned(const struct world *w, const char *prefix)
{
	for (size_t i = 0; i < w->canned_count; i++)
		if (text_is(w->canned[i].prefix, prefix))
			return &w->canned[i];
	return NULL;
}

static void
read_one_canned(struct reading *r, const struct value *v)
{
	static const char *const keys[] = {"prefix", "title", "text"};
	struct world *w = r->world;
	struct canned x;

	if (!is_map(r, v, "a canned response"))
		return;
	only_keys(r, v, keys, COUNT(keys));
	x.prefix = need_slug(r, v, "prefix");
	x.title = need_text(r, v, "title");
	if (value_get(v, "text") == NULL) {
		fault_at(r, v, "'text' is missing");
		return;
	}
	x.texts = read_texts(r, value_get(v, "text"), &x.text_count);
	if (find_canned(w, x.prefix) != NULL)
		fault_at(
		    r, value_get(v, "prefix"), "there is a canned response /%s already", x.prefix);
	else if (w->canned_count == CANNED_MOST)
		fault_at(r, v, "a world has at most %d canned responses", CANNED_MOST);
	else
		w->canned[w->canned_count++] = x;
}

static void
read_step(struct reading *r, const struct value *v, struct macro_step *out)
{
	static const char *const keys[] = {"text", "canned", "do"};
	const struct canned *canned;
	const char *prefix;

	out->place = arena_printf(
	    r->kept, "%s:%d:%d", value_source_name(v), value_line(v), value_column(v));
	if (!is_map(r, v, "a step"))
		return;
	only_keys(r, v, keys, COUNT(keys));
	if (value_count(v) != 1) {
		fault_at(r, v, "a step is one of text, canned or do");
	} else if (value_get(v, "text") != NULL) {
		out->texts = read_texts(r, value_get(v, "text"), &out->text_count);
	} else if (value_get(v, "canned") != NULL) {
		prefix = need_text(r, v, "canned");
		canned = find_canned(r->world, prefix[0] == '/' ? prefix + 1 : prefix);
		if (canned == NULL) {
			fault_at(
			    r, value_get(v, "canned"), "there is no canned response %.40s", prefix);
			return;
		}
		out->texts = canned->texts;
		out->text_count = canned->text_count;
	} else if (value_get(v, "do") != NULL) {
		out->kind = STEP_COMMAND;
		out->command = need_text(r, v, "do");
		if (strlen(out->command) > COMMAND_MAX || strchr(out->command, '\n') != NULL)
			fault_at(r, value_get(v, "do"), "a command is one line of %d bytes at most",
			    COMMAND_MAX);
	}
}

static void
read_one_macro(struct reading *r, const struct value *v)
{
	static const char *const keys[] = {"name", "title", "steps"};
	struct world *w = r->world;
	const struct value *steps;
	struct macro_step *list;
	struct macro_plan x = {0};

	if (!is_map(r, v, "a macro"))
		return;
	only_keys(r, v, keys, COUNT(keys));
	x.name = need_slug(r, v, "name");
	x.title = need_text(r, v, "title");
	if ((steps = need_list(r, v, "steps")) == NULL)
		return;
	if (value_count(steps) == 0 || value_count(steps) > MACRO_STEPS)
		fault_at(r, steps, "a macro has 1 to %d steps", MACRO_STEPS);
	list = arena_alloc(r->kept, (MACRO_STEPS + 1) * sizeof *list);
	for (size_t i = 0; i < value_count(steps) && i < MACRO_STEPS; i++)
		read_step(r, value_at(steps, i), &list[x.count++]);
	x.steps = list;
	for (size_t i = 0; i < w->macro_count; i++)
		if (text_is(w->macros[i].name, x.name)) {
			fault_at(r, value_get(v, "name"), "there is a macro %s already", x.name);
			return;
		}
	if (w->macro_count == CANNED_MOST)
		fault_at(r, v, "a world has at most %d macros", CANNED_MOST);
	else
		w->macros[w->macro_count++] = x;
}

/* Each file is a map with one list. */
static void
read_folder(
    struct reading *r, const char *folder, void (*read)(struct reading *, const struct value *))
{
	const char **names, *path = file_join(r->files, r->world->folder, folder);
	struct errinfo why;
	size_t count = 0;

	if (!file_is_folder(path))
		return;
	if (file_list(r->files, path, ".yaml", &names, &count, &why) != ERR_OK)
		fault_text(r, true, why.code, why.text);
	for (size_t i = 0; i < count; i++) {
		const struct value *v =
		    parse_file(r, arena_printf(r->files, "%s/%s", folder, names[i])), *list;

		if (v == NULL || !is_map(r, v, "the file"))
			continue;
		only_keys(r, v, &folder, 1);
		list = need_list(r, v, folder);
		for (size_t k = 0; list != NULL && k < value_count(list); k++)
			read(r, value_at(list, k));
	}
}

void
read_canned(struct reading *r)
{
	r->world->canned = arena_alloc(r->kept, (CANNED_MOST + 1) * sizeof *r->world->canned);
	r->world->macros = arena_alloc(r->kept, (CANNED_MOST + 1) * sizeof *r->world->macros);
	read_folder(r, "canned", read_one_canned);
	read_folder(r, "macros", read_one_macro);
}

const struct canned *
world_canned(const struct world *w, size_t *count)
{
	*count = w->canned_count;
	return w->canned;
}

const struct macro_plan *
world_macros(const struct world *w, size_t *count)
{
	*count = w->macro_count;
	return w->macros;
}
