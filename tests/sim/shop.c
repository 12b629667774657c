/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shop.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../check.h"
#include "floorwalker/base/file.h"
#include "floorwalker/base/str.h"

#define DAY 86400000

static struct pair options[][2] = {
	{ { "colour", "moss" }, { "size", "M" } }, { { "colour", "moss" }, { "size", "L" } }, { { "colour", "ink" }, { "size", "M" } }, { { "colour", "ink" }, { "size", "L" } },
};
static const char *const option_names[] = { "colour", "size" };
static struct pair attributes[] = { { "weight", "420 g" }, { "waterproof", "20,000 mm" } };

static struct variant jackets[] = {
	{ .sku = "CORRIB-MOSS-M", .options = options[0], .option_count = 2, .price = 18900, .stock = 5 },
	{ .sku = "CORRIB-MOSS-L", .options = options[1], .option_count = 2, .price = 18900, .stock = 3 },
	{ .sku = "CORRIB-INK-M", .options = options[2], .option_count = 2, .price = 20900, .stock = 2 },
	{ .sku = "CORRIB-INK-L", .options = options[3], .option_count = 2, .price = 18900, .stock = 0, .restock_ms = SHOP_NOW + 14 * (int64_t)DAY },
};
static struct variant socks[] = { { .sku = "ERRIFF-M", .price = 1900, .stock = 40 } };
static struct variant tents[] = { { .sku = "INISH-2", .price = 44900, .stock = 7 } };

static struct product products[] = {
    {.id = "P-1",
	.name = "Corrib waterproof jacket",
	.department = "Clothing",
	.kind = "jacket",
	.description = "Packs into its own pocket.",
	.care = "Wash at 30 °C.",
	.attributes = attributes,
	.attribute_count = 2,
	.options = option_names,
	.option_count = 2,
	.variants = jackets,
	.variant_count = 4},
    {.id = "P-2",
	.name = "Erriff hiking socks",
	.department = "Clothing",
	.kind = "socks",
	.description = "",
	.care = "",
	.hygiene = true,
	.variants = socks,
	.variant_count = 1},
    {.id = "P-3",
	.name = "Inishmaan tunnel tent",
	.department = "Tents",
	.kind = "tent",
	.description = "",
	.care = "",
	.variants = tents,
	.variant_count = 1},
};

static struct payment_method aoifes[] = {
    { .id = "PM-1", .kind = "card", .label = "Visa ending 4417" }, { .id = "PM-2", .kind = "gift_card", .label = "Gift card ending 0031", .balance = 4000 }};
static struct payment_method toms[] = { { .id = "PM-3", .kind = "card", .label = "Visa ending 9988" } };
static struct customer customers[] = {
    {.id = "C-1",
	.given = "Aoife",
	.family = "Nolan",
	.email = "aoife.nolan@example.com",
	.phone = "",
	.language = "en",
	.tier = "standard",
	.address = {"14 Abbey Row", "", "Galway", "Galway", "H91 X2K4", "IE"},
	.methods = aoifes,
	.method_count = 2},
    {.id = "C-2",
	.given = "Tom",
	.family = "Reid",
	.email = "tom.reid@example.org",
	.phone = "",
	.language = "en",
	.tier = "vip",
	.address = {"2 Hill Street", "", "Belfast", "Antrim", "BT1 2LA", "GB"},
	.methods = toms,
	.method_count = 1},
};

static struct order_line first_lines[] = {
    {1, "CORRIB-MOSS-M", "P-1", 1, 18900, false, false, false},
    {2, "ERRIFF-M", "P-2", 2, 1900, false, true, false}};
static struct order_line second_lines[] = {{1, "INISH-2", "P-3", 1, 44900, false, false, false}};
static struct order_line third_lines[] = {
    {1, "CORRIB-MOSS-M", "P-1", 1, 19900, false, false, false}};
static struct payment first_payments[] = { { false, 21730, "PM-1", SHOP_NOW - 12 * (int64_t)DAY } };
static struct payment second_payments[] = { { false, 44900, "PM-1", SHOP_NOW - 3 * (int64_t)DAY } };
static struct payment third_payments[] = { { false, 20595, "PM-3", SHOP_NOW - 20 * (int64_t)DAY } };
static const int64_t both_lines[] = { 1, 2 };
static struct shipment first_shipments[] = {{.id = "S-1",
    .carrier = "An Post",
    .tracking = "CE100201IE",
    .status = "delivered",
    .shipped_ms = SHOP_NOW - 9 * (int64_t)DAY,
    .delivered_ms = SHOP_NOW - 5 * (int64_t)DAY,
    .lines = both_lines,
    .line_count = 2}};
