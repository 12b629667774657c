/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Work: turns, actions and approvals, the outbox, timers.
 */
#include "floorwalker/store.h"

#include "floorwalker/base/str.h"
#include "floorwalker/text/translate.h"
#include "ops.h"

enum err
store_turn_add(struct store *s, struct turn *t, struct errinfo *e)
{
	enum err r = store_add(s, RECORD_TURN, t, e);

	return r == ERR_EXISTS ? err_set(e, r, tr("conversation %lld has an open turn already"),
				     (long long)t->conversation_id)
			       : r;
}

enum err
store_turn_put(struct store *s, const struct turn *t, struct errinfo *e)
{
	return store_put(s, RECORD_TURN, t, t->id, "it has ended, or another worker leases it", e);
}

enum err
store_turn_get(struct store *s, struct arena *a, int64_t id, struct turn *out, struct errinfo *e)
{
	return s->ops->get(s->self, RECORD_TURN, a, id, out, e);
}

enum err
store_turn_open(
    struct store *s, struct arena *a, int64_t conversation_id, struct turn *out, struct errinfo *e)
{
	return s->ops->turn_of(s->self, a, conversation_id, true, out, e);
}

enum err
store_turn_latest(
    struct store *s, struct arena *a, int64_t conversation_id, struct turn *out, struct errinfo *e)
{
	return s->ops->turn_of(s->self, a, conversation_id, false, out, e);
}

enum err
store_turn_list(struct store *s, struct arena *a, int64_t conversation_id, struct turn_list *out,
    struct errinfo *e)
{
	struct rows rows = { 0 };
	enum err r = s->ops->children(s->self, RECORD_TURN, a, conversation_id, &rows, e);

	*out = (struct turn_list){ rows.items, rows.count };
	return r;
}

enum err
store_turn_since(struct store *s, struct arena *a, int64_t after_ms, int64_t after_id, size_t limit,
    struct turn_list *out, struct errinfo *e)
{
	struct rows rows = { 0 };
	enum err r = s->ops->turn_since(s->self, a, after_ms, after_id,
	    limit == 0 ? 1000 : limit < INT32_MAX ? limit : INT32_MAX, &rows, e);

	*out = (struct turn_list){ rows.items, rows.count };
	return r;
}

enum err
store_turn_set_trace(struct store *s, int64_t id, const char *trace, struct errinfo *e)
{
	return store_set_text(s, RECORD_TURN, id, trace, e);
}

/* Looks without a lock first: an idle worker never disturbs a writer. */
static enum err
claim(struct store *s, enum work work, struct arena *a, const char *worker, int64_t now_ms,
    int64_t lease_ms, void *out, struct errinfo *e)
{
	int64_t due;
	enum err r;

	if (s->open != TRANSACTION_NONE)
		return err_set(
		    e, ERR_STATE, tr("work is claimed in a transaction of its own, and one is open"));
	if (text_is_empty(worker) || lease_ms <= now_ms)
		return err_set(
		    e, ERR_USAGE, "a claim needs a worker and a lease that ends later than now");
	r = s->ops->first_due(s->self, work, &due, e);
	if (!r && due > now_ms)
		return err_set(e, ERR_NOT_FOUND, tr("no work is due"));
	if (!r)
		r = store_begin_lease(s, e);
	if (r)
		return r;
	r = s->ops->claim(s->self, work, a, worker, now_ms, lease_ms, out, e);
	if (!r)
		return store_commit(s, e);
	store_rollback(s);
	return r;
}

enum err
store_turn_claim(struct store *s, struct arena *a, const char *worker, int64_t now_ms,
    int64_t lease_ms, struct turn *out, struct errinfo *e)
{
	return claim(s, WORK_TURN, a, worker, now_ms, lease_ms, out, e);
}

enum err
store_action_add(struct store *s, struct action *x, struct errinfo *e)
{
	int64_t version = x->version;
	enum err r;

	x->version = 1;
	r = store_add(s, RECORD_ACTION, x, e);
	if (r == ERR_EXISTS)
		err_set(e, r, tr("there is an action with the key \"%.80s\" already"),
		    x->key ? x->key : "");
	if (r)
		x->version = version;
	return r;
}

