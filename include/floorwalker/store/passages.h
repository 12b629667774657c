/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A private full-text index of passages, in memory, the same whatever the store: FTS5 with BM25.
 */
#ifndef FLOORWALKER_STORE_PASSAGES_H
#define FLOORWALKER_STORE_PASSAGES_H

#include <stddef.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"

struct passage_index;
struct passage_hit {
	size_t number;		/* as given at adding */
	double score;		/* BM25, larger is better, > 0 */
};
NODISCARD enum err passage_index_new(struct passage_index **out, struct errinfo *e);
void passage_index_free(struct passage_index **x);
/* title and body are already folded and stemmed: words apart by spaces. Title words weigh four
 * times. */
NODISCARD enum err passage_index_add(
    struct passage_index *x, size_t number, const char *title, const char *body, struct errinfo *e);
/* words: folded and stemmed, any of them may match; up to limit hits, best first, ties by
 * number. */
NODISCARD enum err passage_index_find(struct passage_index *x, const char *const *words,
    size_t count, size_t limit, struct passage_hit *hits, size_t *hit_count, struct errinfo *e);

#endif
