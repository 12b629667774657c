/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A message taken apart, and what every part of understanding shares.
 */
#ifndef FLOORWALKER_UNDERSTAND_MESSAGE_H
#define FLOORWALKER_UNDERSTAND_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "floorwalker/text/text.h"
#include "floorwalker/understand.h"

#include "classifier.h"
#include "judged.h"
#include "words.h"

#define MESSAGE_TOKEN_LIMIT 800
#define MESSAGE_SLOT_LIMIT 60
#define MESSAGE_CLAUSE_LIMIT 24
#define POSTCODE_SHAPES 13

struct understander {
	struct classifier intents, reasons, sentiment, language;
	struct words *words;
	uint16_t families[CLASSIFIER_CLASS_LIMIT];	/* of the languages, language.c */
	struct pattern *postcodes[POSTCODE_SHAPES];
};

struct message {
	struct arena *a;
	const struct understander *u;
	const struct understand_context *context;
	const struct understand_index *index;
	struct judged *judged;		/* NULL: nothing is remembered */
	const char *text;
	size_t length;
	struct token *tokens;
	size_t count;
	struct word_note *notes;
	struct word_match *matches;
	size_t match_count;
	size_t *covers;			/* [token] the first match over it; match_count none */
	const char *lists;		/* language of the word lists that apply; "" all */
	struct slot slots[MESSAGE_SLOT_LIMIT];
	size_t slot_count;
	bool *taken;			/* [token] part of a code, amount or date */
	bool *says;			/* [token] more than courtesy, frame ("my postcode is") and
					   value; content.c */
};

/* As understand(), and remembers what the models say of runs of words, where judged isn't NULL. */
NODISCARD enum err understand_judged(const struct understander *u, struct judged *judged,
    struct arena *a, const char *text, const struct understand_context *context,
    struct understanding *out, struct errinfo *e);
/* Tokens, notes and matches of text for the given list language. */
void message_take_apart(struct message *m, const char *text, size_t length);
/* Probabilities of c's classes for tokens of the message, of which the last one ends at byte end. */
void message_judge(const struct message *m, const struct classifier *c, size_t end,
    const struct token *tokens, size_t count, double *p);
bool message_expects(const struct message *m, const char *name);	/* alone, or among others:
									   "order_number|name" */
bool message_expects_identity(const struct message *m);	/* the AI asked who the shopper is */
bool message_is_sentence_end(const struct message *m, size_t token);
/* The i-th match of a group (and of sub, where given), or NULL. */
const struct word_match *message_match(
    const struct message *m, const char *group, const char *sub, size_t i);
/* Whether a match of the group starts at, or covers, a token. */
const struct word_match *message_match_at(const struct message *m, const char *group, size_t token);
/* ends right before token */
bool message_match_before(
    const struct message *m, const char *group, const char *sub, size_t token);
/* Adds a slot over tokens [from, from + count), unless there is the same value already; marks the
 * tokens where take is set. */
struct slot *message_add(struct message *m, enum slot_kind kind, const char *name,
    const char *value, double probability, size_t from, size_t count, bool take);
/* Whether only these bytes lie between two neighbouring tokens. */
bool message_between(const struct message *m, size_t token, const char *allowed);
bool message_is_word(const struct message *m, size_t token, const char *folded);
/* Rows of training that a word was in, at least: 0 for a word unseen. */
double message_word_rows(const struct message *m, const char *folded);
/* The share of the rows of training that a word was in. */
double message_word_share(const struct message *m, const char *folded);

void slots_find_codes(struct message *m);	/* order number, e-mail, phone, postcode */
void slots_find_dates(struct message *m);
void slots_find_amounts(struct message *m);	/* money, quantity */
void slots_find_people(struct message *m);	/* name, address */
void slots_find_words(struct message *m);	/* reason, method, country, ordinal; marks
						   exceptions */
void slots_find_products(struct message *m);	/* product, option (catalogue.c) */
/* content.c: what is left of a message without courtesies, frames and values. */
bool content_is_framed(const struct message *m, size_t token);	/* punctuation, courtesy or frame,
								   whatever the slots say */
void content_mark(struct message *m);				/* fills says; after the slots */
size_t content_words(const struct message *m, size_t from, size_t count);
bool content_has_values(const struct message *m, size_t from, size_t count);
/* "no need for a …" */
bool content_is_negated(const struct message *m, const struct word_match *match);
/* reasons.c: why something should come back or be made good, over the parts of a message: slots
 * with calibrated probabilities. */
struct span {
	size_t from, count;
};
void reasons_find(struct message *m, const struct span *parts, size_t part_count);
bool consent_is_plain(const struct message *m);		/* consent.c: the whole message is an
							   agreement without conditions */
void signals_find(struct message *m, struct understanding *out);
double sentiment_find(struct message *m);
void language_find(struct message *m, struct understanding *out);
/* Which languages are neighbours, once the model of languages is there. */
void language_families(struct understander *u);
void wishes_find(struct message *m, struct understanding *out);

bool index_knows(const struct understand_index *x, const char *folded);	/* a word of the
									   catalogue */
/* An order number as the index's pattern writes it, or NULL: any spelling of the candidate that the
 * pattern takes. Arena's. */
const char *index_order_number(
    const struct understand_index *x, struct arena *a, const char *candidate);

#endif
