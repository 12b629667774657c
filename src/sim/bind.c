/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bind.h"

#include <string.h>

#include "floorwalker/base/str.h"
#include "traits.h"

const struct customer *
records_customer(const struct shop_records *r, const char *id)
{
	for (size_t i = 0; i < r->customer_count; i++)
		if (text_is(r->customers[i].id, id))
			return &r->customers[i];
	return NULL;
}

const struct product *
records_product_of_sku(const struct shop_records *r, const char *sku)
{
	for (size_t i = 0; i < r->product_count; i++)
		if (product_variant(&r->products[i], sku) != NULL)
			return &r->products[i];
	return NULL;
}

int64_t
bind_refund_of(const struct order *o, const struct order_line *l)
{
	int64_t goods = order_goods_total(o), part = l != NULL ? l->price * l->quantity : goods,
		left = order_paid(o) - order_refunded(o), amount;

	amount = goods > 0 ? part - o->discount * part / goods : part;
	if (l == NULL || o->line_count == 1)
		amount += o->shipping;	/* nothing of the order is kept, so neither is its
					   delivery */
	return amount < left ? amount : left;
}

static bool
paid_with(const struct order *o, const char *method_id)
{
	for (size_t i = 0; i < o->payment_count; i++)
		if (!o->payments[i].refund && text_is(o->payments[i].method_id, method_id))
			return true;
	return false;
}

const struct payment_method *
bind_other_method(const struct order *o, const struct customer *c)
{
	for (size_t i = c->method_count; i > 0; i--) {
		const struct payment_method *m = &c->methods[i - 1];

		if (!paid_with(o, m->id) &&
		    (!text_is(m->kind, "gift_card") ||
			m->balance >= order_paid(o) - order_refunded(o)))
			return m;
	}
	return NULL;
}

/* Whether w is what the goal wants in place of v: one option differs (the named one, or any), with
 * the wanted price and stock. */
static bool
is_wanted(const struct goal *g, const struct variant *v, const struct variant *w, int64_t paid)
{
	size_t differ = 0;

	if (w == v || w->option_count != v->option_count || (w->stock > 0) == g->new_out_of_stock)
		return false;
	for (size_t j = 0; j < w->option_count; j++) {
		bool other = !text_is(w->options[j].value, v->options[j].value);

		differ += other;
		if (other && !text_is(g->new_option, "any") &&
		    !text_is(w->options[j].name, g->new_option))
			return false;
	}
	if (differ != 1)
		return false;
	switch (g->new_price) {
	case NEW_PRICE_SAME:
		return w->price == paid;
	case NEW_PRICE_DEARER:
		return w->price > paid;
	case NEW_PRICE_CHEAPER:
		return w->price < paid;
	case NEW_PRICE_ANY:
		break;
	}
	return true;
}

static const struct goal *
goal_with_new(const struct scenario *s)
{
	for (size_t i = 0; i < s->goal_count; i++)
		if (*s->goals[i].new_option != '\0')
			return &s->goals[i];
	return NULL;
}

static bool
needs_correction(const struct scenario *s, enum correction what)
{
	for (size_t i = 0; i < s->goal_count; i++)
		if (s->goals[i].correct == what)
			return true;
	return false;
}

/* Another line of the order whose product differs, and another order of the customer, so that a
 * shopper can name them by mistake. */
static void
find_others(const struct bind_world *w, struct binding *b)
{
	for (size_t i = 0; i < b->order->line_count && b->other_line == NULL; i++) {
		const struct order_line *l = &b->order->lines[i];
		const struct product *p = records_product_of_sku(w->records, l->sku);

		if (l != b->line && p != NULL && p != b->product) {
			b->other_line = l;
			b->other_product = p;
		}
	}
	for (size_t i = 0; i < w->records->order_count && b->other_order == NULL; i++) {
		const struct order *o = &w->records->orders[i];

		if (o != b->order && text_is(o->customer_id, b->customer->id))
			b->other_order = o;
	}
}

static void
add(struct binding_set *set, size_t *room, const struct binding *b)
{
	if (set->count == *room) {
		*room = *room == 0 ? 64 : *room * 2;
		set->items = mem_grow(set->items, *room, sizeof(*set->items));
	}
	set->items[set->count++] = *b;
}

/* The binding once, or once for each variant that the shopper could want instead. */
static void
complete(const struct bind_world *w, const struct scenario *s, struct binding *b,
    struct binding_set *set, size_t *room)
{
	const struct goal *g = goal_with_new(s);

	find_others(w, b);
	if ((needs_correction(s, CORRECT_LINE) && b->other_line == NULL) ||
	    (needs_correction(s, CORRECT_ORDER) && b->other_order == NULL))
		return;
	if (g == NULL) {
		add(set, room, b);
		return;
	}
	for (size_t i = 0; b->variant != NULL && i < b->product->variant_count; i++) {
		b->new_variant = &b->product->variants[i];
		if (is_wanted(g, b->variant, b->new_variant, b->line->price))
			add(set, room, b);
	}
}

