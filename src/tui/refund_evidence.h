/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The evidence for an action: what the shopper said, cited by the number of the message, whether a
 * photo is spoken of, what was asked and answered, and what this customer was given before.
 */
#ifndef FLOORWALKER_TUI_REFUND_EVIDENCE_H
#define FLOORWALKER_TUI_REFUND_EVIDENCE_H

#include "floorwalker/model/action.h"
#include "page.h"
#include "view.h"

struct refund_evidence {
	struct message_list said;	/* by the shopper, the last few up to the proposal and all
					   since */
	size_t said_before;		/* how many earlier ones are left out */
	struct message_list photos;	/* of all: those that speak of a picture */
	struct refund_before {
		const char *order;
		int64_t amount, at_ms;
	} *refunds;			/* of this customer in the shop's records, newest first: one
					   for each instant */
	size_t refund_count, refund_more;	/* more: how many are left out */
	struct action_list before;	/* other money that actions here gave them, newest first */
	size_t before_more;
};
NODISCARD enum err evidence_read(struct refund_evidence *out, struct arena *a,
    const struct scope *s, const struct action *x, struct errinfo *e);
void evidence_show(struct page *p, const struct scope *s, const struct action *x,
    const struct refund_evidence *found);
/* Whether a text speaks of a picture, in any of the languages that the AI answers in: a word, not a
 * proof that there is one. */
bool evidence_is_of_photo(const char *text);

#endif
