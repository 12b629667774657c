/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From filled needs to a proposal: judged by policy first, summed up with amounts and consequences,
 * and proposed only after an explicit yes to that very summary.
 */
#include "builtin.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/seal.h"

static void
set_lines(struct value *params, const struct wish *w, bool with_sku)
{
	struct value *lines = value_set_list(params, "lines");

	for (size_t i = 0; i < w->pick_count; i++) {
		struct value *line = value_add_map(lines);

		value_set_int(line, "id", w->picks[i].line_id);
		if (with_sku)
			value_set_text(line, "sku", wish_sku(w, w->picks[i].line_id));
		else
			value_set_int(line, "quantity", w->picks[i].quantity);
	}
}

static void
set_address(struct value *params, const struct address *a)
{
	struct value *v = value_set_map(params, "address");

	value_set_text(v, "line1", a->line1);
	value_set_text(v, "line2", a->line2);
	value_set_text(v, "city", a->city);
	value_set_text(v, "region", a->region);
	value_set_text(v, "postcode", a->postcode);
	value_set_text(v, "country", a->country);
}

/* What settles a difference in price is agreed to only where the summary can say it. */
static bool
says_method(const struct talk *t, enum action_kind kind)
{
	return (kind == ACTION_EXCHANGE || kind == ACTION_ITEM_CHANGE) &&
	    has_key(t, "summary.difference");
}

struct action_proposal
action_build(struct talk *t, const struct wish *w, enum action_kind kind)
{
	struct value *params = value_map(t->a);
	struct action_proposal p = {.kind = kind,
	    .order_id = kind == ACTION_PROFILE_ADDRESS_CHANGE ? "" : w->order_id,
	    .params = params,
	    .currency = t->q->settings->currency};

	if (kind != ACTION_PROFILE_ADDRESS_CHANGE)
		value_set_text(params, "order", w->order_id);
	if (kind == ACTION_REFUND || kind == ACTION_RETURN || kind == ACTION_EXCHANGE ||
	    kind == ACTION_ITEM_CHANGE)
		set_lines(params, w, kind == ACTION_EXCHANGE || kind == ACTION_ITEM_CHANGE);
	if (kind == ACTION_PAYMENT_CHANGE ||
	    ((kind == ACTION_REFUND || kind == ACTION_RETURN || says_method(t, kind)) &&
		w->method[0] && !text_is(w->method, "original")))
		value_set_text(params, "method", w->method);
	if (kind == ACTION_GOODWILL || kind == ACTION_DISCOUNT)
		value_set_int(params, "amount", w->amount);
	if (kind == ACTION_REFUND || kind == ACTION_RETURN || kind == ACTION_CANCEL ||
	    kind == ACTION_EXCHANGE || kind == ACTION_GOODWILL)
		value_set_text(params, "reason", w->reason[0] ? w->reason : "other");
	if (kind == ACTION_ADDRESS_CHANGE || kind == ACTION_PROFILE_ADDRESS_CHANGE)
		set_address(params, &w->address);
	return p;
}

static void
trace_verdict(
    struct talk *t, const struct action_proposal *p, const struct verdict *v, struct value *rows)
{
	struct value *x = value_add_map(t->verdicts);

	value_set_text(x, "kind", action_kind_name(p->kind));
	value_set_text(x, "order", p->order_id);
	value_set_text(x, "outcome", verdict_outcome_name(v->outcome));
	value_set_text(x, "table", v->table);
	value_set_text(x, "version", v->version);
	value_set_text(x, "rule", v->rule);
	value_set_int(x, "amount", p->amount);
	value_set(x, "rows", rows);
}

bool
action_try(struct talk *t, struct action_proposal *p, struct verdict *v)
{
	struct errinfo e = {0};
	struct value *rows = t->q->untraced ? NULL : value_list(t->a);
	enum err err = action_judge(t->f, t->q->policy, p, v, NULL, rows, &e);

	if (!err) {
		if (rows != NULL)
			trace_verdict(t, p, v, rows);
		return true;
	}
	if (err != ERR_STATE && err != ERR_INPUT && err != ERR_FORBIDDEN && err != ERR_NOT_FOUND)
		talk_fail(t, err, &e);
	trace_step(t, "not possible",
	    arena_printf(t->a, "%s: %s", action_kind_name(p->kind), e.text),
	    "other records in the shop");
	return false;
}

