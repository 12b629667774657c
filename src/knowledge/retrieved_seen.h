/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was found for the questions that a retriever was last asked: many are put in the same words,
 * and what is found depends on them and on the articles alone.
 */
#ifndef FLOORWALKER_KNOWLEDGE_RETRIEVED_SEEN_H
#define FLOORWALKER_KNOWLEDGE_RETRIEVED_SEEN_H

#include "index.h"

struct retrieved_seen;
/* For so many questions at most. A question is known again by its hash alone: what shoppers wrote is
 * not kept. One thread's. */
struct retrieved_seen *retrieved_seen_new(size_t room);
void retrieved_seen_free(struct retrieved_seen **x);
/* What was kept of exactly this inquiry and limit, in the arena; false: nothing. */
bool retrieved_seen_recall(const struct retrieved_seen *x, struct arena *a,
    const struct inquiry *q, size_t limit, struct retrieved **out, size_t *count);
void retrieved_seen_keep(struct retrieved_seen *x, const struct inquiry *q, size_t limit,
    const struct retrieved *found, size_t count);

#endif
