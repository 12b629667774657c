/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Boosted trees of two levels over the numbers of cases (Friedman 2001, "Greedy Function
 * Approximation: A Gradient Boosting Machine"; leaves by Newton's step as in Chen and Guestrin 2016,
 * "XGBoost"): each tree sees some of the dialogues and some of the numbers, so that many weak ones
 * average out.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/random.h"

#include "satisfaction.h"

#define TREES 300
#define LEVELS 2
#define NODES ((1 << (LEVELS + 1)) - 1)
#define BINS 32			/* a number is known by which of so many ranges it lies in */
#define RATE 0.05
#define DIALOGUES_SHARE 0.6
#define NUMBERS_SHARE 0.3
#define PULL 5.0		/* of a leaf to 0 */
#define LEAST 3.0		/* curvature that a leaf must hold */

struct bin {
	double slope, curve;		/* sums over rows */
};

struct node {
	struct bin sum;
	size_t number;			/* that it asks for */
	int bin;			/* up to this one goes left; -1: a leaf */
	double value;
};

struct boost {
	const struct satisfaction_cases *cases;
	const enum satisfaction_role *roles;
	const double *targets;
	struct random_stream chance;
	size_t *rows, learnt, count;	/* cases: the learnt ones, then the predicted ones */
	unsigned char *bins;		/* [row][number] */
	double *scores;			/* [row] log odds so far */
	struct bin *steps;		/* [row] */
	unsigned char *places;		/* [row] the node that it is in */
	bool *dialogues;		/* that the present tree sees */
	size_t *seen, seen_count;	/* learnt rows of those */
	size_t *numbers, number_count;	/* those that it sees */
	struct bin (*sums)[BINS];	/* [seen number] of the present node */
	struct node nodes[NODES];
};

