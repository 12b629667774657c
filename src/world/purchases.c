/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Seeded orders. A table of stories names every state and edge that policy and understanding must
 * meet; the first orders tell each story once, so that none is missing, the others are drawn by
 * weight.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/random.h"
#include "reading.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define LINES_MAX 12

enum trait {
	LATE = 1,		/* came, or will come, after the promised day */
	TWO_PARCELS = 2,	/* one came, the other is on its way */
	REFUND_PART = 4,	/* one unit was refunded */
	REFUND_ALL = 8,
	CAME_BACK = 16,		/* the lines are marked returned */
	GIFT_CARD = 32,
	FINAL_SALE = 64,
	HYGIENE = 128,		/* and opened */
	TWO_METHODS = 256,	/* paid by gift card and card */
	HIGH_VALUE = 512,
	SEVERAL = 1024,		/* quantity above 1 */
	PICKUP = 2048,
	OFTEN = 4096,		/* of the few customers who ask for refunds often */
	LABEL = 8192,		/* a parcel is made ready */
	SEALED = 16384,		/* the hygiene goods are as they were sent */
	DEARER = 32768,		/* paid more than today's price */
};

struct story {
	const char *status, *parcel;	/* of order and shipment; parcel "" where none was made */
	int from, to;			/* days ago: of delivery where it came, else of shipping or
					   placing */
	unsigned traits;
	double weight;
};

static const struct story stories[] = {
	{ "pending", "", 0, 1, 0, 5 },
	{ "pending", "", 0, 1, SEVERAL, 1 },
	{ "pending", "", 0, 2, TWO_METHODS, 1 },
	{ "pending", "", 0, 1, HIGH_VALUE, 0.5 },
	{ "pending", "", 0, 1, GIFT_CARD, 0.5 },
	{ "processing", "", 0, 3, 0, 4 },
	{ "processing", "label_created", 0, 2, LABEL, 2 },
	{ "shipped", "in_transit", 1, 3, 0, 8 },
	{ "shipped", "in_transit", 5, 9, LATE, 3 },
	{ "shipped", "in_transit", 20, 40, LATE, 1 },
	{ "shipped", "out_for_delivery", 1, 4, 0, 3 },
	{ "shipped", "delayed", 4, 12, LATE, 3 },
	{ "shipped", "lost", 10, 25, LATE, 2 },
	{ "shipped", "returned_to_sender", 6, 15, LATE, 3 },
	{ "shipped", "in_transit", 2, 6, TWO_PARCELS, 2 },
	{ "delivered", "delivered", 0, 3, 0, 9 },
	{ "delivered", "delivered", 4, 14, 0, 12 },
	{ "delivered", "delivered", 15, 30, 0, 10 },
	{ "delivered", "delivered", 31, 60, 0, 8 },
	{ "delivered", "delivered", 61, 400, 0, 10 },
	{ "delivered", "delivered", 401, 900, 0, 4 },
	{ "delivered", "delivered", 2, 28, LATE, 4 },
	{ "delivered", "delivered", 2, 40, SEVERAL, 4 },
	{ "delivered", "delivered", 2, 40, SEVERAL | HIGH_VALUE, 1 },
	{ "delivered", "delivered", 2, 40, HIGH_VALUE, 2 },
	{ "delivered", "delivered", 2, 40, GIFT_CARD, 2 },
	{ "delivered", "delivered", 2, 40, FINAL_SALE, 3 },
	{ "delivered", "delivered", 2, 40, HYGIENE, 3 },
	{ "delivered", "delivered", 2, 40, TWO_METHODS, 3 },
	{ "delivered", "delivered", 2, 40, PICKUP, 2 },
	{ "delivered", "delivered", 3, 60, REFUND_PART, 3 },
	{ "delivered", "delivered", 3, 80, REFUND_PART | OFTEN, 3 },
	{ "cancelled", "", 1, 60, REFUND_ALL, 3 },
	{ "cancelled", "", 0, 2, 0, 1 },
	{ "return_requested", "delivered", 4, 29, 0, 3 },
	{ "returned", "delivered", 12, 80, REFUND_ALL | CAME_BACK, 3 },
	{ "returned", "delivered", 12, 80, REFUND_ALL | CAME_BACK | OFTEN, 2 },
	{ "returned", "delivered", 10, 30, CAME_BACK, 1 },
	{ "exchange_requested", "delivered", 4, 29, 0, 2 },
	{ "delivered", "delivered", 2, 28, HYGIENE | SEALED, 2 },
	{ "delivered", "delivered", 1, 8, DEARER, 2 },
	{ "delivered", "delivered", 16, 45, DEARER, 2 },
};

