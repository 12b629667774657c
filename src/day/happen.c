/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happens meanwhile: outages of the AI, wrong prices, goods that are gone, carriers that stand
 * still. Prices and stock change in the store's records and back again; what a carrier shows lies
 * over them, in the shop. Who comes about it is a burst's (day/simulation.h).
 */
#include <string.h>
#include <strings.h>

#include "engine.h"
#include "floorwalker/shop/shop.h"
#include "names.h"

/* One that has been begun, and what there was before. */
struct happening {
	const struct incident *incident;
	bool on;
	struct variant *before;		/* what it is about, as it was: sku, price and stock */
	size_t before_count;
};

bool
happen_ai_is_out(const struct engine *en)
{
	const struct ai *ai = &en->simulation->ai;
	int64_t now = engine_now(en) - en->simulation->warm_up_ms;

	for (size_t i = 0; i < ai->outage_count; i++)
		if (now >= ai->outages[i].from_ms &&
		    now < ai->outages[i].from_ms + ai->outages[i].length_ms)
			return true;
	return false;
}

static bool
is_a_carriers(const struct incident *x)
{
	return x->kind == INCIDENT_CARRIER_OUTAGE;
}

void
happen_plan_outages(struct engine *en)
{
	const struct simulation *s = en->simulation;

	en->outages = arena_alloc(en->arena, (s->incident_count + 1) * sizeof(*en->outages));
	for (size_t i = 0; i < s->incident_count; i++) {
		const struct incident *x = &s->incidents[i];
		int64_t from = en->start_ms + s->warm_up_ms + x->at_ms;

		if (is_a_carriers(x))
			en->outages[en->outage_count++] = (struct carrier_outage){ x->what, from,
				x->length_ms > 0 ? from + x->length_ms : INT64_MAX };
	}
}

/* What an incident of this kind may be about: carriers of parcels, some of them often; products and
 * their variants. */
static size_t
gather_names(struct arena *a, const struct shop_records *r, bool carriers, const char ***out)
{
	size_t most = 0, count = 0;
	const char **names;

	for (size_t i = 0; carriers && i < r->order_count; i++)
		most += r->orders[i].shipment_count;
	for (size_t i = 0; !carriers && i < r->product_count; i++)
		most += 1 + r->products[i].variant_count;
	*out = names = arena_alloc(a, (most + 1) * sizeof(*names));
	for (size_t i = 0; carriers && i < r->order_count; i++)
		for (size_t k = 0; k < r->orders[i].shipment_count; k++)
			names[count++] = r->orders[i].shipments[k].carrier;
	for (size_t i = 0; !carriers && i < r->product_count; i++) {
		names[count++] = r->products[i].id;
		for (size_t k = 0; k < r->products[i].variant_count; k++)
			names[count++] = r->products[i].variants[k].sku;
	}
	return count;
}

static bool
is_named(const struct incident *x, const char *name)
{
	return is_a_carriers(x) ? strcasecmp(name, x->what) == 0 : strcmp(name, x->what) == 0;
}

enum err
happen_check(const struct engine *en, struct errinfo *e)
{
	const struct simulation *s = en->simulation;
	struct arena *a = arena_new();
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < s->incident_count; i++) {
		const struct incident *x = &s->incidents[i];
		const char **names, *near;
		size_t at = 0, count = gather_names(a, world_records(en->options->world), is_a_carriers(x), &names);

		while (at < count && !is_named(x, names[at]))
			at++;
		if (at < count)
			continue;
		near = text_nearest(x->what, names, count);
		err = names_fault(s, x->source, e, "an incident is about \"%.80s\", but %s in this world%s%s%s",
		    x->what,
		    is_a_carriers(x) ? "no carrier of a parcel is called so" : "no product or variant has this id",
		    near != NULL ? "; did you mean \"" : "", near != NULL ? near : "", near != NULL ? "\"?" : "");
	}
	arena_free(&a);
	return err;
}

void
happen_begin(struct engine *en)
{
	const struct simulation *s = en->simulation;

	shop_set_outages(desk_shop(en->desk), en->outages, en->outage_count);
	en->happenings = arena_alloc(en->arena, (s->incident_count + 1) * sizeof(*en->happenings));
	for (size_t i = 0; i < s->incident_count; i++) {
		struct happening *h;

		if (is_a_carriers(&s->incidents[i]))
			continue;
		h = &en->happenings[en->happening_count++];
		h->incident = &s->incidents[i];
		calendar_add(&en->calendar, h->incident->at_ms + s->warm_up_ms, TICK_INCIDENT, h, NULL);
	}
}

static bool
is_meant(const struct incident *x, const struct product *p, size_t variant)
{
	return text_is(p->id, x->what) || text_is(p->variants[variant].sku, x->what);
}

static struct variant *
before_of(const struct happening *h, const char *sku)
{
	for (size_t i = 0; i < h->before_count; i++)
		if (strcmp(h->before[i].sku, sku) == 0)
			return &h->before[i];
	return NULL;
}

