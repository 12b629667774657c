/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What somebody searches for, as phrases of folded words, and how it is found in a text: the same
 * for every backend.
 */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/store.h"

#define SEARCH_PHRASES 32
#define SEARCH_WORDS 64

/* raw is what was asked, without quotes, for an index that folds by itself. begins: its last word
 * may go on. */
struct phrase { const char **words; size_t count; const char *raw; bool begins; };
/* Every phrase must be found. Words are letters and digits alone: nothing in them has a meaning to
 * a query language. */
struct search { struct phrase phrases[SEARCH_PHRASES]; size_t count; };

/* Words, and "phrases in quotes"; what goes beyond the limits is left out. */
void search_parse(struct arena *a, const char *query, struct search *out);
/* Adds one text of a query's term; nothing where there is no word in it. */
void search_add(struct arena *a, struct search *out, const struct query_text *t);
/* The folded words of a text. */
size_t search_words(struct arena *a, const char *text, const char ***out);
/* How often a phrase stands in words. */
size_t phrase_count(const struct phrase *p, const char *const *words, size_t count);
/* A few words around the first place that fits, with … where it was cut, and where in them it
 * fits. */
void search_snippet(struct arena *a, const struct search *s, const char *text, struct message_hit *out);

#endif
