/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shop's records: products with variants, customers, orders with lines, payments and shipments.
 * Plain records; strings and arrays belong to the arena that they were read into; absent texts are
 * "", absent instants 0. Amounts in minor units of the shop's currency.
 */
#ifndef FLOORWALKER_MODEL_SHOP_H
#define FLOORWALKER_MODEL_SHOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "floorwalker/base/mem.h"
#include "floorwalker/base/value.h"

struct pair {
	const char *name;
	const char *value;
};

#define STOCK_UNCOUNTED ((int64_t)1000000)	/* more than any order asks for */

struct variant {
	const char *sku;
	const struct pair *options;	/* in the product's order of options */
	size_t option_count;
	int64_t price;
	int64_t was;			/* earlier price or 0 */
	int64_t stock;			/* pieces; 0 or STOCK_UNCOUNTED where uncounted */
	int64_t restock_ms;
	bool final_sale;
	bool uncounted;			/* the shop knows whether there are any, not how many: no
					   action changes that */
};

struct product {
	const char *id;
	const char *name;
	const char *department;
	const char *kind;
	const char *const *also;
	size_t also_count;
	const char *description;
	const char *care;
	const struct pair *attributes;
	size_t attribute_count;
	const char *const *options;	/* names of the options */
	size_t option_count;
	const struct variant *variants;	/* often the world's own, which all threads read */
	size_t variant_count;
	bool hygiene;
	bool gift_card;
};

struct address {
	const char *line1, *line2, *city, *region, *postcode;
	const char *country;		/* ISO 3166-1 alpha-2 */
};

struct payment_method {
	const char *id;
	const char *kind;		/* "card", "paypal", "gift_card" */
	const char *label;
	int64_t balance;		/* gift card */
	const char *brand, *last_four;	/* of a card, where the shop keeps them: "visa", "4417"; may be
					   NULL */
};

/* What a customer agreed to, or didn't, as the shop has it on record: "sms", "post" … */
struct consent {
	const char *name;
	bool given;
};

struct customer {
	const char *id;
	const char *given, *family;
	const char *email, *phone;
	const char *language;
	const char *tier;		/* "standard", "plus", "vip" */
	int64_t since_ms;
	struct address address;
	struct payment_method *methods;
	size_t method_count;
	bool marketing;
	struct consent *consents;	/* more of them; often none */
	size_t consent_count;
};

struct order_line {
	int64_t id;
	const char *sku;
	const char *product_id;		/* filled by the shop from the catalogue */
	int64_t quantity;
	int64_t price;			/* each, as paid */
	bool final_sale, opened, returned;
};

struct payment {
	bool refund;			/* else a payment */
	int64_t amount;
	const char *method_id;
	int64_t at_ms;
};

struct tracking_event {
	int64_t at_ms;
	const char *place, *text;
};

struct shipment {
	const char *id, *carrier, *tracking;
	const char *status;		/* "label_created", "in_transit", "out_for_delivery",
					   "delivered", "delayed", "lost", "returned_to_sender" */
	int64_t shipped_ms, delivered_ms;
	const int64_t *lines;
	size_t line_count;
	const struct tracking_event *events;
	size_t event_count;
};

struct order {
	const char *id;
	const char *customer_id;
	const char *status;		/* "pending", "processing", "shipped", "delivered",
					   "cancelled", "return_requested", "returned",
					   "exchange_requested" */
	int64_t placed_ms, promised_ms;
	struct order_line *lines;
	size_t line_count;
	int64_t shipping, discount;
	struct payment *payments;
	size_t payment_count;
	struct address address;
	const char *delivery;		/* "standard", "express", "pickup" */
	struct shipment *shipments;
	size_t shipment_count;
	const char *note;
	const struct value *requests;	/* list of what was asked and recorded: {kind, lines,
					   method, at …}; may be NULL */
	bool items_changed;		/* lines became others after it was placed */
};

/* All records of a world, read-only once loaded; sorted by id for look-up. */
struct shop_records {
	struct product *products;
	size_t product_count;
	struct customer *customers;
	size_t customer_count;
	struct order *orders;
	size_t order_count;
};

int64_t order_goods_total(const struct order *o);	/* lines, without shipping and discount */
/* While a carrier stands still none of its parcels that are on their way move: their tracking says that they
 * are delayed, whatever the records say, and has no later news. Instants are the clock's. */
struct carrier_outage {
	const char *carrier;		/* case aside */
	int64_t from_ms, until_ms;	/* not at until_ms any more; INT64_MAX: to the end */
};
/* The order as it shows at some instant from from_ms up to and with until_ms within such an outage, its
 * shipments the arena's, all else shared; false where it shows as the records say. throughout (may be NULL):
 * whether it shows so all that time. */
bool order_in_outage(struct arena *a, const struct order *o, const struct carrier_outage *outages,
    size_t count, int64_t from_ms, int64_t until_ms, struct order *out, bool *throughout);

int64_t order_total(const struct order *o);		/* goods + shipping - discount */
int64_t order_paid(const struct order *o);
int64_t order_refunded(const struct order *o);
int64_t order_delivered_ms(const struct order *o);	/* the last delivery when every shipment is
							   delivered, else 0 */
const struct order_line *order_line_find(const struct order *o, int64_t line_id);
const struct variant *product_variant(const struct product *p, const char *sku);
/* Gives p variants of its own, in the arena, and returns them to be changed. */
struct variant *product_own_variants(struct arena *a, struct product *p);
const struct payment_method *customer_method(const struct customer *c, const char *method_id);

/* Records as values and back: the form in which they are stored, compared and shown to expressions.
 * Amounts are minor units. Reading checks every field (type, range, known words) and names the
 * faulty one. */
struct value *product_to_value(struct arena *a, const struct product *p);
struct value *customer_to_value(struct arena *a, const struct customer *c);
struct value *order_to_value(struct arena *a, const struct order *o);
NODISCARD enum err product_from_value(
    struct arena *a, const struct value *v, struct product *out, struct errinfo *e);
NODISCARD enum err customer_from_value(
    struct arena *a, const struct value *v, struct customer *out, struct errinfo *e);
NODISCARD enum err order_from_value(
    struct arena *a, const struct value *v, struct order *out, struct errinfo *e);

#endif
