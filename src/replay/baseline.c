/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/replay/baseline.h"

#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"
#include "floorwalker/model/drift.h"
#include "suite.h"

#define BASELINE_VERSION 1
#define P_MOST 0.05

struct value *
replay_baseline_of(struct arena *a, const struct value *result)
{
	const struct value *results = value_get(result, "results");
	struct value *out = value_map(a), *all;

	value_set_int(out, "version", BASELINE_VERSION);
	value_set_text(out, "world", value_get_text(result, "world"));
	value_set_int(out, "runs", value_get_int(result, "runs", 1));
	all = value_set_map(out, "conversations");
	for (size_t i = 0; i < value_count(results); i++) {
		const struct value *one = value_at(results, i);
		struct value *row = value_set_map(all, value_get_text(one, "name"));

		value_set_int(row, "held", value_get_int(one, "held", 0));
		value_set_int(row, "of", value_get_int(one, "of", 0) - value_get_int(one, "unreachable", 0));
		value_set_text(row, "severity", value_get_text(one, "severity"));
		value_set(row, "turns", value_get(one, "brief") != NULL ? value_copy(a, value_get(one, "brief")) : value_list(a));
	}
	return out;
}

enum err
replay_baseline_read(struct arena *a, const char *path, struct value **out, struct errinfo *e)
{
	struct str bytes;
	enum err err;

	str_init(&bytes);
	if ((err = file_read(path, 256u << 20, &bytes, e)) == ERR_OK)
		err = value_parse_json(a, path, bytes.data, bytes.length,
		    &(struct value_limits){.bytes = 256u << 20, .depth = 32, .nodes = 20000000}, out, e);
	str_clear(&bytes);
	if (err != ERR_OK)
		return err;
	if (value_kind(value_get(*out, "conversations")) != VALUE_MAP)
		return err_set(e, ERR_INPUT, "%s is no baseline: floorwalker replay --update writes one", path);
	if (value_get_int(*out, "version", 0) != BASELINE_VERSION)
		return err_set(e, ERR_INPUT, "%s is a baseline of version %lld, and %d is read here", path,
		    (long long)value_get_int(*out, "version", 0), BASELINE_VERSION);
	return ERR_OK;
}

/* ---- what differs */

struct sides {
	struct arena *a;
	struct value *words, *changed;
	const char *name;
};

static void
note(struct sides *s, struct value *list, size_t turn, const char *key, const struct value *was,
    const struct value *is)
{
	struct value *one = value_add_map(list);

	value_set_text(one, "name", s->name);
	value_set_int(one, "turn", (int64_t)turn);
	if (key != NULL)
		value_set_text(one, "key", key);
	value_set_text(one, "was", replay_printed(s->a, was));
	value_set_text(one, "is", replay_printed(s->a, is));
}

static void
compare_turn(struct sides *s, size_t turn, const struct value *was, const struct value *is)
{
	bool changed = false;

	for (size_t i = 0; i < value_count(is); i++) {
		const char *key = value_key_at(is, i);

		if (text_is(key, "reply") || value_is_equal(value_get(was, key), value_at(is, i)))
			continue;
		note(s, s->changed, turn, key, value_get(was, key), value_at(is, i));
		changed = true;
	}
	if (!changed && !text_is(value_get_text(was, "reply"), value_get_text(is, "reply")))
		note(s, s->words, turn, NULL, value_get(was, "reply"), value_get(is, "reply"));
}

static void
compare_turns(struct sides *s, const struct value *was, const struct value *is)
{
	size_t n = value_count(was) < value_count(is) ? value_count(was) : value_count(is);

	if (value_count(was) == 0)
		return;		/* a baseline that kept no turns of it */
	for (size_t i = 0; i < n; i++)
		compare_turn(s, i + 1, value_at(was, i), value_at(is, i));
	if (value_count(was) != value_count(is))
		note(s, s->changed, n + 1, "turns", value_int(s->a, (int64_t)value_count(was)),
		    value_int(s->a, (int64_t)value_count(is)));
}

