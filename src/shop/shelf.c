/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parsed products, kept by a shop handle as long as their documents stay the same: a turn looks
 * through the whole catalogue, and parsing it each time would cost more than all else. What is
 * handed out is a copy in the caller's arena.
 */
#include <stdlib.h>
#include <string.h>

#include "embedded.h"

#define SHELF_MAX 20000

struct shelf_entry {
	struct arena *arena;		/* of body and product */
	const char *body;		/* the document that the product was parsed from; compared,
					   since a rolled-back version number may come again */
	struct product product;
};

struct shelf {
	struct shelf_entry **entries;	/* by product id */
	size_t count, room;
};

struct shelf *
shelf_new(void)
{
	return mem_zero(1, sizeof(struct shelf));
}

static void
entry_free(struct shelf_entry *x)
{
	arena_free(&x->arena);
	mem_free(x);
}

void
shelf_free(struct shelf **shelf)
{
	size_t i;

	if (*shelf == NULL)
		return;
	for (i = 0; i < (*shelf)->count; i++)
		entry_free((*shelf)->entries[i]);
	mem_free((*shelf)->entries);
	mem_free(*shelf);
	*shelf = NULL;
}

/* Where the id stands, or where it would. */
static size_t
position(const struct shelf *s, const char *id, bool *there)
{
	size_t low = 0, high = s->count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(id, s->entries[middle]->product.id);

		if (order == 0) {
			*there = true;
			return middle;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	*there = false;
	return low;
}

static const struct pair *
copy_pairs(struct arena *a, const struct pair *from, size_t count)
{
	struct pair *to = arena_alloc(a, (count + 1) * sizeof(*to));
	size_t i;

	for (i = 0; i < count; i++)
		to[i] = (struct pair){
		    .name = arena_text(a, from[i].name), .value = arena_text(a, from[i].value)};
	return to;
}

static const char *const *
copy_texts(struct arena *a, const char *const *from, size_t count)
{
	const char **to = arena_alloc(a, (count + 1) * sizeof(*to));
	size_t i;

	for (i = 0; i < count; i++)
		to[i] = arena_text(a, from[i]);
	return to;
}

static void
copy_product(struct arena *a, const struct product *from, struct product *to)
{
	struct variant *variants;

	*to = *from;
	variants = product_own_variants(a, to);
	to->id = arena_text(a, from->id);
	to->name = arena_text(a, from->name);
	to->department = arena_text(a, from->department);
	to->kind = arena_text(a, from->kind);
	to->also = copy_texts(a, from->also, from->also_count);
	to->description = arena_text(a, from->description);
	to->care = arena_text(a, from->care);
	to->attributes = copy_pairs(a, from->attributes, from->attribute_count);
	to->options = copy_texts(a, from->options, from->option_count);
	for (size_t i = 0; i < from->variant_count; i++) {
		variants[i].sku = arena_text(a, from->variants[i].sku);
		variants[i].options =
		    copy_pairs(a, from->variants[i].options, from->variants[i].option_count);
	}
}

static enum err
parse(const char *id, const char *body, struct shelf_entry **out, struct errinfo *e)
{
	struct shelf_entry *x = mem_zero(1, sizeof(*x));
	struct arena *scratch = arena_new();
	struct value *v;
	enum err err =
	    value_parse_json(scratch, id, body, strlen(body), &value_limits_message, &v, e);

	x->arena = arena_new();
	x->body = arena_text(x->arena, body);
	if (err == ERR_OK) {
		struct product p;

		err = product_from_value(scratch, v, &p, e);
		if (err == ERR_OK)
			copy_product(x->arena, &p, &x->product);
	}
	arena_free(&scratch);
	if (err != ERR_OK) {
		entry_free(x);
		return err_prefix(e, "product %.60s in the store", id);
	}
	*out = x;
	return ERR_OK;
}

static void
insert(struct shelf *s, size_t at, struct shelf_entry *x)
{
	if (s->count == s->room) {
		s->room = s->room == 0 ? 64 : 2 * s->room;
		s->entries = mem_grow(s->entries, s->room, sizeof(struct shelf_entry *));
	}
	memmove(
	    &s->entries[at + 1], &s->entries[at], (s->count - at) * sizeof(struct shelf_entry *));
	s->entries[at] = x;
	s->count++;
}

enum err
shelf_read(struct shelf *s, struct arena *a, const char *id, const char *body, struct product *out,
    struct errinfo *e)
{
	struct shelf_entry *x = NULL;
	bool there;
	size_t at = position(s, id, &there);
	enum err err;

	if (!there || strcmp(s->entries[at]->body, body) != 0) {
		if ((err = parse(id, body, &x, e)) != ERR_OK)
			return err;
		if (strcmp(x->product.id, id) != 0 || (!there && s->count == SHELF_MAX)) {
			copy_product(a, &x->product, out);
			entry_free(x);
			return ERR_OK;
		}
		if (there) {
			entry_free(s->entries[at]);
			s->entries[at] = x;
		} else {
			insert(s, at, x);
		}
	}
	copy_product(a, &s->entries[at]->product, out);
	return ERR_OK;
}
