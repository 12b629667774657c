/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shop's records as JSON: what is accepted prints to the same record again.
 */
#include <stdint.h>
#include <stdlib.h>

#include "floorwalker/model/shop.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *a = arena_new();
	struct value *v;
	struct errinfo e;
	struct order order;
	struct product product;
	struct customer customer;

	if (value_parse_json(a, "fuzz", (const char *)bytes, size, &value_limits_message, &v, &e) ==
	    ERR_OK) {
		if (order_from_value(a, v, &order, &e) == ERR_OK &&
		    order_from_value(a, order_to_value(a, &order), &order, &e) != ERR_OK)
			abort();
		if (product_from_value(a, v, &product, &e) == ERR_OK &&
		    product_from_value(a, product_to_value(a, &product), &product, &e) != ERR_OK)
			abort();
		if (customer_from_value(a, v, &customer, &e) == ERR_OK &&
		    customer_from_value(a, customer_to_value(a, &customer), &customer, &e) !=
			ERR_OK)
			abort();
	}
	arena_free(&a);
	return 0;
}
