/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What agents do to a conversation: take, reply, give back, close, note.
 */
#include <string.h>

#include "floorwalker/text/translate.h"
#include "deed.h"

static enum err
take(struct use *u, const char *agent, int64_t id, struct errinfo *e)
{
	struct deed x;
	struct conversation *c = &x.c;
	enum err r = deed_begin(u, agent, id, &x, e);
	if (r != ERR_OK)
		return r;
	if ((c->state == CONVERSATION_AGENT || c->state == CONVERSATION_WRAP_UP) &&
	    strcmp(c->agent, agent) != 0)
		return err_set(e, ERR_CONFLICT, tr("%s was first: C-%lld is theirs"), deed_owner_name(u, c),
		    (long long)id);
	if (c->state == CONVERSATION_AGENT || c->state == CONVERSATION_WRAP_UP)
		return err_set(e, ERR_STATE, tr("C-%lld is yours already"), (long long)id);
	if (c->state == CONVERSATION_CLOSED)
		return deed_closed(c, e);
	if ((r = owner_check_level(c, x.who, e)) != ERR_OK)
		return r;
	struct value *data = value_map(u->a);
	bool from_ai = c->state == CONVERSATION_AI;
	deed_remember(u, c, data);
	if ((r = owner_end_turn(u, c, "taken", NULL, e)) != ERR_OK ||
	    (r = record_withdraw(u, id, e)) != ERR_OK ||
	    (r = store_timer_clear(u->d->store, "inactivity", id, e)) != ERR_OK)
		return r;
	c->state = CONVERSATION_AGENT;
	c->agent = agent;
	c->epoch++;	/* out of a queue the shopper goes on waiting, until they are answered */
	if (from_ai)
		c->reason = HANDOFF_TAKEN;
	value_set_text(data, "agent", agent);
	value_set_text(data, "from", from_ai ? "ai" : "queued");
	value_set_int(data, "epoch", c->epoch);
	if ((r = record_event(u, id, EVENT_OWNER_TAKEN, x.actor, data, e)) != ERR_OK)
		return r;
	return owner_put(u, c, e);
}

enum err
desk_take(struct desk *d, const char *agent, int64_t conversation_id, struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r : use_end(&u, take(&u, agent, conversation_id, e), e);
}

/* A reply that came too late stays on record and is never sent. */
static enum err
refuse_late(struct use *u, struct deed *x, const char *text, int64_t epoch, struct errinfo *e)
{
	struct message m = {.author = AUTHOR_AGENT,
	    .name = x->who->id,
	    .text = text,
	    .delivery = DELIVERY_SUPERSEDED};
	enum err r = record_message(u, &x->c, &m, x->actor, e);
	if (r != ERR_OK || (r = owner_put(u, &x->c, e)) != ERR_OK)
		return r;
	return use_refuse(u, ERR_CONFLICT,
	    tr("C-%lld has changed hands since you read it (epoch %lld, now %lld): your reply was not sent"),
	    (long long)x->c.id, (long long)epoch, (long long)x->c.epoch);
}

static enum err
reply(struct use *u, const char *agent, int64_t id, int64_t epoch, const char *text,
    struct errinfo *e)
{
	struct deed x;
	enum err r = deed_begin(u, agent, id, &x, e);
	if (r != ERR_OK)
		return r;
	const char *safe = text == NULL ? "" : desk_harmless(u->a, text, strlen(text), REPLY_LIMIT);
	if (*safe == '\0')
		return err_set(e, ERR_USAGE, tr("a reply needs words"));
	if (epoch != 0 && epoch != x.c.epoch)
		return refuse_late(u, &x, safe, epoch, e);
	if ((r = deed_check_owner(u, &x, e)) != ERR_OK)
		return r;
	if (x.c.state == CONVERSATION_WRAP_UP) {
		x.c.state = CONVERSATION_AGENT;
		x.c.wrap_up_ms = 0;
		if ((r = store_timer_clear(u->d->store, "wrap_up", id, e)) != ERR_OK)
			return r;
	}
	struct message m = {
	    .author = AUTHOR_AGENT, .name = agent, .text = safe, .delivery = DELIVERY_PENDING};
	if ((r = record_message(u, &x.c, &m, x.actor, e)) != ERR_OK)
		return r;
	x.c.human_count++;
	if ((r = draft_forget(u, &x.c, agent, e)) != ERR_OK ||
	    (r = sla_answered(u, &x.c, e)) != ERR_OK ||
	    (r = labels_of_reply(u, &x.c, agent, safe, e)) != ERR_OK)
		return r;
	return owner_put(u, &x.c, e);
}

