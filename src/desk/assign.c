/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose a conversation is, by an agent's word: passed on to a queue or an agent, assigned,
 * escalated, reopened.
 */
#include "floorwalker/text/shown.h"
#include "floorwalker/text/translate.h"
#include "floorwalker/desk/acts.h"

#include <string.h>

#include "deed.h"

/* Who may give an agent what isn't theirs to give. */
static enum err
check_assigner(struct use *u, const struct deed *x, const struct agent *to, struct errinfo *e)
{
	const struct conversation *c = &x->c;
	bool free = c->state == CONVERSATION_AI || c->state == CONVERSATION_QUEUED;
	if (deed_is_with(c, x->who->id) || x->who->role >= ROLE_SENIOR || (free && to == x->who))
		return ERR_OK;
	return err_set(e, ERR_FORBIDDEN,
	    free ? "%s may assign C-%lld to themselves alone; it takes a senior or a supervisor to assign it to %s"
		 : "%s can't assign C-%lld, which is %s's; ask a senior or a supervisor",
	    x->who->name, (long long)c->id, free ? to->name : deed_owner_name(u, c));
}

static enum err
check_level(const struct conversation *c, const struct agent *who, struct errinfo *e)
{
	char role[SHOWN_BYTES];
	char word[SHOWN_BYTES];
	if (c->level <= (int64_t)who->role)
		return ERR_OK;
	return err_set(e, ERR_FORBIDDEN, tr("C-%lld was escalated: it is for a %s, and the role of %s is %s"),
	    (long long)c->id, shown_word(word, agent_role_name((enum agent_role)c->level)), who->name,
	    shown_word(role, agent_role_name(who->role)));
}

enum err
owner_check_level(const struct conversation *c, const struct agent *who, struct errinfo *e)
{
	return c->state == CONVERSATION_QUEUED ? check_level(c, who, e) : ERR_OK;
}

static enum err
give_to(struct use *u, struct deed *x, const struct agent *to, const char *why, struct errinfo *e)
{
	struct conversation *c = &x->c;
	struct value *data = value_map(u->a);
	const char *words = deed_words(u, c, why, 1000);
	bool from_ai = c->state == CONVERSATION_AI, queued = c->state == CONVERSATION_QUEUED;
	enum err r;
	if (c->state == CONVERSATION_CLOSED)
		return deed_closed(c, e);
	if (deed_is_with(c, to->id))
		return err_set(e, ERR_STATE, tr("C-%lld is %s already"), (long long)c->id,
		    to == x->who ? "yours" : arena_printf(u->a, "%s's", to->name));
	if ((r = check_assigner(u, x, to, e)) != ERR_OK ||
	    ((int64_t)x->who->role < c->level && (r = check_level(c, to, e)) != ERR_OK))
		return r;
	value_set_text(data, "agent", to->id);
	value_set_text(data, "from", from_ai ? "ai" : queued ? "queued" : c->agent);
	value_set_int(data, "epoch", c->epoch + 1);
	value_set_text(data, "why", words);
	deed_remember(u, c, data);
	if ((r = deed_hand_to(u, x, to->id, e)) != ERR_OK)
		return r;
	if (!queued)
		c->reason = from_ai ? HANDOFF_TAKEN : HANDOFF_TRANSFER;
	if (c->level > (int64_t)to->role)
		c->level = 0;	/* somebody of its level says that it needs none */
	if (*words != '\0')
		c->summary = words;
	if ((r = record_event(u, c->id, EVENT_OWNER_ASSIGNED, x->actor, data, e)) != ERR_OK)
		return r;
	return owner_put(u, c, e);
}

static enum err
assign(struct use *u, const char *agent, int64_t id, const char *to, const char *why,
    struct errinfo *e)
{
	struct deed x;
	const struct agent *who = settings_agent(u->d->settings, to);
	enum err r = deed_begin(u, agent, id, &x, e);
	if (r != ERR_OK)
		return r;
	return who != NULL
	    ? give_to(u, &x, who, why, e)
	    : err_set(e, ERR_NOT_FOUND, tr("there is no agent %.60s in this shop's world.yaml"), to);
}

