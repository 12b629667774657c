/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists of phrases, per language, from data: what means yes, which words ask for a person, how days
 * are named. One pass over a message's tokens finds all of them.
 *
 * A list's label is "GROUP.SUB" ("yes.strong", "date.ago.day"). Elements of a phrase are words, or
 * classes of tokens in angle brackets: <number>, <ordinal>, <weekday>, <month>, and <word> for any
 * word. The lists class.NAME.VALUE say which words belong to a class.
 */
#ifndef FLOORWALKER_UNDERSTAND_WORDS_H
#define FLOORWALKER_UNDERSTAND_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/text/text.h"
#include "floorwalker/understand.h"

enum word_class {
	CLASS_NUMBER,
	CLASS_ORDINAL,
	CLASS_WEEKDAY,
	CLASS_MONTH,
	CLASS_WORD,
	WORD_CLASS_COUNT
};

#define WORDS_ELEMENTS 10
#define WORDS_CAPTURES 3
#define WORDS_MATCH_LIMIT 1000	/* of one message */

/* What each token is besides its letters. value[c] is valid where classes has bit c. */
struct word_note {
	uint64_t hash;
	unsigned classes;
	int64_t value[CLASS_WORD];
};

struct word_match {
	const char *group, *sub;	/* borrowed from the lists */
	size_t start, count;		/* tokens */
	int64_t captures[WORDS_CAPTURES];	/* values of the classes, in order */
	size_t capture_count;
};

struct words;	/* read-only once open */
NODISCARD enum err words_open(const char *path, struct words **out, struct errinfo *e);
void words_free(struct words **w);
NODISCARD enum err words_write(
    const char *path, const struct training_row *rows, size_t count, struct errinfo *e);
/* Which of the languages with lists suits: the wanted one, else "" for all of them. */
const char *words_language(const struct words *w, const char *wanted);
const char *words_language_at(const struct words *w, size_t i);	/* NULL past the last */
/* Endings that turn one into many, in any language with lists (class.plural). */
bool words_is_plural_ending(const struct words *w, const char *ending, size_t length);
void words_note(const struct words *w, const char *language, const struct token *tokens,
    size_t count, struct word_note *notes);
bool words_knows(const struct words *w, uint64_t hash);
/* The hash of the only word of the lists that is one slip away (a letter more, less, other, or two
 * swapped); 0 for none or several. */
uint64_t words_nearest(
    const struct words *w, const char *language, const char *folded, bool only_swapped);
/* All matches, by start; of one group the longest at each start, and none that lies within a longer
 * one of its sub-lists' group. */
size_t words_match(const struct words *w, struct arena *a, const char *language,
    const struct token *tokens, const struct word_note *notes, size_t count,
    struct word_match **out);
/* Texts of a list that are looked for as they are, not as words (marks, role headers): first one
 * that is in text, or NULL. */
const char *words_raw(
    const struct words *w, const char *language, const char *group, const char *text);
/* Walks the phrases of a group: the i-th, NULL at the end. */
const char *words_text_at(
    const struct words *w, const char *language, const char *group, size_t i, const char **sub);

#endif
