/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files of word vectors, which training may draw on: what a word means, learnt elsewhere from much
 * text. Two forms are read:
 *
 *   text   a line a word: the word, then its numbers, apart by blanks (GloVe's and word2vec's text
 *          form; a first line of two whole numbers, words and dimensions, may stand above)
 *   JSON   an object whose member "vectors" maps words to lists of numbers; its member
 *          "dimensions", where it stands before that, says how many of each list count
 *
 * Files are large, so one is mapped and gone through once for where its words stand; numbers are
 * read when they are asked for. Words are folded as messages are; of several that fold alike the
 * first counts.
 */
#ifndef FLOORWALKER_UNDERSTAND_VECTORS_H
#define FLOORWALKER_UNDERSTAND_VECTORS_H

#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"

#include "classifier.h"

#define VECTORS_DIMENSIONS CLASSIFIER_DIMENSIONS
#define VECTORS_WORDS 3000000		/* at most, in a file */

struct vectors;
/* ERR_NOT_FOUND, ERR_INPUT with file and line or word, ERR_LIMIT. */
NODISCARD enum err vectors_open(const char *path, struct vectors **out, struct errinfo *e);
void vectors_free(struct vectors **v);
size_t vectors_dimensions(const struct vectors *v);
size_t vectors_count(const struct vectors *v);
/* The features_word_hash() of the i-th word: as in the file, most frequent first as a rule. */
uint64_t vectors_hash(const struct vectors *v, size_t i);
/* Reads the numbers of the i-th word: dimensions of them, finite, within ±1000. */
NODISCARD enum err vectors_read(
    const struct vectors *v, size_t i, float *out, struct errinfo *e);

#endif
