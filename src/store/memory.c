/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Transactions in memory, and what is the same for every record.
 */
#include "memory.h"

#include <stdlib.h>
#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/text/translate.h"

void
picked_add(struct picked *p, struct entry *x)
{
	if (p->count == p->room)
		p->items =
		    mem_grow(p->items, p->room = p->room ? p->room * 2 : 32, sizeof(*p->items));
	p->items[p->count++] = x;
}

void
memory_copy(enum record type, const struct entry *x, struct arena *a, void *out)
{
	packed_copy(type, x->record, a, out);
}

void
picked_rows(struct picked *p, enum record type, struct arena *a, struct rows *out)
{
	size_t size = record_types[type].size;

	out->count = p->count;
	out->items = p->count ? arena_alloc(a, p->count * size) : NULL;
	for (size_t i = 0; i < p->count; i++)
		memory_copy(type, p->items[i], a, (char *)out->items + i * size);
	mem_free(p->items);
	memset(p, 0, sizeof(*p));
}

static void
memory_close(void *self)
{
	struct memory *m = self;

	for (size_t i = 0; i < RECORD_COUNT; i++)
		table_clear(&m->tables[i]);
	undo_clear(&m->log);
	mem_free(m);
}

static enum err
memory_begin(void *self, enum begin how, struct errinfo *e)
{
	(void)self;
	(void)how;
	(void)e;
	return ERR_OK;
}

static enum err
memory_commit(void *self, struct errinfo *e)
{
	struct memory *m = self;

	(void)e;
	m->commits++;
	undo_forget(&m->log);
	return ERR_OK;
}

static void
memory_rollback(void *self)
{
	struct memory *m = self;

	undo_all(&m->log);
}

static enum err
memory_change_count(void *self, int64_t *out, struct errinfo *e)
{
	struct memory *m = self;

	(void)e;
	*out = m->commits;
	return ERR_OK;
}

static enum err
memory_scrub(void *self, struct errinfo *e)
{
	(void)self;
	(void)e;
	return ERR_OK;	/* what was replaced was freed with its transaction */
}

static bool
has_open_contact(const struct memory *m, const struct conversation *c)
{
	const struct entries *same = table_group(&m->tables[RECORD_CONVERSATION],
	    CONVERSATIONS_BY_CONTACT, memory_key_of_names(c->channel, c->contact, NULL));

	if (c->state == CONVERSATION_CLOSED || text_is_empty(c->contact))
		return false;
	for (size_t i = 0; i < same->count; i++) {
		const struct conversation *x = entry_record(same->items[i]);

		if (x->id != c->id && x->state != CONVERSATION_CLOSED &&
		    text_is(x->contact, c->contact) &&
		    text_is(x->channel, c->channel ? c->channel : ""))
			return true;
	}
	return false;
}

static bool
has_open_turn(const struct memory *m, const struct turn *t)
{
	const struct entries *same = table_group(
	    &m->tables[RECORD_TURN], TURNS_BY_CONVERSATION, key_of_int(t->conversation_id));

	for (size_t i = 0; i < same->count && t->state <= TURN_RUNNING; i++) {
		const struct turn *x = entry_record(same->items[i]);

		if (x->id != t->id && x->state <= TURN_RUNNING)
			return true;
	}
	return false;
}

static bool
has_action_key(const struct memory *m, const struct action *a)
{
	const struct entries *same = table_group(
	    &m->tables[RECORD_ACTION], ACTIONS_BY_KEY, memory_key_of_names(a->key, NULL, NULL));

	for (size_t i = 0; i < same->count && !text_is_empty(a->key); i++) {
		const struct action *x = entry_record(same->items[i]);

		if (x->id != a->id && text_is(x->key, a->key))
			return true;
	}
	return false;
}

static bool
has_outbox_key(const struct memory *m, const struct outbox_item *o)
{
	const struct entries *same = table_group(
	    &m->tables[RECORD_OUTBOX], OUTBOX_BY_KEY, memory_key_of_names(o->key, NULL, NULL));

	for (size_t i = 0; i < same->count; i++) {
		const struct outbox_item *x = entry_record(same->items[i]);

		if (x->id != o->id && text_is(x->key, o->key))
			return true;
	}
	return false;
}

