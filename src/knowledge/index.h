/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside knowledge: passages with their words, and the vocabulary that weighs a question.
 *
 *   lexicon.c   text to canonical stems: synonyms, stop words, stemming
 *   word_table.c  its lists, found at once
 *   load.c      articles into passages
 *   index.c     passages by their words
 *   phrasings.c ways to ask, as vectors (spaces.c), and which article they speak for (guess.c)
 *   measure.c   what speaks for a passage, and how much
 *   full_text.c which passages have its words
 *   retrieve.c  a question to passages, with the probability that they answer it
 *   retrieved_seen.c  and what was found for the latest of them
 */
#ifndef FLOORWALKER_KNOWLEDGE_INDEX_H
#define FLOORWALKER_KNOWLEDGE_INDEX_H

#include <pthread.h>
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
struct closeness;
struct phrasings;
struct full_text;
/* Synonyms and stop words of a language, from the program's data; an empty one where there are
 * none. The arena's. */
NODISCARD enum err lexicon_load(
    struct arena *a, const char *language, struct lexicon **out, struct errinfo *e);
/* A folded word that says little of what is asked. */
bool lexicon_is_stop(const struct lexicon *x, const char *word);
/* Numbers of the groups of related words that a canonical word is in, up to limit. */
size_t lexicon_groups(const struct lexicon *x, const char *word, size_t *groups, size_t limit);
/* A list of what shops are asked and hardly ever answer in an article; NULL none. */
const struct value *lexicon_unanswered(const struct lexicon *x);

/* A word of a text as it stands there, folded, and its stem. */
struct heard_word {
	const char *folded, *stem;
	size_t token;			/* its number among the text's tokens, signs counted in */
	bool stop;
};
/* A text's words, for whatever is to be made of them: taking texts apart is most of the work. */
struct heard {
	struct heard_word *words;
	size_t count, tokens;
};
/* The arena's. */
void lexicon_hear(const struct lexicon *x, struct stemmer *stemmer, struct arena *a,
    const char *text, struct heard *out);
/* As if part stood behind the text, so many signs between; to has room for its words. */
void heard_append(struct heard *to, const struct heard *part, size_t signs);
/* Canonical stems of what was heard, in order; stop words left out where asked. Returns their
 * number. */
size_t lexicon_said(const struct lexicon *x, struct arena *a, const struct heard *heard,
    bool drop_stops, const char ***out);
/* Both in one. */
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

/* All that a passage says, taken apart: while the index and the phrasings are made. */
struct heard_passage {
	struct heard title, heading, text, *questions, *also;
};

struct indexed {
	struct passage passage;
	const char *article;		/* one pointer for all passages of an article */
	const struct value *questions, *also;	/* as its article's head has them */
	const char *title_words, *body_words;	/* canonical stems, apart by spaces */
	uint32_t *title, *all;		/* numbers of known words, sorted, each once */
	uint32_t *name;			/* of the article's title without words that say nothing */
	uint32_t *heard;		/* and those of other ways to say what it answers */
	size_t title_count, all_count, name_count, heard_count;
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
	struct word_table *by_word;	/* their numbers */
	double unknown_idf;
	pthread_mutex_t lock;
	struct phrasings *phrasings;	/* NULL: neither they nor the words are there yet */
	struct full_text *full_text;	/* NULL: so, or SQLite has to search them */
};

/* Makes words and phrasings where they aren't there yet: whoever only reads passages, or speaks
 * another language, needs none. Safe from all threads. */
void knowledge_index(const struct knowledge *k);

const struct known_word *knowledge_word(const struct knowledge *k, const char *text);

#define CANDIDATES_MOST 96
#define RETRIEVE_TOPICS 5		/* intents of an inquiry that are looked at */

struct question {
	const char *words[QUESTION_WORDS];
	double idf[QUESTION_WORDS];
	int64_t number[QUESTION_WORDS];	/* of the known word; -1 unknown */
	size_t count;
	double total;
	const struct inquiry *asked;
	int64_t product[QUESTION_WORDS];
	size_t product_count;
	int64_t kind[QUESTION_WORDS];	/* words of the product that many passages hold: what it
					   is */
	size_t kind_count;
};

/* What speaks for a passage beside others: the order is by a weighted sum of these. */
enum rank_measure {
	RANK_FOUND,		/* BM25, as its logarithm */
	RANK_BEST,		/* … and as a share of the best */
	RANK_COVERAGE,		/* of the question's words, by weight */
	RANK_HEARD,		/* … the other ways to say it counted in */
	RANK_TITLE,
	RANK_ASKED,		/* likeness to a known question */
	RANK_WORDS,		/* closeness to one of its phrasings … */
	RANK_LETTERS,
	RANK_MEANING,
	RANK_WHOLE,
	RANK_SENSE,
	RANK_GUESS,
	RANK_NEAR,		/* … and to its article's */
	RANK_ARTICLE,
	RANK_TOPIC,		/* probability of the intents that it is about */
	RANK_MAIN,		/* … of the one it is about first of all */
	RANK_SOLE,		/* … where it's about nothing else */
	RANK_NAMED,		/* the question says all that its article is called by */
	RANK_OPENING,		/* its article begins with it */
	RANK_PRODUCT,
	RANK_KIND,
	RANK_COUNT
};

/* What the probability of an answer is a logistic function of. */
enum answer_measure {
	MEASURE_ONE,
	MEASURE_SCORE,
	MEASURE_MARGIN,		/* over the next article */
	MEASURE_SHARE,		/* of its article in the scores' soft maximum */
	MEASURE_COVERAGE,
	MEASURE_HEARD,
	MEASURE_ASKED,
	MEASURE_WORDS,
	MEASURE_LETTERS,
	MEASURE_MEANING,
	MEASURE_GUESS,
	MEASURE_NEAR,
	MEASURE_ARTICLE,
	MEASURE_TOPIC,
	MEASURE_KNOWN,		/* how many of its words were found */
	MEASURE_NOTHING,	/* how close it is to what shops hardly ever answer */
	MEASURE_BEFORE,		/* how far its own guess is before that of these */
	MEASURE_SURE,		/* probability of the likeliest intent */
	MEASURE_OUTSIDE,	/* that it's no business of the shop's */
	MEASURE_COUNT
};

struct candidate {
	size_t number;
	double found;			/* BM25 */
	double score;
	double rank[RANK_COUNT], answer[MEASURE_COUNT];
	size_t words;
};

/* The rank's measures and the sum of them. best: the best BM25 of all; weights: NULL: ours. */
void measure_rank(const struct knowledge *k, const struct question *q, const struct closeness *near,
    double best, const double *weights, struct candidate *c);
/* The answer's measures of the first ones, of all that were found, best first. */
void measure_answers(const struct knowledge *k, const struct question *q,
    const struct closeness *near, struct candidate *all, size_t count, size_t first);
double measure_probability(const struct candidate *c);

/* What is left out, or weighed otherwise, to learn from what remains. */
struct trial {
	size_t phrasing;		/* that counts as unknown; PHRASINGS_NONE: none */
	const struct value *articles;	/* that are left out, a list of ids; NULL: none */
	const double *weights;		/* of the rank; NULL: ours */
};
/* As retrieve(), with the measures of each result; for fitting. */
NODISCARD enum err retrieve_measured(struct retriever *r, struct arena *a, const struct inquiry *q,
    const struct trial *trial, size_t limit, struct candidate **out, size_t *count,
    struct errinfo *e);

#endif
