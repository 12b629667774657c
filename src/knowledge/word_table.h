/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Words to numbers, found at once: texts are read word by word, and each is looked for in several
 * lists.
 */
#ifndef FLOORWALKER_KNOWLEDGE_WORD_TABLE_H
#define FLOORWALKER_KNOWLEDGE_WORD_TABLE_H

#include <stddef.h>

#include "floorwalker/base/mem.h"

#define WORD_TABLE_NONE ((size_t)-1)

struct word_table;
/* For so many words at most; the arena's. */
struct word_table *word_table_new(struct arena *a, size_t room);
/* Borrows the text; where it is there already, its first number stays. */
void word_table_add(struct word_table *t, const char *text, size_t number);
/* WORD_TABLE_NONE: it isn't there, or t is NULL. */
size_t word_table_find(const struct word_table *t, const char *text);

#endif
