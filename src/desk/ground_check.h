/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside of the ground check: the checker, one check, and looking a claim up.
 */
#ifndef FLOORWALKER_DESK_GROUND_CHECK_H
#define FLOORWALKER_DESK_GROUND_CHECK_H

#include "ground_record.h"
#include "ground_scan.h"

struct product_name {
	const char *folded, *id;
	uint16_t first;		/* its first two bytes, hashed */
};
struct role_words { const char **words; size_t count; };

struct promise_list {
	enum action_kind kind;
	bool is_general;
	const char **phrases;
	uint16_t *firsts;	/* of each its first two bytes, hashed */
	size_t count;
};

struct ground_checker {
	struct arena *a;
	struct ground_formats formats;
	struct product_name *products;	/* longest first */
	size_t product_count;
	struct promise_list promises[GROUND_LANGUAGES * (ACTION_KIND_COUNT + 1)];
	size_t promise_count;
	struct role_words roles[GROUND_ROLE_COUNT];
	struct role_words terms, in_stock, out_of_stock;
	size_t languages;
};

struct outlined {			/* a sentence of a source */
	size_t start, count;		/* in its folded text; words that are compared */
	const uint8_t *outlines;	/* of these words */
};
struct source {
	struct folded folded;
	struct found_list claims;
	bool is_scanned;		/* for claims */
	struct outlined *sentences;
	size_t sentence_count;
};

/* One check. */
struct check {
	const struct ground_checker *g;
	struct arena *a;
	const struct facts *facts;
	const struct passage *const *passages;
	size_t passage_count;
	struct folded draft, *said;		/* the draft and the shopper's lines, folded; of
						   those no text until it is asked for */
	const char *const *lines;
	struct source *sources;
	size_t source_count;			/* the passages, and all recorded texts as one */
	size_t said_count;
	struct ground_record record;
};

/* What a source claims, found when it is first asked for: few drafts hold a figure. */
const struct found_list *ground_claims_of(const struct check *c, size_t source);
const char *ground_words_of(const struct check *c, const struct found *x);	/* folded */
/* Where a claim stands: a passage's id, "facts", "shopper" …; NULL: nowhere. */
const char *ground_look_up(
    const struct check *c, const struct found *x, const struct found_list *all);

#define SENTENCE_WORDS 60	/* of one that are compared */
struct sentence {
	size_t start, length;		/* in its folded text */
	const char *at[SENTENCE_WORDS];
	size_t lengths[SENTENCE_WORDS], count;
	bool asks;			/* it ends with a question mark */
	bool ends;			/* it ends with a mark at all, not with its line */
};
/* The sentence that begins at *from, with its words; false at the end. An apostrophe between letters
 * is part of a word. */
bool ground_sentence(const char *text, size_t length, size_t *from, struct sentence *out);

/* Sentences that repeat one of a source but for a word that turns it; none of them is grounded. */
void ground_find_turned(struct check *c, struct found_list *out);
/* all: with the products of the draft; gets what is said of their stock, exact where it is so */
void ground_find_stock(struct check *c, struct found_list *all);
/* The brackets behind a product hold another one's options: "Lettermore flask (42, wide)". */
bool ground_is_labelled_otherwise(const struct check *c, const struct found *product);

/* An amount that only other variants of the product cost than the brackets behind its name say. */
bool ground_is_of_another_variant(
    const struct check *c, const struct found *x, const struct found_list *all);

/* What the same words say in a source: a figure whose neighbours are the same is the one that is
 * quoted. */
enum quoted { QUOTED_NOT, QUOTED_SOMEWHERE, QUOTED_SO, QUOTED_OTHERWISE };
/* SOMEWHERE: the figure stands in a source, in other words; SO: in these words; OTHERWISE: these
 * words hold another figure. source gets the name. */
enum quoted ground_quoted(const struct check *c, const struct found *x, const char **source);

#endif
