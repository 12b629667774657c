/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "floorwalker/base/mem.h"

#include "kernel.h"
#include "train_private.h"

/* A pass that moves the parts by less than this on average is the last. */
#define STILL 0.002

void
train_machine_init(const struct train_set *s, bool centroids, struct train_machine *m)
{
	m->weights = mem_zero(s->features * s->stride, sizeof *m->weights);
	m->bias = mem_zero(s->stride, sizeof *m->bias);
	m->parts = mem_zero(s->rows * s->stride, sizeof *m->parts);
	m->centroids =
	    centroids ? mem_zero(s->features * s->stride, sizeof *m->centroids) : NULL;
}

void
train_machine_clear(struct train_machine *m)
{
	mem_free(m->weights);
	mem_free(m->bias);
	mem_free(m->parts);
	mem_free(m->centroids);
	memset(m, 0, sizeof *m);
}

static void
row_add(const struct train_set *s, const struct sparse *row, const float *times, float *weights)
{
	for (size_t i = 0; i < row->count; i++)
		kernel_add(weights + (size_t)row->index[i] * s->stride, times, row->value[i],
		    s->stride);
}

static void
sums(const struct train_set *s, const struct sparse *row, const float *weights, float *out)
{
	for (size_t i = 0; i < row->count; i++)
		kernel_add(out, weights + (size_t)row->index[i] * s->stride, row->value[i],
		    s->stride);
}

void
train_machine_decide(const struct train_set *s, const struct train_machine *m, size_t row,
    float *decisions, float *cosines)
{
	memcpy(decisions, m->bias, s->stride * sizeof *decisions);
	sums(s, &s->sparse[row], m->weights, decisions);
	if (cosines == NULL)
		return;
	memset(cosines, 0, s->stride * sizeof *cosines);
	if (m->centroids != NULL)
		sums(s, &s->sparse[row], m->centroids, cosines);
}

/* Mean of each class' rows, of length one. */
static void
centroids_make(const struct train_set *s, const bool *use, float *out)
{
	float one[CLASSIFIER_CLASS_LIMIT] = { 0 }, square[CLASSIFIER_CLASS_LIMIT] = { 0 };
	const uint32_t *own;
	uint32_t count;

	memset(out, 0, s->features * s->stride * sizeof *out);
	for (size_t r = 0; r < s->rows; r++) {
		if (!use[r])
			continue;
		own = train_set_own(s, r, &count);
		for (uint32_t i = 0; i < count; i++)
			one[own[i]] = 1;
		row_add(s, &s->sparse[r], one, out);
		for (uint32_t i = 0; i < count; i++)
			one[own[i]] = 0;
	}
	for (size_t i = 0; i < s->features * s->stride; i++)
		square[i % s->stride] += out[i] * out[i];
	for (size_t i = 0; i < s->features * s->stride; i++)
		if (square[i % s->stride] > 0)
			out[i] /= sqrtf(square[i % s->stride]);
}

/* One over twice the cost of a row that is the class' own, and of one that isn't. */
struct damping {
	float own[CLASSIFIER_CLASS_LIMIT], other;
};

static void
damping_make(const struct train_set *s, const struct train_recipe *recipe, const bool *use,
    struct damping *d)
{
	double own[CLASSIFIER_CLASS_LIMIT] = { 0 }, all = 0;

	for (size_t r = 0; r < s->rows; r++)
		if (use[r]) {
			uint32_t count;
			const uint32_t *classes = train_set_own(s, r, &count);

			for (uint32_t i = 0; i < count; i++)
				own[classes[i]]++;
			all++;
		}
	d->other = (float)(0.5 / recipe->cost);
	for (size_t k = 0; k < s->classes; k++) {
		double times =
		    own[k] > 0 ? 1 + recipe->balance * sqrt((all - own[k]) / own[k]) : 1;

		d->own[k] = (float)(0.5 / (recipe->cost * times));
	}
}

