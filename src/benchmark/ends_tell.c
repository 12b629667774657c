/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is only to be told, with what has to stand in the answer, from the records alone.
 */
#include "ends.h"

#include <string.h>

#define VALUES_MOST 7	/* of an option that may be listed: nobody reads out more */

static void
output(struct ends_task *out, const char *text)
{
	if (out->output_count < ENDS_OUTPUTS)
		out->outputs[out->output_count++] = text;
}

static const char *
key(struct ends_maker *m, const char *of, const char *word)
{
	return arena_printf(m->arena, "%s.%s", of, word);
}

/* ---- orders */

static bool
draw_status(struct ends_maker *m, struct ends_task *out)
{
	const struct order *o = ends_any_order(m, out);

	if (o == NULL || o->items_changed)
		return false;
	out->must_say = key(m, "status", o->status);
	return true;
}

static bool
draw_tracking(struct ends_maker *m, struct ends_task *out)
{
	const struct order *o = ends_any_order(m, out);

	if (o == NULL || o->shipment_count != 1 || text_is_empty(o->shipments[0].tracking) ||
	    text_is(o->status, "cancelled"))
		return false;
	output(out, o->shipments[0].tracking);
	return true;
}

static bool
draw_total(struct ends_maker *m, struct ends_task *out)
{
	const struct order *o = ends_any_order(m, out);

	if (o == NULL || o->payment_count != 1)
		return false;
	output(out, ends_money(m, order_total(o)));
	return true;
}

static bool
draw_contents(struct ends_maker *m, struct ends_task *out)
{
	const struct order *o = ends_any_order(m, out);
	const struct variant *v;

	if (o == NULL || o->line_count < 2)
		return false;
	for (size_t i = 0; i < o->line_count; i++)
		output(out, ends_product_of(m->records, o->lines[i].sku, &v)->name);
	return true;
}

static bool
draw_paid_for(struct ends_maker *m, struct ends_task *out)
{
	const struct order *o = ends_any_order(m, out);

	if (o == NULL || o->line_count < 2 || ends_any_line(m, o, out) == NULL)
		return false;
	output(out, ends_money(m, out->wish.line->price));
	return true;
}

/* "Help the user look up order id": where only one order of theirs has it. */
static bool
draw_which_order(struct ends_maker *m, struct ends_task *out)
{
	const struct order *o = ends_any_order(m, out);
	size_t have = 0;

	if (o == NULL || ends_any_line(m, o, out) == NULL)
		return false;
	for (size_t i = 0; i < m->records->order_count; i++) {
		const struct order *x = &m->records->orders[i];

		for (size_t j = 0; text_is(x->customer_id, o->customer_id) && j < x->line_count; j++)
			have += text_is(x->lines[j].product_id, out->wish.product->id);
	}
	output(out, o->id);
	return have == 1;
}

static bool
draw_goes_where(struct ends_maker *m, struct ends_task *out)
{
	const struct order *o = ends_any_order(m, out);

	if (o == NULL || text_is_empty(o->address.line1))
		return false;
	output(out, o->address.line1);
	return true;
}

static const char *
method_words(const struct payment_method *x)
{
	if (text_is(x->kind, "card"))
		return text_is_empty(x->last_four) ? x->label : x->last_four;
	return text_is(x->kind, "paypal") ? "paypal" : "gift card";
}

static bool
draw_paid_how(struct ends_maker *m, struct ends_task *out)
{
	const struct order *o = ends_any_order(m, out);
	const struct payment_method *x;

	if (o == NULL || o->payment_count != 1 ||
	    (x = customer_method(out->wish.who, o->payments[0].method_id)) == NULL)
		return false;
	output(out, method_words(x));
	return true;
}

/* ---- accounts */

static bool
draw_balance(struct ends_maker *m, struct ends_task *out)
{
	size_t cards = 0;

	if (ends_any_order(m, out) == NULL)
		return false;
	for (size_t i = 0; i < out->wish.who->method_count; i++) {
		const struct payment_method *x = &out->wish.who->methods[i];

		if (text_is(x->kind, "gift_card")) {
			output(out, ends_money(m, x->balance));
			cards++;
		}
	}
	return cards == 1;
}

static bool
draw_own_address(struct ends_maker *m, struct ends_task *out)
{
	if (ends_any_order(m, out) == NULL || text_is_empty(out->wish.who->address.line1))
		return false;
	output(out, out->wish.who->address.line1);
	return true;
}

static bool
draw_methods(struct ends_maker *m, struct ends_task *out)
{
	if (ends_any_order(m, out) == NULL || out->wish.who->method_count < 2)
		return false;
	for (size_t i = 0; i < out->wish.who->method_count; i++)
		output(out, method_words(&out->wish.who->methods[i]));
	return true;
}

/* ---- goods */

static const struct product *
any_product(struct ends_maker *m, struct ends_task *out)
{
	const struct product *p;

	if (ends_any_order(m, out) == NULL || m->records->product_count == 0)
		return NULL;
	p = &m->records->products[ends_below(m, m->records->product_count)];
	out->wish.product = p;
	out->wish.order = NULL;
	out->item = arena_printf(m->arena, "the %s", p->name);
	return p->variant_count > 1 ? p : NULL;
}

static bool
draw_variant(struct ends_maker *m, struct ends_task *out)
{
	const struct product *p = any_product(m, out);

	if (p == NULL)
		return false;
	out->wish.becomes = &p->variants[ends_below(m, p->variant_count)];
	out->becomes = ends_options(m->arena, out->wish.becomes);
	return true;
}

