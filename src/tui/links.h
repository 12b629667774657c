/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Links in a page: paragraphs that Enter opens. They are the records 1 … count of the page; the way
 * down stops at each that is in sight before the page scrolls on.
 */
#ifndef FLOORWALKER_TUI_LINKS_H
#define FLOORWALKER_TUI_LINKS_H

#include <stdint.h>

#include "page.h"

struct links {
	int64_t count;
	int64_t picked;		/* 0 none */
};

/* Whether anything moved. */
bool links_move(struct links *l, struct reading *x, const struct page *p, enum motion m);
/* The one that Enter opens: picked, and in sight; 0 none. */
int64_t links_picked(const struct links *l, const struct reading *x, const struct page *p);
/* After what it opens was shown below it: scrolls so far that this is seen, as far as it goes. */
void links_reveal(const struct links *l, struct reading *x, const struct page *p);
/* Marks it at the left edge of r, where the page was drawn. */
void links_render(const struct links *l, const struct reading *x, const struct page *p,
    struct cells *c, struct rect r, bool focused);

#endif
