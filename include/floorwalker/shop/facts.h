/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Facts: everything that one turn read from the shop, recorded as it was read. The ground check
 * accepts a number, date, price, stock level, product or order id in a draft only where it stands
 * here (or in a cited passage), so reading through facts is the only way to speak of the shop.
 */
#ifndef FLOORWALKER_SHOP_FACTS_H
#define FLOORWALKER_SHOP_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/shop/shop.h"

struct facts;

/* customer_id: who is proven, or "". Personal records of anyone else are refused with
 * ERR_FORBIDDEN; products are open to all. */
struct facts *facts_new(struct arena *a, struct shop *s, const char *customer_id, int64_t now_ms);
struct arena *facts_arena(const struct facts *f);
struct shop *facts_shop(const struct facts *f);
int64_t facts_now_ms(const struct facts *f);
const char *facts_customer_id(const struct facts *f);
void facts_set_customer(struct facts *f, const char *customer_id);	/* proven during this
									   turn */

/* Read and record. What they return lives as long as the arena. */
/* ERR_FORBIDDEN: not theirs; ERR_NOT_FOUND */
NODISCARD enum err facts_order(
    struct facts *f, const char *order_id, const struct order **out, struct errinfo *e);
/* of the proven customer */
NODISCARD enum err facts_orders(
    struct facts *f, const struct order **out, size_t *count, struct errinfo *e);
NODISCARD enum err facts_customer(struct facts *f, const struct customer **out, struct errinfo *e);
NODISCARD enum err facts_product(
    struct facts *f, const char *product_id, const struct product **out, struct errinfo *e);
NODISCARD enum err facts_product_of_sku(
    struct facts *f, const char *sku, const struct product **out, struct errinfo *e);
/* to search in; records nothing until facts_product */
NODISCARD enum err facts_catalogue(
    struct facts *f, const struct product **out, size_t *count, struct errinfo *e);
/* Figures derived from recorded facts by our code (a sum, a difference, a date plus days) count as
 * facts once recorded here, with what they are. */
void facts_derive_money(struct facts *f, const char *what, int64_t minor);
void facts_derive_number(struct facts *f, const char *what, int64_t n);
void facts_derive_date(struct facts *f, const char *what, int64_t at_ms);
void facts_derive_text(struct facts *f, const char *what, const char *text);
void facts_add_verdict(
    struct facts *f, enum action_kind kind, const char *order_id, const struct verdict *v);

/* The record, masked as settings say when mask is set: {customer, orders: {id: …}, products: {id:
 * …}, derived: [{what, kind, value}], verdicts: […]}. */
struct value *facts_to_value(const struct facts *f, bool mask);

/* Whether a claim stands in what was read. Amounts in minor units; dates by local calendar day. */
bool facts_has_money(const struct facts *f, int64_t minor);
bool facts_has_number(const struct facts *f, int64_t n);
bool facts_has_date(const struct facts *f, int64_t at_ms);
bool facts_has_text(const struct facts *f, const char *folded);	/* any recorded text contains it,
								   case and accents aside */

#endif
