/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * customers.yaml: customers with addresses and payment methods.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "reading.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define CUSTOMERS_MAX 200000
#define METHODS_MAX 20
#define CONSENTS_MAX 20

/* The three domains that nobody owns (RFC 2606), so that no world holds a real person's address. */
static bool
is_email(const char *s)
{
	const char *at = strchr(s, '@');
	size_t length = at != NULL ? (size_t)(at - s) : 0;

	return length > 0 && length <= 64 &&
	    strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-") ==
	    length &&
	    s[0] != '.' && at[-1] != '.' &&
	    (text_is_fold(at + 1, "example.com") || text_is_fold(at + 1, "example.org") ||
		text_is_fold(at + 1, "example.net"));
}

static bool
is_phone(const char *s)
{
	size_t digits = 0, i;

	if (s[0] != '+')
		return false;
	for (i = 1; s[i] != '\0'; i++) {
		if (isdigit((unsigned char)s[i]))
			digits++;
		else if (strchr(" -().", s[i]) == NULL)
			return false;
	}
	return digits >= 7 && digits <= 15;
}

static void
read_method(struct reading *r, const struct value *v, struct customer *c)
{
	static const char *const known[] = {
	    "id", "kind", "label", "brand", "last_four", "balance"};
	static const char *const kinds[] = { "card", "paypal", "gift_card" };
	struct payment_method *m = &c->methods[c->method_count];

	if (!is_map(r, v, "a payment method"))
		return;
	only_keys(r, v, known, COUNT(known));
	m->id = need_id(r, v, "id");
	m->kind = need_word(r, v, "kind", kinds, COUNT(kinds));
	m->label = need_text(r, v, "label");
	m->brand = may_text(r, v, "brand");
	m->last_four = may_text(r, v, "last_four");
	m->balance = may_amount(r, v, "balance", 0);
	if (!text_is(m->kind, "card") && (m->brand[0] != '\0' || m->last_four[0] != '\0'))
		fault_at(r, v, "%s: only a card has a brand and its last four digits", m->id);
	if (m->last_four[0] != '\0' &&
	    (strlen(m->last_four) != 4 || strspn(m->last_four, "0123456789") != 4))
		fault_at(r, value_get(v, "last_four"),
		    "'last_four' is the four last digits of a card, in quotes, like '4417'");
	if (text_is(m->kind, "gift_card") != (value_get(v, "balance") != NULL))
		fault_at(r, v, "%s: a gift card has a balance, and nothing else has one", m->id);
	if (customer_method(c, m->id) != NULL)
		fault_at(r, v, "%s has two methods %s", c->id, m->id);
	c->method_count++;
}

static void
read_consents(struct reading *r, const struct value *customer, struct customer *c)
{
	const struct value *v = value_get(customer, "consents");

	if (v == NULL || !is_map(r, v, "consents"))
		return;
	if (value_count(v) > CONSENTS_MAX) {
		fault_at(r, v, "more than %d consents", CONSENTS_MAX);
		return;
	}
	c->consents = arena_alloc(r->kept, (value_count(v) + 1) * sizeof(*c->consents));
	for (size_t i = 0; i < value_count(v); i++) {
		const char *name = value_key_at(v, i);

		if (strlen(name) > 40 || name[strspn(name, "abcdefghijklmnopqrstuvwxyz_")] != '\0')
			fault_at(r, value_at(v, i),
			    "'%.60s' is no name of a consent: small letters and _, at most 40", name);
		c->consents[c->consent_count++] = (struct consent){
		    arena_text(r->kept, name), may_bool(r, v, name, false)};
	}
}