struct maker {
	struct arena *arena;
	const struct world *base;
	const struct people *people;
	struct random_stream x;
	const struct sku_place **normal, **cards, **final_sale, **hygiene;
	size_t normal_count, card_count, final_sale_count, hygiene_count;
	int64_t *shippings;
	size_t shipping_count;
	const char *home;		/* the country where most of the base's customers live */
	const char *prefix;		/* of order numbers */
	size_t digits;
};

static int64_t
between(struct maker *m, int64_t low, int64_t high)
{
	return low + (int64_t)random_below(&m->x, (uint64_t)(high - low + 1));
}

/* Some minute of the local day that lies that many days back, and never after as_of. */
static int64_t
day_at(struct maker *m, int64_t days_ago, int from_hour, int to_hour)
{
	int64_t as_of = m->base->settings.as_of_ms, at;
	struct date d;

	date_from_ms(m->base->settings.zone, as_of - days_ago * DATE_DAY_MS, &d);
	d.hour = (int)between(m, from_hour, to_hour);
	d.minute = (int)between(m, 0, 59);
	d.second = 0;
	at = date_to_ms(m->base->settings.zone, &d);
	if (at > as_of - 30 * 60000)
		at = (as_of - between(m, 30, 170) * 60000) / 60000 * 60000;
	return at;
}

static int64_t
noon(struct maker *m, int64_t days_ago)
{
	struct date d;

	date_from_ms(
	    m->base->settings.zone, m->base->settings.as_of_ms - days_ago * DATE_DAY_MS, &d);
	d.hour = 12;
	d.minute = d.second = 0;
	return date_to_ms(m->base->settings.zone, &d);
}

/* ---- what the base offers */

static void
sort_goods(struct maker *m)
{
	const struct world *w = m->base;
	size_t i, room = (w->sku_count + 1) * sizeof(*m->normal);

	m->normal = arena_alloc(m->arena, room);
	m->cards = arena_alloc(m->arena, room);
	m->final_sale = arena_alloc(m->arena, room);
	m->hygiene = arena_alloc(m->arena, room);
	for (i = 0; i < w->sku_count; i++) {
		const struct sku_place *s = &w->skus[i];

		if (s->product->gift_card)
			m->cards[m->card_count++] = s;
		else if (s->variant->final_sale)
			m->final_sale[m->final_sale_count++] = s;
		else if (s->product->hygiene)
			m->hygiene[m->hygiene_count++] = s;
		else
			m->normal[m->normal_count++] = s;
	}
	for (i = 0; m->normal_count == 0 && i < w->sku_count; i++)
		m->normal[i] = &w->skus[i];
	if (m->normal_count == 0)
		m->normal_count = w->sku_count;
}

static void
learn_from_orders(struct maker *m)
{
	const struct shop_records *r = &m->base->records;
	size_t i, j, best = 0;

	m->shippings = arena_alloc(m->arena, (r->order_count + 1) * sizeof(*m->shippings));
	for (i = 0; i < r->order_count; i++) {
		for (j = 0; j < m->shipping_count && m->shippings[j] != r->orders[i].shipping; j++)
			;
		if (j == m->shipping_count)
			m->shippings[m->shipping_count++] = r->orders[i].shipping;
	}
	for (i = 0; i < r->customer_count; i++) {
		size_t same = 0;

		for (j = 0; j < r->customer_count; j++)
			same += text_is(
			    r->customers[i].address.country, r->customers[j].address.country);
		if (same > best) {
			best = same;
			m->home = r->customers[i].address.country;
		}
	}
}

/* The base's own numbers are the model: "TF-100101" gives the prefix "TF-" and six digits. */
static enum err
learn_numbers(struct maker *m, size_t count, struct errinfo *e)
{
	const char *model = m->base->records.order_count > 0 ? m->base->records.orders[0].id : "";
	size_t length = strlen(model), i, room = 1;

	while (length > 0 && isdigit((unsigned char)model[length - 1]))
		length--;
	m->prefix = arena_text_n(m->arena, model, length);
	m->digits = strlen(model) - length;
	for (i = 0; i < m->digits && room < 10 * count; i++)
		room *= 10;
	if (m->digits == 0 || room < 10 * count)
		return err_set(e, ERR_INPUT,
		    "%s: orders are numbered like those of the base, which needs one whose number ends in enough digits for %zu more",
		    m->base->folder, count);
	return ERR_OK;
}

