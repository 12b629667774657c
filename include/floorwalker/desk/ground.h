/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ground check: each number, date, price, stock level, product, order id and policy claim in a draft must be found in a fact or cited passage of its turn.
 */
#ifndef FLOORWALKER_DESK_GROUND_H
#define FLOORWALKER_DESK_GROUND_H

#include <stdbool.h>
#include <stddef.h>

#include "floorwalker/knowledge.h"
#include "floorwalker/model/settings.h"
#include "floorwalker/shop/facts.h"

enum claim_kind { CLAIM_MONEY, CLAIM_NUMBER, CLAIM_DATE, CLAIM_DURATION, CLAIM_ORDER, CLAIM_PRODUCT, CLAIM_EMAIL, CLAIM_URL, CLAIM_TRACKING, CLAIM_POLICY, CLAIM_CITATION };

struct claim {
	enum claim_kind kind;
	size_t start, length;		/* in the draft */
	const char *words;
	bool grounded;
	const char *source;		/* "order TF-100101", "KB-returns#2", "derived: refund"; "" where ungrounded */
};
struct ground_report {
	struct claim *claims;
	size_t count, ungrounded;
};

/* claims_allowed: numbers that the shopper themself said in this conversation may be repeated when they are identifiers or quantities, never as money, dates or policy. */
NODISCARD enum err ground_check(struct arena *a, const char *draft, const struct facts *facts, const struct passage *const *passages, size_t passage_count,
    const struct settings *settings, const struct product *catalogue, size_t catalogue_count, const char *const *shopper_lines, size_t shopper_line_count,
    struct ground_report *out, struct errinfo *e);
const char *claim_kind_name(enum claim_kind k);

#endif
