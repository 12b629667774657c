/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which conversations a change can touch. Those are left out alone of which it is known that all they asked of the
 * world as it was has the same answer in the world as it is.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "changes.h"
#include "floorwalker/base/str.h"
#include "goals.h"

/* A logistic function, such as the confidence, climbs by a quarter of a weight at most (model/confidence.h). Its part
 * of how close the second passage is to the best moves by what both do, over the best. */
#define SLOPE 0.25
#define TINY 1e-9

struct choosing {
	const struct replay_options *o;
	struct replay_changes *c;
	const struct value *conversations;	/* of the map */
	struct arena *a, *work;
	char was[65], is[65], ai[65];		/* digests */
	const char *everything;			/* why; NULL: not all */
	struct value *why;			/* [{why, n}] */
	size_t hint;				/* where the next entry is likely to stand */
};

static const struct value *
entry_of(struct choosing *x, const char *name)
{
	if (text_is(value_key_at(x->conversations, x->hint), name))
		return value_at(x->conversations, x->hint++);
	for (size_t i = 0; i < value_count(x->conversations); i++)
		if (text_is(value_key_at(x->conversations, i), name)) {
			x->hint = i + 1;
			return value_at(x->conversations, i);
		}
	return NULL;
}

/* Why what is known of it says nothing of this run; NULL: it does. */
static const char *
unknown(struct choosing *x, const struct talk *t, const struct value *entry)
{
	const char *world = value_get_text(entry, "world");
	char of[65];

	if (entry == NULL)
		return "nothing is known of what it reached";
	replay_talk_digest(t, of);
	if (!text_is(value_get_text(entry, "of"), of))
		return "it has changed itself";
	if (!text_is(value_get_text(entry, "ai"), x->ai))
		return "it was played by another program or other models";
	if (!text_is(world, x->was) && !text_is(world, x->is))
		return "it was played in a third world";
	if (!text_is(value_get_text(entry, "seed"),
		arena_printf(x->work, "%llu", (unsigned long long)x->o->seed)) ||
	    (int64_t)value_count(value_get(entry, "runs")) < x->o->runs)
		return "it was played with other seeds";
	return value_get_bool(entry, "held", false) ? NULL : "it failed the last time";
}

static const char *
first_of(const struct value *names, const struct name_set *changed)
{
	for (size_t i = 0; changed->count > 0 && i < value_count(names); i++)
		if (name_set_has(changed, value_as_text(value_at(names, i), "")))
			return value_as_text(value_at(names, i), "");
	return NULL;
}

static bool
looks_at_numbers(const struct check *checks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (checks[i].kind == CHECK_CONFIDENCE || checks[i].kind == CHECK_THAT)
			return true;
	return false;
}

/* Something is expected that may hang on any digit. */
static bool
is_exact(const struct talk *t)
{
	for (size_t i = 0; i < t->step_count; i++)
		if (looks_at_numbers(t->steps[i].checks, t->steps[i].check_count))
			return true;
	return looks_at_numbers(t->end, t->end_count);
}

static double
weight(double w)
{
	return w < 0 ? -w : w;
}

static const char *
touched_by_articles(struct choosing *x, const struct talk *t, const struct value *run)
{
	const struct value *searched = value_get(run, "searched"), *cited = value_get(run, "cited");
	struct replay_changes *c = x->c;
	const char *intent = first_of(value_get(run, "intents"), &c->about);
	struct moved moved = {.best = 1};
	double confidence, nearest = value_get_real(run, "nearest", INFINITY);

	for (size_t i = 0; i < value_count(cited); i++)
		if (!changes_same_passage(c, value_as_text(value_at(cited, i), "")))
			return arena_printf(x->a, "it cites %s", value_as_text(value_at(cited, i), ""));
	if (intent != NULL)
		return arena_printf(x->a, "it is about %s, and so is an article that came, went or was about something else",
		    intent);
	for (size_t i = 0; i < value_count(searched); i++)
		if (!changes_same_search(c, x->work, t, value_at(searched, i), nearest <= 0, &moved))
			return "it searches, and other articles are found";
	confidence = SLOPE * (weight(c->weight_retrieval) * moved.limit +
				 weight(c->weight_close) * 2 * moved.close / (moved.best + TINY));
	if ((moved.limit > 0 && moved.limit >= nearest) ||
	    (confidence > 0 && (is_exact(t) || confidence >= value_get_real(run, "sure", INFINITY))))
		return "it searches, and what is found may now be sure enough, or not";
	return NULL;
}

static bool
has_acts(const struct talk *t)
{
	for (size_t i = 0; i < t->step_count; i++)
		if (t->steps[i].kind == STEP_DO)
			return true;
	return false;
}