/* ---- one order */

static const struct sku_place *
pick_goods(struct maker *m, unsigned traits, size_t line)
{
	const struct sku_place **from = m->normal;
	size_t count = m->normal_count;

	if (line == 0 && (traits & GIFT_CARD) != 0 && m->card_count > 0) {
		from = m->cards;
		count = m->card_count;
	} else if (line == 0 && (traits & FINAL_SALE) != 0 && m->final_sale_count > 0) {
		from = m->final_sale;
		count = m->final_sale_count;
	} else if (line == 0 && (traits & HYGIENE) != 0 && m->hygiene_count > 0) {
		from = m->hygiene;
		count = m->hygiene_count;
	}
	return from[random_below(&m->x, count)];
}

/* Not twice the same in one order: that would be a quantity. */
static bool
is_in(const struct order *o, const struct sku_place *goods)
{
	for (size_t i = 0; i < o->line_count; i++)
		if (text_is(o->lines[i].sku, goods->variant->sku))
			return true;
	return false;
}

static void
fill_lines(struct maker *m, const struct story *s, struct order *o)
{
	static const double how_many[] = { 0.55, 0.27, 0.12, 0.06 };
	int64_t high = m->base->settings.gates.high_value;
	size_t i, wanted = 1 + random_weighted(&m->x, how_many, COUNT(how_many));

	if ((s->traits & TWO_PARCELS) != 0 && wanted < 2)
		wanted = 2;
	o->lines = arena_alloc(m->arena, LINES_MAX * sizeof(*o->lines));
	for (i = 0; i < LINES_MAX; i++) {
		const struct sku_place *goods = pick_goods(m, s->traits, i);
		struct order_line *l = &o->lines[o->line_count];
		bool enough =
		    i >= wanted && ((s->traits & HIGH_VALUE) == 0 || order_goods_total(o) >= high);

		if (enough)
			break;
		for (size_t tries = 0; tries < 20 && is_in(o, goods); tries++)
			goods = pick_goods(m, s->traits, i);
		l->id = (int64_t)i + 1;
		l->sku = goods->variant->sku;
		l->product_id = goods->product->id;
		l->quantity = (s->traits & SEVERAL) != 0 && i == 0 ? between(m, 2, 4)
		    : (s->traits & HIGH_VALUE) != 0 && i >= 4      ? 3
		    : random_below(&m->x, 12) == 0                 ? 2
								   : 1;
		l->price = goods->variant->price +
		    ((s->traits & DEARER) != 0 && i == 0 ? goods->variant->price / 10 : 0);
		l->final_sale = goods->variant->final_sale;
		l->opened = (s->traits & (HYGIENE | SEALED)) == HYGIENE && i == 0 &&
		    goods->product->hygiene;
		l->returned = (s->traits & CAME_BACK) != 0;
		o->line_count++;
	}
	o->shipping = (s->traits & PICKUP) != 0 || m->shipping_count == 0
	    ? 0
	    : m->shippings[random_below(&m->x, m->shipping_count)];
	o->discount = (s->traits & (REFUND_PART | GIFT_CARD)) == 0 && random_below(&m->x, 12) == 0
	    ? order_goods_total(o) / 10
	    : 0;
}

static void
pay(struct maker *m, const struct story *s, const struct customer *c, struct order *o,
    int64_t refund_at)
{
	int64_t total = order_total(o), first = total, back;
	const char *card = NULL, *other = c->methods[random_below(&m->x, c->method_count)].id;
	size_t i;

	o->payments = arena_alloc(m->arena, 4 * sizeof(*o->payments));
	for (i = 0; i < c->method_count; i++)
		if (text_is(c->methods[i].kind, "gift_card"))
			card = c->methods[i].id;
	if (card != NULL && text_is(other, card))
		other = c->methods[0].id;
	if ((s->traits & TWO_METHODS) != 0 && card != NULL && total > 1) {
		first = total / 3;
		o->payments[o->payment_count++] =
		    (struct payment){.amount = first, .method_id = card, .at_ms = o->placed_ms};
		first = total - first;
	}
	o->payments[o->payment_count++] =
	    (struct payment){.amount = first, .method_id = other, .at_ms = o->placed_ms};
	back = (s->traits & REFUND_PART) != 0 ? o->lines[0].price
	    : text_is(o->status, "cancelled") ? total
					      : total - o->shipping;
	if ((s->traits & (REFUND_PART | REFUND_ALL)) != 0)
		o->payments[o->payment_count++] = (struct payment){
		    .refund = true, .amount = back, .method_id = other, .at_ms = refund_at};
}

