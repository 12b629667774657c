/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Actions: how one is recorded, moved along its life, judged anew.
 */
#include "floorwalker/text/translate.h"
#include "private.h"

#include <assert.h>
#include <string.h>

static const char *
print(struct arena *a, const struct value *v)
{
	struct str s;
	str_init(&s);
	if (v != NULL)
		value_print(&s, v);
	const char *out = arena_text_n(a, s.data, s.length);
	str_clear(&s);
	return out;
}

const char *
verdict_json(struct arena *a, const struct verdict *v, const struct value *rows)
{
	struct value *map = value_map(a), *offer;
	value_set_text(map, "outcome", verdict_outcome_name(v->outcome));
	value_set_text(map, "table", v->table);
	value_set_text(map, "version", v->version);
	value_set_text(map, "rule", v->rule);
	value_set_text(map, "shopper", v->shopper);
	value_set_text(map, "agent", v->agent);
	value_set_text(map, "cite", v->cite);
	offer = value_set_list(map, "offer");
	for (size_t i = 0; i < v->offer_count; i++)
		value_add_text(offer, v->offer[i]);
	if (rows != NULL)
		value_set(map, "rows", value_copy(a, rows));
	return print(a, map);
}

enum err
action_weigh(struct use *u, const struct action *x, int64_t *minor, struct errinfo *e)
{
	struct action_filter f = {.order_id = x->order_id,
	    .states = 1u << ACTION_APPROVED_BY_RULE | 1u << ACTION_APPROVED |
		1u << ACTION_EXECUTING | 1u << ACTION_DONE};
	struct action_list list;
	*minor = x->amount < 0 ? -x->amount : x->amount;
	if (!action_kind_is_money(x->kind) || text_is_empty(x->order_id))
		return ERR_OK;
	enum err r = store_action_list(u->d->store, u->a, &f, &list, e);
	for (size_t i = 0; r == ERR_OK && i < list.count; i++) {
		const struct action *other = &list.items[i];
		if (other->id != x->id && other->kind == x->kind)
			*minor += other->amount < 0 ? -other->amount : other->amount;
	}
	return r;
}

enum err
action_set_approvals(struct use *u, struct action *x, struct errinfo *e)
{
	int64_t above = u->d->settings->four_eyes_above, weight;
	enum err r = action_weigh(u, x, &weight, e);
	if (r == ERR_OK)
		x->approvals_needed = above > 0 && weight > above ? 2 : 1;
	return r;
}

enum err
action_move(struct use *u, struct action *x, enum action_state to, const char *actor,
    struct value *data, struct errinfo *e)
{
	assert(action_may_become(x->state, to));
	x->state = to;
	if (to != ACTION_WAITING) {
		enum err r = store_timer_clear(u->d->store, "expiry", x->id, e);
		if (r != ERR_OK)
			return r;
	}
	if (!action_state_is_open(to) || to == ACTION_FAILED)
		x->ended_ms = u->now;
	enum err r = store_action_put(u->d->store, x, e);
	if (r != ERR_OK)
		return r;
	if (data == NULL)
		data = value_map(u->a);
	value_set_int(data, "action", x->id);
	value_set_text(data, "state", action_state_name(to));
	return record_event(u, x->conversation_id,
	    arena_printf(u->a, "action.%s", action_state_name(to)), actor, data, e);
}

enum err
action_queue(struct use *u, const struct action *x, struct errinfo *e)
{
	struct outbox_item item = {
	    .kind = OUTBOX_ACTION,
	    .record_id = x->id,
	    .conversation_id = x->conversation_id,
	    .epoch = x->epoch,
	    .key = x->key,
	    .state = OUTBOX_WAITING,
	    .due_ms = u->now,
	    .worker = "",
	    .error = "",
	};
	struct outbox_item old;
	enum err r = store_outbox_of(u->d->store, u->a, OUTBOX_ACTION, x->id, &old, e);
	if (r == ERR_OK)	/* it went back to waiting and is approved again; towards the shop
				   its key stays the same */
		item.key = arena_printf(u->a, "%s-again-%lld", x->key, (long long)old.id);
	else if (r != ERR_NOT_FOUND)
		return r;
	return store_outbox_add(u->d->store, &item, e);
}

