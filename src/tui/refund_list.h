/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of the refund desk: its entries, their order, and which of them are marked.
 */
#ifndef FLOORWALKER_TUI_REFUND_LIST_H
#define FLOORWALKER_TUI_REFUND_LIST_H

#include "floorwalker/model/action.h"
#include "view.h"

enum refund_sort { REFUNDS_OLDEST, REFUNDS_AMOUNT, REFUNDS_EXPIRY, REFUNDS_RULE, REFUNDS_SORTS };
extern const char *const refund_sorts[REFUNDS_SORTS];	/* "oldest" … */

struct refund_entry {
	struct action action;
	size_t given;			/* approvals that count so far; only where two are needed */
};
/* Stable, so that equal ones stay by their number. */
void refund_sort(struct refund_entry *entries, size_t count, enum refund_sort sort);
/* "waiting", "asked", "answered", "second approval" …: how an entry stands, in words. */
const char *refund_state(const struct refund_entry *x, enum ink *ink);
/* Two lines; gone: what became of one that waits no longer. */
void refund_draw_entry(const struct refund_entry *x, const char *gone, bool marked, struct cells *c,
    struct rect r, int y, enum ground g, const struct scene *s);

#define MARKS_MOST 200
struct marks {
	int64_t ids[MARKS_MOST];
	size_t count;
};
bool marks_has(const struct marks *m, int64_t id);
bool marks_toggle(struct marks *m, int64_t id);		/* false: no more fit */
/* Forgets those that wait no longer. */
void marks_keep(struct marks *m, const struct refund_entry *entries, size_t count);

#endif