static void
read_customer(struct reading *r, const struct value *v, struct customer *c)
{
	static const char *const known[] = {"id", "name", "email", "phone", "language", "tier",
	    "since", "address", "payment_methods", "marketing", "consents"};
	static const char *const name_keys[] = { "given", "family" };
	static const char *const tiers[] = { "standard", "plus", "vip" };
	const struct value *name = value_get(v, "name"), *methods;
	size_t i;

	only_keys(r, v, known, COUNT(known));
	c->id = need_id(r, v, "id");
	c->given = c->family = "";
	if (name == NULL) {
		fault_at(r, v, "'name' is missing");
	} else if (is_map(r, name, "name")) {
		only_keys(r, name, name_keys, COUNT(name_keys));
		c->given = need_text(r, name, "given");
		c->family = need_text(r, name, "family");
	}
	c->email = need_text(r, v, "email");
	if (c->email[0] != '\0' && !is_email(c->email))
		fault_at(r, value_get(v, "email"),
		    "'%.60s' is no e-mail address at example.com, example.org or example.net",
		    c->email);
	c->phone = may_text(r, v, "phone");
	if (c->phone[0] != '\0' && !is_phone(c->phone))
		fault_at(r, value_get(v, "phone"),
		    "'%.40s' is no telephone number like +353 20 910 1101", c->phone);
	c->language = need_id(r, v, "language");
	c->tier = need_word(r, v, "tier", tiers, COUNT(tiers));
	c->since_ms = need_instant(r, v, "since");
	if (c->since_ms > r->world->settings.as_of_ms)
		fault_at(r, value_get(v, "since"), "%s would become a customer after as_of", c->id);
	if (value_get(v, "address") == NULL)
		fault_at(r, v, "'address' is missing");
	else
		read_address(r, value_get(v, "address"), &c->address);
	methods = need_list(r, v, "payment_methods");
	if (value_count(methods) > METHODS_MAX) {
		fault_at(r, methods, "more than %d payment methods", METHODS_MAX);
		methods = NULL;
	}
	c->methods = arena_alloc(r->kept, (value_count(methods) + 1) * sizeof(*c->methods));
	for (i = 0; i < value_count(methods); i++)
		read_method(r, value_at(methods, i), c);
	c->marketing = may_bool(r, v, "marketing", false);
	read_consents(r, v, c);
}

static int
by_id(const void *a, const void *b, void *customers)
{
	const struct customer *all = customers;
	const struct placed *x = a, *y = b;
	int order = strcmp(all[x->index].id, all[y->index].id);

	return order != 0 ? order : (x->index > y->index) - (x->index < y->index);
}

static int
by_email(const void *a, const void *b, void *customers)
{
	const struct customer *all = customers;

	return strcasecmp(all[((const struct placed *)a)->index].email,
	    all[((const struct placed *)b)->index].email);
}

void
read_customers(struct reading *r)
{
	static const char *const known[] = { "customers" };
	struct shop_records *records = &r->world->records;
	const struct value *root = parse_file(r, "customers.yaml"), *list;
	struct customer *read;
	struct placed *places;
	size_t i, n = 0;

	r->torn_customers = true;
	if (root == NULL || !is_map(r, root, "customers.yaml"))
		return;
	only_keys(r, root, known, COUNT(known));
	list = need_list(r, root, "customers");
	if (list == NULL)
		return;
	if (value_count(list) > CUSTOMERS_MAX) {
		fault_at(r, list, "more than %d customers", CUSTOMERS_MAX);
		return;
	}
	r->torn_customers = false;
	read = arena_alloc(r->files, (value_count(list) + 1) * sizeof(*read));
	places = arena_alloc(r->files, (value_count(list) + 1) * sizeof(*places));
	for (i = 0; i < value_count(list); i++)
		if (is_map(r, value_at(list, i), "a customer")) {
			places[n] = (struct placed){ .at = value_at(list, i), .index = n };
			read_customer(r, value_at(list, i), &read[n++]);
		}
	qsort_r(places, n, sizeof(*places), by_email, read);
	for (i = 1; i < n; i++)
		if (by_email(&places[i], &places[i - 1], read) == 0 &&
		    read[places[i].index].email[0] != '\0')
			fault_at(r, value_get(places[i].at, "email"),
			    "%s and %s have the same e-mail address", read[places[i - 1].index].id,
			    read[places[i].index].id);
	qsort_r(places, n, sizeof(*places), by_id, read);
	records->customers = arena_alloc(r->kept, (n + 1) * sizeof(*records->customers));
	records->customer_count = n;
	for (i = 0; i < n; i++) {
		records->customers[i] = read[places[i].index];
		if (i > 0 && text_is(records->customers[i].id, records->customers[i - 1].id))
			fault_at(r, places[i].at, "the customer %s is there twice",
			    records->customers[i].id);
	}
}

static int
compare_id(const void *id, const void *c)
{
	return strcmp(id, ((const struct customer *)c)->id);
}

const struct customer *
world_customer(const struct world *w, const char *id)
{
	return w->records.customer_count == 0
	    ? NULL
	    : bsearch(id, w->records.customers, w->records.customer_count, sizeof(struct customer),
		  compare_id);
}