const struct action_line *
action_already(const struct talk *t, const struct wish *w, const struct action_proposal *p)
{
	for (size_t i = t->q->action_count; i-- > 0;) {
		const struct action_line *x = &t->q->actions[i];

		if (x->kind == p->kind && text_is(x->order_id, w->order_id) &&
		    x->amount == p->amount &&
		    (action_state_is_open(x->state) || x->state == ACTION_DONE ||
			x->state == ACTION_DENIED))
			return x;
	}
	return NULL;
}

static void
hash_of(const struct action_proposal *p, const struct verdict *v, char out[SEAL_HEX])
{
	struct str s;
	uint8_t digest[SEAL_HASH];

	str_init(&s);
	str_addf(&s, "%s|%s|%lld|%s|%s|", action_kind_name(p->kind), p->order_id,
	    (long long)p->amount, p->currency, verdict_outcome_name(v->outcome));
	value_print(&s, p->params);
	seal_sha256(s.data, s.length, digest);
	seal_hex(digest, SEAL_HASH, out);
	str_clear(&s);
}

/* What pick i of a swap becomes, with its line and product; NULL: not known. */
static const struct variant *
becomes(struct talk *t, const struct wish *w, const struct order *o, size_t i,
    const struct order_line **l, const struct product **product)
{
	*l = order_line_find(o, w->picks[i].line_id);
	*product = *l ? line_product(t, *l) : NULL;
	return *product ? product_variant(*product, wish_sku(w, (*l)->id)) : NULL;
}

/* What the new one costs more than was paid for the old; an amount of an action has no sign. */
static int64_t
difference(struct talk *t, const struct wish *w)
{
	const struct order *o = wish_order(t, w);
	const struct order_line *l;
	const struct product *product;
	int64_t sum = 0;

	for (size_t i = 0; o && i < w->pick_count; i++) {
		const struct variant *v = becomes(t, w, o, i, &l, &product);

		sum += v ? (v->price - l->price) * w->picks[i].quantity : 0;
	}
	return sum;
}

/* "The large bottle and the red cup", of a swap. */
static const char *
phrase_new(struct talk *t, const struct wish *w, const struct order *o)
{
	const struct order_line *l;
	const struct product *product;
	const char *items[PICK_LIMIT];
	size_t count = 0;

	for (size_t i = 0; o && i < w->pick_count; i++) {
		const struct variant *v = becomes(t, w, o, i, &l, &product);

		if (v)
			items[count++] = phrase_item(t, product, v, w->picks[i].quantity);
	}
	return phrase_join(t, "and", items, count);
}

/* "The small one becomes the large one, and the blue one the red one". */
static const char *
phrase_swaps(struct talk *t, const struct wish *w, const struct order *o)
{
	const struct order_line *l;
	const struct product *product;
	const char *items[PICK_LIMIT];
	size_t count = 0;

	for (size_t i = 0; o && i < w->pick_count && has_key(t, "swap.one"); i++) {
		const struct variant *v = becomes(t, w, o, i, &l, &product);
		struct params p = {0};

		if (!v)
			continue;
		param_text(&p, "item",
		    phrase_item(t, product, product_variant(product, l->sku),
			w->picks[i].quantity));
		param_text(&p, "new", phrase_item(t, product, v, w->picks[i].quantity));
		items[count++] = phrase(t, "swap.one", &p);
	}
	return phrase_join(t, "and", items, count);
}

/* "summary.refund", and another sentence where nothing is paid, or where the new one costs more or
 * less. */
