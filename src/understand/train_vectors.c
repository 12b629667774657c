/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "train_private.h"

/* How much the mean counts beside the two blocks of features. */
#define VECTOR_WEIGHT 1.0f

/* The words of all rows as an open-addressed set of hashes. */
struct words_seen {
	uint64_t *hashes;
	size_t room;
};

static bool
seen(const struct words_seen *w, uint64_t hash, size_t *place)
{
	size_t i = (size_t)hash & (w->room - 1);

	while (w->hashes[i] != 0 && w->hashes[i] != hash)
		i = (i + 1) & (w->room - 1);
	*place = i;
	return w->hashes[i] == hash;
}

static void
words_see(const struct train_set *s, const struct feature_list *lists, struct words_seen *w)
{
	size_t words = 0, place;

	for (size_t r = 0; r < s->taught; r++)
		for (size_t i = 0; i < lists[r].count; i++)
			words += lists[r].items[i].is_word;
	for (w->room = 16; w->room < words * 2;)
		w->room *= 2;
	w->hashes = mem_zero(w->room, sizeof *w->hashes);
	for (size_t r = 0; r < s->taught; r++)
		for (size_t i = 0; i < lists[r].count; i++)
			if (lists[r].items[i].is_word && !seen(w, lists[r].items[i].hash, &place))
				w->hashes[place] = lists[r].items[i].hash;
}

/* A vector as bytes, its largest number 127. */
static float
in_bytes(const float *x, size_t dimensions, int8_t *out)
{
	float most = 0;

	for (size_t d = 0; d < dimensions; d++)
		most = fabsf(x[d]) > most ? fabsf(x[d]) : most;
	for (size_t d = 0; d < dimensions; d++)
		out[d] = most > 0 ? (int8_t)lrintf(x[d] * 127 / most) : 0;
	return most / 127;
}

struct taken {
	struct classifier_bucket *table;
	float *scales;
	int8_t *numbers;
	size_t count;
	uint32_t buckets;
};

static enum err
take(const struct vectors *from, size_t i, struct taken *t, struct errinfo *e)
{
	size_t dimensions = vectors_dimensions(from);
	uint64_t hash = vectors_hash(from, i);
	uint32_t at = (uint32_t)hash & (t->buckets - 1);
	float x[VECTORS_DIMENSIONS];
	enum err rc = vectors_read(from, i, x, e);

	if (rc != ERR_OK)
		return rc;
	t->scales[t->count] = in_bytes(x, dimensions, t->numbers + t->count * dimensions);
	while (t->table[at].place != 0)
		at = (at + 1) & (t->buckets - 1);
	t->table[at].check = (uint32_t)(hash >> 32);
	t->table[at].place = (uint32_t)++t->count;
	return ERR_OK;
}

enum err
train_vectors_take(struct train_set *s, const struct vectors *from,
    const struct feature_list *lists, size_t bytes, struct errinfo *e)
{
	size_t dimensions = vectors_dimensions(from), count = vectors_count(from), place,
	       limit = bytes / (dimensions + sizeof(float) + 4 * sizeof(struct classifier_bucket));
	struct taken t = {.buckets = 16};
	struct words_seen words;
	enum err rc = ERR_OK;

	limit = limit < count ? limit : count;
	while (t.buckets < limit * 2 + 2)
		t.buckets *= 2;
	t.table = arena_alloc(s->a, t.buckets * sizeof *t.table);
	t.scales = arena_alloc(s->a, (limit + 1) * sizeof *t.scales);
	t.numbers = arena_alloc(s->a, limit * dimensions + 1);
	words_see(s, lists, &words);
	for (int own = 1; own >= 0; own--)
		for (size_t i = 0; i < count && t.count < limit && rc == ERR_OK; i++)
			if (seen(&words, vectors_hash(from, i), &place) == (own == 1))
				rc = take(from, i, &t, e);
	mem_free(words.hashes);
	s->shape.head.dimensions = (uint32_t)dimensions;
	s->shape.head.vectors = (uint32_t)t.count;
	s->shape.head.vector_buckets = t.buckets;
	s->shape.head.vector_weight = VECTOR_WEIGHT;
	s->shape.vector_table = t.table;
	s->shape.vector_scales = t.scales;
	s->shape.vectors = t.numbers;
	return rc;
}
