/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What shoppers do: a message comes in, a shopper leaves.
 */
#include "private.h"

#include <string.h>

#include "floorwalker/text/text.h"

struct arrival {
	const struct incoming *in;
	const char *contact;		/* keyed hash */
	const char *text;		/* sanitised, raw */
	struct conversation c;
	bool is_repeat;			/* said before: nothing changes */
};

static enum err
check_incoming(const struct incoming *in, struct errinfo *e)
{
	if (text_is_empty(in->channel) || strlen(in->channel) > 40)
		return err_set(e, ERR_INPUT, "a message needs a channel of 1 to 40 bytes");
	if (in->conversation_id == 0 && (text_is_empty(in->contact) || strlen(in->contact) > 320))
		return err_set(e, ERR_INPUT,
		    "a message needs a contact of 1 to 320 bytes, or the conversation that it belongs to");
	if (in->source_key != NULL && strlen(in->source_key) > 200)
		return err_set(
		    e, ERR_LIMIT, "the channel's id of the message is longer than 200 bytes");
	if (in->text == NULL || in->text_size == 0)
		return err_set(e, ERR_INPUT, "the message is empty");
	return ERR_OK;
}

static const char *
contact_hash(struct desk *d, struct arena *a, const struct incoming *in)
{
	char hex[SEAL_HEX];
	const char *both =
	    arena_printf(a, "%s\n%s", in->channel, in->contact == NULL ? "" : in->contact);
	keyring_lookup(d->shared.keyring, "contact", both, hex);
	return arena_text(a, hex);
}

static enum err
open_new(struct use *u, struct arrival *v, struct errinfo *e)
{
	const struct incoming *in = v->in;
	struct conversation *c = &v->c;
	const char *shown =
	    text_is_empty(in->shown) ? "" : desk_harmless(u->a, in->shown, strlen(in->shown), 80);
	if (!text_is(shown, record_mask(u->d, u->a, "", shown)))
		shown = "";	/* a number tells guests apart, a row of marks doesn't */
	enum err r;
	*c = (struct conversation){
	    .channel = in->channel,
	    .contact = v->contact,
	    .shopper = shown,
	    .customer_id = "",
	    .tier = "",
	    .language = "",
	    .state = CONVERSATION_AI,
	    .queue = "",
	    .agent = "",
	    .epoch = 1,
	    .intent = "",
	    .confidence = -1,
	    .summary = "",
	    .draft = "",
	    .preview = "",
	    .disposition = "",
	    .snooze_reason = "",
	    .tags = "",
	    .opened_ms = u->now,
	    .updated_ms = u->now,
	};
	if ((r = record_key(u->d, c, e)) != ERR_OK ||
	    (r = store_conversation_add(u->d->store, c, e)) != ERR_OK)
		return r;
	if (*c->shopper == '\0')
		c->shopper = arena_printf(u->a, "Guest %lld", (long long)c->id);
	struct value *data = value_map(u->a);
	value_set_text(data, "channel", c->channel);
	return record_event(u, c->id, EVENT_CONVERSATION_OPENED, "shopper", data, e);
}

/* Who a closed conversation goes to: the AI; a merged one to whoever has the other. */
static enum err
find_owner(struct use *u, struct conversation *c, struct errinfo *e)
{
	struct conversation other;
	enum err r = merge_target(u, c, &other, e);
	c->state = CONVERSATION_AI;
	c->merged_into = 0;
	if (r != ERR_OK)
		return r == ERR_NOT_FOUND ? ERR_OK : r;
	if (other.state == CONVERSATION_QUEUED)
		return owner_queue(u, c, HANDOFF_TRANSFER, other.queue, "work", e);
	if (other.state == CONVERSATION_AGENT || other.state == CONVERSATION_WRAP_UP) {
		c->state = CONVERSATION_AGENT;
		c->agent = other.agent;
	}
	return ERR_OK;
}

