/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening, transactions, conversations and messages: what is the same whatever lies behind.
 */
#include "floorwalker/store.h"

#include <string.h>

#include "floorwalker/base/str.h"
#include "ops.h"
#include "search.h"

#define LIST_LIMIT 1000
#define SEARCH_LIMIT 1000

enum err
store_open(const char *target, const struct store_options *options, struct store **out, struct errinfo *e)
{
	static const struct store_options plain;
	const struct store_options *o = options ? options : &plain;
	const struct store_ops *ops;
	struct store *s;
	void *self;
	enum err r;

	if (text_is(target, "memory:"))
		r = memory_open(&ops, &self, e);
	else
		r = sql_open_sqlite(target, o, &ops, &self, e);
	if (r)
		return r;
	s = mem_zero(1, sizeof(*s));
	s->ops = ops;
	s->self = self;
	s->target = mem_text(target);
	s->read_only = o->read_only;
	*out = s;
	return ERR_OK;
}

void
store_close(struct store **s)
{
	if (!*s)
		return;
	store_rollback(*s);
	(*s)->ops->close((*s)->self);
	mem_free((*s)->target);
	mem_free(*s);
	*s = NULL;
}

const char *
store_target(const struct store *s)
{
	return s->target;
}

enum err
store_must_write(const struct store *s, struct errinfo *e)
{
	return s->open == TRANSACTION_WRITE ? ERR_OK : err_set(e, ERR_STATE, "a write to the store outside a transaction: store_begin() comes first");
}

enum err
store_begin(struct store *s, struct errinfo *e)
{
	enum err r;

	if (s->open != TRANSACTION_NONE)
		return err_set(e, ERR_STATE, "a transaction is open already");
	if (s->read_only)
		return err_set(e, ERR_FORBIDDEN, "%s was opened for reading only", s->target);
	r = s->ops->begin(s->self, true, e);
	if (!r)
		s->open = TRANSACTION_WRITE;
	return r;
}

enum err
store_commit(struct store *s, struct errinfo *e)
{
	enum err r = store_must_write(s, e);

	if (r)
		return r;
	s->open = TRANSACTION_NONE;
	return s->ops->commit(s->self, e);
}

void
store_rollback(struct store *s)
{
	if (s->open != TRANSACTION_NONE)
		s->ops->rollback(s->self);
	s->open = TRANSACTION_NONE;
}

enum err
store_change_count(struct store *s, int64_t *out, struct errinfo *e)
{
	return s->ops->change_count(s->self, out, e);
}

enum err
store_scrub(struct store *s, struct errinfo *e)
{
	if (s->open != TRANSACTION_NONE)
		return err_set(e, ERR_STATE, "scrubbing needs the transaction to be over");
	if (s->read_only)
		return err_set(e, ERR_FORBIDDEN, "%s was opened for reading only", s->target);
	return s->ops->scrub(s->self, e);
}

enum err
store_meta_get(struct store *s, struct arena *a, const char *name, const char **out, struct errinfo *e)
{
	struct meta m;
	enum err r = s->ops->find(s->self, RECORD_META, a, name, &m, e);

	if (!r)
		*out = m.value;
	return r;
}

/* Writes a record that is kept by name. */
static enum err
save(struct store *s, enum record type, const void *record, struct errinfo *e)
{
	enum err r = store_must_write(s, e);

	if (!r)
		r = record_check(type, record, e);
	return r ? r : s->ops->save(s->self, type, record, e);
}

enum err
store_meta_put(struct store *s, const char *name, const char *value, struct errinfo *e)
{
	return save(s, RECORD_META, &(struct meta){ name, value }, e);
}

/* Adds a record that has an id; a failed add leaves the id as it was. */
static enum err
add(struct store *s, enum record type, void *record, struct errinfo *e)
{
	int64_t *id = record, given = *id;
	enum err r = store_must_write(s, e);

	if (!r && given < 0)
		r = err_set(e, ERR_INPUT, "%s: %lld is no id", record_types[type].name, (long long)given);
	if (!r)
		r = record_check(type, record, e);
	if (!r)
		r = s->ops->add(s->self, type, record, e);
	if (r)
		*id = given;
	return r;
}

