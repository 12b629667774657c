/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Proposals of actions, as a model may write them: the first line names the kind, the rest is JSON
 * of params. What is accepted says the same when it is completed again, never moves more than was
 * paid, and is refused or done whole.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/clock.h"
#include "floorwalker/base/file.h"
#include "floorwalker/shop/actions.h"
#include "floorwalker/world.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static struct world *world;
static struct clock *virtual_clock;

static void
close_world(void)
{
	world_free(&world);
	clock_free(&virtual_clock);
}

static void
open_world(void)
{
	const char *top = getenv("srcdir");
	struct arena *a = arena_new();
	struct errinfo e;

	if (world_load(file_join(a, top != NULL ? top : ".", "tests/world/small"), &world, &e) !=
	    ERR_OK)
		abort();
	arena_free(&a);
	virtual_clock = clock_virtual_new(world_settings(world)->as_of_ms);
	(void)atexit(close_world);
}

static void
try(struct arena *a, struct shop *shop, struct action_proposal *p)
{
	struct facts *f = facts_new(a, shop, "C-2", world_settings(world)->as_of_ms);
	struct action_proposal again;
	struct order before, after;
	struct value *facts;
	const char *result;
	struct errinfo e;

	if (action_complete(f, p, &e) != ERR_OK)
		return;
	again = *p;
	if (action_complete(f, &again, &e) != ERR_OK || again.amount != p->amount ||
	    !value_is_equal(again.params, p->params))
		abort();
	if (action_facts(f, p, &facts, &e) != ERR_OK || p->amount < 0)
		abort();
	if (p->order_id[0] != '\0' && shop_order(shop, a, p->order_id, &before, &e) != ERR_OK)
		abort();
	if (shop_execute(shop, a, "fuzz", p, "C-2", &result, &e) != ERR_OK ||
	    p->order_id[0] == '\0')
		return;
	if (shop_order(shop, a, p->order_id, &after, &e) != ERR_OK ||
	    order_refunded(&after) > order_paid(&after) ||
	    value_count(after.requests) != value_count(before.requests) + 1)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	const uint8_t *end = size == 0 ? NULL : memchr(bytes, '\n', size);
	struct action_proposal p = { .order_id = "" };
	struct arena *a;
	struct store *store;
	struct shop *shop;
	struct value *v;
	struct errinfo e;

	if (world == NULL)
		open_world();
	if (end == NULL)
		return 0;
	a = arena_new();
	if (action_kind_from(
		arena_text_n(a, (const char *)bytes, (size_t)(end - bytes)), &p.kind) &&
	    value_parse_json(a, "params", (const char *)end + 1, size - (size_t)(end - bytes) - 1,
		&value_limits_message, &v, &e) == ERR_OK) {
		p.params = v;
		if (store_open("memory:", &(struct store_options){.create = true}, &store, &e) !=
			ERR_OK ||
		    shop_embedded_new(store, world_records(world), world_settings(world),
			virtual_clock, &shop, &e) != ERR_OK)
			abort();
		try(a, shop, &p);
		shop_free(&shop);
		store_close(&store);
	}
	arena_free(&a);
	return 0;
}