static void
add_event(struct maker *m, struct shipment *s, struct tracking_event *events, int64_t at_ms,
    const char *place, const char *text)
{
	int64_t as_of = m->base->settings.as_of_ms;

	if (at_ms > as_of)
		at_ms = as_of;
	if (s->event_count > 0 && at_ms < events[s->event_count - 1].at_ms)
		at_ms = events[s->event_count - 1].at_ms;
	events[s->event_count++] =
	    (struct tracking_event){.at_ms = at_ms, .place = place, .text = text};
	s->events = events;
}

static void
track(struct maker *m, struct shipment *s, const struct order *o)
{
	struct tracking_event *events = arena_alloc(m->arena, 4 * sizeof(*events));
	const char *depot = m->base->records.customer_count > 0
	    ? m->base->records.customers[0].address.city
	    : o->address.city;
	const char *city = o->address.city;
	int64_t hour = 3600000;

	if (s->shipped_ms == 0)
		return;
	add_event(
	    m, s, events, s->shipped_ms, depot, arena_printf(m->arena, "Handed to %s", s->carrier));
	if (text_is(s->status, "out_for_delivery")) {
		add_event(m, s, events, day_at(m, 0, 6, 8), city, "Out for delivery");
	} else if (text_is(s->status, "delivered")) {
		add_event(m, s, events, s->delivered_ms - between(m, 60, 240) * 60000, city,
		    "Out for delivery");
		add_event(m, s, events, s->delivered_ms, city, "Delivered");
	} else if (text_is(s->status, "delayed")) {
		add_event(m, s, events, s->shipped_ms + between(m, 30, 60) * hour, city,
		    "Delayed at the depot");
	} else if (text_is(s->status, "lost")) {
		add_event(m, s, events, s->shipped_ms + between(m, 40, 90) * hour, city,
		    "Not found at the depot, search begun");
		add_event(m, s, events, s->shipped_ms + between(m, 150, 200) * hour, city,
		    "Declared lost");
	} else if (text_is(s->status, "returned_to_sender")) {
		add_event(m, s, events, s->shipped_ms + between(m, 40, 70) * hour, city,
		    "Nobody could take it in");
		add_event(m, s, events, s->shipped_ms + between(m, 100, 130) * hour, city,
		    "On its way back to the sender");
	}
}

static void
add_parcel(struct maker *m, struct order *o, const struct country *k, const char *status,
    int64_t shipped, int64_t delivered, size_t from, size_t to)
{
	struct shipment *s = &o->shipments[o->shipment_count];
	int64_t *lines = arena_alloc(m->arena, (to - from + 1) * sizeof(*lines));
	size_t carriers = 0, i;

	while (k->carriers[carriers] != NULL)
		carriers++;
	s->id = arena_printf(m->arena, "S-%zu", ++o->shipment_count);
	s->carrier = k->carriers[random_below(&m->x, carriers)];
	s->tracking = arena_printf(m->arena, "%c%c%09llu%s", 'C' + (char)random_below(&m->x, 3),
	    'D' + (char)random_below(&m->x, 20),
	    (unsigned long long)random_below(&m->x, 1000000000), k->code);
	s->status = status;
	s->shipped_ms = shipped;
	s->delivered_ms = delivered;
	for (i = from; i < to; i++)
		lines[s->line_count++] = o->lines[i].id;
	s->lines = lines;
	track(m, s, o);
}

/* Days back of placing, shipping and promise, so that each comes in its turn. */
struct days {
	int64_t placed, shipped, delivered, promised;
};

static struct days
plan_days(struct maker *m, const struct story *s, const struct country *k)
{
	struct days d = { 0 };
	int64_t at = between(m, s->from, s->to),
		way = text_is(k->code, m->home) ? between(m, 1, 3) : between(m, 3, 7),
		wait = between(m, 0, 2);

	if (text_is(s->parcel, "delivered")) {
		d.delivered = at;
		d.promised =
		    (s->traits & LATE) != 0 ? at + between(m, 1, 9) : at - between(m, 0, 2);
		d.shipped = at + way;
		if (d.shipped <= d.promised)	/* a late one took its time on the way */
			d.shipped = d.promised + between(m, 1, 2);
		d.placed = d.shipped + wait;
	} else if (s->parcel[0] != '\0' && (s->traits & LABEL) == 0) {
		d.shipped = at;
		d.placed = at + wait;
		d.promised = (s->traits & LATE) != 0 ? between(m, 1, at > 2 ? at - 1 : 1)
						     : -between(m, 0, 3);
	} else {
		d.placed = at;
		d.promised = at - way - 3;
	}
	return d;
}