static const char *
summary_key(struct talk *t, const struct wish *w, const struct action_proposal *p)
{
	const char *key = key_of(t, "summary", action_kind_name(p->kind));

	bool swap = p->kind == ACTION_EXCHANGE || p->kind == ACTION_ITEM_CHANGE;
	const char *several = key_of(t, key, "several");

	if (swap && w->pick_count > 1 && has_key(t, "swap.one") &&
	    has_key(t, key_of(t, several, "free")))
		key = several;
	if (p->amount == 0)
		return key_or(t, key, "free", key);
	return swap ? key_of(t, key, difference(t, w) > 0 ? "more" : "less") : key;
}

/* The original method by its own name where one alone has paid. */
static const char *
method_phrase(struct talk *t, const struct order *o, const char *method)
{
	const char *paid = NULL;

	if (!text_is_empty(method) && !text_is(method, "original"))
		return phrase_method(t, method);
	for (size_t i = 0; o && i < o->payment_count; i++) {
		if (o->payments[i].refund || text_is(paid, o->payments[i].method_id))
			continue;
		if (paid)
			return phrase_method(t, "original");
		paid = o->payments[i].method_id;
	}
	return phrase_method(
	    t, paid && t->customer && customer_method(t->customer, paid) ? paid : "original");
}

/* An address is what the shopper gave: its text, and each number in it, may be said back. */
static void
record_address(struct talk *t, const char *address)
{
	facts_derive_text(t->f, "the address that the shopper gave", address);
	for (const char *s = address; *s;) {
		size_t digits = strspn(s, "0123456789");

		if (digits && digits < 10)
			facts_derive_number(
			    t->f, "in the address that the shopper gave", strtoll(s, NULL, 10));
		s += digits ? digits : 1;
	}
}

static void
summary_params(
    struct talk *t, const struct wish *w, const struct action_proposal *p, struct params *out)
{
	const struct order *o =
	    w->order_id[0] && p->kind != ACTION_PROFILE_ADDRESS_CHANGE ? wish_order(t, w) : NULL;
	bool swap = p->kind == ACTION_EXCHANGE || p->kind == ACTION_ITEM_CHANGE;

	param_text(out, "order", w->order_id);
	param_text(out, "items", o ? phrase_picks(t, w, o) : "");
	if (p->amount)
		param_money(t, out, "amount", p->amount);	/* recorded as a fact when it was
								   judged */
	else
		param_text(out, "amount", money_text(t, 0));	/* no claim of ours; the ground
								   check looks at it where a
								   sentence speaks of it */
	param_text(out, "method", method_phrase(t, o, value_get_text(p->params, "method")));
	param_text(out, "new", swap ? phrase_new(t, w, o) : "");
	param_text(out, "swaps", swap ? phrase_swaps(t, w, o) : "");
	param_text(out, "address", w->address.line1[0] ? phrase_address(t, &w->address) : "");
	if (w->address.line1[0])
		record_address(t, phrase_address(t, &w->address));
}

/* Policy's own words for the shopper: they count as read, since a rule said them. */
void
say_verdict(struct talk *t, const struct verdict *v)
{
	if (text_is_empty(v->shopper))
		return;
	facts_derive_text(t->f, "policy", v->shopper);
	t->claims_made = true;
	say_own_words(t, key_of(t, "rule", text_is_empty(v->rule) ? "-" : v->rule), v->shopper,
	    "policy");
	cite(t, v->cite);
}

/* The shopper has said no to this very summary, and hasn't asked for it anew. */
static bool
was_refused(const struct talk *t, const struct wish *w, const char *hash)
{
	if (text_is(w->declined, hash) || text_is(w->no_to, hash))
		return true;
	for (size_t i = 0; i < t->m.wish_count && !w->fresh; i++)
		if (&t->m.wishes[i] != w && t->m.wishes[i].status == WISH_DROPPED &&
		    text_is(t->m.wishes[i].hash, hash))
			return true;
	return false;
}

