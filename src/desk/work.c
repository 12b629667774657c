/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Work: what the outbox, the timers and the log's checkpoints ask for, one piece at a time.
 */
#include "floorwalker/text/translate.h"
#include "private.h"

#include <string.h>

static int64_t
retry_at(const struct outbox_item *item, int64_t now)
{
	int64_t step = item->attempts < 8 ? item->attempts : 8;
	return now + ((int64_t)500 << step);
}

enum err
outbox_finish(struct use *u, struct outbox_item *item, enum outbox_state state, const char *error,
    struct errinfo *e)
{
	item->state = state;
	item->worker = "";
	item->error = error;
	if (state == OUTBOX_WAITING)
		item->due_ms = retry_at(item, u->now);
	return store_outbox_put(u->d->store, item, e);
}

/* The channels of today fetch: a message that may be fetched is delivered. */
static enum err
deliver(struct use *u, struct outbox_item *item, struct errinfo *e)
{
	struct conversation c;
	struct message m;
	enum err r;
	if ((r = store_message_get(u->d->store, u->a, item->record_id, &m, e)) != ERR_OK ||
	    (r = owner_get(u, m.conversation_id, &c, e)) != ERR_OK)
		return r;
	if (m.delivery != DELIVERY_PENDING)
		return outbox_finish(u, item,
		    m.delivery == DELIVERY_DELIVERED ? OUTBOX_SENT : OUTBOX_CANCELLED, "", e);
	bool is_late = m.author == AUTHOR_AI && item->epoch != c.epoch;
	if ((r = store_message_set_delivery(u->d->store, m.id,
		 is_late ? DELIVERY_SUPERSEDED : DELIVERY_DELIVERED, u->now, e)) != ERR_OK)
		return r;
	if ((r = outbox_finish(u, item, is_late ? OUTBOX_CANCELLED : OUTBOX_SENT, "", e)) != ERR_OK)
		return r;
	return record_event(u, c.id, is_late ? EVENT_MESSAGE_SUPERSEDED : EVENT_MESSAGE_DELIVERED,
	    "work", record_data(u, "message", m.id), e);
}

static enum err
deliver_message(struct desk *d, struct outbox_item *item, struct errinfo *e)
{
	struct use u;
	use_tell_step(d, "deliver");
	enum err r = use_begin(&u, d, e);
	return r != ERR_OK ? r : use_end(&u, deliver(&u, item, e), e);
}

static enum err
work_outbox(struct desk *d, bool *did, struct errinfo *e)
{
	struct outbox_item item;
	struct arena *a = arena_new();
	int64_t now = clock_now_ms(d->clock);
	enum err r =
	    store_outbox_claim(d->store, a, d->worker, now, now + OUTBOX_LEASE_MS, &item, e);
	*did = r == ERR_OK;
	if (r == ERR_NOT_FOUND)
		r = ERR_OK;
	else if (r == ERR_OK)
		r = item.kind == OUTBOX_MESSAGE ? deliver_message(d, &item, e)
						: execute_action(d, &item, e);
	arena_free(&a);
	return r;
}

static enum err
work_checkpoint(struct desk *d, struct errinfo *e)
{
	struct use u;
	bool due;
	if (d->simulated)
		return ERR_OK;
	enum err r = store_checkpoint_is_due(d->store, clock_now_ms(d->clock), &due, e);
	if (r != ERR_OK || !due || (r = use_begin(&u, d, e)) != ERR_OK)
		return r;
	return use_end(&u, store_checkpoint(d->store, d->shared.keyring, u.now, e), e);
}

enum err
desk_work_step(struct desk *d, bool *did, struct errinfo *e)
{
	enum err r = work_outbox(d, did, e);
	if (r == ERR_OK && !*did)
		r = timers_run(d, did, e);
	if (r == ERR_OK && !*did)
		r = work_checkpoint(d, e);	/* not a piece of work: nothing follows from it */
	return r;
}

enum err
desk_work(struct desk *d, size_t budget, size_t *pieces, struct errinfo *e)
{
	bool was_plain = translate_plain(true);	/* what it says goes on record */
	size_t done = 0;
	enum err r = ERR_OK;
	while (r == ERR_OK && done < budget) {
		bool did = false;
		r = desk_work_step(d, &did, e);
		if (r == ERR_OK && !did && d->backend != NULL)
			r = desk_turn_run(d, &did, e);
		if (r != ERR_OK || !did)
			break;
		done++;
	}
	(void)translate_plain(was_plain);
	if (pieces != NULL)
		*pieces = done;
	return r;
}

enum err
desk_next_due(struct desk *d, int64_t *at_ms, struct errinfo *e)
{
	return store_next_due(d->store, at_ms, e);
}
