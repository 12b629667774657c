/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scenarios and personas as read from their files (doc/scenarios.md).
 */
#ifndef FLOORWALKER_SIM_SCENARIO_H
#define FLOORWALKER_SIM_SCENARIO_H

#include "condition.h"
#include "floorwalker/model/action.h"
#include "floorwalker/model/conversation.h"
#include "floorwalker/model/settings.h"

enum proof {
	PROOF_ORDER_NUMBER,
	PROOF_EMAIL,
	PROOF_POSTCODE,
	PROOF_NAME,
	PROOF_WRONG_EMAIL,
	PROOF_WRONG_POSTCODE,
	PROOF_COUNT
};
enum goal_opening { OPENING_PARTIAL, OPENING_FULL, OPENING_VAGUE };
enum confirm { CONFIRM_YES, CONFIRM_NO, CONFIRM_CHANGE_OF_MIND };
enum new_price { NEW_PRICE_ANY, NEW_PRICE_SAME, NEW_PRICE_DEARER, NEW_PRICE_CHEAPER };
enum correction { CORRECT_NOTHING, CORRECT_LINE, CORRECT_ORDER };
enum expected_amount { AMOUNT_ANY, AMOUNT_LINE, AMOUNT_ORDER, AMOUNT_NONE, AMOUNT_FIGURE };
enum told_fact {
	TOLD_STATUS,
	TOLD_TRACKING,
	TOLD_CARRIER,
	TOLD_PROMISED,
	TOLD_DELIVERED_ON,
	TOLD_SHIPPED_ON,
	TOLD_ORDER_TOTAL,
	TOLD_LINE_PRICE,
	TOLD_REFUNDED,
	TOLD_PRICE,
	TOLD_STOCK,
	TOLD_RESTOCK,
	TOLD_PRODUCT,
	TOLD_GIFT_BALANCE,
	TOLD_ATTRIBUTE,
	TOLD_COUNT
};

#define GOALS_MOST 8

struct goal {
	const struct value *source;	/* where it stands, for messages */
	const char *want, *reason;
	bool all_lines;
	enum goal_opening opening;
	enum correction correct;
	enum confirm confirm;
	const char *new_option;		/* in which the wanted variant differs, "any" for whichever;
					   "" none is wanted */
	enum new_price new_price;
	bool new_out_of_stock;
	const char *settle;		/* the kind of action they take of what is offered instead;
					   "none" */
	bool takes_person;		/* what they answer to the offer of a person */
	size_t fallback;		/* the goal that they pursue once this one is refused; 0
					   none */
	bool is_fallback;		/* pursued by nobody before */
};

struct expected_action {
	enum action_kind kind;
	enum action_state state;
	bool has_verdict;
	enum verdict_outcome verdict;
	enum expected_amount amount;
	int64_t figure;
};

struct scenario {
	const char *name, *title, *language, *file;
	bool contain;
	enum handoff_reason reason;
	const char *const *hard;
	size_t hard_count;
	const char *const *personas;	/* none: all */
	size_t persona_count;
	const struct value *personas_source;
	double weight;
	bool binds_order, binds_product;
	struct condition_list order, line, product, variant;
	bool proofs[PROOF_COUNT];
	int64_t patience;
	struct goal *goals;
	size_t goal_count;
	bool approver_denies;
	struct expected_action *actions;
	size_t action_count;
	bool told[TOLD_COUNT];
	const char *const *cites;
	size_t cite_count;
};

extern const struct trait_name order_traits[], line_traits[], product_traits[], variant_traits[];
extern const size_t order_trait_count, line_trait_count, product_trait_count, variant_trait_count;

NODISCARD enum err scenario_load(struct arena *a, const char *path, const char *currency,
    struct scenario *out, struct errinfo *e);
bool scenario_is_hard(const struct scenario *s, const char *how);	/* NULL: in any way */
/* What a person who has read the conversation does with an action that waits: as the scenario says
 * where it is the one that the scenario is about, else they deny it. */
bool scenario_approves(const struct scenario *s, enum action_kind kind);
const char *told_name(enum told_fact t);

#endif
