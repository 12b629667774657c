/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "floorwalker/base/str.h"

static struct errinfo why;

static void
orders_of_a_customer_come_newest_first_with_their_products(void **state)
{
	struct order *orders;
	size_t count;

	(void)state;
	assert_int_equal(
	    shop_orders_of(fixture.shop, fixture.arena, "C-2", &orders, &count, &why), ERR_OK);
	assert_int_equal(count, 3);
	assert_string_equal(orders[0].id, "T-2");
	assert_string_equal(orders[1].id, "T-1");
	assert_string_equal(orders[2].id, "T-3");
	assert_string_equal(orders[1].lines[1].product_id, "P-2");
	assert_int_equal(
	    shop_orders_of(fixture.shop, fixture.arena, "C-9", &orders, &count, &why), ERR_OK);
	assert_int_equal(count, 0);
}

static void
what_is_not_there_is_not_found(void **state)
{
	struct order o;
	struct customer c;
	struct product p;

	(void)state;
	assert_int_equal(shop_order(fixture.shop, fixture.arena, "T-9", &o, &why), ERR_NOT_FOUND);
	assert_int_equal(
	    shop_customer(fixture.shop, fixture.arena, "C-9", &c, &why), ERR_NOT_FOUND);
	assert_int_equal(shop_product(fixture.shop, fixture.arena, "P-9", &p, &why), ERR_NOT_FOUND);
	assert_int_equal(
	    shop_product_of_sku(fixture.shop, fixture.arena, "X", &p, &why), ERR_NOT_FOUND);
	assert_int_equal(
	    shop_product_of_sku(fixture.shop, fixture.arena, "JACKET-M", &p, &why), ERR_OK);
	assert_string_equal(p.id, "P-1");
}

static void
writing_copies_the_one_record_and_leaves_the_base_alone(void **state)
{
	int64_t before = fixture.records.products[0].variants[0].stock;
	struct document *documents;
	struct product *products;
	size_t count;

	(void)state;
	assert_int_equal(
	    fixture_execute(&fixture, "C-2", "k", ACTION_CANCEL, "{\"order\": \"T-2\"}", &why),
	    ERR_OK);
	assert_string_equal(fixture_order(&fixture, "T-2").status, "cancelled");
	assert_string_equal(fixture.records.orders[1].status, "pending");
	assert_int_equal(fixture.records.orders[1].payment_count, 1);
	assert_int_equal(fixture_stock(&fixture, "JACKET-S"), before + 1);
	assert_int_equal(fixture.records.products[0].variants[0].stock, before);
	assert_int_equal(
	    store_document_list(fixture.store, fixture.arena, "order", &documents, &count, &why),
	    ERR_OK);
	assert_int_equal(count, 1);
	assert_int_equal(
	    shop_products(fixture.shop, fixture.arena, &products, &count, &why), ERR_OK);
	assert_int_equal(count, 3);
	assert_int_equal(products[0].variants[0].stock, before + 1);
	struct order *orders;

	assert_int_equal(
	    shop_orders_of(fixture.shop, fixture.arena, "C-2", &orders, &count, &why), ERR_OK);
	assert_int_equal(count, 3);	/* the copy stands for the base's */
	assert_string_equal(orders[0].status, "cancelled");
}

static const char *
first_status(const char *order_id)
{
	struct order *orders, o;
	size_t count;

	assert_int_equal(shop_order(fixture.shop, fixture.arena, order_id, &o, &why), ERR_OK);
	assert_int_equal(
	    shop_orders_of(fixture.shop, fixture.arena, o.customer_id, &orders, &count, &why),
	    ERR_OK);
	for (size_t i = 0; i < count; i++)
		if (text_is(orders[i].id, order_id))
			assert_string_equal(
			    orders[i].shipments[0].status, o.shipments[0].status);
	return o.shipments[0].status;
}

