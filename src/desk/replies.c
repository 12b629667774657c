/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Agents' replies that have not gone out: until then their author may take them back, and whoever
 * takes the conversation over withdraws them. A message's delivery decides, in the transaction that
 * changes it: the outbox sends only what is pending still, so that taking back and sending never
 * both happen.
 */
#include "deed.h"

#include <string.h>

#include "floorwalker/base/utf8.h"

static bool
is_pending(const struct message *m, const struct conversation *c)
{
	return m->author == AUTHOR_AGENT && m->delivery == DELIVERY_PENDING && m->epoch == c->epoch;
}

enum err
replies_flush(struct use *u, const struct conversation *c, struct errinfo *e)
{
	struct message_list list;
	enum err r = store_message_list(u->d->store, u->a, c->id, 0, &list, e);
	for (size_t i = 0; r == ERR_OK && i < list.count; i++) {
		struct outbox_item item;
		if (!is_pending(&list.items[i], c))
			continue;
		r = store_outbox_of(
		    u->d->store, u->a, OUTBOX_MESSAGE, list.items[i].id, &item, e);
		if (r != ERR_OK || item.state != OUTBOX_WAITING || item.due_ms <= u->now)
			continue;
		item.due_ms = u->now;
		r = store_outbox_put(u->d->store, &item, e);
	}
	return r;
}

enum err
replies_pending(struct use *u, const struct conversation *c, const char *agent,
    struct message *out, struct errinfo *e)
{
	struct message_list list;
	enum err r = store_message_list(u->d->store, u->a, c->id, 0, &list, e);
	if (r != ERR_OK)
		return r;
	for (size_t i = list.count; i > 0; i--) {
		if (is_pending(&list.items[i - 1], c) &&
		    strcmp(list.items[i - 1].name, agent) == 0) {
			*out = list.items[i - 1];
			return ERR_OK;
		}
	}
	return ERR_NOT_FOUND;
}

/* What lists show of the conversation is its last message that counts. */
static enum err
show_last(struct use *u, struct conversation *c, struct errinfo *e)
{
	struct message_list list;
	enum err r = store_message_list(u->d->store, u->a, c->id, 0, &list, e);
	if (r != ERR_OK)
		return r;
	c->preview = "";
	for (size_t i = list.count; i > 0 && *c->preview == '\0'; i--)
		if (list.items[i - 1].delivery != DELIVERY_WITHDRAWN &&
		    list.items[i - 1].delivery != DELIVERY_SUPERSEDED)
			c->preview = record_preview(u->a, list.items[i - 1].text);
	return ERR_OK;
}

enum err
replies_take_back(struct use *u, struct conversation *c, const struct message *m,
    const char *actor, const char **raw, struct errinfo *e)
{
	struct desk *d = u->d;
	enum err r;
	*raw = record_unseal(d, u->a, c, "message", m->sealed, m->sealed_size, m->text);
	if ((r = store_message_set_delivery(d->store, m->id, DELIVERY_WITHDRAWN, 0, e)) != ERR_OK ||
	    (r = store_outbox_cancel(d->store, OUTBOX_MESSAGE, m->id, e)) != ERR_OK ||
	    (r = record_event(u, c->id, EVENT_MESSAGE_WITHDRAWN, actor,
		 record_data(u, "message", m->id), e)) != ERR_OK ||
	    (r = labels_withdraw(u, c->id, m->id, actor, e)) != ERR_OK ||
	    (r = draft_put_back(u, c, m->name, *raw, e)) != ERR_OK)
		return r;
	if (c->human_count > 0)
		c->human_count--;
	return show_last(u, c, e);
}

enum err
replies_withdraw(struct use *u, struct conversation *c, struct errinfo *e)
{
	struct message_list list;
	const char *raw;
	enum err r = store_message_list(u->d->store, u->a, c->id, 0, &list, e);
	/* the newest first: each is put in front of what is in the draft */
	for (size_t i = list.count; r == ERR_OK && i > 0; i--)
		if (is_pending(&list.items[i - 1], c))
			r = replies_take_back(u, c, &list.items[i - 1], "work", &raw, e);
	return r;
}
