/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A set of tau retail: its fields, its products and its users.
 */
#include "tau.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "floorwalker/model/money.h"
#include "reading.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define AMOUNT_MAX 1e9

/* ---- fields */

void
tau_fault(struct tau_reader *r, const struct value *at, const char *format, ...)
{
	char text[400];
	va_list args;

	if (r->err != ERR_OK)
		return;
	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	r->err = value_err(r->e, ERR_INPUT, at, "%.80s: %s", r->what, text);
}

const char *
tau_text(struct tau_reader *r, const struct value *map, const char *key, bool may_be_empty)
{
	const struct value *v = value_get(map, key);
	const char *text = value_as_text(v, "");

	if (r->err != ERR_OK)
		return "";
	if (value_kind(v) != VALUE_TEXT || (!may_be_empty && text[strspn(text, " ")] == '\0'))
		tau_fault(r, v != NULL ? v : map, "\"%s\" must be a text%s", key,
		    may_be_empty ? "" : ", not empty");
	else if (strlen(text) > WORLD_TEXT_MAX)
		tau_fault(r, v, "\"%s\" is longer than %d bytes", key, WORLD_TEXT_MAX);
	else if (!text_is_safe(text, strlen(text)) || strchr(text, '\n') != NULL)
		tau_fault(r, v, "\"%s\" has control, invisible or direction characters", key);
	return r->err == ERR_OK ? arena_text(r->arena, text) : "";
}

const char *
tau_id(struct tau_reader *r, const struct value *at, const char *id)
{
	size_t length =
	    strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-#");

	if (r->err == ERR_OK && (id[0] == '\0' || id[length] != '\0' || length > WORLD_ID_MAX))
		tau_fault(r, at,
		    "\"%.70s\" is no id: letters, digits, '.', '_', '-' and '#', %d at most", id,
		    WORLD_ID_MAX);
	return arena_text(r->arena, id);
}

int64_t
tau_amount(struct tau_reader *r, const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);
	double x = value_as_real(v, -1) * pow(10, money_decimals(r->set->currency));

	if (r->err != ERR_OK)
		return 0;
	if ((value_kind(v) != VALUE_INT && value_kind(v) != VALUE_REAL) || x < 0 || x > AMOUNT_MAX)
		tau_fault(r, v != NULL ? v : map, "\"%s\" must be a number from 0 to %.0f", key,
		    AMOUNT_MAX / pow(10, money_decimals(r->set->currency)));
	else if (fabs(x - nearbyint(x)) > 5e-5)
		tau_fault(r, v, "\"%s\" has more decimals than %s", key, r->set->currency);
	return r->err == ERR_OK ? (int64_t)nearbyint(x) : 0;
}

const struct value *
tau_part(struct tau_reader *r, const struct value *map, const char *key, enum value_kind kind)
{
	const struct value *v = value_get(map, key);

	if (r->err == ERR_OK && value_kind(v) != kind)
		tau_fault(r, v != NULL ? v : map, "\"%s\" must be a %s", key,
		    kind == VALUE_MAP ? "map" : "list");
	else if (r->err == ERR_OK && value_count(v) > TAU_PARTS_MAX)
		tau_fault(r, v, "\"%s\" has more than %d parts", key, TAU_PARTS_MAX);
	return r->err == ERR_OK ? v : NULL;
}

void
tau_keys(struct tau_reader *r, const struct value *map, const char *const *keys, size_t count)
{
	if (r->err != ERR_OK)
		return;
	if (value_kind(map) != VALUE_MAP)
		tau_fault(r, map, "a map is wanted here");
	else if ((r->err = value_check_keys(map, keys, count, r->e)) != ERR_OK)
		err_prefix(r->e, "%.80s", r->what);
}

