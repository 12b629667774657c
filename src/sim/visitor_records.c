/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "visitor.h"

#define MINUTE_MS ((int64_t)60000)
#define DIGITS_MOST 15

/* ---- names */

/* n scattered over all numbers of so many digits, no two alike before all are used: a multiplier
 * without the factors of ten. */
static uint64_t
scattered(uint64_t n, size_t digits)
{
	uint64_t most = 1;

	for (size_t i = 0; i < digits; i++)
		most *= 10;
	return (uint64_t)(((unsigned __int128)n * 7368787u + 1234567u) % most);
}

const char *
visitor_order_number(struct arena *a, const char *like, uint64_t n)
{
	char *id = arena_text(a, like);
	size_t digits = 0, left;
	uint64_t value;

	for (const char *s = id; *s != '\0'; s++)
		digits += isdigit((unsigned char)*s) != 0;
	left = digits < DIGITS_MOST ? digits : DIGITS_MOST;
	value = scattered(n, left);
	for (size_t i = strlen(id); left > 0 && i-- > 0;)
		if (isdigit((unsigned char)id[i])) {
			id[i] = (char)('0' + value % 10);
			value /= 10;
			left--;
		}
	return id;
}

static void
stream(const struct visitor *v, const char *purpose, const char *of, struct random_stream *r)
{
	random_init(r, v->vs->o.seed,
	    arena_printf(v->arena, "visit/%lld/%s/%s", (long long)v->number, purpose, of));
}

/* Digits for digits, letters for letters, the same for the same text. Letters that British and
 * Irish postcodes have in any place; a digit is no zero where it was none. */
static const char *
drawn_like(const struct visitor *v, const char *purpose, const char *text, bool letters)
{
	static const char upper[] = "ADEFHNPRTWY";
	char *out = arena_text(v->arena, text);
	struct random_stream r;

	stream(v, purpose, text, &r);
	for (char *s = out; *s != '\0'; s++) {
		uint64_t letter = random_below(&r, sizeof(upper) - 1),
			 digit = random_below(&r, 9);

		if (isdigit((unsigned char)*s))
			*s = *s == '0' ? '0' : (char)('1' + digit);
		else if (letters && isupper((unsigned char)*s))
			*s = upper[letter];
	}
	return out;
}

/* The last digits of a phone number. */
static const char *
own_phone(const struct visitor *v, const char *phone)
{
	char *out = arena_text(v->arena, phone);
	struct random_stream r;
	int left = 7;

	stream(v, "phone", phone, &r);
	for (size_t i = strlen(out); left > 0 && i-- > 0;)
		if (isdigit((unsigned char)out[i])) {
			out[i] = (char)('0' + random_below(&r, 10));
			left--;
		}
	return out;
}

/* In what is theirs; those who were put in count down from -1, and have a letter of their own. */
static const char *
number_text(const struct visitor *v)
{
	return arena_printf(v->arena, "%s%lld", v->number < 0 ? "x" : "",
	    (long long)(v->number < 0 ? -v->number : v->number));
}

static const char *
own_email(const struct visitor *v, const char *email)
{
	const char *at = strrchr(email, '@');

	return at == NULL ? email
			  : arena_printf(v->arena, "%.*s.%s%s", (int)(at - email), email,
				number_text(v), at);
}

/* ---- moving */

struct move {
	const struct zone *zone;
	int64_t days, from_ms, to_ms;	/* the world's now, and the visitor's */
};

/* What the zone's clocks are ahead of UTC. */
static int64_t
ahead(const struct zone *z, int64_t at_ms)
{
	struct date d;
	int64_t minute;

	date_from_ms(z, at_ms, &d);
	minute = (date_days(d.year, d.month, d.day) * 24 + d.hour) * 60 + d.minute;
	return minute * MINUTE_MS + d.second * 1000 - (at_ms - ((at_ms % 1000) + 1000) % 1000);
}

/* To the same time of day so many days later. What has happened by the world's now has happened
 * before they come, too. */
static void
move(const struct move *m, int64_t *at_ms)
{
	bool past = *at_ms <= m->from_ms;
	int64_t to = *at_ms + m->days * DATE_DAY_MS;

	if (*at_ms == 0)
		return;
	to += ahead(m->zone, *at_ms) - ahead(m->zone, to);
	if (past && to > m->to_ms - MINUTE_MS)
		to = date_days_between(m->zone, m->to_ms - MINUTE_MS, m->to_ms) == 0
		    ? m->to_ms - MINUTE_MS
		    : m->to_ms;
	*at_ms = to;
}