static enum err
reopen(struct use *u, struct conversation *c, struct errinfo *e)
{
	c->epoch++;
	c->closed_ms = 0;
	c->disposition = "";
	enum err r = store_timer_clear(u->d->store, "recontact", c->id, e);
	if (r != ERR_OK || (r = find_owner(u, c, e)) != ERR_OK)
		return r;
	struct value *settled = value_map(u->a), *data = value_map(u->a);
	value_set_bool(settled, "recontacted", true);
	if ((r = record_event(u, c->id, EVENT_CONVERSATION_SETTLED, "shopper", settled, e)) !=
	    ERR_OK)
		return r;
	value_set_int(data, "epoch", c->epoch);
	value_set_text(data, "to", conversation_state_name(c->state));
	return record_event(u, c->id, EVENT_CONVERSATION_REOPENED, "shopper", data, e);
}

/* A repeat of a channel's message in a conversation that is closed for good changes nothing
 * either. */
static enum err
find_repeat(struct use *u, struct arrival *v, struct message *m, struct errinfo *e)
{
	struct message_list list;
	if (text_is_empty(v->in->source_key))
		return ERR_NOT_FOUND;
	enum err r = store_message_list(u->d->store, u->a, v->c.id, 0, &list, e);
	if (r != ERR_OK)
		return r;
	for (size_t i = 0; i < list.count; i++) {
		if (strcmp(list.items[i].source_key, v->in->source_key) == 0) {
			*m = list.items[i];
			return ERR_OK;
		}
	}
	return ERR_NOT_FOUND;
}

/* The conversation that the message belongs to. ERR_EXISTS: the message is there already, in m. */
static enum err
find_conversation(struct use *u, struct arrival *v, struct message *m, struct errinfo *e)
{
	const struct incoming *in = v->in;
	enum err r = in->conversation_id != 0 ? owner_get(u, in->conversation_id, &v->c, e)
	    : store_conversation_of_contact(u->d->store, u->a, in->channel, v->contact, &v->c, e);
	if (r == ERR_NOT_FOUND && in->conversation_id == 0)
		return open_new(u, v, e);
	if (r != ERR_OK || v->c.state != CONVERSATION_CLOSED)
		return r;
	if ((r = find_repeat(u, v, m, e)) == ERR_OK) {
		v->is_repeat = true;
		return ERR_EXISTS;
	}
	if (r != ERR_NOT_FOUND)
		return r;
	if (u->now - v->c.closed_ms <= u->d->settings->recontact_ms)
		return reopen(u, &v->c, e);
	if (in->conversation_id != 0 && text_is_empty(in->contact))
		return err_set(e, ERR_STATE,
		    "C-%lld is closed for longer than the re-contact window; send without it to open another",
		    (long long)in->conversation_id);
	return open_new(u, v, e);
}

static enum err
ask_ai(struct use *u, const struct conversation *c, int64_t up_to, struct errinfo *e)
{
	struct value *announces;
	enum err r = owner_end_turn(u, c, "newer_message", &announces, e);
	if (r == ERR_OK)
		r = owner_ask_turn(u, c, up_to, announces, e);
	return r != ERR_OK ? r : owner_await_shopper(u, c, e);
}

/* No AI serves it: an unfinished turn ends, and it waits for a person. */
static enum err
to_people(
    struct use *u, struct conversation *c, enum handoff_reason reason, struct errinfo *e)
{
	enum err r = owner_end_turn(u, c, "taken", NULL, e);
	return r != ERR_OK
	    ? r
	    : owner_queue(u, c, reason == HANDOFF_NONE ? HANDOFF_OTHER : reason, NULL, "work", e);
}

static enum err
back_to_agent(struct use *u, struct conversation *c, struct errinfo *e)
{
	struct value *data = value_map(u->a);
	value_set_text(data, "agent", c->agent);
	c->state = CONVERSATION_AGENT;
	c->wrap_up_ms = 0;
	enum err r = store_timer_clear(u->d->store, "wrap_up", c->id, e);
	if (r == ERR_OK)
		r = sla_next(u, c, e);
	return r != ERR_OK
	    ? r
	    : record_event(u, c->id, EVENT_CONVERSATION_RETURNED, "shopper", data, e);
}

