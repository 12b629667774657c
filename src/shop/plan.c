/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a proposal means on the records as they are now.
 */
#include <string.h>

#include "embedded.h"
#include "floorwalker/model/money.h"
#include "floorwalker/text/text.h"
#include "floorwalker/text/translate.h"

#define LINES_MAX 200

struct reading {
	struct shop *shop;
	struct arena *arena;
	const struct action_proposal *proposal;
	struct plan *plan;
};

static bool
kind_is(const struct plan *p, unsigned kinds)
{
	return (kinds >> p->kind & 1) != 0;
}

#define KIND(k) (1u << ACTION_##k)
#define TAKES_LINES (KIND(REFUND) | KIND(RETURN) | KIND(EXCHANGE) | KIND(ITEM_CHANGE))
#define TAKES_VARIANTS (KIND(EXCHANGE) | KIND(ITEM_CHANGE))
#define TAKES_METHOD (TAKES_LINES | KIND(PAYMENT_CHANGE) | KIND(GOODWILL))
#define TAKES_ADDRESS (KIND(ADDRESS_CHANGE) | KIND(PROFILE_ADDRESS_CHANGE))
#define NAMES_AMOUNT (KIND(DISCOUNT) | KIND(GOODWILL))
#define TAKES_AMOUNT (NAMES_AMOUNT | KIND(REFUND))
#define HAS_ORDER (~KIND(PROFILE_ADDRESS_CHANGE))

static enum err
check_param_keys(const struct plan *p, const struct value *params, struct errinfo *e)
{
	static const struct {
		const char *name;
		unsigned kinds;
	} known[] = {
		{ "order", HAS_ORDER }, { "lines", TAKES_LINES }, { "method", TAKES_METHOD }, { "reason", ~0u }, { "address", TAKES_ADDRESS },
		{ "amount", TAKES_AMOUNT },
	};
	const char *names[sizeof(known) / sizeof(known[0])];
	size_t i, n = 0;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (kind_is(p, known[i].kinds))
			names[n++] = known[i].name;
	if (params != NULL && value_kind(params) != VALUE_MAP)
		return err_set(e, ERR_INPUT, tr("the params of an action are a map"));
	return params == NULL ? ERR_OK : value_check_keys(params, names, n, e);
}

static enum err
read_reason(struct reading *r, const struct value *params, struct errinfo *e)
{
	static const char *const reasons[] = {"changed_mind", "damaged", "faulty", "wrong_item",
	    "not_arrived", "late", "price", "ordered_by_mistake", "other"};
	const char *said = value_get_text(params, "reason");
	const char *near;
	size_t i;

	r->plan->reason = "other";
	if (said[0] == '\0')
		return ERR_OK;
	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (text_is(said, reasons[i])) {
			r->plan->reason = reasons[i];
			return ERR_OK;
		}
	near = text_nearest(said, reasons, sizeof(reasons) / sizeof(reasons[0]));
	return err_set(e, ERR_INPUT,
	    tr("reason: '%.40s' is none of changed_mind, damaged, faulty, wrong_item, not_arrived, late, price, ordered_by_mistake, other%s%s%s"),
	    said, near != NULL ? "; did you mean " : "", near != NULL ? near : "",
	    near != NULL ? "?" : "");
}

/* ---- lines */

/* Units of a line that this kind of action could still take. */
static int64_t
units_open(const struct plan *p, const struct order_line *l)
{
	const struct order *o = p->order;
	int64_t open = l->quantity - units_refunded(o, l);

	switch (p->kind) {
	case ACTION_REFUND:
		open -= units_requested(o, l, "exchange");
		break;
	case ACTION_RETURN:
	case ACTION_EXCHANGE:
		open = l->returned
		    ? 0
		    : open - units_requested(o, l, "return") - units_requested(o, l, "exchange");
		break;
	default:
		return l->quantity;
	}
	return open > 0 ? open : 0;
}

static enum err
product_of(struct reading *r, const char *sku, const struct product **out, struct errinfo *e)
{
	struct product *p = arena_alloc(r->arena, sizeof(*p));
	enum err err = shop_product_of_sku(r->shop, r->arena, sku, p, e);

	*out = err == ERR_OK ? p : NULL;
	return err;
}

static enum err
add_line(struct reading *r, size_t index, int64_t quantity, struct errinfo *e)
{
	struct plan_line *l = &r->plan->lines[r->plan->line_count];
	enum err err = product_of(r, r->plan->order->lines[index].sku, &l->product, e);

	if (err != ERR_OK && err != ERR_NOT_FOUND)	/* what is sold no more can still be
							   refunded */
		return err;
	l->index = index;
	l->quantity = quantity;
	r->plan->line_count++;
	return ERR_OK;
}

