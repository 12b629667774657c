/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sparse vectors of many units in one space of terms, and which article a question's terms speak
 * for.
 *
 * A term is as long as its inverse document frequency (Salton and Buckley, 1988), a share of it
 * where it says less, and grows with the logarithm of how often a unit has it.
 */
#ifndef FLOORWALKER_KNOWLEDGE_SPACES_H
#define FLOORWALKER_KNOWLEDGE_SPACES_H

#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/mem.h"

#define QUESTION_TERMS 1200	/* of a question that are looked for */

struct occurrence {
	uint64_t hash;
	uint32_t unit;
	float share;
};

/* Occurrences as they are gathered, unit by unit. */
struct gathered {
	struct occurrence *list;
	size_t count, capacity;
};

struct term {
	uint64_t hash;			/* 0: none here */
	uint32_t units, from, last;	/* how many hold it; where its list begins; the last
					   that was counted */
	float idf;
};

struct posting {
	uint32_t unit;
	float weight;
};

/* One kind of terms. */
struct space {
	struct term *terms;		/* an open hash table */
	size_t mask;
	struct posting *postings;
	double *length;			/* of each unit's vector */
	double unknown;
};

uint64_t term_hash(const char *s, size_t length, uint64_t seed);
void gather(struct gathered *g, uint64_t hash, uint32_t unit, double share);

void space_make(struct space *s, const struct gathered *g, size_t units);
void space_free(struct space *s);
/* The place of a term; its hash is 0 where no unit has it. */
const struct term *space_term(const struct space *s, uint64_t hash);

/* Cosines of a question with units: 0 but for those that are listed, of which most have none. */
struct cosines {
	double *of;		/* of each unit */
	uint32_t *units;
	size_t count;
};
/* Room for so many units, all 0. */
void cosines_init(struct cosines *c, size_t units);
void cosines_clear(struct cosines *c);
/* All 0 again. */
void cosines_reset(struct cosines *c);
/* Cosines of a question with every unit, where all are 0. */
void space_cosines(
    const struct space *s, struct arena *a, const struct gathered *q, struct cosines *out);

/* One linear function of terms for each article, fitted to tell its phrasings from the others': a
 * soft maximum, by stochastic gradient descent. */
#define GUESS_SPACES 2
struct guesser {
	size_t articles;
	uint32_t *number[GUESS_SPACES];	/* of each space's terms, by their place */
	const struct space *spaces[GUESS_SPACES];
	float *weights;			/* of each term, for each article */
};
/* A row's terms in each space, and the article that it belongs to. */
struct guess_row {
	struct gathered terms[GUESS_SPACES];
	uint32_t article;
};

void guesser_train(struct guesser *x, const struct space *words, const struct space *meaning,
    const struct guess_row *rows, size_t count, size_t articles);
void guesser_free(struct guesser *x);
/* What is said for each article; the arena's. */
float *guesser_scores(
    const struct guesser *x, struct arena *a, const struct gathered *const terms[GUESS_SPACES]);

#endif
