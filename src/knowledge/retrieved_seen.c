/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "retrieved_seen.h"

#include <string.h>

#include "floorwalker/base/seal.h"
#include "floorwalker/base/str.h"

#define FOUND 6		/* passages */

/* Each place holds one inquiry, by the hash of all that it says; where two fall together, the later
 * one stays. */
struct retrieved_seen {
	size_t room;
	struct place {
		uint8_t asked[SEAL_HASH];
		bool is_full;
		size_t count;
		struct retrieved found[FOUND];
	} places[];
};

struct retrieved_seen *
retrieved_seen_new(size_t room)
{
	struct retrieved_seen *x = mem_zero(1, sizeof *x + room * sizeof x->places[0]);

	x->room = room;
	return x;
}

void
retrieved_seen_free(struct retrieved_seen **x)
{
	mem_free(*x);
	*x = NULL;
}

static void
add_text(struct str *key, const char *s)
{
	str_add_n(key, s == NULL ? "" : s, s == NULL ? 1 : strlen(s) + 1);
}

static void
add_number(struct str *key, const void *bytes, size_t size)
{
	str_add_n(key, bytes, size);
}

/* Of all that an answer depends on, each part with its end. */
static void
hash(const struct inquiry *q, size_t limit, uint8_t out[SEAL_HASH])
{
	struct str key;

	str_init(&key);
	add_text(&key, q->text);
	add_text(&key, q->product);
	add_number(&key, &limit, sizeof limit);
	add_number(&key, &q->outside, sizeof q->outside);
	for (size_t i = 0; i < q->topic_count && i < RETRIEVE_TOPICS; i++) {
		add_text(&key, q->topics[i].intent);
		add_number(&key, &q->topics[i].probability, sizeof q->topics[i].probability);
	}
	seal_sha256(key.data, key.length, out);
	mem_wipe(key.data, key.length);
	str_clear(&key);
}

static size_t
place_of(const struct retrieved_seen *x, const uint8_t asked[SEAL_HASH])
{
	uint64_t h;

	memcpy(&h, asked, sizeof h);
	return (size_t)(h % x->room);
}

bool
retrieved_seen_recall(const struct retrieved_seen *x, struct arena *a, const struct inquiry *q,
    size_t limit, struct retrieved **out, size_t *count)
{
	uint8_t asked[SEAL_HASH];
	const struct place *p;

	hash(q, limit, asked);
	p = &x->places[place_of(x, asked)];
	if (!p->is_full || memcmp(p->asked, asked, SEAL_HASH) != 0)
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
	uint8_t asked[SEAL_HASH];
	struct place *p;

	if (count > FOUND)
		return;
	hash(q, limit, asked);
	p = &x->places[place_of(x, asked)];
	*p = (struct place){.is_full = true, .count = count};
	memcpy(p->asked, asked, SEAL_HASH);
	memcpy(p->found, found, count * sizeof *found);
}