/* Two lines of one article are told apart by no words: only a wish for all of them can mean
 * them. */
static bool
is_told_apart(const struct scenario *s, const struct order *o, size_t line)
{
	bool all = true;

	for (size_t i = 0; i < s->goal_count; i++)
		all = all && s->goals[i].all_lines;
	for (size_t i = 0; !all && i < o->line_count; i++)
		if (i != line && text_is(o->lines[i].sku, o->lines[line].sku))
			return false;
	return true;
}

/* What is known of an order before any scenario asks. */
struct order_entry {
	const struct customer *customer;
	struct trait traits[ORDER_TRAIT_COUNT];
	struct line_entry {
		const struct product *product;
		struct trait traits[LINE_TRAIT_COUNT];
	} *lines;
};
struct bind_index {
	struct order_entry *orders;	/* as in the records */
};

static void
enter_order(
    struct arena *a, const struct bind_world *w, const struct order *o, struct order_entry *out)
{
	out->customer = records_customer(w->records, o->customer_id);
	if (out->customer == NULL)
		return;
	traits_of_order(w, o, out->customer, out->traits);
	out->lines = arena_alloc(a, (o->line_count + 1) * sizeof(*out->lines));
	for (size_t i = 0; i < o->line_count; i++) {
		out->lines[i].product = records_product_of_sku(w->records, o->lines[i].sku);
		if (out->lines[i].product != NULL)
			traits_of_line(
			    w, o, &o->lines[i], out->lines[i].product, out->lines[i].traits);
	}
}

const struct bind_index *
bind_index_make(struct arena *a, const struct bind_world *w)
{
	struct bind_index *index = arena_alloc(a, sizeof(*index));

	index->orders = arena_alloc(a, (w->records->order_count + 1) * sizeof(*index->orders));
	for (size_t i = 0; i < w->records->order_count; i++)
		enter_order(a, w, &w->records->orders[i], &index->orders[i]);
	return index;
}

static void
bind_order(const struct bind_world *w, const struct scenario *s, size_t at, struct binding_set *set,
    size_t *room)
{
	const struct order_entry *entry = &w->index->orders[at];
	const struct order *o = &w->records->orders[at];
	struct trait variant[VARIANT_TRAIT_COUNT];

	if (entry->customer == NULL || !condition_holds(&s->order, entry->traits))
		return;
	for (size_t i = 0; i < o->line_count; i++) {
		struct binding b = {.customer = entry->customer,
		    .order = o,
		    .line = &o->lines[i],
		    .product = entry->lines[i].product};

		if (b.product == NULL || !condition_holds(&s->line, entry->lines[i].traits) ||
		    !is_told_apart(s, o, i))
			continue;
		b.variant = product_variant(b.product, b.line->sku);
		traits_of_variant(b.variant, variant);
		if (condition_holds(&s->variant, variant))
			complete(w, s, &b, set, room);
	}
}

static void
bind_product(
    const struct scenario *s, const struct product *p, struct binding_set *set, size_t *room)
{
	struct trait product[PRODUCT_TRAIT_COUNT], variant[VARIANT_TRAIT_COUNT];

	traits_of_product(p, product);
	if (!condition_holds(&s->product, product))
		return;
	for (size_t i = 0; i < p->variant_count; i++) {
		traits_of_variant(&p->variants[i], variant);
		if (condition_holds(&s->variant, variant))
			add(set, room, &(struct binding){.product = p, .variant = &p->variants[i]});
	}
}

/* A product question and the like: anyone may ask, so each candidate gets a customer in turn. */
static void
give_customers(const struct bind_world *w, struct binding_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->items[i].customer == NULL && w->records->customer_count > 0)
			set->items[i].customer =
			    &w->records->customers[i % w->records->customer_count];
}

void
bind_all(struct arena *a, const struct bind_world *world, const struct scenario *s,
    struct binding_set *out)
{
	struct bind_world indexed = *world, *w = &indexed;
	struct binding_set set = { NULL, 0 };
	size_t room = 0;

	if (indexed.index == NULL && s->binds_order)
		indexed.index = bind_index_make(a, world);
	if (s->binds_order)
		for (size_t i = 0; i < w->records->order_count; i++)
			bind_order(w, s, i, &set, &room);
	else if (s->binds_product)
		for (size_t i = 0; i < w->records->product_count; i++)
			bind_product(s, &w->records->products[i], &set, &room);
	else
		for (size_t i = 0; i < w->records->customer_count; i++)
			add(&set, &room, &(struct binding){.customer = &w->records->customers[i]});
	give_customers(w, &set);
	out->count = set.count;
	out->items = arena_alloc(a, (set.count + 1) * sizeof(*out->items));
	if (set.count > 0)
		memcpy(out->items, set.items, set.count * sizeof(*set.items));
	mem_free(set.items);
}

void
bind_draw(const struct binding *from, struct random_stream *r, struct binding *out)
{
	*out = *from;
	if (out->product != NULL && out->product->attribute_count > 0)
		out->attribute =
		    &out->product->attributes[random_below(r, out->product->attribute_count)];
}
