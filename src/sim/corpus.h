/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands in the world's files, sentence by sentence, for the oracle: whoever says something of
 * the shop's terms must repeat one of these.
 */
#ifndef FLOORWALKER_SIM_CORPUS_H
#define FLOORWALKER_SIM_CORPUS_H

#include "figures.h"
#include "terms.h"

/* Where a sentence stands: an article or a product's description holds for everybody; a rule's
 * words and a message's pattern only where they fit the case. Of an article in a language that isn't
 * the oracle's the figures count, and what is word for word the same; its denials aren't known. */
enum corpus_source { CORPUS_ARTICLE, CORPUS_RULE, CORPUS_MESSAGE, CORPUS_FOREIGN };

/* A figure with the unit behind it (terms_unit_at; 0 none). */
struct measured {
	struct figure figure;
	int unit;
};

struct corpus_sentence {
	enum corpus_source source;
	const struct value *tiers;	/* of customers to whom alone it may be said: one, or a
					   list; NULL all */
	const char *text;		/* normalised */
	uint32_t *words;		/* hashes of words that tell something, sorted, each once */
	size_t word_count;
	bool denies;			/* an odd number of denials */
	struct measured *figures;
	size_t figure_count;
};

struct corpus;

/* currency and decimals as figure_next() takes them. */
struct corpus *corpus_new(const struct terms *t, const char *currency, int decimals);
void corpus_free(struct corpus **c);
/* Plain text or Markdown. tiers is kept; NULL where the text is for everybody. */
void corpus_add_text(
    struct corpus *c, enum corpus_source source, const struct value *tiers, const char *text);
void corpus_end(struct corpus *c);	/* no more is added */

/* A sentence as the corpus sees it; arena's. */
void corpus_read(
    const struct corpus *c, struct arena *a, const char *sentence, struct corpus_sentence *out);

/* The sentences of the corpus that are like one, the likest first. likeness: of the words that tell
 * something (Dice, 1945: twice the shared over the sum). */
struct likeness {
	const struct corpus_sentence *sentence;
	double value;
};
#define LIKENESS_MOST 12
/* Adds to the *count that are in out already. */
void corpus_likest(struct corpus *c, const struct corpus_sentence *x,
    struct likeness out[LIKENESS_MOST], size_t *count);

/* Both at once, of the sentences asked about last from what was found then. */
void corpus_look(struct corpus *c, struct arena *a, const char *sentence,
    struct corpus_sentence *out, struct likeness like[LIKENESS_MOST], size_t *count);

/* Next sentence of a text, arena's, without blanks around it; NULL at the end. Ends at a line's
 * end, or at a full stop, question or exclamation mark before a blank. */
const char *sentence_next(struct arena *a, const char *text, size_t *at);

#endif
