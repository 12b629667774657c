/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct pair moss_s[] = {{"colour", "moss"}, {"size", "S"}},
			 moss_m[] = {{"colour", "moss"}, {"size", "M"}},
			 plain[] = {{"size", "750 ml"}}, worth[] = {{"value", "50"}};
static const char *const jacket_options[] = {"colour", "size"}, *const size_option[] = {"size"},
			 *const value_option[] = {"value"};
static const char *const jacket_also[] = { "rain jacket" };
static const struct pair jacket_attributes[] = {{"waterproof", "20,000 mm"}, {"weight", "420 g"}};

static struct variant jacket_variants[] = {
	{ .sku = "JACKET-S", .options = moss_s, .option_count = 2, .price = 18900, .was = 21900, .stock = 4 },
	{ .sku = "JACKET-M", .options = moss_m, .option_count = 2, .price = 19900, .stock = 1 },
};
static struct variant bottle_variants[] = {
	{ .sku = "BOTTLE", .options = plain, .option_count = 1, .price = 1000, .stock = 0, .restock_ms = FIXTURE_NOW + 14 * DATE_DAY_MS },
};
static struct variant card_variants[] = {
    {.sku = "GIFT-50", .options = worth, .option_count = 1, .price = 5000, .stock = 99}};

static struct product products[] = {
    {.id = "P-1",
	.name = "Corrib waterproof jacket",
	.department = "Clothing",
	.kind = "jacket",
	.also = jacket_also,
	.also_count = 1,
	.description = "Keeps the rain out.",
	.care = "Wash at 30 degrees.",
	.attributes = jacket_attributes,
	.attribute_count = 2,
	.options = jacket_options,
	.option_count = 2,
	.variants = jacket_variants,
	.variant_count = 2},
    {.id = "P-2",
	.name = "Lough bottle",
	.department = "Kitchen",
	.kind = "bottle",
	.description = "",
	.care = "",
	.options = size_option,
	.option_count = 1,
	.variants = bottle_variants,
	.variant_count = 1,
	.hygiene = true},
    {.id = "P-3",
	.name = "Gift card",
	.department = "Gift cards",
	.kind = "gift card",
	.description = "",
	.care = "",
	.options = value_option,
	.option_count = 1,
	.variants = card_variants,
	.variant_count = 1,
	.gift_card = true},
};

static struct payment_method methods_1[] = {
    { .id = "PM-1-1", .kind = "card", .label = "Visa ending 4417" }};
static struct payment_method methods_2[] = {
    {.id = "PM-2-1", .kind = "card", .label = "Visa ending 1111"},
    {.id = "PM-2-2", .kind = "gift_card", .label = "Gift card ending 0031", .balance = 4000},
    {.id = "PM-2-3", .kind = "paypal", .label = "PayPal"}};
static struct payment_method methods_3[] = {
    { .id = "PM-3-1", .kind = "card", .label = "Visa ending 9999" }};

static struct customer customers[] = {
    {.id = "C-1",
	.given = "Aoife",
	.family = "O'Brien-Søe",
	.email = "Aoife.Obrien@example.com",
	.phone = "+353 20 910 1101",
	.language = "en",
	.tier = "standard",
	.since_ms = FIXTURE_NOW - 500 * DATE_DAY_MS,
	.address = {"14 Abbey Row", "", "Galway", "Galway", "H91 X2K4", "IE"},
	.methods = methods_1,
	.method_count = 1},
    {.id = "C-2",
	.given = "Bríd",
	.family = "Nolan",
	.email = "brid@example.org",
	.phone = "+353 20 910 1102",
	.language = "en",
	.tier = "plus",
	.since_ms = FIXTURE_NOW - 900 * DATE_DAY_MS,
	.address = {"3 Weir View", "", "Tuam", "Galway", "H54 KP21", "IE"},
	.methods = methods_2,
	.method_count = 3},
    {.id = "C-3",
	.given = "Brid",
	.family = "Nolan",
	.email = "brid.nolan@example.net",
	.phone = "+353 20 910 1103",
	.language = "en",
	.tier = "vip",
	.since_ms = FIXTURE_NOW - 100 * DATE_DAY_MS,
	.address = {"3 Weir View", "", "Tuam", "Galway", "H54KP21", "IE"},
	.methods = methods_3,
	.method_count = 1},
};

/* T-1, of C-2: 2 jackets at 100.00, 1 bottle at 33.33; discount 10.00, shipping 4.95; paid 40.00 by
 * gift card, the rest by card; delivered 6 days ago, 1 late. */
static struct order_line lines_1[] = {
    {.id = 1, .sku = "JACKET-S", .product_id = "", .quantity = 2, .price = 10000},
    {.id = 2, .sku = "BOTTLE", .product_id = "", .quantity = 1, .price = 3333, .opened = true}};
