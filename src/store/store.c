/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening, transactions, conversations and messages: what is the same whatever lies behind.
 */
#include "floorwalker/store.h"

#include <string.h>

#include "floorwalker/base/str.h"
#include "floorwalker/text/translate.h"
#include "ops.h"

enum err
store_open(
    const char *target, const struct store_options *options, struct store **out, struct errinfo *e)
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
	return s->open == TRANSACTION_WRITE
	    ? ERR_OK
	    : err_set(e, ERR_STATE,
		  "a write to the store outside a transaction: store_begin() comes first");
}

static enum err
begin(struct store *s, enum begin how, struct errinfo *e)
{
	enum err r;

	if (s->open != TRANSACTION_NONE)
		return err_set(e, ERR_STATE, tr("a transaction is open already"));
	if (s->read_only)
		return err_set(e, ERR_FORBIDDEN, tr("%s was opened for reading only"), s->target);
	r = s->ops->begin(s->self, how, e);
	if (!r)
		s->open = TRANSACTION_WRITE;
	return r;
}

enum err
store_begin(struct store *s, struct errinfo *e)
{
	return begin(s, BEGIN_WRITE, e);
}

enum err
store_begin_lease(struct store *s, struct errinfo *e)
{
	return begin(s, BEGIN_LEASE, e);
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
store_look(
    struct store *s, struct store_look *last, enum store_change *out, struct errinfo *e)
{
	struct store_look now = { 0, 0 };
	enum err r = s->ops->change_count(s->self, &now.commits, e);

	now.commits++;	/* never the zero of the first look */
	*out = STORE_SAME;
	if (r || now.commits == last->commits)
		return r;
	r = s->ops->event_last(s->self, &now.events, e);
	if (r)
		return r;
	*out = last->commits == 0 || now.events != last->events ? STORE_MOVED : STORE_QUIET;
	*last = now;
	return ERR_OK;
}

enum err
store_scrub(struct store *s, struct errinfo *e)
{
	if (s->open != TRANSACTION_NONE)
		return err_set(e, ERR_STATE, "scrubbing needs the transaction to be over");
	if (s->read_only)
		return err_set(e, ERR_FORBIDDEN, tr("%s was opened for reading only"), s->target);
	return s->ops->scrub(s->self, e);
}

enum err
store_forget(struct store *s, int64_t conversation_id, struct errinfo *e)
{
	if (s->open != TRANSACTION_NONE)
		return err_set(e, ERR_STATE, "forgetting needs the transaction to be over");
	if (s->ops->forget == NULL)
		return err_set(e, ERR_STATE, "%s is a file, and its log is for keeping", s->target);
	return s->ops->forget(s->self, conversation_id, e);
}

enum err
store_meta_get(
    struct store *s, struct arena *a, const char *name, const char **out, struct errinfo *e)
{
	struct meta m;
	enum err r = s->ops->find(s->self, RECORD_META, a, name, &m, e);

	if (!r)
		*out = m.value;
	return r;
}

enum err
store_save(struct store *s, enum record type, const void *record, struct errinfo *e)
{
	enum err r = store_must_write(s, e);

	if (!r && text_is_empty(*(const char *const *)record))	/* the first field of each of
								   these */
		r = err_set(e, ERR_USAGE, "a %s needs a name", record_types[type].name);
	if (!r)
		r = record_check(type, record, e);
	return r ? r : s->ops->save(s->self, type, record, e);
}

enum err
store_meta_put(struct store *s, const char *name, const char *value, struct errinfo *e)
{
	return store_save(s, RECORD_META, &(struct meta){ name, value }, e);
}

enum err
store_add(struct store *s, enum record type, void *record, struct errinfo *e)
{
	int64_t *id = record, given = *id;
	enum err r = store_must_write(s, e);

	if (!r && given < 0)
		r = err_set(
		    e, ERR_INPUT, "%s: %lld is no id", record_types[type].name, (long long)given);
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
	r = store_add(s, RECORD_CONVERSATION, c, e);
	if (r == ERR_EXISTS)
		err_set(e, r,
		    tr("there is a conversation %lld already, or an open one with this contact in %s"),
		    (long long)c->id, c->channel ? c->channel : "");
	if (r)
		c->version = version;
	return r;
}

/* Why a put found nothing to replace. */
static enum err
put_refused(struct store *s, enum record type, int64_t id, const char *why, struct errinfo *e)
{
	struct arena *a = arena_new();
	union {
		struct conversation c;
		struct turn t;
		struct action x;
		struct outbox_item o;
	} there;
	enum err r = s->ops->get(s->self, type, a, id, &there, e);

	arena_free(&a);
	return r ? r
		 : err_set(e, ERR_CONFLICT, "%s %lld: %s; read it again", record_types[type].name,
		       (long long)id, why);
}

enum err
store_put(struct store *s, enum record type, const void *record, int64_t id, const char *why,
    struct errinfo *e)
{
	bool done = false;
	enum err r = store_must_write(s, e);

	if (!r)
		r = record_check(type, record, e);
	if (!r)
		r = s->ops->put(s->self, type, record, &done, e);
	return r || done ? r : put_refused(s, type, id, why, e);
}

enum err
store_set_text(struct store *s, enum record type, int64_t id, const char *text, struct errinfo *e)
{
	struct message m = { .text = text };
	struct turn t = { .trace = text };
	struct note n = { .text = text };
	bool done = false;
	enum err r = store_must_write(s, e);

	if (!r)
		r = record_check(type,
		    type == RECORD_MESSAGE    ? (const void *)&m
			: type == RECORD_TURN ? (const void *)&t
					      : &n,
		    e);
	if (!r)
		r = s->ops->set_text(s->self, type, id, text, &done, e);
	return r || done ? r
			 : err_set(e, ERR_NOT_FOUND, tr("there is no %s %lld"), tr(record_types[type].name),
			       (long long)id);
}

enum err
store_conversation_put(struct store *s, struct conversation *c, struct errinfo *e)
{
	enum err r = store_put(s, RECORD_CONVERSATION, c, c->id, STORE_CHANGED, e);

	if (!r)
		c->version++;
	return r;
}

enum err
store_conversation_get(
    struct store *s, struct arena *a, int64_t id, struct conversation *out, struct errinfo *e)
{
	return s->ops->get(s->self, RECORD_CONVERSATION, a, id, out, e);
}

enum err
store_conversation_of_contact(struct store *s, struct arena *a, const char *channel,
    const char *contact, struct conversation *out, struct errinfo *e)
{
	return s->ops->conversation_of_contact(s->self, a, channel, contact, out, e);
}

/* *number: of the reason that is asked for, -1 any. */
static enum err
check_filter(const struct conversation_filter *f, int *number, struct errinfo *e)
{
	enum handoff_reason reason = HANDOFF_NONE;

	if (f->limit > INT32_MAX || f->offset > INT32_MAX)
		return err_set(e, ERR_LIMIT, tr("a list of conversations can't reach so far"));
	if ((unsigned)f->order > ORDER_DUE)
		return err_set(e, ERR_USAGE, "there is no such order of conversations");
	if (f->reason && !handoff_reason_from(f->reason, &reason))
		return err_set(e, ERR_USAGE, tr("there is no hand-off reason \"%.60s\""), f->reason);
	if (f->tag && !conversation_tag_is_valid(f->tag))
		return err_set(e, ERR_USAGE,
		    tr("\"%.60s\" is no tag: small letters, digits and hyphens, at most %d"), f->tag,
		    CONVERSATION_TAG_MAX);
	*number = f->reason ? (int)reason : -1;
	return ERR_OK;
}

enum err
store_conversation_list(struct store *s, struct arena *a, const struct conversation_filter *f,
    struct conversation_list *out, struct errinfo *e)
{
	static const struct conversation_filter all;
	struct conversation_filter asked = f ? *f : all;
	int reason;
	enum err r;

	memset(out, 0, sizeof(*out));
	if (asked.limit == 0)
		asked.limit = STORE_LIST_LIMIT;
	r = check_filter(&asked, &reason, e);
	return r ? r : s->ops->conversation_list(s->self, a, &asked, reason, out, e);
}

/* Page by page. */
static enum err
walk_list(struct store *s, const struct conversation_filter *f, int reason,
    conversation_visit *visit, void *context, struct errinfo *e)
{
	struct conversation_filter page = *f;
	struct conversation_list list;
	bool goes_on = true;
	enum err r;

	page.limit = WALK_PAGE;
	page.offset = 0;
	do {
		struct arena *a = arena_new();

		memset(&list, 0, sizeof(list));
		r = s->ops->conversation_list(s->self, a, &page, reason, &list, e);
		for (size_t i = 0; !r && goes_on && i < list.count; i++)
			goes_on = visit(context, &list.items[i]);
		arena_free(&a);
		page.offset += list.count;
	} while (!r && goes_on && list.count == WALK_PAGE);
	return r;
}

enum err
store_conversation_walk(struct store *s, const struct conversation_filter *f,
    conversation_visit *visit, void *context, struct errinfo *e)
{
	int reason;
	enum err r = check_filter(f, &reason, e);

	if (r)
		return r;
	r = s->ops->conversation_walk
	    ? s->ops->conversation_walk(s->self, f, reason, visit, context, e)
	    : ERR_UNSUPPORTED;
	return r == ERR_UNSUPPORTED ? walk_list(s, f, reason, visit, context, e) : r;
}

uint64_t
store_crew_version(struct store *s)
{
	return s->ops->crew_version ? s->ops->crew_version(s->self) : 0;
}

enum err
store_conversation_counts(
    struct store *s, struct arena *a, struct conversation_counts *out, struct errinfo *e)
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
		r = s->ops->message_of_source(
		    s->self, m->conversation_id, m->source_key, &m->id, &m->number, e);
		if (!r)
			return err_set(e, ERR_EXISTS,
			    tr("conversation %lld has this message of its channel already"),
			    (long long)m->conversation_id);
		if (r == ERR_NOT_FOUND)
			r = ERR_OK;
	}
	if (!r)
		r = store_add(s, RECORD_MESSAGE, m, e);
	if (r)
		m->number = number;
	return r;
}

