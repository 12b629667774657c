/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Binding: which customer, order, line and product of the world a conversation is about, drawn by
 * its seed among all that a scenario allows.
 */
#ifndef FLOORWALKER_SIM_BIND_H
#define FLOORWALKER_SIM_BIND_H

#include "floorwalker/base/date.h"
#include "floorwalker/base/random.h"
#include "floorwalker/model/shop.h"
#include "scenario.h"

/* Records of the world, borrowed. order, line, product and variant are NULL where the scenario
 * binds none. */
struct binding {
	const struct customer *customer;
	const struct order *order, *other_order;
	const struct order_line *line, *other_line;
	const struct product *product, *other_product;	/* of the line, or the bound one */
	const struct variant *variant;			/* the line's, or the bound one */
	const struct variant *new_variant;		/* differs in the goal's option; NULL
							   none */
	const struct pair *attribute;			/* of the product, drawn; NULL none */
};

/* All that a scenario allows, found once a run. */
struct binding_set {
	struct binding *items;
	size_t count;
};

struct bind_index;
struct bind_world {
	const struct shop_records *records;
	const struct zone *zone;
	int64_t now_ms;
	const struct bind_index *index;	/* what bind_index_make() worked out; NULL: worked out anew
					   for each scenario */
};

/* The traits of every order and line of the world, worked out once for many scenarios. Arena's. */
const struct bind_index *bind_index_make(struct arena *a, const struct bind_world *w);

/* Arena's. An empty set is no error: the caller says which scenario can't be played in this
 * world. */
void bind_all(
    struct arena *a, const struct bind_world *w, const struct scenario *s, struct binding_set *out);
/* A candidate as one conversation gets it: what is still open is drawn. */
void bind_draw(const struct binding *from, struct random_stream *r, struct binding *out);
/* What a refund of the line (NULL: of all lines) comes to: its price less its share of the
 * discount; with the delivery charge where nothing of the order is kept; at most what is still
 * paid. */
int64_t bind_refund_of(const struct order *o, const struct order_line *l);
/* A method of the customer's that the order wasn't paid with and that could pay it; NULL none. */
const struct payment_method *bind_other_method(const struct order *o, const struct customer *c);
const struct product *records_product_of_sku(const struct shop_records *r, const char *sku);
const struct customer *records_customer(const struct shop_records *r, const char *id);

#endif
