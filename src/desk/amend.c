/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person does to an action that waits, short of deciding it: change its amount within the
 * rule, ask for evidence.
 */
#include "floorwalker/text/shown.h"
#include "floorwalker/text/translate.h"
#include "private.h"

#include <string.h>

/* ---- the amount */

struct amendment {
	const struct agent *who;
	const char *actor, *why;
	int64_t before, amount;
	struct action x;
	struct rejudged judged;
};

/* Whatever the new amount may be. */
static enum err
check_amender(const struct amendment *m, struct errinfo *e)
{
	char word[SHOWN_BYTES];
	const struct action *x = &m->x;
	long long id = (long long)x->id;
	if (!action_kind_is_amendable(x->kind))
		return err_set(e, ERR_STATE,
		    tr("the amount of A-%lld (%s) follows from prices and can't be changed; deny it instead"),
		    id, shown_word(word, action_kind_name(x->kind)));
	if (m->who->limits[x->kind] < 0)
		return err_set(e, ERR_FORBIDDEN, tr("%s has no right to decide a %s"), m->who->name,
		    shown_word(word, action_kind_name(x->kind)));
	if (strcmp(x->proposed_by, m->actor) == 0)
		return err_set(e, ERR_FORBIDDEN,
		    tr("%s proposed A-%lld; somebody else must decide on its amount"), m->who->name, id);
	return ERR_OK;
}

static enum err
check_amount(struct use *u, const struct amendment *m, struct errinfo *e)
{
	const struct action *x = &m->x;
	long long id = (long long)x->id;
	enum err r = check_amender(m, e);
	if (r != ERR_OK)
		return r;
	if (m->amount < 1)
		return err_set(
		    e, ERR_USAGE, tr("an amount is above 0; to give nothing, deny A-%lld"), id);
	if (m->amount == x->amount)
		return err_set(
		    e, ERR_USAGE, tr("A-%lld is %s already"), id, approve_amount_text(u, m->amount));
	if (m->amount > x->first_amount)
		return err_set(e, ERR_USAGE,
		    tr("A-%lld was proposed with %s: it can be lowered, never raised above that"), id,
		    approve_amount_text(u, x->first_amount));
	return ERR_OK;
}

static enum err
seal_params(struct use *u, const struct conversation *c, struct action *x,
    const struct value *params, struct errinfo *e)
{
	struct str s;
	str_init(&s);
	value_print(&s, params);
	enum err r = record_seal(u->d, u->a, c, "action", s.data, s.length, &x->sealed_params,
	    &x->sealed_params_size, e);
	str_clear(&s);
	return r;
}

/* Puts the new amount into the record first: policy's facts count the other actions of the order,
 * and this one must not be taken for one of them. What is refused is rolled back. */
static enum err
judge_amount(
    struct use *u, struct amendment *m, const struct conversation *c, struct errinfo *e)
{
	struct action *x = &m->x;
	struct rejudged *j = &m->judged;
	const struct value *params;
	enum err r = desk_action_params(u->d, u->a, x, &params, e);
	if (r != ERR_OK)
		return r;
	struct value *changed = value_copy(u->a, params);
	value_set_int(changed, "amount", m->amount);
	m->before = x->amount;
	x->amount = m->amount;
	if ((r = seal_params(u, c, x, changed, e)) != ERR_OK ||
	    (r = approve_check_rights(u, m->who, x, e)) != ERR_OK ||
	    (r = store_action_put(u->d->store, x, e)) != ERR_OK ||
	    (r = action_rejudge(u, c, x, j, e)) != ERR_OK)
		return r;
	if (j->refused)
		return err_set(e, ERR_STATE, tr("A-%lld can't be changed to %s: %s"), (long long)x->id,
		    approve_amount_text(u, m->amount), j->why.text);
	if (j->verdict.outcome == VERDICT_DENY)
		return err_set(e, ERR_STATE, tr("rule %s doesn't allow A-%lld with %s: %s"),
		    j->verdict.rule, (long long)x->id, approve_amount_text(u, m->amount),
		    j->verdict.agent);
	if (j->proposal.amount != m->amount)
		return err_set(e, ERR_STATE, tr("the facts of A-%lld allow at most %s now"),
		    (long long)x->id, approve_amount_text(u, j->proposal.amount));
	return seal_params(u, c, x, j->proposal.params, e);
}

