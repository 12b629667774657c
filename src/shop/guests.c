/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "embedded.h"

static enum err
write_all(struct shop *s, const struct customer *c, const struct order *orders, size_t count,
    struct errinfo *e)
{
	enum err err = shop_write_customer(s, c, 0, e);

	for (size_t i = 0; err == ERR_OK && i < count; i++)
		err = shop_write_order(s, &orders[i], 0, e);
	return err;
}

static enum err
remove_orders(struct shop *s, struct arena *a, const char *customer_id, struct errinfo *e)
{
	const char **ids = NULL;
	size_t count = 0;
	enum err err =
	    store_document_find(s->store, a, "order", "customer", customer_id, &ids, &count, e);

	if (err == ERR_NOT_FOUND)
		return ERR_OK;
	for (size_t i = 0; err == ERR_OK && i < count; i++)
		if ((err = store_document_remove(s->store, "order", ids[i], e)) == ERR_OK)
			err = store_document_unindex(
			    s->store, "order", "customer", customer_id, ids[i], e);
	return err;
}

/* By the keys under which shop_write_customer() put it. */
static enum err
remove_all(struct shop *s, struct arena *a, const struct customer *c, struct errinfo *e)
{
	struct str key;
	enum err err = remove_orders(s, a, c->id, e);

	if (err != ERR_OK)
		return err;
	str_init(&key);
	identity_fold_email(&key, c->email);
	err = store_document_unindex(s->store, "customer", "email", key.data, c->id, e);
	if (err == ERR_OK) {
		str_reset(&key);
		identity_fold_name(&key, c->given, c->family);
		err = store_document_unindex(s->store, "customer", "name", key.data, c->id, e);
	}
	str_clear(&key);
	return err == ERR_OK ? store_document_remove(s->store, "customer", c->id, e) : err;
}

static enum err
finish(struct shop *s, enum err err, struct errinfo *e)
{
	if (err == ERR_OK)
		err = store_commit(s->store, e);
	if (err != ERR_OK)
		store_rollback(s->store);
	return err;
}

enum err
shop_embedded_add(struct shop *s, const struct customer *c, const struct order *orders,
    size_t count, struct errinfo *e)
{
	enum err err = store_begin(s->store, e);

	return err != ERR_OK ? err : finish(s, write_all(s, c, orders, count, e), e);
}

enum err
shop_embedded_remove(struct shop *s, const struct customer *c, struct errinfo *e)
{
	struct arena *a;
	enum err err = store_begin(s->store, e);

	if (err != ERR_OK)
		return err;
	a = arena_new();
	err = finish(s, remove_all(s, a, c, e), e);
	arena_free(&a);
	return err;
}
