/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All conversations, each as often as asked for, on several threads; and what it comes to.
 */
#include <math.h>
#include <string.h>

#include "floorwalker/base/pool.h"
#include "floorwalker/base/str.h"
#include "floorwalker/desk/desk.h"
#include "floorwalker/stats/interval.h"
#include "coverage.h"
#include "goals.h"
#include "reach.h"

#define LEVEL 0.95
#define RUNS_MOST 100

/* One run of one conversation. */
struct outcome {
	struct arena *arena;		/* its own: threads don't share one */
	struct value *failures, *record, *touched, *brief, *reach;
	const char *unreachable;
};

struct plays {
	const struct replay_options *options;
	struct desk_shared shared;
	const struct talk **talks;
	size_t count;
	const struct goal **goals;
	size_t goal_count;
	struct outcome *outcomes;	/* of talk i, run k: [i * runs + k] */
};

/* ---- which */

bool
replay_is_wanted(const struct replay_options *o, const char *name, const char *const *tags, size_t tag_count)
{
	for (size_t i = 0; i < o->only_count; i++) {
		if (text_starts(name, o->only[i]))
			return true;
		for (size_t k = 0; k < tag_count; k++)
			if (text_is(tags[k], o->only[i]))
				return true;
	}
	return o->only_count == 0;
}

static bool
skips(const struct replay_options *o, size_t i)
{
	return o->skips != NULL && o->skips[i];
}

static enum err
choose(struct plays *x, struct arena *a, struct errinfo *e)
{
	const struct replay_suite *s = x->options->suite;

	x->talks = arena_alloc(a, (s->count + 1) * sizeof *x->talks);
	for (size_t i = 0; i < s->count; i++)
		if (!skips(x->options, i) && replay_is_wanted(x->options, s->talks[i].name, s->talks[i].tags, s->talks[i].tag_count))
			x->talks[x->count++] = &s->talks[i];
	x->goals = arena_alloc(a, (s->goal_count + 1) * sizeof *x->goals);
	for (size_t i = 0; i < s->goal_count; i++)
		if (!skips(x->options, s->count + i) && replay_is_wanted(x->options, s->goals[i].name, NULL, 0))
			x->goals[x->goal_count++] = &s->goals[i];
	return x->count + x->goal_count > 0 || x->options->skips != NULL
	    ? ERR_OK
	    : err_set(e, ERR_USAGE, "no conversation of the suite is named or tagged so: %s", x->options->only[0]);
}

/* ---- playing */

static enum err
open_stage(void *context, void **own, struct errinfo *e)
{
	struct plays *x = context;
	struct replay_stage *s = mem_zero(1, sizeof *s);

	*own = s;
	return replay_stage_open(s, x->options, &x->shared, e);
}

static void
close_stage(void *context, void *own)
{
	(void)context;
	replay_stage_close(own);
	mem_free(own);
}

struct value *
replay_brief_of(struct arena *a, const struct value *record)
{
	static const char *const keys[] = {"reply", "intent", "outcome", "identity", "rules", "verdicts", "asked", "citations",
	    "actions", "owner", "queue", "reason"};
	const struct value *turns = value_get(record, "turns");
	struct value *out = value_list(a);

	for (size_t i = 0; i < value_count(turns); i++) {
		struct value *one = value_add_map(out);

		for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
			if (value_get(value_at(turns, i), keys[k]) != NULL)
				value_set(one, keys[k], value_copy(a, value_get(value_at(turns, i), keys[k])));
	}
	return out;
}

static enum err
play_one(struct pool *p, void *context, void *own, int64_t number, struct errinfo *e)
{
	struct plays *x = context;
	const struct replay_options *o = x->options;
	struct outcome *out = &x->outcomes[number];
	const struct talk *t = x->talks[number / o->runs];
	struct arena *work = arena_new();
	struct seen seen;
	enum err err;

	(void)p;
	out->arena = arena_new();
	if (t->broken != NULL) {
		out->failures = value_list(out->arena);
		replay_blame_broken(value_add_map(out->failures), t);
		out->touched = replay_touched_new(out->arena);
		arena_free(&work);
		return ERR_OK;
	}
	err = replay_stage_play(own, work, t, o->seed + (uint64_t)(number % o->runs), &seen, e);
	out->failures = value_list(out->arena);
	if (err == ERR_OK && seen.unreachable != NULL)
		out->unreachable = arena_text(out->arena, seen.unreachable);
	else if (err == ERR_OK) {
		struct value *failures = value_list(work);

		replay_judge(own, work, t, &seen, failures);
		out->failures = value_copy(out->arena, failures);
	}
	out->touched = replay_touched_new(out->arena);
	if (err == ERR_OK && seen.record != NULL)
		replay_touch(out->touched, out->arena, seen.record);
	if (err == ERR_OK && seen.record != NULL && o->keep_briefs && number % o->runs == 0)
		out->brief = replay_brief_of(out->arena, seen.record);
	if (err == ERR_OK && seen.record != NULL && (o->keep_records || value_count(out->failures) > 0))
		out->record = value_copy(out->arena, seen.record);
	if (err == ERR_OK && seen.reach != NULL && out->unreachable == NULL)
		out->reach = value_copy(out->arena, seen.reach);
	arena_free(&work);
	return err;
}

