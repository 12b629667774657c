/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "goods_seen.h"

#include <string.h>

#include "floorwalker/base/value.h"

/* Open addressing; a quarter of the places stays free. */
struct goods_seen {
	struct arena *arena;
	size_t room, count;
	struct seen {
		const char *body;	/* NULL: nothing is here */
		const struct value *value;
		struct product product;
		struct order order;
		bool has_product, has_order;
	} places[];
};

struct goods_seen *
goods_seen_new(size_t room)
{
	struct goods_seen *x = mem_zero(1, sizeof *x + room * sizeof x->places[0]);

	x->room = room;
	x->arena = arena_new();
	return x;
}

void
goods_seen_free(struct goods_seen **x)
{
	if (*x == NULL)
		return;
	arena_free(&(*x)->arena);
	mem_free(*x);
	*x = NULL;
}

void
goods_seen_begin(struct goods_seen *x)
{
	if (x->count < x->room / 2)
		return;
	memset(x->places, 0, x->room * sizeof x->places[0]);
	x->count = 0;
	arena_free(&x->arena);
	x->arena = arena_new();
}

/* FNV-1a (Fowler, Noll, Vo). */
static struct seen *
place_of(struct goods_seen *x, const char *body)
{
	uint64_t h = 0xcbf29ce484222325u;
	size_t i;

	for (const char *s = body; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 0x100000001b3u;
	i = (size_t)(h ^ h >> 32) % x->room;
	while (x->places[i].body != NULL && strcmp(x->places[i].body, body) != 0)
		i = (i + 1) % x->room;
	return &x->places[i];
}

/* *place: where it is kept; NULL where there is no room. */
static enum err
read_body(struct goods_seen *x, struct arena *a, const char *id, const char *body,
    struct seen **place, const struct value **out, struct errinfo *e)
{
	struct seen *p = place_of(x, body);
	bool keeps = x->count < x->room - x->room / 4;
	struct value *v;
	enum err err;

	*place = p->body != NULL || keeps ? p : NULL;
	if (p->body != NULL) {
		*out = p->value;
		return ERR_OK;
	}
	if ((err = value_parse_json(keeps ? x->arena : a, id, body, strlen(body),
		 &value_limits_file, &v, e)) != ERR_OK)
		return err;
	*out = v;
	if (keeps) {
		*p = (struct seen){.body = arena_text(x->arena, body), .value = v};
		x->count++;
	}
	return ERR_OK;
}

enum err
goods_seen_value(struct goods_seen *x, struct arena *a, const char *id, const char *body,
    const struct value **out, struct errinfo *e)
{
	struct seen *place;

	return read_body(x, a, id, body, &place, out, e);
}

enum err
goods_seen_read(struct goods_seen *x, struct arena *a, const char *id, const char *body,
    struct product *out, struct errinfo *e)
{
	const struct value *v;
	struct seen *place;
	enum err err = read_body(x, a, id, body, &place, &v, e);

	if (err == ERR_OK && place != NULL && place->has_product)
		*out = place->product;
	else if (err == ERR_OK)
		err = product_from_value(place != NULL ? x->arena : a, v, out, e);
	if (err == ERR_OK && place != NULL) {
		place->product = *out;
		place->has_product = true;
	}
	return err;
}

enum err
goods_seen_order(struct goods_seen *x, struct arena *a, const char *id, const char *body,
    struct order *out, struct errinfo *e)
{
	const struct value *v;
	struct seen *place;
	enum err err = read_body(x, a, id, body, &place, &v, e);

	if (err == ERR_OK && place != NULL && place->has_order)
		*out = place->order;
	else if (err == ERR_OK)
		err = order_from_value(place != NULL ? x->arena : a, v, out, e);
	if (err == ERR_OK && place != NULL) {
		place->order = *out;
		place->has_order = true;
	}
	return err;
}
