/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "floorwalker/base/str.h"
#include "oracle_private.h"

static void
wrong(struct oracle_verdict *out, const char *what)
{
	out->end_holds = false;
	str_addf(&out->why, "%s\n", what);
}

static const struct document *
document_of(const struct snapshot *s, const char *kind, const char *id)
{
	for (size_t i = 0; i < s->count; i++)
		if (text_is(s->items[i].kind, kind) && text_is(s->items[i].id, id))
			return &s->items[i];
	return NULL;
}

static bool
expects_done(const struct scenario *s, enum action_kind kind)
{
	for (size_t i = 0; i < s->action_count; i++)
		if (s->actions[i].kind == kind && s->actions[i].state == ACTION_DONE)
			return true;
	return false;
}

/* The parts of a record that each kind of action may change. */
static const struct { enum action_kind kind; const char *record, *keys[6]; } effects[] = {
	{ ACTION_REFUND, "order", { "payments", "requests" } },
	{ ACTION_REFUND, "customer", { "payment_methods" } },	/* a gift card's balance */
	{ ACTION_CANCEL, "order", { "status", "payments", "requests" } },
	{ ACTION_CANCEL, "customer", { "payment_methods" } },
	{ ACTION_CANCEL, "product", { "variants" } },
	{ ACTION_RETURN, "order", { "status", "requests" } },
	{ ACTION_EXCHANGE, "order", { "status", "requests" } },
	{ ACTION_EXCHANGE, "product", { "variants" } },
	{ ACTION_ITEM_CHANGE, "order", { "lines", "payments", "requests", "items_changed" } },
	{ ACTION_ITEM_CHANGE, "customer", { "payment_methods" } },
	{ ACTION_ITEM_CHANGE, "product", { "variants" } },
	{ ACTION_PAYMENT_CHANGE, "order", { "payments", "requests" } },
	{ ACTION_PAYMENT_CHANGE, "customer", { "payment_methods" } },
	{ ACTION_ADDRESS_CHANGE, "order", { "address", "requests" } },
	{ ACTION_PROFILE_ADDRESS_CHANGE, "customer", { "address" } },
	{ ACTION_DISCOUNT, "order", { "payments", "discount", "requests" } },
	{ ACTION_DISCOUNT, "customer", { "payment_methods" } },
	{ ACTION_GOODWILL, "order", { "payments", "requests" } },
	{ ACTION_GOODWILL, "customer", { "payment_methods" } },
};

static bool
changes_it(size_t effect, const char *record, const char *key)
{
	if (!text_is(effects[effect].record, record))
		return false;
	for (size_t j = 0; j < 6 && effects[effect].keys[j] != NULL; j++)
		if (text_is(effects[effect].keys[j], key))
			return true;
	return false;
}

static bool
may_change(const struct scenario *s, const char *record, const char *key)
{
	for (size_t i = 0; i < sizeof(effects) / sizeof(effects[0]); i++)
		if (expects_done(s, effects[i].kind) && changes_it(i, record, key))
			return true;
	return false;
}

bool
oracle_is_misjudged(const struct oracle_case *c, int64_t action_id)
{
	for (size_t i = 0; i < c->misjudged_count; i++)
		if (c->misjudged[i] == action_id)
			return true;
	return false;
}

/* Done because a person approved it who shouldn't have, and this is what it does. */
static bool
was_let_through(
    const struct oracle_case *c, const struct document *d, const char *key, bool theirs)
{
	for (size_t k = 0; k < c->actions->count; k++) {
		const struct action *x = &c->actions->items[k];

		if (x->state != ACTION_DONE || !oracle_is_misjudged(c, x->id) ||
		    (text_is(d->kind, "order") ? !text_is(d->id, x->order_id) : !theirs))
			continue;
		for (size_t i = 0; i < sizeof(effects) / sizeof(effects[0]); i++)
			if (effects[i].kind == x->kind && changes_it(i, d->kind, key))
				return true;
	}
	return false;
}

