/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "floorwalker/base/mem.h"
#include "tally.h"

/* Where it is, or would be. */
static size_t
find(const struct names *n, const char *name, bool *is_there)
{
	size_t low = 0, high = n->count;

	*is_there = false;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int c = strcmp(n->items[middle].name, name);

		if (c == 0) {
			*is_there = true;
			return middle;
		}
		if (c < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
forget(struct named *x)
{
	mem_free(x->name);
	mem_free(x->drawn);
}

/* A name that is among the first of all is among the first of any part of them, so what was
 * counted under a name that is kept is whole. */
struct named *
names_at(struct names *n, const char *name)
{
	bool is_there;
	size_t at = find(n, name, &is_there);

	if (is_there)
		return &n->items[at];
	if (at >= NAMES_MOST)
		return NULL;
	if (n->count == NAMES_MOST)
		forget(&n->items[--n->count]);
	if (n->count == n->room) {
		n->room = n->room == 0 ? 16 : 2 * n->room;
		n->items = mem_grow(n->items, n->room, sizeof(*n->items));
	}
	memmove(&n->items[at + 1], &n->items[at], (n->count - at) * sizeof(*n->items));
	n->items[at] = (struct named){ .name = mem_text(name) };
	n->count++;
	return &n->items[at];
}

void
counts_add(int64_t *into, const int64_t *from, size_t count)
{
	for (size_t i = 0; i < count; i++)
		into[i] = (int64_t)((uint64_t)into[i] + (uint64_t)from[i]);
}

void
names_merge(struct names *into, const struct names *from)
{
	for (size_t i = 0; i < from->count; i++) {
		const struct named *x = &from->items[i];
		struct named *to = names_at(into, x->name);

		if (to == NULL)
			continue;
		counts_add(to->counts, x->counts, NAME_COUNTERS);
		counts_add((int64_t *)to->squares, (const int64_t *)x->squares, NAME_SQUARES);
	}
}

void
names_clear(struct names *n)
{
	for (size_t i = 0; i < n->count; i++)
		forget(&n->items[i]);
	mem_free(n->items);
	*n = (struct names){ NULL, 0, 0 };
}
