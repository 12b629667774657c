/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * End states: every record that the desk's shop or gold changed, whole, against the other. What
 * neither changed is the same set's on both sides.
 */
#include "tau.h"

#include <string.h>

struct comparing {
	struct desk *desk;
	struct arena *arena;
	const struct shop_records *base;
	const struct tau_task *task;
	struct value *mismatches;
	size_t count;
};

static void
hold_against(struct comparing *x, const char *record, const struct value *wanted,
    const struct value *got)
{
	struct value *m;
	struct str where;

	str_init(&where);
	if (!tau_is_same(wanted, got, &where)) {
		m = value_add_map(x->mismatches);
		value_set_text(m, "kind", "end_state");
		value_set_text(m, "record", record);
		value_set_text(m, "where", where.data);
		x->count++;
	}
	str_clear(&where);
}

/* ---- as the world has it */

static const struct order *
base_order(const struct comparing *x, const char *id)
{
	size_t i;

	for (i = 0; i < x->base->order_count; i++)
		if (text_is(x->base->orders[i].id, id))
			return &x->base->orders[i];
	return NULL;
}

static const struct customer *
base_customer(const struct comparing *x, const char *id)
{
	size_t i;

	for (i = 0; i < x->base->customer_count; i++)
		if (text_is(x->base->customers[i].id, id))
			return &x->base->customers[i];
	return NULL;
}

static const struct product *
base_product(const struct comparing *x, const char *id)
{
	size_t i;

	for (i = 0; i < x->base->product_count; i++)
		if (text_is(x->base->products[i].id, id))
			return &x->base->products[i];
	return NULL;
}

/* ---- as it is now */

static enum err
compare_order(struct comparing *x, const char *id, struct errinfo *e)
{
	const struct settings *s = desk_settings(x->desk);
	const struct value *wanted = value_get(x->task->changed_orders, id);
	const struct order *before = base_order(x, id);
	struct value *got = NULL;
	struct order now;
	enum err err = shop_order(desk_shop(x->desk), x->arena, id, &now, e);

	if (err != ERR_OK && err != ERR_NOT_FOUND)
		return err;
	if (err == ERR_OK)
		got = tau_order(x->arena, x->base, s, &now);
	if (wanted == NULL && before != NULL)
		wanted = tau_order(x->arena, x->base, s, before);
	hold_against(x, arena_printf(x->arena, "order %s", id), wanted, got);
	return ERR_OK;
}

static enum err
compare_user(struct comparing *x, const char *id, struct errinfo *e)
{
	const struct settings *s = desk_settings(x->desk);
	const struct value *wanted = value_get(x->task->changed_users, id);
	const struct customer *before = base_customer(x, id);
	struct value *got = NULL;
	struct customer now;
	enum err err = shop_customer(desk_shop(x->desk), x->arena, id, &now, e);

	if (err != ERR_OK && err != ERR_NOT_FOUND)
		return err;
	if (err == ERR_OK)
		got = tau_user(x->arena, x->base, s, &now);
	if (wanted == NULL && before != NULL)
		wanted = tau_user(x->arena, x->base, s, before);
	hold_against(x, arena_printf(x->arena, "user %s", id), wanted, got);
	return ERR_OK;
}

/* No tool changes a product: they are as they were. */
static enum err
compare_product(struct comparing *x, const char *id, struct errinfo *e)
{
	const struct settings *s = desk_settings(x->desk);
	const struct product *before = base_product(x, id);
	struct product now;
	enum err err = shop_product(desk_shop(x->desk), x->arena, id, &now, e);

	if (err == ERR_OK)
		hold_against(x, arena_printf(x->arena, "product %s", id),
		    before != NULL ? tau_product(x->arena, s, before) : NULL,
		    tau_product(x->arena, s, &now));
	return err;
}

/* What the store holds of a kind is what was written since the world was read. */
static enum err
compare_written(struct comparing *x, const char *kind, const struct value *gold,
    enum err (*compare)(struct comparing *x, const char *id, struct errinfo *e), struct errinfo *e)
{
	struct document *documents;
	size_t i, j, count;
	enum err err =
	    store_document_list(desk_store(x->desk), x->arena, kind, &documents, &count, e);

	for (i = 0; err == ERR_OK && i < count; i++)
		err = compare(x, documents[i].id, e);
	for (i = 0; err == ERR_OK && i < value_count(gold); i++) {
		const char *id = value_key_at(gold, i);

		for (j = 0; j < count && !text_is(documents[j].id, id); j++)
			;
		if (j == count)
			err = compare(x, id, e);
	}
	return err;
}

enum err
tau_compare(struct desk *d, const struct shop_records *base, struct arena *a,
    const struct tau_task *t, struct value *mismatches, size_t *count, struct errinfo *e)
{
	struct comparing x = {
	    .desk = d, .arena = a, .base = base, .task = t, .mismatches = mismatches};
	enum err err;

	if ((err = compare_written(&x, "order", t->changed_orders, compare_order, e)) == ERR_OK &&
	    (err = compare_written(&x, "customer", t->changed_users, compare_user, e)) == ERR_OK)
		err = compare_written(&x, "product", NULL, compare_product, e);
	*count = x.count;
	return err;
}
