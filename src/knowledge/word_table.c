/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "word_table.h"

#include <stdint.h>
#include <string.h>

#include "spaces.h"

/* Open addressing; at least half of the places are free. */
struct word_table {
	size_t mask;
	struct place {
		uint64_t hash;
		const char *text;	/* NULL: nothing is here */
		size_t number;
	} *places;
};

struct word_table *
word_table_new(struct arena *a, size_t room)
{
	struct word_table *t = arena_alloc(a, sizeof *t);
	size_t size = 16;

	while (size < room * 2)
		size *= 2;
	t->mask = size - 1;
	t->places = arena_alloc(a, size * sizeof *t->places);
	return t;
}

static struct place *
place_of(const struct word_table *t, const char *text, uint64_t hash)
{
	size_t i = (size_t)(hash ^ hash >> 29) & t->mask;

	while (t->places[i].text != NULL &&
	    (t->places[i].hash != hash || strcmp(t->places[i].text, text) != 0))
		i = (i + 1) & t->mask;
	return &t->places[i];
}

void
word_table_add(struct word_table *t, const char *text, size_t number)
{
	uint64_t hash = term_hash(text, strlen(text), 0);
	struct place *p = place_of(t, text, hash);

	if (p->text == NULL)
		*p = (struct place){hash, text, number};
}

size_t
word_table_find(const struct word_table *t, const char *text)
{
	const struct place *p =
	    t == NULL ? NULL : place_of(t, text, term_hash(text, strlen(text), 0));

	return p == NULL || p->text == NULL ? WORD_TABLE_NONE : p->number;
}
