/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spelling.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "catalogue.h"

#define SPELLING_LEAST 4	/* letters of a word that slips are mended to */

struct spelled {
	const char *language, *text;
	size_t length;
	uint32_t letters;
	uint64_t hash;
};

/* What is looked at of a word before the word itself. */
struct outline {
	uint32_t letters;
	uint32_t item;
	uint16_t length;
};

struct spelling {
	struct arena *a;
	struct spelled *items;		/* sorted by hash, once ready; one a word and language */
	struct outline *outlines;	/* of the items, by their first byte */
	size_t from[UCHAR_MAX + 2];	/* where those of a first byte begin */
	size_t count, capacity;
};

struct spelling *
spelling_new(struct arena *a)
{
	struct spelling *s = arena_alloc(a, sizeof *s);

	s->a = a;
	return s;
}

void
spelling_add(struct spelling *s, const char *language, const char *folded, uint64_t hash)
{
	if (s->count == s->capacity) {
		size_t capacity = s->capacity == 0 ? 1024 : s->capacity * 2;
		struct spelled *items = arena_alloc(s->a, capacity * sizeof *items);

		if (s->count > 0)
			memcpy(items, s->items, s->count * sizeof *items);
		s->items = items;
		s->capacity = capacity;
	}
	s->items[s->count++] = (struct spelled){.language = language,
	    .text = folded,
	    .length = strlen(folded),
	    .letters = catalogue_letters(folded, strlen(folded)),
	    .hash = hash};
}

static int
by_hash(const void *a, const void *b)
{
	const struct spelled *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return strcmp(x->language, y->language);
}

static uint16_t
short_length(size_t length)
{
	return (uint16_t)(length < UINT16_MAX ? length : UINT16_MAX);
}

/* Items of one first byte stay in their order. */
static void
outlines_make(struct spelling *s)
{
	size_t next[UCHAR_MAX + 1];

	s->outlines = arena_alloc(s->a, (s->count + 1) * sizeof *s->outlines);
	for (size_t i = 0; i < s->count; i++)
		s->from[(unsigned char)s->items[i].text[0] + 1]++;
	for (size_t c = 0; c <= UCHAR_MAX; c++)
		s->from[c + 1] += s->from[c];
	memcpy(next, s->from, sizeof next);
	for (size_t i = 0; i < s->count; i++)
		s->outlines[next[(unsigned char)s->items[i].text[0]]++] = (struct outline){
		    s->items[i].letters, (uint32_t)i, short_length(s->items[i].length)};
}

void
spelling_ready(struct spelling *s)
{
	size_t n = 0;

	qsort(s->items, s->count, sizeof *s->items, by_hash);
	for (size_t i = 0; i < s->count; i++)
		if (n == 0 || by_hash(&s->items[n - 1], &s->items[i]) != 0)
			s->items[n++] = s->items[i];
	s->count = n;
	outlines_make(s);
}

/* Of two that begin alike: whether one letter more, less or other, or two in each other's places, may make the one of the
 * other. */
static bool
may_be_near(const struct outline *w, const struct outline *word)
{
	return w->length >= SPELLING_LEAST &&
	    w->length <= word->length + 1 && word->length <= w->length + 1 &&
	    __builtin_popcount(w->letters ^ word->letters) <= 2;
}

bool
spelling_knows(const struct spelling *s, uint64_t hash)
{
	size_t low = 0, high = s->count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (s->items[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->count && s->items[low].hash == hash;
}

uint64_t
spelling_nearest(
    const struct spelling *s, const char *language, const char *folded, bool only_swapped)
{
	size_t length = strlen(folded);
	const struct outline word = {catalogue_letters(folded, length), 0, short_length(length)};
	size_t end = s->from[(unsigned char)folded[0] + 1];
	uint64_t found = 0, swapped = 0;
	bool several = false;

	for (size_t i = s->from[(unsigned char)folded[0]]; i < end; i++) {
		const struct spelled *w = &s->items[s->outlines[i].item];

		if (!may_be_near(&s->outlines[i], &word) || w->hash == found ||
		    w->hash == swapped ||
		    (language[0] != '\0' && strcmp(w->language, language) != 0) ||
		    catalogue_distance(folded, length, w->text, w->length, 1) > 1)
			continue;
		several |= found != 0;
		found = w->hash;
		if (w->length == length && w->letters == word.letters)	/* two letters swapped: the
									   likeliest slip */
			swapped = w->hash;
	}
	return swapped != 0 || only_swapped ? swapped : several ? 0 : found;
}
