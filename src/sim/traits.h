/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Traits: what a scenario's bind may ask of the world's records, worked out by code of the
 * simulator's own.
 */
#ifndef FLOORWALKER_SIM_TRAITS_H
#define FLOORWALKER_SIM_TRAITS_H

#include "bind.h"
#include "condition.h"

enum order_trait {
	ORDER_STATUS,
	ORDER_DAYS_SINCE_ORDER,
	ORDER_DAYS_SINCE_DELIVERY,
	ORDER_DELIVERED,
	ORDER_LINE_COUNT,
	ORDER_SHIPMENT_COUNT,
	ORDER_SHIPMENT_STATUS,
	ORDER_DAYS_LATE,
	ORDER_TOTAL,
	ORDER_REFUNDED,
	ORDER_REFUNDED_ALL,
	ORDER_REFUND_COUNT,
	ORDER_COUNTRY,
	ORDER_TIER,
	ORDER_LANGUAGE,
	ORDER_PAYMENT,
	ORDER_OTHER_METHOD,
	ORDER_METHODS,
	ORDER_REFUNDS_90_DAYS,
	ORDER_ORDERS,
	ORDER_GIFT_CARDS,
	ORDER_REQUESTS,
	ORDER_ANY_FINAL_SALE,
	ORDER_ANY_HYGIENE_OPENED,
	ORDER_ANY_GIFT_CARD,
	ORDER_ONLY_GIFT_CARDS,
	ORDER_TRAIT_COUNT
};
enum line_trait {
	LINE_PRICE,
	LINE_QUANTITY,
	LINE_REFUND,
	LINE_PRICE_FALL,
	LINE_FINAL_SALE,
	LINE_HYGIENE,
	LINE_OPENED,
	LINE_RETURNED,
	LINE_GIFT_CARD,
	LINE_KIND,
	LINE_ONLY_HERE,
	LINE_TRAIT_COUNT
};
enum product_trait {
	PRODUCT_KIND,
	PRODUCT_DEPARTMENT,
	PRODUCT_GIFT_CARD,
	PRODUCT_ATTRIBUTES,
	PRODUCT_OPTIONS,
	PRODUCT_SIZED,
	PRODUCT_TRAIT_COUNT
};
enum variant_trait {
	VARIANT_PRICE,
	VARIANT_STOCK,
	VARIANT_RESTOCK,
	VARIANT_FINAL_SALE,
	VARIANT_TRAIT_COUNT
};

/* t has room for the kind's count of traits. */
void traits_of_order(
    const struct bind_world *w, const struct order *o, const struct customer *c, struct trait *t);
void traits_of_line(const struct bind_world *w, const struct order *o, const struct order_line *l,
    const struct product *p, struct trait *t);
void traits_of_product(const struct product *p, struct trait *t);
void traits_of_variant(const struct variant *v, struct trait *t);

#endif
