/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/text/text.h"
#include "visitor.h"

#define NUMBERS_TRIED 40

static enum err
bind_what_fits(struct visitors *vs, struct errinfo *e)
{
	const struct sim_script *script = vs->o.script;
	const struct settings *settings = world_settings(vs->o.world);
	struct bind_world w = {.records = world_records(vs->o.world),
	    .zone = settings->zone,
	    .now_ms = settings->as_of_ms};
	bool any = false;

	w.index = bind_index_make(vs->arena, &w);
	vs->sets = arena_alloc(vs->arena, script->scenario_count * sizeof(*vs->sets));
	vs->tiers = arena_alloc(vs->arena, script->scenario_count * sizeof(*vs->tiers));
	vs->weights = arena_alloc(vs->arena, script->scenario_count * sizeof(*vs->weights));
	for (size_t i = 0; i < script->scenario_count; i++) {
		bind_all(vs->arena, &w, &script->scenarios[i], &vs->sets[i]);
		vs->weights[i] = vs->sets[i].count > 0 ? script->scenarios[i].weight : 0;
		any = any || vs->sets[i].count > 0;
	}
	return any ? ERR_OK
		   : err_set(e, ERR_INPUT, "no scenario fits the world \"%s\"", settings->id);
}

static void
sort_orders(struct visitors *vs)
{
	const struct shop_records *r = world_records(vs->o.world);
	size_t *of = arena_alloc(vs->arena, (r->order_count + 1) * sizeof(*of));

	vs->orders = arena_alloc(vs->arena, (r->customer_count + 1) * sizeof(*vs->orders));
	vs->orders_most = 1;
	for (size_t i = 0; i < r->order_count; i++) {
		const struct customer *c = records_customer(r, r->orders[i].customer_id);

		of[i] = c != NULL ? (size_t)(c - r->customers) : r->customer_count;
		vs->orders[of[i]].count++;
	}
	for (size_t i = 0; i <= r->customer_count; i++) {
		struct orders_of *x = &vs->orders[i];

		if (i < r->customer_count && (int64_t)x->count > vs->orders_most)
			vs->orders_most = (int64_t)x->count;
		x->items = arena_alloc(vs->arena, (x->count + 1) * sizeof(*x->items));
		x->count = 0;
	}
	for (size_t i = 0; i < r->order_count; i++)
		vs->orders[of[i]].items[vs->orders[of[i]].count++] = &r->orders[i];
}

/* Numbers that the world itself wouldn't take for an order's could be understood by nobody. */
static enum err
check_numbers(struct visitors *vs, struct errinfo *e)
{
	const struct shop_records *r = world_records(vs->o.world);
	struct pattern *p;
	enum err err = pattern_new(world_settings(vs->o.world)->order_pattern, true, &p, e);

	if (err != ERR_OK)
		return err;
	for (uint64_t i = 0; err == ERR_OK && r->order_count > 0 && i < NUMBERS_TRIED; i++) {
		const char *id = visitor_order_number(
		    vs->arena, r->orders[i % r->order_count].id, i);

		if (!pattern_is_whole(p, id))
			err = err_set(e, ERR_INPUT,
			    "%s, made after %s, doesn't fit the order_pattern of world.yaml: let it take any digits",
			    id, r->orders[i % r->order_count].id);
	}
	pattern_free(&p);
	return err;
}

static enum err
new_of_language(const struct visitors_options *o, struct visitors **out, struct errinfo *e)
{
	struct visitors *vs = mem_zero(1, sizeof(*vs));
	const struct shop_records *r = world_records(o->world);
	enum err err;

	vs->o = *o;
	vs->arena = arena_new();
	vs->base = (struct shop_records){
	    .products = r->products, .product_count = r->product_count};
	sort_orders(vs);
	if ((err = bind_what_fits(vs, e)) == ERR_OK && (err = check_numbers(vs, e)) == ERR_OK)
		err = oracle_new(world_folder(o->world), r, o->settings, o->script->terms,
		    world_settings(o->world)->as_of_ms, &vs->oracle, e);
	*out = vs;
	return err;
}