static int
watch(void *context, int64_t done)
{
	const struct plays *x = context;
	const struct replay_options *o = x->options;

	return o->progress == NULL
	    ? 0
	    : o->progress(o->progress_context, done, (int64_t)x->count * o->runs);
}

/* ---- what it comes to */

static void
set_share(struct value *to, struct interval i)
{
	value_set_real_or_null(to, "share", i.known, i.estimate);
	value_set_real_or_null(to, "low", i.known, i.low);
	value_set_real_or_null(to, "high", i.known, i.high);
}

static double
choose_of(int64_t n, int64_t k)
{
	double out = 1;

	for (int64_t i = 0; i < k; i++)
		out *= (double)(n - i) / (double)(k - i);
	return n < k ? 0 : out;
}

/* pass^k: the chance that k runs of a conversation all hold; of n runs that c of them held it is estimated
 * without bias by C(c, k) / C(n, k) (Yao et al. 2024, tau-bench). Over conversations: Student's t. */
static void
add_pass_hat(struct value *result, struct arena *a, const int64_t *held, size_t count, int64_t runs)
{
	struct value *list = value_set_list(result, "pass_hat");
	double *each = arena_alloc(a, (count + 1) * sizeof *each);

	for (int64_t k = 1; k <= runs; k++) {
		struct value *one = value_add_map(list);

		for (size_t i = 0; i < count; i++)
			each[i] = choose_of(held[i], k) / choose_of(runs, k);
		value_set_int(one, "k", k);
		set_share(one, interval_mean(each, count, LEVEL));
	}
}

static void
count_up(struct value *map, const char *key, int64_t n)
{
	value_set_int(map, key, value_get_int(map, key, 0) + n);
}

/* One conversation's row; *held gets its runs that did. */
static void
add_result(struct plays *x, struct value *list, struct arena *a, size_t index, int64_t *held,
    int64_t *unreachable)
{
	const struct talk *t = x->talks[index];
	int64_t runs = x->options->runs;
	struct value *one = value_add_map(list), *tags, *failures, *records = NULL;
	const struct value *record = NULL;

	value_set_text(one, "name", t->name);
	value_set_text(one, "title", t->title);
	value_set_text(one, "file", t->file);
	value_set_int(one, "line", value_line(t->at));
	value_set_text(one, "severity", replay_severity_name(t->severity));
	tags = value_set_list(one, "tags");
	for (size_t i = 0; i < t->tag_count; i++)
		value_add_text(tags, t->tags[i]);
	failures = value_list(a);
	*held = *unreachable = 0;
	if (x->options->keep_records)
		records = value_list(a);
	for (int64_t k = 0; k < runs; k++) {
		const struct outcome *o = &x->outcomes[(int64_t)index * runs + k];

		*unreachable += o->unreachable != NULL;
		*held += o->unreachable == NULL && value_count(o->failures) == 0;
		for (size_t i = 0; i < value_count(o->failures); i++) {
			struct value *f = value_copy(a, value_at(o->failures, i));

			value_set_int(f, "run", k + 1);
			value_add(failures, f);
		}
		if (record == NULL && value_count(o->failures) > 0)
			record = o->record;
		if (records != NULL && o->record != NULL)
			value_add(records, value_copy(a, o->record));
		if (o->unreachable != NULL && value_get(one, "trouble") == NULL)
			value_set_text(one, "trouble", o->unreachable);
	}
	value_set_int(one, "of", runs);
	value_set_int(one, "held", *held);
	value_set_int(one, "unreachable", *unreachable);
	value_set_bool(one, "flaky", *held > 0 && *held + *unreachable < runs);
	value_set(one, "failures", failures);
	if (record != NULL)
		value_set(one, "record", value_copy(a, record));
	if (records != NULL)
		value_set(one, "records", records);
	if (x->outcomes[(int64_t)index * runs].brief != NULL)
		value_set(one, "brief", value_copy(a, x->outcomes[(int64_t)index * runs].brief));
}

static void
count_failures(struct value *result)
{
	const struct value *results = value_get(result, "results");
	struct value *counts = value_set_map(result, "failures"),
		     *severity = value_set_map(counts, "by_severity"), *who = value_set_map(counts, "by_blame"),
		     *layer = value_set_map(counts, "by_layer");

	for (size_t i = SEVERITY_COUNT; i > 0; i--)
		value_set_int(severity, replay_severity_name((enum severity)(i - 1)), 0);
	for (size_t i = 0; i < value_count(results); i++) {
		const struct value *one = value_at(results, i), *failures = value_get(one, "failures");

		if (value_count(failures) > 0)
			count_up(severity, value_get_text(one, "severity"), 1);
		for (size_t k = 0; k < value_count(failures); k++) {
			const struct value *blame = value_get(value_at(failures, k), "blame");

			if (value_get_bool(value_at(failures, k), "follows", false))
				continue;
			count_up(who, value_get_text(blame, "who"), 1);
			count_up(layer, value_get_text(blame, "layer"), 1);
		}
	}
}

