/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Passages by the words in them, as store/passages.h's FTS5 finds and scores them, to the last bit,
 * without a query in SQL: for words of ASCII, whose ways to be taken apart are known.
 */
#ifndef FLOORWALKER_KNOWLEDGE_FULL_TEXT_H
#define FLOORWALKER_KNOWLEDGE_FULL_TEXT_H

#include "floorwalker/store/passages.h"

#include "index.h"

/* The first of a list by score, ties by number: puts one in its place among best, which has room
 * for limit; returns how many are there. */
size_t best_keep(struct passage_hit *best, size_t count, size_t limit, struct passage_hit x);

struct full_text;
/* Of k's title_words and body_words; NULL where they have a byte beyond ASCII. */
struct full_text *full_text_new(const struct knowledge *k);
void full_text_free(struct full_text **x);
/* As passage_index_find(), what it found in hits and *count; false: ask that, for x is NULL or a word
 * has a byte beyond ASCII. */
bool full_text_find(const struct full_text *x, struct arena *a, const char *const *words,
    size_t count, size_t limit, struct passage_hit *hits, size_t *hit_count);

#endif
