/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rules by which personal data is found: a pattern each, and a check of what the pattern cannot
 * say.
 */
#ifndef FLOORWALKER_TEXT_MASK_RULES_H
#define FLOORWALKER_TEXT_MASK_RULES_H

#include "floorwalker/text/mask.h"
#include "floorwalker/text/text.h"

#define MASK_SHIELD PII_KIND_COUNT	/* not personal data; keeps later rules away */

/* What a text must have for a rule to find anything in it: looked for once a text, so that most
 * rules needn't run. */
enum mask_need {
	MASK_NEEDS_DIGIT = 1,
	MASK_NEEDS_AT = 2,
	MASK_NEEDS_BRACKET = 4,
	MASK_NEEDS_DIGITS = 8,		/* seven, wherever they stand */
	MASK_NEEDS_CAPITAL = 16,	/* right behind a blank */
	MASK_NEEDS_AT_WORD = 32,	/* "at" between blanks */
	MASK_NEEDS_AT_BRACKET = 64,	/* "at" or its sign behind a bracket, or behind a blank
					   there */
	MASK_NEEDS_LETTER_DIGIT = 128,	/* a letter of a to z right before a digit, or with a blank
					   between it and a nought */
	MASK_NEEDS_DIGIT_ROW = 256,	/* five, one right behind the other */
	MASK_NEEDS_DIGIT_GROUPS = 512,	/* a digit, a blank, a digit */
	MASK_NEEDS_NAMES = 1024,	/* two as people's names are written, see mask_look.c */
	MASK_NEEDS_NAMES_FIRST = 2048,	/* … with which the text begins */
	MASK_NEEDS_NAME_LAST = 4096,	/* the text ends with a word that has a capital, a full stop
					   or the like behind it left out */
	MASK_NEEDS_LINE = 8192,		/* a line's end */
	MASK_NEEDS_CODE_BEHIND = 16384,	/* what may be a postcode, or a word for it, behind a comma
					   or a line's end */
	MASK_NEEDS_CHAIN = 32768,	/* seven digits with nothing but three signs of " ().-/"
					   between them, at most */
	MASK_NEEDS_DIAL = 65536,	/* a plus or two noughts as before a country's number */
	MASK_NEEDS_STATE_CODE = 131072,	/* a capital, a comma or none, a blank, five digits */
	MASK_NEEDS_CODE_BEFORE = 262144	/* what may end a postcode, before a blank and a capital */
};

struct mask_rule {
	enum pii_kind kind;
	bool caseless;
	bool after_address;	/* counts only shortly after an address */
	unsigned needs;		/* of enum mask_need, all of them */
	const char *source;	/* NULL: what the masker was told of the shopper */
	/* May shorten the find; false: it is none. start and length are those of the match in s. */
	bool (*check)(const char *s, size_t size, size_t start, size_t *length);
};

/* What a text has of these; more where it isn't sure. */
unsigned mask_look(const char *s, size_t length);

/* In order of precedence: what an earlier rule found, a later one leaves alone. Static; compiled
 * once. */
size_t mask_rules(const struct mask_rule **rules, const struct pattern *const **patterns);

/* The parts of that table: codes and numbers, places, people. */
const struct mask_rule *mask_code_rules(size_t *count);
const struct mask_rule *mask_place_rules(size_t *count);
const struct mask_rule *mask_people_rules(size_t *count);

/* Checks of what a pattern can't say. */
bool mask_check_iban(const char *s, size_t size, size_t start, size_t *length);
bool mask_check_nrb(const char *s, size_t size, size_t start, size_t *length);
bool mask_check_card(const char *s, size_t size, size_t start, size_t *length);
bool mask_check_phone(const char *s, size_t size, size_t start, size_t *length);
bool mask_check_national_phone(const char *s, size_t size, size_t start, size_t *length);
bool mask_check_eircode(const char *s, size_t size, size_t start, size_t *length);
bool mask_check_dni(const char *s, size_t size, size_t start, size_t *length);
bool mask_check_fiscal_code(const char *s, size_t size, size_t start, size_t *length);
bool mask_check_nir(const char *s, size_t size, size_t start, size_t *length);
bool mask_check_paper(const char *s, size_t size, size_t start, size_t *length);

/* Whether a shopper's known name, found at [start, start + length), is meant as one: "Will" and
 * "May" are everyday words, too, and count only where they stand as names do. */
bool mask_is_known_name(const char *s, size_t size, size_t start, size_t length);

#endif