/* Nobody's approval of the same facts, before the change, is one of what it is now: even where the
 * amount was changed back. */
static const char *
changed_hash(struct use *u, const struct action *x)
{
	const char *text =
	    arena_printf(u->a, "amended %lld %s", (long long)x->version, x->facts_hash);
	uint8_t sum[SEAL_HASH];
	char hex[2 * SEAL_HASH + 1];
	seal_sha256(text, strlen(text), sum);
	seal_hex(sum, sizeof sum, hex);
	return arena_text(u->a, hex);
}

static enum err
record_amendment(struct use *u, struct amendment *m, struct errinfo *e)
{
	struct action *x = &m->x;
	enum err r;
	action_take_verdict(u, x, &m->judged);
	x->facts_hash = changed_hash(u, x);
	x->amended_by = m->who->id;
	x->amended_ms = u->now;
	if ((r = action_set_approvals(u, x, e)) != ERR_OK ||
	    (r = store_action_put(u->d->store, x, e)) != ERR_OK)
		return r;
	struct value *data = record_data(u, "action", x->id);
	value_set_text(data, "state", action_state_name(x->state));
	value_set_text(data, "agent", m->who->id);
	value_set_int(data, "before", m->before);
	value_set_int(data, "after", x->amount);
	value_set_text(data, "rule", x->rule);
	value_set_text(data, "outcome", verdict_outcome_name(m->judged.verdict.outcome));
	value_set_text(data, "why", m->why);
	return record_event(
	    u, x->conversation_id, EVENT_ACTION_AMENDED, m->actor, data, e);
}

static enum err
amend(struct use *u, const char *agent, int64_t id, int64_t amount, const char *seen,
    const char *reason, struct errinfo *e)
{
	struct amendment m = {.actor = record_actor(u, agent), .amount = amount};
	struct conversation c;
	enum err r;
	if ((r = approve_get_agent(u, agent, &m.who, e)) != ERR_OK ||
	    (r = approve_get_waiting(u, id, &m.x, e)) != ERR_OK ||
	    (r = approve_check_seen(&m.x, seen, e)) != ERR_OK ||
	    (r = check_amount(u, &m, e)) != ERR_OK ||
	    (r = owner_get(u, m.x.conversation_id, &c, e)) != ERR_OK)
		return r;
	m.why = approve_reason(u, &m.x, reason);
	if ((r = judge_amount(u, &m, &c, e)) != ERR_OK)
		return r;
	return record_amendment(u, &m, e);
}

enum err
desk_amend(struct desk *d, const char *agent, int64_t action_id, int64_t amount, const char *seen,
    const char *reason, struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r
			   : use_end(&u, amend(&u, agent, action_id, amount, seen, reason, e), e);
}

enum err
desk_may_amend(struct desk *d, const char *agent, int64_t action_id, struct errinfo *e)
{
	/* only reads: no transaction */
	struct use u = {.d = d, .a = arena_new(), .now = clock_now_ms(d->clock)};
	struct amendment m = {.actor = record_actor(&u, agent)};
	enum err r = approve_get_agent(&u, agent, &m.who, e);
	if (r == ERR_OK)
		r = approve_get_waiting(&u, action_id, &m.x, e);
	if (r == ERR_OK)
		r = check_amender(&m, e);
	arena_free(&u.a);
	return r;
}

/* ---- evidence */

static enum err
ask_shopper(struct use *u, struct conversation *c, const char *agent, const char *actor,
    const char *text, struct value *data, struct errinfo *e)
{
	struct message m = {
	    .author = AUTHOR_AGENT, .name = agent, .text = text, .delivery = DELIVERY_PENDING};
	enum err r = record_message(u, c, &m, actor, e);
	if (r != ERR_OK)
		return r;
	c->human_count++;
	value_set_text(data, "to", "shopper");
	value_set_int(data, "number", m.number);
	r = owner_await_shopper(u, c, e);
	return r != ERR_OK ? r : owner_put(u, c, e);
}

