/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Markdown into plain passages (over md4c): headings, and the paragraphs and lists under them.
 */
#ifndef FLOORWALKER_TEXT_MARKDOWN_H
#define FLOORWALKER_TEXT_MARKDOWN_H

#include <stddef.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"

struct markdown_passage {
	const char *heading;		/* of the section, plain; "" before the first */
	const char *text;		/* plain, one paragraph, or a list as "– item" lines; table
					   rows as "a: b" */
	int line;			/* in the source, 1 is the first */
};
/* Splits source into passages in order. Raw HTML is dropped. Arena's. */
NODISCARD enum err markdown_passages(struct arena *a, const char *source, size_t length,
    struct markdown_passage **out, size_t *count, struct errinfo *e);

#endif
