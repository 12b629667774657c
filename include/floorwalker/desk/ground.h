/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ground check: each number, date, price, stock level, product, order id and policy claim in a
 * draft must be found in a fact or cited passage of its turn.
 */
#ifndef FLOORWALKER_DESK_GROUND_H
#define FLOORWALKER_DESK_GROUND_H

#include <stdbool.h>
#include <stddef.h>

#include "floorwalker/knowledge.h"
#include "floorwalker/model/settings.h"
#include "floorwalker/shop/facts.h"
#include "floorwalker/text/messages.h"

enum claim_kind {
	CLAIM_MONEY,
	CLAIM_NUMBER,
	CLAIM_DATE,
	CLAIM_DURATION,
	CLAIM_ORDER,
	CLAIM_PRODUCT,
	CLAIM_EMAIL,
	CLAIM_URL,
	CLAIM_TRACKING,
	CLAIM_POLICY,
	CLAIM_CITATION,
	CLAIM_TERM,			/* a sentence of a source, turned round */
	CLAIM_STOCK			/* that goods are in stock, or out of it */
};

struct claim {
	enum claim_kind kind;
	size_t start, length;		/* in the draft */
	const char *words;
	bool grounded;
	const char *source;		/* "order TF-100101", "KB-returns#2", "derived: refund"; ""
					   where ungrounded */
};
struct ground_report {
	struct claim *claims;
	size_t count, ungrounded;
};

/* What claims are recognised by: a shop's formats and product names, compiled once. One thread. */
struct ground_checker;
/* settings and catalogue are borrowed. promises: message keys "claim.KIND" (KIND: a kind of action,
 * or "general") list phrases that promise something; a phrase of a kind needs a verdict of that
 * kind in the facts that approves it or leaves it to a person's word, or like a general one a cited
 * passage that holds the phrase itself. */
NODISCARD enum err ground_checker_new(const struct settings *settings,
    const struct product *catalogue, size_t catalogue_count, const struct messages *promises,
    struct ground_checker **out, struct errinfo *e);
/* What another language of the shop promises counts as a promise, too, whatever language a reply is
 * in; with figures its months, units, numbers and words that tell which date is meant as well, for
 * what is quoted in it. */
NODISCARD enum err ground_checker_add(struct ground_checker *g, const struct messages *m,
    bool figures, struct errinfo *e);
void ground_checker_free(struct ground_checker **g);

/* shopper_lines: what the shopper themself said in this conversation may be repeated where it is an
 * identifier or a quantity, never as money, date or promise. passages: those that the draft
 * cites. */
NODISCARD enum err ground_check(const struct ground_checker *g, struct arena *a, const char *draft,
    const struct facts *facts, const struct passage *const *passages, size_t passage_count,
    const char *const *shopper_lines, size_t shopper_line_count, struct ground_report *out,
    struct errinfo *e);
const char *claim_kind_name(enum claim_kind k);

#endif
