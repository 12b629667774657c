/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people decide: approving, denying and proposing actions, within their rights.
 */
#include "floorwalker/text/shown.h"
#include "floorwalker/text/translate.h"
#include "private.h"

#include <string.h>

enum err
approve_get_waiting(struct use *u, int64_t id, struct action *x, struct errinfo *e)
{
	enum err r = store_action_get(u->d->store, u->a, id, x, e);
	if (r == ERR_NOT_FOUND)
		return err_set(e, r, tr("there is no action A-%lld"), (long long)id);
	if (r != ERR_OK)
		return r;
	if (x->state != ACTION_WAITING)
		return err_set(e, ERR_STATE,
		    tr("A-%lld is %s, not waiting: there is nothing to decide"), (long long)id,
		    tr(action_state_title(x->state)));
	if (x->expires_ms != 0 && x->expires_ms <= u->now)
		return err_set(e, ERR_STATE, tr("A-%lld has expired; propose it again"), (long long)id);
	return ERR_OK;
}

const char *
approve_amount_text(struct use *u, int64_t minor)
{
	struct str s;
	str_init(&s);
	money_print(&s, minor, u->d->settings->currency, u->d->settings->language);
	const char *out = arena_text(u->a, s.data);
	str_clear(&s);
	return out;
}

/* Whether a person's rights cover an action. Kinds that have no limits (an address, say) are a
 * senior's. */
enum err
approve_check_rights(
    struct use *u, const struct agent *who, const struct action *x, struct errinfo *e)
{
	char word[SHOWN_BYTES];
	char role[SHOWN_BYTES];
	int64_t limit = who->limits[x->kind], amount;
	enum err r = action_weigh(u, x, &amount, e);
	if (r != ERR_OK)
		return r;
	if (strcmp(x->currency, u->d->settings->currency) != 0 && x->amount != 0)
		return err_set(e, ERR_FORBIDDEN,
		    tr("A-%lld is in %s; limits are in %s: nobody may approve it here"),
		    (long long)x->id, x->currency, u->d->settings->currency);
	if (limit < 0 && (action_kind_is_money(x->kind) || who->role == ROLE_AGENT))
		return err_set(e, ERR_FORBIDDEN, tr("%s has no right to decide a %s; ask a %s"),
		    who->name, shown_word(word, action_kind_name(x->kind)),
		    shown_word(role, who->role == ROLE_AGENT ? "senior" : "supervisor"));
	if (limit >= 0 && amount > limit)
		return err_set(e, ERR_FORBIDDEN,
		    tr("A-%lld is %s%s; %s may approve up to %s; ask a %s"), (long long)x->id,
		    approve_amount_text(u, amount),
		    amount == x->amount || amount == -x->amount
			? ""
			: tr(", with what was approved before on its order"),
		    who->name, approve_amount_text(u, limit),
		    shown_word(role, who->role == ROLE_AGENT ? "senior" : "supervisor"));
	return ERR_OK;
}

enum err
approve_get_agent(struct use *u, const char *id, const struct agent **out, struct errinfo *e)
{
	*out = settings_agent(u->d->settings, id);
	return *out != NULL
	    ? ERR_OK
	    : err_set(e, ERR_FORBIDDEN, tr("%s is no agent of this shop (world.yaml, agents)"), id);
}

const char *
approve_reason(struct use *u, const struct action *x, const char *reason)
{
	return text_is_empty(reason) ? ""
				     : record_mask(u->d, u->a, x->customer_id,
					   desk_harmless(u->a, reason, strlen(reason), 1000));
}

static enum err
add_approval(struct use *u, const struct action *x, const char *agent, bool approve,
    const char *reason, struct errinfo *e)
{
	struct approval p = {.action_id = x->id,
	    .agent = agent,
	    .approve = approve,
	    .reason = reason,
	    .facts_hash = x->facts_hash,
	    .at_ms = u->now};
	return store_approval_add(u->d->store, &p, e);
}

