/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Executing actions: at least once towards the shop, exactly once in effect. First the action is
 * judged again and marked as executing, then the shop is asked by key; whatever crashes between,
 * the key tells what happened.
 */
#include "private.h"

#include <string.h>

/* Policy's word has changed since: back to a person, or denied. */
static enum err
verdict_changed(struct use *u, struct action *x, const struct rejudged *j, struct outbox_item *item,
    struct errinfo *e)
{
	bool denied = j->refused || j->verdict.outcome == VERDICT_DENY;
	struct value *data = value_map(u->a);
	enum err r = outbox_finish(u, item, OUTBOX_CANCELLED, "policy's verdict changed", e);
	if (r != ERR_OK)
		return r;
	if (j->refused)
		x->result = record_mask(u->d, u->a, x->customer_id, j->why.text);
	else
		action_take_verdict(u, x, j);
	value_set_text(data, "why",
	    denied && j->refused ? x->result : "policy's verdict changed before it was executed");
	value_set_text(data, "rule", x->rule);
	r = denied ? action_move(u, x, ACTION_DENIED_BY_RULE, "policy", data, e)
		   : action_wait(u, x, data, e);
	return r != ERR_OK ? r : action_tell(u, x, e);
}

static bool
stands(const struct action *x, const struct rejudged *j)
{
	if (j->refused || j->verdict.outcome == VERDICT_DENY || j->proposal.amount != x->amount)
		return false;
	if (j->verdict.outcome == VERDICT_APPROVE)
		return true;
	/* a person decided on this very rule */
	return x->state == ACTION_APPROVED && strcmp(j->verdict.rule, x->rule) == 0;
}

/* Marks the action as executing. *go: the shop is to be asked. */
static enum err
prepare(struct use *u, struct outbox_item *item, struct action *x, bool *go, struct errinfo *e)
{
	struct conversation c;
	struct rejudged j;
	enum err r;
	*go = false;
	if ((r = store_action_get(u->d->store, u->a, item->record_id, x, e)) != ERR_OK)
		return r;
	if (x->state == ACTION_EXECUTING) {	/* begun before; the key tells what became of it */
		*go = true;
		return ERR_OK;
	}
	if (x->state != ACTION_APPROVED && x->state != ACTION_APPROVED_BY_RULE)
		return outbox_finish(
		    u, item, x->state == ACTION_DONE ? OUTBOX_SENT : OUTBOX_CANCELLED, "", e);
	if ((r = owner_get(u, x->conversation_id, &c, e)) != ERR_OK ||
	    (r = action_rejudge(u, &c, x, &j, e)) != ERR_OK)
		return r;
	if (!stands(x, &j))
		return verdict_changed(u, x, &j, item, e);
	struct value *data = value_map(u->a);
	value_set_text(data, "rule", j.verdict.rule);
	x->attempts++;
	*go = true;
	return action_move(u, x, ACTION_EXECUTING, "work", data, e);
}

static enum err
end_action(struct use *u, struct action *x, struct outbox_item *item, enum action_state to,
    const char *result, struct errinfo *e)
{
	bool done = to == ACTION_DONE;
	struct value *data = value_map(u->a);
	x->result = done ? result : record_mask(u->d, u->a, x->customer_id, result);
	if (!done)
		value_set_text(data, "why", x->result);
	enum err r =
	    outbox_finish(u, item, done ? OUTBOX_SENT : OUTBOX_DEAD, done ? "" : x->result, e);
	if (r == ERR_OK)
		r = action_move(u, x, to, "shop", data, e);
	/* What a rule approved was told with the reply; a person's decision and every failure are
	 * told now. */
	if (r == ERR_OK && (!done || x->approvals_needed > 0))
		r = action_tell(u, x, e);
	return r;
}

static enum err
try_later(struct use *u, struct action *x, struct outbox_item *item, bool unknown, const char *text,
    struct errinfo *e)
{
	const char *said = record_mask(u->d, u->a, x->customer_id, text);
	if (item->attempts >= OUTBOX_ATTEMPTS && !unknown)
		return end_action(u, x, item, ACTION_FAILED, text, e);
	enum err r = outbox_finish(u, item, OUTBOX_WAITING, said, e);
	if (r != ERR_OK || !unknown)
		return r;
	struct value *data = record_data(u, "action", x->id);
	value_set_text(data, "state", action_state_name(x->state));
	value_set_int(data, "attempts", item->attempts);
	return record_event(u, x->conversation_id, EVENT_ACTION_UNKNOWN, "work", data, e);
}

/* What the shop answered. */
struct answer {
	bool unknown;		/* whether it was done: nothing answered, or the look-up failed */
	const char *result;
	struct errinfo why;
};

/* Looked up by key first, always: what was done is not asked for again, and what isn't known is not
 * called failed. */
