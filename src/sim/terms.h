/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words of the oracle: what it takes for a statement in a language, read from
 * scenarios/oracle/LANGUAGE.yaml (doc/simulate.md). Read-only once loaded; threads share it.
 */
#ifndef FLOORWALKER_SIM_TERMS_H
#define FLOORWALKER_SIM_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"
#include "floorwalker/model/action.h"
#include "floorwalker/text/text.h"

/* Any of some patterns. */
struct phrases {
	struct pattern **items;
	size_t count;
	size_t number;			/* among those of its terms */
};

enum day_role {
	DAY_PLACED,
	DAY_PROMISED,
	DAY_SHIPPED,
	DAY_DELIVERED,
	DAY_EVENT,
	DAY_PAID,
	DAY_RESTOCK,
	DAY_ROLE_COUNT
};

/* The first find of a list in a text, where it is kept. */
struct phrase_find {
	uint16_t start, length;
};
#define PHRASE_UNKNOWN UINT16_MAX	/* start of what wasn't looked for yet */
#define PHRASE_NOWHERE (UINT16_MAX - 1)

/* A text in which patterns are looked for, with the glance that most of them fall by, taken when it is
 * first needed. */
struct phrase_text {
	const char *text;
	size_t length;
	struct phrase_find *finds;	/* a place for each list (phrases_seen.h); NULL: none is kept */
	bool looked;
	struct pattern_glance glance;
};

/* Words by their letters, case aside (ASCII), each with a number: looked up at once. */
struct word_list {
	struct listed_word {
		const char *word;	/* NULL: the place is free */
		size_t length, number;
	} *places;
	size_t room;			/* a power of two, or 0 */
};

/* What a state is said with, and the states of an order or a parcel in which it is true. */
struct state_terms {
	struct phrases says;
	const struct value *order, *shipment, *tier;	/* lists of states, and of customers' tiers;
							   NULL none */
	bool about_late, late;
};

struct promise_terms {
	struct phrases says;
	enum action_kind kind;		/* ACTION_KIND_COUNT where it is about any action */
	bool record;			/* records of another day keep it too */
	bool waiting, approved;		/* that a colleague still decides, or has approved */
	bool asked;			/* that one was asked: nothing is before the shopper's yes */
};

/* What sums up an action of a kind, so that the shopper may agree to it. */
struct proposal_terms {
	struct phrases says;
	enum action_kind kind;
};

/* A wrong statement to try the oracle with. */
struct wrong_terms {
	const char *kind;
	struct phrases within, find;	/* find empty: add is added */
	bool digit;			/* another digit in what is found */
	const char *put, *add;
	bool unless[ACTION_KIND_COUNT];	/* not where such an action was done or waits */
};

struct terms {
	struct arena *arena;
	size_t phrases_count;		/* lists of patterns */
	const char *language;
	const struct value *told;	/* words for states and stock; NULL: English */
	const struct value *denials, *weekdays, *numbers, *units, *currencies, *carriers,
	    *no_carriers;
	/* the words of each, with their places in the values above, of units and currencies by what
	 * they name */
	struct word_list plain_words, denial_words, number_words, unit_words, unit_lead_words,
	    currency_words;
	struct phrases days[DAY_ROLE_COUNT], price, difference, back, late, in_stock, out_of_stock,
	    left, conditions, general, own, asks, greets, generous;
	struct state_terms *states;
	size_t state_count;
	struct promise_terms *promises;
	size_t promise_count;
	struct proposal_terms *proposals;
	size_t proposal_count;
	struct wrong_terms *wrong;
	size_t wrong_count;
};

/* The first fault is named with file, line and column. */
NODISCARD enum err terms_load(const char *path, struct terms **out, struct errinfo *e);
void terms_free(struct terms **t);

/* text is kept. */
void phrase_text_make(struct phrase_text *t, const char *text);
/* The earliest find of any pattern at or after from. */
bool phrases_find(
    const struct phrases *p, const char *text, size_t from, size_t *start, size_t *length);
bool phrases_find_in(
    const struct phrases *p, struct phrase_text *t, size_t from, size_t *start, size_t *length);
/* The start of the last find that begins before end; SIZE_MAX: none. */
size_t phrases_last_before(const struct phrases *p, const char *text, size_t end);
size_t phrases_last_in(const struct phrases *p, struct phrase_text *t, size_t end);

/* Of a list or of lists of words, of a map its keys. */
void word_list_make(struct word_list *l, struct arena *a, const struct value *words);
/* The number of the first that is the word of length bytes, case aside; SIZE_MAX: none. */
size_t word_list_find(const struct word_list *l, const char *word, size_t length);

/* A word that tells nothing ("the"). */
bool terms_is_plain(const struct terms *t, const char *word, size_t length);
/* What else a word says that denies ("can" of "can't", "" of "not"); NULL where it doesn't. */
const char *terms_denial(const struct terms *t, const char *word, size_t length);
/* The unit that a word names, 1…; 0 none. A hyphen or blanks and one leading word ("working")
 * before it are skipped. */
int terms_unit_at(const struct terms *t, const char *text);
/* The currency that a word names ("pounds"); NULL none. */
const char *terms_currency(const struct terms *t, const char *word, size_t length);
/* Numbers in words before a unit or a currency in digits, currencies in words as codes: "sixty
 * days" as "60 days". */
void terms_normalise(const struct terms *t, const char *text, struct str *out);

#endif
