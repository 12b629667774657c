/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "satisfaction_rows.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Names of features to their numbers, by open addressing. */
struct names {
	struct arena *arena;
	const char **slots;
	uint32_t *numbers;
	size_t room, count;
};

struct row_builder {
	struct names names;
	float *values;			/* [feature] of the present row */
	size_t room;
	uint32_t *used;			/* features of the present row */
	size_t used_count, used_room;
	size_t block;			/* where the present block begins in used */
};

static uint64_t
hash_of(const char *s)
{
	uint64_t h = 14695981039346656037u;	/* FNV-1a (Fowler, Noll, Vo) */

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return h;
}

static size_t
slot_of(const struct names *n, const char *name)
{
	size_t at = hash_of(name) & (n->room - 1);

	while (n->slots[at] != NULL && strcmp(n->slots[at], name) != 0)
		at = (at + 1) & (n->room - 1);
	return at;
}

static void
names_grow(struct names *n)
{
	const char **slots = n->slots;
	uint32_t *numbers = n->numbers;
	size_t room = n->room;

	n->room = room > 0 ? room * 2 : 4096;
	n->slots = mem_zero(n->room, sizeof(*n->slots));
	n->numbers = mem_zero(n->room, sizeof(*n->numbers));
	for (size_t i = 0; i < room; i++)
		if (slots[i] != NULL) {
			size_t at = slot_of(n, slots[i]);

			n->slots[at] = slots[i];
			n->numbers[at] = numbers[i];
		}
	mem_free(slots);
	mem_free(numbers);
}

static uint32_t
number_of(struct names *n, const char *name)
{
	size_t at;

	if (n->count * 2 >= n->room)
		names_grow(n);
	at = slot_of(n, name);
	if (n->slots[at] == NULL) {
		n->slots[at] = arena_text(n->arena, name);
		n->numbers[at] = (uint32_t)n->count++;
	}
	return n->numbers[at];
}

static void
add(struct row_builder *b, const char *name, double value)
{
	uint32_t f = number_of(&b->names, name);

	if (f >= b->room) {
		size_t room = b->room * 2 + 4096;

		b->values = mem_grow(b->values, room, sizeof(*b->values));
		memset(b->values + b->room, 0, (room - b->room) * sizeof(*b->values));
		b->room = room;
	}
	if (b->values[f] == 0) {
		if (b->used_count == b->used_room)
			b->used = mem_grow(
			    b->used, b->used_room = b->used_room * 2 + 256, sizeof(*b->used));
		b->used[b->used_count++] = f;
	}
	b->values[f] += (float)value;
}

void
row_add(struct row_builder *b, double value, const char *format, ...)
{
	char name[FEATURE_NAME_BYTES];
	va_list args;

	va_start(args, format);
	vsnprintf(name, sizeof(name), format, args);
	va_end(args);
	add(b, name, value);
}

void
row_block_end(struct row_builder *b, double length)
{
	double square = 0;

	for (size_t i = b->block; i < b->used_count; i++)
		square += (double)b->values[b->used[i]] * (double)b->values[b->used[i]];
	for (size_t i = b->block; square > 0 && i < b->used_count; i++)
		b->values[b->used[i]] *= (float)(length / sqrt(square));
	b->block = b->used_count;
}

static int
by_feature(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

void
row_end(struct row_builder *b, struct arena *a, struct linear_row *out)
{
	struct linear_item *items =
	    arena_alloc(a, (b->used_count + 1) * sizeof(*items));

	qsort(b->used, b->used_count, sizeof(*b->used), by_feature);
	for (size_t i = 0; i < b->used_count; i++) {
		items[i] = (struct linear_item){b->used[i], b->values[b->used[i]]};
		b->values[b->used[i]] = 0;
	}
	*out = (struct linear_row){items, b->used_count};
	b->used_count = b->block = 0;
}

size_t
row_features(const struct row_builder *b)
{
	return b->names.count;
}

struct row_builder *
row_builder_new(void)
{
	struct row_builder *b = mem_zero(1, sizeof(*b));

	b->names.arena = arena_new();
	return b;
}

void
row_builder_free(struct row_builder **b)
{
	if (*b == NULL)
		return;
	arena_free(&(*b)->names.arena);
	mem_free((*b)->names.slots);
	mem_free((*b)->names.numbers);
	mem_free((*b)->values);
	mem_free((*b)->used);
	mem_free(*b);
	*b = NULL;
}