/* Whether a record is one that the conversation is about at all. */
static bool
is_theirs(const struct oracle *o, const struct oracle_case *c, const struct document *d)
{
	const struct binding *b = c->binding;

	if (text_is(d->kind, "order"))
		return b->order != NULL && text_is(d->id, b->order->id);
	if (text_is(d->kind, "customer"))
		return text_is(d->id, b->customer->id);
	for (size_t i = 0; b->order != NULL && i < b->order->line_count; i++) {
		const struct product *p =
		    records_product_of_sku(o->records, b->order->lines[i].sku);

		if (p != NULL && text_is(p->id, d->id))
			return true;
	}
	return false;
}

/* The record as it was: of the snapshot, else of the world's files. NULL where it is new. */
static enum err
value_before(const struct oracle *o, struct arena *a, const struct oracle_case *c,
    const struct document *d, const struct value **out, struct errinfo *e)
{
	const struct document *before = document_of(c->before, d->kind, d->id);
	const struct shop_records *r = oracle_records(o, c);

	*out = NULL;
	if (before != NULL)
		return goods_seen_value(o->goods, a, before->id, before->body, out, e);
	for (size_t i = 0; i < r->order_count && text_is(d->kind, "order"); i++)
		if (text_is(r->orders[i].id, d->id))
			*out = order_to_value(a, &r->orders[i]);
	for (size_t i = 0; i < r->customer_count && text_is(d->kind, "customer"); i++)
		if (text_is(r->customers[i].id, d->id))
			*out = customer_to_value(a, &r->customers[i]);
	for (size_t i = 0; i < o->records->product_count && text_is(d->kind, "product"); i++)
		if (text_is(o->records->products[i].id, d->id))
			*out = product_to_value(a, &o->records->products[i]);
	return ERR_OK;
}

static void
changed(const struct oracle_case *c, const struct document *d, const char *key, bool theirs,
    struct oracle_verdict *out)
{
	if (theirs && may_change(c->scenario, d->kind, key))
		return;
	out->end_holds = false;
	if (was_let_through(c, d, key, theirs))
		return;			/* told with the action */
	out->changes++;
	str_addf(&out->why, "%s %s changed its %s, and nothing in the scenario asks for it\n",
	    d->kind, d->id, key);
}

/* Each part of a record that differs must be one that an expected action changes. */
static enum err
check_change(const struct oracle *o, struct arena *a, const struct oracle_case *c,
    const struct document *d, struct oracle_verdict *out, struct errinfo *e)
{
	bool theirs = is_theirs(o, c, d);
	const struct value *before, *after;
	enum err err;

	if ((err = value_before(o, a, c, d, &before, e)) != ERR_OK ||
	    (err = goods_seen_value(o->goods, a, d->id, d->body, &after, e)) != ERR_OK)
		return err;
	for (size_t i = 0; i < value_count(after); i++)
		if (!value_is_equal(value_at(after, i), value_get(before, value_key_at(after, i))))
			changed(c, d, value_key_at(after, i), theirs, out);
	for (size_t i = 0; i < value_count(before); i++)
		if (value_get(after, value_key_at(before, i)) == NULL)
			changed(c, d, value_key_at(before, i), theirs, out);
	return ERR_OK;
}

/* Goods that others change meanwhile tell nothing of this conversation. */
static bool
is_anybodys(const struct oracle_case *c, const struct document *d)
{
	return c->own != NULL && text_is(d->kind, "product");
}

static enum err
check_changes(const struct oracle *o, struct arena *a, const struct oracle_case *c,
    struct oracle_verdict *out, struct errinfo *e)
{
	enum err err = ERR_OK;

	for (size_t i = 0; err == ERR_OK && i < c->after->count; i++) {
		const struct document *d = &c->after->items[i],
				      *before = document_of(c->before, d->kind, d->id);

		if (!is_anybodys(c, d) &&
		    (before == NULL || before->version != d->version))
			err = check_change(o, a, c, d, out, e);
	}
	return err;
}

bool
oracle_amount_fits(const struct oracle_case *c, const struct expected_action *x, int64_t amount)
{
	int64_t slack = c->binding->order != NULL && c->binding->order->discount > 0 ? 1 : 0,
		wanted = 0;

	switch (x->amount) {
	case AMOUNT_ANY:
		return true;
	case AMOUNT_LINE:
		wanted = bind_refund_of(c->binding->order, c->binding->line);
		break;
	case AMOUNT_ORDER:
		wanted = order_paid(c->binding->order) - order_refunded(c->binding->order);
		break;
	case AMOUNT_NONE:
		break;
	case AMOUNT_FIGURE:
		wanted = x->figure;
		break;
	}
	return amount >= wanted - slack && amount <= wanted + slack;
}

