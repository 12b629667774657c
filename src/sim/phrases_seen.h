/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the oracle's lists of patterns are first found in the sentences that it judged last: the AI
 * says the same to many shoppers.
 */
#ifndef FLOORWALKER_SIM_PHRASES_SEEN_H
#define FLOORWALKER_SIM_PHRASES_SEEN_H

#include "terms.h"

struct phrases_seen;
/* For so many texts at most; none is kept that is longer than sentences are. One thread's. */
struct phrases_seen *phrases_seen_new(const struct terms *t, size_t room);
void phrases_seen_free(struct phrases_seen **x);
/* As phrase_text_make(), with what was found in exactly this text before; what is looked for in it is
 * kept. Good until another text is asked for. */
void phrases_seen_text(struct phrases_seen *x, struct phrase_text *t, const char *text);

#endif
