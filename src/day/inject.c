/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a trainer puts into a day: shoppers who come beside those that are drawn, under numbers of
 * their own, and sentences for those who are there.
 */
#include <string.h>

#include "engine.h"

static enum err
find_scenario(const struct engine *en, const char *name, size_t *out, struct errinfo *e)
{
	size_t count = en->visitors != NULL ? visitors_scenario_count(en->visitors) : 0;
	struct arena *a;
	const char **names, *near;
	enum err err;

	for (*out = 0; *out < count; ++*out)
		if (text_is(visitors_scenario_name(en->visitors, *out), name))
			return ERR_OK;
	*out = 0;
	if (count == 0)
		return ERR_OK;		/* contacts without words have no scenario either */
	a = arena_new();
	names = arena_alloc(a, count * sizeof(*names));
	for (size_t i = 0; i < count; i++)
		names[i] = visitors_scenario_name(en->visitors, i);
	near = text_nearest(name, names, count);
	err = err_set(e, ERR_INPUT, "there is no scenario \"%.80s\" to put in%s%s%s", name,
	    near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
	    near != NULL ? "\"?" : "");
	arena_free(&a);
	return err;
}

/* Numbers below 0: the drawn ones go up from it. */
enum err
inject_plan(struct engine *en, struct errinfo *e)
{
	const struct day_options *o = en->options;
	int64_t number = -1;
	enum err err;

	en->injections = mem_zero(o->injected_count + 1, sizeof(*en->injections));
	for (size_t i = 0; i < o->injected_count; i++) {
		const struct injected *x = &o->injected[i];
		int64_t at = x->at_ms + en->simulation->warm_up_ms;

		en->injections[i].what = x;
		if (x->scenario != NULL &&
		    (err = find_scenario(en, x->scenario, &en->injections[i].scenario, e)) !=
			ERR_OK)
			return err;
		if (x->kind == INJECTED_ARRIVAL && x->scenario == NULL && en->visitors != NULL)
			return err_set(e, ERR_INPUT, "who is put in needs a scenario");
		if (x->kind == INJECTED_ARRIVAL)
			en->injections[i].number = number--;
		calendar_add(
		    &en->calendar, at > 0 ? at : 0, TICK_INJECT, &en->injections[i], NULL);
	}
	return ERR_OK;
}

static enum err
arrives(struct engine *en, const struct injection *x, struct errinfo *e)
{
	struct coming c = { .number = x->number, .at_ms = engine_now(en) };

	arrivals_draw(en->arrivals, &c);
	c.scenario = x->scenario;
	if (x->what->persona != NULL)
		c.persona = x->what->persona;
	if (x->what->channel != NULL)
		c.channel = x->what->channel;
	if (x->what->tier != NULL)
		c.tier = x->what->tier;
	return guest_arrives(en, &c, x->what->text, e);
}

static bool
is_here(const struct guest *g)
{
	return !g->is_gone && !g->is_leaving &&
	    (g->place == PLACE_AI || g->place == PLACE_QUEUE || g->place == PLACE_PERSON);
}

/* Whom the seat has before others; who has waited longest; who came last. */
static bool
is_rather(const struct guest *g, const struct guest *than)
{
	bool waits = g->silent_since_ms >= 0, waited = than->silent_since_ms >= 0;

	if (seat_has(g) != seat_has(than))
		return seat_has(g);
	if (waits != waited)
		return waits;
	if (waits && g->silent_since_ms != than->silent_since_ms)
		return g->silent_since_ms < than->silent_since_ms;
	return g->contact.came_ms > than->contact.came_ms;
}

static struct guest *
who_speaks(const struct engine *en, const struct injection *x)
{
	struct guest *best = NULL;

	for (size_t i = 0; i < en->guest_count; i++) {
		struct guest *g = en->guests[i];

		if (!is_here(g) ||
		    (x->what->scenario != NULL && en->visitors != NULL &&
			g->scenario != x->scenario))
			continue;
		if (best == NULL || is_rather(g, best))
			best = g;
	}
	return best;
}

enum err
inject_now(struct engine *en, void *what, struct errinfo *e)
{
	const struct injection *x = what;
	struct guest *g;

	if (x->what->kind == INJECTED_ARRIVAL)
		return arrives(en, x, e);
	g = who_speaks(en, x);
	return g == NULL || text_is_empty(x->what->text)
	    ? ERR_OK
	    : guest_is_made_to_say(en, g, x->what->text, e);
}