/* The new variant, and what it costs more than was paid. */
static enum err
read_variant(struct reading *r, const struct value *v, struct errinfo *e)
{
	struct plan_line *l = &r->plan->lines[r->plan->line_count - 1];
	const struct order_line *old = &r->plan->order->lines[l->index];
	const char *sku = value_get_text(v, "sku");
	int64_t difference;
	enum err err;

	if (sku[0] == '\0')
		return err_set(e, ERR_INPUT, tr("lines: line %lld lacks the sku that it shall become"),
		    (long long)old->id);
	err = product_of(r, sku, &l->new_product, e);
	if (err != ERR_OK)
		return err == ERR_NOT_FOUND
		    ? err_set(e, ERR_INPUT, tr("lines: there is no article %.60s"), sku)
		    : err;
	l->new_variant = product_variant(l->new_product, sku);
	if (l->new_variant == NULL)
		return err_set(e, ERR_INPUT, tr("lines: there is no article %.60s"), sku);
	if (!money_times(l->new_variant->price - old->price, l->quantity, &difference) ||
	    !money_add(r->plan->difference, difference, &r->plan->difference))
		return err_set(e, ERR_LIMIT, tr("lines: the amount is out of range"));
	return ERR_OK;
}

static enum err
read_line(struct reading *r, const struct value *v, struct errinfo *e)
{
	static const char *const known[] = { "id", "quantity", "sku" };
	const struct order *o = r->plan->order;
	const struct order_line *l = order_line_find(o, value_get_int(v, "id", -1));
	int64_t open, quantity;
	size_t i, index;
	enum err err;

	if (value_kind(v) != VALUE_MAP)
		return err_set(e, ERR_INPUT, tr("lines: each one is a map {id, quantity}"));
	if ((err = value_check_keys(v, known, kind_is(r->plan, TAKES_VARIANTS) ? 3 : 2, e)) !=
	    ERR_OK)
		return err;
	if (l == NULL && value_kind(value_get(v, "id")) == VALUE_INT)
		return err_set(e, ERR_INPUT,
		    tr("lines: order %s has no line %lld; its lines are numbered %lld to %lld"), o->id,
		    (long long)value_get_int(v, "id", 0), (long long)o->lines[0].id,
		    (long long)o->lines[o->line_count - 1].id);
	if (l == NULL)
		return err_set(e, ERR_INPUT,
		    tr("lines: each one has an id, the number of a line of order %s"), o->id);
	index = (size_t)(l - o->lines);
	for (i = 0; i < r->plan->line_count; i++)
		if (r->plan->lines[i].index == index)
			return err_set(
			    e, ERR_INPUT, tr("lines: line %lld is named twice"), (long long)l->id);
	open = units_open(r->plan, l);
	quantity = value_get(v, "quantity") == NULL ? open : value_get_int(v, "quantity", 0);
	if (value_get(v, "quantity") != NULL && (quantity < 1 || quantity > l->quantity))
		return err_set(e, ERR_INPUT, tr("lines: of line %lld there were %lld ordered"),
		    (long long)l->id, (long long)l->quantity);
	if (open == 0)
		quantity = 0;	/* nothing left: what is said of it is for policy; it can't be done
				   (plan_allowed) */
	else if (quantity > open)
		return err_set(e, ERR_STATE,
		    tr("line %lld of order %s: %lld of %lld left to %s; the others were refunded, returned or exchanged before"),
		    (long long)l->id, o->id, (long long)open, (long long)l->quantity,
		    action_kind_name(r->plan->kind));
	if (r->plan->line_count > 0 && (r->plan->lines[0].quantity == 0) != (quantity == 0))
		return err_set(e, ERR_STATE,
		    tr("some of the lines named of order %s were refunded, returned or exchanged before, others weren't: name the others alone"),
		    o->id);
	if (r->plan->kind == ACTION_ITEM_CHANGE && quantity != l->quantity)
		return err_set(e, ERR_STATE,
		    tr("line %lld is changed with all of its %lld pieces or not at all"),
		    (long long)l->id, (long long)l->quantity);
	if ((err = add_line(r, index, quantity, e)) != ERR_OK)
		return err;
	return kind_is(r->plan, TAKES_VARIANTS) ? read_variant(r, v, e) : ERR_OK;
}

/* No line named: all that is still open. Nothing is: all lines with no unit, so that policy sees
 * what it is about. */
static enum err
take_all(struct reading *r, struct errinfo *e)
{
	const struct order *o = r->plan->order;
	enum err err = ERR_OK;
	size_t i;
	bool any = false;

	for (i = 0; i < o->line_count; i++)
		any = any || units_open(r->plan, &o->lines[i]) > 0;
	for (i = 0; err == ERR_OK && i < o->line_count; i++) {
		int64_t open = units_open(r->plan, &o->lines[i]);

		if (open > 0 || !any)
			err = add_line(r, i, open, e);
	}
	return err;
}