static struct payment payments_1[] = { { false, 4000, "PM-2-2", FIXTURE_NOW - 12 * DATE_DAY_MS },
	{ false, 18828, "PM-2-1", FIXTURE_NOW - 12 * DATE_DAY_MS } };
static const int64_t both[] = { 1, 2 }, first[] = { 1 }, second[] = { 2 };
static struct tracking_event events_1[] = {{FIXTURE_NOW - 6 * DATE_DAY_MS, "Galway", "Delivered"}};
static struct shipment shipments_1[] = {{.id = "S-1",
    .carrier = "An Post",
    .tracking = "CE1IE",
    .status = "delivered",
    .shipped_ms = FIXTURE_NOW - 9 * DATE_DAY_MS,
    .delivered_ms = FIXTURE_NOW - 6 * DATE_DAY_MS,
    .lines = both,
    .line_count = 2,
    .events = events_1,
    .event_count = 1}};
/* T-2, of C-2: pending, one jacket S at 189.00, by card. */
static struct order_line lines_2[] = {
    {.id = 1, .sku = "JACKET-S", .product_id = "", .quantity = 1, .price = 18900}};
static struct payment payments_2[] = { { false, 18900, "PM-2-1", FIXTURE_NOW - DATE_DAY_MS } };
/* T-3, of C-2: shipped in two parcels, one came, the other is lost. */
static struct order_line lines_3[] = {
    {.id = 1, .sku = "JACKET-S", .product_id = "", .quantity = 1, .price = 5000},
    {.id = 2,
	.sku = "GIFT-50",
	.product_id = "",
	.quantity = 1,
	.price = 5000,
	.final_sale = true}};
static struct payment payments_3[] = { { false, 10000, "PM-2-1", FIXTURE_NOW - 20 * DATE_DAY_MS } };
static struct shipment shipments_3[] = {
	{ .id = "S-1", .carrier = "An Post", .tracking = "CE3IE", .status = "delivered", .shipped_ms = FIXTURE_NOW - 18 * DATE_DAY_MS,
	    .delivered_ms = FIXTURE_NOW - 15 * DATE_DAY_MS, .lines = first, .line_count = 1 },
	{ .id = "S-2", .carrier = "An Post", .tracking = "CE4IE", .status = "lost", .shipped_ms = FIXTURE_NOW - 18 * DATE_DAY_MS, .lines = second,
	    .line_count = 1 } };
/* T-4, of C-1: returned, and refunded 30 days ago by a file that says so without a request. */
static struct order_line lines_4[] = {
    {.id = 1, .sku = "JACKET-M", .product_id = "", .quantity = 1, .price = 19900, .returned = true},
    {.id = 2, .sku = "BOTTLE", .product_id = "", .quantity = 1, .price = 1000}};
static struct payment payments_4[] = { { false, 20900, "PM-1-1", FIXTURE_NOW - 60 * DATE_DAY_MS },
	{ true, 19900, "PM-1-1", FIXTURE_NOW - 30 * DATE_DAY_MS } };
static struct shipment shipments_4[] = {{.id = "S-1",
    .carrier = "An Post",
    .tracking = "CE5IE",
    .status = "delivered",
    .shipped_ms = FIXTURE_NOW - 58 * DATE_DAY_MS,
    .delivered_ms = FIXTURE_NOW - 55 * DATE_DAY_MS,
    .lines = both,
    .line_count = 2}};

#define HOME_2 { "3 Weir View", "", "Tuam", "Galway", "H54 KP21", "IE" }
static struct order orders[] = {
    {.id = "T-1",
	.customer_id = "C-2",
	.status = "delivered",
	.placed_ms = FIXTURE_NOW - 12 * DATE_DAY_MS,
	.promised_ms = FIXTURE_NOW - 7 * DATE_DAY_MS,
	.lines = lines_1,
	.line_count = 2,
	.shipping = 495,
	.discount = 1000,
	.payments = payments_1,
	.payment_count = 2,
	.address = HOME_2,
	.delivery = "standard",
	.shipments = shipments_1,
	.shipment_count = 1,
	.note = ""},
    {.id = "T-2",
	.customer_id = "C-2",
	.status = "pending",
	.placed_ms = FIXTURE_NOW - DATE_DAY_MS,
	.promised_ms = FIXTURE_NOW + 4 * DATE_DAY_MS,
	.lines = lines_2,
	.line_count = 1,
	.payments = payments_2,
	.payment_count = 1,
	.address = {"Work 1", "", "Cork", "Cork", "T12 RX53", "IE"},
	.delivery = "express",
	.note = ""},
    {.id = "T-3",
	.customer_id = "C-2",
	.status = "shipped",
	.placed_ms = FIXTURE_NOW - 20 * DATE_DAY_MS,
	.promised_ms = FIXTURE_NOW - 10 * DATE_DAY_MS,
	.lines = lines_3,
	.line_count = 2,
	.payments = payments_3,
	.payment_count = 1,
	.address = HOME_2,
	.delivery = "standard",
	.shipments = shipments_3,
	.shipment_count = 2,
	.note = ""},
    {.id = "T-4",
	.customer_id = "C-1",
	.status = "returned",
	.placed_ms = FIXTURE_NOW - 60 * DATE_DAY_MS,
	.promised_ms = 0,
	.lines = lines_4,
	.line_count = 2,
	.payments = payments_4,
	.payment_count = 2,
	.address = {"14 Abbey Row", "", "Galway", "Galway", "H91 X2K4", "IE"},
	.delivery = "standard",
	.shipments = shipments_4,
	.shipment_count = 1,
	.note = "Rang Maeve about it."},
};