static bool
draw_price(struct ends_maker *m, struct ends_task *out)
{
	if (!draw_variant(m, out) || out->wish.becomes->stock <= 0)
		return false;
	output(out, ends_money(m, out->wish.becomes->price));
	return true;
}

static bool
draw_available(struct ends_maker *m, struct ends_task *out)
{
	bool wanted = m->made % 2 == 0;

	if (!draw_variant(m, out) || (out->wish.becomes->stock > 0) != wanted)
		return false;
	out->must_say = wanted ? "available.yes" : "available.no";
	out->must_not_say = wanted ? "available.no" : "";
	return true;
}

static bool
draw_count(struct ends_maker *m, struct ends_task *out)
{
	const struct product *p = any_product(m, out);
	size_t n = 0;

	for (size_t i = 0; p != NULL && i < p->variant_count; i++)
		n += p->variants[i].stock > 0;
	output(out, arena_printf(m->arena, "%zu", n));
	return p != NULL && n > 1;
}

static bool
is_said(const struct ends_task *out, const char *text)
{
	for (size_t i = 0; i < out->output_count; i++)
		if (text_is(out->outputs[i], text))
			return true;
	return false;
}

/* "Which colours does it come in": those that are to be had. */
static bool
draw_values(struct ends_maker *m, struct ends_task *out)
{
	const struct product *p = any_product(m, out);
	size_t option;

	if (p == NULL || p->option_count == 0)
		return false;
	option = ends_below(m, p->option_count);
	out->option = p->options[option];
	for (size_t i = 0; i < p->variant_count; i++) {
		const struct variant *v = &p->variants[i];

		for (size_t k = 0; v->stock > 0 && k < v->option_count; k++)
			if (text_is(v->options[k].name, out->option) &&
			    !is_said(out, v->options[k].value))
				output(out, v->options[k].value);
	}
	return out->output_count > 1 && out->output_count <= VALUES_MOST;
}

static bool
draw_cheapest(struct ends_maker *m, struct ends_task *out)
{
	const struct product *p = any_product(m, out);
	const struct variant *least = NULL;

	for (size_t i = 0; p != NULL && i < p->variant_count; i++)
		if (p->variants[i].stock > 0 && (least == NULL || p->variants[i].price < least->price))
			least = &p->variants[i];
	if (least == NULL)
		return false;
	output(out, ends_money(m, least->price));
	return true;
}

/* ---- before deciding */

static bool
draw_refund_sum(struct ends_maker *m, struct ends_task *out)
{
	const struct order *o = ends_any_order(m, out);
	const struct order_line *first;
	const char *item;

	if (o == NULL || !text_is(o->status, "delivered") || o->line_count < 3 ||
	    (first = ends_any_line(m, o, out)) == NULL)
		return false;
	item = out->item;
	if (ends_any_line(m, o, out) == NULL || out->wish.line == first)
		return false;
	out->item = arena_printf(m->arena, "%s and %s", item, out->item);
	output(out, ends_money(m, first->price + out->wish.line->price));
	return true;
}

static bool
draw_difference(struct ends_maker *m, struct ends_task *out)
{
	const struct order *o = ends_any_order(m, out);
	const struct variant *v;
	int64_t more;

	if (o == NULL || !text_is(o->status, "delivered") || ends_any_line(m, o, out) == NULL)
		return false;
	v = &out->wish.product->variants[ends_below(m, out->wish.product->variant_count)];
	more = v->price - out->wish.line->price;
	if (v->stock <= 0 || more == 0)
		return false;
	out->becomes = ends_options(m->arena, v);
	out->wish.becomes = v;
	output(out, ends_money(m, more < 0 ? -more : more));
	return true;
}

const struct ends_row ends_tell_rows[] = {
	{ "status", "tell.status", draw_status, ACTION_KIND_COUNT, 0 },
	{ "tracking", "tell.tracking", draw_tracking, ACTION_KIND_COUNT, 0 },
	{ "order's total", "tell.total", draw_total, ACTION_KIND_COUNT, 0 },
	{ "gift card's balance", "tell.balance", draw_balance, ACTION_KIND_COUNT, 0 },
	{ "price of a variant", "tell.price", draw_price, ACTION_KIND_COUNT, 0 },
	{ "order's contents", "tell.contents", draw_contents, ACTION_KIND_COUNT, 0 },
	{ "whether available", "tell.available", draw_available, ACTION_KIND_COUNT, 0 },
	{ "which order", "tell.which_order", draw_which_order, ACTION_KIND_COUNT, 0 },
	{ "how many available", "tell.count", draw_count, ACTION_KIND_COUNT, 0 },
	{ "order's address", "tell.goes_where", draw_goes_where, ACTION_KIND_COUNT, 0 },
	{ "paid for one thing", "tell.paid_for", draw_paid_for, ACTION_KIND_COUNT, 0 },
	{ "values of an option", "tell.values", draw_values, ACTION_KIND_COUNT, 0 },
	{ "how it was paid", "tell.paid_how", draw_paid_how, ACTION_KIND_COUNT, 0 },
	{ "refund before deciding", "tell.refund_sum", draw_refund_sum, ACTION_KIND_COUNT, 0 },
	{ "account's address", "tell.own_address", draw_own_address, ACTION_KIND_COUNT, 0 },
	{ "payment methods", "tell.methods", draw_methods, ACTION_KIND_COUNT, 0 },
	{ "cheapest", "tell.cheapest", draw_cheapest, ACTION_KIND_COUNT, 0 },
	{ "difference before deciding", "tell.difference", draw_difference, ACTION_KIND_COUNT, 0 },
};
const size_t ends_tell_row_count = sizeof ends_tell_rows / sizeof ends_tell_rows[0];
