/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/benchmark/calibration.h"

#include <string.h>

#include "floorwalker/base/random.h"

#define OF_SCENARIO_MOST 25	/* conversations, so that a folder of few doesn't outweigh the others */
#define FOLDS 5

struct sample {
	struct confidence_case item;
	uint32_t set;
	enum flaw flaw;
	double given;
	bool small_talk, hands_over, testing;
};

struct collector {
	const struct calibration_options *options;
	struct arena *arena;
	struct sample *samples;
	size_t count, room;
	const char **tasks;		/* "set/task", by group */
	size_t task_count, task_room;
	uint32_t set;
};

bool
calibration_is_testing(const char *task)
{
	struct random_stream r;

	random_init(&r, 0, task);
	return random_u64(&r) >> 63 != 0;
}

/* ---- collecting */

/* Replies of a task come one after the other where it is spoken, and else are of few names. */
static uint32_t
group_of(struct collector *c, const char *task)
{
	for (size_t i = c->task_count; i-- > 0;)
		if (text_is(c->tasks[i], task))
			return (uint32_t)i;
	if (c->task_count == c->task_room)
		c->tasks = mem_grow(
		    c->tasks, c->task_room = c->task_room * 2 + 64, sizeof(*c->tasks));
	c->tasks[c->task_count] = arena_text(c->arena, task);
	return (uint32_t)c->task_count++;
}

static void
take(void *context, const struct reply_seen *r)
{
	struct collector *c = context;
	const char *set = c->options->sets[c->set].name;
	bool testing = calibration_is_testing(r->task);

	if (c->count == c->room)
		c->samples =
		    mem_grow(c->samples, c->room = c->room * 2 + 1024, sizeof(*c->samples));
	c->samples[c->count++] = (struct sample){
	    .item = {.parts = value_copy(c->arena, r->parts),
		.right = r->flaw == FLAW_NONE,
		.group = group_of(c, arena_printf(c->arena, "%s/%s", set, r->task))},
	    .set = c->set,
	    .flaw = r->flaw,
	    .given = r->confidence,
	    .small_talk = r->small_talk,
	    .hands_over = r->hands_over,
	    .testing = testing};
	if (c->options->reply != NULL)
		c->options->reply(c->options->reply_context, set, testing, r);
}

static void
tell_talk(void *context, size_t done, size_t of)
{
	struct collector *c = context;

	c->options->progress(c->options->progress_context, c->options->sets[c->set].name,
	    (int64_t)done, (int64_t)of);
}

static void
tell_sim(void *context, int64_t done, int64_t of)
{
	struct collector *c = context;

	c->options->progress(
	    c->options->progress_context, c->options->sets[c->set].name, done, of);
}

static enum err
play_set(struct collector *c, struct errinfo *e)
{
	const struct calibration_options *o = c->options;
	const struct calibration_set *set = &o->sets[c->set];
	struct arena *scratch = arena_new();
	struct value *ignored;
	enum err err;

	if (set->script != NULL) {
		int64_t most =
		    OF_SCENARIO_MOST * (int64_t)sim_script_count(set->script);
		struct sim_options sim = {.script = set->script,
		    .world = o->world,
		    .understander = o->understander,
		    .backend = o->backend,
		    .around = replies_around,
		    .conversations = o->conversations < most ? o->conversations : most,
		    .seed = o->seed,
		    .threads = o->threads,
		    .replies = {take, c},
		    .progress = o->progress != NULL ? tell_sim : NULL,
		    .progress_context = c};

		err = sim_run(&sim, scratch, &ignored, e);
	} else {
		struct tau_talk_options talk = *set->talk;

		talk.seed = o->seed;
		talk.replies = (struct reply_taker){take, c};
		talk.progress = o->progress != NULL ? tell_talk : NULL;
		talk.progress_context = c;
		err = tau_talk(&talk, scratch, &ignored, e);
	}
	arena_free(&scratch);
	return err;
}

/* ---- measuring */

/* Which replies are measured together. */
struct part {
	bool testing, at_stake;		/* at_stake: no small talk, and it doesn't hand over */
	int set;			/* -1: all */
};

static bool
is_in(const struct sample *s, const struct part *p)
{
	return s->testing == p->testing && (!p->at_stake || !(s->small_talk || s->hands_over)) &&
	    (p->set < 0 || s->set == (uint32_t)p->set);
}

/* weights NULL: the confidence that the drafts had. */
static struct value *
measure(const struct collector *c, const struct part *p, const struct confidence_weights *weights)
{
	double *confidence = mem_zero(c->count + 1, sizeof(*confidence));
	unsigned char *right = mem_zero(c->count + 1, 1);
	uint32_t *group = mem_zero(c->count + 1, sizeof(*group));
	struct value *v;
	size_t n = 0;

	for (size_t i = 0; i < c->count; i++) {
		const struct sample *s = &c->samples[i];

		if (!is_in(s, p))
			continue;
		confidence[n] =
		    weights != NULL ? confidence_of(weights, s->item.parts) : s->given;
		right[n] = s->item.right;
		group[n++] = s->item.group;
	}
	v = confidence_measures(c->arena, confidence, right, group, n, c->options->seed);
	mem_free(confidence);
	mem_free(right);
	mem_free(group);
	return v;
}

