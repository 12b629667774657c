/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The index over a catalogue: its words with the products they speak of, its phrases, its options'
 * values, and the order pattern.
 */
#ifndef FLOORWALKER_UNDERSTAND_CATALOGUE_H
#define FLOORWALKER_UNDERSTAND_CATALOGUE_H

#include "message.h"

#define CATALOGUE_PHRASE_WORDS 6
#define CATALOGUE_TOKEN_WORDS 3		/* catalogue words that one token of a message may stand
					   for */

enum catalogue_source { SOURCE_NAME, SOURCE_KIND, SOURCE_ALSO };

struct catalogue_word {
	const char *text;
	size_t length;
	uint32_t letters;		/* which letters occur: a quick test before distances */
	double idf;
	bool is_name;			/* in names only, and no everyday word: it alone tells the
					   product */
	uint32_t *products;		/* sorted */
	size_t product_count;
};

struct catalogue_phrase {
	uint32_t product;
	enum catalogue_source source;
	uint32_t words[CATALOGUE_PHRASE_WORDS];
	size_t count;
	double idf;			/* sum of its words' */
};

/* One value of one option, as the catalogue spells it. */
struct catalogue_option {
	const char *name, *value;
	const char *folded[CATALOGUE_PHRASE_WORDS];
	size_t count;
	size_t next;			/* with the same first byte; its place + 1, 0 none */
	bool plain;			/* a figure, a short code or an everyday word: needs
					   something beside it that says so */
};

struct understand_index {
	struct arena *a;
	const struct product *products;
	size_t product_count;
	struct catalogue_word *words;	/* sorted by text */
	size_t word_count;
	size_t first_letter[257];	/* words by their first byte */
	struct catalogue_phrase *phrases;	/* by product */
	size_t phrase_count;
	struct catalogue_option *options;
	size_t option_count;
	size_t first_option[256];	/* by the first byte; its place + 1, 0 none */
	struct pattern *orders;		/* NULL: the shop has none */
	const char *order_pattern;
	const char *order_prefix;	/* literal letters that every order number begins with */
	const char *shop_words[CATALOGUE_PHRASE_WORDS];	/* of the shop's name, folded */
	size_t shop_word_count;
};

/* Catalogue words that a token may stand for; similarity in [0,1]. */
struct token_words {
	uint32_t word[CATALOGUE_TOKEN_WORDS];
	double similarity[CATALOGUE_TOKEN_WORDS];
	size_t count;
};

/* Damerau-Levenshtein distance (optimal string alignment) over bytes of at most 31, stopped past
 * limit. */
int catalogue_distance(const char *a, size_t a_length, const char *b, size_t b_length, int limit);
uint32_t catalogue_letters(const char *s, size_t length);
void catalogue_token_words(const struct message *m, size_t token, struct token_words *out);
void slots_find_options(struct message *m);
bool is_option_value(const struct message *m, size_t token);

#endif
