/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "script.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/random.h"
#include "floorwalker/base/str.h"
#include "floorwalker/text/language.h"

void
script_add_path(struct path_list *list, const char *path)
{
	if (list->count == list->room) {
		list->room = list->room == 0 ? 64 : list->room * 2;
		list->items = mem_grow(list->items, list->room, sizeof(*list->items));
	}
	list->items[list->count++] = path;
}

enum err
script_add_paths(struct arena *a, const char *path, struct path_list *list, struct errinfo *e)
{
	const char **names;
	size_t count;
	enum err err;

	if (!file_is_folder(path)) {
		script_add_path(list, arena_text(a, path));
		return ERR_OK;
	}
	if ((err = file_list(a, path, ".yaml", &names, &count, e)) != ERR_OK)
		return err;
	for (size_t i = 0; i < count; i++)
		script_add_path(list, file_join(a, path, names[i]));
	return ERR_OK;
}

static enum err
load_scenarios(struct sim_script *s, const struct path_list *list, struct errinfo *e)
{
	enum err err = ERR_OK;

	s->scenarios = arena_alloc(s->arena, (list->count + 1) * sizeof(*s->scenarios));
	for (size_t i = 0; err == ERR_OK && i < list->count; i++) {
		err = scenario_load(s->arena, list->items[i], s->currency, &s->scenarios[i], e);
		s->scenario_count += err == ERR_OK;
	}
	if (err == ERR_OK && s->scenario_count == 0)
		return err_set(e, ERR_INPUT,
		    "no scenario found: name .yaml files or a folder that holds some");
	return err;
}

/* The folder NAME beside each of the scenarios: all must mean the same one. NULL where none has
 * it. */
static enum err
find_beside(struct arena *a, const struct sim_sources *from, const char *name, const char **out,
    struct errinfo *e)
{
	char *first = NULL;
	enum err err = ERR_OK;

	*out = NULL;
	for (size_t i = 0; err == ERR_OK && i < from->count; i++) {
		const char *path = from->paths[i], *slash = strrchr(path, '/');
		const char *home = file_is_folder(path) ? path
		    : slash != NULL ? arena_text_n(a, path, (size_t)(slash - path) + 1)
				    : ".";
		const char *beside = file_join(a, home, name);
		char *real = realpath(
		    file_is_folder(beside) ? beside : file_join(a, from->folder, name), NULL);

		if (first != NULL && real != NULL && strcmp(first, real) != 0)
			err = err_set(e, ERR_USAGE,
			    "the scenarios named come with different %s/ (%s and %s): say which with --%s",
			    name, first, real, name);
		else if (file_is_folder(beside))
			*out = beside;
		if (first == NULL)
			first = real;
		else
			free(real);
	}
	free(first);
	return err;
}

/* What is given, else what stands beside the scenarios, else what came with the program. */
static enum err
find_source(struct arena *a, const struct sim_sources *from, const char *given, const char *name,
    const char **out, struct errinfo *e)
{
	enum err err = ERR_OK;

	*out = given;
	if (given != NULL)
		return file_exists(given)
		    ? ERR_OK
		    : err_set(e, ERR_NOT_FOUND, "--%s: there is no \"%.200s\"", name, given);
	if ((err = find_beside(a, from, name, out, e)) == ERR_OK && *out == NULL)
		*out = file_join(a, from->folder, name);
	return err;
}

static enum err
load_words(
    struct sim_script *s, const struct sim_sources *from, const char *language, struct errinfo *e)
{
	const char *name = arena_printf(s->arena, "%s.yaml", language),
		   *base = file_join(s->arena, file_join(s->arena, from->folder, "shopper"), name),
		   *path;
	enum err err = find_source(s->arena, from, from->shopper, "shopper", &path, e);

	if (err != ERR_OK)
		return err;
	if (file_is_folder(path)) {
		const char *file = file_join(s->arena, path, name);

		if (!file_exists(file))
			return err_set(e, ERR_NOT_FOUND,
			    "%s holds no %s: a shopper needs words in the language of the scenario",
			    path, name);
		path = file;
	}
	if ((err = speech_load(path, base, &s->words, e)) == ERR_OK)
		err = speech_check_complete(s->words, e);
	return err;
}

static enum err
load_personas(struct sim_script *s, const struct sim_sources *from, struct errinfo *e)
{
	struct path_list list = { NULL, 0, 0 };
	const char *path;
	bool any = false;
	enum err err;

	if ((err = find_source(s->arena, from, from->personas, "personas", &path, e)) == ERR_OK &&
	    (err = script_add_paths(s->arena, path, &list, e)) == ERR_OK && list.count == 0)
		err = err_set(e, ERR_INPUT, "%s holds no persona (.yaml)", path);
	s->personas = arena_alloc(s->arena, (list.count + 1) * sizeof(*s->personas));
	for (size_t i = 0; err == ERR_OK && i < list.count; i++) {
		if ((err = persona_load(s->arena, list.items[i], &s->personas[i], e)) != ERR_OK)
			break;
		s->persona_count++;
		any = any || (!s->personas[i].only_named && !s->personas[i].only_days);
	}
	mem_free(list.items);
	if (err == ERR_OK && !any)
		err = err_set(e, ERR_INPUT,
		    "%s holds no persona without only_named and only_days: every scenario needs somebody to be",
		    path);
	return err;
}