enum err
store_message_get(
    struct store *s, struct arena *a, int64_t id, struct message *out, struct errinfo *e)
{
	return s->ops->get(s->self, RECORD_MESSAGE, a, id, out, e);
}

enum err
store_message_list(struct store *s, struct arena *a, int64_t conversation_id, int64_t after_number,
    struct message_list *out, struct errinfo *e)
{
	struct rows rows = { 0 };
	enum err r = s->ops->message_list(s->self, a, conversation_id, after_number, &rows, e);

	*out = (struct message_list){ rows.items, rows.count };
	return r;
}

enum err
store_message_set_delivery(
    struct store *s, int64_t id, enum delivery d, int64_t at_ms, struct errinfo *e)
{
	struct message m = { .delivery = d };
	enum err r = store_must_write(s, e);

	if (!r)
		r = record_check(RECORD_MESSAGE, &m, e);
	return r ? r : s->ops->message_set_delivery(s->self, id, d, at_ms, e);
}

enum err
store_message_set_text(struct store *s, int64_t id, const char *text, struct errinfo *e)
{
	return store_set_text(s, RECORD_MESSAGE, id, text, e);
}

enum err
store_message_withdraw(struct store *s, struct arena *a, int64_t conversation_id, int64_t **ids,
    size_t *count, struct errinfo *e)
{
	enum err r = store_must_write(s, e);

	*ids = NULL;
	*count = 0;
	return r ? r : s->ops->message_withdraw(s->self, a, conversation_id, ids, count, e);
}
