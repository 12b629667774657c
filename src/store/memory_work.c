/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Turns, actions, the outbox, timers and corrections in memory.
 */
#include "memory.h"

#include <stdlib.h>

#include "floorwalker/base/str.h"

enum err
memory_turn_of(void *self, struct arena *a, int64_t conversation_id, bool open, struct turn *out,
    struct errinfo *e)
{
	struct memory *m = self;
	const struct entries *list = table_group(
	    &m->tables[RECORD_TURN], TURNS_BY_CONVERSATION, key_of_int(conversation_id));

	for (size_t i = list->count; i-- > 0;) {
		if (open &&
		    ((const struct turn *)entry_record(list->items[i]))->state > TURN_RUNNING)
			continue;
		memory_copy(RECORD_TURN, list->items[i], a, out);
		return ERR_OK;
	}
	return err_set(e, ERR_NOT_FOUND, open ? "there is no open turn" : "there is no turn");
}

static int
compare_created(const void *a, const void *b)
{
	const struct turn *x = entry_record(*(struct entry *const *)a),
			  *y = entry_record(*(struct entry *const *)b);

	if (x->created_ms != y->created_ms)
		return x->created_ms < y->created_ms ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

enum err
memory_turn_since(void *self, struct arena *a, int64_t after_ms, int64_t after_id, size_t limit,
    struct rows *out, struct errinfo *e)
{
	struct memory *m = self;
	const struct entries *all = &m->tables[RECORD_TURN].all;
	struct picked p = { 0 };

	(void)e;
	for (size_t i = 0; i < all->count; i++) {
		const struct turn *t = entry_record(all->items[i]);

		if (t->created_ms > after_ms || (t->created_ms == after_ms && t->id > after_id))
			picked_add(&p, all->items[i]);
	}
	if (p.count > 1)
		qsort(p.items, p.count, sizeof(struct entry *), compare_created);
	if (p.count > limit)
		p.count = limit;
	picked_rows(&p, RECORD_TURN, a, out);
	return ERR_OK;
}

static bool
fits(const struct action *x, const struct action_filter *f)
{
	return (f->states == 0 || (f->states >> x->state & 1)) &&
	    (f->conversation_id == 0 || x->conversation_id == f->conversation_id) &&
	    (!f->order_id || text_is(x->order_id, f->order_id)) &&
	    (!f->customer_id || text_is(x->customer_id, f->customer_id)) &&
	    (f->expires_before_ms == 0 ||
		(x->expires_ms > 0 && x->expires_ms < f->expires_before_ms));
}

/* The narrowest group for what is asked. */
static const struct entries *
action_group(const struct memory *m, const struct action_filter *f)
{
	const struct table *t = &m->tables[RECORD_ACTION];

	if (f->conversation_id)
		return table_group(t, ACTIONS_BY_CONVERSATION, key_of_int(f->conversation_id));
	if (!text_is_empty(f->order_id))
		return table_group(
		    t, ACTIONS_BY_ORDER, memory_key_of_names(f->order_id, NULL, NULL));
	if (!text_is_empty(f->customer_id))
		return table_group(
		    t, ACTIONS_BY_CUSTOMER, memory_key_of_names(f->customer_id, NULL, NULL));
	for (int state = 0; state < ACTION_STATE_COUNT; state++)
		if (f->states == 1u << state)
			return table_group(t, ACTIONS_BY_STATE, key_of_int(state));
	return &t->all;
}

enum err
memory_action_list(
    void *self, struct arena *a, const struct action_filter *f, struct rows *out, struct errinfo *e)
{
	struct memory *m = self;
	const struct entries *list = action_group(m, f);
	struct picked p = { 0 };

	(void)e;
	for (size_t i = 0; i < list->count && p.count < f->limit; i++)
		if (fits(entry_record(list->items[i]), f))
			picked_add(&p, list->items[i]);
	picked_rows(&p, RECORD_ACTION, a, out);
	return ERR_OK;
}

static const struct entries *
outbox_group(const struct memory *m, enum outbox_kind kind, int64_t record_id)
{
	return table_group(
	    &m->tables[RECORD_OUTBOX], OUTBOX_BY_RECORD, key_with_int(key_of_int(kind), record_id));
}

static bool
is_of(const struct entry *x, enum outbox_kind kind, int64_t record_id)
{
	const struct outbox_item *item = entry_record(x);

	return item->kind == kind && item->record_id == record_id;
}

enum err
memory_outbox_of(void *self, struct arena *a, enum outbox_kind kind, int64_t record_id,
    struct outbox_item *out, struct errinfo *e)
{
	struct memory *m = self;
	const struct entries *list = outbox_group(m, kind, record_id);

	for (size_t i = list->count; i-- > 0;)
		if (is_of(list->items[i], kind, record_id)) {
			memory_copy(RECORD_OUTBOX, list->items[i], a, out);
			return ERR_OK;
		}
	return err_set(e, ERR_NOT_FOUND, "there is no outbox item for this record");
}

enum err
memory_outbox_cancel(void *self, enum outbox_kind kind, int64_t record_id, struct errinfo *e)
{
	struct memory *m = self;
	const struct entries *list = outbox_group(m, kind, record_id);

	(void)e;
	for (size_t i = 0; i < list->count; i++) {
		struct outbox_item item = *(const struct outbox_item *)entry_record(list->items[i]);

		if (!is_of(list->items[i], kind, record_id) || item.state != OUTBOX_WAITING)
			continue;
		item.state = OUTBOX_CANCELLED;
		table_replace(&m->tables[RECORD_OUTBOX], &m->log, list->items[i], &item);
	}
	return ERR_OK;
}

static struct table *
work_table(struct memory *m, enum work work)
{
	return &m->tables[work == WORK_TURN ? RECORD_TURN
		: work == WORK_OUTBOX       ? RECORD_OUTBOX
					    : RECORD_TIMER];
}

enum err
memory_first_due(void *self, enum work work, int64_t *out_ms, struct errinfo *e)
{
	struct table *t = work_table(self, work);
	const struct entry *first = table_first_due(t);

	(void)e;
	*out_ms = first ? t->shape->due(entry_record(first)) : INT64_MAX;
	return ERR_OK;
}

enum err
memory_claim(void *self, enum work work, struct arena *a, const char *worker, int64_t now_ms,
    int64_t lease_ms, void *out, struct errinfo *e)
{
	struct memory *m = self;
	struct table *t = work_table(m, work);
	struct entry *x = table_first_due(t);
	union { struct turn turn; struct outbox_item item; } next;

	if (!x || t->shape->due(entry_record(x)) > now_ms)
		return err_set(e, ERR_NOT_FOUND,
		    work == WORK_TURN ? "there is no turn that is due"
				      : "there is no outbox item that is due");
	if (work == WORK_TURN) {
		next.turn = *(const struct turn *)entry_record(x);
		next.turn.state = TURN_RUNNING;
		next.turn.worker = worker;
		next.turn.lease_ms = lease_ms;
		next.turn.attempts++;
	} else {
		next.item = *(const struct outbox_item *)entry_record(x);
		next.item.state = OUTBOX_LEASED;
		next.item.worker = worker;
		next.item.lease_ms = lease_ms;
		next.item.attempts++;
	}
	table_replace(t, &m->log, x, &next);
	memory_copy(t->type, x, a, out);
	return ERR_OK;
}

static struct entry *
find_timer(const struct memory *m, const char *kind, int64_t record_id)
{
	const struct entries *list = table_group(
	    &m->tables[RECORD_TIMER], BY_NAME, key_with_text(key_of_int(record_id), kind));

	for (size_t i = 0; i < list->count; i++) {
		const struct timer *x = entry_record(list->items[i]);

		if (x->record_id == record_id && text_is(x->kind, kind))
			return list->items[i];
	}
	return NULL;
}

enum err
memory_timer_set(void *self, const char *kind, int64_t record_id, int64_t due_ms, struct errinfo *e)
{
	struct memory *m = self;
	struct table *t = &m->tables[RECORD_TIMER];
	struct entry *x = find_timer(m, kind, record_id);
	struct timer timer = { x ? x->id : table_next_id(t), kind, record_id, due_ms };

	(void)e;
	if (x)
		table_replace(t, &m->log, x, &timer);
	else
		table_add(t, &m->log, timer.id, &timer);
	return ERR_OK;
}

enum err
memory_timer_clear(void *self, const char *kind, int64_t record_id, struct errinfo *e)
{
	struct memory *m = self;
	struct entry *x = find_timer(m, kind, record_id);

	(void)e;
	if (x)
		table_remove(&m->tables[RECORD_TIMER], &m->log, x);
	return ERR_OK;
}

enum err
memory_timer_due(void *self, struct arena *a, int64_t now_ms, struct timer *out, struct errinfo *e)
{
	struct memory *m = self;
	const struct entry *x = table_first_due(&m->tables[RECORD_TIMER]);

	if (!x || ((const struct timer *)entry_record(x))->due_ms > now_ms)
		return err_set(e, ERR_NOT_FOUND, "there is no timer that is due");
	memory_copy(RECORD_TIMER, x, a, out);
	return ERR_OK;
}

enum err
memory_correction_list(void *self, struct arena *a, int64_t after_id, size_t limit,
    struct rows *out, struct errinfo *e)
{
	struct memory *m = self;
	const struct entries *all = &m->tables[RECORD_CORRECTION].all;
	struct picked p = { 0 };

	(void)e;
	for (size_t i = 0; i < all->count && p.count < limit; i++)
		if (all->items[i]->id > after_id)
			picked_add(&p, all->items[i]);
	picked_rows(&p, RECORD_CORRECTION, a, out);
	return ERR_OK;
}
