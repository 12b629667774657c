/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "retrieved_seen.h"

#include <string.h>

#include "floorwalker/base/str.h"

#define LONGEST 1000	/* bytes of all that is asked */
#define FOUND 6		/* passages */

/* Each place holds one inquiry; where two fall together, the later one stays. */
struct retrieved_seen {
	size_t room;
	struct str key;		/* of the inquiry at hand */
	struct place {
		char *key;	/* NULL: nothing is here */
		size_t length, count;
		struct retrieved found[FOUND];
	} places[];
};

struct retrieved_seen *
retrieved_seen_new(size_t room)
{
	struct retrieved_seen *x = mem_zero(1, sizeof *x + room * sizeof x->places[0]);

	x->room = room;
	str_init(&x->key);
	return x;
}

static void
place_clear(struct place *p)
{
	if (p->key == NULL)
		return;
	mem_wipe(p->key, p->length);
	mem_free(p->key);
	p->key = NULL;
}

void
retrieved_seen_free(struct retrieved_seen **x)
{
	if (*x == NULL)
		return;
	for (size_t i = 0; i < (*x)->room; i++)
		place_clear(&(*x)->places[i]);
	mem_wipe((*x)->key.data, (*x)->key.length);
	str_clear(&(*x)->key);
	mem_free(*x);
	*x = NULL;
}

static void
add_number(struct str *key, const void *bytes, size_t size)
{
	str_add_n(key, bytes, size);
}

static void
add_text(struct str *key, const char *s)
{
	str_add_n(key, s == NULL ? "" : s, s == NULL ? 1 : strlen(s) + 1);
}

/* All that an answer depends on, each part with its end; false: too long to be kept. */
static bool
key_make(struct str *key, const struct inquiry *q, size_t limit)
{
	if (key->data != NULL)
		mem_wipe(key->data, key->length);
	str_reset(key);
	if (strlen(q->text) > LONGEST)
		return false;
	add_text(key, q->text);
	add_text(key, q->product);
	add_number(key, &limit, sizeof limit);
	add_number(key, &q->outside, sizeof q->outside);
	for (size_t i = 0; i < q->topic_count && i < RETRIEVE_TOPICS; i++) {
		add_text(key, q->topics[i].intent);
		add_number(key, &q->topics[i].probability, sizeof q->topics[i].probability);
	}
	return key->length <= LONGEST;
}

/* FNV-1a (Fowler, Noll, Vo). */
static size_t
place_of(const struct retrieved_seen *x)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < x->key.length; i++)
		h = (h ^ (unsigned char)x->key.data[i]) * 0x100000001b3u;
	return (size_t)(h ^ h >> 32) % x->room;
}

bool
retrieved_seen_recall(struct retrieved_seen *x, struct arena *a, const struct inquiry *q,
    size_t limit, struct retrieved **out, size_t *count)
{
	const struct place *p;

	if (!key_make(&x->key, q, limit))
		return false;
	p = &x->places[place_of(x)];
	if (p->key == NULL || p->length != x->key.length ||
	    memcmp(p->key, x->key.data, p->length) != 0)
		return false;
	*count = p->count;
	*out = arena_alloc(a, (p->count + 1) * sizeof **out);
	memcpy(*out, p->found, p->count * sizeof **out);
	return true;
}

void
retrieved_seen_keep(struct retrieved_seen *x, const struct inquiry *q, size_t limit,
    const struct retrieved *found, size_t count)
{
	struct place *p;

	if (count > FOUND || !key_make(&x->key, q, limit))
		return;
	p = &x->places[place_of(x)];
	place_clear(p);
	p->key = mem_alloc(x->key.length);
	memcpy(p->key, x->key.data, x->key.length);
	p->length = x->key.length;
	p->count = count;
	memcpy(p->found, found, count * sizeof *found);
}
