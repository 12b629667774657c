/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Products and orders that conversations changed, as they were last read from a store: what one
 * conversation left is what the next ones find.
 */
#ifndef FLOORWALKER_SIM_GOODS_SEEN_H
#define FLOORWALKER_SIM_GOODS_SEEN_H

#include "floorwalker/model/shop.h"

struct goods_seen;
/* For so many at most; one thread's. */
struct goods_seen *goods_seen_new(size_t room);
void goods_seen_free(struct goods_seen **x);
/* Forgets all where there is no room for many more: what was read before is gone then. */
void goods_seen_begin(struct goods_seen *x);
/* The product whose document is body; what it points to is the memory's until it next begins anew,
 * or a's where there is no room. */
NODISCARD enum err goods_seen_read(struct goods_seen *x, struct arena *a, const char *id,
    const char *body, struct product *out, struct errinfo *e);

/* So an order, and all that a document holds. */
NODISCARD enum err goods_seen_order(struct goods_seen *x, struct arena *a, const char *id,
    const char *body, struct order *out, struct errinfo *e);
NODISCARD enum err goods_seen_value(struct goods_seen *x, struct arena *a, const char *id,
    const char *body, const struct value **out, struct errinfo *e);

#endif