static struct identity_way ways[] = {
	{ { IDENTITY_ORDER_NUMBER, IDENTITY_EMAIL }, 2 },
	{ { IDENTITY_ORDER_NUMBER, IDENTITY_POSTCODE }, 2 },
	{ { IDENTITY_NAME, IDENTITY_POSTCODE }, 2 },
	{ { IDENTITY_PHONE, IDENTITY_EMAIL }, 2 },
};
static const char *const mask[] = { "email", "phone", "name", "address", "postcode" };

void
fixture_open(struct fixture *f, bool seeded)
{
	struct errinfo e;

	memset(f, 0, sizeof(*f));
	f->arena = arena_new();
	f->clock = clock_virtual_new(FIXTURE_NOW);
	f->settings = (struct settings){.id = "test",
	    .name = "Test",
	    .language = "en",
	    .currency = "EUR",
	    .order_pattern = "T-[0-9]+",
	    .as_of_ms = FIXTURE_NOW,
	    .identity = ways,
	    .identity_count = COUNT(ways),
	    .mask = mask,
	    .mask_count = COUNT(mask)};
	f->records = (struct shop_records){
	    products, COUNT(products), customers, COUNT(customers), orders, COUNT(orders)};
	assert_int_equal(zone_open("UTC", &f->settings.zone, &e), ERR_OK);
	assert_int_equal(
	    store_open("memory:", &(struct store_options){.create = true}, &f->store, &e), ERR_OK);
	if (seeded && shop_embedded_seed(f->store, &f->records, 0, &e) != ERR_OK)
		fail_msg("%s", e.text);
	f->base = seeded ? NULL : &f->records;
	assert_int_equal(
	    shop_embedded_new(f->store, f->base, &f->settings, f->clock, &f->shop, &e), ERR_OK);
}

void
fixture_close(struct fixture *f)
{
	shop_free(&f->shop);
	store_close(&f->store);
	zone_free(&f->settings.zone);
	clock_free(&f->clock);
	arena_free(&f->arena);
}

struct value *
fixture_value(struct fixture *f, const char *json)
{
	struct value *v = NULL;
	struct errinfo e;

	if (value_parse_json(
		f->arena, "params", json, strlen(json), &value_limits_message, &v, &e) != ERR_OK)
		fail_msg("%s", e.text);
	return v;
}

struct action_proposal
fixture_proposal(struct fixture *f, const char *customer, enum action_kind kind, const char *params)
{
	struct facts *facts = facts_new(f->arena, f->shop, customer, FIXTURE_NOW);
	struct action_proposal p = { .kind = kind, .params = fixture_value(f, params) };
	struct errinfo e;

	if (action_complete(facts, &p, &e) != ERR_OK)
		fail_msg("%s", e.text);
	return p;
}

enum err
fixture_execute(struct fixture *f, const char *customer, const char *key, enum action_kind kind,
    const char *params, struct errinfo *e)
{
	struct action_proposal p = fixture_proposal(f, customer, kind, params);
	const char *result;

	e->text[0] = '\0';
	return shop_execute(f->shop, f->arena, key, &p, customer, &result, e);
}

struct order
fixture_order(struct fixture *f, const char *id)
{
	struct order o = { 0 };
	struct errinfo e;

	if (shop_order(f->shop, f->arena, id, &o, &e) != ERR_OK)
		fail_msg("%s", e.text);
	return o;
}

struct customer
fixture_customer(struct fixture *f, const char *id)
{
	struct customer c = { 0 };
	struct errinfo e;

	if (shop_customer(f->shop, f->arena, id, &c, &e) != ERR_OK)
		fail_msg("%s", e.text);
	return c;
}

int64_t
fixture_stock(struct fixture *f, const char *sku)
{
	struct product p;
	struct errinfo e;

	if (shop_product_of_sku(f->shop, f->arena, sku, &p, &e) != ERR_OK)
		fail_msg("%s", e.text);
	return product_variant(&p, sku)->stock;
}

struct fixture fixture;

int
fixture_set_up_seeded(void **state)
{
	(void)state;
	fixture_open(&fixture, true);
	return 0;
}

int
fixture_set_up_base(void **state)
{
	(void)state;
	fixture_open(&fixture, false);
	return 0;
}

int
fixture_tear_down(void **state)
{
	(void)state;
	fixture_close(&fixture);
	return 0;
}
