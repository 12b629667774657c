/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "phrases_seen.h"

#include <string.h>

#include "floorwalker/base/mem.h"

#define LONGEST 600	/* bytes of a text */
_Static_assert(LONGEST < PHRASE_NOWHERE, "each place in a text is told from none");

/* Each place holds one text; where two fall together, the later one stays. */
struct phrases_seen {
	size_t room, lists;
	struct phrase_find *finds;	/* of each place, so many as there are lists */
	struct place {
		char *text;		/* NULL: nothing is here */
		size_t length;
	} places[];
};

struct phrases_seen *
phrases_seen_new(const struct terms *t, size_t room)
{
	struct phrases_seen *x = mem_zero(1, sizeof *x + room * sizeof x->places[0]);

	x->room = room;
	x->lists = t->phrases_count;
	x->finds = mem_zero(room * (x->lists + 1), sizeof *x->finds);
	return x;
}

void
phrases_seen_free(struct phrases_seen **x)
{
	if (*x == NULL)
		return;
	for (size_t i = 0; i < (*x)->room; i++)
		mem_free((*x)->places[i].text);
	mem_free((*x)->finds);
	mem_free(*x);
	*x = NULL;
}

/* FNV-1a (Fowler, Noll, Vo). */
static size_t
place_of(const struct phrases_seen *x, const char *s, size_t length)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < length; i++)
		h = (h ^ (unsigned char)s[i]) * 0x100000001b3u;
	return (size_t)(h ^ h >> 32) % x->room;
}

void
phrases_seen_text(struct phrases_seen *x, struct phrase_text *t, const char *text)
{
	struct place *p;
	size_t at;

	phrase_text_make(t, text);
	if (t->length > LONGEST)
		return;
	at = place_of(x, text, t->length);
	p = &x->places[at];
	t->finds = x->finds + at * x->lists;
	if (p->text != NULL && p->length == t->length && memcmp(p->text, text, t->length) == 0)
		return;
	mem_free(p->text);
	p->text = mem_text_n(text, t->length);
	p->length = t->length;
	for (size_t i = 0; i < x->lists; i++)
		t->finds[i].start = PHRASE_UNKNOWN;
}
