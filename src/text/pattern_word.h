/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words that a pattern needs: read from its source by pattern_read.c, looked for in texts by
 * pattern_needs.c.
 */
#ifndef FLOORWALKER_TEXT_PATTERN_WORD_H
#define FLOORWALKER_TEXT_PATTERN_WORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pattern_needs.h"

#define WORD_LONGEST 12		/* bytes of a word that are looked for */

/* Bytes by kind: letters whatever their case, digits, the blank, other signs, beyond ASCII. The row
 * of the last kind isn't a byte's: whether there is a letter beyond ASCII, in its first bit. */
#define KIND_BEYOND 62
#define KIND_FOREIGN 63

/* Signs one behind the other, by byte and by kind; of a foreign letter none. */
struct word {
	uint8_t length;
	char signs[WORD_LONGEST];
	uint8_t kinds[WORD_LONGEST];
	bool exact;		/* in this case only */
	bool begins, ends;	/* no letter or digit of ASCII stands before it; behind it */
	/* While reading: it is the first, the last thing of its sequence. */
	bool opens, closes;
};

/* The kinds that a word begins with: most words fall by these, and they lie side by side. */
struct word_head {
	uint8_t first, second;	/* first WORD_ANY: of a word that has no two */
};
#define WORD_ANY UINT8_MAX

struct pattern_needs {
	size_t count;
	struct word_head *heads;	/* of the words, behind them */
	struct word words[];
};

unsigned word_kind(unsigned char c);
bool word_is_alphanumeric(unsigned kind);
/* A letter beyond ASCII. Signs of Latin-1 and general punctuation are none: they have no other
 * case, and stand in any language's texts; a micro sign is a letter. */
bool word_is_foreign(const char *s);
/* Two letters beyond ASCII are letters of ASCII in the other case: the long s, and the Kelvin
 * sign. */
bool word_is_other_case(const unsigned char *u, size_t left);

#endif
