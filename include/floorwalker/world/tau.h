/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sets in the shape of tau-bench's retail shop (doc/benchmark.md): one as a world, and a world's
 * records in that shape again, so that end states can be held against each other.
 */
#ifndef FLOORWALKER_WORLD_TAU_H
#define FLOORWALKER_WORLD_TAU_H

#include <stdbool.h>
#include <stddef.h>

#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/base/str.h"
#include "floorwalker/base/value.h"
#include "floorwalker/model/settings.h"
#include "floorwalker/model/shop.h"

struct tau_import_options {
	const char *db;			/* a folder with users.json, orders.json and products.json,
					   or the same with retail_ before each name */
	const char *out;		/* a new folder */
	const char *template;		/* world.yaml, policy/ and knowledge/ of what it becomes */
	const char *messages;		/* the folder of a world whose messages/ it speaks with */
};
struct tau_counts {
	size_t customers, orders, products, variants;
};
/* Whole or not at all: the world is read back and held against the set before it stays. ERR_INPUT
 * names file, line and id. The same set gives the same bytes.
 *
 * The set has no dates, which a world needs: its orders were placed on days before as_of of the
 * template, those of one customer a day apart in the order in which they are listed; nothing else
 * is made up. */
NODISCARD enum err tau_import(
    const struct tau_import_options *o, struct tau_counts *out, struct errinfo *e);

/* Records in the set's shape. records: where variants are looked up, and a customer's orders.
 * Amounts become numbers in the currency's units. */
struct value *tau_order(struct arena *a, const struct shop_records *records,
    const struct settings *s, const struct order *o);
struct value *tau_user(struct arena *a, const struct shop_records *records,
    const struct settings *s, const struct customer *c);
struct value *tau_product(struct arena *a, const struct settings *s, const struct product *p);

#define TAU_TOLERANCE 1e-6	/* of numbers */
/* Whether two values are the same: maps whatever their keys' order, lists in their order, numbers
 * to the tolerance. Else where says the first place, and both sides: "items.0.price: 12.5, wanted
 * 12". */
bool tau_is_same(const struct value *wanted, const struct value *got, struct str *where);

/* "USA" as "US", the arena's; NULL where it is no country's three capital letters. And back; what
 * has no three letters stays as it is. */
const char *tau_country_from(struct arena *a, const char *three);
const char *tau_country_to(struct arena *a, const char *two);

/* Reasons for a cancellation, and what a world calls them; NULL where there is no such. */
const char *tau_reason_from(const char *reason);
const char *tau_reason_to(const char *word);

#endif
