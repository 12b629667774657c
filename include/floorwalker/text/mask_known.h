/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Many maskers of one thread, one a known shopper, that have all else in common.
 */
#ifndef FLOORWALKER_TEXT_MASK_KNOWN_H
#define FLOORWALKER_TEXT_MASK_KNOWN_H

#include "floorwalker/text/mask.h"

/* From here on it, and every masker made over it, remembers what was found in the latest texts: a
 * fixed number of them, none longer than a message. Such maskers belong to one thread. */
void masker_remember(struct masker *m);
/* One that knows more of a shopper: kinds, order pattern and what is remembered are those of common,
 * which is borrowed; of options only what is known. */
NODISCARD enum err masker_new_over(const struct masker *common, const struct mask_options *options,
    struct masker **out, struct errinfo *e);

#endif
