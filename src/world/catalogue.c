/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * catalogue/ (.yaml): products with their variants.
 */
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/file.h"
#include "reading.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define PRODUCTS_MAX 20000
#define VARIANTS_MAX 500

static const struct pair *
read_pairs(struct reading *r, const struct value *v, const char *what, size_t *count)
{
	struct pair *pairs = arena_alloc(r->kept, (value_count(v) + 1) * sizeof(*pairs));
	size_t i;

	*count = 0;
	if (v == NULL || !is_map(r, v, what))
		return pairs;
	for (i = 0; i < value_count(v); i++) {
		if (value_is_null(value_at(v, i))) {
			fault_at(r, value_at(v, i),
			    "%s: '%.40s' has no value; a text with a comma needs quotes inside { }",
			    what, value_key_at(v, i));
			continue;
		}
		pairs[*count].name = arena_text(r->kept, value_key_at(v, i));
		pairs[(*count)++].value = text_of(r, value_at(v, i), what);
	}
	return pairs;
}

/* Options in the product's order; each one said, none besides. */
static void
read_options(struct reading *r, const struct value *v, const struct product *p, struct variant *out)
{
	const struct value *options = value_get(v, "options");
	struct pair *pairs = arena_alloc(r->kept, (p->option_count + 1) * sizeof(*pairs));
	size_t i;

	out->options = pairs;
	if (options == NULL && p->option_count == 0)
		return;
	if (options == NULL) {
		fault_at(r, v, "'options' is missing: the product has some");
		return;
	}
	if (!is_map(r, options, "options"))
		return;
	only_keys(r, options, p->options, p->option_count);
	for (i = 0; i < p->option_count; i++) {
		pairs[i].name = p->options[i];
		pairs[i].value = need_text(r, options, p->options[i]);
	}
	out->option_count = p->option_count;
}

static bool
same_options(const struct variant *a, const struct variant *b)
{
	size_t i;

	if (a->option_count != b->option_count)
		return false;
	for (i = 0; i < a->option_count; i++)
		if (!text_is(a->options[i].value, b->options[i].value))
			return false;
	return true;
}

/* How many there are; or, where the shop doesn't count, whether there are any. */
static void
read_stock(struct reading *r, const struct value *v, struct variant *x)
{
	x->uncounted = value_get(v, "available") != NULL;
	if (!x->uncounted)
		x->stock = need_int(r, v, "stock", 0, STOCK_UNCOUNTED);
	else if (may_bool(r, v, "available", false))
		x->stock = STOCK_UNCOUNTED;
	if (x->uncounted && value_get(v, "stock") != NULL)
		fault_at(r, value_get(v, "available"),
		    "%s has stock, so 'available' says nothing more", x->sku);
}

static void
read_variant(struct reading *r, const struct value *v, struct product *p, struct variant *x)
{
	static const char *const known[] = {
	    "sku", "options", "price", "was", "stock", "available", "final_sale", "restock"};
	size_t i;

	if (!is_map(r, v, "a variant"))
		return;
	only_keys(r, v, known, COUNT(known));
	x->sku = need_id(r, v, "sku");
	read_options(r, v, p, x);
	x->price = need_amount(r, v, "price");
	x->was = may_amount(r, v, "was", 0);
	read_stock(r, v, x);
	x->final_sale = may_bool(r, v, "final_sale", false);
	x->restock_ms = may_instant(r, v, "restock");
	if (x->price == 0)
		fault_at(r, value_get(v, "price") != NULL ? value_get(v, "price") : v,
		    "%s costs nothing", x->sku);
	if (x->was != 0 && x->was <= x->price)
		warn_at(
		    r, value_get(v, "was"), "%s: the earlier price isn't above today's", x->sku);
	if (x->restock_ms != 0 && x->stock > 0)
		fault_at(r, value_get(v, "restock"),
		    "%s is in stock, so it has no date of restocking", x->sku);
	if (x->restock_ms != 0 && x->restock_ms < r->world->settings.as_of_ms)
		fault_at(r, value_get(v, "restock"), "%s would have been restocked before as_of",
		    x->sku);
	for (i = 0; i < p->variant_count; i++)
		if (same_options(&p->variants[i], x))
			fault_at(r, v, "%s has the same options as %s", x->sku, p->variants[i].sku);
	p->variant_count++;
}

static void
read_product(struct reading *r, const struct value *v, const char *department, struct product *p)
{
	static const char *const known[] = {"id", "name", "kind", "also", "description",
	    "attributes", "care", "hygiene", "gift_card", "options", "variants"};
	const struct value *variants;
	struct variant *list;
	size_t i;

	only_keys(r, v, known, COUNT(known));
	p->id = need_id(r, v, "id");
	p->name = need_text(r, v, "name");
	p->department = department;
	p->kind = need_text(r, v, "kind");
	p->also = texts_of(r, value_get(v, "also"), "also", &p->also_count);
	p->description = need_text(r, v, "description");
	p->care = may_text(r, v, "care");
	p->attributes =
	    read_pairs(r, value_get(v, "attributes"), "attributes", &p->attribute_count);
	p->hygiene = may_bool(r, v, "hygiene", false);
	p->gift_card = may_bool(r, v, "gift_card", false);
	p->options = texts_of(r, value_get(v, "options"), "options", &p->option_count);
	variants = need_list(r, v, "variants");
	if (value_count(variants) > VARIANTS_MAX) {
		fault_at(r, variants, "more than %d variants of one product", VARIANTS_MAX);
		variants = NULL;
	}
	p->variants = list = arena_alloc(r->kept, (value_count(variants) + 1) * sizeof(*list));
	for (i = 0; i < value_count(variants); i++)
		read_variant(r, value_at(variants, i), p, &list[p->variant_count]);
	if (variants != NULL && p->variant_count == 0)
		fault_at(r, variants, "%s has no variant that could be bought", p->id);
}

