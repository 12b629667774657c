/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The facts that rules may speak of. This table and doc/worlds.md say the same.
 */
#include <string.h>

#include "floorwalker/base/str.h"
#include "table.h"

#define KIND(k) (1u << ACTION_##k)
#define ALL ((1u << ACTION_KIND_COUNT) - 1)
#define OF_ORDER (ALL & ~KIND(PROFILE_ADDRESS_CHANGE))
#define OF_VARIANTS (KIND(EXCHANGE) | KIND(ITEM_CHANGE))
#define OF_METHOD (OF_ORDER & ~KIND(ADDRESS_CHANGE))
#define COUNT_MAX 1000000

static const char *const actions[] = {"refund", "cancel", "return", "exchange", "item_change",
    "payment_change", "address_change", "profile_address_change", "discount", "goodwill"};
static const char *const order_statuses[] = {"pending", "processing", "shipped", "delivered",
    "cancelled", "return_requested", "returned", "exchange_requested"};
static const char *const shipment_statuses[] = {"label_created", "in_transit", "out_for_delivery",
    "delivered", "delayed", "lost", "returned_to_sender"};
static const char *const tiers[] = { "standard", "plus", "vip" };
static const char *const reasons[] = {"changed_mind", "damaged", "faulty", "wrong_item",
    "not_arrived", "late", "price", "ordered_by_mistake", "other"};
static const char *const methods[] = { "original", "gift_card", "other" };

#define WORDS(w) FACT_WORD, 0, 0, w, sizeof(w) / sizeof((w)[0])
#define COUNTED FACT_COUNT, 0, COUNT_MAX, NULL, 0
#define AMOUNT FACT_MONEY, 0, VALUE_INT_MAX, NULL, 0
#define TRUTH FACT_BOOL, 0, 0, NULL, 0

/* Sorted by name: looked up by halving. */
static const struct fact_type types[] = {
	{ "action", WORDS(actions), false, ALL },
	{ "actions_on_order", COUNTED, false, OF_ORDER },
	{ "address_country_changes", TRUTH, false, KIND(ADDRESS_CHANGE) | KIND(PROFILE_ADDRESS_CHANGE) },
	{ "all_items", TRUTH, false, OF_ORDER },
	{ "amount", AMOUNT, false, ALL },
	{ "any_final_sale", TRUTH, false, OF_ORDER },
	{ "any_gift_card", TRUTH, false, OF_ORDER },
	{ "any_hygiene_opened", TRUTH, false, OF_ORDER },
	{ "country", FACT_COUNTRY, 0, 0, NULL, 0, false, ALL },
	{ "days_late", COUNTED, false, OF_ORDER },
	{ "days_since_delivery", COUNTED, true, OF_ORDER },
	{ "days_since_order", COUNTED, false, OF_ORDER },
	{ "delivered", TRUTH, false, OF_ORDER },
	{ "hour", FACT_COUNT, 0, 23, NULL, 0, false, ALL },
	{ "items", FACT_LIST, 0, 0, NULL, 0, false, OF_ORDER },
	{ "items_changed", TRUTH, false, OF_ORDER },
	{ "method", WORDS(methods), false, OF_METHOD },
	{ "method_covers", TRUTH, false, OF_VARIANTS | KIND(PAYMENT_CHANGE) },
	{ "new_gift_card", TRUTH, false, OF_METHOD },
	{ "new_in_stock", TRUTH, false, OF_VARIANTS },
	{ "new_left", COUNTED, false, OF_VARIANTS },
	{ "order_status", WORDS(order_statuses), false, OF_ORDER },
	{ "order_total", AMOUNT, false, OF_ORDER },
	{ "payments", COUNTED, false, OF_ORDER },
	{ "price_difference", FACT_MONEY, -VALUE_INT_MAX, VALUE_INT_MAX, NULL, 0, false, OF_VARIANTS },
	{ "reason", WORDS(reasons), false, ALL },
	{ "refunded_before", AMOUNT, false, OF_ORDER },
	{ "refunds_last_90_days", COUNTED, false, ALL },
	{ "same_product", TRUTH, false, OF_VARIANTS },
	{ "same_variant", TRUTH, false, OF_VARIANTS },
	{ "shipment_status", WORDS(shipment_statuses), true, OF_ORDER },
	{ "tier", WORDS(tiers), false, ALL },
};

size_t
fact_type_count(void)
{
	return sizeof(types) / sizeof(types[0]);
}

const struct fact_type *
fact_type_at(size_t fact)
{
	return &types[fact];
}

bool
fact_type_find(const char *name, size_t *fact)
{
	size_t low = 0, high = fact_type_count();

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(name, types[middle].name);

		if (order == 0) {
			*fact = middle;
			return true;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

const char *
fact_type_nearest(const char *name)
{
	const char *names[POLICY_FACTS_MAX];
	size_t i;

	for (i = 0; i < fact_type_count(); i++)
		names[i] = types[i].name;
	return text_nearest(name, names, fact_type_count());
}

size_t
policy_fact_count(void)
{
	return fact_type_count();
}

const char *
policy_fact_name(size_t i)
{
	return i < fact_type_count() ? types[i].name : NULL;
}

bool
policy_fact_is_money(const char *name)
{
	size_t fact;

	return fact_type_find(name, &fact) && fact_type_at(fact)->kind == FACT_MONEY;
}
