/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a new model does better and worse than the one in use, as a map.
 */
#include "teach.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "private.h"

#define BINS 15

enum whose { ALL_ROWS, SHIPPED_ROWS, OWN_ROWS };

static bool
counts(const struct learn_judged *j, enum whose whose)
{
	return whose == ALL_ROWS || j->own == (whose == OWN_ROWS);
}

static bool
is_outside(const struct learn_judged *j)
{
	return text_is(j->row->label, LEARN_OUTSIDE);
}

static const struct learn_verdict *
verdict_of(const struct learn_judged *j, bool after)
{
	return after ? &j->after : &j->before;
}

static void
set_share(struct value *v, const char *name, size_t n, size_t of)
{
	struct value *share = value_set_map(v, name);
	value_set_int(share, "n", (int64_t)n);
	value_set_int(share, "of", (int64_t)of);
	if (of > 0)
		value_set_real(share, "share", (double)n / (double)of);
}

/* One model on some of the rows. */
static void
tell_model(struct teaching *t, struct value *v, enum whose whose, bool after)
{
	size_t right[2] = {0}, of[2] = {0}, n = 0;
	double *confidence = arena_alloc(t->a, (t->result.count + 1) * sizeof *confidence);
	unsigned char *hit = arena_alloc(t->a, t->result.count + 1);
	for (size_t i = 0; i < t->result.count; i++) {
		const struct learn_judged *j = &t->result.rows[i];
		const struct learn_verdict *x = verdict_of(j, after);
		if (!counts(j, whose))
			continue;
		of[is_outside(j)]++;
		right[is_outside(j)] += x->right;
		confidence[n] = x->confidence;
		hit[n++] = x->right;
	}
	set_share(v, "accuracy", right[0] + right[1], n);
	set_share(v, "in_scope", right[0], of[0]);
	set_share(v, "out_of_scope", right[1], of[1]);
	double error = calibration_error(confidence, hit, n, BINS);
	if (isfinite(error))
		value_set_real(v, "calibration_error", error);
}

static void
tell_paired(struct teaching *t, struct value *v, enum whose whose)
{
	size_t n[2][2] = {{0}};
	for (size_t i = 0; i < t->result.count; i++)
		if (counts(&t->result.rows[i], whose))
			n[t->result.rows[i].before.right][t->result.rows[i].after.right]++;
	value_set_int(v, "both_right", (int64_t)n[1][1]);
	value_set_int(v, "both_wrong", (int64_t)n[0][0]);
	value_set_int(v, "better", (int64_t)n[0][1]);
	value_set_int(v, "worse", (int64_t)n[1][0]);
	value_set_real(v, "p", mcnemar_exact(n[0][1], n[1][0]));
}

static void
tell_figures(struct teaching *t, struct value *map)
{
	static const char *const names[] = {"all", "shipped", "own"};
	struct value *figures = value_set_map(map, "figures");
	for (int w = 0; w < 3; w++) {
		struct value *v = value_set_map(figures, names[w]);
		tell_model(t, value_set_map(v, "before"), (enum whose)w, false);
		tell_model(t, value_set_map(v, "after"), (enum whose)w, true);
		tell_paired(t, v, (enum whose)w);
	}
}

static void
tell_rows(struct teaching *t, struct value *list, bool better)
{
	for (size_t i = 0; i < t->result.count; i++) {
		const struct learn_judged *j = &t->result.rows[i];
		if (j->before.right == j->after.right || j->after.right != better)
			continue;
		struct value *v = value_add_map(list);
		value_set_text(v, "text", teach_masked(t, j->row->text));
		value_set_text(v, "intent", j->row->label);
		value_set_text(v, "before", j->before.best);
		value_set_text(v, "after", j->after.best);
		value_set_bool(v, "own", j->own);
		if (j->own)
			value_set_text(v, "from", j->row->from);
	}
}

struct by_intent {
	const char *intent;
	size_t n, own, before, after, better, worse;
};

static int
compare_intents(const void *a, const void *b)
{
	return strcmp(((const struct by_intent *)a)->intent, ((const struct by_intent *)b)->intent);
}

