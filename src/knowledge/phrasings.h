/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Ways to ask: every question that an article says it answers, every other way that it knows to
 * say the same, and the text of passages and articles as a whole, each as two sparse vectors (of
 * words, of letters) whose cosines with a question are found by one walk over the lists of what
 * holds a term.
 */
#ifndef FLOORWALKER_KNOWLEDGE_PHRASINGS_H
#define FLOORWALKER_KNOWLEDGE_PHRASINGS_H

#include "index.h"

struct phrasings;

/* Of k's passages, as they were heard, one for each; freed with phrasings_free(). */
struct phrasings *phrasings_new(
    const struct knowledge *k, struct stemmer *stemmer, const struct heard_passage *heard);
void phrasings_free(struct phrasings **p);
/* Questions and other ways to say them, for leaving one out; numbers from 0. */
size_t phrasings_count(const struct phrasings *p);
const char *phrasings_text(const struct phrasings *p, size_t i, size_t *passage);

/* What a passage's own phrasings, and those of its article, have in common with a question: cosines
 * in [0,1]. */
struct closeness {
	double words, letters, meaning;	/* to the closest phrasing */
	double whole;			/* to the passage as a whole */
	double near;			/* mean of the three closest of its article */
	double sense;			/* … by what its words are related to */
	double guess;			/* what the linear function of its article says */
	double article;			/* to the article as a whole */
};
/* Where it is worked out, of one thread at a time; freed with phrasings_room_free(). */
struct phrasings_room;
struct phrasings_room *phrasings_room_new(const struct phrasings *p);
void phrasings_room_free(struct phrasings_room **room);
/* One for each of k's passages, and behind them one for what no article answers; the arena's.
 * hidden: a phrasing that counts as unknown, or PHRASINGS_NONE. */
#define PHRASINGS_NONE SIZE_MAX
struct closeness *phrasings_measure(const struct phrasings *p, struct phrasings_room *room,
    struct arena *a, const struct heard *question, size_t hidden);

#endif
