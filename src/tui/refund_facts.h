/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an approver must see of an action: on which facts it was proposed, and what they are now.
 */
#ifndef FLOORWALKER_TUI_REFUND_FACTS_H
#define FLOORWALKER_TUI_REFUND_FACTS_H

#include "floorwalker/model/action.h"
#include "page.h"
#include "view.h"

/* Adds the table of facts: name, then, now where it differs. What can't be read now is said, not
 * failed. */
void refund_facts(struct page *p, struct arena *a, const struct scope *s, const struct action *x);
/* Adds who may approve: what has been approved, what is missing, whether this agent can. */
void refund_approvers(struct page *p, const struct scope *s, const struct action *x,
    const struct approval_list *given);
/* Adds the first verdict: rule and reason; and the rows that were tried. */
void refund_verdict(struct page *p, struct arena *a, const struct scope *s, const struct action *x);
void refund_rows(struct page *p, struct arena *a, const struct scope *s, const struct action *x);

#endif
