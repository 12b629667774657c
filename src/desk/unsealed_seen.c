/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unsealed_seen.h"

#include <string.h>

#define LONGEST 8192	/* sealed bytes of what is kept */

/* Each place holds one text; where two fall together, the later one stays. */
struct unsealed_seen {
	size_t room;
	struct place {
		char *piece;	/* NULL: nothing is here; sealed bytes, name and text in one */
		size_t sealed_size, about_size, size;	/* about_size with its NUL */
		uint8_t key[SEAL_WRAPPED];
	} places[];
};

struct unsealed_seen *
unsealed_seen_new(size_t room)
{
	struct unsealed_seen *x = mem_zero(1, sizeof *x + room * sizeof x->places[0]);
	x->room = room;
	return x;
}

static void
clear(struct place *p)
{
	if (p->piece != NULL)
		mem_wipe(p->piece, p->sealed_size + p->about_size + p->size);
	mem_free(p->piece);
	p->piece = NULL;
}

void
unsealed_seen_free(struct unsealed_seen **x)
{
	for (size_t i = 0; *x != NULL && i < (*x)->room; i++)
		clear(&(*x)->places[i]);
	mem_free(*x);
	*x = NULL;
}

/* Sealed bytes end with a tag that follows from all of them: as good as a hash. */
static size_t
place_of(const struct unsealed_seen *x, const char *sealed, size_t size)
{
	uint64_t tag;
	memcpy(&tag, sealed + size - sizeof tag, sizeof tag);
	return (size_t)(tag % x->room);
}

static bool
may_keep(size_t sealed_size)
{
	return sealed_size > sizeof(uint64_t) && sealed_size <= LONGEST;
}

const char *
unsealed_seen_recall(const struct unsealed_seen *x, struct arena *a,
    const uint8_t key[SEAL_WRAPPED], const char *about, const char *sealed, size_t sealed_size)
{
	if (!may_keep(sealed_size))
		return NULL;
	const struct place *p = &x->places[place_of(x, sealed, sealed_size)];
	if (p->piece == NULL || p->sealed_size != sealed_size ||
	    memcmp(p->piece, sealed, sealed_size) != 0 ||
	    strcmp(p->piece + sealed_size, about) != 0 || memcmp(p->key, key, SEAL_WRAPPED) != 0)
		return NULL;
	return arena_text_n(a, p->piece + sealed_size + p->about_size, p->size);
}

void
unsealed_seen_keep(struct unsealed_seen *x, const uint8_t key[SEAL_WRAPPED], const char *about,
    const char *sealed, size_t sealed_size, const char *text, size_t size)
{
	if (!may_keep(sealed_size))
		return;
	struct place *p = &x->places[place_of(x, sealed, sealed_size)];
	clear(p);
	p->sealed_size = sealed_size;
	p->about_size = strlen(about) + 1;
	p->size = size;
	memcpy(p->key, key, SEAL_WRAPPED);
	p->piece = mem_alloc(sealed_size + p->about_size + size);
	memcpy(p->piece, sealed, sealed_size);
	memcpy(p->piece + sealed_size, about, p->about_size);
	if (size > 0)
		memcpy(p->piece + sealed_size + p->about_size, text, size);
}