static struct shipment second_shipments[] = {{.id = "S-1",
    .carrier = "DPD",
    .tracking = "159710020201",
    .status = "in_transit",
    .shipped_ms = SHOP_NOW - 2 * (int64_t)DAY,
    .lines = both_lines,
    .line_count = 1}};
static struct shipment third_shipments[] = {{.id = "S-1",
    .carrier = "Royal Mail",
    .tracking = "RT100301GB",
    .status = "delivered",
    .shipped_ms = SHOP_NOW - 19 * (int64_t)DAY,
    .delivered_ms = SHOP_NOW - 16 * (int64_t)DAY,
    .lines = both_lines,
    .line_count = 1}};

static struct order orders[] = {
    {.id = "TF-100201",
	.customer_id = "C-1",
	.status = "delivered",
	.placed_ms = SHOP_NOW - 12 * (int64_t)DAY,
	.promised_ms = SHOP_NOW - 4 * (int64_t)DAY,
	.lines = first_lines,
	.line_count = 2,
	.discount = 970,
	.payments = first_payments,
	.payment_count = 1,
	.delivery = "standard",
	.shipments = first_shipments,
	.shipment_count = 1,
	.note = ""},
    {.id = "TF-100202",
	.customer_id = "C-1",
	.status = "shipped",
	.placed_ms = SHOP_NOW - 3 * (int64_t)DAY,
	.promised_ms = SHOP_NOW + 2 * (int64_t)DAY,
	.lines = second_lines,
	.line_count = 1,
	.payments = second_payments,
	.payment_count = 1,
	.delivery = "standard",
	.shipments = second_shipments,
	.shipment_count = 1,
	.note = ""},
    {.id = "TF-100301",
	.customer_id = "C-2",
	.status = "delivered",
	.placed_ms = SHOP_NOW - 20 * (int64_t)DAY,
	.promised_ms = SHOP_NOW - 15 * (int64_t)DAY,
	.lines = third_lines,
	.line_count = 1,
	.shipping = 695,
	.payments = third_payments,
	.payment_count = 1,
	.delivery = "standard",
	.shipments = third_shipments,
	.shipment_count = 1,
	.note = ""},
};

static void
set_addresses(void)
{
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++)
		orders[i].address = customers[text_is(orders[i].customer_id, "C-2")].address;
}

const char *
test_shop_file(struct test_shop *s, const char *name, const char *text)
{
	const char *path = file_join(s->arena, s->folder, name);
	struct errinfo e;

	check_ok(file_write(path, text, strlen(text), 0644, &e), &e);
	return path;
}

void
test_shop_open(struct test_shop *s)
{
	struct errinfo e;

	memset(s, 0, sizeof(*s));
	s->arena = arena_new();
	strcpy(s->folder, "/tmp/floorwalker-sim-XXXXXX");
	assert_non_null(mkdtemp(s->folder));
	check_ok(file_make_folder(file_join(s->arena, s->folder, "knowledge"), &e), &e);
	check_ok(file_make_folder(file_join(s->arena, s->folder, "policy"), &e), &e);
	test_shop_file(s, "knowledge/returns.md",
	    "---\nid: KB-returns\ntitle: Returns\n---\nYou have 30 days from delivery. Delivery costs 4.95 EUR, and a label 6.95 EUR.\n");
	test_shop_file(s, "policy/refund.yaml",
	    "table: refund\nrules:\n  - id: small\n    when: {amount: <= 50.00}\n    then: approve\n    shopper: Within 14 days we refund it.\n");
	set_addresses();
	check_ok(zone_open("UTC", &s->settings.zone, &e), &e);
	s->settings.id = "test";
	s->settings.currency = "EUR";
	s->settings.language = "en";
	s->settings.as_of_ms = SHOP_NOW;
	s->records = (struct shop_records){ products, 3, customers, 2, orders, 3 };
	s->world = (struct bind_world){
	    .records = &s->records, .zone = s->settings.zone, .now_ms = SHOP_NOW};
}

void
test_shop_close(struct test_shop *s)
{
	static const char *const names[] = { "knowledge", "policy", "personas", "shopper", "" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *folder =
		    *names[i] != '\0' ? file_join(s->arena, s->folder, names[i]) : s->folder;
		const char **files;
		struct errinfo e;
		size_t count;

		if (!file_is_folder(folder) ||
		    file_list(s->arena, folder, "", &files, &count, &e) != ERR_OK)
			continue;
		for (size_t j = 0; j < count; j++)
			(void)unlink(file_join(s->arena, folder, files[j]));
		(void)rmdir(folder);
	}
	zone_free(&s->settings.zone);
	arena_free(&s->arena);
}