/* Within the outage alone, of its parcels alone, and nothing of it is in the records. */
static void
a_carrier_that_stands_still_shows_from_its_begin_to_its_end(void **state)
{
	struct shipment *parcel = (struct shipment *)(uintptr_t)fixture.records.orders[2].shipments;
	struct carrier_outage outages[] = {
		{ "an post", FIXTURE_NOW + 1000, FIXTURE_NOW + 2000 },
		{ "Another", FIXTURE_NOW, INT64_MAX } };
	const char *was = parcel->status;
	struct order shown;
	bool all;

	(void)state;
	parcel->status = "in_transit";
	shop_set_outages(fixture.shop, outages, 2);
	assert_string_equal(first_status("T-3"), "in_transit");
	clock_move_to(fixture.clock, FIXTURE_NOW + 1000);
	assert_string_equal(first_status("T-3"), "delayed");
	assert_string_equal(first_status("T-1"), "delivered");
	assert_string_equal(parcel->status, "in_transit");
	clock_move_to(fixture.clock, FIXTURE_NOW + 2000);
	assert_string_equal(first_status("T-3"), "in_transit");
	assert_true(order_in_outage(fixture.arena, &fixture.records.orders[2], outages, 2,
	    FIXTURE_NOW, FIXTURE_NOW + 1000, &shown, &all));
	assert_false(all);
	assert_true(order_in_outage(fixture.arena, &fixture.records.orders[2], outages, 2,
	    FIXTURE_NOW + 1000, FIXTURE_NOW + 1999, &shown, &all));
	assert_true(all);
	parcel->status = was;
}

static void
seeding_moves_every_instant_by_the_same(void **state)
{
	struct store *s;
	struct shop *shop;
	struct order o;
	struct customer c;
	struct product p;
	int64_t by = 10 * DATE_DAY_MS;

	(void)state;
	assert_int_equal(
	    store_open("memory:", &(struct store_options){.create = true}, &s, &why), ERR_OK);
	assert_int_equal(shop_embedded_seed(s, &fixture.records, by, &why), ERR_OK);
	assert_int_equal(
	    shop_embedded_new(s, NULL, &fixture.settings, fixture.clock, &shop, &why), ERR_OK);
	assert_int_equal(shop_order(shop, fixture.arena, "T-1", &o, &why), ERR_OK);
	assert_int_equal(o.placed_ms, FIXTURE_DAYS(-2));
	assert_int_equal(o.promised_ms, FIXTURE_DAYS(3));
	assert_int_equal(o.payments[1].at_ms, FIXTURE_DAYS(-2));
	assert_int_equal(o.shipments[0].delivered_ms, FIXTURE_DAYS(4));
	assert_int_equal(o.shipments[0].events[0].at_ms, FIXTURE_DAYS(4));
	assert_int_equal(shop_order(shop, fixture.arena, "T-4", &o, &why), ERR_OK);
	assert_int_equal(o.promised_ms, 0);	/* absent stays absent */
	assert_int_equal(shop_customer(shop, fixture.arena, "C-1", &c, &why), ERR_OK);
	assert_int_equal(c.since_ms, FIXTURE_DAYS(-490));
	assert_int_equal(shop_product(shop, fixture.arena, "P-2", &p, &why), ERR_OK);
	assert_int_equal(p.variants[0].restock_ms, FIXTURE_DAYS(24));
	shop_free(&shop);
	store_close(&s);
}

static void
proves(const struct identity_claim *claim, const char *customer, size_t way)
{
	struct customer c;
	size_t got = 99;

	if (shop_identify(fixture.shop, fixture.arena, claim, &c, &got, &why) != ERR_OK)
		fail_msg("%s", why.text);
	assert_string_equal(c.id, customer);
	assert_int_equal(got, way);
}

static void
refuses(const struct identity_claim *claim, enum err err)
{
	struct customer c;
	size_t way;

	assert_int_equal(shop_identify(fixture.shop, fixture.arena, claim, &c, &way, &why), err);
}