static bool
has_number(const struct memory *m, const struct message *x)
{
	const struct entries *same = table_group(
	    &m->tables[RECORD_MESSAGE], MESSAGES_BY_CONVERSATION, key_of_int(x->conversation_id));

	for (size_t i = same->count; i-- > 0;)
		if (((const struct message *)entry_record(same->items[i]))->number == x->number)
			return true;
	return false;
}

/* What must be unique, as the SQL schema says it. */
static bool
is_taken(const struct memory *m, enum record type, const void *record)
{
	switch (type) {
	case RECORD_CONVERSATION:
		return has_open_contact(m, record);
	case RECORD_TURN:
		return has_open_turn(m, record);
	case RECORD_ACTION:
		return has_action_key(m, record);
	case RECORD_OUTBOX:
		return has_outbox_key(m, record);
	default:
		return false;
	}
}

/* Whether the record that this one belongs to is there. */
static bool
has_parent(const struct memory *m, enum record type, const void *record)
{
	switch (type) {
	case RECORD_MESSAGE:
		return table_get(&m->tables[RECORD_CONVERSATION],
			   ((const struct message *)record)->conversation_id) != NULL;
	case RECORD_TURN:
		return table_get(&m->tables[RECORD_CONVERSATION],
			   ((const struct turn *)record)->conversation_id) != NULL;
	case RECORD_ACTION:
		return table_get(&m->tables[RECORD_CONVERSATION],
			   ((const struct action *)record)->conversation_id) != NULL;
	case RECORD_NOTE:
		return table_get(&m->tables[RECORD_CONVERSATION],
			   ((const struct note *)record)->conversation_id) != NULL;
	case RECORD_CORRECTION:
		return table_get(&m->tables[RECORD_CONVERSATION],
			   ((const struct intent_correction *)record)->conversation_id) != NULL &&
		    table_get(&m->tables[RECORD_MESSAGE],
			((const struct intent_correction *)record)->message_id) != NULL;
	case RECORD_REVIEW:
		return table_get(&m->tables[RECORD_CORRECTION],
			   ((const struct correction_review *)record)->correction_id) != NULL;
	case RECORD_APPROVAL:
		return table_get(&m->tables[RECORD_ACTION],
			   ((const struct approval *)record)->action_id) != NULL;
	default:
		return true;
	}
}

/* One more than the largest number in the conversation. */
static bool
give_number(const struct memory *m, struct message *x)
{
	const struct entries *same = table_group(
	    &m->tables[RECORD_MESSAGE], MESSAGES_BY_CONVERSATION, key_of_int(x->conversation_id));

	if (x->number != 0)
		return !has_number(m, x);
	x->number = same->count
	    ? ((const struct message *)entry_record(same->items[same->count - 1]))->number + 1
	    : 1;
	return true;
}

static enum err
memory_add(void *self, enum record type, void *record, struct errinfo *e)
{
	struct memory *m = self;
	struct table *t = &m->tables[type];
	int64_t *id = record;

	if (!has_parent(m, type, record))
		return err_set(
		    e, ERR_NOT_FOUND, tr("the record that this one belongs to does not exist"));
	if ((*id != 0 && table_get(t, *id)) || is_taken(m, type, record) ||
	    (type == RECORD_MESSAGE && !give_number(m, record)))
		return err_set(
		    e, ERR_EXISTS, tr("there is a %s like this already"), tr(record_types[type].name));
	if (*id == 0)
		*id = table_next_id(t);
	table_add(t, &m->log, *id, record);
	return ERR_OK;
}

static enum err
memory_get(void *self, enum record type, struct arena *a, int64_t id, void *out, struct errinfo *e)
{
	struct memory *m = self;
	const struct entry *x = table_get(&m->tables[type], id);

	if (!x)
		return err_set(e, ERR_NOT_FOUND, tr("there is no %s %lld"), tr(record_types[type].name),
		    (long long)id);
	memory_copy(type, x, a, out);
	return ERR_OK;
}

static bool
may_replace(enum record type, const void *stored, const void *record)
{
	if (type == RECORD_CONVERSATION)
		return ((const struct conversation *)stored)->version ==
		    ((const struct conversation *)record)->version;
	if (type == RECORD_ACTION)
		return ((const struct action *)stored)->version ==
		    ((const struct action *)record)->version;
	if (type == RECORD_TURN) {
		const struct turn *was = stored, *is = record;

		return was->state <= TURN_RUNNING &&
		    (text_is_empty(is->worker) || text_is(was->worker, is->worker));
	} else {
		const struct outbox_item *was = stored, *is = record;

		return was->state != OUTBOX_SENT && was->state != OUTBOX_CANCELLED &&
		    (text_is_empty(is->worker) || text_is(was->worker, is->worker));
	}
}

