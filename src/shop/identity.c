/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who a shopper is: each way of the settings is one sufficient proof, and proves only where it fits
 * exactly one customer.
 */
#include <ctype.h>
#include <string.h>

#include "embedded.h"
#include "floorwalker/base/utf8.h"
#include "floorwalker/text/translate.h"

void
identity_fold_email(struct str *out, const char *email)
{
	str_add(out, "");
	while (isspace((unsigned char)*email))
		email++;
	utf8_fold(out, email, strlen(email));
	while (out->length > 0 && isspace((unsigned char)out->data[out->length - 1]))
		str_cut(out, out->length - 1);
}

/* Letters and digits alone, without case and accents: "O'Brien-Søe" and "obrien soe" are one
 * name. */
static void
fold_letters(struct str *out, const char *s)
{
	struct str folded;
	size_t at = 0, used;
	uint32_t point;

	str_init(&folded);
	utf8_fold_plain(&folded, s, strlen(s));
	while ((used = utf8_next(folded.data + at, folded.length - at, &point)) > 0) {
		if (utf8_is_letter(point) || utf8_is_digit(point))
			str_add_n(out, folded.data + at, used);
		at += used;
	}
	str_clear(&folded);
}

void
identity_fold_name(struct str *out, const char *given, const char *family)
{
	str_add(out, "");
	fold_letters(out, given);
	fold_letters(out, family);	/* no mark between: where "Pádraig Mac Suibhne" parts is
					   anybody's guess */
}

void
identity_fold_postcode(struct str *out, const char *postcode)
{
	str_add(out, "");
	for (; *postcode != '\0'; postcode++)
		if (isalnum((unsigned char)*postcode))
			str_add_char(out, (char)tolower((unsigned char)*postcode));
}

static bool
same_folded(const char *a, const char *b, void (*fold)(struct str *, const char *))
{
	struct str x, y;
	bool same;

	str_init(&x);
	str_init(&y);
	fold(&x, a);
	fold(&y, b);
	same = x.length > 0 && strcmp(x.data, y.data) == 0;
	str_clear(&x);
	str_clear(&y);
	return same;
}

/* Two names that begin with other plain letters can't be the same: spares folding a whole customer
 * base. */
static bool
begin_apart(const char *a, const char *b)
{
	return isalpha((unsigned char)*a) && isalpha((unsigned char)*b) &&
	    (unsigned char)*a < 128 && (unsigned char)*b < 128 &&
	    tolower((unsigned char)*a) != tolower((unsigned char)*b);
}

static bool
same_name(const struct customer *c, const struct identity_claim *claim)
{
	struct str x, y;
	bool same;

	if (begin_apart(c->given, claim->given))
		return false;
	str_init(&x);
	str_init(&y);
	identity_fold_name(&x, claim->given, claim->family);
	identity_fold_name(&y, c->given, c->family);
	same = x.length > 0 && strcmp(x.data, y.data) == 0;
	str_clear(&x);
	str_clear(&y);
	return same;
}

/* Digits alone, without a national or international prefix: the last nine must be the same. */
static bool
same_phone(const char *a, const char *b)
{
	char x[32], y[32];
	size_t n = 0, m = 0, length;

	for (; *a != '\0' && n < sizeof(x); a++)
		if (isdigit((unsigned char)*a))
			x[n++] = *a;
	for (; *b != '\0' && m < sizeof(y); b++)
		if (isdigit((unsigned char)*b))
			y[m++] = *b;
	length = n < m ? n : m;
	if (length > 9)
		length = 9;
	return length >= 7 && memcmp(x + n - length, y + m - length, length) == 0;
}

static bool
is_said(const struct identity_claim *claim, enum identity_fact f)
{
	switch (f) {
	case IDENTITY_ORDER_NUMBER:
		return !text_is_empty(claim->order_id);
	case IDENTITY_EMAIL:
		return !text_is_empty(claim->email);
	case IDENTITY_POSTCODE:
		return !text_is_empty(claim->postcode);
	case IDENTITY_NAME:
		return !text_is_empty(claim->given) && !text_is_empty(claim->family);
	case IDENTITY_PHONE:
		return !text_is_empty(claim->phone);
	case IDENTITY_FACT_COUNT:
		break;
	}
	return false;
}

static bool
fits(const struct customer *c, const struct order *o, const struct identity_claim *claim,
    enum identity_fact f)
{
	switch (f) {
	case IDENTITY_ORDER_NUMBER:
		return o != NULL && text_is(o->customer_id, c->id);
	case IDENTITY_EMAIL:
		return same_folded(c->email, claim->email, identity_fold_email);
	case IDENTITY_POSTCODE:
		/* with an order, where it went counts as well as where they live */
		return same_folded(c->address.postcode, claim->postcode, identity_fold_postcode) ||
		    (o != NULL && text_is(o->customer_id, c->id) &&
			same_folded(o->address.postcode, claim->postcode, identity_fold_postcode));
	case IDENTITY_NAME:
		return same_name(c, claim);
	case IDENTITY_PHONE:
		return same_phone(c->phone, claim->phone);
	case IDENTITY_FACT_COUNT:
		break;
	}
	return false;
}

static bool
way_has(const struct identity_way *w, enum identity_fact f)
{
	size_t i;

	for (i = 0; i < w->count; i++)
		if (w->facts[i] == f)
			return true;
	return false;
}

