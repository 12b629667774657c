/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "talk.h"

#include <stdlib.h>
#include <string.h>

/* C(c, k) / C(n, k), as a product of fractions. */
double
tau_pass_hat(size_t n, size_t c, size_t k)
{
	double p = 1;

	if (k > n || c < k)
		return 0;
	for (size_t i = 0; i < k; i++)
		p *= (double)(c - i) / (double)(n - i);
	return p;
}

void
talk_sum_open(struct talk_sum *s, struct arena *a, size_t tasks)
{
	*s = (struct talk_sum){.arena = a,
	    .tasks = arena_alloc(a, (tasks + 1) * sizeof(*s->tasks)),
	    .task_count = tasks,
	    .by_kind = value_map(a),
	    .by_persona = value_map(a),
	    .reasons = value_map(a),
	    .blame = value_map(a),
	    .failures = value_list(a),
	    .untrue_in = value_list(a)};
	memset(s->tasks, 0, (tasks + 1) * sizeof(*s->tasks));
}

static void
count(struct value *map, const char *key)
{
	value_set_int(map, key, value_get_int(map, key, 0) + 1);
}

static void
count_passed(struct talk_sum *s, struct value *map, const char *key, bool passed)
{
	struct value *to = value_map(s->arena);
	const struct value *was = value_get(map, key);

	value_set_int(to, "tries", value_get_int(was, "tries", 0) + 1);
	value_set_int(to, "passed", value_get_int(was, "passed", 0) + passed);
	value_set(map, arena_text(s->arena, key), to);
}

static void
add_failure(struct talk_sum *s, const struct tau_task *t, const char *persona,
    const struct talk_end *end)
{
	struct value *f = value_add_map(s->failures);

	value_set_text(f, "file", t->file);
	value_set(f, "task", value_copy(s->arena, t->id));
	value_set_text(f, "persona", persona);
	value_set_text(f, "kinds", end->kinds);
	value_set_text(f, "reason", end->reason);
	value_set_text(f, "detail", end->detail);
	value_set_text(f, "blame", end->blame);
	value_set_text(f, "transcript", end->transcript);
	count(s->reasons, arena_text(s->arena, end->reason));
	count(s->blame, arena_text(s->arena, end->blame));
}

/* Passed, and yet something was said that isn't so: with its transcript, like a failure. */
static void
add_untrue(struct talk_sum *s, const struct tau_task *t, const char *persona,
    const struct talk_end *end)
{
	struct value *f = value_add_map(s->untrue_in);

	value_set_text(f, "file", t->file);
	value_set(f, "task", value_copy(s->arena, t->id));
	value_set_text(f, "persona", persona);
	value_set_text(f, "transcript", end->transcript);
}

void
talk_sum_add(struct talk_sum *s, size_t task, const struct tau_task *t, const char *persona,
    const struct talk_end *end)
{
	s->tasks[task].task = t;
	s->tasks[task].tries++;
	s->tasks[task].passed += end->passed;
	s->tries++;
	s->passed += end->passed;
	s->messages += end->messages;
	s->forbidden += end->forbidden;
	s->ungrounded += end->ungrounded;
	s->held_back += end->held_back;
	s->untrue += end->untrue;
	s->promises += end->promises;
	if (end->untrue + end->promises > 0 && end->passed)
		add_untrue(s, t, persona, end);
	count_passed(s, s->by_kind, end->kinds, end->passed);
	count_passed(s, s->by_persona, persona, end->passed);
	if (!end->passed)
		add_failure(s, t, persona, end);
}

void
talk_sum_add_end(struct talk_sum *s, const char *right_end, bool passed)
{
	if (s->ends == NULL)
		s->ends = value_map(s->arena);
	count_passed(s, s->ends, right_end, passed);
}

struct most {
	const char *key;
	const struct value *value;
};

static int
by_key(const void *a, const void *b)
{
	return strcmp(((const struct most *)a)->key, ((const struct most *)b)->key);
}

static struct value *
sorted(struct arena *a, const struct value *map)
{
	struct most *all = arena_alloc(a, (value_count(map) + 1) * sizeof(*all));
	struct value *out = value_map(a);

	for (size_t i = 0; i < value_count(map); i++)
		all[i] = (struct most){ value_key_at(map, i), value_at(map, i) };
	qsort(all, value_count(map), sizeof(*all), by_key);
	for (size_t i = 0; i < value_count(map); i++)
		value_set(out, all[i].key, value_copy(a, all[i].value));
	return out;
}

struct value *
talk_sum_result(const struct talk_sum *s, size_t personas)
{
	struct value *v = value_map(s->arena), *hats;
	size_t all = 0;

	for (size_t i = 0; i < s->task_count; i++)
		all += s->tasks[i].passed > 0 && s->tasks[i].passed == s->tasks[i].tries;
	value_set_int(v, "tasks", (int64_t)s->task_count);
	value_set_int(v, "conversations", (int64_t)s->tries);
	value_set_int(v, "passed", (int64_t)s->passed);
	value_set_int(v, "tasks_passed_by_all", (int64_t)all);
	hats = value_set_list(v, "pass_hat");
	for (size_t k = 1; k <= personas; k++) {
		double sum = 0;

		for (size_t i = 0; i < s->task_count; i++)
			sum += tau_pass_hat(s->tasks[i].tries, s->tasks[i].passed, k);
		value_add(hats,
		    value_real(s->arena, s->task_count > 0 ? sum / (double)s->task_count : 0));
	}
	value_set_int(v, "forbidden_writes", (int64_t)s->forbidden);
	value_set_int(v, "ungrounded", (int64_t)s->ungrounded);
	value_set_int(v, "held_back", (int64_t)s->held_back);
	value_set_int(v, "untrue", (int64_t)s->untrue);
	value_set_int(v, "promises", (int64_t)s->promises);
	value_set_real(v, "turns_mean", s->tries > 0 ? (double)s->messages / (double)s->tries : 0);
	if (s->ends != NULL)
		value_set(v, "ends", sorted(s->arena, s->ends));
	value_set(v, "by_persona", sorted(s->arena, s->by_persona));
	value_set(v, "by_kind", sorted(s->arena, s->by_kind));
	value_set(v, "reasons", sorted(s->arena, s->reasons));
	value_set(v, "blame", sorted(s->arena, s->blame));
	value_set(v, "failures", s->failures);
	value_set(v, "untrue_in", s->untrue_in);
	return v;
}