static enum err
memory_put(void *self, enum record type, const void *record, bool *done, struct errinfo *e)
{
	struct memory *m = self;
	struct entry *x = table_get(&m->tables[type], *(const int64_t *)record);
	union { struct conversation c; struct action a; } next;

	*done = x && may_replace(type, entry_record(x), record);
	if (!*done)
		return ERR_OK;
	if (is_taken(m, type, record))
		return err_set(e, ERR_EXISTS, tr("a record with this key is there already"));
	if (type == RECORD_CONVERSATION) {
		const struct conversation *was = entry_record(x);

		next.c = *(const struct conversation *)record;
		next.c.version++;
		if (!next.c.sealed_state) {
			next.c.sealed_state = was->sealed_state;
			next.c.sealed_state_size = was->sealed_state_size;
		}
		record = &next.c;
	} else if (type == RECORD_ACTION) {
		next.a = *(const struct action *)record;
		next.a.version++;
		record = &next.a;
	}
	table_replace(&m->tables[type], &m->log, x, record);
	return ERR_OK;
}

static enum err
memory_children(void *self, enum record type, struct arena *a, int64_t parent, struct rows *out,
    struct errinfo *e)
{
	struct memory *m = self;
	const struct entries *list = table_group(&m->tables[type], BY_NAME, key_of_int(parent));
	struct picked p = { 0 };

	(void)e;
	for (size_t i = 0; i < list->count; i++)
		picked_add(&p, list->items[i]);
	picked_rows(&p, type, a, out);
	return ERR_OK;
}

static enum err
memory_set_text(
    void *self, enum record type, int64_t id, const char *text, bool *done, struct errinfo *e)
{
	struct memory *m = self;
	struct entry *x = table_get(&m->tables[type], id);
	union { struct message message; struct turn turn; struct note note; } next;

	(void)e;
	*done = x != NULL;
	if (!x)
		return ERR_OK;
	if (type == RECORD_MESSAGE) {
		next.message = *(const struct message *)entry_record(x);
		next.message.text = text;
	} else if (type == RECORD_TURN) {
		next.turn = *(const struct turn *)entry_record(x);
		next.turn.trace = text;
	} else {
		next.note = *(const struct note *)entry_record(x);
		next.note.text = text;
	}
	table_replace(&m->tables[type], &m->log, x, &next);
	return ERR_OK;
}

/* The name of a record that is kept by name: its first text. */
static const char *
name_of(const void *record)
{
	return *(const char *const *)record;
}

static struct entry *
find_by_name(const struct memory *m, enum record type, const char *name)
{
	const struct entries *list =
	    table_group(&m->tables[type], BY_NAME, memory_key_of_names(name, NULL, NULL));

	for (size_t i = 0; i < list->count; i++)
		if (text_is(name_of(entry_record(list->items[i])), name))
			return list->items[i];
	return NULL;
}

static enum err
save_index(struct memory *m, const struct document_key *k)
{
	struct table *t = &m->tables[RECORD_INDEX];
	const struct entries *list =
	    table_group(t, BY_NAME, memory_key_of_names(k->kind, k->name, k->value));

	for (size_t i = 0; i < list->count; i++) {
		const struct document_key *x = entry_record(list->items[i]);

		if (text_is(x->kind, k->kind) && text_is(x->name, k->name) &&
		    text_is(x->value, k->value) && text_is(x->id, k->id))
			return ERR_OK;
	}
	table_add(t, &m->log, table_next_id(t), k);
	return ERR_OK;
}

static enum err
memory_save(void *self, enum record type, const void *record, struct errinfo *e)
{
	struct memory *m = self;
	struct entry *x;

	(void)e;
	if (type == RECORD_INDEX)
		return save_index(m, record);
	x = find_by_name(m, type, name_of(record));
	if (x)
		table_replace(&m->tables[type], &m->log, x, record);
	else
		table_add(&m->tables[type], &m->log, table_next_id(&m->tables[type]), record);
	return ERR_OK;
}