static void
set_measures(const struct collector *c, struct value *out, const char *name,
    const struct confidence_weights *weights)
{
	struct value *both = value_set_map(out, name);

	for (int testing = 0; testing < 2; testing++) {
		struct value *half = value_set_map(both, testing ? "testing" : "fitting");
		struct part p = { .testing = testing, .set = -1 };

		value_set(half, "all", measure(c, &p, weights));
		p.at_stake = true;
		value_set(half, "at_stake", measure(c, &p, weights));
		p.at_stake = false;
		for (p.set = 0; (size_t)p.set < c->options->set_count; p.set++)
			value_set(half, c->options->sets[p.set].name, measure(c, &p, weights));
	}
}

/* ---- counting */

static void
set_half(const struct collector *c, struct value *out, uint32_t set, bool testing)
{
	struct value *v = value_set_map(out, testing ? "testing" : "fitting");
	bool *seen = mem_zero(c->task_count + 1, sizeof(*seen));
	int64_t tasks = 0, replies = 0, wrong = 0;

	for (size_t i = 0; i < c->count; i++) {
		const struct sample *s = &c->samples[i];

		if (s->set != set || s->testing != testing)
			continue;
		tasks += !seen[s->item.group];
		seen[s->item.group] = true;
		replies++;
		wrong += !s->item.right;
	}
	mem_free(seen);
	value_set_int(v, "tasks", tasks);
	value_set_int(v, "replies", replies);
	value_set_int(v, "wrong", wrong);
}

static void
set_counts(const struct collector *c, struct value *out)
{
	const struct calibration_options *o = c->options;
	struct value *sets = value_set_list(out, "sets"), *flaws = value_set_map(out, "flaws");
	int64_t small_talk = 0;

	for (uint32_t s = 0; s < o->set_count; s++) {
		struct value *v = value_add_map(sets);

		value_set_text(v, "set", o->sets[s].name);
		set_half(c, v, s, false);
		set_half(c, v, s, true);
	}
	for (int f = FLAW_NONE + 1; f < FLAW_COUNT; f++) {
		struct value *v = value_set_map(flaws, flaw_name((enum flaw)f));

		for (uint32_t s = 0; s < o->set_count; s++) {
			int64_t n = 0;

			for (size_t i = 0; i < c->count; i++)
				n += c->samples[i].set == s && c->samples[i].flaw == (enum flaw)f;
			value_set_int(v, o->sets[s].name, n);
		}
	}
	for (size_t i = 0; i < c->count; i++)
		small_talk += c->samples[i].small_talk;
	value_set_int(out, "small_talk", small_talk);
}

/* ---- fitting */

/* The fitting half by weights that were fitted to other tasks of it: what a pull is chosen by. */
static struct value *
cross(const struct collector *c, const struct confidence_case *cases, size_t count,
    const char *const *names, size_t name_count)
{
	double *confidence = mem_zero(count + 1, sizeof(*confidence));
	unsigned char *right = mem_zero(count + 1, 1);
	uint32_t *group = mem_zero(count + 1, sizeof(*group));
	struct value *v = NULL;

	for (size_t i = 0; i < count; i++) {
		right[i] = cases[i].right;
		group[i] = cases[i].group;
	}
	if (confidence_cross_fit(
		cases, count, names, name_count, c->options->pull, NULL, FOLDS, confidence))
		v = confidence_measures(
		    c->arena, confidence, right, group, count, c->options->seed);
	mem_free(confidence);
	mem_free(right);
	mem_free(group);
	return v;
}

/* *crossed: as cross(); NULL where no fold could be fitted. */
static enum err
fit(struct collector *c, struct confidence_weights *out, struct value **crossed, struct errinfo *e)
{
	struct confidence_case *cases = mem_zero(c->count + 1, sizeof(*cases));
	const char **names;
	size_t n = 0, name_count, wrong = 0;
	bool settled;

	for (size_t i = 0; i < c->count; i++)
		if (!c->samples[i].testing) {
			wrong += !c->samples[i].item.right;
			cases[n++] = c->samples[i].item;
		}
	names = confidence_names(c->arena, cases, n, &name_count);
	settled = confidence_fit_cases(
	    cases, n, names, name_count, c->options->pull, NULL, out);
	*crossed = settled ? cross(c, cases, n, names, name_count) : NULL;
	mem_free(cases);
	return settled ? ERR_OK
		       : err_set(e, ERR_STATE,
			     "the fitting half has %zu replies, %zu of them wrong: nothing can be fitted to that",
			     n, wrong);
}

enum err
calibration_run(const struct calibration_options *o, struct arena *a, struct value **result,
    struct confidence_weights *fitted, struct errinfo *e)
{
	struct collector c = { .options = o, .arena = a };
	struct value *out = value_map(a), *measures, *crossed = NULL;
	enum err err = ERR_OK;

	for (c.set = 0; err == ERR_OK && c.set < o->set_count; c.set++)
		err = play_set(&c, e);
	if (err == ERR_OK && o->fit)
		err = fit(&c, fitted, &crossed, e);
	if (err == ERR_OK) {
		value_set_text(
		    out, "seed", arena_printf(a, "%llu", (unsigned long long)o->seed));
		value_set_int(out, "conversations", o->conversations);
		value_set_int(out, "replies", (int64_t)c.count);
		set_counts(&c, out);
		measures = value_set_map(out, "measures");
		set_measures(&c, measures, "given", NULL);
		if (o->weights != NULL)
			set_measures(&c, measures, "weights", o->weights);
		if (o->fit) {
			set_measures(&c, measures, "fitted", fitted);
			if (crossed != NULL)
				value_set(out, "cross", crossed);
			value_set(out, "fitted", confidence_to_value(a, fitted));
		}
		*result = out;
	}
	mem_free(c.samples);
	mem_free(c.tasks);
	return err;
}
