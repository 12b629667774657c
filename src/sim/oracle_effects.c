/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "floorwalker/base/str.h"
#include "oracle_private.h"

#define NOT_RECORDED "is not in the order's records"

static int64_t
paid_back(const struct order *o)
{
	int64_t sum = 0;

	for (size_t i = 0; i < o->payment_count; i++)
		sum += o->payments[i].refund ? o->payments[i].amount : 0;
	return sum;
}

static bool
has_sku(const struct order *o, const char *sku)
{
	for (size_t i = 0; i < o->line_count; i++)
		if (text_is(o->lines[i].sku, sku))
			return true;
	return false;
}

/* The request of a kind that this conversation added to the order's record; NULL none. */
static const struct value *
new_request(const struct order *then, const struct order *now, enum action_kind kind)
{
	for (size_t i = value_count(now->requests); i > value_count(then->requests); i--)
		if (text_is(value_get_text(value_at(now->requests, i - 1), "kind"),
			action_kind_name(kind)))
			return value_at(now->requests, i - 1);
	return NULL;
}

static bool
wants_all_lines(const struct scenario *s)
{
	for (size_t i = 0; i < s->goal_count; i++)
		if (s->goals[i].all_lines)
			return true;
	return false;
}

/* Whether a request took the goods that the shopper means, all pieces of them, and nothing else. */
static bool
lines_fit(const struct oracle_case *c, const struct value *request)
{
	const struct value *lines = value_get(request, "lines");

	if (wants_all_lines(c->scenario) || c->binding->line == NULL)
		return value_count(lines) > 0;
	return value_count(lines) == 1 &&
	    value_get_int(value_at(lines, 0), "id", 0) == c->binding->line->id &&
	    value_get_int(value_at(lines, 0), "quantity", 0) == c->binding->line->quantity;
}

/* Whether what is to come in its place is what they want: the variant of the goal, else the very
 * same. */
static bool
new_goods_fit(const struct oracle_case *c, const struct value *request)
{
	const char *sku = value_get_text(value_at(value_get(request, "lines"), 0), "sku");
	const struct variant *wanted = c->binding->new_variant;

	return wanted != NULL ? text_is(sku, wanted->sku)
			      : c->binding->line == NULL || text_is(sku, c->binding->line->sku);
}

/* Whether a request gives a reason of the shopper's, or leaves it open; where they never give one,
 * any. */
static bool
reason_fits(const struct oracle_case *c, const struct value *request)
{
	const char *given = value_get_text(request, "reason");
	bool any = false;

	if (*given == '\0' || text_is(given, "other"))
		return true;

	for (size_t i = 0; i < c->scenario->goal_count; i++) {
		const char *reason = c->scenario->goals[i].reason;

		if (text_is(given, reason))
			return true;
		any = any || *reason != '\0';
	}
	return !any;
}

static const char *
wrong_request(struct arena *a, const struct oracle_case *c, enum action_kind kind,
    const struct value *request)
{
	if (request == NULL)
		return NOT_RECORDED;
	if (!lines_fit(c, request))
		return "took other goods than the shopper means";
	if ((kind == ACTION_EXCHANGE || kind == ACTION_ITEM_CHANGE) && !new_goods_fit(c, request))
		return "brings other goods than the shopper wants";
	if ((kind == ACTION_REFUND || kind == ACTION_RETURN) && !reason_fits(c, request))
		return arena_printf(a, "gives another reason than the shopper's: %s",
		    value_get_text(request, "reason"));
	return NULL;
}

static bool
holds(const char *text, const char *part)
{
	return text_is_empty(part) || strcasestr(text, part) != NULL;
}

/* The address that the shopper gave, and nothing else. */
static bool
address_fits(const struct oracle_case *c, const struct address *a)
{
	return text_is_empty(c->new_address) ||
	    (!text_is_empty(a->line1) && holds(c->new_address, a->line1) &&
		holds(c->new_address, a->line2) && holds(c->new_address, a->city) &&
		holds(c->new_address, a->postcode));
}

static const char *
wrong_money(const struct oracle_case *c, const struct expected_action *x, const struct order *now)
{
	const struct order *then = c->binding->order;
	int64_t back = paid_back(now) - paid_back(then);

	if (x->kind == ACTION_REFUND && back <= 0)
		return NOT_RECORDED;
	if (x->kind == ACTION_REFUND && !oracle_amount_fits(c, x, back))
		return "brought another amount back";
	if (x->kind == ACTION_RETURN && back != 0)
		return "brought money back before the goods are";
	if (x->kind == ACTION_CANCEL && !text_is(now->status, "cancelled"))
		return NOT_RECORDED;
	if (x->kind == ACTION_CANCEL && paid_back(now) != order_paid(then))
		return "didn't bring all of the money back";
	return NULL;
}