enum err
desk_assign(struct desk *d, const char *agent, int64_t conversation_id, const char *to,
    const char *why, struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r : use_end(&u, assign(&u, agent, conversation_id, to, why, e), e);
}

/* ---- to a queue, or to an agent */

/* Into a queue by an agent; event: what is told of it before. */
static enum err
put_into(struct use *u, struct deed *x, const char *queue, const char *event, struct value *data,
    const char *words, struct errinfo *e)
{
	struct conversation *c = &x->c;
	int64_t since = c->waiting_ms;
	enum err r;
	value_set_text(data, "queue", queue);
	value_set_int(data, "epoch", c->epoch + 1);
	value_set_text(data, "why", words);
	deed_remember(u, c, data);
	if ((r = owner_wake(u, c, "moved", x->actor, e)) != ERR_OK ||
	    (deed_is_with(c, x->who->id) && (r = replies_flush(u, c, e)) != ERR_OK) ||
	    (r = record_event(u, c->id, event, x->actor, data, e)) != ERR_OK ||
	    (r = owner_queue(u, c, HANDOFF_TRANSFER, queue, x->actor, e)) != ERR_OK)
		return r;
	if (since != 0)
		c->waiting_ms = since;	/* another queue doesn't shorten the wait */
	if (*words != '\0')
		c->summary = words;
	return ERR_OK;
}

static enum err
transfer(struct use *u, const char *agent, int64_t id, const char *to, const char *why,
    struct errinfo *e)
{
	struct deed x;
	const struct agent *who = settings_agent(u->d->settings, to);
	struct value *data = value_map(u->a);
	enum err r = deed_begin(u, agent, id, &x, e);
	if (r != ERR_OK ||
	    (x.c.state != CONVERSATION_QUEUED && (r = deed_check_owner(u, &x, e)) != ERR_OK))
		return r;
	if (settings_queue(u->d->settings, to) == NULL)
		return who != NULL
		    ? give_to(u, &x, who, why, e)
		    : err_set(e, ERR_NOT_FOUND,
			  tr("there is no queue and no agent %.60s in this shop's world.yaml"), to);
	if ((r = check_level(&x.c, x.who, e)) != ERR_OK)
		return r;
	value_set_text(data, "agent", agent);
	if ((r = put_into(u, &x, to, EVENT_OWNER_TRANSFERRED, data,
		 deed_words(u, &x.c, why, 1000), e)) != ERR_OK)
		return r;
	x.c.level = 0;	/* who is of its level says that it needs none */
	return owner_put(u, &x.c, e);
}

enum err
desk_transfer(struct desk *d, const char *agent, int64_t conversation_id, const char *to,
    const char *why, struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r : use_end(&u, transfer(&u, agent, conversation_id, to, why, e), e);
}

/* ---- upwards */

/* The next level that somebody of the shop has; false: nobody is above. */
static bool
level_above(const struct settings *s, int64_t from, enum agent_role *out)
{
	for (int level = (int)from + 1; level <= ROLE_SUPERVISOR; level++)
		for (size_t i = 0; i < s->agent_count; i++)
			if ((int)s->agents[i].role == level) {
				*out = (enum agent_role)level;
				return true;
			}
	return false;
}

static enum err
check_escalation(struct use *u, const struct deed *x, const char *words, enum agent_role *level,
    const struct queue **queue, struct errinfo *e)
{
	char word[SHOWN_BYTES];
	const struct conversation *c = &x->c;
	int64_t from = c->level > (int64_t)x->who->role ? c->level : (int64_t)x->who->role;
	enum err r;
	if (c->state != CONVERSATION_AI && c->state != CONVERSATION_QUEUED &&
	    (r = deed_check_owner(u, x, e)) != ERR_OK)
		return r;
	if (*words == '\0')
		return err_set(e, ERR_USAGE,
		    tr("escalating C-%lld needs a summary for whoever takes it"), (long long)c->id);
	if (!level_above(u->d->settings, from, level))
		return err_set(e, ERR_STATE, tr("C-%lld is as high as it can go: nobody is above a %s"),
		    (long long)c->id, shown_word(word, agent_role_name((enum agent_role)from)));
	*queue = settings_queue_above(u->d->settings, *level);
	if (*queue == NULL)
		return err_set(e, ERR_STATE,
		    tr("no queue is served by a %s; name one in world.yaml (escalation: {queue: …})"),
		    shown_word(word, agent_role_name(*level)));
	return ERR_OK;
}

