/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What must hold before a command runs, or anything is asked for it. The desk looks again when it
 * acts.
 */
#include <string.h>

#include "floorwalker/desk/reveal.h"
#include "floorwalker/text/shown.h"
#include "floorwalker/text/translate.h"
#include "private.h"

static bool
is_with(const struct conversation *c, const char *agent)
{
	return (c->state == CONVERSATION_AGENT || c->state == CONVERSATION_WRAP_UP) &&
	    strcmp(c->agent, agent) == 0;
}

/* Why a conversation isn't the agent's, or can't become it. */
static enum err
tell_owner(
    const struct conversation *c, const struct command_call *call, bool taking, struct errinfo *e)
{
	const struct queue *q = settings_queue(desk_settings(call->desk), c->queue);
	long long id = (long long)c->id;
	switch (c->state) {
	case CONVERSATION_AI:
		return err_set(
		    e, ERR_STATE, tr("C-%lld isn't yours: the AI has it; take it first"), id);
	case CONVERSATION_QUEUED:
		return err_set(e, ERR_STATE, tr("C-%lld isn't yours: it waits in %s; take it first"),
		    id, q == NULL ? c->queue : q->name);
	case CONVERSATION_CLOSED:
		return c->merged_into != 0
		    ? err_set(e, ERR_STATE, tr("C-%lld was merged into C-%lld: go on there"), id,
			  (long long)c->merged_into)
		    : err_set(e, ERR_STATE,
			  tr("C-%lld is closed; reopen it first, or wait until the shopper writes"),
			  id);
	default: break;
	}
	if (is_with(c, call->agent))
		return err_set(e, ERR_STATE, tr("C-%lld is yours already"), id);
	return err_set(e, ERR_CONFLICT, taking ? tr("%s was first: C-%lld is theirs") : tr("%s has C-%lld"),
	    shown_agent(call, c->agent), id);
}

static enum err
check_conversation(const struct command *c, const struct command_call *call, struct errinfo *e)
{
	struct conversation now;
	struct arena *a = arena_new();
	enum err r =
	    store_conversation_get(desk_store(call->desk), a, call->conversation_id, &now, e);
	bool mine = r == ERR_OK && is_with(&now, call->agent);
	if (r == ERR_NOT_FOUND)
		(void)err_set(
		    e, r, tr("there is no conversation C-%lld"), (long long)call->conversation_id);
	else if (r == ERR_OK &&
	    (((c->needs & NEED_OWNER) != 0 && !mine) ||
		((c->needs & NEED_MOVABLE) != 0 && !mine && now.state != CONVERSATION_QUEUED) ||
		((c->needs & NEED_FREE) != 0 && now.state != CONVERSATION_AI &&
		    now.state != CONVERSATION_QUEUED)))
		r = tell_owner(&now, call, (c->needs & NEED_FREE) != 0, e);
	else if (r == ERR_OK && (c->needs & NEED_REACHABLE) != 0 && !mine &&
	    now.state != CONVERSATION_AI && now.state != CONVERSATION_QUEUED)
		r = tell_owner(&now, call, false, e);
	else if (r == ERR_OK && (c->needs & NEED_OPEN) != 0 && now.state == CONVERSATION_CLOSED)
		r = tell_owner(&now, call, false, e);
	else if (r == ERR_OK && (c->needs & NEED_CLOSED) != 0 &&
	    (now.state != CONVERSATION_CLOSED || now.merged_into != 0))
		r = now.state == CONVERSATION_CLOSED
		    ? tell_owner(&now, call, false, e)
		    : err_set(e, ERR_STATE, tr("C-%lld is open"), (long long)now.id);
	else if (r == ERR_OK && (c->needs & NEED_SNOOZED) != 0 && now.snoozed_ms == 0)
		r = err_set(e, ERR_STATE, tr("C-%lld isn't snoozed"), (long long)now.id);
	else if (r == ERR_OK && (c->needs & NEED_OTHERS) != 0 &&
	    (mine || (now.state != CONVERSATION_AGENT && now.state != CONVERSATION_WRAP_UP)))
		r = err_set(e, ERR_STATE, tr("no other agent has C-%lld"), (long long)now.id);
	else if (r == ERR_OK && (c->needs & NEED_CUSTOMER) != 0 && text_is_empty(now.customer_id))
		r = err_set(e, ERR_STATE,
		    tr("nobody has proven who the shopper of C-%lld is; ask for what identity needs"),
		    (long long)now.id);
	arena_free(&a);
	return r;
}