static const char *
wrong_payment(const struct oracle_case *c, const struct order *now)
{
	const struct payment_method *wanted =
	    bind_other_method(c->binding->order, c->binding->customer);

	for (size_t i = c->binding->order->payment_count; wanted != NULL && i < now->payment_count;
	     i++)
		if (!now->payments[i].refund && text_is(now->payments[i].method_id, wanted->id))
			return NULL;
	return "is not paid as the shopper wants";
}

/* What is wrong with the effect of an expected action on its order; NULL: nothing. */
static const char *
wrong_effect(struct arena *a, const struct oracle_case *c, const struct expected_action *x,
    const struct order *now)
{
	const struct order *then = c->binding->order;
	const struct value *request = new_request(then, now, x->kind);
	const char *what = wrong_money(c, x, now);

	if (what != NULL)
		return what;
	switch (x->kind) {
	case ACTION_RETURN:
		return text_is(now->status, "return_requested")
		    ? wrong_request(a, c, x->kind, request)
		    : NOT_RECORDED;
	case ACTION_EXCHANGE:
		return text_is(now->status, "exchange_requested")
		    ? wrong_request(a, c, x->kind, request)
		    : NOT_RECORDED;
	case ACTION_ITEM_CHANGE:
		return c->binding->new_variant != NULL && has_sku(now, c->binding->new_variant->sku)
		    ? wrong_request(a, c, x->kind, request)
		    : NOT_RECORDED;
	case ACTION_REFUND:
		return x->amount == AMOUNT_LINE ? wrong_request(a, c, x->kind, request) : NULL;
	case ACTION_ADDRESS_CHANGE:
		return text_is(now->address.country, then->address.country) &&
			address_fits(c, &now->address)
		    ? NULL
		    : "put another address than the shopper gave";
	case ACTION_PAYMENT_CHANGE:
		return wrong_payment(c, now);
	case ACTION_DISCOUNT:
		return paid_back(now) > paid_back(then) || now->discount > then->discount
		    ? NULL
		    : NOT_RECORDED;
	case ACTION_GOODWILL:
		return request != NULL || paid_back(now) > paid_back(then) ? NULL : NOT_RECORDED;
	case ACTION_CANCEL:
	case ACTION_PROFILE_ADDRESS_CHANGE:
	case ACTION_KIND_COUNT:
		break;
	}
	return NULL;
}

static enum err
wrong_account(struct arena *a, const struct oracle_case *c, const char **what, struct errinfo *e)
{
	*what = NULL;
	for (size_t i = 0; i < c->after->count; i++) {
		const struct document *d = &c->after->items[i];
		struct customer now;
		struct value *v;
		enum err err;

		if (!text_is(d->kind, "customer") || !text_is(d->id, c->binding->customer->id))
			continue;
		if ((err = value_parse_json(a, d->id, d->body, strlen(d->body), &value_limits_file,
			 &v, e)) != ERR_OK ||
		    (err = customer_from_value(a, v, &now, e)) != ERR_OK)
			return err;
		if (!address_fits(c, &now.address))
			*what = "put another address than the shopper gave";
		return ERR_OK;
	}
	return ERR_OK;
}

static bool
was_done(const struct oracle_case *c, enum action_kind kind)
{
	for (size_t i = 0; i < c->actions->count; i++)
		if (c->actions->items[i].kind == kind && c->actions->items[i].state == ACTION_DONE)
			return true;
	return false;
}

enum err
oracle_check_effects(const struct oracle *o, struct arena *a, const struct oracle_case *c,
    struct oracle_verdict *out, struct errinfo *e)
{
	const struct order *now = NULL;
	enum err err;

	if (c->binding->order != NULL &&
	    (err = oracle_order_now(o, a, c, c->binding->order, &now, e)) != ERR_OK)
		return err;
	for (size_t i = 0; i < c->scenario->action_count; i++) {
		const struct expected_action *x = &c->scenario->actions[i];
		const char *what = NULL;

		if (x->state != ACTION_DONE || !was_done(c, x->kind))
			continue;		/* that it is missing is told elsewhere */
		if (x->kind == ACTION_PROFILE_ADDRESS_CHANGE)
			err = wrong_account(a, c, &what, e);
		else
			what = now != NULL ? wrong_effect(a, c, x, now) : NULL;
		if (x->kind == ACTION_PROFILE_ADDRESS_CHANGE && err != ERR_OK)
			return err;
		if (what == NULL)
			continue;
		out->end_holds = false;
		out->changes++;
		out->otherwise++;
		str_addf(&out->why, "the %s %s\n", action_kind_name(x->kind), what);
	}
	return ERR_OK;
}