/* Why it can go otherwise now; NULL: it can't. */
static const char *
touched(struct choosing *x, const struct talk *t, const struct value *run)
{
	const struct value *asked = value_get(run, "asked");
	const char *name;

	for (size_t i = 0; x->c->policy && i < value_count(asked); i++)
		if (!changes_same_decision(x->c, x->work, value_at(asked, i)))
			return arena_printf(x->a, "another decision on %s", value_get_text(value_at(asked, i), "kind"));
	if ((name = first_of(value_get(run, "said"), &x->c->said)) != NULL)
		return arena_printf(x->a, "the sentence %s was looked up", name);
	if ((name = first_of(value_get(run, "reads"), &x->c->reads)) != NULL)
		return arena_printf(x->a, "it reads %s", name);
	if (x->c->acts && has_acts(t))
		return "an agent acts in it";
	return x->c->knowledge ? touched_by_articles(x, t, run) : NULL;
}

static const char *
reason_of(struct choosing *x, const struct talk *t)
{
	const struct value *entry = entry_of(x, t->name), *runs = value_get(entry, "runs");
	const char *why = x->everything != NULL ? x->everything : unknown(x, t, entry);

	for (int64_t k = 0; why == NULL && k < x->o->runs; k++)
		why = touched(x, t, value_at(runs, (size_t)k));
	return why;
}

/* ---- telling */

static void
count_why(struct choosing *x, const char *why)
{
	struct value *one;

	for (size_t i = 0; i < value_count(x->why); i++)
		if (text_is(value_get_text(value_at(x->why, i), "why"), why)) {
			one = replay_shared(value_at(x->why, i));
			value_set_int(one, "n", value_get_int(one, "n", 0) + 1);
			return;
		}
	one = value_add_map(x->why);
	value_set_text(one, "why", why);
	value_set_int(one, "n", 1);
}

static int
most_first(const void *a, const void *b)
{
	const struct value *x = *(const struct value *const *)a, *y = *(const struct value *const *)b;
	int64_t n = value_get_int(x, "n", 0), m = value_get_int(y, "n", 0);

	return n > m ? -1 : n < m ? 1 : strcmp(value_get_text(x, "why"), value_get_text(y, "why"));
}

static struct value *
sorted(struct arena *a, const struct value *why)
{
	size_t count = value_count(why);
	const struct value **items = arena_alloc(a, (count + 1) * sizeof *items);
	struct value *out = value_list(a);

	for (size_t i = 0; i < count; i++)
		items[i] = value_at(why, i);
	if (count > 1)
		qsort(items, count, sizeof *items, most_first);
	for (size_t i = 0; i < count; i++)
		value_add(out, replay_shared(items[i]));
	return out;
}

static enum err
open_choosing(struct choosing *x, struct errinfo *e)
{
	const struct replay_options *o = x->o;
	struct errinfo why;
	enum err err;

	if ((err = replay_world_digest(world_folder(o->world), x->is, e)) != ERR_OK ||
	    (err = replay_ai_digest(x->ai, e)) != ERR_OK)
		return err;
	x->everything = x->c->all;
	if (x->c->old == NULL)
		return ERR_OK;
	if (replay_world_digest(world_folder(x->c->old), x->was, &why) != ERR_OK)
		x->everything = why.text[0] != '\0' ? arena_text(x->a, why.text) : x->everything;
	if (!text_is(o->backend, "builtin") || o->around != NULL)
		x->everything = "what the backend reaches isn't known here";
	return ERR_OK;
}

/* *of: conversations that the options name. */
static void
choose_all(struct choosing *x, bool *skips, struct value *skipped, int64_t *of)
{
	const struct replay_suite *s = x->o->suite;

	*of = 0;
	for (size_t i = 0; i < s->count; i++) {
		const struct talk *t = &s->talks[i];
		const char *why;

		if (!replay_is_wanted(x->o, t->name, t->tags, t->tag_count))
			continue;
		++*of;
		why = reason_of(x, t);
		skips[i] = why == NULL;
		if (why == NULL)
			value_add_text(skipped, t->name);
		else
			count_why(x, why);
		arena_free(&x->work);
		x->work = arena_new();
	}
	for (size_t i = 0; i < s->goal_count; i++)
		if (replay_is_wanted(x->o, s->goals[i].name, NULL, 0)) {
			++*of;
			count_why(x, "a goal is pursued, by words that aren't kept");
		}
}

enum err
replay_choose(const struct replay_options *o, struct replay_changes *c, const struct value *map,
    struct arena *a, const bool **skips, struct value **report, struct errinfo *e)
{
	struct choosing x = {.o = o, .c = c, .a = a, .work = arena_new(), .why = value_list(a),
	    .conversations = value_get(map, "conversations")};
	size_t count = o->suite->count + o->suite->goal_count;
	bool *out = arena_alloc(a, (count + 1) * sizeof *out);
	struct value *skipped = value_list(a);
	int64_t of;
	enum err err = open_choosing(&x, e);

	if (err == ERR_OK) {
		choose_all(&x, out, skipped, &of);
		*report = value_map(a);
		value_set(*report, "parts", value_copy(a, c->parts));
		value_set_int(*report, "of", of);
		value_set_int(*report, "run", of - (int64_t)value_count(skipped));
		value_set(*report, "why", sorted(a, x.why));
		value_set(*report, "skipped", skipped);
		*skips = out;
	}
	arena_free(&x.work);
	return err;
}