enum err
desk_reply(struct desk *d, const char *agent, int64_t conversation_id, int64_t epoch,
    const char *text, struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r : use_end(&u, reply(&u, agent, conversation_id, epoch, text, e), e);
}

static enum err
last_message(struct use *u, int64_t id, struct message *m, bool *found, struct errinfo *e)
{
	struct message_list list;
	enum err r = store_message_list(u->d->store, u->a, id, 0, &list, e);
	*found = r == ERR_OK && list.count > 0;
	if (*found)
		*m = list.items[list.count - 1];
	return r;
}

/* What was done, for the AI's next turn and for whoever reads later. */
static enum err
compose_summary(struct use *u, const struct deed *x, const char **out, struct errinfo *e)
{
	struct action_filter f = {.conversation_id = x->c.id};
	struct action_list list;
	struct str s;
	enum err r = store_action_list(u->d->store, u->a, &f, &list, e);
	if (r != ERR_OK)
		return r;
	str_init(&s);
	str_addf(&s, "%s gave it back after %lld repl%s.", x->who->name,
	    (long long)x->c.human_count, x->c.human_count == 1 ? "y" : "ies");
	for (size_t i = 0; i < list.count; i++)
		str_addf(&s, " A-%lld %s: %s.", (long long)list.items[i].id,
		    action_state_title(list.items[i].state), list.items[i].title);
	*out = arena_text(u->a, s.data);
	str_clear(&s);
	return ERR_OK;
}

enum err
desk_summary(struct desk *d, struct arena *a, const char *agent, int64_t conversation_id,
    const char **out, struct errinfo *e)
{
	struct use u = {.d = d, .a = a, .now = clock_now_ms(d->clock)};	/* only reads: no
									   transaction */
	struct deed x;
	enum err r = deed_begin(&u, agent, conversation_id, &x, e);
	return r != ERR_OK ? r : compose_summary(&u, &x, out, e);
}

static enum err
to_ai(struct use *u, struct deed *x, const char *summary, struct errinfo *e)
{
	struct conversation *c = &x->c;
	struct message m;
	struct value *data = value_map(u->a);
	bool found;
	enum err r;
	deed_remember(u, c, data);
	if ((r = replies_flush(u, c, e)) != ERR_OK ||
	    (r = owner_wake(u, c, "moved", x->actor, e)) != ERR_OK)
		return r;
	c->state = CONVERSATION_AI;
	c->epoch++;
	c->wrap_up_ms = 0;
	c->level = 0;
	c->summary = summary;
	c->draft = "";
	if ((r = store_timer_clear(u->d->store, "wrap_up", c->id, e)) != ERR_OK ||
	    (r = owner_mark_returned(u, c, true, e)) != ERR_OK)
		return r;
	value_set_text(data, "agent", x->who->id);
	value_set_int(data, "epoch", c->epoch);
	if ((r = record_event(u, c->id, EVENT_OWNER_GIVEN_BACK, x->actor, data, e)) != ERR_OK ||
	    (r = last_message(u, c->id, &m, &found, e)) != ERR_OK)
		return r;
	if (found && m.author == AUTHOR_SHOPPER &&
	    (r = owner_ask_turn(u, c, m.number, NULL, e)) != ERR_OK)
		return r;
	r = owner_await_shopper(u, c, e);
	return r != ERR_OK ? r : owner_put(u, c, e);
}

static enum err
give_back(struct use *u, const char *agent, int64_t id, const char *summary, struct errinfo *e)
{
	struct deed x;
	const char *text;
	enum err r = deed_begin(u, agent, id, &x, e);
	if (r != ERR_OK || (r = deed_check_owner(u, &x, e)) != ERR_OK)
		return r;
	if (!text_is_empty(summary))
		text = record_mask(u->d, u->a, x.c.customer_id,
		    desk_harmless(u->a, summary, strlen(summary), REPLY_LIMIT));
	else if ((r = compose_summary(u, &x, &text, e)) != ERR_OK)
		return r;
	return to_ai(u, &x, text, e);
}

