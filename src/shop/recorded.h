/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside of the shop room: what a struct facts holds.
 */
#ifndef FLOORWALKER_SHOP_RECORDED_H
#define FLOORWALKER_SHOP_RECORDED_H

#include "embedded.h"

enum derived_kind { DERIVED_MONEY, DERIVED_NUMBER, DERIVED_DATE, DERIVED_TEXT };

struct derived {
	enum derived_kind kind;
	const char *what, *text;
	int64_t n;
};

struct recorded_verdict {
	enum action_kind kind;
	const char *order_id;
	struct verdict verdict;
};

/* Pointers to records in the arena, in the order in which they were read. */
struct recorded {
	const void **items;
	size_t count, room;
};

struct facts {
	struct arena *arena;
	struct shop *shop;
	const char *customer_id;
	int64_t now_ms;
	const struct customer *customer;	/* NULL until read */
	struct recorded orders, products, derived, verdicts;
	const struct product *catalogue;	/* NULL until read */
	size_t catalogue_count;
	bool listed;				/* facts_orders was asked: how many there are is a
						   fact */
	const char *haystack;			/* all recorded texts, folded; NULL where more was
						   recorded since */
};

const struct product *facts_recorded_product(const struct facts *f, size_t i);
const struct order *facts_recorded_order(const struct facts *f, size_t i);

#endif
