/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inside of the world room: a set of tau retail as it is read.
 */
#ifndef FLOORWALKER_WORLD_TAU_PRIVATE_H
#define FLOORWALKER_WORLD_TAU_PRIVATE_H

#include "floorwalker/base/date.h"
#include "floorwalker/world/tau.h"

#define TAU_USERS_MAX 20000	/* what a file of a world may hold */
#define TAU_ORDERS_MAX 15000
#define TAU_PRODUCTS_MAX 5000
#define TAU_PARTS_MAX 200	/* variants of a product, methods of a user, items of an order */

/* Where a variant is, by its sku. */
struct tau_place {
	const char *sku;
	const struct product *product;
	const struct variant *variant;
};

struct tau_set {
	const struct value *users, *orders, *products;	/* as they stand in the files */
	struct shop_records records;			/* in the files' order, none sorted */
	struct tau_place *places;			/* sorted */
	size_t place_count;
	const struct zone *zone;			/* of the template */
	const char *currency;
	int64_t as_of_ms;
};

/* Reads and checks the three files of folder; zone, currency and as_of are given. The first fault
 * ends it, with file, line and the record's id. */
NODISCARD enum err tau_read(
    struct arena *a, const char *folder, struct tau_set *set, struct errinfo *e);
/* The same of trees that are maps already, of records by their ids. */
NODISCARD enum err tau_read_set(struct arena *a, struct tau_set *set, struct errinfo *e);
/* The orders of such a set; products come first (tau_orders.c). */
NODISCARD enum err tau_read_orders(struct arena *a, struct tau_set *set, struct errinfo *e);

/* ---- fields; the fault names what ("order #W1") */
struct tau_reader {
	struct arena *arena;
	const struct tau_set *set;
	const char *what;
	struct errinfo *e;
	enum err err;			/* the first fault; all that follows is skipped */
};
void PRINTF_LIKE(3, 4)
    tau_fault(struct tau_reader *r, const struct value *at, const char *format, ...);
/* "" where it is at fault */
const char *tau_text(
    struct tau_reader *r, const struct value *map, const char *key, bool may_be_empty);
int64_t tau_amount(struct tau_reader *r, const struct value *map, const char *key);
const struct value *tau_part(
    struct tau_reader *r, const struct value *map, const char *key, enum value_kind kind);
void tau_keys(struct tau_reader *r, const struct value *map, const char *const *keys, size_t count);
void tau_address(struct tau_reader *r, const struct value *map, struct address *out);
const char *tau_id(struct tau_reader *r, const struct value *at, const char *id);
const struct product *tau_product_of(
    const struct tau_set *set, const char *sku, const struct variant **variant);
const struct customer *tau_customer(const struct tau_set *set, const char *id);

#endif
