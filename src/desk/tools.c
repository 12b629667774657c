/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tools: what a desk works with that comes from the world and the models alone. Making them reads
 * models, compiles patterns and indexes the articles: a thread that opens one desk after the other
 * makes them once, and a desk that plays no turns makes few.
 */
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/desk/confidence.h"
#include "private.h"
#include "language.h"

#define UNDERSTOOD_MOST 1024	/* messages, at some 2 KiB each */

enum err
desk_understander_open(const struct world *w, struct understander **out, struct errinfo *e)
{
	struct arena *a = arena_new();
	const char *folder = world_folder(w);
	enum err r = understander_open_over(
	    "", text_is_empty(folder) ? NULL : file_join(a, folder, "models"), out, e);
	arena_free(&a);
	return r;
}

const struct settings *
tools_settings(const struct desk_shared *s)
{
	return s->settings != NULL ? s->settings : world_settings(s->world);
}

/* A reply is held to what any language of the shop promises, and to the figures of its own files,
 * which may be quoted. */
static enum err
make_checker(struct voice *v, const struct desk_shared *s, struct errinfo *e)
{
	const struct settings *settings = tools_settings(s);
	const struct shop_records *records = world_records(s->world);
	const struct messages *own = world_messages(s->world, settings->language), *m;
	enum err r = ground_checker_new(settings, records->products, records->product_count,
	    v->messages, &v->ground, e);
	for (size_t i = 0; r == ERR_OK && (m = world_messages_at(s->world, i)) != NULL; i++)
		if (m != v->messages)
			r = ground_checker_add(v->ground, m, m == own, e);
	return r;
}

static enum err
make_voices(struct desk_tools *t, const struct desk_shared *s, struct errinfo *e)
{
	const char *own = tools_settings(s)->language;
	const struct messages *m;
	size_t count = 0;
	enum err r = ERR_OK;
	while (world_messages_at(s->world, count) != NULL)
		count++;
	t->voices = mem_zero(count + 1, sizeof *t->voices);
	t->languages = mem_zero(count + 1, sizeof *t->languages);
	for (int others = 0; others < 2; others++)
		for (size_t i = 0; (m = world_messages_at(s->world, i)) != NULL; i++) {
			if ((strcmp(messages_language(m), own) != 0) != others)
				continue;
			const char *language = messages_language(m);
			t->languages[t->voice_count] = language;
			t->voices[t->voice_count++] = (struct voice){.messages = m,
			    .knowledge = world_knowledge_in(s->world, language)};
		}
	for (size_t i = 0; r == ERR_OK && i < t->voice_count; i++) {
		struct voice *v = &t->voices[i];
		if ((r = retriever_new(v->knowledge, &v->retriever, e)) == ERR_OK)
			r = make_checker(v, s, e);
	}
	return r;
}

const struct voice *
tools_voice(const struct desk_tools *t, const char *language)
{
	for (size_t i = 0; i < t->voice_count; i++)
		if (language_is(language, t->languages[i]))
			return &t->voices[i];
	return NULL;
}

static enum err
make_for_turns(struct desk_tools *t, const struct desk_shared *s, struct errinfo *e)
{
	const struct settings *settings = tools_settings(s);
	const struct shop_records *records = world_records(s->world);
	enum err r;
	if (s->understander == NULL &&
	    (r = desk_understander_open(s->world, &t->own_understander, e)) != ERR_OK)
		return r;
	t->understander = s->understander != NULL ? s->understander : t->own_understander;
	if ((r = understand_index_new(t->understander, records->products, records->product_count,
		 settings->order_pattern, settings->name, &t->index, e)) != ERR_OK)
		return r;
	t->understood = understood_new(UNDERSTOOD_MOST);
	t->shelf = masker_shelf_new();
	t->confidence_arena = arena_new();
	if ((r = desk_confidence_load(s->world, t->confidence_arena, &t->confidence,
		 &t->has_confidence, NULL, e)) != ERR_OK)
		return r;
	return make_voices(t, s, e);
}

enum err
tools_new(const struct desk_shared *s, bool for_turns, struct desk_tools **out, struct errinfo *e)
{
	const struct settings *settings = tools_settings(s);
	const struct policy *policy = s->policy != NULL ? s->policy : world_policy(s->world);
	struct desk_tools *t = mem_zero(1, sizeof *t);
	enum err r;
	if ((r = record_masker_new(settings, &t->masker, e)) != ERR_OK ||
	    (r = policy_session_new(policy, &t->policy, e)) != ERR_OK ||
	    (for_turns && (r = make_for_turns(t, s, e)) != ERR_OK))
		desk_tools_free(&t);
	*out = t;
	return r;
}

enum err
desk_tools_new(const struct desk_shared *shared, struct desk_tools **out, struct errinfo *e)
{
	return tools_new(shared, true, out, e);
}

static void
tell_asked(void *context, const struct inquiry *q, size_t limit)
{
	const struct voice *v = context;
	v->watch->asked(v->watch->context, messages_language(v->messages), q, limit);
}

void
desk_tools_watch(struct desk_tools *t, const struct desk_watch *w)
{
	t->watch = w != NULL ? *w : (struct desk_watch){0};
	policy_session_watch(t->policy, t->watch.decided, t->watch.context);
	for (size_t i = 0; i < t->voice_count; i++) {
		t->voices[i].watch = &t->watch;
		retriever_watch(t->voices[i].retriever,
		    t->watch.asked != NULL ? tell_asked : NULL, &t->voices[i]);
	}
}

void
desk_tools_free(struct desk_tools **t)
{
	struct desk_tools *x = *t;
	if (x == NULL)
		return;
	*t = NULL;
	for (size_t i = 0; i < x->voice_count; i++) {
		ground_checker_free(&x->voices[i].ground);
		if (x->voices[i].retriever != NULL)
			retriever_free(&x->voices[i].retriever);
	}
	mem_free(x->voices);
	mem_free(x->languages);
	understood_free(&x->understood);
	understand_index_free(&x->index);
	arena_free(&x->confidence_arena);
	if (x->policy != NULL)
		policy_session_free(&x->policy);
	masker_shelf_free(&x->shelf);
	masker_free(&x->masker);
	if (x->own_understander != NULL)
		understander_free(&x->own_understander);
	mem_free(x);
}