static enum err
ingest(struct use *u, struct arrival *v, struct message *m, struct errinfo *e)
{
	struct conversation *c = &v->c;
	enum err r = find_conversation(u, v, m, e);
	if (r != ERR_OK)
		return r;
	*m = (struct message){.author = AUTHOR_SHOPPER, .text = v->text, .source_key = v->in->source_key,
	    .delivery = DELIVERY_DELIVERED, .delivered_ms = u->now};
	r = record_message(u, c, m, "shopper", e);
	v->is_repeat = r == ERR_EXISTS;
	if (r != ERR_OK)
		return r;
	c->shopper_count++;
	c->shopper_ms = u->now;
	if ((r = owner_wake(u, c, "shopper", "shopper", e)) != ERR_OK ||
	    (r = ask_answered(u, c->id, "shopper", e)) != ERR_OK)
		return r;
	if (c->state == CONVERSATION_AI && v->in->to_people)
		r = to_people(u, c, v->in->to_reason, e);
	else if (c->state == CONVERSATION_WRAP_UP)
		r = back_to_agent(u, c, e);
	else if (c->state == CONVERSATION_AGENT)
		r = sla_next(u, c, e);
	else if (c->state == CONVERSATION_AI)
		r = ask_ai(u, c, m->number, e);
	return r != ERR_OK ? r : owner_put(u, c, e);
}

enum err
desk_ingest(struct desk *d, const struct incoming *in, int64_t *conversation_id,
    int64_t *message_id, struct errinfo *e)
{
	struct use u;
	struct message m = {0};
	struct arrival v = {.in = in};
	enum err r = check_incoming(in, e);
	if (r != ERR_OK || (r = use_begin(&u, d, e)) != ERR_OK)
		return r;
	v.text = desk_harmless(u.a, in->text, in->text_size, TEXT_MESSAGE_LIMIT);
	v.contact = contact_hash(d, u.a, in);
	if (v.text[strspn(v.text, " \n\t")] == '\0')
		r = err_set(e, ERR_INPUT, "the message holds nothing that can be shown");
	else
		r = ingest(&u, &v, &m, e);
	int64_t conversation = m.conversation_id, message = m.id;
	if (v.is_repeat) {
		if (use_end(&u, ERR_EXISTS, NULL) != ERR_EXISTS)
			return err_set(
			    e, ERR_CORRUPT, "a repeated message could not be left as it was");
		r = ERR_OK;
	} else {
		r = use_end(&u, r, e);
	}
	if (r == ERR_OK && conversation_id != NULL)
		*conversation_id = conversation;
	if (r == ERR_OK && message_id != NULL)
		*message_id = message;
	return r;
}

static enum err
leave(struct use *u, int64_t id, struct errinfo *e)
{
	struct conversation c;
	enum err r = owner_get(u, id, &c, e);
	if (r != ERR_OK || c.state == CONVERSATION_CLOSED || c.state == CONVERSATION_WRAP_UP)
		return r;
	bool answered, waited;
	if ((r = sla_has_answer(u, &c, &answered, e)) != ERR_OK)
		return r;
	waited = c.state == CONVERSATION_QUEUED ||
	    (c.state == CONVERSATION_AGENT && c.waiting_ms != 0 && !answered);
	r = owner_close(u, &c, waited ? "abandoned" : "ended", "shopper", "shopper", waited, e);
	return r != ERR_OK ? r : owner_put(u, &c, e);
}

enum err
desk_shopper_left(struct desk *d, int64_t conversation_id, struct errinfo *e)
{
	struct use u;
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r : use_end(&u, leave(&u, conversation_id, e), e);
}