static enum err
ask_shop(struct desk *d, struct arena *a, const struct action *x, struct answer *out)
{
	const struct value *params;
	*out = (struct answer){.unknown = true};
	enum err r = shop_effect(d->shop, a, x->key, &out->result, &out->why);
	if (r != ERR_NOT_FOUND)
		return r;
	*out = (struct answer){.unknown = false};
	if ((r = desk_action_params(d, a, x, &params, &out->why)) != ERR_OK)
		return r;
	struct action_proposal p = {.kind = x->kind,
	    .order_id = x->order_id,
	    .params = params,
	    .amount = x->amount,
	    .currency = x->currency};
	r = shop_execute(d->shop, a, x->key, &p, x->customer_id, &out->result, &out->why);
	out->unknown = r == ERR_TIMEOUT;
	return r;
}

/* Only what is executing still may be asked for or ended: another worker may have been quicker. */
static enum err
get_executing(
    struct use *u, struct outbox_item *item, struct action *x, bool *is, struct errinfo *e)
{
	enum err r = store_action_get(u->d->store, u->a, item->record_id, x, e);
	*is = r == ERR_OK && x->state == ACTION_EXECUTING;
	if (r != ERR_OK || *is || x->state == ACTION_FAILED)
		return r;
	r = outbox_finish(u, item, x->state == ACTION_DONE ? OUTBOX_SENT : OUTBOX_CANCELLED, "", e);
	return r == ERR_CONFLICT ? ERR_OK : r;	/* the other has ended it */
}

/* The shop's yes stands, even where another worker, who couldn't know of it, has called the action
 * failed since. */
static enum err
record_done(struct use *u, struct outbox_item *item, const char *result, struct errinfo *e)
{
	struct action x;
	bool is;
	enum err r = get_executing(u, item, &x, &is, e);
	if (r == ERR_OK && !is && x.state == ACTION_FAILED)
		is = (r = action_move(u, &x, ACTION_EXECUTING, "shop", NULL, e)) == ERR_OK;
	return r == ERR_OK && is ? end_action(u, &x, item, ACTION_DONE, result, e) : r;
}

/* Written apart, so that nothing of a failed attempt is kept with it. */
static enum err
record_failure(struct use *u, struct outbox_item *item, enum err code, const struct answer *said,
    struct errinfo *e)
{
	const char *text = *said->why.text != '\0' ? said->why.text : err_name(code);
	struct action x;
	bool is,
	    again = said->unknown || code == ERR_UNAVAILABLE || code == ERR_BUSY || code == ERR_IO;
	enum err r = get_executing(u, item, &x, &is, e);
	if (r != ERR_OK || !is)
		return r;
	return again ? try_later(u, &x, item, said->unknown, text, e)
		     : end_action(u, &x, item, ACTION_FAILED, text, e);
}

/* The effect and its record are one transaction. */
static enum err
execute_here(struct use *u, struct outbox_item *item, struct answer *said, struct errinfo *e)
{
	struct action x;
	bool is;
	enum err r = get_executing(u, item, &x, &is, e);
	if (r != ERR_OK || !is)
		return r;
	r = ask_shop(u->d, u->a, &x, said);
	return r == ERR_OK ? end_action(u, &x, item, ACTION_DONE, said->result, e) : r;
}

/* Nothing waits on the store while the shop takes its time; the key joins what the shop did and
 * what we record, whatever happens between. */
static enum err
execute_elsewhere(
    struct desk *d, struct arena *a, const struct outbox_item *item, struct answer *said)
{
	struct action x;
	enum err r = store_action_get(d->store, a, item->record_id, &x, &said->why);
	said->result = "";
	if (r == ERR_OK && x.state == ACTION_EXECUTING)
		r = ask_shop(d, a, &x, said);
	return r;
}

enum err
execute_action(struct desk *d, struct outbox_item *item, struct errinfo *e)
{
	struct use u;
	struct action x;
	struct answer said = {0};
	enum err asked = ERR_OK;
	bool go;
	enum err r = use_begin(&u, d, e);
	if (r != ERR_OK)
		return r;
	r = use_end(&u, prepare(&u, item, &x, &go, e), e);
	if (r != ERR_OK || !go)
		return r;
	use_tell_step(d, "execute");
	if (!shop_is_elsewhere(d->shop)) {
		if ((r = use_begin(&u, d, e)) != ERR_OK)
			return r;
		asked = use_end(&u, execute_here(&u, item, &said, e), e);
		if (asked == ERR_OK || (r = use_begin(&u, d, e)) != ERR_OK)
			return r;
		return use_end(&u, record_failure(&u, item, asked, &said, e), e);
	}
	struct arena *a = arena_new();
	asked = execute_elsewhere(d, a, item, &said);
	use_tell_step(d, "execute:done");
	if ((r = use_begin(&u, d, e)) == ERR_OK)
		r = use_end(&u,
		    asked == ERR_OK ? record_done(&u, item, said.result, e)
				    : record_failure(&u, item, asked, &said, e),
		    e);
	arena_free(&a);
	return r;
}