static enum err
read_lines(struct reading *r, const struct value *params, struct errinfo *e)
{
	const struct value *lines = value_get(params, "lines");
	struct plan *p = r->plan;
	size_t i;
	enum err err;

	p->lines = arena_alloc(r->arena, (p->order->line_count + 1) * sizeof(*p->lines));
	if (lines != NULL && value_kind(lines) != VALUE_LIST && !value_is_null(lines))
		return err_set(e, ERR_INPUT, tr("lines is a list of {id, quantity}"));
	if (value_count(lines) > LINES_MAX)
		return err_set(e, ERR_LIMIT, tr("lines: more than %d are named"), LINES_MAX);
	for (i = 0; i < value_count(lines); i++)
		if ((err = read_line(r, value_at(lines, i), e)) != ERR_OK)
			return err;
	if (p->line_count == 0 && kind_is(p, TAKES_VARIANTS))
		return err_set(e, ERR_INPUT,
		    tr("lines: which line, and the sku that it shall become, must be said"));
	if (p->line_count == 0 && (err = take_all(r, e)) != ERR_OK)
		return err;
	p->all_items = p->line_count == p->order->line_count;
	for (i = 0; i < p->line_count; i++)
		if (p->lines[i].quantity != 0 &&
		    p->lines[i].quantity != p->order->lines[p->lines[i].index].quantity)
			p->all_items = false;
	return ERR_OK;
}

/* ---- the rest of params */

static const struct payment_method *
first_gift_card(const struct customer *c)
{
	size_t i;

	for (i = 0; i < c->method_count; i++)
		if (text_is(c->methods[i].kind, "gift_card"))
			return &c->methods[i];
	return NULL;
}

static enum err
read_method(struct reading *r, const struct value *params, struct errinfo *e)
{
	const char *said = value_get_text(params, "method");
	const struct payment_method *m;
	struct plan *p = r->plan;

	if (said[0] == '\0')
		said = p->kind == ACTION_GOODWILL ? "gift_card" : "original";
	if (text_is(said, "original")) {
		if (p->kind == ACTION_PAYMENT_CHANGE)
			return err_set(
			    e, ERR_INPUT, tr("method: which one shall pay must be said by its id"));
		p->method = "original";
		return ERR_OK;
	}
	m = text_is(said, "gift_card") ? first_gift_card(p->customer)
				       : customer_method(p->customer, said);
	if (m == NULL && !text_is(said, "gift_card"))
		return err_set(e, ERR_FORBIDDEN, tr("method: %.40s isn't one of the customer's"), said);
	p->method = m == NULL ? "gift_card" : m->id;
	/* money back to one of several that paid goes by the rule of the original ones, so that
	 * none gets more than it gave */
	if (m != NULL && p->kind != ACTION_PAYMENT_CHANGE && !kind_is(p, TAKES_VARIANTS) &&
	    order_was_paid_by(p->order, m->id) && p->kind != ACTION_GOODWILL)
		p->method = "original";
	return ERR_OK;
}

static enum err
read_address(struct reading *r, const struct value *params, struct errinfo *e)
{
	static const char *const names[] = {
	    "line1", "line2", "city", "region", "postcode", "country"};
	const struct value *v = value_get(params, "address");
	const char *parts[6], *country;
	enum err err;
	size_t i;

	if (value_kind(v) != VALUE_MAP)
		return err_set(e, ERR_INPUT,
		    tr("address: a map with line1, line2, city, region, postcode, country is needed"));
	if ((err = value_check_keys(v, names, 6, e)) != ERR_OK)
		return err;
	for (i = 0; i < 6; i++) {
		parts[i] = value_get_text(v, names[i]);
		if (strlen(parts[i]) > 120)
			return err_set(
			    e, ERR_LIMIT, tr("address: %s is longer than 120 bytes"), names[i]);
		if (!text_is_safe(parts[i], strlen(parts[i])) || strchr(parts[i], '\n') != NULL)
			return err_set(e, ERR_INPUT,
			    tr("address: %s has characters that no address has"), names[i]);
		if (i != 1 && i != 3 && parts[i][strspn(parts[i], " ")] == '\0')
			return err_set(e, ERR_INPUT, tr("address: %s is missing"), names[i]);
	}
	country = parts[5];
	if (strlen(country) != 2 || country[0] < 'A' || country[0] > 'Z' || country[1] < 'A' ||
	    country[1] > 'Z')
		return err_set(
		    e, ERR_INPUT, tr("address: country is two capital letters (ISO 3166-1), like IE"));
	r->plan->address = (struct address){.line1 = arena_text(r->arena, parts[0]),
	    .line2 = arena_text(r->arena, parts[1]),
	    .city = arena_text(r->arena, parts[2]),
	    .region = arena_text(r->arena, parts[3]),
	    .postcode = arena_text(r->arena, parts[4]),
	    .country = arena_text(r->arena, country)};
	return ERR_OK;
}