enum err
store_conversation_add(struct store *s, struct conversation *c, struct errinfo *e)
{
	int64_t version = c->version;
	enum err r;

	c->version = 1;
	r = add(s, RECORD_CONVERSATION, c, e);
	if (r == ERR_EXISTS)
		err_set(e, r, "there is a conversation %lld already, or an open one with this contact in %s", (long long)c->id, c->channel ? c->channel : "");
	if (r)
		c->version = version;
	return r;
}

/* Why a put found nothing to replace. */
static enum err
put_refused(struct store *s, enum record type, int64_t id, const char *why, struct errinfo *e)
{
	struct arena *a = arena_new();
	union { struct conversation c; struct turn t; struct action x; struct outbox_item o; } there;
	enum err r = s->ops->get(s->self, type, a, id, &there, e);

	arena_free(&a);
	return r ? r : err_set(e, ERR_CONFLICT, "%s %lld: %s; read it again", record_types[type].name, (long long)id, why);
}

static enum err
put(struct store *s, enum record type, const void *record, int64_t id, const char *why, struct errinfo *e)
{
	bool done = false;
	enum err r = store_must_write(s, e);

	if (!r)
		r = record_check(type, record, e);
	if (!r)
		r = s->ops->put(s->self, type, record, &done, e);
	return r || done ? r : put_refused(s, type, id, why, e);
}

#define CHANGED "someone else has changed it since it was read"

enum err
store_conversation_put(struct store *s, struct conversation *c, struct errinfo *e)
{
	enum err r = put(s, RECORD_CONVERSATION, c, c->id, CHANGED, e);

	if (!r)
		c->version++;
	return r;
}

enum err
store_conversation_get(struct store *s, struct arena *a, int64_t id, struct conversation *out, struct errinfo *e)
{
	return s->ops->get(s->self, RECORD_CONVERSATION, a, id, out, e);
}

enum err
store_conversation_of_contact(struct store *s, struct arena *a, const char *channel, const char *contact, struct conversation *out, struct errinfo *e)
{
	return s->ops->conversation_of_contact(s->self, a, channel, contact, out, e);
}

enum err
store_conversation_list(struct store *s, struct arena *a, const struct conversation_filter *f, struct conversation_list *out, struct errinfo *e)
{
	static const struct conversation_filter all;
	struct conversation_filter asked = f ? *f : all;
	enum handoff_reason reason = HANDOFF_NONE;

	memset(out, 0, sizeof(*out));
	if (asked.limit == 0)
		asked.limit = LIST_LIMIT;
	if (asked.limit > INT32_MAX || asked.offset > INT32_MAX)
		return err_set(e, ERR_LIMIT, "a list of conversations can't reach so far");
	if ((unsigned)asked.order > ORDER_DUE)
		return err_set(e, ERR_USAGE, "there is no such order of conversations");
	if (asked.reason && !handoff_reason_from(asked.reason, &reason))
		return err_set(e, ERR_USAGE, "there is no hand-off reason \"%.60s\"", asked.reason);
	return s->ops->conversation_list(s->self, a, &asked, asked.reason ? (int)reason : -1, out, e);
}

enum err
store_conversation_counts(struct store *s, struct arena *a, struct conversation_counts *out, struct errinfo *e)
{
	memset(out, 0, sizeof(*out));
	return s->ops->conversation_counts(s->self, a, out, e);
}

enum err
store_message_add(struct store *s, struct message *m, struct errinfo *e)
{
	int64_t number = m->number;
	enum err r = store_must_write(s, e);

	if (!r && !text_is_empty(m->source_key)) {
		r = s->ops->message_of_source(s->self, m->conversation_id, m->source_key, &m->id, &m->number, e);
		if (!r)
			return err_set(e, ERR_EXISTS, "conversation %lld has this message of its channel already", (long long)m->conversation_id);
		if (r == ERR_NOT_FOUND)
			r = ERR_OK;
	}
	if (!r)
		r = add(s, RECORD_MESSAGE, m, e);
	if (r)
		m->number = number;
	return r;
}

