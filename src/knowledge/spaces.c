/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spaces.h"

#include <math.h>
#include <string.h>

#define UNKNOWN_TERM 0.35	/* of the weight of what no unit has */

uint64_t
term_hash(const char *s, size_t length, uint64_t seed)
{
	uint64_t h = 1469598103934665603u ^ seed;	/* FNV-1a */

	for (size_t i = 0; i < length; i++)
		h = (h ^ (unsigned char)s[i]) * 1099511628211u;
	return h == 0 ? 1 : h;
}

void
gather(struct gathered *g, uint64_t hash, uint32_t unit, double share)
{
	if (g->count == g->capacity) {
		g->capacity = g->capacity == 0 ? 1024 : g->capacity * 2;
		g->list = mem_grow(g->list, g->capacity, sizeof *g->list);
	}
	g->list[g->count++] = (struct occurrence){hash, unit, (float)share};
}

static struct term *
term_at(const struct space *s, uint64_t hash)
{
	size_t i = (size_t)(hash ^ hash >> 29) & s->mask;

	while (s->terms[i].hash != 0 && s->terms[i].hash != hash)
		i = (i + 1) & s->mask;
	return &s->terms[i];
}

/* Twice as large: most terms occur many times, so that a table for all occurrences would be mostly
 * empty. */
static void
terms_grow(struct space *s)
{
	struct term *old = s->terms;
	size_t size = s->mask + 1;

	s->mask = size * 2 - 1;
	s->terms = mem_zero(size * 2, sizeof *s->terms);
	for (size_t i = 0; i < size; i++)
		if (old[i].hash != 0)
			*term_at(s, old[i].hash) = old[i];
	mem_free(old);
}

/* How many units have each term. Occurrences come unit by unit. */
static void
terms_count(struct space *s, const struct gathered *g)
{
	size_t size = 1024, different = 0;

	s->mask = size - 1;
	s->terms = mem_zero(size, sizeof *s->terms);
	for (size_t i = 0; i < g->count; i++) {
		struct term *t = term_at(s, g->list[i].hash);

		if (t->hash == 0 && ++different * 3 > (s->mask + 1) * 2) {
			terms_grow(s);
			t = term_at(s, g->list[i].hash);
		}
		t->hash = g->list[i].hash;
		if (t->units == 0 || t->last != g->list[i].unit)
			t->units++;
		t->last = g->list[i].unit;
	}
}

/* Where each term's list begins; how much is in all of them. */
static size_t
terms_place(struct space *s, size_t units)
{
	size_t total = 0;

	for (size_t i = 0; i <= s->mask; i++) {
		struct term *t = &s->terms[i];

		if (t->hash == 0)
			continue;
		t->from = (uint32_t)total;
		total += t->units;
		t->idf = (float)log(1 + (double)units / t->units);
		t->units = t->last = 0;
	}
	return total;
}

/* One that a unit has several times counts once, but for the logarithm of how often. place: of each
 * occurrence's term, now that the table grows no more. */
static void
space_count(struct space *s, const struct gathered *g, uint32_t *place)
{
	for (size_t i = 0; i < g->count; i++) {
		struct term *t = term_at(s, g->list[i].hash);
		struct posting *p = &s->postings[t->from + t->units];

		place[i] = (uint32_t)(t - s->terms);
		if (t->units > 0 && p[-1].unit == g->list[i].unit) {
			p[-1].weight += 1;	/* how often, for now */
			continue;
		}
		p->unit = g->list[i].unit;
		p->weight = 1;
		t->units++;
	}
}

static void
space_weigh(struct space *s, const struct gathered *g, const uint32_t *place)
{
	for (size_t i = 0; i < g->count; i++) {
		struct term *t = &s->terms[place[i]];
		struct posting *p;

		while (t->last < t->units &&
		    s->postings[t->from + t->last].unit < g->list[i].unit)
			t->last++;
		if (t->last == t->units || s->postings[t->from + t->last].unit != g->list[i].unit)
			continue;		/* weighed already */
		p = &s->postings[t->from + t->last++];
		/* once, as most: log 1 is 0 */
		p->weight = (p->weight > 1 ? (float)(1 + log(p->weight)) : 1) * t->idf *
		    g->list[i].share;
		s->length[p->unit] += (double)p->weight * p->weight;
	}
}

void
space_free(struct space *s)
{
	mem_free(s->terms);
	mem_free(s->postings);
	mem_free(s->length);
}

void
space_make(struct space *s, const struct gathered *g, size_t units)
{
	uint32_t *place = mem_zero(g->count + 1, sizeof *place);

	s->length = mem_zero(units + 1, sizeof *s->length);
	s->unknown = log(1 + (double)units);
	terms_count(s, g);
	s->postings = mem_zero(terms_place(s, units) + 1, sizeof *s->postings);
	space_count(s, g, place);
	space_weigh(s, g, place);
	mem_free(place);
}

const struct term *
space_term(const struct space *s, uint64_t hash)
{
	return term_at(s, hash);
}

/* Terms of a question that were met: an open hash table, of 0 where there is none. */
struct met {
	uint64_t *hashes;
	size_t mask;
};

/* Whether a term is met again. */
static bool
meet(struct met *m, uint64_t hash)
{
	size_t i = (size_t)(hash ^ hash >> 29) & m->mask;

	while (m->hashes[i] != 0 && m->hashes[i] != hash)
		i = (i + 1) & m->mask;
	if (m->hashes[i] == hash)
		return true;
	m->hashes[i] = hash;
	return false;
}

void
cosines_init(struct cosines *c, size_t units)
{
	c->of = mem_zero(units + 1, sizeof *c->of);
	c->units = mem_zero(units + 1, sizeof *c->units);
	c->count = 0;
}

void
cosines_clear(struct cosines *c)
{
	mem_free(c->of);
	mem_free(c->units);
}

void
cosines_reset(struct cosines *c)
{
	for (size_t i = 0; i < c->count; i++)
		c->of[c->units[i]] = 0;
	c->count = 0;
}

/* Weights are greater than 0: what is 0 wasn't met yet. */
static void
add_postings(const struct posting *p, size_t count, double weight, struct cosines *out)
{
	double *of = out->of;
	size_t n = out->count;

	for (size_t i = 0; i < count; i++) {
		double sum = of[p[i].unit];

		out->units[n] = p[i].unit;
		n += sum <= 0;
		of[p[i].unit] = sum + weight * p[i].weight;
	}
	out->count = n;
}

void
space_cosines(
    const struct space *s, struct arena *a, const struct gathered *q, struct cosines *out)
{
	double own = 0;
	struct met met = {.mask = 63};

	while (met.mask < 2 * q->count && met.mask < 2 * QUESTION_TERMS)
		met.mask = 2 * met.mask + 1;
	met.hashes = arena_alloc(a, (met.mask + 1) * sizeof *met.hashes);
	for (size_t i = 0; i < q->count && i < QUESTION_TERMS; i++) {
		const struct term *t = term_at(s, q->list[i].hash);
		double weight;

		if (meet(&met, q->list[i].hash))
			continue;
		weight = q->list[i].share * (t->hash == 0 ? UNKNOWN_TERM * s->unknown : t->idf);
		own += weight * weight;
		if (t->hash != 0 && weight > 0)
			add_postings(s->postings + t->from, t->units, weight, out);
	}
	for (size_t i = 0; i < out->count; i++) {
		double *x = &out->of[out->units[i]], length = s->length[out->units[i]];

		*x = length > 0 ? *x / sqrt(own * length) : 0;
	}
}
