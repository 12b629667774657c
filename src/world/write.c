/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records in the format that people edit.
 */
#include <string.h>

#include "floorwalker/model/money.h"
#include "reading.h"

/* Quoted where plain words could be read as something else. */
void
write_text(struct str *out, const char *s)
{
	size_t plain =
	    strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ./+@-");
	bool letter = (s[0] >= 'A' && s[0] <= 'Z') || (s[0] >= 'a' && s[0] <= 'z');

	if (letter && s[plain] == '\0' && strlen(s) > 5 && s[plain - 1] != ' ') {
		str_add(out, s);
		return;
	}
	str_add_char(out, '\'');
	for (; *s != '\0'; s++) {
		if (*s == '\'')
			str_add_char(out, '\'');
		str_add_char(out, *s);
	}
	str_add_char(out, '\'');
}

/* An id as it is where YAML can't take it for anything else. */
void
write_id(struct str *out, const char *s)
{
	size_t plain =
	    strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
	bool letter = (s[0] >= 'A' && s[0] <= 'Z') || (s[0] >= 'a' && s[0] <= 'z');

	if (letter && s[plain] == '\0' && strpbrk(s, "0123456789-_") != NULL)
		str_add(out, s);
	else
		write_text(out, s);
}

static void
put_id(struct str *out, const char *before, const char *id, const char *after)
{
	str_add(out, before);
	write_id(out, id);
	str_add(out, after);
}

static void
put_address(struct str *out, const struct address *a)
{
	const char *const names[] = { "line1", "line2", "city", "region", "postcode", "country" };
	const char *const parts[] = {
	    a->line1, a->line2, a->city, a->region, a->postcode, a->country};
	size_t i;

	str_add_char(out, '{');
	for (i = 0; i < 6; i++) {
		str_addf(out, "%s%s: ", i > 0 ? ", " : "", names[i]);
		write_text(out, parts[i]);
	}
	str_add(out, "}\n");
}

void
write_customer(struct str *out, const struct settings *w, const struct customer *c)
{
	size_t i;

	put_id(out, "  - id: ", c->id, "\n    name: {given: ");
	write_text(out, c->given);
	str_add(out, ", family: ");
	write_text(out, c->family);
	str_addf(out,
	    "}\n    email: %s\n    phone: '%s'\n    language: %s\n    tier: %s\n    since: ",
	    c->email, c->phone, c->language, c->tier);
	date_print_day(out, w->zone, c->since_ms);
	str_add(out, "\n    address: ");
	put_address(out, &c->address);
	str_add(out, "    payment_methods:\n");
	for (i = 0; i < c->method_count; i++) {
		put_id(out, "      - {id: ", c->methods[i].id, "");
		str_addf(out, ", kind: %s, label: ", c->methods[i].kind);
		write_text(out, c->methods[i].label);
		if (!text_is_empty(c->methods[i].brand)) {
			str_add(out, ", brand: ");
			write_text(out, c->methods[i].brand);
		}
		if (!text_is_empty(c->methods[i].last_four))
			str_addf(out, ", last_four: '%s'", c->methods[i].last_four);
		if (text_is(c->methods[i].kind, "gift_card")) {
			str_add(out, ", balance: ");
			money_print_plain(out, c->methods[i].balance, w->currency);
		}
		str_add(out, "}\n");
	}
	str_addf(out, "    marketing: %s\n", c->marketing ? "true" : "false");
	for (i = 0; i < c->consent_count; i++)
		str_addf(out, "%s%s: %s%s", i == 0 ? "    consents: {" : ", ", c->consents[i].name,
		    c->consents[i].given ? "true" : "false",
		    i + 1 == c->consent_count ? "}\n" : "");
}

static void
put_amount(
    struct str *out, const struct settings *w, const char *before, int64_t minor, const char *after)
{
	str_add(out, before);
	money_print_plain(out, minor, w->currency);
	str_add(out, after);
}

static void
put_instant(
    struct str *out, const struct settings *w, const char *before, int64_t at_ms, const char *after)
{
	str_add(out, before);
	date_print(out, w->zone, at_ms);
	str_add(out, after);
}

