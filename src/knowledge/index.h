/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside knowledge: passages with their words, and the vocabulary that weighs a question.
 *
 *   lexicon.c   text to canonical stems: synonyms, stop words, stemming
 *   load.c      articles into passages
 *   retrieve.c  a question to passages, with the probability that they answer it
 */
#ifndef FLOORWALKER_KNOWLEDGE_INDEX_H
#define FLOORWALKER_KNOWLEDGE_INDEX_H

#include <stdbool.h>
#include <stdint.h>

#include "floorwalker/base/value.h"
#include "floorwalker/knowledge.h"
#include "floorwalker/text/text.h"

#define KNOWLEDGE_PASSAGE_LIMIT 50000
#define KNOWLEDGE_FILE_LIMIT ((size_t)1024 * 1024)
#define LEXICON_PHRASE_WORDS 3
#define QUESTION_WORDS 40	/* different words of a question that are looked for */

struct lexicon;
/* Synonyms and stop words of a language, from the program's data; an empty one where there are
 * none. The arena's. */
NODISCARD enum err lexicon_load(
    struct arena *a, const char *language, struct lexicon **out, struct errinfo *e);
/* Canonical stems of a text, in order; stop words left out where asked. Returns their number. */
size_t lexicon_words(const struct lexicon *x, struct stemmer *stemmer, struct arena *a,
    const char *text, bool drop_stops, const char ***out);

struct known_word {
	const char *text;
	uint32_t passages;		/* how many it is in */
	double idf;
};

/* A question that a passage is known to answer: numbers of known words, sorted, each once. */
struct known_question {
	uint32_t *words;
	size_t count;
};

struct indexed {
	struct passage passage;
	const struct value *questions;	/* as its article's head has them */
	const char *title_words, *body_words;	/* canonical stems, apart by spaces */
	uint32_t *title, *all;		/* numbers of known words, sorted, each once */
	uint32_t *name;			/* of the article's title without words that say nothing */
	size_t title_count, all_count, name_count;
	struct known_question *asks;
	size_t ask_count;
};

struct knowledge {
	struct arena *a;
	const char *language;
	struct lexicon *lexicon;
	struct indexed *passages;
	struct passage *plain;		/* the same, as callers see them */
	size_t count, capacity;
	struct known_word *words;	/* sorted by text */
	size_t word_count;
	double unknown_idf;
};

const struct known_word *knowledge_word(const struct knowledge *k, const char *text);

/* What the probability of an answer is a logistic function of. */
enum answer_measure {
	MEASURE_ONE,
	MEASURE_COVERAGE,
	MEASURE_TITLE,
	MEASURE_ABOUT,
	MEASURE_SCORE,
	MEASURE_MARGIN,
	MEASURE_WORDS,
	MEASURE_ASKED,
	MEASURE_COUNT
};
/* As retrieve(), with the measures of each result; for fitting. */
NODISCARD enum err retrieve_measured(struct retriever *r, struct arena *a, const char *question,
    const char *intent, const char *product, size_t limit, struct retrieved **out, size_t *count,
    double (**measures)[MEASURE_COUNT], struct errinfo *e);

#endif
