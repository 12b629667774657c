/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shop port: orders, catalogue, stock, tracking, refunds. Behind it the embedded shop, whose
 * records are documents of the store (a REST shop joins later).
 *
 *   shop/shop.h     the port
 *   shop/facts.h    what one turn read from the shop: the only source of grounded statements
 *   shop/actions.h  what an action would mean now: amounts and policy's facts
 *
 * Reads come into the caller's arena and show the newest commit. A shop handle belongs to one
 * thread.
 */
#ifndef FLOORWALKER_SHOP_SHOP_H
#define FLOORWALKER_SHOP_SHOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/clock.h"
#include "floorwalker/base/err.h"
#include "floorwalker/base/mem.h"
#include "floorwalker/model/action.h"
#include "floorwalker/model/settings.h"
#include "floorwalker/model/shop.h"
#include "floorwalker/store.h"

struct shop;

/* The embedded shop over a store. base (may be NULL): records that are not in the store are read
 * from here and copied on write, so that a simulated conversation costs no seeding; borrowed,
 * read-only, must outlive the shop. settings are borrowed. */
NODISCARD enum err shop_embedded_new(struct store *s, const struct shop_records *base,
    const struct settings *settings, const struct clock *clock, struct shop **out,
    struct errinfo *e);
/* Who carries out effects elsewhere than in the store, as shop_execute() and shop_effect() say;
 * they may take their time, and are called with no transaction open. */
struct shop_till {
	void *self;
	NODISCARD enum err (*execute)(void *self, struct arena *a, const char *key,
	    const struct action_proposal *p, const char *customer_id, const char **result,
	    struct errinfo *e);
	NODISCARD enum err (*effect)(
	    void *self, struct arena *a, const char *key, const char **result, struct errinfo *e);
};
void shop_set_till(struct shop *s, const struct shop_till *till);	/* borrowed; NULL: the
									   embedded shop's own */
bool shop_is_elsewhere(const struct shop *s);	/* effects are: they can't be part of a
						   transaction */
/* What shows while a carrier stands still (model/shop.h): an overlay on what is read here by the shop's
 * clock. The records stay as they are, and what an action does is done to them. Borrowed. */
void shop_set_outages(struct shop *s, const struct carrier_outage *outages, size_t count);
/* Called with each record before it is read: kind "order", "customer" or "product" with its id, "orders"
 * with the customer whose they are, "customers" where all are looked through for whom a claim fits, and
 * "catalogue" where all products are; id is "" then. NULL: no longer. */
void shop_watch(struct shop *s, void (*reads)(void *context, const char *kind, const char *id),
    void *context);
void shop_free(struct shop **s);
const struct settings *shop_settings(const struct shop *s);
/* Writes all records into the store as documents (in its own transactions), each instant moved by
 * shift_ms. */
NODISCARD enum err shop_embedded_seed(
    struct store *s, const struct shop_records *records, int64_t shift_ms, struct errinfo *e);

/* Puts one customer with their orders into the store, in a transaction of its own; ERR_CONFLICT where
 * an id is taken. For shoppers of a simulation. */
NODISCARD enum err shop_embedded_add(struct shop *s, const struct customer *c,
    const struct order *orders, size_t count, struct errinfo *e);
/* Takes the customer and all of their orders out again, likewise. Of c: id, names and e-mail address
 * as they were put in. */
NODISCARD enum err shop_embedded_remove(
    struct shop *s, const struct customer *c, struct errinfo *e);

/* ERR_NOT_FOUND */
NODISCARD enum err shop_order(
    struct shop *s, struct arena *a, const char *order_id, struct order *out, struct errinfo *e);
NODISCARD enum err shop_customer(struct shop *s, struct arena *a, const char *customer_id,
    struct customer *out, struct errinfo *e);
/* newest first */
NODISCARD enum err shop_orders_of(struct shop *s, struct arena *a, const char *customer_id,
    struct order **out, size_t *count, struct errinfo *e);
NODISCARD enum err shop_product(struct shop *s, struct arena *a, const char *product_id,
    struct product *out, struct errinfo *e);
NODISCARD enum err shop_product_of_sku(
    struct shop *s, struct arena *a, const char *sku, struct product *out, struct errinfo *e);
/* All products, with stock as it is now. */
NODISCARD enum err shop_products(
    struct shop *s, struct arena *a, struct product **out, size_t *count, struct errinfo *e);

/* What a shopper claims about themselves; NULL or "" where they didn't say. */
struct identity_claim {
	const char *order_id, *email, *postcode, *given, *family, *phone;
};
/* The one customer whom some way of the settings proves; way gets its number. ERR_NOT_FOUND:
 * nobody, or more than one; ERR_STATE: not enough said yet. */
NODISCARD enum err shop_identify(struct shop *s, struct arena *a,
    const struct identity_claim *claim, struct customer *out, size_t *way, struct errinfo *e);

/* Does what an approved action says, once per key; part of the caller's open store transaction
 * where the shop is embedded (none open: one of its own). result: JSON {done: true, …} in the
 * arena. A key that was applied answers the first result again. ERR_STATE: the records no longer
 * allow it (text says why). ERR_TIMEOUT: no answer, so that it may have been done or not; only
 * then: any other error says that it wasn't. */
NODISCARD enum err shop_execute(struct shop *s, struct arena *a, const char *key,
    const struct action_proposal *p, const char *customer_id, const char **result,
    struct errinfo *e);
/* What became of a key: ERR_NOT_FOUND where it was never applied. Any other error tells nothing of
 * it. */
NODISCARD enum err shop_effect(
    struct shop *s, struct arena *a, const char *key, const char **result, struct errinfo *e);

#endif