static void
tell_intents(struct teaching *t, struct value *list)
{
	struct by_intent *x = arena_alloc(t->a, 512 * sizeof *x);
	size_t count = 0;
	for (size_t i = 0; i < t->result.count; i++) {
		const struct learn_judged *j = &t->result.rows[i];
		size_t at = 0;
		while (at < count && !text_is(x[at].intent, j->row->label))
			at++;
		if (at == count && count++ < 511)
			x[at].intent = j->row->label;
		x[at].n++;
		x[at].own += j->own;
		x[at].before += j->before.right;
		x[at].after += j->after.right;
		x[at].better += j->after.right && !j->before.right;
		x[at].worse += j->before.right && !j->after.right;
	}
	qsort(x, count, sizeof *x, compare_intents);
	for (size_t i = 0; i < count; i++) {
		struct value *v = value_add_map(list);
		value_set_text(v, "intent", x[i].intent);
		value_set_int(v, "n", (int64_t)x[i].n);
		value_set_int(v, "own", (int64_t)x[i].own);
		value_set_int(v, "before", (int64_t)x[i].before);
		value_set_int(v, "after", (int64_t)x[i].after);
		value_set_int(v, "better", (int64_t)x[i].better);
		value_set_int(v, "worse", (int64_t)x[i].worse);
	}
}

/* ---- the same words under two intents */

struct words {
	const char *key;
	const struct learn_row *row;
	bool own;
};

static int
compare_words(const void *a, const void *b)
{
	const struct words *x = a, *y = b;
	int order = strcmp(x->key, y->key);
	return order != 0 ? order : (int)y->own - (int)x->own;
}

/* The shop's own rows whose words are another intent's elsewhere. */
static void
tell_contradictions(struct teaching *t, struct value *list)
{
	size_t count = 0;
	struct words *all =
	    arena_alloc(t->a, (t->shipped.count + t->own.count + 1) * sizeof *all);
	for (size_t i = 0; i < t->own.count; i++)
		all[count++] = (struct words){
		    learn_key(t->a, t->own.rows[i].text), &t->own.rows[i], true};
	for (size_t i = 0; i < t->shipped.count; i++)
		if (t->shipped.rows[i].label[0] != '@')
			all[count++] = (struct words){
			    learn_key(t->a, t->shipped.rows[i].text), &t->shipped.rows[i], false};
	qsort(all, count, sizeof *all, compare_words);
	for (size_t i = 1, first = 0; i < count; i++) {
		if (!text_is(all[i].key, all[first].key))
			first = i;
		if (!all[first].own || text_is(all[i].row->label, all[first].row->label))
			continue;
		struct value *v = value_add_map(list);
		value_set_text(v, "text", teach_masked(t, all[first].row->text));
		value_set_text(v, "from", all[first].row->from);
		value_set_text(v, "intent", all[first].row->label);
		value_set_text(v, "elsewhere", all[i].row->label);
		value_set_bool(v, "elsewhere_own", all[i].own);
	}
}

static void
tell_advice(struct value *map)
{
	const struct value *all = value_path(map, "figures.all"),
			   *shipped = value_path(map, "figures.shipped");
	int64_t better = value_get_int(all, "better", 0), worse = value_get_int(all, "worse", 0);
	bool sure = value_get_real(all, "p", 1) < 0.05;
	value_set_text(map, "advice",
	    sure && worse > better
		? "worse: read what got worse before you think of accepting it"
		: value_get_real(shipped, "p", 1) < 0.05 &&
		    value_get_int(shipped, "worse", 0) > value_get_int(shipped, "better", 0)
		? "better on your rows at the cost of others: read what got worse"
		: sure ? "better"
		       : "no difference beyond chance: more rows would tell");
}

struct value *
teach_tell(struct teaching *t)
{
	struct value *map = value_map(t->a), *rows, *list;
	value_set_int(map, "version", 1);
	value_set_text(map, "world", world_folder(t->w));
	rows = value_set_map(map, "rows");
	value_set_int(rows, "shipped", (int64_t)t->shipped.count);
	value_set_int(rows, "in_use", (int64_t)t->was.count);
	value_set_int(rows, "own", (int64_t)t->own.count);
	value_set_int(rows, "judged", (int64_t)t->result.count);
	list = value_set_list(map, "sources");
	for (size_t i = 0; i < t->source_count; i++) {
		struct value *one = value_add_map(list);
		value_set_text(one, "file", t->sources[i].file);
		value_set_int(one, "rows", (int64_t)t->sources[i].rows);
	}
	value_set_int(map, "folds", (int64_t)t->asked->folds);
	value_set_text(
	    map, "seed", arena_printf(t->a, "%llu", (unsigned long long)t->asked->seed));
	value_set_real(map, "outside_at", world_settings(t->w)->gates.out_of_scope_at);
	tell_figures(t, map);
	tell_advice(map);
	tell_intents(t, value_set_list(map, "intents"));
	tell_rows(t, value_set_list(map, "better"), true);
	tell_rows(t, value_set_list(map, "worse"), false);
	tell_contradictions(t, value_set_list(map, "contradictions"));
	return map;
}
