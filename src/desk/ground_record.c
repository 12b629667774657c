/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sorting what a turn read into figures and texts.
 */
#include "ground_record.h"

#include <ctype.h>
#include <string.h>

#include "floorwalker/base/date.h"
#include "floorwalker/base/utf8.h"

const char *
ground_role_key(enum ground_role r)
{
	static const char *const keys[GROUND_ROLE_COUNT] = {NULL, "claim.date.placed",
	    "claim.date.promised", "claim.date.shipped", "claim.date.delivered",
	    "claim.date.restock", "claim.date.paid", "claim.date.event", "claim.number.stock",
	    NULL, "claim.money.back"};
	return r < GROUND_ROLE_COUNT ? keys[r] : NULL;
}

int64_t
ground_day(const struct zone *z, int64_t at_ms)
{
	struct date d;
	date_from_ms(z, at_ms, &d);
	return date_days(d.year, d.month, d.day);
}

static void
add_figure(struct ground_record *r, struct recorded_figure x)
{
	if (r->count == r->room) {
		size_t room = r->room == 0 ? 64 : r->room * 2;
		struct recorded_figure *more = arena_alloc(r->a, room * sizeof *more);
		if (r->count > 0)
			memcpy(more, r->figures, r->count * sizeof *more);
		r->figures = more;
		r->room = room;
	}
	r->figures[r->count++] = x;
}

static void
add(struct ground_record *r, enum figure_kind kind, enum ground_role role, const char *scope,
    int64_t n)
{
	add_figure(r, (struct recorded_figure){.kind = kind, .role = role, .scope = scope, .n = n});
}

static void
add_of_product(struct ground_record *r, enum figure_kind kind, enum ground_role role,
    const char *scope, int64_t n)
{
	add_figure(r,
	    (struct recorded_figure){
		.kind = kind, .role = role, .scope = scope, .n = n, .is_product = true});
}

static void
add_derived_figure(struct ground_record *r, enum figure_kind kind, int64_t n)
{
	add_figure(
	    r, (struct recorded_figure){.kind = kind, .scope = "", .n = n, .is_derived = true});
}

static void
add_day(struct ground_record *r, enum ground_role role, const char *scope, const struct value *map,
    const char *key)
{
	int64_t at = value_get_int(map, key, 0);
	if (at != 0)
		add(r, FIGURE_DAY, role, scope, ground_day(r->zone, at));
}

static void
add_shipments(struct ground_record *r, const struct value *o, const char *id)
{
	const struct value *list = value_get(o, "shipments");
	if (value_count(list) > 0)
		add(r, FIGURE_NUMBER, ROLE_ANY, id, (int64_t)value_count(list));
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *s = value_at(list, i), *events = value_get(s, "events");
		int64_t last = 0;
		add_day(r, ROLE_SHIPPED, id, s, "shipped_ms");
		add_day(r, ROLE_DELIVERED, id, s, "delivered_ms");
		for (size_t k = 0; k < value_count(events); k++)
			last = value_get_int(value_at(events, k), "at_ms", 0) > last
			    ? value_get_int(value_at(events, k), "at_ms", 0)
			    : last;
		/* "the last news" is the latest; the others' days may be told for what they are */
		for (size_t k = 0; k < value_count(events); k++)
			add_day(r,
			    value_get_int(value_at(events, k), "at_ms", 0) == last ? ROLE_EVENT
										   : ROLE_ANY,
			    id, value_at(events, k), "at_ms");
	}
}