static bool
has_persona(const struct sim_script *s, const char *name)
{
	for (size_t i = 0; i < s->persona_count; i++)
		if (text_is(s->personas[i].name, name))
			return true;
	return false;
}

/* Every persona named and every want pursued must be there, or the run would quietly do something
 * else. */
static enum err
check_references(const struct sim_script *s, struct errinfo *e)
{
	for (size_t i = 0; i < s->scenario_count; i++) {
		const struct scenario *c = &s->scenarios[i];

		for (size_t j = 0; j < c->persona_count; j++)
			if (!has_persona(s, c->personas[j]))
				return value_err(e, ERR_INPUT, value_at(c->personas_source, j),
				    "there is no persona \"%s\"", c->personas[j]);
		for (size_t j = 0; j < c->goal_count; j++) {
			const struct goal *g = &c->goals[j];
			const char *with_reason =
			    arena_printf(s->arena, "%s.%s", g->want, g->reason);

			if (!speech_can_say(s->words, g->want) &&
			    !speech_can_say(s->words, with_reason))
				return value_err(e, ERR_INPUT, g->source,
				    "the shopper has no words for \"%s\": add say.%s to the file of the shopper's words",
				    g->want, g->want);
		}
	}
	return ERR_OK;
}

/* A run is in one language: that of its scenarios. */
static enum err
find_language(const struct sim_script *s, const char **out, struct errinfo *e)
{
	*out = s->scenario_count > 0 ? s->scenarios[0].language : "en";
	for (size_t i = 1; i < s->scenario_count; i++)
		if (!text_is(s->scenarios[i].language, *out))
			return err_set(e, ERR_USAGE,
			    "%s is in %s and %s in %s: run them apart, or as a day whose demand names its languages",
			    s->scenarios[0].name, language_said(s->arena, *out),
			    s->scenarios[i].name,
			    language_said(s->arena, s->scenarios[i].language));
	return ERR_OK;
}

enum err
sim_script_load(const struct sim_sources *from, const struct settings *settings,
    struct sim_script **out, struct errinfo *e)
{
	struct sim_script *s = mem_zero(1, sizeof(*s));
	struct path_list list = { NULL, 0, 0 };
	const char *language;
	enum err err = ERR_OK;

	s->arena = arena_new();
	s->currency = arena_text(s->arena, settings->currency);
	for (size_t i = 0; err == ERR_OK && i < from->count; i++)
		err = script_add_paths(s->arena, from->paths[i], &list, e);
	if (err == ERR_OK)
		err = load_scenarios(s, &list, e);
	if (err == ERR_OK)
		err = load_personas(s, from, e);
	if (err == ERR_OK)
		err = find_language(s, &language, e);
	if (err == ERR_OK)
		err = load_words(s, from, language, e);
	if (err == ERR_OK)
		err = check_references(s, e);
	if (err == ERR_OK)
		err = terms_load(
		    file_join(s->arena, from->folder,
			arena_printf(s->arena, "oracle/%s.yaml", speech_language(s->words))),
		    &s->terms, e);
	mem_free(list.items);
	if (err != ERR_OK) {
		sim_script_free(&s);
		return err;
	}
	*out = s;
	return ERR_OK;
}

size_t
sim_script_count(const struct sim_script *s)
{
	size_t count = 0;

	for (; s != NULL; s = s->next)
		count += s->scenario_count;
	return count;
}

void
sim_script_free(struct sim_script **s)
{
	if (*s == NULL)
		return;
	sim_script_free(&(*s)->next);
	speech_free(&(*s)->words);
	terms_free(&(*s)->terms);
	arena_free(&(*s)->arena);
	mem_free(*s);
	*s = NULL;
}

static bool
is_drawn(const struct persona *p, bool days)
{
	return !p->only_named && (days || !p->only_days);
}

bool
scenario_allows(const struct scenario *s, const char *persona)
{
	for (size_t i = 0; i < s->persona_count; i++)
		if (text_is(s->personas[i], persona))
			return true;
	return s->persona_count == 0;
}

const struct persona *
script_persona(const struct sim_script *s, const struct scenario *c, bool days,
    struct random_stream *r)
{
	struct random_race race;

	random_race_start(&race, random_u64(r));
	for (size_t i = 0; i < s->persona_count; i++) {
		const char *name = s->personas[i].name;

		if (c->persona_count > 0 ? scenario_allows(c, name)
					 : is_drawn(&s->personas[i], days))
			random_race_join(&race, random_name(name), 1, i);
	}
	return &s->personas[race.winner < s->persona_count ? race.winner : 0];
}