/* No action was named or selected: why there is none. */
static enum err
tell_no_action(const struct command *c, const struct command_call *call, struct errinfo *e)
{
	struct action_filter f = {
	    .conversation_id = call->conversation_id, .states = 1u << ACTION_WAITING};
	struct action_list list = {0};
	struct arena *a = arena_new();
	enum err r = store_action_list(desk_store(call->desk), a, &f, &list, e);
	if (r == ERR_OK && list.count > 1)
		r = err_set(e, ERR_USAGE,
		    tr("%zu actions wait for a decision: say which, as in %s A-%lld"), list.count,
		    c->name, (long long)list.items[0].id);
	else if (r == ERR_OK && list.count == 1)
		r = err_set(e, ERR_USAGE, tr("%s needs an action: select one, or name it (A-%lld)"),
		    c->name, (long long)list.items[0].id);
	else if (r == ERR_OK && call->conversation_id != 0)
		r = err_set(e, ERR_STATE, tr("nothing in C-%lld waits for a decision"),
		    (long long)call->conversation_id);
	else if (r == ERR_OK)
		r = err_set(e, ERR_STATE, tr("nothing waits for a decision"));
	arena_free(&a);
	return r;
}

static enum err
check_action(const struct command *c, const struct command_call *call, struct errinfo *e)
{
	struct action now;
	struct arena *a = arena_new();
	enum err r = store_action_get(desk_store(call->desk), a, call->action_id, &now, e);
	if (r == ERR_NOT_FOUND)
		(void)err_set(e, r, tr("there is no action A-%lld"), (long long)call->action_id);
	else if (r == ERR_OK && (c->needs & NEED_WAITING) != 0 && now.state != ACTION_WAITING)
		r = err_set(e, ERR_STATE, tr("A-%lld is %s, not waiting: there is nothing to decide"),
		    (long long)now.id, tr(action_state_title(now.state)));
	else if (r == ERR_OK && (c->needs & NEED_RIGHT) != 0)
		r = desk_may_approve(call->desk, call->agent, call->action_id, e);
	else if (r == ERR_OK && (c->needs & NEED_AMENDABLE) != 0)
		r = desk_may_amend(call->desk, call->agent, call->action_id, e);
	arena_free(&a);
	return r;
}

enum err
command_check(const struct command *c, const struct command_call *call, struct errinfo *e)
{
	char word[SHOWN_BYTES];
	if ((c->needs & NEED_CONVERSATION) != 0 && call->conversation_id == 0)
		return err_set(e, ERR_USAGE,
		    tr("%s needs a conversation: select one, or name it (C-17)"), c->name);
	if ((c->needs & NEED_AGENT) != 0 &&
	    (text_is_empty(call->agent) ||
		settings_agent(call->desk != NULL ? desk_settings(call->desk) : call->settings,
		    call->agent) == NULL))
		return err_set(e, ERR_FORBIDDEN, tr("%s is for agents of the shop; %s%s"), c->name,
		    text_is_empty(call->agent)
			? tr("your login stands for none (world.yaml, agents, login)")
			: call->agent,
		    text_is_empty(call->agent) ? "" : tr(" is none (world.yaml, agents)"));
	if ((c->needs & NEED_REVEAL) != 0 && !desk_may_reveal(call->desk, call->agent))
		return err_set(e, ERR_FORBIDDEN,
		    tr("%s has no right to see what is masked; ask a %s (world.yaml, reveal)"),
		    shown_agent(call, call->agent),
		    shown_word(word, agent_role_name(desk_settings(call->desk)->reveal_role)));
	if ((c->needs & NEED_SUPERVISOR) != 0 &&
	    settings_agent(desk_settings(call->desk), call->agent)->role != ROLE_SUPERVISOR)
		return err_set(e, ERR_FORBIDDEN, tr("%s is for supervisors"), c->name);
	if ((c->needs & NEED_ACTION) != 0 && call->action_id == 0)
		return tell_no_action(c, call, e);
	if ((c->needs &
		(NEED_OWNER | NEED_FREE | NEED_MOVABLE | NEED_CUSTOMER | NEED_OPEN | NEED_CLOSED |
		    NEED_REACHABLE | NEED_SNOOZED | NEED_OTHERS)) != 0) {
		enum err r = check_conversation(c, call, e);
		if (r != ERR_OK)
			return r;
	}
	return (c->needs & (NEED_WAITING | NEED_RIGHT | NEED_AMENDABLE)) != 0 ? check_action(c, call, e) : ERR_OK;
}
