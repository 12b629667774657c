/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mask_seen.h"

#include <stdint.h>
#include <string.h>

#define LONGEST 1500	/* bytes of a text */
#define FINDS 6		/* in it */

/* Each place holds one text; where two fall together, the later one stays. */
struct mask_seen {
	size_t room;
	struct place {
		char *text;		/* NULL: nothing is here */
		uint16_t length, count, kind[FINDS], start[FINDS], size[FINDS];
	} places[];
};

struct mask_seen *
mask_seen_new(size_t room)
{
	struct mask_seen *x = mem_zero(1, sizeof *x + room * sizeof x->places[0]);

	x->room = room;
	return x;
}

static void
place_clear(struct place *p)
{
	if (p->text == NULL)
		return;
	mem_wipe(p->text, p->length);
	mem_free(p->text);
	p->text = NULL;
}

void
mask_seen_free(struct mask_seen **x)
{
	for (size_t i = 0; *x != NULL && i < (*x)->room; i++)
		place_clear(&(*x)->places[i]);
	mem_free(*x);
	*x = NULL;
}

/* Eight bytes at a time: a multiplication, whose upper half is folded into the lower. What falls
 * together is told apart by its bytes. */
static size_t
place_of(const struct mask_seen *x, const char *s, size_t length)
{
	uint64_t h = length, part;

	for (; length >= sizeof part; s += sizeof part, length -= sizeof part) {
		memcpy(&part, s, sizeof part);
		h = (h ^ part) * 0x9e3779b97f4a7c15u;
		h ^= h >> 32;
	}
	part = 0;
	memcpy(&part, s, length);
	h = (h ^ part) * 0x9e3779b97f4a7c15u;
	return (size_t)(h ^ h >> 32) % x->room;
}

bool
mask_seen_recall(const struct mask_seen *x, struct arena *a, const char *s, size_t length,
    struct pii **out, size_t *count)
{
	const struct place *p;

	if (length > LONGEST)
		return false;
	p = &x->places[place_of(x, s, length)];
	if (p->text == NULL || p->length != length || memcmp(p->text, s, length) != 0)
		return false;
	*count = p->count;
	*out = arena_alloc(a, (*count + 1) * sizeof **out);
	for (size_t i = 0; i < *count; i++)
		(*out)[i] = (struct pii){(enum pii_kind)p->kind[i], p->start[i], p->size[i]};
	return true;
}

void
mask_seen_keep(
    struct mask_seen *x, const char *s, size_t length, const struct pii *found, size_t count)
{
	struct place *p;

	if (length > LONGEST || count > FINDS)
		return;
	p = &x->places[place_of(x, s, length)];
	place_clear(p);
	p->text = mem_text_n(s, length);
	p->length = (uint16_t)length;
	p->count = (uint16_t)count;
	for (size_t i = 0; i < count; i++) {
		p->kind[i] = (uint16_t)found[i].kind;
		p->start[i] = (uint16_t)found[i].start;
		p->size[i] = (uint16_t)found[i].length;
	}
}
