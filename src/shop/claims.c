/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a claim stands in what was read: amounts, numbers, dates, texts.
 */
#include <ctype.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/utf8.h"
#include "recorded.h"

static bool
order_has_money(const struct order *o, int64_t minor)
{
	size_t i;

	if (order_goods_total(o) == minor || order_total(o) == minor || order_paid(o) == minor ||
	    order_refunded(o) == minor || refund_left(o) == minor || o->shipping == minor ||
	    o->discount == minor)
		return true;
	for (i = 0; i < o->line_count; i++)
		if (o->lines[i].price == minor || o->lines[i].price * o->lines[i].quantity == minor)
			return true;
	for (i = 0; i < o->payment_count; i++)
		if (o->payments[i].amount == minor)
			return true;
	return false;
}

bool
facts_has_money(const struct facts *f, int64_t minor)
{
	size_t i, j;

	for (i = 0; i < f->orders.count; i++)
		if (order_has_money(f->orders.items[i], minor))
			return true;
	for (i = 0; i < f->products.count; i++) {
		const struct product *p = facts_recorded_product(f, i);

		for (j = 0; j < p->variant_count; j++)
			if (p->variants[j].price == minor ||
			    (p->variants[j].was != 0 && p->variants[j].was == minor))
				return true;
	}
	for (i = 0; f->customer != NULL && i < f->customer->method_count; i++)
		if (text_is(f->customer->methods[i].kind, "gift_card") &&
		    f->customer->methods[i].balance == minor)
			return true;
	for (i = 0; i < f->derived.count; i++) {
		const struct derived *d = f->derived.items[i];

		if (d->kind == DERIVED_MONEY && d->n == minor)
			return true;
	}
	return false;
}

/* Whether a text speaks of the number: a run of digits, with commas in groups of three or without
 * ("20,000 mm", "420 g"). */
static bool
text_has_number(const char *s, int64_t n)
{
	while (s != NULL && *s != '\0') {
		int64_t found = 0;
		int digits = 0;

		if (!isdigit((unsigned char)*s)) {
			s++;
			continue;
		}
		for (; isdigit((unsigned char)*s) ||
		     (*s == ',' && isdigit((unsigned char)s[1]) && isdigit((unsigned char)s[2]) &&
			 isdigit((unsigned char)s[3]) && !isdigit((unsigned char)s[4]));
		     s++)
			if (*s != ',' && ++digits <= 15)
				found = found * 10 + (*s - '0');
		if (digits <= 15 && found == n)
			return true;
	}
	return false;
}

static bool
product_has_number(const struct product *p, int64_t n)
{
	size_t i, j;

	for (i = 0; i < p->variant_count; i++) {
		if (p->variants[i].stock == n)
			return true;
		for (j = 0; j < p->variants[i].option_count; j++)
			if (text_has_number(p->variants[i].options[j].value, n))
				return true;
	}
	for (i = 0; i < p->attribute_count; i++)
		if (text_has_number(p->attributes[i].value, n))
			return true;
	return (int64_t)p->variant_count == n || text_has_number(p->name, n) ||
	    text_has_number(p->description, n) || text_has_number(p->care, n);
}

static bool
order_has_number(const struct order *o, int64_t n)
{
	int64_t units = 0;
	size_t i, j;

	for (i = 0; i < o->line_count; i++) {
		if (o->lines[i].quantity == n)
			return true;
		units += o->lines[i].quantity;
	}
	for (i = 0; i < o->shipment_count; i++)
		for (j = 0; j < o->shipments[i].event_count; j++)
			if (text_has_number(o->shipments[i].events[j].text, n))
				return true;
	return units == n || (int64_t)o->line_count == n ||
	    (o->shipment_count > 0 && (int64_t)o->shipment_count == n) ||
	    text_has_number(o->address.line1, n) || text_has_number(o->address.line2, n);
}

bool
facts_has_number(const struct facts *f, int64_t n)
{
	size_t i;

	if (f->listed && (int64_t)f->orders.count == n)
		return true;
	for (i = 0; i < f->orders.count; i++)
		if (order_has_number(f->orders.items[i], n))
			return true;
	for (i = 0; i < f->products.count; i++)
		if (product_has_number(f->products.items[i], n))
			return true;
	for (i = 0; f->customer != NULL && i < f->customer->method_count; i++)
		if (text_has_number(f->customer->methods[i].label, n))
			return true;
	if (f->customer != NULL &&
	    (text_has_number(f->customer->address.line1, n) ||
		text_has_number(f->customer->address.line2, n)))
		return true;
	for (i = 0; i < f->derived.count; i++) {
		const struct derived *d = f->derived.items[i];

		if (d->kind == DERIVED_NUMBER
			? d->n == n
			: d->kind == DERIVED_TEXT && text_has_number(d->text, n))
			return true;
	}
	return false;
}

static bool
same_day(const struct facts *f, int64_t recorded_ms, int64_t at_ms)
{
	return recorded_ms != 0 &&
	    date_days_between(shop_settings(f->shop)->zone, recorded_ms, at_ms) == 0;
}