static enum outcome
summarise(struct talk *t, struct wish *w, const struct action_proposal *p, const struct verdict *v,
    const char *hash, bool changed)
{
	struct params params = {0};
	enum outcome o;
	bool again = false;

	if (was_refused(t, w, hash)) {
		w->status = WISH_DROPPED;
		if (!t->text.length || w->no_to) {
			say_plain(t, "left.alone");
			t->just_dropped = t->m.served = true;
		}
		return OUTCOME_NEXT;
	}
	/* said again, and not only because something else came between */
	if (w->status == WISH_CONFIRMING && text_is(w->hash, hash) && !t->text.length) {
		o = need_ask(t, w, NEED_CONFIRM);
		if (o == OUTCOME_STUCK)
			return o;
		again = true;
	} else if (!text_is(w->hash, hash)) {
		w->asks[NEED_CONFIRM] = 1;
	}
	summary_params(t, w, p, &params);
	if (t->told_of && !text_is(t->told_of, w->order_id))
		say_order(t, "order.about", w->order_id);
	if (changed)
		say_plain(t, "summary.changed");
	if (v->outcome == VERDICT_HUMAN && text_is_empty(v->shopper))
		say_plain(t, "summary.human");
	else if (!again)
		say_verdict(t, v);
	say(t, summary_key(t, w, p), &params);
	if (says_method(t, p->kind) && *value_get_text(p->params, "method") != '\0')
		say(t, "summary.difference", &params);
	if (v->outcome == VERDICT_HUMAN)
		say_plain(t, "summary.needs_approval");
	say_plain(t, again ? "summary.again" : "summary.confirm");
	w->status = WISH_CONFIRMING;
	w->hash = arena_text(t->a, hash);
	state_expect(t, CHOICE_NONE, "yes_no");
	t->focus = w;
	t->asked = true;
	trace_step(t, "summary",
	    arena_printf(t->a, "%s, %s by \"%s\"", action_kind_name(p->kind),
		verdict_outcome_name(v->outcome), v->rule),
	    "an explicit yes proposes it; a no drops it; other details make a new summary");
	return OUTCOME_ASKED;
}

/* What was wrong with goods is settled once money or other goods are on their way for them. */
static void
settle_troubles(struct talk *t, const struct wish *done)
{
	for (size_t i = 0; is_goods_action(done->book) && i < t->m.wish_count; i++) {
		struct wish *x = &t->m.wishes[i];
		bool same = !x->mention_count;

		for (size_t k = 0; k < x->mention_count; k++)
			for (size_t n = 0; n < done->mention_count; n++)
				same = same || text_is(x->mentions[k].product_id, done->mentions[n].product_id);
		if (x == done || !wish_is_live(x) || x->book->family != FAMILY_TROUBLE || !same ||
		    (x->order_id[0] && !text_is(x->order_id, done->order_id)))
			continue;
		x->status = WISH_DROPPED;
		trace_step(t, "settled", arena_printf(t->a, "\"%s\" by \"%s\"", x->book->intent,
		    done->book->intent), "trouble with other goods");
	}
}

static enum outcome
propose(struct talk *t, struct wish *w, const struct action_proposal *p, const struct verdict *v)
{
	struct params params = {0};
	const char *kind = action_kind_name(p->kind);

	if (t->proposal_count == PROPOSAL_LIMIT)
		return OUTCOME_NEXT;
	t->proposals[t->proposal_count++] = *p;
	summary_params(t, w, p, &params);
	say(t, v->outcome == VERDICT_HUMAN ? "proposed.human" : key_of(t, "proposed", kind),
	    &params);
	w->status = WISH_DONE;
	w->agreed = false;
	t->m.served = true;
	settle_troubles(t, w);
	trace_step(t, "proposed",
	    arena_printf(t->a, "%s after an explicit yes to its summary", kind), NULL);
	return OUTCOME_NEXT;
}

static bool
offer_kinds(const struct verdict *v, enum action_kind *kinds, size_t *count)
{
	*count = 0;
	for (size_t i = 0; i < v->offer_count && *count < CHOICE_LIMIT; i++)
		if (action_kind_from(v->offer[i], &kinds[*count]) && playbook_for(kinds[*count]))
			++*count;
	return *count > 0;
}

