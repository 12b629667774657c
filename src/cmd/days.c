/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "days.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "floorwalker/base/clock.h"
#include "floorwalker/base/date.h"
#include "floorwalker/base/str.h"
#include "floorwalker/day/result.h"

#define SHOW_EVERY_US 200000

enum err
days_changes(struct call *c, const struct change **out, size_t *count, struct errinfo *e)
{
	const char *const *texts = call_all(c, "set", count);
	struct change *list = arena_alloc(c->arena, (*count + 1) * sizeof(*list));
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < *count; i++)
		err = change_parse(c->arena, texts[i], &list[i], e);
	*out = list;
	return err;
}

static enum err
open_world(
    struct call *c, const struct days_stage *beside, struct days_stage *s, struct errinfo *e)
{
	const char *name = call_text(c, "world", NULL);
	enum err err;

	if (name == NULL && (err = simulation_world(c->arena, s->path, &name, e)) != ERR_OK)
		return err;
	if ((err = world_folder_find(c->arena, name == NULL ? "tarn-and-fell" : name, &s->folder,
		 e)) != ERR_OK)
		return err;
	if (beside != NULL && text_is(beside->folder, s->folder)) {
		s->world = beside->world;
		s->understander = beside->understander;
		return ERR_OK;
	}
	s->has_own_world = true;
	if ((err = world_load(s->folder, &s->world, e)) != ERR_OK)
		return err;
	return desk_understander_open(s->world, &s->understander, e);
}

static bool
speak_the_same(const struct demand *a, const struct demand *b)
{
	bool same = a->language_count == b->language_count;

	for (size_t i = 0; same && i < a->language_count; i++)
		same = text_is(a->languages[i].name, b->languages[i].name);
	return same;
}

void
days_languages(struct arena *a, const struct demand *d, struct simulation_words *w)
{
	struct sim_language *list = arena_alloc(a, (d->language_count + 1) * sizeof(*list));

	for (size_t i = 0; i < d->language_count; i++)
		list[i] = (struct sim_language){ d->languages[i].name, d->languages[i].source };
	w->languages = list;
	w->language_count = d->language_count;
}

static enum err
open_script(
    struct call *c, const struct days_asked *q, struct days_stage *s, struct errinfo *e)
{
	const struct simulation *x = &s->simulation;
	struct simulation_words words = q->words;

	if (!s->has_own_world && q->beside->script != NULL && x->script_path_count == 0 &&
	    speak_the_same(&x->demand, &q->beside->simulation.demand) &&
	    (words.count > 0 || q->beside->simulation.script_path_count == 0)) {
		s->script = q->beside->script;
		return ERR_OK;
	}
	s->has_own_script = true;
	if (words.count == 0 && x->script_path_count > 0) {
		words.scenarios =
		    arena_alloc(c->arena, x->script_path_count * sizeof(*words.scenarios));
		memcpy(words.scenarios, x->script_paths,
		    x->script_path_count * sizeof(*words.scenarios));
		words.count = x->script_path_count;
	}
	days_languages(c->arena, &x->demand, &words);
	return simulation_script(c->arena, &words, world_settings(s->world), &s->script, e);
}

struct simulation_words
days_words(const struct call *c)
{
	struct simulation_words out = { 0 };
	const char *const *given = call_all(c, "scenarios", &out.count);

	out.scenarios = arena_alloc(c->arena, (out.count + 1) * sizeof(*out.scenarios));
	for (size_t i = 0; i < out.count; i++)
		out.scenarios[i] = given[i];
	return out;
}

enum err
days_open(struct call *c, const struct days_asked *q, struct days_stage *out, struct errinfo *e)
{
	const struct change *set;
	struct change *all;
	size_t count;
	enum err err;

	*out = (struct days_stage){ 0 };
	if ((err = simulation_find(c->arena, NULL, q->given, &out->path, e)) != ERR_OK ||
	    (err = days_changes(c, &set, &count, e)) != ERR_OK ||
	    (err = open_world(c, q->beside, out, e)) != ERR_OK)
		return err;
	all = arena_alloc(c->arena, (count + q->change_count + 1) * sizeof(*all));
	if (count > 0)
		memcpy(all, set, count * sizeof(*all));
	if (q->change_count > 0)
		memcpy(all + count, q->changes, q->change_count * sizeof(*all));
	for (size_t i = 0; i < count + q->change_count; i++)
		if (text_is(all[i].path, "world"))
			return err_set(e, ERR_USAGE,
			    "world=%.80s: the world is read before all else; give it with --world, or in a file of its own",
			    all[i].value);
	if ((err = simulation_load(c->arena, out->path, world_settings(out->world), all,
		 count + q->change_count, &out->simulation, e)) != ERR_OK)
		return err;
	out->simulation.world = world_settings(out->world)->id;
	return open_script(c, q, out, e);
}

void
days_close(struct days_stage *s)
{
	if (s->has_own_script)
		sim_script_free(&s->script);
	if (s->has_own_world) {
		understander_free(&s->understander);
		world_free(&s->world);
	}
	*s = (struct days_stage){ 0 };
}

/* ---- a line that tells how far it is */

void
days_progress_begin(struct days_progress *p, const char *what)
{
	*p = (struct days_progress){.what = what,
	    .began_us = clock_stopwatch_us(),
	    .already = -1,
	    .is_terminal = isatty(STDERR_FILENO) != 0};
	stop_listen();
}

static void
print_left(const struct days_progress *p, int64_t now_us, int64_t done, int64_t of)
{
	int64_t left_ms = days_left_ms(now_us - p->began_us, p->already, done, of);
	struct str left;

	if (left_ms < 0)
		return;
	str_init(&left);
	duration_print(&left, left_ms);
	fprintf(stderr, ", %s left", left.data);
	str_clear(&left);
}

int
days_progress_show(struct days_progress *p, int64_t done, int64_t of, const char *also)
{
	int64_t now = clock_stopwatch_us();

	if (p->already < 0)
		p->already = done;
	if (p->is_terminal && now - p->shown_us >= SHOW_EVERY_US && of > 0) {
		p->shown_us = now;
		fprintf(stderr, "\r\033[K%.1f %% of %s%s%s", 100 * (double)done / (double)of,
		    p->what, also != NULL ? ", " : "", also != NULL ? also : "");
		print_left(p, now, done, of);
		fflush(stderr);
	}
	return stop_is_asked();
}

double
days_progress_end(struct days_progress *p)
{
	if (p->is_terminal)
		fputs("\r\033[K", stderr);
	return (double)(clock_stopwatch_us() - p->began_us) / 1e6;
}
