/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Binding: which customer, order, line and product of the world a conversation is about, drawn by its seed among all that a scenario allows.
 */
#ifndef FLOORWALKER_SIM_BIND_H
#define FLOORWALKER_SIM_BIND_H

#include "floorwalker/base/date.h"
#include "floorwalker/base/random.h"
#include "floorwalker/model/shop.h"
#include "scenario.h"

/* Records of the world, borrowed. order, line, product and variant are NULL where the scenario binds none. */
struct binding {
	const struct customer *customer;
	const struct order *order, *other_order;
	const struct order_line *line, *other_line;
	const struct product *product, *other_product;	/* of the line, or the bound one */
	const struct variant *variant;			/* the line's, or the bound one */
	const struct variant *new_variant;		/* differs in the goal's option, in stock; NULL none */
};

/* All that a scenario allows, found once a run. */
struct binding_set {
	struct binding *items;
	size_t count;
};

struct bind_world {
	const struct shop_records *records;
	const struct zone *zone;
	int64_t now_ms;
};

/* Arena's. An empty set is no error: the caller says which scenario can't be played in this world. */
void bind_all(struct arena *a, const struct bind_world *w, const struct scenario *s, struct binding_set *out);
const struct product *records_product_of_sku(const struct shop_records *r, const char *sku);
const struct customer *records_customer(const struct shop_records *r, const char *id);

#endif
