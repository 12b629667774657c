/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an approver must see of an action: on which facts it was proposed, and what they are now.
 */
#ifndef FLOORWALKER_TUI_REFUND_FACTS_H
#define FLOORWALKER_TUI_REFUND_FACTS_H

#include "floorwalker/model/action.h"
#include "page.h"
#include "refund_evidence.h"
#include "view.h"

/* What is read of one action, for the functions below. */
struct refund_seen {
	struct action action;
	struct conversation conversation;
	struct approval_list given;
	struct value *now;		/* policy's facts of now; NULL: they can't be read */
	const char *problem;		/* why not */
	const struct agent **may;	/* whose approval would count now */
	size_t may_count;
	const char *why_not;		/* of who sits here; "" may */
	struct refund_evidence evidence;
};
NODISCARD enum err refund_read(struct refund_seen *out, struct arena *a, const struct scope *s,
    const struct action *x, struct errinfo *e);

/* Adds the table of facts: name, then, now where it differs. What can't be read now is said, not
 * failed. */
void refund_facts(struct page *p, const struct scope *s, const struct refund_seen *x);
/* Adds who may approve: what has been approved, what is missing, whether this agent can. */
void refund_approvers(struct page *p, const struct scope *s, const struct refund_seen *x);
/* Adds the first verdict: rule and reason; and the rows that were tried. */
void refund_verdict(struct page *p, const struct scope *s, const struct action *x);
void refund_rows(struct page *p, const struct scope *s, const struct action *x);

#endif
