/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Machines that look at each feature through how much oftener a class' own rows have it than the
 * others do (Wang and Manning 2012, "Baselines and Bigrams", with the squared hinge loss): the
 * values of class k are x · r, r = log((p / |p|) / (q / |q|)), p and q being one plus the number of
 * own and of other rows that have a feature. A weight of what is stretched so is kept as weight · r,
 * so that a model file knows nothing of it.
 */
#include <math.h>
#include <string.h>

#include "floorwalker/base/mem.h"

#include "train_private.h"

/* A pass that moves the parts by less than this on average is the last. */
#define STILL 0.002

/* What a fit rests on. */
struct stretched {
	float *ratios;			/* [feature][class] squares of r */
	float *square;			/* [row][class] of the stretched row's length, plus the
					   bias' one */
	float own[CLASSIFIER_CLASS_LIMIT], other;	/* one over twice a row's cost */
	size_t *order, count;		/* rows in use */
};

static void
ratios_make(const struct train_set *s, const bool *use, float *ratios)
{
	size_t n = s->classes;
	double own[CLASSIFIER_CLASS_LIMIT] = { 0 }, sum = 0;
	float *rows = ratios;		/* of each feature and class, until they are ratios */

	for (size_t r = 0; r < s->rows; r++)
		for (size_t i = 0; use[r] && i < s->sparse[r].count; i++)
			rows[s->sparse[r].index[i] * n + s->label[r]]++;
	for (size_t i = 0; i < s->features * n; i++) {
		own[i % n] += (double)rows[i];
		sum += (double)rows[i];
	}
	for (size_t i = 0; i < s->features; i++) {
		double all = 0, features = (double)s->features;

		for (size_t k = 0; k < n; k++)
			all += (double)rows[i * n + k];
		for (size_t k = 0; k < n; k++) {
			double mine = (double)rows[i * n + k],
			       r = log((mine + 1) / (own[k] + features)) -
			    log((all - mine + 1) / (sum - own[k] + features));

			ratios[i * n + k] = (float)(r * r);
		}
	}
}

static void
squares_make(const struct train_set *s, struct stretched *x)
{
	size_t n = s->classes;

	for (size_t r = 0; r < s->rows; r++)
		for (size_t k = 0; k < n; k++) {
			const struct sparse *row = &s->sparse[r];
			float square = 1;

			for (size_t i = 0; i < row->count; i++)
				square += row->value[i] * row->value[i] *
				    x->ratios[row->index[i] * n + k];
			x->square[r * n + k] = square;
		}
}

static void
costs_make(const struct train_set *s, const struct train_recipe *recipe, struct stretched *x)
{
	double own[CLASSIFIER_CLASS_LIMIT] = { 0 }, all = (double)x->count;

	for (size_t i = 0; i < x->count; i++)
		own[s->label[x->order[i]]]++;
	x->other = (float)(0.5 / recipe->cost);
	for (size_t k = 0; k < s->classes; k++)
		x->own[k] = (float)(0.5 / (recipe->cost *
			(own[k] > 0 ? 1 + recipe->balance * sqrt((all - own[k]) / own[k]) : 1)));
}

/* One step of dual coordinate descent at a row (Hsieh et al. 2008); how far its parts moved. */
static float
step(const struct train_set *s, const struct stretched *x, size_t r, struct train_machine *m)
{
	const struct sparse *row = &s->sparse[r];
	float decisions[CLASSIFIER_CLASS_LIMIT], move[CLASSIFIER_CLASS_LIMIT], moved = 0;
	size_t n = s->classes;

	memcpy(decisions, m->bias, n * sizeof *decisions);
	for (size_t i = 0; i < row->count; i++)
		for (size_t k = 0; k < n; k++)
			decisions[k] +=
			    row->value[i] * m->weights[row->index[i] * s->stride + k];
	for (size_t k = 0; k < n; k++) {
		float *part = &m->parts[r * s->stride + k], sign = k == s->label[r] ? 1 : -1,
		      damping = k == s->label[r] ? x->own[k] : x->other, now;

		now = *part - (sign * decisions[k] - 1 + *part * damping) /
		    (x->square[r * n + k] + damping);
		now = now > 0 ? now : 0;
		move[k] = sign * (now - *part);
		*part = now;
		m->bias[k] += move[k];
		moved += fabsf(move[k]);
	}
	for (size_t i = 0; moved > 0 && i < row->count; i++)
		for (size_t k = 0; k < n; k++)
			m->weights[row->index[i] * s->stride + k] +=
			    move[k] * row->value[i] * x->ratios[row->index[i] * n + k];
	return moved;
}

static void
stretched_init(const struct train_set *s, const struct train_recipe *recipe, const bool *use,
    struct stretched *x)
{
	memset(x, 0, sizeof *x);
	x->ratios = mem_zero(s->features * s->classes + 1, sizeof *x->ratios);
	x->square = mem_zero(s->rows * s->classes, sizeof *x->square);
	x->order = mem_alloc(s->rows * sizeof *x->order);
	for (size_t r = 0; r < s->rows; r++)
		if (use[r])
			x->order[x->count++] = r;
	ratios_make(s, use, x->ratios);
	squares_make(s, x);
	costs_make(s, recipe, x);
}

void
train_ratios_fit(const struct train_set *s, const struct train_recipe *recipe, const bool *use,
    int passes, struct random_stream *random, struct train_machine *m)
{
	struct stretched *x = mem_alloc(sizeof *x);

	stretched_init(s, recipe, use, x);
	memset(m->weights, 0, s->features * s->stride * sizeof *m->weights);
	memset(m->bias, 0, s->stride * sizeof *m->bias);
	memset(m->parts, 0, s->rows * s->stride * sizeof *m->parts);
	for (int pass = 0; pass < passes; pass++) {
		double moved = 0, largest = 0;

		for (size_t i = x->count; i > 1; i--) {
			size_t j = (size_t)random_below(random, i), swap = x->order[i - 1];

			x->order[i - 1] = x->order[j];
			x->order[j] = swap;
		}
		for (size_t i = 0; i < x->count; i++)
			moved += (double)step(s, x, x->order[i], m);
		for (size_t i = 0; i < s->rows * s->stride; i++)
			largest += (double)m->parts[i];
		if (moved < STILL * largest)
			break;
	}
	mem_free(x->ratios);
	mem_free(x->square);
	mem_free(x->order);
	mem_free(x);
}