static const struct value *
moved_requests(struct arena *a, const struct move *m, const struct value *from)
{
	struct value *list;

	if (value_count(from) == 0)
		return from;
	list = value_list(a);
	for (size_t i = 0; i < value_count(from); i++) {
		struct value *request = value_copy(a, value_at(from, i));
		int64_t at = value_get_int(request, "at", 0);

		move(m, &at);
		if (at != 0)
			value_set_int(request, "at", at);
		value_add(list, request);
	}
	return list;
}

/* ---- copies */

static void
copy_address(const struct visitor *v, struct address *a)
{
	a->postcode = drawn_like(v, "postcode", a->postcode, true);
}

static void
copy_shipments(const struct visitor *v, const struct move *m, struct order *o)
{
	const struct shipment *from = o->shipments;

	o->shipments = arena_alloc(v->arena, (o->shipment_count + 1) * sizeof(*o->shipments));
	for (size_t i = 0; i < o->shipment_count; i++) {
		struct shipment *s = &o->shipments[i];
		struct tracking_event *events =
		    arena_alloc(v->arena, (from[i].event_count + 1) * sizeof(*events));

		*s = from[i];
		s->tracking = drawn_like(v, "tracking", s->tracking, false);
		move(m, &s->shipped_ms);
		move(m, &s->delivered_ms);
		for (size_t j = 0; j < s->event_count; j++) {
			events[j] = s->events[j];
			move(m, &events[j].at_ms);
		}
		s->events = events;
	}
}

static void
copy_order(const struct visitor *v, const struct move *m, uint64_t n, struct order *o)
{
	const struct payment *payments = o->payments;

	o->id = visitor_order_number(v->arena, o->id, n);
	o->customer_id = v->own.customers[0].id;
	move(m, &o->placed_ms);
	move(m, &o->promised_ms);
	o->payments = arena_alloc(v->arena, (o->payment_count + 1) * sizeof(*o->payments));
	for (size_t i = 0; i < o->payment_count; i++) {
		o->payments[i] = payments[i];
		move(m, &o->payments[i].at_ms);
	}
	copy_address(v, &o->address);
	copy_shipments(v, m, o);
	o->requests = moved_requests(v->arena, m, o->requests);
}

/* Products that the visit may be about: the bound ones and those of the bound order. */
static void
add_ware(struct visitor *v, const struct product *p)
{
	for (size_t i = 0; i < v->ware_count; i++)
		if (v->wares[i] == p)
			return;
	if (p != NULL && v->ware_count < VISITOR_GOODS_MOST)
		v->wares[v->ware_count++] = p;
}

static void
list_wares(struct visitor *v)
{
	const struct order *o = v->binding.order;

	v->ware_count = 0;
	add_ware(v, v->binding.product);
	add_ware(v, v->binding.other_product);
	for (size_t i = 0; o != NULL && i < o->line_count; i++)
		add_ware(v, records_product_of_sku(&v->own, o->lines[i].sku));
}

void
visitor_copy_records(struct visitor *v, const struct binding *from)
{
	const struct shop_records *world = world_records(v->vs->o.world);
	const struct settings *settings = world_settings(v->vs->o.world);
	const struct orders_of *theirs = &v->vs->orders[from->customer - world->customers];
	const struct move m = {.zone = settings->zone,
	    .days = date_days_between(settings->zone, settings->as_of_ms, v->at_ms),
	    .from_ms = settings->as_of_ms,
	    .to_ms = v->at_ms};
	struct customer *c = arena_alloc(v->arena, sizeof(*c));

	v->binding = *from;
	*c = *from->customer;
	v->own = (struct shop_records){.products = world->products,
	    .product_count = world->product_count,
	    .customers = c,
	    .customer_count = 1,
	    .orders = arena_alloc(v->arena, (theirs->count + 1) * sizeof(*v->own.orders)),
	    .order_count = theirs->count};
	c->id = arena_printf(v->arena, "V-%s", number_text(v));
	c->email = own_email(v, c->email);
	c->phone = own_phone(v, c->phone);
	move(&m, &c->since_ms);
	copy_address(v, &c->address);
	v->binding.customer = c;
	for (size_t i = 0; i < theirs->count; i++) {
		struct order *o = &v->own.orders[i];

		*o = *theirs->items[i];
		copy_order(v, &m, (uint64_t)v->number * (uint64_t)v->vs->orders_most + i, o);
		if (theirs->items[i] == from->order)
			v->binding.order = o;
		if (theirs->items[i] == from->other_order)
			v->binding.other_order = o;
	}
	list_wares(v);
}