enum err
action_wait(struct use *u, struct action *x, struct value *data, struct errinfo *e)
{
	int64_t expires = u->d->settings->action_expires_ms;
	enum err r = action_set_approvals(u, x, e);
	x->expires_ms = expires > 0 ? u->now + expires : 0;
	if (r == ERR_OK)
		r = action_move(u, x, ACTION_WAITING, "policy", data, e);
	if (r == ERR_OK && x->expires_ms != 0)
		r = store_timer_set(u->d->store, "expiry", x->id, x->expires_ms, e);
	return r;
}

enum err
action_check_proposal(const struct action_proposal *p, struct errinfo *e)
{
	if (p->kind != ACTION_REFUND || value_get(p->params, "amount") == NULL)
		return ERR_OK;
	return err_set(e, ERR_INPUT,
	    tr("amount: what a refund comes to is the shop's to say; whoever approves it may lower it"));
}

static enum err
add(struct use *u, const struct conversation *c, const struct action_proposal *p,
    const struct verdict *v, const struct value *facts, const struct value *rows, const char *by,
    struct action *x, struct errinfo *e)
{
	const char *params = print(u->a, p->params);
	*x = (struct action){
	    .conversation_id = c->id,
	    .epoch = c->epoch,
	    .customer_id = c->customer_id,
	    .order_id = p->order_id,
	    .kind = p->kind,
	    .state = ACTION_PROPOSED,
	    .title = record_mask(u->d, u->a, c->customer_id, action_title(u->a, p)),
	    .amount = p->amount,
	    .first_amount = p->amount,
	    .currency = p->currency,
	    .verdict = verdict_json(u->a, v, rows),
	    .rule = v->rule,
	    .facts = print(u->a, facts),
	    .proposed_by = by,
	    .key = "",
	    .result = "",
	    .reason = "",
	    .amended_by = "",
	    .asked_by = "",
	    .question = "",
	    .proposed_ms = u->now,
	};
	char hash[65];
	policy_facts_hash(facts, hash);
	x->facts_hash = arena_text(u->a, hash);
	enum err r = record_seal(u->d, u->a, c, "action", params, strlen(params), &x->sealed_params,
	    &x->sealed_params_size, e);
	if (r != ERR_OK || (r = store_action_add(u->d->store, x, e)) != ERR_OK)
		return r;
	x->key = arena_printf(u->a, "action-%lld-%lld", (long long)c->id, (long long)x->id);
	struct value *data = record_data(u, "action", x->id);
	value_set_text(data, "state", action_state_name(x->state));
	value_set_text(data, "kind", action_kind_name(x->kind));
	value_set_int(data, "amount", x->amount);
	value_set_text(data, "by", by);
	value_set_text(data, "rule", v->rule);
	value_set_text(data, "outcome", verdict_outcome_name(v->outcome));
	return record_event(u, c->id, EVENT_ACTION_PROPOSED, by, data, e);
}

enum err
action_record(struct use *u, const struct conversation *c, const struct action_proposal *p,
    const struct verdict *v, const struct value *facts, const struct value *rows, const char *by,
    bool needs_person, struct action *out, struct errinfo *e)
{
	enum err r = add(u, c, p, v, facts, rows, by, out, e);
	if (r != ERR_OK)
		return r;
	if (v->outcome == VERDICT_DENY) {
		out->decided_ms = u->now;
		return action_move(u, out, ACTION_DENIED_BY_RULE, "policy", NULL, e);
	}
	if (v->outcome == VERDICT_HUMAN || needs_person)
		return action_wait(u, out, NULL, e);
	out->decided_ms = u->now;
	if ((r = action_move(u, out, ACTION_APPROVED_BY_RULE, "policy", NULL, e)) != ERR_OK)
		return r;
	return action_queue(u, out, e);
}