void
tau_address(struct tau_reader *r, const struct value *map, struct address *out)
{
	static const char *const keys[] = {
	    "address1", "address2", "city", "country", "state", "zip"};
	const struct value *v = tau_part(r, map, "address", VALUE_MAP);
	const char *country;

	tau_keys(r, v, keys, COUNT(keys));
	out->line1 = tau_text(r, v, "address1", false);
	out->line2 = tau_text(r, v, "address2", true);
	out->city = tau_text(r, v, "city", false);
	out->region = tau_text(r, v, "state", true);
	out->postcode = tau_text(r, v, "zip", false);
	country = tau_text(r, v, "country", false);
	out->country = tau_country_from(r->arena, country);
	if (out->country == NULL) {
		tau_fault(r, value_get(v, "country"),
		    "\"%.40s\" is no country's three capital letters (ISO 3166-1), like USA",
		    country);
		out->country = "";
	}
}

/* ---- products */

static void
read_variant(struct tau_reader *r, const char *key, const struct value *v, struct product *p,
    struct variant *x)
{
	static const char *const keys[] = { "item_id", "options", "available", "price" };
	const struct value *options, *available = value_get(v, "available");
	struct pair *pairs;
	size_t i;

	tau_keys(r, v, keys, COUNT(keys));
	x->sku = tau_id(r, v, tau_text(r, v, "item_id", false));
	if (!text_is(x->sku, key))
		tau_fault(r, v, "the variant %.60s stands under another's id, %.60s", x->sku, key);
	x->price = tau_amount(r, v, "price");
	x->uncounted = true;
	x->stock = value_as_bool(available, false) ? STOCK_UNCOUNTED : 0;
	if (value_kind(available) != VALUE_BOOL)
		tau_fault(r, v, "\"available\" of %.60s must be true or false", x->sku);
	options = tau_part(r, v, "options", VALUE_MAP);
	if (p->variant_count > 0 && value_count(options) != p->option_count)
		tau_fault(r, v, "%.60s has other options than %.60s", x->sku, p->variants[0].sku);
	if (r->err != ERR_OK)
		return;
	if (p->variant_count == 0) {	/* the first says which options there are */
		const char **names =
		    arena_alloc(r->arena, (value_count(options) + 1) * sizeof(*names));

		for (i = 0; i < value_count(options); i++)
			names[i] = arena_text(r->arena, value_key_at(options, i));
		p->options = names;
		p->option_count = value_count(options);
	}
	x->options = pairs = arena_alloc(r->arena, (p->option_count + 1) * sizeof(*pairs));
	for (i = 0; i < p->option_count; i++) {
		pairs[i].name = p->options[i];
		pairs[i].value = tau_text(r, options, p->options[i], false);
	}
	x->option_count = p->option_count;
	p->variant_count++;
}

static void
read_product(struct tau_reader *r, const char *key, const struct value *v, struct product *p)
{
	static const char *const keys[] = { "name", "product_id", "variants" };
	const struct value *variants;
	struct variant *list;
	char *kind;
	size_t i;

	r->what = arena_printf(r->arena, "product %.60s", key);
	tau_keys(r, v, keys, COUNT(keys));
	p->id = tau_id(r, v, tau_text(r, v, "product_id", false));
	if (!text_is(p->id, key))
		tau_fault(r, v, "it stands under another's id");
	p->name = tau_text(r, v, "name", false);
	p->kind = kind = arena_text(r->arena, p->name);
	for (; *kind != '\0'; kind++)
		*kind = (char)tolower((unsigned char)*kind);
	p->description = arena_printf(r->arena, "%s.", p->name);
	p->department = "Shop";
	variants = tau_part(r, v, "variants", VALUE_MAP);
	if (r->err == ERR_OK && value_count(variants) == 0)
		tau_fault(r, v, "it has no variant that could be bought");
	p->variants = list = arena_alloc(r->arena, (value_count(variants) + 1) * sizeof(*list));
	for (i = 0; r->err == ERR_OK && i < value_count(variants); i++)
		read_variant(r, value_key_at(variants, i), value_at(variants, i), p,
		    &list[p->variant_count]);
}