/* What a person has lowered it to; never above what the units come to, which may have become less
 * since. */
static enum err
lower(struct plan *p, const struct value *v, struct errinfo *e)
{
	int64_t amount = value_as_int(v, 0);

	if (v == NULL || value_is_null(v))
		return ERR_OK;
	if (value_kind(v) != VALUE_INT || amount < 1)
		return err_set(
		    e, ERR_INPUT, tr("amount: a number of minor units above 0 is needed"));
	p->lowered = amount < p->amount;
	if (p->lowered)
		p->amount = amount;
	return ERR_OK;
}

static enum err
set_amount(struct reading *r, const struct value *params, struct errinfo *e)
{
	struct plan *p = r->plan;
	const struct value *v = value_get(params, "amount");

	switch (p->kind) {
	case ACTION_REFUND:
		p->amount = refund_amount(p->order, p->lines, p->line_count);
		return lower(p, v, e);
	case ACTION_RETURN:
		p->amount = refund_amount(p->order, p->lines, p->line_count);
		break;
	case ACTION_CANCEL:
		p->amount = refund_left(p->order);
		break;
	case ACTION_EXCHANGE:
	case ACTION_ITEM_CHANGE:
		p->amount = p->difference < 0 ? -p->difference : p->difference;
		break;
	case ACTION_DISCOUNT:
	case ACTION_GOODWILL:
		p->amount = value_as_int(v, 0);
		if (value_kind(v) != VALUE_INT || p->amount < 1)
			return err_set(
			    e, ERR_INPUT, tr("amount: a number of minor units above 0 is needed"));
		if (p->kind == ACTION_DISCOUNT && p->amount > refund_left(p->order))
			return err_set(e, ERR_STATE,
			    tr("a discount can't be above what is still paid for order %s"),
			    p->order->id);
		break;
	default:
		break;
	}
	return ERR_OK;
}

enum err
plan_make(struct shop *s, struct arena *a, const struct order *o, const struct customer *c,
    const struct action_proposal *p, struct plan *out, struct errinfo *e)
{
	struct reading r = { .shop = s, .arena = a, .proposal = p, .plan = out };
	enum err err;

	memset(out, 0, sizeof(*out));
	out->kind = p->kind;
	out->order = o;
	out->customer = c;
	out->method = "";
	if ((err = check_param_keys(out, p->params, e)) != ERR_OK ||
	    (err = read_reason(&r, p->params, e)) != ERR_OK)
		return err;
	if (o != NULL && (err = read_lines(&r, p->params, e)) != ERR_OK)
		return err;
	if (kind_is(out, TAKES_METHOD) && (err = read_method(&r, p->params, e)) != ERR_OK)
		return err;
	if (kind_is(out, TAKES_ADDRESS) && (err = read_address(&r, p->params, e)) != ERR_OK)
		return err;
	return set_amount(&r, p->params, e);
}

struct value *
plan_params(struct arena *a, const struct plan *p)
{
	struct value *out = value_map(a), *lines, *m;
	size_t i;

	if (p->order != NULL)
		value_set_text(out, "order", p->order->id);
	if (kind_is(p, TAKES_LINES)) {
		lines = value_set_list(out, "lines");
		for (i = 0; i < p->line_count; i++) {
			m = value_add_map(lines);
			value_set_int(m, "id", p->order->lines[p->lines[i].index].id);
			if (p->lines[i].quantity > 0)
				value_set_int(m, "quantity", p->lines[i].quantity);
			if (p->lines[i].new_variant != NULL)
				value_set_text(m, "sku", p->lines[i].new_variant->sku);
		}
	}
	if (kind_is(p, NAMES_AMOUNT) || p->lowered)
		value_set_int(out, "amount", p->amount);
	if (kind_is(p, TAKES_METHOD))
		value_set_text(out, "method", p->method);
	if (kind_is(p, TAKES_ADDRESS)) {
		m = value_set_map(out, "address");
		value_set_text(m, "line1", p->address.line1);
		value_set_text(m, "line2", p->address.line2);
		value_set_text(m, "city", p->address.city);
		value_set_text(m, "region", p->address.region);
		value_set_text(m, "postcode", p->address.postcode);
		value_set_text(m, "country", p->address.country);
	}
	value_set_text(out, "reason", p->reason);
	return out;
}
