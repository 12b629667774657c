/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tools: what a desk works with that comes from the world and the models alone. Making them reads
 * models, compiles patterns and indexes the articles: a thread that opens one desk after the other
 * makes them once, and a desk that plays no turns makes few.
 */
#include "floorwalker/base/file.h"
#include "private.h"

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

static enum err
make_for_turns(struct desk_tools *t, const struct desk_shared *s, struct errinfo *e)
{
	const struct settings *settings = world_settings(s->world);
	const struct shop_records *records = world_records(s->world);
	enum err r;
	if (s->understander == NULL &&
	    (r = desk_understander_open(s->world, &t->own_understander, e)) != ERR_OK)
		return r;
	t->understander = s->understander != NULL ? s->understander : t->own_understander;
	if ((r = retriever_new(world_knowledge(s->world), &t->retriever, e)) != ERR_OK ||
	    (r = understand_index_new(t->understander, records->products, records->product_count,
		 settings->order_pattern, settings->name, &t->index, e)) != ERR_OK)
		return r;
	return ground_checker_new(settings, records->products, records->product_count,
	    world_messages(s->world, settings->language), &t->ground, e);
}

enum err
tools_new(const struct desk_shared *s, bool for_turns, struct desk_tools **out, struct errinfo *e)
{
	const struct settings *settings = world_settings(s->world);
	struct desk_tools *t = mem_zero(1, sizeof *t);
	enum err r;
	if ((r = record_masker_new(settings, &t->masker, e)) != ERR_OK ||
	    (r = policy_session_new(world_policy(s->world), &t->policy, e)) != ERR_OK ||
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

void
desk_tools_free(struct desk_tools **t)
{
	struct desk_tools *x = *t;
	if (x == NULL)
		return;
	*t = NULL;
	ground_checker_free(&x->ground);
	understand_index_free(&x->index);
	if (x->retriever != NULL)
		retriever_free(&x->retriever);
	if (x->policy != NULL)
		policy_session_free(&x->policy);
	masker_free(&x->masker);
	if (x->own_understander != NULL)
		understander_free(&x->own_understander);
	mem_free(x);
}
