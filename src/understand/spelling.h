/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The words of the lists as they are spelled, so that a slip of the fingers still finds its list.
 */
#ifndef FLOORWALKER_UNDERSTAND_SPELLING_H
#define FLOORWALKER_UNDERSTAND_SPELLING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/mem.h"

struct spelling;	/* lives in its arena */
struct spelling *spelling_new(struct arena *a);
void spelling_add(struct spelling *s, const char *language, const char *folded, uint64_t hash);
void spelling_ready(struct spelling *s);	/* after the last word */
bool spelling_knows(const struct spelling *s, uint64_t hash);
/* The hash of the only word that begins alike and is one slip away (a letter more, less, other, or
 * two swapped); 0 for none or several. Of several, one with two letters swapped; with only_swapped
 * none but such a one. */
uint64_t spelling_nearest(
    const struct spelling *s, const char *language, const char *folded, bool only_swapped);

#endif