static bool
order_has_date(const struct facts *f, const struct order *o, int64_t at_ms)
{
	size_t i, j;

	if (same_day(f, o->placed_ms, at_ms) || same_day(f, o->promised_ms, at_ms))
		return true;
	for (i = 0; i < o->payment_count; i++)
		if (same_day(f, o->payments[i].at_ms, at_ms))
			return true;
	for (i = 0; i < o->shipment_count; i++) {
		const struct shipment *s = &o->shipments[i];

		if (same_day(f, s->shipped_ms, at_ms) || same_day(f, s->delivered_ms, at_ms))
			return true;
		for (j = 0; j < s->event_count; j++)
			if (same_day(f, s->events[j].at_ms, at_ms))
				return true;
	}
	return false;
}

bool
facts_has_date(const struct facts *f, int64_t at_ms)
{
	size_t i, j;

	for (i = 0; i < f->orders.count; i++)
		if (order_has_date(f, f->orders.items[i], at_ms))
			return true;
	for (i = 0; i < f->products.count; i++)
		for (j = 0; j < facts_recorded_product(f, i)->variant_count; j++)
			if (same_day(
				f, facts_recorded_product(f, i)->variants[j].restock_ms, at_ms))
				return true;
	if (f->customer != NULL && same_day(f, f->customer->since_ms, at_ms))
		return true;
	for (i = 0; i < f->derived.count; i++) {
		const struct derived *d = f->derived.items[i];

		if (d->kind == DERIVED_DATE && same_day(f, d->n, at_ms))
			return true;
	}
	return false;
}

/* ---- texts: one folded text of all that was read, made when first asked and after more was
 * read */

static void
add(struct str *s, const char *text)
{
	if (text_is_empty(text))
		return;
	utf8_fold_plain(s, text, strlen(text));
	str_add_char(s, '\n');
}

/* A word of the records ("in_transit") as people write it too. */
static void
add_word(struct str *s, const char *word)
{
	size_t i, from = s->length;

	add(s, word);
	for (i = 0; word != NULL && word[i] != '\0' && word[i] != '_'; i++)
		;
	if (text_is_empty(word) || word[i] == '\0')
		return;
	from = s->length;
	add(s, word);
	for (i = from; i < s->length; i++)
		if (s->data[i] == '_')
			s->data[i] = ' ';
}

static void
add_address(struct str *s, const struct address *a)
{
	add(s, a->line1);
	add(s, a->line2);
	add(s, a->city);
	add(s, a->region);
	add(s, a->postcode);
	add(s, a->country);
}

static void
add_product(struct str *s, const struct product *p)
{
	size_t i, j;

	add(s, p->id);
	add(s, p->name);
	add(s, p->department);
	add(s, p->kind);
	for (i = 0; i < p->also_count; i++)
		add(s, p->also[i]);
	add(s, p->description);
	add(s, p->care);
	for (i = 0; i < p->attribute_count; i++) {
		add(s, p->attributes[i].name);
		add(s, p->attributes[i].value);
	}
	for (i = 0; i < p->option_count; i++)
		add(s, p->options[i]);
	for (i = 0; i < p->variant_count; i++) {
		add(s, p->variants[i].sku);
		for (j = 0; j < p->variants[i].option_count; j++)
			add(s, p->variants[i].options[j].value);
	}
}

static void
add_order(struct str *s, const struct order *o)
{
	size_t i, j;

	add(s, o->id);
	add_word(s, o->status);
	add_word(s, o->delivery);
	add(s, o->note);
	add_address(s, &o->address);
	for (i = 0; i < o->line_count; i++)
		add(s, o->lines[i].sku);
	for (i = 0; i < o->payment_count; i++)
		add(s, o->payments[i].method_id);
	for (i = 0; i < o->shipment_count; i++) {
		add(s, o->shipments[i].id);
		add(s, o->shipments[i].carrier);
		add(s, o->shipments[i].tracking);
		add_word(s, o->shipments[i].status);
		for (j = 0; j < o->shipments[i].event_count; j++) {
			add(s, o->shipments[i].events[j].place);
			add(s, o->shipments[i].events[j].text);
		}
	}
}

static void
add_customer(struct str *s, const struct customer *c)
{
	size_t i;

	add(s, c->id);
	add(s, c->given);
	add(s, c->family);
	add(s, c->email);
	add(s, c->phone);
	add(s, c->tier);
	add_address(s, &c->address);
	for (i = 0; i < c->method_count; i++) {
		add_word(s, c->methods[i].kind);
		add(s, c->methods[i].label);
	}
}

static const char *
haystack(const struct facts *f)
{
	struct str s;
	const char *text;
	size_t i;

	str_init(&s);
	str_add(&s, "");
	for (i = 0; i < f->orders.count; i++)
		add_order(&s, f->orders.items[i]);
	for (i = 0; i < f->products.count; i++)
		add_product(&s, f->products.items[i]);
	if (f->customer != NULL)
		add_customer(&s, f->customer);
	for (i = 0; i < f->derived.count; i++)
		add(&s, ((const struct derived *)f->derived.items[i])->text);
	for (i = 0; i < f->verdicts.count; i++) {
		const struct recorded_verdict *v = f->verdicts.items[i];

		add(&s, v->verdict.shopper);
		add(&s, v->verdict.agent);
		add(&s, v->verdict.cite);
	}
	text = arena_text_n(f->arena, s.data, s.length);
	str_clear(&s);
	return text;
}

bool
facts_has_text(const struct facts *f, const char *folded)
{
	struct facts *cache = (struct facts *)f;	/* what was read doesn't change by being
							   folded */

	if (cache->haystack == NULL)
		cache->haystack = haystack(f);
	return !text_is_empty(folded) && strstr(f->haystack, folded) != NULL;
}