static void
fill_parcels(struct maker *m, const struct story *s, const struct country *k, const struct days *d,
    struct order *o)
{
	int64_t shipped = day_at(m, d->shipped, 15, 17), delivered = day_at(m, d->delivered, 9, 18);

	if (s->parcel[0] == '\0')
		return;
	if (shipped < o->placed_ms)
		shipped = o->placed_ms + 600000;
	if (delivered < shipped)
		delivered = shipped + 600000;
	o->shipments = arena_alloc(m->arena, 2 * sizeof(*o->shipments));
	if ((s->traits & LABEL) != 0) {
		add_parcel(m, o, k, s->parcel, 0, 0, 0, o->line_count);
	} else if ((s->traits & TWO_PARCELS) != 0) {
		int64_t came = shipped + (m->base->settings.as_of_ms - shipped) / 2 / 60000 * 60000;

		add_parcel(m, o, k, "delivered", shipped, came, 0, 1);
		add_parcel(m, o, k, s->parcel, shipped, 0, 1, o->line_count);
	} else {
		add_parcel(m, o, k, s->parcel, shipped,
		    text_is(s->parcel, "delivered") ? delivered : 0, 0, o->line_count);
	}
}

static void
make_order(struct maker *m, const struct story *s, size_t number, struct order *o)
{
	size_t often = m->people->count / 25 + 1;	/* one of 25 asks often */
	size_t who = (s->traits & OFTEN) != 0 ? random_below(&m->x, often)
					      : random_below(&m->x, m->people->count);
	struct customer *c;
	const struct country *k;
	struct days d;
	int64_t refund_at;

	while ((s->traits & TWO_METHODS) != 0 &&
	    !text_is(
		m->people->customers[who].methods[m->people->customers[who].method_count - 1].kind,
		"gift_card") &&
	    random_below(&m->x, 40) > 0)
		who = random_below(&m->x, m->people->count);
	c = &m->people->customers[who];
	k = m->people->from[who];
	o->id = arena_printf(m->arena, "%s%0*zu", m->prefix, (int)m->digits, number);
	o->customer_id = c->id;
	o->status = s->status;
	o->delivery = (s->traits & PICKUP) != 0 ? "pickup"
	    : random_below(&m->x, 8) == 0       ? "express"
						: "standard";
	o->note = "";
	o->address = c->address;
	d = plan_days(m, s, k);
	o->placed_ms = day_at(m, d.placed, 7, 14);
	o->promised_ms = noon(m, d.promised);
	fill_lines(m, s, o);
	fill_parcels(m, s, k, &d, o);
	refund_at = text_is(s->parcel, "delivered")
	    ? day_at(m, d.delivered > 6 ? d.delivered - between(m, 3, 6) : 0, 9, 17)
	    : day_at(m, d.placed > 0 ? d.placed - 1 : 0, 9, 17);
	if (refund_at < o->placed_ms)
		refund_at = o->placed_ms;
	pay(m, s, c, o, refund_at);
	if (c->since_ms > o->placed_ms - DATE_DAY_MS)
		c->since_ms = o->placed_ms - (int64_t)(1 + random_below(&m->x, 60)) * DATE_DAY_MS;
}

enum err
purchases_make(struct arena *a, const struct world *base, const struct people *people, size_t count,
    uint64_t seed, struct order **out, struct errinfo *e)
{
	struct maker m = { .arena = a, .base = base, .people = people, .home = "" };
	double weights[COUNT(stories)];
	size_t i, first = 1;
	enum err err;

	random_init(&m.x, seed, "world.purchases");
	if ((err = learn_numbers(&m, count, e)) != ERR_OK)
		return err;
	sort_goods(&m);
	learn_from_orders(&m);
	for (i = 0; i < COUNT(stories); i++)
		weights[i] = stories[i].weight;
	for (i = 1; i < m.digits; i++)
		first *= 10;
	*out = arena_alloc(a, (count + 1) * sizeof(**out));
	for (i = 0; i < count; i++)
		make_order(&m,
		    &stories[i < COUNT(stories) ? i
						: random_weighted(&m.x, weights, COUNT(stories))],
		    2 * first + i + 1, &(*out)[i]);
	return ERR_OK;
}
