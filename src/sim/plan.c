/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "floorwalker/base/str.h"
#include "run.h"

#define BATCH_MOST 64

static enum err
bind_scenarios(const struct sim_options *o, struct arena *a, struct binding_set *sets, double *weights, struct errinfo *e)
{
	const struct settings *settings = world_settings(o->world);
	struct bind_world w = { .records = world_records(o->world), .zone = settings->zone, .now_ms = settings->as_of_ms };

	for (size_t i = 0; i < o->script->scenario_count; i++) {
		const struct scenario *s = &o->script->scenarios[i];

		bind_all(a, &w, s, &sets[i]);
		weights[i] = s->weight;
		if (sets[i].count == 0)
			return err_set(e, ERR_INPUT, "%s: nothing in the world \"%s\" fits its bind; loosen the conditions or name another world", s->file, settings->id);
	}
	return ERR_OK;
}

static bool
is_used(const struct plan *p, const struct batch *b, const struct customer *c)
{
	for (size_t i = b->first; i < b->first + b->count; i++)
		if (p->jobs[i].binding.customer == c)
			return true;
	return false;
}

/* From a drawn place on, the first candidate whose customer is not in the batch yet; NULL where all are. */
static const struct binding *
choose(const struct plan *p, const struct batch *b, const struct binding_set *set, struct random_stream *r)
{
	size_t start = random_below(r, set->count);

	for (size_t i = 0; i < set->count; i++) {
		const struct binding *x = &set->items[(start + i) % set->count];

		if (!is_used(p, b, x->customer))
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

enum err
plan_make(const struct sim_options *o, struct arena *a, struct plan *out, struct errinfo *e)
{
	size_t n = o->script->scenario_count;
	struct binding_set *sets = arena_alloc(a, n * sizeof(*sets));
	double *weights = arena_alloc(a, n * sizeof(*weights));
	struct batch *b;
	enum err err;

	if ((err = bind_scenarios(o, a, sets, weights, e)) != ERR_OK)
		return err;
	memset(out, 0, sizeof(*out));
	out->jobs = arena_alloc(a, (size_t)o->conversations * sizeof(*out->jobs));
	out->batches = arena_alloc(a, (size_t)o->conversations * sizeof(*out->batches));
	b = new_batch(out);
	for (int64_t i = 0; i < o->conversations; i++) {
		struct job *j = &out->jobs[i];
		const struct binding *x;
		struct random_stream r;
		size_t s;

		random_init(&r, o->seed, arena_printf(a, "plan/%lld", (long long)i));
		s = random_weighted(&r, weights, n);
		j->number = i;
		j->scenario = &o->script->scenarios[s];
		j->persona = script_persona(o->script, j->scenario, &r);
		if (b->count == BATCH_MOST || (x = choose(out, b, &sets[s], &r)) == NULL) {
			b = new_batch(out);
			x = choose(out, b, &sets[s], &r);
		}
		j->binding = *x;
		out->job_count++;
		b->count++;
	}
	return ERR_OK;
}
