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

/* A name that is among the first of all is among the first of any part of them, so what was
 * counted under a name that is kept is whole. */
int64_t *
names_at(struct names *n, const char *name)
{
	bool is_there;
	size_t at = find(n, name, &is_there);

	if (is_there)
		return n->items[at].counts;
	if (at >= NAMES_MOST)
		return NULL;
	if (n->count == NAMES_MOST)
		mem_free(n->items[--n->count].name);
	if (n->count == n->room) {
		n->room = n->room == 0 ? 16 : 2 * n->room;
		n->items = mem_grow(n->items, n->room, sizeof(*n->items));
	}
	memmove(&n->items[at + 1], &n->items[at], (n->count - at) * sizeof(*n->items));
	n->items[at] = (struct named){ .name = mem_text(name) };
	n->count++;
	return n->items[at].counts;
}

void
names_merge(struct names *into, const struct names *from)
{
	for (size_t i = 0; i < from->count; i++) {
		int64_t *n = names_at(into, from->items[i].name);

		for (int k = 0; n != NULL && k < NAME_COUNTERS; k++)
			n[k] += from->items[i].counts[k];
	}
}

void
names_clear(struct names *n)
{
	for (size_t i = 0; i < n->count; i++)
		mem_free(n->items[i].name);
	mem_free(n->items);
	*n = (struct names){ NULL, 0, 0 };
}
