/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "judged.h"

#include <string.h>

#include "floorwalker/base/siphash.h"

#define LONGEST 600	/* bytes of words */

/* Each place holds one run of words; where two fall together, the later one stays. */
struct judged {
	size_t room;
	struct verdict {
		struct judged_key key;
		uint32_t classes;	/* 0: nothing is here */
		double *p;
	} places[];
};

struct judged *
judged_new(size_t room)
{
	struct judged *x = mem_zero(1, sizeof *x + room * sizeof x->places[0]);

	x->room = room;
	return x;
}

void
judged_free(struct judged **x)
{
	for (size_t i = 0; *x != NULL && i < (*x)->room; i++)
		mem_free((*x)->places[i].p);
	mem_free(*x);
	*x = NULL;
}

bool
judged_key_make(struct judged_key *out, const struct classifier *c, const char *const *words,
    size_t count)
{
	char bytes[1 + sizeof c + LONGEST];
	size_t n = 1 + sizeof c;

	memcpy(bytes + 1, &c, sizeof c);
	for (size_t i = 0; i < count; i++) {
		size_t length = strlen(words[i]) + 1;

		if (length > sizeof bytes - n)
			return false;
		memcpy(bytes + n, words[i], length);
		n += length;
	}
	for (char i = 0; i < 2; i++) {
		bytes[0] = i;
		out->hash[(size_t)i] = siphash(bytes, n);
	}
	return true;
}

static struct verdict *
place_of(const struct judged *x, const struct judged_key *key)
{
	return (struct verdict *)(uintptr_t)&x->places[key->hash[0] % x->room];
}

bool
judged_recall(
    const struct judged *x, const struct judged_key *key, const struct classifier *c, double *p)
{
	const struct verdict *place = place_of(x, key);

	if (place->classes != c->head.classes ||
	    memcmp(&place->key, key, sizeof *key) != 0)
		return false;
	memcpy(p, place->p, place->classes * sizeof *p);
	return true;
}

void
judged_keep(
    struct judged *x, const struct judged_key *key, const struct classifier *c, const double *p)
{
	struct verdict *place = place_of(x, key);

	if (place->classes != c->head.classes)
		place->p = mem_grow(place->p, c->head.classes, sizeof *p);
	place->classes = c->head.classes;
	place->key = *key;
	memcpy(place->p, p, place->classes * sizeof *p);
}