/* How many different people approved the action as it stands; ERR_FORBIDDEN where this one did
 * already. */
static enum err
count_approvals(
    struct use *u, const struct action *x, const char *agent, int64_t *count, struct errinfo *e)
{
	struct approval_list list;
	enum err r = store_approval_list(u->d->store, u->a, x->id, &list, e);
	*count = 0;
	for (size_t i = 0; r == ERR_OK && i < list.count; i++) {
		if (!approval_counts(&list.items[i], x))
			continue;
		if (strcmp(list.items[i].agent, agent) == 0)
			return err_set(e, ERR_FORBIDDEN,
			    tr("%s has approved A-%lld already; it needs a second person"),
			    settings_agent(u->d->settings, agent)->name, (long long)x->id);
		++*count;
	}
	return r;
}

static enum err
deny_by_rule(struct use *u, struct action *x, const char *why, struct errinfo *e)
{
	struct value *data = value_map(u->a);
	value_set_text(data, "why", record_mask(u->d, u->a, x->customer_id, why));
	x->decided_ms = u->now;
	x->result = record_mask(u->d, u->a, x->customer_id, why);
	enum err r = action_move(u, x, ACTION_DENIED_BY_RULE, "policy", data, e);
	if (r == ERR_OK)
		r = action_tell(u, x, e);
	return r != ERR_OK
	    ? r
	    : use_refuse(u, ERR_STATE, tr("policy no longer allows A-%lld: %s"), (long long)x->id, why);
}

/* Asks policy on the facts of now. *same: the verdict stands, approval may go on. */
static enum err
judge_again(struct use *u, struct action *x, bool *same, struct errinfo *e)
{
	struct conversation c;
	struct rejudged j;
	*same = false;
	enum err r = owner_get(u, x->conversation_id, &c, e);
	if (r != ERR_OK || (r = action_rejudge(u, &c, x, &j, e)) != ERR_OK)
		return r;
	if (j.refused)
		return deny_by_rule(u, x, j.why.text, e);
	if (j.verdict.outcome == VERDICT_DENY) {
		action_take_verdict(u, x, &j);
		return deny_by_rule(u, x, j.verdict.agent, e);
	}
	*same = strcmp(j.verdict.rule, x->rule) == 0 && j.proposal.amount == x->amount;
	if (*same)
		return ERR_OK;
	action_take_verdict(u, x, &j);
	if ((r = action_set_approvals(u, x, e)) != ERR_OK ||
	    (r = store_action_put(u->d->store, x, e)) != ERR_OK)
		return r;
	struct value *data = record_data(u, "action", x->id);
	value_set_text(data, "state", action_state_name(x->state));
	value_set_text(data, "rule", j.verdict.rule);
	value_set_text(data, "outcome", verdict_outcome_name(j.verdict.outcome));
	if ((r = record_event(u, x->conversation_id, EVENT_ACTION_REJUDGED, "policy", data, e)) !=
	    ERR_OK)
		return r;
	return use_refuse(u, ERR_CONFLICT,
	    tr("the facts of A-%lld have changed: it is now %s, by rule %s; look at it again"),
	    (long long)x->id, x->title, *x->rule == '\0' ? tr("(none: a person decides)") : x->rule);
}

enum err
approve_check_seen(const struct action *x, const char *seen, struct errinfo *e)
{
	if (text_is_empty(seen) || strcmp(seen, x->facts_hash) == 0)
		return ERR_OK;
	return err_set(e, ERR_CONFLICT,
	    tr("A-%lld has changed since you looked: it is now %s, by rule %s; look at it again"),
	    (long long)x->id, x->title, *x->rule == '\0' ? tr("(none: a person decides)") : x->rule);
}