enum err
store_message_get(struct store *s, struct arena *a, int64_t id, struct message *out, struct errinfo *e)
{
	return s->ops->get(s->self, RECORD_MESSAGE, a, id, out, e);
}

enum err
store_message_list(struct store *s, struct arena *a, int64_t conversation_id, int64_t after_number, struct message_list *out, struct errinfo *e)
{
	struct rows rows = { 0 };
	enum err r = s->ops->message_list(s->self, a, conversation_id, after_number, &rows, e);

	*out = (struct message_list){ rows.items, rows.count };
	return r;
}

enum err
store_message_set_delivery(struct store *s, int64_t id, enum delivery d, int64_t at_ms, struct errinfo *e)
{
	enum err r = store_must_write(s, e);

	return r ? r : s->ops->message_set_delivery(s->self, id, d, at_ms, e);
}

enum err
store_message_withdraw(struct store *s, struct arena *a, int64_t conversation_id, int64_t **ids, size_t *count, struct errinfo *e)
{
	enum err r = store_must_write(s, e);

	*ids = NULL;
	*count = 0;
	return r ? r : s->ops->message_withdraw(s->self, a, conversation_id, ids, count, e);
}

enum err
store_message_search(struct store *s, struct arena *a, const char *query, size_t limit, struct message_hit **out, size_t *count, struct errinfo *e)
{
	struct search search;
	struct search_row *rows;
	enum err r;

	*out = NULL;
	*count = 0;
	search_parse(a, query, &search);
	if (search.count == 0 || limit == 0)
		return ERR_OK;
	r = s->ops->message_search(s->self, a, &search, limit < SEARCH_LIMIT ? limit : SEARCH_LIMIT, &rows, count, e);
	if (r || *count == 0)
		return r;
	*out = arena_alloc(a, *count * sizeof(**out));
	for (size_t i = 0; i < *count; i++) {
		(*out)[i].conversation_id = rows[i].conversation_id;
		(*out)[i].message_id = rows[i].message_id;
		(*out)[i].snippet = search_snippet(a, &search, rows[i].text);
	}
	return ERR_OK;
}

/* ---- work */

enum err
store_turn_add(struct store *s, struct turn *t, struct errinfo *e)
{
	enum err r = add(s, RECORD_TURN, t, e);

	return r == ERR_EXISTS ? err_set(e, r, "conversation %lld has an open turn already", (long long)t->conversation_id) : r;
}

enum err
store_turn_put(struct store *s, const struct turn *t, struct errinfo *e)
{
	return put(s, RECORD_TURN, t, t->id, "it has ended, or another worker leases it", e);
}

enum err
store_turn_get(struct store *s, struct arena *a, int64_t id, struct turn *out, struct errinfo *e)
{
	return s->ops->get(s->self, RECORD_TURN, a, id, out, e);
}

enum err
store_turn_open(struct store *s, struct arena *a, int64_t conversation_id, struct turn *out, struct errinfo *e)
{
	return s->ops->turn_of(s->self, a, conversation_id, true, out, e);
}

enum err
store_turn_latest(struct store *s, struct arena *a, int64_t conversation_id, struct turn *out, struct errinfo *e)
{
	return s->ops->turn_of(s->self, a, conversation_id, false, out, e);
}