static void
identity_needs_one_whole_way_that_fits_one_customer(void **state)
{
	(void)state;
	proves(&(struct identity_claim){.order_id = "t-1", .email = " BRID@Example.org"}, "C-2", 0);
	proves(&(struct identity_claim){ .order_id = "T-1", .postcode = "h54kp21" }, "C-2", 1);
	/* where the order goes */
	proves(&(struct identity_claim){ .order_id = "T-2", .postcode = "T12 RX53" }, "C-2", 1);
	proves(
	    &(struct identity_claim){
		.given = "aoife", .family = "OBrien Soe", .postcode = "h91 x2k4"},
	    "C-1", 2);
	proves(
	    &(struct identity_claim){
		.given = "Aoife OBrien", .family = "Soe", .postcode = "h91 x2k4"},
	    "C-1", 2);
	proves(
	    &(struct identity_claim){.phone = "020 910 1101", .email = "aoife.obrien@example.com"},
	    "C-1", 3);
	/* a wrong e-mail, and yet the postcode proves it */
	proves(
	    &(struct identity_claim){
		.order_id = "T-1", .email = "x@example.com", .postcode = "H54 KP21"},
	    "C-2", 1);
	refuses(&(struct identity_claim){ 0 }, ERR_STATE);
	refuses(&(struct identity_claim){ .order_id = "T-1" }, ERR_STATE);
	refuses(&(struct identity_claim){ .email = "brid@example.org" }, ERR_STATE);
	refuses(&(struct identity_claim){ .given = "Aoife", .postcode = "H91 X2K4" }, ERR_STATE);
	refuses(&(struct identity_claim){.order_id = "T-1", .email = "brid.nolan@example.net"},
	    ERR_NOT_FOUND);
	refuses(&(struct identity_claim){.order_id = "T-9", .email = "brid@example.org"},
	    ERR_NOT_FOUND);
	refuses(&(struct identity_claim){ .order_id = "T-1", .postcode = "  " }, ERR_NOT_FOUND);
	/* Bríd and Brid Nolan live behind the same door: two fit, nobody is proven */
	refuses(
	    &(struct identity_claim){.given = "Brid", .family = "Nolan", .postcode = "H54 KP21"},
	    ERR_NOT_FOUND);
}

static void
identity_goes_by_the_address_as_it_is_now(void **state)
{
	(void)state;
	assert_int_equal(fixture_execute(&fixture, "C-3", "k", ACTION_PROFILE_ADDRESS_CHANGE,
	    "{\"address\": {\"line1\": \"1 New St\", \"city\": \"Cork\", \"postcode\": \"T23 AB12\", \"country\": \"IE\"}}", &why), ERR_OK);
	proves(&(struct identity_claim){.given = "Brid", .family = "Nolan", .postcode = "H54 KP21"},
	    "C-2", 2);
	proves(&(struct identity_claim){.given = "Brid", .family = "Nolan", .postcode = "T23AB12"},
	    "C-3", 2);
}

static void
facts_open_only_what_is_the_shoppers(void **state)
{
	struct facts *x = facts_new(fixture.arena, fixture.shop, "", FIXTURE_NOW);
	const struct order *o;
	const struct customer *c;
	const struct product *p;
	size_t count;

	(void)state;
	assert_int_equal(facts_order(x, "T-1", &o, &why), ERR_FORBIDDEN);
	assert_int_equal(facts_orders(x, &o, &count, &why), ERR_FORBIDDEN);
	assert_int_equal(facts_customer(x, &c, &why), ERR_FORBIDDEN);
	assert_int_equal(facts_product(x, "P-1", &p, &why), ERR_OK);
	assert_false(facts_has_money(x, 10000));	/* what was refused isn't recorded */
	facts_set_customer(x, "C-1");
	assert_int_equal(facts_order(x, "T-1", &o, &why), ERR_FORBIDDEN);
	assert_int_equal(facts_order(x, "T-4", &o, &why), ERR_OK);
	facts_set_customer(x, "C-2");
	/* read by another before */
	assert_int_equal(facts_order(x, "T-4", &o, &why), ERR_FORBIDDEN);
}