/* Of four eyes none has shaped what they look at. */
static enum err
check_amender(struct use *u, const struct agent *who, const struct action *x, struct errinfo *e)
{
	struct action now = *x;		/* only its approvals are counted anew */
	enum err r;
	if (x->amended_ms == 0 || strcmp(x->amended_by, who->id) != 0)
		return ERR_OK;
	if ((r = action_set_approvals(u, &now, e)) != ERR_OK)
		return r;
	return now.approvals_needed < 2
	    ? ERR_OK
	    : err_set(e, ERR_FORBIDDEN,
		  tr("%s changed the amount of A-%lld; above the second limit two others must approve it"),
		  who->name, (long long)x->id);
}

/* What must hold before anything is asked of policy: it waits, another proposed it, the agent's
 * rights cover it. */
static enum err
check_approver(struct use *u, const char *agent, int64_t id, struct action *x, struct errinfo *e)
{
	const struct agent *who;
	enum err r;
	if ((r = approve_get_agent(u, agent, &who, e)) != ERR_OK ||
	    (r = approve_get_waiting(u, id, x, e)) != ERR_OK)
		return r;
	if (strcmp(x->proposed_by, record_actor(u, agent)) == 0)
		return err_set(e, ERR_FORBIDDEN,
		    tr("%s proposed A-%lld; somebody else must approve it"), who->name, (long long)id);
	r = check_amender(u, who, x, e);
	return r != ERR_OK ? r : approve_check_rights(u, who, x, e);
}

enum err
desk_may_approve(struct desk *d, const char *agent, int64_t action_id, struct errinfo *e)
{
	/* only reads: no transaction */
	struct use u = {.d = d, .a = arena_new(), .now = clock_now_ms(d->clock)};
	struct action x;
	int64_t count;
	enum err r = check_approver(&u, agent, action_id, &x, e);
	if (r == ERR_OK)
		r = count_approvals(&u, &x, agent, &count, e);
	arena_free(&u.a);
	return r;
}

enum err
desk_approvers(struct desk *d, struct arena *a, int64_t action_id, const struct agent ***out,
    size_t *count, struct errinfo *e)
{
	const struct settings *s = d->settings;
	struct errinfo why;
	*out = arena_alloc(a, (s->agent_count + 1) * sizeof **out);
	*count = 0;
	for (size_t i = 0; i < s->agent_count; i++) {
		enum err r = desk_may_approve(d, s->agents[i].id, action_id, &why);
		if (r == ERR_OK)
			(*out)[(*count)++] = &s->agents[i];
		else if (r != ERR_FORBIDDEN && r != ERR_STATE)
			return err_set(e, r, "%s", why.text);
	}
	return ERR_OK;
}

static enum err
approve(struct use *u, const char *agent, int64_t id, const char *seen, const char *reason,
    int64_t *left, struct errinfo *e)
{
	const char *actor = record_actor(u, agent);
	struct action x;
	bool same;
	int64_t count;
	enum err r;
	if ((r = check_approver(u, agent, id, &x, e)) != ERR_OK ||
	    (r = approve_check_seen(&x, seen, e)) != ERR_OK ||
	    (r = judge_again(u, &x, &same, e)) != ERR_OK || !same)
		return r;
	int64_t needed = x.approvals_needed;
	if ((r = action_set_approvals(u, &x, e)) != ERR_OK ||
	    (needed != x.approvals_needed &&
		(r = store_action_put(u->d->store, &x, e)) != ERR_OK) ||
	    (r = count_approvals(u, &x, agent, &count, e)) != ERR_OK ||
	    (r = add_approval(u, &x, agent, true, approve_reason(u, &x, reason), e)) != ERR_OK)
		return r;
	*left = x.approvals_needed - count - 1;
	struct value *data = record_data(u, "action", x.id);
	value_set_text(data, "agent", agent);
	if (*left > 0) {
		value_set_text(data, "state", action_state_name(x.state));
		value_set_int(data, "left", *left);
		return record_event(u, x.conversation_id, EVENT_ACTION_APPROVAL, actor, data, e);
	}
	*left = 0;
	x.decided_ms = u->now;
	r = action_move(u, &x, ACTION_APPROVED, actor, data, e);
	return r != ERR_OK ? r : action_queue(u, &x, e);
}