/* The last to have begun of those of the same kind that still are about this variant, too; NULL. */
static const struct happening *
latest_other(const struct engine *en, const struct happening *h, const char *sku)
{
	const struct happening *last = NULL;

	for (size_t i = 0; i < en->happening_count; i++) {
		const struct happening *x = &en->happenings[i];

		if (x != h && x->on && x->incident->kind == h->incident->kind &&
		    before_of(x, sku) != NULL &&
		    (last == NULL || x->incident->at_ms >= last->incident->at_ms))
			last = x;
	}
	return last;
}

/* What lies under several incidents is what was before the first of them. */
static void
keep_before(struct engine *en, struct happening *h, const struct product *p)
{
	h->before = arena_alloc(en->arena, (p->variant_count + 1) * sizeof(*h->before));
	for (size_t i = 0; i < p->variant_count; i++) {
		const struct variant *v = &p->variants[i];
		const struct happening *other = latest_other(en, h, v->sku);

		if (!is_meant(h->incident, p, i))
			continue;
		if (other != NULL)
			v = before_of(other, v->sku);
		h->before[h->before_count++] = (struct variant){
		    .sku = arena_text(en->arena, v->sku), .price = v->price, .stock = v->stock};
	}
}

static void
begin(const struct happening *h, struct variant *v)
{
	if (h->incident->kind == INCIDENT_WRONG_PRICE)
		v->price = h->incident->price;
	else
		v->stock = 0;
}

/* What came back of goods that were gone meanwhile lies beside what there was. */
static void
end(const struct engine *en, const struct happening *h, const struct variant *before, struct variant *v)
{
	const struct happening *other = latest_other(en, h, v->sku);

	if (other != NULL)
		begin(other, v);
	else if (h->incident->kind == INCIDENT_WRONG_PRICE)
		v->price = before->price;
	else
		v->stock += before->stock;
}

static void
change(const struct engine *en, const struct happening *h, struct variant *variants, size_t count, bool begins)
{
	for (size_t i = 0; i < count; i++) {
		const struct variant *before = before_of(h, variants[i].sku);

		if (before == NULL)
			continue;
		if (begins)
			begin(h, &variants[i]);
		else
			end(en, h, before, &variants[i]);
	}
}

static enum err
put(struct engine *en, struct arena *a, const struct product *p, struct errinfo *e)
{
	struct str body;
	enum err err = store_begin(en->store, e);

	if (err != ERR_OK)
		return err;
	str_init(&body);
	value_print(&body, product_to_value(a, p));
	err = store_document_put(en->store, "product", p->id, body.data, -1, e);
	str_clear(&body);
	if (err == ERR_OK)
		return store_commit(en->store, e);
	store_rollback(en->store);
	return err;
}

enum err
happen_now(struct engine *en, void *what, struct errinfo *e)
{
	struct happening *h = what;
	const struct incident *x = h->incident;
	struct arena *a = arena_new();
	struct product p;
	bool begins = !h->on;
	enum err err = shop_product(desk_shop(en->desk), a, x->what, &p, e);

	if (err == ERR_NOT_FOUND)
		err = shop_product_of_sku(desk_shop(en->desk), a, x->what, &p, e);
	if (err == ERR_OK) {
		if (begins)
			keep_before(en, h, &p);
		change(en, h, product_own_variants(a, &p), p.variant_count, begins);
		err = put(en, a, &p, e);
	}
	arena_free(&a);
	h->on = begins;
	if (err == ERR_OK && begins && x->length_ms > 0)
		calendar_add(&en->calendar, engine_now(en) + x->length_ms, TICK_INCIDENT, h, NULL);
	return err;
}

static bool
is_sold_out(const struct engine *en, const struct product *p)
{
	for (size_t i = 0; i < en->happening_count; i++) {
		const struct happening *h = &en->happenings[i];

		for (size_t k = 0; h->on && k < p->variant_count; k++)
			if (h->incident->kind == INCIDENT_STOCK_OUT && is_meant(h->incident, p, k))
				return true;
	}
	return false;
}

static enum err
restock(struct engine *en, struct arena *a, const struct product *base, struct errinfo *e)
{
	struct document d;
	struct product p;
	struct variant *variants;
	bool changed = false;
	enum err err = store_document_get(en->store, a, "product", base->id, &d, NULL);

	if (err == ERR_NOT_FOUND)
		return ERR_OK;		/* nothing of it was ever changed */
	if (err != ERR_OK || (err = shop_product(desk_shop(en->desk), a, base->id, &p, e)) != ERR_OK)
		return err;
	variants = product_own_variants(a, &p);
	for (size_t i = 0; i < p.variant_count && i < base->variant_count; i++) {
		changed |= variants[i].stock != base->variants[i].stock;
		variants[i].stock = base->variants[i].stock;
	}
	return changed && !is_sold_out(en, base) ? put(en, a, &p, e) : ERR_OK;
}

enum err
happen_restock(struct engine *en, struct errinfo *e)
{
	const struct shop_records *r = world_records(en->options->world);
	struct arena *a = arena_new();
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < r->product_count; i++)
		err = restock(en, a, &r->products[i], e);
	arena_free(&a);
	return err;
}
