/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sets in the shape of tau-bench's retail shop: read, made at random with names, products and kinds
 * of options of their own, and tasks with one argument changed.
 */
#ifndef FLOORWALKER_TESTS_BENCHMARK_SETS_H
#define FLOORWALKER_TESTS_BENCHMARK_SETS_H

#include "oracle.h"

struct set {
	const struct value *users, *orders, *products;
};
struct tasks {
	const struct value **items, **gold;
	size_t count;
};

const struct value *set_load(struct arena *a, const char *folder, const char *name);
void set_read(struct arena *a, const char *folder, struct set *out);
void set_write(struct arena *a, const char *folder, const struct set *s);
/* the same seed gives the same set */
void set_make(struct arena *a, uint64_t seed, struct set *out);
/* … with names, products, kinds and values of options that can be said: words of its own */
void set_make_spoken(struct arena *a, uint64_t seed, struct set *out);
/* One action each, and one that is allowed, so that it can be wished for. */
void set_make_spoken_tasks(
    struct arena *a, uint64_t seed, const struct set *s, size_t count, struct tasks *out);
/* Tasks of random actions, allowed and not, with gold by the oracle. */
void set_make_tasks(
    struct arena *a, uint64_t seed, const struct set *s, size_t count, struct tasks *out);

void tasks_read(
    struct arena *a, const char *tasks, const char *gold, struct tasks *out);
void tasks_write(struct arena *a, const struct tasks *t, const char *tasks, const char *gold);
/* Each task with one argument of one action changed, under ids of their own; gold stays that of the
 * task. differs[i] gets whether the oracle says that the end state isn't gold's. */
void tasks_change(struct arena *a, const struct set *s, const struct tasks *from,
    struct tasks *out, bool **differs);

#endif
