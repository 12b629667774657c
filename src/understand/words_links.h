/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which phrases of the lists begin with a word, and go on with another: common words begin hundreds, and
 * all but a few of them fall by the second.
 */
#ifndef FLOORWALKER_UNDERSTAND_WORDS_LINKS_H
#define FLOORWALKER_UNDERSTAND_WORDS_LINKS_H

#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/mem.h"

#define WORD_LINK_OPEN 0	/* as the second: a class, or nothing follows */

struct word_link {
	uint64_t key, second;
	uint32_t entry;
	uint32_t language;	/* of the entry, by number */
};

struct word_links {
	struct word_link *items;	/* by bucket of the key, key, second and entry */
	uint32_t *first;		/* bucket -> its first link; one more at the end */
	size_t room;
};

void word_links_make(
    struct word_links *x, struct arena *a, const struct word_link *items, size_t count);
/* Those with these two, in the order of entries. */
const struct word_link *word_links_find(
    const struct word_links *x, uint64_t key, uint64_t second, size_t *count);

#endif
