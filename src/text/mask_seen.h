/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a masker found in the latest texts: the same sentences of a shop, and the same facts of a
 * conversation, are looked through again and again.
 */
#ifndef FLOORWALKER_TEXT_MASK_SEEN_H
#define FLOORWALKER_TEXT_MASK_SEEN_H

#include "floorwalker/text/mask.h"

struct mask_seen;
/* For so many texts at most; none is kept that is longer than a message usually is. */
struct mask_seen *mask_seen_new(size_t room);
void mask_seen_free(struct mask_seen **x);	/* wiped */
/* The finds of exactly this text, in the arena; false where they aren't kept. */
bool mask_seen_recall(const struct mask_seen *x, struct arena *a, const char *s, size_t length,
    struct pii **out, size_t *count);
void mask_seen_keep(
    struct mask_seen *x, const char *s, size_t length, const struct pii *found, size_t count);

#endif
