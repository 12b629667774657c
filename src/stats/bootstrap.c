/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bootstrap.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "floorwalker/base/mem.h"

/* 65,536 P(W >= k) for k = 1 … 8, rounded: they add up to 65,536, so the mean is 1 exactly. */
static const uint32_t bounds[WEIGHT_MOST] = {41427, 17317, 5263, 1244, 240, 39, 5, 1};

static uint64_t
mix(uint64_t x)
{
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
	x = (x ^ x >> 27) * 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

static uint64_t
key_of(uint64_t seed, uint64_t id)
{
	return mix(id + mix(seed + 0x9e3779b97f4a7c15u));
}

static uint64_t
hash_of(uint64_t key, size_t group)
{
	return mix(key + (group + 1) * 0x9e3779b97f4a7c15u);
}

static uint8_t
weight_of(uint32_t bits)
{
	uint8_t weight = 0;

	for (int k = 0; k < WEIGHT_MOST; k++)
		weight = (uint8_t)(weight + (bits < bounds[k]));
	return weight;
}

unsigned
bootstrap_weight(uint64_t seed, size_t replicate, uint64_t id)
{
	uint64_t hash = hash_of(key_of(seed, id), replicate / LANES);

	return weight_of((uint32_t)(hash >> (16 * (replicate % LANES)) & 0xffff));
}

int64_t
bootstrap_fixed(double x)
{
	assert(fabs(x) <= (double)BOOTSTRAP_VALUE_MOST / BOOTSTRAP_SCALE);
	return llround(x * BOOTSTRAP_SCALE);
}

struct bootstrap *
bootstrap_new(uint64_t seed, size_t replicates, size_t ratios)
{
	struct bootstrap *b = mem_zero(1, sizeof(*b));

	b->seed = seed;
	b->replicates = replicates > 0 ? replicates : BOOTSTRAP_REPLICATES;
	b->ratios = ratios;
	assert(b->replicates <= BOOTSTRAP_REPLICATES_MOST);
	assert(ratios >= 1 && ratios <= BOOTSTRAP_RATIOS_MOST);
	b->ratio = mem_zero(ratios, sizeof(*b->ratio));
	for (size_t i = 0; i < ratios; i++) {
		b->ratio[i].late = mem_zero(2 * b->replicates, sizeof(*b->ratio[i].late));
		b->ratio[i].sums = mem_zero(2 * b->replicates, sizeof(*b->ratio[i].sums));
	}
	b->weights = mem_zero(b->replicates + LANES, sizeof(*b->weights));
	return b;
}

void
bootstrap_free(struct bootstrap **b)
{
	if (*b == NULL)
		return;
	for (size_t i = 0; i < (*b)->ratios; i++) {
		mem_free((*b)->ratio[i].late);
		mem_free((*b)->ratio[i].sums);
	}
	mem_free((*b)->ratio);
	mem_free((*b)->weights);
	mem_free(*b);
	*b = NULL;
}

static void
draw_weights(struct bootstrap *b, uint64_t id)
{
	uint64_t key = key_of(b->seed, id);

	if (b->has_drawn && b->drawn_id == id)
		return;
	b->has_drawn = true;
	b->drawn_id = id;
	for (size_t i = 0; i < b->replicates; i += LANES) {
		uint64_t hash = hash_of(key, i / LANES);

		for (size_t lane = 0; lane < LANES; lane++)
			b->weights[i + lane] = weight_of((uint32_t)(hash >> (16 * lane) & 0xffff));
	}
}

const uint8_t *
bootstrap_weights(struct bootstrap *b, uint64_t id)
{
	draw_weights(b, id);
	return b->weights;
}

static void
add_moments(struct ratio *r, wide x, wide y)
{
	wide *m = r->moments;

	m[X] += x;
	m[Y] += y;
	m[XX] += x * x;
	m[XY] += x * y;
	m[YY] += y * y;
	m[XXX] += x * x * x;
	m[XXY] += x * x * y;
	m[XYY] += x * y * y;
	m[YYY] += y * y * y;
}

static void
settle(struct ratio *r, size_t replicates)
{
	for (size_t k = 0; k < 2 * replicates; k++) {
		r->sums[k] += r->late[k];
		r->late[k] = 0;
	}
	r->late_bound = 0;
}

static void
add_weighted(int64_t *sums, const uint8_t *weights, size_t count, int64_t value)
{
	for (size_t k = 0; k < count; k++)
		sums[k] += weights[k] * value;
}

static void
add_pair(struct bootstrap *b, struct ratio *r, const struct bootstrap_pair *p)
{
	int64_t size = llabs(p->numerator) > p->denominator ? llabs(p->numerator) : p->denominator;

	assert(p->denominator >= 0 && size <= BOOTSTRAP_VALUE_MOST);
	assert(r->units < BOOTSTRAP_UNITS_MOST);
	r->units++;
	r->negative = r->negative || p->numerator < 0;
	r->exceeds = r->exceeds || p->numerator > p->denominator;
	add_moments(r, p->numerator, p->denominator);
	if (r->late_bound > INT64_MAX / 2)
		settle(r, b->replicates);
	r->late_bound += WEIGHT_MOST * size;
	if (p->numerator != 0)
		add_weighted(r->late, b->weights, b->replicates, p->numerator);
	if (p->denominator != 0)
		add_weighted(
		    r->late + b->replicates, b->weights, b->replicates, p->denominator);
}

void
bootstrap_add(struct bootstrap *b, uint64_t id, const struct bootstrap_pair *pairs)
{
	bool drawn = false;

	for (size_t i = 0; i < b->ratios; i++) {
		if (pairs[i].numerator == 0 && pairs[i].denominator == 0)
			continue;
		if (!drawn)
			draw_weights(b, id);
		drawn = true;
		add_pair(b, &b->ratio[i], &pairs[i]);
	}
}

enum err
bootstrap_merge(struct bootstrap *into, const struct bootstrap *from, struct errinfo *e)
{
	if (into->seed != from->seed || into->replicates != from->replicates ||
	    into->ratios != from->ratios)
		return err_set(e, ERR_CONFLICT,
		    "sums of another seed, number of replicates or of ratios can't be added");
	for (size_t i = 0; i < into->ratios; i++)
		if (into->ratio[i].units + from->ratio[i].units > BOOTSTRAP_UNITS_MOST)
			return err_set(e, ERR_LIMIT, "together these are more than %lld units",
			    (long long)BOOTSTRAP_UNITS_MOST);
	for (size_t i = 0; i < into->ratios; i++) {
		struct ratio *to = &into->ratio[i];
		const struct ratio *r = &from->ratio[i];

		to->units += r->units;
		to->negative = to->negative || r->negative;
		to->exceeds = to->exceeds || r->exceeds;
		for (size_t m = 0; m < MOMENTS; m++)
			to->moments[m] += r->moments[m];
		for (size_t k = 0; k < 2 * into->replicates; k++)
			to->sums[k] += ratio_sum(r, k);
	}
	return ERR_OK;
}

int64_t
bootstrap_units(const struct bootstrap *b, size_t ratio)
{
	assert(ratio < b->ratios);
	return b->ratio[ratio].units;
}

void
bootstrap_sums(const struct bootstrap *b, size_t ratio, double *numerators, double *denominators)
{
	assert(ratio < b->ratios);
	*numerators = (double)b->ratio[ratio].moments[X];
	*denominators = (double)b->ratio[ratio].moments[Y];
}
