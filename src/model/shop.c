/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floorwalker/model/shop.h"

#include <string.h>
#include <strings.h>

#include "floorwalker/base/str.h"
#include "floorwalker/model/money.h"

/* Sums stop at the bound instead of wrapping; records that were read by order_from_value() never
 * reach it. */
static int64_t
add(int64_t a, int64_t b)
{
	int64_t sum;

	if (money_add(a, b, &sum))
		return sum;
	return b < 0 ? -MONEY_MAX : MONEY_MAX;
}

int64_t
order_goods_total(const struct order *o)
{
	int64_t total = 0, line;

	for (size_t i = 0; i < o->line_count; i++) {
		if (!money_times(o->lines[i].price, o->lines[i].quantity, &line))
			line = MONEY_MAX;
		total = add(total, line);
	}
	return total;
}

int64_t
order_total(const struct order *o)
{
	return add(add(order_goods_total(o), o->shipping), -o->discount);
}

static int64_t
payments(const struct order *o, bool refunds)
{
	int64_t total = 0;

	for (size_t i = 0; i < o->payment_count; i++)
		if (o->payments[i].refund == refunds)
			total = add(total, o->payments[i].amount);
	return total;
}

int64_t
order_paid(const struct order *o)
{
	return payments(o, false);
}

int64_t
order_refunded(const struct order *o)
{
	return payments(o, true);
}

int64_t
order_delivered_ms(const struct order *o)
{
	int64_t last = 0;

	for (size_t i = 0; i < o->shipment_count; i++) {
		if (o->shipments[i].delivered_ms == 0)
			return 0;
		if (o->shipments[i].delivered_ms > last)
			last = o->shipments[i].delivered_ms;
	}
	return last;
}

const struct order_line *
order_line_find(const struct order *o, int64_t line_id)
{
	for (size_t i = 0; i < o->line_count; i++)
		if (o->lines[i].id == line_id)
			return &o->lines[i];
	return NULL;
}

const struct variant *
product_variant(const struct product *p, const char *sku)
{
	for (size_t i = 0; i < p->variant_count; i++)
		if (text_is(p->variants[i].sku, sku))
			return &p->variants[i];
	return NULL;
}

struct variant *
product_own_variants(struct arena *a, struct product *p)
{
	struct variant *own = arena_alloc(a, (p->variant_count + 1) * sizeof(*own));

	for (size_t i = 0; i < p->variant_count; i++)
		own[i] = p->variants[i];
	p->variants = own;
	return own;
}

const struct payment_method *
customer_method(const struct customer *c, const char *method_id)
{
	for (size_t i = 0; i < c->method_count; i++)
		if (text_is(c->methods[i].id, method_id))
			return &c->methods[i];
	return NULL;
}

static bool
is_on_its_way(const struct shipment *s)
{
	return text_is(s->status, "in_transit") || text_is(s->status, "out_for_delivery");
}

bool
order_in_outage(struct arena *a, const struct order *o, const struct carrier_outage *outages,
    size_t count, int64_t from_ms, int64_t until_ms, struct order *out, bool *throughout)
{
	bool is = false, all = true;

	*out = *o;
	for (size_t i = 0; i < o->shipment_count; i++) {
		const struct shipment *s = &o->shipments[i];

		for (size_t k = 0; is_on_its_way(s) && k < count; k++) {
			const struct carrier_outage *x = &outages[k];

			if (strcasecmp(x->carrier, s->carrier) != 0 || x->from_ms > until_ms ||
			    x->until_ms <= from_ms)
				continue;
			if (!is) {
				out->shipments = arena_alloc(
				    a, (o->shipment_count + 1) * sizeof(*out->shipments));
				memcpy(out->shipments, o->shipments,
				    o->shipment_count * sizeof(*out->shipments));
			}
			is = true;
			all = all && x->from_ms <= from_ms && x->until_ms > until_ms;
			out->shipments[i].status = "delayed";
		}
	}
	if (throughout != NULL)
		*throughout = is && all;
	return is;
}
