/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is looked for in an agent's words: lists by language, which are data (drills/tone/LANGUAGE.yaml), and
 * the checks that go by them. Each check is one that a person can make again by reading: no model is asked.
 */
#ifndef FLOORWALKER_DRILL_TONE_H
#define FLOORWALKER_DRILL_TONE_H

#include <stdbool.h>
#include <stddef.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"

/* Phrases without case, accents and punctuation, each between blanks: " i am sorry ". */
struct phrases {
	const char *const *items;
	size_t count;
};
struct tone_words {
	const char *language;
	struct phrases greeting, apology, closing;	/* that should be there */
	struct phrases upset;		/* a shopper's words that ask for an apology */
	struct phrases blaming, dismissive;	/* that should not be there */
	struct phrases bare;		/* that are no answer all alone */
	size_t sentence_words;		/* most words of a sentence that is easily read */
};
/* Every LANGUAGE.yaml in a folder, in the order of their names. The first fault with file, line and column.
 * In the arena. */
NODISCARD enum err tone_load(struct arena *a, const char *folder, struct tone_words **out,
    size_t *count, struct errinfo *e);
/* One such text; name is for messages. */
NODISCARD enum err tone_read(struct arena *a, const char *name, const char *text, size_t length,
    struct tone_words *out, struct errinfo *e);
/* The list of a language ("de"; of "de-AT" that of "de"); NULL where there is none. */
const struct tone_words *tone_find(
    const struct tone_words *list, size_t count, const char *language);

/* Words as phrases are: lower case, without accents and punctuation, between blanks. The arena's. */
const char *tone_plain(struct arena *a, const char *text);
/* The first phrase of the list that a plain text has; NULL none. Borrowed from the list. */
const char *tone_has(const struct phrases *list, const char *plain);
/* At least ten letters in words of two or more, three of five of them capitals; or two exclamation marks,
 * or question and exclamation marks, in a row. */
bool tone_is_shouting(const char *text);
/* Words of the longest sentence. A sentence ends with . ! ? … or a line's end. */
size_t tone_longest_sentence(struct arena *a, const char *text);

#endif
