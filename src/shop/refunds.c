/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much goes back for which units, and to which methods.
 */
#include <string.h>

#include "embedded.h"
#include "floorwalker/model/money.h"

int64_t
units_requested(const struct order *o, const struct order_line *l, const char *kind)
{
	int64_t units = 0, quantity;
	size_t i, j;

	for (i = 0; i < value_count(o->requests); i++) {
		const struct value *r = value_at(o->requests, i), *lines = value_get(r, "lines");

		if (!text_is(value_get_text(r, "kind"), kind))
			continue;
		for (j = 0; j < value_count(lines); j++) {
			quantity = value_get_int(value_at(lines, j), "quantity", 0);
			if (value_get_int(value_at(lines, j), "id", 0) == l->id && quantity > 0 &&
			    quantity <= l->quantity)
				units += quantity;
		}
	}
	/* a shop's own file says the state alone: then all that isn't back yet is meant */
	if (units == 0 && !l->returned &&
	    ((text_is(kind, "return") && text_is(o->status, "return_requested")) ||
	    (text_is(kind, "exchange") && text_is(o->status, "exchange_requested"))))
		units = value_count(o->requests) == 0 ? l->quantity : 0;
	return units < l->quantity ? units : l->quantity;
}

static int64_t
requested_amount(const struct order *o, const char *kind)
{
	int64_t sum = 0, amount;
	size_t i;

	for (i = 0; i < value_count(o->requests); i++) {
		const struct value *r = value_at(o->requests, i);

		amount = value_get_int(r, "refunded", 0);
		if ((kind == NULL || text_is(value_get_text(r, "kind"), kind)) && amount > 0 &&
		    !money_add(sum, amount, &sum))
			return sum;
	}
	return sum;
}

int64_t
units_refunded(const struct order *o, const struct order_line *l)
{
	if (l->returned && order_refunded(o) > requested_amount(o, NULL))
		return l->quantity;
	return units_requested(o, l, "refund");
}

int64_t
refund_left(const struct order *o)
{
	int64_t left = order_paid(o) - order_refunded(o);

	return left > 0 ? left : 0;
}

/* discount × part ÷ whole, rounded down; exact past 64 bits. */
static int64_t
share(int64_t discount, int64_t part, int64_t whole)
{
	return whole <= 0 ? 0 : (int64_t)((__int128)discount * part / whole);
}

int64_t
refund_amount(const struct order *o, const struct plan_line *lines, size_t count)
{
	int64_t goods = order_goods_total(o),
		discount = o->discount + requested_amount(o, "discount"), before = 0, taken = 0,
		amount, left = refund_left(o);
	bool whole = true;
	size_t i, j;

	if (discount > goods)
		discount = goods;
	for (i = 0; i < o->line_count; i++) {
		const struct order_line *l = &o->lines[i];
		int64_t gone = units_refunded(o, l), now = 0;

		for (j = 0; j < count; j++)
			if (lines[j].index == i)
				now = lines[j].quantity;
		before += gone * l->price;
		taken += now * l->price;
		if (gone + now < l->quantity)
			whole = false;
	}
	/* taken from the running total, so that parts never add up to more or less than the
	 * whole */
	amount = taken - (share(discount, before + taken, goods) - share(discount, before, goods)) +
	    (whole && taken > 0 ? o->shipping : 0);
	return amount < left ? (amount > 0 ? amount : 0) : left;
}

bool
order_was_paid_by(const struct order *o, const char *method_id)
{
	size_t i;

	for (i = 0; i < o->payment_count; i++)
		if (!o->payments[i].refund && text_is(o->payments[i].method_id, method_id))
			return true;
	return false;
}

const char *
order_first_method(const struct order *o)
{
	size_t i;

	for (i = 0; i < o->payment_count; i++)
		if (!o->payments[i].refund)
			return o->payments[i].method_id;
	return "";
}

struct refund_part *
refund_split(struct arena *a, const struct order *o, int64_t amount, size_t *count)
{
	struct refund_part *parts = arena_alloc(a, (o->payment_count + 1) * sizeof(*parts));
	size_t i, j, n = 0;

	for (i = 0; i < o->payment_count; i++) {
		const struct payment *p = &o->payments[i];

		for (j = 0; j < n && !text_is(parts[j].method_id, p->method_id); j++)
			;
		if (j == n && p->refund)
			continue;	/* money went there that never came from there */
		if (j == n)
			parts[n++].method_id = p->method_id;
		parts[j].amount += p->refund ? -p->amount : p->amount;
	}
	for (i = 0, *count = 0; i < n; i++) {
		int64_t part = parts[i].amount < amount ? parts[i].amount : amount;

		if (part <= 0)
			continue;
		amount -= part;
		parts[*count].method_id = parts[i].method_id;
		parts[(*count)++].amount = part;
	}
	return parts;
}