static void
add_order(struct ground_record *r, const struct value *o, const char *id)
{
	const struct value *lines = value_get(o, "lines"), *payments = value_get(o, "payments");
	int64_t goods = 0, units = 0, paid = 0, refunded = 0,
		shipping = value_get_int(o, "shipping", 0),
		discount = value_get_int(o, "discount", 0);
	for (size_t i = 0; i < value_count(lines); i++) {
		const struct value *l = value_at(lines, i);
		int64_t price = value_get_int(l, "price", 0),
			quantity = value_get_int(l, "quantity", 0);
		add(r, FIGURE_MONEY, ROLE_ANY, id, price);
		add(r, FIGURE_MONEY, ROLE_ANY, id, price * quantity);
		add(r, FIGURE_NUMBER, ROLE_ANY, id, quantity);
		add_of_product(
		    r, FIGURE_NUMBER, ROLE_QUANTITY, value_get_text(l, "product"), quantity);
		goods += price * quantity;
		units += quantity;
	}
	for (size_t i = 0; i < value_count(payments); i++) {
		const struct value *p = value_at(payments, i);
		bool back = strcmp(value_get_text(p, "kind"), "refund") == 0;
		int64_t amount = value_get_int(p, "amount", 0);
		add(r, FIGURE_MONEY, ROLE_ANY, id, amount);
		add_day(r, ROLE_PAID, id, p, "at_ms");
		if (back)
			add(r, FIGURE_MONEY, ROLE_BACK, id, amount);
		*(back ? &refunded : &paid) += amount;
	}
	const int64_t sums[] = {goods, goods + shipping - discount, shipping, discount, paid,
	    refunded, paid - refunded};
	for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
		add(r, FIGURE_MONEY, ROLE_ANY, id, sums[i]);
	add(r, FIGURE_NUMBER, ROLE_ANY, id, units);
	add(r, FIGURE_NUMBER, ROLE_ANY, id, (int64_t)value_count(lines));
	add_day(r, ROLE_PLACED, id, o, "placed_ms");
	add_day(r, ROLE_PROMISED, id, o, "promised_ms");
	add_shipments(r, o, id);
}

static void
add_product(struct ground_record *r, const struct value *p, const char *id)
{
	const struct value *variants = value_get(p, "variants");
	for (size_t i = 0; i < value_count(variants); i++) {
		const struct value *v = value_at(variants, i);
		int64_t was = value_get_int(v, "was", 0),
			restock = value_get_int(v, "restock_ms", 0);
		add_of_product(r, FIGURE_MONEY, ROLE_ANY, id, value_get_int(v, "price", 0));
		if (was != 0)
			add_of_product(r, FIGURE_MONEY, ROLE_ANY, id, was);
		add_of_product(r, FIGURE_NUMBER, ROLE_STOCK, id, value_get_int(v, "stock", 0));
		if (restock != 0)
			add_of_product(
			    r, FIGURE_DAY, ROLE_RESTOCK, id, ground_day(r->zone, restock));
	}
}

static void
add_derived(struct ground_record *r, const struct value *list)
{
	for (size_t i = 0; i < value_count(list); i++) {
		const struct value *d = value_at(list, i);
		const char *kind = value_get_text(d, "kind");
		int64_t n = value_get_int(d, "value", 0);
		if (strcmp(kind, "money") == 0)
			add_derived_figure(r, FIGURE_MONEY, n);
		else if (strcmp(kind, "number") == 0)
			add_derived_figure(r, FIGURE_NUMBER, n);
		else if (strcmp(kind, "date") == 0)
			add_derived_figure(r, FIGURE_DAY, ground_day(r->zone, n));
	}
}

/* Every text of the tree, and its keys where they are names of a shop (attributes, options). */
static void
gather(struct str *out, const struct value *v)
{
	const char *s = value_as_text(v, "");
	if (*s != '\0') {
		utf8_fold_plain(out, s, strlen(s));
		str_add_char(out, '\n');
	}
	for (size_t i = 0; i < value_count(v); i++)
		gather(out, value_at(v, i));
}

static const char *
texts_of(struct arena *a, const struct value *v)
{
	struct str texts;
	str_init(&texts);
	gather(&texts, v);
	const char *out = arena_text_n(a, texts.data, texts.length);
	str_clear(&texts);
	return out;
}