static int
by_sku(const void *a, const void *b)
{
	return strcmp(((const struct tau_place *)a)->sku, ((const struct tau_place *)b)->sku);
}

const struct product *
tau_product_of(const struct tau_set *set, const char *sku, const struct variant **variant)
{
	const struct tau_place wanted = { .sku = sku };
	const struct tau_place *found = set->place_count == 0
	    ? NULL
	    : bsearch(&wanted, set->places, set->place_count, sizeof(*set->places), by_sku);

	*variant = found != NULL ? found->variant : NULL;
	return found != NULL ? found->product : NULL;
}

static void
find_places(struct tau_reader *r, struct tau_set *set)
{
	const struct shop_records *records = &set->records;
	size_t i, j, count = 0;

	for (i = 0; i < records->product_count; i++)
		count += records->products[i].variant_count;
	set->places = arena_alloc(r->arena, (count + 1) * sizeof(*set->places));
	for (i = 0; i < records->product_count; i++)
		for (j = 0; j < records->products[i].variant_count; j++)
			set->places[set->place_count++] =
			    (struct tau_place){records->products[i].variants[j].sku,
				&records->products[i], &records->products[i].variants[j]};
	qsort(set->places, count, sizeof(*set->places), by_sku);
	for (i = 1; i < count && r->err == ERR_OK; i++)
		if (text_is(set->places[i].sku, set->places[i - 1].sku)) {
			r->what = arena_printf(
			    r->arena, "product %.60s", set->places[i].product->id);
			tau_fault(r, value_get(set->products, set->places[i].product->id),
			    "the variant %.60s is there twice", set->places[i].sku);
		}
}

static void
read_products(struct tau_reader *r, struct tau_set *set)
{
	size_t i, count = value_count(set->products);

	set->records.products = arena_alloc(r->arena, (count + 1) * sizeof(struct product));
	for (i = 0; r->err == ERR_OK && i < count; i++) {
		read_product(r, value_key_at(set->products, i), value_at(set->products, i),
		    &set->records.products[i]);
		set->records.product_count++;
	}
	if (r->err == ERR_OK)
		find_places(r, set);
}

/* ---- users */

static const char *
card_label(struct tau_reader *r, const char *brand, const char *last_four)
{
	char *label = arena_printf(r->arena, "%s ending %s", brand, last_four);

	label[0] = (char)toupper((unsigned char)label[0]);
	return label;
}

static void
read_method(
    struct tau_reader *r, const char *key, const struct value *v, struct payment_method *m)
{
	static const char *const keys[] = { "source", "id", "brand", "last_four", "balance" };
	const char *source;

	tau_keys(r, v, keys, COUNT(keys));
	source = tau_text(r, v, "source", false);
	m->id = tau_id(r, v, tau_text(r, v, "id", false));
	if (!text_is(m->id, key))
		tau_fault(r, v, "the method %.60s stands under another's id, %.60s", m->id, key);
	m->brand = m->last_four = "";
	if (text_is(source, "credit_card")) {
		m->kind = "card";
		m->brand = tau_text(r, v, "brand", false);
		m->last_four = tau_text(r, v, "last_four", false);
		if (strlen(m->last_four) != 4 || strspn(m->last_four, "0123456789") != 4)
			tau_fault(r, v, "\"last_four\" of %.60s must be four digits", m->id);
		m->label = card_label(r, m->brand, m->last_four);
	} else if (text_is(source, "gift_card")) {
		m->kind = "gift_card";
		m->label = "Gift card";
		m->balance = tau_amount(r, v, "balance");
	} else {
		m->kind = "paypal";
		m->label = "PayPal account";
		if (!text_is(source, "paypal"))
			tau_fault(r, v,
			    "\"source\" of %.60s must be credit_card, gift_card or paypal, not \"%.40s\"",
			    m->id, source);
	}
	if ((!text_is(m->kind, "card") && (value_get(v, "brand") || value_get(v, "last_four"))) ||
	    (!text_is(m->kind, "gift_card") && value_get(v, "balance")))
		tau_fault(r, v, "%.60s has fields that no %.40s has", m->id, source);
}