/* Looks without a lock first: an idle worker never disturbs a writer. */
static enum err
claim(struct store *s, enum work work, struct arena *a, const char *worker, int64_t now_ms, int64_t lease_ms, void *out, struct errinfo *e)
{
	int64_t due;
	enum err r;

	if (s->open != TRANSACTION_NONE)
		return err_set(e, ERR_STATE, "work is claimed in a transaction of its own, and one is open");
	if (text_is_empty(worker) || lease_ms <= now_ms)
		return err_set(e, ERR_USAGE, "a claim needs a worker and a lease that ends later than now");
	r = s->ops->first_due(s->self, work, &due, e);
	if (!r && due > now_ms)
		return err_set(e, ERR_NOT_FOUND, "no work is due");
	if (!r)
		r = store_begin(s, e);
	if (r)
		return r;
	r = s->ops->claim(s->self, work, a, worker, now_ms, lease_ms, out, e);
	if (!r)
		return store_commit(s, e);
	store_rollback(s);
	return r;
}

enum err
store_turn_claim(struct store *s, struct arena *a, const char *worker, int64_t now_ms, int64_t lease_ms, struct turn *out, struct errinfo *e)
{
	return claim(s, WORK_TURN, a, worker, now_ms, lease_ms, out, e);
}

enum err
store_action_add(struct store *s, struct action *x, struct errinfo *e)
{
	int64_t version = x->version;
	enum err r;

	x->version = 1;
	r = add(s, RECORD_ACTION, x, e);
	if (r == ERR_EXISTS)
		err_set(e, r, "there is an action with the key \"%.80s\" already", x->key ? x->key : "");
	if (r)
		x->version = version;
	return r;
}

enum err
store_action_put(struct store *s, struct action *x, struct errinfo *e)
{
	enum err r = put(s, RECORD_ACTION, x, x->id, CHANGED, e);

	if (!r)
		x->version++;
	return r;
}

enum err
store_action_get(struct store *s, struct arena *a, int64_t id, struct action *out, struct errinfo *e)
{
	return s->ops->get(s->self, RECORD_ACTION, a, id, out, e);
}

enum err
store_action_list(struct store *s, struct arena *a, const struct action_filter *f, struct action_list *out, struct errinfo *e)
{
	static const struct action_filter all;
	struct action_filter asked = f ? *f : all;
	struct rows rows = { 0 };
	enum err r;

	if (asked.limit == 0)
		asked.limit = LIST_LIMIT;
	if (asked.limit > INT32_MAX)
		asked.limit = INT32_MAX;
	r = s->ops->action_list(s->self, a, &asked, &rows, e);
	*out = (struct action_list){ rows.items, rows.count };
	return r;
}

enum err
store_approval_add(struct store *s, struct approval *x, struct errinfo *e)
{
	return add(s, RECORD_APPROVAL, x, e);
}

enum err
store_approval_list(struct store *s, struct arena *a, int64_t action_id, struct approval_list *out, struct errinfo *e)
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
	r = add(s, RECORD_OUTBOX, x, e);
	return r == ERR_EXISTS ? err_set(e, r, "the outbox has an item with the key \"%.80s\" already", x->key) : r;
}

enum err
store_outbox_put(struct store *s, const struct outbox_item *x, struct errinfo *e)
{
	return put(s, RECORD_OUTBOX, x, x->id, "it was sent or cancelled, or another worker leases it", e);
}

enum err
store_outbox_of(struct store *s, struct arena *a, enum outbox_kind kind, int64_t record_id, struct outbox_item *out, struct errinfo *e)
{
	return s->ops->outbox_of(s->self, a, kind, record_id, out, e);
}

enum err
store_outbox_claim(struct store *s, struct arena *a, const char *worker, int64_t now_ms, int64_t lease_ms, struct outbox_item *out, struct errinfo *e)
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
store_timer_set(struct store *s, const char *kind, int64_t record_id, int64_t due_ms, struct errinfo *e)
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
store_timer_due(struct store *s, struct arena *a, int64_t now_ms, struct timer *out, struct errinfo *e)
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

/* ---- people and texts */

enum err
store_agent_put(struct store *s, const struct agent_state *x, struct errinfo *e)
{
	return save(s, RECORD_AGENT, x, e);
}