/* One step of dual coordinate descent for the machines of all classes at one row (Hsieh et al.
 * 2008, algorithm 1, with squared hinge loss). Returns how far the parts moved. */
static float
step(const struct train_set *s, const struct damping *d, size_t r, float square,
    struct train_machine *m)
{
	float decisions[CLASSIFIER_CLASS_LIMIT], move[CLASSIFIER_CLASS_LIMIT], moved = 0;
	float *parts = m->parts + r * s->stride, over = 1 / (square + d->other);
	float before[CLASSIFIER_CLASS_LIMIT];
	uint32_t count;
	const uint32_t *own = train_set_own(s, r, &count);

	train_machine_decide(s, m, r, decisions, NULL);
	for (uint32_t i = 0; i < count; i++)
		before[i] = parts[own[i]];
	for (size_t k = 0; k < s->stride; k++) {
		float now = parts[k] + (decisions[k] + 1 - parts[k] * d->other) * over;

		now = now > 0 ? now : 0;
		move[k] = parts[k] - now;
		parts[k] = now;
	}
	for (uint32_t i = 0; i < count; i++) {
		uint32_t k = own[i];
		float slope = decisions[k] - 1 + before[i] * d->own[k],
		      after = before[i] - slope / (square + d->own[k]);

		parts[k] = after > 0 ? after : 0;
		move[k] = parts[k] - before[i];
	}
	for (size_t k = s->classes; k < s->stride; k++)
		parts[k] = move[k] = 0;
	for (size_t k = 0; k < s->classes; k++)
		moved += fabsf(move[k]);
	if (moved > 0) {
		kernel_add(m->bias, move, 1, s->stride);
		row_add(s, &s->sparse[r], move, m->weights);
	}
	return moved;
}

void
train_machine_fit(const struct train_set *s, const struct train_recipe *recipe, const bool *use,
    int passes, struct random_stream *random, struct train_machine *m)
{
	size_t *order = mem_alloc(s->rows * sizeof *order), n = 0;
	float *square = mem_zero(s->rows, sizeof *square);
	struct damping *d = mem_zero(1, sizeof *d);

	damping_make(s, recipe, use, d);
	for (size_t r = 0; r < s->rows; r++) {
		square[r] = 1;
		for (size_t i = 0; i < s->sparse[r].count; i++)
			square[r] += s->sparse[r].value[i] * s->sparse[r].value[i];
		if (use[r])
			order[n++] = r;
	}
	for (int pass = 0; pass < passes; pass++) {
		double moved = 0;

		for (size_t i = n; i > 1; i--) {
			size_t j = (size_t)random_below(random, i), swap = order[i - 1];

			order[i - 1] = order[j];
			order[j] = swap;
		}
		for (size_t i = 0; i < n; i++)
			moved += (double)step(s, d, order[i], square[order[i]], m);
		if (moved < STILL * (double)n)
			break;
	}
	if (m->centroids != NULL)
		centroids_make(s, use, m->centroids);
	mem_free(order);
	mem_free(square);
	mem_free(d);
}

void
train_machine_without(const struct train_set *s, const bool *use, const struct train_machine *from,
    struct train_machine *to)
{
	float move[CLASSIFIER_CLASS_LIMIT];
	const uint32_t *own;
	uint32_t count;

	memcpy(to->weights, from->weights, s->features * s->stride * sizeof *to->weights);
	memcpy(to->bias, from->bias, s->stride * sizeof *to->bias);
	memcpy(to->parts, from->parts, s->rows * s->stride * sizeof *to->parts);
	for (size_t r = 0; r < s->rows; r++) {
		float *parts = to->parts + r * s->stride;

		if (use[r])
			continue;
		own = train_set_own(s, r, &count);
		memcpy(move, parts, s->stride * sizeof *move);
		for (uint32_t i = 0; i < count; i++)
			move[own[i]] = -parts[own[i]];
		memset(parts, 0, s->stride * sizeof *parts);
		kernel_add(to->bias, move, 1, s->stride);
		row_add(s, &s->sparse[r], move, to->weights);
	}
}