enum err
store_action_put(struct store *s, struct action *x, struct errinfo *e)
{
	enum err r = store_put(s, RECORD_ACTION, x, x->id, STORE_CHANGED, e);

	if (!r)
		x->version++;
	return r;
}

enum err
store_action_get(
    struct store *s, struct arena *a, int64_t id, struct action *out, struct errinfo *e)
{
	return s->ops->get(s->self, RECORD_ACTION, a, id, out, e);
}

enum err
store_action_list(struct store *s, struct arena *a, const struct action_filter *f,
    struct action_list *out, struct errinfo *e)
{
	static const struct action_filter all;
	struct action_filter asked = f ? *f : all;
	struct rows rows = { 0 };
	enum err r;

	if (asked.limit == 0)
		asked.limit = STORE_LIST_LIMIT;
	if (asked.limit > INT32_MAX)
		asked.limit = INT32_MAX;
	r = s->ops->action_list(s->self, a, &asked, &rows, e);
	*out = (struct action_list){ rows.items, rows.count };
	return r;
}

enum err
store_approval_add(struct store *s, struct approval *x, struct errinfo *e)
{
	return store_add(s, RECORD_APPROVAL, x, e);
}

enum err
store_approval_list(struct store *s, struct arena *a, int64_t action_id, struct approval_list *out,
    struct errinfo *e)
{
	struct rows rows = { 0 };
	enum err r = s->ops->children(s->self, RECORD_APPROVAL, a, action_id, &rows, e);

	*out = (struct approval_list){ rows.items, rows.count };
	return r;
}

enum err
store_outbox_add(struct store *s, struct outbox_item *x, struct errinfo *e)
{
	enum err r;

	if (text_is_empty(x->key))
		return err_set(e, ERR_USAGE, "an outbox item needs a key");
	r = store_add(s, RECORD_OUTBOX, x, e);
	return r == ERR_EXISTS
	    ? err_set(e, r, tr("the outbox has an item with the key \"%.80s\" already"), x->key)
	    : r;
}

enum err
store_outbox_put(struct store *s, const struct outbox_item *x, struct errinfo *e)
{
	return store_put(
	    s, RECORD_OUTBOX, x, x->id, "it was sent or cancelled, or another worker leases it", e);
}

enum err
store_outbox_of(struct store *s, struct arena *a, enum outbox_kind kind, int64_t record_id,
    struct outbox_item *out, struct errinfo *e)
{
	return s->ops->outbox_of(s->self, a, kind, record_id, out, e);
}

enum err
store_outbox_claim(struct store *s, struct arena *a, const char *worker, int64_t now_ms,
    int64_t lease_ms, struct outbox_item *out, struct errinfo *e)
{
	return claim(s, WORK_OUTBOX, a, worker, now_ms, lease_ms, out, e);
}

enum err
store_outbox_cancel(struct store *s, enum outbox_kind kind, int64_t record_id, struct errinfo *e)
{
	enum err r = store_must_write(s, e);

	return r ? r : s->ops->outbox_cancel(s->self, kind, record_id, e);
}

enum err
store_timer_set(
    struct store *s, const char *kind, int64_t record_id, int64_t due_ms, struct errinfo *e)
{
	struct timer t = { .kind = kind };
	enum err r = store_must_write(s, e);

	if (!r)
		r = record_check(RECORD_TIMER, &t, e);
	return r ? r : s->ops->timer_set(s->self, kind, record_id, due_ms, e);
}

enum err
store_timer_clear(struct store *s, const char *kind, int64_t record_id, struct errinfo *e)
{
	enum err r = store_must_write(s, e);

	return r ? r : s->ops->timer_clear(s->self, kind, record_id, e);
}

enum err
store_timer_due(
    struct store *s, struct arena *a, int64_t now_ms, struct timer *out, struct errinfo *e)
{
	return s->ops->timer_due(s->self, a, now_ms, out, e);
}

enum err
store_next_due(struct store *s, int64_t *out_ms, struct errinfo *e)
{
	*out_ms = INT64_MAX;
	for (enum work work = WORK_TURN; work <= WORK_TIMER; work++) {
		int64_t due;
		enum err r = s->ops->first_due(s->self, work, &due, e);

		if (r)
			return r;
		if (due < *out_ms)
			*out_ms = due;
	}
	return ERR_OK;
}
