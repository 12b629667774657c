/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sets of tau retail: the first byte says which of the three trees the rest is (u, o, p); the other
 * two are those of tests/benchmark/small. What is taken comes back in the set's shape as it was.
 */
#include <stdint.h>
#include <stdlib.h>

#include "../../src/world/tau.h"
#include "floorwalker/base/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define AS_OF ((int64_t)1700000000000)

static struct value *
load(struct arena *a, const char *name)
{
	const char *top = getenv("srcdir");
	struct value *v;
	struct errinfo e;

	if (value_load(a, file_join(a, file_join(a, top != NULL ? top : ".", "tests/benchmark/small"), name), &v, &e) != ERR_OK)
		abort();
	return v;
}

static void
expect(const struct value *wanted, const struct value *got)
{
	struct str where;

	str_init(&where);
	if (!tau_is_same(wanted, got, &where))
		abort();
	str_clear(&where);
}

static void
expect_all(struct arena *a, const struct tau_set *set)
{
	const struct settings s = { .currency = set->currency };
	const struct shop_records *r = &set->records;

	for (size_t i = 0; i < r->product_count; i++)
		expect(value_get(set->products, r->products[i].id), tau_product(a, &s, &r->products[i]));
	for (size_t i = 0; i < r->customer_count; i++)
		expect(value_get(set->users, r->customers[i].id), tau_user(a, r, &s, &r->customers[i]));
	for (size_t i = 0; i < r->order_count; i++)
		expect(value_get(set->orders, r->orders[i].id), tau_order(a, r, &s, &r->orders[i]));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *a = arena_new();
	struct tau_set set = { .currency = "USD", .as_of_ms = AS_OF };
	struct value *v;
	struct errinfo e;

	if (size > 0 &&
	    value_parse_json(a, "fuzz", (const char *)bytes + 1, size - 1, &value_limits_message, &v, &e) == ERR_OK &&
	    value_kind(v) == VALUE_MAP) {
		set.users = bytes[0] == 'u' ? v : load(a, "users.json");
		set.orders = bytes[0] == 'o' ? v : load(a, "orders.json");
		set.products = bytes[0] == 'p' ? v : load(a, "products.json");
		if (tau_read_set(a, &set, &e) == ERR_OK)
			expect_all(a, &set);
	}
	arena_free(&a);
	return 0;
}