void
ground_record_make(
    struct ground_record *r, struct arena *a, const struct facts *f, const struct zone *zone)
{
	const struct value *v = facts_to_value(f, false), *part;
	*r = (struct ground_record){.a = a, .zone = zone, .value = v};
	part = value_get(v, "orders");
	if (value_count(part) > 0)
		add(r, FIGURE_NUMBER, ROLE_ANY, "", (int64_t)value_count(part));
	for (size_t i = 0; i < value_count(part); i++)
		add_order(r, value_at(part, i), value_key_at(part, i));
	part = value_get(v, "products");
	for (size_t i = 0; i < value_count(part); i++)
		add_product(r, value_at(part, i), value_key_at(part, i));
	add_derived(r, value_get(v, "derived"));
	part = value_path(v, "customer.payment_methods");
	for (size_t i = 0; i < value_count(part); i++)
		if (strcmp(value_get_text(value_at(part, i), "kind"), "gift_card") == 0)
			add(r, FIGURE_MONEY, ROLE_ANY, "",
			    value_get_int(value_at(part, i), "balance", 0));
	add_day(r, ROLE_ANY, "", value_get(v, "customer"), "since_ms");
	part = value_get(v, "products");
	r->products = arena_alloc(a, (value_count(part) + 1) * sizeof *r->products);
	for (size_t i = 0; i < value_count(part); i++)
		r->products[r->product_count++] =
		    (struct product_texts){value_key_at(part, i), value_at(part, i), NULL};
	r->texts = texts_of(a, v);
}

static bool
in_scope(const struct recorded_figure *x, const struct ground_scope *scope)
{
	const char *const *ids = x->is_product ? scope->products : scope->orders;
	size_t count = x->is_product ? scope->product_count : scope->order_count;
	for (size_t i = 0; i < count; i++)
		if (strcmp(ids[i], x->scope) == 0)
			return true;
	return count == 0 || *x->scope == '\0';
}

bool
ground_record_has(const struct ground_record *r, enum figure_kind kind, int64_t n,
    enum ground_role role, const struct ground_scope *scope)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct recorded_figure *x = &r->figures[i];
		bool fits = role == ROLE_ANY ? x->role != ROLE_STOCK && x->role != ROLE_QUANTITY
					     : x->role == role || x->is_derived;
		if (x->kind == kind && x->n == n && fits && in_scope(x, scope))
			return true;
	}
	return false;
}

bool
ground_record_has_derived(const struct ground_record *r, int64_t n)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->figures[i].kind == FIGURE_NUMBER && r->figures[i].is_derived &&
		    r->figures[i].n == n)
			return true;
	return false;
}

static bool
is_word_byte(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

bool
ground_words_stand(const char *text, size_t length, size_t at, size_t words)
{
	size_t end = at + words;
	if (at > 0 && is_word_byte(text[at - 1]) && is_word_byte(text[at]))
		return false;
	if (at > 1 && isdigit((unsigned char)text[at]) && strchr(".,", text[at - 1]) != NULL &&
	    isdigit((unsigned char)text[at - 2]))
		return false;
	if (end < length && is_word_byte(text[end]) && is_word_byte(text[end - 1]))
		return false;
	return !(end + 1 < length && isdigit((unsigned char)text[end - 1]) &&
	    strchr(".,", text[end]) != NULL && isdigit((unsigned char)text[end + 1]));
}

bool
ground_texts_have(const char *texts, const char *folded)
{
	size_t n = strlen(folded), length = strlen(texts);
	for (const char *hit = n > 0 ? strstr(texts, folded) : NULL; hit != NULL;
	     hit = strstr(hit + 1, folded))
		if (ground_words_stand(texts, length, (size_t)(hit - texts), n))
			return true;
	return false;
}

const char *
ground_record_product(const struct ground_record *r, const char *id)
{
	for (size_t i = 0; i < r->product_count; i++) {
		struct product_texts *p = &r->products[i];
		if (strcmp(p->id, id) != 0)
			continue;
		if (p->texts == NULL)
			p->texts = texts_of(r->a, p->value);
		return p->texts;
	}
	return "";
}
