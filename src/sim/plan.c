/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "floorwalker/base/str.h"
#include "run.h"

#define BATCH_MOST 32		/* few enough that a batch ends on the day that it began */

struct runner {			/* a scenario in the race for a conversation */
	uint64_t name;
	double weight;
};

/* A scenario that nothing in this world fits is left out, and the result says so. */
static enum err
bind_scenarios(const struct sim_options *o, struct arena *a, struct plan *p, struct runner *runners,
    struct errinfo *e)
{
	const struct settings *settings = world_settings(o->world);
	struct bind_world w = {.records = world_records(o->world),
	    .zone = settings->zone,
	    .now_ms = settings->as_of_ms};
	bool any = false;

	w.index = bind_index_make(a, &w);
	for (size_t i = 0; i < o->script->scenario_count; i++) {
		bind_all(a, &w, &o->script->scenarios[i], &p->sets[i]);
		runners[i] = (struct runner){ random_name(o->script->scenarios[i].name),
			p->sets[i].count > 0 ? o->script->scenarios[i].weight : 0 };
		any = any || p->sets[i].count > 0;
	}
	if (!any)
		return err_set(e, ERR_INPUT,
		    "nothing in the world \"%s\" fits the bind of %s%s: loosen the conditions or name another world",
		    settings->id, o->script->scenarios[0].file,
		    o->script->scenario_count > 1 ? " or of any other" : "");
	return ERR_OK;
}

static bool
changes_stock(const struct scenario *s)
{
	for (size_t i = 0; i < s->action_count; i++) {
		enum action_kind k = s->actions[i].kind;

		if (s->actions[i].state == ACTION_DONE &&
		    (k == ACTION_CANCEL || k == ACTION_EXCHANGE || k == ACTION_ITEM_CHANGE))
			return true;
	}
	return false;
}

static bool
holds_product(const struct binding *b, const struct product *p)
{
	for (size_t i = 0; b->order != NULL && i < b->order->line_count; i++)
		if (product_variant(p, b->order->lines[i].sku) != NULL)
			return true;
	return b->product == p;
}

static bool
share_goods(const struct shop_records *r, const struct binding *a, const struct binding *b)
{
	for (size_t i = 0; b->order != NULL && i < b->order->line_count; i++) {
		const struct product *p = records_product_of_sku(r, b->order->lines[i].sku);

		if (p != NULL && holds_product(a, p))
			return true;
	}
	return b->product != NULL && holds_product(a, b->product);
}

/* Conversations that share a copy of the shop must not meet there: not as one customer, and not
 * over goods whose stock one of them changes. */
static bool
meets_another(const struct sim_options *o, const struct plan *p, const struct batch *b,
    const struct scenario *s, const struct binding *x)
{
	for (size_t i = b->first; i < b->first + b->count; i++) {
		const struct job *j = &p->jobs[i];

		if (j->binding.customer == x->customer)
			return true;
		if ((changes_stock(s) || changes_stock(j->scenario)) &&
		    share_goods(world_records(o->world), &j->binding, x))
			return true;
	}
	return false;
}

/* From a drawn place on, the first candidate that meets nobody in the batch; NULL where all do. */
static const struct binding *
choose(const struct sim_options *o, const struct plan *p, const struct batch *b,
    const struct scenario *s, const struct binding_set *set, struct random_stream *r)
{
	size_t start = random_below(r, set->count);

	for (size_t i = 0; i < set->count; i++) {
		const struct binding *x = &set->items[(start + i) % set->count];

		if (!meets_another(o, p, b, s, x))
			return x;
	}
	return NULL;
}

static struct batch *
new_batch(struct plan *p)
{
	struct batch *b = &p->batches[p->batch_count++];

	b->first = p->job_count;
	b->count = 0;
	return b;
}

static size_t
draw_scenario(const struct runner *runners, size_t n, uint64_t key)
{
	struct random_race race;

	random_race_start(&race, key);
	for (size_t i = 0; i < n; i++)
		random_race_join(&race, runners[i].name, runners[i].weight, i);
	return race.winner;
}

enum err
run_plan(const struct sim_options *o, struct arena *a, struct plan *out, struct errinfo *e)
{
	size_t n = o->script->scenario_count;
	struct runner *runners = arena_alloc(a, n * sizeof(*runners));
	struct batch *b;
	enum err err;

	memset(out, 0, sizeof(*out));
	out->sets = arena_alloc(a, n * sizeof(*out->sets));
	if ((err = bind_scenarios(o, a, out, runners, e)) != ERR_OK)
		return err;
	out->jobs = arena_alloc(a, (size_t)o->conversations * sizeof(*out->jobs));
	out->batches = arena_alloc(a, (size_t)o->conversations * sizeof(*out->batches));
	b = new_batch(out);
	for (int64_t i = 0; i < o->conversations; i++) {
		struct job *j = &out->jobs[i];
		const struct binding *x;
		struct random_stream r;
		size_t s;

		random_init(&r, o->seed, arena_printf(a, "plan/%lld", (long long)i));
		s = draw_scenario(runners, n, random_u64(&r));
		j->number = i;
		j->scenario = &o->script->scenarios[s];
		j->persona = script_persona(o->script, j->scenario, false, &r);
		if (b->count == BATCH_MOST ||
		    (x = choose(o, out, b, j->scenario, &out->sets[s], &r)) == NULL) {
			b = new_batch(out);
			x = choose(o, out, b, j->scenario, &out->sets[s], &r);
		}
		bind_draw(x, &r, &j->binding);
		out->job_count++;
		b->count++;
	}
	return ERR_OK;
}
