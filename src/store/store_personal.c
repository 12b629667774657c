/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one person has of one conversation: drafts, read marks, presences.
 */
#include "floorwalker/store.h"

#include "floorwalker/base/str.h"
#include "ops.h"

/* Begins a transaction where none is open: *own says so. */
static enum err
begin(struct store *s, bool *own, struct errinfo *e)
{
	*own = s->open == TRANSACTION_NONE;
	return *own ? store_begin_lease(s, e) : ERR_OK;
}

static enum err
end(struct store *s, bool own, enum err r, struct errinfo *e)
{
	if (!own)
		return r;
	if (!r)
		return store_commit(s, e);
	store_rollback(s);
	return r;
}

static enum err
check_owner(enum record type, int64_t conversation_id, const char *agent, struct errinfo *e)
{
	return conversation_id > 0 && !text_is_empty(agent)
	    ? ERR_OK
	    : err_set(e, ERR_USAGE, "a %s needs a conversation and an agent",
		  record_types[type].name);
}

static enum err
save(struct store *s, enum record type, const void *record, struct errinfo *e)
{
	enum err r = record_check(type, record, e);

	return r ? r : s->ops->personal_save(s->self, type, record, e);
}

static enum err
remove_one(struct store *s, enum record type, int64_t conversation_id, const char *agent,
    struct errinfo *e)
{
	bool own;
	enum err r = check_owner(type, conversation_id, agent, e);

	if (r || (r = begin(s, &own, e)))
		return r;
	return end(s, own, s->ops->personal_remove(s->self, type, conversation_id, agent, e), e);
}

enum err
store_draft_put(struct store *s, const struct composer_draft *x, struct errinfo *e)
{
	bool own;
	enum err r = check_owner(RECORD_DRAFT, x->conversation_id, x->agent, e);

	if (r || (r = begin(s, &own, e)))
		return r;
	return end(s, own, save(s, RECORD_DRAFT, x, e), e);
}

enum err
store_draft_get(struct store *s, struct arena *a, int64_t conversation_id, const char *agent,
    struct composer_draft *out, struct errinfo *e)
{
	return s->ops->personal_find(s->self, RECORD_DRAFT, a, conversation_id, agent, out, e);
}

enum err
store_draft_delete(struct store *s, int64_t conversation_id, const char *agent, struct errinfo *e)
{
	return remove_one(s, RECORD_DRAFT, conversation_id, agent, e);
}

enum err
store_read_mark_put(struct store *s, const struct read_mark *x, struct errinfo *e)
{
	bool own;
	enum err r = check_owner(RECORD_READ_MARK, x->conversation_id, x->agent, e);

	if (r || (r = begin(s, &own, e)))
		return r;
	return end(s, own, save(s, RECORD_READ_MARK, x, e), e);
}

static enum err
read_marks(struct store *s, const char *agent, const int64_t *ids, size_t count, int64_t *read,
    struct errinfo *e)
{
	struct arena *a = arena_new();
	enum err r = ERR_OK;

	for (size_t i = 0; i < count && !r; i++) {
		struct read_mark x;

		r = s->ops->personal_find(s->self, RECORD_READ_MARK, a, ids[i], agent, &x, e);
		read[i] = r ? 0 : x.messages;
		if (r == ERR_NOT_FOUND)
			r = ERR_OK;
	}
	arena_free(&a);
	return r;
}

enum err
store_read_mark_list(struct store *s, const char *agent, const int64_t *ids, size_t count,
    int64_t *read, struct errinfo *e)
{
	enum err r;

	if (s->open != TRANSACTION_NONE)
		return read_marks(s, agent, ids, count, read, e);
	r = s->ops->begin(s->self, BEGIN_READ, e);
	if (r)
		return r;
	s->open = TRANSACTION_READ;
	r = read_marks(s, agent, ids, count, read, e);
	store_rollback(s);
	return r;
}

enum err
store_presence_put(
    struct store *s, const struct presence *x, int64_t forget_ms, struct errinfo *e)
{
	bool own;
	enum err r = check_owner(RECORD_PRESENCE, x->conversation_id, x->agent, e);

	if (r || (r = begin(s, &own, e)))
		return r;
	r = save(s, RECORD_PRESENCE, x, e);
	if (!r)
		r = s->ops->presence_forget(s->self, forget_ms, e);
	return end(s, own, r, e);
}

enum err
store_presence_get(struct store *s, struct arena *a, int64_t conversation_id, const char *agent,
    struct presence *out, struct errinfo *e)
{
	return s->ops->personal_find(s->self, RECORD_PRESENCE, a, conversation_id, agent, out, e);
}

enum err
store_presence_delete(
    struct store *s, int64_t conversation_id, const char *agent, struct errinfo *e)
{
	return remove_one(s, RECORD_PRESENCE, conversation_id, agent, e);
}

enum err
store_presence_list(struct store *s, struct arena *a, int64_t seen_since_ms, struct presence **out,
    size_t *count, struct errinfo *e)
{
	struct rows rows = { 0 };
	enum err r = s->ops->presence_since(s->self, a, seen_since_ms, &rows, e);

	*out = rows.items;
	*count = rows.count;
	return r;
}
