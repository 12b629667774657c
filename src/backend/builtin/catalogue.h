/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Questions over the catalogue: which goods, of which sizes and colours, at which price, are spoken
 * of; and what is asked of them.
 *
 *   goods.c       which goods a question is about
 *   limits.c      … and what they shall fit: options, amounts of money, stock
 *   catalogue.c   how many, the cheapest, those under a price, what several cost
 *
 * Everything is read through facts: what is spoken of is recorded, and a count or a sum of ours is
 * derived there.
 */
#ifndef FLOORWALKER_BACKEND_CATALOGUE_H
#define FLOORWALKER_BACKEND_CATALOGUE_H

#include "builtin.h"
#include "floorwalker/text/text.h"

enum { SURVEY_PRODUCTS = 128, SURVEY_VALUES = 8 };

/* What a question is about. */
struct survey {
	const char *text;		/* the words that it is asked in */
	struct token *tokens;
	size_t token_count;
	const struct product *products[SURVEY_PRODUCTS];
	size_t product_count;
	bool too_many;			/* more than can be looked through */
	bool spoken_of;			/* not named here, but spoken of last */
	bool called;			/* by a name of their own, not by what they are */
	size_t from, to;		/* tokens that name them */
	struct pair values[SURVEY_VALUES];	/* of one option any, of several each */
	size_t value_count;
	size_t value_at[SURVEY_VALUES];	/* the token that it begins at; token_count: told
					   elsewhere */
	const char *unit;		/* of an option's figure that is limited; "" none */
	int64_t least, most;		/* of that figure */
	int64_t low, high;		/* of a price, both inclusive, minor units */
	bool limited;			/* a price was named as a limit */
	bool in_stock;			/* only what is there */
};

/* The text's goods; false: it names none of the shop's. */
bool survey_goods(struct talk *t, const char *text, struct survey *out);
/* The product spoken of last, where "those" or "the blue ones" mean it. */
bool survey_last(struct talk *t, const char *text, struct survey *out);
/* Everything, where "anything" or "the cheapest thing" mean it. */
bool survey_all(struct talk *t, const char *text, struct survey *out);
/* Their options, limits of price and stock, as the text names them. */
void survey_limits(struct talk *t, struct survey *s);
bool survey_fits(const struct survey *s, const struct product *p, const struct variant *v);
bool variant_is_there(const struct variant *v);
/* The token at which a word of the list begins, from the token from on; token_count: none does. */
size_t survey_find(struct talk *t, const struct survey *s, const char *key, size_t from);
/* Tokens of the word of the list that begins at this one; 0: none does. */
size_t survey_phrase(struct talk *t, const struct survey *s, const char *key, size_t at);
/* 0 where the token is no number */
int64_t token_number(const struct token *x);
/* "boots" and "boot" */
bool words_are_alike(const char *a, const char *b);

#endif