static void
claims_stand_only_where_they_were_read(void **state)
{
	struct facts *x = facts_new(fixture.arena, fixture.shop, "C-2", FIXTURE_NOW);
	const struct order *o, *again;
	const struct product *p;
	const struct customer *c;
	size_t count;

	(void)state;
	assert_false(facts_has_money(x, 22828));
	assert_false(facts_has_text(x, "an post"));
	assert_int_equal(facts_order(x, "T-1", &o, &why), ERR_OK);
	assert_true(facts_has_money(x, 22828));		/* total */
	assert_true(facts_has_money(x, 20000));		/* two of them */
	assert_true(facts_has_money(x, 495));
	assert_false(facts_has_money(x, 18900));	/* today's price was not read */
	assert_true(facts_has_text(x, "an post"));
	assert_true(facts_has_text(x, "weir view"));
	assert_true(facts_has_date(x, FIXTURE_DAYS(-6) - 8 * 3600 * 1000));	/* the same day */
	assert_false(facts_has_date(x, FIXTURE_DAYS(-5)));
	assert_true(facts_has_number(x, 3));		/* pieces in it */
	assert_int_equal(facts_order(x, "T-1", &again, &why), ERR_OK);
	assert_ptr_equal(o, again);
	assert_int_equal(facts_catalogue(x, &p, &count, &why), ERR_OK);
	assert_int_equal(count, 3);
	assert_false(facts_has_money(x, 18900));	/* searched, not recorded */
	assert_int_equal(facts_product_of_sku(x, "JACKET-S", &p, &why), ERR_OK);
	assert_true(facts_has_money(x, 18900));
	assert_true(facts_has_money(x, 21900));
	assert_true(facts_has_number(x, 20000));
	assert_true(facts_has_number(x, 420));
	assert_false(facts_has_number(x, 421));
	assert_true(facts_has_text(x, "waterproof jacket"));
	assert_false(facts_has_number(x, 31));
	assert_int_equal(facts_customer(x, &c, &why), ERR_OK);
	assert_true(facts_has_money(x, 4000));
	assert_true(facts_has_text(x, "brid"));
	facts_derive_money(x, "sum", 777);
	facts_derive_date(x, "back by", FIXTURE_DAYS(24));
	facts_derive_number(x, "days left", 24);
	facts_derive_text(x, "code", "Café Noir");
	assert_true(facts_has_money(x, 777));
	assert_true(facts_has_date(x, FIXTURE_DAYS(24)));
	assert_true(facts_has_number(x, 24));
	assert_true(facts_has_text(x, "cafe noir"));
	assert_false(facts_has_money(x, 24));
}

static void
masked_record_names_nobody(void **state)
{
	struct facts *x = facts_new(fixture.arena, fixture.shop, "C-1", FIXTURE_NOW);
	const struct order *o;
	const struct customer *c;
	struct str s;

	(void)state;
	assert_int_equal(facts_order(x, "T-4", &o, &why), ERR_OK);
	assert_int_equal(facts_customer(x, &c, &why), ERR_OK);
	str_init(&s);
	value_print(&s, facts_to_value(x, true));
	assert_non_null(strstr(s.data, "\"orders\":{\"T-4\":"));
	assert_null(strstr(s.data, "Aoife"));
	assert_null(strstr(s.data, "Abbey"));
	assert_null(strstr(s.data, "H91"));
	assert_null(strstr(s.data, "example.com"));
	assert_null(strstr(s.data, "910"));
	assert_null(strstr(s.data, "Maeve"));
	assert_non_null(strstr(s.data, "Galway"));
	str_reset(&s);
	value_print(&s, facts_to_value(x, false));
	assert_non_null(strstr(s.data, "14 Abbey Row"));
	assert_string_equal(o->address.line1, "14 Abbey Row");
	str_clear(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		FIXTURE_BOTH(orders_of_a_customer_come_newest_first_with_their_products),
		FIXTURE_BOTH(what_is_not_there_is_not_found),
		FIXTURE_BASE(writing_copies_the_one_record_and_leaves_the_base_alone),
		FIXTURE_BASE(a_carrier_that_stands_still_shows_from_its_begin_to_its_end),
		FIXTURE_BASE(seeding_moves_every_instant_by_the_same),
		FIXTURE_BOTH(identity_needs_one_whole_way_that_fits_one_customer),
		FIXTURE_BOTH(identity_goes_by_the_address_as_it_is_now),
		FIXTURE_BOTH(facts_open_only_what_is_the_shoppers),
		FIXTURE_BOTH(claims_stand_only_where_they_were_read),
		FIXTURE_BOTH(masked_record_names_nobody),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("reading", tests, NULL, NULL);
}
