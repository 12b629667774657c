/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the days of one thread share: settings, rules, the desk's tools, visitors bound to the world.
 * All of it follows from what is played, and nothing from which replication.
 */
#include "tools.h"

#include "engine.h"
#include "floorwalker/base/mem.h"

struct day_tools *
day_tools_new(void)
{
	return mem_zero(1, sizeof(struct day_tools));
}

/* visitors and tools borrow the settings, the tools the rules */
static void
clear(struct day_tools *t)
{
	if (t->visitors != NULL)
		visitors_free(&t->visitors);
	desk_tools_free(&t->desk);
	if (t->policy != NULL)
		policy_free(&t->policy);
	arena_free(&t->arena);
	*t = (struct day_tools){0};
}

void
day_tools_free(struct day_tools **t)
{
	if (*t == NULL)
		return;
	clear(*t);
	mem_free(*t);
	*t = NULL;
}

/* The simulation's people, with what a simulation says by other means: how long wrapping up takes is
 * drawn, and what an agent sends goes out at once. That is the desk of the day's alone: whoever has
 * the seat has a desk of their own, and the shop's times. */
static const struct settings *
settings_of(struct arena *a, const struct day_options *o)
{
	struct settings *out = arena_alloc(a, sizeof(*out));

	*out = *day_settings(a, o);
	out->undo_send_ms = 0;
	out->wrap_up_ms = law_mean(&o->simulation->people.wrap_up) > 0 ? DATE_DAY_MS : 0;
	return out;
}

static enum err
make(struct day_tools *t, const struct day_options *o, struct errinfo *e)
{
	const struct visitors_options v = {
	    .script = o->script, .world = o->world, .settings = t->settings};
	enum err err = ERR_OK;

	/* Worlds and models are only read. */
	t->shared = (struct desk_shared){.world = (struct world *)(uintptr_t)o->world,
	    .understander = (struct understander *)(uintptr_t)o->understander,
	    .settings = t->settings};
	if (o->simulation->ai.policy != NULL) {
		err = policy_load(
		    o->simulation->ai.policy, t->settings->currency, &t->policy, e);
		t->shared.policy = t->policy;
	}
	if (err == ERR_OK && o->script != NULL)
		err = visitors_new(&v, &t->visitors, e);
	return err;
}

enum err
tools_open(struct day_tools *t, const struct day_options *o, struct errinfo *e)
{
	enum err err;

	if (t->arena != NULL)
		return ERR_OK;
	t->arena = arena_new();
	t->settings = settings_of(t->arena, o);
	if ((err = make(t, o, e)) != ERR_OK)
		clear(t);
	return err;
}

enum err
tools_for_turns(struct day_tools *t, const struct backend *b, struct errinfo *e)
{
	enum err err;

	if (t->desk != NULL)
		return ERR_OK;
	err = desk_check_sentences(t->shared.world, b, e);
	return err != ERR_OK ? err : desk_tools_new(&t->shared, &t->desk, e);
}