/* What all runs of a conversation reached; nothing where one of them couldn't be played. */
static void
keep_reach(struct plays *x, struct arena *a, size_t index, int64_t held)
{
	const struct replay_options *o = x->options;
	struct value *runs = value_list(a);

	for (int64_t k = 0; k < o->runs; k++) {
		const struct outcome *one = &x->outcomes[(int64_t)index * o->runs + k];

		if (one->reach == NULL)
			return;
		value_add(runs, value_copy(a, one->reach));
	}
	replay_reach_add(o->reach, a, x->talks[index], o->world_digest, o->ai_digest, o->seed,
	    held == o->runs, runs);
}

/* Goals one after the other: each has its own threads. */
static enum err
play_goals(struct plays *x, struct arena *a, struct value *list, int64_t *held, int64_t *away,
    struct errinfo *e)
{
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < x->goal_count; i++)
		err = replay_goal_play(x->options, a, x->goals[i], list, &held[i], &away[i], e);
	return err;
}

static enum err
sum_up(struct plays *x, struct arena *a, struct value **out, struct errinfo *e)
{
	const struct replay_options *o = x->options;
	struct value *result = value_map(a), *list = value_list(a), *touched = replay_touched_new(a);
	size_t count = x->count + x->goal_count;
	int64_t *held = arena_alloc(a, (count + 1) * sizeof *held), all = 0, unreachable = 0,
		*none = arena_alloc(a, (count + 1) * sizeof *none);
	int64_t held_all = 0, failed = 0, flaky = 0, away = 0;
	enum err err;

	for (size_t i = 0; i < x->count; i++) {
		add_result(x, list, a, i, &held[i], &none[i]);
		if (o->reach != NULL)
			keep_reach(x, a, i, held[i]);
		for (int64_t k = 0; k < o->runs; k++)
			replay_touched_add(touched, x->outcomes[(int64_t)i * o->runs + k].touched);
	}
	if ((err = play_goals(x, a, list, held + x->count, none + x->count, e)) != ERR_OK)
		return err;
	for (size_t i = 0; i < count; i++) {
		all += held[i];
		unreachable += none[i];
		held_all += held[i] == o->runs;
		away += held[i] + none[i] == o->runs && none[i] > 0;
		failed += held[i] + none[i] < o->runs;
		flaky += held[i] > 0 && held[i] + none[i] < o->runs;
	}
	value_set_text(result, "world", world_settings(o->world)->name);
	value_set_text(result, "backend", o->backend);
	value_set_int(result, "seed", (int64_t)o->seed);
	value_set_int(result, "runs", o->runs);
	value_set_int(result, "conversations", (int64_t)count);
	value_set_int(result, "held", held_all);
	value_set_int(result, "failed", failed);
	value_set_int(result, "unreachable", away);
	value_set_int(result, "flaky", flaky);
	set_share(value_set_map(result, "pass_at_1"),
	    interval_wilson(all, (int64_t)count * o->runs - unreachable, LEVEL));
	add_pass_hat(result, a, held, count, o->runs);
	value_set(result, "coverage", replay_coverage(a, o->world, touched));
	value_set(result, "results", list);
	count_failures(result);
	*out = result;
	return ERR_OK;
}

enum err
replay_run(const struct replay_options *o, struct arena *a, struct value **result, struct errinfo *e)
{
	static const uint8_t master[SEAL_KEY] = {'r', 'e', 'p', 'l', 'a', 'y'};
	struct plays x = {.options = o};
	struct pool_work w = {.threads = o->threads,
	    .context = &x,
	    .open = open_stage,
	    .close = close_stage,
	    .piece = play_one,
	    .progress = watch};
	enum err err;

	if (o->runs < 1 || o->runs > RUNS_MOST)
		return err_set(e, ERR_USAGE, "runs must be 1 to %d", RUNS_MOST);
	if ((err = choose(&x, a, e)) != ERR_OK)
		return err;
	/* the shared parts are only read */
	x.shared = (struct desk_shared){.world = (struct world *)(uintptr_t)o->world,
	    .understander = (struct understander *)(uintptr_t)o->understander,
	    .keyring = keyring_new_from(master),
	    .settings = o->settings,
	    .policy = o->policy};
	w.count = (int64_t)x.count * o->runs;
	x.outcomes = mem_zero((size_t)w.count + 1, sizeof *x.outcomes);
	if ((err = w.count == 0 ? ERR_OK : pool_run(&w, e)) == ERR_OK)
		err = sum_up(&x, a, result, e);
	for (int64_t i = 0; i < w.count; i++)
		arena_free(&x.outcomes[i].arena);
	mem_free(x.outcomes);
	keyring_free(&x.shared.keyring);
	return err;
}

enum replay_verdict
replay_verdict_of(const struct value *result)
{
	if (value_get_int(result, "failed", 0) > 0)
		return REPLAY_FAILED;
	return value_get_int(result, "unreachable", 0) > 0 ? REPLAY_UNREACHABLE : REPLAY_HELD;
}
