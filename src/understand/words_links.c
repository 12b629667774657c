/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "words_links.h"

#include <stdlib.h>

/* <0, 0, >0: a link against these two. */
static int
compare(const struct word_link *x, uint64_t key, uint64_t second)
{
	if (x->key != key)
		return x->key < key ? -1 : 1;
	return x->second < second ? -1 : x->second > second;
}

static int
by_words(const void *a, const void *b)
{
	const struct word_link *x = a, *y = b;
	int order = compare(x, y->key, y->second);

	return order != 0 ? order : x->entry < y->entry ? -1 : x->entry > y->entry;
}

void
word_links_make(
    struct word_links *x, struct arena *a, const struct word_link *items, size_t count)
{
	size_t mask, total = 0;

	x->room = 64;
	while (x->room < count * 2)
		x->room *= 2;
	mask = x->room - 1;
	x->first = arena_alloc(a, (x->room + 1) * sizeof *x->first);
	x->items = arena_alloc(a, (count + 1) * sizeof *x->items);
	for (size_t i = 0; i < count; i++)
		x->first[items[i].key & mask]++;
	for (size_t at = 0; at <= x->room; at++) {	/* for now, where each bucket ends */
		total += x->first[at];
		x->first[at] = (uint32_t)total;
	}
	for (size_t i = count; i-- > 0;)
		x->items[--x->first[items[i].key & mask]] = items[i];
	for (size_t at = 0; at < x->room; at++)
		qsort(x->items + x->first[at], x->first[at + 1] - x->first[at], sizeof *x->items,
		    by_words);
}

const struct word_link *
word_links_find(const struct word_links *x, uint64_t key, uint64_t second, size_t *count)
{
	size_t at = (size_t)key & (x->room - 1);
	uint32_t from = x->first[at], end = x->first[at + 1], to = end;

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;

		if (compare(&x->items[middle], key, second) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	while (to < end && compare(&x->items[to], key, second) == 0)
		to++;
	*count = to - from;
	return x->items + from;
}