enum err
store_agent_list(struct store *s, struct arena *a, struct agent_state **out, size_t *count, struct errinfo *e)
{
	struct rows rows = { 0 };
	enum err r = s->ops->all(s->self, RECORD_AGENT, a, &rows, e);

	*out = rows.items;
	*count = rows.count;
	return r;
}

enum err
store_profile_put(struct store *s, const struct profile *x, struct errinfo *e)
{
	return save(s, RECORD_PROFILE, x, e);
}

enum err
store_profile_get(struct store *s, struct arena *a, const char *customer_id, struct profile *out, struct errinfo *e)
{
	return s->ops->find(s->self, RECORD_PROFILE, a, customer_id, out, e);
}

enum err
store_note_add(struct store *s, struct note *n, struct errinfo *e)
{
	return add(s, RECORD_NOTE, n, e);
}

enum err
store_note_list(struct store *s, struct arena *a, int64_t conversation_id, struct note **out, size_t *count, struct errinfo *e)
{
	struct rows rows = { 0 };
	enum err r = s->ops->children(s->self, RECORD_NOTE, a, conversation_id, &rows, e);

	*out = rows.items;
	*count = rows.count;
	return r;
}

enum err
store_macro_put(struct store *s, const struct macro *m, struct errinfo *e)
{
	return save(s, RECORD_MACRO, m, e);
}

enum err
store_macro_list(struct store *s, struct arena *a, struct macro **out, size_t *count, struct errinfo *e)
{
	struct rows rows = { 0 };
	enum err r = s->ops->all(s->self, RECORD_MACRO, a, &rows, e);

	*out = rows.items;
	*count = rows.count;
	return r;
}

/* ---- documents and effects */

enum err
store_document_get(struct store *s, struct arena *a, const char *kind, const char *id, struct document *out, struct errinfo *e)
{
	return s->ops->document_get(s->self, a, kind, id, out, e);
}

enum err
store_document_put(struct store *s, const char *kind, const char *id, const char *body, int64_t version, struct errinfo *e)
{
	struct document d = { kind, id, body, version };
	bool done = false;
	enum err r = store_must_write(s, e);

	if (!r)
		r = record_check(RECORD_DOCUMENT, &d, e);
	if (!r)
		r = s->ops->document_put(s->self, &d, version, &done, e);
	if (!r && !done)
		return err_set(e, ERR_CONFLICT, "%s %.80s: %s", kind, id, version ? CHANGED "; read it again" : "it is there already");
	return r;
}

enum err
store_document_list(struct store *s, struct arena *a, const char *kind, struct document **out, size_t *count, struct errinfo *e)
{
	struct rows rows = { 0 };
	enum err r = s->ops->document_list(s->self, a, kind, &rows, e);

	*out = rows.items;
	*count = rows.count;
	return r;
}

enum err
store_document_index(struct store *s, const char *kind, const char *name, const char *value, const char *id, struct errinfo *e)
{
	return save(s, RECORD_INDEX, &(struct document_key){ kind, name, value, id }, e);
}

enum err
store_document_find(struct store *s, struct arena *a, const char *kind, const char *name, const char *value, const char ***ids, size_t *count,
    struct errinfo *e)
{
	return s->ops->document_find(s->self, a, kind, name, value, ids, count, e);
}

enum err
store_effect_get(struct store *s, struct arena *a, const char *key, const char **result, struct errinfo *e)
{
	struct effect x;
	enum err r = s->ops->find(s->self, RECORD_EFFECT, a, key, &x, e);

	if (!r)
		*result = x.result;
	return r;
}

enum err
store_effect_add(struct store *s, const char *key, const char *result, int64_t at_ms, struct errinfo *e)
{
	struct effect x = { key, result, at_ms };
	bool done = false;
	enum err r = store_must_write(s, e);

	if (!r)
		r = record_check(RECORD_EFFECT, &x, e);
	if (!r)
		r = s->ops->effect_add(s->self, &x, &done, e);
	return r || done ? r : err_set(e, ERR_EXISTS, "the effect \"%.80s\" was applied already", key);
}