/* The order as named, or as named in capitals: numbers are matched in either case. */
static enum err
find_order(struct shop *s, struct arena *a, const char *said, struct order *out, struct errinfo *e)
{
	char id[64];
	size_t i, n = 0;
	enum err err;

	for (i = 0; said[i] != '\0' && n + 1 < sizeof(id); i++)
		if (!isspace((unsigned char)said[i]))
			id[n++] = said[i];
	id[n] = '\0';
	err = shop_order(s, a, id, out, e);
	if (err != ERR_NOT_FOUND)
		return err;
	for (i = 0; i < n; i++)
		id[i] = (char)toupper((unsigned char)id[i]);
	return shop_order(s, a, id, out, e);
}

struct search {
	struct shop *shop;
	struct arena *arena;
	const struct identity_way *way;
	const struct identity_claim *claim;
	const struct order *order;
	struct customer found;
	size_t count;			/* that fit: one is a proof */
};

static void
consider(struct search *q, const struct customer *c)
{
	size_t i;

	if (q->count > 0 && text_is(q->found.id, c->id))
		return;
	for (i = 0; i < q->way->count; i++)
		if (!fits(c, q->order, q->claim, q->way->facts[i]))
			return;
	q->found = *c;
	q->count++;
}

static enum err
consider_ids(struct search *q, const char *name, const char *value, struct errinfo *e)
{
	const char **ids;
	size_t i, count = 0;
	enum err err =
	    store_document_find(q->shop->store, q->arena, "customer", name, value, &ids, &count, e);
	struct customer c;

	if (err == ERR_NOT_FOUND)
		return ERR_OK;
	for (i = 0; err == ERR_OK && i < count; i++)
		if ((err = shop_customer(q->shop, q->arena, ids[i], &c, e)) == ERR_OK)
			consider(q, &c);
	return err;
}

/* Every customer of the base, as they are now. Cheap comparisons first: reading comes only where
 * the base's record fits already. */
static enum err
consider_base(struct search *q, struct errinfo *e)
{
	const struct shop_records *base = q->shop->base;
	size_t i, k;

	shop_tell_reading(q->shop, "customers", "");
	for (i = 0; base != NULL && i < base->customer_count; i++) {
		const struct customer *c = &base->customers[i];
		bool may = true;
		struct customer now;
		enum err err;

		for (k = 0; k < q->way->count && may; k++)	/* an address may have changed
								   since; e-mail, name and phone
								   don't */
			may = q->way->facts[k] == IDENTITY_POSTCODE ||
			    fits(c, q->order, q->claim, q->way->facts[k]);
		if (!may)
			continue;
		if ((err = shop_customer(q->shop, q->arena, c->id, &now, e)) != ERR_OK)
			return err;
		consider(q, &now);
	}
	return ERR_OK;
}

/* A way without order, e-mail or name (say phone and postcode): the store's customers one by
 * one. */
static enum err
consider_stored(struct search *q, struct errinfo *e)
{
	struct document *documents;
	size_t i, count = 0;
	enum err err =
	    store_document_list(q->shop->store, q->arena, "customer", &documents, &count, e);
	struct customer c;

	for (i = 0; err == ERR_OK && i < count; i++)
		if ((err = shop_customer(q->shop, q->arena, documents[i].id, &c, e)) == ERR_OK)
			consider(q, &c);
	return err;
}

static enum err
search_way(struct search *q, struct errinfo *e)
{
	struct str key;
	struct customer c;
	enum err err;

	if (way_has(q->way, IDENTITY_ORDER_NUMBER)) {
		if (q->order == NULL)
			return ERR_OK;
		err = shop_customer(q->shop, q->arena, q->order->customer_id, &c, e);
		if (err == ERR_OK)
			consider(q, &c);
		return err == ERR_NOT_FOUND ? ERR_OK : err;
	}
	str_init(&key);
	if (way_has(q->way, IDENTITY_EMAIL)) {
		identity_fold_email(&key, q->claim->email);
		err = consider_ids(q, "email", key.data, e);
	} else if (way_has(q->way, IDENTITY_NAME)) {
		identity_fold_name(&key, q->claim->given, q->claim->family);
		err = consider_ids(q, "name", key.data, e);
	} else {
		err = consider_stored(q, e);
	}
	str_clear(&key);
	return err == ERR_OK ? consider_base(q, e) : err;
}

enum err
shop_identify(struct shop *s, struct arena *a, const struct identity_claim *claim,
    struct customer *out, size_t *way, struct errinfo *e)
{
	struct search q = { .shop = s, .arena = a, .claim = claim };
	struct order order;
	bool tried = false;
	enum err err;
	size_t i, k;

	if (!text_is_empty(claim->order_id)) {
		err = find_order(s, a, claim->order_id, &order, e);
		if (err == ERR_OK)
			q.order = &order;
		else if (err != ERR_NOT_FOUND)
			return err;
	}
	for (i = 0; i < s->settings->identity_count; i++) {
		q.way = &s->settings->identity[i];
		for (k = 0; k < q.way->count && is_said(claim, q.way->facts[k]); k++)
			;
		if (q.way->count == 0 || k < q.way->count)
			continue;
		tried = true;
		q.count = 0;
		if ((err = search_way(&q, e)) != ERR_OK)
			return err;
		if (q.count == 1) {
			*out = q.found;
			*way = i;
			return ERR_OK;
		}
	}
	if (!tried)
		return err_set(e, ERR_STATE, tr("not enough is said yet to prove who the shopper is"));
	return err_set(e, ERR_NOT_FOUND, tr("no single customer fits what was said"));
}