enum err
desk_approve(struct desk *d, const char *agent, int64_t action_id, const char *reason,
    int64_t *left, struct errinfo *e)
{
	return desk_approve_seen(d, agent, action_id, NULL, reason, left, e);
}

enum err
desk_approve_seen(struct desk *d, const char *agent, int64_t action_id, const char *seen,
    const char *reason, int64_t *left, struct errinfo *e)
{
	struct use u;
	int64_t needed = 0;
	enum err r = use_begin(&u, d, e);
	if (r == ERR_OK)
		r = use_end(&u, approve(&u, agent, action_id, seen, reason, &needed, e), e);
	if (left != NULL)
		*left = needed;
	return r;
}

static enum err
deny(struct use *u, const char *agent, int64_t id, const char *reason, struct errinfo *e)
{
	const struct agent *who;
	struct action x;
	enum err r;
	if ((r = approve_get_agent(u, agent, &who, e)) != ERR_OK ||
	    (r = approve_get_waiting(u, id, &x, e)) != ERR_OK)
		return r;
	if (text_is_empty(reason))
		return err_set(e, ERR_USAGE, tr("denying A-%lld needs a reason"), (long long)id);
	x.reason = approve_reason(u, &x, reason);
	if ((r = add_approval(u, &x, agent, false, x.reason, e)) != ERR_OK)
		return r;
	struct value *data = value_map(u->a);
	value_set_text(data, "agent", agent);
	value_set_text(data, "why", x.reason);
	x.decided_ms = u->now;
	r = action_move(u, &x, ACTION_DENIED, record_actor(u, agent), data, e);
	return r != ERR_OK ? r : action_tell(u, &x, e);
}

enum err
desk_deny(
    struct desk *d, const char *agent, int64_t action_id, const char *reason, struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r : use_end(&u, deny(&u, agent, action_id, reason, e), e);
}

static enum err
propose(struct use *u, const char *agent, int64_t conversation_id, enum action_kind kind,
    const struct value *params, int64_t *action_id, struct errinfo *e)
{
	const struct agent *who;
	struct conversation c;
	struct verdict v;
	struct value *facts;
	struct action x;
	enum err r;
	if ((r = approve_get_agent(u, agent, &who, e)) != ERR_OK ||
	    (r = owner_get(u, conversation_id, &c, e)) != ERR_OK)
		return r;
	if ((c.state != CONVERSATION_AGENT && c.state != CONVERSATION_WRAP_UP) ||
	    strcmp(c.agent, agent) != 0)
		return err_set(
		    e, ERR_FORBIDDEN, tr("C-%lld isn't yours; take it first"), (long long)c.id);
	if (text_is_empty(c.customer_id))
		return err_set(e, ERR_STATE,
		    tr("nobody has proven who the shopper of C-%lld is; ask for what identity needs"),
		    (long long)c.id);
	struct facts *f = facts_new(u->a, u->d->shop, c.customer_id, u->now);
	struct value *rows = value_list(u->a);
	struct action_proposal p = {.kind = kind,
	    .order_id = value_get_text(params, "order"),
	    .params = params,
	    .currency = u->d->settings->currency};
	if ((r = action_check_proposal(&p, e)) != ERR_OK ||
	    (r = action_judge(f, u->d->tools->policy, &p, &v, &facts, rows, e)) != ERR_OK)
		return r;
	r = action_record(u, &c, &p, &v, facts, rows, record_actor(u, agent), false, &x, e);
	*action_id = x.id;
	return r;
}

enum err
desk_propose(struct desk *d, const char *agent, int64_t conversation_id, enum action_kind kind,
    const struct value *params, int64_t *action_id, struct errinfo *e)
{
	struct use u;
	int64_t id = 0;
	enum err r = use_begin(&u, d, e);
	if (r == ERR_OK)
		r = use_end(&u, propose(&u, agent, conversation_id, kind, params, &id, e), e);
	if (action_id != NULL)
		*action_id = id;
	return r;
}