static enum err
memory_find(
    void *self, enum record type, struct arena *a, const char *name, void *out, struct errinfo *e)
{
	struct memory *m = self;
	const struct entry *x = find_by_name(m, type, name);

	if (!x)
		return err_set(
		    e, ERR_NOT_FOUND, tr("there is no %s \"%.80s\""), tr(record_types[type].name), name);
	memory_copy(type, x, a, out);
	return ERR_OK;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(name_of(entry_record(*(struct entry *const *)a)),
	    name_of(entry_record(*(struct entry *const *)b)));
}

static enum err
memory_all(void *self, enum record type, struct arena *a, struct rows *out, struct errinfo *e)
{
	struct memory *m = self;
	struct picked p = { 0 };
	bool sorted = true;

	(void)e;
	for (size_t i = 0; i < m->tables[type].all.count; i++) {
		picked_add(&p, m->tables[type].all.items[i]);
		sorted = sorted &&
		    (i == 0 || compare_names(&p.items[i - 1], &p.items[i]) <= 0);
	}
	if (!sorted)
		qsort(p.items, p.count, sizeof(*p.items), compare_names);
	picked_rows(&p, type, a, out);
	return ERR_OK;
}

static enum err
memory_remove(void *self, enum record type, const char *name, bool *done, struct errinfo *e)
{
	struct memory *m = self;
	struct entry *x = find_by_name(m, type, name);

	(void)e;
	*done = x != NULL;
	if (x)
		table_remove(&m->tables[type], &m->log, x);
	return ERR_OK;
}

static const struct store_ops memory_ops = {
	.close = memory_close,
	.begin = memory_begin,
	.commit = memory_commit,
	.rollback = memory_rollback,
	.change_count = memory_change_count,
	.scrub = memory_scrub,
	.forget = memory_forget,
	.add = memory_add,
	.get = memory_get,
	.put = memory_put,
	.children = memory_children,
	.set_text = memory_set_text,
	.save = memory_save,
	.find = memory_find,
	.all = memory_all,
	.remove = memory_remove,
	.personal_find = memory_personal_find,
	.personal_save = memory_personal_save,
	.personal_remove = memory_personal_remove,
	.presence_forget = memory_presence_forget,
	.presence_since = memory_presence_since,
	.conversation_of_contact = memory_conversation_of_contact,
	.conversation_list = memory_conversation_list,
	.conversation_walk = memory_conversation_walk,
	.crew_version = memory_crew_version,
	.query_ids = memory_query_ids,
	.conversation_some = memory_conversation_some,
	.conversation_counts = memory_conversation_counts,
	.message_of_source = memory_message_of_source,
	.message_list = memory_message_list,
	.message_set_delivery = memory_message_set_delivery,
	.message_withdraw = memory_message_withdraw,
	.message_search = memory_message_search,
	.turn_of = memory_turn_of,
	.turn_since = memory_turn_since,
	.action_list = memory_action_list,
	.outbox_of = memory_outbox_of,
	.outbox_cancel = memory_outbox_cancel,
	.first_due = memory_first_due,
	.claim = memory_claim,
	.timer_set = memory_timer_set,
	.timer_clear = memory_timer_clear,
	.timer_due = memory_timer_due,
	.correction_list = memory_correction_list,
	.document_get = memory_document_get,
	.document_put = memory_document_put,
	.document_list = memory_document_list,
	.document_find = memory_document_find,
	.document_remove = memory_document_remove,
	.document_unindex = memory_document_unindex,
	.effect_add = memory_effect_add,
	.chain_get = memory_chain_get,
	.event_add = memory_event_add,
	.event_list = memory_event_list,
	.event_after = memory_event_after,
	.event_of_use = memory_event_of_use,
	.event_page = memory_event_page,
	.event_last = memory_event_last,
	.chains_moved = memory_chains_moved,
	.checkpoint_last = memory_checkpoint_last,
	.audited = memory_audited,
};

enum err
memory_open(const struct store_ops **ops, void **self, struct errinfo *e)
{
	struct memory *m = mem_zero(1, sizeof(*m));

	(void)e;
	for (size_t i = 0; i < RECORD_COUNT; i++) {
		m->tables[i].type = (enum record)i;
		m->tables[i].shape = &memory_shapes[i];
	}
	*ops = &memory_ops;
	*self = m;
	return ERR_OK;
}
