/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a simulated desk sealed or unsealed last, so that a conversation's messages aren't unsealed
 * one after the other at each of its turns. Only where shoppers are simulated: elsewhere no text
 * outlives the piece of work that needs it.
 */
#ifndef FLOORWALKER_DESK_UNSEALED_SEEN_H
#define FLOORWALKER_DESK_UNSEALED_SEEN_H

#include "floorwalker/base/mem.h"
#include "floorwalker/base/seal.h"

struct unsealed_seen;
struct unsealed_seen *unsealed_seen_new(size_t room);	/* texts that are kept, at most */
void unsealed_seen_free(struct unsealed_seen **x);	/* overwrites them */

/* The text, arena's, where the same sealed bytes were seen under the same wrapped key and name;
 * else NULL. */
const char *unsealed_seen_recall(const struct unsealed_seen *x, struct arena *a,
    const uint8_t key[SEAL_WRAPPED], const char *about, const char *sealed, size_t sealed_size);
void unsealed_seen_keep(struct unsealed_seen *x, const uint8_t key[SEAL_WRAPPED],
    const char *about, const char *sealed, size_t sealed_size, const char *text, size_t size);

#endif