static enum err
ask_colleagues(struct use *u, const struct action *x, const char *agent, const char *actor,
    const char *masked, struct value *data, struct errinfo *e)
{
	struct note n = {.conversation_id = x->conversation_id,
	    .agent = agent,
	    .text = arena_printf(u->a, "About A-%lld: %s", (long long)x->id, masked),
	    .created_ms = u->now};
	enum err r = store_note_add(u->d->store, &n, e);
	if (r != ERR_OK)
		return r;
	struct value *added = record_data(u, "note", n.id);
	value_set_text(added, "agent", agent);
	value_set_text(data, "to", "colleagues");
	value_set_int(data, "note", n.id);
	return record_event(u, x->conversation_id, EVENT_NOTE_ADDED, actor, added, e);
}

static enum err
ask(struct use *u, const char *agent, int64_t id, const char *question, struct errinfo *e)
{
	const char *actor = record_actor(u, agent);
	const struct agent *who;
	struct conversation c;
	struct action x;
	enum err r;
	if ((r = approve_get_agent(u, agent, &who, e)) != ERR_OK ||
	    (r = approve_get_waiting(u, id, &x, e)) != ERR_OK ||
	    (r = owner_get(u, x.conversation_id, &c, e)) != ERR_OK)
		return r;
	const char *safe =
	    question == NULL ? "" : desk_harmless(u->a, question, strlen(question), 1000);
	if (safe[strspn(safe, " \n\t")] == '\0')
		return err_set(e, ERR_USAGE, tr("asking about A-%lld needs words"), (long long)id);
	if (c.state == CONVERSATION_CLOSED)
		return err_set(e, ERR_STATE,
		    tr("C-%lld is closed: nobody there would read a question; decide A-%lld as it is"),
		    (long long)c.id, (long long)id);
	const char *masked = record_mask(u->d, u->a, x.customer_id, safe);
	struct value *data = record_data(u, "action", x.id);
	r = c.state == CONVERSATION_AI ? ask_shopper(u, &c, agent, actor, safe, data, e)
				       : ask_colleagues(u, &x, agent, actor, masked, data, e);
	if (r != ERR_OK)
		return r;
	x.asked_by = agent;
	x.question = masked;
	x.asked_ms = u->now;
	x.answered_ms = 0;
	if ((r = store_action_put(u->d->store, &x, e)) != ERR_OK)
		return r;
	value_set_text(data, "state", action_state_name(x.state));
	value_set_text(data, "agent", agent);
	value_set_text(data, "question", masked);
	return record_event(u, x.conversation_id, EVENT_ACTION_ASKED, actor, data, e);
}

enum err
desk_ask(
    struct desk *d, const char *agent, int64_t action_id, const char *question, struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r : use_end(&u, ask(&u, agent, action_id, question, e), e);
}

enum err
ask_answered(struct use *u, int64_t conversation_id, const char *by, struct errinfo *e)
{
	struct action_filter f = {
	    .conversation_id = conversation_id, .states = 1u << ACTION_WAITING};
	struct action_list list;
	enum err r = store_action_list(u->d->store, u->a, &f, &list, e);
	for (size_t i = 0; r == ERR_OK && i < list.count; i++) {
		struct action *x = &list.items[i];
		if (x->asked_ms == 0 || x->answered_ms != 0 ||
		    strcmp(by, record_actor(u, x->asked_by)) == 0)
			continue;
		x->answered_ms = u->now;
		if ((r = store_action_put(u->d->store, x, e)) != ERR_OK)
			return r;
		struct value *data = record_data(u, "action", x->id);
		value_set_text(data, "state", action_state_name(x->state));
		value_set_text(data, "by", by);
		r = record_event(u, conversation_id, EVENT_ACTION_ANSWERED, by, data, e);
	}
	return r;
}