enum err
oracle_order_now(const struct oracle *o, struct arena *a, const struct oracle_case *c,
    const struct order *then, const struct order **out, struct errinfo *e)
{
	const struct document *d = document_of(c->after, "order", then->id);
	struct order *now;
	enum err err;

	*out = then;
	if (d == NULL)
		return ERR_OK;
	now = arena_alloc(a, sizeof(*now));
	if ((err = goods_seen_order(o->goods, a, d->id, d->body, now, e)) != ERR_OK)
		return err;
	*out = now;
	return ERR_OK;
}

/* Of the first verdict that the action's record names. */
static enum verdict_outcome
verdict_of(struct arena *a, const struct action *x)
{
	enum verdict_outcome outcome = VERDICT_HUMAN;
	struct value *v;
	struct errinfo e;

	if (value_parse_json(a, "verdict", x->verdict, strlen(x->verdict), &value_limits_message,
		&v, &e) == ERR_OK)
		(void)verdict_outcome_from(value_get_text(v, "outcome"), &outcome);
	return outcome;
}

/* A rule's approval needs no person, and a person's is no rule's: the approvals that the record
 * asks for say the same as its verdict. */
static bool
verdict_fits(struct arena *a, const struct expected_action *x, const struct action *got)
{
	return !x->has_verdict ||
	    (verdict_of(a, got) == x->verdict &&
		(x->verdict == VERDICT_HUMAN) == (got->approvals_needed > 0));
}

static bool
action_fits(struct arena *a, const struct oracle_case *c, const struct expected_action *x,
    const struct action *got)
{
	if (got->kind != x->kind || got->state != x->state || !verdict_fits(a, x, got))
		return false;
	if (x->kind == ACTION_REFUND || x->kind == ACTION_GOODWILL || x->kind == ACTION_DISCOUNT)
		return oracle_amount_fits(c, x, got->amount);
	return true;
}

/* Each expected action has its record, and no other was done. */
static void
check_actions(struct arena *a, const struct oracle_case *c, struct oracle_verdict *out)
{
	bool *used = arena_alloc(a, (c->actions->count + 1) * sizeof(*used));
	int64_t done = 0;

	for (size_t i = 0; i < c->scenario->action_count; i++) {
		const struct expected_action *x = &c->scenario->actions[i];
		bool found = false;

		for (size_t j = 0; !found && j < c->actions->count; j++)
			if (!used[j] && action_fits(a, c, x, &c->actions->items[j]))
				found = used[j] = true;
		if (!found)
			wrong(out,
			    arena_printf(a, "no %s is %s", action_kind_name(x->kind),
				action_state_name(x->state)));
	}
	for (size_t j = 0; j < c->actions->count; j++) {
		const struct action *got = &c->actions->items[j];

		/* a person proposes what they were asked for: that was the yes */
		done += got->state == ACTION_DONE && !text_starts(got->proposed_by, "agent:");
		if (!used[j]) {
			bool erred = oracle_is_misjudged(c, got->id);

			wrong(out,
			    arena_printf(a, "%s is %s, %s",
				got->title, action_state_name(got->state),
				erred ? "as a person decided by mistake"
				      : "which the scenario doesn't expect"));
			out->changes += got->state == ACTION_DONE && !erred;
			/* one handed over waits by right */
			out->stopped_by_person += got->state == ACTION_DENIED ||
			    (got->state == ACTION_WAITING && c->scenario->contain);
			out->stopped_by_rule += got->state == ACTION_DENIED_BY_RULE;
		}
	}
	if (done > c->yes_count) {
		out->changes += done - c->yes_count;
		wrong(out, "something was done without an explicit yes");
	}
}

enum err
oracle_check_end(struct oracle *o, struct arena *a, const struct oracle_case *c,
    struct oracle_verdict *out, struct errinfo *e)
{
	enum err err = check_changes(o, a, c, out, e);

	if (err != ERR_OK)
		return err;
	check_actions(a, c, out);
	return oracle_check_effects(o, a, c, out, e);
}