enum err
desk_action_params(struct desk *d, struct arena *a, const struct action *x,
    const struct value **out, struct errinfo *e)
{
	struct conversation c;
	struct value *v;
	enum err r = store_conversation_get(d->store, a, x->conversation_id, &c, e);
	if (r != ERR_OK)
		return r;
	const char *json =
	    record_unseal(d, a, &c, "action", x->sealed_params, x->sealed_params_size, "");
	if (*json == '\0')
		return err_set(e, ERR_NOT_FOUND,
		    tr("the details of A-%lld can't be opened any more: its key was erased"),
		    (long long)x->id);
	r = value_parse_json(a, "action", json, strlen(json), &value_limits_message, &v, e);
	if (r == ERR_OK)
		*out = v;
	return r;
}

enum err
action_rejudge(struct use *u, const struct conversation *c, const struct action *x,
    struct rejudged *out, struct errinfo *e)
{
	struct facts *f = facts_new(u->a, u->d->shop, c->customer_id, u->now);
	const struct value *params;
	*out = (struct rejudged){0};
	enum err r = desk_action_params(u->d, u->a, x, &params, e);
	if (r != ERR_OK)
		return r;
	out->proposal = (struct action_proposal){
	    .kind = x->kind, .order_id = x->order_id, .params = params, .currency = x->currency};
	out->rows = value_list(u->a);
	r = action_judge(f, u->d->tools->policy, &out->proposal, &out->verdict, &out->facts,
	    out->rows, &out->why);
	if (r == ERR_STATE || r == ERR_FORBIDDEN || r == ERR_INPUT) {
		out->refused = true;
		return ERR_OK;
	}
	if (r != ERR_OK)
		return err_set(e, r, "%s", out->why.text);
	policy_facts_hash(out->facts, out->facts_hash);
	return ERR_OK;
}

void
action_take_verdict(struct use *u, struct action *x, const struct rejudged *j)
{
	x->verdict = verdict_json(u->a, &j->verdict, j->rows);
	x->rule = j->verdict.rule;
	x->facts = print(u->a, j->facts);
	x->facts_hash = arena_text(u->a, j->facts_hash);
	x->amount = j->proposal.amount;
	x->title = record_mask(u->d, u->a, x->customer_id, action_title(u->a, &j->proposal));
}

/* What failed is a person's to put right: the conversation goes to them, and the shopper is told
 * so. */
static enum err
fail_over(struct use *u, const struct action *x, struct conversation *c, struct errinfo *e)
{
	struct facts *f = facts_new(u->a, u->d->shop, c->customer_id, u->now);
	struct value *ids = value_list(u->a);
	struct str text;
	enum err r;
	value_add(ids, value_int(u->a, x->id));
	if ((r = owner_end_turn(u, c, "decision", NULL, e)) != ERR_OK ||
	    (r = owner_queue(u, c, HANDOFF_OTHER, NULL, "work", e)) != ERR_OK)
		return r;
	c->summary = arena_printf(u->a, "%s failed: %s", x->title, x->result);
	str_init(&text);
	if ((r = announce_text(u->d, u->a, c, ids, f, &text, e)) == ERR_OK && text.length > 0) {
		struct message m = {.author = AUTHOR_AI,
		    .text = text.data,
		    .confidence = -1,
		    .delivery = DELIVERY_PENDING};
		r = record_message(u, c, &m, "ai", e);
	}
	str_clear(&text);
	return r != ERR_OK ? r : owner_put(u, c, e);
}

enum err
action_tell(struct use *u, const struct action *x, struct errinfo *e)
{
	struct conversation c;
	enum err r = owner_get(u, x->conversation_id, &c, e);
	if (r != ERR_OK || c.state != CONVERSATION_AI)
		return r;
	return x->state == ACTION_FAILED ? fail_over(u, x, &c, e) : owner_announce(u, &c, x->id, e);
}