static enum err
escalate(struct use *u, const char *agent, int64_t id, const char *why, struct errinfo *e)
{
	struct deed x;
	struct value *data = value_map(u->a);
	enum agent_role level = ROLE_SUPERVISOR;
	const struct queue *q;
	enum err r = deed_begin(u, agent, id, &x, e);
	if (r != ERR_OK)
		return r;
	const char *words = deed_words(u, &x.c, why, REPLY_LIMIT);
	if ((r = check_escalation(u, &x, words, &level, &q, e)) != ERR_OK)
		return r;
	if (x.c.state == CONVERSATION_AI &&
	    ((r = owner_end_turn(u, &x.c, "taken", NULL, e)) != ERR_OK ||
		(r = record_withdraw(u, id, e)) != ERR_OK))
		return r;
	if ((r = deed_note(u, &x.c, agent, arena_printf(u->a, "Escalated to a %s: %s",
		 agent_role_name(level), words), e)) != ERR_OK)
		return r;
	value_set_text(data, "agent", agent);
	value_set_text(data, "level", agent_role_name(level));
	if ((r = put_into(u, &x, q->id, EVENT_OWNER_ESCALATED, data, words, e)) != ERR_OK)
		return r;
	x.c.level = (int64_t)level;
	return owner_put(u, &x.c, e);
}

enum err
desk_escalate(
    struct desk *d, const char *agent, int64_t conversation_id, const char *why, struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r : use_end(&u, escalate(&u, agent, conversation_id, why, e), e);
}

/* ---- again */

enum err
owner_check_contact(struct use *u, const struct conversation *c, struct errinfo *e)
{
	struct conversation other;
	if (text_is_empty(c->contact))
		return ERR_OK;
	enum err r = store_conversation_of_contact(
	    u->d->store, u->a, c->channel, c->contact, &other, e);
	if (r != ERR_OK || other.state == CONVERSATION_CLOSED)
		return r;
	return err_set(e, ERR_EXISTS,
	    tr("the shopper of C-%lld has another one open, C-%lld: go on there"),
	    (long long)c->id, (long long)other.id);
}

static enum err
reopen(struct use *u, const char *agent, int64_t id, bool to_queue, struct errinfo *e)
{
	struct deed x;
	struct conversation *c = &x.c;
	struct value *data = value_map(u->a);
	enum err r = deed_begin(u, agent, id, &x, e);
	if (r != ERR_OK)
		return r;
	if (c->state != CONVERSATION_CLOSED)
		return err_set(e, ERR_STATE, tr("C-%lld is open"), (long long)id);
	if (c->merged_into != 0)
		return deed_closed(c, e);
	if ((r = owner_check_contact(u, c, e)) != ERR_OK || (r = replies_flush(u, c, e)) != ERR_OK ||
	    (r = store_timer_clear(u->d->store, "recontact", id, e)) != ERR_OK)
		return r;
	value_set_text(data, "agent", agent);
	value_set_text(data, "to", to_queue ? "queued" : "agent");
	value_set_int(data, "epoch", c->epoch + 1);
	if ((r = record_event(u, id, EVENT_OWNER_REOPENED, x.actor, data, e)) != ERR_OK)
		return r;
	c->closed_ms = 0;
	c->disposition = "";
	if (to_queue) {
		bool known = settings_queue(u->d->settings, c->queue) != NULL;
		const char *queue = known ? c->queue : NULL;
		if ((r = owner_queue(u, c, HANDOFF_TRANSFER, queue, x.actor, e)) != ERR_OK)
			return r;
	} else {
		c->state = CONVERSATION_AGENT;
		c->agent = agent;
		c->epoch++;
	}
	return owner_put(u, c, e);
}

enum err
desk_reopen(struct desk *d, const char *agent, int64_t conversation_id, bool to_queue,
    struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r
			   : use_end(&u, reopen(&u, agent, conversation_id, to_queue, e), e);
}
