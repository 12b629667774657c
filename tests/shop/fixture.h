/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small shop for tests: three products, three customers, eight orders, at 2026-10-14T09:00:00Z.
 */
#ifndef FLOORWALKER_TESTS_SHOP_FIXTURE_H
#define FLOORWALKER_TESTS_SHOP_FIXTURE_H

#include "floorwalker/shop/actions.h"
#include "floorwalker/shop/facts.h"
#include "floorwalker/shop/shop.h"

#define FIXTURE_NOW INT64_C(1791968400000)	/* 2026-10-14T09:00:00Z */
#define FIXTURE_DAYS(n) (FIXTURE_NOW + (n) * DATE_DAY_MS)

struct fixture {
	struct arena *arena;
	struct store *store;
	struct clock *clock;
	struct settings settings;
	struct shop_records records;
	const struct shop_records *base;	/* the records, or NULL where they were seeded */
	struct shop *shop;
};

/* seeded: the records are documents of the store; else the store is empty and they are the base. */
void fixture_open(struct fixture *f, bool seeded);
void fixture_close(struct fixture *f);
struct value *fixture_value(struct fixture *f, const char *json);
/* A completed proposal by C-2 unless said otherwise; fails the test where completing fails. */
struct action_proposal fixture_proposal(
    struct fixture *f, const char *customer, enum action_kind kind, const char *params);
enum err fixture_execute(struct fixture *f, const char *customer, const char *key,
    enum action_kind kind, const char *params, struct errinfo *e);
struct order fixture_order(struct fixture *f, const char *id);
struct customer fixture_customer(struct fixture *f, const char *id);
int64_t fixture_stock(struct fixture *f, const char *sku);

/* For test programs with one shop a test: it is made for each, seeded or from the base. */
extern struct fixture fixture;
int fixture_set_up_seeded(void **state);
int fixture_set_up_base(void **state);
int fixture_tear_down(void **state);
#define FIXTURE_BASE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up_base, fixture_tear_down)
#define FIXTURE_BOTH(test) cmocka_unit_test_setup_teardown(test, fixture_set_up_seeded, fixture_tear_down), FIXTURE_BASE(test)

#endif