static bool
holds(const struct value *one, int64_t of)
{
	return of > 0 && value_get_int(one, "held", 0) == of;
}

/* Of a suite that has it, but nothing that changed can touch it. */
static bool
is_left_out(const struct value *result, const char *name)
{
	const struct value *skipped = value_path(result, "changed.skipped");

	for (size_t i = 0; i < value_count(skipped); i++)
		if (text_is(value_as_text(value_at(skipped, i), ""), name))
			return true;
	return false;
}

void
replay_compare(struct arena *a, const struct value *baseline, struct value *result)
{
	const struct value *before = value_get(baseline, "conversations"), *results = value_get(result, "results");
	struct value *out = value_set_map(result, "comparison"), *better = value_set_list(out, "better"),
		     *worse = value_set_list(out, "worse"), *fresh, *gone, *test;
	struct sides s = {.a = a, .words = value_set_list(out, "words"), .changed = value_set_list(out, "changed")};
	int64_t kept = 0;

	fresh = value_set_list(out, "new");
	gone = value_set_list(out, "gone");
	for (size_t i = 0; i < value_count(results); i++) {
		const struct value *is = value_at(results, i), *was;
		int64_t of = value_get_int(is, "of", 0) - value_get_int(is, "unreachable", 0);
		bool held, holds_now = holds(is, of);

		s.name = value_get_text(is, "name");
		if ((was = value_get(before, s.name)) == NULL) {
			value_add_text(fresh, s.name);
			continue;
		}
		if (of == 0)
			continue;	/* not played: nothing is known */
		kept++;
		held = holds(was, value_get_int(was, "of", 0));
		if (held != holds_now)
			value_add_text(holds_now ? better : worse, s.name);
		else
			compare_turns(&s, value_get(was, "turns"), value_get(is, "brief"));
	}
	for (size_t i = 0; i < value_count(before); i++)
		if (replay_row(results, value_key_at(before, i)) == NULL && !is_left_out(result, value_key_at(before, i)))
			value_add_text(gone, value_key_at(before, i));
	value_set_int(out, "kept", kept);
	test = value_set_map(out, "mcnemar");
	value_set_int(test, "better", (int64_t)value_count(better));
	value_set_int(test, "worse", (int64_t)value_count(worse));
	value_set_real(test, "p", mcnemar_exact(value_count(better), value_count(worse)));
}

/* ---- whether it may pass */

static size_t
count_of(const struct value *names, const struct value *results, const char *severity)
{
	size_t n = 0;

	for (size_t i = 0; i < value_count(names); i++)
		n += text_is(severity, value_get_text(replay_row(results, value_as_text(value_at(names, i), "")), "severity"));
	return n;
}

enum replay_verdict
replay_gate(struct arena *a, const struct value *result, const struct replay_gate *g, const char **reason)
{
	const struct value *comparison = value_get(result, "comparison"), *worse = value_get(comparison, "worse"),
			   *results = value_get(result, "results");
	int64_t money = value_as_int(value_path(result, "failures.by_severity.money"), 0);
	size_t words = count_of(worse, results, "words"), n = value_count(worse) - words;
	double p = value_as_real(value_path(comparison, "mcnemar.p"), 1);
	bool more = value_count(worse) > value_count(value_get(comparison, "better"));

	*reason = NULL;
	if (money > 0)
		*reason = arena_printf(a, "%lld conversation%s about money failed, which is never let pass", (long long)money,
		    money == 1 ? "" : "s");
	else if (!g->by_significance && (int64_t)n > g->most_worse)
		*reason = arena_printf(a, "%zu conversation%s worse than in the baseline, and %lld may be", n,
		    n == 1 ? " is" : "s are", (long long)g->most_worse);
	else if (g->by_significance && more && p < P_MOST)
		*reason = arena_printf(a, "more got worse than better, and by more than chance (p = %.3g)", p);
	if (*reason != NULL)
		return REPLAY_FAILED;
	return value_get_int(result, "unreachable", 0) > 0 ? REPLAY_UNREACHABLE : REPLAY_HELD;
}
