/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a text must have for a pattern to match in it: words of which each match holds one, read
 * from the pattern's source. Most texts have none of them, and needn't be searched.
 */
#ifndef FLOORWALKER_TEXT_PATTERN_NEEDS_H
#define FLOORWALKER_TEXT_PATTERN_NEEDS_H

#include "floorwalker/text/text.h"

struct pattern_needs;
/* NULL: nothing is known that each match holds, or the source has what this doesn't read. */
struct pattern_needs *pattern_needs_new(const char *source, bool caseless);
void pattern_needs_free(struct pattern_needs **n);
/* False: no match can be in the text that was looked at. */
bool pattern_needs_are_met(const struct pattern_needs *n, const struct pattern_glance *g);

#endif