static int
by_value(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

/* Where ranges begin, by the learnt rows' quantiles: how many. */
static int
cuts_find(float *sorted, size_t count, float cuts[BINS])
{
	size_t distinct = count > 0;
	int n = 0;

	qsort(sorted, count, sizeof(*sorted), by_value);
	for (size_t i = 1; i < count; i++)
		distinct += sorted[i] > sorted[i - 1];
	if (distinct <= BINS) {
		for (size_t i = 1; i < count; i++)
			if (sorted[i] > sorted[i - 1])
				cuts[n++] = sorted[i];
		return n;
	}
	for (size_t k = 1; k < BINS; k++) {
		float x = sorted[count * k / BINS];

		if (x > (n > 0 ? cuts[n - 1] : sorted[0]))
			cuts[n++] = x;
	}
	return n;
}

static void
bins_make(struct boost *b)
{
	size_t numbers = b->cases->numbers;
	float *values = mem_zero(b->learnt + 1, sizeof(*values)), cuts[BINS];

	for (size_t k = 0; k < numbers; k++) {
		int n;

		for (size_t i = 0; i < b->learnt; i++)
			values[i] = b->cases->items[b->rows[i]].numbers[k];
		n = cuts_find(values, b->learnt, cuts);
		for (size_t i = 0; i < b->count; i++) {
			float x = b->cases->items[b->rows[i]].numbers[k];
			int bin = 0;

			while (bin < n && x >= cuts[bin])
				bin++;
			b->bins[i * numbers + k] = (unsigned char)bin;
		}
	}
	mem_free(values);
}

static void
boost_init(struct boost *b, const struct satisfaction_cases *c)
{
	b->rows = mem_zero(c->count + 1, sizeof(*b->rows));
	for (int want = SATISFACTION_LEARNT; want <= SATISFACTION_PREDICTED; want++) {
		for (size_t i = 0; i < c->count; i++)
			if (b->roles[c->items[i].dialogue] == (enum satisfaction_role)want)
				b->rows[b->count++] = i;
		if (want == SATISFACTION_LEARNT)
			b->learnt = b->count;
	}
	b->bins = mem_zero(b->count * c->numbers + 1, 1);
	b->scores = mem_zero(b->count + 1, sizeof(*b->scores));
	b->steps = mem_zero(b->count + 1, sizeof(*b->steps));
	b->places = mem_zero(b->count + 1, 1);
	b->dialogues = mem_zero(c->dialogues + 1, sizeof(*b->dialogues));
	b->seen = mem_zero(b->learnt + 1, sizeof(*b->seen));
	b->numbers = mem_zero(c->numbers + 1, sizeof(*b->numbers));
	b->sums = mem_zero(c->numbers + 1, sizeof(*b->sums));
	bins_make(b);
}

static void
boost_clear(struct boost *b)
{
	mem_free(b->rows);
	mem_free(b->bins);
	mem_free(b->scores);
	mem_free(b->steps);
	mem_free(b->places);
	mem_free(b->dialogues);
	mem_free(b->seen);
	mem_free(b->numbers);
	mem_free(b->sums);
}

/* What the present tree sees, and how far each row is from its target. */
static void
tree_begin(struct boost *b)
{
	memset(b->nodes, 0, sizeof(b->nodes));
	memset(b->places, 0, b->count);
	for (size_t d = 0; d < b->cases->dialogues; d++)
		b->dialogues[d] = random_unit(&b->chance) < DIALOGUES_SHARE;
	b->number_count = 0;
	for (size_t k = 0; k < b->cases->numbers; k++)
		if (random_unit(&b->chance) < NUMBERS_SHARE)
			b->numbers[b->number_count++] = k;
	b->seen_count = 0;
	for (size_t i = 0; i < b->learnt; i++) {
		double p = 1 / (1 + exp(-b->scores[i]));

		if (!b->dialogues[b->cases->items[b->rows[i]].dialogue])
			continue;
		b->seen[b->seen_count++] = i;
		b->steps[i] = (struct bin){b->targets[b->rows[i]] - p, p * (1 - p)};
	}
}

static double
gain_of(double slope, double curve)
{
	return slope * slope / (curve + PULL);
}

/* The best question for a node: none where nothing is won. */
static void
question_choose(const struct boost *b, struct node *n)
{
	double best = 1e-6, whole = gain_of(n->sum.slope, n->sum.curve);

	for (size_t k = 0; k < b->number_count; k++) {
		struct bin left = { 0, 0 };

		for (int bin = 0; bin < BINS - 1; bin++) {
			double rest, gain;

			left.slope += b->sums[k][bin].slope;
			left.curve += b->sums[k][bin].curve;
			rest = n->sum.curve - left.curve;
			if (left.curve < LEAST || rest < LEAST)
				continue;
			gain = gain_of(left.slope, left.curve) +
			    gain_of(n->sum.slope - left.slope, rest) - whole;
			if (gain > best) {
				best = gain;
				n->number = b->numbers[k];
				n->bin = bin;
			}
		}
	}
}

static void
node_fit(struct boost *b, size_t place, bool may_ask)
{
	struct node *n = &b->nodes[place];
	size_t numbers = b->cases->numbers;

	n->bin = -1;
	memset(b->sums, 0, b->number_count * sizeof(*b->sums));
	for (size_t at = 0; at < b->seen_count; at++) {
		size_t i = b->seen[at];

		if (b->places[i] != place)
			continue;
		n->sum.slope += b->steps[i].slope;
		n->sum.curve += b->steps[i].curve;
		for (size_t k = 0; may_ask && k < b->number_count; k++) {
			struct bin *s = &b->sums[k][b->bins[i * numbers + b->numbers[k]]];

			s->slope += b->steps[i].slope;
			s->curve += b->steps[i].curve;
		}
	}
	n->value = RATE * n->sum.slope / (n->sum.curve + PULL);
	if (may_ask)
		question_choose(b, n);
}

static void
tree_add(struct boost *b)
{
	size_t numbers = b->cases->numbers;

	tree_begin(b);
	for (size_t level = 0, from = 0; level <= LEVELS; from += (size_t)1 << level, level++) {
		for (size_t place = from; place < from + ((size_t)1 << level); place++)
			if (place == 0 || b->nodes[(place - 1) / 2].bin >= 0)
				node_fit(b, place, level < LEVELS);
			else
				b->nodes[place].bin = -1;
		for (size_t i = 0; i < b->count; i++) {
			const struct node *n = &b->nodes[b->places[i]];

			if (b->places[i] >= from && n->bin >= 0)
				b->places[i] = (unsigned char)(2 * b->places[i] + 1 +
				    (b->bins[i * numbers + n->number] > n->bin));
		}
	}
	for (size_t i = 0; i < b->count; i++)
		b->scores[i] += b->nodes[b->places[i]].value;
}

void
satisfaction_boost(const struct satisfaction_cases *cases, const enum satisfaction_role *roles,
    const double *targets, uint64_t seed, double *values)
{
	struct boost b = {.cases = cases, .roles = roles, .targets = targets};
	double mean = 0;

	random_init(&b.chance, seed, "satisfaction trees");
	boost_init(&b, cases);
	for (size_t i = 0; i < b.learnt; i++)
		mean += targets[b.rows[i]] / (double)b.learnt;
	mean = fmin(fmax(mean, 1e-6), 1 - 1e-6);
	for (size_t i = 0; i < b.count; i++)
		b.scores[i] = log(mean / (1 - mean));
	for (size_t t = 0; t < TREES; t++)
		tree_add(&b);
	for (size_t i = 0; i < b.count; i++)
		values[b.rows[i]] = b.scores[i];
	boost_clear(&b);
}
