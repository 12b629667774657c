/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a corpus found for the sentences that it was last asked about.
 */
#ifndef FLOORWALKER_SIM_CORPUS_SEEN_H
#define FLOORWALKER_SIM_CORPUS_SEEN_H

#include "corpus.h"

struct corpus_seen;
/* For so many sentences at most; none is kept that is longer than sentences are. One thread's. */
struct corpus_seen *corpus_seen_new(size_t room);
void corpus_seen_free(struct corpus_seen **x);
/* What was kept of exactly this sentence, in the arena; false: nothing. */
bool corpus_seen_recall(struct corpus_seen *x, struct arena *a, const char *sentence,
    struct corpus_sentence *read, struct likeness like[LIKENESS_MOST], size_t *like_count);
void corpus_seen_keep(struct corpus_seen *x, const char *sentence,
    const struct corpus_sentence *read, const struct likeness *like, size_t like_count);

#endif