static enum outcome
refuse(struct talk *t, struct wish *w, const struct verdict *v)
{
	enum action_kind kinds[CHOICE_LIMIT];
	size_t count;

	w->rule = v->rule;
	w->said = v->agent;
	say_verdict(t, v);
	t->m.served = true;
	if (w->status != WISH_CHOOSING)
		w->asks[NEED_CONFIRM] = 0;	/* what was asked before was another question */
	if (offer_kinds(v, kinds, &count))
		return offer_remedies(t, w, kinds, count, NULL);
	w->status = WISH_REFUSED;
	return OUTCOME_NEXT;
}

/* The records don't allow it at all: said with the order's state, and what would go instead. */
static enum outcome
impossible(struct talk *t, struct wish *w, const struct action_proposal *p)
{
	static const enum action_kind after_arrival[] = {ACTION_RETURN, ACTION_EXCHANGE},
				      before[] = {ACTION_CANCEL, ACTION_ITEM_CHANGE};
	const struct order *o = w->order_id[0] ? wish_order(t, w) : NULL;
	struct params params = {0};

	if (t->err)
		return OUTCOME_STUCK;
	if (!o) {
		hand_off(t, HANDOFF_POLICY);
		return OUTCOME_STUCK;
	}
	param_text(&params, "order", o->id);
	param_text(&params, "status", phrase(t, key_of(t, "status", o->status), NULL));
	param_text(
	    &params, "action", phrase(t, key_of(t, "action", action_kind_name(p->kind)), NULL));
	say(t, "impossible", &params);
	t->m.served = true;
	if (order_fits(o, FIT_DELIVERED) && p->kind != ACTION_RETURN && p->kind != ACTION_EXCHANGE)
		return offer_remedies(t, w, after_arrival, 2, NULL);
	if (order_fits(o, FIT_UNSHIPPED) && p->kind != ACTION_CANCEL)
		return offer_remedies(t, w, before, 2, NULL);
	w->status = WISH_REFUSED;
	return OUTCOME_NEXT;
}

static enum outcome
say_already(struct talk *t, struct wish *w, const struct action_line *x)
{
	struct params params = {0};

	param_text(&params, "order", x->order_id);
	param_text(
	    &params, "action", phrase(t, key_of(t, "action", action_kind_name(x->kind)), NULL));
	param_text(&params, "reason", x->reason);
	say(t,
	    x->state == ACTION_DONE          ? "already.done"
		: x->state == ACTION_DENIED  ? "already.denied"
		: x->state == ACTION_WAITING ? "already.waiting"
					     : "already.running",
	    &params);
	w->status = WISH_DONE;
	trace_step(t, "already there",
	    arena_printf(t->a, "A-%lld is %s", (long long)x->id, action_state_name(x->state)),
	    "another order or amount");
	return OUTCOME_NEXT;
}

/* An order is cancelled whole; who means a part of it should hear that before they agree. */
static void
say_whole_only(struct talk *t, const struct wish *w)
{
	const struct order *o = wish_order(t, w);
	int64_t units = 0;

	for (size_t i = 0; o && i < o->line_count; i++)
		units += o->lines[i].quantity;
	if (units > 1 && !w->everything && (w->mention_count || w->quantity))
		say_plain(t, "cancel.whole_only");
}

enum outcome
action_run(struct talk *t, struct wish *w)
{
	struct action_proposal p = action_build(t, w, w->book->kind);
	struct verdict v = {0};
	char hash[SEAL_HEX];

	if (!action_try(t, &p, &v)) {
		if (t->err)
			return OUTCOME_STUCK;
		return impossible(t, w, &p);
	}
	const struct action_line *x = action_already(t, w, &p);

	if (x)
		return say_already(t, w, x);
	w->rule = v.rule;
	w->said = v.agent;
	if (v.outcome == VERDICT_DENY && p.kind == ACTION_CANCEL && reason_decides(t, w))
		return reason_ask_for_policy(t, w, &v);
	if (v.outcome == VERDICT_DENY)
		return refuse(t, w, &v);
	hash_of(&p, &v, hash);
	if (p.kind == ACTION_CANCEL && !text_is(w->hash, hash))
		say_whole_only(t, w);
	if (w->agreed && text_is(w->hash, hash))
		return propose(t, w, &p, &v);
	return summarise(t, w, &p, &v, hash, w->agreed);
}
