/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "floorwalker/base/wide.h"
#include "spaces.h"

#define GUESS_ROUNDS 12
#define GUESS_RATE 0.5
#define GUESS_SCALE 6.0f	/* how steep the soft maximum is */
#define STRIDE 1009		/* rows are taken in leaps, so that neighbours don't follow each
				   other */

/* Articles are taken so many at a time; rows of weights are filled up with zeros to a multiple. */
#define LANES 8
typedef float lanes __attribute__((vector_size(LANES * sizeof(float)), aligned(4), may_alias));

struct entry {
	uint32_t term;
	float value;
};

/* A vector of length one in each space; returns how many terms are known. */
static size_t
entries_of(const struct guesser *x, const struct gathered *const g[GUESS_SPACES], struct entry *out)
{
	size_t n = 0;

	for (size_t s = 0; s < GUESS_SPACES; s++) {
		size_t first = n;
		double length = 0;

		for (size_t i = 0; i < g[s]->count && i < QUESTION_TERMS; i++) {
			const struct term *t = space_term(x->spaces[s], g[s]->list[i].hash);
			uint32_t number = x->number[s][t - x->spaces[s]->terms];
			bool again = t->hash == 0;

			for (size_t j = first; j < n && !again; j++)
				again = out[j].term == number;
			if (again)
				continue;
			out[n].term = number;
			out[n].value = g[s]->list[i].share * t->idf;
			length += (double)out[n].value * (double)out[n].value;
			n++;
		}
		for (size_t i = first; i < n; i++)
			out[i].value = (float)((double)out[i].value / sqrt(length));
	}
	return n;
}

static struct entry *
entries_new(const struct guesser *x, struct arena *a, const struct gathered *const g[GUESS_SPACES],
    size_t *count)
{
	size_t room = 1;
	struct entry *out;

	for (size_t s = 0; s < GUESS_SPACES; s++)
		room += g[s]->count < QUESTION_TERMS ? g[s]->count : QUESTION_TERMS;
	out = arena_alloc(a, room * sizeof *out);
	*count = entries_of(x, g, out);
	return out;
}

static size_t
stride_of(size_t articles)
{
	return (articles + LANES - 1) / LANES * LANES;
}

/* z: as long as a row of weights. */
WIDE static void
add_scores(const struct guesser *x, const struct entry *e, size_t n, float *z)
{
	size_t stride = stride_of(x->articles);

	for (size_t c = 0; c < stride; c += LANES) {
		lanes sum = {0};

		for (size_t i = 0; i < n; i++)
			sum = sum + *(const lanes *)(const void *)(x->weights + (size_t)e[i].term * stride + c) *
				e[i].value;
		*(lanes *)(void *)(z + c) = sum;
	}
}

static void
soft_maximum(float *z, size_t n)
{
	float top = z[0], sum = 0;

	for (size_t c = 1; c < n; c++)
		top = z[c] > top ? z[c] : top;
	for (size_t c = 0; c < n; c++)
		sum += z[c] = expf((z[c] - top) * GUESS_SCALE);
	for (size_t c = 0; c < n; c++)
		z[c] /= sum;
}

WIDE static void
add_slopes(struct guesser *x, const struct entry *e, size_t n, float rate, const float *z)
{
	size_t stride = stride_of(x->articles);

	for (size_t i = 0; i < n; i++) {
		float *w = x->weights + (size_t)e[i].term * stride, by = rate * e[i].value;

		for (size_t c = 0; c < stride; c += LANES) {
			lanes *to = (lanes *)(void *)(w + c);

			*to = *to - by * *(const lanes *)(const void *)(z + c);
		}
	}
}

static void
step(struct guesser *x, const struct entry *e, size_t n, uint32_t article, float rate, float *z)
{
	add_scores(x, e, n, z);
	soft_maximum(z, x->articles);
	z[article] -= 1;
	add_slopes(x, e, n, rate, z);
}

/* Those that are there, one after the other, so that their weights lie close; returns how many. */
static size_t
number_terms(struct guesser *x)
{
	uint32_t n = 0;

	for (size_t s = 0; s < GUESS_SPACES; s++) {
		x->number[s] = mem_zero(x->spaces[s]->mask + 1, sizeof *x->number[s]);
		for (size_t i = 0; i <= x->spaces[s]->mask; i++)
			if (x->spaces[s]->terms[i].hash != 0)
				x->number[s][i] = n++;
	}
	return n;
}

void
guesser_train(struct guesser *x, const struct space *words, const struct space *meaning,
    const struct guess_row *rows, size_t count, size_t articles)
{
	struct arena *a = arena_new();
	struct entry **entries = arena_alloc(a, (count + 1) * sizeof *entries);
	size_t *counts = arena_alloc(a, (count + 1) * sizeof *counts);
	float *z = arena_alloc(a, stride_of(articles) * sizeof *z);

	*x = (struct guesser){.articles = articles, .spaces = {words, meaning}};
	x->weights = mem_zero(number_terms(x) * stride_of(articles) + 1, sizeof *x->weights);
	for (size_t i = 0; i < count; i++) {
		const struct gathered *const terms[GUESS_SPACES] = {
		    &rows[i].terms[0], &rows[i].terms[1]};

		entries[i] = entries_new(x, a, terms, &counts[i]);
	}
	for (size_t round = 0; round < GUESS_ROUNDS; round++)
		for (size_t j = 0; j < count; j++) {
			size_t i = count % STRIDE != 0 ? j * STRIDE % count : j;

			step(x, entries[i], counts[i], rows[i].article,
			    (float)(GUESS_RATE / (1 + (double)round)), z);
		}
	arena_free(&a);
}

void
guesser_free(struct guesser *x)
{
	mem_free(x->weights);
	for (size_t s = 0; s < GUESS_SPACES; s++)
		mem_free(x->number[s]);
}

float *
guesser_scores(
    const struct guesser *x, struct arena *a, const struct gathered *const terms[GUESS_SPACES])
{
	float *z = arena_alloc(a, (stride_of(x->articles) + 1) * sizeof *z);
	size_t count;
	struct entry *row = entries_new(x, a, terms, &count);

	add_scores(x, row, count, z);
	return z;
}