enum err
desk_give_back(struct desk *d, const char *agent, int64_t conversation_id, const char *summary,
    struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r : use_end(&u, give_back(&u, agent, conversation_id, summary, e), e);
}

static enum err
wrap_up(struct use *u, struct deed *x, const char *disposition, struct errinfo *e)
{
	struct conversation *c = &x->c;
	struct value *data = value_map(u->a);
	c->state = CONVERSATION_WRAP_UP;
	c->disposition = disposition;
	c->wrap_up_ms = u->now + u->d->settings->wrap_up_ms;
	value_set_text(data, "disposition", disposition);
	value_set_text(data, "agent", x->who->id);
	value_set_int(data, "epoch", c->epoch);
	enum err r = owner_wake(u, c, "closed", x->actor, e);
	if (r == ERR_OK)
		r = store_timer_set(u->d->store, "wrap_up", c->id, c->wrap_up_ms, e);
	return r != ERR_OK ? r : record_event(u, c->id, EVENT_OWNER_WRAP_UP, x->actor, data, e);
}

/* Where the shop lists its outcomes it is one of them. */
static enum err
check_disposition(const struct settings *s, const char *label, struct errinfo *e)
{
	struct str known;
	for (size_t i = 0; i < s->disposition_count; i++)
		if (strcmp(s->dispositions[i], label) == 0)
			return ERR_OK;
	if (s->disposition_count == 0)
		return ERR_OK;
	str_init(&known);
	for (size_t i = 0; i < s->disposition_count; i++)
		str_addf(&known, "%s%s", i > 0 ? ", " : "", s->dispositions[i]);
	(void)err_set(e, ERR_USAGE, tr("\"%.60s\" is no disposition of this shop; it has %s"), label,
	    known.data);
	str_clear(&known);
	return ERR_USAGE;
}

static enum err
close_it(struct use *u, const char *agent, int64_t id, const char *disposition, struct errinfo *e)
{
	struct deed x;
	enum err r = deed_begin(u, agent, id, &x, e);
	if (r != ERR_OK || (r = deed_check_owner(u, &x, e)) != ERR_OK)
		return r;
	const char *label = text_is_empty(disposition)
	    ? ""
	    : record_mask(u->d, u->a, x.c.customer_id,
		  desk_harmless(u->a, disposition, strlen(disposition), 80));
	if (*label != '\0' && (r = check_disposition(u->d->settings, label, e)) != ERR_OK)
		return r;
	if (*label == '\0')
		label = *x.c.disposition != '\0'           ? x.c.disposition
		    : u->d->settings->disposition_count > 0 ? u->d->settings->dispositions[0]
							    : "resolved";
	if (x.c.state == CONVERSATION_AGENT && u->d->settings->wrap_up_ms > 0)
		r = wrap_up(u, &x, label, e);
	else
		r = owner_close(u, &x.c, label, "agent", x.actor, false, e);
	return r != ERR_OK ? r : owner_put(u, &x.c, e);
}

enum err
desk_close(struct desk *d, const char *agent, int64_t conversation_id, const char *disposition,
    struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r
			   : use_end(&u, close_it(&u, agent, conversation_id, disposition, e), e);
}

static enum err
note(struct use *u, const char *agent, int64_t id, const char *text, struct errinfo *e)
{
	struct deed x;
	enum err r = deed_begin(u, agent, id, &x, e);
	if (r != ERR_OK)
		return r;
	const char *safe = text == NULL ? "" : desk_harmless(u->a, text, strlen(text), REPLY_LIMIT);
	if (*safe == '\0')
		return err_set(e, ERR_USAGE, tr("a note needs words"));
	r = deed_note(u, &x.c, agent, record_mask(u->d, u->a, x.c.customer_id, safe), e);
	return r != ERR_OK ? r : ask_answered(u, id, x.actor, e);
}

enum err
desk_note(
    struct desk *d, const char *agent, int64_t conversation_id, const char *text, struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r : use_end(&u, note(&u, agent, conversation_id, text, e), e);
}