static void
put_shipment(struct str *out, const struct settings *w, const struct shipment *s)
{
	size_t i;

	str_addf(out, "      - id: %s\n        carrier: ", s->id);
	write_text(out, s->carrier);
	put_id(out, "\n        tracking: ", s->tracking, "");
	str_addf(out, "\n        status: %s\n", s->status);
	if (s->shipped_ms != 0)
		put_instant(out, w, "        shipped: ", s->shipped_ms, "\n");
	if (s->delivered_ms != 0)
		put_instant(out, w, "        delivered: ", s->delivered_ms, "\n");
	str_add(out, "        lines: [");
	for (i = 0; i < s->line_count; i++)
		str_addf(out, "%s%lld", i > 0 ? ", " : "", (long long)s->lines[i]);
	str_add(out, "]\n");
	if (s->event_count > 0)
		str_add(out, "        events:\n");
	for (i = 0; i < s->event_count; i++) {
		put_instant(out, w, "          - {at: ", s->events[i].at_ms, ", place: ");
		write_text(out, s->events[i].place);
		str_add(out, ", text: ");
		write_text(out, s->events[i].text);
		str_add(out, "}\n");
	}
}

void
write_order(
    struct str *out, const struct settings *w, const struct order *o, bool with_address)
{
	size_t i;

	put_id(out, "  - id: ", o->id, "");
	put_id(out, "\n    customer: ", o->customer_id, "\n");
	put_instant(out, w, "    placed: ", o->placed_ms, "\n");
	str_addf(out, "    status: %s\n    lines:\n", o->status);
	for (i = 0; i < o->line_count; i++) {
		const struct order_line *l = &o->lines[i];

		str_addf(out, "      - {id: %lld", (long long)l->id);
		put_id(out, ", sku: ", l->sku, "");
		str_addf(out, ", quantity: %lld", (long long)l->quantity);
		put_amount(out, w, ", price: ", l->price, "");
		str_addf(out, "%s%s%s}\n", l->final_sale ? ", final_sale: true" : "",
		    l->opened ? ", opened: true" : "", l->returned ? ", returned: true" : "");
	}
	put_amount(out, w, "    shipping: ", o->shipping, "\n");
	put_amount(out, w, "    discount: ", o->discount, "\n    payments:\n");
	for (i = 0; i < o->payment_count; i++) {
		str_addf(out, "      - {kind: %s", o->payments[i].refund ? "refund" : "payment");
		put_amount(out, w, ", amount: ", o->payments[i].amount, "");
		put_id(out, ", method: ", o->payments[i].method_id, "");
		put_instant(out, w, ", at: ", o->payments[i].at_ms, "}\n");
	}
	if (with_address) {
		str_add(out, "    address: ");
		put_address(out, &o->address);
	}
	str_addf(out, "    delivery: %s\n", o->delivery);
	if (o->promised_ms != 0) {
		str_add(out, "    promised: ");
		date_print_day(out, w->zone, o->promised_ms);
		str_add_char(out, '\n');
	}
	if (o->items_changed)
		str_add(out, "    items_changed: true\n");
	str_add(out, o->shipment_count > 0 ? "    shipments:\n" : "    shipments: []\n");
	for (i = 0; i < o->shipment_count; i++)
		put_shipment(out, w, &o->shipments[i]);
}

void
write_product(struct str *out, const struct settings *w, const struct product *p)
{
	size_t i, j;

	put_id(out, "  - id: ", p->id, "\n    name: ");
	write_text(out, p->name);
	str_add(out, "\n    kind: ");
	write_text(out, p->kind);
	str_add(out, "\n    description: ");
	write_text(out, p->description);
	str_add(out, "\n    options: [");
	for (i = 0; i < p->option_count; i++) {
		str_add(out, i > 0 ? ", " : "");
		write_text(out, p->options[i]);
	}
	str_add(out, "]\n    variants:\n");
	for (i = 0; i < p->variant_count; i++) {
		const struct variant *v = &p->variants[i];

		put_id(out, "      - {sku: ", v->sku, ", options: {");
		for (j = 0; j < v->option_count; j++) {
			str_add(out, j > 0 ? ", " : "");
			write_text(out, v->options[j].name);
			str_add(out, ": ");
			write_text(out, v->options[j].value);
		}
		put_amount(out, w, "}, price: ", v->price, "");
		if (v->uncounted)
			str_addf(out, ", available: %s}\n", v->stock > 0 ? "true" : "false");
		else
			str_addf(out, ", stock: %lld}\n", (long long)v->stock);
	}
}
