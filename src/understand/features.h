/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text to sparse features: words, runs and pairs of words, and runs of letters, as 64-bit hashes. Numbers, order numbers, e-mail addresses and amounts become placeholders first, so
 * that a model learns "order NUMBER" once.
 */
#ifndef FLOORWALKER_UNDERSTAND_FEATURES_H
#define FLOORWALKER_UNDERSTAND_FEATURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/text/text.h"

#define FEATURES_REACH 40		/* how far the words of a pair may be apart */
#define FEATURES_WORD_LIMIT 400		/* words of a message that are looked at */

enum feature_flag {
	FEATURES_WORDS = 1,		/* single words */
	FEATURES_PAIRS = 2,		/* neighbours */
	FEATURES_SKIPS = 4,		/* one and two words between */
	FEATURES_CHARS = 8,		/* 3 to 5 letters within a word and its edges */
	FEATURES_LETTERS = 16,		/* 1 to 4 letters of the text with diacritics: for
					   languages */
	FEATURES_TRIPLES = 32,		/* three words in a row */
	FEATURES_ALL_PAIRS = 64,	/* one word before another, up to FEATURES_REACH apart */
	FEATURES_ACROSS = 128,		/* 2 to 5 letters of the folded words and the blanks
					   between */
	FEATURES_SIX = 256,		/* … and 6 */
	FEATURES_PLAIN = 512,		/* no feature: a block has its weight times its idf, however
					   long the row */
};

/* A feature's block decides what it is normalised with. */
#define FEATURES_BLOCKS 2

struct feature {
	uint64_t hash;			/* never 0 */
	uint16_t block;
	uint16_t is_word;		/* a single word: kept however rare */
};

struct feature_list {
	struct feature *items;
	size_t count, capacity;
};

/* The next e-mail address at or after from. */
bool features_email_find(const char *s, size_t length, size_t from, size_t *start, size_t *found);
uint64_t hash_bytes(uint64_t seed, const char *s, size_t length);
/* Features of tokens [0, count) of text. Arena's. */
void features_extract(struct arena *a, const char *text, size_t length, const struct token *tokens,
    size_t count, unsigned flags, struct feature_list *out);
/* The words that they are made of, all but FEATURES_LETTERS': between \001begin and \001end, what
 * stands for a figure or an address with \001 before it. Returns their number. */
size_t features_words(struct arena *a, const char *text, size_t length, const struct token *tokens,
    size_t count, const char ***words);
/* As features_extract(), with the words that it would find. */
void features_of_words(struct arena *a, const char *text, size_t length, const char *const *words,
    size_t count, unsigned flags, struct feature_list *out);
/* The hash under which a single word is a feature. */
uint64_t features_word_hash(const char *word);

#endif