struct shelf {
	struct product *products;
	struct placed *places;
	size_t count, room;
};

static void
read_department(struct reading *r, const char *relative, struct shelf *shelf)
{
	static const char *const known[] = { "department", "products" };
	const struct value *root = parse_file(r, relative), *list;
	const char *department;
	size_t i;

	if (root == NULL || !is_map(r, root, "a department")) {
		r->torn_catalogue = true;
		return;
	}
	only_keys(r, root, known, COUNT(known));
	department = need_text(r, root, "department");
	list = need_list(r, root, "products");
	r->torn_catalogue = r->torn_catalogue || list == NULL;
	for (i = 0; i < value_count(list); i++) {
		if (!is_map(r, value_at(list, i), "a product"))
			continue;
		if (shelf->count == shelf->room) {
			shelf->room = shelf->room == 0 ? 64 : 2 * shelf->room;
			shelf->products =
			    mem_grow(shelf->products, shelf->room, sizeof(*shelf->products));
			shelf->places =
			    mem_grow(shelf->places, shelf->room, sizeof(*shelf->places));
		}
		if (shelf->count == PRODUCTS_MAX) {
			fault_at(r, value_at(list, i), "more than %d products", PRODUCTS_MAX);
			return;
		}
		memset(&shelf->products[shelf->count], 0, sizeof(*shelf->products));
		shelf->places[shelf->count] =
		    (struct placed){.at = value_at(list, i), .index = shelf->count};
		read_product(r, value_at(list, i), department, &shelf->products[shelf->count]);
		shelf->count++;
	}
}

static int
by_id(const void *a, const void *b, void *products)
{
	const struct product *all = products;
	const struct placed *x = a, *y = b;
	int order = strcmp(all[x->index].id, all[y->index].id);

	return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

static int
by_sku(const void *a, const void *b)
{
	return strcmp(((const struct sku_place *)a)->sku, ((const struct sku_place *)b)->sku);
}

static void
index_skus(struct reading *r, const struct placed *places)
{
	struct world *w = r->world;
	size_t i, j, n = 0, total = 0;

	for (i = 0; i < w->records.product_count; i++)
		total += w->records.products[i].variant_count;
	w->skus = arena_alloc(r->kept, (total + 1) * sizeof(*w->skus));
	for (i = 0; i < w->records.product_count; i++)
		for (j = 0; j < w->records.products[i].variant_count; j++)
			w->skus[n++] =
			    (struct sku_place){.sku = w->records.products[i].variants[j].sku,
				.product = &w->records.products[i],
				.variant = &w->records.products[i].variants[j]};
	w->sku_count = n;
	qsort(w->skus, n, sizeof(*w->skus), by_sku);
	for (i = 1; i < n; i++)
		if (text_is(w->skus[i].sku, w->skus[i - 1].sku) && w->skus[i].sku[0] != '\0')
			fault_at(r, places[w->skus[i].product - w->records.products].at,
			    "the sku %s is there twice", w->skus[i].sku);
}

static void
keep_shelf(struct reading *r, struct shelf *shelf)
{
	struct shop_records *records = &r->world->records;
	size_t i;

	qsort_r(shelf->places, shelf->count, sizeof(*shelf->places), by_id, shelf->products);
	records->products = arena_alloc(r->kept, (shelf->count + 1) * sizeof(*records->products));
	for (i = 0; i < shelf->count; i++) {
		records->products[i] = shelf->products[shelf->places[i].index];
		if (i > 0 && text_is(records->products[i].id, records->products[i - 1].id))
			fault_at(r, shelf->places[i].at, "the product %s is there twice",
			    records->products[i].id);
	}
	records->product_count = shelf->count;
	index_skus(r, shelf->places);
}

void
read_catalogue(struct reading *r)
{
	struct shelf shelf = { 0 };
	const char **names;
	struct errinfo why;
	size_t i, count;
	enum err err = file_list(r->files, file_join(r->files, r->world->folder, "catalogue"),
	    ".yaml", &names, &count, &why);

	if (err != ERR_OK) {
		r->torn_catalogue = true;
		fault_text(r, true, err, why.text);
		return;
	}
	for (i = 0; i < count; i++)
		read_department(r, arena_printf(r->files, "catalogue/%s", names[i]), &shelf);
	if (shelf.count > 0)
		keep_shelf(r, &shelf);
	else if (!r->torn_catalogue)
		fault_text(r, true, ERR_INPUT, "catalogue/: there is no product in any file");
	mem_free(shelf.products);
	mem_free(shelf.places);
}

const struct sku_place *
world_sku(const struct world *w, const char *sku)
{
	struct sku_place key = { .sku = sku };

	return w->sku_count == 0 ? NULL
				 : bsearch(&key, w->skus, w->sku_count, sizeof(*w->skus), by_sku);
}