/* ---- reading back */

static enum err
read_document(struct store *s, struct arena *a, const char *kind, const char *id,
    struct snapshot *out, struct errinfo *e)
{
	enum err err = store_document_get(s, a, kind, id, &out->items[out->count], e);

	out->count += err == ERR_OK;
	return err == ERR_NOT_FOUND ? ERR_OK : err;
}

enum err
visitor_read_records(
    struct visitor *v, struct arena *a, struct snapshot *out, struct errinfo *e)
{
	struct store *s = desk_store(v->desk);
	enum err err;

	out->items = arena_alloc(a, (v->own.order_count + 2) * sizeof(*out->items));
	out->count = 0;
	err = read_document(s, a, "customer", v->own.customers[0].id, out, e);
	for (size_t i = 0; err == ERR_OK && i < v->own.order_count; i++)
		err = read_document(s, a, "order", v->own.orders[i].id, out, e);
	return err;
}

static const struct order_line *
line_again(const struct order *o, const struct order_line *then)
{
	return then != NULL && o != NULL ? order_line_find(o, then->id) : NULL;
}

/* The binding, with the same names, of the records as they are by now. A line that isn't there any
 * more stays as it was. */
static void
bind_again(struct visitor *v, const struct shop_records *now)
{
	struct binding *b = &v->binding;
	const struct order_line *line, *other;

	b->customer = &now->customers[0];
	for (size_t i = 0; i < now->order_count; i++) {
		if (b->order != NULL && text_is(b->order->id, now->orders[i].id))
			b->order = &now->orders[i];
		if (b->other_order != NULL && text_is(b->other_order->id, now->orders[i].id))
			b->other_order = &now->orders[i];
	}
	line = line_again(b->order, b->line);
	other = line_again(b->order, b->other_line);
	b->line = line != NULL ? line : b->line;
	b->other_line = other != NULL ? other : b->other_line;
}

enum err
visitor_renew_records(struct visitor *v, struct errinfo *e)
{
	struct shop_records now = v->own;
	struct value *x;
	enum err err = visitor_read_records(v, v->arena, &v->before, e);

	now.customers = arena_alloc(v->arena, sizeof(*now.customers));
	now.orders = arena_alloc(v->arena, (v->own.order_count + 1) * sizeof(*now.orders));
	now.customers[0] = v->own.customers[0];
	now.order_count = 0;
	for (size_t i = 0; err == ERR_OK && i < v->before.count; i++) {
		const struct document *d = &v->before.items[i];

		err = value_parse_json(
		    v->arena, d->id, d->body, strlen(d->body), &value_limits_file, &x, e);
		if (err == ERR_OK)
			err = text_is(d->kind, "customer")
			    ? customer_from_value(v->arena, x, &now.customers[0], e)
			    : order_from_value(v->arena, x, &now.orders[now.order_count++], e);
	}
	if (err != ERR_OK)
		return err;
	v->own = now;
	bind_again(v, &now);
	list_wares(v);
	return ERR_OK;
}

static bool
has_seen(const struct visitor *v, const struct document *d)
{
	for (size_t i = 0; i < v->goods_count; i++)
		if (v->goods[i].version == d->version && text_is(v->goods[i].id, d->id))
			return true;
	return false;
}

void
visitor_keep_goods(struct visitor *v, const struct document *d)
{
	if (has_seen(v, d))
		return;
	if (v->goods_count == v->goods_room) {
		v->goods_room = v->goods_room == 0 ? 8 : v->goods_room * 2;
		v->goods = mem_grow(v->goods, v->goods_room, sizeof(*v->goods));
	}
	v->goods[v->goods_count++] = (struct document){
	    "product", arena_text(v->arena, d->id), arena_text(v->arena, d->body), d->version};
}

enum err
visitor_see_goods(struct visitor *v, struct errinfo *e)
{
	struct arena *a = arena_new();
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < v->ware_count; i++) {
		struct document d;

		err = store_document_get(
		    desk_store(v->desk), a, "product", v->wares[i]->id, &d, e);
		if (err == ERR_OK)
			visitor_keep_goods(v, &d);
		else if (err == ERR_NOT_FOUND)
			err = ERR_OK;
	}
	arena_free(&a);
	return err;
}