enum err
visitors_new(const struct visitors_options *o, struct visitors **out, struct errinfo *e)
{
	struct visitors_options one = *o;
	struct visitors *first = NULL, **at = &first;
	enum err err = ERR_OK;

	for (; err == ERR_OK && one.script != NULL; one.script = one.script->next) {
		err = new_of_language(&one, at, e);
		at = &(*at)->next;
	}
	if (err != ERR_OK) {
		visitors_free(&first);
		return err;
	}
	*out = first;
	return ERR_OK;
}

void
visitors_begin(
    struct visitors *vs, uint64_t seed, const struct carrier_outage *outages, size_t outage_count)
{
	for (; vs != NULL; vs = vs->next) {
		vs->o.seed = seed;
		vs->o.outages = outages;
		vs->o.outage_count = outage_count;
	}
}

void
visitors_free(struct visitors **vs)
{
	if (*vs == NULL)
		return;
	visitors_free(&(*vs)->next);
	oracle_free(&(*vs)->oracle);
	arena_free(&(*vs)->arena);
	mem_free(*vs);
	*vs = NULL;
}

size_t
visitors_scenario_count(const struct visitors *vs)
{
	return sim_script_count(vs->o.script);
}

struct visitors *
visitors_of(const struct visitors *vs, size_t *i)
{
	for (; vs->next != NULL && *i >= vs->o.script->scenario_count; vs = vs->next)
		*i -= vs->o.script->scenario_count;
	return (struct visitors *)(uintptr_t)vs;
}

const char *
visitors_scenario_name(const struct visitors *vs, size_t i)
{
	vs = visitors_of(vs, &i);
	return vs->o.script->scenarios[i].name;
}

const char *
visitors_scenario_language(const struct visitors *vs, size_t i)
{
	vs = visitors_of(vs, &i);
	return vs->o.script->scenarios[i].language;
}

double
visitors_scenario_weight(const struct visitors *vs, size_t i)
{
	vs = visitors_of(vs, &i);
	return vs->weights[i];
}

const char *
visitors_persona_name(const struct visitors *vs, size_t i)
{
	for (; vs->next != NULL && i >= vs->o.script->persona_count; vs = vs->next)
		i -= vs->o.script->persona_count;
	return i < vs->o.script->persona_count ? vs->o.script->personas[i].name : NULL;
}

const char *
visitors_persona_language(const struct visitors *vs, size_t i)
{
	for (; vs->next != NULL && i >= vs->o.script->persona_count; vs = vs->next)
		i -= vs->o.script->persona_count;
	return speech_language(vs->o.script->words);
}

const struct shop_records *
visitors_base(const struct visitors *vs)
{
	return &vs->base;
}

/* ---- who fits */

static const struct tier_places *
places_of(struct visitors *vs, size_t scenario, const char *tier)
{
	const struct binding_set *set = &vs->sets[scenario];
	struct tier_places *p;

	for (p = vs->tiers[scenario]; p != NULL; p = p->next)
		if (text_is(p->tier, tier))
			return p;
	p = arena_alloc(vs->arena, sizeof(*p));
	p->tier = arena_text(vs->arena, tier);
	p->items = arena_alloc(vs->arena, (set->count + 1) * sizeof(*p->items));
	for (size_t i = 0; i < set->count; i++)
		if (set->items[i].customer != NULL && text_is(set->items[i].customer->tier, tier))
			p->items[p->count++] = i;
	p->next = vs->tiers[scenario];
	vs->tiers[scenario] = p;
	return p;
}

const struct binding *
visitors_choose(struct visitors *vs, size_t scenario, const char *tier, struct random_stream *r)
{
	const struct binding_set *set = &vs->sets[scenario];
	const struct tier_places *p =
	    text_is_empty(tier) ? NULL : places_of(vs, scenario, tier);

	if (set->count == 0)
		return NULL;
	return p != NULL && p->count > 0 ? &set->items[p->items[random_below(r, p->count)]]
					 : &set->items[random_below(r, set->count)];
}