static void
read_user(struct tau_reader *r, const char *key, const struct value *v, struct customer *c)
{
	static const char *const keys[] = {
	    "name", "address", "email", "payment_methods", "orders"};
	static const char *const name_keys[] = { "first_name", "last_name" };
	const struct value *name, *methods;
	size_t i;

	r->what = arena_printf(r->arena, "user %.60s", key);
	tau_keys(r, v, keys, COUNT(keys));
	c->id = tau_id(r, v, key);
	name = tau_part(r, v, "name", VALUE_MAP);
	tau_keys(r, name, name_keys, COUNT(name_keys));
	c->given = tau_text(r, name, "first_name", false);
	c->family = tau_text(r, name, "last_name", false);
	c->email = tau_text(r, v, "email", false);
	c->phone = "";
	c->language = "en";
	c->tier = "standard";
	c->since_ms = r->set->as_of_ms - 400 * DATE_DAY_MS;
	tau_address(r, v, &c->address);
	methods = tau_part(r, v, "payment_methods", VALUE_MAP);
	c->methods = arena_alloc(r->arena, (value_count(methods) + 1) * sizeof(*c->methods));
	for (i = 0; r->err == ERR_OK && i < value_count(methods); i++)
		read_method(r, value_key_at(methods, i), value_at(methods, i),
		    &c->methods[c->method_count++]);
	(void)tau_part(r, v, "orders", VALUE_LIST);
}

const struct customer *
tau_customer(const struct tau_set *set, const char *id)
{
	size_t i;

	for (i = 0; i < set->records.customer_count; i++)
		if (text_is(set->records.customers[i].id, id))
			return &set->records.customers[i];
	return NULL;
}

static void
read_users(struct tau_reader *r, struct tau_set *set)
{
	size_t i, count = value_count(set->users);

	set->records.customers = arena_alloc(r->arena, (count + 1) * sizeof(struct customer));
	for (i = 0; r->err == ERR_OK && i < count; i++)
		read_user(r, value_key_at(set->users, i), value_at(set->users, i),
		    &set->records.customers[set->records.customer_count++]);
}

/* ---- the files */

static enum err
load(struct arena *a, const char *folder, const char *name, size_t most, const struct value **out,
    struct errinfo *e)
{
	const char *path = file_join(a, folder, arena_printf(a, "retail_%s", name));
	struct value *v;
	enum err err;

	if (!file_exists(path))
		path = file_join(a, folder, name);
	if ((err = value_load(a, path, &v, e)) != ERR_OK)
		return err;
	*out = v;
	if (value_kind(v) != VALUE_MAP)
		return value_err(e, ERR_INPUT, v, "a map of records by their ids is wanted");
	if (value_count(v) > most)
		return value_err(e, ERR_LIMIT, v, "more than %zu records", most);
	return ERR_OK;
}

enum err
tau_read_set(struct arena *a, struct tau_set *set, struct errinfo *e)
{
	struct tau_reader r = { .arena = a, .set = set, .what = "", .e = e };

	read_products(&r, set);
	if (r.err == ERR_OK)
		read_users(&r, set);
	return r.err == ERR_OK ? tau_read_orders(a, set, e) : r.err;
}

enum err
tau_read(struct arena *a, const char *folder, struct tau_set *set, struct errinfo *e)
{
	enum err err;

	if ((err = load(a, folder, "products.json", TAU_PRODUCTS_MAX, &set->products, e)) !=
		ERR_OK ||
	    (err = load(a, folder, "users.json", TAU_USERS_MAX, &set->users, e)) != ERR_OK ||
	    (err = load(a, folder, "orders.json", TAU_ORDERS_MAX, &set->orders, e)) != ERR_OK)
		return err;
	return tau_read_set(a, set, e);
}
