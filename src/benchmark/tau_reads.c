/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The set's tools that read: through the same facts as any AI, so that nobody's records but the
 * proven shopper's are open.
 */
#include "tau_tools.h"

#include <stdlib.h>
#include <string.h>

static const char *
argument(const struct tau_reading *r, const char *key)
{
	return value_get_text(r->kwargs, key);
}

static const char *
print(struct arena *a, const struct value *v)
{
	struct str s;
	const char *text;

	str_init(&s);
	value_print(&s, v);
	text = arena_text_n(a, s.data, s.length);
	str_clear(&s);
	return text;
}

static enum err
find_user(struct tau_reading *r, const struct identity_claim *claim, const char **out,
    struct errinfo *e)
{
	struct customer c;
	size_t way;
	enum err err =
	    shop_identify(facts_shop(r->facts), facts_arena(r->facts), claim, &c, &way, e);

	if (err == ERR_OK)
		*out = c.id;
	return err == ERR_STATE ? ERR_NOT_FOUND : err;
}

enum err
tau_read_user_by_email(struct tau_reading *r, const char **out, struct errinfo *e)
{
	const struct identity_claim claim = { .email = argument(r, "email") };

	return find_user(r, &claim, out, e);
}

enum err
tau_read_user_by_name(struct tau_reading *r, const char **out, struct errinfo *e)
{
	const struct identity_claim claim = {.given = argument(r, "first_name"),
	    .family = argument(r, "last_name"),
	    .postcode = argument(r, "zip")};

	return find_user(r, &claim, out, e);
}

enum err
tau_read_user(struct tau_reading *r, const char **out, struct errinfo *e)
{
	struct arena *a = facts_arena(r->facts);
	const struct customer *c;
	enum err err = facts_customer(r->facts, &c, e);

	if (err != ERR_OK)
		return err;
	if (!text_is(c->id, argument(r, "user_id")))
		return err_set(e, ERR_FORBIDDEN, "user %.60s isn't who talks",
		    argument(r, "user_id"));
	*out = print(a, tau_user(a, r->records, shop_settings(facts_shop(r->facts)), c));
	return ERR_OK;
}

enum err
tau_read_order(struct tau_reading *r, const char **out, struct errinfo *e)
{
	struct arena *a = facts_arena(r->facts);
	const struct order *o;
	enum err err = facts_order(r->facts, argument(r, "order_id"), &o, e);

	if (err == ERR_OK)
		*out = print(a, tau_order(a, r->records, shop_settings(facts_shop(r->facts)), o));
	return err;
}

enum err
tau_read_product(struct tau_reading *r, const char **out, struct errinfo *e)
{
	struct arena *a = facts_arena(r->facts);
	const struct product *p;
	enum err err = facts_product(r->facts, argument(r, "product_id"), &p, e);

	if (err == ERR_OK)
		*out = print(a, tau_product(a, shop_settings(facts_shop(r->facts)), p));
	return err;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp((*(const struct product *const *)a)->name,
	    (*(const struct product *const *)b)->name);
}

enum err
tau_read_product_types(struct tau_reading *r, const char **out, struct errinfo *e)
{
	struct arena *a = facts_arena(r->facts);
	struct value *v = value_map(a);
	const struct product *products, **sorted;
	size_t i, count;
	enum err err = facts_catalogue(r->facts, &products, &count, e);

	if (err != ERR_OK)
		return err;
	sorted = arena_alloc(a, (count + 1) * sizeof(*sorted));
	for (i = 0; i < count; i++)
		sorted[i] = &products[i];
	qsort(sorted, count, sizeof(*sorted), by_name);
	for (i = 0; i < count; i++)
		value_set_text(v, sorted[i]->name, sorted[i]->id);
	*out = print(a, v);
	return ERR_OK;
}

enum err
tau_read_sum(struct tau_reading *r, const char **out, struct errinfo *e)
{
	return tau_sum(facts_arena(r->facts), argument(r, "expression"), out, e);
}
